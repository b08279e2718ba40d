//! The checks that need the whole book.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::book::{MovedPlaces, Redirects};
use super::links::{is_web, of_a_host};
use super::near::PageIds;
use super::page_checks::span_in;
use super::term_id;
use super::works::Works;
use crate::config::{Config, Redirect, is_web_address};
use crate::diagnostic::{Code, Diagnostic, NameIndex, nearest};
use crate::document::{Destination, PageNo};
use crate::draft::{Nav, Page, PageIndex, summary_line};
use crate::kind::Kind;
use crate::said::{Phrase, said};
use crate::schema::ValuePlace;
use crate::sink::{OutPath, path_from, path_in, percent_decoded};
use crate::source::{Span, is_of_version_control, offset};
use crate::text::Date;
use crate::vocabulary::{Vocabulary, declare};

/// How many months a page on law stays fresh.
const LAW_MONTHS: i32 = 12;

/// Names in front matter: sources, terms.
pub(super) fn front_matter(pages: &[Arc<Page>], ids: &PageIds<'_>, works: &Works, diagnostics: &mut Vec<Diagnostic>) {
    let is_term = |page: &&Arc<Page>| matches!(page.kind, Kind::Definition(_));
    let terms: BTreeSet<&str> = pages.iter().filter(is_term).map(|page| term_id(&page.id)).collect();
    let near = LazyCell::new(|| NameIndex::new(terms.iter().copied()));
    for page in pages {
        for (i, id) in page.common.sources.iter().enumerate().filter(|(_, id)| works.library.get(id).is_none()) {
            let message = said!("there is no source `{id}`", id);
            let diagnostic = Diagnostic::new(Code::UnknownSource, message);
            let at = span_in(page, page.places.key("sources").item(i));
            diagnostics.push(diagnostic.at(at, said!("not in kilder.yaml")).help(works.way_out(id)));
        }
        let Kind::Definition(definition) = &page.kind else { continue };
        let key = |key| page.places.key(key);
        let mut named: Vec<(ValuePlace<'_>, &str)> = Vec::new();
        let others = definition.not_same_as.iter().enumerate();
        named.extend(others.map(|(i, other)| (key("not-same-as").item(i).key("id"), &*other.id)));
        named.extend(definition.related.iter().enumerate().map(|(i, id)| (key("related").item(i), &**id)));
        named.extend(definition.broader.iter().map(|id| (key("broader"), &**id)));
        for (at, id) in named.into_iter().filter(|(_, id)| !terms.contains(id)) {
            let help = match near.nearest(id) {
                Some(near) => said!("did you mean `{near}`?", near),
                None if ids.find(id).is_some() => said!("this is a page, but not the page of a term"),
                None => said!("name a term by its file's name without `.md`"),
            };
            let message = said!("there is no term `{id}`", id);
            diagnostics.push(
                Diagnostic::new(Code::UnknownTerm, message).at(span_in(page, at), said!("no such term")).help(help),
            );
        }
    }
}

/// Pages that advice, outcomes and statements name.
pub(super) fn named_pages(pages: &[Arc<Page>], ids: &PageIds<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for page in pages {
        for (at, id) in named(page) {
            ids.known(id, span_in(page, at), diagnostics);
        }
    }
}

/// The pages that a page names by what only its kind has, with the places of the names.
fn named(page: &Page) -> Vec<(ValuePlace<'_>, &str)> {
    fn see<'a>(at: ValuePlace<'a>, ids: &'a [Box<str>]) -> impl Iterator<Item = (ValuePlace<'a>, &'a str)> {
        ids.iter().enumerate().map(move |(n, id)| (at.key("see").item(n), &**id))
    }
    let key = |key| page.places.key(key);
    match &page.kind {
        Kind::Document(fill_in) => {
            let advice = fill_in.form.advice.iter();
            let named = |at: usize| key("advice").item(at).key("see");
            advice.filter_map(|advice| Some((named(advice.number), advice.see.as_deref()?))).collect()
        }
        Kind::Decision(decision) => {
            let outcomes = decision.outcomes.iter().enumerate();
            outcomes.flat_map(|(i, outcome)| see(key("outcomes").item(i), &outcome.see)).collect()
        }
        Kind::Assessment(assessment) => {
            let statements = assessment.statements.iter().enumerate();
            statements.flat_map(|(i, statement)| see(key("statements").item(i), &statement.see)).collect()
        }
        Kind::Article | Kind::Definition(_) | Kind::Checklist => Vec::new(),
    }
}

/// Statements on law that nobody has gone through for a year.
pub(super) fn law(pages: &[Arc<Page>], today: Date, diagnostics: &mut Vec<Diagnostic>) {
    for page in pages {
        let Some(law) = &page.common.law else { continue };
        let age = law.written.months_until(today);
        if age > LAW_MONTHS {
            diagnostics.push(
                Diagnostic::new(Code::OldLaw, said!("what this page says on law is {age} months old", age))
                    .at(span_in(page, page.places.key(law.keys.law).key(law.keys.written)), said!("written here"))
                    .help(said!(
                        "read it against the law in force, and set `{written}` to this month",
                        written = law.keys.written
                    )),
            );
        }
    }
}

/// Pages that readers only find by links or search; terms have their own index.
pub(super) fn summary(pages: &[Arc<Page>], nav: &Nav, diagnostics: &mut Vec<Diagnostic>) {
    let named: HashSet<PageNo> = nav.order.iter().copied().collect();
    for (i, page) in pages.iter().enumerate() {
        if matches!(page.kind, Kind::Definition(_)) || named.contains(&PageNo(offset(i))) {
            continue;
        }
        let message = said!("`{id}` is built, but SUMMARY.md does not name it", id = page.id);
        diagnostics.push(
            Diagnostic::new(Code::NotInSummary, message).at(span_in(page, page.places.key("title")), Phrase::default()).help(said!("add a line `{id}` to SUMMARY.md; in an edition, write `after:` and the id of a page in its front matter", id = summary_line(&page.common.title, &page.id))),
        );
    }
}

/// The kind of employer that the settings say must be one that the book declares, where it declares any.
pub(super) fn organisation(config: &Config, vocabulary: &Vocabulary, diagnostics: &mut Vec<Diagnostic>) {
    let Some(kind) = &config.organisation.kind else { return };
    let known = vocabulary.employers.iter().map(|(value, _)| &**value);
    if vocabulary.employers.is_empty() || known.clone().any(|known| known == kind) {
        return;
    }
    let said = Diagnostic::new(Code::UnknownValue, said!("there is no kind of employer `{kind}`", kind));
    let help = declare(kind, "employers", known);
    diagnostics.push(match config.organisation.kind_at {
        Some(at) => said.at(at, said!("not declared")).help(help),
        None => said.in_file("book.toml").help(help),
    });
}

/// Titles that two pages share, which readers cannot tell apart in lists, search and tabs. A term may be called as the
/// page about it is, and mdBook has titles of its own for pages that say none.
pub(super) fn titles(pages: &[Arc<Page>], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: HashMap<(bool, String), &Page> = HashMap::new();
    for page in pages.iter().filter(|page| !config.mdbook && page.sound) {
        let is_term = matches!(page.kind, Kind::Definition(_));
        let Some(earlier) = first.insert((is_term, page.common.title.to_lowercase()), page) else { continue };
        let message = said!("`{id}` and `{other}` have the same title", id = earlier.id, other = page.id);
        let title = |page: &Page| span_in(page, page.places.key("title"));
        let said = Diagnostic::new(Code::SameTitle, message)
            .at(title(page), Phrase::default())
            .at(title(earlier), said!("the same"));
        diagnostics.push(said.help(said!("let each title tell what sets its page apart")));
    }
}

/// The accessibility statement must be an address on the web, or a page.
pub(super) fn statement(config: &Config, ids: &PageIds<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(statement) = &config.organisation.accessibility_statement else { return };
    if is_web_address(statement) || ids.find(statement).is_some() {
        return;
    }
    let message = said!("`{statement}` is neither an address on the web nor the id of a page", statement);
    let ending = statement.strip_suffix(".html").or_else(|| statement.strip_suffix(".md"));
    let help = match ending.filter(|id| ids.find(id).is_some()) {
        Some(id) => said!("write the id of the page: `{id}`", id),
        None => said!("write `https://…`, or the path of a page below the content's folder, without `.md`"),
    };
    let said = Diagnostic::new(Code::BadConfig, message).help(help);
    diagnostics.push(in_settings(said, config.organisation.statement_at, said!("leads nowhere")));
}

/// The logo and the picture of the site must be files of the content.
pub(super) fn pictures(config: &Config, assets: &BTreeMap<OutPath, Arc<[u8]>>, diagnostics: &mut Vec<Diagnostic>) {
    let logo = config.theme.logo.as_ref().map(|(path, at)| (said!("there is no logo `{path}`", path), path, *at));
    let image = config.site.image.as_ref();
    let image = image.map(|image| (said!("there is no picture `{path}`", path = image.path), &image.path, image.at));
    for (message, path, at) in logo.into_iter().chain(image) {
        if OutPath::new(path).is_some_and(|path| assets.contains_key(&path)) {
            continue;
        }
        let help = match nearest(path, assets.keys().map(OutPath::as_str)) {
            Some(near) => said!("did you mean `{near}`?", near),
            None => said!("write the path of a picture, below the content's folder"),
        };
        diagnostics.push(Diagnostic::new(Code::UnknownFile, message).at(at, said!("no such file")).help(help));
    }
}

/// The id in the address of a page, or in the path of its file; nothing where it has no such ending.
fn without_ending(alias: &str) -> Option<&str> {
    let (id, ending) = alias.rsplit_once('.')?;
    ["html", "htm", "md", "markdown"].iter().any(|known| ending.eq_ignore_ascii_case(known)).then_some(id)
}

/// The redirect pages: one for each alias that no page has as its id.
pub(super) fn redirects(pages: &[Arc<Page>], by_id: &PageIndex, diagnostics: &mut Vec<Diagnostic>) -> Redirects {
    let mut first: HashMap<&str, (usize, Span)> = HashMap::new();
    let mut out = BTreeMap::new();
    for (i, page) in pages.iter().enumerate().filter(|(_, page)| !page.abroad) {
        for (n, alias) in page.common.aliases.iter().enumerate() {
            let at = span_in(page, page.places.key("aliases").item(n));
            let ending = without_ending(alias);
            let is_sound = ending.is_none() && !is_of_version_control(alias) && OutPath::new(alias).is_some();
            let path = OutPath::new(&format!("{alias}.html")).filter(|_| is_sound);
            let Some(path) = path else {
                let message = said!("`{alias}` cannot be the id of a page", alias);
                let help = match ending {
                    Some(id) => said!("write the path without its ending: `{id}`", id),
                    None => said!("write the path a page had, without `.md`"),
                };
                diagnostics.push(Diagnostic::new(Code::UnusablePath, message).at(at, Phrase::default()).help(help));
                continue;
            };
            let taken = by_id.get(alias).map(|page| {
                let page = &pages[page.0 as usize];
                span_in(page, page.places.key("title"))
            });
            if let Some(other) = taken.or_else(|| first.get(&**alias).map(|(_, at)| *at)) {
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateId, said!("the id `{alias}` is taken", alias))
                        .at(at, said!("as an alias here"))
                        .at(other, said!("has it already"))
                        .help(said!("take the alias away from one of them")),
                );
                continue;
            }
            first.insert(alias, (i, at));
            out.insert(path, Destination::Page(PageNo(offset(i)), None));
        }
    }
    out
}

/// The redirects of an mdBook book's settings. One that does not lead from an address of its own to a page, a file or
/// another site is passed over. Beside them those from places on pages. `start` is an address that leads to the first
/// page.
pub(super) fn redirects_of_mdbook(
    config: &Config,
    pages: &[Arc<Page>],
    assets: &BTreeMap<OutPath, Arc<[u8]>>,
    start: Option<&(OutPath, Destination)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Redirects, MovedPlaces) {
    let (mut out, mut places) = (Redirects::new(), MovedPlaces::new());
    if config.redirects.is_empty() {
        return (out, places);
    }
    let of_pages = (0..).zip(pages).map(|(i, page)| (page.out.as_str(), Destination::Page(PageNo(i), None)));
    let of_start = start.map(|(path, to)| (path.as_str(), to.clone()));
    let by_path: HashMap<&str, Destination> = of_pages.chain(of_start).collect();
    // However the address is written: `/a.html`, `./a.html`.
    let address = |redirect: &Redirect| path_in("", &redirect.from).unwrap_or_else(|| redirect.from.clone());
    let written: HashMap<String, &str> =
        config.redirects.iter().map(|redirect| (address(redirect), &*redirect.to)).collect();
    for redirect in &config.redirects {
        let (from, at) = (address(redirect), redirect.at);
        let path = OutPath::new(&from).filter(|path| {
            from.strip_suffix(".html").is_some() && !by_path.contains_key(path.as_str()) && !assets.contains_key(path)
        });
        let to = led_on(&from, &written, &by_path, assets);
        let known = to.clone().filter(|to| !matches!(to, Destination::Kept(_)));
        let place = from.split_once('#').filter(|(_, anchor)| !anchor.is_empty());
        let page = place.and_then(|(path, anchor)| match by_path.get(path)? {
            Destination::Page(page, _) => Some((*page, percent_decoded(anchor).into())),
            _ => None,
        });
        if let Some((path, to)) = path.zip(to) {
            out.insert(path, to);
        } else if let Some((place, to)) = page.zip(known) {
            places.insert(place, to);
        } else {
            let message = said!("the redirect from `{from}` is passed over", from);
            let help = said!("only redirects from a file of its own to a page, a file or another site are made");
            diagnostics.push(Diagnostic::new(Code::OtherTool, message).at(at, Phrase::default()).help(help));
        }
    }
    (out, places)
}

/// The last target of a redirect, over others that it leads to.
fn led_on(
    from: &str,
    written: &HashMap<String, &str>,
    by_path: &HashMap<&str, Destination>,
    assets: &BTreeMap<OutPath, Arc<[u8]>>,
) -> Option<Destination> {
    let mut from = from.to_owned();
    for hop in 0..=written.len().min(MOST_REDIRECTS) {
        let is_first = hop == 0;
        let to = *written.get(from.as_str())?;
        if is_web(to) {
            return Some(Destination::Web(to.into()));
        }
        if let Some(address) = of_a_host(to) {
            return Some(Destination::Web(address.into()));
        }
        let (path, anchor) = to.split_once('#').map_or((to, None), |(path, anchor)| (path, Some(anchor)));
        // A page is the same, whatever is asked of it.
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let index = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
        let here = from.split_once('#').map_or(&*from, |(page, _)| page);
        let Some(path) = path_from(here, &format!("{path}{index}")) else {
            // Out of the book, as the address is written there: other books lie beside this one.
            return is_first.then(|| Destination::Kept(to.into()));
        };
        match by_path.get(path.as_str()) {
            Some(Destination::Page(page, None)) => return Some(Destination::Page(*page, anchor.map(Into::into))),
            Some(to) => return Some(to.clone()),
            None => {}
        }
        if let Some((file, _)) = OutPath::new(&path).and_then(|path| assets.get_key_value(&path)) {
            return Some(Destination::File(file.clone(), anchor.map_or_else(Box::default, |a| format!("#{a}").into())));
        }
        from = path;
    }
    None
}

/// Redirects that lead to each other.
const MOST_REDIRECTS: usize = 20;

/// The parts that the printed book shall have.
pub(super) fn printed_parts(config: &Config, nav: &Nav, diagnostics: &mut Vec<Diagnostic>) {
    let titles = || nav.parts.iter().filter_map(|part| part.title.as_deref());
    for (title, at) in &config.pdf.parts {
        if titles().any(|known| known == title) {
            continue;
        }
        let help = match nearest(title, titles()) {
            Some(near) => said!("did you mean `{near}`?", near),
            None => said!("write the title of a part as it stands in SUMMARY.md"),
        };
        let said = Diagnostic::new(Code::BadConfig, said!("the summary has no part `{title}`", title)).help(help);
        diagnostics.push(in_settings(said, *at, said!("no such part")));
    }
}

/// The pages that stand in the short book, or in no printed one.
pub(super) fn printed_pages(config: &Config, ids: &PageIds<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let named = config.pdf.leave_out.iter().chain(&config.pdf.short);
    for (id, at) in named.filter(|(id, _)| ids.find(id).is_none()) {
        let said = Diagnostic::new(Code::BadConfig, said!("there is no page `{id}`", id)).help(ids.way_out(id));
        diagnostics.push(in_settings(said, *at, said!("no such page")));
    }
}

/// A fault of the settings at its place; without one, in their file.
fn in_settings(said: Diagnostic, at: Option<Span>, label: Phrase) -> Diagnostic {
    match at {
        Some(at) => said.at(at, label),
        None => said.in_file("book.toml"),
    }
}
