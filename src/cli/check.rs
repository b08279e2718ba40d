//! `brobygger check`: everything a build would say, and nothing written.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;

use super::book;
use super::terminal::Terminal;
use super::{
    CheckArgs, CheckFormat,
    environment::absolute,
    terminal::{page_count, plural},
};
use crate::build::{Built, build};
use crate::diagnostic::{self, Severity, any_error, sort};
use crate::disk::Site;
use crate::draft::Page;
use crate::kind::Kind;
use crate::resolve::readability;
use crate::said::said;
use crate::sink::{OutPath, Sink, SinkError};
use crate::write::{self, html};

pub(super) fn run(root: &Path, terminal: &Terminal, args: &CheckArgs) -> ExitCode {
    let mut diagnostics = Vec::new();
    let inputs = book::read(root).unpack(&mut diagnostics);
    let built = build(&inputs).unpack(&mut diagnostics);
    // Every page is set as well: a fault in a template shows only then.
    diagnostics.extend(html::write(&built.book, &built.theme, &Nowhere));
    diagnostics.extend(html::check_templates(&built.theme));
    diagnostics.extend(write::check_prints(&built));
    diagnostics.extend(write::check_terms(&built));
    diagnostics.extend(built.said_of_translations());
    for translation in built.sound() {
        let Built { book, theme, .. } = &*translation.built;
        diagnostics.extend(html::write(book, theme, &Nowhere));
        diagnostics.extend(html::check_templates(theme));
        diagnostics.extend(write::check_prints(&translation.built));
    }
    diagnostics.extend(Site::obstacle(root, &inputs.config.build_dir));
    sort(&mut diagnostics);
    let failed = any_error(&diagnostics);
    match args.format {
        CheckFormat::Text => {
            terminal.report(&diagnostics, inputs.every_source());
            if args.readability {
                say_readability(&built.book.pages, terminal);
            }
            if !failed {
                terminal.tell(&said!("Checked {pages}: no errors.", pages = page_count(built.book.pages.len())));
            }
        }
        CheckFormat::Json => {
            let count = |severity| diagnostics.iter().filter(|d| d.severity() == severity).count();
            let list: Vec<_> =
                diagnostics.iter().map(|d| diagnostic::json(d, inputs.every_source(), terminal.catalogue())).collect();
            let mut report = json!({
                "pages": built.book.pages.len(),
                "errors": count(Severity::Error),
                "warnings": count(Severity::Warning),
                "diagnostics": list,
            });
            if args.readability {
                report["readability"] = built.book.pages.iter().map(readability_json).collect();
            }
            Terminal::print(&format!("{report:#}"));
        }
        CheckFormat::Github => {
            let folder = from_here(root);
            for said in &diagnostics {
                Terminal::print(&diagnostic::github(said, inputs.every_source(), terminal.catalogue(), &folder));
            }
        }
        CheckFormat::Gitlab => {
            let folder = from_here(root);
            let note = |said| diagnostic::gitlab(said, inputs.every_source(), terminal.catalogue(), &folder);
            let list = diagnostics.iter().map(note);
            Terminal::print(&format!("{:#}", list.collect::<serde_json::Value>()));
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The way to the book from where the program was started, with `/` at its end; empty where that is the book itself, or
/// does not hold it.
fn from_here(root: &Path) -> String {
    let below = absolute(Path::new(".")).and_then(|here| Some(root.strip_prefix(here).ok()?.to_path_buf()));
    let parts = below.iter().flat_map(|path| path.iter());
    parts.fold(String::new(), |folder, part| folder + &part.to_string_lossy() + "/")
}

/// How many of the longest sentences of a page are shown.
const LONGEST: usize = 3;

/// A line and the longest sentences for each page, and the mean of the articles.
fn say_readability(pages: &[Arc<Page>], terminal: &Terminal) {
    let mut articles = Vec::new();
    for page in pages {
        let text = readability(page);
        let Some(lix) = text.lix() else { continue };
        if page.kind == Kind::Article {
            articles.push(lix);
        }
        terminal.tell(&said!(
            "{id}: LIX {lix}, {words}",
            id = page.id,
            lix = format!("{lix:.0}"),
            words = plural(text.words, said!("1 word"), said!("{count} words", count = text.words))
        ));
        for (words, sentence) in text.longest(LONGEST) {
            terminal.tell(&said!("  {words} words: {sentence}", words, sentence));
        }
    }
    if !articles.is_empty() {
        let count = f64::from(u32::try_from(articles.len()).unwrap_or(u32::MAX));
        terminal.tell(&said!(
            "Articles: LIX {lix} on the average.",
            lix = format!("{:.0}", articles.iter().sum::<f64>() / count)
        ));
    }
}

fn readability_json(page: &Arc<Page>) -> serde_json::Value {
    let text = readability(page);
    let longest: Vec<_> =
        text.longest(LONGEST).into_iter().map(|(words, text)| json!({"words": words, "text": text})).collect();
    json!({"page": &*page.id, "kind": page.kind.name(), "lix": text.lix(), "words": text.words, "longest": longest})
}

/// A sink that takes everything and keeps nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _path: &OutPath, _bytes: &[u8]) -> Result<(), SinkError> {
        Ok(())
    }

    fn bytes(&self, _path: &OutPath) -> Option<Vec<u8>> {
        None
    }
}
