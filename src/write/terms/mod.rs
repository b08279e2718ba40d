//! The terms of a book for other systems: a table, and open data.
//!
//! In: a book in all its languages. Out: a table; Turtle and JSON-LD after SKOS-AP-NO-Begrep 2,
//! the Norwegian profile for descriptions of terms, where the settings say who publishes them.
//!
//! Invariant: nothing is made up. A term that lacks what the profile demands is left out and said.

#[cfg(feature = "rdf")]
mod rdf;
mod table;
mod works;

use super::write_failed;
use crate::build::Built;
use crate::config::Download;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{BlockNode, PageNo, plain_text};
use crate::draft::Page;
use crate::kind::{Definition, Kind, SynonymType};
use crate::language::{FileNames, Languages};
use crate::resolve::downloads;
use crate::said::{Phrase, said};
use crate::sink::{OutPath, Sink};
use crate::source::Span;
use crate::view::synonym_language;

/// Whether a file of the site is one of these.
pub(super) fn owns(names: &FileNames, path: &str) -> bool {
    [names.terms_table, names.terms_turtle, names.terms_jsonld].contains(&path)
}

/// Writes what the book offers of its terms, and says what they lack.
pub(super) fn write(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    let mut said = check(built);
    let book = &built.book;
    let files = downloads(&book.config).into_iter().map(|file| file.path);
    let names = book.config.file_names();
    for path in files.filter(|path| owns(names, path.as_str()) && !book.assets.contains_key(path)) {
        said.extend(sink.put(&path, &file(built, &path)).err().map(|error| write_failed(&error)));
    }
    said
}

fn file(built: &Built, path: &OutPath) -> Vec<u8> {
    let (terms, names) = (terms(built), built.book.config.file_names());
    match path.as_str() {
        #[cfg(feature = "rdf")]
        path if path == names.terms_turtle => rdf::turtle(built, &terms),
        #[cfg(feature = "rdf")]
        path if path == names.terms_jsonld => rdf::json_ld(built, &terms),
        path => {
            debug_assert_eq!(path, names.terms_table, "without open data there is the table alone");
            table::table(built, &terms)
        }
    }
}

/// The languages that the profile demands a word in.
const DEMANDED: [&str; 2] = ["nb", "nn"];

/// Warnings of what is missing before all terms can be open data, where the book offers that.
#[must_use]
pub fn check(built: &Built) -> Vec<Diagnostic> {
    let config = &built.book.config;
    if config.book.translation().is_some() || !config.site.download.contains(&Download::OpenTerms) {
        return Vec::new();
    }
    let lacks = config.lacks_for_open_terms();
    if !lacks.is_empty() {
        let keys: Vec<String> = lacks.iter().map(|key| format!("`{key}`")).collect();
        let message =
            said!("the terms are not written as open data: book.toml does not say {keys}", keys = keys.join(", "));
        let help = said!(
            "say who publishes them and where: the address of the site, and the name, the number and an e-mail \
                    or web address of the organisation; or take `open-terms` out of `[site] download`"
        );
        return vec![Diagnostic::new(Code::IncompleteTerms, message).in_file("book.toml").help(help)];
    }
    let lacking = |term: &SharedTerm<'_>| {
        let missing: Vec<&str> = DEMANDED.into_iter().filter(|tag| term.preferred(tag).is_none()).collect();
        let help = said!("add the word: `terms: {{{missing}: […]}}`", missing = missing.first()?);
        let message = said!(
            "the open data leave out `{id}`: it has no word in {missing}",
            id = term.page.id,
            missing = missing.join(", ")
        );
        let title = term.page.places.key("title").span().unwrap_or(Span { file: term.page.file, start: 0, end: 0 });
        Some(Diagnostic::new(Code::IncompleteTerms, message).at(title, Phrase::default()).help(help))
    };
    terms(built).iter().filter_map(lacking).collect()
}

/// A term in all languages of its book.
struct SharedTerm<'a> {
    number: PageNo,
    page: &'a Page,
    definition: &'a Definition,
    words: Vec<TermWord<'a>>,
    /// Its meaning, by language.
    meanings: Vec<(&'a str, String)>,
}

/// A word for a term.
struct TermWord<'a> {
    lang: &'a str,
    text: &'a str,
    rank: WordRank,
}

/// The rank of a word for a term: how it is to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordRank {
    /// The word to use: one in each language.
    Preferred,
    /// Another one.
    Admitted,
    /// One that is no longer used.
    Older,
}

impl<'a> SharedTerm<'a> {
    /// The word to use in a language.
    fn preferred(&self, lang: &str) -> Option<&'a str> {
        let is_it = |word: &&TermWord<'_>| word.lang == lang && word.rank == WordRank::Preferred;
        self.words.iter().find(is_it).map(|word| word.text)
    }

    /// Whether it has all that the profile demands.
    #[cfg(feature = "rdf")]
    fn is_complete(&self) -> bool {
        DEMANDED.iter().all(|tag| self.preferred(tag).is_some())
    }

    /// Adds a word, which is the one to use where its language has none yet.
    fn add(&mut self, lang: &'a str, text: &'a str, rank: WordRank) {
        if self.words.iter().any(|word| word.lang == lang && word.text == text) {
            return;
        }
        let is_first = self.preferred(lang).is_none();
        let rank = if rank == WordRank::Admitted && is_first { WordRank::Preferred } else { rank };
        self.words.push(TermWord { lang, text, rank });
    }

    /// Adds what the page of the term in a language says.
    fn add_page(&mut self, lang: &'a str, page: &'a Page, languages: &Languages) {
        let Kind::Definition(definition) = &page.kind else { return };
        self.add(lang, &page.common.title, WordRank::Admitted);
        for synonym in &definition.synonyms {
            // The word to use in another language is among the words in those, below.
            if let Some(rank) = rank(synonym.kind).filter(|_| synonym_language(synonym, languages, lang).is_none()) {
                self.add(lang, &synonym.text, rank);
            }
        }
        self.meanings.push((lang, meaning(page)));
    }

    /// Adds the words in other languages that the page of the source names.
    fn add_others(&mut self, source: &str, languages: &Languages) {
        let definition = self.definition;
        for (lang, words) in &definition.terms {
            words.texts().for_each(|text| self.add(lang, text, WordRank::Admitted));
        }
        for synonym in &definition.synonyms {
            if let (Some(lang), Some(rank)) = (synonym_language(synonym, languages, source), rank(synonym.kind)) {
                self.add(lang, &synonym.text, rank);
            }
        }
    }
}

/// The rank of another word; nothing where it is no name of the term.
const fn rank(kind: SynonymType) -> Option<WordRank> {
    match kind {
        SynonymType::Mention => None,
        SynonymType::Older => Some(WordRank::Older),
        SynonymType::Title | SynonymType::Synonym | SynonymType::Abbreviation => Some(WordRank::Admitted),
    }
}

/// The terms of a book, in the order of their ids.
fn terms(built: &Built) -> Vec<SharedTerm<'_>> {
    let book = &built.book;
    let mut terms = Vec::new();
    for (number, page) in (0..).map(PageNo).zip(&book.pages) {
        let Kind::Definition(definition) = &page.kind else { continue };
        let mut term = SharedTerm { number, page, definition, words: Vec::new(), meanings: Vec::new() };
        let (source, languages) = (book.language(page), &book.config.languages);
        term.add_page(source, page, languages);
        for translation in built.sound() {
            let other = &translation.built.book;
            let own = other.by_id.get(&*page.id).map(|number| other.page(*number)).filter(|page| !page.abroad);
            if let Some(page) = own {
                term.add_page(other.language(page), page, languages);
            }
        }
        term.add_others(source, languages);
        terms.push(term);
    }
    terms.sort_by(|a, b| a.page.id.cmp(&b.page.id));
    terms
}

/// Meaning of a term as its page tells it: the first paragraph.
fn meaning(page: &Page) -> String {
    match page.body.blocks.first().map(|block| &block.node) {
        Some(BlockNode::Paragraph(content)) => plain_text(content, &page.body.text),
        _ => page.common.summary.to_string(),
    }
}
