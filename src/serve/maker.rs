//! Files of the site, made when they are asked for.
//!
//! In: what the last build without errors has given, and everything there is to say now. Out: the
//! bytes of a file, or the [`WriterWork`] that has to be done for it first.
//!
//! Invariant: a file is the same bytes as a build would write; nothing here takes longer than a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pages;
use crate::build::Built;
use crate::diagnostic::{Diagnostic, Warned, any_error, sort};
use crate::said::Catalogue;
use crate::sink::{InFolder, MemorySink, OutPath};
use crate::source::Sources;
use crate::write::{Writer, html};

/// Files kept from one build to the next.
#[derive(Debug, Default)]
pub(super) struct ServeMemo {
    /// By the folder of a language.
    pages: BTreeMap<String, html::PageMemo>,
    /// The other files of the last site, and how often they have changed.
    others: (BTreeMap<OutPath, Arc<[u8]>>, u64),
}

/// The site of one language.
struct LanguageSite<'a> {
    /// Its folder, with a slash; empty: that of the whole site.
    folder: &'a str,
    site: html::HtmlSite<'a>,
    built: &'a Arc<Built>,
}

/// A site that can be asked for its files.
pub(super) struct FileMaker<'a> {
    /// That of the source, then the translations.
    sites: Vec<LanguageSite<'a>>,
    writers: &'static [Writer],
    /// By language and writer: what it has written, once one of its files was asked for.
    written: Vec<Option<WriterFiles>>,
    memo: &'a mut ServeMemo,
    sources: &'a Sources,
    catalogue: &'a Catalogue,
    diagnostics: &'a [Diagnostic],
    report: String,
}

/// The files of a writer, and why others are missing.
pub(super) type WriterFiles = Warned<BTreeMap<OutPath, Arc<[u8]>>>;

/// The work of a writer before one of its files can be had. It may take long.
pub(super) struct WriterWork {
    /// Which of the writers of which language.
    pub(super) number: usize,
    folder: String,
    writer: Writer,
    built: Arc<Built>,
}

impl WriterWork {
    /// Does it.
    pub(super) fn run(&self) -> WriterFiles {
        let sink = MemorySink::default();
        let said = (self.writer.write)(&self.built, &InFolder { sink: &sink, folder: &self.folder });
        Warned::new(sink.into_files().into_iter().map(|(path, bytes)| (path, bytes.into())).collect(), said)
    }
}

/// The file at a path.
pub(super) enum AskedFile {
    Made(MadeFile),
    Nothing,
    /// It can be told once this is done.
    Later(WriterWork),
}

/// A page on its way to a browser, or another file.
pub(super) struct MadeFile {
    pub(super) bytes: Arc<[u8]>,
    /// The faults at present, as a part of a page.
    pub(super) report: String,
    /// Whether it stands in for a page that cannot be made.
    pub(super) is_empty: bool,
}

impl<'a> FileMaker<'a> {
    /// `good`: the last build without errors; `translations`: those of the other languages, by the folders of their
    /// sites. `diagnostics`: what there is to say of the book now, and the language
    /// it is said in.
    pub(super) fn new(
        good: Option<&'a Arc<Built>>,
        translations: &'a BTreeMap<String, Arc<Built>>,
        sources: &'a Sources,
        (diagnostics, catalogue): (&'a [Diagnostic], &'a Catalogue),
        writers: &'static [Writer],
        memo: &'a mut ServeMemo,
    ) -> Self {
        let all = good.map(|built| ("", built)).into_iter();
        let all = all.chain(translations.iter().filter(|_| good.is_some()).map(|(folder, built)| (&**folder, built)));
        let site = |(folder, built): (&'a str, &'a Arc<Built>)| {
            let site = html::HtmlSite::new(&built.book, &built.theme);
            LanguageSite { folder, site, built }
        };
        let sites: Vec<LanguageSite<'a>> = all.map(site).collect();
        let none = BTreeMap::new();
        let others = good.map_or(&none, |built| &built.book.assets);
        if memo.others.0 != *others {
            memo.others = (others.clone(), memo.others.1 + 1);
        }
        let report = pages::report(diagnostics, sources, catalogue, good.is_some());
        let written = sites.iter().flat_map(|_| writers).map(|_| None).collect();
        Self { sites, writers, written, memo, sources, catalogue, diagnostics, report }
    }

    /// The file at a path. Before the first site there is a page that says so, whatever is asked for.
    pub(super) fn file(&mut self, path: &OutPath) -> AskedFile {
        if let Some(made) = self.page(path) {
            return AskedFile::Made(made);
        }
        let Some((language, below)) = self.language_of(path) else { return AskedFile::Nothing };
        let names = self.sites[language].built.book.config.file_names();
        let Some(writer) = self.writers.iter().position(|writer| (writer.owns)(names, below.as_str())) else {
            return AskedFile::Nothing;
        };
        let number = language * self.writers.len() + writer;
        let LanguageSite { folder, built, .. } = &self.sites[language];
        let work = || WriterWork {
            number,
            folder: (*folder).to_owned(),
            writer: self.writers[writer],
            built: Arc::clone(built),
        };
        match &self.written[number] {
            None => AskedFile::Later(work()),
            Some(Warned { value: files, diagnostics: said }) => match files.get(path) {
                Some(bytes) => {
                    AskedFile::Made(MadeFile { bytes: bytes.clone(), report: self.report.clone(), is_empty: false })
                }
                None if any_error(said) => AskedFile::Made(self.empty(self.report_with(said))),
                None => AskedFile::Nothing,
            },
        }
    }

    /// The page at a path, or another file that is at hand; `None` where there is none.
    pub(super) fn page(&mut self, path: &OutPath) -> Option<MadeFile> {
        if self.sites.is_empty() {
            return Some(self.empty(self.report.clone()));
        }
        let (language, below) = self.language_of(path)?;
        let LanguageSite { folder, site, built } = &self.sites[language];
        let memo = self.memo.pages.entry((*folder).to_owned()).or_default();
        let page = site.file(&below, &built.theme, memo)?;
        if any_error(&page.diagnostics) {
            return Some(self.empty(self.report_with(&page.diagnostics)));
        }
        Some(MadeFile { bytes: page.value, report: self.report.clone(), is_empty: false })
    }

    /// The language that a path belongs to, by its number, and the path in the site of that.
    fn language_of(&self, path: &OutPath) -> Option<(usize, OutPath)> {
        let in_folder = |site: &LanguageSite<'_>| {
            let below = path.as_str().strip_prefix(site.folder).filter(|_| !site.folder.is_empty())?;
            OutPath::new(below)
        };
        let found = self.sites.iter().enumerate().find_map(|(i, site)| Some((i, in_folder(site)?)));
        found.or_else(|| (!self.sites.is_empty()).then(|| (0, path.clone())))
    }

    /// Takes what a writer has written.
    pub(super) fn take(&mut self, number: usize, written: WriterFiles) {
        self.written[number] = Some(written);
    }

    /// A page that stands in for one that cannot be made.
    pub(super) fn empty(&self, report: String) -> MadeFile {
        MadeFile { bytes: pages::empty(self.catalogue).into(), report, is_empty: true }
    }

    fn report_with(&self, said: &[Diagnostic]) -> String {
        let mut all = [self.diagnostics, said].concat();
        sort(&mut all);
        pages::report(&all, self.sources, self.catalogue, !self.sites.is_empty())
    }

    /// The version of the page; it changes when the page, what is wrong, or another file does.
    pub(super) fn version(&self, made: &MadeFile) -> String {
        pages::version(&made.bytes, &made.report, self.memo.others.1)
    }
}
