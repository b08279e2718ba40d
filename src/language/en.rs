//! English.

use rust_stemmers::Algorithm;

use super::inflection::noun;
use super::{BlockNames, Genitive, Guidance, Inflection, Language, Noun, Search, Spaces, Stemmer, WorkPlace, stop};

/// The row of the table.
pub(super) static ROW: Language = Language {
    tag: "en",
    name: "English",
    locale: Some("en-GB"),
    citations: Some("en-US"),
    word_date: "d MMMM yyyy",
    number_words: &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    guidance: Some(Guidance { help: "HELP", law: "LAW", instead: "INSTEAD", addition: "ADDITION" }),
    blocks: Some(BlockNames {
        roles: "roles",
        index: "index",
        literature: "literature",
        documents: "documents",
        entrances: "entrances",
        steps: "steps",
        downloads: "downloads",
        role_figure: "role-figure",
        timeline: "timeline",
    }),
    spaces: Spaces {
        before_numbers: &[
            "page", "pages", "p.", "pp.", "no.", "nos.", "chapter", "ch.", "section", "part", "figure", "fig.",
            "table", "ca.", "c.", "nr.", "kap.",
        ],
        after_numbers: &["%", "percent", "million", "billion", "kroner", "kr", "am", "pm"],
    },
    places: &[
        ("p. ", WorkPlace::Page),
        ("pp. ", WorkPlace::Page),
        ("page ", WorkPlace::Page),
        ("ch. ", WorkPlace::Chapter),
        ("chapter ", WorkPlace::Chapter),
        ("part ", WorkPlace::Part),
        ("section ", WorkPlace::Section),
        ("§ ", WorkPlace::Section),
    ],
    inflection: Some(Inflection { nouns: NOUNS, adjectives: &[], after_noun: &[] }),
    genitive: Genitive { any: "'s", most: "", after_hissing: "'", hissing: &['s', 'x', 'z'] },
    bracketed: &["s", "es"],
    weighty: include_str!("en/weighty.txt"),
    of_clauses: &[
        "who", "whom", "what", "where", "how", "why", "which", "when", "that", "you", "we", "they", "can", "must",
        "is", "are",
    ],
    search: Search {
        stemmer: Some(Stemmer { algorithm: Algorithm::English, script: "english", endings: &[] }),
        stop: &[stop::EN],
        derived: &[
            "isation", "ization", "ation", "ition", "ment", "ness", "ship", "able", "ible", "ing", "ion", "ity", "ful",
            "ly", "er", "ed", "s",
        ],
        turned: &["mis", "un", "non", "in", "dis"],
        foreign: &[],
    },
    ..Language::unknown()
};

/// Every pattern of nouns. The comment shows a word of it.
const NOUNS: &[Noun] = &[
    noun("s", "", &["", "s"]),           // consultant
    noun("es", "", &["", "es"]),         // process
    noun("y", "y", &["y", "ies"]),       // agency
    noun("man", "man", &["man", "men"]), // layman, woman
    noun("person", "person", &["person", "persons", "people"]),
    noun("child", "child", &["child", "children"]),
    noun("is", "is", &["is", "es"]), // crisis
    noun("plur", "s", &["s"]),       // rights: only in the plural
    noun("inv", "", &[""]),          // staff, recovery
];
