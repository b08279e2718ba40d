//! The files of a book as they were read before.
//!
//! In: the paths at which something happened. Out: the book, of which only what changed is read.
//!
//! Invariant: a file is taken from here only as long as nothing was said to have happened to it, and
//! the list of a folder only as long as no file or folder came or went.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::find::{self, FoundFile, SETTINGS, normal};
use crate::diagnostic::Diagnostic;

/// The texts, files and lists of folders of a book, kept from one reading to the next.
#[derive(Debug, Default)]
pub struct Cache {
    /// Whether anything is kept at all.
    keeps: bool,
    listings: HashMap<String, Listing>,
    texts: HashMap<Arc<Path>, LoadedText>,
    bytes: HashMap<Arc<Path>, Arc<[u8]>>,
    /// Files that were forgotten since the book was last read.
    changed: HashSet<PathBuf>,
    /// Folders outside the listed ones in which a change can change the book.
    around: BTreeSet<PathBuf>,
    /// Files that are looked for outside the listed folders, there or not.
    wanted: HashSet<PathBuf>,
    /// Whether folders were looked into since they were asked for.
    renewed: bool,
    /// The books that this one lies on, and translations, as they were read last, by folder.
    below: BTreeMap<PathBuf, Cache>,
}

/// A text, and what it includes.
#[derive(Debug, Clone)]
pub(super) struct LoadedText {
    /// The path it was read by: what it includes is seen from there.
    pub(super) path: Arc<str>,
    pub(super) text: Arc<str>,
    pub(super) needs: Arc<[String]>,
}

/// The files and folders that a walk has found.
#[derive(Debug)]
struct Listing {
    found: Vec<FoundFile>,
    folders: Vec<PathBuf>,
    diagnostics: Vec<Diagnostic>,
    /// Whether links were followed or something could not be read: then a path that is gone may have
    /// been one that led to a file.
    unclear: bool,
}

impl Cache {
    /// A cache that keeps what is read; the default one keeps nothing.
    #[must_use]
    pub fn keeping() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// A book that this one lies on, or a translation, as it was read last.
    pub fn below(&mut self, folder: &Path) -> &mut Self {
        let keeps = self.keeps;
        self.below.entry(folder.to_path_buf()).or_insert_with(|| Self { keeps, ..Self::default() })
    }

    /// Begins a reading of the book. Gives the folders that mattered around the one before.
    pub(super) fn begin(&mut self) -> BTreeSet<PathBuf> {
        self.wanted.clear();
        self.changed.clear();
        std::mem::take(&mut self.around)
    }

    /// Ends a reading of the book in `root` from these folders; `before` is what [`Cache::begin`] gave.
    pub(super) fn end<'f>(
        &mut self,
        before: &BTreeSet<PathBuf>,
        root: &Path,
        folders: impl IntoIterator<Item = &'f str>,
    ) {
        if let (true, Ok(root)) = (self.keeps, fs::canonicalize(root)) {
            for folder in folders {
                self.watch_way(&root, &format!("{folder}/x"));
            }
            self.wanted.insert(root.join(SETTINGS));
            self.around.insert(root);
        }
        self.renewed |= self.around != *before;
    }

    /// Takes note that a file outside the book's folders is read, or would be if it were there.
    pub fn asked_for(&mut self, file: &Path) {
        let folder = file.ancestors().skip(1).find_map(|folder| Some((folder, fs::canonicalize(folder).ok()?)));
        let Some((folder, place)) = folder.filter(|_| self.keeps) else { return };
        if let Ok(below) = file.strip_prefix(folder) {
            self.wanted.insert(place.join(below));
        }
        self.renewed |= self.around.insert(place);
    }

    /// Forgets everything.
    pub fn forget(&mut self) {
        *self = Self { keeps: self.keeps, ..Self::default() };
    }

    /// Takes note that something happened at a path: a file changed, came or went. Whether the book
    /// may be another one now.
    pub fn happened(&mut self, place: &Path) -> bool {
        let below = self.below.values_mut().map(|cache| cache.happened(place)).filter(|happened| *happened).count() > 0;
        self.happened_here(place) || below
    }

    fn happened_here(&mut self, place: &Path) -> bool {
        let forgotten = self.texts.remove(place).is_some() | self.bytes.remove(place).is_some();
        // Several things happen to a file when it is saved once.
        let known = forgotten || self.changed.contains(place);
        let there = fs::symlink_metadata(place);
        if known && there.as_ref().is_ok_and(fs::Metadata::is_file) {
            if forgotten {
                self.changed.insert(place.to_path_buf());
            }
            return true;
        }
        let hidden = place.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let leads_to_wanted = || self.wanted.iter().any(|wanted| wanted.starts_with(place));
        if hidden && !known && !leads_to_wanted() {
            return false;
        }
        let below = |folder: &PathBuf| folder.starts_with(place);
        let matters = |listing: &Listing| {
            listing.unclear
                || listing.folders.iter().any(below)
                || listing.found.iter().any(|found| *found.place == *place)
        };
        // Others write files beside the book, such as what this program says.
        if there.as_ref().is_ok_and(fs::Metadata::is_file) && !self.looks_for(place) {
            return false;
        }
        // A file that came and went meanwhile changes nothing.
        let is_wanted = known || self.wanted.contains(place);
        if there.is_err() && !is_wanted && !self.around.iter().any(below) && !self.listings.values().any(matters) {
            return false;
        }
        self.listings.clear();
        if there.is_err() {
            self.texts.retain(|path, _| !path.starts_with(place));
            self.bytes.retain(|path, _| !path.starts_with(place));
        }
        true
    }

    /// Whether a file at this place would be read.
    fn looks_for(&self, place: &Path) -> bool {
        let is_above = |folder: &PathBuf| place.parent() == Some(folder);
        self.wanted.contains(place) || self.listings.values().any(|listing| listing.folders.iter().any(is_above))
    }

    /// The folders in which a change can change the book; `None` where they were asked for before
    /// and no folder has been looked into since.
    pub fn folders(&mut self) -> Option<BTreeSet<PathBuf>> {
        if !self.take_renewed() {
            return None;
        }
        Some(self.all_folders())
    }

    fn take_renewed(&mut self) -> bool {
        let below = self.below.values_mut().map(Self::take_renewed).filter(|renewed| *renewed).count() > 0;
        std::mem::take(&mut self.renewed) || below
    }

    fn all_folders(&self) -> BTreeSet<PathBuf> {
        let listed = self.listings.values().flat_map(|listing| listing.folders.iter().cloned());
        let below = self.below.values().flat_map(Self::all_folders);
        listed.chain(self.around.iter().cloned()).chain(below).collect()
    }

    pub(super) fn walk(
        &mut self,
        root: &Path,
        folder: &str,
        skip: &[String],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<FoundFile> {
        if let Some(listing) = self.listings.get(folder) {
            diagnostics.extend(listing.diagnostics.iter().cloned());
            return listing.found.clone();
        }
        let (mut folders, mut said) = (Vec::new(), Vec::new());
        let found = find::walk(root, folder, skip, &mut folders, &mut said);
        diagnostics.extend(said.iter().cloned());
        if self.keeps {
            self.renewed = true;
            let linked = |found: &FoundFile| *found.place != *root.join(&*found.path);
            let unclear = !said.is_empty() || found.iter().any(linked);
            let listing = Listing { found: found.clone(), folders, diagnostics: said, unclear };
            self.listings.insert(folder.to_owned(), listing);
        }
        found
    }

    /// The folders on the way to a file that a text names, as far as they exist.
    pub(super) fn watch_way(&mut self, root: &Path, path: &str) {
        let Some(path) = normal(path).filter(|_| self.keeps) else { return };
        self.wanted.insert(root.join(&path));
        for folder in root.join(path).ancestors().skip(1).take_while(|folder| folder.starts_with(root)) {
            if let Ok(place) = fs::canonicalize(folder)
                && place.is_dir()
                && !self.around.insert(place)
            {
                break;
            }
        }
    }

    pub(super) fn text(&self, found: &FoundFile) -> Option<LoadedText> {
        self.texts.get(&found.place).filter(|loaded| loaded.path == found.path).cloned()
    }

    pub(super) fn keep_text(&mut self, found: &FoundFile, loaded: &LoadedText) {
        if self.keeps && !self.texts.contains_key(&found.place) {
            self.texts.insert(found.place.clone(), loaded.clone());
        }
    }

    pub(super) fn bytes(&self, place: &Path) -> Option<Arc<[u8]>> {
        self.bytes.get(place).cloned()
    }

    pub(super) fn keep_bytes(&mut self, place: &Arc<Path>, bytes: &Arc<[u8]>) {
        if self.keeps && !self.bytes.contains_key(place) {
            self.bytes.insert(place.clone(), bytes.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::WantedFiles;
    use crate::source::Sources;

    fn read(root: &Path, cache: &mut Cache) -> Vec<String> {
        let wanted = WantedFiles {
            src: "content",
            theme: None,
            includes: &|_, _| Vec::new(),
            hidden: &|_, _| Vec::new(),
            skip: &[],
            may_lack: false,
        };
        let mut sources = Sources::default();
        let _ = cache.read_book(root, &wanted, &mut sources);
        sources.iter().map(|source| source.text.to_string()).collect()
    }

    #[test]
    fn a_saved_file_is_read_again_and_no_folder_is_looked_into() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir(root.join("content")).unwrap();
        let (file, other) = (root.join("content/a.md"), root.join("content/b.md"));
        fs::write(&file, "før").unwrap();
        let mut cache = Cache::keeping();
        assert_eq!(read(&root, &mut cache), ["før"]);
        assert!(cache.folders().is_some_and(|folders| folders.contains(&root.join("content"))));
        fs::write(&file, "etter").unwrap();
        assert_eq!(read(&root, &mut cache), ["før"], "nothing was said to have happened");
        assert!(cache.happened(&file) && cache.happened(&file));
        assert_eq!(read(&root, &mut cache), ["etter"]);
        assert_eq!(cache.folders(), None);
        assert!(!cache.happened(&root.join("content/.a.md.swp")) && !cache.happened(&root.join("content/tmp123")));
        fs::write(&other, "ny").unwrap();
        assert!(cache.happened(&other));
        assert_eq!(read(&root, &mut cache), ["etter", "ny"]);
        assert!(cache.folders().is_some());
        fs::remove_file(&file).unwrap();
        assert!(cache.happened(&file));
        assert_eq!(read(&root, &mut cache), ["ny"]);
    }

    #[test]
    fn a_file_beside_the_book_changes_nothing_unless_it_is_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let mut cache = Cache::keeping();
        assert_eq!(read(&root, &mut cache), Vec::<String>::new());
        for (name, matters) in [("log.txt", false), ("book.toml", true)] {
            fs::write(root.join(name), "x").unwrap();
            assert_eq!(cache.happened(&root.join(name)), matters, "{name}");
        }
        fs::create_dir(root.join("content")).unwrap();
        assert!(cache.happened(&root.join("content")));
        fs::write(root.join("content/a.md"), "{{#include ../felles/b.md}}").unwrap();
        let includes = |_: &str, _: &str| vec!["felles/b.md".to_owned()];
        let wanted = WantedFiles {
            src: "content",
            theme: None,
            includes: &includes,
            hidden: &|_, _| Vec::new(),
            skip: &[],
            may_lack: false,
        };
        let _ = cache.read_book(&root, &wanted, &mut Sources::default());
        fs::create_dir(root.join("felles")).unwrap();
        assert!(cache.happened(&root.join("felles")));
        let _ = cache.read_book(&root, &wanted, &mut Sources::default());
        for (name, matters) in [("felles/a.md", false), ("felles/b.md", true)] {
            fs::write(root.join(name), "x").unwrap();
            assert_eq!(cache.happened(&root.join(name)), matters, "{name}");
        }
    }
}
