//! What the linker does with whole documents.

use super::*;
use crate::config::LinkPolicy;
use crate::diagnostic::Code;
use crate::document::{
    Block, BlockNode, Destination, Document, Heading, Inline, InlineNode, Inlines, Link, Text, children, walk_inlines,
};
use crate::kind::{Compounds, Inflection, Parts, Synonym, SynonymType};
use crate::source::{FileId, SegmentMap};

fn code(code: &str) -> Option<Inflection> {
    Some(Inflection::Code(code.into()))
}

fn synonym(text: &str, inflection: &str) -> Synonym {
    Synonym {
        text: text.into(),
        inflection: code(inflection),
        inflects: None,
        adjective: None,
        case_sensitive: false,
        kind: SynonymType::Synonym,
        rule: None,
        compounds: None,
    }
}

/// A small glossary; its numbers: 0 erfaringskonsulent, 1 likeperson, 2 bruker, 3 veiledning, 4 fact.
fn glossary() -> Glossary {
    let all = Compounds { first: Parts::All, ..Compounds::default() };
    let titles = ["erfaringskonsulent", "likeperson", "bruker", "veiledning", "FACT"];
    let definitions = [
        Definition {
            inflection: code("m1"),
            synonyms: vec![
                Synonym { adjective: Some("lønnet".into()), ..synonym("lønnet likeperson", "m1") },
                Synonym { inflects: Some("medarbeider".into()), ..synonym("medarbeider med brukererfaring", "m2") },
            ],
            compounds: all.clone(),
            ..Definition::default()
        },
        Definition { inflection: code("m1"), compounds: all.clone(), ..Definition::default() },
        Definition {
            inflection: code("m2"),
            rule: Some("bruker".into()),
            compounds: Compounds { last: Parts::These(["tjeneste".into()].into()), ..Compounds::default() },
            ..Definition::default()
        },
        Definition {
            inflection: code("f1"),
            compounds: Compounds { last: Parts::All, last_except: ["bruker".into()].into(), ..all.clone() },
            ..Definition::default()
        },
        Definition { case_sensitive: true, compounds: all, ..Definition::default() },
    ];
    let places = Places::default();
    let entries: Vec<TermEntry<'_>> = titles
        .iter()
        .zip(&definitions)
        .zip(0..)
        .map(|((title, definition), no)| TermEntry { page: PageNo(no), id: title, title, definition, places: &places })
        .collect();
    let lexicon = Lexicon { nolink: vec!["Nasjonalt senter for veiledning".into()] };
    let warned = Glossary::new(&entries, &lexicon, "nb");
    assert!(warned.diagnostics.is_empty(), "{:?}", warned.diagnostics);
    warned.value
}

/// Inlines from a shorthand: `*emphasis*`, `_strong_`, `{link}`, `<address>` after it, `|` a soft break.
fn inlines(text: &str, at: &mut usize, until: Option<char>) -> Inlines {
    let mut out = Vec::new();
    let mut from = *at;
    let flush = |out: &mut Vec<Inline>, from: usize, to: usize| {
        if from < to {
            out.push(Inline { at: (from..to).into(), node: InlineNode::Text(Text::Source) });
        }
    };
    while let Some(c) = text[*at..].chars().next() {
        let here = *at;
        *at += c.len_utf8();
        if Some(c) == until {
            flush(&mut out, from, here);
            return out.into();
        }
        let node = match c {
            '*' => InlineNode::Emphasis(Box::default()),
            '_' => InlineNode::Strong(Box::default()),
            '{' => InlineNode::Link(Box::new(Link {
                to: Destination::Web("https://example.org".into()),
                title: "".into(),
                content: Box::default(),
            })),
            '|' => InlineNode::SoftBreak,
            _ => continue,
        };
        flush(&mut out, from, here);
        let node = match node {
            InlineNode::Emphasis(_) => InlineNode::Emphasis(inlines(text, at, Some('*'))),
            InlineNode::Strong(_) => InlineNode::Strong(inlines(text, at, Some('_'))),
            InlineNode::Link(mut link) => {
                link.content = inlines(text, at, Some('}'));
                if text[*at..].starts_with('<') {
                    let end = *at + text[*at..].find('>').unwrap();
                    link.to = Destination::Open(text[*at + 1..end].into());
                    *at = end + 1;
                }
                InlineNode::Link(link)
            }
            other => other,
        };
        out.push(Inline { at: (here..*at).into(), node });
        from = *at;
    }
    flush(&mut out, from, *at);
    out.into()
}

/// A document of paragraphs; a line that begins with `# ` is a heading.
fn document(text: &str) -> Document {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end_matches('\n').len();
        let heading = line.starts_with("# ");
        let mut from = at + if heading { 2 } else { 0 };
        let content = inlines(&text[..end], &mut from, None);
        let node = if heading {
            BlockNode::Heading(Heading { level: 2, id: "x".into(), content })
        } else {
            BlockNode::Paragraph(content)
        };
        blocks.push(Block { at: (at..end).into(), node });
        at += line.len();
    }
    Document { text: text.into(), map: SegmentMap::whole(FileId(0)), blocks: blocks.into(), footnotes: Box::default() }
}

/// The text of a document, its links to terms as `[text]number`.
fn shown(document: &Document) -> String {
    fn show(run: &[Inline], source: &str, out: &mut String) {
        for inline in run {
            match &inline.node {
                InlineNode::Text(text) => out.push_str(text.get(inline.at, source)),
                InlineNode::SoftBreak => out.push('|'),
                InlineNode::Term(term, content) => {
                    out.push('[');
                    show(content, source, out);
                    out.push_str(&format!("]{}", term.0));
                }
                node => children(node).into_iter().for_each(|content| show(content, source, out)),
            }
        }
    }
    let mut out = String::new();
    for block in &document.blocks {
        own_runs(block, &mut |run| show(run, &document.text, &mut out));
        out.push('\n');
    }
    out.trim_end().to_owned()
}

fn own_runs<'a>(block: &'a Block, visit: &mut impl FnMut(&'a [Inline])) {
    crate::document::own_inlines(block, visit);
}

fn linked(text: &str, policy: LinkPolicy, own: Option<u32>) -> (String, Vec<u32>, Vec<Diagnostic>) {
    let mut document = document(text);
    let mut diagnostics = Vec::new();
    let mentioned = glossary().link(&mut document, own.map(TermNo), policy, &mut diagnostics);
    (shown(&document), mentioned.into_iter().map(|no| no.0).collect(), diagnostics)
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(linked(text, LinkPolicy::Every, None).0, expected);
}

#[test]
fn forms_genitives_and_capitals() {
    check("Erfaringskonsulentens og LIKEPERSONENE", "[Erfaringskonsulentens]0 og [LIKEPERSONENE]1");
    check("FACT, fact og FACTs team", "[FACT]4, fact og [FACTs]4 team");
    check("likepersonlig, ulikeperson, likeperson's", "likepersonlig, ulikeperson, [likeperson's]1");
}

#[test]
fn the_longest_form_wins_across_terms() {
    check("en lønna likeperson", "en [lønna likeperson]0");
    check("medarbeideren med brukererfaring", "[medarbeideren med brukererfaring]0");
    check("lønnede *likepersoner* og _lønnede_|likepersoner", "[lønnede likepersoner]0 og [lønnede|likepersoner]0");
}

#[test]
fn whole_compounds_link_and_parts_of_words_never() {
    check("erfaringskonsulentrollens plass", "[erfaringskonsulentrollens]0 plass");
    check("likepersonsarbeid og FACT-teamet", "[likepersonsarbeid]1 og [FACT-teamet]4");
    check("likepersonsprosjektplanen, likepersonstyrt", "[likepersonsprosjektplanen]1, likepersonstyrt");
    check("kollegaveiledningen, brukerveiledningen", "[kollegaveiledningen]3, brukerveiledningen");
    check("tjenestebrukernes, rusbrukerne, brukernavn", "[tjenestebrukernes]2, rusbrukerne, brukernavn");
    check("likeperson- og veiledningsarbeid", "likeperson- og [veiledningsarbeid]3");
}

#[test]
fn nothing_links_where_it_must_not() {
    check("# Om likepersoner\nen {likeperson} her", "Om likepersoner\nen likeperson her");
    check("*Likepersoner i Norge* og *likepersoner i byen*", "Likepersoner i Norge og [likepersoner]1 i byen");
}

#[test]
fn the_first_in_each_section_is_shown_and_all_are_counted() {
    let text = "likeperson, likeperson, FACT\n# Ny del\nlikeperson";
    let shown = |policy| linked(text, policy, None).0;
    assert_eq!(shown(LinkPolicy::FirstInSection), "[likeperson]1, likeperson, [FACT]4\nNy del\n[likeperson]1");
    assert_eq!(shown(LinkPolicy::FirstInPage), "[likeperson]1, likeperson, [FACT]4\nNy del\nlikeperson");
    assert_eq!(shown(LinkPolicy::Every), "[likeperson]1, [likeperson]1, [FACT]4\nNy del\n[likeperson]1");
    let (own, mentioned, _) = linked(text, LinkPolicy::Every, Some(1));
    assert_eq!((own.as_str(), mentioned), ("likeperson, likeperson, [FACT]4\nNy del\nlikeperson", vec![4]));
}

#[test]
fn the_author_decides() {
    check("{folk}<term:likeperson> og {likeperson}<term:> og {}<term:FACT>", "[folk]1 og likeperson og [FACT]4");
    check("# Om {folk}<term:likeperson>", "Om [folk]1");
    let (text, mentioned, _) =
        linked("{en}<term:likeperson> likeperson, {to}<term:likeperson>", LinkPolicy::FirstInPage, None);
    assert_eq!((text.as_str(), mentioned), ("[en]1 likeperson, [to]1", vec![1]));
    let (text, _, diagnostics) = linked("{folk}<term:likepreson>", LinkPolicy::Every, None);
    assert_eq!((text.as_str(), diagnostics[0].code), ("folk", Code::UnknownTerm));
    assert_eq!(diagnostics[0].help.as_deref(), Some("did you mean `term:likeperson`?"));
}

#[test]
fn a_link_has_the_place_of_what_it_covers() {
    let text = "de lønna *likepersoner i byen*";
    let mut document = document(text);
    glossary().link(&mut document, None, LinkPolicy::Every, &mut Vec::new());
    let mut places = Vec::new();
    walk_inlines(&document.blocks, &mut |inline| {
        if matches!(inline.node, InlineNode::Term(..)) {
            places.push(&text[inline.at.range()]);
        }
    });
    assert_eq!(places, ["lønna *likepersoner"]);
}
