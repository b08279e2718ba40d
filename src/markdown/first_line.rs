//! First lines, which messages show in place of much text.
//!
//! In: a place, and the text it is in. Out: the part of the place that lies in its first line.
//!
//! Invariant: the part begins where the place begins.

use std::ops::Range;

use crate::document::At;

/// The part of a range that lies in its first line.
pub(super) fn first_line(at: impl Into<At>, text: &str) -> Range<usize> {
    let range = at.into().range();
    let end = text[range.clone()].find('\n').map_or(range.end, |length| range.start + length);
    range.start..end
}
