//! Files in one file: a zip, as Word files, books for reading devices and the whole site are packed in.
//!
//! In: names and bytes, in the order they are to lie in. Out: the bytes of a zip.
//!
//! Invariant: the same files give the same bytes: no clock, no permissions of this machine, and not the name of its system.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::sink::zip_options;

/// A zip that grows. Memory takes everything, so nothing can fail that is not too large for the form.
pub(super) struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    /// An empty one.
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a file.
    pub(super) fn add(&mut self, path: &str, bytes: &[u8]) {
        self.put(path, bytes, zip_options().compression_method(CompressionMethod::Deflated).compression_level(Some(9)));
    }

    /// Adds a file as it is, which programs can read without unpacking.
    pub(super) fn store(&mut self, path: &str, bytes: &[u8]) {
        self.put(path, bytes, zip_options().compression_method(CompressionMethod::Stored));
    }

    /// Adds the one file of another archive, as it is packed there.
    pub(super) fn add_packed(&mut self, packed: &[u8]) {
        if let Ok(mut one) = ZipArchive::new(Cursor::new(packed))
            && let Ok(file) = one.by_index_raw(0)
        {
            let _ = self.0.raw_copy_file(file);
        }
    }

    fn put(&mut self, path: &str, bytes: &[u8], options: SimpleFileOptions) {
        if self.0.start_file(path, options).is_ok() {
            let _ = self.0.write_all(bytes);
        }
    }

    /// Its bytes.
    pub(super) fn finish(self) -> Vec<u8> {
        self.0.finish().map(Cursor::into_inner).unwrap_or_default()
    }

    /// One file, packed alone.
    pub(super) fn of_one(path: &str, bytes: &[u8]) -> Vec<u8> {
        let mut archive = Self::new();
        archive.add(path, bytes);
        archive.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_names_the_same_system_wherever_it_is_made() {
        let bytes = Archive::of_one("a.txt", b"a");
        // The entry in the list at its end: what it is, the version, and the number of the system.
        let entry = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        assert_eq!(bytes[entry + 5], 3, "Unix");
    }
}
