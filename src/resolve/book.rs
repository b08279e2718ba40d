//! The finished book.
//!
//! In: what the stages of `resolve` have made. Out: [`Book`], read by every writer.
//!
//! Invariant: a [`Book`] is made only in `resolve`; its parts are read from outside, never written.

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::Arc;

use super::{ReaderChange, RoleFigure, SearchWords, WayStep};
use crate::config::Config;
use crate::document::{Destination, Inlines, PageNo, TermNo};
use crate::draft::{Nav, NavPath, Page, PageIndex};
use crate::glossary::TermForm;
use crate::questions::QuestionRules;
use crate::sink::OutPath;
use crate::text::Date;
use crate::vocabulary::Vocabulary;

/// Former addresses and where they lead.
pub type Redirects = BTreeMap<OutPath, Destination>;
/// Places on pages that are no longer there, and where links to them lead.
pub type MovedPlaces = BTreeMap<(PageNo, Box<str>), Destination>;

/// A finished book: [`BookParts`] that can only be read.
#[derive(Debug)]
pub struct Book(BookParts);

/// The parts of a book.
#[derive(Debug)]
pub struct BookParts {
    /// Its settings.
    pub config: Config,
    /// The vocabulary that it declares.
    pub vocabulary: Arc<Vocabulary>,
    /// The day it is built for.
    pub today: Date,
    /// Its pages, by [`PageNo`].
    pub pages: Vec<Arc<Page>>,
    /// From ids to pages.
    pub by_id: PageIndex,
    /// Their order.
    pub nav: Nav,
    /// The places of pages in the navigation.
    pub nav_paths: HashMap<PageNo, NavPath>,
    /// Its terms, by [`TermNo`].
    pub terms: Vec<TermCard>,
    /// Its roles, in the order they are shown.
    pub roles: Vec<PageNo>,
    /// How the figure of the roles shows them.
    pub role_figure: RoleFigure,
    /// The steps of the way that readers go.
    pub steps: Vec<WayStep>,
    /// By page: the few others that are chosen to be read beside it.
    pub related: BTreeMap<PageNo, Vec<PageNo>>,
    /// The works cited, by id, alphabetically as the style sorts them.
    pub literature: Vec<Reference>,
    /// By page: the works it cites or names, in the style's order.
    pub cited: Vec<Arc<[Reference]>>,
    /// The page with the alphabetical index.
    pub index_page: Option<PageNo>,
    /// Former addresses, and the pages they lead to.
    pub redirects: Redirects,
    /// Places that pages no longer have, and where they lead.
    pub moved_places: MovedPlaces,
    /// Rules for questions that may not be asked in an interview.
    pub questions: Arc<QuestionRules>,
    /// Other files, by their path in the site.
    pub assets: BTreeMap<OutPath, Arc<[u8]>>,
    /// Words that readers may write when they search.
    pub search_words: SearchWords,
    /// Changes that readers are told of, the newest first.
    pub changes: Vec<ReaderChange>,
    /// The day since which readers are told of changes.
    pub changes_since: Option<Date>,
}

impl Book {
    /// A book of parts without open references.
    pub(super) fn new(parts: BookParts) -> Self {
        Self(parts)
    }
}

/// Reading alone: there is no `DerefMut`.
impl Deref for Book {
    type Target = BookParts;

    fn deref(&self) -> &BookParts {
        &self.0
    }
}

impl BookParts {
    /// Whether another book has the same texts, in the same order: only values that pages show around them, or as
    /// answers in documents, may differ.
    #[must_use]
    pub fn has_the_texts_of(&self, other: &Self) -> bool {
        let same = |(a, b): (&Arc<Page>, &Arc<Page>)| Arc::ptr_eq(a, b);
        let shown = |book: &Self| (book.config.reaching_texts(), book.config.site.called.clone());
        // The search finds terms by their words in other languages.
        let words = |book: &'_ Self| {
            book.config.book.languages.iter().map(|language| language.words.clone()).collect::<Vec<_>>()
        };
        self.pages.len() == other.pages.len()
            && self.pages.iter().zip(&other.pages).all(same)
            && self.nav == other.nav
            && self.terms == other.terms
            && self.roles == other.roles
            && self.role_figure == other.role_figure
            && self.steps == other.steps
            && self.related == other.related
            && self.search_words == other.search_words
            && self.assets.keys().eq(other.assets.keys())
            && words(self) == words(other)
            && shown(self) == shown(other)
    }

    /// Whether every page of another book says the same between what its site says around them; but see
    /// [`Page::asks_organisation`].
    #[must_use]
    pub fn has_the_pages_of(&self, other: &Self) -> bool {
        let shown = |book: &Self| book.config.reaching_pages();
        self.has_the_texts_of(other)
            && self.today == other.today
            && self.vocabulary == other.vocabulary
            && self.cited == other.cited
            && self.literature == other.literature
            && self.changes == other.changes
            && self.index_page == other.index_page
            && shown(self) == shown(other)
    }

    /// Whether a file may be written there: no file of the book's own lies at that path of the site, which told of it.
    #[must_use]
    pub fn is_free(&self, path: &OutPath) -> bool {
        !self.assets.contains_key(path)
    }

    /// The page with a number. Every [`PageNo`] comes from this book, so there is one.
    #[must_use]
    pub fn page(&self, number: PageNo) -> &Page {
        &self.pages[number.0 as usize]
    }

    /// The works that a page cites.
    #[must_use]
    pub fn works_of(&self, page: PageNo) -> &[Reference] {
        self.cited.get(page.0 as usize).map_or(&[], |cited| cited)
    }

    /// The language of a page, as it is written.
    #[must_use]
    pub fn language<'a>(&'a self, page: &'a Page) -> &'a str {
        page.common.lang.as_deref().unwrap_or(&self.config.book.language)
    }

    /// The term with a number. Every [`TermNo`] comes from this book, so there is one.
    #[must_use]
    pub fn term(&self, number: TermNo) -> &TermCard {
        &self.terms[number.0 as usize]
    }
}

/// A term as the book knows it beside its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCard {
    /// Its page.
    pub page: PageNo,
    /// The pages that mention it: first those to read, and of them those that come to it before they come to other terms,
    /// for they are most about it; then in the order of the book, navigation first, then by id.
    pub mentioned_in: Box<[PageNo]>,
    /// The forms of its title and of its other words.
    pub forms: Vec<TermForm>,
}

/// A work in the literature.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Its id in `kilder.yaml`.
    pub id: Box<str>,
    /// Its number on the page, where the style numbers works (`[2]`); else empty.
    pub label: Box<str>,
    /// The entry as the style has it. All text is owned: places mean nothing here.
    pub entry: Inlines,
}
