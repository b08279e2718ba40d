//! brobygger compiles a typed Markdown handbook into a cross-linked site, documents to fill in
//! and a printed book. ARCHITECTURE.md tells how the rooms belong together.

/// Where there is one thread, what is to be shared out is done one after the other.
#[cfg(target_family = "wasm")]
extern crate brobygger_one as rayon;

pub mod build;
pub mod changes;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diagnostic;
#[cfg(feature = "cli")]
pub mod disk;
pub mod document;
pub mod draft;
pub mod fill;
pub mod form;
pub mod front_matter;
pub mod glossary;
pub mod highlight;
pub mod import;
pub mod kind;
pub mod language;
pub mod layer;
pub mod markdown;
pub mod questions;
pub mod resolve;
pub mod said;
pub mod schema;
pub mod search;
#[cfg(feature = "cli")]
pub mod serve;
pub mod sink;
pub mod source;
pub mod text;
pub mod theme;
pub mod view;
pub mod vocabulary;
pub mod word;
pub mod workshop;
pub mod write;

#[cfg(test)]
#[path = "../tests/it/seeds.rs"]
mod seeds;
