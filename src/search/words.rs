//! From text to words, and from words to the keys they are found by.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
    lemmas: HashMap<String, String>,
}

impl Keys {
    /// Keys for a book in Norwegian or another language, with forms from its glossary.
    pub(super) fn new(norwegian: bool, lemmas: HashMap<String, String>) -> Self {
        Self { stemmer: norwegian.then(|| Stemmer::create(Algorithm::Norwegian)), lemmas }
    }

    /// The key of a folded word: the word of the glossary it is a form of, else its stem.
    pub(super) fn key(&self, word: &str) -> String {
        let genitive = || word.strip_suffix('s').and_then(|bare| self.lemmas.get(bare));
        self.lemmas.get(word).or_else(genitive).map_or_else(|| self.stem(word), Clone::clone)
    }

    fn stem(&self, word: &str) -> String {
        self.stemmer.as_ref().map_or_else(|| word.to_owned(), |stemmer| stemmer.stem(word).into_owned())
    }

    /// Whether words are split and stemmed.
    pub(super) fn norwegian(&self) -> bool {
        self.stemmer.is_some()
    }

    /// The forms that do not begin with the word they are forms of.
    pub(super) fn others(&self) -> HashSet<String> {
        let other = |(form, lemma): &(&String, &String)| !form.starts_with(lemma.as_str());
        self.lemmas.iter().filter(other).map(|(form, _)| form.clone()).collect()
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

    #[test]
    fn forms_of_the_glossary_come_before_stems() {
        let lemmas = [("bruker", "bruker"), ("brukere", "bruker"), ("sentre", "senter")];
        let keys = Keys::new(true, lemmas.map(|(form, lemma)| (form.into(), lemma.into())).into());
        let of = |word: &str| keys.key(word);
        assert_eq!((of("brukere"), of("brukers"), of("bruk")), ("bruker".into(), "bruker".into(), "bruk".into()));
        assert_eq!(of("sentre"), "senter");
        assert_eq!(of("konsulentenes"), of("konsulent"));
        assert!(keys.irregular()["bruker"].iter().eq(["bruker"].iter()));
        assert_eq!(Keys::new(false, HashMap::new()).key("konsulenter"), "konsulenter");
    }
}
