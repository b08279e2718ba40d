//! The navigation of a page as HTML.
//!
//! In: the navigation of one page after the other. Out: its HTML, each entry rendered by one of the
//! theme's components. Pages that stand beside each other have almost the same navigation, so only
//! the entries in which a page differs from the one before are rendered. Invariant: what comes out
//! does not depend on the pages before.

use std::cell::OnceCell;
use std::mem::take;
use std::sync::Arc;

use tera::{Context, Value};

use super::Rendered;
use crate::diagnostic::Diagnostic;
use crate::language::Spaces;
use crate::text::{KnownMarkup, bound_anywhere};
use crate::theme::Theme;
use crate::view::{NavView, PageNav};

/// The component that renders a part of the book.
const PART: &str = "nav_part";
/// The component that renders a chapter or page.
const ITEM: &str = "nav_item";

/// The navigation of the last page.
#[derive(Debug, Default)]
pub(super) struct NavHtml {
    parts: NavLevel,
    /// The parts as they are shown.
    shown: Option<ShownParts>,
    /// All of it.
    html: String,
}

/// Parts as they are shown.
#[derive(Debug)]
struct ShownParts {
    /// The parts where none is opened.
    closed: Arc<[NavView]>,
    /// Which one is opened.
    open: Option<usize>,
}

/// Entries below each other.
#[derive(Debug, Default)]
struct NavLevel {
    entries: Vec<NavEntry>,
    /// The language of its texts.
    language: String,
}

#[derive(Debug)]
struct NavEntry {
    /// Its children apart.
    view: NavView,
    children: NavLevel,
    html: String,
    /// The spaces in it at which a line does not break, once they are asked for.
    bound: OnceCell<Option<Box<[usize]>>>,
}

impl NavHtml {
    /// The HTML of a navigation.
    ///
    /// # Errors
    /// The fault of a component of the theme.
    pub(super) fn of(&mut self, theme: &Theme, language: &str, nav: &PageNav) -> Result<&str, Diagnostic> {
        if self.parts.language != language {
            *self = Self { parts: NavLevel::new(language), ..Self::default() };
        }
        match self.turn_to(theme, nav) {
            Ok(()) => {
                self.html.clear();
                self.parts.entries.iter().for_each(|entry| self.html.push_str(&entry.html));
                Ok(&self.html)
            }
            Err(diagnostic) => {
                *self = Self::default();
                Err(diagnostic)
            }
        }
    }

    /// The HTML that was made last, with the spaces in it at which a line of its language does not break; nothing where a
    /// component of the theme makes other than whole elements.
    pub(super) fn bound(&self, spaces: Spaces) -> KnownMarkup<'_> {
        let mut known = KnownMarkup { html: self.html.trim_end(), places: Vec::new() };
        let mut from = 0;
        for NavEntry { html, bound, .. } in &self.parts.entries {
            let Some(places) = bound.get_or_init(|| bound_anywhere(html, spaces)) else {
                return KnownMarkup::default();
            };
            known.places.extend(places.iter().map(|place| from + place));
            from += html.len();
        }
        known
    }

    fn turn_to(&mut self, theme: &Theme, nav: &PageNav) -> Rendered {
        let shown = self.shown.take().filter(|shown| Arc::ptr_eq(&shown.closed, &nav.parts));
        let open = nav.open.as_ref().map(|open| open.position);
        if let Some(shown) = shown {
            // All parts but these two are as they were.
            for position in [shown.open, open].into_iter().flatten() {
                self.turn_part(theme, nav, position)?;
            }
        } else {
            self.parts.entries.truncate(nav.parts.len());
            for position in 0..nav.parts.len() {
                self.turn_part(theme, nav, position)?;
            }
        }
        self.shown = Some(ShownParts { closed: nav.parts.clone(), open });
        Ok(())
    }

    fn turn_part(&mut self, theme: &Theme, nav: &PageNav, position: usize) -> Rendered {
        nav.part(position).map_or(Ok(()), |part| self.parts.turn_entry(theme, PART, position, part).map(drop))
    }
}

impl NavLevel {
    fn new(language: &str) -> Self {
        Self { entries: Vec::new(), language: language.to_owned() }
    }

    fn html(&self) -> String {
        self.entries.iter().map(|entry| &*entry.html).collect()
    }

    /// Takes over other entries, and says whether anything had to be changed.
    fn turn_to(&mut self, theme: &Theme, component: &str, entries: &[NavView]) -> Result<bool, Diagnostic> {
        let mut changed = self.entries.len() != entries.len();
        self.entries.truncate(entries.len());
        for (position, view) in entries.iter().enumerate() {
            changed |= self.turn_entry(theme, component, position, view)?;
        }
        Ok(changed)
    }

    /// Takes over another entry at a place, or behind the last one, and says whether anything had to be changed.
    fn turn_entry(
        &mut self,
        theme: &Theme,
        component: &str,
        position: usize,
        view: &NavView,
    ) -> Result<bool, Diagnostic> {
        let is_new = position == self.entries.len();
        if is_new {
            let children = Self::new(&self.language);
            self.entries.push(NavEntry { view: own(view), children, html: String::new(), bound: OnceCell::new() });
        }
        let Some(entry) = self.entries.get_mut(position) else { return Ok(false) };
        let is_other = is_new || !is_alike(&entry.view, view);
        if entry.children.turn_to(theme, ITEM, &view.children)? || is_other {
            entry.view = own(view);
            entry.render(theme, component)?;
            return Ok(true);
        }
        Ok(false)
    }
}

/// An entry without its children.
fn own(view: &NavView) -> NavView {
    let NavView { title, href, elsewhere, current, children: _ } = view;
    NavView {
        title: title.clone(),
        href: href.clone(),
        elsewhere: elsewhere.clone(),
        current: *current,
        children: Vec::new(),
    }
}

/// Whether two entries are the same but for their children.
fn is_alike(one: &NavView, other: &NavView) -> bool {
    let NavView { title, href, elsewhere, current, children: _ } = one;
    *title == other.title && *href == other.href && *elsewhere == other.elsewhere && *current == other.current
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
        self.bound = OnceCell::new();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::OpenPart;
    use crate::view::tests::theme;

    fn entry(title: &str, current: bool, children: Vec<NavView>) -> NavView {
        NavView { title: title.into(), href: Some(format!("{title}.html")), elsewhere: None, current, children }
    }

    /// A part open with three pages; `at` is the page one is on.
    fn on(at: usize) -> NavView {
        let pages = ["a", "b", "c"].iter().enumerate().map(|(i, title)| entry(title, i == at, Vec::new())).collect();
        entry("", false, pages)
    }

    fn closed(titles: &[&str]) -> Arc<[NavView]> {
        titles.iter().map(|title| entry(title, false, Vec::new())).collect()
    }

    fn opened(parts: &Arc<[NavView]>, open: Option<(usize, NavView)>) -> PageNav {
        PageNav { parts: parts.clone(), open: open.map(|(position, part)| OpenPart { position, part }) }
    }

    #[test]
    fn it_is_the_same_whichever_page_came_before() {
        let theme = theme(&crate::config::Config::default());
        let fresh = |nav: &PageNav| NavHtml::default().of(&theme, "nb", nav).unwrap().to_owned();
        let mut kept = NavHtml::default();
        let [first, second] = [closed(&["", "to"]), closed(&["to"])];
        for nav in [
            opened(&first, Some((0, on(0)))),
            opened(&first, Some((0, on(1)))),
            opened(&first, Some((0, on(2)))),
            opened(&first, Some((1, on(1)))),
            opened(&first, None),
            opened(&second, None),
            opened(&second, Some((0, on(0)))),
            PageNav::default(),
            opened(&first, Some((0, on(0)))),
            opened(&closed(&["", "to"]), None),
        ] {
            assert_eq!(kept.of(&theme, "nb", &nav).unwrap(), fresh(&nav));
        }
        let html = fresh(&opened(&first, Some((0, on(1)))));
        assert!(html.starts_with("<li class=\"apen\"><ul><li><a href=\"a.html\">a</a></li>\n"), "{html}");
        assert!(html.contains("<a href=\"b.html\" aria-current=\"page\">b</a>"), "{html}");
        assert!(html.ends_with("<li><a href=\"to.html\">to</a></li>\n"), "{html}");
    }
}
