//! Books for reading devices: what they hold, whatever the book is about.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::sync::Arc;

use brobygger::build::{Built, Files, Inputs, build};
use brobygger::diagnostic::any_error;
use brobygger::sink::{MemorySink, OutPath};
use brobygger::text::Date;
use brobygger::write::everything;

use crate::tree::{files_on_disk, is_a};

pub(crate) const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

/// The files of a book, in the order they lie in it.
pub(crate) type Parts = Vec<(String, Vec<u8>)>;

/// The golden book in two languages, asked for its books for reading devices.
fn files() -> Files {
    let files = files_on_disk(Path::new("tests/golden/sprak")).into_iter();
    let mut files: Files =
        files.filter(|(path, _)| !path.starts_with("site/")).map(|(path, bytes)| (path, Arc::from(bytes))).collect();
    replace(&mut files, "book.toml", "download = [\"site\", \"kit\"]", "download = [\"epub\"]");
    replace(&mut files, "book.toml", "enabled = false", "enabled = false\nshort = [\"forste/for\", \"forste/brev\"]");
    files
}

pub(crate) fn replace(files: &mut Files, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[path].to_vec()).unwrap();
    assert!(text.contains(from), "{path} does not say {from}");
    files.insert(path.to_owned(), text.replace(from, to).into_bytes().into());
}

pub(crate) fn built_on(files: Files, today: Date) -> Built {
    let mut said = Vec::new();
    let built = build(&Inputs::of_files(files, today).unpack(&mut said)).unpack(&mut said);
    assert!(!any_error(&said), "{said:#?}");
    built
}

fn site_on(files: Files, today: Date) -> BTreeMap<String, Vec<u8>> {
    let sink = MemorySink::default();
    assert!(everything(&built_on(files, today), &sink).value);
    taken(sink)
}

pub(crate) fn taken(sink: MemorySink) -> BTreeMap<String, Vec<u8>> {
    sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect()
}

pub(crate) fn site(files: Files) -> BTreeMap<String, Vec<u8>> {
    site_on(files, TODAY)
}

pub(crate) fn parts(epub: &[u8]) -> Parts {
    let mut zip = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    (0..zip.len())
        .map(|number| {
            let mut file = zip.by_index(number).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

pub(crate) fn text(parts: &Parts, path: &str) -> String {
    let found = parts.iter().find(|(known, _)| known == path);
    String::from_utf8(found.unwrap_or_else(|| panic!("no {path}")).1.clone()).unwrap()
}

/// The values of an attribute in a text.
fn values<'t>(text: &'t str, attribute: &str) -> Vec<&'t str> {
    let before = format!(" {attribute}=\"");
    text.split(before.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn every_language_has_its_own_and_none_is_made_unless_asked_for() {
    let made = site(files());
    let epubs: Vec<&String> = made.keys().filter(|path| is_a(path, "epub")).collect();
    let names = ["fadderboka-kort.epub", "fadderboka.epub"];
    let of_nynorsk = ["nn/fadderboka-pa-nynorsk-kort.epub", "nn/fadderboka-pa-nynorsk.epub"];
    assert_eq!(epubs, names.iter().chain(&of_nynorsk).copied().collect::<Vec<_>>());
    let package = text(&parts(&made["nn/fadderboka-pa-nynorsk.epub"]), "EPUB/bok.opf");
    assert!(package.contains("<dc:language>nn</dc:language>"), "{package}");
    let mut quiet = files();
    replace(&mut quiet, "book.toml", "download = [\"epub\"]\n", "");
    assert!(site(quiet).keys().all(|path| !is_a(path, "epub")));
}

#[test]
fn the_same_book_gives_the_same_bytes_on_any_day() {
    let later = Date { year: 2027, month: 2, day: 1 };
    let (one, other) = (site(files()), site_on(files(), later));
    assert!(one["fadderboka.epub"] == other["fadderboka.epub"], "the day of the build shows");
    let names = |site: &BTreeMap<String, Vec<u8>>| {
        let epubs = site.iter().filter(|(path, _)| is_a(path, "epub"));
        let id = |epub: &Vec<u8>| values_of_id(&text(&parts(epub), "EPUB/bok.opf"));
        epubs.map(|(_, epub)| id(epub)).collect::<BTreeSet<String>>()
    };
    assert_eq!(names(&one).len(), 4, "two books have one name: {:?}", names(&one));
}

fn values_of_id(package: &str) -> String {
    let after = package.split("urn:uuid:").nth(1).unwrap();
    after.split('<').next().unwrap().to_owned()
}

#[test]
fn the_media_type_comes_first_and_is_not_packed() {
    let epub = &site(files())["fadderboka.epub"];
    // A name of eight letters and no extra field: programs look for the type at this place.
    assert_eq!(&epub[30..58], b"mimetypeapplication/epub+zip");
}

#[test]
fn whatever_a_book_leads_to_is_in_it() {
    let made = site(files());
    let mut links = 0;
    for (path, epub) in made.iter().filter(|(path, _)| is_a(path, "epub")) {
        let parts = parts(epub);
        let texts: Vec<&(String, Vec<u8>)> = parts.iter().filter(|(path, _)| is_a(path, "xhtml")).collect();
        let ids: BTreeMap<&str, BTreeSet<String>> = texts
            .iter()
            .map(|(path, bytes)| {
                let text = std::str::from_utf8(bytes).unwrap();
                let ids = values(text, "id");
                let set: BTreeSet<String> = ids.iter().map(|id| (*id).to_owned()).collect();
                assert_eq!(ids.len(), set.len(), "{path} has an id twice");
                (path.as_str(), set)
            })
            .collect();
        for (here, bytes) in &texts {
            for href in values(std::str::from_utf8(bytes).unwrap(), "href") {
                if href.starts_with("http") || is_a(href, "css") {
                    continue;
                }
                links += 1;
                let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
                let from = OutPath::new(here).unwrap();
                let is_it = |other: &&&str| from.relative(&OutPath::new(other).unwrap()) == file;
                let target = if file.is_empty() { Some(here.as_str()) } else { ids.keys().find(is_it).copied() };
                let target = target.unwrap_or_else(|| panic!("{path}: {here} leads to {href}"));
                assert!(anchor.is_empty() || ids[target].contains(anchor), "{path}: {here} leads to {href}");
            }
        }
    }
    assert!(links > 60, "{links}");
}

#[test]
fn its_contents_and_landmarks_lead_to_what_it_has_and_every_file_says_its_language() {
    let made = site(files());
    for (path, lang) in [("fadderboka.epub", "nb"), ("nn/fadderboka-pa-nynorsk.epub", "nn")] {
        let parts = parts(&made[path]);
        let contents = text(&parts, "EPUB/innhold.xhtml");
        let types = values(&contents, "epub:type");
        assert_eq!(types, ["toc", "landmarks", "cover", "titlepage", "toc", "bodymatter", "glossary"], "{contents}");
        for (path, bytes) in parts.iter().filter(|(path, _)| is_a(path, "xhtml")) {
            let page = std::str::from_utf8(bytes).unwrap();
            let (root, _) = page.split_once("<head>").unwrap();
            // A page that is not translated stands in its own language in the book of the source alone.
            assert!(root.contains(&format!(" lang=\"{lang}\" xml:lang=\"{lang}\">")), "{path}: {root}");
        }
        let package = text(&parts, "EPUB/bok.opf");
        for (file, property) in [("omslag.svg", "cover-image"), ("innhold.xhtml", "nav")] {
            let item = package.split("<item ").find(|item| item.contains(&format!("href=\"{file}\""))).unwrap();
            assert!(item.contains(&format!("properties=\"{property}\"")), "{item}");
        }
        assert!(text(&parts, "EPUB/omslag.xhtml").contains("role=\"doc-cover\""));
    }
}

/// Devices that let notes pop up hide them where they stand: nothing may be left over them then but white space.
#[test]
fn what_devices_hide_leaves_nothing_behind() {
    let parts = parts(&site(files())["fadderboka.epub"]);
    let page = text(&parts, "EPUB/tekst/index.xhtml");
    let (_, terms) = page.split_once("<section class=\"begreper\" aria-label=\"").unwrap();
    let (terms, _) = terms.split_once("</section>").unwrap();
    let (name, notes) = terms.split_once("\">").unwrap();
    assert!(!name.is_empty());
    let mut notes = notes.split("</aside>").collect::<Vec<_>>();
    assert_eq!(notes.pop(), Some(""));
    assert!(!notes.is_empty() && notes.iter().all(|note| note.starts_with("<aside epub:type=\"footnote\"")), "{terms}");
}

#[test]
fn a_term_is_a_note_that_says_what_it_means_where_it_is_mentioned() {
    let parts = parts(&site(files())["fadderboka.epub"]);
    let page = text(&parts, "EPUB/tekst/index.xhtml");
    assert!(
        page.contains("<a href=\"#ui_term.fadder\" epub:type=\"noteref\" role=\"doc-noteref\">fadder</a>"),
        "{page}"
    );
    let note = "<aside epub:type=\"footnote\" role=\"doc-footnote\" id=\"ui_term.fadder\"><p><strong>\
                <a href=\"ord/fadder.xhtml\">Fadder</a></strong>: ";
    assert!(page.contains(note), "{page}");
}

/// Paragraphs of a tight item, and of a definition, have elements of their own after the first.
#[test]
fn no_words_run_into_each_other() {
    let mut files = files();
    let said = "- punkt\n  > [!NOTE]\n  > boks\n\n  etter\n\nOrd\n: Første.\n\n: Andre.\n\n  Tredje.\n\nOm [den";
    replace(&mut files, "content/mer.md", "Om [den", said);
    let page = text(&parts(&site(files)["fadderboka.epub"]), "EPUB/tekst/mer.xhtml");
    for apart in ["<p>etter</p>", "<dd><p>Andre.</p>", "<p>Tredje.</p>"] {
        assert!(page.contains(apart), "{apart}: {page}");
    }
}

#[test]
fn a_document_is_shown_with_blanks() {
    let parts = parts(&site(files())["fadderboka.epub"]);
    let letter = text(&parts, "EPUB/tekst/forste/brev.xhtml");
    assert!(letter.contains("<span class=\"blank\">") && !letter.contains("<input"), "{letter}");
}

#[test]
fn the_short_book_has_the_pages_chosen_and_explains_terms_that_have_none_in_it() {
    let parts = parts(&site(files())["fadderboka-kort.epub"]);
    let texts: Vec<&str> = parts.iter().filter_map(|(path, _)| path.strip_prefix("EPUB/tekst/")).collect();
    assert_eq!(texts, ["forste/for.xhtml", "forste/brev.xhtml"]);
    let all: String = texts.iter().map(|path| text(&parts, &format!("EPUB/tekst/{path}"))).collect();
    assert!(all.contains("id=\"ui_term.fadder\"") && !all.contains("ord/fadder.xhtml"), "{all}");
}

#[test]
fn it_claims_nothing_that_the_program_does_not_see_to() {
    let package = text(&parts(&site(files())["fadderboka.epub"]), "EPUB/bok.opf");
    assert!(!package.contains("conformsTo") && !package.contains("certif"), "{package}");
    for claim in ["pageBreakMarkers", "pageNavigation", "pageBreakSource", "dc:source", "<nav epub:type=\"page-list\""]
    {
        assert!(!package.contains(claim), "it has no page list, and says {claim}");
    }
    for said in ["accessMode\">textual<", "accessModeSufficient\">textual<", "accessibilitySummary\">"] {
        assert!(package.contains(said), "{said}: {package}");
    }
}

/// A device that knows no syllables breaks a word in a column where the author's marks do.
#[test]
#[cfg(feature = "pdf")]
fn long_words_in_a_table_may_part_between_their_syllables() {
    let mut files = files();
    let row = |cell: &str| format!("| {} |\n", [cell; 5].join(" | "));
    let table = row("Stillingsprosent") + &row("---") + &row("Erfaringskonsulentstillinger og **arbeidsgiver**");
    let text = format!("Mentoren skal ikke.\n\nStillingsprosent.\n\n{table}");
    replace(&mut files, "content/forste/for.md", "Mentoren skal ikke.", &text);
    let site = site(files);
    let epub = site.iter().find(|(path, _)| is_a(path, "epub")).unwrap().1;
    let page = parts(epub).into_iter().map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned());
    let page = page.filter(|text| text.contains("<table>")).find(|text| text.contains("<p>Stillingsprosent.</p>"));
    let page = page.unwrap_or_default();
    let shown = page.replace('\u{ad}', "|");
    for part in ["<p>Stillingsprosent.</p>", ">Stil|lings|pro|sent</th>", "<strong>ar|beids|gi|ver</strong>"] {
        assert!(shown.contains(part), "no {part} in\n{shown}");
    }
}
