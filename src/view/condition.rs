//! A condition in words, as a caption.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::document::{
    Block, BlockNode, Comparison, Condition, Document, Literal, plain_text, walk_blocks, walk_items,
};
use crate::draft::Page;
use crate::form::{Field, Form};
use crate::kind::Kind;
use crate::theme::Texts;

/// What the fields and choices of a page are called.
pub(super) struct Labels<'v> {
    texts: &'v Texts,
    form: Option<&'v Form>,
    body: &'v Document,
    choices: OnceCell<HashMap<&'v str, String>>,
}

impl<'v> Labels<'v> {
    pub(super) fn new(page: &'v Page, texts: &'v Texts) -> Self {
        let form = match &page.kind {
            Kind::Document(document) => Some(&document.form),
            _ => None,
        };
        Self { texts, form, body: &page.body, choices: OnceCell::new() }
    }

    /// The label of a field; its name where it is not declared.
    pub(super) fn field(&self, name: &'v str) -> &'v str {
        self.form.and_then(|form| form.field(name)).map_or(name, |field| &field.label)
    }

    fn choice(&self, id: &str) -> String {
        let texts = self.choices.get_or_init(|| choices(self.body));
        texts.get(id).map_or(id, |text| text.trim_end_matches('.')).to_owned()
    }

    fn value(&self, name: &str, value: &Literal) -> String {
        match value {
            Literal::Number(number) => number.to_string().replace('.', ","),
            Literal::Text(text) => {
                let mut options = self.form.and_then(|form| form.field(name)).into_iter().flat_map(Field::options);
                options.find(|(option, _)| *option == &**text).map_or(&**text, |(_, label)| label).to_owned()
            }
        }
    }

    /// A condition in words: «arbeidsgiver er kommune og varighet er fylt ut».
    pub(super) fn in_words(&self, condition: &'v Condition) -> String {
        let texts = self.texts;
        match condition {
            Condition::Has(name) => texts.fill("condition-has", &[("name", self.field(name))]),
            Condition::Chosen(id) => texts.fill("condition-chosen", &[("name", &self.choice(id))]),
            Condition::Compare(name, comparison, value) => {
                let arguments = [("name", self.field(name)), ("value", &self.value(name, value))];
                texts.fill(key(*comparison), &arguments)
            }
            Condition::In(name, values) => {
                let values: Vec<String> = values.iter().map(|value| self.value(name, value)).collect();
                let values = listed(&values, texts.get("or"));
                texts.fill("condition-equal", &[("name", self.field(name)), ("value", &values)])
            }
            Condition::Not(inner) => texts.fill("condition-not", &[("condition", &self.in_words(inner))]),
            Condition::And(parts) => self.joined(parts, "and"),
            Condition::Or(parts) => self.joined(parts, "or"),
        }
    }

    fn joined(&self, parts: &'v [Condition], word: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.in_words(part)).collect();
        parts.join(&format!(" {} ", self.texts.get(word)))
    }
}

fn key(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "condition-equal",
        Comparison::NotEqual => "condition-not-equal",
        Comparison::Less => "condition-less",
        Comparison::AtMost => "condition-at-most",
        Comparison::More => "condition-more",
        Comparison::AtLeast => "condition-at-least",
    }
}

/// The texts of the choices of a page, by id.
fn choices(body: &Document) -> HashMap<&str, String> {
    let mut found = HashMap::new();
    walk_blocks(&body.blocks, &mut |block| {
        let BlockNode::List(list) = &block.node else { return };
        walk_items(&list.items, &mut |item| {
            let id = item.task.as_ref().and_then(|task| task.id.as_ref());
            if let (Some((id, _)), Some(Block { node: BlockNode::Paragraph(text), .. })) = (id, item.blocks.first()) {
                found.insert(&**id, plain_text(text, &body.text));
            }
        });
    });
    found
}

/// «a, b og c».
pub(super) fn listed<T: AsRef<str>>(items: &[T], word: &str) -> String {
    let mut out = String::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 && i + 1 == items.len() {
            out.push(' ');
            out.push_str(word);
            out.push(' ');
        } else if i > 0 {
            out.push_str(", ");
        }
        out.push_str(item.as_ref());
    }
    out
}
