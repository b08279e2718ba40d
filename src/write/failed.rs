//! Files that a sink could not take, as diagnostics.

use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Say, said};
use crate::sink::SinkError;

/// The diagnostic of a file that could not be written.
pub(super) fn write_failed(error: &SinkError) -> Diagnostic {
    Diagnostic::new(Code::WriteFailed, error.said())
        .in_file(error.path.clone())
        .help(said!("see that the disk has room and that the folder may be written to, and build again"))
}
