//! The changes that an edition makes, one by one.
//!
//! In: the files of an edition. Out: [`EditionChange`]s, each with its place in them.
//!
//! Invariant: a change of a unit of the book below is in the list, whatever it does with it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::compose::{PATCH, REGISTERS};
use super::page::Depth;
use super::patch::{How, read_patch};
use super::values::text_of;
use crate::config::Config;
use crate::diagnostic::Warned;
use crate::front_matter::parse_yaml;
use crate::schema::{Node, Value};
use crate::source::{FileId, Layer, Source, Sources, page_id};

/// A change that an edition makes.
#[derive(Debug)]
pub(super) struct EditionChange {
    pub(super) page: String,
    /// `#` and the id of a section or choice, the way to a value, or nothing for the whole page.
    pub(super) unit: String,
    /// The edition's text.
    pub(super) ours: String,
    /// Whether that stands in the place of what the book below says.
    pub(super) replaces: bool,
    /// Whether it depends on what the book below says there; what stands before or after a part depends on that there is
    /// one alone.
    pub(super) follows: bool,
    pub(super) place: ChangePlace,
}

/// The place of a change in the edition's own files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ChangePlace {
    /// A section that stands in the place of another: its file, the id that names the other, its
    /// heading, and what follows it.
    Section { file: FileId, target: Range<usize>, lead: Range<usize>, rest: Range<usize> },
    /// A whole file.
    Page(FileId),
    /// Anything else: what is said of it is decided by people alone.
    Other,
}

/// The edition's own pages and files of changes, and the changes they make.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) overrides: Vec<EditionChange>,
    /// The files of changes, by the page they change.
    pub(super) patches: BTreeMap<String, FileId>,
    /// The pages that the edition brings whole.
    pub(super) pages: BTreeMap<String, FileId>,
}

/// Reads the changes of an edition; its files are put into `sources` where nothing finds them.
pub(super) fn changes(
    sources: &mut Sources,
    texts: Vec<(Arc<str>, Arc<str>)>,
    pages: &BTreeMap<String, FileId>,
    config: &Config,
) -> Warned<Changes> {
    let folder = format!("{}/", config.book.src);
    let mut diagnostics = Vec::new();
    let mut out = Changes::default();
    for (path, text) in texts {
        let Some(name) = path.strip_prefix(&folder) else { continue };
        let is_register = REGISTERS.iter().find(|register| register.0 == name);
        if let Some(page) = name.strip_suffix(PATCH).and_then(|page| page_id(&format!("{page}.md"))) {
            let file = sources.add(Layer::Book, path.clone(), text);
            sources.hide(&path);
            patch(sources.get(file), &page, config, &mut out.overrides, &mut diagnostics);
            out.patches.insert(page, file);
        } else if let Some((_, depth)) = is_register {
            let file = sources.add_beside(Layer::Book, path.clone(), text);
            entries(sources.get(file), name, *depth == Depth::Outermost, &mut out.overrides);
        } else if let Some(page) = page_id(name).filter(|_| name != "SUMMARY.md") {
            let file = sources.add_beside(Layer::Book, path.clone(), text.clone());
            if pages.contains_key(&page) || sources.find(&path).is_some() {
                let ours = text.trim().to_owned();
                let place = ChangePlace::Page(file);
                let unit = String::new();
                let page = page.clone();
                out.overrides.push(EditionChange { page, unit, ours, replaces: true, follows: true, place });
            }
            out.pages.insert(page, file);
        }
    }
    Warned::new(out, diagnostics)
}

/// The changes of parts of a page.
fn patch(
    source: &Source,
    page: &str,
    config: &Config,
    out: &mut Vec<EditionChange>,
    diagnostics: &mut Vec<crate::diagnostic::Diagnostic>,
) {
    let patch = read_patch(source, config.language()).unpack(diagnostics);
    let change = |unit: String, ours: &str, replaces, place| EditionChange {
        page: page.to_owned(),
        unit,
        ours: ours.trim().to_owned(),
        replaces,
        follows: true,
        place,
    };
    for entry in patch.set.iter().filter(|entry| !super::page::is_own(&entry.key)) {
        out.push(change(entry.key.clone(), &text_of(source, &entry.node), true, ChangePlace::Other));
    }
    let removed = patch.remove.iter().filter_map(|node| node.text());
    out.extend(removed.map(|way| change(way.to_owned(), "", false, ChangePlace::Other)));
    for part in &patch.parts {
        let follows = !matches!(part.how, How::Before | How::After);
        let ours = &source.text[part.rest.clone()];
        let heading = if part.is_choice { &source.text[part.lead.clone()] } else { "" };
        let ours = format!("{heading}{ours}");
        let place = if (part.how == How::Replace || !follows) && !part.is_choice {
            let (target, lead, rest) = (part.target_at.clone(), part.lead.clone(), part.rest.clone());
            ChangePlace::Section { file: source.id, target, lead, rest }
        } else {
            ChangePlace::Other
        };
        let change = change(format!("#{}", part.target), &ours, part.how == How::Replace, place);
        out.push(EditionChange { follows, ..change });
    }
}

/// The entries of a register of the edition.
fn entries(source: &Source, name: &str, whole: bool, out: &mut Vec<EditionChange>) {
    let Ok(root) = parse_yaml(source, &(0..source.text.len())) else { return };
    let Value::Map(outer) = &root.value else { return };
    let change = |unit: String, node: &Node| {
        let is_taken_out = matches!(node.value, Value::Null);
        let ours = if is_taken_out { String::new() } else { text_of(source, node) };
        let replaces = !is_taken_out;
        EditionChange { page: name.to_owned(), unit, ours, replaces, follows: true, place: ChangePlace::Other }
    };
    for entry in outer {
        match &entry.node.value {
            Value::Map(inner) if !whole => {
                out.extend(inner.iter().map(|one| change(format!("{}[{}]", entry.key, one.key), &one.node)));
            }
            Value::List(items) if !whole => {
                let named = |item: &Node| Some((item.get("id")?.text()?.to_owned(), item.clone()));
                let items = items.iter().filter_map(named);
                out.extend(items.map(|(id, item)| change(format!("{}[{id}]", entry.key), &item)));
            }
            _ => out.push(change(format!("[{}]", entry.key), &entry.node)),
        }
    }
}

/// Whether a page is a register.
pub(super) fn is_register(page: &str) -> bool {
    REGISTERS.iter().any(|register| register.0 == page)
}
