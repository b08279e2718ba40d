//! Files in hidden folders that a text names.
//!
//! In: a text, and where it lies. Out: paths. Invariant: it costs no more than a search through the text.

use super::includes::resolve;
use crate::sink::percent_decoded;

/// Signs at which an address in Markdown or HTML begins and ends.
const ENDS: [char; 10] = ['(', ')', '<', '>', '"', '\'', '[', ']', '#', '?'];

/// Paths (below the book's folder) of files in folders whose names begin with a dot that a text at `path` names.
#[must_use]
pub fn hidden_targets(path: &str, text: &str) -> Vec<String> {
    let is_end = |c: char| c.is_whitespace() || ENDS.contains(&c);
    let mut targets: Vec<String> = Vec::new();
    let mut done = 0;
    for (dot, _) in text.match_indices('.') {
        let before = text[..dot].chars().next_back();
        let after = text[dot + 1..].chars().next();
        let begins =
            before.is_none_or(|c| c == '/' || is_end(c)) && after.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if dot < done || !begins {
            continue;
        }
        let start = text[..dot].rfind(is_end).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let end = text[dot..].find(is_end).map_or(text.len(), |at| dot + at);
        done = end;
        let address = percent_decoded(&text[start..end]);
        if let Some(target) = resolve(path, &address).filter(|target| target.contains('/'))
            && !targets.contains(&target)
        {
            targets.push(target);
        }
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_begin_with_a_dot_are_hidden() {
        let text = "[a](.gitbook/a%20b.png) ![b](../../.x/b.png#c) <img src=\"/.y/c.png\"> a. b ../d.md ./e.md v1.2 \n\n[r]: .z/d";
        assert_eq!(hidden_targets("src/del/a.md", text), ["src/del/.gitbook/a b.png", ".x/b.png", "src/del/.z/d"]);
    }
}
