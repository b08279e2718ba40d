//! The figure of the roles: where each stands, whom a line leads to from it, how far a fact holds for it.
//!
//! In: a book whose roles are in frames. Out: plain values for every writer, and the figure as HTML.
//!
//! Invariant: all that it tells stands there as text; what is drawn beside it is told nowhere else but in it.

use super::View;
use super::body::HtmlBody;
use super::queries::role_mark;
use crate::document::PageNo;
use crate::draft::Page;
use crate::kind::Kind;
use crate::resolve::{Book, Measure};

/// A frame with its roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameShown<'b> {
    /// Its title.
    pub title: &'b str,
    /// The roles in it.
    pub roles: Vec<RoleShown<'b>>,
}

/// A role in a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleShown<'b> {
    /// Its page.
    pub page: PageNo,
    /// The number of its colour and shape.
    pub mark: usize,
    /// The fact that is shown with a ring.
    pub measured: Option<FactShown<'b>>,
    /// How far that one holds.
    pub measure: Measure,
    /// The fact that a line leads to.
    pub towards: Option<FactShown<'b>>,
}

/// A fact of a role in the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactShown<'b> {
    /// Its label.
    pub label: &'b str,
    /// Its text.
    pub text: &'b str,
}

/// The frames of the figure; none where the book declares no figure.
#[must_use]
pub fn role_figure(book: &Book) -> Vec<FrameShown<'_>> {
    let figure = &book.role_figure;
    let role = |(page, measure): &(PageNo, Measure)| {
        let Kind::Definition(definition) = &book.page(*page).kind else { return None };
        let fact = |position: usize| definition.facts.get(position).map(|(label, text)| FactShown { label, text });
        Some(RoleShown {
            page: *page,
            mark: role_mark(book, *page)?,
            measured: figure.measure.and_then(fact),
            measure: *measure,
            towards: figure.towards.and_then(fact),
        })
    };
    let frames = figure.frames.iter();
    let shown =
        frames.map(|frame| FrameShown { title: &frame.title, roles: frame.roles.iter().filter_map(role).collect() });
    shown.filter(|frame| !frame.roles.is_empty()).collect()
}

impl View<'_> {
    /// The figure around one role, for its page: of the others only where they stand. Empty where the role stands in
    /// none.
    pub(super) fn figure_of_role(&self, number: PageNo, page: &Page) -> String {
        let is_in = |frame: &FrameShown<'_>| frame.roles.iter().any(|role| role.page == number);
        if !role_figure(self.book).iter().any(is_in) {
            return String::new();
        }
        let mut body = HtmlBody::of_owned_text(self, page);
        body.role_figure(Some(number));
        body.out
    }
}

impl HtmlBody<'_> {
    /// The figure, as a list of frames with a list of roles each. `of`: the role that it is about.
    pub(super) fn role_figure(&mut self, of: Option<PageNo>) {
        let frames = role_figure(self.view.book);
        if frames.is_empty() {
            return;
        }
        let caption = self.texts.get("role-figure-caption");
        self.open_figure(if of.is_some() { "rollefigur liten" } else { "rollefigur" }, caption);
        self.put("<ul>\n");
        for frame in &frames {
            self.put("<li><p>");
            self.text(frame.title);
            self.put("</p>\n<ul>\n");
            for role in &frame.roles {
                self.role_in_frame(role, of);
            }
            self.put("</ul></li>\n");
        }
        self.put("</ul></figure>\n");
    }

    fn role_in_frame(&mut self, role: &RoleShown<'_>, of: Option<PageNo>) {
        let title = self.view.title(role.page);
        let is_own = of == Some(role.page);
        self.put(&format!("<li class=\"rolle-{}\"><div class=\"knute\">", role.mark));
        if is_own {
            self.put(&format!("<strong class=\"rolle rolle-{}\">", role.mark));
            self.text(&title);
            self.put("</strong>");
        } else {
            self.put(&format!("<a class=\"rolle rolle-{}\" ", role.mark));
            self.href(role.page);
            self.put(">");
            self.text(&title);
            self.end(role.page);
        }
        let is_told = is_own || of.is_none();
        if let Some(fact) = role.measured.filter(|_| is_told) {
            let class = match role.measure {
                Measure::All => "hel",
                Measure::Part => "halv",
                Measure::None => "tom",
            };
            self.put(&format!("<p class=\"maling {class}\">"));
            self.fact_in_frame(fact);
        }
        self.put("</div>");
        if let Some(fact) = role.towards.filter(|_| is_told) {
            self.put("<p class=\"mot\">");
            self.fact_in_frame(fact);
        }
        self.put("</li>\n");
    }

    /// The rest of a paragraph that shows a fact.
    fn fact_in_frame(&mut self, fact: FactShown<'_>) {
        self.put("<b>");
        self.text(fact.label);
        self.put("</b> ");
        self.text(fact.text);
        self.put("</p>");
    }
}
