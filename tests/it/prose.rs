//! The guide's language, as far as it can be counted: words it does not use, and how its sentences run.

use std::path::{Path, PathBuf};

use brobygger::kind::Kind;
use brobygger::resolve::readability;
use brobygger::text::words;

use crate::fill::{collect, guide};

/// Turns of phrase that the guide does not use, as words in a row, and what it writes instead.
const AVOIDED: &[(&[&str], &str)] = &[
    (&["attest"], "legeattest eller politiattest"),
    (&["attesten"], "legeattesten eller politiattesten"),
    (&["attester"], "legeattester eller politiattester"),
    (&["hun", "eller", "han"], "flertall, eller «konsulenten»"),
    (&["han", "eller", "hun"], "flertall, eller «konsulenten»"),
    (&["vårt", "råd"], "merket «Vårt tillegg»: [!TILLEGG] eller {.tillegg}"),
    (&["vårt", "tillegg"], "merket «Vårt tillegg»: [!TILLEGG] eller {.tillegg}"),
    (&["er", "alt"], "er allerede"),
    (&["har", "alt"], "har allerede"),
    (&["står", "alt"], "står allerede"),
    (&["går", "sammen"], "går overens"),
    (&["ser", "på", "igjen"], "går gjennom på nytt"),
    (&["målt", "mot"], "vurdert opp mot"),
    (&["setter", "likt", "med"], "likestiller med"),
    (&["dårlige", "holdninger"], "negative holdninger"),
    (&["døra"], "døren"),
    (&["klokka"], "klokken"),
    (&["vakta"], "vakten"),
];

/// Pages that say what a turn of phrase is about.
const MAY_SAY: &[(&str, &str)] = &[
    // The page that explains the mark, and the manual that tells how it is written.
    ("start/om-veiviseren.md", "vårt tillegg"),
    ("tilpass/skriv-innhold.md", "vårt tillegg"),
    ("tilpass/skriv-innhold.md", "vårt råd"),
];

#[test]
fn the_guide_does_not_use_words_that_readers_stumble_over() {
    let mut paths = Vec::new();
    collect(Path::new("content"), &mut paths);
    let pages: Vec<PathBuf> =
        paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    assert!(pages.len() > 100, "the guide was not found");
    let mut found = Vec::new();
    for page in &pages {
        let text = std::fs::read_to_string(page).unwrap();
        let name = page.strip_prefix("content").unwrap().to_str().unwrap().to_owned();
        found.extend(
            avoided_in(&text)
                .into_iter()
                .filter(|(line, phrase, _)| {
                    let quoted = text.lines().nth(line - 1).is_some_and(|line| line.contains(&format!("«{phrase}»")));
                    !quoted && !MAY_SAY.contains(&(&name, phrase))
                })
                .map(|(line, phrase, instead)| format!("content/{name}:{line}: «{phrase}»: {instead}")),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The turns of phrase in a text: line, phrase, what to write instead.
fn avoided_in(text: &str) -> Vec<(usize, String, &'static str)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !names_fields(line)) {
        let lower = without_fields(line).to_lowercase();
        let all: Vec<&str> = words(&lower).map(|(_, word)| word).collect();
        for (phrase, instead) in AVOIDED {
            let stands = |at: &usize| all[*at..].starts_with(phrase) && !goes_on(phrase, all.get(at + phrase.len()));
            let hits = (0..all.len()).filter(stands).count();
            found.extend((0..hits).map(|_| (number + 1, phrase.join(" "), *instead)));
        }
    }
    found
}

/// A line without what stands in `{{ }}` and `{% %}`, and without keys: `{attest: brevet}`.
fn without_fields(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(open) = rest.find(['{']) {
        let inside = &rest[open + 1..];
        out.push_str(&rest[..open]);
        out.push(' ');
        let close = if inside.starts_with(['{', '%']) { inside.find('}').map_or(inside.len(), |at| at + 1) } else { 0 };
        rest = &inside[close..];
    }
    out.push_str(rest);
    out.split(' ').filter(|word| !word.ends_with(':') || word.contains('*')).collect::<Vec<_>>().join(" ")
}

/// Whether «alt» means everything here: «er alt annet på plass».
fn goes_on(phrase: &[&str], next: Option<&&str>) -> bool {
    phrase.last() == Some(&"alt") && next.is_some_and(|next| ["annet", "det", "som", "dere", "vi", "du"].contains(next))
}

/// Whether a line names fields instead of saying something: a condition, the place of an advice, the key of a field.
fn names_fields(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ");
    let key = line.strip_suffix(':').is_some_and(|key| !key.contains(' '));
    key || ["when:", "at:", "{% ", "set:"].iter().any(|begins| line.starts_with(begins))
}

#[test]
fn avoided_words_are_found_in_any_form_of_a_line() {
    let found = avoided_in(
        "Ingenting her.\nwhen: attest == ja\nBe om Attesten, og spør hva hun eller\nhan vil. Det er alt gjort (vårt råd).\n",
    );
    let lines: Vec<(usize, &str)> = found.iter().map(|(line, phrase, _)| (*line, phrase.as_str())).collect();
    assert_eq!(lines, [(3, "attesten"), (4, "vårt råd"), (4, "er alt")]);
}

/// Lists of works and addresses are not read as sentences.
const LISTS: &[&str] = &["ressurser/litteratur", "ressurser/nettsteder", "ressurser/ordliste"];

/// Articles are neither telegrams nor hard: their LIX, and how many of their sentences are short.
#[test]
fn articles_are_read_as_somebody_says_them() {
    let guide = guide();
    let (mut wrong, mut count, mut sum) = (Vec::new(), 0.0, 0.0);
    for page in guide.book.pages.iter().filter(|page| matches!(page.kind, Kind::Article)) {
        if LISTS.contains(&&*page.id) {
            continue;
        }
        let text = readability(page);
        let Some(lix) = text.lix() else { continue };
        let short = text.sentences.iter().filter(|(words, _)| *words < 9).count() * 100 / text.sentences.len();
        count += 1.0;
        sum += lix;
        // The manual of the program is full of short names.
        let least = if page.id.starts_with("tilpass/") { 29.0 } else { 35.0 };
        if !(least..=45.0).contains(&lix) || short > 30 {
            wrong.push(format!("{}: LIX {lix:.0}, {short} % of the sentences have under nine words", page.id));
        }
    }
    let mean = sum / count;
    assert!((34.0..=42.0).contains(&mean), "LIX is {mean:.1} on the average");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
