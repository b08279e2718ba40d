//! A document as HTML: classes only, no styles.

use std::cell::OnceCell;

use super::View;
use super::condition::ConditionWords;
use super::escape::{is_safe, push_address, push_relative, push_text};
use super::queries::mention_language;
use crate::document::{
    AlertKind, Alignment, At, Block, BlockNode, Branch, Cite, CodeBlock, DefinitionGroup, Destination, Document,
    GuidanceKind, Heading, HeadingLevels, INTERFACE_ID, Image, Inline, InlineNode, Item, Link, List, ListEntry, PageNo,
    Table, Task, TermNo, Text, When, plain_text_with,
};
use crate::draft::Page;
use crate::highlight::highlight;
use crate::resolve::{Reference, term_id};
use crate::theme::Texts;

/// A heading of the page, for «On this page».
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
pub struct HeadingView {
    /// Its anchor.
    pub id: String,
    /// Its text.
    pub title: String,
    /// 2 or 3.
    pub level: u8,
}

/// Tables of more columns than this that have no cards scroll where there is little room.
const NARROW_COLUMNS: usize = 2;
/// The headings that «On this page» lists.
const LISTED_LEVEL: u8 = 3;

/// A writer of the text of one page.
pub(super) struct HtmlBody<'v> {
    pub(super) view: &'v View<'v>,
    pub(super) page: &'v Page,
    /// The texts of the interface for the page.
    pub(super) texts: &'v Texts,
    /// The words for conditions; made when first needed.
    words: OnceCell<ConditionWords<'v>>,
    /// The text that [`Text::Source`] points into.
    source: &'v str,
    footnotes: &'v [crate::document::Footnote],
    pub(super) out: String,
    pub(super) headings: Vec<HeadingView>,
    levels: HeadingLevels,
    /// How often each footnote was referred to.
    references: Vec<u32>,
    tasks: u32,
    figures: u32,
    /// How many quotations and the like are open: headings there are not listed.
    depth: u32,
    last_heading: String,
    /// The name of what is quoted, where it is no text of the page's own.
    quoted: Option<&'v str>,
}

impl<'v> HtmlBody<'v> {
    pub(super) fn new(view: &'v View<'v>, page: &'v Page) -> Self {
        Self::with(view, page, &page.body.text, &page.body.footnotes)
    }

    /// For text that belongs to no document: all of it is owned.
    pub(super) fn of_owned_text(view: &'v View<'v>, page: &'v Page) -> Self {
        Self::with(view, page, "", &[])
    }

    /// For a document that is quoted on a page, under a name that no other has there: nothing in it can be led to, so that
    /// every id stands once on the page. Its notes are left out.
    pub(super) fn of_quoted(view: &'v View<'v>, page: &'v Page, document: &'v Document, name: &'v str) -> Self {
        Self { quoted: Some(name), ..Self::with(view, page, &document.text, &[]) }
    }

    fn with(view: &'v View<'v>, page: &'v Page, source: &'v str, footnotes: &'v [crate::document::Footnote]) -> Self {
        Self {
            view,
            page,
            texts: view.texts_of(page),
            words: OnceCell::new(),
            source,
            footnotes,
            out: String::new(),
            headings: Vec::new(),
            levels: HeadingLevels::new(2, 6),
            references: vec![0; footnotes.len()],
            tasks: 0,
            figures: 0,
            depth: 0,
            last_heading: String::new(),
            quoted: None,
        }
    }

    /// The title of the page as its heading has it, where that is more than text. It stands before the body.
    pub(super) fn title_of_page(&mut self) -> Option<String> {
        let is_text = |inline: &Inline| matches!(inline.node, InlineNode::Text(_) | InlineNode::SoftBreak);
        let heading = self.page.title_heading().filter(|heading| !heading.content.iter().all(is_text))?;
        self.run(&heading.content);
        Some(std::mem::take(&mut self.out))
    }

    /// The whole body and its footnotes.
    pub(super) fn document(&mut self) {
        self.out.reserve(self.source.len() * 3);
        self.blocks(self.page.blocks());
        self.footnotes();
    }

    pub(super) fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    pub(super) fn text(&mut self, text: &str) {
        push_text(&mut self.out, text);
    }

    /// A text of the interface with a value in it.
    pub(super) fn filled(&self, key: &str, name: &str, value: &str) -> String {
        self.texts.fill(key, &[(name, value)])
    }

    /// A text of the interface.
    pub(super) fn word(&mut self, key: &str) {
        push_text(&mut self.out, self.texts.get(key));
    }

    fn number(&mut self, number: impl std::fmt::Display) {
        use std::fmt::Write as _;
        let _ = write!(self.out, "{number}");
    }

    pub(super) fn content(&self, text: &'v Text, at: At) -> &'v str {
        text.get(at, self.source)
    }

    fn plain<'t>(&'t self, run: &'t [Inline]) -> String {
        plain_text_with(run, self.source, |name| self.view.field_text(self.page, name))
    }

    pub(super) fn blocks(&mut self, blocks: &'v [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// An entry of a list of works, behind its number where it has one.
    pub(super) fn reference(&mut self, reference: &'v Reference) {
        if !reference.label.is_empty() {
            self.push("<span class=\"nr\">");
            self.text(&reference.label);
            self.push("</span> ");
        }
        self.run(&reference.entry);
    }

    fn nested(&mut self, blocks: &'v [Block]) {
        self.depth += 1;
        self.blocks(blocks);
        self.depth -= 1;
    }

    fn block(&mut self, block: &'v Block) {
        match &block.node {
            BlockNode::Paragraph(content) => {
                self.push("<p>");
                self.run(content);
                self.push("</p>\n");
            }
            BlockNode::Heading(heading) => self.heading(heading),
            BlockNode::List(list) => self.list(list),
            BlockNode::Quote(inner) => {
                self.push("<blockquote>\n");
                self.nested(inner);
                self.push("</blockquote>\n");
            }
            BlockNode::Alert(kind, inner) => self.alert(*kind, inner),
            BlockNode::Guidance(kind, inner) => self.guidance(*kind, inner),
            BlockNode::Code(code) => self.code(code, block.at),
            BlockNode::Table(table) => self.table(table),
            BlockNode::Definitions(groups) => self.definitions(groups),
            BlockNode::Html(html) => self.raw(html, block.at),
            BlockNode::Rule => self.push("<hr>\n"),
            BlockNode::Generated(which) => self.generated(*which),
            BlockNode::When(when) => self.when(when),
        }
    }

    fn raw(&mut self, html: &'v Text, at: At) {
        let html = self.content(html, at);
        if self.view.book.config.raw_html {
            self.push(html);
        } else {
            self.text(html);
        }
    }

    /// The level of a heading that the generator adds here.
    pub(super) fn level_below(&self) -> u8 {
        self.levels.below()
    }

    fn heading(&mut self, heading: &'v Heading) {
        let level = self.levels.show(heading.level);
        if self.quoted.is_some() {
            return self.quoted_heading(heading, level);
        }
        let title = self.plain(&heading.content);
        self.push("<div class=\"ov\">");
        for former in heading.former() {
            self.push("<span id=\"");
            self.text(former);
            self.push("\"></span>");
        }
        self.push("<h");
        self.number(level);
        self.push(" id=\"");
        self.text(&heading.id);
        self.push("\"");
        if !heading.classes().is_empty() {
            self.push(" class=\"");
            self.text(&heading.classes().join(" "));
            self.push("\"");
        }
        self.push(">");
        self.run(&heading.content);
        self.push("</h");
        self.number(level);
        self.push(">");
        self.link_to_section(&heading.id, &title);
        self.push("</div>\n");
        if level <= LISTED_LEVEL && self.depth == 0 {
            self.headings.push(HeadingView { id: heading.id.to_string(), title: title.clone(), level });
        }
        self.outdated_at(&heading.id);
        self.last_heading = title;
    }

    /// A heading of what is quoted: no place of this page, so that it has no id, and is not listed.
    fn quoted_heading(&mut self, heading: &'v Heading, level: u8) {
        self.push("<h");
        self.number(level);
        self.push(">");
        self.run(&heading.content);
        self.push("</h");
        self.number(level);
        self.push(">\n");
    }

    /// The link beside a heading that leads to it.
    fn link_to_section(&mut self, id: &str, title: &str) {
        self.push("<a class=\"anker\" href=\"#");
        push_address(&mut self.out, id);
        self.push("\" aria-label=\"");
        self.word("link-to-section");
        self.push(" ");
        self.text(title);
        self.push("\">#</a>");
    }

    fn list(&mut self, list: &'v List) {
        if self.is_home() && self.ways(list) {
            return;
        }
        match list.start {
            None => self.push("<ul"),
            Some(_) => self.push("<ol"),
        }
        if all_tasks(&list.items) {
            self.push(" class=\"oppgaver\"");
        }
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.push(" start=\"");
            self.number(start);
            self.push("\"");
        }
        self.push(">\n");
        self.entries(&list.items, list.tight);
        self.push(if list.start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn entries(&mut self, entries: &'v [ListEntry], tight: bool) {
        for entry in entries {
            match entry {
                ListEntry::Item(item) => self.item(item, tight),
                ListEntry::When(when) => {
                    for (i, branch) in when.branches.iter().enumerate() {
                        self.branch_start("li", &when.branches, i);
                        self.branch_title(branch, i);
                        self.push("<ul>\n");
                        self.entries(&branch.content, tight);
                        self.push("</ul></li>\n");
                    }
                }
            }
        }
    }

    fn item(&mut self, item: &'v Item, tight: bool) {
        if let Some(task) = &item.task {
            return self.item_with_box(task, &item.blocks, tight);
        }
        self.push("<li>");
        self.item_blocks(&item.blocks, tight);
        self.push("</li>\n");
    }

    /// An item with a box, which its first paragraph says the meaning of.
    fn item_with_box(&mut self, task: &'v Task, blocks: &'v [Block], tight: bool) {
        let (label, rest) = match blocks.split_first() {
            Some((Block { node: BlockNode::Paragraph(content), .. }, rest)) => (Some(content), rest),
            _ => (None, blocks),
        };
        match task.id.as_ref().filter(|_| self.quoted.is_none()) {
            Some((id, _)) => self.open_choice(id),
            None => self.push("<li class=\"oppgave\">"),
        }
        self.tasks += 1;
        let number = self.numbered(self.tasks);
        self.push("<input type=\"checkbox\" disabled");
        if task.checked {
            self.push(" checked");
        }
        self.push(" aria-labelledby=\"ui_o");
        self.text(&number);
        self.push("\"><div><span id=\"ui_o");
        self.text(&number);
        self.push("\">");
        match label {
            Some(content) => self.run(content),
            None => self.word("task"),
        }
        self.push("</span>");
        self.item_blocks(rest, tight);
        self.push("</div></li>\n");
    }

    /// The beginning of an item that can be chosen.
    fn open_choice(&mut self, id: &str) {
        self.push("<li class=\"valg\" id=\"");
        self.push(self.view.book.config.anchors().choice);
        self.text(id);
        self.push("\" data-choice=\"");
        self.text(id);
        self.push("\">");
    }

    /// A number for an id, which stands once on the page, in what is quoted too.
    fn numbered(&self, number: u32) -> String {
        let quoted = self.quoted.map_or_else(String::new, |name| format!("{name}-"));
        format!("{quoted}{number}")
    }

    /// Opens a figure that its caption names: not every browser takes a caption for the name.
    pub(super) fn open_figure(&mut self, class: &str, caption: &str) {
        self.figures += 1;
        let number = self.numbered(self.figures);
        // What a page tells of a role stands beside the body, whose figures are counted too.
        let id = format!("ui_{}-{number}", class.replace(' ', "-"));
        self.push(&format!("<figure class=\"{class}\" aria-labelledby=\"{id}\"><figcaption id=\"{id}\">"));
        self.text(caption);
        self.push("</figcaption>\n");
    }

    fn item_blocks(&mut self, blocks: &'v [Block], tight: bool) {
        self.depth += 1;
        for (i, block) in blocks.iter().enumerate() {
            match &block.node {
                BlockNode::Paragraph(content) if tight => {
                    // Two of them, with a comment between: their words stay apart.
                    if i > 0 && !self.out.ends_with('\n') {
                        self.push("\n");
                    }
                    self.run(content);
                }
                _ => self.block(block),
            }
        }
        self.depth -= 1;
    }

    fn alert(&mut self, kind: AlertKind, inner: &'v [Block]) {
        let class = match kind {
            AlertKind::Note => "merk",
            AlertKind::Tip => "tips",
            AlertKind::Important => "viktig",
            AlertKind::Warning => "advarsel",
            AlertKind::Caution => "fare",
            AlertKind::Addition => return self.addition(inner),
        };
        self.push("<div class=\"varsel ");
        self.push(class);
        self.push("\" role=\"note\"><p class=\"varsel-tittel\">");
        self.word(kind.text_key());
        self.push("</p>\n");
        self.nested(inner);
        self.push("</div>\n");
    }

    /// A quiet mark: over a section, where it has no content, or beside what it holds.
    fn addition(&mut self, inner: &'v [Block]) {
        let mark = |body: &mut Self| {
            body.push("<p class=\"tillegg-merke\">");
            body.word(AlertKind::Addition.text_key());
            body.push("</p>\n");
        };
        if inner.is_empty() {
            return mark(self);
        }
        self.push("<div class=\"tillegg\" role=\"note\">");
        mark(self);
        self.nested(inner);
        self.push("</div>\n");
    }

    fn guidance(&mut self, kind: GuidanceKind, inner: &'v [Block]) {
        let class = match kind {
            GuidanceKind::Help => "hjelp",
            GuidanceKind::Law => "hjelp lov",
            GuidanceKind::Instead => "hjelp istedenfor",
        };
        // A note, not a landmark: a document has dozens of them.
        self.push("<aside role=\"note\" class=\"");
        self.push(class);
        self.push("\"><p class=\"hjelp-tittel\">");
        self.word(kind.text_key());
        self.push("</p>\n");
        self.nested(inner);
        self.push("</aside>\n");
    }

    fn code(&mut self, code: &'v CodeBlock, at: At) {
        let text = self.content(&code.text, at);
        // Long lines scroll, and what scrolls must be reachable by keyboard.
        self.push("<pre tabindex=\"0\"");
        if !code.language.is_empty() {
            self.push(" data-lang=\"");
            self.text(&code.language);
            self.push("\"");
        }
        self.push("><code>");
        match highlight(text, &code.language) {
            Some(html) => self.push(&html),
            None => self.text(text),
        }
        self.push("</code></pre>\n");
    }

    fn table(&mut self, table: &'v Table) {
        match table.head.len() {
            _ if table.has_cards(self.source) => self.rows("<div class=\"tabell radkort\">", table, "</div>\n"),
            columns if columns <= NARROW_COLUMNS => self.rows("<div class=\"tabell\">", table, "</div>\n"),
            _ => {
                // What scrolls must be reachable by keyboard.
                self.push("<section class=\"tabell bred\" tabindex=\"0\" aria-label=\"");
                self.word("table");
                if !self.last_heading.is_empty() {
                    self.push(": ");
                    push_text(&mut self.out, &self.last_heading);
                }
                self.rows("\">", table, "</section>\n");
            }
        }
    }

    /// A table between what opens and what closes its frame. One that may be shown as cards has its roles written out,
    /// which it loses there, and each cell the name of its column, where that has one.
    fn rows(&mut self, open: &str, table: &'v Table, close: &str) {
        let cards = table.has_cards(self.source);
        // A cell of a card stands without the head of its column.
        let heads = if cards { &*table.head } else { &[] };
        let names: Vec<String> = heads.iter().map(|head| self.plain(head)).collect();
        let role = |name: &str| if cards { format!(" role=\"{name}\"") } else { String::new() };
        let row = format!("<tr{}>", role("row"));
        self.push(open);
        self.push(&format!("<table{}>\n<thead{}>{row}", role("table"), role("rowgroup")));
        for (column, cell) in table.head.iter().enumerate() {
            self.push(&format!("<th scope=\"col\"{}{}>", role("columnheader"), alignment(table, column)));
            self.run(cell);
            self.push("</th>");
        }
        self.push(&format!("</tr></thead>\n<tbody{}>\n", role("rowgroup")));
        for cells in &table.rows {
            self.push(&row);
            for (column, cell) in cells.iter().enumerate() {
                self.push(&format!("<td{}{}", role("cell"), alignment(table, column)));
                if let Some(name) = names.get(column).filter(|name| !name.is_empty()) {
                    self.push(" data-kolonne=\"");
                    self.text(name);
                    self.push("\"");
                }
                self.push(">");
                self.run(cell);
                self.push("</td>");
            }
            self.push("</tr>\n");
        }
        self.push("</tbody></table>");
        self.push(close);
    }

    fn definitions(&mut self, groups: &'v [DefinitionGroup]) {
        self.push("<dl>\n");
        for group in groups {
            for (i, term) in group.terms.iter().enumerate() {
                self.push("<dt");
                if let Some(id) = group.ids.get(i).filter(|_| self.quoted.is_none()) {
                    self.push(" id=\"");
                    self.text(id);
                    self.push("\"");
                }
                self.push(">");
                self.run(term);
                self.push("</dt>\n");
            }
            for definition in &group.definitions {
                self.push("<dd>");
                self.item_blocks(definition, paragraphs(definition) < 2);
                self.push("</dd>\n");
            }
        }
        self.push("</dl>\n");
    }

    fn when(&mut self, when: &'v When<Block>) {
        for (i, branch) in when.branches.iter().enumerate() {
            self.branch_start("div", &when.branches, i);
            self.branch_title(branch, i);
            self.blocks(&branch.content);
            self.push("</div>\n");
        }
    }

    fn branch_title<T>(&mut self, branch: &'v Branch<T>, position: usize) {
        let words = self.words.get_or_init(|| ConditionWords::of(self.page, self.texts));
        let title = words.branch_title(branch.condition.as_ref(), position);
        self.push("<p class=\"gren-tittel\">");
        self.text(&title);
        self.push("</p>\n");
    }

    pub(super) fn run(&mut self, run: &'v [Inline]) {
        for inline in run {
            self.inline(inline);
        }
    }

    fn wrapped(&mut self, tag: &str, content: &'v [Inline]) {
        self.push("<");
        self.push(tag);
        self.push(">");
        self.run(content);
        self.push("</");
        self.push(tag);
        self.push(">");
    }

    pub(super) fn inline(&mut self, inline: &'v Inline) {
        match &inline.node {
            InlineNode::Text(text) => {
                let text = self.content(text, inline.at);
                self.text(text);
            }
            InlineNode::Emphasis(content) => self.wrapped("em", content),
            InlineNode::Strong(content) => self.wrapped("strong", content),
            InlineNode::Strike(content) => self.wrapped("del", content),
            InlineNode::Code(text) => {
                let text = self.content(text, inline.at);
                self.push("<code>");
                self.text(text);
                self.push("</code>");
            }
            InlineNode::SoftBreak => self.push("\n"),
            InlineNode::HardBreak => self.push("<br>\n"),
            InlineNode::Link(link) => self.link(link),
            InlineNode::Image(image) => self.image(image),
            InlineNode::Cite(cite) => self.cite(cite),
            InlineNode::Footnote(number) => self.footnote_reference(*number),
            InlineNode::Field(name) => self.field(name),
            InlineNode::Html(html) => self.raw(html, inline.at),
            InlineNode::Foreign(foreign) => {
                self.push("<span lang=\"");
                self.text(&foreign.lang);
                self.push("\">");
                self.run(&foreign.content);
                self.push("</span>");
            }
            InlineNode::Term(term, content) => self.term(*term, content),
        }
    }

    /// Adds the address of a destination; `false` where it leads nowhere.
    fn address(&mut self, to: &Destination) -> bool {
        match to {
            Destination::Page(page, anchor) => {
                let target = self.view.book.page(*page);
                if target.out != self.page.out {
                    push_relative(&mut self.out, &self.page.out, &target.out);
                } else if anchor.is_none() {
                    self.push("#");
                }
                if let Some(anchor) = anchor {
                    self.push("#");
                    push_address(&mut self.out, anchor);
                }
                true
            }
            Destination::File(path, suffix) => {
                push_relative(&mut self.out, &self.page.out, path);
                self.text(suffix);
                true
            }
            Destination::Kept(address) => {
                self.text(address);
                true
            }
            Destination::Web(address) if is_safe(address) => {
                self.text(address);
                true
            }
            Destination::Web(_) | Destination::Open(_) | Destination::Broken => false,
        }
    }

    fn link(&mut self, link: &'v Link) {
        let before = self.out.len();
        self.push("<a href=\"");
        if !self.address(&link.to) {
            self.out.truncate(before);
            self.run(&link.content);
            return;
        }
        self.push("\"");
        if let Destination::Web(address) = &link.to
            && address.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"))
        {
            self.push(" rel=\"external\"");
        }
        self.title(&link.title);
        let abroad = match &link.to {
            Destination::Page(page, _) => Some(*page).filter(|page| self.view.book.page(*page).abroad),
            _ => None,
        };
        if let Some(page) = abroad {
            self.language_of_target(page);
            // A link without a text of its own has the title of the page.
            if self.plain(&link.content) == *self.view.book.page(page).common.title {
                let lang = self.lang_of(page);
                self.push(&lang);
            }
        }
        self.push(">");
        self.run(&link.content);
        if let Some(page) = abroad {
            self.elsewhere(page);
        }
        self.push("</a>");
    }

    /// Tells programs the language of a page that this book is not translated to.
    pub(super) fn language_of_target(&mut self, page: PageNo) {
        let target = self.view.book.page(page);
        if target.abroad {
            self.push(" hreflang=\"");
            self.text(self.view.book.language(target));
            self.push("\"");
        }
    }

    /// The attribute for text of a page that this book is not translated to; empty for other pages.
    pub(super) fn lang_of(&self, page: PageNo) -> String {
        let target = self.view.book.page(page);
        if target.abroad { format!(" lang=\"{}\"", self.view.book.language(target)) } else { String::new() }
    }

    /// Tells readers the language of a page that this book is not translated to.
    pub(super) fn elsewhere(&mut self, page: PageNo) {
        if let Some(language) = self.view.elsewhere(page) {
            self.push(" <small class=\"annetmal\">(");
            self.text(&language);
            self.push(")</small>");
        }
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.push(" title=\"");
            self.text(title);
            self.push("\"");
        }
    }

    fn image(&mut self, image: &'v Image) {
        let before = self.out.len();
        self.push("<img src=\"");
        if !self.address(&image.source) {
            self.out.truncate(before);
            self.text(&image.alt);
            return;
        }
        self.push("\" alt=\"");
        self.text(&image.alt);
        self.push("\"");
        self.title(&image.title);
        self.push(" loading=\"lazy\">");
    }

    fn cite(&mut self, cite: &'v Cite) {
        let Some(first) = cite.items.first() else { return };
        self.push("<a class=\"sitat\" href=\"#");
        self.push(INTERFACE_ID);
        self.push(self.view.book.config.anchors().source);
        push_address(&mut self.out, &first.id);
        self.push("\">");
        self.text(&cite.shown);
        self.push("</a>");
    }

    /// A mention of a term, in a word of its own language. The form is fixed: scripts look for it.
    fn term(&mut self, term: TermNo, content: &'v [Inline]) {
        let number = self.view.book.term(term).page;
        let page = self.view.book.page(number);
        self.push("<a class=\"term\" data-term=\"");
        self.text(term_id(&page.id));
        self.push("\" href=\"");
        push_relative(&mut self.out, &self.page.out, &page.out);
        self.push("\"");
        if let Some(role) = self.view.role(number) {
            self.push(" data-role=\"");
            self.number(role);
            self.push("\"");
        }
        self.language_of_target(number);
        let book = self.view.book;
        if let Some(lang) = mention_language(book, term, &self.plain(content), book.language(self.page)) {
            self.push(" lang=\"");
            self.push(lang);
            self.push("\"");
        }
        self.push(">");
        self.run(content);
        self.push("</a>");
    }

    fn footnote_reference(&mut self, number: u32) {
        let Some(count) = self.references.get_mut(number as usize) else { return };
        *count += 1;
        let count = *count;
        let shown = number + 1;
        self.push("<sup class=\"note\"><a id=\"");
        self.footnote_anchor(shown, count);
        self.push("\" href=\"#");
        self.footnote_id(shown);
        self.push("\" aria-label=\"");
        self.word("footnote");
        self.push(" ");
        self.number(shown);
        self.push("\">");
        self.number(shown);
        self.push("</a></sup>");
    }

    /// The id of a note's text.
    fn footnote_id(&mut self, shown: u32) {
        self.push("ui_fn-");
        self.number(shown);
    }

    fn footnote_anchor(&mut self, shown: u32, count: u32) {
        self.push("ui_fnref-");
        self.number(shown);
        if count > 1 {
            self.push("-");
            self.number(count);
        }
    }

    fn footnotes(&mut self) {
        if self.footnotes.is_empty() {
            return;
        }
        self.push("<section class=\"fotnoter\" aria-label=\"");
        self.word("footnotes");
        self.push("\"><ol>\n");
        self.depth += 1;
        let footnotes = self.footnotes;
        for (number, footnote) in (1..).zip(footnotes) {
            self.push("<li id=\"");
            self.footnote_id(number);
            self.push("\">");
            self.footnote(footnote, number);
            self.push("</li>\n");
        }
        self.depth -= 1;
        self.push("</ol></section>\n");
    }

    /// The way back stands in the last paragraph, where there is one.
    fn footnote(&mut self, footnote: &'v crate::document::Footnote, number: u32) {
        if let Some((Block { node: BlockNode::Paragraph(content), .. }, before)) = footnote.blocks.split_last() {
            self.blocks(before);
            self.push("<p>");
            self.run(content);
            self.ways_back(number);
            self.push("</p>");
        } else {
            self.blocks(&footnote.blocks);
            self.ways_back(number);
        }
    }

    fn ways_back(&mut self, number: u32) {
        let times = self.references.get(number as usize - 1).copied().unwrap_or(0);
        for count in 1..=times {
            self.push(" <a class=\"tilbake\" href=\"#");
            self.footnote_anchor(number, count);
            self.push("\" aria-label=\"");
            self.word("footnote-back");
            self.push("\">↩</a>");
        }
    }
}

/// How many paragraphs there are: with two, each needs a box of its own.
fn paragraphs(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| matches!(block.node, BlockNode::Paragraph(_))).count()
}

fn all_tasks(entries: &[ListEntry]) -> bool {
    !entries.is_empty()
        && entries.iter().all(|entry| match entry {
            ListEntry::Item(item) => item.task.is_some(),
            ListEntry::When(when) => when.branches.iter().all(|branch| all_tasks(&branch.content)),
        })
}

/// The class of a cell, after its column.
fn alignment(table: &Table, column: usize) -> &'static str {
    match table.alignment.get(column) {
        Some(Alignment::Left) => " class=\"venstre\"",
        Some(Alignment::Center) => " class=\"midt\"",
        Some(Alignment::Right) => " class=\"hoyre\"",
        Some(Alignment::None) | None => "",
    }
}
