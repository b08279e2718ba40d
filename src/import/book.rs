//! A Word file that becomes a page of a book.
//!
//! In: the bytes of a `.docx`, and the book. Out: as of [`import`]. Invariant: what the file leads to in the book, it leads
//! to there, and its pictures take no name that another file beside the page has.

use std::collections::HashMap;

use super::{ImportRules, ImportedPage, import};
use crate::diagnostic::Warned;
use crate::document::{BlockNode, plain_text, walk_blocks};
use crate::resolve::Book;
use crate::sink::OutPath;

/// Reads a Word file as the page `id` of a book; `name` is what messages call the file, `accepts` whether its tracked
/// changes are taken as accepted.
#[must_use]
pub fn import_into(book: &Book, name: &str, bytes: &[u8], id: &str, accepts: bool) -> Warned<Option<ImportedPage>> {
    import_beside(book, &|_| None, name, bytes, id, accepts)
}

/// As [`import_into`], where `there` knows of files that lie in the content by now, by their paths, and not in the book.
#[must_use]
pub fn import_beside<'f>(
    book: &Book,
    there: &dyn Fn(&str) -> Option<&'f [u8]>,
    name: &str,
    bytes: &[u8],
    id: &str,
    accepts: bool,
) -> Warned<Option<ImportedPage>> {
    let pages = addresses(book);
    let site = book.config.site.url.as_deref();
    let page_at = |address: &str| {
        let path = address.strip_prefix(site?)?.trim_start_matches('/');
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        pages.get(path.as_str()).map(|id| (*id).to_owned())
    };
    let titles = titles(book);
    let title_of = |id: &str, anchor: Option<&str>| titles.get(&(id, anchor.unwrap_or_default())).cloned();
    let language = book.config.language();
    let folder = id.rfind('/').map_or("", |slash| &id[..=slash]);
    let is_taken = |name: &str, bytes: &[u8]| {
        let path = format!("{folder}{name}");
        let of_book = || book.assets.get(&OutPath::new(&path)?).map(|bytes| &**bytes);
        there(&path).or_else(of_book).is_some_and(|there| *there != *bytes)
    };
    let languages = &book.config.languages;
    let (page_at, title_of, is_taken) = (&page_at, &title_of, &is_taken);
    let rules = ImportRules { page: id, language, languages, accepts, page_at, title_of, is_taken };
    import(name, bytes, &rules)
}

/// The pages by their addresses below that of the site.
fn addresses(book: &Book) -> HashMap<&str, &str> {
    book.pages.iter().filter(|page| !page.abroad).map(|page| (page.out.as_str(), &*page.id)).collect()
}

/// The titles of pages, by their ids, and of their headings.
fn titles(book: &Book) -> HashMap<(&str, &str), String> {
    let mut out = HashMap::new();
    for page in &book.pages {
        out.insert((&*page.id, ""), page.common.title.to_string());
        walk_blocks(&page.body.blocks, &mut |block| {
            if let BlockNode::Heading(heading) = &block.node {
                out.insert((&page.id, &heading.id), plain_text(&heading.content, &page.body.text));
            }
        });
    }
    out
}
