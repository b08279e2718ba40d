//! What an edition is told when the book below it moves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use brobygger::build::Inputs;
use brobygger::diagnostic::{Diagnostic, Warned, any_error};
use brobygger::layer::{Drift, LayerFiles, Library, State, Wanted, drift};
use brobygger::text::Date;
use proptest::prelude::*;

type Texts = BTreeMap<String, String>;

/// Books in memory.
struct Shelf(Texts);

impl Library for Shelf {
    fn find(&mut self, _from: &Path, path: &str) -> Option<PathBuf> {
        Some(PathBuf::from(path))
    }

    fn settings(&mut self, folder: &Path) -> Result<Arc<str>, Diagnostic> {
        Ok(self.0[&folder.join("book.toml").display().to_string()].as_str().into())
    }

    fn files(&mut self, folder: &Path, _wanted: &Wanted<'_>) -> Warned<LayerFiles> {
        let begin = folder.join("content/").display().to_string();
        let root = begin.len() - "content/".len();
        let texts = self.0.iter().filter(|(path, _)| path.starts_with(&begin));
        let texts = texts.map(|(path, text)| (path[root..].into(), text.as_str().into())).collect();
        Warned::new(LayerFiles { texts, ..LayerFiles::default() }, Vec::new())
    }
}

const PAGE: &str = "---\nkind: document\ntitle: Utlysning\nsummary: Slik lyser dere ut.\n---\n\nInnledning.\n\n\
                    ## Kravet\n\nDere bør skrive kravet. Se [målet](mal.md).\n\n## Fristen\n\nFristen er tre uker.\n\n\
                    ## Loven\n\n> [!LOV]\n> Dere følger loven.\n\n## Slutt\n\nSlutt på siden.\n";
const OTHER: &str = "# Mål\n\n## Hva\n\nNoe.\n";
const PATCH: &str = "---\nset:\n  reviewed: 2026-11-22\n  summary: Slik lyser vi ut.\n---\n\n\
                     ## Kravet {#kravet .replace}\n\nVi skriver kravet.\n\n## Fristen {#fristen .replace}\n\nTo uker hos oss.\n\n\
                     ## Loven {#loven .append}\n\nVi også.\n\n## Slutt {#slutt .remove}\n";

fn edition(page: &str) -> Texts {
    let files = [
        ("book.toml", "[base]\npath = \"grunn\"\n"),
        ("content/utlysning.patch.md", PATCH),
        ("grunn/book.toml", "[book]\ntitle = \"G\"\nlanguage = \"nb\"\nsrc = \"content\"\n[content]\n"),
        ("grunn/content/SUMMARY.md", "- [](utlysning.md)\n- [](mal.md)\n"),
        ("grunn/content/utlysning.md", page),
        ("grunn/content/mal.md", OTHER),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn look(files: &Texts, accepted: &Texts) -> Vec<Drift> {
    drift(&mut Shelf(files.clone()), Path::new(""), &|path| accepted.get(path).cloned()).value
}

/// Snapshots of everything as it is.
fn accept(files: &Texts) -> Texts {
    look(files, &Texts::new()).iter().filter_map(|drift| Some((drift.snapshot(), drift.now.clone()?))).collect()
}

/// The state of every unit after the book below has become another one.
fn states(after: &Texts) -> BTreeMap<String, State> {
    let accepted = accept(&edition(PAGE));
    look(after, &accepted).into_iter().map(|drift| (drift.unit.clone(), drift.state)).collect()
}

#[test]
fn what_nobody_has_accepted_is_new_and_then_it_is_current() {
    let files = edition(PAGE);
    let found = look(&files, &Texts::new());
    assert!(found.len() == 5 && found.iter().all(|drift| drift.state == State::New), "{found:?}");
    assert!(states(&files).values().all(|state| *state == State::Current), "{:?}", states(&files));
}

#[test]
fn every_move_of_the_book_below_has_its_state() {
    let moves = [
        ("Dere bør skrive kravet.", "Dere\nbør skrive  kravet.", "#kravet", State::Form),
        ("Dere bør skrive kravet.", "Dere bør skrive opp kravet.", "#kravet", State::Text),
        ("Dere bør skrive kravet.", "Dere må skrive kravet.", "#kravet", State::Substance),
        ("Dere bør skrive kravet.", "Dere bør ikke skrive kravet.", "#kravet", State::Substance),
        ("[målet](mal.md)", "[målet](mal.md#hva)", "#kravet", State::Substance),
        ("tre uker", "3 uker", "#fristen", State::Substance),
        ("Dere følger loven.", "Dere kjenner loven.", "#loven", State::Substance),
        ("## Loven\n\n> [!LOV]\n> Dere følger loven.\n\n", "", "#loven", State::Removed),
        ("## Slutt\n", "## Til slutt\n", "#slutt", State::Moved),
        ("Fristen er tre uker.", "To uker hos oss.", "#fristen", State::Same),
        ("summary: Slik lyser dere ut.", "summary: Slik lyser du ut.", "summary", State::Text),
        ("summary: Slik lyser dere ut.", "summary: 'Slik lyser dere ut.'", "summary", State::Form),
    ];
    for (from, to, unit, state) in moves {
        assert!(PAGE.contains(from), "{from}");
        let found = states(&edition(&PAGE.replace(from, to)));
        assert_eq!(found[unit], state, "{from:?} -> {to:?}");
        let others = found.iter().filter(|(other, _)| *other != unit);
        assert!(others.into_iter().all(|(_, state)| *state == State::Current), "{from:?} -> {to:?}: {found:?}");
    }
}

#[test]
fn a_page_that_is_gone_takes_its_units_along() {
    let mut files = edition(PAGE);
    files.remove("grunn/content/utlysning.md");
    assert!(states(&files).values().all(|state| *state == State::Removed));
    assert!(look(&files, &Texts::new()).iter().all(|drift| drift.state == State::Orphan));
}

#[test]
fn entries_of_registers_are_told_of_too() {
    let with = |year: &str| {
        let mut files = edition(PAGE);
        files.insert("grunn/content/kilder.yaml".into(), format!("verk: {{type: book, title: Verk, date: {year}}}\n"));
        files.insert(
            "content/kilder.yaml".into(),
            "verk: {type: book, title: Vårt, date: 2021}\neget: {title: Eget}\n".into(),
        );
        files.insert("grunn/content/ordliste.yaml".into(), format!("search:\n  mål: [hensikt, i {year}]\n"));
        files.insert("content/ordliste.yaml".into(), "search: {mål: [mening], nytt: [ny]}\n".into());
        files
    };
    let found = look(&with("2021"), &accept(&with("2020")));
    let named: Vec<(String, State)> = found.iter().map(|drift| (drift.name(), drift.state)).take(2).collect();
    let substance = |name: &str| (name.to_owned(), State::Substance);
    assert_eq!(named, [substance("kilder.yaml:[verk]"), substance("ordliste.yaml:search[mål]")]);
    assert_eq!(found.len(), 7, "what only the edition has is no change");
}

#[test]
fn law_and_substance_come_first() {
    let after = edition(&PAGE.replace("følger", "kjenner").replace("bør", "må"));
    let found = look(&after, &accept(&edition(PAGE)));
    let first: Vec<&str> = found.iter().take(2).map(|drift| drift.unit.as_str()).collect();
    assert_eq!(first, ["#loven", "#kravet"]);
}

/// A change of a line of the book below.
fn edits() -> impl Strategy<Value = Vec<(usize, Option<&'static str>)>> {
    let text =
        prop::option::of(prop::sample::select(vec!["Nytt avsnitt.", "Dere skal.", "## Ny", "", "> [!LOV]\n> § 3."]));
    prop::collection::vec((0..26usize, text), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn every_unit_whose_base_changed_is_told_and_nothing_is_lost(edits in edits()) {
        let mut lines: Vec<String> = PAGE.lines().map(str::to_owned).collect();
        // The front matter stays whole.
        for (at, text) in edits {
            let at = 6 + at % (lines.len() - 6);
            match text {
                Some(text) => lines[at] = text.to_owned(),
                None => lines[at].clear(),
            }
        }
        let after = edition(&(lines.join("\n") + "\n"));
        let accepted = accept(&edition(PAGE));
        let found = look(&after, &accepted);
        prop_assert_eq!(found.len(), 5);
        let mut said = Vec::new();
        let files = after.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_bytes()))).collect();
        let today = Date { year: 2026, month: 11, day: 22 };
        let flat = Inputs::of_files(files, today).unpack(&mut said).flat();
        let page = String::from_utf8_lossy(&flat["content/utlysning.md"]).into_owned();
        for ours in ["Vi skriver kravet.", "To uker hos oss.", "Vi også."] {
            prop_assert!(page.contains(ours) || any_error(&said), "{} is lost", ours);
        }
        for drift in found {
            let unchanged = drift.now == drift.then;
            prop_assert!(drift.then.is_some());
            prop_assert!(unchanged == (drift.state == State::Current) || drift.state == State::Same, "{:?}", drift);
        }
    }
}
