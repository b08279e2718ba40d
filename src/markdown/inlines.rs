//! The content of a line: text with citations and fields in it, code, links, images.
//!
//! In: the parser's events of one paragraph, heading or cell. Out: [`Inline`]s. Invariant: what
//! has a meaning of its own is found in text as it stands in the file, never in what escapes or
//! entities made of it.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::blocks::TreeBuilder;
use super::cites;
use super::frame::FrameKind;
use super::html;
use crate::diagnostic::Code;
use crate::document::{At, Destination, Image, Inline, InlineNode, Link, Text, is_name};
use crate::said::said;
use crate::source::{controls, is_control, offset};
use crate::text::{NO_BREAK_SPACE, bound, bound_spaces};

impl<'a> TreeBuilder<'_, 'a> {
    /// A piece of text.
    pub(super) fn text(&mut self, piece: CowStr<'a>, at: Range<usize>) {
        self.open_implicit(at.start);
        let piece = self.without_signs(piece, &at);
        let literal = self.page.text.get(at.clone()) == Some(&*piece);
        if let (true, Some((last, None))) = (literal, self.pending.pieces.last_mut())
            && last.end == at.start
        {
            last.end = at.end;
            return;
        }
        self.pending.pieces.push((at, (!literal).then_some(piece)));
    }

    /// A piece of text without the control characters that stand in it by number: `&#1;`.
    fn without_signs(&mut self, piece: CowStr<'a>, at: &Range<usize>) -> CowStr<'a> {
        if controls(&piece).next().is_none() {
            return piece;
        }
        controls(&piece).for_each(|(_, sign)| self.page.signs.add(at.clone(), sign));
        piece.replace(is_control, "").into()
    }

    /// Turns the text that waits into inlines.
    pub(super) fn flush(&mut self) {
        if self.pending.pieces.is_empty() {
            return;
        }
        let mut pieces = std::mem::take(&mut self.pending.pieces);
        for (range, piece) in pieces.drain(..) {
            match piece {
                None => self.scan(range),
                Some(_) if range.start < self.pending.skip => {}
                Some(piece) => self.pending.plain.add(self.page.text, range, &piece),
            }
        }
        self.pending.pieces = pieces;
        self.plain();
    }

    /// Ends the plain text at hand. Where no line may break in it, the space is an inline of its own.
    fn plain(&mut self) {
        let Some((at, text)) = self.pending.plain.take() else { return };
        let spaces = self.page.options.language.spaces;
        if let Text::Owned(text) = text {
            return self.push_text(at, Text::Owned(bound(&text, spaces).into()));
        }
        let page = self.page.text;
        let mut from = at.start;
        for space in bound_spaces(&page[at.range()], spaces) {
            let space = at.start + offset(space);
            self.push_text(At { start: from, end: space }, Text::Source);
            self.push_text(At { start: space, end: space + 1 }, Text::Owned(NO_BREAK_SPACE.to_string().into()));
            from = space + 1;
        }
        self.push_text(At { start: from, end: at.end }, Text::Source);
    }

    fn push_text(&mut self, at: At, text: Text) {
        self.inlines.push(Inline { at, node: InlineNode::Text(text) });
    }

    /// Text as it stands in the file, with what it holds of its own meaning.
    fn scan(&mut self, range: Range<usize>) {
        let text = self.page.text;
        let mut done = range.start.max(self.pending.skip.min(range.end));
        let mut from = done;
        let opening = |byte: &u8| matches!(byte, b'[' | b'{');
        while let Some(found) = text.as_bytes()[from..range.end].iter().position(opening) {
            let found = from + found;
            let Some((node, end)) = self.special(found, range.end) else {
                from = found + 1;
                continue;
            };
            self.keep(done..found);
            self.plain();
            self.inlines.push(Inline { at: (found..end).into(), node });
            self.pending.skip = end;
            done = end.min(range.end);
            from = done;
        }
        self.keep(done..range.end);
    }

    fn keep(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            let text = self.page.text;
            self.pending.plain.add(text, range.clone(), &text[range]);
        }
    }

    /// The inline that begins at a bracket or brace, and where it ends.
    fn special(&mut self, at: usize, end: usize) -> Option<(InlineNode, usize)> {
        let rest = &self.page.text[at..end];
        let document = self.page.is_document();
        if rest.starts_with("[@") && self.links == 0 && !self.page.escaped(at) {
            let (cite, end) = cites::parse(self.page.text, at)?;
            return Some((InlineNode::Cite(Box::new(cite)), end));
        }
        if rest.starts_with("[^") && !self.page.escaped(at) {
            self.unknown_footnote(rest, at);
        } else if document && rest.starts_with("{{") && !self.page.escaped(at) {
            return self.field(rest, at);
        } else if document && rest.starts_with("{%") && !self.page.escaped(at) {
            let end = at + before(&rest[2..], ['{', '}']).map_or(2, |(inner, _)| inner.len() + 3);
            let help =
                said!("put each tag alone on its line, round whole blocks or list items; `\\{{%` is ordinary text");
            self.page.report(Code::BadCondition, said!("a tag must stand alone on its line"), at..end, help);
        }
        None
    }

    fn unknown_footnote(&mut self, rest: &str, at: usize) {
        let Some((label, after)) = before(&rest[2..], ['[', ']']) else { return };
        if after.starts_with(']') && !label.is_empty() && !label.contains(' ') {
            let message = said!("there is no text for the footnote `{label}`", label);
            let help =
                said!("write `[^{label}]: …` as a paragraph of its own, or `\\[^{label}]` for ordinary text", label);
            self.page.report(Code::UnknownFootnote, message, at..at + label.len() + 3, help);
        }
    }

    fn field(&mut self, rest: &str, at: usize) -> Option<(InlineNode, usize)> {
        let (inner, after) = before(&rest[2..], ['{', '}'])?;
        if inner.trim_start().starts_with('#') || !after.starts_with("}}") {
            return None;
        }
        let end = at + inner.len() + 4;
        let name = inner.trim();
        if is_name(name) {
            return Some((InlineNode::Field(name.into()), end));
        }
        let message = said!("`{name}` cannot be the name of a field", name);
        let help = said!(
            "a name has letters a to z, digits and `_`, and does not begin with a digit; \
                    `\\{{{{` is ordinary text"
        );
        self.page.report(Code::UnknownField, message, at..end, help);
        None
    }

    /// An inline that is not text.
    pub(super) fn inline(&mut self, at: Range<usize>, node: InlineNode) {
        self.open_implicit(at.start);
        self.flush();
        if at.start >= self.pending.skip {
            self.inlines.push(Inline { at: at.into(), node });
        }
    }

    /// Code in a line; its place is that of the code itself, without the marks.
    pub(super) fn code(&mut self, code: &str, at: Range<usize>) {
        let raw = &self.page.text[at.clone()];
        let marks = raw.bytes().take_while(|b| *b == b'`').count();
        let inner = raw.get(marks..raw.len().saturating_sub(marks)).unwrap_or("");
        let (at, text) = match inner.find(code) {
            Some(lead) if !code.is_empty() => {
                let start = at.start + marks + lead;
                (start..start + code.len(), Text::Source)
            }
            _ => (at, Text::Owned(code.into())),
        };
        self.inline(at, InlineNode::Code(text));
    }

    pub(super) fn inline_html(&mut self, piece: &str, at: Range<usize>) {
        self.flush();
        let literal = self.page.text.get(at.clone()) == Some(piece);
        let text = if literal { Text::Source } else { Text::Owned(piece.into()) };
        if let Some(text) = self.allowed_html(at.clone().into(), text) {
            // A break is one in every form, and the most usual HTML in tables.
            let node = if html::is_break(piece) { InlineNode::HardBreak } else { InlineNode::Html(text) };
            self.inline(at, node);
        }
    }

    /// Ends an inline that holds others.
    pub(super) fn close_inline(&mut self, kind: FrameKind<'_>, at: Range<usize>, from: usize) {
        let node: fn(_) -> _ = match kind {
            FrameKind::Emphasis => InlineNode::Emphasis,
            FrameKind::Strong => InlineNode::Strong,
            FrameKind::Strike => InlineNode::Strike,
            FrameKind::Link(to, title) => {
                self.links -= 1;
                let content = self.take_inlines(from);
                let link = Link { to, title, content };
                return self.inlines.push(Inline { at: at.into(), node: InlineNode::Link(Box::new(link)) });
            }
            _ => return,
        };
        if self.inlines.len() > from {
            let node = node(self.take_inlines(from));
            self.inlines.push(Inline { at: at.into(), node });
        }
    }

    pub(super) fn image(&mut self, source: Destination, title: Box<str>, alt: Box<str>, at: Range<usize>) {
        self.inlines.push(Inline { at: At::from(at), node: InlineNode::Image(Box::new(Image { source, title, alt })) });
    }
}

/// The text before the first of `marks`: the opening and the closing one, so that a row of openings costs no
/// more than its length.
fn before(text: &str, marks: [char; 2]) -> Option<(&str, &str)> {
    text.find(marks).map(|at| text.split_at(at))
}
