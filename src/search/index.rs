//! The table of all words of a book, and the places of each.

use std::collections::{BTreeSet, HashMap, HashSet};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::by_word::PlacesByWord;
use super::encode::{push_places, push_word};
use super::found::AllWords;
use super::place::{Rank, RankedSection};
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
    /// The places of all words.
    places: PlacesByWord,
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
}

/// A key, with the words that have it.
pub(super) struct KeyedWords<'a> {
    key: &'a str,
    words: &'a [IndexedWord],
}

impl<'a> KeyedWords<'a> {
    /// Words with one key, at least one.
    fn of(words: &'a [IndexedWord]) -> Self {
        Self { key: &words[0].key, words }
    }
}

/// The row of the index under one key, as text.
pub(super) struct Entry {
    pub(super) key: String,
    /// All but the key.
    pub(super) text: String,
}

impl WordIndex {
    /// Puts the words of a whole book in order. `page_of` says of every section on which page it stands.
    pub(super) fn new(
        met: &AllWords,
        places: PlacesByWord,
        page_of: Vec<u32>,
        keys: &Keys,
        language: &Language,
    ) -> Self {
        let indexed = |(text, number): &(Box<str>, u32)| IndexedWord {
            key: keys.key(text).into_owned(),
            text: text.clone(),
            number: *number,
        };
        let mut words: Vec<IndexedWord> = met.numbered.par_iter().map(indexed).collect();
        words.par_sort_unstable_by(|a, b| (&a.key, &a.text).cmp(&(&b.key, &b.text)));
        let how = language.compounds;
        let (parts, mut compounds) = how.map(|how| compounds(&words, &met.stop, keys, how.joints)).unwrap_or_default();
        add_names(&words, met, keys, &mut compounds);
        let pages = page_of.last().map_or(0, |last| *last as usize + 1);
        Self { words, places, page_of, pages, parts, compounds }
    }

    /// Whether the book has a word with this key, and it is this word where one is given.
    pub(super) fn has(&self, key: &str, text: Option<&str>) -> bool {
        let first = self.words.partition_point(|word| *word.key < *key);
        let mut same = self.words[first..].iter().take_while(|word| word.key == key);
        same.any(|word| text.is_none_or(|text| *word.text == *text))
    }

    /// All keys, in order.
    pub(super) fn keys(&self) -> Vec<KeyedWords<'_>> {
        let mut out: Vec<KeyedWords<'_>> = self.words.chunk_by(|a, b| a.key == b.key).map(KeyedWords::of).collect();
        let known: HashSet<&str, RandomState> = out.iter().map(|keyed| keyed.key).collect();
        let only_parts = self.compounds.keys().map(String::as_str).filter(|key| !known.contains(key));
        out.extend(only_parts.map(|key| KeyedWords { key, words: &[] }));
        out.par_sort_unstable_by_key(|keyed| keyed.key);
        out
    }

    /// The rows of keys, in their order.
    pub(super) fn entries(&self, keys: &[KeyedWords<'_>]) -> Vec<Entry> {
        keys.par_iter().map(|keyed| self.entry(keyed)).collect()
    }

    fn entry(&self, KeyedWords { key, words }: &KeyedWords<'_>) -> Entry {
        let mut text = String::new();
        if let Some(compounds) = self.compounds.get(*key) {
            let words = compounds.iter().map(|word| &self.words[*word as usize]);
            let mut places: Vec<RankedSection> = words.flat_map(|word| self.places.of(word.number)).collect();
            places.sort_unstable();
            self.push_places(&mut text, places, (self.pages / COMMON_PART).max(FEW));
        }
        for word in *words {
            text.push(' ');
            push_word(&mut text, &word.text, key);
            text.push(' ');
            let most = if self.pages < MANY { self.pages } else { self.pages / COMMON_WORD };
            self.push_places(&mut text, self.places.of(word.number).collect(), most);
        }
        text.shrink_to_fit();
        Entry { key: (*key).to_owned(), text }
    }

    /// Adds places in order; of several in one section only the highest rank. On more than `most`
    /// pages only summaries, headings and the like are told: elsewhere the word says nothing.
    fn push_places(&self, out: &mut String, mut told: Vec<RankedSection>, most: usize) {
        // The highest rank comes last.
        told.dedup_by(|next, kept| {
            let is_same = next.section() == kept.section();
            if is_same {
                *kept = *next;
            }
            is_same
        });
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
