//! `brobygger new`: begins a page or a book.

use std::path::Path;
use std::process::ExitCode;

use super::book::settings;
use super::environment::today;
use super::hosting::PlaceArgs;
use super::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic, any_error, nearest};
use crate::disk::{read_text, write_new};
use crate::draft::summary_line;
use crate::kind::{KINDS, sample_page, title_of};
use crate::language::{LAST_RESORT, Languages};
use crate::said::said;
use crate::sink::OutPath;
use crate::source::{Layer, Sources};
use crate::vocabulary::{WordList, read_words};

/// The files of a small book.
const BOOK: &[(&str, &str)] = &[
    ("book.toml", include_str!("new/book.toml")),
    ("content/SUMMARY.md", include_str!("new/SUMMARY.md")),
    ("content/index.md", include_str!("new/index.md")),
    ("content/ordliste.yaml", include_str!("new/ordliste.yaml")),
    ("content/words.md", include_str!("new/words.md")),
    ("content/terms/buddy.md", include_str!("new/buddy.md")),
    ("content/papers/first-week.md", include_str!("new/first-week.md")),
];

/// The id that somebody names for a new page, without the ending of a file.
///
/// # Errors
/// No page can have it.
pub(super) fn new_id(given: &str) -> Result<&str, Diagnostic> {
    let id = given.strip_suffix(".md").unwrap_or(given);
    let hidden = id.split('/').any(|part| part.is_empty() || part.starts_with('.'));
    if !hidden && OutPath::new(&format!("{id}.html")).is_some() {
        return Ok(id);
    }
    let help = said!("write a path below the content's folder: letters, digits, hyphens, `/`");
    let message = said!("`{id}` cannot be the id of a page", id);
    Err(Diagnostic::new(Code::UnusablePath, message).in_file(given).help(help))
}

/// Writes a page of a kind.
pub(super) fn page(root: &Path, terminal: &Terminal, kind: &str, id: &str) -> ExitCode {
    let Some(row) = KINDS.iter().find(|row| row.name == kind) else {
        let names = || KINDS.iter().map(|row| row.name);
        terminal.error(&said!("there is no kind of page `{kind}`", kind));
        terminal.help(&match nearest(kind, names()) {
            Some(near) => said!("did you mean `{near}`?", near),
            None => said!("the kinds are {kinds}", kinds = names().collect::<Vec<_>>().join(", ")),
        });
        return ExitCode::from(2);
    };
    let id = match new_id(id) {
        Ok(id) => id,
        Err(diagnostic) => {
            terminal.refused(diagnostic);
            return ExitCode::from(2);
        }
    };
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let config = settings(root, &mut sources).unpack(&mut diagnostics);
    let today = today().unpack(&mut diagnostics);
    if any_error(&diagnostics) {
        terminal.report(&diagnostics, &sources);
        return ExitCode::FAILURE;
    }
    let path = format!("{}{id}.md", config.book.content());
    // What is wrong with the word list is `check`'s business.
    let list = format!("{}ordliste.yaml", config.book.content());
    let found = sources.find(&list).map(|source| source.id);
    let words = found.or_else(|| read_text(root, &list, &mut sources).ok());
    let words = words.map_or_else(WordList::default, |file| read_words(sources.get(file)).value);
    let text = sample_page(row, id, &config.content.require, config.language(), &words.vocabulary, today);
    if let Err(diagnostic) = write_new(root, &[(&path, &text)]) {
        return terminal.refused(diagnostic);
    }
    terminal.tell(&said!("Wrote {path}", path));
    if !row.is_term {
        let title = title_of(row, id);
        let is_edition = sources.iter().any(|source| matches!(source.layer, Layer::Below(_)));
        terminal.tell(&if is_edition {
            said!("Say in its front matter where it stands: `after:` and the id of a page, or `part:` and a title")
        } else {
            let (folder, line) = (config.book.content(), summary_line(&title, id));
            said!("Add a line to {folder}SUMMARY.md: {line}", folder, line)
        });
    }
    ExitCode::SUCCESS
}

/// Writes a small book, and what publishes it.
pub(super) fn book(folder: &Path, places: &PlaceArgs, terminal: &Terminal) -> ExitCode {
    // A new book is in English: its settings say so.
    let publishing = match places.files(&Languages::default().of(LAST_RESORT).files, terminal) {
        Ok(files) => files,
        Err(wrong) => return wrong,
    };
    let mut files: Vec<(&str, &str)> = BOOK.to_vec();
    let settings = format!("{}{}", BOOK[0].1, places.settings());
    files[0].1 = &settings;
    files.extend(publishing.iter().map(|(path, text)| (*path, text.as_str())));
    if let Err(diagnostic) = write_new(folder, &files) {
        return terminal.refused(diagnostic);
    }
    for (path, _) in files {
        terminal.tell(&said!("Wrote {path}", path = folder.join(path).display()));
    }
    terminal.tell(&said!("Build it with: brobygger --book {folder}", folder = Terminal::argument(folder)));
    ExitCode::SUCCESS
}
