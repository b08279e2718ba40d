//! Letters without their accents.

use std::borrow::Cow;

use icu_normalizer::properties::{CanonicalCompositionBorrowed, CanonicalDecompositionBorrowed, Decomposed};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// A letter without the marks that sit on it; itself where nothing is left of it that every
/// keyboard has.
#[must_use]
pub fn without_accent(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let decomposition = CanonicalDecompositionBorrowed::new();
    let mut plain = c;
    while let Decomposed::Expansion(base, _) | Decomposed::Singleton(base) = decomposition.decompose(plain) {
        plain = base;
    }
    if plain.is_ascii_alphabetic() { plain } else { c }
}

/// The one letter that a letter and the mark behind it are: «a» and a ring are «å».
#[must_use]
pub fn composed(letter: char, mark: char) -> Option<char> {
    matches!(mark, '\u{300}'..='\u{36f}').then(|| CanonicalCompositionBorrowed::new().compose(letter, mark))?
}

/// A text in which each letter and its marks are one character where there is one (NFC): some systems keep the names of
/// files the other way round.
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// The other way round: each letter apart from its marks (NFD).
#[must_use]
pub fn nfd(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    DecomposingNormalizerBorrowed::new_nfd().normalize(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_accents_and_get_them() {
        let plain = |text: &str| text.chars().map(without_accent).collect::<String>();
        assert_eq!(plain("éåüñçšậ"), "eauncsa");
        assert_eq!(plain("æøßйά한1"), "æøßйά한1");
        assert_eq!((&*nfc("bla\u{30a}.png"), &*nfd("blå.png"), &*nfc("a.png")), ("blå.png", "bla\u{30a}.png", "a.png"));
        assert_eq!((composed('a', '\u{30a}'), composed('x', '\u{30a}'), composed('a', 'b')), (Some('å'), None, None));
    }
}
