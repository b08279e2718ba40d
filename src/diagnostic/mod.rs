//! Diagnostics: what the program has to say about a book, where, and the way out.
//!
//! In: facts from every stage. Out: [`Diagnostic`] values, and renderers that turn them
//! into text for a terminal, HTML, JSON or notes on a proposed change.
//!
//! Invariant: a diagnostic about a text names its place; an error always carries help.

mod annotations;
mod code;
mod render;
mod suggest;

pub use annotations::{github, gitlab};
pub use code::{Code, Severity};
pub use render::{html, json, terminal};
pub use suggest::{NameIndex, listed, nearest};

use std::collections::HashSet;

use crate::said::Phrase;
use crate::source::{FileId, Span};

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The fault in words of a closed list; decides the severity.
    pub code: Code,
    /// The fault, in one sentence without a full stop.
    pub message: Phrase,
    /// The place it is about, first, and others that matter, each with a short text (may be empty).
    pub labels: Vec<(Span, Phrase)>,
    /// The file or folder it is about, where there is no text to point into.
    pub path: Option<String>,
    /// The way out.
    pub help: Option<Phrase>,
    /// Notes on what else is worth knowing.
    pub notes: Vec<Phrase>,
    /// Whether an error elsewhere is only a warning here.
    pub mild: bool,
}

impl Diagnostic {
    /// A diagnostic without a place yet.
    #[must_use]
    pub fn new(code: Code, message: Phrase) -> Self {
        Self { code, message, labels: Vec::new(), path: None, help: None, notes: Vec::new(), mild: false }
    }

    /// Points at `span`, saying `text` there.
    #[must_use]
    pub fn at(mut self, span: Span, text: Phrase) -> Self {
        self.labels.push((span, text));
        self
    }

    /// Names the file or folder where there is no text to point into.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Says the way out.
    #[must_use]
    pub fn help(mut self, help: Phrase) -> Self {
        self.help = Some(help);
        self
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, note: Phrase) -> Self {
        self.notes.push(note);
        self
    }

    /// The severity of its code; a mild error is a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self.code.severity() {
            Severity::Error if self.mild => Severity::Warning,
            severity => severity,
        }
    }
}

/// Makes every error a warning.
pub fn soften(diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics {
        diagnostic.mild = true;
    }
}

/// A value, and what there was to say while it was made.
#[derive(Debug, Clone, Default)]
pub struct Warned<T> {
    /// The value.
    pub value: T,
    /// The diagnostics that came of making it.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A value with diagnostics.
    #[must_use]
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// Hands over the value and moves the diagnostics to `into`.
    pub fn unpack(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.diagnostics);
        self.value
    }
}

/// Whether any of them is an error.
#[must_use]
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity() == Severity::Error)
}

/// Puts diagnostics in the order they are shown: by file and place, those without a place last.
/// Equal ones (the same include used twice, say) are shown once, and of a file with a conflict of a
/// merge nothing else: the rest would only follow from it.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    fn key(d: &Diagnostic) -> impl Ord + use<> {
        let place = d.labels.first().map(|label| label.0);
        (d.labels.is_empty(), place, d.path.clone(), d.code, d.message.to_string())
    }
    let file = |d: &Diagnostic| d.labels.first().map(|label| label.0.file);
    let conflict = |d: &&Diagnostic| d.code == Code::MergeConflict && d.severity() == Severity::Error;
    let torn: HashSet<FileId> = diagnostics.iter().filter(conflict).filter_map(file).collect();
    diagnostics.retain(|d| d.code == Code::MergeConflict || file(d).is_none_or(|file| !torn.contains(&file)));
    diagnostics.sort_by_cached_key(key);
    diagnostics.dedup();
}
