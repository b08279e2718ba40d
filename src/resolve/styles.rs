//! The styles of citations, and the languages they speak.
//!
//! In: the name of a style. Out: the style. Invariant: a style is the same whether the program has hundreds or few.

use hayagriva::citationberg::{IndependentStyle, Style};

/// The style with a name; `None` where there is none that stands alone.
pub(super) fn style(name: &str) -> Option<IndependentStyle> {
    match known::style(name)? {
        Style::Independent(style) => Some(style),
        Style::Dependent(_) => None,
    }
}

pub(super) use known::{locales, names};

/// The archive of hayagriva.
#[cfg(feature = "every")]
mod known {
    use hayagriva::archive::{self, ArchivedStyle};
    use hayagriva::citationberg::{Locale, Style};

    pub(crate) fn style(name: &str) -> Option<Style> {
        ArchivedStyle::by_name(name).map(ArchivedStyle::get)
    }

    /// Every locale that citations can be in.
    pub(crate) fn locales() -> Vec<Locale> {
        archive::locales()
    }

    /// Every style that can be named, for «did you mean».
    pub(crate) fn names() -> Vec<String> {
        ArchivedStyle::all().iter().flat_map(|style| style.names().iter().map(|name| (*name).to_owned())).collect()
    }
}

/// The few of a program that must be small.
#[cfg(not(feature = "every"))]
mod known {
    use hayagriva::citationberg::{Locale, Style};

    pub(crate) fn style(name: &str) -> Option<Style> {
        styles().into_iter().find(|(known, _)| known == name).map(|(_, style)| style)
    }

    /// The value of JSON. By its tree, since a reader of its text would be there once more for each type that is read.
    #[cfg(feature = "few")]
    fn read<T: serde::de::DeserializeOwned + Default>(json: &[u8]) -> T {
        serde_json::from_slice(json).and_then(serde_json::from_value).unwrap_or_default()
    }

    /// Every locale that citations can be in.
    #[cfg(feature = "few")]
    pub(crate) fn locales() -> Vec<Locale> {
        read(brobygger_few::LOCALES)
    }

    /// This program has none.
    #[cfg(not(feature = "few"))]
    pub(crate) fn locales() -> Vec<Locale> {
        Vec::new()
    }

    /// Every style that can be named, for «did you mean».
    pub(crate) fn names() -> Vec<String> {
        styles().into_iter().map(|(name, _)| name).collect()
    }

    #[cfg(feature = "few")]
    fn styles() -> Vec<(String, Style)> {
        read(brobygger_few::STYLES)
    }

    /// This program has none.
    #[cfg(not(feature = "few"))]
    fn styles() -> Vec<(String, Style)> {
        Vec::new()
    }
}
