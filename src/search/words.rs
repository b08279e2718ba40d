//! From text to words, and from words to the keys they are found by.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use foldhash::fast::RandomState;
use rust_stemmers::{Algorithm, Stemmer};

use crate::text::is_word_char;

/// Longer words are cut: nobody types them.
pub(super) const LONGEST: usize = 60;

/// Words that say nothing about what a text is about, in Norwegian and English.
const STOP: &str = include_str!("nb/stop.txt");

/// The words of a text as it has them. A hyphen parts words.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_word_char(c) && c != '\u{ad}').filter(|word| !word.is_empty())
}

/// The words of a text as they are typed without Norwegian letters, each once for every time it
/// stands there.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    tokens(text).map(fold).filter(|word| !word.is_empty())
}

/// A word in small letters without marks: å and aa are a, ø and oe are o, æ and ae are e.
pub(super) fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut letters = word.chars().flat_map(char::to_lowercase).filter(|c| is_read(*c)).peekable();
    let mut count = 0;
    while let Some(c) = letters.next() {
        if count == LONGEST {
            break;
        }
        count += 1;
        let next = letters.peek().copied();
        let (plain, pair) = match (c, next) {
            ('a', Some('a')) => ("a", true),
            ('a', Some('e')) => ("e", true),
            ('o', Some('e')) => ("o", true),
            _ => (plain(c), false),
        };
        if pair {
            letters.next();
        }
        match plain {
            "" => out.push(c),
            plain => out.push_str(plain),
        }
    }
    out
}

/// Whether a character of a word is read: marks that sit on a letter, soft hyphens and what a
/// script has two units for are not.
fn is_read(c: char) -> bool {
    !matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{10000}'..)
}

/// The letter that is typed for another; empty where it is typed as it is.
fn plain(c: char) -> &'static str {
    match c {
        'å' | 'à' | 'á' | 'â' | 'ã' => "a",
        'æ' | 'ä' | 'é' | 'è' | 'ê' | 'ë' => "e",
        'ø' | 'ö' | 'ó' | 'ò' | 'ô' | 'õ' => "o",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'ü' | 'ú' | 'ù' | 'û' => "u",
        'ý' | 'ÿ' => "y",
        'ç' => "c",
        'ñ' => "n",
        'ß' => "ss",
        'ς' => "σ",
        _ => "",
    }
}

/// What makes keys of words: words with the same key are forms of one word.
pub(super) struct Keys {
    /// Nothing where the book's language is not Norwegian: then a word is its own key.
    stemmer: Option<Stemmer>,
    /// Forms of the glossary's words, and the word they are forms of.
    lemmas: Lemmas,
    /// Those of the forms, and of their genitives, that do not begin with the word they are forms of.
    others: Set,
    /// What a stem leaves out.
    endings: Set,
}

type Set = HashSet<String, RandomState>;

/// Forms of words, and the word they are forms of.
pub(super) type Lemmas = HashMap<String, String, RandomState>;

impl Keys {
    /// Keys for a book in Norwegian or another language, with forms from its glossary.
    pub(super) fn new(norwegian: bool, lemmas: Lemmas) -> Self {
        let other = |(form, lemma): &(&String, &String)| !form.starts_with(lemma.as_str());
        let others = lemmas.iter().filter(other).flat_map(|(form, _)| [form.clone(), format!("{form}s")]).collect();
        let stemmer = norwegian.then(|| Stemmer::create(Algorithm::Norwegian));
        Self { stemmer, lemmas, others, endings: endings() }
    }

    /// The key of a folded word: the word of the glossary it is a form of, else its stem.
    pub(super) fn key<'a>(&'a self, word: &'a str) -> Cow<'a, str> {
        let genitive = || word.strip_suffix('s').and_then(|bare| self.lemmas.get(bare));
        self.lemmas.get(word).or_else(genitive).map_or_else(|| self.stem(word), Cow::from)
    }

    /// Whether a folded word does not begin with its key.
    pub(super) fn is_other(&self, word: &str) -> bool {
        self.others.contains(word)
    }

    /// Whether this is nothing, or may be what a stem leaves out at the end of its word.
    pub(super) fn is_ending(&self, rest: &str) -> bool {
        rest.is_empty() || self.endings.contains(rest)
    }

    fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        self.stemmer.as_ref().map_or(Cow::Borrowed(word), |stemmer| stemmer.stem(word))
    }

    /// Whether words are split and stemmed.
    pub(super) fn norwegian(&self) -> bool {
        self.stemmer.is_some()
    }

    /// The forms whose key the stem alone does not give, of them or of their genitives, by their word.
    pub(super) fn irregular(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut out: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut forms: Vec<(&String, &String)> = self.lemmas.iter().collect();
        forms.sort_unstable();
        for (form, lemma) in forms {
            if self.stem(form) != *lemma || self.stem(&format!("{form}s")) != *lemma {
                out.entry(lemma).or_default().insert(form);
            }
        }
        out
    }
}

/// What the Norwegian Snowball stemmer takes away in its third step, in its second and in its first; -erte and -ert
/// become -er.
const ENDINGS: [&str; 3] = [
    "leg eleg ig eig lig elig els lov elov slov hetslov",
    "t",
    "a e ede ande ende ane ene hetene te en heten ar er heter s as es edes endes enes hetenes ens hetens ers ets et \
     het t ast",
];

/// All that a stem may lack at the end of its word.
fn endings() -> Set {
    let mut out: Set = std::iter::once(String::new()).collect();
    for step in ENDINGS {
        let longer = out.iter().flat_map(|before| step.split(' ').map(move |ending| format!("{before}{ending}")));
        let longer: Vec<String> = longer.collect();
        out.extend(longer);
    }
    out
}

/// The words that are not searched for in texts, folded, in order.
pub(super) fn stop_words() -> BTreeSet<String> {
    STOP.split_whitespace().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_typed_on_any_keyboard() {
        assert!(words("§\u{a0}14 og 50\u{a0}prosent").eq(words("§ 14 og 50 prosent")));
        let read = |text: &str| words(text).collect::<Vec<_>>().join(" ");
        assert_eq!(read("Pårørende, paarørende og parorende"), "parorende parorende og parorende");
        assert_eq!(read("Lærings- og mestringssenter"), read("laerings og mestringssenter"));
        assert_eq!(read("IA-bedrift «e\u{301}n» arbeids\u{ad}tid"), "ia bedrift en arbeidstid");
        assert_eq!(read("😀 <b>\u{0}"), "b");
    }

    proptest::proptest! {
        #[test]
        fn a_stem_lacks_nothing_but_endings(word in "[a-z]{1,6}(els|lig|leg|slov|hets|dt|vt)?[a-z]{0,4}(ert|erte|hetenes|ende|ast|ets)?s?") {
            let keys = Keys::new(true, Lemmas::default());
            let stem = keys.stem(&word);
            let rest = word.strip_prefix(&*stem);
            proptest::prop_assert!(rest.is_some_and(|rest| keys.is_ending(rest)), "{} {}", word, stem);
        }
    }

    #[test]
    fn forms_of_the_glossary_come_before_stems() {
        let lemmas = [("bruker", "bruker"), ("brukere", "bruker"), ("sentre", "senter")];
        let keys = Keys::new(true, lemmas.map(|(form, lemma)| (form.into(), lemma.into())).into_iter().collect());
        let of = |word: &'static str| keys.key(word);
        assert_eq!((of("brukere"), of("brukers"), of("bruk")), ("bruker".into(), "bruker".into(), "bruk".into()));
        assert_eq!(of("sentre"), "senter");
        assert_eq!(of("konsulentenes"), of("konsulent"));
        assert!(keys.irregular()["bruker"].iter().eq(["bruker"].iter()));
        assert_eq!(Keys::new(false, Lemmas::default()).key("konsulenter"), "konsulenter");
    }
}
