//! The parts of a Word file in their container.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::write::archive::Archive;

/// Parts that were packed before, by what is in them: each in a container of its own.
#[derive(Debug, Default)]
pub struct SharedParts(Mutex<HashMap<blake3::Hash, Arc<[u8]>>>);

/// The most parts that are kept.
const MOST_PARTS: usize = 1024;

impl SharedParts {
    /// The container of one part.
    fn container(&self, path: &str, bytes: &[u8]) -> Arc<[u8]> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(path.as_bytes()).update(b"\0").update(bytes);
        let key = hasher.finalize();
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(container) = kept().get(&key) {
            return container.clone();
        }
        let container: Arc<[u8]> = Archive::of_one(path, bytes).into();
        let mut kept = kept();
        if kept.len() < MOST_PARTS {
            kept.insert(key, container.clone());
        }
        container
    }
}

/// Parts in the order they are stored.
pub(super) fn pack(parts: &[(&str, Vec<u8>)], shared: Option<&SharedParts>) -> Vec<u8> {
    let mut archive = Archive::new();
    for (path, bytes) in parts {
        match shared {
            Some(shared) => archive.add_packed(&shared.container(path, bytes)),
            None => archive.add(path, bytes),
        }
    }
    archive.finish()
}
