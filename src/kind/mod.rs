//! The kinds of pages, and the table that everything about them is made from.
//!
//! In: front matter as a checked tree. Out: [`Common`] and [`Kind`], plain structs.
//!
//! Invariant: each variant of [`Kind`] has one row of [`KINDS`], and a row has the functions that read
//! its pages; the tables of keys feed checking, messages and `brobygger new`.

pub mod anchors;
mod article;
mod assessment;
mod checklist;
mod condition;
mod decision;
mod declared;
mod definition;
mod document;
mod heading;
mod posting;
mod sample;

use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use assessment::{Assessment, Statement};
pub use decision::{Answer, Decision, DecisionOutcome, Question};
pub use definition::{
    CompoundParts, CompoundUse, Contexts, DeclaredInflection, Definition, Group, NotSame, Synonym, SynonymType,
    TermWords, WordsAt, place_of_words,
};
pub use document::{FillIn, choice_texts};
pub use posting::PostingProperties;
pub use sample::{sample_page, title_of};

use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::document::Document;
use crate::form::Form;
use crate::front_matter::{deserialise, parse_yaml};
use crate::language::{Language, OriginKeys, TABLE, bcp47, origin_keys};
use crate::markdown::Fillable;
use crate::said::{Phrase, said};
use crate::schema::{Key, Node, Places, Shape, TEXTS, Value, check_keys};
use crate::source::{Source, Span};
use crate::text::Date;
use crate::vocabulary::{Layout, Vocabulary};

/// The kinds of pages, each with the front matter that only it has.
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
    /// Its row in the table of kinds.
    #[must_use]
    pub fn row(&self) -> &'static KindRow {
        match self {
            Self::Article => &article::ROW,
            Self::Definition(_) => &definition::ROW,
            Self::Document(_) => &document::ROW,
            Self::Checklist => &checklist::ROW,
            Self::Decision(_) => &decision::ROW,
            Self::Assessment(_) => &assessment::ROW,
        }
    }

    /// The name written in front matter.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.row().name
    }

    /// The form that its pages ask to fill in; an empty one of a kind that has none.
    #[must_use]
    pub fn form(&self) -> &Form {
        static NONE: Form = Form { fields: Vec::new(), advice: Vec::new() };
        match self {
            Self::Document(fill_in) => &fill_in.form,
            Self::Article | Self::Definition(_) | Self::Checklist | Self::Decision(_) | Self::Assessment(_) => &NONE,
        }
    }

    /// The layout that its pages are set in on paper.
    #[must_use]
    pub fn layout(&self) -> Layout {
        match self {
            Self::Document(fill_in) => fill_in.layout(),
            Self::Article | Self::Definition(_) | Self::Checklist | Self::Decision(_) | Self::Assessment(_) => {
                Layout::default()
            }
        }
    }
}

/// A row of the table of kinds.
#[derive(Debug, Clone, Copy)]
pub struct KindRow {
    /// The name written in front matter.
    pub name: &'static str,
    /// Its use, in one sentence.
    pub doc: &'static str,
    /// The keys it has beside the common ones.
    pub keys: &'static [Key],
    /// Keys that a new page begins with, each with an example in YAML.
    pub examples: &'static [(&'static str, &'static str)],
    /// The body that a new page begins with.
    pub body: &'static str,
    /// Whether its pages are terms: titled as words in running text are, and outside the summary.
    pub is_term: bool,
    /// Whether the workshop offers to begin a page of the kind.
    pub is_offered: bool,
    /// Whether a Word file becomes a page of the kind; true of exactly one kind.
    pub of_text: bool,
    /// The syntax of documents that the bodies of its pages have.
    pub fill_in: Fillable,
    /// Reads the keys that only this kind has.
    read: fn(&mut KindYaml<'_>) -> Result<Kind, Diagnostic>,
    /// The page of which no more is known than that it is of this kind.
    bare: fn() -> Kind,
}

/// The front matter of a page, checked, from which the keys of its kind are read.
struct KindYaml<'a> {
    source: &'a Source,
    yaml: &'a Range<usize>,
    tree: &'a Node,
    places: &'a Places,
    vocabulary: &'a Vocabulary,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl KindYaml<'_> {
    /// The keys as a struct, whose shape the table of keys has been held against.
    fn deserialise<T: DeserializeOwned>(&self) -> Result<T, Diagnostic> {
        deserialise(self.source, self.yaml, self.tree)
    }
}

/// Every kind.
pub const KINDS: &[KindRow] =
    &[article::ROW, definition::ROW, document::ROW, checklist::ROW, decision::ROW, assessment::ROW];

impl KindRow {
    /// Whether a page of the kind can be without the value that a way through its front matter leads to; `required` are
    /// the keys that the book asks for beside those that always must be there.
    #[must_use]
    pub fn may_lack(&self, way: &[&str], required: &[String], language: &'static Language) -> bool {
        let origin = &language.origin;
        let common = common_keys(origin);
        let Some((first, rest)) = way.split_first() else { return false };
        let Some(key) = common.iter().chain(self.keys).find(|key| key.name == *first) else { return false };
        let asked = required.iter().any(|name| named(name, origin) == *first);
        if rest.is_empty() { !key.required && !asked } else { shape_may_lack(&key.shape, rest) }
    }
}

/// Whether a value of a shape can be without what a way through it leads to.
fn shape_may_lack(shape: &Shape, way: &[&str]) -> bool {
    let Some((first, rest)) = way.split_first() else { return false };
    match shape {
        Shape::Map(keys) => keys
            .iter()
            .find(|key| key.name == *first)
            .is_some_and(|key| if rest.is_empty() { !key.required } else { shape_may_lack(&key.shape, rest) }),
        // What an author has put in goes as it came.
        Shape::MapOf(_) | Shape::List(_) if rest.is_empty() => true,
        Shape::MapOf(inner) | Shape::List(inner) => shape_may_lack(inner, rest),
        Shape::Either(shapes) => shapes.iter().any(|shape| shape_may_lack(shape, way)),
        _ => false,
    }
}

/// The row of the kind with a name.
#[must_use]
pub fn row_named(name: &str) -> Option<&'static KindRow> {
    KINDS.iter().find(|row| row.name == name)
}

/// The row of the kind that a text becomes of which no more is known.
#[must_use]
pub fn row_of_text() -> Option<&'static KindRow> {
    KINDS.iter().find(|row| row.of_text)
}

/// The longest summary, in characters.
pub const SUMMARY_MAX: usize = 200;

/// The keys that pages of every kind have; `origin`: those that have names in a language.
#[must_use]
pub fn common_keys(origin: &OriginKeys) -> [Key; 12] {
    [
        Key::new("kind", Shape::Text(40), "what the page is").required(),
        Key::new("title", Shape::Text(200), "the title").required(),
        Key::new("summary", Shape::Text(SUMMARY_MAX), "one sentence for lists and search").required(),
        Key::new("authors", TEXTS, "who wrote it"),
        Key::new("reviewed", Shape::Date, "when it was last gone through"),
        Key::new(
            origin.involved,
            Shape::Text(400),
            "who of those it is about took part; the word for no where nobody did",
        ),
        Key::new("sources", TEXTS, "ids in kilder.yaml"),
        Key::new(origin.law, Shape::MapOf(&Shape::Any), "on pages that state law: when it was written, who checked it"),
        Key::new("aliases", TEXTS, "former ids; they become redirect pages"),
        Key::new("lang", Shape::Text(35), "the language, where it differs from the book's"),
        Key::new("nolink", TEXTS, "phrases inside which no term is linked on this page"),
        Key::new("search", TEXTS, "what readers may write when they search for this page"),
    ]
}

/// The keys of what a page tells of its law.
fn law_keys(origin: &OriginKeys) -> [Key; 2] {
    [
        Key::new(origin.written, Shape::Month, "when the part on law was written").required(),
        Key::new(origin.checked, Shape::Text(200), "who checked the law; the word for no where nobody did").required(),
    ]
}

/// The names by which a page tells how it came about: those of a language in which it has some, of the book's first.
fn origin_of(tree: &Node, language: &'static Language) -> &'static OriginKeys {
    let stand = |keys: &&OriginKeys| tree.get(keys.involved).or_else(|| tree.get(keys.law)).is_some();
    std::iter::once(&language.origin).chain(origin_keys()).find(stand).unwrap_or(&language.origin)
}

/// The key that only translated pages have.
const TRANSLATION: Key = Key::new(
    "translation",
    Shape::Map(&[
        Key::new("by", Shape::Text(200), "who translated it, or the word for a machine").required(),
        Key::new(
            "read",
            Shape::Text(40),
            "when somebody last read it against the source (yyyy-mm-dd); the word for no where nobody did",
        )
        .required(),
    ]),
    "where the text of a translated page comes from",
);

/// The demands of a book on the front matter of a page.
#[derive(Debug, Clone, Copy, Default)]
pub struct FrontRules<'a> {
    /// Keys that must be there beside those that always must.
    pub required: &'a [String],
    /// Whether the page is a translation.
    pub is_translated: bool,
}

/// The front matter that pages of every kind have.
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
    /// Who of those it is about took part, or the word for nobody.
    pub involved: Option<Box<str>>,
    /// The origin of the text of a translated page.
    pub translation: Option<Box<TranslationOf>>,
    /// Ids of sources.
    pub sources: Box<[Box<str>]>,
    /// The state of the page's statements on law.
    pub law: Option<Box<Law>>,
    /// Former ids.
    pub aliases: Box<[Box<str>]>,
    /// The language, where it differs from the book's.
    pub lang: Option<Box<str>>,
    /// Phrases inside which no term is linked on the page.
    pub nolink: Box<[Box<str>]>,
    /// Words that readers may write when they search for the page.
    pub search: Box<[Box<str>]>,
}

/// The origin of the text of a translated page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslationOf {
    /// Who translated it; the word for a machine where a program did.
    pub by: Box<str>,
    /// When somebody last read it against the source; nothing: nobody has.
    pub read: Option<Date>,
}

/// The state of a page's statements on law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// The first day of the month in which it was written.
    pub written: Date,
    /// Who checked it, or the word for nobody.
    pub checked: Box<str>,
    /// The names of its keys.
    pub keys: &'static OriginKeys,
}

/// [`Common`] as it stands in YAML, where its keys stand among those of the kind.
#[derive(Debug, Deserialize)]
struct CommonYaml {
    title: Box<str>,
    summary: Box<str>,
    #[serde(default)]
    authors: Box<[Box<str>]>,
    reviewed: Option<String>,
    translation: Option<TranslationYaml>,
    #[serde(default)]
    sources: Box<[Box<str>]>,
    #[serde(default)]
    aliases: Box<[Box<str>]>,
    lang: Option<Box<str>>,
    #[serde(default)]
    nolink: Box<[Box<str>]>,
    #[serde(default)]
    search: Box<[Box<str>]>,
}

#[derive(Debug, Deserialize)]
struct TranslationYaml {
    by: Box<str>,
    read: String,
}

impl Common {
    /// The keys of a page whose `tree` was checked.
    fn of(yaml: CommonYaml, tree: &Node, keys: &'static OriginKeys) -> Self {
        let law = |law: &Node| {
            let written = Date::parse(law.get(keys.written)?.text()?)?;
            Some(Law { written, checked: law.get(keys.checked)?.text()?.into(), keys })
        };
        Self {
            title: yaml.title,
            summary: yaml.summary,
            authors: yaml.authors,
            reviewed: yaml.reviewed.as_deref().and_then(Date::parse),
            involved: tree.get(keys.involved).and_then(Node::text).map(Into::into),
            translation: yaml.translation.map(|translation| {
                Box::new(TranslationOf { by: translation.by, read: Date::parse(&translation.read) })
            }),
            sources: yaml.sources,
            law: tree.get(keys.law).and_then(law).map(Box::new),
            aliases: yaml.aliases,
            lang: yaml.lang.map(|tag| bcp47(&tag).into()),
            nolink: yaml.nolink,
            search: yaml.search,
        }
    }
}

/// The front matter of a page.
#[derive(Debug, Clone)]
pub struct Front {
    /// The front matter that pages of every kind have.
    pub common: Common,
    /// The front matter that only its kind has.
    pub kind: Kind,
    /// The places of its values.
    pub places: Places,
    /// Whether it could be read; else the page has lost what its kind makes of it.
    pub sound: bool,
}

/// The key of a page that settings name, in any language.
fn named<'n>(name: &'n str, origin: &OriginKeys) -> &'n str {
    if origin_keys().any(|keys| keys.involved == name) { origin.involved } else { name }
}

/// Reads front matter: all its faults at once. Where there are errors the page keeps what title and
/// kind can be told, so that links to it are still sound.
#[must_use]
pub fn read_front(
    source: &Source,
    yaml: &Range<usize>,
    rules: FrontRules<'_>,
    language: &'static Language,
    vocabulary: &Vocabulary,
) -> Warned<Front> {
    let tree = match parse_yaml(source, yaml) {
        Ok(tree) => tree,
        Err(diagnostic) => {
            return Warned::new(Front::faulty(None, Kind::Article, Places::default()), vec![diagnostic]);
        }
    };
    let places = Places::of(&tree, source.id);
    let title = tree.get("title").and_then(Node::text);
    let row = match row_of(&tree, source) {
        Ok(row) => row,
        Err(diagnostic) => return Warned::new(Front::faulty(title, Kind::Article, places), vec![diagnostic]),
    };
    let origin = origin_of(&tree, language);
    let asks = |name: &str| rules.required.iter().any(|required| name == named(required, origin));
    // What speaks of the text alone, a translation has only for itself.
    let of_text = ["reviewed", origin.involved];
    let is_of_text = |name: &str| of_text.contains(&name);
    let is_about_text = of_text.into_iter().any(asks);
    let is_required = |key: &Key| {
        key.required
            || asks(key.name) && !(rules.is_translated && is_of_text(key.name))
            || key.name == TRANSLATION.name && is_about_text
            || key.name == document::PURPOSE && !vocabulary.purposes.is_empty()
    };
    let translation = Some(&TRANSLATION).filter(|_| rules.is_translated);
    let common = common_keys(origin);
    let keys = common.iter().chain(translation).chain(row.keys);
    let keys: Vec<Key> = keys.map(|key| Key { required: is_required(key), ..*key }).collect();
    let mut diagnostics = check_keys(&tree, &keys, "", source.id);
    if let Some(law) = tree.get(origin.law) {
        diagnostics.extend(check_keys(law, &law_keys(origin), origin.law, source.id));
    }
    diagnostics.extend(translation.and_then(|_| bad_reading(&tree, source, language)));
    if !diagnostics.is_empty() {
        return Warned::new(Front::faulty(title, (row.bare)(), places), diagnostics);
    }
    let mut of_kind =
        KindYaml { source, yaml, tree: &tree, places: &places, vocabulary, diagnostics: &mut diagnostics };
    let read = of_kind.deserialise::<CommonYaml>().and_then(|common| Ok((common, (row.read)(&mut of_kind)?)));
    match read {
        Ok((common, kind)) => {
            let common = Common::of(common, &tree, origin);
            Warned::new(Front { common, kind, places, sound: true }, diagnostics)
        }
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            Warned::new(Front::faulty(title, (row.bare)(), places), diagnostics)
        }
    }
}

/// A reading of a translation that is neither a day nor none.
fn bad_reading(tree: &Node, source: &Source, language: &Language) -> Option<Diagnostic> {
    let read = tree.get(TRANSLATION.name)?.get("read")?;
    let text = read.text()?;
    if Date::parse(text).is_some()
        || std::iter::once(language).chain(TABLE.iter().copied()).any(|row| row.nobody == text)
    {
        return None;
    }
    let message = said!("`{text}` does not say when the translation was read", text);
    let no = language.nobody;
    let help = said!("write the day, `yyyy-mm-dd`, or `{no}` where nobody has read it against the source", no);
    Some(
        Diagnostic::new(Code::UnknownValue, message)
            .at(Span::new(source.id, read.at.clone()), Phrase::default())
            .help(help),
    )
}

impl Front {
    /// The rest of front matter with faults.
    fn faulty(title: Option<&str>, kind: Kind, places: Places) -> Self {
        let common = Common { title: title.unwrap_or("?").into(), ..Common::default() };
        Self { common, kind, places, sound: false }
    }
}

/// Holds the body of a page against what its kind needs.
pub fn check_body(kind: &Kind, body: &Document, places: &Places, source: &Source, diagnostics: &mut Vec<Diagnostic>) {
    match kind {
        Kind::Definition(_) => definition::check(body, source, diagnostics),
        Kind::Document(fill_in) => document::check(fill_in, body, places, diagnostics),
        Kind::Article | Kind::Checklist | Kind::Decision(_) | Kind::Assessment(_) => {}
    }
}

fn row_of(tree: &Node, source: &Source) -> Result<&'static KindRow, Diagnostic> {
    let names = || KINDS.iter().map(|row| row.name);
    let list = || names().collect::<Vec<_>>().join(", ");
    let Value::Map(entries) = &tree.value else {
        return Err(Diagnostic::new(Code::WrongType, said!("front matter must be keys with values"))
            .at(Span::new(source.id, tree.at.clone()), Phrase::default())
            .help(said!("begin with `kind:`, `title:` and `summary:`")));
    };
    let Some(node) = tree.get("kind") else {
        let first = entries.first().map_or(&tree.at, |entry| &entry.at);
        return Err(Diagnostic::new(Code::MissingKey, said!("`kind` is missing"))
            .at(Span::new(source.id, first.clone()), said!("among these keys"))
            .help(said!("add `kind:` with one of {kinds}", kinds = list())));
    };
    let name = node.text().unwrap_or_default();
    KINDS.iter().find(|row| row.name == name).ok_or_else(|| {
        let help = match nearest(name, names()) {
            Some(near) => said!("did you mean `{near}`? The kinds are {kinds}", near, kinds = list()),
            None => said!("the kinds are {kinds}", kinds = list()),
        };
        let message = said!("there is no kind of page `{name}`", name);
        Diagnostic::new(Code::UnknownKind, message)
            .at(Span::new(source.id, node.at.clone()), said!("not a kind"))
            .help(help)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_the_row_of_its_pages() {
        let yaml = |row: &KindRow| {
            let language = crate::language::TABLE[0];
            let page =
                sample_page(row, "x", &[], language, &Vocabulary::default(), Date { year: 2026, month: 11, day: 22 });
            let mut sources = crate::source::Sources::default();
            let id = sources.add(crate::source::Layer::Book, "x.md", page);
            let source = sources.get(id);
            let yaml = crate::front_matter::split(source).unwrap().yaml.unwrap();
            read_front(source, &yaml, FrontRules::default(), language, &Vocabulary::default())
        };
        for row in KINDS {
            let Warned { value, diagnostics } = yaml(row);
            assert_eq!(diagnostics, [], "{}", row.name);
            assert_eq!(value.kind.name(), row.name);
        }
    }
}
