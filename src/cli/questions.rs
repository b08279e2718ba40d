//! `brobygger questions`: what the book's rules find in pages, or in lines.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::terminal::{Terminal, plural};
use super::{LanguageArg, ReportFormat, book};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, any_error, sort};
use crate::disk;
use crate::questions::{Finding, QuestionRules, RuleLevel, read_rules};
use crate::resolve::{Asked, asked_in};
use crate::source::{FileId, Layer, Source, Sources, Span};

#[derive(Debug, Args)]
pub(super) struct QuestionsArgs {
    #[command(flatten)]
    language: LanguageArg,
    /// A page (.md), in the book or anywhere else, or a file with a question on each line; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

/// A question, and what a rule finds in it.
struct QuestionRow<'a> {
    file: &'a Path,
    source: &'a Source,
    /// The words the rule is about, or their block where markup stands within them.
    at: Span,
    ask: &'a str,
    finding: Finding<'a>,
}

pub(super) fn run(root: &Path, terminal: &Terminal, args: &QuestionsArgs) -> ExitCode {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let (config, rules) = match args.language.language.as_deref() {
        None => {
            let config = book::settings(root, &mut sources).value;
            let rules = rules(root, &config, &mut sources, &mut diagnostics);
            (config, rules)
        }
        Some(tag) => match book::in_language(book::read(root).value, Some(tag)) {
            Ok(inputs) => {
                sources = inputs.sources;
                let rules = composed_rules(&inputs.config, &sources, &mut diagnostics);
                (inputs.config, rules)
            }
            Err(diagnostic) => return terminal.refused(*diagnostic),
        },
    };
    let mut asked = Vec::new();
    for file in &args.files {
        match read(file, &mut sources) {
            Ok(id) => asked.push((file, id, questions(&sources, id, is_page(file).then_some(&config)))),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    let mut rows: Vec<QuestionRow<'_>> = Vec::new();
    for (file, id, asked) in &asked {
        let source = sources.get(*id);
        rows.extend(asked.iter().flat_map(|asked| found(&rules, file, source, asked)));
    }
    match args.format {
        ReportFormat::Text => {
            for row in &rows {
                Terminal::print(&line(row));
            }
            let count = asked.iter().map(|(.., asked)| asked.len()).sum();
            Terminal::say(&format!("{} in {}", plural(rows.len(), "finding"), plural(count, "question")));
        }
        ReportFormat::Json => Terminal::print(&format!("{:#}", rows.iter().map(value).collect::<serde_json::Value>())),
    }
    sort(&mut diagnostics);
    terminal.report(&diagnostics, &sources);
    let forbidden = rows.iter().any(|row| row.finding.rule.level == RuleLevel::Forbidden);
    if forbidden || any_error(&diagnostics) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The rules of the book; what is wrong with the book otherwise is the business of `check`.
fn rules(root: &Path, config: &Config, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> QuestionRules {
    match disk::read_text(root, &format!("{}sporsmal-lint.yaml", config.book.content()), sources) {
        Ok(id) => read_rules(sources.get(id), config.language().letters).unpack(diagnostics),
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            QuestionRules::default()
        }
    }
}

/// The rules of a book in one of its languages, put together.
fn composed_rules(config: &Config, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> QuestionRules {
    let register = sources.find(&format!("{}sporsmal-lint.yaml", config.book.content()));
    register.map(|source| read_rules(source, config.language().letters).unpack(diagnostics)).unwrap_or_default()
}

fn read(file: &Path, sources: &mut Sources) -> Result<FileId, Diagnostic> {
    if file.as_os_str() != "-" {
        return book::read_file(file, "name a page, or a file with a question on each line", sources);
    }
    let mut text = String::new();
    match std::io::stdin().take(disk::MAX_FILE).read_to_string(&mut text) {
        Ok(_) => Ok(sources.add(Layer::Book, "-", text)),
        Err(error) => Err(Diagnostic::new(Code::UnreadableFile, format!("standard input cannot be read: {error}"))
            .help("give UTF-8 text, a question on each line")),
    }
}

fn is_page(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "md")
}

/// The questions of a page of a book with these settings, or each line that says something.
fn questions(sources: &Sources, id: FileId, page_of: Option<&Config>) -> Vec<Asked> {
    if let Some(config) = page_of {
        // What is included is another file's.
        let asked = asked_in(&book::document(sources, id, config));
        return asked.into_iter().filter(|asked| asked.at.file == id).collect();
    }
    let text = &sources.get(id).text;
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        (start, line.trim())
    });
    let said = lines.filter(|(_, line)| !line.is_empty());
    said.map(|(start, line)| Asked { at: Span::new(id, start..start + line.len()), text: line.to_owned() }).collect()
}

fn found<'a>(rules: &'a QuestionRules, file: &'a Path, source: &'a Source, asked: &'a Asked) -> Vec<QuestionRow<'a>> {
    let row = |finding: Finding<'a>| {
        let block = &source.text[asked.at.range()];
        let place = block.find(&asked.text[finding.at.clone()]).map(|at| asked.at.range().start + at);
        let at = place.map_or(asked.at, |start| Span::new(source.id, start..start + finding.at.len()));
        QuestionRow { file, source, at, ask: &asked.text, finding }
    };
    rules.check(&asked.text).into_iter().map(row).collect()
}

/// As compilers say it, so that editors find the place: `file:line:column: level: …`.
fn line(row: &QuestionRow<'_>) -> String {
    let QuestionRow { file, source, at, ask, finding } = row;
    let (line, column) = source.line_column(at.start as usize);
    let (level, id, about) = (finding.rule.level.as_str(), &finding.rule.id, &ask[finding.at.clone()]);
    let instead = &finding.rule.instead.0;
    format!("{}:{line}:{column}: {level}: {id}: «{about}»; ask instead: {instead}", file.display())
}

fn value(row: &QuestionRow<'_>) -> serde_json::Value {
    let QuestionRow { file, source, at, ask, finding } = row;
    let (line, column) = source.line_column(at.start as usize);
    let rule = finding.rule;
    json!({
        "file": file.display().to_string(), "line": line, "column": column, "span": [at.start, at.end],
        "ask": ask, "found": &ask[finding.at.clone()],
        "rule": &*rule.id, "level": rule.level.as_str(), "why": &*rule.why, "law": rule.law.as_deref(),
        "instead": &*rule.instead.0, "see": &*rule.see.0,
    })
}
