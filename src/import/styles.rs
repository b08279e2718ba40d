//! The styles and lists of a Word file.
//!
//! In: `styles.xml` and `numbering.xml`. Out: what a style or a list means, by its id.
//!
//! Invariant: a style means what the nearest of those it is based on means; circles among them end.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::unkept::is_boxed;
use super::xml::{attribute, child, is, number_of, switch, twips, value_of};
use crate::language::{BuiltInStyle, Languages};
use crate::word::OwnStyle;

/// The sort of a paragraph, by its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StyleRole {
    Title,
    Subtitle,
    /// 1 is the highest.
    Heading(u8),
    Bullet,
    Number,
    /// A box to tick.
    Choice,
    Quote,
    Code,
    Term,
    Definition,
    Rule,
    Mark,
    /// Made by Word from the rest, or only space.
    Skipped(SkippedStyle),
    Plain,
}

/// Styles whose paragraphs are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SkippedStyle {
    /// A list of contents or the like.
    Contents,
    /// Space between tables.
    Space,
}

/// The look that a style of characters gives text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is there or not, whatever the others are")]
pub(super) struct CharacterStyle {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) strike: bool,
    pub(super) hidden: bool,
    pub(super) code: bool,
    /// Text that stands as it is written in Markdown.
    pub(super) mark: bool,
    /// Text that only explains a mark.
    pub(super) explained: bool,
    /// Half points.
    pub(super) size: Option<u16>,
}

/// A style with all that it has from those it is based on.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordStyle {
    pub(super) role: StyleRole,
    pub(super) characters: CharacterStyle,
    /// The list, and the level in it.
    pub(super) list: Option<(u32, usize)>,
    pub(super) left: Option<i32>,
    /// The level that the name of a style of lists tells, from 0.
    pub(super) level: usize,
    /// Whether it draws a box around paragraphs.
    pub(super) boxed: bool,
}

const PLAIN: WordStyle = WordStyle {
    role: StyleRole::Plain,
    characters: CharacterStyle {
        bold: false,
        italic: false,
        strike: false,
        hidden: false,
        code: false,
        mark: false,
        explained: false,
        size: None,
    },
    list: None,
    left: None,
    level: 0,
    boxed: false,
};

/// The styles of a file.
#[derive(Debug, Default)]
pub(super) struct WordStyles {
    styles: HashMap<String, WordStyle>,
    default: Option<String>,
    /// The size of text that nothing says the size of, in half points.
    pub(super) size: u16,
}

impl WordStyles {
    /// Reads the styles, whose names may be in any of `languages`.
    pub(super) fn read(document: Option<&Document<'_>>, languages: &Languages) -> Self {
        let mut out = Self { size: 22, ..Self::default() };
        let Some(document) = document else { return out };
        let nodes: HashMap<&str, Node<'_, '_>> = document
            .root_element()
            .children()
            .filter(|node| is(*node, "style"))
            .filter_map(|node| Some((attribute(node, "styleId")?, node)))
            .collect();
        let defaults = document.descendants().find(|node| is(*node, "rPrDefault"));
        out.size = defaults.and_then(|node| child(node, "rPr")).and_then(|node| number_of(node, "sz")).unwrap_or(20);
        for node in document.root_element().children().filter(|node| is(*node, "style")) {
            let Some(id) = attribute(node, "styleId") else { continue };
            let mut chain = vec![node];
            // So many styles are based on each other at most.
            while let Some(base) = chain.last().and_then(|last| value_of(*last, "basedOn")).and_then(|id| nodes.get(id))
                && chain.len() < 20
            {
                chain.push(*base);
            }
            let style = chain.iter().rev().fold(PLAIN, |base, node| derived(base, *node, languages));
            let is_default = attribute(node, "default").is_some_and(|value| value == "1" || value == "true");
            if is_default && attribute(node, "type") == Some("paragraph") {
                out.default = Some(id.to_owned());
                out.size = style.characters.size.unwrap_or(out.size);
            }
            out.styles.insert(id.to_owned(), style);
        }
        out
    }

    /// A style; of a paragraph without one the default.
    pub(super) fn of(&self, id: Option<&str>) -> WordStyle {
        let id = id.or(self.default.as_deref());
        id.and_then(|id| self.styles.get(id)).copied().unwrap_or(PLAIN)
    }

    /// A style of characters.
    pub(super) fn characters(&self, id: &str) -> CharacterStyle {
        self.styles.get(id).map_or_else(CharacterStyle::default, |style| style.characters)
    }
}

/// A style, with what its own element says over what it is based on.
fn derived(base: WordStyle, node: Node<'_, '_>, languages: &Languages) -> WordStyle {
    let name = value_of(node, "name").unwrap_or_default().to_lowercase();
    let mut style = base;
    let is_paragraph = attribute(node, "type") != Some("character");
    let own = own_style(attribute(node, "styleId").unwrap_or_default(), &name, languages);
    let role = own.map_or_else(|| role_named(&name, languages), own_role);
    if is_paragraph && let Some(role) = role {
        style.role = role;
        let level = name.rsplit_once(' ').and_then(|(_, level)| level.parse::<usize>().ok());
        style.level = level.map_or(0, |level| level.clamp(1, 9) - 1);
    }
    match own {
        Some(OwnStyle::Mark) => style.characters.mark = true,
        Some(OwnStyle::MarkExplained) => style.characters.explained = true,
        Some(OwnStyle::CodeText) => style.characters.code = true,
        _ => style.characters.code |= matches!(&*name, "html code" | "source text" | "verbatim char"),
    }
    if let Some(run) = child(node, "rPr") {
        let characters = &mut style.characters;
        characters.bold = switch(run, "b").unwrap_or(characters.bold);
        characters.italic = switch(run, "i").unwrap_or(characters.italic);
        characters.strike = switch(run, "strike").unwrap_or(characters.strike);
        characters.hidden = switch(run, "vanish").unwrap_or(characters.hidden);
        characters.size = number_of(run, "sz").or(characters.size);
    }
    if let Some(paragraph) = child(node, "pPr") {
        let level: Option<u8> = number_of(paragraph, "outlineLvl");
        if style.role == StyleRole::Plain
            && let Some(level) = level.filter(|level| *level < 9)
        {
            style.role = StyleRole::Heading(level + 1);
        }
        style.list = list_of(paragraph).or(style.list);
        style.left = left_of(paragraph).or(style.left);
        style.boxed = is_boxed(paragraph).unwrap_or(style.boxed);
    }
    style
}

/// The style of ours that a style is, by its id, or by its name in any language; the deeper ones of boxes to tick have a
/// number behind both.
fn own_style(id: &str, name: &str, languages: &Languages) -> Option<OwnStyle> {
    let known = |id: &str, name: &str| OwnStyle::with_id(id).or_else(|| OwnStyle::named(name, languages));
    let deeper = || known(without_number(id), without_number(name)).filter(|style| *style == OwnStyle::Choice);
    known(id, name).or_else(deeper)
}

fn without_number(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end()
}

/// The sort of a style of Word's own, by the name that files have for it, or that it has in any language.
fn built_in(name: &str, languages: &Languages) -> Option<BuiltInStyle> {
    Some(match name {
        "title" => BuiltInStyle::Title,
        "subtitle" => BuiltInStyle::Subtitle,
        "heading" | "rubrik" => BuiltInStyle::Heading,
        "list bullet" => BuiltInStyle::Bullet,
        "list number" => BuiltInStyle::Number,
        "quote" | "intense quote" | "block text" | "quotations" => BuiltInStyle::Quote,
        "toc heading" | "contents heading" | "table of figures" => BuiltInStyle::Contents,
        _ => languages.rows().flat_map(|row| row.built_in_styles).find(|(known, _)| *known == name)?.1,
    })
}

/// Meaning of a style of a built-in name.
fn role_named(name: &str, languages: &Languages) -> Option<StyleRole> {
    let (stem, level) = match name.rsplit_once(' ') {
        Some((stem, level)) if level.len() == 1 => (stem, level.parse().ok()),
        _ => (name, None),
    };
    Some(match (built_in(stem, languages), level) {
        (Some(BuiltInStyle::Title), None) => StyleRole::Title,
        (Some(BuiltInStyle::Subtitle), None) => StyleRole::Subtitle,
        (Some(BuiltInStyle::Heading), Some(level @ 1..=9)) => StyleRole::Heading(level),
        (Some(BuiltInStyle::Bullet), _) => StyleRole::Bullet,
        (Some(BuiltInStyle::Number), _) => StyleRole::Number,
        (Some(BuiltInStyle::Quote), None) => StyleRole::Quote,
        (Some(BuiltInStyle::Contents), _) => StyleRole::Skipped(SkippedStyle::Contents),
        (Some(_), _) => return None,
        (None, level) => match (stem, level) {
            ("html preformatted" | "preformatted text" | "source code" | "macro text", None) => StyleRole::Code,
            ("horizontal line", None) => StyleRole::Rule,
            ("toc" | "contents", Some(_)) => StyleRole::Skipped(SkippedStyle::Contents),
            ("normal" | "body text" | "list paragraph" | "list continue" | "list", _) => StyleRole::Plain,
            _ => return None,
        },
    })
}

/// Meaning of a style of ours for a paragraph; nothing of those for text within one, and of those of which a page has no
/// sign of its own.
fn own_role(style: OwnStyle) -> Option<StyleRole> {
    match style {
        OwnStyle::Mark
        | OwnStyle::MarkExplained
        | OwnStyle::CodeText
        | OwnStyle::Guidance
        | OwnStyle::GuidanceTitle
        | OwnStyle::Alert
        | OwnStyle::AlertTitle
        | OwnStyle::Condition
        | OwnStyle::Cell
        | OwnStyle::Missing
        | OwnStyle::Table
        | OwnStyle::Frame => None,
        OwnStyle::MarkLine => Some(StyleRole::Mark),
        OwnStyle::Code => Some(StyleRole::Code),
        OwnStyle::Choice => Some(StyleRole::Choice),
        OwnStyle::Term => Some(StyleRole::Term),
        OwnStyle::Definition => Some(StyleRole::Definition),
        OwnStyle::Rule => Some(StyleRole::Rule),
        OwnStyle::Space => Some(StyleRole::Skipped(SkippedStyle::Space)),
    }
}

/// The list that a paragraph's properties name, and the level; number 0 is none.
pub(super) fn list_of(properties: Node<'_, '_>) -> Option<(u32, usize)> {
    let list = child(properties, "numPr")?;
    let level = number_of::<usize>(list, "ilvl").unwrap_or(0).min(8);
    Some((number_of(list, "numId")?, level))
}

/// How far a paragraph's properties set it in.
pub(super) fn left_of(properties: Node<'_, '_>) -> Option<i32> {
    let indent = child(properties, "ind")?;
    attribute(indent, "left").or_else(|| attribute(indent, "start")).and_then(twips)
}

/// The beginning of the items of a level of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemMark {
    Bullet,
    /// A box to tick.
    Box,
    /// The first number; whether it is written in digits.
    Number(u64, bool),
    None,
}

/// A level of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListLevel {
    pub(super) mark: ItemMark,
    pub(super) left: Option<i32>,
    /// Whether its numbers begin anew, whatever stands before.
    pub(super) begins: bool,
    /// Whether a number of it is one number, with a full stop or parentheses.
    pub(super) plain: bool,
}

/// The lists of a file, by number and level.
#[derive(Debug, Default)]
pub(super) struct WordLists {
    levels: HashMap<(u32, usize), ListLevel>,
}

impl WordLists {
    /// Reads the lists.
    pub(super) fn read(document: Option<&Document<'_>>) -> Self {
        let mut out = Self::default();
        let Some(document) = document else { return out };
        let root = document.root_element();
        let mut of_style: HashMap<u32, Vec<(usize, ListLevel)>> = HashMap::new();
        for node in root.children().filter(|node| is(*node, "abstractNum")) {
            let Some(id) = attribute(node, "abstractNumId").and_then(|id| id.parse().ok()) else { continue };
            of_style.insert(id, levels_of(node).collect());
        }
        for node in root.children().filter(|node| is(*node, "num")) {
            let Some(id) = attribute(node, "numId").and_then(|id| id.parse::<u32>().ok()) else { continue };
            let shared = number_of::<u32>(node, "abstractNumId").and_then(|id| of_style.get(&id));
            for (level, listed) in shared.into_iter().flatten() {
                out.levels.insert((id, *level), *listed);
            }
            for over in node.children().filter(|node| is(*node, "lvlOverride")) {
                for (level, listed) in levels_of(over) {
                    out.levels.insert((id, level), listed);
                }
                let level = attribute(over, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                let start = number_of(over, "startOverride");
                if let (Some(start), Some(listed)) = (start, out.levels.get_mut(&(id, level)))
                    && let ItemMark::Number(_, digits) = listed.mark
                {
                    listed.mark = ItemMark::Number(start, digits);
                    listed.begins = true;
                }
            }
        }
        out
    }

    /// A level of a list.
    pub(super) fn level(&self, list: (u32, usize)) -> ListLevel {
        // Where nothing says how a list looks, it has bullets.
        self.levels.get(&list).copied().unwrap_or(ListLevel {
            mark: ItemMark::Bullet,
            left: None,
            begins: false,
            plain: true,
        })
    }
}

fn levels_of<'a, 'i: 'a>(node: Node<'a, 'i>) -> impl Iterator<Item = (usize, ListLevel)> {
    node.children().filter(|node| is(*node, "lvl")).filter_map(|node| {
        let level = attribute(node, "ilvl")?.parse().ok()?;
        let text = value_of(node, "lvlText").unwrap_or_default();
        let start = number_of(node, "start").unwrap_or(1);
        let mark = match value_of(node, "numFmt").unwrap_or("decimal") {
            "bullet" if is_box(text) => ItemMark::Box,
            "bullet" => ItemMark::Bullet,
            "none" => ItemMark::None,
            format => ItemMark::Number(start, format.starts_with("decimal")),
        };
        let plain = is_plain_number(text);
        Some((level, ListLevel { mark, left: child(node, "pPr").and_then(left_of), begins: false, plain }))
    })
}

/// Whether a number is written as one: `%1.`, `%2)`, `(%1)`.
fn is_plain_number(text: &str) -> bool {
    let inner = text.trim().trim_start_matches('(').trim_end_matches(['.', ')', ':']);
    inner.is_empty() || inner.len() == 2 && inner.starts_with('%')
}

/// Whether the sign of a bullet is a box: also as the fonts of signs have it.
pub(super) fn is_box(sign: &str) -> bool {
    matches!(sign, "☐" | "□" | "❏" | "❑" | "❒" | "\u{f06f}" | "\u{f071}" | "\u{f072}" | "\u{f0a8}")
}
