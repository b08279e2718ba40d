//! A document as Typst markup: calls of the theme's functions, and text as string literals.
//!
//! In: pages of a book. Out: markup, with the places in the Markdown that its parts come from.
//!
//! Invariant: no text of an author is read as code, and no heading is more than one level under the
//! one above it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::breaks::{self, Bound, Hyphenation, LineEnd, Room};
use super::hyphens::Hyphens;
use super::pages::{Station, Stations};
use super::picture::{self, Flaw, PictureAround};
use super::quote::{FontLetters, Lacking, push_lines, push_name, push_string};
use super::widths::{self, Column, TableLine};
use super::world::MarkupCut;
use crate::document::{
    AlertKind, Alignment, At, Block, BlockNode, Branch, Cite, CodeBlock, DefinitionGroup, Destination, Document,
    GuidanceKind, Heading, HeadingLevels, INTERFACE_ID, Image, Inline, InlineNode, Item, Link, List, ListEntry, PageNo,
    Table, TermNo, Text, html_text, plain_text_with,
};
use crate::draft::Page;
use crate::form::FieldType;
use crate::language::Spaces;
use crate::resolve::Reference;
use crate::sink::OutPath;
use crate::source::Span;
use crate::text::{binds, bound, ends_sentence, is_blank};
use crate::theme::Texts;
use crate::view::condition::ConditionWords;
use crate::view::{FieldText, NOTE_LINES, View, mention_language, notes_label};
use crate::vocabulary::Layout;
use crate::write::lost::{LONGEST_STRING, Losses, LostPart};

/// How deep containers are shown in each other; what lies deeper stands in the last of them.
const DEEPEST: u32 = 12;
/// A paragraph of at most this many bytes stays with the list or table that it announces.
const LEADING_WORDS: usize = 220;
/// A last paragraph of at most this many bytes stays with the sources of its page, and so does a last
/// list of at most this many items.
const LAST_WORDS: usize = 600;
const LAST_ITEMS: usize = 6;
/// The letters that a reference to another page adds to a cell: ` (se side 123)`.
const REFERENCE: usize = 14;
/// The lowest level of headings that PDF knows.
const LOWEST: u8 = 6;

/// A place where a line may end, with nothing to see or to copy.
const BREAK: &str = "#h(0.001pt);";
/// A place in it where it may end with a hyphen.
const HYPHEN: &str = "-?";
/// The call that a picture alone in its paragraph begins.
const PICTURE: &str = "#picture(";

/// The kinds of documents that are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PrintForm {
    /// The whole book.
    Book,
    /// One document to fill in by hand: without the help in it.
    Alone,
    /// One document with a reader's answers in it.
    Finished,
}

/// The origin of parts of the markup.
#[derive(Debug, Default)]
pub(super) struct MarkupPlaces {
    /// From bytes of the markup on.
    places: Vec<(usize, Span)>,
    /// The place at which each picture stands first.
    pictures: BTreeMap<String, Span>,
    /// The pictures that cannot be shown.
    unshown: BTreeSet<String>,
}

impl MarkupPlaces {
    /// The place that what stands at a byte of the markup comes from.
    pub(super) fn find(&self, at: usize) -> Option<Span> {
        let after = self.places.partition_point(|mark| mark.0 <= at);
        Some(self.places.get(after.checked_sub(1)?)?.1)
    }

    /// The picture that stands at a place, by its path in the site.
    pub(super) fn picture_at(&self, span: Span) -> Option<&str> {
        self.pictures.iter().find(|(_, known)| **known == span).map(|(path, _)| &**path)
    }

    /// The pictures that are shown, by their path in the site.
    pub(super) fn pictures(&self) -> Vec<String> {
        self.pictures.keys().cloned().collect()
    }

    /// The place of a picture, by its path in the site.
    pub(super) fn picture(&self, path: &str) -> Option<Span> {
        self.pictures.get(path).copied()
    }
}

/// A writer of markup.
pub(super) struct Markup<'v> {
    pub(super) view: &'v View<'v>,
    pub(super) letters: &'v FontLetters<'v>,
    hyphens: &'v Hyphens,
    pub(super) form: PrintForm,
    pub(super) out: String,
    /// Where the markup goes on in files of their own.
    pub(super) cuts: Vec<MarkupCut>,
    /// The names of the places in it.
    pub(super) places: Vec<String>,
    pub(super) marks: MarkupPlaces,
    /// Places of the parts of a book.
    pub(super) stations: Stations,
    /// Whether what is written is such a station: it stands in the text of the book.
    noting: bool,
    pub(super) losses: Losses,
    /// Links to places of the book that stand in it so far, each of which shows the number of a page.
    references: usize,
    /// The places in it so far where a work is cited.
    pub(super) citations: usize,
    /// Pictures that are not shown, and why.
    pub(super) flaws: Vec<(String, Flaw, Span)>,
    /// The pictures that Typst could not set, by their path.
    broken: BTreeMap<String, Flaw>,
    lacking: Lacking,
    /// The line of authors in the imprint.
    pub(super) about: String,
    /// The pages that the book at hand does without: a term that one of them explains is plain text.
    pub(super) unprinted: BTreeSet<PageNo>,
    /// Whether the first slide has begun.
    begun: bool,
    /// The page at hand.
    pub(super) number: PageNo,
    pub(super) page: &'v Page,
    /// The language of what is written: the page's, between the pages the book's.
    lang: &'v str,
    words: Option<ConditionWords<'v>>,
    /// The body of the page, with answers in it where there are any.
    text_of: &'v Document,
    source: &'v str,
    /// The state of each footnote.
    notes: Vec<Note>,
    /// The level of the page's title.
    pub(super) base: u8,
    levels: HeadingLevels,
    pub(super) depth: u32,
    /// Whether addresses can stand in a footnote here.
    apart: bool,
    /// The room that text has here.
    pub(super) room: Room,
    /// The letters before it since a line could end.
    bound: Bound,
    /// The standing of what is written.
    standing: Standing,
    here: Span,
}

/// The place of text, which decides what can stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Text,
    /// In a heading, which PDF lists by its text: what says something there must hold it as text.
    Heading,
    /// In what is shown again elsewhere: links cannot stand there.
    Repeated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Note {
    New,
    Open,
    Done,
}

impl<'v> Markup<'v> {
    pub(super) fn new(
        view: &'v View<'v>,
        letters: &'v FontLetters<'v>,
        hyphens: &'v Hyphens,
        broken: BTreeMap<String, Flaw>,
        form: PrintForm,
        page: &'v Page,
    ) -> Self {
        Self {
            view,
            letters,
            hyphens,
            form,
            out: String::new(),
            cuts: Vec::new(),
            places: Vec::new(),
            marks: MarkupPlaces::default(),
            stations: Stations::default(),
            noting: false,
            losses: Losses::default(),
            references: 0,
            citations: 0,
            flaws: Vec::new(),
            broken,
            lacking: Lacking::default(),
            about: String::new(),
            unprinted: BTreeSet::new(),
            number: PageNo(0),
            page,
            lang: match form {
                PrintForm::Book => &view.book().config.book.language,
                PrintForm::Alone | PrintForm::Finished => view.book().language(page),
            },
            words: None,
            text_of: &page.body,
            source: "",
            notes: Vec::new(),
            base: 1,
            levels: HeadingLevels::new(2, LOWEST),
            depth: 0,
            begun: false,
            apart: true,
            room: Room::Line,
            bound: Bound::default(),
            standing: Standing::Text,
            here: Span { file: page.file, start: 0, end: 0 },
        }
    }

    /// Turns to a page, whose title is shown at level `base`.
    pub(super) fn turn_to(&mut self, number: PageNo, base: u8) {
        self.number = number;
        self.page = self.view.book().page(number);
        self.lang = self.view.book().language(self.page);
        self.words = Some(ConditionWords::of(self.page, self.texts()));
        self.base = base.min(LOWEST);
        self.levels = HeadingLevels::new(self.base + 1, LOWEST);
        self.mark(Span { file: self.page.file, start: 0, end: 0 });
        self.turn_to_text(&self.page.body);
    }

    /// Turns to what the book itself says between its pages.
    pub(super) fn turn_to_book(&mut self) {
        self.lang = &self.view.book().config.book.language;
    }

    /// Takes another text for the page's: the one with answers in it.
    pub(super) fn turn_to_text(&mut self, text: &'v Document) {
        self.text_of = text;
        self.source = &text.text;
        self.notes = vec![Note::New; text.footnotes.len()];
    }

    fn mark(&mut self, span: Span) {
        self.here = span;
        self.marks.places.push((self.out.len(), span));
    }

    pub(super) fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Writes what stands in the text of the book, or does not: whether the pages that begin there are told of by it.
    pub(super) fn noting<T>(&mut self, noting: bool, write: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.noting, noting && self.form == PrintForm::Book);
        let written = write(self);
        if !before {
            self.note(Station::Nothing);
        }
        self.noting = before;
        written
    }

    /// Notes what stands from here on.
    pub(super) fn note(&mut self, station: Station) {
        if self.noting {
            self.stations.note(self.out.len(), self.number, station);
        }
    }

    /// Notes what begins here and has this name in the markup.
    pub(super) fn note_named(&mut self, station: Station, name: String) {
        self.places.push(name.clone());
        self.stations.note_named(self.out.len(), self.number, station, name);
    }

    /// Notes that the page at hand begins here, with its title.
    pub(super) fn note_title(&mut self) {
        self.note_named(Station::Title, place_name(self.number, ""));
    }

    /// Goes on in a file of this name.
    pub(super) fn cut(&mut self, name: String) {
        self.cuts.push(MarkupCut { at: self.out.len(), name });
    }

    /// Counts the letters that no font has as losses of the place at hand.
    fn keep_lacking_letters(&mut self) {
        let Lacking { letters, crowded } = std::mem::take(&mut self.lacking);
        for letter in letters {
            self.losses.add(LostPart::Letter(letter), self.here);
        }
        if crowded {
            self.losses.add(LostPart::Marks, self.here);
        }
    }

    /// Text in markup, whose words stay with their numbers.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.noting {
            self.note(Station::Words(text.into()));
        }
        let text = bound(text, self.spaces());
        for (end, piece) in self.pieces(&text, Hyphenation::Prose) {
            self.push(end);
            for (piece, breaks) in self.hyphenated(piece) {
                self.piece(piece, breaks);
            }
        }
        self.note(Station::Nothing);
    }

    /// The pieces of a text, and whether a word may break before each.
    fn hyphenated<'t>(&self, text: &'t str) -> Vec<(&'t str, bool)> {
        self.hyphens.pieces(text, self.view.hyphenation(self.lang), self.room)
    }

    /// Text of the page at hand, which stands at a place of it.
    fn text_at(&mut self, text: &str, at: At) {
        let text = bound(text, self.spaces());
        let mut letters = 0;
        for (end, piece) in self.pieces(&text, Hyphenation::Prose) {
            self.push(end);
            for (piece, breaks) in self.hyphenated(piece) {
                self.note(Station::Text(at.start, letters));
                self.piece(piece, breaks);
                letters += u32::try_from(piece.chars().count()).unwrap_or(u32::MAX);
            }
        }
        self.note(Station::Nothing);
    }

    /// The pieces of a text between which a line may end, each with the markup for that before it.
    fn pieces<'t>(&mut self, text: &'t str, hyphenation: Hyphenation) -> Vec<(&'static str, &'t str)> {
        let found = breaks::pieces(text, self.room, hyphenation, self.lang, &mut self.bound);
        let end = |end: Option<LineEnd>| match end {
            None => "",
            Some(LineEnd::Bare) => BREAK,
            Some(LineEnd::Hyphen) => HYPHEN,
        };
        found.into_iter().map(|(how, piece)| (end(how), piece)).collect()
    }

    fn piece(&mut self, piece: &str, breaks: bool) {
        self.push(if breaks { "#" } else { "#unbroken[#" });
        self.string(piece);
        self.push(if breaks { ";" } else { ";];" });
    }

    /// Text in code.
    pub(super) fn string(&mut self, text: &str) {
        push_string(&mut self.out, text, self.letters, &mut self.lacking);
        if self.lacking != Lacking::default() {
            self.keep_lacking_letters();
        }
    }

    /// A content argument that is only text.
    pub(super) fn block_of(&mut self, text: &str) {
        self.push("[");
        self.text(text);
        self.push("]");
    }

    /// The texts of the interface in the language of what is written.
    pub(super) fn texts(&self) -> &'v Texts {
        self.view.texts_in(self.lang)
    }

    fn spaces(&self) -> Spaces {
        self.view.book().config.languages.of(self.lang).spaces
    }

    /// A text of the interface.
    pub(super) fn word(&self, key: &'v str) -> &'v str {
        self.texts().get(key)
    }

    /// The name of a place, in code.
    pub(super) fn place(&mut self, page: PageNo, anchor: &str) {
        self.push("label(");
        push_name(&mut self.out, &place_name(page, anchor));
        self.push(")");
    }

    /// Gives the element just written a name.
    pub(super) fn named(&mut self, anchor: &str) {
        self.places.push(place_name(self.number, anchor));
        self.push("#");
        self.place(self.number, anchor);
        self.push(";");
    }

    /// A place without anything to see.
    pub(super) fn spot(&mut self, anchor: &str) {
        self.places.push(place_name(self.number, anchor));
        self.push("#spot(");
        self.place(self.number, anchor);
        self.push(");");
    }

    fn content(&self, text: &'v Text, at: At) -> &'v str {
        text.get(at, self.source)
    }

    fn plain(&self, run: &[Inline]) -> String {
        plain_text_with(run, self.source, |name| match self.form {
            // What is left in a finished document is the field's label.
            PrintForm::Finished => name.into(),
            PrintForm::Book | PrintForm::Alone => self.view.field_text(self.page, name),
        })
    }

    /// The whole body.
    pub(super) fn body(&mut self) {
        let text = self.text_of;
        let title = usize::from(self.page.title_anchor.is_some());
        let end = self.form == PrintForm::Book;
        self.noting(true, |markup| markup.run_of_blocks(&text.blocks[title..], end));
        let left = (0..).zip(&text.footnotes).filter(|(number, _)| self.notes.get(*number) == Some(&Note::New));
        for (number, footnote) in left.collect::<Vec<_>>() {
            self.text(&format!("[{}] ", number + 1));
            self.item_blocks(&footnote.blocks, false);
            self.push("\n\n");
        }
    }

    /// The title of the page as a content argument: with its marks, but no links, since it is listed too.
    pub(super) fn title(&mut self, title: &str) {
        if self.is_too_long(title) {
            let begin: String = title.chars().take(LONGEST_STRING).collect();
            return self.block_of(&begin);
        }
        let Some(heading) = self.page.title_heading() else { return self.block_of(title) };
        let standing = std::mem::replace(&mut self.standing, Standing::Repeated);
        self.push("[");
        self.without_notes(&heading.content);
        self.push("]");
        self.standing = standing;
    }

    /// A run of text that belongs to no document: all of it is owned.
    pub(super) fn owned_run(&mut self, run: &'v [Inline]) {
        let source = std::mem::take(&mut self.source);
        let apart = std::mem::replace(&mut self.apart, false);
        self.run(run);
        self.source = source;
        self.apart = apart;
    }

    pub(super) fn reference(&mut self, reference: &'v Reference) {
        self.push("#work(");
        self.block_of(&reference.label);
        self.push(")[");
        self.owned_run(&reference.entry);
        self.push("]");
    }

    fn blocks(&mut self, blocks: &'v [Block]) {
        self.run_of_blocks(blocks, false);
    }

    /// Blocks one after the other; at the `end` of a text, the last stays with what comes under it.
    fn run_of_blocks(&mut self, blocks: &'v [Block], end: bool) {
        for (i, block) in blocks.iter().enumerate() {
            let open = match blocks.get(i + 1) {
                Some(next) if self.leads(block, next) => "#leads[",
                Some(next) if self.leads_if_it_stands(block, next) => "#stays[",
                None if end => self.goes_along(block),
                _ => "",
            };
            self.push(open);
            self.block(block);
            self.push(if open.is_empty() { "\n\n" } else { "]\n\n" });
        }
    }

    /// How a last block begins that is so short that it stays with the sources under it: a page that
    /// has only these says nothing.
    fn goes_along(&self, last: &Block) -> &'static str {
        match &last.node {
            BlockNode::Paragraph(content) if !is_picture(content) && self.plain(content).len() <= LAST_WORDS => {
                "#leads["
            }
            BlockNode::List(list) if list.items.len() <= LAST_ITEMS => "#stays[",
            _ => "",
        }
    }

    /// Whether a block is a few words that say what comes next, and belongs on the page with it.
    fn leads(&self, block: &Block, next: &Block) -> bool {
        let BlockNode::Paragraph(content) = &block.node else { return false };
        let follows = matches!(
            next.node,
            BlockNode::List(_)
                | BlockNode::Table(_)
                | BlockNode::Code(_)
                | BlockNode::Quote(_)
                | BlockNode::Definitions(_)
        );
        follows && !is_picture(content) && self.plain(content).len() <= LEADING_WORDS
    }

    /// Whether a block is such words under a condition, and nothing else.
    fn leads_if_it_stands(&self, block: &Block, next: &Block) -> bool {
        let BlockNode::When(when) = &block.node else { return false };
        when.branches.iter().all(|branch| matches!(&*branch.content, [words] if self.leads(words, next)))
    }

    /// Blocks in a container: a call that `open` begins.
    fn contained(&mut self, open: &str, blocks: &'v [Block]) {
        let shown = self.depth < DEEPEST;
        if shown {
            self.push(open);
            self.push("[");
        }
        self.depth += 1;
        self.blocks(blocks);
        self.depth -= 1;
        if shown {
            self.push("]");
        }
    }

    fn block(&mut self, block: &'v Block) {
        self.bound = Bound::default();
        self.mark(self.text_of.span(block.at));
        self.note(Station::Block(block.at.start));
        match &block.node {
            BlockNode::Paragraph(content) => self.paragraph(content),
            BlockNode::Heading(heading) => self.heading(heading),
            BlockNode::List(list) => self.list(list),
            BlockNode::Quote(inner) => self.contained("#quotation", inner),
            BlockNode::Alert(kind, inner) => self.alert(*kind, inner),
            BlockNode::Guidance(kind, inner) => self.guidance(*kind, inner),
            BlockNode::Code(code) => self.code(code, block.at),
            BlockNode::Table(table) => self.table(table),
            BlockNode::Definitions(groups) => self.definitions(groups),
            BlockNode::Html(html) => self.html(html, block.at),
            BlockNode::Rule => self.push("#divider()"),
            BlockNode::Generated(which) => self.generated(*which),
            BlockNode::When(when) => {
                for (position, branch) in when.branches.iter().enumerate() {
                    self.note(Station::Block(branch.at.start));
                    let open = self.branch(branch, position);
                    self.contained(&open, &branch.content);
                    self.push("\n\n");
                }
            }
        }
    }

    fn paragraph(&mut self, content: &'v [Inline]) {
        match content {
            [Inline { node: InlineNode::Image(image), at }] => self.image(image, *at, PICTURE),
            _ => match self.notes_label(content) {
                Some(label) => {
                    self.push(&format!("#notes(lines: {NOTE_LINES})"));
                    self.block_of(&label);
                }
                None => self.run(content),
            },
        }
    }

    /// The label of room for notes; nothing in a book, which nobody writes in.
    fn notes_label(&self, content: &[Inline]) -> Option<String> {
        if self.form == PrintForm::Book { None } else { notes_label(&self.page.kind, content, self.source) }
    }

    /// The text of raw HTML.
    fn html(&mut self, html: &'v Text, at: At) {
        let html = self.content(html, at);
        self.losses.add(LostPart::Html, self.text_of.span(at));
        self.text(&html_text(html));
    }

    /// The level of a heading that the generator adds here.
    pub(super) fn level_below(&self) -> u8 {
        self.levels.below()
    }

    /// The level of what stands right under the title of the page.
    pub(super) fn level_under_title(&self) -> u8 {
        self.level_under(1)
    }

    /// The level so many under the title of the page, whatever headings its text has; the title's own for 0.
    fn level_under(&self, under: u8) -> u8 {
        HeadingLevels::new(self.base, LOWEST).added(under)
    }

    /// Begins a heading of the generator: all that follows stands under it.
    pub(super) fn added_heading(&mut self, under: u8, title: &str, anchor: &str) {
        self.push("\n\n#heading(level: ");
        self.push(&self.level_under(under).to_string());
        self.push(", outlined: false)");
        if anchor.is_empty() {
            self.block_of(title);
        } else {
            self.note(Station::Heading(anchor.into()));
            self.noting(false, |markup| markup.block_of(title));
            self.note(Station::Nothing);
            self.named(anchor);
        }
        self.push("\n\n");
    }

    fn heading(&mut self, heading: &'v Heading) {
        // A heading that says nothing cannot be listed: PDF/UA allows none; nor can one of very many letters.
        let told = self.plain(&heading.content);
        if is_blank(&told) || self.is_too_long(&told) {
            self.spot(&heading.id);
            return self.run(&heading.content);
        }
        let level = self.levels.show(heading.level);
        if level == 1 && self.depth == 0 {
            self.turn_slide();
        }
        self.push("#heading(level: ");
        self.push(&level.to_string());
        if self.depth > 0 {
            self.push(", outlined: false, bookmarked: false");
        }
        self.push(")[");
        let standing = std::mem::replace(&mut self.standing, Standing::Heading);
        self.without_notes(&heading.content);
        self.standing = standing;
        self.push("]");
        self.named(&heading.id);
    }

    /// Whether a text is too long to be a string of a PDF, which is told.
    fn is_too_long(&mut self, text: &str) -> bool {
        let is_too_long = text.chars().nth(LONGEST_STRING).is_some();
        if is_too_long {
            self.losses.add(LostPart::Length, self.here);
        }
        is_too_long
    }

    /// Begins the next slide, where each section is one, unless this section is the first.
    pub(super) fn turn_slide(&mut self) {
        if self.form == PrintForm::Book || self.page.kind.layout() != Layout::Slides {
            return;
        }
        if self.begun {
            self.push("#next-slide()\n");
        }
        self.begun = true;
    }

    fn without_notes(&mut self, run: &'v [Inline]) {
        let apart = std::mem::replace(&mut self.apart, false);
        self.run(run);
        self.apart = apart;
    }

    fn list(&mut self, list: &'v List) {
        if self.depth >= DEEPEST {
            return self.entries(&list.items, list.tight, "");
        }
        let tight = if list.tight { "true" } else { "false" };
        match list.start {
            Some(start) => self.push(&format!("#steps(tight: {tight}, start: {start}")),
            None => self.push(&format!("#items(tight: {tight}")),
        }
        self.entries(&list.items, list.tight, ", ");
        self.push(")");
    }

    /// Each entry is an argument: a mark, and what stands there.
    fn entries(&mut self, entries: &'v [ListEntry], tight: bool, before: &str) {
        let shown = !before.is_empty();
        self.depth += 1;
        for entry in entries {
            self.push(if shown { ", " } else { "\n\n" });
            match entry {
                ListEntry::Item(item) => self.item(item, tight, shown),
                ListEntry::When(when) => {
                    for (position, branch) in when.branches.iter().enumerate() {
                        self.push(if shown && position > 0 { ", " } else { "" });
                        self.note(Station::Block(branch.at.start));
                        let open = self.branch(branch, position);
                        if shown {
                            self.push("(\"when\", [");
                            self.push(&open);
                            self.push("[#items(tight: ");
                            self.push(if tight { "true" } else { "false" });
                            self.entries(&branch.content, tight, ", ");
                            self.push(")]])");
                        } else {
                            self.entries(&branch.content, tight, "");
                        }
                    }
                }
            }
        }
        self.depth -= 1;
    }

    fn item(&mut self, item: &'v Item, tight: bool, shown: bool) {
        if shown {
            self.push(match &item.task {
                None => "(none, [",
                Some(task) if task.checked => "(true, [",
                Some(_) => "(false, [",
            });
        }
        self.mark(self.text_of.span(item.at));
        self.note(Station::Block(item.at.start));
        if let Some((id, _)) = item.task.as_ref().and_then(|task| task.id.as_ref()) {
            self.spot(&format!("{}{id}", self.view.book().config.anchors().choice));
        }
        self.item_blocks(&item.blocks, tight);
        if shown {
            self.push("])");
        }
    }

    fn item_blocks(&mut self, blocks: &'v [Block], tight: bool) {
        for (i, block) in blocks.iter().enumerate() {
            let beside = tight && matches!(block.node, BlockNode::List(_));
            if i > 0 {
                self.push(if beside { "\n" } else { "\n\n" });
            }
            self.block(block);
        }
    }

    fn alert(&mut self, kind: AlertKind, inner: &'v [Block]) {
        let open = self.titled("callout", kind.name(), kind.text_key());
        self.contained(&open, inner);
    }

    fn guidance(&mut self, kind: GuidanceKind, inner: &'v [Block]) {
        if self.form == PrintForm::Alone {
            return;
        }
        let open = self.titled("guidance", kind.name(), kind.text_key());
        self.contained(&open, inner);
    }

    /// `#function("name", [title])`
    fn titled(&mut self, function: &str, name: &str, word: &'v str) -> String {
        let before = self.out.len();
        self.push(&format!("#{function}(\"{name}\", "));
        self.noting(false, |markup| markup.block_of(markup.word(word)));
        self.push(")");
        self.out.split_off(before)
    }

    fn branch<T>(&mut self, branch: &Branch<T>, position: usize) -> String {
        let title = self.words.as_ref().map(|words| words.branch_title(branch.condition.as_ref(), position));
        let before = self.out.len();
        self.push("#branch(");
        self.noting(false, |markup| markup.block_of(&title.unwrap_or_default()));
        self.push(")");
        self.out.split_off(before)
    }

    fn code(&mut self, code: &'v CodeBlock, at: At) {
        let text = self.content(&code.text, at);
        if self.noting {
            // Typst does not know where the letters of code come from.
            let name = format!("ui_code-{}", at.start);
            self.note_named(Station::Block(at.start), place_name(self.number, &name));
            self.spot(&name);
        }
        self.push("#listing(");
        push_lines(&mut self.out, text.trim_end_matches('\n'), self.letters, &mut self.lacking);
        self.push(")");
        self.keep_lacking_letters();
    }

    /// A table; one of very many columns as several, one below the other, each with the first column.
    fn table(&mut self, table: &'v Table) {
        let line = TableLine::of(self.view.book().config.pdf.paper, self.form == PrintForm::Book, self.depth);
        let (count, most) = (table.head.len(), line.most_columns());
        if count <= most {
            return self.part_of_table(table, &(0..count).collect::<Vec<_>>(), line);
        }
        let rest: Vec<usize> = (1..count).collect();
        let parts = rest.len().div_ceil(most - 1);
        for part in rest.chunks(rest.len().div_ceil(parts)) {
            let columns: Vec<usize> = std::iter::once(0).chain(part.iter().copied()).collect();
            self.part_of_table(table, &columns, line);
            self.push("\n\n");
        }
    }

    fn part_of_table(&mut self, table: &'v Table, shown: &[usize], line: TableLine) {
        // The first column stands in the first part; in the others it is shown again.
        let is_repeated = |column: usize| column == 0 && shown.get(1).is_some_and(|next| *next > 1);
        self.push("#grid-table((");
        for column in shown {
            self.push(match table.alignment.get(*column) {
                Some(Alignment::Center) => "center, ",
                Some(Alignment::Right) => "right, ",
                Some(Alignment::Left | Alignment::None) | None => "left, ",
            });
        }
        self.push("), ");
        let before = self.out.len();
        let mut columns = self.columns_of(table, shown);
        let letters = widths::letters(&columns, line);
        let room = self.room;
        let room_of = |at: usize| Room::Cell(letters.get(at).map_or(1, |letters| *letters as usize));
        let standing = std::mem::replace(&mut self.standing, Standing::Repeated);
        // The words of heads stand whole where there is room.
        let is_crowded = widths::are_crowded(&columns, line);
        let (open, close) = if is_crowded { ("[#text(hyphenate: true)[", "]], ") } else { ("[", "], ") };
        self.push(", (");
        for (at, cell) in shown.iter().enumerate().filter_map(|(at, column)| Some((at, table.head.get(*column)?))) {
            self.room = room_of(at);
            self.bound = Bound::default();
            self.push(open);
            self.without_notes(cell);
            self.push(close);
        }
        self.standing = standing;
        self.push("),\n");
        for row in &table.rows {
            self.push("(");
            for (at, column) in shown.iter().enumerate() {
                let Some(cell) = row.get(*column) else { continue };
                let references = self.references;
                self.room = room_of(at);
                self.bound = Bound::default();
                self.push("[");
                if is_repeated(*column) {
                    let standing = std::mem::replace(&mut self.standing, Standing::Repeated);
                    self.without_notes(cell);
                    self.standing = standing;
                } else {
                    self.run(cell);
                }
                self.push("], ");
                if let Some(column) = columns.get_mut(at) {
                    column.add(&self.plain(cell), (self.references - references) * REFERENCE);
                }
            }
            self.push("),\n");
        }
        self.room = room;
        self.push(")");
        self.insert(before, &format!("{}, {}", widths::typst(&columns, line), widths::has_long_rows(&columns, line)));
    }

    /// The letters in columns of a table.
    fn columns_of(&self, table: &Table, shown: &[usize]) -> Vec<Column> {
        let mut columns = vec![Column::default(); shown.len()];
        for (column, at) in columns.iter_mut().zip(shown) {
            if let Some(head) = table.head.get(*at) {
                column.add_head(&self.plain(head));
            }
            for cell in table.rows.iter().filter_map(|row| row.get(*at)) {
                column.add_word(&self.plain(cell));
            }
        }
        columns
    }

    /// Adds markup before what has been written from `at` on.
    fn insert(&mut self, at: usize, markup: &str) {
        self.out.insert_str(at, markup);
        self.stations.shift(at, markup.len());
        let after = self.marks.places.partition_point(|mark| mark.0 < at);
        for mark in &mut self.marks.places[after..] {
            mark.0 += markup.len();
        }
    }

    fn definitions(&mut self, groups: &'v [DefinitionGroup]) {
        self.push("#definitions(");
        self.depth += 1;
        for group in groups {
            self.push("((");
            for (i, term) in group.terms.iter().enumerate() {
                self.push("[");
                if let Some(id) = group.ids.get(i) {
                    self.spot(id);
                }
                self.run(term);
                self.push("], ");
            }
            self.push("), (");
            for definition in &group.definitions {
                self.push("[");
                self.item_blocks(definition, true);
                self.push("], ");
            }
            self.push(")), ");
        }
        self.depth -= 1;
        self.push(")");
    }

    pub(super) fn run(&mut self, run: &'v [Inline]) {
        for (i, inline) in run.iter().enumerate() {
            let beside = || Some((run.get(i.checked_sub(1)?)?, run.get(i + 1)?));
            match beside().filter(|_| matches!(inline.node, InlineNode::SoftBreak)) {
                Some((before, after)) if binds(self.only_text(before), self.only_text(after), self.spaces()) => {
                    self.push("#\"\u{a0}\";");
                }
                _ => match &inline.node {
                    InlineNode::Link(link) => self.link(link, inline.at, self.ends_by_title(run, i)),
                    _ => self.inline(inline),
                },
            }
        }
    }

    /// Whether the link at `i` ends a sentence by a mark of its own text, which the number of the page hides.
    fn ends_by_title(&self, run: &'v [Inline], i: usize) -> bool {
        if !ends_sentence(&self.plain(&run[i..=i])) {
            return false;
        }
        // Two inlines are enough to see how the text goes on.
        let after = self.plain(&run[i + 1..run.len().min(i + 3)]);
        let next = after.trim_start();
        match next.chars().next() {
            Some(first) => next.len() < after.len() && (first.is_uppercase() || first == '«'),
            None => i > 0,
        }
    }

    /// The text of an inline that is nothing else.
    fn only_text(&self, inline: &'v Inline) -> &'v str {
        match &inline.node {
            InlineNode::Text(text) => self.content(text, inline.at),
            _ => "",
        }
    }

    fn wrapped(&mut self, open: &str, content: &'v [Inline]) {
        self.push(open);
        self.push("[");
        self.run(content);
        self.push("];");
    }

    fn inline(&mut self, inline: &'v Inline) {
        match &inline.node {
            InlineNode::Text(text) => {
                let owned = self.source.is_empty();
                let text = self.content(text, inline.at);
                // What belongs to no page has no place on it.
                if owned { self.text(text) } else { self.text_at(text, inline.at) }
            }
            InlineNode::Emphasis(content) => self.wrapped("#emph", content),
            InlineNode::Strong(content) => self.wrapped("#strong", content),
            InlineNode::Strike(content) => self.wrapped("#strike", content),
            InlineNode::Code(text) => {
                let text = self.content(text, inline.at);
                for (end, piece) in self.pieces(text, Hyphenation::Code) {
                    self.push(end);
                    self.push("#code(");
                    self.string(piece);
                    self.push(");");
                }
            }
            InlineNode::SoftBreak => {
                self.bound = Bound::default();
                self.push("#\" \";");
            }
            InlineNode::HardBreak => {
                self.bound = Bound::default();
                self.push("#linebreak();");
            }
            InlineNode::Link(link) => self.link(link, inline.at, false),
            InlineNode::Image(image) => {
                self.put_in(inline.at, |markup| markup.image(image, inline.at, "#inline-picture("));
            }
            InlineNode::Cite(cite) => self.put_in(inline.at, |markup| markup.cite(cite)),
            InlineNode::Field(label) if self.form == PrintForm::Finished => self.unanswered_field(label),
            InlineNode::Field(name) => self.put_in(inline.at, |markup| markup.field(name)),
            InlineNode::Html(html) => self.put_in(inline.at, |markup| markup.html(html, inline.at)),
            InlineNode::Footnote(number) => self.noting(false, |markup| markup.footnote(*number)),
            InlineNode::Foreign(foreign) => {
                self.in_language(Some(&foreign.lang), |markup| markup.run(&foreign.content));
            }
            InlineNode::Term(term, content) => self.term(*term, content),
        }
    }

    /// Writes what stands in a line at a place of the page, and is told of as a whole.
    fn put_in(&mut self, at: At, write: impl FnOnce(&mut Self)) {
        self.note(Station::Text(at.start, 0));
        self.noting(false, write);
        self.note(Station::Nothing);
    }

    /// A link to a page of the book.
    pub(super) fn to(&mut self, page: PageNo, anchor: &str) {
        self.link_to(page, anchor, false);
    }

    /// The beginning of such a link; with `stop` a full stop stands after the number of the page.
    fn link_to(&mut self, page: PageNo, anchor: &str, stop: bool) {
        if self.standing == Standing::Heading {
            return self.title_link(page, anchor);
        }
        self.references += 1;
        self.push("#to(");
        self.place(page, anchor);
        self.push(if stop { ", stop: true)" } else { ")" });
    }

    /// The beginning of a link in a heading, whose text stays text.
    fn title_link(&mut self, page: PageNo, anchor: &str) {
        self.push("#title-link(");
        self.place(page, anchor);
        self.push(")");
    }

    fn link(&mut self, link: &'v Link, at: At, stop: bool) {
        let title = match self.standing {
            // Told of where it stands first.
            Standing::Repeated => None,
            Standing::Text | Standing::Heading if link.title.is_empty() => None,
            Standing::Text | Standing::Heading => link.telling_title(&self.plain(&link.content)),
        };
        let to_web = match &link.to {
            _ if self.standing == Standing::Repeated => None,
            Destination::Web(address) if crate::view::is_safe_address(address) => Some(address),
            // A whole address of another scheme (`ftp:`); one beside the site is none on paper.
            Destination::Kept(address) if address.contains("://") => Some(address),
            _ => None,
        };
        if let Some(address) = to_web {
            return self.web(address, link, title, at);
        }
        self.lose_title(title, at);
        match &link.to {
            _ if self.standing == Standing::Repeated => self.run(&link.content),
            Destination::Page(page, anchor) => {
                self.link_to(*page, anchor.as_deref().unwrap_or_default(), stop);
                self.push("[");
                self.run(&link.content);
                self.push("];");
            }
            Destination::File(..)
            | Destination::Web(_)
            | Destination::Kept(_)
            | Destination::Open(_)
            | Destination::Broken => self.run(&link.content),
        }
    }

    /// Tells of a title that is not shown.
    fn lose_title(&mut self, title: Option<&str>, at: At) {
        if title.is_some() {
            self.losses.add(LostPart::Title, self.text_of.span(at));
        }
    }

    /// A link out of the book, with its address where the text does not tell it: there stands its title too.
    fn web(&mut self, address: &str, link: &'v Link, title: Option<&str>, at: At) {
        let content = &link.content;
        if self.is_too_long(address) {
            self.lose_title(title, at);
            return self.run(content);
        }
        let shown = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:")).unwrap_or(address);
        let told = self.plain(content);
        let bare = |text: &str| {
            let text = text.trim().trim_end_matches('/');
            text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text).to_owned()
        };
        let how = match (bare(&told) == bare(shown), self.apart) {
            (true, _) => "none",
            (false, true) => "\"note\"",
            (false, false) => "\"beside\"",
        };
        let shown = match title {
            Some(title) if how != "none" => Cow::Owned(format!("{title}: {shown}")),
            _ => Cow::Borrowed(shown),
        };
        self.lose_title(title.filter(|_| how == "none"), at);
        self.push("#web(");
        push_name(&mut self.out, address);
        self.push(", ");
        self.noting(false, |markup| markup.block_of(&shown));
        self.push(&format!(", {how})["));
        self.without_notes(content);
        self.push("];");
    }

    fn image(&mut self, image: &'v Image, at: At, open: &str) {
        let Destination::File(path, _) = &image.source else { return self.text(&image.words()) };
        let span = self.text_of.span(at);
        let is_new = !self.marks.pictures.contains_key(path.as_str()) && !self.marks.unshown.contains(path.as_str());
        if is_new && !self.keep_losses_of(path, span) {
            self.marks.unshown.insert(path.to_string());
        }
        if self.marks.unshown.contains(path.as_str()) {
            return self.unshown_picture(image, open);
        }
        self.mark(span);
        self.marks.pictures.entry(path.to_string()).or_insert(span);
        self.push(open);
        self.push("image(");
        push_name(&mut self.out, &format!("{}{path}", super::world::CONTENT));
        let spoken = image.spoken();
        // Nothing to say of it: decoration.
        if spoken.is_empty() {
            self.push("), none");
        } else {
            let is_whole = !self.is_too_long(spoken);
            let alt: String = spoken.chars().take(if is_whole { usize::MAX } else { LONGEST_STRING }).collect();
            self.push(", alt: ");
            self.string(&alt);
            self.push("), ");
            self.string(&image.title);
        }
        self.push(");");
        if open != PICTURE && self.standing != Standing::Repeated {
            self.lose_title(image.telling_title().filter(|_| !is_blank(&image.alt)), at);
        }
        if self.standing != Standing::Text && !is_blank(spoken) {
            self.push("#place(hide");
            self.block_of(spoken);
            self.push(");");
        }
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
    fn unshown_picture(&mut self, image: &'v Image, open: &str) {
        let words = image.words();
        if words.is_empty() {
            return;
        }
        self.push(if open == PICTURE { "#unshown-picture" } else { "#unshown-inline-picture" });
        self.block_of(&words);
        self.push(";");
    }

    fn cite(&mut self, cite: &'v Cite) {
        let Some(first) = cite.items.first() else { return };
        if self.standing == Standing::Repeated {
            return self.text(&cite.shown);
        }
        let work = format!("{INTERFACE_ID}{}{}", self.view.book().config.anchors().source, first.id);
        if self.standing == Standing::Heading {
            self.title_link(self.number, &work);
        } else {
            self.citations += 1;
            self.push("#cited(");
            self.place(self.number, &work);
            self.push(")");
        }
        self.block_of(&cite.shown);
        self.push(";");
    }

    fn term(&mut self, term: TermNo, content: &'v [Inline]) {
        let book = self.view.book();
        let lang = mention_language(book, term, &self.plain(content), book.language(self.page));
        let page = book.term(term).page;
        let leads =
            self.form == PrintForm::Book && self.standing != Standing::Repeated && !self.unprinted.contains(&page);
        self.in_language(lang, |markup| {
            if !leads {
                return markup.run(content);
            }
            markup.push(&format!("#term({}, ", term.0));
            markup.place(page, "");
            markup.push(")[");
            markup.run(content);
            markup.push("];");
        });
    }

    /// The text stands where the note is first referred to.
    fn footnote(&mut self, number: u32) {
        let Some(note) = self.notes.get(number as usize).copied() else { return };
        let name = format!("fn-{number}");
        match note {
            // A note that refers to itself.
            Note::Open => {}
            // The text follows where the note is referred to again, else after the body.
            _ if self.standing == Standing::Repeated => self.text(&format!(" [{}]", number + 1)),
            Note::Done => {
                self.push("#footnote(");
                self.place(self.number, &name);
                self.push(");");
            }
            Note::New => {
                self.notes[number as usize] = Note::Open;
                let apart = std::mem::replace(&mut self.apart, false);
                // What stands in a context is no part of a title.
                let standing = std::mem::replace(&mut self.standing, Standing::Text);
                let titling = standing == Standing::Heading;
                let footnotes = &self.text_of.footnotes;
                self.push(if titling { "#context [#footnote[" } else { "#footnote[" });
                self.depth += 1;
                self.item_blocks(&footnotes[number as usize].blocks, false);
                self.depth -= 1;
                self.push("]");
                self.named(&name);
                self.push(if titling { "];" } else { "" });
                self.apart = apart;
                self.standing = standing;
                self.notes[number as usize] = Note::Done;
            }
        }
    }

    fn field(&mut self, name: &str) {
        let Some(field) = self.page.kind.form().field(name) else { return self.text(name) };
        match self.view.field_shown(self.page, field) {
            FieldText::Answer(text) => {
                self.push("#filled");
                self.block_of(&text);
                self.push(";");
            }
            FieldText::Blank(label) => self.blank(label, Some(field.kind)),
        }
    }

    fn blank(&mut self, label: &str, kind: Option<FieldType>) {
        self.push(match kind {
            Some(FieldType::Long) => "#long-blank",
            Some(FieldType::Number | FieldType::Percent | FieldType::Date) => "#short-blank",
            _ => "#blank",
        });
        self.block_of(label);
        self.push(";");
    }

    /// A field that nobody answered, by its label.
    fn unanswered_field(&mut self, label: &str) {
        let found = self.page.kind.form().fields.iter().find(|(_, field)| *field.label == *label);
        self.blank(label, found.map(|(_, field)| field.kind));
    }
}

/// Whether a paragraph is a picture and nothing else.
fn is_picture(content: &[Inline]) -> bool {
    matches!(content, [Inline { node: InlineNode::Image(_), .. }])
}

/// The name of a place of a page.
fn place_name(page: PageNo, anchor: &str) -> String {
    format!("p{}/{anchor}", page.0)
}
