//! Parts of the source that say something else since a page was translated, as its readers see them.
//!
//! In: their texts, from the settings of a translation. Out: [`OutdatedPart`]s.
//!
//! Invariant: nothing is said of them: they stand in the source, where everything is said.

use crate::config::{Config, OutdatedUnit};
use crate::document::Document;
use crate::markdown::{self, Fillable};
use crate::source::{Layer, Sources};

/// A part of the source that says something else since the page was translated.
#[derive(Debug, Clone)]
pub struct OutdatedPart {
    /// The id of its section; empty for what stands above the first heading.
    pub anchor: Box<str>,
    /// Whether readers must be told what the source says.
    pub is_urgent: bool,
    /// Text of the source now; nothing where it says nothing any more, or where readers need not know.
    pub document: Option<Document>,
}

/// Reads the parts of a page.
pub(super) fn read(page: &str, config: &Config) -> Box<[OutdatedPart]> {
    let translated = config.book.translation().and_then(|language| language.translated.as_ref());
    let units = translated.and_then(|translated| translated.outdated.get(page)).map_or(&[][..], Vec::as_slice);
    units.iter().map(|unit| part(unit, config)).collect()
}

fn part(unit: &OutdatedUnit, config: &Config) -> OutdatedPart {
    let source = config.book.languages.first().map_or(&config.book.language, |source| &source.tag);
    let options = markdown::Options {
        raw_html: config.raw_html,
        mdbook: false,
        smart_punctuation: config.smart_punctuation,
        fill_in: Fillable::None,
        language: config.languages.of(source),
        hidelines: &config.hidelines,
    };
    let parse = |text: &String| {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "x.md", text.as_str());
        markdown::parse(&sources, file, 0, &options).value
    };
    OutdatedPart {
        anchor: unit.anchor.as_str().into(),
        is_urgent: unit.is_urgent,
        document: unit.now.as_ref().map(parse),
    }
}
