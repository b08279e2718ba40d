//! Raw HTML that is closed where it is opened.
//!
//! In: a tree whose raw HTML stands in it as written. Out: the same tree, in which no tag reaches out of the block that it
//! stands in, and what was done to that end. Invariant: no word is lost: a tag of no element is shown as text.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::Context;
use super::first_line::first_line;
use super::html::{FOREIGN, HtmlTag, HtmlTagKind, is_element, is_void, may_stay_open, swallows, tags};
use crate::diagnostic::Code;
use crate::document::{At, Block, BlockNode, Blocks, Footnote, Inline, InlineNode, Inlines, ListEntry, Text};
use crate::said::{Phrase, said};

/// Closes what is open at the end of each block, and leaves out what closes nothing.
pub(super) fn balance(page: &mut Context<'_>, blocks: &mut Vec<Block>, footnotes: &mut [Footnote]) {
    let mut all = std::mem::take(blocks).into_boxed_slice();
    container(page, &mut all);
    *blocks = all.into_vec();
    for footnote in footnotes {
        container(page, &mut footnote.blocks);
    }
}

/// The blocks of one container: a tag may be opened in one of them and closed in another.
fn container(page: &mut Context<'_>, blocks: &mut Blocks) {
    for block in blocks.iter_mut() {
        inside(page, block);
    }
    let html = |(node, block): (usize, &Block)| match &block.node {
        BlockNode::Html(text) => Some(HtmlPiece { node, at: block.at, text: text.clone() }),
        _ => None,
    };
    let pieces: Vec<HtmlPiece> = blocks.iter().enumerate().filter_map(html).collect();
    if pieces.is_empty() {
        return;
    }
    let (edits, close) = settle(page, &pieces);
    for (i, text) in edited(page.text, &pieces, &edits) {
        blocks[i].node = BlockNode::Html(Text::Owned(text.into()));
    }
    if let (false, Some(last)) = (close.is_empty(), blocks.last().map(|block| block.at.end)) {
        let mut all = std::mem::take(blocks).into_vec();
        let at = At { start: last, end: last };
        all.push(Block { at, node: BlockNode::Html(Text::Owned(close.into())) });
        *blocks = all.into();
    }
}

/// The content of a block.
fn inside(page: &mut Context<'_>, block: &mut Block) {
    match &mut block.node {
        BlockNode::Paragraph(content) => run(page, content),
        BlockNode::Heading(heading) => run(page, &mut heading.content),
        BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => container(page, inner),
        BlockNode::List(list) => entries(page, &mut list.items),
        BlockNode::Table(table) => {
            table.head.iter_mut().for_each(|cell| run(page, cell));
            table.rows.iter_mut().flatten().for_each(|cell| run(page, cell));
        }
        BlockNode::Definitions(groups) => {
            for group in groups {
                group.terms.iter_mut().for_each(|term| run(page, term));
                group.definitions.iter_mut().for_each(|definition| container(page, definition));
            }
        }
        BlockNode::When(when) => when.branches.iter_mut().for_each(|branch| container(page, &mut branch.content)),
        BlockNode::Code(_) | BlockNode::Html(_) | BlockNode::Rule | BlockNode::Generated(_) => {}
    }
}

fn entries(page: &mut Context<'_>, items: &mut [ListEntry]) {
    for entry in items {
        match entry {
            ListEntry::Item(item) => container(page, &mut item.blocks),
            ListEntry::When(when) => when.branches.iter_mut().for_each(|branch| entries(page, &mut branch.content)),
        }
    }
}

/// A run of inlines: what is opened in it is closed in it.
fn run(page: &mut Context<'_>, content: &mut Inlines) {
    for inline in content.iter_mut() {
        match &mut inline.node {
            InlineNode::Emphasis(inner) | InlineNode::Strong(inner) | InlineNode::Strike(inner) => run(page, inner),
            InlineNode::Link(link) => run(page, &mut link.content),
            _ => {}
        }
    }
    let html = |(node, inline): (usize, &Inline)| match &inline.node {
        InlineNode::Html(text) => Some(HtmlPiece { node, at: inline.at, text: text.clone() }),
        _ => None,
    };
    let pieces: Vec<HtmlPiece> = content.iter().enumerate().filter_map(html).collect();
    if pieces.is_empty() {
        return;
    }
    let (edits, close) = settle(page, &pieces);
    // A tag by itself that is shown is text as any other.
    let mut shown = Vec::new();
    for edit in edits.iter().filter(|edit| edit.kind == EditKind::Show) {
        let piece = &pieces[edit.piece];
        if edit.range == (0..piece.html(page.text).len()) {
            shown.push((piece.node, piece.text.clone()));
        }
    }
    for (i, text) in edited(page.text, &pieces, &edits) {
        content[i].node = InlineNode::Html(Text::Owned(text.into()));
    }
    for (i, text) in shown {
        content[i].node = InlineNode::Text(text);
    }
    if let (false, Some(last)) = (close.is_empty(), content.last().map(|inline| inline.at.end)) {
        let mut all = std::mem::take(content).into_vec();
        let at = At { start: last, end: last };
        all.push(Inline { at, node: InlineNode::Html(Text::Owned(close.into())) });
        *content = all.into();
    }
}

/// Raw HTML of a node among others.
struct HtmlPiece {
    /// The number of the node.
    node: usize,
    at: At,
    text: Text,
}

impl HtmlPiece {
    /// The HTML, of a page with this text.
    fn html<'a>(&'a self, source: &'a str) -> &'a str {
        self.text.get(self.at, source)
    }
}

/// The fate of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EditKind {
    /// It is left out.
    Drop,
    /// It is shown as text.
    Show,
    /// Other text stands there.
    Put,
}

/// A change in a piece of raw HTML.
struct TagEdit {
    piece: usize,
    range: Range<usize>,
    kind: EditKind,
    put: String,
}

/// A tag that is open.
struct OpenTag {
    piece: usize,
    range: Range<usize>,
    name: String,
    /// Whether it is shown, should nothing close it.
    is_text: bool,
}

/// The changes that make the tags of some pieces fit, and what closes those that are open at the end.
fn settle(page: &mut Context<'_>, pieces: &[HtmlPiece]) -> (Vec<TagEdit>, String) {
    let source = page.text;
    let mut settler = Settler { page, pieces, piece: 0, edits: Vec::new(), open: Vec::new(), counts: HashMap::new() };
    for (number, piece) in pieces.iter().enumerate() {
        settler.piece = number;
        let html = piece.html(source);
        for tag in tags(html) {
            settler.tag(tag, html);
        }
    }
    let open = std::mem::take(&mut settler.open);
    let put = settler.close(open);
    let mut edits = settler.edits;
    edits.sort_by_key(|edit| (edit.piece, edit.range.start, edit.range.end));
    (edits, put)
}

/// The tags of some pieces, read so far.
struct Settler<'s, 'a> {
    page: &'s mut Context<'a>,
    pieces: &'s [HtmlPiece],
    /// The piece that is being read.
    piece: usize,
    edits: Vec<TagEdit>,
    open: Vec<OpenTag>,
    /// How often each element is open.
    counts: HashMap<String, usize>,
}

impl Settler<'_, '_> {
    fn tag(&mut self, HtmlTag { range, name, kind }: HtmlTag<'_>, html: &str) {
        let small = name.to_ascii_lowercase();
        if kind == HtmlTagKind::Unended {
            return self.unended(name, range, html);
        }
        if is_void(&small) || may_stay_open(&small) {
            if kind == HtmlTagKind::Close && is_void(&small) && small != "br" {
                self.edit(range, EditKind::Drop, String::new());
            }
            return;
        }
        let is_foreign = FOREIGN.iter().any(|name| self.is_open(name));
        match kind {
            // Browsers take this for an open tag, unless it is a drawing's.
            HtmlTagKind::SelfClosed if !is_foreign && is_element(&small) => {
                let inner = html[range.clone()].trim_end_matches(['/', '>']).trim_end();
                self.edit(range, EditKind::Put, format!("{inner}></{small}>"));
            }
            HtmlTagKind::SelfClosed | HtmlTagKind::Unended => {}
            HtmlTagKind::Open => {
                let looks_like_a_type =
                    range.len() == name.len() + 2 && name.starts_with(|c: char| c.is_ascii_uppercase());
                let is_text = !is_foreign && (!is_element(&small) || swallows(&small) || looks_like_a_type);
                *self.counts.entry(small.clone()).or_default() += 1;
                self.open.push(OpenTag { piece: self.piece, range, name: small, is_text });
            }
            HtmlTagKind::Close if self.is_open(&small) => self.closed(&small, range.start),
            HtmlTagKind::Close if is_element(&small) => {
                let message = said!("`</{name}>` closes nothing, and is left out", name);
                let help = said!("take it away, or open the element in the same block");
                self.report(self.piece, &range, message, help);
                self.edit(range, EditKind::Drop, String::new());
            }
            HtmlTagKind::Close => self.show(self.piece, &range),
        }
    }

    fn is_open(&self, name: &str) -> bool {
        self.counts.get(name).is_some_and(|count| *count > 0)
    }

    /// A beginning of a tag without a `>`.
    fn unended(&mut self, name: &str, range: Range<usize>, html: &str) {
        let message = said!("`<{name}` has no end: what follows is shown as text", name);
        let help = said!("write `>` where the tag ends");
        self.report(self.piece, &(range.start..range.start + 1), message, help);
        let put = html[range.clone()].replace('<', "&lt;");
        self.edit(range, EditKind::Show, put);
    }

    /// The end of an element that is open: what was opened in it ends before it, at a byte of the piece.
    fn closed(&mut self, name: &str, at: usize) {
        let position = self.open.iter().rposition(|open| open.name == name).unwrap_or_default();
        let inner = self.open.split_off(position + 1);
        for name in inner.iter().chain(self.open.pop().as_ref()).map(|tag| &tag.name) {
            self.counts.entry(name.clone()).and_modify(|count| *count -= 1);
        }
        let put = self.close(inner);
        if !put.is_empty() {
            self.edit(at..at, EditKind::Put, put);
        }
    }

    /// Closes tags, the last first; those of no element are shown.
    fn close(&mut self, open: Vec<OpenTag>) -> String {
        let mut put = String::new();
        for tag in open.into_iter().rev() {
            if tag.is_text {
                self.show(tag.piece, &tag.range);
                continue;
            }
            let message = said!("`<{tag}>` is never closed; it ends where its block does", tag = tag.name);
            let help = said!("write `</{tag}>` where it ends", tag = tag.name);
            self.report(tag.piece, &tag.range, message, help);
            let _ = write!(put, "</{}>", tag.name);
        }
        put
    }

    /// Shows a tag as text.
    fn show(&mut self, piece: usize, range: &Range<usize>) {
        let tag = self.pieces[piece].html(self.page.text)[range.clone()].to_owned();
        let message = said!("`{tag}` is no HTML, and is shown as text", tag);
        let help = said!("write it as code, `` `{tag}` ``, or with `&lt;` for `<`", tag);
        self.report(piece, range, message, help);
        let put = tag.replace('&', "&amp;").replace('<', "&lt;");
        self.edits.push(TagEdit { piece, range: range.clone(), kind: EditKind::Show, put });
    }

    /// Adds a change in the piece that is being read.
    fn edit(&mut self, range: Range<usize>, kind: EditKind, put: String) {
        self.edits.push(TagEdit { piece: self.piece, range, kind, put });
    }

    fn report(&mut self, piece: usize, range: &Range<usize>, message: Phrase, help: Phrase) {
        let HtmlPiece { at, text, .. } = &self.pieces[piece];
        let start = at.start as usize;
        let place = match text {
            Text::Source => start + range.start..start + range.end,
            Text::Owned(_) => first_line(*at, self.page.text),
        };
        self.page.report(Code::UnbalancedHtml, message, place, help);
    }
}

/// The pieces with their changes, by the numbers of their nodes.
fn edited(source: &str, pieces: &[HtmlPiece], edits: &[TagEdit]) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for edits in edits.chunk_by(|a, b| a.piece == b.piece) {
        let piece = &pieces[edits[0].piece];
        let html = piece.html(source);
        let (mut made, mut done) = (String::with_capacity(html.len()), 0);
        for edit in edits {
            made.push_str(&html[done..edit.range.start]);
            made.push_str(&edit.put);
            done = edit.range.end;
        }
        made.push_str(&html[done..]);
        out.push((piece.node, made));
    }
    out
}
