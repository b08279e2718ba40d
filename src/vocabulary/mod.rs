//! The vocabulary of a book: what `ordliste.yaml` declares, and what it says of words.
//!
//! In: the text of that file. Out: [`WordList`].
//!
//! Invariant: [`Vocabulary`] holds no places, so that two of them are equal exactly when pages are
//! read the same by them. Nothing is declared but by the book: without the file, nothing is.

mod read;

use std::sync::Arc;

pub use read::read_words;

use crate::diagnostic::{listed, nearest};
use crate::said::{Phrase, said};
use crate::source::Span;

/// The names that a book declares and its pages are read by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Purposes of documents, in the order they are listed.
    pub purposes: Vec<Arc<Purpose>>,
    /// Kinds of employer, as (value, label).
    pub employers: Vec<(Box<str>, Box<str>)>,
    /// Facts that are told of roles, in the order they are shown.
    pub facts: Vec<Fact>,
    /// Those who answer assessments, in the order they are shown.
    pub respondents: Arc<[Respondent]>,
    /// The sentence on a page of which it says that nobody took part, in the book's language; nothing: the interface's.
    pub nobody_involved: Option<Box<str>>,
}

impl Vocabulary {
    /// The purpose with a name.
    #[must_use]
    pub fn purpose(&self, name: &str) -> Option<&Arc<Purpose>> {
        self.purposes.iter().find(|purpose| &*purpose.name == name)
    }
}

/// A fact that is told of roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The name written in front matter.
    pub name: Box<str>,
    /// The label before what is told.
    pub label: Box<str>,
    /// The difference that it makes between the roles, in words.
    pub difference: Option<Box<str>>,
}

/// A purpose of documents, and what it decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    /// The name written in front matter.
    pub name: Box<str>,
    /// Its position among the purposes of the book.
    pub position: usize,
    /// The heading over its documents in lists.
    pub title: Box<str>,
    /// Whether its documents ask questions: then the rules on questions hold for them, and readers add
    /// questions of their own.
    pub questions: bool,
    /// The layout of its documents.
    pub layout: Layout,
}

/// Somebody who answers an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respondent {
    /// The name in front matter and in answers.
    pub name: Box<str>,
    /// Their title.
    pub title: Box<str>,
    /// Whether their answers are theirs alone: nothing of them leaves the page but what they choose.
    pub private: bool,
}

/// A layout of documents on paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// On upright pages, one after the other.
    #[default]
    Pages,
    /// On pages on their side with large letters, one for each section.
    Slides,
}

/// All that `ordliste.yaml` says.
#[derive(Debug, Clone, Default)]
pub struct WordList {
    /// The names that pages are read by.
    pub vocabulary: Arc<Vocabulary>,
    /// Phrases inside which nothing is linked.
    pub nolink: Vec<String>,
    /// Mix-ups of terms.
    pub mix_ups: Vec<MixUp>,
    /// Fields of words, which terms name where they say what sentences they stand in.
    pub fields: Vec<WordClass>,
    /// Ids of roles in the order they are shown, each with its place.
    pub roles: Vec<(String, Span)>,
    /// The figure of the roles.
    pub role_figure: FigureRow,
    /// The steps of the way that readers go, in order.
    pub steps: Vec<StepRow>,
    /// By pages, named by their ids: the few pages that a reader of them may want next.
    pub related: Vec<(NameAt, Vec<NameAt>)>,
    /// Words that readers may write, by words of the book.
    pub search: Vec<SearchRow>,
    /// Words that readers may write, by pages.
    pub search_pages: Vec<SearchRow>,
    /// Pages that a search shows below the others, and the heading over them.
    pub search_last: Option<(String, Vec<NameAt>)>,
    /// Suggestions of a search that is still empty.
    pub search_examples: Vec<String>,
}

/// A mix-up of terms: something that no sentence says of them unless its author means it, in the patterns of a language's
/// word rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MixUp {
    /// Its place.
    pub at: Span,
    /// The ids of the terms.
    pub terms: Vec<(String, Span)>,
    /// The tags of the languages of the texts that are looked into; none: all.
    pub languages: Vec<String>,
    /// The message about such a sentence, after the words of the term.
    pub says: String,
    /// The way out.
    pub help: String,
    /// Classes of words that its patterns name, beside those of the language.
    pub words: Vec<WordClass>,
    /// Patterns that say yes or no, tried from the top.
    pub clues: Vec<(String, Span)>,
}

/// A class of words that a pattern names, or a field that a term does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordClass {
    /// Its name.
    pub name: String,
    /// The words, with spaces between.
    pub words: String,
    /// Its place.
    pub at: Span,
}

/// A step of the way that readers go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// Its title.
    pub title: String,
    /// Its stops in order, each with the ids of the pages of which one is needed, and their places.
    pub stops: Vec<Vec<NameAt>>,
    /// When readers come to some of its pages, by their ids.
    pub times: Vec<(NameAt, String)>,
}

/// A name, and its place.
pub type NameAt = (String, Span);

/// The figure of the roles, as it is declared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureRow {
    /// Its place, where the book declares one.
    pub at: Option<Span>,
    /// The frames that roles stand in, each with its title and its roles.
    pub frames: Vec<(String, Vec<NameAt>)>,
    /// The fact that a line leads to from each role.
    pub towards: Option<NameAt>,
    /// The fact that is shown with a ring.
    pub measure: Option<NameAt>,
    /// The roles it holds for: their ring is full.
    pub all: Vec<NameAt>,
    /// The roles it holds for in part: their ring is half full.
    pub part: Vec<NameAt>,
}

/// A row of words that readers may write for one thing.
#[derive(Debug, Clone)]
pub struct SearchRow {
    /// A word of the book, or the id of a page.
    pub name: String,
    /// The place of that.
    pub at: Span,
    /// The words that readers write.
    pub written: Vec<String>,
}

/// The way out where a name is not among those the book declares under `key`.
#[must_use]
pub fn declare<'a>(name: &str, key: &str, known: impl Iterator<Item = &'a str> + Clone) -> Phrase {
    match nearest(name, known.clone()) {
        Some(near) => said!("did you mean `{near}`?", near),
        None if known.clone().next().is_none() => said!("declare it under `{key}:` in ordliste.yaml", key),
        None => {
            said!("the book has {names}; more are declared under `{key}:` in ordliste.yaml", names = quoted(known), key)
        }
    }
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    listed(names.iter().map(String::as_str))
}
