//! Words in syllables, for forms that are read in narrow columns by what may know no language.
//!
//! In: text in a language. Out: its syllables, or the text with places at which a line may end with a hyphen.
//!
//! Invariant: without these places the text is the same. Where nothing is printed, words are not known by their
//! syllables: they stay as they are.

use std::borrow::Cow;

/// A place in a word where a line may end with a hyphen, which is shown only there.
const SOFT_HYPHEN: char = '\u{ad}';
/// A word of so few letters has room in any column.
const SHORT: usize = 6;

/// The syllables of a word.
pub(super) fn syllables<'w>(word: &'w str, lang: &str) -> Vec<&'w str> {
    #[cfg(feature = "pdf")]
    {
        let code = <[u8; 2]>::try_from(lang.split('-').next().unwrap_or_default().as_bytes());
        if let Some(lang) = code.ok().and_then(hypher::Lang::from_iso) {
            return hypher::hyphenate(word, lang).collect();
        }
    }
    #[cfg(not(feature = "pdf"))]
    let _ = lang;
    vec![word]
}

/// A text whose long words may part between their syllables.
pub(super) fn hyphenated<'t>(text: &'t str, lang: &str) -> Cow<'t, str> {
    let is_long = |word: &str| word.chars().nth(SHORT).is_some() && !word.contains(SOFT_HYPHEN);
    if !text.split(|letter: char| !letter.is_alphabetic()).any(is_long) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / SHORT);
    for piece in text.split_inclusive(|letter: char| !letter.is_alphabetic()) {
        let word = piece.trim_end_matches(|letter: char| !letter.is_alphabetic());
        let end = &piece[word.len()..];
        // A name in a program, an address, a number with letters in it: no word of a language.
        if is_long(word) && !end.starts_with(char::is_numeric) {
            for (number, syllable) in syllables(word, lang).into_iter().enumerate() {
                out.extend((number > 0).then_some(SOFT_HYPHEN));
                out.push_str(syllable);
            }
        } else {
            out.push_str(word);
        }
        out.push_str(end);
    }
    Cow::Owned(out)
}

#[cfg(all(test, feature = "pdf"))]
mod tests {
    use super::*;

    #[test]
    fn long_words_part_between_their_syllables_and_stay_what_they_are() {
        let text = "Kort, (stillingsprosent) og arbeidsgiver: 12.";
        let shown = hyphenated(text, "nb");
        assert_eq!(shown.replace(SOFT_HYPHEN, "|"), "Kort, (stil|lings|pro|sent) og ar|beids|gi|ver: 12.");
        assert_eq!(shown.replace(SOFT_HYPHEN, ""), text);
        assert_eq!(hyphenated("stillingsprosent", "xx"), "stillingsprosent");
        assert!(matches!(hyphenated("korte ord", "nb"), Cow::Borrowed(_)));
    }
}
