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
}
