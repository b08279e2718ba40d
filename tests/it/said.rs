//! Sentences of the program, held against the catalogues of its languages: every sentence is there, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use brobygger::language::TABLE;
use brobygger::said::{Catalogue, PhrasePiece, pieces};

/// A sentence that the code says.
struct FoundSentence {
    /// A file that says it.
    file: String,
    /// Whether it tells the use of a key of front matter or settings, which has no places.
    is_of_key: bool,
}

/// Every sentence that the code says.
fn sentences() -> BTreeMap<String, FoundSentence> {
    let mut found = BTreeMap::new();
    let mut folders = vec![Path::new("src").to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !path.ends_with("tests.rs")
                && !path.ends_with("said/mod.rs")
            {
                let code = std::fs::read_to_string(&path).unwrap();
                let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                let said = code.match_indices("said!(").filter_map(|(at, name)| literal(&code[at + name.len()..]));
                let keys =
                    code.match_indices("Key::new(").filter_map(|(at, name)| use_of_key(&code[at + name.len()..]));
                let file = path.display().to_string();
                let told = |is_of_key| {
                    let file = file.clone();
                    move |sentence| (sentence, FoundSentence { file: file.clone(), is_of_key })
                };
                found.extend(keys.map(told(true)).chain(said.map(told(false))));
            }
        }
    }
    found
}

/// The text literal that code begins with.
fn literal(code: &str) -> Option<String> {
    let mut letters = code.trim_start().strip_prefix('"')?.chars().peekable();
    let mut text = String::new();
    loop {
        match letters.next()? {
            '"' => return Some(text),
            '\\' => match letters.next()? {
                'n' => text.push('\n'),
                '\n' => while letters.next_if(|letter| letter.is_whitespace()).is_some() {},
                other => text.push(other),
            },
            letter => text.push(letter),
        }
    }
}

/// The use of a key, whose arguments the code begins with, as its description says it: the last argument.
fn use_of_key(code: &str) -> Option<String> {
    let (mut depth, mut last, mut rest) = (1, None, code);
    while depth > 0 {
        let at = rest.find(['(', ')', '"'])?;
        let mark = rest.as_bytes()[at];
        rest = &rest[at..];
        match mark {
            b'"' => {
                let text = literal(rest)?;
                rest = &rest[1..];
                rest = &rest[rest.find('"')? + 1..];
                last = Some(text).filter(|_| depth == 1);
            }
            b'(' => (depth, rest) = (depth + 1, &rest[1..]),
            _ => (depth, rest) = (depth - 1, &rest[1..]),
        }
    }
    last
}

fn places(sentence: &str) -> BTreeSet<&str> {
    let name = |piece| match piece {
        PhrasePiece::Place(name) => Some(name),
        PhrasePiece::Text(_) => None,
    };
    pieces(sentence).filter_map(name).collect()
}

#[test]
fn every_catalogue_has_every_sentence_with_its_places_and_no_other() {
    let sentences = sentences();
    assert!(sentences.len() > 1000, "the sentences were not found");
    let mut catalogues = 0;
    for language in TABLE.iter().filter(|language| !language.said.is_empty()) {
        let catalogue = Catalogue::of(language);
        let known: BTreeMap<&str, &str> = catalogue.sentences().collect();
        let mut wrong = Vec::new();
        for (sentence, FoundSentence { file, is_of_key }) in &sentences {
            match known.get(sentence.as_str()) {
                None => wrong.push(format!("lacks ({file}): {sentence}")),
                Some(said) if !is_of_key && places(said) != places(sentence) => {
                    wrong.push(format!("has other places: {sentence}"));
                }
                Some(_) => {}
            }
        }
        let idle = known.keys().filter(|sentence| !sentences.contains_key(**sentence));
        wrong.extend(idle.map(|sentence| format!("has what nobody says: {sentence}")));
        assert!(wrong.is_empty(), "src/language/{}/said.po\n{}", language.tag, wrong.join("\n"));
        catalogues += 1;
    }
    assert_eq!(catalogues, 2, "bokmål and nynorsk");
}

#[test]
fn a_place_is_a_name() {
    let is_name = |place: &str| !place.is_empty() && place.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    for (sentence, FoundSentence { file, .. }) in sentences().into_iter().filter(|(_, found)| !found.is_of_key) {
        assert!(places(&sentence).into_iter().all(is_name), "{file}: {sentence}");
    }
}
