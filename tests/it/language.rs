//! Languages: one that nobody speaks, added with data alone, and pages in other languages than their book.

use brobygger::language::{
    AnchorNames, BlockNames, Compounds, Genitive, Guidance, Inflection, Language, Letters, Noun, OriginKeys, Search,
    Spaces, WordStyleNames, WorkPlace,
};
use brobygger::sink::MemorySink;
use brobygger::write::docx::for_comments;
use brobygger::write::{WRITERS, everything};

use crate::book::{Outcome, TestBook};

/// A language with a letter, an inflection, a genitive and compounds of its own.
static MADE_UP: Language = Language {
    tag: "qaa",
    also: &["qab"],
    name: "Qaan",
    locale: Some("qaa-QM"),
    citations: Some("nb-NO"),
    order: Some("nb"),
    word_date: "yyyy/MM/dd",
    untitled: "Nixtitl",
    anchors: AnchorNames {
        choice: "kaq-",
        field: "feq-",
        question: "wiq-",
        outcome: "utq-",
        fields: "feq",
        questions: "wiq",
        answers: "ansq/",
        letter: "litq-",
        ..Language::unknown().anchors
    },
    word_styles: WordStyleNames { choice: "Kaq", guidance: "Olpq", ..Language::unknown().word_styles },
    nobody: "nix",
    and: "u",
    guidance: Some(Guidance { help: "OLP", law: "LEX", instead: "INLO", addition: "ALDON" }),
    blocks: Some(BlockNames {
        roles: "ra",
        index: "ordqaan",
        literature: "li",
        documents: "do",
        entrances: "en",
        steps: "st",
        downloads: "ne",
        role_figure: "st-figure",
        timeline: "st-line",
    }),
    origin: OriginKeys { involved: "samq", law: "lexq", written: "skriq", checked: "vidq" },
    letters: Letters {
        own: "ð",
        typed: &[('ð', "d")],
        pairs: &[("dh", "d")],
        address: &[('ð', "th")],
        alike: &[('đ', 'ð')],
        index: &[("dh", 'Ð')],
        nameless: "qa",
    },
    spaces: Spaces { before_numbers: &["qp."], after_numbers: &["qu"] },
    places: &[("qp. ", WorkPlace::Page)],
    inflection: Some(Inflection {
        nouns: &[Noun { code: "k1", replaces: "", endings: &["", "im"] }],
        adjectives: &[("", &["", "ak"])],
        after_noun: &[],
    }),
    genitive: Genitive { any: "", most: "q", after_hissing: "", hissing: &[] },
    compounds: Some(Compounds {
        joints: &["o"],
        heads: "dom k1\n",
        breaks: "",
        adjectival: &[],
        abbreviations: &["im"],
    }),
    bracketed: &["im"],
    search: Search { stop: &["ta ni"], derived: &["im"], turned: &["un"], ..Language::unknown().search },
    ..Language::unknown()
};

const BOOK: &str = r#"
//- book.toml
[book]
title = "Qaan"
language = "qaa"
src = "content"

[theme]
name = "qaan"

[glossary]
link = "every"

[pdf]
enabled = false
//- themes/qaan/i18n/qaa.ftl
menu = Menuq
and = u
written-by = Skri { $authors }.
reviewed = Vid { $date }.
involved-nobody = Nixe.
law-written = Lexi { $month }.
law-checked = Vidi { $who }.
month-year = { $year } { $month }
date = { $year } { $month } { $day }
month-11 = nobim
//- content/index.md
---
kind: article
title: Ðe ðorim
summary: Om.
authors: [A, B]
reviewed: 2026-11-22
samq: nix
lexq: {skriq: 2026-11, vidq: C}
---
# Dhu ðor

Ðorim ni ðorq, ta ðorodomim qp. 7 u 8 qu; ðor(im) nit ðors.
//- content/ord/ðor.md
---
kind: definition
title: ðor
summary: Ta.
inflection: k1
compounds: {first: all}
---
Ta.
//- content/lex.md
---
kind: document
title: Lex
summary: Om.
document: plan
fields:
  nom: {label: Nom, type: text}
---
> [!OLP] Help ta.

[Nom](#feq-nom), [ka](#kaq-a), [wi](wi.md#wiq-a), [ut](wi.md#utq-u), [al](wi.md#wiq).

- [ ] {{ nom }} {#a}
//- content/wi.md
---
kind: decision
title: Wi
summary: Om.
questions:
  - {id: a, ask: Wi?, answers: [{text: Ja, to: u}]}
outcomes:
  - {id: u, title: Ut, says: Ut ni.}
---
Ta.
//- content/alle.md
---
kind: article
title: Alle
summary: Om.
---
{{#ordqaan}}
"#;

fn text(outcome: &Outcome, path: &str) -> String {
    String::from_utf8(outcome.files[path].clone()).unwrap()
}

#[test]
fn a_language_is_added_with_data_alone() {
    let outcome = TestBook::parse(BOOK).speaking(&MADE_UP).build();
    let said: Vec<_> = outcome.diagnostics.iter().map(|said| said.code.as_str()).collect();
    assert_eq!(said, ["untranslated-text"], "{}", outcome.said());
    let page = text(&outcome, "index.html");
    for shown in [
        "<html lang=\"qaa\">",
        "<title>Ðe ðorim – Qaan</title>",
        "<summary>Menuq</summary>",
        "Skri A u B.",
        "<time datetime=\"2026-11-22\">Vid 2026 nobim 22.</time>",
        "Nixe.",
        "<p>Lexi 2026 nobim. Vidi C.</p>",
        "id=\"dhu-thor\"",
        ">Ðorim</a> ni ",
        ">ðorq</a>, ta ",
        ">ðorodomim</a> qp.\u{a0}7 u 8\u{a0}qu; ",
        ">ðor(im)</a> nit ðors.",
    ] {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }
    let letters = text(&outcome, "alle.html");
    assert!(letters.contains("<h2 id=\"ui_litq-ð\">Ð</h2>"), "{letters}");
    let document = text(&outcome, "lex.html");
    for shown in ["Help ta.", "<h2 id=\"feq\">", "<div id=\"feq-nom\">", " id=\"kaq-a\" data-choice=\"a\">"] {
        assert!(document.contains(shown), "{shown} is not in {document}");
    }
    assert!(!document.contains("OLP"), "{document}");
    let decision = text(&outcome, "wi.html");
    for shown in ["<h2 id=\"wiq\">", "id=\"wiq-a\" ", "id=\"utq-u\" ", "<a href=\"#utq-u\">Ut</a>"] {
        assert!(decision.contains(shown), "{shown} is not in {decision}");
    }
    // A Word file is in the language of its page.
    let number = outcome.built.book.by_id["lex"];
    let file = for_comments(&outcome.built.book, number, outcome.built.theme.texts(), "");
    let styles = unzipped(&file);
    for style in ["styleId=\"ChoiceItem2\"><w:name w:val=\"Kaq 2\"/>", "styleId=\"Guidance\"><w:name w:val=\"Olpq\"/>"]
    {
        assert!(styles.contains(style), "{style} is not in {styles}");
    }
    let index = written(&outcome, "sok/index.js");
    for told in [
        "\"stemmer\":null,\"own\":\"ð\",\"typed\":{\"ð\":\"d\"},\"pairs\":{\"dh\":\"d\"},\"genitive\":\"q\",\"joints\":[\"o\"]",
        "\"derived\":[\"im\"],\"turned\":[\"un\"]",
        "\"stop\":\"ni ta\"",
    ] {
        assert!(index.contains(told), "{told} is not in {index}");
    }
}

/// A book with a place of every sort, in some languages.
fn places(languages: &str) -> TestBook {
    let settings = format!(
        "[book]\ntitle = \"T\"\n{languages}\nsrc = \"content\"\n\n[content]\nrequire = []\n\n[pdf]\nenabled = false\n"
    );
    let mut book = TestBook::default()
        .file("book.toml", &settings)
        .file("content/ordliste.yaml", "documents: {letter: {title: Letters}}\n")
        .file("content/kilder.yaml", "work: {type: book, title: W, author: \"Holm, E.\", date: 2020}\n");
    for (path, text) in PLACES {
        for folder in ["content", "content.en", "content.nb"] {
            book = book.file(&format!("{folder}/{path}"), text);
        }
    }
    book
}

/// Pages with places of every sort.
const PLACES: [(&str, &str); 6] = [
    ("index.md", "---\nkind: article\ntitle: T\nsummary: S.\n---\nX [@work].\n\n{{#index}}\n"),
    (
        "document.md",
        "---\nkind: document\ndocument: letter\ntitle: D\nsummary: S.\nfields:\n  f: {label: F, type: text}\nadvice:\n  - \
         {when: f, level: info, at: f, say: So.}\n---\n{{ f }}\n\n- [ ] One. {#c}\n",
    ),
    (
        "decision.md",
        "---\nkind: decision\ntitle: W\nsummary: S.\nquestions:\n  - {id: q, ask: \"Q?\", answers: [{text: Y, to: o}]}\n\
         outcomes:\n  - {id: o, title: O, says: So.}\n---\nX.\n",
    ),
    (
        "assessment.md",
        "---\nkind: assessment\ntitle: A\nsummary: S.\nscale: [Yes, No]\nstatements:\n  - {id: s, text: So.}\n---\nX.\n",
    ),
    (
        "peer.md",
        "---\nkind: definition\ntitle: peer\nsummary: S.\nnot-same-as:\n  - {id: lead, because: So.}\n---\nX.\n",
    ),
    ("lead.md", "---\nkind: definition\ntitle: lead\nsummary: S.\n---\nX.\n"),
];

/// The ids and addresses of places, as [`PLACES`] has them: the page, and its name in Norwegian and in English.
const PLACE_NAMES: [(&str, &str, &str); 19] = [
    ("document", "valg-c", "choice-c"),
    ("document", "felt-f", "field-f"),
    ("document", "del-felt", "part-fields"),
    ("document", "del-rad", "part-advice"),
    ("decision", "sporsmal-q", "question-q"),
    ("decision", "utfall-o", "outcome-o"),
    ("decision", "del-sporsmal", "part-questions"),
    ("decision", "del-utfall", "part-outcomes"),
    ("decision", "del-figur", "part-figure"),
    ("assessment", "pastand-s", "statement-s"),
    ("assessment", "del-pastander", "part-statements"),
    ("assessment", "del-tiltak", "part-plan"),
    ("peer", "ikke-lead", "not-lead"),
    ("peer", "ui_ikket", "ui_not-same"),
    ("lead", "ikke-peer", "not-peer"),
    ("lead", "ui_ikket", "ui_not-same"),
    ("index", "ui_kilde-work", "ui_source-work"),
    ("index", "ui_bokstav-p", "ui_letter-p"),
    ("index", "ui_bokstav-l", "ui_letter-l"),
];

#[test]
fn places_are_named_in_the_language_of_the_source() {
    for (languages, translation, is_english) in [
        ("language = \"nb\"", "", false),
        ("language = \"nn\"", "", false),
        ("language = \"en-GB\"", "", true),
        ("language = \"de\"", "", true),
        ("languages = [\"nb\", \"en\"]", "en/", false),
        ("languages = [\"en\", \"nb\"]", "nb/", true),
    ] {
        let outcome = places(languages).build();
        assert_eq!(outcome.built.book.pages.iter().filter(|page| !page.sound).count(), 0, "{}", outcome.said());
        let sink = MemorySink::default();
        assert!(everything(&outcome.built, &sink).value, "{}", outcome.said());
        let files: std::collections::BTreeMap<String, String> = sink
            .into_files()
            .into_iter()
            .map(|(path, bytes)| (path.to_string(), String::from_utf8_lossy(&bytes).into_owned()))
            .collect();
        for folder in ["", translation] {
            for (page, norwegian, english) in PLACE_NAMES {
                let text = &files[&format!("{folder}{page}.html")];
                let (name, other) = if is_english { (english, norwegian) } else { (norwegian, english) };
                assert!(text.contains(&format!(" id=\"{name}\"")), "{languages}: {folder}{page} lacks {name}: {text}");
                assert!(!text.contains(&format!("{other}\"")), "{languages}: {folder}{page} has {other}: {text}");
            }
            let script =
                files.iter().find(|(path, _)| path.starts_with(&format!("{folder}assets/brobygger-"))).unwrap().1;
            let told = if is_english { "\"answers\":\"answers/\"" } else { "\"answers\":\"svar/\"" };
            assert!(script.contains(told), "{languages}: {script}");
        }
    }
}

/// Output of another writer than that of the pages.
fn written(outcome: &Outcome, path: &str) -> String {
    let writer = WRITERS.iter().find(|writer| (writer.owns)(outcome.built.book.config.file_names(), path)).unwrap();
    let sink = MemorySink::default();
    assert_eq!((writer.write)(&outcome.built, &sink), []);
    let files = sink.into_files();
    let (_, bytes) = files.into_iter().find(|(out, _)| out.as_str() == path).unwrap();
    String::from_utf8(bytes).unwrap()
}

const PAGES: &str = r"
//- content/index.md
# Forside
//- content/en.md
---
kind: article
title: Users
summary: About users.
lang: en-GB
reviewed: 2026-11-22
---
> [!NOTE]
> Take note.
//- content/nn.md
---
kind: article
title: Brukarar
summary: Om brukarar.
lang: nn
---
Tekst.
";

#[test]
fn a_page_speaks_its_own_language() {
    let outcome = TestBook::parse(PAGES).build();
    assert_eq!(outcome.diagnostics, [], "{}", outcome.said());
    let (start, english, nynorsk) =
        (text(&outcome, "index.html"), text(&outcome, "en.html"), text(&outcome, "nn.html"));
    for (page, lang, menu) in [(&start, "nb", "Meny"), (&english, "en-GB", "Menu"), (&nynorsk, "nn", "Meny")] {
        assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{page}");
        assert!(page.contains(&format!("<summary>{menu}</summary>")), "{page}");
    }
    assert!(english.contains("<time datetime=\"2026-11-22\">Last reviewed 22 November 2026.</time>"), "{english}");
    assert!(english.contains("</span> <span lang=\"nb\">Forside</span></a>"), "{english}");
    assert!(english.contains(">Note</p>") && nynorsk.contains("Hopp til innhaldet"), "{english}");
    // What is in the book's language says so.
    assert!(english.contains("<ul class=\"deler\" lang=\"nb\">"), "{english}");
    assert!(start.contains("<ul class=\"deler\">") && !start.contains("tekster-"), "{start}");
    // Scripts get their texts from a script before them.
    let script = |page: &str, tag: &str| {
        let name = page.split(&format!("src=\"assets/tekster-{tag}-")).nth(1).unwrap();
        format!("assets/tekster-{tag}-{}", name.split('"').next().unwrap())
    };
    let texts = text(&outcome, &script(&english, "en"));
    assert!(texts.starts_with("window.brobyggerTexts = {") && texts.contains("\"js-sok-close\":\"Close\""), "{texts}");
    assert!(text(&outcome, &script(&nynorsk, "nn")).contains("\"js-sok-close\":\"Lukk\""));
}

const SPELLED: &str = r#"
//- book.toml
[book]
title = "Prøve"
language = "nb_NO"
src = "content"

[site]
download = ["epub"]

[pdf]
enabled = false
//- content/index.md
---
kind: checklist
title: Forside
summary: Om siden.
---
- [ ] Tekst. {#tekst}
//- content/us.md
---
kind: checklist
title: Users
summary: About users.
lang: EN_us
---
- [ ] Text. {#text}
//- content/gb.md
---
kind: article
title: British users
summary: About users.
lang: en-gb
---
Text.
//- content/ord.md
---
kind: definition
title: ord
summary: Et ord.
terms: {DE_at: [Wort]}
---
Et ord.
"#;

/// The texts of the files in a zip, one after the other.
fn unzipped(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    for number in 0..zip.len() {
        let mut file = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_index(number).unwrap(), &mut file).unwrap();
        out.push_str(&String::from_utf8_lossy(&file));
    }
    out
}

#[test]
fn tags_go_out_as_bcp_47_however_they_are_written() {
    let outcome = TestBook::parse(SPELLED).build();
    let said: Vec<_> = outcome.diagnostics.iter().map(|said| said.code.as_str()).collect();
    assert_eq!(said, ["unknown-language"], "{}", outcome.said());
    let sink = MemorySink::default();
    assert!(everything(&outcome.built, &sink).value);
    let files = sink.into_files();
    let bytes = |path: &str| files.iter().find(|(out, _)| out.as_str() == path).unwrap().1;
    for (path, shown) in [
        ("index.html", "<html lang=\"nb-NO\">"),
        ("us.html", "<html lang=\"en-US\">"),
        ("gb.html", "<html lang=\"en-GB\">"),
        ("ord.html", "<dd lang=\"de-AT\">"),
        ("index.docx", "<w:lang w:val=\"nb-NO\""),
        ("us.docx", "<w:lang w:val=\"en-US\""),
        ("prove.epub", "<dc:language>nb-NO</dc:language>"),
        ("prove.epub", "xml:lang=\"en-US\""),
    ] {
        let is_zip = bytes(path).starts_with(b"PK");
        let text = if is_zip { unzipped(bytes(path)) } else { String::from_utf8_lossy(bytes(path)).into_owned() };
        assert!(text.contains(shown), "{shown} is not in {path}");
    }
    for (path, bytes) in &files {
        let text = if bytes.starts_with(b"PK") { unzipped(bytes) } else { String::from_utf8_lossy(bytes).into_owned() };
        for tag in ["nb_NO", "EN_us", "DE_at"] {
            assert!(!text.contains(tag), "{tag} is in {path}");
        }
    }
}

/// The names of the files beside the pages, in the order of [`ENGLISH`].
const NORWEGIAN: [&str; 9] = [
    "sok.html",
    "verksted.html",
    "endringer.html",
    "endringer.atom",
    "sporsmal.js",
    "nettsted.zip",
    "begreper.csv",
    "begreper.ttl",
    "begreper.jsonld",
];
const ENGLISH: [&str; 9] = [
    "search.html",
    "workshop.html",
    "changes.html",
    "changes.atom",
    "questions.js",
    "site.zip",
    "terms.csv",
    "terms.ttl",
    "terms.jsonld",
];

#[test]
fn files_beside_the_pages_are_named_and_commented_in_the_language_of_the_source() {
    let settings = |languages: &str| {
        format!(
            "[book]\ntitle = \"T\"\n{languages}\nsrc = \"content\"\n\n[site]\nurl = \"https://t.example/\"\nchanges = true\n\
             hosting = [\"apache\", \"iis\", \"netlify\", \"nginx\"]\n\
             download = [\"site\", \"terms\", \"open-terms\"]\n\n[organisation]\nname = \"O\"\nnumber = \"310 000 051\"\ncontact = \"o@o.example\"\n\n[pdf]\nenabled = false\n"
        )
    };
    let rules = "says: {forbidden: No, risky: Well}\nrules:\n- {id: r, level: risky, why: Because., instead: Ask., see: index, sure: [how old]}\n";
    let below_tag = |tag: &str, names: [&str; 9]| names.map(|name| format!("{tag}{name}"));
    for (languages, names, others, translation, comment) in [
        ("language = \"nb\"", NORWEGIAN, ENGLISH, "", "Tidligere adresser."),
        ("language = \"nn\"", NORWEGIAN, ENGLISH, "", "Tidlegare adresser."),
        ("language = \"en-GB\"", ENGLISH, NORWEGIAN, "", "Former addresses."),
        ("languages = [\"nb\", \"en\"]", NORWEGIAN, ENGLISH, "en/", "Tidligere adresser."),
        ("languages = [\"en\", \"nb\"]", ENGLISH, NORWEGIAN, "nb/", "Former addresses."),
    ] {
        let page = "---\nkind: article\ntitle: T\nsummary: S.\n---\nX.\n";
        let term = "---\nkind: definition\ntitle: w\nsummary: S.\n---\nX.\n";
        let outcome = TestBook::default()
            .file("book.toml", &settings(languages))
            .file("content/sporsmal-lint.yaml", rules)
            .file("content/index.md", page)
            .file("content/w.md", term)
            .file("content.en/index.md", page)
            .file("content.nb/index.md", page)
            .with_workshop()
            .build();
        let sink = MemorySink::default();
        assert!(everything(&outcome.built, &sink).value, "{}", outcome.said());
        let files: std::collections::BTreeMap<String, Vec<u8>> =
            sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
        for path in
            names.into_iter().filter(|path| cfg!(feature = "rdf") || !path.ends_with("ttl") && !path.ends_with("ld"))
        {
            assert!(files.contains_key(path), "{languages}: {path} is not among {:?}", files.keys());
        }
        if !translation.is_empty() {
            assert!(files.contains_key(&format!("{translation}{}", names[0])), "{languages}: {:?}", files.keys());
        }
        for path in below_tag("", others).into_iter().chain(below_tag(translation, others)) {
            assert!(!files.contains_key(&path), "{languages}: {path}");
        }
        // So is what open data speaks of beside the terms.
        if let Some(terms) = files.get(names[7]) {
            let terms = String::from_utf8_lossy(terms);
            let sorts = [["#samling", "#kontakt"], ["#collection", "#contact"]];
            let (own, others) = (usize::from(names == ENGLISH), usize::from(names != ENGLISH));
            assert!(sorts[own].iter().all(|name| terms.contains(name)), "{languages}: {terms}");
            assert!(!sorts[others].iter().any(|name| terms.contains(name)), "{languages}: {terms}");
        }
        let page = String::from_utf8_lossy(&files["index.html"]);
        assert!(page.contains(&format!("<a class=\"sok\" href=\"{}\">", names[0])), "{page}");
        for path in [".htaccess", "nginx-location.conf", "web.config"] {
            let text = String::from_utf8_lossy(&files[path]);
            assert!(text.contains(comment), "{languages}: {text}");
            assert!(!text.contains("@server"), "{text}");
        }
    }
}

/// A word of another language stands under its tag for other systems, whichever language that is, and is the word to use
/// there where the term has no other.
#[test]
fn words_of_any_language_go_out_under_its_tag() {
    let term = "---\nkind: definition\ntitle: likeperson\nsummary: S.\nsynonyms:\n- {text: Begleiter, lang: de_AT}\n\
                - {text: peer, lang: en}\n- {text: gielddahallan, type: older, lang: se}\n- {text: følge, lang: nb}\n\
                - {text: Gefährte, type: mention, lang: de}\nterms: {nn: [likeperson], en: [peer worker]}\n---\nX.\n";
    let settings = "[book]\ntitle = \"T\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[site]\nurl = \"https://t.example/\"\n\
                    download = [\"terms\", \"open-terms\"]\n\n[organisation]\nname = \"O\"\nnumber = \"310 000 051\"\n\
                    contact = \"o@o.example\"\n\n[pdf]\nenabled = false\n";
    let outcome = TestBook::default()
        .file("book.toml", settings)
        .file("content/index.md", "# T\n")
        .file("content/w.md", term)
        .build();
    let sink = MemorySink::default();
    assert!(everything(&outcome.built, &sink).value, "{}", outcome.said());
    let files: std::collections::BTreeMap<String, Vec<u8>> =
        sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
    let table = String::from_utf8_lossy(&files["begreper.csv"]);
    let (head, row) = table.trim_start_matches('\u{feff}').split_once("\r\n").unwrap();
    let cells = |line: &str| line.trim_end().split(';').map(str::to_owned).collect::<Vec<_>>();
    let row = cells(row);
    let cell = |name: &str| &*row[cells(head).iter().position(|cell| cell == name).unwrap()];
    let words = ["nb", "de-AT", "en", "nn", "se"].map(|tag| cell(&format!("Begrep ({tag})")));
    assert_eq!(words, ["likeperson", "Begleiter", "peer worker", "likeperson", ""]);
    assert_eq!([cell("Også kalt"), cell("Eldre ord")], ["følge, peer", "gielddahallan"], "{head}");
    if cfg!(feature = "rdf") {
        let open = String::from_utf8_lossy(&files["begreper.ttl"]);
        for label in [
            "prefLabel \"peer worker\"@en , \"likeperson\"@nn , \"Begleiter\"@de-at ;",
            "altLabel \"følge\"@nb ;",
            "altLabel \"peer\"@en ;",
            "hiddenLabel \"gielddahallan\"@se ;",
        ] {
            assert!(open.contains(label), "{label}: {open}");
        }
        assert!(!open.contains("Gefährte"), "{open}");
    }
}
