//! The roles of the book, in the order they are shown.
//!
//! In: pages of terms with `group: role`, and `roles:` in `ordliste.yaml`. Out: their numbers.
//!
//! Invariant: every role with facts is in the order once.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::page_checks::span_in;
use super::term_id;
use crate::diagnostic::{Code, Diagnostic, NameIndex};
use crate::document::PageNo;
use crate::draft::{Nav, Page};
use crate::kind::{Group, Kind};
use crate::said::said;
use crate::source::{Span, offset};

/// First the roles that `ordered` names, then the others as the navigation has them, then as the
/// pages stand. A role without facts is reported and is not shown beside the others.
pub(super) fn in_order(
    pages: &[Arc<Page>],
    nav: &Nav,
    ordered: &[(String, Span)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PageNo> {
    let mut roles: BTreeMap<&str, (PageNo, bool)> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        let Kind::Definition(definition) = &page.kind else { continue };
        if definition.group != Some(Group::Role) {
            continue;
        }
        if definition.facts.is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    Code::RoleWithoutFacts,
                    said!("the role `{title}` has no facts", title = page.common.title),
                )
                .at(span_in(page, page.places.key("group")), said!("a role"))
                .help(said!("add `facts:`, or choose another `group`; without facts it is not in the table of roles")),
            );
        }
        roles.insert(term_id(&page.id), (PageNo(offset(number)), !definition.facts.is_empty()));
    }
    let mut listed: HashMap<PageNo, usize> = HashMap::new();
    let near = LazyCell::new(|| NameIndex::new(roles.keys().copied()));
    for (id, at) in ordered {
        let Some((page, _)) = roles.get(&**id) else {
            diagnostics.push(unknown_role(id, *at, &near));
            continue;
        };
        let next = listed.len();
        if listed.insert(*page, next).is_some() {
            let diagnostic = Diagnostic::new(Code::DuplicateId, said!("the role `{id}` is listed twice", id));
            diagnostics.push(diagnostic.at(*at, said!("again here")).help(said!("keep one of them")));
        }
    }
    let position: HashMap<PageNo, usize> = nav.order.iter().enumerate().map(|(i, page)| (*page, i)).collect();
    let mut shown: Vec<PageNo> = roles.values().filter(|(_, facts)| *facts).map(|(page, _)| *page).collect();
    let place_in = |order: &HashMap<PageNo, usize>, page: &PageNo| order.get(page).copied().unwrap_or(usize::MAX);
    shown.sort_by_key(|page| (place_in(&listed, page), place_in(&position, page), *page));
    shown
}

/// A name that is no role's.
pub(super) fn unknown_role(id: &str, at: Span, roles: &NameIndex) -> Diagnostic {
    let help = match roles.nearest(id) {
        Some(near) => said!("did you mean `{near}`?", near),
        None => said!("name a term with `group: role` by its file's name without `.md`"),
    };
    Diagnostic::new(Code::UnknownTerm, said!("there is no role `{id}`", id)).at(at, said!("no such role")).help(help)
}
