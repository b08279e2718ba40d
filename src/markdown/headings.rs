//! The ids of headings.
//!
//! In: a tree whose headings have their explicit id or none. Out: the tree with all ids, and what
//! is wrong with explicit ones. Invariant: an explicit id wins over one made from a text.

use std::collections::HashMap;

use pulldown_cmark::CowStr;

use super::Context;
use super::first_line;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Block, BlockNode, Footnote, Heading, ListEntry, plain_text};
use crate::text::Slugs;

/// The anchors that a heading had before: the value of `formerly`, with commas between several.
pub(super) fn former(attributes: &[(CowStr<'_>, Option<CowStr<'_>>)]) -> Box<[Box<str>]> {
    let named = attributes.iter().filter(|(name, _)| &**name == "formerly");
    let values = named.filter_map(|(_, value)| value.as_deref());
    let ids = values.flat_map(|value| value.trim_matches(['"', '\'']).split(','));
    ids.map(|id| id.trim().trim_start_matches('#')).filter(|id| !id.is_empty()).map(Into::into).collect()
}

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
        for id in &heading.former {
            if !slugs.claim(id) {
                let message = format!("`{id}` is the id of a heading of this page, and was that of this one");
                let help = "take it out of `formerly`, or give the other heading another id";
                let at = page.span(first_line(at, page.text));
                page.diagnostics.push(Diagnostic::new(Code::DuplicateHeading, message).at(at, "").help(help));
            }
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
