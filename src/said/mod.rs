//! Sentences that the program says, in the language of whoever it says them to.
//!
//! In: an English sentence where it is said, with what stands in its places. Out: a [`Phrase`], which any [`Catalogue`]
//! can say in its language.
//!
//! Invariant: the English sentence is its own key: it stands in the code where it is said, and a catalogue that lacks it
//! says it in English.

mod catalogue;
mod value;

pub use catalogue::Catalogue;
pub use value::Say;

use std::fmt::{self, Display, Formatter};

/// A sentence, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phrase {
    /// One of the program's own, with a value for each of its places.
    Sentence(&'static str, Box<[(&'static str, Phrase)]>),
    /// One of the program's own that stands in a table: without places, and with braces as they are.
    Known(&'static str),
    /// A text that is the same in every language: a name, a number, and what the system or a library says.
    Verbatim(Box<str>),
    /// Parts, one after the other.
    Row(Box<[Phrase]>),
}

/// A sentence of the program: `said!("no page is called `{id}`", id)`. Each place is a name in braces, and each name is
/// given, as it is or with a value (`id = page.id()`); braces that are shown are doubled. What is not so does not
/// compile. Values are whatever is [`Say`]: texts, numbers, other sentences.
macro_rules! said {
    (@value $name:ident) => { $crate::said::Say::said(&$name) };
    (@value $name:ident $value:expr) => { $crate::said::Say::said(&$value) };
    ($sentence:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::said::Phrase::Sentence(
            {
                // The compiler holds the places against the names; `concat!` keeps it from looking for names around.
                if false {
                    let _ = format_args!(concat!($sentence), $($name = ""),*);
                }
                $sentence
            },
            Box::new([$((stringify!($name), $crate::said::said!(@value $name $($value)?))),*]),
        )
    };
}

pub(crate) use said;

impl Phrase {
    /// A phrase that is said as it is, in every language.
    #[must_use]
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::Verbatim(text.into().into())
    }

    /// Parts with something between them.
    #[must_use]
    pub fn joined(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut row = Vec::new();
        for part in parts {
            if !row.is_empty() && !between.is_empty() {
                row.push(Self::verbatim(between));
            }
            row.push(part);
        }
        Self::Row(row.into())
    }

    /// The value in a place of a sentence.
    #[must_use]
    pub fn value(&self, place: &str) -> Option<&Self> {
        let Self::Sentence(_, values) = self else { return None };
        values.iter().find(|(name, _)| *name == place).map(|(_, value)| value)
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Sentence(sentence, _) | Self::Known(sentence) => sentence.is_empty(),
            Self::Verbatim(text) => text.is_empty(),
            Self::Row(parts) => parts.iter().all(Self::is_empty),
        }
    }

    /// Writes it, with each sentence as `translate` has it.
    fn write<'a>(&'a self, out: &mut impl fmt::Write, translate: &impl Fn(&'static str) -> &'a str) -> fmt::Result {
        match self {
            Self::Verbatim(text) => out.write_str(text),
            Self::Known(sentence) => out.write_str(translate(sentence)),
            Self::Row(parts) => parts.iter().try_for_each(|part| part.write(out, translate)),
            Self::Sentence(sentence, values) => {
                for piece in pieces(translate(sentence)) {
                    match piece {
                        PhrasePiece::Text(text) => out.write_str(text)?,
                        PhrasePiece::Place(name) => match values.iter().find(|(known, _)| *known == name) {
                            Some((_, value)) => value.write(out, translate)?,
                            None => write!(out, "{{{name}}}")?,
                        },
                    }
                }
                Ok(())
            }
        }
    }
}

impl Default for Phrase {
    fn default() -> Self {
        Self::verbatim("")
    }
}

/// In English.
impl Display for Phrase {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write(f, &|sentence| sentence)
    }
}

/// A piece of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhrasePiece<'a> {
    /// As it is.
    Text(&'a str),
    /// The name of a place.
    Place(&'a str),
}

/// The pieces of a sentence: doubled braces are one that is shown.
pub fn pieces(sentence: &str) -> impl Iterator<Item = PhrasePiece<'_>> {
    let mut rest = sentence;
    std::iter::from_fn(move || {
        let at = rest.find(['{', '}']).unwrap_or(rest.len());
        if at > 0 {
            let (text, after) = rest.split_at(at);
            rest = after;
            return Some(PhrasePiece::Text(text));
        }
        let brace = rest.get(..1)?;
        let after = &rest[1..];
        if let Some(doubled) = after.strip_prefix(brace) {
            rest = doubled;
            return Some(PhrasePiece::Text(brace));
        }
        match after.find('}') {
            Some(end) if brace == "{" => {
                rest = &after[end + 1..];
                Some(PhrasePiece::Place(&after[..end]))
            }
            _ => {
                rest = after;
                Some(PhrasePiece::Text(brace))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_said_in_english_and_in_the_language_of_a_catalogue() {
        let name = "om";
        let inner = said!("the page `{name}`", name);
        let text = said!("{page} has {{#id}} {count} times", page = inner, count = 2);
        assert_eq!(text.to_string(), "the page `om` has {#id} 2 times");
        assert_eq!(text.value("page").and_then(|page| page.value("name")), Some(&Phrase::verbatim("om")));
        assert_eq!([text.value("name"), Phrase::verbatim("{page}").value("page")], [None, None]);
        let catalogue = Catalogue::read(
            "msgid \"the page `{name}`\"\nmsgstr \"siden «{name}»\"\n\n\
             msgid \"\"\n\"{page} has {{#id}} \"\n\"{count} times\"\nmsgstr \"{count} ganger har {page} {{#id}}\"\n",
        );
        assert_eq!(catalogue.say(&text), "2 ganger har siden «om» {#id}");
        assert_eq!(catalogue.say(&said!("nothing is known of this")), "nothing is known of this");
        assert_eq!(Phrase::Known("as `{en: …}`").to_string(), "as `{en: …}`");
        assert_eq!(Phrase::joined([said!("a"), said!("b")], ", ").to_string(), "a, b");
    }
}
