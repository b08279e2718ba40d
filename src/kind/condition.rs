//! Conditions as front matter has them: text with a place.
//!
//! In: the text of a condition and where it stands. Out: the condition, or a diagnostic at the fault in it.
//!
//! Invariant: the fault is pointed at where the text stands as it is written.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Condition, parse_condition};
use crate::said::{Phrase, said};
use crate::schema::ValuePlace;
use crate::source::Span;

/// A condition of front matter; one that does not parse is reported at its place.
pub(super) fn condition_at(
    when: &str,
    at: ValuePlace<'_>,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Condition> {
    let error = match parse_condition(when) {
        Ok(condition) => return Some(condition),
        Err(error) => error,
    };
    let said =
        Diagnostic::new(Code::BadCondition, said!("this condition does not parse: {message}", message = error.message));
    let help = said!("write it as `field == value`, `field in [a, b]`, `choice.id`, with `and`, `or`, `not`");
    diagnostics
        .extend(at.span().map(|value| said.at(inside(value, when, error.range, text), Phrase::default()).help(help)));
    None
}

/// The place of a range of a value, where the value stands as it is in the text; else the whole value's.
fn inside(value: Span, written: &str, range: Range<usize>, text: &str) -> Span {
    match text.get(value.range()).and_then(|raw| raw.find(written)) {
        Some(at) => {
            let start = value.start as usize + at;
            Span::new(value.file, start + range.start..start + range.end.max(range.start))
        }
        None => value,
    }
}
