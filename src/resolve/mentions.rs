//! The terms of a finished book, each with the pages that mention it.
//!
//! In: the glossary, and what is known of every page. Out: [`TermCard`]s.
//!
//! Invariant: the page of a term is never among those that mention it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::TermCard;
use super::terms::PageKnowledge;
use crate::document::PageNo;
use crate::draft::{Nav, Page};
use crate::glossary::Glossary;
use crate::kind::Kind;
use crate::source::offset;

/// The rank of a page among those that mention a term: what is asked first weighs most, and what is told no stands before
/// what is told yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct MentionRank {
    /// It is the index of terms, or a search has it last.
    is_last: bool,
    /// It explains another term.
    explains_other: bool,
    /// It is to be filled in.
    is_filled_in: bool,
    /// How much it is about the term.
    weight: Reverse<u32>,
}

/// The terms, each with the pages that mention it: first those to read that are most about it, then those to fill in, then
/// what only explains other terms, and below all the index of terms and the pages in `last`.
pub(super) fn term_cards(
    glossary: &Glossary,
    abouts: &[Arc<PageKnowledge>],
    pages: &[Arc<Page>],
    nav: &Nav,
    last: &BTreeSet<PageNo>,
) -> Vec<TermCard> {
    let of_terms: HashSet<PageNo> = glossary.terms().iter().map(|term| term.page).collect();
    let mut mentions: Vec<Vec<(MentionRank, PageNo)>> = vec![Vec::new(); glossary.terms().len()];
    for page in in_reading_order(nav, abouts.len()) {
        let about = &abouts[page.0 as usize];
        for (term, weight) in &about.mentions {
            if glossary.terms()[term.0 as usize].page != page {
                let rank = MentionRank {
                    is_last: about.has_index || last.contains(&page),
                    explains_other: of_terms.contains(&page),
                    is_filled_in: matches!(pages[page.0 as usize].kind, Kind::Document(_)),
                    weight: Reverse(*weight),
                };
                mentions[term.0 as usize].push((rank, page));
            }
        }
    }
    let ranked = |mut mentions: Vec<(MentionRank, PageNo)>| {
        // The sort is stable: where pages are as much about the term, they stay in the order of the book.
        mentions.sort_by_key(|(rank, _)| *rank);
        mentions.into_iter().map(|(_, page)| page).collect()
    };
    let terms = glossary.terms().iter().zip(mentions);
    terms
        .map(|(term, mentions)| TermCard { page: term.page, mentioned_in: ranked(mentions), forms: term.forms.clone() })
        .collect()
}

/// All pages of a book: those of the navigation in its order, then the others.
fn in_reading_order(nav: &Nav, count: usize) -> impl Iterator<Item = PageNo> {
    let in_nav: HashSet<PageNo> = nav.order.iter().copied().collect();
    let others = (0..count).map(|i| PageNo(offset(i))).filter(move |page| !in_nav.contains(page));
    nav.order.iter().copied().chain(others)
}
