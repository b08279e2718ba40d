//! Elements that are open while a tree is built.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CowStr};

use super::fence::Fence;
use crate::document::{Alignment, Blocks, Destination, Inlines, Task};

/// Something begun and not ended. What it holds lies on the builder's stacks from these places on.
pub(super) struct Frame<'a> {
    pub(super) kind: FrameKind<'a>,
    pub(super) at: Range<usize>,
    pub(super) inlines: usize,
    pub(super) blocks: usize,
    pub(super) entries: usize,
}

/// The kinds of open elements.
pub(super) enum FrameKind<'a> {
    Root,
    Quote(Option<BlockQuoteKind>),
    List {
        start: Option<u64>,
        tight: bool,
    },
    Item(Option<Box<Task>>),
    Footnote(CowStr<'a>),
    Definitions(Vec<OpenDefinitionGroup>),
    Term,
    Definition,
    Table(Box<[Alignment]>),
    Row,
    Cell,
    /// `implicit`: the text of a tight item, that the parser does not call a paragraph.
    Paragraph {
        implicit: bool,
    },
    Heading {
        level: u8,
        id: Box<str>,
        former: Box<[Box<str>]>,
        /// Attributes that no heading has.
        unknown: Box<[Box<str>]>,
        classes: Box<[Box<str>]>,
        /// Whether its section is an addition of the book to its sources.
        addition: bool,
    },
    Code(Fence),
    Html,
    Emphasis,
    Strong,
    Strike,
    Link(Destination, Box<str>),
    Image(Destination, Box<str>),
    /// Something that is not in the model: what it holds stands by itself.
    Nothing,
}

/// A group of a definition list in the making.
#[derive(Default)]
pub(super) struct OpenDefinitionGroup {
    pub(super) terms: Vec<Inlines>,
    pub(super) definitions: Vec<Blocks>,
}

impl FrameKind<'_> {
    /// Whether blocks stand directly in it, so that text there needs a paragraph.
    pub(super) fn holds_blocks(&self) -> bool {
        matches!(self, Self::Root | Self::Quote(_) | Self::Item(_) | Self::Footnote(_) | Self::Definition)
    }
}
