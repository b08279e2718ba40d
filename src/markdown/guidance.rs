//! Guidance in documents: quotations that begin `[!HJELP]`, `[!LOV]` or `[!ISTEDENFOR]`, or the same in
//! another language.
//!
//! In: the blocks of a quotation. Out: what guidance it is, and the blocks without the mark.
//! Invariant: a mark that is escaped, or stands on a page of another kind, is ordinary text.

use super::Context;
use crate::document::{Block, BlockNode, GuidanceKind, Inline, InlineNode, Text};
use crate::language::{Guidance, Language, TABLE};
use crate::source::offset;

/// The mark that a text begins with, as the page's language or another one of the table has it: its length and kind.
fn mark_of(text: &str, language: &'static Language) -> Option<(usize, GuidanceKind)> {
    let inside = text.strip_prefix("[!")?.split_once(']')?.0;
    let kind = |marks: Guidance| {
        let kinds = [GuidanceKind::Help, GuidanceKind::Law, GuidanceKind::Instead];
        [marks.help, marks.law, marks.instead].iter().position(|mark| *mark == inside).map(|at| kinds[at])
    };
    let languages = std::iter::once(language).chain(TABLE.iter().copied());
    let kind = languages.filter_map(|language| language.guidance).find_map(kind)?;
    Some((inside.len() + "[!]".len(), kind))
}

/// The kind of guidance that the blocks from `from` on are; takes the mark out of the first.
pub(super) fn take(page: &Context<'_>, blocks: &mut Vec<Block>, from: usize) -> Option<GuidanceKind> {
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
fn take_mark(page: &Context<'_>, inline: &mut Inline) -> Option<GuidanceKind> {
    let InlineNode::Text(text) = &mut inline.node else { return None };
    let place = page.text.get(inline.at.range())?;
    let (mark, kind) = mark_of(place, page.options.language)?;
    if !page.is_document() || page.escaped(inline.at.start as usize) {
        return None;
    }
    let lead = place.len() - place[mark..].trim_start().len();
    if let Text::Owned(owned) = text {
        *owned = owned.get(mark..)?.trim_start().into();
    }
    inline.at.start += offset(lead);
    Some(kind)
}
