//! brobygger compiles a typed Markdown handbook into a cross-linked site, documents to fill in
//! and a printed book. ARCHITECTURE.md tells how the rooms belong together.

pub mod diagnostic;
pub mod document;
pub mod markdown;
pub mod sink;
pub mod source;
pub mod text;
