//! The rules as a script that a page loads when a reader adds a question, or fills in a document.
//!
//! In: [`QuestionRules`], and where pages stand. Out: JavaScript. Invariant: patterns go out as written; the
//! browser reads them itself.

use std::collections::BTreeMap;

use serde::Serialize;

use super::model::PackedModel;
use super::pattern::Pattern;
use super::{GuardWords, ModelBounds, QuestionRule, QuestionRules};

#[derive(Serialize)]
struct Out<'a> {
    letters: OutLetters,
    words: &'a BTreeMap<Box<str>, Box<[Box<str>]>>,
    harmless: Vec<&'a str>,
    unless: Vec<&'a str>,
    rules: Vec<OutRule<'a>>,
    texts: Vec<OutRule<'a>>,
    says: &'a GuardWords,
    model: Option<OutModel>,
}

#[derive(Serialize)]
struct OutModel {
    #[serde(flatten)]
    bounds: ModelBounds,
    #[serde(flatten)]
    packed: PackedModel,
}

/// The letters of the language the rules are written in.
#[derive(Serialize)]
struct OutLetters {
    own: &'static str,
    alike: BTreeMap<char, char>,
}

#[derive(Serialize)]
struct OutRule<'a> {
    id: &'a str,
    level: &'a str,
    why: &'a str,
    law: Option<&'a str>,
    instead: &'a str,
    see: Option<See>,
    sure: Vec<&'a str>,
    patterns: Vec<&'a str>,
    unless: Vec<&'a str>,
}

/// The page with more: its title, and its address as seen from the site's folder.
#[derive(Debug, Clone, Serialize)]
pub struct See {
    /// The title.
    pub title: String,
    /// The address.
    pub href: String,
}

/// The script; `page` knows pages by their ids.
#[must_use]
pub fn script<'a>(rules: &'a QuestionRules, page: impl Fn(&str) -> Option<See>) -> String {
    fn texts(patterns: &[Pattern]) -> Vec<&str> {
        patterns.iter().map(|pattern| &*pattern.text).collect()
    }
    let rule = |rule: &'a QuestionRule| {
        let QuestionRule { id, level, why, law, instead, see, sure, patterns, unless } = rule;
        OutRule {
            id,
            level: level.as_str(),
            why,
            law: law.as_deref(),
            instead: &instead.0,
            see: page(&see.0),
            sure: texts(sure),
            patterns: texts(patterns),
            unless: texts(unless),
        }
    };
    let letters = OutLetters { own: rules.letters.own, alike: rules.letters.alike.iter().copied().collect() };
    let out = Out {
        letters,
        words: &rules.lists,
        harmless: texts(&rules.harmless),
        unless: texts(&rules.unless),
        rules: rules.list.iter().map(rule).collect(),
        texts: rules.texts.iter().map(rule).collect(),
        says: &rules.says,
        model: rules
            .bounds
            .zip(rules.model.as_deref())
            .map(|(bounds, model)| OutModel { bounds, packed: model.packed() }),
    };
    // Texts and lists of texts: there is nothing that JSON cannot say.
    let json = serde_json::to_string(&out).unwrap_or_default();
    format!("window.brobygger.questions={json};\n")
}
