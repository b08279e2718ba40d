//! `book.toml` and `SUMMARY.md`, in mdBook's formats with what ours has besides.
//!
//! In: their texts. Out: [`Config`] and [`Summary`], plain structs with places.
//!
//! Invariant: every table and key is either known, another program's (a note), or an error.

mod base;
mod color;
mod edit;
mod languages;
mod summary;
mod table;
mod toml;

pub use base::{Base, Removed, compose_settings, read_base, with_edition};
pub use color::{Accent, Color};
pub use edit::{SettingValue, setting_at, settings_by_key, with_page_back, with_removed, with_setting};
pub use languages::language_folder;
pub use summary::{Chapter, PartHeading, Summary, SummaryItem, parse_summary, path_named};
pub use table::{EditionRow, read_table};
pub use toml::{is_web_address, parse_config, parse_own_config};

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{AnchorNames, DEFAULT, FileNames, Language, Languages};
use crate::sink::OutPath;
use crate::source::Span;

/// A book's settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Whether this is an mdBook book: `book.toml` has no table that only brobygger knows, and the first page of the
    /// summary does not tell its kind.
    pub mdbook: bool,
    /// `[book]`
    pub book: BookConfig,
    /// `[build] build-dir`: where the site is written, below the book's folder.
    pub build_dir: String,
    /// Folders that are never read, below the book's folder: the site's, and the one that mdBook writes to.
    pub unread: Vec<String>,
    /// `[site]`
    pub site: SiteConfig,
    /// `[organisation]`
    pub organisation: Organisation,
    /// `[theme]`
    pub theme: ThemeConfig,
    /// `[glossary] link`
    pub link: LinkPolicy,
    /// `[content]`
    pub content: ContentConfig,
    /// `[output.html] smart-punctuation` of an mdBook book: whether punctuation becomes typographic.
    pub smart_punctuation: bool,
    /// `[markdown] raw-html`: whether raw HTML is allowed.
    pub raw_html: bool,
    /// `[pdf]`
    pub pdf: PdfConfig,
    /// `[output.html.redirect]`: former addresses of an mdBook book.
    pub redirects: Vec<Redirect>,
    /// `[output.html.code.hidelines]`: by language, how lines of code begin that are hidden.
    pub hidelines: Vec<(String, String)>,
    /// The style of citations: `[citations] style`, a name of hayagriva's archive.
    pub citation_style: String,
    /// The languages it may be in.
    pub languages: Languages,
    /// `[edition]`: what it was made from, where it is an edition.
    pub edition: Option<EditionOf>,
}

impl Config {
    /// Keys that the settings lack before the terms can be open data: who publishes them, and where.
    #[must_use]
    pub fn lacks_for_open_terms(&self) -> Vec<&'static str> {
        let organisation = &self.organisation;
        let contact = organisation.contact.as_deref();
        let needed = [
            ("site.url", self.site.url.is_some()),
            ("organisation.name", organisation.name.is_some()),
            ("organisation.number", organisation.number.is_some()),
            ("organisation.contact", contact.is_some_and(|contact| contact_address(contact).is_some())),
        ];
        needed.into_iter().filter(|(_, is_there)| !is_there).map(|(key, _)| key).collect()
    }

    /// The settings of the book in one of its other languages.
    #[must_use]
    pub fn in_language(&self, language: &BookLanguage) -> Self {
        let mut config = self.clone();
        language.tag.clone_into(&mut config.book.language);
        config.book.language_at = language.at;
        config.book.title = language.title.clone().unwrap_or_else(|| self.book.title.clone());
        config.book.description = language.description.clone().or_else(|| self.book.description.clone());
        config.site.called.clone_from(&language.called);
        if let (Some(licence), Some(url)) = (&mut config.site.licence, &language.licence_url) {
            licence.url = Some(url.clone());
        }
        if let Some(image) = &mut config.site.image {
            image.alt.clone_from(&language.image_alt);
        }
        if let Some(url) = &mut config.site.url {
            url.push_str(&language.folder());
        }
        // Former addresses are those of the source, and so are the rules for its server.
        config.redirects = Vec::new();
        config.site.hosting = Vec::new();
        config
    }

    /// The names of the files that are made beside its pages: in the language of the source, so that they are the same
    /// in all languages of the book.
    #[must_use]
    pub fn file_names(&self) -> &'static FileNames {
        &self.source_language().files
    }

    /// The names of places on its pages that are no headings, in the language of the source as those of headings are.
    #[must_use]
    pub fn anchors(&self) -> &'static AnchorNames {
        &self.source_language().anchors
    }

    /// The language of the source of the book.
    #[must_use]
    pub fn source_language(&self) -> &'static Language {
        let source = self.book.languages.first().map_or(&self.book.language, |source| &source.tag);
        self.languages.of(source)
    }

    /// The language of the book.
    #[must_use]
    pub fn language(&self) -> &'static Language {
        self.languages.of(&self.book.language)
    }

    /// The settings that decide how texts are read and linked: what only views show is left out.
    #[must_use]
    pub fn reaching_texts(&self) -> Self {
        let standard = Self::default();
        let mut config = self.clone();
        config.organisation = standard.organisation;
        config.edition = None;
        config.build_dir = standard.build_dir;
        config.theme.accent = standard.theme.accent;
        config.theme.logo = None;
        config.pdf = standard.pdf;
        let SiteConfig { csp, .. } = config.site;
        config.site = SiteConfig { csp, ..standard.site };
        // Of other languages only the switch knows.
        let own = config.book.translation().cloned();
        let source = config.book.languages.first().filter(|_| own.is_some()).cloned();
        let bare = |language: BookLanguage| BookLanguage {
            tag: language.tag,
            translated: language.translated,
            ..BookLanguage::default()
        };
        config.book.languages = source.into_iter().chain(own).map(bare).collect();
        config.book.title = standard.book.title;
        config.book.authors = Vec::new();
        config.book.description = None;
        config
    }

    /// The settings that decide what a page says: what the site says around it is left out, and what the organisation
    /// answers; of its own address only whether there is one.
    #[must_use]
    pub fn reaching_pages(&self) -> Self {
        let standard = Self::default();
        let mut config = self.clone();
        config.organisation = standard.organisation;
        config.build_dir = standard.build_dir;
        if let Some(edition) = &mut config.edition {
            edition.title.clear();
            edition.by.clear();
        }
        config.theme.accent = standard.theme.accent;
        config.theme.logo = None;
        config.site.url = config.site.url.map(|_| String::new());
        config.site.image = None;
        config.book.title = standard.book.title;
        config.book.description = None;
        config.book.language_at = None;
        config.book.languages.iter_mut().for_each(|language| language.at = None);
        let PdfConfig { parts, leave_out, short, .. } = &mut config.pdf;
        for (_, at) in parts.iter_mut().chain(leave_out).chain(short) {
            *at = None;
        }
        config
    }

    /// The settings that decide how a theme is made.
    #[must_use]
    pub fn reaching_theme(&self) -> (ThemeConfig, Option<String>, String, &'static AnchorNames, Languages) {
        let theme = ThemeConfig { logo: None, ..self.theme.clone() };
        (theme, self.site.called.clone(), self.book.language.clone(), self.anchors(), self.languages.clone())
    }
}

/// A former address of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The path in the site, from its folder: `/old/page.html`.
    pub from: String,
    /// Its target, as seen from there.
    pub to: String,
    /// Its place in `book.toml`.
    pub at: Span,
}

/// `[book]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookConfig {
    /// The title of the book.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// A sentence about it.
    pub description: Option<String>,
    /// The language, as in HTML's `lang`.
    pub language: String,
    /// Its place in `book.toml`.
    pub language_at: Option<Span>,
    /// Whether lines run from right to left: `text-direction = "rtl"`.
    pub right_to_left: bool,
    /// The folder of the content, below the book's folder; empty: that folder itself.
    pub src: String,
    /// Its version, whose first number tells editions whether they were written for it.
    pub version: Option<String>,
    /// The languages that it is written in, the source first; empty: only the one above.
    pub languages: Vec<BookLanguage>,
}

/// A language that a book is written in: `[book] languages`, and what `[languages.TAG]` says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookLanguage {
    /// Its tag.
    pub tag: String,
    /// Its place in `book.toml`.
    pub at: Option<Span>,
    /// The title of the book.
    pub title: Option<String>,
    /// A sentence about it.
    pub description: Option<String>,
    /// The name that readers have for the book.
    pub called: Option<String>,
    /// The address of the licence.
    pub licence_url: Option<String>,
    /// Description of the picture of the site.
    pub image_alt: Option<String>,
    /// By page: the words of the term that it is about.
    pub words: BTreeMap<String, Vec<String>>,
    /// The pages that are translated; nothing: this is the source, which has all pages.
    pub translated: Option<Translated>,
}

/// The pages that a translation has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translated {
    /// Their ids.
    pub pages: BTreeSet<String>,
    /// The id of the page it begins with: `index`, or the first in order.
    pub first: Option<String>,
    /// By page: the parts of the source that say something else since the page was translated.
    pub outdated: BTreeMap<String, Vec<OutdatedUnit>>,
}

/// A part of a page of the source that says something else since it was translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutdatedUnit {
    /// The id of its section; empty for what stands above the first heading.
    pub anchor: String,
    /// Whether what holds has changed, or what the law says: then readers see what the source says.
    pub is_urgent: bool,
    /// The words of the source now, where readers see them.
    pub now: Option<String>,
}

impl BookLanguage {
    /// The folder of its site below that of the book, with a slash; nothing for the source.
    #[must_use]
    pub fn folder(&self) -> String {
        if self.translated.is_some() { format!("{}/", self.tag) } else { String::new() }
    }

    /// Whether it has a page.
    #[must_use]
    pub fn has(&self, page: &str) -> bool {
        self.translated.as_ref().is_none_or(|translated| translated.pages.contains(page))
    }
}

impl BookConfig {
    /// The translation that this book is; nothing: it is the source.
    #[must_use]
    pub fn translation(&self) -> Option<&BookLanguage> {
        self.languages.iter().skip(1).find(|language| language.tag == self.language)
    }

    /// Whether a page is in this language: pages that are not translated are those of the source.
    #[must_use]
    pub fn has(&self, page: &str) -> bool {
        self.translation().is_none_or(|language| language.has(page))
    }

    /// The beginning of the paths of the content's files: its folder with a slash, or nothing.
    #[must_use]
    pub fn content(&self) -> String {
        if self.src.is_empty() { String::new() } else { format!("{}/", self.src) }
    }
}

/// `[site]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteConfig {
    /// The address the site is published at, ending in `/`.
    pub url: Option<String>,
    /// The address at which a page's source can be edited; `{path}` stands for the file's path.
    pub edit_url: Option<String>,
    /// The address at which the changes of a page's source are listed; `{path}` stands for the file's path.
    pub history_url: Option<String>,
    /// The address to write about a page, on the web or by mail; `{path}` and `{title}` stand for the page's.
    pub feedback: Option<String>,
    /// The licence of the text, where the book says one.
    pub licence: Option<NamedAddress>,
    /// The place where the wording of the law is found, where the book says it.
    pub law_register: Option<NamedAddress>,
    /// The address of the source of the book and of the program.
    pub source: Option<String>,
    /// The name that readers have for the book; nothing: a book.
    pub called: Option<String>,
    /// The picture that is shown where somebody shares a page.
    pub image: Option<SiteImage>,
    /// Whether pages carry a Content-Security-Policy.
    pub csp: bool,
    /// The servers that the site brings rules for.
    pub hosting: Vec<Host>,
    /// Files that readers may take with them.
    pub download: Vec<Download>,
    /// Whether readers are told what has changed.
    pub changes: bool,
    /// The files of the workshop, where the site brings it: no setting of a book, but of how it is built.
    pub workshop: Option<WorkshopFiles>,
}

/// The picture that other services show with a link to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteImage {
    /// Its path below the content's folder.
    pub path: String,
    /// Description of the picture, for those who do not see it; nothing in a language that does not say it.
    pub alt: Option<String>,
    /// The place of the path in `book.toml`.
    pub at: Span,
}

/// Something that readers may take with them from a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Download {
    /// The whole site.
    Site,
    /// The book as it is written, for editions to lie on.
    Kit,
    /// The book for reading devices, and the short book where there is one.
    Epub,
    /// The terms as a table.
    Terms,
    /// The terms as open data that other catalogues can read.
    OpenTerms,
    /// The pages as Markdown, and the list of them that programs read first.
    Markdown,
}

impl Download {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Site, Self::Epub, Self::Kit, Self::Terms, Self::OpenTerms, Self::Markdown];

    /// The name that settings have for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Epub => "epub",
            Self::Kit => "kit",
            Self::Terms => "terms",
            Self::OpenTerms => "open-terms",
            Self::Markdown => "markdown",
        }
    }
}

/// The files of the workshop, below the folder of the whole site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkshopFiles {
    /// The program.
    pub program: OutPath,
    /// The book, packed.
    pub kit: OutPath,
}

impl WorkshopFiles {
    /// Whether a file of the site, by its path, is one of these.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        [&self.program, &self.kit].iter().any(|own| own.as_str() == path)
    }
}

/// A server that a site can bring rules for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host {
    /// Apache's httpd.
    Apache,
    /// GitHub Pages, which a workflow in the site hands it to.
    GithubPages,
    /// GitLab Pages, which a job in the site hands it to.
    GitlabPages,
    /// Microsoft's Internet Information Services.
    Iis,
    /// Netlify.
    Netlify,
    /// nginx.
    Nginx,
}

impl Host {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Apache, Self::GithubPages, Self::GitlabPages, Self::Iis, Self::Netlify, Self::Nginx];

    /// The name that settings have for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Apache => "apache",
            Self::GithubPages => "github-pages",
            Self::GitlabPages => "gitlab-pages",
            Self::Iis => "iis",
            Self::Netlify => "netlify",
            Self::Nginx => "nginx",
        }
    }

    /// The files of the site that hold its rules.
    #[must_use]
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Self::Apache => &[".htaccess"],
            Self::GithubPages => &[".github/workflows/pages.yml"],
            Self::GitlabPages => &[".gitlab-ci.yml"],
            Self::Iis => &["web.config"],
            Self::Netlify => &["_headers", "_redirects"],
            Self::Nginx => &["nginx-location.conf"],
        }
    }
}

/// Something that has a name, and an address where it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAddress {
    /// Its name.
    pub name: String,
    /// The address.
    pub url: Option<String>,
}

/// `[organisation]`: whose edition this is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Its name.
    pub name: Option<String>,
    /// Its kind, one of those that the book declares.
    pub kind: Option<String>,
    /// The place of that in `book.toml`.
    pub kind_at: Option<Span>,
    /// Its number in the register of organisations: nine digits.
    pub number: Option<String>,
    /// The unit.
    pub unit: Option<String>,
    /// How to reach it.
    pub contact: Option<String>,
    /// Its accessibility statement: an address on the web, or the id of a page.
    pub accessibility_statement: Option<String>,
    /// The place of that in `book.toml`.
    pub statement_at: Option<Span>,
}

/// The address in a text that says how to reach somebody, as a link has it: `mailto:post@example.org`.
#[must_use]
pub fn contact_address(contact: &str) -> Option<String> {
    contact.split_whitespace().find_map(|word| {
        let word = word.trim_matches(|c: char| "()<>,;:.«»\"".contains(c));
        if is_web_address(word) {
            return Some(word.to_owned());
        }
        let (name, domain) = word.split_once('@')?;
        let is_plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "._-+".contains(c));
        (is_plain(name) && is_plain(domain) && domain.contains('.')).then(|| format!("mailto:{word}"))
    })
}

/// `[theme]`
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeConfig {
    /// The folder under `themes/` whose files override the standard theme's; `standard` is the theme itself.
    pub name: String,
    /// The accent colour.
    pub accent: Accent,
    /// The logo, a path below the content's folder.
    pub logo: Option<(String, Span)>,
}

impl ThemeConfig {
    /// The folder of the book's own theme, below the book's folder.
    #[must_use]
    pub fn folder(&self) -> Option<String> {
        (self.name != "standard").then(|| format!("themes/{}", self.name))
    }
}

/// `[glossary] link`: which mentions of a term are shown as links.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum LinkPolicy {
    /// The first in each section.
    #[default]
    FirstInSection,
    /// The first on each page.
    FirstInPage,
    /// Every one.
    Every,
}

/// `[edition]`: what an edition was made from. The program writes it where it puts one together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditionOf {
    /// The title of the book it was made from.
    pub title: String,
    /// The organisations that adapted it, the first one first.
    pub by: Vec<String>,
    /// The pages that were changed, by id, and by whom.
    pub changed: BTreeMap<String, Vec<String>>,
    /// Pages where what the book below says has changed in substance since.
    pub stale: BTreeSet<String>,
}

/// `[pdf]`: the printed book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfConfig {
    /// Whether PDFs are made.
    pub enabled: bool,
    /// The paper, by Typst's name for it.
    pub paper: &'static str,
    /// The titles of the parts that stand in the book; none: all of them.
    pub parts: Vec<(String, Option<Span>)>,
    /// The pages, by id, that stand in the site alone.
    pub leave_out: Vec<(String, Option<Span>)>,
    /// The pages of the short book, by id, in their order; none: there is no short book.
    pub short: Vec<(String, Option<Span>)>,
}

/// `[content]`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ContentConfig {
    /// Keys that front matter must have beside `kind`, `title` and `summary`.
    pub require: Vec<String>,
    /// The highest LIX an article may have without a warning.
    pub lix_max: Option<f64>,
    /// Markdown files that are no pages, by their path below the content's folder.
    pub leave_out: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        let languages = Languages::default();
        Self {
            mdbook: false,
            smart_punctuation: false,
            redirects: Vec::new(),
            hidelines: Vec::new(),
            book: BookConfig {
                title: languages.of(DEFAULT).untitled.into(),
                authors: Vec::new(),
                description: None,
                language: DEFAULT.into(),
                language_at: None,
                right_to_left: false,
                src: "src".into(),
                version: None,
                languages: Vec::new(),
            },
            build_dir: "site".into(),
            unread: vec!["site".into()],
            site: SiteConfig {
                url: None,
                edit_url: None,
                history_url: None,
                feedback: None,
                licence: None,
                law_register: None,
                source: None,
                called: None,
                image: None,
                csp: true,
                hosting: Vec::new(),
                download: Vec::new(),
                changes: false,
                workshop: None,
            },
            organisation: Organisation::default(),
            theme: ThemeConfig { name: "standard".into(), accent: Accent::default(), logo: None },
            link: LinkPolicy::default(),
            content: ContentConfig::default(),
            raw_html: true,
            pdf: PdfConfig { enabled: true, paper: "a4", parts: Vec::new(), leave_out: Vec::new(), short: Vec::new() },
            citation_style: "apa".into(),
            languages,
            edition: None,
        }
    }
}
