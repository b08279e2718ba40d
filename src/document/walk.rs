//! Walking a document without writing the match out again.

use super::{At, Block, BlockNode, Blocks, Inline, InlineNode, Inlines, Item, ListEntry};

/// Calls `visit` on every block, parents before children, in reading order; also below conditions.
pub fn walk_blocks<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        match &block.node {
            BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => {
                walk_blocks(inner, visit);
            }
            BlockNode::List(list) => {
                walk_items(&list.items, &mut |item| walk_blocks(&item.blocks, visit));
            }
            BlockNode::Definitions(groups) => {
                for group in groups {
                    for definition in &group.definitions {
                        walk_blocks(definition, visit);
                    }
                }
            }
            BlockNode::When(when) => {
                for branch in &when.branches {
                    walk_blocks(&branch.content, visit);
                }
            }
            BlockNode::Paragraph(_)
            | BlockNode::Heading(_)
            | BlockNode::Code(_)
            | BlockNode::Table(_)
            | BlockNode::Html(_)
            | BlockNode::Rule
            | BlockNode::Generated(_) => {}
        }
    }
}

/// Calls `visit` on every item, also below conditions.
pub fn walk_items<'a>(entries: &'a [ListEntry], visit: &mut impl FnMut(&'a Item)) {
    for entry in entries {
        match entry {
            ListEntry::Item(item) => visit(item),
            ListEntry::When(when) => {
                for branch in &when.branches {
                    walk_items(&branch.content, visit);
                }
            }
        }
    }
}

/// Calls `visit` on every run of inlines that a block holds itself (not its child blocks).
pub fn own_inlines<'a>(block: &'a Block, visit: &mut impl FnMut(&'a [Inline])) {
    match &block.node {
        BlockNode::Paragraph(content) => visit(content),
        BlockNode::Heading(heading) => visit(&heading.content),
        BlockNode::Table(table) => {
            table.head.iter().for_each(|cell| visit(cell));
            table.rows.iter().flatten().for_each(|cell| visit(cell));
        }
        BlockNode::Definitions(groups) => {
            groups.iter().flat_map(|group| &group.terms).for_each(|term| visit(term));
        }
        _ => {}
    }
}

/// The most footnotes that stand in another one, where a form has none of footnotes: of the rest there are dots.
pub const MOST_IN_NOTE: usize = 64;
/// The most bytes of footnotes that stand in other ones of one text: of the rest there are dots. Notes that all have each
/// other in them would make of a text its square.
pub const MOST_OF_NOTES: usize = 1 << 20;

/// Calls `visit` on every run of a text that is written within a line, in reading order, and with whether it is the first:
/// of a footnote that stands in a footnote.
pub fn runs_within<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a [Inline], bool)) {
    let mut is_first = true;
    walk_blocks(blocks, &mut |block| {
        own_inlines(block, &mut |run| {
            visit(run, is_first);
            is_first = false;
        });
    });
}

/// Calls `visit` on every inline of the blocks, parents before children, in reading order.
pub fn walk_inlines<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Inline)) {
    walk_blocks(blocks, &mut |block| own_inlines(block, &mut |run| walk_run(run, visit)));
}

/// Calls `visit` on every inline of a run, parents before children.
pub fn walk_run<'a>(run: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in run {
        visit(inline);
        if let Some(children) = children(&inline.node) {
            walk_run(children, visit);
        }
    }
}

/// The inlines inside an inline.
#[must_use]
pub fn children(node: &InlineNode) -> Option<&Inlines> {
    match node {
        InlineNode::Emphasis(inner)
        | InlineNode::Strong(inner)
        | InlineNode::Strike(inner)
        | InlineNode::Term(_, inner) => Some(inner),
        InlineNode::Foreign(foreign) => Some(&foreign.content),
        InlineNode::Link(link) => Some(&link.content),
        InlineNode::Text(_)
        | InlineNode::Code(_)
        | InlineNode::SoftBreak
        | InlineNode::HardBreak
        | InlineNode::Image(_)
        | InlineNode::Cite(_)
        | InlineNode::Footnote(_)
        | InlineNode::Field(_)
        | InlineNode::Html(_) => None,
    }
}

/// Calls `visit` on every run of inlines that may be exchanged, with its place, in reading order;
/// nested runs are the visitor's own business.
pub fn map_inlines(blocks: &mut [Block], visit: &mut impl FnMut(&mut Inlines, Run)) {
    for block in blocks {
        map_block(block, visit);
    }
}

/// The owner of a run of inlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// A heading of the page, with its place.
    Heading(At),
    /// Prose: paragraphs, items, cells below the head, definitions.
    Prose,
    /// The term of a definition list.
    DefinedTerm,
    /// The label of a box to tick.
    Label,
    /// The head of a column.
    ColumnHead,
}

fn map_block(block: &mut Block, visit: &mut impl FnMut(&mut Inlines, Run)) {
    match &mut block.node {
        BlockNode::Paragraph(content) => visit(content, Run::Prose),
        BlockNode::Heading(heading) => visit(&mut heading.content, Run::Heading(block.at)),
        BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => {
            map_inlines(inner, visit);
        }
        BlockNode::List(list) => map_entries(&mut list.items, visit),
        BlockNode::Table(table) => {
            table.head.iter_mut().for_each(|cell| visit(cell, Run::ColumnHead));
            table.rows.iter_mut().flatten().for_each(|cell| visit(cell, Run::Prose));
        }
        BlockNode::Definitions(groups) => {
            for group in groups {
                group.terms.iter_mut().for_each(|term| visit(term, Run::DefinedTerm));
                group.definitions.iter_mut().for_each(|definition| map_inlines(definition, visit));
            }
        }
        BlockNode::When(when) => {
            when.branches.iter_mut().for_each(|branch| map_inlines(&mut branch.content, visit));
        }
        BlockNode::Code(_) | BlockNode::Html(_) | BlockNode::Rule | BlockNode::Generated(_) => {}
    }
}

fn map_entries(entries: &mut [ListEntry], visit: &mut impl FnMut(&mut Inlines, Run)) {
    for entry in entries {
        match entry {
            ListEntry::Item(item) => match item.blocks.split_first_mut() {
                Some((Block { node: BlockNode::Paragraph(label), .. }, rest)) if item.task.is_some() => {
                    visit(label, Run::Label);
                    map_inlines(rest, visit);
                }
                _ => map_inlines(&mut item.blocks, visit),
            },
            ListEntry::When(when) => {
                when.branches.iter_mut().for_each(|branch| map_entries(&mut branch.content, visit));
            }
        }
    }
}

/// Puts other blocks in the place of some, also below others; `with` says what stands in the place of a block.
/// Blocks are asked of in reading order.
pub fn replace_blocks(blocks: &mut Blocks, with: &mut impl FnMut(&Block) -> Option<Vec<Block>>) {
    let mut out = Vec::with_capacity(blocks.len());
    for mut block in std::mem::take(blocks) {
        if let Some(others) = with(&block) {
            out.extend(others);
        } else {
            replace_below(&mut block, with);
            out.push(block);
        }
    }
    *blocks = out.into();
}

fn replace_below(block: &mut Block, with: &mut impl FnMut(&Block) -> Option<Vec<Block>>) {
    match &mut block.node {
        BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => {
            replace_blocks(inner, with);
        }
        BlockNode::List(list) => replace_in_entries(&mut list.items, with),
        BlockNode::Definitions(groups) => {
            groups.iter_mut().flat_map(|group| &mut group.definitions).for_each(|inner| replace_blocks(inner, with));
        }
        BlockNode::When(when) => {
            when.branches.iter_mut().for_each(|branch| replace_blocks(&mut branch.content, with));
        }
        BlockNode::Paragraph(_)
        | BlockNode::Heading(_)
        | BlockNode::Code(_)
        | BlockNode::Table(_)
        | BlockNode::Html(_)
        | BlockNode::Rule
        | BlockNode::Generated(_) => {}
    }
}

fn replace_in_entries(entries: &mut [ListEntry], with: &mut impl FnMut(&Block) -> Option<Vec<Block>>) {
    for entry in entries {
        match entry {
            ListEntry::Item(item) => replace_blocks(&mut item.blocks, with),
            ListEntry::When(when) => {
                when.branches.iter_mut().for_each(|branch| replace_in_entries(&mut branch.content, with));
            }
        }
    }
}

/// The text of a run, without marks: what a reader hears. Breaks become spaces.
#[must_use]
pub fn plain_text(run: &[Inline], source: &str) -> String {
    plain_text_with(run, source, |name| name)
}

/// As [`plain_text`], with what `field` says a field reads as.
pub fn plain_text_with<'a, T: AsRef<str>>(run: &'a [Inline], source: &str, field: impl Fn(&'a str) -> T) -> String {
    let mut out = String::new();
    walk_run(run, &mut |inline| match &inline.node {
        InlineNode::Text(text) | InlineNode::Code(text) => out.push_str(text.get(inline.at, source)),
        InlineNode::SoftBreak | InlineNode::HardBreak => out.push(' '),
        InlineNode::Image(image) => out.push_str(&image.alt),
        InlineNode::Field(name) => out.push_str(field(name).as_ref()),
        InlineNode::Cite(cite) => out.push_str(&cite.shown),
        _ => {}
    });
    out
}
