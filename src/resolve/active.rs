//! Files of a book that a browser would run programs of, in a book that refuses raw HTML.
//!
//! In: the files beside the pages. Out: those that are, or may be, more than text and pictures.
//!
//! Invariant: under `raw-html = "refuse"` nothing that an author lays in the content runs where the
//! pages are, and where readers' answers are remembered; what cannot be told is refused.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};
use crate::sink::OutPath;

/// The endings of files that browsers show as pages.
const PAGES: &[&str] = &["htm", "html", "mht", "mhtml", "shtml", "svgz", "xht", "xhtml", "xml", "xsl", "xslt"];
/// Elements of a drawing that hold something else than a drawing.
const ACTIVE: &[&str] =
    &["script", "foreignObject", "iframe", "embed", "object", "handler", "listener", "html", "body", "form", "audio"];

/// Says which files are refused.
pub(super) fn check(config: &Config, assets: &BTreeMap<OutPath, Arc<[u8]>>, diagnostics: &mut Vec<Diagnostic>) {
    if config.raw_html {
        return;
    }
    for (path, bytes) in assets {
        let ending = path.as_str().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let ending = ending.as_deref().unwrap_or_default();
        let why = if PAGES.contains(&ending) {
            Some(said!("is a page of its own"))
        } else if ending == "svg" {
            activity(bytes)
        } else {
            None
        };
        if let Some(why) = why {
            let shown = format!("{}/{path}", config.book.src);
            diagnostics.push(Diagnostic::new(Code::RawHtml, said!("`{shown}` {why}, and raw HTML is not allowed in this book", shown, why)).in_file(shown).help(
                said!("take it out, save it as a picture without programs, or set `raw-html = \"allow\"` under `[markdown]` in \
                 `book.toml`"),
            ));
        }
    }
}

/// The thing in a drawing that makes it more than one.
fn activity(bytes: &[u8]) -> Option<Phrase> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some(said!("cannot be read as text")) };
    let mut reader = Reader::from_str(text);
    loop {
        let found = match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => active_element(&element),
            // Entities may hold elements.
            Ok(Event::DocType(declared)) if is_deep_entity(&declared) => Some(said!("declares entities with markup")),
            Ok(Event::PI(instruction)) if instruction.starts_with(b"xml-stylesheet") => Some(said!("has a stylesheet")),
            Ok(Event::Eof) => return None,
            Ok(_) => None,
            Err(error) => Some(said!("cannot be read ({error})", error = error.to_string())),
        };
        if found.is_some() {
            return found;
        }
    }
}

fn is_deep_entity(declared: &[u8]) -> bool {
    let text = String::from_utf8_lossy(declared);
    text.split("<!ENTITY").skip(1).any(|entity| {
        let value = entity.split(['"', '\'']).nth(1).unwrap_or("&");
        value.contains(['<', '&', '%']) || entity.contains("SYSTEM") || entity.contains("PUBLIC")
    })
}

fn active_element(element: &BytesStart<'_>) -> Option<Phrase> {
    let name = element.local_name();
    let name = String::from_utf8_lossy(name.as_ref());
    if ACTIVE.iter().any(|active| name.eq_ignore_ascii_case(active)) {
        return Some(said!("has the element `{name}`", name));
    }
    for attribute in element.attributes() {
        let Ok(attribute) = attribute else { return Some(said!("has an attribute that cannot be read")) };
        let key = attribute.key.local_name();
        let key = String::from_utf8_lossy(key.as_ref()).to_ascii_lowercase();
        if key.starts_with("on") {
            return Some(said!("has the program `{key}`", key));
        }
        // Entities of the file's own: what they make of an address is not told before they are put together.
        let leads = ["href", "src", "from", "to", "by", "values", "action", "data"].contains(&&*key);
        let value = match attribute.unescape_value() {
            Ok(value) => value,
            Err(_) if leads => return Some(said!("has a value of `{key}` that cannot be read", key)),
            Err(_) => continue,
        };
        let value: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let value = value.to_ascii_lowercase();
        if ["javascript:", "data:text/", "data:image/svg", "vbscript:"].iter().any(|scheme| value.contains(scheme)) {
            return Some(said!("has an address with a program in `{key}`", key));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_one_or_more_than_that() {
        let plain = "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY ns \"http://ns.adobe.com/\">]>\
            <svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"&ns;\"><style>a{}</style><a href=\"https://nav.no\"><path d=\"\"/></a></svg>";
        assert_eq!(activity(plain.as_bytes()), None);
        for active in [
            "<svg><script>1</script></svg>",
            "<svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:script/></svg>",
            "<svg onload=\"1\"/>",
            "<svg><a href=\"java&#10;script:1\"/></svg>",
            "<svg><animate attributeName=\"href\" to=\"javascript:1\"/></svg>",
            "<svg><foreignObject/></svg>",
            "<!DOCTYPE svg [<!ENTITY x \"&#60;script>1&#60;/script>\">]><svg>&x;</svg>",
            "<?xml-stylesheet href=\"a.xsl\" type=\"text/xsl\"?><svg/>",
            "<svg><use href=\"data:image/svg+xml,x\"/></svg>",
        ] {
            assert!(activity(active.as_bytes()).is_some(), "{active}");
        }
        assert!(activity(b"\xff\xfe<\0s\0").is_some());
    }
}
