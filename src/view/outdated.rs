//! Changes of the source that readers of a translation are told of.
//!
//! In: the parts of the source that say something else now. Out: notices, with what the source says in its own language
//! where what holds has changed, or what the law says.
//!
//! Invariant: every part that readers must know of is told: at its section, else above the page.

use super::View;
use super::body::HtmlBody;
use super::escape::{push_address, push_relative};
use crate::document::{BlockNode, walk_blocks};
use crate::draft::{OutdatedPart, Page};
use crate::sink::OutPath;

impl View<'_> {
    /// The notices above a page; empty where there is nothing to tell.
    pub(super) fn outdated(&self, page: &Page) -> String {
        let mut anchors = Vec::new();
        walk_blocks(&page.body.blocks, &mut |block| {
            if let BlockNode::Heading(heading) = &block.node {
                anchors.push(&*heading.id);
            }
        });
        let is_above = |part: &&OutdatedPart| !anchors.contains(&&*part.anchor);
        let mut body = HtmlBody::of_owned_text(self, page);
        for part in page.outdated.iter().filter(|part| part.is_urgent).filter(is_above) {
            body.outdated(part);
        }
        let is_quiet = |part: &OutdatedPart| !part.is_urgent;
        if body.out.is_empty() && page.outdated.iter().any(is_quiet) {
            body.push("<div class=\"varsel\" role=\"note\"><p>");
            body.word("outdated-text");
            body.push(" ");
            body.link_to_source("");
            body.push("</p></div>\n");
        }
        body.out
    }
}

impl<'v> HtmlBody<'v> {
    /// The notice at a section of the page.
    pub(super) fn outdated_at(&mut self, anchor: &str) {
        let page = self.page;
        let part = page.outdated.iter().find(|part| part.is_urgent && *part.anchor == *anchor);
        if let Some(part) = part {
            self.outdated(part);
        }
    }

    fn outdated(&mut self, part: &'v OutdatedPart) {
        self.push("<div class=\"varsel advarsel\" role=\"note\"><p class=\"varsel-tittel\">");
        self.word("outdated-title");
        self.push("</p>\n<p>");
        self.word(if part.document.is_some() { "outdated-substance" } else { "outdated-removed" });
        self.push("</p>\n");
        if let Some(document) = &part.document {
            let language = self.source_language();
            self.push("<div class=\"kildetekst\" lang=\"");
            self.text(&language);
            self.push("\">\n");
            let mut source = HtmlBody::of_quoted(self.view, self.page, document, &part.anchor);
            source.blocks(&document.blocks);
            let html = source.out;
            self.push(&html);
            self.push("</div>\n");
        }
        self.push("<p>");
        self.link_to_source(if part.document.is_some() { &part.anchor } else { "" });
        self.push("</p></div>\n");
    }

    fn source_language(&self) -> String {
        let book = &self.view.book().config.book;
        book.languages.first().map_or(&book.language, |source| &source.tag).clone()
    }

    /// A link to the page of the source.
    fn link_to_source(&mut self, anchor: &str) {
        let language = self.source_language();
        let name = self.view.book().config.languages.of(&language).chosen_as(&language).to_owned();
        self.push("<a href=\"");
        push_relative(&mut self.out, &self.page.out, &OutPath::above(&self.page.out));
        if !anchor.is_empty() {
            self.push("#");
            push_address(&mut self.out, anchor);
        }
        self.push("\" hreflang=\"");
        self.text(&language);
        self.push("\">");
        let text = self.filled("outdated-link", "language", &name);
        self.text(&text);
        self.push("</a>");
    }
}
