//! Finding mentions in a flat text.
//!
//! In: a [`Flat`]. Out: the mentions in it, in order, without overlap; on demand what was held back.
//!
//! Invariant: the longest form that begins at a word wins, whichever term it belongs to.

use std::ops::Range;

use super::Glossary;
use super::compound::{self, Compound};
use super::flat::{BREAK, Flat, OBJECT, UNREAD};
use super::index::{FoundForm, IndexedName, end_of_form, hangs};
use super::mask::{self, Phrases};
use super::reason::{Held, Reason};
use super::rule::Verdict;
use crate::document::TermNo;
use crate::source::floor_boundary;
use crate::text::{is_word_char, word_from};

/// The longest part of a word in parentheses that is looked at, in bytes.
const BRACKETED: usize = 40;

/// How far before a word a name begins that the word is part of, in bytes.
const NAME_BEFORE: usize = 100;

/// A mention in a flat text.
#[derive(Debug, Clone)]
pub(super) struct FoundMention {
    pub(super) range: Range<usize>,
    pub(super) term: TermNo,
    pub(super) why: Reason,
}

/// A word that looks like a term and is not linked.
#[derive(Debug, Clone)]
pub(super) struct HeldWord {
    pub(super) range: Range<usize>,
    pub(super) term: TermNo,
    pub(super) why: Held,
}

/// The findings of a scan.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) found: Vec<FoundMention>,
    /// Words that were held back, where somebody asks.
    pub(super) held: Option<Vec<HeldWord>>,
}

impl Findings {
    fn hold(&mut self, range: Range<usize>, term: TermNo, why: impl FnOnce() -> Held) {
        if let Some(held) = &mut self.held {
            held.push(HeldWord { range, term, why: why() });
        }
    }
}

impl Glossary {
    /// Finds the mentions in a text.
    pub(super) fn scan(&self, flat: &Flat, out: &mut Findings) {
        out.found.clear();
        let mut at = 0;
        while let Some(word) = self.index.next_word(&flat.text, at) {
            at = word.end;
            if let Some(mut found) = self.at_word(flat, &word, out) {
                at = at.max(found.range.end);
                // What a mention takes in before its word is no other mention.
                if out.found.last().is_some_and(|last| last.range.end > found.range.start) {
                    found.range.start = word.start;
                }
                out.found.push(found);
            }
        }
    }

    /// The mention that begins at a word, or is it.
    fn at_word(&self, flat: &Flat, word: &Range<usize>, out: &mut Findings) -> Option<FoundMention> {
        if let Some(whole) = with_brackets(&flat.text, word) {
            return self.bracketed(flat, &whole);
        }
        let text = flat.text.as_str();
        let mut decided = false;
        for entry in self.index.beginning_with(&text[word.clone()]) {
            let name = self.index.names.get(entry.name)?;
            let (range, part) = match self.matched(flat, entry, word.start) {
                Some(range) => (range, None),
                None => match self.before_hyphen(flat, entry, name, word.start) {
                    Some((range, part)) => (range, Some(part)),
                    None => continue,
                },
            };
            decided = true;
            match self.judge(flat, entry, &range) {
                Ok((why, start)) => {
                    let why = part.map_or(why, Reason::CompoundBefore);
                    return Some(FoundMention { range: start..range.end, term: name.term, why });
                }
                Err(why) => out.hold(range, name.term, || why),
            }
        }
        if decided { None } else { self.compound(flat, word, out) }
    }

    /// The mention that a word with its first part in parentheses is, «(bruker)medvirkning».
    fn bracketed(&self, flat: &Flat, range: &Range<usize>) -> Option<FoundMention> {
        let joined: String = flat.text[range.clone()].chars().filter(|c| !matches!(c, '(' | ')')).collect();
        let genitive = self.language.genitive;
        let end = |entry: &FoundForm<'_>| end_of_form(&joined, entry.text, entry.text.len(), genitive);
        let is_whole = |entry: &FoundForm<'_>| end(entry) == Some(joined.len());
        let (name, why) = match self.index.beginning_with(&joined).find(is_whole) {
            Some(entry) => (self.index.names.get(entry.name)?, Reason::Form),
            None => match compound::find(&self.index, &self.heads, &joined) {
                Compound::Before(name, part) => (name, Reason::CompoundBefore(part)),
                Compound::After(name, part) => (name, Reason::CompoundAfter(part)),
                Compound::Form(_) | Compound::Refused(..) | Compound::None => return None,
            },
        };
        let free = !name.case_sensitive && flat.mask(range).is_none() && !hangs(&flat.text, range.end);
        free.then(|| FoundMention { range: range.clone(), term: name.term, why })
    }

    /// Where a name of several words stands before a hyphen and a word that it takes: «Housing First-prosjektet».
    fn before_hyphen(
        &self,
        flat: &Flat,
        entry: FoundForm<'_>,
        name: &IndexedName,
        start: usize,
    ) -> Option<(Range<usize>, Box<str>)> {
        let rest = flat.text[start..].strip_prefix(entry.text)?.strip_prefix('-')?;
        let last = &rest[word_from(rest, 0)];
        let takes = !last.is_empty()
            && entry.text.contains(' ')
            && compound::after_hyphen(&self.index, &self.heads, name, last);
        takes.then(|| (start..start + entry.text.len() + 1 + last.len(), last.into()))
    }

    /// Whether a form that stands in the text is a mention here, and where that begins.
    fn judge(&self, flat: &Flat, entry: FoundForm<'_>, range: &Range<usize>) -> Result<(Reason, usize), Held> {
        let name = &self.index.names[entry.name];
        // Of several words the first shows that it is the name: «FACT ung».
        let capitals = || {
            let (first, others) = entry.cased.split_once(' ').unwrap_or((entry.cased, ""));
            let rest = flat.cased[range.clone()].strip_prefix(first);
            rest.is_some_and(|rest| !others.is_empty() || !rest.contains(char::is_uppercase))
        };
        if name.case_sensitive && !capitals() {
            return Err(Held::Capitals);
        }
        if let Some(mask) = flat.mask(range) {
            return Err(mask.why.clone());
        }
        self.outward(flat, range, name.case_sensitive)?;
        let Some(rule) = name.rule else { return Ok((Reason::Form, range.start)) };
        match self.rules.judge(rule, flat, range) {
            Verdict::Undecided => self.at_home(rule, flat, range).map(|()| (Reason::Form, range.start)),
            Verdict::Yes(clue, start) => self.at_home(rule, flat, range).map(|()| (Reason::Rule(clue.into()), start)),
            Verdict::No(clue) => Err(Held::Rule(clue.into())),
            Verdict::Unshown => Err(Held::Unshown),
        }
    }

    /// The reason against a mention whose sentence is about something else.
    fn at_home(&self, rule: usize, flat: &Flat, range: &Range<usize>) -> Result<(), Held> {
        match self.rules.elsewhere(rule, flat, range) {
            Some((word, field)) => Err(Held::Elsewhere(word.into(), field.into())),
            None => Ok(()),
        }
    }

    /// The reasons against any mention at a place.
    fn outward(&self, flat: &Flat, range: &Range<usize>, case_sensitive: bool) -> Result<(), Held> {
        if hangs(&flat.text, range.end) {
            return Err(Held::Hanging);
        }
        if mask::in_address(&flat.text, range) {
            return Err(Held::InAddress);
        }
        let capital = flat.cased[range.start..].starts_with(char::is_uppercase);
        let rule = if !capital {
            self.marks.body.filter(|_| has_capital(flat, range.start))
        } else if case_sensitive {
            None
        } else {
            self.marks.name
        };
        let is_in_name = rule.is_some_and(|rule| matches!(self.rules.judge(rule, flat, range), Verdict::Yes(..)));
        if is_in_name { Err(Held::InName) } else { Ok(()) }
    }

    /// Masks what is never linked, before a scan; `own`: the phrases of the page that the text stands on.
    pub(super) fn mask(&self, own: &Phrases, flat: &mut Flat) {
        self.phrases.mask(flat);
        own.mask(flat);
        mask::works(&self.rules, &self.marks, self.language, flat);
        flat.close();
    }

    fn compound(&self, flat: &Flat, word: &Range<usize>, out: &mut Findings) -> Option<FoundMention> {
        let range = word.start..self.genitive_apostrophe(&flat.text, word.end);
        let (name, why) = match compound::find(&self.index, &self.heads, &flat.text[word.clone()]) {
            Compound::None => return None,
            Compound::Refused(name, part) => {
                out.hold(range, name.term, || Held::Compound(part));
                return None;
            }
            Compound::Before(name, part) => (name, Reason::CompoundBefore(part)),
            Compound::After(name, part) => (name, Reason::CompoundAfter(part)),
            Compound::Form(name) => (name, Reason::Form),
        };
        // Before a hyphen an abbreviation is one whatever its capitals: «Fact-team».
        let is_abbreviation = || flat.text[word.clone()].contains('-');
        let is_written_so = flat.cased[word.clone()].contains(&*name.cased);
        let held = if name.case_sensitive && !is_written_so && !is_abbreviation() {
            Some(Held::Capitals)
        } else if let Some(mask) = flat.mask(&range) {
            Some(mask.why.clone())
        } else {
            let rule = name.rule.filter(|_| matches!(why, Reason::CompoundBefore(_) | Reason::Form));
            let by_rule = rule.map_or(Verdict::Undecided, |rule| self.rules.judge(rule, flat, &range));
            match by_rule {
                Verdict::No(clue) => Some(Held::Rule(clue.into())),
                Verdict::Unshown => Some(Held::Unshown),
                _ => {
                    let at_home = || rule.map_or(Ok(()), |rule| self.at_home(rule, flat, &range));
                    self.outward(flat, &range, name.case_sensitive).and_then(|()| at_home()).err()
                }
            }
        };
        match held {
            Some(why) => {
                out.hold(range, name.term, || why);
                None
            }
            None => Some(FoundMention { range, term: name.term, why }),
        }
    }

    /// Where a form stands at `start`, with its genitive.
    fn matched(&self, flat: &Flat, entry: FoundForm<'_>, start: usize) -> Option<Range<usize>> {
        let text = flat.text.as_str();
        if !text[start..].starts_with(entry.text) {
            return None;
        }
        let end = end_of_form(text, entry.text, start + entry.text.len(), self.language.genitive)?;
        Some(start..self.bracketed_ending(text, end))
    }

    /// The end of a form that ends at `end`, with an ending in parentheses: «pasient(er)».
    fn bracketed_ending(&self, text: &str, end: usize) -> usize {
        let near = &text[end..floor_boundary(text, end + BRACKETED)];
        let Some((ending, rest)) = near.strip_prefix('(').and_then(|rest| rest.split_once(')')) else { return end };
        let known = self.language.bracketed.contains(&ending) && !rest.starts_with(is_word_char);
        if known { end + ending.len() + 2 } else { end }
    }

    /// The end of a word that ends at `end`, with the apostrophe of a genitive.
    fn genitive_apostrophe(&self, text: &str, end: usize) -> usize {
        let genitive = self.language.genitive;
        let takes = text[..end].ends_with(genitive.hissing) && text[end..].starts_with('\'');
        if takes && word_from(text, end + 1).is_empty() { end + 1 } else { end }
    }
}

/// Whether a word with a capital stands before a place, as near as a name can begin that goes on there.
fn has_capital(flat: &Flat, at: usize) -> bool {
    flat.cased[floor_boundary(&flat.cased, at.saturating_sub(NAME_BEFORE))..at].contains(char::is_uppercase)
}

/// The whole of a word with its first part in parentheses, where `word` is one of the two parts.
fn with_brackets(text: &str, word: &Range<usize>) -> Option<Range<usize>> {
    if let Some(before) = text[..word.start].strip_suffix(')') {
        let near = &before[floor_boundary(before, before.len().saturating_sub(BRACKETED))..];
        let (_, first) = near.rsplit_once('(')?;
        let start = before.len() - first.len() - 1;
        let is_part = !first.is_empty() && first.chars().all(char::is_alphabetic);
        return (is_part && !before[..start].ends_with(is_word_char)).then_some(start..word.end);
    }
    let free = text[..word.start].strip_suffix('(').filter(|free| !free.ends_with(is_word_char))?;
    let last = text[word.end..].strip_prefix(')').map(|_| word_from(text, word.end + 1))?;
    (!last.is_empty()).then_some(free.len()..last.end)
}

/// Whether a form can stand in a text at all.
pub(super) fn can_stand(form: &str) -> bool {
    !form.contains([OBJECT, UNREAD, BREAK]) && !word_from(form, 0).is_empty()
}
