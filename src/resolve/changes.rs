//! Changes that readers are told of, led to the pages they are about.
//!
//! In: the register of changes, the ids of pages. Out: [`ReaderChange`], the newest first.
//!
//! Invariant: a change leads to a page that is there, or the page is gone and the change says so.

use std::cmp::Reverse;

use super::made::has_feed;
use super::registers::register;
use crate::changes::{CHANGES, ChangeKind, NotedChange, read_changes};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::document::PageNo;
use crate::draft::PageIndex;
use crate::said::said;
use crate::source::Sources;
use crate::text::Date;

/// A change that readers are told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderChange {
    /// The day of it.
    pub date: Date,
    /// The id the page has, or had.
    pub id: String,
    /// The page; nothing where it is gone.
    pub page: Option<PageNo>,
    /// The title the page had.
    pub title: String,
    /// How much it has changed.
    pub kind: ChangeKind,
    /// The ids of the sections that say something else, as it was noted: some may be gone since.
    pub sections: Vec<String>,
}

/// The changes that readers of a book are told of, and the day since which they are. In a translation the words are others than those that have changed:
/// there it is only told what holds, and which pages have come and gone.
pub(super) fn lead(
    config: &Config,
    sources: &Sources,
    by_id: &PageIndex,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<ReaderChange>, Option<Date>) {
    if !config.site.changes {
        return (Vec::new(), None);
    }
    let is_translation = config.book.translation().is_some();
    if !is_translation && !has_feed(config) {
        diagnostics.push(no_feed());
    }
    let Some(source) = register(CHANGES, config, sources) else {
        diagnostics.extend((!is_translation).then(|| nothing_noted(config)));
        return (Vec::new(), None);
    };
    let log = read_changes(source).unpack(diagnostics);
    let is_told = |change: &NotedChange| !(is_translation && change.kind == ChangeKind::Text);
    let mut out: Vec<ReaderChange> = Vec::new();
    for change in log.changes.into_iter().filter(is_told) {
        let page = by_id.get(change.page.as_str()).copied();
        if page.is_none() && change.kind != ChangeKind::Removed {
            diagnostics.extend(unknown(&change, by_id));
            continue;
        }
        let NotedChange { date, page: id, title, kind, sections, .. } = change;
        out.push(ReaderChange { date, id, page, title, kind, sections });
    }
    out.sort_by_key(|change| Reverse(change.date));
    (out, log.since)
}

/// The warning where there is no feed.
fn no_feed() -> Diagnostic {
    let message = said!("there is no feed of what has changed: book.toml does not say `site.url`");
    let help =
        said!("say the address of the site under `[site]`: `url = \"https://…/\"`; the page of changes stands without");
    Diagnostic::new(Code::NoFeed, message).in_file("book.toml").help(help)
}

/// The warning where there is no register.
fn nothing_noted(config: &Config) -> Diagnostic {
    let path = format!("{}{CHANGES}", config.book.content());
    let message = said!("readers are to be told what has changed, and {path} is not there", path);
    let help = said!("`brobygger changes accept` writes it: run it when the book is published, and then each time");
    Diagnostic::new(Code::NothingNoted, message).in_file("book.toml").help(help)
}

fn unknown(change: &NotedChange, by_id: &PageIndex) -> Option<Diagnostic> {
    let help = match nearest(&change.page, by_id.keys().map(|id| &**id)) {
        Some(near) => said!("did you mean `{near}`?", near),
        None => said!("write the id that the page has now, or `change: removed`"),
    };
    let message = said!("there is no page `{id}`", id = change.page);
    Some(Diagnostic::new(Code::UnknownPage, message).at(change.at?, said!("no such page")).help(help))
}
