//! Translations as they were put together before.
//!
//! In: a row of books whose uppermost, the edition, brings nothing but its settings. Out: the translations of an edition
//! that lies on the same books and brings nothing either. Where it brings more, what was worked out of single pages.
//!
//! Invariant: what is found here is what putting the translations together again would give, less the settings; only
//! what nothing was said of is kept.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::library::{Files, Layers, Library, SETTINGS, Wanted};
use super::row::BookOfRow;
use crate::config::{BookLanguage, Config, language_folder};
use crate::markdown::include_targets;
use crate::source::{FileId, SegmentMap, Source, Sources};

/// Everything that is kept from one time that a book is put together to the next.
#[derive(Debug, Default)]
pub struct LayerMemo {
    keeps: bool,
    last: Option<KeptTranslations>,
    pub(super) pages: KeptPages,
}

/// Everything that was worked out of single texts, by where they lie: while they are kept nothing else lies there. What a round does
/// not ask for is let go of at the next.
#[derive(Debug, Default)]
pub(super) struct KeptPages {
    config: Config,
    now: PagesOfRound,
    before: PagesOfRound,
}

#[derive(Debug, Default)]
struct PagesOfRound {
    words: HashMap<usize, (Arc<str>, WordsOfTerm)>,
    made: HashMap<usize, KeptMade>,
}

/// The words of a term; nothing where a page is none.
pub(super) type WordsOfTerm = Option<Vec<String>>;

/// The text that is made of a translated one and its source; nothing where it stays as it is.
pub(super) type MadeText = Option<(Arc<str>, SegmentMap)>;

#[derive(Debug, Clone)]
struct KeptMade {
    own: (FileId, Arc<str>),
    source: (FileId, Arc<str>),
    made: MadeText,
}

fn place(text: &Arc<str>) -> usize {
    text.as_ptr().addr()
}

impl KeptPages {
    /// Begins a round, of a book with these settings.
    pub(super) fn begin(&mut self, config: &Config) {
        let config = config.reaching_texts();
        self.before = std::mem::take(&mut self.now);
        if self.config != config {
            self.before = PagesOfRound::default();
            self.config = config;
        }
    }

    /// The words of a page as a term, found by `find` where they are not known.
    pub(super) fn words(&mut self, source: &Source, find: impl FnOnce(&Source) -> WordsOfTerm) -> WordsOfTerm {
        let at = place(&source.text);
        let kept = self.before.words.remove(&at).or_else(|| self.now.words.get(&at).cloned());
        let (text, words) = kept.unwrap_or_else(|| (source.text.clone(), find(source)));
        self.now.words.insert(at, (text, words.clone()));
        words
    }

    /// The result for a text and its source before, where both are the same.
    pub(super) fn made_of(&mut self, own: &Source, source: &Source) -> Option<MadeText> {
        let at = place(&own.text);
        let is_same = |kept: &KeptMade| {
            kept.own.0 == own.id && kept.source.0 == source.id && Arc::ptr_eq(&kept.source.1, &source.text)
        };
        let kept = self.before.made.remove(&at).filter(is_same)?;
        let made = kept.made.clone();
        self.now.made.insert(at, kept);
        Some(made)
    }

    /// Keeps what was made of a text and its source. What the source includes may change without it: of such nothing is
    /// kept.
    pub(super) fn keep_made(&mut self, own: &Source, source: &Source, made: &MadeText) {
        if include_targets(&source.path, &source.text).is_empty() {
            let of = |source: &Source| (source.id, source.text.clone());
            self.now.made.insert(place(&own.text), KeptMade { own: of(own), source: of(source), made: made.clone() });
        }
    }
}

#[derive(Debug)]
struct KeptTranslations {
    config: Config,
    tags: Vec<String>,
    below: Vec<PathBuf>,
    sources: Sources,
    assets: Files,
    made: Vec<Layers>,
    languages: Vec<BookLanguage>,
}

/// The tags of the languages of a book.
fn tags(config: &Config) -> impl Iterator<Item = &String> {
    config.book.languages.iter().map(|language| &language.tag)
}

/// The folders of the books that an edition lies on; nothing where it is no edition, or has other pages than they.
fn below(row: &[BookOfRow]) -> Option<impl Iterator<Item = &PathBuf>> {
    let (edition, below) = row.split_last()?;
    let has_same_pages = edition.removed.is_empty() && below.last()?.pages == edition.pages;
    has_same_pages.then(|| below.iter().map(|book| &book.folder))
}

/// Whether an edition has no files of a translation.
fn translates_nothing(library: &mut dyn Library, row: &[BookOfRow], config: &Config) -> bool {
    let Some(edition) = row.last() else { return false };
    tags(config).skip(1).all(|tag| {
        let src = language_folder(&config.book.src, tag);
        let wanted = Wanted { src: &src, theme: None, unread: &config.unread, is_edition: true, is_translation: true };
        let files = library.files(&edition.folder, &wanted);
        files.value.texts.is_empty() && files.value.assets.is_empty() && files.diagnostics.is_empty()
    })
}

impl LayerMemo {
    /// A memo that keeps what is put together; the default one keeps nothing.
    #[must_use]
    pub fn keeping() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// The translations of an edition, and its languages with what is known of each, as they would be made.
    pub(super) fn find(
        &self,
        library: &mut dyn Library,
        row: &[BookOfRow],
        book: &Layers,
    ) -> Option<(Vec<Layers>, Vec<BookLanguage>)> {
        let kept = self.last.as_ref()?;
        let same = below(row)?.eq(&kept.below)
            && tags(&book.config).eq(&kept.tags)
            && book.sources.is_like(&kept.sources, SETTINGS)
            && same_files(&book.assets, &kept.assets)
            && book.config.reaching_texts() == kept.config
            && translates_nothing(library, row, &book.config);
        if !same {
            return None;
        }
        let again = |made: &Layers| Layers {
            config: Config::default(),
            sources: book.sources.grown_as(&made.sources),
            assets: made.assets.clone(),
            theme: book.theme.clone(),
            translations: Vec::new(),
            own: made.own.clone(),
            changes: made.changes.clone(),
        };
        let known = |(own, kept): (&BookLanguage, &BookLanguage)| BookLanguage {
            words: kept.words.clone(),
            translated: kept.translated.clone(),
            ..own.clone()
        };
        let languages = book.config.book.languages.iter().zip(&kept.languages).map(known).collect();
        Some((kept.made.iter().map(again).collect(), languages))
    }

    /// Keeps the translations of an edition of which nothing was said; `config` are its settings before.
    pub(super) fn keep(&mut self, library: &mut dyn Library, row: &[BookOfRow], book: &Layers, config: &Config) {
        let Some(below) = below(row).filter(|_| self.keeps) else { return };
        let below = below.cloned().collect();
        if !translates_nothing(library, row, config) {
            return;
        }
        let made = |made: &Layers| Layers {
            sources: made.sources.clone(),
            assets: made.assets.clone(),
            own: made.own.clone(),
            changes: made.changes.clone(),
            ..Layers::default()
        };
        self.last = Some(KeptTranslations {
            config: config.reaching_texts(),
            tags: tags(config).cloned().collect(),
            below,
            sources: book.sources.clone(),
            assets: book.assets.clone(),
            made: book.translations.iter().map(made).collect(),
            languages: book.config.book.languages.clone(),
        });
    }
}

fn same_files(a: &Files, b: &Files) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && (Arc::ptr_eq(a.1, b.1) || a.1 == b.1))
}
