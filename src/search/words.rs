//! The words of texts, and the keys they are found by.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use foldhash::fast::RandomState;
use rust_stemmers::Stemmer;

use crate::language::{Language, Letters};
use crate::text::{is_word_char, without_accent};

/// Longer words are cut: nobody types them. This and the three numbers below are the same in the theme's
/// `js/sok/10-ord.js`; they were chosen by hand, not measured.
pub(super) const LONGEST: usize = 60;

/// The words of a text as it has them. A hyphen parts words, but not numbers: «4-6» is the number of a section.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = &rest[rest.find(is_read_in_words)?..];
        let (word, after) = rest.split_at(end_of_token(rest));
        rest = after;
        Some(word)
    })
}

fn is_read_in_words(c: char) -> bool {
    is_word_char(c) || c == '\u{ad}'
}

/// Where the word ends that a text begins with.
fn end_of_token(text: &str) -> usize {
    let end = || end_of_letters(text);
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return end();
    }
    let numbers = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    let numbers = text[..numbers].split("--").next().unwrap_or_default().trim_end_matches('-').len();
    if text[..numbers].contains('-') && !text[numbers..].starts_with(is_read_in_words) {
        return numbers;
    }
    end()
}

/// Where the characters end that are read in words.
fn end_of_letters(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        // Most letters are of those that need no table.
        end += rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        match text[end..].chars().next() {
            Some(c) if is_read_in_words(c) => end += c.len_utf8(),
            _ => return end,
        }
    }
}

/// The shortest part of a compound, and of a name, that says something alone.
pub(super) const SHORTEST_PART: usize = 3;

/// The most pieces and the most characters of a word that is a name put together of others; more are no name.
const PIECES: usize = 8;
const LONGEST_NAME: usize = 50;

/// The words, folded, that a name in a program or of a product is put together of: `CloudCannon`, `HTTPServer`, `utf8`.
pub(super) fn name_pieces(token: &str, letters: Letters) -> Vec<String> {
    let starts = piece_starts(token);
    if starts.is_empty() || starts.len() >= PIECES {
        return Vec::new();
    }
    let ends = starts.iter().copied().chain([token.len()]);
    let pieces = std::iter::once(0).chain(starts.iter().copied()).zip(ends);
    let folded = pieces.map(|(start, end)| fold(&token[start..end], letters));
    folded.filter(|piece| piece.chars().count() >= SHORTEST_PART).collect()
}

/// Where in a word the second piece of a name begins, and those that follow.
fn piece_starts(token: &str) -> Vec<usize> {
    if !token.contains(|c: char| c.is_uppercase() || c.is_numeric()) {
        return Vec::new();
    }
    let chars: Vec<(usize, char)> = token.char_indices().take(LONGEST_NAME + 1).collect();
    if chars.len() > LONGEST_NAME {
        return Vec::new();
    }
    let begins = |at: usize| {
        let [before, here] = [chars[at - 1].1, chars[at].1];
        let next_is_small = || chars.get(at + 1).is_some_and(|(_, next)| next.is_lowercase());
        let capital = here.is_uppercase() && (before.is_lowercase() || before.is_uppercase() && next_is_small());
        capital || before.is_numeric() != here.is_numeric()
    };
    (1..chars.len()).filter(|at| begins(*at)).map(|at| chars[at].0).collect()
}

/// The words of a text as they are typed on any keyboard, each once for every time it stands there.
pub(super) fn words(text: &str, letters: Letters) -> impl Iterator<Item = String> {
    tokens(text).map(move |word| fold(word, letters)).filter(|word| !word.is_empty())
}

/// A word in small letters without marks; letters of the language, and pairs of letters that are
/// typed for one, as it says: å and aa are a, ø and oe are o, æ and ae are e.
pub(super) fn fold(word: &str, letters: Letters) -> String {
    // Most words have nothing but letters that every keyboard has, and none of the pairs.
    let is_pair = |two: &[u8]| letters.pairs.iter().any(|(pair, _)| pair.as_bytes().eq_ignore_ascii_case(two));
    if word.is_ascii() && !word.as_bytes().windows(2).any(is_pair) {
        return word[..word.len().min(LONGEST)].to_ascii_lowercase();
    }
    let mut out = String::with_capacity(word.len());
    let mut read = word.chars().flat_map(char::to_lowercase).filter(|c| is_read(*c)).peekable();
    let mut count = 0;
    while let Some(c) = read.next() {
        if count == LONGEST {
            break;
        }
        count += 1;
        let is_next = |pair: &&(&str, &str)| read.peek().is_some_and(|next| pair.0.chars().eq([c, *next]));
        let pair = letters.pairs.iter().find(is_next).map(|(_, plain)| *plain);
        if pair.is_some() {
            read.next();
        }
        let typed = || letters.typed.iter().find(|(letter, _)| *letter == c).map(|(_, plain)| *plain);
        match pair.or_else(typed).or_else(|| OTHERS.iter().find(|(letter, _)| *letter == c).map(|(_, plain)| *plain)) {
            Some(plain) => out.push_str(plain),
            None => out.push(without_accent(c)),
        }
    }
    out
}

/// Letters that are written otherwise, in any language.
const OTHERS: [(char, &str); 2] = [('ß', "ss"), ('ς', "σ")];

/// Whether a character of a word is read: marks that sit on a letter, soft hyphens and what a
/// script has two units for are not.
fn is_read(c: char) -> bool {
    !matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{10000}'..)
}

/// The maker of keys from words: words with the same key are forms of one word.
pub(super) struct Keys {
    /// Nothing where the language has none: then a word is its own key.
    stemmer: Option<Stemmer>,
    /// The ending of most words in the genitive; empty: nothing that is part of the word.
    genitive: &'static str,
    /// Forms of the glossary's words, and the word they are forms of.
    lemmas: Lemmas,
    /// Those of the forms, and of their genitives, that do not begin with the word they are forms of.
    others: Set,
    /// Beginnings of these.
    other_beginnings: HashSet<[u8; SHORTEST_PART], RandomState>,
    /// The endings that a stem leaves out.
    endings: Set,
    /// How long the longest of them is, in bytes.
    longest_ending: usize,
}

type Set = HashSet<String, RandomState>;

/// Forms of words, and the word they are forms of.
pub(super) type Lemmas = HashMap<String, String, RandomState>;

impl Keys {
    /// Keys for a book in a language, with forms from its glossary.
    pub(super) fn new(language: &Language, lemmas: Lemmas) -> Self {
        let genitive = language.genitive.most;
        let other = |(form, lemma): &(&String, &String)| !form.starts_with(lemma.as_str());
        let both = |(form, _): (&String, &String)| [form.clone(), format!("{form}{genitive}")];
        let others: Set = lemmas.iter().filter(other).flat_map(both).collect();
        let other_beginnings = others.iter().filter_map(|word| word.as_bytes().first_chunk().copied()).collect();
        let stemmer = language.search.stemmer;
        let endings = endings(stemmer.map_or(&[], |stemmer| stemmer.endings));
        let stemmer = stemmer.map(|stemmer| Stemmer::create(stemmer.algorithm));
        let longest_ending = endings.iter().map(String::len).max().unwrap_or_default();
        Self { stemmer, genitive, lemmas, others, other_beginnings, endings, longest_ending }
    }

    /// The key of a folded word: the word of the glossary it is a form of, else its stem.
    pub(super) fn key<'a>(&'a self, word: &'a str) -> Cow<'a, str> {
        let bare = || word.strip_suffix(self.genitive).and_then(|bare| self.lemmas.get(bare));
        self.lemmas.get(word).or_else(bare).map_or_else(|| self.stem(word), Cow::from)
    }

    /// Whether a folded word does not begin with its key.
    pub(super) fn is_other(&self, word: &str) -> bool {
        self.others.contains(word)
    }

    /// Whether a text may begin with a word of three bytes or more that does not begin with its key.
    pub(super) fn may_begin_other(&self, text: &str) -> bool {
        text.as_bytes().first_chunk().is_some_and(|beginning| self.other_beginnings.contains(beginning))
    }

    /// Whether this is nothing, or may be what a stem leaves out at the end of its word.
    pub(super) fn is_ending(&self, rest: &str) -> bool {
        rest.is_empty() || (rest.len() <= self.longest_ending && self.endings.contains(rest))
    }

    fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        self.stemmer.as_ref().map_or(Cow::Borrowed(word), |stemmer| stemmer.stem(word))
    }

    /// The forms whose key the stem alone does not give, of them or of their genitives, by their word.
    pub(super) fn irregular(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut out: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut forms: Vec<(&String, &String)> = self.lemmas.iter().collect();
        forms.sort_unstable();
        for (form, lemma) in forms {
            if self.stem(form) != *lemma || self.stem(&format!("{form}{}", self.genitive)) != *lemma {
                out.entry(lemma).or_default().insert(form);
            }
        }
        out
    }
}

/// All that a stem may lack at the end of its word.
fn endings(steps: &[&str]) -> Set {
    let mut out: Set = std::iter::once(String::new()).collect();
    for step in steps {
        let longer = out.iter().flat_map(|before| step.split(' ').map(move |ending| format!("{before}{ending}")));
        let longer: Vec<String> = longer.collect();
        out.extend(longer);
    }
    out
}

/// The words that are not searched for in texts, folded, in order.
pub(super) fn stop_words(language: &Language) -> BTreeSet<String> {
    let words = language.search.stop.iter().flat_map(|words| words.split_whitespace());
    words.map(|word| fold(word, language.letters)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    fn norwegian() -> &'static Language {
        Languages::default().of("nb")
    }

    #[test]
    fn words_are_read_as_they_are_typed_on_any_keyboard() {
        assert!(
            words("§\u{a0}14 og 50\u{a0}prosent", norwegian().letters)
                .eq(words("§ 14 og 50 prosent", norwegian().letters))
        );
        let read = |text: &str| words(text, norwegian().letters).collect::<Vec<_>>().join(" ");
        assert_eq!(read("Pårørende, paarørende og parorende"), "parorende parorende og parorende");
        assert_eq!(read("Lærings- og mestringssenter"), read("laerings og mestringssenter"));
        assert_eq!(read("IA-bedrift «e\u{301}n» arbeids\u{ad}tid"), "ia bedrift en arbeidstid");
        assert_eq!(read("😀 <b>\u{0}"), "b");
    }

    proptest::proptest! {
        #![proptest_config(crate::seeds::properties(256, "tests/regressions/search.txt"))]

        #[test]
        fn a_stem_lacks_nothing_but_endings(word in "[a-z]{1,6}(els|lig|leg|slov|hets|dt|vt)?[a-z]{0,4}(ert|erte|hetenes|ende|ast|ets)?s?") {
            let keys = Keys::new(norwegian(), Lemmas::default());
            let stem = keys.stem(&word);
            let rest = word.strip_prefix(&*stem);
            proptest::prop_assert!(rest.is_some_and(|rest| keys.is_ending(rest)), "{} {}", word, stem);
        }
    }

    #[test]
    fn no_letter_that_every_keyboard_has_is_typed_otherwise() {
        for language in crate::language::TABLE {
            let letters = language.letters;
            assert!(letters.typed.iter().all(|(letter, _)| !letter.is_ascii()), "{}", language.tag);
            assert!(letters.pairs.iter().all(|(pair, _)| pair.chars().count() == 2), "{}", language.tag);
        }
    }

    #[test]
    fn forms_of_the_glossary_come_before_stems() {
        let lemmas = [("bruker", "bruker"), ("brukere", "bruker"), ("sentre", "senter")];
        let keys =
            Keys::new(norwegian(), lemmas.map(|(form, lemma)| (form.into(), lemma.into())).into_iter().collect());
        let of = |word: &'static str| keys.key(word);
        assert_eq!((of("brukere"), of("brukers"), of("bruk")), ("bruker".into(), "bruker".into(), "bruk".into()));
        assert_eq!(of("sentre"), "senter");
        assert_eq!(of("konsulentenes"), of("konsulent"));
        assert!(keys.irregular()["bruker"].iter().eq(["bruker"].iter()));
        let in_language = |tag: &str| Keys::new(Languages::default().of(tag), Lemmas::default());
        assert_eq!(in_language("de").key("konsulenter"), "konsulenter");
        assert_eq!(
            (in_language("en").key("consultants"), in_language("en").key("consulting")),
            ("consult".into(), "consult".into())
        );
    }
}
