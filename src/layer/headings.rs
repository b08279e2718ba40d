//! The headings of a page and of its translation, one beside the other.
//!
//! In: two pages. Out: where their rows of headings part, and the ids of one for the other.
//!
//! Invariant: only headings at the outermost level count, as they stand in the page's own file.

use std::ops::Range;

use super::edit::{Edit, Piece, line_start};
use super::units::body_of;
use crate::config::Config;
use crate::front_matter::split;
use crate::markdown::{Mark, marks};
use crate::source::{Source, Sources, Span};

/// The headings of a page, in order.
pub(super) fn headings_of(source: &Source) -> Vec<Mark> {
    let begins = split(source).map_or(source.begin(), |split| split.body);
    marks(&source.text, begins).into_iter().filter(|mark| mark.level.is_some()).collect()
}

/// The line of a page from which on its row of headings is another one.
pub(super) fn differs_at(text: &str, ours: &[Mark], theirs: &[Mark]) -> Option<Range<usize>> {
    let mut pairs = ours.iter().zip(theirs);
    let other = pairs.find(|(ours, theirs)| ours.level != theirs.level).map(|(ours, _)| ours);
    if other.is_none() && ours.len() == theirs.len() {
        return None;
    }
    let mark = other.or(ours.get(theirs.len())).or(ours.last())?;
    let start = line_start(text, mark.at.start);
    let end = text[start..mark.at.end].find('\n').map_or(mark.at.end, |length| start + length);
    Some(start..end)
}

/// The ids that the headings of a page have in the book; nothing for one that an included text brings.
pub(super) fn ids_of(sources: &Sources, source: &Source, config: &Config, headings: &[Mark]) -> Vec<Option<String>> {
    let body = body_of(sources, source, config);
    let id = |mark: &Mark| {
        let unit = body.units.iter().find(|unit| unit.level.is_some() && unit.at.start == mark.at.start)?;
        unit.elsewhere.is_none().then(|| unit.id.to_string())
    };
    headings.iter().map(id).collect()
}

/// The edit that gives a heading its id.
pub(super) fn with_id(source: &Source, mark: &Mark, id: &str) -> Edit {
    let made = |text: String, at: usize, place: Range<usize>| Edit {
        at: at..at,
        pieces: vec![Piece::Made(text, Span::new(source.id, place))],
    };
    if let Some(braces) = &mark.braces {
        return made(format!("#{id} "), braces.start + 1, braces.clone());
    }
    let line = source.text[mark.at.clone()].lines().next().unwrap_or_default();
    // `## Heading ##` ends before its last marks.
    let said = line.trim_end().trim_end_matches('#').trim_end();
    let said = if line.starts_with('#') && !said.is_empty() { said } else { line.trim_end() };
    let at = mark.at.start + said.len();
    made(format!(" {{#{id}}}"), at, mark.at.start..at)
}
