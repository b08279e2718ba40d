//! The files that are made beside the pages of a book: their paths.
//!
//! In: settings, pages. Out: paths in the site.
//!
//! Invariant: whoever makes such a file or leads to it asks here for its path, so that no page and no
//! file of the book takes its place without a word.

use std::sync::Arc;

use crate::config::{Config, Download};
use crate::draft::Page;
use crate::kind::Kind;
use crate::said::{Phrase, said};
use crate::sink::OutPath;
use crate::text::slug;

/// The page shown for addresses that do not exist.
pub const NOT_FOUND: &str = "404.html";
/// The page of all that a search finds.
pub const SEARCH: &str = "sok.html";
/// The page of the workshop.
pub const WORKSHOP: &str = "verksted.html";
/// The script of the search that a browser loads first.
pub const SEARCH_INDEX: &str = "sok/index.js";
/// The map of the site for search engines.
pub const SITEMAP: &str = "sitemap.xml";
/// The rules for questions.
pub const QUESTIONS: &str = "sporsmal.js";
/// The whole site in one file.
pub const SITE_ZIP: &str = "nettsted.zip";
/// The book as it is written, in one file.
pub const KIT_ZIP: &str = "kit.zip";
/// The terms as a table.
pub const TERMS_TABLE: &str = "begreper.csv";
/// The terms as open data, in Turtle.
pub const TERMS_TURTLE: &str = "begreper.ttl";
/// The terms as open data, in JSON-LD.
pub const TERMS_JSONLD: &str = "begreper.jsonld";

/// Where the book lies as one PDF; none where it is not made.
#[must_use]
pub fn book_pdf(config: &Config) -> Option<OutPath> {
    let path = OutPath::new(&format!("{}.pdf", slug(&config.book.title, config.language().letters)))?;
    has_prints(config).then_some(path)
}

/// Where the short book lies, where there is one.
#[must_use]
pub fn short_pdf(config: &Config) -> Option<OutPath> {
    let language = config.language();
    let path = OutPath::new(&format!("{}-{}.pdf", slug(&config.book.title, language.letters), language.short_book))?;
    (has_prints(config) && !config.pdf.short.is_empty()).then_some(path)
}

/// Where a document to fill in lies as a PDF of its own; none where it is not made.
#[must_use]
pub fn page_pdf(config: &Config, page: &Page) -> Option<OutPath> {
    let path = beside(page, "pdf")?;
    (has_prints(config) && matches!(page.kind, Kind::Document(_))).then_some(path)
}

/// Where the Word file of a page lies, where it has one: of what can be filled in.
#[must_use]
pub fn word_path(page: &Page) -> Option<OutPath> {
    match page.kind {
        Kind::Document(_) | Kind::Checklist | Kind::Assessment(_) => beside(page, "docx"),
        Kind::Article | Kind::Definition(_) | Kind::Decision(_) => None,
    }
}

/// Where the script that hands a Word file over lies.
#[must_use]
pub fn word_script(path: &OutPath) -> Option<OutPath> {
    OutPath::new(&format!("{path}.js"))
}

/// Where the popover of a term lies.
#[must_use]
pub fn card_path(page: &Page) -> Option<OutPath> {
    if matches!(page.kind, Kind::Definition(_)) { beside(page, "kort.js") } else { None }
}

/// A file that readers may take with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadFile {
    /// What it belongs to.
    pub what: Download,
    /// The text of the interface that is its title.
    pub title: &'static str,
    /// The text of the interface that says what can be done with it.
    pub about: &'static str,
    /// Where it lies. Of a book in several languages there are files that lie beside the site of a translation.
    pub path: OutPath,
}

/// Where the book for reading devices lies; none where it is not made.
#[must_use]
pub fn book_epub(config: &Config) -> Option<OutPath> {
    let path = OutPath::new(&format!("{}.epub", slug(&config.book.title, config.language().letters)))?;
    config.site.download.contains(&Download::Epub).then_some(path)
}

/// Where the short book for reading devices lies, where there is one.
#[must_use]
pub fn short_epub(config: &Config) -> Option<OutPath> {
    let language = config.language();
    let path = OutPath::new(&format!("{}-{}.epub", slug(&config.book.title, language.letters), language.short_book))?;
    (config.site.download.contains(&Download::Epub) && !config.pdf.short.is_empty()).then_some(path)
}

/// The files that the site has once for all languages: title, what can be done with it, path.
fn files_of(what: Download) -> &'static [[&'static str; 3]] {
    match what {
        // Each language has its own.
        Download::Epub => &[],
        Download::Site => &[["download-site", "download-site-about", SITE_ZIP]],
        Download::Kit => &[["download-kit", "download-kit-about", KIT_ZIP]],
        Download::Terms => &[["download-terms", "download-terms-about", TERMS_TABLE]],
        Download::OpenTerms => &[
            ["download-turtle", "download-turtle-about", TERMS_TURTLE],
            ["download-jsonld", "download-jsonld-about", TERMS_JSONLD],
        ],
    }
}

/// The files that readers may take with them, beside the PDFs.
#[must_use]
pub fn downloads(config: &Config) -> Vec<DownloadFile> {
    let mut out = Vec::new();
    let is_beside = config.book.translation().is_some();
    for what in &config.site.download {
        if *what == Download::OpenTerms && !(cfg!(feature = "rdf") && config.lacks_for_open_terms().is_empty()) {
            continue;
        }
        if *what == Download::Epub {
            let own = [
                ("download-epub", "download-epub-about", book_epub(config)),
                ("download-epub-short", "download-epub-short-about", short_epub(config)),
            ];
            let file = |(title, about, path)| Some(DownloadFile { what: *what, title, about, path: path? });
            out.extend(own.into_iter().filter_map(file));
        }
        for [title, about, path] in files_of(*what) {
            let path = OutPath::new(path).map(|path| if is_beside { OutPath::above(&path) } else { path });
            out.extend(path.map(|path| DownloadFile { what: *what, title, about, path }));
        }
    }
    out
}

/// Whether PDFs are made.
fn has_prints(config: &Config) -> bool {
    cfg!(feature = "pdf") && config.pdf.enabled
}

fn beside(page: &Page, ending: &str) -> Option<OutPath> {
    let own = page.out.as_own()?;
    let path = OutPath::new(&format!("{}.{ending}", own.as_str().strip_suffix(".html")?))?;
    Some(if page.abroad { OutPath::above(&path) } else { path })
}

/// All files that are made beside the pages, each with what it is.
pub(super) fn made(config: &Config, pages: &[Arc<Page>], has_rules: bool) -> Vec<(OutPath, Phrase)> {
    let fixed = [
        // An mdBook book writes this one itself.
        (NOT_FOUND, said!("the page for addresses that do not exist"), !config.mdbook),
        (SEARCH, said!("the page of the search"), true),
        (SEARCH_INDEX, said!("the index of the search"), true),
        (WORKSHOP, said!("the page of the workshop"), config.site.workshop.is_some()),
        (SITEMAP, said!("the map of the site"), config.site.url.is_some()),
        (QUESTIONS, said!("the rules for questions"), has_rules),
    ];
    let fixed = fixed.into_iter().filter(|(.., is_made)| *is_made);
    let mut out: Vec<_> = fixed.filter_map(|(path, what, _)| Some((OutPath::new(path)?, what))).collect();
    let rules = config.site.hosting.iter().flat_map(|host| host.files().iter().map(|file| (file, host.name())));
    out.extend(rules.filter_map(|(path, host)| Some((OutPath::new(path)?, said!("the rules for {host}", host)))));
    let mut add = |path: Option<OutPath>, what: &dyn Fn() -> Phrase| out.extend(path.map(|path| (path, what())));
    add(book_pdf(config), &|| said!("the book as PDF"));
    add(short_pdf(config), &|| said!("the short book as PDF"));
    for file in downloads(config).into_iter().filter(|file| !file.path.is_above()) {
        add(Some(file.path), &|| said!("a file that readers may take with them"));
    }
    for page in pages.iter().filter(|page| !page.abroad) {
        let id = &page.id;
        let word = word_path(page);
        add(word.as_ref().and_then(word_script), &|| said!("the script of the Word file of {id}", id));
        add(word, &|| said!("the Word file of {id}", id));
        add(page_pdf(config, page), &|| said!("the PDF of {id}", id));
        add(card_path(page), &|| said!("the popover of {id}", id));
    }
    out
}
