//! Questions that may not be asked: the pages that the rules name, and the documents with questions of the
//! book itself.

use std::sync::Arc;

use super::Surroundings;
use super::kept::Kept;
use super::near::PageIds;
use super::registers::register;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::document::{Block, BlockNode, Document, GuidanceKind, Inline, ListEntry, plain_text};
use crate::draft::Page;
use crate::kind::Kind;
use crate::questions::{QuestionModel, QuestionRules, RuleLevel, read_examples, read_rules};
use crate::said::{Say, said};
use crate::source::{FileId, Source, Span};

/// The rules that these texts gave, with the model that the second taught them.
#[derive(Debug)]
pub(super) struct RulesBefore {
    texts: [Option<(FileId, Arc<str>)>; 2],
    rules: Warned<Arc<QuestionRules>>,
}

/// The rules of a book for its questions.
pub(super) struct BookRules {
    pub(super) rules: Arc<QuestionRules>,
    /// The text of their register.
    text: Option<(FileId, Arc<str>)>,
}

/// The rules of the build before, and what they were taught.
#[derive(Debug, Default)]
pub(super) struct RulesMemo {
    read: Kept<RulesBefore>,
    taught: Kept<TaughtBefore>,
}

impl RulesMemo {
    /// A memo that keeps what is made; the default one keeps nothing.
    pub(super) fn keeping() -> Self {
        Self { read: Kept::keeping(), taught: Kept::keeping() }
    }

    /// A memo that keeps what is made, with what holds whatever the settings are.
    pub(super) fn with_other_settings(self) -> Self {
        Self { taught: self.taught, ..Self::keeping() }
    }
}

impl BookRules {
    /// The rules of the register, taught by the questions with labels; read again only if either has changed.
    pub(super) fn read(around: &Surroundings<'_>, memo: &mut RulesMemo) -> Warned<Self> {
        let found = |name: &str| register(name, around.config, around.sources);
        let (rules, examples) = (found("sporsmal-lint.yaml"), found("sporsmal-eksempler.yaml"));
        let texts = [rules, examples].map(|source| source.map(|source| (source.id, source.text.clone())));
        let text = texts[0].clone();
        if let Some(before) = memo.read.get().filter(|before| before.texts == texts) {
            let Warned { value: rules, diagnostics } = before.rules.clone();
            return Warned::new(Self { rules, text }, diagnostics);
        }
        let Warned { value: mut rules, mut diagnostics } =
            rules.map(|source| read_rules(source, around.config.language().letters)).unwrap_or_default();
        if let Some(examples) = examples {
            teach(&mut rules, examples, &mut memo.taught).unpack(&mut diagnostics);
        }
        let rules = Arc::new(rules);
        memo.read.put(|| RulesBefore { texts, rules: Warned::new(rules.clone(), diagnostics.clone()) });
        Warned::new(Self { rules, text }, diagnostics)
    }

    /// Whether there is any rule.
    pub(super) fn has_any(&self) -> bool {
        !self.rules.rules().is_empty() || !self.rules.text_rules().is_empty()
    }

    /// Everything wrong with the rules and with what pages ask; worked out again only if either has changed.
    pub(super) fn check(
        &self,
        pages: &[Arc<Page>],
        ids: &PageIds<'_>,
        kept: &mut Kept<AskedBefore>,
    ) -> Vec<Diagnostic> {
        let model = self.rules.model();
        let is_same = |before: &AskedBefore| {
            before.rules == self.text
                && before.model.as_ref() == model
                && before.pages.len() == pages.len()
                && before.pages.iter().zip(pages).all(|(before, page)| Arc::ptr_eq(before, page))
        };
        if let Some(before) = kept.get().filter(|before| is_same(before)) {
            return before.said.clone();
        }
        let mut said = Vec::new();
        check(&self.rules, pages, ids, &mut said);
        kept.put(|| AskedBefore {
            rules: self.text.clone(),
            model: model.cloned(),
            pages: pages.to_vec(),
            said: said.clone(),
        });
        said
    }
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
