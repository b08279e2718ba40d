//! Diagnostics as notes on the lines of a proposed change: in the words of GitHub and of GitLab.
//!
//! In: a diagnostic, and the folder of the book as seen from where the program was started, with `/` at its end or
//! empty. Out: a line for GitHub, an object for GitLab.
//!
//! Invariant: whatever a message says, it stays one note: what would end it is escaped.

use std::fmt::Write as _;

use serde_json::json;

use super::{Diagnostic, Severity};
use crate::said::{Catalogue, Phrase, said};
use crate::source::Sources;

/// A diagnostic as a line that GitHub's workflows read.
#[must_use]
pub fn github(diagnostic: &Diagnostic, sources: &Sources, catalogue: &Catalogue, folder: &str) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut out = format!("::{level} title={}", property(diagnostic.code.as_str()));
    if let Some((file, line, column)) = place(diagnostic, sources, folder) {
        // Writing to a string does not fail.
        let _ = write!(out, ",file={},line={line},col={column}", property(&file));
    }
    out.push_str("::");
    out.push_str(&data(&told(diagnostic, catalogue)));
    out
}

/// A diagnostic as an entry of GitLab's report on the quality of code.
#[must_use]
pub fn gitlab(diagnostic: &Diagnostic, sources: &Sources, catalogue: &Catalogue, folder: &str) -> serde_json::Value {
    let severity = match diagnostic.severity() {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    };
    let (file, line, _) = place(diagnostic, sources, folder).unwrap_or_else(|| (format!("{folder}book.toml"), 1, 1));
    let told = told(diagnostic, catalogue);
    // The same in every language, so that reports in two can be compared.
    let key =
        format!("{}\0{file}\0{line}\0{}", diagnostic.code.as_str(), self::told(diagnostic, &Catalogue::default()));
    let fingerprint = blake3::hash(key.as_bytes());
    json!({
        "description": told,
        "check_name": diagnostic.code.as_str(),
        "fingerprint": fingerprint.to_hex().as_str(),
        "severity": severity,
        "location": {"path": file, "lines": {"begin": line}},
    })
}

/// The message, and what helps.
fn told(diagnostic: &Diagnostic, catalogue: &Catalogue) -> String {
    let line = |word: &Phrase, text: &Phrase| format!("\n{}: {}", catalogue.say(word), catalogue.say(text));
    let notes = diagnostic.notes.iter().map(|note| line(&Severity::Note.word(), note));
    let help = diagnostic.help.iter().map(|help| line(&said!("help"), help));
    std::iter::once(catalogue.say(&diagnostic.message)).chain(notes).chain(help).collect()
}

/// The file, line and column of a diagnostic.
fn place(diagnostic: &Diagnostic, sources: &Sources, folder: &str) -> Option<(String, usize, usize)> {
    let Some((span, _)) = diagnostic.labels.first() else {
        return Some((format!("{folder}{}", diagnostic.path.as_deref()?), 1, 1));
    };
    let span = sources.lead_back(*span);
    let source = sources.get(span.file);
    let (line, column) = source.line_column(span.start as usize);
    Some((format!("{folder}{}", source.shown), line, column))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::said::Phrase;
    use crate::source::{Layer, Span};

    #[test]
    fn a_note_is_on_its_line_and_ends_where_it_should() {
        let (mut sources, english) = (Sources::default(), Catalogue::default());
        let file = sources.add(Layer::Book, "content/a,b.md", "Å\nfeil\n");
        let said = Diagnostic::new(Code::UnknownLink, Phrase::verbatim("100 %\n::error::x"))
            .at(Span::new(file, 3..7), Phrase::default())
            .help(Phrase::verbatim("rett"));
        assert_eq!(
            github(&said, &sources, &english, "bok/"),
            "::error title=unknown-link,file=bok/content/a%2Cb.md,line=2,col=1::100 %25%0A::error::x%0Ahelp: rett"
        );
        let entry = gitlab(&said, &sources, &english, "");
        assert_eq!(entry["location"], json!({"path": "content/a,b.md", "lines": {"begin": 2}}));
        assert_eq!((&entry["check_name"], &entry["severity"]), (&"unknown-link".into(), &"major".into()));
        let nowhere = Diagnostic::new(Code::BadConfig, Phrase::verbatim("galt"));
        assert_eq!(github(&nowhere, &sources, &english, ""), "::error title=bad-config::galt");
    }
}
