//! Files that readers may take with them, as pages offer them.
//!
//! In: a book's settings. Out: the files, each with its title and what can be done with it.
//!
//! Invariant: nothing is offered that is not made.

use serde::Serialize;

use super::View;
use super::escape::address;
use crate::config::Download;
use crate::resolve::{Book, book_pdf, downloads, short_epub, short_pdf};
use crate::sink::OutPath;
use crate::theme::Texts;

/// A file that readers may take with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer<'t> {
    /// Document it belongs to; nothing: the printed book.
    pub what: Option<Download>,
    /// Its title.
    pub title: &'t str,
    /// Its use, in a sentence.
    pub about: &'t str,
    /// Its place.
    pub path: OutPath,
}

/// A file to take along, as the foot of every page offers it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DownloadView {
    /// Its title.
    pub title: String,
    /// Its path, as seen from the site's folder.
    pub path: String,
}

/// Whether a path is that of the whole site as one file, seen from any of its languages.
fn is_site_zip(book: &Book, path: &OutPath) -> bool {
    path.as_own().is_some_and(|own| own.as_str() == book.config.file_names().site)
}

impl View<'_> {
    /// Makes pages that lie in the whole site as one file, which does not hold itself.
    pub fn go_offline(&mut self) {
        self.offline = true;
        self.site.downloads = at_the_foot(self.book, self.texts(), |path| is_site_zip(self.book, path));
    }

    /// The files that readers may take with them, with texts of the interface.
    #[must_use]
    pub fn offers<'t>(&self, texts: &'t Texts) -> Vec<Offer<'t>> {
        let mut offers = offers(self.book, texts);
        offers.retain(|offer| !(self.offline && is_site_zip(self.book, &offer.path)));
        offers
    }
}

/// The files that readers may take with them, with texts of the interface.
#[must_use]
pub fn offers<'t>(book: &Book, texts: &'t Texts) -> Vec<Offer<'t>> {
    let config = &book.config;
    let offer = |what, title: &'static str, about: &'static str, path| Offer {
        what,
        title: texts.get(title),
        about: texts.get(about),
        path,
    };
    let prints = [
        ("pdf-book-link", "download-pdf-about", book_pdf(config)),
        ("pdf-short-link", "download-pdf-short-about", short_pdf(config)),
    ];
    let prints = prints.into_iter().filter_map(|(title, about, path)| Some(offer(None, title, about, path?)));
    let others = downloads(config).into_iter().map(|file| offer(Some(file.what), file.title, file.about, file.path));
    prints.chain(others).collect()
}

/// Files that the foot of every page offers beside the PDFs: those for reading whole, but for what is `left_out`.
pub(super) fn at_the_foot(book: &Book, texts: &Texts, left_out: impl Fn(&OutPath) -> bool) -> Vec<DownloadView> {
    let short = short_epub(&book.config);
    let is_whole = |path: &OutPath| short.as_ref() != Some(path) && !left_out(path);
    let files = downloads(&book.config).into_iter();
    files
        .filter(|file| matches!(file.what, Download::Site | Download::Epub) && is_whole(&file.path))
        .map(|file| DownloadView { title: texts.get(file.title).to_owned(), path: address(&file.path) })
        .collect()
}
