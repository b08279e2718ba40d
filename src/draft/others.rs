//! Front matter in a page of an mdBook book, which knows none.
//!
//! In: the text of a page. Out: where its body begins, and what is told of it before that.
//!
//! Invariant: what is no front matter stays in the body, and keys of another program are told of.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::front_matter::{self, Split, parse_yaml};
use crate::kind::{Common, KINDS, KindRow};
use crate::said::{Phrase, said};
use crate::schema::{KeyValue, Node, Value};
use crate::source::{Source, Span};

/// Front matter, if it is ours; of another program's, the title.
pub(super) fn split(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> (Split, Common) {
    let none = || Split { yaml: None, body: source.begin() };
    let Ok(Split { yaml: Some(yaml), body }) = front_matter::split(source) else {
        return (none(), Common::default());
    };
    let Some(tree) = keys(source, &yaml) else { return (none(), Common::default()) };
    let text = |key: &str| tree.get(key).and_then(Node::text);
    if text("kind").is_some_and(|kind| KINDS.iter().any(|row| row.name == kind)) {
        return (Split { yaml: Some(yaml), body }, Common::default());
    }
    let title = text("title").unwrap_or_default().into();
    diagnostics.extend(passed_over(&tree, source));
    (Split { yaml: None, body }, Common { title, ..Common::default() })
}

/// Whether a file is a term of ours, which no summary needs to name.
pub(super) fn is_term(source: &Source) -> bool {
    kind_of(source).is_some_and(|row| row.is_term)
}

/// Whether a page is one of ours.
pub(super) fn tells_its_kind(source: &Source) -> bool {
    kind_of(source).is_some()
}

/// The kind that a page tells of itself.
fn kind_of(source: &Source) -> Option<&'static KindRow> {
    let yaml = front_matter::split(source).ok()?.yaml?;
    let tree = keys(source, &yaml)?;
    let kind = tree.get("kind")?.text()?;
    KINDS.iter().find(|row| row.name == kind)
}

/// Says of a page of ours, other than a term, that faults of its book are only warnings.
pub(super) fn of_two_programs(source: &Source) -> Option<Diagnostic> {
    kind_of(source).filter(|row| !row.is_term)?;
    let begin = Span { file: source.id, start: 0, end: 0 };
    Some(
        Diagnostic::new(Code::OtherTool, said!("the book is read as one of mdBook's, though this page tells its kind"))
            .at(begin, Phrase::default())
            .help(said!(
                "if the book is no mdBook book, let its first page tell its kind, or write a table of brobygger's in \
                 book.toml, as an empty `[content]`"
            )),
    )
}

/// The keys that stand between two lines `---`, where it is keys that stand there: else the lines are lines across.
fn keys(source: &Source, yaml: &Range<usize>) -> Option<Node> {
    let tree = parse_yaml(source, yaml).ok()?;
    let is_key = |key: &str| {
        !key.is_empty() && key.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.'))
    };
    let Value::Map(entries) = &tree.value else { return None };
    (!entries.is_empty() && entries.iter().all(|entry| is_key(&entry.key))).then_some(tree)
}

fn passed_over(tree: &Node, source: &Source) -> Option<Diagnostic> {
    let Value::Map(entries) = &tree.value else { return None };
    let other = |entry: &&KeyValue| entry.key != "title" || entry.node.text().is_none();
    let others: Vec<&KeyValue> = entries.iter().filter(other).collect();
    let names: Vec<String> = others.iter().map(|entry| format!("`{}`", entry.key)).collect();
    let message = match names.as_slice() {
        [name] => said!("{name} in front matter is another program's and is passed over", name),
        _ => said!("{names} in front matter are another program's and are passed over", names = names.join(", ")),
    };
    Some(
        Diagnostic::new(Code::OtherTool, message)
            .at(Span::new(source.id, others.first()?.at.clone()), Phrase::default()),
    )
}
