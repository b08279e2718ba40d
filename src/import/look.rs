//! Headings and lists that a Word file has by their look alone.
//!
//! In: blocks as they were read. Out: the same with headings and items where people wrote them without styles, and with
//! the title of the page.
//!
//! Invariant: what is taken for something by its look is said.

use std::collections::BTreeSet;

use super::model::{ParagraphSort, WordBlock, WordItem, WordParagraph};
use super::read::all_bold;
use super::said::SaidOfWord;
use crate::said::said;

/// The longest heading that is known by its look, in letters.
const LONGEST_HEADING: usize = 120;
/// How much larger than other text a heading is, in half points.
const LARGER: u16 = 3;
/// The deepest level of headings known by their look.
const LEVELS: usize = 4;
/// The number that lists typed by hand have among the lists.
const TYPED: u32 = u32::MAX;

/// Takes what looks like headings and lists for such. `size`: that of the file's text.
pub(super) fn by_look(blocks: &mut [WordBlock], size: u16, said: &mut SaidOfWord) {
    let has_headings = paragraphs(blocks).any(|paragraph| matches!(paragraph.sort, ParagraphSort::Heading(_)));
    if !has_headings {
        headings(blocks, size, said);
    }
    numbered_headings(blocks, said);
    typed_lists(blocks, said);
}

fn paragraphs(blocks: &[WordBlock]) -> impl Iterator<Item = &WordParagraph> {
    blocks.iter().filter_map(|block| match block {
        WordBlock::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    })
}

fn paragraphs_mut(blocks: &mut [WordBlock]) -> impl Iterator<Item = &mut WordParagraph> {
    blocks.iter_mut().filter_map(|block| match block {
        WordBlock::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    })
}

/// How large a paragraph is that looks like a heading.
fn heading_size(paragraph: &WordParagraph, size: u16) -> Option<u16> {
    let text = paragraph.text();
    let text = text.trim();
    let is_short = !text.is_empty() && text.chars().count() <= LONGEST_HEADING;
    if paragraph.sort != ParagraphSort::Plain || !is_short || text.ends_with(['.', ',', ';', ':']) {
        return None;
    }
    let sizes = paragraph.runs.iter().filter(|run| !run.text().trim().is_empty());
    let own = sizes.map(|run| if run.look.size == 0 { size } else { run.look.size }).min()?;
    (all_bold(&paragraph.runs) || own >= size.saturating_add(LARGER)).then_some(own)
}

/// Paragraphs that look like headings, where the file has no others.
fn headings(blocks: &mut [WordBlock], size: u16, said: &mut SaidOfWord) {
    let sizes: BTreeSet<u16> = paragraphs(blocks).filter_map(|paragraph| heading_size(paragraph, size)).collect();
    let rank = |own: u16| sizes.iter().rev().position(|other| *other == own).unwrap_or(0);
    let has_text = |paragraph: &WordParagraph| heading_size(paragraph, size).is_none();
    if !paragraphs(blocks).any(has_text) {
        return;
    }
    for paragraph in paragraphs_mut(blocks) {
        let Some(own) = heading_size(paragraph, size) else { continue };
        let depth = number_before(&paragraph.text()).map(|(_, depth)| depth);
        let level = depth.unwrap_or_else(|| rank(own) + 1).min(LEVELS);
        paragraph.sort = ParagraphSort::Heading(u8::try_from(level).unwrap_or(1));
        paragraph.runs.iter_mut().for_each(|run| run.look.bold = false);
        let help =
            said!("give headings in Word the styles «Overskrift 1», «Overskrift 2» …; here, look at their levels");
        said.say(paragraph.number, said!("taken for a heading, by its look"), help);
    }
}

/// The length of a number typed before a text, with the white space behind it, and how many parts it has: `1.2 `.
fn number_before(text: &str) -> Option<(usize, usize)> {
    let lead = text.len() - text.trim_start().len();
    let rest = &text[lead..];
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches('.');
    let behind = rest[end..].strip_prefix(')').unwrap_or(&rest[end..]);
    let parts = number.split('.');
    let sound = number.len() <= 12 && parts.clone().all(|part| (1..=3).contains(&part.len()));
    let after = rest.len() - behind.trim_start().len();
    let is_apart = behind.starts_with(char::is_whitespace) && !behind.trim().is_empty();
    (sound && is_apart).then(|| (lead + after, parts.count()))
}

/// Numbers that somebody typed before headings.
fn numbered_headings(blocks: &mut [WordBlock], said: &mut SaidOfWord) {
    let is_numbered = |paragraph: &WordParagraph| {
        matches!(paragraph.sort, ParagraphSort::Heading(_)) && number_before(&paragraph.text()).is_some()
    };
    if paragraphs(blocks).filter(|paragraph| is_numbered(paragraph)).count() < 2 {
        return;
    }
    for paragraph in paragraphs_mut(blocks) {
        if is_numbered(paragraph)
            && let Some((bytes, _)) = number_before(&paragraph.text())
        {
            paragraph.strip(bytes);
            let help = said!("references to the number in the text must be links: `[…](#id)`");
            said.say(paragraph.number, said!("a number typed before the heading was taken away"), help);
        }
    }
}

/// The beginning of an item that somebody typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TypedMark {
    /// A sign that is nothing else.
    Bullet,
    /// A hyphen or a dash, which may be something else.
    Dash,
    Number(u64),
}

fn typed_mark(paragraph: &WordParagraph) -> Option<(TypedMark, usize)> {
    if paragraph.sort != ParagraphSort::Plain {
        return None;
    }
    let text = paragraph.text();
    let lead = text.len() - text.trim_start().len();
    let rest = &text[lead..];
    let first = rest.chars().next()?;
    let is_apart = |rest: &str| rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
    let after = &rest[first.len_utf8()..];
    match first {
        '•' | '·' | '▪' | '●' | '◦' | '‣' if !after.trim().is_empty() => {
            Some((TypedMark::Bullet, lead + first.len_utf8()))
        }
        '-' | '–' | '—' | '*' if is_apart(after) => Some((TypedMark::Dash, lead + first.len_utf8())),
        _ => {
            let (bytes, parts) = number_before(&text)?;
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let ends = rest[digits.len()..].starts_with(['.', ')']);
            (parts == 1 && ends).then_some(())?;
            Some((TypedMark::Number(digits.parse().ok()?), bytes))
        }
    }
}

/// Items that somebody typed, two or more in a row.
fn typed_lists(blocks: &mut [WordBlock], said: &mut SaidOfWord) {
    let marks: Vec<Option<(TypedMark, usize)>> = blocks
        .iter()
        .map(|block| match block {
            WordBlock::Paragraph(paragraph) => typed_mark(paragraph),
            _ => None,
        })
        .collect();
    let mark = |at: Option<usize>| Some(marks.get(at?)?.as_ref()?.0);
    let mut start = 1;
    for (at, block) in blocks.iter_mut().enumerate() {
        let WordBlock::Paragraph(paragraph) = block else { continue };
        let Some((own, bytes)) = marks.get(at).copied().flatten() else { continue };
        let (before, after) = (mark(at.checked_sub(1)), mark(at.checked_add(1)));
        let is_item = match own {
            TypedMark::Bullet => true,
            TypedMark::Dash => before == Some(TypedMark::Dash) || after == Some(TypedMark::Dash),
            TypedMark::Number(number) => {
                before == number.checked_sub(1).map(TypedMark::Number)
                    || after == number.checked_add(1).map(TypedMark::Number)
            }
        };
        if !is_item {
            continue;
        }
        let start = match own {
            TypedMark::Number(number) => {
                if before != number.checked_sub(1).map(TypedMark::Number) {
                    start = number;
                }
                Some(start)
            }
            TypedMark::Bullet | TypedMark::Dash => None,
        };
        paragraph.strip(bytes);
        let list = if start.is_some() { 0 } else { TYPED };
        paragraph.sort = ParagraphSort::Item(WordItem { level: 0, start, list, begins: false });
        let help = said!("make lists in Word with its buttons for lists; here, look at where they begin and end");
        said.say(paragraph.number, said!("taken for an item of a list, by the sign typed before it"), help);
    }
}
