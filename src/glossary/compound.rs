//! Compounds: words that a term stands in.
//!
//! In: a word that is no form of a term. Out: the term it is a compound of, and its other part.
//!
//! Invariant: known parts cover the whole word; a term is never found in a piece of a word.

use std::collections::HashMap;

use super::index::{Index, Name, takes_s};
use super::inflection;
use crate::kind::{Compounds, Parts};

/// Last parts of compounds, each line a noun and the code of its inflection.
pub(super) const HEADS: &str = include_str!("nb/heads.txt");

/// Ends of adjectives and participles: «erfaringskonsulent-drevet» is not about a person.
const ADJECTIVAL: &[&str] = &[
    "orientert",
    "orienterte",
    "sentrert",
    "sentrerte",
    "styrt",
    "styrte",
    "rettet",
    "rettede",
    "rettete",
    "vennlig",
    "vennlige",
    "styrkende",
    "opplevd",
    "opplevde",
    "basert",
    "baserte",
    "nær",
    "nære",
    "ert",
    "erte",
    "ende",
    "lig",
    "lige",
    "isk",
    "iske",
    "løs",
    "løse",
    "fri",
    "frie",
    "faglig",
    "faglige",
    "drevet",
    "drevne",
    "ledet",
    "ledede",
    "støttet",
    "tilpasset",
    "tilpassede",
    "messig",
    "messige",
    "aktig",
    "aktige",
    "bar",
    "bare",
    "full",
    "fulle",
];

/// What an abbreviation takes after its hyphen: «DPS-et».
const ENDINGS: &[&str] = &["en", "et", "n", "t", "a", "er", "ene", "ens", "ets", "ers", "enes", "as"];

/// The longest word looked into, in bytes.
const LONGEST: usize = 90;
/// The most parts a last part may itself have.
const DEEPEST: usize = 3;
/// The shortest part, in bytes.
const SHORTEST: usize = 3;

/// The words that may stand last in a compound.
#[derive(Debug)]
pub(super) struct Heads {
    /// From a form to the number of its word.
    forms: HashMap<Box<str>, usize>,
    words: Vec<&'static str>,
}

/// What was found out about a word.
#[derive(Debug)]
pub(super) enum Compound<'a> {
    /// A compound that begins with a name; its last part.
    Before(&'a Name, Box<str>),
    /// A compound that ends with a name; its first part.
    After(&'a Name, Box<str>),
    /// A form of a name, made with a hyphen.
    Form(&'a Name),
    /// It looks like a compound of this name, but has this part.
    Refused(&'a Name, Box<str>),
    /// No name stands in it.
    None,
}

impl Heads {
    /// The shipped list.
    pub(super) fn shipped() -> Self {
        let mut heads = Self { forms: HashMap::new(), words: Vec::new() };
        for line in HEADS.lines() {
            let mut fields = line.split_whitespace();
            let (Some(word), Some(code)) = (fields.next(), fields.next()) else { continue };
            for form in inflection::noun(word, code).unwrap_or_default() {
                heads.forms.entry(form.into()).or_insert(heads.words.len());
            }
            heads.words.push(word);
        }
        heads
    }

    /// No words, for languages without a list.
    pub(super) fn none() -> Self {
        Self { forms: HashMap::new(), words: Vec::new() }
    }

    /// The word that a form belongs to.
    fn word(&self, form: &str) -> Option<&'static str> {
        self.words.get(*self.forms.get(form)?).copied()
    }
}

/// Looks for a name in a word (in lower case).
pub(super) fn find<'a>(index: &'a Index, heads: &Heads, word: &'a str) -> Compound<'a> {
    if word.len() > LONGEST {
        return Compound::None;
    }
    let look = Look { index, heads };
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
    for name in index.last_parts() {
        match look.after(name, word) {
            Some(Fit::Part(part)) => return Compound::After(name, part),
            Some(Fit::Not(part)) => {
                refused.get_or_insert((name, part));
            }
            Some(Fit::Ending) | None => {}
        }
    }
    refused.map_or(Compound::None, |(name, part)| Compound::Refused(name, part))
}

enum Fit {
    /// The other part of the compound.
    Part(Box<str>),
    /// Only an ending.
    Ending,
    /// A part the name may not have.
    Not(Box<str>),
}

struct Look<'a> {
    index: &'a Index,
    heads: &'a Heads,
}

impl Look<'_> {
    /// What follows a name that begins a word.
    fn before(&self, name: &Name, rest: &str) -> Fit {
        let joints: &[&str] = if name.case_sensitive { &["s-", "-"] } else { &["s-", "-", "", "s", "e"] };
        if name.case_sensitive && rest.strip_prefix('-').is_some_and(|ending| ENDINGS.contains(&ending)) {
            return Fit::Ending;
        }
        if name.compounds.first != Parts::None {
            for joint in joints {
                let last = rest.strip_prefix(*joint);
                if let Some(allowed) = last.and_then(|last| self.last_part(&name.compounds, last, joint)) {
                    let last = last.unwrap_or_default().into();
                    return if allowed { Fit::Part(last) } else { Fit::Not(last) };
                }
            }
        }
        Fit::Not(rest.trim_start_matches('-').into())
    }

    /// Whether a last part may stand after a name; `None` where it is no word.
    fn last_part(&self, compounds: &Compounds, last: &str, joint: &str) -> Option<bool> {
        if let Parts::These(listed) = &compounds.first
            && is_among(listed, &[last, last.strip_suffix('s').unwrap_or(last)])
        {
            return Some(true);
        }
        let unknown = || (joint.ends_with('-') && is_free(last)).then_some((last, last));
        let (word, form) = self.known(last, DEEPEST).or_else(unknown)?;
        let listed = match &compounds.first {
            Parts::All => true,
            Parts::These(listed) => is_among(listed, &[word, form]),
            Parts::None => false,
        };
        Some(listed && !is_among(&compounds.first_except, &[word, form]))
    }

    /// What stands before a name that ends a word, or stands in it before a known part.
    fn after(&self, name: &Name, word: &str) -> Option<Fit> {
        let first = self.first_part(name, word)?.trim_end_matches('-');
        if first.is_empty() || !first.chars().all(|c| c.is_alphabetic() || c == '-') {
            return None;
        }
        let readings = [Some(first), first.strip_suffix('s'), first.strip_suffix('e')];
        let mut readings = readings.iter().flatten();
        let allowed = match &name.compounds.last {
            Parts::None => false,
            Parts::These(listed) => readings.any(|reading| is_among(listed, &[reading])),
            Parts::All => {
                let excepted = |reading: &str| name.compounds.last_except.iter().any(|part| reading.ends_with(&**part));
                first.len() >= SHORTEST && !readings.any(|reading| excepted(reading))
            }
        };
        Some(if allowed { Fit::Part(first.into()) } else { Fit::Not(first.into()) })
    }

    /// What of a word stands before a name.
    fn first_part<'w>(&self, name: &Name, word: &'w str) -> Option<&'w str> {
        let before_form = name.forms.iter().find_map(|form| {
            let genitive = || word.strip_suffix('s').filter(|_| takes_s(form))?.strip_suffix(&**form);
            word.strip_suffix(&**form).or_else(genitive)
        });
        before_form.or_else(|| {
            let (first, rest) = word.split_once(&*name.base)?;
            matches!(self.before(name, rest), Fit::Part(_)).then_some(first)
        })
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
        let plain = [Some(last), last.strip_suffix('s').filter(|stem| takes_s(stem)), last.strip_suffix('\'')];
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
            let joined = ["", "s", "e", "-"].into_iter().filter_map(|joint| rest.strip_prefix(joint));
            if joined.into_iter().any(|rest| self.known(rest, depth - 1).is_some()) {
                return Some((part, part));
            }
        }
        None
    }
}

/// Whether a list has one of these parts.
fn is_among(list: &[Box<str>], parts: &[&str]) -> bool {
    list.iter().any(|listed| parts.contains(&&**listed))
}

/// Whether an unknown word may follow a hyphen: letters, and not an adjective.
fn is_free(last: &str) -> bool {
    last.len() >= SHORTEST && last.chars().all(|c| c.is_alphabetic() || c == '-') && !is_adjectival(last)
}

fn is_adjectival(last: &str) -> bool {
    ADJECTIVAL.iter().any(|end| last.ends_with(end))
}
