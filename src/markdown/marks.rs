//! Headings and list items with `{#id .word}` behind them, as they stand in a text.
//!
//! In: a text. Out: [`Mark`]s. Invariant: only what stands at the outermost level is a mark, so
//! that what lies between two marks is whole blocks.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::blocks::extensions;
use super::first_line::first_line;
use super::guard;

/// A heading, or an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its bytes.
    pub at: Range<usize>,
    /// The level of a heading; `None` for an item.
    pub level: Option<u8>,
    /// `{…}` at the end of its first line, where it has one.
    pub braces: Option<Range<usize>>,
    /// The ids in it, without `#`.
    pub ids: Vec<Range<usize>>,
    /// The words in it, without `.`.
    pub words: Vec<Range<usize>>,
}

/// The marks of a text from a byte on, in order. Directives are not followed.
#[must_use]
pub fn marks(text: &str, from: usize) -> Vec<Mark> {
    let end = guard::too_deep(text, from).unwrap_or(text.len());
    let mut depth = 0usize;
    let mut out = Vec::new();
    for (event, range) in Parser::new_ext(&text[from..end], extensions(false)).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                depth += 1;
                let at = range.start + from..range.end + from;
                match tag {
                    Tag::Heading { level, .. } if depth == 1 => out.push(mark(text, at, Some(level as u8))),
                    Tag::Item if depth == 2 => out.push(mark(text, at, None)),
                    _ => {}
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    out
}

fn mark(text: &str, at: Range<usize>, level: Option<u8>) -> Mark {
    let first = first_line(at.clone(), text);
    let line = text[first.clone()].trim_end();
    let mut mark = Mark { at, level, braces: None, ids: Vec::new(), words: Vec::new() };
    let Some(open) = line.rfind('{').filter(|_| line.ends_with('}')) else { return mark };
    let mut from = open + 1;
    for part in line[open + 1..line.len() - 1].split(' ') {
        let range = first.start + from + 1..first.start + from + part.len();
        match part.as_bytes().first() {
            Some(b'#') => mark.ids.push(range),
            Some(b'.') => mark.words.push(range),
            None => {}
            _ => return Mark { ids: Vec::new(), words: Vec::new(), ..mark },
        }
        from += part.len() + 1;
    }
    mark.braces = Some(first.start + open..first.start + line.len());
    mark
}
