//! The whole of a book, led and checked where no page alone tells enough.
//!
//! In: resolved pages, and all that stands beside them. Out: [`LedRegisters`], and what is wrong.
//!
//! Invariant: nothing here changes a page.

use std::collections::BTreeMap;

use super::addresses::Addresses;
use super::asked;
use super::kept::Kept;
use super::near::PageIds;
use super::paths::{PathClaims, SoundPaths};
use super::questions::{AskedBefore, BookRules};
use super::references::ResolvedPages;
use super::works::Works;
use super::{RoleFigure, SearchWords, Surroundings, WayStep};
use super::{active, checks, made, related, role_figure, roles, steps};
use crate::diagnostic::{Diagnostic, Warned};
use crate::document::PageNo;
use crate::draft::Nav;
use crate::vocabulary::{Vocabulary, WordList};

/// A book whose references are led.
pub(super) struct WholeBook<'a> {
    pub(super) around: &'a Surroundings<'a>,
    pub(super) resolved: &'a ResolvedPages,
    pub(super) nav: &'a Nav,
    pub(super) ids: &'a PageIds<'a>,
    pub(super) works: &'a Works,
    pub(super) rules: &'a BookRules,
    pub(super) addresses: &'a Addresses,
    pub(super) vocabulary: &'a Vocabulary,
}

/// The checks of the build before.
#[derive(Debug, Default)]
pub(super) struct ChecksMemo {
    asked: Kept<AskedBefore>,
    /// The names and redirects with which no two files of the site had one path.
    sound_paths: Kept<SoundPaths>,
}

impl ChecksMemo {
    /// A memo that keeps what is made; the default one keeps nothing.
    pub(super) fn keeping() -> Self {
        Self { asked: Kept::keeping(), sound_paths: Kept::keeping() }
    }
}

/// The entries of `ordliste.yaml` that name pages, led to them.
pub(super) struct LedRegisters {
    pub(super) roles: Vec<PageNo>,
    pub(super) role_figure: RoleFigure,
    pub(super) steps: Vec<WayStep>,
    pub(super) related: BTreeMap<PageNo, Vec<PageNo>>,
    pub(super) search_words: SearchWords,
}

impl WholeBook<'_> {
    /// Everything wrong with what pages name and ask, and with their headings.
    pub(super) fn check_pages(&self, memo: &mut ChecksMemo) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        let (pages, ids) = (self.resolved.pages(), self.ids);
        checks::front_matter(pages, ids, self.works, &mut said);
        checks::named_pages(pages, ids, &mut said);
        said.extend(self.rules.check(pages, ids, &mut memo.asked));
        said.extend(self.resolved.abouts().iter().flat_map(|about| about.taken.iter().cloned()));
        said
    }

    /// Leads what `ordliste.yaml` says of pages to them.
    pub(super) fn lead(&self, words: WordList) -> Warned<LedRegisters> {
        let mut said = Vec::new();
        let (pages, ids) = (self.resolved.pages(), self.ids);
        let roles = roles::in_order(pages, self.nav, &words.roles, &mut said);
        let role_figure = role_figure::lead(&words.role_figure, pages, &roles, self.vocabulary, &mut said);
        let steps = steps::in_order(&words.steps, ids, &mut said);
        let related = related::lead(&words.related, ids, &mut said);
        let mut search_words = asked::read(words.search, words.search_pages, pages, ids, &mut said);
        search_words.examples = words.search_examples;
        search_words.last = asked::last(words.search_last, ids, &mut said);
        Warned::new(LedRegisters { roles, role_figure, steps, related, search_words }, said)
    }

    /// Everything wrong with titles, law, the summary and what the site says of its organisation.
    pub(super) fn check_texts(&self) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        let Surroundings { config, today, .. } = *self.around;
        let pages = self.resolved.pages();
        checks::titles(pages, config, &mut said);
        checks::law(pages, today, &mut said);
        checks::summary(pages, self.nav, &mut said);
        checks::organisation(config, self.vocabulary, &mut said);
        checks::pictures(config, &self.addresses.assets, &mut said);
        checks::statement(config, self.ids, &mut said);
        said
    }

    /// Everything wrong with active content, with what shall be printed and with the paths of the site.
    pub(super) fn check_files(&self, memo: &mut ChecksMemo) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        let config = self.around.config;
        active::check(config, &self.addresses.assets, &mut said);
        checks::printed_parts(config, self.nav, &mut said);
        checks::printed_pages(config, self.ids, &mut said);
        let claims = PathClaims {
            pages: self.resolved.pages(),
            redirects: &self.addresses.redirects,
            assets: &self.addresses.assets,
            made: made::made(config, self.resolved.pages(), self.rules.has_any()),
        };
        said.extend(claims.check(self.around, &self.addresses.names, &mut memo.sound_paths));
        said
    }
}
