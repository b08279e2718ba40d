//! `[base]`, and settings that lie over others.
//!
//! In: `book.toml` of an edition and of the book it lies on. Out: [`Base`]; the text of one
//! `book.toml` in the place of both.
//!
//! Invariant: a composed text holds no `[base]`, and nothing that only the book below can say of itself.

use std::fmt::Write as _;

use super::EditionOf;
use super::toml::{BASE, tree_of};
use crate::diagnostic::Warned;
use crate::schema::{KeyValue, Node, Places, Shape, Value, check};
use crate::source::{Composer, SegmentMap, Source, Span};
use crate::text::quotation;

/// `[base]`: what an edition lies on, and what it does without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Base {
    /// The folder of the book, as seen from the edition's, with its place.
    pub path: Option<(String, Span)>,
    /// The version of that book that the edition was written for, with its place.
    pub version: Option<(String, Span)>,
    /// The pages that are removed.
    pub remove: Vec<Removed>,
}

/// A page that an edition does without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// Its id.
    pub page: String,
    /// The target that links to it have instead: the id of a page, with `#` and a heading or without, or an
    /// address on the web.
    pub to: Option<String>,
    /// Its place in `book.toml`.
    pub at: Span,
}

/// Reads `[base]` of a `book.toml`, and says what of the file is no TOML.
#[must_use]
pub fn read_base(source: &Source) -> Warned<Base> {
    let Warned { value: tree, mut diagnostics } = tree_of(source);
    let Some(node) = tree.get("base") else { return Warned::new(Base::default(), diagnostics) };
    diagnostics.extend(check(node, &Shape::Map(BASE), source.id));
    let places = Places::of(node, source.id);
    let path = node.get("path").and_then(Node::text).map(str::to_owned).zip(places.key("path").span());
    let version = node.get("version").and_then(Node::text).map(str::to_owned).zip(places.key("version").span());
    let id = |node: &Node| node.text().map(|id| id.trim_matches('/').trim_end_matches(".md").to_owned());
    let removed = |node: &Node| {
        let page = id(node).or_else(|| id(node.get("page")?))?;
        let to = node.get("to").and_then(Node::text).map(str::to_owned);
        Some(Removed { page, to, at: Span::new(source.id, node.at.clone()) })
    };
    let remove = match node.get("remove").map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().filter_map(removed).collect(),
        _ => Vec::new(),
    };
    Warned::new(Base { path, version, remove }, diagnostics)
}

/// A value of a `book.toml` and the way to it.
struct Setting<'a> {
    source: &'a Source,
    path: Vec<String>,
    key: std::ops::Range<usize>,
    value: Node,
    /// Whether the value is another one than stands there.
    is_changed: bool,
}

/// Settings that list pages by their ids: pages that an edition does without are left out of them.
const LISTS_OF_PAGES: [[&str; 2]; 2] = [["pdf", "leave-out"], ["pdf", "short"]];

/// The `book.toml` that `upper` over `lower` makes: key by key, the upper one's values first.
#[must_use]
pub fn compose_settings(lower: &Source, upper: &Source) -> (String, SegmentMap) {
    let mut settings = settings_of(lower);
    settings.retain(|setting| !STAYS_BELOW.iter().any(|path| setting.path == *path));
    let gone: Vec<String> = read_base(upper).value.remove.into_iter().map(|removed| removed.page).collect();
    for setting in settings.iter_mut().filter(|setting| LISTS_OF_PAGES.iter().any(|path| setting.path == *path)) {
        setting.leave_out(&gone);
    }
    for setting in settings_of(upper) {
        if let Some(same) = settings.iter().position(|other| other.path == setting.path) {
            settings[same] = setting;
            continue;
        }
        // A table in the place of a value, or the other way round.
        settings.retain(|other| !setting.path.starts_with(&other.path) && !other.path.starts_with(&setting.path));
        let at = settings.iter().rposition(|other| other.path[0] == setting.path[0]);
        settings.insert(at.map_or(settings.len(), |at| at + 1), setting);
    }
    // What stands in no table stands first.
    settings.sort_by_key(|setting| !is_bare(setting));
    let mut out = Composer::default();
    let mut table: Option<&str> = None;
    for setting in &settings {
        let place = Span::new(setting.source.id, setting.key.clone());
        if !is_bare(setting) && table != Some(&setting.path[0]) {
            let gap = if out.text().is_empty() { "" } else { "\n" };
            out.made(&format!("{gap}[{}]\n", quoted(&setting.path[0])), place);
            table = Some(&setting.path[0]);
        }
        let keys = if is_bare(setting) { &setting.path[..] } else { &setting.path[1..] };
        if keys.is_empty() {
            continue;
        }
        let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
        out.made(&keys.join("."), place);
        out.made(" = ", place);
        match inline(&setting.value).or_else(|| setting.is_changed.then(|| written(&setting.value))) {
            Some(text) => out.made(&text, place),
            None => out.piece(setting.source, setting.value.at.clone()),
        }
        out.made("\n", place);
    }
    out.finish(upper.id)
}

/// Settings that an edition never takes from the book below: it says itself how accessible it is, where it is
/// published, where its sources lie, whom its readers write to, whether they are told what has changed and what they may
/// take with them: files that are each as large as the site.
const STAYS_BELOW: [[&str; 2]; 7] = [
    ["organisation", "accessibility-statement"],
    ["site", "url"],
    ["site", "edit-url"],
    ["site", "history-url"],
    ["site", "feedback"],
    ["site", "download"],
    ["site", "changes"],
];

/// The settings of an edition with what it was made from.
#[must_use]
pub fn with_edition(settings: &Source, edition: &EditionOf) -> (String, SegmentMap) {
    let list = |texts: &mut dyn Iterator<Item = &String>| {
        format!("[{}]", texts.map(|text| quotation(text)).collect::<Vec<_>>().join(", "))
    };
    let mut made = format!("\n[edition]\ntitle = {}\n", quotation(&edition.title));
    // Writing to a string does not fail.
    let _ = writeln!(made, "by = {}", list(&mut edition.by.iter()));
    if !edition.stale.is_empty() {
        let _ = writeln!(made, "stale = {}", list(&mut edition.stale.iter()));
    }
    for (page, by) in &edition.changed {
        let _ = writeln!(made, "changed.{} = {}", quoted(page), list(&mut by.iter()));
    }
    let mut out = Composer::default();
    out.piece(settings, 0..settings.text.len());
    out.made(&made, Span::new(settings.id, 0..0));
    out.finish(settings.id)
}

impl Setting<'_> {
    /// Takes pages out of a list of their ids.
    fn leave_out(&mut self, gone: &[String]) {
        let Value::List(items) = &mut self.value.value else { return };
        let before = items.len();
        items.retain(|item| item.text().is_none_or(|id| !gone.iter().any(|page| page == id)));
        self.is_changed |= items.len() < before;
    }
}

fn is_bare(setting: &Setting<'_>) -> bool {
    setting.path.len() == 1 && !matches!(setting.value.value, Value::Map(_))
}

fn settings_of(source: &Source) -> Vec<Setting<'_>> {
    let mut out = Vec::new();
    let tree = tree_of(source).value;
    let Value::Map(entries) = tree.value else { return out };
    let own = |entry: &&KeyValue| entry.key != "base" && entry.key != "edition";
    entries.iter().filter(own).for_each(|entry| leaves(source, entry, Vec::new(), &mut out));
    out
}

fn leaves<'a>(source: &'a Source, entry: &KeyValue, mut path: Vec<String>, out: &mut Vec<Setting<'a>>) {
    path.push(entry.key.clone());
    match &entry.node.value {
        Value::Map(entries) if !entries.is_empty() => {
            for entry in entries {
                leaves(source, entry, path.clone(), out);
            }
        }
        _ => out.push(Setting { source, path, key: entry.at.clone(), value: entry.node.clone(), is_changed: false }),
    }
}

/// A value that may not stand in one piece where it was written, as it stands in a line.
fn inline(node: &Node) -> Option<String> {
    match &node.value {
        Value::Map(_) => Some("{}".into()),
        Value::List(items) if items.iter().any(|item| matches!(item.value, Value::Map(_))) => Some(written(node)),
        _ => None,
    }
}

fn written(node: &Node) -> String {
    match &node.value {
        Value::Null => "\"\"".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => quotation(text),
        Value::List(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let pairs = entries.iter().map(|entry| format!("{} = {}", quoted(&entry.key), written(&entry.node)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A key as it is written.
fn quoted(key: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(is_word) { key.to_owned() } else { quotation(key) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Layer, Sources};

    #[test]
    fn a_page_that_is_removed_is_named_by_no_setting_of_the_book_below() {
        let mut sources = Sources::default();
        let lower = "[pdf]\nshort = [\n    # Til et møte.\n    \"a\",\n    \"b\",\n]\nleave-out = [\"c\"]\n";
        let lower = sources.add(Layer::Book, "lower.toml", lower);
        let upper =
            sources.add(Layer::Book, "book.toml", "[base]\npath = \"x\"\nremove = [{ page = \"a\", to = \"b\" }]\n");
        let (text, _) = compose_settings(sources.get(lower), sources.get(upper));
        assert_eq!(text, "[pdf]\nshort = [\"b\"]\nleave-out = [\"c\"]\n");
    }
}
