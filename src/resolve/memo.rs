//! Everything `resolve` keeps from one build to the next, stage by stage.
//!
//! In: the values of one build. Out: the same values for the next.
//!
//! Invariant: each stage compares what it is made from by itself; none relies on another having been
//! asked first. It holds for one configuration: with another one, begin anew ([`ResolveMemo::with_other_settings`]).

use std::sync::Arc;

use super::kept::Kept;
use super::paths::SoundPaths;
use super::questions::{AskedBefore, RulesBefore, TaughtBefore};
use super::references::{Names, ResolvedBefore};
use super::terms::{GlossaryBefore, LinkedBefore};
use super::works::{CitedBefore, WorksBefore};

/// The values of the stages of `resolve`, kept from one build to the next.
#[derive(Debug, Default)]
pub struct ResolveMemo {
    pub(super) works: Kept<WorksBefore>,
    pub(super) glossary: Kept<GlossaryBefore>,
    pub(super) linked: Kept<LinkedBefore>,
    pub(super) cited: Kept<CitedBefore>,
    pub(super) names: Kept<Arc<Names>>,
    pub(super) resolved: Kept<ResolvedBefore>,
    pub(super) rules: Kept<RulesBefore>,
    pub(super) asked: Kept<AskedBefore>,
    pub(super) taught: Kept<TaughtBefore>,
    /// The names and redirects with which no two files of the site had one path.
    pub(super) sound_paths: Kept<SoundPaths>,
}

impl ResolveMemo {
    /// A memo that keeps what is made; the default one keeps nothing.
    #[must_use]
    pub fn keeping() -> Self {
        Self {
            works: Kept::keeping(),
            glossary: Kept::keeping(),
            linked: Kept::keeping(),
            cited: Kept::keeping(),
            names: Kept::keeping(),
            resolved: Kept::keeping(),
            rules: Kept::keeping(),
            asked: Kept::keeping(),
            taught: Kept::keeping(),
            sound_paths: Kept::keeping(),
        }
    }

    /// A memo that keeps what is made, with what holds whatever the settings are.
    #[must_use]
    pub fn with_other_settings(self) -> Self {
        Self { taught: self.taught, ..Self::keeping() }
    }
}
