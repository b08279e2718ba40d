//! Traces of pages that an edition does without.
//!
//! In: the ids of removed pages, and where links to them lead instead. Out: texts in which nothing
//! leads to them any more.
//!
//! Invariant: text of the book below is changed, text of the edition is reported: its author can
//! change it.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::{Edit, Piece, edited};
use super::links::leads_to;
use super::units::{front_of, parse_body};
use super::values::{Found, Tree, remove};
use crate::config::{Config, Removed};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Destination, Inline, InlineNode, walk_inlines};
use crate::front_matter::parse_yaml;
use crate::said::{Phrase, said};
use crate::schema::{Node, Value};
use crate::sink::relative_path;
use crate::source::{FileId, Layer, Source, Sources, Span, is_text, page_id};
use crate::text::quotation;

/// The keys of front matter and registers that name pages by their ids.
const PAGE_KEYS: [&str; 3] = ["see", "pages", "one-of"];
/// The keys that name terms, by the last part of the ids of their pages.
const TERM_KEYS: [&str; 3] = ["related", "broader", "not-same-as"];
/// The figure of the roles, and the keys in it that name roles.
const ROLE_FIGURE: &str = "role-figure";
const ROLE_KEYS: [&str; 3] = ["roles", "all", "part"];
/// The choice of pages to read beside others, whose keys name pages, and so do their values.
const RELATED_PAGES: &str = "related-pages";
/// The key of a step whose own keys name pages.
const TIMES: &str = "times";

/// The pages that an edition does without, by id.
pub(super) struct Gone<'a> {
    pub(super) pages: BTreeMap<String, &'a Removed>,
    /// The titles they had.
    pub(super) titles: BTreeMap<String, String>,
    /// The ids of those that were terms, without their folders.
    pub(super) terms: BTreeMap<String, &'a Removed>,
}

/// Takes the references to removed pages out of every text of the book.
pub(super) fn clear(sources: &mut Sources, layer: Layer, gone: &Gone<'_>, config: &Config) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    let folder = format!("{}/", config.book.src);
    let names: BTreeSet<&str> = gone.pages.keys().filter_map(|id| id.rsplit('/').next()).collect();
    let found: Vec<FileId> = sources.iter().map(|source| source.id).collect();
    for id in found {
        let source = sources.get(id);
        let Some(below) = source.path.strip_prefix(&folder) else { continue };
        let is_yaml = page_id(below).is_none();
        if is_yaml && !is_text(below) || below == "SUMMARY.md" {
            continue;
        }
        let mut clearing = Clearing { sources, layer, gone, config, edits: &mut edits, diagnostics: &mut diagnostics };
        if is_yaml {
            clearing.register(source);
            continue;
        }
        clearing.front(source);
        let mentions = |text: &str| names.iter().any(|name| text.contains(name)) || gone.has_index();
        let includes = source.text.contains("{{");
        if includes || mentions(&source.text) {
            clearing.links(source, below);
        }
    }
    for (file, edits) in edits {
        let (text, map) = edited(sources, file, edits);
        let source = sources.get(file);
        let (path, layer) = (source.path.clone(), source.layer);
        sources.add_composed(layer, path, text, map);
    }
    diagnostics
}

impl Gone<'_> {
    /// Whether a page may be named by its folder alone.
    fn has_index(&self) -> bool {
        self.pages.keys().any(|id| id.ends_with("index"))
    }
}

struct Clearing<'a> {
    sources: &'a Sources,
    layer: Layer,
    gone: &'a Gone<'a>,
    config: &'a Config,
    edits: &'a mut BTreeMap<FileId, Vec<Edit>>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Clearing<'_> {
    /// Whether a place is one that the edition itself has written.
    fn is_own(&self, span: Span) -> bool {
        self.sources.get(self.sources.lead_back(span).file).layer == self.layer
    }

    fn edit(&mut self, file: FileId, edit: Edit) {
        let edits = self.edits.entry(file).or_default();
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }

    fn refuse(&mut self, message: Phrase, removed: &Removed, at: Span) {
        self.diagnostics.push(
            Diagnostic::new(Code::RemovedPage, message)
                .at(at, said!("needs it"))
                .at(removed.at, said!("removed here"))
                .help(said!(
                    "take it away, or say where it leads: `{{ page = \"{page}\", to = \"…\" }}`",
                    page = removed.page
                )),
        );
    }

    /// Links in the body of a page.
    fn links(&mut self, source: &Source, below: &str) {
        let document = parse_body(self.sources, source, self.config).0;
        let here = page_id(below).unwrap_or_default();
        let mut links = Vec::new();
        let mut take = |inline: &Inline| {
            if let InlineNode::Link(link) = &inline.node
                && let Destination::Open(to) = &link.to
                && let Some(page) = leads_to(&here, to)
                && self.gone.pages.contains_key(&page)
            {
                let run = link.content.first().zip(link.content.last());
                let content = run.map(|(first, last)| At { start: first.at.start, end: last.at.end });
                links.push((inline.at, content, page));
            }
        };
        walk_inlines(&document.blocks, &mut take);
        document.footnotes.iter().for_each(|note| walk_inlines(&note.blocks, &mut take));
        for (at, content, page) in links {
            let span = document.span(at);
            let removed = self.gone.pages[&page];
            if removed.to.is_none() && self.is_own(span) {
                self.refuse(said!("this leads to `{page}`, which this edition removes", page), removed, span);
            }
            let mut pieces = Vec::new();
            if removed.to.is_some() {
                pieces.push(Piece::Made("[".into(), span));
            }
            let content = content.map(|content| document.span(content)).filter(|content| content.file == span.file);
            pieces.push(content.map_or_else(
                || Piece::Made(self.gone.titles.get(&page).unwrap_or(&page).clone(), span),
                |content| Piece::Of(content.file, content.range()),
            ));
            if let Some(to) = &removed.to {
                pieces.push(Piece::Made(format!("](<{}>)", address(&here, to)), span));
            }
            self.edit(span.file, Edit { at: span.range(), pieces });
        }
    }

    /// Pages and terms that front matter names.
    fn front(&mut self, source: &Source) {
        let Some((_, root)) = front_of(source) else { return };
        let tree = Tree { source, root: &root };
        self.named(tree, &root, &mut Vec::new());
    }

    /// Pages that a register names.
    fn register(&mut self, source: &Source) {
        let Ok(root) = parse_yaml(source, &(0..source.text.len())) else { return };
        let tree = Tree { source, root: &root };
        self.named(tree, &root, &mut Vec::new());
        let gone = |index: &Node, terms: bool| -> Vec<usize> {
            let named = |name: &str| {
                if terms { self.gone.terms.contains_key(name) } else { self.gone.pages.contains_key(name) }
            };
            match &index.value {
                Value::Map(entries) => (0..entries.len()).filter(|i| named(&entries[*i].key)).collect(),
                Value::List(items) => (0..items.len()).filter(|i| items[*i].text().is_some_and(named)).collect(),
                _ => Vec::new(),
            }
        };
        let found: Vec<(&str, Vec<usize>)> = [("search-pages", false), (RELATED_PAGES, false), ("roles", true)]
            .into_iter()
            .filter_map(|(key, terms)| Some((key, gone(root.get(key)?, terms))))
            .filter(|(_, indices)| !indices.is_empty())
            .collect();
        for (key, indices) in found {
            self.take_out(tree, &[key.to_owned()], &indices, false);
        }
    }

    /// Looks through a tree for keys that name pages or terms.
    fn named(&mut self, tree: Tree<'_>, node: &Node, way: &mut Vec<String>) {
        match &node.value {
            Value::Map(entries) => {
                for entry in entries {
                    way.push(entry.key.clone());
                    // What is chosen for a page that goes itself, goes with it.
                    let is_choice =
                        way.len() == 2 && way[0] == RELATED_PAGES && !self.gone.pages.contains_key(&entry.key);
                    let is_page = is_choice || way[0] != RELATED_PAGES && PAGE_KEYS.contains(&entry.key.as_str());
                    let is_role = way[0] == ROLE_FIGURE && ROLE_KEYS.contains(&entry.key.as_str());
                    if is_page || is_role || TERM_KEYS.contains(&entry.key.as_str()) {
                        self.reference(tree, &entry.node, is_page, way);
                    }
                    if let (TIMES, Value::Map(times)) = (entry.key.as_str(), &entry.node.value) {
                        let gone = |at: &usize| self.gone.pages.contains_key(&times[*at].key);
                        let indices: Vec<usize> = (0..times.len()).filter(gone).collect();
                        self.take_out(tree, way, &indices, false);
                    }
                    self.named(tree, &entry.node, way);
                    way.pop();
                }
            }
            Value::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    way.push(format!("\u{0}{i}"));
                    self.named(tree, item, way);
                    way.pop();
                }
            }
            _ => {}
        }
    }

    /// The value of a key that names pages (`is_page`) or terms: one, or several in a list.
    fn reference(&mut self, tree: Tree<'_>, node: &Node, is_page: bool, way: &[String]) {
        let gone = self.gone;
        let lookup = |name: &str| {
            if is_page { gone.pages.get(name).copied() } else { gone.terms.get(name).copied() }
        };
        let items: Vec<&Node> = match &node.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![node],
        };
        let mut indices = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let named = item.get("id").unwrap_or(item);
            let Some((name, removed)) = named.text().and_then(|name| Some((name.to_owned(), lookup(name)?))) else {
                continue;
            };
            let at = Span::new(tree.source.id, named.at.clone());
            if removed.to.is_none() && self.is_own(at) {
                self.refuse(said!("this names `{name}`, which this edition removes", name), removed, at);
            }
            let other = removed.to.as_deref().filter(|to| is_page && !to.contains([':', '#']));
            match other.filter(|to| !items.iter().any(|item| item.text() == Some(to))) {
                Some(to) => {
                    self.edit(
                        tree.source.id,
                        Edit { at: item.at.clone(), pieces: vec![Piece::Made(quotation(to), at)] },
                    );
                }
                None => indices.push(i),
            }
        }
        let all = !matches!(node.value, Value::List(_));
        self.take_out(tree, way, &indices, all);
    }

    /// Takes items out of the map or list that a way leads to; with the last one its key goes too.
    fn take_out(&mut self, tree: Tree<'_>, way: &[String], indices: &[usize], all: bool) {
        let Some(node) = at_way(tree, way).filter(|_| !indices.is_empty()) else { return };
        let count = match &node.value {
            Value::List(items) => items.len(),
            Value::Map(entries) => entries.len(),
            _ => 0,
        };
        let above = way.split_last().and_then(|(last, above)| {
            let map = at_way(tree, above)?;
            let Value::Map(entries) = &map.value else { return None };
            Some((map, entries.iter().position(|entry| entry.key == *last)?))
        });
        let edits = match above.filter(|_| all || indices.len() == count) {
            Some((map, index)) => remove(tree, &[&Found::within(tree, map, index)], &[index]),
            None => remove(tree, &[&Found::within(tree, node, indices[0])], indices),
        };
        for edit in edits {
            self.edit(tree.source.id, edit);
        }
    }
}

/// The value that a way leads to; a step that begins with NUL is the number of an item.
fn at_way<'a>(tree: Tree<'a>, way: &[String]) -> Option<&'a Node> {
    way.iter().try_fold(tree.root, |node, step| match (&node.value, step.strip_prefix('\u{0}')) {
        (Value::List(items), Some(number)) => items.get(number.parse::<usize>().ok()?),
        _ => node.get(step),
    })
}

/// Where a link on the page `here` leads instead: an address on the web, or a page.
fn address(here: &str, to: &str) -> String {
    if to.contains(':') {
        return to.to_owned();
    }
    let (page, anchor) = to.split_once('#').map_or((to, String::new()), |(page, anchor)| (page, format!("#{anchor}")));
    format!("{}.md{anchor}", relative_path(here, page.trim_end_matches(".md")))
}
