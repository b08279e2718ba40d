//! A document as Typst markup: calls of the theme's functions, and text as string literals.
//!
//! In: pages of a book. Out: markup, with the places in the Markdown that its parts come from.
//!
//! Here is the writer with its state; each file adds what it writes of one sort: `blocks`, `headings`, `lists`, `tables`,
//! and in them `inline`, `links`, `notes`, `pictures`, all of which stand on `text`. Parts of a page beside its body are
//! in `parts`, next to this folder.
//!
//! Invariant: no text of an author is read as code, and no heading is more than one level under the
//! one above it.

mod blocks;
mod headings;
mod inline;
mod links;
mod lists;
mod notes;
mod pictures;
mod places;
mod tables;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use super::breaks::{Bound, Room};
use super::hyphens::Hyphens;
use super::pages::{Station, Stations};
use super::picture::Flaw;
use super::quote::{FontLetters, Lacking, push_name, push_string};
use super::world::MarkupCut;
use crate::document::{Document, HeadingLevels, PageNo};
use crate::draft::Page;
use crate::source::Span;
use crate::view::View;
use crate::view::condition::ConditionWords;
use crate::write::lost::{LONGEST_STRING, Losses, LostPart};

use places::place_name;

pub(super) use places::MarkupPlaces;

/// How deep containers are shown in each other; what lies deeper stands in the last of them.
const DEEPEST: u32 = 12;
/// The lowest level of headings that PDF knows.
const LOWEST: u8 = 6;

/// The kinds of documents that are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PrintForm {
    /// The whole book.
    Book,
    /// One document to fill in by hand: without the help in it.
    Alone,
    /// One document with a reader's answers in it.
    Finished,
}

/// A writer of markup.
pub(super) struct Markup<'v> {
    // The book, and how it is set.
    pub(super) view: &'v View<'v>,
    pub(super) letters: &'v FontLetters<'v>,
    hyphens: &'v Hyphens,
    pub(super) form: PrintForm,
    /// The line of authors in the imprint.
    pub(super) about: String,
    /// The pages that the book at hand does without: a term that one of them explains is plain text.
    pub(super) unprinted: BTreeSet<PageNo>,
    /// The pictures that Typst could not set, by their path.
    broken: BTreeMap<String, Flaw>,

    // The markup so far.
    pub(super) out: String,
    /// Where the markup goes on in files of their own.
    pub(super) cuts: Vec<MarkupCut>,
    /// The names of the places in it.
    pub(super) places: Vec<String>,
    pub(super) marks: MarkupPlaces,
    /// Places of the parts of a book.
    pub(super) stations: Stations,
    /// Whether what is written is such a station: it stands in the text of the book.
    noting: bool,
    /// Links to places of the book that stand in it so far, each of which shows the number of a page.
    references: usize,
    /// The places in it so far where a work is cited.
    pub(super) citations: usize,
    /// Whether the first slide has begun.
    begun: bool,

    // What cannot be shown.
    pub(super) losses: Losses,
    /// Pictures that are not shown, and why.
    pub(super) flaws: Vec<(String, Flaw, Span)>,
    lacking: Lacking,

    // The page at hand.
    pub(super) number: PageNo,
    pub(super) page: &'v Page,
    /// The language of what is written: the page's, between the pages the book's.
    lang: &'v str,
    words: Option<ConditionWords<'v>>,
    /// The body of the page, with answers in it where there are any.
    text_of: &'v Document,
    source: &'v str,
    /// The state of each footnote.
    notes: Vec<Note>,
    /// The level of the page's title.
    pub(super) base: u8,
    levels: HeadingLevels,

    // The place on it where the markup has come to.
    /// How many lists, notices and notes are around it.
    pub(super) depth: u32,
    /// Whether addresses can stand in a footnote here.
    apart: bool,
    /// The room that text has here.
    pub(super) room: Room,
    /// The letters before it since a line could end.
    bound: Bound,
    /// The standing of what is written.
    standing: Standing,
    here: Span,
}

/// The place of text, which decides what can stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Text,
    /// In a heading, which PDF lists by its text: what says something there must hold it as text.
    Heading,
    /// In what is shown again elsewhere: links cannot stand there.
    Repeated,
}

/// The state of a footnote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Note {
    /// Nothing has referred to it.
    New,
    /// Its text is being written.
    Open,
    /// Its text has been written.
    Done,
}

impl<'v> Markup<'v> {
    pub(super) fn new(
        view: &'v View<'v>,
        letters: &'v FontLetters<'v>,
        hyphens: &'v Hyphens,
        broken: BTreeMap<String, Flaw>,
        form: PrintForm,
        page: &'v Page,
    ) -> Self {
        Self {
            view,
            letters,
            hyphens,
            form,
            out: String::new(),
            cuts: Vec::new(),
            places: Vec::new(),
            marks: MarkupPlaces::default(),
            stations: Stations::default(),
            noting: false,
            losses: Losses::default(),
            references: 0,
            citations: 0,
            flaws: Vec::new(),
            broken,
            lacking: Lacking::default(),
            about: String::new(),
            unprinted: BTreeSet::new(),
            number: PageNo(0),
            page,
            lang: match form {
                PrintForm::Book => &view.book().config.book.language,
                PrintForm::Alone | PrintForm::Finished => view.book().language(page),
            },
            words: None,
            text_of: &page.body,
            source: "",
            notes: Vec::new(),
            base: 1,
            levels: HeadingLevels::new(2, LOWEST),
            depth: 0,
            begun: false,
            apart: true,
            room: Room::Line,
            bound: Bound::default(),
            standing: Standing::Text,
            here: Span { file: page.file, start: 0, end: 0 },
        }
    }

    /// Turns to a page, whose title is shown at level `base`.
    pub(super) fn turn_to(&mut self, number: PageNo, base: u8) {
        self.number = number;
        self.page = self.view.book().page(number);
        self.lang = self.view.book().language(self.page);
        self.words = Some(ConditionWords::of(self.page, self.texts()));
        self.base = base.min(LOWEST);
        self.levels = HeadingLevels::new(self.base + 1, LOWEST);
        self.mark(Span { file: self.page.file, start: 0, end: 0 });
        self.turn_to_text(&self.page.body);
    }

    /// Turns to what the book itself says between its pages.
    pub(super) fn turn_to_book(&mut self) {
        self.lang = &self.view.book().config.book.language;
    }

    /// Takes another text for the page's: the one with answers in it.
    pub(super) fn turn_to_text(&mut self, text: &'v Document) {
        self.text_of = text;
        self.source = &text.text;
        self.notes = vec![Note::New; text.footnotes.len()];
    }

    pub(super) fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Adds markup before what has been written from `at` on.
    fn insert(&mut self, at: usize, markup: &str) {
        self.out.insert_str(at, markup);
        self.stations.shift(at, markup.len());
        self.marks.shift(at, markup.len());
    }

    /// Text in code.
    pub(super) fn string(&mut self, text: &str) {
        push_string(&mut self.out, text, self.letters, &mut self.lacking);
        if self.lacking != Lacking::default() {
            self.keep_lacking_letters();
        }
    }

    /// Goes on in a file of this name.
    pub(super) fn cut(&mut self, name: String) {
        self.cuts.push(MarkupCut { at: self.out.len(), name });
    }

    fn mark(&mut self, span: Span) {
        self.here = span;
        self.marks.note(self.out.len(), span);
    }

    // --- what is noted of the markup ---------------------------------------------------------------------------

    /// Writes what stands in the text of the book, or does not: whether the pages that begin there are told of by it.
    pub(super) fn noting<T>(&mut self, noting: bool, write: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.noting, noting && self.form == PrintForm::Book);
        let written = write(self);
        if !before {
            self.note(Station::Nothing);
        }
        self.noting = before;
        written
    }

    /// Notes what stands from here on.
    pub(super) fn note(&mut self, station: Station) {
        if self.noting {
            self.stations.note(self.out.len(), self.number, station);
        }
    }

    /// Notes what begins here and has this name in the markup.
    pub(super) fn note_named(&mut self, station: Station, name: String) {
        self.places.push(name.clone());
        self.stations.note_named(self.out.len(), self.number, station, name);
    }

    /// Notes that the page at hand begins here, with its title.
    pub(super) fn note_title(&mut self) {
        self.note_named(Station::Title, place_name(self.number, ""));
    }

    /// The name of a place, in code.
    pub(super) fn place(&mut self, page: PageNo, anchor: &str) {
        self.push("label(");
        push_name(&mut self.out, &place_name(page, anchor));
        self.push(")");
    }

    /// Gives the element just written a name.
    pub(super) fn named(&mut self, anchor: &str) {
        self.places.push(place_name(self.number, anchor));
        self.push("#");
        self.place(self.number, anchor);
        self.push(";");
    }

    /// A place without anything to see.
    pub(super) fn spot(&mut self, anchor: &str) {
        self.places.push(place_name(self.number, anchor));
        self.push("#spot(");
        self.place(self.number, anchor);
        self.push(");");
    }

    /// Counts the letters that no font has as losses of the place at hand.
    fn keep_lacking_letters(&mut self) {
        let Lacking { letters, crowded } = std::mem::take(&mut self.lacking);
        for letter in letters {
            self.losses.add(LostPart::Letter(letter), self.here);
        }
        if crowded {
            self.losses.add(LostPart::Marks, self.here);
        }
    }

    /// Whether a text is too long to be a string of a PDF, which is told.
    fn is_too_long(&mut self, text: &str) -> bool {
        let is_too_long = text.chars().nth(LONGEST_STRING).is_some();
        if is_too_long {
            self.losses.add(LostPart::Length, self.here);
        }
        is_too_long
    }

    // --- the place where it has come to ------------------------------------------------------------------------

    /// Writes what has such a standing.
    fn standing(&mut self, standing: Standing, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.standing, standing);
        write(self);
        self.standing = before;
    }

    /// Writes what stands one level deeper in lists, notices and notes.
    fn deeper(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// Whether so many of these are around it that no other one is shown.
    fn is_deepest(&self) -> bool {
        self.depth >= DEEPEST
    }

    /// Writes what has no footnotes for addresses.
    fn without_notes(&mut self, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.apart, false);
        write(self);
        self.apart = before;
    }

    /// The level of a heading that the generator adds here.
    pub(super) fn level_below(&self) -> u8 {
        self.levels.below()
    }

    /// The level of what stands right under the title of the page.
    pub(super) fn level_under_title(&self) -> u8 {
        self.level_under(1)
    }

    /// The level so many under the title of the page, whatever headings its text has; the title's own for 0.
    fn level_under(&self, under: u8) -> u8 {
        HeadingLevels::new(self.base, LOWEST).added(under)
    }
}
