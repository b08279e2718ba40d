//! The ids of headings.
//!
//! In: a tree whose headings have their explicit id or none. Out: the tree with all ids, and what
//! is wrong with explicit ones. Invariant: an explicit id wins over one made from a text.

use std::collections::HashMap;

use super::Context;
use super::first_line;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Block, BlockNode, Footnote, Heading, ListEntry, plain_text};
use crate::text::Slugs;

/// Gives every heading its id.
pub(super) fn name(page: &mut Context<'_>, blocks: &mut [Block], footnotes: &mut [Footnote]) {
    let mut slugs = Slugs::new(page.options.language.letters, page.options.mdbook);
    let mut first: HashMap<Box<str>, At> = HashMap::new();
    let mut unnamed = false;
    let mut claim = |at: At, heading: &mut Heading| {
        if heading.id.is_empty() {
            unnamed = true;
        } else if !slugs.claim(&heading.id) {
            let message = format!("the heading id `{}` is given twice", heading.id);
            let mut diagnostic = Diagnostic::new(Code::DuplicateHeading, message)
                .at(page.span(first_line(at, page.text)), "")
                .help("give each heading of the page an id of its own");
            if let Some(first) = first.get(&heading.id) {
                diagnostic = diagnostic.at(page.span(first_line(*first, page.text)), "first given here");
            }
            page.diagnostics.push(diagnostic);
        } else {
            first.insert(heading.id.clone(), at);
        }
    };
    every(blocks, &mut claim);
    for footnote in footnotes.iter_mut() {
        every(&mut footnote.blocks, &mut claim);
    }
    if unnamed {
        let mut make = |_: At, heading: &mut Heading| {
            if heading.id.is_empty() {
                heading.id = slugs.make(&plain_text(&heading.content, page.text)).into();
            }
        };
        every(blocks, &mut make);
        for footnote in footnotes {
            every(&mut footnote.blocks, &mut make);
        }
    }
}

/// Calls `visit` on every heading, in reading order.
fn every(blocks: &mut [Block], visit: &mut impl FnMut(At, &mut Heading)) {
    for block in blocks {
        match &mut block.node {
            BlockNode::Heading(heading) => visit(block.at, heading),
            BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => every(inner, visit),
            BlockNode::List(list) => in_entries(&mut list.items, visit),
            BlockNode::Definitions(groups) => {
                groups.iter_mut().flat_map(|group| &mut group.definitions).for_each(|inner| every(inner, visit));
            }
            BlockNode::When(when) => when.branches.iter_mut().for_each(|branch| every(&mut branch.content, visit)),
            BlockNode::Paragraph(_)
            | BlockNode::Code(_)
            | BlockNode::Table(_)
            | BlockNode::Html(_)
            | BlockNode::Rule
            | BlockNode::Generated(_) => {}
        }
    }
}

fn in_entries(entries: &mut [ListEntry], visit: &mut impl FnMut(At, &mut Heading)) {
    for entry in entries {
        match entry {
            ListEntry::Item(item) => every(&mut item.blocks, visit),
            ListEntry::When(when) => {
                when.branches.iter_mut().for_each(|branch| in_entries(&mut branch.content, visit));
            }
        }
    }
}
