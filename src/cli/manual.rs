//! `brobygger manual`: the manual pages and the completions of shells.

use std::path::Path;
use std::process::ExitCode;

use clap::{Command, CommandFactory};
use clap_complete::{Generator, Shell};
use clap_mangen::Man;

use super::Cli;
use super::terminal::{Terminal, plural};
use crate::disk::write_below;
use crate::said::said;

/// Writes a page for the program and each of its commands, and a script for each shell.
pub(super) fn run(dir: &Path, terminal: &Terminal) -> ExitCode {
    let mut program = Cli::command();
    program.build();
    let mut files = Vec::new();
    let version = format!("brobygger {}", program.get_version().unwrap_or_default());
    pages(&program, &version, &mut files);
    for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut program, "brobygger", &mut script);
        files.push((format!("completions/{}", shell.file_name("brobygger")), script));
    }
    for (path, bytes) in &files {
        if let Err(diagnostic) = write_below(dir, path, bytes) {
            return terminal.refused(diagnostic);
        }
    }
    terminal.tell(&said!(
        "Wrote {files} to {dir}",
        files = plural(files.len(), said!("1 file"), said!("{count} files", count = files.len())),
        dir = dir.display()
    ));
    ExitCode::SUCCESS
}

/// The page of a command, and those of its commands that are shown; at the foot of each stands the version of the program.
fn pages(command: &Command, version: &str, files: &mut Vec<(String, Vec<u8>)>) {
    let page = Man::new(command.clone()).source(version);
    let mut bytes = Vec::new();
    // Memory takes all that is written.
    if page.render(&mut bytes).is_ok() {
        files.push((format!("man/{}", page.get_filename()), bytes));
    }
    for below in command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help") {
        pages(below, version, files);
    }
}
