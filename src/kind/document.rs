//! `document`: a sample that a reader fills in.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use serde::Deserialize;

use super::condition::condition_at;
use super::posting::{self, PostingProperties};
use super::{Kind, KindRow, KindYaml, heading};
use crate::diagnostic::{Code, Diagnostic, NameIndex, listed, nearest};
use crate::document::{
    BlockNode, Condition, Document, Inline, InlineNode, ListEntry, Literal, When, is_name, plain_text, walk_blocks,
    walk_inlines, walk_items,
};
use crate::form::{Advice, AdviceLevel, Field, FieldType, Form, in_order};
use crate::markdown::Fillable;
use crate::said::{Phrase, said};
use crate::schema::{Key, Places, Shape, ValuePlace};
use crate::source::Span;
use crate::vocabulary::{Layout, Purpose, Vocabulary, declare};

const FIELD: Shape = Shape::Map(&[
    Key::new("label", Shape::Text(120), "what is asked for").required(),
    Key::new("help", Shape::Text(600), "how to answer"),
    Key::new(
        "type",
        Shape::OneOf(&["text", "long", "number", "percent", "date", "choice", "employer"]),
        "what kind of answer",
    )
    .required(),
    Key::new("choices", Shape::MapOf(&Shape::Text(200)), "the answers to choose from, value: label"),
    Key::new("default", Shape::Either(&[Shape::Text(1000), Shape::Number]), "the answer from the start"),
    Key::new("required", Shape::Bool, "whether the document is unfinished without it"),
    Key::new(
        "from",
        Shape::OneOf(&["organisation.name", "organisation.kind", "organisation.unit", "organisation.contact"]),
        "the setting that fills it in",
    ),
]);

const ADVICE: Shape = Shape::Map(&[
    Key::new("when", Shape::Text(600), "the condition").required(),
    Key::new("say", Shape::Text(1000), "what it says").required(),
    Key::new("see", Shape::Text(200), "the page with more"),
    Key::new("level", Shape::OneOf(&["info", "warning", "stop"]), "how much it matters").required(),
    Key::new("at", Shape::Text(200), "the field, or `choice.` and the choice, it is about").required(),
]);

/// The key of its purpose, which must be there in a book that declares purposes.
pub(super) const PURPOSE: &str = "document";

/// Its row in the table of kinds.
pub(super) const ROW: KindRow = KindRow {
    name: "document",
    doc: "a sample that a reader fills in",
    keys: &[
        Key::new(PURPOSE, Shape::Text(100), "its purpose, one of `documents:` in ordliste.yaml"),
        Key::new(heading::KEY, heading::SHAPE, "the title of the finished text, where it is not the page's"),
        Key::new("fields", Shape::MapOf(&FIELD), "what it asks for"),
        Key::new(posting::KEY, posting::SHAPE, "what the finished text is as the data of a job posting"),
        Key::new("advice", Shape::List(&ADVICE), "advice on answers"),
    ],
    examples: &[
        (
            "fields",
            "\n  name:\n    label: Name of the plan\n    help: Write it so that others know it again.\n    type: text\n    required: true\n  length:\n    label: Length\n    type: choice\n    choices: {week: a week, month: a month}\n    default: week",
        ),
        ("advice", "\n  - when: not name\n    say: Give the plan a name.\n    level: warning\n    at: name"),
    ],
    body: "## {{ name }}\n\n> [!HELP]\n> Text like this helps whoever fills in the document, and is no part of the finished one.\n\nThe plan lasts {{ length }}.\n\n{% if length == month %}\nWe meet in the middle of the month.\n{% endif %}\n\n- [x] This point is in from the start. {#from-start}\n- [ ] This point may be chosen. {#may-be-chosen}\n",
    is_term: false,
    is_offered: true,
    of_text: false,
    fill_in: Fillable::Document,
    read: |yaml| Ok(Kind::Document(Box::new(read(yaml)?))),
    bare: || Kind::Article,
};

/// The form of a document to fill in.
#[derive(Debug, Clone, PartialEq)]
pub struct FillIn {
    /// Its purpose; none in a book that declares none.
    pub purpose: Option<Arc<Purpose>>,
    /// The title of the finished text, where it is not the page's. All text is owned.
    pub heading: Option<When<Inline>>,
    /// Its mapping to the data of a job posting, where it is one. All text is owned.
    pub posting: Option<PostingProperties>,
    /// Its fields and advice.
    pub form: Form,
}

impl FillIn {
    /// Whether it asks questions.
    #[must_use]
    pub fn has_questions(&self) -> bool {
        self.purpose.as_ref().is_some_and(|purpose| purpose.questions)
    }

    /// The layout it is set in on paper.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.purpose.as_ref().map_or_else(Layout::default, |purpose| purpose.layout)
    }
}

#[derive(Debug, Deserialize)]
struct DocumentYaml {
    document: Option<Box<str>>,
    heading: Option<heading::HeadingYaml>,
    posting: Option<BTreeMap<Box<str>, heading::HeadingYaml>>,
    #[serde(default, deserialize_with = "in_order")]
    fields: Vec<(Box<str>, Field)>,
    #[serde(default)]
    advice: Vec<AdviceYaml>,
}

#[derive(Debug, Deserialize)]
struct AdviceYaml {
    when: Box<str>,
    say: Box<str>,
    see: Option<Box<str>>,
    level: AdviceLevel,
    at: Box<str>,
}

/// Makes the form of what was declared; a condition that does not parse is reported at its place.
fn read(front: &mut KindYaml<'_>) -> Result<FillIn, Diagnostic> {
    let mut yaml: DocumentYaml = front.deserialise()?;
    let KindYaml { places, diagnostics, source, vocabulary, .. } = front;
    let text = &*source.text;
    let purpose = yaml.document.as_deref().and_then(|name| purpose(name, vocabulary, places, diagnostics));
    for (_, field) in yaml.fields.iter_mut().filter(|(_, field)| field.kind == FieldType::Employer) {
        field.choices.extend(vocabulary.employers.iter().cloned());
    }
    let mut advice = Vec::with_capacity(yaml.advice.len());
    for (i, one) in yaml.advice.into_iter().enumerate() {
        if let Some(when) = condition_at(&one.when, places.key("advice").item(i).key("when"), text, diagnostics) {
            advice.push(Advice { number: i, when, say: one.say, see: one.see, level: one.level, at: one.at });
        }
    }
    for (name, field) in &yaml.fields {
        let at = places.key("fields").key(name);
        let mut say = |code, message: Phrase, at: Option<Span>, help: Phrase| {
            diagnostics.extend(at.map(|at| Diagnostic::new(code, message).at(at, Phrase::default()).help(help)));
        };
        if !is_name(name) {
            let help = said!("use letters a–z, digits and `_`, and begin with a letter");
            say(Code::UnknownField, said!("`{name}` cannot be the name of a field", name), at.span(), help);
        }
        let help = match field.kind {
            FieldType::Choice => said!("add `choices: {{value: label}}`"),
            FieldType::Employer => said!("declare `employers: {{value: label}}` in ordliste.yaml"),
            _ => Phrase::default(),
        };
        if !help.is_empty() && field.choices.is_empty() {
            say(Code::MissingKey, said!("`{name}` has nothing to choose from", name), at.key("type").span(), help);
        }
        let options: Vec<&str> = field.options().map(|(value, _)| value).collect();
        if let Some(default) =
            field.default.as_deref().filter(|default| !options.is_empty() && !options.contains(default))
        {
            let message = said!("`{default}` is not one of the answers to `{name}`", default, name);
            say(
                Code::UnknownValue,
                message,
                at.key("default").span(),
                said!("the answers are {options}", options = listed(options.iter().copied())),
            );
        }
    }
    let heading = yaml.heading.map(|heading| heading::read(&heading, places.key(heading::KEY), text, diagnostics));
    let posting = yaml.posting.map(|posting| posting::read(&posting, places.key(posting::KEY), text, diagnostics));
    Ok(FillIn { purpose, heading, posting, form: Form { fields: yaml.fields, advice } })
}

/// The purpose with a name. In a book that declares none, no name means anything.
fn purpose(
    name: &str,
    vocabulary: &Vocabulary,
    places: &Places,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<Purpose>> {
    let found = vocabulary.purpose(name).cloned();
    if found.is_none() && !vocabulary.purposes.is_empty() {
        let known = vocabulary.purposes.iter().map(|purpose| &*purpose.name);
        let said = Diagnostic::new(Code::UnknownValue, said!("there is no purpose of documents `{name}`", name));
        let help = declare(name, "documents", known);
        diagnostics.extend(places.key(PURPOSE).span().map(|at| said.at(at, said!("not declared")).help(help)));
    }
    found
}

/// The choices of a page, in order: id, place and text.
#[must_use]
pub fn choice_texts(body: &Document) -> Vec<(&str, Span, String)> {
    let mut found = Vec::new();
    walk_blocks(&body.blocks, &mut |block| {
        let BlockNode::List(list) = &block.node else { return };
        walk_items(&list.items, &mut |item| {
            let Some((id, at)) = item.task.as_ref().and_then(|task| task.id.as_ref()) else { return };
            let text = match item.blocks.first().map(|block| &block.node) {
                Some(BlockNode::Paragraph(content)) => plain_text(content, &body.text),
                _ => String::new(),
            };
            found.push((&**id, body.span(*at), text));
        });
    });
    found
}

/// Holds a document's text and advice against what it declares: names that do not exist, fields
/// that are never used, values that cannot be chosen.
pub(super) fn check(fill_in: &FillIn, body: &Document, places: &Places, diagnostics: &mut Vec<Diagnostic>) {
    let form = &fill_in.form;
    let choices: HashSet<&str> = choice_texts(body).into_iter().map(|(id, ..)| id).collect();
    let mut checker = DocumentChecker {
        form,
        choices,
        near_fields: OnceCell::new(),
        near_choices: OnceCell::new(),
        used: HashSet::new(),
        diagnostics,
    };
    walk_inlines(&body.blocks, &mut |inline| {
        if let InlineNode::Field(name) = &inline.node {
            checker.field(name, body.span(inline.at));
        }
    });
    walk_blocks(&body.blocks, &mut |block| match &block.node {
        BlockNode::When(when) => {
            for branch in &when.branches {
                checker.condition(branch.condition.as_ref(), body.span(branch.at));
            }
        }
        BlockNode::List(list) => checker.entries(&list.items, body),
        _ => {}
    });
    for advice in &form.advice {
        let at = |key: &str| places.key("advice").item(advice.number).key(key).span();
        if let Some(place) = at("when") {
            checker.condition(Some(&advice.when), place);
        }
        if let Some(place) = at("at") {
            match advice.at.strip_prefix("choice.") {
                Some(id) => checker.choice(id, place),
                None => checker.field(&advice.at, place),
            }
        }
    }
    if let Some(heading) = &fill_in.heading {
        checker.texts(heading, places.key(heading::KEY));
    }
    for (name, says) in fill_in.posting.iter().flatten() {
        checker.texts(says, places.key(posting::KEY).key(name));
    }
    let used = checker.used;
    for (name, _) in form.fields.iter().filter(|(name, _)| !used.contains(&**name)) {
        let diagnostic = Diagnostic::new(Code::UnusedField, said!("the field `{name}` is never used", name));
        let help = said!("write `{{{{ {name} }}}}` where it belongs, or take the field away", name);
        diagnostics.extend(
            places
                .key("fields")
                .key(name)
                .key("label")
                .span()
                .map(|at| diagnostic.at(at, said!("declared here")).help(help)),
        );
    }
}

struct DocumentChecker<'a> {
    form: &'a Form,
    choices: HashSet<&'a str>,
    near_fields: OnceCell<NameIndex>,
    near_choices: OnceCell<NameIndex>,
    used: HashSet<Box<str>>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl DocumentChecker<'_> {
    /// A text of the front matter with answers in it, or several with conditions.
    fn texts(&mut self, says: &When<Inline>, place: ValuePlace<'_>) {
        for (i, branch) in says.branches.iter().enumerate() {
            let at = |key: &str| place.item(i).key(key).span();
            if let Some(place) = at("when") {
                self.condition(branch.condition.as_ref(), place);
            }
            for inline in &branch.content {
                if let (InlineNode::Field(name), Some(place)) = (&inline.node, at("say").or_else(|| place.span())) {
                    self.field(name, place);
                }
            }
        }
    }

    fn entries(&mut self, entries: &[ListEntry], body: &Document) {
        for entry in entries {
            let ListEntry::When(when) = entry else { continue };
            for branch in &when.branches {
                self.condition(branch.condition.as_ref(), body.span(branch.at));
                self.entries(&branch.content, body);
            }
        }
    }

    fn field(&mut self, name: &str, at: Span) {
        if self.form.field(name).is_some() {
            self.used.insert(name.into());
            return;
        }
        let names = || NameIndex::new(self.form.fields.iter().map(|(name, _)| &**name));
        let help = match self.near_fields.get_or_init(names).nearest(name) {
            Some(near) => said!("did you mean `{near}`?", near),
            None => said!("declare it under `fields:`"),
        };
        let message = said!("there is no field `{name}`", name);
        self.diagnostics.push(Diagnostic::new(Code::UnknownField, message).at(at, said!("not declared")).help(help));
    }

    fn choice(&mut self, id: &str, at: Span) {
        if self.choices.contains(id) {
            return;
        }
        let ids = || {
            let mut ids: Vec<&str> = self.choices.iter().copied().collect();
            ids.sort_unstable();
            NameIndex::new(ids)
        };
        let help = match self.near_choices.get_or_init(ids).nearest(id) {
            Some(near) => said!("did you mean `{near}`?", near),
            None => said!("a choice is a task item with an id: `- [ ] Text. {{#id}}`"),
        };
        let message = said!("there is no choice `{id}`", id);
        self.diagnostics
            .push(Diagnostic::new(Code::UnknownChoice, message).at(at, said!("not in this document")).help(help));
    }

    fn condition(&mut self, condition: Option<&Condition>, at: Span) {
        let Some(condition) = condition else { return };
        let mut names: BTreeSet<(&str, bool)> = BTreeSet::new();
        condition.names(&mut |name, choice| {
            names.insert((name, choice));
        });
        for (name, choice) in names {
            if choice { self.choice(name, at) } else { self.field(name, at) }
        }
        self.values(condition, at);
    }

    /// Values compared with a field that has answers to choose from must be among them.
    fn values(&mut self, condition: &Condition, at: Span) {
        match condition {
            Condition::Compare(name, _, literal) => self.value(name, literal, at),
            Condition::In(name, literals) => literals.iter().for_each(|literal| self.value(name, literal, at)),
            Condition::Not(inner) => self.values(inner, at),
            Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| self.values(part, at)),
            Condition::Has(_) | Condition::Chosen(_) => {}
        }
    }

    fn value(&mut self, name: &str, literal: &Literal, at: Span) {
        let (Some(field), Literal::Text(value)) = (self.form.field(name), literal) else { return };
        let options: Vec<&str> = field.options().map(|(value, _)| value).collect();
        if options.is_empty() || options.contains(&&**value) {
            return;
        }
        let help = match nearest(value, options.iter().copied()) {
            Some(near) => said!("did you mean `{near}`?", near),
            None => said!("the answers are {options}", options = listed(options.iter().copied())),
        };
        let message = said!("`{value}` is not one of the answers to `{name}`", value, name);
        self.diagnostics.push(Diagnostic::new(Code::UnknownValue, message).at(at, said!("can never hold")).help(help));
    }
}
