//! Generated blocks: `{{#name}}` alone.
//!
//! In: the place of a paragraph. Out: the block it stands for. Invariant: a line that looks like
//! such a block and is none is always told of; in mdBook's books it is text.

use std::ops::Range;

use super::{Context, includes};
use crate::diagnostic::{Code, nearest};
use crate::document::Generated;
use crate::language::{BlockNames, TABLE};
use crate::said::said;

/// The generated block that a paragraph is; says so when it names one that does not exist.
pub(super) fn block(page: &mut Context<'_>, at: &Range<usize>) -> Option<Generated> {
    let text = page.text.get(at.clone())?;
    if page.options.mdbook || !text.contains("{{") {
        return None;
    }
    if let Some(name) = directive(text) {
        return known(page, name).or_else(|| unknown(page, name, at.start..at.start + text.trim_end().len()));
    }
    let mut start = at.start;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let from = start + line.len() - inner.len();
        start += line.len();
        if let Some(name) = directive(inner) {
            let place = from..from + inner.trim_end().len();
            in_prose(page, name, place);
        }
    }
    None
}

/// The name in `{{#name}}`, when the text is just that.
fn directive(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let inner = inner.trim_start().strip_prefix('#')?.trim();
    let name = inner.split_whitespace().next().unwrap_or("");
    (!inner.contains(['{', '}', '\n'])).then_some(name)
}

/// The blocks with the names they have in a language.
fn named(blocks: BlockNames) -> [(&'static str, Generated); 9] {
    [
        (blocks.roles, Generated::Roles),
        (blocks.index, Generated::Index),
        (blocks.literature, Generated::Literature),
        (blocks.documents, Generated::Documents),
        (blocks.entrances, Generated::Entrances),
        (blocks.steps, Generated::Steps),
        (blocks.downloads, Generated::Downloads),
        (blocks.role_figure, Generated::RoleFigure),
        (blocks.timeline, Generated::Timeline),
    ]
}

/// The block with a name of the page's language, or of another one of the table.
fn known(page: &Context<'_>, name: &str) -> Option<Generated> {
    let languages = std::iter::once(page.options.language).chain(TABLE.iter().copied());
    let mut all = languages.filter_map(|language| language.blocks).flat_map(named);
    all.find(|(known, _)| *known == name).map(|(_, block)| block)
}

/// A line of a longer paragraph.
fn in_prose(page: &mut Context<'_>, name: &str, at: Range<usize>) {
    if known(page, name).is_some() {
        let message = said!("`{{{{#{name}}}}}` stands in the middle of a paragraph", name);
        page.report(Code::UnknownBlock, message, at, said!("put a blank line before and after it"));
    } else {
        unknown(page, name, at);
    }
}

fn unknown(page: &mut Context<'_>, name: &str, at: Range<usize>) -> Option<Generated> {
    if includes::is_directive(name) {
        return None;
    }
    let own = page.options.language.blocks.or(TABLE[0].blocks);
    let names = own.into_iter().flat_map(named).map(|(name, _)| name);
    let help = if let Some(near) = nearest(name, names.clone()) {
        said!("did you mean `{{{{#{near}}}}}`? `\\{{{{#` is ordinary text", near)
    } else {
        let all: Vec<String> = names.map(|name| format!("`{{{{#{name}}}}}`")).collect();
        said!("there are {all}; `\\{{{{#` is ordinary text", all = all.join(", "))
    };
    page.report(Code::UnknownBlock, said!("there is no generated block `{name}`", name), at, help);
    None
}
