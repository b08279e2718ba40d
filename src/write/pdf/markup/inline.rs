//! Text with its marks, and what stands in a line: fields, terms, citations.
//!
//! In: runs of a page, entries of works. Out: text and calls, one after the other.
//!
//! Invariant: what stands in a line as a whole is told of as one thing where printed pages begin.

use super::super::breaks::{Bound, Hyphenation};
use super::super::pages::Station;
use super::pictures::PicturePlace;
use super::{Markup, PrintForm, Standing};
use crate::document::{At, Cite, INTERFACE_ID, Inline, InlineNode, TermNo};
use crate::form::FieldType;
use crate::resolve::Reference;
use crate::text::{binds, ends_sentence};
use crate::view::{FieldText, mention_language};

impl<'v> Markup<'v> {
    pub(super) fn run(&mut self, run: &'v [Inline]) {
        for (i, inline) in run.iter().enumerate() {
            let beside = || Some((run.get(i.checked_sub(1)?)?, run.get(i + 1)?));
            match beside().filter(|_| matches!(inline.node, InlineNode::SoftBreak)) {
                Some((before, after)) if binds(self.only_text(before), self.only_text(after), self.spaces()) => {
                    self.push("#\"\u{a0}\";");
                }
                _ => match &inline.node {
                    InlineNode::Link(link) => self.link(link, inline.at, self.ends_by_title(run, i)),
                    _ => self.inline(inline),
                },
            }
        }
    }

    /// A run of text where addresses have no footnotes.
    pub(super) fn run_without_notes(&mut self, run: &'v [Inline]) {
        self.without_notes(|markup| markup.run(run));
    }

    /// A run of text that belongs to no document: all of it is owned.
    fn owned_run(&mut self, run: &'v [Inline]) {
        let source = std::mem::take(&mut self.source);
        self.run_without_notes(run);
        self.source = source;
    }

    pub(in crate::write::pdf) fn reference(&mut self, reference: &'v Reference) {
        self.push("#work(");
        self.block_of(&reference.label);
        self.push(")[");
        self.owned_run(&reference.entry);
        self.push("]");
    }

    fn inline(&mut self, inline: &'v Inline) {
        match &inline.node {
            // What belongs to no page has no place on it.
            InlineNode::Text(text) if self.source.is_empty() => self.text(self.content(text, inline.at)),
            InlineNode::Text(text) => self.text_at(self.content(text, inline.at), inline.at),
            InlineNode::Emphasis(content) => self.wrapped("#emph", content),
            InlineNode::Strong(content) => self.wrapped("#strong", content),
            InlineNode::Strike(content) => self.wrapped("#strike", content),
            InlineNode::Code(text) => self.code_in_line(self.content(text, inline.at)),
            InlineNode::SoftBreak => self.line_break("#\" \";"),
            InlineNode::HardBreak => self.line_break("#linebreak();"),
            InlineNode::Link(link) => self.link(link, inline.at, false),
            InlineNode::Image(image) => {
                self.put_in(inline.at, |markup| markup.image(image, inline.at, PicturePlace::InLine));
            }
            InlineNode::Cite(cite) => self.put_in(inline.at, |markup| markup.cite(cite)),
            InlineNode::Field(label) if self.form == PrintForm::Finished => self.unanswered_field(label),
            InlineNode::Field(name) => self.put_in(inline.at, |markup| markup.field(name)),
            InlineNode::Html(html) => self.put_in(inline.at, |markup| markup.html(html, inline.at)),
            InlineNode::Footnote(number) => self.noting(false, |markup| markup.footnote(*number)),
            InlineNode::Foreign(foreign) => {
                self.in_language(Some(&foreign.lang), |markup| markup.run(&foreign.content));
            }
            InlineNode::Term(term, content) => self.term(*term, content),
        }
    }

    fn code_in_line(&mut self, text: &str) {
        for (end, piece) in self.pieces(text, Hyphenation::Code) {
            self.push(end);
            self.push("#code(");
            self.string(piece);
            self.push(");");
        }
    }

    fn line_break(&mut self, markup: &str) {
        self.bound = Bound::default();
        self.push(markup);
    }

    fn wrapped(&mut self, open: &str, content: &'v [Inline]) {
        self.push(open);
        self.push("[");
        self.run(content);
        self.push("];");
    }

    /// The text of an inline that is nothing else.
    fn only_text(&self, inline: &'v Inline) -> &'v str {
        match &inline.node {
            InlineNode::Text(text) => self.content(text, inline.at),
            _ => "",
        }
    }

    /// Whether the link at `i` ends a sentence by a mark of its own text, which the number of the page hides.
    fn ends_by_title(&self, run: &'v [Inline], i: usize) -> bool {
        if !ends_sentence(&self.plain(&run[i..=i])) {
            return false;
        }
        // Two inlines are enough to see how the text goes on.
        let after = self.plain(&run[i + 1..run.len().min(i + 3)]);
        let next = after.trim_start();
        match next.chars().next() {
            Some(first) => next.len() < after.len() && (first.is_uppercase() || first == '«'),
            None => i > 0,
        }
    }

    /// Writes what stands in a line at a place of the page, and is told of as a whole.
    fn put_in(&mut self, at: At, write: impl FnOnce(&mut Self)) {
        self.note(Station::Text(at.start, 0));
        self.noting(false, write);
        self.note(Station::Nothing);
    }

    fn cite(&mut self, cite: &'v Cite) {
        let Some(first) = cite.items.first() else { return };
        if self.standing == Standing::Repeated {
            return self.text(&cite.shown);
        }
        let work = format!("{INTERFACE_ID}{}{}", self.view.book().config.anchors().source, first.id);
        if self.standing == Standing::Heading {
            self.title_link(self.number, &work);
        } else {
            self.citations += 1;
            self.push("#cited(");
            self.place(self.number, &work);
            self.push(")");
        }
        self.block_of(&cite.shown);
        self.push(";");
    }

    fn term(&mut self, term: TermNo, content: &'v [Inline]) {
        let book = self.view.book();
        let lang = mention_language(book, term, &self.plain(content), book.language(self.page));
        let page = book.term(term).page;
        let leads =
            self.form == PrintForm::Book && self.standing != Standing::Repeated && !self.unprinted.contains(&page);
        self.in_language(lang, |markup| {
            if !leads {
                return markup.run(content);
            }
            markup.push(&format!("#term({}, ", term.0));
            markup.place(page, "");
            markup.push(")[");
            markup.run(content);
            markup.push("];");
        });
    }

    fn field(&mut self, name: &str) {
        let Some(field) = self.page.kind.form().field(name) else { return self.text(name) };
        match self.view.field_shown(self.page, field) {
            FieldText::Answer(text) => {
                self.push("#filled");
                self.block_of(&text);
                self.push(";");
            }
            FieldText::Blank(label) => self.blank(label, Some(field.kind)),
        }
    }

    /// A field that nobody answered, by its label.
    fn unanswered_field(&mut self, label: &str) {
        let found = self.page.kind.form().fields.iter().find(|(_, field)| *field.label == *label);
        self.blank(label, found.map(|(_, field)| field.kind));
    }

    fn blank(&mut self, label: &str, kind: Option<FieldType>) {
        self.push(match kind {
            Some(FieldType::Long) => "#long-blank",
            Some(FieldType::Number | FieldType::Percent | FieldType::Date) => "#short-blank",
            _ => "#blank",
        });
        self.block_of(label);
        self.push(";");
    }
}
