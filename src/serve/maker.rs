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
use crate::sink::{MemorySink, OutPath};
use crate::source::Sources;
use crate::write::{Writer, html};

/// Files kept from one build to the next.
#[derive(Debug, Default)]
pub(super) struct ServeMemo {
    pages: html::PageMemo,
    /// The other files of the last site, and how often they have changed.
    others: (BTreeMap<OutPath, Arc<[u8]>>, u64),
}

/// A site that can be asked for its files.
pub(super) struct FileMaker<'a> {
    site: Option<(html::HtmlSite<'a>, &'a Arc<Built>)>,
    writers: &'static [Writer],
    /// By writer: what it has written, once one of its files was asked for.
    written: Vec<Option<WriterFiles>>,
    memo: &'a mut ServeMemo,
    sources: &'a Sources,
    diagnostics: &'a [Diagnostic],
    report: String,
}

/// The files of a writer, and why others are missing.
pub(super) type WriterFiles = Warned<BTreeMap<OutPath, Arc<[u8]>>>;

/// The work of a writer before one of its files can be had. It may take long.
pub(super) struct WriterWork {
    /// Which of the writers.
    pub(super) number: usize,
    writer: Writer,
    built: Arc<Built>,
}

impl WriterWork {
    /// Does it.
    pub(super) fn run(&self) -> WriterFiles {
        let sink = MemorySink::default();
        let said = (self.writer.write)(&self.built, &sink);
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
    /// `good`: the last build without errors. `diagnostics`: what there is to say of the book now.
    pub(super) fn new(
        good: Option<&'a Arc<Built>>,
        sources: &'a Sources,
        diagnostics: &'a [Diagnostic],
        writers: &'static [Writer],
        memo: &'a mut ServeMemo,
    ) -> Self {
        let site = good.map(|built| (html::HtmlSite::new(&built.book, &built.theme), built));
        let none = BTreeMap::new();
        let others = good.map_or(&none, |built| &built.book.assets);
        if memo.others.0 != *others {
            memo.others = (others.clone(), memo.others.1 + 1);
        }
        let report = pages::report(diagnostics, sources, good.is_some());
        let written = writers.iter().map(|_| None).collect();
        Self { site, writers, written, memo, sources, diagnostics, report }
    }

    /// The file at a path. Before the first site there is a page that says so, whatever is asked for.
    pub(super) fn file(&mut self, path: &OutPath) -> AskedFile {
        if let Some(made) = self.page(path) {
            return AskedFile::Made(made);
        }
        let Some((_, built)) = &self.site else { return AskedFile::Nothing };
        let Some(number) = self.writers.iter().position(|writer| (writer.owns)(path.as_str())) else {
            return AskedFile::Nothing;
        };
        match &self.written[number] {
            None => AskedFile::Later(WriterWork { number, writer: self.writers[number], built: Arc::clone(built) }),
            Some(Warned { value: files, diagnostics: said }) => match files.get(path) {
                Some(bytes) => {
                    AskedFile::Made(MadeFile { bytes: bytes.clone(), report: self.report.clone(), is_empty: false })
                }
                None if any_error(said) => AskedFile::Made(Self::empty(self.report_with(said))),
                None => AskedFile::Nothing,
            },
        }
    }

    /// The page at a path, or another file that is at hand; `None` where there is none.
    pub(super) fn page(&mut self, path: &OutPath) -> Option<MadeFile> {
        let Some((site, built)) = &self.site else { return Some(Self::empty(self.report.clone())) };
        let page = site.file(path, &built.theme, &mut self.memo.pages)?;
        if any_error(&page.diagnostics) {
            return Some(Self::empty(self.report_with(&page.diagnostics)));
        }
        Some(MadeFile { bytes: page.value, report: self.report.clone(), is_empty: false })
    }

    /// Takes what a writer has written.
    pub(super) fn take(&mut self, number: usize, written: WriterFiles) {
        self.written[number] = Some(written);
    }

    /// A page that stands in for one that cannot be made.
    pub(super) fn empty(report: String) -> MadeFile {
        MadeFile { bytes: pages::empty().into(), report, is_empty: true }
    }

    fn report_with(&self, said: &[Diagnostic]) -> String {
        let mut all = [self.diagnostics, said].concat();
        sort(&mut all);
        pages::report(&all, self.sources, self.site.is_some())
    }

    /// The version of the page; it changes when the page, what is wrong, or another file does.
    pub(super) fn version(&self, made: &MadeFile) -> String {
        pages::version(&made.bytes, &made.report, self.memo.others.1)
    }
}
