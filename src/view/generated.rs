//! Blocks that the generator makes from the book.

use super::body::Body;
use super::escape::push_relative;
use crate::document::{Generated, PageNo};
use crate::kind::{Facts, Kind, Purpose, SynonymType};
use crate::language::Letters;
use crate::resolve::term_id;
use crate::text::without_accent;

/// A line of the alphabetical index.
#[derive(Debug)]
pub(super) struct IndexLine {
    /// The word.
    pub(super) text: Box<str>,
    /// The page of its term.
    pub(super) page: PageNo,
    /// Whether it is another word for the page's title.
    pub(super) other: bool,
    /// The language of a foreign word.
    pub(super) lang: Option<&'static str>,
    /// The letter it stands under.
    pub(super) letter: char,
}

/// The facts of a role with the keys of their labels, in the order shown.
pub(super) fn facts(facts: &Facts) -> [(&'static str, &str); 9] {
    [
        ("fact-employed", &facts.employed),
        ("fact-paid", &facts.paid),
        ("fact-appointed-by", &facts.appointed_by),
        ("fact-speaks-for", &facts.speaks_for),
        ("fact-mandate", &facts.mandate),
        ("fact-level", &facts.level),
        ("fact-confidentiality", &facts.confidentiality),
        ("fact-training", &facts.training),
        ("fact-lived-experience", &facts.requires_lived_experience),
    ]
}

/// The language of another word, where it is not the book's.
pub(super) fn synonym_language(kind: SynonymType) -> Option<&'static str> {
    (kind == SynonymType::English).then_some("en")
}

/// The letter a word stands under: its first, without accents, in Norwegian «aa» as å; `#` for what is no letter.
pub(super) fn index_letter(word: &str, letters: Letters) -> char {
    let lower: String = word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    if let Some((_, letter)) = letters.index.iter().find(|(pair, _)| lower.starts_with(pair)) {
        return *letter;
    }
    let Some(first) = lower.chars().next().filter(|c| c.is_alphabetic()) else { return '#' };
    let alike = letters.alike.iter().find(|(other, _)| *other == first).map(|(_, same)| *same);
    let plain = || if letters.own.contains(first) { first } else { without_accent(first) };
    let shown = alike.unwrap_or_else(plain);
    shown.to_uppercase().next().unwrap_or(shown)
}

impl Body<'_> {
    pub(super) fn generated(&mut self, which: Generated) {
        match which {
            Generated::Roles => self.roles(),
            Generated::Index => self.index(),
            Generated::Literature => self.literature(),
            Generated::Entrances => self.entrances(),
            Generated::Documents => self.documents(),
        }
    }

    fn put(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn href(&mut self, to: PageNo) {
        self.put("href=\"");
        push_relative(&mut self.out, &self.page.out, &self.view.book.page(to).out);
        self.put("\"");
    }

    /// One row a fact, one column a role. The roles of the table are written out as well, since a
    /// table that is shown as cards loses them.
    fn roles(&mut self) {
        let view = self.view;
        let roles: Vec<(PageNo, [(&str, &str); 9])> = view
            .book
            .roles
            .iter()
            .filter_map(|page| match &view.book.page(*page).kind {
                Kind::Definition(definition) => Some((*page, facts(definition.facts.as_ref()?))),
                _ => None,
            })
            .collect();
        let Some((_, labels)) = roles.first() else { return };
        self.put("<div class=\"tabell roller\"><table role=\"table\"><caption>");
        self.word("roles-caption");
        self.put("</caption>\n<thead role=\"rowgroup\"><tr role=\"row\"><td role=\"cell\"></td>");
        for (number, (page, _)) in roles.iter().enumerate() {
            self.put(&format!(
                "<th role=\"columnheader\" scope=\"col\" class=\"rolle rolle-{}\" data-id=\"",
                number % 4 + 1
            ));
            self.text(term_id(&view.book.page(*page).id));
            self.put("\"><a ");
            self.href(*page);
            self.put(">");
            self.text(&super::title(view.book.page(*page)));
            self.put("</a></th>");
        }
        self.put("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        for (row, (label, _)) in labels.iter().enumerate() {
            self.put("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
            self.word(label);
            self.put("</th>");
            for (number, (page, facts)) in roles.iter().enumerate() {
                self.put(&format!("<td role=\"cell\" class=\"rolle-{}\" data-rolle=\"", number % 4 + 1));
                self.text(&super::title(view.book.page(*page)));
                self.put("\">");
                self.text(facts[row].1);
                self.put("</td>");
            }
            self.put("</tr>\n");
        }
        self.put("</tbody></table></div>\n");
    }

    fn index(&mut self) {
        let view = self.view;
        let lines = view.index_lines();
        let letters = || lines.chunk_by(|a, b| a.letter == b.letter);
        self.put("<nav class=\"bokstaver\" aria-label=\"");
        self.word("index-letters");
        self.put("\"><ul>");
        for group in letters() {
            let letter = group[0].letter;
            self.put(&format!("<li><a href=\"#{}\">{letter}</a></li>", anchor(letter)));
        }
        self.put("</ul></nav>\n");
        for group in letters() {
            let letter = group[0].letter;
            self.put(&format!("<h2 id=\"{}\">{letter}</h2>\n<ul class=\"ordliste\">\n", anchor(letter)));
            for line in group {
                self.put("<li>");
                if line.other {
                    self.put("<span");
                    if let Some(lang) = line.lang {
                        self.put(&format!(" lang=\"{lang}\""));
                    }
                    self.put(">");
                    self.text(&line.text);
                    self.put("</span> <span class=\"se\">");
                    self.word("see");
                    self.put("</span> ");
                }
                self.put("<a ");
                if let Some(role) = view.role(line.page) {
                    self.put(&format!("class=\"rolle rolle-{role}\" "));
                }
                self.href(line.page);
                self.put(">");
                self.text(&view.book.page(line.page).common.title);
                self.put("</a></li>\n");
            }
            self.put("</ul>\n");
        }
    }

    fn literature(&mut self) {
        let book = self.view.book;
        if book.literature.is_empty() {
            return;
        }
        self.put("<ul class=\"litteratur\">\n");
        for reference in &book.literature {
            self.put("<li id=\"verk-");
            self.text(&reference.id);
            self.put("\">");
            let mut entry = Body::loose(self.view, self.page);
            entry.reference(reference);
            self.put(&entry.out);
            self.put("</li>\n");
        }
        self.put("</ul>\n");
    }

    /// The documents to fill in, by what they are for, each with what it is about.
    fn documents(&mut self) {
        let view = self.view;
        let book = view.book;
        let mut documents: Vec<(Purpose, PageNo)> = book
            .pages
            .iter()
            .zip((0..).map(PageNo))
            .filter_map(|(page, number)| match &page.kind {
                Kind::Document(fill_in) => Some((fill_in.purpose, number)),
                _ => None,
            })
            .collect();
        let position = |page: &PageNo| view.position.get(page).copied().unwrap_or(usize::MAX);
        documents.sort_by_key(|(purpose, page)| (*purpose, position(page), *page));
        let level = self.level_below();
        for group in documents.chunk_by(|a, b| a.0 == b.0) {
            self.put(&format!("<h{level} class=\"gruppe\">"));
            self.word(super::document::purpose_key(group[0].0));
            self.put(&format!("</h{level}>\n<ul class=\"dokumenter\">\n"));
            for (_, page) in group {
                self.entry(*page, &book.page(*page).common.title);
            }
            self.put("</ul>\n");
        }
    }

    /// An item that leads to a page and says what it is about.
    fn entry(&mut self, page: PageNo, title: &str) {
        self.put("<li><a ");
        self.href(page);
        self.put(">");
        self.text(title);
        self.put("</a>");
        let summary = &self.view.book.page(page).common.summary;
        if !summary.is_empty() {
            self.put("<p>");
            self.text(summary);
            self.put("</p>");
        }
        self.put("</li>\n");
    }

    /// The parts of the book, each with what its first page says it is about.
    fn entrances(&mut self) {
        let view = self.view;
        let parts: Vec<(&str, PageNo)> = view
            .book
            .nav
            .parts
            .iter()
            .filter_map(|part| Some((part.title.as_deref()?, super::nav::first_page(&part.items)?)))
            .collect();
        if parts.is_empty() {
            return;
        }
        self.put("<ul class=\"fliser\">\n");
        for (title, page) in parts {
            self.entry(page, title);
        }
        self.put("</ul>\n");
    }
}

/// The anchor of a letter of the index.
fn anchor(letter: char) -> String {
    match letter {
        '#' => "bokstav-annet".into(),
        _ => format!("bokstav-{}", letter.to_lowercase()),
    }
}

/// A title with a capital first letter: terms are written without.
pub(super) fn capital(title: &str) -> String {
    let Some(first) = title.chars().next() else { return String::new() };
    let mut out: String = first.to_uppercase().collect();
    out.push_str(&title[first.len_utf8()..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_under_the_letter_norwegians_look_under() {
        let norwegian = crate::language::Languages::default().of("nb").letters;
        let of = |words: &[&str]| words.iter().map(|word| index_letter(word, norwegian)).collect::<String>();
        assert_eq!(of(&["åpenhet", "Aasen", "ærlig", "ølbrygger", "école", "MB", "«peer»", "4H", "…"]), "ÅÅÆØEMP##");
    }
}
