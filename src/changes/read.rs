//! The register as it is read.

use std::collections::BTreeMap;

use super::{ChangeKind, ChangeLog, NotedChange, NotedPage, SaidDigests};
use crate::diagnostic::Warned;
use crate::front_matter::parse_yaml;
use crate::schema::{Key, KeyValue, Node, Shape, TEXTS, Value, check};
use crate::source::{Source, Span};
use crate::text::Date;

/// The key of a page for what it says above its first heading.
pub(super) const LEAD: &str = "lead";

const KINDS: &[&str] = &["text", "substance", "new", "removed"];

const CHANGE: Shape = Shape::Map(&[
    Key::new("date", Shape::Date, "the day of it").required(),
    Key::new("page", Shape::Text(400), "the id of the page").required(),
    Key::new("title", Shape::Text(400), "the title the page had").required(),
    Key::new("change", Shape::OneOf(KINDS), "how much it has changed").required(),
    Key::new("sections", TEXTS, "the ids of the sections that say something else"),
]);

const DIGESTS: Shape = Shape::Text(40);

const PAGE: Shape = Shape::Map(&[
    Key::new("title", Shape::Text(400), "its title").required(),
    Key::new("reviewed", Shape::Date, "when it was gone through"),
    Key::new(LEAD, DIGESTS, "what it says above its first heading").required(),
    Key::new("sections", Shape::MapOf(&DIGESTS), "what each section says"),
]);

const LOG: Shape = Shape::Map(&[
    Key::new("changes", Shape::List(&CHANGE), "what readers are told of"),
    Key::new("since", Shape::Date, "the day on which somebody took note first"),
    Key::new("noted", Shape::MapOf(&PAGE), "what pages said when they were noted, as the program writes it"),
]);

/// Reads the register.
#[must_use]
pub fn read_changes(source: &Source) -> Warned<ChangeLog> {
    let tree = match parse_yaml(source, &(0..source.text.len())) {
        Ok(tree) => tree,
        Err(diagnostic) => return Warned::new(ChangeLog::default(), vec![diagnostic]),
    };
    let diagnostics = check(&tree, &LOG, source.id);
    let changes = match tree.get("changes").map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().filter_map(|item| change(item, source)).collect(),
        _ => Vec::new(),
    };
    let since = tree.get("since").and_then(Node::text).and_then(Date::parse);
    let noted = tree.get("noted").map(|node| entries(node).iter().filter_map(page).collect());
    Warned::new(ChangeLog { changes, since, noted }, diagnostics)
}

fn entries(node: &Node) -> &[KeyValue] {
    match &node.value {
        Value::Map(entries) => entries,
        _ => &[],
    }
}

fn change(node: &Node, source: &Source) -> Option<NotedChange> {
    let text = |key: &str| node.get(key).and_then(Node::text);
    let page = node.get("page")?;
    let sections = match node.get("sections").map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().filter_map(|item| Some(item.text()?.to_owned())).collect(),
        _ => Vec::new(),
    };
    let named = text("change")?;
    Some(NotedChange {
        date: Date::parse(text("date")?)?,
        page: page.text()?.to_owned(),
        title: text("title")?.to_owned(),
        kind: ChangeKind::ALL.into_iter().find(|kind| kind.as_str() == named)?,
        sections,
        at: Some(Span::new(source.id, page.at.clone())),
    })
}

fn page(entry: &KeyValue) -> Option<(String, NotedPage)> {
    let node = &entry.node;
    let sections = node.get("sections").map_or(&[][..], entries);
    let part = |entry: &KeyValue| Some((entry.key.clone(), digests(entry.node.text()?)?));
    let mut parts: BTreeMap<String, SaidDigests> = sections.iter().filter_map(part).collect();
    parts.insert(String::new(), digests(node.get(LEAD)?.text()?)?);
    let reviewed = node.get("reviewed").and_then(Node::text).and_then(Date::parse);
    Some((entry.key.clone(), NotedPage { title: node.get("title")?.text()?.to_owned(), reviewed, parts }))
}

fn digests(text: &str) -> Option<SaidDigests> {
    let (text, substance) = text.split_once('/')?;
    Some(SaidDigests { text: text.to_owned(), substance: substance.to_owned() })
}
