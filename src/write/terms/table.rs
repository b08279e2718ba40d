//! The terms as a table that Excel opens with letters and columns in place: UTF-8 with its mark, semicolons.

use super::works::works;
use super::{SharedTerm, WordRank};
use crate::build::Built;
use crate::resolve::term_id;
use crate::view::escape::whole;

/// Written first, so that Excel reads the letters as they are.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A row for each term.
pub(super) fn table(built: &Built, terms: &[SharedTerm<'_>]) -> Vec<u8> {
    let texts = built.theme.interface().book();
    let languages = languages(built, terms);
    let mut csv =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(MARK.to_vec());
    let of_language = |key: &str, tag: &str| format!("{} ({tag})", texts.get(key));
    let words = languages.iter().map(|tag| of_language("term", tag));
    let meanings = languages.iter().map(|tag| of_language("terms-definition", tag));
    let others = ["synonyms", "terms-older", "not-same", "broader", "related", "sources", "terms-reviewed"];
    let head = std::iter::once(texts.get("terms-id").to_owned()).chain(words).chain(meanings);
    let head = head.chain(others.iter().map(|key| texts.get(key).to_owned()));
    // Memory takes everything, and every row has as many cells.
    let _ = csv.write_record(head.chain([texts.get("terms-address").to_owned()]));
    for term in terms {
        let _ = csv.write_record(row(built, term, &languages));
    }
    csv.into_inner().unwrap_or_default()
}

/// The languages that there are words in: that of the book, then others by their tags.
fn languages<'a>(built: &'a Built, terms: &[SharedTerm<'a>]) -> Vec<&'a str> {
    let own: &str = &built.book.config.book.language;
    let words = terms.iter().flat_map(|term| &term.words);
    let mut others: Vec<&str> = words.map(|word| word.lang).filter(|lang| *lang != own).collect();
    others.sort_unstable();
    others.dedup();
    std::iter::once(own).chain(others).collect()
}

fn row(built: &Built, term: &SharedTerm<'_>, languages: &[&str]) -> Vec<String> {
    let of_rank = |rank: WordRank| {
        let words = term.words.iter().filter(|word| word.rank == rank).map(|word| word.text);
        words.collect::<Vec<_>>().join(", ")
    };
    let meaning = |tag: &&str| {
        let found = term.meanings.iter().find(|(lang, _)| lang == tag);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let mut row = vec![term_id(&term.page.id).to_owned()];
    row.extend(languages.iter().map(|tag| term.preferred(tag).unwrap_or_default().to_owned()));
    row.extend(languages.iter().map(meaning));
    row.push(of_rank(WordRank::Admitted));
    row.push(of_rank(WordRank::Older));
    let differs = term.definition.not_same_as.iter().map(|other| format!("{}: {}", other.id, other.because));
    row.push(differs.collect::<Vec<_>>().join(" "));
    row.push(term.definition.broader.as_deref().unwrap_or_default().to_owned());
    row.push(term.definition.related.join(", "));
    row.push(works(built, term).join(" "));
    row.push(term.page.common.reviewed.map(|date| date.to_string()).unwrap_or_default());
    let site = built.book.config.site.url.as_deref();
    row.push(site.map_or_else(|| term.page.out.to_string(), |site| whole(site, &term.page.out)));
    row
}
