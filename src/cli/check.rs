//! `brobygger check`: everything a build would say, and nothing written.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::book;
use super::terminal::Terminal;
use super::{Format, terminal::plural};
use crate::build::build;
use crate::diagnostic::{self, Severity, any_error, sort};
use crate::sink::{OutPath, Sink, SinkError};
use crate::write::html;

pub(super) fn run(root: &Path, terminal: &Terminal, format: Format) -> ExitCode {
    let mut diagnostics = Vec::new();
    let inputs = book::read(root).unpack(&mut diagnostics);
    let built = build(&inputs).unpack(&mut diagnostics);
    // Every page is set as well: a fault in a template shows only then.
    diagnostics.extend(html::write(&built.book, &built.theme, &Nowhere));
    diagnostics.extend(html::check_templates(&built.theme));
    sort(&mut diagnostics);
    let failed = any_error(&diagnostics);
    match format {
        Format::Text => {
            terminal.report(&diagnostics, &inputs.sources);
            if !failed {
                Terminal::print(&format!("Checked {}: no errors.", plural(built.book.pages.len(), "page")));
            }
        }
        Format::Json => {
            let count = |severity| diagnostics.iter().filter(|d| d.severity() == severity).count();
            let list: Vec<_> = diagnostics.iter().map(|d| diagnostic::json(d, &inputs.sources)).collect();
            let report = json!({
                "pages": built.book.pages.len(),
                "errors": count(Severity::Error),
                "warnings": count(Severity::Warning),
                "diagnostics": list,
            });
            Terminal::print(&format!("{report:#}"));
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// A sink that takes everything and keeps nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _path: &OutPath, _bytes: &[u8]) -> Result<(), SinkError> {
        Ok(())
    }
}
