//! Languages as data: one table, a row a language.
//!
//! In: a tag as somebody wrote it (`nb`, `nb_NO`, `no`). Out: the row of the language it names, with
//! all that the other rooms need to know of a language.
//!
//! Invariant: no other room asks which language something is in to decide what to do: it asks the
//! row for what it needs. What a row leaves out is not done in that language.

/// Catalogue of a language: the sentences of the program in it.
#[cfg(any(feature = "every", not(feature = "few")))]
macro_rules! catalogue {
    ($tag:literal) => {
        include_str!(concat!($tag, "/said.po"))
    };
}

/// Catalogue of a language by its name, where the program must be small.
#[cfg(all(feature = "few", not(feature = "every")))]
macro_rules! catalogue {
    ($tag:literal) => {
        $tag
    };
}

mod en;
mod inflection;
mod nb;
mod nn;
mod stop;

use fluent_langneg::negotiate::filter_matches;
use fluent_langneg::{NegotiationStrategy, convert_vec_str_to_langids};
use serde::Serialize;

pub use inflection::{Adjective, Inflection, Mismatch, Noun};

/// The language of a book that does not say it.
pub const DEFAULT: &str = "nb";

/// The language whose interface is shown where a language has none.
pub const LAST_RESORT: &str = "en";

/// Everything that is known of one language.
pub struct Language {
    /// Its tag (BCP 47), which is also the name of its file of texts.
    pub tag: &'static str,
    /// Other tags that mean it.
    pub also: &'static [&'static str],
    /// Its name in itself.
    pub name: &'static str,
    /// The short name that its readers know it by, as inside a sentence; empty: the one above.
    pub familiar: &'static str,
    /// The language whose texts stand where it has none of its own; nothing: [`LAST_RESORT`].
    pub fallback: Option<&'static str>,
    /// The tag with a country, for programs that want one; nothing: the tag as somebody wrote it.
    pub locale: Option<&'static str>,
    /// The locale of citations; nothing: the tag as somebody wrote it.
    pub citations: Option<&'static str>,
    /// The language in whose alphabetical order its words stand; nothing: its own.
    pub order: Option<&'static str>,
    /// The language by whose patterns words are hyphenated; nothing: its own.
    pub hyphenation: Option<&'static str>,
    /// How Word writes a day.
    pub word_date: &'static str,
    /// The names that Word shows of styles of ours.
    pub word_styles: WordStyleNames,
    /// Names of Word's own styles in it, in small letters, as some programs write them into files.
    pub built_in_styles: &'static [(&'static str, BuiltInStyle)],
    /// The title of a book without one.
    pub untitled: &'static str,
    /// The word by which the file of the short book is told from that of the book.
    pub short_book: &'static str,
    /// The names of files that are made beside the pages of a book.
    pub files: FileNames,
    /// The names of places that are no headings.
    pub anchors: AnchorNames,
    /// The names of what open data of terms speaks of beside the terms.
    pub open_data: OpenDataNames,
    /// The answer that says that nobody did.
    pub nobody: &'static str,
    /// The name of a translator that is a program.
    pub machine: &'static str,
    /// The weights of the digits in the number of an organisation, whose sum 11 divides; none: any number may be one.
    pub organisation_weights: &'static [u32],
    /// The word between the last two of a list.
    pub and: &'static str,
    /// The numbers from two on that stand as words in running text; none: all are figures.
    pub number_words: &'static [&'static str],
    /// The marks of guidance in documents.
    pub guidance: Option<Guidance>,
    /// The names of blocks that are made from the book.
    pub blocks: Option<BlockNames>,
    /// The keys by which a page tells how it came about.
    pub origin: OriginKeys,
    /// Its letters.
    pub letters: Letters,
    /// Spaces at which no line breaks.
    pub spaces: Spaces,
    /// The words for places in works.
    pub places: &'static [(&'static str, WorkPlace)],
    /// How its words are inflected; nothing: only listed forms are known.
    pub inflection: Option<Inflection>,
    /// The ways in which a word gets the ending of a genitive.
    pub genitive: Genitive,
    /// How its words are put together.
    pub compounds: Option<Compounds>,
    /// Endings that may stand in parentheses after a word: «pasient(er)».
    pub bracketed: &'static [&'static str],
    /// Rules for where an ambiguous word is a term, in the format that the text itself tells.
    pub rules: &'static str,
    /// Words that decide what holds: that turn a sentence round, say how binding it is, or count.
    pub weighty: &'static str,
    /// Words that make a clause of a label, which reads as one within a sentence only in quotation marks: «Hvem dere kan
    /// spørre».
    pub of_clauses: &'static [&'static str],
    /// The treatment of words by the search.
    pub search: Search,
    /// Catalogue of the program's sentences in it, in the format of gettext, or in a program that must be small the name
    /// of one; empty: it is said in English.
    pub said: &'static str,
}

/// The names of files that are made beside the pages of a book, as whoever reads or publishes it meets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileNames {
    /// The page of all that a search finds.
    pub search: &'static str,
    /// The page of the workshop.
    pub workshop: &'static str,
    /// The page of what has changed.
    pub changes: &'static str,
    /// Name of the feed of changes, for programs that follow it.
    pub feed: &'static str,
    /// The rules for questions.
    pub questions: &'static str,
    /// The whole site in one file.
    pub site: &'static str,
    /// The terms as a table.
    pub terms_table: &'static str,
    /// The terms as open data, in Turtle.
    pub terms_turtle: &'static str,
    /// The terms as open data, in JSON-LD.
    pub terms_jsonld: &'static str,
    /// The ending of the list of what colleagues wrote in a Word file.
    pub remarks: &'static str,
    /// The folder of `cli/new/` with the files that publish a book: the language that their comments are in.
    pub publishing: &'static str,
    /// The workflow by which GitHub publishes a book.
    pub workflow: &'static str,
}

/// The names of places that are no headings, as they stand in addresses that readers copy. What there are many of on a page
/// has the beginning of its name here, and its own id after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct AnchorNames {
    /// The beginning of a choice's.
    pub choice: &'static str,
    /// The beginning of a field's.
    pub field: &'static str,
    /// The beginning of a question's.
    pub question: &'static str,
    /// The beginning of an outcome's.
    pub outcome: &'static str,
    /// The beginning of a statement's.
    pub statement: &'static str,
    /// The beginning of that of a term that another is not the same as.
    pub difference: &'static str,
    /// The section of what a document asks for.
    pub fields: &'static str,
    /// The section of advice.
    pub advice: &'static str,
    /// The section of questions.
    pub questions: &'static str,
    /// The section of outcomes.
    pub outcomes: &'static str,
    /// The section of the figure of a decision.
    pub figure: &'static str,
    /// The section of statements.
    pub statements: &'static str,
    /// The section of what is to be done.
    pub plan: &'static str,
    /// The beginning of a way through a decision, before the answers.
    pub answers: &'static str,
    /// The section of differences between terms; this name and those below stand after `ui_`.
    pub differences: &'static str,
    /// The beginning of a work's that a page stands on.
    pub source: &'static str,
    /// The beginning of a work's in the list of all.
    pub work: &'static str,
    /// The beginning of a letter's in an index.
    pub letter: &'static str,
    /// The place in an index of all that begins with no letter.
    pub no_letter: &'static str,
}

/// The names of what open data of terms speaks of beside the terms, as their addresses have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenDataNames {
    /// Whom to turn to.
    pub contact: &'static str,
    /// All terms of a book.
    pub collection: &'static str,
    /// The relation of a term to the one above it.
    pub broader: &'static str,
    /// The beginning of what a term means, before the tag of a language.
    pub meaning: &'static str,
}

/// The names that Word shows of styles of ours.
#[derive(Debug, Clone, Copy)]
pub struct WordStyleNames {
    /// Text that stands as it is written in Markdown.
    pub mark: &'static str,
    /// Words beside that, which tell what it means.
    pub mark_explained: &'static str,
    /// A paragraph that is a mark.
    pub mark_line: &'static str,
    /// A paragraph of code.
    pub code: &'static str,
    /// Code within a text.
    pub code_text: &'static str,
    /// A box to tick.
    pub choice: &'static str,
    /// A term that is explained.
    pub term: &'static str,
    /// Meaning of a term.
    pub definition: &'static str,
    /// A line across.
    pub rule: &'static str,
    /// Nothing, between what would else be one.
    pub space: &'static str,
    /// Guidance on how to fill in.
    pub guidance: &'static str,
    /// The title of that.
    pub guidance_title: &'static str,
    /// An alert.
    pub alert: &'static str,
    /// The title of that.
    pub alert_title: &'static str,
    /// The condition of what follows.
    pub condition: &'static str,
    /// The text of a cell.
    pub cell: &'static str,
    /// A blank that is left in a finished document.
    pub missing: &'static str,
    /// A table with lines between its cells.
    pub table: &'static str,
    /// A table of one cell, round blocks.
    pub frame: &'static str,
}

/// The sort of a style that Word has by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltInStyle {
    /// The title of a document.
    Title,
    /// The line below it.
    Subtitle,
    /// A heading, with its level behind the name.
    Heading,
    /// An item with a bullet.
    Bullet,
    /// An item with a number.
    Number,
    /// A quotation.
    Quote,
    /// A list of contents.
    Contents,
}

/// The marks of guidance in documents, without `[!` and `]`.
#[derive(Debug, Clone, Copy)]
pub struct Guidance {
    /// Help for whoever fills in.
    pub help: &'static str,
    /// Guidance on the law.
    pub law: &'static str,
    /// Guidance on what to write in place of something.
    pub instead: &'static str,
    /// An addition of the book to its sources, on any page; in small letters the class of a heading whose section is that.
    pub addition: &'static str,
}

/// Keys of front matter by which a page tells how it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginKeys {
    /// Who of those it is about took part.
    pub involved: &'static str,
    /// The state of what it says of law.
    pub law: &'static str,
    /// Within that: the month in which it was written.
    pub written: &'static str,
    /// Within that: who checked it.
    pub checked: &'static str,
}

/// The keys of the origin of a page in every language of the table.
pub fn origin_keys() -> impl Iterator<Item = &'static OriginKeys> {
    TABLE.iter().map(|row| &row.origin)
}

/// Names of blocks that are made from the book, without `{{#` and `}}`.
#[derive(Debug, Clone, Copy)]
pub struct BlockNames {
    /// The roles side by side.
    pub roles: &'static str,
    /// The alphabetical index of terms.
    pub index: &'static str,
    /// All sources.
    pub literature: &'static str,
    /// The documents to fill in.
    pub documents: &'static str,
    /// Tiles to start from.
    pub entrances: &'static str,
    /// The steps of the way that readers go.
    pub steps: &'static str,
    /// The files that readers may take with them.
    pub downloads: &'static str,
    /// The figure of the roles.
    pub role_figure: &'static str,
    /// The steps whose pages have times, each as a line.
    pub timeline: &'static str,
}

/// The letters of a language. Accents need no table: a letter that is not the language's own is
/// read without them.
#[derive(Debug, Clone, Copy)]
pub struct Letters {
    /// Those that stand beside a to z.
    pub own: &'static str,
    /// Letters that a keyboard may lack, and what is typed for them: so the search reads them.
    pub typed: &'static [(char, &'static str)],
    /// Two letters that are typed for one, and what the search reads them as.
    pub pairs: &'static [(&'static str, &'static str)],
    /// Letters as they stand in an address.
    pub address: &'static [(char, &'static str)],
    /// Letters of neighbours, and the letter that is the same here.
    pub alike: &'static [(char, char)],
    /// Two letters that stand under one in the index, in small letters.
    pub index: &'static [(&'static str, char)],
    /// The address of a text without letters.
    pub nameless: &'static str,
}

/// Words at whose space no line breaks.
#[derive(Debug, Clone, Copy)]
pub struct Spaces {
    /// Words that stay with the number after them.
    pub before_numbers: &'static [&'static str],
    /// Words that stay with the number before them.
    pub after_numbers: &'static [&'static str],
}

/// The kind of place that something stands at in a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkPlace {
    /// On a page.
    Page,
    /// In a chapter.
    Chapter,
    /// In a part.
    Part,
    /// In a section.
    Section,
}

/// The ways in which a word gets the ending of a genitive.
#[derive(Debug, Clone, Copy)]
pub struct Genitive {
    /// The ending that any word may get.
    pub any: &'static str,
    /// The ending that most words get; empty: nothing but that.
    pub most: &'static str,
    /// The ending of a word that ends in one of `hissing`.
    pub after_hissing: &'static str,
    /// The letters after which a word gets `after_hissing` in place of `most`.
    pub hissing: &'static [char],
}

/// The ways in which words are put together.
#[derive(Debug, Clone, Copy)]
pub struct Compounds {
    /// Letters that may join two parts.
    pub joints: &'static [&'static str],
    /// Words that may stand last, each line a noun and the code of its inflection.
    pub heads: &'static str,
    /// Where words break at the end of a line, a line each: `sam-`, a first part that is no word by itself; `ivare-ta`, a
    /// beginning of words.
    pub breaks: &'static str,
    /// Ends of adjectives and participles, which make no compound noun.
    pub adjectival: &'static [&'static str],
    /// The endings of an abbreviation after its hyphen: «DPS-et».
    pub abbreviations: &'static [&'static str],
}

/// The treatment of words by the search.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// The stemmer that brings the forms of a word together.
    pub stemmer: Option<Stemmer>,
    /// Words that say nothing about what a text is about, in any language that readers write.
    pub stop: &'static [&'static str],
    /// Endings that make one kind of word of another, «tilpasning» and «tilpasse», and those that the stemmer leaves.
    pub derived: &'static [&'static str],
    /// Beginnings that turn a word around: «umyndig».
    pub turned: &'static [&'static str],
    /// Words that readers write in other languages for common words.
    pub foreign: &'static [Foreign],
}

/// A stemmer of the Snowball project.
#[derive(Debug, Clone, Copy)]
pub struct Stemmer {
    /// In the program.
    pub algorithm: rust_stemmers::Algorithm,
    /// In the browser: the theme's script `js/stammer-NAME/`.
    pub script: &'static str,
    /// The endings it may take away from a word, step by step from the last to the first; a step
    /// is words with spaces between them.
    pub endings: &'static [&'static str],
}

/// Words of another language for words of this one.
#[derive(Debug, Clone, Copy)]
pub struct Foreign {
    /// The tag of that language.
    pub tag: &'static str,
    /// Lines `word: other other`.
    pub words: &'static str,
    /// Endings that its words have and the list has not, the longest first.
    pub endings: &'static [&'static str],
    /// Whether its words are looked for within compounds too.
    pub within: bool,
    /// Whether a word of the list that a book has too stands beside the word it is written for.
    pub near: bool,
}

impl Default for Letters {
    fn default() -> Self {
        UNKNOWN.letters
    }
}

impl Language {
    /// A language of which nothing is known but its letters a to z. Rows are written as what they
    /// have beside it.
    #[must_use]
    pub const fn unknown() -> Self {
        Self {
            tag: "und",
            also: &[],
            name: "",
            familiar: "",
            fallback: None,
            locale: None,
            citations: None,
            order: None,
            hyphenation: None,
            word_date: "yyyy-MM-dd",
            word_styles: ENGLISH_WORD_STYLES,
            built_in_styles: &[],
            untitled: "Untitled",
            short_book: "short",
            files: FileNames {
                search: "search.html",
                workshop: "workshop.html",
                changes: "changes.html",
                feed: "changes.atom",
                questions: "questions.js",
                site: "site.zip",
                terms_table: "terms.csv",
                terms_turtle: "terms.ttl",
                terms_jsonld: "terms.jsonld",
                remarks: "remarks.md",
                publishing: "en",
                workflow: ".github/workflows/site.yml",
            },
            anchors: ENGLISH_ANCHORS,
            open_data: OpenDataNames {
                contact: "contact",
                collection: "collection",
                broader: "broader",
                meaning: "means-",
            },
            nobody: "no",
            machine: "machine",
            organisation_weights: &[],
            and: "and",
            number_words: &[],
            guidance: None,
            blocks: None,
            origin: OriginKeys { involved: "involved", law: "law", written: "written", checked: "checked" },
            letters: Letters {
                own: "",
                typed: &[],
                pairs: &[],
                address: &[],
                alike: &[],
                index: &[],
                nameless: "part",
            },
            spaces: Spaces { before_numbers: &[], after_numbers: &["%"] },
            places: &[("§ ", WorkPlace::Section)],
            inflection: None,
            genitive: Genitive { any: "'s", most: "", after_hissing: "'", hissing: &['s', 'x', 'z'] },
            compounds: None,
            bracketed: &[],
            rules: "",
            weighty: "",
            of_clauses: &[],
            search: Search { stemmer: None, stop: &[], derived: &[], turned: &[], foreign: &[] },
            said: "",
        }
    }

    /// The name that readers choose it by: of a language that is not known, the tag as somebody wrote it.
    #[must_use]
    pub fn chosen_as<'a>(&self, written: &'a str) -> &'a str
    where
        Self: 'a,
    {
        [self.familiar, self.name, written].into_iter().find(|name| !name.is_empty()).unwrap_or(written)
    }

    /// The tag with a country: the one that was written, else the row's; of a language that is not known, the tag as
    /// somebody wrote it.
    #[must_use]
    pub fn locale<'a>(&self, written: &'a str) -> &'a str
    where
        Self: 'a,
    {
        let country = written.strip_prefix(self.tag).and_then(|rest| rest.strip_prefix('-'));
        if country.is_some_and(is_country) { written } else { self.locale.unwrap_or(written) }
    }

    /// The thing that a label names, as one speaks of it: «stillingstittelen», «datoen for møtet»; nothing where that
    /// cannot be told.
    #[must_use]
    pub fn definite(&self, label: &str) -> Option<String> {
        let inflection = self.inflection.filter(|inflection| !inflection.after_noun.is_empty())?;
        let end = label.find(' ').unwrap_or(label.len());
        let (word, rest) = label.split_at(end);
        let next = rest.split_whitespace().next();
        if next.is_some_and(|next| !inflection.after_noun.contains(&next)) {
            return None;
        }
        let heads = self.compounds.map_or("", |compounds| compounds.heads).lines();
        let head = heads.filter_map(|line| line.split_once(' ')).filter(|(head, _)| word.ends_with(head));
        let (head, code) = head.max_by_key(|(head, _)| head.len())?;
        let first = &word[..word.len() - head.len()];
        if !first.is_empty() && first.chars().count() < SHORTEST_PART {
            return None;
        }
        let definite = inflection.noun(head, code.trim()).ok().filter(|_| code.trim() != "adjn")?.into_iter().nth(1)?;
        Some(format!("{first}{definite}{rest}"))
    }

    /// The code by whose patterns words are hyphenated.
    #[must_use]
    pub fn hyphenation<'a>(&self, written: &'a str) -> &'a str {
        self.hyphenation.unwrap_or_else(|| written.split(['-', '_']).next().unwrap_or(written))
    }
}

/// The letters that the first part of a compound has at least.
const SHORTEST_PART: usize = 3;

/// Whether a part of a tag is a country: two letters, or three figures.
fn is_country(part: &str) -> bool {
    part.len() == 2 && part.chars().all(|c| c.is_ascii_alphabetic())
        || part.len() == 3 && part.chars().all(|c| c.is_ascii_digit())
}

/// The names of places in a language that is not known.
const ENGLISH_ANCHORS: AnchorNames = AnchorNames {
    choice: "choice-",
    field: "field-",
    question: "question-",
    outcome: "outcome-",
    statement: "statement-",
    difference: "not-",
    fields: "part-fields",
    advice: "part-advice",
    questions: "part-questions",
    outcomes: "part-outcomes",
    figure: "part-figure",
    statements: "part-statements",
    plan: "part-plan",
    answers: "answers/",
    differences: "not-same",
    source: "source-",
    work: "work-",
    letter: "letter-",
    no_letter: "letter-other",
};

/// The names of styles in a language that is not known.
const ENGLISH_WORD_STYLES: WordStyleNames = WordStyleNames {
    mark: "Markdown mark",
    mark_explained: "Mark explained",
    mark_line: "Mark line",
    code: "Code block",
    code_text: "Code text",
    choice: "Choice item",
    term: "Explained term",
    definition: "Explanation of term",
    rule: "Line across",
    space: "Space between",
    guidance: "Guidance",
    guidance_title: "Guidance title",
    alert: "Alert",
    alert_title: "Alert title",
    condition: "Condition",
    cell: "Cell",
    missing: "Missing",
    table: "Ruled table",
    frame: "Frame",
};

/// The row for a language that no row is about.
static UNKNOWN: Language = Language::unknown();

/// Every language that is known: one line each, in the order in which a term's words are shown.
pub const TABLE: &[&Language] = &[&nb::ROW, &nn::ROW, &en::ROW];

/// The languages a book is built with: the table, and what somebody adds to it.
#[derive(Debug, Clone)]
pub struct Languages {
    rows: Vec<&'static Language>,
    /// Every tag that names one, with the row.
    tags: Vec<(&'static str, &'static Language)>,
}

impl std::fmt::Debug for Language {
    /// The tag alone: all else of it is written down in the program, and is long.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("Language").field(&self.tag).finish()
    }
}

impl Default for Languages {
    fn default() -> Self {
        TABLE.iter().fold(Self { rows: Vec::new(), tags: Vec::new() }, |languages, row| languages.with(row))
    }
}

impl PartialEq for Languages {
    fn eq(&self, other: &Self) -> bool {
        self.rows.iter().map(|row| row.tag).eq(other.rows.iter().map(|row| row.tag))
    }
}

impl Languages {
    /// The same with one more.
    #[must_use]
    pub fn with(mut self, row: &'static Language) -> Self {
        self.tags.extend(std::iter::once(&row.tag).chain(row.also).map(|tag| (*tag, row)));
        self.rows.push(row);
        self
    }

    /// The language that a tag names; `None` where it is no tag or no row is about it.
    #[must_use]
    pub fn find(&self, tag: &str) -> Option<&'static Language> {
        // Most tags are written as the table has them.
        let same = self.tags.iter().position(|(known, _)| *known == tag);
        let number = same.or_else(|| negotiate(tag, self.tags.iter().map(|(known, _)| *known)))?;
        Some(self.tags[number].1)
    }

    /// The language that a tag names; what is done in an unknown one where there is none.
    #[must_use]
    pub fn of(&self, tag: &str) -> &'static Language {
        self.find(tag).unwrap_or(&UNKNOWN)
    }

    /// Whether two tags name one language.
    #[must_use]
    pub fn are_same(&self, one: &str, other: &str) -> bool {
        let row = |tag: &str| self.find(tag).map(|row| row.tag);
        one == other || row(one).is_some_and(|known| row(other) == Some(known))
    }

    /// Every row, in order.
    pub fn rows(&self) -> impl Iterator<Item = &'static Language> {
        self.rows.iter().copied()
    }
}

/// A tag as BCP 47 writes it, whoever wrote it: `nb_NO` is `nb-NO`, `EN_us` is `en-US`. What is no tag is as it was
/// written, with `-` between its parts.
#[must_use]
pub fn bcp47(tag: &str) -> String {
    match convert_vec_str_to_langids([tag]).ok().as_deref() {
        Some([identifier]) if !identifier.language.is_empty() => identifier.to_string(),
        _ => tag.replace('_', "-"),
    }
}

/// Whether a text can be the tag of a language in any format that a book is written in.
#[must_use]
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let is_language = (2..=3).contains(&language.len()) && language.chars().all(|c| c.is_ascii_alphabetic());
    is_language && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// The position of the tag that suits best what is asked for, where one does.
#[must_use]
pub fn negotiate<'a>(wanted: &'a str, known: impl Iterator<Item = &'a str>) -> Option<usize> {
    let wanted = convert_vec_str_to_langids([wanted]).ok()?;
    if wanted.iter().any(|tag| tag.language.is_empty()) {
        return None;
    }
    let known = convert_vec_str_to_langids(known).ok()?;
    let found = *filter_matches(&wanted, &known, NegotiationStrategy::Lookup).first()?;
    known.iter().position(|tag| std::ptr::eq(tag, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_spoken_of_in_the_definite_form_where_that_can_be_told() {
        let languages = Languages::default();
        for (tag, label, expected) in [
            ("nb", "stillingstittel", Some("stillingstittelen")),
            ("nb", "arbeidsgiver", Some("arbeidsgiveren")),
            ("nb", "dato for møtet", Some("datoen for møtet")),
            ("nb", "nivå", Some("nivået")),
            ("nb", "nærmeste leder", None),
            ("nb", "antall stillinger", None),
            ("nb", "oppgaver som trenger erfaringen", None),
            ("nb", "kort om stedet", None),
            ("nb", "hvem dere spør", None),
            ("nn", "stillingsstorleik", Some("stillingsstorleiken")),
            ("nn", "rettleiing", Some("rettleiinga")),
            ("en", "position title", None),
            ("nb", "", None),
        ] {
            assert_eq!(languages.of(tag).definite(label).as_deref(), expected, "{label}");
        }
    }

    #[test]
    fn tags_are_negotiated() {
        let languages = Languages::default();
        for (written, row) in [
            ("nb", "nb"),
            ("nb-NO", "nb"),
            ("nb_NO", "nb"),
            ("NB", "nb"),
            ("no", "nb"),
            ("no-NO", "nb"),
            ("nn", "nn"),
            ("nn-NO", "nn"),
            ("en-GB", "en"),
            ("en-US", "en"),
            ("de", "und"),
            ("norsk!", "und"),
            ("und", "und"),
            ("", "und"),
        ] {
            assert_eq!(languages.of(written).tag, row, "{written}");
        }
        for (one, other, same) in
            [("no", "nb-NO", true), ("de", "de", true), ("nb", "nn", false), ("de", "se", false), ("de", "en", false)]
        {
            assert_eq!(languages.are_same(one, other), same, "{one} {other}");
        }
        assert_eq!(negotiate("se-NO", ["nb", "se"].into_iter()), Some(1));
        assert_eq!(negotiate("de", ["nb", "se"].into_iter()), None);
    }

    #[test]
    fn tags_are_written_as_bcp_47() {
        for (written, tag) in [
            ("nb", "nb"),
            ("nb_NO", "nb-NO"),
            ("EN_us", "en-US"),
            ("de_AT", "de-AT"),
            ("ZH_hant_tw", "zh-Hant-TW"),
            ("no", "no"),
            ("x_klingon", "x-klingon"),
            ("norsk!", "norsk!"),
            ("", ""),
        ] {
            assert_eq!(bcp47(written), tag, "{written}");
        }
    }

    #[test]
    fn what_is_no_tag_is_told_from_tags() {
        for (text, is_one) in [
            ("nb", true),
            ("fkv", true),
            ("zh-Hant-TW", true),
            ("en-150", true),
            ("", false),
            ("x-klingon", false),
            ("norsk", false),
            ("på svensk", false),
            ("en-\" onclick=", false),
            ("en-", false),
        ] {
            assert_eq!(is_tag(text), is_one, "{text}");
        }
    }

    #[test]
    fn a_country_that_was_written_is_kept() {
        let languages = Languages::default();
        for (written, locale) in [
            ("en", "en-GB"),
            ("en-US", "en-US"),
            ("en-GB", "en-GB"),
            ("en-150", "en-150"),
            ("nb", "nb-NO"),
            ("no", "nb-NO"),
            ("no-NO", "nb-NO"),
            ("de-AT", "de-AT"),
        ] {
            assert_eq!(languages.of(written).locale(written), locale, "{written}");
        }
    }

    #[test]
    fn what_a_row_names_is_there() {
        let languages = Languages::default();
        for row in languages.rows() {
            assert!(row.fallback.is_none_or(|tag| languages.find(tag).is_some()), "{}", row.tag);
            for line in row.compounds.iter().flat_map(|compounds| compounds.heads.lines()) {
                assert_eq!(line.split(' ').count(), 2, "{line}");
            }
        }
    }
}
