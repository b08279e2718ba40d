//! Raw HTML in a form that is none: its text.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

/// The text of raw HTML, as a reader of the page sees it: without what scripts and styles hold; what two boxes hold
/// stands apart.
#[must_use]
pub fn html_text(html: &str) -> String {
    let (mut out, mut rest) = (String::new(), html);
    while let Some((text, tag)) = rest.split_once('<') {
        push_text(&mut out, text);
        let name = name_of(tag);
        if name.is_empty() && !tag.starts_with(['!', '?']) {
            out.push('<');
            rest = tag;
            continue;
        }
        if !INLINE.contains(&&*name) && !out.is_empty() && !out.ends_with(char::is_whitespace) {
            out.push(' ');
        }
        rest = after_tag(tag);
        if UNSEEN.contains(&&*name) && !tag.starts_with('/') {
            rest = after_element(rest, &name);
        }
    }
    push_text(&mut out, rest);
    out
}

/// The ids that raw HTML gives: `id="x"`, and `name="x"` of old, in whatever letters and with or without marks.
pub fn html_ids(html: &str) -> impl Iterator<Item = &str> {
    let value_after = |equals: usize| {
        let before = html[..equals].trim_end();
        let from = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-').map_or(0, |at| at + 1);
        let begins = before[..before.len().min(from)].ends_with(char::is_whitespace);
        let named = ["id", "name"].iter().any(|name| before[from..].eq_ignore_ascii_case(name));
        if !(begins && named) {
            return None;
        }
        let value = html[equals + 1..].trim_start();
        let quote = value.chars().next().filter(|c| "\"'".contains(*c));
        match quote {
            Some(quote) => value[1..].split(quote).next(),
            None => value.split(|c: char| c.is_whitespace() || c == '>').next(),
        }
    };
    html.match_indices('=').filter_map(move |(at, _)| value_after(at)).filter(|id| !id.is_empty())
}

/// A title in raw HTML: `<h1 id="x">Title</h1>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlTitle {
    /// From `<h1` to the end of `</h1>`.
    pub whole: Range<usize>,
    /// Blocks between the two tags.
    pub inner: Range<usize>,
    /// Its id, where it has one.
    pub id: Option<Box<str>>,
}

/// The first title in raw HTML that is closed there and says something.
#[must_use]
pub fn html_title(html: &str) -> Option<HtmlTitle> {
    let tags = html.match_indices('<').map(|(at, _)| (at, &html[at + 1..]));
    let mut titles = tags.filter(|(_, tag)| name_of(tag) == "h1");
    let (start, open) = titles.by_ref().find(|(_, tag)| !tag.starts_with('/'))?;
    let (close, tag) = titles.find(|(_, tag)| tag.starts_with('/'))?;
    let inner = html.len() - after_tag(open).len()..close;
    let id = html_ids(html.get(start..inner.start)?).next().map(Into::into);
    let whole = start..html.len() - after_tag(tag).len();
    (!html_text(html.get(inner.clone())?).trim().is_empty()).then_some(HtmlTitle { whole, inner, id })
}

/// Elements that stand within a line.
const INLINE: [&str; 30] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements whose text nobody sees.
const UNSEEN: [&str; 3] = ["script", "style", "template"];

/// The name of a tag, in small letters, that is read from behind its `<`; empty where it is none.
fn name_of(tag: &str) -> String {
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if named { name[..end].to_ascii_lowercase() } else { String::new() }
}

/// The text after a tag; a `>` between quotation marks does not end it.
fn after_tag(tag: &str) -> &str {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return &tag[at + 1..],
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    ""
}

/// The text after the end of an element, from within it.
fn after_element<'h>(html: &'h str, name: &str) -> &'h str {
    let is_end = |at: usize| html.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
    html.match_indices("</").find(|(at, _)| is_end(*at)).map_or("", |(at, _)| after_tag(&html[at + 2..]))
}

/// The longest name that a character has: `&CounterClockwiseContourIntegral;`.
const LONGEST: usize = 33;

/// Adds text between tags, with the characters that stand in it by name or number.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';').map_or(1, |end| end + 1);
        match Parser::new(&rest[..end]).find_map(|event| if let Event::Text(text) = event { Some(text) } else { None })
        {
            Some(character) => out.push_str(&character),
            None => out.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::{html_ids, html_text, html_title};

    #[test]
    fn text_stands_between_tags() {
        assert_eq!(html_text("<p>En <b>to</b> tre</p>"), "En to tre ");
        assert_eq!(html_text("en <a href"), "en ");
        assert_eq!(html_text("<br>"), "");
        assert_eq!(html_text("<td title='a > b'>en</td><td>to</td>"), "en to ");
        assert_eq!(html_text("<STYLE>a > b {}</style>en<script>if (a<b) {}</script> 1 < 2"), "en  1 < 2");
    }

    #[test]
    fn a_title_is_the_first_that_is_closed_and_says_something() {
        let html = "<div>\n<H1 align=center id='x'>En <b>to</b></h1>\n<h1>Tre</h1></div>";
        let title = html_title(html).unwrap();
        assert_eq!((&html[title.inner], title.id.as_deref()), ("En <b>to</b>", Some("x")));
        assert_eq!(&html[..title.whole.start], "<div>\n");
        assert!(html[title.whole.end..].starts_with("\n<h1>Tre"));
        for none in ["<h1>", "</h1><h1>x", "<h1><img alt='x'></h1>", "<h12>x</h12>", "h1", "<h1 "] {
            assert_eq!(html_title(none), None, "{none}");
        }
        assert_eq!(html_ids("<a ID=x name = 'y' data-id=z>").collect::<Vec<_>>(), ["x", "y"]);
    }

    #[test]
    fn characters_may_stand_by_name_or_number() {
        assert_eq!(html_text("bl&aring;b&#230;r &amp;lt; R&D; &; & &"), "blåbær &lt; R&D; &; & &");
    }
}
