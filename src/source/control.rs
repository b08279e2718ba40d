//! Control characters: signs that nobody sees, and that no form of a text can hold.
//!
//! In: a text. Out: where they stand in it, and the text without them. Invariant: taking them out moves no other place.

use std::borrow::Cow;

/// Whether a character is a control character that no text has any use for.
#[must_use]
pub fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// The control characters of a text, with their places.
pub fn controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    // The first byte tells almost all others apart.
    let may_be = |byte: u8| byte < b' ' || matches!(byte, 0x7f | 0xc2);
    let starts = text.bytes().enumerate().filter(move |(_, byte)| may_be(*byte)).map(|(at, _)| at);
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
    }
}
