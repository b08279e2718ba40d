//! The search index: scripts that the search in the reader's browser loads as it needs them.
//!
//! In: a [`Book`]. Out: `sok/index.js`, whose name never changes and which names all others; shards
//! of words with their places; shards of plain text for what a hit shows.
//!
//! Invariant: the browser does to a query what is done here to the text: `words` and `split` have
//! their counterparts in the theme's `js/sok/`, and one fixture holds both.

mod by_word;
mod encode;
mod found;
mod index;
mod joints;
mod packed;
mod place;
mod sections;
mod speech;
mod split;
#[cfg(test)]
mod tests;
mod translate;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use crate::document::PageNo;
use crate::draft::Page;
use crate::kind::{Definition, Kind};
use crate::resolve::{Book, SEARCH_INDEX, term_id};
use crate::sink::{OutPath, Sink, SinkError};
use crate::source::offset;
use crate::theme::Interface;
use crate::view::escape::push_address;
use crate::view::{Difference, Differences, differences, title};

use by_word::PlacesByWord;
use found::{Numbers, SectionWords};
use index::WordIndex;
pub use joints::Joints;
use packed::PackedPlaces;
use place::Rank;
use sections::{Section, sections};
use speech::Speech;
use translate::{Translations, translations};
use words::{Keys, Lemmas, words};

/// The text of pages that a shard of texts holds, in bytes of source. This and the sizes below were made smaller, by
/// judgement, until a search at 10,000 pages loaded what `tests/bench/search.md`, «Size», tells of; they are to be
/// measured there when they are changed.
const TEXT_SHARD: usize = 5_000;
/// How much a shard of words holds, in bytes, where all of them are loaded.
const SHARD_OF_ALL: usize = 24_000;
/// How much it holds where few of them are loaded.
const SHARD_OF_FEW: usize = 12_000;
/// The most that all shards of words hold where they are loaded together, in bytes.
const WHOLE: usize = 288_000;

/// So many shards of texts are read at once: the words of all pages of a large book are kept word by word alone.
const SHARDS: usize = 1024;
/// So many keys have their rows made at once: those of all words of a large book take more room than what they are made
/// from.
const ROWS: usize = 2048;

/// The contents of `sok/index.js`.
#[derive(Serialize)]
struct Contents<'a> {
    /// The facts of the book's language that the browser needs.
    language: Speech,
    /// Whether all shards of words are loaded together.
    whole: bool,
    /// The sorts of pages, the most common first, two numbers each: how many sections they have;
    /// their group, and five times how many words the title has that are no stop words.
    alike: String,
    /// By page, which of these it is.
    pages: String,
    /// Shards of words: the first key of each, a space, its name without its first letter, and `!`.
    words: String,
    /// Shards of texts: how many pages each has, and its name without its first letter.
    texts: String,
    /// The shard of parts.
    parts: String,
    /// The heading over the pages that stand below the others; empty where there are none.
    last: &'a str,
    /// Words that are not searched for in texts.
    stop: String,
    /// Words whose forms the stemmer does not bring together, and those forms.
    forms: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Words of other languages for words of the book.
    translations: Vec<Translations>,
    /// Terms: page, title, other names, pages of the terms it is not the same as.
    terms: Vec<TermNames<'a>>,
    /// Words that readers may write: for a word of the book, which may be the title of pages; or, where
    /// that is empty, about a page.
    also: Vec<ReaderWords<'a>>,
}

/// A term with the names it is found by, and the pages of the terms it is not the same as; in the script a list in this
/// order.
struct TermNames<'a> {
    page: u32,
    title: String,
    others: Vec<&'a str>,
    differs: Vec<u32>,
}

impl Serialize for TermNames<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.page, &self.title, &self.others, &self.differs).serialize(serializer)
    }
}

/// Words that readers may write for a word of the book, or about pages; in the script a list in this order.
struct ReaderWords<'a> {
    /// The word of the book; empty where they are about a page.
    word: &'a str,
    /// The pages with that title, or the page.
    pages: Vec<u32>,
    written: &'a [String],
}

impl Serialize for ReaderWords<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.word, &self.pages, self.written).serialize(serializer)
    }
}

/// Writes the index of a book; what the sink could not take.
#[must_use]
pub fn write(book: &Book, interface: &Interface, sink: &dyn Sink) -> Vec<SinkError> {
    let keys = keys(book);
    let language = book.config.language();
    let differences = differences(book);
    let reader = ShardReader { book, interface, sink, differences: &differences, numbers: Numbers::new(language) };
    let mut errors = Vec::new();
    let (mut texts, mut places, mut pages) = (String::new(), PlacesByWord::default(), Vec::new());
    let (mut sections, mut page_of) = (0, Vec::new());
    let shards = reader.shards();
    let read =
        |shards: &[Range<usize>]| -> Vec<Read> { shards.par_iter().map(|pages| reader.read(pages.clone())).collect() };
    for mut shard in shards.chunks(SHARDS).flat_map(read) {
        let first = sections;
        errors.extend(shard.error);
        encode::push_number(&mut texts, offset(shard.pages.len()));
        texts.push_str(&shard.name);
        for alike in &shard.pages {
            let page = page_of.last().map_or(0, |last| last + 1);
            page_of.extend(std::iter::repeat_n(page, alike.sections as usize));
            sections += alike.sections;
        }
        pages.append(&mut shard.pages);
        // Sections were counted within the shard.
        places.add(first, &shard.places);
    }
    let met = reader.numbers.into_words();
    let index = WordIndex::new(&met, places, page_of, &keys, language);
    let WordShards { starts: words, are_whole: whole } = write_words(&index, sink, &mut errors);
    let PageSorts { sorts: alike, pages } = page_sorts(&pages);
    let parts = write_shard('d', &parts_text(&index), sink, &mut errors);
    let contents = Contents {
        language: Speech::of(language),
        whole,
        alike,
        pages,
        words,
        texts,
        parts: format!("d{parts}"),
        forms: keys.irregular(),
        translations: translations(&index, &keys, language),
        terms: terms(book, &differences),
        also: also(book, &keys),
        last: book.search_words.last.as_ref().map_or("", |(title, _)| title),
        stop: met.stop.into_iter().collect::<Vec<_>>().join(" "),
    };
    if let Some(path) = OutPath::new(SEARCH_INDEX) {
        errors.extend(sink.put(&path, script("index", &contents).as_bytes()).err());
    }
    errors
}

/// Keys that know the forms of the book's terms: one word each, as a text has them.
fn keys(book: &Book) -> Keys {
    let language = book.config.language();
    let single = |text: &str| {
        let mut words = words(text, language.letters);
        words.next().filter(|_| words.next().is_none())
    };
    let mut lemmas = Lemmas::default();
    for card in &book.terms {
        for names in card.forms.chunk_by(|a, b| a.name == b.name) {
            let Some(lemma) = single(&names[0].text) else { continue };
            for form in names.iter().filter_map(|form| single(&form.text)) {
                lemmas.entry(form).or_insert_with(|| lemma.clone());
            }
        }
    }
    Keys::new(language, lemmas)
}

/// All terms with the names they can be found by.
fn terms<'a>(book: &'a Book, differences: &Differences<'_>) -> Vec<TermNames<'a>> {
    let differs = |number: u32| -> Vec<u32> {
        differences.get(&PageNo(number)).into_iter().flatten().map(|difference| difference.other.0).collect()
    };
    (0..)
        .zip(&book.pages)
        .filter_map(|(number, page)| match &page.kind {
            Kind::Definition(definition) => Some(TermNames {
                page: number,
                title: title(page),
                others: names(page, definition, book).collect(),
                differs: differs(number),
            }),
            _ => None,
        })
        .collect()
}

/// Words that readers may write, by word and by page.
fn also<'a>(book: &'a Book, keys: &Keys) -> Vec<ReaderWords<'a>> {
    let letters = book.config.language().letters;
    let said = |text: &str| -> Vec<String> { words(text, letters).map(|word| keys.key(&word).into_owned()).collect() };
    let mut titled: HashMap<Vec<String>, Vec<u32>> =
        book.search_words.words.iter().map(|(word, _)| (said(word), Vec::new())).collect();
    if !titled.is_empty() {
        for (number, page) in (0..).zip(&book.pages) {
            if let Some(pages) = titled.get_mut(&said(&page.common.title)) {
                pages.push(number);
            }
        }
    }
    let by_word = book.search_words.words.iter();
    let by_word = by_word.map(|(word, written)| ReaderWords { word, pages: titled[&said(word)].clone(), written });
    let by_page = book.search_words.pages.iter();
    let by_page = by_page.map(|(page, written)| ReaderWords { word: "", pages: vec![page.0], written });
    by_word.chain(by_page).collect()
}

/// The other names of a term: its synonyms, its words in other languages, and those that the book has for it in its
/// translations.
fn names<'a>(page: &Page, definition: &'a Definition, book: &'a Book) -> impl Iterator<Item = &'a str> {
    let others = book.config.book.languages.iter().filter(|language| language.tag != *book.language(page));
    let translated = others.filter_map(|language| language.words.get(&*page.id)).flatten().map(String::as_str);
    let synonyms = definition.synonyms.iter().map(|synonym| &*synonym.text);
    let words = definition.words_by_language(&book.config.languages).into_iter();
    synonyms.chain(words.flat_map(|(_, words)| words.texts())).chain(translated)
}

/// The group that a page's hits stand in; the script has its number, and the same names in `js/sok/20-indeks.js`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum HitGroup {
    Terms,
    Articles,
    Documents,
    Tools,
    /// Pages below all others.
    Last,
}

impl HitGroup {
    /// The number of groups.
    const COUNT: u32 = Self::Last as u32 + 1;

    /// The group of a page, by its kind and whether the book puts it last.
    fn of(kind: &Kind, is_last: bool) -> Self {
        match kind {
            _ if is_last => Self::Last,
            Kind::Definition(_) => Self::Terms,
            Kind::Article => Self::Articles,
            Kind::Document(_) => Self::Documents,
            Kind::Checklist | Kind::Decision(_) | Kind::Assessment(_) => Self::Tools,
        }
    }

    fn number(self) -> u32 {
        self as u32
    }
}

/// The facts that the index has of each page; many are alike.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PageSort {
    /// The number of its sections.
    sections: u32,
    /// The number of words of its title that are no stop words.
    title_words: u32,
    /// Its group.
    group: HitGroup,
}

impl PageSort {
    /// The words of its title and its group as one number.
    fn words_and_group(&self) -> u32 {
        self.title_words * HitGroup::COUNT + self.group.number()
    }
}

/// The sorts of pages as the script has them.
struct PageSorts {
    /// The sorts, the most common first.
    sorts: String,
    /// By page the number of its sort.
    pages: String,
}

fn page_sorts(pages: &[PageSort]) -> PageSorts {
    let mut counts: BTreeMap<PageSort, usize> = BTreeMap::new();
    for page in pages {
        *counts.entry(*page).or_default() += 1;
    }
    let mut common: Vec<(PageSort, usize)> = counts.into_iter().collect();
    common.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut out = PageSorts { sorts: String::new(), pages: String::new() };
    for (sort, _) in &common {
        encode::push_number(&mut out.sorts, sort.sections);
        encode::push_number(&mut out.sorts, sort.words_and_group());
    }
    let numbers: BTreeMap<PageSort, u32> = common.into_iter().map(|(sort, _)| sort).zip(0..).collect();
    for page in pages {
        encode::push_number(&mut out.pages, numbers[page]);
    }
    out
}

/// The pages of one shard of texts, read.
struct Read {
    name: String,
    pages: Vec<PageSort>,
    places: PackedPlaces,
    error: Option<SinkError>,
}

struct ShardReader<'a> {
    book: &'a Book,
    interface: &'a Interface,
    sink: &'a dyn Sink,
    differences: &'a Differences<'a>,
    numbers: Numbers,
}

/// A page in a shard of texts; in the script a list in this order.
struct PageText<'a> {
    address: String,
    title: String,
    group: HitGroup,
    sections: Vec<SectionText>,
    differences: Vec<DifferenceText<'a>>,
}

/// A term that the one of a page is not the same as; in the script a list in this order.
struct DifferenceText<'a> {
    page: u32,
    anchor: String,
    because: &'a str,
}

impl Serialize for DifferenceText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.page, &self.anchor, self.because).serialize(serializer)
    }
}

impl Serialize for PageText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.address, &self.title, self.group.number(), &self.sections, &self.differences).serialize(serializer)
    }
}

/// A section in a shard of texts; in the script a list in this order.
struct SectionText {
    anchor: String,
    heading: String,
    text: String,
}

impl Serialize for SectionText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.anchor, &self.heading, &self.text).serialize(serializer)
    }
}

impl<'a> ShardReader<'a> {
    /// The pages in runs of about as much text, however its lines end.
    fn shards(&self) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let (mut from, mut size) = (0, 0);
        let pages = &self.book.pages;
        for (at, page) in pages.iter().enumerate() {
            size += page.body.text.bytes().filter(|byte| *byte != b'\r').count();
            if size >= TEXT_SHARD || at + 1 == pages.len() {
                out.push(from..at + 1);
                (from, size) = (at + 1, 0);
            }
        }
        out
    }

    /// Reads the pages of a shard, and writes their texts.
    fn read(&self, shard: Range<usize>) -> Read {
        let first = offset(shard.start);
        let pages = &self.book.pages[shard];
        let mut texts: Vec<PageText<'_>> = Vec::with_capacity(pages.len());
        let (mut read, mut places) = (Vec::with_capacity(pages.len()), PackedPlaces::default());
        let last = self.book.search_words.last.as_ref().map(|(_, pages)| pages);
        let difference = |Difference { other, because }: &Difference<'a>| DifferenceText {
            page: other.0,
            anchor: format!("{}{}", self.book.config.anchors().difference, term_id(&self.book.page(*other).id)),
            because,
        };
        for (number, page) in (first..).map(PageNo).zip(pages) {
            let differences =
                self.differences.get(&number).map_or_else(Vec::new, |all| all.iter().map(difference).collect());
            let sections = sections(page, self.book, self.interface.of(self.book.language(page)));
            let count = offset(sections.len());
            let is_last = last.is_some_and(|last| last.contains(&number));
            let group = HitGroup::of(&page.kind, is_last);
            read.push(PageSort { sections: count, title_words: self.title_words(page), group });
            for (at, section) in sections.iter().enumerate() {
                let mut found = self.numbers.section();
                if at == 0 {
                    add_names(page, self.book, &mut found);
                }
                found.add(&section.heading, rank_on(page, Rank::Heading));
                found.add(&section.below, rank_on(page, Rank::Summary));
                found.add(&section.text, Rank::Text);
                found.end(&mut places);
            }
            let mut address = String::new();
            push_address(&mut address, page.out.as_str());
            let shown =
                sections.into_iter().map(|Section { anchor, heading, text, .. }| SectionText { anchor, heading, text });
            let sections = shown.collect();
            texts.push(PageText { address, title: self.shown(page), group, sections, differences });
        }
        places.close();
        let mut errors = Vec::new();
        let name = write_shard('t', &texts, self.sink, &mut errors);
        Read { name, pages: read, places, error: errors.pop() }
    }

    /// The title of a page, with the name of its language where it is not translated.
    fn shown(&self, page: &Page) -> String {
        let language = self.book.language(page);
        let name = || self.book.config.languages.of(language).chosen_as(language);
        if page.abroad { format!("{} ({})", title(page), name()) } else { title(page) }
    }

    fn title_words(&self, page: &Page) -> u32 {
        let words = words(&page.common.title, self.book.config.language().letters);
        offset(words.filter(|word| !self.numbers.stops(word)).count())
    }
}

/// The rank of a word on a page: one lower on a page that is not translated.
fn rank_on(page: &Page, rank: Rank) -> Rank {
    if page.abroad { rank.lower() } else { rank }
}

/// The words that say what a page is about; they stand in its first section.
fn add_names(page: &Page, book: &Book, found: &mut SectionWords) {
    found.add(&page.common.title, rank_on(page, Rank::Title));
    found.add(&page.common.summary, rank_on(page, Rank::Summary));
    // Authors name files by what they are about.
    let file = page.id.rsplit('/').next().unwrap_or_default();
    if !file.contains(|c: char| c.is_ascii_digit()) {
        found.add(file, rank_on(page, Rank::Summary));
    }
    if let Kind::Definition(definition) = &page.kind {
        names(page, definition, book).for_each(|name| found.add(name, rank_on(page, Rank::Name)));
    }
}

/// The shards of words, as the script finds them.
struct WordShards {
    /// Their first keys with their names.
    starts: String,
    /// Whether all are loaded together.
    are_whole: bool,
}

/// Writes the shards of words: entries of the index, a `!` after each.
fn write_words(index: &WordIndex, sink: &dyn Sink, errors: &mut Vec<SinkError>) -> WordShards {
    let mut out = String::new();
    let (mut text, mut first, mut before) = (String::new(), String::new(), String::new());
    let mut first_before = String::new();
    let keys = index.keys();
    let mut entries = keys.chunks(ROWS).map(|keys| index.entries(keys));
    // As many as it takes to see whether all are loaded together.
    let (mut begun, mut size) = (Vec::new(), 0);
    while size <= WHOLE
        && let Some(more) = entries.next()
    {
        size += more.iter().map(|entry| entry.text.len()).sum::<usize>();
        begun.extend(more);
    }
    let whole = size <= WHOLE;
    let most = if whole { SHARD_OF_ALL } else { SHARD_OF_FEW };
    for (number, entry) in (1..).zip(begun.into_iter().chain(entries.flatten())) {
        if text.is_empty() {
            (first, before) = (entry.key.clone(), String::new());
        }
        encode::push_word(&mut text, &entry.key, &before);
        text.push(' ');
        text.push_str(&entry.text);
        text.push('!');
        before = entry.key;
        if text.len() >= most || number == keys.len() {
            encode::push_word(&mut out, &first, &first_before);
            out.push(' ');
            out.push_str(&write_shard('o', &text, sink, errors));
            out.push('!');
            first_before.clone_from(&first);
            text.clear();
        }
    }
    WordShards { starts: out, are_whole: whole }
}

/// The parts of compounds, each told by what differs from the one before.
fn parts_text(index: &WordIndex) -> String {
    let mut out = String::new();
    let mut before = "";
    for part in index.parts.sorted() {
        encode::push_word(&mut out, part, before);
        out.push('!');
        before = part;
    }
    out
}

/// Writes a shard under a name made from what it holds; gives the name without its first letter.
fn write_shard(kind: char, value: &impl Serialize, sink: &dyn Sink, errors: &mut Vec<SinkError>) -> String {
    let json = json(value);
    let hash = encode::name(blake3::hash(json.as_bytes()).as_bytes());
    let name = format!("{kind}{hash}");
    if let Some(path) = OutPath::new(&format!("sok/{name}.js")) {
        errors.extend(sink.put(&path, call(&name, &json).as_bytes()).err());
    }
    hash
}

fn script(name: &str, value: &impl Serialize) -> String {
    call(name, &json(value))
}

/// A classic script that hands a value to the search under a name.
fn call(name: &str, json: &str) -> String {
    format!("brobygger.searchPart(\"{name}\",{json});\n")
}

/// Texts, numbers and lists have nothing that JSON cannot say.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}
