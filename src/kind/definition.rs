//! `definition`: a term of the glossary.

use serde::Deserialize;

use super::KindRow;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{BlockNode, Document};
use crate::schema::{Key, Shape, TEXTS};
use crate::source::{Source, Span};

const INFLECTION: Shape = Shape::Either(&[Shape::Text(40), TEXTS]);
const PARTS: Shape = Shape::Either(&[Shape::OneOf(&["all", "none"]), TEXTS]);
const COMPOUNDS: Shape = Shape::Map(&[
    Key::new("first", PARTS, "which last parts the term may stand before in a compound"),
    Key::new("first-except", TEXTS, "last parts it never stands before"),
    Key::new("last", PARTS, "which first parts the term may stand after in a compound"),
    Key::new("last-except", TEXTS, "first parts it never stands after"),
]);

/// Its row in the table of kinds.
pub(super) const ROW: KindRow = KindRow {
    name: "definition",
    doc: "a term; the first paragraph of the body is the definition",
    keys: &[
        Key::new("inflection", INFLECTION, "a code of the table of inflections, or the list of forms"),
        Key::new("inflects", Shape::Text(100), "which word of several takes the endings"),
        Key::new("adjective", Shape::Text(100), "the adjective that agrees"),
        Key::new("case-sensitive", Shape::Bool, "whether capital letters matter"),
        Key::new(
            "synonyms",
            Shape::List(&Shape::Map(&[
                Key::new("text", Shape::Text(200), "the other word").required(),
                Key::new("inflection", INFLECTION, "its inflection"),
                Key::new("inflects", Shape::Text(100), "which word of several takes the endings"),
                Key::new("adjective", Shape::Text(100), "the adjective that agrees"),
                Key::new("case-sensitive", Shape::Bool, "whether capital letters matter"),
                Key::new("type", Shape::OneOf(SYNONYM_TYPES), "what kind of other word it is"),
                Key::new("rule", Shape::Text(40), "the word rule that decides where it is this term"),
                Key::new("compounds", COMPOUNDS, "compounds it may stand in"),
            ])),
            "other words for the same",
        ),
        Key::new("compounds", COMPOUNDS, "compounds the term may stand in"),
        Key::new("rule", Shape::Text(40), "the word rule that decides where an ambiguous word is this term"),
        Key::new("nynorsk", TEXTS, "the term in nynorsk"),
        Key::new("english", TEXTS, "the term in English"),
        Key::new(
            "not-same-as",
            Shape::List(&Shape::Map(&[
                Key::new("id", Shape::Text(100), "the other term").required(),
                Key::new("because", Shape::Text(600), "the difference, in a sentence").required(),
            ])),
            "terms it is confused with",
        ),
        Key::new("broader", Shape::Text(100), "the wider term"),
        Key::new("related", TEXTS, "related terms"),
        Key::new(
            "group",
            Shape::OneOf(&["role", "concept", "practice"]),
            "what kind of thing it is; roles stand in the order of `roles:` in ordliste.yaml",
        ),
        Key::new(
            "facts",
            Shape::Map(&[
                Key::new("employed", Shape::Text(300), "employed?").required(),
                Key::new("paid", Shape::Text(300), "paid?").required(),
                Key::new("appointed-by", Shape::Text(300), "by whom appointed?").required(),
                Key::new("speaks-for", Shape::Text(300), "for whom do they speak?").required(),
                Key::new("mandate", Shape::Text(300), "whose mandate?").required(),
                Key::new("level", Shape::Text(300), "on which level?").required(),
                Key::new("confidentiality", Shape::Text(300), "bound to confidentiality?").required(),
                Key::new("training", Shape::Text(300), "what training?").required(),
                Key::new("requires-lived-experience", Shape::Text(300), "is lived experience required?").required(),
            ]),
            "what sets a role apart",
        ),
    ],
    examples: &[],
    body: "Skriv definisjonen her, i én eller to setninger.\n\n## I praksis\n\nSkriv hva det betyr i hverdagen.\n",
};

const SYNONYM_TYPES: &[&str] = &["title", "synonym", "abbreviation", "older", "english"];

/// What only a term has.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Definition {
    /// How the title is inflected; nothing: not at all.
    pub inflection: Option<Inflection>,
    /// Which word of several takes the endings.
    pub inflects: Option<Box<str>>,
    /// The adjective that agrees.
    pub adjective: Option<Box<str>>,
    /// Whether capital letters matter.
    pub case_sensitive: bool,
    /// Other words for the same.
    pub synonyms: Vec<Synonym>,
    /// Compounds the title may stand in.
    pub compounds: Compounds,
    /// The word rule that decides where an ambiguous title is this term.
    pub rule: Option<Box<str>>,
    /// The term in nynorsk.
    pub nynorsk: Vec<Box<str>>,
    /// The term in English.
    pub english: Vec<Box<str>>,
    /// Terms it is confused with.
    pub not_same_as: Vec<NotSame>,
    /// The wider term.
    pub broader: Option<Box<str>>,
    /// Related terms.
    pub related: Vec<Box<str>>,
    /// What kind of thing it is.
    pub group: Option<Group>,
    /// What sets a role apart.
    pub facts: Option<Facts>,
}

/// How a word is inflected.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Inflection {
    /// By a code of the table.
    Code(Box<str>),
    /// By listing the forms.
    Forms(Vec<Box<str>>),
}

/// Another word for the same.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Synonym {
    /// The other word.
    pub text: Box<str>,
    /// Its inflection.
    pub inflection: Option<Inflection>,
    /// Which word of several takes the endings.
    pub inflects: Option<Box<str>>,
    /// The adjective that agrees.
    pub adjective: Option<Box<str>>,
    /// Whether capital letters matter.
    #[serde(default)]
    pub case_sensitive: bool,
    /// What kind of other word it is.
    #[serde(rename = "type", default)]
    pub kind: SynonymType,
    /// The word rule that decides where it is this term.
    pub rule: Option<Box<str>>,
    /// Compounds it may stand in; nothing: those that the term may stand in.
    #[serde(default)]
    pub compounds: Option<Compounds>,
}

/// Kinds of other words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SynonymType {
    /// A job title.
    Title,
    /// A synonym.
    #[default]
    Synonym,
    /// An abbreviation.
    Abbreviation,
    /// An older word.
    Older,
    /// An English word.
    English,
}

/// Which compounds a word may stand in.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Compounds {
    /// As the first part: before which last parts.
    pub first: Parts,
    /// Last parts it never stands before.
    pub first_except: Vec<Box<str>>,
    /// As the last part: after which first parts.
    pub last: Parts,
    /// First parts it never stands after.
    pub last_except: Vec<Box<str>>,
}

/// A set of parts of compounds.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "PartsYaml")]
pub enum Parts {
    /// None.
    #[default]
    None,
    /// All.
    All,
    /// These.
    These(Vec<Box<str>>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum PartsYaml {
    Word(String),
    These(Vec<Box<str>>),
}

impl From<PartsYaml> for Parts {
    fn from(yaml: PartsYaml) -> Self {
        match yaml {
            PartsYaml::Word(word) if word == "all" => Self::All,
            PartsYaml::Word(_) => Self::None,
            PartsYaml::These(parts) => Self::These(parts),
        }
    }
}

/// A term that this one is confused with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NotSame {
    /// The other term.
    pub id: Box<str>,
    /// The difference, in a sentence.
    pub because: Box<str>,
}

/// What kind of thing a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// A role.
    Role,
    /// A concept.
    Concept,
    /// A practice.
    Practice,
}

/// What sets a role apart; the rows of the table of roles.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the table of keys above says it")]
pub struct Facts {
    pub employed: Box<str>,
    pub paid: Box<str>,
    pub appointed_by: Box<str>,
    pub speaks_for: Box<str>,
    pub mandate: Box<str>,
    pub level: Box<str>,
    pub confidentiality: Box<str>,
    pub training: Box<str>,
    pub requires_lived_experience: Box<str>,
}

/// A term's first paragraph is its definition: shown alone in popovers and lists.
pub(super) fn check(body: &Document, source: &Source, diagnostics: &mut Vec<Diagnostic>) {
    let first = body.blocks.first();
    if !matches!(first.map(|block| &block.node), Some(BlockNode::Paragraph(_))) {
        let at = first.map_or(Span::new(source.id, 0..0), |block| body.span(block.at));
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, "the page of a term must begin with a paragraph: its definition")
                .at(at, "expected a paragraph")
                .help("write the definition in one or two sentences as the first paragraph"),
        );
    }
}
