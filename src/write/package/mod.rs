//! The whole site in one file, for reading without a network; and the book as it is written.
//!
//! In: what the other writers have handed over. Out: the zip of the site and `kit.zip`, where the book offers them.
//!
//! Invariant: the pages in the zip are those of the site, but that they do not offer the zip itself; and it is made
//! anew only where a file of the site has changed.

mod listed;

use rayon::prelude::*;

pub(super) use listed::Listed;

use super::archive::Archive;
use super::html::{HtmlSite, PageMemo};
use super::write_failed;
use crate::build::Built;
use crate::config::Download;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::layer::pack;
use crate::resolve::KIT_ZIP;
use crate::said::said;
use crate::sink::{MemorySink, OutPath, Sink};
use crate::text::slug;

/// Changed where the same files shall give other bytes.
const EDITION: &str = "nettsted 1";

/// How many files are made and packed at once.
const AT_ONCE: usize = 64;

/// The path of the zip of a built book; nothing where it is not made: not asked for, or a language is missing.
fn path_of(built: &Built) -> Option<OutPath> {
    let config = &built.book.config;
    let is_whole = built.sound().count() == built.translations.len();
    let is_asked_for = config.site.download.contains(&Download::Site) && config.book.translation().is_none();
    let path = OutPath::new(config.file_names().site).filter(|_| is_asked_for && is_whole)?;
    (!built.book.assets.contains_key(&path)).then_some(path)
}

/// Writes a site with `write`, and then the zip of what was written.
pub(super) fn with_package(
    built: &Built,
    sink: &dyn Sink,
    write: impl FnOnce(&dyn Sink) -> Warned<bool>,
) -> Warned<bool> {
    let Some(path) = path_of(built) else { return write(sink) };
    let listed = Listed::new(sink);
    let mut written = write(&listed);
    if written.value {
        written.diagnostics.extend(put(built, &path, &listed));
    }
    written
}

/// Writes the zip alone: what lies in it is made for it, with `write`.
pub(super) fn alone(
    built: &Built,
    sink: &dyn Sink,
    write: impl FnOnce(&Built, &dyn Sink) -> Warned<bool>,
) -> Vec<Diagnostic> {
    let Some(path) = path_of(built) else { return Vec::new() };
    let files = MemorySink::default();
    let Warned { value: stands, diagnostics: mut said } = write(built, &files);
    if let Some(bytes) = files.bytes(&path).filter(|_| stands) {
        said.extend(sink.put(&path, &bytes).err().map(|error| write_failed(&error)));
    }
    said
}

/// Packs what was listed, unless the same was packed before.
fn put(built: &Built, path: &OutPath, listed: &Listed<'_>) -> Option<Diagnostic> {
    let config = &built.book.config;
    let folder = slug(&config.book.title, config.language().letters);
    let files = listed.files();
    let mut base = blake3::Hasher::new();
    base.update(EDITION.as_bytes()).update(folder.as_bytes());
    for (path, made_from) in &files {
        base.update(&(path.as_str().len() as u64).to_le_bytes()).update(path.as_str().as_bytes());
        base.update(made_from.as_bytes());
    }
    if listed.keep(path, base.finalize().to_hex().as_str()) {
        return None;
    }
    let pages = OfflinePages::new(built);
    let mut archive = Archive::new();
    let packed = |path: &OutPath| {
        let bytes = pages.page(path).or_else(|| listed.bytes(path))?;
        Some(Archive::of_one(&format!("{folder}/{path}"), &bytes))
    };
    let paths: Vec<&OutPath> = files.keys().collect();
    for some in paths.chunks(AT_ONCE) {
        let some: Vec<Option<Vec<u8>>> = some.par_iter().map(|path| packed(path)).collect();
        some.iter().flatten().for_each(|file| archive.add_packed(file));
    }
    listed.put(path, &archive.finish()).err().map(|error| write_failed(&error))
}

/// The pages of a site in all its languages, as they lie in the zip.
struct OfflinePages<'a>(Vec<(&'a str, HtmlSite<'a>, &'a Built)>);

impl<'a> OfflinePages<'a> {
    fn new(built: &'a Built) -> Self {
        let translations = built.sound().map(|translation| (&*translation.folder, &*translation.built));
        let site =
            |(folder, built): (&'a str, &'a Built)| (folder, HtmlSite::offline(&built.book, &built.theme), built);
        Self(translations.chain([("", built)]).map(site).collect())
    }

    /// A page; nothing where the file is none.
    fn page(&self, path: &OutPath) -> Option<Vec<u8>> {
        let is_page = path.as_str().strip_suffix(".html").is_some();
        let (folder, site, built) = self.0.iter().find(|(folder, ..)| path.as_str().starts_with(folder))?;
        let below = OutPath::new(&path.as_str()[folder.len()..]).filter(|_| is_page)?;
        let page = site.file(&below, &built.theme, &mut PageMemo::default())?;
        Some(page.value.to_vec())
    }
}

/// Writes the book as it is written, where it offers that.
pub(super) fn kit(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    let (Some(offered), Some(path)) = (&built.offered, OutPath::new(KIT_ZIP)) else { return Vec::new() };
    if built.book.assets.contains_key(&path) {
        return Vec::new();
    }
    let files = offered.kit();
    let mut base = blake3::Hasher::new();
    for (name, bytes) in &files {
        base.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
        base.update(blake3::hash(bytes).as_bytes());
    }
    if sink.keep(&path, base.finalize().to_hex().as_str()) {
        return Vec::new();
    }
    let said = match pack(&files) {
        Ok(bytes) => sink.put(&path, &bytes).err().map(|error| write_failed(&error)),
        Err(reason) => Some(
            Diagnostic::new(Code::WriteFailed, said!("the book cannot be packed: {reason}", reason))
                .in_file(KIT_ZIP)
                .help(said!("look for a file with a very long name")),
        ),
    };
    said.into_iter().collect()
}
