//! Answers, and what a condition means for them. The reader's browser does the same; one shared
//! fixture (`tests/conditions.json`) holds both to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Comparison, Condition, Literal};

/// The answers of a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Answers by field; an empty text is no answer.
    pub fields: BTreeMap<String, String>,
    /// The choices that are ticked.
    pub choices: BTreeSet<String>,
}

impl Answers {
    fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|answer| answer.trim()).filter(|answer| !answer.is_empty())
    }
}

/// Whether a condition holds. About a field that is not answered nothing holds but `not` and `!=`.
#[must_use]
pub fn holds(condition: &Condition, answers: &Answers) -> bool {
    match condition {
        Condition::Has(name) => answers.field(name).is_some(),
        Condition::Chosen(id) => answers.choices.contains(&**id),
        Condition::Compare(name, comparison, literal) => match answers.field(name) {
            Some(answer) => compare(answer, *comparison, literal),
            None => *comparison == Comparison::NotEqual,
        },
        Condition::In(name, literals) => answers
            .field(name)
            .is_some_and(|answer| literals.iter().any(|literal| compare(answer, Comparison::Equal, literal))),
        Condition::Not(inner) => !holds(inner, answers),
        Condition::And(parts) => parts.iter().all(|part| holds(part, answers)),
        Condition::Or(parts) => parts.iter().any(|part| holds(part, answers)),
    }
}

/// Numbers are compared as numbers (with a decimal comma or point), everything else as text; a day
/// written `yyyy-mm-dd` is in order as text.
fn compare(answer: &str, comparison: Comparison, literal: &Literal) -> bool {
    let order = match literal {
        Literal::Number(number) => {
            let answer = answer.trim_end_matches('%').trim_end().replace(',', ".");
            match answer.parse::<f64>() {
                Ok(answer) => answer.partial_cmp(number),
                Err(_) => return comparison == Comparison::NotEqual,
            }
        }
        Literal::Text(text) => Some(answer.cmp(text)),
    };
    let Some(order) = order else { return false };
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::More => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse_condition;

    /// The rows of the fixture that the browser's evaluator is held to as well.
    #[test]
    fn conditions_mean_what_the_shared_fixture_says() {
        let rows: Vec<serde_json::Value> = serde_json::from_str(include_str!("../../tests/conditions.json")).unwrap();
        assert!(rows.len() > 20);
        for row in rows {
            let condition = row["condition"].as_str().unwrap();
            let fields = row["fields"].as_object().into_iter().flatten();
            let answers = Answers {
                fields: fields.map(|(name, answer)| (name.clone(), answer.as_str().unwrap().to_owned())).collect(),
                choices: row["choices"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|id| id.as_str().unwrap().into())
                    .collect(),
            };
            let found = holds(&parse_condition(condition).unwrap(), &answers);
            assert_eq!(found, row["holds"].as_bool().unwrap(), "{condition} for {answers:?}");
        }
    }
}
