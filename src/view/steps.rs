//! The way that readers go, seen from one of its pages: the steps, where one is, and what comes next.
//!
//! In: the steps of a book. Out: [`WayView`].
//!
//! Invariant: every stop but the last of the way has a next one.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::escape::relative;
use super::{LinkView, View};
use crate::document::PageNo;
use crate::draft::{NavPath, Page};
use crate::kind::Kind;
use crate::resolve::{Book, WayStep};

/// The way, seen from a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct WayView {
    /// The number of the page's step, from 1.
    pub number: usize,
    /// The title of that step.
    pub title: String,
    /// All steps.
    pub steps: Vec<StepView>,
    /// The stop before; `None` at the beginning of the way.
    pub previous: Option<LinkView>,
    /// The next stop; `None` at the end of the way.
    pub next: Option<NextView>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StepView {
    /// Its title.
    pub title: String,
    /// Whether the page belongs to it.
    pub current: bool,
    /// The address of its first page.
    pub href: Option<String>,
    /// The name of the language, where that is a page of the source that is not translated.
    pub elsewhere: Option<String>,
    /// Its pages in order, where the page belongs to it.
    pub pages: Vec<StopView>,
}

/// A page of a step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StopView {
    /// The page.
    pub link: LinkView,
    /// Whether it is the page that one sees.
    pub current: bool,
}

/// The next stop of the way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct NextView {
    /// The title of the step that begins there; `None` within a step.
    pub step: Option<String>,
    /// The pages of which a reader needs one.
    pub pages: Vec<LinkView>,
}

/// The places of the pages of the way: step and stop.
pub(super) fn stops(book: &Book) -> HashMap<PageNo, (usize, usize)> {
    let mut out = HashMap::new();
    for (i, step) in book.steps.iter().enumerate() {
        for (j, stop) in step.stops.iter().enumerate() {
            out.extend(stop.iter().map(|page| (*page, (i, j))));
        }
    }
    out
}

/// The pages of a step that a reader begins and works with: its first, and all that are not only read.
pub(crate) fn work_of(book: &Book, step: &WayStep) -> Vec<PageNo> {
    let is_tool = |page: &PageNo| !matches!(book.page(*page).kind, Kind::Article | Kind::Definition(_));
    let pages = || step.stops.iter().flatten().copied();
    pages().take(1).chain(pages().skip(1).filter(is_tool)).collect()
}

/// The times of a step in order, each with the pages from the one that has it to the next that has one; none where
/// it has no times. Pages before the first time are left out.
pub(crate) fn times_of(step: &WayStep) -> Vec<(&str, Vec<PageNo>)> {
    let mut times: Vec<(&str, Vec<PageNo>)> = Vec::new();
    for page in step.stops.iter().flatten() {
        match step.times.get(page) {
            Some(when) if times.last().is_none_or(|(last, _)| *last != &**when) => times.push((when, vec![*page])),
            _ => times.last_mut().into_iter().for_each(|(_, pages)| pages.push(*page)),
        }
    }
    times
}

impl View<'_> {
    /// The way, where a page is a stop of it.
    pub(super) fn way(&self, number: PageNo, page: &Page) -> Option<WayView> {
        let (at, stop) = *self.stops.get(&number)?;
        let steps = &self.book.steps;
        let own = steps.get(at)?;
        let link = |to: &PageNo| LinkView { title: self.short_title(*to), ..self.link(page, *to) };
        let stop_of = |to: &PageNo| StopView { link: link(to), current: *to == number };
        let shown = |(i, step): (usize, &WayStep)| StepView {
            pages: step.stops.iter().flatten().filter(|_| i == at).map(stop_of).collect(),
            ..self.step(page, step, i == at)
        };
        let next = match own.stops.get(stop + 1) {
            Some(pages) => Some((None, pages)),
            None => steps.get(at + 1).and_then(|step| Some((Some(step.title.to_string()), step.stops.first()?))),
        };
        let before = match stop.checked_sub(1) {
            Some(before) => own.stops.get(before),
            None => at.checked_sub(1).and_then(|step| steps.get(step)?.stops.last()),
        };
        Some(WayView {
            previous: before.and_then(|pages| pages.first()).map(link),
            number: at + 1,
            title: own.title.to_string(),
            steps: steps.iter().enumerate().map(shown).collect(),
            next: next.map(|(step, pages)| NextView { step, pages: pages.iter().map(link).collect() }),
        })
    }

    /// A step without its pages.
    fn step(&self, page: &Page, step: &WayStep, current: bool) -> StepView {
        StepView {
            title: step.title.to_string(),
            current,
            href: step.first().map(|first| relative(&page.out, &self.book.page(first).out)),
            elsewhere: step.first().and_then(|first| self.elsewhere(first)),
            pages: Vec::new(),
        }
    }

    /// All steps, where the page is the own one of a part with pages of some of them: those are marked.
    pub(super) fn steps_of_part(&self, page: &Page, path: &NavPath) -> Vec<StepView> {
        let steps = &self.book.steps;
        let own: BTreeSet<usize> =
            self.below_part(path).iter().filter_map(|page| Some(self.stops.get(page)?.0)).collect();
        let some = !own.is_empty() && own.len() < steps.len();
        let all = steps.iter().enumerate().filter(|_| some);
        all.map(|(i, step)| self.step(page, step, own.contains(&i))).collect()
    }

    /// The title of a page in the navigation, which may be shorter than its own.
    pub(crate) fn short_title(&self, number: PageNo) -> String {
        let path = self.book.nav_paths.get(&number).filter(|path| !path.items.is_empty());
        let item = path.and_then(|path| {
            let mut items = &self.book.nav.parts.get(path.part)?.items;
            let (last, above) = path.items.split_last()?;
            for position in above {
                items = &items.get(*position)?.children;
            }
            items.get(*last)
        });
        item.map_or_else(|| self.title(number), |item| item.title.to_string())
    }
}
