//! Addresses made from headings and titles.

use std::collections::HashMap;

use super::without_accent;
use crate::language::Letters;

/// A text as part of an address: lower case, letters of the language as it writes them in addresses
/// (å → a, ø → o, æ → ae), accents dropped, everything else that is not a letter or digit one
/// hyphen. Never empty: a text without letters gives the language's word for a part.
#[must_use]
pub fn slug(text: &str, letters: Letters) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some((_, plain)) = letters.address.iter().find(|(letter, _)| *letter == c) {
            out.push_str(plain);
        } else if c == 'ß' {
            out.push_str("ss");
        } else if c.is_alphanumeric() {
            out.push(without_accent(c));
        } else if !is_mark(c) && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
    if out.is_empty() { letters.nameless.into() } else { out }
}

/// Marks that sit on the letter before them, and soft hyphens.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}')
}

/// A maker of slugs that differ from each other: a second `x` becomes `x-2`.
#[derive(Debug)]
pub struct Slugs {
    letters: Letters,
    taken: HashMap<String, u32>,
    /// Whether they are made as mdBook makes them: a second `x` becomes `x-1`.
    mdbook: bool,
}

/// A text as mdBook makes it part of an address: lower case, a hyphen for every white space, other
/// signs left out. Where nothing is left, as [`slug`].
fn mdbook_slug(text: &str, letters: Letters) -> String {
    let kept = |c: char| match c {
        _ if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        _ => c.is_whitespace().then_some('-'),
    };
    let made: String = text.trim().to_lowercase().chars().filter_map(kept).collect();
    if made.is_empty() { slug(text, letters) } else { made }
}

impl Slugs {
    /// Slugs in a language; `mdbook`: as mdBook makes them.
    #[must_use]
    pub fn new(letters: Letters, mdbook: bool) -> Self {
        Self { letters, taken: HashMap::new(), mdbook }
    }

    /// Takes an id as it is; `false` when it is taken already.
    pub fn claim(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned(), 1).is_none()
    }

    /// A slug for `text` that nobody has yet.
    pub fn make(&mut self, text: &str) -> String {
        let base = if self.mdbook { mdbook_slug(text, self.letters) } else { slug(text, self.letters) };
        let mut candidate = base.clone();
        while self.taken.contains_key(&candidate) {
            let count = self.taken.entry(base.clone()).or_insert(1);
            *count += 1;
            candidate = format!("{base}-{}", *count - u32::from(self.mdbook));
        }
        self.claim(&candidate);
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norwegian() -> Letters {
        crate::language::Languages::default().of("nb").letters
    }

    #[test]
    fn norwegian_letters() {
        assert_eq!(
            slug("Før intervjuet: hva dere kan spørre om", norwegian()),
            "for-intervjuet-hva-dere-kan-sporre-om"
        );
        assert_eq!(slug("Læring & åpenhet", norwegian()), "laering-apenhet");
        assert_eq!(slug("«…»", norwegian()), "del");
    }

    #[test]
    fn equal_headings_get_numbers() {
        let mut slugs = Slugs::new(norwegian(), false);
        assert!(slugs.claim("b-2"));
        let made: Vec<_> = ["A", "a", "b", "B", "B"].map(|t| slugs.make(t)).into();
        assert_eq!(made, ["a", "a-2", "b", "b-3", "b-4"]);
    }

    /// The texts are those of mdBook's own tests.
    #[test]
    fn slugs_of_mdbook() {
        let made = |text: &str| Slugs::new(norwegian(), true).make(text);
        assert_eq!(made("`--passes`: add more rustdoc passes"), "--passes-add-more-rustdoc-passes");
        assert_eq!(made("Method-call 🐙 expressions \u{1f47c}"), "method-call--expressions-");
        assert_eq!(made("_-_12345"), "_-_12345");
        assert_eq!(made("中文"), "中文");
        assert_eq!(made("!"), "del");
        let mut slugs = Slugs::new(norwegian(), true);
        let made: Vec<_> = ["Über", "Über", "Über"].map(|t| slugs.make(t)).into();
        assert_eq!(made, ["über", "über-1", "über-2"]);
    }
}
