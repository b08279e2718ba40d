//! A finished advertisement as data: schema.org's `JobPosting` and what the import of arbeidsplassen.no takes.
//!
//! In: a [`Posting`] and the finished text. Out: JSON.
//!
//! Invariant: the reader's browser writes the same (`js/annonse/`); `tests/fill/annonse-*` holds both to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::alone::text_as_html;
use super::failed::write_failed;
use crate::diagnostic::Diagnostic;
use crate::draft::Page;
use crate::fill::{Finished, Posting, PostingForm};
use crate::kind::Kind;
use crate::resolve::{Book, posting_script};
use crate::sink::Sink;
use crate::text::Date;
use crate::theme::Texts;
use crate::view::heading_data;

/// Writes the scripts that say what the answers of a page are in a posting.
pub(super) fn write(book: &Book, sink: &dyn Sink) -> Vec<Diagnostic> {
    let one = |page: &Arc<Page>| {
        let path = posting_script(page).filter(|path| !page.abroad && !book.assets.contains_key(path))?;
        let Kind::Document(fill_in) = &page.kind else { return None };
        let says = fill_in.posting.iter().flatten().map(|(name, says)| (&**name, heading_data(says)));
        let says = serde_json::to_string(&says.collect::<BTreeMap<_, _>>()).unwrap_or_default();
        let script = format!("brobygger.postingProperties({},{says});\n", Value::from(&*page.id));
        sink.put(&path, script.as_bytes()).err().map(|error| write_failed(&error))
    };
    book.pages.iter().filter_map(one).collect()
}

/// The data of a posting in a form, as a file.
#[must_use]
pub fn posting_file(
    book: &Book,
    texts: &Texts,
    finished: &Finished<'_>,
    posting: &Posting,
    form: PostingForm,
) -> String {
    let html = text_as_html(book, texts, finished);
    let data = match form {
        PostingForm::SchemaOrg => schema_org(posting, &html),
        PostingForm::Arbeidsplassen => arbeidsplassen(posting, &html),
    };
    format!("{data:#}\n")
}

/// An object of what is there.
fn object<const N: usize>(entries: [(&str, Option<Value>); N]) -> Value {
    let there = entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(there.collect::<Map<_, _>>())
}

fn text(posting: &Posting, property: &str) -> Option<Value> {
    posting.get(property).map(Value::from)
}

/// Digits alone, as a number is written down for machines.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The amounts of a salary, as one is written by people: «490 000–560 000», «kr 500 000».
fn amounts(text: &str) -> Vec<u64> {
    let parts = text.split(['–', '—', '-']).map(|part| part.trim().trim_start_matches("kr").trim());
    let is_amount = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
    let parts: Vec<&str> = parts.collect();
    if parts.iter().all(is_amount) {
        parts.iter().filter_map(|part| digits(part).parse().ok()).collect()
    } else {
        Vec::new()
    }
}

fn schema_org(posting: &Posting, html: &str) -> Value {
    let get = |property| posting.get(property);
    let employment = [
        get("extent").map(|extent| if extent == "full-time" { "FULL_TIME" } else { "PART_TIME" }),
        get("engagement").filter(|engagement| *engagement != "permanent").map(|_| "TEMPORARY"),
    ];
    let employment: Vec<&str> = employment.into_iter().flatten().collect();
    let address = object([
        ("@type", Some("PostalAddress".into())),
        ("streetAddress", text(posting, "street")),
        ("postalCode", get("postal-code").map(|code| digits(code).into())),
        ("addressLocality", text(posting, "city")),
        ("addressCountry", Some("NO".into())),
    ]);
    let salary = match *get("salary").map(amounts).unwrap_or_default() {
        [one] => Some(json!({"@type": "QuantitativeValue", "value": one, "unitText": "YEAR"})),
        [from, to] => Some(json!({"@type": "QuantitativeValue", "minValue": from, "maxValue": to, "unitText": "YEAR"})),
        _ => None,
    };
    object([
        ("@context", Some("https://schema.org/".into())),
        ("@type", Some("JobPosting".into())),
        ("title", text(posting, "title")),
        ("description", Some(html.into())),
        ("identifier", get("reference").map(|reference| {
            json!({"@type": "PropertyValue", "name": get("employer").unwrap_or_default(), "value": reference})
        })),
        ("datePosted", text(posting, "published")),
        ("validThrough", get("expires").map(|day| format!("{day}T23:59:59").into())),
        ("employmentType", (!employment.is_empty()).then(|| json!(employment))),
        ("hiringOrganization", Some(json!({"@type": "Organization", "name": get("employer").unwrap_or_default()}))),
        ("jobLocation", Some(json!({"@type": "Place", "address": address}))),
        ("baseSalary", salary.map(|value| json!({"@type": "MonetaryAmount", "currency": "NOK", "value": value}))),
        ("totalJobOpenings", get("positions").and_then(|number| number.parse::<u64>().ok()).map(Value::from)),
        ("jobStartDate", text(posting, "start")),
    ])
}

/// A day as the import wants it within its properties.
fn day_with_points(posting: &Posting, property: &str) -> Option<Value> {
    let Date { year, month, day } = Date::parse(posting.get(property)?)?;
    Some(format!("{day:02}.{month:02}.{year:04}").into())
}

/// The words of the import for kinds of employment.
fn engagement(word: &str) -> &'static str {
    match word {
        "substitute" => "Vikariat",
        "project" => "Prosjekt",
        "season" => "Sesong",
        "temporary" => "Engasjement",
        _ => "Fast",
    }
}

fn arbeidsplassen(posting: &Posting, html: &str) -> Value {
    let get = |property| posting.get(property);
    let location = object([
        ("address", text(posting, "street")),
        ("postalCode", get("postal-code").map(|code| digits(code).into())),
        ("city", text(posting, "city")),
        ("country", Some("Norge".into())),
    ]);
    let salary = match *get("salary").map(amounts).unwrap_or_default() {
        [one] => Some(Value::from(one)),
        _ => None,
    };
    let properties = object([
        ("engagementtype", get("engagement").map(|word| engagement(word).into())),
        ("extent", get("extent").map(|extent| if extent == "full-time" { "Heltid" } else { "Deltid" }.into())),
        (
            "jobpercentage",
            get("percentage").map(|number| format!("{}%", number.trim_end_matches('%').trim_end()).into()),
        ),
        ("sector", get("sector").map(|sector| if sector == "public" { "Offentlig" } else { "Privat" }.into())),
        ("jobtitle", text(posting, "title")),
        ("applicationdue", day_with_points(posting, "expires")),
        ("applicationurl", text(posting, "application-url")),
        ("applicationemail", text(posting, "application-email")),
        ("starttime", day_with_points(posting, "start")),
        ("salary", salary),
    ]);
    let contact = object([
        ("name", text(posting, "contact")),
        ("email", text(posting, "contact-email")),
        ("phone", text(posting, "contact-phone")),
    ]);
    let employer = object([
        ("businessName", text(posting, "employer")),
        ("orgnr", get("employer-number").map(|number| digits(number).into())),
        ("location", Some(location.clone())),
    ]);
    let positions = get("positions").and_then(|number| number.parse::<u64>().ok()).unwrap_or(1);
    object([
        ("reference", text(posting, "reference")),
        ("positions", Some(positions.into())),
        ("title", text(posting, "title")),
        ("adText", Some(html.into())),
        ("published", get("published").map(|day| format!("{day}T00:00:00").into())),
        ("expires", get("expires").map(|day| format!("{day}T23:59:59").into())),
        ("employer", Some(employer)),
        ("locationList", Some(json!([location]))),
        ("contactList", Some(json!([contact]))),
        ("properties", Some(properties)),
    ])
}

#[cfg(test)]
mod tests {
    use super::amounts;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let cases: [(&str, &[u64]); 7] = [
            ("490 000–560 000", &[490_000, 560_000]),
            ("490\u{a0}000 - 560\u{a0}000", &[490_000, 560_000]),
            ("kr 500000", &[500_000]),
            ("kr 490 000 – kr 560 000", &[490_000, 560_000]),
            ("etter avtale", &[]),
            ("fra 490 000", &[]),
            ("", &[]),
        ];
        for (written, read) in cases {
            assert_eq!(amounts(written), read, "{written}");
        }
    }
}
