//! The language of conditions in documents: a subset of what the themes' templates understand.
//!
//! In: the text between `{% if` and `%}`, or an advice's `when`. Out: a [`Condition`], or what is
//! wrong and where. What a condition means for a set of answers is told in `form/`.
//!
//! ```text
//! or      = and { "or" and }
//! and     = not { "and" not }
//! not     = "not" not | "(" or ")" | test
//! test    = name [ op value | "in" "[" value { "," value } "]" ]
//! op      = "==" | "!=" | "<" | "<=" | ">" | ">="
//! name    = identifier | "choice." identifier-with-hyphens
//! value   = identifier | "text" | number | date (yyyy-mm-dd)
//! ```

use std::fmt;

use crate::said::{Phrase, said};

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// A field has a value.
    Has(Box<str>),
    /// A choice is ticked.
    Chosen(Box<str>),
    /// A field compared with a value.
    Compare(Box<str>, Comparison, Literal),
    /// A field's value is one of these.
    In(Box<str>, Box<[Literal]>),
    /// Not.
    Not(Box<Condition>),
    /// All of these.
    And(Box<[Condition]>),
    /// One of these.
    Or(Box<[Condition]>),
}

/// The comparison of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// A value in a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A word or a text in quotation marks; dates too (`2026-11-22` compares as text does).
    Text(Box<str>),
    /// A number.
    Number(f64),
}

/// The reason for which a condition does not parse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionError {
    /// The fault, in a sentence.
    pub message: Phrase,
    /// Where, in bytes of the condition's text.
    pub range: std::ops::Range<usize>,
}

impl Condition {
    /// Calls `visit` on every field (`false`) and choice (`true`) the condition names.
    pub fn names<'a>(&'a self, visit: &mut impl FnMut(&'a str, bool)) {
        match self {
            Self::Has(name) | Self::Compare(name, ..) | Self::In(name, _) => visit(name, false),
            Self::Chosen(id) => visit(id, true),
            Self::Not(inner) => inner.names(visit),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.names(visit)),
        }
    }

    /// Whether a field must have been left blank, here or in a part of it: on paper nothing tells that.
    #[must_use]
    pub fn asks_for_a_blank(&self) -> bool {
        self.names_a_blank(false)
    }

    /// As above, in a condition that must hold or, `denied`, must not.
    fn names_a_blank(&self, denied: bool) -> bool {
        match self {
            Self::Has(_) => denied,
            Self::Not(inner) => inner.names_a_blank(!denied),
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.names_a_blank(denied)),
            Self::Chosen(_) | Self::Compare(..) | Self::In(..) => false,
        }
    }
}

/// The canonical form: parsed again, it gives the same condition.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Has(name) => f.write_str(name),
            Self::Chosen(id) => write!(f, "choice.{id}"),
            Self::Compare(name, comparison, value) => write!(f, "{name} {comparison} {value}"),
            Self::In(name, values) => {
                write!(f, "{name} in [")?;
                for (i, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Not(inner) if matches!(**inner, Self::And(_) | Self::Or(_)) => write!(f, "not ({inner})"),
            Self::Not(inner) => write!(f, "not {inner}"),
            Self::And(parts) | Self::Or(parts) => {
                let word = if matches!(self, Self::And(_)) { " and " } else { " or " };
                for (i, part) in parts.iter().enumerate() {
                    f.write_str(if i > 0 { word } else { "" })?;
                    // Brackets only where they were: the form is nested no deeper than what was written.
                    match part {
                        Self::And(_) if matches!(self, Self::Or(_)) => write!(f, "{part}")?,
                        Self::And(_) | Self::Or(_) => write!(f, "({part})")?,
                        _ => write!(f, "{part}")?,
                    }
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        })
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// Whether a text can be the name of a field: ASCII letters, digits and `_`, not beginning with a digit, nor with `__`, which
/// names other things in the scripts that fill in.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !text.starts_with("__")
        && !["not", "and", "or", "in", "choice"].contains(&text)
}

/// Parses a condition.
///
/// # Errors
/// The fault, and the bytes of `text` it is about.
pub fn parse_condition(text: &str) -> Result<Condition, ConditionError> {
    let mut parser = ConditionParser { text, tokens: tokens(text)?, at: 0, depth: 0 };
    let condition = parser.any()?;
    match parser.peek() {
        None => Ok(condition),
        Some(_) => Err(parser.error(said!("expected `and`, `or` or the end of the condition"))),
    }
}

/// The deepest nesting of `not` and parentheses.
const MAX_DEPTH: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq)]
enum ConditionToken<'a> {
    Word(&'a str),
    Quoted(&'a str),
    Mark(&'a str),
}

type Tokens<'a> = Vec<(ConditionToken<'a>, std::ops::Range<usize>)>;

fn tokens(text: &str) -> Result<Tokens<'_>, ConditionError> {
    const MARKS: [&str; 12] = ["==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ",", "."];
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let start = at;
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if first == '"' {
            let Some(length) = rest[1..].find('"') else {
                return Err(ConditionError {
                    message: said!("the quotation mark is never closed"),
                    range: at..text.len(),
                });
            };
            at += length + 2;
            tokens.push((ConditionToken::Quoted(&rest[1..=length]), start..at));
        } else if let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark) && **mark != ".") {
            at += mark.len();
            tokens.push((ConditionToken::Mark(&rest[..mark.len()]), start..at));
        } else {
            let word = |c: char| c.is_alphanumeric() || "_-.".contains(c);
            let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
            if length == 0 {
                let range = at..at + first.len_utf8();
                return Err(ConditionError { message: said!("unexpected `{first}`", first), range });
            }
            at += length;
            tokens.push((ConditionToken::Word(&rest[..length]), start..at));
        }
    }
    Ok(tokens)
}

struct ConditionParser<'a> {
    text: &'a str,
    tokens: Tokens<'a>,
    at: usize,
    depth: usize,
}

impl<'a> ConditionParser<'a> {
    fn peek(&self) -> Option<ConditionToken<'a>> {
        self.tokens.get(self.at).map(|t| t.0)
    }

    fn eat(&mut self, token: ConditionToken<'_>) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn error(&self, message: Phrase) -> ConditionError {
        let range = self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |t| t.1.clone());
        ConditionError { message, range }
    }

    fn any(&mut self) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.all()?];
        while self.eat(ConditionToken::Word("or")) {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Or(parts.into()) })
    }

    fn all(&mut self) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.one()?];
        while self.eat(ConditionToken::Word("and")) {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::And(parts.into()) })
    }

    fn one(&mut self) -> Result<Condition, ConditionError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(said!("the condition is nested too deep")));
        }
        let condition = if self.eat(ConditionToken::Word("not")) {
            Condition::Not(Box::new(self.one()?))
        } else if self.eat(ConditionToken::Mark("(")) {
            let inner = self.any()?;
            if !self.eat(ConditionToken::Mark(")")) {
                return Err(self.error(said!("expected `)`")));
            }
            inner
        } else {
            self.test()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn test(&mut self) -> Result<Condition, ConditionError> {
        let Some(ConditionToken::Word(name)) = self.peek() else {
            return Err(self.error(said!("expected the name of a field, or `choice.` and the id of a choice")));
        };
        if let Some(id) = name.strip_prefix("choice.") {
            if id.is_empty() || id.contains('.') {
                return Err(self.error(said!("expected the id of a choice after `choice.`")));
            }
            self.at += 1;
            return Ok(Condition::Chosen(id.into()));
        }
        if !is_name(name) {
            return Err(self.error(said!("not the name of a field: letters, digits and `_`")));
        }
        self.at += 1;
        if self.eat(ConditionToken::Word("in")) {
            return Ok(Condition::In(name.into(), self.set()?));
        }
        let Some(ConditionToken::Mark(mark)) = self.peek() else { return Ok(Condition::Has(name.into())) };
        let comparison = match mark {
            "==" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            ">" => Comparison::More,
            ">=" => Comparison::AtLeast,
            _ => return Ok(Condition::Has(name.into())),
        };
        self.at += 1;
        Ok(Condition::Compare(name.into(), comparison, self.literal()?))
    }

    fn set(&mut self) -> Result<Box<[Literal]>, ConditionError> {
        if !self.eat(ConditionToken::Mark("[")) {
            return Err(self.error(said!("expected `[` after `in`")));
        }
        let mut values = vec![self.literal()?];
        while self.eat(ConditionToken::Mark(",")) {
            values.push(self.literal()?);
        }
        if !self.eat(ConditionToken::Mark("]")) {
            return Err(self.error(said!("expected `,` or `]`")));
        }
        Ok(values.into())
    }

    fn literal(&mut self) -> Result<Literal, ConditionError> {
        let literal = match self.peek() {
            Some(ConditionToken::Quoted(text)) => Literal::Text(text.into()),
            Some(ConditionToken::Word(word)) => match word.parse::<f64>() {
                Ok(number) if number.is_finite() && word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
                    Literal::Number(number)
                }
                _ => Literal::Text(word.into()),
            },
            _ => return Err(self.error(said!("expected a value"))),
        };
        self.at += 1;
        Ok(literal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_as_authors_write_them() {
        let has = |name: &str| Condition::Has(name.into());
        assert_eq!(
            parse_condition("a and not (b or c)").unwrap(),
            Condition::And([has("a"), Condition::Not(Box::new(Condition::Or([has("b"), has("c")].into())))].into())
        );
        assert_eq!(parse_condition("choice.krav-egenerfaring").unwrap(), Condition::Chosen("krav-egenerfaring".into()));
        assert_eq!(
            parse_condition("arbeidsgiver in [kommune, \"stat\"]").unwrap(),
            Condition::In(
                "arbeidsgiver".into(),
                [Literal::Text("kommune".into()), Literal::Text("stat".into())].into()
            )
        );
        assert_eq!(
            parse_condition("prosent < 50").unwrap(),
            Condition::Compare("prosent".into(), Comparison::Less, Literal::Number(50.0))
        );
        assert_eq!(
            parse_condition("slutt >= 2026-11-22").unwrap(),
            Condition::Compare("slutt".into(), Comparison::AtLeast, Literal::Text("2026-11-22".into()))
        );
    }

    #[test]
    fn the_canonical_form_means_the_same() {
        for text in [
            "a and not (b or c)",
            "(a and b) and (c or d or not not e)",
            "choice.krav-1 or a in [kommune, \"to ord\", 12, 2026-11-22]",
            "prosent <= 49.5 or prosent > -3 and navn != \"50\"",
        ] {
            let condition = parse_condition(text).unwrap();
            assert_eq!(parse_condition(&condition.to_string()).unwrap(), condition, "{text}: {condition}");
        }
        assert_eq!(parse_condition("not ( a==x or b )").unwrap().to_string(), "not (a == \"x\" or b)");
    }

    #[test]
    fn errors_point_at_the_place() {
        for (text, range) in
            [("a ==", 4..4), ("a & b", 2..3), ("(a", 2..2), ("a b", 2..3), ("\"x", 0..2), ("", 0..0), ("å == b", 0..2)]
        {
            assert_eq!(parse_condition(text).unwrap_err().range, range, "{text}");
        }
        assert!(parse_condition(&"(".repeat(100_000)).is_err());
        assert!(parse_condition(&"not ".repeat(100_000)).is_err());
    }
}
