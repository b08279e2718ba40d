//! Filling in: every case of `tests/fill/` (a small book) and of `tests/fill-guide/` (the guide itself), and the command.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
#[cfg(feature = "cli")]
use std::process::Output;

use brobygger::build::{Built, Inputs, build};
#[cfg(feature = "cli")]
use brobygger::diagnostic::Code;
use brobygger::diagnostic::{Diagnostic, Warned, any_error};
use brobygger::fill::{Finished, PostingForm, check, fill, has_posting, posting, read};
use brobygger::layer::Files;
use brobygger::sink::MemorySink;
use brobygger::source::{Layer, Sources};
use brobygger::text::Date;
#[cfg(feature = "pdf")]
use brobygger::vocabulary::Layout;
#[cfg(feature = "pdf")]
use brobygger::write::docx;
#[cfg(feature = "pdf")]
use brobygger::write::finished_print;
use brobygger::write::posting::posting_file;
use brobygger::write::{alone, everything};

#[cfg(feature = "cli")]
use crate::cases::assert_told;
use crate::tree::{in_one_language, is_a};

const BOOK: &str = "tests/fill/bok";

/// The small book of the cases.
pub(crate) fn built() -> Built {
    let made = built_in(BOOK);
    assert_eq!(made.diagnostics, []);
    made.value
}

/// The guide itself.
pub(crate) fn guide() -> Built {
    let made = built_in(".");
    assert!(!any_error(&made.diagnostics), "{:?}", made.diagnostics);
    made.value
}

fn built_in(root: &str) -> Warned<Built> {
    let inputs = Inputs::of_files(shared(&files_of(root)), Date { year: 2026, month: 11, day: 28 });
    assert_eq!(inputs.diagnostics, []);
    build(&inputs.value)
}

/// A book made of files.
pub(crate) fn build_files(files: &BTreeMap<String, Vec<u8>>) -> Built {
    let inputs = Inputs::of_files(shared(files), Date { year: 2026, month: 11, day: 28 });
    assert_eq!(inputs.diagnostics, []);
    build(&inputs.value).value
}

fn shared(files: &BTreeMap<String, Vec<u8>>) -> Files {
    files.iter().map(|(path, bytes)| (path.clone(), bytes.clone().into())).collect()
}

/// The files of a book in its first language.
pub(crate) fn files_of(root: &str) -> BTreeMap<String, Vec<u8>> {
    let mut paths = vec![Path::new(root).join("book.toml")];
    collect(Path::new(root).join("content").as_path(), &mut paths);
    let below = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    let read = |path: &PathBuf| match std::fs::read_to_string(path) {
        Ok(settings) if path.ends_with("book.toml") => in_one_language(&settings).into_bytes(),
        _ => std::fs::read(path).unwrap(),
    };
    paths.iter().map(|path| (below(path), read(path))).collect()
}

pub(crate) fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { collect(&path, paths) } else { paths.push(path) }
    }
}

/// The folders of the cases.
fn cases(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
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
    let (small, guide) = (built(), guide());
    let mut wrong = String::new();
    let of_guide = cases("tests/fill-guide").into_iter().map(|case| (&guide, case));
    for (built, case) in cases("tests/fill").into_iter().map(|case| (&small, case)).chain(of_guide) {
        let found = alone::text(&built.book, built.theme.texts(), &finished(built, &case));
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

/// An advertisement as data: what it gives, or what stops it. The reader's browser is held to the same
/// (`tests/browser/annonse.test.mjs`).
#[test]
fn every_advertisement_gives_its_data_or_what_stops_it() {
    let built = built();
    let texts = built.theme.texts();
    let (mut made, mut stopped) = (0, 0);
    for case in cases("tests/fill") {
        let number = built.book.by_id[std::fs::read_to_string(case.join("page")).unwrap().trim()];
        if !has_posting(built.book.page(number)) {
            continue;
        }
        let mut sources = Sources::default();
        let answers = std::fs::read_to_string(case.join("answers.json")).unwrap();
        let file = sources.add(Layer::Book, "answers.json", answers);
        let source = sources.get(file);
        let answers = read(source).unwrap();
        let finished = fill(&built.book, number, texts, &answers);
        for (form, name) in
            [(PostingForm::SchemaOrg, "jobposting.json"), (PostingForm::Arbeidsplassen, "arbeidsplassen.json")]
        {
            let found = match posting(&built.book, number, texts, &answers, &finished, form, source) {
                Ok(posting) => {
                    made += 1;
                    posting_file(&built.book, texts, &finished, &posting, form)
                }
                Err(stops) => {
                    stopped += 1;
                    assert!(stops.iter().all(|stop| stop.help.is_some()), "{stops:?}");
                    // The browser says it in the reader's language, of the same.
                    let about =
                        |stop: &Diagnostic| stop.message.to_string().split(['«', '»']).nth(1).unwrap().to_owned();
                    let mut stops: Vec<String> = stops.iter().map(about).collect();
                    stops.sort_unstable();
                    format!("{:#}\n", serde_json::json!({ "stopped": stops }))
                }
            };
            let file = case.join(name);
            if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
                std::fs::write(&file, &found).unwrap();
            }
            assert_eq!(found, std::fs::read_to_string(&file).unwrap_or_default(), "{}", file.display());
        }
    }
    assert!(made >= 4 && stopped >= 6, "{made} made, {stopped} stopped");
}

/// Data stands in the file alone: no page of a sample says that there is a job.
#[test]
fn the_page_of_a_sample_is_no_job_posting() {
    let built = built();
    let sink = MemorySink::default();
    assert!(everything(&built, &sink).value);
    let site = sink.into_files();
    let pages = site.iter().filter(|(path, _)| is_a(path.as_str(), "html"));
    for (path, page) in pages {
        let page = String::from_utf8_lossy(page);
        assert!(!page.contains("JobPosting") && !page.contains("ld+json"), "{path}");
    }
}

/// The guard goes along to the command: it reads free texts and the reader's own questions, and leaves the decision.
#[test]
fn what_is_written_is_held_against_the_rules() {
    let guide = guide();
    let said = |page: &str, answers: &str| -> Vec<String> {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "answers.json", answers.to_owned());
        let answers = read(sources.get(file)).unwrap();
        let found = check(&guide.book, guide.book.by_id[page], &answers, sources.get(file));
        assert!(!any_error(&found), "{found:?}");
        found.into_iter().map(|said| said.message.to_string()).collect()
    };
    let ad = |text: &str| {
        said("maler/utlysning-kommune", &format!("{{\"brobygger\":1,\"fields\":{{\"om_oss\":\"{text}\"}}}}"))
    };
    assert_eq!(ad("Vi søker en som har vært rusfri i to år.").len(), 1);
    assert_eq!(ad("Vi er et team på ni som møter folk hjemme.").len(), 0);
    let asked = |text: &str| {
        let added = format!("{{\"added\":{{\"motivasjon\":[\"{text}\"]}}}}");
        said("maler/intervjuguide", &format!("{{\"brobygger\":1,\"documents\":{{\"maler/intervjuguide\":{added}}}}}"))
    };
    assert!(asked("Hvor lenge har du vært rusfri?").iter().any(|message| message.contains("rusfri")));
    assert_eq!(asked("Hvordan vil du bruke erfaringen i samtalen?").len(), 0);
}

/// Every case says in print what it says as text: no more and no less.
#[test]
#[cfg(feature = "pdf")]
fn every_case_gives_the_same_text_in_print() {
    let built = built();
    for case in cases("tests/fill") {
        let finished = finished(&built, &case);
        let layout = finished.layout;
        let printed = finished_print(&built, &finished);
        let lost = printed.diagnostics.iter().all(|said| said.code.as_str() == "cannot-show");
        assert!(lost, "{}: {:?}", case.display(), printed.diagnostics);
        let text = text_of_pdf(&printed.value.unwrap(), layout);
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

/// Text between the margins, in the order in which it is set.
#[cfg(feature = "pdf")]
fn text_of_pdf(pdf: &[u8], layout: Layout) -> String {
    let area = match layout {
        Layout::Pages => ["-raw", "-x", "0", "-y", "60", "-W", "600", "-H", "712"],
        Layout::Slides => ["-raw", "-x", "0", "-y", "40", "-W", "850", "-H", "500"],
    };
    crate::pdf::poppler("pdftotext", &area, pdf)
}

/// Only letters: words may be broken, and notes, items and blanks have marks of their own. The address of a link, which
/// print has in a footnote, is left out.
#[cfg(feature = "pdf")]
fn letters(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !word.contains("https://"));
    words.flat_map(str::chars).filter(|c| c.is_alphabetic()).collect()
}

/// The parts of a Word file, by their paths.
#[cfg(feature = "cli")]
fn parts_of_word(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let read = |name: &String| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(name).unwrap(), &mut text).unwrap();
        (name.clone(), text)
    };
    names.iter().map(read).collect()
}

/// The book says whose it is, and what it is called, in a form; a finished document is the reader's own.
#[test]
#[cfg(feature = "cli")]
fn a_finished_document_says_nothing_of_the_book() {
    let answers = r#"{"brobygger": 1, "fields": {"virksomhet": "Fjell & sønner"}}"#;
    let ours = ["Utfylling", "Redaksjonen", "CC BY"];
    for to in ["docx", "html", "md", "txt"] {
        let (_, folder) = with(answers, &["--to", to]);
        let bytes = std::fs::read(folder.path().join(format!("utlysning.{to}"))).unwrap();
        let text = if to == "docx" {
            let parts = parts_of_word(&bytes);
            assert!(parts["word/footer1.xml"].contains("Fjell &amp; sønner"), "{parts:?}");
            assert!(parts["docProps/core.xml"].contains("<dc:creator>Fjell &amp; sønner</dc:creator>"), "{parts:?}");
            parts.into_values().collect()
        } else {
            String::from_utf8(bytes).unwrap()
        };
        for word in ours {
            assert!(!text.contains(word), "{to} says «{word}»: {text}");
        }
    }
}

/// In print as well: the name of whose it is and the number of the page, and nothing of the book.
#[test]
#[cfg(feature = "pdf")]
fn a_finished_document_in_print_says_nothing_of_the_book() {
    let (_, folder) = with(r#"{"brobygger": 1, "fields": {"virksomhet": "Fjell og fjord"}}"#, &["--to", "pdf"]);
    let bytes = std::fs::read(folder.path().join("utlysning.pdf")).unwrap();
    let page = crate::pdf::poppler("pdftotext", &["-layout"], &bytes);
    let about = crate::pdf::poppler("pdfinfo", &[], &bytes);
    let foot: Vec<&str> = page
        .trim_end()
        .lines()
        .next_back()
        .unwrap()
        .split("  ")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    assert_eq!(foot, ["Fjell og fjord", "1/1"], "{page}");
    for word in ["Utfylling", "Redaksjonen", "2026"] {
        assert!(!page.contains(word), "print says «{word}»: {page}");
    }
    assert!(!about.contains("Redaksjonen") && about.contains("Fjell og fjord"), "{about}");
}

/// Each section of slides is a page on its side, in print and in Word.
#[test]
#[cfg(feature = "pdf")]
fn slides_are_pages_on_their_side_one_for_each_section() {
    let built = built();
    let case = finished(&built, Path::new("tests/fill/lysbilder-ut"));
    let print = finished_print(&built, &case).value.unwrap();
    let about = crate::pdf::poppler("pdfinfo", &[], &print);
    assert!(about.contains("Pages:           4"), "{about}");
    assert!(about.contains("Page size:       841.89 x 595.276 pts (A4)"), "{about}");
    let word = parts_of_word(&docx::finished(&built.book, built.theme.texts(), &case));
    let text = &word["word/document.xml"];
    assert!(text.contains("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"), "{text}");
    assert_eq!(text.matches("<w:pageBreakBefore w:val=\"0\"/>").count(), 1, "{text}");
    assert!(word["word/styles.xml"].contains("<w:keepLines/><w:pageBreakBefore/>"));
}

/// A letter that no font has is told, and the document is made all the same.
#[test]
#[cfg(feature = "pdf")]
#[cfg(feature = "cli")]
fn a_letter_that_cannot_be_printed_is_told() {
    let answers = r#"{"brobygger": 1, "fields": {"virksomhet": "Sjukehuset \u6f22", "frist": "2026-12-01"}}"#;
    let (output, folder) = with(answers, &["--to", "pdf"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("warning[cannot-show]: the PDF cannot show U+6F22"), "{}", said(&output));
    assert!(folder.path().join("utlysning.pdf").exists());
}

/// A program without PDFs says so, and what to do.
#[test]
#[cfg(not(feature = "pdf"))]
#[cfg(feature = "cli")]
fn a_program_without_pdfs_says_so() {
    let (output, folder) = with("{\"brobygger\": 1}", &["--to", "pdf"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("was built without PDFs"), "{}", said(&output));
    assert!(!folder.path().join("utlysning.pdf").exists());
}

#[cfg(feature = "cli")]
fn run(folder: &Path, args: &[&str]) -> Output {
    let book = std::path::absolute(BOOK).unwrap();
    let mut command = crate::program();
    command.args(["--book", book.to_str().unwrap(), "fill"]).args(args).current_dir(folder).output().unwrap()
}

#[cfg(feature = "cli")]
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs the command with answers to the advertisement.
#[cfg(feature = "cli")]
fn with(answers: &str, args: &[&str]) -> (Output, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("svar.json"), answers).unwrap();
    let output = run(folder.path(), &[&["maler/utlysning", "--answers", "svar.json"], args].concat());
    (output, folder)
}

#[test]
#[cfg(feature = "cli")]
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

/// A pipe or a device is no file of the user's, and nobody waits for who reads it; a folder is not replaced, nor is what a
/// link leads to; and the file that is written beside its place takes nobody's name.
#[test]
#[cfg(all(feature = "cli", unix))]
fn what_is_no_file_is_not_replaced() {
    let (_, folder) = with("{\"brobygger\": 1}", &["--to", "txt"]);
    let place = |name: &str| folder.path().join(name);
    assert!(std::process::Command::new("mkfifo").arg(place("rør")).status().unwrap().success());
    std::fs::create_dir(place("mappe")).unwrap();
    std::fs::write(place("annen"), "noe annet").unwrap();
    std::os::unix::fs::symlink(place("annen"), place("lenke")).unwrap();
    std::fs::write(place("lenke.ny"), "en annens").unwrap();
    let to = |name: &str| {
        let args = ["maler/utlysning", "--answers", "svar.json", "--to", "txt", "--output", name];
        let output = run(folder.path(), &args);
        (output.status.code(), said(&output))
    };
    for (name, says) in [
        ("rør", "rør is a pipe, a socket or a device, not a file"),
        ("mappe", "cannot write mappe: a folder is in the way"),
        ("borte/ut.txt", "cannot write borte/ut.txt: it is not there"),
        ("annen/ut.txt", "cannot write annen/ut.txt: a file or a link is where a folder should be"),
    ] {
        let (code, told) = to(name);
        assert!(
            code == Some(1) && told.contains(says) && told.contains("help: ") && !told.contains("build-dir"),
            "{told}"
        );
    }
    assert_eq!(to("lenke").0, Some(0));
    assert_eq!(std::fs::read_to_string(place("annen")).unwrap(), "noe annet");
    assert_eq!(std::fs::read_to_string(place("lenke.ny")).unwrap(), "en annens");
    assert!(std::fs::read_to_string(place("lenke")).unwrap().starts_with("Utlysning\n"));
    let mut names = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.all(|name| !name.to_string_lossy().starts_with('.')), "something was left behind");
}

#[test]
#[cfg(feature = "cli")]
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
        ("[]", "error[bad-answers]: this is no file of answers", "a page of the site has saved"),
        ("{}", "error[bad-answers]: this is no file of answers", "a page of the site has saved"),
    ] {
        let (output, folder) = with(answers, &["--output", "ut.docx"]);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(says) && said.contains(help), "{answers}: {said}");
        assert_told(Code::BadAnswers, &said);
        assert!(said.contains("svar.json:") && !folder.path().join("ut.docx").exists(), "{said}");
    }
    let (output, _) = with("{\"brobygger\": 1,\n \"fields\": {\"frist\": \"snart\"}}", &[]);
    assert!(said(&output).contains("svar.json:2:13"), "{}", said(&output));
}

#[test]
#[cfg(feature = "cli")]
fn what_nothing_asks_for_is_a_warning_with_the_nearest_name() {
    let answers = r#"{"brobygger": 1, "fields": {"frst": "x", "antall": "2"},
        "documents": {"maler/utlysning": {"choices": {"kravet": true}, "notes": {"a": "n"}, "respondent": "leder",
            "ratings": {}, "plan": {}}, "maler/guid": {}}}"#;
    let (output, _) = with(answers, &["--to", "txt", "--output", "-"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for words in [
        "no field `frst`",
        "did you mean `frist`?",
        "no choice `kravet`",
        "did you mean `krav`?",
        "did you mean `maler/guide`?",
        "`maler/utlysning` is no assessment, and takes no `notes`",
        "`maler/utlysning` is no assessment, and takes no `respondent`",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // `antall` belongs to another document.
    assert_told(Code::UnknownAnswer, &said);
    assert_eq!(said.matches("warning[unknown-answer]").count(), 5, "{said}");
}

#[test]
#[cfg(feature = "cli")]
fn what_stops_an_advertisement_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy("tests/fill/annonse-vakt/answers.json", folder.path().join("svar.json")).unwrap();
    let output = run(folder.path(), &["maler/annonse", "--answers", "svar.json", "--to", "jobposting"]);
    let told = said(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("error[bad-answers]: «frisk»") && !told.contains("risky-question"), "{told}");
    let output = run(folder.path(), &["maler/annonse", "--answers", "svar.json", "--to", "txt"]);
    assert_eq!(said(&output).matches("warning[risky-question]").count(), 1, "{}", said(&output));
}

#[test]
#[cfg(feature = "cli")]
fn a_page_that_is_none_or_no_form_is_told_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("svar.json"), "{\"brobygger\": 1}").unwrap();
    for (id, help) in
        [("maler/utlysnig", "did you mean `maler/utlysning`?"), ("index", "what can be filled in: maler/annonse")]
    {
        let output = run(folder.path(), &[id, "--answers", "svar.json"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains("error[unknown-page]") && said(&output).contains(help), "{}", said(&output));
    }
    let output = run(folder.path(), &["utlysning", "--answers", "borte.json"]);
    assert!(said(&output).contains("error[unreadable-file]"), "{}", said(&output));
}
