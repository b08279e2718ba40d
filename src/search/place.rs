//! The places of words in the sections of a book.
//!
//! In: the number of a section, and what a word says about it. Out: one number for both. Invariant: it sorts by section, then
//! rank.

/// The weight of a word's place in a section: the more it says about the section, the higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// It stands in the text once.
    Text,
    /// It stands in the text more than once.
    Often,
    /// It stands in the summary of the page.
    Summary,
    /// It stands in a heading.
    Heading,
    /// It is another name of the term that the page is about.
    Name,
    /// It stands in the title of the page.
    Title,
}

impl Rank {
    /// The next lower rank: pages that are not translated come after those in the reader's language.
    pub(super) fn lower(self) -> Self {
        match self {
            Self::Title => Self::Name,
            Self::Name => Self::Heading,
            Self::Heading => Self::Summary,
            Self::Summary => Self::Often,
            Self::Often | Self::Text => Self::Text,
        }
    }
}

/// A section of the book and the rank of a word in it, in one number that sorts by section, then rank.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RankedSection(u32);

impl RankedSection {
    /// The factor of the section: a power of two above the number of ranks.
    pub(super) const RANKS: u32 = 8;

    /// A section, counted from 0, and a rank in it.
    #[cfg(test)]
    pub(super) fn new(section: u32, rank: Rank) -> Self {
        Self::of_rank(section, rank as u32)
    }

    /// A section, counted from 0, and the number of a rank in it.
    pub(super) fn of_rank(section: u32, rank: u32) -> Self {
        Self(section * Self::RANKS + rank)
    }

    /// The number of the section.
    pub(super) fn section(self) -> u32 {
        self.0 / Self::RANKS
    }

    /// The number of the rank: the higher, the more it says.
    pub(super) fn rank(self) -> u32 {
        self.0 % Self::RANKS
    }
}

/// A word of the book, by its number, with its rank in the section that is read; sorts by word, then rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RankedWord {
    /// The number of the word.
    pub(super) word: u32,
    /// Its rank.
    pub(super) rank: Rank,
}

/// A word of the book, by its number, in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordPlace {
    /// The number of the word.
    pub(super) word: u32,
    /// The section, and the rank of the word there.
    pub(super) at: RankedSection,
}
