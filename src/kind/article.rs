//! `article`: everything that is not of another kind.

use super::{Kind, KindRow};

/// Its row in the table of kinds.
pub(super) const ROW: KindRow = KindRow {
    name: "article",
    doc: "a page of text",
    keys: &[],
    examples: &[],
    body: "Skriv teksten her.\n\n## Gjør dette nå\n\nSkriv hva leseren kan gjøre videre.\n",
    is_term: false,
    read: |_| Ok(Kind::Article),
    bare: || Kind::Article,
};
