//! The checks that a page can be held against by itself.

use std::collections::HashMap;
use std::ops::Range;

use super::prose::readability;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, BlockNode, InlineNode, Text, walk_blocks, walk_inlines};
use crate::draft::Page;
use crate::kind::Kind;
use crate::kind::anchors::{Anchor, anchors as anchors_of};
use crate::language::AnchorNames;
use crate::said::{Phrase, said};
use crate::schema::ValuePlace;
use crate::source::{Span, offset};

/// The bytes of a place in a page's front matter; the beginning of a page that has none.
pub(super) fn span_in(page: &Page, place: ValuePlace<'_>) -> Span {
    place.span().unwrap_or(Span { file: page.file, start: 0, end: 0 })
}

/// Headings of a page with the id of something that its kind makes, and statements named alike.
pub(super) fn anchors(page: &Page, names: &'static AnchorNames) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut taken: HashMap<String, Anchor> = HashMap::new();
    for anchor in anchors_of(&page.kind, &page.body, &page.places, names) {
        // Choices, questions and outcomes given twice were reported where they were read.
        if let Some(first) = taken.get(&anchor.id)
            && let (Kind::Assessment(_), Some(at), Some(earlier)) = (&page.kind, anchor.at, first.at)
        {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, said!("two statements have one id"))
                    .at(at, said!("again here"))
                    .at(earlier, said!("first here"))
                    .help(said!("rename one of them")),
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
        let message = said!("the heading id `{id}` is taken on a page of this kind", id = heading.id);
        let diagnostic =
            Diagnostic::new(Code::DuplicateHeading, message).at(page.body.span(block.at), said!("this heading"));
        let diagnostic = match anchor.at {
            Some(at) => diagnostic.at(at, said!("has it already")),
            None => diagnostic,
        };
        diagnostics.push(diagnostic.help(said!("give the heading another id: `{{#id}}`")));
    });
    diagnostics
}

/// Text that looks like what is left of a reference: `[@…]` that is no citation, and nothing where a title stood: «Se .»
pub(super) fn lost_references(page: &Page) -> Vec<Diagnostic> {
    let body = &page.body;
    let mut out = Vec::new();
    walk_inlines(&body.blocks, &mut |inline| {
        let InlineNode::Text(text) = &inline.node else { return };
        let shown = text.get(inline.at, &body.text);
        let Some((what, at)) = lost_reference(shown) else { return };
        let place = match text {
            Text::Source => At { start: inline.at.start + offset(at.start), end: inline.at.start + offset(at.end) },
            Text::Owned(_) => inline.at,
        };
        let help = said!("write the reference again, or the text in another way");
        out.push(Diagnostic::new(Code::LostReference, what).at(body.span(place), Phrase::default()).help(help));
    });
    out
}

fn lost_reference(text: &str) -> Option<(Phrase, Range<usize>)> {
    if text.contains('[')
        && let Some(at) = text.find("[@")
        && let Some(length) = text[at..].find(']').filter(|length| *length > 2)
    {
        return Some((said!("this looks like a citation, and is text"), at..at + length + 1));
    }
    let before_blank =
        |stop: usize| text[..stop].strip_suffix(' ').filter(|rest| rest.ends_with(char::is_alphanumeric));
    let mut blanks = text.match_indices('.').filter_map(|(stop, _)| before_blank(stop).map(str::len));
    let at = blanks.find(|at| {
        let after = &text[at + 2..];
        let next = after.trim_start();
        next.is_empty() || next.len() < after.len() && next.starts_with(char::is_uppercase)
    })?;
    let word = text[..at].rfind(char::is_whitespace).map_or(0, |before| before + 1);
    Some((said!("something seems to be missing before the full stop"), word..at + 2))
}

/// An article that is harder to read than the book allows.
pub(super) fn lix(page: &Page, config: &Config) -> Option<Diagnostic> {
    let most = config.content.lix_max.filter(|_| page.sound && page.kind == Kind::Article)?;
    let text = readability(page);
    let lix = text.lix().filter(|lix| *lix > most)?;
    let longest =
        text.longest(1).into_iter().map(|(words, sentence)| said!("{words} words: {sentence}", words, sentence));
    let message = said!(
        "this page has LIX {lix}, at most {most} is wanted",
        lix = format!("{lix:.0}"),
        most = format!("{most:.0}")
    );
    let mut diagnostic = Diagnostic::new(Code::HardToRead, message)
        .at(span_in(page, page.places.key("title")), Phrase::default())
        .help(said!("shorten sentences and use shorter words; `check --readability` shows the longest sentences"));
    diagnostic.notes.extend(longest);
    Some(diagnostic)
}
