//! Books in several languages: what they promise whatever is translated.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use brobygger::build::{BuildMemo, Files, Inputs, build};
use brobygger::diagnostic::{self, any_error, sort};
use brobygger::said::Catalogue;
use brobygger::sink::MemorySink;
use brobygger::text::Date;
use brobygger::write::{SharedFiles, everything, shared};

use crate::tree::{files_on_disk, is_a};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

type Site = BTreeMap<String, Vec<u8>>;

/// The golden book in bokmål, and nynorsk in part.
fn book() -> Files {
    let files = files_on_disk(Path::new("tests/golden/sprak")).into_iter();
    let own = files.filter(|(path, _)| !path.starts_with("site/") && path != "said.txt");
    own.map(|(path, bytes)| (path, Arc::from(bytes))).collect()
}

fn with(files: &Files, more: &[(&str, &str)]) -> Files {
    let mut files = files.clone();
    files.extend(more.iter().map(|(path, text)| ((*path).to_owned(), Arc::from(text.as_bytes()))));
    files
}

fn replaced(files: &Files, path: &str, from: &str, to: &str) -> Files {
    let text = String::from_utf8(files[path].to_vec()).unwrap();
    assert!(text.contains(from), "{path} does not say {from}");
    with(files, &[(path, &text.replace(from, to))])
}

/// The site that files give, and what is said of it.
fn site(files: Files) -> (Site, String) {
    let mut diagnostics = Vec::new();
    let inputs = Inputs::of_files(files, TODAY).unpack(&mut diagnostics);
    let built = build(&inputs).unpack(&mut diagnostics);
    let sink = MemorySink::default();
    if !any_error(&diagnostics) {
        diagnostics.extend(everything(&built, &sink).diagnostics);
    }
    diagnostics.extend(built.said_of_translations());
    sort(&mut diagnostics);
    let said: Vec<String> = diagnostics
        .iter()
        .map(|said| diagnostic::terminal(said, inputs.every_source(), &Catalogue::default(), false))
        .collect();
    (sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect(), said.join("\n\n"))
}

fn same(a: &Site, b: &Site) {
    let names = |site: &Site| site.keys().cloned().collect::<BTreeSet<_>>();
    let others: Vec<String> = names(a).symmetric_difference(&names(b)).cloned().collect();
    assert!(!a.is_empty() && others.is_empty(), "only in one of them: {others:?}");
    let other = a.keys().find(|path| a[*path] != b[*path]);
    assert!(other.is_none(), "{other:?} differs");
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// The page between the header and the footer; all of one that has none.
fn body(page: &str) -> &str {
    let inner = page.find("<main").zip(page.rfind("</main>"));
    inner.map_or(page, |(start, end)| &page[start..end])
}

fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "html")
}

#[test]
fn a_language_more_changes_no_text_of_another() {
    let (both, said) = site(book());
    assert!(!both.is_empty(), "{said}");
    let mut alone = book();
    alone.retain(|path, _| !path.starts_with("content.nn/"));
    let settings = "[book]\ntitle = \"Fadderboka\"\ndescription = \"For den som tar imot en ny.\"\n\
                    authors = [\"Redaksjonen\"]\nlanguage = \"nb\"\nsrc = \"content\"\n\
                    [site]\nurl = \"https://example.org/fadder/\"\ncalled = \"boken\"\n\
                    download = [\"site\", \"kit\"]\n\
                    [content]\nrequire = [\"reviewed\"]\n[citations]\nstyle = \"apa\"\n[pdf]\nenabled = false\n";
    let (one, said) = site(with(&alone, &[("book.toml", settings)]));
    assert!(!one.is_empty(), "{said}");
    for (path, bytes) in &one {
        if is_page(path) {
            assert_eq!(body(text(&both, path)), body(text(&one, path)), "{path}");
        } else if path != "sitemap.xml" && !path.starts_with("sok/") && !is_a(path, "zip") {
            assert!(both.get(path) == Some(bytes), "{path} is another one");
        }
    }
    let own = |site: &Site| {
        let paths = site.keys().filter(|path| !path.starts_with("nn/") && !path.starts_with("sok/"));
        paths.cloned().collect::<Vec<_>>()
    };
    assert!(own(&both) == own(&one), "other files in the folder of the source");
}

#[test]
fn every_link_of_every_language_leads_to_a_page_that_exists() {
    let (site, said) = site(book());
    assert!(said.is_empty(), "{said}");
    let mut between = 0;
    for (path, bytes) in site.iter().filter(|(path, _)| is_page(path) && !path.ends_with("404.html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        for href in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if href.starts_with("http") || href.starts_with('#') || href.starts_with("data:") {
                continue;
            }
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            let target = brobygger::sink::OutPath::new(path).unwrap();
            let folder: Vec<&str> = target.as_str().split('/').collect();
            let mut parts: Vec<&str> = folder[..folder.len() - 1].to_vec();
            for part in file.split('/') {
                match part {
                    ".." => drop(parts.pop().unwrap_or_else(|| panic!("{path} leads out of the site: {href}"))),
                    part => parts.push(part),
                }
            }
            let found = if file.is_empty() { path.clone() } else { parts.join("/") };
            let target = site.get(&found).unwrap_or_else(|| panic!("{path} leads to {href}, which is not there"));
            if !anchor.is_empty() && is_page(&found) {
                let id = format!(" id=\"{anchor}\"");
                assert!(String::from_utf8_lossy(target).contains(&id), "{path} leads to {href}: no such place");
            }
            between += usize::from(found.starts_with("nn/") != path.starts_with("nn/"));
        }
    }
    assert!(between > 20, "only {between} links between the languages");
}

#[test]
fn alternates_lead_both_ways_and_only_where_there_is_a_page() {
    let (site, _) = site(book());
    let alternates = |path: &str| -> BTreeSet<(String, String)> {
        let page = text(&site, path);
        let links = page.split("<link rel=\"alternate\" hreflang=\"").skip(1);
        let pair = |rest: &str| {
            let (lang, rest) = rest.split_once("\" href=\"")?;
            Some((lang.to_owned(), rest.split('"').next()?.to_owned()))
        };
        links.filter_map(pair).collect()
    };
    let both = alternates("forste/for.html");
    let address = |path: &str| format!("https://example.org/fadder/{path}");
    let expected = [("nb", "forste/for.html"), ("nn", "nn/forste/for.html"), ("x-default", "forste/for.html")];
    assert_eq!(both, expected.iter().map(|(lang, path)| ((*lang).to_owned(), address(path))).collect());
    assert_eq!(both, alternates("nn/forste/for.html"));
    assert!(alternates("forste/dag.html").is_empty());
    assert!(!site.contains_key("nn/forste/dag.html"));
    for path in site.keys().filter(|path| is_page(path)) {
        for (_, address) in alternates(path) {
            let below = address.strip_prefix("https://example.org/fadder/").unwrap();
            let file =
                if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.into() };
            assert!(site.contains_key(&file), "{path} names {address}");
        }
    }
}

#[test]
fn every_page_has_a_way_to_the_other_language() {
    let (site, _) = site(book());
    for path in site.keys().filter(|path| is_page(path)) {
        let page = text(&site, path);
        if page.contains("http-equiv=\"refresh\"") {
            continue;
        }
        let other = if path.starts_with("nn/") { "nb" } else { "nn" };
        assert_eq!(page.matches("class=\"malvalg\"").count(), 1, "{path}");
        assert!(page.contains(&format!("lang=\"{other}\" hreflang=\"{other}\"")), "{path}");
    }
    let missing = text(&site, "forste/dag.html");
    assert!(missing.contains("href=\"../nn/index.html\""), "{missing}");
    assert!(missing.contains("Denne sida finst ikkje på nynorsk enno"), "{missing}");
    assert!(!text(&site, "index.html").contains("finst ikkje"));
}

#[test]
fn a_page_that_is_not_translated_is_marked_wherever_a_translation_leads_to_it() {
    let (site, _) = site(book());
    let page = text(&site, "nn/index.html");
    assert!(page.contains("<html lang=\"nn\""), "{page}");
    assert!(page.contains("<a href=\"../forste/dag.html\" hreflang=\"nb\">dagen <small class=\"annetmal\">(bokmål)"));
    assert!(page.contains("<a href=\"../forste/dag.html\" hreflang=\"nb\">Når dagen kjem <small"), "{page}");
    let letter = text(&site, "nn/forste/brev.html");
    assert!(letter.contains("Første dag <small class=\"annetmal\" lang=\"nb\">(bokmål)"), "{letter}");
    let term = text(&site, "nn/forste/for.html");
    assert!(term.contains("href=\"../../ord/mentor.html\" hreflang=\"nb\""), "{term}");
    assert!(term.contains("Omsett av Kari Nordmann, lesen mot kjelda 1. november 2026."), "{term}");
    assert!(!body(term).contains("1. oktober 2026"), "the day that the source was gone through");
    assert!(term.contains("Boka om fadrar"), "{term}");
}

#[test]
fn a_fault_of_one_language_stops_no_other() {
    let broken = replaced(&book(), "content.nn/mer.md", "title: Meir om fadrar\n", "");
    let (site, said) = site(broken);
    assert!(said.contains("content.nn/mer.md:2:1") && said.contains("`title` is missing"), "{said}");
    assert!(site.contains_key("index.html") && !site.keys().any(|path| path.starts_with("nn/")));
}

#[test]
fn what_is_wrong_with_the_source_is_told_once() {
    let broken = replaced(&book(), "content/forste/dag.md", "i døra", "i [døra](ingen.md)");
    let (_, said) = site(broken);
    assert_eq!(said.matches("there is no page or file `ingen.md`").count(), 1, "{said}");
}

#[test]
fn what_is_kept_gives_what_a_build_from_nothing_gives() {
    let mut memo = BuildMemo::keeping();
    let first = book();
    let rows = [
        first.clone(),
        replaced(&first, "content/forste/dag.md", "møter den nye", "henter den nye"),
        replaced(&first, "content.nn/index.md", "tek imot", "møter ein ny"),
        with(
            &first,
            &[(
                "content.nn/sjekk.md",
                "---\nkind: checklist\ntitle: Klare?\nsummary: Ei liste.\ntranslation: {by: maskin, read: nei}\n---\n\n## Pult\n\n- [ ] Rydda {#ryddet}\n",
            )],
        ),
        first,
    ];
    for files in rows {
        let inputs = Inputs::of_files(files.clone(), TODAY).value;
        let sink = MemorySink::default();
        let built = memo.build(&inputs);
        assert!(everything(&built.value, &sink).value);
        let kept: Site = sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
        same(&kept, &site(files).0);
    }
}

/// An edition over the book, in the folder `grunn`.
fn edition(more: &[(&str, &str)]) -> Files {
    let below: Files = book().into_iter().map(|(path, bytes)| (format!("grunn/{path}"), bytes)).collect();
    let settings = "[base]\npath = \"grunn\"\nremove = [\"ord/mentor\"]\n[organisation]\nname = \"Vik\"\n";
    with(&with(&below, &[("book.toml", settings)]), more)
}

const OWN: &str = "---\nkind: article\ntitle: Mer hos oss\nsummary: Vårt.\nreviewed: 2026-11-01\n---\n\nVårt eget.\n";

#[test]
fn an_edition_has_the_translations_of_what_it_lies_on_but_of_what_it_changed() {
    let (plain, said) = site(edition(&[]));
    assert!(said.is_empty(), "{said}");
    assert!(text(&plain, "nn/mer.html").contains("Meir om fadrar"));
    assert!(!text(&plain, "nn/forste/for.html").contains("mentor.html"), "a page that the edition does without");
    let (changed, said) = site(edition(&[("content/mer.md", OWN)]));
    assert!(said.is_empty(), "{said}");
    assert!(!changed.contains_key("nn/mer.html"), "the text of the book below, which the edition has changed");
    assert!(text(&changed, "nn/index.html").contains("href=\"../mer.html\" hreflang=\"nb\""));
    let own = "---\nkind: article\ntitle: Meir hos oss\nsummary: Vårt.\ntranslation: {by: Vik, read: nei}\n---\n\nVårt eige.\n";
    let (own, said) = site(edition(&[("content/mer.md", OWN), ("content.nn/mer.md", own)]));
    assert!(said.is_empty(), "{said}");
    assert!(text(&own, "nn/mer.html").contains("Vårt eige."));
}

#[test]
fn a_patch_changes_a_part_of_what_a_book_below_has_translated() {
    let patch = "## Nøklar {#nokler .replace}\n\nHent dei på Vik.\n";
    let (site, said) = site(edition(&[("content.nn/forste/for.patch.md", patch)]));
    assert!(said.is_empty(), "{said}");
    let page = text(&site, "nn/forste/for.html");
    assert!(page.contains("Hent dei på Vik.") && page.contains("Fadderen") && page.contains("id=\"nokler\""), "{page}");
}

#[test]
fn an_edition_written_flat_gives_the_same_site_in_every_language() {
    let files = edition(&[("content/mer.md", OWN)]);
    let (one, said) = site(files.clone());
    assert!(said.is_empty(), "{said}");
    let flat = Inputs::of_files(files, TODAY).value.flat();
    let (two, said) = site(flat);
    assert!(said.is_empty(), "{said}");
    same(&one, &two);
}

#[test]
fn one_of_many_editions_has_its_languages_as_when_it_is_built_alone() {
    let mut memo = BuildMemo::keeping();
    let files = SharedFiles::default();
    for name in ["Vik", "Bø", "Ås"] {
        let edition = replaced(&edition(&[]), "book.toml", "name = \"Vik\"", &format!("name = \"{name}\""));
        let sink = MemorySink::default();
        let inputs = Inputs::of_files(edition.clone(), TODAY).value;
        let built = Arc::new(memo.build(&inputs).value);
        assert!(shared(&built, &sink, &files).value);
        let many: Site = sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
        assert!(text(&many, "nn/mer.html").contains(name));
        same(&many, &site(edition).0);
    }
}

/// The golden book, whose translation of `forste/for` follows this text of the source.
fn follows(then: &str) -> Files {
    with(&book(), &[("content.nn/.base/forste/for/page.md", then)])
}

fn source_of(files: &Files, path: &str) -> String {
    String::from_utf8(files[path].to_vec()).unwrap()
}

#[test]
fn readers_are_told_what_the_source_says_where_what_holds_has_changed() {
    let now = source_of(&book(), "content/forste/for.md");
    let nothing = text(&site(follows(&now)).0, "nn/forste/for.html").to_owned();
    assert!(!nothing.contains("Kjelda"), "{nothing}");
    let form = now.replace("rydder en pult", "rydder\nen pult").replace("2026-10-01", "2026-01-01");
    assert_eq!(text(&site(follows(&form)).0, "nn/forste/for.html"), nothing, "only what readers do not see");

    let words = now.replace("rydder en pult", "ordner en pult");
    let page = text(&site(follows(&words)).0, "nn/forste/for.html").to_owned();
    assert!(page.contains("Kjelda er skriven litt om") && !page.contains("kildetekst"), "{page}");

    let substance = now.replace("Mentoren skal ikke.", "Mentoren skal.");
    let page = text(&site(follows(&substance)).0, "nn/forste/for.html").to_owned();
    let notice = &page[page.find("id=\"dagen-for\"").unwrap()..page.find("id=\"nokler\"").unwrap()];
    assert!(notice.contains("Dette er endra i kjelda"), "{notice}");
    assert!(
        notice.contains("<div class=\"kildetekst\" lang=\"nb\">\n<p>Fadderen rydder en pult. Mentoren skal ikke.</p>")
    );
    assert!(notice.contains("<a href=\"../../forste/for.html#dagen-for\" hreflang=\"nb\">Les sida på bokmål</a>"));
    assert!(page.contains("</a> skal ikkje."), "the translation stands");
    let (whole, _) = site(follows(&substance));
    assert!(!text(&whole, "forste/for.html").contains("kildetekst"), "the source tells nothing of it");

    let gone = format!("{now}\n## Til slutt\n\nTakk.\n");
    let page = text(&site(follows(&gone)).0, "nn/forste/for.html").to_owned();
    assert!(page.contains("Dette står ikkje lenger i kjelda."), "{page}");
}

#[test]
fn ids_of_what_the_source_says_stand_once_beside_those_of_the_translation() {
    let now = source_of(&book(), "content/forste/brev.md");
    let then = now.replace("Spør fadderen.", "Du må spørre fadderen.");
    assert_ne!(then, now);
    let files = with(&book(), &[("content.nn/.base/forste/brev/page.md", &then)]);
    let page = text(&site(files).0, "nn/forste/brev.html").to_owned();
    assert!(page.contains("<div class=\"kildetekst\" lang=\"nb\">"), "{page}");
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let once: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(once.len(), ids.len(), "{ids:?}");
    assert!(ids.contains(&"ui_o1"), "{ids:?}");
}

#[test]
fn what_an_edition_took_out_is_no_change_of_what_was_translated() {
    let now = source_of(&book(), "content/forste/for.md");
    let files = edition(&[("grunn/content.nn/.base/forste/for/page.md", &now)]);
    let (site, said) = site(files.clone());
    assert!(said.is_empty(), "{said}");
    assert!(!text(&site, "nn/forste/for.html").contains("Kjelda"));
    let flat = Inputs::of_files(files, TODAY).value.flat();
    same(&site, &self::site(flat).0);
}
