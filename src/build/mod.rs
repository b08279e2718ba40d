//! From what was read to a book: the whole pipeline on one screen.
//!
//! In: [`Inputs`], values. Out: a [`Book`], and everything there is to say about it.
//!
//! Invariant: the same inputs give the same book; nothing here touches the disk, the clock or the
//! terminal.

mod conflict;
mod inputs;
mod languages;

use std::sync::Arc;

use crate::config::{Config, ThemeConfig};
use crate::diagnostic::{Diagnostic, Warned, soften};
use crate::draft::{DraftMemo, draft};
use crate::language::Languages;
use crate::resolve::{Book, ResolveMemo, Surroundings, resolve};
use crate::theme::Theme;

pub use inputs::{Files, InMemory, Inputs};

/// A book and its theme: all that a build makes before anything is written.
#[derive(Debug)]
pub struct Built {
    /// The book.
    pub book: Book,
    /// How it looks.
    pub theme: Arc<Theme>,
}

/// Makes the book. The book stands even where there are errors, so that one run reports all of
/// them; it must not be written then.
#[must_use]
pub fn build(inputs: &Inputs) -> Warned<Built> {
    BuildMemo::default().build(inputs)
}

/// The values kept from one build to the next, so that only what has changed is made again. It gives
/// the same book and the same diagnostics as a build from nothing.
#[derive(Debug, Default)]
pub struct BuildMemo {
    /// Whether anything is kept at all.
    keeps: bool,
    /// The settings that all of this was made with, as far as they reach texts.
    config: Option<Config>,
    draft: DraftMemo,
    resolve: ResolveMemo,
    theme: Option<KeptTheme>,
}

#[derive(Debug)]
struct KeptTheme {
    files: Files,
    config: (ThemeConfig, Option<String>, String, Languages),
    theme: Warned<Arc<Theme>>,
}

impl BuildMemo {
    /// A memo that keeps what is made; the default one keeps nothing.
    #[must_use]
    pub fn keeping() -> Self {
        Self { keeps: true, config: None, draft: DraftMemo::keeping(), resolve: ResolveMemo::keeping(), theme: None }
    }

    /// As [`build`], making only what is not kept.
    #[must_use]
    pub fn build(&mut self, inputs: &Inputs) -> Warned<Built> {
        // Settings decide almost everything, and seldom change.
        let reaching = inputs.config.reaching_texts();
        if self.keeps && self.config.as_ref() != Some(&reaching) {
            *self = Self { config: Some(reaching), theme: self.theme.take(), ..Self::keeping() };
        }
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        let around = Surroundings {
            config: &inputs.config,
            sources: &inputs.sources,
            assets: &inputs.assets,
            today: inputs.today,
        };
        let Self { draft: drafted, resolve: resolved, theme, keeps, .. } = self;
        // The theme needs nothing of the pages.
        let (theme, book) = rayon::join(
            || load_theme(theme, inputs, *keeps),
            || {
                let Warned { value, diagnostics } = draft(&inputs.sources, &inputs.config, drafted);
                Warned { diagnostics, value: resolve(value, &around, resolved) }
            },
        );
        let book = book.unpack(&mut diagnostics).unpack(&mut diagnostics);
        let theme = theme.unpack(&mut diagnostics);
        diagnostics.extend(languages::check(&book, theme.interface()));
        // Nothing stops an mdBook book but that there is nothing to show.
        if inputs.config.mdbook && !book.pages.is_empty() {
            soften(&mut diagnostics);
        }
        diagnostics.extend(conflict::check(inputs));
        Warned::new(Built { book, theme }, diagnostics)
    }
}

fn load_theme(kept: &mut Option<KeptTheme>, inputs: &Inputs, keeps: bool) -> Warned<Arc<Theme>> {
    let config = inputs.config.reaching_theme();
    if let Some(kept) = kept.as_ref().filter(|kept| kept.files == inputs.theme && kept.config == config) {
        return kept.theme.clone();
    }
    let theme = Theme::load(&inputs.theme, &inputs.config);
    let theme = Warned::new(Arc::new(theme.value), theme.diagnostics);
    if keeps {
        *kept = Some(KeptTheme { files: inputs.theme.clone(), config, theme: theme.clone() });
    }
    theme
}
