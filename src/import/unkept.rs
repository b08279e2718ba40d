//! Looks, places and values of a Word file that a page does not keep.
//!
//! In: the properties of runs, paragraphs, cells and fields while they are read; the blocks when they are. Out: sentences:
//! each thing once, where it stands first, and in how many paragraphs.
//!
//! Told is what its writer may have meant something by: colours, sizes, places on the line, numbers and values that Word
//! makes. Not told is what says how paper is filled, or how Word works: what styles and themes give a text, fonts that are
//! no typewriter's, justified lines, spaces, breaks of pages and columns, what keeps lines together, the language that the
//! spelling is checked in, directions, revisions of the look. Nor is what most of the text has: it tells nothing apart.
//!
//! Invariant: a heading is told apart by being one, so that its look is not told.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use roxmltree::Node;

use super::model::{ParagraphSort, WordBlock, WordParagraph};
use super::said::SaidOfWord;
use super::xml::{attribute, child, number_of, switch, twips, value_of};
use crate::said::{Phrase, said};

/// A thing that a page does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum UnkeptThing {
    Highlight,
    Colour,
    Underline,
    Capitals,
    Effect,
    Typewriter,
    Size,
    Aligned,
    SetIn,
    Boxed,
    Tabs,
    HeadingNumber,
    ListNumber,
    MadeNumber,
    KeptUp,
    ToFillIn,
    Citation,
    IndexMark,
    CellColour,
    TableText,
    PictureLink,
}

impl UnkeptThing {
    /// Its fate, and the way out.
    fn said(self) -> [Phrase; 2] {
        match self {
            Self::Highlight => [
                said!("text that is highlighted stands without the colour"),
                said!("write what the colour means, or make a comment of it in Word"),
            ],
            Self::Colour => [
                said!("text in a colour of its own stands without it"),
                said!("write what the colour means, or make a comment of it in Word"),
            ],
            Self::Underline => {
                [said!("text that is underlined stands without the line"), said!("make what matters bold")]
            }
            Self::Capitals => {
                [said!("text that Word shows in capitals stands as it was typed"), said!("make what matters bold")]
            }
            Self::Effect => [
                said!("text with a frame, a shadow or wide spacing stands without it"),
                said!("make what matters bold"),
            ],
            Self::Typewriter => [
                said!("text in the letters of a typewriter stands as other text"),
                said!("write code between grave accents: `` `…` ``"),
            ],
            Self::Size => [
                said!("text that is larger or smaller than the rest stands as the rest"),
                said!("make it a heading, or bold, where its size means something"),
            ],
            Self::Aligned => [
                said!("paragraphs in the middle or to the right stand to the left"),
                said!("look whether they are understood so"),
            ],
            Self::SetIn => [
                said!("a paragraph that is set in stands as the others"),
                said!("write `>` before it where it is a quotation"),
            ],
            Self::Boxed => [
                said!("a frame, a line or a ground around paragraphs was taken away"),
                said!("if it is a box of the page, write `> [!NOTE]` over the text, and `>` before each line of it"),
            ],
            Self::Tabs => [said!("text that tabs line up stands with spaces between"), said!("make a table of it")],
            Self::HeadingNumber => [
                said!("the numbers that Word puts before headings were left out"),
                said!("references to the number in the text must be links: `[…](#id)`"),
            ],
            Self::ListNumber => [
                said!("numbers of a list that have several parts or words beside them stand as plain numbers"),
                said!("write it as you want it"),
            ],
            Self::MadeNumber => [
                said!("the number of a page, which Word puts there, was left out"),
                said!("write a link there instead: `[…](#id)`"),
            ],
            Self::KeptUp => [
                said!("a value that Word keeps up to date stands as it was"),
                said!("look whether it is right, and will be"),
            ],
            Self::ToFillIn => [
                said!("a field to fill in stands as the text it shows"),
                said!("in a document of the site it is a field: `{{{{name}}}}`"),
            ],
            Self::Citation => [
                said!("a citation that a program makes stands as text"),
                said!("enter the work among the sources of the book, and write `[@id]`"),
            ],
            Self::IndexMark => [
                said!("marks for an index or a list were left out"),
                said!("the site has its own index: a word is in it when it has a page of the kind definition"),
            ],
            Self::CellColour => {
                [said!("cells with a ground of their own stand without it"), said!("write what the colour means")]
            }
            Self::TableText => {
                [said!("the text that describes a table was left out"), said!("write it before the table")]
            }
            Self::PictureLink => [said!("the link of a picture was left out"), said!("write it beside the picture")],
        }
    }

    /// Whether it is told of headings too.
    fn counts_in_headings(self) -> bool {
        !matches!(
            self,
            Self::Colour
                | Self::Underline
                | Self::Capitals
                | Self::Effect
                | Self::Typewriter
                | Self::Size
                | Self::Aligned
                | Self::SetIn
                | Self::Boxed
                | Self::Tabs
        )
    }

    /// Whether it is told of the text in tables: there lines are short and letters small.
    fn counts_in_tables(self) -> bool {
        !matches!(self, Self::Size | Self::Aligned | Self::SetIn | Self::Boxed | Self::Tabs)
    }
}

/// A thing in a paragraph.
#[derive(Debug)]
struct SeenThing {
    paragraph: usize,
    thing: UnkeptThing,
    /// Which colour, which size: what most of the text has is not told.
    value: Option<u32>,
    letters: usize,
    in_table: bool,
}

/// Everything seen so far that a page does not keep.
#[derive(Debug, Default)]
pub(super) struct Unkept {
    seen: Vec<SeenThing>,
    /// The letters of the text.
    letters: usize,
    /// The letters in each size, in half points.
    sizes: BTreeMap<u32, usize>,
    /// Whether what is read stands in a table.
    pub(super) in_table: bool,
    /// Paragraphs that are set in by themselves.
    set_in: BTreeSet<usize>,
}

/// How much larger than other text a text must be, and how much smaller, in half points.
const LARGER: u32 = 3;
const SMALLER: u32 = 4;
/// A paragraph that is set in by less, in twentieths of a point, is not.
const SET_IN: i32 = 360;
/// Letters that stand apart by so much, in twentieths of a point, are set wide.
const WIDE: i32 = 20;

impl Unkept {
    /// Something that is told wherever it stands.
    pub(super) fn see(&mut self, paragraph: usize, thing: UnkeptThing) {
        self.add(paragraph, thing, None, 1);
    }

    fn add(&mut self, paragraph: usize, thing: UnkeptThing, value: Option<u32>, letters: usize) {
        let in_table = self.in_table;
        if let Some(last) = self.seen.last_mut()
            && (last.paragraph, last.thing, last.value, last.in_table) == (paragraph, thing, value, in_table)
        {
            last.letters += letters;
        } else {
            self.seen.push(SeenThing { paragraph, thing, value, letters, in_table });
        }
    }

    /// Forgets what was seen of the paragraph that was read last.
    pub(super) fn forget(&mut self, paragraph: usize) {
        while self.seen.pop_if(|seen| seen.paragraph == paragraph).is_some() {}
    }

    /// The look of a run with so many letters. `size`: that of its paragraph, in half points; `is_link`: a link looks so.
    pub(super) fn run(
        &mut self,
        paragraph: usize,
        properties: Option<Node<'_, '_>>,
        letters: usize,
        size: u16,
        is_link: bool,
    ) {
        if letters == 0 {
            return;
        }
        self.letters += letters;
        let own = properties.and_then(|node| number_of::<u32>(node, "sz"));
        let size = own.unwrap_or(u32::from(size));
        if !self.in_table {
            *self.sizes.entry(size).or_default() += letters;
        }
        let Some(properties) = properties else { return };
        let mut see = |thing, value| self.add(paragraph, thing, value, letters);
        if own.is_some() {
            see(UnkeptThing::Size, Some(size));
        }
        let is_on = |name: &str| switch(properties, name) == Some(true);
        let says = |name: &str| value_of(properties, name).is_some_and(|value| value != "none");
        let ground = child(properties, "shd").and_then(|node| attribute(node, "fill"));
        if says("highlight") || ground.is_some_and(is_ground) {
            see(UnkeptThing::Highlight, None);
        }
        let colour = value_of(properties, "color").and_then(colour_of).filter(|colour| has_hue(*colour, TEXT_HUE));
        if let Some(colour) = colour.filter(|_| !is_link) {
            see(UnkeptThing::Colour, Some(colour));
        }
        if says("u") && !is_link {
            see(UnkeptThing::Underline, None);
        }
        if is_on("caps") || is_on("smallCaps") {
            see(UnkeptThing::Capitals, None);
        }
        let is_wide = value_of(properties, "spacing").and_then(twips).is_some_and(|apart| apart >= WIDE);
        let has_border = child(properties, "bdr").is_some_and(is_drawn);
        let has_shape = ["outline", "shadow", "emboss", "imprint"].into_iter().any(is_on);
        if is_wide || has_border || has_shape || says("em") || says("effect") {
            see(UnkeptThing::Effect, None);
        }
        let font = child(properties, "rFonts").and_then(|node| attribute(node, "ascii"));
        if font.is_some_and(is_typewriter) {
            see(UnkeptThing::Typewriter, None);
        }
    }

    /// The look of a paragraph with so many letters; `boxed`: whether its style draws a box.
    pub(super) fn paragraph(&mut self, number: usize, properties: Option<Node<'_, '_>>, letters: usize, boxed: bool) {
        if letters == 0 {
            return;
        }
        if properties.and_then(is_boxed).unwrap_or(boxed) {
            self.add(number, UnkeptThing::Boxed, None, letters);
        }
        let Some(properties) = properties else { return };
        if matches!(value_of(properties, "jc"), Some("center" | "right" | "end")) {
            self.add(number, UnkeptThing::Aligned, None, letters);
        }
        let indent = child(properties, "ind");
        let left = indent.and_then(|node| attribute(node, "left").or_else(|| attribute(node, "start")));
        if left.and_then(twips).is_some_and(|left| left >= SET_IN) {
            self.set_in.insert(number);
        }
    }

    /// The grounds of the cells of a row below the first: they mean something where they differ, besides that of the first
    /// cell, which heads the row.
    pub(super) fn row(&mut self, number: usize, grounds: &[Option<u32>]) {
        let grounds = grounds.get(1..).unwrap_or_default();
        let is_coloured = |ground: &Option<u32>| ground.is_some_and(|colour| has_hue(colour, GROUND_HUE));
        if grounds.iter().any(is_coloured) && grounds.iter().any(|ground| Some(ground) != grounds.first()) {
            self.see(number, UnkeptThing::CellColour);
        }
    }

    /// A field that has ended, by what it says; `is_made`: in a list that Word makes, which was told of.
    pub(super) fn field(&mut self, paragraph: usize, says: &str, is_made: bool) {
        let says = says.trim().to_uppercase();
        let name = says.split_whitespace().next().unwrap_or_default();
        let thing = match name {
            "PAGEREF" | "PAGE" | "NUMPAGES" | "SECTIONPAGES" => UnkeptThing::MadeNumber,
            "FORMTEXT" | "FORMDROPDOWN" | "MERGEFIELD" | "FILLIN" | "ASK" => UnkeptThing::ToFillIn,
            "DATE" | "TIME" | "SAVEDATE" | "PRINTDATE" | "FILENAME" | "FILESIZE" | "AUTHOR" | "LASTSAVEDBY"
            | "NUMWORDS" | "NUMCHARS" | "REVNUM" | "DOCPROPERTY" | "DOCVARIABLE" => UnkeptThing::KeptUp,
            "CITATION" => UnkeptThing::Citation,
            "ADDIN" if CITING.iter().any(|program| says.contains(program)) => UnkeptThing::Citation,
            "XE" | "TC" | "TA" => UnkeptThing::IndexMark,
            _ if name.starts_with('=') => UnkeptThing::KeptUp,
            _ => return,
        };
        if !is_made {
            self.see(paragraph, thing);
        }
    }

    /// Says everything that is not kept, of blocks in which headings and lists are known. `size`: that of the file's text.
    pub(super) fn tell(mut self, blocks: &[WordBlock], said: &mut SaidOfWord) {
        let mut sorts = HashMap::new();
        self.in_table = false;
        self.blocks(blocks, false, &mut sorts);
        let most = self.letters / 2;
        let base = self.sizes.iter().max_by_key(|(size, letters)| (**letters, **size)).map_or(0, |(size, _)| *size);
        let mut letters: HashMap<(UnkeptThing, Option<u32>), usize> = HashMap::new();
        for seen in &self.seen {
            *letters.entry((seen.thing, seen.value)).or_default() += seen.letters;
        }
        let is_told = |seen: &&SeenThing| {
            let sort = sorts.get(&seen.paragraph).copied().unwrap_or(ParagraphSort::Plain);
            let is_heading = matches!(sort, ParagraphSort::Heading(_) | ParagraphSort::Title | ParagraphSort::Subtitle);
            let is_of_most = match seen.thing {
                UnkeptThing::Size => {
                    let size = seen.value.unwrap_or(base);
                    size < base.saturating_add(LARGER) && size.saturating_add(SMALLER) > base
                }
                UnkeptThing::Colour | UnkeptThing::Aligned | UnkeptThing::Typewriter | UnkeptThing::Capitals => {
                    letters.get(&(seen.thing, seen.value)).is_some_and(|letters| *letters > most)
                }
                // The style of a quotation or of code draws one.
                UnkeptThing::Boxed => !matches!(sort, ParagraphSort::Plain | ParagraphSort::Item(_)),
                _ => false,
            };
            (seen.thing.counts_in_headings() || !is_heading)
                && (seen.thing.counts_in_tables() || !seen.in_table)
                && !is_of_most
        };
        let mut told: BTreeMap<UnkeptThing, BTreeSet<usize>> = BTreeMap::new();
        for seen in self.seen.iter().filter(is_told) {
            told.entry(seen.thing).or_default().insert(seen.paragraph);
        }
        for (thing, paragraphs) in told {
            if let Some(first) = paragraphs.first() {
                let [what, help] = thing.said();
                said.say_of(*first, paragraphs.len(), what, help);
            }
        }
    }

    /// Remarks that need whole blocks: paragraphs set in that belong to no list, and text that tabs line up.
    fn blocks(&mut self, blocks: &[WordBlock], mut in_list: bool, sorts: &mut HashMap<usize, ParagraphSort>) {
        for block in blocks {
            match block {
                WordBlock::Paragraph(paragraph) => {
                    sorts.insert(paragraph.number, paragraph.sort);
                    let is_set_in = self.set_in.contains(&paragraph.number);
                    if paragraph.sort == ParagraphSort::Plain {
                        if is_set_in && !in_list {
                            self.see(paragraph.number, UnkeptThing::SetIn);
                        }
                        if has_tabs(paragraph) {
                            self.see(paragraph.number, UnkeptThing::Tabs);
                        }
                    }
                    in_list = matches!(paragraph.sort, ParagraphSort::Item(_)) || in_list && is_set_in;
                }
                WordBlock::Frame(frame) => self.blocks(&frame.blocks, in_list, sorts),
                WordBlock::Table(_) => in_list = false,
            }
        }
    }
}

/// How programs for citations call themselves in the fields that they make.
const CITING: [&str; 5] = ["ZOTERO_ITEM", "CSL_CITATION", "EN.CITE", "MENDELEY", "CITAVI"];

/// Whether a tab stands in the midst of a paragraph's text: not after a number or a sign before it.
fn has_tabs(paragraph: &WordParagraph) -> bool {
    const SIGNS: usize = 6;
    let text = paragraph.text();
    let text = text.trim();
    text.char_indices().skip(SIGNS).any(|(_, letter)| letter == '\t')
}

/// Whether a paragraph's properties draw a box around it, or give it a ground; nothing where they say nothing of it. A
/// line below it alone is no box.
pub(super) fn is_boxed(properties: Node<'_, '_>) -> Option<bool> {
    let border = child(properties, "pBdr");
    let ground = child(properties, "shd").and_then(|node| attribute(node, "fill"));
    if border.is_none() && ground.is_none() && child(properties, "framePr").is_none() {
        return None;
    }
    let sides = ["top", "left", "start", "bottom", "right", "end"];
    let drawn = |side: &&str| border.and_then(|node| child(node, side)).is_some_and(is_drawn);
    let drawn: Vec<&str> = sides.into_iter().filter(drawn).collect();
    let is_bar = drawn.iter().any(|side| matches!(*side, "left" | "start"));
    let is_frame = child(properties, "framePr").is_some_and(|frame| attribute(frame, "dropCap").is_none());
    Some(is_bar || drawn.len() > 1 || ground.is_some_and(is_ground) || is_frame)
}

/// Whether a border is drawn.
fn is_drawn(border: Node<'_, '_>) -> bool {
    !matches!(attribute(border, "val"), Some("nil" | "none") | None)
}

/// Whether a colour behind a text can be seen.
fn is_ground(fill: &str) -> bool {
    !matches!(&*fill.to_lowercase(), "auto" | "ffffff" | "")
}

/// The ground of a cell, where it has one.
pub(super) fn ground_of(cell: Node<'_, '_>) -> Option<u32> {
    let fill = child(cell, "tcPr").and_then(|node| child(node, "shd")).and_then(|node| attribute(node, "fill"));
    fill.filter(|fill| is_ground(fill)).and_then(colour_of)
}

/// A colour, from six signs.
fn colour_of(text: &str) -> Option<u32> {
    u32::from_str_radix(text, 16).ok().filter(|_| text.len() == 6)
}

/// How far apart red, green and blue are in letters that are of a colour, and in a ground that is.
const TEXT_HUE: u8 = 0x40;
const GROUND_HUE: u8 = 0x10;

/// Whether a colour is one: no black, grey or white.
fn has_hue(colour: u32, least: u8) -> bool {
    let [_, parts @ ..] = colour.to_be_bytes();
    let (most, few) = (parts.into_iter().max().unwrap_or(0), parts.into_iter().min().unwrap_or(0));
    most - few >= least
}

/// Whether the letters of a font are all of one width.
fn is_typewriter(font: &str) -> bool {
    let font = font.to_lowercase();
    let is_named = ["consolas", "menlo", "monaco", "lucida console", "ocr a"].iter().any(|name| font.starts_with(name));
    is_named || font.starts_with("courier") || font.split([' ', '-']).any(|word| word == "mono" || word == "code")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_grey_and_white_are_no_colours() {
        for (colour, is_one) in
            [("000000", false), ("404040", false), ("FFFFFF", false), ("C00000", true), ("1155cc", true)]
        {
            assert_eq!(has_hue(colour_of(colour).unwrap(), TEXT_HUE), is_one, "{colour}");
        }
        assert!(has_hue(colour_of("E2EFDA").unwrap(), GROUND_HUE), "a light green is a ground");
        assert_eq!(colour_of("auto"), None);
    }

    #[test]
    fn typewriters_are_known_by_the_names_of_their_fonts() {
        for font in ["Courier New", "Consolas", "DejaVu Sans Mono", "Source Code Pro", "Roboto Mono"] {
            assert!(is_typewriter(font), "{font}");
        }
        for font in ["Calibri", "Monotype Corsiva", "Times New Roman", "Liberation Serif"] {
            assert!(!is_typewriter(font), "{font}");
        }
    }
}
