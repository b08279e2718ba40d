//! Comments in raw HTML.

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
