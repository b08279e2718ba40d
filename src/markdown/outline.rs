//! Trees as short text, for tests.
//!
//! In: a document. Out: one line a block, indented by depth. Invariant: everything that a test may
//! care about shows, and nothing else.

use std::fmt::Write;

use crate::document::{
    Block, BlockNode, Branch, Destination, Document, Inline, InlineNode, ListEntry, Task, Text, plain_text,
};

/// The blocks of a document and its footnotes.
pub(super) fn outline(document: &Document) -> String {
    let mut printer = Printer { document, out: String::new() };
    printer.blocks(&document.blocks, 0);
    for footnote in &document.footnotes {
        printer.line(0, &format!("footnote {}", footnote.label));
        printer.blocks(&footnote.blocks, 1);
    }
    printer.out
}

struct Printer<'a> {
    document: &'a Document,
    out: String,
}

impl Printer<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "  ".repeat(depth));
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            self.block(block, depth);
        }
    }

    fn block(&mut self, block: &Block, depth: usize) {
        let source = &*self.document.text;
        match &block.node {
            BlockNode::Paragraph(run) => self.line(depth, &format!("p {}", inlines(run, source))),
            BlockNode::Heading(heading) => {
                let text = inlines(&heading.content, source);
                self.line(depth, &format!("h{} #{} {text}", heading.level, heading.id));
            }
            BlockNode::List(list) => {
                let start = list.start.map(|start| format!(" {start}")).unwrap_or_default();
                self.line(depth, &format!("list{start} {}", if list.tight { "tight" } else { "loose" }));
                self.entries(&list.items, depth + 1);
            }
            BlockNode::Quote(inner) => self.nested("quote", inner, depth),
            BlockNode::Alert(kind, inner) => self.nested(&format!("alert {kind:?}"), inner, depth),
            BlockNode::Guidance(kind, inner) => self.nested(&format!("guidance {kind:?}"), inner, depth),
            BlockNode::Code(code) => {
                let owned = if code.text == Text::Source { "" } else { " owned" };
                let text = code.text.get(block.at, source);
                self.line(depth, &format!("code {}{owned} {text:?}", code.language));
            }
            BlockNode::Table(table) => {
                self.line(depth, &format!("table {:?}", table.alignment));
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    let cells: Vec<_> = row.iter().map(|cell| inlines(cell, source)).collect();
                    self.line(depth + 1, &format!("| {}", cells.join(" | ")));
                }
            }
            BlockNode::Definitions(groups) => {
                self.line(depth, "definitions");
                for group in groups {
                    group.terms.iter().for_each(|term| self.line(depth + 1, &format!("dt {}", inlines(term, source))));
                    group.definitions.iter().for_each(|inner| self.nested("dd", inner, depth + 1));
                }
            }
            BlockNode::Html(text) => self.line(depth, &format!("html {:?}", text.get(block.at, source))),
            BlockNode::Rule => self.line(depth, "rule"),
            BlockNode::Generated(name) => self.line(depth, &format!("generated {name:?}")),
            BlockNode::When(when) => when.branches.iter().for_each(|branch| {
                self.branch(branch, depth);
                self.blocks(&branch.content, depth + 1);
            }),
        }
    }

    fn nested(&mut self, name: &str, inner: &[Block], depth: usize) {
        self.line(depth, name);
        self.blocks(inner, depth + 1);
    }

    fn branch<T>(&mut self, branch: &Branch<T>, depth: usize) {
        let condition = branch.condition.as_ref().map_or("else".into(), |condition| format!("when {condition:?}"));
        self.line(depth, &condition.replace('"', ""));
    }

    fn entries(&mut self, entries: &[ListEntry], depth: usize) {
        for entry in entries {
            match entry {
                ListEntry::Item(item) => {
                    self.line(depth, &format!("item{}", item.task.as_deref().map(task).unwrap_or_default()));
                    self.blocks(&item.blocks, depth + 1);
                }
                ListEntry::When(when) => when.branches.iter().for_each(|branch| {
                    self.branch(branch, depth);
                    self.entries(&branch.content, depth + 1);
                }),
            }
        }
    }
}

fn task(task: &Task) -> String {
    let id = task.id.as_ref().map(|(id, _)| format!(" {id}")).unwrap_or_default();
    format!(" [{}]{id}", if task.checked { 'x' } else { ' ' })
}

fn inlines(run: &[Inline], source: &str) -> String {
    run.iter().map(|inline| one(inline, source)).collect()
}

fn one(inline: &Inline, source: &str) -> String {
    let held = |name: &str, run: &[Inline]| format!("{name}({})", inlines(run, source));
    match &inline.node {
        InlineNode::Text(Text::Source) => source[inline.at.range()].to_owned(),
        InlineNode::Text(Text::Owned(text)) => format!("owned({text})"),
        InlineNode::Emphasis(run) => held("em", run),
        InlineNode::Strong(run) => held("strong", run),
        InlineNode::Strike(run) => held("del", run),
        InlineNode::Code(text) => format!("code({})", text.get(inline.at, source)),
        InlineNode::SoftBreak => "⏎".into(),
        InlineNode::HardBreak => "⏎⏎".into(),
        InlineNode::Link(link) => held(&format!("link[{}]", address(&link.to)), &link.content),
        InlineNode::Image(image) => format!("image[{}]({})", address(&image.source), image.alt),
        InlineNode::Cite(cite) => {
            let items = cite.items.iter().map(|item| format!("{}:{}", &source[item.at.range()], item.locator));
            format!("cite({})", items.collect::<Vec<_>>().join("; "))
        }
        InlineNode::Footnote(number) => format!("footnote({number})"),
        InlineNode::Field(name) => format!("field({name})"),
        InlineNode::Html(text) => format!("html({})", text.get(inline.at, source)),
        InlineNode::Foreign(foreign) => held(&foreign.lang, &foreign.content),
        InlineNode::Term(..) => plain_text(std::slice::from_ref(inline), source),
    }
}

fn address(destination: &Destination) -> String {
    match destination {
        Destination::Open(address) => address.to_string(),
        other => format!("{other:?}"),
    }
}
