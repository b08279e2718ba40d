//! Editions: a book that lies on another one and says only what differs.
//!
//! In: the files of an edition and of the books it lies on. Out: one book, as
//! [`Sources`](crate::source::Sources), that every later stage reads as if it had been written so.
//!
//! Invariant: books are composed as text, and every piece of it leads back to the file it stands in.

mod compare;
mod compose;
mod drift;
mod edit;
mod gather;
mod headings;
mod index;
mod kit;
mod library;
mod links;
mod looking;
mod memo;
mod merge;
mod needed;
mod order;
mod outdated;
mod overrides;
mod page;
mod parts;
mod patch;
mod removed;
mod rewrite;
mod row;
mod skeleton;
mod state;
mod take;
mod titles;
mod translation;
mod unit_title;
mod units;
mod values;
mod why;
mod words;

pub use compare::{ChangedPart, Words, changed_parts, compared};
pub use compose::{PATCH, pages_of};
pub use drift::{PAGES, Report, drift};
pub use gather::{gather, gather_own};
pub use index::Index;
pub use kit::{KIT, UnpackError, UnpackLimits, pack, pack_small, unpack, unpack_within};
pub use library::{Files, LayerFiles, Layers, Library, SETTINGS, Wanted};
pub use looking::index_of;
pub use memo::LayerMemo;
pub use merge::{Merged, merge as merge_texts};
pub use outdated::{SourceChange, noted_pages};
pub use parts::{PagePart, PageValue, PlainValue, body_begins, page_part_at, page_parts, page_values};
pub use rewrite::{
    PartDeed, ValueChange, WrittenPart, WrittenPlace, changes_nothing, new_patch, page_value_at, with_page_value,
    with_part, with_value, written_parts, written_place, written_removals, written_values,
};
pub use skeleton::{skeleton, translation_snapshot};
pub use state::{Drift, SNAPSHOTS, State, What, snapshot_path, unit_named};
pub use take::{Merge, MergedUnit, Outcome, merge};
pub use why::{Origin, Override, origins, override_text};
