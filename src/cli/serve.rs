//! `brobygger serve`: the dev server, and what it tells the person at the terminal.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use clap::Args;

use super::terminal::Terminal;
use super::{WorkshopArgs, book};
use crate::diagnostic::{Diagnostic, Warned, any_error};
use crate::disk::Cache;
use crate::said::said;
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
        News::Elsewhere(port) => terminal.note(&said!("port {port} is taken; another one is used", port)),
        News::Unwatched(why) => {
            terminal.warning(&said!("changes cannot be noticed: {why}", why));
            terminal.help(&said!("stop the server and start it again to see changes"));
        }
        News::Ready(address) => {
            terminal.tell(&said!("Serving {address} (Ctrl+C stops)", address));
            if args.open {
                open(address, terminal);
            }
        }
        News::Built(diagnostics, sources, took, first) => {
            // What was said before is not said again after every edit.
            if diagnostics != said {
                said = diagnostics.to_vec();
                terminal.report(diagnostics, sources);
            }
            let took = took.as_millis();
            terminal.remark(&match (any_error(diagnostics), first) {
                (true, true) => said!("Not built ({took} ms)", took),
                (true, false) => said!("Not built again: the site is as it was ({took} ms)", took),
                (false, true) => said!("Built ({took} ms)", took),
                (false, false) => said!("Built again ({took} ms)", took),
            });
        }
    };
    let workshop = args.workshop.workshop.as_deref();
    let mut read = |cache: &mut Cache| {
        let Warned { value: mut inputs, mut diagnostics } = book::read_with(root, cache);
        diagnostics.extend(book::bring_workshop(&mut inputs, workshop));
        Warned::new(inputs, diagnostics)
    };
    match serve::run(args.port, &mut read, &mut tell, terminal.catalogue()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Taken(port)) => {
            terminal.error(&said!("port {port} is taken, perhaps by another `brobygger serve`", port));
            terminal.help(&said!("stop that one, or choose another port with --port"));
            ExitCode::FAILURE
        }
        Err(Failure::Other(error)) => {
            terminal.error(&said!("cannot serve on this machine: {error}", error));
            terminal.help(&said!("choose another port with --port"));
            ExitCode::FAILURE
        }
    }
}

/// Opens an address as the system does; where that fails, the address was printed.
fn open(address: &str, terminal: &Terminal) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    let started = command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        terminal.note(&said!("no browser could be opened"));
    }
}
