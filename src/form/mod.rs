//! Documents to fill in: fields, choices, advice, and what a condition means for a set of answers.
//!
//! In: what front matter declares, and a reader's answers. Out: whether a condition holds.
//!
//! Invariant: evaluating is total: a condition about something unanswered is simply not so.

mod answers;

use serde::{Deserialize, Deserializer, Serialize};

pub use answers::{Answers, holds};

use crate::document::{AlertKind, Condition};

/// A form: what a document asks for, and the advice it gives on answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Form {
    /// The fields, in the order they are asked.
    pub fields: Vec<(Box<str>, Field)>,
    /// Advice on answers.
    pub advice: Vec<Advice>,
}

impl Form {
    /// The field with a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|(known, _)| &**known == name).map(|(_, field)| field)
    }

    /// The field that is answered with the name of the organisation.
    #[must_use]
    pub fn owner(&self) -> Option<(&str, &Field)> {
        let found = self.fields.iter().find(|(_, field)| field.from == Some(From::Name));
        found.map(|(name, field)| (&**name, field))
    }
}

/// A field.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Field {
    /// The question, in a word or two; stands as a blank where it is not answered.
    pub label: Box<str>,
    /// How to answer.
    pub help: Option<Box<str>>,
    /// The kind of answer.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// The answers to choose from, as (value, label); of an employer, those that the book declares too.
    #[serde(default, deserialize_with = "in_order")]
    pub choices: Vec<(Box<str>, Box<str>)>,
    /// The answer from the start.
    #[serde(default, deserialize_with = "as_text")]
    pub default: Option<Box<str>>,
    /// Whether the document is unfinished without it.
    #[serde(default)]
    pub required: bool,
    /// The setting that fills it in.
    pub from: Option<From>,
}

impl Field {
    /// The answers to choose from, as (value, label).
    pub fn options(&self) -> impl Iterator<Item = (&str, &str)> {
        self.choices.iter().map(|(value, label)| (&**value, &**label))
    }
}

/// Kinds of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// A line of text.
    Text,
    /// Several lines of text.
    Long,
    /// A number.
    Number,
    /// A number of per cent.
    Percent,
    /// A day, `yyyy-mm-dd`.
    Date,
    /// One of the field's choices.
    Choice,
    /// One of the kinds of employer that the book declares.
    Employer,
}

/// A setting of `book.toml` that fills in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum From {
    /// The organisation's name.
    #[serde(rename = "organisation.name")]
    Name,
    /// Its kind.
    #[serde(rename = "organisation.kind")]
    Kind,
    /// The unit.
    #[serde(rename = "organisation.unit")]
    Unit,
    /// How to reach it.
    #[serde(rename = "organisation.contact")]
    Contact,
}

/// Advice on an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// Its position among all advice, as written.
    pub number: usize,
    /// When it is given.
    pub when: Condition,
    /// Its text.
    pub say: Box<str>,
    /// The id of a page where there is more.
    pub see: Option<Box<str>>,
    /// How much it matters.
    pub level: AdviceLevel,
    /// The part of the document it is about: a field, or `choice.` and a choice.
    pub at: Box<str>,
}

/// The weight of a piece of advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AdviceLevel {
    /// Worth knowing.
    Info,
    /// Should be looked at.
    Warning,
    /// Should not be published like this.
    Stop,
}

impl AdviceLevel {
    /// The key of its title among the texts of the interface.
    #[must_use]
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Info => "advice-info",
            Self::Warning => "advice-warning",
            Self::Stop => "advice-stop",
        }
    }

    /// The kind of alert that it looks like in print.
    #[must_use]
    pub fn alert(self) -> AlertKind {
        match self {
            Self::Info => AlertKind::Note,
            Self::Warning => AlertKind::Warning,
            Self::Stop => AlertKind::Caution,
        }
    }
}

/// A map in the order it is written.
pub(crate) fn in_order<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Vec<(Box<str>, T)>, D::Error> {
    struct Visitor<T>(std::marker::PhantomData<T>);
    impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
        type Value = Vec<(Box<str>, T)>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("keys with values")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = map.next_entry()? {
                entries.push(entry);
            }
            Ok(entries)
        }
    }
    from.deserialize_map(Visitor(std::marker::PhantomData))
}

/// A default is written as text, a number or `true`; an answer is always text.
fn as_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Box<str>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Scalar {
        Text(Box<str>),
        Whole(i64),
        Number(f64),
    }
    Ok(Option::<Scalar>::deserialize(from)?.map(|scalar| match scalar {
        Scalar::Text(text) => text,
        Scalar::Whole(number) => number.to_string().into(),
        Scalar::Number(number) => number.to_string().into(),
    }))
}
