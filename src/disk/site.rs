//! Writing a site.
//!
//! In: finished files, from several threads. Out: the site's folder, changed in one go.
//!
//! Invariant: until [`Site::commit`] nothing in the site changes, and it changes no file that
//! an earlier build did not make.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::entry::{EntryType, entry_type, is_same};
use super::journal::{self, Unfinished, parent};
use super::load;
use super::manifest::{FileMark, Manifest};
use super::plan::{self, PlanFacts, SitePlan};
use super::state::{Lock, SitePlace, refuse_others, refuse_outside};
use super::taken::{Folder, StagedAt, Taken, Was};
use super::{own, reason};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::said::{Phrase, said};
use crate::sink::{OutPath, Sink, SinkError};

/// A site that is being written. Dropped without [`Site::commit`], the site stays as it was.
#[derive(Debug)]
pub struct Site {
    place: SitePlace,
    old: Manifest,
    /// The files of the last build by their paths in small letters, made when first needed.
    old_names: OnceLock<HashMap<String, Arc<str>>>,
    /// There is no site yet: a folder is made ready that becomes the site as a whole.
    fresh: bool,
    folders: Mutex<BTreeMap<Box<str>, Folder>>,
    taken: Mutex<BTreeMap<Arc<str>, Taken>>,
    /// The fingerprints of what files are made from, by their path.
    made_from: Mutex<BTreeMap<Box<str>, Box<str>>>,
    /// Notes on files, by their path.
    notes: Mutex<BTreeMap<Box<str>, Box<str>>>,
    /// The fingerprint of all that the site is made from.
    whole_from: Option<Box<str>>,
    /// Made with the first staged file or folder; the error, if it could not be made.
    staging: OnceLock<Result<(), Phrase>>,
    next: AtomicU32,
    refused: AtomicUsize,
    /// Held until the site is dropped.
    _lock: Lock,
}

/// The changes of a build in a site, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there before.
    pub new: usize,
    /// Files whose content is another than in the last build.
    pub changed: usize,
    /// Files that somebody had changed or removed in the site, and that are as they should be again.
    pub restored: usize,
    /// Files that were right already, and were not touched.
    pub unchanged: usize,
    /// Files of the last build that this one did not make, and that are gone.
    pub removed: usize,
    /// Bytes in the files that were written.
    pub bytes: u64,
}

impl Site {
    /// Why a folder of a book cannot become the site: something else lies there, or a link leads out of the book.
    #[must_use]
    pub fn obstacle(book: &Path, folder: &str) -> Option<Diagnostic> {
        let site = book.join(folder);
        refuse_outside(book, &site, folder).and_then(|()| refuse_others(&site, &site)).err()
    }

    /// Prepares writing the site in a folder of a book; for the rest see [`Site::begin`].
    ///
    /// # Errors
    /// A link leads the folder out of the book, or as for [`Site::begin`].
    pub fn begin_in(book: &Path, folder: &str) -> Result<Warned<Self>, Diagnostic> {
        let site = book.join(folder);
        refuse_outside(book, &site, folder)?;
        Self::begin(&site)
    }

    /// Prepares writing the site in the folder `site`: takes the lock, and finishes or undoes
    /// an earlier build that was interrupted, which a note tells.
    ///
    /// # Errors
    /// Another build is writing the site, or the folder cannot be written.
    pub fn begin(site: &Path) -> Result<Warned<Self>, Diagnostic> {
        let place = SitePlace::prepare(site)?;
        let lock = place.lock()?;
        let mut notes: Vec<Diagnostic> = journal::recover(&place)?.into_iter().collect();
        let manifest = place.manifest();
        let old = Manifest::read(&manifest).map_err(|error| reason::write_failed(&said!("read"), &manifest, &error))?;
        let old = old.unwrap_or_else(|| {
            notes.push(broken_manifest(&manifest));
            Manifest::default()
        });
        Ok(Warned::new(Self::over(place, old, lock), notes))
    }

    fn over(place: SitePlace, old: Manifest, lock: Lock) -> Self {
        let fresh = matches!(entry_type(&place.site), Ok(EntryType::Nothing));
        Self {
            place,
            old,
            fresh,
            folders: Mutex::default(),
            taken: Mutex::default(),
            made_from: Mutex::default(),
            notes: Mutex::default(),
            whole_from: None,
            staging: OnceLock::new(),
            old_names: OnceLock::new(),
            next: AtomicU32::new(0),
            refused: AtomicUsize::new(0),
            _lock: lock,
        }
    }

    /// How many files the site in the folder of a book has, where the last build made it from what has this fingerprint
    /// and was not interrupted, and each file is whole: then there is nothing to do. Every one is read, as somebody may
    /// have changed it.
    #[must_use]
    pub fn current(book: &Path, folder: &str, fingerprint: &str) -> Option<usize> {
        let place = SitePlace::find(&book.join(folder)).ok()?;
        let is_settled = matches!(entry_type(&place.state), Ok(EntryType::Folder))
            && matches!(entry_type(&place.journal()), Ok(EntryType::Nothing));
        if !is_settled || Self::obstacle(book, folder).is_some() {
            return None;
        }
        let lock = place.lock().ok()?;
        let old = Manifest::read(&place.manifest()).ok()??;
        if old.whole_from.as_deref() != Some(fingerprint) {
            return None;
        }
        let site = Self::over(place, old, lock);
        if site.fresh {
            return None;
        }
        let files = &site.old.files;
        let folders: BTreeSet<&str> = files.keys().map(|path| parent(path).unwrap_or("")).collect();
        let whole = folders.iter().all(|folder| site.folder(folder) == Ok(Folder::There))
            && files.par_iter().all(|(path, mark)| is_whole(&site.place.file(path), mark));
        whole.then_some(files.len())
    }

    /// Says what the site is made from as a whole, so that the next build can tell whether anything is another.
    pub fn made_from(&mut self, fingerprint: &str) {
        self.whole_from = Some(fingerprint.into());
    }

    /// Puts everything in place.
    ///
    /// # Errors
    /// A file was refused before, or one cannot be put in place. Then the site is as it was;
    /// only where the disk fails in the midst of the renames, the next build finishes them.
    pub fn commit(self) -> Result<Written, Unfinished> {
        let refused = self.refused.load(Ordering::Relaxed);
        if refused > 0 {
            return Err(Unfinished::before(self.incomplete(refused)));
        }
        let taken = unpoisoned(&self.taken);
        let folders = unpoisoned(&self.folders);
        let made_from = unpoisoned(&self.made_from);
        let notes = unpoisoned(&self.notes);
        let facts = PlanFacts {
            place: &self.place,
            old: &self.old,
            taken: &taken,
            folders: &folders,
            made_from: &made_from,
            notes: &notes,
            whole_from: self.whole_from.as_deref(),
        };
        let plan = plan::plan(&facts)?;
        let written = count(&taken, &self.old, plan.removed);
        if !plan.steps.is_empty() || plan.manifest != self.old {
            self.stage_all(&taken, &folders, &plan)?;
            journal::carry_out(&self.place, &plan.steps)?;
        }
        Ok(written)
    }

    /// Keeps those files of the last build that this one has not made, for a build of only some files.
    ///
    /// # Errors
    /// Something else lies where the folder of such a file should be.
    pub fn keep_others(&self, which: impl Fn(&str) -> bool) -> Result<(), Diagnostic> {
        for (path, mark) in &self.old.files {
            if !which(path) || unpoisoned(&self.taken).contains_key(path) || !self.place.file(path).is_file() {
                continue;
            }
            self.folder(parent(path).unwrap_or("")).map_err(|reason| self.refused(path, reason))?;
            self.keep_as_it_is(path.clone(), *mark);
            if let Some(fingerprint) = self.old.made_from.get(&**path) {
                unpoisoned(&self.made_from).insert((&**path).into(), fingerprint.clone());
            }
            self.keep_note(path);
        }
        Ok(())
    }

    fn refused(&self, path: &str, reason: Phrase) -> Diagnostic {
        Diagnostic::new(Code::WriteFailed, reason)
            .in_file(self.place.show(path).display().to_string())
            .help(said!("remove what is in its place, and build again"))
    }

    fn keep_as_it_is(&self, path: Arc<str>, mark: FileMark) {
        unpoisoned(&self.taken).insert(path, Taken { mark, staged: None, was: Was::Same, old: None });
    }

    /// Keeps what the last build noted of a file.
    fn keep_note(&self, path: &str) {
        if let Some(note) = self.old.notes.get(path) {
            unpoisoned(&self.notes).insert(path.into(), note.clone());
        }
    }

    /// Whether the file lies in place just as it was made, from what has this fingerprint.
    fn is_in_place(&self, path: &str, fingerprint: &str) -> Option<FileMark> {
        let mark = *self.old.files.get(path)?;
        let same = self.old.made_from.get(path).is_some_and(|known| **known == *fingerprint);
        let place = self.place.file(path);
        let whole = same && self.folder(parent(path).unwrap_or("")) == Ok(Folder::There) && is_whole(&place, &mark);
        whole.then_some(mark)
    }

    /// Brings the staged files and the new manifest to the disk.
    fn stage_all(
        &self,
        taken: &BTreeMap<Arc<str>, Taken>,
        folders: &BTreeMap<Box<str>, Folder>,
        plan: &SitePlan,
    ) -> Result<(), Diagnostic> {
        let manifest = self.place.next_manifest();
        let fail = |error: io::Error| reason::write_failed(&said!("write"), &manifest, &error);
        own::write(&manifest, plan.manifest.encode().as_bytes()).map_err(fail)?;
        let place = |path: &str, staged: StagedAt| match staged {
            StagedAt::Number(number) => self.place.staged(number),
            StagedAt::InWhole => self.place.ready(path),
        };
        let files = taken.iter().filter_map(|(path, taken)| Some(place(path, taken.staged?)));
        self.place.sync_files(files.chain([manifest.clone()])).map_err(fail)?;
        let ready = folders.iter().filter(|(_, folder)| **folder == Folder::Ready);
        let ready: Vec<PathBuf> = ready.map(|(path, _)| self.place.ready(path)).collect();
        self.place.sync_folders(&ready).map_err(fail)
    }

    fn incomplete(&self, refused: usize) -> Diagnostic {
        let message = match refused {
            1 => said!("the site is not renewed: one file could not be written"),
            _ => said!("the site is not renewed: some files could not be written"),
        };
        Diagnostic::new(Code::WriteFailed, message)
            .in_file(self.place.shown.display().to_string())
            .help(said!("see what is said about each of them, and build again"))
            .note(said!("the site is as it was"))
    }

    fn take(&self, shared: Arc<str>, bytes: &[u8]) -> Result<(), Phrase> {
        let path = &*shared;
        let old = self.twin(path);
        let was = if old.is_some() { Was::Other } else { self.look(path, bytes)? };
        let staged = if was == Was::Same { None } else { Some(self.stage(path, bytes)?) };
        // Made before the others wait for it.
        let taken = Taken { mark: FileMark::of(bytes), staged, was, old };
        let earlier = unpoisoned(&self.taken).insert(shared, taken);
        match earlier {
            None => Ok(()),
            Some(_) => Err(said!("the build makes two files with this path; rename one of them")),
        }
    }

    /// The path of a file of ours that this disk takes for the same as one that is new.
    fn twin(&self, path: &str) -> Option<Arc<str>> {
        if self.fresh || self.old.files.contains_key(path) {
            return None;
        }
        let by_letters = || self.old.files.keys().map(|path| (path.to_lowercase(), path.clone())).collect();
        let old = self.old_names.get_or_init(by_letters).get(&path.to_lowercase())?;
        self.folder(parent(path).unwrap_or("")).ok()?;
        is_same(&self.place.file(old), &self.place.file(path)).then(|| old.clone())
    }

    /// The state of the place where a file shall be.
    fn look(&self, path: &str, bytes: &[u8]) -> Result<Was, Phrase> {
        let above = self.folder(parent(path).unwrap_or(""))?;
        if above == Folder::Ready {
            return Ok(Was::Absent);
        }
        let place = self.place.file(path);
        // Also where nothing can be there: a path too long for the system is found out here.
        let about = match fs::symlink_metadata(&place) {
            Err(error)
                if error.kind() == ErrorKind::NotFound
                    || above == Folder::Missing && error.kind() == ErrorKind::NotADirectory =>
            {
                return Ok(Was::Absent);
            }
            about => about.map_err(|error| reason::sentence(&error))?,
        };
        if about.is_dir() {
            return Ok(Was::Folder);
        }
        if !about.is_file() {
            return Err(link_refused(""));
        }
        let same = about.len() == bytes.len() as u64 && has_bytes(&place, bytes).unwrap_or(false);
        match same {
            true => Ok(Was::Same),
            false if self.old.files.contains_key(path) => Ok(Was::Other),
            false => Err(said!(
                "a file that brobygger did not make is in its place; move it away, or, if nothing in the site's folder is \
                 yours, remove the whole folder and build again"
            )),
        }
    }

    /// The state of the place where a folder shall be; each is looked at once.
    fn folder(&self, path: &str) -> Result<Folder, Phrase> {
        let mut known = unpoisoned(&self.folders);
        if let Some(folder) = known.get(path) {
            return Ok(*folder);
        }
        if self.fresh && self.make_ready(path)? {
            let made = std::iter::once(path).chain(plan::above(path));
            known.extend(made.map(|folder| (folder.into(), Folder::Ready)));
            return Ok(Folder::Ready);
        }
        let mut last = Folder::There;
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for step in std::iter::once("").chain(ends.filter(|end| *end > 0).map(|end| &path[..end])) {
            last = match known.get(step) {
                Some(folder) => *folder,
                None if last == Folder::Missing => Folder::Missing,
                None => self.look_for_folder(step)?,
            };
            known.insert(step.into(), last);
        }
        Ok(last)
    }

    /// Makes a folder in the folder that becomes the site; `false` where a file has its name.
    fn make_ready(&self, path: &str) -> Result<bool, Phrase> {
        self.staging()?;
        match fs::create_dir_all(self.place.ready(path)) {
            Err(error) if is_clash(&error) => Ok(false),
            made => made.map(|()| true).map_err(|error| reason::sentence(&error)),
        }
    }

    fn look_for_folder(&self, path: &str) -> Result<Folder, Phrase> {
        match entry_type(&self.place.file(path)).map_err(|error| reason::sentence(&error))? {
            EntryType::Folder => Ok(Folder::There),
            EntryType::Nothing => Ok(Folder::Missing),
            EntryType::File if self.old.files.contains_key(path) => Ok(Folder::Missing),
            EntryType::File => Err(said!(
                "the file `{path}` is where a folder must be, and brobygger did not make it; move it away",
                path
            )),
            EntryType::Link | EntryType::Other => Err(link_refused(path)),
        }
    }

    fn staging(&self) -> Result<(), Phrase> {
        let make = || fs::create_dir(self.place.staging()).map_err(|error| reason::sentence(&error));
        self.staging.get_or_init(make).clone()
    }

    fn stage(&self, path: &str, bytes: &[u8]) -> Result<StagedAt, Phrase> {
        self.staging()?;
        let whole = if self.fresh { create_unless_clash(&self.place.ready(path)) } else { Ok(None) };
        let staged = whole.and_then(|file| {
            if let Some(file) = file {
                return Ok((file, StagedAt::InWhole));
            }
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            Ok((File::create_new(self.place.staged(number))?, StagedAt::Number(number)))
        });
        let written = staged.and_then(|(mut file, staged)| file.write_all(bytes).map(|()| staged));
        written.map_err(|error| reason::sentence(&error))
    }
}

/// Makes a file; nothing where a file or folder made before is in the way, which the plan tells of.
fn create_unless_clash(place: &Path) -> io::Result<Option<File>> {
    match File::create_new(place) {
        Err(error) if is_clash(&error) => Ok(None),
        file => file.map(Some),
    }
}

fn is_clash(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory)
}

impl Sink for Site {
    fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), SinkError> {
        self.take(path.shared(), bytes).map_err(|reason| {
            self.refused.fetch_add(1, Ordering::Relaxed);
            SinkError { path: self.place.show(path.as_str()).display().to_string(), reason }
        })
    }

    fn keep(&self, path: &OutPath, fingerprint: &str) -> bool {
        let (path, shared) = (path.as_str(), path.shared());
        unpoisoned(&self.made_from).insert(path.into(), fingerprint.into());
        let mark = self.is_in_place(path, fingerprint);
        if let Some(mark) = mark {
            self.keep_as_it_is(shared, mark);
            self.keep_note(path);
        }
        mark.is_some()
    }

    fn note(&self, path: &OutPath, note: &str) {
        unpoisoned(&self.notes).insert(path.as_str().into(), note.into());
    }

    fn noted(&self, path: &OutPath) -> Option<String> {
        unpoisoned(&self.notes).get(path.as_str()).map(ToString::to_string)
    }

    fn bytes(&self, path: &OutPath) -> Option<Vec<u8>> {
        let path = path.as_str();
        let place = match unpoisoned(&self.taken).get(path)?.staged {
            Some(StagedAt::Number(number)) => self.place.staged(number),
            Some(StagedAt::InWhole) => self.place.ready(path),
            None => self.place.file(path),
        };
        let mut bytes = Vec::new();
        load::open(&place).ok()?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // A journal still there speaks of the staged files: the next build needs them.
        if matches!(entry_type(&self.place.journal()), Ok(EntryType::Nothing)) {
            // What cannot be removed now, the next build removes.
            let _ = self.place.clear_staging();
        }
    }
}

fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn broken_manifest(manifest: &Path) -> Diagnostic {
    Diagnostic::new(
        Code::Recovered,
        said!("the list of the files that the last build made is damaged, and is made anew"),
    )
    .in_file(manifest.display().to_string())
    .help(said!("if files are now said not to be made by brobygger, remove the site's folder and build again"))
}

fn link_refused(folder: &str) -> Phrase {
    if folder.is_empty() {
        return said!(
            "something that is a symbolic link or no ordinary file is in its place; remove it and build again"
        );
    }
    said!("`{folder}` that is a symbolic link or no ordinary file is in its place; remove it and build again", folder)
}

/// Whether an ordinary file lies there, with what it had when it was made.
fn is_whole(place: &Path, mark: &FileMark) -> bool {
    matches!(entry_type(place), Ok(EntryType::File)) && hash_of(place).is_ok_and(|found| found == *mark)
}

/// The size and the hash of a file.
fn hash_of(place: &Path) -> io::Result<FileMark> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(load::open(place)?)?;
    Ok(FileMark { size: hasher.count(), hash: hasher.finalize() })
}

/// Whether a file has just these bytes.
fn has_bytes(place: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = load::open(place)?;
    let mut buffer = [0; 16 * 1024];
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = rest.len().min(buffer.len());
        match file.read(&mut buffer[..length]) {
            Ok(read) if read > 0 && buffer[..read] == rest[..read] => rest = &rest[read..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result.map(|_| false),
        }
    }
    Ok(true)
}

fn count(taken: &BTreeMap<Arc<str>, Taken>, old: &Manifest, removed: usize) -> Written {
    let mut written = Written { removed, ..Written::default() };
    for (path, taken) in taken {
        let before = old.files.get(path);
        match taken.was {
            Was::Same => written.unchanged += 1,
            _ if before == Some(&taken.mark) => written.restored += 1,
            Was::Absent | Was::Folder if before.is_none() => written.new += 1,
            _ => written.changed += 1,
        }
        if taken.staged.is_some() {
            written.bytes += taken.mark.size;
        }
    }
    written
}
