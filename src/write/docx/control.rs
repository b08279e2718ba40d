//! Content controls: what a reader fills in, and what the script of the page finds again by its tag.

use std::collections::BTreeMap;

use super::body::{Body, Look};
use super::xml::Xml;
use crate::form::{Field, FieldType};
use crate::text::Date;

/// The longest tag or title that Word opens, in characters.
const LONGEST: usize = 64;

/// What a control is, beside its tag.
pub(super) enum Sort {
    /// Holds other things; not shown as a control.
    Hidden,
    /// Text to replace, or other things. No `w:text`: in such a control Writer lets go of how text looks,
    /// and a blank would look like the text around it.
    Rich,
    /// A day to choose.
    Date(Option<Date>),
    /// An answer to choose, as (value, label).
    DropDown(Vec<(String, String)>),
    /// A box to tick.
    Box(bool),
}

/// Tags that had to be cut, with what they stand for.
#[derive(Default)]
pub(super) struct Tags {
    cut: BTreeMap<String, String>,
}

impl Tags {
    fn fit(&mut self, tag: &str) -> String {
        if tag.chars().count() <= LONGEST {
            return tag.to_owned();
        }
        let short: String = tag.chars().take(LONGEST - 9).collect();
        let short = format!("{short}~{}", self.cut.len() + 1);
        self.cut.insert(short.clone(), tag.to_owned());
        short
    }

    pub(super) fn cut(&self) -> &BTreeMap<String, String> {
        &self.cut
    }
}

/// A title that Word takes.
fn title(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST {
        return words;
    }
    let cut: String = words.chars().take(LONGEST - 2).collect();
    format!("{} …", cut.trim_end())
}

impl<'a> Body<'a> {
    /// A control round what `inside` writes; `empty`: what stands there only says what to write.
    pub(super) fn control(&mut self, tag: &str, alias: &str, sort: &Sort, empty: bool, inside: impl FnOnce(&mut Self)) {
        self.controls += 1;
        let (number, tag) = (self.controls.to_string(), self.tags.fit(tag));
        let language = self.book.config.languages.of(self.lang);
        let days = (language.word_date, language.locale(self.lang));
        let xml = &mut self.xml;
        xml.open("w:sdt", &[]);
        xml.within("w:sdtPr", &[], |xml| {
            if matches!(sort, Sort::Box(_)) {
                xml.within("w:rPr", &[], box_font);
            }
            if !alias.is_empty() {
                xml.val("w:alias", &title(alias));
            }
            xml.val("w:tag", &tag);
            xml.val("w:id", &number);
            if empty {
                xml.empty("w:showingPlcHdr", &[]);
            }
            sort_of(xml, sort, days);
        });
        xml.open("w:sdtContent", &[]);
        inside(self);
        self.xml.close("w:sdtContent");
        self.xml.close("w:sdt");
    }

    /// A field in the text, to be filled in.
    pub(super) fn field_control(&mut self, name: &str, field: &'a Field, answer: Option<&str>, look: Look) {
        let options = || field.options().map(|(value, label)| (value.to_owned(), label.to_owned())).collect();
        let sort = match field.kind {
            FieldType::Text | FieldType::Long | FieldType::Number | FieldType::Percent => Sort::Rich,
            FieldType::Date => Sort::Date(answer.and_then(Date::parse)),
            FieldType::Choice | FieldType::Employer => Sort::DropDown(options()),
        };
        let shown = answer.map(|answer| crate::fill::shown(field, answer, self.texts));
        self.control(&format!("field:{name}"), &field.label, &sort, shown.is_none(), |body| match &shown {
            Some(shown) => body.written(shown, look),
            None => body.written(&field.label, look.as_placeholder()),
        });
    }

    /// A box, and the space between it and what it is for.
    pub(super) fn tick_box(&mut self, tag: &str, alias: &str, ticked: bool) {
        self.control(tag, alias, &Sort::Box(ticked), false, |body| {
            body.xml.within("w:r", &[], |xml| {
                xml.within("w:rPr", &[], box_font);
                xml.element("w:t", &[], if ticked { "☒" } else { "☐" });
            });
        });
        self.xml.within("w:r", &[], |xml| xml.empty("w:tab", &[]));
    }

    /// A control in a cell or paragraph that holds nothing yet.
    pub(super) fn empty_control(&mut self, tag: &str, label: &str, sort: &Sort) {
        self.control(tag, label, sort, true, |body| {
            body.written(label, Look::placeholder());
        });
    }
}

fn box_font(xml: &mut Xml) {
    let font = "MS Gothic";
    xml.empty(
        "w:rFonts",
        &[("w:ascii", font), ("w:hAnsi", font), ("w:eastAsia", font), ("w:cs", font), ("w:hint", "eastAsia")],
    );
}

/// `days`: how Word writes a day, and in which language.
fn sort_of(xml: &mut Xml, sort: &Sort, days: (&str, &str)) {
    match sort {
        Sort::Hidden => xml.empty("w15:appearance", &[("w15:val", "hidden")]),
        Sort::Rich => {}
        Sort::Date(day) => {
            let day = day.map(|day| format!("{day}T00:00:00Z"));
            let attributes: Vec<(&str, &str)> = day.iter().map(|day| ("w:fullDate", day.as_str())).collect();
            xml.within("w:date", &attributes, |xml| {
                xml.val("w:dateFormat", days.0);
                xml.val("w:lid", days.1);
                xml.val("w:storeMappedDataAs", "dateTime");
                xml.val("w:calendar", "gregorian");
            });
        }
        Sort::DropDown(options) => xml.within("w:dropDownList", &[], |xml| {
            for (value, label) in options {
                xml.empty("w:listItem", &[("w:displayText", label), ("w:value", value)]);
            }
        }),
        Sort::Box(ticked) => xml.within("w14:checkbox", &[], |xml| {
            xml.empty("w14:checked", &[("w14:val", if *ticked { "1" } else { "0" })]);
            xml.empty("w14:checkedState", &[("w14:val", "2612"), ("w14:font", "MS Gothic")]);
            xml.empty("w14:uncheckedState", &[("w14:val", "2610"), ("w14:font", "MS Gothic")]);
        }),
    }
}
