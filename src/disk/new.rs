//! Files that a command begins: written where nothing is, never over anything.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path};

use super::output::{not_written, write_file, write_where_none_is};
use super::reason::{output_help, write_failed};
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
    fs::create_dir_all(root)
        .map_err(|error| write_failed(&said!("make the folder"), root, &error).help(output_help(&error)))?;
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
    make_way(root, path, &place)?;
    write_file(&place, bytes)
}

/// Makes a folder, and those on the way to a file below it, none of them where a link leads out of it.
fn make_way(root: &Path, path: &str, place: &Path) -> Result<(), Diagnostic> {
    let failed = |error| not_written(place, &error);
    if Path::new(path).components().any(|part| part == Component::ParentDir) {
        return Err(outside(path));
    }
    let folder = place.parent().unwrap_or(root);
    fs::create_dir_all(root).map_err(failed)?;
    let root = fs::canonicalize(root).map_err(failed)?;
    // Those that are still to be made lie in the nearest one that is there; a link to nothing is there too.
    let is_there = |above: &&Path| above.symlink_metadata().is_ok();
    let nearest = folder.ancestors().find(is_there).unwrap_or(folder);
    if !fs::canonicalize(nearest).map_err(failed)?.starts_with(&root) {
        return Err(outside(path));
    }
    fs::create_dir_all(folder).map_err(failed)
}

fn outside(path: &str) -> Diagnostic {
    Diagnostic::new(Code::LinkOutside, said!("`{path}` would lie outside the book's folder", path))
        .in_file(path)
        .help(said!("choose a path that no link leads out of the folder"))
}

fn write_one(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    let place = root.join(path);
    make_way(root, path, &place)?;
    write_where_none_is(&place, bytes).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => taken(path),
        _ => not_written(&place, &error),
    })
}

fn taken(path: &str) -> Diagnostic {
    Diagnostic::new(Code::WriteFailed, said!("`{path}` is there already; nothing was written", path))
        .in_file(path)
        .help(said!("choose another name, or move the file away"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn no_folder_is_made_where_a_link_leads_out() {
        let folder = tempfile::tempdir().unwrap();
        let (book, outside) = (folder.path().join("book"), folder.path().join("outside"));
        fs::create_dir_all(&book).unwrap();
        fs::create_dir_all(&outside).unwrap();
        std::os::unix::fs::symlink("../outside", book.join("ut")).unwrap();
        let code = |written: Result<(), Diagnostic>| written.map_err(|said| said.code);
        assert_eq!(code(write_below(&book, "ut/x/y.md", b"y")), Err(Code::LinkOutside));
        assert_eq!(code(write_new(&book, &[("ut/x/y.md", "y")])), Err(Code::LinkOutside));
        assert_eq!(code(write_below(&book, "ny/../../outside/x/y.md", b"y")), Err(Code::LinkOutside));
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
        assert_eq!(code(write_below(&book, "inn/x/y.md", b"y")), Ok(()));
    }
}
