//! `posting:` of a document: what it says as the data of a job posting.
//!
//! In: by property, a text with answers in it, or several with conditions. Out: inlines that point into no text.
//!
//! Invariant: which property a form of the data takes from where is known by the names here alone, never by those of
//! fields.

use std::collections::BTreeMap;

use super::heading::{self, HeadingYaml};
use crate::diagnostic::Diagnostic;
use crate::document::{Inline, When};
use crate::schema::{Key, Shape, ValuePlace};

/// The key.
pub(super) const KEY: &str = "posting";

pub(super) const SHAPE: Shape = Shape::Map(&[
    Key::new("title", heading::SHAPE, "the title of the job").required(),
    Key::new("employer", heading::SHAPE, "the name of the employer").required(),
    Key::new("expires", heading::SHAPE, "the last day to apply, a field with a day").required(),
    Key::new("published", heading::SHAPE, "the day it is published; without one, the day it is written"),
    Key::new("reference", heading::SHAPE, "the number the employer knows it by"),
    Key::new("positions", heading::SHAPE, "how many are employed"),
    Key::new("engagement", heading::SHAPE, "permanent, temporary, substitute, project or season"),
    Key::new("extent", heading::SHAPE, "full-time or part-time"),
    Key::new("percentage", heading::SHAPE, "how much of a whole position"),
    Key::new("sector", heading::SHAPE, "public or private"),
    Key::new("employer-number", heading::SHAPE, "the number of the unit in the register of organisations"),
    Key::new("street", heading::SHAPE, "the address of the place of work"),
    Key::new("postal-code", heading::SHAPE, "its postal code"),
    Key::new("city", heading::SHAPE, "its city"),
    Key::new("country", heading::SHAPE, "its country, best as two letters: 'NO'"),
    Key::new("start", heading::SHAPE, "the first day of work, a field with a day"),
    Key::new("salary", heading::SHAPE, "the salary of a year: an amount, or from and to"),
    Key::new("currency", heading::SHAPE, "the currency of the salary, in three letters: NOK"),
    Key::new("currency-sign", heading::SHAPE, "what people write for it beside an amount: kr"),
    Key::new("contact", heading::SHAPE, "who answers questions"),
    Key::new("contact-email", heading::SHAPE, "their e-mail"),
    Key::new("contact-phone", heading::SHAPE, "their phone"),
    Key::new("application-url", heading::SHAPE, "where one applies"),
    Key::new("application-email", heading::SHAPE, "where one applies by e-mail"),
]);

/// The properties of a job posting, each with what says it.
pub type PostingProperties = BTreeMap<Box<str>, When<Inline>>;

/// Reads what says each property; a condition that does not parse is reported at its place.
pub(super) fn read(
    yaml: &BTreeMap<Box<str>, HeadingYaml>,
    at: ValuePlace<'_>,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> PostingProperties {
    yaml.iter().map(|(name, says)| (name.clone(), heading::read(says, at.key(name), text, diagnostics))).collect()
}
