//! The navigation of a page as HTML.
//!
//! In: the navigation of one page after the other. Out: its HTML, each entry rendered by one of the
//! theme's components. Pages that stand beside each other have almost the same navigation, so only
//! the entries in which a page differs from the one before are rendered. Invariant: what comes out
//! does not depend on the pages before.

use std::mem::take;

use tera::{Context, Value};

use super::Rendered;
use crate::diagnostic::Diagnostic;
use crate::theme::Theme;
use crate::view::NavView;

/// The component that renders a part of the book.
const PART: &str = "nav_part";
/// The component that renders a chapter or page.
const ITEM: &str = "nav_item";

/// The navigation of the last page.
#[derive(Debug, Default)]
pub(super) struct NavHtml {
    entries: Vec<NavEntry>,
    /// The language of its texts.
    language: String,
}

#[derive(Debug)]
struct NavEntry {
    /// Its children apart.
    view: NavView,
    children: NavHtml,
    html: String,
}

impl NavHtml {
    /// The HTML of a navigation.
    ///
    /// # Errors
    /// The fault of a component of the theme.
    pub(super) fn of(&mut self, theme: &Theme, language: &str, entries: Vec<NavView>) -> Result<String, Diagnostic> {
        if self.language != language {
            *self = Self { entries: Vec::new(), language: language.to_owned() };
        }
        match self.turn_to(theme, PART, entries) {
            Ok(_) => Ok(self.html()),
            Err(diagnostic) => {
                self.entries.clear();
                Err(diagnostic)
            }
        }
    }

    fn html(&self) -> String {
        self.entries.iter().map(|entry| &*entry.html).collect()
    }

    /// Takes over other entries, and says whether anything had to be changed.
    fn turn_to(&mut self, theme: &Theme, component: &str, entries: Vec<NavView>) -> Result<bool, Diagnostic> {
        let mut changed = self.entries.len() != entries.len();
        self.entries.truncate(entries.len());
        for (i, mut view) in entries.into_iter().enumerate() {
            let children = take(&mut view.children);
            let is_new = i == self.entries.len();
            if is_new {
                self.entries.push(NavEntry {
                    view: view.clone(),
                    children: Self { entries: Vec::new(), language: self.language.clone() },
                    html: String::new(),
                });
            }
            let entry = &mut self.entries[i];
            let other_children = entry.children.turn_to(theme, ITEM, children)?;
            if is_new || other_children || entry.view != view {
                entry.view = view;
                entry.render(theme, component)?;
                changed = true;
            }
        }
        Ok(changed)
    }
}

impl NavEntry {
    fn render(&mut self, theme: &Theme, component: &str) -> Rendered {
        let NavView { title, href, elsewhere, current, children: _ } = &self.view;
        let mut arguments = Context::new();
        arguments.insert_value("title", Value::from(title.as_str()));
        arguments.insert_value("href", href.as_deref().map_or_else(Value::none, Value::from));
        let (lang, language) = elsewhere.as_ref().map_or((None, None), |(lang, name)| (Some(&**lang), Some(&**name)));
        arguments.insert_value("lang", lang.map_or_else(Value::none, Value::from));
        arguments.insert_value("elsewhere", language.map_or_else(Value::none, Value::from));
        arguments.insert_value("current", Value::from(*current));
        arguments.insert_value("children", Value::from(self.children.html()));
        let mut html = take(&mut self.html).into_bytes();
        html.clear();
        theme.component(component, &self.children.language, &arguments, &mut html)?;
        self.html = String::from_utf8(html).unwrap_or_default();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::tests::theme;

    fn entry(title: &str, current: bool, children: Vec<NavView>) -> NavView {
        NavView { title: title.into(), href: Some(format!("{title}.html")), elsewhere: None, current, children }
    }

    /// Two parts, the first open with three pages; `at` is the page one is on.
    fn on(at: usize) -> Vec<NavView> {
        let pages = ["a", "b", "c"].iter().enumerate().map(|(i, title)| entry(title, i == at, Vec::new())).collect();
        vec![entry("", false, pages), entry("to", false, Vec::new())]
    }

    #[test]
    fn it_is_the_same_whichever_page_came_before() {
        let theme = theme(&crate::config::Config::default());
        let fresh = |entries| NavHtml::default().of(&theme, "nb", entries).unwrap();
        let mut kept = NavHtml::default();
        for entries in [on(0), on(1), on(2), on(1), vec![entry("to", false, Vec::new())], Vec::new(), on(0)] {
            assert_eq!(kept.of(&theme, "nb", entries.clone()).unwrap(), fresh(entries));
        }
        let html = fresh(on(1));
        assert!(html.starts_with("<li class=\"apen\"><ul><li><a href=\"a.html\">a</a></li>\n"), "{html}");
        assert!(html.contains("<a href=\"b.html\" aria-current=\"page\">b</a>"), "{html}");
        assert!(html.ends_with("<li><a href=\"to.html\">to</a></li>\n"), "{html}");
    }
}
