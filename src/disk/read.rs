//! Reading a book.
//!
//! In: the book's folder, and which parts of it are wanted. Out: its texts in [`Sources`],
//! everything else as bytes, and a diagnostic for each file that could not be read.
//!
//! Invariant: only ordinary files inside the book's folder are opened, and the order of the
//! texts depends on their paths alone.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::{Cache, LoadedText};
use super::find::{FoundFile, locate, normal, unreadable};
use super::load::{load, text_of};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::said::said;
use crate::source::{FileId, Layer, Sources, is_closed, is_text};

/// A function that says which further files a text needs: called with its path and its text, it answers with paths
/// below the book's folder.
pub type Includes<'a> = dyn Fn(&str, &str) -> Vec<String> + Sync + 'a;

/// The parts of a book's folder that are read.
pub struct WantedFiles<'a> {
    /// The folder of the texts, below the book's folder.
    pub src: &'a str,
    /// The theme's folder below the book's folder, if it has one.
    pub theme: Option<&'a str>,
    /// Finds the files that a text includes. A path that leads nowhere is passed over here:
    /// whoever expands the text knows the place and says so.
    pub includes: &'a Includes<'a>,
    /// Finds the files in hidden folders that a text names, as `includes` does.
    pub hidden: &'a Includes<'a>,
    /// Files and folders below the book's folder that are passed over (the site itself).
    pub skip: &'a [String],
    /// Whether the folders may be missing.
    pub may_lack: bool,
}

/// The files of a book that are no texts.
#[derive(Debug, Default)]
pub struct OtherFiles {
    /// Everything below the texts' folder that is neither Markdown nor YAML, by path below the book's folder.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// The theme, by path below the theme's folder.
    pub theme: BTreeMap<String, Arc<[u8]>>,
}

/// Reads one text of the book before the rest (`book.toml`).
///
/// # Errors
/// The file is missing, is no ordinary file inside the book's folder, is too large or not UTF-8.
pub fn read_text(root: &Path, path: &str, sources: &mut Sources) -> Result<FileId, Diagnostic> {
    let root = fs::canonicalize(root).map_err(|error| unreadable(&root.display().to_string(), &error))?;
    let missing = || {
        Diagnostic::new(Code::UnreadableFile, said!("there is no file {path}", path))
            .in_file(path)
            .help(said!("look at the name and the place; a folder is no file"))
    };
    let found = locate(&root, path, &[]).ok_or_else(missing)??;
    let text = text_of(path, load(&found)?)?;
    Ok(sources.add(Layer::Book, path, text))
}

/// Reads the book: the texts go into `sources`, those below `src` by path, then those they
/// include, round by round. What cannot be read is left out and reported.
pub fn read_book(root: &Path, wanted: &WantedFiles<'_>, sources: &mut Sources) -> Warned<OtherFiles> {
    Cache::default().read_book(root, wanted, sources)
}

impl Cache {
    /// As [`read_book`], reading only what is not kept.
    pub fn read_book(&mut self, root: &Path, wanted: &WantedFiles<'_>, sources: &mut Sources) -> Warned<OtherFiles> {
        let around = self.begin();
        let read = read_with(self, root, wanted, sources);
        self.end(&around, root, std::iter::once(wanted.src).chain(wanted.theme));
        read
    }
}

fn read_with(cache: &mut Cache, root: &Path, wanted: &WantedFiles<'_>, sources: &mut Sources) -> Warned<OtherFiles> {
    let mut files = OtherFiles::default();
    let mut diagnostics = Vec::new();
    let root = match fs::canonicalize(root) {
        Ok(root) => root,
        Err(error) => {
            diagnostics.push(unreadable(&root.display().to_string(), &error));
            return Warned::new(files, diagnostics);
        }
    };
    let is_there = |folder: &str| !wanted.may_lack || root.join(folder).is_dir();
    let found =
        if is_there(wanted.src) { cache.walk(&root, wanted.src, wanted.skip, &mut diagnostics) } else { Vec::new() };
    let (texts, others): (Vec<FoundFile>, Vec<FoundFile>) = found.into_iter().partition(|found| is_text(&found.path));
    files.assets = load_all(others, cache, &mut diagnostics);
    if let Some(theme) = wanted.theme.filter(|theme| is_there(theme)) {
        let prefix = normal(theme).filter(|folder| !folder.is_empty()).map_or_else(String::new, |folder| folder + "/");
        let found = cache.walk(&root, theme, wanted.skip, &mut diagnostics);
        files.theme = load_all(found, cache, &mut diagnostics)
            .into_iter()
            .map(|(path, bytes)| (path.strip_prefix(&prefix).unwrap_or(&path).to_owned(), bytes))
            .collect();
    }
    let is_unread = |path: &str| {
        let mut unread = wanted.skip.iter().filter_map(|folder| path.strip_prefix(folder.as_str()));
        is_closed(path) || unread.any(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let includes = |path: &str, text: &str| {
        let mut needs = (wanted.includes)(path, text);
        needs.retain(|path| !is_unread(path));
        needs
    };
    read_texts(&root, texts, &includes, wanted.skip, cache, sources, &mut diagnostics);
    let below = if wanted.src.is_empty() { String::new() } else { format!("{}/", wanted.src) };
    let mut hidden: BTreeSet<String> = BTreeSet::new();
    for source in sources.iter().filter(|source| source.path.starts_with(&below)) {
        let named = (wanted.hidden)(&source.path, &source.text);
        hidden.extend(named.into_iter().filter(|path| path.starts_with(&below) && !is_unread(path)));
    }
    let mut found = Vec::new();
    for path in hidden.into_iter().filter(|path| sources.find(path).is_none()) {
        cache.watch_way(&root, &path);
        match locate(&root, &path, wanted.skip) {
            Some(Ok(file)) => found.push(file),
            Some(Err(diagnostic)) => diagnostics.push(diagnostic),
            None => {}
        }
    }
    files.assets.extend(load_all(found, cache, &mut diagnostics));
    Warned::new(files, diagnostics)
}

/// Reads `texts`, then what they include, and so on, each file once.
fn read_texts(
    root: &Path,
    texts: Vec<FoundFile>,
    includes: &Includes<'_>,
    skip: &[String],
    cache: &mut Cache,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let load_text = |cache: &Cache, found: &FoundFile| {
        if let Some(loaded) = cache.text(found) {
            return Ok(loaded);
        }
        let text = text_of(&found.path, load(found)?)?;
        let needs = includes(&found.path, &text).into();
        Ok(LoadedText { path: found.path.clone(), text, needs })
    };
    let mut tried: HashSet<Arc<str>> = sources.iter().map(|source| source.path.clone()).collect();
    let mut round = texts;
    while !round.is_empty() {
        tried.extend(round.iter().map(|found| found.path.clone()));
        let loaded: Vec<Result<LoadedText, Diagnostic>> =
            round.par_iter().map(|found| load_text(cache, found)).collect();
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
            match locate(root, &path, skip) {
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
fn load_all(
    found: Vec<FoundFile>,
    cache: &mut Cache,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Arc<[u8]>> {
    let load = |found: &FoundFile| match cache.bytes(&found.place) {
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
