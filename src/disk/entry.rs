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
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    has_same_identity(one, other) || is_listed_once(one, other)
}

/// Whether the system knows what two paths lead to as one: by device and number.
#[cfg(unix)]
fn has_same_identity(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |path: &Path| fs::symlink_metadata(path).ok().map(|about| (about.dev(), about.ino()));
    number(one).is_some_and(|one| number(other) == Some(one))
}

/// Whether the system knows what two paths lead to as one: one without numbers for files tells their whole names.
#[cfg(not(unix))]
fn has_same_identity(one: &Path, other: &Path) -> bool {
    let name = |path: &Path| fs::canonicalize(path).ok();
    name(one).is_some_and(|one| name(other) == Some(one))
}

/// Whether two paths of the same letters, large or small, lead to something that their folder lists under one name
/// only. Some file systems (exFAT through FUSE, shares on a network) number a file anew for each name it is asked for by.
fn is_listed_once(one: &Path, other: &Path) -> bool {
    let (Some(above_one), Some(above_other)) = (one.parent(), other.parent()) else { return one == other };
    let letters = |path: &Path| path.to_string_lossy().to_lowercase();
    let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
    if letters(one) != letters(other) || !is_there(one) || !is_there(other) {
        return false;
    }
    let is_one_folder = above_one == above_other || is_same(above_one, above_other);
    is_one_folder && (one.file_name() == other.file_name() || !(is_listed(one) && is_listed(other)))
}

/// Whether the folder of a path lists it just as it is written.
fn is_listed(path: &Path) -> bool {
    let entries = path.parent().and_then(|folder| fs::read_dir(folder).ok());
    entries.into_iter().flatten().flatten().any(|entry| Some(entry.file_name().as_os_str()) == path.file_name())
}

/// The path of what lies below a folder, with `/` between its parts on every system; `None` if it lies elsewhere, or is
/// not UTF-8.
pub(super) fn path_below(folder: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(folder).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// For removals: what is already gone is no error.
pub(super) fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
        result => result,
    }
}
