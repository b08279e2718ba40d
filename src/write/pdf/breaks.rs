//! Places at which a long word may go on in the next line: addresses, paths, names of programs.
//!
//! In: any text. Out: the pieces of it between which a line may end.
//!
//! Invariant: put together, the pieces are the text; nothing is added that somebody would copy along. No row of letters
//! without such a place is longer than there is room, in whatever pieces the text comes.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::write::syllables::syllables;

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
/// In the column of a table it may end after so many, or fewer where the column has room for fewer.
const LONGEST_NAME_IN_CELL: usize = 8;
/// Spaces at which no line ends: words that are bound together.
const BINDING: [char; 3] = ['\u{a0}', '\u{202f}', '\u{2007}'];
/// Signs that a line may end after.
const SIGNS: &str = "/\\._-–:;,=&?@+#|~)]}>";

/// The room that a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// A line of the page.
    Line,
    /// A column of a table, with the letters that it has room for.
    Cell(usize),
}

impl Room {
    /// The letters of a name after which a line may end wherever it is.
    fn most_of_name(self) -> usize {
        match self {
            Self::Line => LONGEST_NAME,
            Self::Cell(letters) => letters.clamp(1, LONGEST_NAME_IN_CELL),
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

    /// The letters of a row after which a line must be able to end.
    fn most(self) -> usize {
        match self {
            Self::Line => LONGEST,
            Self::Cell(letters) => letters.max(1),
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

/// The end of a line where it may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// As it is.
    Bare,
    /// With a hyphen.
    Hyphen,
}

/// A place in a text where a line may end, beside what its spaces and hyphens allow.
type BreakPlace = (usize, LineEnd);

/// The letters since a line could end, from one piece of a text to the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bound(usize);

/// The pieces of a text between which a line may end, each but the first with the end of the line before it. `bound`
/// tells what stands before the text.
pub(super) fn pieces<'t>(
    text: &'t str,
    room: Room,
    hyphenation: Hyphenation,
    lang: &str,
    bound: &mut Bound,
) -> Vec<(Option<LineEnd>, &'t str)> {
    let mut out = Vec::new();
    let (mut begin, mut end) = (0, None);
    for (at, how) in places(text, room, hyphenation, lang, bound) {
        if at > begin {
            out.push((end, &text[begin..at]));
        }
        (begin, end) = (at, Some(how));
    }
    out.push((end, &text[begin..]));
    out
}

fn places(text: &str, room: Room, hyphenation: Hyphenation, lang: &str, bound: &mut Bound) -> Vec<BreakPlace> {
    let (long, most) = (room.long(), room.most());
    let mut out = Vec::new();
    let mut words = text.split(char::is_whitespace).peekable();
    while let Some(word) = words.next() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        // Typst would break an address by itself, and a long name in it anywhere.
        let within = if word.len() > long { breaks(word, long, room, hyphenation, lang) } else { Vec::new() };
        let first = within.first().map_or(word.len(), |place| place.0);
        if bound.0 > 0 && first > 0 && bound.0 + word[..first].chars().count() > most {
            out.push((at, LineEnd::Bare));
            *bound = Bound::default();
        }
        match within.last() {
            Some(last) => *bound = Bound(word[last.0..].chars().count()),
            None => bound.0 += word.chars().count(),
        }
        out.extend(within.into_iter().map(|(end, how)| (at + end, how)));
        if words.peek().is_some() {
            let space = text[at + word.len()..].chars().next();
            let is_binding = space.is_some_and(|space| BINDING.contains(&space));
            *bound = if is_binding { Bound(bound.0 + 1) } else { Bound::default() };
        }
    }
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
    let ends =
        breaks(word, LONG, Room::Line, Hyphenation::Prose, "").into_iter().map(|(end, _)| end).chain([word.len()]);
    let lengths = ends.map(|end| word[std::mem::replace(&mut begin, end)..end].chars().count());
    lengths.max().unwrap_or(0)
}

/// The bytes of a word after which a line may end.
fn breaks(word: &str, long: usize, room: Room, hyphenation: Hyphenation, lang: &str) -> Vec<BreakPlace> {
    let mut out = Vec::new();
    let letters: Vec<(usize, &str)> = word.grapheme_indices(true).collect();
    if letters.len() <= long {
        return out;
    }
    let is_sign = |at: usize| letters.get(at).is_some_and(|(_, letter)| SIGNS.contains(letter));
    let is_word = hyphenation == Hyphenation::Prose && !is_name(word);
    if let Room::Cell(most) = room
        && is_word
    {
        return hyphens(word, most, lang);
    }
    let most = if is_word { LONGEST } else { room.most_of_name() };
    let mut begin = 0;
    for at in 1..letters.len() {
        let (before, after) = (at - begin, letters.len() - at);
        let at_sign = is_sign(at - 1) && !is_sign(at) && before >= TOGETHER && after >= TOGETHER;
        // No line begins with a sign, as long as there is another way.
        let may_end = after >= TOGETHER || most < LONGEST_NAME_IN_CELL;
        if at_sign || before >= most && !is_sign(at) && may_end || before >= 2 * most {
            out.push((letters[at].0, LineEnd::Bare));
            begin = at;
        }
    }
    out
}

/// The places in a word of a language at which it is hyphenated so that its parts have room: none where Typst finds them
/// itself, since its parts are short.
fn hyphens(word: &str, most: usize, lang: &str) -> Vec<BreakPlace> {
    let mut out = Vec::new();
    let mut is_needed = false;
    let mut at = 0;
    for part in syllables(word, lang) {
        // A part has a hyphen after it, where it has not one already.
        let room = most.saturating_sub(1).max(1);
        let mut letters = 0;
        for (begin, letter) in part.grapheme_indices(true) {
            if letters >= room {
                out.push((at + begin, LineEnd::Hyphen));
                (letters, is_needed) = (0, true);
            }
            letters += 1;
            if SIGNS.contains(letter) {
                letters = 0;
            }
        }
        at += part.len();
        if at < word.len() {
            out.push((at, LineEnd::Hyphen));
        }
    }
    let after_sign = |end: usize| word[..end].ends_with(|sign| SIGNS.contains(sign));
    let place = |(end, how): BreakPlace| if after_sign(end) { (end, LineEnd::Bare) } else { (end, how) };
    if is_needed { out.into_iter().map(place).collect() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a text that stands alone.
    fn pieces(text: &str, room: Room, hyphenation: Hyphenation) -> Vec<&str> {
        let found = super::pieces(text, room, hyphenation, "nb", &mut Bound::default());
        found.into_iter().map(|(_, piece)| piece).collect()
    }

    const ADDRESS: &str = "https://example.com/en/lang/adresse/som/fortsetter";

    #[test]
    fn a_path_breaks_after_its_signs_and_keeps_its_ends() {
        let path = "src/write/pdf/markup.rs og std::collections::BTreeMap::entry_or_insert";
        let shown = pieces(path, Room::Line, Hyphenation::Prose).join("|");
        assert_eq!(shown, "src/write/pdf/markup.rs og std::|collections::|BTreeMap::|entry_|or_|insert");
        assert_eq!(
            pieces("src/write/pdf/markup.rs", Room::Cell(12), Hyphenation::Code).join("|"),
            "src/|write/|pdf/|markup.rs"
        );
        assert_eq!(pieces("kort/ord", Room::Cell(12), Hyphenation::Prose), ["kort/ord"]);
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
        assert!(pieces(ADDRESS, Room::Cell(12), Hyphenation::Prose).iter().all(|piece| piece.len() <= 11));
        let sum = "0123456789abcdef".repeat(4);
        let longest = |pieces: Vec<&str>| pieces.iter().map(|piece| piece.len()).max();
        assert_eq!(longest(pieces(&sum, Room::Line, Hyphenation::Prose)), Some(20));
        assert_eq!(longest(pieces(&sum, Room::Cell(12), Hyphenation::Prose)), Some(8));
        assert_eq!(longest(pieces("1234567890", Room::Cell(3), Hyphenation::Prose)), Some(3));
        // A word of a language is broken where its parts meet, which Typst knows; a name in code is not.
        let word = "(Erfaringskonsulentstillinger)";
        assert_eq!(pieces(word, Room::Cell(12), Hyphenation::Prose).len(), 1);
        assert!(longest(pieces(word, Room::Cell(12), Hyphenation::Code)) <= Some(10));
    }

    #[test]
    fn the_pieces_are_the_text() {
        for text in ["a b", "en_lang_variabel_med_mange_deler = 1", "æøå-æøå-æøå-æøå-æøå-æøå-æøå", "a\u{a0}b"]
        {
            assert_eq!(pieces(text, Room::Cell(12), Hyphenation::Prose).concat(), text);
        }
    }

    #[test]
    fn words_that_are_bound_part_where_a_line_is_full() {
        let bound = ["ord"; 60].join("\u{a0}");
        let shown = pieces(&bound, Room::Line, Hyphenation::Prose);
        assert_eq!(shown.concat(), bound);
        assert!(shown.len() > 5 && shown.iter().all(|piece| piece.chars().count() <= LONGEST + 1), "{shown:?}");
        assert_eq!(pieces("se § 14-9 og 10\u{a0}000\u{a0}kroner", Room::Line, Hyphenation::Prose).len(), 1);
        assert_eq!(pieces("kapittel\u{a0}14", Room::Cell(9), Hyphenation::Prose), ["kapittel\u{a0}", "14"]);
        // However many pieces the text comes in.
        let mut before = Bound::default();
        let mut ends = 0;
        for _ in 0..60 {
            for text in ["ord", "\u{a0}"] {
                let found = super::pieces(text, Room::Line, Hyphenation::Prose, "nb", &mut before);
                ends += found.iter().filter(|(end, _)| end.is_some()).count();
            }
        }
        assert!(ends > 4, "{ends}");
    }

    #[test]
    fn a_word_in_a_narrow_column_is_hyphenated_as_finely_as_it_must_be() {
        let shown = |word, letters| pieces(word, Room::Cell(letters), Hyphenation::Prose).join("|");
        assert_eq!(shown("erfaringskonsulent", 12), "erfaringskonsulent");
        assert_eq!(shown("skjønnsmessig", 4).replace('|', ""), "skjønnsmessig");
        for letters in 2..6 {
            let longest =
                shown("(strengthsbased-skjønnsmessig)", letters).split('|').map(|part| part.chars().count()).max();
            assert!(longest <= Some(letters), "{letters}");
        }
        let found = super::pieces("skjønn", Room::Cell(3), Hyphenation::Prose, "nb", &mut Bound::default());
        assert!(found.len() > 1 && found[1..].iter().all(|(end, _)| *end == Some(LineEnd::Hyphen)), "{found:?}");
    }
}
