//! Additions to a page on its way to the browser; what is written to disk stays as it is.
//!
//! In: the bytes of a page, and what is wrong at present. Out: the bytes to send.
//!
//! Invariant: nothing added needs more than a page's own Content-Security-Policy allows: a script and
//! a stylesheet from the same host.

use std::fmt::Write as _;
use std::path::Path;

use crate::diagnostic::{self, Diagnostic, Severity, any_error};
use crate::said::{Catalogue, said};
use crate::source::Sources;

/// The script that waits for changes.
pub(super) const SCRIPT: &str = include_str!("tjener.js");
/// The styles of the report of errors.
pub(super) const STYLES: &str = include_str!("tjener.css");

/// A page for the time before the first build without errors.
pub(super) fn empty(catalogue: &Catalogue) -> Vec<u8> {
    let (language, title) = (catalogue.tag(), catalogue.say(&said!("The book has not been built yet")));
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title></head>\n<body>\n<main><h1>{title}</h1></main>\n\
         </body>\n</html>\n"
    );
    page.into_bytes()
}

/// The errors as a part of a page, with the same text as on the terminal; empty where there are none.
/// `last_good`: whether they stand on a page of an earlier build.
pub(super) fn report(diagnostics: &[Diagnostic], sources: &Sources, catalogue: &Catalogue, last_good: bool) -> String {
    if !any_error(diagnostics) {
        return String::new();
    }
    let errors = diagnostics.iter().filter(|d| d.severity() == Severity::Error).count();
    let mut out = String::from("<link rel=\"stylesheet\" href=\"/.brobygger/tjener.css\">\n");
    let summary = if last_good {
        said!("The page below is of the last build without errors. Errors: {errors}", errors)
    } else {
        said!("Errors: {errors}", errors)
    };
    let (language, summary) = (catalogue.tag(), catalogue.say(&summary));
    // Writing to a string does not fail.
    let _ = writeln!(out, "<details class=\"brobygger-feil\" lang=\"{language}\" open><summary>{summary}</summary>");
    for diagnostic in diagnostics {
        out.push_str(&diagnostic::html(diagnostic, sources, catalogue));
    }
    out.push_str("</details>\n");
    out
}

/// The page with the report and the script before the end of its body.
pub(super) fn with_additions(page: &[u8], report: &str, version: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let at = page.windows(END.len()).rposition(|window| window == END).unwrap_or(page.len());
    let script = format!("<script src=\"/.brobygger/tjener.js\" data-version=\"{version}\"></script>\n");
    let mut out = Vec::with_capacity(page.len() + report.len() + script.len());
    out.extend_from_slice(&page[..at]);
    out.extend_from_slice(report.as_bytes());
    out.extend_from_slice(script.as_bytes());
    out.extend_from_slice(&page[at..]);
    out
}

/// The version of a page: the same as long as neither it nor the report nor `files`, which
/// counts changes of the other files of the site, changed.
pub(super) fn version(page: &[u8], report: &str, files: u64) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(page);
    hasher.update(blake3::hash(report.as_bytes()).as_bytes());
    hasher.update(&files.to_le_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}

/// The media type of a file, by its name.
pub(super) fn media_type(path: &str) -> &'static str {
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        "ttl" => "text/turtle; charset=utf-8",
        "jsonld" => "application/ld+json",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xml" => "application/xml",
        "txt" | "md" | "csv" => "text/plain; charset=utf-8",
        "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additions_stand_before_the_end_of_the_body() {
        let page = with_additions("<body>å</body></html>".as_bytes(), "<b></b>", "12");
        let page = String::from_utf8(page).unwrap();
        assert_eq!(
            page,
            "<body>å<b></b><script src=\"/.brobygger/tjener.js\" data-version=\"12\"></script>\n</body></html>"
        );
        assert!(with_additions(b"uten slutt", "", "1").ends_with(b"</script>\n"));
    }
}
