//! From a book to files: one writer for each form.
//!
//! In: a finished [`Book`](crate::resolve::Book). Out: files into a [`Sink`](crate::sink::Sink),
//! and what could not be written.
//!
//! Invariant: a writer hands over each file as it is made and keeps none.

pub mod html;
#[cfg(feature = "pdf")]
pub mod pdf;

use crate::build::Built;
use crate::diagnostic::{Code, Diagnostic};
use crate::sink::{Sink, SinkError};

/// Writes everything a build gives. What could not be written is said.
#[must_use]
pub fn everything(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    let site = || html::write(&built.book, &built.theme, sink);
    let (mut found, printed) = rayon::join(site, || prints(built, sink));
    found.extend(printed);
    found
}

/// Writes the PDFs, where the settings want them.
#[cfg(feature = "pdf")]
#[must_use]
pub fn prints(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    pdf::write(&built.book, &built.theme, sink)
}

/// This program was built without PDFs.
#[cfg(not(feature = "pdf"))]
#[must_use]
pub fn prints(_: &Built, _: &dyn Sink) -> Vec<Diagnostic> {
    Vec::new()
}

fn write_failed(error: &SinkError) -> Diagnostic {
    Diagnostic::new(Code::WriteFailed, error.to_string())
        .in_file(error.path.clone())
        .help("see that the disk has room and that the folder may be written to, and build again")
}
