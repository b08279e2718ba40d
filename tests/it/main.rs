//! The integration tests: one binary, a module for each thing that is tested as a whole.
#![expect(clippy::disallowed_methods, reason = "tests make the folders and files they are about")]

mod architecture;
mod book;
mod cases;
mod cli;
mod disk;
mod golden;
