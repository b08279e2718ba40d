//! What readers write in nynorsk and English for words of a book in bokmål.
//!
//! In: the words of the book. Out: of two lists of words, those that lead to a word of the book.
//!
//! Invariant: no word that the book has itself is translated.

use super::index::Index;
use super::words::{Keys, fold};

const NYNORSK: &str = include_str!("nb/nynorsk.txt");
const ENGLISH: &str = include_str!("nb/english.txt");

/// By word of the book, folded, the words for it: `leder leiar;søker søkjar`, first in nynorsk, then
/// in English. Nothing in a book that is not in Norwegian.
pub(super) fn translations(index: &Index, keys: &Keys) -> [String; 2] {
    [NYNORSK, ENGLISH].map(|list| if keys.norwegian() { of_book(list, index, keys) } else { String::new() })
}

fn of_book(list: &str, index: &Index, keys: &Keys) -> String {
    let mut lines = Vec::new();
    for (word, others) in list.lines().filter_map(|line| line.split_once(": ")) {
        let word = fold(word);
        if !index.has(&keys.key(&word), None) {
            continue;
        }
        let new = |other: &String| !index.has(&keys.key(other), Some(other));
        let others: Vec<String> = others.split(' ').map(fold).filter(new).collect();
        if !others.is_empty() {
            lines.push(format!("{word} {}", others.join(" ")));
        }
    }
    lines.join(";")
}
