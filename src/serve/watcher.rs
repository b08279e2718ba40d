//! The folders of a book, watched.
//!
//! In: folders. Out: the paths at which something happened, or that it is not known what did.
//!
//! Invariant: what a folder's own system says is passed on as paths only; what became of them is
//! looked up.

use std::collections::BTreeSet;
use std::path::PathBuf;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

/// Events that the watcher has noticed.
#[derive(Debug)]
pub(super) enum Noticed {
    /// Something happened at these paths.
    Paths(Vec<PathBuf>),
    /// Something was lost: anything may have happened.
    Anything,
}

/// A watch on folders, each without those below it.
pub(super) struct Watcher {
    inner: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
}

impl Watcher {
    /// A watcher that hands over what it notices.
    pub(super) fn new(hand_over: impl Fn(Noticed) + Send + 'static) -> notify::Result<Self> {
        let handler = move |event: notify::Result<Event>| match event {
            Ok(event) if event.need_rescan() => hand_over(Noticed::Anything),
            Ok(event) if !is_reading(event.kind) => hand_over(Noticed::Paths(event.paths)),
            Ok(_) => {}
            Err(_) => hand_over(Noticed::Anything),
        };
        let config = Config::default().with_follow_symlinks(false);
        Ok(Self { inner: RecommendedWatcher::new(handler, config)?, folders: BTreeSet::new() })
    }

    /// Watches just these folders. Whether some of them were not watched before. A folder that went
    /// and came back is another one than the one watched, so all of them are named again.
    pub(super) fn watch(&mut self, folders: BTreeSet<PathBuf>) -> notify::Result<bool> {
        let new = folders.difference(&self.folders).next().is_some();
        let gone: Vec<PathBuf> = self.folders.difference(&folders).cloned().collect();
        let mut paths = self.inner.paths_mut();
        for folder in gone {
            // Gone from the disk too, most often.
            let _ = paths.remove(&folder);
        }
        let mut failed = Ok(());
        for folder in &folders {
            match paths.add(folder, RecursiveMode::NonRecursive) {
                // Gone since it was read: the folder above tells.
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
                Err(error) => failed = Err(error),
                Ok(()) => {}
            }
        }
        paths.commit()?;
        self.folders = folders;
        failed.map(|()| new)
    }
}

fn is_reading(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}
