//! Reports to an edition when the book below it moves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use brobygger::build::{Inputs, build};
use brobygger::diagnostic::{Diagnostic, Warned, any_error};
use brobygger::layer::{Drift, LayerFiles, Library, Outcome, Report, State, Wanted, What, drift, merge};
use brobygger::text::Date;
use proptest::prelude::*;

use crate::seeds::properties;
use crate::tree::files_on_disk;

pub(crate) type Texts = BTreeMap<String, String>;

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

    fn accepted(&mut self, _folder: &Path, _path: &str) -> Option<String> {
        None
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

pub(crate) fn report(files: &Texts, accepted: &Texts) -> Report {
    drift(&mut Shelf(files.clone()), Path::new(""), &|path| accepted.get(path).cloned()).value
}

/// The changes of the edition, and what else it is told, apart from the list of all pages.
fn look(files: &Texts, accepted: &Texts) -> Vec<Drift> {
    let units = report(files, accepted).units;
    units.into_iter().filter(|drift| drift.what != What::Pages).collect()
}

/// The snapshot that is written down when everything that there is to see was seen.
pub(crate) fn accept(files: &Texts) -> Texts {
    let report = report(files, &Texts::new());
    let all: Vec<&Drift> = report.units.iter().collect();
    let written = report.accept(&all, &|_| None);
    written.into_iter().map(|(path, text)| (path, text.trim_end().to_owned())).collect()
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
fn a_value_that_only_the_edition_has_is_told_when_the_book_below_has_one_too() {
    let with = |page: &str| {
        let mut files = edition(page);
        files.insert("content/utlysning.patch.md".into(), "---\nset:\n  nolink: [i byen]\n---\n".into());
        files
    };
    let told = |page: &str, accepted: &Texts| {
        let found = look(&with(page), accepted);
        found.into_iter().map(|drift| (drift.name(), drift.state)).collect::<Vec<_>>()
    };
    let accepted = accept(&with(PAGE));
    assert_eq!(told(PAGE, &accepted), []);
    let has_one = PAGE.replace("summary:", "nolink: [i landet]\nsummary:");
    let of = |state| [("utlysning:nolink".to_owned(), state)];
    assert_eq!(told(&has_one, &accepted), of(State::New));
    let accepted = accept(&with(&has_one));
    assert_eq!(told(&has_one.replace("landet", "verden"), &accepted), of(State::Text));
    assert_eq!(told(PAGE, &accepted), of(State::Removed));
    // What is set below a value that is not there has no place.
    let mut files = with(PAGE);
    files.insert("content/utlysning.patch.md".into(), "---\nset:\n  fields.sted.default: Byen\n---\n".into());
    assert_eq!(look(&files, &Texts::new())[0].state, State::Orphan);
}

#[test]
fn how_a_page_is_linked_and_found_is_nothing_that_it_says() {
    let with = |more: &str| {
        let mut files = edition(PAGE);
        files.insert(
            "grunn/content/mal.md".into(),
            format!("---\nkind: article\ntitle: Mål\nsummary: Om.\n{more}---\n\nNoe.\n"),
        );
        files.insert("content/mal.md".into(), "---\nkind: article\ntitle: Mål\nsummary: Vårt.\n---\n\nVårt.\n".into());
        files
    };
    let found = look(&with("nolink: [et mål]\nsearch: [hensikt]\n"), &accept(&with("")));
    let state = |page: &str| found.iter().find(|drift| drift.name() == page).map(|drift| drift.state);
    assert_eq!(state("mal"), Some(State::Form));
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

/// Snapshots of the book as it is first.
static ACCEPTED: OnceLock<Texts> = OnceLock::new();

proptest! {
    #![proptest_config(properties(2000, "tests/regressions/drift.txt"))]

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
        let accepted = ACCEPTED.get_or_init(|| accept(&edition(PAGE)));
        let after = edition(&(lines.join("\n") + "\n"));
        let found = look(&after, accepted);
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
            prop_assert!(unchanged == (drift.state == State::Current) || matches!(drift.state, State::Same | State::Moved), "{:?}", drift);
        }
    }
}

/// The edition and its snapshots after it has taken what could be taken, and what was done.
pub(crate) fn merged(files: &Texts, accepted: &Texts) -> (Texts, Texts, BTreeMap<String, Outcome>) {
    let merge = merge(&mut Shelf(files.clone()), Path::new(""), &|path| accepted.get(path).cloned()).value;
    let (mut files, mut accepted) = (files.clone(), accepted.clone());
    for (path, text) in merge.files {
        if path.starts_with(".base/") {
            accepted.insert(path, text.trim_end().to_owned());
        } else {
            files.insert(path, text);
        }
    }
    let done = merge.units.into_iter().map(|unit| (unit.name, unit.outcome)).collect();
    (files, accepted, done)
}

/// The paragraphs, or rows of a table, of a section, in order.
const NAMES: [&str; 6] = ["alfa", "beta", "gamma", "delta", "epsilon", "zeta"];

/// A section of these: as they were, with others in their place, behind them, or without them.
fn section(deeds: &[u8], word: &str, is_table: bool) -> String {
    let pieces = NAMES.iter().zip(deeds).flat_map(|(name, deed)| match deed {
        0 => vec![format!("Avsnitt {name}.")],
        1 => vec![format!("{word} {name}.")],
        2 => vec![format!("Avsnitt {name}."), format!("{word} {name}.")],
        _ => Vec::new(),
    });
    if is_table {
        let rows = pieces.map(|piece| format!("| {piece} | Gjelder. |"));
        return format!("| Sagt | Om |\n| --- | --- |\n{}", rows.collect::<Vec<_>>().join("\n"));
    }
    pieces.collect::<Vec<_>>().join("\n\n")
}

proptest! {
    #![proptest_config(properties(2000, "tests/regressions/merge.txt"))]

    #[test]
    fn whatever_both_change_nothing_of_ours_is_lost_and_what_is_not_taken_is_told(
        ours in prop::array::uniform6(0..3u8),
        theirs in prop::array::uniform6(0..4u8),
        is_table: bool,
    ) {
        let with = |section: &str| {
            let mut files = edition(&PAGE.replace("Dere bør skrive kravet. Se [målet](mal.md).", section));
            let own = format!("## Kravet {{#kravet .replace}}\n\n{}\n\n## Slutt {{#slutt .remove}}\n", self::section(&ours, "Vårt", is_table));
            files.insert("content/utlysning.patch.md".into(), own);
            files
        };
        let accepted = accept(&with(&section(&[0; 6], "", is_table)));
        let (files, after, _) = merged(&with(&section(&theirs, "Nytt", is_table)), &accepted);
        let patch = &files["content/utlysning.patch.md"];
        let mut rest = patch.as_str();
        for name in NAMES.iter().zip(ours).filter(|(_, deed)| *deed > 0).map(|(name, _)| format!("Vårt {name}.")) {
            let at = rest.find(&name);
            prop_assert!(at.is_some(), "{name} is lost: {patch}");
            rest = &rest[at.unwrap_or_default() + name.len()..];
        }
        let found = look(&files, &after);
        let unit = found.iter().find(|drift| drift.unit == "#kravet").unwrap();
        if matches!(unit.state, State::Current | State::Same) {
            for (name, deed) in NAMES.iter().zip(theirs) {
                let taken = patch.contains(&format!("Nytt {name}."));
                prop_assert_eq!(taken, matches!(deed, 1 | 2), "{}: {}", name, patch);
            }
        }
    }
}

#[test]
fn what_the_book_below_changed_beside_our_text_is_taken() {
    const LONG: &str = "Dere bør skrive kravet. Se [målet](mal.md).\n\nSpør de ansatte.\n\nLes høyt.";
    let base = PAGE.replace("Dere bør skrive kravet. Se [målet](mal.md).", LONG);
    let own = "## Kravet {#kravet .replace}\n\nVi skriver kravet.\n\nSpør de ansatte.\n\nLes høyt.\n\n## Slutt {#slutt .remove}\n";
    let with = |page: &str| {
        let mut files = edition(page);
        files.insert("content/utlysning.patch.md".into(), own.into());
        files
    };
    let accepted = accept(&with(&base));
    // What it says elsewhere in the section is taken, and it is dealt with.
    let (files, after, done) = merged(&with(&base.replace("Les høyt.", "Les det høyt.")), &accepted);
    assert_eq!(done["utlysning#kravet"], Outcome::Taken);
    assert_eq!(files["content/utlysning.patch.md"], own.replace("Les høyt.", "Les det høyt."));
    assert!(look(&files, &after).iter().all(|drift| drift.state == State::Current));
    // Where both changed the same paragraph ours stays, and the unit stays in its state.
    let both = base.replace("Les høyt.", "Les det høyt.").replace("Dere bør", "Dere må");
    let (files, after, done) = merged(&with(&both), &accepted);
    assert_eq!(done["utlysning#kravet"], Outcome::Partly);
    assert_eq!(files["content/utlysning.patch.md"], own.replace("Les høyt.", "Les det høyt."));
    let left = look(&files, &after);
    assert_eq!((left[0].name().as_str(), left[0].state), ("utlysning#kravet", State::Substance));
    assert!(left[0].then.as_ref().unwrap().contains("Les det høyt."), "only what is left is told again");
}

#[test]
fn a_section_with_another_heading_is_followed() {
    let accepted = accept(&edition(PAGE));
    for heading in ["## Kravene", "## Kravene {#krav formerly=\"kravet\"}"] {
        let files = edition(&PAGE.replace("## Kravet", heading));
        let found = look(&files, &accepted);
        let unit = found.iter().find(|drift| drift.unit == "#kravet").unwrap();
        assert_eq!(unit.state, State::Moved, "{heading}");
        let (files, after, done) = merged(&files, &accepted);
        assert_eq!(done["utlysning#kravet"], Outcome::Taken);
        let id = if heading.contains("krav ") { "krav" } else { "kravene" };
        assert!(files["content/utlysning.patch.md"].contains(&format!("## Kravet {{#{id} .replace}}")));
        assert!(look(&files, &after).iter().all(|drift| drift.state == State::Current), "{heading}");
    }
}

#[test]
fn a_part_that_text_stands_beside_is_told_of_where_it_is_gone_and_followed() {
    const BESIDE: &str = "## Først {#kravet .before}\n\nVårt først.\n\n## Etterpå {#fristen .after}\n\nVårt etterpå.\n\n\
                          ## Fristen {#fristen .replace}\n\nTo uker hos oss.\n";
    let with = |page: &str| {
        let mut files = edition(page);
        files.insert("content/utlysning.patch.md".into(), BESIDE.into());
        files
    };
    let accepted = accept(&with(PAGE));
    let told = |files: &Texts| -> Vec<(String, State)> {
        let found = look(files, &accepted).into_iter().filter(|drift| drift.state != State::Current);
        found.map(|drift| (drift.name(), drift.state)).collect()
    };
    assert_eq!(told(&with(&PAGE.replace("Dere bør", "Dere må"))), [], "what it says is nothing to them");
    let renamed = with(&PAGE.replace("## Kravet", "## Kravene").replace("## Fristen", "## Svarfristen"));
    let moved = |unit: &str| (format!("utlysning#{unit}"), State::Moved);
    assert_eq!(told(&renamed), [moved("fristen"), moved("fristen"), moved("kravet")]);
    let (files, after, _) = merged(&renamed, &accepted);
    let followed = BESIDE.replace("#kravet", "#kravene").replace("#fristen", "#svarfristen");
    assert_eq!(files["content/utlysning.patch.md"], followed);
    assert!(look(&files, &after).iter().all(|drift| drift.state == State::Current));
    let gone = with(&PAGE.replace("## Kravet\n\nDere bør skrive kravet. Se [målet](mal.md).\n\n", ""));
    assert_eq!(told(&gone), [("utlysning#kravet".to_owned(), State::Removed)]);
}

#[test]
fn pages_that_come_and_go_are_told_until_they_are_accepted() {
    let files = edition(PAGE);
    let mut accepted = accept(&files);
    let mut see = |files: &Texts, expected: &[(&str, State)]| {
        let report = report(files, &accepted);
        let told: Vec<&Drift> = report.units.iter().filter(|drift| drift.state != State::Current).collect();
        let named: Vec<(String, State)> = told.iter().map(|drift| (drift.name(), drift.state)).collect();
        assert_eq!(named, expected.iter().map(|(name, state)| ((*name).to_owned(), *state)).collect::<Vec<_>>());
        let written = report.accept(&told, &|path| accepted.get(path).cloned());
        accepted.extend(written.into_iter().map(|(path, text)| (path, text.trim_end().to_owned())));
    };
    let mut more = files.clone();
    more.insert("grunn/content/ny.md".into(), "# Ny\n\n## En\n\nTekst.\n".into());
    see(&more, &[("ny", State::New)]);
    see(&more, &[]);
    see(&files, &[("ny", State::Removed)]);
    see(&files, &[]);
    see(&more, &[("ny", State::Returned)]);
    see(&more, &[]);
}

#[test]
fn a_heading_that_our_text_leads_to_is_followed() {
    let mut files = edition(PAGE);
    files.insert("content/var.md".into(), "# Vår\n\nSe [fristen](utlysning.md#slutt) og [](mal.md#hva).\n".into());
    files.insert("content/utlysning.patch.md".into(), "## Loven {#loven .append}\n\nVi også.\n".into());
    let accepted = accept(&files);
    let page = PAGE.replace("## Slutt\n", "## Til slutt\n");
    files.insert("grunn/content/utlysning.md".into(), page.clone());
    files.insert("grunn/content/mal.md".into(), "# Mål\n".into());
    let told: Vec<Drift> = look(&files, &accepted).into_iter().filter(|drift| drift.state != State::Current).collect();
    let named: Vec<(String, State, Option<&str>)> =
        told.iter().map(|drift| (drift.name(), drift.state, drift.elsewhere.as_deref())).collect();
    assert_eq!(
        named,
        [
            ("var ->mal#hva".to_owned(), State::Removed, None),
            ("var ->utlysning#slutt".to_owned(), State::Moved, Some("utlysning#til-slutt"))
        ]
    );
}

#[test]
fn the_law_of_a_page_that_is_changed_elsewhere_is_told() {
    let mut files = edition(PAGE);
    files.insert("content/utlysning.patch.md".into(), "## Slutt {#slutt .append}\n\nVi også.\n".into());
    let accepted = accept(&files);
    files.insert("grunn/content/utlysning.md".into(), PAGE.replace("følger", "kjenner").replace("Tekst", "Text"));
    let told: Vec<(String, State, bool)> = look(&files, &accepted)
        .into_iter()
        .filter(|drift| drift.state != State::Current)
        .map(|drift| (drift.name(), drift.state, drift.is_law))
        .collect();
    assert_eq!(told, [("utlysning#loven".to_owned(), State::Substance, true)]);
}

#[test]
fn what_a_section_includes_belongs_to_it() {
    let page = PAGE.replace("Fristen er tre uker.", "{{#include felles.txt}}");
    let with = |text: &str| {
        let mut files = edition(&page);
        files.insert("grunn/content/felles.txt".into(), text.into());
        files
    };
    let accepted = accept(&with("Fristen er tre uker.\n"));
    let found = look(&with("Fristen er fire uker.\n"), &accepted);
    let state = |unit: &str| found.iter().find(|drift| drift.unit == unit).unwrap().state;
    assert_eq!(state("#fristen"), State::Substance);
    assert_eq!(state("#kravet"), State::Current);
}

/// A small edition whose base becomes another one: `forst`, then `grunn`, then `etter`.
fn moving(base: &str) -> Texts {
    let root = Path::new("tests/editions/flytting");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let edition = files_on_disk(&root.join("utgave")).into_iter().map(|(path, bytes)| (path, text(bytes)));
    let base = files_on_disk(&root.join(base)).into_iter();
    edition.chain(base.map(|(path, bytes)| (format!("grunn/{path}"), text(bytes)))).collect()
}

/// Snapshots of the first base, and of the second.
fn accepted_of_moving() -> Texts {
    let mut accepted = accept(&moving("forst"));
    let report = report(&moving("grunn"), &accepted);
    let all: Vec<&Drift> = report.units.iter().collect();
    let written = report.accept(&all, &|path| accepted.get(path).cloned());
    accepted.extend(written.into_iter().map(|(path, text)| (path, text.trim_end().to_owned())));
    accepted
}

#[test]
fn every_move_of_a_whole_book_is_named_with_its_state_and_nothing_else() {
    let found = look(&moving("etter"), &accepted_of_moving());
    let line = |drift: &Drift| {
        let law = if drift.is_law { " (law)" } else { "" };
        let elsewhere = drift.elsewhere.as_ref().map(|place| format!(" now {place}")).unwrap_or_default();
        format!("{} {}{law}{elsewhere}", drift.state.as_str(), drift.name())
    };
    let told: Vec<String> = found.iter().filter(|drift| drift.state != State::Current).map(line).collect();
    let expected = [
        "substance utlysning#loven (law)",
        "substance formal#avklar-ansvaret",
        "substance formal#felles-krav",
        "substance kilder.yaml:[verk]",
        "substance utlysning:fields.tittel.default",
        "removed avslutning#takk",
        "removed historien",
        "returned gammelt",
        "moved formal#evaluer now rutiner#spor-hva-som-virket",
        "moved hos-oss ->rutiner#den-forste-dagen now rutiner#dag-en",
        "moved rutiner#uke-to now rutiner#uke-2",
        "text formal#del",
        "text formal#skriv-formalet",
        "new mentor",
    ];
    assert_eq!(told, expected);
}

#[test]
fn units_are_known_by_their_titles() {
    let found = look(&moving("etter"), &accepted_of_moving());
    let line = |drift: &Drift| {
        let elsewhere = drift.elsewhere_title().map(|place| format!(" now {place}")).unwrap_or_default();
        format!("{}{elsewhere}", drift.full_title())
    };
    let told: Vec<String> = found.iter().filter(|drift| drift.state != State::Current).map(line).collect();
    let expected = [
        "Utlysning – Loven",
        "Formål – Avklar ansvaret",
        "Formål – Felles krav",
        "kilder.yaml – Et verk",
        "Utlysning – Tittel (default)",
        "Avslutning – Takk",
        "Historien",
        "Gammelt",
        "Formål – Evaluer now Rutiner – Spør hva som virket",
        "Hos oss – Rutiner – Den første dagen now Rutiner – Dag én",
        "Rutiner – Uke to now Rutiner – Den andre uken",
        "Formål – Del formålet",
        "Formål – Skriv formålet",
        "Mentor",
    ];
    assert_eq!(told, expected);
}

#[test]
fn words_that_are_gone_stand_apart_from_those_that_are_new() {
    let files = moving("etter");
    let found = look(&files, &accepted_of_moving());
    let bytes = files.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_bytes()))).collect();
    let built = build(&Inputs::of_files(bytes, Date { year: 2026, month: 11, day: 22 }).value).value;
    let page = brobygger::write::drift::report(&found, "Fjellvik kommune", "nb", built.theme.texts(), built.book.today);
    assert!(page.contains("fadder</del> <ins>"), "{page}");
    assert!(page.contains("Rapporten er fra 22. november 2026."), "{page}");
    // The law says what changed too, and is read without its marks.
    let law = "Stillingen skal lyses ut <ins><span class=\"heard\">Nytt: </span>offentlig</ins> etter";
    assert!(page.contains(law) && !page.contains("[!LOV]") && !page.contains("## "), "{page}");
}

#[test]
fn of_every_move_what_can_be_taken_is_taken_and_nothing_of_ours_is_lost() {
    let (before, accepted) = (moving("etter"), accepted_of_moving());
    let (after, accepted, done) = merged(&before, &accepted);
    let with = |wanted: Outcome| -> Vec<&str> {
        done.iter().filter(|(_, outcome)| **outcome == wanted).map(|(name, _)| name.as_str()).collect()
    };
    assert_eq!(with(Outcome::Taken), ["rutiner#uke-to"]);
    assert_eq!(with(Outcome::ToBeAccepted), ["formal#avklar-ansvaret"], "«må» is taken, and told until it is accepted");
    assert_eq!(look(&after, &accepted)[1].name(), "formal#avklar-ansvaret");
    for (path, text) in before.iter().filter(|(path, _)| path.starts_with("content/")) {
        let kept = after[path].as_str();
        // What ours had from the base may say what the base says now.
        let ours = text
            .lines()
            .filter(|line| *line != "Dere bør utpeke en leder.")
            .map(|line| line.replace("#uke-to", "#uke-2"));
        ours.for_each(|line| assert!(kept.contains(&line), "{path} has lost «{line}»"));
    }
    assert!(after["content/formal.patch.md"].contains("Dere må utpeke en leder."));
    // What is left is told until somebody has seen it; then only what has to be rewritten is told.
    let report = report(&after, &accepted);
    let seen: Vec<&Drift> = report.units.iter().filter(|drift| drift.digest.is_some()).collect();
    let mut accepted = accepted;
    let written = report.accept(&seen, &|path| accepted.get(path).cloned());
    accepted.extend(written.into_iter().map(|(path, text)| (path, text.trim_end().to_owned())));
    let left = look(&after, &accepted);
    let left: Vec<String> = left.iter().filter(|drift| drift.state != State::Current).map(Drift::name).collect();
    assert_eq!(left, ["avslutning#takk", "formal#evaluer", "hos-oss ->rutiner#den-forste-dagen"]);
}
