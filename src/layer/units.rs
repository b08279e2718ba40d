//! The parts of a page's body that an edition can change.
//!
//! In: a page of the book below. Out: its sections and choices, with the bytes they stand in.
//!
//! Invariant: a part that can be changed stands whole in the page's own file.

use std::ops::Range;

use crate::config::Config;
use crate::document::{At, Block, BlockNode, Document, ListEntry};
use crate::front_matter::{parse_yaml, split};
use crate::kind::row_named;
use crate::markdown::{self, Fillable, Options};
use crate::schema::Node;
use crate::source::{FileId, Source, Sources};

/// A section or a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) id: Box<str>,
    /// The ids it had before.
    pub(super) former: Box<[Box<str>]>,
    /// The level of a section's heading; `None` for a choice.
    pub(super) level: Option<u8>,
    /// Its bytes in the page's file.
    pub(super) at: Range<usize>,
    /// Its bytes in the text of the page with all that it includes.
    pub(super) read: Range<usize>,
    /// The file it stands in, where that is one that the page includes.
    pub(super) elsewhere: Option<FileId>,
}

impl Unit {
    /// Whether all of another part of the page stands in it.
    pub(super) fn covers(&self, other: &Self) -> bool {
        self.read.start <= other.read.start && other.read.end <= self.read.end
    }
}

/// The body of a page as the book below has it.
pub(super) struct Body {
    pub(super) document: Document,
    pub(super) units: Vec<Unit>,
    /// Where the body begins.
    pub(super) begins: usize,
}

impl Body {
    /// The part with an id, or that had it before.
    pub(super) fn unit(&self, id: &str) -> Option<&Unit> {
        let former = |unit: &&Unit| unit.former.iter().any(|former| **former == *id);
        self.units.iter().find(|unit| *unit.id == *id).or_else(|| self.units.iter().find(former))
    }

    /// The text of a part as it was written, with all that it includes.
    pub(super) fn text(&self, unit: &Unit, sources: &Sources) -> String {
        self.written(unit.read.clone(), sources)
    }

    /// The text of a section, by its place in `units`, up to the next one; all of it where a choice stands before that.
    pub(super) fn text_up_to_next(&self, at: usize) -> &str {
        let own = &self.units[at].read;
        let next = self.units.get(at + 1).filter(|next| next.level.is_some());
        let end = next.map_or(own.end, |next| next.read.start.clamp(own.start, own.end));
        &self.document.text[own.start..end]
    }

    /// The whole text as it was written, with all that it includes.
    pub(super) fn whole(&self, sources: &Sources) -> String {
        self.written(0..self.document.text.len(), sources)
    }

    fn written(&self, range: Range<usize>, sources: &Sources) -> String {
        let mut out = String::new();
        let segments = self.document.map.segments();
        for (i, segment) in segments.iter().enumerate() {
            let next = segments.get(i + 1).map_or(self.document.text.len(), |next| next.at as usize);
            let (from, to) = (range.start.max(segment.at as usize), range.end.min(next));
            if from < to {
                let start = segment.start as usize + from - segment.at as usize;
                let written = sources.get(segment.file).text.get(start..start + to - from);
                out.push_str(written.unwrap_or(&self.document.text[from..to]));
            }
        }
        out.trim().to_owned()
    }
}

/// The front matter of a page as a tree; `None` where there is none that can be read.
pub(super) fn front_of(source: &Source) -> Option<(Range<usize>, Node)> {
    let yaml = split(source).ok()?.yaml?;
    let tree = parse_yaml(source, &yaml).ok()?;
    Some((yaml, tree))
}

/// How the body of a page is read.
pub(super) fn options_for<'c>(source: &Source, config: &'c Config) -> Options<'c> {
    let front = front_of(source).map(|(_, tree)| tree);
    let text = |key: &str| front.as_ref().and_then(|tree| tree.get(key)?.text());
    let fill_in = text("kind").and_then(row_named).map_or(Fillable::None, |row| row.fill_in);
    let language = text("lang").map_or_else(|| config.language(), |lang| config.languages.of(lang));
    Options {
        raw_html: true,
        mdbook: config.mdbook,
        smart_punctuation: config.smart_punctuation,
        fill_in,
        language,
        hidelines: &config.hidelines,
    }
}

/// Parses the body of a page, whatever there is to say of it: that is said when the book is read.
pub(super) fn parse_body(sources: &Sources, source: &Source, config: &Config) -> (Document, usize) {
    let body = split(source).map_or(source.begin(), |split| split.body);
    (markdown::parse(sources, source.id, body, &options_for(source, config)).value, body)
}

/// The body of a page with its parts.
pub(super) fn body_of(sources: &Sources, source: &Source, config: &Config) -> Body {
    let (document, begins) = parse_body(sources, source, config);
    let mut units = Vec::new();
    {
        let mut finder = Finder { source, document: &document, units: &mut units };
        finder.blocks(&document.blocks, document.text.len());
    }
    Body { document, units, begins }
}

struct Finder<'a> {
    source: &'a Source,
    document: &'a Document,
    units: &'a mut Vec<Unit>,
}

impl Finder<'_> {
    /// Blocks that stand together; `end` is where the last section of them ends.
    fn blocks(&mut self, blocks: &[Block], end: usize) {
        for (i, block) in blocks.iter().enumerate() {
            match &block.node {
                BlockNode::Heading(heading) => {
                    let next = blocks[i + 1..]
                        .iter()
                        .find(|next| matches!(&next.node, BlockNode::Heading(other) if other.level <= heading.level));
                    let end = next.map_or(end, |next| next.at.start as usize);
                    self.unit(&heading.id, heading.former(), Some(heading.level), block.at.start as usize..end);
                }
                BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => {
                    self.blocks(inner, block.at.end as usize);
                }
                BlockNode::List(list) => self.entries(&list.items),
                BlockNode::When(when) => {
                    for branch in &when.branches {
                        let end = branch.content.last().map_or(0, |last| self.whole_lines(last.at));
                        self.blocks(&branch.content, end);
                    }
                }
                _ => {}
            }
        }
    }

    fn entries(&mut self, entries: &[ListEntry]) {
        for entry in entries {
            match entry {
                ListEntry::Item(item) => {
                    if let Some((id, _)) = item.task.as_ref().and_then(|task| task.id.as_ref()) {
                        let at = item.at.start as usize..self.whole_lines(item.at);
                        self.unit(id, &[], None, at);
                    }
                    self.blocks(&item.blocks, self.whole_lines(item.at));
                }
                ListEntry::When(when) => when.branches.iter().for_each(|branch| self.entries(&branch.content)),
            }
        }
    }

    /// The end of a block's last line that is not empty.
    fn whole_lines(&self, at: At) -> usize {
        let text = &self.document.text;
        let end = at.start as usize + text[at.range()].trim_end().len();
        super::edit::line_end(text, end)
    }

    fn unit(&mut self, id: &str, former: &[Box<str>], level: Option<u8>, at: Range<usize>) {
        let read = at.clone();
        let begins = self.document.span(At::from(at.start..at.start + 1));
        let elsewhere = (begins.file != self.source.id).then_some(begins.file);
        let end = self.own_end(at.end);
        let at = begins.start as usize..end.max(begins.start as usize);
        let at = if elsewhere.is_some() { 0..0 } else { at };
        self.units.push(Unit { id: id.into(), former: former.into(), level, at, read, elsewhere });
    }

    /// A place between two bytes of the page as a place in its own file: after a text that is
    /// included, the place after the directive.
    fn own_end(&self, at: usize) -> usize {
        let own = self.source.id;
        if at == 0 {
            return 0;
        }
        let last = self.document.span(At::from(at - 1..at));
        if last.file == own {
            return last.start as usize + 1;
        }
        let segments = self.document.map.segments();
        let next = segments.iter().find(|segment| segment.at as usize >= at && segment.file == own);
        next.map_or(self.source.text.len(), |segment| segment.start as usize)
    }
}
