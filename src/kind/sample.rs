//! A new page of a kind, made from the table of its keys.
//!
//! In: a row of the table. Out: Markdown with front matter that has every key, with what it is for
//! as a comment; keys that must be there have an example, the others wait behind a `#`.
//!
//! Invariant: the page can be built as it is.

use std::fmt::Write as _;

use super::document::PURPOSE;
use super::{KindRow, common_keys, named};
use crate::language::Language;
use crate::schema::{Key, Shape};
use crate::text::Date;
use crate::vocabulary::Vocabulary;

/// A page that can be filled in, in the language of the book.
#[must_use]
pub fn sample_page(
    row: &KindRow,
    id: &str,
    required: &[String],
    language: &Language,
    vocabulary: &Vocabulary,
    today: Date,
) -> String {
    let title = title_of(row, id);
    let mut page = format!("---\n# {}\nkind: {}\n", row.doc, row.name);
    let purposes = &vocabulary.purposes;
    let origin = &language.origin;
    let is_required = |key: &Key| required.iter().any(|name| named(name, origin) == key.name);
    // How a page came about stands in a new one only where the book requires it.
    let is_shown = |key: &&Key| ![origin.involved, origin.law].contains(&key.name) || is_required(key);
    for key in common_keys(origin).iter().filter(is_shown).filter(|key| key.name != "kind").chain(row.keys) {
        let example = match key.name {
            "title" => Some(format!("{title:?}")),
            "summary" => Some("Say in one sentence what the page is about.".to_owned()),
            "authors" => Some("[The editors]".to_owned()),
            "reviewed" => Some(today.to_string()),
            name if name == origin.involved => Some(language.nobody.to_owned()),
            "sources" | "aliases" => Some("[]".to_owned()),
            PURPOSE if !purposes.is_empty() => purposes.first().map(|purpose| purpose.name.to_string()),
            "statements" => example_in(row, "statements").map(|example| with_look_for(&example, vocabulary)),
            name => example_in(row, name),
        };
        let of_the_kind = row.examples.iter().any(|(name, _)| *name == key.name);
        let of_the_kind = of_the_kind || key.name == PURPOSE && !purposes.is_empty();
        let needed = key.required || of_the_kind || is_required(key);
        write_key(&mut page, key, example, needed);
    }
    page.push_str("---\n\n");
    page.push_str(row.body);
    page
}

fn example_in(row: &KindRow, key: &str) -> Option<String> {
    row.examples.iter().find(|(name, _)| *name == key).map(|(_, example)| (*example).to_owned())
}

/// Statements with what everybody who answers should look for.
fn with_look_for(example: &str, vocabulary: &Vocabulary) -> String {
    let ask = |name: &str| format!("\n      {name}: What should they look for?");
    let asks: String = vocabulary.respondents.iter().map(|one| ask(&one.name)).collect();
    if asks.is_empty() { example.to_owned() } else { format!("{example}\n    look-for:{asks}") }
}

/// The title of a page that has none yet: the name of its file.
#[must_use]
pub fn title_of(row: &KindRow, id: &str) -> String {
    let words = id.rsplit('/').next().unwrap_or(id).replace(['-', '_'], " ");
    if row.is_term {
        return words;
    }
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn write_key(page: &mut String, key: &Key, example: Option<String>, needed: bool) {
    let example = example.unwrap_or_else(|| example_of(&key.shape));
    let space = if example.starts_with('\n') { "" } else { " " };
    let hidden = if needed { "" } else { "#" };
    let words = match key.shape {
        Shape::OneOf(words) => format!(": {}", words.join(", ")),
        _ => String::new(),
    };
    let _ = writeln!(page, "# {}{words}\n{hidden}{}:{space}{example}", key.doc, key.name);
}

/// A value of a shape, on one line.
fn example_of(shape: &Shape) -> String {
    match shape {
        Shape::Text(_) | Shape::Any => "text".into(),
        Shape::Number => "1".into(),
        Shape::Bool => "true".into(),
        Shape::Date => "2026-11-22".into(),
        Shape::Month => "2026-11".into(),
        Shape::OneOf(words) => words.first().map_or_else(String::new, |word| (*word).to_owned()),
        Shape::List(inner) => format!("[{}]", example_of(inner)),
        Shape::MapOf(inner) => format!("{{name: {}}}", example_of(inner)),
        Shape::Either(shapes) => shapes.first().map_or_else(String::new, example_of),
        Shape::Map(keys) => {
            let all_optional = keys.iter().all(|key| !key.required);
            let shown = keys.iter().filter(|key| key.required || all_optional);
            let entries: Vec<String> = shown.map(|key| format!("{}: {}", key.name, example_of(&key.shape))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}
