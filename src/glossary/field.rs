//! Fields of words: what a sentence is about, as far as its words tell it.
//!
//! In: the fields that a book declares. Out: [`Fields`], which know the fields of a word, and what is wrong with them.
//!
//! Invariant: a word is looked up once, however many fields there are.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Classes;
use super::class::{DeclaredWord, EndingClasses, bad_class_name, is_class_name};
use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};
use crate::schema::ValuePlace;
use crate::vocabulary::{WordClass, declare};

/// Beginnings of words, with the fields of the words that begin so.
type Beginnings = Vec<(Box<str>, Classes)>;

/// The fields of a book.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// As declared; each has the bit of its place.
    pub(super) declared: Vec<WordClass>,
    words: HashMap<Box<str>, Classes, RandomState>,
    /// By their first two bytes: of the many, a word is held against few.
    beginnings: HashMap<[u8; 2], Beginnings, RandomState>,
    endings: EndingClasses,
}

impl Fields {
    /// The fields that a book declares. One that cannot be named so, or that there is no bit left for, is told of and left
    /// out, and so is a class among its words.
    pub(super) fn new(
        declared: &[WordClass],
        is_taken: impl Fn(&str) -> bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut fields = Self::default();
        for field in declared {
            let bit = u32::try_from(fields.declared.len()).ok().and_then(|no| Classes::checked_shl(1, no));
            let Some(bit) = bit.filter(|_| is_class_name(&field.name) && !is_taken(&field.name)) else {
                let (message, help) = bad_class_name(&field.name);
                diagnostics.push(Diagnostic::new(Code::BadPattern, message).help(help).at(field.at, Phrase::default()));
                continue;
            };
            for word in field.words.split_whitespace() {
                if word.starts_with('@') {
                    let help = said!("write its words themselves");
                    let message = said!("a field takes in no class of words: `{word}`", word);
                    let said = Diagnostic::new(Code::BadPattern, message).help(help);
                    diagnostics.push(said.at(field.at, Phrase::default()));
                    continue;
                }
                fields.add(word, bit);
            }
            fields.declared.push(field.clone());
        }
        fields
    }

    fn add(&mut self, word: &str, field: Classes) {
        match DeclaredWord::read(word) {
            DeclaredWord::Whole(word) => *self.words.entry(word).or_default() |= field,
            DeclaredWord::Beginning(beginning) => {
                self.beginnings.entry(first_two(&beginning)).or_default().push((beginning, field));
            }
            DeclaredWord::Ending(ending) => {
                self.endings.add(&ending, field);
            }
        }
    }

    /// The fields of a word.
    pub(super) fn of(&self, word: &str) -> Classes {
        // A beginning of one byte lies under that alone.
        let starts = [first_two(word), [first_two(word)[0], 0]];
        let alike = starts.iter().filter_map(|start| self.beginnings.get(start)).flatten();
        let begins = alike.filter(|(beginning, _)| word.starts_with(&**beginning));
        begins.fold(self.words.get(word).copied().unwrap_or(0), |all, (_, field)| all | field) | self.endings.of(word)
    }

    /// The name of one of these fields.
    pub(super) fn name_of(&self, fields: Classes) -> &str {
        self.declared.get(fields.trailing_zeros() as usize).map_or("", |field| &field.name)
    }

    /// The fields that a term names.
    pub(super) fn named(
        &self,
        names: &[Box<str>],
        place: ValuePlace<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Classes {
        let known = || self.declared.iter().map(|field| field.name.as_str());
        let bit = |(i, name): (usize, &str)| {
            if let Some(no) = known().position(|known| known == name) {
                return 1 << no;
            }
            let said = Diagnostic::new(Code::BadPattern, said!("there is no field of words `{name}`", name))
                .help(declare(name, "fields", known()));
            diagnostics.push(match place.item(i).span() {
                Some(at) => said.at(at, Phrase::default()),
                None => said,
            });
            0
        };
        { (0..).zip(names.iter().map(|name| &**name)) }.map(bit).fold(0, |all, bit| all | bit)
    }
}

/// The first two bytes of a word, 0 where there is none.
fn first_two(word: &str) -> [u8; 2] {
    [0, 1].map(|at| word.as_bytes().get(at).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn field(name: &str, words: &str) -> WordClass {
        WordClass { name: name.into(), words: words.into(), at: Span { file: FileId(0), start: 0, end: 0 } }
    }

    #[test]
    fn a_word_is_of_every_field_that_names_it_or_how_it_begins_or_ends() {
        let declared = [field("SPORT", "fotball* Kamper *mesterskapet"), field("SEA", "båt* kamper *skapet")];
        let fields = Fields::new(&declared, |_| false, &mut Vec::new());
        let of = |word: &str| fields.of(word);
        assert_eq!(["fotball", "fotballbane", "kamper", "båtmesterskapet"].map(of), [1, 1, 3, 3]);
        assert_eq!(["fotbal", "kamperne", "mesterskapet", "b", ""].map(of), [0, 0, 2, 0, 0]);
        assert_eq!([1, 2, 3].map(|bits| fields.name_of(bits)), ["SPORT", "SEA", "SPORT"]);
        let short = Fields::new(&[field("SEA", "x* å*")], |_| false, &mut Vec::new());
        assert_eq!(["x", "xylofon", "å", "åre", "båt", ""].map(|word| short.of(word)), [1, 1, 1, 1, 0, 0]);
    }

    #[test]
    fn a_field_that_cannot_be_named_so_or_is_one_too_many_is_told() {
        let mut declared: Vec<WordClass> = Vec::new();
        for first in 'A'..='Z' {
            declared.extend(["A", "B", "C"].map(|last| field(&format!("{first}{last}"), "ord")));
        }
        let told = |declared: &[WordClass]| {
            let mut diagnostics = Vec::new();
            let kept = Fields::new(declared, |name| name == "AA", &mut diagnostics).declared.len();
            (kept, diagnostics.len())
        };
        assert_eq!(told(&declared), (64, 78 - 64));
        assert_eq!(told(&[field("AA", "ord"), field("sport", "ord"), field("SPORT", "ord")]), (1, 2));
    }
}
