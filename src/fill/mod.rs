//! A document filled in: a page and a reader's answers to a finished document.
//!
//! In: a page of a book, answers as the site saves them. Out: [`Finished`], a document of the model
//! without guidance, conditions, choices and answered fields, for writers to write.
//!
//! Invariant: filling in never fails, whatever the answers are; what is wrong with them is told by
//! [`read`] and [`check`]. The reader's browser does the same with the Word file; `tests/fill/`
//! holds both to it.

mod added;
mod answers;
mod assessment;
mod check;
mod finish;
mod held;
mod places;
mod posting;

pub use added::added_places;
pub use answers::{ActionPlan, AnswerFile, DocumentAnswers, read};
pub use check::{check, check_of_posting};
pub use held::is_form;
pub use posting::{Posting, PostingForm, has_posting, posting};

use held::answers_of;

use std::collections::BTreeSet;

use crate::document::{Document, Inline, InlineNode, Inlines, PageNo, walk_inlines};
use crate::draft::Page;
use crate::form::{Answers, Form};
use crate::kind::Kind;
use crate::resolve::{Book, Reference};
use crate::theme::Texts;
use crate::view::answer_shown;
use crate::vocabulary::Layout;

/// A finished document.
#[derive(Debug, Clone)]
pub struct Finished<'a> {
    /// The page it is of.
    pub page: PageNo,
    /// Its title; where a field in it is left, with the label in brackets.
    pub title: String,
    /// The title as it is shown: a field that is left holds its label.
    pub heading: Inlines,
    /// Its language.
    pub lang: &'a str,
    /// Its owner: the name of the organisation, where that is answered. Nothing in it is of the book.
    pub owner: Option<String>,
    /// The layout it is set in on paper.
    pub layout: Layout,
    /// Its text. A field that is left holds its label, to stand as a blank; every reference to
    /// a footnote has a footnote of its own.
    pub body: Document,
    /// The works it cites.
    pub works: Vec<&'a Reference>,
}

/// Fills in a page. A page of another kind comes out as it is.
#[must_use]
pub fn fill<'a>(book: &'a Book, number: PageNo, texts: &Texts, file: &AnswerFile) -> Finished<'a> {
    let page = book.page(number);
    let none = DocumentAnswers::default();
    let own = file.documents.get(&*page.id).unwrap_or(&none);
    let (form, layout) = (page.kind.form(), page.kind.layout());
    let answers = answers_of(book, page, file, own);
    let owner = owner(form, &answers, book, texts);
    let heading = heading(page, &answers, texts);
    let mut body = finish::finish(book, page, &answers, &own.added, texts);
    if let Kind::Assessment(assessment) = &page.kind {
        let mut blocks = std::mem::take(&mut body.blocks).into_vec();
        blocks.extend(assessment::blocks(assessment, own, texts, &book.config));
        body.blocks = blocks.into();
    }
    let still = cites(&body);
    let works = book.works_of(number).iter().filter(|work| still.contains(&*work.id)).collect();
    Finished { page: number, title: plain(&heading), heading, lang: book.language(page), owner, layout, body, works }
}

/// The title of the finished text: what the document says of it, else the page's.
fn heading(page: &Page, answers: &Answers, texts: &Texts) -> Inlines {
    let own = match &page.kind {
        Kind::Document(fill_in) => fill_in.heading.as_ref().map(|heading| (&fill_in.form, heading)),
        _ => None,
    };
    let heading = own.map(|(form, heading)| finish::heading(page, form, heading, answers, texts));
    heading.filter(|heading| !heading.is_empty()).unwrap_or_else(|| finish::lines(&page.common.title))
}

/// A title as text, with blanks in brackets.
fn plain(heading: &Inlines) -> String {
    let mut out = String::new();
    for inline in heading {
        match &inline.node {
            InlineNode::Text(text) => out.push_str(text.get(inline.at, "")),
            InlineNode::HardBreak => out.push(' '),
            InlineNode::Field(label) => out.extend(["[", label, "]"]),
            _ => {}
        }
    }
    out
}

/// The name of the organisation: as answered; where nothing asks for it, as the settings say.
fn owner(form: &Form, answers: &Answers, book: &Book, texts: &Texts) -> Option<String> {
    let name = match form.owner() {
        Some((name, field)) => answers.fields.get(name).map(|answer| answer_shown(field, answer, texts).into_owned()),
        None => book.config.organisation.name.clone(),
    };
    name.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
}

/// The ids of the works that a document cites.
#[must_use]
pub fn cites(body: &Document) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut blocks: Vec<&[crate::document::Block]> = vec![&body.blocks];
    blocks.extend(body.footnotes.iter().map(|note| &*note.blocks));
    for blocks in blocks {
        walk_inlines(blocks, &mut |inline: &Inline| {
            if let InlineNode::Cite(cite) = &inline.node {
                found.extend(cite.items.iter().map(|item| &*item.id));
            }
        });
    }
    found
}

#[cfg(test)]
mod tests;
