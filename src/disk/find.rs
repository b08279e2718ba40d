//! Finding the files of a book.
//!
//! In: a folder, a path. Out: [`FoundFile`] for each file there is, and a diagnostic for each entry that
//! cannot be a file of a book.
//!
//! Invariant: only what lies inside the book's folder is found, however links lead, and no link makes readable what
//! is not read by its own path: what is hidden, and the site.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::entry::{is_same, path_below};
use super::reason;
use crate::diagnostic::{Code, Diagnostic};
use crate::said::said;
use crate::sink::OutPath;
use crate::source::is_closed;
use crate::text::{nfc, nfd};

/// More files than this are a mistake (a whole disk).
const MAX_ENTRIES: usize = 500_000;

/// More links to folders than this are a mistake (links that multiply a folder).
const MAX_LINKS: usize = 1_000;

/// The file that makes a folder a book.
pub(super) const SETTINGS: &str = "book.toml";

/// A file to be read.
#[derive(Debug, Clone)]
pub(super) struct FoundFile {
    /// Below the book's folder.
    pub(super) path: Arc<str>,
    /// Its true place: no link on the way.
    pub(super) place: Arc<Path>,
}

/// The book's folder: `start`, or the nearest folder above it that has a `book.toml`.
#[must_use]
pub fn find_book(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start.ancestors().find(|folder| folder.join(SETTINGS).is_file()).map(Path::to_path_buf)
}

/// The folder of the book that is named as seen from that of another one, in the one spelling that no link leads
/// to.
#[must_use]
pub fn find_named(from: &Path, path: &str) -> Option<PathBuf> {
    let folder = fs::canonicalize(from.join(path)).ok()?;
    folder.join(SETTINGS).is_file().then_some(folder)
}

/// How deep below a folder books are looked for.
const MAX_BOOK_DEPTH: usize = 4;

/// The books below a folder, it itself among them, by path. What begins with a dot is passed over.
#[must_use]
pub fn find_books(dir: &Path) -> Vec<PathBuf> {
    let hidden = |entry: &DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(dir).max_depth(MAX_BOOK_DEPTH).sort_by_file_name().into_iter();
    let folders = walk.filter_entry(|entry| !hidden(entry) && entry.file_type().is_dir()).flatten();
    folders.map(DirEntry::into_path).filter(|folder| folder.join(SETTINGS).is_file()).collect()
}

/// A file that is named as seen from a folder, in the one spelling that no link leads to.
#[must_use]
pub fn find_file(from: &Path, path: &str) -> Option<PathBuf> {
    let file = fs::canonicalize(from.join(path)).ok()?;
    file.is_file().then_some(file)
}

/// A file named by a text, unless it lies in one of the folders to `skip`. `None` where there is none, or the path
/// leaves the book's folder.
pub(super) fn locate(root: &Path, path: &str, skip: &[String]) -> Option<Result<FoundFile, Diagnostic>> {
    let path = normal(path)?;
    let place = match real_place(root, &path) {
        Ok(place) => place,
        Err(error) if is_missing(&error) => return None,
        Err(error) => return Some(Err(unreadable(&path, &error))),
    };
    if !place.starts_with(root) {
        return Some(Err(link_outside(&path, &place)));
    }
    if opens_closed(root, &path, &place, skip) {
        return Some(Err(link_closed(root, &path, &place)));
    }
    match fs::metadata(&place) {
        Ok(about) if about.is_dir() => None,
        Ok(about) if about.is_file() => Some(Ok(FoundFile { path: path.into(), place: place.into() })),
        Ok(_) => Some(Err(not_a_file(&path))),
        Err(error) => Some(Err(unreadable(&path, &error))),
    }
}

/// Whether a path leads, over links or in other letters, to what is not read: something hidden that it does not name
/// itself, or the folders to `skip`.
fn opens_closed(root: &Path, path: &str, place: &Path, skip: &[String]) -> bool {
    let Some(below) = path_below(root, place) else { return true };
    let names = |part: &str| path.split('/').any(|named| named == part);
    let is_hidden = below.split('/').any(|part| part.starts_with('.') && !names(&nfc(part)));
    let is_skipped = |above: &Path| skip.iter().any(|skipped| is_same(above, &root.join(skipped)));
    // `x` stands for what lies in it.
    is_hidden
        || is_closed(&format!("{below}/x"))
        || place.ancestors().take_while(|above| *above != root).any(is_skipped)
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The true place of a path in NFC, also on a disk that keeps names in NFD.
fn real_place(root: &Path, path: &str) -> io::Result<PathBuf> {
    match fs::canonicalize(root.join(path)) {
        Err(error) if is_missing(&error) => fs::canonicalize(root.join(&*nfd(path))),
        found => found,
    }
}

/// A path without `.` and `..`, in NFC; `None` if it leaves the folder it starts from.
pub(super) fn normal(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::Prefix(_) | Component::RootDir => return None,
        }
    }
    Some(nfc(&parts.join("/")).into_owned())
}

/// A folder still to be walked.
struct WalkStart {
    /// Its path below the book's folder, as the links lead there.
    path: String,
    /// Its true place.
    place: PathBuf,
    /// The real folders of the links that led here.
    chain: Vec<PathBuf>,
}

/// An entry of a folder, by what is to be done with it.
enum WalkEntry {
    File(FoundFile),
    Link(WalkStart),
    Enter,
    Skip,
}

/// All files below a folder of the book, by path; `folders` gets every folder that was looked into.
pub(super) fn walk(
    root: &Path,
    folder: &str,
    skip: &[String],
    folders: &mut Vec<PathBuf>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FoundFile> {
    let mut found = Vec::new();
    let mut starts = Vec::new();
    match first_start(root, folder) {
        Ok(start) => starts.push(start),
        Err(diagnostic) => diagnostics.push(diagnostic),
    }
    let (mut seen, mut links) = (0, 0);
    while let Some(start) = starts.pop() {
        folders.push(start.place.clone());
        let mut entries = WalkDir::new(&start.place).min_depth(1).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            seen += 1;
            if seen > MAX_ENTRIES || links > MAX_LINKS {
                diagnostics.push(too_many(folder));
                return Vec::new();
            }
            let (examined, is_folder) = match &entry {
                Ok(entry) => (examine(root, &start, entry, skip), entry.file_type().is_dir()),
                Err(error) => (Err(unwalkable(&start, error)), false),
            };
            match examined {
                Ok(WalkEntry::File(file)) => found.push(file),
                Ok(WalkEntry::Link(start)) => {
                    links += 1;
                    starts.push(start);
                }
                Ok(WalkEntry::Enter) => folders.extend(entry.map(DirEntry::into_path)),
                Ok(WalkEntry::Skip) if !is_folder => {}
                Ok(WalkEntry::Skip) => entries.skip_current_dir(),
                Err(diagnostic) => {
                    diagnostics.push(diagnostic);
                    if is_folder {
                        entries.skip_current_dir();
                    }
                }
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup_by(|second, first| {
        let same = second.path == first.path;
        if same {
            diagnostics.push(named_alike(&first.path));
        }
        same
    });
    found
}

/// The folder that was asked for.
fn first_start(root: &Path, folder: &str) -> Result<WalkStart, Diagnostic> {
    let outside = || {
        Diagnostic::new(Code::OutsideBook, said!("the folder `{folder}` lies outside the book's folder", folder))
            .in_file(folder)
            .help(said!("name a folder below the one that has book.toml"))
    };
    let path = normal(folder).ok_or_else(outside)?;
    let place = match real_place(root, &path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(no_folder(folder)),
        place => place.map_err(|error| unreadable(folder, &error))?,
    };
    if !place.starts_with(root) {
        return Err(link_outside(folder, &place));
    }
    if opens_closed(root, &path, &place, &[]) {
        return Err(link_closed(root, &path, &place));
    }
    if place.is_dir() { Ok(WalkStart { path, place, chain: Vec::new() }) } else { Err(no_folder(folder)) }
}

fn examine(root: &Path, start: &WalkStart, entry: &DirEntry, skip: &[String]) -> Result<WalkEntry, Diagnostic> {
    let kind = entry.file_type();
    let name = entry.file_name();
    let hidden = name.as_encoded_bytes().starts_with(b".");
    if hidden || kind.is_dir() && (name == "node_modules" || name == "target") {
        return Ok(WalkEntry::Skip);
    }
    let path = path_of(start, entry.path());
    let Some(path) = path.as_ref().ok().filter(|path| OutPath::new(path).is_some()) else {
        return Err(unusable(&path.unwrap_or_else(|lossy| lossy)));
    };
    // By its path, and, where a link led to a folder above, by where it lies.
    let place = path_below(root, entry.path());
    let is_skipped = |skipped: String| skipped == *path || place.as_ref().is_some_and(|place| nfc(place) == skipped);
    if skip.iter().filter_map(|skipped| normal(skipped)).any(is_skipped) {
        return Ok(WalkEntry::Skip);
    }
    if kind.is_symlink() {
        return follow(root, start, entry.path(), path, skip);
    }
    if kind.is_dir() {
        return Ok(WalkEntry::Enter);
    }
    if kind.is_file() {
        return Ok(WalkEntry::File(FoundFile { path: path.as_str().into(), place: entry.path().into() }));
    }
    Err(not_a_file(path))
}

/// The target of a link, as long as that is inside the book's folder and not back up the way.
fn follow(root: &Path, start: &WalkStart, link: &Path, path: &str, skip: &[String]) -> Result<WalkEntry, Diagnostic> {
    let place = match fs::canonicalize(link) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(broken_link(path)),
        place => place.map_err(|error| unreadable(path, &error))?,
    };
    if !place.starts_with(root) {
        return Err(link_outside(path, &place));
    }
    if opens_closed(root, path, &place, skip) {
        return Err(link_closed(root, path, &place));
    }
    let kind = fs::metadata(&place).map_err(|error| unreadable(path, &error))?.file_type();
    if kind.is_file() {
        return Ok(WalkEntry::File(FoundFile { path: path.into(), place: place.into() }));
    }
    if !kind.is_dir() {
        return Err(not_a_file(path));
    }
    let mut chain = start.chain.clone();
    chain.extend(link.parent().map(Path::to_path_buf));
    if chain.iter().any(|above| above.starts_with(&place)) {
        return Err(link_loop(path));
    }
    Ok(WalkEntry::Link(WalkStart { path: path.to_owned(), place, chain }))
}

/// The path below the book's folder; in `Err`, as well as it can be shown.
fn path_of(start: &WalkStart, place: &Path) -> Result<String, String> {
    let below = place.strip_prefix(&start.place).unwrap_or(place);
    let mut path = start.path.clone();
    for part in below.components() {
        if !path.is_empty() {
            path.push('/');
        }
        match part.as_os_str().to_str() {
            Some(part) => path.push_str(&nfc(part)),
            None => return Err(path + &part.as_os_str().to_string_lossy()),
        }
    }
    Ok(path)
}

pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, said!("cannot read {path}: {error}", path, error = reason::words(error)))
        .in_file(path)
        .help(reason::reading_help(error))
}

fn unwalkable(start: &WalkStart, error: &walkdir::Error) -> Diagnostic {
    let path =
        error.path().map_or_else(|| start.path.clone(), |place| path_of(start, place).unwrap_or_else(|lossy| lossy));
    match error.io_error() {
        Some(error) => unreadable(&path, error),
        None => unreadable(&path, &io::Error::other(error.to_string())),
    }
}

fn no_folder(folder: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, said!("there is no folder `{folder}`", folder))
        .in_file(folder)
        .help(said!("make the folder, or name another in book.toml"))
}

pub(super) fn not_a_file(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, said!("{path} is a pipe, a socket or a device, not a file", path))
        .in_file(path)
        .help(said!("move it out of the book's folder"))
}

fn broken_link(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, said!("the symbolic link {path} leads nowhere", path))
        .in_file(path)
        .help(said!("remove the link, or put back the file it leads to"))
}

fn link_loop(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, said!("the symbolic link {path} leads back to a folder it lies in", path))
        .in_file(path)
        .help(said!("remove the link"))
}

fn link_outside(path: &str, place: &Path) -> Diagnostic {
    Diagnostic::new(
        Code::LinkOutside,
        said!("{path} leads out of the book's folder, to {place}", path, place = place.display()),
    )
    .in_file(path)
    .help(said!("copy the file into the book's folder instead of linking to it"))
}

fn link_closed(root: &Path, path: &str, place: &Path) -> Diagnostic {
    let shown = path_below(root, place).unwrap_or_else(|| place.display().to_string());
    Diagnostic::new(Code::LinkOutside, said!("{path} leads to {shown}, which is no part of the book", path, shown))
        .in_file(path)
        .help(said!("remove the link: what is hidden and what the program writes is not read; or copy the file"))
}

fn unusable(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusablePath, said!("the name of {path} cannot become an address in the site", path = format!("{path:?}")))
        .in_file(path.replace(char::is_control, "\u{FFFD}"))
        .help(
            said!("rename it: UTF-8, at most 255 bytes, none of the characters \\ : * ? \" < > |, no dot or space at its end, and \
             not a name that Windows keeps for itself, as `con`, `aux`, `nul` and `com1`"),
        )
}

fn named_alike(path: &str) -> Diagnostic {
    Diagnostic::new(Code::PathCollision, said!("two files are called {path}; one of them is left out", path))
        .in_file(path)
        .help(said!("rename one of them: their letters are kept in two ways, but are the same"))
}

fn too_many(folder: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnreadableFile,
        said!(
            "there are more than {max_entries} files or {max_links} links to folders below `{folder}`",
            max_entries = MAX_ENTRIES,
            max_links = MAX_LINKS,
            folder
        ),
    )
    .in_file(folder)
    .help(said!("name a smaller folder as `[book] src`, or remove links that lead to the same folders again and again"))
}
