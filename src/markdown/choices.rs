//! The ids of choices: task items in checklists and documents.
//!
//! In: items, as they end. Out: what is wrong with their ids. Invariant: an id has one place on a page.

use std::collections::HashMap;
use std::ops::Range;

use super::Context;
use super::first_line::first_line;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Block, BlockNode, Inline, InlineNode, Task, Text, plain_text};
use crate::said::{Phrase, said};
use crate::source::offset;
use crate::text::Slugs;

/// The longest id that is suggested.
const LONGEST: usize = 40;

/// The choices of a page so far.
#[derive(Default)]
pub(super) struct Choices {
    found: Vec<(Box<str>, At)>,
    /// Choices without an id: their place and text.
    unnamed: Vec<(Range<usize>, String)>,
}

impl Choices {
    /// Takes note of a task item.
    pub(super) fn add(&mut self, task: &Task, at: &Range<usize>, blocks: &[Block], text: &str) {
        if let Some((id, at)) = &task.id {
            return self.found.push((id.clone(), *at));
        }
        let says = match blocks.first().map(|block| &block.node) {
            Some(BlockNode::Paragraph(content)) => plain_text(content, text),
            _ => String::new(),
        };
        self.unnamed.push((first_line(at.clone(), text), says));
    }

    /// Says which ids are missing or given twice.
    pub(super) fn check(&self, page: &mut Context<'_>) {
        let mut slugs = Slugs::new(page.options.language.letters, false);
        let mut first: HashMap<&str, At> = HashMap::new();
        for (id, at) in &self.found {
            slugs.claim(id);
            let earlier = *first.entry(id).or_insert(*at);
            if earlier != *at {
                let diagnostic =
                    Diagnostic::new(Code::DuplicateChoice, said!("the choice id `{id}` is given twice", id))
                        .at(page.span(*at), Phrase::default())
                        .at(page.span(earlier), said!("first given here"))
                        .help(said!("give each choice of the page an id of its own"));
                page.diagnostics.push(diagnostic);
            }
        }
        for (at, says) in &self.unnamed {
            let id = slugs.make(shortened(says));
            let help = said!("end the item's first paragraph with an id: `{{#{id}}}`", id);
            page.report(Code::ChoiceWithoutId, said!("this choice has no id"), at.clone(), help);
        }
    }
}

/// The first words of a text.
fn shortened(text: &str) -> &str {
    let mut words = text.split_inclusive(' ').scan(0, |length, word| {
        *length += word.len();
        Some(*length)
    });
    let end = words.by_ref().take_while(|length| *length <= LONGEST).last();
    &text[..end.unwrap_or(text.len().min(text.find(' ').unwrap_or(text.len())))]
}

/// Takes `{#id}` off the end of a text. The text's place is empty when nothing is left.
pub(super) fn take_id(inline: &mut Inline, source: &str) -> Option<(Box<str>, At)> {
    let InlineNode::Text(text) = &mut inline.node else { return None };
    // The id stands at the end of the place too, whatever escapes stand before it.
    let place = source.get(inline.at.range())?;
    let start = place.rfind("{#")?;
    let id = place[start + 2..].trim_end().strip_suffix('}')?;
    let sound = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if !sound || place[..start].ends_with('\\') {
        return None;
    }
    let from = inline.at.start + offset(start);
    let at = At { start: from, end: from + offset(id.len() + 3) };
    match text {
        Text::Source => inline.at.end = inline.at.start + offset(place[..start].trim_end().len()),
        Text::Owned(owned) => {
            let kept = &owned[..owned.rfind("{#")?];
            *owned = kept.trim_end().into();
            inline.at.end = from;
        }
    }
    Some((id.into(), at))
}
