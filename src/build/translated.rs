//! The book in its other languages, built.
//!
//! In: what is said of a translation. Out: that of it which is not said of the source. Invariant:
//! what is wrong with a text of the source is told once, with the source.

use std::collections::HashSet;

use super::inputs::Inputs;
use crate::diagnostic::Diagnostic;
use crate::said::Phrase;

/// Takes away what is said of texts of the source, which translations have too where they have no text of their own.
pub(super) fn own(
    said: Vec<Diagnostic>,
    of_source: &[Diagnostic],
    translation: &Inputs,
    source: &Inputs,
) -> Vec<Diagnostic> {
    let told: HashSet<(_, &Phrase, Option<&str>)> =
        of_source.iter().map(|said| (said.code, &said.message, said.path.as_deref())).collect();
    let sources = &translation.sources;
    let content = source.config.book.content();
    let is_new = |said: &Diagnostic| {
        let mut files = said.labels.iter().map(|label| sources.get(sources.lead_back(label.0).file));
        if files.clone().any(|file| !source.sources.has(file.id)) {
            return true;
        }
        !files.any(|file| file.path.starts_with(&content))
            && !told.contains(&(said.code, &said.message, said.path.as_deref()))
    };
    said.into_iter().filter(is_new).collect()
}
