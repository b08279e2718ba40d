//! A book about something else, a volunteer centre's, with roles, purposes of documents and respondents of its own: nothing
//! that is made of it speaks of the guide, in any form.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::epub::parts;
use crate::golden::load;
use crate::pdf::poppler;

/// Words of the guide, in small letters.
const OURS: [&str; 8] =
    ["erfaring", "konsulent", "veivis", "lived experience", "peer worker", "cc by", "politiattest", "leder"];

/// The endings of all that the book is made into.
const FORMS: [&str; 10] =
    [".html", ".pdf", ".docx", ".docx.js", ".epub", "kit.zip", "site.zip", ".csv", ".md", "llms.txt"];

#[test]
fn a_book_about_something_else_says_nothing_of_the_guide_in_any_form() {
    let folder = Path::new("tests/golden/volunteers");
    let settings = std::fs::read_to_string(folder.join("book.toml")).unwrap();
    let downloads = "download = [\"site\", \"epub\", \"kit\", \"terms\", \"markdown\"]";
    let settings = settings
        .replace("[site]\n", &format!("[site]\nurl = \"https://example.org/riverside/\"\n{downloads}\n"))
        .replace("[pdf]\nenabled = false", "[pdf]");
    let outcome = load(folder).file("book.toml", &settings).build();
    for form in FORMS {
        assert!(outcome.files.keys().any(|path| path.ends_with(form)), "no file ends in {form}:\n{}", outcome.said());
    }
    for (path, bytes) in &outcome.files {
        for (path, text) in texts_of(path, bytes) {
            let told = format!("{path}\n{text}").to_lowercase();
            for word in OURS {
                assert!(!told.contains(word), "{path} says «{word}»");
            }
        }
    }
}

/// The texts of a file with its path: of a packed one those of all that is in it, of a Word file that a script brings
/// those of the Word file, of a PDF its text and what it says of itself.
fn texts_of(path: &str, bytes: &[u8]) -> Vec<(String, String)> {
    let text = || String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| panic!("{path} is no text"));
    if let Some(word_file) = path.strip_suffix(".js").filter(|path| path.rsplit('.').next() == Some("docx")) {
        let script = text();
        let packed = script.rsplit('"').nth(1).unwrap();
        return texts_of(word_file, &STANDARD.decode(packed).unwrap());
    }
    match path.rsplit('.').next() {
        Some("docx" | "epub" | "zip") => {
            parts(bytes).iter().flat_map(|(name, bytes)| texts_of(&format!("{path}/{name}"), bytes)).collect()
        }
        Some("pdf") => vec![(path.to_owned(), poppler("pdftotext", &[], bytes) + &poppler("pdfinfo", &[], bytes))],
        _ => vec![(path.to_owned(), text())],
    }
}
