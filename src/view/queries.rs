//! Queries of the book, for bodies and for writers that need no addresses: words instead of markup,
//! pages instead of links.
//!
//! In: the view of a book. Out: plain values, the same for every writer.
//!
//! Invariant: nothing here is markup of any writer.

use std::borrow::Cow;
use std::collections::HashMap;

use super::answer::FieldText;
use super::titles::{definitions, title};
use super::wording::{date_in_words, listed, translated, unless_nobody};
use super::{NoticeView, View, escape, nav};
use crate::config::EditionOf;
use crate::document::{PageNo, TermNo};
use crate::draft::Page;
use crate::form::Field;
use crate::kind::{Kind, Synonym, SynonymType};
use crate::language::{Languages, Letters, is_tag};
use crate::resolve::Book;
use crate::text::{Collation, without_accent};
use crate::theme::Texts;

/// A word of the alphabetical index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexWord {
    /// The word.
    pub text: Box<str>,
    /// The page of its term.
    pub page: PageNo,
    /// Whether it is another word for the term.
    pub other: bool,
    /// The language of a foreign word.
    pub lang: Option<Box<str>>,
    /// The letter it stands under.
    pub letter: char,
}

/// Whether a site may lead to this address.
#[must_use]
pub fn is_safe_address(address: &str) -> bool {
    escape::is_safe(address)
}

/// The text of the interface that says what an edition was made from, of `title` and `by`.
pub(super) fn built_on_key(edition: &EditionOf) -> &'static str {
    if edition.by.is_empty() { "built-on-nobody" } else { "built-on" }
}

impl<'a> View<'a> {
    /// The book.
    #[must_use]
    pub fn book(&self) -> &'a Book {
        self.book
    }

    /// The texts of the interface in the book's language.
    #[must_use]
    pub fn texts(&self) -> &'a Texts {
        self.interface.book()
    }

    /// The texts of the interface in a language.
    #[must_use]
    pub fn texts_in(&self, language: &str) -> &'a Texts {
        self.interface.of(language)
    }

    /// The title a page is shown with.
    #[must_use]
    pub fn title(&self, page: PageNo) -> String {
        title(self.book.page(page))
    }

    /// The language of a page.
    #[must_use]
    pub fn language<'p>(&'p self, page: &'p Page) -> &'p str {
        self.language_of(page)
    }

    /// A day in words, in a language.
    #[must_use]
    pub fn day(&self, language: &str, day: crate::text::Date) -> String {
        date_in_words(self.texts_in(language), day)
    }

    /// The code by whose patterns words of a language are hyphenated.
    #[must_use]
    pub fn hyphenation<'l>(&self, language: &'l str) -> &'l str {
        self.book.config.languages.of(language).hyphenation(language)
    }

    /// The day of the edition: when a page was last gone through; where none says so, the day of
    /// the build. So a book in which nothing changes is the same every day.
    #[must_use]
    pub fn edition(&self) -> crate::text::Date {
        let own = self.book.pages.iter().filter(|page| !page.abroad);
        let reviewed = own.filter_map(|page| page.common.reviewed).max();
        reviewed.unwrap_or(self.book.today)
    }

    /// Who wrote a page, when it was gone through, who took part.
    #[must_use]
    pub fn about(&self, page: &Page) -> String {
        let (common, texts) = (&page.common, self.texts_of(page));
        let mut said = Vec::new();
        if !common.authors.is_empty() {
            said.push(texts.fill("written-by", &[("authors", &listed(&common.authors, texts.get("and")))]));
        }
        if let Some(date) = common.reviewed {
            said.push(texts.fill("reviewed", &[("date", &date_in_words(texts, date))]));
        }
        if page.outdated.iter().any(|part| part.is_urgent) {
            said.push(texts.get("outdated-print").to_owned());
        }
        said.extend(common.translation.as_ref().map(|translation| translated(texts, translation)));
        said.extend(self.involved(page));
        said.join(" ")
    }

    /// The book that this edition was made from, and who adapted it, in words; nothing where it was made from none.
    #[must_use]
    pub fn built_on(&self) -> Option<String> {
        let (edition, texts) = (self.book.config.edition.as_ref()?, self.texts());
        let by = listed(&edition.by, texts.get("and"));
        Some(texts.fill(built_on_key(edition), &[("title", &edition.title), ("by", &by)]))
    }

    /// The mark of a page that an edition has changed, in words.
    #[must_use]
    pub fn adapted(&self, page: &Page) -> Option<String> {
        let (edition, texts) = (self.book.config.edition.as_ref()?, self.texts_of(page));
        let by = listed(edition.changed.get(&*page.id)?, texts.get("and"));
        let key = if by.is_empty() { "adapted-nobody" } else { "adapted" };
        Some(texts.fill(key, &[("title", &edition.title), ("by", &by)]))
    }

    /// The lines on where a page comes from: who adapted it, and how it came about.
    #[must_use]
    pub fn origin_lines(&self, page: &Page) -> Vec<String> {
        let about = Some(self.about(page)).filter(|about| !about.is_empty());
        self.adapted(page).into_iter().chain(about).collect()
    }

    /// The warning on a page below which the book that the edition was made from has changed in substance.
    #[must_use]
    pub fn stale(&self, page: &Page) -> Option<NoticeView> {
        let edition = self.book.config.edition.as_ref().filter(|edition| edition.stale.contains(&*page.id))?;
        let texts = self.texts_of(page);
        let text = texts.fill("stale-text", &[("title", &edition.title)]);
        Some(NoticeView { title: texts.get("stale-title").to_owned(), text })
    }

    /// The sentence on who took part in the making of a page, where it says so.
    pub(super) fn involved(&self, page: &Page) -> Option<String> {
        let texts = self.texts_of(page);
        let own = self.book.vocabulary.nobody_involved.as_deref();
        let nobody = own.filter(|_| self.language_of(page) == self.book.config.book.language);
        Some(match unless_nobody(page.common.involved.as_deref()?, self.book) {
            "" => nobody.unwrap_or_else(|| texts.get("involved-nobody")).to_owned(),
            who => texts.fill("involved", &[("who", who)]),
        })
    }

    /// The text of a field.
    #[must_use]
    pub fn field_shown<'f>(&'f self, page: &Page, field: &'f Field) -> FieldText<'f> {
        FieldText::of(field, &self.book.config.organisation, self.texts_of(page))
    }

    /// The text of a field of a page, by its name.
    #[must_use]
    pub fn field_text<'f>(&'f self, page: &'f Page, name: &'f str) -> Cow<'f, str> {
        field_text(self.book, page, self.texts_of(page), name)
    }

    /// The words of the alphabetical index, made once.
    pub fn index_words(&self) -> &[IndexWord] {
        self.index_words.get_or_init(|| index_words(self.book))
    }
}

/// The roles side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleTable<'b> {
    /// The labels of the facts, row by row.
    pub labels: Vec<&'b str>,
    /// The difference between the roles in each, where the book says it.
    pub differences: Vec<Option<&'b str>>,
    /// The roles.
    pub roles: Vec<RoleColumn<'b>>,
}

/// A role beside others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleColumn<'b> {
    /// Its page.
    pub page: PageNo,
    /// The number of its colour and shape.
    pub mark: usize,
    /// Its facts, row by row.
    pub facts: Vec<&'b str>,
}

/// Documents of one purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentGroup<'b> {
    /// The heading over them, where the book declares purposes.
    pub title: Option<&'b str>,
    /// Their pages.
    pub pages: Vec<PageNo>,
}

/// A part of the book to begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrance<'b> {
    /// The title of the part.
    pub title: &'b str,
    /// The page that stands for it.
    pub page: PageNo,
}

/// The roles that have facts, side by side.
#[must_use]
pub fn roles(book: &Book) -> RoleTable<'_> {
    let mut table = RoleTable::default();
    for page in &book.roles {
        let Kind::Definition(definition) = &book.page(*page).kind else { continue };
        if definition.facts.is_empty() {
            continue;
        }
        table.differences = book.vocabulary.facts.iter().map(|fact| fact.difference.as_deref()).collect();
        table.labels = definition.facts.iter().map(|(label, _)| &**label).collect();
        let facts = definition.facts.iter().map(|(_, text)| &**text).collect();
        table.roles.push(RoleColumn { page: *page, mark: role_mark(book, *page).unwrap_or_default(), facts });
    }
    table
}

/// The number of the colour and shape of a role, 1 to 4, by its page.
#[must_use]
pub fn role_mark(book: &Book, page: PageNo) -> Option<usize> {
    book.roles.iter().position(|role| *role == page).map(|position| position % ROLE_MARKS + 1)
}

/// The colours and shapes that roles are known by.
const ROLE_MARKS: usize = 4;

/// The documents to fill in, by their purposes, each group in the order of the navigation.
#[must_use]
pub fn documents(book: &Book) -> Vec<DocumentGroup<'_>> {
    let position: HashMap<PageNo, usize> = book.nav.order.iter().enumerate().map(|(i, page)| (*page, i)).collect();
    let mut found: Vec<(Option<usize>, usize, PageNo)> = (0..)
        .map(PageNo)
        .zip(&book.pages)
        .filter_map(|(number, page)| match &page.kind {
            Kind::Document(fill_in) => {
                let purpose = fill_in.purpose.as_ref().map(|purpose| purpose.position);
                Some((purpose, position.get(&number).copied().unwrap_or(usize::MAX), number))
            }
            _ => None,
        })
        .collect();
    found.sort_unstable();
    let purposes = &book.vocabulary.purposes;
    let group = |group: &[(Option<usize>, usize, PageNo)]| {
        let purpose = group.first().and_then(|(purpose, ..)| purposes.get((*purpose)?));
        DocumentGroup {
            title: purpose.map(|purpose| &*purpose.title),
            pages: group.iter().map(|(.., page)| *page).collect(),
        }
    };
    found.chunk_by(|a, b| a.0 == b.0).map(group).collect()
}

/// The parts of the book that have a title and a page.
#[must_use]
pub fn entrances(book: &Book) -> Vec<Entrance<'_>> {
    book.nav
        .parts
        .iter()
        .filter_map(|part| Some(Entrance { title: part.title.as_deref()?, page: nav::first_of(part)? }))
        .collect()
}

/// The words of the alphabetical index: titles and other words of all terms, in order.
#[must_use]
pub fn index_words(book: &Book) -> Vec<IndexWord> {
    let mut words = Vec::new();
    let language = book.config.language();
    for (number, page, definition) in definitions(book) {
        let mut add = |text: &str, other: bool, lang: Option<&str>| {
            let letter = index_letter(text, language.letters);
            words.push(IndexWord { text: text.into(), page: number, other, lang: lang.map(Into::into), letter });
        };
        add(&page.common.title, false, None);
        for synonym in definition.synonyms.iter().filter(|synonym| synonym.kind != SynonymType::Mention) {
            add(&synonym.text, true, synonym_language(synonym, &book.config.languages, &book.config.book.language));
        }
    }
    let collation = Collation::new(language.order.unwrap_or(&book.config.book.language));
    let group = |letter: char| collation.key(&letter.to_string());
    words.sort_by_cached_key(|word| (group(word.letter), collation.key(&word.text), word.page, word.other));
    words
}

/// The text of a field of a page, by its name: its answer from the start, or its label.
pub(crate) fn field_text<'f>(book: &'f Book, page: &'f Page, texts: &Texts, name: &'f str) -> Cow<'f, str> {
    match page.kind.form().field(name) {
        Some(field) => FieldText::of(field, &book.config.organisation, texts).into_text(),
        None => name.into(),
    }
}

/// As [`field_text`], whoever the book is an edition of.
pub(crate) fn field_text_of_all<'f>(page: &'f Page, texts: &Texts, name: &'f str) -> Cow<'f, str> {
    match page.kind.form().field(name) {
        Some(field) => FieldText::of_all(field, texts).into_text(),
        None => name.into(),
    }
}

/// The language of another word, where it has a tag and is not that of the text `around`.
#[must_use]
pub fn synonym_language<'w>(word: &'w Synonym, languages: &Languages, around: &str) -> Option<&'w str> {
    word.lang.as_deref().filter(|tag| is_tag(tag) && !languages.are_same(tag, around))
}

/// The language that a term is mentioned in, where it is not that of the text `around`.
#[must_use]
pub fn mention_language<'b>(book: &'b Book, term: TermNo, mention: &str, around: &str) -> Option<&'b str> {
    let Kind::Definition(definition) = &book.page(book.term(term).page).kind else { return None };
    let mut foreign = definition.synonyms.iter().filter(|word| word.lang.is_some()).peekable();
    foreign.peek()?;
    let mention = mention.to_lowercase();
    let mut meant = foreign.filter(|word| word.text.to_lowercase() == mention);
    meant.find_map(|word| synonym_language(word, &book.config.languages, around))
}

/// The letter a word stands under: its first, without accents, in Norwegian «aa» as å; `#` for what is no letter.
pub(super) fn index_letter(word: &str, letters: Letters) -> char {
    let lower: String = word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    if let Some((_, letter)) = letters.index.iter().find(|(pair, _)| lower.starts_with(pair)) {
        return *letter;
    }
    let Some(first) = lower.chars().next().filter(|c| c.is_alphabetic()) else { return '#' };
    let alike = letters.alike.iter().find(|(other, _)| *other == first).map(|(_, same)| *same);
    let plain = || if letters.own.contains(first) { first } else { without_accent(first) };
    let shown = alike.unwrap_or_else(plain);
    shown.to_uppercase().next().unwrap_or(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_under_the_letter_norwegians_look_under() {
        let norwegian = crate::language::Languages::default().of("nb").letters;
        let of = |words: &[&str]| words.iter().map(|word| index_letter(word, norwegian)).collect::<String>();
        assert_eq!(of(&["åpenhet", "Aasen", "ærlig", "ølbrygger", "école", "MB", "«peer»", "4H", "…"]), "ÅÅÆØEMP##");
    }
}
