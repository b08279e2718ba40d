//! What has become of the text that an edition changes.
//!
//! In: an edition, the book below it as it is now, and snapshots of what was changed, as it was
//! when it was last accepted. Out: a [`Drift`] for every change.
//!
//! Invariant: every unit whose text in the book below is another one than the accepted one is told;
//! a version, a date of a file or a history is never asked.

use std::collections::BTreeMap;
use std::path::Path;

use super::compose::{PATCH, REGISTERS, pages_of};
use super::gather::{Library, Parts, take_apart};
use super::patch::{How, read_patch};
use super::units::{body_of, front_of};
use super::values::{Tree, end_of, find, steps};
use super::words::{Change, Said};
use crate::config::Config;
use crate::diagnostic::Warned;
use crate::front_matter::{parse_yaml, split};
use crate::markdown;
use crate::schema::{Node, Value};
use crate::source::{FileId, Layer, Source, Sources, page_id};

/// What has become of a unit of the book below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// What holds has changed.
    Substance,
    /// It is not there any more.
    Removed,
    /// It was never there.
    Orphan,
    /// It stands elsewhere.
    Moved,
    /// Its words have changed.
    Text,
    /// Nobody has said yet that it was seen.
    New,
    /// It says now what the edition says.
    Same,
    /// It is written otherwise, and says the same.
    Form,
    /// It is as it was accepted.
    Current,
}

impl State {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Substance => "substance",
            Self::Removed => "removed",
            Self::Orphan => "orphan",
            Self::Moved => "moved",
            Self::Text => "text",
            Self::New => "new",
            Self::Same => "same",
            Self::Form => "form",
            Self::Current => "current",
        }
    }

    /// Whether an edition must not be published before somebody has looked.
    #[must_use]
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::Substance | Self::Removed | Self::Orphan)
    }
}

/// A unit that an edition changes, and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The page.
    pub page: String,
    /// `#` and the id of a section or choice, the way to a value, or nothing for the whole page.
    pub unit: String,
    /// What has become of it.
    pub state: State,
    /// Whether it says what the law says.
    pub is_law: bool,
    /// A short name of what the book below says now.
    pub digest: Option<String>,
    /// What the book below said when it was accepted.
    pub then: Option<String>,
    /// What it says now.
    pub now: Option<String>,
    /// What the edition says.
    pub ours: String,
    /// Where it stands now.
    pub elsewhere: Option<String>,
}

impl Drift {
    /// Page and unit, as they are named on the command line.
    #[must_use]
    pub fn name(&self) -> String {
        match self.unit.as_str() {
            "" => self.page.clone(),
            unit if unit.starts_with('#') => format!("{}{unit}", self.page),
            unit => format!("{}:{unit}", self.page),
        }
    }

    /// The path of its snapshot, below the edition's folder.
    #[must_use]
    pub fn snapshot(&self) -> String {
        snapshot_path(&self.page, &self.unit)
    }
}

/// The folder of an edition that holds what was accepted.
pub const SNAPSHOTS: &str = ".base";

/// The path of the snapshot of a unit.
#[must_use]
pub fn snapshot_path(page: &str, unit: &str) -> String {
    let mut name = String::new();
    for byte in unit.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            name.push(char::from(byte));
        } else {
            name.push('%');
            name.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            name.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
    }
    let ending = if unit.is_empty() { "page.md" } else { ".txt" };
    format!("{SNAPSHOTS}/{page}/{name}{ending}")
}

/// A change that an edition makes.
struct Override {
    page: String,
    unit: String,
    ours: String,
    /// Whether what the edition says stands in the place of what the book below says.
    replaces: bool,
}

/// Everything that has become of what an edition changes; `accepted` finds snapshots by their paths.
pub fn drift(library: &mut dyn Library, root: &Path, accepted: &dyn Fn(&str) -> Option<String>) -> Warned<Vec<Drift>> {
    let Warned { value, mut diagnostics } = take_apart(library, root);
    let Some(Parts { below, texts, config }) = value else { return Warned::new(Vec::new(), diagnostics) };
    let mut sources = below;
    let pages = pages_of(&sources, &config);
    let overrides = overrides(&mut sources, texts, &pages, &config).unpack(&mut diagnostics);
    let looking = Looking { sources: &sources, config: &config, pages: &pages };
    let mut found: Vec<Drift> = overrides.into_iter().map(|change| looking.look(change, accepted)).collect();
    // An entry that a register of the edition adds changes nothing.
    found.retain(|drift| drift.state != State::Orphan || !is_register(&drift.page));
    found.sort_by(|a, b| {
        let key = |drift: &Drift| (drift.state, !drift.is_law, drift.page.clone(), drift.unit.clone());
        key(a).cmp(&key(b))
    });
    Warned::new(found, diagnostics)
}

fn overrides(
    sources: &mut Sources,
    texts: Vec<(std::sync::Arc<str>, std::sync::Arc<str>)>,
    pages: &BTreeMap<String, FileId>,
    config: &Config,
) -> Warned<Vec<Override>> {
    let folder = format!("{}/", config.book.src);
    let mut diagnostics = Vec::new();
    let mut out = Vec::new();
    for (path, text) in texts {
        let Some(name) = path.strip_prefix(&folder) else { continue };
        if let Some(page) = name.strip_suffix(PATCH).and_then(|page| page_id(&format!("{page}.md"))) {
            let file = sources.add(Layer::Book, path.clone(), text);
            sources.hide(&path);
            let source = sources.get(file);
            let patch = read_patch(source, config.language()).unpack(&mut diagnostics);
            let change = |unit: String, ours: &str, replaces| Override {
                page: page.clone(),
                unit,
                ours: ours.trim().to_owned(),
                replaces,
            };
            for entry in patch.set.iter().filter(|entry| !super::page::OWN.contains(&entry.key.as_str())) {
                let ours = &source.text[entry.node.at.start..end_of(&source.text, &entry.node)];
                out.push(change(entry.key.clone(), ours, true));
            }
            out.extend(patch.remove.iter().filter_map(|node| Some(change(node.text()?.to_owned(), "", false))));
            let follows = |how: How| matches!(how, How::Replace | How::Remove | How::Append);
            for part in patch.parts.iter().filter(|part| follows(part.how)) {
                let ours = &source.text[part.rest.clone()];
                let heading = if part.is_choice { &source.text[part.lead.clone()] } else { "" };
                let ours = format!("{heading}{ours}");
                out.push(change(format!("#{}", part.target), &ours, part.how == How::Replace));
            }
        } else if let Some((_, whole)) = REGISTERS.iter().find(|register| register.0 == name) {
            let file = sources.add(Layer::Book, format!("{SNAPSHOTS}/{name}"), text);
            out.extend(entries(sources.get(file), name, *whole));
        } else if let Some(page) = page_id(name).filter(|page| pages.contains_key(page)) {
            out.push(Override { page, unit: String::new(), ours: text.trim().to_owned(), replaces: true });
        }
    }
    Warned::new(out, diagnostics)
}

fn is_register(page: &str) -> bool {
    REGISTERS.iter().any(|register| register.0 == page)
}

/// The entries of a register of the edition.
fn entries(source: &Source, name: &str, whole: bool) -> Vec<Override> {
    let Ok(root) = parse_yaml(source, &(0..source.text.len())) else { return Vec::new() };
    let Value::Map(outer) = &root.value else { return Vec::new() };
    let text = |node: &Node| source.text[node.at.start..end_of(&source.text, node)].trim().to_owned();
    let change = |unit: String, node: &Node| {
        let is_taken_out = matches!(node.value, Value::Null);
        let ours = if is_taken_out { String::new() } else { text(node) };
        Override { page: name.to_owned(), unit, ours, replaces: !is_taken_out }
    };
    let mut out = Vec::new();
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
    out
}

struct Looking<'a> {
    sources: &'a Sources,
    config: &'a Config,
    pages: &'a BTreeMap<String, FileId>,
}

impl Looking<'_> {
    fn look(&self, change: Override, accepted: &dyn Fn(&str) -> Option<String>) -> Drift {
        let then = accepted(&snapshot_path(&change.page, &change.unit));
        let register = || self.sources.find(&format!("{}/{}", self.config.book.src, change.page));
        let source = self.pages.get(&change.page).map(|file| self.sources.get(*file)).or_else(register);
        let now = source.and_then(|source| self.text_of(source, &change.unit));
        let said = |text: &str| self.said(text, &change.unit, source);
        let digest = now.as_deref().map(|now| said(now).digest());
        let mut elsewhere = None;
        let state = match (&now, &then) {
            (None, None) => State::Orphan,
            (None, Some(then)) => {
                elsewhere = self.find_elsewhere(then, &change.unit, source);
                if elsewhere.is_some() { State::Moved } else { State::Removed }
            }
            (Some(now), _) if change.replaces && self.is_same(now, &change, source) => State::Same,
            (Some(_), None) => State::New,
            (Some(now), Some(then)) if now == then => State::Current,
            (Some(now), Some(then)) => match said(now).change_from(&said(then)) {
                Change::Form => State::Form,
                Change::Text => State::Text,
                Change::Substance => State::Substance,
            },
        };
        let law =
            |text: &Option<String>| text.as_deref().is_some_and(|text| text.contains("[!LOV]") || text.contains('§'));
        let is_law = change.unit.starts_with("lov") || law(&now) || law(&then);
        let Override { page, unit, ours, .. } = change;
        Drift { page, unit, state, is_law, digest, then, now, ours, elsewhere }
    }

    /// The text of a unit of a page.
    fn text_of(&self, source: &Source, unit: &str) -> Option<String> {
        if unit.is_empty() {
            return Some(source.text.trim().to_owned());
        }
        if let Some(id) = unit.strip_prefix('#') {
            let body = body_of(self.sources, source, self.config);
            let found = body.units.iter().find(|unit| *unit.id == *id && unit.elsewhere.is_none())?;
            return Some(source.text[found.at.clone()].trim().to_owned());
        }
        let is_page = page_id(&source.path).is_some();
        let root = if is_page { front_of(source)?.1 } else { parse_yaml(source, &(0..source.text.len())).ok()? };
        let found = find(Tree { source, root: &root }, &steps(unit)).ok()?;
        Some(source.text[found.node.at.start..end_of(&source.text, found.node)].trim().to_owned())
    }

    /// What a text says, as a unit of this kind.
    fn said(&self, text: &str, unit: &str, like: Option<&Source>) -> Said {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "x.md", text);
        let source = sources.get(file);
        if !unit.is_empty() && !unit.starts_with('#') {
            let key = steps(unit).pop().unwrap_or_default();
            return match parse_yaml(source, &(0..text.len())) {
                Ok(node) => Said::of_value(&node, &key),
                Err(_) => Said::default(),
            };
        }
        let options = super::units::options_for(like.unwrap_or(source), self.config);
        let body = split(source).map_or(0, |split| split.body);
        Said::of_document(&markdown::parse(&sources, file, body, &options).value)
    }

    /// Whether the book below says what the edition says.
    fn is_same(&self, now: &str, change: &Override, source: Option<&Source>) -> bool {
        let is_section = change.unit.starts_with('#') && now.starts_with('#');
        let now = if is_section { now.split_once('\n').map_or("", |(_, rest)| rest) } else { now };
        now.trim() == change.ours
            || self.said(now, &change.unit, source) == self.said(&change.ours, &change.unit, source)
                && !change.unit.is_empty()
    }

    /// The unit that says now what one said that is gone.
    fn find_elsewhere(&self, then: &str, unit: &str, source: Option<&Source>) -> Option<String> {
        if !unit.starts_with('#') {
            return None;
        }
        let without_heading =
            |text: &str| text.split_once('\n').map_or(String::new(), |(_, rest)| rest.trim().to_owned());
        let wanted = self.said(&without_heading(then), unit, source);
        if wanted == Said::default() {
            return None;
        }
        for (id, file) in self.pages {
            let source = self.sources.get(*file);
            let body = body_of(self.sources, source, self.config);
            for unit in body.units.iter().filter(|unit| unit.level.is_some() && unit.elsewhere.is_none()) {
                let text = &source.text[unit.at.clone()];
                if self.said(&without_heading(text), "#", Some(source)) == wanted {
                    return Some(format!("{id}#{}", unit.id));
                }
            }
        }
        None
    }
}
