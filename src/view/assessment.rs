//! The view of an assessment: statements, what each respondent looks for, the answers.

use serde::Serialize;

use super::{LinkView, View};
use crate::draft::Page;
use crate::kind::{Assessment, Statement};
use crate::vocabulary::Respondent;

/// The statements and answers of an assessment, to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AssessmentView {
    /// The answers to choose from.
    pub scale: Vec<String>,
    /// The statements.
    pub statements: Vec<StatementView>,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StatementView {
    /// Its name in answers.
    pub id: String,
    /// Its place in the page.
    pub anchor: String,
    /// Its number, from 1.
    pub number: usize,
    /// The statement.
    pub text: String,
    /// The statement with its number.
    pub title: String,
    /// Why it matters.
    pub why: Option<String>,
    /// Pages with more.
    pub see: Vec<LinkView>,
    /// Who answers, and what each looks for.
    pub respondents: Vec<RespondentView>,
}

/// Somebody who answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RespondentView {
    /// The name of them in answers.
    pub key: String,
    /// Who; empty where anybody answers.
    pub who: String,
    /// Whether nothing they answer leaves the page but what they choose.
    pub private: bool,
    /// Signs to look for.
    pub look_for: String,
}

impl View<'_> {
    pub(super) fn assessment(&self, page: &Page, assessment: &Assessment) -> AssessmentView {
        let respondent = |(one, text): (&Respondent, &str)| RespondentView {
            key: one.name.to_string(),
            who: one.title.to_string(),
            private: one.private,
            look_for: text.to_owned(),
        };
        let statement = |(number, statement): (usize, &Statement)| StatementView {
            id: statement.id.to_string(),
            anchor: format!("{}{}", self.book.config.anchors().statement, statement.id),
            number,
            text: statement.text.to_string(),
            title: statement.title(number),
            why: statement.why.as_deref().map(str::to_owned),
            see: self.page_links(page, &statement.see),
            respondents: assessment.asked(statement).map(respondent).collect(),
        };
        AssessmentView {
            scale: assessment.scale.iter().map(ToString::to_string).collect(),
            statements: (1..).zip(&assessment.statements).map(statement).collect(),
        }
    }
}
