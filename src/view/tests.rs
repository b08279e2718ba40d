use std::collections::BTreeMap;
use std::sync::Arc;

use super::{NavView, PageView, View, with_generated};
use crate::config::Config;
use crate::diagnostic::any_error;
use crate::document::BlockNode;
use crate::draft::{DraftMemo, draft};
use crate::resolve::{Book, ResolveMemo, Surroundings, resolve};
use crate::source::{Layer, Sources};
use crate::text::Date;
use crate::theme::Theme;

/// A book of the files of `content/`; all of them stand in the summary, in the order given.
pub(crate) fn book(files: &[(&str, &str)], change: impl FnOnce(&mut Config)) -> Book {
    book_with(files, &BTreeMap::new(), change)
}

/// A book with other files than texts.
pub(crate) fn book_with(
    files: &[(&str, &str)],
    assets: &BTreeMap<String, Arc<[u8]>>,
    change: impl FnOnce(&mut Config),
) -> Book {
    let mut sources = Sources::default();
    let mut summary = String::from("# Summary\n\n");
    for (path, text) in files {
        sources.add(Layer::Book, format!("content/{path}"), *text);
        if !["SUMMARY.md", "ordliste.yaml", "kilder.yaml"].contains(path) {
            summary = format!("{summary}- [{path}]({path})\n");
        }
    }
    if !files.iter().any(|file| file.0 == "SUMMARY.md") {
        sources.add(Layer::Book, "content/SUMMARY.md", summary);
    }
    let mut config = Config::default();
    config.book.src = "content".into();
    change(&mut config);
    let mut diagnostics = Vec::new();
    let draft = draft(&sources, &config, &mut DraftMemo::default()).unpack(&mut diagnostics);
    let around =
        Surroundings { config: &config, sources: &sources, assets, today: Date { year: 2026, month: 11, day: 22 } };
    let book = resolve(draft, &around, &mut ResolveMemo::default()).unpack(&mut diagnostics);
    assert!(!any_error(&diagnostics), "{diagnostics:#?}");
    book
}

pub(crate) fn theme(config: &Config) -> Theme {
    Theme::load(&BTreeMap::new(), config).value
}

fn view(book: &Book, id: &str) -> PageView {
    let theme = theme(&book.config);
    View::new(book, &theme).page(book.by_id[id])
}

/// The body of a page with this text, after its title.
fn body(markdown: &str) -> String {
    let page = format!("# Side\n\n{markdown}");
    view(&book(&[("side.md", &page), ("annen.md", "# Annen side\n\n## Et avsnitt\n")], |_| {}), "side").body
}

fn assert_body(markdown: &str, expected: &str) {
    assert_eq!(body(markdown).trim(), expected.trim(), "{markdown}");
}

const fn definition() -> &'static str {
    "---\nkind: definition\ntitle: likeperson\nsummary: Et medmenneske.\ninflection: m1\ngroup: role\n\
     synonyms: [{text: peer, lang: en}, {text: åpen hånd}]\nterms: {nn: [likeperson], en: [peer]}\n\
     not-same-as: [{id: frivillig, because: En frivillig trenger ikke egen erfaring.}]\nbroader: frivillig\n\
     facts: {paid: nei, mandate: ikke noe}\n---\nEt medmenneske.\n"
}

const FACTS: &str = "facts: {mandate: Hvilket mandat?, paid: Lønnet?}\n";

const FRIVILLIG: &str = "---\nkind: definition\ntitle: frivillig\nsummary: Uten lønn.\n---\nUten lønn.\n";

#[test]
fn a_word_that_only_leads_to_a_term_is_no_name_of_it() {
    let term = definition().replace("{text: åpen hånd}", "{text: åpen hånd}, {text: fremmed, type: mention}");
    let pages = [("begreper/likeperson.md", &*term), ("begreper/frivillig.md", FRIVILLIG), ("ordliste.yaml", FACTS)];
    let shown = view(&book(&pages, |_| {}), "begreper/likeperson").term.unwrap();
    let names: Vec<_> = shown.synonyms.iter().map(|synonym| &*synonym.text).collect();
    assert_eq!(names, ["peer", "åpen hånd"]);
}

#[test]
fn text_is_escaped_wherever_it_stands() {
    assert_body(r#"a \< b & "c" `<x>`"#, "<p>a &lt; b &amp; &quot;c&quot; <code>&lt;x&gt;</code></p>");
    let html = body("[x](https://a.no/?a=1&b=\"2\" \"t\\\"<\")\n");
    assert!(!html.contains("\"<") && !html.contains("<b]"), "{html}");
    assert!(html.contains("href=\"https://a.no/?a=1&amp;b="), "{html}");
}

#[test]
fn links_are_relative_and_tell_what_is_external() {
    assert_body(
        "[a](annen.md#et-avsnitt) [](annen.md) [b](https://x.no) [c](mailto:a@b.no) [d](#x)\n\n## X {#x}",
        "<p><a href=\"annen.html#et-avsnitt\">a</a> <a href=\"annen.html\">Annen side</a> \
         <a href=\"https://x.no\" rel=\"external\">b</a> <a href=\"mailto:a@b.no\">c</a> <a href=\"#x\">d</a></p>\n\
         <div class=\"ov\"><h2 id=\"x\">X</h2>\
         <a class=\"anker\" href=\"#x\" aria-label=\"Lenke til avsnittet X\">#</a></div>",
    );
}

#[test]
fn headings_never_skip_a_level_and_begin_at_two() {
    let levels = |markdown: &str| -> String {
        let html = body(markdown);
        html.match_indices("<h").map(|(at, _)| html[at + 2..].chars().next().unwrap()).collect()
    };
    assert_eq!(levels("### a\n\n## b\n\n#### c\n\n#### d\n\n##### e\n\n### f\n\n# g\n"), "2233432");
    assert_eq!(levels("## a\n\n###### b\n\n###### c\n"), "233");
}

#[test]
fn on_this_page_from_three_headings_on_and_not_out_of_quotations() {
    let of = |text: &str| view(&book(&[("side.md", &format!("# Side\n\n{text}"))], |_| {}), "side").headings;
    assert_eq!(of("## a\n\n### b\n").len(), 0);
    let headings = of("## a\n\n### b & c\n\n#### d\n\n> ## sitert\n\n## e\n");
    let shown: Vec<_> = headings.iter().map(|heading| (heading.level, &*heading.title)).collect();
    assert_eq!(shown, [(2, "a"), (3, "b & c"), (2, "e")]);
}

#[test]
fn task_items_have_boxes_with_names() {
    assert_body(
        "- [x] Gjort **nå**\n- [ ] Ikke gjort\n",
        "<ul class=\"oppgaver\">\n\
         <li class=\"oppgave\"><input type=\"checkbox\" disabled checked aria-labelledby=\"ui_o1\"><div>\
         <span id=\"ui_o1\">Gjort <strong>nå</strong></span></div></li>\n\
         <li class=\"oppgave\"><input type=\"checkbox\" disabled aria-labelledby=\"ui_o2\"><div>\
         <span id=\"ui_o2\">Ikke gjort</span></div></li>\n</ul>",
    );
}

#[test]
fn a_wide_table_can_be_reached_and_is_named_after_its_heading() {
    let narrow = body("| a | b |\n|:--|--:|\n| 1 | 2 |\n");
    assert!(narrow.contains("<div class=\"tabell\"><table>"), "{narrow}");
    assert!(narrow.contains("<td class=\"venstre\">1</td><td class=\"hoyre\">2</td>"), "{narrow}");
    let wide =
        body("## Lønn & vilkår\n\n| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 | 6 |\n");
    let region = "<section class=\"tabell bred\" tabindex=\"0\" aria-label=\"Tabell: Lønn &amp; vilkår\">";
    assert!(wide.contains(region), "{wide}");
}

#[test]
fn a_table_that_may_be_shown_as_cards_keeps_its_roles_and_names_its_cells() {
    let html = body("| År | Hva *da*? | \"Hvem\" |\n|--:|---|---|\n| 2025 | Noe | |\n");
    assert!(
        html.contains(
            "<div class=\"tabell radkort\"><table role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\">"
        ),
        "{html}"
    );
    assert!(html.contains("<th scope=\"col\" role=\"columnheader\" class=\"hoyre\">År</th>"), "{html}");
    assert!(html.contains("<td role=\"cell\" class=\"hoyre\" data-kolonne=\"År\">2025</td>"), "{html}");
    assert!(html.contains("<td role=\"cell\" data-kolonne=\"Hva da?\">Noe</td>"), "{html}");
    assert!(html.contains("data-kolonne=\"&quot;Hvem&quot;\"></td>"), "{html}");
    let nameless = body("| | Hva da? | Hvem |\n|---|---|---|\n| 2025 | Noe | Vi |\n");
    assert!(nameless.contains("<td role=\"cell\">2025</td><td role=\"cell\" data-kolonne=\"Hva da?\">"), "{nameless}");
}

#[test]
fn footnotes_lead_there_and_back_every_time() {
    let html = body("En[^a], to[^b], en igjen[^a].\n\n[^a]: Første.\n[^b]: Andre.\n");
    for part in [
        "<sup class=\"note\"><a id=\"ui_fnref-1\" href=\"#ui_fn-1\" aria-label=\"Fotnote 1\">1</a></sup>",
        "<a id=\"ui_fnref-1-2\" href=\"#ui_fn-1\"",
        "<li id=\"ui_fn-2\"><p>Andre. <a class=\"tilbake\" href=\"#ui_fnref-2\" aria-label=\"Tilbake til teksten\">↩</a></p>",
        "href=\"#ui_fnref-1-2\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn alerts_say_what_they_are() {
    assert_body(
        "> [!WARNING]\n> Ikke spør.\n",
        "<div class=\"varsel advarsel\" role=\"note\"><p class=\"varsel-tittel\">Pass på</p>\n<p>Ikke spør.</p>\n</div>",
    );
}

#[test]
fn code_is_coloured_where_the_language_is_known() {
    assert!(body("```toml\na = 1 # x\n```\n").contains("<span class=\"s-c\"># x"));
    assert!(body("```ukjent\n<a> & b\n```\n").contains("<code>&lt;a&gt; &amp; b\n</code>"));
}

#[test]
fn raw_html_is_shown_only_where_the_book_allows_it() {
    assert!(body("a <kbd>b</kbd>\n").contains("<kbd>b</kbd>"));
}

#[test]
fn a_document_shows_every_branch_with_a_caption_and_its_fields_as_blanks() {
    let page = "---\nkind: document\ndocument: plan\ntitle: Plan\nsummary: En plan.\nfields:\n  \
                sted: {label: arbeidssted, type: text}\n  hvem: {label: arbeidsgiver, type: employer}\n---\n\
                Ved {{ sted }}.\n\n- [ ] Bil og båt. {#bil}\n\n{% if hvem == privat and choice.bil %}\nA.\n\
                {% elif not sted %}\nB.\n{% else %}\nC.\n{% endif %}\n";
    let words = "employers: {kommune: kommune, privat: privat virksomhet}\n";
    let html = view(&book(&[("plan.md", page), ("ordliste.yaml", words)], |_| {}), "plan").body;
    for part in [
        "<span class=\"felt\" data-field=\"sted\"><span class=\"skjult\">Fyll ut: </span>arbeidssted</span>",
        "<li class=\"valg\" id=\"valg-bil\" data-choice=\"bil\">",
        "<p class=\"gren-tittel\">Når arbeidsgiveren er privat virksomhet og «Bil og båt» er krysset av:</p>\n<p>A.</p>",
        "<p class=\"gren-tittel\">Ellers, når arbeidsstedet ikke er fylt ut:</p>\n<p>B.</p>",
        "<p class=\"gren-tittel\">Ellers:</p>\n<p>C.</p>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn a_term_shows_its_relations_from_both_sides() {
    let files =
        [("begreper/likeperson.md", definition()), ("begreper/frivillig.md", FRIVILLIG), ("ordliste.yaml", FACTS)];
    let book = book(&files, |_| {});
    let term = view(&book, "begreper/likeperson").term.unwrap();
    assert_eq!(term.role, Some(1));
    let facts: Vec<(&str, &str)> = term.facts.iter().map(|fact| (&*fact.label, &*fact.text)).collect();
    assert_eq!(facts, [("Hvilket mandat?", "ikke noe"), ("Lønnet?", "nei")]);
    assert_eq!(term.not_same[0].link.title, "Frivillig");
    assert_eq!(term.broader.unwrap().href.as_deref(), Some("frivillig.html"));
    let other = view(&book, "begreper/frivillig");
    assert_eq!(other.title, "Frivillig");
    let other = other.term.unwrap();
    assert_eq!(other.not_same[0].link.title, "Likeperson");
    assert_eq!(other.not_same[0].because, "En frivillig trenger ikke egen erfaring.");
    assert_eq!(other.narrower[0].title, "Likeperson");
}

#[test]
fn roles_and_the_index_are_made_from_the_terms() {
    let files = [
        ("side.md", "# Side\n\n{{#roller}}\n\n{{#ordliste}}\n"),
        ("ordliste.yaml", FACTS),
        ("begreper/likeperson.md", definition()),
        ("begreper/frivillig.md", FRIVILLIG),
    ];
    let html = view(&book(&files, |_| {}), "side").body;
    for part in [
        "<th role=\"columnheader\" scope=\"col\" class=\"rolle rolle-1\" data-id=\"likeperson\"><a href=\"begreper/likeperson.html\">Likeperson</a>",
        "<th role=\"rowheader\" scope=\"row\">Lønnet?</th><td role=\"cell\" class=\"rolle-1\" data-rolle=\"Likeperson\">nei</td>",
        "<span lang=\"en\">peer</span> <span class=\"se\">se</span> <a class=\"rolle rolle-1\" href=\"begreper/likeperson.html\">likeperson</a>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let letters: Vec<_> =
        html.match_indices("<h2 id=\"ui_bokstav-").map(|(at, _)| html[at + 19..].chars().next().unwrap()).collect();
    assert_eq!(letters, ['f', 'l', 'p', 'å']);
}

#[test]
fn navigation_opens_the_way_to_the_page_and_nothing_else() {
    let files = [
        ("a.md", "# A\n"),
        ("b.md", "# B\n"),
        ("b/c.md", "# C\n"),
        ("b/d.md", "# D\n"),
        ("b/c/e.md", "# E\n"),
        ("f.md", "# F\n"),
        (
            "SUMMARY.md",
            "# S\n\n# Del en\n\n- [A](a.md)\n  - [F](f.md)\n- [B](b.md)\n  - [C](b/c.md)\n    - [E](b/c/e.md)\n  - [D](b/d.md)\n\n# Del to\n\n- [Ny]()\n",
        ),
    ];
    let page = view(&book(&files, |_| {}), "b/c");
    let [one, two] = *page.nav.entries().collect::<Vec<_>>() else { panic!("{:?}", page.nav) };
    assert_eq!((&*one.title, &*two.title, two.children.len()), ("Del en", "Del to", 0));
    let [a, b] = &*one.children else { panic!("{one:?}") };
    assert_eq!((&*a.title, a.href.as_deref(), a.children.len()), ("A", Some("../a.html"), 0));
    let titles: Vec<_> = b.children.iter().map(|child| (&*child.title, child.current)).collect();
    assert_eq!(titles, [("C", true), ("D", false)]);
    assert_eq!(b.children[0].children[0].href.as_deref(), Some("c/e.html"));
    let crumbs: Vec<_> = page.crumbs.iter().map(|crumb| &*crumb.title).collect();
    assert_eq!(crumbs, ["Forside", "Del en", "B"]);
    assert_eq!(page.previous.unwrap().title, "B");
    assert_eq!(page.next.unwrap().title, "E");
    assert_eq!(page.root, "../");
}

#[test]
fn a_term_opens_the_part_of_the_index_and_is_no_entry_of_it() {
    let files = [
        ("a.md", "# A\n"),
        ("ord.md", "# Ord\n\n{{#ordliste}}\n"),
        ("ordliste.yaml", FACTS),
        ("begreper/likeperson.md", definition()),
        ("begreper/frivillig.md", FRIVILLIG),
        ("SUMMARY.md", "# S\n\n# Del en\n\n- [A](a.md)\n\n# Oppslag\n\n- [Ord](ord.md)\n"),
    ];
    let book = book(&files, |_| {});
    let shown = |id: &str| -> Vec<(String, Vec<(String, bool)>)> {
        let children =
            |part: &NavView| part.children.iter().map(|child| (child.title.clone(), child.current)).collect();
        view(&book, id).nav.entries().map(|part| (part.title.clone(), children(part))).collect()
    };
    let opened = |current| vec![("Del en".into(), vec![]), ("Oppslag".into(), vec![("Ord".into(), current)])];
    assert_eq!(shown("begreper/likeperson"), opened(false));
    assert_eq!(shown("ord"), opened(true));
}

#[test]
fn what_sets_the_roles_apart_stands_in_the_words_of_the_book() {
    let facts = "facts: {mandate: {label: Hvilket mandat?, difference: Bare én har mandat.}, paid: Lønnet?}\n";
    let files = [
        ("a.md", "# A\n\n{{#roller}}\n"),
        ("begreper/likeperson.md", definition()),
        ("begreper/frivillig.md", FRIVILLIG),
        ("ordliste.yaml", facts),
    ];
    let book = book(&files, |_| {});
    let shown = view(&book, "a").body;
    let row =
        "</tr>\n<tr role=\"row\" class=\"forskjell\"><td role=\"cell\" colspan=\"2\">Bare én har mandat.</td></tr>\n";
    assert!(shown.contains(row), "{shown}");
    assert_eq!(shown.matches("forskjell").count(), 1);
    let blocks = with_generated(&book, theme(&book.config).texts(), &book.page(book.by_id["a"]).body.blocks);
    let lists = blocks.iter().filter_map(|block| match &block.node {
        BlockNode::List(list) => Some(list.items.len()),
        _ => None,
    });
    assert_eq!(lists.collect::<Vec<_>>(), [1]);
}

#[test]
fn navigation_of_a_book_without_structure_does_not_grow_with_the_book() {
    let names: Vec<String> = (0..400).map(|i| format!("s{i:03}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "# S\n")).collect();
    let page = view(&book(&files, |_| {}), "s200");
    let [part] = *page.nav.entries().collect::<Vec<_>>() else { panic!("{:?}", page.nav) };
    assert_eq!((part.children.len(), &*part.title), (81, ""));
    assert!(part.children[40].current);
}

#[test]
fn what_is_known_of_the_page_is_said_in_words() {
    let page = "---\nkind: article\ntitle: Side\nsummary: En side.\nauthors: [A, B, C]\nreviewed: 2026-11-02\n\
                samskapt: nei\nlov: {skrevet: 2026-11, kvalitetssikret: nei}\n---\nTekst.\n";
    let change = |config: &mut Config| {
        config.site.url = Some("https://x.no/v/".into());
        config.site.edit_url = Some("https://git/{path}".into());
    };
    let book = book(&[("del/README.md", page)], change);
    let page = view(&book, "del/index");
    assert_eq!(page.authors, "A, B og C");
    assert_eq!(page.reviewed.unwrap().words, "2. november 2026");
    assert_eq!(page.involved.as_deref(), Some("Ingen av dem siden handler om, har medvirket ennå."));
    let law = page.law.unwrap();
    assert_eq!(law.text(), "Slik leste vi loven i november 2026. Teksten er ikke kvalitetssikret av jurist.");
    let pieces: Vec<_> = law.pieces.iter().map(|piece| (&*piece.text, piece.warns, &piece.url)).collect();
    let written = ("Slik leste vi loven i november 2026. ", false, &None);
    assert_eq!(pieces, [written, ("Teksten er ikke kvalitetssikret av jurist.", true, &None)]);
    assert_eq!(page.canonical.as_deref(), Some("https://x.no/v/del/"));
    assert_eq!(page.edit.as_deref(), Some("https://git/content/del/README.md"));
    let theme = theme(&book.config);
    assert_eq!(View::new(&book, &theme).not_found().root, "/v/");
}

#[test]
fn ways_on_from_the_start_page_are_told_from_other_lists() {
    let home = "# Forside\n\n- [Annen](annen.md): Se *her*.\n- [Side](side.md): Les.\n\nHvor?\n\n\
                - **I en kommune:** [Annen](annen.md)\n- **Ellers:** Bruk [siden](side.md) likevel.\n\nEllers:\n\n- Bare tekst\n";
    let list = "# Side\n\n- [Annen](annen.md): Se her.\n";
    let book = book(&[("index.md", home), ("side.md", list), ("annen.md", "# Annen\n")], |_| {});
    let start = view(&book, "index");
    assert!(start.home && !view(&book, "side").home);
    assert!(
        start.body.contains(
            "<ul class=\"veier\">\n<li><a href=\"annen.html\">Annen</a><span class=\"kolon\">:</span> Se <em>her</em>.</li>"
        ),
        "{}",
        start.body
    );
    assert!(
        start.body.contains("<ul class=\"svarveier\">\n<li><strong>I en kommune:</strong> <a href=\"annen.html\">"),
        "{}",
        start.body
    );
    assert!(start.body.contains("<ul>\n<li>Bare tekst</li>"), "{}", start.body);
    assert!(!view(&book, "side").body.contains("class="), "{}", view(&book, "side").body);
}
