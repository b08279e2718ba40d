//! A file of answers, as the site saves it.
//!
//! The reader's browser takes and refuses the same files, for the same reasons (`js/svar/05-schema.js`);
//! `tests/answers.json` holds both to it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::places::key_places;
use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, Say, said};
use crate::source::{Source, Span};

/// The version of the format.
const VERSION: f64 = 1.0;

/// The largest file of answers, in bytes.
const MAX_ANSWERS: usize = 1024 * 1024;

/// Nothing in a file is nested deeper.
const DEEPEST: usize = 64;

/// The answers of a reader, in all documents. Keys that are not known are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AnswerFile {
    /// Answers by field; every document shares them.
    pub fields: BTreeMap<String, String>,
    /// The answers that belong to one page, by its id.
    pub documents: BTreeMap<String, DocumentAnswers>,
}

/// The answers of a reader that belong to one page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct DocumentAnswers {
    /// Choices that are in or out; one that is not here is as the author set it.
    pub choices: BTreeMap<String, bool>,
    /// Texts added to sections, by the id of the heading.
    pub added: BTreeMap<String, Vec<String>>,
    /// Answers to statements.
    pub ratings: BTreeMap<String, String>,
    /// Notes to statements.
    pub notes: BTreeMap<String, String>,
    /// The plan made from it.
    pub plan: ActionPlan,
    /// Who answered.
    pub respondent: Option<String>,
}

/// A plan after an assessment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ActionPlan {
    /// The measure.
    pub what: Option<String>,
    /// The one who sees to it.
    pub who: Option<String>,
    /// The day it is to be done by.
    pub when: Option<String>,
}

/// The shape of what stands in a file of answers.
enum AnswerShape {
    Text,
    Texts,
    Choice,
    /// A map of such.
    Each(&'static AnswerShape),
    /// A map in which some keys are known.
    Keys(&'static [(&'static str, AnswerShape)]),
}

const PAGE: AnswerShape = AnswerShape::Keys(&[
    ("choices", AnswerShape::Each(&AnswerShape::Choice)),
    ("added", AnswerShape::Each(&AnswerShape::Texts)),
    ("ratings", AnswerShape::Each(&AnswerShape::Text)),
    ("notes", AnswerShape::Each(&AnswerShape::Text)),
    ("plan", AnswerShape::Each(&AnswerShape::Text)),
    ("respondent", AnswerShape::Text),
]);

const SHAPE: AnswerShape =
    AnswerShape::Keys(&[("fields", AnswerShape::Each(&AnswerShape::Text)), ("documents", AnswerShape::Each(&PAGE))]);

/// A reason for which a file is refused.
#[derive(Debug)]
enum AnswerFault {
    TooLarge,
    NotText,
    /// With what the parser says, and the byte where.
    NotJson(Phrase, usize),
    NotAnswers,
    OtherVersion(Value),
    /// The keys that lead to what has another shape, and the name of the one it should have.
    BadShape(Vec<String>, &'static str),
}

impl AnswerShape {
    /// The name that the browser gives it too.
    fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Texts => "texts",
            Self::Choice => "choice",
            Self::Each(_) | Self::Keys(_) => "map",
        }
    }

    /// The first thing that has another shape, by the order of the keys. `path` leads to the value.
    fn misfit(&self, value: &Value, path: &mut Vec<String>) -> Option<AnswerFault> {
        let map = value.as_object();
        let parts: Vec<(&str, &Self)> = match (self, map) {
            (Self::Each(part), Some(map)) => {
                let mut keys: Vec<&str> = map.keys().map(String::as_str).collect();
                keys.sort_unstable();
                keys.into_iter().map(|key| (key, *part)).collect()
            }
            (Self::Keys(keys), Some(_)) => keys.iter().map(|(key, part)| (*key, part)).collect(),
            (Self::Text, _) if value.is_string() => return None,
            (Self::Choice, _) if value.is_boolean() => return None,
            (Self::Texts, _) if value.as_array().is_some_and(|texts| texts.iter().all(Value::is_string)) => {
                return None;
            }
            _ => return Some(AnswerFault::BadShape(path.clone(), self.name())),
        };
        parts.into_iter().find_map(|(key, part)| {
            let value = map?.get(key)?;
            path.push(key.to_owned());
            let found = part.misfit(value, path);
            path.pop();
            found
        })
    }
}

/// Whether something is nested deeper than `left`.
fn is_deeper(value: &Value, left: usize) -> bool {
    match value {
        Value::Array(parts) => left == 0 || parts.iter().any(|part| is_deeper(part, left - 1)),
        Value::Object(parts) => left == 0 || parts.values().any(|part| is_deeper(part, left - 1)),
        _ => false,
    }
}

fn parse(bytes: &[u8]) -> Result<AnswerFile, AnswerFault> {
    if bytes.len() > MAX_ANSWERS {
        return Err(AnswerFault::TooLarge);
    }
    let whole = str::from_utf8(bytes).map_err(|_| AnswerFault::NotText)?;
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    let begin = whole.len() - text.len();
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let said = error.to_string();
        let reason = said.split(" at line ").next().unwrap_or_default().said();
        AnswerFault::NotJson(reason, begin + offset_of(text, error.line(), error.column()))
    })?;
    if is_deeper(&value, DEEPEST) {
        return Err(AnswerFault::NotJson(
            said!("something is nested more than {deepest} deep", deepest = DEEPEST),
            begin,
        ));
    }
    match value.as_object().map(|map| map.get("brobygger")) {
        None | Some(None) => return Err(AnswerFault::NotAnswers),
        Some(Some(version)) if version.as_f64() != Some(VERSION) => {
            return Err(AnswerFault::OtherVersion(version.clone()));
        }
        Some(Some(_)) => {}
    }
    if let Some(fault) = SHAPE.misfit(&value, &mut Vec::new()) {
        return Err(fault);
    }
    serde_json::from_value(value).map_err(|error| AnswerFault::NotJson(Phrase::verbatim(error.to_string()), begin))
}

/// Reads a file of answers.
///
/// # Errors
/// The fault, with its place and the way out.
pub fn read(source: &Source) -> Result<AnswerFile, Diagnostic> {
    parse(source.text.as_bytes()).map_err(|fault| told(source, fault))
}

/// A fault, with its place and a way out.
fn told(source: &Source, fault: AnswerFault) -> Diagnostic {
    let saved = || said!("give a file of answers that a page of the site has saved");
    let (message, range, help) = match fault {
        AnswerFault::TooLarge => (said!("{file} is larger than 1 MB", file = source.path), 0..0, saved()),
        AnswerFault::NotText => (said!("{file} is no text in UTF-8", file = source.path), 0..0, saved()),
        AnswerFault::NotJson(reason, at) => {
            let help = said!("the file is JSON: `{{\"brobygger\": 1, \"fields\": {{…}}, \"documents\": {{…}}}}`");
            (said!("the answers cannot be read: {reason}", reason), at..at, help)
        }
        AnswerFault::NotAnswers => {
            let message = said!("this is no file of answers: it has no `brobygger`");
            (
                message,
                0..0,
                said!("give a file of answers that a page of the site has saved: `{{\"brobygger\": 1, …}}`"),
            )
        }
        AnswerFault::OtherVersion(version) => {
            let message = said!(
                "answers of version {version} are not understood, only of version {known}",
                version = version.to_string(),
                known = VERSION
            );
            (message, 0..0, said!("use a newer brobygger, or save the answers again"))
        }
        AnswerFault::BadShape(path, wanted) => {
            let range = key_places(&source.text).get(&path).cloned().unwrap_or(0..0);
            let (what, example) = match wanted {
                "map" => (said!("keys with values"), "{\"a\": …}"),
                "text" => (said!("a text"), "\"7\""),
                "texts" => (said!("a list of texts"), "[\"a\", \"b\"]"),
                _ => (said!("true or false"), "true"),
            };
            (
                said!("`{key}` must be {what}", key = path.join("."), what),
                range,
                said!("write it like this: `{example}`", example),
            )
        }
    };
    Diagnostic::new(Code::BadAnswers, message).at(Span::new(source.id, range), Phrase::default()).help(help)
}

/// The byte before which a line and column of `serde_json` point; columns count bytes.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let begin: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    crate::source::floor_boundary(text, (begin + column.saturating_sub(1)).min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows that the browser is held to as well.
    #[test]
    fn files_are_taken_and_refused_as_the_shared_fixture_says() {
        let rows: Vec<Value> = serde_json::from_str(include_str!("../../tests/answers.json")).unwrap();
        assert!(rows.len() > 40);
        for row in rows {
            let found = match parse(&bytes_of(&row)) {
                Ok(_) => (None, vec![], None),
                Err(AnswerFault::TooLarge) => (Some("too-large"), vec![], None),
                Err(AnswerFault::NotText) => (Some("not-text"), vec![], None),
                Err(AnswerFault::NotJson(..)) => (Some("not-json"), vec![], None),
                Err(AnswerFault::NotAnswers) => (Some("not-answers"), vec![], None),
                Err(AnswerFault::OtherVersion(_)) => (Some("other-version"), vec![], None),
                Err(AnswerFault::BadShape(path, wanted)) => (Some("bad-shape"), path, Some(wanted)),
            };
            let path = row["path"].as_array().into_iter().flatten().map(|key| key.as_str().unwrap().to_owned());
            assert_eq!(found, (row["reason"].as_str(), path.collect(), row["wanted"].as_str()), "{row}");
        }
    }

    /// The bytes of the file in a row.
    fn bytes_of(row: &Value) -> Vec<u8> {
        if let Some(hex) = row["bytes"].as_str() {
            return (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
        }
        let file = row["file"].as_str().unwrap();
        let Some(repeat) = row["repeat"].as_array() else { return file.into() };
        let times = usize::try_from(repeat[1].as_u64().unwrap()).unwrap();
        let [open, close] = [&repeat[0], &repeat[2]].map(|part| part.as_str().unwrap().repeat(times));
        file.replace("{REPEAT}", &(open + &close)).into_bytes()
    }
}
