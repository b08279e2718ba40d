//! Reading a book.
//!
//! In: the book's folder, and which parts of it are wanted. Out: its texts in [`Sources`],
//! everything else as bytes, and a diagnostic for each file that could not be read.
//!
//! Invariant: only ordinary files inside the book's folder are opened, and the order of the
//! texts depends on their paths alone.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::cache::Cache;
use super::reason;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::sink::OutPath;
use crate::source::{FileId, Layer, Sources};

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 8 * 1024 * 1024;

/// More files than this are a mistake (a whole disk).
const MAX_ENTRIES: usize = 500_000;

/// More links to folders than this are a mistake (links that multiply a folder).
const MAX_LINKS: usize = 1_000;

/// Which further files a text needs: called with its path and its text, answers with paths
/// below the book's folder.
pub type Includes<'a> = dyn Fn(&str, &str) -> Vec<String> + Sync + 'a;

/// What of a book's folder is read.
pub struct Wanted<'a> {
    /// The folder of the texts, below the book's folder.
    pub src: &'a str,
    /// The theme's folder below the book's folder, if it has one.
    pub theme: Option<&'a str>,
    /// Finds the files that a text includes. A path that leads nowhere is passed over here:
    /// whoever expands the text knows the place and says so.
    pub includes: &'a Includes<'a>,
    /// Files and folders below the book's folder that are passed over (the site itself).
    pub skip: &'a [String],
}

/// What is not text.
#[derive(Debug, Default)]
pub struct Files {
    /// Everything below the texts' folder that is neither Markdown nor YAML, by path below the book's folder.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// The theme, by path below the theme's folder.
    pub theme: BTreeMap<String, Arc<[u8]>>,
}

/// The book's folder: `start`, or the nearest folder above it that has a `book.toml`.
#[must_use]
pub fn find_book(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start.ancestors().find(|folder| folder.join(SETTINGS).is_file()).map(Path::to_path_buf)
}

/// Reads one text of the book before the rest (`book.toml`).
///
/// # Errors
/// The file is missing, is no ordinary file inside the book's folder, is too large or not UTF-8.
pub fn read_text(root: &Path, path: &str, sources: &mut Sources) -> Result<FileId, Diagnostic> {
    let root = fs::canonicalize(root).map_err(|error| unreadable(&root.display().to_string(), &error))?;
    let missing = || {
        Diagnostic::new(Code::UnreadableFile, format!("there is no file {path}"))
            .in_file(path)
            .help("look at the name and the place; a folder is no file")
    };
    let found = locate(&root, path).ok_or_else(missing)??;
    let text = text_of(path, load(&found)?)?;
    Ok(sources.add(Layer::Book, path, text))
}

/// The file that makes a folder a book.
pub(super) const SETTINGS: &str = "book.toml";

/// Reads the book: the texts go into `sources`, those below `src` by path, then those they
/// include, round by round. What cannot be read is left out and reported.
pub fn read_book(root: &Path, wanted: &Wanted<'_>, sources: &mut Sources) -> Warned<Files> {
    Cache::default().read_book(root, wanted, sources)
}

pub(super) fn read_with(cache: &mut Cache, root: &Path, wanted: &Wanted<'_>, sources: &mut Sources) -> Warned<Files> {
    let mut files = Files::default();
    let mut diagnostics = Vec::new();
    let root = match fs::canonicalize(root) {
        Ok(root) => root,
        Err(error) => {
            diagnostics.push(unreadable(&root.display().to_string(), &error));
            return Warned::new(files, diagnostics);
        }
    };
    let (texts, others): (Vec<Found>, Vec<Found>) = cache
        .walk(&root, wanted.src, wanted.skip, &mut diagnostics)
        .into_iter()
        .partition(|found| is_text(&found.path));
    files.assets = load_all(others, cache, &mut diagnostics);
    if let Some(theme) = wanted.theme {
        let prefix = normal(theme).filter(|folder| !folder.is_empty()).map_or_else(String::new, |folder| folder + "/");
        let found = cache.walk(&root, theme, wanted.skip, &mut diagnostics);
        files.theme = load_all(found, cache, &mut diagnostics)
            .into_iter()
            .map(|(path, bytes)| (path.strip_prefix(&prefix).unwrap_or(&path).to_owned(), bytes))
            .collect();
    }
    read_texts(&root, texts, wanted.includes, cache, sources, &mut diagnostics);
    Warned::new(files, diagnostics)
}

/// A file to be read.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Below the book's folder.
    pub(super) path: Arc<str>,
    /// Where it really lies: no link on the way.
    pub(super) place: Arc<Path>,
}

/// A text, and what it includes.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    /// The path it was read by: what it includes is seen from there.
    pub(super) path: Arc<str>,
    pub(super) text: Arc<str>,
    pub(super) needs: Arc<[String]>,
}

fn is_text(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| ["md", "yaml", "yml"].iter().any(|text| extension == *text))
}

/// Reads `texts`, then what they include, and so on, each file once.
fn read_texts(
    root: &Path,
    texts: Vec<Found>,
    includes: &Includes<'_>,
    cache: &mut Cache,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let load_text = |cache: &Cache, found: &Found| {
        if let Some(loaded) = cache.text(found) {
            return Ok(loaded);
        }
        let text = text_of(&found.path, load(found)?)?;
        let needs = includes(&found.path, &text).into();
        Ok(Loaded { path: found.path.clone(), text, needs })
    };
    let mut tried: HashSet<Arc<str>> = sources.iter().map(|source| source.path.clone()).collect();
    let mut round = texts;
    while !round.is_empty() {
        tried.extend(round.iter().map(|found| found.path.clone()));
        let loaded: Vec<Result<Loaded, Diagnostic>> = round.par_iter().map(|found| load_text(cache, found)).collect();
        let mut next = BTreeSet::new();
        for (found, result) in round.into_iter().zip(loaded) {
            match result {
                Ok(loaded) => {
                    next.extend(loaded.needs.iter().filter_map(|path| normal(path)));
                    cache.keep_text(&found, &loaded);
                    sources.add(Layer::Book, found.path, loaded.text);
                }
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        round = Vec::new();
        for path in next {
            if tried.contains(path.as_str()) {
                continue;
            }
            match locate(root, &path) {
                Some(Ok(found)) => round.push(found),
                Some(Err(diagnostic)) => diagnostics.push(diagnostic),
                None => {}
            }
            cache.watch_way(root, &path);
            tried.insert(path.into());
        }
    }
}

/// Reads files as bytes.
fn load_all(found: Vec<Found>, cache: &mut Cache, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Arc<[u8]>> {
    let load = |found: &Found| match cache.bytes(&found.place) {
        Some(bytes) => Ok(bytes),
        None => load(found).map(Arc::from),
    };
    let loaded: Vec<Result<Arc<[u8]>, Diagnostic>> = found.par_iter().map(load).collect();
    let mut files = BTreeMap::new();
    for (found, result) in found.into_iter().zip(loaded) {
        match result {
            Ok(bytes) => {
                cache.keep_bytes(&found.place, &bytes);
                files.insert(found.path.to_string(), bytes);
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    files
}

/// A file named by a text. `None` where there is none, or the path leaves the book's folder.
fn locate(root: &Path, path: &str) -> Option<Result<Found, Diagnostic>> {
    let path = normal(path)?;
    let place = match fs::canonicalize(root.join(&path)) {
        Ok(place) => place,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return None,
        Err(error) => return Some(Err(unreadable(&path, &error))),
    };
    if !place.starts_with(root) {
        return Some(Err(link_outside(&path, &place)));
    }
    match fs::metadata(&place) {
        Ok(about) if about.is_dir() => None,
        Ok(about) if about.is_file() => Some(Ok(Found { path: path.into(), place: place.into() })),
        Ok(_) => Some(Err(not_a_file(&path))),
        Err(error) => Some(Err(unreadable(&path, &error))),
    }
}

/// A path without `.` and `..`; `None` if it leaves the folder it starts from.
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
    Some(parts.join("/"))
}

/// A folder still to be walked.
struct Start {
    /// Its path below the book's folder, as the links lead there.
    path: String,
    /// Where it really lies.
    place: PathBuf,
    /// The real folders of the links that led here.
    chain: Vec<PathBuf>,
}

/// What an entry of a folder turned out to be.
enum Entry {
    File(Found),
    Link(Start),
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
) -> Vec<Found> {
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
                Ok(Entry::File(file)) => found.push(file),
                Ok(Entry::Link(start)) => {
                    links += 1;
                    starts.push(start);
                }
                Ok(Entry::Enter) => folders.extend(entry.map(DirEntry::into_path)),
                Ok(Entry::Skip) if !is_folder => {}
                Ok(Entry::Skip) => entries.skip_current_dir(),
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
    found
}

/// The folder that was asked for.
fn first_start(root: &Path, folder: &str) -> Result<Start, Diagnostic> {
    let outside = || {
        Diagnostic::new(Code::OutsideBook, format!("the folder `{folder}` lies outside the book's folder"))
            .in_file(folder)
            .help("name a folder below the one that has book.toml")
    };
    let path = normal(folder).ok_or_else(outside)?;
    let place = match fs::canonicalize(root.join(&path)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(no_folder(folder)),
        place => place.map_err(|error| unreadable(folder, &error))?,
    };
    if !place.starts_with(root) {
        return Err(link_outside(folder, &place));
    }
    if place.is_dir() { Ok(Start { path, place, chain: Vec::new() }) } else { Err(no_folder(folder)) }
}

fn examine(root: &Path, start: &Start, entry: &DirEntry, skip: &[String]) -> Result<Entry, Diagnostic> {
    let kind = entry.file_type();
    let name = entry.file_name();
    let hidden = name.as_encoded_bytes().starts_with(b".");
    if hidden || kind.is_dir() && (name == "node_modules" || name == "target") {
        return Ok(Entry::Skip);
    }
    let path = path_of(start, entry.path());
    let Some(path) = path.as_ref().ok().filter(|path| OutPath::new(path).is_some()) else {
        return Err(unusable(&path.unwrap_or_else(|lossy| lossy)));
    };
    if skip.iter().any(|skipped| normal(skipped).is_some_and(|skipped| skipped == *path)) {
        return Ok(Entry::Skip);
    }
    if kind.is_symlink() {
        return follow(root, start, entry.path(), path);
    }
    if kind.is_dir() {
        return Ok(Entry::Enter);
    }
    if kind.is_file() {
        return Ok(Entry::File(Found { path: path.as_str().into(), place: entry.path().into() }));
    }
    Err(not_a_file(path))
}

/// Where a link leads, as long as that is inside the book's folder and not back up the way.
fn follow(root: &Path, start: &Start, link: &Path, path: &str) -> Result<Entry, Diagnostic> {
    let place = match fs::canonicalize(link) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(broken_link(path)),
        place => place.map_err(|error| unreadable(path, &error))?,
    };
    if !place.starts_with(root) {
        return Err(link_outside(path, &place));
    }
    let kind = fs::metadata(&place).map_err(|error| unreadable(path, &error))?.file_type();
    if kind.is_file() {
        return Ok(Entry::File(Found { path: path.into(), place: place.into() }));
    }
    if !kind.is_dir() {
        return Err(not_a_file(path));
    }
    let mut chain = start.chain.clone();
    chain.extend(link.parent().map(Path::to_path_buf));
    if chain.iter().any(|above| above.starts_with(&place)) {
        return Err(link_loop(path));
    }
    Ok(Entry::Link(Start { path: path.to_owned(), place, chain }))
}

/// The path below the book's folder; in `Err`, as well as it can be shown.
fn path_of(start: &Start, place: &Path) -> Result<String, String> {
    let below = place.strip_prefix(&start.place).unwrap_or(place);
    let mut path = start.path.clone();
    for part in below.components() {
        if !path.is_empty() {
            path.push('/');
        }
        match part.as_os_str().to_str() {
            Some(part) => path.push_str(part),
            None => return Err(path + &part.as_os_str().to_string_lossy()),
        }
    }
    Ok(path)
}

/// The bytes of a file.
fn load(found: &Found) -> Result<Vec<u8>, Diagnostic> {
    let fail = |error: io::Error| unreadable(&found.path, &error);
    let file = open(&found.place).map_err(fail)?;
    let about = file.metadata().map_err(fail)?;
    if !about.is_file() {
        return Err(not_a_file(&found.path));
    }
    let expected = usize::try_from(about.len().min(MAX_FILE) + 1).unwrap_or(0);
    let mut bytes = Vec::with_capacity(expected);
    let read = file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(fail)? as u64;
    if read > MAX_FILE {
        return Err(too_large(&found.path, about.len().max(read)));
    }
    Ok(bytes)
}

/// Opens for reading, without waiting and without following a link at the end of the path:
/// something else may have taken the file's place since it was found.
pub(super) fn open(place: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    options.open(place)
}

/// The text of a file, which must be UTF-8.
fn text_of(path: &str, bytes: Vec<u8>) -> Result<Arc<str>, Diagnostic> {
    String::from_utf8(bytes).map(Into::into).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        not_utf8(path, error.as_bytes(), at)
    })
}

fn not_utf8(path: &str, bytes: &[u8], at: usize) -> Diagnostic {
    let line = bytes[..at].split(|byte| *byte == b'\n').count();
    let mut message = format!("line {line} is not UTF-8, from byte {at} of the file");
    if let Some(byte) = bytes.get(at) {
        let _ = write!(message, " (0x{byte:02X})");
    }
    let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let from = if wide { "UTF-16" } else { "WINDOWS-1252" };
    Diagnostic::new(Code::NotUtf8, message)
        .in_file(path)
        .help(format!("save it as UTF-8 in your editor, or convert it: `iconv -f {from} -t UTF-8 {path} > new.md`"))
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("cannot read {path}: {}", reason::words(error)))
        .in_file(path)
        .help(reason::reading_help(error))
}

fn unwalkable(start: &Start, error: &walkdir::Error) -> Diagnostic {
    let path =
        error.path().map_or_else(|| start.path.clone(), |place| path_of(start, place).unwrap_or_else(|lossy| lossy));
    match error.io_error() {
        Some(error) => unreadable(&path, error),
        None => unreadable(&path, &io::Error::other(error.to_string())),
    }
}

fn no_folder(folder: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("there is no folder `{folder}`"))
        .in_file(folder)
        .help("make the folder, or name another in book.toml")
}

fn not_a_file(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("{path} is a pipe, a socket or a device, not a file"))
        .in_file(path)
        .help("move it out of the book's folder")
}

fn broken_link(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("the symbolic link {path} leads nowhere"))
        .in_file(path)
        .help("remove the link, or put back the file it leads to")
}

fn link_loop(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("the symbolic link {path} leads back to a folder it lies in"))
        .in_file(path)
        .help("remove the link")
}

fn link_outside(path: &str, place: &Path) -> Diagnostic {
    Diagnostic::new(Code::LinkOutside, format!("{path} leads out of the book's folder, to {}", place.display()))
        .in_file(path)
        .help("copy the file into the book's folder instead of linking to it")
}

fn unusable(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusablePath, format!("the name of {path:?} cannot become an address in the site"))
        .in_file(path.replace(char::is_control, "\u{FFFD}"))
        .help("rename it: UTF-8, at most 255 bytes, and none of the characters \\ : * ? \" < > |")
}

fn too_large(path: &str, size: u64) -> Diagnostic {
    const MB: u64 = 1024 * 1024;
    let (whole, tenth) = (size / MB, size % MB * 10 / MB);
    let help = if is_text(path) {
        "divide it into several files"
    } else {
        "make it smaller, or link to it elsewhere on the web"
    };
    Diagnostic::new(Code::FileTooLarge, format!("{path} is {whole}.{tenth} MB; at most {} MB are read", MAX_FILE / MB))
        .in_file(path)
        .help(help)
}

fn too_many(folder: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnreadableFile,
        format!("there are more than {MAX_ENTRIES} files or {MAX_LINKS} links to folders below `{folder}`"),
    )
    .in_file(folder)
    .help("name a smaller folder as `[book] src`, or remove links that lead to the same folders again and again")
}
