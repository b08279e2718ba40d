//! `brobygger fill`: a document of the book and a file of answers to a finished document.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::LanguageArg;
use super::book;
use super::pdf::refuse_print;
use super::terminal::Terminal;
use crate::build::{Built, build};
use crate::diagnostic::{Code, Diagnostic, any_error, nearest, sort};
use crate::disk;
use crate::document::PageNo;
use crate::fill::{self, AnswerFile, Finished, PostingForm, has_posting, is_form, posting};
use crate::resolve::Book;
use crate::said::{Phrase, said};
use crate::source::{Source, Sources};
use crate::write::posting::posting_file;
use crate::write::{WrittenForm, alone, docx, finished_print, losses};

#[derive(Debug, Args)]
pub(super) struct FillArgs {
    #[command(flatten)]
    language: LanguageArg,
    /// The page to fill in: its path below the content's folder
    id: String,
    /// The file of answers, as a page of the site saves it
    #[arg(long, value_name = "FILE")]
    answers: PathBuf,
    /// The form of what is written
    #[arg(long, value_enum, default_value_t = OutputFormat::Docx)]
    to: OutputFormat,
    /// Where it is written, over what is there; `-` is standard output [default: the page's name, in this folder]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The file types of a finished document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// Word
    Docx,
    /// A page that stands alone
    Html,
    /// Markdown
    Md,
    /// Plain text
    Txt,
    /// PDF
    Pdf,
    /// An advertisement as data for search engines: `JobPosting` of schema.org
    Jobposting,
    /// An advertisement as the import of arbeidsplassen.no takes it
    Arbeidsplassen,
}

impl OutputFormat {
    fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Md => "md",
            Self::Txt => "txt",
            Self::Pdf => "pdf",
            Self::Jobposting => "jsonld",
            Self::Arbeidsplassen => "json",
        }
    }

    /// The form of an advertisement as data; nothing of the others.
    fn posting(self) -> Option<PostingForm> {
        match self {
            Self::Jobposting => Some(PostingForm::SchemaOrg),
            Self::Arbeidsplassen => Some(PostingForm::Arbeidsplassen),
            _ => None,
        }
    }

    /// The file; nothing where it cannot be made.
    fn write(self, built: &Built, finished: &Finished<'_>, found: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
        let (book, texts) = (&built.book, built.theme.interface().of(finished.lang));
        let (form, bytes) = match self {
            Self::Docx => (WrittenForm::Word, docx::finished(book, texts, finished)),
            Self::Html => (WrittenForm::Page, alone::html(book, texts, finished).into_bytes()),
            Self::Md => (WrittenForm::Markdown, alone::markdown(book, texts, finished).into_bytes()),
            Self::Txt => (WrittenForm::Text, alone::text(book, texts, finished).into_bytes()),
            Self::Pdf => return finished_print(built, finished).unpack(found),
            // Made with its answers, by `write_posting`.
            Self::Jobposting | Self::Arbeidsplassen => return None,
        };
        found.extend(losses(form, &finished.body));
        Some(bytes)
    }
}

pub(super) fn run(root: &Path, terminal: &Terminal, args: &FillArgs) -> ExitCode {
    if cfg!(not(feature = "pdf")) && args.to == OutputFormat::Pdf {
        return refuse_print(terminal);
    }
    let mut diagnostics = Vec::new();
    let inputs = book::read(root).unpack(&mut diagnostics);
    let mut inputs = match book::in_language(inputs, args.language.language.as_deref()) {
        Ok(inputs) => inputs,
        Err(diagnostic) => return terminal.refused(diagnostic),
    };
    let built = build(&inputs).unpack(&mut diagnostics);
    if any_error(&diagnostics) {
        sort(&mut diagnostics);
        terminal.report(&diagnostics, &inputs.sources);
        terminal.remark(&said!("Nothing was written: the book has errors."));
        return ExitCode::FAILURE;
    }
    // Warnings about the book are the business of `check`.
    let mut found = Vec::new();
    let done = write(&built, args, &mut inputs.sources, &mut found, terminal);
    found.extend(done.err());
    sort(&mut found);
    terminal.report(&found, &inputs.sources);
    if any_error(&found) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn write(
    built: &Built,
    args: &FillArgs,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
    terminal: &Terminal,
) -> Result<(), Diagnostic> {
    let number = page(&built.book, &args.id)?;
    let id =
        book::read_file(&args.answers, &said!("name the file of answers that a page of the site has saved"), sources)?;
    let source = sources.get(id);
    let answers = fill::read(source)?;
    // What stops a posting is told once, as that.
    let check = if args.to.posting().is_some() { fill::check_of_posting } else { fill::check };
    found.extend(check(&built.book, number, &answers, source));
    if any_error(found) {
        return Ok(());
    }
    let language = built.book.language(built.book.page(number));
    let finished = fill::fill(&built.book, number, built.theme.interface().of(language), &answers);
    let bytes = match args.to.posting() {
        Some(form) => write_posting(built, number, &answers, &finished, form, source, found)?,
        None => args.to.write(built, &finished, found),
    };
    let Some(bytes) = bytes else { return Ok(()) };
    let path = match &args.output {
        Some(path) if path.as_os_str() == "-" => {
            Terminal::hand_over(&bytes);
            return Ok(());
        }
        Some(path) => {
            disk::write_file(path, &bytes)?;
            path.clone()
        }
        None => {
            let id = &built.book.page(number).id;
            let name = id.rsplit('/').next().unwrap_or(id);
            let path = PathBuf::from(format!("{name}.{}", args.to.ending()));
            disk::write_new_file(&path, &bytes)?;
            path
        }
    };
    terminal.tell(&said!("Wrote {path}", path = path.display()));
    Ok(())
}

/// An advertisement as data; nothing where something stops it, which is told.
fn write_posting(
    built: &Built,
    number: PageNo,
    answers: &AnswerFile,
    finished: &Finished<'_>,
    form: PostingForm,
    source: &Source,
    found: &mut Vec<Diagnostic>,
) -> Result<Option<Vec<u8>>, Diagnostic> {
    let book = &built.book;
    if !has_posting(book.page(number)) {
        let others = book.pages.iter().filter(|page| has_posting(page)).map(|page| &*page.id).collect::<Vec<_>>();
        let help = match others.as_slice() {
            [] => said!("say under `posting:` in its front matter what its answers are"),
            others => said!("those that are: {pages}", pages = others.join(", ")),
        };
        let message = said!("`{id}` is no job posting", id = book.page(number).id);
        return Err(Diagnostic::new(Code::UnknownPage, message).in_file(&*book.page(number).path).help(help));
    }
    let texts = built.theme.interface().of(finished.lang);
    Ok(match posting(book, number, texts, answers, finished, form, source) {
        Ok(posting) => Some(posting_file(book, texts, finished, &posting, form).into_bytes()),
        Err(stops) => {
            found.extend(stops);
            None
        }
    })
}

/// The page that is meant: by its id, as a path of a file too.
fn page(book: &Book, given: &str) -> Result<PageNo, Diagnostic> {
    let plain = given.replace('\\', "/");
    let plain = plain.trim_start_matches("./");
    let below = plain.strip_prefix(&book.config.book.content()).unwrap_or(plain);
    let id = below.strip_suffix(".md").or_else(|| below.strip_suffix(".html")).unwrap_or(below);
    let forms = || book.pages.iter().filter(|page| is_form(page)).map(|page| &*page.id);
    let names = || forms().flat_map(|id| [id, id.rsplit('/').next().unwrap_or(id)]);
    let help = || match nearest(id, names()) {
        Some(near) => said!("did you mean `{near}`?", near),
        None if forms().next().is_none() => said!("this book has no documents to fill in"),
        None => said!("what can be filled in: {documents}", documents = forms().collect::<Vec<_>>().join(", ")),
    };
    // The last part is enough where it is one page's alone.
    let short: Vec<&str> = forms().filter(|form| form.rsplit('/').next() == Some(id)).collect();
    let id = match *short.as_slice() {
        [only] if !book.by_id.contains_key(id) => only,
        _ => id,
    };
    let unknown = |message: Phrase| Diagnostic::new(Code::UnknownPage, message).in_file(given).help(help());
    match book.by_id.get(id) {
        Some(number) if is_form(book.page(*number)) => Ok(*number),
        Some(number) => {
            let kind = book.page(*number).kind.name();
            Err(unknown(said!("`{id}` is of the kind {kind}, which cannot be filled in", id, kind)))
        }
        None => Err(unknown(said!("there is no page `{id}`", id))),
    }
}
