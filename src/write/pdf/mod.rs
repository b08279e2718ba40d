//! The printed book, and each document to fill in as a PDF of its own, blank or filled in.
//!
//! In: a finished book and the theme's files for print; a [`Finished`] document. Out: PDFs that last
//! and can be read by everybody (PDF/A-2a and PDF/UA-1 together), into a sink or as bytes.
//!
//! Invariant: the same book gives the same bytes; nothing is set again that lies in place already.

mod book;
mod breaks;
mod document;
mod filters;
mod guess;
mod hyphens;
mod markup;
mod pages;
mod parts;
mod picture;
mod quote;
mod report;
mod rounds;
mod weight;
mod widths;
mod world;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity, Warned};
use crate::document::PageNo;
use crate::draft::Page;
use crate::fill::Finished;
use crate::resolve::{Book, book_pdf, page_pdf, short_pdf};
use crate::said::{Say, said};
use crate::search::Joints;
use crate::sink::{MemorySink, OutPath, Sink};
use crate::theme::Theme;
use crate::view::{View, roles};
use crate::vocabulary::Layout;
use hyphens::Hyphens;
use markup::{Markup, PrintForm};
use pages::PageStart;
use picture::{Flaw, PictureAround};
use quote::{FontLetters, Lacking, push_name, push_string};
use rounds::RoundMemory;
use world::{BookWorld, MarkupText};

use super::printed::{PrintedBook, PrintedBooks};

/// The typesetter that a PDF is made with, and what is noted of its pages; another number, and all are set again.
const EDITION: &str = concat!("typst 0.15.1, pages 1, brobygger ", env!("CARGO_PKG_VERSION"));

/// The memory that Typst has of a book when its PDFs are made.
#[derive(Debug, Clone, Copy)]
pub enum Remembered {
    /// Nothing: no other is set after it.
    Nothing,
    /// All, for the next edition, while there is room.
    While(fn() -> bool),
}

impl Remembered {
    /// Whether all is to be remembered now.
    fn all(self) -> bool {
        matches!(self, Self::While(has_room) if has_room())
    }
}

/// Frees what the last editions did without of what was remembered.
pub fn forget_old() {
    world::forget_old();
}

/// Writes the book and the documents as PDFs, where the settings want them, and tells where the pages of books begin.
#[must_use]
pub(super) fn write(book: &Book, theme: &Theme, sink: &dyn Sink, remembered: Remembered) -> Warned<PrintedBooks> {
    let Some(path) = book_pdf(&book.config) else { return Warned::default() };
    let numbered = (0..).map(PageNo).zip(&book.pages).filter(|(_, page)| !page.abroad);
    let documents: Vec<(PageNo, &Page, OutPath)> =
        numbered.filter_map(|(number, page)| Some((number, &**page, page_pdf(&book.config, page)?))).collect();
    at_the_press(book, theme, remembered, |press| {
        let mut found = Vec::new();
        let books = press.books(sink, &path).unpack(&mut found);
        let alone = |(number, page, path): &(PageNo, &Page, OutPath)| press.document(sink, *number, page, path);
        found.extend(documents.par_iter().flat_map_iter(alone).collect::<Vec<_>>());
        Warned::new(books, found)
    })
}

/// Where the pages of the printed books begin. They are set to find out, and nothing is written.
#[must_use]
pub(super) fn printed(book: &Book, theme: &Theme) -> PrintedBooks {
    let Some(path) = book_pdf(&book.config) else { return PrintedBooks::default() };
    at_the_press(book, theme, Remembered::Nothing, |press| press.books(&MemorySink::default(), &path).value)
}

/// The faults of the theme's files for print: a made-up book of a few pages is set with them,
/// and a made-up document. Nothing is written.
#[must_use]
pub fn check(book: &Book, theme: &Theme) -> Vec<Diagnostic> {
    let document = book.pages.iter().filter(|page| !page.abroad).find_map(|page| page_pdf(&book.config, page));
    let samples = [(book_pdf(&book.config), SAMPLE_BOOK), (document, SAMPLE_DOCUMENT)];
    at_the_press(book, theme, Remembered::Nothing, |press| {
        samples.par_iter().flat_map_iter(|(path, sample)| press.sample(path.as_ref(), sample)).collect()
    })
}

/// Made-up markup that calls every function of the theme.
const SAMPLE_BOOK: &str = include_str!("sample/book.typ");
const SAMPLE_DOCUMENT: &str = include_str!("sample/document.typ");

/// Does something with all that setting needs, and lets go of what Typst is not to remember of it.
fn at_the_press<T>(book: &Book, theme: &Theme, remembered: Remembered, work: impl FnOnce(&Press<'_>) -> T) -> T {
    let view = View::new(book, theme);
    let book_world = book_world(&view, theme);
    let letters = FontLetters::new(|letter| book_world.has_letter(letter), || book_world.drawing_fonts());
    let hyphens = Hyphens::new(Joints::of(book, theme.interface()));
    let mut base = blake3::Hasher::new();
    base.update(EDITION.as_bytes());
    let files = theme.print_files();
    for (path, bytes) in files.iter().map(|(path, bytes)| (*path, bytes)).chain(pictures_used(book)) {
        base.update(&(path.len() as u64).to_le_bytes()).update(path.as_bytes());
        base.update(blake3::hash(bytes).as_bytes());
    }
    let (logo, logo_flaw) = printable_logo(&view, &letters);
    let logo = logo.as_deref();
    let view = &view;
    let done = work(&Press {
        book,
        theme,
        view,
        book_world: &book_world,
        letters: &letters,
        hyphens: &hyphens,
        logo,
        logo_flaw,
        base,
        remembered,
    });
    if !remembered.all() {
        world::forget();
    }
    done
}

/// A document with answers in it, as a PDF; nothing where it cannot be set.
#[must_use]
pub fn finished(book: &Book, theme: &Theme, finished: &Finished<'_>) -> Warned<Option<Vec<u8>>> {
    let view = View::new(book, theme);
    let book_world = book_world(&view, theme);
    let letters = FontLetters::new(|letter| book_world.has_letter(letter), || book_world.drawing_fonts());
    let hyphens = Hyphens::new(Joints::of(book, theme.interface()));
    let page = book.page(finished.page);
    let about = About {
        title: &finished.title,
        lang: finished.lang,
        owner: Owner::Reader(finished.owner.as_deref()),
        layout: finished.layout,
    };
    let (logo, logo_flaw) = printable_logo(&view, &letters);
    let facts = facts(&view, theme, &letters, logo.as_deref(), &about);
    let mut made = without_broken_pictures(&book_world, &facts, |broken| {
        let mut markup = Markup::new(&view, &letters, &hyphens, broken, PrintForm::Finished, page);
        document::finished(&mut markup, finished);
        let mut diagnostics = report::losses(&markup);
        let Markup { out, cuts, places, marks, .. } = markup;
        let text = MarkupText { markup: &out, cuts: &cuts, places: &places, stations: None };
        let value = match book_world.set(facts.clone(), &text, RoundMemory::Everything) {
            Ok(set) => Some(set.bytes),
            Err(faults) => {
                diagnostics.extend(faults.iter().map(|fault| report::fault(fault, &page.out, &marks, theme)));
                None
            }
        };
        Attempt { stands: value.is_some(), pictures: marks.pictures(), value: Warned { value, diagnostics } }
    });
    world::forget();
    made.diagnostics.extend(logo_flaw.filter(|_| view.book().config.organisation.name.is_some()));
    made
}

/// The files and fonts that all documents of a book are set with.
fn book_world(view: &View<'_>, theme: &Theme) -> BookWorld {
    let files = theme.print_files();
    let pictures = view.book().assets.iter().map(|(path, bytes)| (path.as_str(), bytes.clone()));
    BookWorld::new(files.iter().map(|(path, bytes)| (*path, bytes.clone())), pictures, view.edition())
}

/// A document that was set, or was tried to.
struct Attempt<T> {
    value: T,
    /// Whether it could be set.
    stands: bool,
    /// The pictures in it.
    pictures: Vec<String>,
}

/// Sets a document. Where that fails, each picture in it is tried alone, and those that cannot be set either are left
/// out of a second attempt: one picture stops no book.
fn without_broken_pictures<T>(world: &BookWorld, facts: &str, set: impl Fn(BTreeMap<String, Flaw>) -> Attempt<T>) -> T {
    let first = set(BTreeMap::new());
    if first.stands {
        return first.value;
    }
    let mut broken = BTreeMap::new();
    for path in first.pictures {
        let mut alone = String::from("#set document(title: \"-\")\n#image(");
        push_name(&mut alone, &format!("{}{path}", world::CONTENT));
        alone.push_str(", alt: \"-\")\n");
        if let Err(faults) = world.set(facts.to_owned(), &MarkupText::whole(&alone), RoundMemory::Everything) {
            let why = faults.first().map_or_else(|| said!("it cannot be set"), |fault| fault.message.said());
            broken.insert(path, Flaw::new(true, said!("is broken: {why}", why), picture::way_out()));
        }
    }
    if broken.is_empty() { first.value } else { set(broken).value }
}

/// The path of the logo, unless it cannot be shown: then why.
fn printable_logo(view: &View<'_>, letters: &FontLetters<'_>) -> (Option<String>, Option<Diagnostic>) {
    let book = view.book();
    let Some((path, at)) = book.config.theme.logo.as_ref().filter(|_| view.site().logo.is_some()) else {
        return (None, None);
    };
    let file = |path: &str| book.assets.get(&OutPath::new(path)?).map(|bytes| &**bytes);
    let around =
        PictureAround { has_letter: &|letter| letters.can_set(letter), file: &file, fonts: &|| letters.fonts() };
    match file(path).and_then(|bytes| picture::flaw(path, bytes, &around)).filter(|flaw| flaw.whole) {
        None => (Some(path.clone()), None),
        Some(flaw) => (None, Some(report::logo(path, &flaw, *at))),
    }
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
    hyphens: &'a Hyphens,
    /// The path of the logo, if it can be shown.
    logo: Option<&'a str>,
    /// Why it cannot.
    logo_flaw: Option<Diagnostic>,
    base: blake3::Hasher,
    remembered: Remembered,
}

impl<'a> Press<'a> {
    /// The book, at this path, and the short one, where there is one.
    fn books(&self, sink: &dyn Sink, path: &OutPath) -> Warned<PrintedBooks> {
        let mut said = Vec::new();
        let whole = self.book(sink, path).unpack(&mut said);
        let short = short_pdf(&self.book.config).and_then(|path| self.short_book(sink, &path).unpack(&mut said));
        Warned::new(PrintedBooks { whole, short }, said)
    }

    fn book(&self, sink: &dyn Sink, path: &OutPath) -> Warned<Option<PrintedBook>> {
        let Some(first) = self.book.pages.first() else { return Warned::default() };
        let config = &self.book.config.book;
        let about = About { title: &config.title, lang: &config.language, owner: Owner::Book, layout: Layout::Pages };
        let mut printed = self.print(sink, path, &about, |broken| {
            let mut markup = Markup::new(self.view, self.letters, self.hyphens, broken, PrintForm::Book, first);
            book::book(&mut markup);
            markup
        });
        printed.diagnostics.extend(self.logo_flaw.clone());
        printed
    }

    /// Sets the chosen pages alone; what can be said of them was said of the book.
    fn short_book(&self, sink: &dyn Sink, path: &OutPath) -> Warned<Option<PrintedBook>> {
        let Some(first) = self.book.pages.first() else { return Warned::default() };
        let config = &self.book.config.book;
        let title = self.view.texts().fill("pdf-short", &[("title", &config.title)]);
        let about = About { title: &title, lang: &config.language, owner: Owner::Book, layout: Layout::Pages };
        let mut printed = self.print(sink, path, &about, |broken| {
            let mut markup = Markup::new(self.view, self.letters, self.hyphens, broken, PrintForm::Book, first);
            book::short_book(&mut markup);
            markup
        });
        printed.diagnostics.retain(|said| said.severity() == Severity::Error);
        printed
    }

    fn document(&self, sink: &dyn Sink, number: PageNo, page: &'a Page, path: &OutPath) -> Vec<Diagnostic> {
        let layout = page.kind.layout();
        let lang = self.view.language(page);
        let about = About { title: &page.common.title, lang, owner: Owner::Book, layout };
        let printed = self.print(sink, path, &about, |broken| {
            let mut markup = Markup::new(self.view, self.letters, self.hyphens, broken, PrintForm::Alone, page);
            document::document(&mut markup, number);
            markup
        });
        printed.diagnostics
    }

    /// Memory to keep while a book is set.
    fn book_memory(&self) -> RoundMemory {
        if self.remembered.all() { RoundMemory::Everything } else { RoundMemory::LastRound }
    }

    /// Sets a sample, which tells whether the theme's files work.
    fn sample(&self, path: Option<&OutPath>, sample: &str) -> Vec<Diagnostic> {
        let Some(path) = path else { return Vec::new() };
        let config = &self.book.config.book;
        let about = About { title: &config.title, lang: &config.language, owner: Owner::Book, layout: Layout::Pages };
        let facts = facts(self.view, self.theme, self.letters, self.logo, &about);
        let set = self.book_world.set(facts, &MarkupText::whole(sample), RoundMemory::Everything);
        let Err(faults) = set else { return Vec::new() };
        faults.iter().map(|fault| report::sample_fault(fault, path, sample, self.theme)).collect()
    }

    /// Sets a document, unless the book brings a file of this name or the same lies in place. Of a book it is told where
    /// its pages begin.
    fn print(
        &self,
        sink: &dyn Sink,
        path: &OutPath,
        about: &About<'_>,
        write: impl Fn(BTreeMap<String, Flaw>) -> Markup<'a>,
    ) -> Warned<Option<PrintedBook>> {
        if self.book.assets.contains_key(path) {
            return Warned::default();
        }
        let facts = facts(self.view, self.theme, self.letters, self.logo, about);
        without_broken_pictures(self.book_world, &facts, |broken| {
            let markup = write(broken);
            // Of a document alone only what stops it: the rest is told of the book, where it stands too.
            let mut said = report::losses(&markup);
            let Markup { out, cuts, places, stations, marks, form, .. } = markup;
            let is_book = form == PrintForm::Book;
            // A book is set alone, documents beside one another.
            let memory = if is_book { self.book_memory() } else { RoundMemory::Everything };
            if !is_book {
                said.retain(|said| said.severity() == Severity::Error);
            }
            let attempt = |said, starts: Option<Vec<PageStart>>, stands| {
                let printed =
                    starts.filter(|_| is_book).map(|starts| pages::printed(path.clone(), &stations, &out, starts));
                Attempt { value: Warned::new(printed, said), stands, pictures: marks.pictures() }
            };
            let fingerprint = self.base.clone().update(facts.as_bytes()).update(&[0]).update(out.as_bytes()).finalize();
            if sink.keep(path, fingerprint.to_hex().as_str()) {
                return attempt(said, sink.noted(path).and_then(|note| pages::decoded(&note)), true);
            }
            let stations_asked = is_book.then_some(&stations);
            let text = MarkupText { markup: &out, cuts: &cuts, places: &places, stations: stations_asked };
            match self.book_world.set(facts.clone(), &text, memory) {
                Ok(set) => {
                    said.extend(sink.put(path, &set.bytes).err().map(|error| super::write_failed(&error)));
                    if is_book {
                        sink.note(path, &pages::encoded(&set.pages));
                    }
                    attempt(said, Some(set.pages), true)
                }
                Err(faults) => {
                    said.extend(faults.iter().map(|fault| report::fault(fault, path, &marks, self.theme)));
                    attempt(said, None, false)
                }
            }
        })
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

/// The values that the theme's files use: `#let book-facts = (…)`, `#let words = (…)`.
fn facts(view: &View<'_>, theme: &Theme, letters: &FontLetters<'_>, logo: Option<&str>, about: &About<'_>) -> String {
    let config: &Config = &view.book().config;
    let mut out = String::from("#let book-facts = (");
    let mut lacking = Lacking::default();
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
    let logo = logo.filter(|_| is_book || organisation.name.is_some());
    let lang = about.lang;
    fact(&mut out, "title", Some(about.title));
    fact(&mut out, "name", Some(of_book(&config.book.title)));
    fact(&mut out, "owner", owner);
    fact(&mut out, "description", config.book.description.as_deref().filter(|_| is_book));
    fact(&mut out, "organisation", organisation.name.as_deref());
    fact(&mut out, "unit", organisation.unit.as_deref());
    fact(&mut out, "date", Some(of_book(&view.day(lang, view.edition()))));
    fact(&mut out, "lang", Some(view.hyphenation(lang)));
    fact(&mut out, "paper", Some(config.pdf.paper));
    out.push_str(if about.layout == Layout::Slides { "slides: true, " } else { "slides: false, " });
    out.push_str(if roles(view.book()).roles.is_empty() { "roles: false, " } else { "roles: true, " });
    fact(&mut out, "accent", Some(&config.theme.accent.light.css()));
    out.push_str(if is_book { "finished: false, logo: " } else { "finished: true, logo: " });
    match logo {
        Some(path) => push_name(&mut out, &format!("{}{path}", world::CONTENT)),
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
        let sources = [
            include_str!("book.rs"),
            include_str!("document.rs"),
            include_str!("parts.rs"),
            include_str!("markup/mod.rs"),
            include_str!("markup/blocks.rs"),
            include_str!("markup/headings.rs"),
            include_str!("markup/inline.rs"),
            include_str!("markup/links.rs"),
            include_str!("markup/lists.rs"),
            include_str!("markup/notes.rs"),
            include_str!("markup/pictures.rs"),
            include_str!("markup/tables.rs"),
            include_str!("markup/text.rs"),
        ];
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

    #[test]
    fn a_word_of_another_language_is_set_as_one() {
        let page = "---\nkind: article\ntitle: Side\nsummary: En side.\n---\nEn likemann er en peer worker.\n";
        let term = "---\nkind: definition\ntitle: likemann\nsummary: En som hjelper.\n\
                    synonyms: [{text: peer worker, lang: en}]\n---\nEn som hjelper.\n";
        let files = [("a.md", page), ("likemann.md", term)];
        let book = crate::view::tests::book(&files, |config| config.link = crate::config::LinkPolicy::Every);
        let theme = crate::view::tests::theme(&book.config);
        let (view, letters) = (View::new(&book, &theme), FontLetters::new(|_| true, usvg::fontdb::Database::new));
        let hyphens = Hyphens::default();
        let number = book.by_id["a"];
        for (form, inside) in [(PrintForm::Book, "#term(0, "), (PrintForm::Alone, "#unbroken[#\"peer worker\";];")] {
            let mut markup = Markup::new(&view, &letters, &hyphens, BTreeMap::new(), form, book.page(number));
            markup.turn_to(number, 0);
            markup.body();
            let word = format!("#text(lang: \"en\")[{inside}");
            assert_eq!(markup.out.matches("#text(lang: ").count(), 1, "{}", markup.out);
            assert!(markup.out.contains(&word), "{}", markup.out);
        }
    }
}
