//! The kinds of pages, and the table that everything about them is made from.
//!
//! In: front matter as a checked tree. Out: [`Common`] and [`Kind`], plain structs.
//!
//! Invariant: a kind is known to the table [`KINDS`] and to the enum [`Kind`], or to neither; the
//! tables of keys feed checking, messages and `brobygger new`.

pub mod anchors;
mod article;
mod assessment;
mod checklist;
mod decision;
mod definition;
mod document;
mod sample;

use std::ops::Range;

use serde::Deserialize;

pub use assessment::{Assessment, LookFor, Statement};
pub use decision::{Answer, Decision, Outcome, Question};
pub use definition::{
    Compounds, Definition, Facts, Group, Inflection, NotSame, Parts, Synonym, SynonymType, TermWords,
};
pub use document::{FillIn, Purpose, choice_texts};
pub use sample::{sample_page, title_of};

use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::document::Document;
use crate::front_matter::{deserialise, parse_yaml};
use crate::schema::{Key, Node, Places, Shape, TEXTS, Value, check_keys};
use crate::source::{Source, Span};
use crate::text::Date;

/// What a page is, with what only its kind has.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Everything else.
    Article,
    /// A term.
    Definition(Box<Definition>),
    /// A sample that a reader fills in.
    Document(Box<FillIn>),
    /// Headings and task items.
    Checklist,
    /// Questions that lead to outcomes.
    Decision(Box<Decision>),
    /// Statements to rate.
    Assessment(Box<Assessment>),
}

impl Kind {
    /// The name written in front matter.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Definition(_) => "definition",
            Self::Document(_) => "document",
            Self::Checklist => "checklist",
            Self::Decision(_) => "decision",
            Self::Assessment(_) => "assessment",
        }
    }
}

/// A row of the table of kinds.
#[derive(Debug, Clone, Copy)]
pub struct KindRow {
    /// The name written in front matter.
    pub name: &'static str,
    /// What it is for, in one sentence.
    pub doc: &'static str,
    /// The keys it has beside the common ones.
    pub keys: &'static [Key],
    /// Keys that a new page begins with, each with an example in YAML.
    pub examples: &'static [(&'static str, &'static str)],
    /// The body that a new page begins with.
    pub body: &'static str,
}

/// Every kind.
pub const KINDS: &[KindRow] =
    &[article::ROW, definition::ROW, document::ROW, checklist::ROW, decision::ROW, assessment::ROW];

/// The longest summary, in characters.
pub const SUMMARY_MAX: usize = 200;

/// The keys that pages of every kind have.
pub const COMMON: &[Key] = &[
    Key::new("kind", Shape::Text(40), "what the page is").required(),
    Key::new("title", Shape::Text(200), "the title").required(),
    Key::new("summary", Shape::Text(SUMMARY_MAX), "one sentence for lists and search").required(),
    Key::new("authors", TEXTS, "who wrote it"),
    Key::new("reviewed", Shape::Date, "when it was last gone through"),
    Key::new("samskapt", Shape::Text(400), "who with lived experience took part, or `nei`"),
    Key::new("sources", TEXTS, "ids in kilder.yaml"),
    Key::new(
        "lov",
        Shape::Map(&[
            Key::new("skrevet", Shape::Month, "when the part on law was written").required(),
            Key::new("kvalitetssikret", Shape::Text(200), "who checked the law, or `nei`").required(),
        ]),
        "on pages that state law",
    ),
    Key::new("aliases", TEXTS, "former ids; they become redirect pages"),
    Key::new("lang", Shape::Text(35), "the language, where it differs from the book's"),
];

/// What pages of every kind have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Common {
    /// The title.
    pub title: Box<str>,
    /// One sentence for lists and search; may be empty on a page without front matter.
    pub summary: Box<str>,
    /// Who wrote it.
    pub authors: Box<[Box<str>]>,
    /// When it was last gone through.
    pub reviewed: Option<Date>,
    /// Who with lived experience took part; `nei` where nobody did.
    pub samskapt: Option<Box<str>>,
    /// Ids of sources.
    pub sources: Box<[Box<str>]>,
    /// The state of the page's statements on law.
    pub law: Option<Law>,
    /// Former ids.
    pub aliases: Box<[Box<str>]>,
    /// The language, where it differs from the book's.
    pub lang: Option<Box<str>>,
}

/// The state of a page's statements on law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// The first day of the month in which it was written.
    pub written: Date,
    /// Who checked it; `nei` where nobody did.
    pub checked: Box<str>,
}

/// [`Common`] as it stands in YAML, where its keys stand among those of the kind.
#[derive(Debug, Deserialize)]
struct CommonYaml {
    title: Box<str>,
    summary: Box<str>,
    #[serde(default)]
    authors: Box<[Box<str>]>,
    reviewed: Option<String>,
    samskapt: Option<Box<str>>,
    #[serde(default)]
    sources: Box<[Box<str>]>,
    lov: Option<LawYaml>,
    #[serde(default)]
    aliases: Box<[Box<str>]>,
    lang: Option<Box<str>>,
}

#[derive(Debug, Deserialize)]
struct LawYaml {
    skrevet: String,
    kvalitetssikret: Box<str>,
}

impl From<CommonYaml> for Common {
    fn from(yaml: CommonYaml) -> Self {
        Self {
            title: yaml.title,
            summary: yaml.summary,
            authors: yaml.authors,
            reviewed: yaml.reviewed.as_deref().and_then(Date::parse),
            samskapt: yaml.samskapt,
            sources: yaml.sources,
            law: yaml
                .lov
                .and_then(|law| Some(Law { written: Date::parse(&law.skrevet)?, checked: law.kvalitetssikret })),
            aliases: yaml.aliases,
            lang: yaml.lang,
        }
    }
}

/// The front matter of a page.
#[derive(Debug, Clone)]
pub struct Front {
    /// What pages of every kind have.
    pub common: Common,
    /// What only its kind has.
    pub kind: Kind,
    /// Where its values stand.
    pub places: Places,
    /// Whether it could be read; else the page has lost what its kind makes of it.
    pub sound: bool,
}

/// Reads front matter: all its faults at once. Where there are errors the page keeps what title and
/// kind can be told, so that links to it are still sound.
#[must_use]
pub fn read_front(source: &Source, yaml: &Range<usize>, required: &[String]) -> Warned<Front> {
    let tree = match parse_yaml(source, yaml) {
        Ok(tree) => tree,
        Err(diagnostic) => {
            return Warned::new(Front::faulty(None, Kind::Article, Places::default()), vec![*diagnostic]);
        }
    };
    let places = Places::of(&tree, source.id);
    let title = tree.get("title").and_then(Node::text);
    let row = match row_of(&tree, source) {
        Ok(row) => row,
        Err(diagnostic) => return Warned::new(Front::faulty(title, Kind::Article, places), vec![*diagnostic]),
    };
    let common =
        COMMON.iter().map(|key| Key { required: key.required || required.iter().any(|r| r == key.name), ..*key });
    let keys: Vec<Key> = common.chain(row.keys.iter().copied()).collect();
    let mut diagnostics = check_keys(&tree, &keys, source.id);
    if !diagnostics.is_empty() {
        return Warned::new(Front::faulty(title, row.bare(), places), diagnostics);
    }
    let read = deserialise::<CommonYaml>(source, yaml, &tree)
        .and_then(|common| Ok((Common::from(common), read_kind(row, source, yaml, &tree, &places, &mut diagnostics)?)));
    match read {
        Ok((common, kind)) => Warned::new(Front { common, kind, places, sound: true }, diagnostics),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            Warned::new(Front::faulty(title, row.bare(), places), diagnostics)
        }
    }
}

impl Front {
    /// What is left of front matter with faults.
    fn faulty(title: Option<&str>, kind: Kind, places: Places) -> Self {
        let common = Common { title: title.unwrap_or("?").into(), ..Common::default() };
        Self { common, kind, places, sound: false }
    }
}

impl KindRow {
    /// A page of this kind of which no more is known.
    fn bare(&self) -> Kind {
        match self.name {
            "definition" => Kind::Definition(Box::default()),
            _ => Kind::Article,
        }
    }
}

fn read_kind(
    row: &KindRow,
    source: &Source,
    yaml: &Range<usize>,
    tree: &Node,
    places: &Places,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Kind, Box<Diagnostic>> {
    Ok(match row.name {
        "definition" => {
            let mut definition: Box<Definition> = Box::new(deserialise(source, yaml, tree)?);
            definition.gather_terms(tree);
            Kind::Definition(definition)
        }
        "document" => {
            let yaml = deserialise(source, yaml, tree)?;
            Kind::Document(Box::new(document::read(yaml, places, &source.text, diagnostics)))
        }
        "checklist" => Kind::Checklist,
        "decision" => {
            let decision = deserialise(source, yaml, tree)?;
            decision::check(&decision, places, diagnostics);
            Kind::Decision(Box::new(decision))
        }
        "assessment" => Kind::Assessment(Box::new(deserialise(source, yaml, tree)?)),
        _ => Kind::Article,
    })
}

/// Holds the body of a page against what its kind needs.
pub fn check_body(kind: &Kind, body: &Document, places: &Places, source: &Source, diagnostics: &mut Vec<Diagnostic>) {
    match kind {
        Kind::Definition(_) => definition::check(body, source, diagnostics),
        Kind::Document(fill_in) => document::check(&fill_in.form, body, places, diagnostics),
        Kind::Article | Kind::Checklist | Kind::Decision(_) | Kind::Assessment(_) => {}
    }
}

fn row_of(tree: &Node, source: &Source) -> Result<&'static KindRow, Box<Diagnostic>> {
    let names = || KINDS.iter().map(|row| row.name);
    let list = || names().collect::<Vec<_>>().join(", ");
    if !matches!(tree.value, Value::Map(_)) {
        return Err(Box::new(
            Diagnostic::new(Code::WrongType, "front matter must be keys with values")
                .at(Span::new(source.id, tree.at.clone()), "")
                .help("begin with `kind:`, `title:` and `summary:`"),
        ));
    }
    let Some(node) = tree.get("kind") else {
        let first = match &tree.value {
            Value::Map(entries) => entries.first().map_or(tree.at.clone(), |entry| entry.at.clone()),
            _ => tree.at.clone(),
        };
        return Err(Box::new(
            Diagnostic::new(Code::MissingKey, "`kind` is missing")
                .at(Span::new(source.id, first), "among these keys")
                .help(format!("add `kind:` with one of {}", list())),
        ));
    };
    let name = node.text().unwrap_or_default();
    KINDS.iter().find(|row| row.name == name).ok_or_else(|| {
        let help = match nearest(name, names()) {
            Some(near) => format!("did you mean `{near}`? The kinds are {}", list()),
            None => format!("the kinds are {}", list()),
        };
        let message = format!("there is no kind of page `{name}`");
        Box::new(
            Diagnostic::new(Code::UnknownKind, message)
                .at(Span::new(source.id, node.at.clone()), "not a kind")
                .help(help),
        )
    })
}
