//! Word rules: where an ambiguous word is a term, decided by the words around it.
//!
//! In: the text file of the rules, what a book adds to them, and a word in its surroundings. Out: yes or no, and the clue.
//!
//! Invariant: a rule looks at no more than [`REACH`] words on each side, so judging all words of a
//! text takes time in proportion to the text.

use std::collections::HashMap;
use std::ops::Range;

use super::flat::{BREAK, Flat, OBJECT, UNREAD};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::said::{Phrase, said};
use crate::source::Span;
use crate::text::{is_word_char, word_from};
use crate::vocabulary::MixUp;

/// How many words and marks a rule looks at on each side.
const REACH: usize = 10;
/// How many words `..` stands for at most.
const GAP: usize = 4;

/// Classes that are made from the text, by their bit.
const MADE: [&str; 12] =
    ["WORD", "NUMBER", "NAME", "BEGIN", "EDGE", "QUOTE", "PAREN", "COMMA", "COLON", "SLASH", "DASH", "OBJ"];
const WORD: Classes = 1;
const NUMBER: Classes = 1 << 1;
const NAME: Classes = 1 << 2;
const BEGIN: Classes = 1 << 3;
const EDGE: Classes = 1 << 4;
const QUOTE: Classes = 1 << 5;
const PAREN: Classes = 1 << 6;
const COMMA: Classes = 1 << 7;
const COLON: Classes = 1 << 8;
const SLASH: Classes = 1 << 9;
const DASH: Classes = 1 << 10;
const OBJ: Classes = 1 << 11;

/// A set of classes, a bit each.
type Classes = u64;

/// The rules of a language.
#[derive(Debug, Default)]
pub(super) struct WordRules {
    words: HashMap<Box<str>, Classes>,
    endings: Vec<(Box<str>, Classes)>,
    /// Classes that take in what is made from the text.
    made: Vec<(Classes, Classes)>,
    list: Vec<Rule>,
    /// The classes of roles.
    role: Classes,
    /// The class of common verbs.
    verb: Classes,
}

#[derive(Debug)]
struct Rule {
    name: Box<str>,
    decides: Vec<Box<str>>,
    otherwise: bool,
    clues: Vec<Clue>,
}

#[derive(Debug)]
struct Clue {
    verdict: bool,
    /// The forms it is about; none: every form.
    forms: Vec<Box<str>>,
    /// The words before the word, the nearest first.
    before: Vec<Slot>,
    /// The words after the word.
    after: Vec<Slot>,
    why: Box<str>,
}

#[derive(Debug)]
struct Slot {
    classes: Classes,
    words: Vec<Box<str>>,
    endings: Vec<Box<str>>,
    /// Everything but these.
    negated: bool,
    repeat: Repeat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeat {
    Once,
    Perhaps,
    Any,
    Gap,
}

/// A word or mark beside the word that is judged.
#[derive(Debug, Clone, Copy, Default)]
struct RuleToken<'a> {
    word: &'a str,
    classes: Classes,
}

/// The words on one side of a word, the nearest first.
#[derive(Debug, Default)]
struct Side<'a> {
    tokens: [RuleToken<'a>; REACH],
    length: usize,
}

/// The verdict of a rule on a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict<'a> {
    /// Not a word that the rule decides.
    Undecided,
    /// It is the term, by this clue.
    Yes(&'a str),
    /// It is another word, by this clue.
    No(&'a str),
}

/// A rule of a book about what sentences say of terms.
#[derive(Debug)]
pub(super) struct MixUpRule {
    rule: Rule,
    /// Texts without any of these are not judged; nothing: every text is.
    triggers: Option<Vec<Box<str>>>,
}

impl MixUpRule {
    /// Whether the rule may say yes of something in a text.
    pub(super) fn may_judge(&self, flat: &Flat) -> bool {
        self.triggers.as_ref().is_none_or(|triggers| triggers.iter().any(|word| flat.text.contains(&**word)))
    }
}

impl WordRules {
    /// The rules of a language, as its text has them, and those that a book makes of its words, in order.
    pub(super) fn read(text: &str, mix_ups: &[&MixUp]) -> Warned<(Self, Vec<MixUpRule>)> {
        let mut parser = RuleParser::default();
        text.lines().for_each(|line| parser.line(line));
        let mut diagnostics = Vec::new();
        let of_book = mix_ups.iter().map(|mix_up| parser.mix_up(mix_up, &mut diagnostics)).collect();
        Warned::new((parser.finish(), of_book), diagnostics)
    }

    /// Words that are roles in this book.
    pub(super) fn add_roles<'a>(&mut self, forms: impl Iterator<Item = &'a str>) {
        for form in forms {
            *self.words.entry(form.into()).or_default() |= self.role;
        }
    }

    /// Whether a word is a form of a common verb.
    pub(super) fn is_verb(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|classes| classes & self.verb != 0)
    }

    /// The number of a rule.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.list.iter().position(|rule| &*rule.name == name)
    }

    /// The names of all rules.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|rule| &*rule.name)
    }

    /// Judges the word at a range of a text.
    pub(super) fn judge(&self, rule: usize, flat: &Flat, range: &Range<usize>) -> Verdict<'_> {
        self.list.get(rule).map_or(Verdict::Undecided, |rule| self.judge_by(rule, flat, range))
    }

    /// Whether a sentence says of the term at a range of a text what it is not to say.
    pub(super) fn is_mixed_up(&self, rule: &MixUpRule, flat: &Flat, range: &Range<usize>) -> bool {
        matches!(self.judge_by(&rule.rule, flat, range), Verdict::Yes(_))
    }

    fn judge_by<'r>(&self, rule: &'r Rule, flat: &Flat, range: &Range<usize>) -> Verdict<'r> {
        let word = &flat.text[range.clone()];
        let decided = rule.decides.iter().any(|form| **form == *word);
        let about = |clue: &&Clue| {
            if clue.forms.is_empty() { true } else { decided && clue.forms.iter().any(|form| **form == *word) }
        };
        let before = self.side(SideWords::before(flat, range.start));
        let after = self.side(SideWords::after(flat, range.end));
        let fitting = rule
            .clues
            .iter()
            .filter(about)
            .find(|clue| fits(&clue.before, before.tokens()) && fits(&clue.after, after.tokens()));
        match fitting {
            Some(clue) if clue.verdict => Verdict::Yes(&clue.why),
            Some(clue) => Verdict::No(&clue.why),
            None if !decided || rule.otherwise => Verdict::Undecided,
            None => Verdict::No("nothing shows that it is the term"),
        }
    }

    fn side<'a>(&self, words: SideWords<'a>) -> Side<'a> {
        let mut side = Side::default();
        for (mut token, slot) in words.zip(&mut side.tokens) {
            if token.classes & WORD != 0 {
                token.classes |= self.words.get(token.word).copied().unwrap_or(0);
                for (ending, classes) in &self.endings {
                    if ends(token.word, ending) {
                        token.classes |= classes;
                    }
                }
            }
            for (made, classes) in &self.made {
                if token.classes & made != 0 {
                    token.classes |= classes;
                }
            }
            *slot = token;
            side.length += 1;
        }
        side
    }
}

impl<'a> Side<'a> {
    fn tokens(&self) -> &[RuleToken<'a>] {
        &self.tokens[..self.length]
    }
}

/// Whether a word ends so, and is more than the ending.
fn ends(word: &str, ending: &str) -> bool {
    word.len() > ending.len() + 1 && word.ends_with(ending)
}

impl Slot {
    fn takes(&self, token: &RuleToken<'_>) -> bool {
        let is = self.classes & token.classes != 0
            || self.words.iter().any(|word| **word == *token.word)
            || self.endings.iter().any(|ending| ends(token.word, ending));
        is != self.negated
    }
}

/// Whether the words on one side of a word are those that the slots ask for.
fn fits(slots: &[Slot], tokens: &[RuleToken<'_>]) -> bool {
    let Some((slot, rest)) = slots.split_first() else { return true };
    let first = tokens.first().is_some_and(|token| slot.takes(token));
    match slot.repeat {
        Repeat::Once => first && fits(rest, &tokens[1..]),
        Repeat::Perhaps => fits(rest, tokens) || (first && fits(rest, &tokens[1..])),
        Repeat::Any => fits(rest, tokens) || (first && fits(slots, &tokens[1..])),
        Repeat::Gap => (0..=GAP.min(tokens.len()))
            .take_while(|length| tokens[..*length].iter().all(|token| token.classes & WORD != 0))
            .any(|length| fits(rest, &tokens[length..])),
    }
}

/// The words and marks on one side of a place, the nearest first; the last is the end of the text.
struct SideWords<'a> {
    flat: &'a Flat,
    at: usize,
    backwards: bool,
    ended: bool,
}

impl<'a> SideWords<'a> {
    fn before(flat: &'a Flat, at: usize) -> Self {
        Self { flat, at, backwards: true, ended: false }
    }

    fn after(flat: &'a Flat, at: usize) -> Self {
        Self { flat, at, backwards: false, ended: false }
    }

    fn next_char(&self) -> Option<char> {
        let text = &self.flat.text;
        if self.backwards { text[..self.at].chars().next_back() } else { text[self.at..].chars().next() }
    }

    /// Moves past the word or mark here and gives its range.
    fn pass(&mut self, c: char) -> Range<usize> {
        let text = self.flat.text.as_str();
        let range = match (is_word_char(c), self.backwards) {
            (true, true) => super::index::word_start(text, 0, self.at)..self.at,
            (true, false) => word_from(text, self.at),
            (false, true) => self.at - c.len_utf8()..self.at,
            (false, false) => self.at..self.at + c.len_utf8(),
        };
        self.at = if self.backwards { range.start } else { range.end };
        range
    }
}

impl<'a> Iterator for SideWords<'a> {
    type Item = RuleToken<'a>;

    fn next(&mut self) -> Option<RuleToken<'a>> {
        loop {
            if self.ended {
                return None;
            }
            let Some(c) = self.next_char() else {
                self.ended = true;
                return Some(RuleToken { word: "", classes: BEGIN | EDGE });
            };
            let range = self.pass(c);
            if is_word_char(c) {
                return Some(word(self.flat, range));
            }
            if let Some(classes) = mark(self.flat, c, &range) {
                return Some(RuleToken { word: &self.flat.text[range], classes });
            }
        }
    }
}

fn word(flat: &Flat, range: Range<usize>) -> RuleToken<'_> {
    let written = &flat.cased[range.clone()];
    let mut classes = WORD;
    let mut chars = written.chars();
    let first = chars.next();
    if first.is_some_and(|c| c.is_ascii_digit()) {
        classes |= NUMBER;
    }
    if first.is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase) {
        classes |= NAME;
    }
    RuleToken { word: &flat.text[range], classes }
}

/// The classes of a mark; `None` for what says nothing.
fn mark(flat: &Flat, c: char, range: &Range<usize>) -> Option<Classes> {
    let after = || flat.cased[range.end..].chars();
    Some(match c {
        ',' => COMMA,
        '/' => SLASH,
        ':' => COLON | EDGE,
        ';' | '!' | '?' | '…' | '•' | '·' | BREAK => EDGE,
        '.' => {
            let next = after().find(|c| *c != ' ');
            let goes_on = next.is_some_and(char::is_lowercase) || after().next().is_some_and(char::is_alphanumeric);
            if goes_on {
                return None;
            }
            EDGE
        }
        '–' | '—' => DASH | EDGE,
        '-' if after().next().is_none_or(|c| c == ' ') && !flat.text[..range.start].ends_with(is_word_char) => {
            DASH | EDGE
        }
        '(' if flat.text[..range.start].ends_with(is_word_char) => 0,
        ')' if flat.text[range.end..].starts_with(is_word_char) => 0,
        '(' | ')' | '[' | ']' => PAREN | EDGE,
        '«' | '»' | '"' | '“' | '”' | '„' | '‘' | '\'' => QUOTE | EDGE,
        OBJECT => OBJ,
        ' ' | '-' | UNREAD => return None,
        _ => 0,
    })
}

/// The bit of the class with a number; none, where there are too many.
fn bit_of(number: usize) -> Classes {
    u32::try_from(number + MADE.len()).ok().and_then(|shift| Classes::checked_shl(1, shift)).unwrap_or(0)
}

/// Reads the text file of rules.
#[derive(Default)]
struct RuleParser {
    rules: WordRules,
    classes: Vec<Box<str>>,
    /// Lines that were not understood.
    faults: Vec<Phrase>,
}

impl RuleParser {
    /// The bit of a class.
    fn class(&mut self, name: &str) -> Classes {
        if let Some(bit) = MADE.iter().position(|made| *made == name) {
            return 1 << bit;
        }
        let known = self.classes.iter().position(|class| **class == *name);
        let bit = known.unwrap_or_else(|| {
            self.classes.push(name.into());
            self.classes.len() - 1
        });
        let made = bit_of(bit);
        if made == 0 {
            self.faults.push(said!("too many classes: {name}", name));
        }
        made
    }

    fn finish(mut self) -> WordRules {
        self.rules.role = self.class("ROLE") | self.class("HUMAN");
        self.rules.verb = self.class("VERB");
        self.rules
    }

    fn line(&mut self, line: &str) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        let understood = if let Some(class) = line.strip_prefix("class ") {
            self.class_line(class)
        } else if let Some(rule) = line.strip_prefix("rule ") {
            self.rule_line(rule)
        } else {
            self.clue_line(line)
        };
        if understood.is_none() {
            self.faults.push(Phrase::verbatim(line));
        }
    }

    fn class_line(&mut self, line: &str) -> Option<()> {
        let (name, words) = line.split_once(':')?;
        let class = self.class(name.trim());
        for word in words.split_whitespace() {
            if let Some(ending) = word.strip_prefix('*') {
                match self.rules.endings.iter_mut().find(|(known, _)| **known == *ending) {
                    Some((_, classes)) => *classes |= class,
                    None => self.rules.endings.push((ending.into(), class)),
                }
            } else if let Some(other) = word.strip_prefix('@') {
                let other = self.class(other);
                self.rules.words.values_mut().filter(|classes| **classes & other != 0).for_each(|c| *c |= class);
                let pairs = self.rules.endings.iter_mut().map(|pair| &mut pair.1);
                let pairs = pairs.chain(self.rules.made.iter_mut().map(|pair| &mut pair.1));
                pairs.filter(|classes| **classes & other != 0).for_each(|classes| *classes |= class);
            } else if MADE.contains(&word) {
                let made = self.class(word);
                self.rules.made.push((made, class));
            } else {
                *self.rules.words.entry(word.into()).or_default() |= class;
            }
        }
        Some(())
    }

    fn rule_line(&mut self, line: &str) -> Option<()> {
        let (name, rest) = line.split_once(" decides ")?;
        let (forms, otherwise) = rest.split_once(" otherwise ")?;
        self.rules.list.push(Rule {
            name: name.trim().into(),
            decides: forms.split_whitespace().map(Into::into).collect(),
            otherwise: otherwise.trim() == "yes",
            clues: Vec::new(),
        });
        Some(())
    }

    fn clue_line(&mut self, line: &str) -> Option<()> {
        let (pattern, why) = line.split_once("--")?;
        let clue = self.clue(pattern, why)?;
        self.rules.list.last_mut()?.clues.push(clue);
        Some(())
    }

    fn clue(&mut self, pattern: &str, why: &str) -> Option<Clue> {
        let (verdict, pattern) = pattern.trim().split_once(' ')?;
        let (before, rest) = pattern.split_once('[')?;
        let (forms, after) = rest.split_once(']')?;
        let forms = forms.split_whitespace().filter(|form| *form != "*").map(Into::into).collect();
        let mut before: Vec<Slot> = before.split_whitespace().map(|item| self.slot(item)).collect();
        before.reverse();
        let after = after.split_whitespace().map(|item| self.slot(item)).collect();
        let clue = Clue { verdict: verdict == "yes", forms, before, after, why: why.trim().into() };
        matches!(verdict, "yes" | "no").then_some(clue)
    }

    /// A rule of a book. Its classes are its own: none of them is one of the language, and no other rule knows them.
    fn mix_up(&mut self, mix_up: &MixUp, diagnostics: &mut Vec<Diagnostic>) -> MixUpRule {
        let before = self.classes.len();
        let mut refuse = |message: Phrase, help: Phrase, at: Span| {
            diagnostics.push(Diagnostic::new(Code::BadPattern, message).at(at, "").help(help));
        };
        for (name, words, at) in &mix_up.words {
            let is_name = name.chars().all(|c| c.is_ascii_uppercase()) && !name.is_empty();
            if !is_name || MADE.contains(&name.as_str()) || self.classes.iter().any(|class| **class == **name) {
                let help = said!("write another name, in capital letters A–Z; the language has classes of its own");
                refuse(said!("`{name}` cannot name a class of the book's words", name), help, *at);
            } else if self.class_line(&format!("{name}:{words}")).is_none() || !self.faults.is_empty() {
                refuse(Phrase::joined(self.faults.drain(..), "; "), said!("name fewer classes"), *at);
            }
        }
        let named = self.classes.len();
        let mut clues = Vec::new();
        for (pattern, at) in &mix_up.clues {
            match self.clue(pattern, "") {
                None => refuse(
                    said!("`{pattern}` is not a pattern", pattern),
                    said!("write `yes` or `no`, then words and classes with the word judged as `[*]` among them"),
                    *at,
                ),
                Some(clue) => clues.push(clue),
            }
            if let Some(unknown) = self.classes.get(named) {
                refuse(
                    said!("there is no class of words `{unknown}`", unknown),
                    said!("list its words under `words:`"),
                    *at,
                );
                self.classes.truncate(named);
            }
        }
        let own = (before..named).map(bit_of).fold(0, |own, bit| own | bit);
        let triggers = self.triggers(&clues, own);
        // Rules after this one do not know its classes.
        for class in &mut self.classes[before..] {
            class.clone_from(&Box::default());
        }
        MixUpRule { rule: Rule { name: "".into(), decides: Vec::new(), otherwise: false, clues }, triggers }
    }

    /// Words, or parts of them, one of which stands wherever one of the clues says yes; nothing where a clue can say it
    /// without any word of the classes in `own`.
    fn triggers(&self, clues: &[Clue], own: Classes) -> Option<Vec<Box<str>>> {
        let is_sure = |slot: &&&Slot| slot.repeat == Repeat::Once && !slot.negated && slot.endings.is_empty();
        let mut found: Vec<Box<str>> = Vec::new();
        for clue in clues.iter().filter(|clue| clue.verdict) {
            let slots: Vec<&Slot> = clue.before.iter().chain(&clue.after).collect();
            let of_book = |slot: &&&Slot| slot.classes != 0 && slot.classes & !own == 0;
            let of_words = |slot: &&&Slot| slot.classes == 0 && !slot.words.is_empty();
            let sure = || slots.iter().filter(is_sure);
            let slot = sure().find(of_book).or_else(|| sure().find(of_words))?;
            let words = self.rules.words.iter().map(|(word, classes)| (&**word, *classes));
            let endings = self.rules.endings.iter().map(|(ending, classes)| (&**ending, *classes));
            let of_class = words.chain(endings).filter(|(_, classes)| classes & slot.classes != 0);
            found.extend(of_class.map(|(word, _)| word.into()));
            found.extend(slot.words.iter().cloned());
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

    fn slot(&mut self, item: &str) -> Slot {
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
        let mut slot = Slot { classes: 0, words: Vec::new(), endings: Vec::new(), negated, repeat };
        for part in item.split('/').filter(|part| !part.is_empty()) {
            if let Some(ending) = part.strip_prefix('*') {
                slot.endings.push(ending.into());
            } else if part.starts_with(|c: char| c.is_uppercase()) {
                slot.classes |= self.class(part);
            } else {
                slot.words.push(part.into());
            }
        }
        slot
    }
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
        let mut parser = RuleParser::default();
        norwegian().lines().for_each(|line| parser.line(line));
        assert_eq!(parser.faults, Vec::<Phrase>::new());
        let named: Vec<&str> = parser.rules.list.iter().map(|rule| &*rule.name).collect();
        assert_eq!(named, ["title", "name", "bruker", "frivillig", "profesjonell", "mb"]);
    }

    #[test]
    fn what_a_book_declares_is_judged_only_where_one_of_its_words_stands() {
        let place = Span { file: FileId(0), start: 0, end: 0 };
        let mix_up = |clues: &[&str]| MixUp {
            at: place,
            terms: Vec::new(),
            languages: Vec::new(),
            says: String::new(),
            help: String::new(),
            words: vec![("PAID".into(), "lønn lønnet betalt *gasje".into(), place)],
            clues: clues.iter().map(|clue| ((*clue).to_owned(), place)).collect(),
        };
        let triggers = |clues: &[&str]| {
            let (_, rules) = WordRules::read(norwegian(), &[&mix_up(clues)]).value;
            rules.into_iter().next().unwrap().triggers.map(|words| words.join(" "))
        };
        // «lønnet» has «lønn» in it.
        assert_eq!(triggers(&["yes [*] er PAID", "no ikke [*]"]).as_deref(), Some("gasje lønn betalt"));
        assert_eq!(triggers(&["yes [*] er/var ADJ* PAID?"]).as_deref(), Some("er var"));
        assert_eq!(triggers(&["yes [*] MODAL PAID?"]), None);
        let said = |mix_up: MixUp| WordRules::read(norwegian(), &[&mix_up]).diagnostics.len();
        assert_eq!(said(mix_up(&["yes [*] PAID"])), 0);
        assert_eq!(said(mix_up(&["perhaps [*] PAID", "yes PAID", "yes [*] UNPAID"])), 3);
        let taken = MixUp { words: vec![("ADJ".into(), "dyr".into(), place)], ..mix_up(&["yes [*] ADJ"]) };
        assert_eq!(said(taken), 1);
    }

    #[test]
    fn every_class_that_a_clue_names_has_words() {
        let mut parser = RuleParser::default();
        norwegian().lines().filter(|line| line.starts_with("class ")).for_each(|line| parser.line(line));
        let defined = parser.classes.len();
        norwegian().lines().filter(|line| !line.starts_with("class ")).for_each(|line| parser.line(line));
        assert_eq!(parser.classes[defined..], Vec::<Box<str>>::new()[..]);
    }
}
