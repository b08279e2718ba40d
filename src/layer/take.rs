//! An edition takes from the book below what can be taken.
//!
//! In: an edition, the book below it, and what was accepted. Out: [`Merge`], the files to be written.
//!
//! Invariant: a file of the edition is changed only where the book below said something else than was
//! accepted and the edition said there what was accepted; what is not taken is told again.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::drift::{Looked, PlaceOfDrift, look};
use super::library::Library;
use super::merge::{Merged, merge as merge_section, merge_page};
use super::overrides::ChangePlace;
use super::state::{Drift, State, What, snapshot_path};
use crate::diagnostic::Warned;
use crate::language::origin_keys;
use crate::source::{FileId, Sources};

/// The result of a merge.
#[derive(Debug, Default)]
pub struct Merge {
    /// The units whose book below changed, in the order of the report.
    pub units: Vec<MergedUnit>,
    /// The files of the edition that change, by path below its folder, snapshots among them.
    pub files: BTreeMap<String, String>,
}

/// The outcome of a merge for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedUnit {
    /// Its name, as `edition status` has it.
    pub name: String,
    /// The titles of its page and of itself.
    pub title: String,
    /// The state it had.
    pub state: State,
    /// The deed.
    pub outcome: Outcome,
}

/// The deed of a merge with a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All that the book below changed is in the edition now.
    Taken,
    /// All of it is, and what holds is another thing: the unit stays in its state until somebody accepts it.
    ToBeAccepted,
    /// Some of it is; the unit stays in its state.
    Partly,
    /// The edition says something else there; the unit stays in its state.
    Left,
}

/// Keys that a page has of itself in an edition, whatever the book below says.
fn own_keys() -> Vec<&'static str> {
    let of_origin = origin_keys().flat_map(|keys| [keys.involved, keys.law]);
    ["reviewed", "authors", "title"].into_iter().chain(of_origin).collect()
}

/// Takes what can be taken; `accepted` finds snapshots by their paths.
pub fn merge(library: &mut dyn Library, root: &Path, accepted: &dyn Fn(&str) -> Option<String>) -> Warned<Merge> {
    let Warned { value: looked, diagnostics } = look(library, root, accepted);
    let Looked { report, sources, places } = looked;
    let mut taking = Taking { sources: &sources, edits: BTreeMap::new(), merge: Merge::default() };
    for drift in report.units.iter().filter(|drift| drift.what == What::Part) {
        let place = places.get(&PlaceOfDrift::of(drift)).unwrap_or(&ChangePlace::Other);
        if let Some(outcome) = taking.unit(drift, place) {
            taking.merge.units.push(MergedUnit {
                name: drift.name(),
                title: drift.full_title(),
                state: drift.state,
                outcome,
            });
        }
    }
    Warned::new(taking.finish(), diagnostics)
}

struct Taking<'a> {
    sources: &'a Sources,
    /// Texts in the place of bytes, by file.
    edits: BTreeMap<FileId, Vec<(Range<usize>, String)>>,
    merge: Merge,
}

impl Taking<'_> {
    /// Deals with a unit; nothing where there is nothing to be done.
    fn unit(&mut self, drift: &Drift, place: &ChangePlace) -> Option<Outcome> {
        match drift.state {
            State::Moved => return Some(self.follow(drift, place)),
            State::Form => {
                self.snapshot(&drift.page, &drift.unit, drift.now.as_deref()?);
                return Some(Outcome::Taken);
            }
            State::Text | State::Substance => {}
            _ => return None,
        }
        let (then, now) = (drift.then.as_deref()?, drift.now.as_deref()?);
        let merged = match place {
            ChangePlace::Section { file, lead, rest, .. } => {
                let text = &self.sources.get(*file).text;
                let heading = text[lead.clone()].trim();
                let ours = format!("{heading}\n\n{}", text[rest.clone()].trim());
                let merged = merge_section(&bare_heading(then), &bare_heading(now), &ours);
                if merged.taken > 0 {
                    let (first, body) = merged.ours.split_once('\n').unwrap_or((&merged.ours, ""));
                    let is_last = rest.end == text.len();
                    let after = if is_last { "\n" } else { "\n\n" };
                    let edits = self.edits.entry(*file).or_default();
                    edits.push((lead.clone(), format!("{first} ")));
                    edits.push((rest.clone(), format!("\n{}{after}", body.trim())));
                }
                merged
            }
            ChangePlace::Page(file) => {
                let text = &self.sources.get(*file).text;
                let merged = merge_page(then, now, text, &own_keys());
                if merged.taken > 0 {
                    self.edits.entry(*file).or_default().push((0..text.len(), merged.ours.clone()));
                }
                merged
            }
            ChangePlace::Other => return Some(Outcome::Left),
        };
        let Merged { seen, taken, left, .. } = merged;
        let outcome = match (taken, left) {
            // What holds is taken too, but somebody must say that they have seen it.
            (_, 0) if drift.state == State::Substance => Outcome::ToBeAccepted,
            (_, 0) => {
                self.snapshot(&drift.page, &drift.unit, now);
                Outcome::Taken
            }
            (0, _) => Outcome::Left,
            _ => {
                // The heading of the snapshot keeps the id that it had.
                let seen = match place {
                    ChangePlace::Section { .. } => with_heading_of(&seen, then),
                    _ => seen,
                };
                self.snapshot(&drift.page, &drift.unit, &seen);
                Outcome::Partly
            }
        };
        Some(outcome)
    }

    /// A section that has another id now is changed by that.
    fn follow(&mut self, drift: &Drift, place: &ChangePlace) -> Outcome {
        let (ChangePlace::Section { file, target, .. }, Some(elsewhere)) = (place, &drift.elsewhere) else {
            return Outcome::Left;
        };
        let Some(id) = elsewhere.strip_prefix(&format!("{}#", drift.page)) else { return Outcome::Left };
        self.edits.entry(*file).or_default().push((target.clone(), id.to_owned()));
        // Of what only stands beside it nothing was accepted.
        if let Some(then) = &drift.then {
            self.snapshot(&drift.page, &format!("#{id}"), drift.now.as_ref().unwrap_or(then));
        }
        Outcome::Taken
    }

    fn snapshot(&mut self, page: &str, unit: &str, text: &str) {
        self.merge.files.insert(snapshot_path(page, unit), format!("{}\n", text.trim()));
    }

    fn finish(mut self) -> Merge {
        for (file, mut edits) in self.edits {
            let source = self.sources.get(file);
            let mut text = source.text.to_string();
            edits.sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
            for (at, put) in edits {
                text.replace_range(at, &put);
            }
            self.merge.files.insert(source.path.to_string(), text);
        }
        self.merge
    }
}

/// A section whose heading stands without `{…}`.
fn bare_heading(text: &str) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let bare = if first.starts_with('#') && first.trim_end().ends_with('}') {
        first.rfind(" {").map_or(first, |braces| &first[..braces])
    } else {
        first
    };
    format!("{}\n\n{}", bare.trim_end(), rest.trim())
}

/// A section with the heading line of another text, where both have the same words in it.
fn with_heading_of(text: &str, other: &str) -> String {
    let line = other.split('\n').next().unwrap_or_default();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if bare_heading(line).trim() == first.trim() { format!("{line}\n{rest}") } else { text.to_owned() }
}
