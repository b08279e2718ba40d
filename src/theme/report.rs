//! Errors of Tera, as diagnostics.

use tera::{Error, ErrorKind};

use super::PREFIX;
use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};

/// How the message of a missing text begins; tells it from other errors of a template.
pub(super) const MISSING_TEXT: &str = "there is no text with the key ";

/// A diagnostic with the template's file, line and what Tera says. `folder` is where the book's
/// own templates lie.
pub(super) fn diagnostic(error: &Error, folder: &str) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let place = format!("{}:{}", file(report.filename(), folder), report.span().start_line);
            of(report.message()).in_file(place).note(Phrase::verbatim(error.to_string()))
        }
        // Several reports under each other, each with its own place; the first gives the file.
        ErrorKind::Msg(message) if message.contains('\n') => {
            let first = message.lines().next().unwrap_or_default().trim_start_matches("error: ");
            let place = message.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
            let place = place.map_or_else(|| folder.to_owned(), |place| file(without_column(place), folder));
            of(first).in_file(place).note(Phrase::verbatim(message.clone()))
        }
        _ => of(&error.to_string()).in_file(folder),
    }
}

fn of(message: &str) -> Diagnostic {
    if let Some(key) = message.strip_prefix(MISSING_TEXT) {
        return Diagnostic::new(Code::MissingText, said!("there is no text with the key {key}", key))
            .help(said!("add {key} to the texts in `i18n/` of the theme, or correct the key", key));
    }
    Diagnostic::new(Code::BadTheme, said!("this template does not work: {message}", message))
        .help(said!("mend the template, or delete the file to use the standard theme's"))
}

/// `page.html:3:7` without the column.
fn without_column(place: &str) -> &str {
    place.rsplit_once(':').map_or(place, |parts| parts.0)
}

fn file(template: &str, folder: &str) -> String {
    match template.strip_prefix(PREFIX) {
        Some(name) => format!("themes/standard/templates/{name}"),
        None => format!("{folder}/templates/{template}"),
    }
}
