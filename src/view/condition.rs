//! A condition in words, as a caption.

use crate::document::{Comparison, Condition, Literal};
use crate::theme::Texts;

/// «arbeidsgiver er kommune og varighet er fylt ut».
pub(super) fn in_words(condition: &Condition, texts: &Texts) -> String {
    match condition {
        Condition::Has(name) => texts.fill("condition-has", &[("name", &label(name))]),
        Condition::Chosen(id) => texts.fill("condition-chosen", &[("name", &id.replace('-', " "))]),
        Condition::Compare(name, comparison, value) => {
            let key = match comparison {
                Comparison::Equal => "condition-equal",
                Comparison::NotEqual => "condition-not-equal",
                Comparison::Less => "condition-less",
                Comparison::AtMost => "condition-at-most",
                Comparison::More => "condition-more",
                Comparison::AtLeast => "condition-at-least",
            };
            texts.fill(key, &[("name", &label(name)), ("value", &literal(value))])
        }
        Condition::In(name, values) => {
            let values: Vec<String> = values.iter().map(literal).collect();
            let values = listed(&values, texts.get("or"));
            texts.fill("condition-equal", &[("name", &label(name)), ("value", &values)])
        }
        Condition::Not(inner) => texts.fill("condition-not", &[("condition", &in_words(inner, texts))]),
        Condition::And(parts) => joined(parts, texts, "and"),
        Condition::Or(parts) => joined(parts, texts, "or"),
    }
}

fn joined(parts: &[Condition], texts: &Texts, word: &str) -> String {
    let parts: Vec<String> = parts.iter().map(|part| in_words(part, texts)).collect();
    parts.join(&format!(" {} ", texts.get(word)))
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

fn label(name: &str) -> String {
    name.replace('_', " ")
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Text(text) => text.to_string(),
        Literal::Number(number) => number.to_string().replace('.', ","),
    }
}
