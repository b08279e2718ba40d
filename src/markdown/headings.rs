//! The ids of headings, and of terms in the definition lists of mdBook books.
//!
//! In: a tree whose headings have their explicit id or none. Out: the tree with all ids, and what
//! is wrong with explicit ones. Invariant: an explicit id wins over one made from a text.

use std::collections::HashMap;

use pulldown_cmark::CowStr;

use super::Context;
use super::first_line::first_line;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    At, Block, BlockNode, Footnote, Heading, INTERFACE_ID, Inline, InlineNode, Inlines, ListEntry, plain_text, walk_run,
};
use crate::said::{Phrase, said};
use crate::text::{Slugs, nfc};

/// The attribute of a heading that names its former anchors.
const FORMERLY: &str = "formerly";

/// The anchors that a heading had before: the value of `formerly`, with commas between several.
pub(super) fn former(attributes: &[(CowStr<'_>, Option<CowStr<'_>>)]) -> Box<[Box<str>]> {
    let named = attributes.iter().filter(|(name, _)| &**name == FORMERLY);
    let values = named.filter_map(|(_, value)| value.as_deref());
    let ids = values.flat_map(|value| value.trim_matches(['"', '\'']).split(','));
    ids.map(|id| id.trim().trim_start_matches('#')).filter(|id| !id.is_empty()).map(|id| nfc(id).into()).collect()
}

/// The names of attributes that no heading has.
pub(super) fn unknown(attributes: &[(CowStr<'_>, Option<CowStr<'_>>)]) -> Box<[Box<str>]> {
    attributes.iter().map(|(name, _)| &**name).filter(|name| *name != FORMERLY).map(Into::into).collect()
}

/// Gives every heading its id.
pub(super) fn name(page: &mut Context<'_>, blocks: &mut [Block], footnotes: &mut [Footnote]) {
    let mut slugs = Slugs::new(page.options.language.letters, page.options.mdbook);
    let mut first: HashMap<Box<str>, At> = HashMap::new();
    let mut unnamed = false;
    let mut reserved = Vec::new();
    let mut claim = |Named { at, id, former, .. }: Named<'_>| {
        reserved.extend(former.iter().chain([&*id]).find(|id| is_reserved(id)).map(|id| (at, id.clone())));
        if id.is_empty() {
            unnamed = true;
        } else if !slugs.claim(id) {
            let message = said!("the heading id `{id}` is given twice", id);
            let mut diagnostic = Diagnostic::new(Code::DuplicateHeading, message)
                .at(page.span(first_line(at, page.text)), Phrase::default())
                .help(said!("give each heading of the page an id of its own"));
            if let Some(first) = first.get(id) {
                diagnostic = diagnostic.at(page.span(first_line(*first, page.text)), said!("first given here"));
            }
            page.diagnostics.push(diagnostic);
        } else {
            first.insert(id.clone(), at);
        }
        for id in former {
            if !slugs.claim(id) {
                let message = said!("`{id}` is the id of a heading of this page, and was that of this one", id);
                let help = said!("take it out of `formerly`, or give the other heading another id");
                let at = page.span(first_line(at, page.text));
                page.diagnostics
                    .push(Diagnostic::new(Code::DuplicateHeading, message).at(at, Phrase::default()).help(help));
            }
        }
    };
    every(blocks, &mut claim);
    for footnote in footnotes.iter_mut() {
        every(&mut footnote.blocks, &mut claim);
    }
    if unnamed {
        let mut make = |Named { at, content, id, .. }: Named<'_>| {
            if id.is_empty() {
                *id = slugs.make(&nfc(&said_by(content, page))).into();
                reserved.extend(is_reserved(id).then(|| (at, id.clone())));
            }
        };
        every(blocks, &mut make);
        for footnote in footnotes {
            every(&mut footnote.blocks, &mut make);
        }
    }
    for (at, id) in reserved {
        let message = said!(
            "the id `{id}` is kept for the interface, as all that begin with `{interface_id}`",
            id,
            interface_id = INTERFACE_ID
        );
        let at = first_line(at, page.text);
        page.report(Code::DuplicateHeading, message, at, said!("give the heading another id: `{{#id}}`"));
    }
}

fn is_reserved(id: &str) -> bool {
    id.starts_with(INTERFACE_ID)
}

/// The text of a heading that its id is made of. mdBook takes the numbers of notes with it, and not the
/// texts of pictures, nor breaks.
fn said_by(content: &[Inline], page: &Context<'_>) -> String {
    if !page.options.mdbook {
        return plain_text(content, page.text);
    }
    let mut out = String::new();
    walk_run(content, &mut |inline| match &inline.node {
        InlineNode::Text(text) | InlineNode::Code(text) => out.push_str(text.get(inline.at, page.text)),
        InlineNode::SoftBreak => out.push(' '),
        InlineNode::Footnote(number) => out.push_str(&(number + 1).to_string()),
        _ => {}
    });
    out
}

/// A heading, or a term of a definition list that has an id.
struct Named<'b> {
    at: At,
    content: &'b Inlines,
    id: &'b mut Box<str>,
    former: &'b [Box<str>],
}

/// Calls `visit` on every heading and every term that has an id, in reading order.
fn every(blocks: &mut [Block], visit: &mut impl FnMut(Named<'_>)) {
    for block in blocks {
        match &mut block.node {
            BlockNode::Heading(heading) => {
                let Heading { id, marks, content, .. } = &mut **heading;
                let former = marks.as_ref().map_or(&[][..], |marks| &marks.former);
                visit(Named { at: block.at, content, id, former });
            }
            BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => every(inner, visit),
            BlockNode::List(list) => in_entries(&mut list.items, visit),
            BlockNode::Definitions(groups) => {
                for group in groups {
                    let terms = group.terms.iter().zip(&mut group.ids);
                    terms.for_each(|(content, id)| visit(Named { at: block.at, content, id, former: &[] }));
                    group.definitions.iter_mut().for_each(|inner| every(inner, visit));
                }
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

fn in_entries(entries: &mut [ListEntry], visit: &mut impl FnMut(Named<'_>)) {
    for entry in entries {
        match entry {
            ListEntry::Item(item) => every(&mut item.blocks, visit),
            ListEntry::When(when) => {
                when.branches.iter_mut().for_each(|branch| in_entries(&mut branch.content, visit));
            }
        }
    }
}
