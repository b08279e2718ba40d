//! Guidance in documents: quotations that begin `[!HJELP]`, `[!LOV]` or `[!ISTEDENFOR]`.
//!
//! In: the blocks of a quotation. Out: what guidance it is, and the blocks without the mark.
//! Invariant: a mark that is escaped, or stands on a page of another kind, is ordinary text.

use super::Context;
use crate::document::{Block, BlockNode, GuidanceKind, Inline, InlineNode, Text};
use crate::source::offset;

const MARKS: [(&str, GuidanceKind); 3] =
    [("[!HJELP]", GuidanceKind::Help), ("[!LOV]", GuidanceKind::Law), ("[!ISTEDENFOR]", GuidanceKind::Instead)];

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
    let (mark, kind) = MARKS.into_iter().find(|(mark, _)| place.starts_with(mark))?;
    if !page.is_document() || page.escaped(inline.at.start as usize) {
        return None;
    }
    let lead = mark.len() + place[mark.len()..].len() - place[mark.len()..].trim_start().len();
    if let Text::Owned(owned) = text {
        *owned = owned.get(mark.len()..)?.trim_start().into();
    }
    inline.at.start += offset(lead);
    Some(kind)
}
