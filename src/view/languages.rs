//! The other languages of a book, as a page shows them.
//!
//! In: the languages that the settings name, and the pages that each has. Out: where a reader gets to from a page.
//!
//! Invariant: a choice always leads to a page that exists, and says so where it is not this one.

use serde::Serialize;

use super::escape::{push_address, relative, root};
use super::titles::capital;
use super::{LinkView, View};
use crate::config::BookLanguage;
use crate::document::PageNo;
use crate::draft::Page;
use crate::sink::OutPath;

/// Another language of the book.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ChoiceOfLanguage {
    /// Its tag.
    pub lang: String,
    /// Its name in itself: «Nynorsk»; where the page is not there, with where the link leads.
    pub title: String,
    /// That the page is not there yet, in that language; `None`: the link leads to it.
    pub missing: Option<String>,
    /// The address.
    pub href: String,
}

/// The page in one language, for programs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AlternateView {
    /// The tag; `x-default` for readers of none of them.
    pub lang: String,
    /// The address as seen from the page.
    pub href: String,
    /// The path from the folder of the whole site.
    pub path: String,
}

impl View<'_> {
    /// The other languages, in the order of the settings.
    fn others(&self) -> impl Iterator<Item = &BookLanguage> {
        let book = &self.book.config.book;
        book.languages.iter().filter(|language| language.tag != book.language)
    }

    /// The languages to choose from on a page.
    pub(super) fn languages(&self, page: &Page) -> Vec<ChoiceOfLanguage> {
        let root = root(&page.out);
        self.others().map(|language| self.choice(language, &root, &page.id, page.out.as_str())).collect()
    }

    /// The languages to choose from on a page that the program makes at this path; on one that may be shown
    /// anywhere, they lead to the front pages. `root`: the way to the folder of the site.
    #[must_use]
    pub fn languages_at(&self, root: &str, path: Option<&str>) -> Vec<ChoiceOfLanguage> {
        let choice = |language: &BookLanguage| {
            let front = || self.choice(language, root, "", "").href;
            let there = |path| format!("{root}{}{}{path}", self.site().up, language.folder());
            ChoiceOfLanguage {
                lang: language.tag.clone(),
                title: self.name_of(&language.tag),
                missing: None,
                href: path.map_or_else(front, there),
            }
        };
        self.others().map(choice).collect()
    }

    fn choice(&self, language: &BookLanguage, root: &str, id: &str, path: &str) -> ChoiceOfLanguage {
        let has_it = language.has(id) && !id.is_empty();
        let name = self.name_of(&language.tag);
        let first = language.translated.as_ref().and_then(|translated| translated.first.clone());
        let first = format!("{}.html", first.as_deref().unwrap_or("index"));
        let mut href = format!("{root}{}{}", self.site().up, language.folder());
        push_address(&mut href, if has_it { path } else { &first });
        let texts = self.interface.of(&language.tag);
        let front = || texts.fill("choose-front", &[("language", &name)]);
        let missing = || texts.fill("choose-missing", &[("language", self.short_name_of(&language.tag))]);
        ChoiceOfLanguage {
            lang: language.tag.clone(),
            title: if has_it { name.clone() } else { front() },
            missing: (!has_it).then(missing),
            href,
        }
    }

    /// The page in every language that has it.
    #[must_use]
    pub fn alternates(&self, page: &Page) -> Vec<AlternateView> {
        let languages = &self.book.config.book.languages;
        let there: Vec<&BookLanguage> = languages.iter().filter(|language| language.has(&page.id)).collect();
        if there.len() < 2 || page.abroad {
            return Vec::new();
        }
        let path = |language: &BookLanguage| {
            let mut path = language.folder();
            push_address(&mut path, page.out.as_str());
            path
        };
        let up = format!("{}{}", root(&page.out), self.site().up);
        let alternate = |lang: &str, language: &BookLanguage| {
            let path = path(language);
            let folder = path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
            let folder = folder.map_or_else(|| path.clone(), str::to_owned);
            AlternateView { lang: lang.to_owned(), href: format!("{up}{path}"), path: folder }
        };
        let of_source = there.first().map(|source| alternate("x-default", source));
        there.iter().map(|language| alternate(&language.tag, language)).chain(of_source).collect()
    }

    /// The name of a language in itself, as it begins a line.
    fn name_of(&self, tag: &str) -> String {
        capital(self.short_name_of(tag))
    }

    fn short_name_of<'t>(&self, tag: &'t str) -> &'t str {
        self.book.config.languages.of(tag).chosen_as(tag)
    }

    /// The name of the language of a page that this book is not translated to: what a link says that leads there.
    pub(super) fn elsewhere(&self, to: PageNo) -> Option<String> {
        let page = self.book.page(to);
        page.abroad.then(|| self.short_name_of(self.language_of(page)).to_owned())
    }

    /// A link to a page by another title than its own, in the language of this book.
    pub(super) fn titled(&self, from: &Page, to: PageNo, title: &str) -> LinkView {
        let target = self.book.page(to);
        LinkView {
            title: title.to_owned(),
            href: Some(relative(&from.out, &target.out)),
            lang: None,
            role: None,
            elsewhere: self.elsewhere(to),
            page: None,
        }
    }

    /// The folder of the whole site, where the site has an address.
    pub(super) fn address_of_site(url: Option<&str>, is_translation: bool) -> Option<String> {
        let root = OutPath::new("x")?;
        let root = if is_translation { OutPath::above(&root) } else { root };
        let mut address = super::escape::whole(url?, &root);
        address.pop();
        Some(address)
    }
}
