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
fn every_folder_of_the_code_is_named() {
    let text = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    let folders = std::fs::read_dir("src").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let names: Vec<String> = folders.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert!(names.len() > 20, "the folders were not found");
    let is_named =
        |name: &&String| text.contains(&format!("| `{name}/` |")) || text.contains(&format!("`src/{name}/`"));
    let unnamed: Vec<&String> = names.iter().filter(|name| !is_named(name)).collect();
    assert!(unnamed.is_empty(), "ARCHITECTURE.md does not tell what these are: {unnamed:?}");
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

/// By file of a folder, and by folder in it, without tests: the others that its code names, by `super::` or from the
/// root of the crate, also by a name that `mod.rs` takes from them. The types of `mod.rs` belong to all of them, and so do
/// the names it hands on; who calls a function of it, or asks for a constant, uses it as any other file. Folders below are
/// added to `folders`.
fn siblings(folder: &Path, folders: &mut Vec<std::path::PathBuf>) -> Uses {
    let root = std::fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
    let whole = folder
        .components()
        .skip(1)
        .fold("crate::".to_owned(), |path, part| path + &part.as_os_str().to_string_lossy() + "::");
    let mut named: Uses = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_room = path.join("mod.rs").is_file();
        if is_room || is_code(&path) {
            let mut names = BTreeSet::new();
            names_above(&path, 1, &whole, &mut names);
            named.entry(name).or_default().append(&mut names);
        }
        if path.is_dir() {
            folders.push(path);
        }
    }
    siblings_named(without_tests(&root), named)
}

/// As [`siblings`]: `root` is the code of `mod.rs`, `named` has by file the names that it asks the folder for.
fn siblings_named(root: &str, named: Uses) -> Uses {
    let files: BTreeSet<String> = named.keys().cloned().collect();
    let mut taken = taken_names(root);
    taken.retain(|_, file| files.contains(file));
    let done = done_by(root);
    let file = |name: String| match taken.get(&name) {
        Some(file) => file.clone(),
        None if !files.contains(&name) && done.contains(&name) => MOD.to_owned(),
        None => name,
    };
    let known = &files | &[MOD.to_owned()].into();
    let others = |(own, names): (String, BTreeSet<String>)| {
        let used: BTreeSet<String> = names.into_iter().map(file).collect();
        let others = &(&used & &known) - &[own.clone()].into();
        (own, others)
    };
    let mut uses: Uses = named.into_iter().map(others).collect();
    uses.insert(MOD.to_owned(), used_by(root, &files, &taken));
    uses
}

/// Whether a path is that of a file of a folder's own code.
fn is_code(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    path.extension().is_some_and(|end| end == "rs") && !["mod", "lib", "main", "tests"].contains(&&*name)
}

/// The names by which a file, or all files of a folder, asks for something of a folder so many steps above it, which is
/// `whole` from the root of the crate.
fn names_above(path: &Path, steps: usize, whole: &str, names: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            let below = entry.unwrap().path();
            if below.is_dir() || is_code(&below) {
                names_above(&below, steps + 1, whole, names);
            } else if below.ends_with("mod.rs") {
                names_above(&below, steps, whole, names);
            }
        }
        return;
    }
    let text = std::fs::read_to_string(path).unwrap();
    names.append(&mut names_after(without_tests(&text), &"super::".repeat(steps)));
    names.append(&mut names_after(without_tests(&text), whole));
}

/// The names that stand in code right after a path.
fn names_after(code: &str, path: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let begins = |at: usize| !code[..at].ends_with("::");
    for (at, _) in code.match_indices(path).filter(|(at, _)| begins(*at)) {
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(firsts(group)),
            None => names.extend(first(rest)),
        }
    }
    names
}

/// Code without the module of its tests.
fn without_tests(code: &str) -> &str {
    code.split("#[cfg(test)]\nmod tests").next().unwrap()
}

#[test]
fn a_circle_through_a_folder_or_from_the_root_of_the_crate_is_seen() {
    let code = "use super::super::a::b;\nuse super::c;\nuse crate::room::{d, e::{f, g}};\nlet x = crate::room::h();\n\
                pub(in crate::room) fn i() {}\nuse crate::roomy::k;\n";
    let names = |path: &str| names_after(code, path).into_iter().collect::<Vec<_>>();
    assert_eq!(names("super::super::"), ["a"]);
    assert_eq!(names("super::"), ["c", "super"]);
    assert_eq!(names("crate::room::"), ["d", "e", "h"]);
    let root = "mod a;\nmod b;\nuse b::two;\n\npub struct Four;\nfn six() {\n    a::seven()\n}\n";
    let named = [("a", vec!["Four", "six"]), ("b", vec!["a"]), ("c", vec!["two"])];
    let named = named.map(|(file, names)| (file.to_owned(), names.into_iter().map(str::to_owned).collect()));
    let uses = siblings_named(root, named.into());
    let of = |file: &str| uses[file].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!([of("a"), of("b"), of("c"), of(MOD)], [vec![MOD], vec!["a"], vec!["b"], vec!["a"]]);
}

/// The file of a folder itself.
const MOD: &str = "mod";

/// The functions, constants and statics that the code of a file has outside of types.
fn done_by(code: &str) -> BTreeSet<String> {
    let done = |line: &str| {
        let line = line.strip_prefix("pub").map_or(line, |rest| rest.split_once(' ').map_or("", |(_, rest)| rest));
        let line = line.strip_prefix("const fn ").map_or(line, |_| line.trim_start_matches("const "));
        ["fn ", "const ", "static "].iter().find_map(|word| first(line.strip_prefix(word)?))
    };
    code.lines().filter_map(done).collect()
}

/// The files that the code of a `mod.rs` names beside what it takes from them for others.
fn used_by(root: &str, files: &BTreeSet<String>, taken: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut code = String::new();
    let mut in_use = false;
    for line in root.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let begins =
            ["use ", "pub use ", "pub(crate) use ", "pub(super) use "].iter().any(|word| line.starts_with(word));
        in_use |= begins;
        if !in_use {
            code.extend([line, "\n"]);
        }
        in_use &= !line.ends_with(';');
    }
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let by_path = files.iter().filter(|file| code.contains(&format!("{file}::")) && words.contains(file.as_str()));
    let own = done_by(root);
    let by_name = taken.iter().filter(|(name, _)| words.contains(name.as_str()) && !own.contains(*name));
    by_path.chain(by_name.map(|(_, file)| file)).cloned().collect()
}

#[test]
fn what_a_room_does_itself_is_told_from_what_it_hands_on() {
    let root = "mod a;\nmod b;\npub use a::{One, two};\nuse b::three;\n\npub struct Four;\nconst FIVE: u8 = 5;\n\
                pub(super) const fn six() -> u8 {\n    three() + a::seven()\n}\n";
    assert_eq!(done_by(root).into_iter().collect::<Vec<_>>(), ["FIVE", "six"]);
    let files: BTreeSet<String> = ["a", "b", "c"].map(str::to_owned).into();
    let used = |code: &str| used_by(code, &files, &taken_names(code)).into_iter().collect::<Vec<_>>();
    assert_eq!(used(root), ["a", "b"]);
    assert_eq!(used("mod a;\npub use a::{One, two};\n\npub struct Four;\n"), Vec::<String>::new());
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

/// Words that no name of a thing begins with: a comment that does tells what is done, or asks.
const NO_NOUNS: &str = "What Where How Which Why When Whether From To Whose Who Takes Writes Makes Gives Hands Feeds Holds \
                        Reads Walks Watches Receives Maps Adds Finds Puts Tells Says Looks Keeps Asks Shows Sets Splits Leads";

#[test]
fn what_is_written_of_rooms_files_and_types_begins_with_a_noun() {
    let mut seen = 0;
    let mut wrong: Vec<String> = Vec::new();
    for (path, code) in rust_files("src") {
        let begun = begun_comments(&code);
        seen += begun.len();
        let asks =
            |line: &&str| line.split(' ').next().is_some_and(|word| NO_NOUNS.split_whitespace().any(|no| no == word));
        wrong.extend(begun.into_iter().filter(asks).map(|line| format!("{path}: {line}")));
    }
    assert!(seen > 1000, "the comments were not found: {seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_comment_on_a_thing_begins_with_what() {
    let of_rust = ["src", "tests/it"].into_iter().flat_map(rust_files).map(|(path, code)| (path, rust_comments(&code)));
    let of_scripts = ["themes", "tests"].into_iter().flat_map(|folder| files_of(folder, &["js", "mjs", "ts"]));
    let of_scripts = of_scripts.map(|(path, code)| (path, script_comments(&code)));
    for (files, fewest) in [(of_rust.collect::<Vec<_>>(), 5000), (of_scripts.collect(), 1000)] {
        let seen: usize = files.iter().map(|(_, comments)| comments.len()).sum();
        assert!(seen > fewest, "the comments were not found: {seen}");
        let is_riddle = |text: &&String| text.split(|letter: char| !letter.is_alphabetic()).next() == Some("What");
        let wrong = files
            .iter()
            .flat_map(|(path, comments)| comments.iter().filter(is_riddle).map(move |text| format!("{path}: {text}")));
        let wrong: Vec<String> = wrong.collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// The first lines of the comments on things of Rust.
fn rust_comments(code: &str) -> Vec<String> {
    let lines: Vec<&str> = code.lines().map(str::trim_start).collect();
    let begun = |at: usize| at == 0 || !lines[at - 1].starts_with("///");
    let texts = (0..lines.len()).filter(|at| begun(*at)).filter_map(|at| lines[at].strip_prefix("/// "));
    texts.map(str::to_owned).collect()
}

/// The first lines of the comments on a script and on its things.
fn script_comments(code: &str) -> Vec<String> {
    let head = code.lines().next().and_then(|line| line.strip_prefix("// "));
    let on_things = code.split("/**").skip(1).map(|rest| rest.trim_start_matches([' ', '*', '\n']));
    head.into_iter().chain(on_things).map(|text| text.lines().next().unwrap_or_default().to_owned()).collect()
}

/// The files of Rust below a folder: their paths and texts.
fn rust_files(folder: &str) -> Vec<(String, String)> {
    files_of(folder, &["rs"])
}

/// The files below a folder whose names have one of some endings: their paths and texts.
fn files_of(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.extend((!path.file_name().is_some_and(is_of_others)).then_some(path));
            } else if path.extension().is_some_and(|end| endings.iter().any(|one| *one == end)) {
                files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

/// Whether a folder holds packages of others, or what was built.
fn is_of_others(name: &std::ffi::OsStr) -> bool {
    name == "node_modules" || name == "site" || name.to_string_lossy().starts_with('.')
}

/// The first lines of the comments on a file and on its types.
fn begun_comments(code: &str) -> Vec<&str> {
    let mut out: Vec<&str> = code.lines().next().and_then(|line| line.strip_prefix("//! ")).into_iter().collect();
    let mut first = None;
    for line in code.lines().map(str::trim_start) {
        if let Some(text) = line.strip_prefix("/// ") {
            first = first.or(Some(text));
        } else if !line.starts_with("///") && !line.starts_with('#') && !line.starts_with(')') {
            let bare = line.strip_prefix("pub").map_or(line, |rest| rest.split_once(' ').map_or("", |(_, rest)| rest));
            // `pub(in crate::write) struct`
            let bare = bare.split_once(") ").map_or(bare, |(_, rest)| rest);
            let is_type = ["struct ", "enum ", "trait ", "type "].iter().any(|word| bare.starts_with(word));
            out.extend(first.take().filter(|_| is_type));
        }
    }
    out
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
