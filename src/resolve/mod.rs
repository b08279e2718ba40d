//! From a draft to a book: every reference led to its target.
//!
//! In: a [`Draft`](crate::draft::Draft), the glossary, the register of sources. Out: [`Book`].
//!
//! Invariant: a [`Book`] is made only here, is never changed, and holds no open reference
//! (`Destination::Open`).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::config::Config;
use crate::document::{Inlines, PageNo, TermNo};
use crate::draft::{Nav, NavPath, Page, PageIndex};
use crate::sink::OutPath;
use crate::text::Date;

/// A finished book.
#[derive(Debug)]
pub struct Book {
    /// Its settings.
    pub config: Config,
    /// The day it is built for.
    pub today: Date,
    /// Its pages, by [`PageNo`].
    pub pages: Vec<Page>,
    /// From ids to pages.
    pub by_id: PageIndex,
    /// Their order.
    pub nav: Nav,
    /// Where pages stand in the navigation.
    pub nav_paths: HashMap<PageNo, NavPath>,
    /// Its terms, by [`TermNo`].
    pub terms: Vec<TermCard>,
    /// The works cited, by id, alphabetically as the style sorts them.
    pub literature: Vec<Reference>,
    /// By page: the works it cites or names, as positions in `literature`, in order.
    pub cited: Vec<Box<[u32]>>,
    /// Former addresses, and the pages they lead to.
    pub redirects: BTreeMap<OutPath, PageNo>,
    /// Other files, by their path in the site.
    pub assets: BTreeMap<OutPath, Arc<[u8]>>,
}

impl Book {
    /// The page with a number. Every [`PageNo`] comes from this book, so there is one.
    #[must_use]
    pub fn page(&self, number: PageNo) -> &Page {
        &self.pages[number.0 as usize]
    }

    /// The term with a number. Every [`TermNo`] comes from this book, so there is one.
    #[must_use]
    pub fn term(&self, number: TermNo) -> &TermCard {
        &self.terms[number.0 as usize]
    }
}

/// What is known of a term beside its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCard {
    /// Its page.
    pub page: PageNo,
    /// The pages that mention it, in the order of the book: navigation first, then by id.
    pub mentioned_in: Box<[PageNo]>,
}

/// A work in the literature.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Its id in `kilder.yaml`.
    pub id: Box<str>,
    /// The entry as the style has it. All text is owned: places mean nothing here.
    pub entry: Inlines,
}
