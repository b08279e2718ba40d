//! The names by which references find pages and files.
//!
//! In: pages, files, addresses that lead on. Out: [`Names`].
//!
//! Invariant: names that are the same as in the build before are one value with them, so that it is seen at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::book::{MovedPlaces, Redirects};
use super::kept::Kept;
use crate::draft::Page;
use crate::sink::OutPath;

/// The names that references are looked up by: the ids of the pages, in order, the other files, and addresses that
/// lead on.
#[derive(Debug, PartialEq)]
pub(super) struct Names {
    ids: Vec<Box<str>>,
    assets: Vec<OutPath>,
    pub(super) moved: Redirects,
    pub(super) moved_places: MovedPlaces,
}

impl Names {
    /// The names of a book; as long as they stay the same they are one value.
    pub(super) fn of(
        pages: &[Arc<Page>],
        assets: &BTreeMap<OutPath, Arc<[u8]>>,
        moved: Redirects,
        moved_places: MovedPlaces,
        kept: &mut Kept<Arc<Self>>,
    ) -> Arc<Self> {
        let same = |names: &&Arc<Self>| {
            names.moved == moved
                && names.moved_places == moved_places
                && names.assets.iter().eq(assets.keys())
                && names.ids.iter().eq(pages.iter().map(|page| &page.id))
        };
        if let Some(names) = kept.get().filter(same) {
            return names.clone();
        }
        let ids = pages.iter().map(|page| page.id.clone()).collect();
        let names = Arc::new(Self { ids, assets: assets.keys().cloned().collect(), moved, moved_places });
        kept.put(|| names.clone());
        names
    }
}
