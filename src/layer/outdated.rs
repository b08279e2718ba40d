//! Changes of the source of a page since it was translated.
//!
//! In: the source of a page now, and as it was when somebody accepted that the translation follows it. Out: a
//! [`SourceChange`] for each of its parts that says something else.
//!
//! Invariant: only what the two texts say is compared, never a version or a date; what nobody has accepted is told as
//! new.

use std::collections::BTreeSet;

use super::compose::pages_of;
use super::looking::{speaks_of_law, unsaid_keys, without_heading};
use super::state::State;
use super::units::{body_of, front_of, options_for};
use super::words::{Change, Said};
use crate::changes::{NotedPage, NotedPages, SaidDigests};
use crate::config::{Config, OutdatedUnit};
use crate::front_matter::split;
use crate::markdown;
use crate::source::{FileId, Layer, Source, Sources};
use crate::text::Date;

/// A part of a source page that says something else than when it was translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceChange {
    /// The page.
    pub page: String,
    /// The id of the section; empty for the front matter and what stands above the first heading.
    pub unit: String,
    /// Its state.
    pub state: State,
    /// Whether it says what the law says.
    pub is_law: bool,
    /// A short name of what the whole page says now.
    pub digest: String,
    /// Its text when the translation followed it.
    pub then: Option<String>,
    /// Its text now.
    pub now: Option<String>,
    /// The whole page when the translation followed it; nothing: nobody has ever said that it does.
    pub whole: Option<String>,
}

impl SourceChange {
    /// Page and section, as they are named on the command line.
    #[must_use]
    pub fn name(&self) -> String {
        if self.unit.is_empty() { self.page.clone() } else { format!("{}#{}", self.page, self.unit) }
    }

    /// Whether readers must be told what the source says: what holds has changed, or what the law says.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        matches!(self.state, State::Substance | State::Removed)
            || self.state == State::New && !self.unit.is_empty()
            || self.state == State::Text && self.is_law
    }

    /// Notice for readers; nothing where nobody ever accepted the page.
    pub(super) fn for_readers(&self) -> Option<OutdatedUnit> {
        if self.state == State::New && self.unit.is_empty() {
            return None;
        }
        let now = self.now.as_deref().map(shown).filter(|now| !now.is_empty());
        let is_urgent = self.is_urgent();
        Some(OutdatedUnit { anchor: self.unit.clone(), is_urgent, now: now.filter(|_| is_urgent) })
    }
}

/// A part as readers see it: without front matter, its heading, citations, the ids of choices and the tags of
/// conditions; a field is its name in brackets.
fn shown(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "x.md", text);
    let body = split(sources.get(file)).map_or(0, |split| split.body);
    let body = text[body..].trim_start();
    let body = without_heading(body);
    let plain = [(" [@", "]"), ("[@", "]"), ("[^", "]"), ("{%", "%}"), (" {#", "}")];
    let plain = plain.iter().fold(body.to_owned(), |text, (open, close)| without(&text, open, close));
    plain.replace("{{ ", "[").replace(" }}", "]").trim().to_owned()
}

/// A text without what stands between two marks on one line.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        let end = rest[at..].find(close).map(|length| at + length + close.len());
        let Some(end) = end.filter(|end| !rest[at..*end].contains('\n')) else { break };
        out.push_str(&rest[..at]);
        rest = &rest[end..];
    }
    out + rest
}

/// The text of a page with all that it includes.
pub(super) fn source_text(sources: &Sources, source: &Source, config: &Config) -> String {
    if !source.text.contains("{{#include") {
        return source.text.trim().to_owned();
    }
    let body = body_of(sources, source, config);
    format!("{}{}", &source.text[..body.begins], body.whole(sources)).trim().to_owned()
}

/// The parts of a page that say something else than `whole` said; the page itself where there is none.
pub(super) fn changes(page: &str, now: &str, whole: Option<&str>, config: &Config) -> Vec<SourceChange> {
    if whole.is_some_and(|then| then.trim() == now) {
        return Vec::new();
    }
    let digest = said(now, config).digest();
    let is_law = |text: &Option<String>| text.as_deref().is_some_and(speaks_of_law);
    let change = |unit: &str, state, then: Option<String>, now: Option<String>| SourceChange {
        page: page.to_owned(),
        unit: unit.to_owned(),
        state,
        is_law: is_law(&then) || is_law(&now),
        digest: digest.clone(),
        then,
        now,
        whole: whole.map(str::to_owned),
    };
    let Some(then) = whole else { return vec![change("", State::New, None, Some(now.to_owned()))] };
    let (before, after) = (parts(then.trim(), config), parts(now, config));
    let mut out = Vec::new();
    for (unit, text) in &after {
        let Some((_, old)) = before.iter().find(|(other, _)| other == unit) else {
            out.push(change(unit, State::New, None, Some(text.clone())));
            continue;
        };
        let state = match said(text, config).change_from(&said(old, config)) {
            Change::Form => continue,
            Change::Text => State::Text,
            Change::Substance => State::Substance,
        };
        out.push(change(unit, state, Some(old.clone()), Some(text.clone())));
    }
    let there: BTreeSet<&str> = after.iter().map(|(unit, _)| unit.as_str()).collect();
    let gone = before.iter().filter(|(unit, _)| !there.contains(unit.as_str()));
    out.extend(gone.map(|(unit, text)| change(unit, State::Removed, Some(text.clone()), None)));
    out
}

/// The pages of a book as they are noted, to tell readers later what has changed.
#[must_use]
pub fn noted_pages(sources: &Sources, config: &Config) -> NotedPages {
    let noted = |(id, file): (String, FileId)| {
        let source = sources.get(file);
        let front = front_of(source);
        let value = |key: &str| front.as_ref()?.1.get(key)?.text().map(str::to_owned);
        let digests = |text: &str| {
            let said = said(text, config);
            SaidDigests { text: said.digest(), substance: said.digest_of_substance() }
        };
        let parts = parts(&source_text(sources, source, config), config);
        let page = NotedPage {
            title: value("title").unwrap_or_else(|| id.clone()),
            reviewed: value("reviewed").and_then(|date| Date::parse(&date)),
            parts: parts.into_iter().map(|(section, text)| (section, digests(&text))).collect(),
        };
        (id, page)
    };
    pages_of(sources, config).into_iter().map(noted).collect()
}

/// The parts of a page in order: what stands above the first heading, and each section up to the next heading.
fn parts(text: &str, config: &Config) -> Vec<(String, String)> {
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "x.md", text);
    let body = body_of(&sources, sources.get(file), config);
    let mut begins: Vec<(usize, &str)> =
        body.units.iter().filter(|unit| unit.level.is_some()).map(|unit| (unit.at.start, &*unit.id)).collect();
    begins.sort_unstable();
    begins.insert(0, (0, ""));
    let ends = begins.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    begins.iter().zip(ends).map(|((at, id), end)| ((*id).to_owned(), text[*at..end].trim().to_owned())).collect()
}

/// The words of a part.
fn said(text: &str, config: &Config) -> Said {
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "x.md", text);
    let source = sources.get(file);
    let options = options_for(source, config);
    let body = split(source).map_or(0, |split| split.body);
    let document = markdown::parse(&sources, file, body, &options).value;
    let front = front_of(source);
    Said::of_page(front.as_ref().map(|(_, root)| root), &unfollowed_keys(), &document, options.language)
}

/// Keys whose values are nothing that a translation has to follow.
fn unfollowed_keys() -> Vec<&'static str> {
    unsaid_keys().into_iter().chain(["authors", "aliases"]).collect()
}
