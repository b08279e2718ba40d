//! The texts of the interface in one language, in Fluent.
//!
//! In: files of texts. Out: [`Texts`]. Invariant: a text that does not parse is no text; nothing here
//! chooses a language.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::resolver::ResolverError;
use fluent_bundle::resolver::errors::ReferenceKind;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};
use tera::Value;

use crate::language::{Language, Languages};

/// The text by which a day is written in words.
pub const DATE: &str = "date";

/// The names of the months, from January on.
pub const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10",
    "month-11", "month-12",
];

/// The texts of one language.
pub struct Texts {
    /// The language that they are in.
    pub language: &'static Language,
    bundle: FluentBundle<FluentResource>,
    /// Texts without variables, formatted once.
    plain: HashMap<Box<str>, Value>,
    /// The variables of every text.
    variables: BTreeMap<Box<str>, Vec<Box<str>>>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("plain", &self.plain.len()).finish_non_exhaustive()
    }
}

impl Texts {
    /// The texts of one language, from files that each replace texts of those before.
    pub(super) fn read(tag: &str, files: &[Arc<[u8]>]) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![tag.parse().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        for file in files {
            keys.extend(keys_of(file).map(|(key, _)| Box::from(key)));
            bundle.add_resource_overriding(parsed(file).0);
        }
        keys.sort_unstable();
        keys.dedup();
        let mut plain = HashMap::new();
        let mut variables = BTreeMap::new();
        for key in keys {
            let Some(pattern) = bundle.get_message(&key).and_then(|message| message.value()) else { continue };
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut errors);
            if errors.is_empty() {
                plain.insert(key.clone(), Value::from(&*text));
            }
            variables.insert(key, errors.iter().filter_map(missing_variable).collect());
        }
        Self { language: Languages::default().of(tag), bundle, plain, variables }
    }

    /// A text without variables; the key itself where there is none (a test holds the keys that
    /// the program uses against the files).
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.plain.get(key).and_then(Value::as_str).unwrap_or(key)
    }

    /// A text with its variables filled in; `None` where there is no such text or a variable is missing.
    #[must_use]
    pub fn format(&self, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            // A number chooses a plural form; everything else is text, also `02800`.
            match value.parse::<u32>() {
                Ok(number) if number.to_string() == *value => values.set(*name, number),
                _ => values.set(*name, *value),
            }
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }

    /// As [`Texts::format`], the key where it cannot be made.
    #[must_use]
    pub fn fill(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.format(key, arguments).unwrap_or_else(|| key.to_owned())
    }

    /// The texts whose key begins with `prefix`, for scripts: each variable stands as `{name}`.
    #[must_use]
    pub fn with_prefix(&self, prefix: &str) -> BTreeMap<String, String> {
        let ours = self.variables.keys().filter(|key| key.starts_with(prefix));
        ours.filter_map(|key| Some((key.to_string(), self.unfilled(key)?))).collect()
    }

    /// A text in which each variable stands as `{name}`; `None` where there is none.
    #[must_use]
    pub fn unfilled(&self, key: &str) -> Option<String> {
        let names = self.variables.get(key)?;
        let stands: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
        let arguments: Vec<(&str, &str)> =
            names.iter().zip(&stands).map(|(name, stands)| (&**name, stands.as_str())).collect();
        self.format(key, &arguments)
    }

    /// The variables of a text; none where there is no such text.
    pub(super) fn variables_of(&self, key: &str) -> &[Box<str>] {
        self.variables.get(key).map_or(&[], Vec::as_slice)
    }

    /// The key of every text, with its variables.
    #[cfg(test)]
    pub(super) fn variables(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
        self.variables.iter().map(|(key, names)| (&**key, names.iter().map(|name| &**name)))
    }

    pub(super) fn plain_value(&self, key: &str) -> Option<&Value> {
        self.plain.get(key)
    }
}

/// A file as Fluent reads it, with what does not parse in it: where, and why.
pub(super) fn parsed(bytes: &[u8]) -> (FluentResource, Vec<(usize, String)>) {
    match FluentResource::try_new(String::from_utf8_lossy(bytes).into_owned()) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => {
            let faults = errors.into_iter().map(|error| (error.pos.start, error.kind.to_string())).collect();
            (resource, faults)
        }
    }
}

/// The variable that a text was formatted without.
fn missing_variable(error: &FluentError) -> Option<Box<str>> {
    match error {
        FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { id })) => {
            Some(id.as_str().into())
        }
        _ => None,
    }
}

/// Candidates for keys, with their places: the words before `=` at the beginning of a line.
pub(super) fn keys_of(bytes: &[u8]) -> impl Iterator<Item = (&str, usize)> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let mut next = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = next;
        next += line.len();
        let key = line.split_once('=')?.0.trim_end();
        let sound = key.starts_with(|c: char| c.is_ascii_alphabetic());
        (sound && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))).then_some((key, at))
    })
}
