//! A file of answers, as the site saves it.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};

/// The version of the format.
const VERSION: u64 = 1;

/// The largest file of answers, in bytes.
const MAX_ANSWERS: usize = 1024 * 1024;

/// The answers of a reader, in all documents. Keys that are not known are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// What.
    pub what: Option<String>,
    /// By whom.
    pub who: Option<String>,
    /// When.
    pub when: Option<String>,
}

#[derive(Deserialize)]
struct Json {
    brobygger: Option<serde_json::Value>,
    #[serde(default, deserialize_with = "texts")]
    fields: BTreeMap<String, String>,
    #[serde(default)]
    documents: BTreeMap<String, DocumentAnswers>,
}

/// A text, also where it was written as a number.
struct Answer(String);

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Answer;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or a number")
            }

            fn visit_str<E>(self, text: &str) -> Result<Answer, E> {
                Ok(Answer(text.to_owned()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Answer, E> {
                Ok(Answer(number.to_string()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Answer, E> {
                Ok(Answer(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Answer, E> {
                Ok(Answer(number.to_string()))
            }
        }
        from.deserialize_any(Visitor)
    }
}

fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    let answers = BTreeMap::<String, Answer>::deserialize(from)?;
    Ok(answers.into_iter().map(|(name, answer)| (name, answer.0)).collect())
}

/// Reads a file of answers.
///
/// # Errors
/// The fault, with its place and the way out.
pub fn read(source: &Source) -> Result<AnswerFile, Diagnostic> {
    let bad = |message: String, range: std::ops::Range<usize>, help: &str| {
        Diagnostic::new(Code::BadAnswers, message).at(Span::new(source.id, range), "").help(help)
    };
    if source.text.len() > MAX_ANSWERS {
        let message = format!("{} is larger than 1 MB", source.path);
        return Err(bad(message, 0..0, "give a file that «Lagre svarene som fil» has saved"));
    }
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let begin = source.text.len() - text.len();
    match serde_json::from_str::<Json>(text) {
        Ok(Json { brobygger, fields, documents }) => {
            let help = "give a file that «Lagre svarene som fil» has saved: `{\"brobygger\": 1, …}`";
            match brobygger {
                Some(version) if version.as_u64() == Some(VERSION) => Ok(AnswerFile { fields, documents }),
                Some(version) => {
                    let message = format!("answers of version {version} are not understood, only of version {VERSION}");
                    Err(bad(message, begin..begin, "use a newer brobygger, or save the answers again"))
                }
                None => Err(bad("this is no file of answers: it has no `brobygger`".into(), begin..begin, help)),
            }
        }
        Err(error) => {
            let at = begin + offset_of(text, error.line(), error.column());
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default();
            let help = "the file is JSON: `{\"brobygger\": 1, \"fields\": {…}, \"documents\": {…}}`";
            Err(bad(format!("the answers cannot be read: {reason}"), at..at, help))
        }
    }
}

/// The byte before which a line and column of `serde_json` point; columns count bytes.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let begin: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    crate::source::floor_boundary(text, (begin + column.saturating_sub(1)).min(text.len()))
}
