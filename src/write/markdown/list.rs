//! `llms.txt`: what the book is, and each page by its part with what it is about.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::address::{address, address_of};
use crate::document::{Destination, PageNo};
use crate::draft::NavPart;
use crate::kind::Kind;
use crate::resolve::LLMS;
use crate::sink::OutPath;
use crate::view::{View, is_safe_address};
use crate::write::alone::plainly;

/// The list, as it lies at `path`.
pub(super) fn list(view: &View<'_>, path: &OutPath) -> String {
    let book = view.book();
    let config = &book.config.book;
    let mut list = PageList { view, path, out: format!("# {}\n", plainly(&config.title)), done: BTreeSet::new() };
    if let Some(description) = &config.description {
        list.say(&format!("> {}", plainly(description)));
    }
    list.about();
    for part in &book.nav.parts {
        list.part(part);
    }
    let rest = (0..).map(PageNo).take(book.pages.len());
    let is_term = |number: &PageNo| matches!(book.page(*number).kind, Kind::Definition(_));
    let (terms, others): (Vec<PageNo>, Vec<PageNo>) = rest.partition(is_term);
    list.section("", &others);
    list.section(view.texts().get("pdf-glossary"), &terms);
    list.languages();
    list.out
}

struct PageList<'a> {
    view: &'a View<'a>,
    /// Where it lies.
    path: &'a OutPath,
    out: String,
    /// The pages that stand in it.
    done: BTreeSet<PageNo>,
}

impl PageList<'_> {
    /// A paragraph.
    fn say(&mut self, text: &str) {
        self.out.extend(["\n", text, "\n"]);
    }

    /// Who wrote most of it, and its licence.
    fn about(&mut self) {
        let texts = self.view.texts();
        let about = self.view.common_about();
        if !about.is_empty() {
            self.say(&plainly(&texts.fill("pdf-about", &[("about", &about)])));
        }
        if let Some(licence) = &self.view.book().config.site.licence {
            let said = plainly(&texts.fill("licence", &[("name", &licence.name)]));
            let url = licence.url.as_deref().filter(|url| is_safe_address(url));
            self.say(&url.map_or_else(|| said.clone(), |url| format!("[{said}](<{url}>)")));
        }
    }

    fn part(&mut self, part: &NavPart) {
        let pages: Vec<PageNo> = part.page.into_iter().chain(part.pages_below()).collect();
        let title = part.title.as_deref().unwrap_or_default();
        self.section(title, &pages);
    }

    /// Pages that do not stand in the list yet, under a title. What is not translated stands in that of the source.
    fn section(&mut self, title: &str, pages: &[PageNo]) {
        let book = self.view.book();
        let is_own = |number: &&PageNo| !book.page(**number).abroad;
        let pages: Vec<PageNo> = pages.iter().filter(is_own).copied().filter(|page| self.done.insert(*page)).collect();
        if pages.is_empty() {
            return;
        }
        if !title.is_empty() {
            self.say(&format!("## {}", plainly(title)));
        }
        self.out.push('\n');
        for number in pages {
            let Some(to) = address(book, self.path, &Destination::Page(number, None)) else { continue };
            let (title, summary) = (plainly(&self.view.title(number)), &book.page(number).common.summary);
            // Writing to a string does not fail.
            let _ = match &**summary {
                "" => writeln!(self.out, "- [{title}](<{to}>)"),
                summary => writeln!(self.out, "- [{title}](<{to}>): {}", plainly(summary)),
            };
        }
    }

    /// The lists of the other languages.
    fn languages(&mut self) {
        let lists = self.view.languages_at("", Some(LLMS));
        if lists.is_empty() {
            return;
        }
        self.say(&format!("## {}", plainly(self.view.texts().get("choose-language"))));
        self.out.push('\n');
        for list in lists {
            let path = match list.href.strip_prefix("../") {
                Some(below) => OutPath::new(below).map(|path| OutPath::above(&path)),
                None => OutPath::new(&list.href),
            };
            let Some(to) = path.map(|path| address_of(self.view.book(), self.path, &path)) else { continue };
            let _ = writeln!(self.out, "- [{}](<{to}>)", plainly(&list.title));
        }
    }
}
