//! The languages that a book is written in.
//!
//! In: `[book] languages` and the tables `[languages.TAG]`. Out: [`BookLanguage`]s, the source first.
//!
//! Invariant: each tag is there once, as BCP 47 writes it, and can be the name of a folder.

use super::BookLanguage;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::language::bcp47;
use crate::said::{Phrase, said};
use crate::schema::{Node, Places, Value};
use crate::sink::OutPath;
use crate::source::Span;

/// The folder of a translation: beside that of the content, with the tag at its end.
#[must_use]
pub fn language_folder(src: &str, tag: &str) -> String {
    format!("{src}.{tag}")
}

/// Reads the languages of a book; none where it names only one with `language`.
pub(super) fn languages_of(tree: &Node, places: &Places, diagnostics: &mut Vec<Diagnostic>) -> Vec<BookLanguage> {
    let list = places.key("book").key("languages");
    let mut say = |message: Phrase, at: Option<Span>, help: Phrase| {
        let said = Diagnostic::new(Code::BadConfig, message).help(help);
        diagnostics.push(match at {
            Some(at) => said.at(at, Phrase::default()),
            None => said.in_file("book.toml"),
        });
    };
    let named = tree.get("book").and_then(|book| book.get("languages")).map(|node| &node.value);
    let tags: Vec<&str> = match named {
        Some(Value::List(items)) => items.iter().filter_map(Node::text).collect(),
        _ => Vec::new(),
    };
    let mut languages: Vec<BookLanguage> = Vec::new();
    for (i, written) in tags.iter().enumerate() {
        let (tag, at) = (bcp47(written), list.item(i).span());
        if OutPath::new(&tag).is_none() || !tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            let help = said!("write it as in HTML: `nb`, `nn`, `en-GB`");
            say(said!("`{tag}` is no tag of a language", tag = *written), at, help);
        } else if languages.iter().any(|other| other.tag.eq_ignore_ascii_case(&tag)) {
            say(said!("the language `{tag}` is there twice", tag), at, said!("take one of the two away"));
        } else {
            languages.push(language_of(tree, tag, at));
        }
    }
    let language = tree.get("book").and_then(|book| book.get("language")?.text());
    if let (Some(language), Some(source)) = (language, languages.first())
        && bcp47(language) != source.tag
    {
        let message =
            said!("the language is `{language}`, and the first of the languages `{tag}`", language, tag = source.tag);
        let help = said!("take `language` away: the first of `languages` is the one that the content is written in");
        say(message, places.key("book").key("language").span(), help);
    }
    for (key, message, help) in faults_of_tables(tree, &languages) {
        say(message, places.key("languages").key(key).span(), help);
    }
    languages
}

/// Tables `[languages.TAG]` that nothing would be read of, by their keys, with the reason and the way out.
fn faults_of_tables<'t>(tree: &'t Node, languages: &[BookLanguage]) -> Vec<(&'t str, Phrase, Phrase)> {
    let Some(Value::Map(entries)) = tree.get("languages").map(|node| &node.value) else { return Vec::new() };
    let mut faults = Vec::new();
    for entry in entries {
        let (key, tag) = (entry.key.as_str(), bcp47(&entry.key));
        if !languages.iter().any(|language| language.tag == tag) {
            let help = nearest(key, languages.iter().map(|language| language.tag.as_str())).map_or_else(
                || said!("name it: `languages = [\"…\", \"{key}\"]` in `[book]`, the source first", key),
                |near| said!("did you mean `{near}`?", near),
            );
            faults.push((key, said!("the book is not in a language `{key}`", key), help));
        } else if let Some(first) = key_of(tree, &tag).filter(|first| *first != key) {
            let message = said!("the language `{tag}` has two tables, `{first}` and `{key}`", tag, first, key);
            faults.push((key, message, said!("put what they say into one of them")));
        }
    }
    faults
}

/// The key of the table that says what a book is called in a language, as it is written: `[languages.en_us]`.
pub(super) fn key_of<'t>(tree: &'t Node, tag: &str) -> Option<&'t str> {
    let Value::Map(entries) = &tree.get("languages")?.value else { return None };
    entries.iter().map(|entry| entry.key.as_str()).find(|key| bcp47(key) == tag)
}

fn language_of(tree: &Node, tag: String, at: Option<Span>) -> BookLanguage {
    let said = key_of(tree, &tag).and_then(|key| tree.get("languages")?.get(key));
    let text = |key: &str| said.and_then(|said| said.get(key)?.text()).map(str::to_owned);
    BookLanguage {
        tag,
        at,
        title: text("title"),
        description: text("description"),
        called: text("called"),
        licence_url: text("licence-url"),
        image_alt: text("image-alt"),
        ..BookLanguage::default()
    }
}
