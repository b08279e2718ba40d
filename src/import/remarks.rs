//! Remarks and changes of colleagues in a Word file.
//!
//! In: tracked changes and comments as they are met. Out: [`WordRemark`]s, in the order of the text.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::xml::{attribute, is};

/// The most letters of a text that a remark repeats.
const LETTERS: usize = 400;

/// A remark or a change of a colleague.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordRemark {
    /// Its kind.
    pub sort: RemarkSort,
    /// Who.
    pub author: String,
    /// The day, as the file has it: `2026-11-22`, or nothing.
    pub day: String,
    /// The paragraph, from 1.
    pub paragraph: usize,
    /// Its first words.
    pub words: String,
    /// The text that is spoken of, or was changed.
    pub about: String,
    /// Words on it; nothing of a change.
    pub says: String,
}

/// The sorts of remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkSort {
    /// A comment.
    Comment,
    /// Text that was put in.
    Added,
    /// Text that was taken out.
    TakenOut,
    /// Text that was moved here.
    MovedHere,
    /// Text that was moved away.
    MovedAway,
}

impl RemarkSort {
    /// The key of its name among the texts of the interface.
    #[must_use]
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Comment => "remark-comment",
            Self::Added => "remark-added",
            Self::TakenOut => "remark-taken-out",
            Self::MovedHere => "remark-moved-here",
            Self::MovedAway => "remark-moved-away",
        }
    }

    /// The change that an element marks.
    pub(super) fn of(node: Node<'_, '_>) -> Option<Self> {
        match node.tag_name().name() {
            "ins" => Some(Self::Added),
            "del" => Some(Self::TakenOut),
            "moveTo" => Some(Self::MovedHere),
            "moveFrom" => Some(Self::MovedAway),
            _ => None,
        }
    }

    /// Whether the text stands there when changes are accepted.
    pub(super) fn stays(self) -> bool {
        matches!(self, Self::Comment | Self::Added | Self::MovedHere)
    }
}

/// A comment as its part has it.
#[derive(Debug, Clone, Default)]
struct WordComment {
    author: String,
    day: String,
    says: String,
}

/// The remarks of a file so far.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    comments: HashMap<String, WordComment>,
    /// Comments whose text has begun: their position among the remarks.
    open: Vec<(String, usize)>,
    pub(super) found: Vec<WordRemark>,
}

impl Remarks {
    /// Reads the texts of comments.
    pub(super) fn read(&mut self, document: &Document<'_>) {
        for node in document.root_element().children().filter(|node| is(*node, "comment")) {
            let Some(id) = attribute(node, "id") else { continue };
            let paragraphs = node.descendants().filter(|node| is(*node, "p"));
            let says: Vec<String> = paragraphs.map(text_of).filter(|text| !text.trim().is_empty()).collect();
            let (author, day) = told_by(node);
            self.comments.insert(id.to_owned(), WordComment { author, day, says: says.join(" / ") });
        }
    }

    /// A comment begins to speak of text.
    pub(super) fn begin(&mut self, id: &str, paragraph: usize) {
        if self.open.iter().all(|(open, _)| open != id)
            && let Some(comment) = self.comments.remove(id)
        {
            self.open.push((id.to_owned(), self.found.len()));
            self.found.push(WordRemark {
                sort: RemarkSort::Comment,
                author: comment.author,
                day: comment.day,
                paragraph,
                words: String::new(),
                about: String::new(),
                says: comment.says,
            });
        }
    }

    /// A comment no longer speaks of text.
    pub(super) fn end(&mut self, id: &str) {
        self.open.retain(|(open, _)| open != id);
    }

    /// Text that stands there.
    pub(super) fn text(&mut self, text: &str) {
        for (_, at) in &self.open {
            if let Some(remark) = self.found.get_mut(*at) {
                add(&mut remark.about, text);
            }
        }
    }

    /// A change of text. One that goes on from the element before is the same change.
    pub(super) fn change(&mut self, sort: RemarkSort, node: Node<'_, '_>, paragraph: usize) {
        let text = text_of(node);
        if text.trim().is_empty() {
            return;
        }
        let (author, day) = told_by(node);
        let goes_on = node.prev_sibling_element().is_some_and(|before| {
            before.tag_name() == node.tag_name() && told_by(before) == (author.clone(), day.clone())
        });
        if goes_on
            && let Some(last) = self.found.last_mut()
            && (last.sort, last.paragraph) == (sort, paragraph)
        {
            return add(&mut last.about, &text);
        }
        let mut about = String::new();
        add(&mut about, &text);
        self.found.push(WordRemark { sort, author, day, paragraph, words: String::new(), about, says: String::new() });
    }
}

/// Adds text, up to what a remark repeats.
fn add(to: &mut String, text: &str) {
    if to.ends_with('…') {
        return;
    }
    let room = LETTERS.saturating_sub(to.chars().count());
    if text.chars().count() <= room {
        to.push_str(text);
    } else {
        to.extend(text.chars().take(room).chain(['…']));
    }
}

/// Who made an element, and when.
fn told_by(node: Node<'_, '_>) -> (String, String) {
    let day = attribute(node, "date").and_then(|date| date.get(..10)).unwrap_or_default();
    (attribute(node, "author").unwrap_or_default().trim().to_owned(), day.to_owned())
}

/// The text of an element, tracked changes and all.
pub(super) fn text_of(node: Node<'_, '_>) -> String {
    let mut out = String::new();
    for node in node.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "t" | "delText" => out.push_str(node.text().unwrap_or_default()),
            "tab" if node.parent().is_some_and(|parent| is(parent, "r")) => out.push(' '),
            "br" | "cr" => out.push(' '),
            "noBreakHyphen" => out.push('-'),
            _ => {}
        }
    }
    out
}
