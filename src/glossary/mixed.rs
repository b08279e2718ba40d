//! Roles that are mixed up: somebody without pay who is said to be employed.
//!
//! In: a document that has not been linked yet. Out: a warning for each such mention.
//!
//! Invariant: a mention that the author has linked (`[likepersonen](term:likeperson)`) is meant as
//! it stands, and is never warned of.

use super::Glossary;
use super::flat::Flat;
use super::link::takes_links;
use super::reason::Reason;
use super::rule::{Verdict, WordRules};
use super::scan::{Findings, FoundMention};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, own_inlines, walk_blocks};

/// The rule that tells a mix-up from other mentions of a role.
pub(super) const UNPAID: &str = "unpaid";

/// A rule about mentions of certain terms.
#[derive(Debug, Default)]
pub(super) struct Unpaid {
    /// The number of the rule.
    rule: Option<usize>,
    /// Whether a term is one of those the rule is about, by its number.
    terms: Box<[bool]>,
}

impl Unpaid {
    pub(super) fn new<'a>(rules: &WordRules, ids: impl Iterator<Item = &'a str>) -> Self {
        let rule = rules.find(UNPAID);
        let about = |id: &str| rule.is_some_and(|rule| rules.decides(rule, id));
        Self { rule, terms: ids.map(about).collect() }
    }
}

impl Glossary {
    /// Warns of sentences in which somebody of a role without pay is said to be employed or paid, without
    /// denial. To be called before [`Glossary::link`].
    #[must_use]
    pub fn mixed_roles(&self, document: &Document) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let Some(rule) = self.unpaid.rule.filter(|_| self.unpaid.terms.contains(&true)) else { return out };
        let (mut flat, mut findings) = (Flat::default(), Findings::default());
        walk_blocks(&document.blocks, &mut |block| {
            if !takes_links(block) {
                return;
            }
            own_inlines(block, &mut |run| {
                flat.fill(run, &document.text);
                // No other text is looked into.
                if !self.language.employment.iter().any(|stem| flat.text.contains(stem)) {
                    return;
                }
                self.mask(&mut flat);
                self.scan(&flat, &mut findings);
                for found in &findings.found {
                    if self.is_mixed(rule, &flat, found) {
                        out.push(self.warning(document, &flat, found));
                    }
                }
            });
        });
        out
    }

    fn is_mixed(&self, rule: usize, flat: &Flat, found: &FoundMention) -> bool {
        let about = self.unpaid.terms.get(found.term.0 as usize) == Some(&true);
        about
            && matches!(found.why, Reason::Form | Reason::Rule(_))
            && matches!(self.rules.judge(rule, flat, &found.range), Verdict::Yes(_))
            && !is_question(&flat.text[found.range.end..])
    }

    fn warning(&self, document: &Document, flat: &Flat, found: &FoundMention) -> Diagnostic {
        let words = &flat.cased[found.range.clone()];
        let id = self.terms.get(found.term.0 as usize).map_or("", |term| &*term.id);
        Diagnostic::new(Code::MixedRoles, format!("«{words}» is said here to be employed or paid"))
            .at(document.span(flat.place(&found.range)), "a role without pay")
            .help(format!(
                "name the role that is employed instead; if it is meant so, say it with a link: [{words}](term:{id})"
            ))
    }
}

/// Whether the sentence that goes on here is a question.
fn is_question(rest: &str) -> bool {
    rest.find(['.', '!', '?', '\n']).is_some_and(|at| rest[at..].starts_with('?'))
}

#[cfg(test)]
mod tests {
    use crate::language::Languages;

    #[test]
    fn no_text_is_passed_over_that_the_rule_could_judge() {
        let classes = ["class EMPLOY:", "class EMPLOYED:", "class POST:"];
        let norwegian = Languages::default().of("nb");
        let words =
            norwegian.rules.lines().filter_map(|line| classes.iter().find_map(|class| line.strip_prefix(class)));
        let words: Vec<&str> = words.flat_map(str::split_whitespace).collect();
        assert!(words.len() > 20);
        assert_eq!(words.iter().find(|word| !norwegian.employment.iter().any(|stem| word.contains(stem))), None);
    }
}
