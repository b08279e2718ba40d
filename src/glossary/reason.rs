//! Why a word was linked, or was not.

use std::fmt;

/// Reasons for a word to be a mention of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is a form of the title or of a synonym.
    Form,
    /// It is a compound with the term as its first part and this as its last.
    CompoundBefore(Box<str>),
    /// It is a compound with the term as its last part and this as its first.
    CompoundAfter(Box<str>),
    /// A word rule found it: by this clue.
    Rule(Box<str>),
    /// The author has linked it.
    Author,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str("a form of the term"),
            Self::CompoundBefore(last) => write!(f, "a compound, its last part «{last}»"),
            Self::CompoundAfter(first) => write!(f, "a compound, its first part «{first}»"),
            Self::Rule(clue) => write!(f, "by the rule for the word: {clue}"),
            Self::Author => f.write_str("linked by the author"),
        }
    }
}

/// Why a word that looks like a term is not linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// Inside a phrase of `nolink:`.
    InPhrase(Box<str>),
    /// Inside a link, or where the author has refused one.
    InLink,
    /// Inside the title of a work.
    InTitle,
    /// Inside an entry of a list of works.
    InReference,
    /// Inside an address.
    InAddress,
    /// Inside what is struck out.
    StruckOut,
    /// In a heading, or as the term of a definition list.
    InHeading,
    /// In the label of a box to tick.
    InLabel,
    /// Part of a name, as its capital letters show.
    InName,
    /// A first part that hangs on a later word («bruker- og …»).
    Hanging,
    /// Written with other capital letters than the term.
    Capitals,
    /// A word rule spoke against it: by this clue.
    Rule(Box<str>),
    /// A compound that the term may not stand in.
    Compound(Box<str>),
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InPhrase(phrase) => write!(f, "inside «{phrase}», in which nothing is linked"),
            Self::InLink => f.write_str("inside a link, or refused by the author"),
            Self::InTitle => f.write_str("inside the title of a work"),
            Self::InReference => f.write_str("inside a reference"),
            Self::InAddress => f.write_str("inside an address"),
            Self::StruckOut => f.write_str("struck out"),
            Self::InHeading => f.write_str("in a heading"),
            Self::InLabel => f.write_str("in the label of a box to tick"),
            Self::InName => f.write_str("part of a name"),
            Self::Hanging => f.write_str("a first part that hangs on a later word"),
            Self::Capitals => f.write_str("written with other capital letters"),
            Self::Rule(clue) => write!(f, "by the rule for the word: {clue}"),
            Self::Compound(part) => write!(f, "a compound that is not the term: «{part}» is not a part it may have"),
        }
    }
}
