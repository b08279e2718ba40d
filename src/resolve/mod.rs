//! From a draft to a book: every reference led to its target.
//!
//! In: a [`Draft`], the glossary, the register of sources. Out: [`Book`].
//!
//! Invariant: a [`Book`] is made only here, is never changed, and holds no open reference
//! (`Destination::Open`).

mod checks;
mod links;
mod literature;
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
use crate::document::{Inline, InlineNode, Inlines, PageNo, TermNo, walk_inlines};
use crate::draft::{Draft, Nav, NavPath, Page, PageIndex};
use crate::glossary::{Form, Glossary, Lexicon, TermEntry};
use crate::kind::Kind;
use crate::questions::{Rules, read_rules};
use crate::sink::OutPath;
use crate::source::{Source, Sources, offset};
use crate::text::Date;

pub use prose::readability;

use links::{Targets, cite_key};
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
    pub pages: Vec<Page>,
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
    pub cited: Vec<Box<[Reference]>>,
    /// Former addresses, and the pages they lead to.
    pub redirects: BTreeMap<OutPath, PageNo>,
    /// What may not be asked in an interview.
    pub questions: Rules,
    /// Other files, by their path in the site.
    pub assets: BTreeMap<OutPath, Arc<[u8]>>,
    /// Words of the book, each with what readers may write for them when they search.
    pub search_words: Vec<(String, Vec<String>)>,
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
    let mut diagnostics = Vec::new();
    let Draft { mut pages, nav, by_id } = draft;
    let config = around.config;
    let library = register("kilder.yaml", config, around.sources)
        .map(|source| registers::read_library(source).unpack(&mut diagnostics))
        .unwrap_or_default();
    let words = words(config, around.sources).unpack(&mut diagnostics);
    let rules = register("sporsmal-lint.yaml", config, around.sources)
        .map(|source| read_rules(source).unpack(&mut diagnostics))
        .unwrap_or_default();
    let assets = asset_paths(around.assets, &mut diagnostics);

    let glossary = make_glossary(&pages, words.nolink, config).unpack(&mut diagnostics);
    let mentions = link_terms(&mut pages, &glossary, config, &mut diagnostics);

    let formatter = formatter(&library, config, &mut diagnostics);
    let citations: Vec<Vec<CiteKey>> = pages.iter().map(|page| citations(page, &library, &mut diagnostics)).collect();
    let formatted: Vec<Formatted> = pages
        .par_iter()
        .zip(&citations)
        .map(|(page, citations)| match &formatter {
            Some(formatter) if !citations.is_empty() || !page.common.sources.is_empty() => {
                formatter.page(citations, page.common.sources.iter().map(|id| &**id))
            }
            _ => Formatted::default(),
        })
        .collect();
    let targets = Targets {
        by_id: &by_id,
        pages: pages.iter().map(|page| (page.id.clone(), page.common.title.clone())).collect(),
        anchors: pages.par_iter().map(links::anchors).collect(),
        titles: pages.iter().map(|page| page.title_anchor.clone()).collect(),
        sound: pages.iter().map(|page| page.sound).collect(),
        assets: &assets,
        csp: config.site.csp,
        mdbook: config.mdbook,
    };
    let found: Vec<Vec<Diagnostic>> = pages
        .par_iter_mut()
        .zip(&formatted)
        .enumerate()
        .map(|(i, (page, formatted))| {
            let mut found = Vec::new();
            links::resolve_body(PageNo(offset(i)), &mut page.body, &targets, &formatted.shown, &mut found);
            found
        })
        .collect();
    diagnostics.extend(found.into_iter().flatten());

    checks::front_matter(&pages, &by_id, &library, &mut diagnostics);
    checks::named_pages(&pages, &by_id, &mut diagnostics);
    checks::anchors(&pages, &mut diagnostics);
    questions::check(&rules, &pages, &by_id, &mut diagnostics);
    let roles = roles::in_order(&pages, &nav, &words.roles, &mut diagnostics);
    checks::law(&pages, around.today, &mut diagnostics);
    checks::lix(&pages, config, &mut diagnostics);
    checks::summary(&pages, &nav, &mut diagnostics);
    checks::logo(config, &assets, &mut diagnostics);
    checks::printed_parts(config, &nav, &mut diagnostics);
    let redirects = checks::redirects(&pages, &by_id, &mut diagnostics);
    checks::paths(&pages, &redirects, around, &assets, &mut diagnostics);

    let nav_paths = nav.paths();
    let terms = term_cards(&glossary, &mentions, &nav);
    let cited = formatted.into_iter().map(|formatted| formatted.works).collect();
    let literature = formatter.map(|formatter| formatter.literature()).unwrap_or_default();
    let book = Book {
        config: config.clone(),
        today: around.today,
        pages,
        by_id,
        nav,
        nav_paths,
        terms,
        roles,
        literature,
        cited,
        redirects,
        questions: rules,
        assets,
        search_words: words.search,
    };
    Warned::new(book, diagnostics)
}

/// The glossary of a book's pages, with what `ordliste.yaml` says.
#[must_use]
pub fn glossary(pages: &[Page], config: &Config, sources: &Sources) -> Warned<Glossary> {
    let mut diagnostics = Vec::new();
    let words = words(config, sources).unpack(&mut diagnostics);
    let glossary = make_glossary(pages, words.nolink, config).unpack(&mut diagnostics);
    Warned::new(glossary, diagnostics)
}

fn make_glossary(pages: &[Page], nolink: Vec<String>, config: &Config) -> Warned<Glossary> {
    let entries: Vec<TermEntry<'_>> = term_entries(pages);
    Glossary::new(&entries, &Lexicon { nolink }, &config.book.language)
}

fn words(config: &Config, sources: &Sources) -> Warned<Words> {
    register("ordliste.yaml", config, sources).map(registers::read_words).unwrap_or_default()
}

fn register<'a>(name: &str, config: &Config, sources: &'a Sources) -> Option<&'a Source> {
    sources.find(&format!("{}/{name}", config.book.src))
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

fn term_entries(pages: &[Page]) -> Vec<TermEntry<'_>> {
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

/// Links the terms of every page; by page the terms it mentions.
fn link_terms(
    pages: &mut [Page],
    glossary: &Glossary,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<TermNo>> {
    let own: HashMap<PageNo, TermNo> = glossary.terms().iter().map(|term| (term.page, term.no)).collect();
    let linked: Vec<(Vec<TermNo>, Vec<Diagnostic>)> = pages
        .par_iter_mut()
        .enumerate()
        .map(|(i, page)| {
            // Before the linking pass, which takes away the author's own links: they silence a warning.
            let mut found = glossary.mixed_roles(&page.body);
            let own = own.get(&PageNo(offset(i))).copied();
            let mentioned = glossary.link(&mut page.body, own, config.link, &mut found);
            (mentioned, found)
        })
        .collect();
    let (mentions, found): (Vec<_>, Vec<_>) = linked.into_iter().unzip();
    diagnostics.extend(found.into_iter().flatten());
    mentions
}

fn term_cards(glossary: &Glossary, mentions: &[Vec<TermNo>], nav: &Nav) -> Vec<TermCard> {
    let mut mentioned_in: Vec<Vec<PageNo>> = vec![Vec::new(); glossary.terms().len()];
    let in_nav: std::collections::HashSet<PageNo> = nav.order.iter().copied().collect();
    let others = (0..mentions.len()).map(|i| PageNo(offset(i))).filter(|page| !in_nav.contains(page));
    for page in nav.order.iter().copied().chain(others) {
        for term in &mentions[page.0 as usize] {
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

/// The citations of a page whose works are in the register, in reading order, each once; the
/// others are reported.
fn citations(page: &Page, library: &Library, diagnostics: &mut Vec<Diagnostic>) -> Vec<CiteKey> {
    let mut citations: Vec<CiteKey> = Vec::new();
    let mut seen: BTreeSet<CiteKey> = BTreeSet::new();
    let mut visit = |inline: &Inline| {
        let InlineNode::Cite(cite) = &inline.node else { return };
        let mut sound = true;
        for item in cite.items.iter().filter(|item| library.get(&item.id).is_none()) {
            sound = false;
            let message = format!("there is no source `{}`", item.id);
            diagnostics.push(
                Diagnostic::new(Code::UnknownSource, message)
                    .at(page.body.span(item.at), "not in kilder.yaml")
                    .help(source_help(&item.id, library)),
            );
        }
        let key = cite_key(cite);
        if sound && seen.insert(key.clone()) {
            citations.push(key);
        }
    };
    walk_inlines(&page.body.blocks, &mut visit);
    page.body.footnotes.iter().for_each(|note| walk_inlines(&note.blocks, &mut visit));
    citations
}

fn source_help(id: &str, library: &Library) -> String {
    match nearest(id, library.keys()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add it to kilder.yaml in the content's folder".into(),
    }
}

/// The book's style of citations; nothing where there are no works, or where the style is unknown.
fn formatter<'a>(library: &'a Library, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Option<Formatter<'a>> {
    if library.is_empty() {
        return None;
    }
    let formatter = Formatter::new(library, &config.citation_style, &config.book.language);
    if formatter.is_none() {
        let help = match nearest(&config.citation_style, literature::style_names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`apa`, `chicago-author-date`, `harvard-cite-them-right` and `vancouver` are some".into(),
        };
        let message = format!("there is no style of citations `{}`", config.citation_style);
        diagnostics.push(Diagnostic::new(Code::BadConfig, message).in_file("book.toml").help(help));
    }
    formatter
}
