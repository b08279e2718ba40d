//! Parts that a page still needs of what an edition takes out of it.
//!
//! In: a page, its patch, the changes that the patch makes elsewhere on it. Out: the fields that must
//! stay, and why.
//!
//! Invariant: what the patch changes itself needs nothing of the book below.

use std::ops::Range;

use super::edit::Edit;
use super::patch::Patch;
use super::units::{body_of, front_of};
use super::values::{Tree, find, steps};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    At, BlockNode, Branch, Condition, InlineNode, ListEntry, parse_condition, walk_blocks, walk_inlines,
};
use crate::said::said;
use crate::schema::{Node, Value};
use crate::source::{Source, Sources, Span};

/// The fields that a patch removes and that the page still needs where the patch leaves it as it
/// was, by the ways to them.
pub(super) fn needed_fields(
    sources: &Sources,
    page: &Source,
    file: &Source,
    patch: &Patch,
    config: &Config,
    edits: &[Edit],
) -> Vec<(String, Diagnostic)> {
    let removed = patch.remove.iter().filter_map(|node| {
        let way = node.text()?;
        Some((way, way.strip_prefix("fields.").filter(|name| !name.contains('.'))?, node.at.clone()))
    });
    let removed: Vec<(&str, &str, Range<usize>)> = removed.collect();
    if removed.is_empty() {
        return Vec::new();
    }
    let uses = field_uses(sources, page, config);
    let is_changed = |span: &Span| {
        let meets = |at: &Range<usize>| at.start <= span.start as usize && (span.end as usize) <= at.end;
        span.file == page.id && edits.iter().any(|edit| meets(&edit.at))
    };
    let is_removed = |at: &Span| {
        let whole = front_of(page);
        let gone = |way: &str| {
            let (_, root) = whole.as_ref()?;
            let found = find(Tree { source: page, root }, &steps(way)).ok()?;
            Some(found.node.at.start <= at.start as usize && at.end as usize <= found.node.at.end)
        };
        at.file == page.id && patch.remove.iter().filter_map(Node::text).any(|way| gone(way) == Some(true))
    };
    let mut out = Vec::new();
    for (way, name, at) in removed {
        let used = uses.iter().find(|(used, span)| used == name && !is_changed(span) && !is_removed(span));
        if let Some((_, place)) = used {
            let message = said!("`{name}` is removed, and {page} still needs it", name, page = page.shown);
            let said = Diagnostic::new(Code::RemovedField, message)
                .at(Span::new(file.id, at), said!("removed here"))
                .at(*place, said!("needs it"))
                .help(said!("change this part of the page too, or keep the field"));
            out.push((way.to_owned(), said));
        }
    }
    out
}

/// The fields that a page shows or asks about in conditions, with the places.
fn field_uses(sources: &Sources, page: &Source, config: &Config) -> Vec<(String, Span)> {
    let body = body_of(sources, page, config);
    let document = &body.document;
    let mut out = Vec::new();
    walk_inlines(&document.blocks, &mut |inline| {
        if let InlineNode::Field(name) = &inline.node {
            out.push((name.to_string(), document.span(inline.at)));
        }
    });
    let mut named = |condition: &Condition, span: Span| {
        condition.names(&mut |name, is_choice| {
            if !is_choice {
                out.push((name.to_owned(), span));
            }
        });
    };
    walk_blocks(&document.blocks, &mut |block| match &block.node {
        BlockNode::When(when) => branches(&when.branches, &mut |asked, at| named(asked, document.span(at))),
        BlockNode::List(list) => {
            for entry in &list.items {
                if let ListEntry::When(when) = entry {
                    branches(&when.branches, &mut |asked, at| named(asked, document.span(at)));
                }
            }
        }
        _ => {}
    });
    let front = front_of(page);
    let advice = front.as_ref().and_then(|(_, root)| root.get("advice"));
    let items = match advice.map(|node| &node.value) {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    for when in items.iter().filter_map(|item| item.get("when")) {
        if let Ok(condition) = parse_condition(when.text().unwrap_or_default()) {
            named(&condition, Span::new(page.id, when.at.clone()));
        }
    }
    out
}

/// Calls `visit` on the condition of every branch, with its place.
fn branches<T>(branches: &[Branch<T>], visit: &mut dyn FnMut(&Condition, At)) {
    for branch in branches {
        if let Some(condition) = &branch.condition {
            visit(condition, branch.at);
        }
    }
}
