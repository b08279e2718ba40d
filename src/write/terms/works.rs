//! The works that terms stand on.

use super::SharedTerm;
use crate::build::Built;
use crate::document::plain_text;

/// The works that a term stands on, as the book shows them.
pub(super) fn works(built: &Built, term: &SharedTerm<'_>) -> Vec<String> {
    let cited = built.book.works_of(term.number);
    let of = |id: &&str| {
        let work = cited.iter().find(|work| *work.id == **id)?;
        Some(plain_text(&work.entry, "").trim().to_owned())
    };
    term.page.common.sources.iter().map(|id| &**id).filter_map(|id| of(&id)).collect()
}
