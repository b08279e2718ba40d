//! A table of editions: a row for each, as a spreadsheet writes it.
//!
//! In: the text of a CSV file. Out: [`EditionRow`]s, each with the `book.toml` that its row makes.
//!
//! Invariant: a row makes the settings that a folder with the same values would have.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::said::{Phrase, said};
use crate::sink::OutPath;
use crate::text::quotation;

/// An edition of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionRow {
    /// Its id, by which its folder is named.
    pub id: String,
    /// The line of the table.
    pub line: u64,
    /// Its `book.toml`; `[base] path` is the one that was given.
    pub settings: String,
}

/// The columns beside `id`, with the table and key of `book.toml` that they stand for.
const COLUMNS: [(&str, &str, &str); 9] = [
    ("name", "organisation", "name"),
    ("kind", "organisation", "kind"),
    ("number", "organisation", "number"),
    ("unit", "organisation", "unit"),
    ("contact", "organisation", "contact"),
    ("statement", "organisation", "accessibility-statement"),
    ("logo", "theme", "logo"),
    ("url", "site", "url"),
    ("language", "book", "language"),
];

/// Reads a table. `path` is what the file is called, `base` the book that every row lies on.
#[must_use]
pub fn read_table(text: &str, path: &str, base: &str) -> Warned<Vec<EditionRow>> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t', b','].into_iter().find(|mark| head.as_bytes().contains(mark)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let mut diagnostics = Vec::new();
    let mut say = |message: Phrase, help: Phrase| {
        diagnostics.push(Diagnostic::new(Code::BadTable, message).in_file(path).help(help));
    };
    let names: Vec<String> =
        reader.headers().map(|row| row.iter().map(str::to_lowercase).collect()).unwrap_or_default();
    for name in names.iter().filter(|name| *name != "id" && COLUMNS.iter().all(|column| column.0 != **name)) {
        let near = nearest(name, COLUMNS.iter().map(|column| column.0).chain(["id"]));
        let help = near.map_or_else(
            || said!("the columns are id, name, kind, unit, contact, statement, logo, url, language"),
            |near| said!("did you mean `{near}`?", near),
        );
        say(said!("`{name}` is no column of a table of editions", name), help);
    }
    let Some(id_column) = names.iter().position(|name| name == "id") else {
        say(said!("the table has no column `id`"), said!("begin it with `id;name;kind`: a row for each edition"));
        return Warned::new(Vec::new(), diagnostics);
    };
    let mut rows = Vec::new();
    let mut taken = BTreeSet::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                say(said!("this is no table: {error}", error = error.to_string()), said!("save it as CSV, in UTF-8"));
                continue;
            }
        };
        let line = record.position().map_or(0, |position| line_of(text, position.byte()));
        if record.iter().all(str::is_empty) {
            continue;
        }
        let id = record.get(id_column).unwrap_or_default().to_owned();
        if OutPath::new(&id).is_none() || id.starts_with('.') {
            say(
                said!("line {line}: `{id}` cannot be the name of a folder", line, id),
                said!("letters, digits, hyphens"),
            );
            continue;
        }
        if !taken.insert(id.to_lowercase()) {
            say(said!("line {line}: `{id}` is there twice", line, id), said!("give every edition an id of its own"));
            continue;
        }
        let value = |column: &str| {
            let at = names.iter().position(|name| name == column)?;
            record.get(at).filter(|value| !value.is_empty())
        };
        rows.push(EditionRow { settings: settings(base, &value), line, id });
    }
    Warned::new(rows, diagnostics)
}

/// The line of a row that begins at a byte, or after the line break there.
fn line_of(text: &str, at: u64) -> u64 {
    let at = usize::try_from(at).unwrap_or(0).min(text.len());
    let begins = at + text[at..].len() - text[at..].trim_start_matches(['\r', '\n']).len();
    u64::try_from(text[..begins].matches('\n').count() + 1).unwrap_or(u64::MAX)
}

/// The `book.toml` of a row.
fn settings<'r>(base: &str, value: &dyn Fn(&str) -> Option<&'r str>) -> String {
    let mut out = format!("[base]\npath = {}\n", quotation(base));
    for table in ["book", "organisation", "site", "theme"] {
        let mut begun = false;
        for (column, _, key) in COLUMNS.iter().filter(|column| column.1 == table) {
            let Some(value) = value(column) else { continue };
            if !std::mem::replace(&mut begun, true) {
                // Writing to a string does not fail.
                let _ = write!(out, "\n[{table}]\n");
            }
            let _ = writeln!(out, "{key} = {}", quotation(value));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_is_read_as_it_is_saved() {
        let text = "\u{feff}id;name;unit;kind\r\nbergen;\"Bergen; byen\";;kommune\r\n;;;\r\noslo;Oslo;HR;kommune\r\n";
        let read = read_table(text, "t.csv", "../veiviser");
        assert_eq!(read.diagnostics, []);
        let expected =
            "[base]\npath = \"../veiviser\"\n\n[organisation]\nname = \"Bergen; byen\"\nkind = \"kommune\"\n";
        assert_eq!(read.value[0], EditionRow { id: "bergen".into(), line: 2, settings: expected.into() });
        assert_eq!((read.value.len(), read.value[1].id.as_str()), (2, "oslo"));
    }

    #[test]
    fn what_is_wrong_with_a_table_is_said_and_the_other_rows_are_read() {
        let read = read_table("id,nam\nbergen,B\n../x,X\nBergen,C\noslo,O\n", "t.csv", "b");
        let said: Vec<String> = read.diagnostics.iter().map(|said| said.message.to_string()).collect();
        assert_eq!(
            said,
            [
                "`nam` is no column of a table of editions",
                "line 3: `../x` cannot be the name of a folder",
                "line 4: `Bergen` is there twice"
            ]
        );
        assert_eq!(read.value.len(), 2);
        assert_eq!(read_table("name\nB\n", "t.csv", "b").value, []);
    }
}
