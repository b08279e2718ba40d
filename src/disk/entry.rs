//! Entries of folders: what lies at a path, and removing it.
//!
//! In: a path. Out: the type of what lies there.
//!
//! Invariant: no link is followed.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The type of the entry at a path, links not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryType {
    Nothing,
    File,
    Folder,
    Link,
    Other,
}

/// The type of the entry at `path`.
pub(super) fn entry_type(path: &Path) -> io::Result<EntryType> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_file() => Ok(EntryType::File),
        Ok(about) if about.is_dir() => Ok(EntryType::Folder),
        Ok(about) if about.is_symlink() => Ok(EntryType::Link),
        Ok(_) => Ok(EntryType::Other),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(EntryType::Nothing),
        Err(error) => Err(error),
    }
}

/// Whether two paths lead to one file or folder: on many disks, paths that differ in capital and small letters alone.
#[cfg(unix)]
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |path: &Path| fs::symlink_metadata(path).ok().map(|about| (about.dev(), about.ino()));
    number(one).is_some_and(|one| number(other) == Some(one))
}

/// Whether two paths lead to one file or folder: a system without numbers for files tells their whole names.
#[cfg(not(unix))]
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let name = |path: &Path| fs::canonicalize(path).ok();
    name(one).is_some_and(|one| name(other) == Some(one))
}

/// For removals: what is already gone is no error.
pub(super) fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
        result => result,
    }
}
