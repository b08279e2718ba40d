//! The integration tests: one binary, a module for each thing that is tested as a whole. What needs the program is
//! tested where the program is.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops; helpers are not recognised as tests")]
#![expect(clippy::print_stdout, reason = "a skipped test says why")]
#![cfg_attr(feature = "cli", expect(clippy::print_stderr, reason = "a skipped test says why"))]
#![expect(clippy::disallowed_methods, reason = "tests look at the program from outside, disk and all")]

mod architecture;
mod book;
mod cases;
#[cfg(feature = "cli")]
mod cli;
mod coverage;
#[cfg(feature = "cli")]
mod disk;
mod drift;
mod drift_rows;
mod epub;
#[cfg(all(feature = "cli", feature = "pdf"))]
mod epub_pages;
mod fill;
mod fuzz;
// The sites kept name the PDFs that are made beside them.
#[cfg(feature = "pdf")]
mod golden;
#[cfg(feature = "cli")]
mod interrupted;
mod language;
mod layer;
#[cfg(feature = "cli")]
mod linker;
mod machines;
mod memo;
#[cfg(feature = "cli")]
mod nothing_new;
#[cfg(all(feature = "cli", feature = "pdf"))]
mod other_book;
mod package;
#[cfg(all(feature = "cli", feature = "pdf"))]
mod pdf;
mod prose;
#[cfg(feature = "cli")]
mod questions;
#[cfg(feature = "cli")]
mod random;
mod references;
mod said;
mod seeds;
#[cfg(feature = "cli")]
mod serve;
mod theme;
#[cfg(all(feature = "cli", feature = "pdf"))]
mod titles;
mod translation;
mod tree;
mod word;
mod word_files;
mod workshop;
mod yaml;

/// The program, saying everything in English whatever the book's language.
#[cfg(feature = "cli")]
pub(crate) fn program() -> std::process::Command {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_brobygger"));
    program.env("BROBYGGER_LANGUAGE", "en");
    program
}
