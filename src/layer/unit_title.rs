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
use crate::front_matter::{parse_yaml, split};
use crate::markdown;
use crate::source::{Layer, Source, Sources, page_id};

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

/// The summary of a page whose whole text this is.
pub(super) fn summary_of_page_text(text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "x.md", text);
    Some(front_of(sources.get(file))?.1.get("summary")?.text()?.to_owned())
}

/// Title of the text of a section or of a choice: its heading, or its first line. It is read as `like` is, the page
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

/// The keys whose values people know an entry by: that of a field, of a work, of a question, of an advice.
const TITLES: [&str; 5] = ["label", "title", "ask", "text", "say"];
/// The longest title that is shown whole, in characters.
const LONGEST: usize = 70;

/// Title of a value of front matter or of an entry of a register: the label of its field, and its key.
pub(super) fn title_of_value(source: &Source, way: &str) -> Option<String> {
    let mut steps = steps(way);
    let is_page = page_id(&source.path).is_some();
    let key = if is_page { steps.split_off(steps.len().min(2)).join(".") } else { String::new() };
    let root = if is_page { front_of(source)?.1 } else { parse_yaml(source, &(0..source.text.len())).ok()? };
    let found = find(Tree { source, root: &root }, &steps).ok()?;
    let titled = TITLES.into_iter().find_map(|name| Some((name, found.node.get(name)?.text()?)));
    let Some((name, title)) = titled else {
        // The word that an entry of a register stands at, as in `search[word]`.
        return (!is_page).then(|| steps.pop()).flatten();
    };
    let title = shortened(title);
    Some(if key.is_empty() || key == name { title } else { format!("{title} ({key})") })
}

/// A title that is no longer than it can be shown.
fn shortened(title: &str) -> String {
    let Some((cut, _)) = title.char_indices().nth(LONGEST) else { return title.to_owned() };
    let end = title[..cut].rfind(' ').unwrap_or(cut);
    format!("{} …", title[..end].trim_end_matches([',', '.', ':']))
}
