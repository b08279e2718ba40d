//! The linker on whole documents.

use proptest::prelude::*;

use super::*;
use crate::config::LinkPolicy;
use crate::diagnostic::Code;
use crate::document::{
    Block, BlockNode, Destination, Document, Heading, Inline, InlineNode, Inlines, Link, Text, children, walk_inlines,
};
use crate::kind::{CompoundParts, CompoundUse, Contexts, DeclaredInflection, Synonym, SynonymType};
use crate::language::Languages;
use crate::source::{FileId, Layer, SegmentMap, Sources};
use crate::vocabulary::read_words;

fn code(code: &str) -> DeclaredInflection {
    DeclaredInflection::Code(code.into())
}

fn synonym(text: &str, inflection: &str) -> Synonym {
    Synonym {
        text: text.into(),
        inflection: Some(code(inflection)),
        inflects: None,
        adjective: None,
        case_sensitive: false,
        kind: SynonymType::Synonym,
        lang: None,
        contexts: None,
        compounds: None,
    }
}

fn contexts(unsure: &[&str], words: &[(&str, &str)], clues: &[&str]) -> Contexts {
    let boxed = |texts: &[&str]| texts.iter().map(|text| (*text).into()).collect();
    let words = words.iter().map(|(class, words)| ((*class).into(), (*words).into())).collect();
    Contexts { unsure: boxed(unsure), words, clues: boxed(clues), ..Contexts::default() }
}

/// A glossary for a book in a language.
fn in_language(entries: &[TermEntry<'_>], lexicon: &Lexicon, tag: &str) -> Warned<Glossary> {
    Glossary::new(entries, lexicon, Languages::default().of(tag), Wording::Own)
}

/// A small glossary; its numbers: 0 erfaringskonsulent, 1 likeperson, 2 bruker, 3 veiledning, 4 fact.
fn glossary() -> Glossary {
    let all = CompoundUse { first: CompoundParts::All, ..CompoundUse::default() };
    let titles = ["erfaringskonsulent", "likeperson", "bruker", "veiledning", "FACT"];
    let definitions = [
        Definition {
            inflection: Some(code("m1")),
            synonyms: vec![
                Synonym { adjective: Some("lønnet".into()), ..synonym("lønnet likeperson", "m1") },
                Synonym { inflects: Some("medarbeider".into()), ..synonym("medarbeider med brukererfaring", "m2") },
            ],
            compounds: all.clone(),
            ..Definition::default()
        },
        Definition { inflection: Some(code("m1")), compounds: all.clone(), ..Definition::default() },
        Definition {
            inflection: Some(code("m2")),
            contexts: Some(contexts(
                &["bruker"],
                &[],
                &[
                    "no SUBJECT ADV* [bruker] -- after a pronoun it is the verb",
                    "yes ARTICLE ADJ* [bruker]",
                    "yes PAREN [bruker] PAREN",
                ],
            )),
            compounds: CompoundUse { last: CompoundParts::These(["tjeneste".into()].into()), ..CompoundUse::default() },
            ..Definition::default()
        },
        Definition {
            inflection: Some(code("f1")),
            compounds: CompoundUse { last: CompoundParts::All, last_except: ["bruker".into()].into(), ..all.clone() },
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
    let mix_ups = of_the_guide(&titles);
    let lexicon = Lexicon { nolink: vec!["Nasjonalt senter for veiledning".into()], mix_ups, ..Lexicon::default() };
    let warned = in_language(&entries, &lexicon, "nb");
    assert!(warned.diagnostics.is_empty(), "{:?}", warned.diagnostics);
    warned.value
}

/// The mix-ups of these terms that the guide declares.
fn of_the_guide(titles: &[&str]) -> Vec<MixUp> {
    static READ: OnceLock<Vec<MixUp>> = OnceLock::new();
    let read = READ.get_or_init(|| {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "ordliste.yaml", include_str!("../../content/ordliste.yaml"));
        read_words(sources.get(file)).value.mix_ups
    });
    let mut mix_ups = read.clone();
    for mix_up in &mut mix_ups {
        mix_up.terms.retain(|(id, _)| titles.contains(&&**id));
    }
    assert!(mix_ups.iter().any(|mix_up| !mix_up.terms.is_empty()));
    mix_ups
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
            BlockNode::Heading(Box::new(Heading { level: 2, id: "x".into(), marks: None, content }))
        } else {
            BlockNode::Paragraph(content)
        };
        blocks.push(Block { at: (at..end).into(), node });
        at += line.len();
    }
    Document {
        text: text.into(),
        map: SegmentMap::whole(FileId(0)),
        title: None,
        blocks: blocks.into(),
        footnotes: Box::default(),
    }
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
                    out.push(']');
                    out.push_str(&term.0.to_string());
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
    let weighed = glossary().on_page(&[]).link(&mut document, own.map(TermNo), policy, &mut diagnostics);
    let mentioned: Vec<TermNo> = weighed.into_iter().map(|(term, _)| term).collect();
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
    check("likeperson(er) og (kollega)veiledning", "[likeperson(er)]1 og [(kollega)veiledning]3");
    check("(bruker)veiledning, (bruker) veiledning", "(bruker)veiledning, ([bruker]2) [veiledning]3");
}

#[test]
fn the_longest_form_wins_across_terms() {
    check("en lønna likeperson", "en [lønna likeperson]0");
    check("en lønna\u{a0}likeperson", "en [lønna\u{a0}likeperson]0");
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
    assert_eq!(diagnostics[0].help.clone().unwrap().to_string(), "did you mean `term:likeperson`?");
}

#[test]
fn a_link_has_the_place_of_what_it_covers() {
    let text = "de lønna *likepersoner i byen*";
    let mut document = document(text);
    glossary().on_page(&[]).link(&mut document, None, LinkPolicy::Every, &mut Vec::new());
    let mut places = Vec::new();
    walk_inlines(&document.blocks, &mut |inline| {
        if matches!(inline.node, InlineNode::Term(..)) {
            places.push(&text[inline.at.range()]);
        }
    });
    assert_eq!(places, ["lønna *likepersoner"]);
}

#[test]
fn rules_decide_and_phrases_forbid() {
    check("En bruker ringte. Hun bruker tid.", "En [bruker]2 ringte. Hun bruker tid.");
    check(
        "Nasjonalt senter for veilednings råd om veiledning",
        "Nasjonalt senter for veilednings råd om [veiledning]3",
    );
    check("rapporten «Likepersoner i nord» om «likepersoner»", "rapporten «Likepersoner i nord» om «[likepersoner]1»");
    check("post@likeperson.no, likeperson.", "post@likeperson.no, [likeperson]1.");
}

#[test]
fn names_of_bodies_and_titles_of_works_are_no_mentions() {
    check(
        "Nasjonalt råd for likepersoner møtte en likeperson",
        "Nasjonalt råd for likepersoner møtte en [likeperson]1",
    );
    check(
        "Nettverk for veiledning, og et nettverk for veiledning",
        "Nettverk for veiledning, og et nettverk for [veiledning]3",
    );
    check("«Livet som likeperson» er en bok om likepersoner", "«Livet som likeperson» er en bok om [likepersoner]1");
    check(
        "Likepersoner – fra ord til handling er en veileder for likepersoner",
        "Likepersoner – fra ord til handling er en veileder for [likepersoner]1",
    );
    check("«Vi trenger en likeperson», sa hun", "«Vi trenger en [likeperson]1», sa hun");
}

#[test]
fn words_are_found_as_they_are_often_written() {
    check(
        "en erfarings konsulent og to erfarings-konsulenter",
        "en [erfarings konsulent]0 og to [erfarings-konsulenter]0",
    );
    check("Fact-teamet og en fact", "[Fact-teamet]4 og en fact");
}

#[test]
fn what_was_held_back_is_told_with_its_reason() {
    let document = document("# Likepersoner\nHun bruker likeperson- og kursprofilen i {likeperson}");
    let (mentions, held) = glossary().on_page(&[]).explain(&document);
    assert_eq!(mentions, []);
    let told: Vec<String> =
        held.iter().map(|held| format!("{}: {}", held.text, crate::said::Say::said(&held.why))).collect();
    assert_eq!(
        told,
        [
            "Likepersoner: in a heading",
            "bruker: by the rule for the word: after a pronoun it is the verb",
            "likeperson: a first part that hangs on a later word",
            "likeperson: inside a link, or refused by the author",
        ]
    );
    assert_eq!(&document.text[held[1].at.range()], "bruker");
}

/// A definition with a place for each key that a fault may be about.
fn diagnosed(titles: &[(&str, Definition)], language: &str) -> Vec<(Code, String)> {
    let places = Places::default();
    let entries: Vec<TermEntry<'_>> = titles
        .iter()
        .zip(0..)
        .map(|((title, definition), no)| TermEntry { page: PageNo(no), id: title, title, definition, places: &places })
        .collect();
    let said = in_language(&entries, &Lexicon::default(), language).diagnostics;
    said.into_iter().map(|diagnostic| (diagnostic.code, diagnostic.help.unwrap_or_default().to_string())).collect()
}

#[test]
fn faults_in_terms_are_told() {
    let with = |inflection: &str, contexts: Option<Contexts>| Definition {
        inflection: Some(code(inflection)),
        contexts,
        ..Definition::default()
    };
    let told = |titles: &[(&str, Definition)]| diagnosed(titles, "nb");
    let codes = |titles: &[(&str, Definition)]| told(titles).into_iter().map(|said| said.0).collect::<Vec<_>>();
    assert_eq!(codes(&[("råd", with("n1", None)), ("råde", with("ne", None))]), [Code::FormClaimedTwice]);
    assert_eq!(codes(&[("rad", with("mx", None))]), [Code::UnknownInflection]);
    assert_eq!(codes(&[("leder", with("m2", None))]), [Code::AmbiguousForm]);
    let sure = contexts(&[], &[], &["no FINITE [*]"]);
    assert_eq!(codes(&[("leder", with("m2", Some(sure)))]), []);
    let typo = contexts(&["radd"], &[], &[]);
    assert_eq!(told(&[("rad", with("m1", Some(typo)))]), [(Code::BadPattern, "did you mean `rad`?".into())]);
    // A language without rules has the classes that are made from the text.
    let made = contexts(&[], &[("AFTER", "of to")], &["no NUMBER [*]", "no [*] AFTER"]);
    assert_eq!(diagnosed(&[("user", with("inv", Some(made)))], "en"), []);
    let verb = contexts(&[], &[], &["no VERB [*]"]);
    assert_eq!(diagnosed(&[("user", with("inv", Some(verb)))], "en")[0].0, Code::BadPattern);
    assert_eq!(diagnosed(&[("user", with("inv", None))], "en"), []);
}

#[test]
fn another_language_has_only_the_words_given() {
    let listed = Definition {
        inflection: Some(DeclaredInflection::Forms(vec!["peer".into(), "peers".into()])),
        compounds: CompoundUse { first: CompoundParts::All, ..CompoundUse::default() },
        ..Definition::default()
    };
    let places = Places::default();
    let entry = TermEntry { page: PageNo(0), id: "peer", title: "peer", definition: &listed, places: &places };
    let glossary = in_language(&[entry], &Lexicon::default(), "en-GB").value;
    let mut document = document("Peers and a peer's peergruppe");
    glossary.on_page(&[]).link(&mut document, None, LinkPolicy::Every, &mut Vec::new());
    assert_eq!(shown(&document), "[Peers]0 and a [peer's]0 peergruppe");
}

#[test]
fn the_fingerprint_changes_with_what_decides_links() {
    let of = |title: &str, nolink: &[&str], language: &str| {
        let definition = Definition { inflection: Some(code("m1")), ..Definition::default() };
        let places = Places::default();
        let entry = TermEntry { page: PageNo(0), id: "x", title, definition: &definition, places: &places };
        let lexicon =
            Lexicon { nolink: nolink.iter().map(|phrase| (*phrase).to_owned()).collect(), ..Lexicon::default() };
        in_language(&[entry], &lexicon, language).value.fingerprint()
    };
    let base = of("rad", &[], "nb");
    assert_eq!(base, of("rad", &[], "nb"));
    assert!([of("råd", &[], "nb"), of("rad", &["rad"], "nb"), of("rad", &[], "nn")].iter().all(|other| *other != base));
}

#[test]
fn sentences_that_the_book_declares_to_be_mix_ups_are_warned_of() {
    let glossary = glossary();
    let warned = |text: &str| -> Vec<String> {
        let document = document(text);
        let said = glossary.on_page(&[]).mix_ups(&document);
        said.iter().map(|said| document.text[said.labels[0].0.range()].to_owned()).collect()
    };
    for text in [
        "Vi skal ansette en erfaren likeperson i teamet.",
        "Likepersonen er fast ansatt.",
        "Vi lyser ut en stilling som likeperson.",
        "Likepersoner skal ha vanlig lønn.",
        "Vi ansatte to likepersoner.",
    ] {
        assert_eq!(warned(text).len(), 1, "{text}");
    }
    for text in [
        "Vi ansatte to lønnede likepersoner.",
        "Likepersonen er ikke ansatt.",
        "Likepersoner og ansatte møttes, og likepersonen har ikke lønn.",
        "Ansett en erfaringskonsulent i stedet for en likeperson.",
        "Kan vi ansette en likeperson?",
        "Vi ansetter en {likeperson}<term:likeperson>.",
        "Han er lønnet som likepersonskoordinator.",
        "En likeperson møter folk uten lønn.",
    ] {
        assert_eq!(warned(text), Vec::<String>::new(), "{text}");
    }
}

/// Pieces that texts in the property tests are made of.
const PIECES: &[&str] = &[
    "bruker",
    "Bruker",
    "brukere",
    "likeperson",
    "Likepersoner",
    "lønnede",
    "lønnet ",
    "lønna",
    "veiledning",
    "kollega",
    "FACT",
    "fact",
    "-teamet",
    "erfaringskonsulent",
    "rollen",
    "medarbeider med brukererfaring",
    "Nasjonalt senter for ",
    "en ",
    "hun ",
    "som ",
    " og ",
    "- og ",
    "s",
    "'",
    "\u{2019}s",
    "(",
    ")",
    "«",
    "»",
    "boka ",
    ". ",
    ", ",
    " ",
    "\u{a0}",
    "  ",
    "\u{ad}",
    "a\u{30a}",
    "İ",
    "ẞ",
    "\u{2011}",
    "\u{fffc}",
    "@",
    "1",
    "MB",
    "é",
    "Å",
    "🙂",
    "\u{200b}",
    "\n",
    "K",
];

fn text_of_pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        9 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// The parts that inlines of a property test are made from.
#[derive(Debug, Clone)]
enum Made {
    Text(String, bool),
    Break,
    Code,
    Mark(u8, Vec<Made>),
}

fn made() -> impl Strategy<Value = Made> {
    let leaf = prop_oneof![
        8 => (text_of_pieces(), any::<bool>()).prop_map(|(text, owned)| Made::Text(text, owned)),
        1 => Just(Made::Break),
        1 => Just(Made::Code),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        (0u8..7, proptest::collection::vec(inner, 0..5)).prop_map(|(mark, content)| Made::Mark(mark, content))
    })
}

fn grown(made: &[Made], source: &mut String, in_link: bool) -> Inlines {
    let inline = |made: &Made| {
        let start = source.len();
        let node = match made {
            Made::Text(text, owned) => {
                source.push_str(text);
                InlineNode::Text(if *owned { Text::Owned(format!("{text}x").into()) } else { Text::Source })
            }
            Made::Break => InlineNode::SoftBreak,
            Made::Code => InlineNode::Code(Text::Owned("bruker".into())),
            Made::Mark(0 | 1, content) => InlineNode::Emphasis(grown(content, source, in_link)),
            Made::Mark(2 | 3, content) => InlineNode::Strong(grown(content, source, in_link)),
            Made::Mark(4, content) => InlineNode::Strike(grown(content, source, in_link)),
            Made::Mark(_, content) if in_link => InlineNode::Strong(grown(content, source, in_link)),
            Made::Mark(mark, content) => {
                let to = match (mark, content.len()) {
                    (5, 1) => "term:likeperson",
                    (5, 2) => "term:",
                    _ => "side.md",
                };
                let mut content = grown(content, source, true).into_vec();
                content.push(Inline { at: (start..start).into(), node: InlineNode::Text(Text::Owned("y".into())) });
                InlineNode::Link(Box::new(Link {
                    to: Destination::Open(to.into()),
                    title: "".into(),
                    content: content.into(),
                }))
            }
        };
        Inline { at: (start..source.len()).into(), node }
    };
    made.iter().map(inline).collect()
}

/// No link to a term stands inside a link.
fn no_link_in_link(run: &[Inline], inside: bool) -> bool {
    run.iter().all(|inline| {
        let links = matches!(inline.node, InlineNode::Link(_) | InlineNode::Term(..));
        let content = children(&inline.node).map_or(&[][..], |content| content);
        !(links && inside) && no_link_in_link(content, inside || links)
    })
}

proptest! {
    #![proptest_config(crate::seeds::properties(512, "tests/regressions/glossary.txt"))]

    #[test]
    fn linking_never_changes_the_text(made in proptest::collection::vec(made(), 0..8), every in any::<bool>()) {
        let mut source = String::new();
        let run = grown(&made, &mut source, false);
        let before = crate::document::plain_text(&run, &source);
        let block = Block { at: (0..source.len()).into(), node: BlockNode::Paragraph(run) };
        let map = SegmentMap::whole(FileId(0));
        let mut document = Document { text: source.into(), map, title: None, blocks: [block].into(), footnotes: Box::default() };
        let glossary = glossary();
        let (mentions, held) = glossary.on_page(&[]).explain(&document);
        for at in mentions.iter().map(|mention| mention.at).chain(held.iter().map(|held| held.at)) {
            prop_assert!(document.text.get(at.range()).is_some());
        }
        let policy = if every { LinkPolicy::Every } else { LinkPolicy::FirstInSection };
        glossary.on_page(&[]).link(&mut document, None, policy, &mut Vec::new());
        let BlockNode::Paragraph(run) = &document.blocks[0].node else { unreachable!() };
        prop_assert_eq!(crate::document::plain_text(run, &document.text), before);
        prop_assert!(no_link_in_link(run, false));
    }

    #[test]
    fn any_word_may_be_a_term(titles in proptest::collection::vec(text_of_pieces(), 1..4), text in text_of_pieces()) {
        let codes = ["m1", "m2", "me", "senter", "inv"];
        let definitions: Vec<Definition> = titles.iter().enumerate().map(|(i, title)| Definition {
            inflection: Some(code(codes[(i + title.len()) % codes.len()])),
            adjective: (i == 1).then(|| "lønnet".into()),
            case_sensitive: i == 2,
            compounds: CompoundUse { first: CompoundParts::All, last: CompoundParts::All, ..CompoundUse::default() },
            ..Definition::default()
        }).collect();
        let places = Places::default();
        let entries: Vec<TermEntry<'_>> = titles.iter().zip(&definitions).zip(0..).map(|((title, definition), no)| {
            TermEntry { page: PageNo(no), id: title, title, definition, places: &places }
        }).collect();
        let glossary = in_language(&entries, &Lexicon { nolink: titles[1..].to_vec(), ..Lexicon::default() }, "nb").value;
        let text = format!("{text} {} {}s", titles[0], titles[0]);
        let mut document = document(&text.replace(['*', '_', '{', '}', '|', '\n'], ""));
        let before = shown(&document);
        glossary.on_page(&[]).link(&mut document, None, LinkPolicy::Every, &mut Vec::new());
        let mut text = String::new();
        walk_inlines(&document.blocks, &mut |inline| if let InlineNode::Text(part) = &inline.node {
            text.push_str(part.get(inline.at, &document.text));
        });
        prop_assert_eq!(text.trim_end(), before);
    }
}
