//! Ids of terms.
//!
//! In: the id of a page. Out: the id that the term on it goes by.
//!
//! Invariant: it says nothing of the folders that the page lies in.

/// The id of a term: the name of its file.
#[must_use]
pub fn term_id(page_id: &str) -> &str {
    page_id.rsplit('/').next().unwrap_or(page_id)
}
