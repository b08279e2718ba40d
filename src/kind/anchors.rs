//! The places of a page that its kind makes beside its headings: choices, questions, outcomes,
//! statements, fields, and the sections that stand round them.
//!
//! In: a kind, the body of its page, the names that places have in the language of the book. Out: the places, in order.
//!
//! Invariant: what a place is called stands in the row of a language, and nowhere else.

use super::{Kind, choice_texts};
use crate::document::Document;
use crate::language::AnchorNames;
use crate::schema::Places;
use crate::source::Span;

/// A section that a kind has beside the body of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindSection {
    /// The fields that a document asks for.
    Fields,
    /// Advice on answers.
    Advice,
    /// The questions of a decision.
    Questions,
    /// Its outcomes.
    Outcomes,
    /// The whole of it as a figure.
    Figure,
    /// The statements of an assessment.
    Statements,
    /// The plan for what is to be done.
    Plan,
}

impl KindSection {
    /// Its id in the page.
    #[must_use]
    pub const fn id(self, names: &'static AnchorNames) -> &'static str {
        match self {
            Self::Fields => names.fields,
            Self::Advice => names.advice,
            Self::Questions => names.questions,
            Self::Outcomes => names.outcomes,
            Self::Figure => names.figure,
            Self::Statements => names.statements,
            Self::Plan => names.plan,
        }
    }

    /// The key of its title among the texts of the interface.
    #[must_use]
    pub const fn title_key(self) -> &'static str {
        match self {
            Self::Fields => "part-fields",
            Self::Advice => "part-advice",
            Self::Questions => "part-questions",
            Self::Outcomes => "part-outcomes",
            Self::Figure => "part-figure",
            Self::Statements => "part-statements",
            Self::Plan => "part-plan",
        }
    }
}

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

/// The sections of a kind.
#[must_use]
pub fn sections(kind: &Kind) -> &'static [KindSection] {
    match kind {
        Kind::Document(_) => &[KindSection::Fields, KindSection::Advice],
        Kind::Decision(_) => &[KindSection::Questions, KindSection::Outcomes, KindSection::Figure],
        Kind::Assessment(_) => &[KindSection::Statements, KindSection::Plan],
        Kind::Article | Kind::Definition(_) | Kind::Checklist => &[],
    }
}

/// The places that the kind of a page makes.
#[must_use]
pub fn anchors(kind: &Kind, body: &Document, places: &Places, names: &'static AnchorNames) -> Vec<Anchor> {
    let section = |section: &KindSection| Anchor { id: section.id(names).to_owned(), text: String::new(), at: None };
    let mut out: Vec<Anchor> = sections(kind).iter().map(section).collect();
    let mut add = |before: &str, id: &str, text: &str, at: Option<Span>| {
        out.push(Anchor { id: format!("{before}{id}"), text: text.to_owned(), at });
    };
    match kind {
        Kind::Article | Kind::Checklist => {}
        Kind::Definition(definition) => {
            for (i, other) in definition.not_same_as.iter().enumerate() {
                let at = places.key("not-same-as").item(i).key("id").span();
                add(names.difference, &other.id, &other.because, at);
            }
        }
        Kind::Document(fill_in) => {
            for (name, field) in &fill_in.form.fields {
                add(names.field, name, &field.label, places.key("fields").key(name).span());
            }
        }
        Kind::Decision(decision) => {
            for (i, question) in decision.questions.iter().enumerate() {
                let at = places.key("questions").item(i).key("id").span();
                add(names.question, &question.id, &question.ask, at);
            }
            for (i, outcome) in decision.outcomes.iter().enumerate() {
                let at = places.key("outcomes").item(i).key("id").span();
                add(names.outcome, &outcome.id, &outcome.title, at);
            }
        }
        Kind::Assessment(assessment) => {
            for (i, statement) in assessment.statements.iter().enumerate() {
                let at = places.key("statements").item(i).key("id").span();
                add(names.statement, &statement.id, &statement.text, at);
            }
        }
    }
    if matches!(kind, Kind::Checklist | Kind::Document(_)) {
        for (id, at, text) in choice_texts(body) {
            add(names.choice, id, &text, Some(at));
        }
    }
    out
}
