//! A book in one file, for editions to lie on.
//!
//! In: the files of a book. Out: a zip; and back.
//!
//! Invariant: the same files give the same bytes, and what was packed comes out as it went in.

use std::io::{Cursor, Read as _, Write as _};
use std::sync::Arc;

use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::library::Files;
use crate::said::{Phrase, said};
use crate::sink::zip_options;

/// How the name of a kit ends.
pub const KIT: &str = ".zip";

/// The most that a zip may hold.
#[derive(Debug, Clone, Copy)]
pub struct UnpackLimits {
    /// Files.
    pub files: usize,
    /// Bytes of all files together.
    pub bytes: u64,
}

/// The most that a kit may hold.
const OF_A_KIT: UnpackLimits = UnpackLimits { files: 100_000, bytes: 512 * 1024 * 1024 };

/// The reason for which a zip cannot be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnpackError {
    /// It is none, or what is in it cannot be read.
    Unreadable(String),
    /// It has more files than it may.
    TooManyFiles,
    /// Its files are larger than they may be.
    TooManyBytes,
    /// Two of its files have one name.
    SameName,
}

/// The files as one zip.
///
/// # Errors
/// A name or a file is too long for a zip.
pub fn pack(files: &Files) -> Result<Vec<u8>, String> {
    pack_at(files, None)
}

/// One file as a zip, which takes longer to make and is smaller.
///
/// # Errors
/// The file is too long for a zip.
pub fn pack_small(name: &str, bytes: Arc<[u8]>) -> Result<Vec<u8>, String> {
    pack_at(&Files::from([(name.to_owned(), bytes)]), Some(SMALLEST))
}

/// How much work is done to pack a file small; of nine.
const SMALLEST: i64 = 9;

fn pack_at(files: &Files, level: Option<i64>) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip_options().compression_method(CompressionMethod::Deflated).compression_level(level);
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
pub fn unpack(bytes: &[u8]) -> Result<Files, Phrase> {
    unpack_within(bytes, &OF_A_KIT).map_err(|error| match error {
        UnpackError::Unreadable(reason) => Phrase::verbatim(reason),
        UnpackError::TooManyFiles => said!("it has more than {count} files", count = OF_A_KIT.files),
        UnpackError::TooManyBytes => said!("it has more than {size} MB", size = OF_A_KIT.bytes >> 20),
        UnpackError::SameName => said!("two of its files have one name"),
    })
}

/// The files of a zip that holds no more than `limits`, by path. What its directory says of sizes is not believed.
///
/// # Errors
/// It is no zip, or holds more.
pub fn unpack_within(bytes: &[u8], limits: &UnpackLimits) -> Result<Files, UnpackError> {
    let unreadable = |error: &dyn std::fmt::Display| UnpackError::Unreadable(error.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    if zip.len() > limits.files {
        return Err(UnpackError::TooManyFiles);
    }
    if zip.has_duplicate_names() {
        return Err(UnpackError::SameName);
    }
    let mut files = Files::new();
    let mut left = limits.bytes;
    for number in 0..zip.len() {
        let mut file = zip.by_index(number).map_err(|error| unreadable(&error))?;
        if file.is_dir() {
            continue;
        }
        let path = file.name().map_err(|error| unreadable(&error))?.trim_start_matches("./").to_owned();
        let mut bytes = Vec::new();
        let read = file.by_ref().take(left + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))? as u64;
        left = left.checked_sub(read).ok_or(UnpackError::TooManyBytes)?;
        if files.insert(path, Arc::from(bytes)).is_some() {
            return Err(UnpackError::SameName);
        }
    }
    Ok(files)
}
