//! Reading `sporsmal-eksempler.yaml`: questions with labels, by rule, and those that may be asked.
//!
//! In: the register, the rules. Out: [`LabelledQuestions`], and every fault with its place.
//! Invariant: a question with a fault is left out, the others stand.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::QuestionRules;
use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::front_matter::parse_yaml;
use crate::said::said;
use crate::schema::{KeyValue, Node, Shape, Value, check};
use crate::source::{FileId, Source, Span};

/// The key of questions that may be asked.
const ALLOWED: &str = "allowed";

const REGISTER: Shape = Shape::MapOf(&Shape::List(&Shape::Text(400)));

/// Questions with labels.
#[derive(Debug, Clone, Default)]
pub struct LabelledQuestions {
    pub(super) list: Vec<LabelledQuestion>,
}

/// A question, and whether it may be asked.
#[derive(Debug, Clone)]
pub(super) struct LabelledQuestion {
    pub(super) text: Box<str>,
    /// The rule that it is against, as its number; nothing where it may be asked.
    pub(super) ground: Option<usize>,
}

/// Reads the register.
#[must_use]
pub fn read_examples(source: &Source, rules: &QuestionRules) -> Warned<LabelledQuestions> {
    let tree = match parse_yaml(source, &(source.begin()..source.text.len())) {
        Ok(tree) => tree,
        Err(diagnostic) => return Warned::new(LabelledQuestions::default(), vec![diagnostic]),
    };
    let found = check(&tree, &REGISTER, source.id);
    let mut reader = ExampleReader { file: source.id, rules, list: Vec::new(), places: BTreeMap::new(), found };
    if let Value::Map(entries) = &tree.value {
        for entry in entries {
            reader.entry(entry);
        }
    }
    Warned::new(LabelledQuestions { list: reader.list }, reader.found)
}

struct ExampleReader<'a> {
    file: FileId,
    rules: &'a QuestionRules,
    list: Vec<LabelledQuestion>,
    /// The place of each question.
    places: BTreeMap<&'a str, Span>,
    found: Vec<Diagnostic>,
}

impl<'a> ExampleReader<'a> {
    fn entry(&mut self, entry: &'a KeyValue) {
        let rule = self.rules.list.iter().position(|rule| *rule.id == *entry.key);
        if rule.is_none() && entry.key != ALLOWED {
            let ids = self.rules.list.iter().map(|rule| &*rule.id).chain([ALLOWED]);
            let near = nearest(&entry.key, ids);
            let help = near.map_or_else(
                || said!("write the id of a rule, or `{allowed}`", allowed = ALLOWED),
                |near| said!("perhaps `{near}`", near),
            );
            let diagnostic = Diagnostic::new(Code::BadRegister, said!("there is no rule `{key}`", key = entry.key));
            let at = Span::new(self.file, entry.at.clone());
            self.found
                .push(diagnostic.at(at, said!("neither a rule of sporsmal-lint.yaml nor what is allowed")).help(help));
            return;
        }
        let Value::List(items) = &entry.node.value else { return };
        for item in items {
            self.question(item, rule);
        }
    }

    fn question(&mut self, item: &'a Node, ground: Option<usize>) {
        let Some(text) = item.text() else { return };
        let at = Span::new(self.file, item.at.clone());
        match self.places.entry(text) {
            Entry::Vacant(free) => {
                free.insert(at);
                self.list.push(LabelledQuestion { text: text.into(), ground });
            }
            Entry::Occupied(first) => {
                let diagnostic = Diagnostic::new(Code::DuplicateId, said!("the question «{text}» stands twice", text));
                let diagnostic = diagnostic.at(at, said!("this question")).at(*first.get(), said!("and this one"));
                self.found.push(diagnostic.help(said!("take one of them away")));
            }
        }
    }
}
