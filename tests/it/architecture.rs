//! The code, held against what ARCHITECTURE.md says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Uses = BTreeMap<String, BTreeSet<String>>;

#[test]
fn rooms_use_only_what_the_table_allows() {
    let (allowed, used) = (table(), imports());
    assert!(allowed.len() > 15, "the table was not found");
    let rooms = |uses: &Uses| uses.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(rooms(&allowed), rooms(&used), "the table and src/ have different rooms");
    for (room, uses) in &used {
        let allowed = &allowed[room];
        let too_many: Vec<_> = uses.difference(allowed).collect();
        assert!(too_many.is_empty(), "`{room}` uses {too_many:?}, which the table in ARCHITECTURE.md does not allow");
        let idle: Vec<_> = allowed.difference(uses).collect();
        assert!(idle.is_empty(), "the table in ARCHITECTURE.md allows `{room}` to use {idle:?}, which it does not");
    }
}

#[test]
fn no_room_is_part_of_a_circle() {
    let uses = imports();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    while done.len() < uses.len() {
        let before = done.len();
        for (room, used) in &uses {
            if used.iter().all(|other| done.contains(other.as_str())) {
                done.insert(room);
            }
        }
        let left: Vec<_> = uses.keys().filter(|room| !done.contains(room.as_str())).collect();
        assert!(done.len() > before, "these rooms use each other in a circle: {left:?}");
    }
}

#[test]
fn no_file_of_a_room_is_part_of_a_circle() {
    let mut folders = vec![std::path::PathBuf::from("src")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        let uses = siblings(&folder, &mut folders);
        seen += uses.len();
        // What a file of a circle reaches comes back to it.
        for file in uses.keys() {
            let (mut reached, mut next) = (BTreeSet::new(), vec![file]);
            while let Some(one) = next.pop() {
                next.extend(uses.get(one).into_iter().flatten().filter(|other| reached.insert(*other)));
            }
            let way = || reached.iter().filter(|other| uses[**other].contains(file)).collect::<Vec<_>>();
            assert!(!reached.contains(file), "{}/{file}.rs is used by what it uses: {:?}", folder.display(), way());
        }
    }
    assert!(seen > 100, "the files of the rooms were not found");
}

/// By file or folder of a folder, without `mod.rs` and tests: the others that its code names by `super::`, also by a
/// name that `mod.rs` takes from them. What `mod.rs` itself holds belongs to all of them. Folders below are added to
/// `folders`.
fn siblings(folder: &Path, folders: &mut Vec<std::path::PathBuf>) -> Uses {
    let mut code: BTreeMap<String, String> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            folders.push(path);
        } else if path.extension().is_some_and(|end| end == "rs") && !["mod", "lib", "main", "tests"].contains(&&*name)
        {
            let text = std::fs::read_to_string(path).unwrap();
            code.insert(name, text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned());
        }
    }
    let named = |text: &str| -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for (at, _) in text.match_indices("super::").filter(|(at, _)| !text[..*at].ends_with("super::")) {
            let rest = &text[at + "super::".len()..];
            match rest.strip_prefix('{') {
                Some(group) => names.extend(firsts(group)),
                None => names.extend(first(rest)),
            }
        }
        names
    };
    let root = std::fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
    let mut taken = taken_names(&root);
    taken.retain(|_, file| code.contains_key(file));
    let files: BTreeSet<String> = code.keys().cloned().collect();
    let of_files = |text: &str| -> BTreeSet<String> {
        named(text).into_iter().map(|name| taken.get(&name).cloned().unwrap_or(name)).collect()
    };
    code.iter().map(|(name, text)| (name.clone(), &(&of_files(text) & &files) - &[name.clone()].into())).collect()
}

/// By name the file that a `mod.rs` takes it from with `use`, of itself or for others.
fn taken_names(root: &str) -> BTreeMap<String, String> {
    let code: String = root.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join(" ");
    let uses = code.split(';').filter_map(|statement| Some(statement.rsplit_once("use ")?.1.trim().to_owned()));
    let mut taken = BTreeMap::new();
    for path in uses {
        let Some((file, names)) = path.split_once("::") else { continue };
        for name in names.split([',', '{', '}']) {
            let name = name.rsplit("::").next().unwrap_or(name);
            let name = name.rsplit(" as ").next().unwrap_or(name).trim();
            taken.insert(name.to_owned(), file.to_owned());
        }
    }
    taken.remove("");
    taken
}

#[test]
fn names_that_a_room_hands_on_are_those_of_the_files_they_come_from() {
    let root =
        "mod a;\nmod b;\n// use c::D;\npub use a::{One, two as three};\nuse b::{e::Four};\npub(crate) use b::five;\n";
    let pair = |(name, file): (&str, &str)| (name.to_owned(), file.to_owned());
    let expected = [("Four", "b"), ("One", "a"), ("five", "b"), ("three", "a")].map(pair);
    assert_eq!(taken_names(root).into_iter().collect::<Vec<_>>(), expected);
}

/// The name that a path begins with.
fn first(path: &str) -> Option<String> {
    let end = path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
    Some(path[..end].to_owned()).filter(|name| !name.is_empty())
}

/// The names that the paths of a group `a::{b, c}, d}` begin with.
fn firsts(group: &str) -> Vec<String> {
    let (mut depth, mut begins, mut names) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.extend(first(group[begins..at].trim()));
                begins = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

/// Rows `| room | … | uses |` of the table in ARCHITECTURE.md.
fn table() -> Uses {
    let text = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    rows.map(|(room, rest)| {
        let uses = rest.rsplit('|').nth(1).unwrap_or("");
        let uses = uses.split([',', ' ']).map(|name| name.trim_matches('`')).filter(|name| name.chars().count() > 1);
        (room.trim_end_matches('/').to_owned(), uses.map(str::to_owned).collect())
    })
    .collect()
}

/// By room the other rooms its code names.
fn imports() -> Uses {
    let rooms: Vec<String> = std::fs::read_dir("src")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        // `absent/` holds packages, not a room.
        .filter(|path| path.join("mod.rs").is_file())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    rooms
        .iter()
        .map(|room| {
            let mut code = String::new();
            read(&Path::new("src").join(room), &mut code);
            let names = |other: &&String| names_room(&code, other) && *other != room;
            (room.clone(), rooms.iter().filter(names).cloned().collect())
        })
        .collect()
}

/// Whether code names a room, in a path or by itself (`use crate::disk;`).
fn names_room(code: &str, room: &str) -> bool {
    let name = format!("crate::{room}");
    code.match_indices(&name).any(|(at, _)| {
        let next = code[at + name.len()..].chars().next();
        next.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    })
}

fn read(folder: &Path, code: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, code);
        } else if path.extension().is_some_and(|end| end == "rs") {
            code.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn no_two_types_have_one_name() {
    let mut types: BTreeMap<String, usize> = BTreeMap::new();
    for room in imports().into_keys() {
        let mut code = String::new();
        read(&Path::new("src").join(&room), &mut code);
        for line in code.lines() {
            let line = line.strip_prefix("pub(super) ").or_else(|| line.strip_prefix("pub(crate) ")).unwrap_or(line);
            let line = line.strip_prefix("pub ").unwrap_or(line);
            let named = ["struct ", "enum ", "trait ", "type "].iter().find_map(|word| line.strip_prefix(word));
            if let Some(name) = named.and_then(first) {
                *types.entry(name).or_default() += 1;
            }
        }
    }
    assert!(types.len() > 300, "the types were not found");
    let twice: Vec<_> = types.into_iter().filter(|(_, times)| *times > 1).collect();
    assert!(twice.is_empty(), "a name that stands for two things cannot be searched for: {twice:?}");
}
