//! Two changes of one text brought together, piece by piece.
//!
//! In: a text as it was accepted, as the book below has it now, and as the edition has it. Out:
//! [`Merged`], the edition's text with what could be taken.
//!
//! Invariant: no piece that the edition wrote is lost, and no mark of a conflict is ever written.

use std::collections::HashSet;

use super::compare::shared;

/// A text of the edition after it took what could be taken.
#[derive(Debug, PartialEq, Eq)]
pub struct Merged {
    /// The edition's text.
    pub ours: String,
    /// The text of the book below that has been dealt with: the text that counts as accepted from now on.
    pub seen: String,
    /// How many pieces were taken.
    pub taken: usize,
    /// How many changes of the book below were left, because the edition says something else there.
    pub left: usize,
}

/// A paragraph, a heading, an item of a list, a row of a table, a block of code: what stands or falls together.
#[derive(Debug, Clone, Copy)]
struct MergeBlock<'a> {
    text: &'a str,
    /// The white space after it.
    gap: &'a str,
    /// The part of a table that it is.
    table: Option<TablePart>,
}

/// A part of a table, with the number of columns that the table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TablePart {
    /// The first row, and the line under it.
    Head(usize),
    Row(usize),
}

impl<'a> MergeBlock<'a> {
    /// Its mark: its words, or every byte of what is no running text.
    fn key(&self) -> String {
        if self.text.contains("```") || self.text.contains("~~~") {
            return self.text.to_owned();
        }
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        match (self.table, self.text.split_once('\n')) {
            // How long the line under the head is says nothing.
            (Some(TablePart::Head(_)), Some((head, line))) => {
                let cells: Vec<&str> = cells(line).collect();
                let sides = cells.iter().map(|cell| (cell.starts_with(':'), cell.ends_with(':')));
                format!("{} {:?}", words(head), sides.collect::<Vec<_>>())
            }
            _ => words(self.text),
        }
    }

    /// The name by which it is the same one when its words are others: of a row its first cell, of a choice its id.
    fn name(&self) -> Option<&'a str> {
        match self.table {
            Some(TablePart::Row(_)) => cells(self.text).next(),
            None if self.is_item() => {
                let first = self.text.lines().next()?.trim_end().strip_suffix('}')?;
                first.rsplit_once("{#")?.1.split(' ').next()
            }
            Some(TablePart::Head(_)) | None => None,
        }
    }

    fn is_item(&self) -> bool {
        is_item(self.text)
    }
}

/// The cells of a line of a table.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').filter(|line| !line.ends_with('\\')).unwrap_or(line);
    let mut escaped = false;
    let is_border = move |letter: char| {
        let is_border = letter == '|' && !escaped;
        escaped = letter == '\\' && !escaped;
        is_border
    };
    line.split(is_border).map(str::trim)
}

/// Whether a line stands between the head of a table and its rows.
fn is_under_head(line: &str) -> bool {
    let is_dashes = |cell: &str| {
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
    };
    line.contains('|') && cells(line).all(is_dashes)
}

/// Brings the changes of a body, or of a section of one, together. What was taken may show that more
/// can be.
#[must_use]
pub fn merge(then: &str, now: &str, ours: &str) -> Merged {
    let mut merged = merge_once(then, now, ours);
    for _ in 0..MOST_ROUNDS {
        if merged.left == 0 {
            break;
        }
        let more = merge_once(&merged.seen, now, &merged.ours);
        if more.taken == 0 || more.seen == merged.seen {
            break;
        }
        merged = Merged { taken: merged.taken + more.taken, ..more };
    }
    merged
}

/// The most times that a text is gone through.
const MOST_ROUNDS: usize = 8;

/// Row by row where that leaves tables whole, else with tables as pieces.
fn merge_once(then: &str, now: &str, ours: &str) -> Merged {
    let by_row = |tables| [then, now, ours].map(|text| pieces(text, tables));
    let [mut then_pieces, mut now_pieces, mut our_pieces] = by_row(TablesBy::Row);
    let mut merging = Merging::default();
    merging.run(&then_pieces, &now_pieces, &our_pieces);
    if !are_tables(&merging.ours) || !are_tables(&merging.seen) {
        [then_pieces, now_pieces, our_pieces] = by_row(TablesBy::Whole);
        merging = Merging::default();
        merging.run(&then_pieces, &now_pieces, &our_pieces);
    }
    let most = |key: &String| counted(&now_pieces, key).max(counted(&our_pieces, key));
    let twice = || merging.ours.iter().map(MergeBlock::key).any(|key| counted(&merging.ours, &key) > most(&key));
    if merging.torn || twice() {
        // Something moved, and the edition changed it: which of both was meant can only people tell.
        return Merged { ours: ours.trim().to_owned(), seen: then.trim().to_owned(), taken: 0, left: 1 };
    }
    let seen = if merging.left == 0 { now.trim().to_owned() } else { joined(&merging.seen) };
    let ours = if merging.taken == 0 { ours.trim().to_owned() } else { joined(&merging.ours) };
    Merged { ours, seen, taken: merging.taken, left: merging.left }
}

/// The way in which the tables of a text are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TablesBy {
    Row,
    Whole,
}

/// Whether every row stands in a table of as many columns as it has.
fn are_tables(pieces: &[MergeBlock<'_>]) -> bool {
    let columns = |piece: Option<&MergeBlock<'_>>| match piece?.table? {
        TablePart::Head(columns) | TablePart::Row(columns) => Some(columns),
    };
    let before = std::iter::once(None).chain(pieces.iter().map(Some));
    let stands = |(before, piece): (Option<&MergeBlock<'_>>, &MergeBlock<'_>)| match piece.table {
        Some(TablePart::Row(own)) => columns(before) == Some(own),
        Some(TablePart::Head(_)) | None => true,
    };
    before.zip(pieces).all(stands)
}

/// How many times a piece stands in a text.
fn counted(pieces: &[MergeBlock<'_>], key: &str) -> usize {
    pieces.iter().filter(|piece| piece.key() == key).count()
}

/// Brings the changes of a page together: front matter by its keys, the body by its pieces. What a
/// page says of how it came about (`own`) is the edition's alone.
pub(super) fn merge_page(then: &str, now: &str, ours: &str, own: &[&str]) -> Merged {
    let [(then_front, then), (now_front, now), (our_front, ours)] = [then, now, ours].map(split);
    let body = merge(then, now, ours);
    let Some(our_front) = our_front else { return body };
    let front = merge_keys(then_front.unwrap_or_default(), now_front.unwrap_or_default(), our_front, own);
    let whole = |front: &str, body: &str| format!("---\n{front}---\n\n{body}\n");
    Merged {
        ours: whole(&front.ours, &body.ours),
        seen: whole(&front.seen, &body.seen),
        taken: front.taken + body.taken,
        left: front.left + body.left,
    }
}

/// Front matter and body of a page.
fn split(text: &str) -> (Option<&str>, &str) {
    let parts = || {
        let rest = text.trim_start_matches('\u{feff}').strip_prefix("---\n")?;
        let end = if rest.starts_with("---\n") { 0 } else { rest.find("\n---\n")? + 1 };
        Some((&rest[..end], &rest[end + "---\n".len()..]))
    };
    parts().map_or((None, text), |(front, body)| (Some(front), body))
}

/// The keys of front matter with their lines.
fn keys(front: &str) -> Vec<(&str, &str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in front.split_inclusive('\n') {
        if line.starts_with(|c: char| c.is_alphanumeric() || c == '"') && line.contains(':') {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([front.len()]);
    let entry = |(start, end): (&usize, usize)| {
        let text = &front[*start..end];
        (text.split(':').next().unwrap_or(text).trim(), text)
    };
    starts.iter().zip(ends).map(entry).collect()
}

fn merge_keys(then: &str, now: &str, ours: &str, own: &[&str]) -> Merged {
    let (then, now, our_keys) = (keys(then), keys(now), keys(ours));
    let of = |entries: &[(&str, &str)], key: &str| {
        entries.iter().find(|entry| entry.0 == key).map(|entry| entry.1.trim_end().to_owned())
    };
    let begins = our_keys.first().map_or(ours.len(), |first| first.1.as_ptr() as usize - ours.as_ptr() as usize);
    let mut merged = Merged { ours: ours[..begins].to_owned(), seen: String::new(), taken: 0, left: 0 };
    let order = our_keys.iter().chain(now.iter().filter(|entry| of(&our_keys, entry.0).is_none()));
    for (key, _) in order {
        let (t, n, o) = (of(&then, key), of(&now, key), of(&our_keys, key));
        let same = |a: &Option<String>, b: &Option<String>| {
            let words = |text: &Option<String>| text.as_ref().map(|text| text.split_whitespace().collect::<String>());
            words(a) == words(b)
        };
        let (kept, seen) = if own.contains(key) || same(&n, &t) || same(&n, &o) {
            (o, n)
        } else if same(&o, &t) {
            merged.taken += 1;
            (n.clone(), n)
        } else {
            merged.left += 1;
            (o, t)
        };
        for (out, text) in [(&mut merged.ours, kept), (&mut merged.seen, seen)] {
            if let Some(text) = text {
                out.push_str(&text);
                out.push('\n');
            }
        }
    }
    merged
}

fn is_item(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "));
    numbered || ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
}

/// The pieces of a text, in order.
fn pieces(text: &str, tables: TablesBy) -> Vec<MergeBlock<'_>> {
    let mut reader = PieceReader::new(tables);
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        reader.read(at, line, lines.peek().copied());
        at += line.len();
    }
    let starts = reader.starts;
    let ends = starts.iter().skip(1).map(|start| start.at).chain([text.len()]);
    let piece = |(start, end): (&PieceStart, usize)| {
        let whole = &text[start.at..end];
        let (text, gap) = whole.split_at(whole.trim_end().len());
        MergeBlock { text, gap, table: start.table }
    };
    starts.iter().zip(ends).map(piece).collect()
}

/// The place at which a piece begins.
struct PieceStart {
    at: usize,
    table: Option<TablePart>,
}

/// A reader of the lines of a text, one after the other, who finds where pieces begin.
struct PieceReader {
    tables: TablesBy,
    starts: Vec<PieceStart>,
    /// The columns of the table at hand.
    columns: Option<usize>,
    /// Whether the line under the head of a table comes next.
    is_under_head: bool,
    /// The mark of the block of code at hand; empty outside of one.
    fence: String,
    /// How many conditions are open.
    conditions: usize,
    /// Whether the line before was empty or a heading.
    is_alone: bool,
}

impl PieceReader {
    fn new(tables: TablesBy) -> Self {
        Self {
            tables,
            starts: Vec::new(),
            columns: None,
            is_under_head: false,
            fence: String::new(),
            conditions: 0,
            is_alone: true,
        }
    }

    fn read(&mut self, at: usize, line: &str, next: Option<&str>) {
        let bare = line.trim();
        let is_indented = line.starts_with([' ', '\t']) && !self.starts.is_empty();
        let can_begin =
            !bare.is_empty() && self.is_outside() && !is_indented && !std::mem::take(&mut self.is_under_head);
        if can_begin && (self.is_alone || is_item(bare) || bare.starts_with('#')) {
            self.columns = self.columns_of_head(bare, next);
            self.is_under_head = self.columns.is_some();
            self.starts.push(PieceStart { at, table: self.columns.map(TablePart::Head) });
        } else if let Some(columns) = self.columns.filter(|_| can_begin && bare.contains('|')) {
            self.starts.push(PieceStart { at, table: Some(TablePart::Row(columns)) });
        } else if bare.is_empty() {
            self.columns = None;
        }
        self.is_alone = bare.is_empty() || bare.starts_with('#') && self.fence.is_empty();
        self.open_and_close(bare);
    }

    /// Whether the line at hand stands in no code and under no condition: these are pieces as a whole.
    fn is_outside(&self) -> bool {
        self.fence.is_empty() && self.conditions == 0
    }

    /// How many columns the table has whose head a line is; nothing where it is none, or tables are pieces as a whole.
    fn columns_of_head(&self, bare: &str, next: Option<&str>) -> Option<usize> {
        let under = next.filter(|next| self.tables == TablesBy::Row && is_under_head(next));
        under.filter(|_| bare.contains('|')).map(|under| cells(under).count())
    }

    /// Takes in what a line opens and closes of code and conditions.
    fn open_and_close(&mut self, bare: &str) {
        let mark: String = bare.chars().take_while(|c| *c == '`' || *c == '~').collect();
        if self.fence.is_empty() && mark.len() >= 3 {
            self.fence = mark;
        } else if !self.fence.is_empty() && mark.starts_with(&self.fence) && mark.len() == bare.len() {
            self.fence.clear();
        } else if self.fence.is_empty() {
            self.conditions += bare.matches("{% if").count();
            self.conditions = self.conditions.saturating_sub(bare.matches("{% endif").count());
        }
    }
}

/// One text of pieces that may come from several.
fn joined(pieces: &[MergeBlock<'_>]) -> String {
    let mut out = String::new();
    let follows = |piece: &MergeBlock<'_>, next: &MergeBlock<'_>| {
        piece.text.as_ptr() as usize + piece.text.len() + piece.gap.len() == next.text.as_ptr() as usize
    };
    let in_list = |piece: &MergeBlock<'_>, next: &MergeBlock<'_>| piece.is_item() && next.is_item();
    let in_table = |piece: &MergeBlock<'_>, next: &MergeBlock<'_>| {
        piece.table.is_some() && matches!(next.table, Some(TablePart::Row(_)))
    };
    let is_wide = |pair: &[MergeBlock<'_>]| {
        in_list(&pair[0], &pair[1]) && follows(&pair[0], &pair[1]) && pair[0].gap.trim_matches(' ').len() > 1
    };
    // Items of lists stand as the others of the text do.
    let between_items = if pieces.windows(2).any(is_wide) { "\n\n" } else { "\n" };
    for (i, piece) in pieces.iter().enumerate() {
        out.push_str(piece.text);
        let Some(next) = pieces.get(i + 1) else { break };
        let gap = match (follows(piece, next), in_list(piece, next)) {
            (true, _) => piece.gap,
            (false, true) => between_items,
            (false, false) if in_table(piece, next) => "\n",
            (false, false) => "\n\n",
        };
        out.push_str(gap);
    }
    out
}

/// The fate of a piece in another text.
#[derive(Debug, Clone, Copy)]
enum Fate<'a> {
    Kept(MergeBlock<'a>),
    Changed(MergeBlock<'a>),
    Gone,
}

/// The fates of the pieces of a text, and pieces put in before each of them and at the end.
struct Script<'a> {
    fates: Vec<Fate<'a>>,
    put_in: Vec<Vec<MergeBlock<'a>>>,
}

/// How one row of pieces became another; nothing where it cannot be told which became which.
fn script<'a>(then: &[MergeBlock<'a>], after: &[MergeBlock<'a>]) -> Option<Script<'a>> {
    let named = |pieces: &[MergeBlock<'_>]| pieces.iter().map(MergeBlock::key).collect::<Vec<_>>();
    let kept = shared(&named(then), &named(after));
    let mut out = Script { fates: Vec::new(), put_in: vec![Vec::new(); then.len() + 1] };
    let (mut i, mut j) = (0, 0);
    while i <= then.len() {
        let next = (i..then.len()).find(|i| kept[*i].is_some()).unwrap_or(then.len());
        let until = kept.get(next).copied().flatten().unwrap_or(after.len());
        out.run(i, &then[i..next], &after[j..until])?;
        if next < then.len() {
            out.fates.push(Fate::Kept(after[until]));
        }
        (i, j) = (next + 1, until + 1);
    }
    Some(out)
}

impl<'a> Script<'a> {
    /// Outcome of a run of pieces of which none stayed as it was. Those that have names are the same ones where
    /// the names are; the others where there are as many before and after.
    fn run(&mut self, at: usize, then: &[MergeBlock<'a>], after: &[MergeBlock<'a>]) -> Option<()> {
        let named = |pieces: &[MergeBlock<'a>]| pieces.iter().map(MergeBlock::name).collect::<Option<Vec<_>>>();
        let (Some(names), Some(others)) = (named(then), named(after)) else {
            return self.unnamed(at, then.len(), after);
        };
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let same = shared(&owned(&names), &owned(&others));
        let (mut i, mut j) = (0, 0);
        for (n, other) in same.iter().enumerate().filter_map(|(n, other)| Some((n, (*other)?))) {
            self.unnamed(at + i, n - i, &after[j..other])?;
            self.fates.push(Fate::Changed(after[other]));
            (i, j) = (n + 1, other + 1);
        }
        self.unnamed(at + i, then.len() - i, &after[j..])
    }

    fn unnamed(&mut self, at: usize, old: usize, after: &[MergeBlock<'a>]) -> Option<()> {
        match (old, after.len()) {
            (0, _) => self.put_in[at].extend(after),
            (_, 0) => self.fates.extend(std::iter::repeat_n(Fate::Gone, old)),
            (old, count) if old == count => self.fates.extend(after.iter().copied().map(Fate::Changed)),
            _ => return None,
        }
        Some(())
    }
}

#[derive(Default)]
struct Merging<'a> {
    /// Pieces that the edition changed, took away or moved, and those it put in.
    touched: HashSet<String>,
    ours: Vec<MergeBlock<'a>>,
    seen: Vec<MergeBlock<'a>>,
    taken: usize,
    left: usize,
    /// Whether something moved that the edition changed, took away or moved too.
    torn: bool,
}

impl<'a> Merging<'a> {
    fn run(&mut self, then: &[MergeBlock<'a>], now: &[MergeBlock<'a>], ours: &[MergeBlock<'a>]) {
        let named = |pieces: &[MergeBlock<'_>]| pieces.iter().map(MergeBlock::key).collect::<Vec<_>>();
        let names = named(then);
        let own = named(ours);
        let (to_now, to_ours) = (shared(&names, &named(now)), shared(&names, &own));
        let changed = names.iter().zip(&to_ours).filter(|(_, kept)| kept.is_none()).map(|(name, _)| name);
        let added = own.iter().filter(|name| !names.contains(name));
        self.touched = changed.chain(added).cloned().collect();
        let (mut t, mut n, mut o) = (0, 0, 0);
        for i in 0..=then.len() {
            let (next_now, next_ours) = match (to_now.get(i).copied().flatten(), to_ours.get(i).copied().flatten()) {
                (Some(now), Some(ours)) => (now, ours),
                _ if i == then.len() => (now.len(), ours.len()),
                _ => continue,
            };
            self.between(&then[t..i], &now[n..next_now], &ours[o..next_ours]);
            if i < then.len() {
                self.ours.push(ours[next_ours]);
                self.seen.push(now[next_now]);
            }
            (t, n, o) = (i + 1, next_now + 1, next_ours + 1);
        }
    }

    /// The text between two pieces that all three have.
    fn between(&mut self, then: &[MergeBlock<'a>], now: &[MergeBlock<'a>], ours: &[MergeBlock<'a>]) {
        if equal(now, then) || equal(now, ours) {
            self.ours.extend(ours);
            self.seen.extend(now);
        } else if equal(ours, then) && !self.moves(then, now) {
            self.ours.extend(now);
            self.seen.extend(now);
            self.taken += 1;
        } else if let (Some(theirs), Some(own)) = (script(then, now), script(then, ours)) {
            self.both(then, &theirs, &own);
        } else {
            self.ours.extend(ours);
            self.seen.extend(then);
            self.left += 1;
        }
    }

    /// Whether something new here is what the edition has elsewhere, or changed or took away there.
    fn moves(&mut self, then: &[MergeBlock<'a>], now: &[MergeBlock<'a>]) -> bool {
        let had: HashSet<String> = then.iter().map(MergeBlock::key).collect();
        let moves = now.iter().map(MergeBlock::key).any(|key| !had.contains(&key) && self.touched.contains(&key));
        self.torn |= moves;
        moves
    }

    fn both(&mut self, then: &[MergeBlock<'a>], theirs: &Script<'a>, own: &Script<'a>) {
        for (i, (new, ours)) in theirs.put_in.iter().zip(&own.put_in).enumerate() {
            if new.is_empty() || equal(new, ours) {
                self.ours.extend(ours);
                self.seen.extend(new);
            } else if ours.is_empty() && !self.moves(&[], new) {
                self.ours.extend(new);
                self.seen.extend(new);
                self.taken += 1;
            } else {
                self.ours.extend(ours);
                self.left += 1;
            }
            if let (Some(then), Some(new), Some(ours)) = (then.get(i), theirs.fates.get(i), own.fates.get(i)) {
                self.piece(*then, *new, *ours);
            }
        }
    }

    fn piece(&mut self, then: MergeBlock<'a>, new: Fate<'a>, ours: Fate<'a>) {
        let taken = match (new, ours) {
            (Fate::Kept(_), _) | (Fate::Gone, Fate::Gone) => ours,
            (Fate::Changed(new), Fate::Changed(own)) if new.key() == own.key() => ours,
            (Fate::Changed(piece), Fate::Kept(_)) if self.moves(&[then], &[piece]) => {
                return self.conflict(then, ours);
            }
            (_, Fate::Kept(_)) => {
                self.taken += 1;
                new
            }
            _ => return self.conflict(then, ours),
        };
        self.ours.extend(text_of(taken));
        self.seen.extend(text_of(new));
    }

    fn conflict(&mut self, then: MergeBlock<'a>, ours: Fate<'a>) {
        self.ours.extend(text_of(ours));
        self.seen.push(then);
        self.left += 1;
    }
}

fn text_of(fate: Fate<'_>) -> Option<MergeBlock<'_>> {
    match fate {
        Fate::Kept(piece) | Fate::Changed(piece) => Some(piece),
        Fate::Gone => None,
    }
}

fn equal(a: &[MergeBlock<'_>], b: &[MergeBlock<'_>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key() == b.key())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(words: &[&str]) -> String {
        words.join("\n\n")
    }

    #[test]
    fn changes_that_stand_side_by_side_are_both_there() {
        let then = row(&["## A", "En.", "To.", "Tre."]);
        let merged = merge(&then, &row(&["## A", "En.", "To ny.", "Tre."]), &row(&["## A", "Vår.", "To.", "Tre."]));
        assert_eq!(merged.ours, row(&["## A", "Vår.", "To ny.", "Tre."]));
        assert_eq!((merged.taken, merged.left), (1, 0));
        let now = row(&["## A", "En.", "To ny.", "Tre."]);
        let merged = merge(&then, &now, &row(&["## A", "En.", "Vår.", "To.", "Tre."]));
        assert_eq!((merged.ours, merged.left), (row(&["## A", "En.", "Vår.", "To ny.", "Tre."]), 0));
    }

    #[test]
    fn where_both_say_something_else_ours_stays_and_the_rest_is_taken() {
        let then = row(&["En.", "To.", "Tre."]);
        let merged = merge(&then, &row(&["En ny.", "To.", "Tre ny."]), &row(&["Vår.", "To.", "Tre."]));
        assert_eq!(merged.ours, row(&["Vår.", "To.", "Tre ny."]));
        assert_eq!(merged.seen, row(&["En.", "To.", "Tre ny."]), "only what is left is told again");
        assert_eq!((merged.taken, merged.left), (1, 1));
    }

    #[test]
    fn what_moved_and_was_changed_is_not_there_twice() {
        let then = row(&["En.", "To.", "Tre.", "Fire."]);
        let merged = merge(&then, &row(&["To.", "Tre.", "En.", "Fire."]), &row(&["Vår en.", "To.", "Tre.", "Fire."]));
        assert_eq!(merged.ours, row(&["Vår en.", "To.", "Tre.", "Fire."]));
        assert!(merged.left > 0);
    }

    #[test]
    fn items_of_lists_are_pieces_and_stay_a_list() {
        let merged = merge("- En\n- To\n\nSlutt.", "- En\n- To\n- Tre\n\nSlutt.", "- Vår en\n- To\n\nSlutt.");
        assert_eq!((merged.ours.as_str(), merged.left), ("- Vår en\n- To\n- Tre\n\nSlutt.", 0));
    }

    #[test]
    fn code_and_conditions_stand_whole() {
        let text = "```\na\n\nb\n```\n\n{% if x %}\nA\n\nB\n{% endif %}\n\nC";
        assert_eq!(pieces(text, TablesBy::Row).len(), 3);
    }

    #[test]
    fn front_matter_is_brought_together_by_its_keys() {
        let page = |title: &str, summary: &str, day: &str, body: &str| {
            format!("---\ntitle: {title}\nsummary: {summary}\nreviewed: {day}\n---\n\n{body}\n")
        };
        let merged = merge_page(
            &page("A", "S", "1", "En.\n\nTo."),
            &page("A", "Ny", "2", "En.\n\nTo ny."),
            &page("Vår", "S", "3", "En.\n\nTo."),
            &["reviewed"],
        );
        assert_eq!(merged.ours, page("Vår", "Ny", "3", "En.\n\nTo ny."));
        assert_eq!((merged.taken, merged.left), (2, 0));
    }

    const TABLE: &str = "| Frist | Uker |\n| --- | --- |\n| Søknad | 3 |\n| Svar | 1 |\n| Klage | 6 |\n\nSlutt.";

    #[test]
    fn rows_of_a_table_are_pieces_and_stay_a_table() {
        let both = |now: &str, ours: &str| merge(TABLE, now, ours);
        let theirs = TABLE.replace("| Svar | 1 |", "| Svar | 2 |");
        let merged = both(&theirs, &TABLE.replace("| Søknad | 3 |", "| Søknad | 4 |"));
        assert_eq!((merged.ours, merged.left), (theirs.replace("| Søknad | 3 |", "| Søknad | 4 |"), 0));
        // A row of another name beside one that is the same by its name.
        let more = TABLE.replace("| Søknad | 3 |", "| Søknad | 5 |\n| Purring | 1 |");
        let merged = both(&more, &TABLE.replace("| Søknad | 3 |", "| Søknad | 4 |"));
        assert_eq!(merged.ours, more.replace("| Søknad | 5 |", "| Søknad | 4 |"));
        assert_eq!((merged.taken, merged.left), (1, 1), "only the row that both changed is left");
        // How wide the columns are written says nothing.
        let wide = TABLE.replace("| --- |", "|-----|").replace("| Svar | 1 |", "| Svar   | 1    |");
        assert_eq!(both(&wide, TABLE).taken, 0);
    }

    #[test]
    fn a_table_that_has_other_columns_now_is_no_half_of_two() {
        let now = "| Frist | Uker | Lov |\n| --- | --- | --- |\n| Søknad | 3 | A |\n| Svar | 1 | B |\n| Klage | 6 | C |\n\nSlutt nå.";
        let ours = TABLE.replace("| Svar | 1 |", "| Svar | 2 |");
        let merged = merge(TABLE, now, &ours);
        assert_eq!(merged.ours, ours.replace("Slutt.", "Slutt nå."));
        assert_eq!((merged.taken, merged.left), (1, 1));
        let merged = merge(TABLE, "Slutt.", &ours);
        assert_eq!((merged.ours, merged.left), (ours, 1), "no row without a head");
    }

    #[test]
    fn a_choice_is_the_same_by_its_id() {
        let then = "- [ ] Den første. {#en}\n- [ ] Den andre. {#to}";
        let now = "- [ ] Den aller første. {#en}\n- [ ] Ny. {#ny}\n- [ ] Den andre. {#to}";
        let merged = merge(then, now, "- [ ] Vår første. {#en}\n- [ ] Den andre. {#to}");
        assert_eq!(merged.ours, "- [ ] Vår første. {#en}\n- [ ] Ny. {#ny}\n- [ ] Den andre. {#to}");
        assert_eq!((merged.taken, merged.left), (1, 1));
    }

    /// The way in which pieces of a text stand.
    #[derive(Debug, Clone, Copy)]
    enum Shape {
        Paragraphs,
        Items,
        Rows,
    }

    impl Shape {
        /// Pieces of a name and what is said of it, written so.
        fn written(self, pieces: &[(String, String)]) -> Vec<String> {
            let piece = |(name, said): &(String, String)| match self {
                Self::Paragraphs => format!("{name}: {said}."),
                Self::Items => format!("- {name}: {said}."),
                Self::Rows => format!("| {name} | {said} |"),
            };
            pieces.iter().map(piece).collect()
        }

        fn text(self, pieces: &[(String, String)]) -> String {
            let written = self.written(pieces);
            match self {
                Self::Paragraphs => written.join("\n\n"),
                Self::Items => written.join("\n"),
                Self::Rows => format!("{HEAD}\n{}", written.join("\n")).trim().to_owned(),
            }
        }

        /// The pieces of a text that was written so.
        fn read(self, text: &str) -> Vec<&str> {
            match self {
                Self::Paragraphs => text.split("\n\n").filter(|piece| !piece.is_empty()).collect(),
                Self::Items => text.lines().collect(),
                Self::Rows => text.strip_prefix(HEAD).unwrap_or(text).lines().filter(|line| !line.is_empty()).collect(),
            }
        }
    }

    const HEAD: &str = "| Navn | Sagt |\n| --- | --- |";

    fn shapes() -> impl Strategy<Value = Shape> {
        prop::sample::select(vec![Shape::Paragraphs, Shape::Items, Shape::Rows])
    }

    fn before() -> Vec<(String, String)> {
        (0..8).map(|i| (format!("Stykke {i}"), "som før".to_owned())).collect()
    }

    /// The pieces, some of them taken out, changed, said otherwise, put in or moved.
    fn edited(side: &'static str) -> impl Strategy<Value = Vec<(String, String)>> {
        prop::collection::vec((0..5u8, 0..8usize), 0..5).prop_map(move |edits| {
            let mut pieces = before();
            for (n, (what, at)) in edits.into_iter().enumerate() {
                let at = at % pieces.len().max(1);
                match what {
                    0 if pieces.len() > 1 => drop(pieces.remove(at)),
                    1 if pieces.len() > 1 => {
                        let piece = pieces.remove(at);
                        let to = (at + 3) % pieces.len();
                        pieces.insert(to, piece);
                    }
                    2 => pieces.insert(at, (format!("{side} {n}"), "i tillegg".to_owned())),
                    3 => pieces[at].1 = format!("{side} {n}"),
                    _ => pieces[at] = (format!("{side} {n}"), "i stedet".to_owned()),
                }
            }
            pieces
        })
    }

    proptest! {
        #![proptest_config(crate::seeds::properties(4000, "tests/regressions/layer-merge.txt"))]

        #[test]
        fn nothing_of_ours_is_lost_and_what_is_not_taken_is_told_again(
            shape in shapes(),
            now in edited("Ny"),
            ours in edited("Vår"),
        ) {
            let merged = merge(&shape.text(&before()), &shape.text(&now), &shape.text(&ours));
            let [then_pieces, now_pieces, our_pieces] = [before(), now.clone(), ours].map(|pieces| shape.written(&pieces));
            let found = shape.read(&merged.ours);
            for piece in our_pieces.iter().filter(|piece| !then_pieces.contains(piece)) {
                prop_assert!(found.contains(&piece.as_str()), "{piece} is lost: {:?}", merged);
            }
            for piece in now_pieces.iter().filter(|piece| !then_pieces.contains(piece)) {
                prop_assert!(found.contains(&piece.as_str()) || merged.left > 0, "{piece} is not told: {:?}", merged);
            }
            prop_assert_eq!(merged.seen == shape.text(&now), merged.left == 0);
            for piece in &found {
                let known = [&then_pieces, &now_pieces, &our_pieces].iter().any(|pieces| pieces.iter().any(|known| known == piece));
                prop_assert!(known, "{piece} is nobody's");
                prop_assert_eq!(found.iter().filter(|other| *other == piece).count(), 1, "{} twice", piece);
            }
            if matches!(shape, Shape::Rows) && !found.is_empty() {
                prop_assert!(merged.ours.starts_with(HEAD) && !merged.ours.contains("\n\n"), "no table: {}", merged.ours);
            }
            let again = merge(&merged.seen, &shape.text(&now), &merged.ours);
            prop_assert_eq!(again.ours, merged.ours);
        }

        #[test]
        fn only_what_both_changed_is_left(shape in shapes(), sides in prop::array::uniform8(0..4u8)) {
            let said = |side: u8, word: &str| -> Vec<(String, String)> {
                let piece = |((name, said), who): ((String, String), u8)| {
                    (name, if who & side > 0 { word.to_owned() } else { said })
                };
                before().into_iter().zip(sides).map(piece).collect()
            };
            let (now, ours) = (said(1, "nytt"), said(2, "vårt"));
            let merged = merge(&shape.text(&before()), &shape.text(&now), &shape.text(&ours));
            let expected: Vec<(String, String)> =
                now.into_iter().zip(ours).zip(sides).map(|((now, ours), who)| if who & 2 > 0 { ours } else { now }).collect();
            prop_assert_eq!(merged.ours, shape.text(&expected));
            let both: usize = sides.iter().map(|who| usize::from(*who == 3)).sum();
            prop_assert_eq!(merged.left > 0, both > 0);
            prop_assert!(merged.left <= both);
        }
    }
}
