//! Inputs that nobody would write: pages, settings and registers of the guide with things put in, taken out and
//! repeated. Nothing may panic or hang, and what is read must be bounded.
//!
//! `PROPTEST_CASES=100000 cargo test --release --test it -- --ignored fuzz` looks longer; what it finds is
//! kept in `tests/regressions/`, and becomes a case in `tests/cases/`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use brobygger::build::{Built, Inputs, build};
use brobygger::config::parse_summary;
use brobygger::diagnostic::{any_error, json, sort, terminal};
use brobygger::document::parse_condition;
use brobygger::fill;
use brobygger::language::Languages;
use brobygger::questions::read_rules;
use brobygger::said::Catalogue;
use brobygger::sink::MemorySink;
use brobygger::source::{Layer, Sources};
use brobygger::text::Date;
use brobygger::write::{alone, docx, html};
use proptest::prelude::*;

use crate::seeds::properties;
use crate::tree::files_on_disk;

/// The longest that an input of a megabyte may take, on a machine that does other things too.
const LONGEST: Duration = Duration::from_mins(1);
/// The book that answers are given to.
static FORMS: LazyLock<Built> = LazyLock::new(crate::fill::built);

/// The largest input.
const MOST: usize = 1 << 20;

/// The guide's own files, by their ending.
static CORPUS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut corpus = BTreeMap::new();
    for folder in ["content", "tests/golden/mdbook", "tests/fill"] {
        for (path, bytes) in files_on_disk(Path::new(folder)) {
            if let Ok(text) = String::from_utf8(bytes) {
                corpus.insert(format!("{folder}/{path}"), text);
            }
        }
    }
    corpus.insert("book.toml".into(), std::fs::read_to_string("book.toml").unwrap());
    corpus
});

fn corpus(of: impl Fn(&str) -> bool) -> Vec<String> {
    let found: Vec<String> = CORPUS.iter().filter(|(path, _)| of(path)).map(|(_, text)| text.clone()).collect();
    assert!(!found.is_empty(), "the corpus was not found");
    found
}

fn ends(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == ending)
}

fn register(path: &str) -> bool {
    ends(path, "yaml")
}

fn page(path: &str) -> bool {
    ends(path, "md") && !path.ends_with("SUMMARY.md")
}

const TOKENS: &[&str] = &[
    "---\n",
    "\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "\r\n",
    "{% if x %}\n",
    "{% elif x == y %}\n",
    "{% else %}\n",
    "{% endif %}\n",
    "{{ x }}",
    "{{",
    "}}",
    "{{#include a.md}}",
    "{{#include index.md:1:2}}",
    "{{#rustdoc_include a.rs:x}}",
    "{{#roller}}\n",
    "[^1]",
    "[^1]: x\n",
    "> ",
    "> [!HJELP]\n",
    "- ",
    "- [x] ",
    "1. ",
    "999999999. ",
    "```\n",
    "~~~",
    "`",
    "|",
    "|-|-|\n",
    "{#x}",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "](x.md)",
    "](term:x)",
    "](#x)",
    "[@x, s. 1]",
    "![",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "<![CDATA[",
    "*",
    "**",
    "_",
    "~~",
    "#",
    "# ",
    "###### ",
    "===\n",
    "&amp;",
    "&#x0;",
    "&",
    "*a",
    "!!",
    "!t ",
    ": ",
    ":\n",
    "? ",
    "'",
    "\"",
    "%",
    "|\n  ",
    ">\n  ",
    "\\",
    "\u{0}",
    "\u{feff}",
    "\u{ad}",
    "\u{202e}",
    "æ",
    "Å",
    "ß",
    "İ",
    "😀",
    "a\u{30a}",
    "kind: ",
    "kind: document\n",
    "title: x\n",
    "inflection: m1\n",
    "rule: bruker\n",
    "compounds: {first: all}\n",
    "synonyms: [{text: x}]\n",
    "fields: {x: {label: x, type: number}}\n",
    "choices: {a: b}\n",
    "when: x\n",
    "not ",
    " and ",
    " or ",
    " in [",
    "==",
    "<=",
    "choice.x",
    "1e999",
    "-1",
    "2026-02-30",
    "[book]\n",
    "src = \"..\"\n",
    "x = ",
    "[[a]]\n",
    "=",
    "…",
    "…99",
    "~",
    "<du>",
    "du|deg",
    "*x*",
    "- [T](x.md)\n",
    "  - [T](index.md)\n",
    "# Part\n",
    "[P](a.md)\n",
];

#[derive(Debug, Clone)]
enum Edit {
    Put(prop::sample::Index, usize, usize),
    Take(prop::sample::Index, usize),
    Copy(prop::sample::Index, usize, prop::sample::Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<prop::sample::Index>;
    let times = prop_oneof![20 => 1usize..4, 3 => 4usize..200, 1 => 200usize..20_000];
    prop_oneof![
        5 => (at(), 0..TOKENS.len(), times).prop_map(|(at, token, times)| Edit::Put(at, token, times)),
        2 => (at(), 1usize..200).prop_map(|(at, length)| Edit::Take(at, length)),
        1 => (at(), 1usize..2000, at()).prop_map(|(from, length, to)| Edit::Copy(from, length, to)),
    ]
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn edited(mut text: String, edits: &[Edit]) -> String {
    for edit in edits {
        let place = |at: &prop::sample::Index| boundary(&text, at.index(text.len() + 1));
        match edit {
            Edit::Put(at, token, times) => {
                let at = place(at);
                let times = (*times).min(MOST.saturating_sub(text.len()) / TOKENS[*token].len());
                text.insert_str(at, &TOKENS[*token].repeat(times));
            }
            Edit::Take(at, length) => {
                let at = place(at);
                let end = boundary(&text, at + length).max(at);
                text.replace_range(at..end, "");
            }
            Edit::Copy(from, length, to) => {
                let (from, to) = (place(from), place(to));
                let end = boundary(&text, from + length).max(from);
                let piece = text[from..end].to_owned();
                text.insert_str(to, &piece);
            }
        }
    }
    text
}

/// Texts of the corpus, changed.
fn changed(of: fn(&str) -> bool) -> impl Strategy<Value = String> {
    let texts = corpus(of);
    (prop::sample::select(texts), prop::collection::vec(edit(), 0..12)).prop_map(|(text, edits)| edited(text, &edits))
}

/// Conditions, and texts that are almost conditions: a few words of them put in.
fn condition() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        "[a-zæ_.-]{1,4}",
        "-?[0-9]{1,3}(\\.[0-9]{1,2}|e[0-9]{1,3})?",
        "-?(inf|nan)",
        "2026-11-22",
        "\"[ -!#-~æ\n]{0,6}\""
    ];
    let test = prop_oneof![
        2 => Just("a".to_owned()),
        1 => "choice\\.[a-zæ0-9_-]{1,4}",
        2 => ("[a-c]", prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]), value.clone()).prop_map(|(name, sign, value)| format!("{name} {sign} {value}")),
        1 => ("[a-c]", prop::collection::vec(value, 1..4)).prop_map(|(name, values)| format!("{name} in [{}]", values.join(","))),
    ];
    let made = test.prop_recursive(8, 40, 4, |inner| {
        let joined =
            |word: &'static str| prop::collection::vec(inner.clone(), 2..4).prop_map(move |parts| parts.join(word));
        prop_oneof![
            joined(" and "),
            joined(" or "),
            inner.clone().prop_map(|part| format!("({part})")),
            inner.prop_map(|part| format!("not {part}"))
        ]
    });
    let anything = "(not |and |or |in |[()\\[\\],.<>=!]|==|a|choice\\.b|'x'|\"y\"|1|12.5|2026-11-22|[ -~æ]){0,60}";
    let put_in = (made.clone(), any::<prop::sample::Index>(), "(not |or |[()\\[\\],.<>=!]|\"|1e999|[ -~æ]){0,3}");
    prop_oneof![
        4 => made,
        2 => put_in.prop_map(|(text, at, more)| { let at = boundary(&text, at.index(text.len() + 1)); format!("{}{more}{}", &text[..at], &text[at..]) }),
        2 => anything,
    ]
}

/// Builds a book with these files, all the way to its pages and to what is said of it.
fn built(files: &[(&str, &str)]) {
    let begun = Instant::now();
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into())).collect();
    let inputs = Inputs::of_files(files, Date { year: 2026, month: 11, day: 22 }).value;
    let outcome = build(&inputs);
    let mut diagnostics = outcome.diagnostics;
    if !any_error(&diagnostics) {
        diagnostics.extend(html::write(&outcome.value.book, &outcome.value.theme, &MemorySink::default()));
    }
    sort(&mut diagnostics);
    for diagnostic in diagnostics.iter().take(50) {
        let shown = terminal(diagnostic, &inputs.sources, &Catalogue::default(), false);
        assert!(shown.len() < 4 * MOST, "a diagnostic of {} bytes", shown.len());
        assert!(!json(diagnostic, &inputs.sources, &Catalogue::default()).is_null());
    }
    assert!(begun.elapsed() < LONGEST, "took {:?}", begun.elapsed());
}

const OTHER: (&str, &str) = ("src/other.md", "# Other\n\nBrukeren og en bruker, x og fadderen.\n");
const SUMMARY: (&str, &str) = ("src/SUMMARY.md", "- [I](index.md)\n- [O](other.md)\n");

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { max_shrink_iters: 2000, ..properties(cases, "tests/regressions/fuzz.txt") }
}

proptest! {
    #![proptest_config(config(400))]

    /// Front matter and Markdown of every kind, to pages.
    #[test]
    #[ignore = "slow: whole books, many times"]
    fn pages(text in changed(page)) {
        built(&[("src/index.md", &text), OTHER, SUMMARY]);
    }

    /// Terms, their inflection and rules, and what they find in other pages.
    #[test]
    #[ignore = "slow: whole books, many times"]
    fn terms(text in changed(|path| path.starts_with("content/begreper/")), about in changed(page)) {
        built(&[("src/begreper/bruker.md", &text), ("src/index.md", &about), OTHER, SUMMARY]);
    }

    #[test]
    #[ignore = "slow: whole books, many times"]
    fn summaries(text in changed(|path| path.ends_with("SUMMARY.md"))) {
        built(&[("src/SUMMARY.md", &text), OTHER, ("src/index.md", "# I\n")]);
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "src/SUMMARY.md", text.as_str());
        drop(parse_summary(sources.get(file)));
    }

    #[test]
    #[ignore = "slow: whole books, many times"]
    fn settings(text in changed(|path| path.ends_with("book.toml"))) {
        built(&[("book.toml", &text), OTHER, SUMMARY, ("src/index.md", "# I\n"), ("content/index.md", "# I\n")]);
    }

    #[test]
    #[ignore = "slow: whole books, many times"]
    fn registers(text in changed(register), name in prop::sample::select(vec!["kilder", "ordliste", "sporsmal-lint"])) {
        built(&[(&format!("src/{name}.yaml"), &text), OTHER, SUMMARY, ("src/index.md", "# I\n\nSe [@handbok-2016].\n")]);
    }

    #[test]
    #[ignore = "slow: whole books, many times"]
    fn questions(text in changed(|path| path.ends_with("sporsmal-lint.yaml")), ask in "(du|er|en bruker|medisin|[a-zæøåA-Z.?! ]){0,400}") {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "sporsmal-lint.yaml", text.as_str());
        let rules = read_rules(sources.get(file), Languages::default().of("nb").letters).value;
        for finding in rules.check(&ask) {
            prop_assert!(ask.get(finding.at.clone()).is_some());
        }
    }

    /// Answers that are read fill in every document of a book, in every form.
    #[test]
    #[ignore = "slow: whole books, many times"]
    fn answers(text in changed(|path| path.ends_with("answers.json"))) {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "answers.json", text.as_str());
        let Ok(answers) = fill::read(sources.get(file)) else { return Ok(()) };
        let (book, texts) = (&FORMS.book, FORMS.theme.texts());
        for (id, number) in book.by_id.iter().filter(|(_, number)| fill::is_form(book.page(**number))) {
            let number = *number;
            drop(fill::check(book, number, &answers, sources.get(file)));
            let finished = fill::fill(book, number, texts, &answers);
            prop_assert!(alone::html(book, texts, &finished).ends_with("</html>\n"), "{id}");
            prop_assert!(alone::markdown(book, texts, &finished).len() < 4 * MOST);
            prop_assert!(docx::finished(book, texts, &finished).starts_with(b"PK"));
        }
    }

    /// A condition that is read reads the same again as it is shown.
    #[test]
    fn conditions(text in condition(), deep in prop_oneof![0usize..70, 0usize..5000]) {
        let nested = [
            format!("{}a{}", "(".repeat(deep), ")".repeat(deep)),
            format!("{}a", "not ".repeat(deep)),
            format!("{}a or b and c{}", "not (".repeat(deep), ")".repeat(deep)),
        ];
        for text in nested.iter().chain([&text]) {
            let Ok(read) = parse_condition(text) else { continue };
            let again = parse_condition(&read.to_string());
            prop_assert_eq!(again.as_ref(), Ok(&read), "{} is shown as {}", text, read);
        }
    }
}

/// Input that is deep, long or much is handled, or refused in words.
#[test]
#[ignore = "slow: inputs of a megabyte"]
fn extremes() {
    let many = |unit: &str, times: usize| unit.repeat(times);
    let inputs = [
        many("> ", 20_000),
        many("- ", 20_000) + "x",
        many("*a ", 50_000),
        many("[", 50_000),
        many("![a](", 20_000),
        many("<div>", 50_000),
        many("[x](other.md) ", 70_000),
        many("[x](nowhere.md)\n", 60_000),
        many("[^1]", 100_000) + "\n\n[^1]: x\n",
        many("# Overskrift\n", 70_000),
        many("x", 1_000_000),
        many("bruker ", 140_000),
        many("|", 500_000) + "\n|-|\n",
        format!("|{}\n|{}\n{}", many("a|", 500), many("-|", 500), many("|x", 300_000)),
        many("`", 1_000_001),
        many("\\", 1_000_000),
        many("&amp;", 200_000),
        format!("---\nkind: document\ndocument: plan\ntitle: x\nsummary: y\n---\n{}", many("{% if a %}\n", 90_000)),
        format!("---\nkind: article\ntitle: {}\nsummary: y\n---\n", many("[", 60_000)),
        format!("---\nkind: article\ntitle: x\nsummary: {}\n---\n", many("y", 60_000)),
    ];
    for input in inputs {
        let begun = Instant::now();
        built(&[("src/index.md", &input), OTHER, SUMMARY]);
        println!("{:>6} ms: {:.30}", begun.elapsed().as_millis(), input.replace('\n', "⏎"));
    }
}
