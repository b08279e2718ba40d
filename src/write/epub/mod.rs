//! The book for reading devices: EPUB 3.3.
//!
//! In: the views of a book, and where the pages of the printed one begin, where there is one. Out: one file for the book
//! and one for the short book, where the settings ask for them.
//!
//! Invariant: the same book gives the same bytes, and nothing is packed again that lies in place already. What the
//! package says of itself is so: each link leads to a place that is there, and it claims of accessibility only what the
//! program sees to.

mod body;
mod chapters;
mod files;
mod navigation;
mod package;
mod pages;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use rayon::prelude::*;

use super::archive::Archive;
use super::lost::{Losses, WrittenForm};
use super::printed::{PrintedBook, PrintedBooks};
use super::write_failed;
use crate::diagnostic::Diagnostic;
use crate::document::PageNo;
use crate::resolve::{Book, book_epub, short_epub};
use crate::sink::{OutPath, Sink};
use crate::theme::Theme;
use crate::view::View;

use body::{EpubBody, KnownPlaces};
use chapters::{EpubChapter, chapters, chosen_chapters};
use files::{PICTURES, page, picture_type, text_path};
use pages::{CONTENTS, PagesShown, PrintMarks, TITLE_PAGE};

/// Whether the settings ask for it.
pub(super) fn is_wanted(book: &Book) -> bool {
    book_epub(&book.config).is_some()
}

/// Writes what the settings ask for. What it cannot show is said of the whole book alone.
pub(super) fn write(book: &Book, theme: &Theme, printed: &PrintedBooks, sink: &dyn Sink) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    let view = View::new(book, theme);
    if let Some(path) = book_epub(&book.config).filter(|path| book.is_free(path)) {
        let title = book.config.book.title.clone();
        let edition = EpubEdition::new(&view, title, "book", chapters(&view), printed.whole.as_ref());
        let (files, lost) = edition.files();
        said.extend(put(sink, &path, &files));
        said.extend(lost.told(WrittenForm::Epub));
    }
    if let Some(path) = short_epub(&book.config).filter(|path| book.is_free(path)) {
        let title = view.texts().fill("pdf-short", &[("title", &book.config.book.title)]);
        let edition = EpubEdition::new(&view, title, "short", chosen_chapters(&view), printed.short.as_ref());
        said.extend(put(sink, &path, &edition.files().0));
    }
    said
}

/// Changed where the same files shall give other bytes.
const EDITION: &str = concat!("epub 1, brobygger ", env!("CARGO_PKG_VERSION"));

/// Packs the files of a book, unless the same lies in place.
fn put(sink: &dyn Sink, path: &OutPath, files: &[EpubFile]) -> Option<Diagnostic> {
    if sink.keep(path, &fingerprint(files)) {
        return None;
    }
    sink.put(path, &pack(files)).err().map(|error| write_failed(&error))
}

/// A short name for what a book is packed of.
fn fingerprint(files: &[EpubFile]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(EDITION.as_bytes());
    for file in files {
        hasher.update(&(file.path.len() as u64).to_le_bytes()).update(file.path.as_bytes());
        hasher.update(blake3::hash(&file.bytes).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// The bytes of a book; what it is must stand first, as it is.
fn pack(files: &[EpubFile]) -> Vec<u8> {
    let mut archive = Archive::new();
    archive.store("mimetype", b"application/epub+zip");
    archive.add("META-INF/container.xml", package::container().as_bytes());
    for file in files {
        archive.add(&format!("{PACKAGE}{}", file.path), &file.bytes);
    }
    archive.finish()
}

/// The folder of the package.
const PACKAGE: &str = "EPUB/";

/// How it looks, as far as the reader's device lets it.
const STYLES: &str = include_str!("stil.css");
/// The bridge, which every cover shows.
const COVER: &str = include_str!("omslag.svg");

/// A book for reading devices.
struct EpubEdition<'a> {
    view: &'a View<'a>,
    title: String,
    /// Name that tells it from others of the same site.
    name: &'static str,
    chapters: Vec<EpubChapter>,
    /// The pages of the printed book.
    pages: PagesShown<'a>,
}

/// The pictures of a book, as far as it tells of them.
#[derive(Clone, Copy)]
struct PicturesSeen {
    /// Whether there are any.
    any: bool,
    /// Whether one has no text.
    silent: bool,
}

/// A file of the package, by its path below that of the package itself.
struct EpubFile {
    path: String,
    bytes: Vec<u8>,
    media_type: &'static str,
    properties: &'static str,
}

impl<'a> EpubEdition<'a> {
    fn new(
        view: &'a View<'a>,
        title: String,
        name: &'static str,
        chapters: Vec<EpubChapter>,
        printed: Option<&'a PrintedBook>,
    ) -> Self {
        let has = chapters::pages(&chapters).into_iter().map(|(number, _)| number).collect();
        Self { view, title, name, pages: PagesShown::new(printed, &has), chapters }
    }

    fn book(&self) -> &'a Book {
        self.view.book()
    }

    fn lang(&self) -> &'a str {
        &self.book().config.book.language
    }

    /// All files of the package, the one that names the others first, and what they could not show.
    fn files(&self) -> (Vec<EpubFile>, Losses) {
        let places = self.places();
        let mut lost = Losses::default();
        let mut pictures = BTreeSet::new();
        let mut has_silent_picture = false;
        let mut files = vec![
            Self::text("omslag.xhtml", self.cover_page()),
            Self::text(TITLE_PAGE, self.title_page()),
            EpubFile { properties: "nav", ..Self::text(CONTENTS, navigation::navigation(self)) },
        ];
        let written = |(number, part): (PageNo, Option<&str>)| {
            let mut body = EpubBody::new(self.view, number, &places, self.pages.of(number));
            let text = body.page(part);
            (number, text, body)
        };
        let written: Vec<_> = chapters::pages(&self.chapters).into_par_iter().map(written).collect();
        for (number, text, mut body) in written {
            pictures.append(&mut body.pictures);
            has_silent_picture |= body.has_silent_picture;
            lost.append(body.lost);
            files.push(Self::text(&text_path(self.book(), number), text));
        }
        files.push(EpubFile {
            path: "omslag.svg".into(),
            bytes: self.cover().into_bytes(),
            media_type: "image/svg+xml",
            properties: "cover-image",
        });
        let style = STYLES.as_bytes().to_vec();
        files.push(EpubFile { path: "stil.css".into(), bytes: style, media_type: "text/css", properties: "" });
        let seen = PicturesSeen { any: !pictures.is_empty(), silent: has_silent_picture };
        files.extend(pictures.iter().filter_map(|path| self.picture(path)));
        let bytes = package::package(self, &files, seen);
        let media_type = "application/oebps-package+xml";
        files.insert(0, EpubFile { path: "bok.opf".into(), bytes, media_type, properties: "" });
        (files, lost)
    }

    fn text(path: &str, bytes: Vec<u8>) -> EpubFile {
        EpubFile { path: path.to_owned(), bytes, media_type: "application/xhtml+xml", properties: "" }
    }

    /// A picture of the book, if it is of a kind that every reading device shows.
    fn picture(&self, path: &OutPath) -> Option<EpubFile> {
        let bytes: &Arc<[u8]> = self.book().assets.get(path)?;
        let media_type = picture_type(path)?;
        Some(EpubFile { path: format!("{PICTURES}{path}"), bytes: bytes.to_vec(), media_type, properties: "" })
    }

    /// All places that a link can lead to: each page is written once to see which it has.
    fn places(&self) -> KnownPlaces {
        let pages = chapters::pages(&self.chapters);
        let mut places: BTreeMap<PageNo, BTreeSet<String>> =
            pages.iter().map(|(number, _)| (*number, BTreeSet::new())).collect();
        let none = KnownPlaces(places.clone());
        let ids = |(number, _): (PageNo, Option<&str>)| {
            let mut body = EpubBody::new(self.view, number, &none, PrintMarks::default());
            body.page(None);
            (number, body.ids)
        };
        places.extend(pages.into_par_iter().map(ids).collect::<Vec<_>>());
        KnownPlaces(places)
    }

    /// The cover: the bridge, and over it the title.
    fn cover(&self) -> String {
        let mut title = String::new();
        let lines = lines_of(&self.title, 18);
        for (number, line) in lines.iter().enumerate() {
            let y = 300 + number * 110;
            let _ = write!(title, "<text x=\"600\" y=\"{y}\">");
            crate::view::escape::push_text(&mut title, line);
            title.push_str("</text>");
        }
        let accent = self.book().config.theme.accent.light.css();
        COVER.replace("{accent}", &accent).replace("{title}", &title)
    }

    fn cover_page(&self) -> Vec<u8> {
        page(&self.title, self.lang(), "", |xml| {
            xml.within("section", &[("epub:type", "cover"), ("class", "omslag")], |xml| {
                xml.empty("img", &[("src", "omslag.svg"), ("alt", &self.title), ("role", "doc-cover")]);
            });
        })
    }

    /// The title page, with what the imprint of the printed book says.
    fn title_page(&self) -> Vec<u8> {
        let config = &self.book().config;
        page(&self.title, self.lang(), "", |xml| {
            xml.within("section", &[("epub:type", "titlepage"), ("class", "tittelside")], |xml| {
                self.pages.title().write_all(xml);
                xml.element("h1", &[], &self.title);
                if let Some(description) = &config.book.description {
                    xml.element("p", &[("class", "ingress")], description);
                }
                self.pages.imprint().write_all(xml);
                for said in self.view.imprint(&self.view.common_about()) {
                    xml.element("p", &[], &said);
                }
            });
        })
    }
}

/// Words of a title in lines of at most so many letters, as far as they can be parted.
fn lines_of(title: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in title.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + word.chars().count() < most) {
            Some(line) => line.extend([" ", word]),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
