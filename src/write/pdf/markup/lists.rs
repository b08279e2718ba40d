//! Lists in the markup.
//!
//! In: lists, and entries of them under conditions. Out: a call with an argument for each entry.
//!
//! Invariant: every entry is there, however deep its list lies.

use super::super::pages::Station;
use super::Markup;
use crate::document::{Block, BlockNode, Item, List, ListEntry, When};

/// The form that the entries of a list have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntryForm {
    /// Each is an argument of the call for the list: a mark, and what stands there.
    Arguments,
    /// They are blocks one after the other: the list lies too deep to be shown as one.
    Blocks,
}

impl<'v> Markup<'v> {
    pub(super) fn list(&mut self, list: &'v List) {
        if self.is_deepest() {
            return self.entries(&list.items, list.tight, EntryForm::Blocks);
        }
        match list.start {
            Some(start) => self.push(&format!("#steps(tight: {}, start: {start}", list.tight)),
            None => self.push(&format!("#items(tight: {}", list.tight)),
        }
        self.entries(&list.items, list.tight, EntryForm::Arguments);
        self.push(")");
    }

    fn entries(&mut self, entries: &'v [ListEntry], tight: bool, form: EntryForm) {
        self.deeper(|markup| {
            for entry in entries {
                markup.push(match form {
                    EntryForm::Arguments => ", ",
                    EntryForm::Blocks => "\n\n",
                });
                match entry {
                    ListEntry::Item(item) => markup.item(item, tight, form),
                    ListEntry::When(when) => markup.entries_under_conditions(when, tight, form),
                }
            }
        });
    }

    /// Entries under conditions; as an argument, each branch is a list in the list.
    fn entries_under_conditions(&mut self, when: &'v When<ListEntry>, tight: bool, form: EntryForm) {
        for (position, branch) in when.branches.iter().enumerate() {
            if form == EntryForm::Arguments && position > 0 {
                self.push(", ");
            }
            self.note(Station::Block(branch.at.start));
            let open = self.branch(branch, position);
            match form {
                EntryForm::Arguments => {
                    self.push(&format!("(\"when\", [{open}[#items(tight: {tight}"));
                    self.entries(&branch.content, tight, form);
                    self.push(")]])");
                }
                EntryForm::Blocks => self.entries(&branch.content, tight, form),
            }
        }
    }

    fn item(&mut self, item: &'v Item, tight: bool, form: EntryForm) {
        if form == EntryForm::Arguments {
            self.push(match &item.task {
                None => "(none, [",
                Some(task) if task.checked => "(true, [",
                Some(_) => "(false, [",
            });
        }
        self.mark(self.text_of.span(item.at));
        self.note(Station::Block(item.at.start));
        if let Some((id, _)) = item.task.as_ref().and_then(|task| task.id.as_ref()) {
            self.spot(&format!("{}{id}", self.view.book().config.anchors().choice));
        }
        self.item_blocks(&item.blocks, tight);
        if form == EntryForm::Arguments {
            self.push("])");
        }
    }

    /// Blocks of an item; in a `tight` one, a list stands close under what is before it.
    pub(super) fn item_blocks(&mut self, blocks: &'v [Block], tight: bool) {
        for (i, block) in blocks.iter().enumerate() {
            let beside = tight && matches!(block.node, BlockNode::List(_));
            if i > 0 {
                self.push(if beside { "\n" } else { "\n\n" });
            }
            self.block(block);
        }
    }
}
