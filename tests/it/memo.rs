//! Building on what the build before has kept gives what a build from nothing gives, and renders
//! just the pages whose view has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use brobygger::build::{BuildMemo, Built, Inputs, build};
use brobygger::diagnostic::{any_error, sort};
use brobygger::document::PageNo;
use brobygger::sink::{MemorySink, OutPath};
use brobygger::text::Date;
use brobygger::view::{PageView, SiteView, View};
use brobygger::write::html;
use proptest::prelude::*;

use crate::seeds::properties;

type Files = BTreeMap<String, Arc<str>>;

const BASE: &[(&str, &str)] = &[
    ("book.toml", "[book]\ntitle = \"Prøve\"\nlanguage = \"nb\"\nsrc = \"content\"\n[content]\nlix-max = 60\n"),
    (
        "content/SUMMARY.md",
        "[Forside](index.md)\n\n# Del\n\n- [A](del/a.md)\n  - [B](del/b.md)\n- [C](c.md)\n\n# Mer\n\n- [](d.md)\n",
    ),
    (
        "content/index.md",
        "# Forside\n\nEn fadder hjelper. Se [a](del/a.md#ett) og [](c.md).\n\n{{#innganger}}\n\n{{#roller}}\n",
    ),
    (
        "content/del/a.md",
        "# A\n\n## Ett\n\nFadderen er her [@verk, s. 2]. {{#include ../tekst.txt}}\n\n## To\n\n## Tre\n",
    ),
    (
        "content/del/b.md",
        "---\nkind: article\ntitle: B\nsummary: Om b.\naliases: [gammel]\n---\n\nTil [a](a.md#to) og ![bilde](../bilde.svg).\n",
    ),
    (
        "content/c.md",
        "---\nkind: article\ntitle: C\nsummary: Om c.\nsources: [verk]\n---\n\nFadderne, en mentor og [b](del/b.md).\n",
    ),
    ("content/d.md", "# D\n\n{{#ordliste}}\n\n{{#litteratur}}\n\n```rust\nfn main() {}\n```\n"),
    (
        "content/begreper/fadder.md",
        "---\nkind: definition\ntitle: fadder\nsummary: En kollega.\ninflection: [fadder, fadderen, faddere, fadderne]\n---\n\nEn kollega, se [d](../d.md).\n",
    ),
    (
        "content/begreper/mentor.md",
        "---\nkind: definition\ntitle: mentor\nsummary: En annen.\ninflection: [mentor, mentoren]\nrelated: [fadder]\n---\n\nIkke en fadder.\n",
    ),
    ("content/tekst.txt", "Tekst om mentor.\n"),
    ("content/bilde.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("content/kilder.yaml", "verk:\n  type: book\n  title: Et verk\n  author: Holm, Eva\n  date: 2020\n"),
    ("content/ordliste.yaml", "nolink: [\"fadder i byen\"]\n"),
];

/// A change that somebody makes to a book.
#[derive(Debug, Clone)]
enum Edit {
    /// Adds to the end of a file.
    Append(usize, &'static str),
    /// Replaces the first occurrence of a text in a file.
    Replace(usize, &'static str, &'static str),
    /// Puts a file in place.
    Write(&'static str, &'static str),
    /// Takes a file away.
    Remove(usize),
    /// Gives a file another name.
    Rename(usize, &'static str),
    /// Puts everything back as it was: a checkout.
    Checkout,
}

const ADDED: &[&str] = &[
    "\nEn setning til.\n",
    "\n## Nytt avsnitt\n\nMed en fadder.\n",
    "\nSe [](c.md) og [ett](del/a.md#ett).\n",
    "\nOg [@verk] igjen.\n",
    "\nDette leder [ingensteds](finnes-ikke.md).\n",
    "\n{{#include ny.txt}}\n",
];

const CHANGED: &[(&str, &str)] = &[
    ("## Ett", "## Et annet"),
    ("title: C", "title: Ce"),
    ("# A", "# Alfa"),
    ("summary: Om b.", "summary: Om noe annet."),
    ("fadderne]", "fadderne, fadderskap]"),
    ("title: mentor", "title: veileder"),
    ("[Forside]", "[Start]"),
    ("- [C](c.md)\n", ""),
    ("title = \"Prøve\"", "title = \"En bok\""),
    ("Holm, Eva", "Lund, Ola"),
    ("related: [fadder]", "related: []"),
    ("aliases: [gammel]", "aliases: [eldre]"),
    ("fadder i byen", "en fadder"),
    ("summary: Om c.", "summary: Om c.\nnolink: [en mentor]"),
    ("summary: En kollega.", "summary: En kollega.\nsearch: [hjelper]"),
    ("sources: [verk]", "sources: [verk]\nsearch: [fadderhjelp]"),
    ("lix-max = 60", "lix-max = 5"),
    ("kind: article\n", "kind: checklist\n"),
    ("Tekst om mentor", "Tekst om fadder"),
    ("<svg ", "<svg id=\"x\" "),
];

const WRITTEN: &[(&str, &str)] = &[
    ("content/ny.md", "# Ny side\n\nMed en mentor.\n"),
    ("content/a-forst.md", "# Først\n\n[b](del/b.md)\n"),
    ("content/ny.txt", "Nå finnes den.\n"),
    ("content/begreper/aa.md", "---\nkind: definition\ntitle: setning\nsummary: Et ord.\n---\n\nEt ord.\n"),
    ("themes/egen/css/99-egen.css", "p{color:red}"),
    (
        "themes/egen/templates/page.html",
        "{% extends \"standard/page.html\" %}{% block heading %}<h1>!</h1>{% endblock heading %}",
    ),
    ("themes/egen/i18n/nb.ftl", "skip-link = Til teksten\n"),
    ("content/logo.svg", "<svg/>"),
];

fn edit() -> impl Strategy<Value = Edit> {
    let file = 0..BASE.len() + 4;
    prop_oneof![
        4 => (file.clone(), prop::sample::select(ADDED)).prop_map(|(file, text)| Edit::Append(file, text)),
        6 => (file.clone(), prop::sample::select(CHANGED)).prop_map(|(file, (from, to))| Edit::Replace(file, from, to)),
        4 => (file.clone(), prop::sample::select(CHANGED)).prop_map(|(file, (from, to))| Edit::Replace(file, to, from)),
        3 => prop::sample::select(WRITTEN).prop_map(|(path, text)| Edit::Write(path, text)),
        1 => file.clone().prop_map(Edit::Remove),
        1 => (file, prop::sample::select(&["content/omdopt.md", "content/del/æøå.md"][..])).prop_map(|(file, to)| Edit::Rename(file, to)),
        1 => Just(Edit::Checkout),
    ]
}

fn base() -> Files {
    BASE.iter().map(|(path, text)| ((*path).to_owned(), Arc::from(*text))).collect()
}

fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn apply(files: &mut Files, edit: &Edit) {
    let path = |files: &Files, number: usize| files.keys().nth(number % files.len().max(1)).cloned();
    match edit {
        Edit::Append(number, text) => {
            let Some(path) = path(files, *number) else { return };
            let new = format!("{}{text}", files[&path]);
            files.insert(path, new.into());
        }
        Edit::Replace(number, from, to) => {
            // The first file from this one on that has the text.
            let paths: Vec<String> = files.keys().cycle().skip(*number).take(files.len()).cloned().collect();
            let Some(path) = paths.into_iter().find(|path| !from.is_empty() && files[path].contains(from)) else {
                return;
            };
            let new = files[&path].replacen(from, to, 1);
            files.insert(path, new.into());
        }
        Edit::Write(path, text) => drop(files.insert((*path).to_owned(), Arc::from(*text))),
        Edit::Remove(number) => {
            if let Some(path) = path(files, *number).filter(|path| path != "book.toml") {
                files.remove(&path);
            }
        }
        Edit::Rename(number, to) => {
            if let Some(path) = path(files, *number).filter(|path| ending(path) == "md") {
                let text = files.remove(&path).unwrap();
                files.insert((*to).to_owned(), text);
            }
        }
        Edit::Checkout => *files = base(),
    }
}

/// The inputs that these files are.
fn inputs(files: &Files) -> Inputs {
    let files = files.iter().map(|(path, text)| (path.clone(), text.as_bytes().into())).collect();
    Inputs::of_files(files, Date { year: 2026, month: 11, day: 22 }).value
}

/// By path: all that decides what a page looks like.
type Views = BTreeMap<OutPath, (PageView, SiteView)>;

fn views(built: &Built) -> Views {
    let view = View::new(&built.book, &built.theme);
    let numbers = (0..).map(PageNo);
    let all = built.book.pages.iter().zip(numbers);
    all.map(|(page, number)| (page.out.clone(), (view.page(number), view.site().clone()))).collect()
}

/// Every file of the site as it is asked for, and which pages were rendered for it.
fn ask(
    built: &Built,
    paths: &BTreeSet<OutPath>,
    memo: &mut html::PageMemo,
) -> (BTreeMap<OutPath, Vec<u8>>, BTreeSet<OutPath>) {
    let site = html::HtmlSite::new(&built.book, &built.theme);
    let (mut files, mut rendered) = (BTreeMap::new(), BTreeSet::new());
    for path in paths {
        let before = memo.rendered();
        let Some(made) = site.file(path, &built.theme, memo) else { continue };
        files.insert(path.clone(), made.value.to_vec());
        if memo.rendered() > before {
            rendered.insert(path.clone());
        }
    }
    (files, rendered)
}

fn check(edits: &[Edit]) {
    let mut files = base();
    let (mut memo, mut pages) = (BuildMemo::keeping(), html::PageMemo::default());
    let mut before: Option<(Views, Arc<brobygger::theme::Theme>)> = None;
    for (number, edit) in std::iter::once(&Edit::Checkout).chain(edits).enumerate() {
        apply(&mut files, edit);
        let inputs = inputs(&files);
        let mut clean = build(&inputs);
        let mut kept = memo.build(&inputs);
        sort(&mut clean.diagnostics);
        sort(&mut kept.diagnostics);
        assert_eq!(kept.diagnostics, clean.diagnostics, "after edit {number}: {edit:?}");
        if any_error(&clean.diagnostics) {
            continue;
        }
        let sink = MemorySink::default();
        assert_eq!(html::write(&clean.value.book, &clean.value.theme, &sink), []);
        let expected = sink.into_files();
        let (made, rendered) = ask(&kept.value, &expected.keys().cloned().collect(), &mut pages);
        for (path, bytes) in &expected {
            assert_eq!(
                made.get(path).map(|bytes| String::from_utf8_lossy(bytes)),
                Some(String::from_utf8_lossy(bytes)),
                "{path} after edit {number}: {edit:?}"
            );
        }
        let now = views(&kept.value);
        let stale = |path: &&OutPath| {
            before.as_ref().is_none_or(|(views, theme)| {
                views.get(*path) != now.get(*path) || !Arc::ptr_eq(theme, &kept.value.theme)
            })
        };
        let stale: BTreeSet<&OutPath> = now.keys().filter(stale).collect();
        let rendered: BTreeSet<&OutPath> = rendered.iter().filter(|path| now.contains_key(*path)).collect();
        // A page that went and came back may be kept, so what is rendered may be less than what is stale.
        let gone_once = |path: &&OutPath| before.as_ref().is_some_and(|(views, _)| !views.contains_key(*path));
        assert!(rendered.is_subset(&stale), "after edit {number}: {edit:?}: {:?}", rendered.difference(&stale));
        assert!(stale.difference(&rendered).all(gone_once), "after edit {number}: {edit:?}");
        before = Some((now, kept.value.theme.clone()));
    }
}

proptest! {
    #![proptest_config(properties(4, "tests/regressions/memo.txt"))]

    #[test]
    fn some_edits_give_what_a_build_from_nothing_gives(edits in prop::collection::vec(edit(), 1..12)) {
        check(&edits);
    }
}

proptest! {
    #![proptest_config(properties(48, "tests/regressions/memo.txt"))]

    #[test]
    #[ignore = "slow: a dozen books twice, many times"]
    fn any_edits_give_what_a_build_from_nothing_gives(edits in prop::collection::vec(edit(), 1..12)) {
        check(&edits);
    }
}

#[test]
fn a_changed_sentence_renders_one_page() {
    let mut files = base();
    let (mut memo, mut pages) = (BuildMemo::keeping(), html::PageMemo::default());
    let paths = |built: &Built| built.book.pages.iter().map(|page| page.out.clone()).collect::<BTreeSet<_>>();
    let built = memo.build(&inputs(&files)).value;
    assert_eq!(ask(&built, &paths(&built), &mut pages).1.len(), built.book.pages.len());
    apply(&mut files, &Edit::Replace(0, "Om c.", "Om noe annet."));
    let built = memo.build(&inputs(&files)).value;
    let rendered = ask(&built, &paths(&built), &mut pages).1;
    assert_eq!(rendered.iter().map(OutPath::as_str).collect::<Vec<_>>(), ["c.html"]);
    // The title is shown by the neighbours, by the start page, which links to it without words, and by
    // the terms that the page mentions.
    apply(&mut files, &Edit::Replace(0, "title: C", "title: Ce"));
    let built = memo.build(&inputs(&files)).value;
    let rendered = ask(&built, &paths(&built), &mut pages).1;
    let names: Vec<&str> = rendered.iter().map(OutPath::as_str).collect();
    let shown_on = ["begreper/fadder.html", "begreper/mentor.html", "c.html", "d.html", "del/b.html", "index.html"];
    assert_eq!(names, shown_on);
}

#[test]
fn phrases_of_a_page_decide_the_links_of_that_page_alone() {
    let mut files = base();
    let (mut memo, mut pages) = (BuildMemo::keeping(), html::PageMemo::default());
    let paths = |built: &Built| built.book.pages.iter().map(|page| page.out.clone()).collect::<BTreeSet<_>>();
    let mut build = |files: &Files| {
        let built = memo.build(&inputs(files)).value;
        let (made, rendered) = ask(&built, &paths(&built), &mut pages);
        let c = String::from_utf8_lossy(&made[&OutPath::new("c.html").unwrap()]).into_owned();
        (c.contains(">mentor</a>"), rendered.iter().map(|path| path.as_str().to_owned()).collect::<Vec<_>>())
    };
    assert!(build(&files).0);
    apply(&mut files, &Edit::Replace(0, "summary: Om c.", "summary: Om c.\nnolink: [en mentor]"));
    // The term says that the page does not mention it any more.
    assert_eq!(build(&files), (false, vec!["begreper/mentor.html".to_owned(), "c.html".to_owned()]));
    apply(&mut files, &Edit::Replace(0, "nolink: [en mentor]", "nolink: [to mentorer]"));
    assert!(build(&files).0);
}

#[test]
fn a_model_is_taught_anew_only_when_what_teaches_it_changes() {
    const RULES: &str = "says: {forbidden: Nei, risky: Kanskje}\nwords: {du: [du, deg]}\nmodel: {look-again-from: 0, let-pass-below: -9000, name-ground-from: 1}\nrules:\n  - {id: helse, level: risky, why: Fordi., instead: Hva kan du?, see: d, sure: [er du syk]}\n";
    const EXAMPLES: &str = "allowed: [Når kan du begynne?, Når kan du begynne hos oss?]\nhelse: [Hva feiler det deg?, Hva feiler det deg nå?]\n";
    let mut files = base();
    files.insert("content/sporsmal-lint.yaml".to_owned(), RULES.into());
    files.insert("content/sporsmal-eksempler.yaml".to_owned(), EXAMPLES.into());
    let mut memo = BuildMemo::keeping();
    let mut model = |files: &Files| {
        let model = |built: &Built| built.book.questions.model().cloned().expect("a model");
        let (kept, clean) = (model(&memo.build(&inputs(files)).value), model(&build(&inputs(files)).value));
        assert_eq!(kept, clean);
        kept
    };
    let mut edit = |path: &str, from: &str, to: &str| {
        let text = files[path].replacen(from, to, 1);
        assert_ne!(*text, *files[path]);
        files.insert(path.to_owned(), text.into());
        model(&files)
    };
    let first = edit("content/c.md", "Om c.", "Om noe annet.");
    assert!(Arc::ptr_eq(&first, &edit("content/c.md", "Om noe annet.", "Om c.")), "a page teaches nothing");
    assert!(Arc::ptr_eq(&first, &edit("book.toml", "lix-max = 60", "lix-max = 50")), "settings teach nothing");
    assert!(Arc::ptr_eq(&first, &edit("content/sporsmal-lint.yaml", "Fordi.", "Derfor.")), "a reason teaches nothing");
    assert_ne!(first, edit("content/sporsmal-eksempler.yaml", "feiler det deg nå", "plager det deg nå"));
    let other_words = edit("content/sporsmal-lint.yaml", "[du, deg]", "[du]");
    assert_ne!(first, other_words);
}
