//! The view of a decision: every question and outcome as text, and the whole as a figure.

use std::collections::HashMap;

use serde::Serialize;

use super::figure::{self, FigurePart, FigureWords};
use super::{LinkView, View};
use crate::document::PageNo;
use crate::draft::Page;
use crate::kind::{Answer, Decision, Kind};

/// The questions and outcomes of a decision, to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DecisionView {
    /// The questions; the first is the start.
    pub questions: Vec<QuestionView>,
    /// The outcomes.
    pub outcomes: Vec<OutcomeView>,
    /// The whole as a figure: an `svg` element.
    pub figure: String,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct QuestionView {
    /// Its place in the page.
    pub anchor: String,
    /// Its number, from 1.
    pub number: usize,
    /// The question.
    pub ask: String,
    /// The question with its number.
    pub title: String,
    /// Why it is asked.
    pub why: Option<String>,
    /// The answers.
    pub answers: Vec<AnswerView>,
}

/// An answer, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AnswerView {
    /// The answer.
    pub text: String,
    /// «Gå til spørsmål 3: …», or the title of an outcome.
    pub leads_to: String,
    /// The anchor of that.
    pub anchor: String,
}

/// An outcome.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct OutcomeView {
    /// Its place in the page.
    pub anchor: String,
    /// The number of the role it is about, 1 to 4: the role whose id it bears.
    pub role: Option<usize>,
    /// The outcome, in short.
    pub title: String,
    /// Its meaning for the reader.
    pub says: String,
    /// Pages to go on to.
    pub see: Vec<LinkView>,
}

impl View<'_> {
    /// The number of a role, 1 to 4, by the id of its term.
    fn role_of_term(&self, id: &str) -> Option<usize> {
        self.role(*self.by_id.get(id)?)
    }

    pub(super) fn decision(&self, page: &Page, decision: &Decision) -> DecisionView {
        let (texts, names) = (self.texts_of(page), self.book.config.anchors());
        let mut targets: HashMap<&str, (String, String)> = HashMap::new();
        for outcome in &decision.outcomes {
            targets.insert(&outcome.id, (outcome.title.to_string(), format!("{}{}", names.outcome, outcome.id)));
        }
        for (number, question) in (1..).zip(&decision.questions) {
            let number: usize = number;
            let words = texts.fill("go-to-question", &[("number", &number.to_string()), ("question", &question.ask)]);
            targets.insert(&question.id, (words, format!("{}{}", names.question, question.id)));
        }
        let answer = |answer: &Answer| {
            let (leads_to, anchor) = targets.get(&*answer.to).cloned().unwrap_or_default();
            AnswerView { text: answer.text.to_string(), leads_to, anchor }
        };
        DecisionView {
            questions: (1..)
                .zip(&decision.questions)
                .map(|(number, question)| QuestionView {
                    anchor: format!("{}{}", names.question, question.id),
                    number,
                    ask: question.ask.to_string(),
                    title: question.title(number),
                    why: question.why.as_deref().map(str::to_owned),
                    answers: question.answers.iter().map(answer).collect(),
                })
                .collect(),
            outcomes: decision
                .outcomes
                .iter()
                .map(|outcome| OutcomeView {
                    anchor: format!("{}{}", names.outcome, outcome.id),
                    role: self.role_of_term(&outcome.id),
                    title: outcome.title.to_string(),
                    says: outcome.says.to_string(),
                    see: self.page_links(page, &outcome.see),
                })
                .collect(),
            figure: self.with_figure_words(page, |words| figure::draw(decision, words)),
        }
    }

    /// The figure of a decision in one part, in two, and so on, for pages that one does not fit on: each part is whole, and
    /// leads to the questions of others by their numbers. Nothing for other pages.
    #[must_use]
    pub fn figure_parts(&self, page: PageNo) -> Vec<Vec<FigurePart>> {
        let page = self.book.page(page);
        match &page.kind {
            Kind::Decision(decision) => self.with_figure_words(page, |words| figure::draw_parts(decision, words)),
            _ => Vec::new(),
        }
    }

    fn with_figure_words<T>(&self, page: &Page, drawn: impl FnOnce(&FigureWords<'_>) -> T) -> T {
        let texts = self.texts_of(page);
        let elsewhere = |number: usize| texts.fill("figure-elsewhere", &[("number", &number.to_string())]);
        let (title, description) = (&*page.common.title, texts.get("figure-text"));
        drawn(&FigureWords { title, description, elsewhere: &elsewhere })
    }
}
