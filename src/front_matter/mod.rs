//! The only room that knows YAML.
//!
//! In: the text of a file. Out: where its front matter stands, its values with their places, and
//! the structs they deserialise into.
//!
//! Invariant: aliases, anchors and tags are refused, and front matter is at most 64 KiB, so that
//! no YAML can grow while it is read.

mod yaml;

use std::ops::Range;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};
use crate::schema::Node;
use crate::source::{Source, Span};
use crate::text::nfc;

pub use yaml::parse_yaml;

/// The most bytes front matter may have.
pub const MAX_BYTES: usize = 64 * 1024;

/// The place of the front matter of a file, and where its body begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The YAML between the `---` lines; `None` where there is no front matter.
    pub yaml: Option<Range<usize>>,
    /// The beginning of the body.
    pub body: usize,
}

/// Finds front matter: a first line `---`, and a later line `---`.
///
/// # Errors
/// When it never ends, or is larger than 64 KiB.
pub fn split(source: &Source) -> Result<Split, Diagnostic> {
    let text: &str = &source.text;
    let start = source.begin();
    let Some(first) = line_at(text, start).filter(|line| text[line.clone()].trim_end() == "---") else {
        return Ok(Split { yaml: None, body: start });
    };
    let begin = next_line(text, &first);
    let mut line = begin;
    while let Some(range) = line_at(text, line) {
        if text[range.clone()].trim_end() == "---" {
            let yaml = begin..line;
            if yaml.len() > MAX_BYTES {
                let message = said!(
                    "the front matter has {size} bytes, at most {max_bytes} are allowed",
                    size = yaml.len(),
                    max_bytes = MAX_BYTES
                );
                return Err(Diagnostic::new(Code::FrontMatterTooLarge, message)
                    .at(Span::new(source.id, first), said!("begins here"))
                    .help(said!("move text to the body of the page")));
            }
            return Ok(Split { yaml: Some(yaml), body: next_line(text, &range) });
        }
        line = next_line(text, &range);
    }
    Err(Diagnostic::new(Code::UnclosedFrontMatter, said!("the front matter never ends"))
        .at(Span::new(source.id, first), said!("begins here"))
        .help(said!("put a line `---` after the last key")))
}

/// The line that begins at `at`, without its line break; `None` at the end of the text.
fn line_at(text: &str, at: usize) -> Option<Range<usize>> {
    (at < text.len()).then(|| at..text[at..].find('\n').map_or(text.len(), |length| at + length))
}

fn next_line(text: &str, line: &Range<usize>) -> usize {
    (line.end + 1).min(text.len())
}

/// Deserialises YAML whose tree has been checked.
///
/// # Errors
/// A diagnostic at the tree's place, should the table of keys and the struct differ.
pub fn deserialise<T: DeserializeOwned>(source: &Source, yaml: &Range<usize>, tree: &Node) -> Result<T, Diagnostic> {
    serde_yaml::from_str(&nfc(&source.text[yaml.clone()])).map_err(|error| {
        Diagnostic::new(Code::BadYaml, said!("this YAML cannot be used: {error}", error = error.to_string()))
            .at(Span::new(source.id, tree.at.clone()), Phrase::default())
            .help(said!("compare it with a page that `brobygger new page` writes"))
    })
}
