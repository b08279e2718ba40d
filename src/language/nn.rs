//! Norwegian nynorsk. Its compounds and its rules for ambiguous words are those of bokmål, which
//! know words of both; its adjectives and verbs are only begun.

use super::inflection::noun;
use super::{
    Adjective, BlockNames, Guidance, Inflection, Language, Noun, Search, Spaces, WordStyleNames, WorkPlace, nb, stop,
};

/// The row of the table.
pub(super) static ROW: Language = Language {
    tag: "nn",
    name: "norsk nynorsk",
    familiar: "nynorsk",
    fallback: Some("nb"),
    locale: Some("nn-NO"),
    citations: Some("nn-NO"),
    order: Some("nn"),
    word_date: "d. MMMM yyyy",
    word_styles: WordStyleNames {
        mark: "Merke",
        mark_explained: "Merke forklaring",
        mark_line: "Merke linje",
        code: "Kode",
        code_text: "Kode teikn",
        choice: "Val",
        term: "Omgrep",
        definition: "Definisjon",
        rule: "Linje",
        space: "Luft",
        guidance: "Rettleiing",
        guidance_title: "Rettleiing tittel",
        alert: "Varsel",
        alert_title: "Varsel tittel",
        condition: "Vilkår",
        cell: "Celle",
        missing: "Manglar",
        table: "Tabell",
        frame: "Boks",
    },
    built_in_styles: nb::BUILT_IN_STYLES,
    untitled: "Utan tittel",
    short_book: "kort",
    files: nb::FILES,
    anchors: nb::ANCHORS,
    open_data: nb::OPEN_DATA,
    nobody: "nei",
    machine: "maskin",
    organisation_weights: nb::ORGANISATION_WEIGHTS,
    and: "og",
    number_words: nb::NUMBER_WORDS,
    guidance: Some(Guidance { help: "HJELP", law: "LOV", instead: "ISTADENFOR", addition: "TILLEGG" }),
    blocks: Some(BlockNames {
        roles: "roller",
        index: "ordliste",
        literature: "litteratur",
        documents: "dokument",
        entrances: "inngangar",
        steps: "steg",
        downloads: "nedlastingar",
        role_figure: "rollefigur",
        timeline: "tidslinje",
    }),
    origin: nb::ORIGIN,
    letters: nb::LETTERS,
    spaces: Spaces {
        before_numbers: &[
            "side", "sidene", "s.", "kl.", "klokka", "nr.", "kap.", "kapittel", "punkt", "pkt.", "ca.", "page", "no.",
        ],
        after_numbers: &["kr", "kroner", "mill.", "millionar", "mrd.", "milliardar", "%", "prosent"],
    },
    places: &[
        ("s. ", WorkPlace::Page),
        ("side ", WorkPlace::Page),
        ("kap. ", WorkPlace::Chapter),
        ("kapittel ", WorkPlace::Chapter),
        ("del ", WorkPlace::Part),
        ("§ ", WorkPlace::Section),
    ],
    inflection: Some(Inflection { nouns: NOUNS, adjectives: ADJECTIVES, after_noun: nb::AFTER_NOUN }),
    genitive: nb::GENITIVE,
    compounds: Some(nb::COMPOUNDS),
    bracketed: &["ar", "en", "ane", "er", "ene", "r", "n", "ne", "et", "a", "s"],
    rules: nb::RULES,
    weighty: include_str!("nn/weighty.txt"),
    of_clauses: &[
        "som", "kven", "kva", "kvar", "korleis", "kor", "kvifor", "når", "at", "de", "du", "vi", "eg", "kan", "skal",
        "må",
    ],
    search: Search {
        stemmer: Some(nb::STEMMER),
        stop: &[stop::NN, stop::NB, stop::EN],
        derived: &[
            "isering", "isasjon", "ering", "asjon", "ning", "ing", "else", "els", "sjon", "leik", "skap", "nad", "sel",
            "ande", "and", "leg", "bar", "ar", "aren", "arn", "er", "et", "e", "tt", "t", "dd",
        ],
        turned: &["mis", "u"],
        foreign: &[],
    },
    said: catalogue!("nn"),
    ..Language::unknown()
};

/// Patterns of nouns. The comment shows a word of it.
const NOUNS: &[Noun] = &[
    // masculine
    noun("m1", "", &["", "en", "ar", "ane"]),   // konsulent, brukar
    noun("mer", "", &["", "en", "er", "ene"]),  // ven: vener
    noun("me", "e", &["e", "en", "ar", "ane"]), // time
    noun("onkel", "el", &["el", "elen", "lar", "lane"]),
    noun("mm", "m", &["m", "mmen", "mmar", "mmane"]), // fordom
    noun("mann", "mann", &["mann", "mannen", "menn", "mennene"]),
    noun("kollega", "a", &["a", "aen", "aer", "aene"]),
    // feminine
    noun("f1", "", &["", "a", "er", "ene"]),                  // bygd
    noun("fing", "ing", &["ing", "inga", "ingar", "ingane"]), // rettleiing
    noun("fe", "e", &["e", "a", "er", "ene"]),                // gruppe, oppgåve
    noun("lonn", "", &["", "a"]),                             // lønn: no plural, it would be the verb «lønner»
    noun("bok", "bok", &["bok", "boka", "bøker", "bøkene"]),
    noun("hand", "hand", &["hand", "handa", "hender", "hendene"]),
    // neuter
    noun("n1", "", &["", "et", "a"]),       // utval, perspektiv
    noun("ne", "e", &["e", "et", "a"]),     // område
    noun("nm", "m", &["m", "mmet", "mma"]), // program, medlem
    noun("nmass", "", &["", "et"]),         // helsepersonell
    noun("senter", "er", &["er", "eret", "ra"]),
    noun("forum", "um", &["um", "umet", "uma"]),
    // others
    noun("adjn", "", &["", "e"]),    // tillitsvald: an adjective used as a noun
    noun("plur", "r", &["r", "ne"]), // rettar: only in the plural
    noun("inv", "", &[""]),          // pårørande, recovery
    noun("en", "", &["", "s"]),      // peer worker: an English noun
];

/// The forms of adjectives.
const ADJECTIVES: &[Adjective] = &[
    ("a", &["a"]),                // lønna
    ("ig", &["ig", "ige"]),       // viktig
    ("leg", &["leg", "lege"]),    // offentleg
    ("sk", &["sk", "ske"]),       // psykiatrisk
    ("ll", &["ll", "lt", "lle"]), // individuell
    ("nn", &["nn", "nt", "nne"]), // grønn
    ("en", &["en", "e", "ne"]),   // open
    ("t", &["t", "te"]),          // fast, basert
    ("s", &["s"]),                // felles, mellombels
    ("e", &["e"]),                // moderne
    ("", &["", "t", "e"]),        // sosial
];
