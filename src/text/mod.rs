//! Norwegian text: order, slugs, words, dates.
//!
//! In and out: plain values. Invariant: nothing here knows about pages, terms or files.

mod collation;
mod date;
mod slug;

pub use collation::Collation;
pub use date::Date;
pub use slug::{Slugs, slug};
