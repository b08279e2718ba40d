//! Reading word rules: those of a language, and those that a book makes of its words.
//!
//! In: the text file of a language's rules; what a book declares. Out: [`WordRules`], [`Rule`]s, and what is wrong with
//! them, each at its place.
//!
//! Invariant: the classes of a declared rule are its own: none of them is one of the language, and no other rule knows
//! them.

use std::sync::Arc;

use super::Classes;
use super::class::{bad_class_name, is_class_name};
use super::flat::Flat;
use super::rule::{ClassWords, Clue, MADE, Repeat, Rule, Slot, Test, WordRules};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::said::{Phrase, said};
use crate::source::Span;

/// The declaration of a word by a book: classes of words, and patterns that say yes or no.
#[derive(Debug, Clone)]
pub(super) struct DeclaredClues<'a> {
    /// The name of each class, and its words with spaces between.
    pub(super) words: Vec<(&'a str, &'a str, Option<Span>)>,
    /// The patterns, tried from the top.
    pub(super) clues: Vec<(&'a str, Option<Span>)>,
}

/// A rule of a book about what sentences say of terms.
#[derive(Debug)]
pub(super) struct MixUpRule {
    pub(super) rule: Rule,
    /// Texts without any of these are not judged; nothing: every text is.
    triggers: Option<Vec<Box<str>>>,
}

impl MixUpRule {
    /// A rule that a book declares.
    pub(super) fn new(declared: &DeclaredClues<'_>, rules: &WordRules, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let rule = declare(declared, rules, diagnostics);
        let triggers = triggers(rules, &rule.clues);
        Self { rule, triggers }
    }

    /// Whether the rule may say yes of something in a text.
    pub(super) fn may_judge(&self, flat: &Flat) -> bool {
        self.triggers.as_ref().is_none_or(|triggers| triggers.iter().any(|word| flat.text.contains(&**word)))
    }
}

/// The rules of a language, as its text has them.
pub(super) fn read(text: &str) -> WordRules {
    let mut reader = LanguageReader::default();
    text.lines().for_each(|line| reader.line(line));
    reader.finish()
}

/// A rule that a book declares. A pattern that cannot be read is told of and left out.
pub(super) fn declare(declared: &DeclaredClues<'_>, rules: &WordRules, diagnostics: &mut Vec<Diagnostic>) -> Rule {
    let mut refuse = |message: Phrase, help: Phrase, at: Option<Span>| {
        let said = Diagnostic::new(Code::BadPattern, message).help(help);
        diagnostics.push(match at {
            Some(at) => said.at(at, Phrase::default()),
            None => said,
        });
    };
    let mut names = ClassNames { rules, own: Vec::new(), unknown: Vec::new() };
    for (name, words, at) in &declared.words {
        if !is_class_name(name) || names.find(name).is_some() {
            let (message, help) = bad_class_name(name);
            refuse(message, help, *at);
            continue;
        }
        let list = names.list(words);
        names.own.push((name, Arc::new(list)));
        for unknown in names.unknown.drain(..) {
            let help = known_classes(&unknown, declared, rules);
            refuse(said!("there is no class of words `{unknown}`", unknown), help, *at);
        }
    }
    let mut rule = Rule::default();
    for (pattern, at) in &declared.clues {
        let (pattern, why) = pattern.split_once("--").unwrap_or((pattern, ""));
        match clue(pattern, why, &mut |name| names.test(name)) {
            None => {
                let help =
                    said!("write `yes` or `no`, then words and classes with the word judged as `[*]` among them");
                refuse(said!("`{pattern}` is not a pattern", pattern = pattern.trim()), help, *at);
            }
            Some(clue) if names.unknown.is_empty() => rule.clues.push(clue),
            Some(_) => {}
        }
        for unknown in names.unknown.drain(..) {
            let help = known_classes(&unknown, declared, rules);
            refuse(said!("there is no class of words `{unknown}`", unknown), help, *at);
        }
    }
    rule
}

/// Whether a class of a language, or one that is made from the text, is called so.
pub(super) fn is_of_language(name: &str, rules: &WordRules) -> bool {
    bit_named(name, &rules.classes).is_some()
}

fn known_classes(unknown: &str, declared: &DeclaredClues<'_>, rules: &WordRules) -> Phrase {
    let own = declared.words.iter().map(|(name, ..)| *name);
    let fields = rules.fields.declared.iter().map(|field| field.name.as_str());
    let known = own.chain(fields).chain(MADE).chain(rules.classes.iter().map(|name| &**name));
    match nearest(unknown, known) {
        Some(near) => said!("did you mean `{near}`? Or list its words under `words:`", near),
        None => said!("list its words under `words:`"),
    }
}

/// The classes that a rule of a book can name.
struct ClassNames<'a> {
    rules: &'a WordRules,
    own: Vec<(&'a str, Arc<ClassWords>)>,
    /// Names that were asked for and are none.
    unknown: Vec<String>,
}

impl ClassNames<'_> {
    fn find(&self, name: &str) -> Option<Test> {
        if let Some(bit) = bit_named(name, &self.rules.classes) {
            return Some(Test::Classes(bit));
        }
        let own = self.own.iter().find(|(own, _)| *own == name).map(|(_, list)| Test::List(Arc::clone(list)));
        own.or_else(|| {
            let field = self.rules.fields.declared.iter().find(|field| field.name == name)?;
            Some(Test::List(Arc::new(ClassWords::of(&field.words))))
        })
    }

    fn test(&mut self, name: &str) -> Test {
        self.find(name).unwrap_or_else(|| {
            self.unknown.push(name.to_owned());
            Test::Classes(0)
        })
    }

    /// The words of a class: words as a field has them, `@CLASS`, or a class that is made from the text.
    fn list(&mut self, words: &str) -> ClassWords {
        let mut list = ClassWords::default();
        for word in words.split_whitespace() {
            if word.starts_with('@') || MADE.contains(&word) {
                match self.test(word.trim_start_matches('@')) {
                    Test::Classes(classes) => list.classes |= classes,
                    Test::List(other) => {
                        list.classes |= other.classes;
                        list.words.extend(other.words.iter().cloned());
                        list.beginnings.extend(other.beginnings.iter().cloned());
                        list.endings.extend(other.endings.iter().cloned());
                    }
                    Test::Word(_) | Test::Ending(_) => {}
                }
            } else {
                list.add(word);
            }
        }
        list.sort();
        list
    }
}

/// The bit of a class that is made, or is one of the language's.
fn bit_named(name: &str, classes: &[Box<str>]) -> Option<Classes> {
    let made = MADE.iter().position(|made| *made == name);
    let number = made.or_else(|| Some(MADE.len() + classes.iter().position(|class| **class == *name)?))?;
    u32::try_from(number).ok().and_then(|shift| Classes::checked_shl(1, shift))
}

/// A clue from its pattern; nothing where it is none. `class` gives the class of a name.
fn clue(pattern: &str, why: &str, class: &mut dyn FnMut(&str) -> Test) -> Option<Clue> {
    let (verdict, pattern) = pattern.trim().split_once(' ')?;
    let (before, rest) = pattern.split_once('[')?;
    let (forms, after) = rest.split_once(']')?;
    let forms = forms.split_whitespace().filter(|form| *form != "*").map(|form| form.to_lowercase().into()).collect();
    let taken_in = before.split_once('<').map_or("", |(_, taken_in)| taken_in);
    let takes_in = taken_in.split_whitespace().filter(|item| *item != "<").count();
    let mut before: Vec<Slot> =
        before.split_whitespace().filter(|item| *item != "<").map(|item| slot(item, class)).collect();
    before.reverse();
    let is_sure = before[..takes_in].iter().all(|slot| slot.repeat == Repeat::Once);
    let after = after.split_whitespace().map(|item| slot(item, class)).collect();
    let clue = Clue { verdict: verdict == "yes", forms, before, after, takes_in, why: why.trim().into() };
    (is_sure && matches!(verdict, "yes" | "no")).then_some(clue)
}

fn slot(item: &str, class: &mut dyn FnMut(&str) -> Test) -> Slot {
    let (negated, item) = item.strip_prefix('!').map_or((false, item), |item| (true, item));
    let (item, repeat) = if item == ".." {
        ("", Repeat::Gap)
    } else if let Some(item) = item.strip_suffix('?') {
        (item, Repeat::Perhaps)
    } else if let Some(item) = item.strip_suffix('*') {
        (item, Repeat::Any)
    } else {
        (item, Repeat::Once)
    };
    let mut slot = Slot { classes: 0, others: Vec::new(), every: Vec::new(), negated, repeat };
    for part in item.split('/').filter(|part| !part.is_empty()) {
        if part.contains('&') {
            let all = part.split('&').map(|part| match part.strip_prefix('!') {
                Some(part) => (true, test(part, class)),
                None => (false, test(part, class)),
            });
            slot.every.push(all.collect());
            continue;
        }
        match test(part, class) {
            Test::Classes(classes) => slot.classes |= classes,
            other => slot.others.push(other),
        }
    }
    slot
}

fn test(part: &str, class: &mut dyn FnMut(&str) -> Test) -> Test {
    if let Some(ending) = part.strip_prefix('*') {
        Test::Ending(ending.into())
    } else if part.starts_with(|c: char| c.is_uppercase()) {
        class(part)
    } else {
        Test::Word(part.into())
    }
}

/// Whether what belongs to these classes is not listed here: what is made from each text, and the roles of a book, which
/// are added when its terms have been read.
fn is_open(rules: &WordRules, classes: Classes) -> bool {
    let made: Classes = (1 << MADE.len()) - 1;
    let takes_in_made = rules.made.iter().any(|(_, class)| class & classes != 0);
    classes & (made | rules.role) != 0 || takes_in_made
}

/// Words, or parts of them, one of which stands wherever one of the clues says yes; nothing where a clue can say it
/// without any word that the book declares.
fn triggers(rules: &WordRules, clues: &[Clue]) -> Option<Vec<Box<str>>> {
    let is_sure = |slot: &&&Slot| {
        let is_unlisted = |test: &Test| match test {
            Test::Ending(_) => true,
            Test::List(list) => is_open(rules, list.classes),
            Test::Word(_) | Test::Classes(_) => false,
        };
        slot.repeat == Repeat::Once
            && !slot.negated
            && slot.classes == 0
            && slot.every.is_empty()
            && !slot.others.iter().any(is_unlisted)
    };
    let is_list = |test: &Test| matches!(test, Test::List(_));
    let mut found: Vec<Box<str>> = Vec::new();
    for clue in clues.iter().filter(|clue| clue.verdict) {
        let slots: Vec<&Slot> = clue.before.iter().chain(&clue.after).collect();
        let of_book = |slot: &&&Slot| !slot.others.is_empty() && slot.others.iter().all(is_list);
        let of_words = |slot: &&&Slot| !slot.others.is_empty();
        let sure = || slots.iter().filter(is_sure);
        let slot = sure().find(of_book).or_else(|| sure().find(of_words))?;
        for test in &slot.others {
            match test {
                Test::Word(word) => found.push(word.clone()),
                Test::List(list) => {
                    found.extend(list.words.iter().chain(&list.beginnings).chain(&list.endings).cloned());
                    let words = rules.words.iter().map(|(word, classes)| (&**word, *classes));
                    let of_class = words.chain(rules.endings.iter()).filter(|(_, classes)| classes & list.classes != 0);
                    found.extend(of_class.map(|(word, _)| word.into()));
                }
                Test::Classes(_) | Test::Ending(_) => {}
            }
        }
    }
    // What has another one in it is found by that.
    found.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    let mut least: Vec<Box<str>> = Vec::new();
    for word in found {
        if !least.iter().any(|part| word.contains(&**part)) {
            least.push(word);
        }
    }
    Some(least)
}

/// A reader of the text file of a language's rules.
#[derive(Default)]
struct LanguageReader {
    rules: WordRules,
    /// Lines that were not understood.
    faults: Vec<String>,
}

impl LanguageReader {
    /// The bit of a class.
    fn class(&mut self, name: &str) -> Classes {
        class_of(name, &mut self.rules.classes, &mut self.faults)
    }

    fn finish(mut self) -> WordRules {
        let classes = &self.rules.classes;
        let all = |names: &[&str]| names.iter().filter_map(|name| bit_named(name, classes)).sum();
        let (role, verb, telling) = (all(&["ROLE", "HUMAN"]), all(&["VERB"]), all(&["BE", "ARTICLE"]));
        self.rules = WordRules { role, verb, telling, ..self.rules };
        self.rules
    }

    fn line(&mut self, line: &str) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        let understood = if let Some(class) = line.strip_prefix("class ") {
            self.class_line(class)
        } else if let Some(name) = line.strip_prefix("rule ") {
            self.rules.list.push(Rule { name: name.trim().into(), ..Rule::default() });
            Some(())
        } else {
            self.clue_line(line)
        };
        if understood.is_none() {
            self.faults.push(line.into());
        }
    }

    fn class_line(&mut self, line: &str) -> Option<()> {
        let (name, words) = line.split_once(':')?;
        let class = self.class(name.trim());
        for word in words.split_whitespace() {
            if let Some(ending) = word.strip_prefix('*') {
                self.rules.endings.add(ending, class)?;
            } else if let Some(other) = word.strip_prefix('@') {
                let other = self.class(other);
                self.rules.words.values_mut().filter(|classes| **classes & other != 0).for_each(|c| *c |= class);
                let all = self.rules.endings.classes_mut().chain(self.rules.made.iter_mut().map(|pair| &mut pair.1));
                all.filter(|classes| **classes & other != 0).for_each(|classes| *classes |= class);
            } else if MADE.contains(&word) {
                let made = self.class(word);
                self.rules.made.push((made, class));
            } else {
                *self.rules.words.entry(word.into()).or_default() |= class;
            }
        }
        Some(())
    }

    fn clue_line(&mut self, line: &str) -> Option<()> {
        let (pattern, why) = line.split_once("--")?;
        let Self { rules, faults } = self;
        let clue = clue(pattern, why, &mut |name| Test::Classes(class_of(name, &mut rules.classes, faults)))?;
        rules.list.last_mut()?.clues.push(clue);
        Some(())
    }
}

/// The bit of a class, which is made where there is none of the name.
fn class_of(name: &str, classes: &mut Vec<Box<str>>, faults: &mut Vec<String>) -> Classes {
    if let Some(bit) = bit_named(name, classes) {
        return bit;
    }
    classes.push(name.into());
    bit_named(name, classes).unwrap_or_else(|| {
        faults.push(format!("too many classes: {name}"));
        0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn norwegian() -> &'static str {
        crate::language::Languages::default().of("nb").rules
    }

    #[test]
    fn every_line_of_the_file_is_understood() {
        let mut reader = LanguageReader::default();
        norwegian().lines().for_each(|line| reader.line(line));
        assert_eq!(reader.faults, Vec::<String>::new());
        let named: Vec<&str> = reader.rules.list.iter().map(|rule| &*rule.name).collect();
        assert_eq!(named, ["title", "phrase", "subtitle", "name", "body"]);
    }

    #[test]
    fn what_a_book_declares_is_judged_only_where_one_of_its_words_stands() {
        let rules = read(norwegian());
        let place = Some(Span { file: FileId(0), start: 0, end: 0 });
        let declared = |clues: &[&'static str]| DeclaredClues {
            words: vec![
                ("PAID", "lønn lønnet betalt *gasje", place),
                ("BOSSES", "sjef @ROLE", place),
                ("MUCH", "mye NUMBER", place),
            ],
            clues: clues.iter().map(|clue| (*clue, place)).collect(),
        };
        let triggers = |clues: &[&'static str]| {
            let rule = MixUpRule::new(&declared(clues), &rules, &mut Vec::new());
            rule.triggers.map(|words| words.join(" "))
        };
        // «lønnet» has «lønn» in it.
        assert_eq!(triggers(&["yes [*] er PAID", "no ikke [*]"]).as_deref(), Some("gasje lønn betalt"));
        assert_eq!(triggers(&["yes [*] er/var ADJ* PAID?"]).as_deref(), Some("er var"));
        assert_eq!(triggers(&["yes [*] MODAL PAID?"]), None);
        // The book's roles are added later, and numbers stand in no list.
        assert_eq!(triggers(&["yes [*] er BOSSES"]).as_deref(), Some("er"));
        assert_eq!(triggers(&["yes BOSSES [*]"]), None);
        assert_eq!(triggers(&["yes MUCH [*]"]), None);
    }

    #[test]
    fn what_is_no_pattern_is_told_with_a_way_out() {
        let rules = read(norwegian());
        let said = |words: Vec<(&str, &str, Option<Span>)>, clues: &[&str]| {
            let declared = DeclaredClues { words, clues: clues.iter().map(|clue| (*clue, None)).collect() };
            let mut diagnostics = Vec::new();
            let rule = declare(&declared, &rules, &mut diagnostics);
            let told: Vec<String> =
                diagnostics.into_iter().map(|d| format!("{}: {}", d.message, d.help.unwrap_or_default())).collect();
            (rule.clues.len(), told)
        };
        let paid = || vec![("PAID", "lønn *gasje @ROLE", None)];
        assert_eq!(said(paid(), &["yes [*] PAID", "no ABBR&!TERM [*] -- a name"]), (2, Vec::new()));
        let (kept, told) = said(paid(), &["perhaps [*] PAID", "yes PAID", "yes [*] PAIDD"]);
        assert_eq!((kept, told.len()), (0, 3));
        assert!(told[2].contains("did you mean `PAID`?"), "{told:?}");
        assert_eq!(said(vec![("ADJ", "dyr", None), ("small", "ord", None), ("ODD", "@NONE", None)], &[]).1.len(), 3);
    }

    #[test]
    fn every_class_that_a_clue_names_has_words() {
        let mut reader = LanguageReader::default();
        norwegian().lines().filter(|line| line.starts_with("class ")).for_each(|line| reader.line(line));
        let defined = reader.rules.classes.len();
        norwegian().lines().filter(|line| !line.starts_with("class ")).for_each(|line| reader.line(line));
        assert_eq!(reader.rules.classes[defined..], Vec::<Box<str>>::new()[..]);
    }
}
