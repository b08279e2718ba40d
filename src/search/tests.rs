//! Rows that the program and the theme's script must agree on, and the files that are written.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::split::{KnownParts, PartKeys};
use super::words::{Keys, fold, name_pieces};
use super::*;
use crate::sink::MemorySink;

/// `tests/search/words.json`, which the theme's script is held to as well.
#[derive(Deserialize)]
struct Fixture {
    forms: HashMap<String, Vec<String>>,
    parts: String,
    words: Vec<[String; 4]>,
    names: Vec<[String; 2]>,
    texts: Vec<[String; 2]>,
}

#[test]
fn words_have_the_keys_and_parts_that_the_script_gives_them() {
    let fixture: Fixture = serde_json::from_str(include_str!("../../tests/search/words.json")).unwrap();
    let lemmas =
        fixture.forms.into_iter().flat_map(|(lemma, forms)| forms.into_iter().map(move |f| (f, lemma.clone())));
    let norwegian = crate::language::Languages::default().of("nb");
    let keys = Keys::new(norwegian, lemmas.collect());
    let parts = KnownParts::given(fixture.parts.split(' ').map(str::to_owned), &["s", "e"]);
    assert!(fixture.words.len() >= 2000);
    for [word, folded, key, split] in &fixture.words {
        assert_eq!(fold(word, norwegian.letters), *folded, "{word} folded");
        assert_eq!(keys.key(folded), *key, "key of {word}");
        assert_eq!(
            parts.split(folded, key, &PartKeys::new(&keys)).unwrap_or_default().join("+"),
            *split,
            "parts of {word}"
        );
    }
    assert!(fixture.names.len() >= 30);
    for [name, pieces] in &fixture.names {
        assert_eq!(name_pieces(name, norwegian.letters).join("+"), *pieces, "pieces of {name}");
    }
    for [text, read] in &fixture.texts {
        assert_eq!(words(text, norwegian.letters).collect::<Vec<_>>().join(" "), *read, "words of {text}");
    }
}

/// `tests/search/words-en.json`: the same in a language without compounds.
#[derive(Deserialize)]
struct EnglishFixture {
    words: Vec<[String; 3]>,
}

#[test]
fn english_words_have_the_keys_that_the_script_gives_them() {
    let fixture: EnglishFixture = serde_json::from_str(include_str!("../../tests/search/words-en.json")).unwrap();
    let english = crate::language::Languages::default().of("en");
    let keys = Keys::new(english, Lemmas::default());
    assert!(fixture.words.len() >= 500);
    for [word, folded, key] in &fixture.words {
        assert_eq!(fold(word, english.letters), *folded, "{word} folded");
        assert_eq!(keys.key(folded), *key, "key of {word}");
    }
}

fn files(pages: &[(&str, &str)]) -> BTreeMap<String, String> {
    let book = crate::view::tests::book(pages, |_| {});
    let sink = MemorySink::default();
    let theme = crate::view::tests::theme(&book.config);
    assert!(write(&book, theme.interface(), &sink).is_empty());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), text(bytes))).collect()
}

#[test]
fn an_everyday_word_that_the_book_has_too_stands_beside_the_one_it_is_written_for() {
    let page = "# Utlysning\n\nEn annonse er en utlysning. Sjefen leser den, og en leder svarer.\n";
    let index = &files(&[("index.md", page)])["sok/index.js"];
    let lists = index.split("\"translations\":").nth(1).unwrap();
    let [words, near] = ["\"words\":\"", "\"near\":\""].map(|key| {
        lists.split(key).nth(1).and_then(|rest| rest.split('"').next()).unwrap().split(';').collect::<Vec<_>>()
    });
    assert!(near.contains(&"utlysning annonse") && near.contains(&"leder sjefen"), "{near:?}");
    assert!(words.iter().any(|line| line.starts_with("leder sjef boss")), "{words:?}");
    assert!(!words.iter().any(|line| line.split(' ').any(|word| word == "annonse")), "{words:?}");
}

const TERM: &str = "---\nkind: definition\ntitle: bruker\nsummary: Den som får hjelp.\ninflection: m2\n\
                    terms: {nn: [brukar], en: [service user]}\n---\nDen som får hjelp.\n";

#[test]
fn the_index_names_its_shards_and_knows_forms_and_other_words() {
    let page = "# Gruppeveiledning\n\nGruppen gir veiledning.\n\n## Lønn og \"tillegg\"\n\nBrukernes <lønn>.\n";
    let files = files(&[("index.md", page), ("begreper/bruker.md", TERM)]);
    let index = &files["sok/index.js"];
    assert!(index.starts_with("brobygger.searchPart(\"index\",{") && index.ends_with("});\n"), "{index}");
    assert!(index.contains("[\"brukar\",\"service user\"]") && index.contains("\"bruker\":[\"bruker\""), "{index}");
    assert_eq!(files.keys().filter(|path| path.starts_with("sok/")).count(), 4);
    for name in files.keys().filter_map(|path| path.strip_prefix("sok/")?.strip_suffix(".js")) {
        assert!(name == "index" || index.contains(&name[1..]), "{name} is not named: {index}");
    }
    let texts = files.iter().find(|(path, _)| path.starts_with("sok/t")).unwrap().1;
    assert!(
        texts.contains("[\"lonn-og-tillegg\",\"Lønn og “tillegg”\"") || texts.contains("[\"lonn-og-tillegg\""),
        "{texts}"
    );
    let words = files.iter().find(|(path, _)| path.starts_with("sok/o")).unwrap().1;
    // «Gruppeveiledning» stands under its parts too: under `grupp` behind the space.
    assert!(words.contains("gruppeveiledning") || words.contains("veiledning"), "{words}");
    assert!(files.values().all(|text| !text.contains('\u{2028}')));
}

/// The words of the index, each with what stands behind it.
fn words_of(files: &BTreeMap<String, String>) -> String {
    files.iter().filter(|(path, _)| path.starts_with("sok/o")).map(|(_, text)| text.as_str()).collect()
}

#[test]
fn names_are_found_by_the_words_they_are_put_together_of() {
    let page = "# Side\n\nBruk CloudCannon eller `HashMap`.\n";
    let words = words_of(&files(&[("index.md", page)]));
    // In what is common with the word before, then the rest; behind the space the places of the names.
    assert!(words.contains("!#cannon #!"), "{words}");
    assert!(words.contains("!$loud #!(cannon"), "{words}");
}

#[test]
fn raw_html_is_found_by_its_text() {
    let page = "# Side\n\n<table class=\"zebra\"><tr><td>okapi</td><td>gnu&nbsp;her</td></tr></table>\n\n\
                <script>var lama = 1;</script>\n\n<details>\n<summary>Mer om puma</summary>\n\nInne.\n\n</details>\n";
    let files = files(&[("index.md", page)]);
    let text = files.iter().find(|(path, _)| path.starts_with("sok/t")).unwrap().1;
    assert!(text.contains("okapi gnu her Mer om puma Inne."), "{text}");
    assert!(!text.contains("zebra") && !text.contains("lama"), "{text}");
}

#[test]
fn a_heading_is_found_by_its_stop_words() {
    let words = |heading: &str| words_of(&files(&[("index.md", &format!("# Side\n\n## {heading}\n\nTekst.\n"))]));
    // Behind the word the places it has.
    assert!(words("for").contains("#for  & $~%"), "{}", words("for"));
    assert!(words("for hånd").contains("#for  & $!"), "{}", words("for hånd"));
}

#[test]
fn words_of_other_languages_lead_to_words_of_the_book_that_it_has_no_word_for_itself() {
    let index = |text: &str| files(&[("index.md", &format!("# Side\n\n{text}\n"))]).remove("sok/index.js").unwrap();
    let said = index("En leder gir lønn.");
    assert!(said.contains("leder leiar") && said.contains("lonn ") && said.contains(" salary"), "{said}");
    assert!(!said.contains("tjeneste"), "{said}");
    assert!(!index("En leder er ein leiar.").contains("leder leiar"));
}

#[test]
fn pages_bring_words_that_readers_write_for_them_beside_those_of_the_register() {
    let page = |kind: &str, title: &str, search: &str| {
        format!("---\nkind: {kind}\ntitle: {title}\nsummary: Om den.\nsearch: [{search}]\n---\nEn tekst.\n")
    };
    let (term, press, other) =
        (page("definition", "bruker", "kunde"), page("article", "Pressen", "avis"), page("article", "Annet", "noe"));
    let also = |register: &str| {
        let pages = [
            ("index.md", "# Forside\n"),
            ("bruker.md", term.as_str()),
            ("pressen.md", press.as_str()),
            ("annet.md", other.as_str()),
            ("ordliste.yaml", register),
        ];
        let index = files(&pages).remove("sok/index.js").unwrap();
        let from = index.find("\"also\":").unwrap();
        index[from..from + index[from..].find("]]]").unwrap() + 3].to_owned()
    };
    let alone = also("roles: []\n");
    assert_eq!(alone, "\"also\":[[\"bruker\",[1],[\"kunde\"]],[\"\",[0],[\"noe\"]],[\"\",[3],[\"avis\"]]]");
    let both = also("search: {bruker: [klient]}\nsearch-pages: {annet: [annerledes]}\n");
    assert_eq!(
        both,
        "\"also\":[[\"bruker\",[1],[\"klient\",\"kunde\"]],[\"\",[0],[\"annerledes\",\"noe\"]],[\"\",[3],[\"avis\"]]]"
    );
}

#[test]
fn pages_that_are_alike_are_told_by_one_number() {
    let files = files(&[("index.md", "# En side\n"), ("b.md", "# To sider\n"), ("c.md", "# C\n\n## D\n")]);
    let index = &files["sok/index.js"];
    // Two pages with one section and one with two, each with one word in its title that is no stop word.
    assert!(index.contains("\"alike\":\"$)%)\",\"pages\":\"#$#\""), "{index}");
}

#[test]
fn the_same_book_gives_the_same_index() {
    let page = "# Om lønn\n\nLønn og arbeidstid, lønnsnivå og arbeidsavtaler for erfaringskonsulenter.\n";
    let pages = [("index.md", page), ("begreper/bruker.md", TERM), ("b.md", "# B\n\nEn bruker til.\n")];
    assert_eq!(files(&pages), files(&pages));
}
