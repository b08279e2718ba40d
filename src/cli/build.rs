//! `brobygger build`: reads, builds, writes, says what it did.

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::{Terminal, page_count, plural};
use super::{BuildArgs, book, environment};
use crate::build::{Built, Inputs, build};
use crate::diagnostic::{Diagnostic, Warned, any_error, sort};
use crate::disk::{self, Site, Unfinished, Written};
use crate::kind::Kind;
use crate::resolve::{Book, book_pdf, page_pdf, short_pdf};
use crate::said::{Phrase, said};
use crate::sink::{OutPath, Sink, SinkError};
use crate::source::Sources;
use crate::write;

pub(super) fn run(root: &Path, terminal: &Terminal, args: &BuildArgs) -> ExitCode {
    let started = Instant::now();
    let mut diagnostics = Vec::new();
    // The process ends when this is done: giving the trees of a large book back piece by piece would
    // only take time.
    let mut inputs = ManuallyDrop::new(book::read(root).unpack(&mut diagnostics));
    diagnostics.extend(book::bring_workshop(&mut inputs, args.workshop.workshop.as_deref()));
    let leaves_prints = args.no_pdf && inputs.config.pdf.enabled;
    let makes_prints = inputs.config.pdf.enabled && !args.no_pdf;
    inputs.set_prints(makes_prints);
    let made_from = if diagnostics.is_empty() { fingerprint(&inputs) } else { None };
    let current = made_from.as_deref().and_then(|known| Site::current(root, &inputs.config.build_dir, known));
    if let Some(files) = current {
        terminal.tell(&said!(
            "Nothing has changed since the last build, in {seconds} s: 0 new, 0 changed, {files} unchanged, 0 removed.",
            seconds = seconds(started.elapsed()),
            files
        ));
        let start = root.join(&inputs.config.build_dir).join("index.html");
        terminal.tell(&said!("Open {path}", path = shown(root, &start)));
        return ExitCode::SUCCESS;
    }
    let built = ManuallyDrop::new(build(&inputs).unpack(&mut diagnostics));
    // A translation with errors stays as it was; the rest of the site is written.
    let of_translations: Vec<Diagnostic> = built.said_of_translations().collect();
    if any_error(&diagnostics) {
        diagnostics.extend(of_translations);
        return refuse(diagnostics, inputs.every_source(), terminal);
    }
    diagnostics.extend(of_translations);
    let site_folder = root.join(&inputs.config.build_dir);
    let mut site = match Site::begin_in(root, &inputs.config.build_dir) {
        Ok(Warned { value, diagnostics: found }) => {
            diagnostics.extend(found);
            value
        }
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return refuse(diagnostics, inputs.every_source(), terminal);
        }
    };
    let progress = Progress::new(&site, pages_of(&built), started);
    let stands = write::everything(&built, &progress).unpack(&mut diagnostics);
    progress.bar.finish_and_clear();
    if !stands {
        return refuse(diagnostics, inputs.every_source(), terminal);
    }
    // They stay as they are until they are made again.
    let prints = if leaves_prints { prints_of(&built) } else { BTreeSet::new() };
    if let Err(diagnostic) = site.keep_others(|path| prints.contains(path) || built.stays(path)) {
        diagnostics.push(diagnostic);
        return refuse(diagnostics, inputs.every_source(), terminal);
    }
    if let Some(made_from) = made_from.filter(|_| diagnostics.is_empty()) {
        site.made_from(&made_from);
    }
    match site.commit() {
        Ok(written) => {
            sort(&mut diagnostics);
            terminal.report(&diagnostics, inputs.every_source());
            terminal.tell(&summary(&built, &written, started.elapsed()));
            terminal.tell(&said!("Open {path}", path = shown(root, &site_folder.join("index.html"))));
            left_out(&diagnostics, terminal)
        }
        Err(unfinished) => end(unfinished, diagnostics, inputs.every_source(), terminal),
    }
}

/// A short name for all that a site is made from, this program among it; nothing where it cannot be told apart from
/// another one.
fn fingerprint(inputs: &Inputs) -> Option<String> {
    let place = environment::program()?;
    let stamp = disk::file_stamp(&place)?;
    let all = format!("{} {} {} {stamp}", inputs.fingerprint(), env!("CARGO_PKG_VERSION"), place.display());
    Some(blake3::hash(all.as_bytes()).to_string())
}

/// The end of a command that could not put the site in place: as it was, or in the midst of it.
pub(super) fn end(
    unfinished: Unfinished,
    mut diagnostics: Vec<Diagnostic>,
    sources: &Sources,
    terminal: &Terminal,
) -> ExitCode {
    diagnostics.push(unfinished.said);
    if !unfinished.begun {
        return refuse(diagnostics, sources, terminal);
    }
    sort(&mut diagnostics);
    terminal.report(&diagnostics, sources);
    terminal.remark(&said!("The site is new in part: each file is whole, and the next build finishes it."));
    ExitCode::FAILURE
}

/// The PDFs of the book, whether or not a build makes them.
pub(super) fn prints_of(built: &Built) -> BTreeSet<String> {
    let mut config = built.book.config.clone();
    config.pdf.enabled = true;
    let own = built.book.pages.iter().filter(|page| !page.abroad);
    let of_pages = own.filter_map(|page| page_pdf(&config, page));
    let mut paths: BTreeSet<String> =
        of_pages.chain(book_pdf(&config)).chain(short_pdf(&config)).map(|path| path.to_string()).collect();
    for translation in &built.translations {
        let of_language = prints_of(&translation.built);
        paths.extend(of_language.into_iter().map(|path| format!("{}{path}", translation.folder)));
    }
    paths
}

/// How many pages a build writes.
fn pages_of(built: &Built) -> usize {
    let own = built.book.pages.iter().filter(|page| !page.abroad).count();
    own + built.sound().map(|translation| pages_of(&translation.built)).sum::<usize>()
}

/// The end of a command that wrote nothing.
pub(super) fn refuse(diagnostics: Vec<Diagnostic>, sources: &Sources, terminal: &Terminal) -> ExitCode {
    refuse_with(&said!("Nothing was written; the site is as it was."), diagnostics, sources, terminal)
}

/// As [`refuse`], with a last line of its own.
pub(super) fn refuse_with(
    last: &Phrase,
    mut diagnostics: Vec<Diagnostic>,
    sources: &Sources,
    terminal: &Terminal,
) -> ExitCode {
    sort(&mut diagnostics);
    terminal.report(&diagnostics, sources);
    terminal.remark(last);
    ExitCode::FAILURE
}

/// The end of a command that has written all that could be made: errors tell what is missing.
pub(super) fn left_out(diagnostics: &[Diagnostic], terminal: &Terminal) -> ExitCode {
    if !any_error(diagnostics) {
        return ExitCode::SUCCESS;
    }
    terminal.remark(&said!("The errors above tell which files are missing; all others were written."));
    ExitCode::FAILURE
}

fn summary(built: &Built, written: &Written, took: Duration) -> Phrase {
    let book: &Book = &built.book;
    let terms = book.pages.iter().filter(|page| matches!(page.kind, Kind::Definition(_))).count();
    let translations = built.sound().map(|translation| {
        let folder = &translation.folder;
        said!("{pages} in `{folder}`", pages = page_count(pages_of(&translation.built)), folder)
    });
    let translations: Vec<Phrase> = translations.collect();
    let terms = plural(terms, said!("1 term"), said!("{count} terms", count = terms));
    let pages = page_count(book.pages.len());
    let all = if translations.is_empty() {
        said!("{pages}, {terms} among them", pages, terms)
    } else {
        let translations = Phrase::joined(translations, ", ");
        said!("{pages}, {terms} among them, and {translations}", pages, terms, translations)
    };
    said!(
        "Built {all}, in {seconds} s: {new} new, {changed} changed, {unchanged} unchanged, {removed} removed.",
        all,
        seconds = seconds(took),
        new = written.new,
        changed = written.changed + written.restored,
        unchanged = written.unchanged,
        removed = written.removed,
    )
}

/// A time in seconds, with two decimals.
pub(super) fn seconds(took: Duration) -> String {
    format!("{:.2}", took.as_secs_f64())
}

/// A path as it is shortest to type: relative to where the program was started, where that is the book.
pub(super) fn shown(root: &Path, path: &Path) -> String {
    let here = environment::absolute(Path::new(".")).unwrap_or_default();
    let path = if here == root { path.strip_prefix(&here).unwrap_or(path) } else { path };
    path.display().to_string()
}

/// A sink that shows how far the writing has come, on anything longer than a second.
struct Progress<'a> {
    inner: &'a Site,
    bar: ProgressBar,
    started: Instant,
    shown: AtomicBool,
}

impl<'a> Progress<'a> {
    fn new(inner: &'a Site, pages: usize, started: Instant) -> Self {
        let bar = ProgressBar::with_draw_target(Some(pages as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("writing {bar:30} {pos}/{len} pages");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { inner, bar, started, shown: AtomicBool::new(false) }
    }
}

impl Sink for Progress<'_> {
    fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), SinkError> {
        if self.started.elapsed() > Duration::from_secs(1) && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let page = Path::new(path.as_str()).extension().is_some_and(|ending| ending == "html");
        self.bar.inc(u64::from(page));
        self.inner.put(path, bytes)
    }

    fn keep(&self, path: &OutPath, fingerprint: &str) -> bool {
        self.inner.keep(path, fingerprint)
    }

    fn note(&self, path: &OutPath, note: &str) {
        self.inner.note(path, note);
    }

    fn noted(&self, path: &OutPath) -> Option<String> {
        self.inner.noted(path)
    }

    fn bytes(&self, path: &OutPath) -> Option<Vec<u8>> {
        self.inner.bytes(path)
    }
}
