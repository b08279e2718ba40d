//! The list of the files of a site that are ours.
//!
//! In: the text of a manifest, or what a build has made. Out: the same, as text or as values.
//!
//! Invariant: a manifest that was cut off or changed is not believed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::own;
use crate::sink::OutPath;

const HEAD: &str = "brobygger manifest 1";
/// About so much of a file's line is not its path.
const FILE_LINE: usize = 80;

/// The files and folders of a site that we made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Folders that were not there before.
    pub(super) folders: BTreeSet<Box<str>>,
    /// Files.
    pub(super) files: BTreeMap<Arc<str>, FileMark>,
    /// The fingerprints of what some of the files were made from.
    pub(super) made_from: BTreeMap<Box<str>, Box<str>>,
    /// Notes on some of the files.
    pub(super) notes: BTreeMap<Box<str>, Box<str>>,
    /// The fingerprint of all that the site was made from, where there was nothing to say of it.
    pub(super) whole_from: Option<Box<str>>,
}

/// The size and the hash of a file when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileMark {
    pub(super) size: u64,
    pub(super) hash: blake3::Hash,
}

impl FileMark {
    /// The mark of a file with these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, hash: blake3::hash(bytes) }
    }
}

impl Manifest {
    /// Reads a manifest: an empty one if there is none, `None` if it is damaged.
    pub(super) fn read(path: &Path) -> io::Result<Option<Self>> {
        match own::read(path)? {
            Some(bytes) => Ok(std::str::from_utf8(&bytes).ok().and_then(Self::decode)),
            None => Ok(Some(Self::default())),
        }
    }

    /// Also counts what `other` names as ours.
    pub(super) fn add(&mut self, other: Self) {
        self.folders.extend(other.folders);
        self.files.extend(other.files);
        self.made_from.extend(other.made_from);
        self.notes.extend(other.notes);
        self.whole_from = None;
    }

    /// As text.
    pub(super) fn encode(&self) -> String {
        let mut text = String::with_capacity(self.files.keys().map(|path| path.len() + FILE_LINE).sum());
        let _ = writeln!(text, "{HEAD}");
        for folder in &self.folders {
            let _ = writeln!(text, "folder {folder}");
        }
        for (path, mark) in &self.files {
            let _ = writeln!(text, "file {} {} {path}", mark.size, mark.hash.to_hex());
        }
        for (path, fingerprint) in &self.made_from {
            let _ = writeln!(text, "made {fingerprint} {path}");
        }
        for (path, note) in &self.notes {
            // No path has a tab, and no note more than a line.
            let _ = writeln!(text, "note {path}\t{}", note.replace(['\r', '\n'], " "));
        }
        if let Some(fingerprint) = &self.whole_from {
            let _ = writeln!(text, "site {fingerprint}");
        }
        seal(text)
    }

    /// From text; `None` if it is not whole.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let mut manifest = Self::default();
        let mut lines = unseal(text)?.lines();
        if lines.next() != Some(HEAD) {
            return None;
        }
        for line in lines {
            let (word, rest) = line.split_once(' ')?;
            match word {
                "folder" => {
                    manifest.folders.insert(sound(rest)?);
                }
                "file" => {
                    let mut parts = rest.splitn(3, ' ');
                    let size = parts.next()?.parse().ok()?;
                    let hash = blake3::Hash::from_hex(parts.next()?).ok()?;
                    manifest.files.insert(OutPath::new(parts.next()?)?.shared(), FileMark { size, hash });
                }
                "made" => {
                    let (fingerprint, path) = rest.split_once(' ')?;
                    manifest.made_from.insert(sound(path)?, fingerprint.into());
                }
                "note" => {
                    let (path, note) = rest.split_once('\t')?;
                    manifest.notes.insert(sound(path)?, note.into());
                }
                "site" => manifest.whole_from = Some(rest.into()),
                _ => return None,
            }
        }
        Some(manifest)
    }
}

/// A path read from the state folder: trusted no more than any other.
pub(super) fn sound(path: &str) -> Option<Box<str>> {
    OutPath::new(path).map(|path| path.as_str().into())
}

/// Adds a last line by which a text can be seen to be whole.
pub(super) fn seal(mut text: String) -> String {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let _ = writeln!(text, "end {hash}");
    text
}

/// The text without the last line, if it is whole.
pub(super) fn unseal(text: &str) -> Option<&str> {
    let (before, last) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let before = &text[..=before.len()];
    let hash = blake3::Hash::from_hex(last.strip_prefix("end ")?).ok()?;
    (hash == blake3::hash(before.as_bytes())).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_cut_off_anywhere_is_not_believed() {
        let mut manifest = Manifest::default();
        manifest.folders.insert("a".into());
        manifest.files.insert("a/b c.html".into(), FileMark::of(b"text"));
        manifest.made_from.insert("a/b c.html".into(), "1f".into());
        manifest.notes.insert("a/b c.html".into(), "[\"a b\",\t1]".into());
        manifest.whole_from = Some("2e".into());
        let text = manifest.encode();
        assert_eq!(Manifest::decode(&text), Some(manifest));
        for cut in 0..text.len() {
            assert_eq!(Manifest::decode(&text[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn a_manifest_that_leads_out_of_the_site_is_not_believed() {
        assert_eq!(Manifest::decode(&seal(format!("{HEAD}\nfolder ../up\n"))), None);
    }
}
