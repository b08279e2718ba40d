//! The navigation, made from the summary.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::named::{id_of_named, path_below};
use super::{Page, PageIndex};
use crate::config::{Chapter, Summary, SummaryItem};
use crate::diagnostic::{Code, Diagnostic, NameIndex, Warned};
use crate::document::PageNo;
use crate::said::said;
use crate::source::{Span, page_id};

/// The order of the pages: parts, chapters in them, and the line through all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nav {
    /// The parts; chapters before the first `# Part` stand in one without a title.
    pub parts: Vec<NavPart>,
    /// The pages one after the other: previous and next.
    pub order: Vec<PageNo>,
}

/// A part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavPart {
    /// Its title.
    pub title: Option<Box<str>>,
    /// The page that stands for it, where it has one of its own.
    pub page: Option<PageNo>,
    /// Its chapters.
    pub items: Vec<NavItem>,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// The title shown.
    pub title: Box<str>,
    /// Its page; `None` where it is not written yet.
    pub page: Option<PageNo>,
    /// Chapters under it.
    pub children: Vec<NavItem>,
}

impl NavPart {
    /// The pages of its chapters, one after the other; a chapter that is not written yet has none.
    #[must_use]
    pub fn pages_below(&self) -> Vec<PageNo> {
        let mut pages = Vec::new();
        pages_of(&self.items, &mut pages);
        pages
    }
}

fn pages_of(items: &[NavItem], out: &mut Vec<PageNo>) {
    for item in items {
        out.extend(item.page);
        pages_of(&item.children, out);
    }
}

/// The place of a page in the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavPath {
    /// The part.
    pub part: usize,
    /// Positions of items, from the part's own down to the page's; none of the page of the part itself.
    pub items: Box<[usize]>,
}

impl Nav {
    /// The place of every page of the navigation, in one walk.
    #[must_use]
    pub fn paths(&self) -> HashMap<PageNo, NavPath> {
        fn below(items: &[NavItem], part: usize, way: &mut Vec<usize>, out: &mut HashMap<PageNo, NavPath>) {
            for (i, item) in items.iter().enumerate() {
                way.push(i);
                if let Some(page) = item.page {
                    out.insert(page, NavPath { part, items: way.as_slice().into() });
                }
                below(&item.children, part, way, out);
                way.pop();
            }
        }
        let mut out = HashMap::new();
        for (i, part) in self.parts.iter().enumerate() {
            out.extend(part.page.map(|page| (page, NavPath { part: i, items: Box::default() })));
            below(&part.items, i, &mut Vec::new(), &mut out);
        }
        out
    }
}

/// Makes the navigation from the summary; its targets are paths below the content's folder.
#[must_use]
pub(super) fn make_nav(summary: &Summary, pages: &[Arc<Page>], by_id: &PageIndex, folder: &str) -> Warned<Nav> {
    let mut maker = NavMaker {
        pages,
        by_id,
        folder,
        diagnostics: Vec::new(),
        order: Vec::new(),
        seen: HashMap::new(),
        near: OnceCell::new(),
    };
    let mut parts = vec![NavPart::default()];
    for item in &summary.items {
        match item {
            SummaryItem::Part(heading) => {
                let page = heading.page.as_ref().and_then(|(target, at)| maker.page(target, *at));
                parts.push(NavPart { title: Some(heading.title.as_str().into()), page, items: Vec::new() });
            }
            SummaryItem::Chapter(chapter) => {
                let item = maker.item(chapter);
                if let Some(part) = parts.last_mut() {
                    part.items.push(item);
                }
            }
            SummaryItem::Separator => parts.push(NavPart::default()),
        }
    }
    parts.retain(|part| !part.items.is_empty() || part.page.is_some());
    Warned::new(Nav { parts, order: maker.order }, maker.diagnostics)
}

struct NavMaker<'a> {
    pages: &'a [Arc<Page>],
    by_id: &'a PageIndex,
    /// The content's, with `/` at its end.
    folder: &'a str,
    diagnostics: Vec<Diagnostic>,
    order: Vec<PageNo>,
    seen: HashMap<PageNo, Span>,
    /// The ids of the pages, for what names one that is not there.
    near: OnceCell<NameIndex>,
}

impl NavMaker<'_> {
    /// A chapter whose page was reported stays, so that the chapters under it are in the order.
    fn item(&mut self, chapter: &Chapter) -> NavItem {
        let page = chapter.target.as_deref().and_then(|target| self.page(target, chapter.at));
        let title = match page {
            Some(page) if chapter.title.is_empty() => self.pages[page.0 as usize].common.title.clone(),
            _ => chapter.title.as_str().into(),
        };
        let children = chapter.children.iter().map(|child| self.item(child)).collect();
        NavItem { title, page, children }
    }

    fn page(&mut self, target: &str, at: Span) -> Option<PageNo> {
        let path = path_below(self.folder, target);
        let id = page_id(&path);
        let Some(page) = id.as_deref().and_then(|id| self.by_id.get(id)).copied().or_else(|| self.named(&path)) else {
            let known = || NameIndex::new(self.pages.iter().map(|page| &*page.id));
            let help = match id.as_deref().and_then(|id| self.near.get_or_init(known).nearest(id)) {
                Some(near) => said!("did you mean `{near}.md`?", near),
                None => said!("make the file, or take the line away; where it is there, see what else is said of it"),
            };
            let said = if path.starts_with("../") {
                let message = said!("the summary names `{target}`, which lies outside the content's folder", target);
                let help = said!("move it there, or write a page that includes it: `{{{{#include ../file.md}}}}`");
                Diagnostic::new(Code::UnknownPage, message).at(at, said!("outside")).help(help)
            } else {
                let message = said!("the summary names `{target}`, and there is no such page", target);
                Diagnostic::new(Code::UnknownPage, message).at(at, said!("no such page")).help(help)
            };
            self.diagnostics.push(said);
            return None;
        };
        if let Some(first) = self.seen.insert(page, at) {
            let message = said!("`{target}` stands twice in the summary", target);
            self.diagnostics.push(
                Diagnostic::new(Code::BadSummary, message)
                    .at(at, said!("again here"))
                    .at(first, said!("first here"))
                    .help(said!("keep one of the lines")),
            );
            return None;
        }
        self.order.push(page);
        Some(page)
    }

    /// The page of a file whose name does not tell that it is one.
    fn named(&self, path: &str) -> Option<PageNo> {
        let page = self.by_id.get(id_of_named(path)?.as_str()).copied()?;
        (self.pages[page.0 as usize].path.strip_prefix(self.folder) == Some(path)).then_some(page)
    }
}
