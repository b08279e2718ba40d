//! The way from a draft to a book: every reference led to its target.
//!
//! In: a [`Draft`], the glossary, the register of sources. Out: [`Book`].
//!
//! Invariant: a [`Book`] is made only here, is never changed, and holds no open reference
//! (`Destination::Open`). The stages take each other's results, and only a stage makes its result:
//! drafted pages → `LinkedPages` → `ResolvedPages` → [`Book`].

mod active;
mod asked;
mod book;
mod changes;
mod checks;
mod kept;
mod links;
mod literature;
mod made;
mod memo;
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
mod works;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::document::{Destination, INTERFACE_ID, PageNo};
use crate::draft::{Draft, Nav, Page};
use crate::glossary::{Glossary, Lexicon};
use crate::kind::Kind;
use crate::said::said;
use crate::sink::OutPath;
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

use near::PageIds;
use paths::PathClaims;
use references::{Names, ResolvedPages};
use registers::register;
use terms::{LinkedPages, PageKnowledge, make_glossary};
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
    let Draft { pages, nav, by_id, words } = draft;
    let config = around.config;
    let works = Works::of(register("kilder.yaml", config, around.sources), config, &mut memo.works);
    diagnostics.extend(works.diagnostics.iter().cloned());
    let register_of_rules = register("sporsmal-lint.yaml", config, around.sources);
    let examples = register("sporsmal-eksempler.yaml", config, around.sources);
    let Warned { value: rules, diagnostics: said } =
        questions::rules(register_of_rules, examples, config.language().letters, &mut memo.rules, &mut memo.taught);
    diagnostics.extend(said);
    let mut assets = asset_paths(around.assets, &mut diagnostics);
    if config.mdbook {
        paths::give_way(&mut assets, &pages, around, &mut diagnostics);
    }
    let mut redirects = checks::redirects(&pages, &by_id, &mut diagnostics);
    let start = start(&pages, &nav, &redirects, &assets);
    let (of_mdbook, mut moved_places) =
        checks::redirects_of_mdbook(config, &pages, &assets, start.as_ref(), &mut diagnostics);
    for (from, to) in of_mdbook {
        redirects.entry(from).or_insert(to);
    }
    let mut moved = if config.mdbook { redirects.clone() } else { Redirects::new() };
    moved.extend(start.clone());
    let names = Names::of(&pages, &assets, moved, moved_places.clone(), &mut memo.names);

    let lexicon = Lexicon { nolink: words.nolink, mix_ups: words.mix_ups, fields: words.fields };
    let glossary = terms::glossary(&pages, lexicon, config, &mut memo.glossary);
    diagnostics.extend(glossary.diagnostics.iter().cloned());
    let glossary = &glossary.value;
    let linked = LinkedPages::link(pages, glossary, config, &mut memo.linked);
    diagnostics.extend(linked.said());
    linked.iter().for_each(|linked| works.report_unknown(&linked.about, &mut diagnostics));
    let cited = CitedWorks::format(&linked, &works, &mut memo.cited);
    let resolved = ResolvedPages::lead(linked, &cited, &names, &by_id, &assets, config, &mut memo.resolved);
    diagnostics.extend(resolved.said().iter().cloned());

    let pages = resolved.pages();
    let has_rules = !rules.rules().is_empty() || !rules.text_rules().is_empty();
    let ids = PageIds::new(&by_id);
    checks::front_matter(pages, &ids, &works, &mut diagnostics);
    checks::named_pages(pages, &ids, &mut diagnostics);
    let of_rules = register_of_rules.map(|source| (source.id, source.text.clone()));
    diagnostics.extend(questions::checked(&rules, of_rules, pages, &ids, &mut memo.asked));
    diagnostics.extend(resolved.abouts().iter().flat_map(|about| about.taken.iter().cloned()));
    let roles = roles::in_order(pages, &nav, &words.roles, &mut diagnostics);
    let role_figure = role_figure::lead(&words.role_figure, pages, &roles, &words.vocabulary, &mut diagnostics);
    let steps = steps::in_order(&words.steps, &ids, &mut diagnostics);
    let related = related::lead(&words.related, &ids, &mut diagnostics);
    let mut search_words = asked::read(words.search, words.search_pages, pages, &ids, &mut diagnostics);
    search_words.examples = words.search_examples;
    search_words.last = asked::last(words.search_last, &ids, &mut diagnostics);
    checks::titles(pages, config, &mut diagnostics);
    checks::law(pages, around.today, &mut diagnostics);
    checks::summary(pages, &nav, &mut diagnostics);
    checks::organisation(config, &words.vocabulary, &mut diagnostics);
    checks::pictures(config, &assets, &mut diagnostics);
    checks::statement(config, &ids, &mut diagnostics);
    let (changed, changes_since) = changes::lead(config, around.sources, &by_id, &mut diagnostics);
    active::check(config, &assets, &mut diagnostics);
    checks::printed_parts(config, &nav, &mut diagnostics);
    checks::printed_pages(config, &ids, &mut diagnostics);
    let claims =
        PathClaims { pages, redirects: &redirects, assets: &assets, made: made::made(config, pages, has_rules) };
    diagnostics.extend(claims.check(around, &names, &mut memo.sound_paths));
    redirects.extend(start);

    let abouts = resolved.abouts();
    let is_gone = |page: &PageNo, place: &str| !abouts[page.0 as usize].facts.has(place);
    moved_places.retain(|(page, place), _| is_gone(page, place) && !place.starts_with(INTERFACE_ID));
    let last_pages = search_words.last.as_ref().map(|(_, pages)| pages.clone()).unwrap_or_default();
    let book = Book::new(BookParts {
        config: config.clone(),
        vocabulary: words.vocabulary,
        today: around.today,
        terms: term_cards(glossary, abouts, resolved.pages(), &nav, &last_pages),
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
        questions: rules,
        assets,
        search_words,
        changes: changed,
        changes_since,
    });
    Warned::new(book, diagnostics)
}

/// The glossary of a book's pages, with what `ordliste.yaml` says.
#[must_use]
pub fn glossary(pages: &[Arc<Page>], config: &Config, sources: &Sources) -> Warned<Glossary> {
    let words = register("ordliste.yaml", config, sources).map(read_words).unwrap_or_default();
    let mut diagnostics = words.diagnostics;
    let WordList { nolink, mix_ups, fields, .. } = words.value;
    let lexicon = Lexicon { nolink, mix_ups, fields };
    let glossary = make_glossary(pages, &lexicon, config).unpack(&mut diagnostics);
    Warned::new(glossary, diagnostics)
}

/// The address that leads to the first page in order, with which a site begins where no page is called `index`.
fn start(
    pages: &[Arc<Page>],
    nav: &Nav,
    redirects: &Redirects,
    assets: &BTreeMap<OutPath, Arc<[u8]>>,
) -> Option<(OutPath, Destination)> {
    const START: &str = "index.html";
    let mut taken = pages.iter().map(|page| &page.out).chain(redirects.keys()).chain(assets.keys());
    let is_free = !taken.any(|path| path.as_str().eq_ignore_ascii_case(START));
    let first = nav.order.iter().find(|page| !pages[page.0 as usize].abroad).or(nav.order.first());
    OutPath::new(START).filter(|_| is_free).zip(first.map(|page| Destination::Page(*page, None)))
}

fn asset_paths(
    assets: &BTreeMap<String, Arc<[u8]>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<OutPath, Arc<[u8]>> {
    let mut out = BTreeMap::new();
    for (path, bytes) in assets {
        match OutPath::new(path) {
            Some(path) => {
                out.insert(path, bytes.clone());
            }
            None => diagnostics.push(
                Diagnostic::new(Code::UnusablePath, said!("`{path}` cannot be the name of a file of the site", path))
                    .in_file(path)
                    .help(said!("rename the file: letters, digits, hyphens")),
            ),
        }
    }
    out
}

/// The rank of a page among those that mention a term: whether it is the index or a search has it last, whether it explains
/// another term, whether it is to be filled in, and how much it is about the term.
type MentionRank = (bool, bool, bool, Reverse<u32>);

/// The terms, each with the pages that mention it: first those to read that are most about it, then those to fill in, then
/// what only explains other terms, and below all the index of terms and the pages that a search has last.
fn term_cards(
    glossary: &Glossary,
    abouts: &[Arc<PageKnowledge>],
    pages: &[Arc<Page>],
    nav: &Nav,
    last: &std::collections::BTreeSet<PageNo>,
) -> Vec<TermCard> {
    let mut mentioned_in: Vec<Vec<(MentionRank, PageNo)>> = vec![Vec::new(); glossary.terms().len()];
    let in_nav: std::collections::HashSet<PageNo> = nav.order.iter().copied().collect();
    let of_terms: std::collections::HashSet<PageNo> = glossary.terms().iter().map(|term| term.page).collect();
    let is_filled_in = |page: PageNo| matches!(pages[page.0 as usize].kind, Kind::Document(_));
    let others = (0..abouts.len()).map(|i| PageNo(offset(i))).filter(|page| !in_nav.contains(page));
    for page in nav.order.iter().copied().chain(others) {
        for (term, weight) in &abouts[page.0 as usize].mentions {
            if glossary.terms()[term.0 as usize].page != page {
                let is_last = last.contains(&page) || abouts[page.0 as usize].has_index;
                let rank = (is_last, of_terms.contains(&page), is_filled_in(page), Reverse(*weight));
                mentioned_in[term.0 as usize].push((rank, page));
            }
        }
    }
    // The sort is stable: where pages are as much about the term, they stay in the order of the book.
    for pages in &mut mentioned_in {
        pages.sort_by_key(|(rank, _)| *rank);
    }
    let pages_alone = |pages: Vec<(_, PageNo)>| pages.into_iter().map(|(_, page)| page).collect();
    glossary
        .terms()
        .iter()
        .zip(mentioned_in)
        .map(|(term, pages)| TermCard { page: term.page, mentioned_in: pages_alone(pages), forms: term.forms.clone() })
        .collect()
}
