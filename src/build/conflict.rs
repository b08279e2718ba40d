//! Conflicts of a merge that were left in the files of a book.
//!
//! In: [`Inputs`]. Out: a diagnostic for each conflict. Invariant: it names the line, also in a file
//! that is kept as bytes.

use std::sync::Arc;

use super::inputs::Inputs;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span, conflicts};

/// Diagnostics on the conflicts in every text, and in other files as far as they are text. mdBook shows them as they
/// stand: in its books they are an error only where settings are read.
pub(super) fn check(inputs: &Inputs) -> Vec<Diagnostic> {
    let theme = format!("themes/{}/", inputs.config.theme.name);
    let others = [(inputs.config.book.content(), &inputs.assets), (theme, &inputs.theme)];
    let in_others = others.into_iter().flat_map(|(folder, files)| {
        files.iter().flat_map(move |(path, bytes)| in_file(&format!("{folder}{path}"), bytes))
    });
    let (mut settings, mut texts) = (Vec::new(), Vec::new());
    for source in inputs.sources.iter() {
        let said = if &*source.path == "book.toml" { &mut settings } else { &mut texts };
        said.extend(in_source(source));
    }
    texts.extend(in_others);
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
            (conflict.begin, "one version begins here"),
            (conflict.middle, "the other here"),
            (conflict.end, "the conflict ends here"),
        ];
        let places = labels.into_iter().filter_map(|(line, text)| Some((Span::new(id, line?), text)));
        places.fold(left("here"), |diagnostic, (span, text)| diagnostic.at(span, text))
    })
}

/// The conflicts of a file that is kept as bytes.
fn in_file(path: &str, bytes: &Arc<[u8]>) -> Vec<Diagnostic> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let found = conflicts(text).into_iter().filter_map(|conflict| conflict.begin.or(conflict.end));
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    found.map(|marker| left(&format!("in line {}", line(marker.start))).in_file(path)).collect()
}

fn left(place: &str) -> Diagnostic {
    Diagnostic::new(Code::MergeConflict, format!("a conflict of a merge was left {place}")).help(
        "keep one version, or both, and take the lines with markers away; where they are meant, put a space before them",
    )
}
