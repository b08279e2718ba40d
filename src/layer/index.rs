//! The pages and sections of a book, each with a short name for what it says.
//!
//! In: a book. Out: [`Index`], as text one line for each: `utlysning#kravet 1f2e3d4c`.
//!
//! Invariant: the same book gives the same text, and a text that was written is read again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The pages and sections of a book by their names, with digests; nothing: it is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index(BTreeMap<String, Option<String>>);

/// The mark in the place of the digest of what is gone.
const GONE: &str = "-";

impl Index {
    /// Reads what was written.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (name, digest) = line.trim().rsplit_once(' ')?;
            Some((name.to_owned(), (digest != GONE).then(|| digest.to_owned())))
        };
        Self(text.lines().filter_map(line).collect())
    }

    /// The text of it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (name, digest) in &self.0 {
            // Writing to a string does not fail.
            let _ = writeln!(out, "{name} {}", digest.as_deref().unwrap_or(GONE));
        }
        out
    }

    /// Puts a line in.
    pub fn put(&mut self, name: String, digest: Option<String>) {
        self.0.insert(name, digest);
    }

    /// Its lines.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0.iter().map(|(name, digest)| (name.as_str(), digest.as_deref()))
    }

    /// The digest a page or section is told by; nothing where it is gone, or was never there.
    pub(super) fn digest(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_deref()
    }

    /// Whether a page or section is or was there.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}
