//! Numbers and lists of places as text that needs no escaping in a script.
//!
//! A digit is one of 90 characters, none of which is a space, `!`, `"` or `\`. A number below 60 is
//! one digit; of a larger one the digits 60 to 89 carry the lowest thirtieth, and the rest follows.

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

/// How many ranks a word's place in a section can have; see [`super::index::Rank`].
pub(super) const RANKS: u32 = 6;

/// Adds places: the distance to the place before and the rank, as one number.
pub(super) fn push_places(out: &mut String, places: impl Iterator<Item = (u32, u8)>) {
    let mut next = 0;
    for (section, rank) in places {
        push_number(out, (section - next) * RANKS + u32::from(rank));
        next = section + 1;
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
    use super::*;

    #[test]
    fn numbers_are_short_and_need_no_escaping() {
        let of = |number| {
            let mut out = String::new();
            push_number(&mut out, number);
            out
        };
        assert_eq!((of(0).as_str(), of(59).as_str()), ("#", "_"));
        assert_eq!((of(60), of(1859).len(), of(1860).len()), ("`#".into(), 2, 2));
        for number in (0..100_000).chain([u32::MAX]) {
            assert!(of(number).bytes().all(|byte| byte.is_ascii_graphic() && !b"!\"\\".contains(&byte)), "{number}");
        }
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
