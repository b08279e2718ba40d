//! Changes since somebody took note, and the register with them in it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::read::LEAD;
use super::{ChangeKind, ChangeLog, NotedChange, NotedPage, NotedPages};
use crate::text::{Date, quotation};

impl ChangeLog {
    /// The changes of the pages since they were noted, by page. Where nobody has taken note yet, there are none.
    /// `today` is the day of a change on a page that does not say that it was gone through later than it said then.
    #[must_use]
    pub fn since(&self, now: &NotedPages, today: Date) -> Vec<NotedChange> {
        let Some(noted) = &self.noted else { return Vec::new() };
        let ids: BTreeSet<&String> = noted.keys().chain(now.keys()).collect();
        ids.into_iter().filter_map(|id| of_page(id, noted.get(id), now.get(id), today)).collect()
    }

    /// The log with what has changed since the pages were noted.
    #[must_use]
    pub fn noting(&self, now: NotedPages, today: Date) -> Self {
        let mut changes = self.since(&now, today);
        for before in &self.changes {
            match changes.iter_mut().find(|change| change.date == before.date && change.page == before.page) {
                Some(change) => join(change, before),
                None => changes.push(before.clone()),
            }
        }
        changes.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.page.cmp(&b.page)));
        let since = self.since.or_else(|| self.noted.is_none().then_some(today));
        Self { changes, since, noted: Some(now) }
    }

    /// The text of the register; `about`: what stands first in it, for those who open it, by lines.
    #[must_use]
    pub fn text(&self, about: &[String]) -> String {
        let mut out = String::new();
        // Writing to a string does not fail.
        for line in about {
            let _ = writeln!(out, "# {line}");
        }
        let _ = out.write_str(if self.changes.is_empty() { "changes: []\n" } else { "changes:\n" });
        for change in &self.changes {
            let NotedChange { date, page, title, kind, sections, .. } = change;
            let _ = write!(
                out,
                "  - date: {date}\n    page: {}\n    title: {}\n    change: {}\n",
                quotation(page),
                quotation(title),
                kind.as_str()
            );
            if !sections.is_empty() {
                let sections: Vec<String> = sections.iter().map(|section| quotation(section)).collect();
                let _ = writeln!(out, "    sections: [{}]", sections.join(", "));
            }
        }
        if let Some(since) = self.since {
            let _ = writeln!(out, "since: {since}");
        }
        // A book without pages was noted too: what it gets is new.
        let _ = out.write_str(match &self.noted {
            None => "",
            Some(noted) if noted.is_empty() => "noted: {}\n",
            Some(_) => "noted:\n",
        });
        for (id, page) in self.noted.iter().flatten() {
            write_page(&mut out, id, page);
        }
        out
    }
}

fn write_page(out: &mut String, id: &str, page: &NotedPage) {
    let _ = writeln!(out, "  {}:\n    title: {}", quotation(id), quotation(&page.title));
    if let Some(date) = page.reviewed {
        let _ = writeln!(out, "    reviewed: {date}");
    }
    let said = |section: &str| page.parts.get(section).map(|said| format!("{}/{}", said.text, said.substance));
    let _ = writeln!(out, "    {LEAD}: {}", quotation(&said("").unwrap_or_default()));
    let sections: Vec<&String> = page.parts.keys().filter(|section| !section.is_empty()).collect();
    if !sections.is_empty() {
        out.push_str("    sections:\n");
    }
    for section in sections {
        let _ = writeln!(out, "      {}: {}", quotation(section), quotation(&said(section).unwrap_or_default()));
    }
}

/// The change of a page, if there is one.
fn of_page(id: &str, then: Option<&NotedPage>, now: Option<&NotedPage>, today: Date) -> Option<NotedChange> {
    let change = |page: &NotedPage, kind, sections, date| NotedChange {
        date,
        page: id.to_owned(),
        title: page.title.clone(),
        kind,
        sections,
        at: None,
    };
    let (then, now) = match (then, now) {
        (Some(then), Some(now)) => (then, now),
        (None, Some(now)) => return Some(change(now, ChangeKind::New, Vec::new(), now.reviewed.unwrap_or(today))),
        (Some(then), None) => return Some(change(then, ChangeKind::Removed, Vec::new(), today)),
        (None, None) => return None,
    };
    let mut kind = None;
    let mut sections = Vec::new();
    let names: BTreeSet<&String> = then.parts.keys().chain(now.parts.keys()).collect();
    for name in names {
        let own = match (then.parts.get(name), now.parts.get(name)) {
            (Some(then), Some(now)) if then.text == now.text => continue,
            (Some(then), Some(now)) if then.substance == now.substance => ChangeKind::Text,
            _ => ChangeKind::Substance,
        };
        kind = kind.max(Some(own));
        if !name.is_empty() && now.parts.contains_key(name) {
            sections.push(name.clone());
        }
    }
    let gone_through = now.reviewed.filter(|date| then.reviewed.is_none_or(|before| *date > before));
    Some(change(now, kind?, sections, gone_through.unwrap_or(today)))
}

/// Takes an earlier change of the same day and page into a later one.
fn join(change: &mut NotedChange, before: &NotedChange) {
    // What is here again is not gone.
    if before.kind != ChangeKind::Removed {
        change.kind = change.kind.max(before.kind);
    }
    let sections: BTreeSet<String> = change.sections.iter().chain(&before.sections).cloned().collect();
    change.sections = sections.into_iter().collect();
}

#[cfg(test)]
mod tests {
    use super::super::{SaidDigests, read_changes};
    use super::*;
    use crate::source::{Layer, Sources};

    const MONDAY: Date = Date { year: 2026, month: 11, day: 23 };
    const TUESDAY: Date = Date { year: 2026, month: 11, day: 24 };

    type Part<'t> = (&'t str, &'t str, &'t str);

    fn page(reviewed: Option<Date>, parts: &[Part<'_>]) -> NotedPage {
        let said = |text: &str, substance: &str| SaidDigests { text: text.into(), substance: substance.into() };
        let parts = parts.iter().map(|(id, text, substance)| ((*id).to_owned(), said(text, substance))).collect();
        NotedPage { title: "Siden «a»: \"b\"".into(), reviewed, parts }
    }

    fn pages(pages: &[(&str, NotedPage)]) -> NotedPages {
        pages.iter().map(|(id, page)| ((*id).to_owned(), page.clone())).collect()
    }

    fn read_again(log: &ChangeLog) -> ChangeLog {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "endringer.yaml", log.text(&["Om dette.".to_owned()]));
        let read = read_changes(sources.get(file));
        assert_eq!(read.diagnostics, [], "{}", log.text(&[]));
        let mut log = read.value;
        log.changes.iter_mut().for_each(|change| change.at = None);
        log
    }

    #[test]
    fn what_was_written_is_read_again_and_the_same_pages_give_no_new_change() {
        let first = pages(&[("a", page(None, &[("", "1", "1"), ("b", "2", "2")]))]);
        let begun = ChangeLog::default().noting(first.clone(), MONDAY);
        assert_eq!(begun.changes, [], "nobody had taken note before");
        assert_eq!(read_again(&begun), begun);
        assert_eq!(begun.noting(first, TUESDAY), begun);
        let second = pages(&[("a", page(None, &[("", "1", "1"), ("b", "3", "2"), ("c", "4", "4")]))]);
        let later = begun.noting(second.clone(), TUESDAY);
        assert_eq!(read_again(&later), later);
        assert_eq!(later.noting(second, Date { day: 25, ..TUESDAY }), later);
    }

    #[test]
    fn a_book_without_pages_was_noted_too() {
        let begun = ChangeLog::default().noting(NotedPages::new(), MONDAY);
        assert_eq!(read_again(&begun), begun);
        assert_eq!(begun.since(&pages(&[("a", page(None, &[("", "1", "1")]))]), TUESDAY)[0].kind, ChangeKind::New);
    }

    #[test]
    fn the_day_of_the_first_note_stays() {
        let begun = ChangeLog::default().noting(pages(&[("a", page(None, &[("", "1", "1")]))]), MONDAY);
        let later = begun.noting(pages(&[("a", page(None, &[("", "2", "1")]))]), TUESDAY);
        assert_eq!((begun.since, later.since), (Some(MONDAY), Some(MONDAY)));
        // One that was written before such days were kept does not say what it does not know.
        let older = ChangeLog { since: None, ..begun };
        assert_eq!(older.noting(NotedPages::new(), TUESDAY).since, None);
    }

    #[test]
    fn a_page_has_changed_as_much_as_the_part_that_has_changed_most() {
        let before = pages(&[("a", page(None, &[("", "1", "1"), ("b", "2", "2"), ("c", "3", "3")]))]);
        let log = ChangeLog::default().noting(before, MONDAY);
        let cases: &[(&[Part<'_>], ChangeKind, &[&str])] = &[
            (&[("", "9", "1"), ("b", "2", "2"), ("c", "3", "3")], ChangeKind::Text, &[]),
            (&[("", "9", "1"), ("b", "2", "2"), ("c", "9", "9")], ChangeKind::Substance, &["c"]),
            (&[("", "1", "1"), ("b", "2", "2")], ChangeKind::Substance, &[]),
            (&[("", "1", "1"), ("b", "2", "2"), ("c", "3", "3"), ("d", "4", "4")], ChangeKind::Substance, &["d"]),
        ];
        for (parts, kind, sections) in cases {
            let found = log.since(&pages(&[("a", page(None, parts))]), TUESDAY);
            let found_in: Vec<&str> = found[0].sections.iter().map(String::as_str).collect();
            assert_eq!((found[0].kind, &*found_in), (*kind, *sections), "{parts:?}");
        }
    }

    #[test]
    fn the_day_is_the_one_that_the_page_says_it_was_gone_through() {
        let log = ChangeLog::default().noting(pages(&[("a", page(Some(MONDAY), &[("", "1", "1")]))]), MONDAY);
        let day = |reviewed| log.since(&pages(&[("a", page(reviewed, &[("", "2", "1")]))]), TUESDAY)[0].date;
        assert_eq!(day(Some(MONDAY)), TUESDAY, "it was gone through before it changed");
        let later = Date { day: 28, ..MONDAY };
        assert_eq!(day(Some(later)), later);
    }

    #[test]
    fn a_day_has_one_change_of_a_page() {
        let log = ChangeLog::default().noting(pages(&[]), MONDAY);
        let log = log.noting(pages(&[("a", page(None, &[("", "1", "1"), ("b", "1", "1")]))]), MONDAY);
        let log = log.noting(pages(&[("a", page(None, &[("", "1", "1"), ("b", "2", "2")]))]), MONDAY);
        assert_eq!(log.changes.len(), 1);
        assert_eq!((log.changes[0].kind, &*log.changes[0].sections), (ChangeKind::New, &["b".to_owned()][..]));
        let gone = log.noting(pages(&[]), MONDAY);
        assert_eq!(gone.changes[0].kind, ChangeKind::Removed);
    }
}
