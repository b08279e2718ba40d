//! Zips that come from outside.
//!
//! In: the bytes of a zip. Out: the files of a book, or why they are refused.
//!
//! Invariant: no file lies outside the book's folder, none is there twice, and together they are no larger than a
//! browser can hold.

use super::protocol::RefusedFor;
use crate::layer::{Files, SETTINGS, UnpackError, UnpackLimits, unpack_within};
use crate::sink::OutPath;
use crate::text::nfc;

/// The most that a zip may hold.
pub(super) const LIMITS: UnpackLimits = UnpackLimits { files: 20_000, bytes: 96 * 1024 * 1024 };

/// The reason for which a zip is refused, and the words for those who look closer.
pub(super) type Refused = (RefusedFor, String);

/// The files of a packed book.
pub(super) fn book(zip: &[u8]) -> Result<Files, Refused> {
    let files = unpack_within(zip, &LIMITS).map_err(|error| match error {
        UnpackError::Unreadable(reason) => (RefusedFor::NoZip, reason),
        UnpackError::TooManyFiles => (RefusedFor::TooLarge, format!("more than {} files", LIMITS.files)),
        UnpackError::TooManyBytes => (RefusedFor::TooLarge, format!("more than {} MB", LIMITS.bytes >> 20)),
        UnpackError::SameName => (RefusedFor::SameName, String::new()),
    })?;
    let mut sound = Files::new();
    for (path, bytes) in files.into_iter().filter(|(path, _)| !is_of_a_system(path)) {
        if OutPath::new(&path).is_none() {
            return Err((RefusedFor::UnsafePath, path));
        }
        if sound.insert(nfc(&path).into_owned(), bytes).is_some() {
            return Err((RefusedFor::SameName, path));
        }
    }
    let files = without_folder(sound);
    if files.contains_key(SETTINGS) { Ok(files) } else { Err((RefusedFor::NoBook, SETTINGS.to_owned())) }
}

/// Files that a system puts into a zip by itself.
fn is_of_a_system(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.starts_with("__MACOSX/") || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name)
}

/// The files of the folder that all of them lie in, where a book was packed with its folder.
fn without_folder(files: Files) -> Files {
    let first = files.keys().next().and_then(|path| path.split_once('/')).map(|(folder, _)| format!("{folder}/"));
    let Some(folder) = first.filter(|folder| files.keys().all(|path| path.starts_with(folder))) else { return files };
    files.into_iter().map(|(path, bytes)| (path[folder.len()..].to_owned(), bytes)).collect()
}
