//! Finding and reading the book: the edge where the environment and the clock are read.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::terminal::Terminal;
use crate::build::Inputs;
use crate::config::{Config, parse_config};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::disk;
use crate::markdown::include_targets;
use crate::source::Sources;
use crate::text::Date;

/// The value of an environment variable.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

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

/// A path as seen from the root, without its `.` parts.
#[expect(clippy::disallowed_methods, reason = "the one place that asks where the program was started")]
pub(super) fn absolute(path: &Path) -> Option<PathBuf> {
    std::path::absolute(path).ok()
}

/// Today, or the day that `SOURCE_DATE_EPOCH` says, for builds that can be repeated.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(super) fn today() -> Warned<Date> {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed());
    let mut diagnostics = Vec::new();
    let seconds = match environment(EPOCH).map(|text| text.trim().parse().map_err(|_| text)) {
        None => now(),
        Some(Ok(seconds)) => seconds,
        Some(Err(text)) => {
            diagnostics.push(
                Diagnostic::new(Code::BadEpoch, format!("the environment has {EPOCH}={text}, which is no number"))
                    .help("give the seconds since 1970, as `date +%s` says them, or unset it"),
            );
            now()
        }
    };
    Warned::new(Date::from_unix(seconds), diagnostics)
}

/// The environment variable that says when a build takes place.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

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
    let config = settings(root, &mut sources).unpack(&mut diagnostics);
    let theme = (config.theme.name != "standard").then(|| format!("themes/{}", config.theme.name));
    let wanted = disk::Wanted {
        src: &config.book.src,
        theme: theme.as_deref(),
        includes: &include_targets,
        skip: std::slice::from_ref(&config.build_dir),
    };
    let files = cache.read_book(root, &wanted, &mut sources).unpack(&mut diagnostics);
    let folder = format!("{}/", config.book.src);
    let below = |(path, bytes): (String, _)| (path.strip_prefix(&folder).unwrap_or(&path).to_owned(), bytes);
    let assets = files.assets.into_iter().map(below).collect();
    let inputs = Inputs { config, sources, assets, theme: files.theme, today: today().unpack(&mut diagnostics) };
    if let (Some(theme), true) = (theme, inputs.theme.is_empty()) {
        diagnostics.push(
            Diagnostic::new(Code::BadTheme, format!("the theme `{}` has no files", inputs.config.theme.name))
                .in_file(theme)
                .help("make the folder, or take `[theme] name` away to use the standard theme"),
        );
    }
    Warned::new(inputs, diagnostics)
}
