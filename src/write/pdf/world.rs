//! Everything Typst may read: the markup of one document, the theme's files, the book's pictures, fonts.
//!
//! In: values. Out: a [`World`], and the PDF it is set as.
//!
//! Invariant: nothing is read from disk, no clock is asked, and the same values give the same bytes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::ast::{Expr, FuncCall};
use typst::syntax::{DiagSpan, DiagSpanKind, FileId, LinkedNode, RootedPath, Side, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use usvg::fontdb::Database;

use super::guess::FirstGuess;
use super::pages::{self, PageStart, Stations};
use super::quote::push_name;
use super::rounds::{self, RoundMemory};
use crate::text::Date;

/// The path of the markup of the document itself.
pub(super) const MAIN: &str = "/main.typ";
/// The path of what the theme's files know of the book.
pub(super) const BOOK: &str = "/facts.typ";
/// The folder of the theme's files.
pub(super) const THEME: &str = "/pdf/";
/// The folder of the book's own files.
pub(super) const CONTENT: &str = "/content/";

/// The files and fonts that all documents of a book are set with.
pub(super) struct BookWorld {
    library: LazyHash<Library>,
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    day: Option<Datetime>,
}

impl BookWorld {
    /// The theme's files by their path below `pdf/`, the book's by their path in the site, the day of the edition.
    pub(super) fn new<'a>(
        theme: impl Iterator<Item = (&'a str, Arc<[u8]>)>,
        pictures: impl Iterator<Item = (&'a str, Arc<[u8]>)>,
        day: Date,
    ) -> Self {
        let mut fonts = Vec::new();
        let (mut sources, mut files) = (HashMap::new(), HashMap::new());
        for (path, bytes) in theme {
            let is = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
            if is(&[".otf", ".ttf", ".ttc"]) {
                fonts.extend(Font::iter(Bytes::new(bytes)));
                continue;
            }
            let Some(id) = file_id(&format!("{THEME}{path}")) else { continue };
            if is(&[".typ"]) {
                sources.insert(id, Source::new(id, String::from_utf8_lossy(&bytes).into_owned()));
            }
            files.insert(id, Bytes::new(bytes));
        }
        for (path, bytes) in pictures {
            if let Some(id) = file_id(&format!("{CONTENT}{path}")) {
                files.insert(id, Bytes::new(bytes));
            }
        }
        // Headers of rows are said to be so only with this feature.
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Self {
            library: LazyHash::new(library),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources,
            files,
            day: Datetime::from_ymd_hms(day.year, day.month, day.day, 0, 0, 0),
        }
    }

    /// Whether a letter can be set in any of the fonts.
    pub(super) fn has_letter(&self, letter: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(letter.into()))
    }

    /// The fonts as drawings find them: text is in the first one where it names none that is there.
    pub(super) fn drawing_fonts(&self) -> Database {
        let mut fonts = Database::new();
        for font in self.fonts.iter().filter(|font| font.index() == 0) {
            fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(font.data().clone())));
        }
        if let Some(first) = self.fonts.first() {
            fonts.set_serif_family(first.info().family.clone());
        }
        fonts
    }

    /// Sets a document. `book` is the text of [`BOOK`].
    ///
    /// # Errors
    /// The faults that Typst finds.
    pub(super) fn set(
        &self,
        book: String,
        text: &MarkupText<'_>,
        memory: RoundMemory,
    ) -> Result<SetDocument, Vec<TypstFault>> {
        let (Some(book_id), Some(main_id)) = (file_id(BOOK), file_id(MAIN)) else { return Err(Vec::new()) };
        let (main, parts) = in_parts(text.markup, text.cuts);
        let (main, own) = (Source::new(main_id, main), Source::new(book_id, book));
        let world = DocumentWorld { book_world: self, main, own, parts };
        let faults = |found: &[SourceDiagnostic]| found.iter().map(|fault| world.fault(fault)).collect::<Vec<_>>();
        let guess = FirstGuess::new(text.places, text.markup.len());
        let document = rounds::lay_out(&world, &guess, memory).map_err(|found| faults(&found))?;
        let pages = text.stations.map_or_else(Vec::new, |stations| {
            pages::starts(&document, stations, &|span| world.markup_range(DiagSpan::from(span)))
        });
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|error| vec![TypstFault { message: error.message().to_string(), ..TypstFault::default() }])?;
        let options = PdfOptions {
            creator: Smart::Custom(Some("brobygger".to_owned())),
            timestamp: self.day.map(Timestamp::new_utc),
            standards,
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&document, &options).map_err(|found| faults(&found))?;
        Ok(SetDocument { bytes, pages })
    }
}

/// The text of a document, as it is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct MarkupText<'a> {
    /// The text of [`MAIN`].
    pub(super) markup: &'a str,
    /// Where it is cut into files of its own.
    pub(super) cuts: &'a [MarkupCut],
    /// The names of the places in it.
    pub(super) places: &'a [String],
    /// Text of a document whose pages others ask for.
    pub(super) stations: Option<&'a Stations>,
}

impl<'a> MarkupText<'a> {
    /// A text in one file.
    pub(super) fn whole(markup: &'a str) -> Self {
        Self { markup, cuts: &[], places: &[], stations: None }
    }
}

/// A document that was set.
#[derive(Debug)]
pub(super) struct SetDocument {
    /// The PDF.
    pub(super) bytes: Vec<u8>,
    /// Where its pages begin, if that was asked for.
    pub(super) pages: Vec<PageStart>,
}

/// Frees what Typst remembers between documents.
pub(super) fn forget() {
    typst::comemo::evict(0);
}

/// How many editions in a row may do without what Typst remembers before it is freed: what stands in a chapter is not
/// asked for while the chapter stays the same.
const EDITIONS_KEPT: usize = 3;

/// Frees what the editions that were set last did without.
pub(super) fn forget_old() {
    typst::comemo::evict(EDITIONS_KEPT);
}

/// A place at which markup goes on in a file of its own, by the name of that file.
///
/// Typst knows a piece of text by its number in its file, and every number is another one where a word is added: in a
/// file of its own a chapter is set again only where it has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarkupCut {
    pub(super) at: usize,
    pub(super) name: String,
}

/// A part of the markup in a file of its own, and where it begins in the whole.
struct MarkupPart {
    source: Source,
    begins: usize,
}

/// Where the parts of the markup lie, and the line that each begins with.
const PARTS: &str = "/parts/";
const PART_BEGINS: &str = "#import \"/pdf/book.typ\": *\n";
/// The most parts of a document: Typst has numbers for 65,000 files.
const MOST_PARTS: usize = 10_000;

/// The markup that is left, with the parts by their files.
fn in_parts(markup: &str, cuts: &[MarkupCut]) -> (String, HashMap<FileId, MarkupPart>) {
    let mut parts = HashMap::new();
    let named = cuts.iter().filter_map(|cut| {
        let path = format!("{PARTS}{}.typ", cut.name);
        Some((file_id(&path)?, path, cut.at))
    });
    let mut seen = HashSet::new();
    let cuts: Vec<(FileId, String, usize)> = named.filter(|cut| seen.insert(cut.0)).take(MOST_PARTS).collect();
    let mut main = markup[..cuts.first().map_or(markup.len(), |cut| cut.2)].to_owned();
    let ends = cuts.iter().skip(1).map(|cut| cut.2).chain([markup.len()]);
    for ((id, path, begins), end) in cuts.iter().zip(ends) {
        let source = Source::new(*id, format!("{PART_BEGINS}{}", &markup[*begins..end]));
        parts.insert(*id, MarkupPart { source, begins: *begins });
        main.push_str("\n#include ");
        push_name(&mut main, path);
        main.push('\n');
    }
    (main, parts)
}

/// Something that Typst could not do.
#[derive(Debug, Default)]
pub(super) struct TypstFault {
    /// Its message.
    pub(super) message: String,
    /// Ways out it knows.
    pub(super) hints: Vec<String>,
    /// The file and the bytes it is about, then those from which the way led there.
    pub(super) places: Vec<(String, Range<usize>)>,
    /// The line in that file.
    pub(super) line: Option<usize>,
    /// The function that is called there, in the markup of the document itself.
    pub(super) function: Option<String>,
}

/// One document on its way.
struct DocumentWorld<'a> {
    book_world: &'a BookWorld,
    main: Source,
    own: Source,
    /// Parts of the markup that do not stand in `main`.
    parts: HashMap<FileId, MarkupPart>,
}

impl DocumentWorld<'_> {
    fn place(&self, span: DiagSpan) -> Option<(FileId, Range<usize>)> {
        let id = span.id()?;
        let range = match span.get() {
            DiagSpanKind::Detached => return None,
            DiagSpanKind::Number { num, sub_range, .. } => self.source(id).ok()?.range(num, sub_range)?,
            DiagSpanKind::Range { range, .. } => range,
        };
        Some((id, range))
    }

    fn fault(&self, found: &SourceDiagnostic) -> TypstFault {
        let trace = found.trace.iter().map(|point| DiagSpan::from(point.span));
        let places: Vec<(FileId, Range<usize>)> =
            std::iter::once(found.span).chain(trace).filter_map(|span| self.place(span)).collect();
        let line = places.first().and_then(|(id, range)| {
            let source = self.source(*id).ok()?;
            Some(source.lines().byte_to_line(range.start)? + 1)
        });
        let markup = places.first().and_then(|(id, range)| Some((self.markup(*id)?, range)));
        TypstFault {
            function: markup.and_then(|(source, range)| callee(source, range, !found.message.starts_with("missing"))),
            message: found.message.to_string(),
            hints: found.hints.iter().map(|hint| hint.v.to_string()).collect(),
            places: places.into_iter().map(|(id, range)| self.shown_place(id, range)).collect(),
            line,
        }
    }

    /// A place in the markup, as the place it has in the whole; nothing for one in another file.
    fn markup_range(&self, span: DiagSpan) -> Option<Range<usize>> {
        let id = span.id().filter(|id| self.markup(*id).is_some())?;
        let (_, range) = self.place(span)?;
        Some(self.shown_place(id, range).1)
    }

    /// A file of markup.
    fn markup(&self, id: FileId) -> Option<&Source> {
        if id == self.main.id() { Some(&self.main) } else { self.parts.get(&id).map(|part| &part.source) }
    }

    /// A place by the path of its file; one in a part of the markup as the place it has in the whole.
    fn shown_place(&self, id: FileId, range: Range<usize>) -> (String, Range<usize>) {
        let Some(part) = self.parts.get(&id) else { return (id.get().vpath().get_with_slash().to_owned(), range) };
        let in_whole = |at: usize| part.begins + at.saturating_sub(PART_BEGINS.len());
        (MAIN.to_owned(), in_whole(range.start)..in_whole(range.end))
    }
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.book_world.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book_world.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.own]
            .into_iter()
            .find(|source| source.id() == id)
            .or_else(|| self.parts.get(&id).map(|part| &part.source))
            .or_else(|| self.book_world.sources.get(&id))
            .cloned()
            .ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.book_world.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.book_world.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.book_world.day
    }
}

/// The function whose call stands at a range, or whose argument does.
fn callee(source: &Source, range: &Range<usize>, argument: bool) -> Option<String> {
    let mut node = LinkedNode::new(source.root()).leaf_at(range.start, Side::After)?;
    while let Some(parent) =
        node.parent().filter(|parent| node.range() != *range && parent.range().start == range.start)
    {
        node = parent.clone();
    }
    let mut above = if argument { node.parent() } else { Some(&node) };
    while let Some(here) = above {
        if let Some(call) = here.cast::<FuncCall>()
            && let Expr::Ident(name) = call.callee()
        {
            return Some(name.as_str().to_owned());
        }
        above = here.parent();
    }
    None
}

fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Does something with a document of some markup, without fonts or theme.
    pub(in super::super) fn world_of(markup: &str, work: impl FnOnce(&dyn World)) {
        let book_world = BookWorld::new(std::iter::empty(), std::iter::empty(), Date { year: 2026, month: 1, day: 1 });
        let (main, own) = (file_id(MAIN).unwrap(), file_id(BOOK).unwrap());
        let (main, own) = (Source::new(main, markup.to_owned()), Source::new(own, String::new()));
        work(&DocumentWorld { book_world: &book_world, main, own, parts: HashMap::new() });
    }
}
