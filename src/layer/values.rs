//! Changes of values in YAML, at the places that its tree gives.
//!
//! In: the tree of a text, the way to a value, and the value that another file has for it. Out:
//! [`Edit`]s of the text.
//!
//! Invariant: what is not changed stays as it was written, comments and all.

use std::ops::Range;

use super::edit::{Edit, Piece, line_end, line_start};
use crate::schema::{KeyValue, Node, Value};
use crate::source::{FileId, Source, Span};
use crate::text::quotation;

/// A text with its YAML tree.
#[derive(Clone, Copy)]
pub(super) struct Tree<'a> {
    pub(super) source: &'a Source,
    pub(super) root: &'a Node,
}

/// A value of another file that is put in: its key, where it has one, and itself.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) source: &'a Source,
    /// Where what introduces it begins: its key, or the `-` of an item.
    pub(super) lead: usize,
    /// The bytes that begin it, `key` without the colon; empty for an item.
    pub(super) key: &'a Range<usize>,
    pub(super) node: &'a Node,
}

impl<'a> Given<'a> {
    /// The value of a key.
    pub(super) fn entry(source: &'a Source, entry: &'a KeyValue) -> Self {
        Self { source, lead: entry.at.start, key: &entry.at, node: &entry.node }
    }

    /// The place it is told by.
    pub(super) fn place(&self) -> Span {
        let at = if self.key.is_empty() { &self.node.at } else { self.key };
        Span::new(self.source.id, at.clone())
    }

    fn file(&self) -> FileId {
        self.source.id
    }

    /// Where the value begins in the text: after the colon, or at itself.
    fn begins(&self) -> usize {
        if self.key.is_empty() { self.node.at.start } else { after_colon(&self.source.text, self.key.end) }
    }

    /// Where it ends.
    fn ends(&self) -> usize {
        let is_nothing = matches!(self.node.value, Value::Null);
        if is_nothing { self.begins() } else { end_of(&self.source.text, self.node).max(self.begins()) }
    }
}

/// A value that was found.
pub(super) struct Found<'a> {
    pub(super) parent: &'a Node,
    pub(super) index: usize,
    pub(super) node: &'a Node,
    /// Whether it stands between braces or brackets.
    flow: bool,
}

impl<'a> Found<'a> {
    /// An entry or item of a map or list.
    pub(super) fn within(tree: Tree<'_>, parent: &'a Node, index: usize) -> Self {
        Self { parent, index, node: parent, flow: is_flow(&tree.source.text, parent) }
    }
}

/// A value that was not found.
pub(super) struct Missing<'a> {
    /// The step that leads nowhere.
    pub(super) step: String,
    /// The names there are instead.
    pub(super) known: Vec<String>,
    /// The map or list it could be added to, where only the last step is missing.
    pub(super) parent: Option<&'a Node>,
    /// How many values it could be; 0 where there is none.
    pub(super) several: usize,
    flow: bool,
}

/// The steps of a path: `fields.tittel.default`, `advice[krav == onske].say`.
pub(super) fn steps(path: &str) -> Vec<String> {
    let mut steps = vec![String::new()];
    let mut depth = 0usize;
    for c in path.chars() {
        match c {
            '[' if depth == 0 => {
                depth = 1;
                steps.push(String::new());
            }
            ']' if depth == 1 => depth = 0,
            '.' if depth == 0 => steps.push(String::new()),
            c => {
                depth = match c {
                    '[' => depth + 1,
                    ']' => depth.saturating_sub(1),
                    _ => depth,
                };
                if let Some(step) = steps.last_mut() {
                    step.push(c);
                }
            }
        }
    }
    steps.retain(|step| !step.is_empty());
    steps
}

/// The keys that items of lists are told by.
const NAMES: [&str; 3] = ["id", "when", "at"];

/// Follows a path from the root of a tree.
pub(super) fn find<'a>(tree: Tree<'a>, steps: &[String]) -> Result<Found<'a>, Missing<'a>> {
    let text = &tree.source.text;
    let mut node = tree.root;
    let mut flow = is_flow(text, node);
    let mut found = None;
    for (i, step) in steps.iter().enumerate() {
        let missing = |known: Vec<String>, several| Missing {
            step: step.clone(),
            known,
            parent: (i + 1 == steps.len()).then_some(node),
            several,
            flow,
        };
        let index = match &node.value {
            Value::Map(entries) => match entries.iter().position(|entry| entry.key == *step) {
                Some(index) => index,
                None => return Err(missing(entries.iter().map(|entry| entry.key.clone()).collect(), 0)),
            },
            Value::List(items) => {
                let named = |name: &&&str| items.iter().any(|item| is_named(item, name, step));
                let by = NAMES.iter().find(named);
                let is = |item: &Node| match by {
                    Some(name) => is_named(item, name, step),
                    None => item.text() == Some(step.as_str()),
                };
                let mut hits = items.iter().enumerate().filter(|(_, item)| is(item)).map(|(index, _)| index);
                match (hits.next(), hits.count()) {
                    (Some(index), 0) => index,
                    (first, others) => {
                        let several = first.map_or(0, |_| others + 1);
                        return Err(missing(items.iter().filter_map(name_of).collect(), several));
                    }
                }
            }
            _ => return Err(Missing { parent: None, ..missing(Vec::new(), 0) }),
        };
        let inner = match &node.value {
            Value::Map(entries) => &entries[index].node,
            Value::List(items) => &items[index],
            _ => node,
        };
        found = Some(Found { parent: node, index, node: inner, flow });
        flow |= is_flow(text, inner);
        node = inner;
    }
    found.ok_or_else(|| Missing { step: String::new(), known: Vec::new(), parent: None, several: 0, flow })
}

fn is_named(item: &Node, name: &str, step: &str) -> bool {
    item.get(name).and_then(Node::text) == Some(step)
}

/// The name of an item of a list.
pub(super) fn name_of(item: &Node) -> Option<String> {
    let named = NAMES.iter().find_map(|name| item.get(name).and_then(Node::text));
    named.or_else(|| item.text()).map(str::to_owned)
}

fn is_flow(text: &str, node: &Node) -> bool {
    matches!(node.value, Value::Map(_) | Value::List(_)) && text[node.at.clone()].starts_with(['{', '['])
}

/// Whether two values are the same, wherever they stand.
pub(super) fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key && same(&a.node, &b.node))
        }
        (a, b) => a == b,
    }
}

/// Puts a value in the place of one that was found.
pub(super) fn replace(tree: Tree<'_>, found: &Found<'_>, given: Given<'_>) -> Edit {
    let text = &tree.source.text;
    let (at, column) = match &found.parent.value {
        Value::Map(entries) => {
            let entry = &entries[found.index];
            let begins = after_colon(text, entry.at.end);
            (begins..end_of_entry(text, entry), entry.at.start - line_start(text, entry.at.start))
        }
        _ => {
            (found.node.at.start..end_of(text, found.node), found.node.at.start - line_start(text, found.node.at.start))
        }
    };
    let is_entry = matches!(found.parent.value, Value::Map(_));
    let mut pieces = Vec::new();
    let ours = given.source.text[given.begins()..given.ends()].starts_with([' ', '\n', '\r']);
    if is_entry && (found.flow || !ours || given.key.is_empty()) {
        pieces.push(Piece::Made(" ".into(), given.place()));
    }
    if found.flow {
        pieces.push(Piece::Made(in_flow(given.node, given.source), given.place()));
        return Edit { at, pieces };
    }
    let many =
        given.source.text[given.begins()..given.ends()].contains('\n') || matches!(given.node.value, Value::Map(_));
    // A comment after the old value would become part of a new one of several lines.
    let end = line_end(text, at.end);
    let at = if many && text[at.end..end].trim_start().starts_with('#') {
        at.start..at.end + text[at.end..end].trim_end().len()
    } else {
        at
    };
    pieces.extend(in_block(given, column));
    Edit { at, pieces }
}

/// Adds a value to a map or list that does not have it. `name` is the key.
pub(super) fn add(tree: Tree<'_>, missing: &Missing<'_>, given: Given<'_>) -> Option<Edit> {
    match &missing.parent?.value {
        Value::Map(_) => Some(add_entry(tree, missing.parent?, missing.flow, &missing.step, given)),
        _ => None,
    }
}

/// Adds an entry to a map.
pub(super) fn add_entry(tree: Tree<'_>, map: &Node, flow: bool, key: &str, given: Given<'_>) -> Edit {
    let text = &tree.source.text;
    let Value::Map(entries) = &map.value else { return Edit::removal(map.at.end..map.at.end) };
    let name = if is_word(key) { key.to_owned() } else { quotation(key) };
    let place = given.place();
    if flow || is_flow(text, map) {
        let (at, gap) = match entries.last() {
            Some(last) => (end_of_entry(text, last), ", "),
            None => (map.at.end - 1, ""),
        };
        let made = format!("{gap}{name}: {}", in_flow(given.node, given.source));
        return Edit { at: at..at, pieces: vec![Piece::Made(made, place)] };
    }
    let column = entries.first().map_or(0, |first| first.at.start - line_start(text, first.at.start));
    let end = entries.last().map_or(map.at.end, |last| end_of_entry(text, last));
    let (at, before) = after_line(text, end);
    let mut pieces = vec![Piece::Made(format!("{before}{}{name}:", " ".repeat(column)), place)];
    let begins = given.begins();
    if given.key.is_empty() || !given.source.text[begins..].starts_with([' ', '\n', '\r']) {
        pieces.push(Piece::Made(" ".into(), place));
    }
    pieces.extend(in_block(given, column));
    pieces.push(Piece::Made("\n".into(), place));
    Edit { at: at..at, pieces }
}

/// Adds an item to a list.
pub(super) fn add_item(tree: Tree<'_>, list: &Node, flow: bool, given: Given<'_>) -> Edit {
    let text = &tree.source.text;
    let Value::List(items) = &list.value else { return Edit::removal(list.at.end..list.at.end) };
    let place = given.place();
    if flow || is_flow(text, list) {
        let (at, gap) = items.last().map_or((list.at.end - 1, ""), |last| (end_of(text, last), ", "));
        let made = format!("{gap}{}", in_flow(given.node, given.source));
        return Edit { at: at..at, pieces: vec![Piece::Made(made, place)] };
    }
    let column = items.first().map_or(0, |first| dash(text, first.at.start) - line_start(text, first.at.start));
    let (at, before) = after_line(text, items.last().map_or(list.at.end, |last| end_of(text, last)));
    let mut pieces = vec![Piece::Made(format!("{before}{}- ", " ".repeat(column)), place)];
    pieces.extend(in_block(given, column));
    pieces.push(Piece::Made("\n".into(), place));
    Edit { at: at..at, pieces }
}

/// Takes entries or items out of the map or list at a path; the last one takes its key along.
pub(super) fn remove(tree: Tree<'_>, path: &[&Found<'_>], indices: &[usize]) -> Vec<Edit> {
    let text = &tree.source.text;
    let Some(last) = path.last() else { return Vec::new() };
    let ranges: Vec<Range<usize>> = match &last.parent.value {
        Value::Map(entries) => entries.iter().map(|entry| entry.at.start..end_of_entry(text, entry)).collect(),
        Value::List(items) => items.iter().map(|item| item.at.start..end_of(text, item)).collect(),
        _ => return Vec::new(),
    };
    if indices.len() >= ranges.len()
        && let Some((above, rest)) =
            path.split_last().and_then(|(_, rest)| rest.split_last().map(|(above, _)| (above, rest)))
    {
        return remove(tree, rest, &[above.index]);
    }
    if last.flow || is_flow(text, last.parent) {
        let mut edits = Vec::new();
        let mut kept_before = false;
        for (i, range) in ranges.iter().enumerate() {
            if !indices.contains(&i) {
                kept_before = true;
                continue;
            }
            let from = if kept_before && i > 0 { ranges[i - 1].end } else { range.start };
            let to = match ranges.get(i + 1) {
                Some(next) if !kept_before => next.start,
                _ => range.end,
            };
            edits.push(Edit::removal(from..to));
        }
        return edits;
    }
    let lines = |i: &usize| {
        let range = &ranges[*i];
        let start = if matches!(last.parent.value, Value::List(_)) { dash(text, range.start) } else { range.start };
        let line = line_start(text, start);
        if text[line..start].trim().is_empty() {
            Edit::removal(line..line_end(text, range.end.max(start)))
        } else {
            // The first key of an item: the next one takes its place after the `-`.
            Edit::removal(start..ranges.get(i + 1).map_or(range.end, |next| next.start))
        }
    };
    indices.iter().map(lines).collect()
}

/// Where a value ends: a map or list in lines ends with the last value in it, not at the next key.
pub(super) fn end_of(text: &str, node: &Node) -> usize {
    let inner = match &node.value {
        _ if is_flow(text, node) => None,
        Value::List(items) => items.last().map(|item| end_of(text, item)),
        Value::Map(entries) => entries.last().map(|entry| end_of_entry(text, entry)),
        _ => None,
    };
    inner.unwrap_or_else(|| node.at.start + text[node.at.clone()].trim_end().len())
}

/// Where a key with its value ends.
pub(super) fn end_of_entry(text: &str, entry: &KeyValue) -> usize {
    let colon = after_colon(text, entry.at.end);
    if matches!(entry.node.value, Value::Null) { colon } else { end_of(text, &entry.node).max(colon) }
}

/// Where a value that follows a key begins: right after the colon.
fn after_colon(text: &str, key_end: usize) -> usize {
    text[key_end..].find(':').map_or(key_end, |colon| key_end + colon + 1)
}

/// Where a line can be put in after the one that holds `at`, and the line break that is missing there.
fn after_line(text: &str, at: usize) -> (usize, &'static str) {
    let end = line_end(text, at);
    (end, if text[..end].ends_with('\n') { "" } else { "\n" })
}

/// The `-` of an item that begins at `at`.
fn dash(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].rfind('-').map_or(at, |dash| line_start(text, at) + dash)
}

/// A value as it stands in its file, line by line moved to the column of the key it gets.
fn in_block(given: Given<'_>, column: usize) -> Vec<Piece> {
    let text = &given.source.text;
    let own = given.lead - line_start(text, given.lead);
    let mut pieces = Vec::new();
    let mut at = given.begins();
    let end = given.ends();
    let mut first = true;
    while at < end {
        let next = line_end(text, at).min(end);
        let mut from = at;
        if !first {
            let spaces = text[at..next].bytes().take_while(|b| *b == b' ').count();
            from = at + spaces.min(own);
            if !text[from..next].trim().is_empty() {
                pieces.push(Piece::Made(" ".repeat(column), Span::new(given.file(), from..from)));
            }
        }
        pieces.push(Piece::Of(given.file(), from..next));
        at = next;
        first = false;
    }
    pieces
}

/// A value in one line, as it can stand anywhere.
pub(super) fn in_flow(node: &Node, source: &Source) -> String {
    match &node.value {
        Value::Null => "null".into(),
        Value::Bool(_) | Value::Number(_) => source.text[node.at.clone()].to_owned(),
        Value::Text(text) => quotation(text),
        Value::List(items) => {
            format!("[{}]", items.iter().map(|item| in_flow(item, source)).collect::<Vec<_>>().join(", "))
        }
        Value::Map(entries) => {
            let pair = |entry: &KeyValue| {
                let key = if is_word(&entry.key) { entry.key.clone() } else { quotation(&entry.key) };
                format!("{key}: {}", in_flow(&entry.node, source))
            };
            format!("{{{}}}", entries.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

fn is_word(key: &str) -> bool {
    let mut chars = key.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// The text of a value as it would stand at the beginning of a line.
pub(super) fn text_of(source: &Source, node: &Node) -> String {
    let text = &source.text;
    let column = node.at.start - line_start(text, node.at.start);
    let lines = text[node.at.start..end_of(text, node)].split('\n').enumerate().map(|(i, line)| {
        let spaces = line.bytes().take_while(|b| *b == b' ').count().min(if i == 0 { 0 } else { column });
        &line[spaces..]
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}
