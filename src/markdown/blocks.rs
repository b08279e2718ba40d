//! The tree, made of the parser's events.
//!
//! In: a text. Out: blocks and footnotes. Invariant: the tree is built from the events one by
//! one, without recursion; below the deepest level allowed everything is flattened to text.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::choices::Choices;
use super::fence::Fence;
use super::first_line::first_line;
use super::footnotes::{Footnotes, LostFootnote};
use super::frame::{Frame, FrameKind, OpenDefinitionGroup};
use super::gather::Gather;
use super::guidance::QuoteMark;
use super::html::{Stripped, strip_comments, with_page_links};
use super::pending::{Pending, destination};
use super::{Context, Fillable, MAX_DEPTH, generated, guard, guidance, headings};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    AlertKind, Alignment, At, Block, BlockNode, Blocks, CodeBlock, DefinitionGroup, Footnote, Heading, HeadingMarks,
    Inline, InlineNode, Inlines, Item, List, ListEntry, Table, Task, Text,
};
use crate::said::{Phrase, said};
use crate::text::nfc;

/// The extensions of the parser beyond CommonMark.
pub(super) fn extensions(smart_punctuation: bool) -> Options {
    let smart = if smart_punctuation { Options::ENABLE_SMART_PUNCTUATION } else { Options::empty() };
    smart
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Builds the tree of `page.text` from `body` on.
pub(super) fn build(page: &mut Context<'_>, body: usize) -> (Vec<Block>, Vec<Footnote>) {
    let text = page.text;
    let cut = guard::too_deep(text, body);
    let end = cut.unwrap_or(text.len());
    let mut builder = TreeBuilder::new(page);
    let extensions = extensions(builder.page.options.smart_punctuation);
    for (event, range) in Parser::new_ext(&text[body..end], extensions).into_offset_iter() {
        builder.event(event, range.start + body..range.end + body);
    }
    let (mut blocks, footnotes) = builder.finish();
    if cut.is_some() {
        if !page.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::TooDeep) {
            too_deep(page, end..text.len());
        }
        let content = [Inline { at: (end..text.len()).into(), node: InlineNode::Text(Text::Source) }];
        blocks.push(Block { at: (end..text.len()).into(), node: BlockNode::Paragraph(Box::new(content)) });
    }
    (blocks, footnotes)
}

fn too_deep(page: &mut Context<'_>, at: Range<usize>) {
    let message = said!("this is nested more than {max_depth} deep", max_depth = MAX_DEPTH);
    let place = first_line(at, page.text);
    page.report(Code::TooDeep, message, place, said!("write it flatter; what lies deeper is taken as plain text"));
}

/// The ways to treat the events at hand.
enum Mode {
    Tree,
    /// Inside an image: only the text counts. The number of tags begun, and the text so far.
    Alt(usize, String),
    /// Deeper than allowed: only the text counts.
    Flat(usize),
}

/// The tree in the making.
pub(super) struct TreeBuilder<'p, 'a> {
    pub(super) page: &'p mut Context<'a>,
    mode: Mode,
    frames: Vec<Frame<'a>>,
    pub(super) inlines: Vec<Inline>,
    blocks: Vec<Block>,
    entries: Vec<ListEntry>,
    cells: Vec<Inlines>,
    /// The end of the last of them.
    cell_end: usize,
    rows: Vec<Box<[Inlines]>>,
    raw: Gather,
    pub(super) pending: Pending<'a>,
    pub(super) footnotes: Footnotes,
    choices: Choices,
    /// Links that are open.
    pub(super) links: usize,
    said_too_deep: bool,
}

impl<'p, 'a> TreeBuilder<'p, 'a> {
    fn new(page: &'p mut Context<'a>) -> Self {
        let root = Frame { kind: FrameKind::Root, at: 0..page.text.len(), inlines: 0, blocks: 0, entries: 0 };
        Self {
            page,
            mode: Mode::Tree,
            frames: vec![root],
            inlines: Vec::new(),
            blocks: Vec::new(),
            entries: Vec::new(),
            cells: Vec::new(),
            cell_end: 0,
            rows: Vec::new(),
            raw: Gather::default(),
            pending: Pending::default(),
            footnotes: Footnotes::default(),
            choices: Choices::default(),
            links: 0,
            said_too_deep: false,
        }
    }

    fn finish(mut self) -> (Vec<Block>, Vec<Footnote>) {
        self.close_implicit();
        self.choices.check(self.page);
        let mut blocks = self.blocks;
        let (footnotes, lost) = self.footnotes.finish(&mut blocks);
        for LostFootnote { at, first } in lost {
            let (message, help) = match first {
                Some(_) => (
                    said!("a second note of one name is never shown"),
                    said!("give one of them another name, here and where it is referred to"),
                ),
                None => (
                    said!("nobody refers to this note, so it is never shown"),
                    said!("refer to it by its name, `[^…]`, or take it away"),
                ),
            };
            let said = Diagnostic::new(Code::LostFootnote, message)
                .at(self.page.span(first_line(at.range(), self.page.text)), Phrase::default())
                .help(help);
            let said = match first {
                Some(first) => {
                    said.at(self.page.span(first_line(first.range(), self.page.text)), said!("this one is shown"))
                }
                None => said,
            };
            self.page.diagnostics.push(said);
        }
        (blocks, footnotes)
    }

    fn event(&mut self, event: Event<'a>, at: Range<usize>) {
        match &mut self.mode {
            Mode::Tree => self.tree_event(event, at),
            Mode::Alt(depth, text) => match event {
                Event::Start(_) => *depth += 1,
                Event::End(_) if *depth > 0 => *depth -= 1,
                Event::End(_) => {
                    let alt = std::mem::take(text);
                    self.end_image(alt.into());
                }
                Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            },
            Mode::Flat(depth) => match event {
                Event::Start(_) => *depth += 1,
                Event::End(_) if *depth > 0 => *depth -= 1,
                Event::End(_) => {
                    self.mode = Mode::Tree;
                    self.flat_break(at.end);
                }
                Event::Text(piece) | Event::Code(piece) => self.text(piece, at),
                Event::SoftBreak | Event::HardBreak => self.flat_break(at.start),
                _ => {}
            },
        }
    }

    /// Parts what was not in one line, where the tree is flattened.
    fn flat_break(&mut self, at: usize) {
        self.flush();
        if !matches!(self.inlines.last(), None | Some(Inline { node: InlineNode::SoftBreak, .. })) {
            self.inline(at..at, InlineNode::SoftBreak);
        }
    }

    fn tree_event(&mut self, event: Event<'a>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(end) => self.end(end),
            Event::Text(piece) if self.is_raw() => self.raw.add(self.page.text, at, &piece),
            Event::Html(piece) => self.raw.add(self.page.text, at, &piece),
            Event::Text(piece) => self.text(piece, at),
            Event::Code(piece) => self.code(&piece, at),
            Event::InlineHtml(piece) => self.inline_html(&piece, at),
            Event::FootnoteReference(label) => {
                let number = self.footnotes.refer(&label);
                self.inline(at, InlineNode::Footnote(number));
            }
            Event::SoftBreak => self.inline(at, InlineNode::SoftBreak),
            Event::HardBreak => self.inline(at, InlineNode::HardBreak),
            Event::Rule => {
                self.close_implicit();
                self.block(at, BlockNode::Rule);
            }
            Event::TaskListMarker(checked) => self.task(checked),
            // Not enabled.
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn is_raw(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { kind: FrameKind::Code(_), .. }))
    }

    fn task(&mut self, checked: bool) {
        let items = self.frames.iter_mut().rev().take(2);
        for frame in items {
            if let FrameKind::Item(task) = &mut frame.kind {
                *task = Some(Box::new(Task { checked, id: None }));
                return;
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>, at: Range<usize>) {
        if is_inline(&tag) {
            self.open_implicit(at.start);
        } else {
            self.close_implicit();
        }
        self.flush();
        if self.frames.len() >= MAX_DEPTH && deepens(&tag) {
            return self.flatten(at);
        }
        let kind = self.kind(tag);
        if let FrameKind::Image(..) = kind {
            self.mode = Mode::Alt(0, String::new());
        }
        self.open(kind, at);
    }

    fn flatten(&mut self, at: Range<usize>) {
        self.mode = Mode::Flat(0);
        self.open_implicit(at.start);
        if !self.said_too_deep {
            self.said_too_deep = true;
            too_deep(self.page, at);
        }
    }

    /// The classes of a heading that are shown. What marks an addition is a mark of ours, and no class.
    fn classes(&self, classes: &[CowStr<'_>]) -> Box<[Box<str>]> {
        let Context { options, .. } = &*self.page;
        let is_shown = |class: &&str| options.mdbook || !guidance::is_addition(class, options.language);
        classes.iter().map(|class| &**class).filter(is_shown).map(boxed).collect()
    }

    fn kind(&mut self, tag: Tag<'a>) -> FrameKind<'a> {
        match tag {
            Tag::Paragraph => {
                self.loosen();
                FrameKind::Paragraph { implicit: false }
            }
            Tag::Heading { level, id, classes, attrs } => FrameKind::Heading {
                level: level as u8,
                id: boxed(&nfc(id.as_deref().unwrap_or(""))),
                former: headings::former(&attrs),
                unknown: headings::unknown(&attrs),
                addition: classes.iter().any(|class| guidance::is_addition(class, self.page.options.language)),
                classes: self.classes(&classes),
            },
            Tag::BlockQuote(kind) => FrameKind::Quote(kind),
            Tag::CodeBlock(CodeBlockKind::Indented) => FrameKind::Code(Fence::default()),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => FrameKind::Code(Fence::of(&info)),
            Tag::HtmlBlock => FrameKind::Html,
            Tag::List(start) => FrameKind::List { start, tight: true },
            Tag::Item => FrameKind::Item(None),
            Tag::FootnoteDefinition(label) => FrameKind::Footnote(label),
            Tag::DefinitionList => FrameKind::Definitions(Vec::new()),
            Tag::DefinitionListTitle => FrameKind::Term,
            Tag::DefinitionListDefinition => FrameKind::Definition,
            Tag::Table(alignment) => FrameKind::Table(alignment.into_iter().map(aligned).collect()),
            Tag::TableHead | Tag::TableRow => FrameKind::Row,
            Tag::TableCell => FrameKind::Cell,
            Tag::Emphasis => FrameKind::Emphasis,
            Tag::Strong => FrameKind::Strong,
            Tag::Strikethrough => FrameKind::Strike,
            Tag::Link { link_type, dest_url, title, .. } => {
                self.links += 1;
                FrameKind::Link(destination(link_type, &dest_url), boxed(&title))
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                FrameKind::Image(destination(link_type, &dest_url), boxed(&title))
            }
            // Not enabled.
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => FrameKind::Nothing,
        }
    }

    /// A paragraph that the parser calls one makes the list around it loose.
    fn loosen(&mut self) {
        if let [.., list, Frame { kind: FrameKind::Item(_), .. }] = &mut self.frames[..]
            && let FrameKind::List { tight, .. } = &mut list.kind
        {
            *tight = false;
        }
    }

    fn open(&mut self, kind: FrameKind<'a>, at: Range<usize>) {
        let (inlines, blocks, entries) = (self.inlines.len(), self.blocks.len(), self.entries.len());
        self.frames.push(Frame { kind, at, inlines, blocks, entries });
    }

    /// Opens a paragraph where text stands directly in a container.
    pub(super) fn open_implicit(&mut self, at: usize) {
        if self.frames.last().is_some_and(|frame| frame.kind.holds_blocks()) {
            self.open(FrameKind::Paragraph { implicit: true }, at..at);
        }
    }

    fn close_implicit(&mut self) {
        self.flush();
        if matches!(self.frames.last(), Some(Frame { kind: FrameKind::Paragraph { implicit: true }, .. })) {
            self.close();
        }
    }

    fn end(&mut self, end: TagEnd) {
        if !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) {
            self.close_implicit();
        }
        self.flush();
        self.close();
    }

    /// Ends what was begun last.
    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let Frame { kind, mut at, .. } = frame;
        match kind {
            FrameKind::Paragraph { implicit } => {
                let inlines = self.inlines.len() > frame.inlines;
                if implicit && let Some(last) = self.inlines.last().filter(|_| inlines) {
                    at.end = last.at.end as usize;
                }
                self.paragraph(at, frame.inlines);
            }
            FrameKind::Heading { level, id, former, unknown, classes, addition } => {
                for name in unknown {
                    let help = said!("a heading may have `{{#id .class formerly=id}}`");
                    let message = said!("a heading has no attribute `{name}`; it is left out", name);
                    self.page.report(Code::UnknownKey, message, first_line(at.clone(), self.page.text), help);
                }
                let content = self.take_inlines(frame.inlines);
                let marks = HeadingMarks::of(former, classes);
                self.block(at.clone(), BlockNode::Heading(Box::new(Heading { level, id, marks, content })));
                if addition {
                    self.block(at, BlockNode::Alert(AlertKind::Addition, Blocks::default()));
                }
            }
            FrameKind::Quote(kind) => self.quote(kind, at, frame.blocks),
            FrameKind::Code(fence) => self.code_block(fence, at),
            FrameKind::Html => self.html_block(),
            FrameKind::List { start, tight } => {
                let items = self.entries.drain(frame.entries..).collect();
                self.block(at, BlockNode::List(Box::new(List { start, tight, items })));
            }
            FrameKind::Item(task) => self.item(task, at, frame.blocks),
            FrameKind::Footnote(label) => {
                let blocks = self.take_blocks(frame.blocks);
                self.footnotes.define(Footnote { at: at.into(), label: boxed(&label), blocks });
            }
            FrameKind::Definitions(groups) => self.definitions(groups, at),
            FrameKind::Term => {
                let term = self.take_inlines(frame.inlines);
                self.term(term);
            }
            FrameKind::Definition => {
                let blocks = self.take_blocks(frame.blocks);
                self.definition(blocks);
            }
            FrameKind::Table(alignment) => self.table(alignment, at),
            FrameKind::Row => {
                let row = self.cells.drain(..).collect();
                self.rows.push(row);
                self.lost_cells(at);
            }
            FrameKind::Cell => {
                let cell = self.take_inlines(frame.inlines);
                self.cells.push(cell);
                self.cell_end = at.end;
            }
            kind => self.close_inline(kind, at, frame.inlines),
        }
    }

    /// Tells of cells that no column of a table has a place for: the parser leaves them out.
    fn lost_cells(&mut self, row: Range<usize>) {
        let end = self.page.text[row.start..].find('\n').map_or(self.page.text.len(), |length| row.start + length);
        let rest = self.page.text.get(self.cell_end..end.max(row.end)).unwrap_or_default();
        if rest.trim_matches(|c: char| c == '|' || c.is_whitespace()).is_empty() {
            return;
        }
        let message = said!("this row has more cells than the table has columns; those at its end are not shown");
        let help = said!("write `\\|` for a stroke that is text, also within code, or give the table another column");
        self.page.report(Code::LostCells, message, row.start..end, help);
    }

    pub(super) fn take_inlines(&mut self, from: usize) -> Inlines {
        self.inlines.drain(from..).collect()
    }

    fn take_blocks(&mut self, from: usize) -> Blocks {
        self.blocks.drain(from..).collect()
    }

    fn block(&mut self, at: impl Into<At>, node: BlockNode) {
        self.blocks.push(Block { at: at.into(), node });
    }

    fn paragraph(&mut self, at: Range<usize>, from: usize) {
        if let Some(generated) = generated::block(self.page, &at) {
            self.inlines.truncate(from);
            return self.block(at, BlockNode::Generated(generated));
        }
        self.choice_id(from);
        if self.inlines.len() > from {
            let content = self.take_inlines(from);
            self.block(at, BlockNode::Paragraph(content));
        }
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, at: Range<usize>, from: usize) {
        let mark = if kind.is_none() { guidance::take(self.page, &mut self.blocks, from) } else { None };
        let blocks = self.take_blocks(from);
        let node = match (kind.map(alert), mark) {
            (Some(kind), _) => BlockNode::Alert(kind, blocks),
            (None, Some(QuoteMark::Guidance(kind))) => BlockNode::Guidance(kind, blocks),
            (None, Some(QuoteMark::Addition)) => BlockNode::Alert(AlertKind::Addition, blocks),
            (None, None) => BlockNode::Quote(blocks),
        };
        self.block(at, node);
    }

    fn code_block(&mut self, fence: Fence, at: Range<usize>) {
        let (at, text) = self.raw.take().unwrap_or_else(|| (at.into(), Text::Owned("".into())));
        let shown = fence.shown(text.get(at, self.page.text), self.page.options.hidelines);
        let text = shown.map_or(text, |shown| Text::Owned(shown.into()));
        self.block(at, BlockNode::Code(Box::new(CodeBlock { language: fence.language, text })));
    }

    fn html_block(&mut self) {
        if let Some((at, text)) = self.raw.take()
            && let Some(text) = self.allowed_html(at, text)
        {
            self.block(at, BlockNode::Html(text));
        }
    }

    /// Raw HTML without comments, if there is any left and the book allows it.
    pub(super) fn allowed_html(&mut self, at: At, text: Text) -> Option<Text> {
        let text = match strip_comments(text.get(at, self.page.text)) {
            Stripped::Unchanged => text,
            Stripped::Left(left) if left.is_empty() => return None,
            Stripped::Left(left) => Text::Owned(left.into()),
            Stripped::Unclosed => {
                let help = said!("write `-->` where it ends: everything from here on is taken as a comment");
                self.page.report(
                    Code::RawHtml,
                    said!("this comment is never closed"),
                    first_line(at, self.page.text),
                    help,
                );
                return None;
            }
        };
        if self.page.options.mdbook
            && let Some(html) = with_page_links(text.get(at, self.page.text))
        {
            return Some(Text::Owned(html.into()));
        }
        if self.page.options.raw_html {
            return Some(text);
        }
        let help = said!(
            "write it in Markdown, or set `raw-html = \"allow\"` under `[markdown]` in `book.toml`; \
                    `&lt;` shows a `<`"
        );
        self.page.report(Code::RawHtml, said!("raw HTML is not allowed in this book"), at, help);
        None
    }

    fn item(&mut self, task: Option<Box<Task>>, at: Range<usize>, from: usize) {
        if let Some(task) = &task
            && self.page.options.fill_in != Fillable::None
        {
            self.choices.add(task, &at, &self.blocks[from..], self.page.text);
        }
        let blocks = self.take_blocks(from);
        self.entries.push(ListEntry::Item(Item { at: at.into(), task, blocks }));
    }

    /// Moves `{#id}` at the end of a task item's first paragraph (the inlines from `from` on) to the task.
    fn choice_id(&mut self, from: usize) {
        let blocks = self.blocks.len();
        let Some(Frame { kind: FrameKind::Item(Some(task)), blocks: first, .. }) = self.frames.last_mut() else {
            return;
        };
        if self.page.options.fill_in == Fillable::None || *first != blocks {
            return;
        }
        let Some(last) = self.inlines[from..].last_mut() else { return };
        task.id = super::choices::take_id(last, self.page.text);
        let empty = matches!(&last.node, InlineNode::Text(text) if text.get(last.at, self.page.text).is_empty());
        if task.id.is_some() && empty {
            self.inlines.pop();
            let is_break = |inline: &Inline| matches!(inline.node, InlineNode::SoftBreak | InlineNode::HardBreak);
            if self.inlines.len() > from && self.inlines.last().is_some_and(is_break) {
                self.inlines.pop();
            }
        }
    }

    fn groups(&mut self) -> Option<&mut Vec<OpenDefinitionGroup>> {
        match self.frames.last_mut() {
            Some(Frame { kind: FrameKind::Definitions(groups), .. }) => Some(groups),
            _ => None,
        }
    }

    fn term(&mut self, term: Inlines) {
        let Some(groups) = self.groups() else { return };
        if groups.last().is_none_or(|group| !group.definitions.is_empty()) {
            groups.push(OpenDefinitionGroup::default());
        }
        if let Some(group) = groups.last_mut() {
            group.terms.push(term);
        }
    }

    fn definition(&mut self, blocks: Blocks) {
        let Some(groups) = self.groups() else { return };
        if groups.is_empty() {
            groups.push(OpenDefinitionGroup::default());
        }
        if let Some(group) = groups.last_mut() {
            group.definitions.push(blocks);
        }
    }

    fn definitions(&mut self, groups: Vec<OpenDefinitionGroup>, at: Range<usize>) {
        let mdbook = self.page.options.mdbook;
        let boxed = |group: OpenDefinitionGroup| DefinitionGroup {
            ids: if mdbook { vec![Box::default(); group.terms.len()].into() } else { Box::default() },
            terms: group.terms.into(),
            definitions: group.definitions.into(),
        };
        let groups = groups.into_iter().map(boxed).collect();
        self.block(at, BlockNode::Definitions(groups));
    }

    fn table(&mut self, alignment: Box<[Alignment]>, at: Range<usize>) {
        let mut rows = self.rows.drain(..);
        let head = rows.next().unwrap_or_default();
        let rows = rows.collect();
        self.block(at, BlockNode::Table(Box::new(Table { alignment, head, rows })));
    }

    /// Ends an image, whose text was gathered.
    fn end_image(&mut self, alt: Box<str>) {
        self.mode = Mode::Tree;
        if let Some(Frame { kind: FrameKind::Image(source, title), at, .. }) = self.frames.pop() {
            self.image(source, title, alt, at);
        }
    }
}

/// A copy without spare capacity.
fn boxed(text: &str) -> Box<str> {
    text.into()
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Whether a tag counts as a level of nesting: parts that always stand in such a tag do not.
fn deepens(tag: &Tag<'_>) -> bool {
    is_inline(tag)
        || matches!(
            tag,
            Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_) | Tag::DefinitionList | Tag::Table(_)
        )
}

fn alert(kind: BlockQuoteKind) -> AlertKind {
    match kind {
        BlockQuoteKind::Note => AlertKind::Note,
        BlockQuoteKind::Tip => AlertKind::Tip,
        BlockQuoteKind::Important => AlertKind::Important,
        BlockQuoteKind::Warning => AlertKind::Warning,
        BlockQuoteKind::Caution => AlertKind::Caution,
    }
}

fn aligned(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}
