//! Text and addresses in HTML.

use percent_encoding::percent_encode_byte;

use crate::sink::{OutPath, way_between};

/// A path as an address seen from the site's folder.
pub(super) fn address(path: &OutPath) -> String {
    let mut out = String::with_capacity(path.as_str().len());
    push_address(&mut out, path.as_str());
    out
}

/// Adds text, escaped for content and for attributes in double quotes. Control characters, which no page can hold, are
/// left out.
pub(crate) fn push_text(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\0'..=b'\x08' | b'\x0b' | b'\x0c' | b'\x0e'..=b'\x1f' | b'\x7f' => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Adds a path or anchor as part of an address: what would end it or be read as something else is
/// percent-encoded. What comes out needs no escaping in HTML.
pub(crate) fn push_address(out: &mut String, path: &str) {
    let mut from = 0;
    for (at, c) in path.char_indices().filter(|(_, c)| !stays_in_address(*c)) {
        out.push_str(&path[from..at]);
        from = at + c.len_utf8();
        out.extend(path[at..from].bytes().map(percent_encode_byte));
    }
    out.push_str(&path[from..]);
}

/// Whether a character of a path stands in an address as it is.
fn stays_in_address(c: char) -> bool {
    let is_mark =
        || matches!(c, '/' | '-' | '.' | '_' | '~' | '!' | '$' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | ':' | '@');
    c.is_ascii_alphanumeric() || is_mark() || (!c.is_ascii() && !c.is_whitespace())
}

/// Adds the relative address of `to` as seen from `from`.
pub(crate) fn push_relative(out: &mut String, from: &OutPath, to: &OutPath) {
    let (up, below) = way_between(from.as_str(), to.as_str());
    for _ in 0..up {
        out.push_str("../");
    }
    push_address(out, below);
}

/// The relative address of `to` as seen from `from`, and an anchor there.
pub(crate) fn relative(from: &OutPath, to: &OutPath) -> String {
    let mut out = String::with_capacity(to.as_str().len() + 6);
    push_relative(&mut out, from, to);
    out
}

/// The whole address of a file of a site that lies at `url`, which ends in `/`.
pub(crate) fn whole(url: &str, path: &OutPath) -> String {
    let (url, below) = match path.as_str().strip_prefix("../") {
        Some(below) => {
            let above = url.trim_end_matches('/').rfind('/').map_or(url.len(), |at| at + 1);
            (&url[..above], below)
        }
        None => (url, path.as_str()),
    };
    let mut out = url.to_owned();
    push_address(&mut out, below);
    out
}

/// The way from a file to the site's folder: `../` for every folder it lies in.
pub(crate) fn root(from: &OutPath) -> String {
    "../".repeat(from.as_str().matches('/').count())
}

/// Whether a web address is of a kind that a page may link to. Others were reported before; this
/// is the second lock on the door.
pub(crate) fn is_safe(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |parts| parts.0);
    ["http", "https", "mailto", "tel"].iter().any(|sound| scheme.eq_ignore_ascii_case(sound))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::path_from;

    #[test]
    fn relative_addresses_are_those_of_the_path() {
        let paths = ["a/b.html", "a/c.html", "d.html", "a/b/c.html", "ab/c.html", "a/b/d/e.html", "index.html"];
        for from in paths {
            for to in paths {
                let (from, to) = (OutPath::new(from).unwrap(), OutPath::new(to).unwrap());
                let way = relative(&from, &to);
                assert_eq!(path_from(from.as_str(), &way).as_deref(), Some(to.as_str()), "{from} to {to}");
                assert_eq!(from.relative(&to), way, "{from} to {to}");
            }
        }
        let way = |from: &str, to: &str| relative(&OutPath::new(from).unwrap(), &OutPath::new(to).unwrap());
        assert_eq!(way("a/b.html", "a/c.html"), "c.html");
        assert_eq!(way("ab/c.html", "a/b c.html"), "../a/b%20c.html");
        assert_eq!(way("a/b/d/e.html", "a/b/c.html"), "../c.html");
    }

    #[test]
    fn nothing_gets_out_of_an_attribute() {
        let mut out = String::new();
        push_address(&mut out, "a b\"'<&#%\u{a0}å.html");
        assert_eq!(out, "a%20b%22%27%3C%26%23%25%C2%A0å.html");
        assert!(is_safe("HTTPS://x.no") && is_safe("mailto:a@b.no") && !is_safe("javascript:alert(1)"));
        assert!(!is_safe("data:text/html,x") && !is_safe(" javascript:x"));
    }
}
