//! The words of a text, apart from how it is written down.
//!
//! In: the tree of a text or of a value. Out: [`Said`], and how one differs from another.
//!
//! Invariant: line breaks, quotation marks that mean the same and the order of keys do not count.

use crate::document::{
    Block, BlockNode, Destination, Document, GuidanceKind, Inline, InlineNode, ListEntry, own_inlines, plain_text,
    walk_run,
};
use crate::language::{Language, origin_keys};
use crate::schema::{Node, Value};

/// One thing that is said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct WeighedText {
    text: String,
    /// Whether it decides what holds: a number, a paragraph of law, *ikke*, *må*, a condition, a
    /// default, where a link leads.
    weighs: bool,
}

/// The things that a text says, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said(Vec<WeighedText>);

/// The weight of the difference between a text and what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// Not for a reader.
    Form,
    /// In its words.
    Text,
    /// In what holds.
    Substance,
}

/// Keys whose values decide what holds.
const WEIGHTY_KEYS: &[&str] = &[
    "default", "when", "level", "at", "to", "type", "required", "from", "choices", "document", "see", "scale",
    "pattern", "patterns", "sure", "unless",
];

/// Whether the value of a key decides what holds.
fn is_weighty(key: &str) -> bool {
    WEIGHTY_KEYS.contains(&key) || origin_keys().any(|keys| [keys.law, keys.written, keys.checked].contains(&key))
}

impl Said {
    /// The words of a page, front matter and body, without the keys in `without`.
    pub(super) fn of_page(
        front: Option<&Node>,
        without: &[&str],
        document: &Document,
        language: &'static Language,
    ) -> Self {
        let mut saying = Saying { said: Self::default(), language };
        if let Some(Value::Map(entries)) = front.map(|front| &front.value) {
            let entries = entries.iter().filter(|entry| !without.contains(&entry.key.as_str())).cloned().collect();
            saying.value(&Node { at: 0..0, value: Value::Map(entries) }, false);
        }
        saying.blocks(&document.blocks, document, false);
        for note in &document.footnotes {
            saying.blocks(&note.blocks, document, false);
        }
        saying.said
    }

    /// The words of a value; `key` is the one it stands behind.
    pub(super) fn of_value(node: &Node, key: &str, language: &'static Language) -> Self {
        let mut saying = Saying { said: Self::default(), language };
        saying.value(node, is_weighty(key));
        saying.said
    }

    /// A name for it that is short and the same on every machine.
    pub(super) fn digest(&self) -> String {
        digest(self.0.iter())
    }

    /// Such a name for what decides what holds.
    pub(super) fn digest_of_substance(&self) -> String {
        digest(self.0.iter().filter(|piece| piece.weighs))
    }

    /// How it differs from what was said before.
    pub(super) fn change_from(&self, before: &Self) -> Change {
        if self == before {
            return Change::Form;
        }
        let weighty = |said: &Self| said.0.iter().filter(|piece| piece.weighs).cloned().collect::<Vec<_>>();
        if weighty(self) == weighty(before) { Change::Text } else { Change::Substance }
    }
}

fn digest<'p>(pieces: impl Iterator<Item = &'p WeighedText>) -> String {
    let mut hasher = blake3::Hasher::new();
    for piece in pieces {
        hasher.update(piece.text.as_bytes());
        hasher.update(b"\0");
    }
    hasher.finalize().to_hex()[..8].to_owned()
}

/// A text that is read for what it says.
struct Saying {
    said: Said,
    language: &'static Language,
}

impl Saying {
    fn push(&mut self, text: String, weighs: bool) {
        self.said.0.push(WeighedText { text, weighs });
    }

    fn words(&mut self, text: &str, weighs: bool) {
        for word in text.split_whitespace() {
            let word: String = word
                .chars()
                .map(|c| match c {
                    '“' | '”' | '„' | '«' | '»' | '"' => '"',
                    '‘' | '’' | '\'' => '\'',
                    c => c,
                })
                .collect();
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '§').to_lowercase();
            let decides = bare.contains(|c: char| c.is_ascii_digit() || c == '§')
                || self.language.weighty.split_whitespace().any(|word| word == bare);
            self.push(word, weighs || decides);
        }
    }

    fn blocks(&mut self, blocks: &[Block], document: &Document, weighs: bool) {
        for block in blocks {
            self.block(block, document, weighs);
        }
    }

    fn block(&mut self, block: &Block, document: &Document, weighs: bool) {
        match &block.node {
            BlockNode::Heading(heading) => self.push(format!("\u{1}heading {}", heading.level), false),
            BlockNode::Paragraph(_) => self.push("\u{1}paragraph".into(), false),
            BlockNode::Code(code) => self.push(code.text.get(block.at, &document.text).to_owned(), true),
            BlockNode::Html(html) => self.push(html.get(block.at, &document.text).to_owned(), true),
            BlockNode::Generated(generated) => self.push(format!("\u{1}{generated:?}"), true),
            BlockNode::Table(_) => self.push("\u{1}table".into(), false),
            BlockNode::Rule => self.push("\u{1}rule".into(), false),
            BlockNode::Alert(..)
            | BlockNode::Guidance(..)
            | BlockNode::Quote(_)
            | BlockNode::List(_)
            | BlockNode::Definitions(_)
            | BlockNode::When(_) => {}
        }
        own_inlines(block, &mut |run| self.run(run, document, weighs));
        match &block.node {
            BlockNode::Quote(inner) => self.blocks(inner, document, weighs),
            BlockNode::Alert(kind, inner) => {
                self.push(format!("\u{1}{kind:?}"), false);
                self.blocks(inner, document, weighs);
            }
            BlockNode::Guidance(kind, inner) => {
                self.push(format!("\u{1}{kind:?}"), true);
                self.blocks(inner, document, weighs || *kind == GuidanceKind::Law);
            }
            BlockNode::List(list) => {
                self.push(format!("\u{1}list {}", list.start.is_some()), false);
                self.entries(&list.items, document, weighs);
            }
            BlockNode::Definitions(groups) => {
                for inner in groups.iter().flat_map(|group| &group.definitions) {
                    self.blocks(inner, document, weighs);
                }
            }
            BlockNode::When(when) => {
                for branch in &when.branches {
                    self.push(format!("\u{1}when {:?}", branch.condition), true);
                    self.blocks(&branch.content, document, weighs);
                }
                self.push("\u{1}end".into(), true);
            }
            _ => {}
        }
    }

    fn entries(&mut self, entries: &[ListEntry], document: &Document, weighs: bool) {
        for entry in entries {
            match entry {
                ListEntry::Item(item) => {
                    let task = item.task.as_ref().map(|task| (task.checked, task.id.as_ref().map(|(id, _)| id)));
                    self.push(format!("\u{1}item {task:?}"), task.is_some());
                    self.blocks(&item.blocks, document, weighs);
                }
                ListEntry::When(when) => {
                    for branch in &when.branches {
                        self.push(format!("\u{1}when {:?}", branch.condition), true);
                        self.entries(&branch.content, document, weighs);
                    }
                    self.push("\u{1}end".into(), true);
                }
            }
        }
    }

    fn run(&mut self, run: &[Inline], document: &Document, weighs: bool) {
        self.words(&plain_text(run, &document.text), weighs);
        walk_run(run, &mut |inline| match &inline.node {
            InlineNode::Link(link) => self.destination(&link.to),
            InlineNode::Image(image) => self.destination(&image.source),
            InlineNode::Field(name) => self.push(format!("\u{1}field {name}"), true),
            InlineNode::Cite(cite) => {
                for item in &cite.items {
                    self.push(format!("\u{1}cite {} {}", item.id, item.locator), true);
                }
            }
            _ => {}
        });
    }

    fn destination(&mut self, to: &Destination) {
        if let Destination::Open(to) = to {
            self.push(format!("\u{1}link {to}"), true);
        }
    }

    fn value(&mut self, node: &Node, weighs: bool) {
        match &node.value {
            Value::Null => self.push("\u{1}nothing".into(), weighs),
            Value::Bool(value) => self.push(format!("\u{1}{value}"), true),
            Value::Number(number) => self.push(format!("\u{1}{number}"), true),
            Value::Text(text) => self.words(text, weighs),
            Value::List(items) => {
                for item in items {
                    self.push("\u{1}item".into(), false);
                    self.value(item, weighs);
                }
            }
            Value::Map(entries) => {
                let mut entries: Vec<_> = entries.iter().collect();
                entries.sort_by(|a, b| a.key.cmp(&b.key));
                for entry in entries {
                    self.push(format!("\u{1}key {}", entry.key), false);
                    self.value(&entry.node, weighs || is_weighty(&entry.key));
                }
            }
        }
    }
}
