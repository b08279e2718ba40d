//! The widths of the columns of a table.
//!
//! In: the letters in the cells. Out: the share of the width that each column gets, or nothing where
//! every cell fits on one line.
//!
//! Invariant: the shares add up to the whole, and no column is narrower than its longest word as
//! long as there is room for the longest words of all.

use std::fmt::Write as _;

use super::breaks::longest_piece;

/// Room that the edges of a cell take of the letters of a line.
const EDGES: f64 = 2.4;
/// The least letters of a line that are reckoned with, however deep a table stands in lists.
const LEAST: f64 = 30.0;
/// The letters that a level of a list, or the edge of a notice, takes of a line.
const LEVEL: f64 = 4.0;
/// The letters that a column of very many has room for.
const FEWEST: f64 = 3.0;
/// A word may be in bold type or have wide letters: as many letters of the usual width.
const WIDE: f64 = 1.2;
/// A word of letters alone is hyphenated: so many of them stay together.
const TOGETHER: f64 = 12.0;
/// No word needs more room than this.
const LONGEST_WORD: u32 = 100;
/// Distance that a number may be off by after it was divided.
const ROUNDING: f64 = 0.01;
/// As many letters in a cell are a third of a page, in a narrow column.
const LONG: f64 = 600.0;
/// As many lines of a cell are.
const MOST_LINES: f64 = 30.0;

/// The letters in a line of a table as wide as the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TableLine(f64);

impl TableLine {
    /// The line of a book on a paper, or of a document alone, at a depth in lists and notices.
    pub(super) fn of(paper: &str, is_book: bool, depth: u32) -> Self {
        let letters = match (paper, is_book) {
            ("a5", true) => 72.0,
            ("a5", false) => 63.0,
            ("iso-b5", true) => 85.0,
            ("iso-b5", false) => 81.0,
            _ => 88.0,
        };
        Self((letters - LEVEL * f64::from(depth)).max(LEAST))
    }

    /// The most columns that stand beside each other.
    pub(super) fn most_columns(self) -> usize {
        let has_room = |columns: &u8| f64::from(*columns) * (FEWEST * WIDE + EDGES) <= self.0;
        (2..=u8::MAX).take_while(has_room).last().map_or(2, usize::from)
    }
}

/// The letters in a column.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Column {
    word: f64,
    /// The longest word where one that is alone in its cell counts whole: it is read at a glance, as a head is.
    alone: f64,
    cell: f64,
    squares: f64,
}

impl Column {
    /// Adds the head of the column, whose words are not hyphenated.
    pub(super) fn add_head(&mut self, text: &str) {
        self.add(text, 0);
        self.word = text.split_whitespace().map(whole).fold(self.word, |most, word| most.max(word * WIDE));
        self.alone = self.alone.max(self.word);
    }

    /// Adds the longest word of a cell.
    pub(super) fn add_word(&mut self, text: &str) {
        let together = |word: &str| {
            let hyphenated = word.trim_matches(|c: char| !c.is_alphanumeric()).chars().all(char::is_alphabetic);
            if hyphenated { count(word.chars().count()).min(TOGETHER) } else { whole(word) }
        };
        self.word = text.split_whitespace().map(together).fold(self.word, |most, word| most.max(word * WIDE));
        let mut words = text.split_whitespace();
        let only = words.next().filter(|_| words.next().is_none()).map_or(0.0, whole);
        self.alone = self.alone.max(self.word).max(only * WIDE);
    }

    /// Adds a cell, to whose letters `more` come when it is set.
    pub(super) fn add(&mut self, text: &str, more: usize) {
        self.add_word(text);
        let cell = u32::try_from(text.chars().count() + more).map_or(f64::MAX, f64::from);
        self.cell = self.cell.max(cell * WIDE);
        self.squares += cell * cell;
    }
}

fn count(letters: usize) -> f64 {
    u32::try_from(letters).map_or(f64::MAX, f64::from)
}

/// The letters of a word that stay together where it is not hyphenated.
fn whole(word: &str) -> f64 {
    count(longest_piece(word))
}

/// Whether a row may be so long that it does not fit on a page.
pub(super) fn has_long_rows(columns: &[Column], line: TableLine) -> bool {
    let is_high = |(column, share): (&Column, f64)| column.cell > MOST_LINES * (share * line.0 - EDGES).max(1.0);
    columns.iter().any(|column| column.cell > LONG)
        || shares(columns, line).is_some_and(|shares| columns.iter().zip(shares).any(is_high))
}

/// Whether there is no room for the longest words of all columns.
pub(super) fn are_crowded(columns: &[Column], line: TableLine) -> bool {
    columns.iter().map(|column| column.word + EDGES).sum::<f64>() >= line.0
}

/// The longest word that the columns have room for, where there is no room for the longest words of all.
fn most_of_crowded(columns: &[Column], line: TableLine) -> f64 {
    highest(line, |most| columns.iter().map(|column| column.word.min(most) + EDGES).sum::<f64>() < line.0)
}

/// The letters that each column has room for at least.
pub(super) fn letters(columns: &[Column], line: TableLine) -> Vec<u32> {
    let most = if are_crowded(columns, line) { most_of_crowded(columns, line) } else { f64::MAX };
    let whole = |letters: f64| (1..=LONGEST_WORD).rev().find(|n| f64::from(*n) <= letters).unwrap_or(1);
    columns.iter().map(|column| whole(column.word.min(most) / WIDE + ROUNDING)).collect()
}

/// Room beside a column that is as wide as its head, in letters, and the share of the line that labels have.
const BESIDE: f64 = 6.8;
const LABELS: f64 = 0.18;

/// The letters that the columns of the roles have room for: each is as wide as the letters of its head ask for.
pub(super) fn beside_labels(heads: impl Iterator<Item = usize>, line: TableLine) -> Vec<usize> {
    let wide: Vec<f64> = heads.map(|letters| count(letters) * WIDE + BESIDE).collect();
    let whole: f64 = wide.iter().sum();
    let room = |width: f64| (width / whole * (1.0 - LABELS) * line.0 - EDGES) / WIDE;
    let letters = |room: f64| (1..=LONGEST_WORD as usize).rev().find(|n| count(*n) <= room).unwrap_or(1);
    wide.into_iter().map(room).map(letters).collect()
}

/// The columns as Typst reads them.
pub(super) fn typst(columns: &[Column], line: TableLine) -> String {
    let Some(shares) = shares(columns, line) else { return columns.len().to_string() };
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
fn shares(columns: &[Column], line: TableLine) -> Option<Vec<f64>> {
    let widest: f64 = columns.iter().map(|column| column.cell + EDGES).sum();
    if widest <= line.0 {
        return None;
    }
    // Words that are alone in their cells stand whole where there is room for all of them.
    let with_whole: Vec<Column> = columns.iter().map(|column| Column { word: column.alone, ..*column }).collect();
    let columns = if are_crowded(&with_whole, line) { columns } else { &with_whole };
    if are_crowded(columns, line) {
        // The columns of the longest words share what the others leave.
        let most = most_of_crowded(columns, line);
        let wide: Vec<f64> = columns.iter().map(|column| column.word.min(most) + EDGES).collect();
        let whole: f64 = wide.iter().sum();
        return Some(wide.into_iter().map(|width| width / whole).collect());
    }
    let width = |column: &Column, scale: f64| {
        (column.squares.cbrt() * scale).clamp(column.word, column.cell.max(column.word)) + EDGES
    };
    let scale = highest(line, |scale| columns.iter().map(|column| width(column, scale)).sum::<f64>() < line.0);
    let widths: Vec<f64> = columns.iter().map(|column| width(column, scale)).collect();
    let whole: f64 = widths.iter().sum();
    Some(widths.into_iter().map(|width| width / whole).collect())
}

/// The highest number up to a line for which something fits that takes more the higher it is.
fn highest(line: TableLine, fits: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, line.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if fits(middle) { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: TableLine = TableLine(88.0);

    fn column(cells: &[&str]) -> Column {
        let mut column = Column::default();
        for cell in cells {
            column.add(cell, 0);
        }
        column
    }

    #[test]
    fn a_table_whose_cells_fit_is_as_wide_as_they_are() {
        assert_eq!(typst(&[column(&["kort", "ord"]), column(&["et par ord til"])], LINE), "2");
    }

    #[test]
    fn the_long_column_gets_the_room_and_the_short_one_its_words() {
        let long = "Noen skriver mye i en celle, og da skal den få plassen som er. ".repeat(3);
        let shares =
            shares(&[column(&["Når", "2016"]), column(&["Hva", &long]), column(&["Adressen er fra"])], LINE).unwrap();
        assert!(shares[1] > 0.65, "{shares:?}");
        assert!(shares[0] * LINE.0 >= 4.0 + EDGES - 0.1 && shares[2] * LINE.0 >= 8.0 + EDGES - 0.1, "{shares:?}");
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_word_that_is_alone_in_its_cell_stands_whole_where_there_is_room() {
        let text = "Ingen bestemt gruppe, men løfter fram det brukere og pårørende sier";
        let roles = column(&["Rolle", "Erfaringskonsulent", "Brukerrepresentant"]);
        let of = |columns: &[Column]| shares(columns, LINE).unwrap()[0] * LINE.0 - EDGES;
        assert!(of(&[roles, column(&[text]), column(&[text])]) >= 18.0 * WIDE - 0.1);
        // In a sentence it may break, and where many columns share the line, too.
        assert!(of(&[column(&["En erfaringskonsulent"]), column(&[text]), column(&[&text.repeat(4)])]) < 18.0 * WIDE);
        assert!(of(&[roles; 6]) < 18.0 * WIDE);
    }

    #[test]
    fn the_roles_have_room_by_their_names() {
        let names = ["Erfaringskonsulent", "Brukerrepresentant", "Likeperson", "Frivillig"].map(str::len);
        assert_eq!(beside_labels(names.into_iter(), LINE), [16, 16, 10, 9]);
        assert_eq!(beside_labels([400, 1].into_iter(), LINE), [57, 1]);
    }

    #[test]
    fn words_too_long_for_the_line_share_it() {
        let shares = shares(&[column(&[&"1".repeat(80)]), column(&[&"2".repeat(80)])], LINE).unwrap();
        assert!((shares[0] - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_very_long_word_leaves_the_other_columns_their_words() {
        let columns = [column(&[&"1".repeat(500)]), column(&["forventningsavklaring"]), column(&["2026"])];
        let shares = shares(&columns, LINE).unwrap();
        assert!(shares[1] * LINE.0 >= TOGETHER * WIDE && shares[2] * LINE.0 >= 4.0 * WIDE, "{shares:?}");
    }

    #[test]
    fn an_address_gets_the_room_that_a_hyphenated_word_can_spare() {
        let address = "erfaringskompetanse.no";
        let cells = ["Nasjonalt kompetansesenter for psykisk helsearbeid", "Veiledere og fagstoff, samlet på ett sted"];
        let shares =
            shares(&[column(&cells), column(&cells), column(&[address]), column(&["Adressen er fra"])], LINE).unwrap();
        assert!(shares[2] * LINE.0 >= 22.0 * WIDE + EDGES - 0.1, "{shares:?}");
        assert!(shares[3] * LINE.0 >= 8.0 * WIDE + EDGES - 0.1, "{shares:?}");
    }

    #[test]
    fn a_column_tells_the_letters_it_has_room_for() {
        let twelve = vec![column(&["erfaringskonsulentstillinger"]); 12];
        assert_eq!(letters(&twelve, TableLine::of("a5", true, 0)), [3; 12]);
        assert_eq!(letters(&twelve, TableLine::of("a4", true, 0)), [4; 12]);
        let few = [column(&["kort"]), column(&["erfaringskonsulentstillinger"]), column(&["erfaringskompetanse.no"])];
        assert_eq!(letters(&few, LINE), [4, 12, 22]);
        assert_eq!(
            (TableLine::of("a5", true, 0).most_columns(), TableLine::of("a4", false, 0).most_columns()),
            (12, 14)
        );
        assert_eq!(TableLine::of("a5", false, 30).most_columns(), 5);
    }

    #[test]
    fn a_row_is_long_by_its_letters_or_where_they_have_little_room() {
        let text = "ord ".repeat(60);
        assert!(!has_long_rows(&[column(&[&text]), column(&["kort"])], LINE));
        assert!(has_long_rows(&vec![column(&[&text]); 12], LINE));
        assert!(has_long_rows(&[column(&[&"ord ".repeat(200)])], LINE));
    }
}
