//! From a book to files: one writer for each form.
//!
//! In: a finished [`Book`](crate::resolve::Book). Out: files into a [`Sink`](crate::sink::Sink),
//! and what could not be written.
//!
//! Invariant: a writer hands over each file as it is made and keeps none.

pub mod html;

use crate::build::Built;
use crate::diagnostic::Diagnostic;
use crate::sink::Sink;

/// A writer beside the site's pages. `serve` runs it when one of its files is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    /// Whether a file of the site, by its path, is one of this writer's.
    pub owns: fn(&str) -> bool,
    /// Writes all of its files.
    pub write: fn(&Built, &dyn Sink) -> Vec<Diagnostic>,
}

/// The writers beside the site's pages: one line each.
pub const WRITERS: &[Writer] = &[];

/// Writes everything a build gives. What could not be written is said.
#[must_use]
pub fn everything(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    let mut diagnostics = html::write(&built.book, &built.theme, sink);
    for writer in WRITERS {
        diagnostics.extend((writer.write)(built, sink));
    }
    diagnostics
}
