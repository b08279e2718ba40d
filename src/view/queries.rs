//! Queries of the book, for bodies and for writers that need no addresses: words instead of markup,
//! pages instead of links.
//!
//! In: the view of a book. Out: plain values, the same for every writer.
//!
//! Invariant: nothing here is markup of any writer.

use std::collections::HashMap;

use super::condition::ConditionWords;
use super::wording::{date_in_words, listed, unless_nobody};
use super::{View, definitions, escape, nav, title};
use crate::config::{Organisation, PdfConfig};
use crate::document::{Condition, PageNo};
use crate::draft::Page;
use crate::form::{Field, From};
use crate::kind::{Kind, SynonymType, choice_texts};
use crate::language::Letters;
use crate::resolve::Book;
use crate::sink::OutPath;
use crate::text::{Collation, without_accent};
use crate::theme::Texts;

/// The words for the conditions of a page.
pub struct ViewWords<'v>(ConditionWords<'v>);

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
    pub lang: Option<&'static str>,
    /// The letter it stands under.
    pub letter: char,
}

/// Whether a site may lead to this address.
#[must_use]
pub fn is_safe_address(address: &str) -> bool {
    escape::is_safe(address)
}

/// Whether PDFs are made.
fn enabled(config: &PdfConfig) -> bool {
    cfg!(feature = "pdf") && config.enabled
}

/// Where the book lies as one PDF; none where it is not made.
#[must_use]
pub fn book_pdf(book: &Book) -> Option<OutPath> {
    let path =
        OutPath::new(&format!("{}.pdf", crate::text::slug(&book.config.book.title, book.config.language().letters)))?;
    enabled(&book.config.pdf).then_some(path)
}

/// Where a document to fill in lies as a PDF of its own; none where it is not made.
#[must_use]
pub fn page_pdf(book: &Book, page: &Page) -> Option<OutPath> {
    let path = OutPath::new(&format!("{}.pdf", page.out.as_str().strip_suffix(".html")?))?;
    (enabled(&book.config.pdf) && matches!(page.kind, Kind::Document(_))).then_some(path)
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

    /// The page that stands for a part of the book.
    #[must_use]
    pub fn first_of_part(&self, part: usize) -> Option<PageNo> {
        nav::first_page(&self.book.nav.parts.get(part)?.items)
    }

    /// The day of the edition: when a page was last gone through; where none says so, the day of
    /// the build. So a book in which nothing changes is the same every day.
    #[must_use]
    pub fn edition(&self) -> crate::text::Date {
        let reviewed = self.book.pages.iter().filter_map(|page| page.common.reviewed).max();
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
        match common.samskapt.as_deref().map(|who| unless_nobody(who, self.book)) {
            None => {}
            Some("") => said.push(texts.get("samskapt-nobody").to_owned()),
            Some(who) => said.push(texts.fill("samskapt", &[("who", who)])),
        }
        said.join(" ")
    }

    /// The words for the conditions of a page; none where it is no document to fill in.
    #[must_use]
    pub fn words<'v>(&'v self, page: &'v Page) -> Option<ViewWords<'v>> {
        words(self, page).map(ViewWords)
    }

    /// The line over a branch.
    #[must_use]
    pub fn branch_title(
        &self,
        page: &Page,
        words: Option<&ViewWords<'_>>,
        condition: Option<&Condition>,
        position: usize,
    ) -> String {
        let texts = self.texts_of(page);
        let Some(condition) = condition else { return texts.get("when-else").to_owned() };
        let said = words.map_or_else(String::new, |words| words.0.say(condition));
        texts.fill(if position == 0 { "when-if" } else { "when-else-if" }, &[("condition", &said)])
    }

    /// The text of a field: its answer and `true`, or its label and `false`.
    #[must_use]
    pub fn field_shown<'f>(&'f self, field: &'f Field) -> (&'f str, bool) {
        match shown(field, &self.book.config.organisation) {
            Some(answer) => (answer, true),
            None => (&field.label, false),
        }
    }

    /// The text of a field of a page, by its name.
    #[must_use]
    pub fn field_text<'f>(&'f self, page: &'f Page, name: &'f str) -> &'f str {
        let Kind::Document(fill_in) = &page.kind else { return name };
        fill_in.form.field(name).map_or(name, |field| self.field_shown(field).0)
    }

    /// The words of the alphabetical index: titles and other words of all terms, in order.
    pub fn index_words(&self) -> &[IndexWord] {
        self.index_words.get_or_init(|| {
            let mut words = Vec::new();
            let language = self.book.config.language();
            for (number, page, definition) in definitions(self.book) {
                let mut add = |text: &str, other: bool, lang| {
                    let letter = index_letter(text, language.letters);
                    words.push(IndexWord { text: text.into(), page: number, other, lang, letter });
                };
                add(&page.common.title, false, None);
                for synonym in &definition.synonyms {
                    add(&synonym.text, true, synonym_language(synonym.kind));
                }
            }
            let collation = Collation::new(language.order.unwrap_or(&self.book.config.book.language));
            let group = |letter: char| collation.key(&letter.to_string());
            words.sort_by_cached_key(|word| (group(word.letter), collation.key(&word.text), word.page, word.other));
            words
        })
    }

    /// The roles side by side: labels of the facts, and each role with its own.
    #[must_use]
    pub fn roles(&self) -> (Vec<&str>, Vec<(PageNo, Vec<&str>)>) {
        let mut labels = Vec::new();
        let mut roles = Vec::new();
        for number in &self.book.roles {
            let Kind::Definition(definition) = &self.book.page(*number).kind else { continue };
            if definition.facts.is_empty() {
                continue;
            }
            labels = definition.facts.iter().map(|(label, _)| &**label).collect();
            roles.push((*number, definition.facts.iter().map(|(_, text)| &**text).collect()));
        }
        (labels, roles)
    }

    /// The documents to fill in, by their purposes: the heading over them, where the book declares purposes.
    #[must_use]
    pub fn documents(&self) -> Vec<(Option<&str>, Vec<PageNo>)> {
        let mut found: Vec<(Option<usize>, usize, PageNo)> = (0..)
            .map(PageNo)
            .zip(&self.book.pages)
            .filter_map(|(number, page)| match &page.kind {
                Kind::Document(fill_in) => {
                    let purpose = fill_in.purpose.as_ref().map(|purpose| purpose.position);
                    Some((purpose, self.position.get(&number).copied().unwrap_or(usize::MAX), number))
                }
                _ => None,
            })
            .collect();
        found.sort_unstable();
        let purposes = &self.book.vocabulary.purposes;
        found
            .chunk_by(|a, b| a.0 == b.0)
            .map(|group| {
                let purpose = group.first().and_then(|(purpose, ..)| purposes.get((*purpose)?));
                (purpose.map(|purpose| &*purpose.title), group.iter().map(|(.., page)| *page).collect())
            })
            .collect()
    }
}

/// The language of another word, where it is not the book's.
pub(super) fn synonym_language(kind: SynonymType) -> Option<&'static str> {
    (kind == SynonymType::English).then_some("en")
}

/// The language that a term is mentioned in, where it is not the book's.
pub(super) fn mention_language(term: &Page, mention: &str) -> Option<&'static str> {
    let Kind::Definition(definition) = &term.kind else { return None };
    let mention = mention.to_lowercase();
    let word = definition.synonyms.iter().find(|word| word.text.to_lowercase() == mention)?;
    synonym_language(word.kind)
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

/// A title with a capital first letter: terms are written without.
pub(super) fn capital(title: &str) -> String {
    let Some(first) = title.chars().next() else { return String::new() };
    let mut out: String = first.to_uppercase().collect();
    out.push_str(&title[first.len_utf8()..]);
    out
}

/// The answer that stands in the text: what the settings say, else the default.
pub(super) fn answer<'a>(field: &'a Field, organisation: &'a Organisation) -> Option<&'a str> {
    let setting = match field.from {
        Some(From::Name) => &organisation.name,
        Some(From::Kind) => &organisation.kind,
        Some(From::Unit) => &organisation.unit,
        Some(From::Contact) => &organisation.contact,
        None => &None,
    };
    setting.as_deref().or(field.default.as_deref())
}

/// As it stands in the text, an answer to choose by its label.
pub(super) fn shown<'a>(field: &'a Field, organisation: &'a Organisation) -> Option<&'a str> {
    let answer = answer(field, organisation)?;
    Some(field.options().find(|(value, _)| *value == answer).map_or(answer, |(_, label)| label))
}

/// The words for conditions of a page; of a page that is no document they are never needed.
pub(super) fn words<'v>(view: &'v View<'v>, page: &'v Page) -> Option<ConditionWords<'v>> {
    let Kind::Document(fill_in) = &page.kind else { return None };
    let choices: HashMap<&str, String> = choice_texts(&page.body).into_iter().map(|(id, _, text)| (id, text)).collect();
    Some(ConditionWords::new(&fill_in.form, choices, view.texts_of(page)))
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
