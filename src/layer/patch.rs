//! `ID.patch.md`: changes of parts of a page.
//!
//! In: the file. Out: [`Patch`], what it changes of front matter and body.
//!
//! Invariant: every word of the file belongs to a change, or is reported.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::front_matter::{parse_yaml, split};
use crate::language::Language;
use crate::markdown::{is_addition, marks};
use crate::said::{Phrase, said};
use crate::schema::{Key, KeyValue, Node, Shape, TEXTS, Value, check};
use crate::source::{Source, Span};

/// The keys that a patch has in its front matter.
const KEYS: &[Key] = &[
    Key::new("set", Shape::MapOf(&Shape::Any), "new values, by the way to them: `fields.tittel.default: x`"),
    Key::new("add", Shape::MapOf(&Shape::List(&Shape::Any)), "items put at the end of a list, by the way to it"),
    Key::new("remove", TEXTS, "the ways to entries that are taken out"),
];

/// The changes of a page.
#[derive(Debug, Default)]
pub(super) struct Patch {
    /// New values, by the way to them.
    pub(super) set: Vec<KeyValue>,
    /// New items of lists, by the way to the list.
    pub(super) add: Vec<KeyValue>,
    /// Ways to what is taken out.
    pub(super) remove: Vec<Node>,
    /// Changes of the body, in order.
    pub(super) parts: Vec<Part>,
}

/// A change of a section or a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The id of what is changed, and its place.
    pub(super) target: String,
    pub(super) target_at: Range<usize>,
    pub(super) how: How,
    /// Whether it is a choice.
    pub(super) is_choice: bool,
    /// The whole of it, heading and all.
    pub(super) at: Range<usize>,
    /// The first line, up to `{`.
    pub(super) lead: Range<usize>,
    /// The id that what is put in has itself.
    pub(super) own_id: Option<Range<usize>>,
    /// The other words behind the heading, which stay.
    pub(super) marks: Vec<Range<usize>>,
    /// The text below the first line.
    pub(super) rest: Range<usize>,
}

/// The change of a part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum How {
    /// It stands in the place of what was there.
    Replace,
    /// It stands before it.
    Before,
    /// It stands after it.
    After,
    /// It stands at the end of it, without its own heading.
    Append,
    /// The part is taken away.
    Remove,
}

const WORDS: [(&str, How); 5] = [
    ("replace", How::Replace),
    ("before", How::Before),
    ("after", How::After),
    ("append", How::Append),
    ("remove", How::Remove),
];

/// Reads a patch.
pub(super) fn read_patch(source: &Source, language: &'static Language) -> Warned<Patch> {
    let mut patch = Patch::default();
    let mut diagnostics = Vec::new();
    let split = match split(source) {
        Ok(split) => split,
        Err(diagnostic) => return Warned::new(patch, vec![diagnostic]),
    };
    if let Some(yaml) = &split.yaml {
        match parse_yaml(source, yaml) {
            Ok(tree) => {
                diagnostics.extend(check(&tree, &Shape::Map(KEYS), source.id));
                read_values(&tree, &mut patch);
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    read_parts(source, split.body, language, &mut patch, &mut diagnostics);
    Warned::new(patch, diagnostics)
}

fn read_values(tree: &Node, patch: &mut Patch) {
    let entries = |key: &str| match tree.get(key).map(|node| &node.value) {
        Some(Value::Map(entries)) => entries.clone(),
        _ => Vec::new(),
    };
    patch.set = entries("set");
    patch.add = entries("add");
    if let Some(Value::List(items)) = tree.get("remove").map(|node| &node.value) {
        patch.remove.clone_from(items);
    }
}

fn read_parts(
    source: &Source,
    body: usize,
    language: &'static Language,
    patch: &mut Patch,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let text = &source.text;
    let mut stray = body;
    let mut said = false;
    let mut lost = |range: Range<usize>, diagnostics: &mut Vec<Diagnostic>| {
        let begin = range.start + (text[range.clone()].len() - text[range.clone()].trim_start().len());
        if begin < range.end && !said {
            said = true;
            let end = text[begin..range.end].find('\n').map_or(range.end, |length| begin + length);
            let help = said!(
                "begin with a heading that names a section of the page and says what is done with it: \
                        `## Heading {{#id .replace}}`"
            );
            let message = said!("this text does not say what it changes");
            let at = Span::new(source.id, begin..end);
            diagnostics.push(Diagnostic::new(Code::BadPatch, message).at(at, said!("belongs to no change")).help(help));
        }
    };
    for mark in marks(text, body) {
        // A section may also be marked as an addition to the sources.
        let (marks, words): (Vec<Range<usize>>, Vec<Range<usize>>) =
            mark.words.iter().cloned().partition(|word| is_addition(&text[word.clone()], language));
        let Some(how) = how_of(source, &words, diagnostics) else { continue };
        let line = Span::new(source.id, mark.braces.clone().unwrap_or(mark.at.clone()));
        let Some(target_at) = mark.ids.first().cloned() else {
            let help = said!("name it by its id: `{{#id .replace}}`");
            let message = said!("this change does not say what it changes");
            diagnostics.push(Diagnostic::new(Code::BadPatch, message).at(line, said!("no id here")).help(help));
            stray = text.len().min(mark.at.end);
            continue;
        };
        match patch.parts.last_mut() {
            Some(last) if !last.is_choice => close(last, mark.at.start),
            _ => lost(stray..mark.at.start, diagnostics),
        }
        let braces = mark.braces.clone().unwrap_or(mark.at.end..mark.at.end);
        let line_end = super::edit::line_end(text, braces.end);
        stray = mark.at.end;
        patch.parts.push(Part {
            target: text[target_at.clone()].to_owned(),
            target_at,
            how,
            is_choice: mark.level.is_none(),
            lead: mark.at.start..braces.start,
            own_id: mark.ids.get(1).cloned(),
            marks,
            rest: line_end..mark.at.end.max(line_end),
            at: mark.at.clone(),
        });
    }
    match patch.parts.last_mut() {
        Some(last) if !last.is_choice => close(last, text.len()),
        _ => lost(stray..text.len(), diagnostics),
    }
    for part in patch.parts.iter().filter(|part| part.how == How::Remove) {
        if !text[part.rest.clone()].trim().is_empty() {
            let at = Span::new(source.id, part.lead.clone());
            diagnostics.push(
                Diagnostic::new(Code::BadPatch, said!("text below what is removed is shown nowhere"))
                    .at(at, said!("removes this"))
                    .help(said!("write `.replace` to put the text in its place, or take the text away")),
            );
        }
    }
}

fn close(part: &mut Part, end: usize) {
    part.at.end = end.max(part.at.end);
    part.rest.end = end.max(part.rest.end);
}

/// The change that the words of a mark name; `None` where it is none.
fn how_of(source: &Source, words: &[Range<usize>], diagnostics: &mut Vec<Diagnostic>) -> Option<How> {
    let first = words.first()?;
    let word = &source.text[first.clone()];
    let how = WORDS.iter().find(|(name, _)| *name == word).map(|(_, how)| *how);
    let at = Span::new(source.id, first.clone());
    if how.is_none() {
        let all = || WORDS.iter().map(|(name, _)| *name);
        let help = match nearest(word, all()) {
            Some(near) => said!("did you mean `.{near}`?", near),
            None => said!(
                "write one of {words}",
                words = all().map(|name| format!("`.{name}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        diagnostics.push(
            Diagnostic::new(Code::BadPatch, said!("`.{word}` says nothing that can be done", word))
                .at(at, Phrase::default())
                .help(help),
        );
    } else if let Some(second) = words.get(1) {
        let at = Span::new(source.id, second.clone());
        let message = said!("only one thing can be done with a part at a time");
        diagnostics.push(
            Diagnostic::new(Code::BadPatch, message).at(at, Phrase::default()).help(said!("keep one of the words")),
        );
    }
    how
}
