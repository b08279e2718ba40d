//! Addresses made from headings and titles.

use std::collections::HashMap;

/// A text as part of an address: lower case, å → a, ø → o, æ → ae, accents dropped, everything
/// else that is not a letter or digit one hyphen. Never empty: a text without letters gives `del`.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain: &str = match c {
            'å' | 'à' | 'á' | 'â' | 'ä' | 'ã' => "a",
            'æ' => "ae",
            'ø' | 'ö' | 'ó' | 'ò' | 'ô' | 'õ' => "o",
            'é' | 'è' | 'ê' | 'ë' => "e",
            'í' | 'ì' | 'î' | 'ï' => "i",
            'ü' | 'ú' | 'ù' | 'û' => "u",
            'ç' => "c",
            'ñ' => "n",
            'ß' => "ss",
            '\u{ad}' | '\u{300}'..='\u{36f}' => "",
            _ if c.is_alphanumeric() => {
                out.push(c);
                continue;
            }
            _ if out.is_empty() || out.ends_with('-') => "",
            _ => "-",
        };
        out.push_str(plain);
    }
    while out.ends_with('-') {
        out.pop();
    }
    if out.is_empty() { "del".into() } else { out }
}

/// Makes slugs that differ from each other: a second `x` becomes `x-2`.
#[derive(Debug, Default)]
pub struct Slugs {
    taken: HashMap<String, u32>,
    /// Whether they are made as mdBook makes them: a second `x` becomes `x-1`.
    mdbook: bool,
}

/// A text as mdBook makes it part of an address: lower case, a hyphen for every white space, other
/// signs left out. Where nothing is left, as [`slug`].
fn mdbook_slug(text: &str) -> String {
    let kept = |c: char| match c {
        _ if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        _ => c.is_whitespace().then_some('-'),
    };
    let made: String = text.trim().to_lowercase().chars().filter_map(kept).collect();
    if made.is_empty() { slug(text) } else { made }
}

impl Slugs {
    /// Slugs as mdBook makes them.
    #[must_use]
    pub fn of_mdbook() -> Self {
        Self { mdbook: true, ..Self::default() }
    }

    /// Takes an id as it is; `false` when it is taken already.
    pub fn claim(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned(), 1).is_none()
    }

    /// A slug for `text` that nobody has yet.
    pub fn make(&mut self, text: &str) -> String {
        let base = if self.mdbook { mdbook_slug(text) } else { slug(text) };
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

    #[test]
    fn norwegian_letters() {
        assert_eq!(slug("Før intervjuet: hva dere kan spørre om"), "for-intervjuet-hva-dere-kan-sporre-om");
        assert_eq!(slug("Læring & åpenhet"), "laering-apenhet");
        assert_eq!(slug("«…»"), "del");
    }

    #[test]
    fn equal_headings_get_numbers() {
        let mut slugs = Slugs::default();
        assert!(slugs.claim("b-2"));
        let made: Vec<_> = ["A", "a", "b", "B", "B"].map(|t| slugs.make(t)).into();
        assert_eq!(made, ["a", "a-2", "b", "b-3", "b-4"]);
    }

    /// The texts are those of mdBook's own tests.
    #[test]
    fn slugs_of_mdbook() {
        let made = |text: &str| Slugs::of_mdbook().make(text);
        assert_eq!(made("`--passes`: add more rustdoc passes"), "--passes-add-more-rustdoc-passes");
        assert_eq!(made("Method-call 🐙 expressions \u{1f47c}"), "method-call--expressions-");
        assert_eq!(made("_-_12345"), "_-_12345");
        assert_eq!(made("中文"), "中文");
        assert_eq!(made("!"), "del");
        let mut slugs = Slugs::of_mdbook();
        let made: Vec<_> = ["Über", "Über", "Über"].map(|t| slugs.make(t)).into();
        assert_eq!(made, ["über", "über-1", "über-2"]);
    }
}
