//! Sinks: what finished files go into.
//!
//! In: an [`OutPath`] and bytes, in the order they are made. Out: whatever the sink is for:
//! a staging folder (`disk/`), a map in memory (tests, the dev server).
//!
//! Invariant: an [`OutPath`] is relative, has no `.` or `..` part and no backslash, so no
//! writer can leave the site's folder; and every system can store a file of its name. One that
//! leads beside the site ([`OutPath::above`]) is an address, and every sink refuses it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use percent_encoding::percent_decode_str;
use zip::write::SimpleFileOptions;
use zip::{DateTime, System};

use crate::said::{Phrase, Say, said};

/// A path below the site's folder, `/` between its parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// A path, if it stays below the site's folder and every system can store it.
    #[must_use]
    pub fn new(path: &str) -> Option<Self> {
        let sound = !path.is_empty()
            && path.len() <= 1024
            && path.split('/').all(|part| {
                !part.is_empty()
                    && part != "."
                    && part != ".."
                    && part.len() <= 255
                    && !part.ends_with(['.', ' '])
                    && !is_device(part)
                    && !part.chars().any(|c| c.is_control() || "\\:*?\"<>|".contains(c))
            });
        sound.then(|| Self(path.into()))
    }

    /// The address of a file beside this site: in the folder above that of the site, where the site of another language
    /// lies. Pages lead to it; it is no path of this site, and no sink takes it.
    #[must_use]
    pub fn above(path: &Self) -> Self {
        Self(format!("../{path}").into())
    }

    /// Whether it lies beside this site.
    #[must_use]
    pub fn is_above(&self) -> bool {
        self.0.starts_with("../")
    }

    /// The path that a file beside this site would have in it.
    #[must_use]
    pub fn as_own(&self) -> Option<Self> {
        Self::new(self.0.strip_prefix("../").unwrap_or(&self.0))
    }

    /// The path of a file of a site that lies in a folder of this one.
    #[must_use]
    pub fn within(folder: &str, path: &Self) -> Option<Self> {
        Self::new(&format!("{folder}{path}"))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same text, to be kept beside this one.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        self.0.clone()
    }

    /// The relative address of `to` as seen from this file; empty parts never arise.
    #[must_use]
    pub fn relative(&self, to: &Self) -> String {
        relative_path(&self.0, &to.0)
    }
}

/// Whether Windows takes a name for that of a device, whatever its ending.
fn is_device(name: &str) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let numbered = |device: &str| {
        let number = stem.strip_prefix(device).map(|number| number.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['1'..='9' | '¹' | '²' | '³']))
    };
    DEVICES.contains(&&*stem) || numbered("com") || numbered("lpt")
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Say for OutPath {
    fn said(&self) -> Phrase {
        self.as_str().said()
    }
}

/// The options of a file in a zip: the same on every machine and system, so that the same files give the same bytes.
#[must_use]
pub fn zip_options() -> SimpleFileOptions {
    SimpleFileOptions::default().system(System::Unix).last_modified_time(DateTime::default()).unix_permissions(0o644)
}

/// The way from one file to another, both seen from the same folder: how many folders up, and the path from there.
#[must_use]
pub fn way_between<'a>(from: &str, to: &'a str) -> (usize, &'a str) {
    let same = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let shared = from.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    let up = from[shared..].bytes().filter(|byte| *byte == b'/').count();
    (up, &to[shared..])
}

/// As [`way_between`], in one text.
#[must_use]
pub fn relative_path(from: &str, to: &str) -> String {
    let (up, below) = way_between(from, to);
    "../".repeat(up) + below
}

/// The path that `to` means in a file, `here`; `None` where it leads out of the folder that both are seen from. One that
/// begins with `/` is seen from that folder.
#[must_use]
pub fn path_from(here: &str, to: &str) -> Option<String> {
    path_in(here.rsplit_once('/').map_or("", |(folder, _)| folder), to)
}

/// As [`path_from`], in a folder.
#[must_use]
pub fn path_in(folder: &str, to: &str) -> Option<String> {
    let mut parts: Vec<&str> = if to.starts_with('/') { Vec::new() } else { folder.split_terminator('/').collect() };
    for part in to.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A path as it is, from an address in which it is written with `%C3%B8` and the like.
#[must_use]
pub fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// A receiver of finished files. Several threads may hand over files at once.
pub trait Sink: Sync {
    /// Takes one file.
    ///
    /// # Errors
    /// The fault of the path or the place, as a sentence with a way out.
    fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), SinkError>;

    /// Whether a file made from what has this fingerprint lies in place already, whole; then it is
    /// kept, and need not be made and handed over. Asked before a file that takes long to make.
    fn keep(&self, _path: &OutPath, _fingerprint: &str) -> bool {
        false
    }

    /// Takes what is to be known of a file as long as it is kept: one line of text.
    fn note(&self, _path: &OutPath, _note: &str) {}

    /// A note on a file that was kept.
    fn noted(&self, _path: &OutPath) -> Option<String> {
        None
    }

    /// The bytes of a file that it took, or kept; nothing where there is none, or it can no longer be read.
    fn bytes(&self, path: &OutPath) -> Option<Vec<u8>>;
}

/// A sink for a site that lies in a folder of another one.
pub struct InFolder<'a> {
    /// The sink of that one.
    pub sink: &'a dyn Sink,
    /// The folder, with a slash.
    pub folder: &'a str,
}

impl Sink for InFolder<'_> {
    fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), SinkError> {
        match OutPath::within(self.folder, path) {
            Some(path) => self.sink.put(&path, bytes),
            None => Err(beside(path)),
        }
    }

    fn keep(&self, path: &OutPath, fingerprint: &str) -> bool {
        OutPath::within(self.folder, path).is_some_and(|path| self.sink.keep(&path, fingerprint))
    }

    fn note(&self, path: &OutPath, note: &str) {
        if let Some(path) = OutPath::within(self.folder, path) {
            self.sink.note(&path, note);
        }
    }

    fn noted(&self, path: &OutPath) -> Option<String> {
        self.sink.noted(&OutPath::within(self.folder, path)?)
    }

    fn bytes(&self, path: &OutPath) -> Option<Vec<u8>> {
        self.sink.bytes(&OutPath::within(self.folder, path)?)
    }
}

/// The error for a path that lies beside the site.
#[must_use]
pub fn beside(path: &OutPath) -> SinkError {
    SinkError { path: path.to_string(), reason: said!("it lies outside the site") }
}

/// The reason for which a sink could not take a file.
#[derive(Debug, Clone)]
pub struct SinkError {
    /// The file that could not be taken.
    pub path: String,
    /// The fault, in a sentence.
    pub reason: Phrase,
}

impl Say for SinkError {
    fn said(&self) -> Phrase {
        said!("cannot write {path}: {reason}", path = self.path, reason = self.reason)
    }
}

/// A sink that keeps everything in memory.
#[derive(Debug, Default)]
pub struct MemorySink {
    files: Mutex<BTreeMap<OutPath, Vec<u8>>>,
}

impl MemorySink {
    /// The files taken so far, by path.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<OutPath, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for MemorySink {
    fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), SinkError> {
        if path.is_above() {
            return Err(beside(path));
        }
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), bytes.to_vec());
        Ok(())
    }

    fn bytes(&self, path: &OutPath) -> Option<Vec<u8>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OutPath {
        OutPath::new(text).expect("a sound path")
    }

    #[test]
    fn relative_addresses() {
        assert_eq!(path("a/b.html").relative(&path("a/c.html")), "c.html");
        assert_eq!(path("a/b/c.html").relative(&path("d.html")), "../../d.html");
        assert_eq!(path("index.html").relative(&path("a/b.html")), "a/b.html");
        assert_eq!(path("a/b.html").relative(&path("a/b/c.html")), "b/c.html");
    }

    #[test]
    fn addresses_give_paths() {
        assert_eq!(percent_decoded("f%C3%B8r.md"), "før.md");
        assert_eq!(percent_decoded("100%"), "100%");
    }

    #[test]
    fn a_way_is_followed_as_browsers_do_and_never_out_of_the_folder() {
        assert_eq!(path_from("start/rollene", "../index.md").as_deref(), Some("index.md"));
        assert_eq!(path_from("start/rollene", "./a.md").as_deref(), Some("start/a.md"));
        assert_eq!(path_from("a/b/c", "/x.md").as_deref(), Some("x.md"));
        assert_eq!(path_from("index", "a//b/./c").as_deref(), Some("a/b/c"));
        assert_eq!(path_from("start/rollene", "../../x.md"), None);
        assert_eq!(path_in("content/", "../content/x.md").as_deref(), Some("content/x.md"));
        assert_eq!(path_in("", "..").as_deref(), None);
    }

    #[test]
    fn paths_that_leave_the_folder_are_refused() {
        for bad in ["", "/a", "a//b", "../a", "a/..", "./a", "a\\b", "c:/x", "a\0"] {
            assert!(OutPath::new(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn names_that_some_system_refuses_are_refused_on_all() {
        for bad in ["con", "Aux.html", "a/nul.tar.gz", "com1", "LPT9.html", "com¹", "con .html", "a.", "a /b", "a./b"]
        {
            assert!(OutPath::new(bad).is_none(), "{bad:?}");
        }
        for good in ["console.html", "com.html", "com10", "lpt", "auxiliary", "a.b", ".htaccess", "a b"] {
            assert!(OutPath::new(good).is_some(), "{good:?}");
        }
    }
}
