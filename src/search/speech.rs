//! Facts of the book's language for the search in the browser.
//!
//! In: the row of the language. Out: [`Speech`], a part of `sok/index.js`. Invariant: the browser
//! knows no language but what stands here.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::language::Language;

/// A language, as the search in the browser needs it.
#[derive(Serialize)]
pub(super) struct Speech {
    /// The stemmer's script.
    stemmer: Option<&'static str>,
    /// Its own letters beside a to z.
    own: &'static str,
    /// Letters, and what they are read as.
    typed: BTreeMap<char, &'static str>,
    /// Pairs of letters, and what they are read as.
    pairs: BTreeMap<&'static str, &'static str>,
    /// The ending of most words in the genitive.
    genitive: &'static str,
    /// Letters that join the parts of a compound; nothing: words are not split.
    joints: Option<&'static [&'static str]>,
    /// Endings that make one kind of word of another.
    derived: &'static [&'static str],
    /// Beginnings that turn a word around.
    turned: &'static [&'static str],
}

impl Speech {
    /// The facts of a language that the browser needs.
    pub(super) fn of(language: &Language) -> Self {
        Self {
            stemmer: language.search.stemmer.map(|stemmer| stemmer.script),
            own: language.letters.own,
            typed: language.letters.typed.iter().copied().collect(),
            pairs: language.letters.pairs.iter().copied().collect(),
            genitive: language.genitive.most,
            joints: language.compounds.map(|compounds| compounds.joints),
            derived: language.search.derived,
            turned: language.search.turned,
        }
    }
}
