//! Words that readers write in other languages for words of a book.
//!
//! In: the words of the book. Out: of the lists of its language, what leads to a word of the book.
//!
//! Invariant: no word that the book has itself is translated; it may stand beside another one that the book has.

use serde::Serialize;

use super::index::WordIndex;
use super::words::{Keys, fold};
use crate::language::{Foreign, Language, Letters};

/// Words of another language that lead to words of the book.
#[derive(Serialize)]
pub(super) struct Translations {
    /// By word of the book, folded, the words for it: `leder leiar;søker søkjar`.
    words: String,
    /// By word of the book, folded, other words of the book that are written where it is meant, in the same way.
    near: String,
    /// Endings that its words have and the list has not, the longest first.
    endings: &'static [&'static str],
    /// Whether they are looked for within compounds too.
    within: bool,
}

/// Words that readers may write, language by language.
pub(super) fn translations(index: &WordIndex, keys: &Keys, language: &Language) -> Vec<Translations> {
    let of = |foreign: &Foreign| Translations {
        words: of_book(foreign.words, index, keys, language.letters, false),
        near: if foreign.near { of_book(foreign.words, index, keys, language.letters, true) } else { String::new() },
        endings: foreign.endings,
        within: foreign.within,
    };
    language.search.foreign.iter().map(of).collect()
}

/// Of a list the lines whose word the book has, with those of the others that it has too, or has not.
fn of_book(list: &str, index: &WordIndex, keys: &Keys, letters: Letters, are_known: bool) -> String {
    let mut lines = Vec::new();
    for (word, others) in list.lines().filter_map(|line| line.split_once(": ")) {
        let word = fold(word, letters);
        if !index.has(&keys.key(&word), None) {
            continue;
        }
        let wanted = |other: &String| {
            let key = keys.key(other);
            index.has(&key, Some(other)) == are_known && !(are_known && key == keys.key(&word))
        };
        let others: Vec<String> = others.split(' ').map(|other| fold(other, letters)).filter(wanted).collect();
        if !others.is_empty() {
            lines.push(format!("{word} {}", others.join(" ")));
        }
    }
    lines.join(";")
}
