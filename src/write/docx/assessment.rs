//! An assessment as a form: a table for every statement, with a row for each who answers, and a plan.

use super::body::{DocxBody, RunLook, TEXT_WIDTH};
use super::tags::ControlType;
use crate::document::Alignment;
use crate::kind::anchors::KindSection;
use crate::kind::{Assessment, Statement};

/// The widths of the columns of a statement: who, what to look for, the answer, notes.
const STATEMENT: [usize; 4] = [1950, 2400, 1650, TEXT_WIDTH - 6000];
/// The widths of the columns of the plan: what, who, when.
const PLAN: [usize; 3] = [TEXT_WIDTH - 4200, 2400, 1800];
/// Lines of the plan that are left to a pen.
const FREE_LINES: usize = 3;

impl<'a> DocxBody<'a> {
    pub(super) fn assessment(&mut self, assessment: &'a Assessment) {
        let texts = self.texts;
        self.styled("Heading1", |body| {
            body.written(texts.get(KindSection::Statements.title_key()), RunLook::default());
        });
        for (number, statement) in (1..).zip(&assessment.statements) {
            self.statement(number, statement, assessment);
        }
        self.styled("Heading1", |body| body.written(texts.get(KindSection::Plan.title_key()), RunLook::default()));
        self.plain_paragraph(texts.get("plan-how"));
        self.plan();
    }

    fn statement(&mut self, number: usize, statement: &'a Statement, assessment: &'a Assessment) {
        let texts = self.texts;
        let title = statement.title(number);
        self.styled("Heading2", |body| body.written(&title, RunLook::default()));
        if let Some(why) = &statement.why {
            self.plain_paragraph(why);
        }
        let scale = assessment.options(self.book.config.language().letters);
        let scale: Vec<(String, String)> = scale.map(|(value, text)| (value, text.to_owned())).collect();
        self.table_with(&STATEMENT, |body| {
            body.words(true, &["word-who", "look-for", "word-answer", "notes"].map(|key| texts.get(key)), &STATEMENT);
            for (who, ask) in assessment.asked(statement) {
                // The script writes over these words where it is not known who has answered.
                let shown = |text: &'a str| if text.is_empty() { "–" } else { text };
                body.row_with(false, |body| {
                    let [first, second, third, fourth] = STATEMENT;
                    for (text, width) in [(shown(&who.title), first), (shown(ask), second)] {
                        body.cell(width, Alignment::None, |body| body.written(text, RunLook::default()));
                    }
                    body.cell(third, Alignment::None, |body| {
                        let sort = ControlType::DropDown(scale.clone());
                        body.empty_control(&format!("rating:{}", statement.id), texts.get("word-choose"), &sort);
                    });
                    body.cell(fourth, Alignment::None, |body| {
                        body.empty_control(&format!("note:{}", statement.id), texts.get("notes"), &ControlType::Rich);
                    });
                });
            }
        });
    }

    /// The plan: what is done, by whom, when; the first line can be filled in, the others written by hand.
    fn plan(&mut self) {
        let texts = self.texts;
        let keys = ["plan-what", "plan-who", "plan-when"];
        self.table_with(&PLAN, |body| {
            body.words(true, &keys.map(|key| texts.get(key)), &PLAN);
            body.row_with(false, |body| {
                let tags = ["plan:what", "plan:who", "plan:when"];
                for ((key, tag), width) in keys.iter().zip(tags).zip(PLAN) {
                    let sort = if *key == "plan-when" { ControlType::Date(None) } else { ControlType::Rich };
                    body.cell(width, Alignment::None, |body| body.empty_control(tag, texts.get(key), &sort));
                }
            });
            for _ in 0..FREE_LINES {
                body.words(false, &[""; 3], &PLAN);
            }
        });
        self.space();
    }

    /// A row of texts.
    fn words(&mut self, head: bool, texts: &[&str], widths: &[usize]) {
        self.row_with(head, |body| {
            for (text, width) in texts.iter().zip(widths) {
                body.cell(*width, Alignment::None, |body| body.written(text, RunLook::head(head)));
            }
        });
    }

    /// A paragraph that stays on the page of the table after it.
    fn plain_paragraph(&mut self, text: &str) {
        self.xml.open("w:p", &[]);
        self.xml.within("w:pPr", &[], |xml| xml.empty("w:keepNext", &[]));
        self.written(text, RunLook::default());
        self.xml.close("w:p");
    }
}
