//! `assessment`: statements to rate, with what each respondent should look for.

use serde::Deserialize;

use super::{Kind, KindRow};
use crate::schema::{Key, Shape, TEXTS};

const STATEMENT: Shape = Shape::Map(&[
    Key::new("id", Shape::Text(60), "its name in saved answers").required(),
    Key::new("text", Shape::Text(400), "the statement").required(),
    Key::new("why", Shape::Text(600), "why it matters"),
    Key::new("see", TEXTS, "pages with more"),
    Key::new(
        "look-for",
        Shape::Map(&[
            Key::new("leader", Shape::Text(300), "what a leader should look for").required(),
            Key::new("colleague", Shape::Text(300), "what a colleague should look for").required(),
            Key::new("consultant", Shape::Text(300), "what the erfaringskonsulent should look for").required(),
        ]),
        "what to look for",
    )
    .required(),
]);

/// Its row in the table of kinds.
pub(super) const ROW: KindRow = KindRow {
    name: "assessment",
    doc: "statements to rate; no grade",
    keys: &[
        Key::new("scale", TEXTS, "the answers").required(),
        Key::new("statements", Shape::List(&STATEMENT), "the statements").required(),
    ],
    examples: &[
        ("scale", "[Stemmer ikke, Stemmer delvis, Stemmer, Vet ikke]"),
        (
            "statements",
            "\n  - id: forste\n    text: Skriv en påstand som alle kan ta stilling til.\n    why: Skriv hvorfor den er viktig.\n    look-for:\n      leader: Hva ser du som leder?\n      colleague: Hva ser du som kollega?\n      consultant: Hva ser du som konsulent?",
        ),
    ],
    body: "Skriv hvordan påstandene skal brukes.\n",
    is_term: false,
    read: |yaml| Ok(Kind::Assessment(Box::new(yaml.deserialise()?))),
    bare: || Kind::Article,
};

/// The statements and the scale of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Assessment {
    /// The answers.
    pub scale: Vec<Box<str>>,
    /// The statements.
    pub statements: Vec<Statement>,
}

/// A statement to rate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Statement {
    /// Its name in saved answers.
    pub id: Box<str>,
    /// The statement.
    pub text: Box<str>,
    /// Why it matters.
    pub why: Option<Box<str>>,
    /// Pages with more.
    #[serde(default)]
    pub see: Vec<Box<str>>,
    /// Signs to look for.
    pub look_for: LookFor,
}

/// Signs to look for, by respondent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LookFor {
    /// The leader.
    pub leader: Box<str>,
    /// A colleague.
    pub colleague: Box<str>,
    /// The erfaringskonsulent.
    pub consultant: Box<str>,
}
