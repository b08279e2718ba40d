//! Registers beside the pages, and the one of works, `kilder.yaml`.

use hayagriva::Library;
use hayagriva::io::from_yaml_str;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::front_matter::parse_yaml;
use crate::said::{Phrase, said};
use crate::schema::{Key, Shape, Value, check};
use crate::source::{Source, Sources, Span};

/// A register of the book, by its name.
pub(super) fn register<'a>(name: &str, config: &Config, sources: &'a Sources) -> Option<&'a Source> {
    sources.find(&format!("{}{name}", config.book.content()))
}

/// Keys of an entry, after hayagriva's `file-format.md`; it accepts unknown ones silently, so we check.
static ENTRY: [Key; 28] = [
    Key::new("type", Shape::OneOf(TYPES), "what it is"),
    Key::new("title", Shape::Any, "the title"),
    Key::new("author", Shape::Any, "who wrote it"),
    Key::new("date", Shape::Any, "when"),
    Key::new("parent", Shape::Either(&PARENTS), "what it is part of"),
    Key::new("abstract", Shape::Any, "a summary"),
    Key::new("genre", Shape::Any, "the genre"),
    Key::new("editor", Shape::Any, "who edited it"),
    Key::new("affiliated", Shape::Any, "others who took part"),
    Key::new("call-number", Shape::Any, "the shelf mark"),
    Key::new("publisher", Shape::Any, "the publisher"),
    Key::new("location", Shape::Any, "the place"),
    Key::new("organization", Shape::Any, "the organisation"),
    Key::new("issue", Shape::Any, "the issue"),
    Key::new("volume", Shape::Any, "the volume"),
    Key::new("volume-total", Shape::Any, "how many volumes"),
    Key::new("chapter", Shape::Any, "the chapter"),
    Key::new("edition", Shape::Any, "the edition"),
    Key::new("page-range", Shape::Any, "the pages"),
    Key::new("page-total", Shape::Any, "how many pages"),
    Key::new("time-range", Shape::Any, "the time range"),
    Key::new("runtime", Shape::Any, "how long it lasts"),
    Key::new("url", Shape::Any, "the address"),
    Key::new("serial-number", Shape::Any, "ISBN, DOI and the like"),
    Key::new("language", Shape::Any, "the language"),
    Key::new("archive", Shape::Any, "the archive"),
    Key::new("archive-location", Shape::Any, "where the archive lies"),
    Key::new("note", Shape::Any, "a note"),
];

/// A work is part of one work, or of several.
static PARENTS: [Shape; 2] = [Shape::Map(&ENTRY), Shape::List(&WORK)];
/// A work.
static WORK: Shape = Shape::Map(&ENTRY);

const TYPES: &[&str] = &[
    "article",
    "chapter",
    "entry",
    "anthos",
    "report",
    "thesis",
    "web",
    "scene",
    "artwork",
    "patent",
    "case",
    "newspaper",
    "legislation",
    "manuscript",
    "post",
    "misc",
    "performance",
    "periodical",
    "proceedings",
    "book",
    "blog",
    "reference",
    "conference",
    "anthology",
    "repository",
    "thread",
    "video",
    "audio",
    "exhibition",
    "original",
];

/// Reads `kilder.yaml`: every fault with its place; entries that cannot be used are left out.
pub(super) fn read_library(source: &Source) -> Warned<Library> {
    let mut library = Library::new();
    let range = 0..source.text.len();
    let tree = match parse_yaml(source, &range) {
        Ok(tree) => tree,
        Err(diagnostic) => return Warned::new(library, vec![diagnostic]),
    };
    let mut diagnostics = check(&tree, &Shape::MapOf(&WORK), source.id);
    let labels = diagnostics.iter().flat_map(|said: &Diagnostic| said.labels.iter());
    let mut faults: Vec<usize> = labels.map(|(place, _)| place.range().start).collect();
    faults.sort_unstable();
    let Value::Map(entries) = &tree.value else { return Warned::new(library, diagnostics) };
    for (i, entry) in entries.iter().enumerate() {
        let span = Span::new(source.id, entry.at.clone());
        let next = faults.partition_point(|fault| *fault < entry.at.start);
        if faults.get(next).is_some_and(|fault| *fault < entry.node.at.end) {
            continue;
        }
        if entry.node.get("title").is_none() {
            let message = said!("`{key}` has no title", key = entry.key);
            let help = said!("add `title:`; a description in [brackets] where the work has none");
            diagnostics.push(Diagnostic::new(Code::MissingKey, message).at(span, Phrase::default()).help(help));
            continue;
        }
        let end = entries.get(i + 1).map_or(source.text.len(), |next| next.at.start);
        match from_yaml_str(&source.text[entry.at.start..end]) {
            Ok(one) => one.iter().for_each(|entry| library.push(entry)),
            Err(error) => diagnostics.push(
                Diagnostic::new(
                    Code::BadRegister,
                    said!(
                        "`{key}` cannot be used: {error}",
                        key = entry.key,
                        error = without_place(&error.to_string())
                    ),
                )
                .at(span, Phrase::default())
                .help(said!("compare it with hayagriva's file format")),
            ),
        }
    }
    Warned::new(library, diagnostics)
}

/// A message without the place at its end, which counts from the entry's own beginning.
fn without_place(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(message, _)| message)
}
