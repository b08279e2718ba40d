//! The figure of the roles: the frames they stand in, and the facts that are shown there.
//!
//! In: `role-figure:` in `ordliste.yaml`, the roles with facts. Out: [`RoleFigure`].
//!
//! Invariant: a role stands in one frame; a role that stands in none is told of.

use std::collections::HashMap;
use std::sync::Arc;

use super::roles::unknown_role;
use super::term_id;
use crate::diagnostic::{Code, Diagnostic, NameIndex};
use crate::document::PageNo;
use crate::draft::Page;
use crate::said::{Phrase, said};
use crate::vocabulary::{FigureRow, NameAt, Vocabulary, declare};

/// The figure of the roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleFigure {
    /// The frames in order; none: the book has no figure.
    pub frames: Vec<RoleFrame>,
    /// The position among a role's facts of the one that a line leads to.
    pub towards: Option<usize>,
    /// The position of the fact that is shown with a ring.
    pub measure: Option<usize>,
}

/// A frame that roles stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleFrame {
    /// Its title.
    pub title: Box<str>,
    /// Its roles, each with how far the measured fact holds for it.
    pub roles: Vec<(PageNo, Measure)>,
}

/// The extent to which a fact holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// It holds.
    All,
    /// It holds in part.
    Part,
    /// It does not hold.
    None,
}

/// Leads the figure to the roles that have facts. Names that are none are reported and left out.
pub(super) fn lead(
    row: &FigureRow,
    pages: &[Arc<Page>],
    roles: &[PageNo],
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> RoleFigure {
    if row.frames.is_empty() {
        return RoleFigure::default();
    }
    let id = |page: &PageNo| term_id(&pages[page.0 as usize].id);
    let by_id: HashMap<&str, PageNo> = roles.iter().map(|page| (id(page), *page)).collect();
    let near = NameIndex::new(by_id.keys().copied());
    let mut find = |named: &[NameAt]| -> Vec<(PageNo, NameAt)> {
        let (known, unknown): (Vec<&NameAt>, Vec<&NameAt>) =
            named.iter().partition(|(id, _)| by_id.contains_key(&**id));
        diagnostics.extend(unknown.into_iter().map(|(id, at)| unknown_role(id, *at, &near)));
        known.into_iter().map(|named| (by_id[&*named.0], named.clone())).collect()
    };
    let mut measures: HashMap<PageNo, Measure> = HashMap::new();
    measures.extend(find(&row.part).into_iter().map(|(page, _)| (page, Measure::Part)));
    measures.extend(find(&row.all).into_iter().map(|(page, _)| (page, Measure::All)));
    let found: Vec<(&str, Vec<(PageNo, NameAt)>)> =
        row.frames.iter().map(|(title, named)| (title.as_str(), find(named))).collect();
    let mut seen = HashMap::new();
    let mut frames = Vec::new();
    for (title, named) in found {
        let mut own = Vec::new();
        for (page, (id, at)) in named {
            if let Some(first) = seen.insert(page, at) {
                let said = Diagnostic::new(Code::DuplicateId, said!("the role `{id}` stands in the figure twice", id));
                diagnostics.push(
                    said.at(at, said!("again here")).at(first, said!("first here")).help(said!("keep one of them")),
                );
            } else {
                own.push((page, measures.get(&page).copied().unwrap_or(Measure::None)));
            }
        }
        frames.push(RoleFrame { title: title.into(), roles: own });
    }
    let missing: Vec<String> =
        roles.iter().filter(|page| !seen.contains_key(page)).map(|page| format!("`{}`", id(page))).collect();
    if !missing.is_empty() {
        let said = Diagnostic::new(
            Code::MissingKey,
            said!("the figure of the roles lacks {missing}", missing = missing.join(", ")),
        );
        let help = said!("name every role with facts under `roles:` of a frame");
        diagnostics.extend(row.at.map(|at| said.at(at, Phrase::default()).help(help)));
    }
    let towards = row.towards.as_ref().and_then(|named| fact(named, vocabulary, diagnostics));
    let measure = row.measure.as_ref().and_then(|named| fact(named, vocabulary, diagnostics));
    RoleFigure { frames, towards, measure }
}

/// The position of a fact; says so where the book declares none of that name.
fn fact((name, at): &NameAt, vocabulary: &Vocabulary, diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
    let position = vocabulary.facts.iter().position(|fact| *fact.name == **name);
    if position.is_none() {
        let said = Diagnostic::new(Code::UnknownKey, said!("there is no fact `{name}`", name));
        let help = declare(name, "facts", vocabulary.facts.iter().map(|fact| &*fact.name));
        diagnostics.push(said.at(*at, said!("not declared")).help(help));
    }
    position
}
