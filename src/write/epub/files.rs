//! Files of a book for reading devices: their paths, their media types, and the frame of its texts.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::document::PageNo;
use crate::resolve::Book;
use crate::sink::OutPath;
use crate::write::xml::Xml;

/// The folder of the texts of pages in the package.
const TEXTS: &str = "tekst/";
/// The folder of pictures.
pub(super) const PICTURES: &str = "bilder/";

/// The media type of a picture that every reading device shows.
pub(super) fn picture_type(path: &OutPath) -> Option<&'static str> {
    let (_, ending) = path.as_str().rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        "gif" => Some("image/gif"),
        "svg" => Some("image/svg+xml"),
        "webp" => Some("image/webp"),
        _ => None,
    }
}

/// The path of the text of a page.
pub(super) fn text_path(book: &Book, number: PageNo) -> String {
    let out = book.page(number).out.as_str();
    format!("{TEXTS}{}.xhtml", out.strip_suffix(".html").unwrap_or(out))
}

/// A path as an address.
pub(super) fn encoded(path: &str) -> String {
    const SIGNS: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?');
    const SET: &AsciiSet = &SIGNS.add(b'`').add(b'{').add(b'}').add(b'[').add(b']').add(b'^').add(b'|').add(b'&');
    utf8_percent_encode(path, SET).to_string()
}

/// A file of XHTML. `root` is the way from it to the folder of the package.
pub(super) fn page(title: &str, lang: &str, root: &str, inside: impl FnOnce(&mut Xml)) -> Vec<u8> {
    let mut xml = Xml::document();
    let names = [
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("xmlns:epub", "http://www.idpf.org/2007/ops"),
        ("lang", lang),
        ("xml:lang", lang),
    ];
    xml.within("html", &names, |xml| {
        xml.within("head", &[], |xml| {
            xml.element("title", &[], title);
            let href = format!("{root}stil.css");
            xml.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", &href)]);
        });
        xml.within("body", &[], inside);
    });
    xml.into_bytes()
}
