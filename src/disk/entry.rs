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

/// For removals: what is already gone is no error.
pub(super) fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
        result => result,
    }
}
