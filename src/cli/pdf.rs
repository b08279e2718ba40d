//! `brobygger pdf`: the book and the documents as PDFs, and nothing else.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use super::book;
use super::build::{end, left_out, refuse, shown};
use super::terminal::{Terminal, plural};
use crate::build::build;
use crate::diagnostic::{Code, any_error, sort};
use crate::disk::{Site, Unfinished};
use crate::resolve::book_pdf;
use crate::write;

/// Says that this program makes no PDFs.
pub(super) fn refuse_print() -> ExitCode {
    Terminal::say("error: this brobygger was built without PDFs");
    Terminal::say("help: build it with `cargo build --release`, without `--no-default-features`");
    ExitCode::FAILURE
}

pub(super) fn run(root: &Path, terminal: &Terminal) -> ExitCode {
    if cfg!(not(feature = "pdf")) {
        return refuse_print();
    }
    let started = Instant::now();
    let mut diagnostics = Vec::new();
    let mut inputs = book::read(root).unpack(&mut diagnostics);
    // Whoever asks for them by name gets them.
    inputs.config.pdf.enabled = true;
    let built = build(&inputs).unpack(&mut diagnostics);
    if any_error(&diagnostics) {
        return refuse(diagnostics, &inputs.sources, terminal);
    }
    let folder = root.join(&inputs.config.build_dir);
    let written = Site::begin_in(root, &inputs.config.build_dir).map_err(Unfinished::from).and_then(|site| {
        let site = site.unpack(&mut diagnostics);
        diagnostics.extend(write::prints(&built, &site));
        if diagnostics.iter().any(|said| said.code == Code::WriteFailed) {
            return Ok(None);
        }
        site.keep_others(|_| true)?;
        site.commit().map(Some)
    });
    match written {
        Ok(Some(written)) => {
            sort(&mut diagnostics);
            terminal.report(&diagnostics, &inputs.sources);
            let new = plural(written.new + written.changed + written.restored, "PDF");
            Terminal::print(&format!("Wrote {new} in {:.2} s.", started.elapsed().as_secs_f64()));
            if let Some(path) = book_pdf(&built.book.config) {
                Terminal::print(&format!("Open {}", shown(root, &folder.join(path.as_str()))));
            }
            left_out(&diagnostics)
        }
        Ok(None) => refuse(diagnostics, &inputs.sources, terminal),
        Err(unfinished) => end(unfinished, diagnostics, &inputs.sources, terminal),
    }
}
