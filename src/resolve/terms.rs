//! The first stage: the glossary of the book, and its pages with their terms linked.
//!
//! In: drafted pages, `nolink` of `ordliste.yaml` and of the pages. Out: [`LinkedPages`], made only here.
//!
//! Invariant: a page is linked again exactly when the page or the forms of the terms have changed;
//! an unchanged page is one and the same value as before (`draft` sees to that).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::kept::Kept;
use super::links::{PageFacts, cite_key};
use super::literature::CiteKey;
use super::page_checks;
use super::term_id::term_id;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Warned};
use crate::document::{BlockNode, Generated, Inline, InlineNode, PageNo, TermNo, walk_blocks, walk_inlines};
use crate::draft::Page;
use crate::glossary::{Glossary, Lexicon, TermEntry, Wording};
use crate::kind::Kind;
use crate::language::Language;
use crate::source::{Span, offset};

/// A glossary with all that it was made from.
#[derive(Debug)]
pub(super) struct GlossaryBefore {
    terms: Vec<(PageNo, Arc<Page>)>,
    lexicon: Lexicon,
    /// The tags of the languages of pages that are not in the book's.
    languages: Vec<&'static str>,
    glossary: Arc<Warned<Glossary>>,
}

/// The glossary of the terms among `pages`, as kept where neither they nor `lexicon` has changed.
pub(super) fn glossary(
    pages: &[Arc<Page>],
    lexicon: Lexicon,
    config: &Config,
    kept: &mut Kept<GlossaryBefore>,
) -> Arc<Warned<Glossary>> {
    let is_term = |(_, page): &(PageNo, &Arc<Page>)| matches!(page.kind, Kind::Definition(_));
    let terms = || (0..).map(PageNo).zip(pages).filter(is_term);
    let languages: Vec<&str> = other_languages(pages, config).iter().map(|language| language.tag).collect();
    if let Some(before) = kept.get()
        && before.lexicon == lexicon
        && before.languages == languages
        && before.terms.len() == terms().count()
        && before.terms.iter().zip(terms()).all(|((a, page), (b, other))| *a == b && Arc::ptr_eq(page, other))
    {
        return before.glossary.clone();
    }
    let glossary = Arc::new(make_glossary(pages, &lexicon, config));
    kept.put(|| GlossaryBefore {
        terms: terms().map(|(number, page)| (number, page.clone())).collect(),
        lexicon,
        languages,
        glossary: glossary.clone(),
    });
    glossary
}

/// The glossary of the terms among `pages`, in every language that pages are in.
pub(super) fn make_glossary(pages: &[Arc<Page>], lexicon: &Lexicon, config: &Config) -> Warned<Glossary> {
    let entries = term_entries(pages);
    let mut diagnostics = Vec::new();
    let own = Glossary::new(&entries, lexicon, config.language(), Wording::Own).unpack(&mut diagnostics);
    let glossary = other_languages(pages, config).into_iter().fold(own, |glossary, language| {
        let Warned { value: other, diagnostics: said } = Glossary::new(&entries, lexicon, language, Wording::Other);
        // What is wrong with a pattern is wrong in every language.
        diagnostics.extend(said.into_iter().filter(|said| !diagnostics.contains(said)).collect::<Vec<_>>());
        glossary.with(other)
    });
    Warned::new(glossary, diagnostics)
}

/// The languages of pages that are not in the book's.
fn other_languages(pages: &[Arc<Page>], config: &Config) -> Vec<&'static Language> {
    let tags: BTreeSet<&str> = pages.iter().filter_map(|page| page.common.lang.as_deref()).collect();
    let mut languages: Vec<&Language> = tags.into_iter().map(|tag| config.languages.of(tag)).collect();
    languages.retain(|language| language.tag != config.language().tag);
    languages.sort_unstable_by_key(|language| language.tag);
    languages.dedup_by_key(|language| language.tag);
    languages
}

fn term_entries(pages: &[Arc<Page>]) -> Vec<TermEntry<'_>> {
    pages
        .iter()
        .enumerate()
        .filter_map(|(i, page)| match &page.kind {
            Kind::Definition(definition) => Some(TermEntry {
                page: PageNo(offset(i)),
                id: term_id(&page.id),
                title: &page.common.title,
                definition,
                places: &page.places,
            }),
            _ => None,
        })
        .collect()
}

/// The pages of a book with their terms linked; their references are still open.
#[derive(Debug)]
pub(super) struct LinkedPages(Vec<Linked>);

/// A page with its terms linked, and what was found on the way.
#[derive(Debug, Clone)]
pub(super) struct Linked {
    pub(super) page: Arc<Page>,
    pub(super) about: Arc<PageKnowledge>,
}

/// The knowledge of a page that the rest of the book needs.
#[derive(Debug)]
pub(super) struct PageKnowledge {
    /// The facts that references to it need.
    pub(super) facts: Arc<PageFacts>,
    /// The terms it mentions, each with how much the page is about it.
    pub(super) mentions: Box<[(TermNo, u32)]>,
    /// Its citations in reading order, each with its works that have a place.
    pub(super) citations: Box<[Citation]>,
    /// Whether the alphabetical index stands on it.
    pub(super) has_index: bool,
    /// Diagnostics about its terms.
    said: Box<[Diagnostic]>,
    /// Diagnostics about its headings.
    pub(super) taken: Box<[Diagnostic]>,
}

/// A citation as it is written, and the places of its works.
#[derive(Debug)]
pub(super) struct Citation {
    pub(super) key: CiteKey,
    pub(super) places: Box<[Span]>,
}

/// The linked pages of the build before, with all that they were made from.
#[derive(Debug)]
pub(super) struct LinkedBefore {
    fingerprint: blake3::Hash,
    drafted: Vec<Arc<Page>>,
    linked: Vec<Linked>,
}

impl LinkedBefore {
    fn linked(&self, i: usize, page: &Arc<Page>) -> Option<Linked> {
        self.drafted.get(i).filter(|drafted| Arc::ptr_eq(drafted, page)).and_then(|_| self.linked.get(i)).cloned()
    }

    fn facts(&self, i: usize) -> Option<&Arc<PageFacts>> {
        self.linked.get(i).map(|linked| &linked.about.facts)
    }
}

impl LinkedPages {
    /// Links the terms of every page.
    pub(super) fn link(
        drafted: Vec<Arc<Page>>,
        glossary: &Glossary,
        config: &Config,
        kept: &mut Kept<LinkedBefore>,
    ) -> Self {
        let own: HashMap<PageNo, TermNo> = glossary.terms().iter().map(|term| (term.page, term.no)).collect();
        let to_keep = kept.prepare(|| drafted.clone());
        let before = kept.get();
        let same_terms = before.filter(|before| before.fingerprint == glossary.fingerprint());
        let link = |(i, page): (usize, Arc<Page>)| {
            same_terms.and_then(|before| before.linked(i, &page)).unwrap_or_else(|| {
                let own = own.get(&PageNo(offset(i))).copied();
                link_page(page, own, glossary, config, before.and_then(|before| before.facts(i)))
            })
        };
        let linked: Vec<Linked> = drafted.into_par_iter().enumerate().map(link).collect();
        if let Some(drafted) = to_keep {
            kept.put(|| LinkedBefore { fingerprint: glossary.fingerprint(), drafted, linked: linked.clone() });
        }
        Self(linked)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Linked> {
        self.0.iter()
    }

    pub(super) fn as_slice(&self) -> &[Linked] {
        &self.0
    }

    /// The pages apart from what is known of them.
    pub(super) fn unzip(self) -> (Vec<Arc<Page>>, Vec<Arc<PageKnowledge>>) {
        self.0.into_iter().map(|linked| (linked.page, linked.about)).unzip()
    }

    /// Everything there was to say of the terms.
    pub(super) fn said(&self) -> impl Iterator<Item = Diagnostic> {
        self.iter().flat_map(|linked| linked.about.said.iter().cloned())
    }
}

/// As many mentions in the text does one in the title of a page weigh.
const IN_TITLE: u32 = 20;

/// Links the terms of a page. `before`: what was known of the page in its place; the same facts stay
/// one value, so that they can be seen to be the same.
fn link_page(
    mut page: Arc<Page>,
    own: Option<TermNo>,
    glossary: &Glossary,
    config: &Config,
    before: Option<&Arc<PageFacts>>,
) -> Linked {
    // Before the linking pass, which takes away the author's own links: they silence a warning.
    let language = page.common.lang.as_deref().unwrap_or(&config.book.language);
    let glossary = glossary.speaking(config.languages.of(language)).on_page(&page.common.nolink);
    let mut said = glossary.mix_ups(&page.body);
    let mut mentions = glossary.link(&mut Arc::make_mut(&mut page).body, own, config.link, &mut said);
    let titled = glossary.named_in(&page.common.title);
    for (_, weight) in mentions.iter_mut().filter(|(term, _)| titled.contains(term)) {
        *weight += IN_TITLE;
    }
    let facts = PageFacts::of(&page, config.anchors());
    let facts = before.filter(|before| ***before == facts).cloned().unwrap_or_else(|| Arc::new(facts));
    let mut has_index = false;
    walk_blocks(&page.body.blocks, &mut |block| has_index |= block.node == BlockNode::Generated(Generated::Index));
    let about = PageKnowledge {
        facts,
        mentions: mentions.into(),
        citations: citations(&page).into(),
        has_index,
        said: said.into(),
        taken: page_checks::anchors(&page, config.anchors()).into(),
    };
    Linked { page, about: Arc::new(about) }
}

/// The citations of a page, in reading order.
fn citations(page: &Page) -> Vec<Citation> {
    let mut citations = Vec::new();
    let mut visit = |inline: &Inline| {
        let InlineNode::Cite(cite) = &inline.node else { return };
        let places = cite.items.iter().map(|item| page.body.span(item.at)).collect();
        citations.push(Citation { key: cite_key(cite), places });
    };
    walk_inlines(&page.body.blocks, &mut visit);
    page.body.footnotes.iter().for_each(|note| walk_inlines(&note.blocks, &mut visit));
    citations
}
