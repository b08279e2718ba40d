//! What only a document to fill in shows: blanks in its text, what is asked for, advice.

use std::collections::HashMap;

use serde::Serialize;

use super::body::Body;
use super::condition::Words;
use super::{LinkView, View};
use crate::config::Organisation;
use crate::draft::Page;
use crate::form::{Field, FieldType, From, Level};
use crate::kind::{FillIn, Kind, Purpose, choice_texts};

/// What only a document to fill in has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DocumentView {
    /// What it asks for.
    pub fields: Vec<FieldView>,
    /// Advice on answers.
    pub advice: Vec<AdviceView>,
}

/// Something that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// What is asked for.
    pub label: String,
    /// How to answer.
    pub help: Option<String>,
    /// What kind of answer, in words.
    pub kind: String,
    /// Whether the document is unfinished without it.
    pub required: bool,
    /// The answers to choose from.
    pub choices: Vec<ChoiceView>,
    /// The answer that stands in the text, where none is to be chosen.
    pub value: Option<String>,
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ChoiceView {
    /// What it says.
    pub label: String,
    /// Whether it stands in the text.
    pub chosen: bool,
}

/// Advice on an answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AdviceView {
    /// `info`, `warning` or `stop`.
    pub level: &'static str,
    /// When it is given.
    pub when: String,
    /// What it says.
    pub say: String,
    /// The page with more.
    pub see: Option<LinkView>,
}

/// The answer that stands in the text: what the settings say, else the default.
fn answer<'a>(field: &'a Field, organisation: &'a Organisation) -> Option<&'a str> {
    let setting = match field.from? {
        From::Name => &organisation.name,
        From::Kind => &organisation.kind,
        From::Unit => &organisation.unit,
        From::Contact => &organisation.contact,
    };
    setting.as_deref()
}

/// As it stands in the text, an answer to choose by its label.
pub(super) fn shown<'a>(field: &'a Field, organisation: &'a Organisation) -> Option<&'a str> {
    let answer = answer(field, organisation).or(field.default.as_deref())?;
    Some(field.options().find(|(value, _)| *value == answer).map_or(answer, |(_, label)| label))
}

/// The key of the name of a kind of documents.
pub(super) fn purpose_key(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::JobAd => "documents-job-ad",
        Purpose::RoleDescription => "documents-role-description",
        Purpose::InterviewGuide => "documents-interview-guide",
        Purpose::Plan => "documents-plan",
    }
}

/// The words for conditions of a page; of a page that is no document they are never needed.
pub(super) fn words<'v>(view: &'v View<'v>, page: &'v Page) -> Option<Words<'v>> {
    let Kind::Document(fill_in) = &page.kind else { return None };
    let choices: HashMap<&str, String> = choice_texts(&page.body).into_iter().map(|(id, _, text)| (id, text)).collect();
    Some(Words::new(&fill_in.form, choices, view.texts))
}

impl Body<'_> {
    /// What a field reads as where no markup can stand.
    pub(super) fn field_text<'t>(&'t self, name: &'t str) -> &'t str {
        let Kind::Document(fill_in) = &self.page.kind else { return name };
        let Some(field) = fill_in.form.field(name) else { return name };
        shown(field, &self.view.book.config.organisation).unwrap_or(&field.label)
    }

    /// A field in the text: its answer, or its label as a blank.
    pub(super) fn field(&mut self, name: &str) {
        let Kind::Document(fill_in) = &self.page.kind else { return self.text(name) };
        let Some(field) = fill_in.form.field(name) else { return self.text(name) };
        let shown = shown(field, &self.view.book.config.organisation);
        let class = match (shown, field.kind) {
            (Some(_), _) => "felt fylt",
            (None, FieldType::Long) => "felt langt",
            (None, _) => "felt",
        };
        self.out.push_str("<span class=\"");
        self.out.push_str(class);
        self.out.push_str("\" data-field=\"");
        self.text(name);
        self.out.push_str("\">");
        if shown.is_none() {
            self.out.push_str("<span class=\"skjult\">");
            self.word("blank");
            self.out.push_str(" </span>");
        }
        self.text(shown.unwrap_or(&field.label));
        self.out.push_str("</span>");
    }
}

impl View<'_> {
    pub(super) fn document(&self, page: &Page, fill_in: &FillIn) -> DocumentView {
        let organisation = &self.book.config.organisation;
        let field = |(name, field): &(Box<str>, Field)| {
            let shown = shown(field, organisation);
            let choices: Vec<ChoiceView> = field
                .options()
                .map(|(_, label)| ChoiceView { label: label.to_owned(), chosen: shown == Some(label) })
                .collect();
            FieldView {
                name: name.to_string(),
                label: field.label.to_string(),
                help: field.help.as_deref().map(str::to_owned),
                kind: self.texts.get(type_key(field.kind)).to_owned(),
                required: field.required,
                value: shown.filter(|_| choices.is_empty()).map(str::to_owned),
                choices,
            }
        };
        let words = words(self, page);
        let advice = fill_in.form.advice.iter().map(|advice| AdviceView {
            level: match advice.level {
                Level::Info => "info",
                Level::Warning => "warning",
                Level::Stop => "stop",
            },
            when: words.as_ref().map_or_else(String::new, |words| {
                self.texts.fill("when-if", &[("condition", &words.say(&advice.when))])
            }),
            say: advice.say.to_string(),
            see: advice.see.as_deref().and_then(|id| self.page_link(page, id)),
        });
        DocumentView { fields: fill_in.form.fields.iter().map(field).collect(), advice: advice.collect() }
    }
}

fn type_key(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "field-text",
        FieldType::Long => "field-long",
        FieldType::Number => "field-number",
        FieldType::Percent => "field-percent",
        FieldType::Date => "field-date",
        FieldType::Choice | FieldType::Employer => "field-choice",
    }
}
