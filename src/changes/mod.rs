//! Changes that readers are told of: `endringer.yaml`, a register that a command writes.
//!
//! In: what the pages of a book said when somebody last took note, and what they say now. Out: [`ChangeLog`], the
//! changes by day and page, as values and as the text of that file.
//!
//! Invariant: the same pages give no new change, however often a book is built or noted; a day has one change of a page.

mod note;
mod read;

use std::collections::BTreeMap;

use crate::source::Span;
use crate::text::Date;

pub use read::read_changes;

/// The register, below the folder of the content.
pub const CHANGES: &str = "endringer.yaml";

/// The weight of a change of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Its words are others.
    Text,
    /// A change of what holds, or a section that has come or gone.
    Substance,
    /// It is new.
    New,
    /// It is gone.
    Removed,
}

impl ChangeKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Text, Self::Substance, Self::New, Self::Removed];

    /// The word for it in the register.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Substance => "substance",
            Self::New => "new",
            Self::Removed => "removed",
        }
    }

    /// The text of the interface that names it.
    #[must_use]
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Text => "change-text",
            Self::Substance => "change-substance",
            Self::New => "change-new",
            Self::Removed => "change-removed",
        }
    }
}

/// A change of a page that readers are told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedChange {
    /// The day of it.
    pub date: Date,
    /// The id of the page.
    pub page: String,
    /// The title the page had.
    pub title: String,
    /// How much it has changed.
    pub kind: ChangeKind,
    /// The ids of the sections that say something else.
    pub sections: Vec<String>,
    /// The place of the page's id in the register.
    pub at: Option<Span>,
}

/// Short names for what a part of a page says: for all its words, and for those that decide what holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidDigests {
    /// For all of them.
    pub text: String,
    /// For those that weigh.
    pub substance: String,
}

/// A page as it was when somebody took note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedPage {
    /// Its title.
    pub title: String,
    /// When it was last gone through.
    pub reviewed: Option<Date>,
    /// By section, what it says; empty: what stands above the first heading.
    pub parts: BTreeMap<String, SaidDigests>,
}

/// By id, the pages of a book.
pub type NotedPages = BTreeMap<String, NotedPage>;

/// The changes of a book, and its pages when they were noted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeLog {
    /// The changes, the newest first.
    pub changes: Vec<NotedChange>,
    /// The day on which somebody took note first: what changed before it is not told.
    pub since: Option<Date>,
    /// The pages as they were; nothing where nobody has taken note yet.
    pub noted: Option<NotedPages>,
}
