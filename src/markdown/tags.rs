//! Tag lines of conditions: `{% if … %}`, `{% elif … %}`, `{% else %}`, `{% endif %}`.
//!
//! In: a document's text. Out: its tags, the text with the tags blanked, and [`TagGroup`]s of tags
//! that belong together. Invariant: blanking keeps every byte offset.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag as Markdown};

use super::{Context, MAX_DEPTH, blocks};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::document::{Condition, parse_condition};
use crate::said::said;

/// So many branches has a condition at most: each of them says in the site that none before it holds.
const MAX_BRANCHES: usize = 100;

/// A tag alone on its line.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    /// The beginning of its line.
    pub(super) line: usize,
    /// From `{%` to `%}`.
    pub(super) range: Range<usize>,
    /// How many `>` stand before it.
    pub(super) quotes: usize,
    pub(super) kind: TagKind,
}

/// The kinds of tags; ranges are those of conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TagKind {
    If(Range<usize>),
    Elif(Range<usize>),
    Else,
    EndIf,
    /// Not a tag there is; the range of its name.
    Unknown(Range<usize>),
}

/// The tags that belong to one `if`.
#[derive(Debug)]
pub(super) struct TagGroup {
    /// Indices of the tags with their conditions: `if`, `elif`…, `else`.
    pub(super) branches: Vec<(usize, Option<Condition>)>,
    /// Index of the `endif`.
    pub(super) end: usize,
}

/// The tag lines of a text from `body` on, outside fenced code and comments.
pub(super) fn find(text: &str, body: usize) -> Vec<Tag> {
    let mut tags = Vec::new();
    if !text[body..].contains("{%") {
        return tags;
    }
    let mut start = body;
    for line in text[body..].split_inclusive('\n') {
        tags.extend(tag(line, start));
        start += line.len();
    }
    let blanked = blank(text, &tags);
    let verbatim = verbatim(&blanked, body);
    tags.retain(|tag| {
        let next = verbatim.partition_point(|range| range.end <= tag.range.start);
        verbatim.get(next).is_none_or(|range| range.start > tag.range.start)
    });
    tags
}

/// The text with spaces in place of the tags.
pub(super) fn blank(text: &str, tags: &[Tag]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for tag in tags {
        out.push_str(&text[done..tag.range.start]);
        out.extend(std::iter::repeat_n(' ', tag.range.len()));
        done = tag.range.end;
    }
    out.push_str(&text[done..]);
    out
}

fn tag(line: &str, start: usize) -> Option<Tag> {
    let inner = line.trim_start_matches([' ', '\t', '>']).trim_end();
    let prefix = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let quotes = line[..prefix].bytes().filter(|b| *b == b'>').count();
    let content = inner.strip_prefix("{%")?.strip_suffix("%}")?;
    let from = start + prefix + 2;
    let lead = content.len() - content.trim_start().len();
    let word = content.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let after = from + lead + word.len()..from + content.len();
    let bare = content.trim() == word;
    let kind = match word {
        "if" => TagKind::If(after),
        "elif" => TagKind::Elif(after),
        "else" if bare => TagKind::Else,
        "endif" if bare => TagKind::EndIf,
        _ => TagKind::Unknown(from + lead..from + lead + word.len()),
    };
    Some(Tag { line: start, range: start + prefix..start + prefix + inner.len(), quotes, kind })
}

/// The ranges of fenced code and of HTML comments, where a tag is ordinary text.
fn verbatim(text: &str, body: usize) -> Vec<Range<usize>> {
    let events = Parser::new_ext(&text[body..], blocks::extensions(false)).into_offset_iter();
    events
        .filter(|(event, range)| match event {
            Event::Start(Markdown::CodeBlock(CodeBlockKind::Fenced(_))) => true,
            Event::Start(Markdown::HtmlBlock) => text[body + range.start..].trim_start().starts_with("<!--"),
            _ => false,
        })
        .map(|(_, range)| range.start + body..range.end + body)
        .collect()
}

/// Sorts tags into groups, and says which have no partner or no sense. Groups stand in the order
/// of their ends.
pub(super) fn groups(page: &mut Context<'_>, original: &str, tags: &[Tag]) -> Vec<TagGroup> {
    let mut done = Vec::new();
    let mut open: Vec<OpenGroup> = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        match &tag.kind {
            TagKind::If(range) => open.push(OpenGroup::new(index, condition(page, original, range))),
            TagKind::Elif(range) => {
                let condition = condition(page, original, range);
                match open.last_mut() {
                    Some(group) if !group.closed => group.branch(index, condition),
                    group => stray(page, tag, "elif", group.is_some()),
                }
            }
            TagKind::Else => match open.last_mut() {
                Some(group) if !group.closed => {
                    group.closed = true;
                    group.branches.push((index, None));
                }
                group => stray(page, tag, "else", group.is_some()),
            },
            TagKind::EndIf => match open.pop() {
                Some(group) => finish(page, tags, group, index, open.len(), &mut done),
                None => stray(page, tag, "endif", false),
            },
            TagKind::Unknown(range) => unknown(page, original, tag, range),
        }
    }
    for group in open {
        let at = tags[group.branches.first().map_or(group.first, |branch| branch.0)].range.clone();
        let help = said!("write `{{% endif %}}` alone on a line after what stands under the condition");
        page.report(Code::UnclosedCondition, said!("this condition is never closed"), at, help);
    }
    done
}

/// A group whose `endif` has not come yet.
struct OpenGroup {
    first: usize,
    branches: Vec<(usize, Option<Condition>)>,
    /// An `else` has come.
    closed: bool,
    /// A condition of it does not parse: what it holds stands always.
    unsound: bool,
}

impl OpenGroup {
    fn new(first: usize, condition: Option<Condition>) -> Self {
        let mut open = Self { first, branches: Vec::new(), closed: false, unsound: false };
        open.branch(first, condition);
        open
    }

    fn branch(&mut self, index: usize, condition: Option<Condition>) {
        self.unsound |= condition.is_none();
        self.branches.push((index, condition));
    }
}

fn finish(page: &mut Context<'_>, tags: &[Tag], group: OpenGroup, end: usize, depth: usize, done: &mut Vec<TagGroup>) {
    if depth == MAX_DEPTH {
        let at = tags[group.first].range.clone();
        let message = said!("conditions are nested more than {max_depth} deep", max_depth = MAX_DEPTH);
        page.report(Code::TooDeep, message, at, said!("join conditions with `and`"));
    }
    if let Some((over, _)) = group.branches.get(MAX_BRANCHES) {
        let at = tags[*over].range.clone();
        let message = said!("a condition has more than {max_branches} branches", max_branches = MAX_BRANCHES);
        page.report(
            Code::TooDeep,
            message,
            at,
            said!("begin another condition, or ask with a field that has fewer answers"),
        );
        return;
    }
    if depth < MAX_DEPTH && !group.unsound {
        done.push(TagGroup { branches: group.branches, end });
    }
}

fn stray(page: &mut Context<'_>, tag: &Tag, name: &str, after_else: bool) {
    let (message, help) = if after_else {
        (said!("`{name}` after `else`", name), said!("`else` is the last branch: put it before `{{% endif %}}`"))
    } else {
        (said!("`{name}` without `if`", name), said!("write `{{% if … %}}` alone on a line before it, or take it out"))
    };
    page.report(Code::UnclosedCondition, message, tag.range.clone(), help);
}

fn unknown(page: &mut Context<'_>, original: &str, tag: &Tag, name: &Range<usize>) {
    const NAMES: [&str; 4] = ["if", "elif", "else", "endif"];
    let help = match nearest(&original[name.clone()], NAMES) {
        Some(near) if near != &original[name.clone()] => said!("did you mean `{near}`?", near),
        _ => said!("write `{{% if … %}}`, `{{% elif … %}}`, `{{% else %}}` or `{{% endif %}}`, each alone on its line"),
    };
    page.report(Code::BadCondition, said!("not a tag of a condition"), tag.range.clone(), help);
}

fn condition(page: &mut Context<'_>, original: &str, range: &Range<usize>) -> Option<Condition> {
    let text = &original[range.clone()];
    match parse_condition(text) {
        Ok(condition) => Some(condition),
        Err(error) => {
            let at = range.start + error.range.start..range.start + error.range.end;
            let diagnostic = Diagnostic::new(Code::BadCondition, said!("the condition is not understood"))
                .at(page.span(at), error.message)
                .help(said!(
                    "write `field`, `field == value`, `field in [a, b]` or `choice.id`, with `and`, `or`, `not`"
                ));
            page.diagnostics.push(diagnostic);
            None
        }
    }
}
