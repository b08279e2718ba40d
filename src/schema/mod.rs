//! Values with places, and the shapes they must have.
//!
//! In: a [`Node`] tree made from YAML (`front_matter/`) or TOML (`config/`), and the [`Shape`] it
//! must have. Out: every fault with its place, in one pass; [`Places`] for checks that come later.
//!
//! Invariant: a tree that [`check`] finds no error in deserialises into the struct its shape describes.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::said::{Phrase, said};
use crate::source::{FileId, Span, controls};
use crate::text::{Date, is_blank};

/// A value and the bytes of the file it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The bytes it stands in.
    pub at: Range<usize>,
    /// The value.
    pub value: Value,
}

/// A value as YAML's core schema or TOML reads it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, as written: a key may stand twice.
    Map(Vec<KeyValue>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyValue {
    /// The key.
    pub key: String,
    /// The bytes of the key.
    pub at: Range<usize>,
    /// The value.
    pub node: Node,
}

impl KeyValue {
    /// Whether the key, its value or what is between them holds a byte of the text.
    #[must_use]
    pub fn holds(&self, at: usize) -> bool {
        (self.at.start..=self.node.at.end.max(self.at.end)).contains(&at)
    }
}

impl Node {
    /// The value of a key, where this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|e| e.key == key).map(|e| &e.node),
            _ => None,
        }
    }

    /// The text, where this is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The shape a value must have.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A text of at most so many characters; not empty.
    Text(usize),
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A day, `yyyy-mm-dd`.
    Date,
    /// A month, `yyyy-mm`.
    Month,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of values of one shape.
    List(&'static Shape),
    /// A map with these keys and no others.
    Map(&'static [Key]),
    /// A map with keys of the author's choosing, all values of one shape.
    MapOf(&'static Shape),
    /// A value of the first of these shapes that its type allows.
    Either(&'static [Shape]),
    /// Anything; not looked into.
    Any,
}

/// A key of a map.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// The shape of its value.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// Its use, in one sentence: shown by `brobygger new` and in help texts.
    pub doc: &'static str,
}

impl Key {
    /// A key that may be left out.
    #[must_use]
    pub const fn new(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self { name, shape, required: false, doc }
    }

    /// The same key, required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

/// A list of texts of ordinary length.
pub const TEXTS: Shape = Shape::List(&Shape::Text(1000));

/// The longest value shown in a message.
const SHOWN: usize = 40;

impl Shape {
    fn describe(&self) -> Phrase {
        match self {
            Self::Text(_) => said!("a text"),
            Self::Number => said!("a number"),
            Self::Bool => said!("`true` or `false`"),
            Self::Date => said!("a date (yyyy-mm-dd)"),
            Self::Month => said!("a month (yyyy-mm)"),
            Self::OneOf(words) => said!("one of {words}", words = words.join(", ")),
            Self::List(inner) => said!("a list, each item {item}", item = inner.describe()),
            Self::Map(_) | Self::MapOf(_) => said!("keys with values"),
            Self::Either(shapes) => {
                let either = |one: Phrase, other: Phrase| said!("{one}, or {other}", one, other);
                shapes.iter().map(Self::describe).reduce(either).unwrap_or_default()
            }
            Self::Any => said!("a value"),
        }
    }

    /// Whether a value is of this shape's type, whatever its contents.
    fn takes(&self, value: &Value) -> bool {
        match self {
            Self::Text(_) | Self::Date | Self::Month | Self::OneOf(_) => matches!(value, Value::Text(_)),
            Self::Number => matches!(value, Value::Number(_)),
            Self::Bool => matches!(value, Value::Bool(_)),
            Self::List(_) => matches!(value, Value::List(_)),
            Self::Map(_) | Self::MapOf(_) => matches!(value, Value::Map(_)),
            Self::Either(shapes) => shapes.iter().any(|shape| shape.takes(value)),
            Self::Any => true,
        }
    }
}

/// Every fault of a tree against the shape it must have.
#[must_use]
pub fn check(node: &Node, shape: &Shape, file: FileId) -> Vec<Diagnostic> {
    let mut checker = ShapeChecker { file, found: Vec::new() };
    checker.node(node, shape, "");
    checker.found
}

/// As [`check`], for a map whose keys are put together while the program runs; `path` is the way to it.
#[must_use]
pub fn check_keys(node: &Node, keys: &[Key], path: &str, file: FileId) -> Vec<Diagnostic> {
    let mut checker = ShapeChecker { file, found: Vec::new() };
    if let Value::Map(entries) = &node.value {
        checker.map(node, entries, keys, path);
    }
    checker.found
}

struct ShapeChecker {
    file: FileId,
    found: Vec<Diagnostic>,
}

impl ShapeChecker {
    fn say(&mut self, code: Code, message: Phrase, at: &Range<usize>, label: Phrase, help: Phrase) {
        let span = Span::new(self.file, at.clone());
        self.found.push(Diagnostic::new(code, message).at(span, label).help(help));
    }

    fn node(&mut self, node: &Node, shape: &Shape, path: &str) {
        let name = &if path.is_empty() { said!("the value") } else { Phrase::verbatim(path) };
        if !shape.takes(&node.value) {
            let message = said!(
                "`{name}` must be {shape}, found {value}",
                name,
                shape = shape.describe(),
                value = described(&node.value)
            );
            let help = way_out(&node.value, shape);
            return self.say(Code::WrongType, message, &node.at, said!("of the wrong type"), help);
        }
        match (shape, &node.value) {
            (Shape::Text(most), Value::Text(text)) => self.text(text, *most, node, name),
            (Shape::Date, Value::Text(text)) if text.len() != 10 || Date::parse(text).is_none() => {
                let message = said!("`{name}` is not a date", name);
                self.say(
                    Code::WrongType,
                    message,
                    &node.at,
                    said!("not a day"),
                    said!("write it as yyyy-mm-dd: 2026-11-22"),
                );
            }
            (Shape::Month, Value::Text(text)) if text.len() != 7 || Date::parse(text).is_none() => {
                let message = said!("`{name}` is not a month", name);
                self.say(
                    Code::WrongType,
                    message,
                    &node.at,
                    said!("not a month"),
                    said!("write it as yyyy-mm: 2026-11"),
                );
            }
            (Shape::OneOf(words), Value::Text(text)) if !words.contains(&text.as_str()) => {
                let message = said!("`{name}` cannot be `{text}`", name, text = shortened(text));
                let help = match nearest(text, words.iter().copied()) {
                    Some(near) => said!("did you mean `{near}`? It is one of {words}", near, words = words.join(", ")),
                    None => said!("it is one of {words}", words = words.join(", ")),
                };
                self.say(Code::UnknownValue, message, &node.at, said!("not a value it can have"), help);
            }
            (Shape::List(inner), Value::List(items)) => {
                for (i, item) in items.iter().enumerate() {
                    self.node(item, inner, &format!("{path}[{i}]"));
                }
            }
            (Shape::Map(keys), Value::Map(entries)) => self.map(node, entries, keys, path),
            (Shape::MapOf(inner), Value::Map(entries)) => {
                self.duplicates(entries, path);
                for entry in entries {
                    self.name(entry, path);
                    self.node(&entry.node, inner, &joined(path, &entry.key));
                }
            }
            (Shape::Either(shapes), value) => {
                if let Some(fitting) = shapes.iter().find(|shape| shape.takes(value)) {
                    self.node(node, fitting, path);
                }
            }
            (Shape::Any, _) => self.any(node, path),
            _ => {}
        }
    }

    /// A value of whatever shape: what holds of every text holds of the texts in it.
    fn any(&mut self, node: &Node, path: &str) {
        match &node.value {
            Value::Text(text) => {
                self.has_control(text, node, &Phrase::verbatim(path));
            }
            Value::List(items) => {
                items.iter().enumerate().for_each(|(i, item)| self.any(item, &format!("{path}[{i}]")));
            }
            Value::Map(entries) => {
                for entry in entries {
                    self.name(entry, path);
                    self.any(&entry.node, &joined(path, &entry.key));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// A key that the book has chosen.
    fn name(&mut self, entry: &KeyValue, path: &str) {
        if entry.key.chars().any(char::is_control) {
            let help = said!("take it out: nobody sees it");
            let message = said!("a name below `{path}` has a control character", path);
            self.say(Code::WrongType, message, &entry.at, said!("this one"), help);
        }
    }

    /// Whether a text has a control character, which is said.
    fn has_control(&mut self, text: &str, node: &Node, name: &Phrase) -> bool {
        let Some((_, sign)) = controls(text).next() else { return false };
        let sign = format!("{:04X}", u32::from(sign));
        let message = said!("`{name}` has the control character U+{sign}", name, sign);
        let help = said!("take it out: nobody sees it, and no page can hold it");
        self.say(Code::WrongType, message, &node.at, said!("in here"), help);
        true
    }

    fn text(&mut self, text: &str, most: usize, node: &Node, name: &Phrase) {
        if self.has_control(text, node, name) {
            return;
        }
        let length = text.chars().count();
        if is_blank(text) {
            let help = said!("write a text, or leave the key out where it may be left out");
            self.say(Code::WrongType, said!("`{name}` is empty", name), &node.at, said!("empty"), help);
        } else if length > most {
            let message = said!("`{name}` has {length} characters, at most {most} are allowed", name, length, most);
            self.say(
                Code::TextTooLong,
                message,
                &node.at,
                said!("too long"),
                said!("shorten it by {count}", count = length - most),
            );
        }
    }

    fn map(&mut self, node: &Node, entries: &[KeyValue], keys: &[Key], path: &str) {
        self.duplicates(entries, path);
        for entry in entries {
            let full = joined(path, &entry.key);
            if let Some(key) = keys.iter().find(|key| key.name == entry.key) {
                self.node(&entry.node, &key.shape, &full);
            } else {
                let known = keys.iter().map(|key| key.name);
                let help = match nearest(&entry.key, known.clone()) {
                    Some(near) => said!("did you mean `{near}`?", near),
                    None => said!("the keys here are {keys}", keys = known.collect::<Vec<_>>().join(", ")),
                };
                let message = said!("unknown key `{key}`", key = shortened(&full));
                self.say(Code::UnknownKey, message, &entry.at, said!("not a key that exists here"), help);
            }
        }
        for key in keys.iter().filter(|key| key.required && !entries.iter().any(|e| e.key == key.name)) {
            let at = entries.first().map_or(node.at.clone(), |first| first.at.clone());
            let message = said!("`{key}` is missing", key = joined(path, key.name));
            let help = said!(
                "add `{key}:` with {shape} – {doc}",
                key = key.name,
                shape = key.shape.describe(),
                doc = Phrase::Known(key.doc)
            );
            self.say(Code::MissingKey, message, &at, said!("among these keys"), help);
        }
    }

    fn duplicates(&mut self, entries: &[KeyValue], path: &str) {
        let mut seen = std::collections::HashMap::new();
        for entry in entries {
            if let Some(first) = seen.insert(entry.key.as_str(), entry) {
                let first = Span::new(self.file, first.at.clone());
                let again = Span::new(self.file, entry.at.clone());
                let message = said!("`{key}` stands twice", key = joined(path, &entry.key));
                self.found.push(
                    Diagnostic::new(Code::DuplicateKey, message)
                        .at(again, said!("again here"))
                        .at(first, said!("first here"))
                        .help(said!("keep one of them")),
                );
            }
        }
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.into() } else { format!("{path}.{key}") }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.into();
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}

fn described(value: &Value) -> Phrase {
    match value {
        Value::Null => said!("nothing"),
        Value::Bool(value) => Phrase::verbatim(format!("`{value}`")),
        Value::Number(number) => said!("the number {number}", number),
        Value::Text(text) => said!("the text `{text}`", text = shortened(text)),
        Value::List(_) => said!("a list"),
        Value::Map(_) => said!("keys with values"),
    }
}

fn way_out(value: &Value, shape: &Shape) -> Phrase {
    match (value, shape) {
        (Value::Number(_) | Value::Bool(_), Shape::Text(_) | Shape::OneOf(_) | Shape::Date | Shape::Month) => {
            said!("put it in quotation marks")
        }
        (Value::Null, _) => said!("write a value after the colon, or leave the key out where it may be left out"),
        (Value::Text(_), Shape::List(_)) => said!("write it as a list: [one, two]"),
        _ => said!("write {shape}", shape = shape.describe()),
    }
}

/// The places of the values of a tree, for checks that come after deserialising:
/// `places.key("synonyms").item(1).key("inflection").span()`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    root: Option<PlacedValue>,
}

/// A value's place, and the places of the values in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PlacedValue {
    at: Span,
    inner: PlacedInner,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum PlacedInner {
    Nothing,
    Items(Box<[PlacedValue]>),
    Keys(Box<[(Box<str>, PlacedValue)]>),
}

impl Places {
    /// The places of all values of a tree.
    #[must_use]
    pub fn of(node: &Node, file: FileId) -> Self {
        fn placed(node: &Node, file: FileId) -> PlacedValue {
            let inner = match &node.value {
                Value::List(items) => PlacedInner::Items(items.iter().map(|item| placed(item, file)).collect()),
                Value::Map(entries) => PlacedInner::Keys(
                    entries.iter().map(|entry| (entry.key.as_str().into(), placed(&entry.node, file))).collect(),
                ),
                _ => PlacedInner::Nothing,
            };
            PlacedValue { at: Span::new(file, node.at.clone()), inner }
        }
        Self { root: Some(placed(node, file)) }
    }

    /// The place of the whole tree, from which its keys and items are reached.
    #[must_use]
    pub fn root(&self) -> ValuePlace<'_> {
        ValuePlace { nearest: self.root.as_ref(), is_there: true }
    }

    /// The place of a key of the whole tree.
    #[must_use]
    pub fn key(&self, key: &str) -> ValuePlace<'_> {
        self.root().key(key)
    }
}

/// The place of a value, or of the nearest value around it where it is not there.
#[derive(Debug, Clone, Copy)]
pub struct ValuePlace<'a> {
    nearest: Option<&'a PlacedValue>,
    is_there: bool,
}

impl<'a> ValuePlace<'a> {
    /// The place of the value of a key.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.key_that(|known| known == key)
    }

    /// The place of the value of the first key that something is true of.
    #[must_use]
    pub fn key_that(self, is: impl Fn(&str) -> bool) -> Self {
        self.step(|inner| match inner {
            PlacedInner::Keys(keys) => keys.iter().find(|(known, _)| is(known)).map(|(_, value)| value),
            PlacedInner::Items(_) | PlacedInner::Nothing => None,
        })
    }

    /// The place of an item, counted from 0.
    #[must_use]
    pub fn item(self, number: usize) -> Self {
        self.step(|inner| match inner {
            PlacedInner::Items(items) => items.get(number),
            PlacedInner::Keys(_) | PlacedInner::Nothing => None,
        })
    }

    /// The bytes; nothing where no tree was read.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        self.nearest.map(|value| value.at)
    }

    fn step(self, find: impl FnOnce(&'a PlacedInner) -> Option<&'a PlacedValue>) -> Self {
        let found = self.nearest.filter(|_| self.is_there).and_then(|value| find(&value.inner));
        Self { nearest: found.or(self.nearest), is_there: found.is_some() }
    }
}
