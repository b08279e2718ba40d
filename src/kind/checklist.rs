//! `checklist`: headings and task items with ids.

use super::{Kind, KindRow};

/// Its row in the table of kinds.
pub(super) const ROW: KindRow = KindRow {
    name: "checklist",
    doc: "headings and task items with ids",
    keys: &[],
    examples: &[],
    body: "## Første del\n\n- [ ] Skriv et punkt som kan krysses av. {#forste-punkt}\n- [ ] Skriv et punkt til. {#neste-punkt}\n",
    is_term: false,
    read: |_| Ok(Kind::Checklist),
    bare: || Kind::Article,
};
