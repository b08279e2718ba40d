//! A finished book holds no open reference, wherever one can stand.

use crate::book::TestBook;

/// A document with an address in every kind of block and inline that can hold one; `ANNEN` leads to
/// another page, `INGEN` nowhere.
const PAGE: &str = "---
kind: document
title: Alt
summary: En side med adresser overalt.
document: plan
fields:
  navn: {label: Navn, type: text}
---
[avsnitt](ANNEN), *[utheving](ANNEN)*, **[sterk](ANNEN)**, ~~[strøket](ANNEN)~~, [![bilde](bilde.svg)](ANNEN), <https://a.no>

## [Overskrift](ANNEN)

| [hode](ANNEN) |
| --- |
| [celle](ANNEN) |

- [punkt](ANNEN)
- [ ] [valg](ANNEN) {#valg}
{% if navn %}
- [punkt på vilkår](ANNEN)
{% endif %}

> [sitat](ANNEN)

> [!NOTE]
> [varsel](ANNEN)

> [!HJELP]
> [hjelp](ANNEN)

[ord](ANNEN)
: [forklaring](ANNEN)

{% if navn %}
[gren](ANNEN) {{ navn }}
{% else %}
[annen gren](ANNEN)
{% endif %}

Note.[^1]

[^1]: [fotnote](ANNEN)
";

fn shown(to: &str) -> String {
    let outcome = TestBook::default()
        .file("content/alt.md", &PAGE.replace("ANNEN", to))
        .file("content/annen.md", "---\nkind: article\ntitle: Annen\nsummary: En annen side.\n---\nTekst.\n")
        .file("content/bilde.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .build();
    format!("{:?}", outcome.built.book)
}

#[test]
fn a_finished_book_holds_no_open_reference() {
    let links = PAGE.matches("ANNEN").count();
    for (to, becomes) in [("annen.md", "to: Page(PageNo(1)"), ("ingen.md", "to: Broken")] {
        let book = shown(to);
        assert_eq!(book.matches("Open(").count(), 0, "an address of `{to}` is still open");
        assert_eq!(book.matches(becomes).count(), links, "not every address of `{to}` was found");
    }
}

#[test]
fn the_window_of_a_page_is_called_as_mdbook_calls_it_and_lines_run_as_the_settings_say() {
    let settings = "[book]\ntitle = \"Bok\"\nlanguage = \"nb\"\ntext-direction = \"rtl\"\n";
    let outcome = TestBook::default()
        .file("book.toml", settings)
        .file("src/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n")
        .file("src/a.md", "{{#title I vinduet}}\n# A\n")
        .file("src/b.md", "# B\n")
        .build();
    let page = |path: &str| String::from_utf8_lossy(&outcome.files[path]).into_owned();
    assert!(page("a.html").contains("<html lang=\"nb\" dir=\"rtl\">"), "{}", page("a.html"));
    assert!(page("a.html").contains("<title>I vinduet</title>") && page("a.html").contains(">A</h1>"));
    assert!(page("b.html").contains("<title>B – Bok</title>"), "{}", page("b.html"));
}
