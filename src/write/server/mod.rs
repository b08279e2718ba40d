//! Rules that a site brings for the server it lies on: the page for addresses that do not exist, what a browser may
//! keep and how long, compression, headers, former addresses as real redirects; of a place that runs what it finds, how
//! the site is laid out there.
//!
//! In: a book whose settings name servers. Out: a file or two for each of them.
//!
//! Invariant: only files that are named by their hash may be kept without asking, and they are named one by one, so
//! that no file of the book is taken for one of them.

use std::fmt::Write as _;

use super::address::address_below;
use super::write_failed;
use crate::config::Host;
use crate::diagnostic::Diagnostic;
use crate::resolve::Book;
use crate::sink::{OutPath, Sink, percent_decoded};
use crate::theme::{Texts, Theme};
use crate::view::View;
use crate::view::escape::{push_address, push_text};

/// The texts of the interface that stand in the templates, between `@`: comments, for those who run the server.
const COMMENTS: [&str; 14] = [
    "server-written",
    "server-apache",
    "server-github",
    "server-gitlab",
    "server-not-found",
    "server-iis",
    "server-asked",
    "server-hashed",
    "server-frames",
    "server-gzip",
    "server-netlify",
    "server-nginx",
    "server-nginx-path",
    "server-former",
];

/// Writes the rules for each server that the settings name.
#[must_use]
pub(super) fn write(book: &Book, theme: &Theme, sink: &dyn Sink) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for host in &book.config.site.hosting {
        let rules = ServerRules::new(book, theme, *host);
        for (path, text) in host.files().iter().zip(rules.texts(*host)) {
            let Some(path) = OutPath::new(path).filter(|path| !book.assets.contains_key(path)) else { continue };
            diagnostics.extend(sink.put(&path, text.as_bytes()).err().map(|error| write_failed(&error)));
        }
    }
    diagnostics
}

/// The rules that every server is told, each in its own words.
struct ServerRules<'t> {
    /// The texts of the book's language, which the comments are in.
    texts: &'t Texts,
    /// The path that the site lies at on its server, with `/` at both ends, as in an address.
    base: String,
    /// The same as a path.
    path: String,
    /// The files that are named by their hash, by their names below `assets/`.
    hashed: Vec<String>,
    /// Former addresses, by their paths in the site, and the addresses they lead to.
    redirects: Vec<(String, String)>,
}

impl<'t> ServerRules<'t> {
    fn new(book: &Book, theme: &'t Theme, host: Host) -> Self {
        let path = match (host, &book.config.site.url) {
            // There a site has a host of its own.
            (Host::Netlify, _) | (_, None) => "/".to_owned(),
            (_, Some(url)) => path_of(url),
        };
        let mut base = String::new();
        push_address(&mut base, &path);
        let base = in_header(&base);
        let view = View::new(book, theme);
        let of_texts = view.scripts_of_texts().map(|(path, _)| path);
        let of_theme = theme.assets().of_site(book.config.site.workshop.is_some());
        let names = of_theme.map(|(path, _)| path).chain(of_texts);
        let mut hashed: Vec<String> =
            names.filter_map(|path| Some(path.as_str().strip_prefix("assets/")?.to_owned())).collect();
        hashed.sort();
        let redirect =
            |(from, to): (&OutPath, _)| Some((from.to_string(), in_header(&address_below(book, Some(&base), to)?)));
        let redirects = book.redirects.iter().filter_map(redirect).collect();
        Self { texts: theme.texts(), base, path, hashed, redirects }
    }

    /// The text of each of the files of a server.
    fn texts(&self, host: Host) -> Vec<String> {
        match host {
            Host::Apache => vec![self.apache()],
            Host::GithubPages => vec![self.commented(include_str!("github-pages.yml"))],
            Host::GitlabPages => vec![self.commented(include_str!("gitlab-pages.yml"))],
            Host::Iis => vec![self.iis()],
            Host::Netlify => vec![self.netlify_headers(), self.netlify_redirects()],
            Host::Nginx => vec![self.nginx()],
        }
    }

    fn apache(&self) -> String {
        let redirects =
            self.lines(|from, to| format!("Redirect 301 \"{}{}\" \"{to}\"\n", quoted(&self.path), quoted(from)));
        self.commented(include_str!("apache.conf"))
            .replace("@base@", &self.base)
            .replace("@hashed@", &self.pattern())
            .replace("@redirects@\n", &redirects)
    }

    fn nginx(&self) -> String {
        let redirects = self.lines(|from, to| {
            let from = quoted(&format!("{}{from}", self.path));
            format!("location = \"{from}\" {{\n    absolute_redirect off;\n    return 301 \"{to}\";\n}}\n")
        });
        let folder = match self.path.trim_end_matches('/') {
            "" => String::new(),
            folder => format!(
                "location = \"{}\" {{\n    absolute_redirect off;\n    return 301 \"{}\";\n}}\n\n",
                quoted(folder),
                self.base
            ),
        };
        self.commented(include_str!("nginx.conf"))
            .replace("@folder@\n", &folder)
            .replace("@path@", &quoted(&self.path))
            .replace("@base@", &self.base)
            .replace("@hashed@", &self.pattern())
            .replace("@redirects@\n", &redirects)
    }

    fn iis(&self) -> String {
        let hashed = self.hashed.iter().map(|name| {
            let cache = "<clientCache cacheControlMode=\"UseMaxAge\" cacheControlMaxAge=\"365.00:00:00\" cacheControlCustom=\"public, immutable\" />";
            location(&format!("assets/{name}"), &format!("<staticContent>{cache}</staticContent>"))
        });
        let redirects = self.lines(|from, to| {
            let to = escaped(to);
            let redirect = format!(
                "<httpRedirect enabled=\"true\" destination=\"{to}\" exactDestination=\"true\" httpResponseStatus=\"Permanent\" />"
            );
            location(from, &redirect)
        });
        self.commented(include_str!("web.config"))
            .replace("@file@", &escaped(&self.path.trim_start_matches('/').replace('/', "\\")))
            .replace("@hashed@", &hashed.collect::<String>())
            .replace("@redirects@", &redirects)
    }

    fn netlify_headers(&self) -> String {
        let mut out = self.commented(include_str!("headers.txt"));
        for name in &self.hashed {
            // Writing to a string does not fail.
            let _ = writeln!(out, "/assets/{name}\n  Cache-Control: public, max-age=31536000, immutable");
        }
        out
    }

    /// `!`: also where a page lies at the address, as it does for servers without rules.
    fn netlify_redirects(&self) -> String {
        self.lines(|from, to| {
            let mut address = String::from("/");
            push_address(&mut address, from);
            format!("{} {to} 301!\n", in_header(&address))
        })
    }

    /// A template with its comments.
    fn commented(&self, template: &str) -> String {
        let mut out = template.to_owned();
        for key in COMMENTS {
            // A comment is one line, and in XML it ends at two hyphens.
            let text = self.texts.fill(key, &[("path", &self.base)]).replace('\n', " ").replace("--", "–");
            out = out.replace(&format!("@{key}@"), &text);
        }
        out
    }

    fn lines(&self, line: impl Fn(&str, &str) -> String) -> String {
        self.redirects.iter().map(|(from, to)| line(from, to)).collect()
    }

    /// The files that are named by their hash, as a regular expression.
    fn pattern(&self) -> String {
        let escaped = |name: &String| {
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            name.chars().map(|c| if plain(c) { c.to_string() } else { format!("\\{c}") }).collect::<String>()
        };
        self.hashed.iter().map(escaped).collect::<Vec<_>>().join("|")
    }
}

/// The path of an address of a site, with `/` at both ends.
fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or_else(|| "/".to_owned(), |at| percent_decoded(&rest[at..]))
}

/// An address as it stands in a header: what a server would read as something else is percent-encoded.
fn in_header(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        if c.is_ascii_graphic() && !"\"\\$<>'`{|}^".contains(c) {
            out.push(c);
        } else {
            out.extend(c.encode_utf8(&mut [0; 4]).bytes().map(percent_encoding::percent_encode_byte));
        }
    }
    out
}

/// A path between the quotation marks of a setting.
fn quoted(path: &str) -> String {
    path.replace('\\', "\\\\").replace('"', "\\\"")
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    push_text(&mut out, text);
    out
}

/// Settings for one file of the site, in the words of IIS.
fn location(path: &str, settings: &str) -> String {
    format!(
        "  <location path=\"{}\">\n    <system.webServer>{settings}</system.webServer>\n  </location>\n",
        escaped(path)
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::sink::MemorySink;
    use crate::view::tests::{book, theme};

    /// The rules of a site at this address, by file.
    fn rules(url: Option<&str>, alias: &str) -> BTreeMap<String, String> {
        let page = format!("---\nkind: article\ntitle: Ny\nsummary: Om ny.\naliases: [\"{alias}\"]\n---\nTekst.\n");
        let book = book(&[("index.md", "# Forside\n"), ("del/nyå.md", &page)], |config| {
            config.site.url = url.map(str::to_owned);
            config.site.hosting = Host::ALL.to_vec();
        });
        let sink = MemorySink::default();
        assert_eq!(write(&book, &theme(&book.config), &sink), []);
        let text = |(path, bytes): (OutPath, Vec<u8>)| (path.to_string(), String::from_utf8(bytes).unwrap());
        sink.into_files().into_iter().map(text).collect()
    }

    #[test]
    fn former_addresses_are_redirects_wherever_the_site_lies() {
        let files = rules(Some("https://x.example/v%C3%A5r/"), "gammel/adresse");
        let to = "/v%C3%A5r/del/ny%C3%A5.html";
        assert!(files[".htaccess"].contains(&format!("Redirect 301 \"/vår/gammel/adresse.html\" \"{to}\"\n")));
        assert!(files[".htaccess"].contains("ErrorDocument 404 \"/v%C3%A5r/404.html\"\n"));
        let nginx = &files["nginx-location.conf"];
        let redirect =
            format!("location = \"/vår/gammel/adresse.html\" {{\n    absolute_redirect off;\n    return 301 \"{to}\";");
        assert!(nginx.contains(&redirect), "{nginx}");
        assert!(nginx.contains("location = \"/vår\" {") && nginx.contains("location ^~ \"/vår/\" {"), "{nginx}");
        assert!(files["web.config"].contains("<location path=\"gammel/adresse.html\">"));
        assert!(files["web.config"].contains("path=\"vår\\404.html\""), "{}", files["web.config"]);
        assert!(files["_redirects"].ends_with("/gammel/adresse.html /del/ny%C3%A5.html 301!\n"));
        let files = rules(None, "gammel");
        assert!(files[".htaccess"].contains("ErrorDocument 404 \"/404.html\"\n"));
        assert!(!files["nginx-location.conf"].contains("location = \"\""));
    }

    #[test]
    fn nothing_of_an_address_is_read_as_a_setting() {
        let files = rules(Some("https://x.example/a\\b$c;d/"), "e$f;g}");
        assert!(files["nginx-location.conf"].contains("location = \"/a\\\\b$c;d/e$f;g}.html\" {"));
        assert!(files["nginx-location.conf"].contains("return 301 \"/a%5Cb%24c;d/del/"));
        assert!(files[".htaccess"].contains("Redirect 301 \"/a\\\\b$c;d/e$f;g}.html\" \"/a%5Cb%24c;d/del/"));
    }

    #[test]
    fn only_what_is_named_by_its_hash_is_kept_without_asking() {
        let files = rules(None, "gammel");
        let headers = &files["_headers"];
        let kept: Vec<&str> = headers.lines().filter(|line| line.starts_with("/assets/")).collect();
        assert!(kept.len() > 10 && kept.iter().any(|line| line.starts_with("/assets/stil-")), "{headers}");
        for name in kept.iter().filter_map(|line| line.strip_prefix("/assets/")) {
            let (stem, ending) = name.rsplit_once('.').unwrap();
            let (_, hash) = stem.rsplit_once('-').unwrap();
            assert!(hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
            for file in [".htaccess", "nginx-location.conf"] {
                assert!(files[file].contains(&format!("{stem}\\.{ending}")), "{file}: {name}");
            }
            assert!(files["web.config"].contains(&format!("assets/{name}\"")), "{name}");
        }
    }
}
