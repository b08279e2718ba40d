//! The printed books of a build, as plain data for the writers of other forms.
//!
//! In: what the layout of a printed book tells of its pages. Out: each page by the number printed on it, and the place in
//! the text at which it begins.
//!
//! Invariant: the pages stand in their order, and each is there once.

use crate::document::PageNo;
use crate::sink::OutPath;

/// The printed books that a build has made.
#[derive(Debug, Default)]
pub(super) struct PrintedBooks {
    /// The whole book.
    pub(super) whole: Option<PrintedBook>,
    /// The short one.
    pub(super) short: Option<PrintedBook>,
}

/// A printed book.
#[derive(Debug)]
pub(super) struct PrintedBook {
    /// The path of its PDF.
    pub(super) path: OutPath,
    /// Its pages, but those that show only what no other form has.
    pub(super) pages: Vec<PrintedPage>,
    /// Whether it has others.
    pub(super) has_others: bool,
}

/// A page of a printed book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PrintedPage {
    /// The number that is printed on it, or counted for it.
    pub(super) number: String,
    /// Where it begins.
    pub(super) begins: PageBegin,
}

/// A place in a book at which a printed page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PageBegin {
    /// The title page.
    Title,
    /// The imprint.
    Imprint,
    /// The contents.
    Contents,
    /// A page of the book, and a place on it.
    Text(PageNo, TextPlace),
}

/// A place in the text of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TextPlace {
    /// Before the title of the part that begins with the page.
    Part,
    /// Before its title.
    Title,
    /// Where something stands that begins at `at` in the text of the page, after so many letters of it.
    At { at: u32, letters: u32 },
    /// Before a heading of the program's, by its anchor.
    Heading(Box<str>),
    /// Where words stand that the program puts there, after so many letters of them.
    Words { words: Box<str>, letters: u32 },
    /// After everything: what is printed there has no place in the text, as an empty page.
    End,
}
