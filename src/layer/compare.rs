//! Two texts held against each other, word by word.
//!
//! In: a text as it was and as it is. Out: its words in order, each with whether it stayed.
//!
//! Invariant: what stayed and what is gone is the old text, what stayed and what is new is the new one.

/// The fate of a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words<'a> {
    /// It stands in both.
    Kept(&'a str),
    /// Only the old text has it.
    Gone(&'a str),
    /// Only the new text has it.
    New(&'a str),
}

/// The most words that are compared; more would take long.
const MOST_WORDS: usize = 4000;

/// The runs of words that stayed, are gone and are new.
#[must_use]
pub fn compared<'a>(then: &'a str, now: &'a str) -> Vec<Words<'a>> {
    let (a, b) = (words(then), words(now));
    if a.len() > MOST_WORDS || b.len() > MOST_WORDS {
        return vec![Words::Gone(then), Words::New(now)];
    }
    let named = |words: &[&str]| words.iter().map(|word| word.trim_end().to_owned()).collect::<Vec<_>>();
    let kept = shared(&named(&a), &named(&b));
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let next = (i..a.len()).find(|i| kept[*i].is_some()).unwrap_or(a.len());
        let until = kept.get(next).copied().flatten().unwrap_or(b.len());
        if next > i {
            out.push(Words::Gone(run(then, &a[i..next])));
        }
        if until > j {
            out.push(Words::New(run(now, &b[j..until])));
        }
        (i, j) = (next, until);
        let length = (0..a.len() - i).take_while(|n| kept[i + n] == Some(j + n)).count();
        if length > 0 {
            out.push(Words::Kept(run(now, &b[j..j + length])));
            (i, j) = (i + length, j + length);
        }
    }
    out
}

/// Words of a text that has changed, as they are shown to somebody who looks for what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedPart<'a> {
    /// Mark before them: nothing, the space that is missing, or the one that tells that text was left out.
    pub before: &'a str,
    /// The words.
    pub words: Words<'a>,
}

/// A paragraph that stayed and is longer than this, in bytes, is left out.
const SHOWN_WHOLE: usize = 200;
/// Mark that tells that text was left out.
const LEFT_OUT: &str = "…\n\n";
const LEFT_OUT_LAST: &str = "…";

/// The runs of words that stayed, are gone and are new, apart from long text that stayed and is far from a change.
#[must_use]
pub fn changed_parts<'a>(then: &'a str, now: &'a str) -> Vec<ChangedPart<'a>> {
    let all = compared(then, now);
    let has_changed = all.iter().any(|words| !matches!(words, Words::Kept(_)));
    let mut out: Vec<ChangedPart<'a>> = Vec::new();
    let mut is_spaced = true;
    for (number, words) in all.iter().enumerate() {
        let space = if is_spaced { "" } else { " " };
        let (Words::Kept(text) | Words::Gone(text) | Words::New(text)) = *words;
        // What is new stands beside what is gone, though that ended a paragraph.
        if let (Words::Gone(text), Some(Words::New(_))) = (words, all.get(number + 1)) {
            out.push(ChangedPart { before: space, words: Words::Gone(text.trim_end()) });
            is_spaced = false;
            continue;
        }
        is_spaced = text.ends_with(char::is_whitespace);
        let (is_first, is_last) = (number == 0, number + 1 == all.len());
        match words {
            Words::Kept(text) if has_changed => {
                let (begin, rest) = if is_first { ("", *text) } else { text.split_at(end_of_first(text)) };
                let (middle, end) = if is_last { (rest, "") } else { rest.split_at(start_of_last(rest)) };
                let is_left_out = middle.len() > SHOWN_WHOLE;
                let kept = |text: &'a str, before: &'a str| ChangedPart { before, words: Words::Kept(text) };
                if is_left_out {
                    out.extend((!begin.is_empty()).then(|| kept(begin, space)));
                    out.push(kept(end, if is_last { LEFT_OUT_LAST } else { LEFT_OUT }));
                } else {
                    out.push(kept(text, space));
                }
            }
            words => out.push(ChangedPart { before: space, words: *words }),
        }
    }
    out
}

/// Where the first paragraph of a text ends, or the first row of a table.
fn end_of_first(text: &str) -> usize {
    breaks(text).next().unwrap_or(text.len())
}

/// Where the last paragraph of a text begins, or the last row of a table.
fn start_of_last(text: &str) -> usize {
    breaks(text).last().unwrap_or(0)
}

/// Where paragraphs and rows of tables begin.
fn breaks(text: &str) -> impl Iterator<Item = usize> {
    let begins = |(at, _): (usize, &str)| {
        let after = at + 1;
        (text[after..].starts_with('|') || text[..at].ends_with('\n')).then_some(after)
    };
    text.match_indices('\n').filter_map(begins)
}

/// The items of one row that stand in another too, in the same order: by item, its number there.
pub(super) fn shared(a: &[String], b: &[String]) -> Vec<Option<usize>> {
    const MOST: usize = MOST_WORDS * MOST_WORDS;
    let mut out = vec![None; a.len()];
    if a.len().saturating_mul(b.len()) > MOST {
        return out;
    }
    // The lengths of the longest rows that both have, from each place on.
    let mut lengths = vec![vec![0u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i][j] =
                if a[i] == b[j] { lengths[i + 1][j + 1] + 1 } else { lengths[i + 1][j].max(lengths[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            out[i] = Some(j);
            (i, j) = (i + 1, j + 1);
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// The text that words stand in, which follow each other.
fn run<'a>(text: &'a str, words: &[&'a str]) -> &'a str {
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return "" };
    &text[place(first)..place(last) + last.len()]
}

/// Words, each with the white space that follows it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let space = rest[word..].find(|c: char| !c.is_whitespace()).unwrap_or(rest.len() - word);
        let (first, other) = rest.split_at(word + space);
        words.push(first);
        rest = other;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_word_is_gone_and_new_and_the_rest_stays() {
        let found = compared("Dere bør skrive kravet.", "Dere må skrive ned kravet.");
        let expected = [
            Words::Kept("Dere "),
            Words::Gone("bør "),
            Words::New("må "),
            Words::Kept("skrive "),
            Words::New("ned "),
            Words::Kept("kravet."),
        ];
        assert_eq!(found, expected);
        assert_eq!(compared("", "Ny."), [Words::New("Ny.")]);
        assert_eq!(compared("En to", "En to"), [Words::Kept("En to")]);
    }

    /// The changed parts as text, what is gone in square brackets, what is new in braces.
    fn shown(then: &str, now: &str) -> String {
        let shown = |part: ChangedPart<'_>| match part.words {
            Words::Kept(text) => format!("{}{text}", part.before),
            Words::Gone(text) => format!("{}[{text}]", part.before),
            Words::New(text) => format!("{}{{{text}}}", part.before),
        };
        changed_parts(then, now).into_iter().map(shown).collect()
    }

    #[test]
    fn long_text_far_from_a_change_is_left_out() {
        let long = "Dette står som før. ".repeat(12);
        let with = |first: &str, middle: &str, last: &str| {
            format!("## Tittel\n\n{long}\n\n{first}\n\n{long}\n\n{middle}\n\nKort.\n\n{last}\n\n{long}")
        };
        let row = |word: &str| format!("| Her er en {word} rad. |");
        let found = shown(&with("Et ord.", "To ord.", "Tre ord."), &with("Et nytt ord.", "To ord.", "Fire ord."));
        assert_eq!(found, "…\n\nEt {nytt }ord.\n\n…\n\n[Tre] {Fire }ord.\n\n…");
        let table = |first: &str, last: &str| [first, &row("lang"), &row(&long), &row("lang"), last].join("\n");
        let found = shown(&table("| a b |", "| c |"), &table("| a |", "| d |"));
        assert_eq!(found, "| a [b ]|\n…\n\n| [c] {d }|");
        assert_eq!(shown(&long, &long), long);
        assert_eq!(shown("Det er slik. Alltid.", "Det er slik."), "Det er slik. [Alltid.]");
        assert_eq!(shown("fadder", "mentor"), "[fadder] {mentor}");
        assert_eq!(shown("Hva dere vil.\n\nLes.", "Hva dere ønsker.\n\nLes."), "Hva dere [vil.] {ønsker.\n\n}Les.");
    }
}
