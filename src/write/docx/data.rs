//! Data that the script of the page needs to fill in a Word file, carried by the file itself.

use serde_json::{Value, json};

use super::body::DocxBody;
use crate::draft::Page;
use crate::form::FieldType;
use crate::kind::Kind;
use crate::theme::{DATE, MONTHS};
use crate::view::{default_answer, heading_data, words_of_answers};
use crate::vocabulary::Layout;

impl DocxBody<'_> {
    /// The fields, conditions and words of a form, as JSON.
    pub(super) fn data(&self, page: &Page) -> String {
        let texts = self.texts;
        let months: Vec<&str> = MONTHS.iter().map(|key| texts.get(key)).collect();
        let whens: Vec<Value> = self.whens.iter().map(|group| json!(group)).collect();
        let mut data = json!({
            "version": 1,
            "when": whens,
            "boxes": !matches!(page.kind, Kind::Document(_)),
            "tags": self.tags.cut(),
            "months": months,
            "date": texts.fill(DATE, &[("day", "{day}"), ("month", "{month}"), ("year", "{year}")]),
            "percent": texts.fill("percent", &[("number", "{number}")]),
            "decimal": texts.get("decimal-mark"),
            "organisation": self.book.config.organisation.name,
        });
        match &page.kind {
            Kind::Document(fill_in) => {
                data["slides"] = json!(fill_in.layout() == Layout::Slides);
                data["heading"] = json!(fill_in.heading.as_ref().map(heading_data));
                data["owner"] = json!(fill_in.form.owner().map(|(name, _)| name));
                let organisation = &self.book.config.organisation;
                data["fields"] = fill_in
                    .form
                    .fields
                    .iter()
                    .map(|(name, field)| {
                        let mut options: Vec<Value> = field.options().map(|option| json!(option)).collect();
                        options.extend(words_of_answers(field, texts).iter().map(|words| json!(words)));
                        let value = json!({
                            "label": field.label,
                            "type": type_name(field.kind),
                            "value": default_answer(field, organisation),
                            "options": options,
                        });
                        (name.to_string(), value)
                    })
                    .collect();
            }
            Kind::Assessment(assessment) => {
                let scale = assessment.options(self.book.config.language().letters);
                data["scale"] = json!(scale.collect::<Vec<_>>());
                data["unrated"] = json!(texts.get("word-unrated"));
                data["respondents"] = assessment.respondents.iter().map(|one| json!(one.name)).collect();
            }
            Kind::Article | Kind::Definition(_) | Kind::Checklist | Kind::Decision(_) => {}
        }
        data.to_string()
    }
}

fn type_name(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text | FieldType::Long | FieldType::Number => "text",
        FieldType::Percent => "percent",
        FieldType::Date => "date",
        FieldType::Choice | FieldType::Employer => "choice",
    }
}
