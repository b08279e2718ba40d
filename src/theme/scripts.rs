//! Scripts of a theme, joined: what every page loads at start, and what is loaded when asked for.
//!
//! The files of `js/` are joined to the script of every page; those of `js/NAME/` to a script that
//! `brobygger.load("NAME")` loads, with the styles of `css/NAME/`. Each of the joined scripts is one function with the object
//! `brobygger` in it; the first also knows the addresses of the others. A script carries the texts
//! of the interface it shows: keys that begin with `js-`, or with `js-NAME-` for the script `NAME`.
//!
//! A page in another language than the book's has a script before these, with its own texts.
//!
//! Comments that have lines of their own are for who reads the theme, and are left out. A text in
//! backquotes keeps to one line, so that a line that begins with `//` or `/**` is always a comment.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::texts::Texts;
use crate::language::Letters;

/// The object that has the texts of a page in another language than the book's.
const OTHER_TEXTS: &str = "brobyggerTexts";

/// The scripts of a theme before they are joined.
#[derive(Default)]
pub(super) struct Scripts {
    start: String,
    loaded: BTreeMap<String, String>,
}

impl Scripts {
    /// Adds a file by its path below `js/`; anything but a script is passed over.
    pub(super) fn add(&mut self, path: &str, text: &str) {
        if path.rsplit_once('.').is_none_or(|(_, ending)| ending != "js") {
            return;
        }
        let joined = match path.split_once('/') {
            Some((name, _)) => self.loaded.entry(name.to_owned()).or_default(),
            None => &mut self.start,
        };
        push_lean(joined, text);
    }

    /// Leaves out all stemmers but the one with this name.
    pub(super) fn keep_stemmer(&mut self, stemmer: Option<&str>) {
        self.loaded.retain(|name, _| name.strip_prefix("stammer-").is_none_or(|name| Some(name) == stemmer));
    }

    /// The scripts that are loaded when asked for, by name.
    pub(super) fn loaded(&self, texts: &Texts) -> BTreeMap<String, String> {
        let join = |(name, text): (&String, &String)| {
            let own = as_json(&texts.with_prefix(&format!("js-{name}-")));
            let head = format!(
                "const brobygger = window.brobygger;\nObject.assign(brobygger.texts, {own}, window.{OTHER_TEXTS});"
            );
            (name.clone(), function(&head, text))
        };
        self.loaded.iter().map(join).collect()
    }

    /// The script of every page, which knows the `addresses` of the others and of their styles, and what `letters` of
    /// the book's language are in addresses.
    pub(super) fn start(
        &self,
        texts: &Texts,
        letters: Letters,
        addresses: &BTreeMap<&str, &str>,
        styles: &BTreeMap<&str, &str>,
    ) -> String {
        let mut own = texts.with_prefix("js-");
        own.retain(|key, _| !self.loaded.keys().any(|name| key.starts_with(&format!("js-{name}-"))));
        let (addresses, styles) = (as_json(addresses), as_json(styles));
        let letters = as_json(&letters.address.iter().copied().collect::<BTreeMap<char, &str>>());
        let head = format!(
            "const TEXTS = Object.assign({}, window.{OTHER_TEXTS});\nconst ADDRESSES = {addresses};\nconst STYLES = {styles};\nconst ADDRESS_LETTERS = {letters};",
            as_json(&own)
        );
        function(&head, &self.start)
    }
}

/// The texts of all scripts for a page in another language than the book's: its own script, before the others.
pub(super) fn texts_alone(texts: &Texts) -> String {
    format!("window.{OTHER_TEXTS} = {};\n", as_json(&texts.with_prefix("js-")))
}

/// Leaves out what the browser does not read: lines that are comments, and indentation. Only in a template literal
/// do they mean something; a file that has one stays as it is.
fn push_lean(out: &mut String, text: &str) {
    let before = out.len();
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with("/*") && (line.ends_with("*/") || !line.contains("*/"));
        if in_comment || begins {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    if out[before..].contains('`') {
        out.truncate(before);
        out.push_str(text.trim_end());
        out.push('\n');
    }
}

fn function(head: &str, text: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "(function () {{\n\"use strict\";\n{head}\n{text}}})();");
    out
}

/// Maps of texts have nothing that JSON cannot say.
fn as_json(texts: &BTreeMap<impl serde::Serialize + Ord, impl serde::Serialize>) -> String {
    serde_json::to_string(texts).unwrap_or_else(|_| "{}".into())
}

#[cfg(test)]
mod tests {
    use super::push_lean;

    fn lean(text: &str) -> String {
        let mut out = String::new();
        push_lean(&mut out, text);
        out
    }

    #[test]
    fn comments_on_lines_of_their_own_are_left_out() {
        let text = "// What `it` is.\n\n/**\n * Says.\n * @param {string} x\n */\nfunction says(x) {\n  /** @type {any} */\n  const y = 1;\n  return \"// \" + x; // so\n}\n";
        assert_eq!(lean(text), "function says(x) {\nconst y = 1;\nreturn \"// \" + x; // so\n}\n");
    }

    #[test]
    fn code_after_a_comment_and_template_literals_stay() {
        assert_eq!(lean("  /** @type {any} */ (x).y();\n"), "/** @type {any} */ (x).y();\n");
        assert_eq!(lean("const a = `\n  // no\n`;\n"), "const a = `\n  // no\n`;\n");
    }
}
