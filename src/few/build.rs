//! The few, taken out of the many.

#![expect(clippy::disallowed_methods, reason = "cargo tells a build script where to write by the environment")]

use std::collections::HashMap;
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

/// Languages of citations.
const LOCALES: &[&str] = &["en-GB", "en-US", "nb-NO", "nn-NO"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo says where to write"));
    write(&out, "syntaxes.bin", &syntaxes());
    let style =
        |name: &&'static str| (*name, ArchivedStyle::by_name(name).unwrap_or_else(|| panic!("no style {name}")).get());
    let styles: Vec<(&str, Style)> = STYLES.iter().map(style).collect();
    write(&out, "styles.cbor", &cbor(&styles));
    let is_known = |locale: &Locale| locale.lang.as_ref().is_some_and(|code| LOCALES.contains(&code.0.as_str()));
    let few: Vec<Locale> = locales().into_iter().filter(is_known).collect();
    assert_eq!(few.len(), LOCALES.len(), "a locale is missing");
    write(&out, "locales.cbor", &cbor(&few));
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

fn cbor(value: &impl serde::Serialize) -> Vec<u8> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).expect("memory takes everything");
    out
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(folder.join(name), bytes).expect("cargo's folder can be written to");
}
