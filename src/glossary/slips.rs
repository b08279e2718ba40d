//! Slips: words that are a form of a term with a letter too few or too many.
//!
//! In: the forms of terms, in order. Out: for a word of a text, the first form that a slip makes it of.
//!
//! Invariant: a slip leaves the first and the last letter of a form as they are: there another letter makes another
//! form, or another word. So a word is held against the few forms that share both with it, and nobody has to write down
//! all that fingers can do.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::Classes;
use crate::text::one_word;

/// The shortest form that is looked for with a letter too few or too many, in bytes.
const LONG: usize = 9;
/// How many places there are for pairs of a first and a last character; a power of two.
const PLACES: usize = 1024;
/// The longest letter, in bytes.
const LONGEST_LETTER: usize = 4;

/// The forms that a slip may have been made in.
#[derive(Debug, Default)]
pub(super) struct Slips {
    /// In the order of the entries they are the texts of.
    forms: Vec<SlipForm>,
    /// By what a slip leaves as it is, and how many characters they have: the numbers of such forms.
    alike: HashMap<SlipOutline, Vec<u32>, RandomState>,
    /// How many characters forms have, a bit for each number, in [`PLACES`] places by their first and last one: most words
    /// are near no form at all, and are looked up nowhere else.
    lengths: Vec<u64>,
    /// Words that are something else.
    taken: HashSet<Box<str>, RandomState>,
}

/// A form that a slip may have been made in.
#[derive(Debug)]
pub(super) struct SlipForm {
    /// In lower case.
    pub(super) text: Box<str>,
    /// The number of the entry it is the text of.
    pub(super) entry: usize,
    /// The number of the name.
    pub(super) name: usize,
    /// The classes that its slips belong to, as it does.
    pub(super) classes: Classes,
}

/// The first and the last character of a form, and how many it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct SlipOutline {
    first: char,
    last: char,
    chars: usize,
}

impl SlipOutline {
    fn of(text: &str) -> Option<Self> {
        let (first, last) = (text.chars().next()?, text.chars().next_back()?);
        Some(Self { first, last, chars: text.chars().count() })
    }

    /// The place of its first and last character; others may have the same one.
    fn place(self) -> usize {
        (self.first as usize * 31 + self.last as usize) % PLACES
    }
}

/// The bit for a number of characters; the last one for all that are more.
fn bit(chars: usize) -> u64 {
    1 << chars.min(63)
}

impl Slips {
    /// Whether every slip in a form gives one word again, so that it can be looked up here.
    pub(super) fn take(form: &str) -> bool {
        form.len() >= LONG && one_word(form) && form.split('-').all(|piece| piece.chars().nth(1).is_some())
    }

    /// Adds a form; those of earlier entries come first.
    pub(super) fn add(&mut self, form: SlipForm) {
        let Some(outline) = SlipOutline::of(&form.text) else { return };
        let no = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        self.lengths.resize(PLACES, 0);
        self.lengths[outline.place()] |= bit(outline.chars);
        self.alike.entry(outline).or_default().push(no);
        self.forms.push(form);
    }

    /// A word that is something else, so that it is no slip.
    pub(super) fn leave_out(&mut self, word: &str) {
        self.taken.insert(word.into());
    }

    /// The first form that a slip makes this word of.
    pub(super) fn find(&self, word: &str) -> Option<&SlipForm> {
        if word.len() + LONGEST_LETTER < LONG {
            return None;
        }
        self.find_as(word, SlipOutline::of(word)?)
    }

    /// The forms that a slip makes ends of a word of, the longest end first, each with where it begins.
    pub(super) fn at_end_of<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (usize, &'a SlipForm)> {
        let last = word.chars().next_back();
        let ends = word.char_indices().zip((1..=word.chars().count()).rev());
        ends.filter_map(move |((at, first), chars)| {
            let form = self.find_as(&word[at..], SlipOutline { first, last: last?, chars })?;
            Some((at, form))
        })
    }

    /// As [`Slips::find`], for a word with this outline.
    fn find_as(&self, word: &str, outline: SlipOutline) -> Option<&SlipForm> {
        let near = bit(outline.chars + 1) | bit(outline.chars - 1);
        if self.lengths.get(outline.place())? & near == 0 {
            return None;
        }
        let longer = self.with(SlipOutline { chars: outline.chars + 1, ..outline });
        let shorter = self.with(SlipOutline { chars: outline.chars - 1, ..outline });
        let lacks = longer.iter().find(|no| self.form(**no).is_some_and(|form| lacks_letter(word, &form.text)));
        let doubles = shorter.iter().find(|no| self.form(**no).is_some_and(|form| doubles_letter(word, &form.text)));
        let first = lacks.into_iter().chain(doubles).min()?;
        self.form(*first).filter(|_| !self.taken.contains(word))
    }

    /// The classes of a word that is a slip.
    pub(super) fn classes(&self, word: &str) -> Classes {
        self.find(word).map_or(0, |form| form.classes)
    }

    /// All forms.
    pub(super) fn forms(&self) -> impl Iterator<Item = &SlipForm> {
        self.forms.iter()
    }

    /// Gives forms their classes.
    pub(super) fn classify(&mut self, classes: impl Fn(&SlipForm) -> Classes) {
        for form in &mut self.forms {
            form.classes = classes(form);
        }
    }

    fn with(&self, outline: SlipOutline) -> &[u32] {
        self.alike.get(&outline).map_or(&[], Vec::as_slice)
    }

    fn form(&self, no: u32) -> Option<&SlipForm> {
        self.forms.get(no as usize)
    }
}

/// Whether a word is a form that lacks one letter, or has one of two that are the same; both begin and end alike.
fn lacks_letter(word: &str, form: &str) -> bool {
    let at = shared(word, form);
    let mut rest = form[at..].chars();
    let Some(letter) = rest.next() else { return false };
    rest.as_str() == &word[at..] && (letter.is_alphabetic() || form[..at].ends_with(letter))
}

/// Whether a word is a form in which one letter that stands alone stands twice; both begin and end alike.
fn doubles_letter(word: &str, form: &str) -> bool {
    let at = shared(word, form);
    let mut rest = word[at..].chars();
    let mut before = form[..at].chars();
    let (Some(letter), true) = (rest.next(), rest.as_str() == &form[at..]) else { return false };
    let is_within = !form[at..].is_empty();
    letter.is_alphabetic()
        && is_within
        && before.next_back() == Some(letter)
        && before.next_back().is_some_and(|other| other != letter)
}

/// How many bytes of whole characters two texts share at their beginning.
fn shared(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    crate::source::floor_boundary(a, same).min(crate::source::floor_boundary(b, same))
}

/// A word with one letter in place of two of the same, once for each such pair.
fn single_letters(word: &str) -> impl Iterator<Item = String> {
    let pairs = word.char_indices().zip(word.chars().skip(1)).filter(|((_, one), next)| one == next);
    pairs.map(|((at, letter), _)| format!("{}{}", &word[..at], &word[at + letter.len_utf8()..]))
}

/// Misspellings of a form that [`Slips`] does not take.
pub(super) fn looked_up(form: &str) -> impl Iterator<Item = String> {
    Some(form).filter(|form| form.len() >= LONG && !Slips::take(form)).into_iter().flat_map(slips)
}

/// All that slips make of a form: there is one letter where there are two, or one is left out, or stands there twice.
fn slips(form: &str) -> impl Iterator<Item = String> {
    single_letters(form).chain(within(form).map(|slip| slip.word))
}

/// A form with a slip in it.
pub(super) struct Slip {
    /// How many bytes stand before it.
    pub(super) at: usize,
    /// The text there.
    pub(super) word: String,
}

/// The ways in which fingers slip within a form, from the left to the right: a letter is left out, or stands there twice.
pub(super) fn within(form: &str) -> impl Iterator<Item = Slip> {
    let letters: Vec<(usize, char)> = form.char_indices().collect();
    let last = letters.len().saturating_sub(1);
    let within = letters.into_iter().take(last).skip(1).filter(|(_, letter)| letter.is_alphabetic());
    within.flat_map(move |(at, letter)| {
        let (before, after) = (&form[..at], &form[at + letter.len_utf8()..]);
        let is_alone = !after.starts_with(letter) && !before.ends_with(letter);
        let twice = is_alone.then(|| Slip { at, word: format!("{before}{letter}{letter}{after}") });
        std::iter::once(Slip { at, word: format!("{before}{after}") }).chain(twice)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(forms: &[&str]) -> Slips {
        let mut slips = Slips::default();
        for (entry, text) in forms.iter().enumerate().filter(|(_, text)| Slips::take(text)) {
            slips.add(SlipForm { text: (*text).into(), entry, name: entry, classes: 1 });
        }
        slips
    }

    #[test]
    fn fingers_slip_within_a_word_and_not_at_its_end() {
        let pårørende = of(&["pårørende"]);
        for slip in ["påørende", "pårørene", "pårrørende", "pårørennde"] {
            assert!(pårørende.find(slip).is_some(), "{slip}");
        }
        for other in ["pårørend", "årørende", "pårørendee", "pårørende", "ppårørende", "pårxørende"] {
            assert!(pårørende.find(other).is_none(), "{other}");
        }
    }

    #[test]
    fn one_letter_of_two_is_lost_at_the_ends_too() {
        assert!(of(&["aaltinget"]).find("altinget").is_some());
        assert!(of(&["prosentall"]).find("prosental").is_some());
        assert!(of(&["prosentall"]).find("prosentalll").is_none());
    }

    #[test]
    fn the_first_form_has_it_and_none_what_is_something_else() {
        let mut slips = of(&["arbeidsavtale", "arbeidsavtalle"]);
        assert_eq!(slips.find("arbeidsavtalle").map(|form| form.entry), Some(0));
        assert_eq!(slips.find("arbeidsavtale").map(|form| form.entry), Some(1));
        slips.leave_out("arbeidsavtalle");
        assert!(slips.find("arbeidsavtalle").is_none());
    }

    proptest::proptest! {
        #![proptest_config(crate::seeds::properties(512, "tests/regressions/glossary.txt"))]

        #[test]
        fn what_is_found_is_what_slips_make(
            forms in proptest::collection::vec("[aaå1]{0,2}[abå-]{4,8}[abå1]{2,5}", 1..5),
            of_form in 0..4_usize,
            of_slip in 0..40_usize,
            other in "[abå1-]{6,14}",
        ) {
            let forms: Vec<&str> = forms.iter().map(String::as_str).filter(|form| Slips::take(form)).collect();
            let slips_of = |form: &&str| slips(form).collect::<Vec<String>>();
            let made: Vec<Vec<String>> = forms.iter().map(slips_of).collect();
            let known = of(&forms);
            let slip = made.get(of_form).and_then(|slips| slips.get(of_slip));
            for word in slip.into_iter().chain([&other]) {
                let ends = word.char_indices().filter_map(|(at, _)| Some((at, known.find(&word[at..])?.entry)));
                proptest::prop_assert!(known.at_end_of(word).map(|(at, form)| (at, form.entry)).eq(ends));
                let expected = made.iter().position(|slips| slips.contains(word));
                proptest::prop_assert_eq!(known.find(word).map(|form| form.entry), expected, "{} {:?}", word, &forms);
            }
        }
    }
}
