//! Notices: what readers are to know of a page before they read it.
//!
//! In: texts of the interface. Out: [`NoticeView`].
//!
//! Invariant: a notice has both a title and a text.

use serde::Serialize;

/// Something that readers are to know of a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct NoticeView {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}
