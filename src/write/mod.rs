//! Files of a book: one writer for each form.
//!
//! In: a finished [`Book`](crate::resolve::Book). Out: files into a [`Sink`],
//! and what could not be written.
//!
//! Invariant: a writer hands over each file as it is made and keeps none.

mod address;
pub mod alone;
mod archive;
pub mod cards;
pub mod docx;
pub mod drift;
mod epub;
mod failed;
mod feed;
pub mod html;
mod lost;
mod markdown;
mod package;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod posting;
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "only print has pages to tell of"))]
mod printed;
mod search;
mod server;
mod syllables;
mod terms;
mod xml;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

pub use lost::{WrittenForm, losses};
pub use terms::check as check_terms;

use address::is_named;
use failed::write_failed;
use printed::PrintedBooks;

use crate::build::Built;
use crate::config::Host;
use crate::diagnostic::{Code, Diagnostic, Warned, any_error, soften};
use crate::fill::Finished;
use crate::language::FileNames;
use crate::resolve::KIT_ZIP;
use crate::said::said;
use crate::sink::{InFolder, MemorySink, OutPath, Sink};

pub use html::SharedPages;

/// A writer beside the site's pages. `serve` runs it when one of its files is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    /// Whether a file of a site with these names for its files, by its path, is one of this writer's.
    pub owns: fn(&FileNames, &str) -> bool,
    /// Whether there is no site without its files.
    pub required: bool,
    /// Writes all of its files. One that cannot be made is missing.
    pub write: fn(&Built, &dyn Sink) -> Vec<Diagnostic>,
    /// Which of its files editions have in common.
    pub among: AmongEditions,
    /// Whether its files are made of those of the others, and so are handed over after them.
    pub last: bool,
}

/// The way in which a writer writes one of many editions.
#[derive(Debug, Clone, Copy)]
pub enum AmongEditions {
    /// As an edition alone.
    Apart,
    /// Files that editions can share, made once.
    Shared(WriteShared),
    /// Editions with the same texts have the same files.
    Alike,
    /// One edition after the other, since printing a book takes much memory: printed books, and those that tell where the
    /// pages of the printed ones begin (`write_books`).
    InTurn,
}

/// A writer of one of many editions.
pub type WriteShared = fn(&Built, &dyn Sink, &SharedFilesOf) -> Vec<Diagnostic>;

/// The writers beside the site's pages: one line each.
pub const WRITERS: &[Writer] = &[
    #[cfg(feature = "pdf")]
    Writer {
        owns: |_, path| is_named(path, &["pdf"]),
        required: false,
        write: prints,
        among: AmongEditions::InTurn,
        last: false,
    },
    Writer {
        owns: |_, path| is_named(path, &["docx", "docx.js"]),
        required: true,
        write: |built, sink| docx::write(&built.book, &built.theme, sink),
        among: AmongEditions::Shared(|built, sink, shared| {
            docx::write_shared(&built.book, &built.theme, sink, &shared.parts)
        }),
        last: false,
    },
    Writer {
        owns: |_, path| path.starts_with("sok/"),
        required: true,
        write: |built, sink| search::write(&built.book, &built.theme, sink).into_iter().collect(),
        among: AmongEditions::Alike,
        last: false,
    },
    Writer {
        owns: |_, path| is_named(path, &["kort.js"]),
        required: true,
        write: |built, sink| cards::write(&built.book, &built.theme, sink),
        among: AmongEditions::Alike,
        last: false,
    },
    Writer {
        owns: |_, path| is_named(path, &["annonse.js"]),
        required: true,
        write: |built, sink| posting::write(&built.book, sink),
        among: AmongEditions::Alike,
        last: false,
    },
    Writer {
        owns: |_, path| Host::ALL.iter().any(|host| host.files().contains(&path)),
        required: true,
        write: |built, sink| server::write(&built.book, &built.theme, sink),
        among: AmongEditions::Apart,
        last: false,
    },
    Writer {
        owns: |_, path| is_named(path, &["epub"]),
        required: true,
        write: for_devices,
        among: AmongEditions::InTurn,
        last: false,
    },
    Writer {
        owns: |_, path| markdown::owns(path),
        required: true,
        write: |built, sink| markdown::write(&built.book, &built.theme, sink),
        among: AmongEditions::Apart,
        last: false,
    },
    Writer { owns: terms::owns, required: true, write: terms::write, among: AmongEditions::Apart, last: false },
    Writer {
        owns: |_, path| path == KIT_ZIP,
        required: true,
        write: package::kit,
        among: AmongEditions::Apart,
        last: false,
    },
    Writer {
        owns: |names, path| path == names.site,
        required: true,
        write: |built, sink| package::alone(built, sink, everything),
        among: AmongEditions::Apart,
        last: true,
    },
];

/// Writes everything a build gives: whether there is a site, and what could not be written. A PDF that cannot be set
/// stops nothing else.
#[must_use]
pub fn everything(built: &Built, sink: &dyn Sink) -> Warned<bool> {
    package::with_package(built, sink, |sink| every_language(built, sink))
}

fn every_language(built: &Built, sink: &dyn Sink) -> Warned<bool> {
    let Warned { value: mut stands, diagnostics: mut found } = one_language(built, sink);
    for translation in built.sound() {
        let sink = InFolder { sink, folder: &translation.folder };
        stands &= one_language(&translation.built, &sink).unpack(&mut found);
    }
    Warned::new(stands, found)
}

/// Writes everything of the book in one language.
fn one_language(built: &Built, sink: &dyn Sink) -> Warned<bool> {
    let one = |writer: &Writer| (writer.required, (writer.write)(built, sink));
    let is_beside = |writer: &&Writer| !writer.last && !matches!(writer.among, AmongEditions::InTurn);
    let beside = || WRITERS.par_iter().filter(is_beside).map(one).collect::<Vec<_>>();
    // What takes longest begins first.
    let beside = || rayon::join(|| write_books(built, sink, None), beside);
    let (found, (mut more, others)) = rayon::join(|| html::write(&built.book, &built.theme, sink), beside);
    more.extend(others);
    standing(built, found, more)
}

/// The outcome of writing: whether a site stands, and what is said of it.
fn standing(built: &Built, mut found: Vec<Diagnostic>, more: Vec<(bool, Vec<Diagnostic>)>) -> Warned<bool> {
    let mut stands = !any_error(&found);
    for (required, said) in more {
        stands &= !(said.iter().any(|said| said.code == Code::WriteFailed) || required && any_error(&said));
        found.extend(said);
    }
    if stands && built.book.config.mdbook {
        soften(&mut found);
    }
    Warned::new(stands, told_once(found))
}

/// Files that the editions of a book have in common, kept from one to the next.
#[derive(Debug, Default)]
pub struct SharedFiles {
    /// By the folder of a language.
    languages: Mutex<BTreeMap<String, Arc<SharedFilesOf>>>,
    /// Held by the edition whose turn it is.
    turn: Mutex<()>,
    /// Tells whether there is room to keep what was worked out for one edition for the next; nothing where nobody knows.
    has_room: Option<fn() -> bool>,
}

impl SharedFiles {
    /// None yet; `has_room` tells whether there is room to keep what was worked out for one edition for the next.
    #[must_use]
    pub fn in_room(has_room: fn() -> bool) -> Self {
        Self { has_room: Some(has_room), ..Self::default() }
    }

    /// Those of a language.
    fn of(&self, folder: &str) -> Arc<SharedFilesOf> {
        let mut all = self.languages.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(folder.to_owned()).or_default().clone()
    }
}

/// Files that the editions of a book have in common in one language.
#[derive(Debug, Default)]
pub struct SharedFilesOf {
    pages: SharedPages,
    parts: docx::SharedParts,
    /// The files of writers that no value of an edition reaches, and the build they were made of.
    alike: Mutex<Option<(Arc<Built>, Arc<MadeFiles>)>>,
}

/// Files that were made, and what was said of them.
#[derive(Debug)]
struct MadeFiles {
    files: BTreeMap<OutPath, Vec<u8>>,
    said: Vec<(bool, Vec<Diagnostic>)>,
}

impl SharedFilesOf {
    /// The files that are alike in all editions with the same texts.
    fn alike(&self, built: &Arc<Built>) -> Arc<MadeFiles> {
        let kept = || self.alike.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((before, made)) = &*kept()
            && before.book.has_the_texts_of(&built.book)
        {
            return made.clone();
        }
        let sink = MemorySink::default();
        let one = |writer: &Writer| (writer.required, (writer.write)(built, &sink));
        let alike = |writer: &&Writer| matches!(writer.among, AmongEditions::Alike);
        let said = WRITERS.par_iter().filter(alike).map(one).collect();
        let made = Arc::new(MadeFiles { files: sink.into_files(), said });
        *kept() = Some((built.clone(), made.clone()));
        made
    }
}

/// As [`everything`], making once what other editions of the same book have too. It must not be called by a thread that
/// takes part in the work of others: it waits for its turn.
#[must_use]
pub fn shared(built: &Arc<Built>, sink: &dyn Sink, shared: &SharedFiles) -> Warned<bool> {
    package::with_package(built, sink, |sink| every_language_shared(built, sink, shared))
}

fn every_language_shared(built: &Arc<Built>, sink: &dyn Sink, shared: &SharedFiles) -> Warned<bool> {
    let Warned { value: mut stands, diagnostics: mut found } = one_language_shared(built, sink, &shared.of(""));
    for translation in built.sound() {
        let sink = InFolder { sink, folder: &translation.folder };
        let files = shared.of(&translation.folder);
        stands &= one_language_shared(&translation.built, &sink, &files).unpack(&mut found);
    }
    let turn = shared.turn.lock().unwrap_or_else(PoisonError::into_inner);
    let has_room = shared.has_room.unwrap_or(|| false);
    stands &= in_turn(built, sink, has_room).unpack(&mut found);
    for translation in built.sound() {
        let sink = InFolder { sink, folder: &translation.folder };
        stands &= in_turn(&translation.built, &sink, has_room).unpack(&mut found);
    }
    #[cfg(feature = "pdf")]
    pdf::forget_old();
    drop(turn);
    Warned::new(stands, found)
}

/// Writes what is written of one edition at a time.
fn in_turn(built: &Built, sink: &dyn Sink, has_room: fn() -> bool) -> Warned<bool> {
    standing(built, Vec::new(), write_books(built, sink, Some(has_room)))
}

/// Writes the printed books, and after them those for reading devices, which tell where the pages of the printed ones
/// begin; of each whether there is no site without it. `has_room` tells, among editions, whether there is room to keep
/// what was worked out for the next one.
fn write_books(built: &Built, sink: &dyn Sink, has_room: Option<fn() -> bool>) -> Vec<(bool, Vec<Diagnostic>)> {
    let mut said = Vec::new();
    let printed = print(built, sink, has_room).unpack(&mut said);
    vec![(false, said), (true, epub::write(&built.book, &built.theme, &printed, sink))]
}

/// Writes the books for reading devices alone: the printed ones are set for that.
fn for_devices(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    let printed = if epub::is_wanted(&built.book) { printed_books(built) } else { PrintedBooks::default() };
    epub::write(&built.book, &built.theme, &printed, sink)
}

fn one_language_shared(built: &Arc<Built>, sink: &dyn Sink, shared: &SharedFilesOf) -> Warned<bool> {
    let one = |writer: &Writer| match writer.among {
        AmongEditions::Shared(write) => Some((writer.required, write(built, sink, shared))),
        AmongEditions::Apart => Some((writer.required, (writer.write)(built, sink))),
        AmongEditions::Alike | AmongEditions::InTurn => None,
    };
    let beside = || WRITERS.par_iter().filter(|writer| !writer.last).filter_map(one).collect::<Vec<_>>();
    let pages = || html::write_shared(built, sink, &shared.pages);
    let (mut found, mut more) = rayon::join(pages, beside);
    let alike = shared.alike(built);
    more.extend(alike.said.iter().cloned());
    let put = |(path, bytes): (&OutPath, &Vec<u8>)| sink.put(path, bytes).err();
    found.extend(alike.files.iter().filter_map(put).map(|error| write_failed(&error)));
    standing(built, found, more)
}

/// Of the files that could not be written for one reason, only the first is told of, and how many more there are: a
/// full disk is one thing, not one for every page.
fn told_once(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (mut failed, mut out): (Vec<_>, Vec<_>) = found.into_iter().partition(|said| said.code == Code::WriteFailed);
    failed.sort_by(|a, b| (&a.path, &a.message).cmp(&(&b.path, &b.message)));
    let mut by_reason: BTreeMap<String, (Diagnostic, usize)> = BTreeMap::new();
    for said in failed {
        let reason = said.message.value("reason").unwrap_or(&said.message).to_string();
        by_reason.entry(reason).and_modify(|(_, more)| *more += 1).or_insert((said, 0));
    }
    out.extend(by_reason.into_values().map(|(said, more)| match more {
        0 => said,
        1 => said.note(said!("one more file could not be written for the same reason")),
        more => said.note(said!("{more} more files could not be written for the same reason", more)),
    }));
    out
}

/// Writes the PDFs of every language.
#[must_use]
pub fn every_print(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    let mut found = prints(built, sink);
    for translation in built.sound() {
        found.extend(prints(&translation.built, &InFolder { sink, folder: &translation.folder }));
    }
    found
}

/// Writes the PDFs, where the settings want them.
#[must_use]
pub fn prints(built: &Built, sink: &dyn Sink) -> Vec<Diagnostic> {
    print(built, sink, None).diagnostics
}

/// Writes the PDFs, where the settings want them, and tells where the pages of books begin.
#[cfg(feature = "pdf")]
fn print(built: &Built, sink: &dyn Sink, has_room: Option<fn() -> bool>) -> Warned<PrintedBooks> {
    let remembered = has_room.map_or(pdf::Remembered::Nothing, pdf::Remembered::While);
    pdf::write(&built.book, &built.theme, sink, remembered)
}

/// This program was built without PDFs.
#[cfg(not(feature = "pdf"))]
fn print(_: &Built, _: &dyn Sink, _: Option<fn() -> bool>) -> Warned<PrintedBooks> {
    Warned::default()
}

/// Where the pages of the printed books begin, which are set to find out.
#[cfg(feature = "pdf")]
fn printed_books(built: &Built) -> PrintedBooks {
    pdf::printed(&built.book, &built.theme)
}

/// This program was built without PDFs.
#[cfg(not(feature = "pdf"))]
fn printed_books(_: &Built) -> PrintedBooks {
    PrintedBooks::default()
}

/// The faults of the theme's files for print, where the settings want PDFs.
#[cfg(feature = "pdf")]
#[must_use]
pub fn check_prints(built: &Built) -> Vec<Diagnostic> {
    pdf::check(&built.book, &built.theme)
}

/// This program was built without PDFs: nothing of the theme's files for print is used.
#[cfg(not(feature = "pdf"))]
#[must_use]
pub fn check_prints(_: &Built) -> Vec<Diagnostic> {
    Vec::new()
}

/// A finished document as a PDF; nothing where it cannot be set.
#[cfg(feature = "pdf")]
#[must_use]
pub fn finished_print(built: &Built, finished: &Finished<'_>) -> Warned<Option<Vec<u8>>> {
    pdf::finished(&built.book, &built.theme, finished)
}

/// This program was built without PDFs.
#[cfg(not(feature = "pdf"))]
#[must_use]
pub fn finished_print(_: &Built, _: &Finished<'_>) -> Warned<Option<Vec<u8>>> {
    Warned { value: None, diagnostics: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::said::Phrase;
    use crate::sink::SinkError;

    #[test]
    fn files_that_fail_for_one_reason_are_told_of_once() {
        let failed =
            |path: &str, reason: &str| write_failed(&SinkError { path: path.into(), reason: Phrase::verbatim(reason) });
        let other = Diagnostic::new(Code::BadTheme, Phrase::verbatim("something else"));
        let found =
            vec![failed("b", "full"), failed("c", "full"), other.clone(), failed("a", "full"), failed("d", "x")];
        let told = told_once(found);
        let more =
            failed("a", "full").note(said!("{more} more files could not be written for the same reason", more = 2));
        assert_eq!(told, [other, more, failed("d", "x")]);
    }
}
