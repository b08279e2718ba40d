//! `brobygger kit`: a book in one file, for editions to lie on.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::terminal::Terminal;
use super::{book, build};
use crate::diagnostic::{Code, Diagnostic, any_error};
use crate::disk;
use crate::layer::pack;
use crate::said::said;

#[derive(Debug, Args)]
pub(super) struct KitArgs {
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = "kit.zip")]
    out: PathBuf,
}

pub(super) fn run(root: &Path, terminal: &Terminal, args: &KitArgs) -> ExitCode {
    let mut diagnostics = Vec::new();
    let inputs = book::read(root).unpack(&mut diagnostics);
    if any_error(&diagnostics) {
        return build::refuse(diagnostics, &inputs.sources, terminal);
    }
    let files = inputs.kit();
    let packed = pack(&files).map_err(|reason| {
        Diagnostic::new(Code::WriteFailed, said!("the book cannot be packed: {reason}", reason))
            .help(said!("look for a file with a very long name"))
    });
    match packed.and_then(|bytes| disk::write_file(&args.out, &bytes).map(|()| bytes.len())) {
        Ok(size) => {
            // The list of its pages is one of them.
            let count = inputs.flat().len() + 1;
            terminal.tell(&said!(
                "Wrote {path}: {count} files, {size} kB",
                path = args.out.display(),
                count,
                size = size / 1024
            ));
            ExitCode::SUCCESS
        }
        Err(diagnostic) => terminal.refused(diagnostic),
    }
}
