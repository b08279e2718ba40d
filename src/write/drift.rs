//! The report on an edition for those who decide: a page beside the site, never in it.
//!
//! In: what has become of the units of an edition. Out: one HTML file that needs no other.
//!
//! Invariant: what a colour says is also said by words or by a line.

use crate::layer::{Drift, State, What, Words, changed_parts};
use crate::text::Date;
use crate::theme::Texts;
use crate::view::date_in_words;
use crate::view::escape::push_text;

/// The style of the report: light and dark, on a small screen and on paper.
const STYLE: &str = include_str!("drift.css");

/// The report in the language of the texts. `edition` is the name of the edition, `today` the day of the report.
#[must_use]
pub fn report(units: &[Drift], edition: &str, language: &str, texts: &Texts, today: Date) -> String {
    let mut page = DriftPage { out: String::new(), texts };
    page.head(edition, language);
    page.paragraph(&texts.fill("drift-made", &[("date", &date_in_words(texts, today))]));
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
        self.state(drift);
        if let Some(key) = to_do(drift) {
            self.paragraph(self.texts.get(key));
        }
        let now = drift.now.as_deref().filter(|_| drift.what != What::Pages);
        if let (Some(then), Some(now)) = (&drift.then, now) {
            self.difference(then, now, is_text(drift));
        }
        if !drift.ours.is_empty() {
            self.said("drift-ours", &shown(&drift.ours, is_text(drift)));
        }
        match (now, &drift.title.summary) {
            (Some(_), Some(summary)) => self.paragraph(summary),
            (Some(now), None) => {
                let text = shown(now, is_text(drift));
                self.said("drift-now", if now.starts_with('#') { without_title(&text) } else { &text });
            }
            (None, _) if drift.state == State::Removed => self.paragraph(self.texts.get("drift-gone")),
            (None, _) => {}
        }
        self.name(drift);
        self.out.push_str("</article>\n");
    }

    fn state(&mut self, drift: &Drift) {
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
        if drift.what == What::Law {
            self.paragraph(self.texts.get("drift-not-ours"));
        }
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

    /// Changes of a text of the book below; of what stayed, what is far from a change is left out.
    fn difference(&mut self, then: &str, now: &str, is_text: bool) {
        self.element("h4", "", self.texts.get("drift-difference"));
        self.out.push_str("<pre>");
        let [read_then, read_now] = [then, now].map(|text| shown(text, is_text));
        let (then, now) = match (read_then.split_once('\n'), read_now.split_once('\n')) {
            // Marks alone may have changed.
            _ if read_then == read_now => (then, now),
            (Some((before, _)), Some((after, _))) if then.starts_with('#') && before == after => {
                (without_title(&read_then), without_title(&read_now))
            }
            _ => (&*read_then, &*read_now),
        };
        for part in changed_parts(then, now) {
            self.out.push_str(part.before);
            match part.words {
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

/// Whether what is told is a text of a page, and not a value.
fn is_text(drift: &Drift) -> bool {
    drift.what != What::Part || drift.unit.is_empty() || drift.unit.starts_with('#')
}

/// A text as people read it: without the marks of headings, of bold words, of quotations and of boxes. A value stays as
/// it is.
fn shown(text: &str, is_text: bool) -> String {
    if !is_text {
        return text.to_owned();
    }
    let mut out = String::new();
    for line in text.lines() {
        let bare = line.trim_start_matches("> ");
        let bare = if bare == ">" { "" } else { bare };
        let heading = bare.trim_start_matches('#');
        if heading.starts_with(' ') && heading.len() < bare.len() {
            let named = heading.ends_with('}').then(|| heading.rfind(" {")).flatten();
            out.push_str(heading[..named.unwrap_or(heading.len())].trim());
        } else if !(bare.starts_with("[!") && bare.ends_with(']')) {
            out.push_str(&bare.replace("**", ""));
        } else {
            continue;
        }
        out.push('\n');
    }
    out.trim().to_owned()
}

/// The text of a section below its heading, which its title has told.
fn without_title(text: &str) -> &str {
    text.split_once('\n').map_or(text, |(_, rest)| rest.trim_start())
}

/// The key of what is to be decided, where something must be.
fn to_do(drift: &Drift) -> Option<&'static str> {
    match (drift.state, drift.what) {
        (State::Substance, What::Law) => Some("drift-do-law"),
        (State::Substance, _) => Some("drift-do-substance"),
        (State::Removed, What::Page) => Some("drift-do-removed-page"),
        (State::Removed, _) => Some("drift-do-removed"),
        (State::Orphan, _) => Some("drift-do-orphan"),
        (State::Returned | State::Moved | State::Text | State::New | State::Same | State::Form | State::Current, _) => {
            None
        }
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
