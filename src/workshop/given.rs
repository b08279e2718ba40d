//! A value that somebody gives a page of the edition.
//!
//! In: the value as the workshop has it, the page as it is. Out: what is written of it into the page, or among the changes.
//!
//! Invariant: what a page must have is never taken out of it.

use std::borrow::Cow;

use serde_json::Value;

use super::protocol::ValueState;
use crate::layer::ValueChange;

/// A value for a place in the front matter of a page, beside the one that was there before the edition.
pub(super) struct GivenValue<'a> {
    /// The value; nothing: the edition takes back what it said.
    value: Option<Cow<'a, Value>>,
    /// The same as YAML.
    yaml: Option<String>,
    /// Whether a page can be without it.
    may_lack: bool,
    /// The original value of the page.
    original: Option<&'a Value>,
    /// Whether the page has an original value there, or below it.
    has_original_below: bool,
}

impl<'a> GivenValue<'a> {
    /// The value for a place of a page whose values are `known`. `words`: the same list with what the page says of each word.
    pub(super) fn new(
        way: &str,
        value: Option<&'a Value>,
        words: Option<&Value>,
        known: &'a [ValueState],
        may_lack: bool,
    ) -> Self {
        let mut originals = known.iter().filter(|known| !known.original.is_null());
        let original = originals.clone().find(|known| known.way == way).map(|known| &known.original);
        let has_original_below = originals.any(|known| lies_in(&known.way, way));
        // A number is written as a text, and is a number where there was one.
        let text = value.and_then(Value::as_str).map(str::trim).filter(|_| original.is_some_and(Value::is_number));
        let number = text.and_then(|text| Some((text, text.parse::<f64>().ok()?)));
        // What JSON says of the others, YAML says in the same way.
        let (value, yaml) = match number {
            Some((text, number)) => (Some(Cow::Owned(Value::from(number))), Some(text.to_owned())),
            None => (value.map(Cow::Borrowed), words.or(value).map(Value::to_string)),
        };
        Self { value, yaml, may_lack, original, has_original_below }
    }

    /// The YAML that a page of the edition's own has there; nothing: it has nothing.
    pub(super) fn in_own_page(&self) -> Option<&str> {
        match &self.yaml {
            Some(_) if self.is_empty() && self.may_lack => None,
            Some(yaml) => Some(yaml),
            None if self.may_lack => None,
            // What a page must have is empty, which is said, and can be written again.
            None if self.original.is_some_and(Value::is_array) => Some("[]"),
            None => Some("\"\""),
        }
    }

    /// The change of a page of the book below.
    pub(super) fn change(&self) -> ValueChange<'_> {
        match &self.yaml {
            None => ValueChange::Original,
            Some(_) if self.original == self.value.as_deref() => ValueChange::Original,
            Some(_) if self.is_empty() && !self.has_original_below => ValueChange::Original,
            Some(_) if self.is_empty() && self.may_lack => ValueChange::TakenOut,
            Some(yaml) => ValueChange::Set(yaml),
        }
    }

    fn is_empty(&self) -> bool {
        match self.value.as_deref() {
            Some(Value::Array(items)) => items.is_empty(),
            Some(value) => value.as_str().is_some_and(|text| text.trim().is_empty()),
            None => false,
        }
    }
}

/// Whether a value can be given to a place: a text, a choice, a list of texts; to a field of its own also texts by name.
pub(super) fn can_be_given(way: &str, value: &Value) -> bool {
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let has_texts = |value: &Value| value.as_object().is_some_and(|keys| keys.values().all(Value::is_string));
    match value {
        Value::Array(items) => items.iter().all(Value::is_string),
        Value::Object(keys) => {
            way.strip_prefix("fields.").is_some_and(is_name)
                && keys.values().all(|value| value.is_string() || has_texts(value))
        }
        value => value.is_string() || value.is_boolean(),
    }
}

/// Whether the place that a way leads to is that of another one, or in it.
fn lies_in(way: &str, other: &str) -> bool {
    way.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
