//! Fields of a form, and answers to them, as they read in a text.
//!
//! In: a field, and what is answered to it. Out: text. Invariant: nothing here is markup of any writer, so that
//! every form of a book says the same.

use std::borrow::Cow;

use super::wording::date_in_words;
use crate::config::Organisation;
use crate::form::{Field, FieldType, From};
use crate::text::Date;
use crate::theme::Texts;

/// The text of a field where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldText<'f> {
    /// The answer that it has from the start.
    Answer(Cow<'f, str>),
    /// Its label, for a blank.
    Blank(&'f str),
}

impl AsRef<str> for FieldText<'_> {
    fn as_ref(&self) -> &str {
        match self {
            Self::Answer(text) => text,
            Self::Blank(label) => label,
        }
    }
}

impl<'f> FieldText<'f> {
    /// The text of a field of a book.
    #[must_use]
    pub fn of(field: &'f Field, organisation: &'f Organisation, texts: &Texts) -> Self {
        Self::shown(field, default_answer(field, organisation), texts)
    }

    /// The text of a field whoever the book is an edition of.
    #[must_use]
    pub fn of_all(field: &'f Field, texts: &Texts) -> Self {
        Self::shown(field, field.default.as_deref(), texts)
    }

    fn shown(field: &'f Field, answer: Option<&'f str>, texts: &Texts) -> Self {
        match answer {
            Some(answer) => Self::Answer(answer_shown(field, answer, texts)),
            None => Self::Blank(&field.label),
        }
    }

    /// The answer, or the label.
    #[must_use]
    pub fn into_text(self) -> Cow<'f, str> {
        match self {
            Self::Answer(text) => text,
            Self::Blank(label) => label.into(),
        }
    }

    /// The answer that it has from the start.
    #[must_use]
    pub fn answer(&self) -> Option<&str> {
        match self {
            Self::Answer(text) => Some(text),
            Self::Blank(_) => None,
        }
    }
}

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

/// An answer as it stands in the text: a choice by its label, a day in words, a small number as a word, per cent with
/// the word. What is no such thing stands as it was written.
#[must_use]
pub fn answer_shown<'f>(field: &'f Field, answer: &'f str, texts: &Texts) -> Cow<'f, str> {
    let answer = answer.trim();
    if let Some((_, label)) = field.options().find(|(value, _)| *value == answer) {
        return label.into();
    }
    match field.kind {
        FieldType::Date => day_shown(answer, texts),
        FieldType::Number => {
            let word = words_of_answers(field, texts).into_iter().find(|(number, _)| number == answer);
            word.map_or(answer.into(), |(_, word)| word.into())
        }
        FieldType::Percent if number(answer).is_some() => {
            let digits = answer.trim_end_matches('%').trim_end().replace('.', texts.get("decimal-mark"));
            texts.fill("percent", &[("number", &digits)]).into()
        }
        _ => answer.into(),
    }
}

/// The answers to a field that stand as words in running text, with the words: small numbers of what is counted.
#[must_use]
pub fn words_of_answers(field: &Field, texts: &Texts) -> Vec<(String, &'static str)> {
    let words = if field.kind == FieldType::Number { texts.language.number_words } else { &[] };
    (2..).map(|number: u32| number.to_string()).zip(words.iter().copied()).collect()
}

/// A day in words. What is no day stands as it was written.
#[must_use]
pub fn day_shown<'a>(answer: &'a str, texts: &Texts) -> Cow<'a, str> {
    let answer = answer.trim();
    day(answer).map_or(answer.into(), |date| date_in_words(texts, date).into())
}

/// The day an answer says: `yyyy-mm-dd` and nothing else.
#[must_use]
pub fn day(answer: &str) -> Option<Date> {
    Date::parse(answer).filter(|date| date.to_string() == answer)
}

/// The number an answer says, with a decimal comma or point, also before `%`.
#[must_use]
pub fn number(answer: &str) -> Option<f64> {
    let plain = answer.trim().trim_end_matches('%').trim_end();
    let digits = plain.strip_prefix('-').unwrap_or(plain);
    let sound = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    plain.replace(',', ".").parse().ok().filter(|_| sound)
}
