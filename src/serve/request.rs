//! Requests of a browser.
//!
//! In: the head of a request, as bytes from anybody. Out: what of the site is wanted, or the status
//! to refuse it with.
//!
//! Invariant: what is wanted is a path below the site; nothing else of the request goes further.

use crate::sink::{OutPath, percent_decoded};

/// The longest head that is read.
pub(super) const MAX_HEAD: usize = 16 * 1024;
/// The most headers that are read.
const MAX_HEADERS: usize = 100;

/// Addresses of the server's own files begin with this: the site has no hidden files.
const OWN: &str = "/.brobygger/";

/// The thing that is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RequestTarget {
    /// A file of the site.
    File(OutPath),
    /// The script that waits for changes.
    Script,
    /// The styles of what the server adds to pages.
    Styles,
    /// An answer as soon as the page at this path is no longer what this version says.
    Change(OutPath, String),
}

/// A request that can be answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) wanted: RequestTarget,
    /// `HEAD`: without the body.
    pub(super) head_only: bool,
}

/// The reason for which a request is not answered: the status and its words.
pub(super) type Refusal = (u16, &'static str);

pub(super) const BAD_REQUEST: Refusal = (400, "Bad Request");
pub(super) const FORBIDDEN: Refusal = (403, "Forbidden");
pub(super) const NOT_FOUND: Refusal = (404, "Not Found");
pub(super) const NOT_ALLOWED: Refusal = (405, "Method Not Allowed");
pub(super) const TOO_SLOW: Refusal = (408, "Request Timeout");
pub(super) const TOO_LARGE: Refusal = (431, "Request Header Fields Too Large");
pub(super) const BUSY: Refusal = (503, "Service Unavailable");

/// Whether `head` ends a request's head.
pub(super) fn is_whole(head: &[u8]) -> bool {
    head.windows(4).rev().take(4096).any(|end| end == b"\r\n\r\n") || head.ends_with(b"\n\n")
}

/// Understands a request; `port` is the server's own.
pub(super) fn parse(head: &[u8], port: u16) -> Result<Request, Refusal> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Err(httparse::Error::TooManyHeaders) => return Err(TOO_LARGE),
        Ok(httparse::Status::Partial) | Err(_) => return Err(BAD_REQUEST),
    }
    let mut hosts = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(BAD_REQUEST) };
    if !is_own_host(host.value, port) {
        return Err(FORBIDDEN);
    }
    let head_only = match request.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(NOT_ALLOWED),
    };
    let target = request.path.ok_or(BAD_REQUEST)?;
    Ok(Request { wanted: wanted(target)?, head_only })
}

/// Whether a request is meant for this machine: a page of another site that has made its name lead
/// here must not read what is being written.
fn is_own_host(host: &[u8], port: u16) -> bool {
    let Ok(host) = std::str::from_utf8(host) else { return false };
    let (name, given) = match host.rsplit_once(':') {
        Some((name, given)) if !given.ends_with(']') => (name, given.parse().ok()),
        _ => (host, Some(80)),
    };
    let own = ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| name.eq_ignore_ascii_case(own));
    own && given == Some(port)
}

fn wanted(target: &str) -> Result<RequestTarget, Refusal> {
    let target = target.split('#').next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    match path.strip_prefix(OWN) {
        Some("tjener.js") => return Ok(RequestTarget::Script),
        Some("tjener.css") => return Ok(RequestTarget::Styles),
        Some("endret.js") => {
            let (version, page) = query.split_once('&').ok_or(BAD_REQUEST)?;
            return Ok(RequestTarget::Change(file(page)?, version.to_owned()));
        }
        Some(_) => return Err(NOT_FOUND),
        None => {}
    }
    file(path).map(RequestTarget::File)
}

/// The file of the site at an address; a folder's is its `index.html`.
fn file(address: &str) -> Result<OutPath, Refusal> {
    let below = address.strip_prefix('/').ok_or(BAD_REQUEST)?;
    let mut path = percent_decoded(below);
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    OutPath::new(&path).ok_or(NOT_FOUND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(target: &str) -> Result<RequestTarget, Refusal> {
        parse(format!("GET {target} HTTP/1.1\r\nHost: localhost:3000\r\n\r\n").as_bytes(), 3000).map(|r| r.wanted)
    }

    fn path(text: &str) -> OutPath {
        OutPath::new(text).expect("a sound path")
    }

    #[test]
    fn addresses_are_files_of_the_site() {
        assert_eq!(get("/"), Ok(RequestTarget::File(path("index.html"))));
        assert_eq!(get("/a/?x=1"), Ok(RequestTarget::File(path("a/index.html"))));
        assert_eq!(get("/f%C3%B8r.html"), Ok(RequestTarget::File(path("før.html"))));
        assert_eq!(
            get("/.brobygger/endret.js?12ab&/a/"),
            Ok(RequestTarget::Change(path("a/index.html"), "12ab".into()))
        );
    }

    #[test]
    fn no_address_leads_out_of_the_site() {
        for target in ["/../x", "/a/%2e%2e/x", "/a/..%2fx", "/..%5cx", "//x", "/a//b", "/%00", "/./x", "/.brobygger/x"]
        {
            assert_eq!(get(target), Err(NOT_FOUND), "{target}");
        }
        for target in ["*", "http://localhost:3000/", "x"] {
            assert_eq!(get(target), Err(BAD_REQUEST), "{target}");
        }
    }

    #[test]
    fn only_this_machine_is_answered() {
        let with = |host: &str| {
            parse(format!("GET / HTTP/1.1\r\n{host}\r\n").as_bytes(), 3000).map(|_| ()).map_err(|refusal| refusal.0)
        };
        for host in ["127.0.0.1:3000", "localhost:3000", "LocalHost:3000", "[::1]:3000"] {
            assert_eq!(with(&format!("Host: {host}\r\n")), Ok(()), "{host}");
        }
        for host in ["example.no:3000", "localhost", "localhost:3001", "127.0.0.1.example.no:3000", "[::1]", ""] {
            assert_eq!(with(&format!("Host: {host}\r\n")), Err(403), "{host}");
        }
        assert_eq!(with(""), Err(400));
        assert_eq!(with("Host: localhost:3000\r\nHost: localhost:3000\r\n"), Err(400));
    }

    #[test]
    fn only_reading_is_allowed() {
        let method = |name: &str| parse(format!("{name} / HTTP/1.1\r\nHost: localhost:3000\r\n\r\n").as_bytes(), 3000);
        assert!(method("HEAD").is_ok_and(|request| request.head_only));
        for name in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"] {
            assert_eq!(method(name), Err(NOT_ALLOWED), "{name}");
        }
        assert_eq!(parse(b"\x16\x03\x01\x02\x00\r\n\r\n", 3000), Err(BAD_REQUEST));
    }
}
