//! Conditions round blocks and list items.
//!
//! In: a tree of the text without its tag lines, and the tags. Out: the tree with `When` nodes.
//! Invariant: a tag stands in the innermost container that has something on both sides of it; at
//! the edge of a container it may belong to that container too, if its partners stand there.
//!
//! A list next to tags takes in its own: in `{% if a %}`, `- x`, `{% endif %}`, `- y` the first
//! tag stands before the list, but only one item is under the condition.

use std::ops::Range;

use super::Context;
use super::tags::{Tag, TagGroup};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Block, BlockNode, Blocks, Branch, Condition, Footnote, ListEntry, When};
use crate::said::{Phrase, said};

/// Puts the conditions into the tree.
pub(super) fn weave(
    page: &mut Context<'_>,
    tags: &[Tag],
    groups: Vec<TagGroup>,
    blocks: &mut Vec<Block>,
    footnotes: &mut [Footnote],
) {
    let mut outline = Outline::new(page.text, tags);
    outline.containers(blocks, footnotes);
    let mut marks: Vec<Vec<WhenMark>> = Vec::new();
    marks.resize_with(outline.places.len(), Vec::new);
    for group in groups {
        if let Some(place) = outline.place_of(page, &group) {
            add_marks(&mut marks[place], tags, group);
        }
    }
    for marks in &mut marks {
        marks.sort_by_key(|mark| mark.at.start);
    }
    let mut weaver = Weaver { text: page.text, tags, marks: marks.into_iter() };
    let mut body: Blocks = std::mem::take(blocks).into();
    weaver.blocks(&mut body);
    *blocks = body.into();
    for footnote in footnotes {
        weaver.blocks(&mut footnote.blocks);
    }
}

/// A container: blocks or list items in a row.
struct TagContainer {
    /// The bytes it holds, without those that are blank at its end.
    range: Range<usize>,
    parent: usize,
    depth: usize,
    /// Quotations around what it holds.
    quotes: usize,
    is_list: bool,
}

/// The containers of a page and what they hold, in the order of the text.
struct Outline<'a> {
    text: &'a str,
    tags: &'a [Tag],
    places: Vec<TagContainer>,
    /// The beginnings of blocks that hold no blocks, and of empty items.
    leaves: Vec<usize>,
    /// The innermost container that each tag stands in; `None` inside a leaf.
    homes: Vec<Option<usize>>,
    /// Tags between a table and what looks like more rows of it.
    in_tables: Vec<usize>,
}

impl<'a> Outline<'a> {
    fn new(text: &'a str, tags: &'a [Tag]) -> Self {
        let root = TagContainer { range: 0..text.len(), parent: 0, depth: 0, quotes: 0, is_list: false };
        Self {
            text,
            tags,
            places: vec![root],
            leaves: Vec::new(),
            homes: vec![Some(0); tags.len()],
            in_tables: Vec::new(),
        }
    }

    fn containers(&mut self, blocks: &[Block], footnotes: &[Footnote]) {
        self.blocks(blocks, 0);
        for footnote in footnotes {
            let place = self.open(footnote.at, 0, 0, false);
            self.blocks(&footnote.blocks, place);
        }
        self.leaves.sort_unstable();
        self.in_tables.sort_unstable();
    }

    /// A container inside another; the tags between its ends are at home there, or further in.
    fn open(&mut self, at: At, parent: usize, quotes: usize, is_list: bool) -> usize {
        let range = at.start as usize..content_end(self.text, at);
        let (depth, quotes) = (self.places[parent].depth + 1, self.places[parent].quotes + quotes);
        let number = self.places.len();
        self.claim(&range, Some(number));
        self.places.push(TagContainer { range, parent, depth, quotes, is_list });
        number
    }

    fn claim(&mut self, range: &Range<usize>, home: Option<usize>) {
        let first = self.tags.partition_point(|tag| tag.range.start <= range.start);
        let after = self.tags.partition_point(|tag| tag.range.start < range.end);
        if first < after {
            self.homes[first..after].fill(home);
        }
    }

    /// Notes the tag between a table and a paragraph that begins like a row.
    fn rows(&mut self, pair: &[Block]) {
        let (table, paragraph) = (&pair[0], &pair[1]);
        let next = self.tags.partition_point(|tag| tag.range.start < table.at.start as usize);
        let rows = matches!((&table.node, &paragraph.node), (BlockNode::Table(_), BlockNode::Paragraph(_)))
            && self.text[paragraph.at.range()].starts_with('|')
            && self.tags.get(next).is_some_and(|tag| tag.range.start < paragraph.at.start as usize);
        self.in_tables.extend(rows.then_some(next));
    }

    fn blocks(&mut self, blocks: &[Block], parent: usize) {
        blocks.windows(2).for_each(|pair| self.rows(pair));
        for block in blocks {
            match &block.node {
                BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => {
                    let place = self.open(block.at, parent, 1, false);
                    self.blocks(inner, place);
                }
                BlockNode::List(list) => {
                    let place = self.open(block.at, parent, 0, true);
                    self.items(&list.items, place);
                }
                BlockNode::Definitions(groups) => {
                    for definition in groups.iter().flat_map(|group| &group.definitions) {
                        let place = self.open(row(definition), parent, 0, false);
                        self.blocks(definition, place);
                    }
                }
                _ => {
                    self.leaves.push(block.at.start as usize);
                    self.claim(&block.at.range(), None);
                }
            }
        }
    }

    fn items(&mut self, entries: &[ListEntry], parent: usize) {
        for entry in entries {
            let ListEntry::Item(item) = entry else { continue };
            let place = self.open(item.at, parent, 0, false);
            if item.blocks.is_empty() {
                self.leaves.push(item.at.start as usize);
            }
            self.blocks(&item.blocks, place);
        }
    }

    /// The container that all tags of a group can stand in, or what is wrong with them.
    fn place_of(&self, page: &mut Context<'_>, group: &TagGroup) -> Option<usize> {
        let numbers = || group.branches.iter().map(|branch| branch.0).chain([group.end]);
        if let Some(inside) =
            numbers().find(|number| self.homes[*number].is_none() || self.in_tables.binary_search(number).is_ok())
        {
            let message = said!("a tag of a condition stands inside a block of code, raw HTML or a table");
            let help = said!("put the tags round the whole block");
            page.report(Code::ConditionAcross, message, self.tags[inside].range.clone(), help);
            return None;
        }
        let home = |number: usize| self.homes[number].unwrap_or(0);
        let place = numbers().map(home).max_by_key(|place| self.places[*place].depth)?;
        let Some(stranger) = numbers().find(|number| !self.can_stand(&self.tags[*number], home(*number), place)) else {
            return Some(place);
        };
        let first = group.branches.first().map_or(group.end, |branch| branch.0);
        let other = if stranger == first { group.end } else { first };
        let message = said!("the tags of this condition stand in different lists, items or quotations");
        let diagnostic = Diagnostic::new(Code::ConditionAcross, message)
            .at(page.span(self.tags[stranger].range.clone()), Phrase::default())
            .at(page.span(self.tags[other].range.clone()), said!("belongs to this one"))
            .help(said!("put the tags round whole blocks or whole list items of one list, item or quotation"));
        page.diagnostics.push(diagnostic);
        None
    }

    /// Whether a tag whose home is `home` can stand in `place`: there, or at its edge.
    fn can_stand(&self, tag: &Tag, home: usize, place: usize) -> bool {
        let target = &self.places[place];
        let at = tag.range.start;
        if tag.quotes != target.quotes {
            false
        } else if home == place {
            true
        } else if at <= target.range.start {
            target.is_list && target.parent == home && self.no_leaf(at..target.range.start)
        } else {
            at >= target.range.end && self.is_below(place, home) && self.no_leaf(target.range.end..at)
        }
    }

    fn is_below(&self, mut place: usize, above: usize) -> bool {
        while self.places[place].depth > self.places[above].depth {
            place = self.places[place].parent;
        }
        place == above
    }

    fn no_leaf(&self, range: Range<usize>) -> bool {
        let first = self.leaves.partition_point(|start| *start < range.start);
        self.leaves.get(first).is_none_or(|start| *start >= range.end)
    }
}

/// From the first block of a row to the last.
fn row(blocks: &[Block]) -> At {
    let ends = (blocks.first(), blocks.last());
    if let (Some(first), Some(last)) = ends { At { start: first.at.start, end: last.at.end } } else { At::default() }
}

/// The end of the content of a container: before blank lines and lines of nothing but `>`.
fn content_end(text: &str, at: At) -> usize {
    let content = &text[at.range()];
    let mut kept = content.trim_end();
    while let Some((before, last)) = kept.rsplit_once('\n')
        && last.trim_matches([' ', '\t', '>', '\r']).is_empty()
    {
        kept = before.trim_end();
    }
    at.start as usize + kept.len()
}

/// A tag at work in its container.
struct WhenMark {
    at: At,
    step: MarkStep,
}

enum MarkStep {
    Open(Option<Condition>),
    Next(Option<Condition>),
    Close,
}

fn add_marks(marks: &mut Vec<WhenMark>, tags: &[Tag], group: TagGroup) {
    let at = |number: usize| At::from(tags[number].range.clone());
    for (index, (number, condition)) in group.branches.into_iter().enumerate() {
        let step = if index == 0 { MarkStep::Open(condition) } else { MarkStep::Next(condition) };
        marks.push(WhenMark { at: at(number), step });
    }
    marks.push(WhenMark { at: at(group.end), step: MarkStep::Close });
}

/// A walk through the containers, in the order that [`Outline`] met them, with the marks of each.
struct Weaver<'a> {
    text: &'a str,
    tags: &'a [Tag],
    marks: std::vec::IntoIter<Vec<WhenMark>>,
}

impl Weaver<'_> {
    fn blocks(&mut self, blocks: &mut Blocks) {
        let marks = self.marks.next().unwrap_or_default();
        for block in blocks.iter_mut() {
            match &mut block.node {
                BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => {
                    self.blocks(inner);
                }
                BlockNode::List(list) => {
                    list.tight |= self.is_tight(block.at, &list.items);
                    self.items(&mut list.items);
                }
                BlockNode::Definitions(groups) => {
                    groups.iter_mut().flat_map(|group| &mut group.definitions).for_each(|inner| self.blocks(inner));
                }
                _ => {}
            }
        }
        if !marks.is_empty() {
            let wrap = |at, when| Block { at, node: BlockNode::When(when) };
            *blocks = woven(std::mem::take(blocks), marks, |block| block.at.start, wrap);
        }
    }

    fn items(&mut self, entries: &mut Box<[ListEntry]>) {
        let marks = self.marks.next().unwrap_or_default();
        for entry in entries.iter_mut() {
            if let ListEntry::Item(item) = entry {
                self.blocks(&mut item.blocks);
            }
        }
        if !marks.is_empty() {
            *entries = woven(std::mem::take(entries), marks, entry_start, |_, when| ListEntry::When(when));
        }
    }

    /// Whether a list that looks loose, because tag lines in it were blanked, would be tight without them.
    fn is_tight(&self, at: At, entries: &[ListEntry]) -> bool {
        let first = self.tags.partition_point(|tag| tag.range.start < at.start as usize);
        if self.tags.get(first).is_none_or(|tag| tag.range.start >= at.end as usize) {
            return false;
        }
        let mut end_before = None;
        entries.iter().all(|entry| {
            let ListEntry::Item(item) = entry else { return true };
            let gap = end_before.replace(content_end(self.text, item.at));
            let apart = |pair: &[Block]| self.blank_between(block_end(self.text, &pair[0]), pair[1].at.start as usize);
            !gap.is_some_and(|end| self.blank_between(end, item.at.start as usize))
                && !item.blocks.windows(2).any(apart)
        })
    }

    /// Whether a blank line that was no tag stands between two places.
    fn blank_between(&self, from: usize, to: usize) -> bool {
        let mut start = from;
        let mut lines = self.text.get(from..to).unwrap_or("").split_inclusive('\n').peekable();
        let mut first = true;
        while let Some(line) = lines.next() {
            let whole = !first && lines.peek().is_some();
            let is_tag = || self.tags.binary_search_by_key(&start, |tag| tag.line).is_ok();
            if whole && line.trim_matches([' ', '\t', '>', '\r', '\n']).is_empty() && !is_tag() {
                return true;
            }
            start += line.len();
            first = false;
        }
        false
    }
}

/// The end of a block; the blank lines at the end of code belong to it.
fn block_end(text: &str, block: &Block) -> usize {
    match block.node {
        BlockNode::Code(_) => block.at.end as usize,
        _ => content_end(text, block.at),
    }
}

fn entry_start(entry: &ListEntry) -> u32 {
    match entry {
        ListEntry::Item(item) => item.at.start,
        ListEntry::When(when) => when.branches.first().map_or(0, |branch| branch.at.start),
    }
}

/// A condition whose end has not come yet.
struct OpenWhen<T> {
    branches: Vec<Branch<T>>,
    at: At,
    condition: Option<Condition>,
    content: Vec<T>,
}

impl<T> OpenWhen<T> {
    fn new(at: At, condition: Option<Condition>) -> Self {
        Self { branches: Vec::new(), at, condition, content: Vec::new() }
    }

    /// Ends the branch at hand.
    fn end_branch(&mut self) {
        let content = std::mem::take(&mut self.content).into();
        self.branches.push(Branch { at: self.at, condition: self.condition.take(), content });
    }
}

/// The children of a container, those between marks put under their conditions.
fn woven<T>(
    children: Box<[T]>,
    marks: Vec<WhenMark>,
    start: impl Fn(&T) -> u32,
    wrap: impl Fn(At, When<T>) -> T,
) -> Box<[T]> {
    let mut out = Vec::new();
    let mut open: Vec<OpenWhen<T>> = Vec::new();
    let mut marks = marks.into_iter().peekable();
    for child in children {
        while let Some(mark) = marks.next_if(|mark| mark.at.start < start(&child)) {
            apply(mark, &mut open, &mut out, &wrap);
        }
        open.last_mut().map_or(&mut out, |open| &mut open.content).push(child);
    }
    marks.for_each(|mark| apply(mark, &mut open, &mut out, &wrap));
    out.into()
}

fn apply<T>(mark: WhenMark, open: &mut Vec<OpenWhen<T>>, out: &mut Vec<T>, wrap: &impl Fn(At, When<T>) -> T) {
    match mark.step {
        MarkStep::Open(condition) => open.push(OpenWhen::new(mark.at, condition)),
        MarkStep::Next(condition) => {
            if let Some(open) = open.last_mut() {
                open.end_branch();
                (open.at, open.condition) = (mark.at, condition);
            }
        }
        MarkStep::Close => {
            if let Some(mut done) = open.pop() {
                done.end_branch();
                let start = done.branches.first().map_or(mark.at.start, |branch| branch.at.start);
                let at = At { start: start.min(mark.at.start), end: mark.at.end };
                let when = wrap(at, When { branches: done.branches.into() });
                open.last_mut().map_or(out, |open| &mut open.content).push(when);
            }
        }
    }
}
