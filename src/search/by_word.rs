//! The places of words, word by word, in little room.
//!
//! In: the words of one section after the other. Out: the sections of each word.
//!
//! Invariant: what is read is what was put in, in order; in a book of 100,000 pages, which has tens of millions of words in
//! sections, a place takes about two bytes: the distance from the section before it and the rank, as one number in LEB128.

use super::packed::{Leb128, PackedPlaces};
use super::place::{RankedSection, WordPlace};

/// A place takes at most so many bytes.
const MOST_BYTES: usize = 5;

/// The places of all words of a book.
#[derive(Debug, Default)]
pub(super) struct PlacesByWord(Vec<PlacesOfWord>);

/// The places of a word.
#[derive(Debug, Clone, Default)]
struct PlacesOfWord {
    bytes: Vec<u8>,
    /// The section of the last one.
    last: u32,
}

impl PlacesByWord {
    /// Adds the words of a few sections, which come after all that are there; `first` is the number of the first of them.
    pub(super) fn add(&mut self, first: u32, sections: &PackedPlaces) {
        for place in sections.places(first) {
            let word = place.word as usize;
            if word >= self.0.len() {
                self.0.resize_with(word + 1, PlacesOfWord::default);
            }
            self.0[word].add(place);
        }
    }

    /// The places of a word, in order.
    pub(super) fn of(&self, word: u32) -> impl Iterator<Item = RankedSection> {
        let mut bytes = self.0.get(word as usize).map_or(&[][..], |places| &places.bytes);
        let ranks = u64::from(RankedSection::RANKS);
        let mut section = 0;
        std::iter::from_fn(move || {
            let number = Leb128::take(&mut bytes)?;
            // Both were numbers of 32 bits.
            let [more, rank] = [number / ranks, number % ranks].map(|part| u32::try_from(part).unwrap_or_default());
            section += more;
            Some(RankedSection::of_rank(section, rank))
        })
    }
}

impl PlacesOfWord {
    fn add(&mut self, WordPlace { at, .. }: WordPlace) {
        let more = at.section() - std::mem::replace(&mut self.last, at.section());
        let number = u64::from(more) * u64::from(RankedSection::RANKS) + u64::from(at.rank());
        // In smaller steps than a vector grows by itself: there are many, and most never grow again.
        if self.bytes.len() + MOST_BYTES > self.bytes.capacity() {
            self.bytes.reserve_exact(self.bytes.len() / 8 + MOST_BYTES);
        }
        self.bytes.extend(Leb128::of(number));
    }
}

#[cfg(test)]
mod tests {
    use super::super::place::{Rank, RankedWord};
    use super::*;

    #[test]
    fn the_places_of_each_word_are_those_of_its_sections() {
        let section = |words: &[(u32, Rank)]| -> Vec<RankedWord> {
            words.iter().map(|(word, rank)| RankedWord { word: *word, rank: *rank }).collect()
        };
        let mut places = PlacesByWord::default();
        for (first, words) in [
            (0, vec![section(&[(0, Rank::Text), (2, Rank::Title)]), section(&[]), section(&[(0, Rank::Often)])]),
            (40_000, vec![section(&[(2, Rank::Text)])]),
            (4_000_000, vec![section(&[(0, Rank::Heading), (2, Rank::Name)])]),
        ] {
            let mut packed = PackedPlaces::default();
            for section in &words {
                packed.push_section(section);
            }
            places.add(first, &packed);
        }
        let of = |word| places.of(word).map(|at| (at.section(), at.rank())).collect::<Vec<_>>();
        let rank = |rank: Rank| rank as u32;
        assert_eq!(of(0), [(0, rank(Rank::Text)), (2, rank(Rank::Often)), (4_000_000, rank(Rank::Heading))]);
        assert_eq!((of(1), of(3)), (Vec::new(), Vec::new()));
        assert_eq!(of(2), [(0, rank(Rank::Title)), (40_000, rank(Rank::Text)), (4_000_000, rank(Rank::Name))]);
    }
}
