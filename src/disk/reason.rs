//! Errors of the system, in words.
//!
//! In: an [`io::Error`]. Out: a reason and a way out, for messages.
//!
//! Invariant: every error gets both.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, Say, said};

/// The reason for which a file is not taken for one of the program's own, as an error of the system.
#[derive(Debug)]
pub(super) struct NotOwn(pub(super) Phrase);

impl fmt::Display for NotOwn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NotOwn {}

/// The reason, as the end of a sentence.
pub(super) fn words(error: &io::Error) -> Phrase {
    match error.kind() {
        ErrorKind::NotFound => said!("it is not there"),
        ErrorKind::PermissionDenied => said!("permission denied"),
        ErrorKind::StorageFull => said!("the disk is full"),
        ErrorKind::QuotaExceeded => said!("your share of the disk is used up"),
        ErrorKind::ReadOnlyFilesystem => said!("the file system is read-only"),
        ErrorKind::InvalidFilename => said!("the path is too long, or has a character that the file system refuses"),
        ErrorKind::CrossesDevices => said!("it lies on another file system than the folder around the site"),
        ErrorKind::IsADirectory => said!("a folder is in the way"),
        ErrorKind::AlreadyExists => said!("something else has that name"),
        ErrorKind::NotADirectory => said!("a file or a link is where a folder should be"),
        _ if is_link_circle(error) => said!("symbolic links lead in a circle"),
        _ if is_no_file(error) => said!("it is a pipe, a socket or a device"),
        _ => error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<NotOwn>())
            .map_or_else(|| error.said(), |own| own.0.clone()),
    }
}

/// The way out where a file could not be read.
pub(super) fn reading_help(error: &io::Error) -> Phrase {
    match error.kind() {
        ErrorKind::PermissionDenied => said!("give yourself the right to read it, or move it out of the book's folder"),
        ErrorKind::NotFound => said!("if another program writes here, wait for it and build again"),
        _ if is_link_circle(error) => said!("remove the link"),
        _ => said!("check that the file opens in another program, or move it out of the book's folder"),
    }
}

/// The way out where a file could not be written.
pub(super) fn writing_help(error: &io::Error) -> Phrase {
    match error.kind() {
        ErrorKind::PermissionDenied => {
            said!("give yourself the right to write there, or choose another `[build] build-dir`")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => said!("free some space and build again"),
        ErrorKind::ReadOnlyFilesystem => said!("choose a `[build] build-dir` that can be written"),
        ErrorKind::InvalidFilename => {
            said!("give the page or file a shorter name, or build nearer the root of the disk")
        }
        ErrorKind::CrossesDevices => said!("choose a `[build] build-dir` one folder further down"),
        ErrorKind::InvalidData => said!("remove it, and build again"),
        _ => said!("check the folder, or choose another `[build] build-dir`, and build again"),
    }
}

/// The way out where a file that a command hands over could not be written.
pub(super) fn output_help(error: &io::Error) -> Phrase {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => said!("free some space, and ask for it again"),
        ErrorKind::NotFound => said!("make the folder first, or remove the link that leads nowhere"),
        ErrorKind::PermissionDenied => said!("give yourself the right to write there, or choose another folder"),
        _ => said!("look at what lies there, and try again"),
    }
}

/// A reason and a way out in one sentence.
pub(super) fn sentence(error: &io::Error) -> Phrase {
    said!("{reason}; {help}", reason = words(error), help = writing_help(error))
}

/// The diagnostic for a file or folder that could not be written; `doing` as in «cannot …».
pub(super) fn write_failed(doing: &Phrase, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        Code::WriteFailed,
        said!("cannot {doing} {path}: {error}", doing, path = path.display(), error = words(error)),
    )
    .in_file(path.display().to_string())
    .help(writing_help(error))
}

#[cfg(unix)]
fn is_link_circle(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

/// A pipe that nobody reads at the other end, or a thing that cannot be opened as a file.
#[cfg(unix)]
fn is_no_file(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error())
}

#[cfg(not(unix))]
fn is_no_file(_: &io::Error) -> bool {
    false
}

#[cfg(not(unix))]
fn is_link_circle(_: &io::Error) -> bool {
    false
}
