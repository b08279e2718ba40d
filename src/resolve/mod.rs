//! The way from a draft to a book: every reference led to its target.
//!
//! In: a [`Draft`], the glossary, the register of sources. Out: [`Book`].
//!
//! Invariant: a [`Book`] is made only here, is never changed, and holds no open reference
//! (`Destination::Open`). The stages take each other's results, and only a stage makes its result:
//! drafted pages → `LinkedPages` → `CitedWorks` → `ResolvedPages` → [`Book`]. Each has its own place in the memo.

mod active;
mod addresses;
mod asked;
mod book;
mod changes;
mod checks;
mod kept;
mod links;
mod literature;
mod made;
mod memo;
mod mentions;
mod names;
mod near;
mod page_checks;
mod paths;
mod prose;
mod questions;
mod references;
mod registers;
mod related;
mod role_figure;
mod roles;
mod steps;
mod styles;
mod term_id;
mod terms;
mod whole;
mod works;

use std::collections::BTreeMap;
use std::mem::take;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Warned;
use crate::document::{INTERFACE_ID, PageNo};
use crate::draft::{Draft, Page};
use crate::glossary::{Glossary, Lexicon};
use crate::source::{Sources, offset};
use crate::text::Date;
use crate::vocabulary::{WordList, read_words};

pub use asked::SearchWords;
pub use book::{Book, BookParts, MovedPlaces, Redirects, Reference, TermCard};
pub use changes::ReaderChange;
pub use made::{
    DownloadFile, KIT_ZIP, LLMS, NOT_FOUND, SEARCH_INDEX, SITEMAP, book_epub, book_pdf, card_path, downloads, has_feed,
    markdown_list, page_markdown, page_pdf, posting_script, short_epub, short_pdf, word_path, word_script,
};
pub use memo::ResolveMemo;
pub use prose::readability;
pub use questions::{Asked, asked_in};
pub use role_figure::{Measure, RoleFigure, RoleFrame};
pub use steps::WayStep;
pub use term_id::term_id;

use addresses::Addresses;
use near::PageIds;
use questions::BookRules;
use references::ResolvedPages;
use registers::register;
use terms::{LinkedPages, make_glossary};
use whole::{LedRegisters, WholeBook};
use works::{CitedWorks, Works};

/// The surroundings that a draft needs to become a book.
pub struct Surroundings<'a> {
    /// The book's settings.
    pub config: &'a Config,
    /// All text files, the registers among them.
    pub sources: &'a Sources,
    /// Other files of the content, by their path below its folder.
    pub assets: &'a BTreeMap<String, Arc<[u8]>>,
    /// The day the book is built for.
    pub today: Date,
}

/// Makes a book of a draft: links terms, leads references to their targets, formats citations, and
/// checks what can only be checked on the whole. It makes only what `memo` has not kept; with an
/// empty one, everything.
#[must_use]
pub fn resolve(draft: Draft, around: &Surroundings<'_>, memo: &mut ResolveMemo) -> Warned<Book> {
    let mut diagnostics = Vec::new();
    let config = around.config;

    let works = Works::of(around, &mut memo.works);
    diagnostics.extend(works.diagnostics.iter().cloned());
    let rules = BookRules::read(around, &mut memo.rules).unpack(&mut diagnostics);
    let addresses = Addresses::of(&draft, around, &mut memo.names).unpack(&mut diagnostics);
    let Draft { pages, nav, by_id, mut words } = draft;

    let glossary = terms::glossary(&pages, taken_lexicon(&mut words), config, &mut memo.glossary);
    diagnostics.extend(glossary.diagnostics.iter().cloned());
    let linked = LinkedPages::link(pages, &glossary.value, config, &mut memo.linked);
    diagnostics.extend(linked.said());
    works.report_unknown(&linked, &mut diagnostics);
    let cited = CitedWorks::format(&linked, &works, &mut memo.cited);
    let resolved = ResolvedPages::lead(linked, &cited, &addresses, &by_id, config, &mut memo.resolved);
    diagnostics.extend(resolved.said().iter().cloned());

    let vocabulary = words.vocabulary.clone();
    let whole = WholeBook {
        around,
        resolved: &resolved,
        nav: &nav,
        ids: &PageIds::new(&by_id),
        works: &works,
        rules: &rules,
        addresses: &addresses,
        vocabulary: &vocabulary,
    };
    diagnostics.extend(whole.check_pages(&mut memo.checks));
    let led = whole.lead(words).unpack(&mut diagnostics);
    diagnostics.extend(whole.check_texts());
    let (changes, changes_since) = changes::lead(config, around.sources, &by_id, &mut diagnostics);
    diagnostics.extend(whole.check_files(&mut memo.checks));

    let abouts = resolved.abouts();
    let Addresses { assets, mut redirects, mut moved_places, start, .. } = addresses;
    redirects.extend(start);
    let is_gone = |page: &PageNo, place: &str| !abouts[page.0 as usize].facts.has(place);
    moved_places.retain(|(page, place), _| is_gone(page, place) && !place.starts_with(INTERFACE_ID));
    let LedRegisters { roles, role_figure, steps, related, search_words } = led;
    let last_pages = search_words.last.as_ref().map(|(_, pages)| pages.clone()).unwrap_or_default();
    let book = Book::new(BookParts {
        config: config.clone(),
        vocabulary,
        today: around.today,
        terms: mentions::term_cards(&glossary.value, abouts, resolved.pages(), &nav, &last_pages),
        index_page: abouts.iter().position(|about| about.has_index).map(|i| PageNo(offset(i))),
        pages: resolved.into_pages(),
        by_id,
        nav_paths: nav.paths(),
        nav,
        roles,
        role_figure,
        steps,
        related,
        literature: works.literature.clone(),
        cited: cited.works().collect(),
        redirects,
        moved_places,
        questions: rules.rules,
        assets,
        search_words,
        changes,
        changes_since,
    });
    Warned::new(book, diagnostics)
}

/// The part of a word list that terms are found by, taken out of it.
fn taken_lexicon(words: &mut WordList) -> Lexicon {
    Lexicon { nolink: take(&mut words.nolink), mix_ups: take(&mut words.mix_ups), fields: take(&mut words.fields) }
}

/// The glossary of a book's pages, with what `ordliste.yaml` says.
#[must_use]
pub fn glossary(pages: &[Arc<Page>], config: &Config, sources: &Sources) -> Warned<Glossary> {
    let Warned { value: mut words, mut diagnostics } =
        register("ordliste.yaml", config, sources).map(read_words).unwrap_or_default();
    let glossary = make_glossary(pages, &taken_lexicon(&mut words), config).unpack(&mut diagnostics);
    Warned::new(glossary, diagnostics)
}
