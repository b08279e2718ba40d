//! A page as sections of plain text: what is searched, and what a hit shows.
//!
//! Invariant: it says nothing of whose edition the book is, so that editions with the same texts are searched alike;
//! a name that stands in every document would find all of them.

use crate::document::{
    Block, BlockNode, Footnote, Generated, HeadingLevels, Inline, ListEntry, html_text, plain_text, plain_text_with,
};
use crate::draft::Page;
use crate::kind::{Assessment, Decision, Definition, FillIn, Kind};
use crate::language::AnchorNames;
use crate::resolve::Book;
use crate::theme::Texts;
use crate::view::field_text_of_all;

/// A heading and the text under it; the first section of a page has the page's title.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// The anchor; empty for the first section.
    pub(super) anchor: String,
    /// The heading; empty for the first section.
    pub(super) heading: String,
    /// Headings further down that have no section of their own.
    pub(super) below: String,
    /// The text.
    pub(super) text: String,
}

/// Headings further down belong to the section they stand in. The level was chosen by hand, not measured.
const DEEPEST: u8 = 3;

/// The sections of a page, the first one always there.
pub(super) fn sections(page: &Page, book: &Book, texts: &Texts) -> Vec<Section> {
    let levels = HeadingLevels::new(2, 6);
    let (open, names) = (Section::default(), book.config.anchors());
    let mut reader = SectionReader { page, book, texts, done: Vec::new(), open, levels, names };
    reader.document(page);
    match &page.kind {
        Kind::Article | Kind::Checklist => {}
        Kind::Definition(definition) => reader.definition(definition),
        Kind::Document(fill_in) => reader.fill_in(fill_in),
        Kind::Decision(decision) => reader.decision(decision),
        Kind::Assessment(assessment) => reader.assessment(assessment),
    }
    let SectionReader { mut done, open, .. } = reader;
    done.push(open);
    done
}

struct SectionReader<'a> {
    page: &'a Page,
    book: &'a Book,
    texts: &'a Texts,
    done: Vec<Section>,
    open: Section,
    levels: HeadingLevels,
    names: &'static AnchorNames,
}

impl<'a> SectionReader<'a> {
    fn document(&mut self, page: &'a Page) {
        self.blocks(page.blocks());
        for Footnote { blocks, .. } in &page.body.footnotes {
            self.blocks(blocks);
        }
    }

    fn section(&mut self, anchor: String, heading: String) {
        let next = Section { anchor, heading, ..Section::default() };
        self.done.push(std::mem::replace(&mut self.open, next));
    }

    fn say(&mut self, text: &str) {
        add(&mut self.open.text, text);
    }

    fn run(&mut self, run: &'a [Inline]) {
        let text = self.plain(run);
        self.say(&text);
    }

    fn plain(&self, run: &'a [Inline]) -> String {
        plain_text_with(run, &self.page.body.text, |name| field_text_of_all(self.page, self.texts, name))
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match &block.node {
            BlockNode::Paragraph(run) => self.run(run),
            BlockNode::Heading(heading) => {
                let text = self.plain(&heading.content);
                if self.levels.show(heading.level) <= DEEPEST {
                    self.section(heading.id.to_string(), text);
                } else {
                    self.say(&text);
                    self.open.below.push(' ');
                    self.open.below.push_str(&text);
                }
            }
            BlockNode::List(list) => self.entries(&list.items),
            BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => self.blocks(inner),
            BlockNode::Table(table) => {
                table.head.iter().for_each(|cell| self.run(cell));
                table.rows.iter().flatten().for_each(|cell| self.run(cell));
            }
            BlockNode::Definitions(groups) => {
                for group in groups {
                    group.terms.iter().for_each(|term| self.run(term));
                    group.definitions.iter().for_each(|definition| self.blocks(definition));
                }
            }
            BlockNode::When(when) => when.branches.iter().for_each(|branch| self.blocks(&branch.content)),
            BlockNode::Generated(Generated::Literature) => {
                for work in &self.book.literature {
                    let text = plain_text(&work.entry, "");
                    self.say(&text);
                }
            }
            BlockNode::Code(code) => self.say(code.text.get(block.at, &self.page.body.text)),
            BlockNode::Html(html) => self.say(&html_text(html.get(block.at, &self.page.body.text))),
            BlockNode::Rule | BlockNode::Generated(_) => {}
        }
    }

    fn entries(&mut self, entries: &'a [ListEntry]) {
        for entry in entries {
            match entry {
                ListEntry::Item(item) => self.blocks(&item.blocks),
                ListEntry::When(when) => when.branches.iter().for_each(|branch| self.entries(&branch.content)),
            }
        }
    }

    /// The facts of a role, and the terms that a term is not, belong to its definition.
    fn definition(&mut self, definition: &Definition) {
        let first = self.done.first_mut().unwrap_or(&mut self.open);
        definition.not_same_as.iter().for_each(|other| add(&mut first.text, &other.because));
        definition.facts.iter().for_each(|(_, text)| add(&mut first.text, text));
    }

    fn fill_in(&mut self, fill_in: &FillIn) {
        let form = &fill_in.form;
        if !form.advice.is_empty() {
            self.section(self.names.advice.to_owned(), String::new());
            form.advice.iter().for_each(|advice| self.say(&advice.say));
        }
        if !form.fields.is_empty() {
            self.section(self.names.fields.to_owned(), String::new());
            for (_, field) in &form.fields {
                self.say(&field.label);
                self.say(field.help.as_deref().unwrap_or_default());
            }
        }
    }

    fn decision(&mut self, decision: &Decision) {
        for question in &decision.questions {
            self.section(format!("{}{}", self.names.question, question.id), question.ask.to_string());
            self.say(question.why.as_deref().unwrap_or_default());
            question.answers.iter().for_each(|answer| self.say(&answer.text));
        }
        for outcome in &decision.outcomes {
            self.section(format!("{}{}", self.names.outcome, outcome.id), outcome.title.to_string());
            self.say(&outcome.says);
        }
    }

    fn assessment(&mut self, assessment: &Assessment) {
        for statement in &assessment.statements {
            self.section(format!("{}{}", self.names.statement, statement.id), statement.text.to_string());
            self.say(statement.why.as_deref().unwrap_or_default());
            for (_, text) in &statement.look_for {
                self.say(text);
            }
        }
    }
}

/// Adds a piece of text, set apart from what stands before it; white space becomes single spaces.
fn add(out: &mut String, text: &str) {
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
}
