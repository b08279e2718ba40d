//! The view of a term.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::queries::synonym_language;
use super::titles::{capital, definitions};
use super::{LinkView, View};
use crate::document::PageNo;
use crate::draft::Page;
use crate::kind::{Definition, Synonym, SynonymType, TermWords};
use crate::resolve::{Book, term_id};
use crate::theme::Texts;

/// The parts that only the page of a term has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TermView {
    /// Its id.
    pub id: String,
    /// The definition: the first paragraph of its page, as HTML, which the body then begins after.
    pub definition: String,
    /// For a role: its number, 1 to 4, which has a colour and a shape.
    pub role: Option<usize>,
    /// Other words for it.
    pub synonyms: Vec<SynonymView>,
    /// Its words in other languages than the page's.
    pub terms: Vec<WordsView>,
    /// Terms that it is not, and why; also what other terms say of it.
    pub not_same: Vec<DifferenceView>,
    /// The wider term.
    pub broader: Option<LinkView>,
    /// Narrower terms.
    pub narrower: Vec<LinkView>,
    /// Related terms.
    pub related: Vec<LinkView>,
    /// The facts that set a role apart.
    pub facts: Vec<FactView>,
    /// The figure around a role, as HTML; empty where there is none.
    pub figure: String,
    /// Pages that mention it.
    pub mentioned_in: Vec<LinkView>,
}

/// Another word.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SynonymView {
    /// The word.
    pub text: String,
    /// The kind of word and its language, as shown; empty for a plain synonym in the language of the page.
    pub kind: String,
    /// Its language, where it is not the page's.
    pub lang: Option<String>,
}

/// The words for a term in another language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct WordsView {
    /// The name of the language.
    pub label: String,
    /// Its tag.
    pub lang: String,
    /// The words.
    pub words: Vec<String>,
}

/// A term that is confused with this one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DifferenceView {
    /// Its place on the page.
    pub anchor: String,
    /// The other term.
    pub link: LinkView,
    /// The difference.
    pub because: String,
}

/// A fact about a role.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FactView {
    /// Its subject.
    pub label: String,
    /// The fact.
    pub text: String,
}

/// A row of other words for a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordRow<'a> {
    /// Its label, in words of the interface.
    pub label: &'a str,
    /// The words.
    pub words: RowWords<'a>,
}

/// The words of a row; there is at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowWords<'a> {
    /// Other words in the language of the page.
    Synonyms(&'a [SynonymView]),
    /// Words in another language.
    Abroad(&'a WordsView),
    /// Other terms.
    Terms(&'a [LinkView]),
}

impl TermView {
    /// The other words, in rows as every form has them; `texts`: those of the page's language.
    #[must_use]
    pub fn word_rows<'a>(&'a self, texts: &'a Texts) -> Vec<WordRow<'a>> {
        let row = |key: &'static str, words: RowWords<'a>| WordRow { label: texts.get(key), words };
        let synonyms = Some(&*self.synonyms).filter(|words| !words.is_empty());
        let abroad = self.terms.iter().map(|words| WordRow { label: &words.label, words: RowWords::Abroad(words) });
        let terms = [("broader", self.broader.as_slice()), ("narrower", &self.narrower), ("related", &self.related)];
        let terms = terms.into_iter().filter(|(_, links)| !links.is_empty());
        let rows = synonyms.map(|words| row("synonyms", RowWords::Synonyms(words))).into_iter().chain(abroad);
        rows.chain(terms.map(|(key, links)| row(key, RowWords::Terms(links)))).collect()
    }
}

impl SynonymView {
    /// The kind of word and its language as they stand after it; empty for a plain synonym.
    #[must_use]
    pub fn kind_in_brackets(&self) -> String {
        if self.kind.is_empty() { String::new() } else { format!(" ({})", self.kind) }
    }
}

impl View<'_> {
    pub(super) fn term(&self, number: PageNo, page: &Page, definition: &Definition) -> TermView {
        let links = |ids: &[Box<str>]| ids.iter().filter_map(|id| self.term_link(page, id)).collect();
        let difference = |Difference { other, because }: Difference<'_>| DifferenceView {
            anchor: format!("{}{}", self.book.config.anchors().difference, term_id(&self.book.page(other).id)),
            link: self.link(page, other),
            because: because.to_owned(),
        };
        let pages = |pages: &[PageNo]| pages.iter().map(|other| self.link(page, *other)).collect();
        TermView {
            id: term_id(&page.id).to_owned(),
            definition: String::new(),
            role: self.role(number),
            synonyms: definition.synonyms.iter().filter_map(|synonym| self.synonym(page, synonym)).collect(),
            terms: self.terms(page, definition),
            not_same: self.differences_of(number).iter().copied().map(difference).collect(),
            broader: definition.broader.as_deref().and_then(|id| self.term_link(page, id)),
            narrower: self.narrower.get(&number).map_or_else(Vec::new, |terms| pages(terms)),
            related: links(&definition.related),
            facts: definition
                .facts
                .iter()
                .map(|(label, text)| FactView { label: label.to_string(), text: text.to_string() })
                .collect(),
            figure: self.figure_of_role(number, page),
            mentioned_in: self.mentions.get(&number).map_or_else(Vec::new, |mentions| pages(mentions)),
        }
    }

    fn terms(&self, page: &Page, definition: &Definition) -> Vec<WordsView> {
        let words = definition.words_by_language(&self.book.config.languages).into_iter();
        words.map(|(tag, words)| self.words_in(page, tag, words)).collect()
    }

    fn words_in(&self, page: &Page, tag: &str, words: &TermWords) -> WordsView {
        let label = self.language_in_words(page, tag).map(|name| capital(&name));
        WordsView {
            label: label.unwrap_or_else(|| self.language_itself(tag).to_owned()),
            lang: tag.to_owned(),
            words: words.texts().map(str::to_owned).collect(),
        }
    }

    /// The name of a language as inside a sentence of a page; nothing where the interface knows none.
    fn language_in_words(&self, page: &Page, tag: &str) -> Option<String> {
        let named = |tag: &str| self.texts_of(page).format(&format!("language-{tag}"), &[]);
        // A form of a language goes by its name: `de-AT` by that of `de`.
        let mut wider = std::iter::successors(Some(tag), |tag| Some(tag.rsplit_once('-')?.0));
        wider.find_map(named).or_else(|| named(self.book.config.languages.find(tag)?.tag))
    }

    /// The name of a language in itself; its tag where nothing is known of it.
    fn language_itself<'t>(&self, tag: &'t str) -> &'t str {
        self.book.config.languages.find(tag).map_or(tag, |row| row.name)
    }

    /// Another name of a term; nothing where the word is none.
    fn synonym(&self, page: &Page, synonym: &Synonym) -> Option<SynonymView> {
        let key = match synonym.kind {
            SynonymType::Mention => return None,
            SynonymType::Title => Some("synonym-title"),
            SynonymType::Synonym => None,
            SynonymType::Abbreviation => Some("synonym-abbreviation"),
            SynonymType::Older => Some("synonym-older"),
        };
        let lang = synonym_language(synonym, &self.book.config.languages, self.language_of(page));
        let name = |tag| self.language_in_words(page, tag).unwrap_or_else(|| self.language_itself(tag).to_owned());
        let shown: Vec<String> =
            key.map(|key| self.texts_of(page).get(key).to_owned()).into_iter().chain(lang.map(name)).collect();
        Some(SynonymView { text: synonym.text.to_string(), kind: shown.join(", "), lang: lang.map(str::to_owned) })
    }

    /// Terms that one is not the same as, and why.
    pub(super) fn differences_of(&self, number: PageNo) -> &[Difference<'_>] {
        self.differences.get(&number).map_or(&[][..], |all| all)
    }

    fn term_link(&self, from: &Page, id: &str) -> Option<LinkView> {
        Some(self.link(from, *self.by_id.get(id)?))
    }
}

/// A term that another one is not the same as.
#[derive(Debug, Clone, Copy)]
pub struct Difference<'b> {
    /// The page of that term.
    pub other: PageNo,
    /// Why they are not the same.
    pub because: &'b str,
}

/// Differences by page of a term.
pub type Differences<'b> = BTreeMap<PageNo, Vec<Difference<'b>>>;

/// By page of a term: the terms it is not the same as, and why, roles first in the order of the book, then its own; of what
/// others say only those it does not name itself.
#[must_use]
pub fn differences(book: &Book) -> Differences<'_> {
    let by_id: HashMap<&str, PageNo> = definitions(book).map(|(number, page, _)| (term_id(&page.id), number)).collect();
    let mut all = Differences::new();
    for (number, _, definition) in definitions(book) {
        for other in &definition.not_same_as {
            if let Some(term) = by_id.get(&*other.id) {
                all.entry(number).or_default().push(Difference { other: *term, because: &other.because });
            }
        }
    }
    let said: BTreeSet<(PageNo, PageNo)> =
        all.iter().flat_map(|(number, own)| own.iter().map(|difference| (*number, difference.other))).collect();
    for (number, _, definition) in definitions(book) {
        for other in &definition.not_same_as {
            if let Some(term) = by_id.get(&*other.id).filter(|term| !said.contains(&(**term, number))) {
                all.entry(*term).or_default().push(Difference { other: number, because: &other.because });
            }
        }
    }
    let role = |page: &PageNo| book.roles.iter().position(|one| one == page).unwrap_or(usize::MAX);
    for own in all.values_mut() {
        own.sort_by_key(|difference| role(&difference.other));
    }
    all
}
