//! The running text of a page: what its readability is measured on.

use crate::document::{BlockNode, Inline, InlineNode, children, own_inlines, walk_blocks};
use crate::draft::Page;
use crate::text::Readability;

/// How hard the paragraphs and items of a page are to read. Headings, tables, code, citations and
/// notes do not count: they are not read as sentences.
#[must_use]
pub fn readability(page: &Page) -> Readability {
    let mut measured = Readability::default();
    let mut text = String::new();
    walk_blocks(&page.body.blocks, &mut |block| {
        if !matches!(block.node, BlockNode::Paragraph(_)) {
            return;
        }
        own_inlines(block, &mut |run| {
            text.clear();
            spoken(run, &page.body.text, &mut text);
            measured.add(&text);
        });
    });
    measured
}

fn spoken(run: &[Inline], source: &str, out: &mut String) {
    for inline in run {
        match &inline.node {
            InlineNode::Text(text) | InlineNode::Code(text) => out.push_str(text.get(inline.at, source)),
            InlineNode::SoftBreak | InlineNode::HardBreak => out.push(' '),
            InlineNode::Field(name) => out.push_str(name),
            InlineNode::Cite(_) | InlineNode::Footnote(_) | InlineNode::Image(_) | InlineNode::Html(_) => {}
            node => {
                if let Some(inner) = children(node) {
                    spoken(inner, source, out);
                }
            }
        }
    }
}
