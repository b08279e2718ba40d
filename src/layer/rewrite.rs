//! Changes written into the file of changes of a page.
//!
//! In: the text of an `ID.patch.md`, and a change of one part or value. Out: the text with it.
//!
//! Invariant: whatever else stands in the file stays as it was written.

use std::ops::Range;

use super::edit::{Edit, edited};
use super::page::{given_item, removal};
use super::parts::{PageValue, leaves, way_at};
use super::patch::{How, Part, read_patch};
use super::units::front_of;
use super::values::{Found, Given, Tree, add, add_entry, add_item, find, remove, replace, steps};
use crate::front_matter::parse_yaml;
use crate::language::Language;
use crate::schema::{KeyValue, Node, Value};
use crate::source::{FileId, Layer, Source, Sources};
use crate::text::quotation;

/// A change of a part, as an edition has written it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPart {
    /// The id of the section or choice.
    pub target: String,
    /// The deed of it.
    pub deed: PartDeed,
    /// Its text, heading and all, without what is said in braces.
    pub text: String,
}

/// The deed of a change with a part, as far as it decides what the part says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartDeed {
    /// It stands in the place of what was there.
    Replaces,
    /// It stands at the end of it.
    Appends,
    /// It takes it away.
    Removes,
    /// It stands beside it, and leaves it as it is.
    Beside,
}

/// A change of a value of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueChange<'a> {
    /// It is as the book below has it.
    Original,
    /// It is this, in YAML, in one line.
    Set(&'a str),
    /// It is not there.
    TakenOut,
}

/// The place of something in a file of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrittenPlace {
    /// In the change of a part: its id, and where that change begins.
    Part(String, usize),
    /// At a value, by the way to it.
    Value(String),
}

/// The changes of parts that a file of changes holds, in order.
#[must_use]
pub fn written_parts(patch: &str, language: &'static Language) -> Vec<WrittenPart> {
    let (sources, id) = alone(patch);
    let source = sources.get(id);
    let text_of = |part: &Part| {
        let lead = source.text[part.lead.clone()].trim_end();
        format!("{lead}\n{}", &source.text[part.rest.clone()]).trim_end().to_owned()
    };
    let written = |part: &Part| WrittenPart {
        target: part.target.clone(),
        deed: match part.how {
            How::Replace => PartDeed::Replaces,
            How::Append => PartDeed::Appends,
            How::Remove => PartDeed::Removes,
            How::Before | How::After => PartDeed::Beside,
        },
        text: text_of(part),
    };
    read_patch(source, language).value.parts.iter().map(written).collect()
}

/// The values that a file of changes sets and that are texts, lists of texts, yes or no, those in what it sets too.
#[must_use]
pub fn written_values(patch: &str, language: &'static Language) -> Vec<PageValue> {
    let (sources, id) = alone(patch);
    let mut out = Vec::new();
    read_patch(sources.get(id), language).value.set.iter().for_each(|entry| leaves(&entry.node, &entry.key, &mut out));
    out
}

/// The ways to the values that a file of changes takes out.
#[must_use]
pub fn written_removals(patch: &str, language: &'static Language) -> Vec<String> {
    let (sources, id) = alone(patch);
    let way = |node: &Node| node.text().map(str::to_owned);
    read_patch(sources.get(id), language).value.remove.iter().filter_map(way).collect()
}

/// The change that holds a place of a file of changes.
#[must_use]
pub fn written_place(source: &Source, at: usize, language: &'static Language) -> Option<WrittenPlace> {
    let patch = read_patch(source, language).value;
    if let Some(part) = patch.parts.into_iter().find(|part| part.at.contains(&at)) {
        return Some(WrittenPlace::Part(part.target, part.at.start));
    }
    let set = patch.set.iter().find(|entry| entry.holds(at)).map(|entry| entry.key.clone());
    let removed = patch.remove.iter().find(|node| (node.at.start..=node.at.end).contains(&at));
    set.or_else(|| removed?.text().map(str::to_owned)).map(WrittenPlace::Value)
}

/// The way to the value of a page's front matter that holds a place.
#[must_use]
pub fn page_value_at(source: &Source, at: usize) -> Option<String> {
    let (yaml, root) = front_of(source)?;
    if yaml.contains(&at) { way_at(&root, at) } else { None }
}

/// A file of changes with another text in the place of a part; without one the part is as the book below has it. What
/// stands before or after the part is no change of it, and stays.
#[must_use]
pub fn with_part(patch: &str, target: &str, part: Option<&str>, language: &'static Language) -> String {
    let (sources, id) = alone(patch);
    let source = sources.get(id);
    let own: Vec<Range<usize>> = read_patch(source, language)
        .value
        .parts
        .into_iter()
        .filter(|part| part.target == target && !matches!(part.how, How::Before | How::After))
        .map(|part| part.at)
        .collect();
    let mut text = source.text.to_string();
    // The new one stands where the first of the old ones stood.
    let at = own.first().map_or(text.len(), |first| first.start);
    for range in own.into_iter().rev() {
        text.replace_range(range, "");
    }
    let Some(part) = part else { return tidied(&text) };
    let (before, after) = text.split_at(at);
    tidied(&[before.trim_end(), part.trim(), after.trim()].join("\n\n"))
}

/// A file of changes with a change of a value in the place of the one before.
#[must_use]
pub fn with_value(patch: &str, way: &str, change: ValueChange<'_>) -> String {
    match change {
        ValueChange::Original => with_removal(&with_set(patch, way, None), way, false),
        ValueChange::Set(value) => with_set(&with_removal(patch, way, false), way, Some(value)),
        ValueChange::TakenOut => with_removal(&with_set(&without_below(patch, way), way, None), way, true),
    }
}

/// A file of changes without those of values that lie in another one.
fn without_below(patch: &str, way: &str) -> String {
    let (sources, id) = alone(patch);
    let root = front_of(sources.get(id)).map(|(_, root)| root);
    let entries = |key: &str| match root.as_ref().and_then(|root| root.get(key)).map(|node| &node.value) {
        Some(Value::Map(entries)) => entries.iter().map(|entry| entry.key.clone()).collect(),
        Some(Value::List(items)) => items.iter().filter_map(|item| item.text().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    let lies_below = |other: &String| rest_of_way(other, way).is_some();
    let set = entries("set").into_iter().filter(lies_below);
    let text = set.fold(patch.to_owned(), |text, below| with_set(&text, &below, None));
    let removed = entries("remove").into_iter().filter(lies_below);
    removed.fold(text, |text, below| with_removal(&text, &below, false))
}

/// The rest of a way that leads through another one.
fn rest_of_way<'w>(way: &'w str, above: &str) -> Option<&'w str> {
    way.strip_prefix(above)?.strip_prefix('.')
}

/// A file of changes that sets a value, or does not.
fn with_set(patch: &str, way: &str, value: Option<&str>) -> String {
    let (mut sources, id) = alone(patch);
    let given = sources.add(Layer::Book, "value", format!("value: {}\n", value.unwrap_or("null")));
    let front = front_of(sources.get(id));
    let set = front.as_ref().and_then(|(_, root)| root.get("set"));
    let (Some((_, root)), Some(set)) = (&front, set.filter(|set| matches!(set.value, Value::Map(_)))) else {
        let line = |value| format!("set:\n  {}: {value}\n", quotation(way));
        return value.map_or_else(|| tidied(patch), |value| with_first_line(patch, front.as_ref(), &line(value)));
    };
    let tree = Tree { source: sources.get(id), root };
    let entries = match &set.value {
        Value::Map(entries) => &**entries,
        _ => &[],
    };
    // A value in another one that is set is changed there.
    let around = entries.iter().find_map(|entry| Some((&entry.key, rest_of_way(way, &entry.key)?)));
    if let Some((above, rest)) = around {
        let path: Vec<String> = ["set".to_owned(), above.clone()].into_iter().chain(steps(rest)).collect();
        let edits = edits_at(&sources, tree, &path, value.map(|_| given)).unwrap_or_default();
        return tidied(&edited(&sources, id, edits).0);
    }
    let index = entries.iter().position(|entry| entry.key == way);
    let whole = find(tree, &["set".to_owned()]).ok();
    let edits = match (index, value) {
        (None, None) => Vec::new(),
        (Some(index), None) => {
            let own = Found::within(tree, set, index);
            remove(tree, &whole.iter().chain([&own]).collect::<Vec<_>>(), &[index])
        }
        (index, Some(_)) => edit_of(&sources, given, |given| match index {
            Some(index) => replace(tree, &Found::within(tree, set, index), given),
            None => add_entry(tree, set, false, way, given),
        }),
    };
    tidied(&edited(&sources, id, edits).0)
}

/// A file of changes that takes a value out, or does not.
fn with_removal(patch: &str, way: &str, is_out: bool) -> String {
    let (mut sources, id) = alone(patch);
    let given = sources.add(Layer::Book, "value", format!("value:\n- {}\n", quotation(way)));
    let front = front_of(sources.get(id));
    let list = front.as_ref().and_then(|(_, root)| root.get("remove"));
    let items = match list.map(|list| &list.value) {
        Some(Value::List(items)) => &**items,
        _ => &[],
    };
    let index = items.iter().position(|item| item.text() == Some(way));
    if index.is_some() == is_out {
        return tidied(patch);
    }
    let (Some((_, root)), Some(list)) = (&front, list) else {
        return with_first_line(patch, front.as_ref(), &format!("remove: [{}]\n", quotation(way)));
    };
    let tree = Tree { source: sources.get(id), root };
    let edits = match index {
        Some(index) => {
            let whole = find(tree, &["remove".to_owned()]).ok();
            let own = Found::within(tree, list, index);
            remove(tree, &whole.iter().chain([&own]).collect::<Vec<_>>(), &[index])
        }
        None => edit_of(&sources, given, |given| match &given.node.value {
            Value::List(items) => {
                let item = items.first().map_or(given, |item| given_item(given.source, item));
                add_item(tree, list, false, item)
            }
            _ => Edit::removal(0..0),
        }),
    };
    tidied(&edited(&sources, id, edits).0)
}

/// A page in whose front matter a value has another text in YAML, which stands in one line, or is not there; nothing where
/// there is no place for the value.
#[must_use]
pub fn with_page_value(page: &str, way: &str, value: Option<&str>) -> Option<String> {
    let (mut sources, id) = alone(page);
    let given = sources.add(Layer::Book, "value", format!("value: {}\n", value.unwrap_or("null")));
    let (_, root) = front_of(sources.get(id))?;
    let tree = Tree { source: sources.get(id), root: &root };
    let edits = edits_at(&sources, tree, &steps(way), value.map(|_| given))?;
    Some(edited(&sources, id, edits).0)
}

/// The edits that put a value, or nothing, at a path; nothing where there is no place for one.
fn edits_at(sources: &Sources, tree: Tree<'_>, path: &[String], value: Option<FileId>) -> Option<Vec<Edit>> {
    let found = find(tree, path);
    if found.as_ref().is_err_and(|missing| missing.several > 0 || missing.parent.is_none()) {
        return None;
    }
    Some(match (value, &found) {
        (None, Ok(_)) => removal(tree, path),
        (None, Err(_)) => Vec::new(),
        (Some(given), Ok(found)) => edit_of(sources, given, |given| replace(tree, found, given)),
        (Some(given), Err(missing)) => {
            edit_of(sources, given, |given| add(tree, missing, given).unwrap_or_else(|| Edit::removal(0..0)))
        }
    })
}

/// An edit that is made with the value of another text.
fn edit_of(sources: &Sources, given: FileId, make: impl FnOnce(Given<'_>) -> Edit) -> Vec<Edit> {
    let source = sources.get(given);
    let Ok(root) = parse_yaml(source, &(0..source.text.len())) else { return Vec::new() };
    let Value::Map(entries) = &root.value else { return Vec::new() };
    entries.first().map(|entry| make(Given::entry(source, entry))).into_iter().collect()
}

/// A file of changes whose front matter begins with a line.
fn with_first_line(patch: &str, front: Option<&(Range<usize>, Node)>, line: &str) -> String {
    let mut text = patch.to_owned();
    match front {
        Some((yaml, _)) => text.insert_str(yaml.start, line),
        None => text.insert_str(0, &format!("---\n{line}---\n\n")),
    }
    tidied(&text)
}

/// Whether a file of changes changes nothing but the day that it was gone through.
#[must_use]
pub fn changes_nothing(patch: &str, language: &'static Language) -> bool {
    let (sources, id) = alone(patch);
    let read = read_patch(sources.get(id), language).value;
    let is_day = |entry: &KeyValue| entry.key == "reviewed";
    read.parts.is_empty() && read.add.is_empty() && read.remove.is_empty() && read.set.iter().all(is_day)
}

/// The beginning of a file of changes: the day that it was gone through.
#[must_use]
pub fn new_patch(day: &str) -> String {
    format!("---\nset:\n  reviewed: {day}\n---\n")
}

fn alone(patch: &str) -> (Sources, FileId) {
    let mut sources = Sources::default();
    let id = sources.add(Layer::Book, "page.patch.md", patch);
    (sources, id)
}

/// A text that ends with one line break.
fn tidied(text: &str) -> String {
    let mut out = text.trim_end().to_owned();
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    fn language() -> &'static Language {
        Languages::default().of("nb")
    }

    const PATCH: &str = "---\nset:\n  reviewed: 2026-11-22\n  summary: Kort # hvorfor\n---\n\n## Første {#en .replace}\n\nTekst.\n\n## Andre {#to .append}\n\nMer.\n";

    #[test]
    fn a_part_is_put_in_the_place_of_the_one_before_and_the_rest_stays() {
        let text = with_part(PATCH, "en", Some("## Ny {#en .replace}\n\nAnnen tekst.\n"), language());
        assert!(
            text.contains("# hvorfor\n---\n\n## Ny {#en .replace}\n\nAnnen tekst.\n\n## Andre {#to .append}\n\nMer.\n"),
            "{text}"
        );
        let without = with_part(&text, "en", None, language());
        assert_eq!(
            without,
            "---\nset:\n  reviewed: 2026-11-22\n  summary: Kort # hvorfor\n---\n\n## Andre {#to .append}\n\nMer.\n"
        );
        let beside = format!("{PATCH}\n## Mer om det {{#en .after}}\n\nEtter.\n");
        let kept = with_part(&beside, "en", Some("## Ny {#en .replace}\n\nAnnen tekst.\n"), language());
        assert!(kept.contains("Annen tekst.") && kept.ends_with("## Mer om det {#en .after}\n\nEtter.\n"), "{kept}");
        let last = with_part(&without, "tre", Some("## Tre {#tre .replace}\n\nx"), language());
        assert!(last.ends_with("Mer.\n\n## Tre {#tre .replace}\n\nx\n"), "{last}");
        let written = written_parts(&last, language());
        assert_eq!(
            written.iter().map(|part| (&*part.target, part.deed)).collect::<Vec<_>>(),
            [("to", PartDeed::Appends), ("tre", PartDeed::Replaces)]
        );
        assert_eq!(written[1].text, "## Tre\n\nx");
    }

    #[test]
    fn a_value_is_set_and_taken_back_in_every_way_of_writing() {
        let set = with_value(PATCH, "summary", ValueChange::Set("\"Lang: og \\\"bred\\\"\""));
        assert!(set.contains("  summary: \"Lang: og \\\"bred\\\"\" # hvorfor\n---\n"), "{set}");
        assert!(!with_value(&set, "summary", ValueChange::Original).contains("summary"));
        let more = with_value(PATCH, "fields.tittel.default", ValueChange::Set("[\"a\"]"));
        assert!(more.contains("# hvorfor\n  \"fields.tittel.default\": [\"a\"]\n---"), "{more}");
        assert_eq!(with_value(&more, "fields.tittel.default", ValueChange::Original), PATCH);
        let flow = "---\nset: {title: x, summary: y}\n---\n";
        assert_eq!(with_value(flow, "title", ValueChange::Set("\"z\"")), "---\nset: {title: \"z\", summary: y}\n---\n");
        assert_eq!(
            with_value(flow, "lov", ValueChange::Set("\"z\"")),
            "---\nset: {title: x, summary: y, lov: \"z\"}\n---\n"
        );
        let first = with_value("## A {#a .remove}\n", "title", ValueChange::Set("\"z\""));
        assert_eq!(first, "---\nset:\n  \"title\": \"z\"\n---\n\n## A {#a .remove}\n");
        assert_eq!(with_value(&first, "title", ValueChange::Original), "---\n---\n\n## A {#a .remove}\n");
    }

    #[test]
    fn a_value_is_taken_out_and_back_and_never_changed_twice() {
        let out = with_value(PATCH, "fields.a.help", ValueChange::TakenOut);
        assert!(out.starts_with("---\nremove: [\"fields.a.help\"]\nset:\n  reviewed"), "{out}");
        assert_eq!(with_value(&out, "fields.a.help", ValueChange::TakenOut), out);
        assert_eq!(with_value(&out, "fields.a.help", ValueChange::Original), PATCH);
        let two = with_value(&out, "fields.b.help", ValueChange::TakenOut);
        assert!(two.contains("remove: [\"fields.a.help\", \"fields.b.help\"]\n"), "{two}");
        assert_eq!(written_removals(&two, language()), ["fields.a.help", "fields.b.help"]);
        let set = with_value(&two, "fields.a.help", ValueChange::Set("\"x\""));
        assert!(set.contains("remove: [\"fields.b.help\"]\n") && set.contains("\"fields.a.help\": \"x\"\n"), "{set}");
        assert_eq!(
            with_value(&set, "fields.a.help", ValueChange::Original),
            with_value(PATCH, "fields.b.help", ValueChange::TakenOut)
        );
        let lines = "---\nremove:\n  - title # hvorfor\n---\n";
        let more = with_value(lines, "lov", ValueChange::TakenOut);
        assert_eq!(more, "---\nremove:\n  - title # hvorfor\n  - \"lov\"\n---\n");
        assert_eq!(with_value(&more, "lov", ValueChange::Original), lines);
        let field = with_value(PATCH, "fields.a", ValueChange::Set("{\"label\": \"A\", \"type\": \"text\"}"));
        let helped = with_value(&field, "fields.a.help", ValueChange::Set("\"Skriv.\""));
        assert!(helped.contains("\"type\": \"text\", help: \"Skriv.\"}"), "{helped}");
        let ways: Vec<String> = written_values(&helped, language()).into_iter().map(|value| value.way).collect();
        assert_eq!(ways[2..], ["fields.a.label", "fields.a.type", "fields.a.help"]);
        assert_eq!(with_value(&helped, "fields.a.help", ValueChange::Original), field);
        let day = new_patch("2026-11-22");
        let compact = with_value(
            &day,
            "fields.a",
            ValueChange::Set("{\"label\":\"A?\",\"choices\":{\"en\":\"Én\",\"to\":\"To\"},\"type\":\"choice\"}"),
        );
        let helped = with_value(&compact, "fields.a.help", ValueChange::Set("\"Skriv.\""));
        assert!(
            written_values(&helped, language()).iter().any(|value| value.way == "fields.a.help"),
            "{compact}{helped}"
        );
        let whole = with_value(
            &with_value(PATCH, "fields.b.help", ValueChange::Set("\"x\"")),
            "fields.b",
            ValueChange::TakenOut,
        );
        assert_eq!(whole, with_value(PATCH, "fields.b", ValueChange::TakenOut));
        let alone = with_value("## A {#a .remove}\n", "title", ValueChange::TakenOut);
        assert_eq!(alone, "---\nremove: [\"title\"]\n---\n\n## A {#a .remove}\n");
    }

    #[test]
    fn a_place_leads_to_the_change_that_holds_it() {
        let mut sources = Sources::default();
        let id = sources.add(Layer::Book, "x.patch.md", PATCH);
        let at = |words: &str| written_place(sources.get(id), PATCH.find(words).unwrap(), language());
        assert_eq!(at("Kort"), Some(WrittenPlace::Value("summary".into())));
        let part = |id: &str, heading| Some(WrittenPlace::Part(id.into(), PATCH.find(heading).unwrap()));
        assert_eq!((at("Tekst."), at("Mer.")), (part("en", "## Første"), part("to", "## Andre")));
        let page = "---\nkind: document\nfields:\n  navn: {label: Navn, help: Hele}\n---\nTekst.\n";
        let id = sources.add(Layer::Book, "y.md", page);
        let at = |words: &str| page_value_at(sources.get(id), page.find(words).unwrap());
        assert_eq!((at("Hele").as_deref(), at("Tekst")), (Some("fields.navn.help"), None));
    }

    #[test]
    fn a_value_of_a_page_is_set_where_there_is_a_place_for_it() {
        let page = "---\nkind: document\ntitle: Brev\nfields:\n  navn: {label: Navn}\n---\nTekst.\n";
        let set = with_page_value(page, "fields.navn.default", Some("\"Kari\"")).unwrap();
        assert_eq!(set, page.replace("{label: Navn}", "{label: Navn, default: \"Kari\"}"));
        assert_eq!(
            with_page_value(&set, "title", Some("\"Nytt\"")).unwrap(),
            set.replace("title: Brev", "title: \"Nytt\"")
        );
        assert_eq!(with_page_value(page, "fields.adresse.default", Some("\"x\"")), None);
        assert_eq!(with_page_value(&set, "fields.navn.default", None).unwrap(), page);
        assert_eq!(with_page_value(page, "fields.navn.default", None).unwrap(), page);
    }

    #[test]
    fn a_file_with_the_day_alone_changes_nothing() {
        let day = new_patch("2026-11-22");
        assert!(changes_nothing(&day, language()));
        assert!(!changes_nothing(&with_value(&day, "title", ValueChange::Set("x")), language()));
        assert!(!changes_nothing(PATCH, language()));
    }
}
