//! The account that a book for reading devices gives of itself: its package, and what it tells of how it can be read.

use super::files::encoded;
use super::{EpubEdition, EpubFile, PicturesSeen};
use crate::document::Destination;
use crate::sink::OutPath;
use crate::write::address::whole_address;
use crate::write::xml::{Xml, uuid_of};

/// The file that leads to the package.
pub(super) fn container() -> &'static str {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<container version=\"1.0\" \
     xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
     <rootfile full-path=\"EPUB/bok.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n"
}

/// The package.
pub(super) fn package(edition: &EpubEdition<'_>, files: &[EpubFile], pictures: PicturesSeen) -> Vec<u8> {
    let mut xml = Xml::document();
    let names = [
        ("xmlns", "http://www.idpf.org/2007/opf"),
        ("version", "3.0"),
        ("unique-identifier", "id"),
        ("xml:lang", edition.lang()),
    ];
    xml.within("package", &names, |xml| {
        xml.within("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")], |xml| {
            about(edition, xml);
            accessibility(edition, pictures, xml);
        });
        xml.within("manifest", &[], |xml| {
            for (number, file) in files.iter().enumerate() {
                let id = format!("f{number}");
                let href = encoded(&file.path);
                let mut item = vec![("id", &*id), ("href", &*href), ("media-type", file.media_type)];
                if !file.properties.is_empty() {
                    item.push(("properties", file.properties));
                }
                xml.empty("item", &item);
            }
        });
        xml.within("spine", &[], |xml| {
            let texts = files.iter().enumerate().filter(|(_, file)| file.media_type == "application/xhtml+xml");
            for (number, _) in texts {
                xml.empty("itemref", &[("idref", &format!("f{number}"))]);
            }
        });
    });
    xml.into_bytes()
}

fn about(edition: &EpubEdition<'_>, xml: &mut Xml) {
    let config = &edition.book().config;
    xml.element("dc:identifier", &[("id", "id")], &identifier(edition));
    xml.element("dc:title", &[], &edition.title);
    xml.element("dc:language", &[], edition.lang());
    for author in &config.book.authors {
        xml.element("dc:creator", &[], author);
    }
    if let Some(description) = &config.book.description {
        xml.element("dc:description", &[], description);
    }
    if let Some(organisation) = &config.organisation.name {
        xml.element("dc:publisher", &[], organisation);
    }
    if let Some(licence) = &config.site.licence {
        xml.element("dc:rights", &[], licence.url.as_deref().unwrap_or(&licence.name));
    }
    if let Some(printed) = edition.pages.printed {
        // The printed book that its page numbers are from.
        let source = address_of_print(edition, &printed.path);
        xml.element("dc:source", &[("id", "printed")], &source);
        xml.element("meta", &[("property", "source-of"), ("refines", "#printed")], "pagination");
        xml.element("meta", &[("property", "pageBreakSource")], &source);
    }
    // The day of what it says, not of the build: the same text is the same book.
    let date = edition.view.edition();
    xml.element("dc:date", &[], &date.to_string());
    xml.element("meta", &[("property", "dcterms:modified")], &format!("{date}T00:00:00Z"));
}

/// Where the PDF lies; where the book has no address, what it is called.
fn address_of_print(edition: &EpubEdition<'_>, path: &OutPath) -> String {
    let to = Destination::File(path.clone(), "".into());
    whole_address(edition.book(), &to).unwrap_or_else(|| path.to_string())
}

/// A name that is the same for every build of a book, and another one for each language and for the short book.
fn identifier(edition: &EpubEdition<'_>) -> String {
    let config = &edition.book().config;
    let address = config.site.url.as_deref().unwrap_or_default();
    uuid_of(&[address, &config.book.title, edition.lang(), edition.name])
}

/// Features that the program sees to, in the words of EPUB Accessibility 1.1. That it conforms to a standard is for those
/// to say who have had it checked.
fn accessibility(edition: &EpubEdition<'_>, pictures: PicturesSeen, xml: &mut Xml) {
    let modes: &[&str] = if pictures.any { &["textual", "visual"] } else { &["textual"] };
    let features = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability", "ARIA"];
    let texts = (!pictures.silent).then_some("alternativeText");
    let of_print: &[&str] = if edition.pages.printed.is_some() { &["pageBreakMarkers", "pageNavigation"] } else { &[] };
    let said = modes.iter().map(|mode| ("schema:accessMode", *mode));
    let said = said.chain([("schema:accessModeSufficient", "textual")]);
    let said = said.chain(
        features
            .into_iter()
            .chain(texts)
            .chain(of_print.iter().copied())
            .map(|feature| ("schema:accessibilityFeature", feature)),
    );
    // Of pictures that others have made it is not known whether they move.
    let hazard = if pictures.any { "unknown" } else { "none" };
    for (property, value) in said.chain([("schema:accessibilityHazard", hazard)]) {
        xml.element("meta", &[("property", property)], value);
    }
    let texts = edition.view.texts();
    let mut summary = texts.get("epub-accessibility").to_owned();
    if let Some(printed) = edition.pages.printed {
        let has_others = printed.has_others || edition.pages.count() < printed.pages.len();
        let said = if has_others { "epub-accessibility-most-pages" } else { "epub-accessibility-pages" };
        summary.push(' ');
        summary.push_str(texts.get(said));
    }
    xml.element("meta", &[("property", "schema:accessibilitySummary")], &summary);
}
