//! Text as Typst reads it: every piece of it is a string literal.
//!
//! In: any text. Out: markup that shows just this text.
//!
//! Invariant: only `\` and `"` have a meaning in a literal, and both are escaped; no letter is left
//! that the fonts lack, since a PDF made to last must not have one.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use unicode_segmentation::UnicodeSegmentation as _;
use usvg::fontdb::Database;

use crate::text::is_invisible;

/// A box in place of a letter that no font has.
const STAND_IN: char = '\u{25a1}';
/// Letters known at once: all of them lie in one table.
const KNOWN: usize = 0x1_0000;

/// The letters that can be set.
pub(super) struct FontLetters<'a> {
    has: Box<dyn Fn(char) -> bool + Sync + 'a>,
    known: Box<[OnceLock<bool>]>,
    /// The fonts, for text in drawings.
    fonts: OnceLock<Arc<Database>>,
    load: Box<dyn Fn() -> Database + Sync + 'a>,
}

impl<'a> FontLetters<'a> {
    /// `load` gives the fonts themselves.
    pub(super) fn new(has: impl Fn(char) -> bool + Sync + 'a, load: impl Fn() -> Database + Sync + 'a) -> Self {
        Self {
            has: Box::new(has),
            known: (0..KNOWN).map(|_| OnceLock::new()).collect(),
            fonts: OnceLock::new(),
            load: Box::new(load),
        }
    }

    /// The fonts, for text in drawings.
    pub(super) fn fonts(&self) -> Arc<Database> {
        self.fonts.get_or_init(|| Arc::new((self.load)())).clone()
    }

    fn has(&self, letter: char) -> bool {
        match self.known.get(letter as usize) {
            Some(known) => *known.get_or_init(|| (self.has)(letter)),
            None => (self.has)(letter),
        }
    }

    /// Whether a letter can be set, or shows nothing anyway.
    pub(super) fn can_set(&self, letter: char) -> bool {
        self.settable(letter).is_ok()
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

/// The parts of a text that cannot be set.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lacking {
    /// Letters that no font has.
    pub(super) letters: BTreeSet<char>,
    /// Whether a letter has so many marks that not all are set.
    pub(super) crowded: bool,
}

/// The most bytes of one letter with its marks: setting it takes memory by the square of them.
const LONGEST_LETTER: usize = 64;

/// Adds a string literal of code: `"…"`.
pub(super) fn push_string(out: &mut String, text: &str, letters: &FontLetters<'_>, lacking: &mut Lacking) {
    out.push('"');
    push_letters(out, text, letters, lacking);
    out.push('"');
}

fn push_letters(out: &mut String, text: &str, letters: &FontLetters<'_>, lacking: &mut Lacking) {
    if may_be_crowded(text) {
        for letter in text.graphemes(true) {
            let fitting = letter.char_indices().take_while(|(at, c)| at + c.len_utf8() <= LONGEST_LETTER).count();
            lacking.crowded |= fitting < letter.chars().count();
            letter.chars().take(fitting).for_each(|letter| push_letter(out, letter, letters, lacking));
        }
    } else {
        text.chars().for_each(|letter| push_letter(out, letter, letters, lacking));
    }
}

/// Whether a row of letters that are not plain ones is so long that it may be marks on one.
fn may_be_crowded(text: &str) -> bool {
    text.len() > LONGEST_LETTER
        && text
            .as_bytes()
            .chunk_by(|a, b| a.is_ascii() == b.is_ascii())
            .any(|row| row.len() >= LONGEST_LETTER && !row[0].is_ascii())
}

fn push_letter(out: &mut String, letter: char, letters: &FontLetters<'_>, lacking: &mut Lacking) {
    let letter = letters.settable(letter).unwrap_or_else(|letter| {
        lacking.letters.insert(letter);
        Some(STAND_IN)
    });
    match letter {
        Some(letter @ ('"' | '\\')) => out.extend(['\\', letter]),
        Some(letter) => out.push(letter),
        None => {}
    }
}

/// Adds a string literal that keeps its lines: `"…"`.
pub(super) fn push_lines(out: &mut String, text: &str, letters: &FontLetters<'_>, lacking: &mut Lacking) {
    out.push('"');
    for (i, line) in text.lines().enumerate() {
        out.push_str(if i == 0 { "" } else { "\\n" });
        push_letters(out, &line.replace('\t', "    "), letters, lacking);
    }
    out.push('"');
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
        let letters = FontLetters::new(|letter| letter != '\u{1f600}', Database::new);
        let (mut out, mut lacking) = (String::new(), Lacking::default());
        push_string(&mut out, "a\\\"#[x]\u{0}\u{ad}\u{1f600}\nb", &letters, &mut lacking);
        assert_eq!(out, "\"a\\\\\\\"#[x]\u{25a1} b\"");
        assert_eq!(lacking, Lacking { letters: ['\u{1f600}'].into(), crowded: false });
    }

    #[test]
    fn lines_stand_in_one_literal() {
        let letters = FontLetters::new(|_| true, Database::new);
        let set = |text: &str| {
            let mut out = String::new();
            push_lines(&mut out, text, &letters, &mut Lacking::default());
            out
        };
        assert_eq!(set("a\n\n\tb\\n\n"), "\"a\\n\\n    b\\\\n\"");
        assert_eq!(set(""), "\"\"");
    }

    #[test]
    fn of_very_many_marks_on_a_letter_the_first_are_set() {
        let letters = FontLetters::new(|_| true, Database::new);
        let set = |text: &str| {
            let (mut out, mut lacking) = (String::new(), Lacking::default());
            push_string(&mut out, text, &letters, &mut lacking);
            (out.chars().count() - 2, lacking.crowded)
        };
        assert_eq!(set(&format!("ba{}b", "\u{301}".repeat(1000))), (34, true));
        assert_eq!(set(&"\u{e5}".repeat(1000)), (1000, false));
        assert_eq!(set(&format!("a{}", "\u{301}".repeat(20))), (21, false));
    }
}
