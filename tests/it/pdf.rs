//! The printed book: what stands in it, for whom it can be read, and when it is set anew.
//!
//! Poppler's `pdfinfo` and `pdftotext` read it; `tests/run tools` installs them.

mod pages;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use brobygger::diagnostic::{Code, Diagnostic};
use brobygger::disk::Site;
use brobygger::fill::{AnswerFile, fill};
use brobygger::sink::{OutPath, Sink as _};
use brobygger::write::{check_prints, finished_print};
use proptest::prelude::*;

use crate::book::{Outcome, TestBook};
use crate::seeds::properties;
use crate::tree::{files_on_disk, in_one_language};

const SETTINGS: &str = "[book]\ntitle = \"Prøve på bok\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[pdf]\n";

/// A book with one page.
fn page(text: &str) -> TestBook {
    TestBook::default().file("book.toml", SETTINGS).file("content/index.md", text)
}

fn is_pdf(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "pdf")
}

/// A folder of a book.
fn load(folder: &Path) -> TestBook {
    let texts =
        files_on_disk(folder).into_iter().filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?)));
    texts.fold(TestBook::default(), |book, (path, text)| book.file(&path, &text))
}

fn small() -> Outcome {
    let outcome = load(Path::new("tests/pdf/small")).build();
    assert!(outcome.files.contains_key("liten-bok.pdf"), "{}", outcome.said());
    outcome
}

/// The guide that comes with the program, and the path of its book: set once for all tests.
fn guide() -> (&'static Outcome, &'static str) {
    static GUIDE: OnceLock<Outcome> = OnceLock::new();
    let outcome = GUIDE.get_or_init(|| {
        let mut book = TestBook::default();
        for (path, bytes) in files_on_disk(Path::new("content")) {
            let Ok(text) = String::from_utf8(bytes) else { continue };
            book = book.file(&format!("content/{path}"), &text);
        }
        let settings = in_one_language(&std::fs::read_to_string("book.toml").unwrap());
        let settings = if settings.contains("[pdf]") { settings } else { settings + "\n[pdf]\n" };
        book.file("book.toml", &settings).build()
    });
    // The short book has a word more in its name.
    let books = outcome.files.keys().filter(|path| is_pdf(path) && !path.contains('/'));
    let Some(path) = books.min_by_key(|path| path.len()) else {
        panic!("no book:\n{}", outcome.said());
    };
    (outcome, path)
}

/// Output of a program of poppler on a PDF; `args` stand before its path.
pub(crate) fn poppler(program: &str, args: &[&str], pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let to_stdout = (program == "pdftotext").then_some("-");
    let output = Command::new(program).args(args).arg(file.path()).args(to_stdout).output();
    let output = output.unwrap_or_else(|error| {
        panic!("{program} cannot be run: {error}\nhelp: install poppler (`poppler-utils` on Debian; `tests/run tools`)")
    });
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Output of `pdfinfo`.
fn pdfinfo(pdf: &[u8], args: &[&str]) -> String {
    poppler("pdfinfo", args, pdf)
}

#[test]
fn the_small_book_is_tagged_as_it_should_be() {
    let outcome = small();
    let found = pdfinfo(&outcome.files["liten-bok.pdf"], &["-struct-text"]);
    let path = "tests/pdf/small.tags";
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap();
    let other = found.lines().zip(expected.lines()).position(|(found, expected)| found != expected);
    assert!(found == expected, "the tags differ from {path} from line {other:?} on");
}

#[test]
fn a_pdf_says_what_it_is_and_in_which_language() {
    let outcome = small();
    let pdf = &outcome.files["liten-bok.pdf"];
    let has = |text: &str| pdf.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("/Lang(nb)") || has("/Lang (nb)"), "no language");
    assert!(has("<pdfuaid:part>1</pdfuaid:part>") && has("<pdfaid:part>2</pdfaid:part>"), "no standard");
    let about = pdfinfo(pdf, &[]);
    let says = |name: &str, value: &str| {
        about
            .lines()
            .any(|line| line.strip_prefix(name).is_some_and(|found| found.trim_start_matches(':').trim() == value))
    };
    assert!(says("Title", "Liten bok") && says("Tagged", "yes") && says("Author", "Redaksjonen"), "{about}");
    assert!(outcome.files.contains_key("maler/avtale.pdf"), "{:?}", outcome.files.keys());
}

#[test]
fn the_short_book_has_the_pages_chosen_and_the_book_not_those_left_out() {
    let settings = "[book]\ntitle = \"Bok\"\nlanguage = \"nb\"\nsrc = \"content\"\n[pdf]\nshort = [\"b\", \"a\"]\nleave-out = [\"c\", \"term\"]\n";
    let book = TestBook::default()
        .file("book.toml", settings)
        .file("content/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n\n# Del\n\n- [C](c.md)\n")
        .file("content/a.md", "---\nkind: article\ntitle: Alfa\nsummary: Om alfa.\n---\n\nEn fadder i alfa, og mer i [](c.md).\n")
        .file("content/b.md", "---\nkind: article\ntitle: Beta\nsummary: Om beta.\n---\n\nTekst i beta.\n")
        .file("content/c.md", "---\nkind: article\ntitle: Gamma\nsummary: Om gamma.\n---\n\nTekst i gamma.\n")
        .file("content/term.md", "---\nkind: definition\ntitle: fadder\nsummary: En som følger.\ngroup: role\ninflection: m2\n---\n\nEn som følger.\n");
    let outcome = book.build();
    let pdf = |path: &str| outcome.files.get(path).unwrap_or_else(|| panic!("no {path}:\n{}", outcome.said()));
    let text = |path: &str| poppler("pdftotext", &[], pdf(path));
    let (whole, short) = (text("bok.pdf"), text("bok-kort.pdf"));
    assert!(
        whole.contains("Tekst i beta") && !whole.contains("Tekst i gamma") && !whole.contains("En som følger"),
        "{whole}"
    );
    let (alfa, beta) = (short.find("En fadder i alfa").unwrap(), short.find("Tekst i beta").unwrap());
    assert!(beta < alfa && !short.contains("Tekst i gamma"), "{short}");
    let front = String::from_utf8_lossy(&outcome.files["a.html"]).into_owned();
    assert!(front.contains("bok-kort.pdf"), "the pages lead to it");
}

#[test]
fn what_the_book_says_between_its_pages_is_in_its_language_whatever_the_last_page_is_in() {
    let settings = "[book]\ntitle = \"Bok\"\nlanguage = \"nb\"\nsrc = \"content\"\n[pdf]\n";
    let english =
        |kind: &str, title: &str| format!("---\nkind: {kind}\ntitle: {title}\nsummary: Sum.\nlang: en\n---\n\nText.\n");
    let book = TestBook::default()
        .file("book.toml", settings)
        .file("content/SUMMARY.md", "- [A](a.md)\n- [Z](z.md)\n")
        .file("content/a.md", "---\nkind: article\ntitle: Alfa\nsummary: Om alfa.\n---\n\nTekst.\n")
        .file("content/z.md", &english("article", "Zeta"))
        .file("content/term.md", &english("definition", "befriender"));
    let outcome = book.build();
    let pdf = outcome.files.get("bok.pdf").unwrap_or_else(|| panic!("{}", outcome.said()));
    let text = poppler("pdftotext", &[], pdf);
    for said in ["Ordliste", "Sidetallene viser", "Register", "Tall i halvfet"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert!(!text.contains("Glossary") && !text.contains("Bold numbers"), "{text}");
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let pdfs = |outcome: Outcome| -> BTreeMap<String, Vec<u8>> {
        outcome.files.into_iter().filter(|(path, _)| is_pdf(path)).collect()
    };
    let (one, two) = (pdfs(small()), pdfs(small()));
    assert_eq!(one.len(), 2);
    assert!(one == two, "two builds of one book differ");
}

#[test]
fn the_pages_lead_to_the_pdfs() {
    let outcome = small();
    let page = |path: &str| String::from_utf8_lossy(&outcome.files[path]).into_owned();
    assert!(page("maler/avtale.html").contains("href=\"avtale.pdf\""));
    assert!(page("maler/avtale.html").contains("href=\"../liten-bok.pdf\""));
    assert!(!page("index.html").contains("href=\"index.pdf\""));
}

#[test]
fn a_book_without_pdfs_has_no_link_to_one() {
    let settings = format!("{SETTINGS}enabled = false\n");
    let outcome = page("# Side\n").file("book.toml", &settings).build();
    assert!(!outcome.files.keys().any(|path| is_pdf(path)));
    assert!(!String::from_utf8_lossy(&outcome.files["index.html"]).contains(".pdf"));
}

#[test]
fn nothing_that_lies_in_place_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let path = OutPath::new("bok.pdf").unwrap();
    let build = |fingerprint: &str| {
        let site = Site::begin(&site).unwrap().value;
        let kept = site.keep(&path, fingerprint);
        if !kept {
            site.put(&path, b"trykt").unwrap();
        }
        site.commit().unwrap();
        kept
    };
    assert_eq!([build("1"), build("1"), build("2"), build("2")], [false, true, false, true]);
    std::fs::write(site.join("bok.pdf"), "skrevet over").unwrap();
    assert!(!build("2"), "a file that somebody changed is made again");
    assert_eq!(std::fs::read(site.join("bok.pdf")).unwrap(), b"trykt");
    std::fs::remove_file(site.join("bok.pdf")).unwrap();
    assert!(!build("2"), "a file that is gone is made again");
}

proptest! {
    #![proptest_config(properties(24, "tests/regressions/pdf.txt"))]

    /// Whatever an author writes is text: nothing of it is read as Typst.
    #[test]
    fn any_text_can_be_set(text in "(\\PC|[#\\\\\"$*_`<>@\\[\\](){};/=+~.-]|\\n){0,240}") {
        let outcome = page(&format!("# Side\n\n- {text}\n\n> {text}\n\n| a |\n| --- |\n| x{} |\n", text.replace(['\n', '|'], " "))).build();
        let ours = outcome.diagnostics.iter().filter(|d| ["bad-print", "bad-theme"].contains(&d.code.as_str()));
        prop_assert_eq!(ours.count(), 0, "{}", outcome.said());
    }
}

#[test]
fn a_heading_that_says_nothing_is_no_heading() {
    let outcome = page("# Side\n\n##\n\n## \u{200b}\n\n## Tekst\n").build();
    assert!(outcome.files.contains_key("prove-pa-bok.pdf"), "{}", outcome.said());
}

/// The titles of the headings, as the PDF lists them.
fn headings(outcome: &Outcome) -> Vec<String> {
    let tags = pdfinfo(&outcome.files["prove-pa-bok.pdf"], &["-struct-text"]);
    let title = |line: &str| {
        let heading = line.trim_start().strip_prefix('H')?;
        Some(heading[..heading.rfind('"')?].split_once(" \"")?.1.to_owned())
    };
    tags.lines().filter_map(title).collect()
}

#[test]
fn a_heading_is_listed_by_all_that_it_says() {
    let text = "# Side\n\n## [Neste](b.md)\n\n## Se [neste](b.md) og [`b`](b.md#b)\n\n## ![Et kart](kart.svg)\n\n\
                ## [![Et kart](kart.svg)](b.md)\n\n## Notert[^n]\n\n## [](b.md)\n\n## [@lov]\n\n## **Fet** <b>tekst</b>\n\n[^n]: En note.\n";
    let outcome = page(text)
        .file("content/b.md", "# Siden etter\n\n## Del {#b}\n")
        .file("content/kart.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
        .file("content/kilder.yaml", "lov:\n  type: legislation\n  title: Lov\n  date: 2005-06-17\n")
        .build();
    assert!(outcome.files.contains_key("prove-pa-bok.pdf"), "{}", outcome.said());
    let expected =
        ["Neste", "Se neste og b", "Et kart", "Et kart", "Notert", "Siden etter", "(Lov, 2005)", "Fet tekst", "Kilder"];
    let found = headings(&outcome);
    let from = found.iter().position(|title| title == "Side").unwrap_or_default() + 1;
    assert_eq!(found[from..], expected, "{}", outcome.said());
}

#[test]
fn headings_of_a_page_of_a_part_stand_below_the_title_of_the_part() {
    let outcome = page("# Forside\n")
        .file("content/SUMMARY.md", "[Forside](index.md)\n\n# [Del](del.md)\n\n- [Side](a.md)\n")
        .file("content/del.md", "# Del\n\nOm delen [@lov].\n\n## Mer om delen\n\nTekst.\n")
        .file("content/a.md", "# Side\n")
        .file("content/kilder.yaml", "lov:\n  type: legislation\n  title: Lov\n  date: 2005-06-17\n")
        .build();
    assert!(outcome.files.contains_key("prove-pa-bok.pdf"), "{}", outcome.said());
    let found = headings(&outcome);
    let titles = ["Mer om delen", "Kilder", "Side"];
    let part = found.iter().position(|title| title == "Mer om delen").unwrap();
    assert_eq!(found[part..part + 3], titles, "{found:?}");
}

/// The lines of the book, as they stand on its pages.
fn lines(outcome: &Outcome) -> Vec<String> {
    let Some(pdf) = outcome.files.get("prove-pa-bok.pdf") else { panic!("no book:\n{}", outcome.said()) };
    poppler("pdftotext", &["-layout"], pdf).lines().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn a_word_of_any_length_goes_on_in_the_next_line() {
    let word = "a".repeat(20_000);
    for text in [format!("{word}\n"), format!("`{word}`\n"), format!("| A | B |\n| - | - |\n| {word} | hei |\n")] {
        let lines = lines(&page(&format!("# Side\n\n{text}")).build());
        let letters: usize = lines.iter().map(|line| line.matches('a').count()).sum();
        assert!(letters >= word.len(), "{letters} letters");
        let longest = lines.iter().map(String::len).max();
        assert!(longest <= Some(110), "a line of {longest:?} letters");
    }
}

#[test]
fn what_is_too_long_for_a_string_of_a_pdf_stops_nothing() {
    let words = "ord ".repeat(12_000);
    for (text, line) in [
        (format!("[lenken](https://example.com/{})\n", "a".repeat(40_000)), 3),
        (format!("![{words}](a.svg)\n"), 3),
        (format!("## {words}\n\nTekst.\n"), 3),
    ] {
        let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>";
        let outcome = page(&format!("# Forside\n\n{text}\nSlutten.\n")).file("content/a.svg", drawing).build();
        assert!(lines(&outcome).iter().any(|line| line.contains("Slutten.")), "{}", outcome.said());
        let said = outcome.said();
        assert!(said.contains("[cannot-show]") && said.contains(&format!("content/index.md:{line}:")), "{said}");
    }
}

#[test]
fn an_answer_of_any_length_in_a_title_stops_nothing() {
    let text = "---\nkind: document\ntitle: Brev\nsummary: Et brev.\nheading: \"Om {{ sak }}\"\nfields:\n  \
                sak: {label: Sak, type: text}\n---\n\nTekst.\n";
    let outcome = TestBook::default().file("content/index.md", "# Forside\n").file("content/brev.md", text).build();
    let (book, texts) = (&outcome.built.book, outcome.built.theme.texts());
    let fields = BTreeMap::from([("sak".to_owned(), "ord ".repeat(12_000))]);
    let finished = fill(book, book.by_id["brev"], texts, &AnswerFile { fields, ..AnswerFile::default() });
    let print = finished_print(&outcome.built, &finished);
    assert!(finished.title.len() > 40_000 && print.value.is_some(), "{:?}", print.diagnostics);
}

/// A word on a page, by its edges in points.
#[derive(Debug)]
struct WordBox {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// The words of each page, and how wide the page is.
fn boxes(pdf: &[u8]) -> Vec<(f64, Vec<WordBox>)> {
    let html = poppler("pdftotext", &["-bbox"], pdf);
    let value = |tag: &str, name: &str| -> f64 {
        tag.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap().parse().unwrap()
    };
    let page = |page: &str| {
        let word = |word: &str| {
            let (tag, text) = word.split_once('>').unwrap();
            let text = text.split("</word>").next().unwrap().to_owned();
            let (left, right) = (value(tag, "xMin"), value(tag, "xMax"));
            WordBox { text, left, right, top: value(tag, "yMin"), bottom: value(tag, "yMax") }
        };
        (value(page, "width"), page.split("<word ").skip(1).map(word).collect())
    };
    html.split("<page ").skip(1).map(page).collect()
}

#[test]
fn nothing_runs_off_the_sheet_or_into_another_column() {
    let sum = "0123456789abcdef".repeat(6);
    let name = "SomeVeryLongNameOfAThingThatNobodyWouldWriteByHandButManyProgramsDo";
    let way = "src/write/pdf/some_module/another_module/yet_another_one/and::then::a_path::of_names.rs";
    let address = "https://example.com/en/lang/sti/som/fortsetter/og/fortsetter?med=mange&deler=til-slutt";
    let bound = ["ord"; 60].join("\u{a0}");
    let in_pieces = "**ord**&nbsp;*mer*".repeat(30);
    let joined = "ord**mer**".repeat(20);
    let all = format!(
        "{address} {way} {sum} `{name}` `{way}` `{sum}` <{address}> {} {bound} {in_pieces} {joined}",
        "a".repeat(120)
    );
    let nested: Vec<String> = (0..9).map(|depth| format!("{}- {all}\n", "  ".repeat(depth))).collect();
    let nested = nested.concat();
    let row = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let table = |heads: &[&str], cells: &[&str]| row(heads) + &row(&vec!["---"; heads.len()]) + &row(cells) + "\n";
    let code = format!("`{name}`");
    let tables = [
        table(&["Adresse", "Hva", "Når"], &[address, "Noen ord om hva det er, ganske mange av dem", "2026"]),
        table(&["A", "B", "C", "D", "E", "F"], &[&sum, &code, way, name, address, "kort"]),
        table(&["Stillingsprosent"; 9], &["erfaringskonsulentstillinger"; 9]),
        table(&["A"; 12], &["1234567890123"; 12]),
        table(&["Strengthsbased"; 12], &["skjønnsmessig strengthsbased"; 12]),
        table(&["Arbeid"; 12], &[bound.as_str(); 12]),
        table(&["Stilling"; 31], &["Et ord til"; 31]),
    ];
    let text = format!(
        "# Forside\n\n## `{name}`\n\n{all}\n\n> {all}\n\n> [!NOTE]\n> {all}\n\n{nested}\nOrd[^1] {name}\n: {all}\n\n{}\n\
         ```\n{sum}{sum}{sum}\n{way} {way}\n```\n\n- ```\n  {sum}{sum}\n  ```\n\n[^1]: {all}\n",
        tables.concat()
    );
    for paper in ["a4", "a5"] {
        let settings = format!("{SETTINGS}paper = \"{paper}\"\n");
        let outcome = page(&text).file("book.toml", &settings).build();
        let pdf = &outcome.files.iter().find(|(path, _)| is_pdf(path)).unwrap().1;
        let mut wrong = Vec::new();
        let pages = boxes(pdf);
        assert!(
            pages.iter().map(|(_, words)| words.len()).sum::<usize>() > 200,
            "the words of the pages were not found"
        );
        for (number, (width, words)) in (1..).zip(pages) {
            // The narrower margin of each paper, on whichever side.
            let margin = if paper == "a4" { 32.0 } else { 16.0 } / 25.4 * 72.0;
            let off = words.iter().filter(|word| word.left < margin - 2.0 || word.right > width - margin + 2.0);
            wrong.extend(off.map(|word| format!("{paper}, page {number}: «{}» stands off the sheet", word.text)));
            for (i, one) in words.iter().enumerate() {
                let meets = |other: &&WordBox| {
                    let beside = one.right.min(other.right) - one.left.max(other.left);
                    let above = one.bottom.min(other.bottom) - one.top.max(other.top);
                    beside > 1.5 && above > 0.6 * (one.bottom - one.top)
                };
                let over = words[i + 1..].iter().filter(meets);
                let told = |other: &WordBox| format!("{paper}, page {number}: «{}» over «{}»", one.text, other.text);
                wrong.extend(over.map(told));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn words_that_say_what_comes_next_stand_on_its_page() {
    // Documents that differ by a line, so that these words come to the end of a page too.
    let document = |lines: usize| {
        let before: Vec<String> = (0..lines).map(|at| format!("- [ ] Punkt {at} {{#p{at}}}\n")).collect();
        let before = before.concat();
        let text = format!(
            "---\nkind: document\ndocument: letter\ntitle: Brev\nsummary: Et brev.\nauthors: [Redaksjonen]\n\
             reviewed: 2026-11-28\nsamskapt: nei\nfields: {{navn: {{label: Navn, type: text}}}}\nadvice:\n  \
             - {{when: navn, level: info, at: navn, say: Skriv navnet helt ut.}}\n---\n\n## Del\n\n{before}\n\
             {{% if navn %}}\nDette kan du regne med:\n{{% endif %}}\n\n- [ ] Du velger selv. {{#velger}}\n"
        );
        let book = page("# Forside\n").file("content/ordliste.yaml", "documents: {letter: Brev}\n");
        book.file("content/SUMMARY.md", "[Forside](index.md)\n\n- [Brev](skjema.md)\n").file("content/skjema.md", &text)
    };
    let mut wrong = Vec::new();
    for lines in 24..34 {
        let outcome = document(lines).build();
        let pdf = outcome.files.get("prove-pa-bok.pdf").unwrap_or_else(|| panic!("{}", outcome.said()));
        for (number, (_, words)) in (1..).zip(boxes(pdf)) {
            // Below is the number of the page.
            let text: Vec<&WordBox> = words.iter().filter(|word| word.bottom < 780.0).collect();
            let lowest = text.iter().map(|word| word.bottom).fold(0.0, f64::max);
            let last = text.iter().filter(|word| word.bottom > lowest - 4.0).map(|word| word.text.as_str());
            let last = last.collect::<Vec<_>>().join(" ");
            if last.ends_with("regne med:") || last.ends_with("når det gjelder.") {
                wrong.push(format!("{lines} lines, page {number}: «{last}»"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_long_list_and_a_long_table_lack_nothing() {
    let numbered = |line: fn(usize) -> String| (1..=230).map(line).collect::<String>();
    let list = lines(&page(&format!("# Side\n\n{}", numbered(|i| format!("1. punkt {i}\n")))).build());
    for i in 1..=230 {
        assert!(list.contains(&format!("{i}. punkt {i}")), "{i}");
    }
    let rows = numbered(|i| format!("| rad {i} | r{i} |\n"));
    let table = lines(&page(&format!("# Side\n\n| Navn | Kode |\n| --- | --- |\n{rows}")).build());
    let columns: BTreeSet<usize> =
        table.iter().filter(|line| line.starts_with("rad ")).map(|line| line.rfind('r').unwrap()).collect();
    assert_eq!(table.iter().filter(|line| line.starts_with("rad ")).count(), 230);
    assert!(columns.len() <= 2, "the columns of the parts are not as wide: {columns:?}");
}

#[test]
fn nesting_as_deep_as_it_may_be_can_be_set() {
    let items: String = (0..30).map(|depth| "  ".repeat(depth) + "- nivå\n").collect();
    let text = format!("# Side\n\n{items}\n{} sitat\n", ">".repeat(30));
    let outcome = page(&text).build();
    assert!(outcome.files.contains_key("prove-pa-bok.pdf"), "{}", outcome.said());
}

#[test]
fn every_font_has_its_licence_beside_it() {
    let folder = Path::new("themes/standard/pdf/fonts");
    let is_font = |name: &String| Path::new(name).extension().is_some_and(|ending| ending == "otf" || ending == "ttf");
    let fonts = files_on_disk(folder).into_keys().filter(is_font);
    let families: BTreeSet<String> = fonts.filter_map(|name| Some(name.split(['-', '.']).next()?.to_owned())).collect();
    assert_eq!(families.len(), 2);
    for family in families {
        assert!(folder.join(format!("{family}-LICENSE.txt")).is_file(), "no licence of {family}");
    }
}

#[test]
fn checking_sees_what_does_not_work_in_the_themes_files() {
    let standard = std::fs::read_to_string("themes/standard/pdf/blocks.typ").unwrap();
    let said = |old: &str, new: &str| -> String {
        assert!(standard.contains(old), "{old}");
        let settings = format!("{SETTINGS}\n[theme]\nname = \"egen\"\n");
        let book = page("# Side\n\nTekst.\n").file("book.toml", &settings);
        let outcome = book.file("themes/egen/pdf/blocks.typ", &standard.replace(old, new)).build();
        let found = check_prints(&outcome.built);
        assert!(found.iter().all(|said| said.code == Code::BadTheme), "{found:?}");
        let texts = |said: &Diagnostic| {
            let beside = said.help.iter().chain(&said.notes).map(ToString::to_string).collect::<Vec<_>>().join(" ");
            format!("{} {:?} {beside}\n", said.message, said.path)
        };
        found.iter().map(texts).collect()
    };
    assert_eq!(said("#let divider()", "#let divider()"), "");
    // The book at hand has no line across, no callout and no picture: only the sample shows these.
    let line = standard.lines().position(|line| line.starts_with("#let divider()")).unwrap() + 1;
    let wrong = said("#let divider() = ", "#let divider() = 1 + \"a\"\n#let other() = ");
    assert!(wrong.contains(&format!("themes/egen/pdf/blocks.typ:{line}")) && wrong.contains("cannot add"), "{wrong}");
    let gone = said("#let callout(", "#let called(");
    assert!(gone.contains("no function `callout`"), "{gone}");
    // A function that takes something else is named with its file and line.
    for (taken, other, why) in [
        ("#let inline-picture(shown, title)", "#let inline-picture(shown)", "unexpected argument"),
        ("#let quotation(body)", "#let quotation(title, body)", "missing argument: body"),
    ] {
        let line = standard.lines().position(|line| line.starts_with(taken)).unwrap() + 1;
        let said = said(taken, other);
        assert!(said.contains(&format!("themes/egen/pdf/blocks.typ:{line}")) && said.contains(why), "{said}");
    }
    let unread = said("#let inline-picture(", "#let inline-picture((");
    assert!(unread.contains("themes/egen/pdf/blocks.typ:"), "{unread}");
}
