//! The container of a Word file: a zip with parts in XML.
//!
//! In: bytes that anybody may have sent. Out: the parts that are asked for, each unpacked when it is.
//!
//! Invariant: what the file says of its own sizes is not believed, and names in it are only looked up: nothing is ever
//! written to a path that it names.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

use super::xml::{attribute, is};
use crate::said::{Phrase, said};
use crate::sink::path_from;

/// The most files that a Word file may hold.
const MOST_FILES: usize = 10_000;
/// The most bytes of text that are unpacked of one file.
const MOST_TEXT: u64 = 96 << 20;
/// The most bytes of pictures that are unpacked of one file.
const MOST_PICTURES: u64 = 256 << 20;
/// A part that is larger than this may not be larger still than its packed bytes, [`MOST_RATIO`] times.
const LARGE: u64 = 16 << 20;
/// How many times larger than its packed bytes a large part may be: text of Word is ten to thirty times.
const MOST_RATIO: u64 = 200;
/// The deepest nesting of elements: of the deepest tables that people make it is below eighty.
const MOST_DEEP: usize = 200;
/// The most elements, attributes and texts of one part.
const MOST_NODES: u32 = 4_000_000;

/// The reason for which a file cannot be read as a Word file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WordFault {
    /// It is opened with a password.
    Encrypted,
    /// The form that Word wrote before 2007.
    OldWord,
    /// A file of another program, as a sentence.
    Other(Phrase),
    /// Neither a zip nor anything that is known.
    Unknown,
    /// The zip or a part of it is damaged; how.
    Damaged(Phrase),
    /// More than any Word file needs; of what.
    TooMuch(Phrase),
}

impl WordFault {
    /// The fault as a sentence about the file.
    pub(super) fn message(&self) -> Phrase {
        match self {
            Self::Encrypted => said!("the file is opened with a password"),
            Self::OldWord => said!("this is a file of a Word from before 2007"),
            Self::Other(sentence) => sentence.clone(),
            Self::Unknown => said!("this is no Word file"),
            Self::Damaged(how) => said!("the file is damaged: {how}", how),
            Self::TooMuch(what) => said!("the file holds more than is read: {what}", what),
        }
    }

    /// The way out.
    pub(super) fn help(&self) -> Phrase {
        match self {
            Self::Encrypted => said!("open it in Word, take the password away under File > Info, and save it"),
            Self::OldWord | Self::Other(_) => said!("open it in Word or LibreOffice, and save it as .docx"),
            Self::Unknown => said!("name a file that Word, LibreOffice or Google Docs has saved as .docx"),
            Self::Damaged(_) => said!("open it in Word or LibreOffice, which may mend it, and save it anew"),
            Self::TooMuch(_) => said!("if you trust it, copy its text into a new file, and save that as .docx"),
        }
    }
}

/// A Word file that is open.
pub(super) struct WordContainer<'a> {
    zip: RefCell<ZipArchive<Cursor<&'a [u8]>>>,
    names: BTreeSet<String>,
    /// Bytes that may still be unpacked: of text, of pictures.
    left: [Cell<u64>; 2],
    /// The path of the main part.
    pub(super) main: String,
    /// Whether it has macros.
    pub(super) has_macros: bool,
}

impl<'a> WordContainer<'a> {
    /// Opens a file.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, WordFault> {
        known_other(bytes)?;
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if zip.len() > MOST_FILES {
            return Err(WordFault::TooMuch(said!("more than {most} files", most = MOST_FILES)));
        }
        if zip.has_duplicate_names() {
            return Err(WordFault::Damaged(said!("two of its files have one name")));
        }
        let mut names = BTreeSet::new();
        for number in 0..zip.len() {
            let file = zip.by_index_raw(number).map_err(|error| damaged(&error))?;
            names.insert(file.name().map_err(|error| damaged(&error))?.into_owned());
        }
        let left = [Cell::new(MOST_TEXT), Cell::new(MOST_PICTURES)];
        let zip = RefCell::new(zip);
        let mut container = Self { zip, names, left, main: String::new(), has_macros: false };
        container.main = container.main_part()?;
        let types = container.text("[Content_Types].xml")?.unwrap_or_default();
        container.has_macros = types.contains("macroEnabled") || container.has("word/vbaProject.bin");
        Ok(container)
    }

    fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The path of the main part, as the file says; or what the file is, where it has none.
    fn main_part(&self) -> Result<String, WordFault> {
        let named = match self.text("_rels/.rels")? {
            Some(text) => relations(&text)?
                .into_iter()
                .find(|relation| relation.kind == "officeDocument")
                .map(|relation| relation.target.trim_start_matches('/').to_owned()),
            None => None,
        };
        match named.filter(|name| self.has(name)) {
            Some(name) if !name.starts_with("xl/") && !name.starts_with("ppt/") => Ok(name),
            _ if self.has("word/document.xml") => Ok("word/document.xml".into()),
            _ => Err(WordFault::Other(self.other())),
        }
    }

    /// Kind of the file, where it has no main part.
    fn other(&self) -> Phrase {
        let kinds = [
            ("xl/workbook.xml", said!("this is no Word file, but a spreadsheet")),
            ("ppt/presentation.xml", said!("this is no Word file, but a presentation")),
            ("content.xml", said!("this is no Word file, but a file of LibreOffice")),
            ("META-INF/container.xml", said!("this is no Word file, but a book for reading devices")),
            ("book.toml", said!("this is no Word file, but a packed book")),
        ];
        let other = kinds.into_iter().find(|(name, _)| self.has(name));
        other.map_or_else(|| said!("this is no Word file, but a zip of other files"), |(_, sentence)| sentence)
    }

    /// The text of a part; nothing where there is none.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, WordFault> {
        let Some(bytes) = self.unpacked(name, &self.left[0])? else { return Ok(None) };
        Ok(Some(decoded(bytes)?))
    }

    /// A picture; nothing where there is none.
    pub(super) fn picture(&self, name: &str) -> Result<Option<Vec<u8>>, WordFault> {
        self.unpacked(name, &self.left[1])
    }

    fn unpacked(&self, name: &str, left: &Cell<u64>) -> Result<Option<Vec<u8>>, WordFault> {
        if !self.has(name) {
            return Ok(None);
        }
        let mut zip = self.zip.borrow_mut();
        let mut file = zip.by_name(name).map_err(|error| damaged(&error))?;
        let packed = file.compressed_size().max(1);
        let most = left.get().min(LARGE.max(packed.saturating_mul(MOST_RATIO)));
        let mut bytes = Vec::new();
        let read = file.by_ref().take(most + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))? as u64;
        if read > most {
            return Err(WordFault::TooMuch(said!("`{name}` unpacks to more than {most} MB", name, most = most >> 20)));
        }
        left.set(left.get() - read);
        Ok(Some(bytes))
    }

    /// The path of a part that lies beside the main one. Where it leads out of the file it is as it stands there, which no
    /// part is called.
    pub(super) fn beside(&self, target: &str) -> String {
        path_from(&self.main, target).unwrap_or_else(|| target.to_owned())
    }

    /// The targets of a part.
    pub(super) fn relations_of(&self, part: &str) -> Result<Vec<WordRelation>, WordFault> {
        let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
        let path = format!("{folder}/_rels/{name}.rels");
        self.text(path.trim_start_matches('/'))?.map_or_else(|| Ok(Vec::new()), |text| relations(&text))
    }

    /// The parts whose names begin so, in order.
    pub(super) fn parts_below(&self, folder: &str) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).filter(move |name| name.starts_with(folder))
    }
}

/// Something that a part leads to.
#[derive(Debug)]
pub(super) struct WordRelation {
    pub(super) id: String,
    /// The last word of its kind: `hyperlink`.
    pub(super) kind: String,
    pub(super) target: String,
}

fn relations(text: &str) -> Result<Vec<WordRelation>, WordFault> {
    let document = parsed(text)?;
    let relation = |node: Node<'_, '_>| WordRelation {
        id: attribute(node, "Id").unwrap_or_default().to_owned(),
        kind: attribute(node, "Type").unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned(),
        target: attribute(node, "Target").unwrap_or_default().to_owned(),
    };
    Ok(document.descendants().filter(|node| is(*node, "Relationship")).map(relation).collect())
}

/// A part as a tree: without entities of its own, and no deeper than is safe to walk.
pub(super) fn parsed(text: &str) -> Result<Document<'_>, WordFault> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => {
            WordFault::TooMuch(said!("more than {most} elements", most = MOST_NODES))
        }
        error => damaged(&error),
    })?;
    let (mut next, mut depth) = (Some(document.root()), 0);
    // Down, along and up again, without recursion: each element is met twice.
    while let Some(node) = next {
        if depth > MOST_DEEP {
            return Err(WordFault::TooMuch(said!("elements more than {most} deep in each other", most = MOST_DEEP)));
        }
        if let Some(child) = node.first_child() {
            (next, depth) = (Some(child), depth + 1);
            continue;
        }
        let mut back = Some(node);
        next = None;
        while let Some(done) = back {
            if let Some(sibling) = done.next_sibling() {
                next = Some(sibling);
                break;
            }
            back = done.parent();
            depth = depth.saturating_sub(1);
        }
    }
    Ok(document)
}

fn damaged(error: &dyn std::fmt::Display) -> WordFault {
    WordFault::Damaged(Phrase::verbatim(error.to_string()))
}

/// Kind of a file that is no zip.
fn known_other(bytes: &[u8]) -> Result<(), WordFault> {
    const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    if bytes.starts_with(b"PK") {
        return Ok(());
    }
    if bytes.starts_with(OLE) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_encrypted = bytes.windows(name.len()).any(|window| window == name);
        return Err(if is_encrypted { WordFault::Encrypted } else { WordFault::OldWord });
    }
    let others: [(&[u8], Phrase); 3] = [
        (b"{\\rtf", said!("this is no Word file, but a file in RTF")),
        (b"%PDF", said!("this is no Word file, but a PDF")),
        (b"<", said!("this is no Word file, but a page of HTML or a file in XML")),
    ];
    let other = others.into_iter().find(|(begin, _)| bytes.trim_ascii_start().starts_with(begin));
    Err(other.map_or(WordFault::Unknown, |(_, sentence)| WordFault::Other(sentence)))
}

/// The text of a part in UTF-8 or UTF-16, as XML may be in either.
fn decoded(bytes: Vec<u8>) -> Result<String, WordFault> {
    let wide = |pair: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let units = bytes.chunks_exact(2).map(|two| pair([two[0], two[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().map_err(|error| damaged(&error))
    };
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => wide(u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => wide(u16::from_be_bytes, rest),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).map_err(|error| damaged(&error)),
        _ => String::from_utf8(bytes).map_err(|error| damaged(&error)),
    }
}
