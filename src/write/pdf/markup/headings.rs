//! Titles and headings in the markup.
//!
//! In: those of the author, and those that the program adds. Out: calls for headings, with their names.
//!
//! Invariant: a heading that PDF cannot list is none: one that says nothing, or has very many letters.

use super::super::pages::Station;
use super::{Markup, PrintForm, Standing};
use crate::document::Heading;
use crate::text::is_blank;
use crate::vocabulary::Layout;
use crate::write::lost::LONGEST_STRING;

impl<'v> Markup<'v> {
    /// The title of the page as a content argument: with its marks, but no links, since it is listed too.
    pub(in crate::write::pdf) fn title(&mut self, title: &str) {
        if self.is_too_long(title) {
            let begin: String = title.chars().take(LONGEST_STRING).collect();
            return self.block_of(&begin);
        }
        let Some(heading) = self.page.title_heading() else { return self.block_of(title) };
        self.push("[");
        self.standing(Standing::Repeated, |markup| markup.run_without_notes(&heading.content));
        self.push("]");
    }

    pub(super) fn heading(&mut self, heading: &'v Heading) {
        // A heading that says nothing cannot be listed: PDF/UA allows none; nor can one of very many letters.
        let told = self.plain(&heading.content);
        if is_blank(&told) || self.is_too_long(&told) {
            self.spot(&heading.id);
            return self.run(&heading.content);
        }
        let level = self.levels.show(heading.level);
        if level == 1 && self.depth == 0 {
            self.turn_slide();
        }
        self.push("#heading(level: ");
        self.push(&level.to_string());
        if self.depth > 0 {
            self.push(", outlined: false, bookmarked: false");
        }
        self.push(")[");
        self.standing(Standing::Heading, |markup| markup.run_without_notes(&heading.content));
        self.push("]");
        self.named(&heading.id);
    }

    /// Begins a heading of the generator: all that follows stands under it.
    pub(in crate::write::pdf) fn added_heading(&mut self, under: u8, title: &str, anchor: &str) {
        self.push("\n\n#heading(level: ");
        self.push(&self.level_under(under).to_string());
        self.push(", outlined: false)");
        if anchor.is_empty() {
            self.block_of(title);
        } else {
            self.note(Station::Heading(anchor.into()));
            self.noting(false, |markup| markup.block_of(title));
            self.note(Station::Nothing);
            self.named(anchor);
        }
        self.push("\n\n");
    }

    /// Begins the next slide, where each section is one, unless this section is the first.
    pub(in crate::write::pdf) fn turn_slide(&mut self) {
        if self.form == PrintForm::Book || self.page.kind.layout() != Layout::Slides {
            return;
        }
        if self.begun {
            self.push("#next-slide()\n");
        }
        self.begun = true;
    }
}
