//! The places in the Markdown that the parts of the markup come from, and the names of places in the markup.
//!
//! In: what the writer of the markup notes. Out: places, by the byte of the markup or by the picture.
//!
//! Invariant: places are noted in the order of the markup, so that they can be looked up.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::PageNo;
use crate::source::Span;

/// The origin of parts of the markup.
#[derive(Debug, Default)]
pub(in crate::write::pdf) struct MarkupPlaces {
    /// From bytes of the markup on.
    places: Vec<(usize, Span)>,
    /// The place at which each picture stands first.
    pub(super) pictures: BTreeMap<String, Span>,
    /// The pictures that cannot be shown.
    pub(super) unshown: BTreeSet<String>,
}

impl MarkupPlaces {
    /// Notes that the markup from this byte on comes from `span`.
    pub(super) fn note(&mut self, at: usize, span: Span) {
        self.places.push((at, span));
    }

    /// Takes in that so many bytes of markup were put in before a byte.
    pub(super) fn shift(&mut self, at: usize, by: usize) {
        let after = self.places.partition_point(|mark| mark.0 < at);
        self.places[after..].iter_mut().for_each(|mark| mark.0 += by);
    }

    /// The place that what stands at a byte of the markup comes from.
    pub(in crate::write::pdf) fn find(&self, at: usize) -> Option<Span> {
        let after = self.places.partition_point(|mark| mark.0 <= at);
        Some(self.places.get(after.checked_sub(1)?)?.1)
    }

    /// The picture that stands at a place, by its path in the site.
    pub(in crate::write::pdf) fn picture_at(&self, span: Span) -> Option<&str> {
        self.pictures.iter().find(|(_, known)| **known == span).map(|(path, _)| &**path)
    }

    /// The pictures that are shown, by their path in the site.
    pub(in crate::write::pdf) fn pictures(&self) -> Vec<String> {
        self.pictures.keys().cloned().collect()
    }

    /// The place of a picture, by its path in the site.
    pub(in crate::write::pdf) fn picture(&self, path: &str) -> Option<Span> {
        self.pictures.get(path).copied()
    }
}

/// The name of a place of a page.
pub(super) fn place_name(page: PageNo, anchor: &str) -> String {
    format!("p{}/{anchor}", page.0)
}
