//! `brobygger editions`: many editions in one run, from one reading of what they lie on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use clap::Args;

use super::book::OnDisk;
use super::build::prints_of;
use super::environment::{absolute, today};
use super::terminal::{Terminal, page_count, plural};
use crate::build::{BuildMemo, Built, Inputs};
use crate::config::{EditionRow, read_base, read_table};
use crate::diagnostic::{Diagnostic, Warned, any_error, sort};
use crate::disk::{self, Site, Written};
use crate::layer::{LayerFiles, LayerMemo, Library, Wanted};
use crate::said::said;
use crate::source::Sources;
use crate::text::Date;
use crate::write::{self, SharedFiles};

#[derive(Debug, Args)]
pub(super) struct EditionsArgs {
    /// The folder below which the editions lie; with --table the book that they are editions of
    pub(super) dir: PathBuf,
    /// A spreadsheet's CSV with a row for each edition: id, name, kind, unit, contact, statement, logo, url, language
    #[arg(long, value_name = "CSV", requires = "out")]
    table: Option<PathBuf>,
    /// How many editions are written at the same time [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Build only the part K of N of the editions, which is the same on every machine
    #[arg(long, value_name = "K/N", value_parser = shard)]
    shard: Option<Shard>,
    /// Write each edition to a folder here, named by its id [default: each edition's own site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Leave out the book and the documents as PDFs
    #[arg(long)]
    no_pdf: bool,
}

/// A part of all editions: the first is 1 of as many as there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shard {
    part: u64,
    of: u64,
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((part, of)) if (1..=of).contains(&part) => Ok(Shard { part, of }),
        _ => Err("write it as K/N, with K from 1 to N: 1/4".into()),
    }
}

impl Shard {
    /// Whether an edition belongs to it: by its id alone.
    fn has(self, id: &str) -> bool {
        let hash = blake3::hash(id.as_bytes());
        let number = u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default());
        number % self.of == self.part - 1
    }
}

/// An edition to be built.
struct EditionTask {
    id: String,
    root: PathBuf,
    /// The folder of its site, and the folder of the book that it lies in.
    site: SiteFolder,
}

enum SiteFolder {
    /// Below the edition's own folder, as its settings say.
    Own,
    At(PathBuf),
}

pub(super) fn run(terminal: &Terminal, args: &EditionsArgs) -> ExitCode {
    let Some(dir) = absolute(&args.dir) else { return ExitCode::FAILURE };
    let (mut diagnostics, mut sources) = (Vec::new(), Sources::default());
    let (mut tasks, rows) = match &args.table {
        Some(table) => of_table(&dir, table, args.out.as_deref(), &mut sources, &mut diagnostics),
        None => (of_folder(&dir, args.out.as_deref()), BTreeMap::new()),
    };
    sort(&mut diagnostics);
    terminal.report(&diagnostics, &sources);
    if tasks.is_empty() {
        terminal.error(&said!("there is no edition there"));
        terminal.help(&said!("name a folder with editions below it, or a book and a table of editions with --table"));
        return ExitCode::from(2);
    }
    tasks.retain(|task| args.shard.is_none_or(|shard| shard.has(&task.id)));
    let today = today().unpack(&mut diagnostics);
    let started = Instant::now();
    let jobs = args.jobs.unwrap_or_else(rayon::current_num_threads).max(1);
    let failed = build_all(terminal, &tasks, rows, &BuildOptions { jobs, no_pdf: args.no_pdf, today });
    tell_outcome(terminal, tasks.len() - failed.len(), &failed, started);
    if any_error(&diagnostics) || !failed.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The settings of a run that decide how editions are built.
struct BuildOptions {
    /// How many are written at the same time.
    jobs: usize,
    no_pdf: bool,
    today: Date,
}

/// Puts the editions together one after the other, and writes several at the same time; the ids of those that could not
/// be built.
fn build_all(
    terminal: &Terminal,
    tasks: &[EditionTask],
    rows: BTreeMap<PathBuf, Arc<str>>,
    options: &BuildOptions,
) -> BTreeSet<String> {
    let mut cache = disk::Cache::keeping();
    let mut library = Shelf { disk: OnDisk::new(Path::new(""), &mut cache), rows };
    let mut memo = (LayerMemo::keeping(), BuildMemo::keeping());
    let shared = SharedFiles::in_room(disk::memory_may_double);
    let (send, made) = sync_channel::<Ready>(options.jobs);
    let made = Mutex::new(made);
    std::thread::scope(|scope| {
        let start = |_| scope.spawn(|| write_those(&made, &shared, terminal));
        let writers: Vec<_> = (0..options.jobs).map(start).collect();
        let mut failed = BTreeSet::new();
        for task in tasks {
            let is_handed_over = match make(task, &mut library, &mut memo, options.no_pdf, options.today) {
                Ok(ready) => send.send(ready).is_ok(),
                Err((diagnostics, sources)) => {
                    Terminal::say(&format!("{}:", task.id));
                    terminal.report(&diagnostics, &sources);
                    false
                }
            };
            if !is_handed_over {
                failed.insert(task.id.clone());
            }
        }
        drop(send);
        failed.extend(writers.into_iter().flat_map(|writer| writer.join().unwrap_or_default()));
        failed
    })
}

/// Writes editions as they are handed over, until there are no more; the ids of those that could not be written.
fn write_those(made: &Mutex<Receiver<Ready>>, shared: &SharedFiles, terminal: &Terminal) -> Vec<String> {
    let mut failed = Vec::new();
    loop {
        let next = made.lock().map(|made| made.recv());
        let Ok(Ok(ready)) = next else { return failed };
        let id = ready.id.clone();
        if !write_one(ready, shared, terminal) {
            failed.push(id);
        }
    }
}

/// Tells how many editions were built, and which were not.
fn tell_outcome(terminal: &Terminal, built: usize, failed: &BTreeSet<String>, started: Instant) {
    terminal.tell(&said!(
        "Built {editions} in {seconds} s.",
        editions = plural(built, said!("1 edition"), said!("{count} editions", count = built)),
        seconds = super::build::seconds(started.elapsed())
    ));
    if !failed.is_empty() {
        let names: Vec<&str> = failed.iter().map(String::as_str).collect();
        terminal.error(&said!(
            "{editions} could not be built: {names}",
            editions = plural(failed.len(), said!("1 edition"), said!("{count} editions", count = failed.len())),
            names = names.join(", ")
        ));
    }
}

/// The editions below a folder.
fn of_folder(dir: &Path, out: Option<&Path>) -> Vec<EditionTask> {
    let is_edition = |folder: &PathBuf| {
        let mut sources = Sources::default();
        disk::read_text(folder, "book.toml", &mut sources)
            .is_ok_and(|file| read_base(sources.get(file)).value.path.is_some())
    };
    let task = |root: PathBuf| {
        let below = root.strip_prefix(dir).unwrap_or(&root);
        let id: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let id = if id.is_empty() { ".".to_owned() } else { id.join("/") };
        let site = out.map_or(SiteFolder::Own, |out| SiteFolder::At(out.join(&id)));
        EditionTask { id, root, site }
    };
    disk::find_books(dir).into_iter().filter(is_edition).map(task).collect()
}

/// The editions of a table, and their settings by the folders they would lie in.
fn of_table(
    dir: &Path,
    table: &Path,
    out: Option<&Path>,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<EditionTask>, BTreeMap<PathBuf, Arc<str>>) {
    let help = said!("name the CSV file of the editions");
    let file = match super::book::read_file(table, &help, sources) {
        Ok(file) => file,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return (Vec::new(), BTreeMap::new());
        }
    };
    let read = read_table(sources.get(file), &dir.display().to_string());
    let rows: Vec<EditionRow> = read.unpack(diagnostics);
    let mut tasks = Vec::new();
    let mut settings = BTreeMap::new();
    for row in rows {
        let root = table.join(&row.id);
        settings.insert(root.clone(), Arc::from(row.settings));
        let site = SiteFolder::At(out.unwrap_or(Path::new(".")).join(&row.id));
        tasks.push(EditionTask { id: row.id, root, site });
    }
    (tasks, settings)
}

/// Books on disk, and those that are rows of a table.
struct Shelf<'a> {
    disk: OnDisk<'a>,
    rows: BTreeMap<PathBuf, Arc<str>>,
}

impl Library for Shelf<'_> {
    fn find(&mut self, from: &Path, path: &str) -> Option<PathBuf> {
        self.disk.find(from, path)
    }

    fn settings(&mut self, folder: &Path) -> Result<Arc<str>, Diagnostic> {
        match self.rows.get(folder) {
            Some(settings) => Ok(settings.clone()),
            None => self.disk.settings(folder),
        }
    }

    fn files(&mut self, folder: &Path, wanted: &Wanted<'_>) -> Warned<LayerFiles> {
        if self.rows.contains_key(folder) {
            return Warned::new(LayerFiles::default(), Vec::new());
        }
        self.disk.files(folder, wanted)
    }

    fn accepted(&mut self, folder: &Path, path: &str) -> Option<String> {
        if self.rows.contains_key(folder) { None } else { self.disk.accepted(folder, path) }
    }
}

/// An edition that only has to be written.
struct Ready {
    id: String,
    inputs: Inputs,
    built: Arc<Built>,
    /// The PDFs that this run leaves out; they stay as they are until they are made again.
    prints: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
    root: PathBuf,
    site: Option<PathBuf>,
}

/// Reads, puts together and builds an edition; or says what is wrong with it.
fn make(
    task: &EditionTask,
    library: &mut Shelf<'_>,
    (layers, memo): &mut (LayerMemo, BuildMemo),
    no_pdf: bool,
    today: Date,
) -> Result<Ready, (Vec<Diagnostic>, Sources)> {
    let mut diagnostics = Vec::new();
    let mut inputs = Inputs::gather_next(library, &task.root, today, layers).unpack(&mut diagnostics);
    let leaves_prints = inputs.config.pdf.enabled && no_pdf;
    let makes_prints = inputs.config.pdf.enabled && !no_pdf;
    inputs.set_prints(makes_prints);
    let built = Arc::new(memo.build(&inputs).unpack(&mut diagnostics));
    let fails = any_error(&diagnostics);
    diagnostics.extend(built.said_of_translations());
    if fails {
        sort(&mut diagnostics);
        return Err((diagnostics, inputs.every_source().clone()));
    }
    let site = match &task.site {
        SiteFolder::Own => None,
        SiteFolder::At(folder) => Some(folder.clone()),
    };
    let prints = if leaves_prints { prints_of(&built) } else { BTreeSet::new() };
    Ok(Ready { id: task.id.clone(), inputs, built, prints, diagnostics, root: task.root.clone(), site })
}

/// Writes an edition, and says how it went.
fn write_one(ready: Ready, shared: &SharedFiles, terminal: &Terminal) -> bool {
    let Ready { id, inputs, built, prints, mut diagnostics, root, site } = ready;
    let written = put((&built, &prints), &root, site.as_deref(), &inputs.config.build_dir, shared, &mut diagnostics);
    sort(&mut diagnostics);
    // A translation with errors is left out.
    let failed = written.is_none() || any_error(&diagnostics);
    if !diagnostics.is_empty() {
        Terminal::say(&format!("{id}:"));
        terminal.report(&diagnostics, inputs.every_source());
    }
    if let (false, Some(written)) = (failed, written) {
        terminal.tell(&said!(
            "{id}: {pages}, {new} new, {changed} changed, {removed} removed",
            id,
            pages = page_count(built.book.pages.len()),
            new = written.new,
            // What somebody had changed or removed in the site is as it should be again.
            changed = written.changed + written.restored,
            removed = written.removed
        ));
    }
    !failed
}

fn put(
    (built, prints): (&Arc<Built>, &BTreeSet<String>),
    root: &Path,
    site: Option<&Path>,
    build_dir: &str,
    shared: &SharedFiles,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Written> {
    let begun = match site {
        Some(folder) => Site::begin(folder),
        None => Site::begin_in(root, build_dir),
    };
    let site = match begun {
        Ok(site) => site.unpack(diagnostics),
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return None;
        }
    };
    if !write::shared(built, &site, shared).unpack(diagnostics) {
        return None;
    }
    if let Err(diagnostic) = site.keep_others(|path| prints.contains(path) || built.stays(path)) {
        diagnostics.push(diagnostic);
        return None;
    }
    site.commit().map_err(|unfinished| diagnostics.push(unfinished.said)).ok()
}
