//! Content controls: places that a reader fills in, and that the script of the page finds again by
//! their tags.

use super::body::{DocxBody, RunLook};
use super::tags::{ControlType, push_type, title};
use crate::form::{Field, FieldType};
use crate::text::Date;
use crate::view::answer_shown;
use crate::write::xml::Xml;

impl<'a> DocxBody<'a> {
    /// A control round what `inside` writes; `empty`: what stands there only says what to write.
    pub(super) fn control(
        &mut self,
        tag: &str,
        alias: &str,
        control: &ControlType,
        empty: bool,
        inside: impl FnOnce(&mut Self),
    ) {
        self.controls += 1;
        let (number, tag) = (self.controls.to_string(), self.tags.fit(tag));
        let language = self.book.config.languages.of(self.lang);
        let days = (language.word_date, language.locale(self.lang));
        let xml = &mut self.xml;
        xml.open("w:sdt", &[]);
        xml.within("w:sdtPr", &[], |xml| {
            if matches!(control, ControlType::Box(_)) {
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
            push_type(xml, control, days);
        });
        xml.open("w:sdtContent", &[]);
        inside(self);
        self.xml.close("w:sdtContent");
        self.xml.close("w:sdt");
    }

    /// A field in the text, to be filled in.
    pub(super) fn field_control(&mut self, name: &str, field: &'a Field, answer: Option<&str>, look: RunLook<'_>) {
        let options = || field.options().map(|(value, label)| (value.to_owned(), label.to_owned())).collect();
        let control = match field.kind {
            FieldType::Text | FieldType::Long | FieldType::Number | FieldType::Percent => ControlType::Rich,
            FieldType::Date => ControlType::Date(answer.and_then(Date::parse)),
            FieldType::Choice | FieldType::Employer => ControlType::DropDown(options()),
        };
        let shown = answer.map(|answer| answer_shown(field, answer, self.texts));
        self.control(&format!("field:{name}"), &field.label, &control, shown.is_none(), |body| match &shown {
            Some(shown) => body.written(shown, look),
            None => body.written(&field.label, look.as_placeholder()),
        });
    }

    /// A box, and the space between it and what it is for.
    pub(super) fn tick_box(&mut self, tag: &str, alias: &str, ticked: bool) {
        self.control(tag, alias, &ControlType::Box(ticked), false, |body| {
            body.xml.within("w:r", &[], |xml| {
                xml.within("w:rPr", &[], box_font);
                xml.element("w:t", &[], if ticked { "☒" } else { "☐" });
            });
        });
        self.xml.within("w:r", &[], |xml| xml.empty("w:tab", &[]));
    }

    /// A control in a cell or paragraph that holds nothing yet.
    pub(super) fn empty_control(&mut self, tag: &str, label: &str, control: &ControlType) {
        self.control(tag, label, control, true, |body| {
            body.written(label, RunLook::placeholder());
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
