//! A finished document as a page of its own: one file, nothing beside it; and its text alone, for other systems.

use crate::document::{Block, BlockNode, Inline, InlineNode, Inlines, List, ListEntry, Table, html_text, plain_text};
use crate::fill::Finished;
use crate::resolve::Book;
use crate::theme::Texts;
use crate::view::escape::push_text;
use crate::view::mention_language;
use crate::write::address::whole_address;

/// A finished document as a whole page.
#[must_use]
pub fn html(book: &Book, texts: &Texts, finished: &Finished<'_>) -> String {
    let mut page = AlonePage::new(book, texts, finished, false);
    page.put("<!DOCTYPE html>\n<html lang=\"");
    page.text(finished.lang);
    page.put("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    page.text(&finished.title);
    page.put("</title>\n<style>\n");
    page.put(&include_str!("style.css").replace("ACCENT", &book.config.theme.accent.light.css()));
    page.put("</style>\n</head>\n<body>\n<main>\n");
    page.within("h1", |page| page.run(&finished.heading));
    page.blocks(&finished.body.blocks);
    page.notes(finished);
    page.works(finished);
    page.put("</main>\n");
    if let Some(owner) = &finished.owner {
        page.put("<footer>\n<p>");
        page.text(owner);
        page.put("</p>\n</footer>\n");
    }
    page.put("</body>\n</html>\n");
    page.out
}

/// The text of a finished document below its title, as well-formed HTML of few elements, for systems that show it among
/// others: without line breaks between elements, and without what only leads to sources.
#[must_use]
pub fn text_as_html(book: &Book, texts: &Texts, finished: &Finished<'_>) -> String {
    let mut page = AlonePage::new(book, texts, finished, true);
    page.blocks(&finished.body.blocks);
    without_gaps(&page.out)
}

/// A text without the spaces before signs that end something: there stood what led to a source.
fn without_gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if ".,;:!?".contains(c) && out.ends_with(' ') {
            out.pop();
        }
        out.push(c);
    }
    out
}

struct AlonePage<'a> {
    book: &'a Book,
    texts: &'a Texts,
    lang: &'a str,
    source: &'a str,
    /// Whether it is the text alone.
    is_text: bool,
    out: String,
}

impl<'a> AlonePage<'a> {
    fn new(book: &'a Book, texts: &'a Texts, finished: &'a Finished<'_>, is_text: bool) -> Self {
        let source = &finished.body.text;
        Self { book, texts, lang: finished.lang, source, is_text, out: String::new() }
    }

    /// A new line, where lines are for who reads the file.
    fn new_line(&mut self) {
        if !self.is_text {
            self.put("\n");
        }
    }

    fn put(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        push_text(&mut self.out, text);
    }

    fn within(&mut self, tag: &str, inside: impl FnOnce(&mut Self)) {
        self.put(&format!("<{tag}>"));
        inside(self);
        let name = tag.split(' ').next().unwrap_or(tag);
        self.put(&format!("</{name}>"));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.new_line();
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.node {
            BlockNode::Paragraph(inlines) => self.within("p", |page| page.run(inlines)),
            BlockNode::Heading(heading) => {
                self.within(&format!("h{}", heading.level), |page| page.run(&heading.content));
            }
            BlockNode::List(list) => self.list(list),
            BlockNode::Quote(inner) => self.within("blockquote", |page| page.blocks(inner)),
            BlockNode::Alert(kind, inner) => {
                self.within(if self.is_text { "blockquote" } else { "div class=\"varsel\"" }, |page| {
                    page.within("p", |page| page.within("strong", |page| page.text(page.texts.get(kind.text_key()))));
                    page.blocks(inner);
                });
            }
            BlockNode::Code(code) => {
                let text = code.text.get(block.at, self.source);
                self.within("pre", |page| page.within("code", |page| push_text(&mut page.out, text)));
            }
            BlockNode::Table(table) => self.table(table),
            BlockNode::Definitions(groups) => self.within("dl", |page| {
                for group in groups {
                    group.terms.iter().for_each(|term| page.within("dt", |page| page.run(term)));
                    group.definitions.iter().for_each(|inner| page.within("dd", |page| page.blocks(inner)));
                }
            }),
            BlockNode::Rule => self.put(if self.is_text { "<hr/>" } else { "<hr>" }),
            BlockNode::Html(html) => {
                let text = html_text(html.get(block.at, self.source));
                self.within("p", |page| page.text(text.trim()));
            }
            // None of these is left in a finished document.
            BlockNode::Guidance(..) | BlockNode::When(_) | BlockNode::Generated(_) => {}
        }
    }

    fn list(&mut self, list: &List) {
        let boxes = list.items.iter().any(|entry| matches!(entry, ListEntry::Item(item) if item.task.is_some()));
        let tag = match list.start {
            None if boxes && !self.is_text => "ul class=\"avkrysning\"".to_owned(),
            None => "ul".to_owned(),
            Some(1) => "ol".to_owned(),
            Some(start) => format!("ol start=\"{start}\""),
        };
        self.within(&tag, |page| {
            page.new_line();
            for entry in &list.items {
                // Conditions are decided in a finished document.
                let ListEntry::Item(item) = entry else { continue };
                page.within("li", |page| {
                    match &item.task {
                        Some(task) if task.checked => page.put("☒ "),
                        Some(_) => page.put("☐ "),
                        None => {}
                    }
                    for (i, block) in item.blocks.iter().enumerate() {
                        match &block.node {
                            BlockNode::Paragraph(inlines) if list.tight => {
                                if i > 0 && !page.out.ends_with('\n') {
                                    page.put(" ");
                                }
                                page.run(inlines);
                            }
                            _ => page.block(block),
                        }
                    }
                });
                page.new_line();
            }
        });
    }

    fn table(&mut self, table: &Table) {
        self.within("table", |page| {
            page.new_line();
            page.put("<thead>");
            page.row("th scope=\"col\"", &table.head);
            page.put("</thead>");
            page.new_line();
            page.put("<tbody>");
            page.new_line();
            for row in &table.rows {
                page.row("td", row);
                page.new_line();
            }
            page.put("</tbody>");
            page.new_line();
        });
    }

    fn row(&mut self, tag: &str, cells: &[Inlines]) {
        self.within("tr", |page| cells.iter().for_each(|cell| page.within(tag, |page| page.run(cell))));
    }

    fn run(&mut self, run: &[Inline]) {
        for inline in run {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.node {
            InlineNode::Text(text) => push_text(&mut self.out, text.get(inline.at, self.source)),
            InlineNode::Code(text) => {
                let text = text.get(inline.at, self.source);
                self.within("code", |page| push_text(&mut page.out, text));
            }
            InlineNode::Emphasis(inner) => self.within("em", |page| page.run(inner)),
            InlineNode::Strong(inner) => self.within("strong", |page| page.run(inner)),
            InlineNode::Strike(inner) => self.within("del", |page| page.run(inner)),
            InlineNode::Term(term, inner) => {
                match mention_language(self.book, *term, &plain_text(inner, self.source), self.lang) {
                    Some(lang) if !self.is_text => {
                        self.within(&format!("span lang=\"{lang}\""), |page| page.run(inner));
                    }
                    _ => self.run(inner),
                }
            }
            InlineNode::Foreign(foreign) if !self.is_text => {
                self.within(&format!("span lang=\"{}\"", foreign.lang), |page| page.run(&foreign.content));
            }
            InlineNode::Foreign(foreign) => self.run(&foreign.content),
            InlineNode::SoftBreak => self.put(if self.is_text { " " } else { "\n" }),
            InlineNode::HardBreak => self.put(if self.is_text { "<br/>" } else { "<br>\n" }),
            InlineNode::Link(link) => match whole_address(self.book, &link.to) {
                Some(address) => {
                    self.put("<a href=\"");
                    self.text(&address);
                    if !link.title.is_empty() {
                        self.put("\" title=\"");
                        self.text(&link.title);
                    }
                    self.put("\">");
                    self.run(&link.content);
                    self.put("</a>");
                }
                None => self.run(&link.content),
            },
            InlineNode::Image(image) => self.text(&image.stand_in()),
            InlineNode::Cite(_) | InlineNode::Footnote(_) if self.is_text => {}
            InlineNode::Cite(cite) => self.text(&cite.shown),
            InlineNode::Footnote(number) => {
                let number = number + 1;
                self.put(&format!("<sup><a href=\"#note-{number}\">{number}</a></sup>"));
            }
            InlineNode::Field(label) => {
                let label = format!("[{label}]");
                self.within("mark", |page| page.text(&label));
            }
            InlineNode::Html(_) => {}
        }
    }

    fn notes(&mut self, finished: &Finished<'_>) {
        if finished.body.footnotes.is_empty() {
            return;
        }
        self.put("<ol>\n");
        for (number, note) in (1..).zip(&finished.body.footnotes) {
            self.put(&format!("<li id=\"note-{number}\">"));
            self.blocks(&note.blocks);
            self.put("</li>\n");
        }
        self.put("</ol>\n");
    }

    fn works(&mut self, finished: &Finished<'_>) {
        if finished.works.is_empty() {
            return;
        }
        self.within("h2", |page| page.text(page.texts.get("sources")));
        for work in &finished.works {
            self.put("\n");
            self.within("p", |page| {
                if !work.label.is_empty() {
                    page.text(&work.label);
                    page.put(" ");
                }
                page.run(&work.entry);
            });
        }
        self.put("\n");
    }
}
