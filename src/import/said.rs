//! Diagnostics about a Word file, with the place in it.
//!
//! Invariant: what did not come along as it stood is said, with the number of the paragraph and its first words; of one
//! thing that is there very often only so often.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};

/// How often one thing is told of.
const MOST: usize = 30;
/// The most letters of a paragraph that name it.
const LETTERS: usize = 40;

/// The number under which something is said of the whole file.
pub(super) const OF_FILE: usize = 0;

/// Everything that there is to say so far.
#[derive(Debug, Default)]
pub(super) struct SaidOfWord {
    /// The paragraph, what became of it, and the way out.
    found: Vec<(usize, Phrase, Phrase)>,
    /// The same of what is told once: the first paragraph, and how many there are.
    counted: Vec<(usize, usize, Phrase, Phrase)>,
    /// The first words of each paragraph.
    words: Vec<Box<str>>,
}

impl SaidOfWord {
    /// Says something of a paragraph.
    pub(super) fn say(&mut self, number: usize, what: Phrase, help: Phrase) {
        let found = (number, what, help);
        if self.found.last() != Some(&found) {
            self.found.push(found);
        }
    }

    /// Says something once of all paragraphs that have it: the first of them, and how many there are.
    pub(super) fn say_of(&mut self, first: usize, count: usize, what: Phrase, help: Phrase) {
        self.counted.push((first, count, what, help));
    }

    /// Keeps the first words of a paragraph.
    pub(super) fn name(&mut self, number: usize, text: &str) {
        if self.words.len() <= number {
            self.words.resize(number + 1, Box::default());
        }
        self.words[number] = first_words(text).into();
    }

    /// A remark on a paragraph, with its number and its first words.
    fn of_paragraph(&self, number: usize, what: &Phrase) -> Phrase {
        match self.words(number) {
            _ if number == OF_FILE => what.clone(),
            "" => said!("paragraph {number}: {what}", number, what),
            words => said!("paragraph {number} («{words}»): {what}", number, words, what),
        }
    }

    /// The first words of a paragraph.
    pub(super) fn words(&self, number: usize) -> &str {
        self.words.get(number).map_or("", |words| words)
    }

    /// Everything that was said, about a file.
    pub(super) fn diagnostics(&self, file: &str) -> Vec<Diagnostic> {
        let mut times: BTreeMap<&Phrase, usize> = BTreeMap::new();
        for (_, what, _) in &self.found {
            *times.entry(what).or_default() += 1;
        }
        let mut told: BTreeMap<&Phrase, usize> = BTreeMap::new();
        let mut out = Vec::new();
        for (number, what, help) in &self.found {
            let count = told.entry(what).or_default();
            *count += 1;
            if *count > MOST {
                continue;
            }
            let more = times.get(what).map_or(0, |times| times.saturating_sub(MOST));
            let said =
                Diagnostic::new(Code::NotTaken, self.of_paragraph(*number, what)).in_file(file).help(help.clone());
            out.push(if *count == MOST && more > 0 {
                said.note(said!("and so {more} times more", more))
            } else {
                said
            });
        }
        for (first, count, what, help) in &self.counted {
            let said =
                Diagnostic::new(Code::NotTaken, self.of_paragraph(*first, what)).in_file(file).help(help.clone());
            out.push(if *count > 1 { said.note(said!("in {count} paragraphs", count)) } else { said });
        }
        out
    }
}

fn first_words(text: &str) -> String {
    let mut out = String::new();
    let mut letters = 0;
    for word in text.split_whitespace() {
        letters += word.chars().count() + 1;
        if letters > LETTERS {
            if out.is_empty() {
                out.extend(word.chars().take(LETTERS));
            }
            out.push_str(" …");
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
