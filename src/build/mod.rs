//! From what was read to a book: the whole pipeline on one screen.
//!
//! In: [`Inputs`], values. Out: a [`Book`], and everything there is to say about it.
//!
//! Invariant: the same inputs give the same book; nothing here touches the disk, the clock or the
//! terminal.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::draft::draft;
use crate::resolve::{Book, Surroundings, resolve};
use crate::source::Sources;
use crate::text::Date;
use crate::theme::Theme;

/// Everything a build is made from.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The settings.
    pub config: Config,
    /// All text files: `book.toml`, the content, what it includes.
    pub sources: Sources,
    /// Other files of the content, by their path below its folder.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// Files of the theme's folder, by their path below it.
    pub theme: BTreeMap<String, Arc<[u8]>>,
    /// The day the book is built for.
    pub today: Date,
}

/// What a build makes before anything is written.
#[derive(Debug)]
pub struct Built {
    /// The book.
    pub book: Book,
    /// How it looks.
    pub theme: Theme,
}

/// Makes the book. The book stands even where there are errors, so that one run reports all of
/// them; it must not be written then.
#[must_use]
pub fn build(inputs: &Inputs) -> Warned<Built> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let draft = draft(&inputs.sources, &inputs.config).unpack(&mut diagnostics);
    let around =
        Surroundings { config: &inputs.config, sources: &inputs.sources, assets: &inputs.assets, today: inputs.today };
    let book = resolve(draft, &around).unpack(&mut diagnostics);
    let theme = Theme::load(&inputs.theme, &inputs.config).unpack(&mut diagnostics);
    if inputs.config.mdbook {
        soften(&mut diagnostics);
    }
    Warned::new(Built { book, theme }, diagnostics)
}

/// What mdBook would build without a word, or with a warning: in its books it is no error here.
const FAULTS_OF_MDBOOKS: [Code; 12] = [
    Code::BadSummary,
    Code::BadInclude,
    Code::IncludeCycle,
    Code::OutsideBook,
    Code::DuplicateHeading,
    Code::UnknownBlock,
    Code::UnknownFootnote,
    Code::UnknownLink,
    Code::UnknownHeading,
    Code::UnknownFile,
    Code::UnknownPage,
    Code::UnsafeLink,
];

fn soften(diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics {
        diagnostic.mild |= FAULTS_OF_MDBOOKS.contains(&diagnostic.code);
    }
}
