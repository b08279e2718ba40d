//! A question as words.
//!
//! In: text as somebody typed it. Out: its words, folded, with their places and sentences.
//! Invariant: JavaScript folds and counts the same (`words` in `80-vakt.js`).

use std::ops::Range;

use crate::language::Letters;
use crate::text::{composed, without_accent};

/// The most words of a question that are looked at.
pub(super) const MOST_WORDS: usize = 300;
/// The most letters of a word that are compared.
const MOST_OF_WORD: usize = 200;

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QuestionWord {
    /// In small letters, without accents.
    pub(super) text: String,
    /// The number of its sentence.
    pub(super) sentence: u32,
    /// Its bytes.
    pub(super) at: Range<usize>,
}

/// The words of a text. Hyphens divide words; a sentence ends with `?`, `!`, a new line, or a full
/// stop that no small letter follows.
pub(super) fn words(text: &str, letters: Letters) -> Vec<QuestionWord> {
    let mut words: Vec<QuestionWord> = Vec::new();
    let mut sentence = 0;
    let mut open = false;
    let mut letters_of_word = 0;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() || (open && is_mark(c)) {
            if !open && words.len() == MOST_WORDS {
                break;
            }
            if !open {
                words.push(QuestionWord { text: String::new(), sentence, at: at..at });
                letters_of_word = 0;
            }
            open = true;
            letters_of_word += 1;
            if let Some(word) = words.last_mut() {
                if letters_of_word <= MOST_OF_WORD {
                    fold(c, letters, &mut word.text);
                }
                word.at.end = at + c.len_utf8();
            }
        } else if !is_mark(c) {
            open = false;
            let ends = matches!(c, '?' | '!' | '\n') || (c == '.' && ends_sentence(&text[at + 1..]));
            sentence += u32::from(ends);
        }
    }
    words
}

/// A text in parts, each a sentence or more: no pattern reaches from one into the next, so each is looked at on its own.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let ends = |(at, c): (usize, char)| {
            let after = at + c.len_utf8();
            (matches!(c, '?' | '!' | '\n') || (c == '.' && ends_sentence(&rest[after..]))).then_some(after)
        };
        let (sentence, next) = rest.split_at(rest.char_indices().find_map(ends).unwrap_or(rest.len()));
        rest = next;
        Some(sentence)
    })
}

/// Whether a full stop before this text ends a sentence: «f.eks. metadon» goes on.
fn ends_sentence(after: &str) -> bool {
    let next = after.trim_start();
    next.len() < after.len() && !next.starts_with(char::is_lowercase)
}

/// Signs inside words that say nothing here: accents written by themselves, soft hyphens, zero-width spaces.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Adds a letter as words are compared: small, a neighbour's as the language's own, others without accents.
fn fold(c: char, letters: Letters, out: &mut String) {
    let own = |c: &char| letters.own.contains(*c);
    if let Some(whole) = out.chars().next_back().and_then(|last| composed(last, c)).filter(own) {
        out.pop();
        out.push(whole);
        return;
    }
    for small in c.to_lowercase().filter(|c| !is_mark(*c)) {
        let alike = letters.alike.iter().find(|(other, _)| *other == small);
        out.push(match alike {
            Some((_, same)) => *same,
            None if own(&small) => small,
            None => without_accent(small),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norwegian() -> Letters {
        crate::language::Languages::default().of("nb").letters
    }

    fn shown(text: &str) -> String {
        let words: Vec<String> =
            words(text, norwegian()).iter().map(|word| format!("{}{}", word.text, word.sentence)).collect();
        words.join(" ")
    }

    #[test]
    fn words_are_folded_and_counted_by_sentence() {
        assert_eq!(
            shown("Går du på LAR? Eller f.eks. Subutex-dose. Én, tå\u{30a}"),
            "går0 du0 på0 lar0 eller1 f1 eks1 subutex2 dose2 en3 tå3"
        );
        assert_eq!(shown("rus\u{ad}fri a\u{30a}r"), "rusfri0 år0");
        assert_eq!(shown("…"), "");
        assert_eq!(words(&"ord ".repeat(1000), norwegian()).len(), MOST_WORDS);
        let long = words(&"å".repeat(1000), norwegian());
        assert_eq!((long[0].text.chars().count(), long[0].at.end), (MOST_OF_WORD, 2000));
    }

    #[test]
    fn places_are_those_of_the_words() {
        let text = "Har «båra» bårn?";
        let found: Vec<&str> = words(text, norwegian()).iter().map(|word| &text[word.at.clone()]).collect();
        assert_eq!(found, ["Har", "båra", "bårn"]);
    }
}
