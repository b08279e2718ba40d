//! Titles of pages, and the pages that are terms.

use crate::document::PageNo;
use crate::draft::Page;
use crate::kind::{Definition, Kind};
use crate::resolve::Book;

/// All terms, with their pages.
pub(super) fn definitions(book: &Book) -> impl Iterator<Item = (PageNo, &Page, &Definition)> {
    (0..).map(PageNo).zip(&book.pages).filter_map(|(number, page)| match &page.kind {
        Kind::Definition(definition) => Some((number, &**page, &**definition)),
        _ => None,
    })
}

/// The title a page is shown with: that of a term, written without a capital, gets one.
pub(crate) fn title(page: &Page) -> String {
    match page.kind {
        Kind::Definition(_) => capital(&page.common.title),
        _ => page.common.title.to_string(),
    }
}

/// A title with a capital first letter: terms are written without.
pub(crate) fn capital(title: &str) -> String {
    let Some(first) = title.chars().next() else { return String::new() };
    let mut out: String = first.to_uppercase().collect();
    out.push_str(&title[first.len_utf8()..]);
    out
}
