use crate::fill::{AnswerFile, fill};
use crate::view::tests::{book, theme};

const SIDE: &str = "---\nkind: document\ndocument: plan\ntitle: \"Plan <1> & *2*\"\nsummary: En plan.\nfields: {navn: {label: Navn, type: text}}\n---\n\
    {{ navn }} 1\\. \\*stjerne\\* [ut](https://x.no/?a=1&b=2) [inn](annen.md)\n\n1. a\n\n   b\n2. c\n\n| X | Y |\n|---|---|\n| a \\| b | `c` |\n\n> Sitat\n";

#[test]
fn a_page_that_stands_alone_leads_nowhere_in_the_site() {
    let files = [("side.md", SIDE), ("annen.md", "# Annen\n")];
    let book_without = book(&files, |_| {});
    let theme = theme(&book_without.config);
    let write = |book: &crate::resolve::Book| {
        let finished = fill(book, book.by_id["side"], theme.texts(), &AnswerFile::default());
        (super::html(book, theme.texts(), &finished), super::markdown(book, theme.texts(), &finished))
    };
    let (html, markdown) = write(&book_without);
    assert!(html.contains("<title>Plan &lt;1&gt; &amp; *2*</title>") && html.contains("<mark>[Navn]</mark>"), "{html}");
    assert!(html.contains("<a href=\"https://x.no/?a=1&amp;b=2\">ut</a> inn</p>"), "{html}");
    assert_eq!(html.matches("<h1>").count(), 1);
    assert_eq!(
        markdown,
        "# Plan \\<1\\> & \\*2\\*\n\n\\[Navn\\] 1. \\*stjerne\\* [ut](<https://x.no/?a=1&b=2>) inn\n\n\
         1. a\n\n   b\n\n2. c\n\n| X | Y |\n| --- | --- |\n| a \\| b | `c` |\n\n> Sitat\n"
    );
    let with_address = book(&files, |config| config.site.url = Some("https://y.no/v/".into()));
    assert!(write(&with_address).0.contains("<a href=\"https://y.no/v/annen.html\">inn</a>"));
}
