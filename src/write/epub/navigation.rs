//! The contents of a book for reading devices, its landmarks, and the list of the pages of the printed book.

use super::EpubEdition;
use super::chapters::EpubChapter;
use super::files::{encoded, page, text_path};
use super::pages::{CONTENTS, TITLE_PAGE};
use crate::write::xml::Xml;

/// The file with the contents.
pub(super) fn navigation(edition: &EpubEdition<'_>) -> Vec<u8> {
    let texts = edition.view.texts();
    page(texts.get("pdf-contents"), edition.lang(), "", |xml| {
        edition.pages.contents().write_all(xml);
        xml.within("nav", &[("epub:type", "toc"), ("role", "doc-toc"), ("id", "toc")], |xml| {
            xml.element("h1", &[], texts.get("pdf-contents"));
            list(edition, &edition.chapters, xml);
        });
        xml.within("nav", &[("epub:type", "landmarks"), ("hidden", "hidden")], |xml| landmarks(edition, xml));
        if edition.pages.printed.is_some() {
            xml.within("nav", &[("epub:type", "page-list"), ("hidden", "hidden")], |xml| page_list(edition, xml));
        }
    })
}

/// The pages of the printed book.
fn page_list(edition: &EpubEdition<'_>, xml: &mut Xml) {
    xml.element("h2", &[], edition.view.texts().get("epub-pages"));
    xml.within("ol", &[], |xml| {
        for (number, href) in edition.pages.addresses(edition.book()) {
            xml.within("li", &[], |xml| xml.element("a", &[("href", &href)], number));
        }
    });
}

fn list(edition: &EpubEdition<'_>, chapters: &[EpubChapter], xml: &mut Xml) {
    xml.within("ol", &[], |xml| {
        for chapter in chapters {
            xml.within("li", &[], |xml| {
                match first_page(edition, chapter) {
                    Some(href) => xml.element("a", &[("href", &href)], &chapter.title),
                    None => xml.element("span", &[], &chapter.title),
                }
                if !chapter.below.is_empty() {
                    list(edition, &chapter.below, xml);
                }
            });
        }
    });
}

/// The beginning of a chapter.
fn first_page(edition: &EpubEdition<'_>, chapter: &EpubChapter) -> Option<String> {
    let first = chapter.page.or_else(|| chapter.below.first()?.page)?;
    Some(encoded(&text_path(edition.book(), first)))
}

fn landmarks(edition: &EpubEdition<'_>, xml: &mut Xml) {
    let texts = edition.view.texts();
    let mut marks = vec![
        ("cover", "epub-cover", "omslag.xhtml".to_owned()),
        ("titlepage", "epub-title-page", TITLE_PAGE.to_owned()),
        ("toc", "pdf-contents", CONTENTS.to_owned()),
    ];
    let first = edition.chapters.first().and_then(|chapter| first_page(edition, chapter));
    marks.extend(first.map(|href| ("bodymatter", "epub-text", href)));
    let glossary = edition.chapters.iter().find(|chapter| chapter.role == Some("glossary"));
    let glossary = glossary.and_then(|chapter| first_page(edition, chapter));
    marks.extend(glossary.map(|href| ("glossary", "pdf-glossary", href)));
    xml.element("h2", &[], texts.get("epub-landmarks"));
    xml.within("ol", &[], |xml| {
        for (role, key, href) in &marks {
            xml.within("li", &[], |xml| {
                xml.element("a", &[("epub:type", *role), ("href", href)], texts.get(key));
            });
        }
    });
}
