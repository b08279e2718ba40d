//! The kinds of pages, and the table that everything about them is made from.
//!
//! In: front matter as a checked tree. Out: [`Common`] and [`Kind`], plain structs.
//!
//! Invariant: a kind is known to the table [`KINDS`] and to the enum [`Kind`], or to neither; the
//! tables of keys feed checking, messages and `brobygger new`.

mod article;
mod definition;

use serde::Deserialize;

pub use definition::{Compounds, Definition, Facts, Group, Inflection, NotSame, Parts, Synonym, SynonymType};

use crate::schema::{Key, Shape, TEXTS};
use crate::text::Date;

/// What a page is, with what only its kind has.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Everything else.
    Article,
    /// A term.
    Definition(Box<Definition>),
}

impl Kind {
    /// The name written in front matter.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Definition(_) => "definition",
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
}

/// Every kind.
pub const KINDS: &[KindRow] = &[article::ROW, definition::ROW];

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

/// [`Common`] as it stands in YAML.
#[derive(Debug, Deserialize)]
pub struct CommonYaml {
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
