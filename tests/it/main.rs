//! The integration tests: one binary, a module for each thing that is tested as a whole.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops; helpers are not recognised as tests")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a skipped test says why")]
#![expect(clippy::disallowed_methods, reason = "tests look at the program from outside, disk and all")]

mod architecture;
mod book;
mod cases;
mod cli;
mod coverage;
mod disk;
mod drift;
mod fill;
mod fuzz;
mod golden;
mod interrupted;
mod language;
mod layer;
mod linker;
mod memo;
#[cfg(feature = "pdf")]
mod pdf;
mod prose;
mod questions;
mod random;
mod references;
mod seeds;
mod serve;
mod theme;
mod yaml;
