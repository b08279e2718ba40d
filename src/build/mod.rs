//! The way from what was read to a book: the whole pipeline on one screen.
//!
//! In: [`Inputs`], values. Out: a [`Book`], and everything there is to say about it.
//!
//! Invariant: the same inputs give the same book; nothing here touches the disk, the clock or the
//! terminal.

mod conflict;
mod inputs;
mod languages;
mod translated;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Config, Download, ThemeConfig};
use crate::diagnostic::{Diagnostic, Warned, any_error, soften};
use crate::draft::{DraftMemo, draft};
use crate::language::{AnchorNames, Languages};
use crate::resolve::{Book, ResolveMemo, Surroundings, resolve};
use crate::theme::Theme;
use conflict::WholeTexts;

pub use inputs::{Files, InMemory, Inputs, KnownTexts, needed_texts};

/// A book and its theme: all that a build makes before anything is written.
#[derive(Debug)]
pub struct Built {
    /// The book.
    pub book: Book,
    /// How it looks.
    pub theme: Arc<Theme>,
    /// The book in its other languages, each a book of its own.
    pub translations: Vec<BuiltTranslation>,
    /// Book it was made from, where it offers readers that for editions to lie on.
    pub offered: Option<Arc<Inputs>>,
}

/// The book in another language.
#[derive(Debug)]
pub struct BuiltTranslation {
    /// The folder of its site in that of the source, with a slash.
    pub folder: String,
    /// The book.
    pub built: Arc<Built>,
    /// Everything there is to say of it that is not said of the source. One with errors must not be written; the others
    /// can be.
    pub said: Vec<Diagnostic>,
}

impl Built {
    /// The translations that can be written.
    pub fn sound(&self) -> impl Iterator<Item = &BuiltTranslation> {
        self.translations.iter().filter(|translation| !any_error(&translation.said))
    }

    /// Whether a file of the site is one of a translation that cannot be written: then it stays as it was.
    #[must_use]
    pub fn stays(&self, path: &str) -> bool {
        // The whole site as one file has all languages, or stays too.
        let is_whole = path == self.book.config.file_names().site;
        let is_of = |translation: &BuiltTranslation| path.starts_with(&translation.folder) || is_whole;
        self.translations.iter().any(|translation| is_of(translation) && any_error(&translation.said))
    }

    /// Everything there is to say of the translations.
    pub fn said_of_translations(&self) -> impl Iterator<Item = Diagnostic> {
        self.translations.iter().flat_map(|translation| translation.said.iter().cloned())
    }
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
    /// Texts without conflicts of a merge.
    whole: WholeTexts,
    /// The same of the other languages, by tag.
    translations: BTreeMap<String, Self>,
}

#[derive(Debug)]
struct KeptTheme {
    files: Files,
    config: (ThemeConfig, Option<String>, String, &'static AnchorNames, Languages),
    theme: Warned<Arc<Theme>>,
}

impl BuildMemo {
    /// A memo that keeps what is made; the default one keeps nothing.
    #[must_use]
    pub fn keeping() -> Self {
        Self {
            keeps: true,
            config: None,
            draft: DraftMemo::keeping(),
            resolve: ResolveMemo::keeping(),
            theme: None,
            whole: WholeTexts::default(),
            translations: BTreeMap::new(),
        }
    }

    /// As [`build`], making only what is not kept.
    #[must_use]
    pub fn build(&mut self, inputs: &Inputs) -> Warned<Built> {
        let Warned { value: mut built, diagnostics } = self.source(inputs);
        built.translations = self.others(inputs, &diagnostics);
        Warned::new(built, diagnostics)
    }

    /// As [`BuildMemo::build`], without the other languages, which [`BuildMemo::others`] makes: the book is the same.
    #[must_use]
    pub fn source(&mut self, inputs: &Inputs) -> Warned<Built> {
        self.language(inputs, None)
    }

    /// Builds the book in one language; `source` is the book that it is a translation of.
    fn language(&mut self, inputs: &Inputs, source: Option<&Inputs>) -> Warned<Built> {
        // Settings decide almost everything, and seldom change.
        let reaching = inputs.config.reaching_texts();
        if self.keeps && self.config.as_ref() != Some(&reaching) {
            let translations = std::mem::take(&mut self.translations);
            let (theme, whole) = (self.theme.take(), std::mem::take(&mut self.whole));
            let resolve = std::mem::take(&mut self.resolve).with_other_settings();
            *self = Self { config: Some(reaching), theme, whole, resolve, translations, ..Self::keeping() };
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
        diagnostics.extend(conflict::check(inputs, source, &mut self.whole));
        let offers = |what| inputs.config.site.download.contains(&what) && inputs.config.book.translation().is_none();
        let offered = offers(Download::Kit).then(|| Arc::new(inputs.clone()));
        Warned::new(Built { book, theme, translations: Vec::new(), offered }, diagnostics)
    }

    /// Builds the other languages of the book that [`BuildMemo::source`] made of the same; `said` is what was said of that.
    #[must_use]
    pub fn others(&mut self, inputs: &Inputs, said: &[Diagnostic]) -> Vec<BuiltTranslation> {
        let mut out = Vec::new();
        for translation in &inputs.translations {
            let tag = &translation.config.book.language;
            let keeps = self.keeps;
            let memo = self.translations.entry(tag.clone());
            let memo = memo.or_insert_with(|| if keeps { Self::keeping() } else { Self::default() });
            let Warned { value: built, diagnostics } = memo.language(translation, Some(inputs));
            let said = translated::own(diagnostics, said, translation, inputs);
            out.push(BuiltTranslation { folder: format!("{tag}/"), built: Arc::new(built), said });
        }
        out
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
