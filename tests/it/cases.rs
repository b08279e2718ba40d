//! Cases as data: `tests/cases/<room>/<what-it-shows>.md`.
//!
//! A case is Markdown: prose, then blocks fenced by five backticks. `files` holds a book (`//- path`
//! lines); `diagnostics` what is said of it; `html PATH` the article of a page. Run with `UPDATE=1`
//! to write down what comes out, and read it before you commit it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use brobygger::diagnostic::Code;

use crate::book::{Outcome, TestBook};

const FENCE: &str = "`````";

#[test]
fn cases() {
    let mut paths = Vec::new();
    collect(Path::new("tests/cases"), &mut paths);
    assert!(paths.len() > 10, "the cases were not found");
    let failed: Vec<String> = paths.iter().filter_map(|path| run(path)).collect();
    assert!(failed.is_empty(), "{} of {} cases:\n\n{}", failed.len(), paths.len(), failed.join("\n\n"));
}

#[test]
fn every_code_has_a_case() {
    let mut paths = Vec::new();
    collect(Path::new("tests/cases"), &mut paths);
    let mut shown: String = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    // What only a disk can show is tested by the program's own tests of disks and commands.
    for file in [
        "tests/it/cli.rs",
        "tests/it/fill.rs",
        "tests/it/disk/reading.rs",
        "tests/it/disk/writing.rs",
        "tests/it/disk/kill.rs",
    ] {
        shown.push_str(&std::fs::read_to_string(file).unwrap());
    }
    let names = |code: &&Code| {
        let code = **code;
        shown.contains(&format!("[{}]", code.as_str()))
            || shown.contains(&format!("Code::{code:?}"))
            || shown.contains(&format!("\"{}\"", code.as_str()))
    };
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !names(code)).map(|code| code.as_str()).collect();
    assert!(missing.is_empty(), "these codes have no case: {missing:?}");
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

/// Runs a case: what differs, or nothing.
fn run(path: &Path) -> Option<String> {
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
        return None;
    }
    (!wrong.is_empty()).then_some(wrong)
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
