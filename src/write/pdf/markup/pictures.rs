//! Pictures in the markup.
//!
//! In: pictures of a page. Out: calls with their paths and what is read aloud of them, or their text in a box.
//!
//! Invariant: what of a picture is not shown is told of once, where it stands first.

use super::super::picture::{self, PictureAround};
use super::super::quote::push_name;
use super::super::world::CONTENT;
use super::{Markup, Standing};
use crate::document::{At, Destination, Image, Inline, InlineNode};
use crate::sink::OutPath;
use crate::source::Span;
use crate::text::is_blank;
use crate::write::lost::{LONGEST_STRING, LostPart};

/// The place of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PicturePlace {
    /// Alone in its paragraph, with its title under it.
    Alone,
    /// In a line of text.
    InLine,
}

impl PicturePlace {
    /// The beginning of the call for a picture.
    fn call(self) -> &'static str {
        match self {
            Self::Alone => "#picture(",
            Self::InLine => "#inline-picture(",
        }
    }

    /// The beginning of the call for the text of one that is not shown.
    fn call_unshown(self) -> &'static str {
        match self {
            Self::Alone => "#unshown-picture",
            Self::InLine => "#unshown-inline-picture",
        }
    }
}

impl<'v> Markup<'v> {
    pub(super) fn image(&mut self, image: &'v Image, at: At, place: PicturePlace) {
        let Destination::File(path, _) = &image.source else { return self.text(&image.words()) };
        let span = self.text_of.span(at);
        if !self.is_shown(path, span) {
            return self.unshown_picture(image, place);
        }
        self.mark(span);
        self.marks.pictures.entry(path.to_string()).or_insert(span);
        self.push(place.call());
        self.push("image(");
        push_name(&mut self.out, &format!("{CONTENT}{path}"));
        self.spoken(image);
        self.push(");");
        if place == PicturePlace::InLine && self.standing != Standing::Repeated {
            self.lose_title(image.telling_title().filter(|_| !is_blank(&image.alt)), at);
        }
        if self.standing != Standing::Text && !is_blank(image.spoken()) {
            self.push("#place(hide");
            self.block_of(image.spoken());
            self.push(");");
        }
    }

    /// The rest of the call for a picture: what is read aloud, and its title.
    fn spoken(&mut self, image: &'v Image) {
        let spoken = image.spoken();
        // Nothing to say of it: decoration.
        if spoken.is_empty() {
            return self.push("), none");
        }
        let is_whole = !self.is_too_long(spoken);
        let alt: String = spoken.chars().take(if is_whole { usize::MAX } else { LONGEST_STRING }).collect();
        self.push(", alt: ");
        self.string(&alt);
        self.push("), ");
        self.string(&image.title);
    }

    /// Whether anything of a picture is shown; where it stands first, it is told what is lost of it.
    fn is_shown(&mut self, path: &OutPath, span: Span) -> bool {
        if self.marks.unshown.contains(path.as_str()) {
            return false;
        }
        if self.marks.pictures.contains_key(path.as_str()) {
            return true;
        }
        let is_shown = self.keep_losses_of(path, span);
        if !is_shown {
            self.marks.unshown.insert(path.to_string());
        }
        is_shown
    }

    /// Keeps what a reader does not see of a picture; whether anything of it is shown.
    fn keep_losses_of(&mut self, path: &OutPath, span: Span) -> bool {
        let assets = &self.view.book().assets;
        let Some(bytes) = assets.get(path).filter(|_| picture::is_picture(path.as_str())) else {
            self.losses.add(LostPart::Picture(path.to_string()), span);
            return false;
        };
        let file = |path: &str| assets.get(&OutPath::new(path)?).map(|bytes| &**bytes);
        let letters = self.letters;
        let around =
            PictureAround { has_letter: &|letter| letters.can_set(letter), file: &file, fonts: &|| letters.fonts() };
        let flaw = self.broken.get(path.as_str()).cloned().or_else(|| picture::flaw(path.as_str(), bytes, &around));
        let is_shown = flaw.as_ref().is_none_or(|flaw| !flaw.whole);
        self.flaws.extend(flaw.map(|flaw| (path.to_string(), flaw, span)));
        is_shown
    }

    /// A box with the text of a picture that cannot be shown.
    fn unshown_picture(&mut self, image: &'v Image, place: PicturePlace) {
        let words = image.words();
        if words.is_empty() {
            return;
        }
        self.push(place.call_unshown());
        self.block_of(&words);
        self.push(";");
    }
}

/// Whether a paragraph is a picture and nothing else.
pub(super) fn is_picture(content: &[Inline]) -> bool {
    matches!(content, [Inline { node: InlineNode::Image(_), .. }])
}
