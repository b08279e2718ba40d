//! The levels that headings are shown at.
//!
//! In: the levels of headings as they are written, in reading order. Out: the levels they are shown at.
//!
//! Invariant: no heading is shown more than one level under the one above it.

/// The headings around a place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingLevels {
    highest: u8,
    deepest: u8,
    /// As written, as shown.
    open: Vec<(u8, u8)>,
}

/// The level that a title of a page is written at: headings of its text stand under it.
const TITLE: u8 = 1;

impl HeadingLevels {
    /// No headings yet; they are shown at levels from `highest` to `deepest`.
    #[must_use]
    pub fn new(highest: u8, deepest: u8) -> Self {
        Self { highest, deepest, open: Vec::new() }
    }

    /// The level that the next heading of the text is shown at.
    pub fn show(&mut self, written: u8) -> u8 {
        let written = written.max(TITLE + 1);
        while self.open.last().is_some_and(|above| above.0 >= written) {
            self.open.pop();
        }
        let shown = self.below();
        self.open.push((written, shown));
        shown
    }

    /// The level of a heading that the generator adds here.
    #[must_use]
    pub fn below(&self) -> u8 {
        self.added(0)
    }

    /// The level of a heading that stands so many under such a one.
    #[must_use]
    pub fn added(&self, under: u8) -> u8 {
        self.open.last().map_or(self.highest, |above| above.1 + 1).saturating_add(under).min(self.deepest)
    }
}

#[cfg(test)]
mod tests {
    use super::HeadingLevels;

    #[test]
    fn no_level_is_passed_over_and_none_is_deeper_than_can_be_shown() {
        let shown = |highest, deepest, written: &[u8]| {
            let mut levels = HeadingLevels::new(highest, deepest);
            written.iter().map(|level| levels.show(*level)).collect::<Vec<_>>()
        };
        assert_eq!(shown(2, 6, &[2, 4, 3, 2, 1, 6]), [2, 3, 3, 2, 2, 3]);
        assert_eq!(shown(1, 2, &[2, 3, 4, 2]), [1, 2, 2, 1]);
        assert_eq!(HeadingLevels::new(7, 6).below(), 6);
        assert_eq!([0, 1, 9].map(|under| HeadingLevels::new(5, 6).added(under)), [5, 6, 6]);
    }
}
