//! `brobygger translate`: what has become of the source of translated pages, and pages to be translated.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use super::terminal::{Terminal, plural};
use super::{LanguageArg, ReportFormat, book};
use crate::build::Inputs;
use crate::config::language_folder;
use crate::diagnostic::{Code, any_error, nearest, sort};
use crate::disk;
use crate::language::bcp47;
use crate::layer::{SourceChange, skeleton, translation_snapshot};
use crate::source::Layer;

#[derive(Debug, Subcommand)]
pub(super) enum Translate {
    /// Say which pages are not translated, and where the source says something else than when they were
    #[command(
        after_help = "Examples:\n  brobygger translate status\n  brobygger translate status --language nn --format json\n\nStates: substance, removed, text, new. Exit code 1 where readers must be told."
    )]
    Status {
        #[command(flatten)]
        language: LanguageArg,
        /// How to report
        #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
        format: ReportFormat,
    },
    /// Say that translations follow the source as it is now
    #[command(
        after_help = "Examples:\n  brobygger translate accept start/rollene\n  brobygger translate accept start/rollene@1f2e3d4c --language nn\n  brobygger translate accept --all"
    )]
    Accept {
        /// Pages, as `status` names them; with @ and what was shown, only for that
        #[arg(required_unless_present = "all")]
        pages: Vec<String>,
        /// Every page that is translated
        #[arg(long, conflicts_with = "pages")]
        all: bool,
        #[command(flatten)]
        language: LanguageArg,
    },
    /// Begin to translate a page: its text with an id on every heading; nothing that is there is overwritten
    #[command(after_help = "Example:\n  brobygger translate new start/rollene --language nn --by \"Kari Nordmann\"")]
    New {
        /// The id of the page
        page: String,
        /// Who translates it; a machine where nobody is named
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        #[command(flatten)]
        language: LanguageArg,
    },
}

pub(super) fn run(root: &Path, terminal: &Terminal, command: &Translate) -> ExitCode {
    let mut diagnostics = Vec::new();
    let inputs = book::read(root).unpack(&mut diagnostics);
    if matches!(command, Translate::New { .. }) {
        // The first page of a translation is what begins it.
        diagnostics.retain(|diagnostic| diagnostic.code != Code::EmptyTranslation);
    }
    if any_error(&diagnostics) {
        sort(&mut diagnostics);
        terminal.report(&diagnostics, inputs.every_source());
        return ExitCode::FAILURE;
    }
    let (Translate::Status { language, .. } | Translate::Accept { language, .. } | Translate::New { language, .. }) =
        command;
    let translations = match chosen(&inputs, language.language.as_deref()) {
        Ok(translations) => translations,
        Err(code) => return code,
    };
    match command {
        Translate::Status { format, .. } => status(&inputs, &translations, *format),
        Translate::Accept { pages, all, .. } => accept(root, terminal, &inputs, &translations, pages, *all),
        Translate::New { page, by, .. } => {
            let by = by.as_deref().unwrap_or(inputs.config.language().machine);
            new(root, terminal, &inputs, &translations, page, by)
        }
    }
}

/// The translations that are meant.
fn chosen<'i>(inputs: &'i Inputs, language: Option<&str>) -> Result<Vec<&'i Inputs>, ExitCode> {
    let all: Vec<&Inputs> = inputs.translations.iter().collect();
    let found: Vec<&Inputs> = all
        .iter()
        .copied()
        .filter(|one| language.is_none_or(|tag| bcp47(&one.config.book.language) == bcp47(tag)))
        .collect();
    if found.is_empty() {
        match language {
            Some(tag) => Terminal::say(&format!("error: the book is not translated to `{tag}`")),
            None => Terminal::say("error: the book is in one language"),
        }
        Terminal::say("help: name the languages in book.toml, the source first: `languages = [\"nb\", \"nn\"]`");
        return Err(ExitCode::from(2));
    }
    Ok(found)
}

/// The pages of the source that are not translated.
fn missing(inputs: &Inputs, translation: &Inputs) -> Vec<String> {
    inputs.page_ids().into_iter().filter(|id| !translation.config.book.has(id)).collect()
}

fn status(inputs: &Inputs, translations: &[&Inputs], format: ReportFormat) -> ExitCode {
    let urgent = translations.iter().flat_map(|translation| &translation.changes).any(SourceChange::is_urgent);
    match format {
        ReportFormat::Json => {
            let one = |change: &SourceChange| {
                json!({
                    "name": change.name(), "page": change.page, "unit": change.unit, "state": change.state.as_str(),
                    "urgent": change.is_urgent(), "law": change.is_law, "digest": change.digest, "then": change.then,
                    "now": change.now,
                })
            };
            let language = |translation: &&Inputs| {
                json!({
                    "language": translation.config.book.language,
                    "missing": missing(inputs, translation),
                    "units": translation.changes.iter().map(one).collect::<Vec<_>>(),
                })
            };
            let all: Vec<_> = translations.iter().map(language).collect();
            Terminal::print(&format!("{:#}", json!({ "languages": all })));
        }
        ReportFormat::Text => translations.iter().for_each(|translation| say(inputs, translation)),
    }
    if urgent { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn say(inputs: &Inputs, translation: &Inputs) {
    let mut changes: Vec<&SourceChange> = translation.changes.iter().collect();
    changes.sort_by_key(|change| (!change.is_urgent(), !change.is_law, change.state, change.name()));
    for change in &changes {
        let law = if change.is_law { "  (law)" } else { "" };
        Terminal::print(&format!("{:9}  {}@{}{law}", change.state.as_str(), change.name(), change.digest));
    }
    let missing = missing(inputs, translation);
    for page in &missing {
        Terminal::print(&format!("missing    {page}"));
    }
    let pages = inputs.page_ids().len();
    Terminal::print(&format!(
        "{}: {} of {} translated, {} to be looked at.",
        translation.config.book.language,
        pages - missing.len(),
        plural(pages, "page"),
        changes.len()
    ));
}

fn accept(
    root: &Path,
    terminal: &Terminal,
    inputs: &Inputs,
    translations: &[&Inputs],
    pages: &[String],
    all: bool,
) -> ExitCode {
    let mut accepted = 0;
    for translation in translations {
        let own = own_pages(inputs, translation);
        let named: Vec<(&str, &str)> = if all {
            own.iter().map(|page| (page.as_str(), "")).collect()
        } else {
            pages.iter().map(|page| page.rsplit_once('@').unwrap_or((page, ""))).collect()
        };
        for (name, digest) in named {
            let page = name.split('#').next().unwrap_or(name).trim_end_matches(".md");
            if !own.iter().any(|own| own == page) {
                Terminal::say(&format!(
                    "error: `{page}` is not translated to `{}` here",
                    translation.config.book.language
                ));
                if let Some(near) = nearest(page, own.iter().map(String::as_str)) {
                    Terminal::say(&format!("help: did you mean `{near}`?"));
                }
                return ExitCode::from(2);
            }
            let now =
                translation.changes.iter().find(|change| change.page == page).map(|change| change.digest.as_str());
            if let Some(now) = now.filter(|now| !digest.is_empty() && digest != *now) {
                Terminal::say(&format!("error: `{name}@{digest}` is not what the source says now"));
                Terminal::say(&format!("help: read the page again, then accept `{name}@{now}`"));
                return ExitCode::FAILURE;
            }
            let tag = &translation.config.book.language;
            let Some((path, text)) = translation_snapshot(&inputs.sources, &inputs.config, tag, page) else { continue };
            if let Err(diagnostic) = disk::write_below(root, &path, text.as_bytes()) {
                return terminal.refused(diagnostic);
            }
            accepted += 1;
        }
    }
    Terminal::print(&format!("Accepted {}.", plural(accepted, "page")));
    ExitCode::SUCCESS
}

/// The pages that this book itself has translated: of those of a book below that one tells.
fn own_pages(inputs: &Inputs, translation: &Inputs) -> Vec<String> {
    let content = inputs.config.book.content();
    let is_own = |id: &String| {
        let source = translation.sources.find(&format!("{content}{id}.md"));
        translation.config.book.has(id) && source.is_none_or(|source| source.layer == Layer::Book)
    };
    inputs.page_ids().into_iter().filter(is_own).collect()
}

fn new(root: &Path, terminal: &Terminal, inputs: &Inputs, translations: &[&Inputs], page: &str, by: &str) -> ExitCode {
    let page = page.trim_end_matches(".md");
    let [translation] = translations else {
        Terminal::say("error: the book is in several languages");
        Terminal::say("help: name the one to translate to with --language TAG");
        return ExitCode::from(2);
    };
    let tag = &translation.config.book.language;
    let Some(text) = skeleton(&inputs.sources, &inputs.config, page, by) else {
        Terminal::say(&format!("error: there is no page `{page}`"));
        if let Some(near) = nearest(page, inputs.page_ids().iter().map(String::as_str)) {
            Terminal::say(&format!("help: did you mean `{near}`?"));
        }
        return ExitCode::from(2);
    };
    let path = format!("{}/{page}.md", language_folder(&inputs.config.book.src, tag));
    let written = disk::write_new(root, &[(&path, &text)]).and_then(|()| {
        let snapshot = translation_snapshot(&inputs.sources, &inputs.config, tag, page);
        snapshot.map_or(Ok(()), |(path, text)| disk::write_below(root, &path, text.as_bytes()))
    });
    match written {
        Ok(()) => {
            Terminal::print(&format!("Wrote {path}: translate what is read; keys, ids and addresses stay."));
            ExitCode::SUCCESS
        }
        Err(diagnostic) => terminal.refused(diagnostic),
    }
}
