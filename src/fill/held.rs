//! Answers that hold on a page.
//!
//! In: a page, and a file of answers. Out: the answers to what the page asks.
//!
//! Invariant: what is not answered is as the author set it.

use std::collections::BTreeSet;

use super::answers::{AnswerFile, DocumentAnswers};
use crate::document::{BlockNode, Document, walk_blocks, walk_items};
use crate::draft::Page;
use crate::form::Answers;
use crate::resolve::{Book, word_path};
use crate::view::default_answer;

/// Whether a page can be filled in: a document, a checklist or an assessment.
#[must_use]
pub fn is_form(page: &Page) -> bool {
    word_path(page).is_some()
}

/// The answers that hold on a page: what was answered, else what the author set.
pub(super) fn answers_of(book: &Book, page: &Page, file: &AnswerFile, own: &DocumentAnswers) -> Answers {
    let mut answers = Answers { choices: chosen(&page.body, own), ..Answers::default() };
    for (name, field) in &page.kind.form().fields {
        let answer = file.fields.get(&**name).map(String::as_str);
        let answer = answer.or_else(|| default_answer(field, &book.config.organisation));
        answers.fields.extend(answer.map(|answer| (name.to_string(), answer.to_owned())));
    }
    answers
}

/// The choices that are in: as answered, else as the author set them.
fn chosen(body: &Document, own: &DocumentAnswers) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk_blocks(&body.blocks, &mut |block| {
        let BlockNode::List(list) = &block.node else { return };
        walk_items(&list.items, &mut |item| {
            let Some(task) = &item.task else { return };
            let Some((id, _)) = &task.id else { return };
            if own.choices.get(&**id).copied().unwrap_or(task.checked) {
                found.insert(id.to_string());
            }
        });
    });
    found
}
