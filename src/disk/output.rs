//! Files that a command hands over wherever its user says.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::load::read_packed;
use super::own;
use super::reason::{output_help, write_failed};
use crate::diagnostic::{Code, Diagnostic};
use crate::said::said;

/// Writes a file whole: beside its place first, then in its place. A link there is replaced, and what it leads to stays.
///
/// # Errors
/// The file cannot be written there, or there is a device, a pipe or a socket, which to replace would take from others.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let failed = |error| not_written(path, &error);
    if path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let path = path.display().to_string();
        return Err(Diagnostic::new(
            Code::WriteFailed,
            said!("{path} is a pipe, a socket or a device, not a file", path),
        )
        .in_file(path)
        .help(said!("name a file that can be written")));
    }
    let beside = path.with_file_name(format!(".brobygger-{}.ny", std::process::id()));
    let written = own::write(&beside, bytes).and_then(|_| fs::rename(&beside, path));
    if written.is_err() {
        // What is left there is of no use to anybody.
        let _ = fs::remove_file(&beside);
    }
    written.map_err(failed)
}

/// Writes a file where none is.
///
/// # Errors
/// A file is there already, or none can be written there.
pub fn write_new_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    write_where_none_is(path, bytes).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Diagnostic::new(
            Code::WriteFailed,
            said!("{path} is there already; nothing was written", path = path.display()),
        )
        .in_file(path.display().to_string())
        .help(said!("name the file to write with --output; that replaces what is there")),
        _ => not_written(path, &error),
    })
}

/// Writes a file where none is; what could not be written whole does not stay.
pub(super) fn write_where_none_is(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes).inspect_err(|_| {
        // It would be in the way of the next try.
        let _ = fs::remove_file(path);
    })
}

/// Whether something lies at a place that is not a file of these bytes.
#[must_use]
pub fn holds_other(path: &Path, bytes: &[u8]) -> bool {
    path.symlink_metadata().is_ok() && !read_packed(path).is_ok_and(|there| there == bytes)
}

/// Why a file that a command hands over was not written.
pub(super) fn not_written(path: &Path, error: &io::Error) -> Diagnostic {
    write_failed(&said!("write"), path, error).help(output_help(error))
}
