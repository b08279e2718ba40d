//! Blocks that the generator makes from the book, as ordinary blocks of the model, for writers that have no layout of
//! their own for them.
//!
//! In: a book, and which block. Out: blocks without a place, all text in them owned.
//!
//! Invariant: they say what the page says, from the same queries.

use std::borrow::Cow;

use super::queries::{DocumentGroup, RoleTable, documents, entrances, index_words, roles};
use super::{FrameShown, Offer, RoleShown, offers, role_figure, times_of, title, work_of};
use crate::document::{
    Alignment, At, Block, BlockNode, Blocks, Destination, Generated, Inline, InlineNode, Inlines, Item, Link, List,
    ListEntry, PageNo, Table, Text, replace_blocks, walk_blocks,
};
use crate::resolve::{Book, Reference, WayStep};
use crate::theme::Texts;

/// Blocks of a page with ordinary ones in the place of those that are made from the book.
#[must_use]
pub fn with_generated<'d>(book: &Book, texts: &Texts, blocks: &'d Blocks) -> Cow<'d, [Block]> {
    let mut any = false;
    walk_blocks(blocks, &mut |block| any |= matches!(block.node, BlockNode::Generated(_)));
    if !any {
        return Cow::Borrowed(blocks);
    }
    let mut blocks = blocks.clone();
    replace_blocks(&mut blocks, &mut |block| match block.node {
        BlockNode::Generated(which) => {
            let made = generated(book, texts, which).into_iter();
            Some(made.map(|made| Block { at: block.at, ..made }).collect())
        }
        _ => None,
    });
    Cow::Owned(blocks.into_vec())
}

fn generated(book: &Book, texts: &Texts, which: Generated) -> Vec<Block> {
    match which {
        Generated::Roles => role_table(book),
        Generated::Index => index(book, texts),
        Generated::Literature => book.literature.iter().map(work).collect(),
        Generated::Documents => documents(book).iter().flat_map(|group| of_purpose(book, group)).collect(),
        Generated::Downloads => vec![downloads(book, texts)],
        Generated::Steps => book.steps.iter().flat_map(|step| of_step(book, step)).collect(),
        Generated::RoleFigure => role_figure(book).iter().flat_map(|frame| of_frame(book, frame)).collect(),
        Generated::Timeline => book.steps.iter().flat_map(|step| timeline(book, step)).collect(),
        Generated::Entrances => {
            vec![list(entrances(book).iter().map(|part| entry(book, part.page, part.title)).collect(), false)]
        }
    }
}

fn role_table(book: &Book) -> Vec<Block> {
    let RoleTable { labels, differences, roles } = roles(book);
    if roles.is_empty() {
        return Vec::new();
    }
    let names = roles.iter().map(|role| [link(role.page, &title(book.page(role.page)))].into());
    let head: Box<[Inlines]> = std::iter::once(Inlines::default()).chain(names).collect();
    let row = |(number, label): (usize, &&str)| {
        let facts = roles.iter().map(|role| words(role.facts.get(number).copied().unwrap_or_default()));
        std::iter::once([strong(label)].into()).chain(facts).collect()
    };
    let rows = labels.iter().enumerate().map(row).collect();
    let alignment = head.iter().map(|_| Alignment::None).collect();
    let mut blocks = vec![block(BlockNode::Table(Box::new(Table { alignment, head, rows })))];
    let told = labels.iter().zip(differences).filter_map(|(label, difference)| {
        let said: Inlines = [strong(label), text(" "), text(difference?)].into();
        Some(item([paragraph(said)].into()))
    });
    let told: Box<[ListEntry]> = told.collect();
    if !told.is_empty() {
        blocks.push(list(told, true));
    }
    blocks
}

fn index(book: &Book, texts: &Texts) -> Vec<Block> {
    let mut out = Vec::new();
    for group in index_words(book).chunk_by(|a, b| a.letter == b.letter) {
        out.push(paragraph([strong(&group[0].letter.to_string())].into()));
        let entry = |word: &super::IndexWord| -> Inlines {
            let to = link(word.page, &book.page(word.page).common.title);
            if !word.other {
                return [to].into();
            }
            let see = inline(InlineNode::Emphasis(words(texts.get("see"))));
            [text(&word.text), text(" "), see, text(" "), to].into()
        };
        out.push(list(group.iter().map(|word| item([paragraph(entry(word))].into())).collect(), true));
    }
    out
}

fn work(work: &Reference) -> Block {
    let label = (!work.label.is_empty()).then(|| text(&format!("{} ", work.label)));
    paragraph(label.into_iter().chain(work.entry.iter().cloned()).collect())
}

fn of_purpose(book: &Book, group: &DocumentGroup<'_>) -> Vec<Block> {
    let title = group.title.map(|title| paragraph([strong(title)].into()));
    let entries = group.pages.iter().map(|page| entry(book, *page, &book.page(*page).common.title));
    title.into_iter().chain([list(entries.collect(), false)]).collect()
}

fn of_step(book: &Book, step: &WayStep) -> Vec<Block> {
    let entries = work_of(book, step).into_iter().map(|page| entry(book, page, &book.page(page).common.title));
    vec![paragraph([strong(&step.title)].into()), list(entries.collect(), false)]
}

fn downloads(book: &Book, texts: &Texts) -> Block {
    let offers = offers(book, texts);
    if offers.is_empty() {
        return paragraph(words(texts.get("download-nothing")));
    }
    let entry = |offer: &Offer<'_>| {
        let to = Destination::File(offer.path.clone(), "".into());
        let link = Link { to, title: Box::default(), content: words(offer.title) };
        let title = paragraph([inline(InlineNode::Link(Box::new(link)))].into());
        item([title, paragraph(words(offer.about))].into())
    };
    list(offers.iter().map(entry).collect(), false)
}

/// A frame of the figure of roles, with its roles and what is told of each.
fn of_frame(book: &Book, frame: &FrameShown<'_>) -> Vec<Block> {
    let role = |role: &RoleShown<'_>| {
        let facts = role.measured.into_iter().chain(role.towards);
        let facts = facts.map(|fact| paragraph([text(&format!("{} {}", fact.label, fact.text))].into()));
        let name = paragraph([link(role.page, &title(book.page(role.page)))].into());
        item(std::iter::once(name).chain(facts).collect())
    };
    vec![paragraph([strong(frame.title)].into()), list(frame.roles.iter().map(role).collect(), false)]
}

/// The times of a step, each with its pages.
fn timeline(book: &Book, step: &WayStep) -> Vec<Block> {
    let page = |page: &PageNo| item([paragraph([link(*page, &book.page(*page).common.title)].into())].into());
    let time = |(when, pages): (&str, Vec<PageNo>)| {
        [paragraph([strong(when)].into()), list(pages.iter().map(page).collect(), true)]
    };
    times_of(step).into_iter().flat_map(time).collect()
}

/// An item that leads to a page and says what it is about.
fn entry(book: &Book, page: PageNo, title: &str) -> ListEntry {
    let summary = &book.page(page).common.summary;
    let summary = (!summary.is_empty()).then(|| paragraph(words(summary)));
    item(std::iter::once(paragraph([link(page, title)].into())).chain(summary).collect())
}

fn block(node: BlockNode) -> Block {
    Block { at: At::default(), node }
}

fn paragraph(content: Inlines) -> Block {
    block(BlockNode::Paragraph(content))
}

fn item(blocks: Blocks) -> ListEntry {
    ListEntry::Item(Item { at: At::default(), task: None, blocks })
}

fn list(items: Box<[ListEntry]>, tight: bool) -> Block {
    block(BlockNode::List(Box::new(List { start: None, tight, items })))
}

fn inline(node: InlineNode) -> Inline {
    Inline { at: At::default(), node }
}

fn text(text: &str) -> Inline {
    inline(InlineNode::Text(Text::Owned(text.into())))
}

fn words(content: &str) -> Inlines {
    if content.is_empty() { Inlines::default() } else { [text(content)].into() }
}

fn strong(content: &str) -> Inline {
    inline(InlineNode::Strong(words(content)))
}

fn link(page: PageNo, title: &str) -> Inline {
    let to = Destination::Page(page, None);
    inline(InlineNode::Link(Box::new(Link { to, title: Box::default(), content: words(title) })))
}
