//! Conflicts of a merge that were left in a text.
//!
//! In: a text. Out: where they stand, and the text as one side has it. Invariant: a line counts only
//! where Git begins or ends a conflict, seven signs and a space or nothing more; a line of `=`
//! underlines a heading as well, and counts only between two of those.

use std::borrow::Cow;
use std::ops::Range;

const BEGIN: &str = "<<<<<<<";
const BASE: &str = "|||||||";
const MIDDLE: &str = "=======";
const END: &str = ">>>>>>>";

/// A conflict: where its lines with markers stand. Who mends by hand may have left only some of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conflict {
    /// The beginning of the first version.
    pub begin: Option<Range<usize>>,
    /// The beginning of the other one: what both come from, if that is told, or the last version.
    pub middle: Option<Range<usize>>,
    /// Its end.
    pub end: Option<Range<usize>>,
}

/// The text as the first version of each conflict has it, with blanks for the rest: every place stays.
#[must_use]
pub fn first_version(text: &str) -> Cow<'_, str> {
    let conflicts = conflicts(text);
    if conflicts.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for conflict in conflicts {
        let others = conflict.middle.iter().chain(&conflict.end);
        let rest = others.clone().map(|line| line.start).min()..others.map(|line| line.end).max();
        let rest = rest.start.zip(rest.end).map(|(start, end)| start..end);
        for gone in conflict.begin.into_iter().chain(rest) {
            out.push_str(&text[out.len()..gone.start]);
            let blank = |c: char| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) };
            out.extend(text[gone].chars().map(blank));
        }
    }
    out.push_str(&text[out.len()..]);
    Cow::Owned(out)
}

/// The conflicts of a text, in order.
#[must_use]
pub fn conflicts(text: &str) -> Vec<Conflict> {
    // Almost no text has one; a search for a text of unlike signs is quick.
    let may_have = |marker: &str| text.starts_with(marker) || text.contains(&format!("\n{marker}"));
    if !may_have(BEGIN) && !may_have(END) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut open = Conflict::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let place = at..at + line.trim_end().len();
        at += line.len();
        if is_marker(line, BEGIN) {
            if open.begin.is_some() {
                found.push(std::mem::take(&mut open));
            }
            open.begin = Some(place);
        } else if (is_marker(line, BASE) || is_marker(line, MIDDLE)) && open.begin.is_some() {
            open.middle.get_or_insert(place);
        } else if is_marker(line, END) {
            open.end = Some(place);
            found.push(std::mem::take(&mut open));
        }
    }
    if open.begin.is_some() {
        found.push(open);
    }
    found
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_conflict_is_one_and_what_only_looks_like_one_is_none() {
        let count = |text: &str| conflicts(text).len();
        assert_eq!(count("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> gren\n"), 1);
        assert_eq!(count("<<<<<<< HEAD\r\na\r\n||||||| felles\r\n=======\r\nb\r\n>>>>>>> gren"), 1);
        assert_eq!(count("<<<<<<<\na\n>>>>>>>\n<<<<<<< x\nb\n=======\n>>>>>>> y"), 2);
        // Lines that were forgotten.
        assert_eq!(count("<<<<<<< HEAD\na\n"), 1);
        assert_eq!(count("b\n>>>>>>> gren\n"), 1);
        assert_eq!(count("<<<<<<< HEAD\n<<<<<<< HEAD\na\n>>>>>>> gren\n"), 2);
        // A heading, a quotation in quotations, an example.
        assert_eq!(count("Overskrift\n=======\n\n>>>>>>>> dypt\n\n >>>>>>> x\n\n    <<<<<<< HEAD\n<<<<<<<<\n"), 0);
    }

    #[test]
    fn the_first_version_stands_where_it_stood() {
        let text = "å\n<<<<<<< HEAD\nen\n||||||| x\nfør\n=======\nto\n>>>>>>> y\nb\n>>>>>>> z\nc";
        let first = first_version(text);
        assert_eq!(first.len(), text.len());
        assert_eq!(first.split_whitespace().collect::<Vec<_>>(), ["å", "en", "b", "c"]);
        assert_eq!((first.find("en"), first.find('c')), (text.find("en"), text.find('c')));
        assert_eq!(first_version("<<<<<<< HEAD\nen\n").trim(), "en");
        assert_eq!(first_version("a\n=======\n"), "a\n=======\n");
    }
}
