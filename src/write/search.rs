//! The search index of a book.

use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::Book;
use crate::said::{Say, said};
use crate::sink::Sink;
use crate::theme::Theme;

/// Writes the index. What went wrong is said once, however many files it concerns.
pub(super) fn write(book: &Book, theme: &Theme, sink: &dyn Sink) -> Option<Diagnostic> {
    let error = crate::search::write(book, theme.interface(), sink).into_iter().next()?;
    let help = said!("the search does not work until the index is written; see that there is room, and build again");
    Some(Diagnostic::new(Code::WriteFailed, error.said()).in_file(error.path).help(help))
}
