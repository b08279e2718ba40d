//! Requests to the workshop, and its answers.
//!
//! In: nothing. Out: plain data. Invariant: everything here is as JSON what it is in the program.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A request.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
pub enum WorkshopRequest {
    /// Begins with a packed book, whose bytes come along.
    Open {
        /// The day: `2026-11-29`.
        today: String,
        /// The language of what is said; without a catalogue of it, English.
        #[serde(default)]
        language: String,
    },
    /// Goes on with an edition that was made before; its zip comes along.
    OpenEdition,
    /// The edition as it is.
    Edition,
    /// Sets a value of the edition's settings, or takes it out.
    Set {
        /// The table: `organisation`.
        table: String,
        /// The key in it: `name`.
        key: String,
        /// The value; nothing takes the key out.
        value: Option<GivenSetting>,
        /// Whether it goes on with what was written of it a moment ago: both are one step then.
        #[serde(default)]
        goes_on: bool,
    },
    /// Puts a picture in as the logo, whose bytes come along, or takes the logo away.
    PutLogo {
        /// The path of the picture below the content's folder; nothing: no logo of one's own.
        name: Option<String>,
    },
    /// A page, with all that can be changed of it.
    Page {
        /// Its id.
        page: String,
        /// Whether its text is to have the changes of its parts in it, as one who goes on to write it whole wants it.
        #[serde(default)]
        whole: bool,
    },
    /// Writes another text in the place of a section.
    PutPart {
        /// The page.
        page: String,
        /// The id of the section.
        part: String,
        /// The text, heading and all; nothing brings the original back, and an empty one takes the section away.
        text: Option<String>,
        /// As of `set`.
        #[serde(default)]
        goes_on: bool,
    },
    /// Writes another value in the place of one of the front matter.
    PutValue {
        /// The page.
        page: String,
        /// The way to the value.
        way: String,
        /// The value: a text, a list of texts, yes or no; of a field, its keys. Nothing brings the original back, and an
        /// empty one takes the value away where the page can be without it.
        value: Option<Value>,
        /// As of `set`.
        #[serde(default)]
        goes_on: bool,
    },
    /// Writes a page whole: in the place of one of the book, or as a new one.
    PutPage {
        /// Its id.
        page: String,
        /// The text; nothing takes the page away, or brings the original back.
        text: Option<String>,
        /// As of `set`.
        #[serde(default)]
        goes_on: bool,
    },
    /// Begins a page.
    NewPage {
        /// Its kind.
        kind: String,
        /// Its id.
        page: String,
        /// Its title.
        title: String,
        /// Its subject, in a sentence.
        summary: String,
        /// The text below its front matter; nothing: what the program begins such a page with.
        body: Option<String>,
        /// More of its front matter, by key, in the place of what the program begins such a page with.
        #[serde(default)]
        values: BTreeMap<String, Value>,
        /// Its place; a term needs no place.
        place: Option<NewPlace>,
        /// Whether its text is that of a Word file, whose bytes come along; its pictures are then laid beside it.
        #[serde(default)]
        word: bool,
    },
    /// Reads a Word file, whose bytes come along, and changes nothing.
    ReadWord {
        /// The name of the file.
        name: String,
    },
    /// Puts a file into the edition's content: a logo, a picture; its bytes come along.
    PutFile {
        /// The path below the content's folder.
        path: String,
    },
    /// Takes a file of the edition away.
    DropFile {
        /// The path below the content's folder.
        path: String,
    },
    /// Takes a page of the book out of the edition.
    TakeOut {
        /// The page.
        page: String,
        /// The target that links to it have instead.
        to: Option<String>,
    },
    /// Takes a page in again.
    TakeBack {
        /// The page.
        page: String,
    },
    /// Takes the last change back.
    Undo,
    /// Makes it again.
    Redo,
    /// Builds the edition, as far as it has changed.
    Build {
        /// Whether the other languages may wait: nothing is said of them then, and the source is the same.
        #[serde(default)]
        source: bool,
    },
    /// A page of the last book without errors, as HTML.
    Show {
        /// The page.
        page: String,
        /// The language; nothing: that of the source.
        language: Option<String>,
    },
    /// A file of the site of the last book without errors.
    File {
        /// Its path in the site.
        path: String,
    },
    /// State of the book below since the edition was made.
    Drift,
    /// Says that somebody has seen what the book below says now.
    Accept {
        /// The units, by the names and digests they were told with: `page#part@1f2e3d4c`.
        units: Vec<String>,
    },
    /// Takes what can be taken of what the book below changed.
    Merge,
    /// The edition as a zip.
    Layer,
    /// The whole site as a zip.
    Site,
}

/// A value of the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum GivenSetting {
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

/// The place of a new page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NewPlace {
    /// After a page.
    After(String),
    /// At the end of a part, by its title.
    Part(String),
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum WorkshopAnswer {
    /// The edition as it is.
    Edition(EditionState),
    /// A page.
    Page(PageState),
    /// The result of a build.
    Built(BuildReport),
    /// A page as HTML; its bytes come along.
    Shown {
        /// Its path in the site.
        path: String,
        /// Whether the edition has changed since, and cannot be built.
        is_old: bool,
    },
    /// A file of the site; its bytes come along.
    File,
    /// A Word file, as it was read.
    Word(WordState),
    /// State of the book below.
    Drift {
        /// The units, law and substance first.
        units: Vec<MovedUnit>,
    },
    /// A zip; its bytes come along.
    Zip {
        /// How many files it holds.
        files: usize,
    },
    /// Nothing was done.
    Refused {
        /// The reason, one of a closed list.
        reason: RefusedFor,
        /// More to say of it, for those who look closer.
        detail: String,
    },
}

/// The reason for which something was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusedFor {
    /// The request was not understood.
    BadRequest,
    /// No book is open.
    NotOpen,
    /// The file is no zip that can be read.
    NoZip,
    /// The zip holds more than a book can.
    TooLarge,
    /// With this the edition would be larger than one that can be opened again.
    NoRoom,
    /// A file in the zip would lie outside its folder, or under a name that some system refuses.
    UnsafePath,
    /// The zip holds two files of one name.
    SameName,
    /// The zip holds no book.
    NoBook,
    /// The zip holds a book that is no edition.
    NoEdition,
    /// The settings cannot be read, or have no place for this.
    BadSettings,
    /// There is no such page.
    NoPage,
    /// There is no such part or value on the page.
    NoPart,
    /// The part stands in a file that several pages include.
    PartElsewhere,
    /// The id, path or value cannot be used.
    BadValue,
    /// There is a page with this id.
    PageThere,
    /// There is nothing to take back, or to make again.
    NothingToUndo,
    /// The book cannot be built as it stands.
    HasErrors,
    /// Refusal where what was shown is not what the book below says now.
    OtherDigest,
    /// The Word file cannot be read.
    BadWordFile,
}

/// The edition as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EditionState {
    /// The title of the book below.
    pub base: String,
    /// The languages of the book, the source first.
    pub languages: Vec<String>,
    /// Values of the edition's own settings: `organisation.name`.
    pub settings: BTreeMap<String, GivenSetting>,
    /// The kinds of pages.
    pub kinds: Vec<KindState>,
    /// The kinds of organisation that the book knows: value and name.
    pub employers: Vec<(String, String)>,
    /// The purposes of documents that the book knows: value and name.
    pub purposes: Vec<(String, String)>,
    /// The parts of the book with their pages, in order.
    pub parts: Vec<ListedPart>,
    /// The edition's own files, by path.
    pub files: Vec<String>,
    /// Whether there is something to take back.
    pub can_undo: bool,
    /// Whether there is something to make again.
    pub can_redo: bool,
}

/// A kind of pages: all that forms ask of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindState {
    /// The name that pages and requests have.
    pub name: &'static str,
    /// Whether one can begin a page of it.
    pub is_offered: bool,
    /// Whether its pages are terms.
    pub is_term: bool,
    /// Whether a Word file becomes a page of it.
    pub of_text: bool,
    /// The keys of front matter that its pages have beside those of all pages: `fields`.
    pub keys: Vec<&'static str>,
}

/// A part of the book.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedPart {
    /// Its title; nothing for pages before the first part.
    pub title: Option<String>,
    /// Whether its pages are those that the summary does not name: terms.
    pub is_unlisted: bool,
    /// Its pages, in order.
    pub pages: Vec<ListedPage>,
}

/// A page of the book or of the edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedPage {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// How deep it lies below its part.
    pub depth: usize,
    /// The edition's way with it.
    pub change: PageChange,
    /// The parts and values that the edition changes: `#id`, or the way to a value.
    pub changes: Vec<String>,
}

/// The deed of an edition with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageChange {
    /// Nothing.
    None,
    /// It changes parts of it.
    Changed,
    /// It has another page in its place.
    Replaced,
    /// It brings it.
    Own,
    /// It does without it.
    TakenOut,
}

/// A page, with all that can be changed of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageState {
    /// Its id.
    pub id: String,
    /// Its title in the book below, or its own.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// The edition's way with it.
    pub change: PageChange,
    /// Its whole text: the edition's where it brings the page whole, else the original.
    pub text: String,
    /// Its sections, where parts of it can be changed.
    pub parts: Vec<PartState>,
    /// The values of its front matter.
    pub values: Vec<ValueState>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartState {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The original text.
    pub original: String,
    /// The edition's text; nothing where it changes nothing, an empty one where it takes the section away.
    pub own: Option<String>,
    /// Why it cannot be changed here: the file that several pages include.
    pub elsewhere: Option<String>,
}

/// A value of front matter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueState {
    /// The way to it.
    pub way: String,
    /// The original value.
    pub original: Value,
    /// The edition's value; nothing where it changes nothing, an empty one where it takes the value away.
    pub own: Option<Value>,
}

/// A Word file, as it was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WordState {
    /// Its title, as text.
    pub title: Option<String>,
    /// The line below the title.
    pub summary: Option<String>,
    /// How many pictures come along.
    pub pictures: usize,
    /// Losses on the way: what does not come along as it stands there.
    pub problems: Vec<Problem>,
    /// Comments and tracked changes, which do not come along.
    pub remarks: Vec<RemarkState>,
}

/// A remark or a change of a colleague in a Word file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemarkState {
    /// The key of what it is, among the texts of the interface.
    pub sort: &'static str,
    /// Who.
    pub author: String,
    /// The text that is spoken of, or was changed.
    pub about: String,
    /// Words on it; nothing of a change.
    pub says: String,
}

/// The result of a build.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BuildReport {
    /// Whether the book can be shown and handed over as it stands.
    pub is_sound: bool,
    /// Everything there is to say, in the order of its places.
    pub problems: Vec<Problem>,
    /// The pages whose text is another one than when this was told last.
    pub changed: Vec<String>,
}

/// Something to say of the edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// The diagnostic, as `brobygger check --format json` has it: code, severity, message, file, line, column, span,
    /// help, notes, related.
    #[serde(flatten)]
    pub said: Value,
    /// The page it is about.
    pub page: Option<String>,
    /// The section of it.
    pub part: Option<String>,
    /// The heading that the place stands under.
    pub heading: Option<String>,
    /// The value it is about: the way to it in front matter, or `table.key` of the settings.
    pub way: Option<String>,
    /// Its line in the text that one sees who changes it: that of the section, or that of the page below its front matter.
    pub shown_line: Option<usize>,
    /// Whether it is about text of the edition itself.
    pub is_own: bool,
}

/// A unit of the book below that concerns the edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MovedUnit {
    /// Its name, as `brobygger edition status` has it.
    pub name: String,
    /// The page.
    pub page: String,
    /// The unit on it.
    pub unit: String,
    /// The title of the page.
    pub page_title: String,
    /// Title of the unit on the page; nothing of a whole page.
    pub unit_title: Option<String>,
    /// Its state.
    pub state: &'static str,
    /// Whether the edition should not be published before somebody has looked.
    pub is_urgent: bool,
    /// Whether it says what the law says.
    pub is_law: bool,
    /// A short name for what the book below says now.
    pub digest: Option<String>,
    /// Text of the book below when it was accepted.
    pub then: Option<String>,
    /// Its text now.
    pub now: Option<String>,
    /// The edition's text.
    pub ours: String,
    /// Its place now.
    pub elsewhere: Option<String>,
    /// The difference between then and now, word by word: `=` kept, `-` gone, `+` new.
    pub difference: Vec<(char, String)>,
}
