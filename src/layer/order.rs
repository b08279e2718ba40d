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

/// A part of the summary.
struct OrderedPart {
    title: String,
    /// Where the last line that belongs to it ends.
    end: usize,
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
    let mut parts: Vec<OrderedPart> = Vec::new();
    let text = &source.text;
    for item in &items {
        match item {
            SummaryItem::Part(heading) => {
                let from = parts.last().map_or(source.begin(), |part| part.end);
                parts.push(OrderedPart { title: heading.title.clone(), end: part_heading(text, from, heading) });
            }
            SummaryItem::Chapter(chapter) => {
                let end = take_lines(source, chapter, &mut lines);
                if let Some(part) = parts.last_mut() {
                    part.end = part.end.max(end);
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
    parts: &[OrderedPart],
    added: &BTreeMap<String, PagePlacement>,
    edits: &mut Vec<Edit>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let followers = followers(added);
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    let mut places = SummaryPlaces { source, lines, parts, new_parts: BTreeSet::new() };
    for (id, placement) in added.iter().filter(|(_, placement)| leader(placement, added).is_none()) {
        let found = match placement {
            PagePlacement::After(other, span) => places.after(other, *span),
            PagePlacement::Part(title, span) => places.at_end_of(title, *span, edits),
        };
        match found {
            Ok(place) => {
                let row = row_from(id, &followers);
                edits.push(lines_put_in(&place, row.iter().map(|id| (*id, added[*id].at()))));
                placed.extend(row);
            }
            Err(said) => diagnostics.push(said),
        }
    }
    diagnostics.extend(circles(added, &placed));
    diagnostics
}

/// The added page that an added page stands after.
fn leader<'a>(placement: &'a PagePlacement, added: &BTreeMap<String, PagePlacement>) -> Option<&'a str> {
    match placement {
        PagePlacement::After(other, _) if added.contains_key(other) => Some(other),
        PagePlacement::After(..) | PagePlacement::Part(..) => None,
    }
}

/// By an added page: those that stand right after it.
fn followers(added: &BTreeMap<String, PagePlacement>) -> BTreeMap<&str, Vec<&str>> {
    let mut followers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, placement) in added {
        if let Some(leader) = leader(placement, added) {
            followers.entry(leader).or_default().push(id);
        }
    }
    followers
}

/// A page with those that follow it, and after each of them those that follow that one.
fn row_from<'a>(first: &'a str, followers: &BTreeMap<&str, Vec<&'a str>>) -> Vec<&'a str> {
    let mut row = vec![first];
    let mut next = 0;
    while next < row.len() {
        let after = followers.get(row[next]).cloned().unwrap_or_default();
        next += 1;
        row.splice(next..next, after);
    }
    row
}

/// The place in the summary where lines are put in.
struct LinePlace {
    at: usize,
    /// The text before the link of each line: `  - `.
    lead: String,
    /// Whether the line before has no end yet.
    breaks: bool,
}

/// The places that pages can be put at in a summary.
struct SummaryPlaces<'a> {
    source: &'a Source,
    lines: &'a [Line],
    parts: &'a [OrderedPart],
    /// Parts that are added at the end.
    new_parts: BTreeSet<&'a str>,
}

impl<'a> SummaryPlaces<'a> {
    /// The place after a page and those below it.
    fn after(&self, id: &str, span: Span) -> Result<LinePlace, Diagnostic> {
        let Some(line) = self.lines.iter().find(|line| line.id.as_deref() == Some(id)) else {
            let known = self.lines.iter().filter_map(|line| line.id.as_deref());
            return Err(no_place(said!("SUMMARY.md has no page `{other}`", other = id), id, known, span));
        };
        Ok(self.place(line.end, &self.source.text[line.lead.clone()]))
    }

    /// The place at the end of a part. One that is not there is added, unless its title is nearly that of another.
    fn at_end_of(&mut self, title: &'a str, span: Span, edits: &mut Vec<Edit>) -> Result<LinePlace, Diagnostic> {
        if let Some(part) = self.parts.iter().find(|part| part.title == *title) {
            return Ok(self.place(part.end, "- "));
        }
        let known = || self.parts.iter().map(|part| part.title.as_str());
        if nearest(title, known()).is_some() {
            let message = said!("SUMMARY.md has no part `{title}`", title);
            return Err(no_place(message, title, known(), span));
        }
        let end = self.source.text.len();
        if self.new_parts.insert(title) {
            let gap = if self.source.text.ends_with('\n') { "\n" } else { "\n\n" };
            let heading = Piece::Made(format!("{gap}# {title}\n\n"), span);
            edits.push(Edit { at: end..end, pieces: vec![heading] });
        }
        Ok(self.place(end, "- "))
    }

    fn place(&self, at: usize, lead: &str) -> LinePlace {
        let text = &self.source.text;
        // A part that is added begins on a line of its own.
        let is_after_part = at == text.len() && !self.new_parts.is_empty();
        LinePlace { at, lead: lead.to_owned(), breaks: at > 0 && !text[..at].ends_with('\n') && !is_after_part }
    }
}

/// The lines of pages, each by its id with the place where it was asked for.
fn lines_put_in<'a>(place: &LinePlace, pages: impl Iterator<Item = (&'a str, Span)>) -> Edit {
    let LinePlace { at, lead, breaks } = place;
    let line = |(number, (id, span)): (usize, (&str, Span))| {
        let link = if id.contains(|c: char| c.is_whitespace() || "()".contains(c)) {
            format!("[](<{id}.md>)")
        } else {
            format!("[]({id}.md)")
        };
        let first = if *breaks && number == 0 { "\n" } else { "" };
        Piece::Made(format!("{first}{lead}{link}\n"), span)
    };
    Edit { at: *at..*at, pieces: pages.enumerate().map(line).collect() }
}

/// Added pages that stand after each other, so that none of them has a place.
fn circles(added: &BTreeMap<String, PagePlacement>, placed: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (id, placement) in added.iter().filter(|(id, _)| !placed.contains(id.as_str())) {
        if let Some(other) = leader(placement, added).filter(|_| is_without_first(id, added)) {
            let message = said!("`{id}` and `{other}` stand after each other", id, other);
            let help = said!("put one of them after a page of the book below");
            let said =
                Diagnostic::new(Code::UnknownTarget, message).at(placement.at(), said!("in a circle")).help(help);
            out.push(said);
        }
    }
    out
}

/// Whether no page begins the row that an added page stands in. One whose first page has no place stands in no circle.
fn is_without_first(id: &str, added: &BTreeMap<String, PagePlacement>) -> bool {
    let mut seen = BTreeSet::new();
    let mut row = std::iter::successors(Some(id), |id| leader(added.get(*id)?, added));
    row.any(|id| !seen.insert(id))
}

fn no_place<'a>(message: Phrase, wanted: &str, known: impl Iterator<Item = &'a str>, at: Span) -> Diagnostic {
    let help = match nearest(wanted, known) {
        Some(near) => said!("did you mean `{near}`?", near),
        None => said!("name a page by its id, or a part by its title: `part: …`"),
    };
    Diagnostic::new(Code::UnknownTarget, message).at(at, said!("not there")).help(help)
}
