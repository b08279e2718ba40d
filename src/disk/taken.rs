//! The files that a build has made, as they wait to be put in place.
//!
//! In: what was found in the site. Out: plain values, which the site collects and the plan reads.
//!
//! Invariant: a file with the right bytes in place is not staged.

use std::sync::Arc;

use super::manifest::FileMark;

/// The state of the place where a folder shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folder {
    /// The folder.
    There,
    /// Nothing, or a file of ours, or nothing because a file of ours is further up.
    Missing,
    /// Nothing; it was made in the folder that becomes the site.
    Ready,
}

/// A file that the build has made.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) mark: FileMark,
    /// Nothing where the right bytes are in place already.
    pub(super) staged: Option<StagedAt>,
    pub(super) was: Was,
    /// The path under which it stands in place, where that differs in capital and small letters alone.
    pub(super) old: Option<Arc<str>>,
}

/// The place where a file lies until the build is put in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StagedAt {
    /// Under a number: it is renamed to its place.
    Number(u32),
    /// In the folder that becomes the site.
    InWhole,
}

/// The state of the place where a file shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Was {
    /// Nothing.
    Absent,
    /// A file with the same bytes.
    Same,
    /// A file of ours with other bytes.
    Other,
    /// A folder.
    Folder,
}
