//! Letters without their accents.

use icu_normalizer::properties::{CanonicalCompositionBorrowed, CanonicalDecompositionBorrowed, Decomposed};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_accents_and_get_them() {
        let plain = |text: &str| text.chars().map(without_accent).collect::<String>();
        assert_eq!(plain("éåüñçšậ"), "eauncsa");
        assert_eq!(plain("æøßйά한1"), "æøßйά한1");
        assert_eq!((composed('a', '\u{30a}'), composed('x', '\u{30a}'), composed('a', 'b')), (Some('å'), None, None));
    }
}
