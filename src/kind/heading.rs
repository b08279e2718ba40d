//! `heading:` of a document: the title of its finished text, with answers in it.
//!
//! In: a text, or several with conditions. Out: inlines that point into no text.
//!
//! Invariant: a text without `{{ }}` reads as it is written; there is no markup in it.

use serde::Deserialize;

use super::condition::condition_at;
use crate::diagnostic::Diagnostic;
use crate::document::{At, Branch, Inline, InlineNode, Text, When, is_name};
use crate::schema::{Key, Shape, ValuePlace};

/// The key.
pub(super) const KEY: &str = "heading";

pub(super) const SHAPE: Shape = Shape::Either(&[
    Shape::Text(300),
    Shape::List(&Shape::Map(&[
        Key::new("when", Shape::Text(600), "the condition; without one it stands where no other before it does"),
        Key::new("say", Shape::Text(300), "the title, with `{{ field }}` where an answer stands").required(),
    ])),
]);

/// The title as it stands in YAML.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum HeadingYaml {
    One(Box<str>),
    Several(Vec<OneOf>),
}

#[derive(Debug, Deserialize)]
pub(super) struct OneOf {
    when: Option<Box<str>>,
    say: Box<str>,
}

/// Reads the title; a condition that does not parse is reported at its place.
pub(super) fn read(
    yaml: &HeadingYaml,
    at: ValuePlace<'_>,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> When<Inline> {
    let branch = |condition, say: &str| Branch { at: At::default(), condition, content: inlines(say) };
    let branches = match yaml {
        HeadingYaml::One(say) => vec![branch(None, say)],
        HeadingYaml::Several(all) => {
            let one = |(i, one): (usize, &OneOf)| {
                let Some(when) = &one.when else { return Some(branch(None, &one.say)) };
                let condition = condition_at(when, at.item(i).key("when"), text, diagnostics)?;
                Some(branch(Some(condition), &one.say))
            };
            all.iter().enumerate().filter_map(one).collect()
        }
    };
    When { branches: branches.into() }
}

/// Text with fields in it.
fn inlines(text: &str) -> Box<[Inline]> {
    let mut out = Vec::new();
    let mut push = |node| out.push(Inline { at: At::default(), node });
    let mut rest = text;
    while let Some((before, name, after)) = next_field(rest) {
        if !before.is_empty() {
            push(InlineNode::Text(Text::Owned(before.into())));
        }
        push(InlineNode::Field(name.into()));
        rest = after;
    }
    if !rest.is_empty() {
        push(InlineNode::Text(Text::Owned(rest.into())));
    }
    out.into()
}

/// The first `{{ name }}` of a text, with what stands on both sides.
fn next_field(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(start) = text[from..].find("{{").map(|at| from + at) {
        let inside = &text[start + 2..];
        if let Some(end) = inside.find("}}")
            && is_name(inside[..end].trim())
        {
            return Some((&text[..start], inside[..end].trim(), &inside[end + 2..]));
        }
        from = start + 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_in_braces_are_fields() {
        let shown = |text: &str| {
            let one = |inline: &Inline| match &inline.node {
                InlineNode::Field(name) => format!("<{name}>"),
                InlineNode::Text(text) => text.get(At::default(), "").to_owned(),
                _ => unreachable!("{inline:?}"),
            };
            inlines(text).iter().map(one).collect::<String>()
        };
        assert_eq!(shown("{{ navn }} og {{b}}!"), "<navn> og <b>!");
        assert_eq!(shown("a {{ }} *b* {{ c d }} {{e"), "a {{ }} *b* {{ c d }} {{e");
        assert_eq!(shown("{{ {{ a }}"), "{{ <a>");
    }
}
