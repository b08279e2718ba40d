//! `assessment`: statements to rate, with what each respondent should look for.

use std::sync::Arc;

use serde::Deserialize;

use super::declared::Declared;
use super::{Kind, KindRow};
use crate::diagnostic::Diagnostic;
use crate::form::in_order;
use crate::language::Letters;
use crate::markdown::Fillable;
use crate::schema::{Key, Places, Shape, TEXTS};
use crate::text::slug;
use crate::vocabulary::{Respondent, Vocabulary};

const STATEMENT: Shape = Shape::Map(&[
    Key::new("id", Shape::Text(60), "its name in saved answers").required(),
    Key::new("text", Shape::Text(400), "the statement").required(),
    Key::new("why", Shape::Text(600), "why it matters"),
    Key::new("see", TEXTS, "pages with more"),
    Key::new(
        "look-for",
        Shape::MapOf(&Shape::Text(300)),
        "what each of `respondents:` in ordliste.yaml should look for",
    ),
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
        ("scale", "[Not so, Partly so, So, Do not know]"),
        (
            "statements",
            "\n  - id: first\n    text: Write a statement that everybody can rate.\n    why: Say why it matters.",
        ),
    ],
    body: "Say how the statements are to be used.\n",
    is_term: false,
    is_offered: false,
    of_text: false,
    fill_in: Fillable::None,
    read: |yaml| {
        let mut assessment: Assessment = yaml.deserialise()?;
        assessment.arrange(yaml.vocabulary, yaml.places, yaml.diagnostics);
        Ok(Kind::Assessment(Box::new(assessment)))
    },
    bare: || Kind::Article,
};

/// The statements and the scale of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Assessment {
    /// The answers.
    pub scale: Vec<Box<str>>,
    /// The statements.
    pub statements: Vec<Statement>,
    /// Those who answer: whom the book declares, else one without a name.
    #[serde(skip, default = "anybody")]
    pub respondents: Arc<[Respondent]>,
}

/// Whoever reads the page.
fn anybody() -> Arc<[Respondent]> {
    [Respondent { name: "reader".into(), title: Box::default(), private: false }].into()
}

impl Assessment {
    /// Puts what is to be looked for in the order in which the book declares those who answer.
    pub(super) fn arrange(&mut self, vocabulary: &Vocabulary, places: &Places, diagnostics: &mut Vec<Diagnostic>) {
        let names = vocabulary.respondents.iter().map(|one| &*one.name).collect();
        let declared = Declared { key: "respondents", names };
        for (i, statement) in self.statements.iter_mut().enumerate() {
            let path = format!("statements[{i}].look-for");
            let at = places.key("statements").item(i).key("look-for");
            let texts = declared.texts(&statement.look_for, &path, at, diagnostics);
            let names = vocabulary.respondents.iter().map(|one| one.name.clone());
            statement.look_for = names.zip(texts).collect();
        }
        if !vocabulary.respondents.is_empty() {
            self.respondents = vocabulary.respondents.clone();
        }
    }

    /// The answers to choose from, as (value, text).
    pub fn options(&self, letters: Letters) -> impl Iterator<Item = (String, &str)> {
        self.scale.iter().map(move |text| (slug(text, letters), &**text))
    }

    /// Those who answer, each with what they look for at a statement.
    pub fn asked<'a>(&'a self, statement: &'a Statement) -> impl Iterator<Item = (&'a Respondent, &'a str)> {
        let text = |i: usize| statement.look_for.get(i).map_or("", |(_, text)| text);
        self.respondents.iter().enumerate().map(move |(i, one)| (one, text(i)))
    }
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
    /// Signs to look for, by name, in the order of those who answer.
    #[serde(default, deserialize_with = "in_order")]
    pub look_for: Vec<(Box<str>, Box<str>)>,
}

impl Statement {
    /// The statement with its number.
    #[must_use]
    pub fn title(&self, number: usize) -> String {
        format!("{number}. {}", self.text)
    }
}
