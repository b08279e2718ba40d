//! The view of a term in a popover, for the scripts of a page that mentions it.

use serde::Serialize;

use super::{View, address};
use crate::document::{Block, BlockNode, PageNo, plain_text};
use crate::kind::Kind;
use crate::resolve::{TermCard, card_path, term_id};
use crate::sink::OutPath;

/// The definition of a term, short. Addresses are as seen from the site's folder.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct CardView {
    /// Its id.
    #[serde(skip)]
    pub id: String,
    /// The term, as written inside a sentence.
    pub title: String,
    /// The definition.
    pub says: String,
    /// For a role: its number, 1 to 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<usize>,
    /// The language, where it is not the site's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Terms that it is not the same as.
    #[serde(rename = "notSame")]
    pub not_same: Vec<OtherView>,
}

/// Another term.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct OtherView {
    /// The term, as written inside a sentence.
    pub title: String,
    /// The place of its page.
    pub path: String,
}

/// A popover is small: more differences are on the term's own page.
const MOST_DIFFERENCES: usize = 4;

impl View<'_> {
    /// The popover of a term, and the path of the script that holds it: it stands beside
    /// the term's page, so that a page that links the term knows where it is.
    #[must_use]
    pub fn card(&self, term: &TermCard) -> Option<(OutPath, CardView)> {
        let page = self.book.page(term.page);
        let Kind::Definition(_) = &page.kind else { return None };
        let path = card_path(page)?;
        let others = self.differences_of(term.page).iter().copied().take(MOST_DIFFERENCES);
        let says = match page.common.summary.trim() {
            "" => first_paragraph(&page.body),
            summary => summary.to_owned(),
        };
        let view = CardView {
            id: term_id(&page.id).to_owned(),
            title: page.common.title.to_string(),
            says,
            role: self.role(term.page),
            lang: page.common.lang.as_deref().filter(|lang| *lang != self.site.lang).map(str::to_owned),
            not_same: others.map(|difference| self.other(difference.other)).collect(),
        };
        Some((path, view))
    }

    fn other(&self, number: PageNo) -> OtherView {
        let page = self.book.page(number);
        OtherView { title: page.common.title.to_string(), path: address(&page.out) }
    }
}

fn first_paragraph(document: &crate::document::Document) -> String {
    let found = document.blocks.iter().find_map(|block| match block {
        Block { node: BlockNode::Paragraph(content), .. } => Some(plain_text(content, &document.text)),
        _ => None,
    });
    found.unwrap_or_default()
}
