//! The tables of Norwegian inflection: a word and a code give its forms.
//!
//! In: a word as it stands in a dictionary. Out: its forms, the word itself first.
//!
//! Invariant: a form is made by the tables alone; what they do not say is an explicit list in a
//! term's front matter. Genitives are not made here: every form may take one.

/// How the nouns of one pattern are inflected.
struct Paradigm {
    /// The code written in front matter.
    code: &'static str,
    /// The end of the word that the endings replace; every word of the pattern ends so.
    replaces: &'static str,
    /// What stands in its place, form by form.
    endings: &'static [&'static str],
}

const fn row(code: &'static str, replaces: &'static str, endings: &'static [&'static str]) -> Paradigm {
    Paradigm { code, replaces, endings }
}

/// Every pattern of nouns. The comment shows a word of it.
const NOUNS: &[Paradigm] = &[
    // masculine, and common gender
    row("m1", "", &["", "en", "er", "ene"]),   // konsulent
    row("m2", "", &["", "en", "e", "ne"]),     // bruker, brobygger
    row("me", "e", &["e", "en", "er", "ene"]), // kompetanse
    row("onkel", "el", &["el", "elen", "ler", "lene"]),
    row("mm", "m", &["m", "mmen", "mmer", "mmene"]), // fordom
    row("mann", "mann", &["mann", "mannen", "menn", "mennene"]),
    row("kollega", "a", &["a", "aen", "aer", "er", "aene", "ene"]),
    row("fot", "fot", &["fot", "foten", "føtter", "føttene"]),
    row("bonde", "bonde", &["bonde", "bonden", "bønder", "bøndene"]),
    row("far", "far", &["far", "faren", "fedre", "fedrene"]),
    row("bror", "bror", &["bror", "broren", "brødre", "brødrene"]),
    // feminine
    row("f1", "", &["", "en", "a", "er", "ene"]),   // veiledning
    row("fe", "e", &["e", "en", "a", "er", "ene"]), // beskrivelse, gruppe
    row("lonn", "", &["", "en", "a"]),              // lønn: no plural, it would be the verb «lønner»
    row("bok", "bok", &["bok", "boken", "boka", "bøker", "bøkene"]),
    row("natt", "natt", &["natt", "natten", "natta", "netter", "nettene"]),
    row("hånd", "hånd", &["hånd", "hånden", "hånda", "hender", "hendene"]),
    row("tann", "tann", &["tann", "tannen", "tanna", "tenner", "tennene"]),
    row("stang", "stang", &["stang", "stangen", "stanga", "stenger", "stengene"]),
    row("kraft", "kraft", &["kraft", "kraften", "krafta", "krefter", "kreftene"]),
    row("rot", "rot", &["rot", "roten", "rota", "røtter", "røttene"]),
    row("and", "and", &["and", "anden", "anda", "ender", "endene"]),
    row("mor", "mor", &["mor", "moren", "mora", "mødre", "mødrene"]),
    row("søster", "søster", &["søster", "søsteren", "søstera", "søstre", "søstrene"]),
    row("datter", "datter", &["datter", "datteren", "dattera", "døtre", "døtrene"]),
    row("ku", "ku", &["ku", "kuen", "kua", "kyr", "kyrne"]),
    row("gås", "gås", &["gås", "gåsen", "gåsa", "gjess", "gjessene"]),
    // neuter
    row("n1", "", &["", "et", "ene", "a"]),                 // utvalg, råd
    row("n2", "", &["", "et", "er", "ene", "a"]),           // perspektiv, nivå, stigma
    row("ne", "e", &["e", "et", "er", "ene", "a"]),         // område
    row("nm", "m", &["m", "mmet", "mmer", "mmene", "mma"]), // program, medlem, rom
    row("nmass", "", &["", "et"]),                          // helsepersonell
    row("senter", "er", &["er", "eret", "ret", "re", "ra", "rene"]),
    row("eksempel", "el", &["el", "elet", "let", "ler", "lene", "la"]),
    row("kapittel", "ttel", &["ttel", "ttelet", "tlet", "tler", "tlene", "tla"]),
    row("forum", "um", &["um", "umet", "a", "umene", "aene"]),
    row("museum", "um", &["um", "et", "er", "ene", "a"]),
    row("tre", "tre", &["tre", "treet", "trær", "trærne"]),
    row("kne", "kne", &["kne", "kneet", "knær", "knærne"]),
    row("øye", "øye", &["øye", "øyet", "øyne", "øynene"]),
    // others
    row("folk", "folk", &["folk", "folket", "folkene", "folka"]), // fagfolk
    row("adjn", "", &["", "e"]),                                  // tillitsvalgt: an adjective used as a noun
    row("plur", "er", &["er", "ene"]),                            // rettigheter: only in the plural
    row("inv", "", &[""]),                                        // pårørende, recovery
    row("en", "", &["", "s"]),                                    // peer worker: an English noun
];

/// The forms of adjectives by how they end; the first row that fits decides.
const ADJECTIVES: &[(&str, &[&str])] = &[
    ("et", &["et", "a", "ede", "ete"]), // lønnet
    ("ig", &["ig", "ige"]),             // midlertidig
    ("sk", &["sk", "ske"]),             // psykiatrisk
    ("ll", &["ll", "lt", "lle"]),       // individuell
    ("nn", &["nn", "nt", "nne"]),       // grønn
    ("el", &["el", "elt", "le"]),       // enkel
    ("en", &["en", "ent", "ne"]),       // åpen
    ("vd", &["vd", "vde"]),             // levd
    ("t", &["t", "te"]),                // fast, styrt, basert
    ("s", &["s"]),                      // felles
    ("e", &["e"]),                      // bra, moderne
    ("", &["", "t", "e"]),              // sosial
];

/// The one code that any language has: no other form than the word itself.
pub(super) const INVARIABLE: &str = "inv";

/// The codes of all patterns.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    NOUNS.iter().map(|paradigm| paradigm.code)
}

/// Why a word has no forms by a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// There is no such code.
    UnknownCode,
    /// The pattern's words end otherwise: so.
    EndsOtherwise(&'static str),
}

/// The forms of a noun, the noun itself first.
pub(super) fn noun(word: &str, code: &str) -> Result<Vec<String>, Fault> {
    let paradigm = NOUNS.iter().find(|paradigm| paradigm.code == code).ok_or(Fault::UnknownCode)?;
    let stem = word.strip_suffix(paradigm.replaces).ok_or(Fault::EndsOtherwise(paradigm.replaces))?;
    Ok(joined(stem, paradigm.endings))
}

/// The forms of an adjective, the adjective itself first.
pub(super) fn adjective(word: &str) -> Vec<String> {
    let (stem, endings) =
        ADJECTIVES.iter().find_map(|(end, endings)| Some((word.strip_suffix(end)?, *endings))).unwrap_or((word, &[""]));
    joined(stem, endings)
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

    #[test]
    fn nouns_by_their_codes() {
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
            assert_eq!(noun(word, code).unwrap().join(" "), forms);
        }
        assert_eq!(noun("bruker", "m9"), Err(Fault::UnknownCode));
        assert_eq!(noun("bruker", "senter").map(|f| f.len()), Ok(6));
        assert_eq!(noun("likeperson", "mann"), Err(Fault::EndsOtherwise("mann")));
    }

    #[test]
    fn adjectives_agree() {
        for (word, forms) in [
            ("lønnet", "lønnet lønna lønnede lønnete"),
            ("sosial", "sosial sosialt sosiale"),
            ("fast", "fast faste"),
            ("levd", "levd levde"),
            ("erfaringsbasert", "erfaringsbasert erfaringsbaserte"),
            ("midlertidig", "midlertidig midlertidige"),
        ] {
            assert_eq!(adjective(word).join(" "), forms);
        }
    }
}
