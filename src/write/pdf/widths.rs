//! The widths of the columns of a table.
//!
//! In: the letters in the cells. Out: the share of the width that each column gets, or nothing where
//! every cell fits on one line.
//!
//! Invariant: the shares add up to the whole, and no column is narrower than its longest word as
//! long as there is room for the longest words of all.

use std::fmt::Write as _;

use super::breaks::longest_piece;

/// Letters in a line of a table as wide as the text of A4, and what the edges of a cell take of them.
const LINE: f64 = 88.0;
const EDGES: f64 = 2.4;
/// A word may be in bold type or have wide letters: as many letters of the usual width.
const WIDE: f64 = 1.2;
/// A word of letters alone is hyphenated: so many of them stay together.
const TOGETHER: f64 = 12.0;
/// As many letters in a cell are a third of a page, in a narrow column.
const LONG: f64 = 600.0;

/// The letters in a column.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Column {
    word: f64,
    cell: f64,
    squares: f64,
}

impl Column {
    /// Adds the head of the column, whose words are not hyphenated.
    pub(super) fn add_head(&mut self, text: &str) {
        self.add(text, 0);
        let letters = |word: &str| u32::try_from(longest_piece(word)).map_or(f64::MAX, f64::from);
        self.word = text.split_whitespace().map(letters).fold(self.word, |most, word| most.max(word * WIDE));
    }

    /// Adds a cell, to whose letters `more` come when it is set.
    pub(super) fn add(&mut self, text: &str, more: usize) {
        let count = |letters: usize| u32::try_from(letters).map_or(f64::MAX, f64::from);
        let letters = |text: &str| count(text.chars().count());
        let cell = letters(text) + count(more);
        let together = |word: &str| {
            let hyphenated = word.trim_matches(|c: char| !c.is_alphanumeric()).chars().all(char::is_alphabetic);
            if hyphenated { letters(word).min(TOGETHER) } else { count(longest_piece(word)) }
        };
        self.word = text.split_whitespace().map(together).fold(self.word, |most, word| most.max(word * WIDE));
        self.cell = self.cell.max(cell * WIDE);
        self.squares += cell * cell;
    }
}

/// Whether a row may be so long that it does not fit on a page.
pub(super) fn has_long_rows(columns: &[Column]) -> bool {
    columns.iter().any(|column| column.cell > LONG)
}

/// Whether there is no room for the longest words of all columns.
pub(super) fn are_crowded(columns: &[Column]) -> bool {
    columns.iter().map(|column| column.word + EDGES).sum::<f64>() >= LINE
}

/// The columns as Typst reads them.
pub(super) fn typst(columns: &[Column]) -> String {
    let Some(shares) = shares(columns) else { return columns.len().to_string() };
    let mut out = String::from("(");
    for share in shares {
        let _ = write!(out, "{:.1}%, ", share * 100.0);
    }
    out.push(')');
    out
}

/// Shares of the whole.
///
/// A table is lowest when a column is as wide as the cube root of the squares of its cells: that is
/// where the squares of the numbers of their lines add up to the least.
fn shares(columns: &[Column]) -> Option<Vec<f64>> {
    let widest: f64 = columns.iter().map(|column| column.cell + EDGES).sum();
    if widest <= LINE {
        return None;
    }
    if are_crowded(columns) {
        // The columns of the longest words share what the others leave.
        let wide = |most: f64| columns.iter().map(|column| column.word.min(most) + EDGES).collect::<Vec<f64>>();
        let most = highest(|most| wide(most).iter().sum::<f64>() < LINE);
        let whole: f64 = wide(most).iter().sum();
        return Some(wide(most).into_iter().map(|width| width / whole).collect());
    }
    let width = |column: &Column, scale: f64| {
        (column.squares.cbrt() * scale).clamp(column.word, column.cell.max(column.word)) + EDGES
    };
    let scale = highest(|scale| columns.iter().map(|column| width(column, scale)).sum::<f64>() < LINE);
    let widths: Vec<f64> = columns.iter().map(|column| width(column, scale)).collect();
    let whole: f64 = widths.iter().sum();
    Some(widths.into_iter().map(|width| width / whole).collect())
}

/// The highest number up to a line for which something fits that takes more the higher it is.
fn highest(fits: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, LINE);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if fits(middle) { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Column {
        let mut column = Column::default();
        for cell in cells {
            column.add(cell, 0);
        }
        column
    }

    #[test]
    fn a_table_whose_cells_fit_is_as_wide_as_they_are() {
        assert_eq!(typst(&[column(&["kort", "ord"]), column(&["et par ord til"])]), "2");
    }

    #[test]
    fn the_long_column_gets_the_room_and_the_short_one_its_words() {
        let long = "Noen skriver mye i en celle, og da skal den få plassen som er. ".repeat(3);
        let shares =
            shares(&[column(&["Når", "2016"]), column(&["Hva", &long]), column(&["Adressen er fra"])]).unwrap();
        assert!(shares[1] > 0.65, "{shares:?}");
        assert!(shares[0] * LINE >= 4.0 + EDGES - 0.1 && shares[2] * LINE >= 8.0 + EDGES - 0.1, "{shares:?}");
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn words_too_long_for_the_line_share_it() {
        let shares = shares(&[column(&[&"1".repeat(80)]), column(&[&"2".repeat(80)])]).unwrap();
        assert!((shares[0] - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_very_long_word_leaves_the_other_columns_their_words() {
        let columns = [column(&[&"1".repeat(500)]), column(&["forventningsavklaring"]), column(&["2026"])];
        let shares = shares(&columns).unwrap();
        assert!(shares[1] * LINE >= TOGETHER * WIDE && shares[2] * LINE >= 4.0 * WIDE, "{shares:?}");
    }

    #[test]
    fn an_address_gets_the_room_that_a_hyphenated_word_can_spare() {
        let address = "erfaringskompetanse.no";
        let cells = ["Nasjonalt kompetansesenter for psykisk helsearbeid", "Veiledere og fagstoff, samlet på ett sted"];
        let shares =
            shares(&[column(&cells), column(&cells), column(&[address]), column(&["Adressen er fra"])]).unwrap();
        assert!(shares[2] * LINE >= 22.0 * WIDE + EDGES - 0.1, "{shares:?}");
        assert!(shares[3] * LINE >= 8.0 * WIDE + EDGES - 0.1, "{shares:?}");
    }
}
