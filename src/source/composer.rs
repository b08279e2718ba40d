//! Putting a text together out of pieces of files.

use std::ops::Range;

use super::{FileId, Segment, SegmentMap, Source, Span, offset};

/// A text in the making, out of pieces of files and what is written between them.
#[derive(Debug, Default)]
pub struct Composer {
    text: String,
    segments: Vec<Segment>,
}

impl Composer {
    /// Appends a piece of a file.
    pub fn piece(&mut self, source: &Source, range: Range<usize>) {
        if !range.is_empty() {
            self.begin(source.id, range.start);
            self.text.push_str(&source.text[range]);
        }
    }

    /// Appends text that stands in no file; `place` is what it is there for.
    pub fn made(&mut self, text: &str, place: Span) {
        if !text.is_empty() {
            self.begin(place.file, place.start as usize);
            self.text.push_str(text);
        }
    }

    /// The text put together so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, and where its pieces come from; an empty one comes from `otherwise`.
    #[must_use]
    pub fn finish(mut self, otherwise: FileId) -> (String, SegmentMap) {
        if self.segments.is_empty() {
            self.begin(otherwise, 0);
        }
        (self.text, SegmentMap::new(self.segments))
    }

    fn begin(&mut self, file: FileId, start: usize) {
        self.segments.push(Segment { at: offset(self.text.len()), file, start: offset(start) });
    }
}
