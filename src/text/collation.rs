//! Alphabetical order.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

/// The alphabetical order of a language: in Norwegian æ, ø, å come last, and «aa» is sorted as å.
#[derive(Debug)]
pub struct Collation {
    collator: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    /// The order of a language tag (`nb`, `en-GB`); the one that suits most languages where the tag is not one.
    #[must_use]
    pub fn new(language: &str) -> Self {
        let of = |tag: &str| {
            let locale: Locale = tag.parse().ok()?;
            CollatorBorrowed::try_new(CollatorPreferences::from(&locale), CollatorOptions::default()).ok()
        };
        Self { collator: of(language).or_else(|| of("und")) }
    }

    /// Compares two texts.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        match &self.collator {
            Some(collator) => collator.compare(a, b).then_with(|| a.cmp(b)),
            None => a.cmp(b),
        }
    }

    /// Bytes whose order is the order of the texts they are made from: for `sort_by_cached_key`.
    #[must_use]
    pub fn key(&self, text: &str) -> Box<[u8]> {
        let mut key = Vec::new();
        match &self.collator {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(text, &mut key);
            }
            None => key.extend_from_slice(text.as_bytes()),
        }
        key.into_boxed_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::Collation;

    #[test]
    fn norwegian_letters_come_last() {
        let collation = Collation::new("nb");
        let mut names = ["Åse", "ærlig", "Aasen", "zebra", "østers", "apekatt", "Arne"];
        names.sort_by_cached_key(|name| collation.key(name));
        assert_eq!(names, ["apekatt", "Arne", "zebra", "ærlig", "østers", "Åse", "Aasen"]);
        let mut compared = names;
        compared.reverse();
        compared.sort_by(|a, b| collation.compare(a, b));
        assert_eq!(compared, names);
    }
}
