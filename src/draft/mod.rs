//! Pages as they were read, put in order: references still open.
//!
//! In: parsed pages and the summary. Out: [`Draft`].
//!
//! Invariant: ids are unique, and every page number in the navigation is a page of the draft.

mod memo;
mod nav;
mod page;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rayon::prelude::*;

pub use memo::DraftMemo;
use memo::ReadPage;
use nav::make_nav;
pub use nav::{Nav, NavItem, NavPart, NavPath};
use page::read_page;
pub use page::{fill_in, summary_line};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::document::{Document, PageNo};
use crate::kind::{Common, Kind};
use crate::schema::Places;
use crate::sink::OutPath;
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
    /// Where it stands in the site.
    pub out: OutPath,
    /// The front matter that pages of every kind have.
    pub common: Common,
    /// The front matter that only its kind has.
    pub kind: Kind,
    /// Places of the values of its front matter.
    pub places: Places,
    /// Whether its front matter could be read; else links into it may be right.
    pub sound: bool,
    /// The anchor of the heading that gave the title, where there is no front matter.
    pub title_anchor: Option<Box<str>>,
    /// Whether it says nowhere what it is called: then the summary does, or its file's name.
    pub is_untitled: bool,
    /// Its body.
    pub body: Document,
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
    let folder = format!("{}/", config.book.src);
    let summary_path = format!("{folder}SUMMARY.md");
    let is_page = |source: &&Source| {
        let below = source.path.strip_prefix(&folder);
        below.is_some_and(|path| {
            page_id(path).is_some() && path != "SUMMARY.md" && !config.content.leave_out.iter().any(|left| left == path)
        })
    };
    let words = memo.words(sources.find(&format!("{folder}ordliste.yaml")));
    let vocabulary = &words.value.vocabulary;
    let mut files: Vec<&Source> = sources.iter().filter(is_page).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let read = |source: &&Source| {
        memo.find(sources, source).unwrap_or_else(|| ReadPage::new(read_page(sources, source, config, vocabulary)))
    };
    let summary = || sources.find(&summary_path).map(|source| (source, memo.summary(source)));
    let (read, summary): (Vec<ReadPage>, _) = rayon::join(|| files.par_iter().map(read).collect(), summary);
    memo.keep(sources, &files, &read);
    let mut diagnostics = words.diagnostics.clone();
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
        let nav = make_nav(&summary.value, &pages, &by_id).unpack(&mut diagnostics);
        nav.parts.iter().for_each(|part| name_untitled(&mut pages, &part.items));
        nav
    } else {
        let help = format!("make {summary_path} with a line `- [Title](page.md)` for each page");
        let message = "the book has no SUMMARY.md, which gives the order of the pages";
        diagnostics.push(Diagnostic::new(Code::UnreadableFile, message).in_file(summary_path).help(help));
        Nav::default()
    };
    Warned::new(Draft { pages, nav, by_id, words: words.value.clone() }, diagnostics)
}

/// Calls pages that do not say what they are called as the summary does, as mdBook would.
fn name_untitled(pages: &mut [Arc<Page>], items: &[NavItem]) {
    for item in items {
        if let Some(number) = item.page
            && let page = &mut pages[number.0 as usize]
            && page.is_untitled
        {
            Arc::make_mut(page).common.title = item.title.clone();
        }
        name_untitled(pages, &item.children);
    }
}

fn same_id(page: &Page, first: &Page, sources: &Sources) -> Diagnostic {
    let [here, there] = [page.file, first.file].map(|file| Span { file, start: 0, end: 0 });
    let other = &sources.get(first.file).shown;
    Diagnostic::new(Code::DuplicateId, format!("two files are the page `{}`", page.id))
        .at(here, "this file")
        .at(there, "and this one")
        .help(format!("rename this file or {other}; README.md is the same page as index.md"))
}
