//! The document model: what a page says, between the Markdown it is written in and every
//! form it is shown in.
//!
//! In: trees built by `markdown/`. Out: trees that `glossary/` and `resolve/` complete and
//! every writer walks.
//!
//! Invariant: every node knows its place ([`At`], in the text of its [`Document`]); the enums are
//! closed, so that a new variant makes the compiler list every writer that must handle it.

mod condition;
mod html;
mod levels;
mod walk;

use std::sync::Arc;

pub use condition::{Comparison, Condition, ConditionError, Literal, is_name, parse_condition};
pub use html::{HtmlTitle, html_ids, html_text, html_title};
pub use levels::HeadingLevels;
pub use walk::{
    MOST_IN_NOTE, MOST_OF_NOTES, Run, children, map_inlines, own_inlines, plain_text, plain_text_with, replace_blocks,
    runs_within, walk_blocks, walk_inlines, walk_items, walk_run,
};

use crate::source::{SegmentMap, Span, offset};

/// The beginning of every id of a page that no heading may have: what the templates, the scripts and the writers name
/// themselves, beside the places that a kind of page gives.
pub const INTERFACE_ID: &str = "ui_";

/// The number of a page in `Book::pages`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageNo(pub u32);

/// The number of a term in the glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermNo(pub u32);

/// A half-open range of UTF-8 bytes in the text of a [`Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct At {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl From<std::ops::Range<usize>> for At {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self { start: offset(range.start), end: offset(range.end) }
    }
}

impl At {
    /// The range as `usize`, for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The body of a page.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text that was parsed: the file, with includes put in and condition tags blanked.
    pub text: Arc<str>,
    /// From places in `text` to places in files.
    pub map: SegmentMap,
    /// The title of the window that shows it, where that is said to be another than the page's.
    pub title: Option<Box<str>>,
    /// The body.
    pub blocks: Blocks,
    /// Texts of the footnotes, in the order of their first reference; `Inline::Footnote` counts from 0 here.
    pub footnotes: Box<[Footnote]>,
}

impl Document {
    /// The place in a file of a place in this document.
    #[must_use]
    pub fn span(&self, at: At) -> Span {
        self.map.span(at.start..at.end)
    }
}

/// Blocks in a row.
pub type Blocks = Box<[Block]>;
/// Inlines in a row.
pub type Inlines = Box<[Inline]>;

/// A block and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Its place.
    pub at: At,
    /// Its sort, with all it holds.
    pub node: BlockNode,
}

/// The sorts of blocks.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockNode {
    /// A paragraph; in a tight list item, text without paragraph spacing (see [`List::tight`]).
    Paragraph(Inlines),
    /// A heading.
    Heading(Box<Heading>),
    /// A list.
    List(Box<List>),
    /// A quotation.
    Quote(Blocks),
    /// A GitHub alert.
    Alert(AlertKind, Blocks),
    /// Guidance in a document: shown beside the text, never part of what is filled in.
    Guidance(GuidanceKind, Blocks),
    /// A block of code.
    Code(Box<CodeBlock>),
    /// A table.
    Table(Box<Table>),
    /// A definition list.
    Definitions(Box<[DefinitionGroup]>),
    /// Raw HTML, where the book allows it.
    Html(Text),
    /// A line across.
    Rule,
    /// A block that the generator makes from the book.
    Generated(Generated),
    /// Blocks that stand only under a condition.
    When(When<Block>),
}

/// A heading with its anchor.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// The anchor, unique on the page.
    pub id: Box<str>,
    /// More that is written with it; of most headings nothing is.
    pub marks: Option<Box<HeadingMarks>>,
    /// The text.
    pub content: Inlines,
}

/// The marks that few headings have.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadingMarks {
    /// The anchors it had before, that still lead to it: `{#new formerly="old"}`.
    pub former: Box<[Box<str>]>,
    /// Classes for a style of the reader's, in an mdBook book.
    pub classes: Box<[Box<str>]>,
}

impl HeadingMarks {
    /// Those of a heading, where it has any.
    #[must_use]
    pub fn of(former: Box<[Box<str>]>, classes: Box<[Box<str>]>) -> Option<Box<Self>> {
        (!former.is_empty() || !classes.is_empty()).then(|| Box::new(Self { former, classes }))
    }
}

impl Heading {
    /// The anchors it had before, that still lead to it.
    #[must_use]
    pub fn former(&self) -> &[Box<str>] {
        self.marks.as_ref().map_or(&[], |marks| &marks.former)
    }

    /// Classes for a style of the reader's.
    #[must_use]
    pub fn classes(&self) -> &[Box<str>] {
        self.marks.as_ref().map_or(&[], |marks| &marks.classes)
    }
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Whether items stand close, without paragraph spacing.
    pub tight: bool,
    /// The items.
    pub items: Box<[ListEntry]>,
}

/// An item, or items under a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum ListEntry {
    /// An item.
    Item(Item),
    /// Items that stand only under a condition.
    When(When<ListEntry>),
}

/// A list item.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its place.
    pub at: At,
    /// The box of a task item.
    pub task: Option<Box<Task>>,
    /// Its blocks.
    pub blocks: Blocks,
}

/// The box of a task item: in a document or checklist a choice with an id.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Ticked from the start.
    pub checked: bool,
    /// The id (`{#id}` at the end of the item's first line), with its place.
    pub id: Option<(Box<str>, At)>,
}

/// Branches under conditions, of which the first whose condition holds is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct When<T> {
    /// `if`, then every `elif`, then at most one `else` (no condition).
    pub branches: Box<[Branch<T>]>,
}

/// One branch.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch<T> {
    /// The place of the tag line.
    pub at: At,
    /// The condition; `None` is `else`.
    pub condition: Option<Condition>,
    /// Its content.
    pub content: Box<[T]>,
}

/// The kinds of GitHub alerts, and the mark of what a book adds to its sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
    /// `[!TILLEGG]`, or the class `tillegg` on a heading: what no source says. Without content it is
    /// the mark of a whole section, right under its heading.
    Addition,
}

impl AlertKind {
    /// The key of its title among the texts of the interface.
    #[must_use]
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Note => "alert-note",
            Self::Tip => "alert-tip",
            Self::Important => "alert-important",
            Self::Warning => "alert-warning",
            Self::Caution => "alert-caution",
            Self::Addition => "alert-addition",
        }
    }

    /// The name that Markdown, in capitals, and the layout of print know it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.text_key()["alert-".len()..]
    }
}

/// The kinds of guidance in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuidanceKind {
    /// `[!HJELP]`: how to fill in.
    Help,
    /// `[!LOV]`: what the law says.
    Law,
    /// `[!ISTEDENFOR]`: what stood here before, and why it was replaced.
    Instead,
}

impl GuidanceKind {
    /// The key of its title among the texts of the interface.
    #[must_use]
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Help => "guidance-help",
            Self::Law => "guidance-law",
            Self::Instead => "guidance-instead",
        }
    }

    /// The name that the layout of print knows it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.text_key()["guidance-".len()..]
    }
}

/// A block of code.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeBlock {
    /// The language, the first word of the info string, may be empty.
    pub language: Box<str>,
    /// The code, without the lines that are hidden.
    pub text: Text,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The alignment of each column.
    pub alignment: Box<[Alignment]>,
    /// The header row.
    pub head: Box<[Inlines]>,
    /// The rows.
    pub rows: Box<[Box<[Inlines]>]>,
}

/// Tables of more columns than this have rows that their first cell names.
const FEW_COLUMNS: usize = 2;
/// Tables of more columns than this are read as tables alone.
const CARD_COLUMNS: usize = 5;
/// A cell with more letters than this takes several lines in one of two columns on a phone.
const SHORT_CELL: usize = 30;

impl Table {
    /// Whether its rows may be shown as cards, each under its first cell, where there is no room for columns: of three to
    /// five, or of two in which there is text.
    #[must_use]
    pub fn has_cards(&self, source: &str) -> bool {
        let has_text = |column: usize| {
            let cells = self.rows.iter().filter_map(|cells| cells.get(column));
            cells.map(|cell| plain_text(cell, source).chars().count()).max() > Some(SHORT_CELL)
        };
        match self.head.len() {
            FEW_COLUMNS => (0..FEW_COLUMNS).all(has_text),
            columns => columns > FEW_COLUMNS && columns <= CARD_COLUMNS,
        }
    }

    /// The cells that its cards have as their headings; none where it has no cards.
    pub fn card_heads(&self, source: &str) -> impl Iterator<Item = &Inlines> {
        let rows = if self.has_cards(source) { &*self.rows } else { &[] };
        rows.iter().filter_map(|cells| cells.first())
    }
}

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// As the language reads.
    None,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// Terms with their definitions, in a definition list.
#[derive(Debug, Clone, PartialEq)]
pub struct DefinitionGroup {
    /// The terms.
    pub terms: Box<[Inlines]>,
    /// The anchors of the terms, in an mdBook book.
    pub ids: Box<[Box<str>]>,
    /// The definitions.
    pub definitions: Box<[Blocks]>,
}

/// Blocks made from the book, in place of a line `{{#name}}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Generated {
    /// The roles side by side: `{{#roller}}` in bokmål.
    Roles,
    /// The alphabetical index of terms.
    Index,
    /// All sources.
    Literature,
    /// The documents to fill in.
    Documents,
    /// Tiles to start from.
    Entrances,
    /// The steps of the way that readers go.
    Steps,
    /// The files that readers may take with them.
    Downloads,
    /// The figure of the roles.
    RoleFigure,
    /// The steps whose pages have times, each as a line.
    Timeline,
}

/// A footnote's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    /// Its place.
    pub at: At,
    /// The label it is written with.
    pub label: Box<str>,
    /// Its blocks.
    pub blocks: Blocks,
}

/// An inline and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// Its place.
    pub at: At,
    /// Its sort, with all it holds.
    pub node: InlineNode,
}

/// The sorts of inlines.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineNode {
    /// Text.
    Text(Text),
    /// Emphasis.
    Emphasis(Inlines),
    /// Strong emphasis.
    Strong(Inlines),
    /// Struck out.
    Strike(Inlines),
    /// Code.
    Code(Text),
    /// A line break in the source, a space in the text.
    SoftBreak,
    /// A line break in the text.
    HardBreak,
    /// A link.
    Link(Box<Link>),
    /// An image.
    Image(Box<Image>),
    /// A citation, `[@id, s. 14; @id]`.
    Cite(Box<Cite>),
    /// A reference to a footnote, by its number in [`Document::footnotes`].
    Footnote(u32),
    /// The value of a field, or its label as a blank.
    Field(Box<str>),
    /// Raw HTML, where the book allows it.
    Html(Text),
    /// A mention of a term that is shown as a link.
    Term(TermNo, Inlines),
    /// A run in another language than the text around it: the title of a work.
    Foreign(Box<ForeignRun>),
}

/// Text: most often exactly what stands at the node's place.
#[derive(Debug, Clone, PartialEq)]
pub enum Text {
    /// The text is what stands in the document's text at the node's place.
    Source,
    /// Other text: entities, escapes, typographic quotation marks.
    Owned(Box<str>),
}

impl Text {
    /// The text of a node at `at` in a document whose text is `source`; nothing where there is no such place.
    #[must_use]
    pub fn get<'a>(&'a self, at: At, source: &'a str) -> &'a str {
        match self {
            Self::Source => source.get(at.range()).unwrap_or_default(),
            Self::Owned(text) => text,
        }
    }
}

/// A run in another language than the text around it.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignRun {
    /// The tag of that language.
    pub lang: Box<str>,
    /// The text.
    pub content: Inlines,
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Its target.
    pub to: Destination,
    /// The title, may be empty.
    pub title: Box<str>,
    /// The text.
    pub content: Inlines,
}

impl Link {
    /// The title, where it says something that the text of the link does not.
    #[must_use]
    pub fn telling_title(&self, text: &str) -> Option<&str> {
        says_more(&self.title, text).then(|| self.title.trim())
    }
}

/// Whether a title says something that a text does not have in it.
fn says_more(title: &str, text: &str) -> bool {
    let words = |text: &str| {
        let letters = text.chars().flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' });
        let words = letters.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        format!(" {words} ")
    };
    let title = words(title);
    !title.trim().is_empty() && !words(text).contains(&title)
}

/// The target of a link. `markdown/` makes only `Open`, `resolve/` leaves none.
#[derive(Debug, Clone, PartialEq)]
pub enum Destination {
    /// As written, not resolved yet.
    Open(Box<str>),
    /// An address outside the book (`https:`, `mailto:`, `tel:`).
    Web(Box<str>),
    /// An address of an mdBook book that names nothing of it, kept as it is written.
    Kept(Box<str>),
    /// A page of the book, and a heading of it.
    Page(PageNo, Option<Box<str>>),
    /// Another file of the book, by its path in the site, and what follows `#` or `?`.
    File(crate::sink::OutPath, Box<str>),
    /// A link that leads nowhere (an error was reported): its text is shown as text.
    Broken,
}

/// An image.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Its place.
    pub source: Destination,
    /// The title, may be empty.
    pub title: Box<str>,
    /// The text for those who do not see it.
    pub alt: Box<str>,
}

impl Image {
    /// The title, where it says something that the text does not.
    #[must_use]
    pub fn telling_title(&self) -> Option<&str> {
        says_more(&self.title, &self.alt).then(|| self.title.trim())
    }

    /// The text for those who do not see it: where it has none of its own, the title.
    #[must_use]
    pub fn spoken(&self) -> &str {
        if self.alt.trim().is_empty() { self.title.trim() } else { &self.alt }
    }

    /// The words that stand where the picture itself is not shown: the text, and the title where that says more.
    #[must_use]
    pub fn words(&self) -> String {
        match self.telling_title().filter(|_| !self.alt.trim().is_empty()) {
            Some(title) => format!("{} – {title}", self.alt),
            None => self.spoken().to_owned(),
        }
    }

    /// These words as a form without pictures shows them; nothing for a picture that says nothing.
    #[must_use]
    pub fn stand_in(&self) -> String {
        let words = self.words();
        if words.is_empty() { words } else { format!("[{words}]") }
    }
}

/// A citation: one pair of parentheses, one or more works.
#[derive(Debug, Clone, PartialEq)]
pub struct Cite {
    /// The works.
    pub items: Box<[CiteItem]>,
    /// The text shown, filled in by `resolve/`.
    pub shown: Box<str>,
}

/// One work in a citation.
#[derive(Debug, Clone, PartialEq)]
pub struct CiteItem {
    /// The id in `kilder.yaml`.
    pub id: Box<str>,
    /// Its place.
    pub at: At,
    /// The place in the work, as written (`s. 14`), may be empty.
    pub locator: Box<str>,
}
