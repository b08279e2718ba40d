//! Filling in: every case of `tests/fill/`, and the command.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use brobygger::build::{Built, Inputs, build};
use brobygger::fill::{Finished, fill, read};
use brobygger::source::{Layer, Sources};
use brobygger::text::Date;
use brobygger::write::alone;
#[cfg(feature = "pdf")]
use brobygger::write::finished_print;

const BOOK: &str = "tests/fill/bok";

/// The book of the cases.
pub(crate) fn built() -> Built {
    let mut paths = vec![Path::new(BOOK).join("book.toml")];
    collect(Path::new(BOOK).join("content").as_path(), &mut paths);
    let below = |path: &Path| path.strip_prefix(BOOK).unwrap().to_str().unwrap().to_owned();
    let files = paths.iter().map(|path| (below(path), std::fs::read(path).unwrap().into())).collect();
    let inputs = Inputs::of_files(files, Date { year: 2026, month: 11, day: 22 });
    assert_eq!(inputs.diagnostics, []);
    let made = build(&inputs.value);
    assert_eq!(made.diagnostics, []);
    made.value
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { collect(&path, paths) } else { paths.push(path) }
    }
}

/// The folders of the cases.
fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("tests/fill").unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.join("page").is_file()).collect();
    cases.sort();
    assert!(cases.len() >= 8, "the cases were not found");
    cases
}

/// The finished document of a case.
fn finished<'a>(built: &'a Built, case: &Path) -> Finished<'a> {
    let page = std::fs::read_to_string(case.join("page")).unwrap();
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "answers.json", std::fs::read_to_string(case.join("answers.json")).unwrap());
    let answers = read(sources.get(file)).unwrap();
    fill(&built.book, built.book.by_id[page.trim()], built.theme.texts(), &answers)
}

#[test]
fn every_case_gives_its_text() {
    let built = built();
    let mut wrong = String::new();
    for case in cases() {
        let found = alone::text(&built.book, built.theme.texts(), &finished(&built, &case));
        let file = case.join("expected.txt");
        if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
            std::fs::write(&file, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if found != expected {
            let _ = writeln!(wrong, "{}:\n{found}\n--- expected ---\n{expected}", case.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every case says in print what it says as text: no more and no less.
#[test]
#[cfg(feature = "pdf")]
fn every_case_gives_the_same_text_in_print() {
    let built = built();
    for case in cases() {
        let printed = finished_print(&built, &finished(&built, &case));
        let lost = printed.diagnostics.iter().all(|said| said.code.as_str() == "lost-in-print");
        assert!(lost, "{}: {:?}", case.display(), printed.diagnostics);
        let Some(text) = text_of_pdf(&printed.value.unwrap()) else { return };
        let expected = std::fs::read_to_string(case.join("expected.txt")).unwrap();
        let found = letters(&text);
        for part in expected.split(['\n', '|']) {
            assert!(found.contains(&letters(part)), "{}: «{part}» is not in:\n{text}", case.display());
        }
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters.into_iter().collect::<String>()
        };
        assert_eq!(sorted(&found), sorted(&letters(&expected)), "{}:\n{text}", case.display());
    }
}

/// What stands between the margins, in the order in which it is set; nothing where `pdftotext` is not installed.
#[cfg(feature = "pdf")]
fn text_of_pdf(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ut.pdf");
    std::fs::write(&path, pdf).unwrap();
    let area = ["-raw", "-x", "0", "-y", "60", "-W", "600", "-H", "712"];
    let Ok(output) = Command::new("pdftotext").args(area).arg(&path).arg("-").output() else {
        eprintln!("not tested: pdftotext is not installed");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Only letters: words may be broken, and notes, items and blanks have marks of their own. The address of a link, which
/// print has in a footnote, is left out.
#[cfg(feature = "pdf")]
fn letters(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !word.contains("https://"));
    words.flat_map(str::chars).filter(|c| c.is_alphabetic()).collect()
}

/// A letter that no font has is told, and the document is made all the same.
#[test]
#[cfg(feature = "pdf")]
fn a_letter_that_cannot_be_printed_is_told() {
    let answers = r#"{"brobygger": 1, "fields": {"virksomhet": "Sjukehuset \u6f22", "frist": "2026-12-01"}}"#;
    let (output, folder) = with(answers, &["--to", "pdf"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("warning[lost-in-print]: the PDF cannot show U+6F22"), "{}", said(&output));
    assert!(folder.path().join("utlysning.pdf").exists());
}

/// A program without PDFs says so, and what to do.
#[test]
#[cfg(not(feature = "pdf"))]
fn a_program_without_pdfs_says_so() {
    let (output, folder) = with("{\"brobygger\": 1}", &["--to", "pdf"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("was built without PDFs"), "{}", said(&output));
    assert!(!folder.path().join("utlysning.pdf").exists());
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let book = std::path::absolute(BOOK).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_brobygger"));
    command.args(["--book", book.to_str().unwrap(), "fill"]).args(args).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs the command with answers to the advertisement.
fn with(answers: &str, args: &[&str]) -> (Output, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("svar.json"), answers).unwrap();
    let output = run(folder.path(), &[&["maler/utlysning", "--answers", "svar.json"], args].concat());
    (output, folder)
}

#[test]
fn the_command_writes_what_it_is_asked_for() {
    let answers = r#"{"brobygger": 1, "fields": {"frist": "2026-12-01"}}"#;
    for (to, begins) in [
        ("docx", "PK"),
        ("html", "<!DOCTYPE html>\n<html lang=\"nb\">"),
        ("md", "# Utlysning\n"),
        ("txt", "Utlysning\n="),
        #[cfg(feature = "pdf")]
        ("pdf", "%PDF-1."),
    ] {
        let (output, folder) = with(answers, &["--to", to]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let path = folder.path().join(format!("utlysning.{to}"));
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes.starts_with(begins.as_bytes()), "{to}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("Wrote utlysning.{to}\n"));
        if !["docx", "pdf"].contains(&to) {
            assert!(String::from_utf8(bytes).unwrap().contains("Frist: 1. desember 2026"), "{to}");
        }
        // What is there is not written over, unless it is named.
        let again = run(folder.path(), &["maler/utlysning.md", "--answers", "svar.json", "--to", to]);
        assert_eq!(again.status.code(), Some(1));
        assert!(said(&again).contains("error[write-failed]: utlysning"), "{}", said(&again));
        let named = ["utlysning", "--answers", "svar.json", "--to", to, "--output", path.to_str().unwrap()];
        assert_eq!(run(folder.path(), &named).status.code(), Some(0));
    }
}

#[test]
fn faults_of_answers_have_a_place_and_a_way_out() {
    for (answers, says, help) in [
        (
            "{\"brobygger\": 1,\n \"fields\": {\"frist\": \"1.12.2026\"}}",
            "error[bad-answers]: `1.12.2026` is not a day",
            "yyyy-mm-dd",
        ),
        (
            "{\"brobygger\": 1,\n \"fields\": {\"frist\": []}}",
            "error[bad-answers]: `fields.frist` must be a text",
            "write it like this",
        ),
        ("{\"brobygger\": 1,\n \"fields\": {]}", "error[bad-answers]: the answers cannot be read: key must be", "JSON"),
        ("{\"brobygger\": 2}", "error[bad-answers]: answers of version 2", "newer brobygger"),
        ("[]", "error[bad-answers]: this is no file of answers", "Lagre svarene som fil"),
        ("{}", "error[bad-answers]: this is no file of answers", "Lagre svarene som fil"),
    ] {
        let (output, folder) = with(answers, &["--output", "ut.docx"]);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(says) && said.contains(help), "{answers}: {said}");
        assert!(said.contains("svar.json:") && !folder.path().join("ut.docx").exists(), "{said}");
    }
    let (output, _) = with("{\"brobygger\": 1,\n \"fields\": {\"frist\": \"snart\"}}", &[]);
    assert!(said(&output).contains("svar.json:2:13"), "{}", said(&output));
}

#[test]
fn what_nothing_asks_for_is_a_warning_with_the_nearest_name() {
    let answers = r#"{"brobygger": 1, "fields": {"frst": "x", "antall": "2"},
        "documents": {"maler/utlysning": {"choices": {"kravet": true}}, "maler/guid": {}}}"#;
    let (output, _) = with(answers, &["--to", "txt", "--output", "-"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for words in [
        "no field `frst`",
        "did you mean `frist`?",
        "no choice `kravet`",
        "did you mean `krav`?",
        "did you mean `maler/guide`?",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // `antall` belongs to another document.
    assert_eq!(said.matches("warning[unknown-answer]").count(), 3, "{said}");
}

#[test]
fn a_page_that_is_none_or_no_form_is_told_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("svar.json"), "{\"brobygger\": 1}").unwrap();
    for (id, help) in
        [("maler/utlysnig", "did you mean `maler/utlysning`?"), ("index", "what can be filled in: maler/guide")]
    {
        let output = run(folder.path(), &[id, "--answers", "svar.json"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains("error[unknown-page]") && said(&output).contains(help), "{}", said(&output));
    }
    let output = run(folder.path(), &["utlysning", "--answers", "borte.json"]);
    assert!(said(&output).contains("error[unreadable-file]"), "{}", said(&output));
}
