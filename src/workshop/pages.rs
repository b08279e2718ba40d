//! The pages of a book and its edition, for those who change them.
//!
//! In: the book below, the edition's files. Out: lists and pages as plain data.
//!
//! Invariant: a page of the book is in the list whether the edition has it or not, where the book has it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::edition::EditionFiles;
use super::protocol::{ListedPage, ListedPart, PageChange, PageState, PartState, ValueState};
use crate::config::{Chapter, Config, SummaryItem, parse_summary, path_named};
use crate::kind::Kind;
use crate::layer::{
    Override, PATCH, PagePart, PageValue, PartDeed, PlainValue, override_text, page_parts, page_values, pages_of,
    written_parts, written_removals, written_values,
};
use crate::source::{FileId, Layer, Sources, page_id};

/// A book that an edition lies on.
pub(super) struct BaseBook {
    pub(super) sources: Sources,
    pub(super) config: Config,
    /// Its pages, by id.
    pub(super) pages: BTreeMap<String, FileId>,
    /// Their titles and kinds.
    told: BTreeMap<String, Told>,
}

impl BaseBook {
    pub(super) fn new(sources: Sources, config: Config) -> Self {
        let pages = pages_of(&sources, &config);
        let told = pages.iter().map(|(id, file)| (id.clone(), told(id, &sources.get(*file).text, &config))).collect();
        Self { sources, config, pages, told }
    }

    fn text(&self, page: &str) -> Option<&str> {
        self.pages.get(page).map(|file| &*self.sources.get(*file).text)
    }

    /// The beginning of a change of a part: its heading with what is said in braces, and its text.
    pub(super) fn part(&self, page: &str, part: &str) -> Override {
        override_text(&self.sources, &self.config, page, Some(part))
    }
}

/// A text whose heading stands without `{…}`.
pub(super) fn bare_heading(text: &str) -> String {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let bare = line.trim_end();
    let bare = if bare.ends_with('}') { bare.rfind(" {").map_or(bare, |braces| &bare[..braces]) } else { bare };
    format!("{}\n{}", bare.trim_end(), rest.trim_end()).trim_end().to_owned()
}

/// Facts of a page that its text alone tells.
#[derive(Clone)]
struct Told {
    title: String,
    kind: String,
}

fn told(id: &str, text: &str, config: &Config) -> Told {
    let mut sources = Sources::default();
    let name = format!("{}{id}.md", config.book.content());
    sources.add(Layer::Book, name, text);
    let values = page_values(&sources, config, id).unwrap_or_default();
    let value = |way: &str| {
        values.iter().find(|value| value.way == way).and_then(|value| match &value.value {
            PlainValue::Text(text) => Some(text.clone()),
            _ => None,
        })
    };
    let heading = || text.lines().find_map(|line| line.strip_prefix("# ")).map(|title| title.trim().to_owned());
    Told {
        title: value("title").or_else(heading).unwrap_or_else(|| id.to_owned()),
        kind: value("kind").unwrap_or_else(|| Kind::Article.name().to_owned()),
    }
}

/// The deeds of an edition with the pages, by id.
pub(super) struct EditionPages<'a> {
    base: &'a BaseBook,
    edition: &'a EditionFiles,
    removed: &'a BTreeSet<String>,
}

impl<'a> EditionPages<'a> {
    pub(super) fn new(base: &'a BaseBook, edition: &'a EditionFiles, removed: &'a BTreeSet<String>) -> Self {
        Self { base, edition, removed }
    }

    fn of(&self, id: &str) -> PageChange {
        let is_below = self.base.pages.contains_key(id);
        if self.removed.contains(id) {
            PageChange::TakenOut
        } else if self.edition.page(id).is_some() {
            if is_below { PageChange::Replaced } else { PageChange::Own }
        } else if self.edition.patch(id).is_some() {
            PageChange::Changed
        } else {
            PageChange::None
        }
    }

    /// The facts of a page as the edition has it.
    fn told(&self, id: &str) -> Option<Told> {
        if let Some(text) = self.edition.page(id) {
            return Some(told(id, text, &self.base.config));
        }
        let below = self.base.told.get(id)?.clone();
        let patch = self.edition.patch(id).unwrap_or_default();
        let values = if patch.is_empty() { Vec::new() } else { written_values(patch, self.base.config.language()) };
        let title = values.into_iter().find_map(|value| match value.value {
            PlainValue::Text(title) if value.way == "title" && !title.trim().is_empty() => Some(title),
            _ => None,
        });
        Some(Told { title: title.unwrap_or(below.title), kind: below.kind })
    }

    fn listed(&self, id: &str, depth: usize) -> Option<ListedPage> {
        let Told { title, kind } = self.told(id)?;
        let patch = self.edition.patch(id).unwrap_or_default();
        let language = self.base.config.language();
        if patch.is_empty() {
            let change = self.of(id);
            return Some(ListedPage { id: id.to_owned(), title, kind, depth, change, changes: Vec::new() });
        }
        let parts = written_parts(patch, language).into_iter().map(|part| format!("#{}", part.target));
        let values = written_values(patch, language).into_iter().map(|value| value.way);
        let removals = written_removals(patch, language);
        let changes = parts.chain(values.filter(|way| way != "reviewed")).chain(removals).collect();
        Some(ListedPage { id: id.to_owned(), title, kind, depth, change: self.of(id), changes })
    }

    /// Every page of the book and the edition in the order of the summary; `composed` is the summary of the edition,
    /// which has its own pages and lacks those that were taken out.
    pub(super) fn list(&self, composed: Option<(&Sources, FileId)>) -> Vec<ListedPart> {
        let content = self.base.config.book.content();
        let summary = self.base.sources.find(&format!("{content}SUMMARY.md"));
        let mut lines = summary.map(|source| lines_of(&self.base.sources, source.id)).unwrap_or_default();
        if let Some((sources, file)) = composed {
            put_own(&mut lines, &lines_of(sources, file));
        }
        let mut parts = vec![ListedPart { title: None, is_unlisted: false, pages: Vec::new() }];
        let mut seen = BTreeSet::new();
        for line in lines {
            match line {
                SummaryLine::Part(title) => {
                    parts.push(ListedPart { title: Some(title), is_unlisted: false, pages: Vec::new() });
                }
                SummaryLine::Page(id, depth) => {
                    if let (Some(page), Some(part)) = (self.listed(&id, depth), parts.last_mut()) {
                        part.pages.push(page);
                        seen.insert(id);
                    }
                }
            }
        }
        let is_page = |path: &&String| !path.ends_with(PATCH);
        let own = self.edition.files().keys().filter(is_page).filter_map(|path| page_id(path.strip_prefix(&content)?));
        let rest: BTreeSet<String> = self.base.pages.keys().cloned().chain(own).collect();
        let unlisted = rest.iter().filter(|id| !seen.contains(*id) && *id != "SUMMARY");
        let mut pages: Vec<ListedPage> = unlisted.filter_map(|id| self.listed(id, 0)).collect();
        pages.sort_by_cached_key(|page| page.title.to_lowercase());
        parts.push(ListedPart { title: None, is_unlisted: true, pages });
        parts.retain(|part| !part.pages.is_empty());
        parts
    }

    /// A page with all that can be changed of it.
    pub(super) fn page(&self, id: &str) -> Option<PageState> {
        let own = self.edition.page(id);
        let text = own.or_else(|| self.base.text(id))?;
        let Told { title, kind } = self.told(id)?;
        let (parts, values) = match own {
            Some(text) => (Vec::new(), self.own_values(id, text)),
            None => (self.parts(id), self.values(id)),
        };
        Some(PageState { id: id.to_owned(), title, kind, change: self.of(id), text: text.to_owned(), parts, values })
    }

    fn parts(&self, id: &str) -> Vec<PartState> {
        let written = written_parts(self.edition.patch(id).unwrap_or_default(), self.base.config.language());
        let parts = page_parts(&self.base.sources, &self.base.config, id).unwrap_or_default();
        let state = |part: PagePart| {
            let original = bare_heading(&part.text);
            let own = written.iter().filter(|own| own.target == part.id).find_map(|own| match own.deed {
                PartDeed::Replaces => Some(own.text.clone()),
                // What stands below its heading comes at the end.
                PartDeed::Appends => {
                    Some(format!("{original}\n\n{}", own.text.split_once('\n').map_or("", |(_, rest)| rest.trim())))
                }
                PartDeed::Removes => Some(String::new()),
                PartDeed::Beside => None,
            });
            PartState { original, id: part.id, title: part.title, own, elsewhere: part.elsewhere }
        };
        parts.into_iter().map(state).collect()
    }

    fn values(&self, id: &str) -> Vec<ValueState> {
        let written = written_values(self.edition.patch(id).unwrap_or_default(), self.base.config.language());
        let removed = written_removals(self.edition.patch(id).unwrap_or_default(), self.base.config.language());
        let values = page_values(&self.base.sources, &self.base.config, id).unwrap_or_default();
        let state = |value: PageValue| {
            let set = written.iter().find(|own| own.way == value.way).map(|own| plain(&own.value));
            let lies_in =
                |out: &String| value.way.strip_prefix(out).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            let is_out = removed.iter().any(lies_in);
            let original = plain(&value.value);
            let nothing = || if original.is_array() { json!([]) } else { json!("") };
            ValueState { own: set.or_else(|| is_out.then(nothing)), original, way: value.way }
        };
        let mut states: Vec<ValueState> = values.into_iter().map(state).collect();
        // What the edition sets that the page below does not say, and what it takes out with all that is in it.
        let known: BTreeSet<String> = states.iter().map(|state| state.way.clone()).collect();
        let out = removed.iter().filter(|way| !known.contains(*way));
        states.extend(out.map(|way| ValueState { way: way.clone(), original: Value::Null, own: Some(json!("")) }));
        let new = written.iter().filter(|value| !known.contains(&value.way) && value.way != "reviewed");
        states.extend(new.map(|value| ValueState {
            way: value.way.clone(),
            original: Value::Null,
            own: Some(plain(&value.value)),
        }));
        states
    }

    fn own_values(&self, id: &str, text: &str) -> Vec<ValueState> {
        let mut sources = Sources::default();
        sources.add(Layer::Book, format!("{}{id}.md", self.base.config.book.content()), text);
        let values = page_values(&sources, &self.base.config, id).unwrap_or_default();
        let state = |value: PageValue| ValueState { way: value.way, original: plain(&value.value), own: None };
        values.into_iter().map(state).collect()
    }

    /// The words of a page at a way, with all that is said of each now; nothing where there are no such words.
    pub(super) fn words(&self, id: &str, way: &str) -> Option<Vec<(String, Value)>> {
        let content = self.base.config.book.content();
        let of_page = match self.edition.page(id) {
            Some(text) => {
                let mut sources = Sources::default();
                sources.add(Layer::Book, format!("{content}{id}.md"), text);
                page_values(&sources, &self.base.config, id)
            }
            None => page_values(&self.base.sources, &self.base.config, id),
        };
        let own = written_values(self.edition.patch(id).unwrap_or_default(), self.base.config.language());
        let words = |value: PageValue| match value.value {
            PlainValue::Words(words) if value.way == way => Some(words),
            _ => None,
        };
        // What the edition wrote itself comes first; what it took away is known still.
        let all = own.into_iter().chain(of_page.unwrap_or_default()).filter_map(words);
        all.reduce(|own, of_page| own.into_iter().chain(of_page).collect())
    }
}

fn plain(value: &PlainValue) -> Value {
    match value {
        PlainValue::Text(text) => json!(text),
        PlainValue::Number(number) => json!(number),
        PlainValue::Bool(value) => json!(value),
        PlainValue::List(texts) => json!(texts),
        PlainValue::Words(words) => words.iter().map(|(word, _)| word.as_str()).collect(),
    }
}

/// A line of a summary.
#[derive(Clone, PartialEq)]
enum SummaryLine {
    Part(String),
    Page(String, usize),
}

fn lines_of(sources: &Sources, summary: FileId) -> Vec<SummaryLine> {
    let mut lines = Vec::new();
    for item in parse_summary(sources.get(summary)).value.items {
        match item {
            SummaryItem::Part(heading) => {
                lines.push(SummaryLine::Part(heading.title));
                let page = heading.page.and_then(|(target, _)| page_id(&path_named(&target)));
                lines.extend(page.map(|id| SummaryLine::Page(id, 0)));
            }
            SummaryItem::Chapter(chapter) => chapter_lines(&chapter, 0, &mut lines),
            SummaryItem::Separator => {}
        }
    }
    lines
}

fn chapter_lines(chapter: &Chapter, depth: usize, lines: &mut Vec<SummaryLine>) {
    let id = chapter.target.as_deref().and_then(|target| page_id(&path_named(target)));
    lines.extend(id.map(|id| SummaryLine::Page(id, depth)));
    chapter.children.iter().for_each(|child| chapter_lines(child, depth + 1, lines));
}

/// Puts the lines in that only the edition has, each after the line it follows there.
fn put_own(lines: &mut Vec<SummaryLine>, composed: &[SummaryLine]) {
    let name = |line: &SummaryLine| match line {
        SummaryLine::Part(title) => format!("# {title}"),
        SummaryLine::Page(id, _) => id.clone(),
    };
    let mut known: BTreeSet<String> = lines.iter().map(name).collect();
    let mut before: Option<String> = None;
    for line in composed {
        let own = name(line);
        if known.insert(own.clone()) {
            let at = before.as_ref().and_then(|before| lines.iter().position(|line| name(line) == *before));
            lines.insert(at.map_or(0, |at| at + 1), line.clone());
        }
        before = Some(own);
    }
}
