//! The places of a page that its kind makes beside its headings: choices, questions, outcomes,
//! statements, fields, and the sections that stand round them.

use super::{Kind, choice_texts};
use crate::document::Document;
use crate::schema::Places;
use crate::source::Span;

/// The beginning of a choice's anchor, before its id.
pub const CHOICE: &str = "valg-";
/// The beginning of a field's anchor.
pub const FIELD: &str = "felt-";
/// The beginning of a question's anchor.
pub const QUESTION: &str = "sporsmal-";
/// The beginning of an outcome's anchor.
pub const OUTCOME: &str = "utfall-";
/// The beginning of a statement's anchor.
pub const STATEMENT: &str = "pastand-";

/// The beginning of the anchor of a term that another is not the same as.
pub const DIFFERENCE: &str = "ikke-";

/// A place of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its id in the page.
    pub id: String,
    /// The text of the place.
    pub text: String,
    /// The place at which the author named it; nothing for a section that the generator makes.
    pub at: Option<Span>,
}

/// The ids of the sections of a kind.
#[must_use]
pub fn sections(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::Document(_) => &["del-felt", "del-rad"],
        Kind::Decision(_) => &["del-sporsmal", "del-utfall", "del-figur"],
        Kind::Assessment(_) => &["del-pastander", "del-tiltak"],
        Kind::Article | Kind::Definition(_) | Kind::Checklist => &[],
    }
}

/// The places that the kind of a page makes.
#[must_use]
pub fn anchors(kind: &Kind, body: &Document, places: &Places) -> Vec<Anchor> {
    let section = |id: &&str| Anchor { id: (*id).to_owned(), text: String::new(), at: None };
    let mut out: Vec<Anchor> = sections(kind).iter().map(section).collect();
    let mut add = |before: &str, id: &str, text: &str, at: Option<Span>| {
        out.push(Anchor { id: format!("{before}{id}"), text: text.to_owned(), at });
    };
    match kind {
        Kind::Article | Kind::Checklist => {}
        Kind::Definition(definition) => {
            for (i, other) in definition.not_same_as.iter().enumerate() {
                add(DIFFERENCE, &other.id, &other.because, places.key("not-same-as").item(i).key("id").span());
            }
        }
        Kind::Document(fill_in) => {
            for (name, field) in &fill_in.form.fields {
                add(FIELD, name, &field.label, places.key("fields").key(name).span());
            }
        }
        Kind::Decision(decision) => {
            for (i, question) in decision.questions.iter().enumerate() {
                add(QUESTION, &question.id, &question.ask, places.key("questions").item(i).key("id").span());
            }
            for (i, outcome) in decision.outcomes.iter().enumerate() {
                add(OUTCOME, &outcome.id, &outcome.title, places.key("outcomes").item(i).key("id").span());
            }
        }
        Kind::Assessment(assessment) => {
            for (i, statement) in assessment.statements.iter().enumerate() {
                add(STATEMENT, &statement.id, &statement.text, places.key("statements").item(i).key("id").span());
            }
        }
    }
    if matches!(kind, Kind::Checklist | Kind::Document(_)) {
        for (id, at, text) in choice_texts(body) {
            add(CHOICE, id, &text, Some(at));
        }
    }
    out
}
