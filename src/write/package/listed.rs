//! A sink that lists what goes through it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::sink::{OutPath, Sink, SinkError};

/// A sink before another one. It keeps no file, only what each was made from.
pub(in crate::write) struct Listed<'a> {
    sink: &'a dyn Sink,
    files: Mutex<BTreeMap<OutPath, ListedFile>>,
}

/// A file that went through.
#[derive(Debug, Default)]
struct ListedFile {
    /// The fingerprint it was asked for with, else the hash of its bytes: the same whether it is made or kept.
    made_from: String,
    /// Whether it was taken or kept; else it was only asked for.
    is_there: bool,
}

impl<'a> Listed<'a> {
    pub(in crate::write) fn new(sink: &'a dyn Sink) -> Self {
        Self { sink, files: Mutex::default() }
    }

    /// The files that are there, each with what it was made from.
    pub(super) fn files(&self) -> BTreeMap<OutPath, String> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let there = files.iter().filter(|(_, file)| file.is_there);
        there.map(|(path, file)| (path.clone(), file.made_from.clone())).collect()
    }

    fn note(&self, path: &OutPath, note: impl FnOnce(&mut ListedFile)) {
        note(self.files.lock().unwrap_or_else(PoisonError::into_inner).entry(path.clone()).or_default());
    }
}

impl Sink for Listed<'_> {
    fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), SinkError> {
        self.sink.put(path, bytes)?;
        let hash = blake3::hash(bytes);
        self.note(path, |file| {
            file.is_there = true;
            if file.made_from.is_empty() {
                file.made_from = hash.to_hex().to_string();
            }
        });
        Ok(())
    }

    fn keep(&self, path: &OutPath, fingerprint: &str) -> bool {
        let is_kept = self.sink.keep(path, fingerprint);
        self.note(path, |file| {
            file.is_there |= is_kept;
            fingerprint.clone_into(&mut file.made_from);
        });
        is_kept
    }

    fn note(&self, path: &OutPath, note: &str) {
        self.sink.note(path, note);
    }

    fn noted(&self, path: &OutPath) -> Option<String> {
        self.sink.noted(path)
    }

    fn bytes(&self, path: &OutPath) -> Option<Vec<u8>> {
        self.sink.bytes(path)
    }
}
