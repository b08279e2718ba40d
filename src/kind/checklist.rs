//! `checklist`: headings and task items with ids.

use super::KindRow;

/// Its row in the table of kinds.
pub(super) const ROW: KindRow = KindRow { name: "checklist", doc: "headings and task items with ids", keys: &[] };
