//! The order of the pages of an edition.
//!
//! In: the summary of the book below, the pages that are removed and those that are added. Out: the
//! summary of the edition.
//!
//! Invariant: what is not added or removed keeps its place and its line.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::edit::{Edit, Piece, edited, line_end, line_start};
use crate::config::{Chapter, PartHeading, SummaryItem, parse_summary, path_named};
use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::said::{Phrase, said};
use crate::source::{FileId, SegmentMap, Source, Sources, Span, page_id};

/// The place of an added page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PagePlacement {
    /// After a page and those below it.
    After(String, Span),
    /// At the end of a part.
    Part(String, Span),
}

impl PagePlacement {
    /// Where it is written.
    pub(super) fn at(&self) -> Span {
        match self {
            Self::After(_, at) | Self::Part(_, at) => *at,
        }
    }
}

/// A chapter's lines.
struct Line {
    id: Option<String>,
    /// Its own line.
    at: Range<usize>,
    /// Where what stands below it ends.
    end: usize,
    /// The text before the link: `  - `.
    lead: Range<usize>,
    /// The column of its mark, and the lines of all that stands below it.
    column: usize,
    below: Vec<usize>,
}

/// The summary with pages taken out and put in.
pub(super) fn reordered(
    sources: &Sources,
    summary: FileId,
    gone: &BTreeSet<String>,
    added: &BTreeMap<String, PagePlacement>,
) -> Warned<Option<(String, SegmentMap)>> {
    let source = sources.get(summary);
    let items = parse_summary(source).value.items;
    let mut lines = Vec::new();
    let mut parts: Vec<(String, usize)> = Vec::new();
    let text = &source.text;
    for item in &items {
        match item {
            SummaryItem::Part(heading) => {
                let from = parts.last().map_or(source.begin(), |part| part.1);
                parts.push((heading.title.clone(), part_heading(text, from, heading)));
            }
            SummaryItem::Chapter(chapter) => {
                let end = take_lines(source, chapter, &mut lines);
                if let Some(part) = parts.last_mut() {
                    part.1 = part.1.max(end);
                }
            }
            SummaryItem::Separator => {}
        }
    }
    let mut edits = Vec::new();
    for item in &items {
        if let SummaryItem::Part(PartHeading { page: Some((target, at)), .. }) = item
            && linked_page(target).is_some_and(|id| gone.contains(&id))
        {
            edits.extend(unlinked(text, at.range()));
        }
    }
    for line in lines.iter().filter(|line| line.id.as_ref().is_some_and(|id| gone.contains(id))) {
        edits.push(Edit::removal(line.at.clone()));
        for at in &line.below {
            let column = text[*at..].bytes().take_while(|b| *b == b' ').count();
            let indent = column.min(child_indent(&lines, line));
            if indent > 0 {
                edits.push(Edit::removal(*at..*at + indent));
            }
        }
    }
    let diagnostics = insert(source, &lines, &parts, added, &mut edits);
    if edits.is_empty() {
        return Warned::new(None, diagnostics);
    }
    Warned::new(Some(edited(sources, summary, edits)), diagnostics)
}

/// The edits that leave only the text of a link.
fn unlinked(text: &str, at: Range<usize>) -> Vec<Edit> {
    let shown = text[at.clone()].rfind("](").map_or(at.end, |end| at.start + end);
    vec![Edit::removal(at.start..at.start + 1), Edit::removal(shown..at.end)]
}

/// The id of the page that a link of the summary leads to.
fn linked_page(target: &str) -> Option<String> {
    page_id(&path_named(target))
}

/// How far the chapters right below a chapter are indented from it.
fn child_indent(lines: &[Line], line: &Line) -> usize {
    let first = line.below.first().and_then(|at| lines.iter().find(|other| other.at.start == *at));
    first.map_or(0, |first| first.column.saturating_sub(line.column))
}

/// The end of the heading of a part.
pub(super) fn part_heading(text: &str, from: usize, heading: &PartHeading) -> usize {
    if let Some((_, link)) = &heading.page {
        return line_end(text, link.end as usize);
    }
    let mut at = from;
    while at < text.len() {
        let end = line_end(text, at);
        if text[at..end].starts_with("# ") && text[at + 2..end].trim().trim_end_matches('#').trim() == heading.title {
            return end;
        }
        at = end;
    }
    from
}

/// Takes note of a chapter and those below it; gives the end of their lines.
fn take_lines(source: &Source, chapter: &Chapter, lines: &mut Vec<Line>) -> usize {
    let text = &source.text;
    let at = chapter.at.start as usize;
    let start = line_start(text, at);
    let own_end = line_end(text, chapter.at.end as usize);
    let id = chapter.target.as_deref().and_then(linked_page);
    let column = text[start..].bytes().take_while(|b| *b == b' ').count();
    let number = lines.len();
    lines.push(Line { id, at: start..own_end, end: own_end, lead: start..at, column, below: Vec::new() });
    let mut end = own_end;
    for child in &chapter.children {
        end = end.max(take_lines(source, child, lines));
    }
    lines[number].below = lines[number + 1..].iter().map(|line| line.at.start).collect();
    lines[number].end = end;
    end
}

/// Puts the added pages in.
fn insert(
    source: &Source,
    lines: &[Line],
    parts: &[(String, usize)],
    added: &BTreeMap<String, PagePlacement>,
    edits: &mut Vec<Edit>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    // Pages that stand after a page that is added itself follow it.
    let mut followers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut roots = Vec::new();
    for (id, place) in added {
        match place {
            PagePlacement::After(other, _) if added.contains_key(other) => followers.entry(other).or_default().push(id),
            _ => roots.push((id.as_str(), place)),
        }
    }
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    let mut new_parts: BTreeSet<&str> = BTreeSet::new();
    for (id, place) in roots {
        let (at, lead) = match place {
            PagePlacement::After(other, span) => {
                let Some(line) = lines.iter().find(|line| line.id.as_ref() == Some(other)) else {
                    let known = lines.iter().filter_map(|line| line.id.as_deref());
                    diagnostics.push(no_place(said!("SUMMARY.md has no page `{other}`", other), other, known, *span));
                    continue;
                };
                (line.end, source.text[line.lead.clone()].to_owned())
            }
            PagePlacement::Part(title, span) => {
                if let Some((_, end)) = parts.iter().find(|part| part.0 == *title) {
                    (*end, "- ".to_owned())
                } else {
                    let known = || parts.iter().map(|part| part.0.as_str());
                    if nearest(title, known()).is_some() {
                        diagnostics.push(no_place(
                            said!("SUMMARY.md has no part `{title}`", title),
                            title,
                            known(),
                            *span,
                        ));
                        continue;
                    }
                    let end = source.text.len();
                    if new_parts.insert(title) {
                        let gap = if source.text.ends_with('\n') { "\n" } else { "\n\n" };
                        let heading = Piece::Made(format!("{gap}# {title}\n\n"), *span);
                        edits.push(Edit { at: end..end, pieces: vec![heading] });
                    }
                    (end, "- ".to_owned())
                }
            }
        };
        let mut row = vec![id];
        let mut next = 0;
        while next < row.len() {
            let after = followers.get(row[next]).cloned().unwrap_or_default();
            for (n, id) in after.into_iter().enumerate() {
                row.insert(next + 1 + n, id);
            }
            next += 1;
        }
        let breaks = at > 0 && !source.text[..at].ends_with('\n') && !new_parts.iter().any(|_| at == source.text.len());
        let mut pieces = Vec::new();
        for id in &row {
            let span = added[*id].at();
            let line = if id.contains(|c: char| c.is_whitespace() || "()".contains(c)) {
                format!("{lead}[](<{id}.md>)\n")
            } else {
                format!("{lead}[]({id}.md)\n")
            };
            pieces.push(Piece::Made(line, span));
        }
        if breaks && let Some(Piece::Made(line, _)) = pieces.first_mut() {
            line.insert(0, '\n');
        }
        placed.extend(row);
        edits.push(Edit { at: at..at, pieces });
    }
    for (id, place) in added.iter().filter(|(id, _)| !placed.contains(id.as_str())) {
        if let PagePlacement::After(other, span) = place
            && added.contains_key(other)
        {
            let message = said!("`{id}` and `{other}` stand after each other", id, other);
            let help = said!("put one of them after a page of the book below");
            diagnostics.push(Diagnostic::new(Code::UnknownTarget, message).at(*span, said!("in a circle")).help(help));
        }
    }
    diagnostics
}

fn no_place<'a>(message: Phrase, wanted: &str, known: impl Iterator<Item = &'a str>, at: Span) -> Diagnostic {
    let help = match nearest(wanted, known) {
        Some(near) => said!("did you mean `{near}`?", near),
        None => said!("name a page by its id, or a part by its title: `part: …`"),
    };
    Diagnostic::new(Code::UnknownTarget, message).at(at, said!("not there")).help(help)
}
