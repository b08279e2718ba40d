//! The pages and sections of a book, each with a short name for what it says, and its title.
//!
//! In: a book. Out: [`Index`], as text one line for each: `utlysning#kravet 1f2e3d4c`, a tab, `Kravet`.
//!
//! Invariant: the same book gives the same text, and a text that was written is read again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The pages and sections of a book by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index(BTreeMap<String, IndexEntry>);

/// A page or section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct IndexEntry {
    /// A short name for what it says; nothing: it is gone.
    digest: Option<String>,
    title: Option<String>,
}

/// The mark in the place of the digest of what is gone.
const GONE: &str = "-";

impl Index {
    /// Reads what was written.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (line, title) = line.split_once('\t').map_or((line, None), |(line, title)| (line, Some(title)));
            let (name, digest) = line.trim().rsplit_once(' ')?;
            let digest = (digest != GONE).then(|| digest.to_owned());
            Some((name.to_owned(), IndexEntry { digest, title: title.map(str::to_owned) }))
        };
        Self(text.lines().filter_map(line).collect())
    }

    /// The text of it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (name, entry) in &self.0 {
            // Writing to a string does not fail.
            let _ = write!(out, "{name} {}", entry.digest.as_deref().unwrap_or(GONE));
            if let Some(title) = &entry.title {
                let words: Vec<&str> = title.split_whitespace().collect();
                let _ = write!(out, "\t{}", words.join(" "));
            }
            out.push('\n');
        }
        out
    }

    /// Puts a line in.
    pub fn put(&mut self, name: String, digest: Option<String>, title: Option<String>) {
        self.0.insert(name, IndexEntry { digest, title });
    }

    /// Its names and digests.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0.iter().map(|(name, entry)| (name.as_str(), entry.digest.as_deref()))
    }

    /// The digest a page or section is told by; nothing where it is gone, or was never there.
    pub(super) fn digest(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.digest.as_deref()
    }

    /// The title of a page or section, also of one that is gone.
    pub(super) fn title(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.title.as_deref()
    }

    /// Whether a page or section is or was there.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}
