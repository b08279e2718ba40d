//! The book below an edition, held against what the edition accepted of it.
//!
//! In: the book below, the changes of an edition, snapshots. Out: a [`Drift`] for each of them.
//!
//! Invariant: every unit whose text in the book below is another one than the accepted one is told;
//! a version, a date of a file or a history is never asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compose::pages_of;
use super::index::Index;
use super::links;
use super::overrides::{ChangePlace, EditionChange, changes};
use super::state::{Drift, State, UnitTitle, What, joined, snapshot_path};
use super::unit_title::{
    heading_titles, summary_of_page_text, title_of_page, title_of_page_text, title_of_text, title_of_value,
};
use super::units::{Unit, body_of, front_of};
use super::values::{Tree, find, steps, text_of};
use super::words::{Change, Said};
use crate::config::{Config, Removed};
use crate::front_matter::{parse_yaml, split};
use crate::language::{TABLE, origin_keys};
use crate::markdown;
use crate::schema::{Node, Value};
use crate::source::{FileId, Layer, Source, Sources, page_id};

/// A book below an edition, to be looked at.
pub(super) struct Looking<'a> {
    sources: &'a Sources,
    config: &'a Config,
    pages: &'a BTreeMap<String, FileId>,
    /// The pages and sections that were accepted.
    index: Option<Index>,
    /// Those that there are.
    pub(super) now: Index,
}

/// A section of a page of the book below.
struct BaseSection<'a> {
    page: &'a str,
    id: &'a str,
    title: Option<String>,
}

/// A section of the book below that says what the law says, on a page that the edition changes elsewhere.
struct LawSection<'a> {
    page: &'a str,
    /// `#` and its id.
    unit: String,
    text: String,
    /// The words below its heading.
    said: Said,
}

impl LawSection<'_> {
    /// The path of its snapshot.
    fn snapshot(&self) -> String {
        snapshot_path(self.page, &self.unit)
    }
}

/// The standing of law against what was accepted.
enum LawStanding {
    /// It says what was accepted, or nothing was yet.
    Accepted,
    /// It was not there when pages were accepted.
    Unknown,
    /// It says something else.
    Other,
}

impl<'a> Looking<'a> {
    /// Looks at a book with what was accepted of its pages.
    pub(super) fn at(
        sources: &'a Sources,
        config: &'a Config,
        pages: &'a BTreeMap<String, FileId>,
        index: Option<Index>,
    ) -> Self {
        let looking = Self { sources, config, pages, index, now: Index::default() };
        Self { now: looking.index_now(), ..looking }
    }

    /// The file of a page, of a register, or of a text that pages include.
    fn source(&self, page: &str) -> Option<&Source> {
        let found = self.pages.get(page).map(|file| self.sources.get(*file));
        let folder = &self.config.book.src;
        let register = || self.sources.find(&format!("{folder}/{page}"));
        found.or_else(register).or_else(|| self.sources.find(&format!("{folder}/{page}.md")))
    }

    /// State of what a change depends on; nothing where that is there and no more is asked of it, and where the
    /// book below has never said anything.
    pub(super) fn look(&self, change: EditionChange, accepted: &dyn Fn(&str) -> Option<String>) -> Option<Drift> {
        if !change.follows {
            return self.beside(change);
        }
        let then = accepted(&snapshot_path(&change.page, &change.unit));
        if then.is_none() && self.is_added(&change) {
            return None;
        }
        Some(self.followed(change, then))
    }

    /// A part that the edition puts text before or after, where it is not there any more.
    fn beside(&self, change: EditionChange) -> Option<Drift> {
        let name = format!("{}{}", change.page, change.unit);
        let found = self.source(&change.page).and_then(|source| self.text_of(source, &change.unit));
        let renamed = match found {
            Some((_, renamed)) => Some(format!("{}#{}", change.page, renamed?)),
            None => None,
        };
        let before = self.index.as_ref().and_then(|index| index.digest(&name));
        let elsewhere = renamed.or_else(|| self.section_with(before?));
        // Choices are in no index: of those the page is all that is known.
        let is_section = matches!(change.place, ChangePlace::Section { .. });
        let knows_page = self.index.as_ref().is_some_and(|index| index.knows(&change.page));
        let state = match elsewhere {
            Some(_) => State::Moved,
            None if before.is_some() || !is_section && knows_page => State::Removed,
            None => State::Orphan,
        };
        let EditionChange { page, unit, ours, .. } = change;
        let now = elsewhere.as_deref().and_then(|place| self.section(place));
        Some(Drift { now, ours, elsewhere, ..Drift::new(What::Part, page, unit, state) })
    }

    fn followed(&self, change: EditionChange, then: Option<String>) -> Drift {
        let source = self.source(&change.page);
        let found = source.and_then(|source| self.text_of(source, &change.unit));
        let renamed = found.as_ref().and_then(|found| found.1.clone());
        let mut now = found.map(|found| found.0);
        let said = |text: &str| self.said(text, &change.unit, source);
        let digest = now.as_deref().map(|now| said(now).digest());
        let mut elsewhere = renamed.map(|id| format!("{}#{id}", change.page));
        let state = match (now.clone(), &then) {
            (None, None) => State::Orphan,
            (None, Some(then)) => {
                elsewhere = self.find_elsewhere(then, &change.unit, source);
                now = elsewhere.as_deref().and_then(|place| self.section(place));
                if elsewhere.is_some() { State::Moved } else { State::Removed }
            }
            (Some(now), _) if change.replaces && self.is_same(&now, &change, source) => State::Same,
            (Some(_), None) => State::New,
            (Some(now), Some(then)) if now == *then => State::Current,
            (Some(now), Some(then)) if elsewhere.is_some() => {
                match said(without_heading(&now)).change_from(&said(without_heading(then))) {
                    Change::Form => State::Moved,
                    Change::Text => State::Text,
                    Change::Substance => State::Substance,
                }
            }
            (Some(now), Some(then)) => match said(&now).change_from(&said(then)) {
                Change::Form => State::Form,
                Change::Text => State::Text,
                Change::Substance => State::Substance,
            },
        };
        let law = |text: &Option<String>| text.as_deref().is_some_and(speaks_of_law);
        let is_law = is_of_law(&change.unit) || law(&now) || law(&then);
        let EditionChange { page, unit, ours, .. } = change;
        Drift { is_law, digest, then, now, ours, elsewhere, ..Drift::new(What::Part, page, unit, state) }
    }

    /// The text of a unit of a page, and its id where that is another one now.
    fn text_of(&self, source: &Source, unit: &str) -> Option<(String, Option<String>)> {
        if unit.is_empty() {
            if !source.text.contains("{{") {
                return Some((source.text.trim().to_owned(), None));
            }
            let body = body_of(self.sources, source, self.config);
            let front = &source.text[..body.begins];
            return Some((format!("{front}{}", body.whole(self.sources)).trim().to_owned(), None));
        }
        if let Some(id) = unit.strip_prefix('#') {
            let body = body_of(self.sources, source, self.config);
            let found = body.unit(id).filter(|unit| unit.elsewhere.is_none())?;
            let renamed = (*found.id != *id).then(|| found.id.to_string());
            return Some((body.text(found, self.sources), renamed));
        }
        let is_page = page_id(&source.path).is_some();
        let root = if is_page { front_of(source)?.1 } else { parse_yaml(source, &(0..source.text.len())).ok()? };
        let found = find(Tree { source, root: &root }, &steps(unit)).ok()?;
        Some((text_of(source, found.node), None))
    }

    /// The words of a text, as a unit of this kind.
    fn said(&self, text: &str, unit: &str, like: Option<&Source>) -> Said {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "x.md", text);
        let source = sources.get(file);
        let options = super::units::options_for(like.unwrap_or(source), self.config);
        if !unit.is_empty() && !unit.starts_with('#') {
            let key = steps(unit).pop().unwrap_or_default();
            return match parse_yaml(source, &(0..text.len())) {
                Ok(node) => Said::of_value(&node, &key, options.language),
                Err(_) => Said::default(),
            };
        }
        let body = split(source).map_or(0, |split| split.body);
        let document = markdown::parse(&sources, file, body, &options).value;
        let front = front_of(source).filter(|_| unit.is_empty());
        Said::of_page(front.as_ref().map(|(_, root)| root), &unsaid_keys(), &document, options.language)
    }

    /// Whether a value stands in a map of the book below that has none by this name: nothing there can move.
    fn is_added(&self, change: &EditionChange) -> bool {
        if !change.replaces || change.unit.is_empty() || change.unit.starts_with('#') {
            return false;
        }
        let Some((source, (_, root))) = self.source(&change.page).and_then(|source| Some((source, front_of(source)?)))
        else {
            return false;
        };
        let missing = find(Tree { source, root: &root }, &steps(&change.unit)).err();
        missing.is_some_and(|missing| matches!(missing.parent, Some(Node { value: Value::Map(_), .. })))
    }

    /// Whether the book below says what the edition says.
    fn is_same(&self, now: &str, change: &EditionChange, source: Option<&Source>) -> bool {
        let is_section = change.unit.starts_with('#') && now.starts_with('#');
        let now = if is_section { without_heading(now) } else { now };
        now.trim() == change.ours
            || self.said(now, &change.unit, source) == self.said(&change.ours, &change.unit, source)
                && !change.unit.is_empty()
    }

    /// Sections with the source they stand in: every one of the book below.
    fn sections<'s>(&'s self, visit: &mut dyn FnMut(BaseSection<'_>, &'s Source, String)) {
        for (page, file) in self.pages {
            let source = self.sources.get(*file);
            let body = body_of(self.sources, source, self.config);
            let titles = heading_titles(&body.document);
            for unit in body.units.iter().filter(|unit| unit.level.is_some() && unit.elsewhere.is_none()) {
                let title = titles.get(&*unit.id).cloned();
                visit(BaseSection { page, id: &unit.id, title }, source, body.text(unit, self.sources));
            }
        }
    }

    /// The unit that says now what one said that is gone.
    fn find_elsewhere(&self, then: &str, unit: &str, source: Option<&Source>) -> Option<String> {
        if !unit.starts_with('#') {
            return None;
        }
        let wanted = self.said(without_heading(then), unit, source);
        if wanted == Said::default() {
            return None;
        }
        self.section_with(&wanted.digest())
    }

    /// The text of a section by its name.
    fn section(&self, name: &str) -> Option<String> {
        let (page, id) = name.split_once('#')?;
        self.text_of(self.source(page)?, &format!("#{id}")).map(|(text, _)| text)
    }

    /// The section that says what has this digest, without its heading.
    fn section_with(&self, digest: &str) -> Option<String> {
        if digest == Said::default().digest() {
            return None;
        }
        let is = |(name, found): &(&str, Option<&str>)| name.contains('#') && *found == Some(digest);
        self.now.iter().find(is).map(|(name, _)| name.to_owned())
    }

    /// The pages and sections there are; a section is told by what it says below its heading.
    fn index_now(&self) -> Index {
        let mut index = Index::default();
        for (page, file) in self.pages {
            let source = self.sources.get(*file);
            let digest = self.text_of(source, "").map(|(text, _)| self.said(&text, "", Some(source)).digest());
            index.put(page.clone(), digest, title_of_page(source, self.config));
        }
        self.sections(&mut |BaseSection { page, id, title }, source, text| {
            let said = self.said(without_heading(&text), "#", Some(source));
            index.put(format!("{page}#{id}"), Some(said.digest()), title);
        });
        index
    }

    /// Law on pages that the edition changes elsewhere: `units` gets what says something else now. Returned are the
    /// snapshots, by path, of what says what was accepted, or of all where nothing was yet.
    pub(super) fn law(
        &self,
        patches: &BTreeMap<String, FileId>,
        accepted: &dyn Fn(&str) -> Option<String>,
        units: &mut Vec<Drift>,
    ) -> Vec<(String, String)> {
        let mut same = Vec::new();
        for (page, file) in patches.keys().filter_map(|page| self.pages.get_key_value(page)) {
            let source = self.sources.get(*file);
            for section in self.unchanged_law(page, source, units) {
                match self.standing_of_law(&section) {
                    LawStanding::Accepted => same.push((section.snapshot(), section.text)),
                    LawStanding::Unknown => {}
                    LawStanding::Other => {
                        let then = accepted(&section.snapshot());
                        units.push(self.drift_of_law(section, source, then));
                    }
                }
            }
        }
        same
    }

    /// The sections of a page that say what the law says, and that none of `units` covers.
    fn unchanged_law<'p>(&self, page: &'p str, source: &Source, units: &[Drift]) -> Vec<LawSection<'p>> {
        let body = body_of(self.sources, source, self.config);
        let of_page = units.iter().filter(|drift| drift.page == page);
        let changed: Vec<&Unit> = of_page.filter_map(|drift| body.unit(drift.unit.strip_prefix('#')?)).collect();
        let is_changed = |id: &str| body.unit(id).is_some_and(|own| changed.iter().any(|unit| unit.covers(own)));
        let says_law = |(at, unit): &(usize, &Unit)| {
            unit.level.is_some()
                && unit.elsewhere.is_none()
                && speaks_of_law(body.text_up_to_next(*at))
                && !is_changed(&unit.id)
        };
        let section = |(_, unit): (usize, &Unit)| {
            let text = body.text(unit, self.sources);
            let said = self.said(without_heading(&text), "#", Some(source));
            LawSection { page, unit: format!("#{}", unit.id), text, said }
        };
        body.units.iter().enumerate().filter(says_law).map(section).collect()
    }

    fn standing_of_law(&self, section: &LawSection<'_>) -> LawStanding {
        let Some(index) = &self.index else { return LawStanding::Accepted };
        match index.digest(&format!("{}{}", section.page, section.unit)) {
            None => LawStanding::Unknown,
            Some(before) if before == section.said.digest() => LawStanding::Accepted,
            Some(_) => LawStanding::Other,
        }
    }

    /// Law that says something else than what was accepted, whose text `then` is where it is known.
    fn drift_of_law(&self, section: LawSection<'_>, source: &Source, then: Option<String>) -> Drift {
        let LawSection { page, unit, text, said } = section;
        let before = then.as_deref().map(|then| self.said(without_heading(then), "#", Some(source)));
        let state = match before.map(|before| said.change_from(&before)) {
            Some(Change::Text) => State::Text,
            Some(Change::Form | Change::Substance) | None => State::Substance,
        };
        let digest = Some(said.digest());
        Drift { is_law: true, digest, then, now: Some(text), ..Drift::new(What::Law, page.to_owned(), unit, state) }
    }

    /// The titles that people know a unit by; `own` are the pages that the edition brings.
    pub(super) fn title(&self, drift: &Drift, own: &BTreeMap<String, FileId>) -> UnitTitle {
        let page = self.page_title(&drift.page, own).or_else(|| {
            let then = drift.then.as_deref().filter(|_| drift.unit.is_empty());
            then.and_then(|then| title_of_page_text(then, self.config))
        });
        let source = self.source(&drift.page);
        let unit = if let Some(target) = drift.unit.strip_prefix("->") {
            Some(self.title_of_place(target))
        } else if drift.unit.starts_with('#') {
            let (now, then) = (drift.now.as_deref(), drift.then.as_deref());
            // What moved is told by the title that it had, and by that of where it stands now.
            let text = if drift.state == State::Moved { then.or(now) } else { now.or(then) };
            text.and_then(|text| title_of_text(text, source, self.config))
        } else {
            source.and_then(|source| title_of_value(source, &drift.unit))
        };
        let summary = drift.now.as_deref().filter(|_| drift.what == What::Page).and_then(summary_of_page_text);
        let elsewhere = drift.elsewhere.as_deref().map(|place| self.title_of_place(place));
        UnitTitle { page, unit, elsewhere, summary }
    }

    /// The title of a page of the book below, or of one that the edition brings, or the accepted one.
    fn page_title(&self, page: &str, own: &BTreeMap<String, FileId>) -> Option<String> {
        let brought = || own.get(page).and_then(|file| title_of_page(self.sources.get(*file), self.config));
        let accepted = || self.index.as_ref()?.title(page).map(str::to_owned);
        self.now.title(page).map(str::to_owned).or_else(brought).or_else(accepted)
    }

    /// The titles of a page or section by its name, with ids where none are known.
    fn title_of_place(&self, place: &str) -> String {
        let (page, section) = place.split_once('#').map_or((place, None), |(page, id)| (page, Some(id)));
        let known = |id| self.now.title(place).or_else(|| self.index.as_ref()?.title(place)).unwrap_or(id);
        let title = self.page_title(page, &BTreeMap::new());
        joined(title.as_deref().unwrap_or(page), section.map(known))
    }

    /// Pages that came, went, or came back.
    pub(super) fn whole_pages(&self, removed: &[Removed], units: &mut Vec<Drift>) {
        let whole = |page: &str, state, now: Option<String>, digest: Option<String>| Drift {
            is_law: now.as_deref().is_some_and(speaks_of_law),
            digest,
            now,
            ..Drift::new(What::Page, page.to_owned(), String::new(), state)
        };
        let is_removed = |page: &str| removed.iter().any(|removed| removed.page == page);
        for page in removed.iter().filter(|removed| !self.pages.contains_key(&removed.page)) {
            let known = self.index.as_ref().is_some_and(|index| index.knows(&page.page));
            let state = if known { State::Removed } else { State::Orphan };
            units.push(whole(&page.page, state, None, None));
        }
        let Some(index) = &self.index else {
            let text = self.now.text();
            let digest = blake3::hash(text.as_bytes()).to_hex()[..8].to_owned();
            let all = whole("pages", State::New, Some(text), Some(digest));
            units.push(Drift { what: What::Pages, is_law: false, ..all });
            return;
        };
        for (page, file) in self.pages.iter().filter(|(page, _)| !is_removed(page)) {
            if index.digest(page).is_some() {
                continue;
            }
            let state = if index.knows(page) { State::Returned } else { State::New };
            if !units.iter().any(|drift| drift.page == *page && drift.unit.is_empty()) {
                let text = self.text_of(self.sources.get(*file), "").map(|(text, _)| text);
                units.push(whole(page, state, text, self.now.digest(page).map(str::to_owned)));
            }
        }
        let gone = index.iter().filter(|(name, digest)| !name.contains('#') && digest.is_some());
        for (page, _) in gone.filter(|(page, _)| !self.pages.contains_key(*page)) {
            if !units.iter().any(|drift| drift.page == *page) {
                units.push(whole(page, State::Removed, None, Some(GONE.to_owned())));
            }
        }
    }

    /// Headings that the edition leads to, and that are not there any more.
    pub(super) fn links(&self, files: &[(&String, &FileId)], own: &BTreeMap<String, FileId>, units: &mut Vec<Drift>) {
        let Some(index) = &self.index else { return };
        for (here, file) in files {
            for (page, id) in links::anchors(self.sources, self.sources.get(**file), here, self.config) {
                let name = format!("{page}#{id}");
                let Some(source) = self.pages.get(&page).filter(|_| !own.contains_key(&page)) else { continue };
                let Some(digest) = index.digest(&name) else { continue };
                if self.now.knows(&name) {
                    continue;
                }
                let body = body_of(self.sources, self.sources.get(*source), self.config);
                let renamed = body.unit(&id).map(|unit| format!("{page}#{}", unit.id));
                let elsewhere = renamed.or_else(|| self.section_with(digest));
                let state = if elsewhere.is_some() { State::Moved } else { State::Removed };
                let link = Drift::new(What::Link, (*here).clone(), format!("->{name}"), state);
                units.push(Drift { elsewhere, ..link });
            }
        }
    }
}

/// Keys whose values are nothing that a page says: how it came about, how its words are linked, how it is found.
pub(super) fn unsaid_keys() -> Vec<&'static str> {
    ["reviewed", "nolink", "search"].into_iter().chain(origin_keys().map(|keys| keys.involved)).collect()
}

/// Whether a unit is what a page tells of its law.
fn is_of_law(unit: &str) -> bool {
    let key = unit.split_once('.').map_or(unit, |(key, _)| key);
    origin_keys().any(|keys| keys.law == key)
}

/// The digest of a page that is not there.
const GONE: &str = "gone";

pub(super) fn speaks_of_law(text: &str) -> bool {
    let marks = TABLE.iter().filter_map(|language| language.guidance);
    text.contains('§') || marks.into_iter().any(|mark| text.contains(&format!("[!{}]", mark.law)))
}

/// A section without the line of its heading.
pub(super) fn without_heading(text: &str) -> &str {
    if text.starts_with('#') { text.split_once('\n').map_or("", |(_, rest)| rest).trim() } else { text }
}

/// The pages that an edition changes and whose book below has changed in substance since it was accepted.
pub(super) fn stale(
    below: &Sources,
    texts: &[(Arc<str>, Arc<str>)],
    config: &Config,
    mut accepted: impl FnMut(&str) -> Option<String>,
) -> BTreeSet<String> {
    let pages = pages_of(below, config);
    let mut sources = below.clone();
    let overrides = changes(&mut sources, texts.to_vec(), &pages, config).value.overrides;
    let looking = Looking { sources: &sources, config, pages: &pages, index: None, now: Index::default() };
    let mut out = BTreeSet::new();
    for change in overrides {
        let page = change.page.clone();
        let Some(then) = accepted(&snapshot_path(&page, &change.unit)) else { continue };
        let drift = looking.look(change, &|_| Some(then.clone())).filter(|_| pages.contains_key(&page));
        if drift.is_some_and(|drift| drift.state == State::Substance) {
            out.insert(page);
        }
    }
    out
}

/// The pages and sections of a book, with a short name for what each says.
#[must_use]
pub fn index_of(sources: &Sources, config: &Config) -> Index {
    let pages = pages_of(sources, config);
    Looking::at(sources, config, &pages, None).now
}
