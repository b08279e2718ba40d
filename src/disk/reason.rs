//! Errors of the system, in words.
//!
//! In: an [`io::Error`]. Out: a reason and a way out, for messages.
//!
//! Invariant: every error gets both.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};

/// The reason, as the end of a sentence.
pub(super) fn words(error: &io::Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "it is not there",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "your share of the disk is used up",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::InvalidFilename => "the path is too long, or has a character that the file system refuses",
        ErrorKind::CrossesDevices => "it lies on another file system than the folder around the site",
        ErrorKind::IsADirectory => "a folder is in the way",
        ErrorKind::NotADirectory => "a file or a link is where a folder should be",
        _ if is_link_circle(error) => "symbolic links lead in a circle",
        _ => return error.to_string(),
    };
    known.to_owned()
}

/// The way out where a file could not be read.
pub(super) fn reading_help(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::PermissionDenied => "give yourself the right to read it, or move it out of the book's folder",
        ErrorKind::NotFound => "if another program writes here, wait for it and build again",
        _ if is_link_circle(error) => "remove the link",
        _ => "check that the file opens in another program, or move it out of the book's folder",
    }
}

/// The way out where a file could not be written.
pub(super) fn writing_help(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::PermissionDenied => "give yourself the right to write there, or choose another `[build] build-dir`",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space and build again",
        ErrorKind::ReadOnlyFilesystem => "choose a `[build] build-dir` that can be written",
        ErrorKind::InvalidFilename => "give the page or file a shorter name, or build nearer the root of the disk",
        ErrorKind::CrossesDevices => "choose a `[build] build-dir` one folder further down",
        ErrorKind::InvalidData => "remove it, and build again",
        _ => "check the folder, or choose another `[build] build-dir`, and build again",
    }
}

/// A reason and a way out in one sentence.
pub(super) fn sentence(error: &io::Error) -> String {
    format!("{}; {}", words(error), writing_help(error))
}

/// The diagnostic for a file or folder that could not be written; `doing` as in «cannot …».
pub(super) fn write_failed(doing: &str, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::WriteFailed, format!("cannot {doing} {}: {}", path.display(), words(error)))
        .in_file(path.display().to_string())
        .help(writing_help(error))
}

#[cfg(unix)]
fn is_link_circle(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
fn is_link_circle(_: &io::Error) -> bool {
    false
}
