//! From a draft to a book: every reference led to its target.
//!
//! In: a [`Draft`], the glossary, the register of sources. Out: [`Book`].
//!
//! Invariant: a [`Book`] is made only here, is never changed, and holds no open reference
//! (`Destination::Open`).

mod asked;
mod checks;
mod links;
mod literature;
mod memo;
mod prose;
mod questions;
mod registers;
mod roles;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use hayagriva::Library;
use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::document::{BlockNode, Generated, Inline, InlineNode, Inlines, PageNo, TermNo, walk_blocks, walk_inlines};
use crate::draft::{Draft, Nav, NavPath, Page, PageIndex};
use crate::glossary::{Form, Glossary, Lexicon, TermEntry, Wording};
use crate::kind::Kind;
use crate::questions::{Rules, read_rules};
use crate::sink::OutPath;
use crate::source::{Source, Sources, Span, offset};
use crate::text::Date;

pub use asked::SearchWords;
pub use memo::Memo;
pub use prose::readability;

use links::{Facts, Targets, cite_key};
use literature::{CiteKey, Formatted, Formatter};
use registers::Words;

/// A finished book.
#[derive(Debug)]
pub struct Book {
    /// Its settings.
    pub config: Config,
    /// The day it is built for.
    pub today: Date,
    /// Its pages, by [`PageNo`].
    pub pages: Vec<Arc<Page>>,
    /// From ids to pages.
    pub by_id: PageIndex,
    /// Their order.
    pub nav: Nav,
    /// Where pages stand in the navigation.
    pub nav_paths: HashMap<PageNo, NavPath>,
    /// Its terms, by [`TermNo`].
    pub terms: Vec<TermCard>,
    /// Its roles, in the order they are shown.
    pub roles: Vec<PageNo>,
    /// The works cited, by id, alphabetically as the style sorts them.
    pub literature: Vec<Reference>,
    /// By page: the works it cites or names, in the style's order.
    pub cited: Vec<Arc<[Reference]>>,
    /// The page with the alphabetical index.
    pub index_page: Option<PageNo>,
    /// Former addresses, and the pages they lead to.
    pub redirects: BTreeMap<OutPath, PageNo>,
    /// What may not be asked in an interview.
    pub questions: Rules,
    /// Other files, by their path in the site.
    pub assets: BTreeMap<OutPath, Arc<[u8]>>,
    /// What readers may write when they search.
    pub search_words: SearchWords,
}

impl Book {
    /// The page with a number. Every [`PageNo`] comes from this book, so there is one.
    #[must_use]
    pub fn page(&self, number: PageNo) -> &Page {
        &self.pages[number.0 as usize]
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

/// What is known of a term beside its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCard {
    /// Its page.
    pub page: PageNo,
    /// The pages that mention it, in the order of the book: navigation first, then by id.
    pub mentioned_in: Box<[PageNo]>,
    /// The forms of its title and of its other words.
    pub forms: Vec<Form>,
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

/// What a draft needs beside itself to become a book.
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
/// checks what can only be checked on the whole.
#[must_use]
pub fn resolve(draft: Draft, around: &Surroundings<'_>) -> Warned<Book> {
    Memo::default().resolve(draft, around)
}

/// As [`resolve`], taking what `memo` has kept of pages for which nothing has changed.
fn resolve_with(memo: &mut Memo, draft: Draft, around: &Surroundings<'_>) -> Warned<Book> {
    let mut diagnostics = Vec::new();
    let Draft { pages, nav, by_id } = draft;
    let config = around.config;
    let works = memo.works(register("kilder.yaml", config, around.sources), config);
    diagnostics.extend(works.diagnostics.iter().cloned());
    let words = words(config, around.sources).unpack(&mut diagnostics);
    let rules = register("sporsmal-lint.yaml", config, around.sources)
        .map(|source| read_rules(source, config.language().letters).unpack(&mut diagnostics))
        .unwrap_or_default();
    let assets = asset_paths(around.assets, &mut diagnostics);

    let glossary = memo.glossary(&pages, words.nolink, config);
    diagnostics.extend(glossary.diagnostics.iter().cloned());
    let glossary = &glossary.value;
    memo.begin(glossary, &pages, assets.keys());
    let linked = link_pages(pages, glossary, config, memo);
    diagnostics.extend(linked.iter().flat_map(|linked| linked.about.said.iter().cloned()));

    for linked in &linked {
        unknown_works(&linked.about, &works.library, &mut diagnostics);
    }
    let formatted: Vec<Arc<Formatted>> =
        linked.par_iter().enumerate().map(|(i, linked)| format_works(i, linked, &works, memo)).collect();
    let (pages, abouts): (Vec<Arc<Page>>, Vec<Arc<About>>) =
        linked.into_iter().map(|linked| (linked.page, linked.about)).unzip();
    memo.keep_linked(&pages);
    let facts: Vec<Arc<Facts>> = abouts.iter().map(|about| about.facts.clone()).collect();
    let targets =
        Targets { by_id: &by_id, pages: &facts, assets: &assets, csp: config.site.csp, mdbook: config.mdbook };
    let resolved: Vec<Resolved> = pages
        .into_par_iter()
        .enumerate()
        .map(|(i, page)| {
            let kept = memo.resolved(i, &abouts[i], &formatted[i], &facts);
            kept.unwrap_or_else(|| resolve_page(i, page, &targets, &formatted[i], config))
        })
        .collect();
    memo.keep(&abouts, &formatted, &resolved);
    diagnostics.extend(resolved.iter().flat_map(|resolved| resolved.said.iter().cloned()));
    let pages: Vec<Arc<Page>> = resolved.into_iter().map(|resolved| resolved.page).collect();

    checks::front_matter(&pages, &by_id, &works.library, &mut diagnostics);
    checks::named_pages(&pages, &by_id, &mut diagnostics);
    questions::check(&rules, &pages, &by_id, &mut diagnostics);
    diagnostics.extend(abouts.iter().flat_map(|about| about.taken.iter().cloned()));
    let roles = roles::in_order(&pages, &nav, &words.roles, &mut diagnostics);
    let search_words = asked::read(words.search, words.search_pages, &pages, &by_id, &mut diagnostics);
    checks::law(&pages, around.today, &mut diagnostics);
    checks::summary(&pages, &nav, &mut diagnostics);
    checks::logo(config, &assets, &mut diagnostics);
    checks::printed_parts(config, &nav, &mut diagnostics);
    let mut redirects = checks::redirects(&pages, &by_id, &mut diagnostics);
    let start = start(&pages, &nav, &redirects, &assets);
    checks::redirects_of_mdbook(config, &pages, start.as_ref(), &mut redirects, &mut diagnostics);
    if !memo.has_sound_paths(&redirects) {
        let before = diagnostics.len();
        checks::paths(&pages, &redirects, around, &assets, &mut diagnostics);
        memo.keep_paths(&redirects, diagnostics.len() == before);
    }

    redirects.extend(start);

    let nav_paths = nav.paths();
    let terms = term_cards(glossary, &abouts, &nav);
    let index_page = abouts.iter().position(|about| about.has_index).map(|i| PageNo(offset(i)));
    let book = Book {
        config: config.clone(),
        today: around.today,
        pages,
        by_id,
        nav,
        nav_paths,
        terms,
        roles,
        literature: works.literature.clone(),
        cited: formatted.iter().map(|formatted| formatted.works.clone()).collect(),
        index_page,
        redirects,
        questions: rules,
        assets,
        search_words,
    };
    Warned::new(book, diagnostics)
}

/// The glossary of a book's pages, with what `ordliste.yaml` says.
#[must_use]
pub fn glossary(pages: &[Arc<Page>], config: &Config, sources: &Sources) -> Warned<Glossary> {
    let mut diagnostics = Vec::new();
    let words = words(config, sources).unpack(&mut diagnostics);
    let glossary = make_glossary(pages, words.nolink, config).unpack(&mut diagnostics);
    Warned::new(glossary, diagnostics)
}

fn make_glossary(pages: &[Arc<Page>], nolink: Vec<String>, config: &Config) -> Warned<Glossary> {
    let entries: Vec<TermEntry<'_>> = term_entries(pages);
    Glossary::new(&entries, &Lexicon { nolink }, config.language(), Wording::Own)
}

fn words(config: &Config, sources: &Sources) -> Warned<Words> {
    register("ordliste.yaml", config, sources).map(registers::read_words).unwrap_or_default()
}

fn register<'a>(name: &str, config: &Config, sources: &'a Sources) -> Option<&'a Source> {
    sources.find(&format!("{}/{name}", config.book.src))
}

/// Where no page is called `index`, the site begins with the first page in order: the address that leads there.
fn start(
    pages: &[Arc<Page>],
    nav: &Nav,
    redirects: &BTreeMap<OutPath, PageNo>,
    assets: &BTreeMap<OutPath, Arc<[u8]>>,
) -> Option<(OutPath, PageNo)> {
    const START: &str = "index.html";
    let mut taken = pages.iter().map(|page| &page.out).chain(redirects.keys()).chain(assets.keys());
    let is_free = !taken.any(|path| path.as_str().eq_ignore_ascii_case(START));
    OutPath::new(START).filter(|_| is_free).zip(nav.order.first().copied())
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
                Diagnostic::new(Code::UnusablePath, format!("`{path}` cannot be the name of a file of the site"))
                    .in_file(path)
                    .help("rename the file: letters, digits, hyphens"),
            ),
        }
    }
    out
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

/// The id of a term: the name of its file.
#[must_use]
pub fn term_id(page_id: &str) -> &str {
    page_id.rsplit('/').next().unwrap_or(page_id)
}

/// A page with its terms linked, and what was found on the way.
#[derive(Debug, Clone)]
struct Linked {
    page: Arc<Page>,
    about: Arc<About>,
}

/// What the rest of the book needs to know of a page.
#[derive(Debug)]
struct About {
    /// What references to it need to know.
    facts: Arc<Facts>,
    /// The terms it mentions.
    mentions: Box<[TermNo]>,
    /// Its citations in reading order, each with its works that have a place.
    citations: Box<[Citation]>,
    /// Whether the alphabetical index stands on it.
    has_index: bool,
    /// What there was to say of its terms.
    said: Box<[Diagnostic]>,
    /// What there was to say of its headings.
    taken: Box<[Diagnostic]>,
}

/// A citation as it is written, and the places of its works.
#[derive(Debug)]
struct Citation {
    key: CiteKey,
    places: Box<[Span]>,
}

/// A page without open references, and what was found on the way.
#[derive(Debug, Clone)]
struct Resolved {
    page: Arc<Page>,
    said: Arc<[Diagnostic]>,
    /// The pages that its references were looked up in.
    used: Arc<[PageNo]>,
}

/// Links the terms of every page.
fn link_pages(pages: Vec<Arc<Page>>, glossary: &Glossary, config: &Config, memo: &Memo) -> Vec<Linked> {
    let own: HashMap<PageNo, TermNo> = glossary.terms().iter().map(|term| (term.page, term.no)).collect();
    let link = |(i, page): (usize, Arc<Page>)| {
        memo.linked(i, &page).unwrap_or_else(|| {
            let own = own.get(&PageNo(offset(i))).copied();
            link_page(page, own, glossary, config, memo.facts(i))
        })
    };
    pages.into_par_iter().enumerate().map(link).collect()
}

/// Links the terms of a page. `before`: what was known of the page in its place; the same facts stay
/// one value, so that they can be seen to be the same.
fn link_page(
    mut page: Arc<Page>,
    own: Option<TermNo>,
    glossary: &Glossary,
    config: &Config,
    before: Option<&Arc<Facts>>,
) -> Linked {
    // Before the linking pass, which takes away the author's own links: they silence a warning.
    let mut said = glossary.mixed_roles(&page.body);
    let mentions = glossary.link(&mut Arc::make_mut(&mut page).body, own, config.link, &mut said);
    let facts = Facts::of(&page);
    let facts = before.filter(|before| ***before == facts).cloned().unwrap_or_else(|| Arc::new(facts));
    let mut has_index = false;
    walk_blocks(&page.body.blocks, &mut |block| has_index |= block.node == BlockNode::Generated(Generated::Index));
    let about = About {
        facts,
        mentions: mentions.into(),
        citations: citations(&page).into(),
        has_index,
        said: said.into(),
        taken: checks::anchors(&page).into(),
    };
    Linked { page, about: Arc::new(about) }
}

/// The citations of a page and the works it names, as the style has them.
fn format_works(i: usize, linked: &Linked, works: &Arc<Works>, memo: &Memo) -> Arc<Formatted> {
    if let Some(formatted) = memo.formatted(i, &linked.about) {
        return formatted;
    }
    let named = &linked.page.common.sources;
    let Some(formatter) = works.formatter.as_ref().filter(|_| !linked.about.citations.is_empty() || !named.is_empty())
    else {
        return works.nothing.clone();
    };
    // The same citation twice is formatted once; what has works that do not exist was reported.
    let mut seen: BTreeSet<&CiteKey> = BTreeSet::new();
    let sound = |key: &CiteKey| key.iter().all(|(id, _)| works.library.get(id).is_some());
    let citations: Vec<&CiteKey> =
        linked.about.citations.iter().map(|cite| &cite.key).filter(|key| sound(key) && seen.insert(key)).collect();
    Arc::new(formatter.page(&citations, named.iter().map(|id| &**id)))
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
    let body = &mut Arc::make_mut(&mut page).body;
    let mut used = links::resolve_body(PageNo(offset(i)), body, targets, &formatted.shown, &mut said);
    used.sort_unstable();
    used.dedup();
    said.extend(checks::lix(&page, config));
    Resolved { page, said: said.into(), used: used.into() }
}

fn term_cards(glossary: &Glossary, abouts: &[Arc<About>], nav: &Nav) -> Vec<TermCard> {
    let mut mentioned_in: Vec<Vec<PageNo>> = vec![Vec::new(); glossary.terms().len()];
    let in_nav: std::collections::HashSet<PageNo> = nav.order.iter().copied().collect();
    let others = (0..abouts.len()).map(|i| PageNo(offset(i))).filter(|page| !in_nav.contains(page));
    for page in nav.order.iter().copied().chain(others) {
        for term in &abouts[page.0 as usize].mentions {
            if glossary.terms()[term.0 as usize].page != page {
                mentioned_in[term.0 as usize].push(page);
            }
        }
    }
    glossary
        .terms()
        .iter()
        .zip(mentioned_in)
        .map(|(term, pages)| TermCard {
            page: term.page,
            mentioned_in: pages.into_boxed_slice(),
            forms: term.forms.clone(),
        })
        .collect()
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

/// Reports the works that a page cites and that are not in the register.
fn unknown_works(about: &About, library: &Library, diagnostics: &mut Vec<Diagnostic>) {
    for citation in &about.citations {
        let works = citation.key.iter().zip(&citation.places);
        for ((id, _), place) in works.filter(|((id, _), _)| library.get(id).is_none()) {
            let diagnostic = Diagnostic::new(Code::UnknownSource, format!("there is no source `{id}`"));
            diagnostics.push(diagnostic.at(*place, "not in kilder.yaml").help(source_help(id, library)));
        }
    }
}

fn source_help(id: &str, library: &Library) -> String {
    match nearest(id, library.keys()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add it to kilder.yaml in the content's folder".into(),
    }
}

/// The register of works, and the style they are shown in.
#[derive(Debug, Default)]
struct Works {
    library: Library,
    /// Nothing where there are no works, or where the style is unknown.
    formatter: Option<Formatter>,
    /// All works as the style has them.
    literature: Vec<Reference>,
    /// What a page without works has.
    nothing: Arc<Formatted>,
    diagnostics: Vec<Diagnostic>,
}

impl Works {
    fn read(source: Option<&Source>, config: &Config) -> Self {
        let mut diagnostics = Vec::new();
        let library = source.map(|source| registers::read_library(source).unpack(&mut diagnostics)).unwrap_or_default();
        if library.is_empty() {
            return Self { library, diagnostics, ..Self::default() };
        }
        let formatter =
            Formatter::new(library.clone(), &config.citation_style, &config.book.language, config.language());
        if formatter.is_none() {
            diagnostics.push(unknown_style(config));
        }
        let literature = formatter.as_ref().map(Formatter::literature).unwrap_or_default();
        Self { library, formatter, literature, nothing: Arc::default(), diagnostics }
    }
}

fn unknown_style(config: &Config) -> Diagnostic {
    let help = match nearest(&config.citation_style, literature::style_names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`apa`, `chicago-author-date`, `harvard-cite-them-right` and `vancouver` are some".into(),
    };
    let message = format!("there is no style of citations `{}`", config.citation_style);
    Diagnostic::new(Code::BadConfig, message).in_file("book.toml").help(help)
}
