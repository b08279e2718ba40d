//! One edition over the book below.
//!
//! In: the files of the book below, as [`Sources`], and those of the edition. Out: the edition's
//! book in the same [`Sources`].
//!
//! Invariant: the order in which the files of the edition were read decides nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::edit::{Edit, Piece, edited, line_start};
use super::order::{PagePlacement, reordered};
use super::page::{Depth, merged_register, patched, removal};
use super::removed::{Gone, clear};
use super::unit_title::title_of_page;
use super::units::front_of;
use super::values::Tree;
use crate::config::{Base, Config, Removed};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::kind::row_named;
use crate::said::{Phrase, said};
use crate::schema::{Node, Value};
use crate::source::{FileId, Layer, Source, Sources, Span, page_id};
use crate::text::quotation;

/// How the name of a file of changes ends.
pub const PATCH: &str = ".patch.md";

/// The registers, and where the entries of each stand.
pub(super) const REGISTERS: [(&str, Depth); 4] = [
    ("kilder.yaml", Depth::Outermost),
    ("ordliste.yaml", Depth::Second),
    ("sporsmal-lint.yaml", Depth::Second),
    ("sporsmal-eksempler.yaml", Depth::Second),
];

/// The changes of an edition to the book below.
pub(super) struct Composed {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The pages of the book below that it changed.
    pub(super) changed: BTreeSet<String>,
}

/// Puts an edition over the book that `sources` holds.
pub(super) fn compose(
    sources: &mut Sources,
    layer: Layer,
    mut texts: Vec<(Arc<str>, Arc<str>)>,
    base: &Base,
    config: &Config,
) -> Composed {
    texts.sort();
    let mut composer = Composing {
        folder: format!("{}/", config.book.src),
        sources,
        layer,
        config,
        diagnostics: Vec::new(),
        changed: BTreeSet::new(),
        own: BTreeMap::new(),
        places: BTreeMap::new(),
        has_summary: false,
    };
    let below = composer.pages();
    let mut patches = Vec::new();
    for (path, text) in texts {
        composer.text(&path, text, &below, &mut patches);
    }
    composer.patches(&patches, &below, base);
    composer.removals(base, &below);
    Composed { diagnostics: composer.diagnostics, changed: composer.changed }
}

/// The pages of a book, by id.
#[must_use]
pub fn pages_of(sources: &Sources, config: &Config) -> BTreeMap<String, FileId> {
    let folder = format!("{}/", config.book.src);
    let page = |source: &Source| {
        let below = source.path.strip_prefix(&folder)?;
        let left_out = below == "SUMMARY.md" || config.content.leave_out.iter().any(|left| left == below);
        Some((page_id(below).filter(|_| !left_out)?, source.id))
    };
    sources.iter().filter_map(page).collect()
}

struct Composing<'a> {
    folder: String,
    sources: &'a mut Sources,
    layer: Layer,
    config: &'a Config,
    diagnostics: Vec<Diagnostic>,
    /// The pages of the book below that the edition changes.
    changed: BTreeSet<String>,
    /// The pages that the edition brings whole.
    own: BTreeMap<String, FileId>,
    /// Where those stand that the book below does not have.
    places: BTreeMap<String, PagePlacement>,
    has_summary: bool,
}

impl Composing<'_> {
    /// The pages of the book so far, by id.
    fn pages(&self) -> BTreeMap<String, FileId> {
        pages_of(self.sources, self.config)
    }

    /// Takes a text of the edition in.
    fn text(
        &mut self,
        path: &str,
        text: Arc<str>,
        below: &BTreeMap<String, FileId>,
        patches: &mut Vec<(String, FileId)>,
    ) {
        let lower = self.sources.find(path).map(|source| source.id);
        let id = self.sources.add(self.layer, path, text);
        let Some(name) = path.strip_prefix(&self.folder) else { return };
        if let Some(page) = name.strip_suffix(PATCH) {
            self.sources.hide(path);
            patches.push((page.to_owned(), id));
        } else if let Some((_, depth)) = REGISTERS.iter().find(|register| register.0 == name) {
            if let Some((text, map)) = lower.and_then(|lower| merged_register(self.sources, lower, id, *depth)) {
                self.sources.add_composed(self.layer, path, text, map);
            }
        } else if name == "SUMMARY.md" {
            self.has_summary = true;
        } else if let Some(page) = page_id(name) {
            self.page(page, id, below);
        }
    }

    /// Takes a page of the edition in: it replaces one, or is added.
    fn page(&mut self, page: String, id: FileId, below: &BTreeMap<String, FileId>) {
        let path = self.sources.get(id).path.clone();
        if let Some(lower) = below.get(&page) {
            let lower = self.sources.get(*lower);
            if lower.text == self.sources.get(id).text {
                let at = Span { file: id, start: 0, end: 0 };
                let message = said!("this is what {lower} says", lower = lower.shown);
                let help = said!("take the file away; the page comes from there then");
                self.diagnostics
                    .push(Diagnostic::new(Code::SameAsBase, message).at(at, said!("nothing differs")).help(help));
            }
            // `README.md` in the place of `index.md`.
            let lower_path = lower.path.clone();
            if lower_path != path {
                self.sources.hide(&lower_path);
            }
            self.changed.insert(page.clone());
        }
        let id = self.take_place(&page, id, below);
        let id = if below.contains_key(&page) { id } else { self.sign(id) };
        self.own.insert(page, id);
    }

    /// Takes `after` and `part` out of the front matter of a page.
    fn take_place(&mut self, page: &str, id: FileId, below: &BTreeMap<String, FileId>) -> FileId {
        let source = self.sources.get(id);
        let Some((_, root)) = front_of(source) else { return id };
        let tree = Tree { source, root: &root };
        let mut edits: Vec<Edit> = Vec::new();
        let value = |key: &str| {
            let node = root.get(key)?;
            Some((node.text()?.trim_end_matches(".md").to_owned(), Span::new(id, node.at.clone())))
        };
        let places = [
            value("after").map(|(page, at)| PagePlacement::After(page.trim_start_matches('/').to_owned(), at)),
            value("part").map(|(title, at)| PagePlacement::Part(title, at)),
        ];
        for key in ["after", "part"] {
            if root.get(key).and_then(Node::text).is_some() {
                edits.extend(removal(tree, &[key.to_owned()]));
            }
        }
        if edits.is_empty() {
            return id;
        }
        let mut places = places.into_iter().flatten();
        if let Some(place) = places.next() {
            let at = place.at();
            if let Some(second) = places.next() {
                let message = said!("a page stands in one place");
                let help = said!("keep `after` or `part`");
                let twice = Diagnostic::new(Code::BadPatch, message).at(second.at(), said!("again here"));
                self.diagnostics.push(twice.at(at, said!("first here")).help(help));
            }
            if below.contains_key(page) {
                let message = said!("`{page}` has its place in the book below", page);
                let help = said!("take the line away; a SUMMARY.md of your own gives another order");
                self.diagnostics.push(Diagnostic::new(Code::BadPatch, message).at(at, Phrase::default()).help(help));
            } else {
                self.places.insert(page.to_owned(), place);
            }
        }
        let (text, map) = edited(self.sources, id, edits);
        let path = self.sources.get(id).path.clone();
        self.sources.add_composed(self.layer, path, text, map)
    }

    /// Names the organisation as the author of a page that names nobody.
    fn sign(&mut self, id: FileId) -> FileId {
        let source = self.sources.get(id);
        let (Some(name), Some((_, root))) = (&self.config.organisation.name, front_of(source)) else { return id };
        let Value::Map(entries) = &root.value else { return id };
        let Some(first) = entries.first().filter(|_| root.get("authors").is_none()) else { return id };
        let at = line_start(&source.text, first.at.start);
        let made = format!("authors: [{}]\n", quotation(name));
        let place = Span::new(id, first.at.clone());
        let (text, map) = edited(self.sources, id, vec![Edit { at: at..at, pieces: vec![Piece::Made(made, place)] }]);
        let path = self.sources.get(id).path.clone();
        self.sources.add_composed(self.layer, path, text, map)
    }

    fn patches(&mut self, patches: &[(String, FileId)], below: &BTreeMap<String, FileId>, base: &Base) {
        for (page, file) in patches {
            let at = Span { file: *file, start: 0, end: 0 };
            let page = page_id(&format!("{page}.md")).unwrap_or_default();
            let mut say = |code: Code, message: Phrase, label: Phrase, help: Phrase| {
                self.diagnostics.push(Diagnostic::new(code, message).at(at, label).help(help));
            };
            if self.own.contains_key(&page) {
                let message = said!("`{page}` is replaced and changed", page);
                say(Code::TargetTwice, message, said!("changes it"), said!("keep one of the two files"));
                continue;
            }
            if base.remove.iter().any(|removed| removed.page == page) {
                let message = said!("`{page}` is removed and changed", page);
                say(Code::TargetTwice, message, said!("changes it"), said!("take the file away, or keep the page"));
                continue;
            }
            // A text that pages include is changed in the same way, though it may be no page.
            let path = format!("{}{page}.md", self.folder);
            let target = below.get(&page).copied().or_else(|| self.sources.find(&path).map(|source| source.id));
            let Some(target) = target else {
                let help = match nearest(&page, below.keys().map(String::as_str)) {
                    Some(near) => said!("did you mean {near}{patch}?", near, patch = PATCH),
                    None => said!("name it as a page of the book below: ID{patch}", patch = PATCH),
                };
                say(
                    Code::UnknownTarget,
                    said!("the book below has no page `{page}`", page),
                    said!("changes nothing"),
                    help,
                );
                continue;
            };
            let patched = patched(self.sources, target, *file, self.config).unpack(&mut self.diagnostics);
            if let Some((text, map)) = patched {
                if below.contains_key(&page) {
                    self.changed.insert(page);
                }
                let path = self.sources.get(target).path.clone();
                self.sources.add_composed(self.layer, path, text, map);
            }
        }
    }

    /// Takes the removed pages out, then puts the added ones in order.
    fn removals(&mut self, base: &Base, below: &BTreeMap<String, FileId>) {
        let mut gone = Gone { pages: BTreeMap::new(), titles: BTreeMap::new(), terms: BTreeMap::new() };
        for removed in &base.remove {
            self.remove(removed, below, &mut gone);
        }
        let pages = self.pages();
        for removed in gone.pages.values() {
            let target = removed.to.as_deref().filter(|to| !to.contains(':'));
            let id = target.map(|to| to.split('#').next().unwrap_or(to).trim_end_matches(".md").to_owned());
            if let Some(id) = id.filter(|id| !pages.contains_key(id)) {
                let help = match nearest(&id, pages.keys().map(String::as_str)) {
                    Some(near) => said!("did you mean `{near}`?", near),
                    None => said!("name a page by its id, or an address on the web"),
                };
                self.diagnostics.push(
                    Diagnostic::new(Code::UnknownTarget, said!("there is no page `{id}` for links to lead to", id))
                        .at(removed.at, said!("no such page"))
                        .help(help),
                );
            }
        }
        let ids: BTreeSet<String> = gone.pages.keys().cloned().collect();
        let summary = self.sources.find(&format!("{}SUMMARY.md", self.folder)).map(|source| source.id);
        if let Some(summary) = summary.filter(|_| !self.has_summary) {
            let reordered = reordered(self.sources, summary, &ids, &self.places).unpack(&mut self.diagnostics);
            if let Some((text, map)) = reordered {
                self.sources.add_composed(self.layer, format!("{}SUMMARY.md", self.folder), text, map);
            }
        }
        if !gone.pages.is_empty() {
            self.diagnostics.extend(clear(self.sources, self.layer, &gone, self.config));
        }
    }

    fn remove<'b>(&mut self, removed: &'b Removed, below: &BTreeMap<String, FileId>, gone: &mut Gone<'b>) {
        let id = &removed.page;
        let Some(file) = below.get(id) else {
            let help = match nearest(id, below.keys().map(String::as_str)) {
                Some(near) => said!("did you mean `{near}`?", near),
                None => said!("name a page by its path below the content's folder, without `.md`"),
            };
            let message = said!("the book below has no page `{id}`", id);
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownTarget, message).at(removed.at, said!("removes nothing")).help(help),
            );
            return;
        };
        if gone.pages.contains_key(id) || self.own.contains_key(id) {
            let message = if gone.pages.contains_key(id) {
                said!("`{id}` is removed twice", id)
            } else {
                said!("`{id}` is removed, and this edition has a page of its own there", id)
            };
            let help = said!("take it out of `remove`");
            self.diagnostics
                .push(Diagnostic::new(Code::TargetTwice, message).at(removed.at, Phrase::default()).help(help));
            return;
        }
        let source = self.sources.get(*file);
        let front = front_of(source);
        let title = title_of_page(source, self.config).unwrap_or_else(|| source.path.to_string());
        gone.titles.insert(id.clone(), title);
        let kind = front.as_ref().and_then(|(_, root)| root.get("kind")?.text());
        if kind.and_then(row_named).is_some_and(|row| row.is_term) {
            gone.terms.insert(id.rsplit('/').next().unwrap_or(id).to_owned(), removed);
        }
        let path = source.path.clone();
        self.sources.hide(&path);
        gone.pages.insert(id.clone(), removed);
    }
}
