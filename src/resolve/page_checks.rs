//! The checks that a page can be held against by itself.

use std::collections::HashMap;

use super::prose::readability;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{BlockNode, walk_blocks};
use crate::draft::Page;
use crate::kind::Kind;
use crate::kind::anchors::{Anchor, anchors as anchors_of};
use crate::schema::ValuePlace;
use crate::source::Span;

/// The bytes of a place in a page's front matter; the beginning of a page that has none.
pub(super) fn span_in(page: &Page, place: ValuePlace<'_>) -> Span {
    place.span().unwrap_or(Span { file: page.file, start: 0, end: 0 })
}

/// Headings of a page with the id of something that its kind makes, and statements named alike.
pub(super) fn anchors(page: &Page) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut taken: HashMap<String, Anchor> = HashMap::new();
    for anchor in anchors_of(&page.kind, &page.body, &page.places) {
        // Choices, questions and outcomes given twice were reported where they were read.
        if let Some(first) = taken.get(&anchor.id)
            && let (Kind::Assessment(_), Some(at), Some(earlier)) = (&page.kind, anchor.at, first.at)
        {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, "two statements have one id")
                    .at(at, "again here")
                    .at(earlier, "first here")
                    .help("rename one of them"),
            );
        }
        taken.entry(anchor.id.clone()).or_insert(anchor);
    }
    if taken.is_empty() {
        return diagnostics;
    }
    walk_blocks(&page.body.blocks, &mut |block| {
        let BlockNode::Heading(heading) = &block.node else { return };
        let Some(anchor) = taken.get(&*heading.id) else { return };
        let message = format!("the heading id `{}` is taken on a page of this kind", heading.id);
        let diagnostic = Diagnostic::new(Code::DuplicateHeading, message).at(page.body.span(block.at), "this heading");
        let diagnostic = match anchor.at {
            Some(at) => diagnostic.at(at, "has it already"),
            None => diagnostic,
        };
        diagnostics.push(diagnostic.help("give the heading another id: `{#id}`"));
    });
    diagnostics
}

/// An article that is harder to read than the book allows.
pub(super) fn lix(page: &Page, config: &Config) -> Option<Diagnostic> {
    let most = config.content.lix_max.filter(|_| page.sound && page.kind == Kind::Article)?;
    let text = readability(page);
    let lix = text.lix().filter(|lix| *lix > most)?;
    let longest = text.longest(1).into_iter().map(|(words, sentence)| format!("{words} words: {sentence}"));
    let message = format!("this page has LIX {lix:.0}, at most {most:.0} is wanted");
    let mut diagnostic = Diagnostic::new(Code::HardToRead, message)
        .at(span_in(page, page.places.key("title")), "")
        .help("shorten sentences and use shorter words; `check --readability` shows the longest sentences");
    diagnostic.notes.extend(longest);
    Some(diagnostic)
}
