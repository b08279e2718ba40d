//! The printed book, and each document to fill in as a PDF of its own, blank or filled in.
//!
//! In: a finished book and the theme's files for print; a [`Finished`] document. Out: PDFs that last
//! and can be read by everybody (PDF/A-2a and PDF/UA-1 together), into a sink or as bytes.
//!
//! Invariant: the same book gives the same bytes; nothing is set again that lies in place already.

mod book;
mod document;
mod markup;
mod parts;
mod picture;
mod quote;
mod report;
mod widths;
mod world;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Warned};
use crate::document::PageNo;
use crate::draft::Page;
use crate::fill::Finished;
use crate::resolve::Book;
use crate::sink::{OutPath, Sink};
use crate::theme::Theme;
use crate::view::{View, book_pdf, page_pdf};
use crate::vocabulary::Layout;
use markup::{Markup, PrintForm};
use quote::{FontLetters, Lacking, push_name, push_string};
use world::BookWorld;

/// The typesetter that a PDF is made with; another number, and all are set again.
const EDITION: &str = concat!("typst 0.15.1, brobygger ", env!("CARGO_PKG_VERSION"));

/// Writes the book and the documents as PDFs, where the settings want them.
#[must_use]
pub fn write(book: &Book, theme: &Theme, sink: &dyn Sink) -> Vec<Diagnostic> {
    let Some(path) = book_pdf(book) else { return Vec::new() };
    let numbered = (0..).map(PageNo).zip(&book.pages);
    let documents: Vec<(PageNo, &Page, OutPath)> =
        numbered.filter_map(|(number, page)| Some((number, &**page, page_pdf(book, page)?))).collect();
    at_the_press(book, theme, |press| {
        let alone = |(number, page, path): &(PageNo, &Page, OutPath)| press.document(sink, *number, page, path);
        let (mut found, others) =
            rayon::join(|| press.book(sink, &path), || documents.par_iter().flat_map_iter(alone).collect::<Vec<_>>());
        found.extend(others);
        found
    })
}

/// The faults of the theme's files for print: a made-up book of a few pages is set with them,
/// and a made-up document. Nothing is written.
#[must_use]
pub fn check(book: &Book, theme: &Theme) -> Vec<Diagnostic> {
    let document = book.pages.iter().find_map(|page| page_pdf(book, page));
    let samples = [(book_pdf(book), SAMPLE_BOOK), (document, SAMPLE_DOCUMENT)];
    at_the_press(book, theme, |press| {
        samples.par_iter().flat_map_iter(|(path, sample)| press.sample(path.as_ref(), sample)).collect()
    })
}

/// Made-up markup that calls every function of the theme.
const SAMPLE_BOOK: &str = include_str!("sample/book.typ");
const SAMPLE_DOCUMENT: &str = include_str!("sample/document.typ");

/// Does something with all that setting needs, and forgets what Typst remembers of it.
fn at_the_press<T>(book: &Book, theme: &Theme, work: impl FnOnce(&Press<'_>) -> T) -> T {
    let view = View::new(book, theme);
    let book_world = book_world(&view, theme);
    let letters = FontLetters::new(|letter| book_world.has_letter(letter));
    let mut base = blake3::Hasher::new();
    base.update(EDITION.as_bytes());
    let files = theme.print_files();
    for (path, bytes) in files.iter().map(|(path, bytes)| (*path, bytes)).chain(pictures_used(book)) {
        base.update(&(path.len() as u64).to_le_bytes()).update(path.as_bytes());
        base.update(blake3::hash(bytes).as_bytes());
    }
    let done = work(&Press { book, theme, view: &view, book_world: &book_world, letters: &letters, base });
    world::forget();
    done
}

/// A document with answers in it, as a PDF; nothing where it cannot be set.
#[must_use]
pub fn finished(book: &Book, theme: &Theme, finished: &Finished<'_>) -> Warned<Option<Vec<u8>>> {
    let view = View::new(book, theme);
    let book_world = book_world(&view, theme);
    let letters = FontLetters::new(|letter| book_world.has_letter(letter));
    let page = book.page(finished.page);
    let mut markup = Markup::new(&view, &letters, PrintForm::Finished, page);
    document::finished(&mut markup, finished);
    let about = About {
        title: &finished.title,
        lang: finished.lang,
        owner: Owner::Reader(finished.owner.as_deref()),
        layout: finished.layout,
    };
    let facts = facts(&view, theme, &letters, &about);
    let mut diagnostics = report::losses(&markup);
    let Markup { out, marks, .. } = markup;
    let made = book_world.set(facts, out);
    world::forget();
    let value = match made {
        Ok(bytes) => Some(bytes),
        Err(faults) => {
            diagnostics.extend(faults.iter().map(|fault| report::fault(fault, &page.out, &marks, theme)));
            None
        }
    };
    Warned { value, diagnostics }
}

/// The files and fonts that all documents of a book are set with.
fn book_world(view: &View<'_>, theme: &Theme) -> BookWorld {
    let files = theme.print_files();
    let pictures = view.book().assets.iter().map(|(path, bytes)| (path.as_str(), bytes.clone()));
    BookWorld::new(files.iter().map(|(path, bytes)| (*path, bytes.clone())), pictures, view.edition())
}

/// The pictures of the book, by path.
fn pictures_used(book: &Book) -> impl Iterator<Item = (&str, &std::sync::Arc<[u8]>)> {
    book.assets.iter().map(|(path, bytes)| (path.as_str(), bytes)).filter(|(path, _)| picture::is_picture(path))
}

struct Press<'a> {
    book: &'a Book,
    theme: &'a Theme,
    view: &'a View<'a>,
    book_world: &'a BookWorld,
    letters: &'a FontLetters<'a>,
    base: blake3::Hasher,
}

impl Press<'_> {
    fn book(&self, sink: &dyn Sink, path: &OutPath) -> Vec<Diagnostic> {
        let Some(first) = self.book.pages.first() else { return Vec::new() };
        let mut markup = Markup::new(self.view, self.letters, PrintForm::Book, first);
        book::book(&mut markup);
        let config = &self.book.config.book;
        self.print(sink, path, &config.title, &config.language, markup)
    }

    fn document(&self, sink: &dyn Sink, number: PageNo, page: &Page, path: &OutPath) -> Vec<Diagnostic> {
        let mut markup = Markup::new(self.view, self.letters, PrintForm::Alone, page);
        document::document(&mut markup, number);
        self.print(sink, path, &page.common.title, self.view.language(page), markup)
    }

    /// Sets a sample, which tells whether the theme's files work.
    fn sample(&self, path: Option<&OutPath>, sample: &str) -> Vec<Diagnostic> {
        let Some(path) = path else { return Vec::new() };
        let config = &self.book.config.book;
        let about = About { title: &config.title, lang: &config.language, owner: Owner::Book, layout: Layout::Pages };
        let facts = facts(self.view, self.theme, self.letters, &about);
        let Err(faults) = self.book_world.set(facts, sample.to_owned()) else { return Vec::new() };
        faults.iter().map(|fault| report::sample_fault(fault, path, sample, self.theme)).collect()
    }

    /// Sets a document, unless the book brings a file of this name or the same lies in place.
    fn print(&self, sink: &dyn Sink, path: &OutPath, title: &str, lang: &str, markup: Markup<'_>) -> Vec<Diagnostic> {
        if self.book.assets.contains_key(path) {
            return Vec::new();
        }
        let layout = if markup.form == PrintForm::Alone { markup.page.kind.layout() } else { Layout::Pages };
        let about = About { title, lang, owner: Owner::Book, layout };
        let facts = facts(self.view, self.theme, self.letters, &about);
        let mut said = if markup.form == PrintForm::Book { report::losses(&markup) } else { Vec::new() };
        let Markup { out, marks, .. } = markup;
        let fingerprint = self.base.clone().update(facts.as_bytes()).update(&[0]).update(out.as_bytes()).finalize();
        if sink.keep(path, fingerprint.to_hex().as_str()) {
            return said;
        }
        match self.book_world.set(facts, out) {
            Ok(bytes) => said.extend(sink.put(path, &bytes).err().map(|error| super::write_failed(&error))),
            Err(faults) => said.extend(faults.iter().map(|fault| report::fault(fault, path, &marks, self.theme))),
        }
        said
    }
}

/// The title, language, owner and layout of a PDF.
struct About<'a> {
    title: &'a str,
    lang: &'a str,
    owner: Owner<'a>,
    layout: Layout,
}

/// Somebody whose PDF it is.
enum Owner<'a> {
    /// The book's.
    Book,
    /// A reader's, who filled it in, with their name: it says nothing of the book.
    Reader(Option<&'a str>),
}

/// The values that the theme's files use: `#let guide = (…)`, `#let words = (…)`.
fn facts(view: &View<'_>, theme: &Theme, letters: &FontLetters<'_>, about: &About<'_>) -> String {
    let config: &Config = &view.book().config;
    let mut out = String::from("#let guide = (");
    let mut lacking = Lacking::new();
    let mut fact = |out: &mut String, key: &str, value: Option<&str>| {
        out.push_str(key);
        out.push_str(": ");
        match value {
            Some(value) => push_string(out, value, letters, &mut lacking),
            None => out.push_str("none"),
        }
        out.push_str(", ");
    };
    let organisation = &config.organisation;
    let (is_book, owner) = match about.owner {
        Owner::Book => (true, None),
        Owner::Reader(name) => (false, name),
    };
    let of_book = |text| if is_book { text } else { "" };
    // Where the book is an organisation's own, so is its mark: it stands on what the organisation has made.
    let has_mark = view.site().logo.is_some() && (is_book || organisation.name.is_some());
    let logo = has_mark.then_some(config.theme.logo.as_ref()).flatten();
    let lang = about.lang;
    fact(&mut out, "title", Some(about.title));
    fact(&mut out, "guide", Some(of_book(&config.book.title)));
    fact(&mut out, "owner", owner);
    fact(&mut out, "description", config.book.description.as_deref().filter(|_| is_book));
    fact(&mut out, "organisation", organisation.name.as_deref());
    fact(&mut out, "unit", organisation.unit.as_deref());
    fact(&mut out, "date", Some(of_book(&view.day(lang, view.edition()))));
    fact(&mut out, "lang", Some(view.hyphenation(lang)));
    fact(&mut out, "paper", Some(config.pdf.paper));
    out.push_str(if about.layout == Layout::Slides { "slides: true, " } else { "slides: false, " });
    fact(&mut out, "accent", Some(&config.theme.accent.light.css()));
    out.push_str(if is_book { "finished: false, logo: " } else { "finished: true, logo: " });
    match logo {
        Some((path, _)) => push_name(&mut out, &format!("{}{path}", world::CONTENT)),
        None => out.push_str("none"),
    }
    out.push_str(", authors: (");
    let authors: Vec<&str> = match about.owner {
        Owner::Book => config.book.authors.iter().map(String::as_str).collect(),
        Owner::Reader(name) => name.into_iter().collect(),
    };
    for author in authors {
        push_string(&mut out, author, letters, &mut lacking);
        out.push_str(", ");
    }
    out.push_str("))\n#let words = (");
    let words: BTreeMap<String, String> = theme.interface().of(lang).with_prefix("pdf-");
    for (key, text) in &words {
        push_name(&mut out, key.trim_start_matches("pdf-"));
        out.push_str(": ");
        push_string(&mut out, text, letters, &mut lacking);
        out.push_str(", ");
    }
    out.push_str(")\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names after `before` in a text.
    fn names<'t>(text: &'t str, before: &'t str) -> impl Iterator<Item = &'t str> {
        text.split(before).skip(1).map(|rest| {
            let is_name = |letter: char| letter.is_ascii_lowercase() || letter == '-';
            &rest[..rest.find(|letter| !is_name(letter)).unwrap_or(rest.len())]
        })
    }

    #[test]
    fn the_samples_call_every_function_of_the_theme_that_the_program_calls() {
        let sources =
            [include_str!("book.rs"), include_str!("document.rs"), include_str!("markup.rs"), include_str!("parts.rs")];
        let theme = concat!(
            include_str!("../../../themes/standard/pdf/blocks.typ"),
            include_str!("../../../themes/standard/pdf/book.typ"),
            include_str!("../../../themes/standard/pdf/document.typ")
        );
        let defined: Vec<&str> = names(theme, "#let ").collect();
        let called = sources.iter().flat_map(|source| names(source, "#")).filter(|name| defined.contains(name));
        let samples = format!("{SAMPLE_BOOK}{SAMPLE_DOCUMENT}");
        let missing: Vec<&str> = called.filter(|name| !names(&samples, "#").any(|known| known == *name)).collect();
        assert!(missing.is_empty(), "no sample calls {missing:?}");
    }
}
