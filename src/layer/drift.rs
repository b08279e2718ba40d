//! The drift of the text that an edition changes and leads to.
//!
//! In: an edition, the book below it as it is now, and what was accepted. Out: a [`Report`], and the
//! files that say that somebody saw what it tells.
//!
//! Invariant: what is not chosen is told again.

use std::collections::BTreeMap;
use std::path::Path;

use super::compose::pages_of;
use super::gather::{Parts, take_apart};
use super::index::Index;
use super::library::Library;
use super::looking::Looking;
use super::overrides::{ChangePlace, Changes, changes, is_register};
use super::state::{Drift, State, What};
use crate::diagnostic::Warned;
use crate::source::{FileId, Sources};

/// The file of an edition with the pages and sections of the book below, as they were accepted.
pub const PAGES: &str = ".base/pages.txt";

/// Everything that has become of what an edition changes and leads to.
#[derive(Debug, Default)]
pub struct Report {
    /// The units, law and substance first.
    pub units: Vec<Drift>,
    /// The pages and sections of the book below as they are now.
    pub index: Index,
    /// The snapshots, by path, of the law on pages that the edition changes elsewhere, as far as it says what was accepted.
    law: Vec<(String, String)>,
}

impl Report {
    /// The files, by path below the edition's folder, that say that `chosen` were seen.
    #[must_use]
    pub fn accept(&self, chosen: &[&Drift], accepted: &dyn Fn(&str) -> Option<String>) -> Vec<(String, String)> {
        let is_list = |drift: &&&Drift| matches!(drift.what, What::Page | What::Pages | What::Law);
        let mut out: Vec<(String, String)> = chosen
            .iter()
            .filter(|drift| matches!(drift.what, What::Part | What::Law))
            .filter_map(|drift| Some((drift.snapshot(), format!("{}\n", drift.now.as_ref()?))))
            .collect();
        let before = accepted(PAGES).map(|text| Index::parse(&text));
        if before.is_none() && !chosen.iter().any(|drift| drift.what == What::Pages) {
            return out;
        }
        let mut index = before.unwrap_or_default();
        let is_chosen = |name: &str| chosen.iter().filter(is_list).any(|drift| drift.covers(name));
        let waits = |name: &str| self.units.iter().any(|drift| drift.what != What::Part && drift.covers(name));
        for (name, digest) in self.index.iter() {
            if is_chosen(name) || !waits(name) && index.knows(name) {
                index.put(name.to_owned(), digest.map(str::to_owned), self.index.title(name).map(str::to_owned));
            }
        }
        for drift in chosen.iter().filter(|drift| drift.what == What::Page && drift.now.is_none()) {
            index.put(drift.page.clone(), None, drift.title.page.clone());
        }
        out.push((PAGES.to_owned(), index.text()));
        let is_new = |(path, text): &&(String, String)| accepted(path).as_ref() != Some(text);
        out.extend(self.law.iter().filter(is_new).map(|(path, text)| (path.clone(), format!("{text}\n"))));
        out
    }

    /// The units that nobody has accepted yet.
    pub fn new_units(&self) -> impl Iterator<Item = &Drift> {
        self.units.iter().filter(|drift| drift.state == State::New && drift.digest.is_some())
    }

    /// A short name for all of these as they are now, with which they are accepted together; nothing where there are none.
    #[must_use]
    pub fn digest_of_new(&self) -> Option<String> {
        let names: Vec<String> = self.new_units().map(Drift::name_to_accept).collect();
        (!names.is_empty()).then(|| blake3::hash(names.join("\n").as_bytes()).to_hex()[..8].to_owned())
    }
}

/// Everything that has become of what an edition changes; `accepted` finds snapshots by their paths.
pub fn drift(library: &mut dyn Library, root: &Path, accepted: &dyn Fn(&str) -> Option<String>) -> Warned<Report> {
    let Warned { value, diagnostics } = look(library, root, accepted);
    Warned::new(value.report, diagnostics)
}

/// A report with the files that it is about.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub(super) report: Report,
    pub(super) sources: Sources,
    /// Where the changes stand.
    pub(super) places: BTreeMap<PlaceOfDrift, ChangePlace>,
}

/// A change that a drift is of: by its name, and by its text where an edition changes a unit in several ways.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PlaceOfDrift {
    name: String,
    ours: String,
}

impl PlaceOfDrift {
    pub(super) fn of(drift: &Drift) -> Self {
        Self { name: drift.name(), ours: drift.ours.clone() }
    }
}

/// As [`drift`], with the files.
pub(super) fn look(
    library: &mut dyn Library,
    root: &Path,
    accepted: &dyn Fn(&str) -> Option<String>,
) -> Warned<Looked> {
    let Warned { value, mut diagnostics } = take_apart(library, root);
    let Some(Parts { below, texts, config, removed }) = value else {
        return Warned::new(Looked::default(), diagnostics);
    };
    let mut sources = below;
    let pages = pages_of(&sources, &config);
    let Changes { overrides, patches, pages: own } =
        changes(&mut sources, texts, &pages, &config).unpack(&mut diagnostics);
    let index = accepted(PAGES).map(|text| Index::parse(&text));
    let looking = Looking::at(&sources, &config, &pages, index);
    let mut places = BTreeMap::new();
    let mut units = Vec::new();
    for change in overrides {
        let place = change.place.clone();
        if let Some(drift) = looking.look(change, accepted) {
            places.insert(PlaceOfDrift::of(&drift), place);
            units.push(drift);
        }
    }
    // An entry that a register of the edition adds changes nothing.
    units.retain(|drift| drift.state != State::Orphan || !is_register(&drift.page));
    let law = looking.law(&patches, accepted, &mut units);
    looking.whole_pages(&removed, &mut units);
    let files: Vec<(&String, &FileId)> = patches.iter().chain(&own).collect();
    looking.links(&files, &own, &mut units);
    units.sort_by(|a, b| {
        let key = |drift: &Drift| (drift.state, !drift.is_law, drift.page.clone(), drift.unit.clone());
        key(a).cmp(&key(b))
    });
    units.dedup();
    for drift in &mut units {
        drift.title = looking.title(drift, &own);
    }
    let report = Report { units, index: looking.now, law };
    Warned::new(Looked { report, sources, places }, diagnostics)
}
