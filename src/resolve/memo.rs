//! What was made of pages before.
//!
//! In: the pages of a draft. Out: for those for which nothing has changed, what was made of them.
//!
//! Invariant: an unchanged page is one and the same value as before (`draft` sees to that), and
//! everything else that decides what becomes of it is compared here: the forms of the terms for
//! linking; ids, files and what is known of the pages it refers to for its references; the register
//! for its works. It holds for one configuration: with another one, begin anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::links::Facts;
use super::literature::Formatted;
use super::{About, Book, Linked, Resolved, Surroundings, Works, make_glossary};
use crate::config::Config;
use crate::diagnostic::Warned;
use crate::document::PageNo;
use crate::draft::{Draft, Page};
use crate::glossary::Glossary;
use crate::kind::Kind;
use crate::sink::OutPath;
use crate::source::{FileId, Source};

/// What is kept from one build to the next.
#[derive(Debug, Default)]
pub struct Memo {
    /// Whether anything is kept at all.
    keeps: bool,
    works: Option<KeptWorks>,
    glossary: Option<KeptGlossary>,
    fingerprint: Option<blake3::Hash>,
    assets: Vec<OutPath>,
    /// The redirects with which no two files of the site had one path.
    sound_paths: Option<BTreeMap<OutPath, PageNo>>,
    /// By [`PageNo`].
    entries: Vec<Entry>,
    /// The pages of this build, as they were drafted.
    drafted: Vec<Arc<Page>>,
    /// The pages of this build with their terms linked.
    linked: Vec<Arc<Page>>,
    same: Same,
}

/// What of this build is as in the one before.
#[derive(Debug, Default)]
struct Same {
    /// The register of works.
    works: bool,
    /// The words that are linked.
    terms: bool,
    /// The ids of the pages, and the other files.
    names: bool,
}

#[derive(Debug)]
struct KeptWorks {
    /// The text they were read from.
    text: Option<(FileId, Arc<str>)>,
    works: Arc<Works>,
}

#[derive(Debug)]
struct KeptGlossary {
    terms: Vec<(PageNo, Arc<Page>)>,
    nolink: Vec<String>,
    glossary: Arc<Warned<Glossary>>,
}

#[derive(Debug)]
struct Entry {
    drafted: Arc<Page>,
    linked: Linked,
    formatted: Arc<Formatted>,
    resolved: Resolved,
    /// What was known of the pages in `resolved.used`.
    used: Box<[Arc<Facts>]>,
}

impl Memo {
    /// A memo that keeps what is made; the default one keeps nothing.
    #[must_use]
    pub fn keeping() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// As [`super::resolve`], making only what is not kept.
    #[must_use]
    pub fn resolve(&mut self, draft: Draft, around: &Surroundings<'_>) -> Warned<Book> {
        super::resolve_with(self, draft, around)
    }

    /// The register of works.
    pub(super) fn works(&mut self, source: Option<&Source>, config: &Config) -> Arc<Works> {
        let text = source.map(|source| (source.id, source.text.clone()));
        self.same.works = self.works.as_ref().is_some_and(|kept| kept.text == text);
        if let Some(kept) = self.works.as_ref().filter(|_| self.same.works) {
            return kept.works.clone();
        }
        let works = Arc::new(Works::read(source, config));
        if self.keeps {
            self.works = Some(KeptWorks { text, works: works.clone() });
        }
        works
    }

    /// The glossary of the terms among `pages`.
    pub(super) fn glossary(
        &mut self,
        pages: &[Arc<Page>],
        nolink: Vec<String>,
        config: &Config,
    ) -> Arc<Warned<Glossary>> {
        let is_term = |(_, page): &(PageNo, &Arc<Page>)| matches!(page.kind, Kind::Definition(_));
        let terms = || (0..).map(PageNo).zip(pages).filter(is_term);
        if let Some(kept) = &self.glossary
            && kept.nolink == nolink
            && kept.terms.len() == terms().count()
            && kept.terms.iter().zip(terms()).all(|((a, page), (b, other))| *a == b && Arc::ptr_eq(page, other))
        {
            return kept.glossary.clone();
        }
        let glossary = Arc::new(make_glossary(pages, nolink.clone(), config));
        if self.keeps {
            let terms = terms().map(|(number, page)| (number, page.clone())).collect();
            self.glossary = Some(KeptGlossary { terms, nolink, glossary: glossary.clone() });
        }
        glossary
    }

    /// Compares what concerns all pages.
    pub(super) fn begin<'a>(
        &mut self,
        glossary: &Glossary,
        pages: &[Arc<Page>],
        assets: impl Iterator<Item = &'a OutPath> + Clone,
    ) {
        if !self.keeps {
            return;
        }
        self.same.terms = self.fingerprint == Some(glossary.fingerprint());
        self.same.names = self.assets.iter().eq(assets.clone())
            && pages.len() == self.entries.len()
            && pages.iter().zip(&self.entries).all(|(page, entry)| page.id == entry.drafted.id);
        self.fingerprint = Some(glossary.fingerprint());
        self.assets = assets.cloned().collect();
        self.drafted = pages.to_vec();
    }

    /// The page with its terms linked.
    pub(super) fn linked(&self, i: usize, page: &Arc<Page>) -> Option<Linked> {
        let entry = self.entries.get(i).filter(|_| self.same.terms)?;
        Arc::ptr_eq(&entry.drafted, page).then(|| entry.linked.clone())
    }

    /// What was known of a page.
    pub(super) fn facts(&self, i: usize) -> Option<&Arc<Facts>> {
        self.entries.get(i).map(|entry| &entry.linked.about.facts)
    }

    /// The works of a page.
    pub(super) fn formatted(&self, i: usize, about: &Arc<About>) -> Option<Arc<Formatted>> {
        let entry = self.entries.get(i).filter(|_| self.same.works)?;
        Arc::ptr_eq(&entry.linked.about, about).then(|| entry.formatted.clone())
    }

    /// The page without open references. `facts`: what is known of every page now.
    pub(super) fn resolved(
        &self,
        i: usize,
        about: &Arc<About>,
        formatted: &Arc<Formatted>,
        facts: &[Arc<Facts>],
    ) -> Option<Resolved> {
        let entry = self.entries.get(i).filter(|_| self.same.names)?;
        let mut used = entry.resolved.used.iter().zip(&entry.used);
        let same = Arc::ptr_eq(&entry.linked.about, about)
            && Arc::ptr_eq(&entry.formatted, formatted)
            && used.all(|(page, before)| facts.get(page.0 as usize).is_some_and(|now| Arc::ptr_eq(now, before)));
        same.then(|| entry.resolved.clone())
    }

    /// Holds on to the linked pages while their references are resolved.
    pub(super) fn keep_linked(&mut self, linked: &[Arc<Page>]) {
        if self.keeps {
            self.linked = linked.to_vec();
        }
    }

    /// Keeps what this build has made, in place of what was kept before.
    pub(super) fn keep(&mut self, abouts: &[Arc<About>], formatted: &[Arc<Formatted>], resolved: &[Resolved]) {
        if !self.keeps {
            return;
        }
        let known = |page: &PageNo| Some(abouts.get(page.0 as usize)?.facts.clone());
        let pages = std::mem::take(&mut self.drafted).into_iter().zip(std::mem::take(&mut self.linked));
        let made = abouts.iter().zip(formatted).zip(resolved);
        self.entries = pages
            .zip(made)
            .map(|((drafted, page), ((about, formatted), resolved))| Entry {
                drafted,
                linked: Linked { page, about: about.clone() },
                formatted: formatted.clone(),
                used: resolved.used.iter().filter_map(known).collect(),
                resolved: resolved.clone(),
            })
            .collect();
    }

    /// Whether no two files of the site can have one path, as in the build before.
    pub(super) fn has_sound_paths(&self, redirects: &BTreeMap<OutPath, PageNo>) -> bool {
        self.same.names && self.sound_paths.as_ref() == Some(redirects)
    }

    /// Keeps that the paths of this build are sound, or that they are not.
    pub(super) fn keep_paths(&mut self, redirects: &BTreeMap<OutPath, PageNo>, sound: bool) {
        self.sound_paths = (self.keeps && sound).then(|| redirects.clone());
    }
}
