//! `decision`: questions that lead to outcomes. Every path ends, everything is reached, none goes
//! round in a circle.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{Kind, KindRow};
use crate::diagnostic::{Code, Diagnostic, listed, nearest};
use crate::markdown::Fillable;
use crate::said::{Phrase, said};
use crate::schema::{Key, Places, Shape, TEXTS, ValuePlace};

const QUESTION: Shape = Shape::Map(&[
    Key::new("id", Shape::Text(60), "its name").required(),
    Key::new("ask", Shape::Text(300), "the question").required(),
    Key::new("why", Shape::Text(600), "why it is asked"),
    Key::new(
        "answers",
        Shape::List(&Shape::Map(&[
            Key::new("text", Shape::Text(200), "the answer").required(),
            Key::new("to", Shape::Text(60), "the question or outcome it leads to").required(),
        ])),
        "the answers",
    )
    .required(),
]);

const OUTCOME: Shape = Shape::Map(&[
    Key::new("id", Shape::Text(60), "its name").required(),
    Key::new("title", Shape::Text(200), "the outcome, in short").required(),
    Key::new("says", Shape::Text(2000), "what it means").required(),
    Key::new("see", TEXTS, "pages to go on to"),
]);

/// Its row in the table of kinds.
pub(super) const ROW: KindRow = KindRow {
    name: "decision",
    doc: "questions that lead to outcomes; the first question is the start",
    keys: &[
        Key::new("questions", Shape::List(&QUESTION), "the questions").required(),
        Key::new("outcomes", Shape::List(&OUTCOME), "the outcomes").required(),
    ],
    examples: &[
        (
            "questions",
            "\n  - id: first\n    ask: What is asked first?\n    why: Say why it is asked.\n    answers:\n      - {text: 'Yes', to: do-it}\n      - {text: 'No', to: wait}",
        ),
        (
            "outcomes",
            "\n  - id: do-it\n    title: Do it\n    says: Say what the answer means.\n  - id: wait\n    title: Wait\n    says: Say what the answer means.",
        ),
    ],
    body: "Say what the reader may find out here.\n",
    is_term: false,
    is_offered: false,
    of_text: false,
    fill_in: Fillable::None,
    read: |yaml| {
        let decision = yaml.deserialise()?;
        check(&decision, yaml.places, yaml.diagnostics);
        Ok(Kind::Decision(Box::new(decision)))
    },
    bare: || Kind::Article,
};

/// The questions and outcomes of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Decision {
    /// The questions; the first is the start.
    pub questions: Vec<Question>,
    /// The outcomes.
    pub outcomes: Vec<DecisionOutcome>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Question {
    /// Its name.
    pub id: Box<str>,
    /// The question.
    pub ask: Box<str>,
    /// Why it is asked.
    pub why: Option<Box<str>>,
    /// The answers.
    pub answers: Vec<Answer>,
}

impl Question {
    /// The question with its number.
    #[must_use]
    pub fn title(&self, number: usize) -> String {
        format!("{number}. {}", self.ask)
    }
}

/// An answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Answer {
    /// The answer.
    pub text: Box<str>,
    /// The question or outcome it leads to.
    pub to: Box<str>,
}

/// An outcome.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DecisionOutcome {
    /// Its name.
    pub id: Box<str>,
    /// The outcome, in short.
    pub title: Box<str>,
    /// Its meaning for the reader.
    pub says: Box<str>,
    /// Pages to go on to.
    #[serde(default)]
    pub see: Vec<Box<str>>,
}

/// Everything wrong with the paths of a decision.
fn check(decision: &Decision, places: &Places, diagnostics: &mut Vec<Diagnostic>) {
    let place = |key: &str, i: usize| places.key(key).item(i).key("id");
    let questions = decision.questions.iter().enumerate().map(|(i, q)| (&*q.id, place("questions", i)));
    let outcomes = decision.outcomes.iter().enumerate().map(|(i, o)| (&*o.id, place("outcomes", i)));
    let named: Vec<(&str, ValuePlace<'_>)> = questions.chain(outcomes).collect();
    let mut checker = DecisionChecker { decision, places, diagnostics, nodes: HashSet::new(), state: HashMap::new() };
    for (id, at) in &named {
        checker.declare(id, *at);
    }
    if let Some(first) = decision.questions.first() {
        checker.visit(&first.id);
    } else {
        checker.say(
            Code::EndlessDecision,
            said!("the decision has no question"),
            places.key("questions"),
            said!("add a question"),
        );
    }
    for (id, at) in named {
        if !checker.state.contains_key(id) {
            let help = said!("let an answer lead to it, or take it away");
            checker.say(Code::Unreachable, said!("no answer leads to `{id}`", id), at, help);
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    Open,
    Done,
}

struct DecisionChecker<'a> {
    decision: &'a Decision,
    places: &'a Places,
    diagnostics: &'a mut Vec<Diagnostic>,
    nodes: HashSet<&'a str>,
    state: HashMap<&'a str, Visit>,
}

impl<'a> DecisionChecker<'a> {
    fn say(&mut self, code: Code, message: Phrase, at: ValuePlace<'_>, help: Phrase) {
        let diagnostic = Diagnostic::new(code, message).help(help);
        self.diagnostics.push(match at.span() {
            Some(at) => diagnostic.at(at, Phrase::default()),
            None => diagnostic,
        });
    }

    fn declare(&mut self, id: &'a str, at: ValuePlace<'_>) {
        if !self.nodes.insert(id) {
            let message = said!("`{id}` is the name of two questions or outcomes", id);
            self.say(Code::DuplicateId, message, at, said!("rename one of them"));
        }
    }

    /// Follows every answer; a question met again while it is open closes a circle.
    fn visit(&mut self, id: &'a str) {
        let decision = self.decision;
        self.state.insert(id, Visit::Open);
        if let Some((q, question)) = decision.questions.iter().enumerate().find(|(_, question)| &*question.id == id) {
            let at = self.places.key("questions").item(q);
            if question.answers.is_empty() {
                let help = said!("give it at least two answers");
                self.say(Code::EndlessDecision, said!("`{id}` has no answer", id), at.key("id"), help);
            }
            for (a, answer) in question.answers.iter().enumerate() {
                self.follow(&answer.to, at.key("answers").item(a).key("to"));
            }
        }
        self.state.insert(id, Visit::Done);
    }

    fn follow(&mut self, to: &'a str, at: ValuePlace<'_>) {
        if !self.nodes.contains(to) {
            let mut names: Vec<&str> = self.nodes.iter().copied().collect();
            names.sort_unstable();
            let help = match nearest(to, names.iter().copied()) {
                Some(near) => said!("did you mean `{near}`?", near),
                None => said!("it must be one of {names}", names = listed(names.iter().copied())),
            };
            return self.say(
                Code::EndlessDecision,
                said!("this answer leads to `{to}`, which does not exist", to),
                at,
                help,
            );
        }
        match self.state.get(to) {
            None => self.visit(to),
            Some(Visit::Open) => {
                let help = said!("let the answer lead to an outcome, or to a question that comes later");
                self.say(
                    Code::EndlessDecision,
                    said!("this answer leads back to `{to}`: the path never ends", to),
                    at,
                    help,
                );
            }
            Some(Visit::Done) => {}
        }
    }
}
