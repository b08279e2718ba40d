//! The printed book: what stands in it, for whom it can be read, and when it is set anew.
//!
//! What poppler's `pdfinfo` tells is tested where it is installed; `tests/run` installs it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use brobygger::diagnostic::Code;
use brobygger::disk::Site;
use brobygger::document::PageNo;
use brobygger::sink::{OutPath, Sink as _};
use brobygger::view::{PageView, View};
use brobygger::write::check_prints;
use proptest::prelude::*;

use crate::book::{Outcome, TestBook};
use crate::disk::files_on_disk;

const SETTINGS: &str = "[book]\ntitle = \"Prøve på bok\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[pdf]\n";

/// A book with one page.
fn page(text: &str) -> TestBook {
    TestBook::default().file("book.toml", SETTINGS).file("content/index.md", text)
}

fn is_pdf(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "pdf")
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
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
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
        outcome.files.into_iter().filter(|(path, _)| is_pdf(path)).collect()
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
    assert!(!outcome.files.keys().any(|path| is_pdf(path)));
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
fn a_heading_that_says_nothing_is_no_heading() {
    let outcome = page("# Side\n\n##\n\n## \u{200b}\n\n## Tekst\n").build();
    assert!(outcome.files.contains_key("prove-pa-bok.pdf"), "{}", outcome.said());
}

#[test]
fn nesting_as_deep_as_it_may_be_can_be_set() {
    let items: String = (0..30).map(|depth| "  ".repeat(depth) + "- nivå\n").collect();
    let text = format!("# Side\n\n{items}\n{} sitat\n", ">".repeat(30));
    let outcome = page(&text).build();
    assert!(outcome.files.contains_key("prove-pa-bok.pdf"), "{}", outcome.said());
}

#[test]
fn every_font_has_its_licence_beside_it() {
    let folder = Path::new("themes/standard/pdf/fonts");
    let is_font = |name: &String| Path::new(name).extension().is_some_and(|ending| ending == "otf" || ending == "ttf");
    let fonts = files_on_disk(folder).into_keys().filter(is_font);
    let families: BTreeSet<String> = fonts.filter_map(|name| Some(name.split(['-', '.']).next()?.to_owned())).collect();
    assert_eq!(families.len(), 2);
    for family in families {
        assert!(folder.join(format!("{family}-LICENSE.txt")).is_file(), "no licence of {family}");
    }
}

#[test]
fn checking_sees_what_does_not_work_in_the_themes_files() {
    let standard = std::fs::read_to_string("themes/standard/pdf/blocks.typ").unwrap();
    let said = |old: &str, new: &str| -> String {
        assert!(standard.contains(old), "{old}");
        let settings = format!("{SETTINGS}\n[theme]\nname = \"egen\"\n");
        let book = page("# Side\n\nTekst.\n").file("book.toml", &settings);
        let outcome = book.file("themes/egen/pdf/blocks.typ", &standard.replace(old, new)).build();
        let found = check_prints(&outcome.built);
        assert!(found.iter().all(|said| said.code == Code::BadTheme), "{found:?}");
        format!("{found:?}")
    };
    assert_eq!(said("#let divider()", "#let divider()"), "[]");
    // The book at hand has no line across, no callout and no picture: only the sample shows these.
    let line = standard.lines().position(|line| line.starts_with("#let divider()")).unwrap() + 1;
    let wrong = said("#let divider() = ", "#let divider() = 1 + \"a\"\n#let other() = ");
    assert!(wrong.contains(&format!("themes/egen/pdf/blocks.typ:{line}")) && wrong.contains("cannot add"), "{wrong}");
    let gone = said("#let callout(", "#let called(");
    assert!(gone.contains("no function `callout`"), "{gone}");
    let other = said("#let inline-picture(shown, title)", "#let inline-picture(shown)");
    assert!(other.contains("while setting") && other.contains("themes/egen/pdf/"), "{other}");
    let unread = said("#let inline-picture(", "#let inline-picture((");
    assert!(unread.contains("themes/egen/pdf/blocks.typ:"), "{unread}");
}

// --- the same text ---------------------------------------------------------------------------------------------------

/// The text area of a page of A4, in points: what stands outside is repeated on every page.
const TEXT_AREA: [&str; 8] = ["-x", "0", "-y", "80", "-W", "600", "-H", "672"];

/// Everything that the site says stands in the book, page by page in the same order.
#[test]
fn the_guide_in_print_says_what_the_site_says() {
    let mut book = TestBook::default();
    for (path, bytes) in files_on_disk(Path::new("content")) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        book = book.file(&format!("content/{path}"), &text);
    }
    let settings = std::fs::read_to_string("book.toml").unwrap();
    let settings = if settings.contains("[pdf]") { settings } else { settings + "\n[pdf]\n" };
    let outcome = book.file("book.toml", &settings).build();
    let Some((_, pdf)) = outcome.files.iter().find(|(path, _)| is_pdf(path) && !path.contains('/')) else {
        panic!("no book:\n{}", outcome.said());
    };
    let Some(printed) = text_of_pdf(pdf) else { return };
    let view = View::new(&outcome.built.book, &outcome.built.theme);
    let (mut missing, mut count) = (Vec::new(), 0);
    for (number, page) in (0..).map(PageNo).zip(&outcome.built.book.pages) {
        let units: Vec<String> = said_by(&view.page(number)).iter().map(|unit| letters(unit)).collect();
        let units: Vec<String> = units.into_iter().filter(|unit| !unit.is_empty()).collect();
        count += units.len();
        missing.extend(not_in_order(&units, &printed).into_iter().map(|unit| format!("{}: {unit}", page.id)));
    }
    assert!(count > 3000, "the site was not read: {count}");
    let shown = missing[..missing.len().min(40)].join("\n");
    assert!(missing.is_empty(), "{} of {count} are not in the book:\n{shown}", missing.len());
}

/// What the test above says of a book that lacks something.
#[test]
fn what_the_book_leaves_out_is_seen() {
    const LONG: usize = 25;
    let outcome = small();
    let Some(printed) = text_of_pdf(&outcome.files["liten-bok.pdf"]) else { return };
    let view = View::new(&outcome.built.book, &outcome.built.theme);
    let mut tried = 0;
    for number in (0..outcome.built.book.pages.len()).map(|number| PageNo(u32::try_from(number).unwrap())) {
        let units: Vec<String> = said_by(&view.page(number)).iter().map(|unit| letters(unit)).collect();
        let units: Vec<String> = units.into_iter().filter(|unit| !unit.is_empty()).collect();
        for unit in units.iter().filter(|unit| unit.len() >= LONG && printed.contains(unit.as_str())) {
            let missing = not_in_order(&units, &printed.replace(unit.as_str(), ""));
            assert!(missing.contains(unit), "nobody misses {unit}");
            tried += 1;
        }
    }
    assert!(tried >= 3, "too little was tried: {tried}");
}

/// The text of a PDF in the order in which it is set, without addresses in footnotes.
fn text_of_pdf(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.pdf");
    std::fs::write(&path, pdf).unwrap();
    let Ok(output) = Command::new("pdftotext").arg("-raw").args(TEXT_AREA).arg(&path).arg("-").output() else {
        eprintln!("not tested: pdftotext is not installed");
        return None;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    let is_address =
        |line: &str| line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().starts_with("http");
    Some(letters(&text.lines().filter(|line| !is_address(line)).collect::<String>()))
}

/// The texts of a page: its body, and what its kind adds.
fn said_by(page: &PageView) -> Vec<String> {
    let mut units = units_of(&page.body);
    if let Some(term) = &page.term {
        units.extend(term.not_same.iter().map(|other| other.because.clone()));
        units.extend(term.facts.iter().flat_map(|fact| [fact.label.clone(), fact.text.clone()]));
    }
    if let Some(document) = &page.document {
        units
            .extend(document.fields.iter().flat_map(|field| [Some(field.label.clone()), field.help.clone()]).flatten());
        units.extend(document.advice.iter().flat_map(|advice| [advice.when.clone(), advice.say.clone()]));
    }
    if let Some(decision) = &page.decision {
        for question in &decision.questions {
            units.extend([Some(question.ask.clone()), question.why.clone()].into_iter().flatten());
            units.extend(question.answers.iter().map(|answer| answer.text.clone()));
        }
        units.extend(decision.outcomes.iter().flat_map(|outcome| [outcome.title.clone(), outcome.says.clone()]));
    }
    for statement in page.assessment.iter().flat_map(|assessment| &assessment.statements) {
        units.extend([Some(statement.text.clone()), statement.why.clone()].into_iter().flatten());
        units.extend(statement.respondents.iter().map(|respondent| respondent.look_for.clone()));
    }
    units.extend(page.sources.iter().map(|source| units_of(&source.html).concat()));
    units
}

/// The units that do not follow each other in `printed`, near the place where the longest of them stands.
fn not_in_order(units: &[String], printed: &str) -> Vec<String> {
    let Some(longest) = units.iter().max_by_key(|unit| unit.len()) else { return Vec::new() };
    let reach = units.iter().map(String::len).sum::<usize>() * 2 + 4000;
    let boundary = |at: usize| (0..=at.min(printed.len())).rev().find(|at| printed.is_char_boundary(*at)).unwrap_or(0);
    let places = printed.match_indices(longest.as_str());
    let missing = places.map(|(at, _)| {
        let mut rest = &printed[boundary(at.saturating_sub(reach))..boundary(at + reach)];
        let mut missing = Vec::new();
        for unit in units {
            match rest.find(unit.as_str()) {
                Some(found) => rest = &rest[found + unit.len()..],
                None => missing.push(unit.clone()),
            }
        }
        missing
    });
    missing.min_by_key(Vec::len).unwrap_or_else(|| vec![longest.clone()])
}

/// Only letters: the book has numbers of pages and notes where the site has links.
fn letters(text: &str) -> String {
    let text: String = text.chars().filter(|c| c.is_alphabetic() || *c == '(').collect();
    text.replace("(seside", "").replace('(', "").to_lowercase()
}

/// What stands in the paragraphs, items, cells and headings of HTML.
fn units_of(html: &str) -> Vec<String> {
    const LEFT_OUT: &[&str] = &[
        "<nav",
        "<a class=\"anker\"",
        "<span class=\"skjult\"",
        "<svg",
        "<sup class=\"note\"",
        "<a class=\"tilbake\"",
        "<section class=\"fotnoter\"",
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
        "caption",
        "pre",
        "br",
    ];
    let mut rest = html;
    let mut units = vec![String::new()];
    while let Some(open) = rest.find('<') {
        units.last_mut().unwrap().push_str(&decoded(&rest[..open]));
        rest = &rest[open..];
        if LEFT_OUT.iter().any(|tag| rest.starts_with(*tag)) {
            rest = after_element(rest);
            continue;
        }
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        if BREAKS.contains(&name_of(rest)) {
            units.push(String::new());
        }
        rest = &rest[end..];
    }
    units.last_mut().unwrap().push_str(&decoded(rest));
    units
}

fn decoded(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The name of the element that `html` begins or ends.
fn name_of(html: &str) -> &str {
    let name = html.trim_start_matches(['<', '/']);
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())]
}

/// What follows the element that `html` begins with.
fn after_element(html: &str) -> &str {
    let (begin, close) = (format!("<{}", name_of(html)), format!("</{}>", name_of(html)));
    let (mut depth, mut at) = (0, 0);
    loop {
        let Some(next) = html[at..].find(&close) else { return "" };
        depth += html[at..at + next].matches(&begin).count();
        depth -= 1;
        at += next + close.len();
        if depth == 0 {
            return &html[at..];
        }
    }
}
