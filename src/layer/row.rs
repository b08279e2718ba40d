//! The books of a row, as their translations need them.
//!
//! In: an edition and the books it lies on. Out: what each of them changed. Invariant: the lowest comes first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::config::Removed;
use crate::source::{FileId, Layer};

/// A book of the row from the lowest to the edition, as its translations need it.
pub(super) struct BookOfRow {
    pub(super) folder: PathBuf,
    pub(super) shown: String,
    pub(super) layer: Layer,
    /// The pages of the book below that it changes.
    pub(super) changed: BTreeSet<String>,
    /// The pages of the book below that it does without, with the titles they had.
    pub(super) removed: Vec<(Removed, String)>,
    /// Its pages, by id.
    pub(super) pages: BTreeMap<String, FileId>,
}
