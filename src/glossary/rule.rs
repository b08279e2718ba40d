//! Word rules: where an ambiguous word is a term, decided by the words around it.
//!
//! In: rules that have been read, and a word in its surroundings. Out: yes or no, and the clue.
//!
//! Invariant: a rule looks at no more than [`REACH`] words on each side, so judging all words of a
//! text takes time in proportion to the text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Classes;
use super::class::{DeclaredWord, EndingClasses, ends};
use super::field::Fields;
use super::flat::{BREAK, Flat, OBJECT, UNREAD};
use super::slips::Slips;
use crate::text::{is_word_char, word_from, word_start};

/// How many words and marks a rule looks at on each side.
const REACH: usize = 10;
/// How many words and marks on each side are asked for their fields.
const SENTENCE: usize = 30;
/// How many words `..` stands for at most.
const GAP: usize = 4;

/// Classes that are made from the text and from the book's terms, by their bit.
pub(super) const MADE: [&str; 14] = [
    "WORD", "NUMBER", "NAME", "BEGIN", "EDGE", "QUOTE", "PAREN", "COMMA", "COLON", "SLASH", "DASH", "OBJ", "ABBR",
    "TERM",
];
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
const ABBR: Classes = 1 << 12;
const TERM: Classes = 1 << 13;

/// The rules of a language and those that a book makes of its words.
#[derive(Debug, Default)]
pub(super) struct WordRules {
    pub(super) words: HashMap<Box<str>, Classes, RandomState>,
    pub(super) endings: EndingClasses,
    /// Classes that take in what is made from the text.
    pub(super) made: Vec<(Classes, Classes)>,
    /// The names of the language's classes, by their bit after those of [`MADE`].
    pub(super) classes: Vec<Box<str>>,
    pub(super) list: Vec<Rule>,
    /// The classes of roles.
    pub(super) role: Classes,
    /// The class of common verbs.
    pub(super) verb: Classes,
    /// The classes of words that tell what something is.
    pub(super) telling: Classes,
    /// Words that are forms of terms with a letter too few or too many.
    pub(super) slips: Arc<Slips>,
    /// The fields of the book.
    pub(super) fields: Fields,
}

/// A row of clues, of which the first that fits decides.
#[derive(Debug, Default)]
pub(super) struct Rule {
    /// The name by which the program asks for it; none for what a book declares.
    pub(super) name: Box<str>,
    /// Forms that are the term only where a clue says yes.
    pub(super) unsure: Vec<Box<str>>,
    pub(super) clues: Vec<Clue>,
    /// The fields whose words speak for the term.
    pub(super) within: Classes,
    /// The fields whose words speak against it.
    pub(super) not_in: Classes,
}

/// A pattern, and what it says where it fits.
#[derive(Debug)]
pub(super) struct Clue {
    pub(super) verdict: bool,
    /// The forms it is about; none: every form.
    pub(super) forms: Vec<Box<str>>,
    /// The words before the word, the nearest first.
    pub(super) before: Vec<Slot>,
    /// The words after the word.
    pub(super) after: Vec<Slot>,
    /// How many words before the word are part of the mention.
    pub(super) takes_in: usize,
    pub(super) why: Box<str>,
}

/// A place of a pattern: the words and marks that may stand there.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) classes: Classes,
    /// Words, endings and lists beside the classes.
    pub(super) others: Vec<Test>,
    /// Conditions that all hold at once (and none that is marked) of what may stand there too.
    pub(super) every: Vec<Vec<(bool, Test)>>,
    /// Everything but these.
    pub(super) negated: bool,
    pub(super) repeat: Repeat,
}

/// A question to one word.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Classes(Classes),
    Word(Box<str>),
    Ending(Box<str>),
    List(Arc<ClassWords>),
}

/// A class of words that a book declares.
#[derive(Debug, Default)]
pub(super) struct ClassWords {
    /// In order.
    pub(super) words: Vec<Box<str>>,
    /// In order; none begins with another.
    pub(super) beginnings: Vec<Box<str>>,
    pub(super) endings: Vec<Box<str>>,
    /// The classes whose words are in it.
    pub(super) classes: Classes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
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

/// The words on one side of a word, the nearest first, [`REACH`] at most; each is read when a clue first asks for it.
struct Side<'a> {
    rules: &'a WordRules,
    words: SideWords<'a>,
    read: [RuleToken<'a>; REACH],
    length: usize,
}

/// The verdict of a rule on a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict<'a> {
    /// No clue fits.
    Undecided,
    /// It is the term, by this clue; the mention begins here.
    Yes(&'a str, usize),
    /// It is another word, by this clue.
    No(&'a str),
    /// No clue fits, and the word is the term only where one does.
    Unshown,
}

impl WordRules {
    /// Words that are roles in this book.
    pub(super) fn add_roles<'a>(&mut self, forms: impl Iterator<Item = &'a str>) {
        for form in forms {
            *self.words.entry(form.into()).or_default() |= self.role;
        }
    }

    /// Words that are forms of terms in this book.
    pub(super) fn add_terms<'a>(&mut self, forms: impl Iterator<Item = &'a str>) {
        for form in forms {
            *self.words.entry(form.into()).or_default() |= TERM;
        }
    }

    /// The classes that [`WordRules::add_terms`] gives a form of a term, and [`WordRules::add_roles`] one of a role.
    pub(super) fn classes_of_form(&self, of_role: bool) -> Classes {
        if of_role { TERM | self.role } else { TERM }
    }

    /// Words that are forms of terms with a letter too few or too many.
    pub(super) fn add_slips(&mut self, slips: Arc<Slips>) {
        self.slips = slips;
    }

    /// Whether a word is a form of a common verb.
    pub(super) fn is_verb(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|classes| classes & self.verb != 0)
    }

    /// Whether a word is of a class of the language: then it stands in texts by itself.
    pub(super) fn is_known(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Whether a word goes on to tell what something is: «is», «a».
    pub(super) fn tells(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|classes| classes & self.telling != 0)
    }

    /// The number of a rule.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.list.iter().position(|rule| &*rule.name == name)
    }

    /// Judges the word at a range of a text.
    pub(super) fn judge(&self, rule: usize, flat: &Flat, range: &Range<usize>) -> Verdict<'_> {
        self.list.get(rule).map_or(Verdict::Undecided, |rule| self.judge_by(rule, flat, range))
    }

    /// Judges it by a rule that is not one of the list.
    pub(super) fn judge_by<'r>(&self, rule: &'r Rule, flat: &Flat, range: &Range<usize>) -> Verdict<'r> {
        let word = &flat.text[range.clone()];
        let mut before = Side::new(self, SideWords::before(flat, range.start));
        let mut after = Side::new(self, SideWords::after(flat, range.end));
        // Most clues ask for a neighbour that is not there: no more is read for them.
        let fitting = rule.clues.iter().find(|clue| {
            let is_about = clue.forms.is_empty() || clue.forms.iter().any(|form| **form == *word);
            is_about
                && may_fit(&clue.before, &mut before)
                && may_fit(&clue.after, &mut after)
                && fits(&clue.before, &mut before)
                && fits(&clue.after, &mut after)
        });
        match fitting {
            Some(clue) if clue.verdict => Verdict::Yes(&clue.why, beginning(clue, flat, range)),
            Some(clue) => Verdict::No(&clue.why),
            None if rule.unsure.iter().any(|form| **form == *word) => Verdict::Unshown,
            None => Verdict::Undecided,
        }
    }

    /// Whether more words of the sentence are of fields in which the word at a range is another one than of those it
    /// belongs to: such a word, and the name of its field.
    pub(super) fn elsewhere<'a>(
        &'a self,
        rule: usize,
        flat: &'a Flat,
        range: &Range<usize>,
    ) -> Option<(&'a str, &'a str)> {
        let rule = self.list.get(rule).filter(|rule| rule.not_in != 0)?;
        let goes_on = |token: &RuleToken<'_>| token.classes & (EDGE | QUOTE | PAREN | COLON | DASH) != EDGE;
        let (mut balance, mut first) = (0, None);
        for side in [SideWords::before(flat, range.start), SideWords::after(flat, range.end)] {
            let backwards = side.backwards;
            let mut words = side.take_while(goes_on).take(SENTENCE).peekable();
            let mut last = RuleToken::default();
            while let Some(token) = words.next() {
                let previous = if backwards { words.peek().copied().unwrap_or_default() } else { last };
                last = token;
                // The second of two names is somebody's, whatever else it means: «Kari Hagen».
                if token.classes & WORD == 0 || token.classes & previous.classes & NAME != 0 {
                    continue;
                }
                let fields = self.fields.of(token.word);
                if fields & rule.within != 0 {
                    balance -= 1;
                } else if fields & rule.not_in != 0 {
                    balance += 1;
                    first = first.or(Some((token.word, self.fields.name_of(fields & rule.not_in))));
                }
            }
        }
        first.filter(|_| balance > 0)
    }

    /// A word or mark with all its classes.
    fn classified<'a>(&self, mut token: RuleToken<'a>) -> RuleToken<'a> {
        if token.classes & WORD != 0 {
            token.classes |= self.words.get(token.word).copied().unwrap_or(0)
                | self.endings.of(token.word)
                | self.slips.classes(token.word);
        }
        for (made, classes) in &self.made {
            if token.classes & made != 0 {
                token.classes |= classes;
            }
        }
        token
    }
}

/// The place where a mention begins that a clue has found: the word, or so many words before it.
fn beginning(clue: &Clue, flat: &Flat, range: &Range<usize>) -> usize {
    let mut words = SideWords::before(flat, range.start);
    for _ in 0..clue.takes_in {
        words.next();
    }
    words.at
}

impl<'a> Side<'a> {
    fn new(rules: &'a WordRules, words: SideWords<'a>) -> Self {
        Self { rules, words, read: [RuleToken::default(); REACH], length: 0 }
    }

    fn get(&mut self, at: usize) -> Option<RuleToken<'a>> {
        while self.length <= at && self.length < REACH {
            self.read[self.length] = self.rules.classified(self.words.next()?);
            self.length += 1;
        }
        self.read[..self.length].get(at).copied()
    }

    fn is_word(&mut self, at: usize) -> bool {
        self.get(at).is_some_and(|token| token.classes & WORD != 0)
    }
}

impl Test {
    fn takes(&self, token: &RuleToken<'_>) -> bool {
        match self {
            Self::Classes(classes) => classes & token.classes != 0,
            Self::Word(word) => **word == *token.word,
            Self::Ending(ending) => ends(token.word, ending),
            Self::List(list) => {
                list.classes & token.classes != 0
                    || list.words.binary_search_by(|word| (**word).cmp(token.word)).is_ok()
                    || list.begins(token.word)
                    || list.endings.iter().any(|ending| ends(token.word, ending))
            }
        }
    }
}

impl ClassWords {
    /// The words of a field.
    pub(super) fn of(words: &str) -> Self {
        let mut list = Self::default();
        words.split_whitespace().for_each(|word| list.add(word));
        list.sort();
        list
    }

    /// Adds a word; all are put in order at the end.
    pub(super) fn add(&mut self, word: &str) {
        match DeclaredWord::read(word) {
            DeclaredWord::Whole(word) => self.words.push(word),
            DeclaredWord::Beginning(beginning) => self.beginnings.push(beginning),
            DeclaredWord::Ending(ending) => self.endings.push(ending),
        }
    }

    /// Puts its words in order.
    pub(super) fn sort(&mut self) {
        self.words.sort_unstable();
        self.beginnings.sort_unstable();
        self.beginnings.dedup_by(|next, first| next.starts_with(&**first));
    }

    /// Whether a word begins as one of its words does. What begins so stands in order behind the beginning and before all
    /// that does not.
    fn begins(&self, word: &str) -> bool {
        let after = self.beginnings.partition_point(|beginning| **beginning <= *word);
        self.beginnings[..after].last().is_some_and(|beginning| word.starts_with(&**beginning))
    }
}

impl Slot {
    fn takes(&self, token: &RuleToken<'_>) -> bool {
        let is = self.classes & token.classes != 0
            || self.others.iter().any(|test| test.takes(token))
            || self.every.iter().any(|tests| tests.iter().all(|(without, test)| test.takes(token) != *without));
        is != self.negated
    }
}

/// Whether the nearest word may be the one that the slots ask for first.
fn may_fit(slots: &[Slot], side: &mut Side<'_>) -> bool {
    match slots.first() {
        Some(slot) if slot.repeat == Repeat::Once => side.get(0).is_some_and(|token| slot.takes(&token)),
        _ => true,
    }
}

/// Whether the words on one side of a word are those that the slots ask for. After each slot it is known to which words
/// the slots so far can have led, a bit for each number of words, so no row of slots takes long.
fn fits(slots: &[Slot], side: &mut Side<'_>) -> bool {
    let mut reached = 1_u32;
    for slot in slots {
        let takes = |side: &mut Side<'_>, at: usize| side.get(at).is_some_and(|token| slot.takes(&token));
        let mut next = 0;
        for at in (0..=REACH).filter(|at| reached >> at & 1 == 1) {
            let furthest = match slot.repeat {
                Repeat::Once => {
                    next |= u32::from(takes(side, at)) << (at + 1);
                    continue;
                }
                Repeat::Perhaps => at + usize::from(takes(side, at)),
                Repeat::Any => at + (at..REACH).take_while(|at| takes(side, *at)).count(),
                Repeat::Gap => at + (at..REACH).take(GAP).take_while(|at| side.is_word(*at)).count(),
            };
            (at..=furthest).for_each(|at| next |= 1 << at);
        }
        reached = next;
        if reached == 0 {
            return false;
        }
    }
    true
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
            (true, true) => word_start(text, 0, self.at)..self.at,
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
    if first.is_some_and(char::is_uppercase) {
        match chars.next() {
            Some(second) if second.is_lowercase() => classes |= NAME,
            Some(second) if second.is_uppercase() && chars.all(|c| !c.is_lowercase()) => classes |= ABBR,
            _ => {}
        }
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
        '«' | '»' | '"' | '“' | '”' | '„' | '‘' | '‹' | '›' | '\'' => QUOTE | EDGE,
        OBJECT => OBJ,
        ' ' | '-' | UNREAD => return None,
        _ => 0,
    })
}
