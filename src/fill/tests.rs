use super::read;
use crate::form::FieldType::{Date, Employer, Number, Percent, Text};
use crate::source::{Layer, Sources};
use crate::view::answer_shown;
use crate::view::tests::theme;

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
        (Number, "2", "to"),
        (Number, "12", "tolv"),
        (Number, "1", "1"),
        (Number, "13", "13"),
        (Number, "02", "02"),
        (Number, "3,5", "3,5"),
        (Text, "2", "2"),
        (Employer, "privat", "privat"),
        (Text, " x ", "x"),
    ] {
        assert_eq!(answer_shown(&field(kind), answer, theme.texts()), reads);
    }
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let mut sources = Sources::default();
    let file =
        sources.add(Layer::Book, "svar.json", format!("{{\"brobygger\": 1, \"x\": \"{}\"}}", "x".repeat(1 << 20)));
    let fault = read(sources.get(file)).unwrap_err();
    assert!(fault.message.to_string().contains("larger than 1 MB") && fault.help.is_some(), "{fault:?}");
}
