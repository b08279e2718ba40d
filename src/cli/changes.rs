//! `brobygger changes`: what has changed since readers were told last, and taking note of it.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;

use super::book;
use super::terminal::{Terminal, plural};
use crate::build::Inputs;
use crate::changes::{CHANGES, ChangeLog, NotedChange, read_changes};
use crate::diagnostic::{any_error, sort};
use crate::disk;
use crate::layer::noted_pages;
use crate::said::{Catalogue, Phrase, said};

#[derive(Debug, Subcommand)]
pub(super) enum ChangesCommand {
    /// List what has changed since it was noted last, and write nothing
    #[command(after_help = "Example:\n  brobygger changes status\n\nStates: substance, text, new, removed.")]
    Status,
    /// Note what has changed in endringer.yaml, for the page and the feed of changes
    #[command(
        after_help = "Example:\n  brobygger changes accept\n\nRun it when the book is published. The first time it only notes what pages say."
    )]
    Accept,
}

pub(super) fn run(root: &Path, terminal: &Terminal, command: &ChangesCommand) -> ExitCode {
    let mut diagnostics = Vec::new();
    let inputs = book::read(root).unpack(&mut diagnostics);
    let path = format!("{}{CHANGES}", inputs.config.book.content());
    let log = inputs
        .sources
        .find(&path)
        .map_or_else(ChangeLog::default, |source| read_changes(source).unpack(&mut diagnostics));
    if any_error(&diagnostics) {
        sort(&mut diagnostics);
        terminal.report(&diagnostics, inputs.every_source());
        return ExitCode::FAILURE;
    }
    match command {
        ChangesCommand::Status => status(terminal, &log, &inputs),
        ChangesCommand::Accept => accept(root, terminal, &log, &inputs, &path),
    }
}

/// Says what has changed.
fn say(changes: &[NotedChange]) {
    for change in changes {
        Terminal::print(&format!("{:9}  {}", change.kind.as_str(), change.page));
        for section in &change.sections {
            Terminal::print(&format!("           #{section}"));
        }
    }
}

fn status(terminal: &Terminal, log: &ChangeLog, inputs: &Inputs) -> ExitCode {
    if log.noted.is_none() {
        terminal.tell(&said!("Nobody has taken note of this book yet: `brobygger changes accept` does."));
        return ExitCode::SUCCESS;
    }
    let changes = log.since(&noted_pages(&inputs.sources, &inputs.config), inputs.today);
    say(&changes);
    terminal.tell(&plural(
        changes.len(),
        said!("1 page has changed since it was noted last."),
        said!("{count} pages have changed since it was noted last.", count = changes.len()),
    ));
    ExitCode::SUCCESS
}

/// The register's own head, by lines, in the language of the book.
fn about() -> [Phrase; 4] {
    [
        said!("Written by `brobygger changes accept`."),
        said!("`changes` is what readers are told: mend it freely, and take out what is not worth telling."),
        said!("`since` is the day on which you began to take note."),
        said!("`noted` is what the pages said when this was written, and is not to be mended by hand."),
    ]
}

fn accept(root: &Path, terminal: &Terminal, log: &ChangeLog, inputs: &Inputs, path: &str) -> ExitCode {
    let now = noted_pages(&inputs.sources, &inputs.config);
    let changes = log.since(&now, inputs.today);
    let catalogue = Catalogue::of(inputs.config.language());
    let about = about().map(|line| catalogue.say(&line));
    let text = log.noting(now, inputs.today).text(&about);
    if let Err(diagnostic) = disk::write_below(root, path, text.as_bytes()) {
        return terminal.refused(diagnostic);
    }
    say(&changes);
    terminal.tell(&plural(
        changes.len(),
        said!("Noted 1 changed page in {path}.", path),
        said!("Noted {count} changed pages in {path}.", count = changes.len(), path),
    ));
    if !inputs.config.site.changes {
        terminal.help(&said!("readers are told of it where book.toml says `[site] changes = true`"));
    }
    ExitCode::SUCCESS
}
