//! Everything that is known while a Word file is read.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use roxmltree::{Document, Node};

use super::container::{WordContainer, WordFault, WordRelation, parsed};
use super::model::{WordBlock, WordLink, WordParagraph};
use super::remarks::Remarks;
use super::said::SaidOfWord;
use super::styles::{WordLists, WordStyles};
use super::unkept::Unkept;
use super::xml::{attribute, is};
use super::{ImportRules, TakenPicture};
use crate::said::Phrase;

/// The parts of a file as trees.
pub(super) struct WordTexts<'i> {
    pub(super) document: Document<'i>,
    pub(super) notes: Vec<(NoteKind, Document<'i>)>,
}

impl WordTexts<'_> {
    /// The names of all places that links can lead to.
    pub(super) fn places(&self) -> Vec<Box<str>> {
        let trees = std::iter::once(&self.document).chain(self.notes.iter().map(|(_, tree)| tree));
        let begins = trees.flat_map(|tree| tree.descendants().filter(|node| is(*node, "bookmarkStart")));
        begins.filter_map(|node| attribute(node, "name")).map(Into::into).collect()
    }
}

/// The kinds of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NoteKind {
    Foot,
    End,
}

/// A field that has begun and not ended: a table of contents, a reference, a number.
#[derive(Debug, Default)]
pub(super) struct OpenField {
    pub(super) says: String,
    /// Whether its result has begun.
    pub(super) shows: bool,
    pub(super) link: Option<Rc<WordLink>>,
}

impl OpenField {
    /// Its kind: its first word.
    pub(super) fn name(&self) -> String {
        self.says.split_whitespace().next().unwrap_or_default().to_uppercase()
    }
}

/// A Word file while it is read.
pub(super) struct Reader<'a, 'i> {
    pub(super) container: &'a WordContainer<'a>,
    pub(super) rules: &'a ImportRules<'a>,
    pub(super) texts: &'a WordTexts<'i>,
    pub(super) styles: WordStyles,
    pub(super) lists: WordLists,
    /// Targets of the part that is read, by id.
    pub(super) relations: HashMap<String, WordRelation>,
    pub(super) said: SaidOfWord,
    pub(super) remarks: Remarks,
    /// The number of the paragraph that is read; within a note, of the one that has the note.
    pub(super) paragraph: usize,
    /// Paragraphs of the text so far, those of boxes too.
    pub(super) counted: usize,
    /// Fields that are open, also from one paragraph to the next.
    pub(super) fields: Vec<OpenField>,
    /// A paragraph whose end was taken out: it goes on in the next one.
    pub(super) joined: Option<WordParagraph>,
    /// Whether a line across was drawn in the paragraph that is read.
    pub(super) has_line: bool,
    /// The size of the letters of the paragraph that is read, by its style, in half points.
    pub(super) size: u16,
    /// Text boxes of the paragraph that is read.
    pub(super) boxes: Vec<WordBlock>,
    /// Notes, in the order they are met.
    pub(super) notes: Vec<Vec<WordBlock>>,
    /// The notes of the file, by their ids, and what their parts lead to.
    pub(super) note_nodes: HashMap<(NoteKind, String), Node<'a, 'i>>,
    pub(super) note_relations: HashMap<NoteKind, HashMap<String, WordRelation>>,
    pub(super) note_numbers: HashMap<(NoteKind, String), usize>,
    pub(super) in_note: bool,
    pub(super) pictures: Vec<TakenPicture>,
    pub(super) picture_names: HashMap<String, String>,
    /// Marks of ours were met: the file was written for comments.
    pub(super) has_marks: bool,
    /// A fault of a part that was met on the way.
    pub(super) fault: Option<WordFault>,
    /// Losses: what a page does not keep.
    pub(super) unkept: Unkept,
    /// Things told of once for the whole file.
    pub(super) told: BTreeSet<Phrase>,
}

impl<'a, 'i> Reader<'a, 'i> {
    pub(super) fn new(
        container: &'a WordContainer<'a>,
        texts: &'a WordTexts<'i>,
        rules: &'a ImportRules<'a>,
    ) -> Result<Self, WordFault> {
        let part = |name: &str| container.text(&container.beside(name));
        let (styles, lists, comments) = (part("styles.xml")?, part("numbering.xml")?, part("comments.xml")?);
        let styles_tree = styles.as_deref().map(parsed).transpose()?;
        let lists_tree = lists.as_deref().map(parsed).transpose()?;
        let mut remarks = Remarks::default();
        if let Some(text) = &comments {
            remarks.read(&parsed(text)?);
        }
        let (mut note_nodes, mut note_relations) = (HashMap::new(), HashMap::new());
        for (kind, document) in &texts.notes {
            let notes = document.root_element().children().filter(Node::is_element);
            note_nodes.extend(notes.filter_map(|node| Some(((*kind, attribute(node, "id")?.to_owned()), node))));
            let name = if *kind == NoteKind::Foot { "footnotes.xml" } else { "endnotes.xml" };
            note_relations.insert(*kind, by_id(container.relations_of(&container.beside(name))?));
        }
        Ok(Self {
            container,
            rules,
            texts,
            styles: WordStyles::read(styles_tree.as_ref(), rules.languages),
            lists: WordLists::read(lists_tree.as_ref()),
            relations: by_id(container.relations_of(&container.main)?),
            said: SaidOfWord::default(),
            remarks,
            paragraph: 0,
            counted: 0,
            fields: Vec::new(),
            joined: None,
            has_line: false,
            size: 0,
            boxes: Vec::new(),
            notes: Vec::new(),
            note_nodes,
            note_relations,
            note_numbers: HashMap::new(),
            in_note: false,
            pictures: Vec::new(),
            picture_names: HashMap::new(),
            has_marks: false,
            fault: None,
            unkept: Unkept::default(),
            told: BTreeSet::new(),
        })
    }

    /// Says something of the paragraph that is read.
    pub(super) fn say(&mut self, what: Phrase, help: Phrase) {
        self.said.say(self.paragraph.max(1), what, help);
    }

    /// Says something once for the whole file.
    pub(super) fn say_once(&mut self, what: Phrase, help: Phrase) {
        if self.told.insert(what.clone()) {
            self.say(what, help);
        }
    }

    /// Whether text that is read now is not shown: it says what a field is, or is made by one.
    pub(super) fn is_hidden_by_field(&self) -> bool {
        const MADE: [&str; 9] = ["TOC", "INDEX", "PAGE", "NUMPAGES", "PAGEREF", "TC", "XE", "RD", "SECTIONPAGES"];
        self.fields.iter().any(|field| !field.shows || MADE.contains(&&*field.name()))
    }
}

/// Targets of a part, by id.
fn by_id(relations: Vec<WordRelation>) -> HashMap<String, WordRelation> {
    relations.into_iter().map(|relation| (relation.id.clone(), relation)).collect()
}
