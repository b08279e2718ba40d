//! The places that a reader's own questions go to.

use std::collections::BTreeMap;

use crate::document::{Block, BlockNode};
use crate::kind::Kind;

/// In a document that asks questions: after which block of the body texts are added to which heading's section,
/// by the block's position. A section takes texts where it has a list, after the last one.
#[must_use]
pub fn added_places<'a>(kind: &Kind, blocks: &'a [Block]) -> BTreeMap<usize, &'a str> {
    let mut places = BTreeMap::new();
    if !matches!(kind, Kind::Document(fill_in) if fill_in.has_questions()) {
        return places;
    }
    let mut heading: Option<&str> = None;
    let mut last = None;
    for (at, block) in blocks.iter().enumerate() {
        if let BlockNode::Heading(next) = &block.node {
            places.extend(last.take().zip(heading));
            heading = Some(&next.id);
        } else if has_list(block) {
            last = Some(at);
        }
    }
    places.extend(last.zip(heading));
    places
}

fn has_list(block: &Block) -> bool {
    match &block.node {
        BlockNode::List(_) => true,
        BlockNode::When(when) => when.branches.iter().any(|branch| branch.content.iter().any(has_list)),
        _ => false,
    }
}
