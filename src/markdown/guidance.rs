//! Marked quotations: guidance in documents, which begins `[!HJELP]`, `[!LOV]` or `[!ISTEDENFOR]`, and
//! on any page what the book adds to its sources, `[!TILLEGG]`; or the same in another language.
//!
//! In: the blocks of a quotation. Out: its mark, and the blocks without it.
//! Invariant: a mark that is escaped, or stands on a page of another kind, is ordinary text.

use super::Context;
use crate::document::{Block, BlockNode, GuidanceKind, Inline, InlineNode, Text};
use crate::language::{Guidance, Language, TABLE};
use crate::source::offset;

/// The mark of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteMark {
    /// Guidance; in documents alone.
    Guidance(GuidanceKind),
    /// An addition of the book to its sources.
    Addition,
}

/// The mark that a text begins with, as the page's language or another one of the table has it, and its length.
fn mark_of(text: &str, language: &'static Language) -> Option<(usize, QuoteMark)> {
    let inside = text.strip_prefix("[!")?.split_once(']')?.0;
    let mark = |words: Guidance| {
        let marks = [
            (words.help, QuoteMark::Guidance(GuidanceKind::Help)),
            (words.law, QuoteMark::Guidance(GuidanceKind::Law)),
            (words.instead, QuoteMark::Guidance(GuidanceKind::Instead)),
            (words.addition, QuoteMark::Addition),
        ];
        marks.into_iter().find(|(word, _)| *word == inside).map(|(_, mark)| mark)
    };
    let mark = words_of(language).find_map(mark)?;
    Some((inside.len() + "[!]".len(), mark))
}

/// Whether a class of a heading marks its section as an addition of the book to its sources.
#[must_use]
pub fn is_addition(class: &str, language: &'static Language) -> bool {
    words_of(language).any(|words| words.addition.to_lowercase() == class)
}

/// The words of the marks: of the page's language first, then of every other one.
fn words_of(language: &'static Language) -> impl Iterator<Item = Guidance> {
    std::iter::once(language).chain(TABLE.iter().copied()).filter_map(|language| language.guidance)
}

/// The mark of the quotation whose blocks are those from `from` on; takes it out of the first.
pub(super) fn take(page: &Context<'_>, blocks: &mut Vec<Block>, from: usize) -> Option<QuoteMark> {
    let BlockNode::Paragraph(content) = &mut blocks.get_mut(from)?.node else { return None };
    let first = content.first_mut()?;
    let kind = take_mark(page, first)?;
    if first.at.start == first.at.end {
        let next = content.get(1).map(|inline| &inline.node);
        let skipped = 1 + usize::from(matches!(next, Some(InlineNode::SoftBreak | InlineNode::HardBreak)));
        *content = std::mem::take(content).into_iter().skip(skipped).collect();
        if content.is_empty() {
            blocks.remove(from);
        }
    }
    Some(kind)
}

/// Takes the mark off the beginning of a text. The text's place is empty when nothing is left.
fn take_mark(page: &Context<'_>, inline: &mut Inline) -> Option<QuoteMark> {
    let InlineNode::Text(text) = &mut inline.node else { return None };
    let place = page.text.get(inline.at.range())?;
    let (mark, kind) = mark_of(place, page.options.language)?;
    if (kind != QuoteMark::Addition && !page.is_document()) || page.escaped(inline.at.start as usize) {
        return None;
    }
    let lead = place.len() - place[mark..].trim_start().len();
    if let Text::Owned(owned) = text {
        *owned = owned.get(mark..)?.trim_start().into();
    }
    inline.at.start += offset(lead);
    Some(kind)
}
