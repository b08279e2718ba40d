//! The printed book: what stands in it, for whom it can be read, and when it is set anew.
//!
//! What poppler's `pdfinfo` tells is tested where it is installed; `tests/run` installs it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use brobygger::disk::Site;
use brobygger::sink::{OutPath, Sink as _};
use proptest::prelude::*;

use crate::book::{Outcome, TestBook};
use crate::disk::files_on_disk;

const SETTINGS: &str = "[book]\ntitle = \"Prøve på bok\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[pdf]\n";

/// A book with one page.
fn page(text: &str) -> TestBook {
    TestBook::default().file("book.toml", SETTINGS).file("content/index.md", text)
}

/// A folder of a book.
fn load(folder: &Path) -> TestBook {
    let texts =
        files_on_disk(folder).into_iter().filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?)));
    texts.fold(TestBook::default(), |book, (path, text)| book.file(&path, &text))
}

fn small() -> Outcome {
    let outcome = load(Path::new("tests/pdf/small")).build();
    assert!(outcome.files.contains_key("liten-bok.pdf"), "{}", outcome.said());
    outcome
}

/// What `pdfinfo` says; nothing where it is not installed.
fn pdfinfo(pdf: &[u8], args: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.pdf");
    std::fs::write(&path, pdf).unwrap();
    let Ok(output) = Command::new("pdfinfo").args(args).arg(&path).output() else {
        eprintln!("not tested: pdfinfo is not installed");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_small_book_is_tagged_as_it_should_be() {
    let outcome = small();
    let Some(found) = pdfinfo(&outcome.files["liten-bok.pdf"], &["-struct-text"]) else { return };
    let path = "tests/pdf/small.tags";
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap();
    let other = found.lines().zip(expected.lines()).position(|(found, expected)| found != expected);
    assert!(found == expected, "the tags differ from {path} from line {other:?} on");
}

#[test]
fn a_pdf_says_what_it_is_and_in_which_language() {
    let outcome = small();
    let pdf = &outcome.files["liten-bok.pdf"];
    let has = |text: &str| pdf.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("/Lang(nb)") || has("/Lang (nb)"), "no language");
    assert!(has("<pdfuaid:part>1</pdfuaid:part>") && has("<pdfaid:part>2</pdfaid:part>"), "no standard");
    let Some(about) = pdfinfo(pdf, &[]) else { return };
    let says = |name: &str, value: &str| {
        about
            .lines()
            .any(|line| line.strip_prefix(name).is_some_and(|found| found.trim_start_matches(':').trim() == value))
    };
    assert!(says("Title", "Liten bok") && says("Tagged", "yes") && says("Author", "Redaksjonen"), "{about}");
    assert!(outcome.files.contains_key("maler/avtale.pdf"), "{:?}", outcome.files.keys());
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let pdfs = |outcome: Outcome| -> BTreeMap<String, Vec<u8>> {
        outcome.files.into_iter().filter(|(path, _)| path.ends_with(".pdf")).collect()
    };
    let (one, two) = (pdfs(small()), pdfs(small()));
    assert_eq!(one.len(), 2);
    assert!(one == two, "two builds of one book differ");
}

#[test]
fn the_pages_lead_to_the_pdfs() {
    let outcome = small();
    let page = |path: &str| String::from_utf8_lossy(&outcome.files[path]).into_owned();
    assert!(page("maler/avtale.html").contains("href=\"avtale.pdf\""));
    assert!(page("maler/avtale.html").contains("href=\"../liten-bok.pdf\""));
    assert!(!page("index.html").contains("href=\"index.pdf\""));
}

#[test]
fn a_book_without_pdfs_has_no_link_to_one() {
    let settings = format!("{SETTINGS}enabled = false\n");
    let outcome = page("# Side\n").file("book.toml", &settings).build();
    assert!(!outcome.files.keys().any(|path| path.ends_with(".pdf")));
    assert!(!String::from_utf8_lossy(&outcome.files["index.html"]).contains(".pdf"));
}

#[test]
fn nothing_that_lies_in_place_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let path = OutPath::new("bok.pdf").unwrap();
    let build = |fingerprint: &str| {
        let site = Site::begin(&site).unwrap().value;
        let kept = site.keep(&path, fingerprint);
        if !kept {
            site.put(&path, b"trykt").unwrap();
        }
        site.commit().unwrap();
        kept
    };
    assert_eq!([build("1"), build("1"), build("2"), build("2")], [false, true, false, true]);
    std::fs::write(site.join("bok.pdf"), "skrevet over").unwrap();
    assert!(!build("2"), "a file that somebody changed is made again");
    assert_eq!(std::fs::read(site.join("bok.pdf")).unwrap(), b"trykt");
    std::fs::remove_file(site.join("bok.pdf")).unwrap();
    assert!(!build("2"), "a file that is gone is made again");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever an author writes is text: nothing of it is read as Typst.
    #[test]
    fn any_text_can_be_set(text in "(\\PC|[#\\\\\"$*_`<>@\\[\\](){};/=+~.-]|\\n){0,240}") {
        let outcome = page(&format!("# Side\n\n- {text}\n\n> {text}\n\n| a |\n| --- |\n| x{} |\n", text.replace(['\n', '|'], " "))).build();
        let ours = outcome.diagnostics.iter().filter(|d| ["bad-print", "bad-theme"].contains(&d.code.as_str()));
        prop_assert_eq!(ours.count(), 0, "{}", outcome.said());
    }
}

#[test]
fn nesting_as_deep_as_it_may_be_can_be_set() {
    let mut text = String::from("# Side\n\n");
    for depth in 0..40 {
        text.push_str(&format!("{}- nivå {depth}\n", "  ".repeat(depth)));
    }
    text.push_str(&format!("\n{} sitat\n", ">".repeat(40)));
    let outcome = page(&text).build();
    assert!(outcome.files.contains_key("prove-pa-bok.pdf"), "{}", outcome.said());
}

// --- the same text ---------------------------------------------------------------------------------------------------

/// Everything that the site says stands in the book, page by page in the same order.
#[test]
fn the_guide_in_print_says_what_the_site_says() {
    let mut book = TestBook::default();
    for folder in ["content", "themes"] {
        if !Path::new(folder).is_dir() || folder == "themes" {
            continue;
        }
        for (path, bytes) in files_on_disk(Path::new(folder)) {
            let Ok(text) = String::from_utf8(bytes) else { continue };
            book = book.file(&format!("{folder}/{path}"), &text);
        }
    }
    let settings = std::fs::read_to_string("book.toml").unwrap();
    let outcome = book.file("book.toml", &format!("{settings}\n[pdf]\n")).build();
    let Some((_, pdf)) = outcome.files.iter().find(|(path, _)| path.ends_with(".pdf") && !path.contains('/')) else {
        panic!("no book:\n{}", outcome.said());
    };
    let Some(tree) = pdfinfo(pdf, &["-struct-text"]) else { return };
    let printed = plain(&text_of_tags(&tree));
    let mut missing = Vec::new();
    let mut units = 0;
    for (path, bytes) in outcome.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        let said: Vec<String> =
            units_of(&page).iter().map(|unit| plain(unit)).filter(|unit| !unit.is_empty()).collect();
        units += said.len();
        missing.extend(not_in_order(&said, &printed).into_iter().map(|unit| format!("{path}: {unit}")));
    }
    println!("{units} paragraphs, items, cells and headings");
    assert!(units > 3000, "the site was not read: {units}");
    assert!(
        missing.is_empty(),
        "{} of {units} are not in the book:\n{}",
        missing.len(),
        missing[..missing.len().min(40)].join("\n")
    );
}

/// The units that do not follow each other in `printed`. A page begins where its first unit stands
/// from which the most of the following ones can be found.
fn not_in_order(units: &[String], printed: &str) -> Vec<String> {
    let Some(first) = units.iter().max_by_key(|unit| unit.len()) else { return Vec::new() };
    let reach = units.iter().map(String::len).sum::<usize>() * 3 + 4000;
    let window = |at: usize| {
        let floor = |mut at: usize| {
            while !printed.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        &printed[floor(at.saturating_sub(reach))..floor((at + reach).min(printed.len()))]
    };
    printed
        .match_indices(first.as_str())
        .map(|(at, _)| {
            let window = window(at);
            // From the longest unit back to the first one, then on from there.
            let mut rest = window;
            let mut missing = Vec::new();
            for unit in units {
                match rest.find(unit.as_str()) {
                    Some(found) => rest = &rest[found + unit.len()..],
                    None if window.contains(unit.as_str()) && unit.len() < 40 => {}
                    None => missing.push(unit.clone()),
                }
            }
            missing
        })
        .min_by_key(Vec::len)
        .unwrap_or_else(|| units.to_vec())
}

/// The text of the structure tree, as it is read aloud; notes after everything else.
fn text_of_tags(tree: &str) -> String {
    let (mut text, mut notes) = (String::new(), String::new());
    let mut note: Option<usize> = None;
    for line in tree.lines() {
        let inner = line.trim_start();
        let depth = line.len() - inner.len();
        if note.is_some_and(|open| depth <= open) {
            note = None;
        }
        if note.is_none() && inner.starts_with("Note") {
            note = Some(depth);
        }
        // A label is the number of a note or an item.
        let Some(said) = inner.strip_prefix('"').and_then(|said| said.strip_suffix('"')) else { continue };
        (if note.is_some() { &mut notes } else { &mut text }).push_str(said);
    }
    text + &notes
}

/// Only letters and figures, without «(se side 14)» and what stands for marks of items.
fn plain(text: &str) -> String {
    let text: String =
        text.chars().filter(|c| c.is_alphanumeric() || "()".contains(*c)).flat_map(char::to_lowercase).collect();
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("(seside") {
        out.push_str(&rest[..at]);
        let after = &rest[at + "(seside".len()..];
        let figures = after.trim_start_matches(|c: char| c.is_ascii_digit());
        rest = figures.strip_prefix(')').unwrap_or(after);
    }
    out.push_str(rest);
    out.replace(['(', ')'], "")
}

/// What stands in the paragraphs, items, cells and headings of the text of a page.
fn units_of(page: &str) -> Vec<String> {
    // Chrome of the site: ways back, lists of mentions that print gives as numbers of pages, letters to jump to.
    const LEFT_OUT: &[&str] = &[
        "<nav",
        "<a class=\"anker\"",
        "<span class=\"skjult\"",
        "<svg",
        "<script",
        "<section class=\"nevnt\"",
        "<sup class=\"note\"",
        "<a class=\"tilbake\"",
        "<input",
        "<caption",
        "<form",
        "<button",
        "<template",
    ];
    const BREAKS: &[&str] = &[
        "p",
        "li",
        "td",
        "th",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "div",
        "table",
        "tr",
        "blockquote",
        "section",
        "aside",
        "figcaption",
        "pre",
        "br",
    ];
    let Some(from) = page.find("<div class=\"tekst\">") else { return Vec::new() };
    let Some(to) = page.find("</article>") else { return Vec::new() };
    let mut rest = &page[from..to];
    let mut units = vec![String::new()];
    while let Some(open) = rest.find('<') {
        push_decoded(&mut units, &rest[..open]);
        rest = &rest[open..];
        if let Some(left_out) = LEFT_OUT.iter().find(|tag| rest.starts_with(**tag)) {
            rest = after_element(rest, left_out);
            continue;
        }
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let name: String =
            rest[1..end].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if BREAKS.contains(&name.as_str()) {
            units.push(String::new());
        }
        rest = &rest[end..];
    }
    units
}

fn push_decoded(units: &mut [String], html: &str) {
    let text = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    if let Some(last) = units.last_mut() {
        last.push_str(&text);
    }
}

/// What follows the element that `html` begins with.
fn after_element<'a>(html: &'a str, open: &str) -> &'a str {
    let name: String = open[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let end = html.find('>').map_or(html.len(), |end| end + 1);
    if name == "input" {
        return &html[end..];
    }
    let (begin, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut at) = (1, end);
    while depth > 0 {
        let Some(next) = html[at..].find(&close) else { return "" };
        depth += html[at..at + next].matches(&begin).count();
        depth -= 1;
        at += next + close.len();
    }
    &html[at..]
}
