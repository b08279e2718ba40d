//! `definition`: a term of the glossary.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Deserialize;

use super::declared::Declared;
use super::{Kind, KindRow};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{BlockNode, Document};
use crate::form::in_order;
use crate::language::{Languages, bcp47};
use crate::markdown::Fillable;
use crate::said::said;
use crate::schema::{Key, Places, Shape, TEXTS, ValuePlace};
use crate::source::{Source, Span};
use crate::vocabulary::Vocabulary;

const INFLECTION: Shape = Shape::Either(&[Shape::Text(40), TEXTS]);
const PARTS: Shape = Shape::Either(&[Shape::OneOf(&["all", "none"]), TEXTS]);
/// The words of one language: a list of them, or one with how it is inflected.
const WORDS: Shape = Shape::Either(&[
    TEXTS,
    Shape::Map(&[
        Key::new("text", Shape::Text(200), "the word").required(),
        WORD_INFLECTION,
        INFLECTS,
        ADJECTIVE,
        CASE_SENSITIVE,
        WORD_CONTEXTS,
        WORD_COMPOUNDS,
        Key::new("synonyms", Shape::List(&Shape::Map(SYNONYM_ABROAD)), "other words for the same"),
    ]),
]);
const WORD_INFLECTION: Key = Key::new("inflection", INFLECTION, "its inflection");
const INFLECTS: Key = Key::new("inflects", Shape::Text(100), "which word of several takes the endings");
const ADJECTIVE: Key = Key::new("adjective", Shape::Text(100), "the adjective that agrees");
const CASE_SENSITIVE: Key = Key::new("case-sensitive", Shape::Bool, "whether capital letters matter");
const WORD_CONTEXTS: Key = Key::new("contexts", CONTEXTS, "where it is this term, and where it is another word");
const WORD_COMPOUNDS: Key = Key::new("compounds", COMPOUNDS, "compounds it may stand in");
const COMPOUNDS: Shape = Shape::Map(&[
    Key::new("first", PARTS, "which last parts the term may stand before in a compound"),
    Key::new("first-except", TEXTS, "last parts it never stands before"),
    Key::new("last", PARTS, "which first parts the term may stand after in a compound"),
    Key::new("last-except", TEXTS, "first parts it never stands after"),
]);

/// Where a word is the term: patterns as in `language/nb/rules.txt`.
const CONTEXTS: Shape = Shape::Map(&[
    Key::new("unsure", TEXTS, "forms that are the term only where a clue says yes"),
    Key::new(
        "words",
        Shape::MapOf(&Shape::Text(4000)),
        "classes of words that the clues name, beside the language's own",
    ),
    Key::new(
        "clues",
        TEXTS,
        "patterns that say `yes` or `no`, tried from the top: `no [*] om/til -- advice on something`",
    ),
    Key::new("in", TEXTS, "fields of `ordliste.yaml` whose words speak for the term"),
    Key::new("not-in", TEXTS, "fields of `ordliste.yaml` in which the word is another one"),
]);

const SYNONYM_TEXT: Key = Key::new("text", Shape::Text(200), "the other word").required();
const SYNONYM_TYPE: Key = Key::new("type", Shape::OneOf(SYNONYM_TYPES), "what kind of other word it is");
const SYNONYM: &[Key] = &[
    SYNONYM_TEXT,
    WORD_INFLECTION,
    INFLECTS,
    ADJECTIVE,
    CASE_SENSITIVE,
    SYNONYM_TYPE,
    Key::new("lang", Shape::Text(40), "its language, where it is another than the page's: en"),
    WORD_CONTEXTS,
    WORD_COMPOUNDS,
];
/// A synonym among the words of another language, whose language is told there.
const SYNONYM_ABROAD: &[Key] =
    &[SYNONYM_TEXT, WORD_INFLECTION, INFLECTS, ADJECTIVE, CASE_SENSITIVE, SYNONYM_TYPE, WORD_CONTEXTS, WORD_COMPOUNDS];

/// Its row in the table of kinds.
pub(super) const ROW: KindRow = KindRow {
    name: "definition",
    doc: "a term; the first paragraph of the body is the definition",
    keys: &[
        Key::new("inflection", INFLECTION, "a code of the table of inflections, or the list of forms"),
        INFLECTS,
        ADJECTIVE,
        CASE_SENSITIVE,
        Key::new("synonyms", Shape::List(&Shape::Map(SYNONYM)), "other words for the same"),
        Key::new("compounds", COMPOUNDS, "compounds the term may stand in"),
        Key::new("contexts", CONTEXTS, "where an ambiguous word is this term, and where it is another"),
        Key::new("terms", Shape::MapOf(&WORDS), "the term in other languages, by tag: {nn: [word], en: {text: word}}"),
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
            Shape::MapOf(&Shape::Text(300)),
            "what sets a role apart, by the names under `facts:` in ordliste.yaml",
        ),
    ],
    examples: &[],
    body: "Write the definition here, in one or two sentences.\n\n## In practice\n\nSay what it means from day to day.\n",
    is_term: true,
    is_offered: true,
    of_text: false,
    fill_in: Fillable::None,
    read: |yaml| {
        let mut definition: Box<Definition> = Box::new(yaml.deserialise()?);
        definition.normalise_tags();
        definition.arrange(yaml.vocabulary, yaml.places, yaml.diagnostics);
        Ok(Kind::Definition(definition))
    },
    bare: || Kind::Definition(Box::default()),
};

const SYNONYM_TYPES: &[&str] = &["title", "synonym", "abbreviation", "older", "mention"];

/// The front matter that only a term has.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Definition {
    /// How the title is inflected; nothing: not at all.
    pub inflection: Option<DeclaredInflection>,
    /// Which word of several takes the endings.
    pub inflects: Option<Box<str>>,
    /// The adjective that agrees.
    pub adjective: Option<Box<str>>,
    /// Whether capital letters matter.
    pub case_sensitive: bool,
    /// Other words for the same.
    pub synonyms: Vec<Synonym>,
    /// Compounds the title may stand in.
    pub compounds: CompoundUse,
    /// Where an ambiguous title is this term.
    pub contexts: Option<Contexts>,
    /// The term in other languages, by their tags.
    pub terms: BTreeMap<Box<str>, TermWords>,
    /// Terms it is confused with.
    pub not_same_as: Vec<NotSame>,
    /// The wider term.
    pub broader: Option<Box<str>>,
    /// Related terms.
    pub related: Vec<Box<str>>,
    /// The group of terms it belongs to.
    pub group: Option<Group>,
    /// Facts that set a role apart, as (label, text); the rows of the table of roles.
    #[serde(deserialize_with = "in_order")]
    pub facts: Vec<(Box<str>, Box<str>)>,
}

impl Definition {
    /// Its words in other languages: those of the table in its order, then others.
    #[must_use]
    pub fn words_by_language<'a>(&'a self, languages: &Languages) -> Vec<(&'a str, &'a TermWords)> {
        let place = |tag: &str| languages.rows().position(|row| row.tag == tag).unwrap_or(usize::MAX);
        let mut words: Vec<(&str, &TermWords)> = self.terms.iter().map(|(tag, words)| (&**tag, words)).collect();
        words.sort_by_key(|(tag, _)| place(tag));
        words
    }

    /// Puts words under the tags of their languages as BCP 47 writes them.
    pub(super) fn normalise_tags(&mut self) {
        for synonym in &mut self.synonyms {
            synonym.lang = synonym.lang.take().map(|tag| bcp47(&tag).into());
        }
        for (tag, words) in std::mem::take(&mut self.terms) {
            match self.terms.entry(bcp47(&tag).into()) {
                Entry::Vacant(place) => {
                    place.insert(words);
                }
                Entry::Occupied(mut known) => known.get_mut().words.extend(words.words),
            }
        }
    }
}

/// The place of the words for a term in the language of a tag, however the tag is written there.
#[must_use]
pub fn place_of_words<'p>(places: &'p Places, tag: &str) -> ValuePlace<'p> {
    places.key("terms").key_that(|written| bcp47(written) == tag)
}

/// The words for a term in one language.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "WordsYaml")]
pub struct TermWords {
    /// The words, the usual one first.
    pub words: Vec<Synonym>,
    /// The form in which they stand there.
    pub at: WordsAt,
}

/// The forms in which words can stand below the tag of their language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsAt {
    /// A map of the first word, with the others below it.
    Map,
    /// A list.
    List,
}

impl TermWords {
    /// The words as written.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &*word.text)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WordsYaml {
    List(Vec<Box<str>>),
    Map(Box<WordYaml>),
}

#[derive(Deserialize)]
struct WordYaml {
    #[serde(flatten)]
    word: Synonym,
    #[serde(default)]
    synonyms: Vec<Synonym>,
}

impl From<WordsYaml> for TermWords {
    fn from(yaml: WordsYaml) -> Self {
        match yaml {
            WordsYaml::List(list) => {
                Self { words: list.iter().map(|text| Synonym::plain(text)).collect(), at: WordsAt::List }
            }
            WordsYaml::Map(map) => {
                let WordYaml { word, synonyms } = *map;
                Self { words: std::iter::once(word).chain(synonyms).collect(), at: WordsAt::Map }
            }
        }
    }
}

/// The inflection of a word.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum DeclaredInflection {
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
    pub inflection: Option<DeclaredInflection>,
    /// Which word of several takes the endings.
    pub inflects: Option<Box<str>>,
    /// The adjective that agrees.
    pub adjective: Option<Box<str>>,
    /// Whether capital letters matter.
    #[serde(default)]
    pub case_sensitive: bool,
    /// The kind of other word.
    #[serde(rename = "type", default)]
    pub kind: SynonymType,
    /// The tag of its language; nothing: that of the page.
    pub lang: Option<Box<str>>,
    /// Where it is this term, and where it is another word.
    pub contexts: Option<Contexts>,
    /// Compounds it may stand in; nothing: those that the term may stand in.
    #[serde(default)]
    pub compounds: Option<CompoundUse>,
}

impl Synonym {
    /// A word of which nothing more is said.
    fn plain(text: &str) -> Self {
        Self {
            text: text.into(),
            inflection: None,
            inflects: None,
            adjective: None,
            case_sensitive: false,
            kind: SynonymType::default(),
            lang: None,
            contexts: None,
            compounds: None,
        }
    }
}

/// The contexts in which a word is the term, and those in which it is another one: in the patterns of a language's word
/// rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Contexts {
    /// Forms that are the term only where a clue says yes.
    pub unsure: Vec<Box<str>>,
    /// Classes of words that the clues name, beside those of the language: the name, and words with spaces between.
    #[serde(deserialize_with = "in_order")]
    pub words: Vec<(Box<str>, Box<str>)>,
    /// Patterns that say yes or no, tried from the top.
    pub clues: Vec<Box<str>>,
    /// Fields of the book whose words speak for the term.
    #[serde(rename = "in")]
    pub within: Vec<Box<str>>,
    /// Fields of the book whose words speak against it.
    pub not_in: Vec<Box<str>>,
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
    /// A word that leads to the page and is no name of the term: one for the opposite, which the page explains too, or
    /// a part of titles.
    Mention,
}

/// The compounds that a word may stand in.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct CompoundUse {
    /// As the first part: before which last parts.
    pub first: CompoundParts,
    /// Last parts it never stands before.
    pub first_except: Vec<Box<str>>,
    /// As the last part: after which first parts.
    pub last: CompoundParts,
    /// First parts it never stands after.
    pub last_except: Vec<Box<str>>,
}

/// A set of parts of compounds.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "PartsYaml")]
pub enum CompoundParts {
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

impl From<PartsYaml> for CompoundParts {
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

/// The groups of terms.
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

impl Definition {
    /// Puts the facts in the order in which the book declares them, under their labels.
    pub(super) fn arrange(&mut self, vocabulary: &Vocabulary, places: &Places, diagnostics: &mut Vec<Diagnostic>) {
        if self.facts.is_empty() {
            return;
        }
        let names = vocabulary.facts.iter().map(|fact| &*fact.name).collect();
        let texts = Declared { key: "facts", names }.texts(&self.facts, "facts", places.key("facts"), diagnostics);
        let labels = vocabulary.facts.iter().map(|fact| fact.label.clone());
        self.facts = labels.zip(texts).collect();
    }
}

/// A term's first paragraph is its definition: shown alone in popovers and lists.
pub(super) fn check(body: &Document, source: &Source, diagnostics: &mut Vec<Diagnostic>) {
    let first = body.blocks.first();
    if !matches!(first.map(|block| &block.node), Some(BlockNode::Paragraph(_))) {
        let at = first.map_or(Span::new(source.id, 0..0), |block| body.span(block.at));
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, said!("the page of a term must begin with a paragraph: its definition"))
                .at(at, said!("expected a paragraph"))
                .help(said!("write the definition in one or two sentences as the first paragraph")),
        );
    }
}
