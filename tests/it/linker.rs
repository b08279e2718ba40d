//! How well the guide's own terms are found: labelled sentences, most of them traps.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use brobygger::build::{Files, Inputs};
use brobygger::diagnostic::Code;
use brobygger::document::{Block, BlockNode, Document, Inline, InlineNode, Text};
use brobygger::draft::{DraftMemo, draft};
use brobygger::glossary::Glossary;
use brobygger::resolve::glossary;
use brobygger::said::Say as _;
use brobygger::source::{FileId, SegmentMap};
use brobygger::text::Date;
use serde::Deserialize;

use crate::tree::files_on_disk;

/// A sentence: `mentions` must be linked to their terms, `traps` and everything else must not be.
#[derive(Debug, Deserialize)]
struct Labelled {
    id: String,
    context: String,
    sentence: String,
    #[serde(default)]
    mentions: Vec<Label>,
    #[serde(default)]
    traps: Vec<Label>,
}

#[derive(Debug, Deserialize)]
struct Label {
    text: String,
    #[serde(default)]
    term: String,
    /// Where it stands, in characters; else the next place where the text stands.
    start: Option<usize>,
    /// May be linked or not.
    #[serde(default)]
    optional: bool,
}

/// The glossary of the guide in this repository, for texts in one of its languages.
fn guide(tag: &str) -> Glossary {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Files = Files::default();
    for folder in ["content", "content.nn", "content.en"] {
        let of_folder = files_on_disk(&root.join(folder)).into_iter();
        files.extend(of_folder.map(|(path, bytes)| (format!("{folder}/{path}"), Arc::from(bytes))));
    }
    files.insert("book.toml".to_owned(), Arc::from(std::fs::read(root.join("book.toml")).unwrap()));
    let today = Date { year: 2026, month: 11, day: 28 };
    let mut diagnostics = Vec::new();
    let book = Inputs::of_files(files, today).unpack(&mut diagnostics);
    let of_tag = |inputs: &&Inputs| inputs.config.language().tag == tag;
    let inputs = std::iter::once(&book).chain(&book.translations).find(of_tag).expect("a language of the guide");
    let pages = draft(&inputs.sources, &inputs.config, &mut DraftMemo::default()).unpack(&mut diagnostics).pages;
    let glossary = glossary(&pages, &inputs.config, &inputs.sources).unpack(&mut diagnostics);
    let faults: Vec<_> = diagnostics.iter().filter(|d| d.code == Code::BadPattern).map(|d| &d.message).collect();
    assert!(faults.is_empty(), "{faults:?}");
    glossary
}

/// A paragraph; what stands between two stars is emphasised.
fn paragraph(text: &str) -> Document {
    let plain = |range: std::ops::Range<usize>| Inline { at: range.into(), node: InlineNode::Text(Text::Source) };
    let mut inlines = Vec::new();
    let mut from = 0;
    for (part, piece) in (0..).zip(text.split('*')) {
        let range = from..from + piece.len();
        from = range.end + 1;
        let inner = plain(range.clone());
        let is_closed = from <= text.len();
        inlines.push(if part % 2 == 1 && is_closed {
            Inline { at: (range.start - 1..range.end + 1).into(), node: InlineNode::Emphasis([inner].into()) }
        } else {
            inner
        });
    }
    let block = Block { at: (0..text.len()).into(), node: BlockNode::Paragraph(inlines.into()) };
    Document {
        text: text.into(),
        map: SegmentMap::whole(FileId(0)),
        title: None,
        blocks: [block].into(),
        footnotes: Box::default(),
    }
}

/// The byte ranges of the mentions.
fn places(labelled: &Labelled) -> Vec<(usize, usize)> {
    let mut from = 0;
    let place = |label: &Label| {
        let bytes = |start: usize| labelled.sentence.char_indices().nth(start).map(|at| at.0);
        let found = labelled.sentence[from..].find(&label.text).map(|at| from + at);
        let start = label.start.and_then(bytes).or(found);
        let start = start.filter(|start| labelled.sentence[*start..].starts_with(&label.text));
        let start = start.unwrap_or_else(|| panic!("{}: «{}» does not stand there", labelled.id, label.text));
        from = start + label.text.len();
        (start, from)
    };
    labelled.mentions.iter().map(place).collect()
}

#[derive(Debug, Default)]
struct Score {
    right: u32,
    wrong: u32,
    missed: u32,
    said: Vec<String>,
}

impl Score {
    fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }

    fn recall(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.missed).max(1))
    }

    fn add(&mut self, glossary: &Glossary, labelled: &Labelled) {
        for trap in &labelled.traps {
            assert!(labelled.sentence.contains(&trap.text), "{}: «{}» does not stand there", labelled.id, trap.text);
        }
        let document = paragraph(&labelled.sentence);
        let (mentions, held) = glossary.on_page(&[]).explain(&document);
        let places = places(labelled);
        let mut found = vec![false; places.len()];
        for mention in &mentions {
            let id = &*glossary.terms()[mention.term.0 as usize].id;
            let at = places.iter().position(|place| mention.at.range() == (place.0..place.1));
            if let Some(at) = at.filter(|at| labelled.mentions[*at].term == id) {
                found[at] = true;
                self.right += u32::from(!labelled.mentions[at].optional);
            } else {
                self.wrong += 1;
                let (id, text, why) = (&labelled.id, &mention.text, mention.why.said());
                self.said.push(format!("{id} linked «{text}» ({why}): {}", labelled.sentence));
            }
        }
        for ((label, found), (start, _)) in labelled.mentions.iter().zip(found).zip(places) {
            if !found && !label.optional {
                self.missed += 1;
                let why =
                    held.iter().find(|held| held.at.start as usize == start).map(|held| held.why.said().to_string());
                let (id, text) = (&labelled.id, &label.text);
                self.said.push(format!("{id} missed «{text}» ({}): {}", why.unwrap_or_default(), labelled.sentence));
            }
        }
    }
}

/// The scores by kind of sentence.
fn scores(glossary: &Glossary, file: &str) -> BTreeMap<&'static str, Score> {
    let mut scores: BTreeMap<&'static str, Score> = BTreeMap::new();
    for line in file.lines().filter(|line| !line.trim().is_empty()) {
        let labelled: Labelled = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let kind = if labelled.context == "trap" { "traps" } else { "prose" };
        scores.entry(kind).or_default().add(glossary, &labelled);
    }
    for (kind, score) in &scores {
        score.said.iter().for_each(|line| eprintln!("{line}"));
        eprintln!(
            "{kind}: precision {:.3}, recall {:.3} {:?}",
            score.precision(),
            score.recall(),
            (score.right, score.wrong, score.missed)
        );
    }
    scores
}

/// The sentences of the repository, or those that `LINKER_SENTENCES` names, in the language of `LINKER_LANGUAGE`.
#[test]
fn labelled_sentences_are_linked_as_a_reader_would() {
    let file = std::env::var("LINKER_SENTENCES").unwrap_or_else(|_| "tests/linker/sentences.jsonl".to_owned());
    let tag = std::env::var("LINKER_LANGUAGE").unwrap_or_else(|_| "nb".to_owned());
    let scores = scores(&guide(&tag), &std::fs::read_to_string(file).expect("a file of sentences"));
    let (prose, traps) = (&scores["prose"], &scores["traps"]);
    assert!(prose.precision() >= 0.97 && prose.recall() >= 0.97, "{:#?}", prose.said);
    assert!(traps.precision() >= 0.95 && traps.recall() >= 0.93, "{:#?}", traps.said);
}
