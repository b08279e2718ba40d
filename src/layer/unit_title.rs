//! The titles that people know the units of a book by.
//!
//! In: a unit, and the text of a page. Out: the title of the page or of the unit.
//!
//! Invariant: a title is read from what the books say, now or when it was accepted; where neither says one, there is
//! none, and the id stands in its place.

use std::collections::BTreeMap;

use super::units::{front_of, options_for};
use super::values::{Tree, find, steps};
use crate::config::Config;
use crate::document::{Block, BlockNode, Document, ListEntry, plain_text, walk_blocks};
use crate::front_matter::split;
use crate::markdown;
use crate::source::{Layer, Source, Sources};

/// The title of a page: of its front matter, else its first heading.
pub(super) fn title_of_page(source: &Source, config: &Config) -> Option<String> {
    let told = front_of(source).and_then(|(_, root)| Some(root.get("title")?.text()?.to_owned()));
    let body = &source.text[split(source).map_or(0, |split| split.body)..];
    told.or_else(|| title_of_text(body, Some(source), config).filter(|_| body.trim_start().starts_with('#')))
}

/// The title of a page whose whole text this is.
pub(super) fn title_of_page_text(text: &str, config: &Config) -> Option<String> {
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "x.md", text);
    title_of_page(sources.get(file), config)
}

/// What the text of a section or of a choice is called: its heading, or its first line. It is read as `like` is, the page
/// that it stands on.
pub(super) fn title_of_text(text: &str, like: Option<&Source>, config: &Config) -> Option<String> {
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "x.md", text);
    let source = sources.get(file);
    let body = split(source).map_or(0, |split| split.body);
    let document = markdown::parse(&sources, file, body, &options_for(like.unwrap_or(source), config)).value;
    first_title(&document.blocks, &document.text).filter(|title| !title.is_empty())
}

fn first_title(blocks: &[Block], text: &str) -> Option<String> {
    let first = blocks.first()?;
    let run = match &first.node {
        BlockNode::Heading(heading) => &heading.content,
        BlockNode::Paragraph(run) => run,
        BlockNode::List(list) => {
            let ListEntry::Item(item) = list.items.first()? else { return None };
            return first_title(&item.blocks, text);
        }
        _ => return None,
    };
    Some(plain_text(run, text).trim().to_owned())
}

/// The headings of a page, by their ids.
pub(super) fn heading_titles(document: &Document) -> BTreeMap<&str, String> {
    let mut titles = BTreeMap::new();
    walk_blocks(&document.blocks, &mut |block| {
        if let BlockNode::Heading(heading) = &block.node {
            titles.insert(&*heading.id, plain_text(&heading.content, &document.text));
        }
    });
    titles
}

/// What a value of front matter is called: the label of its field, and its key.
pub(super) fn title_of_value(source: &Source, way: &str) -> Option<String> {
    let mut steps = steps(way);
    if steps.len() < 2 {
        return None;
    }
    let key = steps.split_off(2).join(".");
    let (_, root) = front_of(source)?;
    let tree = Tree { source, root: &root };
    let found = find(tree, &steps).ok()?;
    let label = found.node.get("label")?.text()?.to_owned();
    Some(if key.is_empty() { label } else { format!("{label} ({key})") })
}
