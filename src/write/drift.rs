//! The report on an edition for those who decide: a page beside the site, never in it.
//!
//! In: what has become of the units of an edition. Out: one HTML file that needs no other.
//!
//! Invariant: what a colour says is also said by words or by a line.

use crate::layer::{Drift, State, What, Words, compared};
use crate::theme::Texts;
use crate::view::escape::push_text;

/// The style of the report: light and dark, on a small screen and on paper.
const STYLE: &str = include_str!("drift.css");

/// The report in the language of the texts. `edition` is the name of the edition.
#[must_use]
pub fn report(units: &[Drift], edition: &str, language: &str, texts: &Texts) -> String {
    let mut page = DriftPage { out: String::new(), texts };
    page.head(edition, language);
    let waits = |drift: &&Drift| !matches!(drift.state, State::Current | State::Form);
    let (urgent, other): (Vec<&Drift>, Vec<&Drift>) =
        units.iter().filter(waits).partition(|drift| drift.state.is_urgent());
    let count = |units: &[&Drift]| units.len().to_string();
    page.paragraph(&texts.fill("drift-count", &[("count", &count(&urgent))]));
    page.part("drift-urgent", &urgent);
    page.part("drift-other", &other);
    let quiet = units.len() - urgent.len() - other.len();
    page.paragraph(&texts.fill("drift-quiet", &[("count", &quiet.to_string())]));
    page.out.push_str("</main>\n</body>\n</html>\n");
    page.out
}

struct DriftPage<'a> {
    out: String,
    texts: &'a Texts,
}

impl DriftPage<'_> {
    fn head(&mut self, edition: &str, language: &str) {
        self.out.push_str("<!DOCTYPE html>\n<html lang=\"");
        self.text(language);
        self.out.push_str(
            "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<title>",
        );
        let title = self.texts.fill("drift-title", &[("edition", edition)]);
        self.text(&title);
        self.out.push_str("</title>\n<style>\n");
        self.out.push_str(STYLE);
        self.out.push_str("</style>\n</head>\n<body>\n<main>\n");
        self.element("h1", "", &title);
    }

    fn part(&mut self, key: &str, units: &[&Drift]) {
        if units.is_empty() {
            return;
        }
        self.element("h2", "", self.texts.get(key));
        for drift in units {
            self.unit(drift);
        }
    }

    fn unit(&mut self, drift: &Drift) {
        self.out.push_str("<article>\n");
        self.element("h3", "", &self.title(drift));
        self.out.push_str("<p class=\"state\">");
        if drift.is_law {
            self.element("strong", "law", self.texts.get("drift-law"));
            self.out.push(' ');
        }
        let state = self.texts.get(state_key(drift.state));
        self.element("strong", if drift.state.is_urgent() { "urgent" } else { "" }, state);
        if let Some(place) = drift.elsewhere_title() {
            self.out.push_str(". ");
            let place = self.texts.fill("drift-elsewhere", &[("place", place)]);
            self.text(&place);
        }
        self.out.push_str("</p>\n");
        self.name(drift);
        match &drift.now {
            Some(now) if drift.what != What::Pages => self.said("drift-now", now),
            None if drift.state == State::Removed => self.paragraph(self.texts.get("drift-gone")),
            _ => {}
        }
        if !drift.ours.is_empty() {
            self.said("drift-ours", &drift.ours);
        } else if drift.what == What::Law {
            self.paragraph(self.texts.get("drift-not-ours"));
        }
        if let (Some(then), Some(now)) = (&drift.then, &drift.now) {
            self.difference(then, now);
        }
        self.out.push_str("</article>\n");
    }

    fn title(&self, drift: &Drift) -> String {
        match drift.what {
            What::Pages => self.texts.get("drift-pages").to_owned(),
            What::Link => {
                let place = drift.unit_title().unwrap_or_default();
                self.texts.fill("drift-link", &[("page", drift.page_title()), ("place", place)])
            }
            What::Part | What::Law | What::Page => drift.full_title(),
        }
    }

    /// The name that commands take.
    fn name(&mut self, drift: &Drift) {
        self.out.push_str("<p class=\"name\">");
        self.text(self.texts.get("drift-name"));
        self.out.push(' ');
        self.out.push_str("<code>");
        self.text(&drift.name_to_accept());
        self.out.push_str("</code></p>\n");
    }

    /// A text under a title.
    fn said(&mut self, key: &str, text: &str) {
        self.element("h4", "", self.texts.get(key));
        self.element("pre", "", text);
    }

    fn difference(&mut self, then: &str, now: &str) {
        self.element("h4", "", self.texts.get("drift-difference"));
        self.out.push_str("<pre>");
        let mut is_gone_before = false;
        for words in compared(then, now) {
            // At the end of a text nothing stands between what is gone and what is new.
            if is_gone_before && matches!(words, Words::New(_)) {
                self.out.push(' ');
            }
            is_gone_before = matches!(words, Words::Gone(text) if !text.ends_with(char::is_whitespace));
            match words {
                Words::Kept(text) => self.text(text),
                Words::Gone(text) => self.marked("del", "drift-deleted", text),
                Words::New(text) => self.marked("ins", "drift-inserted", text),
            }
        }
        self.out.push_str("</pre>\n");
    }

    /// Words that are gone or new: by a line, and in words for those who hear the page.
    fn marked(&mut self, element: &str, key: &str, text: &str) {
        let bare = text.trim_end();
        self.out.extend(["<", element, "><span class=\"heard\">", self.texts.get(key), " </span>"]);
        self.text(bare);
        self.out.extend(["</", element, ">"]);
        self.text(&text[bare.len()..]);
    }

    fn paragraph(&mut self, text: &str) {
        self.element("p", "", text);
    }

    fn element(&mut self, name: &str, class: &str, text: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.out.extend(["<", name, &class, ">"]);
        self.text(text);
        self.out.extend(["</", name, ">"]);
        if name != "strong" {
            self.out.push('\n');
        }
    }

    fn text(&mut self, text: &str) {
        push_text(&mut self.out, text);
    }
}

/// The key of the words for a state.
fn state_key(state: State) -> &'static str {
    match state {
        State::Substance => "drift-substance",
        State::Removed => "drift-removed",
        State::Orphan => "drift-orphan",
        State::Returned => "drift-returned",
        State::Moved => "drift-moved",
        State::Text => "drift-text",
        State::New => "drift-new",
        State::Same => "drift-same",
        State::Form => "drift-form",
        State::Current => "drift-current",
    }
}
