//! The integration tests: one binary, a module for each thing that is tested as a whole.

mod architecture;
mod book;
mod cases;
mod cli;
mod golden;
