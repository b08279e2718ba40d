//! `brobygger edition status`, `diff` and `accept`: what has become of the text that an edition changes.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::ReportFormat;
use super::book;
use super::terminal::{Terminal, plural};
use crate::diagnostic::{any_error, nearest, sort};
use crate::disk;
use crate::layer::{Drift, Outcome, Report, State, What, Words, changed_parts, unit_named};
use crate::said::{Catalogue, Phrase, said};
use crate::source::Sources;
use crate::theme::Theme;
use crate::write;

/// Looks at every change of the edition, or says why it cannot be done.
fn look(root: &Path, terminal: &Terminal) -> Result<Report, ExitCode> {
    let mut diagnostics = Vec::new();
    let found = book::drift(root).unpack(&mut diagnostics);
    if any_error(&diagnostics) {
        sort(&mut diagnostics);
        terminal.report(&diagnostics, &Sources::default());
        return Err(ExitCode::FAILURE);
    }
    Ok(found)
}

/// The titles of a unit as they are shown here.
fn title(drift: &Drift, catalogue: &Catalogue) -> String {
    catalogue.say(&match drift.what {
        What::Pages => said!("all pages"),
        What::Link => {
            let (page, other) = (drift.page_title(), drift.unit_title().unwrap_or_default());
            said!("{page}, link to {other}", page, other)
        }
        What::Part | What::Law | What::Page => Phrase::verbatim(drift.full_title()),
    })
}

/// Shows what has become of every change.
pub(super) fn status(root: &Path, terminal: &Terminal, format: ReportFormat) -> ExitCode {
    let report = match look(root, terminal) {
        Ok(report) => report,
        Err(code) => return code,
    };
    let found = &report.units;
    let urgent = found.iter().any(|drift| drift.state.is_urgent());
    match format {
        ReportFormat::Json => Terminal::print(&as_json(found, terminal.catalogue())),
        ReportFormat::Text => {
            for drift in found {
                let law = if drift.is_law { terminal.catalogue().say(&said!("  (law)")) } else { String::new() };
                let elsewhere = drift
                    .elsewhere_title()
                    .map(|place| terminal.catalogue().say(&said!("  now {place}", place)))
                    .unwrap_or_default();
                Terminal::print(&format!(
                    "{:9}  {}{law}{elsewhere}",
                    drift.state.as_str(),
                    title(drift, terminal.catalogue())
                ));
                Terminal::print(&format!("{:9}  {}", "", drift.name_to_accept()));
            }
            let waiting = found.iter().filter(|drift| !matches!(drift.state, State::Current | State::Form)).count();
            terminal.tell(&said!(
                "{changes}, {waiting} to be looked at.",
                changes = plural(found.len(), said!("1 change"), said!("{count} changes", count = found.len())),
                waiting
            ));
            if let Some(digest) = report.digest_of_new() {
                terminal.tell(&said!("Accept all that is new: brobygger edition accept --new {digest}", digest));
            }
        }
    }
    if urgent { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Everything that is known of the units, for programs.
fn as_json(units: &[Drift], catalogue: &Catalogue) -> String {
    let one = |drift: &Drift| {
        json!({
            "name": drift.name(), "title": title(drift, catalogue), "page": drift.page, "unit": drift.unit,
            "state": drift.state.as_str(), "urgent": drift.state.is_urgent(), "law": drift.is_law, "digest": drift.digest, "then": drift.then,
            "now": drift.now, "ours": drift.ours, "elsewhere": drift.elsewhere,
            "elsewhere-title": drift.elsewhere_title(),
        })
    };
    format!("{:#}", json!({"units": units.iter().map(one).collect::<Vec<_>>()}))
}

/// Writes the report for those who decide: a page to be read, and the same for programs.
pub(super) fn report(root: &Path, terminal: &Terminal, out: Option<&Path>) -> ExitCode {
    let report = match look(root, terminal) {
        Ok(report) => report,
        Err(code) => return code,
    };
    let mut diagnostics = Vec::new();
    let inputs = book::read(root).unpack(&mut diagnostics);
    let config = &inputs.config;
    let theme = Theme::load(&inputs.theme, config).value;
    let edition = config.organisation.name.as_deref().unwrap_or(&config.book.title);
    let html =
        write::drift::report(&report.units, edition, &config.book.language, theme.interface().book(), inputs.today);
    let folder = out.map_or_else(|| root.to_path_buf(), Path::to_path_buf);
    for (name, text) in [("drift.html", html), ("drift.json", as_json(&report.units, terminal.catalogue()) + "\n")] {
        if let Err(diagnostic) = disk::write_file(&folder.join(name), text.as_bytes()) {
            terminal.report(&[diagnostic], &Sources::default());
            return ExitCode::FAILURE;
        }
    }
    let urgent = report.units.iter().filter(|drift| drift.state.is_urgent()).count();
    terminal.tell(&said!("Wrote {path}: {urgent} to be decided.", path = folder.join("drift.html").display(), urgent));
    ExitCode::SUCCESS
}

/// Shows what the book below said, what it says and what the edition says.
pub(super) fn diff(root: &Path, terminal: &Terminal, page: Option<&str>) -> ExitCode {
    let report = match look(root, terminal) {
        Ok(report) => report,
        Err(code) => return code,
    };
    let page = page.map(|page| page.strip_suffix(".md").unwrap_or(page));
    let wanted = |drift: &&Drift| match page {
        Some(page) => drift.page == page || drift.name() == page,
        None => !matches!(drift.state, State::Current | State::Form),
    };
    for drift in report.units.iter().filter(wanted) {
        Terminal::print(&format!(
            "# {} ({})\n{}",
            title(drift, terminal.catalogue()),
            drift.state.as_str(),
            drift.name_to_accept()
        ));
        terminal.tell(&match (&drift.then, &drift.now) {
            (Some(then), Some(now)) => said!("\nbase:\n{now}", now = word_by_word(then, now)),
            (None, Some(now)) => said!("\nbase:\n{now}", now),
            (_, None) => said!("\nThe base does not have it."),
        });
        terminal.tell(&match drift.what {
            What::Law => said!("\nYou have not changed this, but something else on the page.\n"),
            _ if drift.ours.is_empty() => Phrase::default(),
            _ => said!("\nours:\n{ours}\n", ours = drift.ours),
        });
    }
    ExitCode::SUCCESS
}

/// Two texts in one, what is gone and what is new marked: `[-gone-]`, `{+new+}`. Of what stayed, what is far from a change
/// is left out.
fn word_by_word(then: &str, now: &str) -> String {
    let mut out = String::new();
    for piece in changed_parts(then, now) {
        let (open, text, close) = match piece.words {
            Words::Kept(text) => ("", text, ""),
            Words::Gone(text) => ("[-", text, "-]"),
            Words::New(text) => ("{+", text, "+}"),
        };
        let bare = text.trim_end();
        out.extend([piece.before, open, bare, close, &text[bare.len()..]]);
    }
    out
}

/// Writes down that somebody has seen what the book below says now.
pub(super) fn accept(root: &Path, terminal: &Terminal, names: &[String], new: Option<&str>) -> ExitCode {
    let report = match look(root, terminal) {
        Ok(report) => report,
        Err(code) => return code,
    };
    let found = &report.units;
    let mut chosen: Vec<&Drift> = Vec::new();
    if let Some(shown) = new {
        let now = report.digest_of_new();
        if now.as_deref() != Some(shown) {
            terminal.error(&said!("what is new is not what `{shown}` stands for", shown));
            terminal.help(&match now {
                Some(now) => said!("see it with `brobygger edition status`, then accept it by `--new {now}`", now),
                None => said!("nothing is new any more"),
            });
            return ExitCode::FAILURE;
        }
        chosen.extend(report.new_units());
    }
    for given in names {
        let (unit, digest) = given.rsplit_once('@').unwrap_or((given, ""));
        let Some(drift) = unit_named(found, unit) else {
            terminal.error(&said!("this edition does not change `{unit}`", unit));
            let known: Vec<String> = found.iter().map(Drift::name).collect();
            terminal.help(&match nearest(unit, known.iter().map(String::as_str)) {
                Some(near) => said!("did you mean `{near}`?", near),
                None => said!("`brobygger edition status` lists what it changes"),
            });
            return ExitCode::from(2);
        };
        if drift.digest.is_none() {
            terminal.error(&said!("`{unit}` is not there any more", unit));
            terminal.help(&said!("take the change away, or name another part"));
            return ExitCode::FAILURE;
        }
        if drift.digest.as_deref() != Some(digest) {
            terminal.error(&said!("`{given}` is not what the book below says now", given));
            terminal.help(&said!(
                "look at it with `brobygger edition diff`, then accept `{change}`",
                change = drift.name_to_accept()
            ));
            return ExitCode::FAILURE;
        }
        chosen.push(drift);
    }
    let files = report.accept(&chosen, &|path| book::accepted(root, path));
    if let Err(code) = write_all(root, terminal, files) {
        return code;
    }
    terminal.tell(&said!(
        "Accepted {changes}.",
        changes = plural(chosen.len(), said!("1 change"), said!("{count} changes", count = chosen.len()))
    ));
    ExitCode::SUCCESS
}

fn write_all(
    root: &Path,
    terminal: &Terminal,
    files: impl IntoIterator<Item = (String, String)>,
) -> Result<(), ExitCode> {
    for (path, text) in files {
        if let Err(diagnostic) = disk::write_below(root, &path, text.as_bytes()) {
            terminal.report(&[diagnostic], &Sources::default());
            return Err(ExitCode::FAILURE);
        }
    }
    Ok(())
}

/// Takes what can be taken of what the book below changed.
pub(super) fn merge(root: &Path, terminal: &Terminal) -> ExitCode {
    let mut diagnostics = Vec::new();
    let merge = book::merge(root).unpack(&mut diagnostics);
    if any_error(&diagnostics) {
        sort(&mut diagnostics);
        terminal.report(&diagnostics, &Sources::default());
        return ExitCode::FAILURE;
    }
    if let Err(code) = write_all(root, terminal, merge.files) {
        return code;
    }
    let said_of = |outcome: Outcome| {
        terminal.catalogue().say(&match outcome {
            Outcome::Taken | Outcome::ToBeAccepted => said!("taken"),
            Outcome::Partly => said!("partly"),
            Outcome::Left => said!("left"),
        })
    };
    let width = merge.units.iter().map(|unit| said_of(unit.outcome).chars().count()).max().unwrap_or_default();
    for unit in &merge.units {
        let accept = match unit.outcome {
            Outcome::ToBeAccepted => terminal.catalogue().say(&said!(", to be accepted")),
            _ => String::new(),
        };
        let done = said_of(unit.outcome);
        Terminal::print(&format!("{done:width$}  {}  ({}{accept})", unit.title, unit.state.as_str()));
        Terminal::print(&format!("{:width$}  {}", "", unit.name));
    }
    let count = |wanted: &[Outcome]| merge.units.iter().filter(|unit| wanted.contains(&unit.outcome)).count();
    let (taken, waiting) = (count(&[Outcome::Taken, Outcome::ToBeAccepted]), count(&[Outcome::ToBeAccepted]));
    let left = merge.units.len() - taken;
    terminal.tell(&if waiting == 0 {
        said!("{taken} taken, {left} left: see `brobygger edition diff`.", taken, left)
    } else {
        said!(
            "{taken} taken, {waiting} of them to be accepted, {left} left: see `brobygger edition diff`.",
            taken,
            waiting,
            left
        )
    });
    ExitCode::SUCCESS
}
