//! Editions: what they promise whatever they hold.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use brobygger::build::{BuildMemo, Built, Files, InMemory, Inputs, build};
use brobygger::config::read_table;
use brobygger::diagnostic::{self, Severity, any_error, sort};
use brobygger::layer::{LayerMemo, origins, pack, unpack};
use brobygger::said::Catalogue;
use brobygger::sink::MemorySink;
use brobygger::source::{Layer, Sources};
use brobygger::text::Date;
use brobygger::write::{SharedFiles, everything, html, shared};

use crate::tree::files_on_disk;

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

/// The files of a folder, by path below `into`.
fn folder(from: &str, into: &str) -> Files {
    let files = files_on_disk(Path::new(from)).into_iter();
    files.map(|(path, bytes)| (format!("{into}{path}"), Arc::from(bytes))).collect()
}

fn with(files: &Files, more: &[(&str, &str)]) -> Files {
    let mut files = files.clone();
    files.extend(more.iter().map(|(path, text)| ((*path).to_owned(), Arc::from(text.as_bytes()))));
    files
}

/// The golden edition: a municipality over a county over a small book.
fn edition() -> Files {
    let mut files = folder("tests/golden/utgave", "");
    files.retain(|path, _| !path.starts_with("site/") && path != "said.txt");
    files
}

/// The small book alone.
fn base() -> Files {
    let below = |(path, bytes): (String, _)| Some((path.strip_prefix("grunn/")?.to_owned(), bytes));
    edition().into_iter().filter_map(below).collect()
}

/// The site that files give, and what is said of it.
fn site(files: Files) -> (BTreeMap<String, Vec<u8>>, String) {
    let mut diagnostics = Vec::new();
    let inputs = Inputs::of_files(files, TODAY).unpack(&mut diagnostics);
    let built = build(&inputs).unpack(&mut diagnostics);
    let sink = MemorySink::default();
    if !any_error(&diagnostics) {
        diagnostics.extend(html::write(&built.book, &built.theme, &sink));
    }
    sort(&mut diagnostics);
    let said: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic::terminal(diagnostic, &inputs.sources, &Catalogue::default(), false))
        .collect();
    let files = sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
    (files, said.join("\n\n"))
}

fn same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) {
    assert!(!a.is_empty() && a.keys().eq(b.keys()), "other files: {:?} {:?}", a.keys(), b.keys());
    let other = a.keys().find(|path| a[*path] != b[*path]);
    assert!(other.is_none(), "{other:?} differs");
}

#[test]
fn an_edition_with_nothing_in_it_is_the_book_it_lies_on() {
    let (alone, _) = site(base());
    let mut files: Files = base().into_iter().map(|(path, bytes)| (format!("grunn/{path}"), bytes)).collect();
    files = with(&files, &[("book.toml", "[base]\npath = \"grunn\"\n")]);
    let (edition, said) = site(files);
    assert!(!edition.is_empty(), "{said}");
    same(&alone, &edition);
}

#[test]
fn a_book_written_flat_gives_the_same_site() {
    let (edition_site, said) = site(edition());
    assert!(!edition_site.is_empty(), "{said}");
    let flat = Inputs::of_files(edition(), TODAY).value.flat();
    assert!(flat.keys().all(|path| !path.contains(".patch.md") && !path.starts_with("grunn/")), "{:?}", flat.keys());
    assert!(!String::from_utf8_lossy(&flat["book.toml"]).contains("[base]"));
    let (flat_site, said) = site(flat);
    assert!(!flat_site.is_empty(), "{said}");
    same(&edition_site, &flat_site);
}

/// A library whose files come in the other order.
struct Backwards(Files);

impl brobygger::layer::Library for Backwards {
    fn find(&mut self, from: &Path, path: &str) -> Option<std::path::PathBuf> {
        let folder = if path.starts_with("..") { path.trim_start_matches("../").into() } else { from.join(path) };
        self.0.contains_key(&format!("{}/book.toml", folder.display())).then_some(folder)
    }

    fn settings(&mut self, folder: &Path) -> Result<Arc<str>, diagnostic::Diagnostic> {
        let path = folder.join("book.toml").display().to_string();
        Ok(String::from_utf8_lossy(&self.0[&path]).into())
    }

    fn files(
        &mut self,
        folder: &Path,
        wanted: &brobygger::layer::Wanted<'_>,
    ) -> diagnostic::Warned<brobygger::layer::LayerFiles> {
        let content = folder.join(wanted.src).display().to_string() + "/";
        let root = folder.join("x").display().to_string().trim_end_matches('x').to_owned();
        let mut read = brobygger::layer::LayerFiles::default();
        for (path, bytes) in self.0.iter().rev().filter(|(path, _)| path.starts_with(&content)) {
            let path = path.strip_prefix(&root).unwrap();
            if brobygger::source::is_text(path) {
                read.texts.push((path.into(), String::from_utf8_lossy(bytes).into()));
            } else {
                read.assets.insert(path.to_owned(), bytes.clone());
            }
        }
        diagnostic::Warned::new(read, Vec::new())
    }

    fn accepted(&mut self, folder: &Path, path: &str) -> Option<String> {
        let bytes = self.0.get(&folder.join(path).display().to_string())?;
        Some(String::from_utf8_lossy(bytes).trim_end_matches('\n').to_owned())
    }
}

#[test]
fn the_order_in_which_files_are_read_decides_nothing() {
    let forwards = Inputs::of_files(edition(), TODAY).value;
    let backwards = Inputs::gather(&mut Backwards(edition()), Path::new(""), TODAY).value;
    assert_eq!(forwards.config.organisation, backwards.config.organisation);
    assert!(forwards.flat() == backwards.flat(), "the composed books differ");
}

#[test]
fn what_an_edition_changes_does_not_say_that_others_went_through_it() {
    let base = [
        (
            "grunn/book.toml",
            "[book]\ntitle = \"G\"\nlanguage = \"nb\"\nsrc = \"content\"\n[content]\n[organisation]\nname = \"Staten\"\naccessibility-statement = \"erklaering.html\"\n",
        ),
        ("grunn/content/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n- [C](c.md)\n"),
        (
            "grunn/content/a.md",
            "---\nkind: article\ntitle: A\nsummary: Om a.\nreviewed: 2026-11-01\nsamskapt: Kari\nlov: {skrevet: 2026-11, kvalitetssikret: Ola}\n---\n\n## En\n\nTekst.\n",
        ),
        (
            "grunn/content/b.md",
            "---\nkind: article\ntitle: B\nsummary: Om b.\nreviewed: 2026-11-01\nsamskapt: Kari\n---\n\nTekst.\n",
        ),
        // The same under the names of another language.
        (
            "grunn/content/c.md",
            "---\nkind: article\ntitle: C\nsummary: Om c.\ninvolved: Kari\nlaw: {written: 2026-11, checked: Ola}\n---\n\n## En\n\nTekst.\n",
        ),
        ("book.toml", "[base]\npath = \"grunn\"\n[organisation]\nname = \"Vi\"\n"),
        ("content/a.patch.md", "## To {#en .after}\n\nVår tekst.\n"),
        ("content/c.patch.md", "## To {#en .after}\n\nVår tekst.\n"),
    ];
    let files = with(&Files::new(), &base);
    let mut diagnostics = Vec::new();
    let inputs = Inputs::of_files(files, TODAY).unpack(&mut diagnostics);
    let built = build(&inputs).unpack(&mut diagnostics);
    assert!(!any_error(&diagnostics));
    let page = |id: &str| built.book.pages.iter().find(|page| &*page.id == id).unwrap();
    let (changed, kept) = (page("a"), page("b"));
    assert_eq!(changed.common.reviewed, None);
    for changed in [changed, page("c")] {
        assert_eq!(changed.common.involved.as_deref(), Some("nei"));
        assert_eq!(changed.common.law.as_ref().map(|law| &*law.checked), Some("nei"));
    }
    assert_eq!(kept.common.involved.as_deref(), Some("Kari"));
    assert!(kept.common.reviewed.is_some());
    assert_eq!(inputs.config.organisation.accessibility_statement, None);
    assert_eq!(inputs.config.organisation.name.as_deref(), Some("Vi"));
}

#[test]
fn every_part_of_a_page_says_where_it_comes_from() {
    let inputs = Inputs::of_files(edition(), TODAY).value;
    let origins = origins(&inputs.sources, &inputs.config, "utlysning").unwrap();
    let files = |part: &str| origins.iter().find(|origin| origin.part == part).map(|origin| origin.files.join(" "));
    assert_eq!(files("title").as_deref(), Some("grunn/content/utlysning.md"));
    assert_eq!(files("summary").as_deref(), Some("content/utlysning.patch.md"));
    assert_eq!(files("#kravet").as_deref(), Some("content/utlysning.patch.md"));
    let both = "fylke/content/utlysning.patch.md content/utlysning.patch.md";
    assert_eq!(files("#soknaden").as_deref(), Some(both), "a section of the county, a choice of the municipality");
    assert_eq!(files("#frist").as_deref(), Some("grunn/content/utlysning.md"));
}

#[test]
fn what_changes_in_a_document_reaches_an_edition_that_changed_something_else_of_it() {
    let path = "grunn/content/utlysning.md";
    let page = String::from_utf8_lossy(&edition()[path]).into_owned();
    // Without the county, which has the whole of a section.
    let edits = [
        (
            "sted: {label: Sted, type: text, default: Oslo}",
            "sted: {label: By, type: text, default: Oslo}\n  lonn: {label: Lønn, type: text}",
        ),
        ("Skriv hvorfor.", "Skriv hvorfor du søker. Lønnen er {{ lonn }}."),
        ("- [x] Du møter de nye. {#moter}", "- [x] Du møter alle de nye. {#moter}"),
        ("Tre uker.", "Fire uker."),
    ];
    let changed = edits.iter().fold(page, |page, (from, to)| {
        assert!(page.contains(from), "{from}");
        page.replacen(from, to, 1)
    });
    let files = with(&edition(), &[(path, &changed), ("book.toml", &named("Bergen kommune", ""))]);
    let (site, said) = site(files);
    let shown = String::from_utf8_lossy(&site["utlysning.html"]).into_owned();
    for new in ["By</dt>", "Lønn</dt>", "Skriv hvorfor du søker.", "Du møter alle de nye.", "Fire uker."] {
        assert!(shown.contains(new), "{new} is not in {shown}{said}");
    }
    // What the edition has changed is its own still.
    for own in
        ["byfadder", "En annonse for Bergen.", "må kjenne byen.", "Du holder kurs på rådhuset.", "Skriv bydelen."]
    {
        assert!(shown.contains(own), "{own} is not in {shown}{said}");
    }
}

#[test]
fn where_an_added_page_comes_from_is_told_whatever_letters_it_has() {
    for title in ["ø", "øø", "xøy", "ææææææææ"] {
        let page =
            format!("---\nkind: article\ntitle: {title}\nsummary: S.\nafter: formal\n---\n\nVi gjør det slik.\n");
        let inputs = Inputs::of_files(with(&edition(), &[("content/egen.md", &page)]), TODAY).value;
        let found = origins(&inputs.sources, &inputs.config, "egen").unwrap();
        assert!(found.iter().all(|origin| origin.files == ["content/egen.md"]), "{title}: {found:?}");
    }
}

#[test]
fn an_edition_is_built_again_as_from_nothing() {
    let mut memo = BuildMemo::keeping();
    let change = [
        (
            "grunn/content/formal.md",
            "---\nkind: article\ntitle: Nytt formål\nsummary: Nytt.\n---\n\nEn fadder. [Mål](mal.md)\n",
        ),
        ("content/utlysning.patch.md", "## Kravet hos oss {#kravet .replace}\n\nNytt krav.\n"),
        ("content/nytt.md", "---\nkind: article\ntitle: Nytt\nsummary: Nytt.\nafter: formal\n---\n\nEn fadder.\n"),
    ];
    let mut files = edition();
    for (path, text) in change {
        let _ = memo.build(&Inputs::of_files(files.clone(), TODAY).value);
        files = with(&files, &[(path, text)]);
    }
    let inputs = Inputs::of_files(files.clone(), TODAY).value;
    let built = memo.build(&inputs);
    assert!(!any_error(&built.diagnostics));
    let sink = MemorySink::default();
    let _ = html::write(&built.value.book, &built.value.theme, &sink);
    let again = sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
    same(&site(files).0, &again);
}

/// Bergen over its county's edition of the whole guide.
fn bergen() -> Files {
    let mut files = folder("tests/editions/bergen", "");
    files.extend(folder("tests/editions/vestland", "fylke/"));
    for content in ["content", "content.nn", "content.en"] {
        files.extend(folder(content, &format!("veiviser/{content}/")));
    }
    files.insert("veiviser/book.toml".into(), Arc::from(std::fs::read("book.toml").unwrap()));
    files
}

/// The book that Bergen gives, of which there is nothing to say.
fn built_bergen() -> Built {
    let mut diagnostics = Vec::new();
    let inputs = Inputs::of_files(bergen(), TODAY).unpack(&mut diagnostics);
    let built = build(&inputs).unpack(&mut diagnostics);
    let said: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() != Severity::Note)
        .map(|diagnostic| diagnostic::terminal(diagnostic, &inputs.sources, &Catalogue::default(), false))
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n\n"));
    built
}

/// The pages that Bergen does without.
const REMOVED: [&str; 3] = ["kunnskap/historien", "begreper/lms", "maler/utlysning-lms"];

#[test]
fn bergen_says_in_seven_files_what_differs() {
    let own = folder("tests/editions/bergen", "");
    assert!(own.len() <= 7, "{:?}", own.keys());
    let book = built_bergen().book;
    let page = |id: &str| book.pages.iter().position(|page| &*page.id == id);
    // Pages stand where they say, and those that are removed nowhere.
    let order: Vec<&str> = book.nav.order.iter().map(|page| &*book.pages[page.0 as usize].id).collect();
    let place = |id: &str| order.iter().position(|other| *other == id).unwrap();
    assert_eq!(place("bergen/bydelsfadder"), place("for-ansettelsen/utlysning") + 1);
    assert_eq!(place("bergen/tilgjengelighet"), place("start/om-veiviseren") + 1);
    assert_eq!(place("bergen/startplan"), place("maler/arsevaluering") + 1);
    assert_eq!(place("vestland/nettverk"), place("etter-ansettelsen/opplaring-og-oppfolging") + 1, "the county's");
    assert!(REMOVED.iter().all(|id| page(id).is_none()));
    // A field's default and an advice.
    let form = book.pages[page("maler/utlysning-kommune").unwrap()].kind.form();
    let (_, field) = form.fields.iter().find(|(name, _)| &**name == "tittel").unwrap();
    assert!(format!("{:?}", field.default).contains("medarbeider"), "{:?}", field.default);
    assert!(form.advice.iter().any(|advice| format!("{advice:?}").contains("Bydelsdirektøren")));
    // The local term with its search words; those of removed pages are gone.
    let words = &book.search_words;
    assert!(words.words.contains(&("bydelsfadder".into(), vec!["kontaktperson".into(), "fadder".into()])));
    assert!(words.pages.iter().all(|(_, words)| !words.contains(&"lobotomi".to_owned())));
    let is_term = |form: &str| book.terms.iter().any(|term| term.forms.iter().any(|other| &*other.text == form));
    assert!(is_term("bydelsfadder") && is_term("brukerutvalget") && !is_term("mestringssenter"));
}

#[test]
fn bergen_is_seen_on_every_page_and_removed_pages_on_none() {
    let (site, said) = site(bergen());
    assert!(!site.is_empty(), "{said}");
    let is_page = |path: &&String| Path::new(path).extension().is_some_and(|end| end == "html");
    for path in site.keys().filter(is_page) {
        let page = String::from_utf8_lossy(&site[path]);
        let leads_to = REMOVED.iter().find(|id| page.contains(&format!("{id}.html")));
        assert!(leads_to.is_none(), "{path} leads to {leads_to:?}");
    }
    assert!(REMOVED.iter().all(|id| !site.contains_key(&format!("{id}.html"))));
    let page = |path: &str| String::from_utf8_lossy(&site[path]).into_owned();
    for path in ["index.html", "for-ansettelsen/formal.html", "maler/utlysning-kommune.html", "bergen/startplan.html"] {
        for seen in ["Bergen kommune", "erfaring@bergen.example", "bergen/merke.svg", "tilgjengelighet.html"] {
            assert!(page(path).contains(seen), "{path} without {seen}");
        }
    }
    let has_colour = |(path, bytes): (&String, &Vec<u8>)| {
        path.starts_with("assets/") && String::from_utf8_lossy(bytes).contains("#8a1538")
    };
    assert!(site.iter().any(has_colour));
    let page = page("for-ansettelsen/utlysning.html");
    for (ours, theirs) in
        [("Følg saksgangen i Bergen", "Følg den vanlige saksgangen"), ("Be om én setning", "Da bekrefter søkeren selv")]
    {
        assert!(page.contains(ours) && !page.contains(theirs), "{ours}");
    }
    assert!(page.contains("bergen/bydelsfadder.html"), "the local term is linked");
    assert!(page.contains("brukerutvalget i bydelen") && !page.contains(">brukerutvalget</a>"), "a phrase is not");
    assert!(page.contains("Del annonsen i fylket") && page.contains("vestland/nettverk.html"), "the county's section");
    assert!(page.contains("passer for lærings- og mestringssentre"), "what led to a removed page is text still");
    let (flat, said) = self::site(Inputs::of_files(bergen(), TODAY).value.flat());
    assert!(!flat.is_empty(), "{said}");
    same(&site, &flat);
}

#[test]
fn a_page_whose_base_changed_in_substance_says_so_and_no_other_does() {
    let then = "## Kravet\n\n{{ tittel }} i {{ sted }} bør kjenne jobben.\n";
    let stale = with(&edition(), &[(".base/utlysning/%23kravet.txt", then)]);
    let (site, said) = site(stale.clone());
    assert!(!site.is_empty(), "{said}");
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with("html")) {
        let told = String::from_utf8_lossy(bytes).contains("Grunnutgaven er endret siden vi tilpasset denne siden.");
        assert_eq!(told, path == "utlysning.html", "{path}");
    }
    let (flat, said) = self::site(Inputs::of_files(stale, TODAY).value.flat());
    assert!(!flat.is_empty(), "{said}");
    same(&site, &flat);
    let read = with(&edition(), &[(".base/utlysning/%23kravet.txt", &then.replace("bør", "må"))]);
    same(&self::site(read).0, &self::site(edition()).0);
}

#[cfg(feature = "pdf")]
#[test]
fn the_printed_book_of_an_edition_says_what_it_was_made_from_and_which_pages_were_changed() {
    let then = "## Kravet\n\n{{ tittel }} i {{ sted }} bør kjenne jobben.\n";
    let settings = String::from_utf8_lossy(&edition()["book.toml"]).into_owned() + "\n[pdf]\nenabled = true\n";
    let files = with(&edition(), &[(".base/utlysning/%23kravet.txt", then), ("book.toml", &settings)]);
    let built = build(&Inputs::of_files(files, TODAY).value).value;
    let sink = MemorySink::default();
    let said = everything(&built, &sink);
    assert!(said.value, "{:?}", said.diagnostics);
    let files = sink.into_files();
    let book = files.iter().find_map(|(path, bytes)| (path.as_str() == "fadder-pa-jobb.pdf").then_some(bytes)).unwrap();
    let text = crate::pdf::poppler("pdftotext", &["-raw"], book).split_whitespace().collect::<Vec<_>>().join(" ");
    let times = |what: &str| text.matches(what).count();
    assert_eq!(times("Bygger på «Fadder på jobb», tilpasset av"), 1, "{text}");
    assert_eq!(times("Siden er tilpasset av"), 1, "{text}");
    assert_eq!(times("Kan være utdatert"), 1, "{text}");
}

#[test]
fn what_an_edition_adds_is_by_its_organisation() {
    let flat = Inputs::of_files(edition(), TODAY).value.flat();
    let text = |path: &str| String::from_utf8_lossy(&flat[path]).into_owned();
    assert!(text("content/begreper/byfadder.md").starts_with("---\nauthors: [\"Bergen kommune\"]\nkind: definition\n"));
    assert!(text("content/erklaering.md").contains("\nauthors: [Bergen kommune]\n"), "who is named stays");
    assert!(!text("content/formal.md").contains("authors"), "what the base wrote is not theirs");
}

#[test]
fn where_a_book_is_published_is_said_by_each_edition() {
    let mut files = edition();
    let settings = String::from_utf8_lossy(&files["grunn/book.toml"]).into_owned();
    let settings = settings + "\n[site]\nurl = \"https://grunn.example/\"\nedit-url = \"https://git.example/{path}\"\n";
    files.insert("grunn/book.toml".into(), Arc::from(settings.as_bytes()));
    let site = Inputs::of_files(files, TODAY).value.config.site;
    assert_eq!((site.url, site.edit_url), (None, None));
}

#[test]
fn a_packed_book_comes_out_as_it_went_in() {
    let flat = Inputs::of_files(edition(), TODAY).value.flat();
    let packed = pack(&flat).unwrap();
    assert_eq!(packed, pack(&flat.clone()).unwrap(), "the same book gives the same bytes");
    assert!(unpack(&packed).unwrap() == flat);
    assert!(unpack(b"no zip").is_err());
}

/// A document whose field is answered by the organisation.
const BY_ORGANISATION: &str = "---\nkind: document\ndocument: job-ad\ntitle: Annonse\nsummary: En annonse.\nfields:\n  \
                               hvem: {label: Hvem, type: text, from: organisation.name}\n---\n\n{{ hvem }} søker deg.\n";

/// Rows of a table with values that a page shows in different ways.
const ROWS: &str = "id;name;unit;contact;statement;url;language\nen;Å & <B> \"\"'s;;;;;\nto;To;HR;a@b.no;erk.html;https://to.example/x/;\ntre;;;;;;\n\
                    fire;1234;;;;;\nfem;Fadder på jobb;;;;https://fem.example/;nn\nseks;Seks;HR;;;;\nsju;Sju;Helse;a@b.no;https://e.no/?a=1&b;https://sju.example/;\n";

/// The site of every edition built alone, which it is among the others too.
fn alone_and_among_many<'e>(editions: &[(&'e str, Files)]) -> BTreeMap<&'e str, BTreeMap<String, Vec<u8>>> {
    let (mut layers, mut memo, pages) = (LayerMemo::keeping(), BuildMemo::keeping(), SharedFiles::default());
    let mut sites = BTreeMap::new();
    for (id, files) in editions {
        let (mut told, mut told_among) = (Vec::new(), Vec::new());
        let inputs = Inputs::of_files(files.clone(), TODAY).unpack(&mut told);
        let sink = MemorySink::default();
        let written = everything(&build(&inputs).unpack(&mut told), &sink);
        assert!(written.value && written.diagnostics.is_empty(), "{id}: {:?}", written.diagnostics);
        let alone = sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
        let flat = inputs.flat();
        let mut library = InMemory::new(files.clone());
        let inputs = Inputs::gather_next(&mut library, Path::new(""), TODAY, &mut layers).unpack(&mut told_among);
        let built = Arc::new(memo.build(&inputs).unpack(&mut told_among));
        assert_eq!(told, told_among, "{id}");
        assert!(inputs.flat() == flat, "{id}: written flat");
        let sink = MemorySink::default();
        assert!(shared(&built, &sink, &pages).value);
        let among = sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
        same(&alone, &among);
        sites.insert(*id, alone);
    }
    sites
}

/// Settings of an edition of the small book.
fn named(name: &str, more: &str) -> String {
    format!("[base]\npath = \"grunn\"\n{more}\n[organisation]\nname = \"{name}\"\nkind = \"kommune\"\n")
}

#[test]
fn one_of_many_editions_in_several_languages_is_that_edition_built_alone() {
    let base: Files = edition().into_iter().filter(|(path, _)| path.starts_with("grunn/")).collect();
    let settings = String::from_utf8_lossy(&base["grunn/book.toml"])
        .replace("src =", "languages = [\"nb\", \"nn\", \"en\"]\nsrc =");
    let nynorsk =
        "---\nkind: article\ntitle: Føremål\nsummary: Kvifor.\ntranslation: {by: maskin, read: nei}\n---\n\nTekst.\n";
    let base = with(
        &base,
        &[
            ("grunn/book.toml", &settings),
            ("grunn/content/annonse.md", BY_ORGANISATION),
            ("grunn/content.nn/formal.md", nynorsk),
            ("grunn/content.en/annonse.md", BY_ORGANISATION),
        ],
    );
    let of = |name: &str, more: &str, files: &[(&str, &str)]| {
        with(&with(&base, files), &[("book.toml", &named(name, more))])
    };
    let changed = "---\nset: {summary: Annet.}\n---\n";
    let editions = [
        ("en", of("En", "", &[])),
        ("to, med lengre navn", of("To & tre", "", &[])),
        ("oversetter selv", of("Tre", "", &[("content.nn/annonse.md", BY_ORGANISATION)])),
        ("er som den første", of("Fire", "", &[])),
        ("endrer", of("Fem", "", &[("content/formal.patch.md", changed)])),
        ("uten en side", of("Seks", "remove = [\"historien\"]\n", &[])),
        ("er som den første igjen", of("Åtte", "[site]\nurl = \"https://e.example/\"\n", &[])),
        ("har adresse", of("Ni", "[site]\nurl = \"https://ni.example/a/\"\n", &[])),
    ];
    let sites = alone_and_among_many(&editions);
    let page = |edition: &str, path: &str| String::from_utf8_lossy(&sites[edition][path]).into_owned();
    assert!(page("en", "nn/formal.html").contains("Føremål") && page("en", "en/annonse.html").contains(">En</span>"));
    assert!(page("to, med lengre navn", "en/annonse.html").contains(">To &amp; tre</span>"));
    assert!(sites["oversetter selv"].contains_key("nn/annonse.html") && !sites["en"].contains_key("nn/annonse.html"));
    assert!(!sites["uten en side"].contains_key("historien.html"));
    let search =
        |edition: &str| sites[edition].keys().filter(|path| path.starts_with("sok/")).cloned().collect::<Vec<_>>();
    assert_eq!(search("en"), search("to, med lengre navn"), "nothing of the organisation is in the search");
}

#[test]
fn one_of_many_editions_is_that_edition_built_alone() {
    let mut sources = Sources::default();
    let table = sources.add(Layer::Book, "t.csv", ROWS);
    let rows = read_table(sources.get(table), "grunn");
    assert!(rows.diagnostics.is_empty() && rows.value.len() == 7, "{:?}", rows.diagnostics);
    let base = edition().into_iter().filter(|(path, _)| path.starts_with("grunn/")).collect();
    let base = with(&base, &[("grunn/content/annonse.md", BY_ORGANISATION)]);
    let editions: Vec<_> =
        rows.value.iter().map(|row| (&*row.id, with(&base, &[("book.toml", &row.settings)]))).collect();
    let sites = alone_and_among_many(&editions);
    let footer = String::from_utf8_lossy(&sites["en"]["formal.html"]).into_owned();
    assert!(footer.contains("tilpasset av Å &amp; &lt;B&gt; &quot;&quot;&#39;s</p>"), "{footer}");
    assert!(String::from_utf8_lossy(&sites["to"]["annonse.html"]).contains(">To</span>"));
}
