//! A finished document as lines: plain text, and Markdown.

use crate::document::{
    AlertKind, Block, BlockNode, CodeBlock, DefinitionGroup, Inline, InlineNode, Item, List, ListEntry, Table,
    html_text,
};
use crate::fill::Finished;
use crate::resolve::{Book, Reference};
use crate::theme::Texts;
use crate::write::whole_address;

/// A finished document as plain text.
#[must_use]
pub fn text(book: &Book, texts: &Texts, finished: &Finished<'_>) -> String {
    Lines { book, texts, source: &finished.body.text, markdown: false, in_cell: false }.document(finished)
}

/// A finished document as Markdown.
#[must_use]
pub fn markdown(book: &Book, texts: &Texts, finished: &Finished<'_>) -> String {
    Lines { book, texts, source: &finished.body.text, markdown: true, in_cell: false }.document(finished)
}

#[derive(Clone, Copy)]
struct Lines<'a> {
    book: &'a Book,
    texts: &'a Texts,
    source: &'a str,
    markdown: bool,
    /// Whether this is a cell of a table, which a `|` would end.
    in_cell: bool,
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
        for (number, note) in (1_u32..).zip(&finished.body.footnotes) {
            gap(&mut out);
            let mark = if self.markdown { format!("[^{number}]: ") } else { format!("{} ", raised(number)) };
            out.extend(behind(&mark, self.blocks(&note.blocks, false)));
        }
        let mut text = out.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
        text.push('\n');
        text
    }

    fn work(&self, work: &Reference) -> String {
        let entry = self.run(&work.entry);
        if work.label.is_empty() { entry } else { format!("{} {entry}", self.plain(&work.label)) }
    }

    /// Text as it must be written to be read as it is.
    fn plain(&self, text: &str) -> String {
        if !self.markdown {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if "\\`*_[]<>{}|~".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
        out
    }

    fn heading(&self, level: usize, title: &str) -> Vec<String> {
        if self.markdown {
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

    fn blocks(&self, blocks: &[Block], tight: bool) -> Vec<String> {
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
            BlockNode::Alert(kind, inner) => self.alert(*kind, inner),
            BlockNode::Code(code) => self.code(code, block),
            BlockNode::Table(table) => self.table(table),
            BlockNode::Definitions(groups) => self.definitions(groups),
            BlockNode::Rule => vec![if self.markdown { "***" } else { "* * *" }.to_owned()],
            BlockNode::Html(html) => {
                let text = html_text(html.get(block.at, self.source));
                self.plain(&text).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
            }
            // None of these is left in a finished document.
            BlockNode::Guidance(..) | BlockNode::When(_) | BlockNode::Generated(_) => Vec::new(),
        }
    }

    fn paragraph(&self, inlines: &[Inline]) -> Vec<String> {
        let text = self.run(inlines);
        let lines = text.lines().map(str::trim_start);
        if !self.markdown {
            return lines.map(str::to_owned).collect();
        }
        lines.map(begins_plainly).collect()
    }

    fn list(&self, list: &List) -> Vec<String> {
        let mut out = Vec::new();
        let mut number = list.start.unwrap_or(1);
        for entry in &list.items {
            // Conditions are decided in a finished document.
            let ListEntry::Item(item) = entry else { continue };
            if !list.tight {
                gap(&mut out);
            }
            let mark = match (list.start, self.markdown) {
                (Some(_), _) => format!("{number}. "),
                (None, true) => "- ".to_owned(),
                (None, false) if item.task.is_some() => String::new(),
                (None, false) => "• ".to_owned(),
            };
            out.extend(behind(&(mark + self.tick(item)), self.blocks(&item.blocks, list.tight)));
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
            InlineNode::SoftBreak => out.push(' '),
            InlineNode::HardBreak if self.markdown && self.in_cell => out.push_str("<br>"),
            InlineNode::HardBreak => out.push_str(if self.markdown { "\\\n" } else { "\n" }),
            InlineNode::Link(link) => {
                let text = self.run(&link.content);
                match whole_address(self.book, &link.to) {
                    Some(address) if self.markdown => out.extend(["[", &text, "](<", &address, ">)"]),
                    _ => out.push_str(&text),
                }
            }
            InlineNode::Image(image) => match whole_address(self.book, &image.source) {
                Some(address) if self.markdown => {
                    out.extend(["![", &self.plain(&image.alt), "](<", &address, ">)"]);
                }
                _ => out.push_str(&self.plain(&format!("[{}]", image.alt))),
            },
            InlineNode::Cite(cite) => out.push_str(&self.plain(&cite.shown)),
            InlineNode::Footnote(number) => {
                let number = number + 1;
                let mark = if self.markdown { format!("[^{number}]") } else { raised(number) };
                out.push_str(&mark);
            }
            InlineNode::Field(label) => out.push_str(&self.plain(&format!("[{label}]"))),
            InlineNode::Html(_) => {}
        }
    }
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
    let space = " ".repeat(mark.chars().count());
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
