//! Questions that may not be asked, and what should not stand in a document: the rules of
//! `sporsmal-lint.yaml`, a model taught by `sporsmal-eksempler.yaml`, and what they find in a question or a text.
//!
//! In: the registers, a question or a text. Out: [`QuestionRules`], [`Finding`]s, [`Doubt`]s, and the script that brings
//! them to a reader's browser.
//!
//! Invariant: `themes/standard/js/skjema/80-vakt.js` finds the same in the same question;
//! `tests/vakt/` holds both to it.

mod examples;
mod model;
mod pattern;
mod read;
mod script;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::language::Letters;
use crate::source::Span;
use pattern::{Lists, Pattern};
use words::{QuestionWord, sentences, words};

pub use examples::{LabelledQuestions, read_examples};
pub use model::{QuestionModel, Reading};
pub use read::read_rules;
pub use script::{See, script};

/// How many words before and after what was found may set it aside.
const BEFORE: usize = 5;
/// See [`BEFORE`].
const AFTER: usize = 3;

/// The words of the book in which a reader is told what the rules find. What is left out is not said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GuardWords {
    /// The heading over what is forbidden.
    pub forbidden: Box<str>,
    /// The heading over what is advised against.
    pub risky: Box<str>,
    /// The text beside a question that is being written.
    pub while_writing: Option<Box<str>>,
    /// The text below what was found in a field of a document.
    pub below_findings: Option<Box<str>>,
    /// The text where nothing is found any more.
    pub nothing_more: Option<Box<str>>,
    /// The text before a forbidden question is added.
    pub before_adding: Option<Box<str>>,
    /// The heading over a question that no rule finds fault with and that the model doubts.
    pub look_again: Option<Box<str>>,
    /// The reason for that.
    pub look_again_why: Option<Box<str>>,
    /// The text before why there is a rule, where it is likely which one the question is about.
    pub look_again_ground: Option<Box<str>>,
}

/// The scores of the model from which on it is listened to, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ModelBounds {
    /// A question with at least this is to be looked at again, where no rule finds anything.
    pub look_again_from: i32,
    /// In a question below this, only what is sure counts of what the rules find.
    pub let_pass_below: i32,
    /// The lead that a ground must have over the next to be named.
    pub name_ground_from: u32,
}

/// The rules for questions that may not be asked.
#[derive(Debug, Clone, Default)]
pub struct QuestionRules {
    /// Lists of words that patterns name, as written.
    lists: BTreeMap<Box<str>, Box<[Box<str>]>>,
    /// Turns of phrase whose words count for nothing: «hva gjør du».
    harmless: Box<[Pattern]>,
    /// Patterns that set the patterns of every rule aside.
    unless: Box<[Pattern]>,
    list: Box<[QuestionRule]>,
    /// Rules for what is written into a document.
    texts: Box<[QuestionRule]>,
    /// Those of the language the register is written in.
    letters: Letters,
    says: GuardWords,
    /// The lists of words, as they are looked for.
    forms: Lists,
    bounds: Option<ModelBounds>,
    model: Option<Arc<QuestionModel>>,
}

/// One thing that may not be asked.
#[derive(Debug, Clone)]
pub struct QuestionRule {
    /// Its name.
    pub id: Box<str>,
    /// Its weight.
    pub level: RuleLevel,
    /// Why, in a sentence or two.
    pub why: Box<str>,
    /// The section of law, where there is one.
    pub law: Option<Box<str>>,
    /// A question to ask instead; of a rule for texts, what to write.
    pub instead: (Box<str>, Span),
    /// The page with more.
    pub see: (Box<str>, Span),
    /// Patterns that count wherever they stand.
    sure: Box<[Pattern]>,
    /// Patterns that count unless something near sets them aside.
    patterns: Box<[Pattern]>,
    /// Patterns that set this rule's patterns aside.
    unless: Box<[Pattern]>,
}

/// The weight of a rule; there is none for «allowed».
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleLevel {
    /// Not to be asked or written.
    Forbidden,
    /// Close to that, or unclear.
    Risky,
}

impl RuleLevel {
    /// The word it is written with.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::Risky => "risky",
        }
    }
}

/// A part of a question that a rule finds fault with.
#[derive(Debug, Clone)]
pub struct Finding<'a> {
    /// The rule.
    pub rule: &'a QuestionRule,
    /// The bytes of the question it is about.
    pub at: Range<usize>,
    /// Whether it counts wherever it stands.
    pub sure: bool,
}

/// A question that no rule finds fault with, and that is like those that may not be asked.
#[derive(Debug, Clone, Copy)]
pub struct Doubt<'a> {
    /// The rule that it is most likely about; nothing where that is not clear.
    pub rule: Option<&'a QuestionRule>,
    /// How much it is like them, in thousandths.
    pub score: i32,
}

/// All that is found in a question.
#[derive(Debug, Clone)]
pub struct Examined<'a> {
    /// The findings of the rules: at most one a rule, what is forbidden first.
    pub findings: Vec<Finding<'a>>,
    /// The doubt of the model, where the rules find nothing.
    pub doubt: Option<Doubt<'a>>,
}

impl QuestionRules {
    /// The rules, in the order of the register.
    #[must_use]
    pub fn rules(&self) -> &[QuestionRule] {
        &self.list
    }

    /// The words in which a reader is told what they find.
    #[must_use]
    pub fn says(&self) -> &GuardWords {
        &self.says
    }

    /// The rules for what is written into a document, in the order of the register.
    #[must_use]
    pub fn text_rules(&self) -> &[QuestionRule] {
        &self.texts
    }

    /// Whether there is a use for a model: bounds say when it is listened to.
    #[must_use]
    pub fn wants_model(&self) -> bool {
        self.bounds.is_some()
    }

    /// A model of questions with labels, as these rules read words.
    #[must_use]
    pub fn train(&self, labelled: &LabelledQuestions) -> QuestionModel {
        QuestionModel::train(labelled, &self.forms, self.letters)
    }

    /// A digest of these questions, and of all of the rules that decides what a model learns from them.
    #[must_use]
    pub fn digest_with(&self, questions: &str) -> [u8; 32] {
        let ids: Vec<&str> = self.list.iter().map(|rule| &*rule.id).collect();
        let read = format!("{ids:?} {:?} {:?} {}", self.lists, self.letters, self.wants_model());
        let mut hasher = blake3::Hasher::new();
        hasher.update(read.as_bytes()).update(questions.as_bytes());
        *hasher.finalize().as_bytes()
    }

    /// The model, where there is one.
    #[must_use]
    pub fn model(&self) -> Option<&Arc<QuestionModel>> {
        self.model.as_ref()
    }

    /// Takes a model that [`QuestionRules::train`] has made.
    pub fn set_model(&mut self, model: Arc<QuestionModel>) {
        self.model = Some(model);
    }

    /// The model's judgement on a question; nothing where there is no model, or too little that it knows.
    #[must_use]
    pub fn read(&self, question: &str) -> Option<Reading> {
        self.model.as_ref()?.read(&words(question, self.letters), &self.forms)
    }

    /// The findings of the rules in a question: at most one a rule, what is forbidden first.
    #[must_use]
    pub fn check(&self, question: &str) -> Vec<Finding<'_>> {
        self.examine(question).findings
    }

    /// All that is found in a question. The rules decide; where they find nothing, the model may have a doubt, and
    /// where it is sure that a question is good, only what is sure counts of what they find.
    #[must_use]
    pub fn examine(&self, question: &str) -> Examined<'_> {
        let mut findings = self.find_all(&self.list, question);
        let mut doubt = None;
        if let (Some(bounds), Some(reading)) = (self.bounds, self.read(question)) {
            if reading.score < bounds.let_pass_below {
                findings.retain(|finding| finding.sure);
            }
            if findings.is_empty() && reading.score >= bounds.look_again_from && self.says.look_again.is_some() {
                let ground = reading.ground.filter(|_| reading.lead >= bounds.name_ground_from);
                doubt = Some(Doubt { rule: ground.and_then(|number| self.list.get(number)), score: reading.score });
            }
        }
        findings.sort_by_key(|finding| finding.rule.level);
        Examined { findings, doubt }
    }

    /// The findings in a text of any length: at most one a rule, what is forbidden first.
    #[must_use]
    pub fn check_text(&self, text: &str) -> Vec<Finding<'_>> {
        let mut found: Vec<Finding<'_>> = Vec::new();
        let mut begin = 0;
        for sentence in sentences(text) {
            let fresh = self.find_all(&self.texts, sentence).into_iter();
            let fresh: Vec<_> = fresh.filter(|new| found.iter().all(|old| old.rule.id != new.rule.id)).collect();
            found.extend(
                fresh.into_iter().map(|found| Finding { at: begin + found.at.start..begin + found.at.end, ..found }),
            );
            begin += sentence.len();
        }
        found.sort_by_key(|finding| finding.rule.level);
        found
    }

    /// The first find of each of these rules.
    fn find_all<'a>(&self, rules: &'a [QuestionRule], text: &str) -> Vec<Finding<'a>> {
        let words = words(text, self.letters);
        let set_aside = self.set_aside(&words);
        rules.iter().filter_map(|rule| self.find(rule, &words, &set_aside)).collect()
    }

    /// By word whether it belongs to a harmless turn of phrase.
    fn set_aside(&self, words: &[QuestionWord]) -> Vec<bool> {
        let mut aside = vec![false; words.len()];
        for pattern in &self.harmless {
            pattern.each(words, &mut |matched| matched.iter().for_each(|i| aside[*i] = true));
        }
        aside
    }

    fn find<'a>(&self, rule: &'a QuestionRule, words: &[QuestionWord], aside: &[bool]) -> Option<Finding<'a>> {
        let sure = rule.sure.iter().find_map(|pattern| pattern.find(words, aside, &mut |_| true));
        let is_sure = sure.is_some();
        let place = sure.or_else(|| {
            let accept = &mut |place: &Range<usize>| !self.is_excused(rule, words, place);
            rule.patterns.iter().find_map(|pattern| pattern.find(words, aside, accept))
        })?;
        let at = words[place.start].at.start..words[place.end - 1].at.end;
        Some(Finding { rule, at, sure: is_sure })
    }

    /// Whether something in these words, or close to them in the same sentence, sets the rule aside.
    fn is_excused(&self, rule: &QuestionRule, words: &[QuestionWord], place: &Range<usize>) -> bool {
        let near = place.start.saturating_sub(BEFORE)..(place.end + AFTER).min(words.len());
        let sentence = words[place.start].sentence;
        let first = near.clone().find(|i| words[*i].sentence == sentence).unwrap_or(place.start);
        let last = near.rev().find(|i| words[*i].sentence == sentence).unwrap_or(place.start);
        let near = &words[first..=last];
        self.unless.iter().chain(&rule.unless).any(|pattern| pattern.is_in(near))
    }
}
