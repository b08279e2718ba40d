//! The places at which Typst may break a word at the end of a line.
//!
//! In: a text in a language. Out: the pieces of it, and whether a word may break before each of them.
//!
//! Typst breaks words by patterns, which know syllables and not the parts of a compound («erfaringskon-sulent»), and
//! leaves two letters («konsulente-ne»). What it would break is looked up beforehand, and what it should not break is
//! told. So nothing stands in the text that somebody would copy along.
//!
//! Invariant: put together, the pieces are the text.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hypher::Lang;
use unicode_segmentation::UnicodeSegmentation as _;

use super::breaks::Room;
use crate::search::Joints;

/// The letters of a word that stay together at its ends.
const ENDS: usize = 3;
/// A word of fewer letters does not break, on a line and in the column of a table.
const SHORT: [usize; 2] = [9, 6];
/// The letters that stay together on both sides of a joint, where a part is so long that it breaks within.
const BESIDE_JOINT: usize = 4;
/// A part of more letters breaks within, on a line and in the column of a table.
const LONG_PART: [usize; 2] = [14, 11];
/// A column with room for fewer letters is narrow: no part that stays together may be longer than it.
const NARROW: usize = LONG_PART[1] + BESIDE_JOINT;

/// The breaks of the words of a book.
#[derive(Default)]
pub(super) struct Hyphens {
    joints: Option<Joints>,
    known: Mutex<HashMap<PlacedWord, Breaks>>,
}

/// A word, whether it stands in the column of a table, and the code of its patterns.
type PlacedWord = (Box<str>, bool, Box<str>);

/// The bytes of a word before which patterns break it, and whether it may break there.
type Breaks = Box<[(usize, bool)]>;

impl Hyphens {
    pub(super) fn new(joints: Option<Joints>) -> Self {
        Self { joints, known: Mutex::default() }
    }

    /// The pieces of a text, and whether a word may break before each.
    pub(super) fn pieces<'t>(&self, text: &'t str, code: &str, room: Room) -> Vec<(&'t str, bool)> {
        // In a narrow column a word breaks wherever it can.
        let is_narrow = matches!(room, Room::Cell(letters) if letters < NARROW);
        let lang = code.as_bytes().try_into().ok().filter(|_| !is_narrow).and_then(Lang::from_iso);
        let Some(lang) = lang else { return vec![(text, true)] };
        let mut out = Vec::new();
        // Nothing is told before it matters, and then from the beginning of the word on: there are few pieces.
        let (mut from, mut told) = (0, None);
        let mut tell = |at: usize, breaks: bool| {
            if told.is_some_and(|told| told != breaks) {
                out.push((&text[from..at], !breaks));
                from = at;
            }
            told = Some(breaks);
        };
        for (start, word) in text.split_word_bound_indices() {
            if !word.chars().all(char::is_alphabetic) {
                continue;
            }
            for (number, (at, may_break)) in self.of_word(word, lang, code, room).into_iter().enumerate() {
                tell(if number == 0 { start } else { start + at }, may_break);
            }
        }
        if text.len() > from {
            out.push((&text[from..], told.unwrap_or(true)));
        }
        out
    }

    fn of_word(&self, word: &str, lang: Lang, code: &str, room: Room) -> Breaks {
        let is_cell = room != Room::Line;
        let key = (Box::from(word), is_cell, Box::from(code));
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let breaks = self.look_up(word, lang, is_cell);
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, breaks.clone());
        breaks
    }

    fn look_up(&self, word: &str, lang: Lang, is_cell: bool) -> Breaks {
        let joints = self.joints.as_ref().and_then(|joints| joints.of_word(word));
        let count = word.chars().count();
        let (short, long) = (SHORT[usize::from(is_cell)], LONG_PART[usize::from(is_cell)]);
        let mut at = 0;
        let mut out = Vec::new();
        for syllable in hypher::hyphenate(word, lang) {
            if at > 0 {
                let before = word[..at].chars().count();
                out.push((at, count >= short && may_break(before, count, joints.as_deref(), long)));
            }
            at += syllable.len();
        }
        out.into()
    }
}

/// Whether a word of so many letters may break after some of them.
fn may_break(before: usize, count: usize, joints: Option<&[usize]>, long: usize) -> bool {
    if before < ENDS || count - before < ENDS {
        return false;
    }
    let Some(joints) = joints else { return true };
    if joints.contains(&before) {
        return true;
    }
    let from = joints.iter().rev().find(|joint| **joint < before).copied();
    let to = joints.iter().find(|joint| **joint > before).copied();
    let clear = |joint: Option<usize>| joint.is_none_or(|joint| joint.abs_diff(before) >= BESIDE_JOINT);
    to.unwrap_or(count) - from.unwrap_or(0) > long && clear(from) && clear(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_three_letters_at_its_ends_and_its_parts_whole() {
        let broken = |joints: Option<&[usize]>, count: usize| {
            (1..count).filter(|before| may_break(*before, count, joints, 14)).collect::<Vec<_>>()
        };
        assert_eq!(broken(None, 7), [3, 4]);
        assert_eq!(broken(Some(&[9]), 21), [9]);
        assert_eq!(broken(Some(&[3]), 20), [3, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
        assert_eq!(broken(Some(&[5]), 7), [] as [usize; 0]);
        assert_eq!(broken(None, 3), [] as [usize; 0]);
    }

    #[test]
    fn the_pieces_are_the_text_and_two_letters_are_no_line() {
        let hyphens = Hyphens::default();
        for text in ["konsulentene og «samarbeidet» § 14-9", "", "e\u{301}n tone", "Ærlighetens pris: 10 000 kr"] {
            for code in ["nb", "en", "xx", ""] {
                let pieces = hyphens.pieces(text, code, Room::Line);
                assert_eq!(pieces.iter().map(|(piece, _)| *piece).collect::<String>(), text);
            }
        }
        let shown: Vec<String> = { hyphens.pieces("alle konsulentene her", "nb", Room::Line).into_iter() }
            .map(|(piece, breaks)| if breaks { piece.to_owned() } else { piece.to_uppercase() })
            .collect();
        assert_eq!(shown, ["alle konsulente", "NE HER"]);
        let whole = |text| hyphens.pieces(text, "nb", Room::Line);
        assert_eq!(whole("ansatte her"), [("ansatte her", false)]);
        assert_eq!(whole("ja, § 5"), [("ja, § 5", true)]);
        assert_eq!(hyphens.pieces("ansatte her", "nb", Room::Cell(8)), [("ansatte her", true)]);
    }
}
