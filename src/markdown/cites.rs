//! Citations: `[@id]`, `[@id, s. 14; @other, kap. 2]`.
//!
//! In: a text and where a `[@` stands in it. Out: a [`Cite`] that shows nothing yet.

use crate::document::{Cite, CiteItem};

/// The longest citation.
const LONGEST: usize = 1000;

/// The citation that begins at `at`, and where it ends.
pub(super) fn parse(text: &str, at: usize) -> Option<(Cite, usize)> {
    let length = text.as_bytes()[at..].iter().take(LONGEST).position(|b| *b == b']')?;
    let inner = text.get(at + 1..at + length)?;
    if inner.contains(['[', '`', '*', '<', '\\']) || has_blank_line(inner) {
        return None;
    }
    let mut items = Vec::new();
    let mut start = at + 1;
    for part in inner.split(';') {
        items.push(item(part, start)?);
        start += part.len() + 1;
    }
    Some((Cite { items: items.into(), shown: "".into() }, at + length + 1))
}

fn has_blank_line(text: &str) -> bool {
    let lines = text.split('\n').count();
    text.split('\n').enumerate().any(|(number, line)| number > 0 && number + 1 < lines && line.trim().is_empty())
}

/// One work: `@id` or `@id, locator`; `start` is where `part` stands.
fn item(part: &str, start: usize) -> Option<CiteItem> {
    let trimmed = part.trim_start_matches(margin);
    let start = start + part.len() - trimmed.len();
    let rest = trimmed.strip_prefix('@')?;
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_.:-".contains(c)).unwrap_or(rest.len());
    let (id, after) = rest.split_at(length);
    let locator = match after.trim_matches(margin) {
        "" => "",
        other => other.strip_prefix(',')?,
    };
    let words: Vec<&str> = locator.split(margin).filter(|word| !word.is_empty()).collect();
    let at = (start..start + 1 + length).into();
    (length > 0).then(|| CiteItem { id: id.into(), at, locator: words.join(" ").into() })
}

/// A character that may stand between words: also the mark of a quotation at the start of a line.
fn margin(c: char) -> bool {
    c.is_whitespace() || c == '>'
}
