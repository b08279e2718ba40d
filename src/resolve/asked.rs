//! Words that readers write when they search, by words of the book and by pages.
//!
//! In: `search:`, `search-pages:` and `search-last:` in `ordliste.yaml`, and `search:` of the pages. Out: [`SearchWords`].
//!
//! Invariant: every page named is a page of the book.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use super::near::PageIds;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::PageNo;
use crate::draft::Page;
use crate::kind::Kind;
use crate::said::said;
use crate::vocabulary::{NameAt, SearchRow};

/// Words that readers may write when they search.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SearchWords {
    /// Words of the book, each with what readers may write for them.
    pub words: Vec<(String, Vec<String>)>,
    /// Pages, each with what readers may ask about it.
    pub pages: Vec<(PageNo, Vec<String>)>,
    /// Pages that stand below the others, with the heading over them.
    pub last: Option<(String, BTreeSet<PageNo>)>,
    /// Suggestions of a search that is still empty.
    pub examples: Vec<String>,
}

/// Leads entries to their pages; those that name none are reported and left out.
pub(super) fn read(
    words: Vec<SearchRow>,
    by_page: Vec<SearchRow>,
    pages: &[Arc<Page>],
    ids: &PageIds<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> SearchWords {
    let mut out = SearchWords::default();
    let titles = titles(pages);
    for SearchRow { name, at, written } in words {
        if let Some(page) = titles.get(&*name) {
            let message = said!("`{name}` is the title of a page, not a word of the book", name);
            let help = said!("move it below `search-pages`, and name the page by its id, `{id}`", id = page.id);
            diagnostics.push(Diagnostic::new(Code::BadRegister, message).at(at, said!("a title")).help(help));
        } else {
            out.words.push((name, written));
        }
    }
    for SearchRow { name, at, written } in by_page {
        if let Some(page) = ids.find(&name) {
            out.pages.push((page, written));
        } else {
            let help = match titles.get(&*name) {
                Some(page) => said!("name the page by its id, `{id}`: its title may change", id = page.id),
                None => ids.way_out(&name),
            };
            let message = said!("there is no page `{name}`", name);
            diagnostics.push(Diagnostic::new(Code::UnknownPage, message).at(at, said!("no such page")).help(help));
        }
    }
    add_own(pages, &mut out);
    out
}

/// Adds the words that pages have of their own: those of a term to its word, as if the register named it.
fn add_own(pages: &[Arc<Page>], out: &mut SearchWords) {
    let mut words: HashMap<String, usize> = (0..).zip(&out.words).map(|(at, (word, _))| (word.clone(), at)).collect();
    let mut by_page: HashMap<PageNo, usize> = (0..).zip(&out.pages).map(|(at, (page, _))| (*page, at)).collect();
    for (number, page) in (0..).map(PageNo).zip(pages).filter(|(_, page)| !page.common.search.is_empty()) {
        let written = page.common.search.iter().map(ToString::to_string);
        match &page.kind {
            Kind::Definition(_) => row(&mut out.words, &mut words, page.common.title.to_string()).extend(written),
            _ => row(&mut out.pages, &mut by_page, number).extend(written),
        }
    }
}

/// The words that readers write for one thing, with those that the register has for it. `places`: the rows by what they
/// are of.
fn row<'r, T: Clone + Eq + Hash>(
    rows: &'r mut Vec<(T, Vec<String>)>,
    places: &mut HashMap<T, usize>,
    of: T,
) -> &'r mut Vec<String> {
    let at = *places.entry(of.clone()).or_insert(rows.len());
    if at == rows.len() {
        rows.push((of, Vec::new()));
    }
    &mut rows[at].1
}

/// Leads the pages that stand last; those that are none are reported and left out.
pub(super) fn last(
    declared: Option<(String, Vec<NameAt>)>,
    ids: &PageIds<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(String, BTreeSet<PageNo>)> {
    let (title, named) = declared?;
    let pages = named.into_iter().filter_map(|(id, at)| ids.known(&id, at, diagnostics)).collect();
    Some((title, pages))
}

/// Pages by titles of several words. The title of a term is a word of the book, and so is a single word.
fn titles(pages: &[Arc<Page>]) -> HashMap<&str, &Page> {
    let titled = |page: &&Arc<Page>| page.common.title.contains(' ') && !matches!(page.kind, Kind::Definition(_));
    pages.iter().filter(titled).map(|page| (&*page.common.title, &**page)).collect()
}
