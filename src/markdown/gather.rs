//! Putting text together from the pieces that the parser hands out.
//!
//! In: ranges and their text. Out: one [`Text`] with its place. Invariant: text that stands in one
//! piece in the document's text is not copied.

use std::ops::Range;

use crate::document::{At, Text};

/// Text in the making.
#[derive(Debug, Default)]
pub(super) struct Gather {
    range: Range<usize>,
    /// The text, once it is no longer what stands at `range`.
    owned: Option<String>,
    filled: bool,
}

impl Gather {
    /// Appends `piece`, which stands at `range` of `text` (perhaps written differently there).
    pub(super) fn add(&mut self, text: &str, range: Range<usize>, piece: &str) {
        let literal = text.get(range.clone()) == Some(piece);
        if !self.filled {
            *self = Self { range, owned: (!literal).then(|| piece.into()), filled: true };
            return;
        }
        if self.owned.is_none() && !(literal && range.start == self.range.end) {
            self.owned = Some(text[self.range.clone()].to_owned());
        }
        if let Some(owned) = &mut self.owned {
            owned.push_str(piece);
        }
        self.range.end = range.end.max(self.range.end);
    }

    /// The text and its place, if there was any; starts anew.
    pub(super) fn take(&mut self) -> Option<(At, Text)> {
        let Self { range, owned, filled } = std::mem::take(self);
        let text = owned.map_or(Text::Source, |text| Text::Owned(text.into()));
        filled.then(|| (range.into(), text))
    }
}
