//! Raw HTML: its comments, its tags, its links to Markdown files.
//!
//! In: raw HTML as written. Out: what stands in it. Invariant: it is read as browsers read it, as far as tags go.

use std::ops::Range;

use crate::source::page_id;

/// Raw HTML without its comments.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stripped {
    /// There was no comment in it.
    Unchanged,
    /// The rest; empty when it was nothing but comments.
    Left(String),
    /// A comment that is never closed.
    Unclosed,
}

/// Takes the comments out of raw HTML.
pub(super) fn strip_comments(html: &str) -> Stripped {
    if !html.contains("<!--") {
        return Stripped::Unchanged;
    }
    let mut left = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        left.push_str(before);
        // `<!-->` and `<!--->` are whole comments.
        let body = comment.strip_prefix("->").or_else(|| comment.strip_prefix('>'));
        match body.or_else(|| comment.split_once("-->").map(|parts| parts.1)) {
            Some(after) => rest = after,
            None => return Stripped::Unclosed,
        }
    }
    left.push_str(rest);
    if left.trim().is_empty() {
        left.clear();
    }
    Stripped::Left(left)
}

/// A tag in raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HtmlTag<'h> {
    /// From `<` to `>`.
    pub(super) range: Range<usize>,
    /// The name as it is written.
    pub(super) name: &'h str,
    pub(super) kind: HtmlTagKind,
}

/// The kinds of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HtmlTagKind {
    Open,
    Close,
    /// `<a/>`
    SelfClosed,
    /// A tag whose `>` is missing: browsers read all that follows as a part of it.
    Unended,
}

/// The tags of raw HTML, in order; none in what scripts and styles hold.
pub(super) fn tags(html: &str) -> Vec<HtmlTag<'_>> {
    let mut found: Vec<HtmlTag<'_>> = Vec::new();
    let mut from = 0;
    while let Some(start) = html[from..].find('<').map(|at| from + at) {
        let rest = &html[start..];
        let skipped = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            rest.find('>').map(|end| end + 1)
        } else {
            None
        };
        if let Some(length) = skipped {
            from = start + length;
            continue;
        }
        // Browsers take all that follows for a part of these too.
        if rest.starts_with("<?") || rest.starts_with("<!") && !rest.starts_with("<!--") {
            let name = rest[1..].split(char::is_whitespace).next().unwrap_or_default();
            found.push(HtmlTag { range: start..html.len(), name, kind: HtmlTagKind::Unended });
            break;
        }
        let Some(tag) = tag_at(html, start) else {
            from = start + 1;
            continue;
        };
        from = tag.range.end;
        if tag.kind == HtmlTagKind::Unended {
            found.push(tag);
            break;
        }
        if tag.kind == HtmlTagKind::Open && RAW_TEXT.iter().any(|raw| tag.name.eq_ignore_ascii_case(raw)) {
            from = raw_end(html, from, tag.name);
        }
        found.push(tag);
    }
    found
}

/// The end of the text of a script or a style.
fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let is_end = |at: usize| html.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
    html[from..].match_indices("</").map(|(at, _)| from + at).find(|at| is_end(*at)).unwrap_or(html.len())
}

fn tag_at(html: &str, start: usize) -> Option<HtmlTag<'_>> {
    let inner = &html[start + 1..];
    let closes = inner.starts_with('/');
    let begin = start + 1 + usize::from(closes);
    let length = html[begin..].find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<'))?;
    let name = &html[begin..begin + length];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut quote = None;
    for (at, c) in html[begin + length..].char_indices() {
        match (quote, c) {
            (None, '>') => {
                let end = begin + length + at + 1;
                let kind = match () {
                    () if closes => HtmlTagKind::Close,
                    () if html[..end - 1].ends_with('/') => HtmlTagKind::SelfClosed,
                    () => HtmlTagKind::Open,
                };
                return Some(HtmlTag { range: start..end, name, kind });
            }
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    Some(HtmlTag { range: start..html.len(), name, kind: HtmlTagKind::Unended })
}

/// Whether a piece of raw HTML is a tag `<br>`.
pub(super) fn is_break(html: &str) -> bool {
    let all = 0..html.len();
    tag_at(html, 0).is_some_and(|tag| tag.range == all && is_begin(tag.kind) && tag.name.eq_ignore_ascii_case("br"))
}

/// Raw HTML whose links to Markdown files lead to the pages that these become, as mdBook makes them; `None` where
/// there are none.
pub(super) fn with_page_links(html: &str) -> Option<String> {
    let (mut out, mut done) = (String::new(), 0);
    for tag in tags(html).into_iter().filter(|tag| is_begin(tag.kind) && tag.name.eq_ignore_ascii_case("a")) {
        let text = &html[tag.range.clone()];
        let Some(address) = attribute(text, "href") else { continue };
        let written = &text[address.clone()];
        let Some(page) = page_address(written) else { continue };
        out.push_str(&html[done..tag.range.start + address.start]);
        out.push_str(&page);
        done = tag.range.start + address.end;
    }
    (done > 0).then(|| out + &html[done..])
}

fn is_begin(kind: HtmlTagKind) -> bool {
    matches!(kind, HtmlTagKind::Open | HtmlTagKind::SelfClosed)
}

/// The place of the value of an attribute in a tag, without its quotation marks, if it has any.
fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    tag.match_indices('=').find_map(|(equals, _)| {
        let before = tag[..equals].trim_end();
        let from = before.len().checked_sub(name.len())?;
        let is_it = before.get(from..)?.eq_ignore_ascii_case(name) && before[..from].ends_with(char::is_whitespace);
        let value = tag[equals + 1..].trim_start();
        let start = tag.len() - value.len();
        match value.chars().next().filter(|_| is_it)? {
            quote @ ('"' | '\'') => Some(start + 1..start + 1 + value[1..].find(quote)?),
            _ => Some(start..start + value.find(|c: char| c.is_whitespace() || c == '>')?),
        }
    })
}

/// The address of the page that a relative address of a Markdown file means.
fn page_address(address: &str) -> Option<String> {
    let (path, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
    let is_web = path.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()));
    let id = page_id(path).filter(|_| !is_web)?;
    Some(format!("{id}.html{rest}"))
}

/// Elements whose text is read as it stands.
const RAW_TEXT: [&str; 3] = ["script", "style", "textarea"];

/// Whether an element has no end.
pub(super) fn is_void(name: &str) -> bool {
    const VOID: &str = " area base br col embed frame hr image img input link meta param source track wbr ";
    is_among(name, VOID)
}

/// Whether browsers end an element by themselves, so that its end need not be written.
pub(super) fn may_stay_open(name: &str) -> bool {
    const OPEN: &str = " p li dt dd option optgroup thead tbody tfoot tr td th colgroup rb rt rtc rp html head body ";
    is_among(name, OPEN)
}

/// Whether an element, left open, hides all text that follows.
pub(super) fn swallows(name: &str) -> bool {
    const SWALLOWS: &str =
        " script style title textarea template noscript noembed noframes iframe xmp plaintext select object ";
    is_among(name, SWALLOWS)
}

/// Elements that hold others than those of HTML.
pub(super) const FOREIGN: [&str; 2] = ["svg", "math"];

/// Whether browsers know an element; one with a hyphen is a script's own.
pub(super) fn is_element(name: &str) -> bool {
    const ELEMENTS: &str = " a abbr acronym address applet article aside audio b bdi bdo big blink blockquote button \
        canvas caption center cite code data datalist del details dfn dialog dir div dl em fieldset figcaption figure \
        font footer form frameset h1 h2 h3 h4 h5 h6 header hgroup i iframe ins kbd label legend main map mark marquee \
        math menu menuitem meter nav nobr noembed noframes noscript object ol output picture plaintext pre progress q \
        ruby s samp script search section select slot small span strike strong style sub summary sup svg table template \
        textarea time title tt u ul var video xmp ";
    name.contains('-') || is_among(name, ELEMENTS) || is_void(name) || may_stay_open(name)
}

/// Whether a name stands in a list, between spaces.
fn is_among(name: &str, list: &str) -> bool {
    list.split(' ').any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_as_browsers_find_them() {
        let found = |html: &str| -> Vec<String> {
            tags(html).iter().map(|tag| format!("{:?} {}", tag.kind, &html[tag.range.clone()])).collect()
        };
        assert_eq!(
            found("<a title='>' b><!-- <i> --> 1 < 2 <br/></a ><?x <b>?>"),
            ["Open <a title='>' b>", "SelfClosed <br/>", "Close </a >"]
        );
        assert_eq!(found("<script>if (a<b>c) </script><style>"), ["Open <script>", "Close </script>", "Open <style>"]);
        assert_eq!(found("<3 <b> <a x=\"<i>"), ["Open <b>", "Unended <a x=\"<i>"]);
    }

    #[test]
    fn links_to_markdown_files_lead_to_pages() {
        let made = |html: &str| with_page_links(html);
        assert_eq!(
            made("<p><a class=x href=\"a/README.md#b\">A</a> <a href='b.md'>B</a>").as_deref(),
            Some("<p><a class=x href=\"a/index.html#b\">A</a> <a href='b.html'>B</a>")
        );
        assert_eq!(
            made("<A HREF=\"b.md\">B</A> <a href=b.md>B</a> <a class='x' Href = c.md#d id=e>C</a>").as_deref(),
            Some("<A HREF=\"b.html\">B</A> <a href=b.html>B</a> <a class='x' Href = c.html#d id=e>C</a>")
        );
        assert_eq!(made("<a data-href=\"b.md\">"), None);
        assert_eq!(made("<a href=\"https://x.no/a.md\"> <img src=\"a.md\"> <a href=\"a.html\">"), None);
    }
}
