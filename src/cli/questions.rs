//! `brobygger questions`: what the book's rules find in pages, or in lines.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::terminal::{Terminal, plural};
use super::{LanguageArg, ReportFormat, book};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, any_error, sort};
use crate::disk;
use crate::questions::{Doubt, Finding, QuestionRules, RuleLevel, read_examples, read_rules};
use crate::resolve::{Asked, asked_in};
use crate::said::said;
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

/// A question, and what is found in it.
struct QuestionRow<'a> {
    file: &'a Path,
    source: &'a Source,
    /// The words it is about, or their block where markup stands within them.
    at: Span,
    ask: &'a str,
    said: Remark<'a>,
}

/// The level of a doubt of the model.
const DOUBTED: &str = "note";
/// The name of such a doubt.
const DOUBT_CODE: &str = "look-again";

/// The judgement of a question.
enum Remark<'a> {
    /// By a rule.
    Finding(Finding<'a>),
    /// By the model, where no rule says anything, with the words of the book for it.
    Doubt(Doubt<'a>, &'a str),
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
            Err(diagnostic) => return terminal.refused(diagnostic),
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
                Terminal::print(&line(row, terminal));
            }
            let (found, count) = (rows.len(), asked.iter().map(|(.., asked)| asked.len()).sum());
            let findings = plural(found, said!("1 finding"), said!("{count} findings", count = found));
            let questions = plural(count, said!("1 question"), said!("{count} questions", count));
            terminal.remark(&said!("{findings} in {questions}", findings, questions));
        }
        ReportFormat::Json => Terminal::print(&format!("{:#}", rows.iter().map(value).collect::<serde_json::Value>())),
    }
    sort(&mut diagnostics);
    terminal.report(&diagnostics, &sources);
    let forbids =
        |row: &QuestionRow| matches!(&row.said, Remark::Finding(found) if found.rule.level == RuleLevel::Forbidden);
    let forbidden = rows.iter().any(forbids);
    if forbidden || any_error(&diagnostics) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The rules of the book; what is wrong with the book otherwise is the business of `check`.
fn rules(root: &Path, config: &Config, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> QuestionRules {
    let folder = config.book.content();
    if let Err(diagnostic) = disk::read_text(root, &format!("{folder}sporsmal-lint.yaml"), sources) {
        diagnostics.push(diagnostic);
        return QuestionRules::default();
    }
    // A book may have rules alone.
    let examples = format!("{folder}sporsmal-eksempler.yaml");
    if disk::find_file(root, &examples).is_some() {
        diagnostics.extend(disk::read_text(root, &examples, sources).err());
    }
    composed_rules(config, sources, diagnostics)
}

/// The rules of a book whose registers have been read, with their model.
fn composed_rules(config: &Config, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> QuestionRules {
    let register = |name| sources.find(&format!("{}{name}", config.book.content()));
    let Some(source) = register("sporsmal-lint.yaml") else { return QuestionRules::default() };
    let mut rules = read_rules(source, config.language().letters).unpack(diagnostics);
    if let Some(source) = register("sporsmal-eksempler.yaml") {
        let labelled = read_examples(source, &rules).unpack(diagnostics);
        if rules.wants_model() {
            rules.set_model(Arc::new(rules.train(&labelled)));
        }
    }
    rules
}

fn read(file: &Path, sources: &mut Sources) -> Result<FileId, Diagnostic> {
    if file.as_os_str() != "-" {
        return book::read_file(file, &said!("name a page, or a file with a question on each line"), sources);
    }
    let mut text = String::new();
    match std::io::stdin().take(disk::MAX_FILE).read_to_string(&mut text) {
        Ok(_) => Ok(sources.add(Layer::Book, "-", text)),
        Err(error) => {
            Err(Diagnostic::new(Code::UnreadableFile, said!("standard input cannot be read: {error}", error))
                .help(said!("give UTF-8 text, a question on each line")))
        }
    }
}

fn is_page(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "md")
}

/// The questions of a page of a book with these settings, or each line that says something.
fn questions(sources: &Sources, id: FileId, page_of: Option<&Config>) -> Vec<Asked> {
    if let Some(config) = page_of {
        // What is included is another file's.
        let asked = asked_in(&book::page(sources, id, config).body);
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
        QuestionRow { file, source, at, ask: &asked.text, said: Remark::Finding(finding) }
    };
    let examined = rules.examine(&asked.text);
    let mut rows: Vec<_> = examined.findings.into_iter().map(row).collect();
    rows.extend(examined.doubt.zip(rules.says().look_again.as_deref()).map(|(doubt, says)| QuestionRow {
        file,
        source,
        at: asked.at,
        ask: &asked.text,
        said: Remark::Doubt(doubt, says),
    }));
    rows
}

/// As compilers say it, so that editors find the place: `file:line:column: level: …`.
fn line(row: &QuestionRow<'_>, terminal: &Terminal) -> String {
    let QuestionRow { file, source, at, ask, said } = row;
    let (line, column) = source.line_column(at.start as usize);
    let place = format!("{}:{line}:{column}", file.display());
    match said {
        Remark::Finding(finding) => {
            let (level, id, about) = (finding.rule.level.as_str(), &finding.rule.id, &ask[finding.at.clone()]);
            let instead = said!("ask instead: {instead}", instead = finding.rule.instead.0);
            format!("{place}: {level}: {id}: «{about}»; {}", terminal.catalogue().say(&instead))
        }
        Remark::Doubt(doubt, says) => {
            let ground = doubt.rule.map(|rule| terminal.catalogue().say(&said!(" (perhaps {rule})", rule = rule.id)));
            let ground = ground.unwrap_or_default();
            format!("{place}: {DOUBTED}: {DOUBT_CODE}: «{ask}»{ground}; {says}")
        }
    }
}

fn value(row: &QuestionRow<'_>) -> serde_json::Value {
    let QuestionRow { file, source, at, ask, said } = row;
    let (line, column) = source.line_column(at.start as usize);
    let mut value = json!({
        "file": file.display().to_string(), "line": line, "column": column, "span": [at.start, at.end], "ask": ask,
    });
    let more = match said {
        Remark::Finding(Finding { rule, at, .. }) => json!({
            "found": &ask[at.clone()],
            "rule": &*rule.id, "level": rule.level.as_str(), "why": &*rule.why, "law": rule.law.as_deref(),
            "instead": &*rule.instead.0, "see": &*rule.see.0,
        }),
        Remark::Doubt(Doubt { rule, score }, says) => json!({
            "found": ask, "code": DOUBT_CODE, "score": score,
            "rule": rule.map(|rule| &*rule.id), "level": DOUBTED, "why": says, "law": null,
            "instead": rule.map(|rule| &*rule.instead.0), "see": rule.map(|rule| &*rule.see.0),
        }),
    };
    if let (Some(value), Some(more)) = (value.as_object_mut(), more.as_object()) {
        value.extend(more.clone());
    }
    value
}
