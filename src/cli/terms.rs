//! `brobygger terms`: the terms with their forms, or the mentions of terms in a file.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::book::FilePage;
use super::terminal::{Terminal, plural};
use super::{LanguageArg, ReportFormat, book};
use crate::build::Inputs;
use crate::diagnostic::{Warned, any_error, sort};
use crate::document::{At, TermNo};
use crate::draft::{DraftMemo, draft};
use crate::glossary::Glossary;
use crate::resolve::glossary;
use crate::said::{Phrase, Say, said};
use crate::source::{FileId, Sources, Span};

#[derive(Debug, Args)]
pub(super) struct TermsArgs {
    #[command(flatten)]
    language: LanguageArg,
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
    let Inputs { config, mut sources, .. } =
        match book::in_language(book::read(root).value, args.language.language.as_deref()) {
            Ok(inputs) => inputs,
            Err(diagnostic) => return terminal.refused(diagnostic),
        };
    let pages = draft(&sources, &config, &mut DraftMemo::default()).value.pages;
    let Warned { value: glossary, mut diagnostics } = glossary(&pages, &config, &sources);
    let Some(file) = &args.file else {
        sort(&mut diagnostics);
        terminal.report(&diagnostics, &sources);
        list(&glossary, args.format, terminal);
        return if any_error(&diagnostics) { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    };
    match book::read_file(file, &said!("name a Markdown file"), &mut sources) {
        Ok(id) => {
            mentions(&glossary, &book::page(&sources, id, &config), id, &sources, args, terminal);
            ExitCode::SUCCESS
        }
        Err(diagnostic) => {
            terminal.report(&[diagnostic], &sources);
            ExitCode::FAILURE
        }
    }
}

fn list(glossary: &Glossary, format: ReportFormat, terminal: &Terminal) {
    match format {
        ReportFormat::Text => {
            for term in glossary.terms() {
                let forms: Vec<&str> = term.forms.iter().map(|form| &*form.text).collect();
                Terminal::print(&format!("{}: {}", term.id, forms.join(", ")));
            }
            terminal.remark(&plural(
                glossary.terms().len(),
                said!("1 term"),
                said!("{count} terms", count = glossary.terms().len()),
            ));
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

/// A mention, or what was held back, with the file's own places.
struct MentionRow {
    span: Span,
    text: String,
    term: TermNo,
    why: Phrase,
    linked: bool,
}

fn mentions(
    glossary: &Glossary,
    page: &FilePage,
    id: FileId,
    sources: &Sources,
    args: &TermsArgs,
    terminal: &Terminal,
) {
    let (mentions, held) = glossary.on_page(&page.common.nolink).explain(&page.body);
    let span = |at: At| page.body.span(at);
    let mut rows: Vec<MentionRow> = mentions
        .into_iter()
        .map(|m| MentionRow { span: span(m.at), text: m.text, term: m.term, why: m.why.said(), linked: true })
        .collect();
    if args.explain {
        let held = held.into_iter();
        rows.extend(held.map(|h| MentionRow {
            span: span(h.at),
            text: h.text,
            term: h.term,
            why: h.why.said(),
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
                let arrow = if row.linked { "->".to_owned() } else { terminal.catalogue().say(&said!("not")) };
                let why = terminal.catalogue().say(&row.why);
                let why = if args.explain { format!(" ({why})") } else { String::new() };
                Terminal::print(&format!("{line}:{column}: {} {arrow} {term}{why}", row.text.replace('\n', " ")));
            }
            let count = rows.iter().filter(|row| row.linked).count();
            terminal.remark(&plural(count, said!("1 mention"), said!("{count} mentions", count)));
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
                        value["why"] = json!(terminal.catalogue().say(&row.why));
                        value["linked"] = json!(row.linked);
                    }
                    value
                })
                .collect();
            Terminal::print(&format!("{:#}", json!(rows)));
        }
    }
}
