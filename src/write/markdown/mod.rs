//! The pages of a book as Markdown, and the list of them that programs read first.
//!
//! In: the views of a book. Out: `llms.txt` and a file beside each page, where the settings ask for them; what they
//! cannot show.
//!
//! Invariant: every link in them is resolved, and what is listed is written.

mod address;
mod list;
mod page;

use rayon::prelude::*;

use super::address::is_named;
use super::lost::{Losses, WrittenForm};
use super::write_failed;
use crate::diagnostic::Diagnostic;
use crate::document::PageNo;
use crate::resolve::{Book, LLMS, markdown_list, page_markdown};
use crate::sink::{OutPath, Sink};
use crate::theme::Theme;
use crate::view::View;

/// Whether a file of the site, by its path, is one of these.
pub(super) fn owns(path: &str) -> bool {
    path == LLMS || is_named(path, &["md"])
}

/// Writes the list and the pages; nothing where the settings do not ask for them.
pub(super) fn write(book: &Book, theme: &Theme, sink: &dyn Sink) -> Vec<Diagnostic> {
    let Some(list) = markdown_list(&book.config) else { return Vec::new() };
    let view = View::new(book, theme);
    let put = |path: &OutPath, text: String| {
        let text = Some(text).filter(|_| book.is_free(path))?;
        sink.put(path, text.as_bytes()).err().map(|error| write_failed(&error))
    };
    let own = |number: &PageNo| {
        let path = page_markdown(&book.config, Some(book.page(*number)).filter(|page| !page.abroad)?)?;
        Some((*number, path))
    };
    let pages: Vec<PageNo> = (0..).map(PageNo).take(book.pages.len()).collect();
    let pages: Vec<(PageNo, OutPath)> = pages.iter().filter_map(own).collect();
    let mut losses = Losses::default();
    for (number, _) in pages.iter().filter(|(_, path)| book.is_free(path)) {
        losses.add_text(WrittenForm::Pages, &book.page(*number).body);
    }
    let mut said = losses.told(WrittenForm::Pages);
    let one = |(number, path): &(PageNo, OutPath)| put(path, page::page(&view, *number, path));
    said.extend(pages.par_iter().filter_map(one).collect::<Vec<_>>());
    said.extend(put(&list, list::list(&view, &list)));
    said
}
