//! A finished document that stands alone: as a page, as Markdown, as plain text.
//!
//! In: a [`Finished`](crate::fill::Finished) document. Out: text.
//!
//! Invariant: nothing in it leads into the site it came from, unless the site has an address.

mod html;
mod lines;
#[cfg(test)]
mod tests;

pub use html::{html, text_as_html};
pub(super) use lines::{Lines, OpenText, plainly};
pub use lines::{markdown, text};
