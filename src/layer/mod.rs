//! Editions: a book that lies on another one and says only what differs.
//!
//! In: the files of an edition and of the books it lies on. Out: one book, as
//! [`Sources`](crate::source::Sources), that every later stage reads as if it had been written so.
//!
//! Invariant: books are composed as text, and every piece of it leads back to the file it stands in.

mod compose;
mod drift;
mod edit;
mod gather;
mod order;
mod page;
mod patch;
mod removed;
mod units;
mod values;
mod why;
mod words;

pub use compose::PATCH;
pub use drift::{Drift, SNAPSHOTS, State, drift, snapshot_path};
pub use gather::{Files, LayerFiles, Layers, Library, SETTINGS, Wanted, gather};
pub use why::{Origin, Override, origins, override_text};
