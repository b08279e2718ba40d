//! `brobygger pdf`: the book and the documents as PDFs, and nothing else.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use super::book;
use super::build::{end, left_out, prints_of, refuse_with, shown};
use super::terminal::{Terminal, plural};
use crate::build::build;
use crate::diagnostic::{Code, any_error, sort};
use crate::disk::{Site, Unfinished};
use crate::resolve::book_pdf;
use crate::said::{Phrase, said};
use crate::write;

/// Says that this program makes no PDFs.
pub(super) fn refuse_print(terminal: &Terminal) -> ExitCode {
    terminal.error(&said!("this brobygger was built without PDFs"));
    terminal.help(&said!("build it with `cargo build --release`, without `--no-default-features`"));
    ExitCode::FAILURE
}

/// The last line where nothing was written: whatever PDFs there are tell what the book said before.
fn as_before() -> Phrase {
    said!("Nothing was written; the site is as it was, and the PDFs in it are those of an earlier run.")
}

pub(super) fn run(root: &Path, terminal: &Terminal) -> ExitCode {
    if cfg!(not(feature = "pdf")) {
        return refuse_print(terminal);
    }
    let started = Instant::now();
    let mut diagnostics = Vec::new();
    let mut inputs = book::read(root).unpack(&mut diagnostics);
    // Whoever asks for them by name gets them.
    inputs.set_prints(true);
    let built = build(&inputs).unpack(&mut diagnostics);
    let of_translations: Vec<_> = built.said_of_translations().collect();
    if any_error(&diagnostics) {
        return refuse_with(&as_before(), diagnostics, inputs.every_source(), terminal);
    }
    diagnostics.extend(of_translations);
    let folder = root.join(&inputs.config.build_dir);
    let prints = prints_of(&built);
    let written = Site::begin_in(root, &inputs.config.build_dir).map_err(Unfinished::from).and_then(|site| {
        let site = site.unpack(&mut diagnostics);
        diagnostics.extend(write::every_print(&built, &site));
        if diagnostics.iter().any(|said| said.code == Code::WriteFailed) {
            return Ok(None);
        }
        // A PDF that cannot be set goes: an earlier one would be taken for it.
        site.keep_others(|path| built.stays(path) || !prints.contains(path))?;
        site.commit().map(Some)
    });
    match written {
        Ok(Some(written)) => {
            sort(&mut diagnostics);
            terminal.report(&diagnostics, inputs.every_source());
            let count = written.new + written.changed + written.restored;
            let files = plural(count, said!("1 PDF"), said!("{count} PDFs", count));
            terminal.tell(&said!(
                "Wrote {files} in {seconds} s.",
                files,
                seconds = super::build::seconds(started.elapsed())
            ));
            if let Some(path) = book_pdf(&built.book.config).filter(|_| !any_error(&diagnostics)) {
                terminal.tell(&said!("Open {path}", path = shown(root, &folder.join(path.as_str()))));
            }
            left_out(&diagnostics, terminal)
        }
        Ok(None) => refuse_with(&as_before(), diagnostics, inputs.every_source(), terminal),
        Err(unfinished) => end(unfinished, diagnostics, inputs.every_source(), terminal),
    }
}
