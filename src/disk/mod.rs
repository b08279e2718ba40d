//! The only room that touches the file system.
//!
//! In: a book's folder; finished files. Out: the texts, assets and theme of the book as values
//! ([`read_book`]); a site on disk ([`Site`]).
//!
//! Invariant: of a book nothing outside its folder is read (files that a command names, the program and what the machine
//! says of its memory are), nothing outside the site and the state folder beside it is written, and at every moment, also
//! after a kill or a power cut, every file of the site is whole: the old one or the new one.

#![expect(clippy::disallowed_methods, reason = "this is the room that touches the file system")]

mod cache;
mod entry;
mod find;
mod journal;
mod load;
mod manifest;
mod memory;
mod new;
mod output;
mod own;
mod plan;
mod read;
mod reason;
mod site;
mod state;
mod taken;

pub use cache::Cache;
pub use find::{find_book, find_books, find_file, find_named};
pub use journal::Unfinished;
pub use load::{MAX_FILE, file_stamp, read_packed};
pub use memory::memory_may_double;
pub use new::{write_below, write_new, write_new_bytes};
pub use output::{holds_other, write_file, write_new_file};
pub use read::{Includes, OtherFiles, WantedFiles, read_book, read_text};
pub use site::{Site, Written};
