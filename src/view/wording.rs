//! Days and lists in words of the interface.

use serde::Serialize;

use crate::kind::TranslationOf;
use crate::language::TABLE;
use crate::resolve::Book;
use crate::text::Date;
use crate::theme::{DATE, MONTHS, Texts};

/// «a, b og c».
pub(super) fn listed<T: AsRef<str>>(items: &[T], word: &str) -> String {
    let mut out = String::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 && i + 1 == items.len() {
            out.push(' ');
            out.push_str(word);
            out.push(' ');
        } else if i > 0 {
            out.push_str(", ");
        }
        out.push_str(item.as_ref());
    }
    out
}

/// The origin of the text of a translation, in a sentence.
pub(super) fn translated(texts: &Texts, translation: &TranslationOf) -> String {
    let TranslationOf { by, read } = translation;
    let date = read.map(|date| date_in_words(texts, date)).unwrap_or_default();
    match (is_machine(by), read) {
        (true, None) => texts.get("translated-machine").to_owned(),
        (true, Some(_)) => texts.fill("translated-machine-read", &[("date", &date)]),
        (false, None) => texts.fill("translated", &[("by", by)]),
        (false, Some(_)) => texts.fill("translated-read", &[("by", by), ("date", &date)]),
    }
}

/// Whether a translator is a program, in any of the languages.
fn is_machine(by: &str) -> bool {
    TABLE.iter().any(|row| row.machine == by)
}

/// A day, as a template shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DayView {
    /// `2026-11-22`
    pub iso: String,
    /// «22. november 2026»
    pub words: String,
}

impl DayView {
    /// A day in the words of a language.
    pub(super) fn of(texts: &Texts, date: Date) -> Self {
        Self { iso: date.to_string(), words: date_in_words(texts, date) }
    }
}

/// «22. november 2026»
pub(crate) fn date_in_words(texts: &Texts, date: Date) -> String {
    let (day, year) = (date.day.to_string(), date.year.to_string());
    texts.fill(DATE, &[("day", &day), ("month", month(texts, date)), ("year", &year)])
}

/// The name of a month.
pub(super) fn month(texts: &Texts, date: Date) -> &str {
    MONTHS.get(usize::from(date.month).wrapping_sub(1)).map_or("", |key| texts.get(key))
}

/// The text, or nothing where it says «nei», in any of the languages.
pub(super) fn unless_nobody<'t>(text: &'t str, book: &Book) -> &'t str {
    let nobody = book.config.languages.rows().any(|row| text.trim().eq_ignore_ascii_case(row.nobody));
    if nobody { "" } else { text }
}
