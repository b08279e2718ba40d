//! The second stage: the works that pages cite, as the book's style has them.
//!
//! In: `kilder.yaml`, [`LinkedPages`]. Out: [`Works`], and [`CitedWorks`] by page.
//!
//! Invariant: a page is formatted by itself, and again exactly when its citations or the register
//! have changed.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use hayagriva::Library;
use rayon::prelude::*;

use super::kept::Kept;
use super::literature::{CiteKey, Formatted, Formatter};
use super::registers;
use super::styles;
use super::terms::{Linked, LinkedPages, PageKnowledge};
use super::{Reference, Surroundings};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, NameIndex, nearest};
use crate::said::{Phrase, said};
use crate::source::{FileId, Source};

/// The register of works, and the style they are shown in.
#[derive(Debug, Default)]
pub(super) struct Works {
    pub(super) library: Library,
    /// Nothing where there are no works, or where the style is unknown.
    formatter: Option<Formatter>,
    /// All works as the style has them.
    pub(super) literature: Vec<Reference>,
    /// The citations of a page that has none.
    nothing: Arc<Formatted>,
    /// The ids of the works, for what names one that is not there.
    near: OnceLock<NameIndex>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A register of works with the text it was read from.
#[derive(Debug)]
pub(super) struct WorksBefore {
    text: Option<(FileId, Arc<str>)>,
    works: Arc<Works>,
}

impl Works {
    /// The register of a book, as kept where its text has not changed.
    pub(super) fn of(around: &Surroundings<'_>, kept: &mut Kept<WorksBefore>) -> Arc<Self> {
        let source = registers::register("kilder.yaml", around.config, around.sources);
        let text = source.map(|source| (source.id, source.text.clone()));
        if let Some(before) = kept.get().filter(|before| before.text == text) {
            return before.works.clone();
        }
        let works = Arc::new(Self::read(source, around.config));
        kept.put(|| WorksBefore { text, works: works.clone() });
        works
    }

    fn read(source: Option<&Source>, config: &Config) -> Self {
        let mut diagnostics = Vec::new();
        let library = source.map(|source| registers::read_library(source).unpack(&mut diagnostics)).unwrap_or_default();
        if library.is_empty() {
            return Self { library, diagnostics, ..Self::default() };
        }
        let formatter = Formatter::new(library.clone(), &config.citation_style, config);
        if formatter.is_none() {
            diagnostics.push(unknown_style(config));
        }
        let literature = formatter.as_ref().map(Formatter::literature).unwrap_or_default();
        Self { library, formatter, literature, diagnostics, ..Self::default() }
    }

    /// Reports the works that pages cite and that are not in the register.
    pub(super) fn report_unknown(&self, linked: &LinkedPages, diagnostics: &mut Vec<Diagnostic>) {
        for citation in linked.iter().flat_map(|linked| &linked.about.citations) {
            let works = citation.key.iter().zip(&citation.places);
            for ((id, _), place) in works.filter(|((id, _), _)| self.library.get(id).is_none()) {
                let diagnostic = Diagnostic::new(Code::UnknownSource, said!("there is no source `{id}`", id));
                diagnostics.push(diagnostic.at(*place, said!("not in kilder.yaml")).help(self.way_out(id)));
            }
        }
    }

    /// The way out where there is no work with an id.
    pub(super) fn way_out(&self, id: &str) -> Phrase {
        match self.near.get_or_init(|| NameIndex::new(self.library.keys())).nearest(id) {
            Some(near) => said!("did you mean `{near}`?", near),
            None => said!("add it to kilder.yaml in the content's folder"),
        }
    }

    /// The citations of a page and the works it names, as the style has them.
    fn format(self: &Arc<Self>, linked: &Linked) -> Arc<Formatted> {
        let named = &linked.page.common.sources;
        let has_works = !linked.about.citations.is_empty() || !named.is_empty();
        let Some(formatter) = self.formatter.as_ref().filter(|_| has_works) else { return self.nothing.clone() };
        // The same citation twice is formatted once; what has works that do not exist was reported.
        let mut seen: BTreeSet<&CiteKey> = BTreeSet::new();
        let sound = |key: &CiteKey| key.iter().all(|(id, _)| self.library.get(id).is_some());
        let citations: Vec<&CiteKey> =
            linked.about.citations.iter().map(|cite| &cite.key).filter(|key| sound(key) && seen.insert(key)).collect();
        let language = linked.page.common.lang.as_deref();
        Arc::new(formatter.page(&citations, named.iter().map(|id| &**id), language))
    }
}

/// By page: its citations and works as the style has them.
#[derive(Debug)]
pub(super) struct CitedWorks(Vec<Arc<Formatted>>);

/// The citations of the build before, with all that they were made from.
#[derive(Debug)]
pub(super) struct CitedBefore {
    works: Arc<Works>,
    abouts: Vec<Arc<PageKnowledge>>,
    formatted: Vec<Arc<Formatted>>,
}

impl CitedBefore {
    fn formatted(&self, i: usize, about: &Arc<PageKnowledge>) -> Option<Arc<Formatted>> {
        self.abouts.get(i).filter(|before| Arc::ptr_eq(before, about)).and_then(|_| self.formatted.get(i)).cloned()
    }
}

impl CitedWorks {
    /// Formats the citations of every page.
    pub(super) fn format(linked: &LinkedPages, works: &Arc<Works>, kept: &mut Kept<CitedBefore>) -> Self {
        let before = kept.get().filter(|before| Arc::ptr_eq(&before.works, works));
        let format = |(i, linked): (usize, &Linked)| {
            before.and_then(|before| before.formatted(i, &linked.about)).unwrap_or_else(|| works.format(linked))
        };
        let formatted: Vec<Arc<Formatted>> = linked.as_slice().par_iter().enumerate().map(format).collect();
        kept.put(|| CitedBefore {
            works: works.clone(),
            abouts: linked.iter().map(|linked| linked.about.clone()).collect(),
            formatted: formatted.clone(),
        });
        Self(formatted)
    }

    /// The citations and works of a page.
    pub(super) fn of(&self, page: usize) -> &Arc<Formatted> {
        &self.0[page]
    }

    /// By page: the works it cites or names.
    pub(super) fn works(&self) -> impl Iterator<Item = Arc<[Reference]>> {
        self.0.iter().map(|formatted| formatted.works.clone())
    }
}

fn unknown_style(config: &Config) -> Diagnostic {
    let help = match nearest(&config.citation_style, styles::names().iter().map(String::as_str)) {
        Some(near) => said!("did you mean `{near}`?", near),
        None => said!("`apa`, `chicago-author-date`, `harvard-cite-them-right` and `vancouver` are some"),
    };
    let message = said!("there is no style of citations `{citation_style}`", citation_style = config.citation_style);
    Diagnostic::new(Code::BadConfig, message).in_file("book.toml").help(help)
}
