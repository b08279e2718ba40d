//! Files of the site, made when they are asked for.
//!
//! In: what the last build without errors has given, and everything there is to say now. Out: the
//! bytes of a file.
//!
//! Invariant: a file is the same bytes as a build would write.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pages;
use crate::build::Built;
use crate::diagnostic::{Diagnostic, any_error, sort};
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
    site: Option<(html::HtmlSite<'a>, &'a Built)>,
    writers: &'static [Writer],
    /// By writer: its files, once one of them was asked for.
    written: Vec<Option<BTreeMap<OutPath, Arc<[u8]>>>>,
    memo: &'a mut ServeMemo,
    sources: &'a Sources,
    diagnostics: &'a [Diagnostic],
    report: String,
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
        good: Option<&'a Built>,
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
        Self { site, written: vec![None; writers.len()], writers, memo, sources, diagnostics, report }
    }

    /// The file at a path; `None` where the site has none. Before the first site there is a page that
    /// says so, whatever is asked for.
    pub(super) fn file(&mut self, path: &OutPath) -> Option<MadeFile> {
        let Some((site, built)) = &self.site else { return Some(Self::empty(self.report.clone())) };
        let Some(page) = site.file(path, &built.theme, &mut self.memo.pages) else { return self.of_writer(path) };
        if any_error(&page.diagnostics) {
            return Some(Self::empty(self.report_with(page.diagnostics)));
        }
        Some(MadeFile { bytes: page.value, report: self.report.clone(), is_empty: false })
    }

    /// A page that stands in for one that cannot be made.
    pub(super) fn empty(report: String) -> MadeFile {
        MadeFile { bytes: pages::empty().into(), report, is_empty: true }
    }

    /// The file of one of the writers beside the site's pages, which all its files are made for.
    fn of_writer(&mut self, path: &OutPath) -> Option<MadeFile> {
        let (_, built) = self.site.as_ref()?;
        let number = self.writers.iter().position(|writer| (writer.owns)(path.as_str()))?;
        if self.written[number].is_none() {
            let sink = MemorySink::default();
            let said = (self.writers[number].write)(built, &sink);
            if any_error(&said) {
                return Some(Self::empty(self.report_with(said)));
            }
            let files = sink.into_files().into_iter().map(|(path, bytes)| (path, bytes.into()));
            self.written[number] = Some(files.collect());
        }
        let bytes = self.written[number].as_ref()?.get(path)?.clone();
        Some(MadeFile { bytes, report: self.report.clone(), is_empty: false })
    }

    fn report_with(&self, said: Vec<Diagnostic>) -> String {
        let mut all = self.diagnostics.to_vec();
        all.extend(said);
        sort(&mut all);
        pages::report(&all, self.sources, self.site.is_some())
    }

    /// The version of the page; it changes when the page, what is wrong, or another file does.
    pub(super) fn version(&self, made: &MadeFile) -> String {
        pages::version(&made.bytes, &made.report, self.memo.others.1)
    }
}
