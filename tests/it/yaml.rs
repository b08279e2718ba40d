//! The tree with places and the structs hold the same values: `saphyr-parser` makes the one,
//! `serde_yaml` the others.

use brobygger::front_matter::parse_yaml;
use brobygger::schema::{Node, Value};
use brobygger::source::{Layer, Sources};
use proptest::prelude::*;

use crate::seeds::properties;

/// The value that the tree of a text holds; nothing where it is refused.
fn of_tree(text: &str) -> Option<serde_yaml::Value> {
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "a.yaml", text);
    parse_yaml(sources.get(file), &(0..text.len())).ok().map(|node| plain(&node))
}

fn plain(node: &Node) -> serde_yaml::Value {
    match &node.value {
        Value::Null => serde_yaml::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(plain).collect(),
        Value::Map(entries) => serde_yaml::Value::Mapping(
            entries.iter().map(|entry| (entry.key.as_str().into(), plain(&entry.node))).collect(),
        ),
    }
}

/// The value as `serde_yaml` reads it, with every number a float and every key a text, as in the tree.
fn of_serde(text: &str) -> Option<serde_yaml::Value> {
    fn even(value: serde_yaml::Value) -> Option<serde_yaml::Value> {
        Some(match value {
            serde_yaml::Value::Number(number) => number.as_f64()?.into(),
            serde_yaml::Value::Sequence(items) => items.into_iter().map(even).collect::<Option<Vec<_>>>()?.into(),
            serde_yaml::Value::Mapping(entries) => serde_yaml::Value::Mapping(
                entries.into_iter().map(|(key, value)| Some((key, even(value)?))).collect::<Option<_>>()?,
            ),
            serde_yaml::Value::Tagged(_) => return None,
            other => other,
        })
    }
    match serde_yaml::from_str::<serde_yaml::Value>(text).ok()? {
        serde_yaml::Value::Null if text.trim().is_empty() => Some(serde_yaml::Mapping::default().into()),
        value => even(value),
    }
}

/// Scalars at the edge of what is a text, a number, a truth value or nothing.
const SCALARS: &[&str] = &[
    "a",
    "å ø",
    "'a'",
    "\"a\\n\"",
    "1",
    "-1",
    "+1",
    "1.5",
    ".5",
    "5.",
    "1e3",
    "1E-3",
    "1_000",
    "0x1F",
    "0o17",
    "0b1",
    "017",
    "00",
    "-0",
    "1.2.3",
    "2026-11-22",
    "2026-11",
    "12:30",
    ".inf",
    "-.inf",
    ".nan",
    "inf",
    "nan",
    "NaN",
    "infinity",
    "true",
    "True",
    "TRUE",
    "tRue",
    "false",
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "null",
    "Null",
    "~",
    "''",
    "\"\"",
    "'1'",
    "\"true\"",
    "a: b",
    "a:b",
    "- a",
    "-",
    "[a, b]",
    "{a: b}",
    "[1, true, ~, 'x']",
    "{a: {b: [c]}}",
    "|\n  a\n  b",
    ">\n  a\n  b",
    "|-\n  a\n\n",
    "a # b",
    "a#b",
    "'a''b'",
    "\"\\u00e5\"",
    "18446744073709551615",
    "1.0",
    "a\n  b",
    "{}",
    "[]",
    "-1.5e+10",
    "1e",
    "+",
    "--1",
    "1-2",
    "e1",
    "0.1",
];

#[test]
fn scalars_are_read_alike_by_both() {
    for scalar in SCALARS {
        let text = format!("x: {scalar}\n");
        assert_eq!(of_tree(&text), of_serde(&text), "{text}");
    }
}

#[test]
fn keys_that_are_no_words_are_texts_in_the_tree() {
    assert_eq!(of_tree("1: a\ntrue: b\n"), of_serde("'1': a\n'true': b\n"));
}

fn yaml() -> impl Strategy<Value = String> {
    let scalar = prop::sample::select(SCALARS).prop_filter("on one line", |text| !text.contains(['\n', ':', '#']));
    let scalar = scalar.prop_filter("in a list", |text| *text != "-" && *text != "- a").prop_map(str::to_owned);
    scalar.prop_recursive(4, 24, 4, |inner| {
        let items = prop::collection::vec(inner, 0..4);
        (items, any::<bool>()).prop_map(|(items, map)| {
            let keyed = items.iter().enumerate().map(|(i, item)| format!("k{i}: {item}"));
            if map {
                format!("{{{}}}", keyed.collect::<Vec<_>>().join(", "))
            } else {
                format!("[{}]", items.join(", "))
            }
        })
    })
}

proptest! {
    #![proptest_config(properties(256, "tests/regressions/yaml.txt"))]

    #[test]
    fn trees_are_read_alike_by_both(yaml in yaml()) {
        let text = format!("x: {yaml}\n");
        prop_assert_eq!(of_tree(&text), of_serde(&text));
    }
}

/// Front matter and registers of the books in this repository.
#[test]
fn what_the_books_say_is_read_alike_by_both() {
    fn texts(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                texts(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "md") {
                let text = std::fs::read_to_string(&path).unwrap();
                let front = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"));
                match front {
                    Some((front, _)) => found.push(format!("{front}\n")),
                    None if path.extension().is_some_and(|ending| ending == "yaml") => found.push(text),
                    None => {}
                }
            }
        }
    }
    let mut found = Vec::new();
    texts(std::path::Path::new("content"), &mut found);
    assert!(found.len() > 100, "the content was not found");
    for text in found {
        let read = of_serde(&text);
        assert!(read.is_some(), "{text}");
        assert_eq!(of_tree(&text), read, "{text}");
    }
}
