//! Diagnostics as text for a terminal, as HTML and as JSON.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Severity};
use crate::said::{Catalogue, Phrase, said};
use crate::source::{Source, Sources, Span, floor_boundary};

/// Text for people, in the language of a catalogue: the line with carets, help and notes. `color` adds terminal colours.
#[must_use]
pub fn terminal(diagnostic: &Diagnostic, sources: &Sources, catalogue: &Catalogue, color: bool) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let level = level.with_name(catalogue.say(&diagnostic.severity().word()));
    let labels = labels(diagnostic, sources, catalogue);
    let message = catalogue.say(&diagnostic.message);
    let mut group = level.primary_title(message).id(diagnostic.code.as_str()).elements(snippets(&labels, sources));
    if let (true, Some(path)) = (diagnostic.labels.is_empty(), &diagnostic.path) {
        group = group.element(Origin::path(path.as_str()));
    }
    let (note, help) = (catalogue.say(&Severity::Note.word()), catalogue.say(&said!("help")));
    let (note, help) = (Level::NOTE.with_name(note), Level::HELP.with_name(help));
    group = group.elements(diagnostic.notes.iter().map(|said| note.clone().message(catalogue.say(said))));
    group = group.elements(diagnostic.help.iter().map(|said| help.clone().message(catalogue.say(said))));
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group as Group<'_>])
}

/// The places in the files that somebody wrote, with what is said of each.
fn labels(diagnostic: &Diagnostic, sources: &Sources, catalogue: &Catalogue) -> Vec<(Span, String)> {
    diagnostic.labels.iter().map(|(span, text)| (sources.lead_back(*span), catalogue.say(text))).collect()
}

/// The same text as [`terminal`] gives, for a page: in a `pre` with the severity as its class.
#[must_use]
pub fn html(diagnostic: &Diagnostic, sources: &Sources, catalogue: &Catalogue) -> String {
    let mut out = format!("<pre class=\"{}\" lang=\"{}\">", diagnostic.severity().as_str(), catalogue.tag());
    for c in terminal(diagnostic, sources, catalogue, false).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out.push_str("</pre>\n");
    out
}

/// Labels of one file that lie further apart than this, in bytes, get snippets of their own: what is
/// between them is not shown, and must not be gone through for every diagnostic.
const FAR: u32 = 10_000;

/// One snippet a file, the labels of a file together, the first label's file first.
fn snippets<'a>(
    labels: &'a [(Span, String)],
    sources: &'a Sources,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut groups: Vec<Vec<&(Span, String)>> = Vec::new();
    for label in labels {
        let near = |first: Span| first.file == label.0.file && first.start.abs_diff(label.0.start) < FAR;
        match groups.iter_mut().find(|group| near(group[0].0)) {
            Some(group) => group.push(label),
            None => groups.push(vec![label]),
        }
    }
    groups
        .into_iter()
        .map(|group| {
            let source = sources.get(group[0].0.file);
            let window = Window::around(source, group.iter().map(|l| l.0));
            let annotations = group.iter().map(|(span, text)| {
                let primary = Some(span) == labels.first().map(|l| &l.0);
                let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                kind.span(window.place(*span)).label((!text.is_empty()).then_some(text.as_str()))
            });
            Snippet::source(window.text)
                .path(source.shown.as_ref())
                .line_start(window.first_line)
                .annotations(annotations)
        })
        .collect()
}

/// The lines that a snippet needs, so that a large file costs no more than a small one. A line
/// of enormous length is cut near the place.
struct Window<'a> {
    text: &'a str,
    start: usize,
    first_line: usize,
}

impl<'a> Window<'a> {
    const WIDEST: usize = 2000;

    fn around(source: &'a Source, spans: impl Iterator<Item = Span>) -> Self {
        let text = &*source.text;
        let (mut low, mut high) = (text.len(), 0);
        for span in spans {
            low = low.min(span.start as usize);
            high = high.max((span.end as usize).min(text.len()));
        }
        let low = floor_boundary(text, low);
        let high = floor_boundary(text, high.max(low));
        let widest_start = floor_boundary(text, low.saturating_sub(Self::WIDEST));
        let start = text[widest_start..low].rfind('\n').map_or(widest_start, |at| widest_start + at + 1);
        let widest_end = floor_boundary(text, high + Self::WIDEST);
        let end = text[high..widest_end].find('\n').map_or(widest_end, |at| high + at);
        Self { text: &text[start..end], start, first_line: source.line_column(start).0 }
    }

    fn place(&self, span: Span) -> std::ops::Range<usize> {
        let at = |offset: u32| floor_boundary(self.text, (offset as usize).saturating_sub(self.start));
        at(span.start)..at(span.end).max(at(span.start))
    }
}

/// One diagnostic as a JSON object: `code`, `severity`, `message`, `file`, `line`, `column`
/// (from 1, columns in characters), `span` (half-open UTF-8 bytes), `label`, `related`, `notes`, `help`; what is said in
/// the language of a catalogue.
#[must_use]
pub fn json(diagnostic: &Diagnostic, sources: &Sources, catalogue: &Catalogue) -> serde_json::Value {
    let place = |(span, text): &(Span, Phrase)| {
        let span = sources.lead_back(*span);
        let source = sources.get(span.file);
        let (line, column) = source.line_column(span.start as usize);
        json!({
            "file": &*source.shown, "line": line, "column": column,
            "span": [span.start, span.end], "label": catalogue.say(text),
        })
    };
    let mut places = diagnostic.labels.iter().map(place);
    let mut value = json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity().as_str(),
        "message": catalogue.say(&diagnostic.message),
        "notes": diagnostic.notes.iter().map(|note| catalogue.say(note)).collect::<Vec<_>>(),
        "help": diagnostic.help.as_ref().map(|help| catalogue.say(help)),
        "file": diagnostic.path,
    });
    if let (Some(object), Some(serde_json::Value::Object(first))) = (value.as_object_mut(), places.next()) {
        object.extend(first);
        object.insert("related".into(), places.collect());
    }
    value
}
