//! Citations and the list of literature, formatted by a CSL style.

use std::collections::BTreeMap;
use std::sync::Arc;

use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{FontStyle, IndependentStyle, Locale, LocaleCode};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest,
    ElemChild, ElemChildren, Entry, Library, LocatorPayload, SpecificLocator,
};

use super::Reference;
use super::styles;
use crate::config::Config;
use crate::document::{At, Destination, ForeignRun, Inline, InlineNode, Inlines, Link, Text, children, walk_run};
use crate::language::{Language, Languages, Spaces, WorkPlace};
use crate::text::bound;

/// A citation as written: works with places in them. The same citation is shown the same all over a page.
pub(super) type CiteKey = Box<[(Box<str>, Box<str>)]>;

/// The citations and works of a page as the style has them.
#[derive(Debug, Default)]
pub(super) struct Formatted {
    /// The works, in the style's order.
    pub(super) works: Arc<[Reference]>,
    /// The text of each citation.
    pub(super) shown: BTreeMap<CiteKey, Box<str>>,
}

/// A style of citations in the language of a book, and the works it is for.
pub(super) struct Formatter {
    library: Library,
    style: IndependentStyle,
    locales: Vec<Locale>,
    languages: Languages,
    /// The book's language, as it is written.
    tag: String,
}

impl std::fmt::Debug for Formatter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Formatter").field("works", &self.library.len()).finish_non_exhaustive()
    }
}

impl Formatter {
    /// The style with a name of the archive; `None` where there is none that stands alone.
    pub(super) fn new(library: Library, style: &str, config: &Config) -> Option<Self> {
        let style = styles::style(style)?;
        let (languages, tag) = (config.languages.clone(), config.book.language.clone());
        Some(Self { library, style, locales: styles::locales(), languages, tag })
    }

    /// Formats the citations of a page, in reading order, and the works they and `named` name. A
    /// page is formatted by itself: a source added to another page changes nothing here.
    pub(super) fn page<'c>(
        &self,
        citations: &[&CiteKey],
        named: impl IntoIterator<Item = &'c str>,
        language: Option<&str>,
    ) -> Formatted {
        let tag = language.unwrap_or(&self.tag);
        let language = self.languages.of(tag);
        let code = LocaleCode(language.citations.unwrap_or(tag).into());
        let mut driver = BibliographyDriver::new();
        for key in citations {
            let items =
                key.iter().filter_map(|(id, locator)| Some(item(self.library.get(id)?, locator, language))).collect();
            driver.citation(self.request(items, &code));
        }
        // What is named and not cited stands in the list too.
        let mut rest: Vec<_> =
            named.into_iter().filter_map(|id| self.library.get(id)).map(CitationItem::with_entry).collect();
        for item in &mut rest {
            item.hidden = true;
        }
        if !rest.is_empty() {
            driver.citation(self.request(rest, &code));
        }
        let request =
            BibliographyRequest { style: &self.style, locale: Some(code.clone()), locale_files: &self.locales };
        let rendered = driver.finish(request);
        let shown =
            citations.iter().zip(rendered.citations).map(|(key, cite)| ((*key).clone(), plain(&cite.citation).into()));
        let shown = shown.collect();
        let items = rendered.bibliography.map(|list| list.items).unwrap_or_default();
        let reference = |item| {
            let mut work: Reference = reference(item);
            if let Some(entry) = self.library.get(&work.id) {
                work.entry = with_stop(work.entry, entry);
            }
            bind(&mut work.entry, language.spaces);
            self.in_its_language(work, tag)
        };
        Formatted { works: items.into_iter().map(reference).collect(), shown }
    }

    /// A work in a list that is written in `around`: its titles are told to be in its language, where that is another.
    fn in_its_language(&self, mut work: Reference, around: &str) -> Reference {
        let Some(entry) = self.library.get(&work.id) else { return work };
        let Some(lang) = entry.language().map(ToString::to_string) else { return work };
        let row = |tag: &str| self.languages.find(tag).map(|language| language.tag);
        let is_same = match (row(&lang), row(around)) {
            (Some(own), Some(around)) => own == around,
            _ => lang == around,
        };
        if !is_same {
            for title in titles(entry) {
                work.entry = tell_language(work.entry, &title, &lang);
            }
        }
        work
    }

    /// Every work of the library, in the style's order.
    pub(super) fn literature(&self) -> Vec<Reference> {
        let mut works = self.page(&[], self.library.keys(), None).works.to_vec();
        // Numbers count the citations of a page, and a list of everything has none.
        for work in &mut works {
            work.label = Box::default();
        }
        works
    }

    fn request<'r>(&'r self, items: Vec<CitationItem<'r, Entry>>, code: &LocaleCode) -> CitationRequest<'r, Entry> {
        CitationRequest::new(items, &self.style, Some(code.clone()), &self.locales, None)
    }
}

fn reference(item: BibliographyItem) -> Reference {
    let label = item.first_field.map(|field| plain(&ElemChildren(vec![field]))).unwrap_or_default();
    Reference { id: item.key.into(), label: label.trim().into(), entry: inlines(&item.content) }
}

/// The titles that a style may show of a work: its own, long and short, and those of what it stands in, which is taken to
/// be in the same language unless it says another.
fn titles(entry: &Entry) -> Vec<String> {
    let own = entry.title().into_iter().flat_map(|title| {
        let long = title.value.to_str().into_owned();
        std::iter::once(long).chain(title.short.as_ref().map(|short| short.to_str().into_owned()))
    });
    let language = entry.language();
    let around = entry.parents().iter().filter(|parent| parent.language().is_none_or(|own| Some(own) == language));
    own.chain(around.flat_map(titles)).collect()
}

/// Ends the title of a work before its year, or what tells that it has none: a style that has the publisher between them,
/// and no work without one in mind, writes «Tittel 2021».
fn with_stop(mut run: Inlines, entry: &Entry) -> Inlines {
    let Some(title) = entry.title() else { return run };
    let title = title.value.to_str();
    let mut shown = String::new();
    walk_run(&run, &mut |inline| {
        if let InlineNode::Text(text) = &inline.node {
            shown.push_str(text.get(inline.at, ""));
        }
    });
    let ends = title.ends_with(['.', '?', '!', '…']);
    let is_time = |rest: &str| {
        if let Some(date) = entry.date() {
            return rest.starts_with(&date.year.to_string());
        }
        // An abbreviation: «u.å.», «n.d.».
        let word = rest.split(' ').next().unwrap_or_default();
        word.starts_with(char::is_lowercase) && word.matches('.').count() > 1
    };
    let before_time = |end: &usize| shown.get(*end..).and_then(|rest| rest.strip_prefix(' ')).is_some_and(is_time);
    let end = shown.match_indices(&*title).map(|(at, title)| at + title.len()).find(before_time);
    if let Some(mut end) = end.filter(|_| !ends) {
        put_stop(&mut run, &mut end);
    }
    run
}

/// Puts a stop after so many bytes of a run, which are counted down; whether it stands.
fn put_stop(run: &mut [Inline], left: &mut usize) -> bool {
    run.iter_mut().any(|inline| match &mut inline.node {
        InlineNode::Text(Text::Owned(text)) if text.len() >= *left => {
            *text = format!("{}.{}", &text[..*left], &text[*left..]).into();
            true
        }
        InlineNode::Text(text) => {
            *left -= text.get(inline.at, "").len();
            false
        }
        InlineNode::Emphasis(inner) => put_stop(inner, left),
        InlineNode::Link(link) => put_stop(&mut link.content, left),
        _ => false,
    })
}

/// Binds the numbers of a work to what they count.
fn bind(run: &mut [Inline], spaces: Spaces) {
    for inline in run {
        match &mut inline.node {
            InlineNode::Text(Text::Owned(text)) => *text = bound(text, spaces).into(),
            InlineNode::Emphasis(inner) => bind(inner, spaces),
            _ => {}
        }
    }
}

/// Puts a title, wherever it first stands in a run, into its language. A style may write it with other capitals and
/// other quotation marks, so its letters alone are looked for.
fn tell_language(run: Inlines, title: &str, lang: &str) -> Inlines {
    let mut shown = Vec::new();
    walk_run(&run, &mut |inline| {
        if let InlineNode::Text(text) = &inline.node {
            shown.extend(letters(text.get(inline.at, "")).map(|(_, letter)| letter));
        }
    });
    let sought: Vec<char> = letters(title).map(|(_, letter)| letter).collect();
    let Some(first) = (!sought.is_empty()).then(|| shown.windows(sought.len()).position(|at| at == sought)).flatten()
    else {
        return run;
    };
    let end = title.trim_end().rsplit(char::is_alphanumeric).next().unwrap_or_default();
    let mut teller = LanguageTeller { lang, from: first, to: first + sought.len(), end, passed: 0 };
    teller.run(run)
}

/// The letters and digits of a text without their case, each with the byte it begins at.
fn letters(text: &str) -> impl Iterator<Item = (usize, char)> {
    let letter = |(at, c): (usize, char)| Some((at, c.to_lowercase().next()?));
    text.char_indices().filter(|(_, c)| c.is_alphanumeric()).filter_map(letter)
}

/// A walk over what a style has made of a work, which puts some letters of it into a language.
struct LanguageTeller<'t> {
    lang: &'t str,
    /// The first letter of the title, counted from the beginning, and the one after the last.
    from: usize,
    to: usize,
    /// Rest of the title after its last letter.
    end: &'t str,
    /// The letters before what is looked at.
    passed: usize,
}

impl LanguageTeller<'_> {
    fn run(&mut self, run: Inlines) -> Inlines {
        let mut out = Vec::with_capacity(run.len());
        for Inline { at, node } in run {
            match node {
                InlineNode::Text(Text::Owned(text)) => self.text(at, &text, &mut out),
                InlineNode::Emphasis(inner) => out.push(Inline { at, node: InlineNode::Emphasis(self.run(inner)) }),
                InlineNode::Link(mut link) => {
                    link.content = self.run(std::mem::take(&mut link.content));
                    out.push(Inline { at, node: InlineNode::Link(link) });
                }
                node => {
                    walk_run(children(&node).map_or(&[][..], |inner| inner), &mut |inline| {
                        if let InlineNode::Text(text) = &inline.node {
                            self.passed += letters(text.get(inline.at, "")).count();
                        }
                    });
                    out.push(Inline { at, node });
                }
            }
        }
        out.into()
    }

    fn text(&mut self, at: At, text: &str, out: &mut Vec<Inline>) {
        let before = self.passed;
        let own: Vec<usize> = letters(text).map(|(at, _)| at).collect();
        self.passed += own.len();
        let (first, last) = (self.from.max(before), self.to.min(self.passed));
        let plain = |text: &str| Inline { at, node: InlineNode::Text(Text::Owned(text.into())) };
        if first >= last {
            return out.push(plain(text));
        }
        let start = if first > self.from { 0 } else { own[first - before] };
        let after = own[last - 1 - before];
        let after = after + text[after..].chars().next().map_or(0, char::len_utf8);
        let stop = if last < self.to {
            text.len()
        } else {
            after + if text[after..].starts_with(self.end) { self.end.len() } else { 0 }
        };
        let pieces = [&text[..start], &text[start..stop], &text[stop..]];
        let foreign = |piece: Inline| {
            let run = ForeignRun { lang: self.lang.into(), content: [piece].into() };
            Inline { at, node: InlineNode::Foreign(Box::new(run)) }
        };
        out.extend(Some(plain(pieces[0])).filter(|_| start > 0));
        out.push(foreign(plain(pieces[1])));
        out.extend(Some(plain(pieces[2])).filter(|_| stop < text.len()));
    }
}

fn item<'a>(entry: &'a Entry, locator: &'a str, language: &Language) -> CitationItem<'a, Entry> {
    let (kind, text) = place_in_work(locator, language);
    let locator = (!locator.is_empty()).then_some(SpecificLocator(kind, LocatorPayload::Str(text)));
    CitationItem::with_locator(entry, locator)
}

/// The kind of a place in a work, by the abbreviation it begins with; shown as written where there is none.
fn place_in_work<'l>(locator: &'l str, language: &Language) -> (Locator, &'l str) {
    let place = |(prefix, place): &(&str, WorkPlace)| {
        let rest = locator.strip_prefix(prefix)?;
        let kind = match place {
            WorkPlace::Page => Locator::Page,
            WorkPlace::Chapter => Locator::Chapter,
            WorkPlace::Part => Locator::Part,
            WorkPlace::Section => Locator::Section,
        };
        Some((kind, rest))
    };
    language.places.iter().find_map(place).unwrap_or((Locator::Custom, locator))
}

fn plain(children: &ElemChildren) -> String {
    let mut text = String::new();
    // Writing to a `String` does not fail; what was written stands in any case.
    let _ = children.write_buf(&mut text, BufWriteFormat::Plain);
    text
}

fn inlines(children: &ElemChildren) -> Inlines {
    let mut writer = EntryWriter::default();
    writer.push(children);
    writer.out.into_boxed_slice()
}

/// A writer of what a style has made of a work. A stop behind what ends a sentence by itself is left out
/// («u.å.», a title's own question mark), which citeproc-js does and hayagriva does not.
#[derive(Default)]
struct EntryWriter {
    out: Vec<Inline>,
    /// The last character written.
    last: Option<char>,
}

impl EntryWriter {
    fn push(&mut self, children: &ElemChildren) {
        let node = |node| Inline { at: At::default(), node };
        for child in &children.0 {
            match child {
                ElemChild::Text(text) => {
                    let inner = self.text(&text.text);
                    let italic = text.formatting.font_style == FontStyle::Italic;
                    self.out.push(if italic { node(InlineNode::Emphasis([inner].into())) } else { inner });
                }
                ElemChild::Elem(elem) => self.push(&elem.children),
                ElemChild::Markup(text) => {
                    let inner = self.text(text);
                    self.out.push(inner);
                }
                ElemChild::Link { text, url } => {
                    let inner = self.text(&text.text);
                    let to = Destination::Web(url.as_str().into());
                    let link = Link { to, title: Box::default(), content: [inner].into() };
                    self.out.push(node(InlineNode::Link(Box::new(link))));
                }
                ElemChild::Transparent { .. } => {}
            }
        }
    }

    fn text(&mut self, text: &str) -> Inline {
        let ended = matches!(self.last, Some('.' | '?' | '!'));
        let mut shown = String::with_capacity(text.len());
        let text = text.strip_prefix('.').filter(|rest| ended && !rest.starts_with('.')).unwrap_or(text);
        for word in text.split_inclusive(' ') {
            let end = word.trim_end();
            // Three stops are an ellipsis; within a word, as in an address, all of them stay.
            let is_doubled = end.ends_with("..") && !end.ends_with("...");
            shown.push_str(if is_doubled { &end[..end.len() - 1] } else { end });
            shown.push_str(&word[end.len()..]);
        }
        self.last = shown.chars().next_back().or(self.last);
        Inline { at: At::default(), node: InlineNode::Text(Text::Owned(shown.into())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run as text, with what is in another language in brackets.
    fn show(run: &[Inline]) -> String {
        run.iter()
            .map(|inline| match &inline.node {
                InlineNode::Text(text) => text.get(inline.at, "").to_owned(),
                InlineNode::Foreign(foreign) => format!("[{}: {}]", foreign.lang, show(&foreign.content)),
                node => children(node).map_or_else(String::new, |inner| format!("<{}>", show(inner))),
            })
            .collect()
    }

    #[test]
    fn a_title_is_told_to_be_in_its_language_however_a_style_writes_it() {
        let node = |node| Inline { at: At::default(), node };
        let text = |text: &str| node(InlineNode::Text(Text::Owned(text.into())));
        let cases = [
            (
                vec![text("Ek, A. Does it matter? Tidsskrift 2010.")],
                "Does It Matter?",
                "Ek, A. [en: Does it matter?] Tidsskrift 2010.",
            ),
            (vec![text("Ek. «On “us”», 2010")], "On \"us\"", "Ek. «[en: On “us]”», 2010"),
            (
                vec![text("Ek. On "), node(InlineNode::Emphasis([text("work")].into())), text(" and us. Bok.")],
                "On work and us",
                "Ek. [en: On ]<[en: work]>[en:  and us]. Bok.",
            ),
            (vec![text("Ek. Om arbeid.")], "On work", "Ek. Om arbeid."),
            (vec![text("Ek. Om arbeid.")], "?", "Ek. Om arbeid."),
        ];
        for (run, title, told) in cases {
            assert_eq!(show(&tell_language(run.into(), title, "en")), told);
        }
        let twice = tell_language([text("On work. In: On work and us.")].into(), "On work and us", "en");
        assert_eq!(show(&tell_language(twice, "On work", "en")), "[en: On work]. In: [en: On work and us].");
    }
}
