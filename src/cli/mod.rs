//! The commands: arguments in, exit code out.
//!
//! In: the command line, the environment, the clock. Out: files through `disk/`, words on the
//! terminal, and an exit code: 0 done, 1 there are errors, 2 the command was not understood.
//!
//! Invariant: results go to standard output, everything said about them to standard error.

mod book;
mod build;
mod changes;
mod check;
mod drift;
mod edition;
mod editions;
mod environment;
mod export;
mod fill;
mod hosting;
mod import;
mod kit;
mod manual;
mod new;
mod pdf;
mod questions;
mod serve;
mod templates;
mod terminal;
mod terms;
mod translate;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use self::terminal::Terminal;
use crate::said::{Catalogue, said};

/// Compiles a typed Markdown handbook into a cross-linked site.
#[derive(Debug, Parser)]
#[command(name = "brobygger", version = VERSION, about, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    place: BookArgs,
}

/// The version of the program, and of what it reads: `book.toml`, front matter, patches, registers. That goes up only
/// where a book must be changed to be built as before, and the changelog says what must be done.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (content format 1)");

/// The environment variable that says the language of what is said.
const LANGUAGE: &str = "BROBYGGER_LANGUAGE";

const EXAMPLES: &str = "\
Examples:
  brobygger                       build the book in this folder (or the nearest above it)
  brobygger build --book handbook build the book in the folder handbook
  brobygger check --format json   report every fault as JSON, write nothing
  brobygger new page article a/b  begin the page a/b

Exit codes: 0 done, 1 there are errors, 2 the command was not understood.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site (also what happens without a command)
    #[command(after_help = "Examples:\n  brobygger build --book handbook\n  brobygger build --no-pdf")]
    Build(BuildArgs),
    /// Write only the PDFs: the book, and each document to fill in
    #[command(after_help = "Example:\n  brobygger pdf --book handbook")]
    Pdf,
    /// Report every fault, and write nothing
    #[command(
        after_help = "Examples:\n  brobygger check\n  brobygger check --format json > faults.json\n  brobygger check --readability"
    )]
    Check(CheckArgs),
    /// Build, show the site on this machine, and build again whenever something changes
    #[command(after_help = "Examples:\n  brobygger serve --open\n  brobygger serve --port 8080 --book handbook")]
    Serve(serve::ServeArgs),
    /// Begin a page or a book; nothing that is there is overwritten
    #[command(subcommand)]
    New(New),
    /// Make an own version of a book that goes on changing
    #[command(subcommand)]
    Edition(edition::Edition),
    /// See to the translations of a book in several languages
    #[command(subcommand)]
    Translate(translate::Translate),
    /// See to what readers are told has changed
    #[command(subcommand)]
    Changes(changes::ChangesCommand),
    /// Build many editions in one run: those below a folder, or one for every row of a table
    #[command(
        after_help = "Examples:\n  brobygger editions editions --no-pdf\n  brobygger editions handbook --table towns.csv --out out --shard 1/4"
    )]
    Editions(editions::EditionsArgs),
    /// Pack the book into one file, for editions to lie on: `[base] path = "kit.zip"`
    #[command(after_help = "Examples:\n  brobygger kit\n  brobygger kit --out handbook-2.1.zip")]
    Kit(kit::KitArgs),
    /// List the terms with their forms, or every mention of a term in a file
    #[command(
        after_help = "Examples:\n  brobygger terms\n  brobygger terms content/index.md --explain\n  brobygger terms note.md --format json"
    )]
    Terms(terms::TermsArgs),
    /// Hold pages, or lines of other files, against the book's rules for questions
    #[command(
        after_help = "Examples:\n  brobygger questions content/papers/first-talk.md\n  brobygger questions questions.txt --format json\n  brobygger questions - < questions.txt"
    )]
    Questions(questions::QuestionsArgs),
    /// Fill in a document with a file of answers
    #[command(
        after_help = "Examples:\n  brobygger fill papers/first-week --answers answers.json\n  brobygger fill papers/first-week --answers answers.json --to txt --output -"
    )]
    Fill(fill::FillArgs),
    /// Write pages as Word files for comments: what is the program's stands in them as marks that cannot be edited
    #[command(
        after_help = "Examples:\n  brobygger export papers/first-week\n  brobygger export index papers/first-week --output for-comments"
    )]
    Export(export::ExportArgs),
    /// Make a page of a Word file, or take what colleagues changed in one that `export` wrote
    #[command(
        after_help = "Examples:\n  brobygger import routine.docx papers/routine\n  brobygger import first-week.docx --over papers/first-week\n  brobygger import first-week.docx --over papers/first-week --changes before"
    )]
    Import(import::ImportArgs),
    /// Write the manual pages and the completions of shells, for those who package the program
    #[command(hide = true)]
    Manual {
        /// The folder to write to
        dir: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum New {
    /// Write a page with every key of its kind, explained
    #[command(after_help = "Example:\n  brobygger new page document papers/agreement")]
    Page {
        /// article, definition, document, checklist, decision or assessment
        kind: String,
        /// Its path below the content's folder, without .md
        id: String,
    },
    /// Write a small book that builds
    #[command(
        after_help = "Examples:\n  brobygger new book handbook\n  brobygger new book handbook --with github-pages,apache"
    )]
    Book {
        /// The folder of the book; it is made where it does not exist
        dir: PathBuf,
        #[command(flatten)]
        places: hosting::PlaceArgs,
    },
    /// Write what publishes the book at a place: github-pages, gitlab-pages, netlify, apache, nginx, iis
    #[command(
        after_help = "Examples:\n  brobygger new hosting github-pages\n  brobygger new hosting gitlab-pages apache --releases https://git.example/brobygger/releases/download"
    )]
    Hosting {
        /// Where the site is to be published
        #[arg(required = true, value_delimiter = ',')]
        places: Vec<hosting::PublishPlace>,
        /// The address that the releases of the program lie below
        #[arg(long, value_name = "URL")]
        releases: Option<String>,
    },
}

#[derive(Debug, Default, Args)]
struct BuildArgs {
    /// Make no PDFs; those of earlier builds stay as they are
    #[arg(long)]
    no_pdf: bool,
    #[command(flatten)]
    workshop: WorkshopArgs,
}

/// The workshop that a site brings.
#[derive(Debug, Default, Args)]
struct WorkshopArgs {
    /// Let the site bring the workshop, where readers make an edition of their own: its program, `workshop.wasm` of a
    /// release
    #[arg(long, value_name = "FILE")]
    workshop: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// How to report
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    format: CheckFormat,
    /// Also say how hard each page is to read: LIX, words, the three longest sentences
    #[arg(long)]
    readability: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// Text for people
    Text,
    /// One JSON object for programs
    Json,
}

/// The language of a book in several.
#[derive(Debug, Args)]
struct LanguageArg {
    /// The language, where the book is in several [default: the source]; what is said is in it too
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// Text for people
    Text,
    /// One JSON object for programs
    Json,
    /// Notes on the lines of a pull request
    Github,
    /// A report on the quality of code for merge requests
    Gitlab,
}

#[derive(Debug, Args)]
struct BookArgs {
    /// The book's folder, the one with book.toml [default: this folder or the nearest above it]
    #[arg(long, global = true, value_name = "DIR")]
    book: Option<PathBuf>,
    /// The language of what is said, and of the text that is asked for where a book is in several [default: the book's]
    #[arg(long, global = true, value_name = "TAG")]
    language: Option<String>,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Runs the program with the arguments it was given. Output that nobody could take is an error.
#[must_use]
pub fn run() -> ExitCode {
    let (code, terminal) = match Cli::try_parse() {
        Ok(cli) => run_command(cli),
        Err(error) => {
            Terminal::explain(&error);
            let catalogue = wanted(None).unwrap_or_default();
            (ExitCode::from(if error.use_stderr() { 2 } else { 0 }), Terminal::new(ColorChoice::Never, catalogue))
        }
    };
    let Some(reason) = Terminal::lost() else { return code };
    terminal.remark(&said!("The output is lost: it could not be written ({reason}).", reason));
    ExitCode::FAILURE
}

/// The language that is asked for: by an argument, or by the environment.
fn wanted(argument: Option<String>) -> Option<Catalogue> {
    let tag = argument.or_else(|| environment::variable(LANGUAGE)).filter(|tag| !tag.is_empty());
    tag.map(|tag| Catalogue::in_language(&tag))
}

/// The exit code, and the terminal on which the command spoke.
fn run_command(Cli { command, place }: Cli) -> (ExitCode, Terminal) {
    let command = command.unwrap_or(Command::Build(BuildArgs::default()));
    let wanted = wanted(place.language);
    // Said where there is no book, or it has not been found yet.
    let terminal = Terminal::new(place.color, wanted.clone().unwrap_or_default());
    let needs_no_book = matches!(
        command,
        Command::New(New::Book { .. })
            | Command::Edition(edition::Edition::New { .. })
            | Command::Editions(_)
            | Command::Manual { .. }
    );
    let root = if needs_no_book { None } else { book::root(place.book.as_deref(), &terminal) };
    if root.is_none() && !needs_no_book {
        return (ExitCode::from(2), terminal);
    }
    let of_book = |folder: &Path| {
        let catalogue = wanted.unwrap_or_else(|| Catalogue::in_language(&book::language(folder)));
        Terminal::new(place.color, catalogue)
    };
    let terminal = match &command {
        Command::Editions(args) => of_book(&args.dir),
        Command::Edition(edition::Edition::New { base, .. }) => of_book(base),
        _ => root.as_deref().map_or(terminal, of_book),
    };
    tell_of_faults(terminal.catalogue().clone());
    let run = || run_in(root.as_deref().unwrap_or(Path::new(".")), &terminal, command);
    let code = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        terminal.help(&said!(
            "every file of a site is whole, and the next build finishes or undoes what was begun; where there is enough \
             memory, tell whoever makes the program what led to this"
        ));
        ExitCode::FAILURE
    });
    (code, terminal)
}

/// Tells of faults of the program, want of memory among them, as of any other error; who asks for the way to one gets what
/// Rust tells.
fn tell_of_faults(catalogue: Catalogue) {
    if environment::variable("RUST_BACKTRACE").is_some() {
        return;
    }
    std::panic::set_hook(Box::new(move |fault| {
        let what = fault.payload_as_str().unwrap_or_default();
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        let said = said!("the program came to a fault of its own, or memory ran out: {what} ({place})", what, place);
        Terminal::new(ColorChoice::Never, catalogue.clone()).error(&said);
    }));
}

/// Runs a command in the book of a folder.
fn run_in(root: &Path, terminal: &Terminal, command: Command) -> ExitCode {
    match command {
        Command::Build(args) => build::run(root, terminal, &args),
        Command::Pdf => pdf::run(root, terminal),
        Command::Check(args) => check::run(root, terminal, &args),
        Command::Edition(command) => edition::run(root, terminal, &command),
        Command::Editions(args) => editions::run(terminal, &args),
        Command::Changes(command) => changes::run(root, terminal, &command),
        Command::Translate(command) => translate::run(root, terminal, &command),
        Command::Manual { dir } => manual::run(&dir, terminal),
        Command::Kit(args) => kit::run(root, terminal, &args),
        Command::Export(args) => export::run(root, terminal, &args),
        Command::Import(args) => import::run(root, terminal, &args),
        Command::Fill(args) => fill::run(root, terminal, &args),
        Command::Questions(args) => questions::run(root, terminal, &args),
        Command::Serve(args) => serve::run(root, terminal, &args),
        Command::Terms(args) => terms::run(root, terminal, &args),
        Command::New(New::Page { kind, id }) => new::page(root, terminal, &kind, &id),
        Command::New(New::Book { dir, places }) => new::book(&dir, &places, terminal),
        Command::New(New::Hosting { places, releases }) => {
            hosting::run(root, terminal, &hosting::PlaceArgs { places, releases })
        }
    }
}
