//! The places at which a word may break at the end of a line: where the parts of a compound meet.
//!
//! In: a word as a text has it. Out: how many letters stand before each joint. What the parts are is known from the words
//! of the book, as for the search, and from what the language says of words that are no compounds of others.
//!
//! Invariant: a word of which nothing is known has no answer, which is another one than that it breaks nowhere.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::keys;
use super::sections::sections;
use super::split::{KnownParts, PartKeys};
use super::words::{Keys, fold, stop_words, tokens};
use crate::language::{Language, Letters};
use crate::resolve::Book;
use crate::theme::Interface;

/// A word of as many letters of which only one part is known is still a compound. This and the two numbers below were
/// chosen by hand, not measured.
const LONG: usize = 12;
/// The shortest such part.
const SURE: usize = 5;
/// The shortest word that stands after a first part which is no word.
const SHORTEST: usize = 4;

/// The joints of the words of a book.
pub struct Joints {
    letters: Letters,
    keys: Keys,
    parts: KnownParts,
    /// The keys of all words of the book.
    known: HashSet<String, RandomState>,
    /// Letters that may join two parts.
    joining: &'static [&'static str],
    /// First parts that are no words, folded.
    firsts: Vec<String>,
    /// Beginnings of words, the longest first.
    beginnings: Vec<Beginning>,
}

/// A beginning of words that break in it as the language says.
struct Beginning {
    /// Its letters, folded.
    letters: String,
    /// How many of them stand before each break.
    breaks: Vec<usize>,
}

impl Beginning {
    /// Reads a line in which hyphens stand at the breaks: `ivare-ta`.
    fn read(line: &str, letters: Letters) -> Self {
        let mut read = Self { letters: String::new(), breaks: Vec::new() };
        for piece in line.split('-') {
            read.letters.push_str(&fold(piece, letters));
            read.breaks.push(read.letters.len());
        }
        read.breaks.pop();
        read
    }
}

impl Joints {
    /// The joints in a book's language; nothing where that makes no compounds.
    #[must_use]
    pub fn of(book: &Book, interface: &Interface) -> Option<Self> {
        let language = book.config.language();
        language.compounds?;
        let mut words: HashSet<String, RandomState> = HashSet::default();
        let mut read = |text: &str| words.extend(tokens(text).map(|token| fold(token, language.letters)));
        for page in book.pages.iter().filter(|page| !page.abroad) {
            read(&page.common.title);
            read(&page.common.summary);
            for section in sections(page, book, interface.of(book.language(page))) {
                read(&section.heading);
                read(&section.text);
            }
        }
        Some(Self::new(language, keys(book), &words))
    }

    fn new(language: &'static Language, keys: Keys, words: &HashSet<String, RandomState>) -> Self {
        let (joining, breaks) = language.compounds.map_or((&[][..], ""), |how| (how.joints, how.breaks));
        let mut keyed: Vec<(&str, String)> =
            words.iter().map(|word| (word.as_str(), keys.key(word).into_owned())).collect();
        keyed.sort_unstable();
        let by_key: Vec<(&str, &str)> = keyed.iter().map(|(word, key)| (*word, key.as_str())).collect();
        let parts = KnownParts::of(&by_key, &stop_words(language), &PartKeys::new(&keys), joining);
        let known = keyed.into_iter().map(|(_, key)| key).collect();
        let lines = || breaks.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let firsts = lines().filter_map(|line| line.strip_suffix('-')).map(|first| fold(first, language.letters));
        let firsts = firsts.collect();
        let whole = lines().filter(|line| !line.ends_with('-'));
        let mut beginnings: Vec<Beginning> = whole.map(|line| Beginning::read(line, language.letters)).collect();
        beginnings.sort_by_key(|beginning| std::cmp::Reverse(beginning.letters.len()));
        Self { letters: language.letters, keys, parts, known, joining, firsts, beginnings }
    }

    /// How many letters of a word stand before each of its joints; nothing where it is not known to have parts.
    #[must_use]
    pub fn of_word(&self, word: &str) -> Option<Vec<usize>> {
        let folded = fold(word, self.letters);
        let at = self.of_folded(&folded)?;
        // Two letters may be typed as one, and one as two.
        let mut out = Vec::new();
        let mut before = String::new();
        for (letters, letter) in word.chars().enumerate() {
            if at.contains(&fold(&before, self.letters).len()) && out.last() != Some(&letters) {
                out.push(letters);
            }
            before.push(letter);
        }
        Some(out)
    }

    fn of_folded(&self, word: &str) -> Option<Vec<usize>> {
        if let Some(at) = self.beginning(word) {
            return Some(at);
        }
        let known = self.parts.joints(word, &self.keys.key(word), &PartKeys::new(&self.keys));
        let joints = known.or_else(|| self.first(word)).or_else(|| self.beside_a_word(word))?;
        let mut out = Vec::new();
        let mut from = 0;
        for end in joints.iter().copied().chain([word.len()]) {
            let piece = &word[from..end];
            let within = self.beginning(piece).or_else(|| self.first(piece)).unwrap_or_default();
            out.extend(within.into_iter().map(|at| from + at));
            out.extend((end < word.len()).then_some(end));
            from = end;
        }
        Some(out)
    }

    /// The joints of a word that begins as the language says.
    fn beginning(&self, word: &str) -> Option<Vec<usize>> {
        let known = self.beginnings.iter().find(|beginning| word.starts_with(&beginning.letters))?;
        Some(known.breaks.clone())
    }

    /// Whether this is a word of the book, perhaps with letters that join it to another.
    fn is_word(&self, text: &str) -> bool {
        let known = |text: &str| self.known.contains(&*self.keys.key(text));
        let without = |joint: &&str| text.strip_suffix(*joint).filter(|bare| !bare.ends_with(*joint));
        let bare = || self.joining.iter().filter_map(without).any(known);
        text.len() >= SHORTEST && (known(text) || bare())
    }

    /// The joint behind the longest word of the book that a long word begins with, or else before that which it ends with.
    fn beside_a_word(&self, word: &str) -> Option<Vec<usize>> {
        if word.len() < LONG || !word.is_ascii() {
            return None;
        }
        let ends = || (SURE..=word.len() - SHORTEST).rev();
        let first = ends().find(|end| self.is_word(&word[..*end]));
        let last =
            || ends().rev().map(|end| end - 1).find(|from| word.len() - from >= SURE && self.is_word(&word[*from..]));
        first.or_else(last).map(|joint| vec![joint])
    }

    /// The joint after a first part that is no word.
    fn first(&self, word: &str) -> Option<Vec<usize>> {
        let is_word = |rest: &str| self.is_word(rest);
        let first = self.firsts.iter().find(|first| word.strip_prefix(first.as_str()).is_some_and(is_word))?;
        Some(vec![first.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::Lemmas;
    use super::*;

    #[test]
    fn words_break_where_their_parts_meet() {
        let norwegian = crate::language::Languages::default().of("nb");
        let words = "erfaring konsulent arbeid lønn plassering avtale lov rett tar måte miljø å opplæring samarbeid partner veileder";
        let words = words.split(' ').map(|word| fold(word, norwegian.letters)).collect();
        let joints = Joints::new(norwegian, Keys::new(norwegian, Lemmas::default()), &words);
        let broken = |word: &str| {
            let at = joints.of_word(word)?;
            let letter = |(i, letter): (usize, char)| {
                let joint = if at.contains(&i) { "-" } else { "" };
                format!("{joint}{letter}")
            };
            Some(word.chars().enumerate().map(letter).collect::<String>())
        };
        for (word, expected) in [
            ("erfaringskonsulentene", Some("erfarings-konsulentene")),
            ("Lønnsplasseringen", Some("Lønns-plasseringen")),
            ("arbeidsmiljøloven", Some("arbeids-miljøloven")),
            ("samarbeid", Some("sam-arbeid")),
            ("samarbeidspartnere", Some("sam-arbeids-partnere")),
            ("ivareta", Some("ivare-ta")),
            ("helsepersonelloven", Some("helse-personelloven")),
            ("erfaringssentrum", Some("erfarings-sentrum")),
            ("spesialistkonsulent", Some("spesialist-konsulent")),
            ("konsulentene", None),
            ("sammenheng", None),
            ("", None),
        ] {
            assert_eq!(broken(word).as_deref(), expected, "{word}");
        }
    }
}
