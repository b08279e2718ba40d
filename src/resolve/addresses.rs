//! The addresses of a book: of its files, and those that lead on to its pages.
//!
//! In: drafted pages, files of the content, redirects. Out: [`Addresses`].
//!
//! Invariant: the address of the start is that of no page, file or redirect.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Surroundings;
use super::book::{MovedPlaces, Redirects};
use super::checks;
use super::kept::Kept;
use super::names::Names;
use super::paths;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::document::Destination;
use crate::draft::Draft;
use crate::said::said;
use crate::sink::OutPath;

/// The addresses of a book beside those of its pages.
pub(super) struct Addresses {
    /// Other files of the content, by their path in the site.
    pub(super) assets: BTreeMap<OutPath, Arc<[u8]>>,
    /// Former addresses.
    pub(super) redirects: Redirects,
    /// Places that pages may have no longer.
    pub(super) moved_places: MovedPlaces,
    /// The address with which a site begins, where nothing of the book has it.
    pub(super) start: Option<(OutPath, Destination)>,
    /// The names that references are looked up by.
    pub(super) names: Arc<Names>,
}

impl Addresses {
    /// The addresses of a draft.
    pub(super) fn of(draft: &Draft, around: &Surroundings<'_>, kept: &mut Kept<Arc<Names>>) -> Warned<Self> {
        let mut diagnostics = Vec::new();
        let config = around.config;
        let pages = &draft.pages;
        let mut assets = asset_paths(around.assets, &mut diagnostics);
        if config.mdbook {
            paths::give_way(&mut assets, pages, around, &mut diagnostics);
        }
        let mut redirects = checks::redirects(pages, &draft.by_id, &mut diagnostics);
        let start = start(draft, &redirects, &assets);
        let (of_mdbook, moved_places) =
            checks::redirects_of_mdbook(config, pages, &assets, start.as_ref(), &mut diagnostics);
        for (from, to) in of_mdbook {
            redirects.entry(from).or_insert(to);
        }
        let mut moved = if config.mdbook { redirects.clone() } else { Redirects::new() };
        moved.extend(start.clone());
        let names = Names::of(pages, &assets, moved, moved_places.clone(), kept);
        Warned::new(Self { assets, redirects, moved_places, start, names }, diagnostics)
    }
}

/// The address that leads to the first page in order, with which a site begins where no page is called `index`.
fn start(
    draft: &Draft,
    redirects: &Redirects,
    assets: &BTreeMap<OutPath, Arc<[u8]>>,
) -> Option<(OutPath, Destination)> {
    const START: &str = "index.html";
    let Draft { pages, nav, .. } = draft;
    let mut taken = pages.iter().map(|page| &page.out).chain(redirects.keys()).chain(assets.keys());
    let is_free = !taken.any(|path| path.as_str().eq_ignore_ascii_case(START));
    let first = nav.order.iter().find(|page| !pages[page.0 as usize].abroad).or(nav.order.first());
    OutPath::new(START).filter(|_| is_free).zip(first.map(|page| Destination::Page(*page, None)))
}

fn asset_paths(
    assets: &BTreeMap<String, Arc<[u8]>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<OutPath, Arc<[u8]>> {
    let mut out = BTreeMap::new();
    for (path, bytes) in assets {
        match OutPath::new(path) {
            Some(path) => {
                out.insert(path, bytes.clone());
            }
            None => diagnostics.push(
                Diagnostic::new(Code::UnusablePath, said!("`{path}` cannot be the name of a file of the site", path))
                    .in_file(path)
                    .help(said!("rename the file: letters, digits, hyphens")),
            ),
        }
    }
    out
}
