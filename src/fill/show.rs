//! How an answer reads in the text.

use crate::config::Organisation;
use crate::form::{Field, FieldType, From};
use crate::text::Date;
use crate::theme::Texts;
use crate::view::date_in_words;

/// The answer a field has from the start: what the settings say, else what the author wrote.
#[must_use]
pub fn default_answer<'a>(field: &'a Field, organisation: &'a Organisation) -> Option<&'a str> {
    let setting = field.from.and_then(|from| match from {
        From::Name => organisation.name.as_deref(),
        From::Kind => organisation.kind.as_deref(),
        From::Unit => organisation.unit.as_deref(),
        From::Contact => organisation.contact.as_deref(),
    });
    setting.or(field.default.as_deref())
}

/// An answer as it stands in the text: a choice by its label, a day in words, per cent with the
/// word. What is no such thing stands as it was written.
#[must_use]
pub fn shown(field: &Field, answer: &str, texts: &Texts) -> String {
    let answer = answer.trim();
    if let Some((_, label)) = field.options().find(|(value, _)| *value == answer) {
        return label.to_owned();
    }
    match field.kind {
        FieldType::Date => day_shown(answer, texts),
        FieldType::Percent if number(answer).is_some() => {
            let digits = answer.trim_end_matches('%').trim_end().replace('.', texts.get("decimal-mark"));
            texts.fill("percent", &[("number", &digits)])
        }
        _ => answer.to_owned(),
    }
}

/// A day in words. What is no day stands as it was written.
pub(super) fn day_shown(answer: &str, texts: &Texts) -> String {
    let answer = answer.trim();
    day(answer).map_or_else(|| answer.to_owned(), |date| date_in_words(texts, date))
}

/// The day an answer says: `yyyy-mm-dd` and nothing else.
pub(super) fn day(answer: &str) -> Option<Date> {
    Date::parse(answer).filter(|date| date.to_string() == answer)
}

/// The number an answer says, with a decimal comma or point, also before `%`.
pub(super) fn number(answer: &str) -> Option<f64> {
    let plain = answer.trim().trim_end_matches('%').trim_end();
    let digits = plain.strip_prefix('-').unwrap_or(plain);
    let sound = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    plain.replace(',', ".").parse().ok().filter(|_| sound)
}
