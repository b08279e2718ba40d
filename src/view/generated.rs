//! Blocks that the generator makes from the book, as HTML.

use super::Offer;
use super::body::HtmlBody;
use super::escape::push_relative;
use super::queries::{RoleTable, documents, entrances, roles};
use super::steps::{times_of, work_of};
use crate::config::Download;
use crate::document::{Generated, INTERFACE_ID, PageNo};
use crate::language::AnchorNames;
use crate::resolve::term_id;

impl HtmlBody<'_> {
    pub(super) fn generated(&mut self, which: Generated) {
        match which {
            Generated::Roles => self.roles(),
            Generated::Index => self.index(),
            Generated::Literature => self.literature(),
            Generated::Entrances => self.entrances(),
            Generated::Steps => self.steps(),
            Generated::RoleFigure => self.role_figure(None),
            Generated::Timeline => self.timelines(),
            Generated::Documents => self.documents(),
            Generated::Downloads => self.downloads(),
        }
    }

    pub(super) fn put(&mut self, html: &str) {
        self.out.push_str(html);
    }

    pub(super) fn href(&mut self, to: PageNo) {
        self.put("href=\"");
        push_relative(&mut self.out, &self.page.out, &self.view.book.page(to).out);
        self.put("\"");
        self.language_of_target(to);
    }

    /// The end of a link to a page.
    pub(super) fn end(&mut self, to: PageNo) {
        self.elsewhere(to);
        self.put("</a>");
    }

    /// One row a fact, one column a role. The roles of the table are written out as well, since a
    /// table that is shown as cards loses them.
    fn roles(&mut self) {
        let view = self.view;
        let RoleTable { labels, differences, roles } = roles(view.book);
        if roles.is_empty() {
            return;
        }
        self.put("<div class=\"tabell roller\"><table role=\"table\"><caption>");
        self.word("roles-caption");
        self.put("</caption>\n<thead role=\"rowgroup\"><tr role=\"row\"><td role=\"cell\"></td>");
        for role in &roles {
            let mark = role.mark;
            self.put(&format!("<th role=\"columnheader\" scope=\"col\" class=\"rolle rolle-{mark}\" data-id=\""));
            self.text(term_id(&view.book.page(role.page).id));
            self.put("\"><a ");
            self.href(role.page);
            self.put(">");
            self.text(&view.title(role.page));
            self.end(role.page);
            self.put("</th>");
        }
        self.put("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        for (row, label) in labels.iter().enumerate() {
            self.put("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
            self.text(label);
            self.put("</th>");
            for role in &roles {
                self.put(&format!("<td role=\"cell\" class=\"rolle-{}\" data-rolle=\"", role.mark));
                self.text(&view.title(role.page));
                self.put("\">");
                self.text(role.facts.get(row).copied().unwrap_or_default());
                self.put("</td>");
            }
            self.put("</tr>\n");
            if let Some(difference) = differences.get(row).copied().flatten() {
                let columns = roles.len() + 1;
                self.put(&format!("<tr role=\"row\" class=\"forskjell\"><td role=\"cell\" colspan=\"{columns}\">"));
                self.text(difference);
                self.put("</td></tr>\n");
            }
        }
        self.put("</tbody></table></div>\n");
    }

    fn index(&mut self) {
        let view = self.view;
        let (lines, names) = (view.index_words(), view.book.config.anchors());
        let letters = || lines.chunk_by(|a, b| a.letter == b.letter);
        self.put("<nav class=\"bokstaver\" aria-label=\"");
        self.word("index-letters");
        self.put("\"><ul>");
        for group in letters() {
            let letter = group[0].letter;
            self.put(&format!("<li><a href=\"#{}\">{letter}</a></li>", anchor(letter, names)));
        }
        self.put("</ul></nav>\n");
        for group in letters() {
            let letter = group[0].letter;
            self.put(&format!("<h2 id=\"{}\">{letter}</h2>\n<ul class=\"ordliste\">\n", anchor(letter, names)));
            for line in group {
                self.put("<li>");
                if line.other {
                    self.put("<span");
                    if let Some(lang) = &line.lang {
                        self.put(&format!(" lang=\"{lang}\""));
                    }
                    self.put(">");
                    self.text(&line.text);
                    self.put("</span> <span class=\"se\">");
                    self.word("see");
                    self.put("</span> ");
                }
                self.put("<a ");
                if let Some(role) = view.role(line.page) {
                    self.put(&format!("class=\"rolle rolle-{role}\" "));
                }
                self.href(line.page);
                self.put(">");
                self.text(&view.book.page(line.page).common.title);
                self.end(line.page);
                self.put("</li>\n");
            }
            self.put("</ul>\n");
        }
        let of_terms = |what| matches!(what, Some(Download::Terms | Download::OpenTerms));
        let offers: Vec<_> = view.offers(self.texts).into_iter().filter(|offer| of_terms(offer.what)).collect();
        if !offers.is_empty() {
            self.offers(&offers);
        }
    }

    fn literature(&mut self) {
        let book = self.view.book;
        if book.literature.is_empty() {
            return;
        }
        self.put("<ul class=\"litteratur\">\n");
        for reference in &book.literature {
            self.put("<li id=\"");
            self.put(INTERFACE_ID);
            self.put(book.config.anchors().work);
            self.text(&reference.id);
            self.put("\">");
            let mut entry = HtmlBody::of_owned_text(self.view, self.page);
            entry.reference(reference);
            self.put(&entry.out);
            self.put("</li>\n");
        }
        self.put("</ul>\n");
    }

    /// The documents to fill in, by what they are for, each with what it is about.
    fn documents(&mut self) {
        let view = self.view;
        let level = self.level_below();
        for group in documents(view.book) {
            if let Some(title) = group.title {
                self.put(&format!("<h{level} class=\"gruppe\">"));
                self.text(title);
                self.put(&format!("</h{level}>\n"));
            }
            self.put("<ul class=\"dokumenter\">\n");
            for page in group.pages {
                self.entry(page, &view.book.page(page).common.title);
            }
            self.put("</ul>\n");
        }
    }

    /// An item that leads to a page and says what it is about.
    fn entry(&mut self, page: PageNo, title: &str) {
        self.put("<li><a ");
        self.href(page);
        let is_own = self.view.book.page(page).common.title.as_ref() == title;
        let lang = if is_own { self.lang_of(page) } else { String::new() };
        self.put(&lang);
        self.put(">");
        self.text(title);
        self.end(page);
        let summary = &self.view.book.page(page).common.summary;
        if !summary.is_empty() {
            let lang = self.lang_of(page);
            self.put(&format!("<p{lang}>"));
            self.text(summary);
            self.put("</p>");
        }
        self.put("</li>\n");
    }

    /// The steps of the way, each with where it begins and what one works with in it.
    fn steps(&mut self) {
        let view = self.view;
        if view.book.steps.is_empty() {
            return;
        }
        self.put("<ol class=\"veisteg\">\n");
        for step in &view.book.steps {
            let work = work_of(view.book, step);
            let Some((first, tools)) = work.split_first() else { continue };
            self.put("<li><a ");
            self.href(*first);
            self.put(">");
            self.text(&step.title);
            self.end(*first);
            if !tools.is_empty() {
                self.put("\n<ul>");
                for page in tools {
                    self.put("<li><a ");
                    self.href(*page);
                    self.put(">");
                    self.text(&view.short_title(*page));
                    self.end(*page);
                    self.put("</li>\n");
                }
                self.put("</ul>");
            }
            self.put("</li>\n");
        }
        self.put("</ol>\n");
    }

    /// The files that readers may take with them, each with what can be done with it.
    fn downloads(&mut self) {
        let offers = self.view.offers(self.texts);
        if offers.is_empty() {
            self.put("<p>");
            self.word("download-nothing");
            self.put("</p>\n");
            return;
        }
        self.offers(&offers);
    }

    fn offers(&mut self, offers: &[Offer<'_>]) {
        self.put("<ul class=\"dokumenter\">\n");
        for offer in offers {
            self.put("<li><a href=\"");
            push_relative(&mut self.out, &self.page.out, &offer.path);
            self.put("\" download>");
            self.text(offer.title);
            self.put("</a><p>");
            self.text(offer.about);
            self.put("</p></li>\n");
        }
        self.put("</ul>\n");
    }

    /// The steps whose pages have times, each as a line of times and what belongs to them.
    fn timelines(&mut self) {
        let view = self.view;
        for step in &view.book.steps {
            let times = times_of(step);
            if times.is_empty() {
                continue;
            }
            self.open_figure("tidslinje", &step.title);
            self.put("<ol>\n");
            for (when, pages) in times {
                self.put("<li><b>");
                self.text(when);
                self.put("</b>\n<ul>");
                for page in pages {
                    self.put("<li><a ");
                    self.href(page);
                    self.put(">");
                    self.text(&view.short_title(page));
                    self.end(page);
                    self.put("</li>\n");
                }
                self.put("</ul></li>\n");
            }
            self.put("</ol></figure>\n");
        }
    }

    /// The parts of the book, each with what its first page says it is about.
    fn entrances(&mut self) {
        let parts = entrances(self.view.book);
        if parts.is_empty() {
            return;
        }
        self.put("<ul class=\"fliser\">\n");
        for part in parts {
            self.entry(part.page, part.title);
        }
        self.put("</ul>\n");
    }
}

/// The anchor of a letter of the index.
fn anchor(letter: char, names: &AnchorNames) -> String {
    match letter {
        '#' => format!("{INTERFACE_ID}{}", names.no_letter),
        _ => format!("{INTERFACE_ID}{}{}", names.letter, letter.to_lowercase()),
    }
}
