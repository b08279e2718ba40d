//! A Word file as it is read, before it is written as Markdown.

use std::rc::Rc;

/// A block.
#[derive(Debug, Clone)]
pub(super) enum WordBlock {
    Paragraph(WordParagraph),
    Table(WordTable),
    /// A table of one cell that begins with a mark.
    Frame(WordFrame),
}

/// A paragraph.
#[derive(Debug, Clone)]
pub(super) struct WordParagraph {
    /// Its number in the file, from 1.
    pub(super) number: usize,
    pub(super) sort: ParagraphSort,
    pub(super) runs: Vec<WordRun>,
    /// How far it is set in, in twentieths of a point.
    pub(super) left: i32,
    /// The box before its text, and whether it is ticked.
    pub(super) task: Option<bool>,
    /// The names of the places in it.
    pub(super) bookmarks: Vec<Box<str>>,
}

/// The sorts of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParagraphSort {
    Title,
    Subtitle,
    /// 1 is the highest of Word's.
    Heading(u8),
    Plain,
    Item(WordItem),
    Quote,
    Code,
    Mark,
    Term,
    Definition,
    Rule,
    /// Nothing, that keeps two quotations apart.
    Space,
}

/// An item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordItem {
    /// The level, from 0.
    pub(super) level: usize,
    /// The first number of its list, where that has numbers.
    pub(super) start: Option<u64>,
    /// The number of the list.
    pub(super) list: u32,
    /// Whether its numbers begin anew, whatever stands before.
    pub(super) begins: bool,
}

/// Text, or what stands in a line of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WordRun {
    pub(super) content: RunContent,
    pub(super) look: TextLook,
    /// Where it leads, and the title of that.
    pub(super) link: Option<Rc<WordLink>>,
}

/// The target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordLink {
    pub(super) to: String,
    pub(super) title: String,
}

/// The content of a run.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RunContent {
    Text(String),
    Break,
    /// A note, by its position among those read.
    Note(usize),
    /// A picture: the name of its file, and its text.
    Picture(String, String),
}

/// The look of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is there or not, whatever the others are")]
pub(super) struct TextLook {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) strike: bool,
    pub(super) code: bool,
    /// It stands as it is written in Markdown.
    pub(super) mark: bool,
    /// Half points; 0 is the size of the file's text.
    pub(super) size: u16,
}

impl WordRun {
    /// Text without a look.
    pub(super) fn plain(text: &str) -> Self {
        Self { content: RunContent::Text(text.to_owned()), look: TextLook::default(), link: None }
    }

    /// The text; nothing of other things.
    pub(super) fn text(&self) -> &str {
        match &self.content {
            RunContent::Text(text) => text,
            RunContent::Break => " ",
            RunContent::Note(_) | RunContent::Picture(..) => "",
        }
    }
}

impl WordParagraph {
    /// A paragraph with nothing in it.
    pub(super) fn empty(number: usize) -> Self {
        let (runs, bookmarks) = (Vec::new(), Vec::new());
        Self { number, sort: ParagraphSort::Plain, runs, left: 0, task: None, bookmarks }
    }

    /// The text of its runs.
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(WordRun::text).collect()
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| match &run.content {
            RunContent::Text(text) => text.trim().is_empty(),
            RunContent::Break => true,
            RunContent::Note(_) | RunContent::Picture(..) => false,
        })
    }

    /// Takes so many bytes of text off its beginning, and the white space after them.
    pub(super) fn strip(&mut self, mut bytes: usize) {
        for run in &mut self.runs {
            let RunContent::Text(text) = &mut run.content else { break };
            let cut = bytes.min(text.len());
            bytes -= cut;
            text.drain(..cut);
            if bytes == 0 {
                let kept = text.trim_start().len();
                text.drain(..text.len() - kept);
                if !text.is_empty() {
                    break;
                }
            }
        }
        self.runs.retain(|run| !matches!(&run.content, RunContent::Text(text) if text.is_empty()));
    }
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct WordTable {
    /// The number of its first paragraph.
    pub(super) number: usize,
    pub(super) left: i32,
    /// The rows; every row has as many cells as the table has columns.
    pub(super) rows: Vec<Vec<WordCell>>,
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub(super) struct WordCell {
    pub(super) runs: Vec<WordRun>,
    pub(super) alignment: CellAlignment,
}

/// The alignment of the text of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum CellAlignment {
    #[default]
    None,
    Center,
    Right,
}

/// A frame with the mark that it begins with.
#[derive(Debug, Clone)]
pub(super) struct WordFrame {
    pub(super) left: i32,
    pub(super) mark: String,
    pub(super) blocks: Vec<WordBlock>,
}
