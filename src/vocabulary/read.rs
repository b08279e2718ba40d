//! `ordliste.yaml`, read.

use std::sync::Arc;

use super::{
    Fact, FigureRow, Layout, MixUp, NameAt, Purpose, Respondent, SearchRow, StepRow, Vocabulary, WordClass, WordList,
};
use crate::diagnostic::Warned;
use crate::front_matter::parse_yaml;
use crate::schema::{Key, KeyValue, Node, Shape, TEXTS, Value, check};
use crate::source::{Source, Span};

const PURPOSE: Shape = Shape::Either(&[
    Shape::Text(120),
    Shape::Map(&[
        Key::new("title", Shape::Text(120), "the heading over them in lists").required(),
        Key::new("questions", Shape::Bool, "whether they ask questions, which the rules on questions hold for"),
        Key::new("page", Shape::OneOf(&["upright", "slides"]), "how they are set; slides: one page for each section"),
    ]),
]);

const FACT: Shape = Shape::Either(&[
    Shape::Text(120),
    Shape::Map(&[
        Key::new("label", Shape::Text(120), "the label before what is told").required(),
        Key::new(
            "difference",
            Shape::Text(300),
            "what sets the roles apart, in words, to stand where they are side by side",
        ),
    ]),
]);

const RESPONDENT: Shape = Shape::Either(&[
    Shape::Text(120),
    Shape::Map(&[
        Key::new("title", Shape::Text(120), "what they are called").required(),
        Key::new("private", Shape::Bool, "whether nothing they answer leaves the page but what they choose"),
    ]),
]);

const STOP: Shape = Shape::Either(&[
    Shape::Text(200),
    Shape::Map(&[Key::new("one-of", TEXTS, "pages of which a reader needs one, by their ids").required()]),
]);

const STEP: Shape = Shape::Map(&[
    Key::new("title", Shape::Text(60), "what it is called").required(),
    Key::new("pages", Shape::List(&STOP), "its pages in order, by their ids").required(),
    Key::new("times", Shape::MapOf(&Shape::Text(60)), "by pages of it, named by their ids: when readers come to them"),
]);

const FRAME: Shape = Shape::Map(&[
    Key::new("title", Shape::Text(120), "what it is called").required(),
    Key::new("roles", TEXTS, "the roles that stand in it, by id"),
]);

const FIGURE: Shape = Shape::Map(&[
    Key::new("frames", Shape::MapOf(&FRAME), "the frames that roles stand in, by name, the innermost first").required(),
    Key::new("towards", Shape::Text(100), "the fact that a line leads to from each role, named as under `facts:`"),
    Key::new(
        "measure",
        Shape::Map(&[
            Key::new("fact", Shape::Text(100), "the fact, named as under `facts:`").required(),
            Key::new("all", TEXTS, "the roles it holds for, by id"),
            Key::new("part", TEXTS, "the roles it holds for in part, by id"),
        ]),
        "a fact that is shown with a ring, full, half full or empty",
    ),
]);

const MIX_UP: Shape = Shape::Map(&[
    Key::new("terms", TEXTS, "the terms, by their ids").required(),
    Key::new("languages", TEXTS, "the languages of texts that are looked into, by their tags"),
    Key::new("says", Shape::Text(200), "what is said of such a sentence, after the words of the term").required(),
    Key::new("help", Shape::Text(200), "what to write instead").required(),
    Key::new("words", Shape::MapOf(&Shape::Text(2000)), "classes of words, by a name in capital letters"),
    Key::new("clues", TEXTS, "patterns as `yes WORDS [*]` and `no [*] WORDS`, tried from the top").required(),
]);

const WORDS: Shape = Shape::Map(&[
    Key::new("documents", Shape::MapOf(&PURPOSE), "purposes of documents, by name, in the order they are listed"),
    Key::new("employers", Shape::MapOf(&Shape::Text(120)), "kinds of employer, value: label"),
    Key::new("facts", Shape::MapOf(&FACT), "what is told of roles, by name, in the order it is shown"),
    Key::new("respondents", Shape::MapOf(&RESPONDENT), "who answers assessments, by name, in the order they are shown"),
    Key::new("nobody-involved", Shape::Text(200), "the sentence on pages in whose making nobody took part"),
    Key::new("mix-ups", Shape::MapOf(&MIX_UP), "what sentences do not say of terms unless it is meant, by name"),
    Key::new(
        "fields",
        Shape::MapOf(&Shape::Text(8000)),
        "words of fields that terms belong to or not, by a name in capital letters",
    ),
    Key::new("nolink", TEXTS, "phrases inside which no term is linked"),
    Key::new("roles", TEXTS, "the roles, by id, in the order they are shown"),
    Key::new("role-figure", FIGURE, "how the figure of the roles shows them"),
    Key::new("steps", Shape::MapOf(&STEP), "the steps of the way that readers go, by name, in order"),
    Key::new("related-pages", Shape::MapOf(&TEXTS), "by pages, named by their ids: the few others to read beside them"),
    Key::new("search", Shape::MapOf(&TEXTS), "by words of the book: what readers may write for them when they search"),
    Key::new("search-pages", Shape::MapOf(&TEXTS), "by pages, named by their ids: what readers may ask about them"),
    Key::new(
        "search-last",
        Shape::Map(&[
            Key::new("title", Shape::Text(60), "the heading over them").required(),
            Key::new("pages", TEXTS, "the pages, by their ids"),
        ]),
        "pages that are found below the others, unless they are asked for by words of their own",
    ),
    Key::new("search-examples", TEXTS, "what a search that is still empty suggests"),
]);

/// Reads `ordliste.yaml`.
#[must_use]
pub fn read_words(source: &Source) -> Warned<WordList> {
    let tree = match parse_yaml(source, &(0..source.text.len())) {
        Ok(tree) => tree,
        Err(diagnostic) => return Warned::new(WordList::default(), vec![diagnostic]),
    };
    let diagnostics = check(&tree, &WORDS, source.id);
    let texts = |key: &str| {
        let items = tree.get(key).map_or(&[][..], items);
        items.iter().filter_map(|item| named(item, source)).collect()
    };
    let asked = |key: &str| {
        let one = |entry: &KeyValue| SearchRow {
            name: entry.key.clone(),
            at: Span::new(source.id, entry.at.clone()),
            written: items(&entry.node).iter().filter_map(|item| Some(item.text()?.to_owned())).collect(),
        };
        entries(&tree, key).iter().map(one).collect()
    };
    let mix_ups = entries(&tree, "mix-ups").iter().map(|entry| mix_up(entry, source)).collect();
    let roles: Vec<(String, Span)> = texts("roles");
    let nolink: Vec<(String, Span)> = texts("nolink");
    let examples: Vec<(String, Span)> = texts("search-examples");
    let vocabulary = Vocabulary {
        purposes: entries(&tree, "documents").iter().enumerate().filter_map(|(i, entry)| purpose(i, entry)).collect(),
        employers: labelled(&tree, "employers"),
        facts: entries(&tree, "facts").iter().filter_map(fact).collect(),
        respondents: entries(&tree, "respondents").iter().filter_map(respondent).collect(),
        nobody_involved: tree.get("nobody-involved").and_then(Node::text).map(Into::into),
    };
    let words = WordList {
        vocabulary: Arc::new(vocabulary),
        nolink: nolink.into_iter().map(|(text, _)| text).collect(),
        mix_ups,
        fields: entries(&tree, "fields").iter().filter_map(|entry| class(entry, source)).collect(),
        roles,
        role_figure: tree.get("role-figure").map_or_else(FigureRow::default, |node| figure(node, source)),
        steps: entries(&tree, "steps").iter().filter_map(|entry| step(entry, source)).collect(),
        related: entries(&tree, "related-pages").iter().map(|entry| related(entry, source)).collect(),
        search: asked("search"),
        search_pages: asked("search-pages"),
        search_last: tree.get("search-last").and_then(|node| last(node, source)),
        search_examples: examples.into_iter().map(|(text, _)| text).collect(),
    };
    Warned::new(words, diagnostics)
}

/// A purpose: its title alone, or with what else it decides.
fn purpose(position: usize, entry: &KeyValue) -> Option<Arc<Purpose>> {
    let key = |name: &str| entry.node.get(name);
    let title = entry.node.text().or_else(|| key("title")?.text())?;
    let is_slides = key("page").and_then(Node::text) == Some("slides");
    Some(Arc::new(Purpose {
        name: entry.key.as_str().into(),
        position,
        title: title.into(),
        questions: key("questions").is_some_and(|node| node.value == Value::Bool(true)),
        layout: if is_slides { Layout::Slides } else { Layout::Pages },
    }))
}

/// A fact: its label alone, or with the difference it makes.
fn fact(entry: &KeyValue) -> Option<Fact> {
    let key = |name: &str| entry.node.get(name).and_then(Node::text);
    let label = entry.node.text().or_else(|| key("label"))?;
    Some(Fact { name: entry.key.as_str().into(), label: label.into(), difference: key("difference").map(Into::into) })
}

/// Somebody who answers: what they are called alone, or with what else is to be known.
fn respondent(entry: &KeyValue) -> Option<Respondent> {
    let key = |name: &str| entry.node.get(name);
    let title = entry.node.text().or_else(|| key("title")?.text())?;
    let private = key("private").is_some_and(|node| node.value == Value::Bool(true));
    Some(Respondent { name: entry.key.as_str().into(), title: title.into(), private })
}

/// A mix-up of terms.
fn mix_up(entry: &KeyValue, source: &Source) -> MixUp {
    let text = |key: &str| entry.node.get(key).and_then(Node::text).unwrap_or_default().to_owned();
    let texts = |key: &str| {
        let items = entry.node.get(key).map_or(&[][..], items);
        items.iter().filter_map(|item| named(item, source)).collect::<Vec<_>>()
    };
    MixUp {
        at: Span::new(source.id, entry.at.clone()),
        terms: texts("terms"),
        languages: texts("languages").into_iter().map(|(tag, _)| tag).collect(),
        says: text("says"),
        help: text("help"),
        words: entries(&entry.node, "words").iter().filter_map(|entry| class(entry, source)).collect(),
        clues: texts("clues"),
    }
}

/// A class of words.
fn class(entry: &KeyValue, source: &Source) -> Option<WordClass> {
    let (words, at) = named(&entry.node, source)?;
    Some(WordClass { name: entry.key.clone(), words, at })
}

/// A step with its stops.
fn step(entry: &KeyValue, source: &Source) -> Option<StepRow> {
    let stop = |node: &Node| -> Vec<NameAt> {
        node.get("one-of")
            .map_or(std::slice::from_ref(node), items)
            .iter()
            .filter_map(|node| named(node, source))
            .collect()
    };
    let time = |entry: &KeyValue| {
        let page = (entry.key.clone(), Span::new(source.id, entry.at.clone()));
        Some((page, entry.node.text()?.to_owned()))
    };
    Some(StepRow {
        title: entry.node.get("title")?.text()?.to_owned(),
        stops: entry.node.get("pages").map_or(&[][..], items).iter().map(stop).collect(),
        times: entries(&entry.node, "times").iter().filter_map(time).collect(),
    })
}

/// A page, and the pages to read beside it.
fn related(entry: &KeyValue, source: &Source) -> (NameAt, Vec<NameAt>) {
    let page = (entry.key.clone(), Span::new(source.id, entry.at.clone()));
    (page, items(&entry.node).iter().filter_map(|item| named(item, source)).collect())
}

/// The figure of the roles.
fn figure(node: &Node, source: &Source) -> FigureRow {
    let all_of = |node: Option<&Node>, key: &str| -> Vec<NameAt> {
        let list = node.and_then(|node| node.get(key)).map_or(&[][..], items);
        list.iter().filter_map(|node| named(node, source)).collect()
    };
    let frame =
        |entry: &KeyValue| Some((entry.node.get("title")?.text()?.to_owned(), all_of(Some(&entry.node), "roles")));
    let measure = node.get("measure");
    FigureRow {
        at: Some(Span::new(source.id, node.at.clone())),
        frames: entries(node, "frames").iter().filter_map(frame).collect(),
        towards: node.get("towards").and_then(|node| named(node, source)),
        measure: measure.and_then(|node| named(node.get("fact")?, source)),
        all: all_of(measure, "all"),
        part: all_of(measure, "part"),
    }
}

/// Pages that a search shows last, and the heading over them.
fn last(node: &Node, source: &Source) -> Option<(String, Vec<NameAt>)> {
    let pages = node.get("pages").map_or(&[][..], items);
    Some((node.get("title")?.text()?.to_owned(), pages.iter().filter_map(|node| named(node, source)).collect()))
}

/// A name with its place.
fn named(node: &Node, source: &Source) -> Option<NameAt> {
    Some((node.text()?.to_owned(), Span::new(source.id, node.at.clone())))
}

/// The entries under a key, in the order they are written.
fn entries<'t>(tree: &'t Node, key: &str) -> &'t [KeyValue] {
    match tree.get(key).map(|node| &node.value) {
        Some(Value::Map(entries)) => entries,
        _ => &[],
    }
}

/// Names and what they are called.
fn labelled(tree: &Node, key: &str) -> Vec<(Box<str>, Box<str>)> {
    let one = |entry: &KeyValue| Some((entry.key.as_str().into(), entry.node.text()?.into()));
    entries(tree, key).iter().filter_map(one).collect()
}

fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => &[],
    }
}
