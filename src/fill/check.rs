//! Answers held against the document they are for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::added::added_places;
use super::answers::{ActionPlan, AnswerFile, DocumentAnswers};
use super::assessment::rating;
use super::held::is_form;
use super::places::key_places;
use crate::diagnostic::{Code, Diagnostic, listed, nearest};
use crate::document::{BlockNode, PageNo};
use crate::draft::Page;
use crate::form::{Field, FieldType, Form};
use crate::kind::{Assessment, Kind, choice_texts};
use crate::language::Letters;
use crate::questions::{Finding, RuleLevel};
use crate::resolve::Book;
use crate::said::{Phrase, said};
use crate::source::{Source, Span};
use crate::view::{day, number};

/// The faults of answers to a page: answers that no field of the book and no choice of the page
/// takes are warnings, values that cannot be are errors. `source` is the text they were read from.
#[must_use]
pub fn check(book: &Book, number: PageNo, file: &AnswerFile, source: &Source) -> Vec<Diagnostic> {
    found(book, number, file, source, false)
}

/// The same of answers that become a posting: what may not stand there is left to [`super::posting`], which it stops.
#[must_use]
pub fn check_of_posting(book: &Book, number: PageNo, file: &AnswerFile, source: &Source) -> Vec<Diagnostic> {
    found(book, number, file, source, true)
}

fn found(book: &Book, number: PageNo, file: &AnswerFile, source: &Source, is_posting: bool) -> Vec<Diagnostic> {
    let page = book.page(number);
    let letters = book.config.language().letters;
    let places = key_places(&source.text);
    let mut checker = AnswerChecker { letters, source, places, is_posting, found: Vec::new() };
    checker.fields(book, page.kind.form(), file);
    checker.documents(book, file);
    checker.keys(&page.id);
    if let Some(own) = file.documents.get(&*page.id) {
        checker.own(book, page, own);
    }
    checker.found
}

struct AnswerChecker<'a> {
    /// Those of the book's language.
    letters: Letters,
    source: &'a Source,
    places: BTreeMap<Vec<String>, Range<usize>>,
    /// Whether the answers become a posting.
    is_posting: bool,
    found: Vec<Diagnostic>,
}

impl AnswerChecker<'_> {
    fn say(&mut self, code: Code, message: Phrase, path: &[&str], help: Phrase) {
        let path: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
        let range = self.places.get(&path).cloned().unwrap_or(0..0);
        self.found
            .push(Diagnostic::new(code, message).at(Span::new(self.source.id, range), Phrase::default()).help(help));
    }

    /// A name that means nothing, with the nearest that does.
    fn unknown<'n>(&mut self, message: Phrase, path: &[&str], names: impl IntoIterator<Item = &'n str>) {
        let name = path.last().copied().unwrap_or_default();
        let help = match nearest(name, names) {
            Some(near) => said!("did you mean `{near}`?", near),
            None => said!("it is passed over; take it away if it is a mistake"),
        };
        self.say(Code::UnknownAnswer, message, path, help);
    }

    /// Documents share their fields: a field of another one is in its place.
    fn fields(&mut self, book: &Book, form: &Form, file: &AnswerFile) {
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for page in &book.pages {
            known.extend(page.kind.form().fields.iter().map(|(name, _)| &**name));
        }
        for (name, answer) in &file.fields {
            match form.field(name) {
                Some(field) if !answer.trim().is_empty() => {
                    self.field(name, field, answer.trim());
                    if matches!(field.kind, FieldType::Text | FieldType::Long) {
                        self.advised(book, answer, false, &["fields", name]);
                    }
                }
                None if !known.contains(&**name) => {
                    self.unknown(said!("there is no field `{name}`", name), &["fields", name], known.iter().copied());
                }
                _ => {}
            }
        }
    }

    /// Findings of the rules in a text that somebody has written: the decision stays theirs, as on the page.
    fn advised(&mut self, book: &Book, text: &str, is_question: bool, path: &[&str]) {
        let rules = &book.questions;
        let asked = is_question.then(|| rules.check(text)).into_iter().flatten();
        let is_left = |found: &Finding<'_>| self.is_posting && found.rule.level == RuleLevel::Forbidden;
        let written = rules.check_text(text).into_iter().filter(|found| !is_left(found));
        for found in written.chain(asked).collect::<Vec<_>>() {
            let (words, rule) = (&text[found.at], &found.rule.id);
            let message = said!("the rule `{rule}` advises against «{words}»", rule, words);
            let help = said!("instead: {instead}", instead = found.rule.instead.0);
            self.say(Code::RiskyQuestion, message, path, help);
        }
    }

    fn field(&mut self, name: &str, field: &Field, answer: &str) {
        let options: Vec<&str> = field.options().map(|(value, _)| value).collect();
        let fault = match field.kind {
            FieldType::Choice | FieldType::Employer if !options.contains(&answer) => {
                let help = match nearest(answer, options.iter().copied()) {
                    Some(near) => said!("did you mean `{near}`?", near),
                    None => said!("the answers are {options}", options = listed(options.iter().copied())),
                };
                Some((said!("`{answer}` is not one of the answers to `{name}`", answer, name), help))
            }
            FieldType::Date if day(answer).is_none() => {
                Some((said!("`{answer}` is not a day", answer), said!("write it as yyyy-mm-dd: 2026-11-22")))
            }
            FieldType::Number if number(answer).is_none() => {
                Some((said!("`{answer}` is not a number", answer), said!("write digits: 12 or 7,5")))
            }
            FieldType::Percent if number(answer).is_none_or(|number| !(0.0..=100.0).contains(&number)) => {
                Some((said!("`{answer}` is not per cent", answer), said!("write a number from 0 to 100: 50")))
            }
            _ => None,
        };
        if let Some((message, help)) = fault {
            self.say(Code::BadAnswers, message, &["fields", name], help);
        }
    }

    /// Keys that no file of answers has, and none of the page's.
    fn keys(&mut self, page: &str) {
        const FILE: &[&str] = &["brobygger", "fields", "documents"];
        const PAGE: &[&str] = &["choices", "added", "ratings", "notes", "plan", "respondent"];
        const PLAN: &[&str] = &["what", "who", "when"];
        let paths: Vec<Vec<String>> = self.places.keys().cloned().collect();
        for path in &paths {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            let known = match path[..] {
                [_] => FILE,
                ["documents", id, _] if id == page => PAGE,
                ["documents", id, "plan", _] if id == page => PLAN,
                _ => continue,
            };
            if let Some(key) = path.last().filter(|key| !known.contains(key)) {
                self.unknown(said!("there is no key `{key}`", key), &path, known.iter().copied());
            }
        }
    }

    fn documents(&mut self, book: &Book, file: &AnswerFile) {
        let forms = || book.pages.iter().filter(|page| is_form(page)).map(|page| &*page.id);
        let known: BTreeSet<&str> = forms().collect();
        for id in file.documents.keys().filter(|id| !known.contains(&***id)) {
            self.unknown(said!("there is no document `{id}`", id), &["documents", id], known.iter().copied());
        }
    }

    fn own(&mut self, book: &Book, page: &Page, own: &DocumentAnswers) {
        let choices: BTreeSet<&str> = choice_texts(&page.body).into_iter().map(|(id, ..)| id).collect();
        for id in own.choices.keys().filter(|id| !choices.contains(&***id)) {
            self.unknown(
                said!("there is no choice `{id}`", id),
                &["documents", &page.id, "choices", id],
                choices.iter().copied(),
            );
        }
        let takes: BTreeSet<&str> = added_places(&page.kind, &page.body.blocks).into_values().collect();
        for id in own.added.keys().filter(|id| !takes.contains(&***id)) {
            let headings = page.body.blocks.iter().filter_map(|block| match &block.node {
                BlockNode::Heading(heading) => Some(&*heading.id).filter(|id| takes.contains(id)),
                _ => None,
            });
            self.unknown(
                said!("there is no section to add to, `{id}`", id),
                &["documents", &page.id, "added", id],
                headings,
            );
        }
        let asks = matches!(&page.kind, Kind::Document(fill_in) if fill_in.has_questions());
        for (id, texts) in &own.added {
            for text in texts {
                self.advised(book, text, asks, &["documents", &page.id, "added", id]);
            }
        }
        if let Kind::Assessment(assessment) = &page.kind {
            self.assessment(page, assessment, own);
        } else {
            self.of_assessments(page, own);
        }
    }

    /// Keys that only an assessment takes, among the answers of another document.
    fn of_assessments(&mut self, page: &Page, own: &DocumentAnswers) {
        let given = [
            ("ratings", !own.ratings.is_empty()),
            ("notes", !own.notes.is_empty()),
            ("plan", own.plan != ActionPlan::default()),
            ("respondent", own.respondent.is_some()),
        ];
        for (key, _) in given.iter().filter(|(_, is_given)| *is_given) {
            let message = said!("`{id}` is no assessment, and takes no `{key}`", id = page.id, key);
            let help = said!("it is passed over; take it away if it is a mistake");
            self.say(Code::UnknownAnswer, message, &["documents", &page.id, key], help);
        }
    }

    fn assessment(&mut self, page: &Page, assessment: &Assessment, own: &DocumentAnswers) {
        let statements: BTreeSet<&str> = assessment.statements.iter().map(|statement| &*statement.id).collect();
        for (key, ids) in [("ratings", own.ratings.keys()), ("notes", own.notes.keys())] {
            for id in ids.filter(|id| !statements.contains(&***id)) {
                self.unknown(
                    said!("there is no statement `{id}`", id),
                    &["documents", &page.id, key, id],
                    statements.iter().copied(),
                );
            }
        }
        for (id, given) in own.ratings.iter().filter(|(_, given)| !given.trim().is_empty()) {
            if rating(assessment, given, self.letters).is_none() {
                let answers: Vec<&str> = assessment.scale.iter().map(|answer| &**answer).collect();
                let help = said!("the answers are {answers}", answers = answers.join(", "));
                let message = said!("`{given}` is not an answer to a statement", given);
                self.say(Code::BadAnswers, message, &["documents", &page.id, "ratings", id], help);
            }
        }
        if let Some(who) = own.respondent.as_deref()
            && assessment.respondents.iter().all(|one| &*one.name != who)
        {
            let names = assessment.respondents.iter().map(|one| &*one.name).collect::<Vec<_>>().join(", ");
            let message = said!("`{who}` is nobody who answers", who);
            self.say(
                Code::BadAnswers,
                message,
                &["documents", &page.id, "respondent"],
                said!("the names are {names}", names),
            );
        }
    }
}
