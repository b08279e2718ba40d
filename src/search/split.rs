//! Splitting compounds into parts that stand as words of their own somewhere.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use super::words::Keys;

/// The shortest part.
const PART: usize = 3;
/// A compound of more parts is not split.
const MOST: usize = 5;
/// A longer word is not split.
const LONGEST: usize = 50;

/// The keys of the words that compounds are made of.
#[derive(Debug, Default)]
pub(super) struct Parts {
    keys: HashSet<String>,
    /// Forms of the glossary's words that do not begin with the word.
    forms: HashSet<String>,
}

impl Parts {
    /// Finds, in words that stand in the book, those that are no compounds of others.
    /// `words` are folded and in order; `stop` are words that no compound is made of.
    pub(super) fn of(words: &[&str], stop: &BTreeSet<String>, keys: &Keys) -> Self {
        let mut parts = Self { forms: keys.others(), ..Self::default() };
        let sound = |word: &&str| word.len() >= PART && is_plain(word) && !stop.contains(*word);
        let mut candidates: Vec<&str> = words.iter().copied().filter(sound).collect();
        candidates.sort_by_key(|word| word.len());
        // The parts of a word are shorter than it, so words of one length do not need each other.
        for words in candidates.chunk_by(|a, b| a.len() == b.len()) {
            let simple = |word: &&str| {
                let key = keys.key(word);
                (key.len() >= PART && !parts.keys.contains(&key) && parts.split(word, keys).is_none()).then_some(key)
            };
            let found: Vec<String> = words.par_iter().filter_map(simple).collect();
            parts.keys.extend(found);
        }
        parts
    }

    /// Parts that are given.
    #[cfg(test)]
    pub(super) fn given(parts: impl Iterator<Item = String>, keys: &Keys) -> Self {
        Self { keys: parts.collect(), forms: keys.others() }
    }

    /// The keys of the parts, in order.
    pub(super) fn sorted(&self) -> Vec<&str> {
        let mut out: Vec<&str> = self.keys.iter().map(String::as_str).collect();
        out.sort_unstable();
        out
    }

    /// The keys of a folded word's parts, where parts cover the whole word; else nothing, as for a
    /// word that is a part itself. As few parts as possible, and of those the longest last.
    pub(super) fn split(&self, word: &str, keys: &Keys) -> Option<Vec<String>> {
        if word.len() < 2 * PART || word.len() > LONGEST || !is_plain(word) || self.keys.contains(&keys.key(word)) {
            return None;
        }
        // By end of a part: how many parts lead there, where the last of them begins, and its key.
        let mut ways: Vec<Option<(usize, usize, String)>> = vec![None; word.len() + 1];
        for from in (0..=word.len() - PART).filter(|from| *from != 1 && *from != 2) {
            let before = match (from, &ways[from]) {
                (0, _) => 0,
                (_, Some((count, ..))) if *count < MOST => *count,
                _ => continue,
            };
            let Some(shortest) = self.shortest(&word[from..]) else { continue };
            let ends = from + shortest..=word.len();
            for end in ends.filter(|end| *end == word.len() || word.len() - end >= PART) {
                let worse = ways[end].as_ref().is_some_and(|best| best.0 <= before + 1);
                if worse || (from == 0 && end == word.len()) {
                    continue;
                }
                if let Some(key) = self.part(&word[from..end], end == word.len(), keys) {
                    ways[end] = Some((before + 1, from, key));
                }
            }
        }
        let mut out = Vec::new();
        let mut end = word.len();
        while end > 0 {
            let (_, from, key) = ways[end].take()?;
            out.push(key);
            end = from;
        }
        out.reverse();
        Some(out)
    }

    /// How long the shortest part is that a text may begin with. A stem stands at the beginning of
    /// its word; forms of the glossary may differ from their word further in.
    fn shortest(&self, text: &str) -> Option<usize> {
        (PART..=text.len()).find(|end| self.keys.contains(&text[..*end]) || self.forms.contains(&text[..*end]))
    }

    /// The key of a part; one that is not the last may have an -s or -e at its end that joins it.
    fn part(&self, text: &str, last: bool, keys: &Keys) -> Option<String> {
        let known = |text: &str| Some(keys.key(text)).filter(|key| self.keys.contains(key));
        known(text).or_else(|| {
            let bare = text.strip_suffix(['s', 'e']).filter(|bare| !last && bare.len() >= PART)?;
            known(bare)
        })
    }
}

/// Whether a word is of the letters that every keyboard has.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn compounds_of_known_words_are_split_and_others_are_not() {
        let keys = Keys::new(true, HashMap::from([("bruker".to_owned(), "bruker".to_owned())]));
        let words = [
            "arbeid",
            "bruker",
            "erfaring",
            "gruppe",
            "konsulent",
            "lonn",
            "organisasjon",
            "plassering",
            "tid",
            "veiledning",
            "gruppeveiledning",
        ];
        let parts = Parts::of(&words, &BTreeSet::new(), &keys);
        let split = |word: &str| parts.split(word, &keys).map(|parts| parts.join("+"));
        assert_eq!(split("gruppeveiledninger").as_deref(), Some("grupp+veiledning"));
        assert_eq!(split("erfaringskonsulentlonn").as_deref(), Some("erfaring+konsulent+lonn"));
        assert_eq!(split("brukerorganisasjoner").as_deref(), Some("bruker+organisasjon"));
        assert_eq!(split("arbeidstiden").as_deref(), Some("arbeid+tid"));
        assert_eq!((split("konsulenter"), split("lonnsniva"), split("bru")), (None, None, None));
        assert!(!parts.sorted().contains(&"gruppeveiledning"));
    }
}
