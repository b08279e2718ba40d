//! Words of sections, as numbers.
//!
//! In: texts. Out: for each word of a section its number and how high it ranks there.
//!
//! Most words of a text have been met before, so what a word is folded to is looked up and not
//! worked out again. Invariant: which number a word has depends on who comes first; nothing that is
//! written does.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;
use smol_str::SmolStr;

use super::packed::PackedPlaces;
use super::place::{Rank, RankedWord};
use super::words::{fold, name_pieces, stop_words, tokens};
use crate::language::Language;

/// The numbers of the words of a book, each given as the word is met.
pub(super) struct Numbers {
    language: &'static Language,
    stop: HashSet<String, RandomState>,
    by_word: Mutex<HashMap<Box<str>, u32, RandomState>>,
    /// Of words that are names put together of others, by number, what they are put together of.
    pieces: Mutex<BTreeMap<u32, BTreeSet<String>>>,
    /// By thread, so that none waits for another: words as texts have them.
    met: Vec<Mutex<Met>>,
}

/// All words of a book, as [`Numbers`] has met them.
pub(super) struct AllWords {
    /// The words that are searched for in titles only.
    pub(super) stop: BTreeSet<String>,
    /// The words with their numbers.
    pub(super) numbered: Vec<(Box<str>, u32)>,
    /// By number, the words that a name is put together of, folded.
    pub(super) pieces: BTreeMap<u32, BTreeSet<String>>,
}

/// Words as texts have them, and what each is; nothing of one that has no letter.
type Met = HashMap<SmolStr, Option<MetWord>, RandomState>;

#[derive(Clone, Copy)]
struct MetWord {
    number: u32,
    /// Whether it is searched for in titles and headings only.
    stop: bool,
}

impl Numbers {
    /// Numbers for words of a language.
    pub(super) fn new(language: &'static Language) -> Self {
        let threads = rayon::current_num_threads().max(1);
        let met = std::iter::repeat_with(Mutex::default).take(threads).collect();
        Self {
            language,
            stop: stop_words(language).into_iter().collect(),
            by_word: Mutex::default(),
            pieces: Mutex::default(),
            met,
        }
    }

    /// Begins a section. Until it is ended the thread begins no other.
    pub(super) fn section(&self) -> SectionWords<'_> {
        let thread = rayon::current_thread_index().unwrap_or(0) % self.met.len();
        SectionWords { numbers: self, met: lock(&self.met[thread]), words: Vec::new() }
    }

    fn word(&self, token: &str) -> Option<MetWord> {
        let word = fold(token, self.language.letters);
        if word.is_empty() {
            return None;
        }
        let stop = self.stops(&word);
        let mut by_word = lock(&self.by_word);
        let next = u32::try_from(by_word.len()).unwrap_or(u32::MAX);
        let number = *by_word.entry(word.into_boxed_str()).or_insert(next);
        drop(by_word);
        let mut pieces = name_pieces(token, self.language.letters);
        pieces.retain(|piece| !self.stops(piece));
        if !pieces.is_empty() {
            lock(&self.pieces).entry(number).or_default().extend(pieces);
        }
        Some(MetWord { number, stop })
    }

    /// Whether a folded word is searched for in titles and headings only.
    pub(super) fn stops(&self, word: &str) -> bool {
        self.stop.contains(word)
    }

    /// All words that were met.
    pub(super) fn into_words(self) -> AllWords {
        let by_word = self.by_word.into_inner().unwrap_or_else(PoisonError::into_inner);
        let pieces = self.pieces.into_inner().unwrap_or_else(PoisonError::into_inner);
        AllWords { stop: self.stop.into_iter().collect(), numbered: by_word.into_iter().collect(), pieces }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The words of one section that is being read.
pub(super) struct SectionWords<'a> {
    numbers: &'a Numbers,
    met: MutexGuard<'a, Met>,
    words: Vec<RankedWord>,
}

impl SectionWords<'_> {
    /// Takes note of the words of a text; of stop words only in titles and headings. Beside others they say little of a
    /// heading.
    pub(super) fn add(&mut self, text: &str, rank: Rank) {
        let before = self.words.len();
        let mut stop = Vec::new();
        for token in tokens(text) {
            let word = self.met.get(token).copied().unwrap_or_else(|| {
                let word = self.numbers.word(token);
                self.met.insert(token.into(), word);
                word
            });
            let Some(word) = word else { continue };
            match (word.stop, rank) {
                (false, _) | (true, Rank::Title) => self.words.push(RankedWord { word: word.number, rank }),
                (true, Rank::Heading) => stop.push(word.number),
                (true, _) => {}
            }
        }
        let is_alone = self.words.len() == before;
        let rank = if is_alone { Rank::Heading } else { Rank::Text };
        self.words.extend(stop.into_iter().map(|word| RankedWord { word, rank }));
    }

    /// Ends the section: adds its words.
    pub(super) fn end(mut self, out: &mut PackedPlaces) {
        self.words.sort_unstable();
        let highest = |same: &[RankedWord]| {
            let best = same[same.len() - 1];
            let rank = if best.rank == Rank::Text && same.len() > 1 { Rank::Often } else { best.rank };
            RankedWord { rank, ..best }
        };
        let words: Vec<RankedWord> = self.words.chunk_by(|a, b| a.word == b.word).map(highest).collect();
        out.push_section(&words);
    }
}
