//! The files that are made beside the pages of a book: their paths.
//!
//! In: settings, pages. Out: paths in the site.
//!
//! Invariant: whoever makes such a file or leads to it asks here for its path, or the settings for its name
//! (`Config::file_names`), so that no page and no
//! file of the book takes its place without a word.

use std::sync::Arc;

use crate::config::{Config, Download};
use crate::draft::Page;
use crate::kind::Kind;
use crate::language::FileNames;
use crate::said::{Phrase, said};
use crate::sink::OutPath;
use crate::text::slug;

/// The page shown for addresses that do not exist.
pub const NOT_FOUND: &str = "404.html";
/// The script of the search that a browser loads first.
pub const SEARCH_INDEX: &str = "sok/index.js";
/// The map of the site for search engines.
pub const SITEMAP: &str = "sitemap.xml";
/// The book as it is written, in one file.
pub const KIT_ZIP: &str = "kit.zip";
/// The list of the pages as Markdown, which programs read first.
pub const LLMS: &str = "llms.txt";

/// The path of the book as one PDF; none where it is not made.
#[must_use]
pub fn book_pdf(config: &Config) -> Option<OutPath> {
    let path = OutPath::new(&format!("{}.pdf", slug(&config.book.title, config.language().letters)))?;
    has_prints(config).then_some(path)
}

/// The path of the short book, where there is one.
#[must_use]
pub fn short_pdf(config: &Config) -> Option<OutPath> {
    let language = config.language();
    let path = OutPath::new(&format!("{}-{}.pdf", slug(&config.book.title, language.letters), language.short_book))?;
    (has_prints(config) && !config.pdf.short.is_empty()).then_some(path)
}

/// The path of the PDF of its own that a page has; none where it is not made.
#[must_use]
pub fn page_pdf(config: &Config, page: &Page) -> Option<OutPath> {
    if has_prints(config) && is_filled_in(page) { beside(page, "pdf") } else { None }
}

/// The path of the Word file of a page, where it has one.
#[must_use]
pub fn word_path(page: &Page) -> Option<OutPath> {
    if is_filled_in(page) { beside(page, "docx") } else { None }
}

/// Whether a page is there to be filled in, also by hand: then it is a file of its own too.
fn is_filled_in(page: &Page) -> bool {
    match page.kind {
        Kind::Document(_) | Kind::Checklist | Kind::Assessment(_) => true,
        Kind::Article | Kind::Definition(_) | Kind::Decision(_) => false,
    }
}

/// The path of the script that hands a Word file over.
#[must_use]
pub fn word_script(path: &OutPath) -> Option<OutPath> {
    OutPath::new(&format!("{path}.js"))
}

/// Where the script lies that says what the answers of a page are in a job posting, where it can be one.
#[must_use]
pub fn posting_script(page: &Page) -> Option<OutPath> {
    match &page.kind {
        Kind::Document(fill_in) if fill_in.posting.is_some() => beside(page, "annonse.js"),
        _ => None,
    }
}

/// The path of the popover of a term.
#[must_use]
pub fn card_path(page: &Page) -> Option<OutPath> {
    if matches!(page.kind, Kind::Definition(_)) { beside(page, "kort.js") } else { None }
}

/// A file that readers may take with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadFile {
    /// The book or the document it belongs to.
    pub what: Download,
    /// The text of the interface that is its title.
    pub title: &'static str,
    /// The text of the interface that says what can be done with it.
    pub about: &'static str,
    /// Its place. Of a book in several languages there are files that lie beside the site of a translation.
    pub path: OutPath,
}

/// The path of the book for reading devices; none where it is not made.
#[must_use]
pub fn book_epub(config: &Config) -> Option<OutPath> {
    let path = OutPath::new(&format!("{}.epub", slug(&config.book.title, config.language().letters)))?;
    config.site.download.contains(&Download::Epub).then_some(path)
}

/// The path of the short book for reading devices, where there is one.
#[must_use]
pub fn short_epub(config: &Config) -> Option<OutPath> {
    let language = config.language();
    let path = OutPath::new(&format!("{}-{}.epub", slug(&config.book.title, language.letters), language.short_book))?;
    (config.site.download.contains(&Download::Epub) && !config.pdf.short.is_empty()).then_some(path)
}

/// Where the list of the pages as Markdown lies; none where they are not made.
#[must_use]
pub fn markdown_list(config: &Config) -> Option<OutPath> {
    OutPath::new(LLMS).filter(|_| config.site.download.contains(&Download::Markdown))
}

/// Where a page lies as Markdown; none where it is not made.
#[must_use]
pub fn page_markdown(config: &Config, page: &Page) -> Option<OutPath> {
    if config.site.download.contains(&Download::Markdown) { beside(page, "md") } else { None }
}

/// The files that the site has once for all languages: title, what can be done with it, path.
fn files_of(what: Download, names: &FileNames) -> Vec<[&'static str; 3]> {
    match what {
        // Each language has its own.
        Download::Epub | Download::Markdown => Vec::new(),
        Download::Site => vec![["download-site", "download-site-about", names.site]],
        Download::Kit => vec![["download-kit", "download-kit-about", KIT_ZIP]],
        Download::Terms => vec![["download-terms", "download-terms-about", names.terms_table]],
        Download::OpenTerms => vec![
            ["download-turtle", "download-turtle-about", names.terms_turtle],
            ["download-jsonld", "download-jsonld-about", names.terms_jsonld],
        ],
    }
}

/// The files that the site has in each language: title, what can be done with it, path where it is made.
fn own_files_of(what: Download, config: &Config) -> Vec<(&'static str, &'static str, Option<OutPath>)> {
    match what {
        Download::Epub => vec![
            ("download-epub", "download-epub-about", book_epub(config)),
            ("download-epub-short", "download-epub-short-about", short_epub(config)),
        ],
        Download::Markdown => vec![("download-markdown", "download-markdown-about", markdown_list(config))],
        Download::Site | Download::Kit | Download::Terms | Download::OpenTerms => Vec::new(),
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
        let own = own_files_of(*what, config).into_iter();
        out.extend(
            own.filter_map(|(title, about, path)| Some(DownloadFile { what: *what, title, about, path: path? })),
        );
        for [title, about, path] in files_of(*what, config.file_names()) {
            let path = OutPath::new(path).map(|path| if is_beside { OutPath::above(&path) } else { path });
            out.extend(path.map(|path| DownloadFile { what: *what, title, about, path }));
        }
    }
    out
}

/// Whether programs are told what has changed: that takes an address that they can follow.
#[must_use]
pub fn has_feed(config: &Config) -> bool {
    config.site.changes && config.site.url.is_some()
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
    let names = config.file_names();
    let fixed = [
        // An mdBook book writes this one itself.
        (NOT_FOUND, said!("the page for addresses that do not exist"), !config.mdbook),
        (names.search, said!("the page of the search"), true),
        (SEARCH_INDEX, said!("the index of the search"), true),
        (names.workshop, said!("the page of the workshop"), config.site.workshop.is_some()),
        (SITEMAP, said!("the map of the site"), config.site.url.is_some()),
        (names.questions, said!("the rules for questions"), has_rules),
        (names.changes, said!("the page of what has changed"), config.site.changes),
        (names.feed, said!("the feed of what has changed"), has_feed(config)),
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
        add(page_markdown(config, page), &|| said!("the Markdown of {id}", id));
        add(posting_script(page), &|| said!("the data of the job posting of {id}", id));
        add(card_path(page), &|| said!("the popover of {id}", id));
    }
    out
}
