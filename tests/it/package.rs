//! The whole site in one file, and the book as it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::sync::{Arc, Mutex};

use brobygger::build::{Built, Files, Inputs, build};
use brobygger::diagnostic::any_error;
use brobygger::layer::unpack;
use brobygger::sink::{MemorySink, OutPath, Sink, SinkError};
use brobygger::text::Date;
use brobygger::write::{SharedFiles, WRITERS, everything, shared};

use crate::tree::{files_on_disk, is_a};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

type Site = BTreeMap<String, Vec<u8>>;

/// The golden book in two languages, which offers the whole site and what it is written in.
fn files() -> Files {
    let files = files_on_disk(Path::new("tests/golden/sprak")).into_iter();
    files.filter(|(path, _)| !path.starts_with("site/")).map(|(path, bytes)| (path, Arc::from(bytes))).collect()
}

fn replaced(mut files: Files, path: &str, from: &str, to: &str) -> Files {
    let text = String::from_utf8(files[path].to_vec()).unwrap();
    assert!(text.contains(from), "{path} does not say {from}");
    files.insert(path.to_owned(), text.replace(from, to).into_bytes().into());
    files
}

fn built(files: Files) -> Built {
    let mut said = Vec::new();
    let built = build(&Inputs::of_files(files, TODAY).unpack(&mut said)).unpack(&mut said);
    assert!(!any_error(&said), "{said:#?}");
    built
}

fn site(built: &Built) -> Site {
    let sink = MemorySink::default();
    assert!(everything(built, &sink).value);
    sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect()
}

/// The files of a zip, by their path below its one folder.
fn unzipped(bytes: &[u8], folder: &str) -> Site {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|number| {
            let mut file = zip.by_index(number).unwrap();
            let path = file.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (path.strip_prefix(folder).unwrap_or_else(|| panic!("{path} lies beside {folder}")).to_owned(), bytes)
        })
        .collect()
}

#[test]
fn the_zip_has_every_file_of_the_site_and_no_page_in_it_leads_to_itself() {
    let site = site(&built(files()));
    let packed = unzipped(&site["nettsted.zip"], "fadderboka/");
    let names = |site: &Site| site.keys().filter(|path| *path != "nettsted.zip").cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&site), packed.keys().cloned().collect());
    let mut pages = 0;
    for (path, bytes) in &packed {
        let (text, own) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&site[path]));
        if !is_a(path, "html") {
            assert_eq!(text, own, "{path}");
            continue;
        }
        assert!(!text.contains("nettsted.zip"), "{path} leads to the zip it lies in");
        assert!(path == "index.html" || text == own || own.contains("nettsted.zip"), "{path} differs");
        pages += usize::from(own.contains("nettsted.zip"));
    }
    assert!(pages > 10, "the pages of the site do not offer the zip");
    assert!(packed["ordene.html"].windows(7).any(|part| part == b"kit.zip"), "what else is offered is there");
}

#[test]
fn what_pages_in_the_zip_lead_to_lies_in_it() {
    let packed = unzipped(&site(&built(files()))["nettsted.zip"], "fadderboka/");
    let mut links = 0;
    for (path, bytes) in packed.iter().filter(|(path, _)| is_a(path, "html")) {
        let text = String::from_utf8_lossy(bytes);
        // Shown for any address, it leads to its site from the root of the server.
        if path.ends_with("404.html") {
            continue;
        }
        let here = OutPath::new(path).unwrap();
        for address in ["href=\"", "src=\""].iter().flat_map(|name| text.split(name).skip(1)) {
            let address = address.split(['"', '#', '?']).next().unwrap();
            if address.is_empty() || address.contains(':') {
                continue;
            }
            links += 1;
            let leads_to = |other: &&String| here.relative(&OutPath::new(other).unwrap()) == address;
            assert!(packed.keys().any(|other| leads_to(&other)), "{path} leads to {address}");
        }
    }
    assert!(links > 100, "{links}");
}

#[test]
fn it_is_not_made_unless_asked_for() {
    let asks = "download = [\"site\", \"kit\"]\n";
    let site = site(&built(replaced(files(), "book.toml", asks, "")));
    assert!(site.keys().all(|path| !path.contains(".zip")), "{:?}", site.keys());
    assert!(site.values().all(|bytes| !String::from_utf8_lossy(bytes).contains(".zip")));
}

#[test]
fn the_kit_is_the_book_alone_whatever_its_site_brings() {
    let mut inputs = Inputs::of_files(files(), TODAY).value;
    let kit = inputs.kit();
    inputs.bring_workshop(Arc::from(*b"\0asm")).unwrap();
    assert!(inputs.kit() == kit, "{:?}", inputs.kit().keys());
}

#[test]
fn an_edition_says_itself_what_its_readers_may_take_with_them() {
    let mut below: Files = files().into_iter().map(|(path, bytes)| (format!("under/{path}"), bytes)).collect();
    below.insert("book.toml".to_owned(), Arc::from(*b"[base]\npath = \"under\"\n"));
    assert!(site(&built(below)).keys().all(|path| !path.contains(".zip")));
}

#[test]
fn one_of_many_editions_has_the_same_zip() {
    let built = Arc::new(built(files()));
    let (one, other) = (site(&built), MemorySink::default());
    assert!(shared(&built, &other, &SharedFiles::default()).value);
    assert!(other.bytes(&OutPath::new("nettsted.zip").unwrap()).unwrap() == one["nettsted.zip"]);
}

/// A sink that keeps what was made from the same, and counts what it takes.
#[derive(Default)]
struct Keeping {
    files: MemorySink,
    made_from: Mutex<BTreeMap<OutPath, String>>,
    taken: Mutex<BTreeSet<String>>,
}

impl Sink for Keeping {
    fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), SinkError> {
        self.taken.lock().unwrap().insert(path.to_string());
        self.files.put(path, bytes)
    }

    fn keep(&self, path: &OutPath, fingerprint: &str) -> bool {
        self.made_from.lock().unwrap().insert(path.clone(), fingerprint.to_owned()).as_deref() == Some(fingerprint)
    }

    fn bytes(&self, path: &OutPath) -> Option<Vec<u8>> {
        self.files.bytes(path)
    }
}

impl Keeping {
    /// The files with this ending that are made for a book.
    fn made(&self, files: Files, ending: &str) -> Vec<String> {
        self.taken.lock().unwrap().clear();
        assert!(everything(&built(files), self).value);
        self.taken.lock().unwrap().iter().filter(|path| is_a(path, ending)).cloned().collect()
    }
}

#[test]
fn zips_are_made_again_when_something_in_them_has_changed_and_only_then() {
    let sink = Keeping::default();
    assert_eq!(sink.made(files(), "zip"), ["kit.zip", "nettsted.zip"]);
    let first = sink.bytes(&OutPath::new("nettsted.zip").unwrap());
    assert_eq!(sink.made(files(), "zip"), [""; 0]);
    let of_nynorsk = replaced(files(), "content.nn/index.md", "Ein fadder", "Éin fadder");
    assert_eq!(sink.made(of_nynorsk, "zip"), ["kit.zip", "nettsted.zip"]);
    assert_eq!(sink.made(files(), "zip"), ["kit.zip", "nettsted.zip"]);
    assert!(sink.bytes(&OutPath::new("nettsted.zip").unwrap()) == first, "the same site has another zip");
}

#[test]
fn books_for_reading_devices_are_made_again_when_something_in_them_has_changed_and_only_then() {
    let sink = Keeping::default();
    let asked_for = || replaced(files(), "book.toml", "[\"site\", \"kit\"]", "[\"epub\"]");
    let (of_bokmal, of_nynorsk) = ("fadderboka.epub", "nn/fadderboka-pa-nynorsk.epub");
    assert_eq!(sink.made(asked_for(), "epub"), [of_bokmal, of_nynorsk]);
    assert_eq!(sink.made(asked_for(), "epub"), [""; 0]);
    let changed = replaced(asked_for(), "content.nn/index.md", "Ein fadder", "Éin fadder");
    assert_eq!(sink.made(changed, "epub"), [of_nynorsk]);
    let elsewhere = replaced(asked_for(), "book.toml", "https://example.org/fadder/", "https://example.org/ny/");
    assert_eq!(sink.made(elsewhere, "epub"), [of_bokmal, of_nynorsk], "its name and its links are others");
}

#[test]
fn the_kit_gives_the_same_site_as_the_book() {
    let of_book = site(&built(files()));
    let mut kit = unpack(&of_book["kit.zip"]).unwrap();
    assert!(kit.remove("pages.txt").is_some_and(|pages| !pages.is_empty()), "editions cannot see what has changed");
    let of_kit = site(&built(kit));
    let is_shown = |path: &&String| !is_a(path, "zip");
    assert!(of_kit.keys().filter(is_shown).eq(of_book.keys().filter(is_shown)));
    let other = of_book.keys().filter(is_shown).find(|path| of_kit[*path] != of_book[*path]);
    assert_eq!(other, None, "differs");
}

#[test]
fn a_language_that_cannot_be_written_leaves_the_zip_as_it_is() {
    let broken = replaced(files(), "content.nn/index.md", "Ein fadder", "[](finst-ikkje.md)");
    let mut said = Vec::new();
    let built = build(&Inputs::of_files(broken, TODAY).unpack(&mut said)).unpack(&mut said);
    assert!(!site(&built).contains_key("nettsted.zip"));
    assert!(built.stays("nettsted.zip") && !built.stays("index.html"));
}

#[test]
fn asked_for_alone_the_zip_is_the_one_that_a_build_writes() {
    let (built, sink) = (built(files()), MemorySink::default());
    let writer = WRITERS.iter().find(|writer| (writer.owns)(built.book.config.file_names(), "nettsted.zip")).unwrap();
    assert_eq!((writer.write)(&built, &sink), []);
    let made: Site = sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
    assert_eq!(made.keys().collect::<Vec<_>>(), ["nettsted.zip"]);
    assert!(made["nettsted.zip"] == site(&built)["nettsted.zip"]);
}
