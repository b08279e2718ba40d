//! `brobygger edition status`, `diff` and `accept`: what has become of the text that an edition changes.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::ReportFormat;
use super::book;
use super::terminal::{Terminal, plural};
use crate::diagnostic::{any_error, nearest, sort};
use crate::disk;
use crate::layer::{Drift, State};
use crate::source::Sources;

/// Looks at every change of the edition, or says why it cannot be done.
fn look(root: &Path, terminal: &Terminal) -> Result<Vec<Drift>, ExitCode> {
    let mut diagnostics = Vec::new();
    let found = book::drift(root).unpack(&mut diagnostics);
    if any_error(&diagnostics) {
        sort(&mut diagnostics);
        terminal.report(&diagnostics, &Sources::default());
        return Err(ExitCode::FAILURE);
    }
    Ok(found)
}

/// The name of a unit with that of what the book below says now.
fn name(drift: &Drift) -> String {
    match &drift.digest {
        Some(digest) => format!("{}@{digest}", drift.name()),
        None => drift.name(),
    }
}

/// Shows what has become of every change.
pub(super) fn status(root: &Path, terminal: &Terminal, format: ReportFormat) -> ExitCode {
    let found = match look(root, terminal) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let urgent = found.iter().any(|drift| drift.state.is_urgent());
    match format {
        ReportFormat::Json => {
            let one = |drift: &Drift| {
                json!({
                    "page": drift.page, "unit": drift.unit, "state": drift.state.as_str(), "law": drift.is_law,
                    "digest": drift.digest, "then": drift.then, "now": drift.now, "ours": drift.ours,
                    "elsewhere": drift.elsewhere,
                })
            };
            Terminal::print(&format!("{:#}", json!({"units": found.iter().map(one).collect::<Vec<_>>()})));
        }
        ReportFormat::Text => {
            for drift in &found {
                let law = if drift.is_law { "  (law)" } else { "" };
                let elsewhere = drift.elsewhere.as_ref().map(|place| format!("  now {place}")).unwrap_or_default();
                Terminal::print(&format!("{:9}  {}{law}{elsewhere}", drift.state.as_str(), name(drift)));
            }
            let waiting = found.iter().filter(|drift| !matches!(drift.state, State::Current | State::Form)).count();
            Terminal::print(&format!("{}, {waiting} to be looked at.", plural(found.len(), "change")));
        }
    }
    if urgent { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Shows what the book below said, what it says and what the edition says.
pub(super) fn diff(root: &Path, terminal: &Terminal, page: Option<&str>) -> ExitCode {
    let found = match look(root, terminal) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let page = page.map(|page| page.strip_suffix(".md").unwrap_or(page));
    let wanted = |drift: &&Drift| match page {
        Some(page) => drift.page == page || drift.name() == page,
        None => !matches!(drift.state, State::Current | State::Form),
    };
    for drift in found.iter().filter(wanted) {
        Terminal::print(&format!("# {} ({})", name(drift), drift.state.as_str()));
        let now = drift.now.as_deref().unwrap_or_default();
        match &drift.then {
            Some(then) => Terminal::print(&format!("\nbase:\n{}", word_by_word(then, now))),
            None => Terminal::print(&format!("\nbase:\n{now}")),
        }
        Terminal::print(&format!("\nours:\n{}\n", drift.ours));
    }
    ExitCode::SUCCESS
}

/// The most words that are compared; more would take long.
const MOST_WORDS: usize = 4000;

/// What was there and what is there, in one text: `[-gone-]`, `{+new+}`.
fn word_by_word(then: &str, now: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (words(then), words(now));
    if a.len() > MOST_WORDS || b.len() > MOST_WORDS {
        return format!("[-{then}-]\n{{+{now}+}}");
    }
    // The lengths of the longest rows of words that both have, from each place on.
    let mut shared = vec![vec![0u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            shared[i][j] = if a[i] == b[j] { shared[i + 1][j + 1] + 1 } else { shared[i + 1][j].max(shared[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = String::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            out.push_str(b[j]);
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (mut gone, mut new) = (String::new(), String::new());
        while (i < a.len() || j < b.len()) && !(i < a.len() && j < b.len() && a[i] == b[j]) {
            if j == b.len() || i < a.len() && shared[i + 1][j] >= shared[i][j + 1] {
                gone.push_str(a[i]);
                i += 1;
            } else {
                new.push_str(b[j]);
                j += 1;
            }
        }
        for (text, open, close) in [(gone, "[-", "-]"), (new, "{+", "+}")] {
            let bare = text.trim_end();
            if !bare.is_empty() {
                out.extend([open, bare, close]);
            }
            if open == "{+" || !text.is_empty() {
                out.push_str(&text[bare.len()..]);
            }
        }
    }
    out
}

/// Words, each with the white space that follows it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let space = rest[word..].find(|c: char| !c.is_whitespace()).unwrap_or(rest.len() - word);
        let (first, other) = rest.split_at(word + space);
        words.push(first);
        rest = other;
    }
    words
}

/// Writes down that somebody has seen what the book below says now.
pub(super) fn accept(root: &Path, terminal: &Terminal, names: &[String]) -> ExitCode {
    let found = match look(root, terminal) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let mut accepted = Vec::new();
    for given in names {
        let (unit, digest) = given.rsplit_once('@').unwrap_or((given, ""));
        let Some(drift) = found.iter().find(|drift| drift.name() == unit) else {
            Terminal::say(&format!("error: this edition does not change `{unit}`"));
            let known: Vec<String> = found.iter().map(Drift::name).collect();
            Terminal::say(&match nearest(unit, known.iter().map(String::as_str)) {
                Some(near) => format!("help: did you mean `{near}`?"),
                None => "help: `brobygger edition status` lists what it changes".into(),
            });
            return ExitCode::from(2);
        };
        let Some(now) = &drift.now else {
            Terminal::say(&format!("error: `{unit}` is not there any more"));
            Terminal::say("help: take the change away, or name another part");
            return ExitCode::FAILURE;
        };
        if drift.digest.as_deref() != Some(digest) {
            Terminal::say(&format!("error: `{given}` is not what the book below says now"));
            Terminal::say(&format!("help: look at it with `brobygger edition diff`, then accept `{}`", name(drift)));
            return ExitCode::FAILURE;
        }
        accepted.push((drift.snapshot(), now));
    }
    for (path, now) in accepted {
        if let Err(diagnostic) = disk::write_below(root, &path, format!("{now}\n").as_bytes()) {
            terminal.report(&[diagnostic], &Sources::default());
            return ExitCode::FAILURE;
        }
    }
    Terminal::print(&format!("Accepted {}.", plural(names.len(), "change")));
    ExitCode::SUCCESS
}
