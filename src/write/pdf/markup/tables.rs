//! Tables in the markup.
//!
//! In: a table. Out: a call with the widths of its columns, its heads and its rows; of one with very many columns several,
//! one below the other.
//!
//! Invariant: every column stands in one part, but the first one, by which rows are known: it is shown again in each.

use super::super::breaks::{Bound, Room};
use super::super::widths::{self, Column, TableLine};
use super::{Markup, PrintForm, Standing};
use crate::document::{Alignment, Inlines, Table};

/// The letters that a reference to another page adds to a cell: ` (se side 123)`.
const REFERENCE: usize = 14;

/// Columns of a table that stand beside each other.
struct PartOfTable<'v> {
    table: &'v Table,
    line: TableLine,
    columns: Vec<ShownColumn>,
    /// By shown column: the letters in it, as far as its cells are written. With all of them the widths are known.
    letters: Vec<Column>,
    /// Whether there is no room for the longest words of all columns: then the words of heads break too.
    is_crowded: bool,
}

/// A column of such a part.
#[derive(Clone, Copy)]
struct ShownColumn {
    /// Its number in the table.
    number: usize,
    /// Whether it is shown again: it stands in the first part.
    is_repeated: bool,
    /// The room of its cells.
    room: Room,
}

impl<'v> Markup<'v> {
    pub(super) fn table(&mut self, table: &'v Table) {
        let line = TableLine::of(self.view.book().config.pdf.paper, self.form == PrintForm::Book, self.depth);
        let (count, most) = (table.head.len(), line.most_columns());
        if count <= most {
            let part = self.part_of_table(table, &(0..count).collect::<Vec<_>>(), line);
            return self.write_part(part);
        }
        for numbers in columns_of_parts(count, most) {
            let part = self.part_of_table(table, &numbers, line);
            self.write_part(part);
            self.push("\n\n");
        }
    }

    /// The part of a table with these columns.
    fn part_of_table(&self, table: &'v Table, numbers: &[usize], line: TableLine) -> PartOfTable<'v> {
        let letters: Vec<Column> = numbers.iter().map(|number| self.words_of_column(table, *number)).collect();
        let rooms = widths::letters(&letters, line);
        let is_first_part = numbers.get(1).is_none_or(|next| *next == 1);
        let column = |(number, room): (&usize, u32)| ShownColumn {
            number: *number,
            is_repeated: *number == 0 && !is_first_part,
            room: Room::Cell(room as usize),
        };
        let columns = numbers.iter().zip(rooms).map(column).collect();
        PartOfTable { table, line, columns, is_crowded: widths::are_crowded(&letters, line), letters }
    }

    /// The letters of a column before its cells are written: those of its head and of its longest words.
    fn words_of_column(&self, table: &Table, number: usize) -> Column {
        let mut column = Column::default();
        if let Some(head) = table.head.get(number) {
            column.add_head(&self.plain(head));
        }
        for cell in table.rows.iter().filter_map(|row| row.get(number)) {
            column.add_word(&self.plain(cell));
        }
        column
    }

    fn write_part(&mut self, mut part: PartOfTable<'v>) {
        self.push("#grid-table((");
        for column in &part.columns {
            self.push(alignment(part.table, column.number));
        }
        self.push("), ");
        // The widths stand here, and are known when all cells are written.
        let widths_at = self.out.len();
        self.push(", (");
        self.standing(Standing::Repeated, |markup| markup.heads(&part));
        self.push("),\n");
        for row in &part.table.rows {
            self.push("(");
            self.row(row, &mut part);
            self.push("),\n");
        }
        self.push(")");
        let PartOfTable { line, letters, .. } = part;
        let widths = format!("{}, {}", widths::typst(&letters, line), widths::has_long_rows(&letters, line));
        self.insert(widths_at, &widths);
    }

    /// The heads of columns, which are shown again on every printed page. Their words stand whole where there is room.
    fn heads(&mut self, part: &PartOfTable<'v>) {
        let (open, close) = if part.is_crowded { ("[#text(hyphenate: true)[", "]], ") } else { ("[", "], ") };
        for column in &part.columns {
            let Some(head) = part.table.head.get(column.number) else { continue };
            self.push(open);
            self.cell(*column, |markup| markup.run_without_notes(head));
            self.push(close);
        }
    }

    fn row(&mut self, row: &'v [Inlines], part: &mut PartOfTable<'v>) {
        for (column, letters) in part.columns.iter().zip(&mut part.letters) {
            let Some(cell) = row.get(column.number) else { continue };
            let references = self.references;
            self.push("[");
            self.cell(*column, |markup| {
                if column.is_repeated {
                    markup.standing(Standing::Repeated, |markup| markup.run_without_notes(cell));
                } else {
                    markup.run(cell);
                }
            });
            self.push("], ");
            letters.add(&self.plain(cell), (self.references - references) * REFERENCE);
        }
    }

    /// Writes what stands in a cell of a column.
    fn cell(&mut self, column: ShownColumn, write: impl FnOnce(&mut Self)) {
        let room = std::mem::replace(&mut self.room, column.room);
        self.bound = Bound::default();
        write(self);
        self.room = room;
    }
}

/// By part: the numbers of the columns of a table that has more than `most`. Every part has the first one, and the others
/// are shared out evenly.
fn columns_of_parts(count: usize, most: usize) -> Vec<Vec<usize>> {
    let others: Vec<usize> = (1..count).collect();
    let parts = others.len().div_ceil(most - 1);
    let with_first = |part: &[usize]| std::iter::once(0).chain(part.iter().copied()).collect();
    others.chunks(others.len().div_ceil(parts)).map(with_first).collect()
}

/// The alignment of a column, as an element of a list.
fn alignment(table: &Table, number: usize) -> &'static str {
    match table.alignment.get(number) {
        Some(Alignment::Center) => "center, ",
        Some(Alignment::Right) => "right, ",
        Some(Alignment::Left | Alignment::None) | None => "left, ",
    }
}
