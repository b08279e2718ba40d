//! Names that a reference leading nowhere may have meant.
//!
//! In: the pages of a book and its other files. Out: the nearest page, file or heading.
//!
//! Invariant: what is needed to tell is put in order once, when the first reference asks; then a
//! book with a thousand references leading nowhere costs little more than one with ten.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Code, Diagnostic, NameIndex};
use crate::document::PageNo;
use crate::draft::PageIndex;
use crate::said::{Phrase, said};
use crate::sink::OutPath;
use crate::source::Span;

/// The names of a book.
pub(super) struct Near<'a> {
    /// The ids of the pages.
    pages: Vec<&'a str>,
    assets: &'a BTreeMap<OutPath, Arc<[u8]>>,
    ids: OnceLock<PathIndex>,
    files: OnceLock<PathIndex>,
    /// By page.
    anchors: Box<[OnceLock<NameIndex>]>,
}

impl<'a> Near<'a> {
    pub(super) fn new(pages: Vec<&'a str>, assets: &'a BTreeMap<OutPath, Arc<[u8]>>) -> Self {
        let anchors = pages.iter().map(|_| OnceLock::new()).collect();
        Self { pages, assets, ids: OnceLock::new(), files: OnceLock::new(), anchors }
    }

    /// The id of a page.
    pub(super) fn page(&self, id: &str) -> Option<&str> {
        self.ids.get_or_init(|| PathIndex::new(self.pages.iter().copied())).find(id)
    }

    /// The path of a file.
    pub(super) fn file(&self, path: &str) -> Option<&str> {
        self.files.get_or_init(|| PathIndex::new(self.assets.keys().map(OutPath::as_str))).find(path)
    }

    /// An anchor of a page, which has the `known` ones.
    pub(super) fn anchor<'k, I: Iterator<Item = &'k str>>(
        &self,
        page: PageNo,
        known: impl FnOnce() -> I,
        anchor: &str,
    ) -> Option<&str> {
        self.anchors[page.0 as usize].get_or_init(|| NameIndex::new(known())).nearest(anchor)
    }
}

/// The pages of a book by their ids, and the nearest of an id that is none.
pub(super) struct PageIds<'a> {
    by_id: &'a PageIndex,
    index: OnceLock<NameIndex>,
}

impl<'a> PageIds<'a> {
    pub(super) fn new(by_id: &'a PageIndex) -> Self {
        Self { by_id, index: OnceLock::new() }
    }

    /// The page with an id.
    pub(super) fn find(&self, id: &str) -> Option<PageNo> {
        self.by_id.get(id).copied()
    }

    /// The page with an id that stands somewhere; says so where there is none.
    pub(super) fn known(&self, id: &str, at: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<PageNo> {
        let page = self.find(id);
        if page.is_none() {
            let diagnostic = Diagnostic::new(Code::UnknownPage, said!("there is no page `{id}`", id));
            diagnostics.push(diagnostic.at(at, said!("no such page")).help(self.way_out(id)));
        }
        page
    }

    /// The way out where there is no page with an id.
    pub(super) fn way_out(&self, id: &str) -> Phrase {
        let known = || {
            let mut ids: Vec<&str> = self.by_id.keys().map(|id| &**id).collect();
            ids.sort_unstable();
            NameIndex::new(ids)
        };
        let without = id.strip_suffix(".md").filter(|id| self.by_id.contains_key(*id));
        match without.or_else(|| self.index.get_or_init(known).nearest(id)) {
            Some(near) => said!("did you mean `{near}`?", near),
            None => said!("name a page by its path below the content's folder, without `.md`"),
        }
    }
}

/// Paths by their last part, and by their letters.
struct PathIndex {
    by_name: HashMap<Box<str>, Box<str>>,
    index: NameIndex,
}

impl PathIndex {
    fn new<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> Self {
        let mut by_name = HashMap::new();
        for path in paths.clone() {
            by_name.entry(name(path).into()).or_insert_with(|| path.into());
        }
        Self { by_name, index: NameIndex::new(paths) }
    }

    /// The same name in another folder, or a path of nearly these letters.
    fn find(&self, path: &str) -> Option<&str> {
        self.by_name.get(name(path)).map(|path| &**path).or_else(|| self.index.nearest(path))
    }
}

/// The last part of a path.
fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
