//! Everything a build is made from.
//!
//! In: the files of a book's folder, read. Out: [`Inputs`].
//!
//! Invariant: which file is a text, which a file of the content and which one of the theme is
//! decided by its path, by the settings and by what texts include, in the same way for a folder on
//! disk and for files in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::{Config, parse_config};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::markdown::include_targets;
use crate::source::{Layer, Sources, is_text};
use crate::text::Date;

/// Files by their paths.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// The file with the settings.
const SETTINGS: &str = "book.toml";

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
}

impl Inputs {
    /// Inputs of what was read of a book's folder: `assets` by path below the book's folder, `theme`
    /// by path below the folder of the theme.
    #[must_use]
    pub fn gather(config: Warned<Config>, sources: Sources, assets: Files, theme: Files, today: Date) -> Warned<Self> {
        let Warned { value: config, mut diagnostics } = config;
        let folder = format!("{}/", config.book.src);
        let below = |(path, bytes): (String, _)| (path.strip_prefix(&folder).unwrap_or(&path).to_owned(), bytes);
        let assets = assets.into_iter().map(below).collect();
        if let (Some(folder), true) = (config.theme.folder(), theme.is_empty()) {
            diagnostics.push(
                Diagnostic::new(Code::BadTheme, format!("the theme `{}` has no files", config.theme.name))
                    .in_file(folder)
                    .help("make the folder, or take `[theme] name` away to use the standard theme"),
            );
        }
        Warned::new(Self { config, sources, assets, theme, today }, diagnostics)
    }

    /// Inputs of the files of a book, all of them in memory, by path below the book's folder.
    #[must_use]
    pub fn of_files(mut files: Files, today: Date) -> Warned<Self> {
        let mut sources = Sources::default();
        let config = match take_text(&mut files, SETTINGS) {
            Some(text) => {
                let settings = sources.add(Layer::Book, SETTINGS, text);
                parse_config(sources.get(settings))
            }
            None => Warned::default(),
        };
        let content = format!("{}/", config.value.book.src);
        let theme = match config.value.theme.folder() {
            Some(folder) => take_below(&mut files, &format!("{folder}/")),
            None => Files::new(),
        };
        let mut round: BTreeSet<String> =
            files.keys().filter(|path| path.starts_with(&content) && is_text(path)).cloned().collect();
        while !round.is_empty() {
            let mut next = BTreeSet::new();
            for path in round {
                let Some(text) = take_text(&mut files, &path) else { continue };
                next.extend(include_targets(&path, &text));
                sources.add(Layer::Book, path, text);
            }
            round = next;
        }
        files.retain(|path, _| path.starts_with(&content));
        Self::gather(config, sources, files, theme, today)
    }
}

/// Takes a file out as text; nothing where there is none, or where it is no UTF-8.
fn take_text(files: &mut Files, path: &str) -> Option<String> {
    let text = std::str::from_utf8(files.get(path)?).ok()?.to_owned();
    files.remove(path);
    Some(text)
}

/// Takes the files of a folder out, by path below it.
fn take_below(files: &mut Files, folder: &str) -> Files {
    let paths: Vec<String> = files.keys().filter(|path| path.starts_with(folder)).cloned().collect();
    paths.into_iter().filter_map(|path| Some((path[folder.len()..].to_owned(), files.remove(&path)?))).collect()
}
