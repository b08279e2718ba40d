//! `ID.patch.md`: changes of parts of a page.
//!
//! In: the file. Out: [`Patch`], what it changes of front matter and body.
//!
//! Invariant: every word of the file belongs to a change, or is reported.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::front_matter::{parse_yaml, split};
use crate::language::Language;
use crate::markdown::{Mark, is_addition, marks};
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
    let parts = Vec::new();
    let reader = PartReader { source, language, parts, stray: split.body, told_stray: false, diagnostics: Vec::new() };
    patch.parts = reader.read(split.body).unpack(&mut diagnostics);
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

/// A reader of the changes in the body of a patch, which has come so far.
struct PartReader<'a> {
    source: &'a Source,
    language: &'static Language,
    parts: Vec<Part>,
    /// Where the text begins that follows a choice, or comes before the first change: it belongs to none.
    stray: usize,
    /// Whether such text was told of: once says enough.
    told_stray: bool,
    diagnostics: Vec<Diagnostic>,
}

impl PartReader<'_> {
    /// Reads the body, which begins at a byte.
    fn read(mut self, body: usize) -> Warned<Vec<Part>> {
        let text = &self.source.text;
        for mark in marks(text, body) {
            self.mark(mark);
        }
        self.end_before(text.len());
        self.diagnostics.extend(self.parts.iter().filter_map(|part| lost_below(self.source, part)));
        Warned::new(self.parts, self.diagnostics)
    }

    /// A heading or an item, which begins a change where it has a word that says which.
    fn mark(&mut self, mark: Mark) {
        let text = &self.source.text;
        // A section may also be marked as an addition to the sources.
        let (marks, words): (Vec<Range<usize>>, Vec<Range<usize>>) =
            mark.words.iter().cloned().partition(|word| is_addition(&text[word.clone()], self.language));
        let Some(how) = how_of(self.source, &words, &mut self.diagnostics) else { return };
        let Some(target_at) = mark.ids.first().cloned() else {
            let at = Span::new(self.source.id, mark.braces.unwrap_or(mark.at.clone()));
            let message = said!("this change does not say what it changes");
            let help = said!("name it by its id: `{{#id .replace}}`");
            self.diagnostics.push(Diagnostic::new(Code::BadPatch, message).at(at, said!("no id here")).help(help));
            self.stray = text.len().min(mark.at.end);
            return;
        };
        self.end_before(mark.at.start);
        let braces = mark.braces.unwrap_or(mark.at.end..mark.at.end);
        let line_end = super::edit::line_end(text, braces.end);
        self.stray = mark.at.end;
        self.parts.push(Part {
            target: text[target_at.clone()].to_owned(),
            target_at,
            how,
            is_choice: mark.level.is_none(),
            lead: mark.at.start..braces.start,
            own_id: mark.ids.get(1).cloned(),
            marks,
            rest: line_end..mark.at.end.max(line_end),
            at: mark.at,
        });
    }

    /// Ends what stands before a byte: the text up to there belongs to the section before it, or to no change.
    fn end_before(&mut self, end: usize) {
        match self.parts.last_mut() {
            Some(last) if !last.is_choice => close(last, end),
            _ => self.tell_stray(end),
        }
    }

    /// Tells of text that belongs to no change, if there is any up to a byte.
    fn tell_stray(&mut self, end: usize) {
        let text = &self.source.text[self.stray..end];
        let begin = self.stray + (text.len() - text.trim_start().len());
        if begin == end || self.told_stray {
            return;
        }
        self.told_stray = true;
        let line_end = self.source.text[begin..end].find('\n').map_or(end, |length| begin + length);
        let help = said!(
            "begin with a heading that names a section of the page and says what is done with it: \
                        `## Heading {{#id .replace}}`"
        );
        let message = said!("this text does not say what it changes");
        let at = Span::new(self.source.id, begin..line_end);
        let said = Diagnostic::new(Code::BadPatch, message).at(at, said!("belongs to no change")).help(help);
        self.diagnostics.push(said);
    }
}

/// Text below what is removed.
fn lost_below(source: &Source, part: &Part) -> Option<Diagnostic> {
    let is_lost = part.how == How::Remove && !source.text[part.rest.clone()].trim().is_empty();
    is_lost.then(|| {
        Diagnostic::new(Code::BadPatch, said!("text below what is removed is shown nowhere"))
            .at(Span::new(source.id, part.lead.clone()), said!("removes this"))
            .help(said!("write `.replace` to put the text in its place, or take the text away"))
    })
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
