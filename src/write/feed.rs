//! A feed of what has changed, for programs that follow it: Atom (RFC 4287).
//!
//! In: the changes of a book. Out: the text of the feed; nothing where the site has no address, or tells of no changes.
//!
//! Invariant: the same changes give the same bytes on any day, and an entry has the same id for ever.

use super::address::whole_address;
use super::xml::{Xml, uuid_of};
use crate::config::Config;
use crate::document::Destination;
use crate::resolve::{Book, ReaderChange, has_feed};
use crate::sink::OutPath;
use crate::text::Date;
use crate::view::View;
use crate::view::escape::whole;

/// So many changes stand in it, the newest first.
const MOST: usize = 100;
/// The day of a book that tells none at all: a feed must have one.
const NO_DAY: Date = Date { year: 1970, month: 1, day: 1 };

/// The feed of a book.
pub(super) fn feed(view: &View<'_>) -> Option<Vec<u8>> {
    let book = view.book();
    let url = book.config.site.url.as_deref().filter(|_| has_feed(&book.config))?;
    let own = |path: &str| Some(whole(url, &OutPath::new(path)?));
    let names = book.config.file_names();
    let (feed, page) = (own(names.feed)?, own(names.changes)?);
    let texts = view.texts();
    let updated = last_change(book);
    let mut xml = Xml::document();
    let names = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &*book.config.book.language)];
    xml.within("feed", &names, |xml| {
        xml.element("id", &[], &feed);
        xml.element("title", &[], &texts.fill("changes-of", &[("title", &book.config.book.title)]));
        if let Some(description) = &book.config.book.description {
            xml.element("subtitle", &[], description);
        }
        xml.element("updated", &[], &moment(updated));
        xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed)]);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)]);
        for author in authors(&book.config) {
            xml.within("author", &[], |xml| xml.element("name", &[], author));
        }
        if let Some(licence) = &book.config.site.licence {
            xml.element("rights", &[], licence.url.as_deref().unwrap_or(&licence.name));
        }
        for change in book.changes.iter().take(MOST) {
            entry(view, url, &page, change, xml);
        }
    });
    Some(xml.into_bytes())
}

/// The day of the newest change; before there is one, the day on which somebody took note first, or the newest that a
/// page tells. Never that of the build: nothing has changed by it.
fn last_change(book: &Book) -> Date {
    let newest = book.changes.first().map(|change| change.date).or(book.changes_since);
    newest.or_else(|| book.pages.iter().filter_map(|page| page.common.reviewed).max()).unwrap_or(NO_DAY)
}

/// Those who wrote the book; where it names nobody, whose it is. A feed must name somebody.
fn authors(config: &Config) -> Vec<&str> {
    let authors: Vec<&str> = config.book.authors.iter().map(String::as_str).collect();
    if authors.is_empty() { vec![config.organisation.name.as_deref().unwrap_or(&config.book.title)] } else { authors }
}

/// A day is told as its beginning.
fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

fn entry(view: &View<'_>, url: &str, changes: &str, change: &ReaderChange, xml: &mut Xml) {
    let (book, texts) = (view.book(), view.texts());
    let title = change.page.map_or_else(|| change.title.clone(), |page| view.title(page));
    let sections = view.changed_sections(change);
    let anchor = match &*sections {
        [only] => Some(only.id.as_str()),
        _ => None,
    };
    let to = change.page.and_then(|page| whole_address(book, &Destination::Page(page, anchor.map(Into::into))));
    let what = texts.get(change.kind.text_key());
    xml.within("entry", &[], |xml| {
        xml.element("id", &[], &identifier(url, change));
        xml.element("title", &[], &title);
        xml.element("updated", &[], &moment(change.date));
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", to.as_deref().unwrap_or(changes))]);
        xml.empty("category", &[("term", change.kind.as_str()), ("label", what)]);
        let titles: Vec<&str> = sections.iter().map(|section| section.title.as_str()).collect();
        let summary = if titles.is_empty() { format!("{what}.") } else { format!("{what}: {}.", titles.join("; ")) };
        xml.element("summary", &[], &summary);
    });
}

/// A name for a change that is another one for each site, page and day.
fn identifier(url: &str, change: &ReaderChange) -> String {
    uuid_of(&[url, &change.id, &change.date.to_string()])
}
