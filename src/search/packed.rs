//! The words of sections, kept in little room until they are put word by word.
//!
//! In: for each section its words by number, each once, with their ranks. Out: the same, section by section.
//!
//! Invariant: what is read is what was written. A word takes two or three bytes: its distance from the number before it and
//! its rank, as one number in LEB128.

use super::place::{RankedSection, RankedWord, WordPlace};

/// The words of the sections of a few pages.
#[derive(Debug, Default)]
pub(super) struct PackedPlaces(Vec<u8>);

impl PackedPlaces {
    /// Adds the words of the next section, their numbers rising.
    pub(super) fn push_section(&mut self, words: &[RankedWord]) {
        self.push(words.len() as u64);
        let mut before = 0;
        for RankedWord { word, rank } in words {
            self.push(u64::from(word - before) * u64::from(RankedSection::RANKS) + *rank as u64);
            before = *word;
        }
    }

    /// Gives back the room that nothing was written into.
    pub(super) fn close(&mut self) {
        self.0.shrink_to_fit();
    }

    /// All words; `first` is the number of the first section in the book.
    pub(super) fn places(&self, first: u32) -> impl Iterator<Item = WordPlace> {
        let mut reader = PackedReader { bytes: &self.0, section: first, left: 0, word: 0 };
        std::iter::from_fn(move || reader.place())
    }

    fn push(&mut self, number: u64) {
        Leb128::of(number).for_each(|byte| self.0.push(byte));
    }
}

/// The bytes of a number, the lowest seven bits first.
pub(super) struct Leb128(Option<u64>);

impl Leb128 {
    /// Those of this number.
    pub(super) fn of(number: u64) -> Self {
        Self(Some(number))
    }

    /// The number that some bytes begin with, which are taken off them; nothing where none is whole.
    pub(super) fn take(bytes: &mut &[u8]) -> Option<u64> {
        let mut out = 0;
        for shift in (0..).step_by(7) {
            let (byte, rest) = bytes.split_first()?;
            *bytes = rest;
            out |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(out)
    }
}

impl Iterator for Leb128 {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let number = self.0?;
        let (low, rest) = (number.to_le_bytes()[0] & 0x7f, number >> 7);
        self.0 = (rest > 0).then_some(rest);
        Some(if rest > 0 { low | 0x80 } else { low })
    }
}

/// A reader that has come so far.
struct PackedReader<'a> {
    /// The bytes that are not read yet.
    bytes: &'a [u8],
    /// The section after the one that is being read.
    section: u32,
    /// How many words of that one are not read yet.
    left: u64,
    /// The number of the word before.
    word: u32,
}

impl PackedReader<'_> {
    fn place(&mut self) -> Option<WordPlace> {
        while self.left == 0 {
            self.left = self.number()?;
            self.section += 1;
            self.word = 0;
        }
        self.left -= 1;
        let ranks = u64::from(RankedSection::RANKS);
        let packed = self.number()?;
        // Both were numbers of 32 bits.
        self.word += u32::try_from(packed / ranks).unwrap_or_default();
        let rank = u32::try_from(packed % ranks).unwrap_or_default();
        Some(WordPlace { word: self.word, at: RankedSection::of_rank(self.section - 1, rank) })
    }

    fn number(&mut self) -> Option<u64> {
        Leb128::take(&mut self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::super::place::Rank;
    use super::*;

    #[test]
    fn what_is_packed_is_what_is_read() {
        let (text, often, heading, title) = (Rank::Text, Rank::Often, Rank::Heading, Rank::Title);
        let sections: Vec<Vec<RankedWord>> = [
            &[(0, title), (1, text), (15, often), (16, title), (1 << 20, heading)][..],
            &[],
            &[],
            &[(u32::MAX, Rank::Summary)],
            &[(7, text)],
        ]
        .map(|words| words.iter().map(|(word, rank)| RankedWord { word: *word, rank: *rank }).collect())
        .into();
        let mut packed = PackedPlaces::default();
        for words in &sections {
            packed.push_section(words);
        }
        packed.close();
        let mut wanted = Vec::new();
        for (section, words) in (40..).zip(&sections) {
            let place = |word: &RankedWord| WordPlace { word: word.word, at: RankedSection::new(section, word.rank) };
            wanted.extend(words.iter().map(place));
        }
        assert_eq!(packed.places(40).collect::<Vec<_>>(), wanted);
        assert_eq!(PackedPlaces::default().places(0).count(), 0);
    }
}
