//! Files that a command begins: written where nothing is, never over anything.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use super::output::write_file;
use super::reason::write_failed;
use crate::diagnostic::{Code, Diagnostic};
use crate::said::said;

/// Writes texts below a folder, which is made where it does not exist. Where one of the files is
/// there already, none is written.
///
/// # Errors
/// A file is there, lies behind a link out of the folder, or cannot be written.
pub fn write_new(root: &Path, files: &[(&str, &str)]) -> Result<(), Diagnostic> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    write_new_bytes(root, &files)
}

/// As [`write_new`], for files that need not be texts.
///
/// # Errors
/// As there.
pub fn write_new_bytes(root: &Path, files: &[(&str, &[u8])]) -> Result<(), Diagnostic> {
    fs::create_dir_all(root).map_err(|error| write_failed(&said!("make the folder"), root, &error))?;
    if let Some((path, _)) = files.iter().find(|(path, _)| root.join(path).symlink_metadata().is_ok()) {
        return Err(taken(path));
    }
    files.iter().try_for_each(|(path, bytes)| write_one(root, path, bytes))
}

/// Writes a file below a folder, whole, over what is there; the folders on the way are made.
///
/// # Errors
/// It lies behind a link out of the folder, or cannot be written.
pub fn write_below(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    let place = root.join(path);
    let failed = |error| write_failed(&said!("write"), &place, &error);
    let folder = place.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(failed)?;
    if !fs::canonicalize(folder).map_err(failed)?.starts_with(fs::canonicalize(root).map_err(failed)?) {
        return Err(outside(path));
    }
    write_file(&place, bytes)
}

fn outside(path: &str) -> Diagnostic {
    Diagnostic::new(Code::LinkOutside, said!("`{path}` would lie outside the book's folder", path))
        .in_file(path)
        .help(said!("choose a path that no link leads out of the folder"))
}

fn write_one(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    let place = root.join(path);
    let failed = |error| write_failed(&said!("write"), &place, &error);
    let folder = place.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(failed)?;
    let inside = fs::canonicalize(folder).map_err(failed)?.starts_with(fs::canonicalize(root).map_err(failed)?);
    if !inside {
        return Err(outside(path));
    }
    match OpenOptions::new().write(true).create_new(true).open(&place) {
        Ok(mut file) => file.write_all(bytes).map_err(failed),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(taken(path)),
        Err(error) => Err(failed(error)),
    }
}

fn taken(path: &str) -> Diagnostic {
    Diagnostic::new(Code::WriteFailed, said!("`{path}` is there already; nothing was written", path))
        .in_file(path)
        .help(said!("choose another name, or move the file away"))
}
