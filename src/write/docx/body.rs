//! The text of a Word file: blocks to paragraphs and tables.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::tags::{ControlType, Tags};
use crate::document::{
    AlertKind, Alignment, At, Block, BlockNode, Cite, Condition, DefinitionGroup, Footnote, GuidanceKind, Heading,
    HeadingLevels, Inline, InlineNode, Inlines, Item, Link, List, ListEntry, MOST_IN_NOTE, MOST_OF_NOTES, Table, Task,
    Text, When, html_text, plain_text_with, runs_within,
};
use crate::draft::Page;
use crate::kind::Kind;
use crate::resolve::{Book, Reference};
use crate::theme::Texts;
use crate::view::condition::ConditionWords;
use crate::view::{NOTE_LINES, default_answer, field_text, mention_language, notes_label};
use crate::vocabulary::Layout;
use crate::word::OwnStyle;
use crate::write::address::whole_address;
use crate::write::xml::Xml;

/// The deepest level of lists that has a style of its own.
pub(super) const LIST_STYLES: usize = 5;
/// The deepest level of headings.
const HEADINGS: u8 = 5;
/// The deepest level of lists that Word counts.
const LIST_LEVELS: usize = 9;
/// The number of the list that bullets belong to.
pub(super) const BULLETS: usize = 1;
/// The number of the first ordered list.
pub(super) const FIRST_LIST: usize = 10;
/// How far a level of a list is set in, in twentieths of a point.
pub(super) const STEP: usize = 397;

/// A page to fill in, and the words for its conditions.
pub(super) struct FormText<'a> {
    pub(super) page: &'a Page,
    pub(super) words: ConditionWords<'a>,
}

/// A page for comments, whose marks are written.
pub(super) struct PageMarks<'a> {
    pub(super) page: &'a Page,
    pub(super) words: ConditionWords<'a>,
    /// The page's file.
    pub(super) written: &'a str,
    /// Whether what is written now stands in another file, which the page includes.
    pub(super) is_within: bool,
}

/// The look of text.
#[derive(Clone, Copy, Default)]
pub(super) struct RunLook<'l> {
    bold: bool,
    italic: bool,
    strike: bool,
    style: Option<&'static str>,
    /// The language, with a country, where it is not that of the file.
    lang: Option<&'l str>,
}

impl RunLook<'_> {
    /// Text that only says what to write.
    pub(super) fn placeholder() -> Self {
        Self { style: Some("PlaceholderText"), ..Self::default() }
    }

    /// The same, in a style of characters.
    pub(super) fn in_style(self, style: &'static str) -> Self {
        Self { style: Some(style), ..self }
    }

    /// The same, as text that only says what to write.
    pub(super) fn as_placeholder(self) -> Self {
        Self { style: Some("PlaceholderText"), ..self }
    }

    /// Text of the head of a table, or of another row.
    pub(super) fn head(head: bool) -> Self {
        Self { bold: head, ..Self::default() }
    }
}

/// The container of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Text,
    Guidance,
    Alert,
    Quote,
    Definition,
    Note,
}

impl Around {
    /// The style of its paragraphs.
    fn style(self) -> Option<&'static str> {
        match self {
            Self::Text => None,
            Self::Guidance => Some(OwnStyle::Guidance.id()),
            Self::Alert => Some(OwnStyle::Alert.id()),
            Self::Quote => Some("Quote"),
            Self::Definition => Some(OwnStyle::Definition.id()),
            Self::Note => Some("FootnoteText"),
        }
    }

    /// How far its paragraphs are set in, in twentieths of a point.
    fn indent(self) -> usize {
        match self {
            Self::Text | Self::Note => 0,
            Self::Guidance | Self::Alert => 227,
            Self::Quote | Self::Definition => 425,
        }
    }
}

/// The place of a block.
#[derive(Clone, Copy)]
pub(super) struct BlockPlace {
    around: Around,
    /// How many lists are open.
    pub(super) level: usize,
}

impl BlockPlace {
    /// The same place, in a definition.
    pub(super) fn in_definition(self) -> Self {
        Self { around: Around::Definition, ..self }
    }

    /// The style of a paragraph there; nothing: the usual one.
    fn style(self, item: Option<ItemBegin<'_>>) -> Option<String> {
        if let Some(style) = self.around.style() {
            return Some(style.to_owned());
        }
        let style = match item {
            None => "ListContinue",
            Some(ItemBegin { marker: Marker::Bullet, task: Some(_) }) => OwnStyle::Choice.id(),
            Some(ItemBegin { marker: Marker::Bullet, task: None }) => "ListBullet",
            Some(ItemBegin { marker: Marker::Number(_), .. }) => "ListNumber",
        };
        (self.level > 0).then(|| list_style(style, self.level))
    }

    /// The list that a paragraph there belongs to, where its style does not say so.
    fn list(self, item: Option<ItemBegin<'_>>) -> Option<usize> {
        match item? {
            ItemBegin { marker: Marker::Number(list), .. } => Some(list),
            ItemBegin { marker: Marker::Bullet, task: None } if self.around.style().is_some() => Some(BULLETS),
            ItemBegin { marker: Marker::Bullet, .. } => None,
        }
    }
}

pub(super) const TOP: BlockPlace = BlockPlace { around: Around::Text, level: 0 };

/// The mark before the first paragraph of an item.
#[derive(Clone, Copy)]
pub(super) enum Marker {
    Bullet,
    /// The number of the list.
    Number(usize),
}

/// All that stands before the first paragraph of an item: its marker, and a box where it is a choice.
#[derive(Clone, Copy)]
pub(super) struct ItemBegin<'a> {
    marker: Marker,
    task: Option<&'a Task>,
}

/// The branches of conditions: the number of the control and the condition.
pub(super) type Whens = Vec<Vec<(u32, Option<String>)>>;

/// Addresses that links lead to, each once, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct LinkTargets {
    addresses: Vec<Rc<str>>,
    numbers: HashMap<Rc<str>, usize>,
}

impl LinkTargets {
    fn number(&mut self, address: String) -> usize {
        let address: Rc<str> = address.into();
        *self.numbers.entry(address).or_insert_with_key(|address| {
            self.addresses.push(address.clone());
            self.addresses.len() - 1
        })
    }

    /// The addresses by their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.addresses.iter().map(|address| &**address)
    }
}

/// The slides of a text, as they are written one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slides {
    /// Sections are no slides.
    None,
    /// The next section is the first one, which stands under the title.
    First,
    /// The next section begins a page.
    Later,
}

impl From<Layout> for Slides {
    fn from(layout: Layout) -> Self {
        if layout == Layout::Slides { Self::First } else { Self::None }
    }
}

pub(super) struct DocxBody<'a> {
    pub(super) xml: Xml,
    pub(super) book: &'a Book,
    pub(super) texts: &'a Texts,
    /// The language of the document, as it is written.
    pub(super) lang: &'a str,
    /// The text that [`Text::Source`] points into.
    pub(super) source: &'a str,
    footnotes: &'a [Footnote],
    /// The works that citations lead to.
    works: Vec<&'a Reference>,
    /// A form to fill in; without it a finished document.
    pub(super) form: Option<FormText<'a>>,
    /// A page for comments.
    pub(super) marks: Option<PageMarks<'a>>,
    /// Whether an item with a box can be taken out.
    optional_items: bool,
    pub(super) controls: u32,
    pub(super) tags: Tags,
    pub(super) whens: Whens,
    when_count: u32,
    /// Addresses that links lead to: of the text, of its footnotes.
    pub(super) links: [LinkTargets; 2],
    /// Ordered lists: level and first number.
    pub(super) lists: Vec<(usize, u64)>,
    pub(super) notes: Xml,
    note_count: u32,
    /// Within a footnote: that one, and the others that stand in it.
    noted: Option<BTreeSet<u32>>,
    /// How many bytes of footnotes may still stand in others.
    note_room: usize,
    /// All that the next paragraph has before it, as the first one of an item.
    pub(super) item_begin: Option<ItemBegin<'a>>,
    /// Whether the next paragraph stays on the page of what follows it: it introduces a list.
    keeps: bool,
    levels: HeadingLevels,
    /// The kind of the page, where paragraphs of it may be room for notes.
    pub(super) notes_for: Option<&'a Kind>,
    /// The slides of which each section is one.
    pub(super) slides: Slides,
}

impl<'a> DocxBody<'a> {
    pub(super) fn new(
        book: &'a Book,
        texts: &'a Texts,
        body: &'a crate::document::Document,
        works: Vec<&'a Reference>,
        form: Option<FormText<'a>>,
        optional_items: bool,
    ) -> Self {
        Self {
            xml: Xml::part(),
            book,
            texts,
            lang: &book.config.book.language,
            source: &body.text,
            footnotes: &body.footnotes,
            works,
            form,
            marks: None,
            optional_items,
            controls: 0,
            tags: Tags::default(),
            whens: Vec::new(),
            when_count: 0,
            links: Default::default(),
            lists: Vec::new(),
            notes: Xml::part(),
            note_count: 0,
            noted: None,
            note_room: MOST_OF_NOTES,
            item_begin: None,
            keeps: false,
            levels: HeadingLevels::new(1, HEADINGS),
            notes_for: None,
            slides: Slides::None,
        }
    }

    pub(super) fn blocks(&mut self, blocks: &'a [Block], place: BlockPlace) {
        self.blocks_before(blocks, None, place);
    }

    /// Blocks; `next` stands after them.
    pub(super) fn blocks_before(&mut self, blocks: &'a [Block], next: Option<&Block>, place: BlockPlace) {
        let mut included = 0;
        for (number, block) in blocks.iter().enumerate() {
            if number < included {
                continue;
            }
            included = number + self.included(&blocks[number..], place);
            if number < included {
                continue;
            }
            let follows = blocks.get(number + 1).or(next).map(|next| &next.node);
            self.keeps = matches!((&block.node, follows), (BlockNode::Paragraph(_), Some(BlockNode::List(_))));
            self.block(block, place);
            // Two tables in a row would be one, and nothing may end with a table.
            let follows = blocks.get(number + 1).is_none_or(|next| self.is_table(next, place));
            if self.is_table(block, place) && (follows || self.marks.is_some())
                || self.is_apart(block, blocks.get(number + 1), place)
            {
                self.space();
            }
        }
    }

    pub(super) fn space(&mut self) {
        self.xml.within("w:p", &[], |xml| xml.within("w:pPr", &[], |xml| xml.val("w:pStyle", OwnStyle::Space.id())));
    }

    pub(super) fn block(&mut self, block: &'a Block, place: BlockPlace) {
        if self.marked_block(block, place) {
            return;
        }
        match &block.node {
            BlockNode::Paragraph(content) => self.prose(content, place),
            BlockNode::Heading(heading) => self.heading(heading, block.at, place),
            BlockNode::List(list) => self.list(list, place),
            BlockNode::Quote(inner) => self.blocks(inner, BlockPlace { around: Around::Quote, ..place }),
            BlockNode::Alert(kind, inner) => self.alert(*kind, inner, place),
            BlockNode::Guidance(kind, inner) => self.guidance(*kind, inner, place),
            BlockNode::Code(code) => {
                let text = self.content(&code.text, block.at).trim_end_matches('\n');
                self.styled(OwnStyle::Code.id(), |body| body.written(text, RunLook::default()));
            }
            BlockNode::Table(table) => self.table(table, place),
            BlockNode::Definitions(groups) => self.definitions(groups, place),
            BlockNode::Rule => self.styled(OwnStyle::Rule.id(), |_| ()),
            BlockNode::When(when) => self.when(when, place, Self::blocks),
            BlockNode::Html(html) => self.html(html, block.at, place),
            // Blocks of the model stand in its place.
            BlockNode::Generated(_) => {}
        }
    }

    fn content(&self, text: &'a Text, at: At) -> &'a str {
        text.get(at, self.source)
    }

    /// The text of raw HTML.
    fn html(&mut self, html: &'a Text, at: At, place: BlockPlace) {
        let text = html_text(self.content(html, at));
        if !text.trim().is_empty() {
            self.paragraph(place, |body| body.written(text.trim(), RunLook::default()));
        }
    }

    /// A paragraph of a style.
    pub(super) fn styled(&mut self, style: &str, inside: impl FnOnce(&mut Self)) {
        self.xml.open("w:p", &[]);
        self.xml.within("w:pPr", &[], |xml| xml.val("w:pStyle", style));
        inside(self);
        self.xml.close("w:p");
    }

    /// A paragraph of the text, with what stands before it in a list.
    pub(super) fn paragraph(&mut self, place: BlockPlace, inside: impl FnOnce(&mut Self)) {
        let item = self.item_begin.take();
        let task = item.and_then(|item| item.task);
        self.xml.open("w:p", &[]);
        self.properties(place, item);
        if let Some(task) = task {
            let id = task.id.as_ref().map_or("", |(id, _)| id);
            self.tick_box(&format!("choice:{id}"), "", task.checked);
        }
        inside(self);
        if let Some((id, _)) = task.and_then(|task| task.id.as_ref()) {
            self.choice_mark(id);
        }
        self.xml.close("w:p");
    }

    fn prose(&mut self, content: &'a [Inline], place: BlockPlace) {
        match self.notes_for.and_then(|kind| notes_label(kind, content, self.source)) {
            Some(label) => self.note_lines(&label, place),
            None => self.paragraph(place, |body| body.run(content, RunLook::default())),
        }
    }

    /// A label and lines to write on by hand, on one page.
    fn note_lines(&mut self, label: &str, place: BlockPlace) {
        self.keeps = true;
        self.paragraph(place, |body| body.written(label, RunLook::default()));
        for line in 1..=NOTE_LINES {
            self.xml.open("w:p", &[]);
            self.xml.within("w:pPr", &[], |xml| {
                if line < NOTE_LINES {
                    xml.empty("w:keepNext", &[]);
                }
                let (end, height) = (TEXT_WIDTH.to_string(), NOTE_LINE.to_string());
                xml.within("w:tabs", &[], |xml| {
                    xml.empty("w:tab", &[("w:val", "right"), ("w:leader", "underscore"), ("w:pos", &end)]);
                });
                xml.empty(
                    "w:spacing",
                    &[("w:before", "0"), ("w:after", "0"), ("w:line", &height), ("w:lineRule", "exact")],
                );
            });
            self.xml.within("w:r", &[], |xml| xml.empty("w:tab", &[]));
            self.xml.close("w:p");
        }
        self.space();
    }

    fn properties(&mut self, place: BlockPlace, item: Option<ItemBegin<'_>>) {
        let keeps = std::mem::take(&mut self.keeps);
        let (style, list) = (place.style(item), place.list(item));
        if style.is_none() && list.is_none() && !keeps {
            return;
        }
        self.xml.within("w:pPr", &[], |xml| {
            if let Some(style) = &style {
                xml.val("w:pStyle", style);
            }
            if keeps {
                xml.empty("w:keepNext", &[]);
            }
            if let Some(list) = list {
                xml.within("w:numPr", &[], |xml| {
                    xml.val("w:ilvl", &(place.level.clamp(1, LIST_LEVELS) - 1).to_string());
                    xml.val("w:numId", &list.to_string());
                });
            }
            if place.around.style().is_some() && place.level > 0 {
                let left = (place.around.indent() + place.level * STEP).to_string();
                let hanging = if item.is_some() { STEP } else { 0 }.to_string();
                xml.empty("w:ind", &[("w:left", &left), ("w:hanging", &hanging)]);
            }
        });
    }

    fn heading(&mut self, heading: &'a Heading, at: At, place: BlockPlace) {
        if place.around == Around::Text && place.level == 0 {
            let level = match &self.marks {
                // As it is written: the page's own title stands above.
                Some(_) => heading.level.saturating_sub(1).clamp(1, HEADINGS),
                None => self.levels.show(heading.level),
            };
            let stays = level == 1 && self.slides == Slides::First;
            if stays {
                self.slides = Slides::Later;
            }
            self.xml.open("w:p", &[]);
            self.xml.within("w:pPr", &[], |xml| {
                xml.val("w:pStyle", &format!("Heading{level}"));
                if stays {
                    xml.val("w:pageBreakBefore", "0");
                }
            });
            self.run(&heading.content, RunLook::default());
            self.heading_mark(heading, at);
            self.xml.close("w:p");
        } else {
            self.paragraph(place, |body| body.run(&heading.content, RunLook { bold: true, ..RunLook::default() }));
        }
    }

    fn list(&mut self, list: &'a List, place: BlockPlace) {
        let place = BlockPlace { level: place.level + 1, ..place };
        let marker = match list.start {
            None => Marker::Bullet,
            Some(start) => {
                self.lists.push((place.level.min(LIST_LEVELS) - 1, start));
                Marker::Number(FIRST_LIST + self.lists.len() - 1)
            }
        };
        self.entries(&list.items, marker, place);
    }

    fn entries(&mut self, entries: &'a [ListEntry], marker: Marker, place: BlockPlace) {
        for entry in entries {
            match entry {
                ListEntry::Item(item) => self.item(item, marker, place),
                ListEntry::When(when) => {
                    self.when(when, place, |body, content, place| body.entries(content, marker, place));
                }
            }
        }
    }

    fn item(&mut self, item: &'a Item, marker: Marker, place: BlockPlace) {
        let write = |body: &mut Self| {
            body.item_begin = Some(ItemBegin { marker, task: item.task.as_deref() });
            body.blocks(&item.blocks, place);
            if body.item_begin.is_some() {
                body.paragraph(place, |_| ());
            }
        };
        match &item.task {
            Some(task) if self.form.is_some() && self.optional_items => {
                let id = task.id.as_ref().map_or("", |(id, _)| id);
                let text = match item.blocks.first().map(|block| &block.node) {
                    Some(BlockNode::Paragraph(content)) => self.plain(content),
                    _ => String::new(),
                };
                self.control(&format!("item:{id}"), &text, &ControlType::Hidden, false, write);
            }
            _ => write(self),
        }
    }

    fn plain(&self, run: &'a [Inline]) -> String {
        plain_text_with(run, self.source, |name| match &self.form {
            Some(form) => field_text(self.book, form.page, self.texts, name),
            None => name.into(),
        })
    }

    fn alert(&mut self, kind: AlertKind, inner: &'a [Block], place: BlockPlace) {
        let texts = self.texts;
        self.styled(OwnStyle::AlertTitle.id(), |body| body.written(texts.get(kind.text_key()), RunLook::default()));
        self.blocks(inner, BlockPlace { around: Around::Alert, ..place });
    }

    fn guidance(&mut self, kind: GuidanceKind, inner: &'a [Block], place: BlockPlace) {
        if self.form.is_none() {
            return;
        }
        let texts = self.texts;
        self.control("guidance", "", &ControlType::Hidden, false, |body| {
            body.titled_guidance(texts.get(kind.text_key()), place);
            body.blocks(inner, BlockPlace { around: Around::Guidance, ..place });
        });
    }

    /// The title of guidance, set in as far as what it is about.
    fn titled_guidance(&mut self, title: &str, place: BlockPlace) {
        let indent = if place.level > 0 { Around::Guidance.indent() + place.level * STEP } else { 0 };
        self.caption(OwnStyle::GuidanceTitle.id(), indent, title);
    }

    /// A paragraph of a style that says what the next ones are, set in so far.
    fn caption(&mut self, style: &str, indent: usize, text: &str) {
        self.xml.open("w:p", &[]);
        self.xml.within("w:pPr", &[], |xml| {
            xml.val("w:pStyle", style);
            if indent > 0 {
                xml.empty("w:ind", &[("w:left", &indent.to_string())]);
            }
        });
        self.written(text, RunLook::default());
        self.xml.close("w:p");
    }

    fn table(&mut self, table: &'a Table, place: BlockPlace) {
        if self.marks.is_some() {
            self.item_begins(place);
        }
        let widths = vec![TEXT_WIDTH / table.head.len().max(1); table.head.len().max(1)];
        let indent = if self.marks.is_some() { place.level * STEP } else { 0 };
        self.table_set_in(&widths, indent, |body| {
            body.row(true, &table.head, &table.alignment, &widths);
            for row in &table.rows {
                body.row(false, row, &table.alignment, &widths);
            }
        });
    }

    /// A table across the page, with columns of these widths.
    pub(super) fn table_with(&mut self, widths: &[usize], rows: impl FnOnce(&mut Self)) {
        self.table_set_in(widths, 0, rows);
    }

    /// A table set in from the margin.
    fn table_set_in(&mut self, widths: &[usize], indent: usize, rows: impl FnOnce(&mut Self)) {
        self.xml.open("w:tbl", &[]);
        self.xml.within("w:tblPr", &[], |xml| {
            xml.val("w:tblStyle", OwnStyle::Table.id());
            xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")]);
            if indent > 0 {
                xml.empty("w:tblInd", &[("w:w", &indent.to_string()), ("w:type", "dxa")]);
            }
            xml.empty("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1"), ("w:noHBand", "1"), ("w:noVBand", "1")]);
        });
        self.xml.within("w:tblGrid", &[], |xml| {
            for width in widths {
                xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        rows(self);
        self.xml.close("w:tbl");
    }

    fn row(&mut self, head: bool, cells: &'a [Inlines], alignment: &[Alignment], widths: &[usize]) {
        self.row_with(head, |body| {
            for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
                let alignment = alignment.get(column).copied().unwrap_or(Alignment::None);
                body.cell(*width, alignment, |body| body.run(cell, RunLook::head(head)));
            }
        });
    }

    /// A row; the head is repeated on every page.
    pub(super) fn row_with(&mut self, head: bool, cells: impl FnOnce(&mut Self)) {
        self.xml.open("w:tr", &[]);
        self.xml.within("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
            if head {
                xml.empty("w:tblHeader", &[]);
            }
        });
        cells(self);
        self.xml.close("w:tr");
    }

    pub(super) fn cell(&mut self, width: usize, alignment: Alignment, inside: impl FnOnce(&mut Self)) {
        self.xml.open("w:tc", &[]);
        let width = width.to_string();
        self.xml.within("w:tcPr", &[], |xml| xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]));
        self.xml.open("w:p", &[]);
        self.xml.within("w:pPr", &[], |xml| {
            xml.val("w:pStyle", OwnStyle::Cell.id());
            match alignment {
                Alignment::None | Alignment::Left => {}
                Alignment::Center => xml.val("w:jc", "center"),
                Alignment::Right => xml.val("w:jc", "right"),
            }
        });
        inside(self);
        self.xml.close("w:p");
        self.xml.close("w:tc");
    }

    fn definitions(&mut self, groups: &'a [DefinitionGroup], place: BlockPlace) {
        for group in groups {
            for term in &group.terms {
                self.styled(OwnStyle::Term.id(), |body| body.run(term, RunLook::default()));
            }
            for definition in &group.definitions {
                self.blocks(definition, BlockPlace { around: Around::Definition, ..place });
            }
        }
    }

    /// Every branch stands, captioned, in a control of its own.
    fn when<T>(&mut self, when: &'a When<T>, place: BlockPlace, write: impl Fn(&mut Self, &'a [T], BlockPlace)) {
        if self.marks.is_some() {
            return self.marked_when(when, place, write);
        }
        let group = self.whens.len();
        self.whens.push(Vec::new());
        let item = self.item_begin;
        for (position, branch) in when.branches.iter().enumerate() {
            // Whichever branch holds, its first paragraph is the first of the item.
            self.item_begin = item;
            let condition = branch.condition.as_ref();
            let caption = self.form.as_ref().map(|form| form.words.branch_title(condition, position));
            let Some(caption) = caption else {
                write(self, &branch.content, place);
                continue;
            };
            let number = self.number_branch(group, condition);
            self.control(&format!("when:{number}"), &caption, &ControlType::Rich, false, |body| {
                body.caption(OwnStyle::Condition.id(), place.level * STEP, &caption);
                write(body, &branch.content, place);
            });
        }
    }

    /// The number of the control for a branch, which is noted with its condition.
    fn number_branch(&mut self, group: usize, condition: Option<&Condition>) -> u32 {
        self.when_count += 1;
        if let Some(group) = self.whens.get_mut(group) {
            group.push((self.when_count, condition.map(ToString::to_string)));
        }
        self.when_count
    }

    pub(super) fn run(&mut self, run: &'a [Inline], look: RunLook<'_>) {
        for inline in run {
            self.inline(inline, look);
        }
    }

    fn inline(&mut self, inline: &'a Inline, look: RunLook<'_>) {
        if self.marked_inline(inline, look) {
            return;
        }
        match &inline.node {
            InlineNode::Text(text) => self.written(self.content(text, inline.at), look),
            InlineNode::Code(text) => {
                self.written(self.content(text, inline.at), RunLook { style: Some(OwnStyle::CodeText.id()), ..look });
            }
            InlineNode::Emphasis(inner) => self.run(inner, RunLook { italic: !look.italic, ..look }),
            InlineNode::Strong(inner) => self.run(inner, RunLook { bold: true, ..look }),
            InlineNode::Strike(inner) => self.run(inner, RunLook { strike: true, ..look }),
            InlineNode::SoftBreak => self.written(" ", look),
            InlineNode::HardBreak => self.xml.within("w:r", &[], |xml| xml.empty("w:br", &[])),
            InlineNode::Link(link) => self.link(link, look),
            InlineNode::Image(image) => self.written(&image.stand_in(), look),
            InlineNode::Cite(cite) => self.cite(cite, look),
            InlineNode::Footnote(number) if self.noted.is_some() => self.note_in_note(*number, look),
            InlineNode::Footnote(number) => self.footnote(*number),
            InlineNode::Field(name) => self.field(name, look),
            InlineNode::Term(term, inner) => {
                let lang = mention_language(self.book, *term, &self.plain(inner), self.lang);
                self.run(inner, RunLook { lang: lang.map(|lang| self.locale(lang)).or(look.lang), ..look });
            }
            InlineNode::Foreign(foreign) => {
                self.run(&foreign.content, RunLook { lang: Some(self.locale(&foreign.lang)), ..look });
            }
            InlineNode::Html(_) => {}
        }
    }

    /// The tag of a language as Word has it: with a country, where one is known.
    fn locale(&self, lang: &'a str) -> &'a str {
        self.book.config.languages.of(lang).locale(lang)
    }

    /// Text; a line break in it stays one.
    pub(super) fn written(&mut self, text: &str, look: RunLook<'_>) {
        if text.is_empty() {
            return;
        }
        self.xml.within("w:r", &[], |xml| {
            properties_of_run(xml, look);
            for (number, line) in text.split('\n').enumerate() {
                if number > 0 {
                    xml.empty("w:br", &[]);
                }
                xml.element("w:t", &[("xml:space", "preserve")], line);
            }
        });
    }

    fn field(&mut self, name: &'a str, look: RunLook<'_>) {
        let field = self.form.as_ref().and_then(|form| form.page.kind.form().field(name));
        match field {
            Some(field) => {
                let answer = default_answer(field, &self.book.config.organisation);
                self.field_control(name, field, answer, look);
            }
            None => self.blank(name, look),
        }
    }

    /// A blank for something still to be written.
    fn blank(&mut self, label: &str, look: RunLook<'_>) {
        self.written(&format!("[{label}]"), RunLook { style: Some(OwnStyle::Missing.id()), ..look });
    }

    fn link(&mut self, link: &'a Link, look: RunLook<'_>) {
        self.link_to(whole_address(self.book, &link.to), &link.title, &link.content, look);
    }

    /// Text that leads to an address; without one it is text alone.
    pub(super) fn link_to(&mut self, address: Option<String>, title: &str, content: &'a [Inline], look: RunLook<'_>) {
        let Some(address) = address else { return self.run(content, look) };
        let id = link_id(self.links[usize::from(self.noted.is_some())].number(address));
        let attributes = [("r:id", &*id), ("w:tooltip", title)];
        self.xml.open("w:hyperlink", if title.is_empty() { &attributes[..1] } else { &attributes });
        self.run(content, RunLook { style: Some("Hyperlink"), ..look });
        self.xml.close("w:hyperlink");
    }

    fn cite(&mut self, cite: &'a Cite, look: RunLook<'_>) {
        let number = |id: &str| self.works.iter().position(|work| *work.id == *id).map(|at| at + 1);
        let numbers: Vec<String> =
            cite.items.iter().filter_map(|item| number(&item.id)).map(|number| number.to_string()).collect();
        let Some(first) = numbers.first() else { return self.written(&cite.shown, look) };
        let anchor = format!("source_{first}");
        let link = |body: &mut Self| {
            body.xml.open("w:hyperlink", &[("w:anchor", &anchor)]);
            body.written(&cite.shown, look);
            body.xml.close("w:hyperlink");
        };
        if self.form.is_some() {
            self.control(&format!("cite:{}", numbers.join(",")), "", &ControlType::Hidden, false, link);
        } else {
            link(self);
        }
    }

    /// A footnote of a footnote, which Word has none of: its text stands in brackets where it is first referred to.
    fn note_in_note(&mut self, number: u32, look: RunLook<'_>) {
        let footnotes = self.footnotes;
        let Some(note) = footnotes.get(number as usize) else { return };
        let Some(noted) = self.noted.as_mut().filter(|noted| !noted.contains(&number)) else { return };
        let room = self.note_room.checked_sub(note.at.range().len());
        let Some(room) = room.filter(|_| noted.len() <= MOST_IN_NOTE) else {
            return self.written(" […]", look);
        };
        self.note_room = room;
        noted.insert(number);
        self.written(" [", look);
        runs_within(&note.blocks, &mut |run, is_first| {
            self.written(if is_first { "" } else { " " }, look);
            self.run(run, look);
        });
        self.written("]", look);
    }

    /// A footnote; one that is referred to twice stands twice.
    fn footnote(&mut self, number: u32) {
        let footnotes = self.footnotes;
        let Some(note) = footnotes.get(number as usize) else { return };
        self.note_count += 1;
        let id = self.note_count.to_string();
        self.xml.within("w:r", &[], |xml| {
            xml.within("w:rPr", &[], |xml| xml.val("w:rStyle", "FootnoteReference"));
            xml.empty("w:footnoteReference", &[("w:id", &id)]);
        });
        let text = std::mem::replace(&mut self.xml, Xml::part());
        let before = self.item_begin.take();
        self.noted = Some(BTreeSet::from([number]));
        self.xml.open("w:footnote", &[("w:id", &id)]);
        self.styled("FootnoteText", |body| {
            body.xml.within("w:r", &[], |xml| {
                xml.within("w:rPr", &[], |xml| xml.val("w:rStyle", "FootnoteReference"));
                xml.empty("w:footnoteRef", &[]);
            });
            body.written(" ", RunLook::default());
            if let Some(Block { node: BlockNode::Paragraph(content), .. }) = note.blocks.first() {
                body.run(content, RunLook::default());
            }
        });
        let first = matches!(note.blocks.first(), Some(Block { node: BlockNode::Paragraph(_), .. }));
        self.blocks(
            note.blocks.get(usize::from(first)..).unwrap_or_default(),
            BlockPlace { around: Around::Note, level: 0 },
        );
        self.xml.close("w:footnote");
        self.noted = None;
        self.item_begin = before;
        let note = std::mem::replace(&mut self.xml, text);
        self.notes.insert(note);
    }

    /// The works that are cited, each in a control that leaves with its last citation.
    pub(super) fn works(&mut self) {
        if self.works.is_empty() {
            return;
        }
        let texts = self.texts;
        self.styled("Heading1", |body| body.written(texts.get("sources"), RunLook::default()));
        let works = self.works.clone();
        for (number, work) in (1..).zip(works) {
            let write = |body: &mut Self| {
                body.styled("Bibliography", |body| {
                    let (id, name) = (number.to_string(), format!("source_{number}"));
                    body.xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
                    if !work.label.is_empty() {
                        body.written(&work.label, RunLook::default());
                        body.xml.within("w:r", &[], |xml| xml.empty("w:tab", &[]));
                    }
                    body.run(&work.entry, RunLook::default());
                    body.xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
                });
            };
            if self.form.is_some() {
                self.control(&format!("source:{number}"), "", &ControlType::Hidden, false, write);
            } else {
                write(self);
            }
        }
    }
}

/// From line to line where one writes by hand, in twentieths of a point.
const NOTE_LINE: usize = 480;

/// The width of the text on the page, in twentieths of a point.
pub(super) const TEXT_WIDTH: usize = 9070;

/// The name of a list style at a level.
pub(super) fn list_style(name: &str, level: usize) -> String {
    match level.min(LIST_STYLES) {
        0 | 1 => name.to_owned(),
        level => format!("{name}{level}"),
    }
}

/// The id of the relation to an address.
pub(super) fn link_id(number: usize) -> String {
    format!("rId{}", 100 + number)
}

fn properties_of_run(xml: &mut Xml, look: RunLook<'_>) {
    if look.style.is_none() && !look.bold && !look.italic && !look.strike && look.lang.is_none() {
        return;
    }
    xml.within("w:rPr", &[], |xml| {
        if let Some(style) = look.style {
            xml.val("w:rStyle", style);
        }
        for (name, on) in [("w:b", look.bold), ("w:i", look.italic), ("w:strike", look.strike)] {
            if on {
                xml.empty(name, &[]);
            }
        }
        if let Some(lang) = look.lang {
            xml.val("w:lang", lang);
        }
    });
}
