//! Flaws of a picture, found before it is set.
//!
//! In: a picture's path and bytes. Out: what a reader would not see, and why.
//!
//! Invariant: no picture is decoded here; what can only be seen by decoding it, Typst says.

/// Formats that can be shown: their names, the endings of their files.
const FORMATS: &[(PictureFormat, &str, &[&str])] = &[
    (PictureFormat::Png, "PNG", &["png"]),
    (PictureFormat::Jpeg, "JPEG", &["jpg", "jpeg"]),
    (PictureFormat::Gif, "GIF", &["gif"]),
    (PictureFormat::Webp, "WebP", &["webp"]),
    (PictureFormat::Svg, "SVG", &["svg"]),
];

/// The way out for a picture that is no good.
pub(super) const WAY_OUT: &str = "save the picture again, as PNG, JPEG, GIF, WebP or SVG";

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
    pub(super) what: String,
    pub(super) help: String,
    /// Whether the picture cannot be shown at all.
    pub(super) whole: bool,
}

impl Flaw {
    fn new(whole: bool, what: String, help: &str) -> Self {
        Self { what, help: help.to_owned(), whole }
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

/// The flaw of a picture whose name says that it can be shown.
pub(super) fn flaw(path: &str, bytes: &[u8]) -> Option<Flaw> {
    let named = by_ending(path)?;
    if bytes.is_empty() {
        return Some(Flaw::new(true, "is empty".into(), WAY_OUT));
    }
    match by_bytes(bytes) {
        None if named == PictureFormat::Svg => None,
        None => Some(Flaw::new(true, format!("is no {} picture", name(named)), WAY_OUT)),
        Some(format) if format != named => Some(misnamed(path, format)),
        Some(_) if is_cut_off(named, bytes) => {
            let help = "copy or save the picture again: its end is missing";
            Some(Flaw::new(true, format!("is a {} picture that is cut off", name(named)), help))
        }
        Some(PictureFormat::Svg) => drawing_flaw(&String::from_utf8_lossy(bytes)),
        Some(_) => None,
    }
}

fn name(format: PictureFormat) -> &'static str {
    FORMATS.iter().find(|(known, ..)| *known == format).map_or("", |(_, name, _)| name)
}

fn misnamed(path: &str, format: PictureFormat) -> Flaw {
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    let right = FORMATS.iter().find(|(known, ..)| *known == format).and_then(|(_, _, endings)| endings.first());
    let what = format!("is a picture in {}, but its name ends in `.{ending}`", name(format));
    Flaw::new(true, what, &format!("name the file `{stem}.{}`, and write that name here", right.unwrap_or(&ending)))
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
        PictureFormat::Png => {
            // Chunks: length, name, what it holds, a sum; the last is called `IEND`.
            let mut chunk = 8;
            while let (Some(length), Some(name)) = (at(chunk).and_then(number), at(chunk + 4)) {
                let Some(next) = chunk.checked_add(length).and_then(|at| at.checked_add(12)) else { return true };
                if next > bytes.len() || &name == b"IEND" {
                    return next > bytes.len();
                }
                chunk = next;
            }
            true
        }
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

/// The flaw of a drawing that cannot be shown.
fn drawing_flaw(svg: &str) -> Option<Flaw> {
    if let Some(address) = references(svg).find(|address| address.contains("://") || address.starts_with("//")) {
        let help = "put what it fetches into the file itself; a picture holds all that it shows";
        return Some(Flaw::new(true, format!("fetches `{address}` from elsewhere"), help));
    }
    let left_out = [("<script", "a script, which no PDF runs"), ("<foreignObject", "HTML, which a PDF does not show")];
    let (_, what) = left_out.iter().find(|(tag, _)| svg.contains(tag))?;
    Some(Flaw::new(false, format!("has {what}"), "take it out of the file, or draw what it shows"))
}

/// The addresses in a drawing of what is shown in it: links are left out.
fn references(svg: &str) -> impl Iterator<Item = &str> {
    svg.split('<').filter(|element| !element.starts_with("a ")).flat_map(|element| {
        let tag = &element[..element.find('>').unwrap_or(element.len())];
        tag.split("href").skip(1).filter_map(|after| {
            let value = after.trim_start().strip_prefix('=')?.trim_start();
            let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            value[1..].split(quote).next()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(path: &str, bytes: &[u8]) -> Option<(String, bool)> {
        flaw(path, bytes).map(|flaw| (flaw.what, flaw.whole))
    }

    fn broken(said: &str) -> (String, bool) {
        (said.to_owned(), true)
    }

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x01IDAT.sum.\0\0\0\0IENDsum.";
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
        let flaw = flaw("kart/a.svg", PNG).map(|flaw| flaw.help);
        assert_eq!(flaw.as_deref(), Some("name the file `kart/a.png`, and write that name here"));
        assert_eq!(what("a.gif", b"tekst"), Some(broken("is no GIF picture")));
    }

    #[test]
    fn a_drawing_holds_all_that_it_shows() {
        let foreign = b"<svg><image xlink:href = 'https://example.com/a.png'/></svg>";
        assert_eq!(what("a.svg", foreign), Some(broken("fetches `https://example.com/a.png` from elsewhere")));
        let script = what("a.svg", b"<svg><script>alert(1)</script></svg>");
        assert_eq!(script, Some(("has a script, which no PDF runs".to_owned(), false)));
    }
}
