//! The book that an edition's folder makes with all that it lies on.
//!
//! In: a [`Library`] that finds and reads books. Out: [`Layers`], one book.
//!
//! Invariant: a book that lies on nothing comes out as it was read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::compose::{compose, pages_of};
use super::library::{Files, Layers, Library, SETTINGS, Wanted};
use super::looking::stale;
use super::memo::LayerMemo;
use super::row::BookOfRow;
use super::translation::translations;
use super::unit_title::title_of_page;
use crate::config::{
    Base, Config, EditionOf, Removed, compose_settings, parse_config, parse_own_config, read_base, with_edition,
};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::said::{Phrase, said};
use crate::source::{FileId, Layer, Source, Sources, Span};

/// The most books that lie on each other.
const MOST: usize = 8;

/// A book in the row: the edition itself first.
struct LayeredBook {
    folder: PathBuf,
    shown: String,
    layer: Layer,
    settings: FileId,
    base: Base,
}

/// Reads the book in a folder, and all that it lies on; `memo` has what was put together for the edition before.
pub fn gather(library: &mut dyn Library, root: &Path, memo: &mut LayerMemo) -> Warned<Layers> {
    gather_as(library, root, memo, parse_config)
}

/// As [`gather`], of a book that is no mdBook book, whatever its settings say.
pub fn gather_own(library: &mut dyn Library, root: &Path, memo: &mut LayerMemo) -> Warned<Layers> {
    gather_as(library, root, memo, parse_own_config)
}

fn gather_as(
    library: &mut dyn Library,
    root: &Path,
    memo: &mut LayerMemo,
    read: fn(&Source) -> Warned<Config>,
) -> Warned<Layers> {
    let mut diagnostics = Vec::new();
    let mut sources = Sources::default();
    let text = match library.settings(root) {
        Ok(text) => text,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            let config = Config::default();
            let layers = one(library, root, sources, config).unpack(&mut diagnostics);
            return Warned::new(layers, diagnostics);
        }
    };
    let settings = sources.add(Layer::Book, SETTINGS, text);
    let base = read_base(sources.get(settings));
    if base.value.path.is_none() {
        let config = read(sources.get(settings)).unpack(&mut diagnostics);
        let mut layers = one(library, root, sources, config).unpack(&mut diagnostics);
        let book = BookOfRow {
            folder: root.to_path_buf(),
            shown: String::new(),
            layer: Layer::Book,
            changed: BTreeSet::new(),
            removed: Vec::new(),
            pages: pages_of(&layers.sources, &layers.config),
        };
        diagnostics.extend(translations(library, &[book], &mut layers, memo));
        return Warned::new(layers, diagnostics);
    }
    let base = base.unpack(&mut diagnostics);
    let first = LayeredBook { folder: root.to_path_buf(), shown: String::new(), layer: Layer::Book, settings, base };
    let Some(row) = follow(library, first, &mut sources, &mut diagnostics) else {
        // Without what it lies on nothing else can be said of it.
        let config = parse_config(sources.get(settings)).value;
        sources.add(Layer::Book, format!("{}/SUMMARY.md", config.book.src), "");
        return Warned::new(Layers { config, sources, ..Layers::default() }, diagnostics);
    };
    let LaidRow { mut layers, books } = lay(library, &row, sources).unpack(&mut diagnostics);
    diagnostics.extend(translations(library, &books, &mut layers, memo));
    Warned::new(layers, diagnostics)
}

/// An edition and the book below it, not put together.
pub(super) struct Parts {
    /// The book below.
    pub(super) below: Sources,
    /// The texts of the edition, by path below its folder.
    pub(super) texts: Vec<(Arc<str>, Arc<str>)>,
    /// The settings of the edition.
    pub(super) config: Config,
    /// The pages that the edition does without.
    pub(super) removed: Vec<Removed>,
}

/// Reads an edition and what it lies on; nothing where it lies on nothing.
pub(super) fn take_apart(library: &mut dyn Library, root: &Path) -> Warned<Option<Parts>> {
    let mut diagnostics = Vec::new();
    let mut sources = Sources::default();
    let text = match library.settings(root) {
        Ok(text) => text,
        Err(diagnostic) => return Warned::new(None, vec![diagnostic]),
    };
    let settings = sources.add(Layer::Book, SETTINGS, text);
    let base = read_base(sources.get(settings)).unpack(&mut diagnostics);
    if base.path.is_none() {
        return Warned::new(None, diagnostics);
    }
    let first = LayeredBook { folder: root.to_path_buf(), shown: String::new(), layer: Layer::Book, settings, base };
    let Some(row) = follow(library, first, &mut sources, &mut diagnostics) else {
        return Warned::new(None, diagnostics);
    };
    let laid = lay(library, &row[1..], sources).unpack(&mut diagnostics);
    let Layers { sources: below, config: settings_below, .. } = laid.layers;
    let lower = below.find(SETTINGS).map(|lower| compose_settings(lower, below.get(settings)).0);
    let config = lower.map_or(settings_below, |text| {
        let mut alone = Sources::default();
        let file = alone.add(Layer::Book, SETTINGS, text);
        parse_config(alone.get(file)).value
    });
    let files = library.files(root, &wanted(&config, None, true)).unpack(&mut diagnostics);
    let removed = row.into_iter().next().map_or_else(Vec::new, |own| own.base.remove);
    Warned::new(Some(Parts { below, texts: files.texts, config, removed }), diagnostics)
}

/// A book that lies on nothing.
fn one(library: &mut dyn Library, root: &Path, mut sources: Sources, config: Config) -> Warned<Layers> {
    let theme = config.theme.folder();
    let wanted = wanted(&config, theme.as_deref(), false);
    let Warned { value: files, diagnostics } = library.files(root, &wanted);
    for (path, text) in files.texts {
        sources.add(Layer::Book, path, text);
    }
    let layers = Layers { config, sources, assets: files.assets, theme: files.theme, ..Layers::default() };
    Warned::new(layers, diagnostics)
}

fn wanted<'a>(config: &'a Config, theme: Option<&'a str>, is_edition: bool) -> Wanted<'a> {
    Wanted { src: &config.book.src, theme, unread: &config.unread, is_edition, is_translation: false }
}

/// The row of books from an edition down to the one that lies on nothing.
fn follow(
    library: &mut dyn Library,
    first: LayeredBook,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<LayeredBook>> {
    let mut row = vec![first];
    while let Some(last) = row.last()
        && let Some((path, at)) = last.base.path.clone()
    {
        let refuse = |code: Code, message: Phrase, label: Phrase, help: Phrase| {
            Diagnostic::new(code, message).at(at, label).help(help)
        };
        let Some(folder) = library.find(&last.folder, &path) else {
            let help = said!("write the folder that has the book.toml of the book below, as seen from this one");
            diagnostics.push(refuse(
                Code::BadBase,
                said!("there is no book in `{path}`", path),
                said!("no book.toml there"),
                help,
            ));
            return None;
        };
        if row.iter().any(|link| link.folder == folder) || row.len() > MOST {
            let message = said!("`{path}` is an edition of this book itself", path);
            let help = said!("let one of the books lie on nothing: take its `[base]` away");
            diagnostics.push(refuse(Code::BaseCycle, message, said!("leads back"), help));
            return None;
        }
        let text = match library.settings(&folder) {
            Ok(text) => text,
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                return None;
            }
        };
        let shown = folder_shown(&last.shown, &path);
        let layer = sources.name_below(shown.as_str());
        let settings = sources.add(layer, SETTINGS, text);
        let base = read_base(sources.get(settings)).unpack(diagnostics);
        row.push(LayeredBook { folder, shown, layer, settings, base });
    }
    Some(row)
}

/// A folder as seen from the one where it begins, with `/` at the end.
fn folder_shown(from: &str, path: &str) -> String {
    if path.starts_with('/') {
        return format!("{}/", path.trim_end_matches('/'));
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in from.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let start = if from.starts_with('/') { "/" } else { "" };
    format!("{start}{}/", parts.join("/"))
}

/// Puts the books of a row, the edition first, on each other.
fn lay(library: &mut dyn Library, row: &[LayeredBook], sources: Sources) -> Warned<LaidRow> {
    let mut pile = Pile { sources, ..Pile::default() };
    for (height, book) in (1..).zip(row.iter().rev()) {
        pile.lay(library, book, height == row.len());
    }
    pile.finish()
}

/// The one book that those of a row make, and what each of them has of it, the lowest first.
struct LaidRow {
    layers: Layers,
    books: Vec<BookOfRow>,
}

/// The books of a row while they are put on each other.
///
/// Invariant: between two of them, everything in it is as if the row ended with the last one that was laid.
#[derive(Default)]
struct Pile {
    /// The texts of all books; those of the upper ones lie over those of the lower ones.
    sources: Sources,
    /// The settings of all books put together; nothing before the lowest one was laid.
    settings: Option<FileId>,
    /// The same, as they were read.
    config: Config,
    /// Other files of the content.
    assets: Files,
    /// Files of the theme.
    theme: Files,
    /// The changes of the upper books, as readers are told of them.
    edition: EditionOf,
    /// The books that lie here, the lowest first.
    books: Vec<BookOfRow>,
    diagnostics: Vec<Diagnostic>,
}

impl Pile {
    /// Lays the next book; of settings only those of the `top`, which has all others in it, are told what is wrong.
    fn lay(&mut self, library: &mut dyn Library, book: &LayeredBook, is_top: bool) {
        let is_lowest = self.books.is_empty();
        if let Some((wanted, at)) = &book.base.version {
            self.diagnostics.extend(other_version(wanted, &self.config, *at));
        }
        let config = self.settings_with(book, is_top);
        let theme = config.theme.folder();
        let Warned { value: files, diagnostics } =
            library.files(&book.folder, &wanted(&config, theme.as_deref(), !is_lowest));
        self.diagnostics.extend(diagnostics.into_iter().map(|diagnostic| seen_from_edition(diagnostic, book)));
        self.assets.extend(files.assets);
        self.theme.extend(files.theme);
        let mut of_row = BookOfRow {
            folder: book.folder.clone(),
            shown: book.shown.clone(),
            layer: book.layer,
            changed: BTreeSet::new(),
            removed: Vec::new(),
            pages: BTreeMap::new(),
        };
        if is_lowest {
            self.begin(book, files.texts, &config);
        } else {
            of_row.removed = titles_of(&self.sources, &book.base.remove, &config);
            of_row.changed = self.change(library, book, files.texts, &config);
        }
        of_row.pages = pages_of(&self.sources, &config);
        self.books.push(of_row);
        self.config = config;
    }

    /// The settings of the books below with those of a book over them.
    fn settings_with(&mut self, book: &LayeredBook, is_top: bool) -> Config {
        let own = book.settings;
        let composed = self.settings.map(|lower| compose_settings(self.sources.get(lower), self.sources.get(own)));
        let file = composed.map_or(own, |(text, map)| self.sources.add_composed(book.layer, SETTINGS, text, map));
        self.settings = Some(file);
        let Warned { value: mut config, diagnostics } = parse_config(self.sources.get(file));
        if is_top {
            self.diagnostics.extend(diagnostics);
        }
        let below = &self.config.book.src;
        if !self.books.is_empty() && *below != config.book.src {
            let message =
                said!("the book below has its content in `{below}`, this one in `{src}`", below, src = config.book.src);
            let help = said!("take `src` away; the content of an edition lies as that of the book below");
            let said = Diagnostic::new(Code::BadBase, message).in_file(&*self.sources.get(own).shown).help(help);
            self.diagnostics.push(said);
            // What the book below has is there.
            config.book.src.clone_from(below);
        }
        config
    }

    /// Lays the lowest book.
    fn begin(&mut self, book: &LayeredBook, texts: Vec<(Arc<str>, Arc<str>)>, config: &Config) {
        for (path, text) in texts {
            self.sources.add(book.layer, path, text);
        }
        let title = config.book.title.clone();
        self.edition = config.edition.clone().unwrap_or(EditionOf { title, ..EditionOf::default() });
    }

    /// Lays the texts of a book over those of the books below. Returned are the pages that it changes.
    fn change(
        &mut self,
        library: &mut dyn Library,
        book: &LayeredBook,
        texts: Vec<(Arc<str>, Arc<str>)>,
        config: &Config,
    ) -> BTreeSet<String> {
        let accepted = |path: &str| library.accepted(&book.folder, path);
        self.edition.stale.extend(stale(&self.sources, &texts, config, accepted));
        let composed = compose(&mut self.sources, book.layer, texts, &book.base, config);
        self.diagnostics.extend(composed.diagnostics);
        let by = parse_config(self.sources.get(book.settings)).value.organisation.name;
        for page in &composed.changed {
            self.edition.changed.entry(page.clone()).or_default().extend(by.clone());
        }
        self.edition.by.extend(by);
        composed.changed
    }

    /// The book that all of them make; where there are several, its settings tell what they changed.
    fn finish(mut self) -> Warned<LaidRow> {
        let has_changes = !self.edition.by.is_empty() || !self.edition.changed.is_empty();
        if let (Some(settings), [_, .., top]) = (self.settings, &*self.books)
            && has_changes
        {
            let (text, map) = with_edition(self.sources.get(settings), &self.edition);
            self.sources.add_composed(top.layer, SETTINGS, text, map);
            self.config.edition = Some(self.edition);
        }
        let Self { sources, config, assets, theme, books, diagnostics, .. } = self;
        let layers = Layers { config, sources, assets, theme, ..Layers::default() };
        Warned::new(LaidRow { layers, books }, diagnostics)
    }
}

/// A diagnostic on a file of a book below, with the path of the file as the edition sees it.
fn seen_from_edition(diagnostic: Diagnostic, book: &LayeredBook) -> Diagnostic {
    let path = diagnostic.path.map(|path| format!("{}{path}", book.shown));
    Diagnostic { path, ..diagnostic }
}

/// The pages that an edition does without, with the titles they have in the book below.
fn titles_of(below: &Sources, removed: &[Removed], config: &Config) -> Vec<(Removed, String)> {
    let pages = pages_of(below, config);
    let title = |removed: &Removed| {
        let title = pages.get(&removed.page).and_then(|file| title_of_page(below.get(*file), config));
        (removed.clone(), title.unwrap_or_else(|| removed.page.clone()))
    };
    removed.iter().map(title).collect()
}

/// The fault of an edition that was written for another version of the book below.
fn other_version(wanted: &str, below: &Config, at: Span) -> Option<Diagnostic> {
    let (title, found) = (&below.book.title, below.book.version.as_deref());
    let major = |version: &str| version.split('.').next().map(str::trim).map(str::to_owned);
    if found.and_then(major) == major(wanted) {
        return None;
    }
    let help = match found {
        Some(_) => said!("see `brobygger edition status`, mend what must be mended, then write the new version here"),
        None => said!("take `version` away, or name a book that has one"),
    };
    let message = match found {
        Some(found) => {
            said!("«{title}» is version {found}; this edition was written for {wanted}", title, found, wanted)
        }
        None => said!("«{title}» has no version; this edition was written for {wanted}", title, wanted),
    };
    Some(Diagnostic::new(Code::BadBase, message).at(at, said!("another version")).help(help))
}
