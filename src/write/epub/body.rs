//! The text of a page for reading devices, as XHTML.

use std::collections::{BTreeMap, BTreeSet};

use super::files::{PICTURES, encoded, page, picture_type, text_path};
use super::pages::PrintMarks;
use crate::document::{
    AlertKind, Alignment, At, Block, BlockNode, Branch, Cite, DefinitionGroup, Destination, Footnote, Heading,
    HeadingLevels, INTERFACE_ID, Image, Inline, InlineNode, Inlines, Item, Link, List, ListEntry, PageNo, Table,
    TermNo, Text, html_text, plain_text_with,
};
use crate::draft::Page;
use crate::kind::anchors::KindSection;
use crate::resolve::term_id;
use crate::sink::OutPath;
use crate::theme::Texts;
use crate::view::condition::ConditionWords;
use crate::view::{
    AdviceView, AssessmentView, DecisionView, FactView, LinkView, PageView, RowWords, SynonymView, TermView, View,
    is_safe_address, mention_language, with_generated,
};
use crate::write::address::whole_address;
use crate::write::lost::{Losses, LostPart};
use crate::write::printed::TextPlace;
use crate::write::syllables::hyphenated;
use crate::write::xml::Xml;

/// By page of the book at hand: the places in it that links can lead to.
pub(super) struct KnownPlaces(pub(super) BTreeMap<PageNo, BTreeSet<String>>);

/// A writer of the text of one page.
pub(super) struct EpubBody<'a> {
    view: &'a View<'a>,
    number: PageNo,
    page: &'a Page,
    texts: &'a Texts,
    words: ConditionWords<'a>,
    places: &'a KnownPlaces,
    /// The printed pages that begin in it.
    marks: PrintMarks<'a>,
    /// The text that [`Text::Source`] points into.
    source: &'a str,
    footnotes: &'a [Footnote],
    xml: Xml,
    levels: HeadingLevels,
    /// The places of the page.
    pub(super) ids: BTreeSet<String>,
    /// The pictures in it.
    pub(super) pictures: BTreeSet<OutPath>,
    /// Whether a picture in it has no text.
    pub(super) has_silent_picture: bool,
    /// Losses: what it cannot show.
    pub(super) lost: Losses,
    /// The terms it mentions, each of which is explained at its end.
    mentioned: BTreeSet<TermNo>,
    /// The notes that have been referred to.
    noted: BTreeSet<u32>,
    /// Whether what is written stands in a cell of a table.
    in_cell: bool,
}

impl<'a> EpubBody<'a> {
    pub(super) fn new(view: &'a View<'a>, number: PageNo, places: &'a KnownPlaces, marks: PrintMarks<'a>) -> Self {
        let page = view.book().page(number);
        let texts = view.texts_in(view.language(page));
        Self {
            view,
            number,
            page,
            texts,
            words: ConditionWords::of(page, texts),
            places,
            marks,
            source: &page.body.text,
            footnotes: &page.body.footnotes,
            xml: Xml::part(),
            levels: HeadingLevels::new(2, 6),
            ids: BTreeSet::new(),
            pictures: BTreeSet::new(),
            has_silent_picture: false,
            lost: Losses::default(),
            mentioned: BTreeSet::new(),
            noted: BTreeSet::new(),
            in_cell: false,
        }
    }

    /// The file of the page; `part`: the part that begins with it.
    pub(super) fn page(&mut self, part: Option<&str>) -> Vec<u8> {
        let shown = self.view.page(self.number);
        // A term is an entry of the glossary, no chapter.
        let kind: &[(&str, &str)] =
            if shown.term.is_some() { &[] } else { &[("epub:type", "chapter"), ("role", "doc-chapter")] };
        self.xml.open("section", kind);
        self.turn(|place| *place == TextPlace::Part);
        if let Some(part) = part {
            self.xml.element("p", &[("class", "del")], part);
        }
        self.turn(|place| *place == TextPlace::Title);
        self.xml.element("h1", &[], &shown.title);
        if let Some(notice) = self.view.stale(self.page) {
            self.turn_at_words(&notice.title);
            self.boxed("rute", &notice.title, |body| body.xml.element("p", &[], &notice.text));
        }
        let begins_with_it = shown.term.is_some() || shown.summary.is_empty();
        if !begins_with_it {
            self.xml.element("p", &[("class", "ingress")], &shown.summary);
        }
        let blocks = with_generated(self.view.book(), self.texts, &self.page.body.blocks);
        let title = usize::from(self.page.title_anchor.is_some());
        self.blocks(&blocks[title..]);
        self.after(&shown);
        self.marks.write_all(&mut self.xml);
        self.notes();
        self.terms();
        self.xml.close("section");
        let body = std::mem::replace(&mut self.xml, Xml::part());
        let depth = text_path(self.view.book(), self.number).matches('/').count();
        page(&shown.title, &shown.lang, &"../".repeat(depth), |xml| xml.insert(body))
    }

    fn source_text<'t>(&self, text: &'t Text, at: At) -> &'t str
    where
        'a: 't,
    {
        text.get(at, self.source)
    }

    fn word(&self, key: &'a str) -> &'a str {
        self.texts.get(key)
    }

    fn plain(&self, run: &[Inline]) -> String {
        plain_text_with(run, self.source, |name| self.view.field_text(self.page, name).into_owned())
    }

    /// Marks the printed pages that begin here: those up to the last one whose place it is.
    fn turn(&mut self, is_here: impl Fn(&TextPlace) -> bool) {
        self.marks.write(is_here, &mut self.xml);
    }

    /// Marks the pages that begin with something at a place in the text of the page.
    fn turn_at(&mut self, at: At) {
        self.turn(|place| matches!(place, TextPlace::At { at: found, letters: 0 } if *found == at.start));
    }

    /// Marks the pages that begin within something: where it stands as a whole.
    fn turn_before(&mut self, at: At) {
        self.turn(|place| matches!(place, TextPlace::At { at: found, .. } if (at.start..at.end).contains(found)));
    }

    /// Marks the pages that begin with words that the program puts here.
    fn turn_at_words(&mut self, words: &str) {
        self.turn(|place| matches!(place, TextPlace::Words { words: found, letters: 0 } if **found == *words));
    }

    /// Text, with marks of the pages that begin in it: of the page, at a place of it, or put there by the program.
    fn text(&mut self, text: &str, at: Option<At>) {
        let mut written = 0;
        while let Some((place, letters)) = self.marks.within(at.map(|at| at.start), text) {
            let end = word_after(text, letters).max(written);
            self.letters(&text[written..end]);
            written = end;
            self.turn(|next| *next == place);
        }
        self.letters(&text[written..]);
    }

    /// Words as they are written; in a column a long one may part, also where a reader knows no syllables.
    fn letters(&mut self, text: &str) {
        if self.in_cell {
            let lang = self.view.language(self.page);
            self.xml.text(&hyphenated(text, lang));
        } else {
            self.xml.text(text);
        }
    }

    /// Notes a place that links can lead to, and gives its id.
    fn place(&mut self, anchor: &str) -> String {
        let id = xml_id(anchor);
        self.ids.insert(id.clone());
        id
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.xml.open(name, attributes);
        inside(self);
        self.xml.close(name);
    }

    fn paragraph(&mut self, text: &str) {
        self.turn_at_words(text);
        self.element("p", &[], |body| body.text(text, None));
    }

    /// Something set apart, with its mark over it.
    fn boxed(&mut self, class: &str, mark: &str, inside: impl FnOnce(&mut Self)) {
        self.element("div", &[("class", class), ("role", "note")], |body| {
            body.xml.element("p", &[("class", "merke")], mark);
            inside(body);
        });
    }

    /// Begins a section of the page's kind.
    fn section(&mut self, below: u8, section: KindSection) {
        let id = section.id(self.view.book().config.anchors());
        self.added_heading(below, self.word(section.title_key()), id);
    }

    fn added_heading(&mut self, below: u8, text: &str, anchor: &str) {
        self.turn(|place| match place {
            TextPlace::Heading(found) => **found == *anchor,
            TextPlace::Words { words, .. } => **words == *text,
            _ => false,
        });
        let name = format!("h{}", self.levels.added(below));
        if anchor.is_empty() {
            self.xml.element(&name, &[], text);
        } else {
            let id = self.place(anchor);
            self.xml.element(&name, &[("id", &id)], text);
        }
    }

    // --- blocks --------------------------------------------------------------------------------------------------

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        self.turn_at(block.at);
        match &block.node {
            BlockNode::Paragraph(content) => self.element("p", &[], |body| body.run(content)),
            BlockNode::Heading(heading) => self.heading(heading),
            BlockNode::List(list) => self.list(list),
            BlockNode::Quote(inner) => self.element("blockquote", &[], |body| body.blocks(inner)),
            BlockNode::Alert(AlertKind::Addition, inner) => self.addition(inner),
            BlockNode::Alert(kind, inner) => self.boxed("rute", self.word(kind.text_key()), |body| body.blocks(inner)),
            BlockNode::Guidance(kind, inner) => {
                self.boxed("rute", self.word(kind.text_key()), |body| body.blocks(inner));
            }
            BlockNode::Code(code) => {
                let text = self.source_text(&code.text, block.at).to_owned();
                self.element("pre", &[], |body| body.xml.element("code", &[], &text));
            }
            BlockNode::Table(table) => self.table(table),
            BlockNode::Definitions(groups) => self.definitions(groups),
            BlockNode::Rule => self.xml.empty("hr", &[]),
            BlockNode::When(when) => {
                for (number, branch) in when.branches.iter().enumerate() {
                    self.branch(branch, number, Self::blocks);
                }
            }
            BlockNode::Html(html) => {
                let text = html_text(self.source_text(html, block.at));
                self.lose(LostPart::Html, block.at);
                if !text.trim().is_empty() {
                    self.paragraph(text.trim());
                }
            }
            // Blocks of the model stand in its place.
            BlockNode::Generated(_) => {}
        }
    }

    fn lose(&mut self, part: LostPart, at: At) {
        self.lost.add(part, self.page.body.span(at));
    }

    fn heading(&mut self, heading: &Heading) {
        let level = format!("h{}", self.levels.show(heading.level));
        let id = self.place(&heading.id);
        self.element(&level, &[("id", &id)], |body| {
            for former in heading.former() {
                let id = body.place(former);
                body.xml.empty("span", &[("id", &id)]);
            }
            body.run(&heading.content);
        });
    }

    fn addition(&mut self, inner: &[Block]) {
        let mark = self.word(AlertKind::Addition.text_key());
        if inner.is_empty() {
            self.xml.element("p", &[("class", "merke alene")], mark);
        } else {
            self.boxed("tillegg", mark, |body| body.blocks(inner));
        }
    }

    fn branch<T>(&mut self, branch: &Branch<T>, number: usize, inside: impl FnOnce(&mut Self, &[T])) {
        let title = self.words.branch_title(branch.condition.as_ref(), number);
        self.turn_at(branch.at);
        self.boxed("gren", &title, |body| inside(body, &branch.content));
    }

    fn list(&mut self, list: &List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        let start = list.start.filter(|start| *start != 1).map(|start| start.to_string());
        let is_task = |entry: &ListEntry| matches!(entry, ListEntry::Item(Item { task: Some(_), .. }));
        let mut attributes = Vec::new();
        if !list.items.is_empty() && list.items.iter().all(is_task) {
            attributes.push(("class", "oppgaver"));
        }
        attributes.extend(start.as_deref().map(|start| ("start", start)));
        self.element(name, &attributes, |body| body.entries(&list.items, list.tight));
    }

    fn entries(&mut self, entries: &[ListEntry], tight: bool) {
        for entry in entries {
            match entry {
                ListEntry::Item(item) => self.item(item, tight),
                ListEntry::When(when) => {
                    for (number, branch) in when.branches.iter().enumerate() {
                        self.element("li", &[], |body| {
                            body.branch(branch, number, |body, content| {
                                body.element("ul", &[], |body| body.entries(content, tight));
                            });
                        });
                    }
                }
            }
        }
    }

    fn item(&mut self, item: &Item, tight: bool) {
        let id = item.task.as_ref().and_then(|task| task.id.as_ref());
        let before = self.view.book().config.anchors().choice;
        let id = id.map(|(id, _)| self.place(&format!("{before}{id}")));
        let attributes: Vec<(&str, &str)> = id.as_deref().map(|id| ("id", id)).into_iter().collect();
        self.element("li", &attributes, |body| {
            body.turn_at(item.at);
            if let Some(task) = &item.task {
                body.xml.text(if task.checked { "☒ " } else { "☐ " });
            }
            body.item_blocks(&item.blocks, tight || item.task.is_some());
        });
    }

    /// Blocks of which the first paragraph may stand without its element; those after it have theirs, so that no words run
    /// into each other.
    fn item_blocks(&mut self, blocks: &[Block], tight: bool) {
        let mut is_first = true;
        for block in blocks {
            match &block.node {
                BlockNode::Paragraph(content) if tight && std::mem::take(&mut is_first) => {
                    self.turn_at(block.at);
                    self.run(content);
                }
                _ => self.block(block),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.in_cell = true;
        self.element("table", &[], |body| {
            body.element("thead", &[], |body| body.element("tr", &[], |body| body.heads(table)));
            body.element("tbody", &[], |body| {
                for row in &table.rows {
                    body.element("tr", &[], |body| body.cells(table, row));
                }
            });
        });
        self.in_cell = false;
    }

    fn heads(&mut self, table: &Table) {
        for (column, cell) in table.head.iter().enumerate() {
            // What heads nothing is no head.
            let (name, scope) = if cell.is_empty() { ("td", None) } else { ("th", Some(("scope", "col"))) };
            let attributes: Vec<_> = scope.into_iter().chain(alignment(table, column)).collect();
            self.element(name, &attributes, |body| body.run(cell));
        }
    }

    fn cells(&mut self, table: &Table, row: &[Inlines]) {
        for (column, cell) in row.iter().enumerate() {
            let attributes: Vec<_> = alignment(table, column).into_iter().collect();
            self.element("td", &attributes, |body| body.run(cell));
        }
    }

    fn definitions(&mut self, groups: &[DefinitionGroup]) {
        self.element("dl", &[], |body| {
            for group in groups {
                for (number, term) in group.terms.iter().enumerate() {
                    let id = group.ids.get(number).map(|id| body.place(id));
                    let attributes: Vec<(&str, &str)> = id.as_deref().map(|id| ("id", id)).into_iter().collect();
                    body.element("dt", &attributes, |body| body.run(term));
                }
                for definition in &group.definitions {
                    let paragraphs = definition.iter().filter(|block| matches!(block.node, BlockNode::Paragraph(_)));
                    let tight = paragraphs.count() < 2;
                    body.element("dd", &[], |body| body.item_blocks(definition, tight));
                }
            }
        });
    }

    // --- runs ----------------------------------------------------------------------------------------------------

    fn run(&mut self, run: &[Inline]) {
        for inline in run {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        if is_marked_whole(&inline.node) {
            self.turn_before(inline.at);
        }
        match &inline.node {
            InlineNode::Text(text) => {
                let text = self.source_text(text, inline.at).to_owned();
                self.text(&text, Some(inline.at));
            }
            InlineNode::Emphasis(content) => self.element("em", &[], |body| body.run(content)),
            InlineNode::Strong(content) => self.element("strong", &[], |body| body.run(content)),
            InlineNode::Strike(content) => self.element("del", &[], |body| body.run(content)),
            InlineNode::Code(text) => {
                let text = self.source_text(text, inline.at).to_owned();
                self.xml.element("code", &[], &text);
            }
            InlineNode::SoftBreak => self.xml.text("\n"),
            InlineNode::HardBreak => self.xml.empty("br", &[]),
            InlineNode::Link(link) => self.link(link),
            InlineNode::Image(image) => self.image(image, inline.at),
            InlineNode::Cite(cite) => self.cite(cite),
            InlineNode::Footnote(number) => self.note_mark(*number),
            InlineNode::Field(name) => {
                let text = self.view.field_text(self.page, name).into_owned();
                self.xml.element("span", &[("class", "blank")], &text);
            }
            InlineNode::Html(html) => {
                let text = html_text(self.source_text(html, inline.at));
                self.lose(LostPart::Html, inline.at);
                self.xml.text(&text);
            }
            InlineNode::Foreign(foreign) => {
                let lang = &*foreign.lang;
                self.element("span", &[("lang", lang), ("xml:lang", lang)], |body| body.run(&foreign.content));
            }
            InlineNode::Term(term, content) => self.term(*term, content),
        }
    }

    /// The address of a page, where the book at hand has it; else where the site has it on the web.
    fn address_of_page(&self, number: PageNo, anchor: Option<&str>) -> Option<String> {
        let Some(places) = self.places.0.get(&number) else {
            let to = Destination::Page(number, anchor.map(Into::into));
            return whole_address(self.view.book(), &to);
        };
        let anchor = anchor.map(xml_id).filter(|anchor| places.contains(anchor));
        let anchor = anchor.map_or_else(String::new, |anchor| format!("#{anchor}"));
        if number == self.number && !anchor.is_empty() {
            return Some(anchor);
        }
        let book = self.view.book();
        let [here, there] = [self.number, number].map(|number| OutPath::new(&text_path(book, number)));
        Some(encoded(&here?.relative(&there?)) + &anchor)
    }

    fn address(&self, to: &Destination) -> Option<String> {
        match to {
            Destination::Page(page, anchor) => self.address_of_page(*page, anchor.as_deref()),
            Destination::Web(address) => is_safe_address(address).then(|| address.to_string()),
            Destination::File(..) => whole_address(self.view.book(), to),
            Destination::Kept(_) | Destination::Open(_) | Destination::Broken => None,
        }
    }

    fn link(&mut self, link: &Link) {
        if let [Inline { node: InlineNode::Text(Text::Owned(words)), .. }] = &*link.content {
            self.turn_at_words(words);
        }
        match self.address(&link.to) {
            Some(href) => {
                let attributes = [("href", &*href), ("title", &*link.title)];
                let attributes = if link.title.is_empty() { &attributes[..1] } else { &attributes };
                self.element("a", attributes, |body| body.run(&link.content));
            }
            None => self.run(&link.content),
        }
    }

    fn image(&mut self, image: &Image, at: At) {
        let path = match &image.source {
            Destination::File(path, _) if picture_type(path).is_some() => Some(path),
            _ => None,
        };
        let path = path.filter(|path| self.view.book().assets.contains_key(*path));
        let Some(path) = path else {
            if let Destination::File(path, _) = &image.source {
                self.lose(LostPart::Picture(path.to_string()), at);
            }
            return self.xml.text(&image.words());
        };
        let depth = text_path(self.view.book(), self.number).matches('/').count();
        let source = format!("{}{}", "../".repeat(depth), encoded(&format!("{PICTURES}{path}")));
        let attributes = [("src", &*source), ("alt", &*image.alt), ("title", &*image.title)];
        self.xml.empty("img", if image.title.is_empty() { &attributes[..2] } else { &attributes });
        self.pictures.insert(path.clone());
        self.has_silent_picture |= image.alt.is_empty();
    }

    fn cite(&mut self, cite: &Cite) {
        let Some(first) = cite.items.first() else { return };
        let href = format!("#{}", self.source_id(&first.id));
        self.xml.element("a", &[("href", &href), ("epub:type", "biblioref"), ("role", "doc-biblioref")], &cite.shown);
    }

    /// The id of a work that the page stands on.
    fn source_id(&self, work: &str) -> String {
        xml_id(&format!("{INTERFACE_ID}{}{work}", self.view.book().config.anchors().source))
    }

    fn note_mark(&mut self, number: u32) {
        let is_first = self.noted.insert(number);
        let (id, href, shown) = (format!("note.{number}.from"), format!("#note.{number}"), (number + 1).to_string());
        let mut attributes = vec![("href", &*href), ("epub:type", "noteref"), ("role", "doc-noteref")];
        if is_first {
            attributes.push(("id", &*id));
        }
        self.element("sup", &[], |body| body.xml.element("a", &attributes, &shown));
    }

    /// A mention of a term, whose note pops up.
    fn term(&mut self, term: TermNo, content: &[Inline]) {
        let book = self.view.book();
        self.mentioned.insert(term);
        let href = format!("#{}", note_of_term(self.view, term));
        let mut attributes = vec![("href", &*href), ("epub:type", "noteref"), ("role", "doc-noteref")];
        if let Some(lang) = mention_language(book, term, &self.plain(content), book.language(self.page)) {
            attributes.extend([("lang", lang), ("xml:lang", lang)]);
        }
        self.element("a", &attributes, |body| body.run(content));
    }

    // --- notes ---------------------------------------------------------------------------------------------------

    fn notes(&mut self) {
        let footnotes = self.footnotes;
        for (number, footnote) in (0..).zip(footnotes) {
            let number: u32 = number;
            let id = format!("note.{number}");
            self.element("aside", &[("epub:type", "footnote"), ("role", "doc-footnote"), ("id", &id)], |body| {
                body.blocks(&footnote.blocks);
                if body.noted.contains(&number) {
                    let href = format!("#note.{number}.from");
                    let back = body.word("footnote-back");
                    body.element("p", &[], |body| {
                        body.xml.element("a", &[("href", &href), ("role", "doc-backlink")], back);
                    });
                }
            });
        }
    }

    /// Meanings of the terms of the page, each a note, with the way to where more is said of it. Where notes pop up,
    /// devices hide them here: so they stand under a name that is only heard, no heading that would be left with nothing below it.
    fn terms(&mut self) {
        if self.mentioned.is_empty() {
            return;
        }
        let title = self.word("epub-terms");
        self.xml.open("section", &[("class", "begreper"), ("aria-label", title)]);
        for term in std::mem::take(&mut self.mentioned) {
            let number = self.view.book().term(term).page;
            let page = self.view.book().page(number);
            let (title, href) = (self.view.title(number), self.address_of_page(number, None));
            let id = note_of_term(self.view, term);
            let mut attributes = vec![("epub:type", "footnote"), ("role", "doc-footnote"), ("id", &*id)];
            let lang = self.view.language(page);
            if lang != self.view.language(self.page) {
                attributes.extend([("lang", lang), ("xml:lang", lang)]);
            }
            self.element("aside", &attributes, |body| {
                body.element("p", &[], |body| {
                    body.element("strong", &[], |body| match &href {
                        Some(href) => body.xml.element("a", &[("href", href)], &title),
                        None => body.xml.text(&title),
                    });
                    body.xml.text(": ");
                    body.xml.text(&page.common.summary);
                });
            });
        }
        self.xml.close("section");
    }

    // --- what a page has beside its body ---------------------------------------------------------------------------

    fn after(&mut self, shown: &PageView) {
        if let Some(term) = &shown.term {
            self.about_term(term);
        }
        if let Some(document) = shown.document.as_ref().filter(|document| document.advice_on_paper().next().is_some()) {
            self.section(0, KindSection::Advice);
            self.paragraph(self.word("advice-how"));
            for advice in document.advice_on_paper() {
                self.advice(advice);
            }
        }
        if let Some(decision) = &shown.decision {
            self.decision(decision);
        }
        if let Some(assessment) = &shown.assessment {
            self.assessment(assessment);
        }
        if let Some(law) = &shown.law {
            self.turn_at_words(self.word("law-title"));
            self.boxed("rute", self.word("law-title"), |body| body.paragraph(&law.text()));
        }
        self.works();
        let about = self.view.origin_lines(self.page);
        self.turn_at_words(&about.join(" "));
        for said in about {
            self.xml.element("p", &[("class", "noter")], &said);
        }
    }

    fn link_view(&mut self, link: &LinkView) {
        self.turn_at_words(&link.title);
        let href = link.page.and_then(|page| self.address_of_page(page, None));
        let mut attributes: Vec<(&str, &str)> = href.as_deref().map(|href| ("href", href)).into_iter().collect();
        if let Some(lang) = link.lang.as_deref() {
            attributes.extend([("lang", lang), ("xml:lang", lang)]);
        }
        let name = if href.is_some() { "a" } else { "span" };
        self.xml.element(name, &attributes, &link.title);
    }

    fn links(&mut self, links: &[LinkView]) {
        for (number, link) in links.iter().enumerate() {
            if number > 0 {
                self.xml.text(", ");
            }
            self.link_view(link);
        }
    }

    fn see(&mut self, links: &[LinkView]) {
        if !links.is_empty() {
            let see = self.word("see-also");
            self.element("p", &[], |body| {
                body.xml.text(see);
                body.xml.text(" ");
                body.links(links);
            });
        }
    }

    fn about_term(&mut self, term: &TermView) {
        if !term.not_same.is_empty() {
            self.added_heading(0, self.word("not-same"), "");
            self.element("dl", &[], |body| {
                for other in &term.not_same {
                    let id = body.place(&other.anchor);
                    body.element("dt", &[("id", &id)], |body| body.link_view(&other.link));
                    body.xml.element("dd", &[], &other.because);
                }
            });
        }
        if !term.facts.is_empty() {
            self.added_heading(0, self.word("term-facts"), "");
            self.facts(&term.facts);
        }
        self.other_words(term);
    }

    fn facts(&mut self, facts: &[FactView]) {
        self.element("dl", &[], |body| {
            for fact in facts {
                body.word_of(&fact.label);
                body.xml.element("dd", &[], &fact.text);
            }
        });
    }

    /// A word that the program explains something under.
    fn word_of(&mut self, word: &str) {
        self.element("dt", &[], |body| {
            body.turn_at_words(word);
            body.xml.text(word);
        });
    }

    fn other_words(&mut self, term: &TermView) {
        let rows = term.word_rows(self.texts);
        if rows.is_empty() {
            return;
        }
        self.element("dl", &[], |body| {
            for row in &rows {
                body.word_of(row.label);
                match &row.words {
                    RowWords::Synonyms(words) => words.iter().for_each(|word| body.synonym(word)),
                    RowWords::Abroad(words) => {
                        let lang = [("lang", &*words.lang), ("xml:lang", &*words.lang)];
                        body.xml.element("dd", &lang, &words.words.join(", "));
                    }
                    RowWords::Terms(links) => body.element("dd", &[], |body| body.links(links)),
                }
            }
        });
    }

    fn synonym(&mut self, word: &SynonymView) {
        self.element("dd", &[], |body| {
            match &word.lang {
                Some(lang) => body.xml.element("span", &[("lang", lang), ("xml:lang", lang)], &word.text),
                None => body.xml.text(&word.text),
            }
            body.xml.text(&word.kind_in_brackets());
        });
    }

    fn advice(&mut self, advice: &AdviceView) {
        self.turn_at_words(&advice.when);
        self.turn_at_words(&advice.say);
        self.boxed("rute", self.word(advice.level.text_key()), |body| {
            body.element("p", &[], |body| body.xml.element("em", &[], &advice.when));
            body.paragraph(&advice.say);
            body.see(advice.see.as_slice());
        });
    }

    fn decision(&mut self, decision: &DecisionView) {
        self.section(0, KindSection::Questions);
        for question in &decision.questions {
            self.added_heading(1, &question.title, &question.anchor);
            if let Some(why) = &question.why {
                self.paragraph(why);
            }
            self.element("ul", &[], |body| {
                for answer in &question.answers {
                    let href = body.address_of_page(body.number, Some(&answer.anchor)).unwrap_or_default();
                    body.element("li", &[], |body| {
                        body.turn_at_words(&answer.text);
                        body.turn_at_words(&answer.leads_to);
                        body.xml.text(&format!("{}: ", answer.text));
                        body.xml.element("a", &[("href", &href)], &answer.leads_to);
                    });
                }
            });
        }
        self.section(0, KindSection::Outcomes);
        for outcome in &decision.outcomes {
            self.added_heading(1, &outcome.title, &outcome.anchor);
            self.paragraph(&outcome.says);
            self.see(&outcome.see);
        }
    }

    fn assessment(&mut self, assessment: &AssessmentView) {
        self.section(0, KindSection::Statements);
        let scale = assessment.scale.iter().map(|answer| format!("☐ {answer}")).collect::<Vec<_>>().join("  ");
        for statement in &assessment.statements {
            self.added_heading(1, &statement.title, &statement.anchor);
            if let Some(why) = &statement.why {
                self.paragraph(why);
            }
            for respondent in &statement.respondents {
                let who = Some(&respondent.who).filter(|who| !who.is_empty());
                let said = who.map_or_else(String::new, |who| format!("{who}: "));
                self.paragraph(&format!("{said}{}", respondent.look_for));
                self.paragraph(&scale);
            }
            self.see(&statement.see);
        }
    }

    /// The works that the page stands on.
    fn works(&mut self) {
        let cited = self.view.book().works_of(self.number);
        if cited.is_empty() {
            return;
        }
        let title = self.word("sources");
        self.element("section", &[("epub:type", "bibliography"), ("role", "doc-bibliography")], |body| {
            body.added_heading(0, title, "");
            body.element("ul", &[("class", "oppgaver")], |body| {
                for work in cited {
                    let id = body.source_id(&work.id);
                    body.ids.insert(id.clone());
                    body.element("li", &[("id", &id)], |body| {
                        body.turn_at_words(&work.label);
                        if !work.label.is_empty() {
                            body.xml.text(&format!("{} ", work.label));
                        }
                        body.run(&work.entry);
                    });
                }
            });
        });
    }
}

/// The attribute for the alignment of a column; the usual one has none.
fn alignment(table: &Table, column: usize) -> Option<(&'static str, &'static str)> {
    match table.alignment.get(column) {
        Some(Alignment::Center) => Some(("class", "midt")),
        Some(Alignment::Right) => Some(("class", "hoyre")),
        Some(Alignment::Left | Alignment::None) | None => None,
    }
}

/// Whether printed pages that begin within something in a line are marked before it.
fn is_marked_whole(node: &InlineNode) -> bool {
    match node {
        InlineNode::Code(_)
        | InlineNode::Link(_)
        | InlineNode::Image(_)
        | InlineNode::Cite(_)
        | InlineNode::Field(_)
        | InlineNode::Html(_)
        | InlineNode::Term(..) => true,
        InlineNode::Text(_)
        | InlineNode::Emphasis(_)
        | InlineNode::Strong(_)
        | InlineNode::Strike(_)
        | InlineNode::SoftBreak
        | InlineNode::HardBreak
        | InlineNode::Footnote(_)
        | InlineNode::Foreign(_) => false,
    }
}

/// The id of the note on a term.
fn note_of_term(view: &View<'_>, term: TermNo) -> String {
    let book = view.book();
    xml_id(&format!("{INTERFACE_ID}term.{}", term_id(&book.page(book.term(term).page).id)))
}

/// An anchor as XML can have it as an id: it begins with a letter, and has no signs but these.
fn xml_id(anchor: &str) -> String {
    let fits = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let begins = if anchor.starts_with(|c: char| c.is_alphabetic()) { "" } else { "x" };
    begins.chars().chain(anchor.chars().map(fits)).collect()
}

/// Where the word ends that a place in a text, after so many letters, is in, with the space behind it; the place itself
/// between words.
fn word_after(text: &str, letters: u32) -> usize {
    if letters == 0 {
        return 0;
    }
    let at = text.char_indices().nth(letters as usize).map_or(text.len(), |(at, _)| at);
    if text[..at].ends_with(char::is_whitespace) {
        return at;
    }
    let rest = &text[at..];
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    at + rest[end..].find(|c: char| !c.is_whitespace()).map_or(rest.len(), |space| end + space)
}
