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

/// The zeros of the digits that living languages write numbers with; the other nine of each stand behind it.
const ZEROS: &str = "0٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០᠐０𑄶𞥐";

/// A text with its digits as programs read them.
fn plain_digits(text: &str) -> String {
    let plain = |c: char| ZEROS.chars().find_map(|zero| char::from_digit(u32::from(c).checked_sub(zero.into())?, 10));
    text.chars().map(|c| plain(c).unwrap_or(c)).collect()
}

/// Signs that stand for a currency.
const fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '¢' | '£' | '¤' | '¥' | '֏' | '؋' | '৳' | '฿' | '៛' | '\u{20a0}'..='\u{20cf}')
}

/// Signs between the thousands of a number, beside spaces.
const BETWEEN_THOUSANDS: [char; 5] = ['.', ',', '\'', '’', '٬'];

const DASHES: [char; 3] = ['–', '—', '-'];

/// The amounts of a salary, as one is written by people: «490 000–560 000», «kr 500 000», «£40,000»; `currency`: the words
/// for the currency that may stand beside them.
fn amounts(text: &str, currency: &[&str]) -> Vec<u64> {
    let text = without_dash_for_cents(&plain_digits(text));
    let amounts: Option<Vec<u64>> = text.split(DASHES).map(|part| amount(part, currency)).collect();
    amounts.unwrap_or_default()
}

/// A text without the dash that stands for no cents: «500 000,-».
fn without_dash_for_cents(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['.', ',']) {
        let (before, behind) = (&rest[..at], &rest[at + 1..]);
        let after = behind.strip_prefix(DASHES).filter(|after| !after.trim_start().starts_with(is_digit));
        out.push_str(before);
        if let Some(after) = after.filter(|_| before.ends_with(is_digit)) {
            rest = after;
        } else {
            out.push_str(&rest[at..=at]);
            rest = behind;
        }
    }
    out + rest
}

const fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// One amount, with its currency before or after it.
fn amount(text: &str, currency: &[&str]) -> Option<u64> {
    let (start, end) = (text.find(is_digit)?, text.rfind(is_digit)? + 1);
    if !(names_currency(&text[..start], currency) && names_currency(&text[end..], currency)) {
        return None;
    }
    let mut groups = text[start..end].split(BETWEEN_THOUSANDS);
    let first = groups.next()?;
    let more: Vec<&str> = groups.collect();
    let is_group = |group: &&str| (2..=3).contains(&group.len()) && group.chars().all(is_digit);
    let is_whole = more.iter().all(is_group) && more.last().is_none_or(|last| last.len() == 3);
    let is_sound = is_whole && first.chars().all(|c| is_digit(c) || c.is_whitespace());
    if is_sound { digits(&text[start..end]).parse().ok() } else { None }
}

/// Whether what stands beside an amount names a currency, or is nothing.
fn names_currency(text: &str, currency: &[&str]) -> bool {
    let word: String = text.chars().filter(|c| !is_currency_sign(*c) && !c.is_whitespace()).collect();
    let word = word.trim_end_matches('.').to_lowercase();
    word.is_empty() || currency.iter().any(|known| known.to_lowercase() == word)
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
        ("postalCode", text(posting, "postal-code")),
        ("addressLocality", text(posting, "city")),
        ("addressCountry", text(posting, "country")),
    ]);
    let currency: Vec<&str> =
        ["currency", "currency-sign"].into_iter().filter_map(get).flat_map(str::split_whitespace).collect();
    let salary = match *get("salary").map(|salary| amounts(salary, &currency)).unwrap_or_default() {
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
        ("baseSalary", salary.map(|value| {
            let currency = text(posting, "currency");
            object([("@type", Some("MonetaryAmount".into())), ("currency", currency), ("value", Some(value))])
        })),
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

/// The import of arbeidsplassen.no takes Norwegian jobs alone, whose fixed words stand here and nowhere else.
fn arbeidsplassen(posting: &Posting, html: &str) -> Value {
    let get = |property| posting.get(property);
    let location = object([
        ("address", text(posting, "street")),
        ("postalCode", get("postal-code").map(|code| digits(code).into())),
        ("city", text(posting, "city")),
        ("country", Some("Norge".into())),
    ]);
    let salary = match *get("salary").map(|salary| amounts(salary, &["NOK", "kr"])).unwrap_or_default() {
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
        let cases: [(&str, &[u64]); 24] = [
            ("490 000–560 000", &[490_000, 560_000]),
            ("490\u{a0}000 - 560\u{a0}000", &[490_000, 560_000]),
            ("kr 500000", &[500_000]),
            ("kr 490 000 – kr 560 000", &[490_000, 560_000]),
            ("500 000 kr", &[500_000]),
            ("490 000–560 000 kroner", &[490_000, 560_000]),
            ("490 000 kr.–560 000 kr.", &[490_000, 560_000]),
            ("500 000,-", &[500_000]),
            ("490 000,- – 560 000,-", &[490_000, 560_000]),
            ("nok 500.000", &[500_000]),
            ("40.000 € – 45.000 €", &[40_000, 45_000]),
            ("£40,000-£45,000", &[40_000, 45_000]),
            ("CHF 80'000.–", &[]),
            ("80'000.–", &[80_000]),
            ("₹4,90,000", &[490_000]),
            ("٤٩٠٬٠٠٠", &[490_000]),
            ("४,९०,०००", &[490_000]),
            ("40.5", &[]),
            ("40.000,50", &[]),
            ("490 000 dollar", &[]),
            ("kr", &[]),
            ("etter avtale", &[]),
            ("fra 490 000", &[]),
            ("", &[]),
        ];
        for (written, read) in cases {
            assert_eq!(amounts(written, &["NOK", "kr", "kroner"]), read, "{written}");
        }
    }
}
