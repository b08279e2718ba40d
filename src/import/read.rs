//! The blocks of a Word file: paragraphs, tables, frames.
//!
//! In: `w:body`, a note, a cell. Out: [`WordBlock`]s, and what is said of what did not become one.

use roxmltree::Node;

use super::model::{
    CellAlignment, ParagraphSort, RunContent, WordBlock, WordCell, WordFrame, WordItem, WordParagraph, WordRun,
    WordTable,
};
use super::reader::{NoteKind, Reader};
use super::remarks::RemarkSort;
use super::runs::RunPlace;
use super::styles::{ItemMark, SkippedStyle, StyleRole, left_of, list_of};
use super::unkept::{UnkeptThing, ground_of};
use super::xml::{attribute, child, chosen, is, number_of, twips, value_of};
use crate::said::{Phrase, said};
use crate::word::MARK_TAG;

/// The most columns of a table.
const MOST_COLUMNS: usize = 100;
/// How far a level of a list is set in, where nothing says it.
const LEVEL: i32 = 360;

impl<'i> Reader<'_, 'i> {
    /// The whole text.
    pub(super) fn body(&mut self) -> Vec<WordBlock> {
        let texts = self.texts;
        let body = texts.document.root_element().children().find(|node| is(*node, "body"));
        let mut blocks = body.map(|body| self.blocks(body)).unwrap_or_default();
        blocks.extend(self.joined.take().map(WordBlock::Paragraph));
        blocks
    }

    /// The blocks below an element.
    pub(super) fn blocks(&mut self, node: Node<'_, 'i>) -> Vec<WordBlock> {
        let mut out = Vec::new();
        self.blocks_into(node, &mut out);
        out
    }

    fn blocks_into(&mut self, node: Node<'_, 'i>, out: &mut Vec<WordBlock>) {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => {
                    let paragraph = self.paragraph(child);
                    out.extend(paragraph.map(WordBlock::Paragraph));
                    out.append(&mut std::mem::take(&mut self.boxes));
                }
                "tbl" => out.extend(self.table(child)),
                "sdt" => self.block_control(child, out),
                "altChunk" => {
                    self.say(
                        said!("a file within the file was left out"),
                        said!("copy its text into the file in Word"),
                    );
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.blocks_into(chosen, out);
                    }
                }
                "ins" | "moveTo" | "del" | "moveFrom" => {
                    let stays = RemarkSort::of(child).is_some_and(|sort| sort.stays() == self.rules.accepts);
                    if stays {
                        self.blocks_into(child, out);
                    }
                }
                "customXml" | "smartTag" => self.blocks_into(child, out),
                _ => {}
            }
        }
    }

    /// A control around blocks; a list of contents is one.
    fn block_control(&mut self, node: Node<'_, 'i>, out: &mut Vec<WordBlock>) {
        let gallery = child(node, "sdtPr").and_then(|node| child(node, "docPartObj"));
        let gallery = gallery.and_then(|node| value_of(node, "docPartGallery")).unwrap_or_default();
        if gallery == "Table of Contents" {
            let help = said!("the site makes its own list of contents");
            self.said.say(self.coming(), said!("a list that Word makes was left out"), help);
            self.pass(node.descendants().filter(|node| is(*node, "p")).count());
            return;
        }
        if let Some(properties) = child(node, "sdtPr").filter(|node| value_of(*node, "tag") != Some(MARK_TAG)) {
            self.tell_of_blank(properties);
        }
        if let Some(content) = child(node, "sdtContent") {
            self.blocks_into(content, out);
        }
    }

    /// A text box, which stands after the paragraph that it belongs to.
    pub(super) fn text_box(&mut self, node: Node<'_, 'i>) {
        self.say(said!("a text box stands as ordinary text after this"), said!("move the text to where it belongs"));
        let (fields, joined) = (std::mem::take(&mut self.fields), self.joined.take());
        let (outer, around, has_line) = (std::mem::take(&mut self.boxes), self.paragraph, self.has_line);
        let mut blocks = self.blocks(node);
        blocks.extend(self.joined.take().map(WordBlock::Paragraph));
        (self.boxes, self.paragraph, self.has_line) = (outer, around, has_line);
        self.boxes.append(&mut blocks);
        (self.fields, self.joined) = (fields, joined);
    }

    /// Goes past paragraphs. Those of a note are not counted: what is said of them is said of the one that has the note.
    fn pass(&mut self, paragraphs: usize) {
        self.counted += if self.in_note { 0 } else { paragraphs };
    }

    /// The number of the paragraph that comes next.
    fn coming(&self) -> usize {
        if self.in_note { self.paragraph } else { self.counted + 1 }
    }

    /// A paragraph; nothing where it is empty, or goes on in the next one.
    fn paragraph(&mut self, node: Node<'_, 'i>) -> Option<WordParagraph> {
        let number = self.coming();
        self.pass(1);
        self.paragraph = number;
        let properties = child(node, "pPr");
        let style = self.styles.of(properties.and_then(|node| value_of(node, "pStyle")));
        let begins_in_list = self.fields.iter().any(|field| matches!(&*field.name(), "TOC" | "INDEX") && field.shows);
        let mut runs = Vec::new();
        self.has_line = false;
        let size = std::mem::replace(&mut self.size, style.characters.size.unwrap_or(self.styles.size));
        self.runs(node, &RunPlace::default(), &mut runs);
        self.size = size;
        let has_line = std::mem::take(&mut self.has_line) || has_line(properties);
        if !self.in_note {
            self.said.name(number, &runs.iter().map(WordRun::text).collect::<String>());
        }
        let ends_with_change = properties.and_then(|node| child(node, "rPr")).is_some_and(|node| {
            let change = if self.rules.accepts { ["del", "moveFrom"] } else { ["ins", "moveTo"] };
            change.iter().any(|name| child(node, name).is_some())
        });
        if let StyleRole::Skipped(skipped) = style.role {
            if skipped == SkippedStyle::Contents && !begins_in_list && !runs.is_empty() {
                self.say(
                    said!("a list that Word makes was left out"),
                    said!("the site makes its own list of contents"),
                );
            }
            let space = (skipped == SkippedStyle::Space).then_some(ParagraphSort::Space);
            return space.map(|sort| WordParagraph { sort, ..WordParagraph::empty(number) });
        }
        let bookmarks = node.descendants().filter(|node| is(*node, "bookmarkStart"));
        let bookmarks = bookmarks.filter_map(|node| attribute(node, "name")).map(Into::into).collect();
        let mut paragraph = WordParagraph {
            number,
            sort: ParagraphSort::Plain,
            runs,
            left: properties.and_then(left_of).or(style.left).unwrap_or(0),
            task: None,
            bookmarks,
        };
        if let Some(before) = self.joined.take() {
            paragraph.runs.splice(0..0, before.runs);
            paragraph.bookmarks.extend(before.bookmarks);
        }
        // A large first letter is a paragraph of its own.
        let is_initial = properties
            .and_then(|node| child(node, "framePr"))
            .and_then(|frame| attribute(frame, "dropCap"))
            .is_some_and(|sort| sort != "none");
        if is_initial {
            self.unkept.forget(number);
        }
        if ends_with_change || is_initial {
            self.joined = Some(paragraph);
            return None;
        }
        let letters = paragraph.text().chars().filter(|letter| letter.is_alphanumeric()).count();
        self.unkept.paragraph(number, properties, letters, style.boxed);
        self.sort(&mut paragraph, properties, style);
        drop_heading_bold(&mut paragraph);
        let is_kept = !paragraph.is_empty()
            || matches!(paragraph.sort, ParagraphSort::Item(_) | ParagraphSort::Rule)
            || (paragraph.sort == ParagraphSort::Plain && has_line);
        if paragraph.is_empty() && has_line && paragraph.sort == ParagraphSort::Plain {
            paragraph.sort = ParagraphSort::Rule;
        }
        is_kept.then_some(paragraph)
    }

    /// Says what sort of paragraph it is, by its style, its list and how it begins.
    fn sort(
        &mut self,
        paragraph: &mut WordParagraph,
        properties: Option<Node<'_, 'i>>,
        style: super::styles::WordStyle,
    ) {
        let outline: Option<u8> = properties.and_then(|node| number_of(node, "outlineLvl"));
        let list = properties.and_then(list_of).or(style.list).filter(|list| list.0 != 0);
        let is_listed = properties.and_then(list_of).is_none_or(|list| list.0 != 0);
        let item = |list: u32, level: usize, start: Option<u64>| {
            ParagraphSort::Item(WordItem { level, start, list, begins: false })
        };
        let level_of = |left: i32| match style.level {
            0 => usize::try_from((left / LEVEL).max(1) - 1).unwrap_or(0).min(8),
            level => level,
        };
        paragraph.sort = match style.role {
            StyleRole::Title => ParagraphSort::Title,
            StyleRole::Subtitle => ParagraphSort::Subtitle,
            StyleRole::Heading(level) => ParagraphSort::Heading(level),
            StyleRole::Code => ParagraphSort::Code,
            StyleRole::Term => ParagraphSort::Term,
            StyleRole::Rule => ParagraphSort::Rule,
            StyleRole::Mark => ParagraphSort::Mark,
            StyleRole::Choice => item(0, level_of(paragraph.left), None),
            StyleRole::Quote if list.is_none() => ParagraphSort::Quote,
            StyleRole::Definition if list.is_none() => ParagraphSort::Definition,
            _ => match (list, outline) {
                // Every level of Word's own styles is a list of its own.
                (Some(list), _) => self.listed(paragraph, properties, (list.0, list.1.max(style.level)), list),
                (None, Some(level @ 0..=8)) => ParagraphSort::Heading(level + 1),
                (None, _) if style.role == StyleRole::Bullet && is_listed => item(0, level_of(paragraph.left), None),
                (None, _) if style.role == StyleRole::Number && is_listed => item(0, level_of(paragraph.left), Some(1)),
                _ => ParagraphSort::Plain,
            },
        };
        if matches!(paragraph.sort, ParagraphSort::Heading(_))
            && let Some(list) = list
            && matches!(self.lists.level(list).mark, ItemMark::Number(..))
        {
            self.unkept.see(paragraph.number, UnkeptThing::HeadingNumber);
        }
        let text = paragraph.text();
        let begin = text.trim_start();
        let is_code = paragraph.runs.iter().any(|run| run.look.code);
        if paragraph.sort == ParagraphSort::Plain && !is_code && begin.starts_with("{%") && begin.contains("%}") {
            paragraph.sort = ParagraphSort::Mark;
        }
        if let Some((ticked, sign)) = tick_of(begin)
            && matches!(paragraph.sort, ParagraphSort::Plain | ParagraphSort::Item(_))
        {
            paragraph.task = Some(ticked);
            paragraph.strip(text.len() - begin.len() + sign);
            if paragraph.sort == ParagraphSort::Plain {
                paragraph.sort = item(0, level_of(paragraph.left), None);
            }
        }
    }

    /// Whether a box before a paragraph is ticked: in a list that has boxes for signs, what is done is struck out.
    fn is_struck_out(&mut self, paragraph: &mut WordParagraph) -> bool {
        let is_text = |run: &WordRun| !run.text().trim().is_empty();
        let mut texts = paragraph.runs.iter().filter(|run| is_text(run)).peekable();
        let is_done = texts.peek().is_some() && texts.all(|run| run.look.strike);
        if is_done {
            paragraph.runs.iter_mut().for_each(|run| run.look.strike = false);
            let help = said!("take the tick away where it is not so");
            self.say_once(said!("an item that is struck out is ticked"), help);
        }
        is_done
    }

    /// An item of one of Word's lists.
    fn listed(
        &mut self,
        paragraph: &mut WordParagraph,
        properties: Option<Node<'_, 'i>>,
        list: (u32, usize),
        written: (u32, usize),
    ) -> ParagraphSort {
        let level = self.lists.level(written);
        if properties.and_then(left_of).is_none() && paragraph.left == 0 {
            paragraph.left = level.left.unwrap_or_else(|| LEVEL * i32::try_from(list.1 + 1).unwrap_or(1));
        }
        let start = match level.mark {
            ItemMark::None => return ParagraphSort::Plain,
            ItemMark::Bullet => None,
            ItemMark::Box => {
                paragraph.task = Some(self.is_struck_out(paragraph));
                None
            }
            ItemMark::Number(start, digits) => {
                if !digits {
                    self.say_once(
                        said!("a list with letters or Roman numerals has numbers"),
                        said!("write it as you want it"),
                    );
                }
                if !level.plain {
                    self.unkept.see(paragraph.number, UnkeptThing::ListNumber);
                }
                Some(start)
            }
        };
        ParagraphSort::Item(WordItem { level: list.1, start, list: list.0, begins: level.begins })
    }

    /// A table, or what it is a frame around.
    fn table(&mut self, node: Node<'_, 'i>) -> Vec<WordBlock> {
        let properties = child(node, "tblPr");
        let left = properties.and_then(|node| child(node, "tblInd"));
        let left = left.and_then(|node| attribute(node, "w")).and_then(twips).unwrap_or(0);
        let rows: Vec<Node<'_, 'i>> = rows_of(node).filter(|row| self.row_stays(*row)).collect();
        let cells: Vec<Node<'_, 'i>> = rows.iter().flat_map(|row| cells_of(*row)).collect();
        if let [cell] = cells.as_slice() {
            return self.frame(*cell, left);
        }
        let (first, mut out) = (self.coming(), Vec::new());
        let mut described = ["tblCaption", "tblDescription"].into_iter().filter_map(|name| value_of(properties?, name));
        if described.any(|text| !text.trim().is_empty()) {
            self.unkept.see(first, UnkeptThing::TableText);
        }
        let mut losses = TableLosses::default();
        for row in rows {
            let (number, mut line) = (self.coming(), Vec::new());
            for cell in cells_of(row) {
                let properties = child(cell, "tcPr");
                let span: usize = properties.and_then(|node| number_of(node, "gridSpan")).unwrap_or(1);
                let goes_on = properties.and_then(|node| child(node, "vMerge"));
                losses.merged |= span > 1 || goes_on.is_some();
                let goes_on = goes_on.is_some_and(|node| attribute(node, "val") != Some("restart"));
                let read = self.cell(cell, &mut losses);
                line.push(if goes_on && read.runs.is_empty() { WordCell::default() } else { read });
                let more = span.saturating_sub(1).min(MOST_COLUMNS);
                line.extend(std::iter::repeat_n(WordCell::default(), more));
                line.truncate(MOST_COLUMNS);
            }
            if !out.is_empty() {
                let grounds: Vec<Option<u32>> = cells_of(row).map(ground_of).collect();
                self.unkept.row(number, &grounds);
            }
            out.push(line);
        }
        losses.tell(first, self);
        let columns = out.iter().map(Vec::len).max().unwrap_or(0);
        for line in &mut out {
            line.resize(columns, WordCell::default());
        }
        if let Some(head) = out.first_mut()
            && head.iter().filter(|cell| !cell.runs.is_empty()).all(|cell| all_bold(&cell.runs))
        {
            head.iter_mut().flat_map(|cell| &mut cell.runs).for_each(|run| run.look.bold = false);
        }
        out.retain(|line| line.iter().any(|cell| !cell.runs.is_empty()));
        if out.is_empty() { Vec::new() } else { vec![WordBlock::Table(WordTable { number: first, left, rows: out })] }
    }

    /// Whether a row stands there, as tracked changes are taken.
    fn row_stays(&mut self, row: Node<'_, 'i>) -> bool {
        let Some(properties) = child(row, "trPr") else { return true };
        let change = |name: &str| child(properties, name).is_some();
        let (added, taken) = (change("ins"), change("del"));
        let gone = if self.rules.accepts { taken } else { added };
        if gone {
            self.pass(row.descendants().filter(|node| is(*node, "p")).count());
        }
        !gone
    }

    /// A table of one cell: a frame with its mark, or only the text in it.
    fn frame(&mut self, cell: Node<'_, 'i>, left: i32) -> Vec<WordBlock> {
        let first = self.coming();
        let mut blocks = self.blocks(cell);
        let mark = match blocks.first() {
            Some(WordBlock::Paragraph(paragraph)) => frame_mark(paragraph),
            _ => None,
        };
        if let Some(mark) = mark {
            blocks.remove(0);
            return vec![WordBlock::Frame(WordFrame { left, mark, blocks })];
        }
        let help = said!("if it is a box of the page, write `> [!NOTE]` over the text, and `>` before each line of it");
        self.said.say(first, said!("a frame around text was taken away"), help);
        blocks
    }

    fn cell(&mut self, node: Node<'_, 'i>, losses: &mut TableLosses) -> WordCell {
        let alignment = node.descendants().find(|node| is(*node, "jc")).and_then(|node| attribute(node, "val"));
        let alignment = match alignment {
            Some("center") => CellAlignment::Center,
            Some("right" | "end") => CellAlignment::Right,
            _ => CellAlignment::None,
        };
        let mut runs = Vec::new();
        let in_table = std::mem::replace(&mut self.unkept.in_table, true);
        let blocks = self.blocks(node);
        self.unkept.in_table = in_table;
        for block in blocks {
            flatten(block, &mut runs, losses);
        }
        WordCell { runs, alignment }
    }

    /// The blocks of a note; nothing where there is none of that number.
    pub(super) fn note_text(&mut self, kind: NoteKind, id: &str) -> Option<Vec<WordBlock>> {
        let note = self.note_nodes.get(&(kind, id.to_owned())).copied()?;
        let relations = std::mem::take(self.note_relations.get_mut(&kind)?);
        let outer = std::mem::replace(&mut self.relations, relations);
        let (fields, joined) = (std::mem::take(&mut self.fields), self.joined.take());
        let (outer_is_note, has_line) = (std::mem::replace(&mut self.in_note, true), self.has_line);
        let mut blocks = self.blocks(note);
        blocks.extend(self.joined.take().map(WordBlock::Paragraph));
        (self.in_note, self.has_line) = (outer_is_note, has_line);
        (self.fields, self.joined) = (fields, joined);
        let relations = std::mem::replace(&mut self.relations, outer);
        self.note_relations.insert(kind, relations);
        Some(blocks)
    }
}

/// A block in a cell, which has one line.
fn flatten(block: WordBlock, runs: &mut Vec<WordRun>, losses: &mut TableLosses) {
    let join = |runs: &mut Vec<WordRun>| {
        if let Some(last) = runs.last() {
            let ends = last.text().trim_end().ends_with(['.', ':', ';', '?', '!', ',']);
            runs.push(WordRun::plain(if ends { " " } else { "; " }));
        }
    };
    match block {
        WordBlock::Paragraph(mut paragraph) => {
            losses.joined |= !runs.is_empty();
            losses.listed |= matches!(paragraph.sort, ParagraphSort::Item(_));
            join(runs);
            if let Some(ticked) = paragraph.task {
                runs.push(WordRun::plain(if ticked { "☒ " } else { "☐ " }));
            }
            paragraph.runs.iter_mut().for_each(|run| {
                if run.content == RunContent::Break {
                    *run = WordRun::plain(" ");
                }
            });
            runs.append(&mut paragraph.runs);
        }
        WordBlock::Table(table) => {
            losses.nested = true;
            for cell in table.rows.into_iter().flatten().filter(|cell| !cell.runs.is_empty()) {
                join(runs);
                runs.extend(cell.runs);
            }
        }
        WordBlock::Frame(frame) => {
            losses.nested = true;
            frame.blocks.into_iter().for_each(|block| flatten(block, runs, losses));
        }
    }
}

/// Things that a table says and a table of a page cannot.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is there or not, whatever the others are")]
struct TableLosses {
    merged: bool,
    nested: bool,
    joined: bool,
    listed: bool,
}

impl TableLosses {
    fn tell(&self, first: usize, reader: &mut Reader<'_, '_>) {
        let mut say = |what: Phrase, help: Phrase| reader.said.say(first, what, help);
        if self.merged {
            say(
                said!("cells of a table that were one stand as several, the first with the text"),
                said!("look at the table"),
            );
        }
        if self.nested {
            say(
                said!("a table within a table stands as text in its cell"),
                said!("make it a table of its own, or a list"),
            );
        }
        if self.listed {
            say(said!("a list in a cell of a table stands in one line"), said!("make a list of it below the table"));
        } else if self.joined {
            say(said!("paragraphs in a cell of a table stand in one line"), said!("look at the table"));
        }
    }
}

/// The letters of a heading are bold by its style: that is no emphasis.
fn drop_heading_bold(paragraph: &mut WordParagraph) {
    let is_heading = matches!(
        paragraph.sort,
        ParagraphSort::Heading(_) | ParagraphSort::Title | ParagraphSort::Subtitle | ParagraphSort::Term
    );
    if is_heading && all_bold(&paragraph.runs) {
        paragraph.runs.iter_mut().for_each(|run| run.look.bold = false);
    }
}

/// Whether all text of runs is bold.
pub(super) fn all_bold(runs: &[WordRun]) -> bool {
    let mut text = runs.iter().filter(|run| !run.text().trim().is_empty() && !run.look.mark).peekable();
    text.peek().is_some() && text.all(|run| run.look.bold)
}

/// The rows of a table, also those in a control.
fn rows_of<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    inside(node, "tr")
}

fn cells_of<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    inside(node, "tc")
}

/// The children of a name, also those that something only surrounds.
fn inside<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    let mut found = Vec::new();
    let mut next: Vec<Node<'a, 'i>> = node.children().collect();
    next.reverse();
    while let Some(node) = next.pop() {
        if is(node, name) {
            found.push(node);
        } else if ["sdt", "sdtContent", "customXml", "ins", "del", "moveTo", "moveFrom"]
            .iter()
            .any(|around| is(node, around))
        {
            let from = next.len();
            next.extend(node.children());
            next[from..].reverse();
        }
    }
    found.into_iter()
}

/// Whether an empty paragraph is a line across.
fn has_line(properties: Option<Node<'_, '_>>) -> bool {
    let border = properties.and_then(|node| child(node, "pBdr")).and_then(|node| child(node, "bottom"));
    border.is_some_and(|border| !matches!(attribute(border, "val"), Some("nil" | "none")))
}

/// The box at the beginning of a text: whether it is ticked, and its length.
fn tick_of(text: &str) -> Option<(bool, usize)> {
    let first = text.chars().next()?;
    let ticked = match first {
        '☐' | '□' | '❏' | '❑' | '❒' => false,
        '☑' | '☒' | '✅' => true,
        _ => return None,
    };
    Some((ticked, first.len_utf8()))
}

/// The mark of a frame, where its first paragraph is one.
fn frame_mark(paragraph: &WordParagraph) -> Option<String> {
    let text = mark_of(paragraph);
    let text = text.trim();
    let is_alert = text
        .strip_prefix("[!")
        .and_then(|rest| rest.split_once(']'))
        .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(char::is_uppercase));
    if is_alert {
        return text.find(']').map(|end| text[..=end].to_owned());
    }
    (paragraph.sort == ParagraphSort::Mark && (text == ">" || text.starts_with("{{#"))).then(|| text.to_owned())
}

/// Text of a paragraph that is a mark, without what only explains it.
pub(super) fn mark_of(paragraph: &WordParagraph) -> String {
    let marks: String = paragraph.runs.iter().filter(|run| run.look.mark).map(WordRun::text).collect();
    let text = if marks.trim().is_empty() { paragraph.text() } else { marks };
    let text = text.trim();
    match text.find("%}").filter(|_| text.starts_with("{%")) {
        Some(end) => text[..end + 2].to_owned(),
        None => text.to_owned(),
    }
}
