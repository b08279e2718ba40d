//! Spaces at which no line ends: «§ 14», «side 14», «kl. 10», «10 000 kr».
//!
//! In: text. Out: the same text, with spaces that hold its words together.
//!
//! Invariant: only the kind of a space changes.

use std::borrow::Cow;

/// The space that no line ends at.
const HOLDING: &str = "\u{a0}";
/// Words that belong to the number after them.
const BEFORE_NUMBERS: &[&str] =
    &["side", "sidene", "s.", "kl.", "klokken", "nr.", "kap.", "kapittel", "punkt", "pkt.", "ca.", "page", "no."];
/// Words that belong to the number before them.
const AFTER_NUMBERS: &[&str] = &["kr", "kroner", "mill.", "millioner", "mrd.", "milliarder", "%", "prosent"];

/// A text whose words stay with their numbers.
pub(super) fn held(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices(' ').filter(|(at, _)| holds(&text[..*at], &text[at + 1..])) {
        out.push_str(&text[done..at]);
        out.push_str(HOLDING);
        done = at + 1;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Whether a space between two texts holds them together.
pub(super) fn holds(before: &str, after: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    if before.ends_with('§') {
        return after.starts_with(char::is_alphanumeric);
    }
    let (counts, counted) = (before.ends_with(is_digit), after.starts_with(is_digit));
    if !counts && !counted {
        return false;
    }
    let opening = |c: char| c.is_whitespace() || "([«–-/".contains(c);
    let last =
        &before[before.rfind(opening).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8))..];
    if counts && counted {
        let digits = after.len() - after.trim_start_matches(is_digit).len();
        return last.len() <= 3 && last.chars().all(is_digit) && digits == 3;
    }
    if counted {
        return BEFORE_NUMBERS.iter().any(|word| word.eq_ignore_ascii_case(last));
    }
    let first = &after[..after.find(char::is_whitespace).unwrap_or(after.len())];
    let bare = first.trim_end_matches(|c: char| ",.;:!?)»".contains(c));
    AFTER_NUMBERS.iter().any(|word| *word == first || *word == bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_with_their_numbers() {
        for (text, held_together) in [
            ("se § 14 og §§ 14-1 b", "se §~14 og §§~14-1 b"),
            ("(side 14) Side 3 og sidene 4–6", "(side~14) Side~3 og sidene~4–6"),
            ("møtet er kl. 10 i rom 4", "møtet er kl.~10 i rom 4"),
            ("10 000 kr, 1 234 567 kroner og 25 prosent.", "10~000~kr, 1~234~567~kroner og 25~prosent."),
            ("80 % av 2016 400 personer", "80~% av 2016 400 personer"),
            ("en side og to sider, kravet", "en side og to sider, kravet"),
            ("§ alene og tekst", "§~alene og tekst"),
        ] {
            assert_eq!(held(text).replace(HOLDING, "~"), held_together);
        }
        assert!(matches!(held("ingen tall her"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_line_of_the_source_that_ends_between_them_holds_them_too() {
        assert!(holds("etter arbeidsmiljøloven §", "14-9 og"));
        assert!(!holds("i 2016", "kom det"));
        assert!(!holds("", ""));
    }
}
