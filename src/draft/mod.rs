//! Pages as they were read, put in order: references still open.
//!
//! In: parsed pages and the summary. Out: [`Draft`].
//!
//! Invariant: ids are unique, and every page number in the navigation is a page of the draft.

mod nav;
mod page;

use std::collections::HashMap;

pub use nav::{Nav, NavItem, NavPart, NavPath, make_nav};
pub use page::{page_id, read_page};

use crate::document::{Document, PageNo};
use crate::kind::{Common, Kind};
use crate::schema::Places;
use crate::sink::OutPath;
use crate::source::FileId;

/// One page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its path below the content's folder, without `.md`.
    pub id: Box<str>,
    /// The file it was read from.
    pub file: FileId,
    /// Where it stands in the site.
    pub out: OutPath,
    /// What pages of every kind have.
    pub common: Common,
    /// What only its kind has.
    pub kind: Kind,
    /// Places of the values of its front matter.
    pub places: Places,
    /// The anchor of the heading that gave the title, where there is no front matter.
    pub title_anchor: Option<Box<str>>,
    /// What it says.
    pub body: Document,
}

/// From ids, aliases not among them, to pages.
pub type PageIndex = HashMap<Box<str>, PageNo>;

/// All pages and their order.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The pages, by id.
    pub pages: Vec<Page>,
    /// Their order.
    pub nav: Nav,
    /// Pages by id.
    pub by_id: PageIndex,
}

impl Draft {
    /// The page with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<PageNo> {
        self.by_id.get(id).copied()
    }
}
