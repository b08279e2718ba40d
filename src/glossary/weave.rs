//! Putting links into a run of inlines.
//!
//! In: a run, and the stretches of it that are mentions, in bytes as [`super::flat`] counts them.
//! Out: the same run, each stretch inside an [`InlineNode::Term`].
//!
//! Invariant: the text of the run is the same before and after.

use super::flat::raw_length;
use crate::document::{At, Inline, InlineNode, Inlines, TermNo, Text};

/// A stretch of a run that becomes a link. Several stand in order and never overlap.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrap {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) term: TermNo,
}

/// Wraps stretches of a run. `from`: where the run begins, in the count of the stretches.
pub(super) fn weave(run: Vec<Inline>, from: u32, wraps: &[Wrap], source: &str) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(run.len() + 2 * wraps.len());
    let mut rest = run;
    rest.reverse();
    let mut wraps = wraps.iter().copied().peekable();
    let mut at = from;
    let mut open: Option<(Wrap, Vec<Inline>)> = None;
    while let Some(inline) = rest.pop() {
        let end = at + raw_length(&inline, source);
        if let Some((wrap, mut inside)) = open.take() {
            let (left, right) = if end <= wrap.end { (inline, None) } else { cut(inline, wrap.end - at, source) };
            at += raw_length(&left, source);
            inside.push(left);
            rest.extend(right);
            if at >= wrap.end {
                out.push(linked(wrap.term, inside));
            } else {
                open = Some((wrap, inside));
            }
            continue;
        }
        let Some(next) = wraps.peek().copied().filter(|wrap| wrap.start < end) else {
            out.push(inline);
            at = end;
            continue;
        };
        if next.end <= end && is_container(&inline) {
            let inner: Vec<Wrap> = std::iter::from_fn(|| wraps.next_if(|wrap| wrap.end <= end)).collect();
            let straddles = wraps.peek().filter(|wrap| wrap.start < end).map(|wrap| wrap.start - at);
            let (left, right) = match straddles {
                Some(place) => cut(inline, place, source),
                None => (inline, None),
            };
            let start = at;
            at += raw_length(&left, source);
            out.push(inside(left, |content| weave(content, start, &inner, source)));
            rest.extend(right);
        } else if next.start > at {
            let (left, right) = cut(inline, next.start - at, source);
            at += raw_length(&left, source);
            out.push(left);
            rest.extend(right);
        } else {
            open = Some((next, Vec::with_capacity(1)));
            wraps.next();
            rest.push(inline);
        }
    }
    if let Some((wrap, inside)) = open {
        out.push(linked(wrap.term, inside));
    }
    out
}

/// A link round some inlines.
fn linked(term: TermNo, content: Vec<Inline>) -> Inline {
    Inline { at: around(&content), node: InlineNode::Term(term, content.into()) }
}

fn around(content: &[Inline]) -> At {
    let start = content.first().map_or(0, |first| first.at.start);
    At { start, end: content.last().map_or(start, |last| last.at.end.max(start)) }
}

fn is_container(inline: &Inline) -> bool {
    matches!(inline.node, InlineNode::Emphasis(_) | InlineNode::Strong(_))
}

/// The same inline with its content changed, where it is one that links are put into.
fn inside(mut inline: Inline, change: impl FnOnce(Vec<Inline>) -> Vec<Inline>) -> Inline {
    if let InlineNode::Emphasis(content) | InlineNode::Strong(content) = &mut inline.node {
        *content = change(std::mem::take(content).into_vec()).into();
    }
    inline
}

/// Cuts an inline in two after `length` bytes; what is whole stays whole.
fn cut(inline: Inline, length: u32, source: &str) -> (Inline, Option<Inline>) {
    let Inline { at, node } = inline;
    match node {
        InlineNode::Text(Text::Source) => {
            let middle = at.start + length;
            let part = |at| Inline { at, node: InlineNode::Text(Text::Source) };
            (part(At { start: at.start, end: middle }), Some(part(At { start: middle, end: at.end })))
        }
        InlineNode::Text(Text::Owned(text)) => match text.split_at_checked(length as usize) {
            Some((left, right)) => {
                let part = |text: &str| Inline { at, node: InlineNode::Text(Text::Owned(text.into())) };
                (part(left), Some(part(right)))
            }
            None => (Inline { at, node: InlineNode::Text(Text::Owned(text)) }, None),
        },
        InlineNode::Emphasis(content) => cut_container(at, content, length, source, InlineNode::Emphasis),
        InlineNode::Strong(content) => cut_container(at, content, length, source, InlineNode::Strong),
        node => (Inline { at, node }, None),
    }
}

fn cut_container(
    at: At,
    content: Inlines,
    length: u32,
    source: &str,
    make: fn(Inlines) -> InlineNode,
) -> (Inline, Option<Inline>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut passed = 0;
    for inline in content {
        let here = raw_length(&inline, source);
        if passed >= length {
            right.push(inline);
        } else if passed + here <= length {
            left.push(inline);
        } else {
            let (first, second) = cut(inline, length - passed, source);
            left.push(first);
            right.extend(second);
        }
        passed += here;
    }
    let middle = left.last().map_or(at.start, |last: &Inline| last.at.end).clamp(at.start, at.end);
    let part = |at, content: Vec<Inline>| Inline { at, node: make(content.into()) };
    (part(At { start: at.start, end: middle }, left), Some(part(At { start: middle, end: at.end }, right)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_text;

    fn text(from: usize, to: usize) -> Inline {
        Inline { at: (from..to).into(), node: InlineNode::Text(Text::Source) }
    }

    fn show(run: &[Inline], source: &str) -> String {
        run.iter()
            .map(|inline| match &inline.node {
                InlineNode::Term(term, content) => format!("[{}]({})", show(content, source), term.0),
                InlineNode::Emphasis(content) => format!("*{}*", show(content, source)),
                InlineNode::Strong(content) => format!("**{}**", show(content, source)),
                _ => plain_text(std::slice::from_ref(inline), source),
            })
            .collect()
    }

    #[test]
    fn marks_are_cut_where_a_link_begins_or_ends_in_them() {
        //            0         1         2
        //            0123456789012345678901234567
        let source = "de lønna *folka og ei til* ja";
        let run = |emphasis: fn(Inlines) -> InlineNode| {
            vec![
                text(0, 10),
                Inline { at: (10..27).into(), node: emphasis([text(11, 26)].into()) },
                text(27, source.len()),
            ]
        };
        let wraps = |list: &[(u32, u32)]| -> Vec<Wrap> {
            list.iter().zip(0..).map(|((start, end), no)| Wrap { start: *start, end: *end, term: TermNo(no) }).collect()
        };
        let cases: [(&[(u32, u32)], &str); 5] = [
            (&[(3, 15)], "de [lønna *folka*](0)* og ei til* ja"),
            (&[(10, 15)], "de lønna *[folka](0) og ei til* ja"),
            (&[(10, 15), (19, 28)], "de lønna *[folka](0) og *[*ei til* ja](1)"),
            (&[(0, 2), (3, 9), (10, 25)], "[de](0) [lønna](1) *[folka og ei til](2)* ja"),
            (&[(0, 28)], "[de lønna *folka og ei til* ja](0)"),
        ];
        for (ranges, shown) in cases {
            let woven = weave(run(InlineNode::Emphasis), 0, &wraps(ranges), source);
            assert_eq!(show(&woven, source), shown);
        }
    }
}
