//! The places where nothing is linked: phrases, titles of works, references, addresses, names.
//!
//! In: a flat text. Out: its masks, beside those that its inlines brought.
//!
//! Invariant: a mask only takes links away.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::flat::{Flat, Mask, normal};
use super::index::{end_of_form, ending_of};
use super::reason::Held;
use super::rule::{Verdict, WordRules};
use crate::language::{Genitive, Language};
use crate::text::is_word_boundary;

/// The rules of a language that judge what is no term.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Titles of works in quotation marks.
    title: Option<usize>,
    /// Quotations of some words that are no sentence, where a work may stand.
    phrase: Option<usize>,
    /// Dashes in titles without quotation marks.
    subtitle: Option<usize>,
    /// Words with a capital that are part of a name.
    pub(super) name: Option<usize>,
    /// Words without one that are.
    pub(super) body: Option<usize>,
}

impl Marks {
    /// Those of a language.
    pub(super) fn of(rules: &WordRules) -> Self {
        Self {
            title: rules.find("title"),
            phrase: rules.find("phrase"),
            subtitle: rules.find("subtitle"),
            name: rules.find("name"),
            body: rules.find("body"),
        }
    }
}

/// The longest title, in bytes.
const LONGEST_TITLE: usize = 300;
/// The longest entry of a list of works, in bytes.
const LONGEST_ENTRY: usize = 600;
/// How far into a text a reference shows that it is one, in bytes.
const REFERENCE: usize = 300;
/// How much of an address is looked at on each side of a word, in bytes.
const ADDRESS: usize = 120;

/// Quotation marks that open, and what closes them.
const QUOTES: [(char, &[char]); 7] = [
    ('«', &['»']),
    ('“', &['”']),
    ('„', &['“', '”']),
    ('"', &['"']),
    ('”', &['”']),
    ('‹', &['›']),
    ('‘', &['’', '\'']),
];
/// The bytes that one of those that open begins with.
const OPENING_BYTES: [u8; 3] = [b'"', 0xc2, 0xe2];
/// How far into a sentence a title goes before its dash, in bytes.
const BEFORE_DASH: usize = 80;

/// Phrases inside which nothing is linked.
#[derive(Debug)]
pub(super) struct Phrases {
    texts: Vec<Box<str>>,
    written: Vec<Box<str>>,
    automaton: Option<AhoCorasick>,
    genitive: Genitive,
}

impl Phrases {
    pub(super) fn new<P: AsRef<str>>(phrases: &[P], genitive: Genitive) -> Self {
        let mut made = Self { texts: Vec::new(), written: Vec::new(), automaton: None, genitive };
        for phrase in phrases {
            let (lower, cased) = normal(phrase.as_ref());
            if lower.chars().any(char::is_alphanumeric) {
                made.texts.push(lower.into());
                made.written.push(cased.into());
            }
        }
        if !made.texts.is_empty() {
            let texts = made.texts.iter().map(|text| &**text);
            made.automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(texts).ok();
        }
        made
    }

    /// Masks the phrases in a text.
    pub(super) fn mask(&self, flat: &mut Flat) {
        let Some(automaton) = &self.automaton else { return };
        let mut at = 0;
        while let Some(hit) = automaton.find(Input::new(&flat.text).range(at..)) {
            let no = hit.pattern().as_usize();
            let end = self.texts.get(no).and_then(|text| end_of_phrase(&flat.text, text, hit.end(), self.genitive));
            match end.filter(|_| is_word_boundary(&flat.text, hit.start())) {
                Some(end) => {
                    let why = Held::InPhrase(self.written.get(no).cloned().unwrap_or_default());
                    flat.masks.push(Mask { range: hit.start()..end, why });
                    at = end;
                }
                None => at = next_char(&flat.text, hit.start()),
            }
        }
    }
}

/// Where a phrase ends with its genitive; also before a hyphen.
fn end_of_phrase(text: &str, phrase: &str, end: usize, genitive: Genitive) -> Option<usize> {
    end_of_form(text, phrase, end, genitive).or_else(|| {
        let ending = ending_of(phrase, genitive).filter(|ending| text[end..].starts_with(ending));
        let end = ending
            .filter(|ending| text[end + ending.len()..].starts_with('-'))
            .map_or(end, |ending| end + ending.len());
        text[end..].starts_with('-').then_some(end)
    })
}

fn next_char(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// Masks the titles of works, and a text that is an entry of a list of works.
pub(super) fn works(rules: &WordRules, marks: &Marks, language: &Language, flat: &mut Flat) {
    if is_reference(&flat.cased, language.and) {
        flat.masks.push(Mask { range: 0..flat.text.len(), why: Held::InReference });
        return;
    }
    quoted(rules, marks, flat);
    dashed(rules, marks, flat);
}

/// Masks the titles of works in quotation marks.
fn quoted(rules: &WordRules, marks: &Marks, flat: &mut Flat) {
    let Some(title) = marks.title else { return };
    let mut at = 0;
    while let Some(start) = next_opening(&flat.text, at) {
        at = next_char(&flat.text, start);
        let closes = QUOTES.iter().find(|(open, _)| flat.text[start..].starts_with(*open)).map(|(_, closes)| *closes);
        let end = closes.and_then(|closes| {
            flat.text[at..].char_indices().take_while(|(i, _)| *i < LONGEST_TITLE).find(|(_, c)| closes.contains(c))
        });
        let Some((length, _)) = end else { continue };
        let end = at + length;
        let whole = start..next_char(&flat.text, end);
        let is = |rule: usize| matches!(rules.judge(rule, flat, &whole), Verdict::Yes(..));
        let is_title = flat.cased[at..end].starts_with(char::is_uppercase)
            && (is(title) || marks.phrase.is_some_and(|phrase| is_phrase(rules, &flat.text[at..end]) && is(phrase)));
        if is_title {
            flat.masks.push(Mask { range: start..end, why: Held::InTitle });
        }
        at = whole.end;
    }
}

/// The next quotation mark that opens, from a place on.
fn next_opening(text: &str, mut from: usize) -> Option<usize> {
    loop {
        // Most of a text is passed over without reading its letters.
        let at = from + text.as_bytes()[from..].iter().position(|byte| OPENING_BYTES.contains(byte))?;
        let here = text[at..].chars().next()?;
        if QUOTES.iter().any(|(open, _)| *open == here) {
            return Some(at);
        }
        from = at + here.len_utf8();
    }
}

/// Whether what is quoted is some words that are no sentence.
fn is_phrase(rules: &WordRules, quoted: &str) -> bool {
    let is_verb = |word: &str| rules.is_verb(word.trim_matches(|c: char| !c.is_alphanumeric()));
    quoted.contains(' ') && !quoted.ends_with(['.', '!', ',']) && !quoted.split(' ').any(is_verb)
}

/// Masks titles without quotation marks that have a dash: from the sentence's beginning to the words that tell what they
/// are, «X – Y er en veileder».
fn dashed(rules: &WordRules, marks: &Marks, flat: &mut Flat) {
    let Some(subtitle) = marks.subtitle else { return };
    let text = flat.text.as_str();
    let is_between = |at: &usize| text[..*at].ends_with(' ') && text[next_char(text, *at)..].starts_with(' ');
    let dashes: Vec<usize> = text.match_indices('–').map(|(at, _)| at).filter(is_between).collect();
    for dash in dashes {
        let near = crate::source::floor_boundary(&flat.text, dash.saturating_sub(BEFORE_DASH));
        let sentence = flat.text[near..dash].rfind(['.', ':', '!', '?', '\n']).map_or(near, |at| near + at + 1);
        let title = flat.cased[sentence..dash].trim_start();
        let whole = sentence > 0 || near == 0;
        let after = next_char(&flat.text, dash);
        if !whole || !title.starts_with(char::is_uppercase) {
            continue;
        }
        if matches!(rules.judge(subtitle, flat, &(dash..after)), Verdict::Yes(..)) {
            let ends = flat.text[after..].split_inclusive(' ').scan(after, |at, word| {
                let start = std::mem::replace(at, *at + word.len());
                Some((start, word.trim_end()))
            });
            let end = { ends }.find(|(_, word)| rules.tells(word)).map_or(after, |(start, _)| start);
            flat.masks.push(Mask { range: sentence..end, why: Held::InTitle });
        }
    }
}

/// Whether a text is an entry of a list of works: «Eksempel, E. (2020). …», «Eksempel, Eva: … (2020)».
fn is_reference(text: &str, and: &str) -> bool {
    let start = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let Some((name, rest)) = start.split_once(", ").filter(|_| text.len() <= LONGEST_ENTRY) else { return false };
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_name = name.len() < 40 && name.split(['-', ' ']).count() <= 3 && capital(name);
    let first = rest.split([' ', ',']).next().unwrap_or_default();
    let has_initial = first.len() <= 4 && first.ends_with('.');
    let has_colon = rest
        .split_once(':')
        .is_some_and(|(names, _)| names.split_whitespace().all(|word| capital(word) || word == and));
    if !is_name || !capital(first) || !(has_initial || has_colon) {
        return false;
    }
    let early = rest.char_indices().take_while(|(at, _)| *at < REFERENCE);
    let mut digits = 0;
    for (_, c) in early {
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        if digits == 4 {
            return true;
        }
    }
    false
}

/// Whether a word stands in an address: of a page, of a person, of a file, or in a tag.
pub(super) fn in_address(text: &str, range: &Range<usize>) -> bool {
    let before = &text[crate::source::floor_boundary(text, range.start.saturating_sub(ADDRESS))..range.start];
    let after = &text[range.end..crate::source::floor_boundary(text, range.end + ADDRESS)];
    let before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let after = after.split(char::is_whitespace).next().unwrap_or_default();
    let plain = |part: &str| !part.contains(['@', '_', '\\', '/', '.', '#']);
    if plain(before) && plain(after) {
        return false;
    }
    let odd = |part: &str| part.contains(['@', '_', '\\']) || part.contains("//") || part.contains("www.");
    odd(before) || odd(after) || before.ends_with('#') || has_inner_dot(before, true) || has_inner_dot(after, false)
}

/// Whether a full stop stands between two letters, as in `nettsted.no`. The word itself stands at
/// the end of the part before it, or at the beginning of the part after it.
fn has_inner_dot(part: &str, before: bool) -> bool {
    part.match_indices('.').any(|(at, _)| {
        let left = part[..at].chars().next_back();
        let right = part[at + 1..].chars().next();
        let left = left.map_or(!before, char::is_alphanumeric);
        let right = right.map_or(before, char::is_alphabetic);
        left && right
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quotation_mark_that_opens_is_found() {
        for (open, _) in QUOTES {
            let text = format!("â – €\u{a0}§ ord{open}ord");
            assert_eq!(next_opening(&text, 0), text.find(open), "{open}");
            assert_eq!(next_opening(&text, text.len()), None);
        }
    }

    #[test]
    fn references_and_addresses() {
        assert!(is_reference("Eksempel, E. og Li, P. (2020). Brukermedvirkning i praksis.", "og"));
        assert!(is_reference("• Eksempel-Prøve, A. M. 2019. Likepersoner.", "og"));
        assert!(is_reference("4 Eksempel, Eva: Brukermedvirkning i praksis, Forlaget (2009)", "og"));
        assert!(!is_reference("I Bergen, Oslo og Tromsø har vi 2020 likepersoner.", "og"));
        let address = |text: &str| in_address(text, &(text.find("bruker").unwrap()..text.find("bruker").unwrap() + 6));
        for text in [
            "post@bruker.no",
            "bruker.no",
            "se www.bruker.no/x",
            "https://x.no/bruker",
            "#bruker",
            "bruker_id",
            "mappe.bruker",
        ] {
            assert!(address(text), "{text}");
        }
        for text in ["en bruker.", "en bruker. Han", "(bruker)", "pårørende/bruker", "f.eks. bruker", "bruker.2 Og"] {
            assert!(!address(text), "{text}");
        }
    }
}
