//! The few, taken out of the many.

#![expect(clippy::disallowed_methods, reason = "cargo tells a build script where to write by the environment")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs::{read_dir, read_to_string};
use std::path::{Path, PathBuf};

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::{Locale, Style};
use syntect::dumps::dump_binary;
use syntect::parsing::SyntaxSetBuilder;
use syntect::parsing::syntax_definition::{Context, SyntaxDefinition};

/// Languages of code: those that handbooks on software show, and what their syntaxes are made of.
const SYNTAXES: &[&str] = &[
    "Plain Text",
    "Bourne Again Shell (bash)",
    "Shell-Unix-Generic",
    "commands-builtin-shell-bash",
    "CSS",
    "HTML",
    "HTML (Jinja2)",
    "Jinja2",
    "JSON",
    "Markdown",
    "TOML",
    "YAML",
];

/// Styles of citations, by their names in the archive.
const STYLES: &[&str] = &["apa", "elsevier-vancouver", "harvard-cite-them-right", "vancouver"];

include!("sum.rs");

/// The theme, as it lies beside.
const THEME: &str = "../../themes/standard";

/// The folders of the theme that a site can have something of; the layout of print is none of these.
const FOLDERS: &[&str] = &["css", "head", "img", "js", "templates", "worker"];

/// Folders that only the page of the workshop loads, which no site that is made in one has: empty, so that templates know
/// it.
const OF_WORKSHOP: &[&str] = &["css/verksted/", "js/verksted/", "worker/"];

/// The languages that the program knows, each with a folder.
const LANGUAGES: &str = "../language";

/// The rooms of the program that no browser has.
const ABSENT_ROOMS: &[&str] = &["cli", "disk", "main.rs", "serve", "write/pdf"];

fn main() {
    for read in ["build.rs", "sum.rs", THEME, LANGUAGES, "..", "../../Cargo.toml"] {
        println!("cargo::rerun-if-changed={read}");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo says where to write"));
    write(&out, "syntaxes.bin", &syntaxes());
    let style = |name: &&'static str| {
        ((*name).to_owned(), ArchivedStyle::by_name(name).unwrap_or_else(|| panic!("no style {name}")).get())
    };
    let styles: Vec<(String, Style)> = STYLES.iter().map(style).collect();
    write(&out, "styles.json", &json(&styles));
    let text_files = text_files();
    write(&out, "locales.json", &json(&locales_of(&text_files)));
    let said_in = said_in();
    write(&out, "texts.txt", texts(&text_files).as_bytes());
    write(&out, "said.txt", said_texts(&said_in).as_bytes());
    write(&out, "theme.rs", theme(&text_files, &said_in).as_bytes());
}

/// The files with the texts of the interface, one a language.
fn text_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    below(&Path::new(THEME).join("i18n"), &mut files);
    // The language that the others are most like stands between them.
    files.sort_by_key(|file| file.file_stem().is_none_or(|stem| stem == "en"));
    files
}

/// The languages of citations that an interface speaks, in every form of them: `en-GB` and `en-US` for `en.ftl`.
fn locales_of(text_files: &[PathBuf]) -> Vec<Locale> {
    let spoken: BTreeSet<&str> = text_files.iter().filter_map(|file| file.file_stem()?.to_str()).collect();
    let is_spoken =
        |tag: &str| spoken.contains(tag) || tag.split_once('-').is_some_and(|(one, _)| spoken.contains(one));
    let known = locales().into_iter().filter(|locale| locale.lang.as_ref().is_some_and(|code| is_spoken(&code.0)));
    let few: Vec<Locale> = known.collect();
    assert!(!few.is_empty(), "no locale is of a language of the interface");
    few
}

/// The languages that the program says something in beside English: those with a catalogue.
fn said_in() -> Vec<String> {
    let mut tags: Vec<String> = read_dir(LANGUAGES)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|folder| folder.join("said.po").is_file())
        .map(|folder| folder.file_name().and_then(|name| name.to_str()).expect("names are ASCII").to_owned())
        .collect();
    tags.sort();
    assert!(!tags.is_empty(), "no language has a catalogue");
    tags
}

/// The files of the theme, and what else there is to know by name, as Rust.
fn theme(text_files: &[PathBuf], said_in: &[String]) -> String {
    let mut files = Vec::new();
    for folder in FOLDERS {
        below(&Path::new(THEME).join(folder), &mut files);
    }
    let mut out = String::from("static FILES: &[(&str, &[u8])] = &[\n");
    for file in files {
        let path =
            file.strip_prefix(THEME).expect("it lies in it").to_str().expect("names are ASCII").replace('\\', "/");
        // What the compiler of types reads, no browser does.
        if path.ends_with(".d.ts") {
            continue;
        }
        let whole = file.canonicalize().expect("it was found");
        let _ = match OF_WORKSHOP.iter().any(|folder| path.starts_with(folder)) {
            true => writeln!(out, "({path:?}, b\"\"),"),
            false => writeln!(out, "({path:?}, include_bytes!({whole:?})),"),
        };
    }
    let name =
        |file: &PathBuf| format!("i18n/{}", file.file_name().and_then(|name| name.to_str()).expect("names are ASCII"));
    let text_files: Vec<String> = text_files.iter().map(name).collect();
    let _ = writeln!(out, "];\nstatic TEXT_FILES: &[&str] = &{text_files:?};\nstatic SAID_IN: &[&str] = &{said_in:?};");
    out
}

/// The files in a folder and below it, in order.
fn below(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> =
        read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { below(&path, out) } else { out.push(path) }
    }
}

/// The texts of the interface without comments, those of a key beside each other, which makes them pack well.
fn texts(files: &[PathBuf]) -> String {
    let languages: Vec<BTreeMap<String, String>> =
        files.iter().map(|file| entries_of(&read_to_string(file).expect("it was found"))).collect();
    let keys: BTreeSet<&String> = languages.iter().flat_map(BTreeMap::keys).collect();
    let mut out = String::new();
    for key in keys {
        let of = |texts: &BTreeMap<String, String>| {
            texts.get(key).unwrap_or_else(|| panic!("{key} is not there in all languages")).clone()
        };
        let texts: Vec<String> = languages.iter().map(of).collect();
        let _ = write!(out, "{key}\0{}\0", texts.join("\0"));
    }
    out
}

/// The entries of a Fluent file: what stands behind the sign of equality, by what stands before it.
fn entries_of(file: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::<String, String>::new();
    let (mut last, mut empty) = (None, 0);
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if line.trim().is_empty() {
            empty += 1;
            continue;
        }
        let goes_on = line.starts_with([' ', '\t', '}']);
        match line.split_once('=').filter(|_| !goes_on) {
            Some((key, text)) => {
                let key = key.trim().to_owned();
                assert!(out.insert(key.clone(), format!("{text}\n")).is_none(), "{key} is there twice");
                last = Some(key);
            }
            None => {
                let text = last.as_ref().and_then(|key| out.get_mut(key)).expect("a file begins with a key");
                let _ = writeln!(text, "{}{line}", "\n".repeat(empty));
            }
        }
        empty = 0;
    }
    out
}

/// Sentences of the program, by the sums of the English ones, without those of rooms that no browser has.
fn said_texts(said_in: &[String]) -> String {
    let of = |tag: &String| {
        catalogue(&read_to_string(format!("{LANGUAGES}/{tag}/said.po")).expect("a language has its catalogue"))
    };
    let languages: Vec<Vec<(String, String)>> = said_in.iter().map(of).collect();
    let known: Vec<HashMap<&str, &str>> =
        languages.iter().map(|said| said.iter().map(|(sentence, text)| (&**sentence, &**text)).collect()).collect();
    let (here, absent) = code();
    let mut sums = BTreeSet::new();
    let mut out = String::new();
    for (sentence, _) in &languages[0] {
        if absent.contains(&**sentence) && !here.contains(&**sentence) {
            continue;
        }
        let sum = sum(&unescaped(sentence));
        assert!(sums.insert(sum.clone()), "two sentences have one sum: {sentence}");
        out += &sum;
        out.push('\0');
        for said in &known {
            out += &unescaped(said.get(&**sentence).copied().unwrap_or_default());
            out.push('\0');
        }
    }
    out
}

/// The entries of a catalogue in the format of gettext, with their escapes as they are.
fn catalogue(file: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut is_said = false;
    for line in file.lines().map(str::trim) {
        let text = if let Some(text) = line.strip_prefix("msgid ") {
            out.push(Default::default());
            is_said = false;
            text
        } else if let Some(text) = line.strip_prefix("msgstr ") {
            is_said = true;
            text
        } else {
            line
        };
        if let (Some(text), Some((sentence, said))) =
            (text.strip_prefix('"').and_then(|text| text.strip_suffix('"')), out.last_mut())
        {
            if is_said { said } else { sentence }.push_str(text);
        }
    }
    out.retain(|(sentence, _)| !sentence.is_empty());
    out
}

/// A text with its escapes resolved.
fn unescaped(text: &str) -> String {
    let mut letters = text.chars();
    let mut out = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next().expect("a catalogue ends no text with a backslash") {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                other => out.push(other),
            },
            letter => out.push(letter),
        }
    }
    out
}

/// The code of the rooms that are here, and that of those that are not; texts over several lines are in one.
fn code() -> (String, String) {
    let mut files = Vec::new();
    below(Path::new(".."), &mut files);
    let (mut here, mut absent) = (String::new(), String::new());
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")) {
        let is_absent = ABSENT_ROOMS.iter().any(|room| file.starts_with(Path::new("..").join(room)));
        let out = if is_absent { &mut absent } else { &mut here };
        let text = read_to_string(file).expect("it was found");
        let mut lines = text.split("\\\n");
        out.push_str(lines.next().unwrap_or_default());
        lines.for_each(|line| out.push_str(line.trim_start()));
    }
    (here, absent)
}

/// The whole set, in which the others are empty: syntaxes name each other by their places in it.
fn syntaxes() -> Vec<u8> {
    let all = two_face::syntax::extra_newlines().into_builder();
    for name in SYNTAXES {
        assert!(all.syntaxes().iter().any(|syntax| syntax.name == *name), "no syntax {name}");
    }
    let mut few = SyntaxSetBuilder::new();
    for syntax in all.syntaxes() {
        few.add(if SYNTAXES.contains(&&*syntax.name) { syntax.clone() } else { emptied(syntax) });
    }
    dump_binary(&few.build())
}

/// A syntax that nobody finds, and in which every text is plain where another one is embedded in it.
fn emptied(syntax: &SyntaxDefinition) -> SyntaxDefinition {
    let contexts = syntax.contexts.keys().map(|name| (name.clone(), Context::new(false)));
    SyntaxDefinition {
        name: String::new(),
        file_extensions: Vec::new(),
        first_line_match: None,
        hidden: true,
        variables: HashMap::default(),
        contexts: contexts.collect(),
        ..syntax.clone()
    }
}

/// A value as JSON, which says all of it.
fn json<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq>(value: &T) -> Vec<u8> {
    let out = serde_json::to_vec(value).expect("memory takes everything");
    let again = serde_json::from_slice(&out).and_then(serde_json::from_value::<T>).expect("it was written so");
    assert!(again == *value, "JSON says another thing");
    out
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(folder.join(name), bytes).expect("cargo's folder can be written to");
}
