//! The document model, made of Markdown.
//!
//! In: the text of a page after its front matter, and the files it may include. Out: a
//! [`Document`] and everything there is to say about its Markdown.
//!
//! Invariant: no input makes [`parse`] panic, and no tree it makes is nested deeper than about
//! twice `MAX_DEPTH`, so walking and dropping a tree never exhausts a stack.

mod balance;
mod blocks;
mod choices;
mod cites;
mod conditions;
mod fence;
mod first_line;
mod footnotes;
mod frame;
mod gather;
mod generated;
mod guard;
mod guidance;
mod headings;
mod hidden;
mod html;
mod includes;
mod inlines;
mod marks;
#[cfg(test)]
mod outline;
mod pending;
mod signs;
mod tags;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::document::{At, Document};
use crate::language::Language;
use crate::said::Phrase;
use crate::source::{FileId, SegmentMap, Sources, Span, without_controls};

pub use guidance::is_addition;
pub use hidden::hidden_targets;
pub use includes::include_targets;
pub use marks::{Mark, marks};
use signs::Controls;

/// The deepest nesting of blocks and inlines; also of conditions in each other.
const MAX_DEPTH: usize = 64;

/// Rules for the Markdown of a page.
#[derive(Debug, Clone, Copy)]
pub struct Options<'o> {
    /// Whether raw HTML is allowed.
    pub raw_html: bool,
    /// Whether it is read as mdBook does: headings get the ids that it gives them.
    pub mdbook: bool,
    /// Whether straight quotation marks, `--` and `...` become typographic.
    pub smart_punctuation: bool,
    /// The parts that a reader can fill in.
    pub fill_in: Fillable,
    /// The language it is written in.
    pub language: &'static Language,
    /// The beginning of lines of code that are hidden, by language.
    pub hidelines: &'o [(String, String)],
}

impl PartialEq for Options<'_> {
    fn eq(&self, other: &Self) -> bool {
        let all = |options: &Self| {
            let Self { raw_html, mdbook, smart_punctuation, fill_in, language, hidelines } = *options;
            (raw_html, mdbook, smart_punctuation, fill_in, language.tag, hidelines)
        };
        all(self) == all(other)
    }
}

/// The parts of a page that a reader can fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fillable {
    /// Nothing: a task item is only a box.
    None,
    /// A checklist: every task item is a choice with an id.
    Choices,
    /// A document: choices, fields, conditions and guidance.
    Document,
}

/// Parses the body of a page. `body` is the byte offset in the file's text where it begins.
#[must_use]
pub fn parse(sources: &Sources, file: FileId, body: usize, options: &Options<'_>) -> Warned<Document> {
    let mut diagnostics = Vec::new();
    let includes::Expanded { mut text, map, body, title } = includes::expand(sources, file, body, &mut diagnostics);
    let signs = Controls::of(&text, body);
    if signs.are_there() {
        text = without_controls(&text).into();
    }
    let original = text.clone();
    let tags = match options.fill_in {
        Fillable::Document => tags::find(&text, body),
        Fillable::None | Fillable::Choices => Vec::new(),
    };
    if !tags.is_empty() {
        text = tags::blank(&text, &tags).into();
    }
    let mut page = Context { text: &text, map: &map, options: *options, diagnostics, signs };
    let (mut blocks, mut footnotes) = blocks::build(&mut page, body);
    page.report_signs();
    if !tags.is_empty() {
        let groups = tags::groups(&mut page, &original, &tags);
        conditions::weave(&mut page, &tags, groups, &mut blocks, &mut footnotes);
    }
    headings::name(&mut page, &mut blocks, &mut footnotes);
    if options.raw_html {
        balance::balance(&mut page, &mut blocks, &mut footnotes);
    }
    let (blocks, footnotes) = (blocks.into(), footnotes.into());
    let diagnostics = page.diagnostics;
    Warned::new(Document { text, map, title, blocks, footnotes }, diagnostics)
}

/// The surroundings of every step: the text, where it comes from, and a place for what there is to say.
struct Context<'a> {
    text: &'a str,
    map: &'a SegmentMap,
    options: Options<'a>,
    diagnostics: Vec<Diagnostic>,
    /// The control characters that are left out.
    signs: Controls,
}

impl Context<'_> {
    fn span(&self, at: impl Into<At>) -> Span {
        let at = at.into();
        self.map.span(at.start..at.end)
    }

    fn report(&mut self, code: Code, message: Phrase, at: impl Into<At>, help: Phrase) {
        let span = self.span(at);
        self.diagnostics.push(Diagnostic::new(code, message).at(span, Phrase::default()).help(help));
    }

    fn is_document(&self) -> bool {
        self.options.fill_in == Fillable::Document
    }

    /// Whether the character at `at` is escaped with a backslash.
    fn escaped(&self, at: usize) -> bool {
        self.text.as_bytes()[..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
    }
}
