//! Reasons for which a word was linked, or was not.

use crate::said::{Phrase, Say, said};

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

impl Say for Reason {
    fn said(&self) -> Phrase {
        match self {
            Self::Form => said!("a form of the term"),
            Self::CompoundBefore(last) => said!("a compound, its last part «{last}»", last),
            Self::CompoundAfter(first) => said!("a compound, its first part «{first}»", first),
            Self::Rule(clue) => said!("by the rule for the word: {clue}", clue),
            Self::Author => said!("linked by the author"),
        }
    }
}

/// The reason for which a word that looks like a term is not linked.
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
    /// A word rule has nothing that shows that it is the term.
    Unshown,
    /// More words of the sentence are of fields where the word is another one than of those of the term: such a word, and
    /// its field.
    Elsewhere(Box<str>, Box<str>),
    /// A compound that the term may not stand in.
    Compound(Box<str>),
}

impl Say for Held {
    fn said(&self) -> Phrase {
        match self {
            Self::InPhrase(phrase) => said!("inside «{phrase}», in which nothing is linked", phrase),
            Self::InLink => said!("inside a link, or refused by the author"),
            Self::InTitle => said!("inside the title of a work"),
            Self::InReference => said!("inside a reference"),
            Self::InAddress => said!("inside an address"),
            Self::StruckOut => said!("struck out"),
            Self::InHeading => said!("in a heading"),
            Self::InLabel => said!("in the label of a box to tick"),
            Self::InName => said!("part of a name"),
            Self::Hanging => said!("a first part that hangs on a later word"),
            Self::Capitals => said!("written with other capital letters"),
            Self::Rule(clue) => said!("by the rule for the word: {clue}", clue),
            Self::Unshown => said!("by the rule for the word: nothing shows that it is the term"),
            Self::Elsewhere(word, field) => {
                said!("the sentence is about something else: «{word}» ({field})", word, field)
            }
            Self::Compound(part) => said!("a compound that is not the term: «{part}» is not a part it may have", part),
        }
    }
}
