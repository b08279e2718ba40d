//! From a book to files: one writer for each form.
//!
//! In: a finished [`Book`](crate::resolve::Book). Out: files into a [`Sink`](crate::sink::Sink),
//! and what could not be written.
//!
//! Invariant: a writer hands over each file as it is made and keeps none.

pub mod alone;
pub mod cards;
pub mod docx;
pub mod html;
#[cfg(feature = "pdf")]
pub mod pdf;
mod search;

use crate::build::Built;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Destination;
use crate::resolve::Book;
use crate::sink::{Sink, SinkError};
use crate::view::escape::{is_safe, push_address};

/// Writes everything a build gives. What could not be written is said.
#[must_use]
pub fn everything(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    let (mut found, printed) = rayon::join(|| site(built, sink), || prints(built, sink));
    found.extend(printed);
    found
}

/// Writes everything but the PDFs.
fn site(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    let mut diagnostics = html::write(&built.book, &built.theme, sink);
    diagnostics.extend(docx::write(&built.book, built.theme.texts(), sink));
    diagnostics.extend(search::write(&built.book, sink));
    diagnostics.extend(cards::write(&built.book, &built.theme, sink));
    diagnostics
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

/// The whole address of a destination; nothing for one that means something only in the site.
fn whole_address(book: &Book, to: &Destination) -> Option<String> {
    let (path, suffix) = match to {
        Destination::Web(address) => return is_safe(address).then(|| address.to_string()),
        Destination::Page(page, anchor) => {
            (&book.page(*page).out, anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}")))
        }
        Destination::File(path, suffix) => (path, suffix.to_string()),
        Destination::Open(_) | Destination::Broken => return None,
    };
    let mut address = book.config.site.url.clone()?;
    push_address(&mut address, path.as_str());
    Some(address + &suffix)
}
