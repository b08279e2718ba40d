//! The control characters of a page, which no form of it can hold.
//!
//! In: the text of a page, and characters that are written by number. Out: one diagnostic for all of them. Invariant: none
//! of them comes into the tree.

use super::Context;
use crate::diagnostic::Code;
use crate::document::At;
use crate::said::said;
use crate::source::controls;

/// The first control character with its place, and how many there are.
#[derive(Default)]
pub(super) struct Controls {
    first: Option<(At, char)>,
    count: usize,
}

impl Controls {
    /// Those of a text, from where its body begins.
    pub(super) fn of(text: &str, body: usize) -> Self {
        let mut found = Self::default();
        for (at, sign) in controls(&text[body..]) {
            found.add(body + at..body + at + sign.len_utf8(), sign);
        }
        found
    }

    pub(super) fn are_there(&self) -> bool {
        self.count > 0
    }

    pub(super) fn add(&mut self, at: impl Into<At>, sign: char) {
        self.first.get_or_insert((at.into(), sign));
        self.count += 1;
    }
}

impl Context<'_> {
    /// Tells of the control characters that were left out.
    pub(super) fn report_signs(&mut self) {
        let Some((at, sign)) = self.signs.first else { return };
        let (sign, count) = (format!("{:04X}", u32::from(sign)), self.signs.count);
        let message = match count {
            1 => said!("the control character U+{sign} is left out", sign),
            _ => said!("{count} control characters are left out, U+{sign} the first of them", count, sign),
        };
        self.report(Code::ControlCharacter, message, at, said!("take it out: nobody sees it, and no page can hold it"));
    }
}
