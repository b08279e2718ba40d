//! A page to be translated.
//!
//! In: a page of the source. Out: the file to write a translation over, and the snapshot that says which text of the
//! source it follows.
//!
//! Invariant: what the source says of its own text – when it was gone through, who took part – is not in it.

use super::compose::pages_of;
use super::edit::{Edit, Piece, edited, line_end, line_start};
use super::headings::{headings_of, ids_of, with_id};
use super::outdated::source_text;
use super::page::removal;
use super::state::snapshot_path;
use super::units::front_of;
use super::values::Tree;
use crate::config::{Config, language_folder};
use crate::language::origin_keys;
use crate::source::{Sources, Span};
use crate::text::quotation;

/// Keys that only the source has: they speak of its text, or of its addresses.
fn keys_of_source() -> impl Iterator<Item = &'static str> {
    ["reviewed", "aliases"].into_iter().chain(origin_keys().map(|keys| keys.involved))
}

/// The text of a page with an id on every heading, to be translated by `by`; nothing where there is no such page.
#[must_use]
pub fn skeleton(sources: &Sources, config: &Config, page: &str, by: &str) -> Option<String> {
    let source = sources.get(*pages_of(sources, config).get(page)?);
    let headings = headings_of(source);
    let ids = ids_of(sources, source, config, &headings);
    let named = headings.iter().zip(ids).filter(|(mark, _)| mark.ids.is_empty());
    let mut edits: Vec<Edit> = named.filter_map(|(mark, id)| Some(with_id(source, mark, &id?))).collect();
    if let Some((_, root)) = front_of(source) {
        let tree = Tree { source, root: &root };
        let translation = format!("translation: {{by: {}, read: {}}}\n", quotation(by), config.language().nobody);
        let summary = root.get("summary").or_else(|| root.get("title")).map_or(root.at.start, |node| node.at.start);
        let at = line_end(&source.text, line_start(&source.text, summary));
        edits.push(Edit { at: at..at, pieces: vec![Piece::Made(translation, Span::new(source.id, at..at))] });
        for key in keys_of_source().filter(|key| root.get(key).is_some()) {
            edits.extend(removal(tree, &[key.to_owned()]));
        }
    }
    Some(edited(sources, source.id, edits).0)
}

/// The snapshot of a page for its translation, and its path below the book's folder.
#[must_use]
pub fn translation_snapshot(
    sources: &Sources,
    config: &Config,
    language: &str,
    page: &str,
) -> Option<(String, String)> {
    let source = sources.get(*pages_of(sources, config).get(page)?);
    let folder = language_folder(&config.book.src, language);
    Some((format!("{folder}/{}", snapshot_path(page, "")), source_text(sources, source, config) + "\n"))
}
