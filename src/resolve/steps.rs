//! The steps of the way that readers go.
//!
//! In: `steps:` in `ordliste.yaml`. Out: [`WayStep`]s whose stops are pages.
//!
//! Invariant: a page stands at one stop of one step.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::near::PageIds;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::PageNo;
use crate::said::said;
use crate::source::Span;
use crate::vocabulary::{NameAt, StepRow};

/// A step of the way that readers go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayStep {
    /// Its title.
    pub title: Box<str>,
    /// Its stops in order, each with the pages of which a reader needs one.
    pub stops: Vec<Vec<PageNo>>,
    /// When readers come to some of its pages.
    pub times: BTreeMap<PageNo, Box<str>>,
}

impl WayStep {
    /// The page that the step begins with.
    #[must_use]
    pub fn first(&self) -> Option<PageNo> {
        self.stops.first()?.first().copied()
    }
}

/// Leads the steps to their pages. What is no page, or stands there a second time, is reported and left out; so is
/// a step of which nothing is left.
pub(super) fn in_order(rows: &[StepRow], ids: &PageIds<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<WayStep> {
    let mut seen: HashMap<PageNo, Span> = HashMap::new();
    let mut steps = Vec::new();
    for row in rows {
        let own =
            |stop: &Vec<NameAt>| stop.iter().filter_map(|named| page(named, ids, &mut seen, diagnostics)).collect();
        let stops: Vec<Vec<PageNo>> = row.stops.iter().map(own).filter(|stop: &Vec<PageNo>| !stop.is_empty()).collect();
        let times = times(row, &stops, ids, diagnostics);
        if !stops.is_empty() {
            steps.push(WayStep { title: row.title.as_str().into(), stops, times });
        }
    }
    steps
}

/// The page of a stop, unless there is none or it stands on the way already.
fn page(
    (id, at): &NameAt,
    ids: &PageIds<'_>,
    seen: &mut HashMap<PageNo, Span>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PageNo> {
    let page = ids.known(id, *at, diagnostics)?;
    if let Some(first) = seen.insert(page, *at) {
        let message = said!("`{id}` stands twice on the way", id);
        let diagnostic =
            Diagnostic::new(Code::DuplicateId, message).at(*at, said!("again here")).at(first, said!("first here"));
        diagnostics.push(diagnostic.help(said!("keep one of them: a page belongs to one step")));
        return None;
    }
    Some(page)
}

/// When readers come to pages of a step. A page that is none of them is reported and left out.
fn times(
    row: &StepRow,
    stops: &[Vec<PageNo>],
    ids: &PageIds<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<PageNo, Box<str>> {
    let own: BTreeSet<PageNo> = stops.iter().flatten().copied().collect();
    let mut times = BTreeMap::new();
    for ((id, at), when) in &row.times {
        let Some(page) = ids.known(id, *at, diagnostics) else { continue };
        if own.contains(&page) {
            times.insert(page, when.as_str().into());
        } else {
            let message = said!("`{id}` is no page of the step «{title}»", id, title = row.title);
            let diagnostic = Diagnostic::new(Code::UnknownPage, message).at(*at, said!("not under `pages:` of it"));
            diagnostics.push(diagnostic.help(said!("add it to `pages:` of the step, or remove its time")));
        }
    }
    times
}
