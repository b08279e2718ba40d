//! Text of a line that waits for its end, before anything is found in it.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::gather::Gather;
use crate::document::Destination;

/// Text that waits to be joined with what follows.
#[derive(Default)]
pub(super) struct Pending<'a> {
    /// Pieces with their place; `None` is text as it stands there.
    pub(super) pieces: Vec<(Range<usize>, Option<CowStr<'a>>)>,
    pub(super) plain: Gather,
    /// The end of a citation that reaches into what follows.
    pub(super) skip: usize,
}

/// The target of a link, as written.
pub(super) fn destination(kind: LinkType, address: &str) -> Destination {
    Destination::Open(if kind == LinkType::Email { format!("mailto:{address}").into() } else { address.into() })
}
