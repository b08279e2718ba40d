//! Spaces at which a line does not break: «§ 14», «50 prosent».
//!
//! In: a text. Out: the places of such spaces, or the text with no-break spaces there. Invariant:
//! a no-break space takes the place of one ordinary space, and nothing else changes.

use std::borrow::Cow;

use super::is_word_char;

/// What keeps a line from breaking.
pub const NO_BREAK_SPACE: char = '\u{a0}';

/// What stays with the number before it.
const UNITS: [&str; 3] = ["kr", "prosent", "%"];

/// The first byte of «§».
const SIGN: u8 = 0xc2;

/// The places of the spaces at which a line does not break, in bytes.
pub fn bound_spaces(text: &str) -> impl Iterator<Item = usize> {
    // Most texts have neither a digit nor a sign, which is seen faster than every space is looked at.
    let may_have = text.bytes().any(|byte| byte.is_ascii_digit() || byte == SIGN);
    let spaces = text.match_indices(' ').take_while(move |_| may_have).map(|(at, _)| at);
    spaces.filter(|&at| is_bound(&text[..at], &text[at + 1..]))
}

/// The text with no-break spaces in these places.
#[must_use]
pub fn bound(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    for at in bound_spaces(text) {
        out.push_str(&text[from..at]);
        out.push(NO_BREAK_SPACE);
        from = at + 1;
    }
    if from == 0 {
        return text.into();
    }
    out.push_str(&text[from..]);
    out.into()
}

fn is_bound(before: &str, after: &str) -> bool {
    let is_unit = |unit: &str| after.strip_prefix(unit).is_some_and(|rest| !rest.starts_with(is_word_char));
    match before.chars().next_back() {
        Some('§') => after.starts_with(|c: char| c.is_ascii_digit()),
        Some(digit) if digit.is_ascii_digit() => UNITS.iter().any(|unit| is_unit(unit)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_stays_with_its_number_and_a_number_with_its_unit() {
        for (text, expected) in [
            ("loven § 14-9 og §§ 3 og 4", "loven §~14-9 og §§~3 og 4"),
            ("50 prosent, 20 % og 300 kr.", "50~prosent, 20~% og 300~kr."),
            ("§ ni, 5 kroner, 50 prosentpoeng, for prosent", "§ ni, 5 kroner, 50 prosentpoeng, for prosent"),
            ("§  5 og 5  %", "§  5 og 5  %"),
            ("§ 5", "§~5"),
            ("", ""),
        ] {
            assert_eq!(bound(text).replace(NO_BREAK_SPACE, "~"), expected);
        }
    }
}
