//! Compounds: words that a term stands in.
//!
//! In: a word that is no form of a term. Out: the term it is a compound of, and its other part.
//!
//! Invariant: known parts cover the whole word; a term is never found in a piece of a word.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::index::{FormIndex, IndexedName};
use crate::kind::{CompoundParts, CompoundUse};
use crate::language::{self, Language};
use crate::text::one_word;

/// The longest word looked into, in bytes.
const LONGEST: usize = 90;
/// The most parts a last part may itself have.
const DEEPEST: usize = 3;
/// The shortest part, in bytes.
const SHORTEST: usize = 3;
/// The shortest part that is looked for apart, in bytes.
const LONGER: usize = 4;

/// The compounds of a language, with the words that may stand last in one.
#[derive(Debug)]
pub(super) struct Heads {
    /// Nothing where the language makes none.
    how: Option<language::Compounds>,
    /// From a form to the number of its word.
    forms: HashMap<Box<str>, usize, RandomState>,
    words: Vec<&'static str>,
}

/// The findings about a word.
#[derive(Debug)]
pub(super) enum Compound<'a> {
    /// A compound that begins with a name; its last part.
    Before(&'a IndexedName, Box<str>),
    /// A compound that ends with a name; its first part.
    After(&'a IndexedName, Box<str>),
    /// A form of a name, made with a hyphen.
    Form(&'a IndexedName),
    /// It looks like a compound of this name, but has this part.
    Refused(&'a IndexedName, Box<str>),
    /// No name stands in it.
    None,
}

impl Heads {
    /// Those of a language.
    pub(super) fn of(language: &'static Language) -> Self {
        let mut heads = Self { how: language.compounds, forms: HashMap::default(), words: Vec::new() };
        let (Some(how), Some(inflection)) = (heads.how, language.inflection) else { return heads };
        for line in how.heads.lines() {
            let mut fields = line.split_whitespace();
            let (Some(word), Some(code)) = (fields.next(), fields.next()) else { continue };
            for form in inflection.noun(word, code).unwrap_or_default() {
                heads.forms.entry(form.into()).or_insert(heads.words.len());
            }
            heads.words.push(word);
        }
        heads
    }

    /// Whether forms of a name are found where they are misspelt.
    pub(super) fn may_be_misspelt(&self, base: &str) -> bool {
        self.how.is_some() && one_word(base)
    }

    /// The ways in which a form that is a compound is often written otherwise: apart, with a hyphen, and without its joint.
    /// `is_known` tells of words that stand by themselves, so that what is apart can be two words.
    pub(super) fn misspellings(&self, base: &str, form: &str, is_known: impl Fn(&str) -> bool) -> Vec<String> {
        let Some(how) = self.how else { return Vec::new() };
        let mut found: Vec<String> = Vec::new();
        let is_cut = |at: &usize| *at >= LONGER && self.word(&base[*at..]).is_some_and(|word| word == &base[*at..]);
        let cut =
            { base.char_indices() }.map(|(at, _)| at).find(is_cut).filter(|at| form.get(..*at) == base.get(..*at));
        let Some(cut) = cut else { return found };
        let (first, last) = form.split_at(cut);
        let bare = how.joints.first().and_then(|joint| first.strip_suffix(joint)).filter(|bare| bare.len() >= LONGER);
        let apart = [Some(first), bare].into_iter().flatten().filter(|first| !is_known(first));
        found.extend(apart.map(|first| format!("{first} {last}")));
        found.extend(bare.map(|bare| format!("{bare}{last}")));
        found.push(format!("{first}-{last}"));
        found
    }

    /// The word that a form belongs to.
    fn word(&self, form: &str) -> Option<&'static str> {
        self.words.get(*self.forms.get(form)?).copied()
    }
}

/// Looks for a name in a word (in lower case).
pub(super) fn find<'a>(index: &'a FormIndex, heads: &Heads, word: &'a str) -> Compound<'a> {
    if word.len() > LONGEST {
        return Compound::None;
    }
    let mut look = CompoundLookup::new(index, heads);
    let mut refused = None;
    for name in index.first_parts(word) {
        let rest = &word[name.base.len()..];
        match look.before(name, rest) {
            Fit::Part(part) => return Compound::Before(name, part),
            Fit::Ending => return Compound::Form(name),
            Fit::Not(part) => {
                refused.get_or_insert((name, part));
            }
        }
    }
    look.slips = slips_at_end(index, word);
    for (no, name) in index.last_parts() {
        match look.after(no, name, word) {
            Some(Fit::Part(part)) => return Compound::After(name, part),
            Some(Fit::Not(part)) => {
                refused.get_or_insert((name, part));
            }
            Some(Fit::Ending) | None => {}
        }
    }
    refused.map_or(Compound::None, |(name, part)| Compound::Refused(name, part))
}

/// Parts that may stand after a name of several words and a hyphen: «Housing First-prosjektet».
pub(super) fn after_hyphen(index: &FormIndex, heads: &Heads, name: &IndexedName, last: &str) -> bool {
    let look = CompoundLookup::new(index, heads);
    name.compounds.first != CompoundParts::None && look.last_part(&name.compounds, last, true) == Some(true)
}

enum Fit {
    /// The other part of the compound.
    Part(Box<str>),
    /// Only an ending.
    Ending,
    /// A part the name may not have.
    Not(Box<str>),
}

struct CompoundLookup<'a> {
    index: &'a FormIndex,
    heads: &'a Heads,
    how: language::Compounds,
    /// The misspelt forms that the word ends with, the longest first.
    slips: Vec<EndingForm>,
}

/// A form that a word ends with.
#[derive(Debug)]
struct EndingForm {
    /// The number of its name.
    name: usize,
    /// Where it begins in the word.
    at: usize,
    /// How long it is, in bytes.
    length: usize,
}

/// The misspelt forms that a word ends with, and those with a genitive, the longest first.
fn slips_at_end(index: &FormIndex, word: &str) -> Vec<EndingForm> {
    let mut found = Vec::new();
    for form in [Some(word), index.without_ending(word)].into_iter().flatten() {
        let ends = index.slips_at_end(form);
        found.extend(ends.map(|(at, slip)| EndingForm { name: slip.name, at, length: form.len() - at }));
    }
    found.sort_by_key(|form| std::cmp::Reverse(form.length));
    found
}

impl<'a> CompoundLookup<'a> {
    fn new(index: &'a FormIndex, heads: &'a Heads) -> Self {
        Self { index, heads, how: heads.how.unwrap_or(NO_COMPOUNDS), slips: Vec::new() }
    }

    /// The part after a name that begins a word.
    fn before(&self, name: &IndexedName, rest: &str) -> Fit {
        let is_ending = |ending| self.how.abbreviations.contains(&ending);
        if name.case_sensitive && is_ending(rest.strip_prefix('-').unwrap_or(rest)) {
            return Fit::Ending;
        }
        if name.compounds.first != CompoundParts::None {
            for last in self.lasts(rest, name.case_sensitive) {
                let hyphenated = rest[..rest.len() - last.len()].ends_with('-');
                if let Some(allowed) = self.last_part(&name.compounds, last, hyphenated) {
                    return if allowed { Fit::Part(last.into()) } else { Fit::Not(last.into()) };
                }
            }
        }
        Fit::Not(rest.trim_start_matches('-').into())
    }

    /// Candidates for the last part in what follows a name: after a hyphen and its joint, after a hyphen, at once,
    /// after a joint. An abbreviation takes a hyphen.
    fn lasts<'w>(&self, rest: &'w str, hyphen: bool) -> impl Iterator<Item = &'w str> {
        let joints = self.how.joints;
        let hyphenated = joints.iter().take(1).filter_map(move |joint| rest.strip_prefix(joint)?.strip_prefix('-'));
        let joined = joints.iter().filter_map(move |joint| rest.strip_prefix(*joint));
        let close = std::iter::once(rest).chain(joined).filter(move |_| !hyphen);
        hyphenated.chain(rest.strip_prefix('-')).chain(close)
    }

    /// Whether a last part may stand after a name; `None` where it is no word.
    fn last_part(&self, compounds: &CompoundUse, last: &str, hyphenated: bool) -> Option<bool> {
        if let CompoundParts::These(listed) = &compounds.first
            && is_among(listed, &[last, last.strip_suffix(self.index.genitive.most).unwrap_or(last)])
        {
            return Some(true);
        }
        let unknown = || (hyphenated && self.is_free(last)).then_some((last, last));
        let (word, form) = self.known(last, DEEPEST).or_else(unknown)?;
        let listed = match &compounds.first {
            CompoundParts::All => true,
            CompoundParts::These(listed) => is_among(listed, &[word, form]),
            CompoundParts::None => false,
        };
        Some(listed && !is_among(&compounds.first_except, &[word, form]))
    }

    /// The part before a name, of this number, that ends a word, or stands in it before a known part.
    fn after(&self, no: usize, name: &IndexedName, word: &str) -> Option<Fit> {
        let first = self.first_part(no, name, word)?.trim_end_matches('-');
        if first.is_empty() || !first.chars().all(|c| c.is_alphabetic() || c == '-') {
            return None;
        }
        let joints = self.how.joints.iter();
        let mut readings = std::iter::once(first).chain(joints.filter_map(|joint| first.strip_suffix(joint)));
        let allowed = match &name.compounds.last {
            CompoundParts::None => false,
            CompoundParts::These(listed) => readings.any(|reading| is_among(listed, &[reading])),
            CompoundParts::All => {
                let excepted = |reading: &str| name.compounds.last_except.iter().any(|part| reading.ends_with(&**part));
                first.len() >= SHORTEST && !readings.any(excepted)
            }
        };
        Some(if allowed { Fit::Part(first.into()) } else { Fit::Not(first.into()) })
    }

    /// The part of a word before a name, of this number.
    fn first_part<'w>(&self, no: usize, name: &IndexedName, word: &'w str) -> Option<&'w str> {
        let slip = self.slips.iter().find(|form| form.name == no);
        let before_form = name.forms.iter().find_map(|form| {
            let genitive = || word.strip_suffix(self.index.ending_of(form)?)?.strip_suffix(&**form);
            Some((form.len(), word.strip_suffix(&**form).or_else(genitive)?))
        });
        let longer = slip.filter(|slip| before_form.is_none_or(|(length, _)| slip.length > length));
        let before_form = longer.and_then(|slip| word.get(..slip.at)).or(before_form.map(|(_, first)| first));
        before_form.or_else(|| {
            let (first, rest) = word.split_once(&*name.base)?;
            matches!(self.before(name, rest), Fit::Part(_)).then_some(first)
        })
    }

    /// Whether an unknown word may follow a hyphen: letters, and not an adjective.
    fn is_free(&self, last: &str) -> bool {
        let is_adjectival = || self.how.adjectival.iter().any(|end| last.ends_with(end));
        last.len() >= SHORTEST && last.chars().all(|c| c.is_alphabetic() || c == '-') && !is_adjectival()
    }

    /// The word of the first part of a known last part, and that part as it stands; a last part
    /// may itself be a compound of known words.
    fn known<'w>(&self, last: &'w str, depth: usize) -> Option<(&'w str, &'w str)>
    where
        Self: 'w,
    {
        if last.len() < SHORTEST {
            return None;
        }
        let plain = [Some(last), self.index.without_ending(last), last.strip_suffix('\'')];
        for form in plain.into_iter().flatten() {
            if let Some(word) = self.heads.word(form) {
                return Some((word, form));
            }
            if self.index.knows(form) {
                return Some((form, form));
            }
        }
        if depth < 2 {
            return None;
        }
        let cuts = last.char_indices().map(|(at, _)| at).filter(|at| *at >= SHORTEST);
        for at in cuts {
            let (part, rest) = last.split_at(at);
            if self.heads.word(part) != Some(part) && !self.index.is_base(part) {
                continue;
            }
            let joints = [""].into_iter().chain(self.how.joints.iter().copied()).chain(["-"]);
            let joined = joints.filter_map(|joint| rest.strip_prefix(joint));
            if { joined }.any(|rest| self.known(rest, depth - 1).is_some()) {
                return Some((part, part));
            }
        }
        None
    }
}

/// How compounds are made where the language makes none.
const NO_COMPOUNDS: language::Compounds =
    language::Compounds { joints: &[], heads: "", breaks: "", adjectival: &[], abbreviations: &[] };

/// Whether a list has one of these parts.
fn is_among(list: &[Box<str>], parts: &[&str]) -> bool {
    list.iter().any(|listed| parts.contains(&&**listed))
}
