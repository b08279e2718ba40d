//! The features that the model sees of a question: its words, pairs and triples of words where words of a list count as
//! one, the lists themselves, and runs of letters.
//!
//! In: the words of a question. Out: numbers, one for each thing that is there.
//!
//! Invariant: JavaScript makes the same numbers (`questionFeatures` in `80-vakt.js`). A number is all that is kept of a
//! feature; two that share one are the same to the model.

use super::super::pattern::Lists;
use super::super::words::QuestionWord;

/// The numbers there are: two to the power of this.
const BITS: u32 = 20;
/// The lengths of runs of letters.
const RUNS: [usize; 2] = [3, 4];
/// Stands before and after a word, so that a run tells whether it begins or ends one.
const EDGE: char = '_';

/// A sum over letters: FNV-1a, folded to [`BITS`] at the end.
#[derive(Clone, Copy)]
struct Feature(u32);

impl Feature {
    fn of(kind: char) -> Self {
        Self(0x811c_9dc5).letter(kind)
    }

    fn letter(self, letter: char) -> Self {
        Self((self.0 ^ u32::from(letter)).wrapping_mul(0x0100_0193))
    }

    fn text(self, text: &str) -> Self {
        text.chars().fold(self, Self::letter)
    }

    fn number(self) -> u32 {
        (self.0 >> BITS) ^ (self.0 & ((1 << BITS) - 1))
    }
}

/// A word, or the first list that has it.
#[derive(Clone, Copy)]
enum Token<'a> {
    Word(&'a str),
    List(&'a str),
}

impl Token<'_> {
    fn add(self, feature: Feature) -> Feature {
        match self {
            Self::Word(word) => feature.text(word),
            Self::List(name) => feature.letter('<').text(name),
        }
        .letter(' ')
    }
}

/// The features of a question in order, each once.
pub(super) fn features(words: &[QuestionWord], lists: &Lists) -> Vec<u32> {
    let mut found = Vec::new();
    let mut tokens = Vec::with_capacity(words.len());
    for word in words {
        found.push(Feature::of('w').text(&word.text).number());
        let mut token = Token::Word(&word.text);
        for (name, forms) in lists {
            if forms.iter().any(|form| form.fits(&word.text)) {
                found.push(Feature::of('l').text(name).number());
                if let Token::Word(_) = token {
                    token = Token::List(name);
                }
            }
        }
        tokens.push(token);
        runs(&word.text, &mut found);
    }
    for two in words.windows(2) {
        found.push(Feature::of('p').text(&two[0].text).letter(' ').text(&two[1].text).number());
    }
    for some in tokens.windows(2).chain(tokens.windows(3)) {
        found.push(some.iter().fold(Feature::of('t'), |feature, token| token.add(feature)).number());
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The runs of letters of a word.
fn runs(word: &str, found: &mut Vec<u32>) {
    let letters: Vec<char> = std::iter::once(EDGE).chain(word.chars()).chain([EDGE]).collect();
    for length in RUNS {
        let run = |run: &[char]| run.iter().copied().fold(Feature::of('r'), Feature::letter).number();
        found.extend(letters.windows(length).map(run));
    }
}
