//! `brobygger translate`: what has become of the source of translated pages, and pages to be translated.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use super::terminal::{Terminal, page_count};
use super::{LanguageArg, ReportFormat, book};
use crate::build::Inputs;
use crate::config::language_folder;
use crate::diagnostic::{Code, any_error, nearest, sort};
use crate::disk;
use crate::language::bcp47;
use crate::layer::{SourceChange, skeleton, translation_snapshot};
use crate::said::said;
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
        after_help = "Examples:\n  brobygger translate accept papers/first-week\n  brobygger translate accept papers/first-week@1f2e3d4c --language nn\n  brobygger translate accept --all"
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
    #[command(after_help = "Example:\n  brobygger translate new papers/first-week --language nn --by \"N.N.\"")]
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
    let translations = match chosen(&inputs, language.language.as_deref(), terminal) {
        Ok(translations) => translations,
        Err(code) => return code,
    };
    match command {
        Translate::Status { format, .. } => status(&inputs, &translations, *format, terminal),
        Translate::Accept { pages, all, .. } => accept(root, terminal, &inputs, &translations, pages, *all),
        Translate::New { page, by, .. } => {
            let by = by.as_deref().unwrap_or(inputs.config.language().machine);
            new(root, terminal, &inputs, &translations, page, by)
        }
    }
}

/// The translations that are meant.
fn chosen<'i>(inputs: &'i Inputs, language: Option<&str>, terminal: &Terminal) -> Result<Vec<&'i Inputs>, ExitCode> {
    let all: Vec<&Inputs> = inputs.translations.iter().collect();
    let found: Vec<&Inputs> = all
        .iter()
        .copied()
        .filter(|one| language.is_none_or(|tag| bcp47(&one.config.book.language) == bcp47(tag)))
        .collect();
    if found.is_empty() {
        match language {
            Some(tag) => terminal.error(&said!("the book is not translated to `{tag}`", tag)),
            None => terminal.error(&said!("the book is in one language")),
        }
        terminal.help(&said!("name the languages in book.toml, the source first: `languages = [\"nb\", \"nn\"]`"));
        return Err(ExitCode::from(2));
    }
    Ok(found)
}

/// The pages of the source that are not translated.
fn missing(inputs: &Inputs, translation: &Inputs) -> Vec<String> {
    inputs.page_ids().into_iter().filter(|id| !translation.config.book.has(id)).collect()
}

fn status(inputs: &Inputs, translations: &[&Inputs], format: ReportFormat, terminal: &Terminal) -> ExitCode {
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
        ReportFormat::Text => translations.iter().for_each(|translation| say(inputs, translation, terminal)),
    }
    if urgent { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn say(inputs: &Inputs, translation: &Inputs, terminal: &Terminal) {
    let mut changes: Vec<&SourceChange> = translation.changes.iter().collect();
    changes.sort_by_key(|change| (!change.is_urgent(), !change.is_law, change.state, change.name()));
    for change in &changes {
        let law = if change.is_law { terminal.catalogue().say(&said!("  (law)")) } else { String::new() };
        Terminal::print(&format!("{:9}  {}@{}{law}", change.state.as_str(), change.name(), change.digest));
    }
    let missing = missing(inputs, translation);
    for page in &missing {
        terminal.tell(&said!("missing    {page}", page));
    }
    let pages = inputs.page_ids().len();
    terminal.tell(&said!(
        "{language}: {missing} of {pages} translated, {changes} to be looked at.",
        language = translation.config.book.language,
        missing = pages - missing.len(),
        pages = page_count(pages),
        changes = changes.len()
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
                terminal.error(&said!(
                    "`{page}` is not translated to `{language}` here",
                    page,
                    language = translation.config.book.language
                ));
                if let Some(near) = nearest(page, own.iter().map(String::as_str)) {
                    terminal.help(&said!("did you mean `{near}`?", near));
                }
                return ExitCode::from(2);
            }
            let now =
                translation.changes.iter().find(|change| change.page == page).map(|change| change.digest.as_str());
            if let Some(now) = now.filter(|now| !digest.is_empty() && digest != *now) {
                terminal.error(&said!("`{name}@{digest}` is not what the source says now", name, digest));
                terminal.help(&said!("read the page again, then accept `{name}@{now}`", name, now));
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
    terminal.tell(&said!("Accepted {accepted}.", accepted = page_count(accepted)));
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
        terminal.error(&said!("the book is in several languages"));
        terminal.help(&said!("name the one to translate to with --language TAG"));
        return ExitCode::from(2);
    };
    let tag = &translation.config.book.language;
    let Some(text) = skeleton(&inputs.sources, &inputs.config, page, by) else {
        terminal.error(&said!("there is no page `{page}`", page));
        if let Some(near) = nearest(page, inputs.page_ids().iter().map(String::as_str)) {
            terminal.help(&said!("did you mean `{near}`?", near));
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
            terminal.tell(&said!("Wrote {path}: translate what is read; keys, ids and addresses stay.", path));
            ExitCode::SUCCESS
        }
        Err(diagnostic) => terminal.refused(diagnostic),
    }
}
