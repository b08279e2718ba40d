//! Popovers of terms: one small classic script for each, beside the term's page.
//!
//! A page that mentions a term loads its script when a reader asks, also from a folder on disk,
//! where nothing can be fetched. A changed definition changes one small file and no page, however
//! many terms a book has.

use rayon::prelude::*;

use super::failed::write_failed;
use crate::diagnostic::Diagnostic;
use crate::resolve::{Book, TermCard};
use crate::sink::{OutPath, Sink};
use crate::theme::Theme;
use crate::view::{CardView, View};

/// Writes the scripts of all terms. What could not be written is said.
#[must_use]
pub fn write(book: &Book, theme: &Theme, sink: &dyn Sink) -> Vec<Diagnostic> {
    let view = View::new(book, theme);
    let put = |(path, card): (OutPath, CardView)| {
        sink.put(&path, script(&card).as_bytes()).err().map(|error| write_failed(&error))
    };
    let taken = |path: &OutPath| book.assets.contains_key(path);
    // Of a term that is not translated this site has the card, whose links lead from here.
    let card = |term: &TermCard| view.card(term).and_then(|(path, card)| Some((path.as_own()?, card)));
    let cards = book.terms.par_iter().filter_map(card).filter(|(path, _)| !taken(path));
    cards.filter_map(put).collect()
}

/// Texts and lists of texts have nothing that JSON cannot say.
fn script(card: &CardView) -> String {
    let id = serde_json::Value::from(card.id.as_str());
    let says = serde_json::to_string(card).unwrap_or_default();
    format!("brobygger.termCard({id},{says});\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::MemorySink;
    use crate::view::tests::{book, theme};

    const ONE: &str = "---\nkind: definition\ntitle: en\nsummary: \"Sier \\\"en\\\".\"\n\
                       not-same-as:\n  - {id: to, because: Ulike.}\n---\nMer om en.\n";
    const TWO: &str = "---\nkind: definition\ntitle: to\nsummary: Sier to.\n---\nMer om to.\n";

    #[test]
    fn a_term_has_a_script_beside_its_page() {
        let book = book(&[("index.md", "# Forside\n"), ("ord/en.md", ONE), ("ord/to.md", TWO)], |_| {});
        let sink = MemorySink::default();
        assert_eq!(write(&book, &theme(&book.config), &sink), []);
        let files = sink.into_files();
        let text = |path| String::from_utf8(files[&OutPath::new(path).unwrap()].clone()).unwrap();
        assert_eq!(
            text("ord/en.kort.js"),
            "brobygger.termCard(\"en\",{\"title\":\"en\",\"says\":\"Sier \\\"en\\\".\",\
             \"notSame\":[{\"title\":\"to\",\"path\":\"ord/to.html\"}]});\n"
        );
        // What one term says of another holds both ways.
        assert!(text("ord/to.kort.js").contains("\"notSame\":[{\"title\":\"en\""));
        assert_eq!(files.len(), 2);
    }
}
