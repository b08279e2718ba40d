//! A page as Markdown: its text, and what its kind has beside that.

use super::address::address;
use crate::document::{Destination, PageNo};
use crate::kind::anchors::KindSection;
use crate::sink::OutPath;
use crate::theme::Texts;
use crate::view::condition::ConditionWords;
use crate::view::{
    AdviceView, AssessmentView, DecisionView, LinkView, PageView, RowWords, TermView, View, WordRow, with_generated,
};
use crate::write::alone::{Lines, OpenText};

/// A page, as it lies at `path`.
pub(super) fn page(view: &View<'_>, number: PageNo, path: &OutPath) -> String {
    let book = view.book();
    let page = book.page(number);
    let texts = view.texts_in(view.language(page));
    let shown = view.page(number);
    let words = ConditionWords::of(page, texts);
    let lead = |to: &Destination| address(book, path, to);
    let lines = Lines::of_page(OpenText { view, page, words: &words, address: &lead });
    let mut text = PageMarkdown { view, lines, number, out: vec![format!("# {}", lines.plain(&shown.title))] };
    if shown.term.is_none() && !shown.summary.is_empty() {
        text.say(&shown.summary);
    }
    if let Some(notice) = &shown.stale {
        text.add(lines.set_apart(&notice.title, lines.words(&notice.text)));
    }
    let blocks = with_generated(book, texts, &page.body.blocks);
    let title = usize::from(page.title_anchor.is_some());
    text.add(lines.blocks(&blocks[title..], false));
    text.beside(&shown);
    text.add(lines.notes(&page.body.footnotes));
    text.about(&shown);
    let mut out = text.out.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
    out.push('\n');
    out
}

/// A page that is written.
struct PageMarkdown<'a> {
    view: &'a View<'a>,
    lines: Lines<'a>,
    number: PageNo,
    out: Vec<String>,
}

impl PageMarkdown<'_> {
    /// Lines after an empty one.
    fn add(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        if lines.first().is_some_and(|first| !first.is_empty()) {
            self.out.push(String::new());
        }
        self.out.extend(lines);
    }

    /// A paragraph of plain text.
    fn say(&mut self, text: &str) {
        self.add(self.lines.words(text));
    }

    fn texts(&self) -> &Texts {
        self.view.texts_in(self.view.language(self.view.book().page(self.number)))
    }

    fn word(&self, key: &str) -> String {
        self.texts().get(key).to_owned()
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.add(vec![format!("{} {}", "#".repeat(level), self.lines.plain(text))]);
    }

    fn link(&self, link: &LinkView) -> String {
        let title = self.lines.plain(&link.title);
        link.page.map_or_else(|| title.clone(), |page| self.lines.link(&title, &Destination::Page(page, None)))
    }

    fn links(&self, links: &[LinkView]) -> String {
        links.iter().map(|link| self.link(link)).collect::<Vec<_>>().join(", ")
    }

    fn see(&mut self, links: &[LinkView]) {
        if !links.is_empty() {
            self.add(vec![format!("{} {}", self.word("see-also"), self.links(links))]);
        }
    }

    /// A place of this page.
    fn place(&self, text: &str, anchor: &str) -> String {
        self.lines.link(&self.lines.plain(text), &Destination::Page(self.number, Some(anchor.into())))
    }

    /// Lines that a kind has beside its text.
    fn beside(&mut self, shown: &PageView) {
        if let Some(term) = &shown.term {
            self.term(term);
        }
        if let Some(document) = shown.document.as_ref().filter(|document| !document.advice.is_empty()) {
            self.heading(2, &self.word(KindSection::Advice.title_key()));
            self.say(&self.word("advice-how"));
            for advice in &document.advice {
                self.advice(advice);
            }
        }
        if let Some(decision) = &shown.decision {
            self.decision(decision);
        }
        if let Some(assessment) = &shown.assessment {
            self.assessment(assessment);
        }
        if let Some(law) = &shown.law {
            self.add(self.lines.set_apart(&self.word("law-title"), self.lines.words(&law.text())));
        }
        let cited = self.view.book().works_of(self.number);
        if !cited.is_empty() {
            self.heading(2, &self.word("sources"));
            for work in cited {
                self.add(vec![self.lines.work(work)]);
            }
        }
    }

    fn term(&mut self, term: &TermView) {
        if !term.not_same.is_empty() {
            self.heading(2, &self.word("not-same"));
            let one = |other: &crate::view::DifferenceView| {
                format!("- {}: {}", self.link(&other.link), self.lines.plain(&other.because))
            };
            self.add(term.not_same.iter().map(one).collect());
        }
        if !term.facts.is_empty() {
            self.heading(2, &self.word("term-facts"));
            let fact = |fact: &crate::view::FactView| {
                format!("- **{}** {}", self.lines.plain(&fact.label), self.lines.plain(&fact.text))
            };
            self.add(term.facts.iter().map(fact).collect());
        }
        self.other_words(term);
    }

    fn other_words(&mut self, term: &TermView) {
        let synonym =
            |word: &crate::view::SynonymView| self.lines.plain(&format!("{}{}", word.text, word.kind_in_brackets()));
        let shown = |words: &RowWords<'_>| match words {
            RowWords::Synonyms(words) => words.iter().map(synonym).collect::<Vec<_>>().join(", "),
            RowWords::Abroad(words) => self.lines.plain(&words.words.join(", ")),
            RowWords::Terms(links) => self.links(links),
        };
        let row = |row: &WordRow<'_>| format!("- **{}:** {}", self.lines.plain(row.label), shown(&row.words));
        let rows = term.word_rows(self.texts()).iter().map(row).collect();
        self.add(rows);
    }

    fn advice(&mut self, advice: &AdviceView) {
        let mut inner = vec![format!("*{}*", self.lines.plain(&advice.when)), String::new()];
        inner.extend(self.lines.words(&advice.say));
        if let Some(see) = &advice.see {
            inner.extend([String::new(), format!("{} {}", self.word("see-also"), self.link(see))]);
        }
        self.add(self.lines.set_apart(&self.word(advice.level.text_key()), inner));
    }

    fn decision(&mut self, decision: &DecisionView) {
        self.heading(2, &self.word(KindSection::Questions.title_key()));
        for question in &decision.questions {
            self.heading(3, &question.title);
            if let Some(why) = &question.why {
                self.say(why);
            }
            let answer = |answer: &crate::view::AnswerView| {
                format!("- {}: {}", self.lines.plain(&answer.text), self.place(&answer.leads_to, &answer.anchor))
            };
            self.add(question.answers.iter().map(answer).collect());
        }
        self.heading(2, &self.word(KindSection::Outcomes.title_key()));
        for outcome in &decision.outcomes {
            self.heading(3, &outcome.title);
            self.say(&outcome.says);
            self.see(&outcome.see);
        }
    }

    fn assessment(&mut self, assessment: &AssessmentView) {
        self.heading(2, &self.word(KindSection::Statements.title_key()));
        let scale: Vec<String> = assessment.scale.iter().map(|answer| format!("- [ ] {answer}")).collect();
        for statement in &assessment.statements {
            self.heading(3, &statement.title);
            if let Some(why) = &statement.why {
                self.say(why);
            }
            for respondent in &statement.respondents {
                let who = Some(&respondent.who).filter(|who| !who.is_empty());
                let who = who.map_or_else(String::new, |who| format!("{who}: "));
                self.say(&format!("{who}{}", respondent.look_for));
                self.add(scale.clone());
            }
            self.see(&statement.see);
        }
    }

    /// How the page came about, and where readers find it.
    fn about(&mut self, shown: &PageView) {
        let page = self.view.book().page(self.number);
        let mut said: Vec<String> = self.view.origin_lines(page).iter().map(|said| self.lines.plain(said)).collect();
        said.extend(shown.canonical.as_ref().map(|address| format!("<{address}>")));
        if said.is_empty() {
            return;
        }
        self.add(vec!["***".to_owned()]);
        for line in said {
            self.add(vec![line]);
        }
    }
}
