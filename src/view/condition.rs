//! A condition in words, as a caption: «arbeidsgiver er kommune, og varighet ikke er fast».

use std::collections::HashMap;

use super::wording::{date_in_words, listed};
use crate::document::{Comparison, Condition, Literal};
use crate::draft::Page;
use crate::form::{Field, FieldType, Form};
use crate::kind::{Kind, choice_texts};
use crate::text::Date;
use crate::theme::Texts;

/// The longest text of a choice that a caption repeats, in characters.
const CHOICE_LENGTH: usize = 70;
/// A value of more words than this is set in quotation marks.
const PLAIN_WORDS: usize = 3;

/// The words of a document for its fields and choices.
pub(crate) struct ConditionWords<'a> {
    form: &'a Form,
    choices: HashMap<&'a str, String>,
    texts: &'a Texts,
}

impl<'a> ConditionWords<'a> {
    /// The words of a page. Only a document to fill in has conditions.
    pub(crate) fn of(page: &'a Page, texts: &'a Texts) -> Self {
        let choices = match page.kind {
            Kind::Document(_) => choice_texts(&page.body).into_iter().map(|(id, _, text)| (id, text)).collect(),
            _ => HashMap::new(),
        };
        Self { form: page.kind.form(), choices, texts }
    }

    /// The line over a branch: the condition, or nothing of the last one; its position among the branches.
    pub(crate) fn branch_title(&self, condition: Option<&Condition>, position: usize) -> String {
        let Some(condition) = condition else { return self.texts.get("when-else").to_owned() };
        let key = if position == 0 { "when-if" } else { "when-else-if" };
        self.texts.fill(key, &[("condition", &self.say(condition))])
    }

    /// The condition as what follows «når».
    fn say(&self, condition: &Condition) -> String {
        self.part(condition, false, 0)
    }

    /// `negated`: an odd number of `not` stands before it; `depth`: lists of conditions around it.
    fn part(&self, condition: &Condition, negated: bool, depth: usize) -> String {
        let fill = |key: &str, arguments: &[(&str, &str)]| self.texts.fill(key, arguments);
        match condition {
            Condition::Not(inner) => self.part(inner, !negated, depth),
            Condition::And(parts) => self.joined(parts, negated, !negated, depth),
            Condition::Or(parts) => self.joined(parts, negated, negated, depth),
            Condition::Has(name) => {
                let key = if negated { "condition-has-not" } else { "condition-has" };
                fill(key, &[("name", &self.label(name))])
            }
            Condition::Chosen(id) => {
                let key = if negated { "condition-not-chosen" } else { "condition-chosen" };
                let name = self.choices.get(&**id).map_or_else(|| id.replace('-', " "), |text| shortened(text));
                fill(key, &[("name", &name)])
            }
            Condition::Compare(name, comparison, value) => {
                let key = self.comparison(name, *comparison, negated);
                fill(key, &[("name", &self.label(name)), ("value", &self.value(name, value))])
            }
            Condition::In(name, values) => {
                let values: Vec<String> = values.iter().map(|value| self.value(name, value)).collect();
                let key = if negated { "condition-not-equal" } else { "condition-equal" };
                fill(key, &[("name", &self.label(name)), ("value", &listed(&values, self.texts.get("or")))])
            }
        }
    }

    /// `all`: every part must hold. A list within a list is told apart by «enten» and commas.
    fn joined(&self, parts: &[Condition], negated: bool, all: bool, depth: usize) -> String {
        let texts = self.texts;
        let word = texts.get(if all { "and" } else { "or" });
        let compound = parts.iter().any(is_list);
        let parts: Vec<String> = parts.iter().map(|part| self.part(part, negated, depth + 1)).collect();
        let joined = if compound { parts.join(&format!(", {word} ")) } else { listed(&parts, word) };
        let joined = if !all && (compound || depth > 0) {
            texts.fill("condition-either", &[("conditions", &joined)])
        } else {
            joined
        };
        if depth > 1 { format!("({joined})") } else { joined }
    }

    fn field(&self, name: &str) -> Option<&'a Field> {
        self.form.field(name)
    }

    fn comparison(&self, name: &str, comparison: Comparison, negated: bool) -> &'static str {
        let of_days = self.field(name).is_some_and(|field| field.kind == FieldType::Date);
        match (comparison, negated, of_days) {
            (Comparison::Equal, false, _) | (Comparison::NotEqual, true, _) => "condition-equal",
            (Comparison::NotEqual, false, _) | (Comparison::Equal, true, _) => "condition-not-equal",
            (Comparison::Less, false, false) => "condition-less",
            (Comparison::AtMost, false, false) => "condition-at-most",
            (Comparison::More, false, false) => "condition-more",
            (Comparison::AtLeast, false, false) => "condition-at-least",
            (Comparison::Less, true, false) => "condition-not-less",
            (Comparison::AtMost, true, false) => "condition-not-at-most",
            (Comparison::More, true, false) => "condition-not-more",
            (Comparison::AtLeast, true, false) => "condition-not-at-least",
            (Comparison::Less, false, true) => "condition-before",
            (Comparison::AtMost, false, true) => "condition-at-latest",
            (Comparison::More, false, true) => "condition-after",
            (Comparison::AtLeast, false, true) => "condition-at-earliest",
            (Comparison::Less, true, true) => "condition-not-before",
            (Comparison::AtMost, true, true) => "condition-not-at-latest",
            (Comparison::More, true, true) => "condition-not-after",
            (Comparison::AtLeast, true, true) => "condition-not-at-earliest",
        }
    }

    /// The label within a sentence; in quotation marks where its own words would blur the sentence's.
    fn label(&self, name: &str) -> String {
        match self.field(name) {
            Some(field) if self.blurs(&field.label) => self.quoted(&field.label),
            Some(field) => {
                let label = lower(&field.label);
                self.texts.language.definite(&label).unwrap_or(label)
            }
            None => name.replace('_', " "),
        }
    }

    fn value(&self, name: &str, value: &Literal) -> String {
        let field = self.field(name);
        let kind = field.map(|field| field.kind);
        match value {
            Literal::Number(number) => {
                let number = number.to_string().replace('.', self.texts.get("decimal-mark"));
                if kind == Some(FieldType::Percent) {
                    self.texts.fill("percent", &[("number", &number)])
                } else {
                    number
                }
            }
            Literal::Text(text) => {
                if let (Some(FieldType::Date), Some(date)) = (kind, Date::parse(text)) {
                    return date_in_words(self.texts, date);
                }
                let label = field.and_then(|field| field.options().find(|(value, _)| *value == &**text));
                let shown = label.map_or(&**text, |(_, label)| label);
                let long = shown.split_whitespace().count() > PLAIN_WORDS;
                if long || self.blurs(shown) { self.quoted(shown) } else { shown.to_owned() }
            }
        }
    }

    /// Whether a text has a comma, «og» or «eller» of its own, or is a clause.
    fn blurs(&self, text: &str) -> bool {
        let words = [self.texts.get("and"), self.texts.get("or")];
        let of_clauses = self.texts.language.of_clauses;
        let blurs = |word: &str| words.contains(&word) || of_clauses.contains(&&*word.to_lowercase());
        text.contains([',', '?']) || text.split_whitespace().any(blurs)
    }

    fn quoted(&self, text: &str) -> String {
        self.texts.fill("quoted", &[("text", text)])
    }
}

fn is_list(condition: &Condition) -> bool {
    match condition {
        Condition::Not(inner) => is_list(inner),
        Condition::And(_) | Condition::Or(_) => true,
        Condition::Has(_) | Condition::Chosen(_) | Condition::Compare(..) | Condition::In(..) => false,
    }
}

/// A label with a small first letter, unless it begins with an abbreviation.
fn lower(label: &str) -> String {
    let mut letters = label.chars();
    let Some(first) = letters.next() else { return String::new() };
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return label.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

/// A text without its full stop, and with whole words only up to a certain length.
pub(crate) fn shortened(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    if text.chars().count() <= CHOICE_LENGTH {
        return text.to_owned();
    }
    let end = text.char_indices().nth(CHOICE_LENGTH).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{} …", text[..cut].trim_end_matches([',', ':', ';']))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::config::Config;
    use crate::document::parse_condition;
    use crate::theme::Theme;

    fn field(kind: FieldType, label: &str, choices: &[(&str, &str)]) -> Field {
        Field {
            label: label.into(),
            help: None,
            kind,
            choices: choices.iter().map(|(value, label)| ((*value).into(), (*label).into())).collect(),
            default: None,
            required: false,
            from: None,
        }
    }

    fn form() -> Form {
        let fields = [
            (
                "arbeidsgiver",
                field(FieldType::Employer, "Arbeidsgiver", &[("stat", "stat"), ("privat", "privat virksomhet")]),
            ),
            (
                "andel",
                field(FieldType::Choice, "Stillingsstørrelse", &[("full", "full stilling"), ("liten", "under 50")]),
            ),
            ("kveld", field(FieldType::Choice, "Kveld eller helg", &[("ja", "ja, to ganger")])),
            ("grunn", field(FieldType::Choice, "Grunnlag", &[("v", "stillingen er et vikariat")])),
            ("prosent", field(FieldType::Percent, "Stillingsprosent", &[])),
            ("antall", field(FieldType::Number, "Antall", &[])),
            ("slutt", field(FieldType::Date, "Sluttdato", &[])),
            ("medvirket", field(FieldType::Text, "Medvirket på teksten", &[])),
            ("hr", field(FieldType::Text, "HR-kontakt", &[])),
            ("andre", field(FieldType::Text, "Hvem konsulenten ellers kan si fra til", &[])),
            ("oppgaver", field(FieldType::Text, "Oppgaver som trenger erfaringen", &[])),
        ];
        Form { fields: fields.into_iter().map(|(name, field)| (name.into(), field)).collect(), advice: Vec::new() }
    }

    #[test]
    fn conditions_read_as_plain_norwegian() {
        let theme = Theme::load(&BTreeMap::new(), &Config::default()).value;
        let form = form();
        let long = "Du har samtaler med brukere om det de selv vil ta opp, og bruker erfaringen der det hjelper.";
        let choices = HashMap::from([("krav", "Egenerfaring er et krav.".to_owned()), ("lang", long.to_owned())]);
        let words = ConditionWords { form: &form, choices, texts: theme.texts() };
        for (condition, expected) in [
            ("medvirket", "medvirket på teksten er fylt ut"),
            ("not medvirket", "medvirket på teksten ikke er fylt ut"),
            ("not not hr", "HR-kontakten er fylt ut"),
            ("not andre", "«Hvem konsulenten ellers kan si fra til» ikke er fylt ut"),
            ("oppgaver", "«Oppgaver som trenger erfaringen» er fylt ut"),
            ("arbeidsgiver == kommune", "arbeidsgiveren er kommune"),
            ("arbeidsgiver in [kommune, helseforetak, stat]", "arbeidsgiveren er kommune, helseforetak eller stat"),
            ("not arbeidsgiver in [stat, privat]", "arbeidsgiveren ikke er stat eller privat virksomhet"),
            ("andel != full", "stillingsstørrelsen ikke er full stilling"),
            ("not andel != full", "stillingsstørrelsen er full stilling"),
            ("kveld == ja", "«Kveld eller helg» er «ja, to ganger»"),
            ("grunn == v", "grunnlaget er «stillingen er et vikariat»"),
            ("prosent < 50", "stillingsprosenten er mindre enn 50 prosent"),
            ("not prosent >= 50", "stillingsprosenten ikke er minst 50 prosent"),
            ("antall > 1.5", "antallet er mer enn 1,5"),
            ("antall <= 3", "antallet er høyst 3"),
            ("slutt < 2026-11-22", "sluttdatoen er før 22. november 2026"),
            ("slutt >= 2026-11-22", "sluttdatoen er 22. november 2026 eller senere"),
            ("not slutt > 2026-11-22", "sluttdatoen ikke er etter 22. november 2026"),
            ("choice.krav", "«Egenerfaring er et krav» er krysset av"),
            ("not choice.krav", "«Egenerfaring er et krav» ikke er krysset av"),
            ("choice.lang", "«Du har samtaler med brukere om det de selv vil ta opp, og bruker …» er krysset av"),
            (
                "medvirket and hr and antall",
                "medvirket på teksten er fylt ut, HR-kontakten er fylt ut og antallet er fylt ut",
            ),
            ("not (medvirket or hr)", "medvirket på teksten ikke er fylt ut og HR-kontakten ikke er fylt ut"),
            (
                "andel == full and (not hr or antall == 2)",
                "stillingsstørrelsen er full stilling, og enten HR-kontakten ikke er fylt ut eller antallet er 2",
            ),
            (
                "(andel == full and hr) or (andel == liten and antall)",
                "enten stillingsstørrelsen er full stilling og HR-kontakten er fylt ut, eller stillingsstørrelsen er under 50 og antallet er fylt ut",
            ),
        ] {
            assert_eq!(words.say(&parse_condition(condition).unwrap()), expected, "{condition}");
        }
    }
}
