//! A run of inlines as one text to match in, with the way back.
//!
//! In: a run of a document. Out: its text in lower case, one space between words, and beside it
//! the same text with its capitals, byte for byte at the same offsets.
//!
//! Invariant: every offset that [`Flat::raw`] gives an answer for lies between two characters of
//! the run, so that a link can begin or end there.

use std::ops::Range;

use super::reason::Held;
use crate::document::{At, Inline, InlineNode, TermNo, children};
use crate::source::offset;
use crate::text::composed;

/// Stands for what is no text: a field, code, an image.
pub(super) const OBJECT: char = '\u{fffc}';
/// Stands for what a reader does not read: the mark of a footnote, a citation, a tag.
pub(super) const UNREAD: char = '\u{fff9}';
/// A line break that the author wants.
pub(super) const BREAK: char = '\n';

/// A stretch of the flat text and where it comes from.
#[derive(Debug, Clone, Copy)]
struct FlatSegment {
    /// Where it begins in the flat text.
    flat: u32,
    /// Where it begins in the run: bytes of text, one for everything that is not text.
    raw: u32,
    /// Its place in the document's text.
    place: At,
    kind: SegmentKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SegmentKind {
    /// Byte for byte what stands at its place.
    Source,
    /// Byte for byte the text of a node whose source reads otherwise.
    Owned,
    /// So many bytes of the run, whole or not at all.
    Whole(u32),
}

/// A stretch in which nothing is linked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mask {
    pub(super) range: Range<usize>,
    pub(super) why: Held,
}

/// A run of inlines as text.
#[derive(Debug, Default)]
pub(super) struct Flat {
    /// The text in lower case.
    pub(super) text: String,
    /// The text as written, at the same offsets.
    pub(super) cased: String,
    /// Where nothing is linked: disjoint, in order, once [`Flat::close`] has run.
    pub(super) masks: Vec<Mask>,
    /// Mentions that the author has linked.
    pub(super) explicit: Vec<(Range<usize>, TermNo)>,
    segments: Vec<FlatSegment>,
    raw: u32,
    /// Above nought inside what is not linked into: no segments are made there.
    opaque: u32,
}

impl Flat {
    /// Takes in a run, forgetting the one before.
    pub(super) fn fill(&mut self, run: &[Inline], source: &str) {
        self.text.clear();
        self.cased.clear();
        self.masks.clear();
        self.explicit.clear();
        self.segments.clear();
        self.raw = 0;
        self.opaque = 0;
        self.run(run, source);
    }

    /// Puts the masks in order and joins those that overlap.
    pub(super) fn close(&mut self) {
        self.masks.sort_by_key(|mask| (mask.range.start, std::cmp::Reverse(mask.range.end)));
        self.masks.dedup_by(|later, kept| {
            let overlap = later.range.start < kept.range.end;
            if overlap {
                kept.range.end = kept.range.end.max(later.range.end);
            }
            overlap
        });
    }

    /// The mask that a range of the text touches.
    pub(super) fn mask(&self, range: &Range<usize>) -> Option<&Mask> {
        let after = self.masks.partition_point(|mask| mask.range.end <= range.start);
        self.masks.get(after).filter(|mask| mask.range.start < range.end)
    }

    /// A range of the text in bytes of the run; `None` where it would cut what is whole.
    pub(super) fn raw(&self, range: &Range<usize>) -> Option<Range<u32>> {
        let (start, end) = (offset(range.start), offset(range.end));
        let (first, last) = (self.segment(start)?, self.segment(end.checked_sub(1)?)?);
        let from = match first.kind {
            SegmentKind::Whole(_) if first.flat != start => return None,
            _ => first.raw + (start - first.flat),
        };
        let to = match last.kind {
            SegmentKind::Whole(length) => {
                let inside = range.end < self.text.len() && self.segment(end).is_some_and(|s| s.flat == last.flat);
                if inside {
                    return None;
                }
                last.raw + length
            }
            _ => last.raw + (end - last.flat),
        };
        (from < to).then_some(from..to)
    }

    /// A range of the text as a place in the document.
    pub(super) fn place(&self, range: &Range<usize>) -> At {
        let (start, end) = (offset(range.start), offset(range.end));
        let from = self.segment(start).map_or(0, |segment| match segment.kind {
            SegmentKind::Source => segment.place.start + (start - segment.flat),
            _ => segment.place.start,
        });
        let to = self.segment(end.saturating_sub(1)).map_or(from, |segment| match segment.kind {
            SegmentKind::Source => segment.place.start + (end - segment.flat),
            _ => segment.place.end,
        });
        At { start: from, end: to.max(from) }
    }

    fn segment(&self, at: u32) -> Option<FlatSegment> {
        let after = self.segments.partition_point(|segment| segment.flat <= at);
        self.segments.get(after.checked_sub(1)?).copied()
    }

    fn run(&mut self, run: &[Inline], source: &str) {
        for inline in run {
            self.inline(inline, source);
        }
    }

    fn inline(&mut self, inline: &Inline, source: &str) {
        let start = self.text.len();
        match &inline.node {
            InlineNode::Text(text) => {
                let kind = match text {
                    crate::document::Text::Source => SegmentKind::Source,
                    crate::document::Text::Owned(_) => SegmentKind::Owned,
                };
                self.words(text.get(inline.at, source), inline.at, kind);
            }
            InlineNode::SoftBreak => self.whole(inline.at, if self.text.ends_with(' ') { None } else { Some(' ') }),
            InlineNode::HardBreak => self.whole(inline.at, Some(BREAK)),
            InlineNode::Emphasis(content) => {
                self.run(content, source);
                let first = self.cased[start..].chars().find(|c| c.is_alphanumeric());
                if first.is_some_and(char::is_uppercase) {
                    self.mask_from(start, Held::InTitle);
                }
            }
            InlineNode::Strong(content) => self.run(content, source),
            InlineNode::Strike(content) => {
                self.opaque(inline.at, content, source);
                self.mask_from(start, Held::StruckOut);
            }
            InlineNode::Link(link) => {
                self.opaque(inline.at, &link.content, source);
                self.mask_from(start, Held::InLink);
            }
            // Words of another language are no mentions.
            InlineNode::Foreign(foreign) => {
                self.opaque(inline.at, &foreign.content, source);
                self.mask_from(start, Held::InTitle);
            }
            InlineNode::Term(term, content) => {
                self.opaque(inline.at, content, source);
                self.explicit.push((start..self.text.len(), *term));
                self.mask_from(start, Held::InLink);
            }
            InlineNode::Code(_) | InlineNode::Image(_) | InlineNode::Field(_) => self.whole(inline.at, Some(OBJECT)),
            InlineNode::Cite(_) | InlineNode::Footnote(_) | InlineNode::Html(_) => {
                self.whole(inline.at, Some(UNREAD));
            }
        }
    }

    fn mask_from(&mut self, start: usize, why: Held) {
        if start < self.text.len() {
            self.masks.push(Mask { range: start..self.text.len(), why });
        }
    }

    /// Text that may be read for context, though nothing in it is linked: one byte of the run.
    fn opaque(&mut self, place: At, content: &[Inline], source: &str) {
        self.segment_here(place, SegmentKind::Whole(1));
        self.opaque += 1;
        self.run(content, source);
        self.opaque -= 1;
        self.advance(1);
    }

    /// One byte of the run that becomes one character, or none.
    fn whole(&mut self, place: At, shown: Option<char>) {
        self.segment_here(place, SegmentKind::Whole(1));
        if let Some(c) = shown {
            self.push(c);
        }
        self.advance(1);
    }

    fn advance(&mut self, bytes: u32) {
        if self.opaque == 0 {
            self.raw += bytes;
        }
    }

    fn segment_here(&mut self, place: At, kind: SegmentKind) {
        if self.opaque == 0 {
            self.segments.push(FlatSegment { flat: offset(self.text.len()), raw: self.raw, place, kind });
        }
    }

    fn push(&mut self, c: char) {
        self.text.push(c);
        self.cased.push(c);
    }

    /// Text: plain stretches as they are, the rest character by character.
    fn words(&mut self, text: &str, place: At, kind: SegmentKind) {
        let base = self.raw;
        let mut at = 0;
        let mut linear = false;
        while at < text.len() {
            let plain = self.plain(&text[at..]);
            let next = text[at + plain..].chars().next();
            let same = next.and_then(same_length);
            if !linear && (plain > 0 || same.is_some()) {
                self.part(place, at..text.len(), kind);
                linear = true;
            }
            let from = self.text.len();
            self.text.push_str(&text[at..at + plain]);
            self.text[from..].make_ascii_lowercase();
            self.cased.push_str(&text[at..at + plain]);
            at += plain;
            if self.opaque == 0 {
                self.raw = base + offset(at);
            }
            match (next, same) {
                (Some(c), Some(lower)) => {
                    self.text.push(lower);
                    self.cased.push(c);
                    at += c.len_utf8();
                }
                (Some(c), None) => {
                    self.odd(c, &text[..at], place, kind);
                    at += c.len_utf8();
                    linear = false;
                }
                (None, _) => {}
            }
            if self.opaque == 0 {
                self.raw = base + offset(at);
            }
        }
    }

    /// A segment for a part of a node's text.
    fn part(&mut self, node: At, part: Range<usize>, kind: SegmentKind) {
        let place = if kind == SegmentKind::Source {
            At { start: node.start + offset(part.start), end: node.start + offset(part.end) }
        } else {
            node
        };
        self.segment_here(place, kind);
    }

    /// A character that is written otherwise in the flat text, or not at all.
    fn odd(&mut self, c: char, before: &str, node: At, kind: SegmentKind) {
        let (at, length) = (before.len(), c.len_utf8());
        let place = if kind == SegmentKind::Source {
            At { start: node.start + offset(at), end: node.start + offset(at + length) }
        } else {
            node
        };
        if let Some(letter) = before.chars().next_back()
            && self.cased.ends_with(letter)
            && let Some(whole) = composed(letter, c)
        {
            return self.join(letter, whole, length, place, kind);
        }
        self.segment_here(place, SegmentKind::Whole(offset(length)));
        match c {
            _ if c.is_whitespace() => {
                if !self.text.ends_with(' ') {
                    self.push(' ');
                }
            }
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            '\u{2010}' | '\u{2011}' => self.push('-'),
            '\u{2019}' | '\u{2bc}' => self.push('\''),
            _ => c.to_lowercase().for_each(|c| self.push(c)),
        }
    }

    /// A mark of `length` bytes on a letter that was just written: the two are one letter, `whole`.
    fn join(&mut self, letter: char, whole: char, length: usize, place: At, kind: SegmentKind) {
        let taken = offset(letter.len_utf8());
        self.text.pop();
        self.cased.pop();
        if self.opaque == 0 {
            self.raw -= taken;
        }
        let start = if kind == SegmentKind::Source { place.start - taken } else { place.start };
        self.segment_here(At { start, end: place.end }, SegmentKind::Whole(taken + offset(length)));
        let lower = same_length(whole).unwrap_or(whole);
        self.text.push(lower);
        self.cased.push(whole);
    }

    /// How many bytes at the beginning of a text are taken over as they are: ASCII, single spaces.
    fn plain(&self, text: &str) -> usize {
        let mut space = self.text.ends_with(' ');
        text.bytes()
            .position(|byte| {
                let doubled = byte == b' ' && space;
                space = byte == b' ';
                doubled || !(b' '..=b'~').contains(&byte)
            })
            .unwrap_or(text.len())
    }
}

/// The lower case of a character where it is one character of the same length, and an ordinary one.
fn same_length(c: char) -> Option<char> {
    if c.is_whitespace() || c.is_ascii() {
        return None;
    }
    if matches!(
        c,
        '\u{ad}' | '\u{300}'
            ..='\u{36f}' | '\u{200b}' | '\u{2010}' | '\u{2011}' | '\u{2019}' | '\u{2bc}' | '\u{2060}' | '\u{feff}'
    ) {
        return None;
    }
    let mut lower = c.to_lowercase();
    let first = lower.next()?;
    (lower.next().is_none() && first.len_utf8() == c.len_utf8()).then_some(first)
}

/// The length of an inline in bytes of its run, as [`Flat`] counts them.
pub(super) fn raw_length(inline: &Inline, source: &str) -> u32 {
    match &inline.node {
        InlineNode::Text(text) => offset(text.get(inline.at, source).len()),
        InlineNode::Emphasis(_) | InlineNode::Strong(_) => {
            children(&inline.node).map_or(0, |content| content.iter().map(|inner| raw_length(inner, source)).sum())
        }
        _ => 1,
    }
}

/// A text as [`Flat`] writes it: in lower case, and with its capitals.
pub(super) fn normal(text: &str) -> (String, String) {
    let inline = Inline { at: At::default(), node: InlineNode::Text(crate::document::Text::Owned(text.trim().into())) };
    let mut flat = Flat::default();
    flat.fill(&[inline], "");
    (flat.text, flat.cased)
}
