//! The steps that lead from the site as it is to the site as it shall be.
//!
//! In: what a build has made, the manifest of the last one, what lies in the site. Out: the
//! steps in order, and the manifest that holds after them.
//!
//! Invariant: no step removes a file or a folder that the old manifest does not name, and
//! everything that can be seen to go wrong is said before the first step.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;

use walkdir::WalkDir;

use super::entry::{EntryType, entry_type, is_same, path_below};
use super::journal::{Step, parent};
use super::manifest::Manifest;
use super::reason;
use super::state::SitePlace;
use super::taken::{Folder, StagedAt, Taken, Was};
use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};

/// The steps to be taken.
pub(super) struct SitePlan {
    pub(super) steps: Vec<Step>,
    pub(super) manifest: Manifest,
    /// How many files go.
    pub(super) removed: usize,
}

/// The facts that the plan is made from.
pub(super) struct PlanFacts<'a> {
    pub(super) place: &'a SitePlace,
    pub(super) old: &'a Manifest,
    pub(super) taken: &'a BTreeMap<Arc<str>, Taken>,
    /// The state of the places where the new files' folders shall be.
    pub(super) folders: &'a BTreeMap<Box<str>, Folder>,
    /// The fingerprints of what files were made from, by their path.
    pub(super) made_from: &'a BTreeMap<Box<str>, Box<str>>,
    /// Notes on files, by their path.
    pub(super) notes: &'a BTreeMap<Box<str>, Box<str>>,
    /// The fingerprint of all that the site is made from.
    pub(super) whole_from: Option<&'a str>,
}

/// Makes the plan.
pub(super) fn plan(facts: &PlanFacts<'_>) -> Result<SitePlan, Diagnostic> {
    let needed = needed_folders(facts)?;
    // What goes on under a name of other capital and small letters is not obsolete.
    let renamed: BTreeSet<&str> = facts.taken.values().filter_map(|taken| taken.old.as_deref()).collect();
    let goes = |path: &&str| !facts.taken.contains_key(*path) && !renamed.contains(path);
    let obsolete: BTreeSet<&str> = facts.old.files.keys().map(AsRef::as_ref).filter(goes).collect();
    let recased = recased_folders(facts, &needed);
    let cleared = cleared_folders(facts, &obsolete)?;
    // Files of ours that must go before something else can take their place.
    let early = |path: &str| needed.contains(path) || above(path).any(|folder| cleared.contains(folder));
    let (soon, late): (Vec<&str>, Vec<&str>) = obsolete.iter().partition(|path| early(path));
    let (emptied, kept) = emptied_folders(facts, &needed, &cleared, &recased, &obsolete);

    let is = |path: &str, folder: Folder| facts.folders.get(path) == Some(&folder);
    let (ready, others): (Vec<&str>, Vec<&str>) = needed.iter().partition(|path| is(path, Folder::Ready));
    let missing: Vec<&str> = others.into_iter().filter(|path| !is(path, Folder::There)).collect();
    let blocked = |path: &str| obsolete.contains(path) || above(path).any(|folder| obsolete.contains(folder));
    let (after, before): (Vec<&str>, Vec<&str>) = missing.iter().partition(|path| blocked(path));

    let mut steps: Vec<Step> = Vec::new();
    steps.extend((!ready.is_empty()).then_some(Step::Whole));
    steps.extend(recased.iter().map(|(old, path)| Step::Recase((*old).into(), (*path).into())));
    steps.extend(before.into_iter().map(|path| Step::Folder(path.into())));
    steps.extend(soon.into_iter().map(|path| Step::Remove(path.into())));
    steps.extend(cleared.iter().rev().map(|path| Step::RemoveFolder(path.clone())));
    steps.extend(after.into_iter().map(|path| Step::Folder(path.into())));
    steps.extend(placings(facts.taken));
    // The other way round: a page goes before what it needs.
    let mut late = late;
    late.sort_by_key(|path| (std::cmp::Reverse(turn(path)), *path));
    steps.extend(late.into_iter().map(|path| Step::Remove(path.into())));
    steps.extend(emptied.iter().rev().map(|path| Step::RemoveFolder((*path).into())));
    check_folders(facts, &steps)?;

    let ours = facts.old.folders.iter().map(AsRef::as_ref).filter(|path| needed.contains(path));
    let made = ready.into_iter().chain(missing.iter().copied()).filter(|path| !path.is_empty());
    let of_files = |all: &BTreeMap<Box<str>, Box<str>>| {
        let there = all.iter().filter(|(path, _)| facts.taken.contains_key(&***path));
        there.map(|(path, text)| (path.clone(), text.clone())).collect()
    };
    let manifest = Manifest {
        folders: ours.chain(made).chain(kept).chain(recased.iter().map(|(_, path)| *path)).map(Into::into).collect(),
        files: facts.taken.iter().map(|(path, taken)| (path.clone(), taken.mark)).collect(),
        made_from: of_files(facts.made_from),
        notes: of_files(facts.notes),
        whole_from: facts.whole_from.map(Into::into),
    };
    Ok(SitePlan { steps, manifest, removed: obsolete.len() })
}

/// All folders above a path, the nearest first, the site itself last.
pub(super) fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(path), |path| parent(path))
}

/// The folders that the new files lie in. None of them may be a new file itself.
fn needed_folders<'a>(facts: &PlanFacts<'a>) -> Result<BTreeSet<&'a str>, Diagnostic> {
    let mut needed = BTreeSet::new();
    for path in facts.taken.keys() {
        for folder in above(path) {
            if !needed.insert(folder) {
                break;
            }
            if facts.taken.contains_key(folder) {
                return Err(in_the_way(
                    facts.place,
                    folder,
                    &said!("the build makes both a file and a folder of this name"),
                ));
            }
        }
    }
    Ok(needed)
}

/// The folders that must go because a file gets their name: only if all in them is ours and goes.
fn cleared_folders(facts: &PlanFacts<'_>, obsolete: &BTreeSet<&str>) -> Result<BTreeSet<Box<str>>, Diagnostic> {
    let mut cleared = BTreeSet::new();
    for (path, _) in facts.taken.iter().filter(|(_, taken)| taken.was == Was::Folder) {
        for entry in WalkDir::new(facts.place.file(path)) {
            let entry = entry
                .map_err(|error| reason::write_failed(&said!("look into"), &facts.place.show(path), &error.into()))?;
            let below = path_below(&facts.place.site, entry.path());
            let ours = below.as_deref().is_some_and(|below| {
                entry.file_type().is_file() && obsolete.contains(below)
                    || entry.file_type().is_dir() && facts.old.folders.contains(below)
            });
            if !ours {
                let shown = below.as_deref().unwrap_or(path);
                return Err(in_the_way(facts.place, shown, &said!("the build needs its place, and did not make it")));
            }
            if entry.file_type().is_dir() {
                cleared.extend(below.map(String::into_boxed_str));
            }
        }
    }
    Ok(cleared)
}

/// Folders of ours that go on under names of other capital and small letters, on a disk that takes both for one:
/// the old name and the new one, those further up first.
fn recased_folders<'a>(facts: &PlanFacts<'a>, needed: &BTreeSet<&'a str>) -> Vec<(&'a str, &'a str)> {
    let new: Vec<&str> =
        needed.iter().copied().filter(|path| !path.is_empty() && !facts.old.folders.contains(*path)).collect();
    if new.is_empty() {
        return Vec::new();
    }
    let by_letters: HashMap<String, &str> =
        facts.old.folders.iter().map(|path| (path.to_lowercase(), path.as_ref())).collect();
    let twin = |path: &&'a str| {
        let old = by_letters.get(&path.to_lowercase()).copied().filter(|old| !needed.contains(old))?;
        is_same(&facts.place.file(old), &facts.place.file(path)).then_some((old, *path))
    };
    new.iter().filter_map(twin).collect()
}

/// Folders of ours that nothing new lies in: those that will be empty, and those that will not.
fn emptied_folders<'a>(
    facts: &PlanFacts<'a>,
    needed: &BTreeSet<&str>,
    cleared: &BTreeSet<Box<str>>,
    recased: &[(&str, &str)],
    obsolete: &BTreeSet<&str>,
) -> (BTreeSet<&'a str>, Vec<&'a str>) {
    let mut emptied: BTreeSet<&str> = BTreeSet::new();
    let mut kept = Vec::new();
    let goes_on = |path: &str| recased.iter().any(|(old, _)| *old == path);
    let unused = facts.old.folders.iter().map(AsRef::as_ref);
    let unused = unused.filter(|path| !needed.contains(path) && !cleared.contains(*path) && !goes_on(path));
    // From the end: what lies in a folder comes after it.
    for path in unused.rev() {
        match is_emptied(facts.place, path, &emptied, obsolete) {
            Ok(true) => {
                emptied.insert(path);
            }
            // Already gone, or something else by now: no longer ours.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Ok(false) | Err(_) => kept.push(path),
        }
    }
    (emptied, kept)
}

fn is_emptied(place: &SitePlace, path: &str, emptied: &BTreeSet<&str>, obsolete: &BTreeSet<&str>) -> io::Result<bool> {
    let folder = place.file(path);
    if entry_type(&folder)? != EntryType::Folder {
        return Err(ErrorKind::NotADirectory.into());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let goes = entry.file_name().to_str().is_some_and(|name| {
            let below = format!("{path}/{name}");
            emptied.contains(below.as_str()) || obsolete.contains(below.as_str())
        });
        if !goes {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The renames: what pages need first, then the pages, the start page last.
fn placings(taken: &BTreeMap<Arc<str>, Taken>) -> Vec<Step> {
    let number = |taken: &Taken| match taken.staged? {
        StagedAt::Number(number) => Some(number),
        StagedAt::InWhole => None,
    };
    let mut staged: Vec<(u8, u32, &str, Option<&str>)> = taken
        .iter()
        .filter_map(|(path, taken)| Some((turn(path), number(taken)?, path.as_ref(), taken.old.as_deref())))
        .collect();
    staged.sort_by_key(|(turn, _, path, _)| (*turn, *path));
    let step = |(_, number, path, old): (u8, u32, &str, Option<&str>)| match old {
        Some(old) => Step::Change(number, old.into(), path.into()),
        None => Step::Place(number, path.into()),
    };
    staged.into_iter().map(step).collect()
}

fn turn(path: &str) -> u8 {
    match path {
        "index.html" => 2,
        page if Path::new(page).extension().is_some_and(|extension| extension == "html") => 1,
        _ => 0,
    }
}

/// Looks, before anything is changed, whether the folders of all steps can be written.
fn check_folders(facts: &PlanFacts<'_>, steps: &[Step]) -> Result<(), Diagnostic> {
    let mut checked = BTreeSet::new();
    for step in steps {
        let Some(folder) = parent(step.path()) else { continue };
        if !checked.insert(folder) {
            continue;
        }
        let place = facts.place.file(folder);
        if entry_type(&place).is_ok_and(|kind| kind != EntryType::Folder) {
            continue;
        }
        let fail = |error: &io::Error| reason::write_failed(&said!("write in"), &facts.place.show(folder), error);
        if facts.place.is_elsewhere(&place) {
            return Err(fail(&ErrorKind::CrossesDevices.into()));
        }
        writable(&place).map_err(|error| fail(&error))?;
    }
    Ok(())
}

#[cfg(unix)]
fn writable(folder: &Path) -> io::Result<()> {
    use rustix::fs::Access;
    Ok(rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// Elsewhere the first step tells.
#[cfg(not(unix))]
fn writable(_: &Path) -> io::Result<()> {
    Ok(())
}

fn in_the_way(place: &SitePlace, path: &str, why: &Phrase) -> Diagnostic {
    let shown = place.show(path).display().to_string();
    Diagnostic::new(Code::WriteFailed, said!("cannot write the site: {shown} is in the way: {why}", shown, why))
        .in_file(shown)
        .help(said!("move it away, or give the page another name"))
}
