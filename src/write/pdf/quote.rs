//! Text as Typst reads it: every piece of it is a string literal.
//!
//! In: any text. Out: markup that shows just this text.
//!
//! Invariant: only `\` and `"` have a meaning in a literal, and both are escaped; no letter is left
//! that the fonts lack, since a PDF made to last must not have one.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::text::is_invisible;

/// A box in place of a letter that no font has.
const STAND_IN: char = '\u{25a1}';
/// Letters known at once: all of them lie in one table.
const KNOWN: usize = 0x1_0000;

/// Which letters can be set.
pub(super) struct FontLetters<'a> {
    has: Box<dyn Fn(char) -> bool + Sync + 'a>,
    known: Box<[OnceLock<bool>]>,
}

impl<'a> FontLetters<'a> {
    pub(super) fn new(has: impl Fn(char) -> bool + Sync + 'a) -> Self {
        Self { has: Box::new(has), known: (0..KNOWN).map(|_| OnceLock::new()).collect() }
    }

    fn has(&self, letter: char) -> bool {
        match self.known.get(letter as usize) {
            Some(known) => *known.get_or_init(|| (self.has)(letter)),
            None => (self.has)(letter),
        }
    }

    /// The letter as it can be set; `None`: nothing stands there.
    fn settable(&self, letter: char) -> Result<Option<char>, char> {
        Ok(match letter {
            ' '..='~' => Some(letter),
            '\n' | '\t' => Some(' '),
            letter if is_invisible(letter) => None,
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => return Err(letter),
            letter if self.has(letter) => Some(letter),
            '\u{2011}' => Some('-'),
            '\u{202f}' | '\u{2007}' => Some('\u{a0}'),
            letter if letter.is_whitespace() => Some(' '),
            letter => return Err(letter),
        })
    }
}

/// Letters that no font has, with how often each stands.
pub(super) type Lacking = BTreeMap<char, usize>;

/// Adds a string literal of code: `"…"`.
pub(super) fn push_string(out: &mut String, text: &str, letters: &FontLetters<'_>, lacking: &mut Lacking) {
    out.push('"');
    for letter in text.chars() {
        let letter = letters.settable(letter).unwrap_or_else(|letter| {
            *lacking.entry(letter).or_default() += 1;
            Some(STAND_IN)
        });
        match letter {
            Some(letter @ ('"' | '\\')) => out.extend(['\\', letter]),
            Some(letter) => out.push(letter),
            None => {}
        }
    }
    out.push('"');
}

/// Adds a string literal that keeps its lines: `"…"`.
pub(super) fn push_lines(out: &mut String, text: &str, letters: &FontLetters<'_>, lacking: &mut Lacking) {
    let mut first = true;
    for line in text.lines() {
        out.push_str(if first { "" } else { " + \"\\n\" + " });
        first = false;
        push_string(out, &line.replace('\t', "    "), letters, lacking);
    }
    if first {
        out.push_str("\"\"");
    }
}

/// Adds a name that is not shown: a path or the name of a place.
pub(super) fn push_name(out: &mut String, name: &str) {
    out.push('"');
    for letter in name.chars().filter(|letter| !letter.is_control()) {
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_holds_its_text_and_nothing_ends_it() {
        let letters = FontLetters::new(|letter| letter != '\u{1f600}');
        let (mut out, mut lacking) = (String::new(), Lacking::new());
        push_string(&mut out, "a\\\"#[x]\u{0}\u{ad}\u{1f600}\nb", &letters, &mut lacking);
        assert_eq!(out, "\"a\\\\\\\"#[x]\u{25a1} b\"");
        assert_eq!(lacking, Lacking::from([('\u{1f600}', 1)]));
    }
}
