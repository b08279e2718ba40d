//! A finished document as the data of a job posting.
//!
//! In: a page that says what its answers are in a posting, answers, the day. Out: [`Posting`], or why there is none.
//!
//! Invariant: nothing of what the guard stops, of blanks that are left, or of a day that has passed becomes a posting.
//! The reader's browser refuses the same, for the same reasons (`js/annonse/`); `tests/fill/annonse-*` holds both to it.

use std::collections::{BTreeMap, BTreeSet};

use super::Finished;
use super::answers::{AnswerFile, DocumentAnswers};
use super::held::answers_of;
use super::places::key_places;
use crate::diagnostic::{Code, Diagnostic, listed};
use crate::document::{Branch, Inline, InlineNode, PageNo, When, walk_inlines};
use crate::draft::Page;
use crate::form::{Answers, Field, FieldType, Form, holds};
use crate::kind::{Kind, PostingProperties};
use crate::questions::{QuestionRules, RuleLevel};
use crate::resolve::Book;
use crate::said::{Phrase, said};
use crate::source::{Source, Span};
use crate::text::Date;
use crate::theme::Texts;
use crate::view::{answer_shown, capital, day};

/// The data of a job posting, by property: texts, days as `yyyy-mm-dd`. What is not answered is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting(BTreeMap<String, String>);

impl Posting {
    /// The value of a property.
    #[must_use]
    pub fn get(&self, property: &str) -> Option<&str> {
        self.0.get(property).map(String::as_str)
    }
}

/// A form of the data of a job posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostingForm {
    /// schema.org's `JobPosting`.
    SchemaOrg,
    /// Fields that the import of arbeidsplassen.no takes.
    Arbeidsplassen,
}

impl PostingForm {
    /// The properties that it cannot do without.
    #[must_use]
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Self::SchemaOrg => &["title", "employer", "expires", "city"],
            Self::Arbeidsplassen => &["title", "employer", "expires", "reference", "postal-code", "contact"],
        }
    }

    /// The properties whose value is a number of so many digits there.
    const fn digits(self) -> &'static [(&'static str, usize)] {
        match self {
            Self::SchemaOrg => &[],
            Self::Arbeidsplassen => &[("postal-code", 4), ("employer-number", 9)],
        }
    }
}

/// Values that a property may have, where they are not the reader's own words.
const WORDS: &[(&str, &[&str])] = &[
    ("engagement", &["permanent", "temporary", "substitute", "project", "season"]),
    ("extent", &["full-time", "part-time"]),
    ("sector", &["public", "private"]),
];

/// The most letters of a property.
const MOST_LETTERS: &[(&str, usize)] = &[("title", 512), ("reference", 255)];

/// A page's own words on itself as a job posting.
fn properties(page: &Page) -> Option<&PostingProperties> {
    match &page.kind {
        Kind::Document(fill_in) => fill_in.posting.as_ref(),
        _ => None,
    }
}

/// Whether a page can be the data of a job posting.
#[must_use]
pub fn has_posting(page: &Page) -> bool {
    properties(page).is_some()
}

/// The data of a finished page in a form.
///
/// # Errors
/// All that stops it, each with its place in the answers: the guard, what is missing, a day that has passed.
pub fn posting(
    book: &Book,
    number: PageNo,
    texts: &Texts,
    answers: &AnswerFile,
    finished: &Finished<'_>,
    form: PostingForm,
    source: &Source,
) -> Result<Posting, Vec<Diagnostic>> {
    let page = book.page(number);
    let none = DocumentAnswers::default();
    let own = answers.documents.get(&*page.id).unwrap_or(&none);
    let mut making = PostingMaker {
        form: page.kind.form(),
        answers: answers_of(book, page, answers, own),
        texts,
        source,
        named: BTreeSet::new(),
        found: Vec::new(),
    };
    making.guard(&book.questions, own);
    making.unanswered(finished);
    let mut values = BTreeMap::new();
    for (name, says) in properties(page).into_iter().flatten() {
        values.extend(making.value(name, says, form).map(|value| (name.to_string(), value)));
    }
    let missing = form.required().iter().filter(|name| !properties(page).is_some_and(|all| all.contains_key(**name)));
    for name in missing {
        let message = said!("the document does not say which field is its «{name}»", name);
        making.say(message, None, said!("add it under `posting:`"));
    }
    making.days(&mut values, book.today);
    making.shapes(&values, form);
    if let Some(title) = values.get_mut("title") {
        *title = capital(title);
    }
    if making.found.is_empty() { Ok(Posting(values)) } else { Err(making.found) }
}

struct PostingMaker<'a> {
    form: &'a Form,
    answers: Answers,
    texts: &'a Texts,
    source: &'a Source,
    /// The labels of fields that have been told of as missing.
    named: BTreeSet<&'a str>,
    found: Vec<Diagnostic>,
}

impl<'a> PostingMaker<'a> {
    /// Says what stops it, at the answer to a field.
    fn say(&mut self, message: Phrase, field: Option<&str>, help: Phrase) {
        let path: Vec<String> = ["fields"].into_iter().chain(field).map(str::to_owned).collect();
        let range = key_places(&self.source.text).get(&path).cloned().unwrap_or(0..0);
        let said = Diagnostic::new(Code::BadAnswers, message).at(Span::new(self.source.id, range), Phrase::default());
        self.found.push(said.help(help));
    }

    fn answer(&self, name: &str) -> Option<&str> {
        self.answers.fields.get(name).map(|answer| answer.trim()).filter(|answer| !answer.is_empty())
    }

    /// Tells of a field that is not answered, once.
    fn lacks(&mut self, name: &str, label: &'a str) {
        if self.named.insert(label) {
            self.say(
                said!("«{label}» is not answered, and an advertisement must say it", label),
                None,
                said!("answer `{name}`", name),
            );
        }
    }

    /// Findings of the guard, which stop: what should not stand in a text, wherever the reader wrote it.
    fn guard(&mut self, rules: &QuestionRules, own: &DocumentAnswers) {
        let is_free = |field: &Field| matches!(field.kind, FieldType::Text | FieldType::Long);
        let free = self.form.fields.iter().filter(|(_, field)| is_free(field));
        let fields: Vec<(Option<&str>, String)> =
            free.filter_map(|(name, _)| Some((Some(&**name), self.answer(name)?.to_owned()))).collect();
        let added = own.added.values().flatten().map(|text| (None, text.clone()));
        for (name, text) in fields.into_iter().chain(added) {
            for finding in rules.check_text(&text) {
                if finding.rule.level == RuleLevel::Forbidden {
                    let quote = text.get(finding.at.clone()).unwrap_or_default();
                    let message = Phrase::verbatim(format!("«{quote}»: {}", finding.rule.why));
                    self.say(message, name, Phrase::verbatim(&*finding.rule.instead.0));
                }
            }
        }
    }

    /// Fields that the document is unfinished without, and blanks that are left in its text.
    fn unanswered(&mut self, finished: &Finished<'_>) {
        let mut blanks: BTreeSet<Box<str>> = BTreeSet::new();
        let mut blank = |inline: &Inline| {
            if let InlineNode::Field(label) = &inline.node {
                blanks.insert(label.clone());
            }
        };
        walk_inlines(&finished.body.blocks, &mut blank);
        finished.heading.iter().for_each(blank);
        let form = self.form;
        for (name, field) in &form.fields {
            let is_blank = blanks.contains(&field.label);
            if (field.required || is_blank) && self.answer(name).is_none() {
                self.lacks(name, &field.label);
            }
        }
    }

    /// The value of a property; nothing where a field in it is not answered.
    fn value(&mut self, property: &str, says: &When<Inline>, form: PostingForm) -> Option<String> {
        let stands = |branch: &&Branch<Inline>| branch.condition.as_ref().is_none_or(|when| holds(when, &self.answers));
        let branch = says.branches.iter().find(stands)?;
        let fields = self.form;
        let mut out = String::new();
        let mut lacking = Vec::new();
        for inline in &branch.content {
            match &inline.node {
                InlineNode::Text(text) => out.push_str(text.get(inline.at, "")),
                InlineNode::Field(name) => match (fields.field(name), self.answer(name)) {
                    (Some(field), Some(answer)) => out.push_str(&self.said(field, answer)),
                    (Some(field), None) => lacking.push((&**name, &*field.label)),
                    (None, _) => {}
                },
                _ => {}
            }
        }
        if lacking.is_empty() {
            let value = out.split_whitespace().collect::<Vec<_>>().join(" ");
            return Some(value).filter(|value| !value.is_empty());
        }
        if form.required().contains(&property) {
            for (name, label) in lacking {
                self.lacks(name, label);
            }
        }
        None
    }

    /// An answer as data: days and numbers as they are written down, choices in words.
    fn said(&self, field: &Field, answer: &str) -> String {
        match field.kind {
            FieldType::Date | FieldType::Number | FieldType::Percent => answer.to_owned(),
            _ => answer_shown(field, answer, self.texts).into_owned(),
        }
    }

    /// Days: where none says when it is published, it is today; and it must not be too late to apply.
    fn days(&mut self, values: &mut BTreeMap<String, String>, today: Date) {
        for property in ["published", "expires", "start"] {
            let Some(value) = values.get(property).filter(|value| day(value).is_none()).cloned() else { continue };
            self.say(
                said!("«{value}» is not a day, as `{property}` must be", value, property),
                None,
                said!("write it as yyyy-mm-dd: 2026-11-22"),
            );
            values.remove(property);
        }
        let published = values.entry("published".to_owned()).or_insert_with(|| today.to_string()).clone();
        let Some(expires) = values.get("expires").cloned() else { return };
        // Written so, the order of days is that of their texts.
        if expires < today.to_string() || expires < published {
            self.say(
                said!("the last day to apply has passed: «{expires}»", expires),
                None,
                said!("set a day to come, and publish again"),
            );
        }
    }

    /// Values of properties that are not in the reader's own words.
    fn shapes(&mut self, values: &BTreeMap<String, String>, form: PostingForm) {
        for (property, words) in WORDS {
            if let Some(value) = values.get(*property).filter(|value| !words.contains(&&***value)) {
                let message = said!("«{value}» is nothing that `{property}` can be", value, property);
                let known = listed(words.iter().copied());
                self.say(message, None, said!("under `posting:`, say {known}", known));
            }
        }
        for (property, count) in form.digits() {
            let is_sound = |value: &String| value.chars().filter(|c| !c.is_whitespace()).all(|c| c.is_ascii_digit());
            let digits = |value: &String| value.chars().filter(char::is_ascii_digit).count();
            if let Some(value) = values.get(*property).filter(|value| !is_sound(value) || digits(value) != *count) {
                self.say(
                    said!("«{value}» does not have {count} digits, as `{property}` must", value, count, property),
                    None,
                    said!("write digits alone"),
                );
            }
        }
        for (property, most) in MOST_LETTERS {
            if values.get(*property).is_some_and(|value| value.chars().count() > *most) {
                let message = said!("«{property}» has more than {most} letters", property, most);
                self.say(message, None, said!("write less"));
            }
        }
    }
}
