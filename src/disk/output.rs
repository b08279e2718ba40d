//! Files that a command hands over wherever its user says.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use super::own;
use super::reason::write_failed;
use crate::diagnostic::{Code, Diagnostic};
use crate::said::said;

/// Writes a file whole: beside its place first, then in its place.
///
/// # Errors
/// The file cannot be written there.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let failed = |error| write_failed(&said!("write"), path, &error);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".ny");
    let beside = path.with_file_name(name);
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
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let written = opened.and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Diagnostic::new(
            Code::WriteFailed,
            said!("{path} is there already; nothing was written", path = path.display()),
        )
        .in_file(path.display().to_string())
        .help(said!("name the file to write with --output; that replaces what is there")),
        _ => write_failed(&said!("write"), path, &error),
    })
}
