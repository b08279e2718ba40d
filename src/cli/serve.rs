//! `brobygger serve`: the dev server, and what it tells the person at the terminal.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use clap::Args;

use super::terminal::Terminal;
use super::{WorkshopArgs, book};
use crate::diagnostic::{Diagnostic, Warned, any_error};
use crate::disk::Cache;
use crate::serve::{self, Failure, News};

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// The port on this machine [default: 3000, or a free one where that is taken]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    workshop: WorkshopArgs,
}

pub(super) fn run(root: &Path, terminal: &Terminal, args: &ServeArgs) -> ExitCode {
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut tell = |news: News<'_>| match news {
        News::Elsewhere(port) => Terminal::say(&format!("note: port {port} is taken; another one is used")),
        News::Unwatched(why) => Terminal::say(&format!(
            "warning: changes cannot be noticed: {why}\nhelp: stop the server and start it again to see changes"
        )),
        News::Ready(address) => {
            Terminal::print(&format!("Serving {address} (Ctrl+C stops)"));
            if args.open {
                open(address);
            }
        }
        News::Built(diagnostics, sources, took, first) => {
            // What was said before is not said again after every edit.
            if diagnostics != said {
                said = diagnostics.to_vec();
                terminal.report(diagnostics, sources);
            }
            let what = match (any_error(diagnostics), first) {
                (true, true) => "Not built",
                (true, false) => "Not built again: the site is as it was",
                (false, true) => "Built",
                (false, false) => "Built again",
            };
            Terminal::say(&format!("{what} ({} ms)", took.as_millis()));
        }
    };
    let workshop = args.workshop.workshop.as_deref();
    let mut read = |cache: &mut Cache| {
        let Warned { value: mut inputs, mut diagnostics } = book::read_with(root, cache);
        diagnostics.extend(book::bring_workshop(&mut inputs, workshop));
        Warned::new(inputs, diagnostics)
    };
    match serve::run(args.port, &mut read, &mut tell) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Taken(port)) => {
            Terminal::say(&format!("error: port {port} is taken, perhaps by another `brobygger serve`"));
            Terminal::say("help: stop that one, or choose another port with --port");
            ExitCode::FAILURE
        }
        Err(Failure::Other(error)) => {
            Terminal::say(&format!("error: cannot serve on this machine: {error}"));
            Terminal::say("help: choose another port with --port");
            ExitCode::FAILURE
        }
    }
}

/// Opens an address as the system does; where that fails, the address was printed.
fn open(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    let started = command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        Terminal::say("note: no browser could be opened");
    }
}
