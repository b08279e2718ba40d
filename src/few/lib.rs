//! The knowledge of a program that must be small, in the place of all that the one on a disk has: the languages of code and
//! the styles of citations that handbooks use, the files of the theme that a site of its can have, and what it can say.
//!
//! In: the lists in `build.rs`. Out: bytes. Invariant: each is what the whole set has under that name.

use std::sync::LazyLock;

/// The syntaxes, as syntect writes a set.
pub static SYNTAXES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/syntaxes.bin"));

/// The styles of citations as JSON: a list of pairs of a name and a style.
pub static STYLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/styles.json"));

/// The languages of citations as JSON: a list of locales.
pub static LOCALES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/locales.json"));

include!("sum.rs");

// `FILES: &[(&str, &[u8])]`, by path.
include!(concat!(env!("OUT_DIR"), "/theme.rs"));

/// The texts of the interface: for each its key, and what stands behind its sign of equality in each language. All end
/// with a zero.
static TEXTS: &str = include_str!(concat!(env!("OUT_DIR"), "/texts.txt"));

/// Sentences of the program: for each its sum, and its text in each language. All end with a zero.
static SAID: &str = include_str!(concat!(env!("OUT_DIR"), "/said.txt"));

/// The files of the standard theme, by path; what only the page of the workshop loads is empty.
pub fn theme() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    static WHOLE: LazyLock<Vec<String>> = LazyLock::new(|| (0..TEXT_FILES.len()).map(texts_of).collect());
    let texts = TEXT_FILES.iter().zip(&*WHOLE).map(|(path, text)| (*path, text.as_bytes()));
    FILES.iter().copied().chain(texts)
}

/// The file of texts in a language, as its number among the files tells.
fn texts_of(number: usize) -> String {
    let of_language = |(key, texts): (&str, Vec<&str>)| format!("{key} ={}", texts[number]);
    entries(TEXTS, TEXT_FILES.len()).map(of_language).collect()
}

/// Texts of a language for each sentence, which is known by its sum.
pub fn said(tag: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let number = SAID_IN.iter().position(|known| *known == tag);
    let said = move |(sum, texts): (&'static str, Vec<&'static str>)| Some((sum, texts[number?]));
    entries(SAID, SAID_IN.len()).filter_map(said)
}

/// Keys, and so many texts for each.
fn entries(all: &'static str, languages: usize) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let mut parts = all.split_terminator('\0');
    std::iter::from_fn(move || Some((parts.next()?, parts.by_ref().take(languages).collect())))
}
