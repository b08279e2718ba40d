//! Addresses in the pages as Markdown.

use crate::document::Destination;
use crate::resolve::{Book, page_markdown};
use crate::sink::OutPath;
use crate::view::escape::{is_safe, relative, whole};

/// The address of a file of the site as seen from another: whole where the site has an address, so that it holds
/// wherever the text is taken.
pub(super) fn address_of(book: &Book, from: &OutPath, to: &OutPath) -> String {
    match book.config.site.url.as_deref() {
        Some(url) => whole(url, to),
        None => relative(from, to),
    }
}

/// The address of a destination as seen from a file. A page is led to as Markdown.
pub(super) fn address(book: &Book, from: &OutPath, to: &Destination) -> Option<String> {
    let here = |path: &OutPath| address_of(book, from, path);
    match to {
        Destination::Page(page, anchor) => {
            let anchor = anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}"));
            Some(here(&page_markdown(&book.config, book.page(*page))?) + &anchor)
        }
        Destination::File(path, suffix) => Some(here(path) + suffix),
        Destination::Web(address) => is_safe(address).then(|| address.to_string()),
        Destination::Kept(_) | Destination::Open(_) | Destination::Broken => None,
    }
}
