//! The site: pages, assets, pages for former addresses, the map of the site.

use std::fmt::Write as _;

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use crate::diagnostic::Diagnostic;
use crate::document::PageNo;
use crate::questions::script;
use crate::resolve::Book;
use crate::sink::{OutPath, Sink};
use crate::theme::Theme;
use crate::view::{PageView, QUESTIONS, RedirectView, SiteView, View, see};

/// The page shown for addresses that do not exist.
const NOT_FOUND: &str = "404.html";
/// The page with all results of a search, and its template.
const SEARCH: (&str, &str) = ("sok.html", "search.html");
/// The map of the site for search engines.
const SITEMAP: &str = "sitemap.xml";
/// The template of pages that lead on.
const REDIRECT: &str = "redirect.html";
/// The template of pages whose kind has none of its own.
const PAGE: &str = "page.html";

/// Writes the site. What went wrong is said once, however many pages it concerns.
#[must_use]
pub fn write(book: &Book, theme: &Theme, sink: &dyn Sink) -> Vec<Diagnostic> {
    let view = View::new(book, theme);
    let writer = Writer { book, theme, sink, view: &view, site: value(view.site()) };
    let mut diagnostics = writer.files();
    diagnostics.extend(writer.pages());
    diagnostics.extend(writer.redirects());
    diagnostics.extend(writer.not_found());
    diagnostics.extend(writer.search());
    diagnostics.extend(writer.sitemap());
    diagnostics.extend(writer.questions());
    once(diagnostics)
}

/// Renders every template of the theme with views that have everything and views that have
/// nothing, so that a variable or text that does not exist is found before a page needs it.
#[must_use]
pub fn check_templates(theme: &Theme) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let (pages, redirect) = (PageView::samples(), RedirectView::sample());
    for mut site in SiteView::samples() {
        // The theme's own files are there whatever else is missing.
        site.files = theme.assets().names().map(|(name, out)| (name.to_owned(), out.to_string())).collect();
        let site = value(&site);
        for template in theme.templates() {
            let mut out = Vec::new();
            if template == REDIRECT {
                diagnostics.extend(theme.render(template, &context(&site, "redirect", &redirect), &mut out).err());
                continue;
            }
            for page in pages.iter().filter(|page| suits(template, page)) {
                diagnostics.extend(theme.render(template, &context(&site, "page", page), &mut out).err());
            }
        }
    }
    once(diagnostics.into_iter().map(|diagnostic| *diagnostic).collect())
}

/// Whether pages like this are rendered with a template: the template of another kind is not for them.
fn suits(template: &str, page: &PageView) -> bool {
    let of_a_kind = crate::kind::KINDS.iter().any(|row| template.strip_suffix(".html") == Some(row.name));
    !of_a_kind || template.strip_suffix(".html") == Some(page.kind)
}

/// What a template gets.
fn context(site: &Value, name: &'static str, view: &impl Serialize) -> Context {
    let mut context = Context::new();
    context.insert_value("site", site.clone());
    context.insert_value(name, value(view));
    context
}

/// A view as Tera's value. Views hold texts, numbers and lists: there is nothing to fail on.
fn value(view: &impl Serialize) -> Value {
    Value::try_from_serializable(view).unwrap_or_else(|_| Value::none())
}

/// The same fault on many pages is one diagnostic.
fn once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = std::collections::HashSet::new();
    diagnostics.into_iter().filter(|d| seen.insert((d.code, d.message.clone(), d.path.clone()))).collect()
}

struct Writer<'a> {
    book: &'a Book,
    theme: &'a Theme,
    sink: &'a dyn Sink,
    view: &'a View<'a>,
    site: Value,
}

impl Writer<'_> {
    fn put(&self, path: &OutPath, bytes: &[u8]) -> Option<Diagnostic> {
        self.sink.put(path, bytes).err().map(|error| super::write_failed(&error))
    }

    /// Renders into `buffer`, which is emptied first, and hands the result over.
    fn render(&self, path: &OutPath, template: &str, context: &Context, buffer: &mut Vec<u8>) -> Option<Diagnostic> {
        buffer.clear();
        match self.theme.render(template, context, buffer) {
            Ok(()) => self.put(path, buffer),
            Err(diagnostic) => Some(*diagnostic),
        }
    }

    /// The theme's assets and the book's other files.
    fn files(&self) -> Vec<Diagnostic> {
        let assets = self.theme.assets().files().filter_map(|(path, bytes)| self.put(path, bytes));
        let others = self.book.assets.iter().filter_map(|(path, bytes)| self.put(path, bytes));
        assets.chain(others).collect()
    }

    fn pages(&self) -> Vec<Diagnostic> {
        let templates: Vec<(&str, String)> = crate::kind::KINDS
            .iter()
            .map(|row| (row.name, format!("{}.html", row.name)))
            .filter(|(_, template)| self.theme.templates().any(|name| name == template))
            .collect();
        let page = |buffer: &mut Vec<u8>, (number, page): (usize, &crate::draft::Page)| {
            let number = PageNo(u32::try_from(number).unwrap_or(u32::MAX));
            let view = self.view.page(number);
            let template = templates.iter().find(|row| row.0 == view.kind).map_or(PAGE, |row| &row.1);
            self.render(&page.out, template, &context(&self.site, "page", &view), buffer)
        };
        self.book.pages.par_iter().enumerate().map_init(Vec::new, page).flatten().collect()
    }

    fn redirects(&self) -> Vec<Diagnostic> {
        let mut buffer = Vec::new();
        let redirect = |(from, to): (&OutPath, &PageNo)| {
            let view = self.view.redirect(from, *to);
            self.render(from, REDIRECT, &context(&self.site, "redirect", &view), &mut buffer)
        };
        self.book.redirects.iter().filter_map(redirect).collect()
    }

    /// A book may bring its own.
    fn not_found(&self) -> Option<Diagnostic> {
        let path = self.own_path(NOT_FOUND)?;
        self.render(&path, NOT_FOUND, &context(&self.site, "page", &self.view.not_found()), &mut Vec::new())
    }

    /// A book may have a page of its own there.
    fn search(&self) -> Option<Diagnostic> {
        let (path, template) = SEARCH;
        let path = self.own_path(path)?;
        self.render(&path, template, &context(&self.site, "page", &self.view.search()), &mut Vec::new())
    }

    fn sitemap(&self) -> Option<Diagnostic> {
        self.book.config.site.url.as_ref()?;
        let path = self.own_path(SITEMAP)?;
        let mut xml = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for page in &self.book.pages {
            let Some(address) = self.view.canonical(&page.out) else { continue };
            xml.push_str("<url><loc>");
            crate::view::escape::push_text(&mut xml, &address);
            xml.push_str("</loc>");
            if let Some(date) = page.common.reviewed {
                let _ = write!(xml, "<lastmod>{date}</lastmod>");
            }
            xml.push_str("</url>\n");
        }
        xml.push_str("</urlset>\n");
        self.put(&path, xml.as_bytes())
    }

    /// What may not be asked in an interview, loaded when a reader adds a question of their own.
    fn questions(&self) -> Option<Diagnostic> {
        let rules = &self.book.questions;
        let path = self.own_path(QUESTIONS).filter(|_| !rules.rules().is_empty())?;
        self.put(&path, script(rules, |id| see(self.book, id)).as_bytes())
    }

    /// The path of a file the writer makes, unless the book has a file there.
    fn own_path(&self, path: &str) -> Option<OutPath> {
        let book = self.book;
        OutPath::new(path).filter(|path| {
            !book.assets.contains_key(path)
                && !book.redirects.contains_key(path)
                && book.pages.iter().all(|page| page.out != *path)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Code;
    use crate::sink::{MemorySink, SinkError};
    use crate::view::tests::{book, theme};

    const SIDE: &str = "---\nkind: article\ntitle: \"Ny & bedre\"\nsummary: \"Om \\\"x\\\".\"\naliases: [gammel/adresse]\nreviewed: 2026-11-02\n---\nTekst.\n";

    fn site(change: impl FnOnce(&mut crate::config::Config)) -> BTreeMap<String, String> {
        let book = book(&[("index.md", "# Forside\n"), ("del/side.md", SIDE)], change);
        let sink = MemorySink::default();
        assert_eq!(write(&book, &theme(&book.config), &sink), []);
        let text = |(path, bytes): (OutPath, Vec<u8>)| (path.to_string(), String::from_utf8(bytes).unwrap());
        sink.into_files().into_iter().map(text).collect()
    }

    #[test]
    fn a_site_without_an_address_works_from_any_folder() {
        let files = site(|_| {});
        let page = &files["del/side.html"];
        for (path, page) in files.iter().filter(|(_, page)| page.starts_with("<!DOCTYPE")) {
            assert!(!page.contains("=\"/") && !page.contains(" style=") && !page.contains("<style"), "{path}: {page}");
        }
        assert!(page.contains("<title>Ny &amp; bedre – Uten tittel</title>"), "{page}");
        assert!(page.contains("content=\"Om &quot;x&quot;.\""), "{page}");
        assert!(page.contains("default-src 'none'; script-src 'self'"), "{page}");
        assert!(page.contains("href=\"../index.html\"") && page.contains("href=\"../assets/stil-"), "{page}");
        assert!(!page.contains("canonical") && !files.contains_key("sitemap.xml"));
        assert_eq!(page.matches("<h1").count(), 1);
        assert_eq!(page.matches("<main").count(), 1);
        assert!(files["404.html"].contains("href=\"index.html\""));
    }

    #[test]
    fn a_heading_never_has_the_id_of_a_part_of_the_template() {
        let term = "---\nkind: definition\ntitle: ord\nsummary: Et ord.\ngroup: role\nfacts: {employed: Ja, paid: Ja, \
                    appointed-by: Vi, speaks-for: Ingen, mandate: Nei, level: Alle, confidentiality: Ja, training: Ja, \
                    requires-lived-experience: Nei}\n---\nEt ord.\n\n## Innhold\n\n## Kort\n\n## Søk\n";
        let book = book(&[("index.md", "# Forside\n"), ("ord.md", term)], |_| {});
        let sink = MemorySink::default();
        assert_eq!(write(&book, &theme(&book.config), &sink), []);
        let page = String::from_utf8(sink.into_files()[&OutPath::new("ord.html").unwrap()].clone()).unwrap();
        for id in ["innhold", "kort", "sok"] {
            assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}: {page}");
        }
    }

    #[test]
    fn an_address_gives_canonical_links_and_a_map() {
        let files = site(|config| config.site.url = Some("https://x.no/v/".into()));
        assert!(files["del/side.html"].contains("<link rel=\"canonical\" href=\"https://x.no/v/del/side.html\">"));
        assert!(files["404.html"].contains("href=\"/v/assets/stil-"), "{}", files["404.html"]);
        assert!(
            files["sitemap.xml"]
                .contains("<url><loc>https://x.no/v/del/side.html</loc><lastmod>2026-11-02</lastmod></url>")
        );
    }

    #[test]
    fn a_former_address_leads_on() {
        let files = site(|config| config.site.csp = false);
        let page = &files["gammel/adresse.html"];
        assert!(page.contains("content=\"0; url=../del/side.html\"") && page.contains("noindex"), "{page}");
        assert!(page.contains("<a href=\"../del/side.html\">Ny &amp; bedre</a>"), "{page}");
        assert!(!files["index.html"].contains("Content-Security-Policy"));
    }

    #[test]
    fn every_template_of_the_standard_theme_renders_whatever_a_page_has() {
        assert_eq!(check_templates(&theme(&crate::config::Config::default())), []);
    }

    #[test]
    fn a_variable_that_does_not_exist_is_found_and_said_once() {
        let own: BTreeMap<String, Arc<[u8]>> = [(
            "templates/page.html".to_owned(),
            "{% extends \"standard/page.html\" %}{% block heading %}{{ page.titel }}{% endblock heading %}"
                .as_bytes()
                .into(),
        )]
        .into();
        let theme = Theme::load(&own, &crate::config::Config::default()).value;
        let found = check_templates(&theme);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].path.as_deref(), Some("themes/standard/templates/page.html:1"));
        let book = book(&[("a.md", "# A\n"), ("b.md", "# B\n")], |_| {});
        assert_eq!(write(&book, &theme, &MemorySink::default()).len(), 1);
    }

    struct Full;

    impl Sink for Full {
        fn put(&self, path: &OutPath, _: &[u8]) -> Result<(), SinkError> {
            Err(SinkError { path: path.to_string(), reason: "no space left".into() })
        }
    }

    #[test]
    fn a_full_disk_is_reported_for_every_file() {
        let book = book(&[("a.md", "# A\n"), ("b.md", "# B\n")], |_| {});
        let found = write(&book, &theme(&book.config), &Full);
        assert!(found.len() > 4 && found.iter().all(|d| d.code == Code::WriteFailed && d.help.is_some()), "{found:#?}");
    }
}
