//! Errors of Tera, as diagnostics.

use tera::{Error, ErrorKind};

use super::texts::Texts;
use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};

/// The beginning of the names of the standard theme's templates.
pub(super) const PREFIX: &str = "standard/";

/// How the message of a missing text begins; tells it from other errors of a template.
const MISSING_TEXT: &str = "there is no text with the key ";

/// The words after the key in the message of a text with a variable that it is not given.
const NOT_GIVEN: &str = "` is not given `$";

/// How that message begins.
const OF_TEXT: &str = "the text `";

/// The message of an error that [`diagnostic`] knows again: a text that could not be made of what a template gives it.
pub(super) fn not_formed(key: &str, texts: &Texts, given: &[(&str, &str)]) -> String {
    let is_given = |name: &str| given.iter().any(|(known, _)| *known == name);
    match texts.variables_of(key).iter().find(|name| !is_given(name)) {
        Some(name) => format!("{OF_TEXT}{key}{NOT_GIVEN}{name}`"),
        None => format!("{MISSING_TEXT}`{key}`"),
    }
}

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
    if let Some((key, name)) = not_given(message) {
        return Diagnostic::new(Code::MissingVariable, said!("the text `{key}` is not given `${name}`", key, name))
            .help(said!("give it in the template, or write the text in `i18n/` of the theme without it"));
    }
    Diagnostic::new(Code::BadTheme, said!("this template does not work: {message}", message))
        .help(said!("mend the template, or delete the file to use the standard theme's"))
}

/// The key of a text, and the variable that it is not given, out of a message that says so.
fn not_given(message: &str) -> Option<(&str, &str)> {
    let (key, name) = message.strip_prefix(OF_TEXT)?.split_once(NOT_GIVEN)?;
    Some((key, name.strip_suffix('`')?))
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
