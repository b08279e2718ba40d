//! Everything `resolve` keeps from one build to the next, stage by stage.
//!
//! In: the values of one build. Out: the same values for the next.
//!
//! Invariant: each stage has one place here, and compares what it is made from by itself; none relies on another having
//! been asked first. It holds for one configuration: with another one, begin anew ([`ResolveMemo::with_other_settings`]).

use std::sync::Arc;

use super::kept::Kept;
use super::names::Names;
use super::questions::RulesMemo;
use super::references::ResolvedBefore;
use super::terms::{GlossaryBefore, LinkedBefore};
use super::whole::ChecksMemo;
use super::works::{CitedBefore, WorksBefore};

/// The values of the stages of `resolve`, in their order, kept from one build to the next.
#[derive(Debug, Default)]
pub struct ResolveMemo {
    pub(super) works: Kept<WorksBefore>,
    pub(super) rules: RulesMemo,
    pub(super) names: Kept<Arc<Names>>,
    pub(super) glossary: Kept<GlossaryBefore>,
    pub(super) linked: Kept<LinkedBefore>,
    pub(super) cited: Kept<CitedBefore>,
    pub(super) resolved: Kept<ResolvedBefore>,
    pub(super) checks: ChecksMemo,
}

impl ResolveMemo {
    /// A memo that keeps what is made; the default one keeps nothing.
    #[must_use]
    pub fn keeping() -> Self {
        Self {
            works: Kept::keeping(),
            rules: RulesMemo::keeping(),
            names: Kept::keeping(),
            glossary: Kept::keeping(),
            linked: Kept::keeping(),
            cited: Kept::keeping(),
            resolved: Kept::keeping(),
            checks: ChecksMemo::keeping(),
        }
    }

    /// A memo that keeps what is made, with what holds whatever the settings are.
    #[must_use]
    pub fn with_other_settings(self) -> Self {
        Self { rules: self.rules.with_other_settings(), ..Self::keeping() }
    }
}
