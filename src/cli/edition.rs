//! `brobygger edition`: begins an edition, changes a page of it, says where its pages come from, and
//! writes it as a book of its own.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf, Prefix};
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use super::environment::{absolute, today};
use super::hosting::PlaceArgs;
use super::templates::template;
use super::terminal::Terminal;
use super::{ReportFormat, book, drift};
use crate::build::Inputs;
use crate::diagnostic::{any_error, nearest, sort};
use crate::disk;
use crate::language::Languages;
use crate::layer::{Drift, KIT, Origin, Override, PATCH, What, origins, override_text};
use crate::said::said;
use crate::source::{Sources, page_id};

#[derive(Debug, Subcommand)]
pub(super) enum Edition {
    /// Begin an edition of a book; nothing that is there is overwritten
    #[command(after_help = "Example:\n  brobygger edition new riverside --base handbook")]
    New {
        /// The folder of the edition; it is made where it does not exist
        dir: PathBuf,
        /// The folder of the book it is an edition of, or of another edition
        #[arg(long, value_name = "DIR")]
        base: PathBuf,
        #[command(flatten)]
        places: PlaceArgs,
    },
    /// Copy a page, or a part of one, to be changed in this edition
    #[command(
        after_help = "Examples:\n  brobygger edition override papers/first-week\n  brobygger edition override papers/first-week#lunch"
    )]
    Override {
        /// The id of the page; with # and the id of a section or a choice, only that part
        page: String,
    },
    /// Say which files each part of a page comes from
    #[command(
        after_help = "Examples:\n  brobygger edition why papers/first-week\n  brobygger edition why --format json > origins.json"
    )]
    Why {
        /// The id of the page; without it, every page
        page: Option<String>,
        /// How to say it
        #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
        format: ReportFormat,
    },
    /// Say what has become of the text that this edition changes; 1 where something must be looked at
    #[command(
        after_help = "Examples:\n  brobygger edition status\n  brobygger edition status --format json\n\nStates: substance, removed, orphan, moved, text, new, same, form, current."
    )]
    Status {
        /// How to report
        #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
        format: ReportFormat,
    },
    /// Show what the book below said, what it says now, and what this edition says
    #[command(after_help = "Examples:\n  brobygger edition diff\n  brobygger edition diff papers/first-week")]
    Diff {
        /// The id of a page, or a change as `status` names it; without it, all that is to be looked at
        page: Option<String>,
    },
    /// Write a report for those who decide: drift.html to be read, drift.json for programs
    #[command(
        after_help = "Examples:\n  brobygger edition report\n  brobygger edition report --out ../reports/riverside"
    )]
    Report {
        /// The folder to write to, which is there [default: the edition's own]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Say that somebody has seen what the book below says now
    #[command(
        after_help = "Examples:\n  brobygger edition accept papers/first-week#lunch@1f2e3d4c\n  brobygger edition accept --new 5a6b7c8d"
    )]
    Accept {
        /// Changes, as `status` names them, with @ and what was shown
        #[arg(required_unless_present = "new")]
        changes: Vec<String>,
        /// All that is new, by the name that `status` shows last
        #[arg(long, value_name = "SHOWN")]
        new: Option<String>,
    },
    /// Take what the book below changed where this edition left it as it was; nothing of the edition is lost
    #[command(
        after_help = "Example:\n  brobygger edition merge\n\nWhere both changed the same paragraph, the edition's stays, and `status` goes on telling of it."
    )]
    Merge,
    /// Write the edition as a book that lies on nothing and gives the same site
    #[command(after_help = "Example:\n  brobygger edition export ../riverside-whole")]
    Export {
        /// The folder to write to; nothing that is there is overwritten
        dir: PathBuf,
    },
}

pub(super) fn run(root: &Path, terminal: &Terminal, command: &Edition) -> ExitCode {
    match command {
        Edition::New { dir, base, places } => new(dir, base, places, terminal),
        Edition::Override { page } => change(root, terminal, page),
        Edition::Why { page, format } => why(root, terminal, page.as_deref(), *format),
        Edition::Status { format } => drift::status(root, terminal, *format),
        Edition::Diff { page } => drift::diff(root, terminal, page.as_deref()),
        Edition::Accept { changes, new } => drift::accept(root, terminal, changes, new.as_deref()),
        Edition::Report { out } => drift::report(root, terminal, out.as_deref()),
        Edition::Merge => drift::merge(root, terminal),
        Edition::Export { dir } => export(root, terminal, dir),
    }
}

/// Writes the settings of an edition; the rest comes from the book it lies on.
pub(super) fn new(dir: &Path, base: &Path, places: &PlaceArgs, terminal: &Terminal) -> ExitCode {
    let here = || Some((absolute(dir)?, absolute(base)?));
    let Some((edition, below)) = here() else { return ExitCode::FAILURE };
    let is_packed = base.display().to_string().ends_with(KIT)
        && disk::find_file(Path::new(""), &below.display().to_string()).is_some();
    if !is_packed && disk::find_named(&below, ".").is_none() {
        terminal.error(&said!("there is no book.toml in {folder}", folder = base.display()));
        terminal.help(&said!("name the folder of a book with --base DIR"));
        return ExitCode::from(2);
    }
    let names = &Languages::default().of(&book::language(&below)).files;
    let publishing = match places.files(names, terminal) {
        Ok(files) => files,
        Err(wrong) => return wrong,
    };
    let text = template(names, "edition.toml").unwrap_or_default().replace("BASE", &relative(&edition, &below))
        + &places.settings();
    let others = publishing.iter().map(|(path, text)| (*path, text.as_str()));
    let files: Vec<(&str, &str)> = std::iter::once(("book.toml", text.as_str())).chain(others).collect();
    if let Err(diagnostic) = disk::write_new(&edition, &files) {
        return terminal.refused(diagnostic);
    }
    // The pages of the book below as they are now: from here on what comes and goes is told.
    let report = book::drift(&edition).value;
    let pages: Vec<&Drift> = report.units.iter().filter(|drift| drift.what == What::Pages).collect();
    for (path, text) in report.accept(&pages, &|_| None) {
        if let Err(diagnostic) = disk::write_below(&edition, &path, text.as_bytes()) {
            return terminal.refused(diagnostic);
        }
    }
    for (path, _) in files {
        terminal.tell(&said!("Wrote {path}", path = dir.join(path).display()));
    }
    terminal.tell(&said!(
        "Write the name of your organisation there, then: brobygger --book {dir}",
        dir = Terminal::argument(dir)
    ));
    ExitCode::SUCCESS
}

/// The way from one folder to another, with `/` between the parts; to one on another drive, its whole path.
fn relative(from: &Path, to: &Path) -> String {
    if drive(from) != drive(to) {
        return to.display().to_string().replace('\\', "/");
    }
    let normal = |path: &Path| {
        let mut parts: Vec<String> = Vec::new();
        for part in path.components() {
            match part {
                Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
                Component::ParentDir => drop(parts.pop()),
                Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            }
        }
        parts
    };
    let (from, to) = (normal(from), normal(to));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    let way: Vec<&str> = up.chain(to[shared..].iter().map(String::as_str)).collect();
    if way.is_empty() { ".".into() } else { way.join("/") }
}

/// The drive that a path begins with, on a system that has drives.
fn drive(path: &Path) -> Option<Prefix<'_>> {
    match path.components().next()? {
        Component::Prefix(prefix) => Some(prefix.kind()),
        _ => None,
    }
}

/// Reads the edition, or says why it cannot be.
fn read(root: &Path, terminal: &Terminal) -> Result<Inputs, ExitCode> {
    let mut diagnostics = Vec::new();
    let inputs = book::read(root).unpack(&mut diagnostics);
    if any_error(&diagnostics) {
        sort(&mut diagnostics);
        terminal.report(&diagnostics, &inputs.sources);
        return Err(ExitCode::FAILURE);
    }
    Ok(inputs)
}

/// Begins a change of a page or of a part of it.
fn change(root: &Path, terminal: &Terminal, target: &str) -> ExitCode {
    let inputs = match read(root, terminal) {
        Ok(inputs) => inputs,
        Err(code) => return code,
    };
    let (page, anchor) = target.split_once('#').map_or((target, None), |(page, anchor)| (page, Some(anchor)));
    // As it is called in the content's folder, or in the address of the page.
    let page = page.strip_suffix(".md").or_else(|| page.strip_suffix(".html")).unwrap_or(page);
    let folder = &inputs.config.book.src;
    match override_text(&inputs.sources, &inputs.config, page, anchor) {
        Override::Page(text) => {
            let code = write(root, terminal, &format!("{folder}/{page}.md"), &text);
            take_snapshot(root, terminal, page, "", code == ExitCode::SUCCESS);
            code
        }
        Override::Part(text) => {
            let anchor = anchor.unwrap_or_default();
            let code = part(root, terminal, &format!("{folder}/{page}{PATCH}"), anchor, &text);
            take_snapshot(root, terminal, page, &format!("#{anchor}"), code == ExitCode::SUCCESS);
            code
        }
        Override::NoPage => no_page(&inputs, page, terminal),
        Override::NoPart(known) => {
            let anchor = anchor.unwrap_or_default();
            terminal.error(&said!("`{page}` has no part `#{anchor}`", page, anchor));
            terminal.help(&match nearest(anchor, known.iter().map(String::as_str)) {
                Some(near) => said!("did you mean `{page}#{near}`?", page, near),
                None => said!("the parts are {known}", known = known.join(", ")),
            });
            ExitCode::from(2)
        }
        Override::Included(file) => {
            terminal.error(&said!("this stands in {file}, which the page includes", file));
            terminal.help(&said!("change that file: its id is its path below the content's folder, without .md"));
            ExitCode::from(2)
        }
    }
}

/// Writes down what the book below says of what is changed now: what was copied (`is_copied`) was seen, else only what
/// is not written down yet.
fn take_snapshot(root: &Path, terminal: &Terminal, page: &str, unit: &str, is_copied: bool) {
    let report = book::drift(root).value;
    // The list of all pages begins with the first change: from now on what comes and goes is told.
    let wanted = |drift: &&Drift| match drift.what {
        What::Part => drift.page == page && drift.unit == unit && (is_copied || drift.then.is_none()),
        what => what == What::Pages,
    };
    let chosen: Vec<&Drift> = report.units.iter().filter(wanted).collect();
    for (path, text) in report.accept(&chosen, &|path| book::accepted(root, path)) {
        if let Err(diagnostic) = disk::write_below(root, &path, text.as_bytes()) {
            terminal.report(&[diagnostic], &Sources::default());
        }
    }
}

fn no_page(inputs: &Inputs, page: &str, terminal: &Terminal) -> ExitCode {
    let folder = inputs.config.book.content();
    let ids: Vec<String> =
        inputs.sources.iter().filter_map(|source| page_id(source.path.strip_prefix(&folder)?)).collect();
    terminal.error(&said!("there is no page `{page}`", page));
    terminal.help(&match nearest(page, ids.iter().map(String::as_str)) {
        Some(near) => said!("did you mean `{near}`?", near),
        None => said!("name a page by its path below the content's folder, without .md"),
    });
    ExitCode::from(2)
}

fn write(root: &Path, terminal: &Terminal, path: &str, text: &str) -> ExitCode {
    if let Err(diagnostic) = disk::write_new(root, &[(path, text)]) {
        return terminal.refused(diagnostic);
    }
    terminal.tell(&said!("Wrote {path}", path));
    ExitCode::SUCCESS
}

/// Adds a change to the file of changes of a page, which is begun where it does not exist.
fn part(root: &Path, terminal: &Terminal, path: &str, anchor: &str, text: &str) -> ExitCode {
    let mut sources = Sources::default();
    let Ok(file) = disk::read_text(root, path, &mut sources) else {
        let today = today().value;
        let mut all = String::from("---\nset:\n");
        let _ = write!(all, "  reviewed: {today}\n---\n\n{text}");
        return write(root, terminal, path, &all);
    };
    let before = &sources.get(file).text;
    if before.contains(&format!("{{#{anchor} .")) {
        terminal.error(&said!("{path} changes `#{anchor}` already", path, anchor));
        terminal.help(&said!("edit the change that is there"));
        return ExitCode::FAILURE;
    }
    if let Err(diagnostic) = disk::write_file(&root.join(path), format!("{}\n\n{text}", before.trim_end()).as_bytes()) {
        return terminal.refused(diagnostic);
    }
    terminal.tell(&said!("Added `#{anchor}` to {path}", anchor, path));
    ExitCode::SUCCESS
}

/// Says where the parts of pages come from.
fn why(root: &Path, terminal: &Terminal, page: Option<&str>, format: ReportFormat) -> ExitCode {
    let inputs = match read(root, terminal) {
        Ok(inputs) => inputs,
        Err(code) => return code,
    };
    let folder = format!("{}/", inputs.config.book.src);
    let ids: BTreeSet<String> = match page {
        Some(page) => [page.strip_suffix(".md").unwrap_or(page).to_owned()].into(),
        None => inputs.sources.iter().filter_map(|source| page_id(source.path.strip_prefix(&folder)?)).collect(),
    };
    let mut all = serde_json::Map::new();
    for id in ids {
        let Some(origins) = origins(&inputs.sources, &inputs.config, &id) else {
            return no_page(&inputs, &id, terminal);
        };
        if format == ReportFormat::Json {
            let part = |origin: &Origin| json!({"part": origin.part, "files": origin.files});
            all.insert(id, origins.iter().map(part).collect());
            continue;
        }
        if page.is_none() {
            Terminal::print(&format!("# {id}"));
        }
        let width = origins.iter().map(|origin| origin.part.chars().count()).max().unwrap_or_default();
        for origin in origins {
            let part = if origin.part.is_empty() { "(text)" } else { &origin.part };
            Terminal::print(&format!("{part:width$}  {}", origin.files.join(", ")));
        }
    }
    if format == ReportFormat::Json {
        let edition = inputs.config.edition.as_ref();
        let by = edition.map(|edition| edition.by.clone()).unwrap_or_default();
        let title = edition.map(|edition| edition.title.clone());
        Terminal::print(&format!("{:#}", json!({"built-on": title, "adapted-by": by, "pages": all})));
    }
    ExitCode::SUCCESS
}

/// Writes the edition as a book that lies on nothing.
fn export(root: &Path, terminal: &Terminal, dir: &Path) -> ExitCode {
    let inputs = match read(root, terminal) {
        Ok(inputs) => inputs,
        Err(code) => return code,
    };
    let files = inputs.flat();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), &**bytes)).collect();
    if let Err(diagnostic) = disk::write_new_bytes(dir, &files) {
        return terminal.refused(diagnostic);
    }
    terminal.tell(&said!("Wrote {count} files to {dir}", count = files.len(), dir = dir.display()));
    ExitCode::SUCCESS
}
