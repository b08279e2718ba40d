//! Numbers and lists of places as text that needs no escaping in a script.
//!
//! A digit is one of 90 characters, none of which is a space, `!`, `"`, `~` or `\`. A number below
//! 60 is one digit; of a larger one the digits 60 to 89 carry the lowest thirtieth, and the rest follows.

use super::place::RankedSection;

/// Adds a number.
pub(super) fn push_number(out: &mut String, mut number: u32) {
    while number >= 60 {
        number -= 60;
        out.push(digit(60 + number % 30));
        number /= 30;
    }
    out.push(digit(number));
}

/// A number below 90 as one character.
fn digit(number: u32) -> char {
    // 35 is `#`; `\` stands at 92.
    let code = 35 + number + u32::from(number + 35 >= 92);
    char::from_u32(code).unwrap_or('#')
}

/// How many letters a name has.
const NAME: usize = 7;

/// A name of a hash, of small letters and digits: some file systems know no other.
pub(super) fn name(hash: &[u8]) -> String {
    hash.iter().take(NAME).map(|byte| char::from(b"abcdefghijklmnopqrstuvwxyz234567"[usize::from(byte % 32)])).collect()
}

/// How many ranks a word's place in a section can have beside the lowest; see `place::Rank`.
const HIGHER: u32 = 5;

/// Adds places: the distances from one section to the next, then after `~` which of them have a
/// higher rank than the lowest. `cut`: places of the lowest ranks were left out; another `~` says so.
pub(super) fn push_places(out: &mut String, places: &[RankedSection], cut: bool) {
    let (mut next, mut last, mut higher) = (0, 0, String::new());
    for (number, place) in (0..).zip(places) {
        push_number(out, place.section() - next);
        next = place.section() + 1;
        if place.rank() > 0 {
            push_number(&mut higher, (number - last) * HIGHER + place.rank() - 1);
            last = number + 1;
        }
    }
    if cut || !higher.is_empty() {
        out.push('~');
        out.push_str(&higher);
    }
    if cut {
        out.push('~');
    }
}

/// Adds a word as what it shares with the word before, and the rest.
pub(super) fn push_word(out: &mut String, word: &str, before: &str) {
    let shared = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).count().min(89);
    let shared = u32::try_from(shared).unwrap_or(0);
    out.push(digit(shared));
    out.extend(word.chars().skip(shared as usize));
}

#[cfg(test)]
mod tests {
    use super::super::place::Rank;
    use super::*;

    #[test]
    fn numbers_are_short_and_need_no_escaping() {
        let of = |number| {
            let mut out = String::new();
            push_number(&mut out, number);
            out
        };
        assert_eq!((of(0).as_str(), of(59).as_str()), ("#", "_"));
        assert_eq!((of(60), of(1859).len(), of(1860).len()), ("`#".into(), 2, 3));
        for number in (0..100_000).chain([u32::MAX]) {
            assert!(of(number).bytes().all(|byte| byte.is_ascii_graphic() && !b"!\"\\".contains(&byte)), "{number}");
        }
    }

    #[test]
    fn places_are_told_by_their_distance_and_ranks_by_who_has_one() {
        let of = |places: &[(u32, Rank)], cut| {
            let places: Vec<_> = places.iter().map(|(section, rank)| RankedSection::new(*section, *rank)).collect();
            let mut out = String::new();
            push_places(&mut out, &places, cut);
            out
        };
        let (text, often, title) = (Rank::Text, Rank::Often, Rank::Title);
        assert_eq!(of(&[(0, text), (1, text), (5, text)], false), "##&");
        assert_eq!(of(&[(0, text), (1, title), (5, often)], false), "##&~,#");
        assert_eq!((of(&[], false), of(&[], true)), (String::new(), "~~".into()));
    }

    #[test]
    fn a_word_is_told_by_what_differs() {
        let mut out = String::new();
        for (word, before) in [("arbeid", ""), ("arbeidstid", "arbeid"), ("ærlig", "ærend")] {
            push_word(&mut out, word, before);
            out.push(' ');
        }
        assert_eq!(out, "#arbeid )stid %lig ");
    }
}
