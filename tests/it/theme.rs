//! What the guide tells about making a theme of one's own, tried.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use brobygger::config::Config;
use brobygger::theme::Theme;
use brobygger::write::html::check_templates;

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
