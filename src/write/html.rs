//! The site: pages, assets, pages for former addresses, the map of the site.
//!
//! In: a book and a theme. Out: all files of the site into a sink, or one of them when it is asked
//! for. Invariant: a file is the same bytes either way.

mod nav;
mod shared;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use self::nav::NavHtml;
use self::shared::SharedEdition;
pub use self::shared::SharedPages;
use super::failed::write_failed;
use super::feed::feed;
use crate::build::Built;
use crate::diagnostic::{Diagnostic, Warned};
use crate::document::{Destination, PageNo};
use crate::draft::Page;
use crate::language::FileNames;
use crate::questions::script;
use crate::resolve::{Book, NOT_FOUND, SITEMAP};
use crate::sink::{OutPath, Sink};
use crate::source::offset;
use crate::text::bind_markup;
use crate::theme::Theme;
use crate::view::{AlternateView, PageView, RedirectView, SiteView, View, see};

/// A page that no file of the book makes.
struct OwnPage {
    path: fn(&FileNames) -> &'static str,
    template: &'static str,
    view: fn(&View<'_>) -> PageView,
    /// Whether a site has it.
    is_made: fn(&Book) -> bool,
}

/// The page shown for addresses that do not exist, that of all that a search finds, of what has changed, and of the
/// workshop.
const OWN_PAGES: &[OwnPage] = &[
    OwnPage { path: |_| NOT_FOUND, template: "404.html", view: |view| view.not_found(), is_made: |_| true },
    OwnPage { path: |names| names.search, template: "search.html", view: |view| view.search(), is_made: |_| true },
    OwnPage {
        path: |names| names.changes,
        template: "changes.html",
        view: |view| view.changes(),
        is_made: |book| book.config.site.changes,
    },
    OwnPage {
        path: |names| names.workshop,
        template: "workshop.html",
        view: |view| view.workshop(),
        is_made: |book| book.config.site.workshop.is_some(),
    },
];
/// The template of pages that lead on.
const REDIRECT: &str = "redirect.html";
/// The template of pages whose kind has none of its own.
const PAGE: &str = "page.html";

/// Writes the site. What went wrong is said once, however many pages it concerns.
#[must_use]
pub fn write(book: &Book, theme: &Theme, sink: &dyn Sink) -> Vec<Diagnostic> {
    let site = HtmlSite::new(book, theme);
    write_site(&site, sink, None)
}

/// As [`write()`], for one of many editions of a book: a page is rendered once for all that have the same.
#[must_use]
pub fn write_shared(built: &Arc<Built>, sink: &dyn Sink, pages: &SharedPages) -> Vec<Diagnostic> {
    let site = HtmlSite::new(&built.book, &built.theme);
    // What a theme of its own does with the values of an edition is not known.
    let is_standard = built.book.config.theme.folder().is_none();
    let edition = is_standard.then(|| SharedEdition::new(&site, built, pages)).flatten();
    write_site(&site, sink, edition)
}

fn write_site(site: &HtmlSite<'_>, sink: &dyn Sink, edition: Option<SharedEdition<'_>>) -> Vec<Diagnostic> {
    let writer = SiteWriter { site, sink, edition };
    let mut diagnostics = writer.files();
    diagnostics.extend(writer.pages());
    diagnostics.extend(writer.redirects());
    let names = site.book.config.file_names();
    for page in OWN_PAGES.iter().filter(|page| (page.is_made)(site.view.book())) {
        diagnostics.extend(writer.own((page.path)(names), |out| site.own_page(page, (page.view)(&site.view), out)));
    }
    for path in [SITEMAP, names.questions, names.feed] {
        let Some(text) = site.own_text(path) else { continue };
        diagnostics.extend(writer.own(path, |out| {
            out.extend_from_slice(&text);
            Ok(())
        }));
    }
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
                let context = context(&site, "redirect", &redirect);
                diagnostics.extend(theme.render(template, &redirect.lang, &context, &mut out).err());
                continue;
            }
            for page in pages.iter().filter(|page| suits(template, page)) {
                let context = page_context(theme, &site, page.clone(), &mut NavHtml::default());
                diagnostics
                    .extend(context.and_then(|context| theme.render(template, &page.lang, &context, &mut out)).err());
            }
        }
    }
    once(diagnostics)
}

/// Whether pages like this are rendered with a template: the template of another kind is not for them.
fn suits(template: &str, page: &PageView) -> bool {
    let of_a_kind = crate::kind::KINDS.iter().any(|row| template.strip_suffix(".html") == Some(row.name));
    !of_a_kind || template.strip_suffix(".html") == Some(page.kind)
}

/// The context of a template.
fn context(site: &Value, name: &'static str, view: &impl Serialize) -> Context {
    let mut context = Context::new();
    context.insert_value("site", site.clone());
    context.insert_value(name, value(view));
    context
}

/// The context of the template of a page: its navigation is rendered already.
fn page_context(theme: &Theme, site: &Value, mut view: PageView, nav: &mut NavHtml) -> Result<Context, Diagnostic> {
    let nav = nav.of(theme, &view.lang, &std::mem::take(&mut view.nav))?;
    let mut page = value(&view).into_map().unwrap_or_default();
    page.insert("nav".into(), Value::from(nav));
    let mut context = Context::new();
    context.insert_value("site", site.clone());
    context.insert_value("page", Value::from(page));
    Ok(context)
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

type Rendered = Result<(), Diagnostic>;

/// A site whose files can be made one by one.
#[derive(Debug)]
pub struct HtmlSite<'a> {
    book: &'a Book,
    theme: &'a Theme,
    view: View<'a>,
    /// The view of the site, as a template gets it.
    shared: Value,
    /// The kinds that have a template of their own, and its name.
    templates: Vec<(&'static str, String)>,
}

/// Pages as they were rendered before.
///
/// Invariant: a page is found here only where its view, the view of the site and the theme are what
/// they were when it was rendered.
#[derive(Debug, Default)]
pub struct PageMemo {
    /// The site they were rendered for.
    site: Option<(Arc<Theme>, SiteView)>,
    pages: HashMap<OutPath, KeptPage>,
    rendered: usize,
}

#[derive(Debug)]
struct KeptPage {
    /// The hash of its view.
    view: blake3::Hash,
    page: Warned<Arc<[u8]>>,
}

impl PageMemo {
    /// How many pages have been rendered so far.
    #[must_use]
    pub fn rendered(&self) -> usize {
        self.rendered
    }

    /// Forgets everything if it was rendered for another theme or site.
    fn begin(&mut self, theme: &Arc<Theme>, site: &SiteView) {
        let same = |(old, view): &(Arc<Theme>, SiteView)| Arc::ptr_eq(old, theme) && view == site;
        if !self.site.as_ref().is_some_and(same) {
            self.pages.clear();
            self.site = Some((theme.clone(), site.clone()));
        }
    }

    fn page<V: Hash>(
        &mut self,
        path: &OutPath,
        view: V,
        render: impl FnOnce(V, &mut Vec<u8>) -> Rendered,
    ) -> Warned<Arc<[u8]>> {
        let mut hasher = Fingerprint(blake3::Hasher::new());
        view.hash(&mut hasher);
        let hash = hasher.0.finalize();
        if let Some(kept) = self.pages.get(path).filter(|kept| kept.view == hash) {
            return kept.page.clone();
        }
        self.rendered += 1;
        let mut out = Vec::new();
        let said = render(view, &mut out).err();
        let page = Warned::new(Arc::from(out), said.into_iter().collect());
        self.pages.insert(path.clone(), KeptPage { view: hash, page: page.clone() });
        page
    }
}

/// A hasher whose hash is long enough to stand for what is hashed.
struct Fingerprint(blake3::Hasher);

impl Hasher for Fingerprint {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        u64::from_le_bytes(self.0.finalize().as_bytes()[..8].try_into().unwrap_or_default())
    }
}

impl<'a> HtmlSite<'a> {
    /// The site of a book under a theme.
    #[must_use]
    pub fn new(book: &'a Book, theme: &'a Theme) -> Self {
        Self::of_view(View::new(book, theme), book, theme)
    }

    /// The site as it lies in one file.
    #[must_use]
    pub fn offline(book: &'a Book, theme: &'a Theme) -> Self {
        let mut view = View::new(book, theme);
        view.go_offline();
        Self::of_view(view, book, theme)
    }

    fn of_view(view: View<'a>, book: &'a Book, theme: &'a Theme) -> Self {
        let shared = value(view.site());
        let own = |name: &str| format!("{name}.html");
        let templates = crate::kind::KINDS
            .iter()
            .map(|row| (row.name, own(row.name)))
            .filter(|(_, template)| theme.templates().any(|name| name == template))
            .collect();
        Self { book, theme, view, shared, templates }
    }

    /// The file of the site with this path, rendered where `memo` does not have it. `None`: the site
    /// has no such file. `theme` is the one the site was made with.
    #[must_use]
    pub fn file(&self, path: &OutPath, theme: &Arc<Theme>, memo: &mut PageMemo) -> Option<Warned<Arc<[u8]>>> {
        memo.begin(theme, self.view.site());
        if let Some(bytes) = self.book.assets.get(path) {
            return Some(Warned::new(bytes.clone(), Vec::new()));
        }
        let id = path.as_str().strip_suffix(".html");
        let number = id.and_then(|id| self.book.by_id.get(id));
        if let Some(number) = number.filter(|number| !self.book.page(**number).abroad) {
            let view = self.view.page(*number);
            return Some(memo.page(path, view, |view, out| self.page(view, &mut NavHtml::default(), out)));
        }
        if let Some(to) = self.book.redirects.get(path) {
            let view = self.view.redirect(path, to);
            return Some(memo.page(path, view, |view, out| self.redirect(&view, out)));
        }
        let names = self.book.config.file_names();
        if let Some(own) = OWN_PAGES.iter().find(|own| (own.path)(names) == path.as_str() && (own.is_made)(self.book)) {
            return Some(memo.page(path, (own.view)(&self.view), |view, out| self.own_page(own, view, out)));
        }
        if let Some(text) = self.own_text(path.as_str()) {
            return Some(Warned::new(text.into(), Vec::new()));
        }
        let texts = self.view.scripts_of_texts().map(|(name, text)| (name, text.as_bytes()));
        let asset = self.theme.assets().files().chain(texts).find(|(name, _)| *name == path);
        asset.map(|(_, bytes)| Warned::new(bytes.into(), Vec::new()))
    }

    /// Renders a page. `nav` knows the navigation of the page before.
    fn page(&self, view: PageView, nav: &mut NavHtml, out: &mut Vec<u8>) -> Rendered {
        self.page_of(&self.shared, view, nav, out)
    }

    /// Renders a page of a site with this view.
    fn page_of(&self, site: &Value, view: PageView, nav: &mut NavHtml, out: &mut Vec<u8>) -> Rendered {
        let template = self.templates.iter().find(|row| row.0 == view.kind).map_or(PAGE, |row| &row.1);
        let language = view.lang.clone();
        let from = out.len();
        self.theme.render(template, &language, &page_context(self.theme, site, view, nav)?, out)?;
        let spaces = self.book.config.languages.of(&language).spaces;
        bind_markup(out, from, spaces, &nav.bound(spaces));
        Ok(())
    }

    fn redirect(&self, view: &RedirectView, out: &mut Vec<u8>) -> Rendered {
        self.theme.render(REDIRECT, &view.lang, &context(&self.shared, "redirect", view), out)
    }

    fn own_page(&self, page: &OwnPage, view: PageView, out: &mut Vec<u8>) -> Rendered {
        let language = view.lang.clone();
        let context = page_context(self.theme, &self.shared, view, &mut NavHtml::default())?;
        self.theme.render(page.template, &language, &context, out)
    }

    /// The text of a file that is no page, where the book has reason to have it.
    fn own_text(&self, path: &str) -> Option<Vec<u8>> {
        match path {
            SITEMAP => self.sitemap().map(String::into_bytes),
            _ if path == self.book.config.file_names().questions => self.questions().map(String::into_bytes),
            _ if path == self.book.config.file_names().feed => feed(&self.view),
            _ => None,
        }
    }

    /// The rules for questions and for texts, loaded when a reader adds a question or fills in a document.
    fn questions(&self) -> Option<String> {
        let rules = &self.book.questions;
        (!rules.rules().is_empty() || !rules.text_rules().is_empty()).then(|| script(rules, |id| see(self.book, id)))
    }

    fn sitemap(&self) -> Option<String> {
        self.book.config.site.url.as_ref()?;
        let site = self.view.site().address.as_deref();
        let languages = if site.is_some() { " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"" } else { "" };
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"{languages}>\n",
        );
        for page in self.book.pages.iter().filter(|page| !page.abroad) {
            let Some(address) = self.view.canonical(&page.out) else { continue };
            xml.push_str("<url><loc>");
            crate::view::escape::push_text(&mut xml, &address);
            xml.push_str("</loc>");
            if let Some(date) = page.common.reviewed {
                let _ = write!(xml, "<lastmod>{date}</lastmod>");
            }
            for AlternateView { lang, path, .. } in self.view.alternates(page) {
                let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"");
                crate::view::escape::push_text(&mut xml, &format!("{}{path}", site.unwrap_or_default()));
                xml.push_str("\"/>");
            }
            xml.push_str("</url>\n");
        }
        xml.push_str("</urlset>\n");
        Some(xml)
    }
}

/// The handing over of all files of a site.
struct SiteWriter<'a> {
    site: &'a HtmlSite<'a>,
    sink: &'a dyn Sink,
    /// The values of this edition, where it is one of many.
    edition: Option<SharedEdition<'a>>,
}

impl SiteWriter<'_> {
    fn put(&self, path: &OutPath, bytes: &[u8]) -> Option<Diagnostic> {
        self.sink.put(path, bytes).err().map(|error| write_failed(&error))
    }

    /// Renders into `buffer`, which is emptied first, and hands the result over.
    fn render(
        &self,
        path: &OutPath,
        buffer: &mut Vec<u8>,
        render: impl FnOnce(&mut Vec<u8>) -> Rendered,
    ) -> Option<Diagnostic> {
        buffer.clear();
        match render(buffer) {
            Ok(()) => self.put(path, buffer),
            Err(diagnostic) => Some(diagnostic),
        }
    }

    /// The theme's assets and the book's other files.
    fn files(&self) -> Vec<Diagnostic> {
        let has_workshop = self.site.book.config.site.workshop.is_some();
        let texts = self.site.view.scripts_of_texts().map(|(path, text)| (path, text.as_bytes()));
        let of_theme = self.site.theme.assets().of_site(has_workshop);
        let assets = of_theme.chain(texts).filter_map(|(path, bytes)| self.put(path, bytes));
        let others = self.site.book.assets.iter().filter_map(|(path, bytes)| self.put(path, bytes));
        assets.chain(others).collect()
    }

    fn pages(&self) -> Vec<Diagnostic> {
        let site = self.site;
        let page = |(buffer, nav): &mut (Vec<u8>, NavHtml), (number, page): (usize, &Arc<Page>)| {
            let number = PageNo(offset(number));
            self.render(&page.out, buffer, |out| match &self.edition {
                Some(edition) => edition.page(site, number, nav, out),
                None => site.page(site.view.page(number), nav, out),
            })
        };
        let own = || (Vec::new(), NavHtml::default());
        let own_pages = site.book.pages.par_iter().enumerate().filter(|(_, page)| !page.abroad);
        own_pages.map_init(own, page).flatten().collect()
    }

    fn redirects(&self) -> Vec<Diagnostic> {
        let mut buffer = Vec::new();
        let redirect = |(from, to): (&OutPath, &Destination)| {
            let view = self.site.view.redirect(from, to);
            self.render(from, &mut buffer, |out| self.site.redirect(&view, out))
        };
        self.site.book.redirects.iter().filter_map(redirect).collect()
    }

    /// A file that the book may bring itself.
    fn own(&self, path: &str, render: impl FnOnce(&mut Vec<u8>) -> Rendered) -> Option<Diagnostic> {
        let book = self.site.book;
        let path = OutPath::new(path)?;
        let brought = book.assets.contains_key(&path)
            || book.redirects.contains_key(&path)
            || book.pages.iter().any(|page| page.out == path);
        if brought { None } else { self.render(&path, &mut Vec::new(), render) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Code;
    use crate::said::Phrase;
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
        assert!(page.contains("default-src 'none'; connect-src 'self'; script-src 'self'"), "{page}");
        assert!(page.contains("href=\"../index.html\"") && page.contains("href=\"../assets/stil-"), "{page}");
        assert!(!page.contains("canonical") && !files.contains_key("sitemap.xml"));
        assert_eq!(page.matches("<h1").count(), 1);
        assert_eq!(page.matches("<main").count(), 1);
        assert!(files["404.html"].contains("href=\"index.html\""));
    }

    #[test]
    fn a_heading_never_has_the_id_of_a_part_of_the_template() {
        let term = "---\nkind: definition\ntitle: ord\nsummary: Et ord.\ngroup: role\nfacts: {employed: Ja}\n---\nEt ord.\n\n## Innhold\n\n## Kort\n\n## Søk\n";
        let words = "facts: {employed: Ansatt?}\n";
        let book = book(&[("index.md", "# Forside\n"), ("ord.md", term), ("ordliste.yaml", words)], |_| {});
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
            Err(SinkError { path: path.to_string(), reason: Phrase::verbatim("no space left") })
        }

        fn bytes(&self, _: &OutPath) -> Option<Vec<u8>> {
            None
        }
    }

    #[test]
    fn a_full_disk_is_reported_for_every_file() {
        let book = book(&[("a.md", "# A\n"), ("b.md", "# B\n")], |_| {});
        let found = write(&book, &theme(&book.config), &Full);
        assert!(found.len() > 4 && found.iter().all(|d| d.code == Code::WriteFailed && d.help.is_some()), "{found:#?}");
    }
}
