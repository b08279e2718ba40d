//! Cases as data: `tests/cases/<room>/<what-it-shows>.md`.
//!
//! A case is Markdown: prose, then blocks fenced by five backticks. `files` holds a book (`//- path`
//! lines); `diagnostics` what is said of it; `html PATH` the article of a page. Run with `UPDATE=1`
//! to write down what comes out, and read it before you commit it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use brobygger::diagnostic::{Code, Diagnostic};
use brobygger::said::Phrase;

use crate::book::{Outcome, TestBook};

const FENCE: &str = "`````";

/// A test that makes a code which no book in memory can make: it holds [`assert_said`] or [`assert_told`] with that code.
struct Maker {
    code: Code,
    /// Its file below `tests/it/`.
    file: &'static str,
    test: &'static str,
}

/// The codes that no book in memory can make, each with a test that makes it.
const MADE_ELSEWHERE: [Maker; 14] = [
    maker(Code::NotUtf8, "disk/reading.rs", "every_file_that_cannot_be_used_is_named"),
    maker(Code::UnreadableFile, "disk/reading.rs", "every_file_that_cannot_be_used_is_named"),
    maker(Code::FileTooLarge, "disk/reading.rs", "every_file_that_cannot_be_used_is_named"),
    maker(Code::LinkOutside, "disk/reading.rs", "links_stay_inside_the_book"),
    maker(Code::BadEpoch, "cli.rs", "the_day_can_be_fixed_for_builds_that_are_repeated"),
    maker(Code::FrontMatterTooLarge, "cli.rs", "front_matter_over_64_kib_is_refused"),
    maker(Code::BadTable, "cli.rs", "many_editions_are_built_in_one_run_and_one_that_fails_stops_nobody"),
    maker(Code::BadAnswers, "fill.rs", "faults_of_answers_have_a_place_and_a_way_out"),
    maker(Code::UnknownAnswer, "fill.rs", "what_nothing_asks_for_is_a_warning_with_the_nearest_name"),
    maker(Code::BadWordFile, "word_files.rs", "files_of_other_sorts_are_named"),
    maker(Code::NotTaken, "word_files.rs", "what_most_of_a_text_looks_like_is_not_told_and_the_rest_is_counted"),
    maker(Code::WriteFailed, "disk/writing.rs", "a_file_where_the_site_shall_be_stays"),
    maker(Code::BuildRunning, "disk/writing.rs", "only_one_build_at_a_time"),
    maker(Code::Recovered, "disk/writing.rs", "a_torn_journal_is_undone"),
];

const fn maker(code: Code, file: &'static str, test: &'static str) -> Maker {
    Maker { code, file, test }
}

/// Asserts that something was said with a code.
#[track_caller]
pub(crate) fn assert_said(code: Code, said: &[Diagnostic]) {
    assert!(said.iter().any(|diagnostic| diagnostic.code == code), "`{}` was not said: {said:?}", code.as_str());
}

/// Asserts that something was told on a terminal with a code.
#[cfg(feature = "cli")]
#[track_caller]
pub(crate) fn assert_told(code: Code, terminal: &str) {
    let told = format!("{}[{}]", code.severity().as_str(), code.as_str());
    assert!(terminal.contains(&told), "`{told}` was not told: {terminal}");
}

/// Every case, run once.
fn ran() -> &'static [Ran] {
    static RAN: OnceLock<Vec<Ran>> = OnceLock::new();
    RAN.get_or_init(|| {
        let mut paths = Vec::new();
        collect(Path::new("tests/cases"), &mut paths);
        assert!(paths.len() > 10, "the cases were not found");
        paths.iter().map(|path| run(path)).collect()
    })
}

#[test]
fn cases() {
    let failed: Vec<&str> = ran().iter().filter_map(|case| case.wrong.as_deref()).collect();
    assert!(failed.is_empty(), "{} of {} cases:\n\n{}", failed.len(), ran().len(), failed.join("\n\n"));
}

#[test]
fn every_code_has_a_case_that_makes_it() {
    let made: BTreeSet<Code> = ran().iter().flat_map(|case| &case.made).copied().collect();
    let elsewhere: BTreeSet<Code> = MADE_ELSEWHERE.iter().map(|maker| maker.code).collect();
    // Without PDFs nothing of print is said.
    let print = |code: &Code| cfg!(not(feature = "pdf")) && *code == Code::BadPrint;
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !made.contains(code) && !elsewhere.contains(code) && !print(code))
        .map(|code| code.as_str())
        .collect();
    assert!(missing.is_empty(), "no case in tests/cases/ makes these codes: {missing:?}");
    let twice: Vec<&str> = elsewhere.intersection(&made).map(|code| code.as_str()).collect();
    assert!(twice.is_empty(), "cases make these codes, so that the table need not name them: {twice:?}");
    for Maker { code, file, test } in MADE_ELSEWHERE {
        let tests = std::fs::read_to_string(Path::new("tests/it").join(file)).unwrap();
        let body = body_of_test(&tests, test).unwrap_or_else(|| panic!("{file} has no test `{test}`"));
        let is_asserted =
            ["assert_said", "assert_told"].iter().any(|by| body.contains(&format!("{by}(Code::{code:?}, ")));
        assert!(is_asserted, "`{test}` in {file} does not assert `{}`", code.as_str());
    }
}

/// The lines of a test's function; nothing where there is none with that name, or where it is no test.
fn body_of_test<'t>(tests: &'t str, name: &str) -> Option<&'t str> {
    let (before, rest) = tests.split_once(&format!("\nfn {name}() {{\n"))?;
    let is_test = before.lines().rev().take_while(|line| line.starts_with("#[")).any(|line| line == "#[test]");
    rest.split_once("\n}\n").filter(|_| is_test).map(|(body, _)| body)
}

/// The codes whose notes are not the program's: what Tera, Typst and the book itself say, and names of files.
const IN_OTHERS_WORDS: &[Code] = &[
    Code::BadTheme,
    Code::MissingText,
    Code::MissingVariable,
    Code::BadPrint,
    Code::NotInSummary,
    Code::ForbiddenQuestion,
    Code::RiskyQuestion,
];

#[test]
fn what_is_said_in_a_case_can_be_said_in_every_language() {
    let others = |(code, _): &&(Code, String)| !IN_OTHERS_WORDS.contains(code);
    let found: BTreeSet<_> = ran().iter().flat_map(|case| &case.in_one_language).filter(others).collect();
    assert!(found.is_empty(), "said without `said!`: {found:#?}");
}

/// Words of a diagnostic that are not a sentence of the program.
fn in_one_language(diagnostic: &Diagnostic) -> Vec<(Code, String)> {
    let labels = diagnostic.labels.iter().map(|label| &label.1);
    let all = std::iter::once(&diagnostic.message).chain(labels).chain(&diagnostic.help).chain(&diagnostic.notes);
    let verbatim = all.filter(|said| matches!(said, Phrase::Verbatim(text) if !text.is_empty()));
    verbatim.map(|said| (diagnostic.code, said.to_string())).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.ends_with("print") && cfg!(not(feature = "pdf")) {
            continue;
        }
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|end| end == "md") {
            paths.push(path);
        }
    }
}

/// A case that was run.
struct Ran {
    /// Differences, if any.
    wrong: Option<String>,
    /// The codes of what was said, where the case tells what is said.
    made: BTreeSet<Code>,
    /// Words that no catalogue can say in another language, with their code.
    in_one_language: Vec<(Code, String)>,
}

/// Runs a case.
fn run(path: &Path) -> Ran {
    let text = std::fs::read_to_string(path).unwrap();
    let blocks = blocks(&text);
    let files = blocks.iter().find(|block| block.info == "files").expect("a case has a block `files`");
    let outcome = TestBook::parse(files.body).build();
    let mut updated = text.clone();
    let mut wrong = String::new();
    // From the last to the first, so that the places of the others stay.
    for block in blocks.iter().rev().filter(|block| block.info != "files") {
        let found = found(block.info, &outcome);
        if found.trim() != block.body.trim() {
            let _ = write!(
                wrong,
                "{} ({}):\n{}\n--- expected ---\n{}",
                path.display(),
                block.info,
                found.trim(),
                block.body.trim()
            );
            updated.replace_range(block.at.clone(), &format!("{}\n", found.trim()));
        }
    }
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") && !wrong.is_empty() {
        std::fs::write(path, updated).unwrap();
        wrong.clear();
    }
    let tells = blocks.iter().any(|block| block.info == "diagnostics");
    let made = outcome.diagnostics.iter().filter(|_| tells).map(|diagnostic| diagnostic.code).collect();
    let in_one_language = outcome.diagnostics.iter().flat_map(in_one_language).collect();
    Ran { wrong: (!wrong.is_empty()).then_some(wrong), made, in_one_language }
}

fn found(info: &str, outcome: &Outcome) -> String {
    match info.split_once(' ') {
        None if info == "diagnostics" => outcome.said(),
        Some(("html", path)) => outcome.article(path.trim()),
        _ => panic!("a block of a case is `files`, `diagnostics` or `html PATH`, not `{info}`"),
    }
}

struct Block<'a> {
    info: &'a str,
    body: &'a str,
    at: std::ops::Range<usize>,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(FENCE) {
        let info_start = at + start + FENCE.len();
        let body_start = info_start + text[info_start..].find('\n').expect("a line after a fence") + 1;
        let end = body_start + text[body_start..].find(FENCE).expect("a block that ends");
        blocks.push(Block {
            info: text[info_start..body_start].trim(),
            body: &text[body_start..end],
            at: body_start..end,
        });
        at = end + FENCE.len();
    }
    blocks
}
