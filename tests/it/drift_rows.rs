//! Rows of edits to a book and to an edition of it: no text of the edition is lost, and every unit whose base changed is
//! told.
//!
//! What must be told is worked out here from the texts that were edited, and asks nothing of the program.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use brobygger::build::Inputs;
use brobygger::diagnostic::any_error;
use brobygger::layer::{Drift, Outcome, State, What};
use brobygger::text::Date;
use proptest::prelude::*;

use crate::drift::{Texts, accept, merged, report};
use crate::seeds::properties;

/// The pages that the book has first.
const PAGES: [&str; 3] = ["alfa", "beta", "gamma"];
/// How many sections each of them has.
const SECTIONS: usize = 4;

/// A page of the book below.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PlainPage {
    summary: String,
    /// Titles, and the paragraphs below them.
    sections: Vec<(String, Vec<String>)>,
}

/// A book below, as plain data.
#[derive(Debug, Clone)]
struct PlainBook {
    pages: BTreeMap<&'static str, PlainPage>,
    /// The year of the work in its register.
    year: u16,
}

fn title(page: &str, section: usize) -> String {
    format!("{page} {section}")
}

/// The id that a heading has by its title.
fn id(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

impl PlainBook {
    fn first() -> Self {
        let section = |page: &str, n| {
            let paragraphs = vec![format!("Dere bør lese {page} {n}."), "Spør de ansatte.".to_owned()];
            (title(page, n), paragraphs)
        };
        let page = |page: &&'static str| {
            let sections = (0..SECTIONS).map(|n| section(page, n)).collect();
            (*page, PlainPage { summary: format!("Om {page}."), sections })
        };
        Self { pages: PAGES.iter().map(page).collect(), year: 2020 }
    }

    /// The text of a section, where the page has it.
    fn section(&self, page: &str, id: &str) -> Option<String> {
        let (title, paragraphs) = self.pages.get(page)?.sections.iter().find(|(title, _)| self::id(title) == id)?;
        Some(format!("{title}\n{}", paragraphs.join("\n")))
    }

    fn files(&self) -> Texts {
        let mut files = Texts::new();
        let mut put = |path: &str, text: String| drop(files.insert(format!("grunn/{path}"), text));
        put("book.toml", "[book]\ntitle = \"G\"\nlanguage = \"nb\"\nsrc = \"content\"\n[content]\n".into());
        let lines: Vec<String> = self.pages.keys().map(|page| format!("- []({page}.md)\n")).collect();
        put("content/SUMMARY.md", lines.concat());
        put("content/kilder.yaml", format!("verk: {{type: book, title: Verk, date: {}}}\n", self.year));
        for (page, PlainPage { summary, sections }) in &self.pages {
            let mut text = format!("---\nkind: article\ntitle: {page}\nsummary: {summary}\n---\n");
            for (title, paragraphs) in sections {
                let _ = write!(text, "\n## {title}\n\n{}\n", paragraphs.join("\n\n"));
            }
            put(&format!("content/{page}.md"), text);
        }
        files
    }
}

/// An edit of the book below: what, on which page, and in which section.
type BaseEdit = (u8, usize, usize);

fn edit(book: &mut PlainBook, (what, page, section): BaseEdit) {
    let name = PAGES[page];
    match what {
        0 => drop(book.pages.remove(name)),
        1 => drop(book.pages.insert("ny", PlainPage { summary: "Ny.".into(), sections: Vec::new() })),
        2 => book.year = 2024,
        _ => {}
    }
    let Some(there) = book.pages.get_mut(name) else { return };
    let count = there.sections.len();
    let Some((title, paragraphs)) = there.sections.get_mut(section) else { return };
    match what {
        3 => "Alt om siden.".clone_into(&mut there.summary),
        4 => *title = format!("Nytt navn {title}"),
        5 => paragraphs[0] = paragraphs[0].replace("bør", "må"),
        6 => paragraphs.push("Les det høyt.".into()),
        7 if paragraphs.len() > 1 => drop(paragraphs.pop()),
        // Only where a line ends.
        8 => paragraphs[0] = paragraphs[0].replace("Dere ", "Dere\n"),
        9 if count > 1 => drop(there.sections.remove(section)),
        10 if count > 1 => {
            let moved = there.sections.remove(section);
            if let Some(to) = book.pages.get_mut(PAGES[(page + 1) % PAGES.len()]) {
                to.sections.push(moved);
            }
        }
        11 => there.sections.rotate_left(1),
        _ => {}
    }
}

fn base_edits() -> impl Strategy<Value = Vec<BaseEdit>> {
    prop::collection::vec((0..12u8, 0..PAGES.len(), 0..SECTIONS), 0..5)
}

/// The edition's way with a page.
#[derive(Debug, Clone)]
enum Does {
    /// Changes of its sections, each one of [`HOW`] or none, and whether it has a summary of its own.
    Changes([u8; SECTIONS], bool),
    Replaces,
    Removes,
}

const HOW: [&str; 5] = ["replace", "append", "before", "after", "remove"];

/// An edition, as plain data.
#[derive(Debug, Clone)]
struct PlainEdition {
    pages: [Does; 3],
    has_register: bool,
    /// The page and section that its own page leads to.
    leads_to: (usize, usize),
}

fn editions() -> impl Strategy<Value = PlainEdition> {
    let does = || {
        prop_oneof![
            6 => (prop::array::uniform4(0..8u8), any::<bool>()).prop_map(|(how, summary)| Does::Changes(how, summary)),
            1 => Just(Does::Replaces),
            1 => Just(Does::Removes),
        ]
    };
    ((does(), does(), does()), any::<bool>(), (0..PAGES.len(), 0..SECTIONS))
        .prop_map(|((a, b, c), has_register, leads_to)| PlainEdition { pages: [a, b, c], has_register, leads_to })
}

impl PlainEdition {
    /// The sections that it changes, by page and id, each with how.
    fn changed(&self) -> impl Iterator<Item = (&'static str, String, &'static str)> {
        PAGES.iter().zip(&self.pages).flat_map(|(page, does)| {
            let how = if let Does::Changes(how, _) = does { *how } else { [u8::MAX; SECTIONS] };
            let named = |(n, how): (usize, u8)| Some((*page, id(&title(page, n)), *HOW.get(usize::from(how))?));
            how.into_iter().enumerate().filter_map(named)
        })
    }

    /// Its files, and the texts that are its own.
    fn files(&self) -> (Texts, Vec<String>) {
        let (mut files, mut own) = (Texts::new(), Vec::new());
        files.insert("content/egen.md".into(), {
            let (page, section) = self.leads_to;
            let to = format!("{}.md#{}", PAGES[page], id(&title(PAGES[page], section)));
            own.push("Vår egen side.".to_owned());
            format!("---\nkind: article\ntitle: Vår\nsummary: Vår.\n---\n\nVår egen side. Se [der]({to}).\n")
        });
        if self.has_register {
            own.push("Vårt verk".into());
            files.insert("content/kilder.yaml".into(), "verk: {type: book, title: Vårt verk, date: 2021}\n".into());
        }
        let mut removed = Vec::new();
        for (page, does) in PAGES.iter().zip(&self.pages) {
            match does {
                Does::Removes => removed.push(format!("\"{page}\"")),
                Does::Replaces => {
                    let said = format!("Vår {page}, hel.");
                    let text = format!("---\nkind: article\ntitle: {page}\nsummary: Vår.\n---\n\n{said}\n");
                    files.insert(format!("content/{page}.md"), text);
                    own.push(said);
                }
                Does::Changes(_, has_summary) => {
                    let mut text = String::new();
                    if *has_summary {
                        let said = format!("Vårt om {page}.");
                        let _ = write!(text, "---\nset:\n  summary: {said}\n---\n\n");
                        own.push(said);
                    }
                    for (_, id, how) in self.changed().filter(|(changed, ..)| changed == page) {
                        let _ = write!(text, "## Hos oss {{#{id} .{how}}}\n\n");
                        if how != "remove" {
                            let said = format!("Vi gjør det selv i {id}.");
                            let _ = write!(text, "{said}\n\n");
                            own.push(said);
                        }
                    }
                    if !text.is_empty() {
                        files.insert(format!("content/{page}.patch.md"), text.trim_end().to_owned() + "\n");
                    }
                }
            }
        }
        let settings = format!("[base]\npath = \"grunn\"\nremove = [{}]\n", removed.join(", "));
        files.insert("book.toml".into(), settings);
        (files, own)
    }

    fn over(&self, book: &PlainBook) -> Texts {
        self.files().0.into_iter().chain(book.files()).collect()
    }

    fn does(&self, page: &str) -> &Does {
        &self.pages[PAGES.iter().position(|other| *other == page).unwrap_or_default()]
    }

    fn removes(&self, page: &str) -> bool {
        matches!(self.does(page), Does::Removes)
    }

    /// Whether something that it names is not in a book.
    fn misses(&self, book: &PlainBook) -> bool {
        let is_gone = |(page, does): (&&str, &Does)| {
            let is_there = book.pages.contains_key(*page);
            match does {
                Does::Removes => !is_there,
                Does::Changes(_, summary) => *summary && !is_there,
                Does::Replaces => false,
            }
        };
        PAGES.iter().zip(&self.pages).any(is_gone)
            || self.changed().any(|(page, id, _)| book.section(page, &id).is_none())
            || self.removes(PAGES[self.leads_to.0])
    }
}

/// Holds the units that are told against what changed: each by its name, what was there, and what is there.
fn told<T: PartialEq>(units: &[Drift], name: &str, then: &T, now: &T, was_ours: bool) -> Result<(), TestCaseError> {
    let state = units.iter().find(|drift| drift.name() == name).map(|drift| drift.state);
    if then == now {
        let is_still = matches!(state, Some(State::Current | State::Form));
        prop_assert!(is_still || !was_ours, "{name} did not change, and is told as {:?}", state);
    } else {
        prop_assert!(state.is_some_and(|state| state != State::Current), "{name} changed, and is {:?}", state);
    }
    Ok(())
}

/// A text without its line breaks.
fn unbroken(text: Option<String>) -> Option<String> {
    text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

proptest! {
    #![proptest_config(properties(2000, "tests/regressions/drift-rows.txt"))]

    #[test]
    fn no_text_of_an_edition_is_lost_and_every_unit_whose_base_changed_is_told(
        edits in base_edits(), before in editions(), after in editions(), is_edited: bool,
    ) {
        let after = if is_edited { after } else { before.clone() };
        let (first, mut book) = (PlainBook::first(), PlainBook::first());
        for one in edits {
            edit(&mut book, one);
        }
        let accepted = accept(&before.over(&first));
        let files = after.over(&book);
        let units = report(&files, &accepted).units;

        // Everything whose base changed is told, and what did not change is not.
        for (page, id, how) in after.changed() {
            let was_ours = before.changed().any(|(old, old_id, old_how)| (old, &old_id, old_how) == (page, &id, how));
            let [then, now] = [&first, &book].map(|book| unbroken(book.section(page, &id)));
            let name = format!("{page}#{id}");
            if matches!(how, "before" | "after") {
                // What it says is nothing to what stands beside it, as long as it is there.
                let is_told = units.iter().any(|drift| drift.name() == name);
                prop_assert_eq!(is_told, now.is_none(), "{}", name);
            } else {
                told(&units, &name, &then, &now, was_ours)?;
            }
        }
        for page in PAGES {
            let [then, now] = [&first, &book].map(|book| book.pages.get(page).cloned());
            let summary = |page: &Option<PlainPage>| page.as_ref().map(|page| page.summary.clone());
            match (after.does(page), before.does(page)) {
                (Does::Changes(_, true), was) => {
                    let was_ours = matches!(was, Does::Changes(_, true));
                    told(&units, &format!("{page}:summary"), &summary(&then), &summary(&now), was_ours)?;
                }
                (Does::Replaces, was) => {
                    let plain = |page: &Option<PlainPage>| unbroken(page.as_ref().map(|page| format!("{page:?}").replace("\\n", " ")));
                    told(&units, page, &plain(&then), &plain(&now), matches!(was, Does::Replaces))?;
                }
                _ => {}
            }
            if now.is_none() {
                let is_told = units.iter().any(|drift| drift.page == page && drift.state != State::Current);
                prop_assert!(is_told, "{page} is gone, and nothing is told: {units:?}");
            }
        }
        let is_new = units.iter().any(|drift| drift.what == What::Page && drift.page == "ny" && drift.state == State::New);
        prop_assert_eq!(is_new, book.pages.contains_key("ny"));
        if after.has_register {
            told(&units, "kilder.yaml:[verk]", &first.year, &book.year, before.has_register)?;
        }
        let (to, section) = (PAGES[after.leads_to.0], id(&title(PAGES[after.leads_to.0], after.leads_to.1)));
        let is_lost = book.pages.contains_key(to) && book.section(to, &section).is_none();
        if is_lost && matches!(after.does(to), Does::Changes(..)) {
            let name = format!("egen ->{to}#{section}");
            prop_assert!(units.iter().any(|drift| drift.name() == name), "{name} is not told: {units:?}");
        }

        // Nothing of ours is lost, or the build says why there is none.
        let own = after.files().1;
        let mut said = Vec::new();
        let bytes = files.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_bytes()))).collect();
        let today = Date { year: 2026, month: 11, day: 22 };
        let flat = Inputs::of_files(bytes, today).unpack(&mut said).flat();
        let is_stopped = any_error(&said);
        prop_assert!(!is_stopped || after.misses(&book), "{said:?}");
        let flat: String = flat.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        for text in own.iter().filter(|_| !is_stopped) {
            prop_assert!(flat.contains(text.as_str()), "«{text}» is lost");
        }

        // Nor by a merge, which tells again what it has not taken, and has nothing to do the second time.
        let (merged_files, merged_snapshots, done) = merged(&files, &accepted);
        let all: String = merged_files.iter().filter(|(path, _)| path.starts_with("content/")).map(|(_, text)| text.as_str()).collect();
        for text in &own {
            prop_assert!(all.contains(text.as_str()), "«{text}» is lost by the merge");
        }
        let left = report(&merged_files, &merged_snapshots).units;
        for name in done.iter().filter(|(_, outcome)| **outcome != Outcome::Taken).map(|(name, _)| name) {
            let state = left.iter().find(|drift| drift.name() == *name).map(|drift| drift.state);
            prop_assert!(state.is_some_and(|state| state != State::Current), "{name} is not told again: {:?}", state);
        }
        let (again, ..) = merged(&merged_files, &merged_snapshots);
        prop_assert!(again == merged_files, "a second merge changes something");
    }
}
