//! The titles of links and pictures, which the pages of the site have as `title`: every form says them or tells that it
//! does not.

use std::io::{Cursor, Read as _};

use brobygger::fill::{AnswerFile, fill};
use brobygger::write::{WrittenForm, alone, docx, losses};

use crate::book::{Outcome, TestBook};
use crate::epub::parts;
use crate::pdf::poppler;
use crate::tree::is_a;

const SETTINGS: &str = "[book]\ntitle = \"Prøve\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[site]\n\
    download = [\"epub\", \"markdown\"]\n\n[pdf]\n";
const LINKS: &str = "Se [loven](https://example.com/lov \"Om loven & mer\"), [skjemaet](skjema.md \"Alle felt\") \
    og [et skjema til](skjema.md \"Et skjema\").\n\n![Et kart](kart.svg \"Veien ut\")\n\n![](kart.svg \"Bare en tittel\")\n\n\
    I linjen ![et merke](kart.svg \"Brukes overalt\") og ![](kart.svg).\n";

fn built() -> Outcome {
    let head = |kind: &str, title: &str| format!("---\nkind: {kind}\ntitle: {title}\nsummary: Om siden.\n---\n\n");
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    TestBook::default()
        .file("book.toml", SETTINGS)
        .file("content/index.md", &(head("article", "Forside") + LINKS))
        .file("content/skjema.md", &(head("checklist", "Skjema") + LINKS + "\n- [ ] Et punkt. {#et}\n"))
        .file("content/kart.svg", drawing)
        .build()
}

/// The text of a part of a Word file.
fn word_part(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_form_says_what_titles_say() {
    let outcome = built();
    let text = |path: &str| String::from_utf8(outcome.files[path].clone()).unwrap();
    let has = |form: &str, text: &str, all: &[&str]| {
        for one in all {
            assert!(text.contains(one), "{form} does not say {one}:\n{text}\n{}", outcome.said());
        }
    };
    let loven = "title=\"Om loven &amp; mer\"";
    has("the page", &text("index.html"), &[loven, "title=\"Alle felt\"", "title=\"Veien ut\""]);
    let markdown = ["\"Om loven & mer\")", "\"Alle felt\")", "\"Veien ut\")", "\"Brukes overalt\")"];
    has("the page as Markdown", &text("index.md"), &markdown);

    let epub = outcome.files.iter().find(|(path, _)| is_a(path, "epub")).unwrap().1;
    let inner = parts(epub).into_iter().map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned());
    has("the EPUB", &inner.collect::<String>(), &[loven, "title=\"Alle felt\"", "alt=\"Et kart\" title=\"Veien ut\""]);

    let word =
        ["w:tooltip=\"Om loven &amp; mer\"", "[Et kart – Veien ut]", "[Bare en tittel]", "[et merke – Brukes overalt]"];
    let file = word_part(&outcome.files["skjema.docx"]);
    has("the Word file", &file, &word);
    assert!(!file.contains("[]"), "a picture that says nothing stands there:\n{file}");

    let pdf = poppler("pdftotext", &["-layout"], &outcome.files["prove.pdf"]);
    has("the PDF", &pdf, &["Om loven & mer: https://example.com/lov", "Veien ut", "Bare en tittel"]);
}

#[test]
fn a_finished_document_says_what_titles_say() {
    let outcome = built();
    let (book, texts) = (&outcome.built.book, outcome.built.theme.texts());
    let finished = fill(book, book.by_id["skjema"], texts, &AnswerFile::default());
    let word = word_part(&docx::finished(book, texts, &finished));
    assert!(word.contains("w:tooltip=\"Om loven &amp; mer\""), "{word}");
    let page = alone::html(book, texts, &finished);
    assert!(page.contains("title=\"Om loven &amp; mer\"") && page.contains("[Et kart – Veien ut]"), "{page}");
    let text = alone::text(book, texts, &finished);
    assert!(text.contains("[Et kart – Veien ut]") && !text.contains("[]"), "{text}");
    assert!(alone::markdown(book, texts, &finished).contains("\"Om loven & mer\")"));
}

#[test]
fn a_title_that_a_form_has_no_place_for_is_told_once_in_each_file() {
    let outcome = built();
    let said = outcome.said();
    assert_eq!(said.matches("the PDF does not show what the title here says").count(), 2, "{said}");
    let at = LINKS.find("[skjemaet]").unwrap() + 1;
    for file in ["index", "skjema"] {
        assert!(said.contains(&format!("content/{file}.md:7:{}\n", LINKS[..at].chars().count())), "{said}");
    }
    let finished = fill(
        &outcome.built.book,
        outcome.built.book.by_id["skjema"],
        outcome.built.theme.texts(),
        &AnswerFile::default(),
    );
    let titles = |form| {
        let said = losses(form, &finished.body).into_iter().map(|said| said.message.to_string());
        said.filter(|said| said.contains("title")).count()
    };
    assert_eq!(titles(WrittenForm::Text), 1);
    for form in [WrittenForm::Word, WrittenForm::Page, WrittenForm::Markdown] {
        assert_eq!(titles(form), 0, "{form:?}");
    }
}
