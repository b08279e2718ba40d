//! The library that the books of a row are read from.
//!
//! In: whatever holds books: a disk, memory. Out: the texts and other files of one book, by path.
//!
//! Invariant: a book is named by its folder, always spelt the same.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::outdated::SourceChange;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Warned};
use crate::source::Sources;

/// The file with the settings.
pub const SETTINGS: &str = "book.toml";

/// Files by their paths.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// A place that has books: a disk, memory.
pub trait Library {
    /// The folder of a book that is named as seen from another one, always spelt the same; nothing
    /// where there is no book.
    fn find(&mut self, from: &Path, path: &str) -> Option<PathBuf>;

    /// The settings of the book in a folder.
    ///
    /// # Errors
    /// They cannot be read.
    fn settings(&mut self, folder: &Path) -> Result<Arc<str>, Diagnostic>;

    /// The files of the book in a folder.
    fn files(&mut self, folder: &Path, wanted: &Wanted<'_>) -> Warned<LayerFiles>;

    /// The text that the edition in a folder has accepted of a unit of the book below, by the path of the snapshot.
    fn accepted(&mut self, folder: &Path, path: &str) -> Option<String>;
}

/// The parts of a book's folder that are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The folder of the content.
    pub src: &'a str,
    /// The folder of the theme, if it has one.
    pub theme: Option<&'a str>,
    /// Folders that are passed over: that of the site.
    pub unread: &'a [String],
    /// Whether folders may be missing: the book below has them.
    pub is_edition: bool,
    /// Whether this is the content of a translation.
    pub is_translation: bool,
}

/// The files of one book.
#[derive(Debug, Default)]
pub struct LayerFiles {
    /// Its texts without its settings, by path below its folder, in order.
    pub texts: Vec<(Arc<str>, Arc<str>)>,
    /// Other files of the content, by path below its folder.
    pub assets: Files,
    /// Files of the theme, by path below the theme's folder.
    pub theme: Files,
}

/// A book, put together out of all that it lies on.
#[derive(Debug, Default)]
pub struct Layers {
    /// The settings.
    pub config: Config,
    /// The texts.
    pub sources: Sources,
    /// Other files of the content, by path below the book's folder.
    pub assets: Files,
    /// Files of the theme.
    pub theme: Files,
    /// The book in its other languages, in the order of its settings.
    pub translations: Vec<Self>,
    /// Of a translation: the files that are its own, by path below the book's folder, as a book that lies on nothing has
    /// them.
    pub own: Files,
    /// Of a translation: what has become of the source of its pages since they were translated.
    pub changes: Vec<SourceChange>,
}
