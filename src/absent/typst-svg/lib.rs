//! No SVG export. Typst always compiles its HTML export in, and that draws with `typst-svg`, which
//! brings a renderer of PDFs as pictures with it; it costs every first build two minutes of processor
//! time. brobygger sets PDFs only, so nothing here is ever called; what is made is empty.
//!
//! Invariant: a picture of a PDF does not pass through here; `typst-pdf` embeds those itself.

use comemo::Tracked;
use ecow::EcoString;
use typst_library::foundations::Smart;
use typst_library::layout::{Abs, Frame, Point};
use typst_library::model::LateLinkResolver;
use typst_library::visualize::{Image, ImageScaling};

/// A frame as SVG in HTML: empty.
pub fn svg_in_html(
    _frame: &Frame,
    _text_size: Abs,
    _pretty: bool,
    _id: Option<&str>,
    _styles: &str,
    _anchors: &[(Point, EcoString)],
    _link_resolver: Tracked<'_, LateLinkResolver<'_>>,
) -> String {
    String::new()
}

/// The CSS value of how a picture is scaled: the browser's own.
pub fn convert_image_scaling(_scaling: Smart<ImageScaling>) -> Option<&'static str> {
    None
}

/// A picture for a web page: without bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WebImage;

impl WebImage {
    /// Any picture.
    pub fn new(_image: &Image) -> Self {
        Self
    }

    /// Its address: of nothing.
    pub fn to_base64_url(&self) -> EcoString {
        EcoString::from("data:,")
    }
}
