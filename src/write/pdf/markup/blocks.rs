//! The blocks of a page in the markup.
//!
//! In: the body of a page. Out: a call or a paragraph for each block.
//!
//! Invariant: a few words that announce what comes next stand on one printed page with it.

use super::super::breaks::Bound;
use super::super::pages::Station;
use super::super::quote::push_lines;
use super::pictures::{PicturePlace, is_picture};
use super::places::place_name;
use super::{Markup, PrintForm};
use crate::document::{
    AlertKind, At, Block, BlockNode, Branch, CodeBlock, DefinitionGroup, GuidanceKind, Inline, InlineNode, Text, When,
    html_text,
};
use crate::view::{NOTE_LINES, notes_label};
use crate::write::lost::LostPart;

/// A paragraph of at most this many bytes stays with the list or table that it announces.
const LEADING_WORDS: usize = 220;
/// A last paragraph of at most this many bytes stays with the sources of its page, and so does a last
/// list of at most this many items.
const LAST_WORDS: usize = 600;
const LAST_ITEMS: usize = 6;

impl<'v> Markup<'v> {
    /// The whole body.
    pub(in crate::write::pdf) fn body(&mut self) {
        let text = self.text_of;
        let title = usize::from(self.page.title_anchor.is_some());
        let end = self.form == PrintForm::Book;
        self.noting(true, |markup| markup.run_of_blocks(&text.blocks[title..], end));
        self.notes_left();
    }

    /// Blocks one after the other; at the `end` of a text, the last stays with what comes under it.
    fn run_of_blocks(&mut self, blocks: &'v [Block], end: bool) {
        for (i, block) in blocks.iter().enumerate() {
            let open = match blocks.get(i + 1) {
                Some(next) if self.leads(block, next) => "#leads[",
                Some(next) if self.leads_if_it_stands(block, next) => "#stays[",
                None if end => self.goes_along(block),
                _ => "",
            };
            self.push(open);
            self.block(block);
            self.push(if open.is_empty() { "\n\n" } else { "]\n\n" });
        }
    }

    /// How a last block begins that is so short that it stays with the sources under it: a page that
    /// has only these says nothing.
    fn goes_along(&self, last: &Block) -> &'static str {
        match &last.node {
            BlockNode::Paragraph(content) if !is_picture(content) && self.plain(content).len() <= LAST_WORDS => {
                "#leads["
            }
            BlockNode::List(list) if list.items.len() <= LAST_ITEMS => "#stays[",
            _ => "",
        }
    }

    /// Whether a block is a few words that say what comes next, and belongs on the page with it.
    fn leads(&self, block: &Block, next: &Block) -> bool {
        let BlockNode::Paragraph(content) = &block.node else { return false };
        let follows = matches!(
            next.node,
            BlockNode::List(_)
                | BlockNode::Table(_)
                | BlockNode::Code(_)
                | BlockNode::Quote(_)
                | BlockNode::Definitions(_)
        );
        follows && !is_picture(content) && self.plain(content).len() <= LEADING_WORDS
    }

    /// Whether a block is such words under a condition, and nothing else.
    fn leads_if_it_stands(&self, block: &Block, next: &Block) -> bool {
        let BlockNode::When(when) = &block.node else { return false };
        when.branches.iter().all(|branch| matches!(&*branch.content, [words] if self.leads(words, next)))
    }

    pub(super) fn block(&mut self, block: &'v Block) {
        self.bound = Bound::default();
        self.mark(self.text_of.span(block.at));
        self.note(Station::Block(block.at.start));
        match &block.node {
            BlockNode::Paragraph(content) => self.paragraph(content),
            BlockNode::Heading(heading) => self.heading(heading),
            BlockNode::List(list) => self.list(list),
            BlockNode::Quote(inner) => self.contained("#quotation", inner),
            BlockNode::Alert(kind, inner) => self.alert(*kind, inner),
            BlockNode::Guidance(kind, inner) => self.guidance(*kind, inner),
            BlockNode::Code(code) => self.code(code, block.at),
            BlockNode::Table(table) => self.table(table),
            BlockNode::Definitions(groups) => self.definitions(groups),
            BlockNode::Html(html) => self.html(html, block.at),
            BlockNode::Rule => self.push("#divider()"),
            BlockNode::Generated(which) => self.generated(*which),
            BlockNode::When(when) => self.branches(when),
        }
    }

    /// Blocks in a container: a call that `open` begins.
    fn contained(&mut self, open: &str, blocks: &'v [Block]) {
        let shown = !self.is_deepest();
        if shown {
            self.push(open);
            self.push("[");
        }
        self.deeper(|markup| markup.run_of_blocks(blocks, false));
        if shown {
            self.push("]");
        }
    }

    fn paragraph(&mut self, content: &'v [Inline]) {
        match content {
            [Inline { node: InlineNode::Image(image), at }] => self.image(image, *at, PicturePlace::Alone),
            _ => match self.notes_label(content) {
                Some(label) => {
                    self.push(&format!("#notes(lines: {NOTE_LINES})"));
                    self.block_of(&label);
                }
                None => self.run(content),
            },
        }
    }

    /// The label of room for notes; nothing in a book, which nobody writes in.
    fn notes_label(&self, content: &[Inline]) -> Option<String> {
        if self.form == PrintForm::Book { None } else { notes_label(&self.page.kind, content, self.source) }
    }

    /// The text of raw HTML.
    pub(super) fn html(&mut self, html: &'v Text, at: At) {
        let html = self.content(html, at);
        self.losses.add(LostPart::Html, self.text_of.span(at));
        self.text(&html_text(html));
    }

    fn alert(&mut self, kind: AlertKind, inner: &'v [Block]) {
        let open = self.titled("callout", kind.name(), kind.text_key());
        self.contained(&open, inner);
    }

    fn guidance(&mut self, kind: GuidanceKind, inner: &'v [Block]) {
        if self.form == PrintForm::Alone {
            return;
        }
        let open = self.titled("guidance", kind.name(), kind.text_key());
        self.contained(&open, inner);
    }

    /// `#function("name", [title])`
    fn titled(&mut self, function: &str, name: &str, word: &'v str) -> String {
        let before = self.out.len();
        self.push(&format!("#{function}(\"{name}\", "));
        self.noting(false, |markup| markup.block_of(markup.word(word)));
        self.push(")");
        self.out.split_off(before)
    }

    fn branches(&mut self, when: &'v When<Block>) {
        for (position, branch) in when.branches.iter().enumerate() {
            self.note(Station::Block(branch.at.start));
            let open = self.branch(branch, position);
            self.contained(&open, &branch.content);
            self.push("\n\n");
        }
    }

    /// The call for a branch, up to what stands in it.
    pub(super) fn branch<T>(&mut self, branch: &Branch<T>, position: usize) -> String {
        let title = self.words.as_ref().map(|words| words.branch_title(branch.condition.as_ref(), position));
        let before = self.out.len();
        self.push("#branch(");
        self.noting(false, |markup| markup.block_of(&title.unwrap_or_default()));
        self.push(")");
        self.out.split_off(before)
    }

    fn code(&mut self, code: &'v CodeBlock, at: At) {
        let text = self.content(&code.text, at);
        if self.noting {
            // Typst does not know where the letters of code come from.
            let name = format!("ui_code-{}", at.start);
            self.note_named(Station::Block(at.start), place_name(self.number, &name));
            self.spot(&name);
        }
        self.push("#listing(");
        push_lines(&mut self.out, text.trim_end_matches('\n'), self.letters, &mut self.lacking);
        self.push(")");
        self.keep_lacking_letters();
    }

    fn definitions(&mut self, groups: &'v [DefinitionGroup]) {
        self.push("#definitions(");
        self.deeper(|markup| groups.iter().for_each(|group| markup.definition_group(group)));
        self.push(")");
    }

    /// Terms and what they mean, as one argument.
    fn definition_group(&mut self, group: &'v DefinitionGroup) {
        self.push("((");
        for (i, term) in group.terms.iter().enumerate() {
            self.push("[");
            if let Some(id) = group.ids.get(i) {
                self.spot(id);
            }
            self.run(term);
            self.push("], ");
        }
        self.push("), (");
        for definition in &group.definitions {
            self.push("[");
            self.item_blocks(definition, true);
            self.push("], ");
        }
        self.push(")), ");
    }
}
