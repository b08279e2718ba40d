//! The places in the text of a book at which its printed pages begin.
//!
//! In: stations, noted while the markup is written: what stands from a place in the markup on; and the pages that Typst
//! has made of the markup. Out: [`PageStart`]s, which are places in the markup, and from them the pages by their places in
//! the text.
//!
//! Typst knows of every letter which piece of the markup it comes from, so that nothing has to be added to the markup,
//! and a page that begins in the midst of a paragraph is found at its word. What is shown twice – titles in the contents,
//! the head of a table on every page – counts where it stands first, within its chapter.
//!
//! Invariant: page starts depend on nothing but what the PDF is set of. So they can be kept with it.

use std::collections::HashMap;
use std::ops::Range;

use typst::foundations::Label;
use typst::introspection::Introspector as _;
use typst::layout::{Frame, FrameItem};
use typst::model::Numbering;
use typst::syntax::Span;
use typst::utils::PicoStr;
use typst_layout::{Page, PagedDocument};

use crate::document::PageNo;
use crate::sink::OutPath;
use crate::write::printed::{PageBegin, PrintedBook, PrintedPage, TextPlace};

/// Something that stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Station {
    /// The imprint.
    Imprint,
    /// The title of a part.
    Part,
    /// The title of a page of the book.
    Title,
    /// A block or an item of a list, by its place in the text of its page.
    Block(u32),
    /// Text, by its place in the text of its page and the letters of it that stand before.
    Text(u32, u32),
    /// A heading of the program's, by its anchor.
    Heading(Box<str>),
    /// Words that the program puts there.
    Words(Box<str>),
    /// Parts that only the printed book has.
    PrintAlone,
    /// Nothing that counts.
    Nothing,
}

impl Station {
    /// Whether a chapter begins with it.
    fn begins_chapter(&self) -> bool {
        matches!(self, Self::Part | Self::Title | Self::PrintAlone)
    }
}

/// A station, and where it is.
#[derive(Debug)]
struct PlacedStation {
    /// The byte of the markup from which on it stands.
    at: usize,
    page: PageNo,
    /// The name by which Typst knows its place.
    label: Option<String>,
    station: Station,
}

/// The stations of a document, in the order of its markup.
#[derive(Debug, Default)]
pub(super) struct Stations(Vec<PlacedStation>);

impl Stations {
    /// Notes what stands from a byte of the markup on.
    pub(super) fn note(&mut self, at: usize, page: PageNo, station: Station) {
        let is_over = self.0.last().is_some_and(|last| last.station == Station::Nothing);
        if is_over && station == Station::Nothing {
            return;
        }
        self.0.push(PlacedStation { at, page, label: None, station });
    }

    /// As [`Stations::note`], of something whose place has a name.
    pub(super) fn note_named(&mut self, at: usize, page: PageNo, station: Station, label: String) {
        self.0.push(PlacedStation { at, page, label: Some(label), station });
    }

    /// Takes in that so many bytes of markup were put in before a byte.
    pub(super) fn shift(&mut self, at: usize, by: usize) {
        let after = self.0.partition_point(|placed| placed.at < at);
        self.0[after..].iter_mut().for_each(|placed| placed.at += by);
    }

    /// The number of the station that a byte of the markup belongs to.
    fn find(&self, at: usize) -> Option<usize> {
        let number = self.0.partition_point(|placed| placed.at <= at).checked_sub(1)?;
        (self.0[number].station != Station::Nothing).then_some(number)
    }
}

/// The place of a letter in the markup; places are ordered as the markup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct LetterPlace {
    /// The byte of the markup at which the piece begins that the letter comes from.
    piece: usize,
    /// The bytes before the letter of what the piece says.
    bytes: usize,
}

/// The beginning of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageStart {
    /// The number of the page, as it is printed.
    number: String,
    /// Where it begins. Nothing: of the text it has nothing, or only what stood before.
    at: Option<LetterPlace>,
    /// The piece of the markup that the pages before it come to.
    before: usize,
}

/// A start as it is kept: the number, the piece and its bytes, the piece that the pages before come to.
type EncodedStart = (String, Option<(usize, usize)>, usize);

/// The starts as a line of text.
pub(super) fn encoded(starts: &[PageStart]) -> String {
    let all = starts.iter().map(|start| {
        let at = start.at.map(|at| [at.piece, at.bytes]);
        serde_json::json!([start.number, at, start.before])
    });
    all.collect::<serde_json::Value>().to_string()
}

/// The starts from a line of text; nothing from any other.
pub(super) fn decoded(text: &str) -> Option<Vec<PageStart>> {
    let all: Vec<EncodedStart> = serde_json::from_str(text).ok()?;
    let start = |(number, at, before): EncodedStart| {
        let at = at.map(|(piece, bytes)| LetterPlace { piece, bytes });
        PageStart { number, at, before }
    };
    Some(all.into_iter().map(start).collect())
}

/// Where the pages of a document begin. `range_of` leads the place of a letter to its piece of the markup.
pub(super) fn starts(
    document: &PagedDocument,
    stations: &Stations,
    range_of: &dyn Fn(Span) -> Option<Range<usize>>,
) -> Vec<PageStart> {
    if stations.0.is_empty() {
        return Vec::new();
    }
    let mut named = named_places(document, stations);
    let chapters = Chapters::of(&named);
    named.sort_by_key(|place| place.page);
    let mut named = named.into_iter().peekable();
    let mut reached: Option<LetterPlace> = None;
    let mut out = Vec::new();
    for (number, page) in (1..).zip(document.pages()) {
        let markup = chapters.shown_on(number);
        let mut shown = PageShown { stations, range_of, markup, reached, known: None, first: None, last: reached };
        shown.frame(&page.frame);
        while let Some(place) = named.next_if(|place| place.page <= number) {
            shown.see(LetterPlace { piece: place.at, bytes: 0 });
        }
        out.push(PageStart { number: number_of(page), at: shown.first, before: reached.map_or(0, |at| at.piece) });
        reached = shown.last;
    }
    out
}

/// The chapters of a document, in the order of its markup.
struct Chapters(Vec<ChapterBegin>);

/// The beginning of a chapter.
struct ChapterBegin {
    /// The printed page, from 1 on.
    page: usize,
    /// The byte of the markup.
    at: usize,
}

impl Chapters {
    fn of(named: &[NamedPlace]) -> Self {
        let begins = named.iter().filter(|place| place.begins_chapter);
        Self(begins.map(|place| ChapterBegin { page: place.page, at: place.at }).collect())
    }

    /// The bytes of the markup that can show on a printed page: the chapter that goes on from the page before, and those
    /// that begin here.
    fn shown_on(&self, page: usize) -> Range<usize> {
        let begun_before = self.0.partition_point(|chapter| chapter.page < page);
        let begun = self.0.partition_point(|chapter| chapter.page <= page);
        let low = begun_before.checked_sub(1).map_or(0, |last| self.0[last].at);
        let high = self.0.get(begun).map_or(usize::MAX, |next| next.at);
        low..high
    }
}

/// The number that is printed on a page, or counted for it.
fn number_of(page: &Page) -> String {
    let pattern = match &page.numbering {
        Some(Numbering::Pattern(pattern)) => pattern.apply(None, &[page.number]).ok(),
        Some(Numbering::Func(_)) | None => None,
    };
    pattern.map_or_else(|| page.number.to_string(), Into::into)
}

/// A station whose place has a name, and the page that it stands on.
struct NamedPlace {
    at: usize,
    page: usize,
    begins_chapter: bool,
}

fn named_places(document: &PagedDocument, stations: &Stations) -> Vec<NamedPlace> {
    let introspector = document.introspector();
    let page_of = |name: &str| {
        let label = Label::new(PicoStr::intern(name))?;
        let location = introspector.query_label(label).ok()?.location()?;
        introspector.position(location).map(|position| position.page.get())
    };
    let place = |placed: &PlacedStation| {
        let page = page_of(placed.label.as_deref()?)?;
        Some(NamedPlace { at: placed.at, page, begins_chapter: placed.station.begins_chapter() })
    };
    stations.0.iter().filter_map(place).collect()
}

/// A page while it is looked at.
struct PageShown<'a> {
    stations: &'a Stations,
    range_of: &'a dyn Fn(Span) -> Option<Range<usize>>,
    /// The bytes of the markup that can show here.
    markup: Range<usize>,
    /// How far the pages before it come.
    reached: Option<LetterPlace>,
    /// The piece of the markup that the letter before came from, where it counts.
    known: Option<(Span, Option<usize>)>,
    /// The first letter that no page before has shown.
    first: Option<LetterPlace>,
    /// How far the pages come with this one.
    last: Option<LetterPlace>,
}

impl PageShown<'_> {
    fn frame(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.frame(&group.frame),
                FrameItem::Text(text) => {
                    for glyph in &text.glyphs {
                        if let Some(piece) = self.piece(glyph.span.0) {
                            self.see(LetterPlace { piece, bytes: usize::from(glyph.span.1) });
                        }
                    }
                }
                FrameItem::Image(_, _, span) => {
                    if let Some(piece) = self.piece(*span) {
                        self.see(LetterPlace { piece, bytes: 0 });
                    }
                }
                FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    /// The piece of the markup that something comes from, where it counts.
    fn piece(&mut self, span: Span) -> Option<usize> {
        if let Some((known, piece)) = self.known
            && known == span
        {
            return piece;
        }
        let piece = (self.range_of)(span).map(|range| range.start);
        let piece = piece.filter(|piece| self.markup.contains(piece) && self.stations.find(*piece).is_some());
        self.known = Some((span, piece));
        piece
    }

    fn see(&mut self, here: LetterPlace) {
        if self.reached.is_some_and(|reached| here <= reached) {
            return;
        }
        if self.first.is_none_or(|first| here < first) {
            self.first = Some(here);
        }
        self.last = self.last.max(Some(here));
    }
}

/// A printed book, by path, whose pages are told by their places in its text.
pub(super) fn printed(path: OutPath, stations: &Stations, markup: &str, starts: Vec<PageStart>) -> PrintedBook {
    let places = StationPlaces { stations: &stations.0, markup, said: stations.words_said() };
    let mut reader = PrintReader { page: None, in_front: true, in_print_alone: false };
    let mut book = PrintedBook { path, pages: Vec::new(), has_others: false };
    for start in starts {
        let station = start.at.and_then(|at| stations.find(at.piece));
        match reader.turn(&start, station, &places) {
            Some(begins) => book.pages.push(PrintedPage { number: start.number, begins }),
            None => book.has_others = true,
        }
    }
    book
}

/// A reader who turns the pages of a printed book, one after the other.
struct PrintReader {
    /// The page of the book that they came to last.
    page: Option<PageNo>,
    /// Whether they have not come to the imprint yet: before it stands the title.
    in_front: bool,
    /// Whether only the printed book has what stands here.
    in_print_alone: bool,
}

impl PrintReader {
    /// The beginning of the next page, which begins in a `station`; nothing of a page that only the printed book has.
    fn turn(&mut self, start: &PageStart, station: Option<usize>, places: &StationPlaces<'_>) -> Option<PageBegin> {
        if let Some(station) = station {
            self.in_print_alone = places.stations[station].station == Station::PrintAlone;
        }
        if self.in_print_alone {
            return None;
        }
        let begins = match (station.zip(start.at), self.page) {
            (Some((station, at)), _) => places.begin_at(station, at, start.before),
            (None, Some(page)) => PageBegin::Text(page, TextPlace::End),
            (None, None) if self.in_front => PageBegin::Title,
            (None, None) => PageBegin::Contents,
        };
        self.in_front &= begins != PageBegin::Imprint;
        if let PageBegin::Text(page, _) = &begins {
            self.page = Some(*page);
        }
        Some(begins)
    }
}

/// The stations of a printed book, asked for their places in its text.
///
/// Its questions take a station by its number, and by `reached` how far the pages before come in the markup: what begins
/// before that stands on one of them.
struct StationPlaces<'a> {
    stations: &'a [PlacedStation],
    markup: &'a str,
    said: WordsSaid<'a>,
}

impl StationPlaces<'_> {
    /// The beginning of a page that begins with a letter of a station.
    fn begin_at(&self, number: usize, at: LetterPlace, reached: usize) -> PageBegin {
        let placed = &self.stations[number];
        let text = |place| PageBegin::Text(placed.page, place);
        let letters = self.letters_into(placed, at);
        match &placed.station {
            Station::Text(at, _) if letters > 0 => text(TextPlace::At { at: *at, letters }),
            Station::Words(said) if letters > 0 && self.stand_once(placed.page, said) => {
                text(TextPlace::Words { words: said.clone(), letters })
            }
            // These go on from the page before.
            Station::Words(_) if letters > 0 => self.begin_after(number, reached),
            Station::Block(_) if at.bytes > 0 => self.begin_after(number, reached),
            _ => self.begin_with(number, reached),
        }
    }

    /// The letters of a station that stand before a letter of it.
    fn letters_into(&self, placed: &PlacedStation, at: LetterPlace) -> u32 {
        let of_piece = || letters_before(&self.markup[at.piece..], at.bytes);
        match &placed.station {
            Station::Text(_, before) => before.saturating_add(of_piece()),
            Station::Words(_) => letters_of_all(&self.markup[placed.at..at.piece]) + of_piece(),
            _ => 0,
        }
    }

    /// The beginning of a page that begins with a station as a whole, and so with everything that begins with it.
    fn begin_with(&self, number: usize, reached: usize) -> PageBegin {
        let placed = &self.stations[number];
        let text = |place| PageBegin::Text(placed.page, place);
        match &placed.station {
            Station::Imprint => PageBegin::Imprint,
            Station::Title => text(TextPlace::Title),
            Station::Heading(anchor) => text(TextPlace::Heading(anchor.clone())),
            // The part begins with the next page of the book.
            Station::Part => {
                let first = self.stations[number..].iter().find(|placed| placed.station == Station::Title);
                PageBegin::Text(first.map_or(placed.page, |first| first.page), TextPlace::Part)
            }
            Station::Block(at) | Station::Text(at, _) => {
                text(TextPlace::At { at: self.outermost_block(number, reached).unwrap_or(*at), letters: 0 })
            }
            Station::Words(said) if self.stand_once(placed.page, said) => {
                text(match self.outermost_block(number, reached) {
                    Some(at) => TextPlace::At { at, letters: 0 },
                    None => TextPlace::Words { words: said.clone(), letters: 0 },
                })
            }
            Station::Words(_) => self.begin_after(number, reached),
            Station::PrintAlone | Station::Nothing => text(TextPlace::End),
        }
    }

    /// The place of the outermost of the blocks that begin right before a station, and with it.
    fn outermost_block(&self, number: usize, reached: usize) -> Option<u32> {
        let page = self.stations[number].page;
        let above = self.stations[..number].iter().rev();
        let above = above.take_while(|above| above.page == page && above.at > reached);
        let blocks = above.map_while(|above| match &above.station {
            Station::Block(at) => Some(*at),
            _ => None,
        });
        blocks.last()
    }

    /// The beginning of a page that begins with the first station after another one, on the same page of the book, that
    /// can be told by its place.
    fn begin_after(&self, number: usize, reached: usize) -> PageBegin {
        let page = self.stations[number].page;
        let after = self.stations.iter().enumerate().skip(number + 1);
        let mut after = after.take_while(|(_, placed)| placed.page == page && !placed.station.begins_chapter());
        let is_place = |station: &Station| match station {
            Station::Words(said) => self.stand_once(page, said),
            station => *station != Station::Nothing,
        };
        match after.find(|(_, placed)| is_place(&placed.station)) {
            Some((next, _)) => self.begin_with(next, reached),
            None => PageBegin::Text(page, TextPlace::End),
        }
    }

    /// Whether the program puts words on a page of the book once: of those that stand there more often, nobody could tell
    /// where a page begins.
    fn stand_once(&self, page: PageNo, said: &str) -> bool {
        self.said.get(&(page, said)) == Some(&1)
    }
}

/// Words that the program puts on a page of the book, and how often.
type WordsSaid<'a> = HashMap<(PageNo, &'a str), usize>;

impl Stations {
    fn words_said(&self) -> WordsSaid<'_> {
        let mut words = WordsSaid::new();
        for placed in &self.0 {
            if let Station::Words(said) = &placed.station {
                *words.entry((placed.page, said)).or_default() += 1;
            }
        }
        words
    }
}

/// How many letters the first so many bytes of a string literal have, which markup begins with.
fn letters_before(markup: &str, bytes: usize) -> u32 {
    let (mut letters, mut left, mut is_escaped) = (0, bytes, false);
    for letter in markup.chars().skip(1) {
        if left == 0 || letter == '"' && !is_escaped {
            break;
        }
        is_escaped = letter == '\\' && !is_escaped;
        if !is_escaped {
            letters += 1;
            left = left.saturating_sub(letter.len_utf8());
        }
    }
    letters
}

/// How many letters all string literals in a piece of markup have.
fn letters_of_all(markup: &str) -> u32 {
    let (mut letters, mut rest) = (0, markup);
    while let Some(open) = rest.find('"') {
        rest = &rest[open..];
        letters += letters_before(rest, usize::MAX);
        let mut is_escaped = false;
        let end = rest[1..].find(|letter| {
            let ends = letter == '"' && !is_escaped;
            is_escaped = letter == '\\' && !is_escaped;
            ends
        });
        rest = end.map_or("", |end| &rest[end + 2..]);
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_go_to_a_line_of_text_and_back() {
        let starts = vec![
            PageStart { number: "iv \"\n".into(), at: None, before: 0 },
            PageStart { number: "1".into(), at: Some(LetterPlace { piece: 12, bytes: 3 }), before: 7 },
        ];
        let line = encoded(&starts);
        assert!(!line.contains('\n'), "{line}");
        assert_eq!(decoded(&line), Some(starts));
        assert_eq!(decoded("noe annet"), None);
    }

    #[test]
    fn letters_of_a_literal_are_counted_as_they_are_read() {
        assert_eq!(letters_before("\"abc\";", 0), 0);
        assert_eq!(letters_before("\"æøå b\";", 4), 2);
        assert_eq!(letters_before(r#""a\"\\b";"#, 3), 3);
        assert_eq!(letters_before("\"ab\";#\"c\"", 9), 2);
        assert_eq!(letters_of_all(r#"#"ab";#unbroken[#"c\"d\\";];"#), 6);
        assert_eq!(letters_of_all("#unbroken[#"), 0);
    }

    const ONE: PageNo = PageNo(1);

    fn stations(all: &[(usize, Station)]) -> Stations {
        let mut stations = Stations::default();
        for (at, station) in all {
            stations.note(*at, ONE, station.clone());
        }
        stations
    }

    fn begins(stations: &Stations, at: Option<(usize, usize)>, before: usize) -> Option<PageBegin> {
        let at = at.map(|(piece, bytes)| LetterPlace { piece, bytes });
        let start = PageStart { number: "7".into(), at, before };
        let text = "\"abcdefghij\"".repeat(20);
        let book = printed(OutPath::new("bok.pdf").unwrap(), stations, &text, vec![start]);
        assert_eq!(book.pages.is_empty(), book.has_others);
        book.pages.into_iter().next().map(|page| page.begins)
    }

    #[test]
    fn a_page_begins_with_the_outermost_thing_that_begins_there() {
        let all = [
            (0, Station::Title),
            (12, Station::Block(100)),
            (24, Station::Block(102)),
            (24, Station::Text(102, 0)),
            (36, Station::Text(102, 10)),
            (48, Station::Nothing),
            (60, Station::Block(200)),
            (72, Station::Text(204, 0)),
            (84, Station::Nothing),
        ];
        let stations = stations(&all);
        let at = |at, letters| Some(PageBegin::Text(ONE, TextPlace::At { at, letters }));
        assert_eq!(begins(&stations, Some((0, 0)), 0), Some(PageBegin::Text(ONE, TextPlace::Title)));
        assert_eq!(begins(&stations, Some((24, 0)), 0), at(100, 0));
        assert_eq!(begins(&stations, Some((24, 4)), 24), at(102, 4));
        assert_eq!(begins(&stations, Some((36, 2)), 24), at(102, 12));
        assert_eq!(begins(&stations, Some((72, 0)), 36), at(200, 0));
        // The box began on the page before, with its title.
        assert_eq!(begins(&stations, Some((72, 0)), 62), at(204, 0));
    }

    #[test]
    fn what_goes_on_from_before_is_passed_over_and_words_that_stand_twice_are_no_place() {
        let words = |text: &str| Station::Words(text.into());
        let all = [
            (0, Station::Block(5)),
            (12, words("Ja")),
            (24, words("Nei")),
            (36, words("Ja")),
            (48, Station::Nothing),
            (60, Station::PrintAlone),
        ];
        let stations = stations(&all);
        let said = |letters| Some(PageBegin::Text(ONE, TextPlace::Words { words: "Nei".into(), letters }));
        assert_eq!(begins(&stations, Some((12, 0)), 12), said(0));
        assert_eq!(begins(&stations, Some((12, 1)), 12), said(0));
        assert_eq!(begins(&stations, Some((24, 0)), 12), said(0));
        assert_eq!(begins(&stations, Some((24, 2)), 24), said(2));
        assert_eq!(begins(&stations, Some((36, 0)), 24), Some(PageBegin::Text(ONE, TextPlace::End)));
        assert_eq!(begins(&stations, Some((60, 0)), 24), None);
        assert_eq!(begins(&stations, None, 0), Some(PageBegin::Title));
    }
}
