//! The pages of the printed book in those for reading devices: each is marked where it begins.

use std::sync::Arc;

use brobygger::build::Files;
use brobygger::disk::Site;
use brobygger::sink::MemorySink;
use brobygger::write::{SharedFiles, WRITERS, everything, shared};

use crate::epub::{Parts, TODAY, built_on, parts, replace, site, taken, text};
use crate::pdf::poppler;

/// A book whose every word of text stands in it once, printed on small pages: with what a page can begin in.
fn printed_book() -> Files {
    let settings = "[book]\ntitle = \"Tallboka\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n\
                    [site]\nurl = \"https://example.org/tall/\"\ndownload = [\"epub\"]\n\n\
                    [pdf]\npaper = \"a5\"\nshort = [\"b\"]\n";
    let mut word = 0;
    let mut words = |count: usize| {
        let all = (word + 1..=word + count).map(|word| format!("w{word}"));
        word += count;
        all.collect::<Vec<_>>().join(" ")
    };
    let mut parts = vec!["---\nkind: article\ntitle: Alfa\nsummary: Om alfa.\n---\n\n".to_owned()];
    for number in 0..8 {
        parts.push(format!("{}\n\n", words(130)));
        parts.push(format!("## Del {}\n\n{}\n\n", words(1), words(20)));
        parts.extend((0..14).map(|_| format!("- {} *{}* {}\n", words(3), words(4), words(9))));
        parts.push(format!("\n> [!NOTE]\n> {}\n>\n> {}\n\n", words(60), words(60)));
        parts.push("| Hode | Annet |\n| --- | --- |\n".to_owned());
        parts.extend((0..24).map(|_| format!("| {} | {} |\n", words(2), words(6))));
        parts.push(format!("\n{} [{}](b.md) {}[^{number}]\n\n", words(30), words(5), words(90)));
        parts.push(format!("[^{number}]: {}\n\n", "Notens tekst. ".repeat(12)));
        parts.push(format!("```\n{}\n```\n\n", words(6)));
    }
    let text = parts.concat();
    let other = format!("---\nkind: article\ntitle: Beta\nsummary: Om beta.\n---\n\n{}\n", words(900));
    let term = "---\nkind: definition\ntitle: fadder\nsummary: En som følger.\ngroup: role\ninflection: m2\n---\n\nEn fadder følger.\n";
    [
        ("book.toml", settings.to_owned()),
        ("content/SUMMARY.md", "- [Alfa](a.md)\n\n# Siste del\n\n- [Beta](b.md)\n".to_owned()),
        ("content/a.md", text),
        ("content/b.md", other),
        ("content/fadder.md", term.to_owned()),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), Arc::from(text.into_bytes())))
    .collect()
}

/// The words of a text that are numbered.
fn numbered(text: &str) -> Vec<usize> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter_map(|word| word.strip_prefix('w')?.parse().ok()).collect()
}

/// The list of pages: numbers, files, ids.
fn page_list(parts: &Parts) -> Vec<(String, String, String)> {
    let contents = text(parts, "EPUB/innhold.xhtml");
    let Some((_, list)) = contents.split_once("<nav epub:type=\"page-list\" hidden=\"hidden\">") else {
        return Vec::new();
    };
    let (list, _) = list.split_once("</nav>").unwrap();
    let entries = list.split("<a href=\"").skip(1);
    let entry = |entry: &str| {
        let (href, rest) = entry.split_once("\">").unwrap();
        let (file, id) = href.split_once('#').unwrap();
        (rest.split('<').next().unwrap().to_owned(), file.to_owned(), id.to_owned())
    };
    entries.map(entry).collect()
}

/// Text of a file after the mark of a page, and the mark.
fn after_mark(parts: &Parts, file: &str, id: &str) -> (String, String) {
    let page = text(parts, &format!("EPUB/{file}"));
    let at = page.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("{file} has no {id}"));
    let begin = page[..at].rfind('<').unwrap();
    let end = at + page[at..].find('>').unwrap() + 1;
    (page[begin..end].to_owned(), page[end..].to_owned())
}

#[test]
fn every_page_of_the_printed_book_is_marked_at_the_word_it_begins_with() {
    let made = site(printed_book());
    for name in ["tallboka", "tallboka-kort"] {
        let (parts, pdf) = (parts(&made[&format!("{name}.epub")]), &made[&format!("{name}.pdf")]);
        let list = page_list(&parts);
        let pages: Vec<String> = poppler("pdftotext", &["-raw"], pdf).split('\u{c}').map(ToOwned::to_owned).collect();
        let without_text = pages.iter().rev().take_while(|page| page.is_empty() || page.contains("Register")).count();
        let expected: Vec<String> = (1..=pages.len() - without_text).map(|number| number.to_string()).collect();
        let numbers: Vec<&String> = list.iter().map(|(number, ..)| number).collect();
        assert_eq!(numbers, expected.iter().collect::<Vec<_>>(), "{name}");
        let mut found = 0;
        for (number, file, id) in &list {
            let (mark, after) = after_mark(&parts, file, id);
            let said =
                format!("<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"{id}\" aria-label=\"{number}\"/>");
            assert_eq!(mark, said);
            let page = &pages[number.parse::<usize>().unwrap() - 1];
            // The word in the running header, the head of a table and code are no numbered words that a page begins with.
            let printed = numbered(page);
            let shown = numbered(&after);
            let Some(first) = printed.first() else { continue };
            found += 1;
            assert_eq!(Some(first), shown.first(), "{name}, page {number}:\n{page}\n---\n{}", &after[..400]);
        }
        assert!(found > if name == "tallboka" { 20 } else { 2 }, "{name}: {found} pages with numbered words");
    }
}

#[test]
fn it_says_which_printed_book_its_pages_are_of() {
    let made = site(printed_book());
    let package = |name: &str| text(&parts(&made[name]), "EPUB/bok.opf");
    let whole = package("tallboka.epub");
    for said in [
        "<dc:source id=\"printed\">https://example.org/tall/tallboka.pdf</dc:source>",
        "<meta property=\"source-of\" refines=\"#printed\">pagination</meta>",
        "<meta property=\"pageBreakSource\">https://example.org/tall/tallboka.pdf</meta>",
        "accessibilityFeature\">pageBreakMarkers<",
        "accessibilityFeature\">pageNavigation<",
        "Registeret finnes bare der.",
    ] {
        assert!(whole.contains(said), "{said}: {whole}");
    }
    let short = package("tallboka-kort.epub");
    assert!(short.contains("tall/tallboka-kort.pdf") && !short.contains("Registeret"), "{short}");
}

#[test]
fn a_book_whose_pdf_lies_in_place_marks_the_same_pages() {
    let folder = tempfile::tempdir().unwrap();
    let write = |files: Files| {
        let site = Site::begin(&folder.path().join("site")).unwrap().value;
        assert!(everything(&built_on(files, TODAY), &site).value);
        site.commit().unwrap();
        let read = |name: &str| std::fs::read(folder.path().join("site").join(name)).unwrap();
        (read("tallboka.epub"), std::fs::metadata(folder.path().join("site/tallboka.pdf")).unwrap().modified().unwrap())
    };
    let (_, set) = write(printed_book());
    // Every place in the text is another one, and nothing is printed otherwise.
    let mut moved = printed_book();
    replace(&mut moved, "content/a.md", "summary: Om alfa.\n---\n", "summary: Om alfa.\n---\n\n\n\n");
    replace(&mut moved, "content/a.md", "## Del", "\n\n\n## Del");
    let (epub, kept) = write(moved.clone());
    assert!(set == kept, "the PDF was set again");
    assert!(epub == site(moved)["tallboka.epub"], "other pages than in a book made from nothing");
    // A book that is not printed makes no claim of pages, whatever lies beside it.
    let mut unprinted = printed_book();
    replace(&mut unprinted, "book.toml", "[pdf]\n", "[pdf]\nenabled = false\n");
    assert_eq!(page_list(&parts(&site(unprinted)["tallboka.epub"])), []);
}

#[test]
fn it_is_the_same_book_among_many_editions_and_when_it_alone_is_asked_for() {
    let built = Arc::new(built_on(printed_book(), TODAY));
    let made = site(printed_book());
    let among = MemorySink::default();
    assert!(shared(&built, &among, &SharedFiles::default()).value);
    let alone = MemorySink::default();
    let names = built.book.config.file_names();
    for writer in WRITERS.iter().filter(|writer| (writer.owns)(names, "tallboka.epub")) {
        assert!((writer.write)(&built, &alone).is_empty());
    }
    let (among, alone) = (taken(among), taken(alone));
    assert_eq!(alone.keys().collect::<Vec<_>>(), ["tallboka-kort.epub", "tallboka.epub"]);
    for (path, bytes) in &alone {
        assert!(made[path] == *bytes && among[path] == *bytes, "{path}");
    }
}
