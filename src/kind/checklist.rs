//! `checklist`: headings and task items with ids.

use super::{Kind, KindRow};
use crate::markdown::Fillable;

/// Its row in the table of kinds.
pub(super) const ROW: KindRow = KindRow {
    name: "checklist",
    doc: "headings and task items with ids",
    keys: &[],
    examples: &[],
    body: "## First part\n\n- [ ] Write a point to tick. {#first-point}\n- [ ] Write another one. {#next-point}\n",
    is_term: false,
    is_offered: true,
    of_text: false,
    fill_in: Fillable::Choices,
    read: |_| Ok(Kind::Checklist),
    bare: || Kind::Article,
};
