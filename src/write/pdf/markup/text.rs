//! Text in the markup: where its lines may end, and which of its words may break.
//!
//! In: text of a page, or of the program. Out: string literals.
//!
//! Invariant: what is written says the text, letter by letter, but for spaces that bind, and letters that no font has,
//! which are told of.

use super::super::breaks::{self, Hyphenation, LineEnd};
use super::super::pages::Station;
use super::{Markup, PrintForm};
use crate::document::{At, Inline, Text, plain_text_with};
use crate::language::Spaces;
use crate::text::bound;
use crate::theme::Texts;

/// A place where a line may end, with nothing to see or to copy.
const BREAK: &str = "#h(0.001pt);";
/// A place in it where it may end with a hyphen.
const HYPHEN: &str = "-?";

impl<'v> Markup<'v> {
    /// Text in markup, whose words stay with their numbers.
    pub(in crate::write::pdf) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.noting {
            self.note(Station::Words(text.into()));
        }
        let text = bound(text, self.spaces());
        for (end, piece) in self.pieces(&text, Hyphenation::Prose) {
            self.push(end);
            for (piece, breaks) in self.hyphenated(piece) {
                self.piece(piece, breaks);
            }
        }
        self.note(Station::Nothing);
    }

    /// Text of the page at hand, which stands at a place of it.
    pub(super) fn text_at(&mut self, text: &str, at: At) {
        let text = bound(text, self.spaces());
        let mut letters = 0;
        for (end, piece) in self.pieces(&text, Hyphenation::Prose) {
            self.push(end);
            for (piece, breaks) in self.hyphenated(piece) {
                self.note(Station::Text(at.start, letters));
                self.piece(piece, breaks);
                letters += u32::try_from(piece.chars().count()).unwrap_or(u32::MAX);
            }
        }
        self.note(Station::Nothing);
    }

    /// The pieces of a text, and whether a word may break before each.
    fn hyphenated<'t>(&self, text: &'t str) -> Vec<(&'t str, bool)> {
        self.hyphens.pieces(text, self.view.hyphenation(self.lang), self.room)
    }

    /// The pieces of a text between which a line may end, each with the markup for that before it.
    pub(super) fn pieces<'t>(&mut self, text: &'t str, hyphenation: Hyphenation) -> Vec<(&'static str, &'t str)> {
        let found = breaks::pieces(text, self.room, hyphenation, self.lang, &mut self.bound);
        let end = |end: Option<LineEnd>| match end {
            None => "",
            Some(LineEnd::Bare) => BREAK,
            Some(LineEnd::Hyphen) => HYPHEN,
        };
        found.into_iter().map(|(how, piece)| (end(how), piece)).collect()
    }

    fn piece(&mut self, piece: &str, breaks: bool) {
        self.push(if breaks { "#" } else { "#unbroken[#" });
        self.string(piece);
        self.push(if breaks { ";" } else { ";];" });
    }

    /// A content argument that is only text.
    pub(in crate::write::pdf) fn block_of(&mut self, text: &str) {
        self.push("[");
        self.text(text);
        self.push("]");
    }

    /// The texts of the interface in the language of what is written.
    pub(in crate::write::pdf) fn texts(&self) -> &'v Texts {
        self.view.texts_in(self.lang)
    }

    /// A text of the interface.
    pub(in crate::write::pdf) fn word(&self, key: &'v str) -> &'v str {
        self.texts().get(key)
    }

    pub(super) fn spaces(&self) -> Spaces {
        self.view.book().config.languages.of(self.lang).spaces
    }

    pub(super) fn content(&self, text: &'v Text, at: At) -> &'v str {
        text.get(at, self.source)
    }

    pub(super) fn plain(&self, run: &[Inline]) -> String {
        plain_text_with(run, self.source, |name| match self.form {
            // What is left in a finished document is the field's label.
            PrintForm::Finished => name.into(),
            PrintForm::Book | PrintForm::Alone => self.view.field_text(self.page, name),
        })
    }
}
