//! Places at which a long word may go on in the next line: addresses, paths, names of programs.
//!
//! In: any text. Out: the pieces of it between which a line may end.
//!
//! Invariant: put together, the pieces are the text; nothing is added that somebody would copy along.

use unicode_segmentation::UnicodeSegmentation as _;

/// A word of so many letters is a long one.
const LONG: usize = 25;
/// In the column of a table it is one already at so many.
const LONG_IN_CELL: usize = 12;
/// Letters that stay together at the ends of a word and between two breaks.
const TOGETHER: usize = 3;
/// After so many letters a line may end wherever it is: no line of a book is longer.
const LONGEST: usize = 40;
/// Signs that a line may end after.
const SIGNS: &str = "/\\._-–:;,=&?@+#|~)]}>";

/// The room that a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// A line of the page.
    Line,
    /// A column of a table.
    Cell,
}

/// The pieces of a text between which a line may end, beside what its spaces and hyphens allow.
pub(super) fn pieces(text: &str, room: Room) -> Vec<&str> {
    let long = if room == Room::Cell { LONG_IN_CELL } else { LONG };
    let mut out = Vec::new();
    let mut begin = 0;
    if text.len() > long {
        for word in text.split(char::is_whitespace).filter(|word| word.len() > long) {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            for end in breaks(word, long) {
                out.push(&text[begin..at + end]);
                begin = at + end;
            }
        }
    }
    out.push(&text[begin..]);
    out
}

/// The letters of a word that should stand together: all of it, or the longest piece of one that is very long.
pub(super) fn longest_piece(word: &str) -> usize {
    let mut begin = 0;
    let ends = breaks(word, LONG).into_iter().chain([word.len()]);
    let lengths = ends.map(|end| word[std::mem::replace(&mut begin, end)..end].chars().count());
    lengths.max().unwrap_or(0)
}

/// The bytes of a word after which a line may end.
fn breaks(word: &str, long: usize) -> Vec<usize> {
    let mut out = Vec::new();
    // Typst breaks addresses by itself; words of letters alone it hyphenates.
    if word.starts_with("https://") || word.starts_with("http://") {
        return out;
    }
    let letters: Vec<(usize, &str)> = word.grapheme_indices(true).collect();
    if letters.len() <= long {
        return out;
    }
    let is_sign = |at: usize| letters.get(at).is_some_and(|(_, letter)| SIGNS.contains(letter));
    let mut begin = 0;
    for at in 1..letters.len() {
        let (before, after) = (at - begin, letters.len() - at);
        let at_sign = is_sign(at - 1) && !is_sign(at) && before >= TOGETHER && after >= TOGETHER;
        if at_sign || before >= LONGEST {
            out.push(letters[at].0);
            begin = at;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_breaks_after_its_signs_and_keeps_its_ends() {
        let path = "src/write/pdf/markup.rs og std::collections::BTreeMap::entry_or_insert";
        let shown = pieces(path, Room::Line).join("|");
        assert_eq!(shown, "src/write/pdf/markup.rs og std::|collections::|BTreeMap::|entry_|or_|insert");
        assert_eq!(pieces("src/write/pdf/markup.rs", Room::Cell).join("|"), "src/|write/|pdf/|markup.rs");
        assert_eq!(pieces("kort/ord", Room::Cell), ["kort/ord"]);
        assert_eq!(pieces("", Room::Line), [""]);
    }

    #[test]
    fn a_word_without_signs_breaks_where_a_line_is_full() {
        let word = "e\u{301}".repeat(100);
        let lengths: Vec<usize> = pieces(&word, Room::Line).iter().map(|piece| piece.graphemes(true).count()).collect();
        assert_eq!(lengths, [40, 40, 20]);
        assert_eq!(pieces("https://example.com/en/lang/adresse/som/fortsetter", Room::Line).len(), 1);
    }

    #[test]
    fn the_pieces_are_the_text() {
        for text in ["a b", "en_lang_variabel_med_mange_deler = 1", "æøå-æøå-æøå-æøå-æøå-æøå-æøå", "a\u{a0}b"]
        {
            assert_eq!(pieces(text, Room::Cell).concat(), text);
        }
    }
}
