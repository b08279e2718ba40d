//! How well the guide's own terms are found: labelled sentences, most of them traps.

use std::collections::BTreeMap;
use std::path::Path;

use brobygger::config::parse_config;
use brobygger::diagnostic::Severity;
use brobygger::disk;
use brobygger::document::{Block, BlockNode, Document, Inline, InlineNode, Text};
use brobygger::draft::{DraftMemo, draft};
use brobygger::glossary::Glossary;
use brobygger::resolve::glossary;
use brobygger::said::Say as _;
use brobygger::source::{FileId, SegmentMap, Sources};
use serde::Deserialize;

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

/// The glossary of the guide in this repository.
fn guide() -> Glossary {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Sources::default();
    let settings = disk::read_text(root, "book.toml", &mut sources).unwrap();
    let config = parse_config(sources.get(settings)).value;
    let wanted = disk::WantedFiles {
        src: &config.book.src,
        theme: None,
        includes: &|_, _| Vec::new(),
        hidden: &|_, _| Vec::new(),
        skip: &[],
        may_lack: false,
    };
    let mut diagnostics = disk::read_book(root, &wanted, &mut sources).diagnostics;
    let pages = draft(&sources, &config, &mut DraftMemo::default()).unpack(&mut diagnostics).pages;
    let glossary = glossary(&pages, &config, &sources).unpack(&mut diagnostics);
    let faults: Vec<_> = diagnostics.iter().filter(|d| d.severity() == Severity::Error).map(|d| &d.message).collect();
    assert!(faults.is_empty(), "{faults:?}");
    glossary
}

fn paragraph(text: &str) -> Document {
    let at = (0..text.len()).into();
    let inline = Inline { at, node: InlineNode::Text(Text::Source) };
    let block = Block { at, node: BlockNode::Paragraph([inline].into()) };
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
        let (mentions, held) = glossary.explain(&document);
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

/// The sentences of the repository, or those that `LINKER_SENTENCES` names.
#[test]
fn labelled_sentences_are_linked_as_a_reader_would() {
    let file = std::env::var("LINKER_SENTENCES").unwrap_or_else(|_| "tests/linker/sentences.jsonl".to_owned());
    let scores = scores(&guide(), &std::fs::read_to_string(file).expect("a file of sentences"));
    let (prose, traps) = (&scores["prose"], &scores["traps"]);
    assert!(prose.precision() >= 0.97 && prose.recall() >= 0.97, "{:#?}", prose.said);
    assert!(traps.precision() >= 0.95 && traps.recall() >= 0.93, "{:#?}", traps.said);
}
