//! The glossary: which words of a text are mentions of which terms, and links on them.
//!
//! In: the terms of a book ([`TermEntry`]) and what it says about words ([`Lexicon`]). Out: a
//! [`Glossary`] that links the mentions in a document and tells why, on each page ([`PageGlossary`]).
//!
//! Invariant: linking never changes the text a reader sees; links never overlap, and never stand
//! in a heading, a link or a part of a word.

mod class;
mod compound;
mod field;
mod flat;
mod forms;
mod index;
mod link;
mod mask;
mod mix_ups;
mod pattern;
mod reason;
mod rule;
mod scan;
mod slips;
#[cfg(test)]
mod tests;
mod weave;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use compound::Heads;
use field::Fields;
use flat::Flat;
use foldhash::fast::RandomState;
use index::{FormIndex, IndexedName, NameForm};
pub use link::{HeldBack, Mention};
use mask::{Marks, Phrases};
use mix_ups::MixUps;
use pattern::{DeclaredClues, MixUpRule};
pub use reason::{Held, Reason};
use rule::{Rule, WordRules};
use slips::{SlipForm, Slips};

use crate::diagnostic::{Code, Diagnostic, NameIndex, Warned, nearest};
use crate::document::{PageNo, TermNo};
use crate::kind::{Contexts, Definition, Group};
use crate::language::Language;
use crate::said::{Phrase, said};
use crate::schema::Places;
use crate::source::{Span, offset};
use crate::text::{nfc, one_word};
use crate::vocabulary::{MixUp, WordClass};

/// A set of classes, a bit each.
type Classes = u64;

/// One term, as the glossary needs it.
#[derive(Debug, Clone, Copy)]
pub struct TermEntry<'a> {
    /// Its page.
    pub page: PageNo,
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The front matter that only terms have.
    pub definition: &'a Definition,
    /// Where its front matter stands: `title`, `inflection`, `synonyms[1].text`.
    pub places: &'a Places,
}

/// The words of a book beside its terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Phrases inside which nothing is linked, from `ordliste.yaml`.
    pub nolink: Vec<String>,
    /// Mix-ups of terms, from there too.
    pub mix_ups: Vec<MixUp>,
    /// Fields of words, from there too.
    pub fields: Vec<WordClass>,
}

/// A term and all its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its number.
    pub no: TermNo,
    /// Its page.
    pub page: PageNo,
    /// Its id.
    pub id: Box<str>,
    /// Its title.
    pub title: Box<str>,
    /// Whether it is a role.
    pub role: bool,
    /// The forms that are found in texts; each may take a genitive too.
    pub forms: Vec<TermForm>,
}

/// A form of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermForm {
    /// The form as written.
    pub text: Box<str>,
    /// Of which name it is a form: 0 is the title, 1 the first synonym.
    pub name: usize,
    /// Whether capital letters matter.
    pub case_sensitive: bool,
}

/// The terms of a book, ready to be found in texts.
#[derive(Debug)]
pub struct Glossary {
    terms: Vec<Term>,
    by_id: HashMap<Box<str>, TermNo>,
    index: FormIndex,
    heads: Heads,
    language: &'static Language,
    rules: WordRules,
    phrases: Phrases,
    marks: Marks,
    mix_ups: MixUps,
    fingerprint: blake3::Hash,
    /// The same terms, numbered alike, by their words in other languages.
    others: Vec<Glossary>,
    /// The ids of the terms, for what names one that is not there.
    near: OnceLock<NameIndex>,
}

/// A glossary as it holds on one page, which may have phrases of its own inside which nothing is linked.
#[derive(Debug)]
pub struct PageGlossary<'g> {
    glossary: &'g Glossary,
    phrases: Phrases,
}

impl PageGlossary<'_> {
    /// Masks what is never linked on the page, before a scan.
    fn mask(&self, flat: &mut Flat) {
        self.glossary.mask(&self.phrases, flat);
    }
}

/// The words of a term that are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// Its title and synonyms: the words of the book's own language.
    Own,
    /// Those it has in the language of the glossary.
    Other,
}

impl Glossary {
    /// A glossary of terms, numbered in the order given, for texts in `language`. Inflection,
    /// compounds and word rules are those of the language; where it has none, only names and listed
    /// forms are found.
    #[must_use]
    pub fn new(
        entries: &[TermEntry<'_>],
        lexicon: &Lexicon,
        language: &'static Language,
        wording: Wording,
    ) -> Warned<Self> {
        let mut builder = GlossaryBuilder::new(lexicon, language, wording);
        for entry in entries {
            builder.term(entry);
        }
        let fingerprint = builder.fingerprint(lexicon);
        let mut slips = builder.misspellings();
        let GlossaryBuilder { terms, names, entries, mut rules, mix_ups, heads, mut diagnostics, .. } = builder;
        let of_role = |name: usize| {
            let name = names.get(name).filter(|name| !name.is_ambiguous);
            name.and_then(|name| terms.get(name.term.0 as usize)).is_some_and(|term| term.role)
        };
        rules.add_roles(entries.iter().filter(|entry| of_role(entry.name)).map(|entry| &*entry.text));
        rules.add_terms(entries.iter().map(|entry| &*entry.text).filter(|text| one_word(text)));
        slips.classify(|form| rules.classes_of_form(of_role(form.name)));
        let slips = Arc::new(slips);
        rules.add_slips(slips.clone());
        let index = FormIndex::new(names, entries, slips, language.genitive);
        let mix_ups = MixUps::new(mix_ups, &terms).unpack(&mut diagnostics);
        let glossary = Self {
            by_id: terms.iter().map(|term| (term.id.clone(), term.no)).collect(),
            terms,
            index,
            heads,
            language,
            mix_ups,
            marks: Marks::of(&rules),
            rules,
            phrases: Phrases::new(&lexicon.nolink, language.genitive),
            fingerprint,
            others: Vec::new(),
            near: OnceLock::new(),
        };
        Warned::new(glossary, diagnostics)
    }

    /// The same glossary, with one of the same terms in another language.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        let both = [self.fingerprint, other.fingerprint];
        self.fingerprint = blake3::hash(both.map(|hash| *hash.as_bytes()).as_flattened());
        self.others.push(other);
        self
    }

    /// The glossary for texts in a language: the words that the terms have there.
    #[must_use]
    pub fn speaking(&self, language: &Language) -> &Self {
        self.others.iter().find(|other| other.language.tag == language.tag).unwrap_or(self)
    }

    /// The glossary as it holds on a page that has phrases of its own, `nolink`, inside which nothing is linked.
    #[must_use]
    pub fn on_page(&self, nolink: &[Box<str>]) -> PageGlossary<'_> {
        PageGlossary { glossary: self, phrases: Phrases::new(nolink, self.language.genitive) }
    }

    /// The terms, by number.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The term with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<TermNo> {
        self.by_id.get(&*nfc(id)).copied()
    }

    /// A hash of everything that decides which words are linked on a page, beside what the page says itself: forms, rules,
    /// phrases, language.
    #[must_use]
    pub fn fingerprint(&self) -> blake3::Hash {
        self.fingerprint
    }
}

struct GlossaryBuilder {
    language: &'static Language,
    wording: Wording,
    rules: WordRules,
    heads: Heads,
    mix_ups: Vec<(MixUp, MixUpRule)>,
    terms: Vec<Term>,
    names: Vec<IndexedName>,
    entries: Vec<NameForm>,
    /// Who has claimed a form first: the number of the term, and its place.
    claimed: HashMap<String, (TermNo, Option<Span>), RandomState>,
    diagnostics: Vec<Diagnostic>,
}

impl GlossaryBuilder {
    fn new(lexicon: &Lexicon, language: &'static Language, wording: Wording) -> Self {
        let is_about =
            |mix_up: &&MixUp| mix_up.languages.is_empty() || mix_up.languages.iter().any(|tag| *tag == language.tag);
        let about: Vec<&MixUp> = lexicon.mix_ups.iter().filter(is_about).collect();
        let mut diagnostics = Vec::new();
        let mut rules = pattern::read(language.rules);
        rules.fields = Fields::new(&lexicon.fields, |name| pattern::is_of_language(name, &rules), &mut diagnostics);
        let of_book = about.iter().map(|mix_up| MixUpRule::new(&mix_up_patterns(mix_up), &rules, &mut diagnostics));
        let mix_ups = about.iter().map(|mix_up| (*mix_up).clone()).zip(of_book).collect();
        Self {
            language,
            wording,
            rules,
            heads: Heads::of(language),
            mix_ups,
            terms: Vec::new(),
            names: Vec::new(),
            entries: Vec::new(),
            claimed: HashMap::default(),
            diagnostics,
        }
    }

    fn term(&mut self, entry: &TermEntry<'_>) {
        let no = TermNo(offset(self.terms.len()));
        let mut wrong = Vec::new();
        let names = match self.wording {
            Wording::Own => forms::own(entry.title, entry.definition, self.language, &mut wrong),
            Wording::Other => forms::other(entry.definition, self.language, &mut wrong),
        };
        for fault in wrong {
            let code = if fault.code { Code::UnknownInflection } else { Code::UnknownValue };
            let at = fault.of.key(fault.key, entry.places);
            self.say(Diagnostic::new(code, fault.message).help(fault.help), at);
        }
        let mut forms = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let texts: Vec<(String, String)> = name.forms.iter().map(|form| flat::normal(form)).collect();
            let Some((base, cased)) = texts.first().cloned() else { continue };
            let place = name.of.name(entry.places);
            let rule = self.rule(entry, name);
            self.names.push(IndexedName {
                term: no,
                base: base.into(),
                cased: cased.into(),
                case_sensitive: name.case_sensitive,
                rule,
                is_ambiguous: name.contexts.is_some_and(|contexts| !contexts.unsure.is_empty()),
                compounds: name.compounds.clone(),
                forms: Vec::new(),
            });
            self.verbs(entry, name);
            let mut shared = Vec::new();
            for (lower, cased) in texts.into_iter().filter(|(lower, _)| scan::can_stand(lower)) {
                let key = if name.case_sensitive { cased.clone() } else { lower.clone() };
                match self.claimed.get(&key) {
                    Some((other, first)) => {
                        if *other != no {
                            shared.push((cased, *other, *first));
                        }
                        continue;
                    }
                    None => self.claimed.insert(key, (no, place)),
                };
                forms.push(TermForm { text: cased.as_str().into(), name: i, case_sensitive: name.case_sensitive });
                self.entries.push(NameForm { text: lower.into(), cased: cased.into(), name: self.names.len() - 1 });
            }
            self.claimed_twice(entry, place, &shared);
        }
        let role = entry.definition.group == Some(Group::Role);
        self.terms.push(Term { no, page: entry.page, id: entry.id.into(), title: entry.title.into(), role, forms });
    }

    /// Adds the ways in which forms are often written otherwise, «erfarings konsulent», and gives the forms that slips are
    /// looked for in: «taushetplikt». What is a form of a term already, stays that; of several names the first has it.
    fn misspellings(&mut self) -> Slips {
        let mut slips = Slips::default();
        let forms: Vec<(usize, &NameForm, &IndexedName)> = self.may_be_misspelt().collect();
        for (entry, form, _) in forms.iter().filter(|(_, form, _)| Slips::take(&form.text)) {
            slips.add(SlipForm { text: form.text.clone(), entry: *entry, name: form.name, classes: 0 });
        }
        let claimed: Vec<&String> = self.claimed.keys().filter(|form| slips.find(form).is_some()).collect();
        for form in claimed {
            slips.leave_out(form);
        }
        let mut more = Vec::new();
        let mut taken: HashSet<String, RandomState> = HashSet::default();
        for (entry, form, name) in forms {
            let others = self.heads.misspellings(&name.base, &form.text, |word| self.rules.is_known(word));
            for text in slips::looked_up(&form.text).chain(others) {
                let slip = slips.find(&text).map(|slip| slip.entry);
                if self.claimed.contains_key(&text) || slip.is_some_and(|first| first <= entry) {
                    continue;
                }
                if slip.is_some() {
                    slips.leave_out(&text);
                }
                if taken.insert(text.clone()) {
                    let text: Box<str> = text.into();
                    more.push(NameForm { cased: text.clone(), text, name: form.name });
                }
            }
        }
        self.entries.append(&mut more);
        slips
    }

    /// The forms that are found where they are misspelt, with the numbers of their entries, and their names.
    fn may_be_misspelt(&self) -> impl Iterator<Item = (usize, &NameForm, &IndexedName)> {
        let all = (0..).zip(&self.entries);
        let named = all.filter_map(|(no, form)| self.names.get(form.name).map(|name| (no, form, name)));
        named.filter(|(_, _, name)| !name.case_sensitive && self.heads.may_be_misspelt(&name.base))
    }

    /// The number of the rule that a name's contexts make.
    fn rule(&mut self, entry: &TermEntry<'_>, name: &forms::Name<'_>) -> Option<usize> {
        let contexts = name.contexts?;
        let place = name.of.place("contexts", entry.places);
        let clues = (0..).zip(&contexts.clues).map(|(i, clue)| (&**clue, place.key("clues").item(i).span()));
        let words =
            contexts.words.iter().map(|(class, words)| (&**class, &**words, place.key("words").key(class).span()));
        let declared = DeclaredClues { words: words.collect(), clues: clues.collect() };
        let mut rule = pattern::declare(&declared, &self.rules, &mut self.diagnostics);
        let mut fields = |names: &[_], key| self.rules.fields.named(names, place.key(key), &mut self.diagnostics);
        rule.within = fields(&contexts.within, "in");
        rule.not_in = fields(&contexts.not_in, "not-in");
        let forms: Vec<String> = name.forms.iter().map(|form| flat::normal(form).0).collect();
        for (i, form) in (0..).zip(&contexts.unsure) {
            let normal = flat::normal(form).0;
            if !forms.contains(&normal) {
                let help = match nearest(form, forms.iter().map(String::as_str)) {
                    Some(near) => said!("did you mean `{near}`?", near),
                    None => said!("its forms are {forms}", forms = forms.join(", ")),
                };
                let name = name.forms.first().map_or("", String::as_str);
                let message = said!("`{form}` is no form of `{name}`", form, name);
                self.say(Diagnostic::new(Code::BadPattern, message).help(help), place.key("unsure").item(i).span());
            }
            rule.unsure.push(normal.into());
        }
        self.rules.list.push(rule);
        Some(self.rules.list.len() - 1)
    }

    /// Warns of forms that are common verbs too, where no rule tells the two apart.
    fn verbs(&mut self, entry: &TermEntry<'_>, name: &forms::Name<'_>) {
        let tells = |contexts: &Contexts| !contexts.clues.is_empty() || !contexts.unsure.is_empty();
        if name.contexts.is_some_and(tells) || name.case_sensitive {
            return;
        }
        let verbs: Vec<&str> = name.forms.iter().map(|form| &**form).filter(|form| self.rules.is_verb(form)).collect();
        if !verbs.is_empty() {
            let message = said!("`{verbs}` is a common verb too", verbs = verbs.join("`, `"));
            let help =
                said!("list the forms without it under `inflection`, or say under `contexts` where it is the term");
            self.say(Diagnostic::new(Code::AmbiguousForm, message).help(help), name.of.name(entry.places));
        }
    }

    /// One diagnostic for all forms that a name shares with names of other terms.
    fn claimed_twice(&mut self, entry: &TermEntry<'_>, place: Option<Span>, shared: &[(String, TermNo, Option<Span>)]) {
        let Some((form, other, first)) = shared.first() else { return };
        let other = self.terms.get(other.0 as usize).map_or("", |term| &*term.id);
        let message = said!("`{form}` is a form of `{id}` and of `{other}`", form, id = entry.id, other);
        let mut diagnostic = Diagnostic::new(Code::FormClaimedTwice, message);
        for (place, text) in [(place, said!("claimed here")), (*first, said!("and here"))] {
            diagnostic.labels.extend(place.map(|place| (place, text)));
        }
        if shared.len() > 1 {
            let others: Vec<&str> = shared[1..].iter().map(|(form, ..)| form.as_str()).collect();
            diagnostic = diagnostic.note(said!("so are {others}", others = others.join(", ")));
        }
        self.diagnostics
            .push(diagnostic.help(said!("a word can lead to one term only: take it out of one of the two")));
    }

    fn say(&mut self, diagnostic: Diagnostic, at: Option<Span>) {
        self.diagnostics.push(match at {
            Some(at) => diagnostic.at(at, Phrase::default()),
            None => diagnostic,
        });
    }

    fn fingerprint(&self, lexicon: &Lexicon) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        add(self.language.tag);
        add(self.language.compounds.map_or("", |compounds| compounds.heads));
        add(self.language.rules);
        lexicon.nolink.iter().for_each(|phrase| add(phrase));
        lexicon.mix_ups.iter().for_each(|mix_up| add(&format!("{mix_up:?}")));
        lexicon.fields.iter().for_each(|field| [&field.name, &field.words].into_iter().for_each(|text| add(text)));
        for term in &self.terms {
            add(&term.id);
            add(&term.title);
            add(&format!("{:?} {:?} {:?}", term.page, term.role, term.forms));
        }
        for name in &self.names {
            add(&format!("{:?} {:?} {:?}", name.base, name.rule, name.compounds));
        }
        let declared = self.rules.list.iter().filter(|rule: &&Rule| rule.name.is_empty());
        declared.for_each(|rule| add(&format!("{rule:?}")));
        hasher.finalize()
    }
}

/// The patterns of a mix-up.
fn mix_up_patterns(mix_up: &MixUp) -> DeclaredClues<'_> {
    DeclaredClues {
        words: mix_up.words.iter().map(|class| (class.name.as_str(), class.words.as_str(), Some(class.at))).collect(),
        clues: mix_up.clues.iter().map(|(clue, at)| (clue.as_str(), Some(*at))).collect(),
    }
}
