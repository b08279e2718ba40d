//! Parts of a page beside its body: what its kind adds, where it comes from, and the blocks
//! that are made from the book.

use super::breaks::Room;
use super::markup::{Markup, PrintForm};
use super::pages::Station;
use super::widths::{self, TableLine};
use crate::document::{Generated, INTERFACE_ID, PageNo};
use crate::kind::anchors::KindSection;
use crate::resolve::{Measure, Reference};
use crate::view::{
    AdviceView, AssessmentView, DecisionView, DocumentView, FactView, LinkView, PageView, RoleShown, RoleTable,
    RowWords, StatementView, SynonymView, TermView, documents, entrances, role_figure, roles, times_of, work_of,
};

impl<'v> Markup<'v> {
    /// Everything after the body.
    pub(super) fn after(&mut self, view: &PageView) {
        self.noting(true, |markup| markup.after_body(view));
    }

    fn after_body(&mut self, view: &PageView) {
        if let Some(term) = &view.term {
            self.about_term(term);
        }
        if let (Some(document), PrintForm::Book) = (&view.document, self.form) {
            self.form(document);
        }
        if let Some(decision) = &view.decision {
            self.decision(decision);
        }
        if let Some(assessment) = &view.assessment {
            self.assessment(assessment);
        }
        self.origins(view);
    }

    /// A call of a function of the theme with one block of text: `#name[text]`.
    fn said(&mut self, function: &str, text: &str) {
        self.push(function);
        self.block_of(text);
        self.push("\n\n");
    }

    /// A paragraph of text.
    fn paragraph_of(&mut self, text: &str) {
        self.text(text);
        self.push("\n\n");
    }

    fn links(&mut self, links: &[LinkView]) {
        for (i, link) in links.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            self.link_view(link);
        }
    }

    fn link_view(&mut self, link: &LinkView) {
        let Some(page) = link.page else { return self.text(&link.title) };
        self.in_language(link.lang.as_deref(), |markup| {
            markup.to(page, "");
            markup.block_of(&link.title);
            markup.push(";");
        });
    }

    /// Text in a language; nothing: that of the page.
    pub(super) fn in_language(&mut self, lang: Option<&str>, write: impl FnOnce(&mut Self)) {
        let Some(lang) = lang else { return write(self) };
        self.push("#text(lang: ");
        self.string(self.view.hyphenation(lang));
        self.push(")[");
        write(self);
        self.push("];");
    }

    // --- terms -------------------------------------------------------------------------------------------------

    fn about_term(&mut self, term: &TermView) {
        if !term.not_same.is_empty() {
            self.added_heading(1, self.word("not-same"), "");
            self.push("#definitions(");
            for other in &term.not_same {
                self.push("(([");
                self.link_view(&other.link);
                self.push("],), (");
                self.block_of(&other.because);
                self.push(",)), ");
            }
            self.push(")\n\n");
        }
        if !term.facts.is_empty() {
            self.added_heading(1, self.word("term-facts"), "");
            self.facts(&term.facts);
        }
        self.other_words(term);
    }

    fn facts(&mut self, facts: &[FactView]) {
        self.push("#facts(");
        for fact in facts {
            self.push("(");
            self.block_of(&fact.label);
            self.push(", ");
            self.block_of(&fact.text);
            self.push("), ");
        }
        self.push(")\n\n");
    }

    fn other_words(&mut self, term: &TermView) {
        let rows = term.word_rows(self.texts());
        if rows.is_empty() {
            return;
        }
        self.push("#facts(");
        for row in rows {
            self.fact(row.label, |markup| match row.words {
                RowWords::Synonyms(words) => markup.synonyms(words),
                RowWords::Abroad(words) => {
                    markup.in_language(Some(&words.lang), |markup| markup.text(&words.words.join(", ")));
                }
                RowWords::Terms(links) => markup.links(links),
            });
        }
        self.push(")\n\n");
    }

    fn synonyms(&mut self, words: &[SynonymView]) {
        for (i, word) in words.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            self.in_language(word.lang.as_deref(), |markup| markup.text(&word.text));
            if !word.kind.is_empty() {
                self.text(&word.kind_in_brackets());
            }
        }
    }

    fn fact(&mut self, label: &str, write: impl FnOnce(&mut Self)) {
        self.push("(");
        self.block_of(label);
        self.push(", [");
        write(self);
        self.push("]), ");
    }

    /// Begins a section of the page's kind.
    fn section(&mut self, under: u8, section: KindSection) {
        let id = section.id(self.view.book().config.anchors());
        self.added_heading(under, self.word(section.title_key()), id);
    }

    // --- documents to fill in ----------------------------------------------------------------------------------

    fn form(&mut self, document: &DocumentView) {
        if document.advice_on_paper().next().is_some() {
            self.section(1, KindSection::Advice);
            self.said("#leads", self.word("advice-how"));
            self.push("#small[\n");
            for advice in document.advice_on_paper() {
                self.advice(advice);
            }
            self.push("]\n\n");
        }
    }

    fn advice(&mut self, advice: &AdviceView) {
        self.push(&format!("#advice(\"{}\", ", advice.level.alert().name()));
        self.noting(false, |markup| markup.block_of(markup.word(advice.level.text_key())));
        self.push(")[#emph");
        self.block_of(&advice.when);
        self.push("#\" \";");
        self.text(&advice.say);
        if let Some(link) = &advice.see {
            self.push("#\" \";");
            self.see(std::slice::from_ref(link));
        }
        self.push("]\n\n");
    }

    fn see(&mut self, links: &[LinkView]) {
        self.text(self.word("see-also"));
        self.push("#\" \";");
        self.links(links);
    }

    // --- tools -------------------------------------------------------------------------------------------------

    fn decision(&mut self, decision: &DecisionView) {
        self.section(1, KindSection::Questions);
        for question in &decision.questions {
            self.added_heading(2, &question.title, &question.anchor);
            if let Some(why) = &question.why {
                self.paragraph_of(why);
            }
            self.push("#answers(");
            for answer in &question.answers {
                self.push("(");
                self.block_of(&answer.text);
                self.push(", [");
                self.to(self.number, &answer.anchor);
                self.block_of(&answer.leads_to);
                self.push("]), ");
            }
            self.push(")\n\n");
        }
        self.section(1, KindSection::Outcomes);
        for outcome in &decision.outcomes {
            self.added_heading(2, &outcome.title, &outcome.anchor);
            self.paragraph_of(&outcome.says);
            if !outcome.see.is_empty() {
                self.said("#lead", self.word("go-on"));
                self.link_list(&outcome.see);
            }
        }
    }

    /// A decision as a figure, behind all else on its page: everything in it stands as text before it.
    pub(super) fn tree(&mut self, view: &PageView) {
        let ways = self.view.figure_parts(self.number);
        if ways.is_empty() {
            return;
        }
        let (texts, title) = (self.texts(), &view.title);
        self.push("\n\n#tree(");
        self.push(&format!("level: {}, title: ", self.level_under_title()));
        self.block_of(texts.get(KindSection::Figure.title_key()));
        self.push(", place: ");
        self.place(self.number, KindSection::Figure.id(self.view.book().config.anchors()));
        self.push(", caption: ");
        self.block_of(texts.get("figure-caption"));
        self.push(", alt: ");
        self.string(&format!("{title}. {}", texts.get("figure-text")));
        self.push(",\n");
        for way in ways {
            self.push("(");
            for part in &way {
                let first = part.first.to_string();
                let begins =
                    if way.len() == 1 { String::new() } else { texts.fill("figure-part", &[("number", &first)]) };
                self.push("(");
                self.block_of(&begins);
                self.push(", (");
                for line in part.svg.lines() {
                    self.string(line);
                    self.push(",\n");
                }
                self.push(")), ");
            }
            self.push("),\n");
        }
        self.push(")\n\n");
    }

    fn link_list(&mut self, links: &[LinkView]) {
        self.push("#items(tight: true");
        for link in links {
            self.push(", (none, [");
            self.link_view(link);
            self.push("])");
        }
        self.push(")\n\n");
    }

    fn assessment(&mut self, assessment: &AssessmentView) {
        self.section(1, KindSection::Statements);
        for statement in &assessment.statements {
            self.statement(statement, &assessment.scale);
        }
        self.section(1, KindSection::Plan);
        self.said("#leads", self.word("plan-how"));
        self.push("#plan(");
        for key in ["plan-what", "plan-who", "plan-when"] {
            self.block_of(self.word(key));
            self.push(", ");
        }
        self.push(")\n\n");
    }

    fn statement(&mut self, statement: &StatementView, scale: &[String]) {
        self.push("#statement[");
        self.added_heading(2, &statement.title, &statement.anchor);
        if let Some(why) = &statement.why {
            self.paragraph_of(why);
        }
        self.said("#lead", self.word("look-for"));
        self.push("#ratings((");
        for answer in scale {
            self.block_of(answer);
            self.push(", ");
        }
        self.push("), ");
        for respondent in &statement.respondents {
            self.push("(");
            self.block_of(&if respondent.who.is_empty() { String::new() } else { format!("{}:", respondent.who) });
            self.push(", ");
            self.block_of(&respondent.look_for);
            self.push("), ");
        }
        self.push(")\n\n");
        if !statement.see.is_empty() {
            self.see(&statement.see);
            self.push("\n\n");
        }
        self.said("#notes", self.word("notes"));
        self.push("]\n\n");
    }

    // --- where a page comes from ---------------------------------------------------------------------------------

    fn origins(&mut self, view: &PageView) {
        let texts = self.texts();
        if let (Some(law), PrintForm::Book) = (&view.law, self.form) {
            self.push("#law-box(");
            self.block_of(texts.get("law-title"));
            self.push(")");
            self.block_of(&law.text());
            self.push("\n\n");
        }
        let cited = self.view.book().works_of(self.number);
        // A document alone needs its sources only where its own text cites them: most is said in the help.
        if self.form == PrintForm::Book || self.citations > 0 {
            self.works(cited);
        }
        if self.form == PrintForm::Book {
            self.about_page();
        }
    }

    /// The sources of a page, if it has any.
    pub(super) fn works(&mut self, works: impl IntoIterator<Item = &'v Reference>) {
        let mut works = works.into_iter().peekable();
        if works.peek().is_none() {
            return;
        }
        self.turn_slide();
        self.push("#origins(");
        self.push(&format!("{}, ", self.level_under_title()));
        self.block_of(self.word("sources"));
        self.push(")[");
        for reference in works {
            self.spot(&format!("{INTERFACE_ID}{}{}", self.view.book().config.anchors().source, reference.id));
            self.reference(reference);
        }
        self.push("]\n\n");
    }

    /// Who adapted the page, and who wrote it, unless the imprint says so of all.
    fn about_page(&mut self) {
        let mut said = self.view.origin_lines(self.page);
        said.retain(|said| *said != self.about);
        if !said.is_empty() {
            self.said("#about", &said.join(" "));
        }
    }

    /// The warning on a page of an edition that may be out of date.
    pub(super) fn stale(&mut self) {
        let Some(stale) = self.view.stale(self.page) else { return };
        self.push("#callout(\"warning\", ");
        self.block_of(&stale.title);
        self.push(")");
        self.block_of(&stale.text);
        self.push("\n\n");
    }

    // --- blocks made from the book -------------------------------------------------------------------------------

    pub(super) fn generated(&mut self, which: Generated) {
        match which {
            Generated::Roles => self.roles(),
            Generated::Index => self.index(),
            Generated::Literature => self.literature(),
            Generated::Documents => self.documents(),
            Generated::Entrances => self.entrances(),
            Generated::Steps => self.steps(),
            Generated::Downloads => self.downloads(),
            Generated::RoleFigure => self.role_figure(),
            Generated::Timeline => self.timelines(),
        }
    }

    fn roles(&mut self) {
        let view = self.view;
        let RoleTable { labels, differences, roles } = roles(view.book());
        if roles.is_empty() {
            return;
        }
        self.push("#roles(");
        self.block_of(self.word("roles-caption"));
        self.push(", (");
        for role in &roles {
            self.block_of(&view.title(role.page));
            self.push(", ");
        }
        self.push("),\n");
        let line = TableLine::of(view.book().config.pdf.paper, self.form == PrintForm::Book, self.depth);
        let letters = widths::beside_labels(roles.iter().map(|role| view.title(role.page).chars().count()), line);
        let room = self.room;
        for (row, label) in labels.iter().enumerate() {
            self.push("(");
            self.block_of(label);
            self.push(", ");
            match differences.get(row).copied().flatten() {
                Some(difference) => self.block_of(difference),
                None => self.push("none"),
            }
            self.push(", ");
            for (role, letters) in roles.iter().zip(&letters) {
                self.room = Room::Cell(*letters);
                self.block_of(role.facts.get(row).copied().unwrap_or_default());
                self.push(", ");
            }
            self.room = room;
            self.push("),\n");
        }
        self.push(")\n\n");
    }

    fn index(&mut self) {
        let view = self.view;
        let words = view.index_words();
        self.push("#word-list(");
        for group in words.chunk_by(|a, b| a.letter == b.letter) {
            self.push("(");
            self.block_of(&group[0].letter.to_string());
            self.push(", (");
            for word in group {
                let title = view.book().page(word.page).common.title.clone();
                self.push("(");
                self.place(word.page, "");
                self.push(", [");
                if word.other {
                    self.in_language(word.lang.as_deref(), |markup| markup.text(&word.text));
                    self.push("#\" \";");
                    self.see_instead();
                }
                self.text(&title);
                self.push("]), ");
            }
            self.push(")), ");
        }
        self.push(")\n\n");
    }

    /// «see», before the word that is used.
    pub(super) fn see_instead(&mut self) {
        self.push("#emph");
        self.block_of(self.word("see"));
        self.push(";#\" \";");
    }

    fn literature(&mut self) {
        let book = self.view.book();
        self.push("#literature[");
        for reference in &book.literature {
            self.spot(&format!("{INTERFACE_ID}{}{}", self.view.book().config.anchors().work, reference.id));
            self.reference(reference);
        }
        self.push("]\n\n");
    }

    fn documents(&mut self) {
        let view = self.view;
        let level = self.level_below();
        for group in documents(view.book()) {
            if let Some(title) = group.title {
                self.added_heading(level - self.base, title, "");
            }
            let entries: Vec<(PageNo, String)> = group.pages.into_iter().map(|page| (page, view.title(page))).collect();
            self.pointers(&entries);
        }
    }

    fn entrances(&mut self) {
        let parts = entrances(self.view.book());
        let entries: Vec<(PageNo, String)> = parts.iter().map(|part| (part.page, part.title.to_owned())).collect();
        self.pointers(&entries);
    }

    /// The steps of the way, each with where it begins and what one works with in it.
    fn steps(&mut self) {
        let view = self.view;
        for step in &view.book().steps {
            self.push("#way-step(");
            for (number, page) in work_of(view.book(), step).into_iter().enumerate() {
                self.push("(");
                self.place(page, "");
                self.push(", ");
                self.block_of(&if number == 0 { step.title.to_string() } else { view.short_title(page) });
                self.push("), ");
            }
            self.push(")\n");
        }
        self.push("\n");
    }

    /// The files that readers of the site may take with them, by their names.
    fn downloads(&mut self) {
        let texts = self.texts();
        let offers = self.view.offers(texts);
        if offers.is_empty() {
            self.push("#par");
            self.block_of(texts.get("download-nothing"));
        } else {
            self.push("#list(");
            for offer in offers {
                self.note(Station::Words(offer.title.into()));
                self.noting(false, |markup| markup.block_of(&format!("{}: {}", offer.title, offer.about)));
                self.note(Station::Nothing);
                self.push(", ");
            }
            self.push(")");
        }
        self.push("\n\n");
    }

    /// The figure of the roles.
    fn role_figure(&mut self) {
        let view = self.view;
        let frames = role_figure(view.book());
        if frames.is_empty() {
            return;
        }
        self.push("#role-figure(");
        self.block_of(self.word("role-figure-caption"));
        self.push(", ");
        for frame in &frames {
            self.push("(");
            self.block_of(frame.title);
            self.push(", (");
            for role in &frame.roles {
                self.role_in_frame(role);
            }
            self.push(")),\n");
        }
        self.push(")\n\n");
    }

    /// A role of the figure: its mark, its page, the fact with a ring, the fact that a line leads to.
    fn role_in_frame(&mut self, role: &RoleShown<'_>) {
        self.push(&format!("({}, ", role.mark));
        self.place(role.page, "");
        self.push(", ");
        self.block_of(&self.view.title(role.page));
        self.push(", ");
        if let Some(fact) = role.measured {
            self.push(match role.measure {
                Measure::All => "(\"all\", ",
                Measure::Part => "(\"part\", ",
                Measure::None => "(\"no\", ",
            });
            self.block_of(fact.label);
            self.push(", ");
            self.block_of(fact.text);
            self.push("), ");
        } else {
            self.push("none, ");
        }
        if let Some(fact) = role.towards {
            self.push("(");
            self.block_of(fact.label);
            self.push(", ");
            self.block_of(fact.text);
            self.push(")");
        } else {
            self.push("none");
        }
        self.push("), ");
    }

    /// The steps whose pages have times, each as a line.
    fn timelines(&mut self) {
        let view = self.view;
        for step in &view.book().steps {
            let times = times_of(step);
            if times.is_empty() {
                continue;
            }
            self.push("#timeline(");
            self.block_of(&step.title);
            self.push(", ");
            for (when, pages) in times {
                self.push("(");
                self.block_of(when);
                self.push(", (");
                for page in pages {
                    self.push("(");
                    self.place(page, "");
                    self.push(", ");
                    self.block_of(&view.short_title(page));
                    self.push("), ");
                }
                self.push(")), ");
            }
            self.push(")\n\n");
        }
    }

    /// Pages to go on to, with what each is about.
    fn pointers(&mut self, entries: &[(PageNo, String)]) {
        let view = self.view;
        self.push("#pointers(");
        for (page, title) in entries {
            self.push("(");
            self.place(*page, "");
            self.push(", ");
            self.block_of(title);
            self.push(", ");
            self.block_of(&view.book().page(*page).common.summary);
            self.push("), ");
        }
        self.push(")\n\n");
    }
}
