//! The pages to read beside a page.
//!
//! In: `related-pages:` in `ordliste.yaml`. Out: by page, the chosen ones in order.
//!
//! Invariant: no page is chosen twice for one, and none for itself.

use std::collections::BTreeMap;

use super::near::PageIds;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::PageNo;
use crate::said::said;
use crate::vocabulary::NameAt;

/// Leads the choices to their pages. What is no page, is the page itself or is chosen a second time, is reported and
/// left out.
pub(super) fn lead(
    rows: &[(NameAt, Vec<NameAt>)],
    ids: &PageIds<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<PageNo, Vec<PageNo>> {
    let mut related = BTreeMap::new();
    for ((id, at), chosen) in rows {
        let Some(page) = ids.known(id, *at, diagnostics) else { continue };
        let mut found = Vec::new();
        for (other, at) in chosen {
            let Some(number) = ids.known(other, *at, diagnostics) else { continue };
            let message = if number == page {
                said!("`{id}` is chosen to be read beside itself", id)
            } else if found.contains(&number) {
                said!("`{other}` is chosen twice for one page", other)
            } else {
                found.push(number);
                continue;
            };
            let diagnostic = Diagnostic::new(Code::DuplicateId, message).at(*at, said!("here"));
            diagnostics.push(diagnostic.help(said!("take it away, or choose another page")));
        }
        related.insert(page, found);
    }
    related
}
