use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::config::LinkPolicy;
use crate::fill::{AnswerFile, fill};
use crate::language::Languages;
use crate::sink::MemorySink;
use crate::source::{FileId, Span};
use crate::view::tests::{book, book_with, theme};

/// A word list by which an interview guide asks questions.
const ASKS: &str = "documents: {interview-guide: {title: Guider, questions: true}}\n";

const NASTY: &str = "---\nkind: document\ndocument: interview-guide\ntitle: \"Guide ]]> & <b> 😀\"\nsummary: En guide.\nfields:\n  \
    navn: {label: \"Navn \\\" <&\", type: text, default: \"]]>\\uFFFF\"}\n  dag: {label: Dag, type: date}\n  \
    slag: {label: Slag, type: choice, choices: {a: \"<a>\", b: b}}\n---\n\n\
    ## Del\n\n{{ navn }} {{ dag }} **{{ slag }}** \u{b}x ]]> 😀 [lenke](https://x.no/?a=\"<&'>)[^1]\n\n{% if slag == a %}\n- [x] Et. {#et}\n  \
    > [!LOV]\n  > Lov.\n{% else %}\n1. To\n{% endif %}\n\n| A | B |\n|---|--:|\n| a | {{ navn }} |\n\n[^1]: Note med [lenke](https://y.no).\n";

/// The texts of the parts of a file.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let read = |name: &String| {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        (name.clone(), text)
    };
    names.iter().map(read).collect()
}

fn assert_well_formed(name: &str, text: &str) {
    let mut reader = Reader::from_str(text);
    let mut open = 0;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}\n{text}")) {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            Event::Text(text) => assert!(!text.decode().unwrap().contains("]]>"), "{name}"),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0, "{name}");
    let allowed = |c: char| c >= ' ' && c != '\u{ffff}' || "\n\t\r".contains(c);
    assert!(text.chars().all(allowed), "{name}");
}

/// Programs that save a file make ids of their own: it is by their names that styles are known again.
#[test]
fn every_style_of_ours_is_written_by_its_name() {
    for row in Languages::default().rows() {
        let names = &row.word_styles;
        let written = named(&styles(Layout::Pages), names).replace("LISTS", &list_styles(names));
        for style in OwnStyle::ALL {
            let begin = format!(" w:styleId=\"{}\"><w:name w:val=\"{}\"/>", style.id(), style.name(names));
            assert!(written.contains(&begin), "{}: {style:?}", row.tag);
        }
        assert!(!written.contains("NAME"), "{}: a style without a name", row.tag);
    }
}

/// A style that others are based on, or are followed by, is there.
#[test]
fn every_style_that_another_names_is_written() {
    let written = named(&styles(Layout::Pages), &Languages::default().of("en").word_styles);
    for with in ["basedOn", "next"] {
        for rest in written.split(&format!("<w:{with} w:val=\"")).skip(1) {
            let id = rest.split('"').next().unwrap();
            assert!(written.contains(&format!(" w:styleId=\"{id}\"")), "{with} {id}");
        }
    }
}

#[test]
fn every_part_is_well_formed_whatever_the_text_is() {
    let book = book(&[("a.md", NASTY)], |_| {});
    let theme = theme(&book.config);
    let number = book.by_id["a"];
    let form = form(&book, number, theme.texts());
    assert_eq!(form, super::form(&book, number, theme.texts()), "the same bytes every time");
    let done = finished(&book, theme.texts(), &fill(&book, number, theme.texts(), &AnswerFile::default()));
    for bytes in [&form, &done] {
        let parts = parts(bytes);
        for (name, text) in &parts {
            assert_well_formed(name, text);
        }
        let types = &parts["[Content_Types].xml"];
        for name in parts.keys().filter(|name| name.starts_with("word/") && !name.contains("/_rels/")) {
            assert!(types.contains(&format!("\"/{name}\"")), "{name} has no type");
        }
        assert!(parts["word/_rels/footnotes.xml.rels"].contains("https://y.no"));
        assert!(parts["word/document.xml"].contains("<w:tblHeader/>"));
        assert!(parts["docProps/core.xml"].contains("<dc:language>nb-NO</dc:language>"));
    }
    assert!(!parts(&done).contains_key("customXml/item1.xml") && !parts(&done)["word/document.xml"].contains("w:sdt"));
}

#[test]
fn controls_are_tagged_by_what_they_are_for() {
    let book = book(&[("a.md", NASTY), ("ordliste.yaml", ASKS)], |_| {});
    let theme = theme(&book.config);
    let text = parts(&form(&book, book.by_id["a"], theme.texts())).remove("word/document.xml").unwrap();
    for tag in
        ["field:navn", "field:dag", "field:slag", "item:et", "choice:et", "when:1", "when:2", "added:del", "guidance"]
    {
        assert!(text.contains(&format!("<w:tag w:val=\"{tag}\"/>")), "{tag}: {text}");
    }
    assert!(
        text.contains("<w:listItem w:displayText=\"&lt;a&gt;\" w:value=\"a\"/>")
            && text.contains("<w14:checked w14:val=\"1\"/>")
    );
    assert!(text.contains("Når slag er «&lt;a&gt;»") || text.contains("Når slag er &lt;a&gt;:"), "{text}");
    let mut ids: Vec<&str> = text.split("<w:id w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "every control has an id of its own");
}

#[test]
fn a_form_is_written_beside_its_page_and_as_a_script() {
    let files = [
        ("a.md", NASTY),
        ("del/liste.md", "---\nkind: checklist\ntitle: Liste\nsummary: En liste.\n---\n- [ ] Et. {#et}\n"),
        ("b.md", "# B\n"),
    ];
    let book = book(&files, |_| {});
    let theme = theme(&book.config);
    let sink = MemorySink::default();
    assert_eq!(write(&book, &theme, &sink), []);
    let files = sink.into_files();
    let names: Vec<String> = files.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["a.docx", "a.docx.js", "del/liste.docx", "del/liste.docx.js"]);
    let script = String::from_utf8(files[&OutPath::new("del/liste.docx.js").unwrap()].clone()).unwrap();
    let base64 = script.strip_prefix("brobygger.wordFile(\"del/liste\",\"").unwrap().strip_suffix("\");\n").unwrap();
    assert_eq!(BASE64.decode(base64).unwrap(), files[&OutPath::new("del/liste.docx").unwrap()]);
    let view = crate::view::View::new(&book, &theme);
    assert_eq!(view.page(book.by_id["del/liste"]).word.as_deref(), Some("liste.docx"));
    assert_eq!(view.page(book.by_id["b"]).word, None);
}

#[test]
fn a_paragraph_stays_on_the_page_of_the_list_it_introduces() {
    let text = "---\nkind: checklist\ntitle: Liste\nsummary: En liste.\n---\nFørst.\n\nInnledning:\n\n- [ ] Et. {#et}\n\nSlutt.\n";
    let book = book(&[("a.md", text)], |_| {});
    let theme = theme(&book.config);
    let document = parts(&form(&book, book.by_id["a"], theme.texts())).remove("word/document.xml").unwrap();
    let keeps = "<w:pPr><w:keepNext/></w:pPr><w:r><w:t xml:space=\"preserve\">Innledning:";
    assert!(document.contains(keeps), "{document}");
    assert_eq!(document.matches("w:keepNext").count(), 1);
}

#[test]
fn room_for_notes_has_lines_that_stay_with_their_label() {
    let words = "documents: {ask: {title: Spør, questions: true}, sign: Skriv under}\n";
    let text = |purpose: &str| {
        format!(
            "---\nkind: document\ntitle: Skjema\nsummary: Et skjema.\ndocument: {purpose}\n---\nNotater: ______________\n\nSlutt.\n"
        )
    };
    let book = book(&[("ordliste.yaml", words), ("a.md", &text("ask")), ("b.md", &text("sign"))], |_| {});
    let theme = theme(&book.config);
    let document = |id: &str| parts(&form(&book, book.by_id[id], theme.texts())).remove("word/document.xml").unwrap();
    let asks = document("a");
    assert!(asks.contains("<w:pPr><w:keepNext/></w:pPr><w:r><w:t xml:space=\"preserve\">Notater:</w:t>"), "{asks}");
    assert_eq!((asks.matches("w:leader=\"underscore\"").count(), asks.matches("w:keepNext").count()), (5, 5));
    assert!(!asks.contains("____"));
    let signs = document("b");
    assert!(signs.contains("Notater: ______________") && !signs.contains("w:leader"), "{signs}");
}

#[test]
fn blocks_made_from_the_book_and_the_text_of_html_stand_in_word() {
    let text = "---\nkind: checklist\ntitle: Liste\nsummary: En liste.\n---\n{{#ordliste}}\n\n{{#dokumenter}}\n\n\
                <div>Av <b>HTML</b></div>\n\n```rust\n# skjult\nvist\n```\n";
    let term = "---\nkind: definition\ntitle: ord\nsummary: Et ord.\nsynonyms: [{text: glose}]\n---\nEt ord.\n";
    let book = book(&[("a.md", text), ("b.md", NASTY), ("ord.md", term)], |_| {});
    let theme = theme(&book.config);
    let number = book.by_id["a"];
    let form = form(&book, number, theme.texts());
    let done = finished(&book, theme.texts(), &fill(&book, number, theme.texts(), &AnswerFile::default()));
    for bytes in [&form, &done] {
        let document = parts(bytes).remove("word/document.xml").unwrap();
        for shown in [
            ">glose</w:t>",
            ">ord</w:t>",
            "Guide ]]&gt; &amp; &lt;b&gt;",
            ">En guide.</w:t>",
            ">Av HTML</w:t>",
            ">vist</w:t>",
        ] {
            assert!(document.contains(shown), "{shown}: {document}");
        }
        assert!(!document.contains("skjult"), "{document}");
    }
}

#[test]
fn a_word_of_another_language_is_marked_as_one() {
    let text =
        "---\nkind: document\ntitle: Plan\nsummary: En plan.\ndocument: plan\n---\nEn likemann er en *peer worker*.\n";
    let term = "---\nkind: definition\ntitle: likemann\nsummary: En som hjelper.\n\
                synonyms: [{text: peer worker, lang: en}]\n---\nEn som hjelper.\n";
    let book = book(&[("a.md", text), ("likemann.md", term)], |config| config.link = LinkPolicy::Every);
    let theme = theme(&book.config);
    let number = book.by_id["a"];
    let filled = fill(&book, number, theme.texts(), &AnswerFile::default());
    for bytes in [form(&book, number, theme.texts()), finished(&book, theme.texts(), &filled)] {
        let document = parts(&bytes).remove("word/document.xml").unwrap();
        let word = "<w:rPr><w:i/><w:lang w:val=\"en-GB\"/></w:rPr><w:t xml:space=\"preserve\">peer worker</w:t>";
        assert!(document.contains(word), "{document}");
        assert_eq!(document.matches("w:lang ").count(), 1, "{document}");
    }
    let alone = crate::write::alone::html(&book, theme.texts(), &filled);
    assert!(alone.contains("<em><span lang=\"en\">peer worker</span></em>"), "{alone}");
}

/// A work in a language that no row is about, and one in a form of another than the usual.
#[test]
fn the_title_of_a_work_is_in_its_language_whatever_that_is() {
    let text = "---\nkind: document\ntitle: Plan\nsummary: En plan.\ndocument: plan\n---\nSe [@a] og [@b] og [@c].\n";
    let work = |id: &str, lang: &str, title: &str| {
        format!("{id}:\n  type: book\n  title: {title}\n  author: Eksempel, Rolle\n  date: 2020\n  language: {lang}\n")
    };
    let works =
        work("a", "fi-FI", "Vertaistuki") + &work("b", "en-US", "Peer support") + &work("c", "en", "Working together");
    let book = book(&[("a.md", text), ("kilder.yaml", &works)], |_| {});
    let theme = theme(&book.config);
    let number = book.by_id["a"];
    let filled = fill(&book, number, theme.texts(), &AnswerFile::default());
    for bytes in [form(&book, number, theme.texts()), finished(&book, theme.texts(), &filled)] {
        let document = parts(&bytes).remove("word/document.xml").unwrap();
        for (lang, title) in [("fi-FI", "Vertaistuki"), ("en-US", "Peer support"), ("en-GB", "Working together")] {
            let told = format!("<w:lang w:val=\"{lang}\"/></w:rPr><w:t xml:space=\"preserve\">{title}");
            assert!(document.contains(&told), "{told}: {document}");
        }
    }
}

/// The first bytes of a picture of so many dots, which say how large it is.
fn picture(width: u8, height: u8) -> Vec<u8> {
    let header = [0, 0, 0, width, 0, 0, 0, height, 8, 6, 0, 0, 0];
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &header].concat()
}

#[test]
fn the_logo_of_an_organisation_stands_over_its_documents() {
    let document = |organisation: Option<&str>, logo: &[u8]| {
        let assets = [("merke.png".to_owned(), logo.into())].into();
        let book = book_with(&[("a.md", NASTY)], &assets, |config| {
            config.organisation.name = organisation.map(str::to_owned);
            config.theme.logo = Some(("merke.png".into(), Span::new(FileId(0), 0..0)));
        });
        let bytes = form(&book, book.by_id["a"], theme(&book.config).texts());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| {
            let mut bytes = Vec::new();
            zip.by_name(name).map(|mut file| file.read_to_end(&mut bytes).unwrap()).ok().map(|_| bytes)
        };
        (String::from_utf8(read("word/document.xml").unwrap()).unwrap(), read("word/media/logo.png"))
    };
    let logo = picture(4, 2);
    let (text, media) = document(Some("Fjellvik & omegn"), &logo);
    assert_well_formed("word/document.xml", &text);
    assert!(text.find("<w:drawing>").unwrap() < text.find("Title").unwrap());
    assert!(text.contains("descr=\"Fjellvik &amp; omegn\""), "{text}");
    assert!(text.contains("<wp:extent cx=\"1008000\" cy=\"504000\"/>"), "twice as wide as it is high");
    assert_eq!(media, Some(logo.clone()));
    assert!(
        document(Some("Fjellvik"), &picture(200, 2)).0.contains("cx=\"2880000\" cy=\"28800\""),
        "no wider than a line"
    );
    for (text, media) in [document(None, &logo), document(Some("Fjellvik"), b"<svg/>")] {
        assert!(!text.contains("<w:drawing>") && media.is_none());
    }
}
