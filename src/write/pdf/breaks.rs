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
/// Where nothing is hyphenated it may end after so many: lines in containers are shorter.
const LONGEST_NAME: usize = 20;
/// In the column of a table it may end after so many, or fewer where there are many columns.
const LONGEST_NAME_IN_CELL: usize = 8;
/// The letters that all columns of a table have room for beside each other, on the smallest paper.
const TABLE: usize = 50;
/// Signs that a line may end after.
const SIGNS: &str = "/\\._-–:;,=&?@+#|~)]}>";

/// The room that a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// A line of the page.
    Line,
    /// A column of a table, which has so many.
    Cell(usize),
}

impl Room {
    /// The letters of a name after which a line may end wherever it is.
    fn most_of_name(self) -> usize {
        match self {
            Self::Line => LONGEST_NAME,
            Self::Cell(columns) => {
                (TABLE / columns.max(1)).saturating_sub(TOGETHER).clamp(TOGETHER, LONGEST_NAME_IN_CELL)
            }
        }
    }

    /// The letters that make a word a long one.
    fn long(self) -> usize {
        match self {
            Self::Line => LONG,
            // Of many columns each has little room.
            Self::Cell(_) if self.most_of_name() < LONGEST_NAME_IN_CELL => self.most_of_name(),
            Self::Cell(_) => LONG_IN_CELL,
        }
    }
}

/// The words of a text that Typst hyphenates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hyphenation {
    /// In prose, words of a language.
    Prose,
    /// In code, nothing.
    Code,
}

/// The pieces of a text between which a line may end, beside what its spaces and hyphens allow.
pub(super) fn pieces(text: &str, room: Room, hyphenation: Hyphenation) -> Vec<&str> {
    let long = room.long();
    let mut out = Vec::new();
    let mut begin = 0;
    if text.len() > long {
        // Typst would break an address by itself, and a long name in it anywhere.
        for word in text.split(char::is_whitespace).filter(|word| word.len() > long) {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            for end in breaks(word, long, room, hyphenation) {
                out.push(&text[begin..at + end]);
                begin = at + end;
            }
        }
    }
    out.push(&text[begin..]);
    out
}

/// Whether a word is none of a language, which Typst hyphenates, but a number, a path, a name in a program.
fn is_name(word: &str) -> bool {
    word.contains(|c: char| c.is_numeric() || matches!(c, '_' | '\\' | '@'))
        || word.contains("::")
        || word.matches('/').count() > 1
}

/// The letters of a word that should stand together: all of it, or the longest piece of one that is very long.
pub(super) fn longest_piece(word: &str) -> usize {
    let mut begin = 0;
    let ends = breaks(word, LONG, Room::Line, Hyphenation::Prose).into_iter().chain([word.len()]);
    let lengths = ends.map(|end| word[std::mem::replace(&mut begin, end)..end].chars().count());
    lengths.max().unwrap_or(0)
}

/// The bytes of a word after which a line may end.
fn breaks(word: &str, long: usize, room: Room, hyphenation: Hyphenation) -> Vec<usize> {
    let mut out = Vec::new();
    let letters: Vec<(usize, &str)> = word.grapheme_indices(true).collect();
    if letters.len() <= long {
        return out;
    }
    let is_sign = |at: usize| letters.get(at).is_some_and(|(_, letter)| SIGNS.contains(letter));
    let is_word = hyphenation == Hyphenation::Prose && !is_name(word);
    let most = if is_word { LONGEST } else { room.most_of_name() };
    let mut begin = 0;
    for at in 1..letters.len() {
        let (before, after) = (at - begin, letters.len() - at);
        let at_sign = is_sign(at - 1) && !is_sign(at) && before >= TOGETHER && after >= TOGETHER;
        // No line begins with a sign, as long as there is another way.
        let may_end = after >= TOGETHER || most < LONGEST_NAME_IN_CELL;
        if at_sign || before >= most && !is_sign(at) && may_end || before >= 2 * most {
            out.push(letters[at].0);
            begin = at;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://example.com/en/lang/adresse/som/fortsetter";

    #[test]
    fn a_path_breaks_after_its_signs_and_keeps_its_ends() {
        let path = "src/write/pdf/markup.rs og std::collections::BTreeMap::entry_or_insert";
        let shown = pieces(path, Room::Line, Hyphenation::Prose).join("|");
        assert_eq!(shown, "src/write/pdf/markup.rs og std::|collections::|BTreeMap::|entry_|or_|insert");
        assert_eq!(
            pieces("src/write/pdf/markup.rs", Room::Cell(2), Hyphenation::Code).join("|"),
            "src/|write/|pdf/|markup.rs"
        );
        assert_eq!(pieces("kort/ord", Room::Cell(2), Hyphenation::Prose), ["kort/ord"]);
        assert_eq!(pieces("", Room::Line, Hyphenation::Prose), [""]);
    }

    #[test]
    fn a_word_without_signs_breaks_where_a_line_is_full() {
        let word = "e\u{301}".repeat(100);
        let lengths: Vec<usize> =
            pieces(&word, Room::Line, Hyphenation::Prose).iter().map(|piece| piece.graphemes(true).count()).collect();
        assert_eq!(lengths, [40, 40, 20]);
        let shown = pieces(ADDRESS, Room::Line, Hyphenation::Prose).join("|");
        assert_eq!(shown, "https://|example.|com/|en/|lang/|adresse/|som/|fortsetter");
        let shown = pieces("https://www.erfaringssentrum.no/.", Room::Line, Hyphenation::Prose).join("|");
        assert_eq!(shown, "https://|www.|erfaringssentrum.|no/.");
        assert!(pieces(ADDRESS, Room::Cell(2), Hyphenation::Prose).iter().all(|piece| piece.len() <= 11));
        let sum = "0123456789abcdef".repeat(4);
        let longest = |pieces: Vec<&str>| pieces.iter().map(|piece| piece.len()).max();
        assert_eq!(longest(pieces(&sum, Room::Line, Hyphenation::Prose)), Some(20));
        assert_eq!(longest(pieces(&sum, Room::Cell(2), Hyphenation::Prose)), Some(8));
        assert_eq!(longest(pieces("1234567890", Room::Cell(12), Hyphenation::Prose)), Some(3));
        // A word of a language is broken where its parts meet, which Typst knows; a name in code is not.
        let word = "(Erfaringskonsulentstillinger)";
        assert_eq!(pieces(word, Room::Cell(2), Hyphenation::Prose).len(), 1);
        assert!(longest(pieces(word, Room::Cell(2), Hyphenation::Code)) <= Some(10));
    }

    #[test]
    fn the_pieces_are_the_text() {
        for text in ["a b", "en_lang_variabel_med_mange_deler = 1", "æøå-æøå-æøå-æøå-æøå-æøå-æøå", "a\u{a0}b"]
        {
            assert_eq!(pieces(text, Room::Cell(2), Hyphenation::Prose).concat(), text);
        }
    }
}
