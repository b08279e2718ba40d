//! From a book to files: one writer for each form.
//!
//! In: a finished [`Book`](crate::resolve::Book). Out: files into a [`Sink`](crate::sink::Sink),
//! and what could not be written.
//!
//! Invariant: a writer hands over each file as it is made and keeps none.

pub mod cards;
pub mod html;

use crate::build::Built;
use crate::diagnostic::Diagnostic;
use crate::sink::Sink;

/// Writes everything a build gives. What could not be written is said.
#[must_use]
pub fn everything(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    let mut diagnostics = html::write(&built.book, &built.theme, sink);
    diagnostics.extend(cards::write(&built.book, &built.theme, sink));
    diagnostics
}
