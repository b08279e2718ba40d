//! The parts of a Word file in their container.

use std::collections::HashMap;
use std::io::{Cursor, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

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
        let container: Arc<[u8]> = pack(&[(path, bytes.to_vec())], None).into();
        let mut kept = kept();
        if kept.len() < MOST_PARTS {
            kept.insert(key, container.clone());
        }
        container
    }
}

/// Parts in the order they are stored. The same parts give the same bytes: no clock, no permissions
/// of this machine. Memory takes everything, so nothing can fail that is not too large for the form.
pub(super) fn pack(parts: &[(&str, Vec<u8>)], shared: Option<&SharedParts>) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in parts {
        if let Some(shared) = shared
            && let Ok(mut one) = ZipArchive::new(Cursor::new(shared.container(path, bytes)))
            && let Ok(part) = one.by_index_raw(0)
        {
            let _ = zip.raw_copy_file(part);
        } else if zip.start_file(*path, options).is_ok() {
            let _ = zip.write_all(bytes);
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}
