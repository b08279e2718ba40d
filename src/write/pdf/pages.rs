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
use crate::write::printed::{PageBegin, PrintedPage, TextPlace};

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

/// The beginning of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageStart {
    /// The number of the page, as it is printed.
    number: String,
    /// Where it begins: in which piece of the markup, after so many bytes of what that says. Nothing: of the text it has
    /// nothing, or only what stood before.
    at: Option<(usize, usize)>,
    /// How far the pages before it come.
    before: usize,
}

/// A start as it is kept.
type EncodedStart = (String, Option<(usize, usize)>, usize);

/// The starts as a line of text.
pub(super) fn encoded(starts: &[PageStart]) -> String {
    let all = starts.iter().map(|start| serde_json::json!([start.number, start.at, start.before]));
    all.collect::<serde_json::Value>().to_string()
}

/// The starts from a line of text; nothing from any other.
pub(super) fn decoded(text: &str) -> Option<Vec<PageStart>> {
    let all: Vec<EncodedStart> = serde_json::from_str(text).ok()?;
    Some(all.into_iter().map(|(number, at, before)| PageStart { number, at, before }).collect())
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
    let chapters: Vec<(usize, usize)> =
        named.iter().filter(|place| place.begins_chapter).map(|place| (place.page, place.at)).collect();
    named.sort_by_key(|place| place.page);
    let mut named = named.into_iter().peekable();
    let mut reached: Option<(usize, usize)> = None;
    let mut out = Vec::new();
    for (number, page) in (1..).zip(document.pages()) {
        // A page shows the chapter that goes on from before, and those that begin on it.
        let before = chapters.partition_point(|chapter| chapter.0 < number);
        let low = before.checked_sub(1).map_or(0, |last| chapters[last].1);
        let after = chapters.partition_point(|chapter| chapter.0 <= number);
        let high = chapters.get(after).map_or(usize::MAX, |next| next.1);
        let mut shown = PageShown { stations, range_of, reached, known: None, first: None, last: reached, low, high };
        shown.frame(&page.frame);
        while let Some(place) = named.next_if(|place| place.page <= number) {
            shown.see(place.at, 0);
        }
        out.push(PageStart { number: number_of(page), at: shown.first, before: reached.map_or(0, |(at, _)| at) });
        reached = shown.last;
    }
    out
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
    /// How far the pages before it come.
    reached: Option<(usize, usize)>,
    /// The piece of the markup that the letter before came from.
    known: Option<(Span, Option<usize>)>,
    first: Option<(usize, usize)>,
    last: Option<(usize, usize)>,
    /// The bytes of the markup that can show here.
    low: usize,
    high: usize,
}

impl PageShown<'_> {
    fn frame(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.frame(&group.frame),
                FrameItem::Text(text) => {
                    for glyph in &text.glyphs {
                        if let Some(at) = self.place(glyph.span.0) {
                            self.see(at, usize::from(glyph.span.1));
                        }
                    }
                }
                FrameItem::Image(_, _, span) => {
                    if let Some(at) = self.place(*span) {
                        self.see(at, 0);
                    }
                }
                FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    /// The piece of the markup that something comes from, where it counts.
    fn place(&mut self, span: Span) -> Option<usize> {
        if let Some((known, at)) = self.known
            && known == span
        {
            return at;
        }
        let at = (self.range_of)(span).map(|range| range.start);
        let at = at.filter(|at| (self.low..self.high).contains(at) && self.stations.find(*at).is_some());
        self.known = Some((span, at));
        at
    }

    fn see(&mut self, at: usize, bytes: usize) {
        let here = Some((at, bytes));
        // `None` is less than any place.
        if here <= self.reached {
            return;
        }
        if self.first.is_none_or(|first| Some(first) > here) {
            self.first = here;
        }
        self.last = self.last.max(here);
    }
}

/// The pages of a printed book by their places in its text, and whether it has others.
pub(super) fn printed(stations: &Stations, markup: &str, starts: Vec<PageStart>) -> (Vec<PrintedPage>, bool) {
    let (mut pages, mut has_others) = (Vec::new(), false);
    let words = stations.words();
    // The page of the book at hand; whether only the printed book has what stands here.
    let (mut here, mut is_alone, mut is_front) = (None, false, true);
    for start in starts {
        let station = start.at.and_then(|(at, _)| stations.find(at));
        if let Some(station) = station {
            is_alone = stations.0[station].station == Station::PrintAlone;
        }
        if is_alone {
            has_others = true;
            continue;
        }
        let begins = match (station.and_then(|station| stations.place(station, markup, &start, &words)), here) {
            (Some(place), _) => place,
            (None, Some(page)) => PageBegin::Text(page, TextPlace::End),
            (None, None) if is_front => PageBegin::Title,
            (None, None) => PageBegin::Contents,
        };
        is_front &= begins != PageBegin::Imprint;
        if let PageBegin::Text(page, _) = &begins {
            here = Some(*page);
        }
        pages.push(PrintedPage { number: start.number, begins });
    }
    (pages, has_others)
}

impl Stations {
    /// The place in the text at which a page begins that begins in a station.
    fn place(&self, number: usize, markup: &str, start: &PageStart, words: &WordsSaid<'_>) -> Option<PageBegin> {
        let (at, bytes) = start.at?;
        let placed = &self.0[number];
        match &placed.station {
            Station::Text(place, before) => {
                let letters = before.saturating_add(letters_before(&markup[at..], bytes));
                if letters > 0 {
                    return Some(PageBegin::Text(placed.page, TextPlace::At { at: *place, letters }));
                }
            }
            Station::Words(said) => {
                let letters = letters_of_all(&markup[placed.at..at]) + letters_before(&markup[at..], bytes);
                if letters > 0 && words.get(&(placed.page, &**said)) == Some(&1) {
                    return Some(PageBegin::Text(placed.page, TextPlace::Words { words: said.clone(), letters }));
                } else if letters > 0 {
                    return Some(self.next(number, start.before, words));
                }
            }
            // It goes on from the page before.
            Station::Block(_) if bytes > 0 => return Some(self.next(number, start.before, words)),
            _ => {}
        }
        Some(self.begin(number, start.before, words))
    }

    /// The place of a station that stands there as a whole, and with it everything that it begins.
    fn begin(&self, number: usize, reached: usize, words: &WordsSaid<'_>) -> PageBegin {
        let placed = &self.0[number];
        let text = |place| PageBegin::Text(placed.page, place);
        match &placed.station {
            Station::Imprint => PageBegin::Imprint,
            Station::Title => text(TextPlace::Title),
            Station::Heading(anchor) => text(TextPlace::Heading(anchor.clone())),
            // The part begins with the next page of the book.
            Station::Part => {
                let first = self.0[number..].iter().find(|placed| placed.station == Station::Title);
                PageBegin::Text(first.map_or(placed.page, |first| first.page), TextPlace::Part)
            }
            Station::Words(said) if words.get(&(placed.page, &**said)) != Some(&1) => self.next(number, reached, words),
            Station::Block(_) | Station::Text(..) | Station::Words(_) => {
                let above = self.0[..number].iter().rev();
                let above = above.take_while(|above| above.page == placed.page && above.at > reached);
                let outermost = above.map_while(|above| match &above.station {
                    Station::Block(at) => Some(*at),
                    _ => None,
                });
                let own = match placed.station {
                    Station::Block(at) | Station::Text(at, _) => Some(at),
                    _ => None,
                };
                match (outermost.last().or(own), &placed.station) {
                    (Some(at), _) => text(TextPlace::At { at, letters: 0 }),
                    (None, Station::Words(said)) => text(TextPlace::Words { words: said.clone(), letters: 0 }),
                    (None, _) => text(TextPlace::End),
                }
            }
            Station::PrintAlone | Station::Nothing => text(TextPlace::End),
        }
    }

    /// The place of the next station of the same page of the book.
    fn next(&self, number: usize, reached: usize, words: &WordsSaid<'_>) -> PageBegin {
        let page = self.0[number].page;
        let after = self.0.iter().enumerate().skip(number + 1);
        let mut after = after.take_while(|(_, placed)| placed.page == page && !placed.station.begins_chapter());
        let is_place = |station: &Station| match station {
            Station::Words(said) => words.get(&(page, &**said)) == Some(&1),
            station => *station != Station::Nothing,
        };
        match after.find(|(_, placed)| is_place(&placed.station)) {
            Some((next, _)) => self.begin(next, reached, words),
            None => PageBegin::Text(page, TextPlace::End),
        }
    }

    /// How often the program puts the same words on a page of the book: of those that stand there more than once, nobody
    /// could tell where a page begins.
    fn words(&self) -> WordsSaid<'_> {
        let mut words = WordsSaid::new();
        for placed in &self.0 {
            if let Station::Words(said) = &placed.station {
                *words.entry((placed.page, said)).or_default() += 1;
            }
        }
        words
    }
}

/// Words that the program puts on a page of the book, and how often.
type WordsSaid<'a> = HashMap<(PageNo, &'a str), usize>;

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
            PageStart { number: "1".into(), at: Some((12, 3)), before: 7 },
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
        let start = PageStart { number: "7".into(), at, before };
        let text = "\"abcdefghij\"".repeat(20);
        let (pages, has_others) = printed(stations, &text, vec![start]);
        assert_eq!(pages.is_empty(), has_others);
        pages.into_iter().next().map(|page| page.begins)
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
