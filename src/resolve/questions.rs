//! Questions that may not be asked: the pages that the rules name, and the interview guides of the
//! book itself.

use super::checks::nearest_page;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, BlockNode, Document, GuidanceKind, Inline, ListEntry, plain_text};
use crate::draft::{Page, PageIndex};
use crate::kind::{Kind, Purpose};
use crate::questions::{QuestionRules, RuleLevel};

/// Checks the rules against the pages, and the questions of interview guides against the rules.
pub(super) fn check(rules: &QuestionRules, pages: &[Arc<Page>], by_id: &PageIndex, diagnostics: &mut Vec<Diagnostic>) {
    for (id, at) in rules.rules().iter().map(|rule| &rule.see).filter(|(id, _)| !by_id.contains_key(id)) {
        let diagnostic = Diagnostic::new(Code::UnknownPage, format!("there is no page `{id}`"));
        diagnostics.push(diagnostic.at(*at, "no such page").help(nearest_page(id, by_id)));
    }
    for page in pages {
        let Kind::Document(fill_in) = &page.kind else { continue };
        if fill_in.purpose == Purpose::InterviewGuide {
            Guide { rules, body: &page.body, diagnostics }.blocks(&page.body.blocks, false);
        }
    }
}

/// An interview guide that is gone through.
struct Guide<'a> {
    rules: &'a QuestionRules,
    body: &'a Document,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Guide<'_> {
    /// Everything but what guidance says should not be asked. A choice is a question as it stands;
    /// elsewhere only sentences that ask are.
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
        let asked = if choice { text.clone() } else { asked(&text) };
        let Some(finding) = self.rules.check(&asked).into_iter().next() else { return };
        let rule = finding.rule;
        let (code, message) = match rule.level {
            RuleLevel::Forbidden => (Code::ForbiddenQuestion, "forbids this question"),
            RuleLevel::Risky => (Code::RiskyQuestion, "advises against this question"),
        };
        let mut diagnostic = Diagnostic::new(code, format!("the rule `{}` {message}", rule.id))
            .at(self.body.span(block.at), format!("about «{}»", &asked[finding.at]))
            .help(format!("ask instead: {}; or move it into guidance `[!ISTEDENFOR]`", rule.instead.0))
            .note(rule.why.to_string());
        diagnostic.notes.extend(rule.law.iter().map(ToString::to_string));
        self.diagnostics.push(diagnostic);
    }
}

/// The sentences of a text that ask.
fn asked(text: &str) -> String {
    text.split_inclusive(['.', '!', '?', '\n']).filter(|sentence| sentence.ends_with('?')).collect()
}
