//! Reading `sporsmal-lint.yaml`.
//!
//! In: the register. Out: [`QuestionRules`], and every fault with its place.
//! Invariant: a rule with a fault is left out, the others stand.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::pattern::{Lists, Pattern, parse_form};
use super::{GuardWords, ModelBounds, QuestionRule, QuestionRules, RuleLevel};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::front_matter::parse_yaml;
use crate::language::Letters;
use crate::said::{Phrase, said};
use crate::schema::{Key, Node, Shape, Value, check};
use crate::source::{FileId, Source, Span};

const PATTERNS: Shape = Shape::List(&Shape::Text(400));

const RULE: Shape = Shape::Map(&[
    Key::new("id", Shape::Text(40), "its name").required(),
    Key::new("level", Shape::OneOf(&["forbidden", "risky"]), "how much it weighs").required(),
    Key::new("why", Shape::Text(300), "why, in a sentence or two").required(),
    Key::new("law", Shape::Text(120), "the section of law"),
    Key::new("instead", Shape::Text(200), "what to ask, or to write, instead").required(),
    Key::new("see", Shape::Text(200), "the page with more").required(),
    Key::new("sure", PATTERNS, "patterns that count wherever they stand"),
    Key::new("patterns", PATTERNS, "patterns that count unless something near sets them aside"),
    Key::new("unless", PATTERNS, "what sets this rule's patterns aside"),
]);

const SAYS: Shape = Shape::Map(&[
    Key::new("forbidden", Shape::Text(80), "the heading over what is forbidden").required(),
    Key::new("risky", Shape::Text(80), "the heading over what is advised against").required(),
    Key::new("while-writing", Shape::Text(300), "what stands beside a question that is being written"),
    Key::new("below-findings", Shape::Text(300), "what stands below findings in a field of a document"),
    Key::new("nothing-more", Shape::Text(300), "what is said where nothing is found any more"),
    Key::new("before-adding", Shape::Text(300), "what is said before a forbidden question is added"),
    Key::new("look-again", Shape::Text(120), "the heading over a question that only the model doubts"),
    Key::new("look-again-why", Shape::Text(300), "the reason that stands below it"),
    Key::new("look-again-ground", Shape::Text(120), "what stands before why there is a rule, where one is likely"),
]);

const MODEL: Shape = Shape::Map(&[
    Key::new("look-again-from", Shape::Number, "the score from which a question is to be looked at again").required(),
    Key::new("let-pass-below", Shape::Number, "the score below which only sure patterns count").required(),
    Key::new("name-ground-from", Shape::Number, "the lead from which the ground is named").required(),
]);

const REGISTER: Shape = Shape::Map(&[
    Key::new("words", Shape::MapOf(&Shape::List(&Shape::Text(40))), "lists of words that patterns name as <list>"),
    Key::new("harmless", PATTERNS, "turns of phrase whose words count for nothing"),
    Key::new("unless", PATTERNS, "what sets the patterns of every rule aside"),
    Key::new("rules", Shape::List(&RULE), "the rules").required(),
    Key::new("texts", Shape::List(&RULE), "rules for what is written into a document"),
    Key::new("says", SAYS, "the words in which a reader is told").required(),
    Key::new("model", MODEL, "when the model taught by sporsmal-eksempler.yaml is listened to"),
]);

/// Reads the register.
#[must_use]
pub fn read_rules(source: &Source, letters: Letters) -> Warned<QuestionRules> {
    let tree = match parse_yaml(source, &(source.begin()..source.text.len())) {
        Ok(tree) => tree,
        Err(diagnostic) => return Warned::new(QuestionRules::default(), vec![diagnostic]),
    };
    let found = check(&tree, &REGISTER, source.id);
    let mut reader = RuleReader { file: source.id, letters, lists: Lists::new(), found };
    let lists = reader.lists(&tree);
    let harmless = reader.patterns(&tree, "harmless");
    let unless = reader.patterns(&tree, "unless");
    let mut places = BTreeMap::new();
    let list = reader.rules(items(&tree, "rules"), &mut places);
    let texts = reader.rules(items(&tree, "texts"), &mut places);
    let (says, bounds) = (words_of(&tree), bounds_of(&tree));
    let forms = std::mem::take(&mut reader.lists);
    let rules = QuestionRules { lists, harmless, unless, list, texts, letters, says, forms, bounds, model: None };
    reader.found.extend(rules.caught_by_themselves());
    Warned::new(rules, reader.found)
}

fn items<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    match node.get(key).map(|node| &node.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

fn words_of(tree: &Node) -> GuardWords {
    let text = |key| Some(Box::<str>::from(tree.get("says")?.get(key)?.text()?));
    GuardWords {
        forbidden: text("forbidden").unwrap_or_default(),
        risky: text("risky").unwrap_or_default(),
        while_writing: text("while-writing"),
        below_findings: text("below-findings"),
        nothing_more: text("nothing-more"),
        before_adding: text("before-adding"),
        look_again: text("look-again"),
        look_again_why: text("look-again-why"),
        look_again_ground: text("look-again-ground"),
    }
}

/// When the model is listened to; nothing where a number is missing, which was said.
fn bounds_of(tree: &Node) -> Option<ModelBounds> {
    #[expect(clippy::cast_possible_truncation, reason = "a cast from f64 stays within i32")]
    let number = |key| match tree.get("model")?.get(key)?.value {
        Value::Number(number) => Some(number as i32),
        _ => None,
    };
    Some(ModelBounds {
        look_again_from: number("look-again-from")?,
        let_pass_below: number("let-pass-below")?,
        name_ground_from: number("name-ground-from")?.unsigned_abs(),
    })
}

struct RuleReader {
    file: FileId,
    letters: Letters,
    lists: Lists,
    found: Vec<Diagnostic>,
}

impl RuleReader {
    fn span(&self, node: &Node) -> Span {
        Span::new(self.file, node.at.clone())
    }

    /// The place of a rule's name.
    fn id(&self, rule: &Node) -> Span {
        self.span(rule.get("id").unwrap_or(rule))
    }

    fn bad(&mut self, node: &Node, message: Phrase) {
        let diagnostic = Diagnostic::new(Code::BadPattern, message).at(self.span(node), said!("this pattern"));
        self.found.push(diagnostic.help(said!(
            "words with spaces between: `rus*`, `er|var`, `<list>`, `…3` for a gap, `~` for either order"
        )));
    }

    /// The lists as written; as forms they are kept for the patterns.
    fn lists(&mut self, tree: &Node) -> BTreeMap<Box<str>, Box<[Box<str>]>> {
        let mut written = BTreeMap::new();
        let Some(Value::Map(entries)) = tree.get("words").map(|node| &node.value) else { return written };
        for entry in entries {
            let Value::List(items) = &entry.node.value else { continue };
            let mut texts: Vec<Box<str>> = Vec::new();
            let mut forms = Vec::new();
            for item in items {
                let Some(text) = item.text() else { continue };
                match parse_form(text, self.letters) {
                    Ok(form) => {
                        texts.push(text.into());
                        forms.push(form);
                    }
                    Err(message) => self.bad(item, message),
                }
            }
            written.insert(entry.key.as_str().into(), texts.into());
            self.lists.insert(entry.key.as_str().into(), forms);
        }
        written
    }

    fn patterns(&mut self, node: &Node, key: &str) -> Box<[Pattern]> {
        let mut patterns = Vec::new();
        for item in items(node, key) {
            let Some(text) = item.text() else { continue };
            match Pattern::parse(text, &self.lists, self.letters) {
                Ok(pattern) => patterns.push(pattern),
                Err(message) => self.bad(item, message),
            }
        }
        patterns.into()
    }

    /// Rules, each with a name of its own; `places` has the names there are.
    fn rules(&mut self, nodes: &[Node], places: &mut BTreeMap<Box<str>, Span>) -> Box<[QuestionRule]> {
        let mut rules = Vec::new();
        for node in nodes {
            let Some(rule) = self.rule(node) else { continue };
            match places.entry(rule.id.clone()) {
                Entry::Vacant(free) => {
                    free.insert(self.id(node));
                    rules.push(rule);
                }
                Entry::Occupied(first) => {
                    let diagnostic =
                        Diagnostic::new(Code::DuplicateId, said!("two rules have the id `{id}`", id = rule.id));
                    let diagnostic =
                        diagnostic.at(self.id(node), said!("this rule")).at(*first.get(), said!("and this one"));
                    self.found.push(diagnostic.help(said!("rename one of them")));
                }
            }
        }
        rules.into()
    }

    /// A rule; nothing where a key that it needs is missing or wrong, which was said.
    fn rule(&mut self, node: &Node) -> Option<QuestionRule> {
        let (sure, patterns) = (self.patterns(node, "sure"), self.patterns(node, "patterns"));
        let unless = self.patterns(node, "unless");
        let text = |key| Some(Box::<str>::from(node.get(key)?.text()?));
        let placed = |key| Some((text(key)?, Span::new(self.file, node.get(key)?.at.clone())));
        let level = match node.get("level")?.text()? {
            "forbidden" => RuleLevel::Forbidden,
            "risky" => RuleLevel::Risky,
            _ => return None,
        };
        let rule = QuestionRule {
            id: text("id")?,
            level,
            why: text("why")?,
            law: text("law"),
            instead: placed("instead")?,
            see: placed("see")?,
            sure,
            patterns,
            unless,
        };
        if items(node, "sure").is_empty() && items(node, "patterns").is_empty() {
            let message = said!("the rule `{id}` has no pattern", id = rule.id);
            let diagnostic = Diagnostic::new(Code::MissingKey, message).at(self.id(node), said!("this rule"));
            self.found.push(diagnostic.help(said!("write `sure:` or `patterns:` with words to look for")));
        }
        Some(rule)
    }
}

impl QuestionRules {
    /// Better questions, and better texts, that the rules would find fault with.
    fn caught_by_themselves(&self) -> Vec<Diagnostic> {
        let question = |rule: &QuestionRule| {
            let finding = self.check(&rule.instead.0).into_iter().next()?;
            let message = said!(
                "the better question of `{id}` is caught by the rule `{other}`",
                id = rule.id,
                other = finding.rule.id
            );
            let diagnostic = Diagnostic::new(Code::BadPattern, message).at(rule.instead.1, said!("this question"));
            Some(diagnostic.help(said!("ask something else, or say in `unless` what sets that rule aside")))
        };
        let text = |rule: &QuestionRule| {
            let finding = self.check_text(&rule.instead.0).into_iter().next()?;
            let message = said!(
                "the better text of `{id}` is caught by the rule `{other}`",
                id = rule.id,
                other = finding.rule.id
            );
            let diagnostic = Diagnostic::new(Code::BadPattern, message).at(rule.instead.1, said!("this text"));
            Some(diagnostic.help(said!("write something else, or say in `unless` what sets that rule aside")))
        };
        self.list.iter().filter_map(question).chain(self.texts.iter().filter_map(text)).collect()
    }
}
