//! Loading a file that was found.
//!
//! In: [`FoundFile`]. Out: its bytes, or its text.
//!
//! Invariant: only an ordinary file of at most [`MAX_FILE`] bytes is read, and nothing is waited for.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use super::find::{FoundFile, not_a_file, unreadable};
use crate::diagnostic::{Code, Diagnostic};
use crate::said::said;
use crate::source::is_text;

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 8 * 1024 * 1024;

/// The bytes of a file.
pub(super) fn load(found: &FoundFile) -> Result<Vec<u8>, Diagnostic> {
    let fail = |error: io::Error| unreadable(&found.path, &error);
    let file = open(&found.place).map_err(fail)?;
    let about = file.metadata().map_err(fail)?;
    if !about.is_file() {
        return Err(not_a_file(&found.path));
    }
    let expected = usize::try_from(about.len().min(MAX_FILE) + 1).unwrap_or(0);
    let mut bytes = Vec::with_capacity(expected);
    let read = file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(fail)? as u64;
    if read > MAX_FILE {
        return Err(too_large(&found.path, about.len().max(read), MAX_FILE));
    }
    Ok(bytes)
}

/// The size of a file and when it was changed last: another file, or a changed one, has another stamp. Nothing where the
/// system does not tell.
#[must_use]
pub fn file_stamp(file: &Path) -> Option<String> {
    let about = file.metadata().ok()?;
    let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {}", about.len(), changed.as_nanos()))
}

/// The most bytes of a book that is packed into one file.
const MAX_PACKED: u64 = 256 * 1024 * 1024;

/// The bytes of a book that is packed into one file, or of another file that somebody named; links lead to it.
///
/// # Errors
/// It is no ordinary file, cannot be read, or is too large.
pub fn read_packed(file: &Path) -> Result<Vec<u8>, Diagnostic> {
    let path = file.display().to_string();
    let fail = |error: io::Error| unreadable(&path, &error);
    let opened = fs::canonicalize(file).and_then(|place| open(&place)).map_err(fail)?;
    let about = opened.metadata().map_err(fail)?;
    if !about.is_file() {
        return Err(not_a_file(&path));
    }
    if about.len() > MAX_PACKED {
        return Err(too_large(&path, about.len(), MAX_PACKED));
    }
    let mut bytes = Vec::new();
    let read = opened.take(MAX_PACKED + 1).read_to_end(&mut bytes).map_err(fail)? as u64;
    if read > MAX_PACKED { Err(too_large(&path, read, MAX_PACKED)) } else { Ok(bytes) }
}

/// Opens for reading, without waiting and without following a link at the end of the path:
/// something else may have taken the file's place since it was found.
pub(super) fn open(place: &Path) -> io::Result<File> {
    without_following(File::options().read(true)).open(place)
}

/// Options that neither wait nor follow a link at the end of the path.
pub(super) fn without_following(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    options
}

/// The text of a file, which must be UTF-8.
pub(super) fn text_of(path: &str, bytes: Vec<u8>) -> Result<Arc<str>, Diagnostic> {
    String::from_utf8(bytes).map(Into::into).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        not_utf8(path, error.as_bytes(), at)
    })
}

fn not_utf8(path: &str, bytes: &[u8], at: usize) -> Diagnostic {
    let line = bytes[..at].split(|byte| *byte == b'\n').count();
    let message = match bytes.get(at) {
        Some(byte) => {
            let byte = format!("0x{byte:02X}");
            said!("line {line} is not UTF-8, from byte {at} of the file ({byte})", line, at, byte)
        }
        None => said!("line {line} is not UTF-8, from byte {at} of the file", line, at),
    };
    let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let from = if wide { "UTF-16" } else { "WINDOWS-1252" };
    Diagnostic::new(Code::NotUtf8, message).in_file(path).help(said!(
        "save it as UTF-8 in your editor, or convert it: `iconv -f {from} -t UTF-8 {path} > new.md`",
        from,
        path
    ))
}

fn too_large(path: &str, size: u64, most: u64) -> Diagnostic {
    const MB: u64 = 1024 * 1024;
    let (size, most) = (format!("{}.{}", size / MB, size % MB * 10 / MB), most / MB);
    let help = if is_text(path) {
        said!("divide it into several files")
    } else {
        said!("make it smaller, or link to it elsewhere on the web")
    };
    Diagnostic::new(Code::FileTooLarge, said!("{path} is {size} MB; at most {most} MB are read", path, size, most))
        .in_file(path)
        .help(help)
}
