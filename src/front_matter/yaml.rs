//! YAML as a tree with byte places.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks};

use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};
use crate::schema::{KeyValue, Node, Value};
use crate::source::{Source, Span};
use crate::text::nfc;

/// The deepest nesting of lists and maps.
const MAX_DEPTH: usize = 32;

/// Parses the YAML that stands in `range` of a file. An empty text gives an empty map.
///
/// # Errors
/// The first thing in it that is not YAML, or is refused here (anchors, aliases, tags).
pub fn parse_yaml(source: &Source, range: &Range<usize>) -> Result<Node, Diagnostic> {
    let text = &source.text[range.clone()];
    let mut builder =
        NodeBuilder { source, base: range.start, offsets: Offsets::new(text), stack: Vec::new(), root: None };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, marks)) => builder.event(event, &marks)?,
            Err(error) => return Err(not_yaml(&builder, &error)),
        }
    }
    Ok(builder.root.unwrap_or(Node { at: range.clone(), value: Value::Map(Vec::new()) }))
}

/// A diagnostic at the place that the parser could not read.
fn not_yaml(builder: &NodeBuilder<'_>, error: &ScanError) -> Diagnostic {
    let source = builder.source;
    let at = builder.base + builder.offsets.byte(error.marker().index());
    let next = source.text[at..].chars().next();
    let span = Span::new(source.id, at..at + next.map_or(0, char::len_utf8));
    if next == Some('*') {
        let help = said!("put a text that begins with `*` in quotation marks; an alias is to be written out");
        return Diagnostic::new(Code::YamlAlias, said!("aliases are not allowed here"))
            .at(span, Phrase::default())
            .help(help);
    }
    let help = said!(
        "a text that contains `: ` or `#`, or begins with a special character, must stand in quotation marks; \
                indent with spaces, never with tabs"
    );
    Diagnostic::new(Code::BadYaml, said!("this is not YAML: {error}", error = error.info()))
        .at(span, Phrase::default())
        .help(help)
}

/// Byte offsets of the characters of a text; only kept where it is not ASCII throughout.
struct Offsets {
    length: usize,
    bytes: Option<Vec<u32>>,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let bytes = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| crate::source::offset(at)).collect());
        Self { length: text.len(), bytes }
    }

    fn byte(&self, character: usize) -> usize {
        match &self.bytes {
            None => character.min(self.length),
            Some(bytes) => bytes.get(character).map_or(self.length, |at| *at as usize),
        }
    }
}

struct NodeBuilder<'a> {
    source: &'a Source,
    base: usize,
    offsets: Offsets,
    stack: Vec<OpenContainer>,
    root: Option<Node>,
}

/// A list or map that has not ended yet.
struct OpenContainer {
    start: usize,
    what: YamlContainer,
}

enum YamlContainer {
    List(Vec<Node>),
    Map(Vec<KeyValue>, Option<(String, Range<usize>)>),
}

impl NodeBuilder<'_> {
    fn range(&self, marks: &Marks) -> Range<usize> {
        let start = self.base + self.offsets.byte(marks.start.index());
        let end = self.base + self.offsets.byte(marks.end.index());
        let trimmed = start + self.source.text[start..end.max(start)].trim_end().len();
        start..trimmed.max(start)
    }

    fn refuse(&self, code: Code, message: Phrase, at: Range<usize>, help: Phrase) -> Diagnostic {
        Diagnostic::new(code, message).at(Span::new(self.source.id, at), Phrase::default()).help(help)
    }

    fn event(&mut self, event: Event<'_>, marks: &Marks) -> Result<(), Diagnostic> {
        let at = self.range(marks);
        match event {
            Event::Alias(_) => {
                let message = said!("aliases are not allowed here");
                Err(self.refuse(Code::YamlAlias, message, at, said!("write the value out again")))
            }
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _)
                if anchor != 0 =>
            {
                let message = said!("anchors are not allowed here");
                Err(self.refuse(
                    Code::YamlAlias,
                    message,
                    at,
                    said!("take away `&name`, and write the value out where it is used"),
                ))
            }
            Event::Scalar(_, _, _, Some(_)) | Event::SequenceStart(_, Some(_)) | Event::MappingStart(_, Some(_)) => {
                Err(self.refuse(
                    Code::BadYaml,
                    said!("YAML tags are not allowed here"),
                    at,
                    said!("take away the word that begins with `!`"),
                ))
            }
            Event::Scalar(text, style, ..) => {
                // Names are compared; on some systems they are written with accents of their own.
                let text = nfc(&text);
                let value = if style == ScalarStyle::Plain { plain(&text) } else { Value::Text(text.into_owned()) };
                self.take(Node { at, value })
            }
            Event::SequenceStart(..) => self.open(at, YamlContainer::List(Vec::new())),
            Event::MappingStart(..) => self.open(at, YamlContainer::Map(Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.stack.pop() else { return Ok(()) };
                let value = match open.what {
                    YamlContainer::List(items) => Value::List(items),
                    YamlContainer::Map(entries, _) => Value::Map(entries),
                };
                let at = open.start..Self::end_of(&value).max(at.end).max(open.start);
                self.take(Node { at, value })
            }
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(self.refuse(Code::BadYaml, said!("more than one YAML document"), at, said!("keep one")))
            }
            _ => Ok(()),
        }
    }

    /// A block list or map ends where its last value ends, not at the next key.
    fn end_of(value: &Value) -> usize {
        match value {
            Value::List(items) => items.last().map_or(0, |item| item.at.end),
            Value::Map(entries) => entries.last().map_or(0, |entry| entry.node.at.end.max(entry.at.end)),
            _ => 0,
        }
    }

    fn open(&mut self, at: Range<usize>, what: YamlContainer) -> Result<(), Diagnostic> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(self.refuse(
                Code::TooDeep,
                said!("lists and keys are nested too deep"),
                at,
                said!("flatten them"),
            ));
        }
        self.stack.push(OpenContainer { start: at.start, what });
        Ok(())
    }

    fn take(&mut self, node: Node) -> Result<(), Diagnostic> {
        match self.stack.last_mut().map(|open| &mut open.what) {
            None => self.root = Some(node),
            Some(YamlContainer::List(items)) => items.push(node),
            Some(YamlContainer::Map(entries, key @ Some(_))) => {
                let (key, at) = key.take().unwrap_or_default();
                entries.push(KeyValue { key, at, node });
            }
            Some(YamlContainer::Map(_, key)) => {
                let Some(text) = text_key(&node, &self.source.text) else {
                    return Err(self.refuse(
                        Code::BadYaml,
                        said!("a key must be a word"),
                        node.at,
                        said!("write it as `key: value`"),
                    ));
                };
                *key = Some((text, node.at));
            }
        }
        Ok(())
    }
}

/// A key as text: also `1` or `true`, as written.
fn text_key(node: &Node, source: &str) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) | Value::Null => Some(source[node.at.clone()].to_owned()),
        Value::List(_) | Value::Map(_) => None,
    }
}

/// A plain scalar by YAML 1.2's core schema (section 10.3.2), as `serde_yaml` reads it.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match text.parse::<serde_yaml::Number>().ok().and_then(|number| number.as_f64()) {
            Some(number) => Value::Number(number),
            None => Value::Text(text.to_owned()),
        },
    }
}
