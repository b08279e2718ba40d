//! Pages as they were read, put in order: references still open.
//!
//! In: parsed pages and the summary. Out: [`Draft`].
//!
//! Invariant: ids are unique, and every page number in the navigation is a page of the draft.

mod memo;
mod nav;
mod others;
mod outdated;
mod page;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

pub use memo::DraftMemo;
use memo::ReadPage;
use nav::make_nav;
pub use nav::{Nav, NavItem, NavPart, NavPath};
pub use outdated::OutdatedPart;
use page::read_page;
pub use page::{fill_in, summary_line};

use crate::config::{Chapter, Config, Summary, SummaryItem, parse_summary, path_named};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::document::{Block, BlockNode, Document, Heading, PageNo};
use crate::kind::{Common, Kind};
use crate::markdown::include_targets;
use crate::said::{Phrase, said};
use crate::schema::Places;
use crate::sink::{OutPath, path_in};
use crate::source::{FileId, Source, Sources, Span, offset, page_id};
use crate::vocabulary::WordList;

/// One page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its path below the content's folder, without `.md`.
    pub id: Box<str>,
    /// The file it was read from.
    pub file: FileId,
    /// The path of that file: of `README.md` the id does not tell it.
    pub path: Arc<str>,
    /// Its place in the site.
    pub out: OutPath,
    /// Whether it is a page of the source that is not translated: it lies in the site of the source, and this book leads
    /// there.
    pub abroad: bool,
    /// The front matter that pages of every kind have.
    pub common: Common,
    /// The front matter that only its kind has.
    pub kind: Kind,
    /// Places of the values of its front matter.
    pub places: Places,
    /// Whether its front matter could be read; else links into it may be right.
    pub sound: bool,
    /// The anchor of the heading that gave the title, where there is no front matter: the first block of the body.
    pub title_anchor: Option<Box<str>>,
    /// Its body.
    pub body: Document,
    /// Parts of the source that say something else since the page was translated.
    pub outdated: Box<[OutdatedPart]>,
}

impl Page {
    /// Whether the organisation that the book is an edition of answers anything on it.
    #[must_use]
    pub fn asks_organisation(&self) -> bool {
        self.kind.form().fields.iter().any(|(_, field)| field.from.is_some())
    }

    /// The blocks below the title.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.body.blocks[usize::from(self.title_anchor.is_some())..]
    }

    /// The heading that gave the title.
    #[must_use]
    pub fn title_heading(&self) -> Option<&Heading> {
        let first = self.body.blocks.first().filter(|_| self.title_anchor.is_some())?;
        if let BlockNode::Heading(heading) = &first.node { Some(heading) } else { None }
    }
}

/// From ids, aliases not among them, to pages.
pub type PageIndex = HashMap<Box<str>, PageNo>;

/// All pages and their order.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The pages, by id.
    pub pages: Vec<Arc<Page>>,
    /// Their order.
    pub nav: Nav,
    /// Pages by id.
    pub by_id: PageIndex,
    /// The word list, `ordliste.yaml`.
    pub words: WordList,
}

impl Draft {
    /// The page with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<PageNo> {
        self.by_id.get(id).copied()
    }
}

/// Reads every page of the content that `memo` has not kept, and puts all of them in order.
#[must_use]
pub fn draft(sources: &Sources, config: &Config, memo: &mut DraftMemo) -> Warned<Draft> {
    let folder = config.book.content();
    let summary_path = format!("{folder}SUMMARY.md");
    let words = memo.words(sources.find(&format!("{folder}ordliste.yaml")));
    let vocabulary = &words.value.vocabulary;
    let mut diagnostics = words.diagnostics.clone();
    let summary = sources.find(&summary_path).map(|source| (source, memo.summary(source)));
    let listed = summary.as_ref().map(|(_, summary)| listed_names(&summary.value, &folder)).unwrap_or_default();
    let mut unlisted = Vec::new();
    let mut files: Vec<(&Source, Option<&str>)> = Vec::new();
    for source in sources.iter() {
        let Some(path) = source.path.strip_prefix(&folder) else { continue };
        let id = page_id(path).or_else(|| id_of_named(path).filter(|_| config.mdbook && listed.contains_key(path)));
        let Some(id) = id.filter(|_| path != "SUMMARY.md") else { continue };
        let name = listed.get(path).or_else(|| listed.get(&id).filter(|_| !config.mdbook)).map(|name| &**name);
        match name {
            _ if config.content.leave_out.iter().any(|left| left == path) => {}
            None if config.mdbook && !others::is_term(source) => unlisted.push(source),
            name => files.push((source, name)),
        }
    }
    files.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    diagnostics.extend(left_unlisted(&unlisted, sources));
    diagnostics.extend(files.iter().filter(|_| config.mdbook).find_map(|(source, _)| others::of_two_programs(source)));
    let read = |(source, listed): &(&Source, Option<&str>)| {
        let new = || ReadPage::new(read_page(sources, source, config, vocabulary, *listed));
        memo.find(sources, source, *listed).unwrap_or_else(new)
    };
    let read: Vec<ReadPage> = files.par_iter().map(read).collect();
    memo.keep(sources, &files, &read);
    let mut pages = Vec::with_capacity(read.len());
    let mut by_id = PageIndex::with_capacity(read.len());
    for page in read {
        diagnostics.extend(page.diagnostics);
        let Some(page) = page.page else { continue };
        match by_id.entry(page.id.clone()) {
            Entry::Vacant(free) => {
                free.insert(PageNo(offset(pages.len())));
                pages.push(page);
            }
            Entry::Occupied(taken) => {
                let first: &Arc<Page> = &pages[taken.get().0 as usize];
                diagnostics.push(same_id(&page, first, sources));
            }
        }
    }
    let nav = if let Some((source, summary)) = summary {
        memo.keep_summary(source, &summary);
        diagnostics.extend(summary.diagnostics.iter().cloned());
        make_nav(&summary.value, &pages, &by_id, &folder).unpack(&mut diagnostics)
    } else {
        let help = said!("make {summary_path} with a line `- [Title](page.md)` for each page", summary_path);
        let message = said!("the book has no SUMMARY.md, which gives the order of the pages");
        diagnostics.push(Diagnostic::new(Code::UnreadableFile, message).in_file(summary_path).help(help));
        Nav::default()
    };
    Warned::new(Draft { pages, nav, by_id, words: words.value.clone() }, told_once(diagnostics))
}

/// By the path of a page below the content's folder, and by its id: the name that the summary gives it, which may be
/// empty.
fn listed_names(summary: &Summary, folder: &str) -> HashMap<String, Box<str>> {
    type ListedNames = HashMap<String, Box<str>>;
    fn add(target: Option<&str>, title: &str, folder: &str, names: &mut ListedNames) {
        let Some(path) = target.map(|target| path_below(folder, target)) else { return };
        for name in page_id(&path).into_iter().chain([path]) {
            names.entry(name).or_insert_with(|| title.into());
        }
    }
    fn add_chapters(chapters: &[Chapter], folder: &str, names: &mut ListedNames) {
        for chapter in chapters {
            add(chapter.target.as_deref(), &chapter.title, folder, names);
            add_chapters(&chapter.children, folder, names);
        }
    }
    let mut names = HashMap::new();
    for item in &summary.items {
        match item {
            SummaryItem::Part(part) => {
                add(part.page.as_ref().map(|(target, _)| target.as_str()), &part.title, folder, &mut names);
            }
            SummaryItem::Chapter(chapter) => add_chapters(std::slice::from_ref(chapter), folder, &mut names),
            SummaryItem::Separator => {}
        }
    }
    names
}

/// The path of the page that a line of the summary leads to, below the content's `folder`, also where the line goes out
/// of it and back.
fn path_below(folder: &str, target: &str) -> String {
    let path = path_named(target);
    let below =
        path_in(folder, path.trim_start_matches('/')).and_then(|whole| Some(whole.strip_prefix(folder)?.to_owned()));
    below.unwrap_or(path)
}

/// The id of a page of mdBook's that the summary names, whatever its name ends in.
fn id_of_named(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let slash = if folder.is_empty() { "" } else { "/" };
    page_id(&format!("{folder}{slash}{stem}.md"))
}

/// How many files that are no pages are named.
const NAMED: usize = 12;

/// Whether the first page that the summary names tells its kind, as no page of mdBook's does.
#[must_use]
pub fn begins_as_ours(sources: &Sources, config: &Config) -> bool {
    let folder = config.book.content();
    let Some(summary) = sources.find(&format!("{folder}SUMMARY.md")) else { return false };
    let target = |item: SummaryItem| match item {
        SummaryItem::Part(part) => part.page.map(|(target, _)| target),
        SummaryItem::Chapter(chapter) => chapter.target,
        SummaryItem::Separator => None,
    };
    let first = parse_summary(summary).value.items.into_iter().find_map(target);
    let page = first.and_then(|target| sources.find(&format!("{folder}{}", path_named(&target))));
    page.is_some_and(others::tells_its_kind)
}

/// The files of an mdBook book that are no pages of it: neither does its summary name them, nor do others include them.
fn left_unlisted(files: &[&Source], sources: &Sources) -> Option<Diagnostic> {
    if files.is_empty() {
        return None;
    }
    let included: HashSet<String> =
        sources.iter().flat_map(|source| include_targets(&source.path, &source.text)).collect();
    let left: Vec<&str> = files.iter().map(|source| &*source.path).filter(|path| !included.contains(*path)).collect();
    let first = left.first()?;
    let message = match left.len() {
        1 => said!("1 file is no page, since SUMMARY.md does not name it"),
        count => said!("{count} files are no pages, since SUMMARY.md does not name them", count),
    };
    let said = Diagnostic::new(Code::NotInSummary, message).in_file(*first);
    let more = left.len().saturating_sub(NAMED);
    let named = left.iter().skip(1).take(NAMED - 1).fold(said, |said, path| said.note(Phrase::verbatim(*path)));
    let named = if more > 0 { named.note(said!("and {more} more", more)) } else { named };
    Some(named.help(said!("add a line `- [Title](path.md)` to SUMMARY.md for each that shall be a page")))
}

/// Of notes on what is another program's, each is told once, with how many more pages have the same.
fn told_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut first: HashMap<Phrase, usize> = HashMap::new();
    let mut more: BTreeMap<usize, usize> = BTreeMap::new();
    let mut out: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for said in diagnostics {
        if said.code == Code::OtherTool {
            if let Some(at) = first.get(&said.message) {
                *more.entry(*at).or_default() += 1;
                continue;
            }
            first.insert(said.message.clone(), out.len());
        }
        out.push(said);
    }
    for (at, count) in more {
        out[at].notes.push(match count {
            1 => said!("1 more page has the same"),
            count => said!("{count} more pages have the same", count),
        });
    }
    out
}

fn same_id(page: &Page, first: &Page, sources: &Sources) -> Diagnostic {
    let [here, there] = [page.file, first.file].map(|file| Span { file, start: 0, end: 0 });
    let other = &sources.get(first.file).shown;
    Diagnostic::new(Code::DuplicateId, said!("two files are the page `{id}`", id = page.id))
        .at(here, said!("this file"))
        .at(there, said!("and this one"))
        .help(said!("rename this file or {other}; README.md is the same page as index.md", other))
}
