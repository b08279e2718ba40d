//! The linking pass.
//!
//! In: a document. Out: the same document with mentions linked, or a list of them.
//!
//! Invariant: every `term:` address is gone afterwards, whatever the run it stood in.

use std::collections::HashSet;

use super::flat::Flat;
use super::mask::Phrases;
use super::reason::{Held, Reason};
use super::scan::{Findings, FoundMention};
use super::weave::{Wrap, weave};
use super::{Glossary, PageGlossary};
use crate::config::LinkPolicy;
use crate::diagnostic::{Code, Diagnostic, NameIndex};
use crate::document::{
    At, Block, BlockNode, Blocks, Destination, Document, Inline, InlineNode, Inlines, Link, ListEntry, Run, TermNo,
    Text, map_inlines, own_inlines, walk_blocks,
};
use crate::said::{Phrase, said};

/// The scheme of addresses of terms.
const SCHEME: &str = "term:";

/// A mention of a term in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its place.
    pub at: At,
    /// The term.
    pub term: TermNo,
    /// The words as they stand there.
    pub text: String,
    /// The reason for it.
    pub why: Reason,
}

/// A word that looks like a mention and is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// Its place.
    pub at: At,
    /// The term it looks like.
    pub term: TermNo,
    /// The words as they stand there.
    pub text: String,
    /// The reason against it.
    pub why: Held,
}

/// As many mentions in the text does one in a heading weigh, and one before the first heading.
const IN_HEADING: u32 = 6;
const IN_OPENING: u32 = 3;

impl PageGlossary<'_> {
    /// Links mentions in a document in place, and obeys the author's `term:` links. `own` is the
    /// term whose page this is: it is neither linked nor counted. Returns all terms mentioned, in
    /// order of their numbers, also those whose links are thinned out, each with how much the document is about it.
    pub fn link(
        &self,
        document: &mut Document,
        own: Option<TermNo>,
        policy: LinkPolicy,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<(TermNo, u32)> {
        let source = document.text.clone();
        let Self { glossary, phrases } = self;
        let mut pass = Pass {
            glossary,
            phrases,
            source: &source,
            card_heads: card_heads(
                std::iter::once(&document.blocks).chain(document.footnotes.iter().map(|note| &note.blocks)),
                &source,
            ),
            own,
            policy,
            flat: Flat::default(),
            findings: Findings::default(),
            wraps: Vec::new(),
            shown: vec![0; glossary.terms.len()],
            section: 1,
            mentioned: Vec::new(),
            weights: vec![0; glossary.terms.len()],
            is_opening: true,
            unknown: Vec::new(),
        };
        map_inlines(&mut document.blocks, &mut |run, kind| pass.run(run, kind));
        for footnote in &mut document.footnotes {
            pass.begin_section();
            map_inlines(&mut footnote.blocks, &mut |run, kind| pass.run(run, kind));
        }
        let Pass { mut mentioned, weights, unknown, .. } = pass;
        diagnostics.extend(unknown.into_iter().map(|(at, id)| glossary.unknown_term(document, at, &id)));
        mentioned.sort_unstable();
        mentioned.dedup();
        let weight = |term: TermNo| weights.get(term.0 as usize).copied().unwrap_or_default();
        mentioned.into_iter().map(|term| (term, weight(term))).collect()
    }

    /// The terms that a title names.
    #[must_use]
    pub fn named_in(&self, title: &str) -> Vec<TermNo> {
        let (mut flat, mut findings) = (Flat::default(), Findings::default());
        let run = [Inline { at: At { start: 0, end: 0 }, node: InlineNode::Text(Text::Owned(title.into())) }];
        flat.fill(&run, "");
        self.mask(&mut flat);
        self.glossary.scan(&flat, &mut findings);
        findings.found.into_iter().map(|found| found.term).collect()
    }

    /// Every mention in a document that has not been linked yet, in reading order.
    #[must_use]
    pub fn mentions(&self, document: &Document) -> Vec<Mention> {
        self.explain(document).0
    }

    /// Every word that looks like a mention and is held back, in reading order.
    #[must_use]
    pub fn held_back(&self, document: &Document) -> Vec<HeldBack> {
        self.explain(document).1
    }

    /// Mentions, and what was held back.
    #[must_use]
    pub fn explain(&self, document: &Document) -> (Vec<Mention>, Vec<HeldBack>) {
        let mut flat = Flat::default();
        let mut findings = Findings::default();
        let (mut mentions, mut held_back) = (Vec::new(), Vec::new());
        let bodies = std::iter::once(&document.blocks).chain(document.footnotes.iter().map(|note| &note.blocks));
        let card_heads = card_heads(bodies.clone(), &document.text);
        for body in bodies {
            let mut labels = Vec::new();
            walk_blocks(body, &mut |block| labels.extend(labels_of(block)));
            labels.sort_unstable_by_key(|at: &At| (at.start, at.end));
            walk_blocks(body, &mut |block| {
                let is_label =
                    labels.binary_search_by_key(&(block.at.start, block.at.end), |at| (at.start, at.end)).is_ok();
                let why_not =
                    if takes_links(block) { is_label.then_some(Held::InLabel) } else { Some(Held::InHeading) };
                own_inlines(block, &mut |run| {
                    let lead = lead_of(run, &document.text);
                    let is_head = is_column_head(block, run) || is_card_head(&card_heads, run);
                    flat.fill(run, &document.text);
                    findings.held = Some(Vec::new());
                    self.mask(&mut flat);
                    self.glossary.scan(&flat, &mut findings);
                    let text = |range: &std::ops::Range<usize>| flat.cased[range.clone()].to_owned();
                    for found in findings.found.drain(..) {
                        let (at, text) = (flat.place(&found.range), text(&found.range));
                        let in_head = is_head || lead.is_some_and(|lead| is_within(at, lead));
                        let why_not = if in_head { Some(&Held::InHeading) } else { why_not.as_ref() };
                        match why_not {
                            None => mentions.push(Mention { at, term: found.term, text, why: found.why }),
                            Some(why) => held_back.push(HeldBack { at, term: found.term, text, why: why.clone() }),
                        }
                    }
                    for kept in findings.held.take().into_iter().flatten() {
                        let (at, text) = (flat.place(&kept.range), text(&kept.range));
                        held_back.push(HeldBack { at, term: kept.term, text, why: kept.why });
                    }
                    self.glossary.authors(run, &document.text, &mut mentions);
                });
            });
        }
        mentions.sort_by_key(|mention| (mention.at.start, mention.at.end));
        held_back.sort_by_key(|held| (held.at.start, held.at.end));
        (mentions, held_back)
    }
}

impl Glossary {
    /// The mentions in a run that the author has linked.
    fn authors(&self, run: &[Inline], source: &str, mentions: &mut Vec<Mention>) {
        crate::document::walk_run(run, &mut |inline| {
            let (term, content) = match &inline.node {
                InlineNode::Link(link) => (term_of(link).and_then(|id| self.find(id)), &link.content),
                InlineNode::Term(term, content) => (Some(*term), content),
                _ => return,
            };
            if let Some(term) = term {
                let text = crate::document::plain_text(content, source);
                mentions.push(Mention { at: inline.at, term, text, why: Reason::Author });
            }
        });
    }

    fn unknown_term(&self, document: &Document, at: At, id: &str) -> Diagnostic {
        let known = || NameIndex::new(self.terms.iter().map(|term| &*term.id));
        let help = match self.near.get_or_init(known).nearest(id) {
            Some(near) => said!("did you mean `{scheme}{near}`?", scheme = SCHEME, near),
            None => said!("the id of a term is the name of its file, without `.md`"),
        };
        Diagnostic::new(Code::UnknownTerm, said!("there is no term `{id}`", id))
            .at(document.span(at), Phrase::default())
            .help(help)
    }
}

/// Whether the text of a block takes links: not headings, not the terms of definition lists.
pub(super) fn takes_links(block: &Block) -> bool {
    !matches!(block.node, BlockNode::Heading(_) | BlockNode::Definitions(_))
}

/// Whether a run is the head of a column of a table.
fn is_column_head(block: &Block, run: &[Inline]) -> bool {
    matches!(&block.node, BlockNode::Table(table) if table.head.iter().any(|cell| !run.is_empty() && cell.as_ptr() == run.as_ptr()))
}

/// The places where the headings of cards begin (`Table::card_heads`).
fn card_heads<'d>(bodies: impl Iterator<Item = &'d Blocks>, source: &str) -> HashSet<(u32, u32)> {
    let mut places = HashSet::new();
    for body in bodies {
        walk_blocks(body, &mut |block| {
            if let BlockNode::Table(table) = &block.node {
                places.extend(
                    table
                        .card_heads(source)
                        .filter_map(|cell| cell.first())
                        .map(|first| (first.at.start, first.at.end)),
                );
            }
        });
    }
    places
}

fn is_card_head(card_heads: &HashSet<(u32, u32)>, run: &[Inline]) -> bool {
    run.first().is_some_and(|first| card_heads.contains(&(first.at.start, first.at.end)))
}

/// The bold words that a text opens with as its heading: all of it, or what ends in a colon.
fn lead_of(run: &[Inline], source: &str) -> Option<At> {
    let (first, rest) = run.split_first()?;
    let InlineNode::Strong(content) = &first.node else { return None };
    let is_heading = rest.is_empty() || crate::document::plain_text(content, source).trim_end().ends_with(':');
    is_heading.then_some(first.at)
}

fn is_within(inner: At, outer: At) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The places of the labels of boxes to tick, in a list.
fn labels_of(block: &Block) -> Vec<At> {
    fn entries(list: &[ListEntry], labels: &mut Vec<At>) {
        for entry in list {
            match entry {
                ListEntry::Item(item) if item.task.is_some() => {
                    labels.extend(item.blocks.first().map(|block| block.at));
                }
                ListEntry::Item(_) => {}
                ListEntry::When(when) => when.branches.iter().for_each(|branch| entries(&branch.content, labels)),
            }
        }
    }
    let mut labels = Vec::new();
    if let BlockNode::List(list) = &block.node {
        entries(&list.items, &mut labels);
    }
    labels
}

/// The id that a link of the author's names; empty where the author refuses a link.
fn term_of(link: &Link) -> Option<&str> {
    match &link.to {
        Destination::Open(address) => address.strip_prefix(SCHEME),
        _ => None,
    }
}

/// One pass over one document.
struct Pass<'a> {
    glossary: &'a Glossary,
    phrases: &'a Phrases,
    source: &'a str,
    card_heads: HashSet<(u32, u32)>,
    own: Option<TermNo>,
    policy: LinkPolicy,
    flat: Flat,
    findings: Findings,
    wraps: Vec<Wrap>,
    /// The section in which each term was last shown.
    shown: Vec<u32>,
    section: u32,
    mentioned: Vec<TermNo>,
    /// How much the document is about each term.
    weights: Vec<u32>,
    /// Whether no heading has come yet.
    is_opening: bool,
    /// Ids the author linked that are no terms, with their places.
    unknown: Vec<(At, Box<str>)>,
}

impl Pass<'_> {
    fn begin_section(&mut self) {
        if self.policy == LinkPolicy::FirstInSection {
            self.section += 1;
        }
    }

    fn run(&mut self, run: &mut Inlines, kind: Run) {
        if matches!(kind, Run::Heading(_)) {
            self.begin_section();
            self.is_opening = false;
        }
        let refused = self.obey(run);
        let lead = lead_of(run, self.source);
        let is_card_head = is_card_head(&self.card_heads, run);
        self.flat.fill(run, self.source);
        self.glossary.mask(self.phrases, &mut self.flat);
        self.glossary.scan(&self.flat, &mut self.findings);
        self.weigh(kind);
        if matches!(kind, Run::Heading(_) | Run::DefinedTerm) {
            self.findings.found.clear();
        }
        // What is pressed to tick a box leads nowhere else, and a heading is no place to stop at; that the term is
        // mentioned counts.
        let (flat, own) = (&self.flat, self.own);
        let is_held = |found: &FoundMention| {
            matches!(kind, Run::Label | Run::ColumnHead)
                || is_card_head
                || lead.is_some_and(|lead| is_within(flat.place(&found.range), lead))
        };
        let held = self.findings.found.extract_if(.., |found| is_held(found)).map(|found| found.term);
        self.mentioned.extend(held.filter(|term| own != Some(*term)));
        self.choose();
        if !self.wraps.is_empty() {
            *run = weave(std::mem::take(run).into_vec(), 0, &self.wraps, self.source).into();
        }
        if refused {
            unpack(run, &|link| self.is_refused(link));
        }
    }

    /// Counts what was found in a run: what stands in a heading or before the first one says most of what a page is about.
    fn weigh(&mut self, kind: Run) {
        let each = match kind {
            Run::Heading(_) | Run::DefinedTerm => IN_HEADING,
            _ if self.is_opening => IN_OPENING,
            _ => 1,
        };
        let terms = self.findings.found.iter().map(|found| found.term);
        for term in terms.chain(self.flat.explicit.iter().map(|(_, term)| *term)) {
            if let Some(weight) = self.weights.get_mut(term.0 as usize) {
                *weight += each;
            }
        }
    }

    /// Turns the author's links to terms into what they stand for; whether any is left that
    /// must only lose its link.
    fn obey(&mut self, run: &mut Inlines) -> bool {
        let mut refused = false;
        for inline in run.iter_mut() {
            match &mut inline.node {
                InlineNode::Emphasis(content) | InlineNode::Strong(content) | InlineNode::Strike(content) => {
                    refused |= self.obey(content);
                }
                InlineNode::Link(link) => {
                    let Some(id) = term_of(link).map(Box::<str>::from) else { continue };
                    let known = self.glossary.find(&id);
                    match known {
                        _ if id.is_empty() => refused = true,
                        Some(term) if self.own == Some(term) => {
                            self.title(link, term, inline.at);
                            refused = true;
                        }
                        Some(term) => {
                            self.title(link, term, inline.at);
                            inline.node = InlineNode::Term(term, std::mem::take(&mut link.content));
                        }
                        None => {
                            self.unknown.push((inline.at, id));
                            link.to = Destination::Broken;
                        }
                    }
                }
                _ => {}
            }
        }
        refused
    }

    /// Whether a link of the author's to a term is none: it refuses one, or leads from the term to itself.
    fn is_refused(&self, link: &Link) -> bool {
        term_of(link).is_some_and(|id| id.is_empty() || self.own.is_some() && self.glossary.find(id) == self.own)
    }

    /// Fills in the title where the author has written none.
    fn title(&self, link: &mut Link, term: TermNo, at: At) {
        if link.content.is_empty()
            && let Some(term) = self.glossary.terms.get(term.0 as usize)
        {
            link.content = [Inline { at, node: InlineNode::Text(Text::Owned(term.title.clone())) }].into();
        }
    }

    /// Which mentions are shown.
    fn choose(&mut self) {
        self.wraps.clear();
        let mut explicit = self.flat.explicit.iter().peekable();
        for found in &self.findings.found {
            while let Some((_, term)) = explicit.next_if(|(range, _)| range.start <= found.range.start) {
                note(*term, &mut self.mentioned, &mut self.shown, self.section);
            }
            if Some(found.term) == self.own {
                continue;
            }
            let Some(range) = self.flat.raw(&found.range) else { continue };
            let first = note(found.term, &mut self.mentioned, &mut self.shown, self.section);
            if first || self.policy == LinkPolicy::Every {
                self.wraps.push(Wrap { start: range.start, end: range.end, term: found.term });
            }
        }
        for (_, term) in explicit {
            note(*term, &mut self.mentioned, &mut self.shown, self.section);
        }
    }
}

/// Notes a mention; whether it is the first of its term in the section.
fn note(term: TermNo, mentioned: &mut Vec<TermNo>, shown: &mut [u32], section: u32) -> bool {
    let Some(last) = shown.get_mut(term.0 as usize) else { return false };
    if *last == 0 {
        mentioned.push(term);
    }
    let first = *last != section;
    *last = section;
    first
}

/// Puts the content of links that are none in their place.
fn unpack(run: &mut Inlines, is_none: &dyn Fn(&Link) -> bool) {
    let mut out = Vec::with_capacity(run.len());
    for mut inline in std::mem::take(run) {
        match inline.node {
            InlineNode::Link(link) if is_none(&link) => out.extend(link.content),
            InlineNode::Emphasis(ref mut content)
            | InlineNode::Strong(ref mut content)
            | InlineNode::Strike(ref mut content)
            | InlineNode::Term(_, ref mut content) => {
                unpack(content, is_none);
                out.push(inline);
            }
            InlineNode::Foreign(ref mut foreign) => {
                unpack(&mut foreign.content, is_none);
                out.push(inline);
            }
            _ => out.push(inline),
        }
    }
    *run = out.into();
}
