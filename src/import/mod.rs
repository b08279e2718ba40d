//! A Word file that becomes a page.
//!
//! In: the bytes of a `.docx`, and what is known of the book. Out: the text of a page, the pictures that belong to it,
//! what colleagues said and changed, and what did not come along as it stood.
//!
//! Invariant: no file makes it panic, take memory or time without bounds, or name a path outside the page's folder; what
//! `write/docx` marked in a page for comments becomes what it was.
//!
//! The XML is read with roxmltree: a tree with places, without recursion, which refuses entities of a file's own. A model
//! of Word files that somebody else made knows what it knows: of the rest nothing could be told, and here it must be.

mod book;
mod container;
mod lines;
mod look;
mod model;
mod prose;
mod read;
mod reader;
mod remarks;
mod runs;
mod said;
mod sections;
mod styles;
mod unkept;
mod xml;

use std::collections::{BTreeSet, HashMap};

use container::{WordContainer, WordFault, parsed};
use lines::lines;
use look::by_look;
use model::{ParagraphSort, WordBlock, WordParagraph};
use prose::{ProsePlace, WrittenLink};
use reader::{NoteKind, Reader, WordTexts};
use remarks::text_of;
use said::OF_FILE;
use xml::is;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::language::{Language, Languages};
use crate::said::said;
use crate::sink::{OutPath, percent_decoded};
use crate::text::Slugs;
use crate::word::{CARRIED, IN_BOOK, PAGE_NAMESPACE};

pub use book::{import_beside, import_into};
pub use remarks::{RemarkSort, WordRemark};
pub use sections::{ChangedPage, PageSections, SectionChange, SectionFate, changes};

/// The longest summary that a page has, in letters.
const LONGEST_SUMMARY: usize = 200;

/// Everything that is known where a Word file is read.
#[derive(Clone, Copy)]
pub struct ImportRules<'a> {
    /// The id of the page that it becomes.
    pub page: &'a str,
    /// The language of the page.
    pub language: &'static Language,
    /// The languages in which the styles of the file may be called what they are.
    pub languages: &'a Languages,
    /// Whether tracked changes are taken as accepted; else as the text stood before them.
    pub accepts: bool,
    /// The id of the page of the book that lies at an address, without `#` and what follows.
    pub page_at: &'a dyn Fn(&str) -> Option<String>,
    /// The title of a page, by its id, or of a heading of it.
    pub title_of: &'a dyn Fn(&str, Option<&str>) -> Option<String>,
    /// Whether another file than one with these bytes has a name beside the page.
    pub is_taken: &'a dyn Fn(&str, &[u8]) -> bool,
}

impl ImportRules<'_> {
    /// The last part of the page's id.
    fn name(&self) -> &str {
        self.page.rsplit('/').next().unwrap_or(self.page)
    }
}

/// A picture that a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenPicture {
    /// The name of its file, which lies beside the page.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A Word file as a page.
#[derive(Debug, Clone, Default)]
pub struct ImportedPage {
    /// The title, as text.
    pub title: Option<String>,
    /// The line below the title, as text.
    pub summary: Option<String>,
    /// The text below the front matter, in Markdown.
    pub body: String,
    /// Its pictures.
    pub pictures: Vec<TakenPicture>,
    /// Comments and tracked changes.
    pub remarks: Vec<WordRemark>,
    /// The file of the page when it was written for comments, where it was.
    pub carried: Option<String>,
}

/// Reads a Word file; `name` is what messages call it. Nothing where it cannot be read.
#[must_use]
pub fn import(name: &str, bytes: &[u8], rules: &ImportRules<'_>) -> Warned<Option<ImportedPage>> {
    match read(name, bytes, rules) {
        Ok(page) => Warned::new(Some(page.value), page.diagnostics),
        Err(fault) => {
            let said = Diagnostic::new(Code::BadWordFile, fault.message()).in_file(name).help(fault.help());
            Warned::new(None, vec![said])
        }
    }
}

fn read(name: &str, bytes: &[u8], rules: &ImportRules<'_>) -> Result<Warned<ImportedPage>, WordFault> {
    let container = WordContainer::open(bytes)?;
    let Some(main) = container.text(&container.main)? else {
        return Err(WordFault::Damaged(said!("it has no text")));
    };
    let part = |name: &str| container.text(&container.beside(name));
    let (foot, end) = (part("footnotes.xml")?, part("endnotes.xml")?);
    let mut notes = Vec::new();
    for (kind, text) in [(NoteKind::Foot, &foot), (NoteKind::End, &end)] {
        notes.extend(text.as_deref().map(parsed).transpose()?.map(|tree| (kind, tree)));
    }
    let texts = WordTexts { document: parsed(&main)?, notes };
    let mut reader = Reader::new(&container, &texts, rules)?;
    let mut blocks = reader.body();
    if let Some(fault) = reader.fault.take() {
        return Err(fault);
    }
    let carried = carried(&container)?;
    // A file that was written for comments has all its headings and lists by their styles.
    if carried.is_none() && !reader.has_marks {
        by_look(&mut blocks, reader.styles.size, &mut reader.said);
        if has_text_around(&container) {
            let help = said!("write what readers need of it into the page");
            reader.said.say(OF_FILE, said!("the text at the head and the foot of pages was left out"), help);
        }
    }
    let unkept = std::mem::take(&mut reader.unkept);
    unkept.tell(&blocks, &mut reader.said);
    if container.has_macros {
        reader.said.say(
            OF_FILE,
            said!("the macros of the file were left out"),
            said!("only its text is read; nothing of it was run"),
        );
    }
    let mut page = written(blocks, &mut reader, rules);
    page.carried = carried;
    page.pictures = std::mem::take(&mut reader.pictures);
    page.remarks = std::mem::take(&mut reader.remarks.found);
    for remark in &mut page.remarks {
        reader.said.words(remark.paragraph).clone_into(&mut remark.words);
    }
    Ok(Warned::new(page, reader.said.diagnostics(name)))
}

/// Whether something is written at the head or the foot of pages; one that cannot be read stops nothing.
fn has_text_around(container: &WordContainer<'_>) -> bool {
    let relations = container.relations_of(&container.main).unwrap_or_default();
    let around = relations.iter().filter(|relation| matches!(&*relation.kind, "header" | "footer"));
    let paths: BTreeSet<String> = around.map(|relation| container.beside(&relation.target)).collect();
    paths.iter().any(|path| match container.text(path) {
        Ok(Some(text)) => parsed(&text).map_or(true, |tree| text_of(tree.root()).chars().any(char::is_alphabetic)),
        Ok(None) => false,
        Err(_) => true,
    })
}

/// The page that a file for comments carries, as it was.
fn carried(container: &WordContainer<'_>) -> Result<Option<String>, WordFault> {
    let items: Vec<&str> = container.parts_below("customXml/item").filter(|name| !name.contains("Props")).collect();
    for item in items {
        let Some(text) = container.text(item)? else { continue };
        if !text.contains(PAGE_NAMESPACE) {
            continue;
        }
        let tree = parsed(&text)?;
        let root = tree.root_element();
        if is(root, CARRIED) && root.tag_name().namespace() == Some(PAGE_NAMESPACE) {
            return Ok(Some(root.text().unwrap_or_default().to_owned()));
        }
    }
    Ok(None)
}

/// The blocks as the text of a page.
fn written(mut blocks: Vec<WordBlock>, reader: &mut Reader<'_, '_>, rules: &ImportRules<'_>) -> ImportedPage {
    let (title, summary) = take_title(&mut blocks);
    let places = places_of(&blocks, reader.texts.places(), rules.language);
    let link = |to: &str| written_link(to, &places, rules);
    let place = ProsePlace { language: rules.language, in_cell: false, in_line: false, link: &link };
    let mut out = lines(&blocks, place);
    for (number, note) in (1..).zip(&reader.notes) {
        out.push(String::new());
        let begin = format!("[^{number}]: ");
        let text = lines(note, place);
        let text = if text.is_empty() { vec![String::new()] } else { text };
        out.extend(text.into_iter().enumerate().map(|(at, line)| match (at, line.is_empty()) {
            (0, _) => format!("{begin}{line}"),
            (_, true) => line,
            _ => format!("    {line}"),
        }));
    }
    let texts = std::iter::once(&blocks).chain(&reader.notes);
    let lost: Vec<_> = texts.flat_map(|blocks| lost_links(blocks, &places, rules)).collect();
    for (number, to) in lost {
        let help = if to {
            said!("link to a heading or a page: `[…](#id)`")
        } else {
            said!("link to where everybody can read it")
        };
        reader.said.say(number, said!("a link that leads nowhere outside the file stands as text"), help);
    }
    let mut body = out.join("\n").trim().to_owned();
    if !body.is_empty() {
        body.push('\n');
    }
    let plain = |paragraph: WordParagraph| {
        let text = paragraph.text();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    };
    ImportedPage { title: title.and_then(plain), summary: summary.and_then(plain), body, ..ImportedPage::default() }
}

/// Takes the title and the line below it out of the blocks. Without a title it is the only heading of the first level,
/// where nothing stands before it.
fn take_title(blocks: &mut Vec<WordBlock>) -> (Option<WordParagraph>, Option<WordParagraph>) {
    let sort = |block: Option<&WordBlock>| match block {
        Some(WordBlock::Paragraph(paragraph)) => Some(paragraph.sort),
        _ => None,
    };
    let take = |blocks: &mut Vec<WordBlock>, at: usize| match blocks.remove(at) {
        WordBlock::Paragraph(paragraph) => Some(paragraph),
        WordBlock::Table(_) | WordBlock::Frame(_) => None,
    };
    let titled = blocks.iter().position(|block| sort(Some(block)) == Some(ParagraphSort::Title));
    let (mut title, mut summary) = (None, None);
    if let Some(at) = titled {
        title = take(blocks, at);
        if sort(blocks.get(at)) == Some(ParagraphSort::Subtitle) {
            summary = take(blocks, at);
        }
    } else {
        let first = ParagraphSort::Heading(1);
        let alone = blocks.iter().filter(|block| sort(Some(block)) == Some(first)).count() == 1;
        if alone && sort(blocks.first()) == Some(first) {
            title = take(blocks, 0);
            for block in blocks.iter_mut() {
                if let WordBlock::Paragraph(WordParagraph { sort: ParagraphSort::Heading(level), .. }) = block {
                    *level = level.saturating_sub(1).max(1);
                }
            }
        }
    }
    // A line that is longer than a summary may be is text.
    if summary.as_ref().is_some_and(|line| line.text().chars().count() > LONGEST_SUMMARY)
        && let Some(mut line) = summary.take()
    {
        line.sort = ParagraphSort::Plain;
        blocks.insert(titled.unwrap_or(0), WordBlock::Paragraph(line));
    }
    for block in blocks {
        if let WordBlock::Paragraph(paragraph) = block {
            match paragraph.sort {
                ParagraphSort::Title => paragraph.sort = ParagraphSort::Heading(1),
                ParagraphSort::Subtitle => paragraph.sort = ParagraphSort::Plain,
                _ => {}
            }
        }
    }
    (title, summary)
}

/// By the names of the places in a file, the ids of the headings they stand in; nothing for other places.
type PlacesInFile = HashMap<Box<str>, Option<String>>;

/// The places of a text, of which `named` are all the names: also those in cells and notes, and of paragraphs that are
/// left out.
fn places_of(blocks: &[WordBlock], named: Vec<Box<str>>, language: &'static Language) -> PlacesInFile {
    let mut slugs = Slugs::new(language.letters, false);
    let mut out: PlacesInFile = named.into_iter().map(|name| (name, None)).collect();
    for block in blocks {
        let WordBlock::Paragraph(paragraph) = block else { continue };
        if !matches!(paragraph.sort, ParagraphSort::Heading(_)) {
            continue;
        }
        let mut marks = paragraph.runs.iter().filter(|run| run.look.mark).map(model::WordRun::text);
        let own = marks.find_map(|mark| mark.trim().strip_prefix("{#")?.split([' ', '}']).next());
        let id = match own {
            Some(id) => id.to_owned(),
            None => slugs.make(paragraph.text().trim()),
        };
        out.extend(paragraph.bookmarks.iter().map(|name| (name.clone(), Some(id.clone()))));
    }
    out
}

/// A link of a Word file as an author of the page writes it; nothing where it leads nowhere.
fn written_link(to: &str, places: &PlacesInFile, rules: &ImportRules<'_>) -> Option<WrittenLink> {
    let to = to.trim();
    let plain = |to: &str| Some(WrittenLink { to: to.to_owned(), title: None });
    if let Some(name) = to.strip_prefix('#') {
        return match places.get(name) {
            Some(Some(id)) => plain(&format!("#{id}")),
            Some(None) => None,
            // Word's own places begin so.
            None if name.starts_with('_') || name.is_empty() || name.contains(' ') => None,
            None => plain(to),
        };
    }
    let (address, anchor) = to.split_once('#').map_or((to, ""), |(address, anchor)| (address, anchor));
    if let Some(path) = address.strip_prefix(IN_BOOK) {
        return in_book(path, anchor, rules);
    }
    if let Some(id) = (rules.page_at)(address) {
        return in_book(&format!("{id}.md"), anchor, rules);
    }
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
    match scheme.as_deref() {
        Some("http" | "https" | "mailto" | "tel") => plain(to),
        // A file of somebody's machine, or something to be run.
        Some(_) => None,
        None => plain(to).filter(|_| !to.starts_with(['\\', '/']) && !to.is_empty()),
    }
}

/// A link to what lies in the book, by its path below the content's folder.
fn in_book(path: &str, anchor: &str, rules: &ImportRules<'_>) -> Option<WrittenLink> {
    let here = OutPath::new(&format!("{}.md", rules.page))?;
    let there = OutPath::new(&percent_decoded(path))?;
    let id = there.as_str().strip_suffix(".md");
    let anchor = percent_decoded(anchor);
    let title = id.and_then(|id| (rules.title_of)(id, Some(&*anchor).filter(|anchor| !anchor.is_empty())));
    let way = if here == there && !anchor.is_empty() { String::new() } else { here.relative(&there) };
    Some(WrittenLink { to: if anchor.is_empty() { way } else { format!("{way}#{anchor}") }, title })
}

/// The paragraphs with links that lead nowhere, and whether each of those leads to a place in the file.
fn lost_links(blocks: &[WordBlock], places: &PlacesInFile, rules: &ImportRules<'_>) -> Vec<(usize, bool)> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            WordBlock::Paragraph(paragraph) => {
                for link in paragraph.runs.iter().filter_map(|run| run.link.as_ref()) {
                    if written_link(&link.to, places, rules).is_none() {
                        out.push((paragraph.number, link.to.starts_with('#')));
                    }
                }
            }
            WordBlock::Frame(frame) => out.extend(lost_links(&frame.blocks, places, rules)),
            WordBlock::Table(table) => {
                for link in table.rows.iter().flatten().flat_map(|cell| &cell.runs).filter_map(|run| run.link.as_ref())
                {
                    if written_link(&link.to, places, rules).is_none() {
                        out.push((table.number, link.to.starts_with('#')));
                    }
                }
            }
        }
    }
    out
}
