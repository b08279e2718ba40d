//! The guide's advice on making a theme of one's own, tried.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use brobygger::config::Config;
use brobygger::document::INTERFACE_ID;
use brobygger::language::{Language, TABLE};
use brobygger::theme::Theme;
use brobygger::write::html::check_templates;

use crate::fill::collect;

/// The blocks of code in a language, in order.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let open = format!("```{language}\n");
    page.split(&*open).skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect()
}

#[test]
fn the_examples_of_the_guide_make_a_theme_that_works() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/tilpass/utseende.md");
    let page = std::fs::read_to_string(page).unwrap();
    let templates = blocks(&page, "jinja");
    let [base, document] = &*templates else { panic!("{} templates", templates.len()) };
    let files = [
        ("templates/base.html", *base),
        ("templates/document.html", *document),
        ("css/80-fjellvik.css", blocks(&page, "css")[0]),
        ("i18n/nb.ftl", blocks(&page, "text")[0]),
        ("img/merke.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ];
    let files: BTreeMap<String, Arc<[u8]>> =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into())).collect();
    let theme = Theme::load(&files, &Config::default());
    assert_eq!(theme.diagnostics, []);
    assert_eq!(check_templates(&theme.value), []);
    assert_eq!(theme.value.texts().get("sources"), "Kilder og lover");
    // Its own style comes after the standard's, before what is for paper and small screens.
    let (_, css) = theme.value.assets().files().find(|(path, _)| path.as_str().starts_with("assets/stil-")).unwrap();
    let css = String::from_utf8_lossy(css);
    let at = |text: &str| css.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at(".bruk{") < at("--bredde: 40rem") && at("--bredde: 40rem") < at("@page"));
}

/// The beginnings of ids that the kinds of pages give, which no heading of such a page may have (`kind::anchors`), in the
/// languages of the table.
fn of_kinds() -> Vec<&'static str> {
    let of_row = |row: &&'static Language| {
        let names = &row.anchors;
        let beginnings =
            [names.choice, names.field, names.question, names.outcome, names.statement, names.difference, names.fields];
        let sections = [names.advice, names.questions, names.outcomes, names.figure, names.statements, names.plan];
        [&beginnings[..], &sections[..]].concat()
    };
    TABLE.iter().flat_map(of_row).collect()
}

/// Ids that are written out in a text after one of these, up to the quotation mark; in part, where more is put behind it.
fn ids_after<'t>(text: &'t str, before: &[&str]) -> Vec<&'t str> {
    let after = |mark: &&str| text.match_indices(*mark).map(|(at, mark)| &text[at + mark.len()..]).collect::<Vec<_>>();
    before.iter().flat_map(after).filter_map(|rest| rest.split(['"', '`']).next()).collect()
}

#[test]
fn no_heading_has_the_id_of_something_that_the_theme_makes() {
    let (mut ids, of_kinds) = (0, of_kinds());
    let mut check = |path: &Path, marks: &[&str]| {
        let text = std::fs::read_to_string(path).unwrap();
        for id in ids_after(&text, marks).into_iter().filter(|id| !id.is_empty() && !id.starts_with("{{")) {
            ids += 1;
            let is_kept = id.starts_with(INTERFACE_ID) || of_kinds.iter().any(|of_kind| id.starts_with(of_kind));
            assert!(is_kept, "{}: the id `{id}` may be that of a heading", path.display());
        }
    };
    let mut paths = Vec::new();
    collect(Path::new("themes/standard"), &mut paths);
    for path in paths {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("html") => check(&path, &[" id=\""]),
            Some("js") => check(&path, &["{ id: \"", " id: \"", ".id = \"", "const id = \""]),
            _ => {}
        }
    }
    assert!(ids > 60, "the ids were not found");
}

#[test]
fn no_heading_has_the_id_of_something_that_the_program_makes() {
    let mut paths = Vec::new();
    collect(Path::new("tests/golden"), &mut paths);
    let (mut ids, of_kinds) = (0, of_kinds());
    // Raw HTML has ids of its author.
    let is_made = |path: &&PathBuf| {
        path.extension().is_some_and(|ending| ending == "html") && !path.ends_with("mdbook/site/html.html")
    };
    for path in paths.iter().filter(is_made) {
        let page = std::fs::read_to_string(path).unwrap();
        for (at, mark) in page.match_indices(" id=\"") {
            let tag = &page[page[..at].rfind('<').unwrap() + 1..at];
            let is_of_text =
                tag.starts_with("h1") || tag.starts_with("h2") || tag.starts_with("h3") || tag.starts_with("dt");
            let id = page[at + mark.len()..].split('"').next().unwrap();
            ids += 1;
            let is_kept = id.starts_with(INTERFACE_ID) || of_kinds.iter().any(|of_kind| id.starts_with(of_kind));
            assert!(is_of_text || is_kept, "{}: the id `{id}` may be that of a heading", path.display());
        }
    }
    assert!(ids > 100, "the ids were not found");
}
