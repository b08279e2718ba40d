//! Changes that readers are told of, as a page shows them.
//!
//! In: the changes of a book. Out: days, the newest first, each with its pages.
//!
//! Invariant: a link leads to a page or a section that is there.

use std::collections::HashMap;

use serde::Serialize;

use super::escape::relative;
use super::wording::DayView;
use super::{LinkView, View};
use crate::changes::ChangeKind;
use crate::document::{BlockNode, PageNo, plain_text, walk_blocks};
use crate::draft::Page;
use crate::resolve::{Book, ReaderChange};
use crate::sink::OutPath;
use crate::theme::Texts;

/// The changes of a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ChangedDay {
    /// The day.
    pub day: DayView,
    /// The pages that changed.
    pub pages: Vec<ChangedPageView>,
}

/// A page that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ChangedPageView {
    /// The page; without an address where it is gone.
    pub link: LinkView,
    /// How much: `substance`.
    pub kind: &'static str,
    /// How much, in words.
    pub what: String,
    /// The sections that say something else.
    pub sections: Vec<LinkView>,
}

/// A change of a page, as the page itself tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct PastChange {
    /// The day of it.
    pub day: DayView,
    /// How much, in words.
    pub what: String,
    /// The sections that say something else.
    pub sections: Vec<LinkView>,
}

/// A section that says something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSection {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// The changes of a book by their pages, each page's the newest first.
pub(super) fn by_page(book: &Book) -> HashMap<PageNo, Vec<&ReaderChange>> {
    let mut all: HashMap<PageNo, Vec<&ReaderChange>> = HashMap::new();
    for change in &book.changes {
        if let Some(page) = change.page {
            all.entry(page).or_default().push(change);
        }
    }
    all
}

impl View<'_> {
    /// The changes of the book by day, as seen from the page of them.
    #[must_use]
    pub(super) fn changed_days(&self) -> Vec<ChangedDay> {
        let (Some(here), texts) = (OutPath::new(self.book.config.file_names().changes), self.texts()) else {
            return Vec::new();
        };
        let days = self.book.changes.chunk_by(|a, b| a.date == b.date);
        let page = |change: &ReaderChange| self.changed_page(change, &here, texts);
        let day = |changes: &[ReaderChange]| {
            let date = changes.first()?.date;
            let day = DayView::of(texts, date);
            Some(ChangedDay { day, pages: changes.iter().map(page).collect() })
        };
        days.filter_map(day).collect()
    }

    /// The changes of a page, the newest first, in the language of the page.
    pub(super) fn past_of(&self, number: PageNo, page: &Page) -> Vec<PastChange> {
        let texts = self.texts_of(page);
        let section = |section: ChangedSection| LinkView {
            title: section.title,
            href: Some(format!("#{}", section.id)),
            lang: None,
            elsewhere: None,
            role: None,
            page: None,
        };
        let own = self.changes.get(&number).into_iter().flatten();
        let past = own.map(|change| PastChange {
            day: DayView::of(texts, change.date),
            what: texts.get(change.kind.text_key()).to_owned(),
            sections: self.changed_sections(change).into_iter().map(section).collect(),
        });
        past.collect()
    }

    fn changed_page(&self, change: &ReaderChange, here: &OutPath, texts: &Texts) -> ChangedPageView {
        let link = |page: Option<PageNo>, title: String, anchor: &str| LinkView {
            title,
            href: page.map(|page| relative(here, &self.book.page(page).out) + anchor),
            lang: page
                .map(|page| self.language_of(self.book.page(page)))
                .filter(|lang| *lang != self.site.lang)
                .map(str::to_owned),
            elsewhere: page.and_then(|page| self.elsewhere(page)),
            role: None,
            page,
        };
        let title = change.page.map_or_else(|| change.title.clone(), |page| self.title(page));
        let sections = self.changed_sections(change).into_iter();
        ChangedPageView {
            link: link(change.page, title, ""),
            kind: change.kind.as_str(),
            what: texts.get(change.kind.text_key()).to_owned(),
            sections: sections.map(|section| link(change.page, section.title, &format!("#{}", section.id))).collect(),
        }
    }

    /// The sections of a page that say something else, of those that it has. Of a new page none is told of.
    #[must_use]
    pub fn changed_sections(&self, change: &ReaderChange) -> Vec<ChangedSection> {
        let mut out = Vec::new();
        let Some(page) = change.page.filter(|_| change.kind != ChangeKind::New).map(|page| self.book.page(page)) else {
            return out;
        };
        walk_blocks(&page.body.blocks, &mut |block| {
            if let BlockNode::Heading(heading) = &block.node
                && change.sections.iter().any(|id| **id == *heading.id)
            {
                let title = plain_text(&heading.content, &page.body.text);
                out.push(ChangedSection { id: heading.id.to_string(), title });
            }
        });
        out
    }
}
