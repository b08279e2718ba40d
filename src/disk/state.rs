//! The state folder beside a site: `.NAME.brobygger/` with the lock, the staged files, the
//! manifest and, while a build is being put in place, the journal.
//!
//! In: the site's folder. Out: [`SitePlace`], which knows where everything lies, and the lock.
//!
//! Invariant: neither the site nor its state folder is reached through a symbolic link of
//! that name, and both lie on one file system, so that a rename puts a file in place whole.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::entry::{EntryType, absent_is_fine, entry_type};
use super::{own, reason};
use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};

/// Up to so many files and folders are synced one by one; beyond that the whole file system is.
const FEW: usize = 32;

/// The place of a site and its state.
#[derive(Debug)]
pub(super) struct SitePlace {
    /// The site's folder, as the user named it: for messages.
    pub(super) shown: PathBuf,
    /// The site's folder, absolute.
    pub(super) site: PathBuf,
    /// The state folder.
    pub(super) state: PathBuf,
}

impl SitePlace {
    /// Finds the places; makes nothing.
    pub(super) fn find(shown: &Path) -> Result<Self, Diagnostic> {
        let fail = |error: io::Error| reason::write_failed(&said!("write the site"), shown, &error);
        let site = std::path::absolute(shown).map_err(fail)?;
        let (Some(around), Some(name)) = (site.parent(), site.file_name()) else {
            return Err(not_a_folder(shown, &said!("is not a folder with a name")));
        };
        let mut state_name = OsString::from(".");
        state_name.push(name);
        state_name.push(".brobygger");
        let state = around.join(state_name);
        Ok(Self { shown: shown.to_path_buf(), site, state })
    }

    /// Finds the places and makes the state folder.
    pub(super) fn prepare(shown: &Path) -> Result<Self, Diagnostic> {
        let place = Self::find(shown)?;
        let around = place.site.parent().unwrap_or(&place.site);
        let state = &place.state;
        fs::create_dir_all(around).map_err(|error| reason::write_failed(&said!("make the folder"), around, &error))?;
        refuse_others(&place.site, shown)?;
        match fs::create_dir(state) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => made.map_err(|error| reason::write_failed(&said!("make the folder"), state, &error))?,
        }
        if !matches!(entry_type(state), Ok(EntryType::Folder)) {
            return Err(not_a_folder(state, &said!("is not a folder")));
        }
        if place.is_elsewhere(&place.site) {
            return Err(reason::write_failed(&said!("write the site"), shown, &ErrorKind::CrossesDevices.into()));
        }
        Ok(place)
    }

    /// Takes the lock; it ends with the process, however that ends.
    pub(super) fn lock(&self) -> Result<Lock, Diagnostic> {
        let path = self.state.join("lock");
        let fail = |error: io::Error| reason::write_failed(&said!("open"), &path, &error);
        let mut lock = own::open_or_make(&path).map_err(fail)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(self.running(&mut lock)),
            // A file system without locks: better to build without one than not at all.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(fail(error)),
        }
        // The number is only told to people; a full disk must not stop a build that needs no space.
        let _ = lock.set_len(0).and_then(|()| lock.write_all(format!("{}\n", std::process::id()).as_bytes()));
        Ok(Lock(lock))
    }

    fn running(&self, lock: &mut File) -> Diagnostic {
        let mut text = String::new();
        let read = lock.take(32).read_to_string(&mut text);
        let process = read.ok().and_then(|_| text.trim().parse::<u32>().ok());
        let site = self.shown.display();
        let (message, help) = match process {
            Some(number) => (
                said!("another build (process {number}) is writing {site}", number, site),
                said!("wait until it is done, or end process {number}", number),
            ),
            None => (said!("another build is writing {site}", site), said!("wait until it is done")),
        };
        Diagnostic::new(Code::BuildRunning, message).in_file(self.shown.display().to_string()).help(help)
    }

    /// A file of the site.
    pub(super) fn file(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.site.clone() } else { self.site.join(path) }
    }

    /// A file of the site, for messages.
    pub(super) fn show(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.shown.clone() } else { self.shown.join(path) }
    }

    /// The folder of the staged files.
    pub(super) fn staging(&self) -> PathBuf {
        self.state.join("staged")
    }

    /// A staged file that is renamed to its place.
    pub(super) fn staged(&self, number: u32) -> PathBuf {
        self.state.join(format!("staged/{number}"))
    }

    /// The folder that becomes the site as a whole, where there is none yet.
    pub(super) fn whole(&self) -> PathBuf {
        self.state.join("staged/site")
    }

    /// A file or folder in the folder that becomes the site.
    pub(super) fn ready(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.whole() } else { self.whole().join(path) }
    }

    /// The folder that the site and its state lie in.
    pub(super) fn around(&self) -> &Path {
        self.state.parent().unwrap_or(&self.state)
    }

    /// The journal.
    pub(super) fn journal(&self) -> PathBuf {
        self.state.join("journal")
    }

    /// The manifest of the last build.
    pub(super) fn manifest(&self) -> PathBuf {
        self.state.join("manifest")
    }

    /// The manifest of the build that is being put in place.
    pub(super) fn next_manifest(&self) -> PathBuf {
        self.state.join("manifest.new")
    }

    /// Removes what a build has staged, and returns how many files there were.
    pub(super) fn clear_staging(&self) -> io::Result<usize> {
        for file in [self.next_manifest(), self.journal()] {
            absent_is_fine(fs::remove_file(file))?;
        }
        let staging = self.staging();
        if entry_type(&staging)? != EntryType::Folder {
            // Somebody else has laid it there: the next build needs its place.
            return absent_is_fine(fs::remove_file(&staging)).map(|()| 0);
        }
        let is_file = |entry: &walkdir::DirEntry| entry.file_type().is_file();
        let files = WalkDir::new(&staging).into_iter().flatten().filter(is_file).count();
        absent_is_fine(fs::remove_dir_all(&staging))?;
        Ok(files)
    }

    /// Whether a folder that exists lies on another file system than the state folder.
    #[cfg(unix)]
    pub(super) fn is_elsewhere(&self, folder: &Path) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let device = |path: &Path| fs::symlink_metadata(path).ok().map(|about| about.dev());
        matches!((device(folder), device(&self.state)), (Some(a), Some(b)) if a != b)
    }

    /// Whether a folder that exists lies on another file system than the state folder: a
    /// rename says so where the system does not tell beforehand.
    #[cfg(not(unix))]
    pub(super) fn is_elsewhere(&self, _: &Path) -> bool {
        false
    }

    /// Makes sure that these files have reached the disk.
    pub(super) fn sync_files(&self, mut files: impl Iterator<Item = PathBuf> + Clone) -> io::Result<()> {
        if files.clone().nth(FEW).is_some() && self.sync_everything()? {
            return Ok(());
        }
        files.try_for_each(|file| sync_file(&file))
    }

    /// Makes sure that what was made, renamed or removed in these folders has reached the disk.
    pub(super) fn sync_folders(&self, folders: &[PathBuf]) -> io::Result<()> {
        if folders.len() > FEW && self.sync_everything()? {
            return Ok(());
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))
    }

    /// One call for all files; `false` where the system has none.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn sync_everything(&self) -> io::Result<bool> {
        rustix::fs::syncfs(File::open(&self.state)?)?;
        Ok(true)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn sync_everything(&self) -> io::Result<bool> {
        Ok(false)
    }
}

/// Hands a file to the disk. Where the disk's own cache is emptied by another call, the
/// journal's `sync_all` does it once for all of them.
#[cfg(unix)]
fn sync_file(file: &Path) -> io::Result<()> {
    Ok(rustix::fs::fsync(File::open(file)?)?)
}

#[cfg(not(unix))]
fn sync_file(file: &Path) -> io::Result<()> {
    File::options().write(true).open(file)?.sync_all()
}

/// The lock on a site, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing alone would leave it locked as long as a process just started has the file
        // open too. If unlocking fails, closing does it a moment later.
        let _ = self.0.unlock();
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    // Gone again, or a file by now: then the folder above is the one that counts.
    match entry_type(folder)? {
        EntryType::Folder => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Other systems cannot sync a folder, and keep renames in order themselves.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Only a folder, or nothing yet, can become the site.
pub(super) fn refuse_others(site: &Path, shown: &Path) -> Result<(), Diagnostic> {
    match entry_type(site).map_err(|error| reason::write_failed(&said!("write the site"), shown, &error))? {
        EntryType::Folder | EntryType::Nothing => Ok(()),
        EntryType::Link => Err(not_a_folder(shown, &said!("is a symbolic link"))),
        EntryType::File | EntryType::Other => Err(not_a_folder(shown, &said!("is not a folder"))),
    }
}

/// The folders above the site are folders of the book: no link leads out of it.
pub(super) fn refuse_outside(book: &Path, site: &Path, folder: &str) -> Result<(), Diagnostic> {
    let book = fs::canonicalize(book).map_err(|error| reason::write_failed(&said!("write the site"), site, &error))?;
    // Those that are still to be made lie in the nearest one that is there.
    let above = site.ancestors().skip(1).find_map(|above| fs::canonicalize(above).ok());
    if above.is_some_and(|above| above.starts_with(&book)) {
        return Ok(());
    }
    Err(Diagnostic::new(Code::LinkOutside, said!("the site (`{folder}`) would lie outside the book's folder", folder))
        .in_file(site.display().to_string())
        .help(said!("choose a `[build] build-dir` that no link leads out of the folder")))
}

fn not_a_folder(path: &Path, what: &Phrase) -> Diagnostic {
    Diagnostic::new(Code::WriteFailed, said!("cannot write the site: {path} {what}", path = path.display(), what))
        .in_file(path.display().to_string())
        .help(said!("remove it, or choose another `[build] build-dir`"))
}
