//! Conflicts of a merge that were left in the files of a book.
//!
//! In: [`Inputs`]. Out: a diagnostic for each conflict. Invariant: it names the line, also in a file
//! that is kept as bytes; a text is looked through once, however many languages or editions have it.

use std::collections::HashMap;
use std::sync::Arc;

use super::inputs::{Files, Inputs};
use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};
use crate::source::{Source, Span, conflicts};

/// Texts that were found to have no conflict, by where they lie: while they are kept nothing else lies there.
#[derive(Debug, Default)]
pub(super) struct WholeTexts(HashMap<usize, Arc<str>>);

impl WholeTexts {
    /// The conflicts of a text that is not known to have none. It is known afterwards.
    fn look(&mut self, before: &mut Self, source: &Source) -> Vec<Diagnostic> {
        let place = source.text.as_ptr().addr();
        let known = before.0.remove(&place).is_some() || self.0.contains_key(&place);
        let found = if known { Vec::new() } else { in_source(source).collect() };
        if found.is_empty() {
            self.0.insert(place, source.text.clone());
        }
        found
    }
}

/// Diagnostics on the conflicts in every text, and in other files as far as they are text. mdBook shows them as they
/// stand: in its books they are an error only where settings are read. `whole` are the texts that a build before found
/// to have none, and gets those of this one. What a translation has from `source` is told of with that.
pub(super) fn check(inputs: &Inputs, source: Option<&Inputs>, whole: &mut WholeTexts) -> Vec<Diagnostic> {
    let (mut settings, mut texts) = (Vec::new(), Vec::new());
    let mut before = std::mem::take(whole);
    let is_told_already = |text: &&Source| source.is_some_and(|source| source.sources.has(text.id));
    for source in inputs.sources.iter().filter(|text| !is_told_already(text)) {
        let said = if &*source.path == "book.toml" { &mut settings } else { &mut texts };
        said.extend(whole.look(&mut before, source));
    }
    let (content, theme) = (inputs.config.book.content(), format!("themes/{}/", inputs.config.theme.name));
    texts.extend(in_files(&content, &inputs.assets, source.map(|source| &source.assets)));
    texts.extend(in_files(&theme, &inputs.theme, source.map(|source| &source.theme)));
    for diagnostic in &mut texts {
        diagnostic.mild = inputs.config.mdbook;
    }
    settings.extend(texts);
    settings
}

fn in_source(source: &Source) -> impl Iterator<Item = Diagnostic> {
    let id = source.id;
    conflicts(&source.text).into_iter().map(move |conflict| {
        let labels = [
            (conflict.begin, said!("one version begins here")),
            (conflict.middle, said!("the other here")),
            (conflict.end, said!("the conflict ends here")),
        ];
        let places = labels.into_iter().filter_map(|(line, text)| Some((Span::new(id, line?), text)));
        places.fold(left(said!("a conflict of a merge was left here")), |diagnostic, (span, text)| {
            diagnostic.at(span, text)
        })
    })
}

/// The conflicts of the files of a folder that are kept as bytes, less those that the source has too.
fn in_files(folder: &str, files: &Files, of_source: Option<&Files>) -> Vec<Diagnostic> {
    let is_told_already = |path: &str, bytes: &Arc<[u8]>| {
        of_source.and_then(|files| files.get(path)).is_some_and(|other| Arc::ptr_eq(other, bytes))
    };
    let own = files.iter().filter(|(path, bytes)| !is_told_already(path, bytes));
    own.flat_map(|(path, bytes)| in_file(&format!("{folder}{path}"), bytes)).collect()
}

/// The conflicts of a file that is kept as bytes.
fn in_file(path: &str, bytes: &Arc<[u8]>) -> Vec<Diagnostic> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let found = conflicts(text).into_iter().filter_map(|conflict| conflict.begin.or(conflict.end));
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    found
        .map(|marker| {
            left(said!("a conflict of a merge was left in line {line}", line = line(marker.start))).in_file(path)
        })
        .collect()
}

fn left(message: Phrase) -> Diagnostic {
    Diagnostic::new(Code::MergeConflict, message).help(said!(
        "keep one version, or both, and take the lines with markers away; where they are meant, put a space before them"
    ))
}
