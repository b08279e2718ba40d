//! Raw HTML in a form that is none: its text.

/// The pieces of text of raw HTML, between its tags.
pub fn html_text(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(html);
    std::iter::from_fn(move || {
        let text = rest?;
        let (before, tag) = text.split_once('<').map_or((text, None), |(before, tag)| (before, Some(tag)));
        rest = tag.map(|tag| tag.split_once('>').map_or("", |(_, after)| after));
        Some(before)
    })
    .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::html_text;

    #[test]
    fn text_stands_between_tags() {
        let of = |html| html_text(html).collect::<Vec<_>>();
        assert_eq!(of("<p>En <b>to</b> tre</p>"), ["En ", "to", " tre"]);
        assert_eq!(of("en <a href"), ["en "]);
        assert!(of("<br>").is_empty());
    }
}
