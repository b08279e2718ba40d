//! Parts of a text that a form of the book cannot show, told of in the same way whatever the form is.
//!
//! In: what a writer met, or the text that it is to write. Out: diagnostics, with the place in the Markdown.
//!
//! Invariant: a form tells of a part once: of what is the same wherever it stands – a letter, a picture – in the whole
//! book, of all else in each file of it.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    Block, BlockNode, Destination, Document, Inline, InlineNode, own_inlines, plain_text, walk_blocks, walk_run,
};
use crate::said::{Phrase, said};
use crate::source::{FileId, Span};

/// A form that a text is written in beside the site's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenForm {
    /// Print.
    Pdf,
    /// A Word file.
    Word,
    /// A book for reading devices.
    Epub,
    /// The pages of the site as Markdown, which show pictures.
    Pages,
    /// A finished document as a page of its own.
    Page,
    /// A finished document as Markdown.
    Markdown,
    /// A finished document as plain text.
    Text,
}

impl WrittenForm {
    /// The form, as a message names it.
    fn name(self) -> Phrase {
        match self {
            Self::Pdf => said!("the PDF"),
            Self::Word => said!("the Word file"),
            Self::Epub => said!("the EPUB"),
            Self::Page => said!("the page that stands alone"),
            Self::Pages | Self::Markdown => said!("the Markdown file"),
            Self::Text => said!("the text file"),
        }
    }

    /// A way to show what a picture shows.
    fn instead_of_picture(self) -> Phrase {
        match self {
            Self::Pdf | Self::Epub => said!("use a picture in PNG, JPEG, GIF, WebP or SVG"),
            Self::Word | Self::Pages | Self::Page | Self::Markdown | Self::Text => {
                said!("say in the text what has to be seen in it")
            }
        }
    }
}

/// A part that is not shown, or not as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LostPart {
    /// A letter that no font has.
    #[cfg(feature = "pdf")]
    Letter(char),
    /// More marks on one letter than can be set.
    #[cfg(feature = "pdf")]
    Marks,
    /// A text so long that a PDF has no room for it where it is no text of a page: its beginning, or nothing.
    #[cfg(feature = "pdf")]
    Length,
    /// Raw HTML: its text is shown.
    Html,
    /// A title of a link, or of a picture in a line of text.
    Title,
    /// A picture, by its path: its text is shown.
    Picture(String),
    /// Something in a picture, by its path; what it is, and the way out.
    #[cfg(feature = "pdf")]
    OfPicture(String, Phrase, Phrase),
}

/// The most letters of what a PDF holds as one string: an address, the text of a picture, a heading in its list.
#[cfg(feature = "pdf")]
pub(super) const LONGEST_STRING: usize = 4000;

impl LostPart {
    /// The file of the book in which it is told of once; nothing where it is the same in all of them.
    fn scope(&self, at: Span) -> Option<FileId> {
        #[cfg(feature = "pdf")]
        if matches!(self, Self::Letter(_) | Self::OfPicture(..)) {
            return None;
        }
        Some(at.file).filter(|_| !matches!(self, Self::Picture(_)))
    }
}

/// A part that is not shown, and where it first stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Loss {
    part: LostPart,
    at: Span,
}

/// The losses of a form, each told of once, in the order in which they are met.
#[derive(Debug, Clone, Default)]
pub(super) struct Losses {
    found: Vec<Loss>,
    told: BTreeSet<(LostPart, Option<FileId>)>,
}

impl Losses {
    /// Takes note of a part that is not shown.
    pub(super) fn add(&mut self, part: LostPart, at: Span) {
        if self.told.insert((part.clone(), part.scope(at))) {
            self.found.push(Loss { part, at });
        }
    }

    /// Takes note of those of another page.
    pub(super) fn append(&mut self, others: Self) {
        others.found.into_iter().for_each(|loss| self.add(loss.part, loss.at));
    }

    /// Takes note of those of a text that a form writes which shows no HTML, and pictures only where it is
    /// [`WrittenForm::Pages`].
    pub(super) fn add_text(&mut self, form: WrittenForm, text: &Document) {
        let mut lose = |part: Option<LostPart>, at: Span| {
            if let Some(part) = part {
                self.add(part, at);
            }
        };
        let notes = text.footnotes.iter().map(|note| &*note.blocks);
        for blocks in std::iter::once(&*text.blocks).chain(notes) {
            walk_blocks(blocks, &mut |block: &Block| {
                lose(lost_block(&block.node), text.span(block.at));
                own_inlines(block, &mut |run| {
                    walk_run(run, &mut |inline| lose(lost_inline(form, inline, text), text.span(inline.at)));
                });
            });
        }
    }

    /// The losses as diagnostics of a form.
    pub(super) fn told(&self, form: WrittenForm) -> Vec<Diagnostic> {
        self.found.iter().map(|found| loss(form, found)).collect()
    }
}

/// A loss of a form as a diagnostic.
fn loss(form: WrittenForm, loss: &Loss) -> Diagnostic {
    let instead = form.instead_of_picture();
    let form = form.name();
    let said = |message: Phrase, label: Phrase| Diagnostic::new(Code::CannotShow, message).at(loss.at, label);
    match &loss.part {
        #[cfg(feature = "pdf")]
        LostPart::Letter(letter) => {
            let message = said!(
                "{form} cannot show {letter}: no font of the theme has it",
                form,
                letter = format!("U+{:04X}", u32::from(*letter))
            );
            said(message, said!("here"))
                .help(said!("write it in other letters, or add a font to the theme's `pdf/fonts/`"))
        }
        #[cfg(feature = "pdf")]
        LostPart::Marks => {
            let message = said!("{form} shows only the first marks of a letter that has very many", form);
            said(message, said!("here")).help(said!("take the marks away; nobody can read them"))
        }
        #[cfg(feature = "pdf")]
        LostPart::Length => {
            let message = said!("{form} holds no address, heading or text of a picture as long as this", form);
            said(message, said!("here")).help(said!("shorten it to fewer than {most} letters", most = LONGEST_STRING))
        }
        LostPart::Html => said(said!("of raw HTML, {form} shows only the text", form), said!("here"))
            .help(said!("write it as Markdown")),
        LostPart::Title => said(said!("{form} does not show what the title here says", form), said!("here"))
            .help(said!("say it in the text")),
        LostPart::Picture(path) => {
            said(said!("{form} cannot show `{path}`", form, path), said!("its text stands there instead")).help(instead)
        }
        #[cfg(feature = "pdf")]
        LostPart::OfPicture(path, what, help) => {
            said(said!("`{path}` {what}", path, what), said!("shown here")).help(help.clone())
        }
    }
}

/// The losses of a form that shows neither pictures nor HTML, of one text.
#[must_use]
pub fn losses(form: WrittenForm, text: &Document) -> Vec<Diagnostic> {
    let mut losses = Losses::default();
    losses.add_text(form, text);
    losses.told(form)
}

/// The part that a block itself is, where it is not shown.
fn lost_block(node: &BlockNode) -> Option<LostPart> {
    match node {
        BlockNode::Html(_) => Some(LostPart::Html),
        BlockNode::Paragraph(_)
        | BlockNode::Heading(_)
        | BlockNode::Quote(_)
        | BlockNode::Alert(..)
        | BlockNode::Guidance(..)
        | BlockNode::List(_)
        | BlockNode::Definitions(_)
        | BlockNode::When(_)
        | BlockNode::Code(_)
        | BlockNode::Table(_)
        | BlockNode::Rule
        | BlockNode::Generated(_) => None,
    }
}

/// The part that an inline itself is, where it is not shown.
fn lost_inline(form: WrittenForm, inline: &Inline, text: &Document) -> Option<LostPart> {
    match &inline.node {
        // The other forms have a place for it.
        InlineNode::Link(link) if form == WrittenForm::Text && !link.title.is_empty() => {
            link.telling_title(&plain_text(&link.content, &text.text)).map(|_| LostPart::Title)
        }
        InlineNode::Html(_) => Some(LostPart::Html),
        InlineNode::Image(_) if form == WrittenForm::Pages => None,
        InlineNode::Image(image) => match &image.source {
            Destination::File(path, _) => Some(LostPart::Picture(path.to_string())),
            Destination::Open(_)
            | Destination::Web(_)
            | Destination::Kept(_)
            | Destination::Page(..)
            | Destination::Broken => None,
        },
        InlineNode::Text(_)
        | InlineNode::Emphasis(_)
        | InlineNode::Strong(_)
        | InlineNode::Strike(_)
        | InlineNode::Code(_)
        | InlineNode::SoftBreak
        | InlineNode::HardBreak
        | InlineNode::Link(_)
        | InlineNode::Cite(_)
        | InlineNode::Footnote(_)
        | InlineNode::Field(_)
        | InlineNode::Foreign(..)
        | InlineNode::Term(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_told_of_once_in_each_file_and_a_picture_once_in_the_book() {
        let at = |file: u32, start: usize| Span::new(FileId(file), start..start + 1);
        let picture = || LostPart::Picture("kart.tiff".into());
        let (mut losses, mut others) = (Losses::default(), Losses::default());
        for start in [3, 8] {
            losses.add(LostPart::Html, at(0, start));
            losses.add(picture(), at(0, start + 1));
            others.add(LostPart::Html, at(1, start));
            others.add(LostPart::Title, at(1, start + 2));
            others.add(picture(), at(1, start + 1));
        }
        losses.append(others);
        let told: Vec<Span> = losses.told(WrittenForm::Epub).iter().map(|said| said.labels[0].0).collect();
        assert_eq!(told, [at(0, 3), at(0, 4), at(1, 3), at(1, 5)]);
    }
}
