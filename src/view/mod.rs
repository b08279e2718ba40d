//! Views: all that a template may know, the only types that are serialised towards Tera.
//!
//! In: a [`Book`] and the theme's names and texts. Out: [`SiteView`], the same for all pages, and
//! a complete [`PageView`] for each.
//!
//! Invariant: a template asks nothing of the book, so a page is stale exactly when its
//! [`PageView`], the [`SiteView`] or the theme changed.

mod answer;
mod assessment;
mod blocks;
mod body;
mod card;
mod changes;
pub(crate) mod condition;
mod decision;
mod document;
mod downloads;
pub(crate) mod escape;
mod figure;
mod flow;
mod generated;
mod imprint;
mod languages;
mod nav;
mod notice;
mod outdated;
mod page;
mod queries;
mod role_figure;
mod sample;
mod steps;
mod term;
#[cfg(test)]
pub(crate) mod tests;
mod titles;
mod ways;
mod wording;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use serde::Serialize;

pub use answer::{FieldText, answer_shown, day, day_shown, default_answer, number, words_of_answers};
pub use assessment::{AssessmentView, RespondentView, StatementView};
pub use blocks::with_generated;
pub use body::HeadingView;
pub use card::CardView;
pub use changes::{ChangedDay, ChangedPageView, ChangedSection, PastChange};
pub use decision::{AnswerView, DecisionView, OutcomeView, QuestionView};
pub use document::{
    AdviceView, ChoiceView, DocumentView, FieldView, HeadingData, NOTE_LINES, PartData, QuestionsView, heading_data,
    notes_label,
};
pub use downloads::{DownloadView, Offer, offers};
pub use figure::FigurePart;
pub use languages::{AlternateView, ChoiceOfLanguage};
pub use nav::{NavView, OpenPart, PageNav};
pub use notice::NoticeView;
pub use page::{EntryView, LawPiece, LawView, PageView, RedirectView, SourceView};
use queries::built_on_key;
pub use queries::{
    DocumentGroup, Entrance, IndexWord, RoleColumn, RoleTable, documents, entrances, index_words, is_safe_address,
    mention_language, role_mark, roles, synonym_language,
};
pub(crate) use queries::{field_text, field_text_of_all};
pub use role_figure::{FactShown, FrameShown, RoleShown, role_figure};
pub use steps::{NextView, StepView, StopView, WayView};
pub(crate) use steps::{times_of, work_of};
pub use term::{
    Difference, DifferenceView, Differences, FactView, RowWords, SynonymView, TermView, WordRow, WordsView, differences,
};
use titles::definitions;
pub(crate) use titles::{capital, title};
pub use wording::DayView;
pub(crate) use wording::date_in_words;
use wording::listed;

use crate::config::is_web_address;
use crate::document::PageNo;
use crate::draft::Page;
use crate::language::AnchorNames;
use crate::questions::See;
use crate::resolve::{Book, ReaderChange, book_pdf, has_feed, short_pdf, term_id};
use crate::sink::OutPath;
use crate::theme::{Assets, Interface, Texts, Theme};
use escape::{address, relative};

/// A link as a template shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct LinkView {
    /// The text.
    pub title: String,
    /// The address; `None`: no link.
    pub href: Option<String>,
    /// The language of the text, where it is not the page's.
    pub lang: Option<String>,
    /// The name of the language, where it leads to a page of the source that is not translated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<String>,
    /// The number of the role it leads to, 1 to 4, which has a colour and a shape.
    pub role: Option<usize>,
    /// The page it leads to, for writers that know no addresses.
    #[serde(skip)]
    pub page: Option<PageNo>,
}

/// The parts that all pages share. Paths are as seen from the site's folder: a template writes
/// `{{ page.root }}{{ site.stylesheet }}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SiteView {
    /// The title of the book.
    pub title: String,
    /// A sentence about it.
    pub description: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its language.
    pub lang: String,
    /// The names of places that are no headings.
    pub anchors: AnchorNames,
    /// The address of the whole site with all languages, where the book is in several and the site has an address.
    pub address: Option<String>,
    /// The way from its folder to that of the whole site with all languages: `../`, or nothing.
    pub up: String,
    /// Whether its lines run from right to left.
    pub right_to_left: bool,
    /// The start page.
    pub home: String,
    /// The page of all that a search finds.
    pub search: String,
    /// The stylesheet.
    pub stylesheet: String,
    /// The script.
    pub script: String,
    /// Other files of the theme: from `img/x.svg` to its path in the site.
    pub files: BTreeMap<String, String>,
    /// The logo.
    pub logo: Option<String>,
    /// The whole address of the picture that other services show with a link, where the site has both.
    pub image: Option<String>,
    /// Description of the picture.
    pub image_alt: Option<String>,
    /// Whether pages carry a Content-Security-Policy.
    pub csp: bool,
    /// One link for each part of the book.
    pub parts: Vec<PartView>,
    /// The alphabetical index, where a page has one.
    pub index: Option<String>,
    /// The whole book as a PDF, where one is made.
    pub pdf: Option<String>,
    /// The short book as a PDF, where there is one.
    pub short_pdf: Option<String>,
    /// Other files that readers may take with them to read.
    pub downloads: Vec<DownloadView>,
    /// The licence of the text.
    pub licence: Option<String>,
    /// The address of that.
    pub licence_url: Option<String>,
    /// The address of the source of the book and of the program.
    pub source: Option<String>,
    /// Suggestions of a search that is still empty.
    pub search_examples: Vec<String>,
    /// The organisation's name.
    pub organisation: Option<String>,
    /// The organisation's unit.
    pub unit: Option<String>,
    /// How to reach it.
    pub contact: Option<String>,
    /// The address of its accessibility statement, where that is no page of the book.
    pub accessibility_statement: Option<String>,
    /// The title of the book that this one is an edition of.
    pub built_on: Option<String>,
    /// The text of the interface that says so, of `title` and `by`.
    pub built_on_key: &'static str,
    /// Who adapted it: «Vestland fylkeskommune og Bergen kommune»; may be empty.
    pub adapted_by: String,
    /// The path of the page that is its accessibility statement.
    pub accessibility_page: Option<String>,
    /// The workshop, where the site brings it.
    pub workshop: Option<WorkshopView>,
    /// The page of what has changed, where readers are told.
    pub changes: Option<String>,
    /// Address of the feed of changes, for programs that follow it.
    pub feed: Option<String>,
}

/// The workshop as pages lead to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct WorkshopView {
    /// Its page.
    pub page: String,
    /// The program, as seen from the folder of the whole site with all languages.
    pub program: String,
    /// The book packed, as seen from there.
    pub kit: String,
}

/// A part of the book, as a link to its own page, or to its first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct PartView {
    /// Its title, or that of its first page.
    pub title: String,
    /// Whether the title is the part's own.
    pub titled: bool,
    /// That page, as seen from the site's folder.
    pub path: Option<String>,
}

/// A maker of views of pages; what several pages need is made once.
#[derive(Debug)]
pub struct View<'a> {
    book: &'a Book,
    interface: &'a Interface,
    /// By language of pages that have other texts than the book: the script with those of scripts.
    scripts_of_texts: BTreeMap<&'a str, (OutPath, String)>,
    site: SiteView,
    /// The start page: `index`, else the first of the navigation.
    home: Option<PageNo>,
    /// The page with the alphabetical index.
    index_page: Option<PageNo>,
    /// By page: its place in the line of the navigation.
    position: HashMap<PageNo, usize>,
    /// Pages of terms, by the term's id.
    by_id: HashMap<&'a str, PageNo>,
    /// By page of a term: the pages that mention it.
    mentions: HashMap<PageNo, &'a [PageNo]>,
    /// By page on the way: its step and its stop in it.
    stops: HashMap<PageNo, (usize, usize)>,
    /// By page of a role: its number, 1 to 4.
    roles: HashMap<PageNo, usize>,
    /// By page of a term: the terms it is not the same as, and why.
    differences: Differences<'a>,
    /// By page: the changes that readers are told of, the newest first.
    changes: HashMap<PageNo, Vec<&'a ReaderChange>>,
    /// Terms that name this one as the wider term.
    narrower: HashMap<PageNo, Vec<PageNo>>,
    index_words: OnceLock<Vec<IndexWord>>,
    /// Whether its pages lie in the whole site as one file.
    offline: bool,
    /// The parts of the navigation where none is opened, by the way from a page to the site's folder.
    closed_parts: Vec<(String, Arc<[NavView]>)>,
}

impl<'a> View<'a> {
    /// The views of a book under a theme.
    #[must_use]
    pub fn new(book: &'a Book, theme: &'a Theme) -> Self {
        let is_own = |number: &PageNo| !book.page(*number).abroad;
        let first = || book.nav.order.iter().copied().find(is_own).or_else(|| book.nav.order.first().copied());
        let home = book.by_id.get("index").copied().filter(is_own).or_else(first);
        let index_page = book.index_page;
        let by_id = definitions(book).map(|(number, page, _)| (term_id(&page.id), number)).collect();
        let mut view = Self {
            book,
            interface: theme.interface(),
            scripts_of_texts: scripts_of_texts(book, theme),
            site: site(book, theme.assets(), theme.interface().book(), home, index_page),
            home,
            index_page,
            position: book.nav.order.iter().enumerate().map(|(i, page)| (*page, i)).collect(),
            by_id,
            mentions: book.terms.iter().map(|card| (card.page, &*card.mentioned_in)).collect(),
            stops: steps::stops(book),
            roles: book.roles.iter().filter_map(|page| Some((*page, role_mark(book, *page)?))).collect(),
            differences: differences(book),
            changes: changes::by_page(book),
            narrower: HashMap::new(),
            index_words: OnceLock::new(),
            offline: false,
            closed_parts: Vec::new(),
        };
        view.closed_parts = view.closed_parts_of_pages();
        view.turn_broader_round();
        view
    }

    /// The parts that all pages share.
    #[must_use]
    pub fn site(&self) -> &SiteView {
        &self.site
    }

    /// The wider terms, seen from the other side.
    fn turn_broader_round(&mut self) {
        for (number, _, definition) in definitions(self.book) {
            if let Some(term) = definition.broader.as_deref().and_then(|id| self.by_id.get(id)) {
                self.narrower.entry(*term).or_default().push(number);
            }
        }
    }

    /// A link from one page to another, with its title.
    fn link(&self, from: &Page, to: PageNo) -> LinkView {
        let target = self.book.page(to);
        LinkView {
            title: title(target),
            href: Some(relative(&from.out, &target.out)),
            lang: Some(self.language_of(target)).filter(|lang| *lang != self.language_of(from)).map(str::to_owned),
            elsewhere: self.elsewhere(to),
            role: self.role(to),
            page: Some(to),
        }
    }

    /// For the page of a role: its number, 1 to 4, which has a colour and a shape.
    fn role(&self, page: PageNo) -> Option<usize> {
        self.roles.get(&page).copied()
    }

    /// A link to a page by its id; `None` where there is none.
    fn page_link(&self, from: &Page, id: &str) -> Option<LinkView> {
        Some(self.link(from, *self.book.by_id.get(id)?))
    }

    fn page_links(&self, from: &Page, ids: &[Box<str>]) -> Vec<LinkView> {
        ids.iter().filter_map(|id| self.page_link(from, id)).collect()
    }

    fn language_of<'p>(&'p self, page: &'p Page) -> &'p str {
        self.book.language(page)
    }

    /// The texts of the interface for a page.
    pub(crate) fn texts_of(&self, page: &Page) -> &'a Texts {
        self.interface.of(self.language_of(page))
    }

    /// The scripts that bring the texts of scripts to pages in other languages than the book's, each once, however
    /// many forms of a language (`en-GB`, `en-US`) have the same.
    pub fn scripts_of_texts(&self) -> impl Iterator<Item = (&OutPath, &str)> {
        let by_path: BTreeMap<_, _> =
            self.scripts_of_texts.values().map(|(path, text)| (path, text.as_str())).collect();
        by_path.into_iter()
    }
}

/// A page as the rules about questions name it: its title, and its address seen from the site's folder.
#[must_use]
pub fn see(book: &Book, id: &str) -> Option<See> {
    let page = book.page(*book.by_id.get(id)?);
    Some(See { title: title(page), href: address(&page.out) })
}

/// By language of pages that have other texts than the book.
fn scripts_of_texts<'a>(book: &'a Book, theme: &Theme) -> BTreeMap<&'a str, (OutPath, String)> {
    let own = book.pages.iter().filter(|page| !page.abroad);
    let languages: BTreeSet<&str> = own.filter_map(|page| page.common.lang.as_deref()).collect();
    languages.into_iter().filter_map(|language| Some((language, theme.script_of_texts(language)?))).collect()
}

fn site(book: &Book, assets: &Assets, texts: &Texts, home: Option<PageNo>, index: Option<PageNo>) -> SiteView {
    let config = &book.config;
    let path_of = |page: PageNo| address(&book.page(page).out);
    let parts = book
        .nav
        .parts
        .iter()
        .map(|part| {
            let first = nav::first_of(part);
            let title = part.title.as_deref().or_else(|| Some(&*part.items.first()?.title));
            PartView {
                title: title.unwrap_or_default().to_owned(),
                titled: part.title.is_some(),
                path: first.map(path_of),
            }
        })
        .collect();
    let logo = config.theme.logo.as_ref().and_then(|(path, _)| OutPath::new(path));
    let image = config.site.image.as_ref().and_then(|image| OutPath::new(&image.path));
    let image = image.filter(|path| book.assets.contains_key(path)).zip(config.site.url.as_deref());
    let image = image.map(|(path, url)| escape::whole(url, &path));
    let statement = config.organisation.accessibility_statement.as_deref();
    let files = assets.names_of_site(config.site.workshop.is_some());
    SiteView {
        title: config.book.title.clone(),
        description: config.book.description.clone(),
        authors: config.book.authors.clone(),
        lang: config.book.language.clone(),
        anchors: *config.anchors(),
        address: View::address_of_site(config.site.url.as_deref(), config.book.translation().is_some())
            .filter(|_| config.book.languages.len() > 1),
        up: if config.book.translation().is_some() { "../".into() } else { String::new() },
        right_to_left: config.book.right_to_left,
        home: home.map_or_else(String::new, path_of),
        search: config.file_names().search.to_owned(),
        stylesheet: address(assets.stylesheet()),
        script: address(assets.script()),
        files: files.map(|(name, out)| (name.to_owned(), address(out))).collect(),
        logo: logo.filter(|logo| book.assets.contains_key(logo)).map(|logo| address(&logo)),
        image_alt: config.site.image.as_ref().filter(|_| image.is_some()).and_then(|image| image.alt.clone()),
        image,
        csp: config.site.csp,
        parts,
        index: index.map(path_of),
        pdf: book_pdf(&book.config).map(|path| address(&path)),
        short_pdf: short_pdf(&book.config).map(|path| address(&path)),
        downloads: downloads::at_the_foot(book, texts, |_| false),
        licence: config.site.licence.as_ref().map(|licence| licence.name.clone()),
        licence_url: config
            .site
            .licence
            .as_ref()
            .and_then(|licence| licence.url.clone())
            .filter(|url| escape::is_safe(url)),
        source: config.site.source.clone().filter(|url| escape::is_safe(url)),
        search_examples: book.search_words.examples.clone(),
        organisation: config.organisation.name.clone(),
        unit: config.organisation.unit.clone(),
        contact: config.organisation.contact.clone(),
        accessibility_statement: statement.filter(|address| is_web_address(address)).map(str::to_owned),
        accessibility_page: statement.and_then(|id| book.by_id.get(id)).map(|page| path_of(*page)),
        workshop: config.site.workshop.as_ref().map(|files| WorkshopView {
            page: config.file_names().workshop.to_owned(),
            program: address(&files.program),
            kit: address(&files.kit),
        }),
        changes: config.site.changes.then(|| config.file_names().changes.to_owned()),
        feed: has_feed(config).then(|| config.file_names().feed.to_owned()),
        built_on: config.edition.as_ref().map(|edition| edition.title.clone()),
        built_on_key: config.edition.as_ref().map_or("", built_on_key),
        adapted_by: config.edition.as_ref().map_or_else(String::new, |edition| listed(&edition.by, texts.get("and"))),
    }
}
