//! A page for comments: text that colleagues may change, and marks for what is the program's.
//!
//! In: a page of the book. Out: its blocks as Word has them; what Markdown alone can say stands as it is written there,
//! in the style [`OwnStyle::Mark`] and in controls that cannot be edited, so that `import/` reads it back.
//!
//! Invariant: whatever a mark explains beside what is written stands in the style [`OwnStyle::MarkExplained`], and is not read back.

use super::body::{BlockPlace, DocxBody, RunLook, STEP, TEXT_WIDTH, TOP};
use super::tags::ControlType;
use crate::document::{
    At, Block, BlockNode, Cite, CodeBlock, Condition, DefinitionGroup, Destination, Heading, Inline, InlineNode, Link,
    When,
};
use crate::draft::Page;
use crate::word::{IN_BOOK, MARK_TAG, OwnStyle};
use crate::write::address::whole_address;

impl<'a> DocxBody<'a> {
    /// A block in a page for comments; nothing was written where it stands there as in any other file.
    pub(super) fn marked_block(&mut self, block: &'a Block, place: BlockPlace) -> bool {
        if self.marks.is_none() {
            return false;
        }
        match &block.node {
            BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => {
                // The mark of a whole section stands behind its heading.
                if let Some(mark) = self.box_mark(block) {
                    self.boxed(&mark.0, mark.1, inner, place);
                }
            }
            BlockNode::Quote(inner) if !is_plain_quote(inner, place) => self.boxed(">", "", inner, place),
            BlockNode::Code(code) => self.marked_code(code, block.at, place),
            BlockNode::Definitions(groups) => self.marked_definitions(groups, place),
            BlockNode::Html(_) | BlockNode::Generated(_) => {
                let written = self.written_at(block.at).trim();
                self.mark_line(written, "", place);
            }
            BlockNode::Paragraph(_)
            | BlockNode::Heading(_)
            | BlockNode::List(_)
            | BlockNode::Quote(_)
            | BlockNode::Table(_)
            | BlockNode::Rule
            | BlockNode::When(_) => return false,
        }
        true
    }

    /// Blocks that the page includes from another file, in a frame under the line that includes them; returns how many.
    pub(super) fn included(&mut self, blocks: &'a [Block], place: BlockPlace) -> usize {
        let Some(marks) = self.marks.as_ref().filter(|marks| !marks.is_within) else { return 0 };
        let (page, written) = (marks.page, marks.written);
        let file_of = |block: &Block| page.body.span(block.at).file;
        let Some(first) = blocks.first().filter(|first| file_of(first) != page.file) else { return 0 };
        let count = blocks.iter().position(|block| file_of(block) == page.file).unwrap_or(blocks.len());
        let directive = directive_before(page, written, first.at).unwrap_or("{{#include}}");
        self.within_include(true);
        self.boxed(directive, "", &blocks[..count], place);
        self.within_include(false);
        self.space();
        count
    }

    fn within_include(&mut self, is_within: bool) {
        if let Some(marks) = &mut self.marks {
            marks.is_within = is_within;
        }
    }

    /// Whether a block is a table in Word: two in a row would be one, and nothing may end with one.
    pub(super) fn is_table(&self, block: &Block, place: BlockPlace) -> bool {
        match &block.node {
            BlockNode::Table(_) => true,
            BlockNode::Alert(..) | BlockNode::Guidance(..) => self.marks.is_some() && self.box_mark(block).is_some(),
            BlockNode::Quote(inner) => self.marks.is_some() && !is_plain_quote(inner, place),
            _ => false,
        }
    }

    /// Whether two quotations in a row must be kept apart: without anything between them they would be one.
    pub(super) fn is_apart(&self, block: &Block, next: Option<&Block>, place: BlockPlace) -> bool {
        let is_quote = |block: &Block| matches!(block.node, BlockNode::Quote(_));
        self.marks.is_some() && is_quote(block) && !self.is_table(block, place) && next.is_some_and(is_quote)
    }

    /// Markdown that is written at a place.
    fn written_at(&self, at: At) -> &'a str {
        self.source.get(at.range()).unwrap_or_default()
    }

    /// The mark that a box is written with, and the words for it.
    fn box_mark(&self, block: &Block) -> Option<(String, &'a str)> {
        let key = match &block.node {
            BlockNode::Alert(kind, _) => kind.text_key(),
            BlockNode::Guidance(kind, _) => kind.text_key(),
            _ => return None,
        };
        let written = self.written_at(block.at).trim_start_matches(['>', ' ', '\t']);
        let mark = written.strip_prefix("[!").and_then(|rest| rest.split_once(']'))?.0;
        Some((format!("[!{mark}]"), self.texts.get(key)))
    }

    /// Blocks in a frame, under their mark.
    fn boxed(&mut self, mark: &str, title: &str, inner: &'a [Block], place: BlockPlace) {
        self.item_begins(place);
        let width = TEXT_WIDTH.saturating_sub(place.level * STEP);
        let (width, indent) = (width.to_string(), (place.level * STEP).to_string());
        self.xml.open("w:tbl", &[]);
        self.xml.within("w:tblPr", &[], |xml| {
            xml.val("w:tblStyle", OwnStyle::Frame.id());
            xml.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")]);
            xml.empty("w:tblInd", &[("w:w", &indent), ("w:type", "dxa")]);
        });
        self.xml.within("w:tblGrid", &[], |xml| xml.empty("w:gridCol", &[("w:w", &width)]));
        self.xml.open("w:tr", &[]);
        self.xml.open("w:tc", &[]);
        self.xml.within("w:tcPr", &[], |xml| xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]));
        self.mark_line(mark, title, TOP);
        self.blocks(inner, TOP);
        for name in ["w:tc", "w:tr", "w:tbl"] {
            self.xml.close(name);
        }
    }

    /// The first paragraph of an item that begins with something else.
    pub(super) fn item_begins(&mut self, place: BlockPlace) {
        if self.item_begin.is_some() {
            self.paragraph(place, |_| ());
        }
    }

    /// A paragraph that is a mark, with words that explain it.
    fn mark_line(&mut self, mark: &str, explained: &str, place: BlockPlace) {
        self.item_begins(place);
        self.xml.open("w:p", &[]);
        self.xml.within("w:pPr", &[], |xml| {
            xml.val("w:pStyle", OwnStyle::MarkLine.id());
            if place.level > 0 {
                xml.empty("w:ind", &[("w:left", &(place.level * STEP).to_string())]);
            }
        });
        self.mark(mark, explained, RunLook::default(), |body| {
            if !explained.is_empty() {
                body.written(&format!(" {explained}"), RunLook::default().in_style(OwnStyle::MarkExplained.id()));
            }
        });
        self.xml.close("w:p");
    }

    /// A mark that cannot be edited; `alias` is what Word calls it.
    fn mark(&mut self, mark: &str, alias: &str, look: RunLook<'_>, behind: impl FnOnce(&mut Self)) {
        self.control(MARK_TAG, alias, &ControlType::Locked, false, |body| {
            body.written(mark, look.in_style(OwnStyle::Mark.id()));
            behind(body);
        });
    }

    /// Text in braces behind a heading.
    pub(super) fn heading_mark(&mut self, heading: &'a Heading, at: At) {
        if self.marks.is_none() {
            return;
        }
        let line = self.written_at(at).lines().next().unwrap_or_default().trim_end();
        let Some(braces) = line.rfind('{').filter(|_| line.ends_with('}')) else { return };
        let words = &line[braces..];
        let is_mark = words.starts_with("{#") || words.starts_with("{.") || !heading.former().is_empty();
        if is_mark {
            self.written(" ", RunLook::default());
            self.mark(words, "", RunLook::default(), |_| ());
        }
    }

    /// The id behind the text of a choice.
    pub(super) fn choice_mark(&mut self, id: &str) {
        if self.marks.is_some() && !id.is_empty() {
            self.written(" ", RunLook::default());
            self.mark(&format!("{{#{id}}}"), "", RunLook::default(), |_| ());
        }
    }

    /// Code, under a mark with its language.
    fn marked_code(&mut self, code: &'a CodeBlock, at: At, place: BlockPlace) {
        self.mark_line(&format!("```{}", code.language), "", place);
        let text = code.text.get(at, self.source).trim_end_matches('\n');
        self.xml.open("w:p", &[]);
        self.xml.within("w:pPr", &[], |xml| {
            xml.val("w:pStyle", OwnStyle::Code.id());
            if place.level > 0 {
                xml.empty("w:ind", &[("w:left", &(place.level * STEP).to_string())]);
            }
        });
        self.written(text, RunLook::default());
        self.xml.close("w:p");
    }

    /// Terms with their definitions; every definition after the first of a term has a mark before it.
    fn marked_definitions(&mut self, groups: &'a [DefinitionGroup], place: BlockPlace) {
        for group in groups {
            for term in &group.terms {
                self.styled(OwnStyle::Term.id(), |body| body.run(term, RunLook::default()));
            }
            for (number, definition) in group.definitions.iter().enumerate() {
                if number > 0 {
                    self.mark_line(":", "", place);
                }
                self.blocks(definition, place.in_definition());
            }
        }
    }

    /// The tag of a branch, as it is written where it stands in the page's own file.
    fn tag(&self, condition: Option<&Condition>, at: At, position: usize) -> String {
        let written = self.marks.as_ref().and_then(|marks| {
            let span = marks.page.body.span(at);
            let line = marks.written.get(span.start as usize..span.end as usize)?;
            let tag = line.get(line.find("{%")?..)?.trim();
            (span.file == marks.page.file && tag.ends_with("%}")).then(|| tag.to_owned())
        });
        written.unwrap_or_else(|| match condition {
            None => "{% else %}".to_owned(),
            Some(condition) if position == 0 => format!("{{% if {condition} %}}"),
            Some(condition) => format!("{{% elif {condition} %}}"),
        })
    }

    /// Branches under conditions, between lines that are marks.
    pub(super) fn marked_when<T>(
        &mut self,
        when: &'a When<T>,
        place: BlockPlace,
        write: impl Fn(&mut Self, &'a [T], BlockPlace),
    ) {
        let before = self.item_begin.take();
        for (position, branch) in when.branches.iter().enumerate() {
            let mark = self.tag(branch.condition.as_ref(), branch.at, position);
            let title = self.marks.as_ref().map(|marks| marks.words.branch_title(branch.condition.as_ref(), position));
            self.mark_line(&mark, &title.unwrap_or_default(), place);
            self.item_begin = before;
            write(self, &branch.content, place);
        }
        self.item_begin = None;
        self.mark_line("{% endif %}", "", place);
    }

    /// An inline in a page for comments; nothing was written where it stands there as in any other file.
    pub(super) fn marked_inline(&mut self, inline: &'a Inline, look: RunLook<'_>) -> bool {
        let Some(marks) = &self.marks else { return false };
        let page = marks.page;
        match &inline.node {
            // Where no line may break, the book has another space than what is written.
            InlineNode::Text(_) if self.written_at(inline.at) == " " => self.written(" ", look),
            InlineNode::Link(link) => self.marked_link(link, look),
            InlineNode::Cite(cite) => self.marked_cite(cite, inline.at, look),
            InlineNode::Field(name) => {
                let label = page.kind.form().field(name).map_or(&**name, |field| &field.label);
                self.mark(self.written_at(inline.at), label, look, |_| ());
            }
            InlineNode::Image(_) | InlineNode::Html(_) => {
                let written = self.written_at(inline.at);
                self.mark(written, "", look, |_| ());
            }
            _ => return false,
        }
        true
    }

    /// A citation as it is written; what readers see is its title.
    fn marked_cite(&mut self, cite: &'a Cite, at: At, look: RunLook<'_>) {
        let written = self.written_at(at).split_whitespace().collect::<Vec<_>>().join(" ");
        self.mark(&written, &cite.shown, look, |_| ());
    }

    /// A link; to what lies in the book by its address in the site, or where that is not known, by its path. Programs
    /// change addresses without a scheme as files are moved.
    fn marked_link(&mut self, link: &'a Link, look: RunLook<'_>) {
        let in_book = |path: &str, rest: &str| Some(format!("{IN_BOOK}{path}{rest}"));
        let address = whole_address(self.book, &link.to).or_else(|| match &link.to {
            Destination::Page(to, anchor) => {
                let anchor = anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}"));
                in_book(&format!("{}.md", self.book.page(*to).id), &anchor)
            }
            Destination::File(path, suffix) => in_book(path.as_str(), suffix),
            Destination::Kept(address) | Destination::Open(address) => Some(address.to_string()),
            Destination::Web(_) | Destination::Broken => None,
        });
        self.link_to(address, &link.title, &link.content, look);
    }
}

/// Whether a quotation is nothing but paragraphs, which Word has a style for.
fn is_plain_quote(inner: &[Block], place: BlockPlace) -> bool {
    place.level == 0 && !inner.is_empty() && inner.iter().all(|block| matches!(block.node, BlockNode::Paragraph(_)))
}

/// The line of a page's own file that includes the text at a place.
fn directive_before<'t>(page: &Page, written: &'t str, at: At) -> Option<&'t str> {
    let segments = page.body.map.segments();
    let end = segments.partition_point(|segment| segment.at <= at.start);
    let own = (0..end).rev().find(|number| segments[*number].file == page.file)?;
    let next = segments.get(own + 1)?;
    let from = (segments[own].start + next.at - segments[own].at) as usize;
    let rest = written.get(from..)?;
    let begin = rest.find("{{#").filter(|begin| rest[..*begin].trim().is_empty())?;
    let length = rest[begin..].find("}}")? + 2;
    rest.get(begin..begin + length)
}
