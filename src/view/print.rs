//! What writers for paper need beside views: words instead of addresses, pages instead of links.

use super::condition::{Words, listed};
use super::generated::{IndexLine, facts};
use super::page::{date_in_words, unless_nobody};
use super::{View, document, escape, nav, title};
use crate::config::PdfConfig;
use crate::document::{Condition, PageNo};
use crate::draft::Page;
use crate::form::Field;
use crate::kind::{Kind, Purpose};
use crate::resolve::Book;
use crate::sink::OutPath;
use crate::theme::Texts;

/// The words for the conditions of a page.
pub struct ViewWords<'v>(Words<'v>);

/// A word of the alphabetical index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexWord<'v> {
    /// The word.
    pub text: &'v str,
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
        document::words(self, page).map(ViewWords)
    }

    /// What stands over a branch.
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

    /// What a field reads as: its answer and `true`, or its label and `false`.
    #[must_use]
    pub fn field_shown<'f>(&'f self, field: &'f Field) -> (&'f str, bool) {
        match document::shown(field, &self.book.config.organisation) {
            Some(answer) => (answer, true),
            None => (&field.label, false),
        }
    }

    /// What a field of a page reads as, by its name.
    #[must_use]
    pub fn field_text<'f>(&'f self, page: &'f Page, name: &'f str) -> &'f str {
        let Kind::Document(fill_in) = &page.kind else { return name };
        fill_in.form.field(name).map_or(name, |field| self.field_shown(field).0)
    }

    /// The words of the alphabetical index, in order.
    pub fn index_words(&self) -> impl Iterator<Item = IndexWord<'_>> {
        let word = |line: &'_ IndexLine| (line.page, line.other, line.lang, line.letter);
        self.index_lines().iter().map(move |line| {
            let (page, other, lang, letter) = word(line);
            IndexWord { text: &line.text, page, other, lang, letter }
        })
    }

    /// The roles side by side: labels of the facts, and each role with its own.
    #[must_use]
    pub fn roles(&self, page: &Page) -> (Vec<&str>, Vec<(PageNo, Vec<&str>)>) {
        let mut labels = Vec::new();
        let mut roles = Vec::new();
        for number in &self.book.roles {
            let Kind::Definition(definition) = &self.book.page(*number).kind else { continue };
            let Some(found) = &definition.facts else { continue };
            let found = facts(found);
            labels = found.iter().map(|(key, _)| self.texts_of(page).get(key)).collect();
            roles.push((*number, found.iter().map(|(_, text)| *text).collect()));
        }
        (labels, roles)
    }

    /// The documents to fill in, by what they are for.
    #[must_use]
    pub fn documents(&self, page: &Page) -> Vec<(&str, Vec<PageNo>)> {
        let mut found: Vec<(Purpose, usize, PageNo)> = (0..)
            .map(PageNo)
            .zip(&self.book.pages)
            .filter_map(|(number, page)| match &page.kind {
                Kind::Document(fill_in) => {
                    Some((fill_in.purpose, self.position.get(&number).copied().unwrap_or(usize::MAX), number))
                }
                _ => None,
            })
            .collect();
        found.sort_unstable();
        found
            .chunk_by(|a, b| a.0 == b.0)
            .map(|group| {
                let title = self.texts_of(page).get(document::purpose_key(group[0].0));
                (title, group.iter().map(|(.., page)| *page).collect())
            })
            .collect()
    }
}
