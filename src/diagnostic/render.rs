//! Diagnostics as text for a terminal, as HTML and as JSON.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Severity};
use crate::source::{Source, Sources, Span, floor_boundary};

/// Text for people: the line with carets, help and notes. `color` adds terminal colours.
#[must_use]
pub fn terminal(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let diagnostic = &led_back(diagnostic, sources);
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group =
        level.primary_title(&diagnostic.message).id(diagnostic.code.as_str()).elements(snippets(diagnostic, sources));
    if let (true, Some(path)) = (diagnostic.labels.is_empty(), &diagnostic.path) {
        group = group.element(Origin::path(path.as_str()));
    }
    group = group.elements(diagnostic.notes.iter().map(|note| Level::NOTE.message(note)));
    group = group.elements(diagnostic.help.iter().map(|help| Level::HELP.message(help)));
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group as Group<'_>])
}

/// The diagnostic with its places in the files that somebody wrote.
fn led_back(diagnostic: &Diagnostic, sources: &Sources) -> Diagnostic {
    let labels = diagnostic.labels.iter().map(|(span, text)| (sources.lead_back(*span), text.clone()));
    Diagnostic { labels: labels.collect(), ..diagnostic.clone() }
}

/// The same text as [`terminal`] gives, for a page: in a `pre` with the severity as its class.
#[must_use]
pub fn html(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut out = format!("<pre class=\"{}\" lang=\"en\">", diagnostic.severity().as_str());
    for c in terminal(diagnostic, sources, false).chars() {
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
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut groups: Vec<Vec<&(Span, String)>> = Vec::new();
    for label in &diagnostic.labels {
        let near = |first: Span| first.file == label.0.file && first.start.abs_diff(label.0.start) < FAR;
        match groups.iter_mut().find(|group| near(group[0].0)) {
            Some(group) => group.push(label),
            None => groups.push(vec![label]),
        }
    }
    groups
        .into_iter()
        .map(|labels| {
            let source = sources.get(labels[0].0.file);
            let window = Window::around(source, labels.iter().map(|l| l.0));
            let annotations = labels.iter().map(|(span, text)| {
                let primary = Some(span) == diagnostic.labels.first().map(|l| &l.0);
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
/// (from 1, columns in characters), `span` (half-open UTF-8 bytes), `label`, `related`, `notes`, `help`.
#[must_use]
pub fn json(diagnostic: &Diagnostic, sources: &Sources) -> serde_json::Value {
    let place = |(span, text): &(Span, String)| {
        let span = sources.lead_back(*span);
        let source = sources.get(span.file);
        let (line, column) = source.line_column(span.start as usize);
        json!({
            "file": &*source.shown, "line": line, "column": column,
            "span": [span.start, span.end], "label": text,
        })
    };
    let mut places = diagnostic.labels.iter().map(place);
    let mut value = json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity().as_str(),
        "message": diagnostic.message,
        "notes": diagnostic.notes,
        "help": diagnostic.help,
        "file": diagnostic.path,
    });
    if let (Some(object), Some(serde_json::Value::Object(first))) = (value.as_object_mut(), places.next()) {
        object.extend(first);
        object.insert("related".into(), places.collect());
    }
    value
}
