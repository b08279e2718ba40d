//! The texts of the interface, in Fluent.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::resolver::ResolverError;
use fluent_bundle::resolver::errors::ReferenceKind;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};
use tera::Value;
use unic_langid::LanguageIdentifier;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::source::line_column;

/// The texts of one language.
pub struct Texts {
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
    /// The texts for a book in `language`: `nb.ftl` for Norwegian, else `en.ftl`; a text of the
    /// book's own file replaces the standard's text with the same key.
    pub(super) fn load(
        standard: &BTreeMap<String, &'static [u8]>,
        own: &BTreeMap<String, Arc<[u8]>>,
        language: &str,
        folder: &str,
    ) -> Warned<Self> {
        let norwegian = matches!(language.split('-').next(), Some("nb" | "nn" | "no"));
        let name = if norwegian { "nb" } else { "en" };
        let file = format!("i18n/{name}.ftl");
        let mut diagnostics = Vec::new();
        let locale: LanguageIdentifier = name.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        let files = [(standard.get(&file).copied(), "themes/standard"), (own.get(&file).map(AsRef::as_ref), folder)];
        for (bytes, folder) in files {
            let Some(bytes) = bytes else { continue };
            let place = format!("{folder}/{file}");
            let resource = resource(bytes, &place, &mut diagnostics);
            keys.extend(keys_of(bytes));
            bundle.add_resource_overriding(resource);
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
        Warned::new(Self { bundle, plain, variables }, diagnostics)
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
        let ours = self.variables.iter().filter(|(key, _)| key.starts_with(prefix));
        ours.filter_map(|(key, names)| {
            let stands: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
            let arguments: Vec<(&str, &str)> =
                names.iter().zip(&stands).map(|(name, stands)| (&**name, stands.as_str())).collect();
            Some((key.to_string(), self.format(key, &arguments)?))
        })
        .collect()
    }

    pub(super) fn plain_value(&self, key: &str) -> Option<&Value> {
        self.plain.get(key)
    }
}

fn resource(bytes: &[u8], place: &str, diagnostics: &mut Vec<Diagnostic>) -> FluentResource {
    let text = String::from_utf8_lossy(bytes).into_owned();
    FluentResource::try_new(text.clone()).unwrap_or_else(|(resource, errors)| {
        for error in errors {
            let (line, _) = line_column(&text, error.pos.start);
            diagnostics.push(
                Diagnostic::new(Code::BadTheme, format!("this text does not parse: {}", error.kind))
                    .in_file(format!("{place}:{line}"))
                    .help("write `key = text`; a line that goes on begins with a space"),
            );
        }
        resource
    })
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

/// What may be keys: the words before `=` at the beginning of a line.
fn keys_of(bytes: &[u8]) -> Vec<Box<str>> {
    let text = String::from_utf8_lossy(bytes);
    let key = |line: &str| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let sound = key.starts_with(|c: char| c.is_ascii_alphabetic());
        (sound && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))).then(|| key.into())
    };
    text.lines().filter_map(key).collect()
}
