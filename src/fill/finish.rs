//! The text of a finished document: what stands, with the answers in it.

use std::collections::{BTreeMap, BTreeSet};

use super::added::added_places;
use crate::document::{
    AlertKind, At, Block, BlockNode, Branch, DefinitionGroup, Document, Footnote, ForeignRun, Heading, HeadingLevels,
    Inline, InlineNode, Inlines, Item, Link, List, ListEntry, MOST_IN_NOTE, MOST_OF_NOTES, Table, Task, Text, When,
    replace_blocks, runs_within,
};
use crate::draft::Page;
use crate::form::{Answers, Form, holds};
use crate::kind::Kind;
use crate::resolve::Book;
use crate::theme::Texts;
use crate::view::{answer_shown, with_generated};

/// Fills in the body of a page.
pub(super) fn finish(
    book: &Book,
    page: &Page,
    answers: &Answers,
    added: &BTreeMap<String, Vec<String>>,
    texts: &Texts,
) -> Document {
    let (form, boxes) = (page.kind.form(), !matches!(page.kind, Kind::Document(_)));
    let mut finisher = Finisher::new(&page.body, form, answers, texts, boxes);
    let of_page = with_generated(book, texts, &page.body.blocks);
    let places = added_places(&page.kind, &of_page);
    let mut blocks = Vec::new();
    for (at, block) in of_page.iter().enumerate() {
        finisher.block(block, &mut blocks);
        if let Some(own) = places.get(&at).and_then(|heading| added.get(*heading)) {
            add(own, &mut blocks);
        }
    }
    let footnotes = finisher.footnotes.into();
    let mut blocks = without_empty_sections(blocks, &empty_from_the_start(&of_page)).into();
    let mut levels = HeadingLevels::new(2, 6);
    replace_blocks(&mut blocks, &mut |block| show_level(block, &mut levels));
    Document { text: page.body.text.clone(), map: page.body.map.clone(), title: None, blocks, footnotes }
}

/// A heading at the level it is shown at.
fn show_level(block: &Block, levels: &mut HeadingLevels) -> Option<Vec<Block>> {
    let BlockNode::Heading(heading) = &block.node else { return None };
    let heading = Heading { level: levels.show(heading.level), ..Heading::clone(heading) };
    Some(vec![Block { at: block.at, node: BlockNode::Heading(Box::new(heading)) }])
}

/// Fills in the title of a document; nothing where no branch of it stands.
pub(super) fn heading(page: &Page, form: &Form, heading: &When<Inline>, answers: &Answers, texts: &Texts) -> Inlines {
    let mut finisher = Finisher::new(&page.body, form, answers, texts, false);
    let branch = finisher.branch(heading);
    finisher.inlines(branch)
}

/// Adds a reader's own texts as items of the list before, or as a list.
fn add(texts: &[String], blocks: &mut Vec<Block>) {
    let item =
        |text: &str| ListEntry::Item(Item { at: At::default(), task: None, blocks: [paragraph(lines(text))].into() });
    let items: Vec<ListEntry> =
        texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).map(item).collect();
    if items.is_empty() {
        return;
    }
    if let Some(Block { node: BlockNode::List(list), .. }) = blocks.last_mut()
        && list.start.is_none()
    {
        let mut all = std::mem::take(&mut list.items).into_vec();
        all.extend(items);
        list.items = all.into();
        return;
    }
    blocks.push(block(BlockNode::List(Box::new(List { start: None, tight: true, items: items.into() }))));
}

/// A block without a place.
pub(super) fn block(node: BlockNode) -> Block {
    Block { at: At::default(), node }
}

/// A paragraph without a place.
pub(super) fn paragraph(content: Inlines) -> Block {
    block(BlockNode::Paragraph(content))
}

/// Text without a place; a line break in it stays one. Characters that no document can hold are left out.
pub(super) fn lines(text: &str) -> Inlines {
    let fits = |c: &char| (!c.is_control() || "\t\n\r\u{85}".contains(*c)) && !"\u{fffe}\u{ffff}".contains(*c);
    let text: String = text.chars().filter(fits).collect();
    let mut out = Vec::new();
    for (number, line) in text.trim().lines().enumerate() {
        if number > 0 {
            out.push(inline(InlineNode::HardBreak));
        }
        if !line.trim().is_empty() {
            out.push(inline(InlineNode::Text(Text::Owned(line.trim().into()))));
        }
    }
    out.into()
}

/// An inline without a place.
pub(super) fn inline(node: InlineNode) -> Inline {
    Inline { at: At::default(), node }
}

/// The headings below which their author wrote nothing, by where they stand: room for what is written by hand.
fn empty_from_the_start(blocks: &[Block]) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    let mut open: Vec<(u8, At)> = Vec::new();
    headings_and_text(blocks, &mut |heading| {
        let Some((level, at)) = heading else { return open.clear() };
        while let Some((_, empty)) = open.pop_if(|above| above.0 >= level) {
            found.insert(empty.start);
        }
        open.push((level, at));
    });
    found.extend(open.into_iter().map(|heading| heading.1.start));
    found
}

/// Calls `visit` for every heading of a text, in all branches, and with nothing for what stands between them.
fn headings_and_text(blocks: &[Block], visit: &mut impl FnMut(Option<(u8, At)>)) {
    for block in blocks {
        match &block.node {
            BlockNode::Heading(heading) => visit(Some((heading.level, block.at))),
            BlockNode::When(when) => {
                when.branches.iter().for_each(|branch| headings_and_text(&branch.content, visit));
            }
            _ => visit(None),
        }
    }
}

/// Leaves out headings of sections in which nothing is left of what was there.
fn without_empty_sections(blocks: Vec<Block>, empty_before: &BTreeSet<u32>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut waiting: Vec<(u8, Block)> = Vec::new();
    for block in blocks {
        if let BlockNode::Heading(heading) = &block.node {
            let level = heading.level;
            while waiting.last().is_some_and(|above| above.0 >= level) {
                waiting.pop();
            }
            if !empty_before.contains(&block.at.start) || block.at == At::default() {
                waiting.push((level, block));
                continue;
            }
        }
        out.extend(waiting.drain(..).map(|heading| heading.1));
        out.push(block);
    }
    out
}

struct Finisher<'a> {
    source: &'a Document,
    form: &'a Form,
    answers: &'a Answers,
    texts: &'a Texts,
    /// Whether choices stay as boxes, ticked or not.
    boxes: bool,
    footnotes: Vec<Footnote>,
    /// Within a footnote: that one, and the others that stand in it. No form has a footnote of a footnote.
    noted: Option<BTreeSet<u32>>,
    /// How many bytes of footnotes may still stand in others.
    note_room: usize,
}

impl<'a> Finisher<'a> {
    fn new(source: &'a Document, form: &'a Form, answers: &'a Answers, texts: &'a Texts, boxes: bool) -> Self {
        Self { source, form, answers, texts, boxes, footnotes: Vec::new(), noted: None, note_room: MOST_OF_NOTES }
    }

    fn blocks(&mut self, blocks: &[Block]) -> Box<[Block]> {
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            self.block(block, &mut out);
        }
        out.into()
    }

    fn block(&mut self, block: &Block, out: &mut Vec<Block>) {
        let node = match &block.node {
            BlockNode::Guidance(..) => return,
            BlockNode::When(when) => {
                for block in self.branch(when) {
                    self.block(block, out);
                }
                return;
            }
            BlockNode::Paragraph(content) => match self.inlines(content) {
                content if content.iter().all(|inline| matches!(inline.node, InlineNode::Html(_))) => return,
                content => BlockNode::Paragraph(content),
            },
            BlockNode::Heading(heading) => {
                let content = self.inlines(&heading.content);
                BlockNode::Heading(Box::new(Heading { content, ..Heading::clone(heading) }))
            }
            BlockNode::List(list) => {
                let mut items = Vec::with_capacity(list.items.len());
                self.entries(&list.items, &mut items);
                if items.is_empty() {
                    return;
                }
                BlockNode::List(Box::new(List { start: list.start, tight: list.tight, items: items.into() }))
            }
            BlockNode::Quote(inner) => match self.blocks(inner) {
                inner if inner.is_empty() => return,
                inner => BlockNode::Quote(inner),
            },
            // Where a sentence of the book comes from is nothing to whoever reads the finished document.
            BlockNode::Alert(AlertKind::Addition, inner) => return out.extend(self.blocks(inner)),
            BlockNode::Alert(kind, inner) => match self.blocks(inner) {
                inner if inner.is_empty() => return,
                inner => BlockNode::Alert(*kind, inner),
            },
            BlockNode::Table(table) => BlockNode::Table(Box::new(Table {
                alignment: table.alignment.clone(),
                head: table.head.iter().map(|cell| self.inlines(cell)).collect(),
                rows: table.rows.iter().map(|row| row.iter().map(|cell| self.inlines(cell)).collect()).collect(),
            })),
            BlockNode::Definitions(groups) => {
                let group = |group: &DefinitionGroup| DefinitionGroup {
                    terms: group.terms.iter().map(|term| self.inlines(term)).collect(),
                    ids: group.ids.clone(),
                    definitions: group.definitions.iter().map(|definition| self.blocks(definition)).collect(),
                };
                BlockNode::Definitions(groups.iter().map(group).collect())
            }
            BlockNode::Code(_) | BlockNode::Html(_) | BlockNode::Rule | BlockNode::Generated(_) => block.node.clone(),
        };
        out.push(Block { at: block.at, node });
    }

    /// The content under conditions: the first branch whose condition holds.
    fn branch<'d, T>(&self, when: &'d When<T>) -> &'d [T] {
        let stands = |branch: &&Branch<T>| branch.condition.as_ref().is_none_or(|when| holds(when, self.answers));
        when.branches.iter().find(stands).map_or(&[], |branch| &branch.content)
    }

    fn entries(&mut self, entries: &[ListEntry], out: &mut Vec<ListEntry>) {
        for entry in entries {
            match entry {
                ListEntry::When(when) => {
                    let content = self.branch(when);
                    self.entries(content, out);
                }
                ListEntry::Item(item) => out.extend(self.item(item).map(ListEntry::Item)),
            }
        }
    }

    fn item(&mut self, item: &Item) -> Option<Item> {
        let chosen = |task: &Task| match &task.id {
            Some((id, _)) => self.answers.choices.contains(&**id),
            None => task.checked,
        };
        let task = match &item.task {
            Some(task) if self.boxes => Some(Box::new(Task { checked: chosen(task), id: task.id.clone() })),
            Some(task) if !chosen(task) => return None,
            _ => None,
        };
        let blocks = self.blocks(&item.blocks);
        (!blocks.is_empty()).then_some(Item { at: item.at, task, blocks })
    }

    fn inlines(&mut self, run: &[Inline]) -> Inlines {
        let mut out = Vec::with_capacity(run.len());
        let mut has_ended = false;
        for inline in run {
            let after = has_ended.then(|| without_stop(inline, &self.source.text)).flatten();
            self.inline(after.as_ref().unwrap_or(inline), &mut out);
            has_ended = matches!(inline.node, InlineNode::Field(_)) && out.last().is_some_and(ends_sentence);
        }
        out.into()
    }

    fn inline(&mut self, inline: &Inline, out: &mut Vec<Inline>) {
        let node = match &inline.node {
            InlineNode::Emphasis(inner) => InlineNode::Emphasis(self.inlines(inner)),
            InlineNode::Strong(inner) => InlineNode::Strong(self.inlines(inner)),
            InlineNode::Strike(inner) => InlineNode::Strike(self.inlines(inner)),
            InlineNode::Term(term, inner) => InlineNode::Term(*term, self.inlines(inner)),
            InlineNode::Foreign(foreign) => {
                let content = self.inlines(&foreign.content);
                InlineNode::Foreign(Box::new(ForeignRun { lang: foreign.lang.clone(), content }))
            }
            InlineNode::Link(link) => {
                let content = self.inlines(&link.content);
                InlineNode::Link(Box::new(Link { to: link.to.clone(), title: link.title.clone(), content }))
            }
            InlineNode::Field(name) => return self.field(name, out),
            InlineNode::Footnote(number) if self.noted.is_some() => return self.note_in_note(*number, out),
            InlineNode::Footnote(number) => match self.footnote(*number) {
                Some(number) => InlineNode::Footnote(number),
                None => return,
            },
            InlineNode::Text(_)
            | InlineNode::Code(_)
            | InlineNode::SoftBreak
            | InlineNode::HardBreak
            | InlineNode::Image(_)
            | InlineNode::Html(_)
            | InlineNode::Cite(_) => inline.node.clone(),
        };
        out.push(Inline { at: inline.at, node });
    }

    fn field(&self, name: &str, out: &mut Vec<Inline>) {
        let field = self.form.field(name);
        let answer = self.answers.fields.get(name).map(|answer| answer.trim()).filter(|answer| !answer.is_empty());
        match (field, answer) {
            (Some(field), Some(answer)) => out.extend(lines(&answer_shown(field, answer, self.texts))),
            (field, _) => out.push(inline(InlineNode::Field(field.map_or_else(|| name.into(), |f| f.label.clone())))),
        }
    }

    /// The number of a footnote of its own for a reference.
    fn footnote(&mut self, number: u32) -> Option<u32> {
        let note = self.source.footnotes.get(number as usize)?;
        self.noted = Some(BTreeSet::from([number]));
        let blocks = self.blocks(&note.blocks);
        self.noted = None;
        self.footnotes.push(Footnote { at: note.at, label: note.label.clone(), blocks });
        u32::try_from(self.footnotes.len() - 1).ok()
    }

    /// A footnote of a footnote: its text stands in brackets where it is first referred to.
    fn note_in_note(&mut self, number: u32, out: &mut Vec<Inline>) {
        let Some(note) = self.source.footnotes.get(number as usize) else { return };
        let Some(noted) = self.noted.as_mut().filter(|noted| !noted.contains(&number)) else { return };
        let room = self.note_room.checked_sub(note.at.range().len());
        let Some(room) = room.filter(|_| noted.len() <= MOST_IN_NOTE) else {
            return out.push(words(" […]"));
        };
        self.note_room = room;
        noted.insert(number);
        let blocks = self.blocks(&note.blocks);
        out.push(words(" ["));
        runs_within(&blocks, &mut |run, is_first| {
            out.extend((!is_first).then(|| words(" ")));
            out.extend(run.iter().cloned());
        });
        out.push(words("]"));
    }
}

/// Whether an answer has ended the sentence it stands in.
fn ends_sentence(answer: &Inline) -> bool {
    matches!(&answer.node, InlineNode::Text(Text::Owned(text)) if text.ends_with(['.', '!', '?']))
}

/// The text after an answer that has ended the sentence, without its full stop; nothing where it has none.
fn without_stop(inline: &Inline, source: &str) -> Option<Inline> {
    let InlineNode::Text(text) = &inline.node else { return None };
    let rest = text.get(inline.at, source).strip_prefix('.').filter(|rest| !rest.starts_with('.'))?;
    Some(words(rest))
}

/// Text without a place, as it is.
fn words(text: &str) -> Inline {
    inline(InlineNode::Text(Text::Owned(text.into())))
}
