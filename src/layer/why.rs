//! The origins of the parts of a page, and the beginning of a change of one.
//!
//! In: a book put together out of layers. Out: [`Origin`]s; the text of a patch.
//!
//! Invariant: what is said of a page is read from the pieces it was put together of.

use super::edit::line_end;
use super::unit_title::heading_titles;
use super::units::{Unit, body_of, front_of};
use super::values::end_of_entry;
use crate::config::Config;
use crate::schema::Value;
use crate::source::{Source, Sources, Span, page_id};

/// A part of a page, and the files that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The part: a key of the front matter, `#` and the id of a section or choice, or nothing for
    /// what stands before the first heading.
    pub part: String,
    /// The files, as they are shown.
    pub files: Vec<String>,
}

/// The page with an id.
fn page<'a>(sources: &'a Sources, config: &Config, id: &str) -> Option<&'a Source> {
    let folder = format!("{}/", config.book.src);
    let is = |source: &&Source| source.path.strip_prefix(&folder).and_then(page_id).as_deref() == Some(id);
    sources.find(&format!("{folder}{id}.md")).or_else(|| sources.iter().find(is))
}

/// Where the parts of a page come from; `None` where there is no such page.
#[must_use]
pub fn origins(sources: &Sources, config: &Config, id: &str) -> Option<Vec<Origin>> {
    let source = page(sources, config, id)?;
    let mut out = Vec::new();
    let mut take = |part: String, range: std::ops::Range<usize>| {
        let files = sources.origins(Span::new(source.id, range));
        let mut files: Vec<String> = files.into_iter().map(|file| sources.get(file).shown.to_string()).collect();
        let mut seen = std::collections::BTreeSet::new();
        files.retain(|file| seen.insert(file.clone()));
        if !files.is_empty() {
            out.push(Origin { part, files });
        }
    };
    if let Some((_, root)) = front_of(source)
        && let Value::Map(entries) = &root.value
    {
        for entry in entries {
            let begins = entry.node.at.start.min(end_of_entry(&source.text, entry));
            take(entry.key.clone(), begins..end_of_entry(&source.text, entry));
        }
    }
    let body = body_of(sources, source, config);
    let units: Vec<&Unit> = body.units.iter().filter(|unit| unit.level.is_some()).collect();
    let first = units.iter().find(|unit| unit.elsewhere.is_none()).map_or(source.text.len(), |unit| unit.at.start);
    take(String::new(), body.begins..first.max(body.begins));
    let mut included = Vec::new();
    for (i, unit) in units.iter().enumerate() {
        if let Some(file) = unit.elsewhere {
            included.push((format!("#{}", unit.id), sources.get(file).shown.to_string()));
            continue;
        }
        let next = units[i + 1..].iter().find(|next| next.elsewhere.is_none() && next.at.start > unit.at.start);
        let end = next.map_or(unit.at.end, |next| next.at.start.min(unit.at.end));
        take(format!("#{}", unit.id), unit.at.start..end);
    }
    out.extend(included.into_iter().map(|(part, file)| Origin { part, files: vec![file] }));
    Some(out)
}

/// Parts of a page that can be changed, and why one cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Override {
    /// The text of the whole page.
    Page(String),
    /// The change of one part, ready to be edited.
    Part(String),
    /// There is no such page.
    NoPage,
    /// The page has no such part; it has these.
    NoPart(Vec<String>),
    /// The part stands in a file that the page includes.
    Included(String),
}

/// The beginning of a change: of a page, or of a part of it.
#[must_use]
pub fn override_text(sources: &Sources, config: &Config, id: &str, anchor: Option<&str>) -> Override {
    let Some(source) = page(sources, config, id) else { return Override::NoPage };
    let Some(anchor) = anchor else { return Override::Page(source.text.to_string()) };
    let body = body_of(sources, source, config);
    let Some(unit) = body.units.iter().find(|unit| *unit.id == *anchor) else {
        return Override::NoPart(body.units.iter().map(|unit| unit.id.to_string()).collect());
    };
    if let Some(file) = unit.elsewhere {
        return Override::Included(sources.get(file).shown.to_string());
    }
    let text = &source.text[unit.at.clone()];
    let first = line_end(text, 0);
    let (line, rest) = (text[..first].trim_end(), &text[first..]);
    let named = |line: &str| match line.rfind(" {") {
        Some(braces) if line.ends_with('}') => line[..braces].trim_end().to_owned(),
        _ => line.to_owned(),
    };
    let line = if unit.level.is_some() && !line.starts_with('#') {
        // A heading that is underlined: its text, and `#` in the place of the line.
        let title = heading_titles(&body.document).remove(&*unit.id).unwrap_or_default();
        format!("{} {title}", "#".repeat(usize::from(unit.level.unwrap_or(1))))
    } else {
        named(line)
    };
    let rest = if text[..first].starts_with('#') || unit.level.is_none() { rest } else { &rest[line_end(rest, 0)..] };
    let braces = text[..first].trim_end().strip_suffix('}').and_then(|line| line.rsplit_once(" {"));
    let marks = braces.map_or("", |(_, words)| words).split(' ').filter(|word| word.starts_with('.'));
    let marks: String = marks.flat_map(|mark| [" ", mark]).collect();
    Override::Part(format!("{line} {{#{anchor}{marks} .replace}}\n{}\n", rest.trim_end()))
}
