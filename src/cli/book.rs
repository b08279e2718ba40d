//! Finding and reading the book.

use std::path::{Path, PathBuf};

use super::environment::{absolute, today};
use super::terminal::Terminal;
use crate::build::Inputs;
use crate::config::{Config, parse_config};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::disk;
use crate::document::Document;
use crate::draft::fill_in;
use crate::front_matter::{self, Split};
use crate::kind::{Kind, read_front};
use crate::markdown::{self, include_targets};
use crate::source::{FileId, Sources};
use crate::vocabulary::Vocabulary;

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

/// Reads a file wherever it lies, by its folder and its name; `help` says what to name where there is none.
pub(super) fn read_file(file: &Path, help: &str, sources: &mut Sources) -> Result<FileId, Diagnostic> {
    let missing = || {
        Diagnostic::new(Code::UnreadableFile, format!("there is no file {}", file.display()))
            .in_file(file.display().to_string())
            .help(help)
    };
    let path = absolute(file).ok_or_else(missing)?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Err(missing());
    };
    disk::read_text(folder, name, sources)
}

/// The file as a document; what is wrong with it is `check`'s business.
pub(super) fn document(sources: &Sources, id: FileId, config: &Config) -> Document {
    let source = sources.get(id);
    let split = front_matter::split(source).unwrap_or(Split { yaml: None, body: 0 });
    let kind =
        split.yaml.map_or(Kind::Article, |yaml| read_front(source, &yaml, &[], &Vocabulary::default()).value.kind);
    let language = config.language();
    let options = markdown::Options { raw_html: true, mdbook: false, fill_in: fill_in(&kind), language };
    markdown::parse(sources, id, split.body, &options).value
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
