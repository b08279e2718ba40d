//! Changes of a text that keep where every piece of it comes from.
//!
//! In: a file, and what is put in the place of which bytes. Out: the text with its [`SegmentMap`].
//!
//! Invariant: every byte of the new text is a byte of a file or belongs to a place in one.

use std::ops::Range;

use crate::source::{Composer, FileId, SegmentMap, Sources, Span};

/// A piece of what is put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Bytes of a file.
    Of(FileId, Range<usize>),
    /// Text that stands in no file, and the place it is there for.
    Made(String, Span),
}

/// Bytes of a file, and what stands in their place instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) at: Range<usize>,
    pub(super) pieces: Vec<Piece>,
}

impl Edit {
    /// An edit that takes bytes away.
    pub(super) fn removal(at: Range<usize>) -> Self {
        Self { at, pieces: Vec::new() }
    }
}

/// The text of a file after its edits; of those that meet, the first is made. Insertions at one
/// place follow each other as they were given.
pub(super) fn edited(sources: &Sources, file: FileId, mut edits: Vec<Edit>) -> (String, SegmentMap) {
    let source = sources.get(file);
    edits.sort_by_key(|edit| (edit.at.start, !edit.at.is_empty(), edit.at.end));
    edits.dedup();
    let mut out = Composer::default();
    let mut done = 0;
    for edit in edits {
        if edit.at.start < done {
            continue;
        }
        out.piece(source, done..edit.at.start);
        for piece in edit.pieces {
            match piece {
                Piece::Of(file, range) => out.piece(sources.get(file), range),
                Piece::Made(text, place) => out.made(&text, place),
            }
        }
        done = edit.at.end;
    }
    out.piece(source, done..source.text.len());
    out.finish(file)
}

/// Where the line of a place begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the line of a place ends, with its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}
