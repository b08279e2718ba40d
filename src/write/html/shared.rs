//! Pages that many editions of a book have in common.
//!
//! In: the views of a page in one edition after the other. Out: the page, rendered once and filled with
//! the values of each edition: its names, its addresses, its colours.
//!
//! Invariant: a page is the same bytes as when its edition is built alone.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use tera::Value;

use super::nav::NavHtml;
use super::{Fingerprint, HtmlSite, Rendered, value};
use crate::build::Built;
use crate::document::PageNo;
use crate::view::{SiteView, title};

/// The pages that were rendered, with places for the values of an edition.
#[derive(Debug, Default)]
pub struct SharedPages {
    moulds: RwLock<Moulds>,
    /// Those of the last edition whose pages say what those of the one before do not.
    last: RwLock<Option<Arc<AlikePages>>>,
}

/// The pages of editions that say the same on every page: not even the view of a page has to be made again.
#[derive(Debug)]
struct AlikePages {
    built: Arc<Built>,
    /// The short name of the view of the site, with marks.
    site: blake3::Hash,
    /// By page; nothing yet where none was rendered, or where it is not shared.
    moulds: Vec<OnceLock<Arc<Mould>>>,
}

impl SharedPages {
    /// The pages of editions that are like this one.
    fn alike(&self, built: &Arc<Built>, site: blake3::Hash) -> Arc<AlikePages> {
        let is_like = |last: &&Arc<AlikePages>| {
            last.site == site
                && Arc::ptr_eq(&last.built.theme, &built.theme)
                && last.built.book.has_the_pages_of(&built.book)
        };
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last.as_ref().filter(is_like) {
            return last.clone();
        }
        drop(last);
        let moulds = built.book.pages.iter().map(|_| OnceLock::new()).collect();
        let alike = Arc::new(AlikePages { built: built.clone(), site, moulds });
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some(alike.clone());
        alike
    }
}

#[derive(Debug, Default)]
struct Moulds {
    by_view: HashMap<blake3::Hash, Arc<Mould>>,
    /// How many moulds each page has.
    of_page: HashMap<String, usize>,
}

/// The most moulds that are kept of a page: one that each edition has for itself alone is not shared.
const MOST_MOULDS: usize = 4;

/// A page with places for values.
#[derive(Debug)]
struct Mould {
    /// The text before each place, and after the last.
    texts: Vec<Box<[u8]>>,
    /// The numbers of the values at the places.
    places: Vec<usize>,
}

/// The mark around the number of a value: a character that no text has, and every writer leaves alone.
const MARK: char = '\u{f8ff}';

/// How many values an edition has.
const VALUES: usize = 13;

/// The values of the site that differ between editions; the address of a page comes after them.
fn values_of(site: &mut SiteView) -> [&mut Option<String>; VALUES] {
    // Texts that are always there stand in options of their own, which `SharedEdition::new` puts back.
    let SiteView {
        description,
        organisation,
        unit,
        contact,
        accessibility_statement,
        built_on,
        logo,
        image,
        image_alt,
        licence,
        licence_url,
        source,
        address,
        ..
    } = site;
    [
        description,
        organisation,
        unit,
        contact,
        accessibility_statement,
        built_on,
        logo,
        image,
        image_alt,
        licence,
        licence_url,
        source,
        address,
    ]
}

/// The texts of the site that every edition has.
fn texts_of(site: &mut SiteView) -> [&mut String; 3] {
    [&mut site.title, &mut site.stylesheet, &mut site.adapted_by]
}

/// One of many editions.
pub(super) struct SharedEdition<'a> {
    pages: &'a SharedPages,
    title: String,
    /// The values, as a template shows them.
    values: Vec<String>,
    /// The view of the site with marks in the place of the values.
    site: Value,
    /// A short name for that view.
    fingerprint: blake3::Hash,
    alike: Arc<AlikePages>,
}

impl<'a> SharedEdition<'a> {
    /// The values of a site; nothing where its pages cannot be shared.
    pub(super) fn new(site: &HtmlSite<'_>, built: &Arc<Built>, pages: &'a SharedPages) -> Option<Self> {
        let mut view = site.view.site().clone();
        let title = view.title.clone();
        let mut values = Vec::new();
        let mut mark = |text: &mut String| {
            // A number could choose another form of a text, and nothing is said of nobody.
            if text.parse::<u32>().is_ok() || text.contains(MARK) {
                return false;
            }
            if !text.is_empty() {
                let placed = marked(values.len());
                values.push(escaped(&std::mem::replace(text, placed)));
            }
            true
        };
        let sound =
            texts_of(&mut view).into_iter().all(&mut mark) && values_of(&mut view).into_iter().flatten().all(&mut mark);
        let fingerprint = fingerprint(&view);
        sound.then(|| Self {
            pages,
            title,
            values,
            site: value(&view),
            fingerprint,
            alike: pages.alike(built, fingerprint),
        })
    }

    /// Renders a page, or fills the one that another edition has rendered.
    pub(super) fn page(&self, site: &HtmlSite<'_>, number: PageNo, nav: &mut NavHtml, out: &mut Vec<u8>) -> Rendered {
        let page = site.book.page(number);
        // A template shows the title of the book where it is another one than that of the page.
        if title(page) == self.title {
            return site.page(site.view.page(number), nav, out);
        }
        let place = self.alike.moulds.get(number.0 as usize).filter(|_| !page.asks_organisation());
        if let Some(mould) = place.and_then(OnceLock::get) {
            self.fill(mould, site.view.canonical(&page.out), out);
            return Ok(());
        }
        let mut view = site.view.page(number);
        if view.body.contains(MARK) {
            return site.page(view, nav, out);
        }
        let address = view.canonical.take();
        let key = fingerprint(&(self.fingerprint.as_bytes(), address.is_some(), &view));
        let (known, full) = {
            let moulds = self.pages.moulds.read().unwrap_or_else(PoisonError::into_inner);
            let full = moulds.of_page.get(&view.id).is_some_and(|count| *count >= MOST_MOULDS);
            (moulds.by_view.get(&key).cloned(), full)
        };
        let mould = match known {
            Some(mould) => mould,
            None if full => {
                view.canonical = address;
                return site.page(view, nav, out);
            }
            None => {
                let id = view.id.clone();
                view.canonical = address.as_ref().map(|_| marked(self.values.len()));
                let mut rendered = Vec::new();
                site.page_of(&self.site, view, nav, &mut rendered)?;
                let mould = Arc::new(Mould::of(&rendered));
                let mut moulds = self.pages.moulds.write().unwrap_or_else(PoisonError::into_inner);
                moulds.by_view.insert(key, mould.clone());
                *moulds.of_page.entry(id).or_default() += 1;
                mould
            }
        };
        if let Some(place) = place {
            // Another thread may have rendered the same.
            let _ = place.set(mould.clone());
        }
        self.fill(&mould, address, out);
        Ok(())
    }

    /// A page with the values of this edition.
    fn fill(&self, mould: &Mould, address: Option<String>, out: &mut Vec<u8>) {
        let address = address.map(|address| escaped(&address));
        for (i, text) in mould.texts.iter().enumerate() {
            out.extend_from_slice(text);
            let Some(place) = mould.places.get(i) else { break };
            let value = self.values.get(*place).or(address.as_ref());
            out.extend_from_slice(value.map_or(&[], |value| value.as_bytes()));
        }
    }
}

impl Mould {
    fn of(rendered: &[u8]) -> Self {
        let mut mark = [0; 4];
        let mark = MARK.encode_utf8(&mut mark).as_bytes();
        let mut mould = Self { texts: Vec::new(), places: Vec::new() };
        let mut rest = rendered;
        while let Some(begin) = find(rest, mark) {
            let number = &rest[begin + mark.len()..];
            let end = find(number, mark).unwrap_or(number.len());
            let place = std::str::from_utf8(&number[..end]).ok().and_then(|number| number.parse().ok());
            mould.texts.push(rest[..begin].into());
            mould.places.push(place.unwrap_or(usize::MAX));
            rest = number.get(end + mark.len()..).unwrap_or_default();
        }
        mould.texts.push(rest.into());
        mould
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn marked(number: usize) -> String {
    format!("{MARK}{number}{MARK}")
}

fn fingerprint(of: &impl Hash) -> blake3::Hash {
    let mut hasher = Fingerprint(blake3::Hasher::new());
    of.hash(&mut hasher);
    hasher.0.finalize()
}

/// A text as templates show it.
fn escaped(text: &str) -> String {
    let mut out = Vec::new();
    // Writing to memory does not fail.
    let _ = tera::escape_html(text, &mut out);
    String::from_utf8(out).unwrap_or_default()
}
