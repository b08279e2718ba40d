//! The model beside the patterns: how much a question is like those that may not be asked.
//!
//! In: questions with labels ([`LabelledQuestions`]), or one question. Out: a [`QuestionModel`]; a [`Reading`].
//!
//! It knows nothing of the law and explains nothing: it weighs words, and was taught by examples.
//!
//! Invariant: weights are whole numbers, so that JavaScript reads a question to the same score to the last unit
//! (`readQuestion` in `80-vakt.js`); `tests/vakt/model.jsonl` holds both to it.

mod features;
mod packed;
mod train;

use std::collections::BTreeMap;

use super::examples::LabelledQuestions;
use super::pattern::Lists;
use super::words::{QuestionWord, words};
use crate::language::Letters;
use features::features;
pub(super) use packed::PackedModel;
use train::{TrainingQuestion, count, weights};

/// A feature that fewer questions have says nothing.
const FEWEST: usize = 2;
/// A question of fewer words is one that is still being written.
const FEWEST_WORDS: usize = 3;
/// The share of a question's features that must be known, as so many of so many: one in another language has fewer.
const LEAST_KNOWN: (usize, usize) = (2, 5);
/// The units of a weight of 1.
const UNITS: f64 = 6.0;
/// The parts that a score counts.
const PARTS: f64 = 1000.0;
/// The most that a feature can say for a ground.
const LOUDEST: u32 = 16;
/// Weight of a feature for a ground that all grounds share alike.
const SHARED: u32 = 3;

/// A model that was learnt from questions with labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionModel {
    /// The features that weigh something, by number.
    known: Vec<Known>,
    /// The score of a question without any, in thousandths.
    bias: i32,
}

/// The weight of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    feature: u32,
    weight: i32,
    /// The ground that it speaks for where it weighs against a question, as the number of a rule, and how loud.
    voice: Option<(u32, u32)>,
}

/// The reading of a question by the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// In thousandths: above 0 it is more like those that may not be asked, at 1000 very much so.
    pub score: i32,
    /// The rule it is most likely about, as its number.
    pub ground: Option<usize>,
    /// How much louder that ground is than the next.
    pub lead: u32,
}

impl QuestionModel {
    /// A model of the questions.
    pub(super) fn train(labelled: &LabelledQuestions, lists: &Lists, letters: Letters) -> Self {
        let read = |text: &str| features(&words(text, letters), lists);
        let rows: Vec<(Vec<u32>, Option<usize>)> =
            labelled.list.iter().map(|question| (read(&question.text), question.ground)).collect();
        let counted = Counted::of(&rows);
        let questions: Vec<TrainingQuestion> = rows
            .iter()
            .map(|(features, ground)| TrainingQuestion {
                features: features.iter().filter_map(|feature| counted.place(*feature)).collect(),
                value: 1.0 / count(features.len().max(1)).sqrt(),
                allowed: ground.is_none(),
            })
            .collect();
        let (weights, bias) = weights(&questions, counted.features.len());
        let voices = counted.voices(&rows);
        let known = counted.features.iter().zip(&weights).zip(voices);
        let known = known.map(|((feature, weight), voice)| {
            let weight = whole(weight * UNITS);
            Known { feature: *feature, weight, voice: voice.filter(|_| weight > 0) }
        });
        Self { known: known.filter(|known| known.weight != 0).collect(), bias: whole(bias * PARTS) }
    }

    /// Judgement on the words of a question; nothing where there are too few, or too few that it knows.
    pub(super) fn read(&self, words: &[QuestionWord], lists: &Lists) -> Option<Reading> {
        let features = features(words, lists);
        let known: Vec<&Known> = features.iter().filter_map(|feature| self.find(*feature)).collect();
        let (of, all) = LEAST_KNOWN;
        if words.len() < FEWEST_WORDS || known.len() * all < features.len() * of {
            return None;
        }
        let mut sum = 0;
        let mut voices: BTreeMap<u32, u32> = BTreeMap::new();
        for known in known {
            sum += known.weight;
            if let Some((ground, loud)) = known.voice {
                *voices.entry(ground).or_default() += loud;
            }
        }
        let score = (f64::from(sum) * (PARTS / UNITS) / count(features.len()).sqrt()).floor();
        let loudest = voices.iter().max_by_key(|(ground, loud)| (**loud, std::cmp::Reverse(**ground)));
        let others = voices.iter().filter(|(ground, _)| loudest.is_none_or(|(first, _)| first != *ground));
        let next = others.map(|(_, loud)| *loud).max().unwrap_or(0);
        Some(Reading {
            score: whole(score) + self.bias,
            ground: loudest.and_then(|(ground, _)| usize::try_from(*ground).ok()),
            lead: loudest.map_or(0, |(_, loud)| loud - next),
        })
    }

    fn find(&self, feature: u32) -> Option<&Known> {
        let at = self.known.binary_search_by_key(&feature, |known| known.feature).ok()?;
        self.known.get(at)
    }
}

/// The nearest whole number of one that is small.
#[expect(clippy::cast_possible_truncation, reason = "a cast from f64 stays within i32")]
fn whole(number: f64) -> i32 {
    number.round() as i32
}

/// The features that enough questions have, in order.
struct Counted {
    features: Vec<u32>,
}

impl Counted {
    fn of(rows: &[(Vec<u32>, Option<usize>)]) -> Self {
        let mut all: Vec<u32> = rows.iter().flat_map(|(features, _)| features.iter().copied()).collect();
        all.sort_unstable();
        let features = all.chunk_by(|a, b| a == b).filter(|same| same.len() >= FEWEST).map(|same| same[0]).collect();
        Self { features }
    }

    fn place(&self, feature: u32) -> Option<u32> {
        u32::try_from(self.features.binary_search(&feature).ok()?).ok()
    }

    /// By feature the ground that most of the questions with it that may not be asked share, and how loud it says so.
    fn voices(&self, rows: &[(Vec<u32>, Option<usize>)]) -> Vec<Option<(u32, u32)>> {
        let mut said: Vec<(u32, u32)> = Vec::new();
        for (features, ground) in rows {
            let Some(ground) = ground.and_then(|ground| u32::try_from(ground).ok()) else { continue };
            said.extend(features.iter().filter_map(|feature| Some((self.place(*feature)?, ground))));
        }
        said.sort_unstable();
        let mut voices = vec![None; self.features.len()];
        for of_feature in said.chunk_by(|a, b| a.0 == b.0) {
            let all = u32::try_from(of_feature.len()).unwrap_or(u32::MAX);
            let grounds = of_feature.chunk_by(|a, b| a.1 == b.1).map(|same| (same.len(), same[0].1));
            let most = grounds.max_by_key(|(many, ground)| (*many, std::cmp::Reverse(*ground)));
            let Some((many, ground)) = most.filter(|(many, _)| *many >= FEWEST) else { continue };
            let loud = (LOUDEST * u32::try_from(many).unwrap_or(u32::MAX) / (all + 2)).saturating_sub(SHARED);
            voices[of_feature[0].0 as usize] = (loud > 0).then_some((ground, loud));
        }
        voices
    }
}
