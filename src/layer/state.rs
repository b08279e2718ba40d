//! The state of a unit of the book below, as an edition is told of it.
//!
//! In: a unit. Out: [`Drift`], with its names on the command line and on disk.
//!
//! Invariant: a name stands for one unit of a book, and a snapshot for one name.

use crate::text::shell_word;

/// The state of a unit of the book below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The substance has changed.
    Substance,
    /// It is not there any more.
    Removed,
    /// It was never there.
    Orphan,
    /// It was gone, and is there again.
    Returned,
    /// It stands elsewhere.
    Moved,
    /// Its words have changed.
    Text,
    /// Nobody has said yet that it was seen.
    New,
    /// It says now what the edition says.
    Same,
    /// It is written otherwise, and says the same.
    Form,
    /// It is as it was accepted.
    Current,
}

impl State {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Substance => "substance",
            Self::Removed => "removed",
            Self::Orphan => "orphan",
            Self::Returned => "returned",
            Self::Moved => "moved",
            Self::Text => "text",
            Self::New => "new",
            Self::Same => "same",
            Self::Form => "form",
            Self::Current => "current",
        }
    }

    /// Whether an edition must not be published before somebody has looked.
    #[must_use]
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::Substance | Self::Removed | Self::Orphan)
    }
}

/// The sort of a unit: why an edition is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// The edition changes it.
    Part,
    /// It says what the law says, on a page that the edition changes elsewhere.
    Law,
    /// It is a page that came or went.
    Page,
    /// It is the list of all pages, that was never accepted.
    Pages,
    /// It is a heading that the edition leads to.
    Link,
}

/// The titles of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitTitle {
    /// The title of its page.
    pub page: Option<String>,
    /// Its title on the page: a heading, a choice, the label of a field.
    pub unit: Option<String>,
    /// The titles of where it stands now.
    pub elsewhere: Option<String>,
    /// The summary of a page that is told as a whole.
    pub summary: Option<String>,
}

/// The unit of a name. Two have one where a section was changed and renamed and the edition puts text beside it too: the
/// one that says what it says now is meant.
#[must_use]
pub fn unit_named<'d>(units: &'d [Drift], name: &str) -> Option<&'d Drift> {
    units.iter().filter(|drift| drift.name() == name).max_by_key(|drift| drift.digest.is_some())
}

/// A unit of the book below that concerns an edition, and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Why it is told.
    pub what: What,
    /// The page.
    pub page: String,
    /// `#` and the id of a section or choice, the way to a value, or nothing for the whole page.
    pub unit: String,
    /// Its state.
    pub state: State,
    /// Whether it says what the law says.
    pub is_law: bool,
    /// A short name of what the book below says now.
    pub digest: Option<String>,
    /// The text of the book below when it was accepted.
    pub then: Option<String>,
    /// Its text now.
    pub now: Option<String>,
    /// The edition's text.
    pub ours: String,
    /// Where it stands now.
    pub elsewhere: Option<String>,
    /// The titles that people know it by.
    pub title: UnitTitle,
}

impl Drift {
    /// A unit of a page of which no more is known than its state.
    pub(super) fn new(what: What, page: String, unit: String, state: State) -> Self {
        Self {
            what,
            page,
            unit,
            state,
            is_law: false,
            digest: None,
            then: None,
            now: None,
            ours: String::new(),
            elsewhere: None,
            title: UnitTitle::default(),
        }
    }

    /// Page and unit, as they are named on the command line.
    #[must_use]
    pub fn name(&self) -> String {
        match self.unit.as_str() {
            "" => self.page.clone(),
            unit if unit.starts_with("->") => format!("{} {unit}", self.page),
            unit if unit.starts_with('#') => format!("{}{unit}", self.page),
            unit => format!("{}:{unit}", self.page),
        }
    }

    /// Its name with that of what the book below says now, as it is typed to accept it.
    #[must_use]
    pub fn name_to_accept(&self) -> String {
        shell_word(&match &self.digest {
            Some(digest) => format!("{}@{digest}", self.name()),
            None => self.name(),
        })
    }

    /// Whether a line of the index of the book below belongs to it.
    pub(super) fn covers(&self, name: &str) -> bool {
        match self.what {
            What::Pages => true,
            What::Page => name.split('#').next() == Some(self.page.as_str()),
            What::Law => name == self.name(),
            What::Link => self.unit.strip_prefix("->") == Some(name),
            What::Part => false,
        }
    }

    /// The path of its snapshot, below the edition's folder.
    #[must_use]
    pub fn snapshot(&self) -> String {
        snapshot_path(&self.page, &self.unit)
    }
}

impl Drift {
    /// The title of the page, or its id.
    #[must_use]
    pub fn page_title(&self) -> &str {
        self.title.page.as_deref().unwrap_or(&self.page)
    }

    /// Title of the unit on its page, or its id; nothing of a whole page.
    #[must_use]
    pub fn unit_title(&self) -> Option<&str> {
        let id = self.unit.trim_start_matches("->").trim_start_matches('#');
        self.title.unit.as_deref().or(Some(id)).filter(|title| !title.is_empty())
    }

    /// The titles of page and unit in one.
    #[must_use]
    pub fn full_title(&self) -> String {
        joined(self.page_title(), self.unit_title())
    }

    /// The titles of where it stands now, or the ids.
    #[must_use]
    pub fn elsewhere_title(&self) -> Option<&str> {
        self.title.elsewhere.as_deref().or(self.elsewhere.as_deref())
    }
}

/// The titles of a page and of a part of it in one.
pub(super) fn joined(page: &str, part: Option<&str>) -> String {
    part.map_or_else(|| page.to_owned(), |part| format!("{page} – {part}"))
}

/// The folder of an edition that holds what was accepted.
pub const SNAPSHOTS: &str = ".base";

/// The path of the snapshot of a unit.
#[must_use]
pub fn snapshot_path(page: &str, unit: &str) -> String {
    let mut name = String::new();
    for byte in unit.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            name.push(char::from(byte));
        } else {
            name.push('%');
            name.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            name.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
    }
    let ending = if unit.is_empty() { "page.md" } else { ".txt" };
    format!("{SNAPSHOTS}/{page}/{name}{ending}")
}
