//! The targets of links of texts, by ids of pages.
//!
//! In: a link as it was written. Out: the page and heading it leads to.
//!
//! Invariant: the same page is meant as when the book is read.

use super::units::parse_body;
use crate::config::Config;
use crate::document::{Destination, InlineNode, walk_inlines};
use crate::sink::{path_from, percent_decoded};
use crate::source::{Source, Sources, page_id};

/// The headings that a text leads to: the id of their page, and their own.
pub(super) fn anchors(sources: &Sources, source: &Source, here: &str, config: &Config) -> Vec<(String, String)> {
    let document = parse_body(sources, source, config).0;
    let mut out = Vec::new();
    let mut take = |inline: &crate::document::Inline| {
        if let InlineNode::Link(link) = &inline.node
            && let Destination::Open(to) = &link.to
            && let Some((path, anchor)) = to.split_once('#')
            && let Some(page) = leads_to(here, path)
        {
            out.push((page, percent_decoded(anchor)));
        }
    };
    walk_inlines(&document.blocks, &mut take);
    document.footnotes.iter().for_each(|note| walk_inlines(&note.blocks, &mut take));
    out
}

/// The id of the page that a link on the page `here` leads to.
pub(super) fn leads_to(here: &str, to: &str) -> Option<String> {
    let path = to.split(['#', '?']).next().unwrap_or(to);
    if path.is_empty() || path.contains(':') {
        return None;
    }
    let full = path_from(here, &percent_decoded(path))?;
    match full.strip_suffix(".html") {
        Some(stem) => Some(stem.to_owned()),
        None => Some(page_id(&full).unwrap_or_else(|| format!("{full}/index").trim_start_matches('/').to_owned())),
    }
}
