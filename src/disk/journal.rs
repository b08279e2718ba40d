//! Putting a build in place: a list of steps, written down before the first is taken.
//!
//! In: the steps. Out: the site as the steps say, however often they were begun before.
//!
//! Invariant: each step may be repeated, so a journal found by a later build is simply carried
//! out from its beginning; a journal that is not whole, or that no build could have written, was
//! never begun. A journal that cannot be finished stops no later build: both its files and the older
//! ones count as ours then. Whatever a journal says, nothing outside the site's folder changes.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;
use std::fs::{self, DirEntry};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::slice;

use super::entry::{EntryType, absent_is_fine, entry_type};
use super::manifest::{Manifest, seal, sound, unseal};
use super::state::SitePlace;
use super::{own, reason};
use crate::diagnostic::{Code, Diagnostic};
use crate::said::said;

const HEAD: &str = "brobygger journal 1";

/// The reason for which a site could not be put in place.
#[derive(Debug)]
pub struct Unfinished {
    /// The fault.
    pub said: Diagnostic,
    /// Whether files of the site were changed already; the next build finishes it then.
    pub begun: bool,
}

impl Unfinished {
    /// A fault before anything was changed.
    pub(super) fn before(said: Diagnostic) -> Self {
        Self { said, begun: false }
    }
}

impl From<Diagnostic> for Unfinished {
    fn from(said: Diagnostic) -> Self {
        Self::before(said)
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Rename the folder that was made ready to the site, where there was none.
    Whole,
    /// Make a folder; the empty path is the site itself.
    Folder(Box<str>),
    /// Remove a file of ours.
    Remove(Box<str>),
    /// Remove a folder of ours if nothing is left in it.
    RemoveFolder(Box<str>),
    /// Rename a staged file to its place.
    Place(u32, Box<str>),
    /// Rename a staged file to its place, where it has stood under a name of other capital and small letters on a disk
    /// that takes both for one: the old name goes first, so that the new one is kept as it is written.
    Change(u32, Box<str>, Box<str>),
    /// Give a folder of ours the capital and small letters of its new name, on such a disk.
    Recase(Box<str>, Box<str>),
}

impl Step {
    /// The path that it changes.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Whole => "",
            Self::Folder(path)
            | Self::Remove(path)
            | Self::RemoveFolder(path)
            | Self::Place(_, path)
            | Self::Change(_, _, path)
            | Self::Recase(_, path) => path,
        }
    }
}

/// As text.
pub(super) fn encode(steps: &[Step]) -> String {
    let mut text = format!("{HEAD}\n");
    for step in steps {
        let _ = match step {
            Step::Whole => writeln!(text, "whole"),
            Step::Folder(path) => writeln!(text, "folder {path}"),
            Step::Remove(path) => writeln!(text, "remove {path}"),
            Step::RemoveFolder(path) => writeln!(text, "remove-folder {path}"),
            Step::Place(number, path) => writeln!(text, "place {number} {path}"),
            // No path has a `|` in it.
            Step::Change(number, old, path) => writeln!(text, "change {number} {old}|{path}"),
            Step::Recase(old, path) => writeln!(text, "recase {old}|{path}"),
        };
    }
    seal(text)
}

/// From text; `None` if it is not whole, or not what a build writes: anyone can seal a text.
pub(super) fn decode(text: &str) -> Option<Vec<Step>> {
    let mut lines = unseal(text)?.lines();
    if lines.next() != Some(HEAD) {
        return None;
    }
    let steps = lines.map(decode_step).collect::<Option<Vec<Step>>>()?;
    (are_in_order(&steps) && steps.iter().all(keeps_its_letters)).then_some(steps)
}

/// The kinds of steps in the order in which a plan has them; any may be missing.
const ORDER: [fn(&Step) -> bool; 9] = [
    |step| matches!(step, Step::Whole),
    |step| matches!(step, Step::Recase(..)),
    |step| matches!(step, Step::Folder(_)),
    |step| matches!(step, Step::Remove(_)),
    |step| matches!(step, Step::RemoveFolder(_)),
    |step| matches!(step, Step::Folder(_)),
    |step| matches!(step, Step::Place(..) | Step::Change(..)),
    |step| matches!(step, Step::Remove(_)),
    |step| matches!(step, Step::RemoveFolder(_)),
];

fn are_in_order(steps: &[Step]) -> bool {
    let mut turn = 0;
    steps.iter().all(|step| match ORDER[turn..].iter().position(|is_kind| is_kind(step)) {
        Some(further) => {
            turn += further;
            true
        }
        None => false,
    })
}

/// A name is changed to one that some disks take for the same, and to no other.
fn keeps_its_letters(step: &Step) -> bool {
    match step {
        Step::Change(_, old, path) | Step::Recase(old, path) => {
            old != path && old.to_lowercase() == path.to_lowercase()
        }
        Step::Whole | Step::Folder(_) | Step::Remove(_) | Step::RemoveFolder(_) | Step::Place(..) => true,
    }
}

fn decode_step(line: &str) -> Option<Step> {
    if line == "whole" {
        return Some(Step::Whole);
    }
    let (word, rest) = line.split_once(' ')?;
    match word {
        "folder" if rest.is_empty() => Some(Step::Folder("".into())),
        "folder" => sound(rest).map(Step::Folder),
        "remove" => sound(rest).map(Step::Remove),
        "remove-folder" => sound(rest).map(Step::RemoveFolder),
        "place" => {
            let (number, path) = rest.split_once(' ')?;
            Some(Step::Place(number.parse().ok()?, sound(path)?))
        }
        "change" => {
            let (number, paths) = rest.split_once(' ')?;
            let (old, path) = paths.split_once('|')?;
            Some(Step::Change(number.parse().ok()?, sound(old)?, sound(path)?))
        }
        "recase" => {
            let (old, path) = rest.split_once('|')?;
            Some(Step::Recase(sound(old)?, sound(path)?))
        }
        _ => None,
    }
}

/// Writes the steps down and takes them. If the very first that changes a file fails, all is
/// as it was before; if a later one does, the journal stays and the next build finishes it.
pub(super) fn carry_out(place: &SitePlace, steps: &[Step]) -> Result<(), Unfinished> {
    write_down(place, &encode(steps))
        .map_err(|error| Unfinished::before(undo(place, &[], &place.journal(), &error)))?;
    let mut walker = Walker::new(place);
    for step in steps {
        if let Err((path, error)) = walker.take(step) {
            return Err(if walker.passed {
                Unfinished { said: stuck(place, &path, &error), begun: true }
            } else {
                Unfinished::before(undo(place, &walker.made, &path, &error))
            });
        }
    }
    finish(place, &walker).map_err(|said| Unfinished { said, begun: walker.passed })
}

/// Takes the steps of a journal that was found.
pub(super) fn resume(place: &SitePlace, steps: &[Step]) -> Result<(), Diagnostic> {
    let mut walker = Walker::new(place);
    for step in steps {
        walker.take(step).map_err(|(path, error)| stuck(place, &path, &error))?;
    }
    finish(place, &walker)
}

fn write_down(place: &SitePlace, text: &str) -> io::Result<()> {
    own::write(&place.journal(), text.as_bytes())?.sync_all()?;
    place.sync_folders(slice::from_ref(&place.state))
}

/// All steps are taken: the new manifest holds, the journal goes.
fn finish(place: &SitePlace, walker: &Walker<'_>) -> Result<(), Diagnostic> {
    let fail = |error: io::Error| stuck(place, &place.manifest(), &error);
    absent_is_fine(fs::rename(place.next_manifest(), place.manifest())).map_err(fail)?;
    let mut folders: Vec<PathBuf> = walker.touched.iter().map(|path| place.file(path)).collect();
    folders.extend([place.state.clone(), place.around().to_path_buf()]);
    place.sync_folders(&folders).map_err(fail)?;
    fs::remove_file(place.journal()).map_err(fail)?;
    // Before a later build can change what the journal speaks of, it must be gone for good.
    place.sync_folders(slice::from_ref(&place.state)).map_err(fail)
}

/// Nothing in the site has changed yet: takes back the folders and the journal.
fn undo(place: &SitePlace, made: &[Box<str>], path: &Path, error: &io::Error) -> Diagnostic {
    for folder in made.iter().rev() {
        let _ = fs::remove_dir(place.file(folder));
    }
    let gone = absent_is_fine(fs::remove_file(place.journal()))
        .and_then(|()| place.sync_folders(slice::from_ref(&place.state)));
    let diagnostic = reason::write_failed(&said!("write"), path, error);
    match gone {
        Ok(()) => diagnostic.note(said!("the site is as it was")),
        Err(_) => diagnostic.note(said!("the next build puts in place what this one made")),
    }
}

/// Something in the site has changed already.
fn stuck(place: &SitePlace, path: &Path, error: &io::Error) -> Diagnostic {
    reason::write_failed(&said!("put in place"), path, error).note(said!(
        "some files in {place} are new and some old, each of them whole; the next build finishes this one",
        place = place.shown.display()
    ))
}

/// The one who takes steps, and never goes through a symbolic link.
struct Walker<'a> {
    place: &'a SitePlace,
    /// Folders of the site known to be folders; none where a folder has gone or got another name since.
    known: HashSet<Box<str>>,
    /// Folders made by this walker.
    made: Vec<Box<str>>,
    /// Folders in which something was renamed or removed.
    touched: BTreeSet<Box<str>>,
    /// Whether a file of the site was changed, so that there is no way back.
    passed: bool,
}

type RenameFailure = (PathBuf, io::Error);

impl<'a> Walker<'a> {
    fn new(place: &'a SitePlace) -> Self {
        Self { place, known: HashSet::new(), made: Vec::new(), touched: BTreeSet::new(), passed: false }
    }

    fn take(&mut self, step: &Step) -> Result<(), RenameFailure> {
        let result = match step {
            Step::Whole => self.rename_whole(),
            Step::Folder(path) => self.make(path),
            Step::Remove(path) => self.remove(path),
            Step::RemoveFolder(path) => self.remove_folder(path),
            Step::Place(number, path) => self.rename(*number, path),
            Step::Change(number, old, path) => self.change(*number, old, path),
            Step::Recase(old, path) => self.recase(old, path),
        };
        result.map_err(|error| (self.place.show(step.path()), error))
    }

    fn rename_whole(&mut self) -> io::Result<()> {
        self.passed |= rename_once(&self.place.whole(), EntryType::Folder, &self.place.site)?;
        self.enter("")
    }

    fn make(&mut self, path: &str) -> io::Result<()> {
        if let Some(above) = parent(path) {
            self.enter(above)?;
        }
        match fs::create_dir(self.place.file(path)) {
            Ok(()) => self.made.push(path.into()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        self.enter(path)
    }

    fn remove(&mut self, path: &str) -> io::Result<()> {
        let place = self.place.file(path);
        // Only a file can be one of ours: anything else has taken its place since.
        if !self.enter_if_there(path)? || entry_type(&place)? != EntryType::File {
            return Ok(());
        }
        self.passed = true;
        absent_is_fine(fs::remove_file(place))
    }

    fn remove_folder(&mut self, path: &str) -> io::Result<()> {
        let place = self.place.file(path);
        if !self.enter_if_there(path)? || entry_type(&place)? != EntryType::Folder {
            return Ok(());
        }
        self.passed = true;
        self.known.clear();
        match fs::remove_dir(place) {
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
            result => absent_is_fine(result),
        }
    }

    fn rename(&mut self, number: u32, path: &str) -> io::Result<()> {
        let staged = self.place.staged(number);
        self.enter(parent(path).unwrap_or(""))?;
        self.passed |= rename_once(&staged, EntryType::File, &self.place.file(path))?;
        Ok(())
    }

    /// As [`Self::rename`], after the old name is gone. Where the staged file is gone too, all was done before.
    fn change(&mut self, number: u32, old: &str, path: &str) -> io::Result<()> {
        if entry_type(&self.place.staged(number))? == EntryType::File {
            self.remove(old)?;
        }
        self.rename(number, path)
    }

    /// Two renames, since one of a folder to itself does nothing; a folder that waits between them is on its way.
    fn recase(&mut self, old: &str, path: &str) -> io::Result<()> {
        let between = self.place.state.join("recased");
        let above = parent(path).unwrap_or("");
        self.enter(above)?;
        match entry_type(&between)? {
            EntryType::Folder => {}
            EntryType::Nothing => {
                let name = old.rsplit('/').next().unwrap_or(old);
                let is_old = |entry: &DirEntry| entry.file_name() == name;
                let Some(there) = fs::read_dir(self.place.file(above))?.filter_map(Result::ok).find(is_old) else {
                    return Ok(());
                };
                // Only a folder can be one of ours: anything else has taken its place since.
                if entry_type(&there.path())? != EntryType::Folder {
                    return Ok(());
                }
                self.passed = true;
                fs::rename(there.path(), &between)?;
            }
            EntryType::File | EntryType::Link | EntryType::Other => return Err(own::no_file()),
        }
        self.known.clear();
        fs::rename(&between, self.place.file(path))
    }

    /// Makes sure that the folder above `path` is one; `false` if it is gone.
    fn enter_if_there(&mut self, path: &str) -> io::Result<bool> {
        match self.enter(parent(path).unwrap_or("")) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
            result => result.map(|()| true),
        }
    }

    /// Makes sure that `path` and all folders above it are folders of the site and no links.
    fn enter(&mut self, path: &str) -> io::Result<()> {
        if self.known.contains(path) {
            return Ok(());
        }
        if let Some(above) = parent(path) {
            self.enter(above)?;
        }
        match entry_type(&self.place.file(path))? {
            EntryType::Folder => {
                self.known.insert(path.into());
                self.touched.insert(path.into());
                Ok(())
            }
            EntryType::Nothing => Err(ErrorKind::NotFound.into()),
            EntryType::File | EntryType::Link | EntryType::Other => Err(ErrorKind::NotADirectory.into()),
        }
    }
}

/// Renames, unless that was done before the journal was interrupted; whether it did.
fn rename_once(staged: &Path, kind: EntryType, place: &Path) -> io::Result<bool> {
    match entry_type(staged)? {
        EntryType::Nothing => Ok(false),
        found if found == kind => fs::rename(staged, place).map(|()| true),
        _ => Err(own::no_file()),
    }
}

/// The folder above a path of the site; above the site itself there is none.
pub(super) fn parent(path: &str) -> Option<&str> {
    if path.is_empty() { None } else { Some(path.rsplit_once('/').map_or("", |(above, _)| above)) }
}

/// Says what was found of an interrupted build, and finishes or undoes it.
pub(super) fn recover(place: &SitePlace) -> Result<Option<Diagnostic>, Diagnostic> {
    let fail = |error: io::Error| reason::write_failed(&said!("tidy up"), &place.state, &error);
    let bytes =
        own::read(&place.journal()).map_err(|error| reason::write_failed(&said!("read"), &place.journal(), &error))?;
    let steps = bytes.and_then(|bytes| decode(std::str::from_utf8(&bytes).ok()?));
    // What was made ready lies nowhere else: a link in its place leads to somebody else's files.
    let is_ours = matches!(entry_type(&place.staging()), Ok(EntryType::Folder | EntryType::Nothing));
    let steps = steps.filter(|_| is_ours);
    let what = if let Some(steps) = steps {
        let finished = resume(place, &steps);
        if finished.is_err() {
            own_both(place).map_err(fail)?;
        }
        place.clear_staging().map_err(fail)?;
        match finished {
            Ok(()) => said!("an interrupted build was finished first"),
            Err(why) => said!(
                "an interrupted build could not be finished ({message}); this one takes over",
                message = why.message
            ),
        }
    } else {
        match place.clear_staging().map_err(fail)? {
            0 => return Ok(None),
            files => said!("an interrupted build was undone: {files} files it had made ready were thrown away", files),
        }
    };
    Ok(Some(Diagnostic::new(Code::Recovered, what).in_file(place.shown.display().to_string())))
}

/// Makes the files of the last whole build and those of the one that is given up count as ours,
/// so that the next build may replace and remove either.
fn own_both(place: &SitePlace) -> io::Result<()> {
    let mut both = Manifest::read(&place.manifest())?.unwrap_or_default();
    both.add(Manifest::read(&place.next_manifest())?.unwrap_or_default());
    let joined = place.state.join("manifest.both");
    own::write(&joined, both.encode().as_bytes())?;
    place.sync_files(std::iter::once(joined.clone()))?;
    fs::rename(joined, place.manifest())?;
    place.sync_folders(slice::from_ref(&place.state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_cut_off_anywhere_is_not_believed() {
        let steps = vec![
            Step::Whole,
            Step::Recase("Del".into(), "del".into()),
            Step::Folder("".into()),
            Step::Folder("a".into()),
            Step::Remove("b".into()),
            Step::Place(7, "a/b c.html".into()),
            Step::Change(8, "c d.txt".into(), "C d.txt".into()),
            Step::RemoveFolder("old".into()),
        ];
        let text = encode(&steps);
        assert_eq!(decode(&text), Some(steps));
        for cut in 0..text.len() {
            assert_eq!(decode(&text[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn a_journal_that_leads_out_of_the_site_is_not_believed() {
        for line in
            ["change 1 a", "recase a|../A", "remove ../up", "place 1 /etc/x", "folder a/../..", "place 1/../../x y"]
        {
            assert_eq!(decode(&seal(format!("{HEAD}\n{line}\n"))), None, "{line}");
        }
    }

    #[test]
    fn a_journal_that_no_build_writes_is_not_believed() {
        for lines in [
            "recase a|z\n",
            "recase a|a\n",
            "change 1 a|b\n",
            "folder a\nwhole\n",
            "folder a\nrecase B|b\n",
            "place 1 a\nfolder b\n",
            "remove-folder a\nremove b\nremove-folder c\nplace 0 d\n",
        ] {
            assert_eq!(decode(&seal(format!("{HEAD}\n{lines}"))), None, "{lines}");
        }
    }

    #[test]
    fn a_folder_gets_its_new_letters_wherever_the_build_was_interrupted() {
        let steps = [
            Step::Recase("Del".into(), "del".into()),
            Step::Recase("Del/Under".into(), "del/under".into()),
            Step::Change(0, "del/under/a.txt".into(), "del/under/A.txt".into()),
        ];
        for interrupted in 0..4 {
            let folder = tempfile::tempdir().unwrap();
            let place = SitePlace::prepare(&folder.path().join("site")).unwrap();
            fs::create_dir_all(place.site.join("Del/Under")).unwrap();
            fs::write(place.site.join("Del/Under/a.txt"), "old").unwrap();
            fs::create_dir(place.staging()).unwrap();
            fs::write(place.staged(0), "new").unwrap();
            match interrupted {
                0 => {}
                // Between the two renames of a folder.
                1 => fs::rename(place.site.join("Del"), place.state.join("recased")).unwrap(),
                2 => fs::rename(place.site.join("Del"), place.site.join("del")).unwrap(),
                _ => {
                    write_down(&place, &encode(&steps)).unwrap();
                    resume(&place, &steps).unwrap();
                }
            }
            write_down(&place, &encode(&steps)).unwrap();
            resume(&place, &steps).unwrap();
            let found: Vec<String> = walkdir::WalkDir::new(&place.site)
                .sort_by_file_name()
                .into_iter()
                .flatten()
                .map(|entry| entry.path().strip_prefix(&place.site).unwrap().to_str().unwrap().to_owned())
                .collect();
            assert_eq!(found, ["", "del", "del/under", "del/under/A.txt"], "{interrupted}");
            assert_eq!(fs::read_to_string(place.site.join("del/under/A.txt")).unwrap(), "new");
        }
    }

    #[cfg(unix)]
    mod with_links {
        use std::os::unix::fs::symlink;

        use proptest::prelude::*;
        use proptest::sample::select;

        use super::*;

        /// A site in which names lead out of the book, and a state folder in which they do, too.
        fn laid_out(book: &Path) -> SitePlace {
            let outside = book.join("../outside");
            fs::create_dir_all(outside.join("b")).unwrap();
            fs::write(outside.join("b/c"), "theirs").unwrap();
            fs::write(outside.join("c"), "theirs").unwrap();
            fs::create_dir_all(book.join("site/a/b")).unwrap();
            fs::create_dir_all(book.join("site/C")).unwrap();
            fs::write(book.join("site/a/c"), "ours").unwrap();
            symlink("../../outside", book.join("site/A")).unwrap();
            symlink("../../../outside", book.join("site/C/b")).unwrap();
            symlink("../../outside", book.join("site/B")).unwrap();
            let place = SitePlace::prepare(&book.join("site")).unwrap();
            fs::create_dir_all(place.whole().join("b")).unwrap();
            symlink("../../../../outside", place.whole().join("a")).unwrap();
            fs::write(place.staged(0), "staged").unwrap();
            symlink("../../../outside/c", place.staged(1)).unwrap();
            place
        }

        /// Everything that lies outside the book.
        fn outside(book: &Path) -> Vec<(PathBuf, String)> {
            let entries = walkdir::WalkDir::new(book.join("../outside")).sort_by_file_name().into_iter().flatten();
            entries.map(|entry| (entry.path().into(), fs::read_to_string(entry.path()).unwrap_or_default())).collect()
        }

        fn a_path() -> impl Strategy<Value = Box<str>> {
            let name = || select(vec!["a", "A", "b", "B", "c", "C"]);
            prop_oneof![
                name().prop_map(Into::into),
                (name(), name()).prop_map(|(one, two)| format!("{one}/{two}").into()),
                (name(), name(), name()).prop_map(|(one, two, three)| format!("{one}/{two}/{three}").into()),
            ]
        }

        fn a_step() -> impl Strategy<Value = Step> {
            prop_oneof![
                Just(Step::Whole),
                a_path().prop_map(Step::Folder),
                a_path().prop_map(Step::Remove),
                a_path().prop_map(Step::RemoveFolder),
                (0..2_u32, a_path()).prop_map(|(number, path)| Step::Place(number, path)),
                (0..2_u32, a_path(), a_path()).prop_map(|(number, old, path)| Step::Change(number, old, path)),
                (a_path(), a_path()).prop_map(|(old, path)| Step::Recase(old, path)),
            ]
        }

        #[test]
        fn a_link_is_no_folder_to_be_renamed() {
            let folder = tempfile::tempdir().unwrap();
            let book = folder.path().join("book");
            let place = laid_out(&book);
            let before = outside(&book);
            // The folder `a` is looked into, then goes, and a link gets its name.
            let steps = [
                Step::Folder("a/b".into()),
                Step::Recase("a".into(), "z".into()),
                Step::Recase("B".into(), "a".into()),
                Step::Place(0, "a/b/c".into()),
            ];
            assert!(resume(&place, &steps).is_err());
            assert_eq!(outside(&book), before);
        }

        proptest! {
            #![proptest_config(crate::seeds::properties(256, "tests/regressions/journal.txt"))]

            #[test]
            fn no_row_of_steps_changes_anything_outside_the_book(
                steps in proptest::collection::vec(a_step(), 1..12),
            ) {
                let folder = tempfile::tempdir().unwrap();
                let book = folder.path().join("book");
                let place = laid_out(&book);
                let before = outside(&book);
                let _ = resume(&place, &steps);
                prop_assert_eq!(outside(&book), before);
            }
        }
    }

    #[test]
    fn the_folder_above() {
        assert_eq!(parent("a/b/c"), Some("a/b"));
        assert_eq!(parent("a"), Some(""));
        assert_eq!(parent(""), None);
    }
}
