//! Addresses of a book's pages and files, and the endings of the files that writers make.
//!
//! In: a destination, a path. Out: a whole address, where there is one. Invariant: no writer is known here.

use crate::document::Destination;
use crate::resolve::Book;
use crate::view::escape::{is_safe, whole};

/// Whether a path has one of these endings, as writers name their files.
pub(super) fn is_named(path: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| path.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.')))
}

/// The whole address of a destination; nothing for one that means something only in the site.
pub(super) fn whole_address(book: &Book, to: &Destination) -> Option<String> {
    address_below(book, book.config.site.url.as_deref(), to)
}

/// The address of a destination where the site lies at `site`.
pub(super) fn address_below(book: &Book, site: Option<&str>, to: &Destination) -> Option<String> {
    let (path, suffix) = match to {
        Destination::Web(address) => return is_safe(address).then(|| address.to_string()),
        Destination::Page(page, anchor) => {
            (&book.page(*page).out, anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}")))
        }
        Destination::File(path, suffix) => (path, suffix.to_string()),
        Destination::Kept(_) | Destination::Open(_) | Destination::Broken => return None,
    };
    Some(whole(site?, path) + &suffix)
}
