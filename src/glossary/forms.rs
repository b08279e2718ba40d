//! The forms of a term, from its front matter: the texts that stand for it.
//!
//! In: the title and synonyms of a term, with what says how they are inflected. Out: a [`Name`]
//! each, with its forms; faults with the key they are about.
//!
//! Invariant: the name as written is always its first form.

use crate::diagnostic::nearest;
use crate::kind::{
    CompoundParts, CompoundUse, Contexts, DeclaredInflection, Definition, Synonym, TermWords, WordsAt, place_of_words,
};
use crate::language::{self, Language, Mismatch};
use crate::said::{Phrase, said};
use crate::schema::{Places, ValuePlace};
use crate::source::Span;

/// The part of a term's front matter that a name and its keys stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamePart {
    /// The keys of the term itself.
    Term,
    /// A synonym, counted from 0.
    Synonym(usize),
    /// A word in another language, counted from 0.
    Word { tag: &'static str, at: WordsAt, number: usize },
}

impl NamePart {
    /// The place of one of its keys.
    pub(super) fn key(self, key: &str, places: &Places) -> Option<Span> {
        self.place(key, places).span()
    }

    /// The place of one of its keys, from which what stands below it is reached.
    pub(super) fn place<'p>(self, key: &str, places: &'p Places) -> ValuePlace<'p> {
        let part = match self {
            Self::Term => places.root(),
            Self::Synonym(number) => places.key("synonyms").item(number),
            Self::Word { tag, at: WordsAt::Map, number: 0 } => place_of_words(places, tag),
            Self::Word { tag, at: WordsAt::Map, number } => {
                place_of_words(places, tag).key("synonyms").item(number - 1)
            }
            Self::Word { tag, at: WordsAt::List, number } => place_of_words(places, tag).item(number),
        };
        part.key(key)
    }

    /// The place of the name.
    pub(super) fn name(self, places: &Places) -> Option<Span> {
        match self {
            Self::Term => self.key("title", places),
            Self::Synonym(_) | Self::Word { .. } => self.key("text", places),
        }
    }
}

/// A title or synonym with its forms.
#[derive(Debug, Clone)]
pub(super) struct Name<'a> {
    /// The part of the front matter it stands in.
    pub(super) of: NamePart,
    /// Its forms as written, itself first.
    pub(super) forms: Vec<String>,
    pub(super) case_sensitive: bool,
    pub(super) contexts: Option<&'a Contexts>,
    pub(super) compounds: &'a CompoundUse,
}

/// A fault of a key.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) of: NamePart,
    pub(super) key: &'static str,
    pub(super) message: Phrase,
    pub(super) help: Phrase,
    /// Whether it is about a code; else about a word that the name does not have.
    pub(super) code: bool,
}

/// The keys that say how a name is inflected.
struct FormKeys<'a> {
    /// The part of the front matter its keys stand in.
    of: NamePart,
    text: &'a str,
    inflection: Option<&'a DeclaredInflection>,
    inflects: Option<&'a str>,
    adjective: Option<&'a str>,
}

/// The names of a term in the book's own language: its title and its synonyms.
pub(super) fn own<'a>(
    title: &'a str,
    definition: &'a Definition,
    language: &Language,
    wrong: &mut Vec<Wrong>,
) -> Vec<Name<'a>> {
    let how = FormKeys {
        of: NamePart::Term,
        text: title,
        inflection: definition.inflection.as_ref(),
        inflects: definition.inflects.as_deref(),
        adjective: definition.adjective.as_deref(),
    };
    let mut names = vec![Name {
        of: NamePart::Term,
        forms: how.forms(language, wrong),
        case_sensitive: definition.case_sensitive,
        contexts: definition.contexts.as_ref(),
        compounds: &definition.compounds,
    }];
    let synonyms = definition.synonyms.iter().enumerate();
    names.extend(synonyms.map(|(i, synonym)| {
        let compounds = synonym.compounds.as_ref().unwrap_or(&definition.compounds);
        of_synonym(synonym, NamePart::Synonym(i), compounds, language, wrong)
    }));
    names
}

/// The names of a term in a language that is not the book's.
pub(super) fn other<'a>(
    definition: &'a Definition,
    language: &'static Language,
    wrong: &mut Vec<Wrong>,
) -> Vec<Name<'a>> {
    let Some(TermWords { words, at }) = definition.terms.get(language.tag) else { return Vec::new() };
    let name = |(number, word): (usize, &'a Synonym)| {
        let of = NamePart::Word { tag: language.tag, at: *at, number };
        of_synonym(word, of, word.compounds.as_ref().unwrap_or(&NO_COMPOUNDS), language, wrong)
    };
    words.iter().enumerate().map(name).collect()
}

/// The compounds of a word that says nothing about them.
static NO_COMPOUNDS: CompoundUse = CompoundUse {
    first: CompoundParts::None,
    first_except: Vec::new(),
    last: CompoundParts::None,
    last_except: Vec::new(),
};

fn of_synonym<'a>(
    synonym: &'a Synonym,
    of: NamePart,
    compounds: &'a CompoundUse,
    language: &Language,
    wrong: &mut Vec<Wrong>,
) -> Name<'a> {
    let how = FormKeys {
        of,
        text: &synonym.text,
        inflection: synonym.inflection.as_ref(),
        inflects: synonym.inflects.as_deref(),
        adjective: synonym.adjective.as_deref(),
    };
    Name {
        forms: how.forms(language, wrong),
        of,
        case_sensitive: synonym.case_sensitive,
        contexts: synonym.contexts.as_ref(),
        compounds,
    }
}

impl FormKeys<'_> {
    fn forms(&self, language: &Language, wrong: &mut Vec<Wrong>) -> Vec<String> {
        let mut forms = vec![tidy(self.text)];
        match self.inflection {
            None => {}
            Some(DeclaredInflection::Forms(listed)) => forms.extend(listed.iter().map(|form| tidy(form))),
            Some(DeclaredInflection::Code(code)) => match self.by_code(code, language) {
                Ok(made) => forms.extend(made),
                Err(fault) => wrong.push(fault),
            },
        }
        let mut kept: Vec<String> = Vec::new();
        for form in forms {
            if form.chars().any(char::is_alphanumeric) && !kept.contains(&form) {
                kept.push(form);
            }
        }
        kept
    }

    fn by_code(&self, code: &str, language: &Language) -> Result<Vec<String>, Wrong> {
        if code == language::Inflection::INVARIABLE {
            return Ok(Vec::new());
        }
        let Some(inflection) = language.inflection else {
            let message = said!("there is no table of inflections for the language, so `{code}` is no code", code);
            return Err(self.fault("inflection", message, said!("list the forms: [one, other]"), true));
        };
        let text = tidy(self.text);
        let head = match self.inflects {
            Some(word) => word,
            None => text.rsplit([' ', '/', '(']).next().unwrap_or(&text).trim_end_matches(')'),
        };
        let nouns = inflection.noun(head, code).map_err(|fault| self.unusable(code, head, fault, inflection))?;
        let (before, after) = split_at_word(&text, head).ok_or_else(|| self.missing("inflects", head))?;
        let Some(adjective) = self.adjective else {
            return Ok(nouns.iter().map(|noun| format!("{before}{noun}{after}")).collect());
        };
        let (front, between) = split_at_word(before, adjective).ok_or_else(|| self.missing("adjective", adjective))?;
        let mut forms = Vec::new();
        for agreeing in inflection.adjective(adjective) {
            forms.extend(nouns.iter().map(|noun| format!("{front}{agreeing}{between}{noun}{after}")));
        }
        Ok(forms)
    }

    fn unusable(&self, code: &str, word: &str, fault: Mismatch, inflection: language::Inflection) -> Wrong {
        match fault {
            Mismatch::UnknownCode => {
                let help = match nearest(code, inflection.codes()) {
                    Some(near) => said!("did you mean `{near}`? Or list the forms: [one, other]", near),
                    None => said!("the codes are {codes}", codes = inflection.codes().collect::<Vec<_>>().join(", ")),
                };
                self.fault("inflection", said!("there is no inflection `{code}`", code), help, true)
            }
            Mismatch::EndsOtherwise(end) => {
                let message = said!(
                    "`{word}` cannot be inflected as `{code}`: words of that pattern end in -{end}",
                    word,
                    code,
                    end
                );
                self.fault("inflection", message, said!("take another code, or list the forms: [one, other]"), true)
            }
        }
    }

    fn missing(&self, key: &'static str, word: &str) -> Wrong {
        let message = said!("`{text}` has no word `{word}`", text = self.text, word);
        let known = self.text.split([' ', '/', '(', ')']).filter(|word| !word.is_empty());
        let help = match nearest(word, known) {
            Some(near) => said!("did you mean `{near}`?", near),
            None => said!("`{key}` names a word that stands in the text, as it stands there", key),
        };
        self.fault(key, message, help, false)
    }

    fn fault(&self, key: &'static str, message: Phrase, help: Phrase, code: bool) -> Wrong {
        Wrong { of: self.of, key, message, help, code }
    }
}

/// The text before a word and the text after it; the last such word counts.
fn split_at_word<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let whole =
        |at: usize| crate::text::is_word_boundary(text, at) && crate::text::is_word_boundary(text, at + word.len());
    let at = text.rmatch_indices(word).map(|(at, _)| at).find(|at| !word.is_empty() && whole(*at))?;
    Some((&text[..at], &text[at + word.len()..]))
}

/// One space between words, as in the text that is matched.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(['\u{2010}', '\u{2011}'], "-")
        .replace('\u{2019}', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norwegian() -> &'static Language {
        language::Languages::default().of("nb")
    }

    fn forms(text: &str, code: &str, inflects: Option<&str>, adjective: Option<&str>) -> Vec<String> {
        let inflection = DeclaredInflection::Code(code.into());
        let how = FormKeys { of: NamePart::Term, text, inflection: Some(&inflection), inflects, adjective };
        let mut wrong = Vec::new();
        let forms = how.forms(norwegian(), &mut wrong);
        assert!(wrong.is_empty(), "{wrong:?}");
        forms
    }

    #[test]
    fn one_word_of_several_takes_the_endings() {
        assert_eq!(
            forms("medarbeider med brukererfaring (MB)", "m2", Some("medarbeider"), None)[1..3],
            ["medarbeideren med brukererfaring (MB)", "medarbeidere med brukererfaring (MB)"]
        );
        assert_eq!(forms("lærings- og mestringssenter", "senter", None, None)[2], "lærings- og mestringssentret");
        let liked = forms("lønnet likeperson", "m1", None, Some("lønnet"));
        assert_eq!(liked.len(), 16);
        assert!(liked.contains(&"lønnede likepersoner".into()), "{liked:?}");
    }

    #[test]
    fn faults_name_their_key_and_a_way_out() {
        let fault = |code: &str, inflects| {
            let inflection = DeclaredInflection::Code(code.into());
            let how = FormKeys {
                of: NamePart::Synonym(0),
                text: "brukerstyrt senter",
                inflection: Some(&inflection),
                inflects,
                adjective: None,
            };
            let mut wrong = Vec::new();
            how.forms(norwegian(), &mut wrong);
            let w = wrong.remove(0);
            assert_eq!(w.of, NamePart::Synonym(0));
            format!("{}: {} – {}", w.key, w.message, w.help)
        };
        assert!(fault("sentr", None).ends_with("did you mean `senter`? Or list the forms: [one, other]"));
        assert_eq!(
            fault("senter", Some("sentter")),
            "inflects: `brukerstyrt senter` has no word `sentter` – did you mean `senter`?"
        );
        assert!(fault("mann", None).starts_with("inflection: `senter` cannot be inflected as `mann`"));
    }
}
