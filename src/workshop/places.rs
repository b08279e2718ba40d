//! Places of what is said of an edition, as those see them who make it.
//!
//! In: diagnostics. Out: [`Problem`]s. Invariant: a place is told as one sees it who changes the text there: by the
//! section and its own lines, by the value of a form, by the setting.

use super::protocol::Problem;
use crate::build::Inputs;
use crate::config::{language_folder, setting_at};
use crate::diagnostic::{Diagnostic, json};
use crate::layer::{PATCH, SETTINGS, WrittenPlace, body_begins, page_part_at, page_value_at, written_place};
use crate::said::Catalogue;
use crate::source::{Layer, Source, Span, page_id};

/// A diagnostic with the page and the part it is about.
pub(super) fn problem(diagnostic: &Diagnostic, inputs: &Inputs, catalogue: &Catalogue) -> Problem {
    let sources = inputs.every_source();
    let said_at = diagnostic.labels.first().map(|(span, _)| *span);
    let place = said_at.map(|span| sources.lead_back(span));
    let source = place.map(|place| sources.get(place.file));
    let path = source.map(|source| &*source.path).or(diagnostic.path.as_deref());
    let below = path.and_then(|path| below_content(path, inputs));
    let patched = below.and_then(|below| below.strip_suffix(PATCH));
    let mut problem = Problem {
        said: json(diagnostic, sources, catalogue),
        page: patched.map(str::to_owned).or_else(|| below.and_then(page_id)),
        part: None,
        heading: None,
        way: None,
        shown_line: None,
        is_own: source.is_some_and(|source| source.layer == Layer::Book),
    };
    let (Some(source), Some(place)) = (source, place) else { return problem };
    let at = place.start as usize;
    if path == Some(SETTINGS) {
        problem.way = setting_at(source, at);
    } else if patched.is_some() {
        match written_place(source, at, inputs.config.language()) {
            Some(WrittenPlace::Part(part, begins)) => problem.tell_line(source, begins, at, Some(part)),
            Some(WrittenPlace::Value(way)) => problem.way = Some(way),
            None => {}
        }
    } else if below.and_then(page_id).is_some() {
        problem.way = page_value_at(source, at);
        let begins = body_of(source);
        if problem.way.is_none() && at >= begins {
            let part = (!problem.is_own).then(|| said_at.and_then(|at| part_at(at, inputs))).flatten();
            problem.tell_line(source, begins, at, part);
        }
    }
    problem
}

impl Problem {
    /// Tells the line of a place in the text that begins at `begins`, and what it stands under.
    fn tell_line(&mut self, source: &Source, begins: usize, at: usize, part: Option<String>) {
        let text = &source.text;
        self.shown_line = Some(text[begins..at].matches('\n').count() + 1);
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        self.heading = last_heading(&text[begins..end]);
        self.part = part;
    }
}

/// A path below the folder of the content, or below that of a translation.
fn below_content<'p>(path: &'p str, inputs: &Inputs) -> Option<&'p str> {
    let book = &inputs.config.book;
    let of = |tag: &str| path.strip_prefix(&language_folder(&book.src, tag))?.strip_prefix('/');
    let translated = || book.languages.iter().find_map(|language| of(&language.tag));
    path.strip_prefix(&book.content()).or_else(translated)
}

/// Where the text begins that one sees of a page that one writes whole: below its front matter, and the empty line there.
fn body_of(source: &Source) -> usize {
    let begins = body_begins(source);
    begins + usize::from(source.text[begins..].starts_with('\n'))
}

/// The section of the page as it was composed.
fn part_at(at: Span, inputs: &Inputs) -> Option<String> {
    let sources = &inputs.sources;
    let source = sources.has(at.file).then(|| sources.get(at.file))?;
    let page = page_id(source.path.strip_prefix(&inputs.config.book.content())?)?;
    page_part_at(sources, &inputs.config, &page, at.start as usize)
}

/// The last heading of a text, without what is said in braces.
fn last_heading(text: &str) -> Option<String> {
    let mut fence: Option<&str> = None;
    let mut found = None;
    for line in text.lines() {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (mark, fence) {
            (Some(mark), None) => fence = Some(mark),
            (Some(mark), Some(open)) if mark == open => fence = None,
            _ => {}
        }
        let bare = line.trim_start_matches('#');
        let level = line.len() - bare.len();
        if fence.is_none() && (1..=6).contains(&level) && bare.starts_with(' ') {
            found = Some(bare.trim());
        }
    }
    let bare = |heading: &str| match heading.rfind(" {") {
        Some(braces) if heading.ends_with('}') => heading[..braces].trim_end().to_owned(),
        _ => heading.to_owned(),
    };
    found.map(bare).filter(|heading| !heading.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_above_is_the_last_one_that_is_no_code() {
        assert_eq!(last_heading("Først.\n\n## Én {#en .replace}\n\nTekst.").as_deref(), Some("Én"));
        assert_eq!(last_heading("## Én\n\n```sh\n# kode\n").as_deref(), Some("Én"));
        assert_eq!(last_heading("#ikke\n\nTekst."), None);
    }
}
