//! Numbers of footnotes.
//!
//! In: references and definitions, in the order of the text. Out: the footnotes that are referred
//! to. Invariant: they are numbered in the order of their first reference, those of the body first.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::document::{At, Block, Footnote, Inline, InlineNode, Inlines, children, map_inlines, walk_inlines};

/// The text of a footnote that no reader meets.
pub(super) struct LostFootnote {
    pub(super) at: At,
    /// The text of the same name that counts; else nobody refers to it.
    pub(super) first: Option<At>,
}

/// The footnotes of a page so far.
#[derive(Default)]
pub(super) struct Footnotes {
    numbers: HashMap<String, u32>,
    defined: HashMap<String, Footnote>,
    labels: Vec<String>,
    /// Texts of footnotes whose name has one already, each with the place of the first.
    again: Vec<(At, At)>,
}

impl Footnotes {
    /// The number, for the time being, of a footnote that is referred to.
    pub(super) fn refer(&mut self, label: &str) -> u32 {
        let key = label.to_lowercase();
        let next = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(key).or_insert_with_key(|key| {
            self.labels.push(key.clone());
            next
        })
    }

    /// The text of a footnote; the first counts.
    pub(super) fn define(&mut self, footnote: Footnote) {
        match self.defined.entry(footnote.label.to_lowercase()) {
            Entry::Vacant(free) => {
                free.insert(footnote);
            }
            Entry::Occupied(first) => self.again.push((footnote.at, first.get().at)),
        }
    }

    /// Numbers the footnotes as a reader meets them. Those that nobody meets are left out, and told.
    pub(super) fn finish(mut self, blocks: &mut [Block]) -> (Vec<Footnote>, Vec<LostFootnote>) {
        let footnotes = self.number(blocks);
        let again = self.again.into_iter().map(|(at, first)| LostFootnote { at, first: Some(first) });
        let unmet = self.defined.into_values().map(|footnote| LostFootnote { at: footnote.at, first: None });
        let mut lost: Vec<LostFootnote> = again.chain(unmet).collect();
        lost.sort_by_key(|lost| lost.at.start);
        (footnotes, lost)
    }

    fn number(&mut self, blocks: &mut [Block]) -> Vec<Footnote> {
        let mut final_numbers: Vec<Option<u32>> = vec![None; self.labels.len()];
        let mut order: Vec<usize> = Vec::new();
        let mut footnotes: Vec<Footnote> = Vec::new();
        meet(blocks, &mut final_numbers, &mut order);
        while let Some(number) = order.get(footnotes.len()) {
            let label = std::mem::take(&mut self.labels[*number]);
            let text = self.defined.remove(&label);
            let footnote = text.unwrap_or(Footnote { at: At::default(), label: label.into(), blocks: [].into() });
            meet(&footnote.blocks, &mut final_numbers, &mut order);
            footnotes.push(footnote);
        }
        let in_order = order.iter().enumerate().all(|(at, number)| at == *number);
        if !in_order {
            renumber(blocks, &final_numbers);
            for footnote in &mut footnotes {
                renumber(&mut footnote.blocks, &final_numbers);
            }
        }
        footnotes
    }
}

/// Gives numbers to the footnotes that the blocks refer to, in reading order.
fn meet(blocks: &[Block], numbers: &mut [Option<u32>], order: &mut Vec<usize>) {
    walk_inlines(blocks, &mut |inline| {
        if let InlineNode::Footnote(number) = inline.node
            && let Some(slot) = numbers.get_mut(number as usize)
            && slot.is_none()
        {
            *slot = u32::try_from(order.len()).ok();
            order.push(number as usize);
        }
    });
}

fn renumber(blocks: &mut [Block], numbers: &[Option<u32>]) {
    map_inlines(blocks, &mut |run, _| renumber_run(run, numbers));
}

fn renumber_run(run: &mut Inlines, numbers: &[Option<u32>]) {
    for Inline { node, .. } in run {
        match node {
            InlineNode::Footnote(number) => {
                *number = numbers.get(*number as usize).copied().flatten().unwrap_or_default();
            }
            InlineNode::Emphasis(inner) | InlineNode::Strong(inner) | InlineNode::Strike(inner) => {
                renumber_run(inner, numbers);
            }
            InlineNode::Link(link) => renumber_run(&mut link.content, numbers),
            other => debug_assert!(children(other).is_none(), "markdown makes no other inline that holds inlines"),
        }
    }
}
