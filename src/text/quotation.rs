//! Texts in quotation marks.
//!
//! In: any text. Out: the same text as TOML, YAML and JSON read it, in one line. Invariant: read again, it is the text.

use std::fmt::Write as _;

/// A text in quotation marks, as settings and registers are read.
#[must_use]
pub fn quotation(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // YAML takes two of these for the end of a line, and one for no text.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_one_line_and_read_again() {
        for text in ["", "Slik: «a» \"b\" \\ c", "linje\nlinje\ttabulator", "a\u{1}b\u{85}c\u{2028}d\u{feff}e", "😀"]
        {
            let quoted = quotation(text);
            assert!(!quoted.contains(|c: char| c.is_control() || c == '\u{2028}'), "{quoted}");
            assert_eq!(serde_json::from_str::<String>(&quoted).unwrap(), text);
        }
    }
}
