//! Mix-ups of terms, as a book declares them: somebody without pay who is said to be employed.
//!
//! In: a document that has not been linked yet. Out: a warning for each such mention.
//!
//! Invariant: a mention that the author has linked (`[likepersonen](term:likeperson)`) is meant as
//! it stands, and is never warned of.

use super::flat::Flat;
use super::link::takes_links;
use super::pattern::MixUpRule;
use super::reason::Reason;
use super::rule::Verdict;
use super::scan::{Findings, FoundMention};
use super::{Glossary, PageGlossary, Term};
use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::document::{Document, own_inlines, walk_blocks};
use crate::said::{Phrase, said};
use crate::vocabulary::MixUp;

/// All mix-ups that a book declares for texts in a language.
#[derive(Debug, Default)]
pub(super) struct MixUps(Vec<OneMixUp>);

#[derive(Debug)]
struct OneMixUp {
    rule: MixUpRule,
    /// Whether a term is one of those it is about, by its number.
    terms: Box<[bool]>,
    says: String,
    help: String,
}

impl MixUps {
    /// The mix-ups that a book declares, with the rules made of them; a term that there is not is told of.
    pub(super) fn new(declared: Vec<(MixUp, MixUpRule)>, terms: &[Term]) -> Warned<Self> {
        let mut diagnostics = Vec::new();
        let mut one = |(mix_up, rule): (MixUp, MixUpRule)| {
            for (id, at) in &mix_up.terms {
                if terms.iter().all(|term| *term.id != **id) {
                    let near = nearest(id, terms.iter().map(|term| &*term.id));
                    let help =
                        near.map_or(said!("take it out of the list"), |near| said!("did you mean `{near}`?", near));
                    let message = said!("there is no term `{id}`", id);
                    let mut said = Diagnostic::new(Code::UnknownTerm, message).at(*at, Phrase::default()).help(help);
                    said.mild = true;
                    diagnostics.push(said);
                }
            }
            let about = terms.iter().map(|term| mix_up.terms.iter().any(|(id, _)| **id == *term.id)).collect();
            OneMixUp { rule, terms: about, says: mix_up.says, help: mix_up.help }
        };
        let all = declared.into_iter().map(&mut one).collect();
        Warned::new(Self(all), diagnostics)
    }
}

impl PageGlossary<'_> {
    /// Warns of sentences that say of a term what the book declares that none says, without denial. To be called before
    /// [`PageGlossary::link`].
    #[must_use]
    pub fn mix_ups(&self, document: &Document) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let glossary = self.glossary;
        let declared: Vec<&OneMixUp> = glossary.mix_ups.0.iter().filter(|one| one.terms.contains(&true)).collect();
        if declared.is_empty() {
            return out;
        }
        let (mut flat, mut findings) = (Flat::default(), Findings::default());
        walk_blocks(&document.blocks, &mut |block| {
            if !takes_links(block) {
                return;
            }
            own_inlines(block, &mut |run| {
                flat.fill(run, &document.text);
                // No other text is looked into.
                if !declared.iter().any(|one| one.rule.may_judge(&flat)) {
                    return;
                }
                self.mask(&mut flat);
                glossary.scan(&flat, &mut findings);
                for found in &findings.found {
                    let mixed = declared.iter().filter(|one| glossary.is_mixed_up(one, &flat, found));
                    out.extend(mixed.map(|one| glossary.warning(one, document, &flat, found)));
                }
            });
        });
        out
    }
}

impl Glossary {
    fn is_mixed_up(&self, one: &OneMixUp, flat: &Flat, found: &FoundMention) -> bool {
        one.terms.get(found.term.0 as usize) == Some(&true)
            && matches!(found.why, Reason::Form | Reason::Rule(_))
            && matches!(self.rules.judge_by(&one.rule.rule, flat, &found.range), Verdict::Yes(..))
            && !is_question(&flat.text[found.range.end..])
    }

    fn warning(&self, one: &OneMixUp, document: &Document, flat: &Flat, found: &FoundMention) -> Diagnostic {
        let words = &flat.cased[found.range.clone()];
        let id = self.terms.get(found.term.0 as usize).map_or("", |term| &*term.id);
        Diagnostic::new(Code::MixUp, said!("«{words}» {says}", words, says = one.says))
            .at(document.span(flat.place(&found.range)), Phrase::default())
            .help(said!(
                "{help}; if it is meant so, say it with a link: [{words}](term:{id})",
                help = one.help,
                words,
                id
            ))
    }
}

/// Whether the sentence that goes on here is a question.
fn is_question(rest: &str) -> bool {
    rest.find(['.', '!', '?', '\n']).is_some_and(|at| rest[at..].starts_with('?'))
}
