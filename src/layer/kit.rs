//! A book in one file, for editions to lie on.
//!
//! In: the files of a book. Out: a zip; and back.
//!
//! Invariant: the same files give the same bytes, and what was packed comes out as it went in.

use std::io::{Cursor, Read as _, Write as _};
use std::sync::Arc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::library::Files;

/// How the name of a kit ends.
pub const KIT: &str = ".zip";

/// The most bytes that the files of a kit may have together.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// The most files of a kit.
const MOST_FILES: usize = 100_000;

/// The files as one zip.
///
/// # Errors
/// A name or a file is too long for a zip.
pub fn pack(files: &Files) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Every file has the same date, so that the same book gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, bytes) in files {
        zip.start_file(path.as_str(), options).map_err(|error| error.to_string())?;
        zip.write_all(bytes).map_err(|error| error.to_string())?;
    }
    Ok(zip.finish().map_err(|error| error.to_string())?.into_inner())
}

/// The files of a zip, by path.
///
/// # Errors
/// It is no zip, or holds more than a book can.
pub fn unpack(bytes: &[u8]) -> Result<Files, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if zip.len() > MOST_FILES {
        return Err(format!("it has more than {MOST_FILES} files"));
    }
    let mut files = Files::new();
    let mut left = MOST_BYTES;
    for number in 0..zip.len() {
        let mut file = zip.by_index(number).map_err(|error| error.to_string())?;
        if file.is_dir() {
            continue;
        }
        let path = file.name().map_err(|error| error.to_string())?.trim_start_matches("./").to_owned();
        let mut bytes = Vec::new();
        let read = file.by_ref().take(left + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())? as u64;
        left = left.checked_sub(read).ok_or_else(|| format!("it has more than {} MB", MOST_BYTES >> 20))?;
        files.insert(path, Arc::from(bytes));
    }
    Ok(files)
}
