//! The titles of a summary in another language.
//!
//! In: the summary of the source, and those of a translation. Out: the summary of the source with
//! the titles of the translation. Invariant: the order, and what there is, are those of the source.

use std::collections::BTreeMap;
use std::ops::Range;

use super::edit::{Edit, Piece, edited, line_start};
use super::order::part_heading;
use crate::config::{Chapter, PartHeading, SummaryItem, parse_summary, path_named};
use crate::source::{FileId, SegmentMap, Source, Sources, page_id};

/// A part of a summary with the pages that stand in it.
struct SummaryPart {
    title: Range<usize>,
    page: Option<String>,
    pages: Vec<String>,
}

/// The titles of a summary: of parts, and of pages by their ids.
#[derive(Default)]
struct Titles {
    parts: Vec<SummaryPart>,
    pages: Vec<(String, Range<usize>)>,
}

/// The summary of the source with the titles that `upper` have, the last first. A page that is translated and has no
/// title in them is called what it calls itself.
pub(super) fn with_titles(
    sources: &Sources,
    summary: FileId,
    upper: &[FileId],
    is_translated: &dyn Fn(&str) -> bool,
) -> (String, SegmentMap) {
    let source = sources.get(summary);
    let own = titles_of(source);
    let theirs: Vec<(FileId, Titles)> = upper.iter().rev().map(|file| (*file, titles_of(sources.get(*file)))).collect();
    let mut by_page: BTreeMap<&str, Piece> = BTreeMap::new();
    for (file, titles) in &theirs {
        for (page, title) in &titles.pages {
            by_page.entry(page).or_insert_with(|| Piece::Of(*file, title.clone()));
        }
    }
    let part = |own: &SummaryPart| {
        let same = |part: &&SummaryPart| match (&own.page, &part.page) {
            (Some(a), Some(b)) => a == b,
            _ => part.pages.iter().any(|page| own.pages.contains(page)),
        };
        theirs.iter().find_map(|(file, titles)| Some(Piece::Of(*file, titles.parts.iter().find(same)?.title.clone())))
    };
    let mut edits: Vec<Edit> =
        own.parts.iter().filter_map(|own| Some(Edit { at: own.title.clone(), pieces: vec![part(own)?] })).collect();
    for (page, title) in own.pages {
        match by_page.get(page.as_str()) {
            Some(piece) => edits.push(Edit { at: title, pieces: vec![piece.clone()] }),
            None if is_translated(&page) => edits.push(Edit::removal(title)),
            None => {}
        }
    }
    edited(sources, summary, edits)
}

fn titles_of(source: &Source) -> Titles {
    let mut titles = Titles::default();
    let mut from = source.begin();
    for item in parse_summary(source).value.items {
        match item {
            SummaryItem::Part(heading) => {
                let end = part_heading(&source.text, from, &heading);
                let title = part_title(source, &heading, end);
                let page = heading.page.as_ref().and_then(|(target, _)| page_id(&path_named(target)));
                titles.parts.push(SummaryPart { title, page, pages: Vec::new() });
                from = end;
            }
            SummaryItem::Chapter(chapter) => chapters(source, &chapter, &mut titles),
            SummaryItem::Separator => {}
        }
    }
    titles
}

fn chapters(source: &Source, chapter: &Chapter, titles: &mut Titles) {
    if let Some(page) = chapter.target.as_deref().and_then(|target| page_id(&path_named(target))) {
        if let Some(part) = titles.parts.last_mut() {
            part.pages.push(page.clone());
        }
        titles.pages.push((page, link_title(source, chapter.at.range())));
    }
    chapter.children.iter().for_each(|child| chapters(source, child, titles));
}

/// The bytes of the title of a part, whose line ends at `end`.
fn part_title(source: &Source, heading: &PartHeading, end: usize) -> Range<usize> {
    if let Some((_, link)) = &heading.page {
        return link_title(source, link.range());
    }
    let begin = line_start(&source.text, end.saturating_sub(1));
    let line = source.text[begin..end].trim_end();
    let start = line.len() - line.trim_start_matches('#').trim_start().len();
    begin + start.min(line.len())..begin + line.len()
}

/// The bytes between the brackets of a link.
fn link_title(source: &Source, link: Range<usize>) -> Range<usize> {
    let text = &source.text[link.clone()];
    let end = text.rfind("](").map_or(link.start + 1, |end| link.start + end);
    (link.start + 1).min(end)..end
}
