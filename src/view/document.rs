//! The view of a document to fill in: blanks in its text, what is asked for, advice.

use serde::Serialize;

use super::answer::{FieldText, default_answer, words_of_answers};
use super::body::HtmlBody;
use super::condition::ConditionWords;
use super::{LinkView, View};
use crate::document::{Branch, Condition, Inline, InlineNode, Text, When, plain_text};
use crate::draft::Page;
use crate::form::{AdviceLevel, Field, FieldType};
use crate::kind::{FillIn, Kind};
use crate::resolve::posting_script;
use crate::vocabulary::Layout;

/// The fields and advice of a document to fill in, to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DocumentView {
    /// The fields it asks for.
    pub fields: Vec<FieldView>,
    /// Advice on answers.
    pub advice: Vec<AdviceView>,
    /// The guard on questions that a reader may add; nothing where none may be added.
    pub questions: Option<QuestionsView>,
    /// Data for the script, as JSON that can stand in a page.
    pub data: String,
}

/// The lines that room for notes by hand has.
pub const NOTE_LINES: usize = 5;
/// A row of so many of the letter that blanks are drawn with is one.
const DRAWN_BLANK: &str = "_____";

/// The label of a paragraph that is room for notes by hand: text that ends with the one blank drawn in it, in a document
/// that asks questions. In others a blank is for a name or a day. Word and the PDF of a document draw the lines; the other
/// forms show the blank as it is written.
#[must_use]
pub fn notes_label(kind: &Kind, paragraph: &[Inline], source: &str) -> Option<String> {
    let asks = matches!(kind, Kind::Document(fill_in) if fill_in.has_questions());
    let is_text =
        |inline: &Inline| matches!(inline.node, InlineNode::Text(_) | InlineNode::SoftBreak | InlineNode::Term(..));
    if !asks || !paragraph.iter().all(is_text) {
        return None;
    }
    let text = plain_text(paragraph, source);
    let label = text.trim_end().strip_suffix(DRAWN_BLANK)?.trim_end_matches('_');
    (!label.contains(DRAWN_BLANK)).then(|| label.trim().to_owned())
}

/// The guard on questions that a reader adds; of a book without rules, nothing of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct QuestionsView {
    /// The script with what may not be asked, as seen from the site's folder.
    pub script: Option<String>,
    /// The text beside a question that is being written.
    pub about: Option<String>,
}

/// Data of a document for the script that fills it in.
#[derive(Serialize)]
struct Data<'a> {
    id: &'a str,
    title: &'a str,
    /// The title of the finished text.
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<HeadingData<'a>>,
    /// The field that is answered with the name of the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    /// Whether the logo of the site is that of whose documents these are: then it stands on what is printed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    marked: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    questions: bool,
    /// The script with the rules for what is written into it, as seen from the site's folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    guard: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    slides: bool,
    /// The script that says what its answers are as the data of a job posting, as seen from the site's folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    posting: Option<String>,
    fields: Vec<FieldData<'a>>,
    advice: Vec<AdviceData<'a>>,
}

/// A title as scripts know it: its branches, each with its condition and its parts.
pub type HeadingData<'a> = Vec<(Option<String>, Vec<PartData<'a>>)>;

/// A part of a title.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartData<'a> {
    /// Text.
    Text(&'a str),
    /// The name of a field.
    Field(&'a str),
}

/// A title as scripts know it.
#[must_use]
pub fn heading_data(heading: &When<Inline>) -> HeadingData<'_> {
    fn branch(branch: &Branch<Inline>) -> (Option<String>, Vec<PartData<'_>>) {
        let parts = branch.content.iter().filter_map(part_data).collect();
        (branch.condition.as_ref().map(ToString::to_string), parts)
    }
    heading.branches.iter().map(branch).collect()
}

fn part_data(inline: &Inline) -> Option<PartData<'_>> {
    match &inline.node {
        InlineNode::Field(name) => Some(PartData::Field(name)),
        InlineNode::Text(Text::Owned(text)) => Some(PartData::Text(text)),
        _ => None,
    }
}

#[derive(Serialize)]
struct FieldData<'a> {
    name: &'a str,
    label: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    /// As (value, label).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<(&'a str, &'a str)>,
    /// Answers that stand as words in the text, as (answer, word).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<(String, &'static str)>,
    /// The answer from the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct AdviceData<'a> {
    when: String,
    level: AdviceLevel,
    at: &'a str,
}

/// Something that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// The question, in a word or two.
    pub label: String,
    /// How to answer.
    pub help: Option<String>,
    /// The kind of answer, in words.
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
    /// Its text.
    pub label: String,
    /// Whether it stands in the text.
    pub chosen: bool,
}

/// Advice on an answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AdviceView {
    /// `info`, `warning` or `stop`.
    pub level: AdviceLevel,
    /// When it is given.
    pub when: String,
    /// Whether it is given because something was not filled in. On paper nothing is: it is for a form alone.
    pub of_a_blank: bool,
    /// Its text.
    pub say: String,
    /// The page with more.
    pub see: Option<LinkView>,
}

impl DocumentView {
    /// The advice that holds on paper too.
    pub fn advice_on_paper(&self) -> impl Iterator<Item = &AdviceView> {
        self.advice.iter().filter(|advice| !advice.of_a_blank)
    }
}

impl HtmlBody<'_> {
    /// Opens a branch. It says when it stands on its own: when its condition holds and none before it.
    pub(super) fn branch_start<T>(&mut self, element: &str, branches: &[Branch<T>], position: usize) {
        let before = branches.iter().take(position).filter_map(|branch| branch.condition.clone());
        let mut parts: Vec<Condition> = before.map(|condition| Condition::Not(Box::new(condition))).collect();
        parts.extend(branches.get(position).and_then(|branch| branch.condition.clone()));
        let when = if parts.len() == 1 { parts.remove(0) } else { Condition::And(parts.into()) };
        self.out.push('<');
        self.out.push_str(element);
        self.out.push_str(" class=\"gren\" data-when=\"");
        self.text(&when.to_string());
        self.out.push_str(if position == 0 { "\">" } else { "\" data-else>" });
    }

    /// A field in the text: its answer, or its label as a blank.
    pub(super) fn field(&mut self, name: &str) {
        let Some(field) = self.page.kind.form().field(name) else { return self.text(name) };
        let shown = self.view.field_shown(self.page, field);
        let class = match (&shown, field.kind) {
            (FieldText::Answer(_), _) => "felt fylt",
            (FieldText::Blank(_), FieldType::Long) => "felt langt",
            (FieldText::Blank(_), _) => "felt",
        };
        self.out.push_str("<span class=\"");
        self.out.push_str(class);
        self.out.push_str("\" data-field=\"");
        self.text(name);
        self.out.push_str("\">");
        if shown.answer().is_none() {
            self.out.push_str("<span class=\"skjult\">");
            self.word("blank");
            self.out.push_str(" </span>");
        }
        self.text(shown.as_ref());
        self.out.push_str("</span>");
    }
}

impl View<'_> {
    pub(super) fn document(&self, page: &Page, fill_in: &FillIn) -> DocumentView {
        let texts = self.texts_of(page);
        let field = |(name, field): &(Box<str>, Field)| {
            let shown = self.field_shown(page, field);
            let choices: Vec<ChoiceView> = field
                .options()
                .map(|(_, label)| ChoiceView { label: label.to_owned(), chosen: shown.answer() == Some(label) })
                .collect();
            FieldView {
                name: name.to_string(),
                label: field.label.to_string(),
                help: field.help.as_deref().map(str::to_owned),
                kind: texts.get(type_key(field.kind)).to_owned(),
                required: field.required,
                value: shown.answer().filter(|_| choices.is_empty()).map(str::to_owned),
                choices,
            }
        };
        let data = self.document_data(page, fill_in);
        let words = ConditionWords::of(page, texts);
        let advice = fill_in.form.advice.iter().map(|advice| AdviceView {
            level: advice.level,
            when: words.branch_title(Some(&advice.when), 0),
            of_a_blank: advice.when.asks_for_a_blank(),
            say: advice.say.to_string(),
            see: advice.see.as_deref().and_then(|id| self.page_link(page, id)),
        });
        DocumentView {
            fields: fill_in.form.fields.iter().map(field).collect(),
            advice: advice.collect(),
            questions: fill_in.has_questions().then(|| self.questions()),
            data,
        }
    }

    fn questions(&self) -> QuestionsView {
        let rules = &self.book.questions;
        if rules.rules().is_empty() {
            return QuestionsView::default();
        }
        QuestionsView {
            script: Some(self.book.config.file_names().questions.to_owned()),
            about: rules.says().while_writing.as_deref().map(Into::into),
        }
    }

    /// The data of a document for the script. A `<` is written as an escape: nothing in it ends the element.
    fn document_data(&self, page: &Page, fill_in: &FillIn) -> String {
        let organisation = &self.book.config.organisation;
        let advice = fill_in.form.advice.iter().map(|advice| AdviceData {
            when: advice.when.to_string(),
            level: advice.level,
            at: &advice.at,
        });
        let texts = self.texts_of(page);
        let fields = fill_in.form.fields.iter().map(|(name, field)| FieldData {
            name,
            label: &field.label,
            kind: type_name(field.kind),
            required: field.required,
            choices: field.options().collect(),
            words: words_of_answers(field, texts),
            value: default_answer(field, organisation),
        });
        let data = Data {
            id: &page.id,
            title: &page.common.title,
            heading: fill_in.heading.as_ref().map(heading_data),
            owner: fill_in.form.owner().map(|(name, _)| name),
            marked: organisation.name.is_some() && self.site.logo.is_some(),
            questions: fill_in.has_questions(),
            guard: (!self.book.questions.text_rules().is_empty()).then_some(self.book.config.file_names().questions),
            slides: fill_in.layout() == Layout::Slides,
            posting: posting_script(page).map(|path| super::address(&path)),
            fields: fields.collect(),
            advice: advice.collect(),
        };
        // Nothing in it is a map with keys that are no text.
        serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c")
    }
}

/// The name that the script has for a type; an employer is a choice to it.
fn type_name(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "text",
        FieldType::Long => "long",
        FieldType::Number => "number",
        FieldType::Percent => "percent",
        FieldType::Date => "date",
        FieldType::Choice | FieldType::Employer => "choice",
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
