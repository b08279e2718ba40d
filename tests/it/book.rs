//! Books made of strings, built in memory.

use std::collections::BTreeMap;

use brobygger::build::{Built, Inputs, build};
use brobygger::diagnostic::{self, Diagnostic, sort};
use brobygger::document::{Destination, Inline, InlineNode, walk_inlines, walk_run};
use brobygger::kind::Kind;
use brobygger::language::Language;
use brobygger::resolve::Book;
use brobygger::said::Catalogue;
use brobygger::sink::{InFolder, MemorySink};
use brobygger::source::Sources;
use brobygger::text::Date;
use brobygger::write::{self, docx, html};

/// The settings of a book that gives none.
const BOOK_TOML: &str =
    "[book]\ntitle = \"Prøve\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[content]\n\n[pdf]\nenabled = false\n";

/// A book in memory.
#[derive(Default)]
pub(crate) struct TestBook {
    files: BTreeMap<String, String>,
    /// A language that is known beside those of the table.
    language: Option<&'static Language>,
    /// Whether its site brings the workshop.
    has_workshop: bool,
}

/// Outcome of building a [`TestBook`].
pub(crate) struct Outcome {
    /// Everything that was said, in the order it is shown.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The files, by path; empty where there are errors.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// The book and its theme.
    pub(crate) built: Built,
    sources: Sources,
}

impl TestBook {
    /// Adds a file by its path below the book's folder.
    #[must_use]
    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }

    /// Knows one more language.
    #[must_use]
    pub(crate) fn speaking(mut self, language: &'static Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Brings the workshop, whose program does nothing.
    #[must_use]
    pub(crate) fn with_workshop(mut self) -> Self {
        self.has_workshop = true;
        self
    }

    /// Reads files written as `//- path` lines, each followed by its text.
    pub(crate) fn parse(text: &str) -> Self {
        let mut book = Self::default();
        let mut current: Option<(String, String)> = None;
        for line in text.lines() {
            if let Some(path) = line.strip_prefix("//- ") {
                book.files.extend(current.take());
                current = Some((path.trim().into(), String::new()));
            } else if let Some((_, text)) = &mut current {
                text.push_str(line);
                text.push('\n');
            }
        }
        book.files.extend(current);
        book
    }

    /// A book without settings or summary gets small ones: every article, in order of path.
    fn with_defaults(mut self) -> Self {
        self.files.entry("book.toml".into()).or_insert_with(|| BOOK_TOML.into());
        if !self.files.keys().any(|path| path == "SUMMARY.md" || path.ends_with("/SUMMARY.md")) {
            let pages = self.files.iter().filter_map(|(path, text)| {
                let page = path.strip_prefix("content/").filter(|path| is_markdown(path))?;
                (!text.contains("kind: definition")).then(|| format!("- [{page}]({page})\n"))
            });
            let summary = format!("# Innhold\n\n{}", pages.collect::<String>());
            self.files.insert("content/SUMMARY.md".into(), summary);
        }
        self
    }

    /// Builds the book for 22 November 2026.
    pub(crate) fn build(self) -> Outcome {
        let book = self.with_defaults();
        let files = book.files.iter().map(|(path, text)| (path.clone(), text.as_bytes().into())).collect();
        let mut diagnostics = Vec::new();
        let today = Date { year: 2026, month: 11, day: 22 };
        let mut inputs = Inputs::of_files(files, today).unpack(&mut diagnostics);
        if let Some(language) = book.language {
            inputs.config.languages = inputs.config.languages.with(language);
        }
        if book.has_workshop {
            inputs.bring_workshop(b"\0asm".as_slice().into()).unwrap();
        }
        let built = build(&inputs).unpack(&mut diagnostics);
        let of_translations: Vec<Diagnostic> = built.said_of_translations().collect();
        assert_closed(&built.book);
        let mut files = BTreeMap::new();
        if !diagnostic::any_error(&diagnostics) {
            let sink = MemorySink::default();
            // Setting PDFs takes time: only a book that says so is printed too.
            let printed = book.files["book.toml"].contains("[pdf]") && built.book.config.pdf.enabled;
            diagnostics.extend(if printed {
                write::everything(&built, &sink).diagnostics
            } else {
                html::write(&built.book, &built.theme, &sink)
            });
            if !printed {
                diagnostics.extend(write::check_terms(&built));
                diagnostics.extend(docx::write(&built.book, &built.theme, &MemorySink::default()));
            }
            for translation in built.sound().filter(|_| !printed) {
                let sink = InFolder { sink: &sink, folder: &translation.folder };
                diagnostics.extend(html::write(&translation.built.book, &translation.built.theme, &sink));
            }
            files = sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
        }
        diagnostics.extend(of_translations);
        sort(&mut diagnostics);
        Outcome { diagnostics, files, built, sources: inputs.every_source().clone() }
    }
}

/// Holds every book of the tests to what a [`Book`] promises.
fn assert_closed(book: &Book) {
    for page in &book.pages {
        let notes = page.body.footnotes.iter().map(|note| &*note.blocks);
        for blocks in std::iter::once(&*page.body.blocks).chain(notes) {
            walk_inlines(blocks, &mut |inline| assert_leads(&page.id, inline));
        }
        // The title of a finished text has text of its own, outside the body.
        if let Kind::Document(fill_in) = &page.kind {
            for branch in fill_in.heading.iter().flat_map(|heading| &heading.branches) {
                walk_run(&branch.content, &mut |inline| assert_leads(&page.id, inline));
            }
        }
    }
    for work in book.literature.iter().chain(book.cited.iter().flat_map(|cited| &**cited)) {
        walk_run(&work.entry, &mut |inline| assert_leads(&work.id, inline));
    }
    book.redirects.iter().for_each(|(from, to)| assert_not_open(from.as_str(), to));
    book.moved_places.iter().for_each(|((_, place), to)| assert_not_open(place, to));
}

fn assert_leads(of: &str, inline: &Inline) {
    match &inline.node {
        InlineNode::Link(link) => assert_not_open(of, &link.to),
        InlineNode::Image(image) => assert_not_open(of, &image.source),
        _ => {}
    }
}

fn assert_not_open(of: &str, to: &Destination) {
    assert!(!matches!(to, Destination::Open(_)), "{of}: {to:?} is still open");
}

fn is_markdown(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|ending| ending == "md")
}

impl Outcome {
    /// Everything that was said, as a terminal without colours shows it.
    pub(crate) fn said(&self) -> String {
        let shown =
            self.diagnostics.iter().map(|d| diagnostic::terminal(d, &self.sources, &Catalogue::default(), false));
        shown.collect::<Vec<_>>().join("\n\n")
    }

    /// A page's text between `<article …>` and `</article>`, or the whole file where it has none.
    pub(crate) fn article(&self, path: &str) -> String {
        let Some(bytes) = self.files.get(path) else { return format!("(no file {path})\n{}", self.said()) };
        let page = String::from_utf8_lossy(bytes);
        let inner = || {
            let start = page.find("<article")?;
            let start = start + page[start..].find('>')? + 1;
            Some(page[start..page.rfind("</article>")?].trim().to_owned())
        };
        inner().unwrap_or_else(|| page.clone().into_owned())
    }
}
