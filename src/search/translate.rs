//! Words that readers write in other languages for words of a book.
//!
//! In: the words of the book. Out: of the lists of its language, what leads to a word of the book.
//!
//! Invariant: no word that the book has itself is translated.

use serde::Serialize;

use super::index::WordIndex;
use super::words::{Keys, fold};
use crate::language::{Foreign, Language, Letters};

/// Words of another language that lead to words of the book.
#[derive(Serialize)]
pub(super) struct Translations {
    /// By word of the book, folded, the words for it: `leder leiar;søker søkjar`.
    words: String,
    /// Endings that its words have and the list has not, the longest first.
    endings: &'static [&'static str],
    /// Whether they are looked for within compounds too.
    within: bool,
}

/// Words that readers may write, language by language.
pub(super) fn translations(index: &WordIndex, keys: &Keys, language: &Language) -> Vec<Translations> {
    let of = |foreign: &Foreign| Translations {
        words: of_book(foreign.words, index, keys, language.letters),
        endings: foreign.endings,
        within: foreign.within,
    };
    language.search.foreign.iter().map(of).collect()
}

fn of_book(list: &str, index: &WordIndex, keys: &Keys, letters: Letters) -> String {
    let mut lines = Vec::new();
    for (word, others) in list.lines().filter_map(|line| line.split_once(": ")) {
        let word = fold(word, letters);
        if !index.has(&keys.key(&word), None) {
            continue;
        }
        let new = |other: &String| !index.has(&keys.key(other), Some(other));
        let others: Vec<String> = others.split(' ').map(|other| fold(other, letters)).filter(new).collect();
        if !others.is_empty() {
            lines.push(format!("{word} {}", others.join(" ")));
        }
    }
    lines.join(";")
}
