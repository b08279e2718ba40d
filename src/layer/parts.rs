//! The parts of a page, for those who change it by hand.
//!
//! In: a page of a book. Out: its sections and the values of its front matter, as texts.
//!
//! Invariant: what is named here can be named in a file of changes, and together the sections hold every heading once.

use super::compose::pages_of;
use super::page::is_own;
use super::unit_title::heading_titles;
use super::units::{Unit, body_of, front_of};
use super::values::name_of;
use crate::config::Config;
use crate::front_matter::split;
use crate::schema::{Node, Value};
use crate::source::{Source, Sources};

/// A section of a page that can be changed by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePart {
    /// Its id.
    pub id: String,
    /// The text of its heading.
    pub title: String,
    /// Its text as it was written, heading and all.
    pub text: String,
    /// The file it stands in, where the page includes that: then the file must be changed.
    pub elsewhere: Option<String>,
}

/// A value of a page's front matter.
#[derive(Debug, Clone, PartialEq)]
pub struct PageValue {
    /// The way to it, as a file of changes names it: `fields.tittel.default`.
    pub way: String,
    /// The value.
    pub value: PlainValue,
}

/// A value without places.
#[derive(Debug, Clone, PartialEq)]
pub enum PlainValue {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A list of texts.
    List(Vec<String>),
    /// Words with what is said of each: the word, and all of it as JSON.
    Words(Vec<(String, serde_json::Value)>),
}

/// The key of words with what is said of each.
const WORDS: &str = "synonyms";

impl PlainValue {
    /// A value of a tree; nothing for maps, lists of maps, and where nothing is said.
    pub(super) fn of(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Bool(value) => Some(Self::Bool(*value)),
            Value::Number(number) => Some(Self::Number(*number)),
            Value::Text(text) => Some(Self::Text(text.clone())),
            Value::List(items) => {
                items.iter().map(|item| item.text().map(str::to_owned)).collect::<Option<_>>().map(Self::List)
            }
            Value::Null | Value::Map(_) => None,
        }
    }

    /// Words with what is said of each; nothing where an item names none.
    fn words(node: &Node) -> Option<Self> {
        let Value::List(items) = &node.value else { return None };
        let word = |item: &Node| Some((item.get("text")?.text()?.to_owned(), as_json(item)));
        items.iter().map(word).collect::<Option<_>>().map(Self::Words)
    }
}

fn as_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(as_json).collect(),
        Value::Map(entries) => entries.iter().map(|entry| (entry.key.clone(), as_json(&entry.node))).collect(),
    }
}

/// The sections of a page that lie in no other section, in order; nothing where there is no such page.
#[must_use]
pub fn page_parts(sources: &Sources, config: &Config, page: &str) -> Option<Vec<PagePart>> {
    let source = source_of(sources, config, page)?;
    let body = body_of(sources, source, config);
    let titles = heading_titles(&body.document);
    let mut parts = Vec::new();
    let mut ends = 0;
    for unit in body.units.iter().filter(|unit| unit.level.is_some()) {
        if unit.read.start < ends {
            continue;
        }
        ends = unit.read.end;
        parts.push(PagePart {
            id: unit.id.to_string(),
            title: titles.get(&*unit.id).cloned().unwrap_or_default(),
            text: body.text(unit, sources),
            elsewhere: unit.elsewhere.map(|file| sources.get(file).shown.to_string()),
        });
    }
    Some(parts)
}

/// The values of a page that are texts, lists of texts, yes or no; nothing where there is no such page.
#[must_use]
pub fn page_values(sources: &Sources, config: &Config, page: &str) -> Option<Vec<PageValue>> {
    let source = source_of(sources, config, page)?;
    let mut out = Vec::new();
    if let Some((_, root)) = front_of(source) {
        leaves(&root, "", &mut out);
    }
    out.retain(|value| !is_own(&value.way));
    Some(out)
}

pub(super) fn leaves(node: &Node, way: &str, out: &mut Vec<PageValue>) {
    let below = |step: &str| if way.is_empty() { step.to_owned() } else { format!("{way}.{step}") };
    let words = || if way == WORDS { PlainValue::words(node) } else { None };
    if let Some(value) = PlainValue::of(node).or_else(words) {
        out.push(PageValue { way: way.to_owned(), value });
        return;
    }
    match &node.value {
        Value::List(items) => {
            for item in items {
                let Some(name) = name_of(item).filter(|name| is_step(name)) else { continue };
                leaves(item, &below(&name), out);
            }
        }
        Value::Map(entries) => {
            for entry in entries.iter().filter(|entry| is_step(&entry.key)) {
                leaves(&entry.node, &below(&entry.key), out);
            }
        }
        _ => {}
    }
}

/// The way to the value of a tree that holds a place; nothing where no way leads there.
pub(super) fn way_at(node: &Node, at: usize) -> Option<String> {
    let below = |step: &str, inner: &Node| match way_at(inner, at) {
        Some(rest) => format!("{step}.{rest}"),
        None => step.to_owned(),
    };
    match &node.value {
        Value::Map(entries) => {
            let entry = entries.iter().find(|entry| entry.holds(at)).filter(|entry| is_step(&entry.key))?;
            Some(below(&entry.key, &entry.node))
        }
        Value::List(items) => {
            let item = items.iter().find(|item| (item.at.start..=item.at.end).contains(&at))?;
            let name = name_of(item).filter(|name| is_step(name))?;
            Some(below(&name, item))
        }
        _ => None,
    }
}

/// Where the body of a page begins, below its front matter.
#[must_use]
pub fn body_begins(source: &Source) -> usize {
    split(source).map_or(source.begin(), |split| split.body)
}

/// The section of a page, of those that [`page_parts`] gives, that holds a place of the page's file.
#[must_use]
pub fn page_part_at(sources: &Sources, config: &Config, page: &str, at: usize) -> Option<String> {
    let body = body_of(sources, source_of(sources, config, page)?, config);
    let holds = |unit: &&Unit| unit.level.is_some() && unit.elsewhere.is_none() && unit.at.contains(&at);
    body.units.iter().find(holds).map(|unit| unit.id.to_string())
}

/// Whether a name can be a step of a way without brackets.
fn is_step(name: &str) -> bool {
    !name.is_empty() && !name.contains(['.', '[', ']'])
}

fn source_of<'a>(sources: &'a Sources, config: &Config, page: &str) -> Option<&'a Source> {
    Some(sources.get(*pages_of(sources, config).get(page)?))
}
