//! The index in which the forms of all terms are looked up.
//!
//! In: the names of all terms. Out: for a word of a text, the forms that begin with it.
//!
//! Invariant: a word that begins a form contains a key of the automaton, so a text without
//! a key needs no further look.

use std::collections::HashMap;
use std::collections::hash_map::Entry::Vacant;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};
use foldhash::fast::RandomState;

use super::slips::{Slip, SlipForm, Slips, within};
use crate::document::TermNo;
use crate::kind::{CompoundParts, CompoundUse};
use crate::language::Genitive;
use crate::source::floor_boundary;
use crate::text::{is_word_boundary, is_word_char, one_word, word_from, word_start};

/// Keys of fewer bytes make an automaton that is fast and takes some megabytes; more make a smaller one.
const DFA_BYTES: usize = 20_000;

/// Forms that share so many bytes with their name have one key.
const NEAR: usize = 5;

/// How much of a form is looked at for the slips that its key must be found in spite of, in bytes.
const LOOKED_AT: usize = 16;

/// A title or synonym, as the matcher needs it.
#[derive(Debug)]
pub(super) struct IndexedName {
    pub(super) term: TermNo,
    /// The name itself in lower case.
    pub(super) base: Box<str>,
    /// The name as written.
    pub(super) cased: Box<str>,
    pub(super) case_sensitive: bool,
    /// The number of its rule.
    pub(super) rule: Option<usize>,
    /// Whether some of its forms are the term only where a clue says so.
    pub(super) is_ambiguous: bool,
    pub(super) compounds: CompoundUse,
    /// Its forms in lower case, the longest first.
    pub(super) forms: Vec<Box<str>>,
}

/// A form of a name.
#[derive(Debug)]
pub(super) struct NameForm {
    /// In lower case.
    pub(super) text: Box<str>,
    /// As written.
    pub(super) cased: Box<str>,
    /// The number of the name.
    pub(super) name: usize,
}

/// A form as a text may have it.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundForm<'a> {
    /// In lower case.
    pub(super) text: &'a str,
    /// As written.
    pub(super) cased: &'a str,
    /// The number of the name.
    pub(super) name: usize,
}

impl<'a> From<&'a NameForm> for FoundForm<'a> {
    fn from(form: &'a NameForm) -> Self {
        Self { text: &form.text, cased: &form.cased, name: form.name }
    }
}

/// All forms.
#[derive(Debug)]
pub(super) struct FormIndex {
    pub(super) names: Vec<IndexedName>,
    pub(super) entries: Vec<NameForm>,
    /// The forms that begin with a word, the longest first.
    by_word: HashMap<Box<str>, Vec<u32>, RandomState>,
    /// Names of one word.
    bases: HashMap<Box<str>, u32, RandomState>,
    /// The lengths of such names, the longest first.
    base_lengths: Vec<usize>,
    /// Names that may be the last part of a compound.
    lasts: Vec<u32>,
    keys: Option<AhoCorasick>,
    /// Forms with a letter too few or too many.
    slips: Arc<Slips>,
    /// How the language makes genitives.
    pub(super) genitive: Genitive,
}

impl FormIndex {
    /// An index of names with their forms (in lower case, and as written), and of slips in them.
    pub(super) fn new(
        mut names: Vec<IndexedName>,
        entries: Vec<NameForm>,
        slips: Arc<Slips>,
        genitive: Genitive,
    ) -> Self {
        let mut by_word: HashMap<Box<str>, Vec<u32>, RandomState> = HashMap::default();
        let mut longest_first: Vec<(&NameForm, u32)> = entries.iter().zip(0..).collect();
        longest_first.sort_by_key(|(entry, _)| std::cmp::Reverse(entry.text.len()));
        for (entry, no) in longest_first {
            let word = &entry.text[word_from(&entry.text, 0)];
            by_word.entry(word.into()).or_default().push(no);
            let ending = ending_of(word, genitive).filter(|_| word.len() == entry.text.len());
            if let Some(ending) = ending {
                by_word.entry(format!("{word}{ending}").into()).or_default().push(no);
            }
            if let Some(name) = names.get_mut(entry.name) {
                name.forms.push(entry.text.clone());
            }
        }
        let mut bases: HashMap<Box<str>, u32, RandomState> = HashMap::default();
        let mut base_lengths = Vec::new();
        for (name, no) in names.iter().zip(0u32..).filter(|(name, _)| one_word(&name.base)) {
            if let Vacant(place) = bases.entry(name.base.clone()) {
                place.insert(no);
                base_lengths.push(name.base.len());
            }
        }
        base_lengths.sort_unstable_by(|a, b| b.cmp(a));
        base_lengths.dedup();
        let lasts = (0u32..)
            .zip(&names)
            .filter(|(_, name)| name.compounds.last != CompoundParts::None && one_word(&name.base))
            .map(|(no, _)| no)
            .collect();
        let keys = keys(&names, &slips);
        Self { names, entries, by_word, bases, base_lengths, lasts, keys, slips, genitive }
    }

    /// The next word at or after `from` that may begin a form or contain one, with its range.
    pub(super) fn next_word(&self, text: &str, from: usize) -> Option<std::ops::Range<usize>> {
        let hit = self.keys.as_ref()?.find(Input::new(text).range(from..))?;
        let start = word_start(text, from, hit.start());
        let word = word_from(text, start);
        Some(if word.is_empty() { start..hit.end() } else { word })
    }

    /// The forms that begin with a word, the longest first.
    pub(super) fn beginning_with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = FoundForm<'a>> {
        let all = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        let form = |no: &u32| self.entries.get(*no as usize);
        let as_long = all.partition_point(|no| form(no).is_some_and(|form| form.text.len() >= word.len()));
        let (as_long, shorter) = all.split_at(as_long);
        let written = move |of: &'a [u32]| of.iter().filter_map(form).map(FoundForm::from);
        let misspelt = move |text: Option<&'a str>| {
            let slip = move || Some((text?, self.slip(text?)?.name));
            std::iter::once_with(slip).flatten().map(|(text, name)| FoundForm { text, cased: text, name })
        };
        let of_genitive = misspelt(self.without_ending(word));
        written(as_long).chain(misspelt(Some(word))).chain(written(shorter)).chain(of_genitive)
    }

    /// The form that a word is with a letter too few or too many.
    pub(super) fn slip(&self, word: &str) -> Option<&SlipForm> {
        self.slips.find(word)
    }

    /// The forms that ends of a word are with a letter too few or too many, with where they begin.
    pub(super) fn slips_at_end<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (usize, &'a SlipForm)> {
        self.slips.at_end_of(word)
    }

    /// Whether a word is a form of a term.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.beginning_with(word).any(|entry| entry.text.len() == word.len())
    }

    /// Whether a word is the title or a synonym of a term.
    pub(super) fn is_base(&self, word: &str) -> bool {
        self.bases.contains_key(word)
    }

    /// The names that a compound begins with, the longest first.
    pub(super) fn first_parts<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a IndexedName> {
        let shorter = self.base_lengths.iter().filter(|length| **length < word.len());
        shorter.filter_map(|length| self.bases.get(word.get(..*length)?)).filter_map(|no| self.names.get(*no as usize))
    }

    /// The ending that makes a genitive of a form without more ado.
    pub(super) fn ending_of(&self, form: &str) -> Option<&'static str> {
        ending_of(form, self.genitive)
    }

    /// A word without that ending.
    pub(super) fn without_ending<'w>(&self, word: &'w str) -> Option<&'w str> {
        word.strip_suffix(self.genitive.most).filter(|form| self.ending_of(form).is_some())
    }

    /// The names that may be the last part of a compound, with their numbers.
    pub(super) fn last_parts(&self) -> impl Iterator<Item = (usize, &IndexedName)> {
        self.lasts.iter().filter_map(|no| Some((*no as usize, self.names.get(*no as usize)?)))
    }
}

/// The ending that most words get in the genitive, where this form gets it and it is part of the word.
pub(super) fn ending_of(form: &str, genitive: Genitive) -> Option<&'static str> {
    let takes = !genitive.most.is_empty() && form.ends_with(is_word_char) && !form.ends_with(genitive.hissing);
    takes.then_some(genitive.most)
}

/// A search for the beginnings that every form of a name has, in few bytes.
fn keys(names: &[IndexedName], slips: &Slips) -> Option<AhoCorasick> {
    let mut misspelt: Vec<Vec<&str>> = vec![Vec::new(); names.len()];
    for form in slips.forms() {
        let beginning = beginning(&form.text, LOOKED_AT);
        if let Some(of_name) = misspelt.get_mut(form.name).filter(|of_name| !of_name.contains(&beginning)) {
            of_name.push(beginning);
        }
    }
    let mut keys: Vec<String> =
        names.iter().zip(&misspelt).flat_map(|(name, misspelt)| keys_of(name, misspelt)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| !key.is_empty());
    let bytes: usize = keys.iter().map(String::len).sum();
    let kind = (bytes < DFA_BYTES).then_some(AhoCorasickKind::DFA);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).kind(kind).build(keys).ok()
}

/// The beginnings that every form of a name has; `misspelt` is what the forms begin with in which slips are made.
fn keys_of(name: &IndexedName, misspelt: &[&str]) -> Vec<String> {
    let base = &name.base[word_from(&name.base, 0)];
    let is_near = |word: &str| shared(base, word).len() >= base.len().min(NEAR);
    let words = name.forms.iter().map(|form| &form[word_from(form, 0)]);
    // A form that begins otherwise than the others has a key of its own.
    let (near, far): (Vec<&str>, Vec<&str>) = words.partition(|word| is_near(word));
    let first = near.first().copied().unwrap_or(base);
    let mut common = near.iter().fold(first, |common, word| shared(common, word));
    let short = |word: &str| beginning(word, NEAR + 1).to_owned();
    let mut others: Vec<String> = far.into_iter().map(short).collect();
    let mut near: Vec<String> = near.into_iter().map(str::to_owned).collect();
    let mut slips: Vec<Slip> = misspelt.iter().flat_map(|beginning| within(beginning)).collect();
    slips.sort_by_key(|slip| slip.at);
    for slip in slips {
        // What stands before the slip is enough.
        if slip.at > common.len().max(NEAR + 1) {
            break;
        }
        if is_near(&slip.word) {
            common = shared(common, &slip.word);
            near.push(short(&slip.word));
        } else {
            others.push(short(&slip.word));
        }
    }
    if common.len() >= 3 {
        others.push(common.to_owned());
    } else {
        others.append(&mut near);
        others.extend(misspelt.iter().map(|word| short(word)));
    }
    others
}

/// The first bytes of a word.
fn beginning(word: &str, bytes: usize) -> &str {
    &word[..floor_boundary(word, bytes)]
}

/// The beginning that two words share.
fn shared<'a>(a: &'a str, b: &str) -> &'a str {
    let length =
        a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y).map_or(a.len().min(b.len()), |((at, _), _)| at);
    &a[..length]
}

/// Where a form that ends at `end` ends when a genitive follows; `None` where the word goes on.
pub(super) fn end_of_form(text: &str, form: &str, end: usize, genitive: Genitive) -> Option<usize> {
    if !form.ends_with(is_word_char) {
        return Some(end);
    }
    let rest = text.get(end..)?;
    let after = |length: usize| is_word_boundary(text, end + length).then_some(end + length);
    let ending = if form.ends_with(genitive.hissing) { genitive.after_hissing } else { genitive.most };
    let mut endings = [genitive.any, ending].into_iter().filter(|ending| !ending.is_empty());
    let found = endings.find(|ending| rest.starts_with(ending)).and_then(|ending| after(ending.len()));
    let end = found.or_else(|| after(0))?;
    let goes_on = text[end..].strip_prefix('-').is_some_and(|more| more.starts_with(is_word_char));
    (!goes_on).then_some(end)
}

/// Whether a word hangs on a later one: a hyphen and then no word.
pub(super) fn hangs(text: &str, end: usize) -> bool {
    text[end..].strip_prefix('-').is_some_and(|more| !more.starts_with(is_word_char))
}
