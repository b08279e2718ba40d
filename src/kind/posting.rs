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

const fn property(name: &'static str, doc: &'static str) -> Key {
    Key::new(name, heading::SHAPE, doc)
}

pub(super) const SHAPE: Shape = Shape::Map(&[
    property("title", "the title of the job").required(),
    property("employer", "the name of the employer").required(),
    property("expires", "the last day to apply, a field with a day").required(),
    property("published", "the day it is published; without one, the day it is written"),
    property("reference", "the number the employer knows it by"),
    property("positions", "how many are employed"),
    property("engagement", "permanent, temporary, substitute, project or season"),
    property("extent", "full-time or part-time"),
    property("percentage", "how much of a whole position"),
    property("sector", "public or private"),
    property("employer-number", "the number of the unit in the register of organisations"),
    property("street", "the address of the place of work"),
    property("postal-code", "its postal code"),
    property("city", "its city"),
    property("start", "the first day of work, a field with a day"),
    property("salary", "the salary of a year: an amount, or from and to"),
    property("contact", "who answers questions"),
    property("contact-email", "their e-mail"),
    property("contact-phone", "their phone"),
    property("application-url", "where one applies"),
    property("application-email", "where one applies by e-mail"),
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
