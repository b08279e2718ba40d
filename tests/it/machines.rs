//! A site for programs: what a link to it is shown with, its pages as Markdown, what has changed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use brobygger::build::{Files, Inputs, build};
use brobygger::changes::{ChangeLog, read_changes};
use brobygger::diagnostic::any_error;
use brobygger::layer::noted_pages;
use brobygger::sink::{MemorySink, OutPath};
use brobygger::text::Date;
use brobygger::write::everything;

use crate::tree::{files_on_disk, is_a};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

type Site = BTreeMap<String, Vec<u8>>;

/// A golden book without the site that it gives.
fn golden(name: &str) -> Files {
    let files = files_on_disk(&Path::new("tests/golden").join(name)).into_iter();
    files.filter(|(path, _)| !path.starts_with("site/")).map(|(path, bytes)| (path, Arc::from(bytes))).collect()
}

fn replaced(mut files: Files, path: &str, from: &str, to: &str) -> Files {
    let text = String::from_utf8(files[path].to_vec()).unwrap();
    assert!(text.contains(from), "{path} does not say {from}");
    files.insert(path.to_owned(), text.replace(from, to).into_bytes().into());
    files
}

fn site(files: Files) -> Site {
    let mut said = Vec::new();
    let built = build(&Inputs::of_files(files, TODAY).unpack(&mut said)).unpack(&mut said);
    assert!(!any_error(&said), "{said:#?}");
    let sink = MemorySink::default();
    assert!(everything(&built, &sink).value);
    sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect()
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(&site[path]).unwrap()
}

/// The golden book in two languages, which offers its pages as Markdown.
fn with_markdown() -> Files {
    replaced(golden("sprak"), "book.toml", "[\"site\", \"kit\"]", "[\"markdown\"]")
}

#[test]
fn every_page_that_is_written_lies_beside_itself_as_markdown_and_stands_in_the_list() {
    let site = site(with_markdown());
    let own = ["404.html", "sok.html"];
    let mut pages = 0;
    for folder in ["", "nn/"] {
        let list = text(&site, &format!("{folder}llms.txt"));
        for (path, page) in site.iter().filter(|(path, _)| is_a(path, "html") && path.starts_with(folder)) {
            let below = path.strip_prefix(folder).unwrap();
            let is_other = folder.is_empty() && path.starts_with("nn/");
            if is_other || own.contains(&below) || String::from_utf8_lossy(page).contains("http-equiv=\"refresh\"") {
                continue;
            }
            let markdown = path.replace(".html", ".md");
            assert!(text(&site, &markdown).starts_with("# "), "{markdown}");
            assert!(list.contains(&format!("(<https://example.org/fadder/{markdown}>)")), "{markdown}: {list}");
            pages += 1;
        }
    }
    let lists: usize =
        ["", "nn/"].iter().map(|folder| text(&site, &format!("{folder}llms.txt")).matches(".md>").count()).sum();
    assert_eq!(lists, pages, "a page stands in it that is not written, or twice");
    for (list, other) in [("llms.txt", "[Nynorsk](<{}nn/llms.txt>)"), ("nn/llms.txt", "[Bokmål](<{}llms.txt>)")] {
        assert!(text(&site, list).contains(&other.replace("{}", "https://example.org/fadder/")), "{list}");
    }
}

#[test]
fn links_of_markdown_lead_to_files_of_the_site() {
    let address = "url = \"https://example.org/fadder/\"\n";
    for (files, site_address) in
        [(with_markdown(), "https://example.org/fadder/"), (replaced(with_markdown(), "book.toml", address, ""), "")]
    {
        let site = site(files);
        let mut links = 0;
        for path in site.keys().filter(|path| is_a(path, "md")) {
            let here = OutPath::new(path).unwrap();
            for to in text(&site, path).split("](<").skip(1).map(|rest| rest.split(['>', '#']).next().unwrap()) {
                if to.contains("://") && (site_address.is_empty() || !to.starts_with(site_address)) {
                    continue;
                }
                links += 1;
                let below = to.strip_prefix(site_address).unwrap_or(to);
                let is_there = |other: &&String| match site_address {
                    "" => here.relative(&OutPath::new(other).unwrap()) == to,
                    _ => *other == below,
                };
                assert!(site.keys().any(|other| is_there(&other)), "{path} leads to {to}");
            }
        }
        assert!(links > 10, "{links}");
    }
}

/// `UPDATE=1` writes down what comes out; read it before you commit it.
#[test]
fn pages_as_markdown_are_known() {
    let mut found = Site::new();
    for name in ["liten", "volunteers"] {
        let asked_for = replaced(golden(name), "book.toml", "[site]", "[site]\ndownload = [\"markdown\"]");
        let files = site(asked_for).into_iter().filter(|(path, _)| is_a(path, "md") || path == "llms.txt");
        found.extend(files.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
    }
    let folder = Path::new("tests/markdown");
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        let _ = std::fs::remove_dir_all(folder);
        for (path, bytes) in &found {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    let expected = files_on_disk(folder);
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for path in found.keys() {
        assert_eq!(text(&found, path), text(&expected, path), "{path}");
    }
}

/// Whoever reads a page as Markdown reads what the page says: signs of a text make no links, pictures or letters.
#[test]
fn signs_of_a_text_stay_signs_in_markdown() {
    let page = "content/mer.md";
    let said = "Se!\\[her](forste/dag.md) og!\\[^note], &amp;nbsp; & R&amp;D, \\_ikke kursiv\\_.\n\n\
                [lenke](forste/dag.md \"Sagt \\\"slik\\\"\")\n\n[^note]: En note.\n";
    let said = said.replace("!\\[", "\\![");
    let files = replaced(with_markdown(), page, "Om [den", &format!("{said}\nOm [den"));
    let site = site(files);
    let markdown = text(&site, "mer.md");
    for line in ["Se\\![her](<", " og\\![^1], \\&nbsp; & R&D, \\_ikke kursiv\\_.", " \"Sagt \\\"slik\\\"\")"] {
        assert!(markdown.contains(line), "{line}: {markdown}");
    }
}

#[test]
fn nothing_for_programs_is_made_unless_asked_for() {
    let site = site(golden("sprak"));
    assert!(site.keys().all(|path| !is_a(path, "md") && !path.ends_with("llms.txt")), "{:?}", site.keys());
}

/// The values of the tags that tell what a link to a page is shown with.
fn shared(page: &str) -> BTreeMap<&str, &str> {
    let tags = page.split("<meta ").skip(1).filter_map(|tag| {
        let (_, rest) = tag.split_once("property=\"og:")?;
        let (name, rest) = rest.split_once("\" content=\"")?;
        Some((name, rest.split('"').next()?))
    });
    tags.collect()
}

#[test]
fn a_link_to_a_page_is_shown_with_what_the_page_is() {
    let mut files = replaced(
        golden("sprak"),
        "book.toml",
        "called = \"boken\"",
        "image = {path = \"bro.png\", alt = \"En bro.\"}\ncalled = \"boken\"",
    );
    files = replaced(files, "book.toml", "called = \"boka\"", "called = \"boka\"\nimage-alt = \"Ei bru.\"");
    files.insert("content/bro.png".into(), Arc::from(*b"a picture"));
    let site = site(files);
    let (of_bokmal, of_nynorsk) = (shared(text(&site, "index.html")), shared(text(&site, "nn/forste/brev.html")));
    let bokmal = [("type", "website"), ("locale", "nb_NO"), ("site_name", "Fadderboka"), ("image:alt", "En bro.")];
    for (name, value) in bokmal {
        assert_eq!(of_bokmal.get(name), Some(&value), "{name}");
    }
    let nynorsk = [
        ("type", "article"),
        ("locale", "nn_NO"),
        ("title", "Brev til den nye"),
        ("url", "https://example.org/fadder/nn/forste/brev.html"),
        ("image:alt", "Ei bru."),
    ];
    for (name, value) in nynorsk {
        assert_eq!(of_nynorsk.get(name), Some(&value), "{name}");
    }
    for page in [&of_bokmal, &of_nynorsk] {
        let image = page["image"].strip_prefix("https://example.org/fadder/").unwrap();
        assert!(site.contains_key(image), "{image}");
        assert!(!page["description"].is_empty());
    }
}

#[test]
fn without_an_address_there_is_nothing_to_lead_a_link_to() {
    let address = "url = \"https://example.org/fadder/\"\n";
    let site = site(replaced(golden("sprak"), "book.toml", address, ""));
    assert!(site.values().all(|page| !String::from_utf8_lossy(page).contains("=\"og:")));
}

const LOG: &str = "content/endringer.yaml";

/// A book with a register in which somebody has taken note on this day, as `brobygger changes accept` does.
fn noted(mut files: Files, day: Date) -> Files {
    let inputs = Inputs::of_files(files.clone(), day).value;
    let log = inputs.sources.find(LOG).map_or_else(ChangeLog::default, |source| read_changes(source).value);
    let text = log.noting(noted_pages(&inputs.sources, &inputs.config), day).text(&[]);
    files.insert(LOG.to_owned(), text.into_bytes().into());
    files
}

/// The golden book in two languages, which tells of its changes: noted, changed in three ways, and noted again.
fn with_changes() -> Files {
    let asked_for = replaced(golden("sprak"), "book.toml", "download = [\"site\", \"kit\"]", "changes = true");
    let begun = noted(asked_for, TODAY);
    let words = replaced(begun, "content/forste/for.md", "rydder en pult", "rydder en plass");
    let holds = replaced(words, "content/forste/dag.md", "reviewed: 2026-10-02", "reviewed: 2026-11-25");
    let mut files = replaced(holds, "content/forste/dag.md", "møter den nye", "møter ikke den nye");
    let page = "---\nkind: article\ntitle: Ny side\nsummary: Om noe nytt.\nauthors: [Redaksjonen]\nreviewed: 2026-11-24\n---\nTekst.\n";
    files.insert("content/forste/ny.md".to_owned(), Arc::from(page.as_bytes()));
    noted(files, Date { day: 26, ..TODAY })
}

/// The values of an element of a feed, in order.
fn values<'t>(feed: &'t str, element: &str) -> Vec<&'t str> {
    let open = format!("<{element}>");
    feed.split(open.as_str()).skip(1).map(|rest| rest.split('<').next().unwrap()).collect()
}

#[test]
fn readers_are_told_what_has_changed_by_page_and_section() {
    let site = site(with_changes());
    let feed = text(&site, "endringer.atom");
    let titles = ["Endringer i Fadderboka", "Før dagen", "Første dag", "Ny side"];
    assert_eq!(values(feed, "title"), titles, "{feed}");
    let days = ["2026-11-26", "2026-11-26", "2026-11-25", "2026-11-24"].map(|day| format!("{day}T00:00:00Z"));
    assert_eq!(values(feed, "updated"), days, "the day of a page is that on which it was gone through: {feed}");
    let said = ["ordene er endret: Dagen før.", "innholdet er endret: Klokken ni.", "ny side."];
    assert_eq!(values(feed, "summary"), said, "{feed}");
    for part in [
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/fadder/endringer.atom\"/>",
        "href=\"https://example.org/fadder/forste/dag.html#klokken-ni\"/>",
        "<category term=\"substance\" label=\"innholdet er endret\"/>",
        "<author><name>Redaksjonen</name></author>",
    ] {
        assert!(feed.contains(part), "{part}: {feed}");
    }
    let page = text(&site, "endringer.html");
    for part in [
        "<h2><time datetime=\"2026-11-25\">25. november 2026</time></h2>",
        "<li><a href=\"forste/dag.html\">Første dag</a>: innholdet er endret",
        "<li><a href=\"forste/dag.html#klokken-ni\">Klokken ni</a></li>",
        "<a href=\"endringer.atom\">",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn in_a_translation_readers_are_told_what_holds() {
    let site = site(with_changes());
    let feed = text(&site, "nn/endringer.atom");
    assert_eq!(values(feed, "title"), ["Endringar i Fadderboka på nynorsk", "Første dag", "Ny side"], "{feed}");
    let ids = |path: &str| values(text(&site, path), "id").into_iter().map(str::to_owned).collect::<Vec<_>>();
    let all = [ids("endringer.atom"), ids("nn/endringer.atom")].concat();
    let different: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(different.len(), all.len(), "two entries have one id: {all:?}");
}

#[test]
fn a_build_adds_nothing_and_noting_the_same_adds_nothing() {
    let files = with_changes();
    assert!(noted(files.clone(), Date { year: 2027, ..TODAY })[LOG] == files[LOG]);
    let on = |today| {
        let built = build(&Inputs::of_files(files.clone(), today).value).value;
        let sink = MemorySink::default();
        assert!(everything(&built, &sink).value);
        sink.into_files()[&OutPath::new("endringer.atom").unwrap()].clone()
    };
    assert!(on(TODAY) == on(Date { year: 2027, ..TODAY }));
}

#[test]
fn a_feed_without_changes_tells_of_the_day_they_began_to_be_noted_and_never_of_that_of_the_build() {
    let asked_for = || replaced(golden("sprak"), "book.toml", "download = [\"site\", \"kit\"]", "changes = true");
    // A book whose pages tell no day.
    let undated = |files: Files| -> Files {
        let without = |text: Arc<[u8]>| match std::str::from_utf8(&text) {
            Ok(text) => Arc::from(text.replace("reviewed: ", "former: ").into_bytes()),
            Err(_) => text,
        };
        files.into_iter().map(|(path, text)| (path, without(text))).collect()
    };
    let feed = |files: &Files, today| {
        let built = build(&Inputs::of_files(files.clone(), today).value).value;
        let sink = MemorySink::default();
        let _ = everything(&built, &sink);
        String::from_utf8(sink.into_files()[&OutPath::new("endringer.atom").unwrap()].clone()).unwrap()
    };
    let later = Date { year: 2027, ..TODAY };
    let noted_first = noted(asked_for(), TODAY);
    assert_eq!(values(&feed(&noted_first, later), "updated"), ["2026-11-22T00:00:00Z"]);
    for files in [noted_first, asked_for(), undated(asked_for())] {
        assert!(feed(&files, TODAY) == feed(&files, later));
    }
}

#[test]
fn a_site_without_an_address_has_the_page_of_changes_and_no_feed() {
    let site = site(replaced(with_changes(), "book.toml", "url = \"https://example.org/fadder/\"\n", ""));
    assert!(site.contains_key("endringer.html") && !site.contains_key("endringer.atom"));
    assert!(site.values().all(|page| {
        let page = String::from_utf8_lossy(page);
        !page.contains("endringer.atom") && !page.contains("application/atom")
    }));
}

#[test]
fn nothing_of_changes_is_loaded_or_linked_where_readers_are_not_told() {
    let site = site(noted(golden("sprak"), TODAY));
    assert!(site.keys().all(|path| !path.contains("endringer")), "{:?}", site.keys());
    let mut pages = site.iter().filter(|(path, _)| is_a(path, "html"));
    assert!(pages.all(|(_, page)| !String::from_utf8_lossy(page).contains("endringer.")));
}
