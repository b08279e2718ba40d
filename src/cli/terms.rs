//! `brobygger terms`: the terms with their forms, or the mentions of terms in a file.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::terminal::{Terminal, plural};
use super::{ReportFormat, book, environment};
use crate::build::Inputs;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Warned, any_error, sort};
use crate::disk;
use crate::document::{At, Document, TermNo};
use crate::draft::{DraftMemo, draft, fill_in};
use crate::front_matter::{self, Split};
use crate::glossary::Glossary;
use crate::kind::{Kind, read_front};
use crate::markdown;
use crate::resolve::glossary;
use crate::source::{FileId, Sources, Span};

#[derive(Debug, Args)]
pub(super) struct TermsArgs {
    /// A Markdown file, in the book or anywhere else; without it the terms and their forms are listed
    file: Option<std::path::PathBuf>,
    /// How to report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    /// Also say what decided each mention, and what was held back and why
    #[arg(long, requires = "file")]
    explain: bool,
}

pub(super) fn run(root: &Path, terminal: &Terminal, args: &TermsArgs) -> ExitCode {
    // What is wrong with the book otherwise is the business of `check`.
    let Inputs { config, mut sources, .. } = book::read(root).value;
    let pages = draft(&sources, &config, &mut DraftMemo::default()).value.pages;
    let Warned { value: glossary, mut diagnostics } = glossary(&pages, &config, &sources);
    let Some(file) = &args.file else {
        sort(&mut diagnostics);
        terminal.report(&diagnostics, &sources);
        list(&glossary, args.format);
        return if any_error(&diagnostics) { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    };
    match read(file, &mut sources) {
        Ok(id) => {
            mentions(&glossary, &document(&sources, id, &config), id, &sources, args);
            ExitCode::SUCCESS
        }
        Err(diagnostic) => {
            terminal.report(&[diagnostic], &sources);
            ExitCode::FAILURE
        }
    }
}

fn list(glossary: &Glossary, format: ReportFormat) {
    match format {
        ReportFormat::Text => {
            for term in glossary.terms() {
                let forms: Vec<&str> = term.forms.iter().map(|form| &*form.text).collect();
                Terminal::print(&format!("{}: {}", term.id, forms.join(", ")));
            }
            Terminal::say(&plural(glossary.terms().len(), "term"));
        }
        ReportFormat::Json => {
            let terms: Vec<_> = glossary
                .terms()
                .iter()
                .map(|term| {
                    let forms: Vec<&str> = term.forms.iter().map(|form| &*form.text).collect();
                    json!({"id": &*term.id, "title": &*term.title, "forms": forms})
                })
                .collect();
            Terminal::print(&format!("{:#}", json!(terms)));
        }
    }
}

/// Reads a file wherever it lies, by its folder and its name.
fn read(file: &Path, sources: &mut Sources) -> Result<FileId, Diagnostic> {
    let missing = || {
        Diagnostic::new(Code::UnreadableFile, format!("there is no file {}", file.display()))
            .in_file(file.display().to_string())
            .help("name a Markdown file")
    };
    let path = environment::absolute(file).ok_or_else(missing)?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Err(missing());
    };
    disk::read_text(folder, name, sources)
}

/// The file as a document; what is wrong with it is `check`'s business.
fn document(sources: &Sources, id: FileId, config: &Config) -> Document {
    let source = sources.get(id);
    let split = front_matter::split(source).unwrap_or(Split { yaml: None, body: 0 });
    let kind = split.yaml.map_or(Kind::Article, |yaml| read_front(source, &yaml, &[]).value.kind);
    let language = config.language();
    let options = markdown::Options { raw_html: true, mdbook: false, fill_in: fill_in(&kind), language };
    markdown::parse(sources, id, split.body, &options).value
}

/// A mention, or what was held back, with the file's own places.
struct Row {
    span: Span,
    text: String,
    term: TermNo,
    why: String,
    linked: bool,
}

fn mentions(glossary: &Glossary, document: &Document, id: FileId, sources: &Sources, args: &TermsArgs) {
    let (mentions, held) = glossary.explain(document);
    let span = |at: At| document.span(at);
    let mut rows: Vec<Row> = mentions
        .into_iter()
        .map(|m| Row { span: span(m.at), text: m.text, term: m.term, why: m.why.to_string(), linked: true })
        .collect();
    if args.explain {
        let held = held.into_iter();
        rows.extend(held.map(|h| Row {
            span: span(h.at),
            text: h.text,
            term: h.term,
            why: h.why.to_string(),
            linked: false,
        }));
    }
    rows.retain(|row| row.span.file == id);
    rows.sort_by_key(|row| (row.span, row.linked));
    let source = sources.get(id);
    match args.format {
        ReportFormat::Text => {
            for row in &rows {
                let (line, column) = source.line_column(row.span.start as usize);
                let term = &glossary.terms()[row.term.0 as usize].id;
                let arrow = if row.linked { "->" } else { "not" };
                let why = if args.explain { format!(" ({})", row.why) } else { String::new() };
                Terminal::print(&format!("{line}:{column}: {} {arrow} {term}{why}", row.text.replace('\n', " ")));
            }
            Terminal::say(&plural(rows.iter().filter(|row| row.linked).count(), "mention"));
        }
        ReportFormat::Json => {
            let rows: Vec<_> = rows
                .iter()
                .map(|row| {
                    let mut value = json!({
                        "line": source.line_column(row.span.start as usize).0,
                        "span": [row.span.start, row.span.end],
                        "text": row.text,
                        "term": &*glossary.terms()[row.term.0 as usize].id,
                    });
                    if args.explain {
                        value["why"] = json!(row.why);
                        value["linked"] = json!(row.linked);
                    }
                    value
                })
                .collect();
            Terminal::print(&format!("{:#}", json!(rows)));
        }
    }
}
