//! brobygger compiles a typed Markdown handbook into a cross-linked site, documents to fill in
//! and a printed book. ARCHITECTURE.md tells how the rooms belong together.

pub mod build;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod disk;
pub mod document;
pub mod draft;
pub mod fill;
pub mod form;
pub mod front_matter;
pub mod glossary;
pub mod highlight;
pub mod kind;
pub mod language;
pub mod layer;
pub mod markdown;
pub mod questions;
pub mod resolve;
pub mod schema;
pub mod search;
pub mod serve;
pub mod sink;
pub mod source;
pub mod text;
pub mod theme;
pub mod view;
pub mod vocabulary;
pub mod write;

#[cfg(test)]
#[path = "../tests/it/seeds.rs"]
mod seeds;
