//! The tags and types of content controls.

use std::collections::BTreeMap;

use crate::text::Date;
use crate::write::xml::Xml;

/// The longest tag or title that Word opens, in characters.
const LONGEST: usize = 64;

/// The type of a control.
pub(super) enum ControlType {
    /// Holds other things; not shown as a control.
    Hidden,
    /// Text to replace, or other things. No `w:text`: in such a control Writer lets go of how text looks,
    /// and a blank would look like the text around it.
    Rich,
    /// Holds what cannot be changed or taken away.
    Locked,
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
    pub(super) fn fit(&mut self, tag: &str) -> String {
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
pub(super) fn title(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST {
        return words;
    }
    let cut: String = words.chars().take(LONGEST - 2).collect();
    format!("{} …", cut.trim_end())
}

/// Adds the type of a control to its properties. `days`: how Word writes a day, and in which language.
pub(super) fn push_type(xml: &mut Xml, control: &ControlType, days: (&str, &str)) {
    match control {
        ControlType::Hidden => xml.empty("w15:appearance", &[("w15:val", "hidden")]),
        ControlType::Rich => {}
        ControlType::Locked => xml.val("w:lock", "sdtContentLocked"),
        ControlType::Date(day) => {
            let day = day.map(|day| format!("{day}T00:00:00Z"));
            let attributes: Vec<(&str, &str)> = day.iter().map(|day| ("w:fullDate", day.as_str())).collect();
            xml.within("w:date", &attributes, |xml| {
                xml.val("w:dateFormat", days.0);
                xml.val("w:lid", days.1);
                xml.val("w:storeMappedDataAs", "dateTime");
                xml.val("w:calendar", "gregorian");
            });
        }
        ControlType::DropDown(options) => xml.within("w:dropDownList", &[], |xml| {
            for (value, label) in options {
                xml.empty("w:listItem", &[("w:displayText", label), ("w:value", value)]);
            }
        }),
        ControlType::Box(ticked) => xml.within("w14:checkbox", &[], |xml| {
            xml.empty("w14:checked", &[("w14:val", if *ticked { "1" } else { "0" })]);
            xml.empty("w14:checkedState", &[("w14:val", "2612"), ("w14:font", "MS Gothic")]);
            xml.empty("w14:uncheckedState", &[("w14:val", "2610"), ("w14:font", "MS Gothic")]);
        }),
    }
}
