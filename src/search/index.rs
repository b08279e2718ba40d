//! The table of all words of a book, and the places of each.

use std::collections::{BTreeSet, HashMap, HashSet};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::encode::{push_places, push_word};
use super::found::AllWords;
use super::packed::PackedPlaces;
use super::place::{Rank, RankedSection, WordPlace};
use super::split::{KnownParts, PartKeys};
use super::words::Keys;
use crate::language::Language;

/// A part of compounds on more than one page in so many says nothing where it stands in the text. This, the next share
/// and the size of a large book are round numbers set by judgement, for the sake of what a search loads at 10,000 pages
/// (`tests/bench/search.md`, «Size»); no measurement singles them out.
const COMMON_PART: usize = 10;
/// On so few pages no part is too common.
const FEW: usize = 5;
/// Nor does a word on more than one page in so many, in a book of [`MANY`] pages.
const COMMON_WORD: usize = 5;
/// A large book.
const MANY: usize = 1000;

/// All words of a book and where they stand.
pub(super) struct WordIndex {
    /// The words with their keys, in the order of keys, then words.
    words: Vec<IndexedWord>,
    /// The places of all words, word by word.
    places: Vec<RankedSection>,
    /// By section, its page.
    page_of: Vec<u32>,
    /// How many pages there are.
    pages: usize,
    /// The words that are parts of compounds.
    pub(super) parts: KnownParts,
    /// By key: the words, by position in `words`, that have it as a part, compounds and names put together of others.
    compounds: WordsByPart,
}

type WordsByPart = HashMap<String, Vec<u32>, RandomState>;

struct IndexedWord {
    key: String,
    text: Box<str>,
    /// Its number.
    number: u32,
    /// Its places in the list of all.
    from: usize,
    to: usize,
}

/// The places of the words of a few pages, as one shard of texts has them.
pub(super) struct ShardPlaces {
    /// The number of its first section among those of the book.
    pub(super) first_section: u32,
    pub(super) places: PackedPlaces,
}

impl ShardPlaces {
    fn all(&self) -> impl Iterator<Item = WordPlace> {
        self.places.places(self.first_section)
    }
}

/// The row of the index under one key, as text.
pub(super) struct Entry {
    pub(super) key: String,
    /// All but the key.
    pub(super) text: String,
}

impl WordIndex {
    /// Puts the places of a whole book in order. `page_of` says of every section on which page it stands.
    pub(super) fn new(
        met: &AllWords,
        places: Vec<ShardPlaces>,
        page_of: Vec<u32>,
        keys: &Keys,
        language: &Language,
    ) -> Self {
        let mut starts = vec![0_usize; met.numbered.len() + 1];
        for place in places.iter().flat_map(ShardPlaces::all) {
            starts[place.word as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut sorted = vec![RankedSection::default(); starts.last().copied().unwrap_or_default()];
        let mut next = starts.clone();
        // Each is let go of as it is read.
        for shard in places {
            for place in shard.all() {
                let at = &mut next[place.word as usize];
                sorted[*at] = place.at;
                *at += 1;
            }
        }
        let indexed = |(text, number): &(Box<str>, u32)| {
            let [from, to] = [starts[*number as usize], starts[*number as usize + 1]];
            IndexedWord { key: keys.key(text).into_owned(), text: text.clone(), number: *number, from, to }
        };
        let mut words: Vec<IndexedWord> = met.numbered.par_iter().map(indexed).collect();
        words.par_sort_unstable_by(|a, b| (&a.key, &a.text).cmp(&(&b.key, &b.text)));
        let how = language.compounds;
        let (parts, mut compounds) = how.map(|how| compounds(&words, &met.stop, keys, how.joints)).unwrap_or_default();
        add_names(&words, met, keys, &mut compounds);
        let pages = page_of.last().map_or(0, |last| *last as usize + 1);
        Self { words, places: sorted, page_of, pages, parts, compounds }
    }

    /// Whether the book has a word with this key, and it is this word where one is given.
    pub(super) fn has(&self, key: &str, text: Option<&str>) -> bool {
        let first = self.words.partition_point(|word| *word.key < *key);
        let mut same = self.words[first..].iter().take_while(|word| word.key == key);
        same.any(|word| text.is_none_or(|text| *word.text == *text))
    }

    /// The rows of all keys, in the order of keys.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut with_words: Vec<(&str, &[IndexedWord])> =
            self.words.chunk_by(|a, b| a.key == b.key).map(|words| (words[0].key.as_str(), words)).collect();
        let known: HashSet<&str, RandomState> = with_words.iter().map(|(key, _)| *key).collect();
        let only_parts = self.compounds.keys().map(String::as_str).filter(|key| !known.contains(key));
        with_words.extend(only_parts.map(|key| (key, &[][..])));
        with_words.par_sort_unstable_by_key(|(key, _)| *key);
        with_words.into_par_iter().map(|(key, words)| self.entry(key, words)).collect()
    }

    fn entry(&self, key: &str, words: &[IndexedWord]) -> Entry {
        let mut text = String::new();
        if let Some(compounds) = self.compounds.get(key) {
            let mut places: Vec<RankedSection> =
                compounds.iter().flat_map(|word| self.of(&self.words[*word as usize])).copied().collect();
            places.sort_unstable();
            self.push_places(&mut text, &places, (self.pages / COMMON_PART).max(FEW));
        }
        for word in words {
            text.push(' ');
            push_word(&mut text, &word.text, key);
            text.push(' ');
            let most = if self.pages < MANY { self.pages } else { self.pages / COMMON_WORD };
            self.push_places(&mut text, self.of(word), most);
        }
        Entry { key: key.to_owned(), text }
    }

    /// The places of a word, in order, as the sections were read.
    fn of(&self, word: &IndexedWord) -> &[RankedSection] {
        &self.places[word.from..word.to]
    }

    /// Adds places in order; of several in one section only the highest rank. On more than `most`
    /// pages only summaries, headings and the like are told: elsewhere the word says nothing.
    fn push_places(&self, out: &mut String, places: &[RankedSection], most: usize) {
        let best = places.chunk_by(|a, b| a.section() == b.section()).filter_map(|same| same.last());
        let mut told: Vec<RankedSection> = best.copied().collect();
        let mut pages: Vec<u32> = told.iter().map(|place| self.page_of[place.section() as usize]).collect();
        pages.dedup();
        let cut = pages.len() > most;
        if cut {
            told.retain(|place| place.rank() >= Rank::Summary as u32);
        }
        push_places(out, &told, cut);
    }
}

/// Adds, by the words that names are put together of, the names.
fn add_names(words: &[IndexedWord], met: &AllWords, keys: &Keys, compounds: &mut WordsByPart) {
    for (at, word) in (0..).zip(words) {
        let pieces = met.pieces.get(&word.number).into_iter().flatten().map(|piece| keys.key(piece).into_owned());
        for key in pieces.filter(|key| *key != word.key) {
            compounds.entry(key).or_default().push(at);
        }
    }
}

/// The parts that the words are made of, and by part the words.
fn compounds(
    words: &[IndexedWord],
    stop: &BTreeSet<String>,
    keys: &Keys,
    joints: &'static [&'static str],
) -> (KnownParts, WordsByPart) {
    let keyed: Vec<(&str, &str)> = words.iter().map(|word| (&*word.text, word.key.as_str())).collect();
    let of_parts = PartKeys::new(keys);
    let parts = KnownParts::of(&keyed, stop, &of_parts, joints);
    let split: Vec<Option<Vec<String>>> =
        keyed.par_iter().map(|(text, key)| parts.split(text, key, &of_parts)).collect();
    let mut compounds = WordsByPart::default();
    for (number, split) in (0..).zip(split) {
        for part in split.into_iter().flatten() {
            compounds.entry(part).or_default().push(number);
        }
    }
    (parts, compounds)
}
