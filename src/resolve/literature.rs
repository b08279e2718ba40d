//! Citations and the list of literature, formatted by a CSL style.

use std::collections::{BTreeMap, BTreeSet};

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{FontStyle, IndependentStyle, Locale, LocaleCode, Style};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest, ElemChild, ElemChildren,
    Entry, Library, LocatorPayload, SpecificLocator,
};

use super::Reference;
use crate::document::{At, Destination, Inline, InlineNode, Inlines, Link, Text};

/// A citation as written: works with places in them. The same citation is shown the same everywhere.
pub(super) type CiteKey = Box<[(Box<str>, Box<str>)]>;

/// What the style makes of the works and the citations.
#[derive(Debug, Default)]
pub(super) struct Formatted {
    /// All works, in the style's order.
    pub(super) literature: Vec<Reference>,
    /// The text of each citation.
    pub(super) shown: BTreeMap<CiteKey, Box<str>>,
}

/// The style with a name, where the archive has it and it stands alone.
pub(super) fn style(name: &str) -> Option<IndependentStyle> {
    match ArchivedStyle::by_name(name)?.get() {
        Style::Independent(style) => Some(style),
        Style::Dependent(_) => None,
    }
}

/// Every style that can be named, for «did you mean».
pub(super) fn style_names() -> impl Iterator<Item = &'static str> {
    ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied())
}

/// Formats all works and citations. Works that a citation names must be in the library.
pub(super) fn format(
    library: &Library,
    citations: &BTreeSet<CiteKey>,
    style: &IndependentStyle,
    language: &str,
) -> Formatted {
    if library.is_empty() {
        return Formatted::default();
    }
    let locales = locales();
    let code = LocaleCode(if matches!(language, "nb" | "no") { "nb-NO" } else { language }.into());
    let mut driver = BibliographyDriver::new();
    for key in citations {
        let items = key.iter().filter_map(|(id, locator)| Some(item(library.get(id)?, locator))).collect();
        driver.citation(request(items, style, &code, &locales));
    }
    // Works that nobody cites stand in the list of literature too.
    let mut all: Vec<_> = library.iter().map(CitationItem::with_entry).collect();
    for item in &mut all {
        item.hidden = true;
    }
    driver.citation(request(all, style, &code, &locales));
    let rendered = driver.finish(BibliographyRequest { style, locale: Some(code), locale_files: &locales });
    let shown = citations.iter().zip(rendered.citations).map(|(key, cite)| (key.clone(), plain(&cite.citation).into()));
    let shown = shown.collect();
    let items = rendered.bibliography.map(|list| list.items).unwrap_or_default();
    let literature =
        items.into_iter().map(|item| Reference { id: item.key.into(), entry: inlines(&item.content) }).collect();
    Formatted { literature, shown }
}

fn request<'a>(
    items: Vec<CitationItem<'a, Entry>>,
    style: &'a IndependentStyle,
    code: &LocaleCode,
    locales: &'a [Locale],
) -> CitationRequest<'a, Entry> {
    CitationRequest::new(items, style, Some(code.clone()), locales, None)
}

fn item<'a>(entry: &'a Entry, locator: &'a str) -> CitationItem<'a, Entry> {
    let (kind, text) = place_in_work(locator);
    let locator = (!locator.is_empty()).then_some(SpecificLocator(kind, LocatorPayload::Str(text)));
    CitationItem::with_locator(entry, locator)
}

/// What a place in a work is, by the abbreviation it begins with; shown as written where there is none.
fn place_in_work(locator: &str) -> (Locator, &str) {
    const KINDS: &[(&str, Locator)] = &[
        ("s. ", Locator::Page),
        ("side ", Locator::Page),
        ("kap. ", Locator::Chapter),
        ("kapittel ", Locator::Chapter),
        ("del ", Locator::Part),
        ("§ ", Locator::Section),
        ("p. ", Locator::Page),
        ("ch. ", Locator::Chapter),
    ];
    KINDS
        .iter()
        .find_map(|(prefix, kind)| Some((*kind, locator.strip_prefix(prefix)?)))
        .unwrap_or((Locator::Custom, locator))
}

fn plain(children: &ElemChildren) -> String {
    let mut text = String::new();
    // Writing to a `String` does not fail; what was written stands in any case.
    let _ = children.write_buf(&mut text, BufWriteFormat::Plain);
    text
}

fn inlines(children: &ElemChildren) -> Inlines {
    let mut out = Vec::new();
    push(children, &mut out);
    out.into_boxed_slice()
}

fn push(children: &ElemChildren, out: &mut Vec<Inline>) {
    let node = |node| Inline { at: At::default(), node };
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => {
                let inner = node(InlineNode::Text(Text::Owned(text.text.as_str().into())));
                let italic = text.formatting.font_style == FontStyle::Italic;
                out.push(if italic { node(InlineNode::Emphasis([inner].into())) } else { inner });
            }
            ElemChild::Elem(elem) => push(&elem.children, out),
            ElemChild::Markup(text) => out.push(node(InlineNode::Text(Text::Owned(text.as_str().into())))),
            ElemChild::Link { text, url } => {
                let inner = node(InlineNode::Text(Text::Owned(text.text.as_str().into())));
                let to = Destination::Web(url.as_str().into());
                let link = Link { to, title: Box::default(), content: [inner].into() };
                out.push(node(InlineNode::Link(Box::new(link))));
            }
            ElemChild::Transparent { .. } => {}
        }
    }
}
