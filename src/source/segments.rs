//! The way from expanded text back to the files it was put together from.

use std::ops::Range;

use super::{FileId, Span};

/// A run of expanded text that stands, byte for byte, in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// The beginning of the run in the expanded text.
    pub at: u32,
    /// The file it comes from.
    pub file: FileId,
    /// Its beginning in that file.
    pub start: u32,
}

/// A map from ranges of an expanded text to spans. Segments stand in order of `at`, the first at 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentMap {
    segments: Box<[Segment]>,
}

impl SegmentMap {
    /// A map from segments in order of `at`; the first must begin at 0.
    ///
    /// # Panics
    /// When there is no segment, or the first does not begin at 0: a fault in the caller.
    #[must_use]
    pub fn new(segments: Vec<Segment>) -> Self {
        assert!(segments.first().is_some_and(|s| s.at == 0), "a segment map begins at 0");
        Self { segments: segments.into_boxed_slice() }
    }

    /// The map of a text that is the file itself.
    #[must_use]
    pub fn whole(file: FileId) -> Self {
        Self::new(vec![Segment { at: 0, file, start: 0 }])
    }

    /// The place of a range of the expanded text. A range over several files is cut at the first.
    #[must_use]
    pub fn span(&self, range: Range<u32>) -> Span {
        let after = self.segments.partition_point(|s| s.at <= range.start);
        let segment = self.segments[after.saturating_sub(1)];
        let limit = self.segments.get(after).map_or(u32::MAX, |next| next.at);
        let end = range.end.min(limit).max(range.start);
        Span {
            file: segment.file,
            start: segment.start + (range.start - segment.at),
            end: segment.start + (end - segment.at),
        }
    }

    /// The segments, in order.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// All files that took part, in order of first appearance.
    #[must_use]
    pub fn files(&self) -> Vec<FileId> {
        let mut files = Vec::new();
        for segment in &self.segments {
            if !files.contains(&segment.file) {
                files.push(segment.file);
            }
        }
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_where_its_file_ends() {
        let (a, b) = (FileId(0), FileId(1));
        let map = SegmentMap::new(vec![
            Segment { at: 0, file: a, start: 10 },
            Segment { at: 5, file: b, start: 100 },
            Segment { at: 8, file: a, start: 15 },
        ]);
        assert_eq!(map.span(2..4), Span { file: a, start: 12, end: 14 });
        assert_eq!(map.span(4..9), Span { file: a, start: 14, end: 15 });
        assert_eq!(map.span(6..8), Span { file: b, start: 101, end: 103 });
        assert_eq!(map.span(9..12), Span { file: a, start: 16, end: 19 });
    }
}
