//! Pages and the summary as they were read before.
//!
//! In: sources. Out: what was read of them, where nothing it was read from has changed.
//!
//! Invariant: a page is kept only with every file it includes, so what is found here is what
//! reading it again would give. It holds for one configuration: with another one, begin anew. With
//! another vocabulary no page is kept.

use std::collections::HashMap;
use std::sync::Arc;

use super::Page;
use crate::config::{Summary, parse_summary};
use crate::diagnostic::{Diagnostic, Warned};
use crate::markdown::include_targets;
use crate::source::{FileId, Source, Sources};
use crate::vocabulary::{WordList, read_words};

/// The page that one file gave, and what was said of it.
#[derive(Debug, Clone)]
pub(super) struct ReadPage {
    pub(super) page: Option<Arc<Page>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl ReadPage {
    pub(super) fn new(read: Warned<Option<Page>>) -> Self {
        Self { page: read.value.map(Arc::new), diagnostics: read.diagnostics }
    }
}

/// A text as it was when it was read. The texts are shared, so that one which has not changed is
/// known by where it lies.
#[derive(Debug)]
struct KeptText {
    file: FileId,
    text: Arc<str>,
}

impl KeptText {
    fn of(source: &Source) -> Self {
        Self { file: source.id, text: source.text.clone() }
    }

    fn is(&self, source: &Source) -> bool {
        self.file == source.id && (Arc::ptr_eq(&self.text, &source.text) || self.text == source.text)
    }
}

#[derive(Debug)]
struct DraftedPage {
    text: KeptText,
    /// The name that the summary gave it.
    listed: Option<Box<str>>,
    /// All that is included, however deep.
    included: Box<[(String, KeptText)]>,
    read: ReadPage,
}

/// The pages of a book and its summary, kept from one build to the next.
#[derive(Debug, Default)]
pub struct DraftMemo {
    /// Whether anything is kept at all.
    keeps: bool,
    pages: HashMap<Arc<str>, DraftedPage>,
    summary: Option<(KeptText, Arc<Warned<Summary>>)>,
    words: Option<(Option<KeptText>, Arc<Warned<WordList>>)>,
}

impl DraftMemo {
    /// A memo that keeps what is read; the default one keeps nothing.
    #[must_use]
    pub fn keeping() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// The book's words as `source` has them, read again only if it has changed.
    pub(super) fn words(&mut self, source: Option<&Source>) -> Arc<Warned<WordList>> {
        let same = |(text, _): &&(Option<KeptText>, _)| match (text, source) {
            (Some(text), Some(source)) => text.is(source),
            (text, source) => text.is_none() && source.is_none(),
        };
        if let Some((_, words)) = self.words.as_ref().filter(same) {
            return words.clone();
        }
        let words = Arc::new(source.map(read_words).unwrap_or_default());
        if self.words.as_ref().is_some_and(|(_, before)| before.value.vocabulary != words.value.vocabulary) {
            self.pages.clear();
        }
        if self.keeps {
            self.words = Some((source.map(KeptText::of), words.clone()));
        }
        words
    }

    /// The page of a file, where it would be read the same again.
    pub(super) fn find(&self, sources: &Sources, source: &Source, listed: Option<&str>) -> Option<ReadPage> {
        let entry = self.pages.get(&source.path).filter(|entry| entry.listed.as_deref() == listed)?;
        let same = |(path, text): &(String, KeptText)| sources.find(path).is_some_and(|source| text.is(source));
        (entry.text.is(source) && entry.included.iter().all(same)).then(|| entry.read.clone())
    }

    /// Keeps what was read of `files`, each with the name that the summary gives it, and nothing of other files.
    pub(super) fn keep(&mut self, sources: &Sources, files: &[(&Source, Option<&str>)], read: &[ReadPage]) {
        if !self.keeps {
            return;
        }
        let mut before = std::mem::take(&mut self.pages);
        self.pages.reserve(files.len());
        for ((source, listed), read) in files.iter().zip(read) {
            let same =
                |a: &DraftedPage| a.read.page.as_ref().zip(read.page.as_ref()).is_some_and(|(a, b)| Arc::ptr_eq(a, b));
            let kept = before.remove(&source.path).filter(same);
            let new = || {
                Some(DraftedPage {
                    text: KeptText::of(source),
                    listed: listed.map(Into::into),
                    included: included(sources, source)?,
                    read: read.clone(),
                })
            };
            let Some(entry) = kept.or_else(new) else { continue };
            self.pages.insert(source.path.clone(), entry);
        }
    }

    /// The summary as `source` has it, read again only if it has changed.
    pub(super) fn summary(&self, source: &Source) -> Arc<Warned<Summary>> {
        match &self.summary {
            Some((text, summary)) if text.is(source) => summary.clone(),
            _ => Arc::new(parse_summary(source)),
        }
    }

    /// Keeps what was read of the summary.
    pub(super) fn keep_summary(&mut self, source: &Source, summary: &Arc<Warned<Summary>>) {
        if self.keeps {
            self.summary = Some((KeptText::of(source), summary.clone()));
        }
    }
}

/// The files that a file includes, however deep; `None` where one of them does not exist: what is
/// said of it then depends on the names of all files.
fn included(sources: &Sources, source: &Source) -> Option<Box<[(String, KeptText)]>> {
    let mut found: Vec<(String, KeptText)> = Vec::new();
    let mut next = include_targets(&source.path, &source.text);
    while let Some(path) = next.pop() {
        if found.iter().any(|(other, _)| *other == path) {
            continue;
        }
        let source = sources.find(&path)?;
        next.extend(include_targets(&source.path, &source.text));
        found.push((path, KeptText::of(source)));
    }
    Some(found.into())
}
