//! Classes of words: how one may be called, how its words are declared, and which words have it by how they end.
//!
//! In: names, words and endings, as a language or a book declares them. Out: what they mean, or the classes of a word.
//!
//! Invariant: a word has the classes of every ending it has, and is itself more than the ending.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Classes;
use crate::said::{Phrase, said};

/// Whether a class or field of a book can be called so.
pub(super) fn is_class_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase())
}

/// The fault of a class or field of a book that cannot be called so, and the way out.
pub(super) fn bad_class_name(name: &str) -> (Phrase, Phrase) {
    let help = said!("write another name, in capital letters A–Z; the language has classes of its own");
    (said!("`{name}` cannot name a class of the book's words", name), help)
}

/// A word of a class or field as a book declares it, in small letters.
pub(super) enum DeclaredWord {
    /// `word`
    Whole(Box<str>),
    /// `beginning*`
    Beginning(Box<str>),
    /// `*ending`
    Ending(Box<str>),
}

impl DeclaredWord {
    pub(super) fn read(word: &str) -> Self {
        let lower = word.to_lowercase();
        match (lower.strip_prefix('*'), lower.strip_suffix('*')) {
            (Some(ending), _) => Self::Ending(ending.into()),
            (None, Some(beginning)) => Self::Beginning(beginning.into()),
            (None, None) => Self::Whole(lower.into()),
        }
    }
}

/// Endings of words and their classes, by the last byte: of the many, a word is held against few.
#[derive(Debug, Default)]
pub(super) struct EndingClasses(HashMap<u8, Vec<(Box<str>, Classes)>, RandomState>);

impl EndingClasses {
    /// Words that end so are of these classes too. `None` for no ending.
    pub(super) fn add(&mut self, ending: &str, classes: Classes) -> Option<()> {
        let alike = self.0.entry(*ending.as_bytes().last()?).or_default();
        match alike.iter_mut().find(|(known, _)| **known == *ending) {
            Some((_, known)) => *known |= classes,
            None => alike.push((ending.into(), classes)),
        }
        Some(())
    }

    /// Every ending with its classes, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Classes)> {
        self.0.values().flatten().map(|(ending, classes)| (&**ending, *classes))
    }

    /// The classes of every ending.
    pub(super) fn classes_mut(&mut self) -> impl Iterator<Item = &mut Classes> {
        self.0.values_mut().flatten().map(|(_, classes)| classes)
    }

    /// The classes of a word by its endings.
    pub(super) fn of(&self, word: &str) -> Classes {
        let alike = word.as_bytes().last().and_then(|last| self.0.get(last));
        let is_so = |pair: &&(Box<str>, Classes)| ends(word, &pair.0);
        alike.into_iter().flatten().filter(is_so).fold(0, |all, (_, classes)| all | classes)
    }
}

/// Whether a word ends so, and is more than the ending.
pub(super) fn ends(word: &str, ending: &str) -> bool {
    word.len() > ending.len() + 1 && word.ends_with(ending)
}
