//! The view of one page.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::body::HtmlBody;
use super::escape::{push_address, push_text, relative, root, whole};
use super::wording::{DayView, listed, month, translated, unless_nobody};
use super::{
    AlternateView, AssessmentView, ChangedDay, ChoiceOfLanguage, DecisionView, DocumentView, HeadingView, LinkView,
    NoticeView, PageNav, PastChange, StepView, TermView, View, WayView,
};
use crate::document::{BlockNode, Destination, INTERFACE_ID, InlineNode, PageNo, walk_blocks, walk_inlines};
use crate::draft::{NavPart, NavPath, Page};
use crate::kind::anchors::{KindSection, sections};
use crate::kind::{Kind, Law};
use crate::resolve::{Reference, page_pdf, word_path};
use crate::sink::OutPath;

/// All that a template may know of a page. Addresses are relative to the page, or whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PageView {
    /// Its id; empty on a page that the generator makes.
    pub id: String,
    /// Whether it is the start page.
    pub home: bool,
    /// Its kind: `article`, `definition`; `not-found` for the page of missing addresses.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// The title with its links and marks, as HTML, where it has any.
    pub heading: Option<String>,
    /// The title of the window, where it is another.
    pub window: Option<String>,
    /// The id of the title, in mdBook books, where other sites may lead to it.
    pub title_id: Option<String>,
    /// The classes of the title, where its heading has some.
    pub title_class: Option<String>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Its language.
    pub lang: String,
    /// Its language with a country, as services want it that show a link: `nb_NO`; nothing where no country is known.
    pub locale: Option<String>,
    /// Other languages of the book, to choose from.
    pub languages: Vec<ChoiceOfLanguage>,
    /// The page in every language that has it, itself among them, where there is another.
    pub alternates: Vec<AlternateView>,
    /// The way to the site's folder: `../../`, empty on a page that lies there.
    pub root: String,
    /// Its whole address, where the site has one.
    pub canonical: Option<String>,
    /// The navigation; a template gets it rendered.
    #[serde(skip)]
    pub nav: PageNav,
    /// The way to it.
    pub crumbs: Vec<LinkView>,
    /// Its body, as HTML.
    pub body: String,
    /// Whether pictures in it come from other sites.
    pub foreign_pictures: bool,
    /// Its headings, where it has three or more.
    pub headings: Vec<HeadingView>,
    /// The pages of the part that it stands for.
    pub part: Vec<EntryView>,
    /// The steps of the way, where the page stands for a part that has pages of some of them; those are marked.
    pub part_steps: Vec<StepView>,
    /// The way that readers go, where the page is a stop of it.
    pub way: Option<WayView>,
    /// The few pages that are chosen to be read beside it.
    pub related: Vec<LinkView>,
    /// The page before it.
    pub previous: Option<LinkView>,
    /// The page after it.
    pub next: Option<LinkView>,
    /// Who wrote it: «Redaksjonen og Fagrådet»; empty: nothing is said.
    pub authors: String,
    /// When it was last gone through.
    pub reviewed: Option<DayView>,
    /// The sentence on who of those it is about took part.
    pub involved: Option<String>,
    /// Notice of the source that has changed since the page was translated, as HTML; may be empty.
    pub outdated: String,
    /// The origin of the text of a translation, in a sentence.
    pub translated: Option<String>,
    /// The sentence on who changed it for this edition, where somebody did.
    pub adapted: Option<String>,
    /// Notice where the page it was adapted from has changed in substance since.
    pub stale: Option<NoticeView>,
    /// The state of what it says about law.
    pub law: Option<LawView>,
    /// The works it builds on.
    pub sources: Vec<SourceView>,
    /// Changes on it that readers are told of, the newest first.
    pub past: Vec<PastChange>,
    /// Changes of the book, on the page of them.
    pub changed: Vec<ChangedDay>,
    /// The parts that only a term has.
    pub term: Option<TermView>,
    /// The parts that only a document to fill in has.
    pub document: Option<DocumentView>,
    /// The parts that only a decision has.
    pub decision: Option<DecisionView>,
    /// The parts that only an assessment has.
    pub assessment: Option<AssessmentView>,
    /// The address at which its source can be edited.
    pub edit: Option<String>,
    /// The address at which the changes of its source are listed.
    pub history: Option<String>,
    /// The address at which readers write about it.
    pub feedback: Option<String>,
    /// The address of its Word file, where it has one.
    pub word: Option<String>,
    /// The page as a PDF of its own, where one is made.
    pub pdf: Option<String>,
    /// The script with the texts of scripts, where they are others than the book's.
    pub texts: Option<String>,
}

/// A page, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct EntryView {
    /// The page.
    pub link: LinkView,
    /// The sentence on what it is about; may be empty.
    pub summary: String,
}

/// The state of a page's statements on law, in sentences.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct LawView {
    /// Pieces, to be shown one after the other: when the law was read, who checked the text or that nobody did, and where
    /// the wording in force is found.
    pub pieces: Vec<LawPiece>,
}

/// A piece of what is said of a page's statements on law.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct LawPiece {
    /// The words, with the spaces around them.
    pub text: String,
    /// Whether they are a warning.
    pub warns: bool,
    /// The address they lead to.
    pub url: Option<String>,
}

impl LawPiece {
    fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl LawView {
    /// The sentences as text.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| &*piece.text).collect()
    }
}

/// A work.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SourceView {
    /// Its id.
    pub id: String,
    /// The entry as HTML.
    pub html: String,
}

/// A page that leads on to another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RedirectView {
    /// The title of the page it leads to.
    pub title: String,
    /// Its relative address.
    pub href: String,
    /// Its whole address, where the site has one.
    pub canonical: Option<String>,
    /// The language.
    pub lang: String,
}

/// A body that begins with a paragraph, in two.
fn after_first_paragraph(body: &str) -> Option<(&str, &str)> {
    let inner = body.strip_prefix("<p>")?;
    let end = "<p>".len() + inner.find("</p>")? + "</p>".len();
    Some((&body[..end], body[end..].trim_start()))
}

/// «On this page» is worth its place from this many headings on.
const ENOUGH_HEADINGS: usize = 3;

impl View<'_> {
    /// The view of a page of the book.
    #[must_use]
    pub fn page(&self, number: PageNo) -> PageView {
        let page = self.book.page(number);
        let common = &page.common;
        let texts = self.texts_of(page);
        let mut body = HtmlBody::new(self, page);
        let heading = body.title_of_page();
        body.document();
        let (mut body, mut headings) = (body.out, body.headings);
        self.push_moved_places(&mut body, number, page);
        headings.extend(self.section_headings(page));
        let path = self.book.nav_paths.get(&number);
        // A term stands in no part of its own: the way to it goes over the index of terms.
        let index = self.index_page.filter(|_| matches!(page.kind, Kind::Definition(_)));
        let in_nav = path.or_else(|| self.book.nav_paths.get(&index?));
        let position = self.position.get(&number).copied();
        let neighbour = |position: Option<usize>| self.book.nav.order.get(position?).map(|to| self.link(page, *to));
        let way = self.way(number, page);
        let mut view = PageView {
            id: page.id.to_string(),
            home: self.home == Some(number),
            kind: page.kind.name(),
            title: super::title(page),
            heading,
            window: page.body.title.as_deref().map(str::to_owned),
            title_class: page
                .title_heading()
                .map(|heading| heading.classes().join(" "))
                .filter(|class| !class.is_empty()),
            title_id: page.title_anchor.as_deref().filter(|_| self.book.config.mdbook).map(str::to_owned),
            summary: common.summary.to_string(),
            lang: self.language_of(page).to_owned(),
            locale: self.locale_of(page),
            root: root(&page.out),
            canonical: self.canonical(&page.out),
            languages: self.languages(page),
            alternates: self.alternates(page),
            nav: self.parts(&root(&page.out), in_nav.map(|path| (number, path))),
            crumbs: self.crumbs(number, page),
            body,
            foreign_pictures: self.book.config.mdbook && has_foreign_pictures(page),
            headings: if headings.len() < ENOUGH_HEADINGS { Vec::new() } else { headings },
            part: path.map_or_else(Vec::new, |path| self.pages_of_part(page, path)),
            part_steps: path.map_or_else(Vec::new, |path| self.steps_of_part(page, path)),
            related: self.related(number, page, way.as_ref()),
            way,
            previous: neighbour(position.and_then(|position| position.checked_sub(1))),
            next: neighbour(position.map(|position| position + 1)),
            authors: listed(&common.authors, texts.get("and")),
            reviewed: common.reviewed.map(|date| DayView::of(texts, date)),
            involved: self.involved(page),
            outdated: self.outdated(page),
            translated: common.translation.as_ref().map(|translation| translated(texts, translation)),
            adapted: self.adapted(page),
            stale: self.stale(page),
            law: common.law.as_ref().map(|law| self.law(page, law)),
            sources: self.sources(number, page),
            past: self.past_of(number, page),
            edit: Self::of_source(page, self.book.config.site.edit_url.as_deref()),
            history: Self::of_source(page, self.book.config.site.history_url.as_deref()),
            feedback: self.feedback(page),
            word: word_path(page).map(|path| relative(&page.out, &path)),
            pdf: page_pdf(&self.book.config, page).map(|path| relative(&page.out, &path)),
            texts: self.scripts_of_texts.get(self.language_of(page)).map(|(path, _)| relative(&page.out, path)),
            ..PageView::default()
        };
        match &page.kind {
            Kind::Article | Kind::Checklist => {}
            Kind::Definition(definition) => {
                let mut term = self.term(number, page, definition);
                if let Some((definition, rest)) = after_first_paragraph(&view.body) {
                    definition.clone_into(&mut term.definition);
                    view.body = rest.to_owned();
                }
                view.headings.splice(..0, self.differences_listed(page, &term));
                view.term = Some(term);
            }
            Kind::Document(fill_in) => view.document = Some(self.document(page, fill_in)),
            Kind::Decision(decision) => view.decision = Some(self.decision(page, decision)),
            Kind::Assessment(assessment) => view.assessment = Some(self.assessment(page, assessment)),
        }
        view
    }

    /// Adds the places that a page no longer has: each is shown to who comes by its address, and leads on.
    fn push_moved_places(&self, out: &mut String, number: PageNo, page: &Page) {
        let from = (number, Box::default());
        let places = self.book.moved_places.range(from..).take_while(|((page, _), _)| *page == number);
        for ((_, anchor), to) in places {
            let RedirectView { title, href, .. } = self.redirect(&page.out, to);
            out.push_str("<p class=\"flyttet\" id=\"");
            push_text(out, anchor);
            out.push_str("\">");
            push_text(out, self.texts_of(page).get("moved-place"));
            out.push_str(" <a href=\"");
            push_text(out, &href);
            out.push_str("\">");
            push_text(out, &title);
            out.push_str("</a></p>\n");
        }
    }

    /// Terms that a term is not the same as, as «On this page» lists them.
    fn differences_listed(&self, page: &Page, term: &TermView) -> Vec<HeadingView> {
        let all = HeadingView {
            id: format!("{INTERFACE_ID}{}", self.book.config.anchors().differences),
            title: self.texts_of(page).get("not-same").to_owned(),
            level: 2,
        };
        let each = |other: &super::DifferenceView| HeadingView {
            id: other.anchor.clone(),
            title: other.link.title.clone(),
            level: 3,
        };
        let each: Vec<HeadingView> = term.not_same.iter().map(each).collect();
        if each.is_empty() { each } else { std::iter::once(all).chain(each).collect() }
    }

    /// The language of a page with a country, `_` between them.
    fn locale_of(&self, page: &Page) -> Option<String> {
        let tag = self.language_of(page);
        let locale = self.book.config.languages.of(tag).locale(tag).replace('-', "_");
        locale.contains('_').then_some(locale)
    }

    /// The pages of a part, where the path is that of the part's own page.
    pub(super) fn below_part(&self, path: &NavPath) -> Vec<PageNo> {
        let part = self.book.nav.parts.get(path.part).filter(|_| path.items.is_empty());
        part.map(NavPart::pages_below).unwrap_or_default()
    }

    /// The pages of a part with what they are about, where the page is the part's own.
    fn pages_of_part(&self, page: &Page, path: &NavPath) -> Vec<EntryView> {
        let entry = |to: PageNo| EntryView {
            link: self.link(page, to),
            summary: self.book.page(to).common.summary.to_string(),
        };
        self.below_part(path).into_iter().map(entry).collect()
    }

    /// The pages that are chosen to be read beside a page, without what the way leads on to from it.
    fn related(&self, number: PageNo, page: &Page, way: Option<&WayView>) -> Vec<LinkView> {
        let chosen = self.book.related.get(&number).map_or(&[][..], |chosen| chosen);
        let next = way.and_then(|way| way.next.as_ref()).map_or(&[][..], |next| &next.pages);
        let is_next = |to: &PageNo| next.iter().any(|link| link.page == Some(*to));
        chosen.iter().filter(|to| !is_next(to)).map(|to| self.link(page, *to)).collect()
    }

    /// The headings of the sections that a kind has beside the body.
    fn section_headings(&self, page: &Page) -> Vec<HeadingView> {
        let (texts, names) = (self.texts_of(page), self.book.config.anchors());
        let heading = |section: &KindSection| HeadingView {
            id: section.id(names).to_owned(),
            title: texts.get(section.title_key()).to_owned(),
            level: 2,
        };
        let missing = |section: &KindSection| match (&page.kind, section) {
            (Kind::Document(fill_in), KindSection::Fields) => fill_in.form.fields.is_empty(),
            (Kind::Document(fill_in), KindSection::Advice) => fill_in.form.advice.is_empty(),
            _ => false,
        };
        sections(&page.kind).iter().filter(|section| !missing(section)).map(heading).collect()
    }

    /// The page shown for addresses that do not exist. It may be shown at any address, so its
    /// links go from the root of the host; without a known address they are relative.
    #[must_use]
    pub fn not_found(&self) -> PageView {
        let root = self.book.config.site.url.as_deref().map_or_else(String::new, path_of_url);
        PageView {
            kind: "not-found",
            title: self.interface.book().get("not-found-title").to_owned(),
            lang: self.book.config.book.language.clone(),
            nav: self.parts(&root, None),
            languages: self.languages_at(&root, None),
            root,
            ..PageView::default()
        }
    }

    /// The page with all results of a search; it lies in the site's folder.
    #[must_use]
    pub fn search(&self) -> PageView {
        PageView {
            kind: "search",
            title: self.interface.book().get("search").to_owned(),
            lang: self.book.config.book.language.clone(),
            nav: self.parts("", None),
            languages: self.languages_at("", Some(self.book.config.file_names().search)),
            ..PageView::default()
        }
    }

    /// The page of what has changed.
    #[must_use]
    pub fn changes(&self) -> PageView {
        PageView {
            kind: "changes",
            title: self.interface.book().get("changes-title").to_owned(),
            lang: self.book.config.book.language.clone(),
            nav: self.parts("", None),
            languages: self.languages_at("", Some(self.book.config.file_names().changes)),
            changed: self.changed_days(),
            ..PageView::default()
        }
    }

    /// The page on which readers make an edition of their own.
    #[must_use]
    pub fn workshop(&self) -> PageView {
        PageView {
            kind: "workshop",
            title: self.interface.book().get("workshop-title").to_owned(),
            lang: self.book.config.book.language.clone(),
            nav: self.parts("", None),
            languages: self.languages_at("", Some(self.book.config.file_names().workshop)),
            ..PageView::default()
        }
    }

    /// The view of a former address.
    #[must_use]
    pub fn redirect(&self, from: &OutPath, to: &Destination) -> RedirectView {
        let lang = self.book.config.book.language.clone();
        let elsewhere = |address: &str| RedirectView {
            title: address.to_owned(),
            href: address.to_owned(),
            canonical: Some(address.to_owned()),
            lang: lang.clone(),
        };
        match to {
            Destination::Page(page, anchor) => {
                let page = self.book.page(*page);
                let anchor = anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}"));
                RedirectView {
                    title: super::title(page),
                    href: relative(from, &page.out) + &anchor,
                    canonical: self.canonical(&page.out),
                    lang: self.language_of(page).to_owned(),
                }
            }
            Destination::File(path, rest) => RedirectView {
                title: path.to_string(),
                href: relative(from, path) + rest,
                canonical: None,
                lang: lang.clone(),
            },
            Destination::Web(address) => elsewhere(address),
            Destination::Kept(address) => RedirectView { canonical: None, ..elsewhere(address) },
            Destination::Open(_) | Destination::Broken => elsewhere(""),
        }
    }

    /// The whole address of a page, where the site has one; `index.html` stands for its folder.
    #[must_use]
    pub fn canonical(&self, out: &OutPath) -> Option<String> {
        let mut address = whole(self.book.config.site.url.as_deref()?, out);
        let folder = address.strip_suffix("index.html").filter(|folder| folder.ends_with('/')).map(str::len);
        address.truncate(folder.unwrap_or(address.len()));
        Some(address)
    }

    fn sources(&self, number: PageNo, page: &Page) -> Vec<SourceView> {
        let entry = |reference: &Reference| {
            let mut body = HtmlBody::of_owned_text(self, page);
            body.reference(reference);
            SourceView { id: reference.id.to_string(), html: body.out }
        };
        self.book.works_of(number).iter().map(entry).collect()
    }

    fn law(&self, page: &Page, law: &Law) -> LawView {
        let texts = self.texts_of(page);
        let month = month(texts, law.written);
        let year = law.written.year.to_string();
        let month = texts.fill("month-year", &[("month", month), ("year", &year)]);
        let checked = unless_nobody(&law.checked, self.book);
        let said = match checked {
            "" => texts.get("law-unchecked").to_owned(),
            who => texts.fill("law-checked", &[("who", who)]),
        };
        let mut pieces = vec![
            LawPiece::of(texts.fill("law-written", &[("month", &month)]) + " "),
            LawPiece { warns: checked.is_empty(), ..LawPiece::of(said) },
        ];
        if let Some(register) = &self.book.config.site.law_register {
            pieces.push(LawPiece::of(format!(" {} ", texts.get("law-advice"))));
            pieces.push(LawPiece { url: register.url.clone(), ..LawPiece::of(&register.name) });
            pieces.push(LawPiece::of("."));
        }
        LawView { pieces }
    }

    /// The address of something about a page's source, by its pattern.
    fn of_source(page: &Page, pattern: Option<&str>) -> Option<String> {
        let mut path = String::new();
        push_address(&mut path, &page.path);
        Some(pattern?.replace("{path}", &path))
    }

    /// The address to write about a page: its path and its title stand in what a server or a letter is asked with.
    fn feedback(&self, page: &Page) -> Option<String> {
        let pattern = self.book.config.site.feedback.as_deref()?;
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        Some(pattern.replace("{path}", &encoded(page.out.as_str())).replace("{title}", &encoded(&super::title(page))))
    }
}

/// Whether a page shows pictures of other sites, also in raw HTML.
fn has_foreign_pictures(page: &Page) -> bool {
    let is_raw = |html: &str| html.contains("<img") && html.contains("http");
    let text = &page.body.text;
    let mut found = false;
    walk_inlines(&page.body.blocks, &mut |inline| {
        found |= match &inline.node {
            InlineNode::Image(image) => matches!(image.source, Destination::Web(_)),
            InlineNode::Html(html) => is_raw(html.get(inline.at, text)),
            _ => false,
        };
    });
    walk_blocks(&page.body.blocks, &mut |block| {
        found |= matches!(&block.node, BlockNode::Html(html) if is_raw(html.get(block.at, text)));
    });
    found
}

/// `/veiviser/` of `https://x.no/veiviser/`.
fn path_of_url(url: &str) -> String {
    let after = url.split_once("://").map_or(url, |parts| parts.1);
    after.find('/').map_or_else(|| "/".to_owned(), |at| after[at..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::path_of_url;

    #[test]
    fn the_path_of_an_address() {
        assert_eq!(path_of_url("https://x.no/a/b/"), "/a/b/");
        assert_eq!(path_of_url("https://x.no"), "/");
    }
}
