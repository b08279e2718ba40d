//! The sentences of the program in another language, in the format of gettext.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Phrase;
use crate::language::{LAST_RESORT, Language, Languages};

/// The sentences of the program in a language; an empty one says everything in English.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Translation of each English sentence, by its key.
    sentences: HashMap<String, String>,
    /// The tag of the language.
    tag: Option<&'static str>,
}

impl Catalogue {
    /// The catalogue of a language; of one that has none, that of the language whose texts stand in its place, and at last
    /// English.
    #[must_use]
    pub fn of(language: &Language) -> Self {
        match (language.said, language.fallback.and_then(|tag| Languages::default().find(tag))) {
            ("", None) => Self::default(),
            ("", Some(other)) => Self::of(other),
            (said, _) => Self { tag: Some(language.tag), ..Self::known(said) },
        }
    }

    /// The catalogue of the language that a tag names; English where nothing is known of it.
    #[must_use]
    pub fn in_language(tag: &str) -> Self {
        Languages::default().find(tag).map_or_else(Self::default, Self::of)
    }

    /// The catalogue of a row.
    #[cfg(any(feature = "every", not(feature = "few")))]
    fn known(said: &str) -> Self {
        Self::read(said)
    }

    /// The catalogue of a row, out of those of a program that must be small.
    #[cfg(all(feature = "few", not(feature = "every")))]
    fn known(tag: &str) -> Self {
        let said = brobygger_few::said(tag).filter(|(_, said)| !said.is_empty());
        Self { sentences: said.map(|(sum, said)| (sum.to_owned(), said.to_owned())).collect(), tag: None }
    }

    /// The catalogue that a file tells: `msgid` and `msgstr`, each a text in quotation marks or several below each
    /// other. Entries without a translation are left out, and so is the head, whose `msgid` is empty.
    #[must_use]
    pub fn read(file: &str) -> Self {
        let mut sentences = HashMap::new();
        let (mut entry, mut part) = ([String::new(), String::new()], 0);
        for line in file.lines().map(str::trim) {
            let text = if let Some(text) = line.strip_prefix("msgid ") {
                let [sentence, said] = std::mem::take(&mut entry);
                sentences.insert(sentence, said);
                part = 0;
                text
            } else if let Some(text) = line.strip_prefix("msgstr ") {
                part = 1;
                text
            } else {
                line
            };
            if let Some(text) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
                entry[part].push_str(&unescaped(text));
            }
        }
        let [sentence, said] = entry;
        sentences.insert(sentence, said);
        sentences.retain(|sentence, said| !sentence.is_empty() && !said.is_empty());
        let sentences = sentences.into_iter().map(|(sentence, said)| (key(&sentence).into_owned(), said)).collect();
        Self { sentences, tag: None }
    }

    /// A text in the language of the catalogue.
    #[must_use]
    pub fn say(&self, said: &Phrase) -> String {
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = said.write(&mut out, &|sentence| self.sentences.get(&*key(sentence)).map_or(sentence, String::as_str));
        out
    }

    /// Every English sentence, as its key has it, and what is said for it; in no order.
    pub fn sentences(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sentences.iter().map(|(sentence, said)| (&**sentence, &**said))
    }

    /// The tag of its language.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        self.tag.unwrap_or(LAST_RESORT)
    }
}

/// Key of an English sentence: itself.
#[cfg(any(feature = "every", not(feature = "few")))]
fn key(sentence: &str) -> Cow<'_, str> {
    Cow::Borrowed(sentence)
}

/// Key of an English sentence in a program that must be small: its sum.
#[cfg(all(feature = "few", not(feature = "every")))]
fn key(sentence: &str) -> Cow<'_, str> {
    Cow::Owned(brobygger_few::sum(sentence))
}

/// A text with its escapes resolved.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => {}
            },
            letter => out.push(letter),
        }
    }
    out
}
