//! Words: where they begin and end.

use std::ops::Range;

/// Whether a character belongs to words: letters, digits, and marks that sit on a letter.
#[must_use]
pub fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

/// Whether a text ends with a mark that ends a sentence as a full stop does.
#[must_use]
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['»', '”', ')']).ends_with(['?', '!', '…'])
}

/// Whether a character shows nothing and only steers how text is set, or is none at all.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || c.is_control()
}

/// Whether a text shows nothing.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Whether a word begins or ends at a byte offset: no character of a word on at least one side.
/// An offset inside a character is never a boundary.
#[must_use]
pub fn is_word_boundary(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    let inside = |c: Option<char>| c.is_some_and(is_word_char);
    !(inside(before.chars().next_back()) && inside(after.chars().next()))
}

/// The word that begins at `from`: characters of words, and single hyphens between them
/// («FACT-teamet»). Empty where no word begins.
#[must_use]
pub fn word_from(text: &str, from: usize) -> Range<usize> {
    let rest = text.get(from..).unwrap_or("");
    let mut end = 0;
    loop {
        // Most letters are of those that need no table.
        end += ascii_word(&rest.as_bytes()[end..]);
        let mut chars = rest[end..].chars();
        let Some(c) = chars.next() else { break };
        let mut joins = || c == '-' && end > 0 && chars.next().is_some_and(is_word_char);
        if !is_word_char(c) && !joins() {
            break;
        }
        end += c.len_utf8();
    }
    from..from + end
}

/// Where the word that `at` stands in begins, not before `from`.
#[must_use]
pub fn word_start(text: &str, from: usize, at: usize) -> usize {
    let mut start = at;
    let mut before = text[from..at].char_indices().rev().peekable();
    while let Some((i, c)) = before.next() {
        let joins = c == '-' && before.peek().is_some_and(|(_, next)| is_word_char(*next));
        if !joins && !is_word_char(c) {
            break;
        }
        start = from + i;
    }
    start
}

/// Whether a text is one word.
#[must_use]
pub fn one_word(text: &str) -> bool {
    !text.is_empty() && word_from(text, 0).end == text.len()
}

/// How many letters and digits of ASCII a text begins with.
fn ascii_word(text: &[u8]) -> usize {
    text.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len())
}

/// The words of a text with their places, hyphenated words whole.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text.get(at..)?.find(is_word_char)?;
        let word = word_from(text, at);
        at = word.end;
        Some((word.start, &text[word]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_hyphens_and_marks() {
        let found: Vec<&str> =
            words("FACT-teamet møter «bruker- og pårørende», é\u{301}n – 10 %.").map(|w| w.1).collect();
        assert_eq!(found, ["FACT-teamet", "møter", "bruker", "og", "pårørende", "é\u{301}n", "10"]);
    }

    #[test]
    fn a_text_of_signs_that_nobody_sees_is_blank() {
        assert!(is_blank("") && is_blank(" \u{a0}\n\u{200b}\u{ad}\u{feff}"));
        assert!(!is_blank("\u{200b}a") && !is_blank("–"));
    }

    #[test]
    fn words_begin_and_end_beside_hyphens() {
        for (text, word) in
            [("a-b--c", "a-b"), ("-a", ""), ("å-", "å"), ("e-læring-", "e-læring"), ("", ""), ("1-å", "1-å")]
        {
            assert_eq!(&text[word_from(text, 0)], word, "{text}");
        }
        assert_eq!(word_from("åa", 1), 1..1);
    }

    #[test]
    fn boundaries() {
        let text = "på råd.";
        let at: Vec<usize> = (0..=text.len()).filter(|at| is_word_boundary(text, *at)).collect();
        assert_eq!(at, [0, 3, 4, 8, 9]);
    }
}
