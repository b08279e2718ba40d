//! A guess at what a document says of itself, before it was laid out for the first time.
//!
//! In: the names of the places in its markup. Out: an [`Introspector`] that knows each of them, on a page in the middle.
//!
//! Typst begins with one that knows nothing: then a link to a place vanishes with its text, no number of a page is
//! shown, and what the first round finds – which chapters go on to another page by a few lines – holds for another text.
//! One round more is needed for that. Only the first round asks here, so nothing guessed is left in a document whose
//! rounds come to an end.

use std::collections::HashSet;
use std::num::NonZeroUsize;

use typst::diag::{StrResult, bail};
use typst::ecow::{EcoString, EcoVec};
use typst::foundations::{Content, Label, NativeElement as _, Selector, Value};
use typst::introspection::{DocumentPosition, Introspector, Location, MetadataElem};
use typst::model::Numbering;
use typst::syntax::VirtualPath;
use typst::utils::PicoStr;

/// The bytes of markup that two pages take, about.
const TWO_PAGES: usize = 8_000;
/// The location of all places, of which nothing else is known.
const SOMEWHERE: u128 = 1;

/// A guess at a document.
pub(super) struct FirstGuess {
    places: HashSet<Label>,
    place: Content,
    page: NonZeroUsize,
}

impl FirstGuess {
    /// `places` are the names of places in the document, `bytes` how long its markup is.
    pub(super) fn new(places: &[String], bytes: usize) -> Self {
        Self {
            places: places.iter().filter_map(|name| Label::new(PicoStr::intern(name))).collect(),
            place: MetadataElem::new(Value::None).pack().located(Location::new(SOMEWHERE)),
            page: NonZeroUsize::MIN.saturating_add(bytes / TWO_PAGES),
        }
    }

    fn knows(&self, selector: &Selector) -> bool {
        matches!(selector, Selector::Label(label) if self.places.contains(label))
    }
}

impl Introspector for FirstGuess {
    fn query(&self, selector: &Selector) -> EcoVec<Content> {
        self.query_first(selector).into_iter().collect()
    }

    fn query_first(&self, selector: &Selector) -> Option<Content> {
        self.knows(selector).then(|| self.place.clone())
    }

    fn query_unique(&self, selector: &Selector) -> StrResult<Content> {
        match self.query_first(selector) {
            Some(place) => Ok(place),
            None => bail!("not known yet"),
        }
    }

    fn query_label(&self, label: Label) -> StrResult<&Content> {
        if self.places.contains(&label) { Ok(&self.place) } else { bail!("not known yet") }
    }

    fn query_labelled(&self) -> EcoVec<Content> {
        EcoVec::new()
    }

    fn query_count_before(&self, _: &Selector, _: Location) -> usize {
        0
    }

    fn label_count(&self, label: Label) -> usize {
        usize::from(self.places.contains(&label))
    }

    fn locator(&self, _: u128, _: Location) -> Option<Location> {
        None
    }

    fn pages(&self, _: Location) -> Option<NonZeroUsize> {
        None
    }

    fn page(&self, location: Location) -> Option<NonZeroUsize> {
        (location == Location::new(SOMEWHERE)).then_some(self.page)
    }

    fn position(&self, _: Location) -> Option<DocumentPosition> {
        None
    }

    fn page_numbering(&self, _: Location) -> Option<&Numbering> {
        None
    }

    fn page_supplement(&self, _: Location) -> Option<&Content> {
        None
    }

    fn anchor(&self, _: Location) -> Option<&EcoString> {
        None
    }

    fn document(&self, _: Location) -> Option<Location> {
        None
    }

    fn path(&self, _: Location) -> Option<&VirtualPath> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_the_document_is_on_a_page_in_the_middle_and_nothing_else_is_known() {
        let guess = FirstGuess::new(&["there".to_owned()], 10 * TWO_PAGES);
        let label = |name: &str| Label::new(PicoStr::intern(name)).unwrap();
        let place = guess.query_label(label("there")).unwrap().location().unwrap();
        assert_eq!(guess.page(place).map(NonZeroUsize::get), Some(11));
        assert_eq!(guess.query(&Selector::Label(label("there"))).len(), 1);
        assert!(guess.query(&Selector::Label(label("elsewhere"))).is_empty());
        assert!(guess.query_label(label("elsewhere")).is_err());
        assert_eq!(guess.page(Location::new(2)), None);
    }
}
