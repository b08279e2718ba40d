//! Inflection: a word and a code give its forms.
//!
//! In: the tables of a language, and a word as it stands in a dictionary. Out: its forms, the word
//! itself first.
//!
//! Invariant: a form is made by the tables alone; what they do not say is an explicit list in a
//! term's front matter. Genitives are not made here: every form may take one.

/// The tables of a language.
#[derive(Debug, Clone, Copy)]
pub struct Inflection {
    /// Every pattern of nouns.
    pub nouns: &'static [Noun],
    /// The forms of adjectives by how they end; the first row that fits decides.
    pub adjectives: &'static [Adjective],
    /// Words that follow a noun which stands by itself: «datoen for», «oppgaven som». The second form of a noun is the
    /// definite one; empty where there is no such form.
    pub after_noun: &'static [&'static str],
}

/// The inflection of the nouns of one pattern.
#[derive(Debug, Clone, Copy)]
pub struct Noun {
    /// The code written in front matter.
    pub code: &'static str,
    /// The end of the word that the endings replace; every word of the pattern ends so.
    pub replaces: &'static str,
    /// The endings in its place, form by form.
    pub endings: &'static [&'static str],
}

/// The end of an adjective, and what stands in place of it, form by form.
pub type Adjective = (&'static str, &'static [&'static str]);

/// A row of a table of nouns.
pub(super) const fn noun(code: &'static str, replaces: &'static str, endings: &'static [&'static str]) -> Noun {
    Noun { code, replaces, endings }
}

/// The reason for which a word has no forms by a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// There is no such code.
    UnknownCode,
    /// The pattern's words end otherwise: so.
    EndsOtherwise(&'static str),
}

impl Inflection {
    /// The one code that any language has: no other form than the word itself.
    pub const INVARIABLE: &'static str = "inv";

    /// The codes of all patterns.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.nouns.iter().map(|noun| noun.code)
    }

    /// The forms of a noun, the noun itself first.
    ///
    /// # Errors
    /// Why the code says nothing of this word.
    pub fn noun(&self, word: &str, code: &str) -> Result<Vec<String>, Mismatch> {
        let noun = self.nouns.iter().find(|noun| noun.code == code).ok_or(Mismatch::UnknownCode)?;
        let stem = word.strip_suffix(noun.replaces).ok_or(Mismatch::EndsOtherwise(noun.replaces))?;
        Ok(joined(stem, noun.endings))
    }

    /// The forms of an adjective, the adjective itself first.
    #[must_use]
    pub fn adjective(&self, word: &str) -> Vec<String> {
        let fits = |(end, endings): &Adjective| Some((word.strip_suffix(end)?, *endings));
        let (stem, endings) = self.adjectives.iter().find_map(fits).unwrap_or((word, &[""]));
        joined(stem, endings)
    }
}

/// No word takes the ending -a after an a («stigma»).
fn joined(stem: &str, endings: &[&str]) -> Vec<String> {
    endings
        .iter()
        .filter(|ending| !(**ending == "a" && stem.ends_with('a')))
        .map(|end| format!("{stem}{end}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{en, nb, nn};

    #[test]
    fn nouns_by_their_codes() {
        let nb = nb::ROW.inflection.unwrap();
        for (word, code, forms) in [
            (
                "erfaringskonsulent",
                "m1",
                "erfaringskonsulent erfaringskonsulenten erfaringskonsulenter erfaringskonsulentene",
            ),
            ("bruker", "m2", "bruker brukeren brukere brukerne"),
            ("kompetanse", "me", "kompetanse kompetansen kompetanser kompetansene"),
            ("gruppe", "fe", "gruppe gruppen gruppa grupper gruppene"),
            ("stigma", "n2", "stigma stigmaet stigmaer stigmaene"),
            ("program", "nm", "program programmet programmer programmene programma"),
            ("senter", "senter", "senter senteret sentret sentre sentra sentrene"),
            ("likemann", "mann", "likemann likemannen likemenn likemennene"),
            ("rettigheter", "plur", "rettigheter rettighetene"),
            ("fagbok", "bok", "fagbok fagboken fagboka fagbøker fagbøkene"),
            ("lønn", "lonn", "lønn lønnen lønna"),
        ] {
            assert_eq!(nb.noun(word, code).unwrap().join(" "), forms);
        }
        assert_eq!(nb.noun("bruker", "m9"), Err(Mismatch::UnknownCode));
        assert_eq!(nb.noun("bruker", "senter").map(|f| f.len()), Ok(6));
        assert_eq!(nb.noun("likeperson", "mann"), Err(Mismatch::EndsOtherwise("mann")));
    }

    #[test]
    fn adjectives_agree() {
        let nb = nb::ROW.inflection.unwrap();
        for (word, forms) in [
            ("lønnet", "lønnet lønna lønnede lønnete"),
            ("sosial", "sosial sosialt sosiale"),
            ("fast", "fast faste"),
            ("levd", "levd levde"),
            ("erfaringsbasert", "erfaringsbasert erfaringsbaserte"),
            ("midlertidig", "midlertidig midlertidige"),
        ] {
            assert_eq!(nb.adjective(word).join(" "), forms);
        }
    }

    #[test]
    fn other_languages_have_tables_of_their_own() {
        for (row, word, code, forms) in [
            (&nn::ROW, "konsulent", "m1", "konsulent konsulenten konsulentar konsulentane"),
            (&nn::ROW, "brukar", "m1", "brukar brukaren brukarar brukarane"),
            (&nn::ROW, "rettleiing", "fing", "rettleiing rettleiinga rettleiingar rettleiingane"),
            (&nn::ROW, "utval", "n1", "utval utvalet utvala"),
            (&nn::ROW, "område", "ne", "område området områda"),
            (&en::ROW, "consultant", "s", "consultant consultants"),
            (&en::ROW, "agency", "y", "agency agencies"),
            (&en::ROW, "process", "es", "process processes"),
            (&en::ROW, "layman", "man", "layman laymen"),
        ] {
            assert_eq!(row.inflection.unwrap().noun(word, code).unwrap().join(" "), forms);
        }
    }
}
