//! Footnotes in the markup.
//!
//! In: references to them. Out: the text of a note where it is referred to first, later its number.
//!
//! Invariant: the text of every note stands somewhere, and no note in itself.

use super::{Markup, Note, Standing};

impl Markup<'_> {
    /// A reference to a footnote, whose text stands where it is first referred to.
    pub(super) fn footnote(&mut self, number: u32) {
        let Some(note) = self.notes.get(number as usize).copied() else { return };
        match note {
            // A note that refers to itself.
            Note::Open => {}
            // The text follows where the note is referred to again, else after the body.
            Note::New | Note::Done if self.standing == Standing::Repeated => self.text(&format!(" [{}]", number + 1)),
            Note::Done => {
                self.push("#footnote(");
                self.place(self.number, &note_anchor(number));
                self.push(");");
            }
            Note::New => {
                self.notes[number as usize] = Note::Open;
                self.footnote_with_text(number);
                self.notes[number as usize] = Note::Done;
            }
        }
    }

    fn footnote_with_text(&mut self, number: u32) {
        let text = self.text_of;
        let blocks = &text.footnotes[number as usize].blocks;
        // What stands in a context is no part of a title.
        let (open, close) =
            if self.standing == Standing::Heading { ("#context [#footnote[", "];") } else { ("#footnote[", "") };
        self.push(open);
        self.standing(Standing::Text, |markup| {
            markup.without_notes(|markup| markup.deeper(|markup| markup.item_blocks(blocks, false)));
        });
        self.push("]");
        self.named(&note_anchor(number));
        self.push(close);
    }

    /// The footnotes that nothing in the body has referred to with their text.
    pub(super) fn notes_left(&mut self) {
        let text = self.text_of;
        let left = (0..).zip(&text.footnotes).filter(|(number, _)| self.notes.get(*number) == Some(&Note::New));
        for (number, footnote) in left.collect::<Vec<_>>() {
            self.text(&format!("[{}] ", number + 1));
            self.item_blocks(&footnote.blocks, false);
            self.push("\n\n");
        }
    }
}

/// The anchor of a footnote.
fn note_anchor(number: u32) -> String {
    format!("fn-{number}")
}
