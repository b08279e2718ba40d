//! An assessment as a form: a table for every statement, with a row for each who answers, and a plan.

use super::body::{Body, Look};
use super::control::Sort;
use crate::document::Alignment;
use crate::fill::{RESPONDENTS, look_for};
use crate::kind::{Assessment, Statement};
use crate::text::slug;

/// Lines of the plan that are left to a pen.
const FREE_LINES: usize = 3;

impl Body<'_> {
    pub(super) fn assessment(&mut self, assessment: &Assessment) {
        let texts = self.texts;
        self.styled("Heading1", |body| body.written(texts.get("del-pastander"), Look::default()));
        for (number, statement) in (1..).zip(&assessment.statements) {
            self.statement(number, statement, assessment);
        }
        self.styled("Heading1", |body| body.written(texts.get("del-tiltak"), Look::default()));
        self.plain_paragraph(texts.get("plan-how"));
        self.plan();
    }

    fn statement(&mut self, number: usize, statement: &Statement, assessment: &Assessment) {
        let texts = self.texts;
        let title = format!("{number}. {}", statement.text);
        self.styled("Heading2", |body| body.written(&title, Look::default()));
        if let Some(why) = &statement.why {
            self.plain_paragraph(why);
        }
        let scale: Vec<(String, String)> = assessment.scale.iter().map(|text| (slug(text), text.to_string())).collect();
        self.table_with(4, |body| {
            body.words(true, &["word-who", "look-for", "word-answer", "notes"].map(|key| texts.get(key)));
            let ask = look_for(&statement.look_for);
            for ((_, who), ask) in RESPONDENTS.iter().zip(ask) {
                body.row_with(false, |body| {
                    for text in [texts.get(who), ask] {
                        body.cell(4, Alignment::None, |body| body.written(text, Look::default()));
                    }
                    body.cell(4, Alignment::None, |body| {
                        let sort = Sort::DropDown(scale.clone());
                        body.empty_control(&format!("rating:{}", statement.id), texts.get("word-choose"), &sort);
                    });
                    body.cell(4, Alignment::None, |body| {
                        let sort = Sort::Text { lines: true };
                        body.empty_control(&format!("note:{}", statement.id), texts.get("notes"), &sort);
                    });
                });
            }
        });
    }

    /// What is done, by whom, when; the first line can be filled in, the others written by hand.
    fn plan(&mut self) {
        let texts = self.texts;
        let keys = ["plan-what", "plan-who", "plan-when"];
        self.table_with(3, |body| {
            body.words(true, &keys.map(|key| texts.get(key)));
            body.row_with(false, |body| {
                for (key, tag) in keys.iter().zip(["plan:what", "plan:who", "plan:when"]) {
                    let sort = if *key == "plan-when" { Sort::Date(None) } else { Sort::Text { lines: true } };
                    body.cell(3, Alignment::None, |body| body.empty_control(tag, texts.get(key), &sort));
                }
            });
            for _ in 0..FREE_LINES {
                body.words(false, &["", "", ""]);
            }
        });
        self.space();
    }

    /// A row of texts.
    fn words(&mut self, head: bool, texts: &[&str]) {
        self.row_with(head, |body| {
            for text in texts {
                body.cell(texts.len(), Alignment::None, |body| body.written(text, Look::head(head)));
            }
        });
    }

    fn plain_paragraph(&mut self, text: &str) {
        self.xml.open("w:p", &[]);
        self.written(text, Look::default());
        self.xml.close("w:p");
    }
}
