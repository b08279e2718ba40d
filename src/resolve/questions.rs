//! Questions that may not be asked: the pages that the rules name, and the documents with questions of the
//! book itself.

use super::kept::Kept;
use super::near::PageIds;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::document::{Block, BlockNode, Document, GuidanceKind, Inline, ListEntry, plain_text};
use crate::draft::Page;
use crate::kind::Kind;
use crate::language::Letters;
use crate::questions::{QuestionModel, QuestionRules, RuleLevel, read_examples, read_rules};
use crate::said::{Say, said};
use crate::source::{FileId, Source, Span};

/// The rules that these texts gave, with the model that the second taught them.
#[derive(Debug)]
pub(super) struct RulesBefore {
    texts: [Option<(FileId, Arc<str>)>; 2],
    rules: Warned<Arc<QuestionRules>>,
}

/// The rules of the register, taught by the questions in `examples`; read again only if either has changed.
pub(super) fn rules(
    register: Option<&Source>,
    examples: Option<&Source>,
    letters: Letters,
    kept: &mut Kept<RulesBefore>,
    taught: &mut Kept<TaughtBefore>,
) -> Warned<Arc<QuestionRules>> {
    let texts = [register, examples].map(|source| source.map(|source| (source.id, source.text.clone())));
    if let Some(before) = kept.get().filter(|before| before.texts == texts) {
        return before.rules.clone();
    }
    let Warned { value: mut rules, mut diagnostics } =
        register.map(|register| read_rules(register, letters)).unwrap_or_default();
    if let Some(examples) = examples {
        teach(&mut rules, examples, taught).unpack(&mut diagnostics);
    }
    let rules = Warned::new(Arc::new(rules), diagnostics);
    kept.put(|| RulesBefore { texts, rules: rules.clone() });
    rules
}

/// Diagnostics on the questions of these pages under the rules of this text.
#[derive(Debug)]
pub(super) struct AskedBefore {
    rules: Option<(FileId, Arc<str>)>,
    model: Option<Arc<QuestionModel>>,
    pages: Vec<Arc<Page>>,
    said: Vec<Diagnostic>,
}

/// The model of questions with labels, as rules with this digest read them, and what was said of the questions.
#[derive(Debug)]
pub(super) struct TaughtBefore {
    digest: [u8; 32],
    file: FileId,
    model: Arc<QuestionModel>,
    said: Vec<Diagnostic>,
}

/// Gives rules that want one a model of the questions in a register.
fn teach(rules: &mut QuestionRules, source: &Source, kept: &mut Kept<TaughtBefore>) -> Warned<()> {
    let digest = rules.digest_with(&source.text);
    if let Some(before) = kept.get()
        && before.digest == digest
        && before.file == source.id
    {
        rules.set_model(before.model.clone());
        return Warned::new((), before.said.clone());
    }
    let Warned { value: labelled, diagnostics: said } = read_examples(source, rules);
    if rules.wants_model() {
        let model = Arc::new(rules.train(&labelled));
        kept.put(|| TaughtBefore { digest, file: source.id, model: model.clone(), said: said.clone() });
        rules.set_model(model);
    }
    Warned::new((), said)
}

/// As [`check`], where neither rules nor pages are what they were; `text` is that of the rules.
pub(super) fn checked(
    rules: &QuestionRules,
    text: Option<(FileId, Arc<str>)>,
    pages: &[Arc<Page>],
    ids: &PageIds<'_>,
    kept: &mut Kept<AskedBefore>,
) -> Vec<Diagnostic> {
    let same_pages =
        |before: &[Arc<Page>]| before.len() == pages.len() && before.iter().zip(pages).all(|(a, b)| Arc::ptr_eq(a, b));
    if let Some(before) = kept.get()
        && before.rules == text
        && before.model.as_ref() == rules.model()
        && same_pages(&before.pages)
    {
        return before.said.clone();
    }
    let mut said = Vec::new();
    check(rules, pages, ids, &mut said);
    kept.put(|| AskedBefore { rules: text, model: rules.model().cloned(), pages: pages.to_vec(), said: said.clone() });
    said
}

/// Checks the rules against the pages, and the questions of documents that ask them against the rules.
fn check(rules: &QuestionRules, pages: &[Arc<Page>], ids: &PageIds<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let all = rules.rules().iter().chain(rules.text_rules());
    for (id, at) in all.map(|rule| &rule.see) {
        ids.known(id, *at, diagnostics);
    }
    for page in pages {
        let Kind::Document(fill_in) = &page.kind else { continue };
        if fill_in.has_questions() {
            let faults = asked_in(&page.body).into_iter().filter_map(|asked| fault(rules, &asked));
            diagnostics.extend(faults);
        }
    }
}

/// A block of a page that asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The block.
    pub at: Span,
    /// Its questions.
    pub text: String,
}

/// All that a page asks, but for what its guidance says should not be asked. A choice is a question
/// as it stands; elsewhere only sentences that ask are.
#[must_use]
pub fn asked_in(body: &Document) -> Vec<Asked> {
    let mut reader = QuestionReader { body, asked: Vec::new() };
    reader.blocks(&body.blocks, false);
    reader.asked
}

/// A page that is gone through.
struct QuestionReader<'a> {
    body: &'a Document,
    asked: Vec<Asked>,
}

impl QuestionReader<'_> {
    fn blocks(&mut self, blocks: &[Block], choice: bool) {
        for block in blocks {
            match &block.node {
                BlockNode::Paragraph(content) => self.text(block, content, choice),
                BlockNode::List(list) => self.entries(&list.items),
                BlockNode::Quote(inner) | BlockNode::Alert(_, inner) => self.blocks(inner, false),
                BlockNode::Guidance(kind, inner) if *kind != GuidanceKind::Instead => self.blocks(inner, false),
                BlockNode::When(when) => when.branches.iter().for_each(|branch| self.blocks(&branch.content, false)),
                _ => {}
            }
        }
    }

    fn entries(&mut self, entries: &[ListEntry]) {
        for entry in entries {
            match entry {
                ListEntry::Item(item) => self.blocks(&item.blocks, item.task.is_some()),
                ListEntry::When(when) => when.branches.iter().for_each(|branch| self.entries(&branch.content)),
            }
        }
    }

    fn text(&mut self, block: &Block, content: &[Inline], choice: bool) {
        let text = plain_text(content, &self.body.text);
        let text = if choice { text } else { questions_of(&text) };
        if !text.is_empty() {
            self.asked.push(Asked { at: self.body.span(block.at), text });
        }
    }
}

/// The worst that the rules find in a question of a document.
fn fault(rules: &QuestionRules, asked: &Asked) -> Option<Diagnostic> {
    let finding = rules.check(&asked.text).into_iter().next()?;
    let rule = finding.rule;
    let (code, message) = match rule.level {
        RuleLevel::Forbidden => (Code::ForbiddenQuestion, said!("the rule `{id}` forbids this question", id = rule.id)),
        RuleLevel::Risky => (Code::RiskyQuestion, said!("the rule `{id}` advises against this question", id = rule.id)),
    };
    let mut diagnostic = Diagnostic::new(code, message)
        .at(asked.at, said!("about «{words}»", words = &asked.text[finding.at]))
        .help(said!("ask instead: {instead}; or move it into guidance `[!INSTEAD]`", instead = rule.instead.0))
        .note(rule.why.said());
    diagnostic.notes.extend(rule.law.iter().map(Say::said));
    Some(diagnostic)
}

/// The sentences of a text that ask.
fn questions_of(text: &str) -> String {
    text.split_inclusive(['.', '!', '?', '\n']).filter(|sentence| sentence.ends_with('?')).collect()
}
