//! The workshop, asked as a browser asks it.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::Arc;

use brobygger::build::{Files, Inputs, build};
use brobygger::diagnostic::any_error;
use brobygger::layer::{index_of, pack, unpack};
use brobygger::sink::MemorySink;
use brobygger::text::Date;
use brobygger::workshop::{KIT_NAME, Workshop, answer};
use brobygger::write::everything;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::tree::files_on_disk;

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

/// A book as `brobygger kit` packs it.
fn kit(folder: &str) -> Vec<u8> {
    let files: Files = files_on_disk(Path::new(folder)).into_iter().map(|(path, bytes)| (path, bytes.into())).collect();
    let inputs = Inputs::of_files(files, TODAY).value;
    let mut files = inputs.flat();
    let index = index_of(&inputs.sources, &inputs.config).text();
    files.insert("pages.txt".into(), index.into_bytes().into());
    pack(&files).unwrap()
}

fn before() -> Vec<u8> {
    kit("tests/editions/flytting/grunn")
}

fn after() -> Vec<u8> {
    kit("tests/editions/flytting/etter")
}

/// Asks as a browser does, in bytes.
fn ask(workshop: &mut Workshop, request: &Value, bytes: &[u8]) -> (Value, Vec<u8>) {
    let text = serde_json::to_vec(request).unwrap();
    let length = u32::try_from(text.len()).unwrap().to_le_bytes();
    let answered = answer(workshop, &[&length, &*text, bytes].concat());
    let (length, rest) = answered.split_first_chunk::<4>().unwrap();
    let (text, bytes) = rest.split_at(u32::from_le_bytes(*length) as usize);
    (serde_json::from_slice(text).unwrap(), bytes.to_vec())
}

/// The answer where nothing is refused.
fn done(workshop: &mut Workshop, request: &Value) -> Value {
    let (answer, _) = ask(workshop, request, b"");
    assert_ne!(answer["is"], "refused", "{request}: {answer}");
    answer
}

fn refused(workshop: &mut Workshop, request: &Value, bytes: &[u8]) -> String {
    let (answer, _) = ask(workshop, request, bytes);
    assert_eq!(answer["is"], "refused", "{request}: {answer}");
    answer["reason"].as_str().unwrap().to_owned()
}

fn open(kit: &[u8]) -> Workshop {
    let mut workshop = Workshop::default();
    let (answer, _) = ask(&mut workshop, &json!({"ask": "open", "today": "2026-11-22"}), kit);
    assert_eq!(answer["is"], "edition", "{answer}");
    workshop
}

fn files_of(workshop: &mut Workshop, what: &str) -> BTreeMap<String, Vec<u8>> {
    let (answer, zip) = ask(workshop, &json!({"ask": what}), b"");
    assert_eq!(answer["is"], "zip", "{answer}");
    let files: BTreeMap<String, Vec<u8>> =
        unpack(&zip).unwrap().into_iter().map(|(path, bytes)| (path, bytes.to_vec())).collect();
    assert_eq!(answer["files"], files.len());
    files
}

/// The site that the program makes of an edition's files, the packed book among them.
fn site(layer: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let mut files: Files = layer.iter().map(|(path, bytes)| (path.clone(), Arc::from(bytes.as_slice()))).collect();
    let kit = unpack(&files.remove(KIT_NAME).unwrap()).unwrap();
    files.extend(kit.into_iter().map(|(path, bytes)| (format!("{KIT_NAME}/{path}"), bytes)));
    let mut diagnostics = Vec::new();
    let mut inputs = Inputs::of_files(files, TODAY).unpack(&mut diagnostics);
    inputs.set_prints(false);
    let built = build(&inputs).unpack(&mut diagnostics);
    assert!(!any_error(&diagnostics), "{diagnostics:#?}");
    let sink = MemorySink::default();
    assert!(everything(&built, &sink).value);
    sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect()
}

/// An edition with something of everything.
fn edition(kit: &[u8]) -> Workshop {
    let mut workshop = open(kit);
    done(&mut workshop, &json!({"ask": "set", "table": "organisation", "key": "name", "value": "Fjellvik kommune"}));
    done(&mut workshop, &json!({"ask": "set", "table": "site", "key": "hosting", "value": ["apache"]}));
    let part = json!({"ask": "put-part", "page": "rutiner", "part": "uke-to", "text": "## Uke to hos oss\n\nGå gjennom vår plan.\n"});
    done(&mut workshop, &part);
    let value = json!({"ask": "put-value", "page": "utlysning", "way": "fields.tittel.default", "value": "mentor"});
    done(&mut workshop, &value);
    let page = json!({
        "ask": "new-page", "kind": "article", "page": "hos-oss", "title": "Hos oss", "summary": "Slik er det her.",
        "body": "Velkommen til «oss».", "place": {"after": "rutiner"},
    });
    done(&mut workshop, &page);
    done(&mut workshop, &json!({"ask": "take-out", "page": "historien", "to": null}));
    let (answer, _) = ask(
        &mut workshop,
        &json!({"ask": "put-file", "path": "bilde.svg"}),
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    assert_eq!(answer["is"], "edition", "{answer}");
    workshop
}

#[test]
fn the_site_it_gives_is_the_one_the_program_makes_of_the_edition_it_gives() {
    let mut workshop = edition(&before());
    let built = done(&mut workshop, &json!({"ask": "build"}));
    assert_eq!(built["is_sound"], true, "{built}");
    let layer = files_of(&mut workshop, "layer");
    let made = files_of(&mut workshop, "site");
    let wanted = site(&layer);
    assert_eq!(made.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    let other: Vec<&String> =
        made.iter().filter(|(path, bytes)| wanted[*path] != **bytes).map(|(path, _)| path).collect();
    assert_eq!(other, Vec::<&String>::new());
    assert!(
        made.contains_key(".htaccess") && made.contains_key("hos-oss.html") && !made.contains_key("historien.html")
    );
    assert!(
        layer.contains_key(".base/pages.txt") && layer.contains_key(".base/rutiner/%23uke-to.txt"),
        "{:?}",
        layer.keys()
    );
    let page = String::from_utf8_lossy(&made["rutiner.html"]);
    assert!(page.contains("Uke to hos oss</h2>") && page.contains("Fjellvik kommune"), "{page}");
    // Both are the same bytes again.
    assert_eq!(
        ask(&mut workshop, &json!({"ask": "site"}), b"").1,
        ask(&mut edition(&before()), &json!({"ask": "site"}), b"").1
    );
}

#[test]
#[cfg(feature = "cli")]
fn the_program_builds_the_edition_as_it_was_downloaded() {
    let mut workshop = edition(&before());
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files_of(&mut workshop, "layer") {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let mut command = crate::program();
    // The day that the workshop was opened.
    let output =
        command.args(["build", "--no-pdf"]).current_dir(folder.path()).env("SOURCE_DATE_EPOCH", "1795305600").output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(files_on_disk(&folder.path().join("site")), files_of(&mut workshop, "site"));
}

#[test]
fn every_page_says_what_the_edition_does_with_it() {
    let mut workshop = edition(&before());
    done(&mut workshop, &json!({"ask": "build"}));
    let state = done(&mut workshop, &json!({"ask": "edition"}));
    assert_eq!(state["base"], "Fadder på jobb");
    assert_eq!(state["settings"]["organisation.name"], "Fjellvik kommune");
    let pages: Vec<(String, String)> = state["parts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|part| part["pages"].as_array().unwrap().clone())
        .map(|page| (page["id"].as_str().unwrap().to_owned(), page["change"].as_str().unwrap().to_owned()))
        .collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(id, change)| (&**id, &**change)).collect();
    let wanted = [
        ("index", "none"),
        ("formal", "none"),
        ("rutiner", "changed"),
        ("hos-oss", "own"),
        ("historien", "taken-out"),
        ("avslutning", "none"),
        ("utlysning", "changed"),
    ];
    assert_eq!(pages, wanted);
    let page = done(&mut workshop, &json!({"ask": "page", "page": "rutiner"}));
    let part = &page["parts"][1];
    assert_eq!((&part["id"], &part["original"]), (&json!("uke-to"), &json!("## Uke to\n\nGå gjennom planen.")));
    assert_eq!(part["own"], "## Uke to hos oss\n\nGå gjennom vår plan.");
    assert_eq!(page["parts"][0]["own"], Value::Null);
    let page = done(&mut workshop, &json!({"ask": "page", "page": "utlysning"}));
    let value =
        page["values"].as_array().unwrap().iter().find(|value| value["way"] == "fields.tittel.default").unwrap();
    assert_eq!((&value["original"], &value["own"]), (&json!("fadder"), &json!("mentor")));
    let included = done(&mut workshop, &json!({"ask": "page", "page": "formal"}));
    assert_eq!(included["parts"][0]["elsewhere"], Value::Null);
}

#[test]
fn what_is_put_back_leaves_nothing_behind_and_every_step_can_be_taken_back() {
    let mut workshop = edition(&before());
    let full = done(&mut workshop, &json!({"ask": "edition"}));
    for request in [
        json!({"ask": "put-part", "page": "rutiner", "part": "uke-to", "text": "## Uke to\n\nGå gjennom planen."}),
        json!({"ask": "put-value", "page": "utlysning", "way": "fields.tittel.default", "value": null}),
        json!({"ask": "put-page", "page": "hos-oss", "text": null}),
        json!({"ask": "take-back", "page": "historien"}),
        json!({"ask": "set", "table": "organisation", "key": "name", "value": ""}),
        json!({"ask": "set", "table": "site", "key": "hosting", "value": null}),
        json!({"ask": "drop-file", "path": "bilde.svg"}),
    ] {
        done(&mut workshop, &request);
    }
    let state = done(&mut workshop, &json!({"ask": "edition"}));
    assert_eq!(state["files"], json!(["book.toml"]));
    for _ in 0..7 {
        done(&mut workshop, &json!({"ask": "undo"}));
    }
    let back = done(&mut workshop, &json!({"ask": "edition"}));
    assert_eq!((&back["files"], &back["settings"]), (&full["files"], &full["settings"]));
    done(&mut workshop, &json!({"ask": "redo"}));
    let page = done(&mut workshop, &json!({"ask": "page", "page": "rutiner"}));
    assert_eq!(page["parts"][1]["own"], Value::Null);
    for _ in 0..9 {
        let (answer, _) = ask(&mut workshop, &json!({"ask": "undo"}), b"");
        if answer["is"] == "refused" {
            break;
        }
    }
    assert_eq!(refused(&mut workshop, &json!({"ask": "undo"}), b""), "nothing-to-undo");
}

#[test]
fn a_broken_text_keeps_the_last_good_page_and_names_its_place() {
    let mut workshop = open(&before());
    let put = |text: &str| json!({"ask": "put-part", "page": "rutiner", "part": "uke-to", "text": text});
    done(&mut workshop, &put("## Uke to\n\nVår gode tekst."));
    done(&mut workshop, &json!({"ask": "build"}));
    let broken = put("## Uke to\n\nSe [feil side](finnes-ikke.md).");
    done(&mut workshop, &broken);
    let built = done(&mut workshop, &json!({"ask": "build"}));
    assert_eq!(built["is_sound"], false);
    let problem = &built["problems"][0];
    assert_eq!((&problem["code"], &problem["severity"]), (&json!("unknown-link"), &json!("error")));
    assert_eq!(
        (&problem["page"], &problem["part"], &problem["is_own"]),
        (&json!("rutiner"), &json!("uke-to"), &json!(true))
    );
    assert_eq!((&problem["file"], &problem["line"]), (&json!("content/rutiner.patch.md"), &json!(8)));
    let (shown, html) = ask(&mut workshop, &json!({"ask": "show", "page": "rutiner", "language": null}), b"");
    assert_eq!(shown["is_old"], true);
    assert!(String::from_utf8_lossy(&html).contains("Vår gode tekst."));
    assert_eq!(refused(&mut workshop, &json!({"ask": "site"}), b""), "has-errors");
    // What was written is in the edition, and can be downloaded as it is.
    let layer = files_of(&mut workshop, "layer");
    assert!(String::from_utf8_lossy(&layer["content/rutiner.patch.md"]).contains("finnes-ikke.md"));
    done(&mut workshop, &json!({"ask": "undo"}));
    assert_eq!(done(&mut workshop, &json!({"ask": "build"}))["is_sound"], true);
}

#[test]
fn an_edition_that_is_opened_over_a_newer_book_is_told_what_moved() {
    let mut first = edition(&before());
    let (_, zip) = ask(&mut first, &json!({"ask": "layer"}), b"");
    let mut workshop = open(&after());
    let (answer, _) = ask(&mut workshop, &json!({"ask": "open-edition"}), &zip);
    assert_eq!(answer["settings"]["organisation.name"], "Fjellvik kommune", "{answer}");
    let units = done(&mut workshop, &json!({"ask": "drift"}))["units"].clone();
    let unit =
        |name: &str| units.as_array().unwrap().iter().find(|unit| unit["name"] == name).cloned().unwrap_or_default();
    let moved = unit("rutiner#uke-to");
    assert_ne!(moved["state"], "new", "{units:#}");
    let waiting = |units: &Value| units.as_array().unwrap().iter().filter(|unit| unit["is_urgent"] == true).count();
    let accepted =
        units.as_array().unwrap().iter().find(|unit| unit["digest"].is_string() && unit["state"] != "current");
    let accepted = accepted.unwrap();
    let name = format!("{}@{}", accepted["name"].as_str().unwrap(), accepted["digest"].as_str().unwrap());
    assert_eq!(refused(&mut workshop, &json!({"ask": "accept", "units": [format!("{name}x")]}), b""), "other-digest");
    done(&mut workshop, &json!({"ask": "accept", "units": [name]}));
    let later = done(&mut workshop, &json!({"ask": "drift"}))["units"].clone();
    let state = later.as_array().unwrap().iter().find(|unit| unit["name"] == accepted["name"]);
    assert!(state.is_none_or(|unit| unit["state"] == "current"), "{later:#}");
    assert!(waiting(&later) <= waiting(&units));
    done(&mut workshop, &json!({"ask": "merge"}));
    done(&mut workshop, &json!({"ask": "undo"}));
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A zip in which a name stands in the place of another of the same length.
fn renamed(zip: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut out = zip.to_vec();
    let mut at = 0;
    while let Some(found) = out[at..].windows(from.len()).position(|window| window == from.as_bytes()) {
        out[at + found..at + found + from.len()].copy_from_slice(to.as_bytes());
        at += found + from.len();
    }
    out
}

#[test]
fn zips_that_are_made_to_harm_are_refused_and_change_nothing() {
    const SETTINGS: &[u8] = b"[base]\npath = \"x\"\n";
    let mut workshop = edition(&before());
    let state = done(&mut workshop, &json!({"ask": "edition"}));
    let sound = zip_of(&[("book.toml", SETTINGS), ("content/a.md", b"# A\n")]);
    let bomb = zip_of(&[("book.toml", SETTINGS), ("content/b.md", &vec![b' '; 97 * 1024 * 1024])]);
    assert!(bomb.len() < 200_000);
    let many: Vec<(String, &[u8])> = (0..20_001).map(|i| (format!("content/{i}.md"), b"".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(path, bytes)| (&**path, *bytes)).collect();
    let two = zip_of(&[("book.toml", SETTINGS), ("content/a.md", b"1"), ("content/b.md", b"2")]);
    for (zip, reason) in [
        (renamed(&sound, "content/a.md", "../../evil.m"), "unsafe-path"),
        (renamed(&sound, "content/a.md", "/etc/passwd1"), "unsafe-path"),
        (renamed(&sound, "content/a.md", "c:\\windows\\a"), "unsafe-path"),
        (renamed(&sound, "content/a.md", "content/con."), "unsafe-path"),
        (renamed(&two, "content/a.md", "content/b.md"), "same-name"),
        (bomb, "too-large"),
        (zip_of(&many), "too-large"),
        (b"PK\x05\x06 no zip at all".to_vec(), "no-zip"),
        (Vec::new(), "no-zip"),
        (sound[..sound.len() - 30].to_vec(), "no-zip"),
        (zip_of(&[("a.md", b"x")]), "no-book"),
        (zip_of(&[("book.toml", b"[book]\ntitle = \"x\"\n")]), "no-edition"),
        (zip_of(&[("book.toml", b"[base\n")]), "no-edition"),
    ] {
        assert_eq!(refused(&mut workshop, &json!({"ask": "open-edition"}), &zip), reason);
    }
    assert_eq!(done(&mut workshop, &json!({"ask": "edition"})), state);
    // Packed with its folder, and with what a system puts there by itself, it is the same.
    let folder = zip_of(&[("vår/book.toml", SETTINGS), ("vår/content/a.md", b"# A\n"), ("__MACOSX/vår/._a", b"x")]);
    let (answer, _) = ask(&mut workshop, &json!({"ask": "open-edition"}), &folder);
    assert_eq!(answer["files"], json!(["book.toml", "content/a.md"]), "{answer}");
}

#[test]
fn a_request_that_cannot_be_done_changes_nothing_and_says_why() {
    let mut workshop = Workshop::default();
    assert_eq!(refused(&mut workshop, &json!({"ask": "build"}), b""), "not-open");
    assert_eq!(refused(&mut workshop, &json!({"ask": "open", "today": "i dag"}), &before()), "bad-value");
    let mut workshop = open(&before());
    for (request, reason) in [
        (json!({"ask": "dance"}), "bad-request"),
        (json!({"ask": "set", "table": "base", "key": "path", "value": "x"}), "bad-settings"),
        (json!({"ask": "put-part", "page": "x", "part": "y", "text": "z"}), "no-page"),
        (json!({"ask": "put-part", "page": "rutiner", "part": "y", "text": "z"}), "no-part"),
        (json!({"ask": "put-value", "page": "rutiner", "way": "title", "value": {"a": 1}}), "bad-value"),
        (json!({"ask": "put-page", "page": "x", "text": "z"}), "no-page"),
        (json!({"ask": "put-file", "path": "../x.svg"}), "bad-value"),
        (json!({"ask": "put-file", "path": ".git/config"}), "bad-value"),
        (json!({"ask": "drop-file", "path": "x.svg"}), "bad-value"),
        (json!({"ask": "take-out", "page": "x", "to": null}), "no-page"),
        (json!({"ask": "page", "page": "x"}), "no-page"),
        (json!({"ask": "show", "page": "x", "language": null}), "no-page"),
        (json!({"ask": "show", "page": "index", "language": "fi"}), "no-page"),
        (json!({"ask": "file", "path": "../x"}), "bad-value"),
        (json!({"ask": "accept", "units": ["x#y@1"]}), "no-part"),
        (json!({"ask": "redo"}), "nothing-to-undo"),
    ] {
        assert_eq!(refused(&mut workshop, &request, b""), reason, "{request}");
    }
    let new = |page: &str| json!({"ask": "new-page", "kind": "article", "page": page, "title": "T", "summary": "S.", "body": null, "place": null});
    assert_eq!(refused(&mut workshop, &new("rutiner"), b""), "page-there");
    assert_eq!(refused(&mut workshop, &new("a/../b"), b""), "bad-value");
    assert_eq!(answer(&mut workshop, b"\xff\xff\xff\xff{}").len(), answer(&mut workshop, b"").len());
    assert_eq!(done(&mut workshop, &json!({"ask": "edition"}))["files"], json!(["book.toml"]));
}

#[test]
fn a_page_of_every_kind_can_be_begun_and_built() {
    let mut workshop = open(&before());
    let state = done(&mut workshop, &json!({"ask": "edition"}));
    let kinds = state["kinds"].as_array().unwrap();
    let that = |key: &str| {
        kinds.iter().filter(|kind| kind[key] == true).map(|kind| kind["name"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(kinds.len(), brobygger::kind::KINDS.len());
    assert_eq!(that("is_offered"), ["article", "definition", "document", "checklist"]);
    assert_eq!((that("is_term"), that("of_text")), (vec!["definition"], vec!["article"]));
    let has = |key: &str| {
        let with = kinds.iter().filter(|kind| kind["keys"].as_array().unwrap().contains(&json!(key)));
        with.map(|kind| kind["name"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(
        (has("fields"), has("document"), has("synonyms")),
        (vec!["document"], vec!["document"], vec!["definition"])
    );
    for kind in kinds {
        let place = if kind["is_term"] == true { Value::Null } else { json!({"part": "Planlegg"}) };
        let kind = kind["name"].as_str().unwrap();
        let page = format!("nye/{kind}");
        let title = format!("ny «{kind}»: \"sitat\"");
        done(
            &mut workshop,
            &json!({"ask": "new-page", "kind": kind, "page": page, "title": title, "summary": "Ny.", "body": null, "place": place}),
        );
        let built = done(&mut workshop, &json!({"ask": "build"}));
        assert_eq!(built["is_sound"], true, "{kind}: {built:#}");
        assert!(built["changed"].as_array().unwrap().contains(&json!(page)));
    }
    let page = done(&mut workshop, &json!({"ask": "page", "page": "nye/article"}));
    assert_eq!(page["title"], "ny «article»: \"sitat\"");
    done(&mut workshop, &json!({"ask": "put-value", "page": "nye/article", "way": "summary", "value": "Annen."}));
    let page = done(&mut workshop, &json!({"ask": "page", "page": "nye/article"}));
    assert!(page["text"].as_str().unwrap().contains("summary: \"Annen.\""), "{page}");
}

/// A Word file with a title, a line below it, a heading, a picture that browsers show and one that they do not, and what
/// a colleague wrote in it.
fn word_file() -> Vec<u8> {
    const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
                     xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"";
    let styled = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let picture = |id: &str| {
        format!(
            "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"b\" descr=\"En dør\"/><a:graphic><a:graphicData>\
             <a:blip r:embed=\"{id}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )
    };
    let added = "<w:p><w:r><w:t xml:space=\"preserve\">Nøkkelen ligger </w:t></w:r>\
                 <w:ins w:author=\"Leder ved Eksempelenheten\"><w:r><w:t>i skapet</w:t></w:r></w:ins></w:p>";
    let body = [
        &*styled("Title", "Nøkler og skap"),
        &styled("Subtitle", "Hvem som har nøkkel."),
        &styled("Heading1", "Hos oss"),
        added,
        &picture("rId1"),
        &picture("rId2"),
    ];
    let document = format!("<w:document {W}><w:body>{}</w:body></w:document>", body.concat());
    let style = |id: &str, name: &str| {
        format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/></w:style>")
    };
    let styles = [style("Title", "Title"), style("Subtitle", "Subtitle"), style("Heading1", "heading 1")].concat();
    let relations = "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/image\" Target=\"media/dør.svg\"/>\
                     <Relationship Id=\"rId2\" Type=\"http://x/image\" Target=\"media/dør.emf\"/></Relationships>";
    zip_of(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", format!("<w:styles {W}>{styles}</w:styles>").as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/media/dør.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("word/media/dør.emf", b"EMF"),
    ])
}

#[test]
fn the_other_languages_may_wait_and_are_the_same_then() {
    let kit = kit("tests/golden/sprak");
    let (mut waiting, mut whole) = (open(&kit), open(&kit));
    let part = done(&mut waiting, &json!({"ask": "page", "page": "forste/for"}))["parts"][0]["id"].clone();
    assert!(part.is_string(), "{part}");
    let changes = [
        json!({"ask": "set", "table": "organisation", "key": "name", "value": "Fjellvik kommune"}),
        json!({"ask": "put-part", "page": "forste/for", "part": part, "text": "## Hos oss\n\nSlik gjør vi det.\n"}),
        json!({"ask": "put-part", "page": "forste/for", "part": part, "text": "## Hos oss\n\nSe [der](ikke-her.md).\n"}),
        json!({"ask": "put-part", "page": "forste/for", "part": part, "text": "## Hos oss\n\nSlik gjør *vi* det.\n"}),
        json!({"ask": "take-out", "page": "mer", "to": null}),
    ];
    for change in &changes {
        for workshop in [&mut waiting, &mut whole] {
            done(workshop, change);
        }
        let source = done(&mut waiting, &json!({"ask": "build", "source": true}));
        let wanted = done(&mut whole, &json!({"ask": "build"}));
        assert_eq!((&source["is_sound"], &source["changed"]), (&wanted["is_sound"], &wanted["changed"]), "{change}");
        let show = json!({"ask": "show", "page": "forste/for", "language": null});
        assert!(ask(&mut waiting, &show, b"") == ask(&mut whole, &show, b""), "{change}: the page in the source");
        let nn = json!({"ask": "show", "page": "index", "language": "nn"});
        assert!(ask(&mut waiting, &nn, b"") == ask(&mut whole, &nn, b""), "{change}: the page in another language");
        let told = done(&mut waiting, &json!({"ask": "build"}));
        assert_eq!(told["problems"], wanted["problems"], "{change}");
    }
    let made = files_of(&mut waiting, "site");
    assert!(made == files_of(&mut whole, "site"));
    let wanted = site(&files_of(&mut waiting, "layer"));
    assert_eq!(made.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    let other: Vec<&String> =
        made.iter().filter(|(path, bytes)| wanted[*path] != **bytes).map(|(path, _)| path).collect();
    assert_eq!(other, Vec::<&String>::new(), "another file than the program makes from nothing");
}

#[test]
fn a_word_file_becomes_a_page_and_what_does_not_come_along_is_told() {
    let mut workshop = open(&before());
    let (read, _) = ask(&mut workshop, &json!({"ask": "read-word", "name": "nøkler.docx"}), &word_file());
    assert_eq!(read["is"], "word", "{read}");
    assert_eq!((&read["title"], &read["summary"]), (&json!("Nøkler og skap"), &json!("Hvem som har nøkkel.")));
    assert_eq!(read["pictures"], 1, "{read:#}");
    let problems = read["problems"].as_array().unwrap();
    assert!(
        problems.iter().all(|problem| problem["code"] == "not-taken" && problem["file"] == "nøkler.docx"),
        "{read:#}"
    );
    assert!(read.to_string().contains("of a sort that no browser shows"), "{read:#}");
    let remark =
        json!({"sort": "remark-added", "author": "Leder ved Eksempelenheten", "about": "i skapet", "says": ""});
    assert_eq!(read["remarks"], json!([remark]));
    assert_eq!(
        done(&mut workshop, &json!({"ask": "edition"}))["files"],
        json!(["book.toml"]),
        "reading changes nothing"
    );

    let page = json!({
        "ask": "new-page", "kind": "article", "page": "nye/nokler", "title": "Nøkler hos oss", "summary": "Hvem som har.",
        "body": null, "place": {"part": "Planlegg"}, "word": true,
    });
    let (state, _) = ask(&mut workshop, &page, &word_file());
    assert_eq!(state["files"], json!(["book.toml", "content/nye/nokler-1.svg", "content/nye/nokler.md"]), "{state:#}");
    let built = done(&mut workshop, &json!({"ask": "build"}));
    assert_eq!(built["is_sound"], true, "{built:#}");
    let shown = done(&mut workshop, &json!({"ask": "page", "page": "nye/nokler"}));
    assert_eq!(shown["title"], "Nøkler hos oss");
    let text = shown["text"].as_str().unwrap();
    assert!(text.contains("## Hos oss\n\nNøkkelen ligger i skapet\n\n![En dør](nokler-1.svg)"), "{text}");
    let made = files_of(&mut workshop, "site");
    assert!(made.contains_key("nye/nokler.html") && made.contains_key("nye/nokler-1.svg"), "{:?}", made.keys());
    assert_eq!(made, site(&files_of(&mut workshop, "layer")));
    // Page and picture are one step.
    assert_eq!(done(&mut workshop, &json!({"ask": "undo"}))["files"], json!(["book.toml"]));
}

#[test]
fn a_word_file_that_cannot_be_read_changes_nothing_and_says_why() {
    let mut workshop = open(&before());
    let bomb = vec![b' '; 97 << 20];
    let files = [
        b"%PDF-1.7".to_vec(),
        zip_of(&[("bilde.png", b"PNG")]),
        zip_of(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &bomb)]),
    ];
    let page = json!({
        "ask": "new-page", "kind": "article", "page": "nye/nokler", "title": "Nøkler", "summary": "Hvem.", "body": null,
        "place": {"part": "Planlegg"}, "word": true,
    });
    for file in files {
        for request in [&json!({"ask": "read-word", "name": "fil.docx"}), &page] {
            let (answer, _) = ask(&mut workshop, request, &file);
            assert_eq!((&answer["is"], &answer["reason"]), (&json!("refused"), &json!("bad-word-file")), "{answer}");
            let detail = answer["detail"].as_str().unwrap();
            assert!(detail.len() > 20, "{detail}");
        }
    }
    assert_eq!(done(&mut workshop, &json!({"ask": "edition"}))["files"], json!(["book.toml"]));
}

/// A value of a page as the workshop has it: what it was, and what it is.
fn value_of(workshop: &mut Workshop, page: &str, way: &str) -> Option<(Value, Value)> {
    let state = done(workshop, &json!({"ask": "page", "page": page}));
    let values = state["values"].as_array().unwrap();
    let value = values.iter().find(|value| value["way"] == way)?;
    Some((value["original"].clone(), value["own"].clone()))
}

fn html_of(workshop: &mut Workshop, page: &str) -> String {
    done(workshop, &json!({"ask": "build"}));
    let (shown, html) = ask(workshop, &json!({"ask": "show", "page": page, "language": null}), b"");
    assert_eq!((&shown["is"], &shown["is_old"]), (&json!("shown"), &json!(false)), "{shown}");
    String::from_utf8(html).unwrap()
}

#[test]
fn a_value_can_be_emptied_and_had_back_on_a_page_of_the_book_and_on_one_of_the_editions_own() {
    let mut workshop = open(&before());
    let put =
        |page: &str, way: &str, value: Value| json!({"ask": "put-value", "page": page, "way": way, "value": value});
    let way = "fields.tittel.default";
    done(&mut workshop, &put("utlysning", way, json!("")));
    assert_eq!(value_of(&mut workshop, "utlysning", way), Some((json!("fadder"), json!(""))));
    let page = html_of(&mut workshop, "utlysning");
    assert!(!page.contains("value=\"fadder\"") && !page.contains(">fadder<"), "{page}");
    let edition = files_of(&mut workshop, "layer");
    assert!(
        String::from_utf8_lossy(&edition["content/utlysning.patch.md"]).contains("remove: [\"fields.tittel.default\"]")
    );
    done(&mut workshop, &put("utlysning", way, json!("mentor")));
    assert_eq!(value_of(&mut workshop, "utlysning", way), Some((json!("fadder"), json!("mentor"))));
    done(&mut workshop, &put("utlysning", way, Value::Null));
    assert_eq!(value_of(&mut workshop, "utlysning", way), Some((json!("fadder"), Value::Null)));
    // What a page must have is empty, which is said, and the place is known.
    done(&mut workshop, &put("utlysning", "fields.tittel.label", json!("")));
    let problem = done(&mut workshop, &json!({"ask": "build"}))["problems"][0].clone();
    assert_eq!(
        (&problem["page"], &problem["way"], &problem["is_own"], &problem["shown_line"]),
        (&json!("utlysning"), &json!("fields.tittel.label"), &json!(true), &Value::Null)
    );
    done(&mut workshop, &json!({"ask": "undo"}));

    let new = json!({
        "ask": "new-page", "kind": "document", "page": "brev", "title": "Brev", "summary": "Et brev.", "body": null,
        "place": {"part": "Planlegg"},
    });
    done(&mut workshop, &new);
    let state = done(&mut workshop, &json!({"ask": "page", "page": "brev"}));
    let all = state["values"].as_array().unwrap();
    let way = all.iter().find_map(|value| value["way"].as_str()?.strip_suffix(".label")).unwrap();
    let help = format!("{way}.help");
    done(&mut workshop, &put("brev", &help, json!("Skriv.")));
    done(&mut workshop, &put("brev", &help, Value::Null));
    assert_eq!(value_of(&mut workshop, "brev", &help), None);
    for nothing in [Value::Null, json!("")] {
        done(&mut workshop, &put("brev", "summary", nothing));
        assert_eq!(value_of(&mut workshop, "brev", "summary"), Some((json!(""), Value::Null)));
        let problem = done(&mut workshop, &json!({"ask": "build"}))["problems"][0].clone();
        assert_eq!((&problem["page"], &problem["way"]), (&json!("brev"), &json!("summary")));
        done(&mut workshop, &put("brev", "summary", json!("Nok et brev.")));
        assert_eq!(done(&mut workshop, &json!({"ask": "build"}))["is_sound"], true);
    }
}

#[test]
fn a_section_can_be_taken_away_and_had_back() {
    let mut workshop = open(&before());
    let put = |text: Value| json!({"ask": "put-part", "page": "rutiner", "part": "uke-to", "text": text});
    done(&mut workshop, &put(json!("")));
    let part = done(&mut workshop, &json!({"ask": "page", "page": "rutiner"}))["parts"][1].clone();
    assert_eq!((&part["id"], &part["own"]), (&json!("uke-to"), &json!("")));
    let page = html_of(&mut workshop, "rutiner");
    assert!(!page.contains("Gå gjennom planen") && page.contains("Ha kontakt"), "{page}");
    done(&mut workshop, &put(json!("## Uke to\n\nEn ny plan.")));
    assert!(html_of(&mut workshop, "rutiner").contains("En ny plan."));
    done(&mut workshop, &put(Value::Null));
    assert!(html_of(&mut workshop, "rutiner").contains("Gå gjennom planen"));
    assert_eq!(done(&mut workshop, &json!({"ask": "edition"}))["files"], json!(["book.toml"]));
}

#[test]
fn a_place_is_told_as_one_sees_it_who_writes_there() {
    let mut workshop = open(&before());
    let text = "## Uke to\n\nFørst.\n\n### Dagen etter\n\nSe [der](finnes-ikke.md).";
    done(&mut workshop, &json!({"ask": "put-part", "page": "rutiner", "part": "uke-to", "text": text}));
    let problem = done(&mut workshop, &json!({"ask": "build"}))["problems"][0].clone();
    assert_eq!(
        (&problem["part"], &problem["heading"], &problem["shown_line"]),
        (&json!("uke-to"), &json!("Dagen etter"), &json!(7)),
        "{problem:#}"
    );
    done(&mut workshop, &json!({"ask": "undo"}));
    let body = "Først.\n\n## Overskrift\n\nSe [der](finnes-ikke.md).";
    let new = json!({
        "ask": "new-page", "kind": "article", "page": "ny", "title": "Ny", "summary": "Ny side.", "body": body,
        "place": {"after": "rutiner"},
    });
    done(&mut workshop, &new);
    let problem = done(&mut workshop, &json!({"ask": "build"}))["problems"][0].clone();
    assert_eq!(
        (&problem["page"], &problem["part"], &problem["heading"], &problem["shown_line"]),
        (&json!("ny"), &Value::Null, &json!("Overskrift"), &json!(5)),
        "{problem:#}"
    );
    done(&mut workshop, &json!({"ask": "undo"}));
    done(&mut workshop, &json!({"ask": "set", "table": "theme", "key": "accent", "value": "#ffff00"}));
    let problem = done(&mut workshop, &json!({"ask": "build"}))["problems"][0].clone();
    assert_eq!((&problem["page"], &problem["way"]), (&Value::Null, &json!("theme.accent")), "{problem:#}");
    done(&mut workshop, &json!({"ask": "undo"}));
    // A page of the book that another one's absence has broken.
    done(&mut workshop, &json!({"ask": "put-part", "page": "rutiner", "part": "uke-to", "text": ""}));
    let kit = kit("tests/golden/sprak");
    let mut other = open(&kit);
    let part = done(&mut other, &json!({"ask": "page", "page": "forste/for"}))["parts"][0]["id"].clone();
    done(&mut other, &json!({"ask": "put-part", "page": "forste/for", "part": part, "text": ""}));
    let built = done(&mut other, &json!({"ask": "build"}));
    for problem in built["problems"].as_array().unwrap().iter().filter(|problem| problem["file"].is_string()) {
        assert!(problem["page"].is_string(), "a place that no button leads to: {problem:#}");
    }
}

#[test]
fn a_page_that_is_written_whole_begins_with_the_changes_of_its_parts() {
    let mut workshop = edition(&before());
    let page = |whole| json!({"ask": "page", "page": "rutiner", "whole": whole});
    let original = done(&mut workshop, &page(false))["text"].clone();
    assert!(original.as_str().unwrap().contains("Gå gjennom planen."), "{original}");
    for _ in 0..2 {
        let text = done(&mut workshop, &page(true))["text"].clone();
        let text = text.as_str().unwrap();
        assert!(
            text.contains("## Uke to hos oss {#uke-to}\n\nGå gjennom vår plan.") && text.contains("Ha kontakt."),
            "{text}"
        );
        done(&mut workshop, &json!({"ask": "build"}));
    }
    let text = done(&mut workshop, &page(true))["text"].as_str().unwrap().replace("Ha kontakt.", "Ring.");
    done(&mut workshop, &json!({"ask": "put-page", "page": "rutiner", "text": text}));
    let shown = html_of(&mut workshop, "rutiner");
    assert!(shown.contains("Gå gjennom vår plan.") && shown.contains("Ring."), "{shown}");
}

#[test]
fn a_page_that_is_taken_back_has_what_was_written_on_it() {
    let mut workshop = edition(&before());
    done(&mut workshop, &json!({"ask": "take-out", "page": "rutiner", "to": null}));
    assert_eq!(done(&mut workshop, &json!({"ask": "build"}))["is_sound"], true);
    done(&mut workshop, &json!({"ask": "take-back", "page": "rutiner"}));
    let page = done(&mut workshop, &json!({"ask": "page", "page": "rutiner"}));
    assert_eq!(page["parts"][1]["own"], "## Uke to hos oss\n\nGå gjennom vår plan.");
    assert_eq!(page["change"], "changed");
}

#[test]
fn a_title_that_is_changed_is_what_the_page_is_called() {
    let mut workshop = open(&before());
    done(&mut workshop, &json!({"ask": "put-value", "page": "rutiner", "way": "title", "value": "Slik gjør vi det"}));
    let state = done(&mut workshop, &json!({"ask": "edition"}));
    assert!(state["parts"].to_string().contains("\"title\":\"Slik gjør vi det\""), "{state:#}");
    assert_eq!(done(&mut workshop, &json!({"ask": "page", "page": "rutiner"}))["title"], "Slik gjør vi det");
}

#[test]
fn what_changed_is_told_whichever_way_it_was_built() {
    let mut workshop = open(&before());
    done(&mut workshop, &json!({"ask": "build", "source": true}));
    let changed = |workshop: &mut Workshop, source: bool| {
        done(workshop, &json!({"ask": "build", "source": source}))["changed"].as_array().unwrap().clone()
    };
    let out = |page: &str| json!({"ask": "take-out", "page": page, "to": null});
    done(&mut workshop, &out("historien"));
    // The site is asked for before anybody has heard of it.
    files_of(&mut workshop, "site");
    assert!(changed(&mut workshop, false).contains(&json!("historien")));
    assert_eq!(changed(&mut workshop, true), Vec::<Value>::new());
    done(&mut workshop, &out("avslutning"));
    assert!(changed(&mut workshop, false).contains(&json!("avslutning")));
}

#[test]
fn a_page_that_is_deleted_takes_its_pictures_along_and_no_others() {
    let mut workshop = open(&before());
    let new = |page: &str| {
        json!({
            "ask": "new-page", "kind": "article", "page": page, "title": page, "summary": "Hvem.", "body": null,
            "place": {"part": "Planlegg"}, "word": true,
        })
    };
    let put = |path: &str| json!({"ask": "put-file", "path": path});
    let svg =
        |text: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>{text}</title></svg>").into_bytes();
    // A file that came since the last sound build keeps its name and its bytes.
    done(&mut workshop, &json!({"ask": "build"}));
    ask(&mut workshop, &put("nye/nokler-1.svg"), &svg("annet"));
    let (state, _) = ask(&mut workshop, &new("nye/nokler"), &word_file());
    let files = json!(["book.toml", "content/nye/nokler-1.svg", "content/nye/nokler-2.svg", "content/nye/nokler.md"]);
    assert_eq!(state["files"], files, "{state:#}");
    assert_eq!(files_of(&mut workshop, "layer")["content/nye/nokler-1.svg"], svg("annet"));
    ask(&mut workshop, &new("nye/skap"), &word_file());
    let text = done(&mut workshop, &json!({"ask": "page", "page": "nye/skap"}))["text"].as_str().unwrap().to_owned();
    let both = format!("{text}\n![Annet](nokler-1.svg)\n");
    done(&mut workshop, &json!({"ask": "put-page", "page": "nye/skap", "text": both}));
    let state = done(&mut workshop, &json!({"ask": "put-page", "page": "nye/nokler", "text": null}));
    let kept = json!(["book.toml", "content/nye/nokler-1.svg", "content/nye/skap-1.svg", "content/nye/skap.md"]);
    assert_eq!(without_notes(&state["files"]), kept);
    let state = done(&mut workshop, &json!({"ask": "put-page", "page": "nye/skap", "text": null}));
    assert_eq!(without_notes(&state["files"]), json!(["book.toml"]));
    let state = done(&mut workshop, &json!({"ask": "undo"}));
    assert_eq!(without_notes(&state["files"]), kept);
}

/// Files of an edition without what is noted of the book below.
fn without_notes(files: &Value) -> Value {
    files.as_array().unwrap().iter().filter(|path| !path.as_str().unwrap().starts_with(".base/")).cloned().collect()
}

#[test]
fn a_logo_is_one_step_and_the_one_before_goes() {
    let mut workshop = open(&before());
    let put = |name: Value| json!({"ask": "put-logo", "name": name});
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    ask(&mut workshop, &put(json!("logo.svg")), svg);
    let (state, _) = ask(&mut workshop, &put(json!("logo.png")), b"\x89PNG");
    assert_eq!(state["files"], json!(["book.toml", "content/logo.png"]));
    assert_eq!(state["settings"]["theme.logo"], "logo.png");
    let state = done(&mut workshop, &json!({"ask": "undo"}));
    assert_eq!(
        (&state["files"], &state["settings"]["theme.logo"]),
        (&json!(["book.toml", "content/logo.svg"]), &json!("logo.svg"))
    );
    let state = done(&mut workshop, &put(Value::Null));
    assert_eq!((&state["files"], &state["settings"]["theme.logo"]), (&json!(["book.toml"]), &Value::Null));
    assert_eq!(refused(&mut workshop, &put(json!("../logo.svg")), svg), "bad-value");
}

#[test]
fn what_is_written_in_one_go_is_one_step() {
    let mut workshop = open(&before());
    let put = |text: &str, goes_on: bool| json!({"ask": "put-part", "page": "rutiner", "part": "uke-to", "text": format!("## Uke to\n\n{text}"), "goes_on": goes_on});
    done(&mut workshop, &json!({"ask": "set", "table": "organisation", "key": "name", "value": "Fjellvik"}));
    for (text, goes_on) in [("V", false), ("Vi", true), ("Vi g", true), ("Noe", false), ("Noe annet", true)] {
        done(&mut workshop, &put(text, goes_on));
    }
    let own =
        |workshop: &mut Workshop| done(workshop, &json!({"ask": "page", "page": "rutiner"}))["parts"][1]["own"].clone();
    done(&mut workshop, &json!({"ask": "undo"}));
    assert_eq!(own(&mut workshop), "## Uke to\n\nVi g");
    // After a way back something else begins.
    done(&mut workshop, &put("Vi går", true));
    done(&mut workshop, &json!({"ask": "undo"}));
    assert_eq!(own(&mut workshop), "## Uke to\n\nVi g");
    let state = done(&mut workshop, &json!({"ask": "undo"}));
    assert_eq!((own(&mut workshop), &state["settings"]["organisation.name"]), (Value::Null, &json!("Fjellvik")));
}

#[test]
fn a_page_is_no_older_for_what_is_noted_beside_it() {
    let mut workshop = edition(&before());
    done(&mut workshop, &json!({"ask": "build"}));
    files_of(&mut workshop, "layer");
    let shown = ask(&mut workshop, &json!({"ask": "show", "page": "rutiner", "language": null}), b"").0;
    assert_eq!(shown["is_old"], false);
}

#[test]
fn an_edition_that_could_not_be_opened_again_is_not_made() {
    let mut workshop = open(&before());
    let picture = vec![0; 60 << 20];
    let put = |path: &str| json!({"ask": "put-file", "path": path});
    assert_eq!(ask(&mut workshop, &put("a.png"), &picture).0["is"], "edition");
    assert_eq!(refused(&mut workshop, &put("b.png"), &picture), "no-room");
    assert_eq!(done(&mut workshop, &json!({"ask": "edition"}))["files"], json!(["book.toml", "content/a.png"]));
}

#[test]
fn a_word_file_is_read_in_an_edition_that_was_never_sound() {
    let mut workshop = open(&before());
    let part = json!({"ask": "put-part", "page": "rutiner", "part": "uke-to", "text": "Se [der](finnes-ikke.md)."});
    done(&mut workshop, &part);
    let (read, _) = ask(&mut workshop, &json!({"ask": "read-word", "name": "nøkler.docx"}), &word_file());
    assert_eq!(read["is"], "word", "{read}");
}

#[test]
fn the_languages_are_those_of_the_edition() {
    let mut workshop = open(&before());
    let nn =
        |workshop: &mut Workshop| ask(workshop, &json!({"ask": "file", "path": "nn/index.html"}), b"").0["is"].clone();
    assert_eq!(nn(&mut workshop), "refused");
    let settings = b"[base]\npath = \"x\"\n\n[book]\nlanguages = [\"nb\", \"nn\"]\n";
    let page = "---\nkind: article\ntitle: Fadder på jobb\nsummary: Ei lita rettleiing.\ntranslation: {by: Redaksjonen, read: nei}\n---\n\nStart med [formålet](formal.md).\n";
    let zip = zip_of(&[("book.toml", settings), ("content.nn/index.md", page.as_bytes())]);
    ask(&mut workshop, &json!({"ask": "open-edition"}), &zip);
    let built = done(&mut workshop, &json!({"ask": "build"}));
    assert_eq!(built["is_sound"], true, "{built:#}");
    assert_eq!(nn(&mut workshop), "file");
    let state = done(&mut workshop, &json!({"ask": "edition"}));
    assert_eq!(state["languages"], json!(["nb", "nn"]));
}

#[test]
fn fields_are_added_and_taken_out_of_a_page_of_the_book_and_of_one_of_the_editions_own() {
    let mut workshop = open(&before());
    let put =
        |page: &str, way: &str, value: Value| json!({"ask": "put-value", "page": page, "way": way, "value": value});
    let field = json!({"label": "Hvilken dag?", "type": "choice", "choices": {"en": "Mandag", "to": "Tirsdag"}});
    let new = json!({
        "ask": "new-page", "kind": "document", "page": "brev", "title": "Brev", "summary": "Et brev.", "body": "Kjære {{ navn }}.",
        "values": {"fields": {"navn": {"label": "Navn", "type": "text"}}, "advice": null}, "place": {"part": "Planlegg"},
    });
    done(&mut workshop, &new);
    assert_eq!(done(&mut workshop, &json!({"ask": "build"}))["is_sound"], true);
    let text = done(&mut workshop, &json!({"ask": "page", "page": "brev"}))["text"].as_str().unwrap().to_owned();
    assert!(!text.contains("advice") && !text.contains("The editors"), "{text}");
    for page in ["brev", "utlysning"] {
        done(&mut workshop, &put(page, "fields.dag", field.clone()));
        done(&mut workshop, &put(page, "fields.dag.help", json!("Velg.")));
        let value = value_of(&mut workshop, page, "fields.dag.help").unwrap();
        assert!(value.0 == "Velg." || value.1 == "Velg.", "{value:?}");
        assert!(value_of(&mut workshop, page, "fields.dag.choices.to").is_some());
        let built = done(&mut workshop, &json!({"ask": "build"}));
        assert!(
            built["problems"].as_array().unwrap().iter().all(|problem| problem["code"] == "unused-field"),
            "{built:#}"
        );
        done(&mut workshop, &put(page, "fields.dag.choices.to", json!("")));
        assert_eq!(value_of(&mut workshop, page, "fields.dag.choices.to"), None);
        done(&mut workshop, &put(page, "fields.dag", json!("")));
        assert_eq!(value_of(&mut workshop, page, "fields.dag.label"), None);
        assert_eq!(done(&mut workshop, &json!({"ask": "build"}))["problems"], json!([]));
    }
    done(&mut workshop, &put("brev", "fields.navn", json!("")));
    done(&mut workshop, &put("brev", "fields.navn", json!({"label": "Navnet", "type": "text"})));
    assert_eq!(value_of(&mut workshop, "brev", "fields.navn.label"), Some((json!("Navnet"), Value::Null)));
    done(&mut workshop, &put("utlysning", "fields.sted.label", json!("Stedet")));
    done(&mut workshop, &put("utlysning", "fields.sted", json!("")));
    assert_eq!(value_of(&mut workshop, "utlysning", "fields.sted"), Some((Value::Null, json!(""))));
    // The text still asks for it: that is said, and the field stays.
    let problem = done(&mut workshop, &json!({"ask": "build"}))["problems"][0].clone();
    assert_eq!((&problem["page"], &problem["way"]), (&json!("utlysning"), &json!("fields.sted")), "{problem:#}");
    done(&mut workshop, &put("utlysning", "fields.sted", Value::Null));
    assert_eq!(value_of(&mut workshop, "utlysning", "fields.sted"), None);
    assert_eq!(refused(&mut workshop, &put("utlysning", "title", json!({"label": "x"})), b""), "bad-value");
}

#[test]
fn the_other_words_for_a_term_keep_what_is_said_of_them() {
    let mut workshop = open(&kit("tests/golden/liten"));
    let put = |page: &str, words: Value| json!({"ask": "put-value", "page": page, "way": "synonyms", "value": words});
    let page = "begreper/erfaringskonsulent";
    let (original, own) = value_of(&mut workshop, page, "synonyms").unwrap();
    assert_eq!(own, Value::Null);
    let original: Vec<String> = serde_json::from_value(original).unwrap();
    let more: Vec<&str> = original.iter().map(String::as_str).chain(["brobyggeren vår"]).collect();
    done(&mut workshop, &put(page, json!(more)));
    assert_eq!(value_of(&mut workshop, page, "synonyms"), Some((json!(original), json!(more))));
    let edition = files_of(&mut workshop, "layer");
    let patch = String::from_utf8_lossy(&edition[&format!("content/{page}.patch.md")]).into_owned();
    assert!(patch.contains("\"text\":\"brobyggeren vår\",\"type\":\"synonym\""), "{patch}");
    assert!(patch.contains("inflection"), "{patch}");
    done(&mut workshop, &put(page, json!(original)));
    assert_eq!(value_of(&mut workshop, page, "synonyms"), Some((json!(original), Value::Null)));

    let new = json!({
        "ask": "new-page", "kind": "definition", "page": "begreper/fagsamling", "title": "Fagsamling",
        "summary": "En dag for fag.", "body": null, "values": {"synonyms": [{"text": "fagdag", "type": "synonym"}]}, "place": null,
    });
    done(&mut workshop, &new);
    let page = "begreper/fagsamling";
    assert_eq!(value_of(&mut workshop, page, "synonyms"), Some((json!(["fagdag"]), Value::Null)));
    done(&mut workshop, &put(page, json!(["fagdag", "dag for fag"])));
    assert_eq!(value_of(&mut workshop, page, "synonyms"), Some((json!(["fagdag", "dag for fag"]), Value::Null)));
    assert!(html_of(&mut workshop, page).contains("dag for fag"));
    done(&mut workshop, &put(page, json!([])));
    assert_eq!(value_of(&mut workshop, page, "synonyms"), None);
    assert_eq!(done(&mut workshop, &json!({"ask": "build"}))["is_sound"], true);
}
