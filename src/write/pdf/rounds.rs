//! A document laid out in rounds, until what it says of itself holds.
//!
//! In: a [`World`], and what is guessed of the document. Out: its pages, or the faults that Typst finds.
//!
//! Invariant: the way is that of `typst::compile`, and its end the same: a round that finds what it was laid out with.
//! What is kept meanwhile differs, and what the first round begins with.

use std::collections::HashSet;
use std::sync::Arc;

use typst::World;
use typst::comemo::{self, Track as _};
use typst::diag::{SourceDiagnostic, SourceResult};
use typst::ecow::EcoVec;
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{StyleChain, Target, TargetElem};
use typst::introspection::{Introspector, MAX_ITERS};
use typst::syntax::Span;
use typst::utils::{Protected, hash128};
use typst_layout::{PagedDocument, PagedIntrospector};

use super::guess::FirstGuess;

/// The results that Typst remembers of a document while it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RoundMemory {
    /// All: other documents are set beside it, or the next edition of it is set of what was remembered.
    Everything,
    /// Results that the last round asked for, and none of the guessed one: it is large, and alone.
    LastRound,
}

/// The round that is laid out with a guess: where it has no contents yet and every reference another number, the next one
/// can use little of it.
const GUESSED_ROUND: usize = 1;

impl RoundMemory {
    /// Frees, after a round, what the next one hardly asks for.
    fn free_after(self, round: usize) {
        if self == Self::LastRound {
            comemo::evict(usize::from(round != GUESSED_ROUND));
        }
    }

    /// Frees all that was remembered to lay the document out.
    fn free_all(self) {
        if self == Self::LastRound {
            comemo::evict(0);
        }
    }
}

/// Lays a document out again and again, until what it says of itself – numbers of pages, lists of contents – is what was
/// found in the round before, as `typst::compile` does. That keeps the pages of every round, and all it remembers of
/// them: of a book of 450 pages 2.1 GB, most of it from rounds that nobody asks for again. Here a round leaves what was
/// found in it, and the same book takes 1.1 GB. The first round asks what is guessed.
///
/// # Errors
/// The faults that Typst finds.
pub(super) fn lay_out(world: &dyn World, guess: &FirstGuess, memory: RoundMemory) -> SourceResult<PagedDocument> {
    let (world, traced, mut sink) = (world.track(), Traced::default(), Sink::new());
    let (library, traced) = (world.library(), traced.track());
    let target = TargetElem::target.set(Target::Paged).wrap();
    let base = StyleChain::new(&library.styles);
    let styles = base.chain(&target);
    let main = world.source(world.main()).map_err(|error| vec![SourceDiagnostic::error(Span::detached(), error)])?;
    let content =
        typst_eval::eval(world, library, traced, sink.track_mut(), Route::default().track(), &main)?.content();

    let mut found: Option<Arc<PagedIntrospector>> = None;
    let mut round = 1;
    loop {
        let introspector: &dyn Introspector = found.as_deref().map_or(guess, |found| found);
        let (asked, mut said) = (comemo::Constraint::new(), Sink::new());
        let mut engine = Engine {
            library,
            world,
            introspector: Protected::new(introspector.track_with(&asked)),
            traced,
            sink: said.track_mut(),
            route: Route::default(),
        };
        let document = typst_layout::layout_document(&mut engine, &content, styles)?;
        let now: &dyn Introspector = document.introspector().as_ref();
        if round == MAX_ITERS || asked.validate(now) {
            sink.extend_from_sink(said);
            let delayed = sink.delayed();
            memory.free_all();
            return if delayed.is_empty() { Ok(document) } else { Err(each_once(delayed)) };
        }
        found = Some(document.introspector().clone());
        memory.free_after(round);
        round += 1;
    }
}

/// Faults without those that say the same of the same place.
fn each_once(faults: EcoVec<SourceDiagnostic>) -> EcoVec<SourceDiagnostic> {
    let mut seen = HashSet::new();
    faults.into_iter().filter(|fault| seen.insert(hash128(&(&fault.span, &fault.message)))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::world::tests::world_of;
    use super::*;

    /// Markup of which Typst needs one round, several, more than it takes, and which has a fault.
    const MARKUP: [&str; 5] = [
        "a\n#pagebreak()\nb",
        "#outline()\n#context [#query(heading).map(it => it.location().page()).map(str).join()]\n= A\n#pagebreak()\n= B",
        "#let s = state(\"s\", 0)\n#context s.update(s.final() + 1)\n#context [#s.final()]",
        "#let twice = context [@nowhere]\n#twice #twice",
        "#link(<there>)[a] #context query(<there>).map(it => str(it.location().page())).join()\n#pagebreak()\n#[b] <there>",
    ];

    #[test]
    fn a_document_is_laid_out_as_typst_lays_it_out() {
        let pages = |made: SourceResult<PagedDocument>| match made {
            Ok(document) => Ok((document.pages().len(), typst::utils::hash128(document.pages()))),
            Err(faults) => Err(faults.iter().map(|fault| fault.message.to_string()).collect::<Vec<_>>()),
        };
        for markup in MARKUP {
            world_of(markup, |world| {
                let theirs = pages(typst::compile(world).output);
                for memory in [RoundMemory::Everything, RoundMemory::LastRound] {
                    for places in [&[][..], &["there".to_owned()]] {
                        let guess = FirstGuess::new(places, 100_000);
                        assert_eq!(pages(lay_out(world, &guess, memory)), theirs, "{memory:?}, {places:?}: {markup}");
                    }
                }
            });
        }
    }
}
