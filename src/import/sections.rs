//! Changes of a text, section by section.
//!
//! In: the text of a page as it was read back from the file that it was written to, and as it was read from the file
//! that colleagues worked on. Out: [`ChangedPage`].
//!
//! Invariant: both texts have come the same way, so that what that way makes of a text is no change.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::ops::Range;

use crate::markdown::{Mark, marks};

/// The changes of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangedPage {
    /// The text before the first section, where it was changed.
    pub lead: Option<String>,
    /// The sections as they stand now, in order.
    pub sections: Vec<SectionChange>,
    /// The sections that were taken out, by their position before.
    pub removed: Vec<usize>,
    /// Whether sections that were there before stand in another order.
    pub is_reordered: bool,
}

/// A section as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionChange {
    /// Its fate.
    pub fate: SectionFate,
    /// Its text, heading and all.
    pub text: String,
}

/// The fate of a section, with its position before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionFate {
    /// It stands as it was.
    Same(usize),
    /// It has another text.
    Changed(usize),
    /// It is new.
    Added,
}

impl ChangedPage {
    /// Whether nothing was changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lead.is_none()
            && self.removed.is_empty()
            && !self.is_reordered
            && self.sections.iter().all(|section| matches!(section.fate, SectionFate::Same(_)))
    }
}

/// A text in its sections that lie in no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSections<'t> {
    text: &'t str,
    ranges: Vec<(Range<usize>, String)>,
}

impl<'t> PageSections<'t> {
    /// Splits a text from a byte on.
    #[must_use]
    pub fn of(text: &'t str, from: usize) -> Self {
        let mut ranges: Vec<(Range<usize>, String)> = Vec::new();
        let mut level = u8::MAX;
        for mark in marks(text, from) {
            let Some(own) = mark.level else { continue };
            if let Some((last, _)) = ranges.last_mut() {
                if own > level {
                    continue;
                }
                last.end = mark.at.start;
            }
            level = own;
            ranges.push((mark.at.start..text.len(), title_of(text, &mark)));
        }
        Self { text, ranges }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ranges.len()
    }

    /// The text of a section, heading and all.
    #[must_use]
    pub fn section(&self, at: usize) -> &'t str {
        self.ranges.get(at).map_or("", |(range, _)| self.text.get(range.clone()).unwrap_or_default().trim())
    }

    /// The heading of a section, without what stands in braces behind it.
    #[must_use]
    pub fn title(&self, at: usize) -> &str {
        self.ranges.get(at).map_or("", |(_, title)| title)
    }

    /// The text before the first section.
    #[must_use]
    pub fn lead(&self) -> &'t str {
        self.text.get(..self.begin()).unwrap_or_default().trim()
    }

    /// Where the first section begins.
    #[must_use]
    pub fn begin(&self) -> usize {
        self.ranges.first().map_or(self.text.len(), |(range, _)| range.start)
    }

    /// Where a section has the same heading as one of others, by its position among them. Of those that are left, as many
    /// in a row here as there stand for each other: their headings were changed.
    fn matched(&self, others: &Self) -> Vec<Option<usize>> {
        let mut by_title: HashMap<&str, VecDeque<usize>> = HashMap::new();
        for at in 0..others.count() {
            by_title.entry(others.title(at)).or_default().push_back(at);
        }
        let mut out: Vec<Option<usize>> =
            (0..self.count()).map(|at| by_title.get_mut(self.title(at)).and_then(VecDeque::pop_front)).collect();
        let taken: BTreeSet<usize> = out.iter().copied().flatten().collect();
        let mut at = 0;
        while at < out.len() {
            if out[at].is_some() {
                at += 1;
                continue;
            }
            let end = out[at..].iter().position(Option::is_some).map_or(out.len(), |length| at + length);
            let first = at.checked_sub(1).and_then(|before| out[before]).map_or(0, |before| before + 1);
            let free = (first..others.count()).take_while(|other| !taken.contains(other)).count();
            if free == end - at {
                for (own, other) in (at..end).zip(first..) {
                    out[own] = Some(other);
                }
            }
            at = end;
        }
        out
    }
}

fn title_of(text: &str, mark: &Mark) -> String {
    let end = mark.braces.as_ref().map_or(mark.at.end, |braces| braces.start);
    let line = text.get(mark.at.start..end).unwrap_or_default();
    let line = line.lines().next().unwrap_or_default();
    line.trim_matches(['#', ' ', '\t']).to_owned()
}

/// Whether two texts say the same. Some programs write a slash behind the host of an address.
fn is_alike(one: &str, other: &str) -> bool {
    let bare = |text: &str| text.replace("/)", ")").replace("/>", ">");
    one == other || bare(one) == bare(other)
}

/// Changes between two texts that have come the same way.
#[must_use]
pub fn changes(before: &PageSections<'_>, after: &PageSections<'_>) -> ChangedPage {
    let matched = after.matched(before);
    let section = |(at, old): (usize, &Option<usize>)| {
        let text = after.section(at).to_owned();
        let fate = match *old {
            None => SectionFate::Added,
            Some(old) if is_alike(before.section(old), &text) => SectionFate::Same(old),
            Some(old) => SectionFate::Changed(old),
        };
        SectionChange { fate, text }
    };
    let kept: Vec<usize> = matched.iter().copied().flatten().collect();
    let all: BTreeSet<usize> = kept.iter().copied().collect();
    ChangedPage {
        lead: (!is_alike(before.lead(), after.lead())).then(|| after.lead().to_owned()),
        sections: matched.iter().enumerate().map(section).collect(),
        removed: (0..before.count()).filter(|at| !all.contains(at)).collect(),
        is_reordered: !kept.is_sorted(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "Først.\n\n## En {#en}\n\nTekst.\n\n### Under\n\nMer.\n\n## To\n\nTekst.\n\n## Tre\n\nTekst.\n";

    fn fates(after: &str) -> (Vec<SectionFate>, Vec<usize>, bool) {
        let changed = changes(&PageSections::of(PAGE, 0), &PageSections::of(after, 0));
        (changed.sections.iter().map(|section| section.fate).collect(), changed.removed, changed.is_reordered)
    }

    #[test]
    fn sections_are_known_again_by_their_headings_and_then_by_their_place() {
        use SectionFate::{Added, Changed, Same};
        assert!(changes(&PageSections::of(PAGE, 0), &PageSections::of(PAGE, 0)).is_empty());
        assert_eq!(fates(&PAGE.replace("## To", "## Annet")), (vec![Same(0), Changed(1), Same(2)], vec![], false));
        assert_eq!(fates(&PAGE.replace("Mer.", "Mer nå.")), (vec![Changed(0), Same(1), Same(2)], vec![], false));
        let added = PAGE.replace("## To", "## Ny\n\nTekst.\n\n## To");
        assert_eq!(fates(&added), (vec![Same(0), Added, Same(1), Same(2)], vec![], false));
        assert_eq!(fates(&PAGE.replace("## To\n\nTekst.\n\n", "")), (vec![Same(0), Same(2)], vec![1], false));
        let moved = "Først.\n\n## To\n\nTekst.\n\n## En {#en}\n\nTekst.\n\n### Under\n\nMer.\n\n## Tre\n\nTekst.\n";
        assert_eq!(fates(moved), (vec![Same(1), Same(0), Same(2)], vec![], true));
        let lead = PAGE.replace("Først.", "Aller først.");
        let changed = changes(&PageSections::of(PAGE, 0), &PageSections::of(&lead, 0));
        assert_eq!(changed.lead.as_deref(), Some("Aller først."));
    }
}
