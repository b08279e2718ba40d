//! Everything a build is made from.
//!
//! In: the files of a book's folder, read. Out: [`Inputs`].
//!
//! Invariant: which file is a text, which a file of the content and which one of the theme is
//! decided by its path, by the settings and by what texts include, in the same way for a folder on
//! disk and for files in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::config::{Config, WorkshopFiles, parse_summary};
use crate::diagnostic::{Code, Diagnostic, Warned, soften};
use crate::draft::begins_as_ours;
use crate::layer::{
    LayerFiles, LayerMemo, Layers, Library, SETTINGS, SourceChange, Wanted, gather, gather_own, index_of, pack,
    pack_small, pages_of,
};
use crate::markdown::{hidden_targets, include_targets};
use crate::said::said;
use crate::source::{Layer, Sources, is_closed, is_text, page_id};

pub use crate::layer::Files;
use crate::text::{Date, nfc};
use crate::theme::asset_path;

/// The name of the program for browsers in its zip.
const PROGRAM: &str = "verksted.wasm";

/// Everything a build is made from.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The settings.
    pub config: Config,
    /// All text files: `book.toml`, the content, what it includes.
    pub sources: Sources,
    /// Other files of the content, by their path below its folder.
    pub assets: Files,
    /// Files of the theme's folder, by their path below it.
    pub theme: Files,
    /// The day the book is built for.
    pub today: Date,
    /// The book in its other languages.
    pub translations: Vec<Self>,
    /// Of a translation: what has become of the source of its pages since they were translated.
    pub changes: Vec<SourceChange>,
    /// Of a translation: the files that are its own, as a book that lies on nothing has them.
    own: Files,
}

impl Inputs {
    /// Inputs of a book in a library, put together out of all that it lies on.
    #[must_use]
    pub fn gather(library: &mut dyn Library, root: &Path, today: Date) -> Warned<Self> {
        Self::gather_next(library, root, today, &mut LayerMemo::default())
    }

    /// As [`Inputs::gather`], for one of many editions: what `memo` has of the one before is not put together again.
    #[must_use]
    pub fn gather_next(library: &mut dyn Library, root: &Path, today: Date, memo: &mut LayerMemo) -> Warned<Self> {
        let mut diagnostics = Vec::new();
        let mut layers = gather(library, root, memo);
        // A book of ours may need no table of ours.
        if layers.value.config.mdbook && begins_as_ours(&layers.value.sources, &layers.value.config) {
            layers = gather_own(library, root, memo);
        }
        let layers = layers.unpack(&mut diagnostics);
        let inputs = Self::of_layers(layers, today, &mut diagnostics);
        Warned::new(inputs, diagnostics)
    }

    fn of_layers(layers: Layers, today: Date, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let Layers { config, sources, assets, theme, translations, own, changes } = layers;
        let folder = config.book.content();
        let below = |(path, bytes): (String, _)| (path.strip_prefix(&folder).unwrap_or(&path).to_owned(), bytes);
        let mut assets: Files = assets.into_iter().map(below).collect();
        if config.mdbook {
            assets.remove(SETTINGS);
            assets.extend(shown_texts(&sources, &folder));
            soften(diagnostics);
        }
        if let (Some(folder), true) = (config.theme.folder(), theme.is_empty()) {
            diagnostics.push(
                Diagnostic::new(Code::BadTheme, said!("the theme `{theme}` has no files", theme = config.theme.name))
                    .in_file(folder)
                    .help(said!("make the folder, or take `[theme] name` away to use the standard theme")),
            );
        }
        let translations =
            translations.into_iter().map(|layers| Self::of_layers(layers, today, &mut Vec::new())).collect();
        Self { config, sources, assets, theme, today, translations, changes, own }
    }

    /// Lets the site bring the workshop, with this program for it and the book as it is: both are files of the site, and
    /// packed, whatever the server does.
    ///
    /// # Errors
    /// One of them cannot be packed; in words.
    pub fn bring_workshop(&mut self, program: Arc<[u8]>) -> Result<(), String> {
        let kit: Arc<[u8]> = pack(&self.kit())?.into();
        let program: Arc<[u8]> = pack_small(PROGRAM, program)?.into();
        // The names are fixed and sound: neither is ever missing.
        let (Some(at), Some(book)) = (asset_path("verksted", "zip", &program), asset_path("kilde", "zip", &kit)) else {
            return Ok(());
        };
        self.assets.insert(at.to_string(), program);
        self.assets.insert(book.to_string(), kit);
        self.name_workshop(&WorkshopFiles { program: at, kit: book });
        Ok(())
    }

    /// The languages share the files.
    fn name_workshop(&mut self, files: &WorkshopFiles) {
        self.config.site.workshop = Some(files.clone());
        self.translations.iter_mut().for_each(|translation| translation.name_workshop(files));
    }

    /// The ids of the pages of the content, in order.
    #[must_use]
    pub fn page_ids(&self) -> Vec<String> {
        pages_of(&self.sources, &self.config).into_keys().collect()
    }

    /// Says in the settings of every language whether PDFs are made.
    pub fn set_prints(&mut self, enabled: bool) {
        self.config.pdf.enabled = enabled;
        self.translations.iter_mut().for_each(|translation| translation.set_prints(enabled));
    }

    /// All texts, those of the translations among them: every place that is said of any language is known there.
    #[must_use]
    pub fn every_source(&self) -> &Sources {
        self.translations.last().map_or(&self.sources, |last| &last.sources)
    }

    /// Inputs of the files of a book, all of them in memory, by path below the book's folder. What it
    /// lies on is among them, in a folder of its own.
    #[must_use]
    pub fn of_files(files: Files, today: Date) -> Warned<Self> {
        let named = files.into_iter().map(|(path, bytes)| (nfc(&path).into_owned(), bytes));
        Self::gather(&mut InMemory::new(named.collect()), Path::new(""), today)
    }

    /// A short name for all that a site is made from, in every language: two inputs that differ in anything have two.
    #[must_use]
    pub fn fingerprint(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        };
        for source in self.every_source().iter() {
            add(source.path.as_bytes());
            add(source.text.as_bytes());
        }
        for inputs in std::iter::once(self).chain(&self.translations) {
            let Self { config, sources: _, assets, theme, today, translations: _, changes, own: _ } = inputs;
            add(format!("{config:?} {today:?} {changes:?}").as_bytes());
            for (path, bytes) in assets.iter().chain(theme) {
                add(path.as_bytes());
                add(bytes);
            }
        }
        hasher.finalize()
    }

    /// The book as the files of one that lies on nothing, by path: it gives the same site.
    #[must_use]
    pub fn flat(&self) -> Files {
        let mut files: Files =
            self.sources.iter().map(|source| (source.path.to_string(), source.text.as_bytes().into())).collect();
        let folder = self.config.book.content();
        let workshop = self.config.site.workshop.as_ref();
        let is_own = |path: &str| !workshop.is_some_and(|files| files.has(path));
        let assets = self.assets.iter().filter(|(path, _)| is_own(path));
        files.extend(assets.map(|(path, bytes)| (format!("{folder}{path}"), bytes.clone())));
        if let Some(folder) = self.config.theme.folder() {
            files.extend(self.theme.iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes.clone())));
        }
        files.extend(self.translations.iter().flat_map(|translation| translation.own.clone()));
        files
    }

    /// The files of the book for editions to lie on.
    #[must_use]
    pub fn kit(&self) -> Files {
        let mut files = self.flat();
        files.insert(PAGES.to_owned(), index_of(&self.sources, &self.config).text().as_bytes().into());
        files
    }
}

/// The file of a kit with the pages and sections of the book, and a short name for what each says.
const PAGES: &str = "pages.txt";

/// Texts of an mdBook book that are files of its site too: YAML that is none of a book's registers.
fn shown_texts<'s>(sources: &'s Sources, folder: &'s str) -> impl Iterator<Item = (String, Arc<[u8]>)> + 's {
    const REGISTERS: [&str; 5] =
        ["endringer.yaml", "ordliste.yaml", "kilder.yaml", "sporsmal-lint.yaml", "sporsmal-eksempler.yaml"];
    sources.iter().filter_map(move |source| {
        let path = source.path.strip_prefix(folder)?;
        let is_shown = is_text(path) && page_id(path).is_none() && !REGISTERS.contains(&path);
        is_shown.then(|| (path.to_owned(), source.text.as_bytes().into()))
    })
}

/// Books in memory, by path.
#[derive(Debug)]
pub struct InMemory {
    files: Files,
    /// Those of the files that are known as texts. A text that is the same as before is known by where it lies.
    texts: Arc<KnownTexts>,
}

/// Texts by path.
pub type KnownTexts = BTreeMap<String, Arc<str>>;

impl InMemory {
    /// Books whose texts are read as they are asked for.
    #[must_use]
    pub fn new(files: Files) -> Self {
        Self { files, texts: Arc::default() }
    }

    /// Books of which some files are known as texts: the same as those have among `files`.
    #[must_use]
    pub fn knowing(files: Files, texts: Arc<KnownTexts>) -> Self {
        Self { files, texts }
    }

    /// The texts among files.
    #[must_use]
    pub fn texts_of(files: &Files) -> KnownTexts {
        let text = |(path, bytes): (&String, &Arc<[u8]>)| {
            let is_read = is_text(path) || path.ends_with(SETTINGS) || path.ends_with(SNAPSHOT);
            let text = std::str::from_utf8(bytes).ok().filter(|_| is_read)?;
            Some((path.clone(), text.into()))
        };
        files.iter().filter_map(text).collect()
    }

    fn text(&self, path: &str) -> Option<Arc<str>> {
        let known = self.texts.get(path).cloned();
        known.or_else(|| std::str::from_utf8(self.files.get(path)?).ok().map(Into::into))
    }
}

/// How the names of files end in which something stands that was accepted.
const SNAPSHOT: &str = ".txt";

/// The beginning of the paths of a folder's files.
fn prefix(folder: &Path) -> String {
    let folder = folder.to_string_lossy();
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
}

impl Library for InMemory {
    fn find(&mut self, from: &Path, path: &str) -> Option<PathBuf> {
        let mut folder = from.to_path_buf();
        for part in Path::new(path).components() {
            match part {
                Component::Normal(part) => folder.push(part),
                Component::ParentDir if folder.pop() => {}
                Component::CurDir => {}
                _ => return None,
            }
        }
        self.files.contains_key(&format!("{}{SETTINGS}", prefix(&folder))).then_some(folder)
    }

    fn settings(&mut self, folder: &Path) -> Result<Arc<str>, Diagnostic> {
        let path = format!("{}{SETTINGS}", prefix(folder));
        self.text(&path).ok_or_else(|| {
            Diagnostic::new(Code::UnreadableFile, said!("there is no file {path}", path))
                .in_file(path)
                .help(said!("give the book its settings"))
        })
    }

    fn files(&mut self, folder: &Path, wanted: &Wanted<'_>) -> Warned<LayerFiles> {
        let prefix = prefix(folder);
        let files: BTreeMap<&str, &Arc<[u8]>> =
            self.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?, bytes))).collect();
        let content = if wanted.src.is_empty() { String::new() } else { format!("{}/", wanted.src) };
        let theme = wanted.theme.map(|folder| format!("{folder}/"));
        let is_unread = |path: &str| {
            let unread = wanted.unread.iter();
            unread.filter_map(|folder| path.strip_prefix(folder.as_str())).any(|rest| rest.starts_with('/'))
        };
        let is_content = |path: &str| path.starts_with(&content) && !is_unread(path);
        let mut read = LayerFiles::default();
        let below = |path: &str| Some(path.strip_prefix(theme.as_deref()?)?.to_owned());
        read.theme = files.iter().filter_map(|(path, bytes)| Some((below(path)?, (*bytes).clone()))).collect();
        let is_text_file = |path: &str| is_content(path) && is_text(path) && !is_hidden(path);
        let mut tried: BTreeSet<String> = BTreeSet::new();
        let mut hidden: BTreeSet<String> = BTreeSet::new();
        let mut round: BTreeSet<String> =
            files.keys().filter(|path| is_text_file(path)).map(|path| (*path).into()).collect();
        while !round.is_empty() {
            let mut next = BTreeSet::new();
            for path in round {
                let Some(text) = self.text(&format!("{prefix}{path}")).filter(|_| tried.insert(path.clone())) else {
                    continue;
                };
                let is_open = |path: &String| !is_closed(path) && !is_unread(path);
                next.extend(needed_texts(&path, &text).into_iter().filter(is_open));
                if is_content(&path) {
                    hidden.extend(hidden_targets(&path, &text).into_iter().filter(is_open));
                }
                read.texts.push((path.into(), text));
            }
            round = next;
        }
        let is_asset =
            |path: &str| is_content(path) && !tried.contains(path) && (!is_hidden(path) || hidden.contains(path));
        let assets = files.iter().filter(|(path, _)| is_asset(path));
        read.assets = assets.map(|(path, bytes)| ((*path).to_owned(), (*bytes).clone())).collect();
        Warned::new(read, Vec::new())
    }

    fn accepted(&mut self, folder: &Path, path: &str) -> Option<String> {
        let text = self.text(&format!("{}{path}", prefix(folder)))?;
        Some(text.trim_end_matches('\n').to_owned())
    }
}

/// Paths (below the book's folder) of the texts that a text at `path` needs: those that it includes, and, of a summary,
/// those that it names though their names do not tell that they are texts, or their folder is hidden. mdBook makes pages of
/// these.
#[must_use]
pub fn needed_texts(path: &str, text: &str) -> Vec<String> {
    let mut needed = include_targets(path, text);
    let folder = path.strip_suffix(SUMMARY).filter(|folder| folder.is_empty() || folder.ends_with('/'));
    if let Some(folder) = folder {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, path, text);
        let targets = parse_summary(sources.get(file)).value.targets();
        let is_apart = |target: &&String| !is_text(target) || is_hidden(target);
        needed.extend(targets.iter().filter(is_apart).map(|target| format!("{folder}{target}")));
    }
    needed
}

/// Whether a file lies in a folder whose name begins with a dot, or its own does.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// The file that names the pages.
const SUMMARY: &str = "SUMMARY.md";
