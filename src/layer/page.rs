//! A page of the book below and the changes that an edition makes to it.
//!
//! In: the page, the patch. Out: the text of the page in the edition.
//!
//! Invariant: every change is made at exactly one place, or reported; what an edition has changed
//! does not say of itself that the people who went through the page below went through it.

use std::collections::HashMap;
use std::ops::Range;

use super::edit::{Edit, Piece, edited, line_start};
use super::needed::needed_fields;
use super::patch::{How, Part, Patch, read_patch};
use super::units::{Body, Unit, body_of, front_of, options_for};
use super::values::{Found, Given, Missing, Tree, add, add_entry, add_item, find, remove, replace, same, steps};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::language::{OriginKeys, origin_keys};
use crate::said::{Phrase, said};
use crate::schema::{KeyValue, Node, Value};
use crate::source::{FileId, SegmentMap, Source, Sources, Span};
use crate::text::quotation;

/// The page `below` with the changes of `patch`; `None` where nothing is changed.
pub(super) fn patched(
    sources: &Sources,
    below: FileId,
    patch: FileId,
    config: &Config,
) -> Warned<Option<(String, SegmentMap)>> {
    let (page, file) = (sources.get(below), sources.get(patch));
    let Warned { value: patch, mut diagnostics } = read_patch(file, options_for(page, config).language);
    let mut edits = Vec::new();
    if !(patch.set.is_empty() && patch.add.is_empty() && patch.remove.is_empty() && patch.parts.is_empty()) {
        parts(sources, page, file, &patch.parts, config, &mut edits, &mut diagnostics);
        let needed = needed_fields(sources, page, file, &patch, config, &edits);
        let kept: Vec<&str> = needed.iter().map(|(way, _)| way.as_str()).collect();
        values(page, file, &patch, &kept, config, &mut edits, &mut diagnostics);
        diagnostics.extend(needed.into_iter().map(|(_, said)| said));
    }
    if edits.is_empty() {
        return Warned::new(None, diagnostics);
    }
    Warned::new(Some(edited(sources, below, edits)), diagnostics)
}

/// Changes of front matter; what is `kept` is not taken out.
fn values(
    page: &Source,
    file: &Source,
    patch: &Patch,
    kept: &[&str],
    config: &Config,
    edits: &mut Vec<Edit>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some((yaml, root)) = front_of(page) else {
        if let Some(first) = patch.set.iter().chain(&patch.add).map(|entry| &entry.at).next() {
            let at = Span::new(file.id, first.clone());
            let message = said!("{page} has no front matter to change", page = page.shown);
            let help = said!("change the parts of its body, or replace the page");
            diagnostics.push(Diagnostic::new(Code::UnknownTarget, message).at(at, Phrase::default()).help(help));
        }
        return;
    };
    let tree = Tree { source: page, root: &root };
    diagnostics.extend(values_twice(file, patch));
    for entry in &patch.add {
        add_items(tree, file, entry, edits, diagnostics);
    }
    // What ends where something larger ends comes before what follows that.
    let mut set: Vec<(&KeyValue, Vec<String>)> = patch.set.iter().map(|entry| (entry, steps(&entry.key))).collect();
    set.sort_by_key(|(_, way)| std::cmp::Reverse(way.len()));
    for (entry, way) in set {
        let given = Given::entry(file, entry);
        match find(tree, &way) {
            Ok(found) if same(found.node, &entry.node) => {
                if is_own(&entry.key) {
                    continue;
                }
                let message = said!("{page} has this `{key}` already", page = page.shown, key = entry.key);
                let help = said!("take the line away");
                diagnostics
                    .push(Diagnostic::new(Code::SameAsBase, message).at(given.place(), Phrase::default()).help(help));
            }
            Ok(found) => edits.push(replace(tree, &found, given)),
            Err(missing) => match add(tree, &missing, given).filter(|_| missing.several == 0) {
                Some(edit) => edits.push(edit),
                None => diagnostics.push(no_value(page, &missing, given.place())),
            },
        }
    }
    for node in patch.remove.iter().filter(|node| node.text().is_none_or(|way| !kept.contains(&way))) {
        let at = Span::new(file.id, node.at.clone());
        let way = steps(node.text().unwrap_or_default());
        match find(tree, &way) {
            Ok(_) => edits.extend(removal(tree, &way)),
            Err(missing) => diagnostics.push(no_value(page, &missing, at)),
        }
    }
    let own = |key: &str| patch.set.iter().any(|entry| entry.key == key);
    let end = yaml.end;
    withdraw(tree, end, file, &own, config, edits, diagnostics);
}

/// Values that are changed twice, or that lie in each other.
fn values_twice(file: &Source, patch: &Patch) -> Vec<Diagnostic> {
    let set = patch.set.iter().map(|entry| (entry.key.clone(), entry.at.clone()));
    let removed = patch.remove.iter().filter_map(|node| Some((node.text()?.to_owned(), node.at.clone())));
    let ways: Vec<(String, Range<usize>, Vec<String>)> =
        set.chain(removed).map(|(way, at)| (way.clone(), at, steps(&way))).collect();
    let mut out = Vec::new();
    for (i, (way, at, parts)) in ways.iter().enumerate() {
        let meets =
            |other: &&(String, Range<usize>, Vec<String>)| parts.starts_with(&other.2) || other.2.starts_with(parts);
        if let Some((first, before, _)) = ways[..i].iter().find(meets) {
            let message = if way == first {
                said!("`{way}` is changed twice", way)
            } else {
                said!("`{way}` and `{first}` lie in each other, and both are changed", way, first)
            };
            let [at, before] = [at, before].map(|at| Span::new(file.id, at.clone()));
            out.push(
                Diagnostic::new(Code::TargetTwice, message)
                    .at(at, said!("again here"))
                    .at(before, said!("first here"))
                    .help(said!("keep one of the changes")),
            );
        }
    }
    out
}

/// Keys that a changed page has of itself, even where the page below says the same.
pub(super) fn is_own(way: &str) -> bool {
    let (key, below) = way.split_once('.').unwrap_or((way, ""));
    let of_origin =
        |keys: &OriginKeys| way == keys.involved || key == keys.law && (below.is_empty() || below == keys.checked);
    way == "reviewed" || origin_keys().any(of_origin)
}

/// Takes out what a way leads to.
pub(super) fn removal(tree: Tree<'_>, way: &[String]) -> Vec<Edit> {
    let path: Vec<Found<'_>> = (1..=way.len()).filter_map(|n| find(tree, &way[..n]).ok()).collect();
    let path: Vec<&Found<'_>> = path.iter().collect();
    path.last().map_or_else(Vec::new, |last| remove(tree, &path, &[last.index]))
}

fn add_items(
    tree: Tree<'_>,
    file: &Source,
    entry: &KeyValue,
    edits: &mut Vec<Edit>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Value::List(items) = &entry.node.value else { return };
    let place = Span::new(file.id, entry.at.clone());
    match find(tree, &steps(&entry.key)) {
        Ok(found) if matches!(found.node.value, Value::List(_)) => {
            edits.extend(items.iter().map(|item| add_item(tree, found.node, false, given_item(file, item))));
        }
        Ok(_) => diagnostics.push(
            Diagnostic::new(Code::UnknownTarget, said!("`{key}` is no list", key = entry.key))
                .at(place, Phrase::default())
                .help(said!("items are added to lists; give other values by `set`")),
        ),
        Err(missing) => match add(tree, &missing, Given::entry(file, entry)).filter(|_| missing.several == 0) {
            Some(edit) => edits.push(edit),
            None => diagnostics.push(no_value(tree.source, &missing, place)),
        },
    }
}

/// An item of a list of another file.
pub(super) fn given_item<'a>(file: &'a Source, item: &'a Node) -> Given<'a> {
    const NO_KEY: &Range<usize> = &(0..0);
    let line = line_start(&file.text, item.at.start);
    let lead = file.text[line..item.at.start].rfind('-').map_or(item.at.start, |dash| line + dash);
    Given { source: file, lead, key: NO_KEY, node: item }
}

fn no_value(page: &Source, missing: &Missing<'_>, at: Span) -> Diagnostic {
    if missing.several > 1 {
        let message = said!(
            "`{step}` is the name of {several} entries of {page}",
            step = missing.step,
            several = missing.several,
            page = page.shown
        );
        let help = said!("give the whole list anew by `set`: nothing tells them apart");
        return Diagnostic::new(Code::UnknownTarget, message).at(at, said!("not one of them alone")).help(help);
    }
    let help = match nearest(&missing.step, missing.known.iter().map(String::as_str)) {
        Some(near) => said!("did you mean `{near}`?", near),
        None if missing.known.is_empty() => said!("nothing can stand below this"),
        None => said!("what is there: {known}", known = shown(&missing.known)),
    };
    let message = said!("there is no `{step}` in {page}", step = missing.step, page = page.shown);
    Diagnostic::new(Code::UnknownTarget, message).at(at, said!("not there")).help(help)
}

/// The first of some names.
fn shown(names: &[String]) -> String {
    const MOST: usize = 12;
    let more = if names.len() > MOST { " …" } else { "" };
    names.iter().take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ") + more
}

/// Keys of how the page below came about, which an edition that changes it cannot say.
fn withdraw(
    tree: Tree<'_>,
    yaml_end: usize,
    file: &Source,
    own: &dyn Fn(&str) -> bool,
    config: &Config,
    edits: &mut Vec<Edit>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = Span::new(file.id, 0..file.text.find('\n').unwrap_or(file.text.len()));
    let text = |key: &str| tree.root.get(key).and_then(Node::text);
    let nobody = text("lang").map_or_else(|| config.language(), |lang| config.languages.of(lang)).nobody;
    let mut names: Vec<&OriginKeys> = origin_keys().collect();
    names.dedup();
    let told = names.into_iter().flat_map(|keys| {
        [(keys.involved.to_owned(), keys.involved), (format!("{}.{}", keys.law, keys.checked), keys.law)]
    });
    for (path, whole) in told {
        if own(&path) || own(whole) {
            continue;
        }
        if let Ok(found) = find(tree, &steps(&path)) {
            edits.push(Edit { at: found.node.at.clone(), pieces: vec![Piece::Made(quotation(nobody), place)] });
        }
    }
    let is_required = config.content.require.iter().any(|key| key == "reviewed");
    if own("reviewed") {
        return;
    }
    if find(tree, &steps("reviewed")).is_ok() && !is_required {
        edits.extend(removal(tree, &steps("reviewed")));
    }
    if is_required && yaml_end > 0 {
        let message =
            said!("{source} is changed, and nobody says when it was gone through since", source = tree.source.shown);
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, message)
                .at(place, said!("in the front matter here"))
                .help(said!("add `set:` with `reviewed:` and the day you went through your text")),
        );
    }
}

/// Changes of the body.
fn parts(
    sources: &Sources,
    page: &Source,
    file: &Source,
    parts: &[Part],
    config: &Config,
    edits: &mut Vec<Edit>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if parts.is_empty() {
        return;
    }
    let body = body_of(sources, page, config);
    let mut done: HashMap<(&str, How), &Part> = HashMap::new();
    let mut taken: Vec<(Range<usize>, &Part)> = Vec::new();
    for part in parts {
        let at = Span::new(file.id, part.target_at.start - 1..part.target_at.end);
        let Some(unit) = body.unit(&part.target) else {
            diagnostics.push(no_part(page, &body, part, at));
            continue;
        };
        if let Some(included) = unit.elsewhere {
            diagnostics.push(included_part(page, sources.get(included), part, at, config));
            continue;
        }
        if unit.level.is_none() != part.is_choice {
            let (target, page) = (&part.target, &page.shown);
            let (message, help) = if part.is_choice {
                (
                    said!("`{target}` is a section of {page}", target, page),
                    said!("write the change as a heading: `## Heading {{#id .replace}}`"),
                )
            } else {
                (
                    said!("`{target}` is a choice of {page}", target, page),
                    said!("write the change as an item: `- [ ] Text. {{#id .replace}}`"),
                )
            };
            diagnostics.push(Diagnostic::new(Code::BadPatch, message).at(at, Phrase::default()).help(help));
            continue;
        }
        let key = match part.how {
            How::Remove => How::Replace,
            how => how,
        };
        if let Some(first) = done.insert((&part.target, key), part) {
            diagnostics.push(twice(file, part, first, at));
            continue;
        }
        if matches!(part.how, How::Replace | How::Remove) {
            let meets = |(range, _): &&(Range<usize>, &Part)| range.start < unit.at.end && unit.at.start < range.end;
            if let Some((_, first)) = taken.iter().find(meets) {
                diagnostics.push(twice(file, part, first, at));
                continue;
            }
            taken.push((unit.at.clone(), part));
        }
        edits.extend(PartChange { page, file, unit, part }.edit(diagnostics));
    }
}

fn no_part(page: &Source, body: &Body, part: &Part, at: Span) -> Diagnostic {
    let known: Vec<String> = body.units.iter().map(|unit| unit.id.to_string()).collect();
    let help = match nearest(&part.target, known.iter().map(String::as_str)) {
        Some(near) => said!("did you mean `#{near}`?", near),
        None if known.is_empty() => said!("the page has no headings; replace it as a whole"),
        None => said!("the parts are {known}", known = shown(&known)),
    };
    let message = said!("{page} has no part `#{target}`", page = page.shown, target = part.target);
    Diagnostic::new(Code::UnknownTarget, message).at(at, said!("not there")).help(help)
}

fn included_part(page: &Source, included: &Source, part: &Part, at: Span, config: &Config) -> Diagnostic {
    let message = said!(
        "`#{target}` stands in {included}, which {page} only includes",
        target = part.target,
        included = included.shown,
        page = page.shown
    );
    let is_text = included.path.starts_with(&format!("{}/", config.book.src));
    let help = match included.path.strip_suffix(".md").filter(|_| is_text) {
        Some(stem) => said!("change it in {stem}.patch.md, for all pages that include it", stem),
        None => said!("put a file of your own at {path}, for all pages that include it", path = included.path),
    };
    Diagnostic::new(Code::PatchOfInclude, message).at(at, said!("included")).help(help)
}

fn twice(file: &Source, part: &Part, first: &Part, at: Span) -> Diagnostic {
    let before = Span::new(file.id, first.target_at.start - 1..first.target_at.end);
    let message = if part.target == first.target {
        said!("`#{target}` is changed twice", target = part.target)
    } else {
        said!(
            "`#{target}` and `#{other}` lie in each other, and both are changed",
            target = part.target,
            other = first.target
        )
    };
    Diagnostic::new(Code::TargetTwice, message)
        .at(at, said!("again here"))
        .at(before, said!("first here"))
        .help(said!("keep one of the changes"))
}

/// A change of a part of the body: of `unit` of the page, as `part` of the file says.
struct PartChange<'a> {
    page: &'a Source,
    file: &'a Source,
    unit: &'a Unit,
    part: &'a Part,
}

impl PartChange<'_> {
    /// The edit that makes it; `None` where there is none.
    fn edit(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Edit> {
        let at = &self.unit.at;
        match (self.part.how, self.part.is_choice) {
            (How::Remove, false) => Some(Edit::removal(at.clone())),
            (How::Remove, true) => Some(Edit::removal(line_start(&self.page.text, at.start)..at.end)),
            (How::Append, true) => {
                let message = said!("nothing can be put at the end of a choice");
                diagnostics.push(self.at_lead(Code::BadPatch, message).help(said!("replace it as a whole")));
                None
            }
            (_, true) => Some(self.choice()),
            (_, false) => {
                diagnostics.extend(self.same());
                Some(self.section())
            }
        }
    }

    fn of(&self, range: Range<usize>) -> Piece {
        Piece::Of(self.file.id, range)
    }

    fn made(&self, text: &str) -> Piece {
        Piece::Made(text.to_owned(), Span::new(self.file.id, self.part.lead.clone()))
    }

    fn at_lead(&self, code: Code, message: Phrase) -> Diagnostic {
        Diagnostic::new(code, message).at(Span::new(self.file.id, self.part.lead.clone()), Phrase::default())
    }

    /// The text below the first line, without the white space around it.
    fn content(&self) -> Range<usize> {
        trimmed(&self.file.text, self.part.rest.clone())
    }

    /// The place of the edit.
    fn range(&self) -> Range<usize> {
        let at = &self.unit.at;
        match self.part.how {
            How::Replace | How::Remove => at.clone(),
            How::Before => at.start..at.start,
            How::After | How::Append => at.end..at.end,
        }
    }

    /// The first line with the id that it is to have: ` {#id .mark formerly="old"}`.
    fn first_line(&self) -> Vec<Piece> {
        let part = self.part;
        let is_replaced = part.how == How::Replace;
        let lead = &self.file.text[part.lead.clone()];
        let mut pieces = vec![self.of(part.lead.start..part.lead.start + lead.trim_end().len())];
        let id = if is_replaced { Some(part.target_at.clone()) } else { part.own_id.clone() };
        let is_former = is_replaced && *self.unit.id != *part.target;
        let id = id.map(|id| [self.made("#"), if is_former { self.made(&self.unit.id) } else { self.of(id) }]);
        let marks = part.marks.iter().map(|mark| [self.made("."), self.of(mark.clone())]);
        for (i, [sign, word]) in id.into_iter().chain(marks).enumerate() {
            pieces.extend([self.made(if i == 0 { " {" } else { " " }), sign, word]);
        }
        if is_replaced && !self.unit.former.is_empty() {
            pieces.push(self.made(&format!(" formerly=\"{}\"", self.unit.former.join(","))));
        }
        if is_replaced || part.own_id.is_some() || !part.marks.is_empty() {
            pieces.push(self.made("}"));
        }
        pieces.push(self.made("\n"));
        pieces
    }

    /// A choice: its lines are moved to the column of the one they are put beside.
    fn choice(&self) -> Edit {
        let column = self.unit.at.start - line_start(&self.page.text, self.unit.at.start);
        let own = self.part.at.start - line_start(&self.file.text, self.part.at.start);
        let mut pieces = self.first_line();
        pieces.extend(moved(self.file, self.part.rest.clone(), own, column));
        let indent = self.made(&" ".repeat(column));
        match self.part.how {
            How::Before => pieces.push(indent),
            How::After => pieces.insert(0, indent),
            How::Replace | How::Append | How::Remove => {}
        }
        Edit { at: self.range(), pieces }
    }

    /// A section, with an empty line before it and behind it.
    fn section(&self) -> Edit {
        let (how, at, text) = (self.part.how, self.range(), &self.page.text);
        let mut pieces = if how == How::Append { Vec::new() } else { self.first_line() };
        let content = self.content();
        if !content.is_empty() {
            // A line between the heading and its text, as the file has it.
            pieces.push(self.of(if how == How::Append { content } else { self.part.rest.start..content.end }));
            pieces.push(self.made("\n"));
        }
        if matches!(how, How::After | How::Append) && !text[..at.start].ends_with("\n\n") {
            pieces.insert(0, self.made(if text[..at.start].ends_with('\n') { "\n" } else { "\n\n" }));
        }
        if at.end < text.len() {
            pieces.push(self.made("\n"));
        }
        Edit { at, pieces }
    }

    /// A replacement that says what the page says already.
    fn same(&self) -> Option<Diagnostic> {
        let is_same =
            self.part.how == How::Replace && says_the_same(&self.page.text, &self.unit.at, self.file, &self.content());
        let message = said!("{page} says this already", page = self.page.shown);
        is_same.then(|| self.at_lead(Code::SameAsBase, message).help(said!("take the change away")))
    }
}

/// Whether a section has the text it had, whatever its heading is.
fn says_the_same(text: &str, at: &Range<usize>, file: &Source, content: &Range<usize>) -> bool {
    let old = &text[at.clone()];
    let old = old.find('\n').map_or("", |newline| &old[newline..]);
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    words(old) == words(&file.text[content.clone()])
}

/// A range without the white space around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start_matches(['\n', '\r']).len());
    let end = range.start + part.trim_end().len();
    start.min(end.max(range.start))..end.max(range.start)
}

/// Lines moved from one column to another.
fn moved(file: &Source, range: Range<usize>, from: usize, to: usize) -> Vec<Piece> {
    let end = range.start + file.text[range.clone()].trim_end().len();
    let mut pieces = Vec::new();
    let mut at = range.start;
    while at < end {
        let next = super::edit::line_end(&file.text, at).min(end);
        let spaces = file.text[at..next].bytes().take_while(|b| *b == b' ').count().min(from);
        let place = Span::new(file.id, at..at);
        if !file.text[at..next].trim().is_empty() {
            pieces.push(Piece::Made(" ".repeat(to), place));
        }
        pieces.push(Piece::Of(file.id, at + spaces..next));
        if next == end {
            pieces.push(Piece::Made("\n".into(), place));
        }
        at = next;
    }
    pieces
}

/// The depth to which the entries of a register go into those of the one below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Those at the outermost level are entries, each of which replaces another.
    Outermost,
    /// Those of the maps and lists at the outermost level are.
    Second,
    /// Every value stands alone: a translation says only what it translates.
    Values,
}

/// Puts the entries of a register over those of the one below: by key, items of lists by id.
pub(super) fn merged_register(
    sources: &Sources,
    below: FileId,
    own: FileId,
    depth: Depth,
) -> Option<(String, SegmentMap)> {
    let (below, own) = (sources.get(below), sources.get(own));
    let parse = |source: &Source| crate::front_matter::parse_yaml(source, &(0..source.text.len())).ok();
    let (root, over) = (parse(below)?, parse(own)?);
    let tree = Tree { source: below, root: &root };
    let mut edits = Vec::new();
    entries(tree, &[], own, &over, depth, &mut edits);
    Some(edited(sources, below.id, edits))
}

/// Lists of registers whose order says something: an edition gives another one, or none.
const WHOLE_LISTS: [&str; 2] = ["roles", "search-examples"];

fn entries(tree: Tree<'_>, way: &[String], own: &Source, over: &Node, depth: Depth, edits: &mut Vec<Edit>) {
    let below = if depth == Depth::Values { Depth::Values } else { Depth::Outermost };
    let whole = depth == Depth::Outermost;
    let Value::Map(over) = &over.value else { return };
    for entry in over {
        let mut way = way.to_vec();
        way.push(entry.key.clone());
        let given = Given::entry(own, entry);
        match find(tree, &way) {
            Ok(found) => match (&found.node.value, &entry.node.value) {
                (_, Value::Null) => edits.extend(removal(tree, &way)),
                (Value::Map(_), Value::Map(_)) if !whole => entries(tree, &way, own, &entry.node, below, edits),
                (Value::List(_), Value::List(items)) if !whole && !WHOLE_LISTS.contains(&entry.key.as_str()) => {
                    list_items(tree, &way, found.node, own, items, below, edits);
                }
                _ => edits.push(replace(tree, &found, given)),
            },
            Err(missing) => {
                edits.extend(missing.parent.map(|parent| add_entry(tree, parent, false, &entry.key, given)));
            }
        }
    }
}

fn list_items(
    tree: Tree<'_>,
    way: &[String],
    list: &Node,
    own: &Source,
    items: &[Node],
    depth: Depth,
    edits: &mut Vec<Edit>,
) {
    for item in items {
        let Some(name) = item.get("id").and_then(Node::text).or_else(|| item.text()) else { continue };
        let mut way = way.to_vec();
        way.push(name.to_owned());
        match find(tree, &way) {
            Ok(found) if same(found.node, item) => {}
            Ok(_) if depth == Depth::Values && item.get("id").is_some() => entries(tree, &way, own, item, depth, edits),
            Ok(found) => edits.push(replace(tree, &found, given_item(own, item))),
            Err(_) => edits.push(add_item(tree, list, false, given_item(own, item))),
        }
    }
}
