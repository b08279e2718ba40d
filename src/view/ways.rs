//! Lists of ways on from the start page, which a theme may show as tiles.
//!
//! A list in which every item is a link and, after a colon, what one finds there gets the class
//! `veier`; one in which every item is a bold question or place and the link that answers it, the
//! class `svarveier`. The text stays the same.

use super::body::HtmlBody;
use crate::document::{Block, BlockNode, Inline, InlineNode, Item, List, ListEntry, walk_run};

impl<'v> HtmlBody<'v> {
    /// Whether this is the start page.
    pub(super) fn is_home(&self) -> bool {
        self.view.home.is_some_and(|home| std::ptr::eq(self.view.book.page(home), self.page))
    }

    /// Writes a list of ways on; `false`: it is another kind of list, and nothing is written.
    pub(super) fn ways(&mut self, list: &'v List) -> bool {
        if list.start.is_some() {
            return false;
        }
        let Some(lines) = list.items.iter().map(line).collect::<Option<Vec<_>>>() else { return false };
        let described: Option<Vec<_>> = lines.iter().map(|line| self.described(line)).collect();
        if let Some(described) = described.filter(|lines| !lines.is_empty()) {
            self.push("<ul class=\"veier\">\n");
            for (link, colon, rest) in described {
                self.push("<li>");
                self.inline(link);
                self.push("<span class=\"kolon\">:</span>");
                self.text(colon);
                self.run(rest);
                self.push("</li>\n");
            }
        } else if !lines.is_empty() && lines.iter().all(|line| answers(line)) {
            self.push("<ul class=\"svarveier\">\n");
            for line in lines {
                self.push("<li>");
                self.run(line);
                self.push("</li>\n");
            }
        } else {
            return false;
        }
        self.push("</ul>\n");
        true
    }

    /// A link, the text after its colon, and what else follows.
    fn described(&self, line: &'v [Inline]) -> Option<(&'v Inline, &'v str, &'v [Inline])> {
        let [link, colon, rest @ ..] = line else { return None };
        let (InlineNode::Link(_), InlineNode::Text(text)) = (&link.node, &colon.node) else { return None };
        Some((link, self.content(text, colon.at).strip_prefix(':')?, rest))
    }
}

/// The text of an item that has one paragraph and no box to tick.
fn line(entry: &ListEntry) -> Option<&[Inline]> {
    match entry {
        ListEntry::Item(Item { task: None, blocks, .. }) => match &**blocks {
            [Block { node: BlockNode::Paragraph(content), .. }] => Some(content),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a line is something bold and then one link.
fn answers(line: &[Inline]) -> bool {
    let [Inline { node: InlineNode::Strong(_), .. }, rest @ ..] = line else { return false };
    let mut links = 0;
    walk_run(rest, &mut |inline| links += usize::from(matches!(inline.node, InlineNode::Link(_))));
    links == 1
}
