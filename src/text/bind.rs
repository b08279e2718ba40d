//! Spaces at which a line does not break: «§ 14», «side 14», «kl. 10», «10 000 kr», «50 prosent».
//!
//! In: a text. Out: the places of such spaces, or the text with no-break spaces there. Invariant:
//! a no-break space takes the place of one ordinary space, and nothing else changes.

use std::borrow::Cow;

use memchr::memchr;

use crate::language::Spaces;

/// The space at which no line breaks.
pub const NO_BREAK_SPACE: char = '\u{a0}';

/// The first byte of «§».
const SIGN: u8 = 0xc2;

/// The places of the spaces at which a line does not break, in bytes.
pub fn bound_spaces(text: &str, spaces: Spaces) -> impl Iterator<Item = usize> {
    // Most texts have neither a digit nor a sign, which is seen faster than every space is looked at.
    let may_have = text.bytes().any(|byte| byte.is_ascii_digit() || byte == SIGN);
    let places = text.match_indices(' ').take_while(move |_| may_have).map(|(at, _)| at);
    places.filter(move |&at| binds(&text[..at], &text[at + 1..], spaces))
}

/// The text with no-break spaces in these places.
#[must_use]
pub fn bound(text: &str, spaces: Spaces) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    for at in bound_spaces(text, spaces) {
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

/// HTML that stands on many pages, with the spaces in it that were found to bind.
#[derive(Debug, Default)]
pub struct KnownMarkup<'a> {
    /// The HTML: it begins with a tag and ends with one, and nothing is open in it.
    pub html: &'a str,
    /// The places of these spaces, in order.
    pub places: Vec<usize>,
}

/// The places of spaces that bind in HTML which is the same wherever it stands between tags: it begins with a tag, only
/// white space follows its last one, and no text in it is meant as it stands. Nothing of other HTML.
#[must_use]
pub fn bound_anywhere(html: &str, spaces: Spaces) -> Option<Box<[usize]>> {
    let html = html.trim_end();
    let bytes = html.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let open = at + memchr(b'<', &bytes[at..])?;
        if at == 0 && open > 0 || may_be_literal(&bytes[open + 1..]) {
            return None;
        }
        at = open + memchr(b'>', &bytes[open..])? + 1;
    }
    Some(bound_in_markup(html, spaces, &KnownMarkup::default()).into())
}

/// Binds in HTML what is text between its tags, from a byte on: in no attribute, and not where every sign is meant as it
/// stands. Where it comes upon `known` HTML, that is not looked at again.
pub fn bind_markup(html: &mut Vec<u8>, from: usize, spaces: Spaces, known: &KnownMarkup<'_>) {
    if first_beside_digit(&html[from..], 0).is_none() {
        return;
    }
    let Ok(text) = std::str::from_utf8(&html[from..]) else { return };
    let places = bound_in_markup(text, spaces, known);
    let Some(first) = places.first().copied() else { return };
    let mut bound = String::with_capacity(text.len() - first + places.len());
    let mut done = first;
    for place in places {
        bound.push_str(&text[done..place]);
        bound.push(NO_BREAK_SPACE);
        done = place + 1;
    }
    bound.push_str(&text[done..]);
    html.truncate(from + first);
    html.extend_from_slice(bound.as_bytes());
}

/// The places of such spaces in HTML, between its tags.
fn bound_in_markup(text: &str, spaces: Spaces, known: &KnownMarkup<'_>) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let (mut at, mut next) = (0, first_beside_digit(bytes, 0));
    while let Some(first) = next {
        if first < at {
            next = first_beside_digit(bytes, at);
            continue;
        }
        let open = memchr(b'<', &bytes[at..]).map_or(text.len(), |open| at + open);
        while let Some(space) = next.filter(|space| *space < open) {
            places.extend(binds(&text[at..space], &text[space + 1..open], spaces).then_some(space));
            next = first_beside_digit(bytes, space + 1);
        }
        at = if !known.html.is_empty() && text[open..].starts_with(known.html) {
            places.extend(known.places.iter().map(|place| open + place));
            open + known.html.len()
        } else {
            past_tag(text, open)
        };
    }
    places
}

/// Elements whose text is meant as it stands.
const LITERAL: [&str; 5] = ["script", "style", "pre", "code", "textarea"];

/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// The first space with a digit before or behind it, from a byte on: no others bind.
fn first_beside_digit(text: &[u8], from: usize) -> Option<usize> {
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let binds = |at: &usize| text[*at] == b' ' && (*at > 0 && digit(*at - 1) || digit(*at + 1));
    // The digit before it stands before what is looked at.
    if from < text.len() && binds(&from) {
        return Some(from);
    }
    let mut at = from;
    while let Some(block) = text.get(at..).and_then(<[u8]>::first_chunk::<{ BLOCK + 1 }>) {
        if has_space_beside_digit(block) {
            break;
        }
        at += BLOCK;
    }
    (at..text.len()).find(binds)
}

/// Whether a space stands beside a digit here. There is no branch, so that many bytes are compared at once.
fn has_space_beside_digit(block: &[u8; BLOCK + 1]) -> bool {
    let space = |byte: u8| byte == b' ';
    let pairs = block[..BLOCK].iter().zip(&block[1..]);
    pairs.fold(false, |found, (one, next)| {
        found | (space(*one) & next.is_ascii_digit()) | (one.is_ascii_digit() & space(*next))
    })
}

/// Whether the name of an element begins as those of [`LITERAL`] do: of the many tags of a page few do.
fn may_be_literal(name: &[u8]) -> bool {
    matches!(name, [b's', b'c' | b't', ..] | [b'p', b'r', ..] | [b'c', b'o', ..] | [b't', b'e', ..])
}

/// Where text goes on behind the tag that begins here, and behind the element, where that is literal.
fn past_tag(text: &str, open: usize) -> usize {
    let rest = &text[text.len().min(open + 1)..];
    let is_name = |after: &str| !after.starts_with(|c: char| c.is_ascii_alphanumeric());
    let named = || LITERAL.iter().find(|name| rest.strip_prefix(**name).is_some_and(is_name));
    let literal = may_be_literal(rest.as_bytes()).then(named).flatten();
    let end = |name: &&str| rest.find(&format!("</{name}")).map_or(text.len(), |end| open + 1 + end);
    let from = literal.map_or(open, end);
    memchr(b'>', &text.as_bytes()[from..]).map_or(text.len(), |end| from + end + 1)
}

/// Whether the space between two texts is one at which a line does not break.
#[must_use]
pub fn binds(before: &str, after: &str, spaces: Spaces) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let (counts, counted) = (before.ends_with(is_digit), after.starts_with(is_digit));
    match (counts, counted) {
        (true, true) => are_thousands(last_word(before), after),
        (true, false) => is_unit(after, spaces.after_numbers),
        (false, true) => {
            let last = last_word(before);
            before.ends_with('§') || spaces.before_numbers.iter().any(|word| word.eq_ignore_ascii_case(last))
        }
        (false, false) => false,
    }
}

/// The word that a text ends with, without what opens it.
fn last_word(text: &str) -> &str {
    let opening = |c: char| c.is_whitespace() || "([«–-/".contains(c);
    text.rsplit(opening).next().unwrap_or(text)
}

/// Whether two numbers are one, written with a space: «10 000».
fn are_thousands(last: &str, after: &str) -> bool {
    let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    last.len() <= 3 && last.chars().all(|c| c.is_ascii_digit()) && digits == 3
}

/// Whether a text begins with something that is counted or measured.
fn is_unit(text: &str, units: &[&str]) -> bool {
    let first = text.split(char::is_whitespace).next().unwrap_or(text);
    let bare = first.trim_end_matches(|c: char| ",.;:!?)»".contains(c));
    units.iter().any(|word| *word == first || *word == bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norwegian() -> Spaces {
        crate::language::Languages::default().of("nb").spaces
    }

    #[test]
    fn words_and_signs_stay_with_their_numbers() {
        for (text, expected) in [
            ("loven § 14-9 og §§ 3 og 4", "loven §~14-9 og §§~3 og 4"),
            ("50 prosent, 20 % og 300 kr.", "50~prosent, 20~% og 300~kr."),
            ("(side 14) Side 3 og sidene 4–6", "(side~14) Side~3 og sidene~4–6"),
            ("møtet er kl. 10 i rom 4", "møtet er kl.~10 i rom 4"),
            ("10 000 kr, 1 234 567 kroner og 25 prosent.", "10~000~kr, 1~234~567~kroner og 25~prosent."),
            ("80 % av 2016 400 personer", "80~% av 2016 400 personer"),
            ("§ ni, 50 prosentpoeng, for prosent", "§ ni, 50 prosentpoeng, for prosent"),
            ("en side og to sider, kravet", "en side og to sider, kravet"),
            ("§  5 og 5  %", "§  5 og 5  %"),
            ("§ 5", "§~5"),
            ("", ""),
        ] {
            assert_eq!(bound(text, norwegian()).replace(NO_BREAK_SPACE, "~"), expected);
        }
        assert!(matches!(bound("ingen tall her", norwegian()), Cow::Borrowed(_)));
    }

    #[test]
    fn html_is_bound_between_its_tags_alone() {
        let bind = |html: &str| {
            let mut out = html.as_bytes().to_vec();
            bind_markup(&mut out, html.find('|').map_or(0, |at| at + 1), norwegian(), &KnownMarkup::default());
            String::from_utf8(out).unwrap().replace(NO_BREAK_SPACE, "~")
        };
        for (html, expected) in [
            ("<p title=\"§ 5\">§ 5, side 3</p>", "<p title=\"§ 5\">§~5, side~3</p>"),
            ("<pre><b>§ 5</b></pre>§ 5<code>10 %</code> 10 %", "<pre><b>§ 5</b></pre>§~5<code>10 %</code> 10~%"),
            ("<script>x = 5 % 2</script><style>a{}</style>5 %", "<script>x = 5 % 2</script><style>a{}</style>5~%"),
            ("§ 5|§ 5", "§ 5|§~5"),
            ("<option value=\"5 %\">5 %</option>", "<option value=\"5 %\">5~%</option>"),
            ("5 % <", "5~% <"),
            ("<codes>10 %</codes><pre>", "<codes>10~%</codes><pre>"),
            ("<script>§ 5", "<script>§ 5"),
            ("ingen tall", "ingen tall"),
            ("", ""),
        ] {
            assert_eq!(bind(html), expected);
        }
    }

    #[test]
    fn references_to_works_in_another_language_of_the_book_are_bound_too() {
        let languages = crate::language::Languages::default();
        for tag in ["nb", "nn", "en"] {
            for (text, expected) in [("nr. 5, kap. 2", "nr.~5, kap.~2"), ("no. 5, page 2", "no.~5, page~2")] {
                assert_eq!(bound(text, languages.of(tag).spaces).replace(NO_BREAK_SPACE, "~"), expected, "{tag}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn every_space_beside_a_digit_is_seen(text in "[a1 ]{0,12}(.{0,70}[1 ]{1,3}){0,4}") {
            let bytes = text.as_bytes();
            let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            let beside = |at: &usize| bytes[*at] == b' ' && (*at > 0 && digit(*at - 1) || digit(*at + 1));
            let expected: Vec<usize> = (0..bytes.len()).filter(beside).collect();
            let next = |from: usize| first_beside_digit(bytes, from);
            let found: Vec<usize> = std::iter::successors(next(0), |at| next(at + 1)).collect();
            proptest::prop_assert_eq!(found, expected);
        }

        #[test]
        fn what_is_known_changes_nothing(
            known in "(<li>(<a href=\"§ 5\">)?(§ 5|Del 2|10 000|5 %|tekst)?</li>\n?){0,3}",
            around in "((<p>|<pre>|<i title=\"|\">|</pre>|</p>|§ 5|10 %| 000|10 ){0,5}\\|){1,4}",
        ) {
            let text = around.replace('|', &known);
            let places = bound_anywhere(&known, norwegian()).unwrap_or_default().into_vec();
            let known = KnownMarkup { html: known.trim_end(), places };
            let alone = bound_in_markup(&text, norwegian(), &KnownMarkup::default());
            proptest::prop_assert_eq!(bound_in_markup(&text, norwegian(), &known), alone);
        }
    }

    #[test]
    fn only_what_is_whole_binds_alike_anywhere() {
        let places = |html: &str| bound_anywhere(html, norwegian()).map(<[usize]>::into_vec);
        assert_eq!(places("<li>§ 5</li>\n<li>side 3</li>\n"), Some(vec![6, 22]));
        assert_eq!(places(""), Some(Vec::new()));
        for html in ["5 <b>%</b>", "<b>§</b> 5", "<pre>§ 5</pre>", "<b>§ 5</b", "tekst"] {
            assert_eq!(places(html), None, "{html}");
        }
    }

    #[test]
    fn a_line_of_the_source_that_ends_between_them_binds_them_too() {
        assert!(binds("etter arbeidsmiljøloven §", "14-9 og", norwegian()));
        assert!(!binds("i 2016", "kom det", norwegian()));
        assert!(!binds("", "", norwegian()));
    }
}
