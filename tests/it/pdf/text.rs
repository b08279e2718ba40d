//! The same text: every block that the site shows stands in the book, in the same order.
//!
//! A block is what stands in one paragraph, item, cell, term or definition. It is looked for letter by
//! letter, with its digits and signs; the book may add where a link leads to, and nothing else.

use std::sync::Arc;

use brobygger::document::PageNo;
use brobygger::draft::Page;
use brobygger::resolve::Book;
use brobygger::view::{PageView, View};

use super::{guide, poppler, small};

/// The order in which it is set, and the text area of a page of A4, in points: what stands outside is repeated on every page.
const TEXT_AREA: [&str; 9] = ["-raw", "-x", "0", "-y", "80", "-W", "600", "-H", "672"];
/// As many bytes may stand between two blocks: labels that the book adds.
const BETWEEN: usize = 420;

#[test]
fn the_guide_in_print_says_what_the_site_says_block_by_block() {
    let (outcome, path) = guide();
    let printed = Printed::read(&outcome.files[path]);
    let view = View::new(&outcome.built.book, &outcome.built.theme);
    let (mut faults, mut count) = (Vec::new(), 0);
    for (number, page) in printed_pages(&outcome.built.book) {
        let blocks = said_by(&view.page(number));
        count += blocks.len();
        faults.extend(read(&blocks, &printed.text).faults.iter().map(|fault| format!("{}: {fault}", page.id)));
    }
    assert!(count > 6000, "the site was not read: {count} blocks");
    let shown = faults[..faults.len().min(40)].join("\n");
    assert!(faults.is_empty(), "{} of {count} blocks:\n{shown}", faults.len());
}

/// The pages that stand in the printed book.
pub(super) fn printed_pages(book: &Book) -> impl Iterator<Item = (PageNo, &Arc<Page>)> {
    let is_left_out = |page: &Page| book.config.pdf.leave_out.iter().any(|(id, _)| **id == *page.id);
    (0..).map(PageNo).zip(&book.pages).filter(move |(_, page)| !is_left_out(page))
}

/// The small book as printed, and the blocks of each page as the site says them.
fn small_book() -> (String, Vec<Vec<Block>>) {
    let outcome = small();
    let printed = Printed::read(&outcome.files["liten-bok.pdf"]).text;
    let view = View::new(&outcome.built.book, &outcome.built.theme);
    let pages = (0..).map(PageNo).zip(&outcome.built.book.pages);
    (printed, pages.map(|(number, _)| said_by(&view.page(number))).collect())
}

#[test]
fn a_block_that_is_left_out_of_the_book_is_named() {
    let (printed, pages) = small_book();
    let mut tried = 0;
    for blocks in pages {
        assert!(read(&blocks, &printed).faults.is_empty());
        for block in &blocks[1..] {
            let all = every(block, &printed);
            let [found] = &all[..] else { continue };
            let without = format!("{}{}", &printed[..found.start], &printed[found.end..]);
            assert_eq!(read(&blocks, &without).faults, [format!("the book lacks {}", block.shown())]);
            tried += 1;
        }
    }
    assert!(tried >= 25, "too little was tried: {tried}");
}

#[test]
fn two_blocks_that_have_changed_places_are_seen() {
    let (printed, pages) = small_book();
    let mut tried = 0;
    for blocks in pages {
        for pair in blocks[1..].windows(2) {
            let (one, other) = (every(&pair[0], &printed), every(&pair[1], &printed));
            let ([one], [other]) = (&one[..], &other[..]) else { continue };
            if one.end > other.start {
                continue;
            }
            let text = |found: &Found| &printed[found.start..found.end];
            let between = &printed[one.end..other.start];
            let (before, after) = (&printed[..one.start], &printed[other.end..]);
            let swapped = [before, text(other), between, text(one), after].concat();
            let faults = read(&blocks, &swapped).faults.concat();
            let named = faults.contains(&pair[0].shown()) || faults.contains(&pair[1].shown());
            assert!(named && faults.contains("not after"), "{} and {}: {faults}", pair[0].shown(), pair[1].shown());
            tried += 1;
        }
    }
    assert!(tried >= 20, "too little was tried: {tried}");
}

// --- the book ----------------------------------------------------------------------------------------

/// The text of a PDF in the order in which it is set, without spaces and without what stands under
/// the text as notes. Words are whole: where a word is hyphenated, the PDF says so.
pub(super) struct Printed {
    pub(super) text: String,
    /// Where each page begins.
    pages: Vec<usize>,
}

impl Printed {
    /// Reads a PDF.
    pub(super) fn read(pdf: &[u8]) -> Self {
        let is_note = |line: &&str| {
            let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
            after.len() < line.len() && after.starts_with("http")
        };
        let mut read = Self { text: String::new(), pages: Vec::new() };
        for page in poppler("pdftotext", &TEXT_AREA, pdf).split('\u{c}') {
            read.pages.push(read.text.len());
            read.text.extend(page.lines().take_while(|line| !is_note(line)).map(letters));
        }
        read
    }

    /// The number of the page on which a byte stands.
    pub(super) fn page(&self, at: usize) -> usize {
        self.pages.partition_point(|begin| *begin <= at)
    }

    /// Text from one page to another.
    pub(super) fn pages(&self, from: usize, to: usize) -> &str {
        &self.text[self.pages[from - 1]..self.pages[to]]
    }
}

/// The letters of a text that count: neither spaces nor the mark where a line of code goes on.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '↪')).collect()
}

// --- the site ----------------------------------------------------------------------------------------

/// Text in one element of a page.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The name of the element.
    name: String,
    /// Its name in addresses.
    pub(super) id: String,
    parts: Vec<Part>,
}

#[derive(Debug, PartialEq)]
enum Part {
    Text(String),
    End(Link),
}

/// The end of a link: the book may say where it leads to.
#[derive(Debug, Clone, PartialEq)]
enum Link {
    /// To a page of the book, as it stands in the HTML: ` (se side 14)`.
    To(String),
    /// Out of the book: the number of a note with the address, or the address.
    Out(String),
    /// To a note: its number.
    Note,
    /// To a term or a source: nothing.
    Word,
}

/// A link as the book shows it.
pub(super) struct Shown {
    /// Where it leads, as it stands in the HTML.
    pub(super) to: String,
    /// Where it ends.
    pub(super) at: usize,
    /// The page that it names.
    pub(super) page: Option<usize>,
}

impl Block {
    fn of(name: &str, text: &str) -> Self {
        let parts = vec![Part::Text(letters(text)), Part::End(Link::To(String::new()))];
        Self { name: name.into(), id: String::new(), parts }
    }

    fn push(&mut self, text: &str) {
        let text = letters(&decoded(text));
        match self.parts.last_mut() {
            Some(Part::Text(before)) => before.push_str(&text),
            _ if text.is_empty() => {}
            _ => self.parts.push(Part::Text(text)),
        }
    }

    fn text(&self) -> String {
        let texts = self.parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(&**text),
            Part::End(_) => None,
        });
        texts.collect()
    }

    /// Whether the book shows its links: in a row that is repeated on every page it cannot.
    pub(super) fn has_links(&self) -> bool {
        self.name != "th"
    }

    /// For a message.
    pub(super) fn shown(&self) -> String {
        format!("<{}> «{}»", self.name, self.text())
    }

    /// The links to pages of the book in the block that stands at `at`.
    pub(super) fn links(&self, printed: &str, at: usize) -> Vec<Shown> {
        let mut links = Vec::new();
        end_of(&self.parts, printed, at, &mut links);
        links
    }
}

/// Where the block ends whose parts begin at `at`, if it stands there.
fn end_of(parts: &[Part], printed: &str, at: usize, links: &mut Vec<Shown>) -> Option<usize> {
    let Some((part, others)) = parts.split_first() else { return Some(at) };
    let rest = &printed[at..];
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match part {
        Part::Text(text) if rest.starts_with(text.as_str()) => end_of(others, printed, at + text.len(), links),
        Part::Text(_) => None,
        Part::End(Link::To(to)) => {
            let number = rest.strip_prefix("(seside").and_then(|rest| Some(&rest[..rest.find(')')?]));
            let page = number.and_then(|number| number.parse().ok());
            links.push(Shown { to: to.clone(), at, page });
            let more = number.filter(|_| page.is_some()).map_or(0, |number| "(seside)".len() + number.len());
            // A title that ends its sentence by a mark of its own has a stop after the number.
            let ended = printed[..at].ends_with(['?', '!', '…']) && printed[at + more..].starts_with('.');
            end_of(others, printed, at + more + usize::from(more > 0 && ended), links)
        }
        Part::End(Link::Out(address)) if rest.starts_with(&format!("({address})")) => {
            end_of(others, printed, at + address.len() + 2, links)
        }
        Part::End(Link::Out(_) | Link::Note) => {
            let before = links.len();
            (0..=digits(rest).min(2)).find_map(|more| {
                links.truncate(before);
                end_of(others, printed, at + more, links)
            })
        }
        Part::End(Link::Word) => end_of(others, printed, at, links),
    }
}

/// The blocks of a page in order: its title, its body, what its kind adds, its sources.
pub(super) fn said_by(page: &PageView) -> Vec<Block> {
    let mut blocks = vec![Block::of("title", &page.title)];
    blocks.extend(blocks_of(&page.body));
    if let Some(term) = &page.term {
        for other in &term.not_same {
            blocks.extend([Block::of("dt", &other.link.title), Block::of("dd", &other.because)]);
        }
        for fact in &term.facts {
            blocks.extend([Block::of("dt", &fact.label), Block::of("dd", &fact.text)]);
        }
        blocks.extend(term.synonyms.iter().map(|word| Block::of("synonym", &word.text)));
        blocks.extend(term.terms.iter().flat_map(|words| &words.words).map(|word| Block::of("word", word)));
        let links = term.broader.iter().chain(&term.narrower).chain(&term.related);
        blocks.extend(links.map(|link| Block::of("link", &link.title)));
    }
    if let Some(document) = &page.document {
        // The list of fields and what is said of empty ones belong to the form of the site: on paper the blanks stand in
        // the text.
        for advice in document.advice_on_paper() {
            blocks.extend([Block::of("when", &advice.when), Block::of("advice", &advice.say)]);
        }
    }
    if let Some(decision) = &page.decision {
        for question in &decision.questions {
            blocks.push(Block::of("question", &question.ask));
            blocks.extend(question.why.iter().map(|why| Block::of("p", why)));
            for answer in &question.answers {
                blocks.extend([Block::of("answer", &answer.text), Block::of("link", &answer.leads_to)]);
            }
        }
        for outcome in &decision.outcomes {
            blocks.extend([Block::of("outcome", &outcome.title), Block::of("p", &outcome.says)]);
            blocks.extend(outcome.see.iter().map(|link| Block::of("link", &link.title)));
        }
    }
    for statement in page.assessment.iter().flat_map(|assessment| &assessment.statements) {
        blocks.push(Block::of("statement", &statement.text));
        blocks.extend(statement.why.iter().map(|why| Block::of("p", why)));
        blocks.extend(statement.respondents.iter().map(|respondent| Block::of("look for", &respondent.look_for)));
        blocks.extend(statement.see.iter().map(|link| Block::of("link", &link.title)));
    }
    blocks.extend(page.sources.iter().flat_map(|source| blocks_of(&source.html)));
    blocks
}

/// Texts of the paragraphs, items, cells and headings of HTML.
fn blocks_of(html: &str) -> Vec<Block> {
    const LEFT_OUT: &[&str] = &[
        "<nav",
        "<a class=\"anker\"",
        "<span class=\"skjult\"",
        "<svg",
        "<a class=\"tilbake\"",
        "<section class=\"fotnoter\"",
    ];
    #[rustfmt::skip]
    const BREAKS: &[&str] = &[
        "p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "div", "table", "tr",
        "blockquote", "section", "aside", "caption", "pre",
    ];
    let mut rest = html;
    let mut blocks = vec![Block::default()];
    let mut leads_to = None;
    while let Some(open) = rest.find('<') {
        let block = blocks.last_mut().unwrap();
        block.push(&rest[..open]);
        rest = &rest[open..];
        if LEFT_OUT.iter().any(|tag| rest.starts_with(*tag)) {
            rest = after_element(rest);
            continue;
        }
        if rest.starts_with("<sup class=\"note\"") {
            block.parts.push(Part::End(Link::Note));
            rest = after_element(rest);
            continue;
        }
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let (tag, name) = (&rest[..end], name_of(rest));
        if name == "a" {
            if tag.starts_with("</") {
                block.parts.extend(leads_to.take().map(Part::End));
            } else {
                leads_to = link_of(tag);
            }
        }
        if BREAKS.contains(&name) {
            let id = attribute(tag, "id").unwrap_or_default();
            blocks.push(Block { name: name.into(), id, parts: Vec::new() });
        }
        rest = &rest[end..];
    }
    blocks.last_mut().unwrap().push(rest);
    blocks.retain(|block| !block.text().is_empty());
    blocks
}

/// The address that a tag leads to.
fn link_of(tag: &str) -> Option<Link> {
    let address = attribute(tag, "href")?;
    let shown = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:")).unwrap_or(&address);
    Some(if tag.contains("class=\"term\"") || tag.contains("class=\"sitat\"") {
        Link::Word
    } else if shown.len() < address.len() || address.starts_with("http") {
        Link::Out(letters(shown))
    } else {
        Link::To(address)
    })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    Some(decoded(tag.split_once(&format!(" {name}=\""))?.1.split('"').next()?))
}

fn decoded(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The name of the element that `html` begins or ends.
fn name_of(html: &str) -> &str {
    let name = html.trim_start_matches(['<', '/']);
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())]
}

/// Rest of the text behind the element that `html` begins with.
fn after_element(html: &str) -> &str {
    let (begin, close) = (format!("<{}", name_of(html)), format!("</{}>", name_of(html)));
    let (mut depth, mut at) = (0, 0);
    loop {
        let Some(next) = html[at..].find(&close) else { return "" };
        depth += html[at..at + next].matches(&begin).count();
        depth -= 1;
        at += next + close.len();
        if depth == 0 {
            return &html[at..];
        }
    }
}

// --- both --------------------------------------------------------------------------------------------

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) start: usize,
    end: usize,
}

/// A page of the site, read in the book.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Faults of its blocks.
    pub(super) faults: Vec<String>,
    /// Where each stands.
    pub(super) found: Vec<Option<Found>>,
}

/// Every place where a block stands.
fn every(block: &Block, printed: &str) -> Vec<Found> {
    within(block, printed, 0, printed.len()).collect()
}

/// The places where a block begins between two bytes.
fn within<'a>(block: &'a Block, printed: &'a str, from: usize, to: usize) -> impl Iterator<Item = Found> + 'a {
    let first = block.parts.iter().find_map(|part| match part {
        Part::Text(text) => Some(text.as_str()),
        Part::End(_) => None,
    });
    let (from, to) = (boundary(printed, from), boundary(printed, to));
    let starts = printed[from..to].match_indices(first.unwrap_or_default());
    starts.filter_map(move |(at, _)| {
        let start = from + at;
        Some(Found { start, end: end_of(&block.parts, printed, start, &mut Vec::new())? })
    })
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Reads the blocks of a page in the book, from that of the places of its title from which on the
/// least is wrong: the last of them, since the title also stands in lists before it.
pub(super) fn read(blocks: &[Block], printed: &str) -> Read {
    let lacks = |block: &Block| format!("the book lacks {}", block.shown());
    let Some((title, others)) = blocks.split_first() else { return Read::default() };
    let places = every(title, printed).into_iter().rev().map(|title| read_from(others, printed, title));
    let nowhere = || Read { faults: vec![lacks(title)], found: vec![None; blocks.len()] };
    places.min_by_key(|read| read.faults.len()).unwrap_or_else(nowhere)
}

/// Reads blocks that should follow each other after a title.
fn read_from(blocks: &[Block], printed: &str, title: Found) -> Read {
    let reach = blocks.iter().map(|block| block.text().len() + 40).sum::<usize>() * 2 + BETWEEN;
    let mut before = "the title".to_owned();
    let mut at = title.end;
    let mut read = Read { faults: Vec::new(), found: vec![Some(title)] };
    for block in blocks {
        let found = within(block, printed, at, at + BETWEEN + block.text().len()).next();
        read.found.push(found);
        if let Some(found) = found {
            at = found.end;
            before = block.shown();
        } else if within(block, printed, title.end, title.end + reach).next().is_some() {
            read.faults.push(format!("{} stands in the book, but not after {before}", block.shown()));
        } else {
            read.faults.push(format!("the book lacks {}", block.shown()));
        }
    }
    read
}
