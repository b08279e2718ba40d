//! Splitting compounds into parts that stand as words of their own somewhere.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;
use rayon::prelude::*;
use smol_str::SmolStr;

use super::words::{Keys, SHORTEST_PART as PART};

/// A compound of more parts is not split. This and the number below bound the work, and are the same in the theme's
/// `js/sok/10-ord.js`; they were set by judgement.
const MOST: usize = 5;
/// A longer word is not split.
const LONGEST: usize = 50;

/// The keys of the words that compounds are made of.
#[derive(Debug, Default)]
pub(super) struct KnownParts {
    /// Letters that may join two parts.
    joints: &'static [&'static str],
    keys: HashSet<String, RandomState>,
    /// By the beginning of keys, how long those are that begin so, a bit for each length up to [`LONGEST`]: most texts
    /// begin with none, and are looked up once.
    lengths: HashMap<[u8; PART], u64, RandomState>,
}

/// The keys of parts. Compounds begin alike, so what a thread has met is looked up and not worked out again.
pub(super) struct PartKeys<'a> {
    keys: &'a Keys,
    /// By thread, so that none waits for another.
    met: Vec<Mutex<MetKeys>>,
}

/// Texts, and the key of each.
type MetKeys = HashMap<SmolStr, SmolStr, RandomState>;

/// So many texts a thread remembers before it begins anew: a bound on memory, chosen by hand, not measured.
const REMEMBERED: usize = 50_000;

impl<'a> PartKeys<'a> {
    /// The keys of parts, by those of words.
    pub(super) fn new(keys: &'a Keys) -> Self {
        let threads = rayon::current_num_threads().max(1);
        Self { keys, met: std::iter::repeat_with(Mutex::default).take(threads).collect() }
    }

    /// Those of this thread, until it is done with a word.
    fn of_thread(&self) -> ThreadKeys<'_> {
        let thread = rayon::current_thread_index().unwrap_or(0) % self.met.len();
        let met = self.met[thread].lock().unwrap_or_else(PoisonError::into_inner);
        ThreadKeys { keys: self.keys, met }
    }
}

/// The keys of parts, as one thread has met them.
struct ThreadKeys<'a> {
    keys: &'a Keys,
    met: MutexGuard<'a, MetKeys>,
}

impl ThreadKeys<'_> {
    fn key(&mut self, text: &str) -> SmolStr {
        if let Some(key) = self.met.get(text) {
            return key.clone();
        }
        let key = SmolStr::new(self.keys.key(text));
        if self.met.len() == REMEMBERED {
            self.met.clear();
        }
        self.met.insert(text.into(), key.clone());
        key
    }
}

impl KnownParts {
    /// Finds, in words that stand in the book, those that are no compounds of others.
    /// `words` are folded, each with its key; `stop` are words that no compound is made of.
    pub(super) fn of(
        words: &[(&str, &str)],
        stop: &BTreeSet<String>,
        keys: &PartKeys<'_>,
        joints: &'static [&'static str],
    ) -> Self {
        let mut parts = Self { joints, ..Self::default() };
        let sound = |(word, key): &(&str, &str)| {
            word.len() >= PART && key.len() >= PART && is_plain(word) && !stop.contains(*word)
        };
        let mut candidates: Vec<(&str, &str)> = words.iter().copied().filter(sound).collect();
        candidates.sort_by_key(|(word, _)| word.len());
        // The parts of a word are shorter than it, so words of one length do not need each other.
        for words in candidates.chunk_by(|a, b| a.0.len() == b.0.len()) {
            let simple = |(word, key): &(&str, &str)| {
                let is_new = !parts.keys.contains(*key) && parts.split(word, key, keys).is_none();
                is_new.then(|| (*key).to_owned())
            };
            let found: Vec<String> = words.par_iter().filter_map(simple).collect();
            for key in found {
                parts.add(key);
            }
        }
        parts
    }

    /// Parts that are given.
    #[cfg(test)]
    pub(super) fn given(parts: impl Iterator<Item = String>, joints: &'static [&'static str]) -> Self {
        let mut known = Self { joints, ..Self::default() };
        for key in parts {
            known.add(key);
        }
        known
    }

    fn add(&mut self, key: String) {
        // A longer key is that of no part of a word that is split.
        if let Some(beginning) = key.as_bytes().first_chunk().filter(|_| key.len() <= LONGEST) {
            *self.lengths.entry(*beginning).or_default() |= 1 << key.len();
        }
        self.keys.insert(key);
    }

    /// The keys of the parts, in order.
    pub(super) fn sorted(&self) -> Vec<&str> {
        let mut out: Vec<&str> = self.keys.iter().map(String::as_str).collect();
        out.sort_unstable();
        out
    }

    /// The keys of the parts of a folded word with this key, where parts cover the whole word; else
    /// nothing, as for a word that is a part itself. As few parts as possible, and of those the
    /// longest last.
    pub(super) fn split(&self, word: &str, key: &str, keys: &PartKeys<'_>) -> Option<Vec<String>> {
        Some(self.ways(word, key, keys)?.into_iter().map(|way| way.key.into()).collect())
    }

    /// Where in such a word its parts meet.
    pub(super) fn joints(&self, word: &str, key: &str, keys: &PartKeys<'_>) -> Option<Vec<usize>> {
        Some(self.ways(word, key, keys)?.into_iter().skip(1).map(|way| way.from).collect())
    }

    /// The parts of a word, in order.
    fn ways(&self, word: &str, key: &str, keys: &PartKeys<'_>) -> Option<Vec<SplitWay>> {
        if word.len() < 2 * PART || word.len() > LONGEST || !is_plain(word) || self.keys.contains(key) {
            return None;
        }
        let mut keys = keys.of_thread();
        // By end of a part.
        let mut ways: Vec<Option<SplitWay>> = vec![None; word.len() + 1];
        for from in (0..=word.len() - PART).filter(|from| *from != 1 && *from != 2) {
            let before = match (from, &ways[from]) {
                (0, _) => 0,
                (_, Some(way)) if way.parts < MOST => way.parts,
                _ => continue,
            };
            let stems = self.stems(&word[from..]);
            if stems.is_empty() && !keys.keys.may_begin_other(&word[from..]) {
                continue;
            }
            let ends = from + PART..=word.len();
            for end in ends.filter(|end| *end == word.len() || word.len() - end >= PART) {
                let worse = ways[end].as_ref().is_some_and(|best| best.parts <= before + 1);
                if worse || (from == 0 && end == word.len()) {
                    continue;
                }
                if let Some(key) = self.part(&word[from..end], &stems, end == word.len(), &mut keys) {
                    ways[end] = Some(SplitWay { parts: before + 1, from, key });
                }
            }
        }
        let mut out = Vec::new();
        let mut end = word.len();
        while end > 0 {
            let way = ways[end].take()?;
            end = way.from;
            out.push(way);
        }
        out.reverse();
        Some(out)
    }

    /// How long the keys of parts are that a text begins with.
    fn stems(&self, text: &str) -> Vec<usize> {
        let lengths = text.as_bytes().first_chunk().and_then(|beginning| self.lengths.get(beginning));
        let Some(lengths) = lengths else { return Vec::new() };
        (PART..=text.len()).filter(|end| lengths >> end & 1 == 1 && self.keys.contains(&text[..*end])).collect()
    }

    /// The key of a part; one that is not the last may have letters at its end that join it.
    /// `stems` are the lengths of the keys that the text, or more of the word, begins with.
    fn part(&self, text: &str, stems: &[usize], last: bool, keys: &mut ThreadKeys<'_>) -> Option<SmolStr> {
        let mut known = |text: &str| {
            // Stems are worked out only where the text may have one of these.
            let ends = |stem: &usize| text.get(*stem..).is_some_and(|rest| keys.keys.is_ending(rest));
            let may_be = stems.iter().any(ends) || keys.keys.is_other(text);
            may_be.then(|| keys.key(text)).filter(|key| self.keys.contains(key.as_str()))
        };
        if let Some(key) = known(text) {
            return Some(key);
        }
        let joints = self.joints.iter().filter(|_| !last);
        let bare = joints.filter_map(|joint| text.strip_suffix(joint)).find(|bare| bare.len() >= PART)?;
        known(bare)
    }
}

/// A way to split a word up to a place.
#[derive(Clone)]
struct SplitWay {
    /// The number of parts that lead there.
    parts: usize,
    /// The beginning of the last of them.
    from: usize,
    /// Its key.
    key: SmolStr,
}

/// Whether a word is of the letters that every keyboard has.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_of_known_words_are_split_and_others_are_not() {
        let norwegian = crate::language::Languages::default().of("nb");
        let keys = Keys::new(norwegian, [("bruker".to_owned(), "bruker".to_owned())].into_iter().collect());
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
        let keyed: Vec<_> = words.map(|word| (word, keys.key(word))).into();
        let keyed: Vec<_> = keyed.iter().map(|(word, key)| (*word, &**key)).collect();
        let of_parts = PartKeys::new(&keys);
        let parts = KnownParts::of(&keyed, &BTreeSet::new(), &of_parts, &["s", "e"]);
        let split = |word: &str| parts.split(word, &keys.key(word), &of_parts).map(|parts| parts.join("+"));
        assert_eq!(split("gruppeveiledninger").as_deref(), Some("grupp+veiledning"));
        assert_eq!(split("erfaringskonsulentlonn").as_deref(), Some("erfaring+konsulent+lonn"));
        assert_eq!(split("brukerorganisasjoner").as_deref(), Some("bruker+organisasjon"));
        assert_eq!(split("arbeidstiden").as_deref(), Some("arbeid+tid"));
        assert_eq!((split("konsulenter"), split("lonnsniva"), split("bru")), (None, None, None));
        assert!(!parts.sorted().contains(&"gruppeveiledning"));
    }
}
