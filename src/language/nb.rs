//! Norwegian bokmål.

use rust_stemmers::Algorithm;

use super::inflection::noun;
use super::{
    Adjective, AnchorNames, BlockNames, BuiltInStyle, Compounds, FileNames, Foreign, Genitive, Guidance, Inflection,
    Language, Letters, Noun, OpenDataNames, OriginKeys, Search, Spaces, Stemmer, WordStyleNames, WorkPlace, stop,
};

/// The row of the table.
pub(super) static ROW: Language = Language {
    tag: "nb",
    also: &["no"],
    name: "norsk bokmål",
    familiar: "bokmål",
    locale: Some("nb-NO"),
    citations: Some("nb-NO"),
    order: Some("nb"),
    word_date: "d. MMMM yyyy",
    word_styles: WordStyleNames {
        mark: "Merke",
        mark_explained: "Merke forklaring",
        mark_line: "Merke linje",
        code: "Kode",
        code_text: "Kode tegn",
        choice: "Valg",
        term: "Begrep",
        definition: "Definisjon",
        rule: "Linje",
        space: "Luft",
        guidance: "Veiledning",
        guidance_title: "Veiledning tittel",
        alert: "Varsel",
        alert_title: "Varsel tittel",
        condition: "Vilkår",
        cell: "Celle",
        missing: "Mangler",
        table: "Tabell",
        frame: "Boks",
    },
    built_in_styles: BUILT_IN_STYLES,
    untitled: "Uten tittel",
    short_book: "kort",
    files: FILES,
    anchors: ANCHORS,
    open_data: OPEN_DATA,
    nobody: "nei",
    machine: "maskin",
    organisation_weights: ORGANISATION_WEIGHTS,
    and: "og",
    number_words: NUMBER_WORDS,
    guidance: Some(Guidance { help: "HJELP", law: "LOV", instead: "ISTEDENFOR", addition: "TILLEGG" }),
    blocks: Some(BlockNames {
        roles: "roller",
        index: "ordliste",
        literature: "litteratur",
        documents: "dokumenter",
        entrances: "innganger",
        steps: "steg",
        downloads: "nedlastinger",
        role_figure: "rollefigur",
        timeline: "tidslinje",
    }),
    origin: ORIGIN,
    letters: LETTERS,
    spaces: SPACES,
    places: &[
        ("s. ", WorkPlace::Page),
        ("side ", WorkPlace::Page),
        ("kap. ", WorkPlace::Chapter),
        ("kapittel ", WorkPlace::Chapter),
        ("del ", WorkPlace::Part),
        ("§ ", WorkPlace::Section),
        ("p. ", WorkPlace::Page),
        ("ch. ", WorkPlace::Chapter),
    ],
    inflection: Some(Inflection { nouns: NOUNS, adjectives: ADJECTIVES, after_noun: AFTER_NOUN }),
    genitive: GENITIVE,
    compounds: Some(COMPOUNDS),
    bracketed: BRACKETED,
    rules: RULES,
    weighty: include_str!("nb/weighty.txt"),
    of_clauses: &[
        "som", "hvem", "hva", "hvor", "hvordan", "hvorfor", "hvilke", "hvilken", "hvilket", "når", "at", "dere", "du",
        "vi", "jeg", "kan", "skal", "må",
    ],
    search: Search {
        stemmer: Some(STEMMER),
        stop: &[stop::NB, stop::NN, stop::EN],
        derived: DERIVED,
        turned: &["mis", "u"],
        foreign: &[
            Foreign { tag: "nb", words: include_str!("nb/everyday.txt"), endings: &[], within: false, near: true },
            Foreign { tag: "nb", words: include_str!("nb/synonyms.txt"), endings: &[], within: false, near: false },
            Foreign {
                tag: "nn",
                words: include_str!("nb/nynorsk.txt"),
                endings: FOREIGN_ENDINGS,
                within: true,
                near: false,
            },
            Foreign {
                tag: "en",
                words: include_str!("nb/english.txt"),
                endings: FOREIGN_ENDINGS,
                within: false,
                near: false,
            },
        ],
    },
    said: catalogue!("nb"),
    ..Language::unknown()
};

/// The numbers from two to twelve, which both Norwegian languages write alike.
pub(super) const NUMBER_WORDS: &[&str] =
    &["to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"];

/// The weights of Norway's register of organisations.
pub(super) const ORGANISATION_WEIGHTS: &[u32] = &[3, 2, 7, 6, 5, 4, 3, 2, 1];

/// The names of files, which both Norwegian languages have.
pub(super) const FILES: FileNames = FileNames {
    search: "sok.html",
    workshop: "verksted.html",
    changes: "endringer.html",
    feed: "endringer.atom",
    questions: "sporsmal.js",
    site: "nettsted.zip",
    terms_table: "begreper.csv",
    terms_turtle: "begreper.ttl",
    terms_jsonld: "begreper.jsonld",
    remarks: "merknader.md",
    publishing: "nb",
    workflow: ".github/workflows/nettsted.yml",
};

/// The names of Word's own styles that both Norwegian languages have.
pub(super) const BUILT_IN_STYLES: &[(&str, BuiltInStyle)] = &[
    ("tittel", BuiltInStyle::Title),
    ("undertittel", BuiltInStyle::Subtitle),
    ("overskrift", BuiltInStyle::Heading),
    ("punktliste", BuiltInStyle::Bullet),
    ("nummerert liste", BuiltInStyle::Number),
    ("sitat", BuiltInStyle::Quote),
    ("sterkt sitat", BuiltInStyle::Quote),
    ("innholdsfortegnelse", BuiltInStyle::Contents),
];

/// The names of places, which both Norwegian languages have.
pub(super) const ANCHORS: AnchorNames = AnchorNames {
    choice: "valg-",
    field: "felt-",
    question: "sporsmal-",
    outcome: "utfall-",
    statement: "pastand-",
    difference: "ikke-",
    fields: "del-felt",
    advice: "del-rad",
    questions: "del-sporsmal",
    outcomes: "del-utfall",
    figure: "del-figur",
    statements: "del-pastander",
    plan: "del-tiltak",
    answers: "svar/",
    differences: "ikket",
    source: "kilde-",
    work: "verk-",
    letter: "bokstav-",
    no_letter: "bokstav-annet",
};

/// The names of what open data speaks of, in both kinds of Norwegian.
pub(super) const OPEN_DATA: OpenDataNames =
    OpenDataNames { contact: "kontakt", collection: "samling", broader: "videre", meaning: "betyr-" };

/// Keys of front matter in both kinds of Norwegian.
pub(super) const ORIGIN: OriginKeys =
    OriginKeys { involved: "samskapt", law: "lov", written: "skrevet", checked: "kvalitetssikret" };

/// Letters of both kinds of Norwegian.
pub(super) const LETTERS: Letters = Letters {
    own: "æøå",
    typed: &[('æ', "e"), ('ä', "e"), ('ø', "o"), ('ö', "o"), ('å', "a")],
    pairs: &[("aa", "a"), ("ae", "e"), ("oe", "o")],
    address: &[('å', "a"), ('æ', "ae"), ('ø', "o")],
    alike: &[('ä', 'æ'), ('ö', 'ø')],
    index: &[("aa", 'Å')],
    nameless: "del",
};

pub(super) const SPACES: Spaces = Spaces {
    before_numbers: &[
        "side", "sidene", "s.", "kl.", "klokken", "nr.", "kap.", "kapittel", "punkt", "pkt.", "ca.", "page", "no.",
    ],
    after_numbers: &["kr", "kroner", "mill.", "millioner", "mrd.", "milliarder", "%", "prosent"],
};

pub(super) const GENITIVE: Genitive = Genitive { any: "'s", most: "s", after_hissing: "'", hissing: &['s', 'x', 'z'] };

pub(super) const BRACKETED: &[&str] = &["e", "en", "er", "ene", "r", "n", "ne", "et", "a", "s"];

/// Words of both kinds of Norwegian after which a noun is the whole of what a label names.
pub(super) const AFTER_NOUN: &[&str] =
    &["av", "etter", "for", "fra", "frå", "i", "med", "over", "på", "som", "til", "uten", "utan", "ved"];

pub(super) const RULES: &str = include_str!("nb/rules.txt");

pub(super) const COMPOUNDS: Compounds = Compounds {
    joints: &["s", "e"],
    heads: include_str!("nb/heads.txt"),
    breaks: include_str!("nb/breaks.txt"),
    adjectival: &[
        "orientert",
        "orienterte",
        "sentrert",
        "sentrerte",
        "styrt",
        "styrte",
        "rettet",
        "rettede",
        "rettete",
        "vennlig",
        "vennlige",
        "styrkende",
        "opplevd",
        "opplevde",
        "basert",
        "baserte",
        "nær",
        "nære",
        "ert",
        "erte",
        "ende",
        "lig",
        "lige",
        "isk",
        "iske",
        "løs",
        "løse",
        "fri",
        "frie",
        "faglig",
        "faglige",
        "drevet",
        "drevne",
        "ledet",
        "ledede",
        "støttet",
        "tilpasset",
        "tilpassede",
        "messig",
        "messige",
        "aktig",
        "aktige",
        "bar",
        "bare",
        "full",
        "fulle",
    ],
    abbreviations: &["en", "et", "n", "t", "a", "er", "ene", "ens", "ets", "ers", "enes", "as"],
};

/// The Norwegian stemmer: what it takes away in its third step, in its second and in its first;
/// -erte and -ert become -er.
pub(super) const STEMMER: Stemmer = Stemmer {
    algorithm: Algorithm::Norwegian,
    script: "norwegian",
    endings: &[
        "leg eleg ig eig lig elig els lov elov slov hetslov",
        "t",
        "a e ede ande ende ane ene hetene te en heten ar er heter s as es edes endes enes hetenes ens hetens ers ets \
         et het t ast",
    ],
};

/// Endings that make one kind of word of another, and of forms that the stemmer leaves, what it leaves.
pub(super) const DERIVED: &[&str] = &[
    "isering", "isasjon", "ering", "asjon", "ning", "ing", "else", "els", "sjon", "het", "skap", "nad", "sel", "ende",
    "end", "lig", "bar", "ere", "eren", "ern", "er", "et", "e", "tt", "t", "dd",
];

/// Endings of nynorsk and English that the lists of words do not have.
const FOREIGN_ENDINGS: &[&str] = &["ane", "ene", "ar", "er", "en", "et", "a", "e", "s"];

/// Every pattern of nouns. The comment shows a word of it.
const NOUNS: &[Noun] = &[
    // masculine, and common gender
    noun("m1", "", &["", "en", "er", "ene"]),   // konsulent
    noun("m2", "", &["", "en", "e", "ne"]),     // bruker, brobygger
    noun("me", "e", &["e", "en", "er", "ene"]), // kompetanse
    noun("onkel", "el", &["el", "elen", "ler", "lene"]),
    noun("mm", "m", &["m", "mmen", "mmer", "mmene"]), // fordom
    noun("mann", "mann", &["mann", "mannen", "menn", "mennene"]),
    noun("kollega", "a", &["a", "aen", "aer", "er", "aene", "ene"]),
    noun("fot", "fot", &["fot", "foten", "føtter", "føttene"]),
    noun("bonde", "bonde", &["bonde", "bonden", "bønder", "bøndene"]),
    noun("far", "far", &["far", "faren", "fedre", "fedrene"]),
    noun("bror", "bror", &["bror", "broren", "brødre", "brødrene"]),
    // feminine
    noun("f1", "", &["", "en", "a", "er", "ene"]),   // veiledning
    noun("fe", "e", &["e", "en", "a", "er", "ene"]), // beskrivelse, gruppe
    noun("lonn", "", &["", "en", "a"]),              // lønn: no plural, it would be the verb «lønner»
    noun("bok", "bok", &["bok", "boken", "boka", "bøker", "bøkene"]),
    noun("natt", "natt", &["natt", "natten", "natta", "netter", "nettene"]),
    noun("hånd", "hånd", &["hånd", "hånden", "hånda", "hender", "hendene"]),
    noun("tann", "tann", &["tann", "tannen", "tanna", "tenner", "tennene"]),
    noun("stang", "stang", &["stang", "stangen", "stanga", "stenger", "stengene"]),
    noun("kraft", "kraft", &["kraft", "kraften", "krafta", "krefter", "kreftene"]),
    noun("rot", "rot", &["rot", "roten", "rota", "røtter", "røttene"]),
    noun("and", "and", &["and", "anden", "anda", "ender", "endene"]),
    noun("mor", "mor", &["mor", "moren", "mora", "mødre", "mødrene"]),
    noun("søster", "søster", &["søster", "søsteren", "søstera", "søstre", "søstrene"]),
    noun("datter", "datter", &["datter", "datteren", "dattera", "døtre", "døtrene"]),
    noun("ku", "ku", &["ku", "kuen", "kua", "kyr", "kyrne"]),
    noun("gås", "gås", &["gås", "gåsen", "gåsa", "gjess", "gjessene"]),
    // neuter
    noun("n1", "", &["", "et", "ene", "a"]),                 // utvalg, råd
    noun("n2", "", &["", "et", "er", "ene", "a"]),           // perspektiv, nivå, stigma
    noun("ne", "e", &["e", "et", "er", "ene", "a"]),         // område
    noun("nm", "m", &["m", "mmet", "mmer", "mmene", "mma"]), // program, medlem, rom
    noun("nmass", "", &["", "et"]),                          // helsepersonell
    noun("senter", "er", &["er", "eret", "ret", "re", "ra", "rene"]),
    noun("eksempel", "el", &["el", "elet", "let", "ler", "lene", "la"]),
    noun("kapittel", "ttel", &["ttel", "ttelet", "tlet", "tler", "tlene", "tla"]),
    noun("forum", "um", &["um", "umet", "a", "umene", "aene"]),
    noun("museum", "um", &["um", "et", "er", "ene", "a"]),
    noun("tre", "tre", &["tre", "treet", "trær", "trærne"]),
    noun("kne", "kne", &["kne", "kneet", "knær", "knærne"]),
    noun("øye", "øye", &["øye", "øyet", "øyne", "øynene"]),
    // others
    noun("folk", "folk", &["folk", "folket", "folkene", "folka"]), // fagfolk
    noun("adjn", "", &["", "e"]),                                  // tillitsvalgt: an adjective used as a noun
    noun("plur", "er", &["er", "ene"]),                            // rettigheter: only in the plural
    noun("inv", "", &[""]),                                        // pårørende, recovery
    noun("en", "", &["", "s"]),                                    // peer worker: an English noun
];

/// The forms of adjectives.
const ADJECTIVES: &[Adjective] = &[
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
