//! The book that an edition's folder makes with all that it lies on.
//!
//! In: a [`Library`] that finds and reads books. Out: [`Layers`], one book.
//!
//! Invariant: a book that lies on nothing comes out as it was read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::compose::{compose, pages_of};
use super::library::{LayerFiles, Layers, Library, SETTINGS, Wanted};
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
    let (mut layers, row) = lay(library, &row, sources).unpack(&mut diagnostics);
    diagnostics.extend(translations(library, &row, &mut layers, memo));
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
    let (Layers { sources: below, config: settings_below, .. }, _) =
        lay(library, &row[1..], sources).unpack(&mut diagnostics);
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

/// Puts the books of a row on each other, from the lowest on.
fn lay(library: &mut dyn Library, row: &[LayeredBook], mut sources: Sources) -> Warned<(Layers, Vec<BookOfRow>)> {
    let mut books: Vec<BookOfRow> = Vec::new();
    let mut diagnostics = Vec::new();
    let mut layers = Layers::default();
    let mut settings: Option<FileId> = None;
    let mut src: Option<String> = None;
    let mut edition = EditionOf::default();
    for (height, link) in row.iter().rev().enumerate() {
        let own = link.settings;
        diagnostics.extend(link.base.version.as_ref().and_then(|(wanted, at)| {
            let found = layers.config.book.version.as_deref();
            other_version(wanted, found, &layers.config.book.title, *at)
        }));
        let composed = settings.map(|lower| compose_settings(sources.get(lower), sources.get(own)));
        let file = match composed {
            Some((text, map)) => sources.add_composed(link.layer, SETTINGS, text, map),
            None => own,
        };
        settings = Some(file);
        let parsed = parse_config(sources.get(file));
        let mut config = if height + 1 == row.len() { parsed.unpack(&mut diagnostics) } else { parsed.value };
        let below = src.get_or_insert_with(|| config.book.src.clone()).clone();
        if below != config.book.src {
            let message =
                said!("the book below has its content in `{below}`, this one in `{src}`", below, src = config.book.src);
            let help = said!("take `src` away; the content of an edition lies as that of the book below");
            diagnostics.push(Diagnostic::new(Code::BadBase, message).in_file(&*sources.get(own).shown).help(help));
            // What the book below has is there.
            config.book.src = below;
        }
        let theme = config.theme.folder();
        let read = library.files(&link.folder, &wanted(&config, theme.as_deref(), height > 0));
        let named = |diagnostic: Diagnostic| Diagnostic {
            path: diagnostic.path.map(|path| format!("{}{path}", link.shown)),
            ..diagnostic
        };
        diagnostics.extend(read.diagnostics.into_iter().map(named));
        let LayerFiles { texts, assets, theme } = read.value;
        layers.assets.extend(assets);
        layers.theme.extend(theme);
        let mut of_row = BookOfRow {
            folder: link.folder.clone(),
            shown: link.shown.clone(),
            layer: link.layer,
            changed: BTreeSet::new(),
            removed: Vec::new(),
            pages: BTreeMap::new(),
        };
        if height == 0 {
            for (path, text) in texts {
                sources.add(link.layer, path, text);
            }
            let title = config.book.title.clone();
            edition = config.edition.clone().unwrap_or(EditionOf { title, ..EditionOf::default() });
        } else {
            let accepted = |path: &str| library.accepted(&link.folder, path);
            edition.stale.extend(stale(&sources, &texts, &config, accepted));
            let titles = titles_of(&sources, &link.base.remove, &config);
            let composed = compose(&mut sources, link.layer, texts, &link.base, &config);
            diagnostics.extend(composed.diagnostics);
            let name = parse_config(sources.get(own)).value.organisation.name;
            for page in &composed.changed {
                edition.changed.entry(page.clone()).or_default().extend(name.clone());
            }
            edition.by.extend(name);
            of_row.changed = composed.changed;
            of_row.removed = titles;
        }
        of_row.pages = pages_of(&sources, &config);
        books.push(of_row);
        layers.config = config;
    }
    let is_said = !edition.by.is_empty() || !edition.changed.is_empty();
    if let Some(file) = settings.filter(|_| row.len() > 1 && is_said) {
        let (text, map) = with_edition(sources.get(file), &edition);
        sources.add_composed(row[0].layer, SETTINGS, text, map);
        layers.config.edition = Some(edition);
    }
    layers.sources = sources;
    Warned::new((layers, books), diagnostics)
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
fn other_version(wanted: &str, found: Option<&str>, title: &str, at: Span) -> Option<Diagnostic> {
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
