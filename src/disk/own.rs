//! Files that the program keeps for itself beside a site: the lock, the manifest, the journal.
//!
//! In: a place in the state folder. Out: what the program wrote there.
//!
//! Invariant: only an ordinary file is opened, no link is followed, and no more is read than the program ever writes:
//! such a folder may come with a book, and somebody else have laid there what they liked.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::Path;

use super::entry::{EntryType, absent_is_fine, entry_type};
use super::load;
use super::reason::NotOwn;

use crate::said::{Phrase, said};

/// The largest such file, in bytes: a manifest of half a million files.
const MAX_OWN: u64 = 64 * 1024 * 1024;

/// The bytes of a file; nothing where there is none.
pub(super) fn read(place: &Path) -> io::Result<Option<Vec<u8>>> {
    if !is_there(place)? {
        return Ok(None);
    }
    let file = load::open(place)?;
    check(&file)?;
    let mut bytes = Vec::new();
    if file.take(MAX_OWN + 1).read_to_end(&mut bytes)? as u64 > MAX_OWN {
        return Err(refused(said!("it is larger than what brobygger writes there")));
    }
    Ok(Some(bytes))
}

/// Writes a file anew, in place of whatever has its name, and gives it to be synced.
pub(super) fn write(place: &Path, bytes: &[u8]) -> io::Result<File> {
    absent_is_fine(fs::remove_file(place))?;
    let mut file = File::create_new(place)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Opens a file to read and write it, and makes it where there is none.
pub(super) fn open_or_make(place: &Path) -> io::Result<File> {
    is_there(place)?;
    let file =
        load::without_following(OpenOptions::new().read(true).write(true).create(true).truncate(false)).open(place)?;
    check(&file)?;
    Ok(file)
}

/// Whether an ordinary file lies at a place; anything else there is an error.
fn is_there(place: &Path) -> io::Result<bool> {
    match entry_type(place)? {
        EntryType::File => Ok(true),
        EntryType::Nothing => Ok(false),
        EntryType::Link | EntryType::Folder | EntryType::Other => Err(no_file()),
    }
}

/// Another may have taken its place since it was looked at.
fn check(file: &File) -> io::Result<()> {
    if file.metadata()?.is_file() { Ok(()) } else { Err(no_file()) }
}

/// Why something that was not written by the program is left alone.
pub(super) fn no_file() -> io::Error {
    refused(said!("it is a link or no ordinary file, and brobygger did not write it"))
}

fn refused(why: Phrase) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, NotOwn(why))
}
