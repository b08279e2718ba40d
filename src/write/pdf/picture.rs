//! Flaws of a picture, found before it is set.
//!
//! In: a picture's path and bytes. Out: what a reader would not see, and why.
//!
//! Invariant: no picture is decoded here, and none is handed on that takes more memory than a large
//! photograph; what else can only be seen by decoding it, Typst says.

use std::io::{self, Read as _};
use std::sync::Arc;

use data_url::DataUrl;
use flate2::read::ZlibDecoder;
use roxmltree::{Document, Node, ParsingOptions};
use usvg::fontdb::Database;

use super::filters;
use super::weight::{self, Burden, LONGEST_LINE, MOST_ATTRIBUTES};
use crate::said::{Phrase, said};

/// The most pixels of a picture: 8,192 by 8,192, four times a page of A4 at 300 dots an inch. Each takes four bytes or more.
const MOST_PIXELS: usize = 1 << 26;
/// The most bytes of a profile of colours, unpacked.
const MOST_PROFILE: u64 = 4 << 20;
/// How deep drawings lie in drawings at most.
const DEEPEST_DRAWING: usize = 3;
/// How deep elements of a drawing lie in each other at most.
const DEEPEST_ELEMENT: usize = 200;

/// Formats that can be shown: their names, the endings of their files.
const FORMATS: &[(PictureFormat, &str, &[&str])] = &[
    (PictureFormat::Png, "PNG", &["png"]),
    (PictureFormat::Jpeg, "JPEG", &["jpg", "jpeg"]),
    (PictureFormat::Gif, "GIF", &["gif"]),
    (PictureFormat::Webp, "WebP", &["webp"]),
    (PictureFormat::Svg, "SVG", &["svg"]),
];

/// The way out for a picture that is no good.
pub(super) fn way_out() -> Phrase {
    said!("save the picture again, as PNG, JPEG, GIF, WebP or SVG")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PictureFormat {
    Png,
    Jpeg,
    Gif,
    Webp,
    Svg,
}

/// Something that is wrong with a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    /// The flaw, to stand after the picture's path.
    pub(super) what: Phrase,
    pub(super) help: Phrase,
    /// Whether the picture cannot be shown at all.
    pub(super) whole: bool,
}

impl Flaw {
    pub(super) fn new(whole: bool, what: Phrase, help: Phrase) -> Self {
        Self { what, help, whole }
    }
}

/// Whether a file is a picture that can be shown, by its name.
pub(super) fn is_picture(path: &str) -> bool {
    by_ending(path).is_some()
}

fn by_ending(path: &str) -> Option<PictureFormat> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    FORMATS.iter().find(|(_, _, endings)| endings.contains(&&*ending)).map(|(format, ..)| *format)
}

/// Files and bytes that a picture can take from around it.
pub(super) struct PictureAround<'a> {
    /// Whether any font has a letter.
    pub(super) has_letter: &'a dyn Fn(char) -> bool,
    /// A file of the book by its path.
    pub(super) file: &'a (dyn Fn(&str) -> Option<&'a [u8]> + Sync),
    /// The fonts, for text in drawings.
    pub(super) fonts: &'a dyn Fn() -> Arc<Database>,
}

/// The flaw of a picture whose name says that it can be shown.
pub(super) fn flaw(path: &str, bytes: &[u8], around: &PictureAround<'_>) -> Option<Flaw> {
    let named = by_ending(path)?;
    if bytes.is_empty() {
        return Some(Flaw::new(true, said!("is empty"), way_out()));
    }
    match by_bytes(bytes) {
        Some(format) if format != named => Some(misnamed(path, format)),
        None if named != PictureFormat::Svg => {
            Some(Flaw::new(true, said!("is no {format} picture", format = name(named)), way_out()))
        }
        _ => flaw_within(named, path, bytes, around, 0),
    }
}

/// The flaw of a picture of a format, which may stand in another picture.
fn flaw_within(
    format: PictureFormat,
    path: &str,
    bytes: &[u8],
    around: &PictureAround<'_>,
    depth: usize,
) -> Option<Flaw> {
    if is_cut_off(format, bytes) {
        let help = said!("copy or save the picture again: its end is missing");
        return Some(Flaw::new(true, said!("is a {format} picture that is cut off", format = name(format)), help));
    }
    match format {
        PictureFormat::Svg => Drawing { path, around, depth }.flaw(bytes),
        _ => too_large(format, bytes),
    }
}

/// The flaw of a picture that takes too much memory, by what it says of itself.
fn too_large(format: PictureFormat, bytes: &[u8]) -> Option<Flaw> {
    let size = imagesize::blob_size(bytes).ok();
    let sizes = size.map(|size| (size.width, size.height)).into_iter();
    let sizes = sizes.chain((format == PictureFormat::Gif).then(|| first_frame(bytes)).flatten());
    if let Some((width, height)) = sizes.max_by_key(|(width, height)| width.saturating_mul(*height))
        && width.saturating_mul(height) > MOST_PIXELS
    {
        let help = said!("make the picture smaller: 2,500 pixels fill the width of a page");
        return Some(Flaw::new(true, said!("has {width} × {height} pixels, too many to print", width, height), help));
    }
    let unpacked = |profile: &[u8]| {
        // What is not packed properly, the decoder refuses.
        io::copy(&mut ZlibDecoder::new(profile).take(MOST_PROFILE + 1), &mut io::sink()).unwrap_or(0)
    };
    let profile = (format == PictureFormat::Png).then(|| packed_profile(bytes)).flatten();
    (unpacked(profile?) > MOST_PROFILE).then(|| {
        let what = said!("has a colour profile of more than {size} MB", size = MOST_PROFILE >> 20);
        Flaw::new(true, what, said!("save the picture again without its colour profile"))
    })
}

/// The size of the first frame of a GIF, which may be more than the picture's own.
fn first_frame(bytes: &[u8]) -> Option<(usize, usize)> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let number = |at: usize| Some(usize::from(*bytes.get(at)?) | usize::from(*bytes.get(at + 1)?) << 8);
    let mut at = 13 + table(*bytes.get(10)?);
    // Extensions come first: each is a row of blocks that say how long they are.
    while bytes.get(at) == Some(&0x21) {
        at += 2;
        while let length @ 1.. = usize::from(*bytes.get(at)?) {
            at += 1 + length;
        }
        at += 1;
    }
    (bytes.get(at) == Some(&0x2c)).then_some(())?;
    Some((number(at + 5)?, number(at + 7)?))
}

/// The packed colour profile of a PNG.
fn packed_profile(bytes: &[u8]) -> Option<&[u8]> {
    let chunk = chunks(bytes).take_while(|(name, _)| *name != b"IDAT").find(|(name, _)| *name == b"iCCP")?.1;
    let name = chunk.iter().position(|byte| *byte == 0)?;
    chunk.get(name + 2..)
}

/// The chunks of a PNG, by name, as far as they are whole.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 8;
    std::iter::from_fn(move || {
        let length = bytes.get(at..at + 4)?.iter().fold(0, |all, byte| all << 8 | usize::from(*byte));
        let (name, chunk) = (bytes.get(at + 4..at + 8)?, bytes.get(at + 8..(at + 8).checked_add(length)?)?);
        bytes.get(at + 8 + length..at + 12 + length)?;
        at += 12 + length;
        Some((name, chunk))
    })
}

fn name(format: PictureFormat) -> &'static str {
    FORMATS.iter().find(|(known, ..)| *known == format).map_or("", |(_, name, _)| name)
}

fn misnamed(path: &str, format: PictureFormat) -> Flaw {
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    let right = FORMATS.iter().find(|(known, ..)| *known == format).and_then(|(_, _, endings)| endings.first());
    let what = said!("is a picture in {format}, but its name ends in `.{ending}`", format = name(format), ending);
    let right = format!("{stem}.{}", right.unwrap_or(&ending));
    Flaw::new(true, what, said!("name the file `{right}`, and write that name here", right))
}

/// The format that a file begins as.
fn by_bytes(bytes: &[u8]) -> Option<PictureFormat> {
    let is_webp = || bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    match bytes {
        _ if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Some(PictureFormat::Png),
        _ if bytes.starts_with(b"\xff\xd8\xff") => Some(PictureFormat::Jpeg),
        _ if bytes.starts_with(b"GIF8") => Some(PictureFormat::Gif),
        _ if is_webp() => Some(PictureFormat::Webp),
        _ if find(&bytes[..bytes.len().min(4096)], b"<svg").is_some() => Some(PictureFormat::Svg),
        _ => None,
    }
}

/// Whether a file lacks its end.
fn is_cut_off(format: PictureFormat, bytes: &[u8]) -> bool {
    let at = |begin: usize| -> Option<[u8; 4]> { bytes.get(begin..begin + 4)?.try_into().ok() };
    let number = |four: [u8; 4]| usize::try_from(four.into_iter().fold(0, |all, byte| all << 8 | u64::from(byte))).ok();
    match format {
        PictureFormat::Png => !chunks(bytes).any(|(name, _)| name == b"IEND"),
        // After the beginning of the last scan, the end of the picture.
        PictureFormat::Jpeg => match find_last(bytes, b"\xff\xda") {
            Some(scan) => find(&bytes[scan..], b"\xff\xd9").is_none(),
            None => true,
        },
        PictureFormat::Gif => bytes.iter().rev().find(|byte| **byte != 0) != Some(&0x3b),
        PictureFormat::Webp => {
            at(4).and_then(|mut four| {
                four.reverse();
                number(four)
            }) > Some(bytes.len() - 8)
        }
        PictureFormat::Svg => false,
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn find_last(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}

/// A drawing, by its path or by that of the drawing it stands in.
struct Drawing<'d, 's> {
    path: &'d str,
    around: &'d PictureAround<'s>,
    depth: usize,
}

impl Drawing<'_, '_> {
    fn flaw(&self, bytes: &[u8]) -> Option<Flaw> {
        let whole = |what: Phrase, help: Phrase| Some(Flaw::new(true, what, help));
        if bytes.starts_with(b"\x1f\x8b") {
            return whole(said!("is packed"), said!("unpack it: browsers do not show it either"));
        }
        let text = String::from_utf8_lossy(bytes);
        if weight::has_crowded_element(&text) {
            let what =
                said!("has an element of more than {most_attributes} attributes", most_attributes = MOST_ATTRIBUTES);
            return whole(what, way_out());
        }
        let options = ParsingOptions { allow_dtd: true, nodes_limit: 4_000_000, ..ParsingOptions::default() };
        let document = match Document::parse_with_options(&text, options) {
            Ok(document) => document,
            Err(error) => return whole(said!("is broken: {error}", error = error.to_string()), way_out()),
        };
        let root = document.root_element();
        if root.tag_name().name() != "svg" {
            return whole(said!("is no SVG picture"), way_out());
        }
        if is_deeper(root, DEEPEST_ELEMENT) {
            return whole(
                said!("has elements more than {deepest_element} deep in each other", deepest_element = DEEPEST_ELEMENT),
                way_out(),
            );
        }
        if let Some(burden) = weight::burden(&document, bytes.len()) {
            let what = match burden {
                Burden::Endless => said!("draws something with itself, without end"),
                Burden::TooHeavy => said!("takes too much work to draw"),
                Burden::LongLine => said!("has a line of more than {most} letters", most = LONGEST_LINE),
            };
            return whole(what, said!("save it as PNG"));
        }
        let elements = || root.descendants().filter(Node::is_element);
        if let Some(flaw) = elements().find_map(|element| self.fetched(element)) {
            return Some(flaw);
        }
        let beside = |name: &str| (self.around.file)(&beside(self.path, name));
        if filters::are_used(&document) && filters::are_too_much(&document, beside, (self.around.fonts)()) {
            return whole(said!("has filters that take too much work to draw"), said!("save it as PNG"));
        }
        if let Some(letter) = elements().find_map(|element| self.strange_letter(element)) {
            let what = said!(
                "has the letter {letter}, which no font of the theme has",
                letter = format!("U+{:04X}", u32::from(letter))
            );
            return whole(what, said!("turn its text into shapes, or add a font to the theme's `pdf/fonts/`"));
        }
        let left_out = [
            ("script", said!("a script, which no PDF runs")),
            ("foreignObject", said!("HTML, which a PDF does not show")),
        ];
        let has = |name: &str| elements().any(|element| element.tag_name().name() == name);
        let (_, what) = left_out.iter().find(|(name, _)| has(name))?;
        Some(Flaw::new(false, said!("has {what}", what), said!("take it out of the file, or draw what it shows")))
    }

    /// The flaw of what an element fetches: pictures that stand in the drawing, or beside it.
    fn fetched(&self, element: Node<'_, '_>) -> Option<Flaw> {
        if element.tag_name().name() == "a" {
            return None;
        }
        let address = element.attributes().find(|attribute| attribute.name() == "href")?.value().trim();
        if let Ok(data) = DataUrl::process(address) {
            let inner = data.decode_to_vec().ok()?.0;
            let format = by_bytes(&inner).unwrap_or(PictureFormat::Svg);
            return self.of_inner(format, self.path, &inner);
        }
        if address.contains("://") || address.starts_with("//") {
            let help = said!("put what it fetches into the file itself; a picture holds all that it shows");
            return Some(Flaw::new(true, said!("fetches `{address}` from elsewhere", address), help));
        }
        let beside = beside(self.path, address);
        let bytes = (self.around.file)(&beside)?;
        self.of_inner(by_bytes(bytes)?, &beside, bytes)
    }

    fn of_inner(&self, format: PictureFormat, path: &str, bytes: &[u8]) -> Option<Flaw> {
        if self.depth == DEEPEST_DRAWING {
            let what =
                said!("has pictures more than {deepest_drawing} deep in each other", deepest_drawing = DEEPEST_DRAWING);
            return Some(Flaw::new(true, what, said!("save it as PNG")));
        }
        let flaw = flaw_within(format, path, bytes, self.around, self.depth + 1)?;
        Some(Flaw { what: said!("has a picture in it that {what}", what = flaw.what), ..flaw })
    }

    /// A letter of an element's own text that no font has.
    fn strange_letter(&self, element: Node<'_, '_>) -> Option<char> {
        if !element.ancestors().any(|around| around.tag_name().name() == "text") {
            return None;
        }
        let texts = element.children().filter_map(|child| child.text().filter(|_| child.is_text()));
        texts.flat_map(str::chars).find(|letter| !(self.around.has_letter)(*letter))
    }
}

/// The path of a file that a drawing names, as it lies beside it.
fn beside(path: &str, address: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{address}"),
        None => address.to_owned(),
    }
}

/// Whether elements lie deeper in each other than so many.
fn is_deeper(root: Node<'_, '_>, most: usize) -> bool {
    let mut depth = 0;
    let mut at = root;
    loop {
        if let Some(child) = at.first_child() {
            at = child;
            depth += 1;
            if depth > most {
                return true;
            }
            continue;
        }
        loop {
            if at == root {
                return false;
            }
            if let Some(next) = at.next_sibling() {
                at = next;
                break;
            }
            let Some(parent) = at.parent() else { return false };
            at = parent;
            depth -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, bytes: &[u8]) -> Option<Flaw> {
        let file = |path: &str| (path == "kart/stor.gif").then_some(HUGE_GIF);
        flaw(
            path,
            bytes,
            &PictureAround {
                has_letter: &|letter| letter.is_ascii(),
                file: &file,
                fonts: &|| Arc::new(Database::new()),
            },
        )
    }

    fn what(path: &str, bytes: &[u8]) -> Option<(String, bool)> {
        found(path, bytes).map(|flaw| (flaw.what.to_string(), flaw.whole))
    }

    fn broken(said: &str) -> (String, bool) {
        (said.to_owned(), true)
    }

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x08IHDR\0\0\0\x09\0\0\0\x09sum.\0\0\0\x01IDAT.sum.\0\0\0\0IENDsum.";
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x02\xff\xda\0\x02....\xff\xd9";
    const GIF: &[u8] = b"GIF89a....\x3b";
    const WEBP: &[u8] = b"RIFF\x08\0\0\0WEBPVP8 ";

    #[test]
    fn a_whole_picture_has_no_flaw() {
        for (path, bytes) in [("a.png", PNG), ("a.JPG", JPEG), ("a.jpeg", JPEG), ("a.gif", GIF), ("a.webp", WEBP)] {
            assert_eq!(what(path, bytes), None, "{path}");
        }
        assert_eq!(
            what("a.svg", b"<?xml version=\"1.0\"?><svg><a href=\"https://nav.no\"/><use href=\"#b\"/></svg>"),
            None
        );
        assert!(is_picture("bilder/A.PNG") && !is_picture("a.tiff") && !is_picture("png"));
    }

    #[test]
    fn a_picture_that_is_cut_off_is_seen_wherever_it_is_cut() {
        for (path, bytes, least) in [("a.png", PNG, 8), ("a.jpg", JPEG, 3), ("a.gif", GIF, 4), ("a.webp", WEBP, 12)] {
            for end in least..bytes.len() {
                let said = what(path, &bytes[..end]);
                assert!(said.is_some_and(|(said, whole)| whole && said.contains("cut off")), "{path} of {end} bytes");
            }
        }
        assert_eq!(what("a.png", b""), Some(broken("is empty")));
    }

    #[test]
    fn a_picture_that_is_not_what_its_name_says_is_named_as_it_is() {
        assert_eq!(what("a.png", JPEG), Some(broken("is a picture in JPEG, but its name ends in `.png`")));
        let flaw = found("kart/a.svg", PNG).map(|flaw| flaw.help.to_string());
        assert_eq!(flaw.as_deref(), Some("name the file `kart/a.png`, and write that name here"));
        assert_eq!(what("a.gif", b"tekst"), Some(broken("is no GIF picture")));
    }

    #[test]
    fn a_drawing_holds_all_that_it_shows() {
        let foreign = b"<svg xmlns:xlink='x'><image xlink:href = 'https://example.com/a.png'/></svg>";
        assert_eq!(what("a.svg", foreign), Some(broken("fetches `https://example.com/a.png` from elsewhere")));
        let script = what("a.svg", b"<svg><script>alert(1)</script></svg>");
        assert_eq!(script, Some(("has a script, which no PDF runs".to_owned(), false)));
    }
    const HUGE_GIF: &[u8] = b"GIF89a\xff\xff\xff\xff\0\0\0;";

    #[test]
    fn a_picture_that_would_fill_the_memory_is_told_by_its_first_bytes() {
        let large = |width: u32| {
            let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
            bytes.extend([width.to_be_bytes(), 8192u32.to_be_bytes()].concat());
            bytes.extend(b"\x08\x06\0\0\0sum.\0\0\0\0IENDsum.");
            bytes
        };
        assert_eq!(what("a.png", &large(8192)), None);
        assert_eq!(what("a.png", &large(8193)), Some(broken("has 8193 × 8192 pixels, too many to print")));
        assert_eq!(what("a.gif", HUGE_GIF), Some(broken("has 65535 × 65535 pixels, too many to print")));
        // The frame says more than the picture.
        let block = b"\x21\xf9\x04\0\0\0\0\0";
        let frame = [b"GIF89a\x01\0\x01\0\0\0\0", block.as_slice(), b"\x2c\0\0\0\0\xff\xff\xff\xff\0;"].concat();
        assert_eq!(what("a.gif", &frame), Some(broken("has 65535 × 65535 pixels, too many to print")));
    }

    #[test]
    fn a_profile_is_not_unpacked_further_than_it_may_be_long() {
        let with_profile = |length: usize| {
            let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
            io::Write::write_all(&mut packed, &vec![0; length]).unwrap();
            let chunk = [b"navn\0\0".as_slice(), &packed.finish().unwrap()].concat();
            let length = u32::try_from(chunk.len()).unwrap().to_be_bytes();
            [&PNG[..28], &length, b"iCCP", &chunk, b"sum.", &PNG[28..]].concat()
        };
        assert_eq!(what("a.png", &with_profile(4 << 20)), None);
        let said = "has a colour profile of more than 4 MB";
        assert_eq!(what("a.png", &with_profile((4 << 20) + 1)), Some(broken(said)));
    }

    #[test]
    fn a_drawing_is_no_bomb() {
        assert_eq!(what("a.svg", b"\x1f\x8b\x08"), Some(broken("is packed")));
        let twice = |n: usize| format!("<g id='a{n}'><use href='#a{0}'/><use href='#a{0}'/></g>", n + 1);
        let doubled: String = (0..40).map(twice).collect();
        let doubled = format!("<svg xmlns='http://www.w3.org/2000/svg'>{doubled}<g id='a40'/></svg>");
        assert_eq!(what("a.svg", doubled.as_bytes()), Some(broken("takes too much work to draw")));
        let circle = b"<svg><g id='a'><use href='#a'/></g></svg>";
        assert_eq!(what("a.svg", circle), None);
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(300), "</g>".repeat(300));
        let said = "has elements more than 200 deep in each other";
        assert_eq!(what("a.svg", deep.as_bytes()), Some(broken(said)));
        let beside = what("kart/a.svg", b"<svg><image href='stor.gif'/></svg>");
        let said = "has a picture in it that has 65535 × 65535 pixels, too many to print";
        assert_eq!(beside, Some(broken(said)));
        let inside = b"<!DOCTYPE svg [<!ENTITY i \"data:image/gif;base64,R0lGODlh/////wAAADs=\">]>\
            <svg xmlns:x='http://www.w3.org/1999/xlink'><image x:href='&i;'/></svg>";
        assert_eq!(what("a.svg", inside), Some(broken(said)));
    }

    #[test]
    fn a_letter_that_no_font_has_is_named() {
        let svg = "<svg><title>\u{2705}</title><text>Ja <tspan>\u{2705}</tspan></text></svg>";
        let said = "has the letter U+2705, which no font of the theme has";
        assert_eq!(what("a.svg", svg.as_bytes()), Some(broken(said)));
        assert_eq!(what("a.svg", b"<svg><title>x</title><text>Ja</text></svg>"), None);
    }
}
