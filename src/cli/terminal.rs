//! Words for people, on standard output and standard error.

use std::io::{self, ErrorKind, IsTerminal, Write, stderr, stdout};
use std::path::{MAIN_SEPARATOR, Path};
use std::process::ExitCode;
use std::sync::OnceLock;

use super::{ColorChoice, environment};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::said::{Catalogue, Phrase, said};
use crate::source::Sources;
use crate::text::shell_word;

/// The reason for which output was not taken, as the system gave it. It belongs to the process, as standard output does.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// The place that words go to. A terminal that is gone is no fault of the book: failures to print words about it are
/// passed over, and so is a reader who has had enough; but output that could not be written is told of when the command ends.
pub(super) struct Terminal {
    color: bool,
    catalogue: Catalogue,
}

impl Terminal {
    /// A terminal on which everything is said in the language of a catalogue.
    pub(super) fn new(color: ColorChoice, catalogue: Catalogue) -> Self {
        let color = match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                stderr().is_terminal() && environment::variable("NO_COLOR").is_none_or(|v| v.is_empty())
            }
        };
        Self { color, catalogue }
    }

    /// The language in which everything is said.
    pub(super) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// A line of the result.
    pub(super) fn print(line: &str) {
        note(writeln!(stdout(), "{line}"));
    }

    /// A path as it can be typed, in every shell of the system: with `/` also on Windows, whose shells agree on no way to
    /// quote a `\`.
    pub(super) fn argument(path: &Path) -> String {
        shell_word(&path.display().to_string().replace(MAIN_SEPARATOR, "/"))
    }

    /// The result itself, as it is.
    pub(super) fn hand_over(bytes: &[u8]) {
        note(stdout().write_all(bytes).and_then(|()| stdout().flush()));
    }

    /// Help that was asked for, or what is wrong with the arguments.
    pub(super) fn explain(error: &clap::Error) {
        let printed = error.print().and_then(|()| stdout().flush());
        if !error.use_stderr() {
            note(printed);
        }
    }

    /// The reason for which output was lost, where it was.
    pub(super) fn lost() -> Option<&'static io::Error> {
        LOST.get()
    }

    /// A line about the result.
    pub(super) fn say(line: &str) {
        let _ = writeln!(stderr(), "{line}");
    }

    /// A sentence of the result, in the language of the terminal.
    pub(super) fn tell(&self, said: &Phrase) {
        Self::print(&self.catalogue.say(said));
    }

    /// A sentence about the result.
    pub(super) fn remark(&self, said: &Phrase) {
        Self::say(&self.catalogue.say(said));
    }

    /// A message on what went wrong with a command.
    pub(super) fn error(&self, said: &Phrase) {
        self.remark(&said!("error: {said}", said));
    }

    /// A message on what should be looked at.
    pub(super) fn warning(&self, said: &Phrase) {
        self.remark(&said!("warning: {said}", said));
    }

    /// A message worth knowing.
    pub(super) fn note(&self, said: &Phrase) {
        self.remark(&said!("note: {said}", said));
    }

    /// The way out.
    pub(super) fn help(&self, said: &Phrase) {
        self.remark(&said!("help: {said}", said));
    }

    /// The end of a command that had one thing to say.
    pub(super) fn refused(&self, diagnostic: Diagnostic) -> ExitCode {
        self.report(&[diagnostic], &Sources::default());
        ExitCode::FAILURE
    }

    /// Diagnostics in order, and a last line that counts errors and warnings where there are any.
    pub(super) fn report(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let mut text = String::new();
        for diagnostic in diagnostics {
            text.push_str(&diagnostic::terminal(diagnostic, sources, &self.catalogue, self.color));
            text.push_str("\n\n");
        }
        let _ = stderr().write_all(text.as_bytes());
        if let Some(count) = counted(diagnostics) {
            self.remark(&count);
        }
    }
}

fn note(printed: io::Result<()>) {
    if let Err(error) = printed
        && error.kind() != ErrorKind::BrokenPipe
    {
        let _ = LOST.set(error);
    }
}

fn counted(diagnostics: &[Diagnostic]) -> Option<Phrase> {
    let count = |severity| diagnostics.iter().filter(|d| d.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let words = [
        (errors, plural(errors, said!("1 error"), said!("{errors} errors", errors))),
        (warnings, plural(warnings, said!("1 warning"), said!("{warnings} warnings", warnings))),
    ];
    let words: Vec<Phrase> = words.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    (!words.is_empty()).then(|| Phrase::joined(words, ", "))
}

/// The sentence of one, or of another number.
pub(super) fn plural(count: usize, one: Phrase, many: Phrase) -> Phrase {
    if count == 1 { one } else { many }
}

/// How many pages.
pub(super) fn page_count(count: usize) -> Phrase {
    plural(count, said!("1 page"), said!("{count} pages", count))
}
