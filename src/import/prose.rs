//! Runs of text as Markdown.
//!
//! In: [`WordRun`]s. Out: a line of Markdown that is read as they are.
//!
//! Invariant: what is a mark stands as it is written; of everything else, nothing has a meaning that it does not have in
//! Word, but what is written as a citation or a field is one.

use super::model::{RunContent, TextLook, WordLink, WordRun};
use crate::language::Language;
use crate::text::{NO_BREAK_SPACE, bound_spaces};

/// The place of the text.
#[derive(Clone, Copy)]
pub(super) struct ProsePlace<'a> {
    pub(super) language: &'static Language,
    /// In a cell of a table, which a `|` would end.
    pub(super) in_cell: bool,
    /// In one line: a heading, a cell.
    pub(super) in_line: bool,
    /// A link as an author writes it; nothing where it leads nowhere.
    pub(super) link: &'a dyn Fn(&str) -> Option<WrittenLink>,
}

/// A link as an author writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenLink {
    pub(super) to: String,
    /// The title of what it leads to: where its text is that, none need be written.
    pub(super) title: Option<String>,
}

/// Runs as Markdown. A line break is a line that ends with `\`.
pub(super) fn prose(runs: &[WordRun], place: ProsePlace<'_>) -> String {
    let runs = evened(runs);
    let mut writer = ProseWriter { place, out: String::new() };
    writer.runs(&runs, [false; 4], None);
    let text = writer.out;
    let lines = text.split('\n').map(|line| line.trim_matches([' ', '\t'])).collect::<Vec<_>>();
    let last = lines.iter().rposition(|line| !matches!(*line, "" | "\\")).map_or(0, |last| last + 1);
    let first = lines.iter().position(|line| !matches!(*line, "" | "\\")).unwrap_or(0);
    let lines = lines.get(first..last).unwrap_or_default();
    // In one line nothing begins that only a line of its own can begin.
    let plainly = |line: &&str| if place.in_line { (*line).to_owned() } else { begins_plainly(line) };
    let mut out: Vec<String> = lines.iter().map(plainly).collect();
    if let Some(end) = out.last_mut()
        && end.ends_with('\\')
        && !end.ends_with("\\\\")
    {
        end.pop();
    }
    out.join("\n").trim_end().to_owned()
}

/// Runs whose white space looks as the text beside it, and runs that look the same as one. What looks differ in that
/// Markdown does not have is forgotten.
fn evened(runs: &[WordRun]) -> Vec<WordRun> {
    let mut out: Vec<WordRun> = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let mut run = run.clone();
        run.look.size = 0;
        if let RunContent::Text(text) = &mut run.content {
            if text.contains('\t') {
                *text = text.replace('\t', " ");
            }
            if text.trim().is_empty() && !run.look.mark {
                let next = runs.get(at + 1).map(|next| (TextLook { size: 0, ..next.look }, &next.link));
                let before = out.last().map(|last| (last.look, &last.link));
                let (look, link) = match (before, next) {
                    (Some(before), Some(next)) if before == next && !before.0.code && !before.0.mark => {
                        (before.0, before.1.clone())
                    }
                    _ => (TextLook::default(), None),
                };
                (run.look, run.link) = (look, link);
            }
        } else if let Some(last) = out.last() {
            // A note or a break in the middle of emphasis does not end it.
            run.look = TextLook { code: false, mark: false, ..last.look };
            run.link = if run.content == RunContent::Break { last.link.clone() } else { run.link };
        }
        if let Some(last) = out.last_mut()
            && (last.look, &last.link) == (run.look, &run.link)
            && let (RunContent::Text(before), RunContent::Text(text)) = (&mut last.content, &run.content)
        {
            before.push_str(text);
            continue;
        }
        out.push(run);
    }
    out
}

/// Looks that may be around text, each with its sign; nothing for links.
type Wrapping = (fn(&WordRun, &WordRun) -> bool, &'static str);

/// Whether a run has what the first one has.
const AROUND: [Wrapping; 4] = [
    (|first, run| first.link.is_some() && first.link == run.link, ""),
    (|first, run| first.look.bold && run.look.bold, "**"),
    (|first, run| first.look.italic && run.look.italic, "*"),
    (|first, run| first.look.strike && run.look.strike, "~~"),
];

/// Only a link is around what stands in it.
const LINK_ALONE: [bool; 4] = [true, false, false, false];

struct ProseWriter<'a> {
    place: ProsePlace<'a>,
    out: String,
}

impl ProseWriter<'_> {
    /// Runs; what goes on the furthest is the outermost. `within`: what is around them already; `next` follows them.
    fn runs(&mut self, mut runs: &[WordRun], within: [bool; 4], next: Option<&WordRun>) {
        while let Some(first) = runs.first() {
            let length = |has: fn(&WordRun, &WordRun) -> bool| {
                runs.iter().position(|run| !has(first, run)).unwrap_or(runs.len())
            };
            let mut longest = (0, 0);
            for (at, (has, _)) in AROUND.iter().enumerate().filter(|(at, _)| !within[*at]) {
                let length = length(*has);
                longest = if length > longest.1 { (at, length) } else { longest };
            }
            let (around, length) = longest;
            if length == 0 {
                self.leaf(first, runs.get(1).or(next));
                runs = &runs[1..];
                continue;
            }
            let (same, rest) = runs.split_at(length);
            let mut inside = within;
            inside[around] = true;
            if let (0, Some(link)) = (around, &first.link) {
                self.link(same, link, inside, rest.first().or(next));
            } else {
                let outer = std::mem::take(&mut self.out);
                let before = outer.chars().last();
                self.runs(same, inside, None);
                let inner = std::mem::replace(&mut self.out, outer);
                self.emphasised(&inner, AROUND[around].1, before, rest.first().or(next));
            }
            runs = rest;
        }
    }

    fn link(&mut self, runs: &[WordRun], link: &WordLink, within: [bool; 4], next: Option<&WordRun>) {
        let text: String = runs.iter().map(WordRun::text).collect();
        let written = (self.place.link)(&link.to).filter(|_| !text.trim().is_empty() || runs.len() > 1);
        let Some(WrittenLink { to: address, title }) = written else { return self.runs(runs, within, next) };
        let is_plain = runs.iter().all(|run| run.look == TextLook::default() || run.look.mark);
        let is_titled = within == LINK_ALONE && is_plain && title.is_some_and(|title| title.trim() == text.trim());
        let is_web = ["https://", "http://", "mailto:"].iter().any(|begin| address.starts_with(begin));
        if is_web && text.trim() == address && !address.contains(['<', '>', ' ']) {
            self.out.extend(["<", &address, ">"]);
            return;
        }
        let outer = std::mem::take(&mut self.out);
        if !is_titled {
            self.runs(runs, within, None);
        }
        let inner = std::mem::replace(&mut self.out, outer);
        let (before, inner, after) = trimmed(&inner);
        self.out.push_str(before);
        self.out.extend(["[", inner, "]("]);
        if address.contains([' ', '(', ')', '<', '>']) || address.is_empty() {
            let address = address.replace('<', "%3C").replace('>', "%3E");
            self.out.extend(["<", &address, ">"]);
        } else {
            self.out.push_str(&address);
        }
        if !link.title.is_empty() {
            self.out.extend([" \"", &link.title.replace('\\', "\\\\").replace('"', "\\\""), "\""]);
        }
        self.out.push(')');
        self.out.push_str(after);
    }

    /// Text between marks of emphasis. Those are read as such only where no sign stands inside and a letter outside:
    /// then the sign goes out.
    fn emphasised(&mut self, inner: &str, mark: &str, before: Option<char>, next: Option<&WordRun>) {
        let (lead, mut inner, tail) = trimmed(inner);
        self.out.push_str(lead);
        let mut after = String::new();
        let follows = tail.is_empty().then(|| next.and_then(|next| next.text().chars().next())).flatten();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let plain_sign = |c: char| is_sign(c) && !"*_~`]\\)}>".contains(c);
        while is_word(follows)
            && let Some(last) = inner.chars().last().filter(|c| plain_sign(*c))
        {
            inner = &inner[..inner.len() - last.len_utf8()];
            after.insert(0, last);
        }
        while lead.is_empty()
            && is_word(before)
            && let Some(first) = inner.chars().next().filter(|c| plain_sign(*c))
        {
            inner = &inner[first.len_utf8()..];
            self.out.push(first);
        }
        let (more, inner, less) = trimmed(inner);
        self.out.push_str(more);
        if inner.is_empty() {
            self.out.push_str(less);
        } else {
            // Beside other emphasis the other sign, so that neither is read as part of the other.
            let other = mark == "*" && self.out.ends_with('*') && !is_word(follows);
            let mark = if other { "_" } else { mark };
            // A break in emphasis is kept within it.
            self.out.extend([mark, inner, mark, less]);
        }
        self.out.push_str(&after);
        self.out.push_str(tail);
    }

    fn leaf(&mut self, run: &WordRun, next: Option<&WordRun>) {
        match &run.content {
            RunContent::Text(text) if run.look.mark => {
                if self.place.in_cell {
                    self.out.push_str(&text.replace('|', "\\|"));
                } else {
                    self.out.push_str(text);
                }
            }
            RunContent::Text(text) if run.look.code => self.out.push_str(&quoted_code(text, self.place.in_cell)),
            RunContent::Text(text) => {
                let text = unbound(text, self.place.language);
                let after = next.and_then(|next| next.text().chars().next());
                escape(&text, self.place.in_cell, after, &mut self.out);
            }
            RunContent::Break if self.place.in_line => self.out.push(' '),
            RunContent::Break => self.out.push_str("\\\n"),
            RunContent::Note(number) => {
                let number = (number + 1).to_string();
                self.out.extend(["[^", &number, "]"]);
            }
            RunContent::Picture(name, alt) => {
                let mut text = String::new();
                escape(&alt.split_whitespace().collect::<Vec<_>>().join(" "), self.place.in_cell, None, &mut text);
                self.out.extend(["![", &text, "](", name, ")"]);
            }
        }
    }
}

fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// White space before a text, the text, and white space after it.
fn trimmed(text: &str) -> (&str, &str, &str) {
    let space = |c: char| c == ' ' || c == '\u{a0}' || c == '\n';
    let inner = text.trim_matches(space);
    let start = text.len() - text.trim_start_matches(space).len();
    if inner.is_empty() { (text, "", "") } else { (&text[..start], inner, &text[start + inner.len()..]) }
}

/// A text without the no-break spaces that the program sets itself.
fn unbound(text: &str, language: &'static Language) -> String {
    if !text.contains(NO_BREAK_SPACE) {
        return text.to_owned();
    }
    let plain = text.replace(NO_BREAK_SPACE, " ");
    let bound: Vec<usize> = bound_spaces(&plain, language.spaces).collect();
    let mut out = String::with_capacity(text.len());
    // The place in the plain text, where every such space is one byte.
    let mut at = 0;
    for c in text.chars() {
        let is_bound = c == NO_BREAK_SPACE && bound.binary_search(&at).is_ok();
        out.push(if is_bound { ' ' } else { c });
        at += if c == NO_BREAK_SPACE { 1 } else { c.len_utf8() };
    }
    out
}

/// Adds text so that it is read as it is; what is written as a mark of the book is one.
fn escape(text: &str, in_cell: bool, after: Option<char>, out: &mut String) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(length) = written_mark(rest) {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let next = rest.chars().next().or(if rest.is_empty() { after } else { None });
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let escaped = match c {
            '\\' | '`' | '*' | '[' | '~' => true,
            '_' => !(word(out.chars().last()) && word(next)),
            '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
            '{' => next.is_some_and(|next| "{%#.".contains(next)),
            '&' => next.is_some_and(|next| next.is_ascii_alphabetic() || next == '#') && near(rest, 32).contains(';'),
            '|' => in_cell,
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(c);
    }
}

/// The longest mark that is looked for in text, in bytes.
const LONGEST_MARK: usize = 1000;

/// The beginning of a text.
fn near(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The length of what a text begins with, where that is a citation, a field, a block or an id as an author writes them.
fn written_mark(text: &str) -> Option<usize> {
    if let Some(rest) = text.strip_prefix("[@") {
        let end = near(rest, LONGEST_MARK).find(']')?;
        let sound = !rest[..end].contains(['[', '`', '*', '<', '\\', '\n']);
        let is_id = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        return (sound && is_id).then_some(end + 3);
    }
    if let Some(rest) = text.strip_prefix("{{") {
        let end = near(rest, LONGEST_MARK).find("}}")?;
        let name = rest[..end].trim().trim_start_matches('#');
        let is_name = |c: char| c.is_alphanumeric() || "_-./ ".contains(c);
        return (!name.is_empty() && name.chars().all(is_name)).then_some(end + 4);
    }
    let rest = text.strip_prefix("{#")?;
    let end = near(rest, LONGEST_MARK).find('}').filter(|end| rest[end + 1..].trim().is_empty())?;
    let is_id = |c: char| c.is_alphanumeric() || "-_ .#".contains(c);
    (end > 0 && rest[..end].chars().all(is_id)).then_some(end + 3)
}

/// A line that is not read as the beginning of something else.
fn begins_plainly(line: &str) -> String {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = line.len() - digits.len();
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    if (1..10).contains(&count)
        && let Some(rest) = digits.strip_prefix(['.', ')'])
        && ends(rest)
    {
        return format!("{}\\{digits}", &line[..count]);
    }
    let hashes = line.trim_start_matches('#');
    let is_mark = match line.chars().next() {
        Some('-' | '+' | ':') => ends(&line[1..]) || line.trim_end().chars().all(|c| c == '-' || c == ' '),
        Some('#') => line.len() - hashes.len() <= 6 && ends(hashes),
        Some('=') => line.trim_end().chars().all(|c| c == '='),
        Some('>') => true,
        _ => false,
    };
    if is_mark { format!("\\{line}") } else { line.to_owned() }
}

/// Code within a line of Markdown, between more backticks than stand in it.
fn quoted_code(text: &str, in_cell: bool) -> String {
    if text.trim().is_empty() {
        return text.to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let mark = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    // In a table even the `|` of code ends a cell.
    let text = if in_cell { text.replace('|', "\\|") } else { text.to_owned() };
    let text = as_code(&text);
    format!("{mark}{space}{text}{space}{mark}")
}

/// Code that shows how something is included, so that nothing is.
pub(super) fn as_code(text: &str) -> String {
    const DIRECTIVES: [&str; 5] = ["include", "rustdoc_include", "playground", "playpen", "title"];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{#") {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        if DIRECTIVES.iter().any(|name| found[3..].starts_with(name)) {
            out.push('\\');
        }
        out.push_str(&found[..3]);
        rest = &found[3..];
    }
    out.push_str(rest);
    out
}
