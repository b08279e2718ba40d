//! The pages of the printed book in one for reading devices: marks in the text, and a list that leads to them.
//!
//! In: the pages of the printed book by the places at which they begin. Out: marks, in XML, and the addresses of them.
//!
//! Invariant: every page of the printed book that begins on a page of this one has its mark there, in their order.

use std::collections::{BTreeMap, BTreeSet};

use super::files::{encoded, text_path};
use crate::document::PageNo;
use crate::resolve::Book;
use crate::write::printed::{PageBegin, PrintedBook, PrintedPage, TextPlace};
use crate::write::xml::Xml;

/// The file of the title page.
pub(super) const TITLE_PAGE: &str = "tittel.xhtml";
/// The file of the contents.
pub(super) const CONTENTS: &str = "innhold.xhtml";

/// So many marks are looked at for the one whose place is at hand: one whose place is nowhere stands with the next.
const LOOK_AHEAD: usize = 8;

/// The mark of a printed page.
#[derive(Debug, Clone, Copy)]
struct PrintMark<'a> {
    /// Which of all pages it is, from 1.
    place: usize,
    page: &'a PrintedPage,
}

impl PrintMark<'_> {
    /// Writes it: nothing to see, but to be found, and heard by those who wish to.
    fn write(self, xml: &mut Xml) {
        let attributes = [
            ("epub:type", "pagebreak"),
            ("role", "doc-pagebreak"),
            ("id", &*self.id()),
            ("aria-label", &*self.page.number),
        ];
        xml.empty("span", &attributes);
    }

    fn id(self) -> String {
        format!("side.{}", self.place)
    }

    /// The place in the text of a page of the book.
    fn place_in_text(&self) -> Option<&TextPlace> {
        match &self.page.begins {
            PageBegin::Text(_, place) => Some(place),
            PageBegin::Title | PageBegin::Imprint | PageBegin::Contents => None,
        }
    }
}

/// The marks of a file, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct PrintMarks<'a> {
    marks: Vec<PrintMark<'a>>,
    /// How many of them are written.
    written: usize,
}

impl PrintMarks<'_> {
    /// Writes the marks up to the last of the next ones whose place a test knows.
    pub(super) fn write(&mut self, is_here: impl Fn(&TextPlace) -> bool, xml: &mut Xml) {
        let next = &self.marks[self.written..];
        let next = &next[..next.len().min(LOOK_AHEAD)];
        let last = next.iter().rposition(|mark| mark.place_in_text().is_some_and(&is_here));
        for mark in last.map_or(&[][..], |last| &next[..=last]) {
            mark.write(xml);
        }
        self.written += last.map_or(0, |last| last + 1);
    }

    /// Where the next page begins that does so in the midst of a text, which stands at a place, or is words of the program:
    /// the mark's place, and the letters before it.
    pub(super) fn within(&self, at: Option<u32>, words: &str) -> Option<(TextPlace, u32)> {
        let next = self.marks[self.written..].iter().take(LOOK_AHEAD);
        next.filter_map(PrintMark::place_in_text).find_map(|place| match place {
            TextPlace::At { at: found, letters } if Some(*found) == at => Some((place.clone(), *letters)),
            TextPlace::Words { words: found, letters } if **found == *words => Some((place.clone(), *letters)),
            _ => None,
        })
    }

    /// Writes those that are left.
    pub(super) fn write_all(&mut self, xml: &mut Xml) {
        self.marks[self.written..].iter().for_each(|mark| mark.write(xml));
        self.written = self.marks.len();
    }
}

/// The pages of a printed book, as far as a book for reading devices has what is on them.
#[derive(Debug, Default)]
pub(super) struct PagesShown<'a> {
    all: Vec<PrintMark<'a>>,
    title: PrintMarks<'a>,
    imprint: PrintMarks<'a>,
    contents: PrintMarks<'a>,
    by_page: BTreeMap<PageNo, PrintMarks<'a>>,
    /// The printed book, where it was made and pages of it are here.
    pub(super) printed: Option<&'a PrintedBook>,
}

impl<'a> PagesShown<'a> {
    /// The pages that begin on the title page, in the contents or on these pages of the book.
    pub(super) fn new(printed: Option<&'a PrintedBook>, has: &BTreeSet<PageNo>) -> Self {
        let mut shown = Self::default();
        for (place, page) in (1..).zip(printed.map_or(&[][..], |printed| &printed.pages)) {
            let mark = PrintMark { place, page };
            let marks = match &page.begins {
                PageBegin::Title => &mut shown.title,
                PageBegin::Imprint => &mut shown.imprint,
                PageBegin::Contents => &mut shown.contents,
                PageBegin::Text(number, _) if has.contains(number) => shown.by_page.entry(*number).or_default(),
                PageBegin::Text(..) => continue,
            };
            marks.marks.push(mark);
            shown.all.push(mark);
        }
        shown.printed = printed.filter(|_| !shown.all.is_empty());
        shown
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// The marks of a page of the book.
    pub(super) fn of(&self, page: PageNo) -> PrintMarks<'a> {
        self.by_page.get(&page).cloned().unwrap_or_default()
    }

    /// The marks before the title.
    pub(super) fn title(&self) -> PrintMarks<'a> {
        self.title.clone()
    }

    /// The marks before the imprint.
    pub(super) fn imprint(&self) -> PrintMarks<'a> {
        self.imprint.clone()
    }

    /// The marks before the contents.
    pub(super) fn contents(&self) -> PrintMarks<'a> {
        self.contents.clone()
    }

    /// The number of each page, with the address of its mark.
    pub(super) fn addresses(&self, book: &Book) -> Vec<(&'a str, String)> {
        let address = |mark: &PrintMark<'a>| {
            let file = match &mark.page.begins {
                PageBegin::Title | PageBegin::Imprint => TITLE_PAGE.to_owned(),
                PageBegin::Contents => CONTENTS.to_owned(),
                PageBegin::Text(number, _) => encoded(&text_path(book, *number)),
            };
            (&*mark.page.number, format!("{file}#{}", mark.id()))
        };
        self.all.iter().map(address).collect()
    }
}
