//! Changes of a `book.toml` by its keys.
//!
//! In: the text, the way to a value, and the value. Out: the text with it.
//!
//! Invariant: whatever else stands in the file stays as it was written, comments too.

use std::collections::BTreeMap;

use toml_edit::{Array, DocumentMut, Item, Table, Value};

use super::toml::tree_of;
use crate::schema::{KeyValue, Value as TreeValue};
use crate::source::Source;

/// A value of a setting that can be changed from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingValue {
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

/// The settings with a value at `table.key`; without one the key is taken out.
///
/// # Errors
/// The text is no TOML, or there is a value where a table must be; in words.
pub fn with_setting(settings: &str, table: &str, key: &str, value: Option<&SettingValue>) -> Result<String, String> {
    let mut document = document(settings)?;
    let Some(value) = value else {
        if let Some(found) = document.get_mut(table).and_then(Item::as_table_like_mut) {
            found.remove(key);
        }
        return Ok(document.to_string());
    };
    let found = document.entry(table).or_insert_with(|| Item::Table(Table::new()));
    let found = found.as_table_like_mut().ok_or_else(|| format!("`{table}` is no table"))?;
    let value = match value {
        SettingValue::Text(text) => Value::from(text.as_str()),
        SettingValue::List(items) => Value::from(items.iter().map(String::as_str).collect::<Array>()),
    };
    match found.get_mut(key).and_then(Item::as_value_mut) {
        Some(before) => {
            // What stands before and after it, a comment too, stays.
            let decor = before.decor().clone();
            *before = value;
            *before.decor_mut() = decor;
        }
        None => drop(found.insert(key, Item::Value(value))),
    }
    Ok(document.to_string())
}

/// The settings of an edition that does without a page; `to` is where links to it lead instead. It may do without it
/// already.
///
/// # Errors
/// The text is no TOML, or `[base] remove` is no list; in words.
pub fn with_removed(settings: &str, page: &str, to: Option<&str>) -> Result<String, String> {
    let mut document = document(&with_page_back(settings, page)?)?;
    let base = document.entry("base").or_insert_with(|| Item::Table(Table::new()));
    let base = base.as_table_like_mut().ok_or("`base` is no table")?;
    let list = base.entry("remove").or_insert_with(|| Item::Value(Value::Array(Array::new())));
    let list = list.as_array_mut().ok_or("`remove` is no list")?;
    let mut value = match to {
        None => Value::from(page),
        Some(to) => Value::from_iter([("page", page), ("to", to)]),
    };
    value.decor_mut().set_prefix("\n    ");
    list.push_formatted(value);
    list.set_trailing_comma(true);
    list.set_trailing("\n");
    Ok(document.to_string())
}

/// The settings of an edition that has a page again.
///
/// # Errors
/// The text is no TOML; in words.
pub fn with_page_back(settings: &str, page: &str) -> Result<String, String> {
    let mut document = document(settings)?;
    let names = |value: &Value| {
        let named = value.as_str().or_else(|| value.as_inline_table()?.get("page")?.as_str());
        named.is_some_and(|id| id.trim_matches('/').trim_end_matches(".md") == page)
    };
    if let Some(base) = document.get_mut("base").and_then(Item::as_table_like_mut)
        && let Some(list) = base.get_mut("remove").and_then(Item::as_array_mut)
    {
        list.retain(|value| !names(value));
        if list.is_empty() {
            base.remove("remove");
        }
    }
    Ok(document.to_string())
}

/// The values of settings that are texts or lists of texts, by `table.key`; none where they cannot be read.
#[must_use]
pub fn settings_by_key(settings: &str) -> BTreeMap<String, SettingValue> {
    let mut out = BTreeMap::new();
    let Ok(document) = document(settings) else { return out };
    for (table, item) in document.iter() {
        for (key, item) in item.as_table_like().into_iter().flat_map(|table| table.iter()) {
            let texts = |list: &Array| list.iter().map(|one| one.as_str().map(str::to_owned)).collect::<Option<_>>();
            let text = item.as_str().map(|text| SettingValue::Text(text.to_owned()));
            let value = text.or_else(|| item.as_array().and_then(texts).map(SettingValue::List));
            out.extend(value.map(|value| (format!("{table}.{key}"), value)));
        }
    }
    out
}

/// The setting that holds a place of a `book.toml`: `table.key`.
#[must_use]
pub fn setting_at(source: &Source, at: usize) -> Option<String> {
    let TreeValue::Map(tables) = tree_of(source).value.value else { return None };
    let inside = |table: KeyValue| match table.node.value {
        TreeValue::Map(entries) => Some(format!("{}.{}", table.key, entries.iter().find(|entry| entry.holds(at))?.key)),
        _ => None,
    };
    tables.into_iter().find_map(inside)
}

fn document(settings: &str) -> Result<DocumentMut, String> {
    settings.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: &str = "# Vår\n[base]\npath = \"kit.zip\"\nremove = [\n    \"a\", # en grunn\n    { page = \"b\", to = \"c\" },\n]\n\n[organisation]\nname = \"Fjellvik\" # navnet\n";

    fn text(value: &str) -> SettingValue {
        SettingValue::Text(value.into())
    }

    #[test]
    fn a_value_changes_and_comments_stay() {
        let set = with_setting(SETTINGS, "organisation", "name", Some(&text("Fjord \"og\" vik"))).unwrap();
        assert_eq!(set, SETTINGS.replace("\"Fjellvik\"", "'Fjord \"og\" vik'"));
        let unit = with_setting(&set, "organisation", "unit", Some(&text("Personal"))).unwrap();
        assert!(unit.ends_with("# navnet\nunit = \"Personal\"\n"), "{unit}");
        assert_eq!(with_setting(&unit, "organisation", "unit", None).unwrap(), set);
        let hosting = SettingValue::List(vec!["iis".into()]);
        let hosting = with_setting(SETTINGS, "site", "hosting", Some(&hosting)).unwrap();
        assert!(hosting.ends_with("\n[site]\nhosting = [\"iis\"]\n"), "{hosting}");
        assert!(with_setting("base = 1", "base", "path", Some(&text("x"))).is_err());
        assert!(with_setting("[base", "base", "path", None).is_err());
    }

    #[test]
    fn a_place_leads_to_its_setting() {
        let mut sources = crate::source::Sources::default();
        let id = sources.add(crate::source::Layer::Book, "book.toml", SETTINGS);
        let at = |words: &str| setting_at(sources.get(id), SETTINGS.find(words).unwrap());
        assert_eq!(
            (at("Fjellvik").as_deref(), at("kit.zip").as_deref()),
            (Some("organisation.name"), Some("base.path"))
        );
        assert_eq!(at("# Vår"), None);
    }

    #[test]
    fn pages_are_taken_out_and_back() {
        let out = with_removed(SETTINGS, "d/e", None).unwrap();
        assert!(out.contains("# en grunn\n    { page = \"b\", to = \"c\" },\n    \"d/e\",\n]"), "{out}");
        assert!(with_page_back(&out, "d/e").unwrap().contains("to = \"c\" },\n]"));
        assert_eq!(with_removed(&out, "d/e", None).unwrap(), out);
        let to = with_removed("[base]\npath = \"k\"\n", "x", Some("y")).unwrap();
        assert_eq!(to, "[base]\npath = \"k\"\nremove = [\n    { page = \"x\", to = \"y\" },\n]\n");
        assert_eq!(with_page_back(&to, "x").unwrap(), "[base]\npath = \"k\"\n");
        let neither = with_page_back(&with_page_back(SETTINGS, "a").unwrap(), "b").unwrap();
        assert!(!neither.contains("remove"), "{neither}");
    }
}
