//! «Did you mean»: the nearest of a set of names.
//!
//! In: a name that means nothing, and the names there are. Out: the one that may have been meant.
//!
//! Invariant: a question costs the same however many names there are, so that a book full of faults
//! is told of them about as fast as a sound one is built.

use std::collections::HashSet;

use strsim::osa_distance;

/// So many names are compared with a word.
const MOST: usize = 512;
/// A word of more letters than this is no name that somebody has mistyped.
const LONGEST: usize = 200;

/// The candidate nearest to `word`, if it is near enough to be worth naming: at most a third of
/// the longer word's letters apart (optimal string alignment distance, case folded). Of very many candidates
/// the first are looked at; where there may be so many, a [`NameIndex`] finds those that may be near.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .take(MOST)
        .filter_map(|candidate| {
            let other = candidate.chars().take(2 * LONGEST).count();
            let near_enough = |distance: usize| distance * 3 <= length.max(other).max(3);
            // Each letter that one has more than the other is a change: the many of another length are told at once.
            if !near_enough(length.abs_diff(other)) {
                return None;
            }
            let distance = osa_distance(&word, &candidate.to_lowercase());
            near_enough(distance).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Names as a help lists them: so many that one sees what they are like.
#[must_use]
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 30;
    let mut names = names.into_iter();
    let shown = names.by_ref().take(MOST).collect::<Vec<_>>().join(", ");
    if names.next().is_some() { shown + " …" } else { shown }
}

/// Many names, so that those that may be near a word are found without going through all of them: a slip leaves the
/// beginning or the end of a name as it was.
#[derive(Debug, Default)]
pub struct NameIndex {
    names: Box<[Box<str>]>,
    /// By their letters, and by their letters read backwards.
    orders: [Vec<(Box<str>, u32)>; 2],
}

impl NameIndex {
    /// The names on each side of a word, in each order, that are compared with it.
    const NEIGHBOURS: usize = 32;

    /// An index of names.
    #[must_use]
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Box<[Box<str>]> = names.into_iter().map(Box::from).collect();
        let ordered = |key: fn(&str) -> String| {
            let numbered = (0_u32..).zip(&names).map(|(number, name)| (key(name).into(), number));
            let mut order: Vec<(Box<str>, u32)> = numbered.collect();
            order.sort_unstable();
            order
        };
        let orders = if names.len() > MOST { [ordered(forwards), ordered(backwards)] } else { Default::default() };
        Self { names, orders }
    }

    /// The name nearest to a word, as [`nearest`] tells.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        if self.names.len() <= MOST {
            return nearest(word, self.names.iter().map(|name| &**name));
        }
        let keys = [forwards(word), backwards(word)];
        let mut near: HashSet<u32> = HashSet::new();
        for (order, key) in self.orders.iter().zip(&keys) {
            let at = order.partition_point(|(known, _)| **known < **key);
            let around = at.saturating_sub(Self::NEIGHBOURS)..order.len().min(at + Self::NEIGHBOURS);
            near.extend(order[around].iter().map(|(_, number)| *number));
        }
        nearest(word, near.into_iter().map(|number| &*self.names[number as usize]))
    }

    /// Whether there are no names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

fn forwards(name: &str) -> String {
    name.to_lowercase()
}

fn backwards(name: &str) -> String {
    name.to_lowercase().chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_was_meant_and_nothing_far_off() {
        let keys = ["title", "summary", "sources", "synonyms"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("sumary", keys), Some("summary"));
        assert_eq!(nearest("xyzzy", keys), None);
    }

    #[test]
    fn among_many_a_slip_at_either_end_is_seen() {
        let names: Vec<String> =
            (0..5000).map(|n| format!("kapittel-{n}/{}", "abcdefghij".repeat(1 + n % 3))).collect();
        let index = NameIndex::new(names.iter().map(String::as_str).chain(["samarbeid/Årshjul"]));
        assert_eq!(index.nearest("samarbeid/årshjulet"), Some("samarbeid/Årshjul"));
        assert_eq!(index.nearest("smarbeid/årshjul"), Some("samarbeid/Årshjul"));
        assert_eq!(index.nearest("samarbeid/aarshjul"), Some("samarbeid/Årshjul"));
        assert_eq!(index.nearest("noe helt annet"), None);
        assert_eq!(index.nearest(&"a".repeat(100_000)), None);
    }
}
