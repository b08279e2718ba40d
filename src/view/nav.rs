//! The navigation a page carries: the parts, its own opened along its path, and nothing of the others.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::escape::{relative, root};
use super::{LinkView, PartView, View};
use crate::document::PageNo;
use crate::draft::{NavItem, NavPart, NavPath, Page};

/// An entry of the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NavView {
    /// The title; empty for an open part that has none.
    pub title: String,
    /// Its address; `None` where the page is not written yet.
    pub href: Option<String>,
    /// The language and its name, where it leads to a page of the source that is not translated.
    pub elsewhere: Option<(String, String)>,
    /// Whether it is the page itself.
    pub current: bool,
    /// Entries under it, where the page is it or lies below it.
    pub children: Vec<NavView>,
}

/// The navigation of a page. Most of it is that of every page whose way to the site's folder is the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct PageNav {
    /// The parts, as they are seen where none is opened.
    pub parts: Arc<[NavView]>,
    /// The part that the page stands in.
    pub open: Option<OpenPart>,
}

/// The part that a page stands in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OpenPart {
    /// Which of the parts it is.
    pub position: usize,
    /// The part, opened along the way to the page.
    pub part: NavView,
}

impl PageNav {
    /// A part as the page shows it.
    #[must_use]
    pub fn part(&self, position: usize) -> Option<&NavView> {
        let open = self.open.as_ref().filter(|open| open.position == position);
        open.map(|open| &open.part).or_else(|| self.parts.get(position))
    }

    /// The parts as the page shows them.
    pub fn entries(&self) -> impl Iterator<Item = &NavView> {
        (0..self.parts.len()).filter_map(|position| self.part(position))
    }
}

/// Of a level with very many entries only those near the page are shown, so that the navigation
/// of a book without structure does not grow with the square of its pages.
const NEAR: usize = 40;

/// The page that stands for a part: its own, else its first.
pub(super) fn first_of(part: &NavPart) -> Option<PageNo> {
    part.page.or_else(|| first_page(&part.items))
}

/// The first page of a list of chapters.
fn first_page(items: &[NavItem]) -> Option<PageNo> {
    items.iter().find_map(|item| item.page.or_else(|| first_page(&item.children)))
}

impl View<'_> {
    /// The parts, seen from a page with this way to the site's folder; the part that the page stands
    /// in, or the index it is found in, is opened along that path.
    pub(super) fn parts(&self, root: &str, page: Option<(PageNo, &NavPath)>) -> PageNav {
        let known = self.closed_parts.iter().find(|(of, _)| of == root).map(|(_, parts)| parts.clone());
        let open = page.and_then(|(page, path)| {
            let part = self.part(root, path.part, self.site.parts.get(path.part)?, Some((page, path)));
            Some(OpenPart { position: path.part, part })
        });
        PageNav { parts: known.unwrap_or_else(|| self.closed_parts(root)), open }
    }

    /// The parts as they are seen where none is opened.
    fn closed_parts(&self, root: &str) -> Arc<[NavView]> {
        self.site.parts.iter().enumerate().map(|(position, part)| self.part(root, position, part, None)).collect()
    }

    /// Those as pages of the book see them, by the way to the site's folder.
    pub(super) fn closed_parts_of_pages(&self) -> Vec<(String, Arc<[NavView]>)> {
        let roots: BTreeSet<String> = self.book.pages.iter().map(|page| root(&page.out)).collect();
        roots.into_iter().map(|root| (root.clone(), self.closed_parts(&root))).collect()
    }

    /// A part, opened where a page is given that stands in it.
    fn part(&self, root: &str, position: usize, part: &PartView, open: Option<(PageNo, &NavPath)>) -> NavView {
        let of_book = self.book.nav.parts.get(position);
        let children = open.map_or_else(Vec::new, |(page, path)| self.own_part(page, path));
        let is_named = part.titled || children.is_empty();
        // An open part without a page of its own would lead to the first of the pages below it.
        let leads = children.is_empty() || of_book.is_some_and(|part| part.page.is_some());
        NavView {
            title: if is_named { part.title.clone() } else { String::new() },
            href: part.path.as_ref().filter(|_| leads).map(|path| format!("{root}{path}")),
            elsewhere: of_book.and_then(first_of).and_then(|to| self.marked(to)),
            current: open
                .is_some_and(|(page, path)| path.items.is_empty() && of_book.and_then(|part| part.page) == Some(page)),
            children,
        }
    }

    /// For a page of the source that is not translated: its language, and the name of that.
    fn marked(&self, to: PageNo) -> Option<(String, String)> {
        let name = self.elsewhere(to)?;
        Some((self.language_of(self.book.page(to)).to_owned(), name))
    }

    fn own_part(&self, page: PageNo, path: &NavPath) -> Vec<NavView> {
        let items = self.book.nav.parts.get(path.part).map_or(&[][..], |part| &part.items);
        self.level(page, items, &path.items)
    }

    fn level(&self, page: PageNo, items: &[NavItem], way: &[usize]) -> Vec<NavView> {
        let here = way.first().copied();
        let around = here.unwrap_or(0);
        let near = around.saturating_sub(NEAR)..items.len().min(around + NEAR + 1);
        let from = near.start;
        items[near]
            .iter()
            .zip(from..)
            .map(|(item, position)| {
                let on_way = here == Some(position);
                let current = on_way && way.len() == 1 && item.page == Some(page);
                let children = if on_way { self.level(page, &item.children, &way[1..]) } else { Vec::new() };
                NavView {
                    title: item.title.to_string(),
                    href: item.page.map(|to| relative(&self.book.page(page).out, &self.book.page(to).out)),
                    elsewhere: item.page.and_then(|to| self.marked(to)),
                    current,
                    children,
                }
            })
            .collect()
    }

    /// The way to the page: the start page, its part, the chapters above it.
    pub(super) fn crumbs(&self, number: PageNo, page: &Page) -> Vec<LinkView> {
        let mut crumbs = Vec::new();
        match self.home {
            Some(home) if home == number => return crumbs,
            Some(home) => {
                let href = Some(relative(&page.out, &self.book.page(home).out));
                let title = self.texts_of(page).get("home").to_owned();
                crumbs.push(LinkView { title, href, lang: None, elsewhere: None, role: None, page: None });
            }
            None => {}
        }
        let Some(path) = self.book.nav_paths.get(&number) else {
            if let (Some(index), crate::kind::Kind::Definition(_)) = (self.index_page, &page.kind) {
                crumbs.push(self.link(page, index));
            }
            return crumbs;
        };
        let Some(part) = self.book.nav.parts.get(path.part) else { return crumbs };
        if let Some(title) = &part.title {
            if part.page == Some(number) {
                return crumbs;
            }
            let first = first_of(part).filter(|first| *first != number);
            crumbs.push(self.crumb(page, first, title));
        }
        let mut items = &part.items;
        for position in path.items.iter().take(path.items.len().saturating_sub(1)) {
            let Some(item) = items.get(*position) else { break };
            crumbs.push(self.crumb(page, item.page, &item.title));
            items = &item.children;
        }
        crumbs
    }

    fn crumb(&self, page: &Page, to: Option<PageNo>, title: &str) -> LinkView {
        match to {
            Some(to) => self.titled(page, to, title),
            None => LinkView { title: title.into(), href: None, lang: None, elsewhere: None, role: None, page: None },
        }
    }
}
