//! `brobygger export`: pages of the book as files for comments.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::{LanguageArg, book, build as building};
use crate::build::{Built, build};
use crate::diagnostic::{Code, Diagnostic, any_error, nearest};
use crate::disk;
use crate::document::PageNo;
use crate::resolve::Book;
use crate::said::said;
use crate::source::Sources;
use crate::write::docx;

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    language: LanguageArg,
    /// The pages: their paths below the content's folder
    #[arg(required = true)]
    pages: Vec<String>,
    /// The form of what is written
    #[arg(long, value_enum, default_value_t = ExportFormat::Docx)]
    to: ExportFormat,
    /// The folder to write to; nothing that is there is overwritten [default: this folder]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// The forms of a page for comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// Word
    Docx,
}

pub(super) fn run(root: &Path, terminal: &Terminal, args: &ExportArgs) -> ExitCode {
    let mut diagnostics = Vec::new();
    let inputs = book::read(root).unpack(&mut diagnostics);
    let inputs = match book::in_language(inputs, args.language.language.as_deref()) {
        Ok(inputs) => inputs,
        Err(diagnostic) => return terminal.refused(diagnostic),
    };
    let built = build(&inputs).unpack(&mut diagnostics);
    if any_error(&diagnostics) {
        return building::refuse(diagnostics, &inputs.sources, terminal);
    }
    let mut files = BTreeMap::new();
    for page in &args.pages {
        match page_named(&built.book, page) {
            Ok(number) => drop(files.insert(number, made(&built, number, &inputs.sources, args.to))),
            Err(diagnostic) => return terminal.refused(diagnostic),
        }
    }
    let names = names(&built.book, files.keys().copied());
    let files: Vec<(&str, &[u8])> =
        files.iter().filter_map(|(number, bytes)| Some((names.get(number)?.as_str(), &**bytes))).collect();
    let folder = args.output.clone().unwrap_or_else(|| PathBuf::from("."));
    if let Err(diagnostic) = disk::write_new_bytes(&folder, &files) {
        return terminal.refused(diagnostic);
    }
    for (name, _) in files {
        let path = args.output.as_ref().map_or(name.into(), |to| to.join(name));
        terminal.tell(&said!("Wrote {path}", path = path.display().to_string()));
    }
    ExitCode::SUCCESS
}

fn made(built: &Built, number: PageNo, sources: &Sources, to: ExportFormat) -> Vec<u8> {
    let page = built.book.page(number);
    let texts = built.theme.interface().of(built.book.language(page));
    match to {
        ExportFormat::Docx => docx::for_comments(&built.book, number, texts, &sources.get(page.file).text),
    }
}

/// The name of each file: the last part of the page's id, or the whole of it where two would have one name.
fn names(book: &Book, pages: impl Iterator<Item = PageNo> + Clone) -> BTreeMap<PageNo, String> {
    let last = |number: PageNo| book.page(number).id.rsplit('/').next().unwrap_or_default().to_lowercase();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for number in pages.clone() {
        *times.entry(last(number)).or_default() += 1;
    }
    let name = |number: PageNo| {
        let id = &book.page(number).id;
        let is_alone = times.get(&last(number)) == Some(&1);
        let name = if is_alone { id.rsplit('/').next().unwrap_or(id).to_owned() } else { id.replace('/', "-") };
        (number, format!("{name}.docx"))
    };
    pages.map(name).collect()
}

/// The page with an id, written with or without `.md`.
///
/// # Errors
/// There is no such page, or it is one of the source that is not translated.
pub(super) fn page_named(book: &Book, given: &str) -> Result<PageNo, Diagnostic> {
    let id = given.strip_suffix(".md").unwrap_or(given);
    let own = |number: &&PageNo| !book.page(**number).abroad;
    if let Some(number) = book.by_id.get(id).filter(own) {
        return Ok(*number);
    }
    let ids = || book.by_id.iter().filter(|(_, number)| own(number)).map(|(id, _)| &**id);
    // The last part is enough to be led to the page.
    let last = ids().find(|other| other.rsplit('/').next() == Some(id));
    let help = match last.or_else(|| nearest(id, ids())) {
        Some(near) => said!("did you mean `{near}`?", near),
        None => said!("name a page by its path below the content's folder, without .md"),
    };
    let message = said!("there is no page `{id}`", id);
    Err(Diagnostic::new(Code::UnknownPage, message).in_file(given).help(help))
}
