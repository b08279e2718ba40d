//! The languages that a book names, held against those that are known.
//!
//! In: a book, and the interface of its theme. Out: a warning for each tag that names no language
//! of which anything is known.
//!
//! Invariant: what is not warned of has a row in the table, or texts in the theme.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::kind::{Kind, place_of_words};
use crate::resolve::Book;
use crate::said::said;
use crate::source::Span;
use crate::theme::Interface;

/// Warns of the languages of the book, of pages and of words for terms that nothing is known of.
pub(super) fn check(book: &Book, interface: &Interface) -> Vec<Diagnostic> {
    let languages = &book.config.languages;
    let known = |tag: &str| languages.find(tag).is_some() || interface.speaks(tag);
    let mut said = Vec::new();
    let mut check = |tag: &str, place: Option<Span>, file: &str| {
        if !known(tag) {
            let diagnostic = unknown(tag, interface);
            said.push(match place {
                Some(place) => diagnostic.at(place, said!("this language")),
                None => diagnostic.in_file(file),
            });
        }
    };
    check(&book.config.book.language, book.config.book.language_at, "book.toml");
    for page in &book.pages {
        if let Some(tag) = &page.common.lang {
            check(tag, page.places.key("lang").span(), &page.path);
        }
        if let Kind::Definition(definition) = &page.kind {
            definition.terms.keys().for_each(|tag| check(tag, place_of_words(&page.places, tag).span(), &page.path));
            let tags =
                (0..).zip(&definition.synonyms).filter_map(|(number, word)| Some((number, word.lang.as_deref()?)));
            tags.for_each(|(number, tag)| {
                check(tag, page.places.key("synonyms").item(number).key("lang").span(), &page.path);
            });
        }
    }
    said
}

fn unknown(tag: &str, interface: &Interface) -> Diagnostic {
    let tags: BTreeSet<&str> = interface.tags().collect();
    let known = tags.into_iter().collect::<Vec<_>>().join(", ");
    let help =
        said!("the languages are {known}; a theme of the book's own adds one with a file `i18n/{tag}.ftl`", known, tag);
    let message =
        said!("nothing is known of a language `{tag}`: its interface is English, and no word is inflected", tag);
    Diagnostic::new(Code::UnknownLanguage, message).help(help)
}
