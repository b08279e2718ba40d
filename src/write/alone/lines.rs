//! A text as lines: a finished document as plain text and as Markdown, and the blocks of a page as Markdown.

use crate::document::{
    AlertKind, Block, BlockNode, Branch, CodeBlock, DefinitionGroup, Destination, Footnote, Inline, InlineNode, Item,
    List, ListEntry, Table, html_text,
};
use crate::draft::Page;
use crate::fill::Finished;
use crate::resolve::{Book, Reference};
use crate::theme::Texts;
use crate::view::View;
use crate::view::condition::ConditionWords;
use crate::write::address::whole_address;

/// A finished document as plain text.
#[must_use]
pub fn text(book: &Book, texts: &Texts, finished: &Finished<'_>) -> String {
    Lines { book, texts, source: &finished.body.text, markdown: false, in_cell: false, open: None }.document(finished)
}

/// A finished document as Markdown.
#[must_use]
pub fn markdown(book: &Book, texts: &Texts, finished: &Finished<'_>) -> String {
    Lines { book, texts, source: &finished.body.text, markdown: true, in_cell: false, open: None }.document(finished)
}

/// The means to write a text that is not finished: one with conditions, fields and links into its book.
#[derive(Clone, Copy)]
pub(in crate::write) struct OpenText<'a> {
    /// The views of its book.
    pub(in crate::write) view: &'a View<'a>,
    /// The page it stands on.
    pub(in crate::write) page: &'a Page,
    /// The words for its conditions.
    pub(in crate::write) words: &'a ConditionWords<'a>,
    /// The address of a destination.
    pub(in crate::write) address: &'a dyn Fn(&Destination) -> Option<String>,
}

/// A writer of a text as lines.
#[derive(Clone, Copy)]
pub(in crate::write) struct Lines<'a> {
    book: &'a Book,
    texts: &'a Texts,
    source: &'a str,
    markdown: bool,
    /// Whether this is a cell of a table, which a `|` would end.
    in_cell: bool,
    /// Nothing of a finished text.
    open: Option<OpenText<'a>>,
}

impl<'a> Lines<'a> {
    /// The lines of a page, as Markdown.
    pub(in crate::write) fn of_page(open: OpenText<'a>) -> Self {
        let (book, texts) = (open.view.book(), open.view.texts_in(open.view.language(open.page)));
        Self { book, texts, source: &open.page.body.text, markdown: true, in_cell: false, open: Some(open) }
    }
}

impl Lines<'_> {
    fn document(&self, finished: &Finished<'_>) -> String {
        let mut out = self.heading(1, &self.plain(&finished.title));
        for block in &finished.body.blocks {
            gap(&mut out);
            out.extend(self.block(block));
        }
        if !finished.works.is_empty() {
            gap(&mut out);
            out.extend(self.heading(2, self.texts.get("sources")));
            for work in &finished.works {
                gap(&mut out);
                out.push(self.work(work));
            }
        }
        out.extend(self.notes(&finished.body.footnotes));
        let mut text = out.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
        text.push('\n');
        text
    }

    /// Footnotes, each after an empty line.
    pub(in crate::write) fn notes(&self, notes: &[Footnote]) -> Vec<String> {
        let mut out = Vec::new();
        for (number, note) in (1_u32..).zip(notes) {
            out.push(String::new());
            let mark = if self.markdown { format!("[^{number}]: ") } else { format!("{} ", raised(number)) };
            out.extend(behind(&mark, self.blocks(&note.blocks, false)));
        }
        out
    }

    pub(in crate::write) fn work(&self, work: &Reference) -> String {
        let entry = self.run(&work.entry);
        if work.label.is_empty() { entry } else { format!("{} {entry}", self.plain(&work.label)) }
    }

    /// Text as it must be written to be read as it is.
    pub(in crate::write) fn plain(&self, text: &str) -> String {
        if self.markdown { plainly(text) } else { text.to_owned() }
    }

    fn heading(&self, level: usize, title: &str) -> Vec<String> {
        if self.markdown {
            // A row of `#` at its end would be taken for the end of the heading.
            let closes = title.trim_end_matches('#').ends_with([' ', '#']) && title.ends_with('#');
            let title = if closes { format!("{}\\#", &title[..title.len() - 1]) } else { title.to_owned() };
            return vec![format!("{} {title}", "#".repeat(level.clamp(1, 6)))];
        }
        let width = title.chars().count();
        let line = match level {
            1 => "=".repeat(width),
            2 => "-".repeat(width),
            _ => return vec![title.to_owned()],
        };
        vec![title.to_owned(), line]
    }

    pub(in crate::write) fn blocks(&self, blocks: &[Block], tight: bool) -> Vec<String> {
        let mut out = Vec::new();
        for block in blocks {
            if !tight {
                gap(&mut out);
            }
            out.extend(self.block(block));
        }
        out
    }

    fn block(&self, block: &Block) -> Vec<String> {
        match &block.node {
            BlockNode::Paragraph(inlines) => self.paragraph(inlines),
            // A heading is one line.
            BlockNode::Heading(heading) => {
                let title = self.run(&heading.content).replace("\\\n", " ").replace('\n', " ");
                self.heading(heading.level.into(), &title)
            }
            BlockNode::List(list) => self.list(list),
            BlockNode::Quote(inner) => behind_each(if self.markdown { "> " } else { "  " }, self.blocks(inner, false)),
            BlockNode::Alert(kind, inner) if self.open.is_some() => {
                self.boxed(kind.text_key(), self.blocks(inner, false))
            }
            BlockNode::Alert(kind, inner) => self.alert(*kind, inner),
            BlockNode::Code(code) => self.code(code, block),
            BlockNode::Table(table) => self.table(table),
            BlockNode::Definitions(groups) => self.definitions(groups),
            BlockNode::Rule => vec![if self.markdown { "***" } else { "* * *" }.to_owned()],
            BlockNode::Html(html) => {
                let text = html_text(html.get(block.at, self.source));
                self.plain(&text).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
            }
            // Neither of these is left in a finished document.
            BlockNode::Guidance(kind, inner) => match self.open {
                Some(_) => self.boxed(kind.text_key(), self.blocks(inner, false)),
                None => Vec::new(),
            },
            BlockNode::When(when) => self.branches(&when.branches, |content| self.blocks(content, false)),
            // Ordinary blocks stand in its place.
            BlockNode::Generated(_) => Vec::new(),
        }
    }

    /// Lines that are set apart, under a title of the interface.
    fn boxed(&self, title: &str, inner: Vec<String>) -> Vec<String> {
        self.set_apart(self.texts.get(title), inner)
    }

    /// Lines that are set apart, under a title.
    pub(in crate::write) fn set_apart(&self, title: &str, inner: Vec<String>) -> Vec<String> {
        let mut out = vec![format!("**{}**", self.plain(title))];
        if !inner.is_empty() {
            gap(&mut out);
            out.extend(inner);
        }
        behind_each("> ", out)
    }

    /// Branches, each under its condition; of a finished text there are none.
    fn branches<T>(&self, branches: &[Branch<T>], inside: impl Fn(&[T]) -> Vec<String>) -> Vec<String> {
        let Some(open) = self.open else { return Vec::new() };
        let mut out = Vec::new();
        for (number, branch) in branches.iter().enumerate() {
            gap(&mut out);
            let title = open.words.branch_title(branch.condition.as_ref(), number);
            out.extend(self.set_apart(&title, inside(&branch.content)));
        }
        out
    }

    /// The address that a link leads to.
    fn address(&self, to: &Destination) -> Option<String> {
        match self.open {
            Some(open) => (open.address)(to),
            None => whole_address(self.book, to),
        }
    }

    /// A link.
    pub(in crate::write) fn link(&self, text: &str, to: &Destination) -> String {
        self.titled_link(text, to, "")
    }

    fn titled_link(&self, text: &str, to: &Destination, title: &str) -> String {
        match self.address(to) {
            Some(address) => format!("[{text}](<{address}>{})", quoted_title(title)),
            None => text.to_owned(),
        }
    }

    fn paragraph(&self, inlines: &[Inline]) -> Vec<String> {
        self.begun_plainly(&self.run(inlines))
    }

    /// A paragraph of plain text.
    pub(in crate::write) fn words(&self, text: &str) -> Vec<String> {
        self.begun_plainly(&self.plain(text))
    }

    /// The lines of a paragraph, none of which is read as the beginning of something else.
    fn begun_plainly(&self, text: &str) -> Vec<String> {
        let lines = text.lines().map(str::trim_start);
        if !self.markdown {
            return lines.map(str::to_owned).collect();
        }
        lines.map(begins_plainly).collect()
    }

    fn list(&self, list: &List) -> Vec<String> {
        self.entries(&list.items, list, list.start.unwrap_or(1))
    }

    /// Entries of a list, the first with this number.
    fn entries(&self, entries: &[ListEntry], list: &List, first: u64) -> Vec<String> {
        let mut out = Vec::new();
        let mut number = first;
        for entry in entries {
            if !list.tight {
                gap(&mut out);
            }
            let item = match entry {
                ListEntry::Item(item) => item,
                ListEntry::When(when) if self.open.is_some() => {
                    let inner = self.branches(&when.branches, |content| self.entries(content, list, 1));
                    out.extend(behind("- ", inner));
                    continue;
                }
                // Conditions are decided in a finished document.
                ListEntry::When(_) => continue,
            };
            let mark = match (list.start, self.markdown) {
                (Some(_), _) => format!("{number}. "),
                (None, true) => "- ".to_owned(),
                (None, false) if item.task.is_some() => String::new(),
                (None, false) => "• ".to_owned(),
            };
            // In Markdown the box is a part of the first line, and what is below it stands under that.
            let first = format!("{mark}{}", self.tick(item));
            let space = if self.markdown { &mark } else { &first }.chars().count();
            out.extend(indented(&first, space, self.blocks(&item.blocks, list.tight)));
            number = number.saturating_add(1);
        }
        out
    }

    fn tick(&self, item: &Item) -> &'static str {
        match (item.task.as_ref().map(|task| task.checked), self.markdown) {
            (None, _) => "",
            (Some(true), true) => "[x] ",
            (Some(false), true) => "[ ] ",
            (Some(true), false) => "☒ ",
            (Some(false), false) => "☐ ",
        }
    }

    fn alert(&self, kind: AlertKind, inner: &[Block]) -> Vec<String> {
        let mut out = vec![if self.markdown {
            format!("[!{}]", kind.name().to_uppercase())
        } else {
            self.texts.get(kind.text_key()).to_owned()
        }];
        out.extend(self.blocks(inner, false));
        if self.markdown { behind_each("> ", out) } else { out }
    }

    fn code(&self, code: &CodeBlock, block: &Block) -> Vec<String> {
        let text = code.text.get(block.at, self.source);
        let mut out: Vec<String> = text.lines().map(str::to_owned).collect();
        if self.markdown {
            let longest = text.lines().map(|line| line.chars().take_while(|c| *c == '`').count()).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            out.insert(0, format!("{fence}{}", code.language));
            out.push(fence);
        }
        out
    }

    fn table(&self, table: &Table) -> Vec<String> {
        let within = Self { in_cell: true, ..*self };
        let row = |cells: &[crate::document::Inlines]| {
            let cells: Vec<String> = cells.iter().map(|cell| within.run(cell).replace('\n', " ")).collect();
            let row = cells.join(" | ");
            if self.markdown { format!("| {row} |") } else { row }
        };
        let mut out = vec![row(&table.head)];
        if self.markdown {
            out.push(format!("|{}", " --- |".repeat(table.head.len())));
        }
        out.extend(table.rows.iter().map(|cells| row(cells)));
        out
    }

    fn definitions(&self, groups: &[DefinitionGroup]) -> Vec<String> {
        let mut out = Vec::new();
        for group in groups {
            gap(&mut out);
            out.extend(group.terms.iter().map(|term| self.run(term)));
            for definition in &group.definitions {
                out.extend(behind(if self.markdown { ": " } else { "  " }, self.blocks(definition, false)));
            }
        }
        out
    }

    /// Keeps a `!` from making a picture of the link that comes after it.
    fn before_bracket(&self, out: &mut String) {
        if self.markdown && out.ends_with('!') {
            out.insert(out.len() - 1, '\\');
        }
    }

    fn run(&self, run: &[Inline]) -> String {
        let mut out = String::new();
        for inline in run {
            self.inline(inline, &mut out);
        }
        out
    }

    fn inline(&self, inline: &Inline, out: &mut String) {
        let marked = |out: &mut String, mark: &str, inner: &[Inline]| {
            let text = self.run(inner);
            if self.markdown && !text.trim().is_empty() {
                out.extend([mark, &text, mark]);
            } else {
                out.push_str(&text);
            }
        };
        match &inline.node {
            InlineNode::Text(text) => out.push_str(&self.plain(text.get(inline.at, self.source))),
            InlineNode::Code(text) => {
                let text = text.get(inline.at, self.source);
                if self.markdown {
                    out.push_str(&quoted_code(text, self.in_cell));
                } else {
                    out.push_str(text);
                }
            }
            InlineNode::Emphasis(inner) => marked(out, "*", inner),
            InlineNode::Strong(inner) => marked(out, "**", inner),
            InlineNode::Strike(inner) => marked(out, "~~", inner),
            InlineNode::Term(_, inner) => out.push_str(&self.run(inner)),
            InlineNode::Foreign(foreign) => out.push_str(&self.run(&foreign.content)),
            InlineNode::SoftBreak => out.push(' '),
            InlineNode::HardBreak if self.markdown && self.in_cell => out.push_str("<br>"),
            InlineNode::HardBreak => out.push_str(if self.markdown { "\\\n" } else { "\n" }),
            InlineNode::Link(link) => {
                let text = self.run(&link.content);
                self.before_bracket(out);
                out.push_str(&if self.markdown { self.titled_link(&text, &link.to, &link.title) } else { text });
            }
            InlineNode::Image(image) => match self.address(&image.source) {
                Some(address) if self.markdown => {
                    let title = quoted_title(&image.title);
                    out.extend(["![", &self.plain(&image.alt), "](<", &address, ">", &title, ")"]);
                }
                _ => out.push_str(&self.plain(&image.stand_in())),
            },
            InlineNode::Cite(cite) => out.push_str(&self.plain(&cite.shown)),
            InlineNode::Footnote(number) => {
                let number = number + 1;
                self.before_bracket(out);
                let mark = if self.markdown { format!("[^{number}]") } else { raised(number) };
                out.push_str(&mark);
            }
            InlineNode::Field(name) => {
                let shown = self.open.map(|open| open.view.field_text(open.page, name));
                out.push_str(&self.plain(&format!("[{}]", shown.as_deref().unwrap_or(name))));
            }
            InlineNode::Html(_) => {}
        }
    }
}

/// Text as it must be written in Markdown to be read as it is.
pub(in crate::write) fn plainly(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if "\\`*_[]<>{}|~".contains(c) || c == '&' && begins_entity(&text[at..]) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether a text begins as a character written by name or number: `&amp;`, `&#38;`.
fn begins_entity(text: &str) -> bool {
    let inner = text[1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    inner.len() + 1 < text.len() && inner.starts_with(';')
}

/// The title of a link or a picture as it is written after the address; nothing where there is none.
fn quoted_title(title: &str) -> String {
    let plain = title.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
    if title.is_empty() { plain } else { format!(" \"{plain}\"") }
}

/// A line of a paragraph of Markdown that is not read as the beginning of something else.
fn begins_plainly(line: &str) -> String {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = digits.len() < line.len() && (digits.starts_with('.') || digits.starts_with(')'));
    if number {
        let at = line.len() - digits.len();
        return format!("{}\\{}", &line[..at], &line[at..]);
    }
    let marks = line.starts_with(['-', '+', '#', '=', ':']);
    if marks { format!("\\{line}") } else { line.to_owned() }
}

/// Code within a line of Markdown, between more backticks than stand in it.
fn quoted_code(text: &str, in_cell: bool) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let mark = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    // In a table even the `|` of code ends a cell.
    let text = if in_cell { text.replace('|', "\\|") } else { text.to_owned() };
    format!("{mark}{space}{text}{space}{mark}")
}

/// An empty line, where something stands before it.
fn gap(lines: &mut Vec<String>) {
    if lines.last().is_some_and(|line| !line.is_empty()) {
        lines.push(String::new());
    }
}

/// A mark before the first line, and as much space before the others.
fn behind(mark: &str, lines: Vec<String>) -> Vec<String> {
    indented(mark, mark.chars().count(), lines)
}

/// A mark before the first line, and spaces before the others.
fn indented(mark: &str, spaces: usize, lines: Vec<String>) -> Vec<String> {
    let space = " ".repeat(spaces);
    let mut out: Vec<String> = Vec::with_capacity(lines.len().max(1));
    for line in lines {
        let before = if out.is_empty() { mark } else { &space };
        out.push(if line.is_empty() { line } else { format!("{before}{line}") });
    }
    out
}

fn behind_each(mark: &str, lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|line| format!("{mark}{line}")).collect()
}

/// A number in raised digits.
fn raised(number: u32) -> String {
    let raise = |c: char| match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    };
    number.to_string().chars().map(raise).collect()
}
