//! `article`: everything that is not of another kind.

use super::{Kind, KindRow};
use crate::markdown::Fillable;

/// Its row in the table of kinds.
pub(super) const ROW: KindRow = KindRow {
    name: "article",
    doc: "a page of text",
    keys: &[],
    examples: &[],
    body: "Write the text here.\n\n## What to do next\n\nSay where the reader may go on.\n",
    is_term: false,
    is_offered: true,
    of_text: true,
    fill_in: Fillable::None,
    read: |_| Ok(Kind::Article),
    bare: || Kind::Article,
};
