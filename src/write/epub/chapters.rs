//! The pages of a book for reading devices, in their order: those that the printed book has.

use std::collections::BTreeSet;

use crate::document::PageNo;
use crate::draft::{NavItem, NavPart};
use crate::kind::Kind;
use crate::source::Span;
use crate::view::View;

/// A part, a page, or both, with what stands below it.
pub(super) struct EpubChapter {
    pub(super) title: String,
    pub(super) page: Option<PageNo>,
    /// Of the first page of a part that has no page of its own: the title of the part.
    pub(super) part: Option<String>,
    /// Its role to reading devices: `glossary`.
    pub(super) role: Option<&'static str>,
    pub(super) below: Vec<EpubChapter>,
}

impl EpubChapter {
    fn of_page(view: &View<'_>, page: PageNo) -> Self {
        Self { title: view.title(page), page: Some(page), part: None, role: None, below: Vec::new() }
    }
}

/// The pages of chapters, one after the other, each with the title of the part that it begins.
pub(super) fn pages(chapters: &[EpubChapter]) -> Vec<(PageNo, Option<&str>)> {
    let mut out = Vec::new();
    for chapter in chapters {
        out.extend(chapter.page.map(|page| (page, chapter.part.as_deref())));
        out.extend(pages(&chapter.below));
    }
    out
}

/// The pages that settings name by their ids, in the order they are named in.
fn named(view: &View<'_>, ids: &[(String, Option<Span>)]) -> Vec<PageNo> {
    let book = view.book();
    let numbers = ids.iter().filter_map(|(id, _)| book.by_id.get(id.as_str()).copied());
    numbers.filter(|number| !book.page(*number).abroad).collect()
}

/// The chapters of the short book.
pub(super) fn chosen_chapters(view: &View<'_>) -> Vec<EpubChapter> {
    let chosen = named(view, &view.book().config.pdf.short);
    chosen.into_iter().map(|page| EpubChapter::of_page(view, page)).collect()
}

/// The chapters of the whole book.
pub(super) fn chapters(view: &View<'_>) -> Vec<EpubChapter> {
    let book = view.book();
    let all = || (0..).map(PageNo).take(book.pages.len());
    // What is not translated stands in the book of the source.
    let mut done: BTreeSet<PageNo> = all().filter(|number| book.page(*number).abroad).collect();
    done.extend(named(view, &book.config.pdf.leave_out));
    let mut out = Vec::new();
    for part in &book.nav.parts {
        out.extend(part_of(view, part, &mut done));
    }
    let left = all().filter(|number| !book.nav_paths.contains_key(number));
    let is_term = |number: &PageNo| matches!(book.page(*number).kind, Kind::Definition(_));
    let left: Vec<PageNo> = left.filter(|number| !is_term(number) && done.insert(*number)).collect();
    out.extend(left.into_iter().map(|page| EpubChapter::of_page(view, page)));
    let terms: Vec<EpubChapter> = view
        .index_words()
        .iter()
        .filter(|word| !word.other && done.insert(word.page))
        .map(|word| EpubChapter::of_page(view, word.page))
        .collect();
    if !terms.is_empty() {
        let title = view.texts().get("pdf-glossary").to_owned();
        out.push(EpubChapter { title, page: None, part: None, role: Some("glossary"), below: terms });
    }
    mark_parts(&mut out);
    out
}

fn part_of(view: &View<'_>, part: &NavPart, done: &mut BTreeSet<PageNo>) -> Vec<EpubChapter> {
    let page = part.page.filter(|page| done.insert(*page));
    let below = items(view, &part.items, done);
    match &part.title {
        Some(_) if page.is_none() && below.is_empty() => Vec::new(),
        Some(title) => vec![EpubChapter { title: title.to_string(), page, part: None, role: None, below }],
        None => below,
    }
}

fn items(view: &View<'_>, items_of: &[NavItem], done: &mut BTreeSet<PageNo>) -> Vec<EpubChapter> {
    let mut out = Vec::new();
    for item in items_of {
        let page = item.page.filter(|page| done.insert(*page));
        let below = items(view, &item.children, done);
        match page {
            Some(page) => {
                out.push(EpubChapter { title: item.title.to_string(), below, ..EpubChapter::of_page(view, page) });
            }
            None => out.extend(below),
        }
    }
    out
}

/// A part without a page of its own begins on its first page, which says so.
fn mark_parts(chapters: &mut [EpubChapter]) {
    for chapter in chapters.iter_mut().filter(|chapter| chapter.page.is_none()) {
        let title = chapter.title.clone();
        if let Some(first) = chapter.below.first_mut() {
            first.part = Some(title);
        }
    }
}
