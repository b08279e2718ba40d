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
pub(super) struct Merged {
    /// The edition's text.
    pub(super) ours: String,
    /// The text of the book below that has been dealt with: the text that counts as accepted from now on.
    pub(super) seen: String,
    /// How many pieces were taken.
    pub(super) taken: usize,
    /// How many changes of the book below were left, because the edition says something else there.
    pub(super) left: usize,
}

/// A paragraph, a heading, an item of a list, a block of code: what stands or falls together.
#[derive(Debug, Clone, Copy)]
struct MergeBlock<'a> {
    text: &'a str,
    /// The white space after it.
    gap: &'a str,
}

impl MergeBlock<'_> {
    /// Its mark: its words, or every byte of what is no running text.
    fn key(&self) -> String {
        if self.text.contains("```") || self.text.contains("~~~") {
            return self.text.to_owned();
        }
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn is_item(&self) -> bool {
        is_item(self.text)
    }
}

/// Brings the changes of a body, or of a section of one, together. What was taken may show that more
/// can be.
pub(super) fn merge(then: &str, now: &str, ours: &str) -> Merged {
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

fn merge_once(then: &str, now: &str, ours: &str) -> Merged {
    let (then_pieces, now_pieces, our_pieces) = (pieces(then), pieces(now), pieces(ours));
    let mut merging = Merging::default();
    merging.run(&then_pieces, &now_pieces, &our_pieces);
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
fn pieces(text: &str) -> Vec<MergeBlock<'_>> {
    let mut starts = Vec::new();
    let mut fence = String::new();
    let mut depth = 0usize;
    let mut alone = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let begins = alone || is_item(bare) || bare.starts_with('#');
        let indented = line.starts_with([' ', '\t']) && !starts.is_empty();
        if !bare.is_empty() && fence.is_empty() && depth == 0 && !indented && begins {
            starts.push(at);
        }
        alone = bare.is_empty() || bare.starts_with('#') && fence.is_empty();
        let mark: String = bare.chars().take_while(|c| *c == '`' || *c == '~').collect();
        if fence.is_empty() && mark.len() >= 3 {
            fence = mark;
        } else if !fence.is_empty() && mark.starts_with(&fence) && mark.len() == bare.len() {
            fence.clear();
        } else if fence.is_empty() {
            depth += bare.matches("{% if").count();
            depth = depth.saturating_sub(bare.matches("{% endif").count());
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let piece = |(start, end): (&usize, usize)| {
        let whole = &text[*start..end];
        let (text, gap) = whole.split_at(whole.trim_end().len());
        MergeBlock { text, gap }
    };
    starts.iter().zip(ends).map(piece).collect()
}

/// One text of pieces that may come from several.
fn joined(pieces: &[MergeBlock<'_>]) -> String {
    let mut out = String::new();
    let follows = |piece: &MergeBlock<'_>, next: &MergeBlock<'_>| {
        piece.text.as_ptr() as usize + piece.text.len() + piece.gap.len() == next.text.as_ptr() as usize
    };
    let in_list = |piece: &MergeBlock<'_>, next: &MergeBlock<'_>| piece.is_item() && next.is_item();
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
        let (old, new) = (next - i, &after[j..until]);
        match (old, new.len()) {
            (0, _) => out.put_in[i].extend(new),
            (_, 0) => out.fates.extend(std::iter::repeat_n(Fate::Gone, old)),
            (old, count) if old == count => out.fates.extend(new.iter().copied().map(Fate::Changed)),
            _ => return None,
        }
        if next < then.len() {
            out.fates.push(Fate::Kept(after[until]));
        }
        (i, j) = (next + 1, until + 1);
    }
    Some(out)
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
        assert_eq!(pieces(text).len(), 3);
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

    /// A text of words, some of them taken out, changed, put in or moved.
    fn edited(side: &'static str) -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec((0..4u8, 0..8usize), 0..5).prop_map(move |edits| {
            let mut pieces: Vec<String> = (0..8).map(|i| format!("Stykke {i}.")).collect();
            for (n, (what, at)) in edits.into_iter().enumerate() {
                let at = at % pieces.len().max(1);
                match what {
                    0 if pieces.len() > 1 => drop(pieces.remove(at)),
                    1 if pieces.len() > 1 => {
                        let piece = pieces.remove(at);
                        let to = (at + 3) % pieces.len();
                        pieces.insert(to, piece);
                    }
                    2 => pieces.insert(at, format!("{side} {n}.")),
                    _ => pieces[at] = format!("{side} i stedet {n}."),
                }
            }
            pieces
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn nothing_of_ours_is_lost_and_what_is_not_taken_is_told_again(now in edited("Ny"), ours in edited("Vår")) {
            let then: Vec<String> = (0..8).map(|i| format!("Stykke {i}.")).collect();
            let text = |pieces: &[String]| pieces.join("\n\n");
            let merged = merge(&text(&then), &text(&now), &text(&ours));
            let has = |text: &str, piece: &str| text.split("\n\n").any(|other| other == piece);
            for piece in ours.iter().filter(|piece| !then.contains(piece)) {
                prop_assert!(has(&merged.ours, piece), "{piece} is lost: {:?}", merged);
            }
            for piece in now.iter().filter(|piece| !then.contains(piece)) {
                prop_assert!(has(&merged.ours, piece) || merged.left > 0, "{piece} is not told: {:?}", merged);
            }
            prop_assert_eq!(merged.seen == text(&now), merged.left == 0);
            for piece in merged.ours.split("\n\n").filter(|piece| !piece.is_empty()) {
                let known = [&then, &now, &ours].iter().any(|pieces| pieces.iter().any(|known| known == piece));
                prop_assert!(known, "{piece} is nobody's");
                prop_assert_eq!(merged.ours.split("\n\n").filter(|other| *other == piece).count(), 1, "{} twice", piece);
            }
            let again = merge(&merged.seen, &text(&now), &merged.ours);
            prop_assert_eq!(again.ours, merged.ours);
        }
    }
}
