//! Control characters: signs that nobody sees, and that no form of a text can hold.
//!
//! In: a text. Out: where they stand in it, and the text without them. Invariant: taking them out moves no other place.

use std::borrow::Cow;

/// Whether a character is a control character that no text has any use for.
#[must_use]
pub fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// How many bytes are looked at together.
const CHUNK: usize = 64;

/// Whether a control character may begin with a byte: of almost all other characters this tells.
fn may_begin(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t') || matches!(byte, 0x7f | 0xc2)
}

/// The control characters of a text, with their places.
pub fn controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Most texts have none, and processors look at many bytes as fast as at one.
    let may_have = |chunk: &[u8]| chunk.iter().fold(false, |any, byte| any | may_begin(*byte));
    let chunks = (0..).step_by(CHUNK).zip(text.as_bytes().chunks(CHUNK)).filter(move |(_, chunk)| may_have(chunk));
    let starts = chunks.flat_map(|(from, chunk)| {
        chunk.iter().enumerate().filter(|(_, byte)| may_begin(**byte)).map(move |(at, _)| from + at)
    });
    starts.filter_map(|at| Some((at, text[at..].chars().next()?))).filter(|(_, c)| is_control(*c))
}

/// The text with blanks for its control characters: every place stays.
#[must_use]
pub fn without_controls(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    for (at, c) in controls(text) {
        out.push_str(&text[out.len()..at]);
        out.extend(std::iter::repeat_n(' ', c.len_utf8()));
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[out.len()..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_stand_where_they_stood() {
        assert_eq!(without_controls("å\u{1}b\u{85}\t\r\nc\u{7f}"), "å b  \t\r\nc ");
        assert!(matches!(without_controls("linje\nlinje\t\u{feff}"), Cow::Borrowed(_)));
        assert_eq!(controls("a\u{c}b\u{9f}").collect::<Vec<_>>(), [(1, '\u{c}'), (3, '\u{9f}')]);
        // Also where what is looked at together ends within a character.
        for before in 0..2 * CHUNK {
            let text = format!("{}«\u{9f}»\u{0}", "x".repeat(before));
            assert_eq!(controls(&text).collect::<Vec<_>>(), [(before + 2, '\u{9f}'), (before + 6, '\u{0}')]);
        }
    }
}
