use proptest::prelude::*;

use super::*;
use crate::form::FieldType::{Date, Employer, Number, Percent, Text};
use crate::source::{Layer, Sources};
use crate::view::tests::{book, theme};

const PLAN: &str = "---\nkind: document\ndocument: interview-guide\ntitle: Guide\nsummary: En guide.\nfields:\n  navn: {label: Navn, type: text}\n  \
    prosent: {label: Prosent, type: percent}\n  frist: {label: Frist, type: date}\n  slag: {label: Slag, type: choice, choices: {a: første, b: andre}, default: a}\n---\n\n\
    ## Del {{ navn }} {#del}\n\n{% if slag == a and not choice.x %}\nEn {{ prosent }}.\n{% elif frist %}\nTo {{ frist }}[^1].\n{% endif %}\n\n\
    - [x] Et. {#x}\n- [ ] To. {#y}\n\n> [!HJELP]\n> Hjelp.\n\n## Tom\n\n- [ ] Tre. {#z}\n\n[^1]: Note {{ slag }}.\n";

fn filled(answers: &str) -> String {
    let book = book(&[("a.md", PLAN)], |_| {});
    let theme = theme(&book.config);
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "svar.json", answers);
    let answers = read(sources.get(file)).unwrap();
    let finished = fill(&book, book.by_id["a"], theme.texts(), &answers);
    crate::write::alone::text(&book, theme.texts(), &finished)
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

#[test]
fn answers_read_as_the_kind_of_field_has_them() {
    let theme = theme(&crate::config::Config::default());
    let field = |kind| crate::form::Field {
        label: "x".into(),
        help: None,
        kind,
        choices: Vec::new(),
        default: None,
        required: false,
        from: None,
    };
    for (kind, answer, reads) in [
        (Percent, "49.5", "49,5 prosent"),
        (Percent, "50 %", "50 prosent"),
        (Percent, "halv", "halv"),
        (Date, "2028-02-29", "29. februar 2028"),
        (Date, "2027-02-29", "2027-02-29"),
        (Number, "3,5", "3,5"),
        (Employer, "privat", "privat virksomhet"),
        (Text, " x ", "x"),
    ] {
        assert_eq!(shown(&field(kind), answer, theme.texts()), reads);
    }
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let mut sources = Sources::default();
    let file =
        sources.add(Layer::Book, "svar.json", format!("{{\"brobygger\": 1, \"x\": \"{}\"}}", "x".repeat(1 << 20)));
    let fault = read(sources.get(file)).unwrap_err();
    assert!(fault.message.contains("larger than 1 MB") && fault.help.is_some(), "{fault:?}");
}

/// Answers with names that mean something and names that do not, and any values.
fn answers() -> impl Strategy<Value = AnswerFile> {
    let name = || prop_oneof!["navn", "prosent", "frist", "slag", "[a-z]{0,3}"];
    let value = || prop_oneof!["\\PC{0,12}", "[0-9]{1,4}-[0-9]{2}-[0-9]{2}", "[0-9.,%-]{1,6}", "[ab]", "(?s).{0,9}"];
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
    let mut runner = proptest::test_runner::TestRunner::default();
    let held = runner.run(&answers(), |answers| {
        let number = book.by_id["a"];
        let _ = check(&book, number, &answers, sources.get(file));
        let finished = fill(&book, number, theme.texts(), &answers);
        let text = crate::write::alone::text(&book, theme.texts(), &finished);
        prop_assert!(!text.contains("Hjelp") && !text.contains("{{"), "{}", text);
        let html = crate::write::alone::html(&book, theme.texts(), &finished);
        prop_assert!(html.ends_with("</html>\n"));
        Ok(())
    });
    held.unwrap();
}
