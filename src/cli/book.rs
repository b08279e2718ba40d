//! Finding and reading the book.

use std::path::{Path, PathBuf};

use super::environment::{absolute, today};
use super::terminal::Terminal;
use crate::build::Inputs;
use crate::config::{Config, parse_config};
use crate::diagnostic::Warned;
use crate::disk;
use crate::markdown::include_targets;
use crate::source::Sources;

/// The book's folder, or words about why there is none.
pub(super) fn root(given: Option<&Path>) -> Option<PathBuf> {
    let found = match given {
        Some(folder) => disk::find_book(folder).filter(|found| absolute(folder).is_some_and(|given| given == *found)),
        None => disk::find_book(Path::new(".")),
    };
    if found.is_none() {
        match given {
            Some(folder) => Terminal::say(&format!("error: there is no book.toml in {}", folder.display())),
            None => Terminal::say("error: there is no book.toml in this folder or above it"),
        }
        Terminal::say("help: name the folder of a book with --book DIR");
    }
    found
}

/// Reads the settings.
pub(super) fn settings(root: &Path, sources: &mut Sources) -> Warned<Config> {
    match disk::read_text(root, "book.toml", sources) {
        Ok(file) => parse_config(sources.get(file)),
        Err(diagnostic) => Warned::new(Config::default(), vec![diagnostic]),
    }
}

/// Reads everything a build is made from; without settings that can be read, by the default ones.
pub(super) fn read(root: &Path) -> Warned<Inputs> {
    read_with(root, &mut disk::Cache::default())
}

/// As [`read`], reading only what `cache` has not kept.
pub(super) fn read_with(root: &Path, cache: &mut disk::Cache) -> Warned<Inputs> {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let config = settings(root, &mut sources);
    let theme = config.value.theme.folder();
    let wanted = disk::WantedFiles {
        src: &config.value.book.src,
        theme: theme.as_deref(),
        includes: &include_targets,
        skip: std::slice::from_ref(&config.value.build_dir),
    };
    let files = cache.read_book(root, &wanted, &mut sources).unpack(&mut diagnostics);
    let today = today().unpack(&mut diagnostics);
    let inputs = Inputs::gather(config, sources, files.assets, files.theme, today).unpack(&mut diagnostics);
    Warned::new(inputs, diagnostics)
}
