//! The third stage: references led to their targets.
//!
//! In: [`LinkedPages`], [`CitedWorks`], [`Addresses`]. Out: [`ResolvedPages`], made only here.
//!
//! Invariant: the pages that come out hold no open reference. A page is gone through again exactly
//! when it, its works, the names of pages and files, or what is known of the pages it leads to have
//! changed.

use std::sync::Arc;

use rayon::prelude::*;

use super::addresses::Addresses;
use super::kept::Kept;
use super::links::{self, PageFacts, Targets};
use super::literature::Formatted;
use super::names::Names;
use super::near::Near;
use super::page_checks;
use super::terms::{LinkedPages, PageKnowledge};
use super::works::CitedWorks;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::PageNo;
use crate::draft::{Page, PageIndex};
use crate::source::offset;

/// The pages of a book without open references.
#[derive(Debug)]
pub(super) struct ResolvedPages {
    pages: Vec<Arc<Page>>,
    abouts: Vec<Arc<PageKnowledge>>,
    said: Vec<Diagnostic>,
}

/// A page without open references, and what was found on the way.
#[derive(Debug, Clone)]
struct Resolved {
    page: Arc<Page>,
    said: Arc<[Diagnostic]>,
    /// The pages that its references were looked up in.
    used: Arc<[PageNo]>,
}

/// The resolved pages of the build before, with all that they were made from.
#[derive(Debug)]
pub(super) struct ResolvedBefore {
    names: Arc<Names>,
    pages: Vec<PageBefore>,
}

#[derive(Debug)]
struct PageBefore {
    about: Arc<PageKnowledge>,
    formatted: Arc<Formatted>,
    /// The facts then known of the pages in `resolved.used`.
    used: Box<[Arc<PageFacts>]>,
    resolved: Resolved,
}

impl PageBefore {
    /// Whether resolving the page again would give the same. `facts`: what is known of every page now.
    fn holds(&self, about: &Arc<PageKnowledge>, formatted: &Arc<Formatted>, facts: &[Arc<PageFacts>]) -> bool {
        let mut used = self.resolved.used.iter().zip(&self.used);
        Arc::ptr_eq(&self.about, about)
            && Arc::ptr_eq(&self.formatted, formatted)
            && used.all(|(page, before)| facts.get(page.0 as usize).is_some_and(|now| Arc::ptr_eq(now, before)))
    }
}

impl ResolvedPages {
    /// Leads every reference of every page to its target.
    pub(super) fn lead(
        linked: LinkedPages,
        cited: &CitedWorks,
        addresses: &Addresses,
        by_id: &PageIndex,
        config: &Config,
        kept: &mut Kept<ResolvedBefore>,
    ) -> Self {
        let Addresses { assets, names, .. } = addresses;
        let (pages, abouts) = linked.unzip();
        let facts: Vec<Arc<PageFacts>> = abouts.iter().map(|about| about.facts.clone()).collect();
        let (csp, mdbook) = (config.site.csp, config.mdbook);
        let near = Near::new(facts.iter().map(|facts| facts.id()).collect(), assets);
        let Names { moved, moved_places, .. } = &**names;
        let targets = Targets { by_id, pages: &facts, assets, moved, moved_places, near: &near, csp, mdbook };
        let before = kept.get().filter(|before| Arc::ptr_eq(&before.names, names));
        let lead = |(i, page): (usize, Arc<Page>)| {
            let (about, formatted) = (&abouts[i], cited.of(i));
            let same = before.and_then(|before| before.pages.get(i));
            match same.filter(|same| same.holds(about, formatted, &facts)) {
                Some(same) => same.resolved.clone(),
                None => resolve_page(i, page, &targets, formatted, config),
            }
        };
        let resolved: Vec<Resolved> = pages.into_par_iter().enumerate().map(lead).collect();
        kept.put(|| {
            let known = |page: &PageNo| facts.get(page.0 as usize).cloned();
            let pages = resolved.iter().zip(&abouts).enumerate().map(|(i, (resolved, about))| PageBefore {
                about: about.clone(),
                formatted: cited.of(i).clone(),
                used: resolved.used.iter().filter_map(known).collect(),
                resolved: resolved.clone(),
            });
            ResolvedBefore { names: names.clone(), pages: pages.collect() }
        });
        let said = resolved.iter().flat_map(|resolved| resolved.said.iter().cloned()).collect();
        Self { pages: resolved.into_iter().map(|resolved| resolved.page).collect(), abouts, said }
    }

    /// The pages, by [`PageNo`].
    pub(super) fn pages(&self) -> &[Arc<Page>] {
        &self.pages
    }

    /// By page: what the rest of the book needs to know of it.
    pub(super) fn abouts(&self) -> &[Arc<PageKnowledge>] {
        &self.abouts
    }

    /// Everything there was to say of the references.
    pub(super) fn said(&self) -> &[Diagnostic] {
        &self.said
    }

    /// The pages alone.
    pub(super) fn into_pages(self) -> Vec<Arc<Page>> {
        self.pages
    }
}

/// Leads the references of a page to their targets.
fn resolve_page(
    i: usize,
    mut page: Arc<Page>,
    targets: &Targets<'_>,
    formatted: &Formatted,
    config: &Config,
) -> Resolved {
    let mut said = Vec::new();
    let own = Arc::make_mut(&mut page);
    let mut used = links::resolve_body(PageNo(offset(i)), &mut own.body, targets, &formatted.shown, &mut said);
    for document in own.outdated.iter_mut().filter_map(|part| part.document.as_mut()) {
        // What is wrong with them is told of the source.
        used.extend(links::resolve_body(PageNo(offset(i)), document, targets, &formatted.shown, &mut Vec::new()));
    }
    used.sort_unstable();
    used.dedup();
    said.extend(page_checks::lix(&page, config));
    if !config.mdbook {
        said.extend(page_checks::lost_references(&page));
    }
    Resolved { page, said: said.into(), used: used.into() }
}
