use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::fill::{AnswerFile, DocumentAnswers, check, fill, read};
use crate::source::{Layer, Sources};
use crate::view::tests::{book, theme};

const SIDE: &str = "---\nkind: document\ndocument: plan\ntitle: \"Plan <1> & *2*\"\nsummary: En plan.\nfields: {navn: {label: Navn, type: text}}\n---\n\
    {{ navn }} 1\\. \\*stjerne\\* [ut](https://x.no/?a=1&b=2) [inn](annen.md)\n\n1. a\n\n   b\n2. c\n\n| X | Y |\n|---|---|\n| a \\| b | `c` |\n\n> Sitat\n";

#[test]
fn a_page_that_stands_alone_leads_nowhere_in_the_site() {
    let files = [("side.md", SIDE), ("annen.md", "# Annen\n")];
    let book_without = book(&files, |_| {});
    let theme = theme(&book_without.config);
    let write = |book: &crate::resolve::Book| {
        let finished = fill(book, book.by_id["side"], theme.texts(), &AnswerFile::default());
        (super::html(book, theme.texts(), &finished), super::markdown(book, theme.texts(), &finished))
    };
    let (html, markdown) = write(&book_without);
    assert!(html.contains("<title>Plan &lt;1&gt; &amp; *2*</title>") && html.contains("<mark>[Navn]</mark>"), "{html}");
    assert!(html.contains("<a href=\"https://x.no/?a=1&amp;b=2\">ut</a> inn</p>"), "{html}");
    assert_eq!(html.matches("<h1>").count(), 1);
    assert_eq!(
        markdown,
        "# Plan \\<1\\> & \\*2\\*\n\n\\[Navn\\] 1. \\*stjerne\\* [ut](<https://x.no/?a=1&b=2>) inn\n\n\
         1. a\n\n   b\n\n2. c\n\n| X | Y |\n| --- | --- |\n| a \\| b | `c` |\n\n> Sitat\n"
    );
    let with_address = book(&files, |config| config.site.url = Some("https://y.no/v/".into()));
    assert!(write(&with_address).0.contains("<a href=\"https://y.no/v/annen.html\">inn</a>"));
}

/// A word list by which an interview guide asks questions.
const ASKS: &str = "documents: {interview-guide: {title: Guider, questions: true}}\n";

const PLAN: &str = "---\nkind: document\ndocument: interview-guide\ntitle: Guide\nsummary: En guide.\nfields:\n  navn: {label: Navn, type: text}\n  \
    prosent: {label: Prosent, type: percent}\n  frist: {label: Frist, type: date}\n  slag: {label: Slag, type: choice, choices: {a: første, b: andre}, default: a}\n---\n\n\
    ## Del {{ navn }} {#del}\n\n{% if slag == a and not choice.x %}\nEn {{ prosent }}.\n{% elif frist %}\nTo {{ frist }}[^1].\n{% endif %}\n\n\
    - [x] Et. {#x}\n- [ ] To. {#y}\n\n> [!HJELP]\n> Hjelp.\n\n## Tom\n\n- [ ] Tre. {#z}\n\n[^1]: Note {{ slag }}.\n";

fn filled(answers: &str) -> String {
    let book = book(&[("a.md", PLAN), ("ordliste.yaml", ASKS)], |_| {});
    let theme = theme(&book.config);
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "svar.json", answers);
    let answers = read(sources.get(file)).unwrap();
    let finished = fill(&book, book.by_id["a"], theme.texts(), &answers);
    super::text(&book, theme.texts(), &finished)
}

#[test]
fn what_is_left_is_the_finished_text() {
    assert_eq!(
        filled(
            r#"{"brobygger": 1, "fields": {"navn": " en "}, "documents": {"a": {"choices": {"x": false, "y": true}}}}"#
        ),
        "Guide\n=====\n\nDel en\n------\n\nEn [Prosent].\n\n• To.\n"
    );
    assert_eq!(
        filled(
            r#"{"brobygger": 1, "fields": {"frist": "2026-12-01"}, "documents": {"a": {"added": {"tom": ["Mitt?"]}}}}"#
        ),
        "Guide\n=====\n\nDel [Navn]\n----------\n\nTo 1. desember 2026¹.\n\n• Et.\n\nTom\n---\n\n• Mitt?\n\n¹ Note første.\n"
    );
}

/// Answers with names that mean something and names that do not, and any values.
fn answers() -> impl Strategy<Value = AnswerFile> {
    let name = || prop_oneof!["navn", "prosent", "frist", "slag", "[a-z]{0,3}"];
    let value = || {
        prop_oneof!["\\PC{0,12}", "[0-9]{1,4}-[0-9]{2}-[0-9]{2}", "[0-9.,%-]{1,6}", "[ab]", "(?s).{0,9}"]
            .prop_map(|text| text.replace('{', "("))
    };
    let fields = proptest::collection::btree_map(name(), value(), 0..5);
    let choices = proptest::collection::btree_map("[w-z]", any::<bool>(), 0..5);
    let added = proptest::collection::btree_map("del|tom|x", proptest::collection::vec(value(), 0..3), 0..3);
    (fields, choices, added).prop_map(|(fields, choices, added)| {
        let own = DocumentAnswers { choices, added, ..DocumentAnswers::default() };
        AnswerFile { fields, documents: [("a".to_owned(), own)].into() }
    })
}

#[test]
fn no_answers_break_anything() {
    let book = book(&[("a.md", PLAN)], |_| {});
    let theme = theme(&book.config);
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "svar.json", "{\"brobygger\": 1}");
    let mut runner = TestRunner::new(crate::seeds::properties(256, "tests/regressions/alone.txt"));
    let held = runner.run(&answers(), |answers| {
        let number = book.by_id["a"];
        let _ = check(&book, number, &answers, sources.get(file));
        let finished = fill(&book, number, theme.texts(), &answers);
        let text = super::text(&book, theme.texts(), &finished);
        prop_assert!(!text.contains("Hjelp."), "{}", text);
        let html = super::html(&book, theme.texts(), &finished);
        prop_assert!(html.ends_with("</html>\n"));
        Ok(())
    });
    held.unwrap();
}
