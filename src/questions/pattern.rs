//! The small language that rules are written in.
//!
//! In: `har|fikk <du> …3 diagnose*`. Out: [`Pattern`], and where it stands among words.
//!
//! Items are separated by spaces. An item is a word, or words to choose from with `|` between:
//! `rus` itself, `rus*` any word that begins so, `*fri` that ends so, `*rus*` that has it, `<du>` one
//! of a list. `…3` is a gap of at most three words (`…` of five), `~6` says that what stands before
//! and after it may come in either order, with at most six words between (`~`: six).
//!
//! Invariant: a pattern never reaches from one sentence into the next, and has at most three gaps
//! of at most twelve words, so that no question takes long.

use std::collections::BTreeMap;
use std::ops::Range;

use super::words::{QuestionWord, words};
use crate::language::Letters;
use crate::said::{Phrase, said};

/// The words that `…` leaves room for.
const GAP: usize = 5;
/// The words that `~` leaves room for.
const EITHER: usize = 6;
/// The widest gap.
const WIDEST: usize = 12;
/// The most gaps of a pattern.
const MOST_GAPS: usize = 3;

/// Words that are looked for.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    /// As written.
    pub(super) text: Box<str>,
    /// The steps that are looked for; two rows of them where the order does not matter.
    ways: Vec<Vec<PatternStep>>,
}

#[derive(Debug, Clone)]
enum PatternStep {
    /// At most so many words.
    Gap(usize),
    /// One of these words.
    Word(Vec<WordForm>),
}

/// The looks of a word.
#[derive(Debug, Clone)]
pub(super) enum WordForm {
    Is(Box<str>),
    Begins(Box<str>),
    Ends(Box<str>),
    Has(Box<str>),
}

impl WordForm {
    // Asked for every word of every question while a model is trained: whichever part of the code the compiler puts it in,
    // it stands where it is asked.
    #[inline]
    pub(super) fn fits(&self, word: &str) -> bool {
        match self {
            Self::Is(text) => word == &**text,
            Self::Begins(text) => word.starts_with(&**text),
            Self::Ends(text) => word.ends_with(&**text),
            Self::Has(text) => word.contains(&**text),
        }
    }
}

/// The words of a list or an item: `rus`, `rus*`, `*fri`, `*rus*`.
///
/// # Errors
/// The fault, in words.
pub(super) fn parse_form(text: &str, letters: Letters) -> Result<WordForm, Phrase> {
    let (ends, rest) = text.strip_prefix('*').map_or((false, text), |rest| (true, rest));
    let (begins, rest) = rest.strip_suffix('*').map_or((false, rest), |rest| (true, rest));
    let folded = match words(rest, letters).as_slice() {
        [word] if rest.chars().all(char::is_alphanumeric) => word.text.clone(),
        _ => return Err(said!("`{text}` is not a word: letters and digits, `*` before or after them", text)),
    };
    if (ends || begins) && folded.chars().count() < 3 {
        return Err(said!("`{text}` fits too many words: write three letters or more beside `*`", text));
    }
    let folded = folded.into();
    Ok(match (ends, begins) {
        (false, false) => WordForm::Is(folded),
        (false, true) => WordForm::Begins(folded),
        (true, false) => WordForm::Ends(folded),
        (true, true) => WordForm::Has(folded),
    })
}

/// Lists of words, by name.
pub(super) type Lists = BTreeMap<Box<str>, Vec<WordForm>>;

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// The fault, in words.
    pub(super) fn parse(text: &str, lists: &Lists, letters: Letters) -> Result<Self, Phrase> {
        let mut sides: Vec<Vec<PatternStep>> = vec![Vec::new()];
        let mut between = 0;
        for item in text.split_whitespace() {
            if let Some(number) = item.strip_prefix('~') {
                between = width(number, EITHER).ok_or_else(|| too_wide(item))?;
                sides.push(Vec::new());
            } else if let (Some(number), Some(side)) = (item.strip_prefix('…'), sides.last_mut()) {
                side.push(PatternStep::Gap(width(number, GAP).ok_or_else(|| too_wide(item))?));
            } else if let Some(side) = sides.last_mut() {
                side.push(PatternStep::Word(choices(item, lists, letters)?));
            }
        }
        sound(&sides)?;
        let ways = match sides.as_slice() {
            [first, second] => {
                let joined = |a: &[PatternStep], b: &[PatternStep]| [a, &[PatternStep::Gap(between)], b].concat();
                vec![joined(first, second), joined(second, first)]
            }
            _ => sides,
        };
        Ok(Self { text: text.into(), ways })
    }

    /// The first words that fit and are accepted: the nearest to the beginning, the shortest.
    pub(super) fn find(
        &self,
        words: &[QuestionWord],
        aside: &[bool],
        accept: &mut dyn FnMut(&Range<usize>) -> bool,
    ) -> Option<Range<usize>> {
        self.ways.iter().find_map(|way| {
            (0..words.len()).find_map(|start| {
                let mut place = None;
                let mut matched = Vec::new();
                let found = &mut |matched: &[usize]| {
                    let range = start..matched.last().map_or(start, |last| last + 1);
                    let accepted = accept(&range);
                    place = accepted.then_some(range);
                    accepted
                };
                try_at(way, words, aside, start, &mut matched, found);
                place
            })
        })
    }

    /// Hands over the words of every place where it stands.
    pub(super) fn each(&self, words: &[QuestionWord], visit: &mut dyn FnMut(&[usize])) {
        for way in &self.ways {
            for start in 0..words.len() {
                let found = &mut |matched: &[usize]| {
                    visit(matched);
                    true
                };
                try_at(way, words, &[], start, &mut Vec::new(), found);
            }
        }
    }

    /// Whether it stands among these words.
    pub(super) fn is_in(&self, words: &[QuestionWord]) -> bool {
        self.find(words, &[], &mut |_| true).is_some()
    }
}

/// Matches the steps from a word on, each gap as short as it can be; `found` says whether that will do.
fn try_at(
    steps: &[PatternStep],
    words: &[QuestionWord],
    aside: &[bool],
    at: usize,
    matched: &mut Vec<usize>,
    found: &mut dyn FnMut(&[usize]) -> bool,
) -> bool {
    let Some((step, rest)) = steps.split_first() else { return found(matched) };
    match step {
        PatternStep::Gap(most) => (at..=at + most).any(|next| try_at(rest, words, aside, next, matched, found)),
        PatternStep::Word(forms) => {
            let Some(word) = words.get(at) else { return false };
            let left = matched.last().is_some_and(|last| words[*last].sentence != word.sentence);
            if left || aside.get(at) == Some(&true) || !forms.iter().any(|form| form.fits(&word.text)) {
                return false;
            }
            matched.push(at);
            let done = try_at(rest, words, aside, at + 1, matched, found);
            matched.pop();
            done
        }
    }
}

fn choices(item: &str, lists: &Lists, letters: Letters) -> Result<Vec<WordForm>, Phrase> {
    let mut forms = Vec::new();
    for choice in item.split('|') {
        match choice.strip_prefix('<').and_then(|name| name.strip_suffix('>')) {
            Some(name) => match lists.get(name) {
                Some(list) => forms.extend(list.iter().cloned()),
                None => return Err(said!("there is no list of words `{name}`", name)),
            },
            None => forms.push(parse_form(choice, letters)?),
        }
    }
    Ok(forms)
}

fn width(number: &str, otherwise: usize) -> Option<usize> {
    if number.is_empty() {
        return Some(otherwise);
    }
    number.parse().ok().filter(|width| (1..=WIDEST).contains(width))
}

fn too_wide(item: &str) -> Phrase {
    said!(
        "`{item}` is not a gap: `…` or `~`, and a number from 1 to {widest} where it is wanted",
        item,
        widest = WIDEST
    )
}

/// Whether words stand at both ends of each side and between its gaps.
fn sound(sides: &[Vec<PatternStep>]) -> Result<(), Phrase> {
    if sides.len() > 2 {
        return Err(said!("`~` may stand once"));
    }
    let is_gap = |step: Option<&PatternStep>| !matches!(step, Some(PatternStep::Word(_)));
    if sides.iter().any(|side| is_gap(side.first()) || is_gap(side.last())) {
        return Err(said!("a pattern begins and ends with a word, and has one on both sides of `~`"));
    }
    if sides.iter().any(|side| side.windows(2).any(|two| is_gap(two.first()) && is_gap(two.last()))) {
        return Err(said!("two gaps in a row are one"));
    }
    let gaps = sides.iter().flatten().filter(|step| is_gap(Some(step))).count() + sides.len() - 1;
    if gaps > MOST_GAPS {
        return Err(said!("a pattern has at most {most_gaps} gaps", most_gaps = MOST_GAPS));
    }
    Ok(())
}
