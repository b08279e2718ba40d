//! The steps of the way that readers go.
//!
//! In: `steps:` in `ordliste.yaml`. Out: [`WayStep`]s whose stops are pages.
//!
//! Invariant: a page stands at one stop of one step.

use std::collections::HashMap;

use super::near::PageIds;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::PageNo;
use crate::source::Span;
use crate::vocabulary::StepRow;

/// A step of the way that readers go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayStep {
    /// Its title.
    pub title: Box<str>,
    /// Its stops in order, each with the pages of which a reader needs one.
    pub stops: Vec<Vec<PageNo>>,
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
    let mut page = |(id, at): &(String, Span)| {
        let Some(page) = ids.find(id) else {
            let message = format!("there is no page `{id}`");
            let diagnostic = Diagnostic::new(Code::UnknownPage, message).at(*at, "no such page");
            diagnostics.push(diagnostic.help(ids.way_out(id)));
            return None;
        };
        if let Some(first) = seen.insert(page, *at) {
            let message = format!("`{id}` stands twice on the way");
            let diagnostic = Diagnostic::new(Code::DuplicateId, message).at(*at, "again here").at(first, "first here");
            diagnostics.push(diagnostic.help("keep one of them: a page belongs to one step"));
            return None;
        }
        Some(page)
    };
    let mut steps = Vec::new();
    for row in rows {
        let stops = row.stops.iter().map(|stop| stop.iter().filter_map(&mut page).collect());
        let stops: Vec<Vec<PageNo>> = stops.filter(|stop: &Vec<PageNo>| !stop.is_empty()).collect();
        if !stops.is_empty() {
            steps.push(WayStep { title: row.title.as_str().into(), stops });
        }
    }
    steps
}
