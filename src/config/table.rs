//! A table of editions: a row for each, as a spreadsheet writes it.
//!
//! In: a CSV file. Out: [`EditionRow`]s, each with the `book.toml` that its row makes.
//!
//! Invariant: a row makes the settings that a folder with the same values would have.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::said::{Phrase, said};
use crate::sink::OutPath;
use crate::source::{Source, Span};
use crate::text::quotation;

/// An edition of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionRow {
    /// Its id, by which its folder is named.
    pub id: String,
    /// Its `book.toml`; `[base] path` is the one that was given.
    pub settings: String,
}

/// A column of a table, and what it stands for in `book.toml`.
struct TableColumn {
    name: &'static str,
    table: &'static str,
    key: &'static str,
}

const fn column(name: &'static str, table: &'static str, key: &'static str) -> TableColumn {
    TableColumn { name, table, key }
}

/// The columns beside `id`.
const COLUMNS: [TableColumn; 9] = [
    column("name", "organisation", "name"),
    column("kind", "organisation", "kind"),
    column("number", "organisation", "number"),
    column("unit", "organisation", "unit"),
    column("contact", "organisation", "contact"),
    column("statement", "organisation", "accessibility-statement"),
    column("logo", "theme", "logo"),
    column("url", "site", "url"),
    column("language", "book", "language"),
];

/// Reads a table; `base` is the book that every row lies on.
#[must_use]
pub fn read_table(source: &Source, base: &str) -> Warned<Vec<EditionRow>> {
    let begin = source.begin();
    let text = &source.text[begin..];
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t', b','].into_iter().find(|mark| head.as_bytes().contains(mark)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let mut diagnostics = Vec::new();
    let mut say = |message: Phrase, at: Range<usize>, help: Phrase| {
        let at = Span::new(source.id, begin + at.start..begin + at.end);
        diagnostics.push(Diagnostic::new(Code::BadTable, message).at(at, Phrase::default()).help(help));
    };
    let names: Vec<String> =
        reader.headers().map(|row| row.iter().map(str::to_lowercase).collect()).unwrap_or_default();
    let in_head = |name: &str| {
        let at = head.to_lowercase().find(name).filter(|at| head.is_char_boundary(*at)).unwrap_or(0);
        at..(at + name.len()).min(head.len())
    };
    for name in names.iter().filter(|name| *name != "id" && COLUMNS.iter().all(|column| column.name != **name)) {
        let near = nearest(name, COLUMNS.iter().map(|column| column.name).chain(["id"]));
        let help = near.map_or_else(
            || said!("the columns are id, {columns}", columns = COLUMNS.map(|column| column.name).join(", ")),
            |near| said!("did you mean `{near}`?", near),
        );
        say(said!("`{name}` is no column of a table of editions", name), in_head(name), help);
    }
    let Some(id_column) = names.iter().position(|name| name == "id") else {
        let help = said!("begin it with `id;name;kind`: a row for each edition");
        say(said!("the table has no column `id`"), 0..head.len(), help);
        return Warned::new(Vec::new(), diagnostics);
    };
    let mut rows = Vec::new();
    let mut taken = BTreeSet::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let at = line_at(text, error.position().map_or(0, csv::Position::byte));
                let message = said!("this is no table: {error}", error = error.to_string());
                say(message, at, said!("save it as CSV, in UTF-8"));
                continue;
            }
        };
        let at = line_at(text, record.position().map_or(0, csv::Position::byte));
        if record.iter().all(str::is_empty) {
            continue;
        }
        let id = record.get(id_column).unwrap_or_default().to_owned();
        if OutPath::new(&id).is_none() || id.starts_with('.') {
            say(said!("`{id}` cannot be the name of a folder", id), at, said!("letters, digits, hyphens"));
            continue;
        }
        if !taken.insert(id.to_lowercase()) {
            say(said!("`{id}` is there twice", id), at, said!("give every edition an id of its own"));
            continue;
        }
        let value = |column: &str| {
            let at = names.iter().position(|name| name == column)?;
            record.get(at).filter(|value| !value.is_empty())
        };
        rows.push(EditionRow { settings: settings(base, &value), id });
    }
    Warned::new(rows, diagnostics)
}

/// The line of a row that begins at a byte, or after the line break there.
fn line_at(text: &str, at: u64) -> Range<usize> {
    let at = usize::try_from(at).unwrap_or(0).min(text.len());
    let begins = at + text[at..].len() - text[at..].trim_start_matches(['\r', '\n']).len();
    begins..text[begins..].find(['\r', '\n']).map_or(text.len(), |end| begins + end)
}

/// The `book.toml` of a row.
fn settings<'r>(base: &str, value: &dyn Fn(&str) -> Option<&'r str>) -> String {
    let mut out = format!("[base]\npath = {}\n", quotation(base));
    for table in ["book", "organisation", "site", "theme"] {
        let mut begun = false;
        for column in COLUMNS.iter().filter(|column| column.table == table) {
            let Some(value) = value(column.name) else { continue };
            if !std::mem::replace(&mut begun, true) {
                // Writing to a string does not fail.
                let _ = write!(out, "\n[{table}]\n");
            }
            let _ = writeln!(out, "{} = {}", column.key, quotation(value));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Layer, Sources};

    /// The values of a table, and what is said of them with their lines and columns.
    fn read(text: &str, base: &str) -> (Vec<EditionRow>, Vec<String>) {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "t.csv", text);
        let source = sources.get(file);
        let Warned { value, diagnostics } = read_table(source, base);
        let place = |said: &Diagnostic| {
            let (line, column) = source.line_column(said.labels[0].0.start as usize);
            format!("{line}:{column} {}: {}", said.message, said.help.as_ref().unwrap())
        };
        (value, diagnostics.iter().map(place).collect())
    }

    #[test]
    fn a_spreadsheet_is_read_as_it_is_saved() {
        let text = "\u{feff}id;name;unit;kind\r\nbergen;\"Bergen; byen\";;kommune\r\n;;;\r\noslo;Oslo;HR;kommune\r\n";
        let (rows, said) = read(text, "../veiviser");
        assert_eq!(said, Vec::<String>::new());
        let expected =
            "[base]\npath = \"../veiviser\"\n\n[organisation]\nname = \"Bergen; byen\"\nkind = \"kommune\"\n";
        assert_eq!(rows[0], EditionRow { id: "bergen".into(), settings: expected.into() });
        assert_eq!((rows.len(), rows[1].id.as_str()), (2, "oslo"));
    }

    #[test]
    fn what_is_wrong_with_a_table_is_said_and_the_other_rows_are_read() {
        let (rows, said) = read("id,nam,hovedfarge\nbergen,B\n\n../x,X\nBergen,C\noslo,O\n", "b");
        assert_eq!(
            said,
            [
                "1:4 `nam` is no column of a table of editions: did you mean `name`?",
                "1:8 `hovedfarge` is no column of a table of editions: the columns are id, name, kind, number, unit, \
                 contact, statement, logo, url, language",
                "4:1 `../x` cannot be the name of a folder: letters, digits, hyphens",
                "5:1 `Bergen` is there twice: give every edition an id of its own"
            ]
        );
        assert_eq!(rows.len(), 2);
        let (rows, said) = read("\u{feff}name\nB\n", "b");
        assert_eq!((rows.len(), said.len()), (0, 1), "{said:?}");
    }
}
