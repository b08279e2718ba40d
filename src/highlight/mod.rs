//! Code in colours: syntect behind one pure function.
//!
//! In: code and the name of its language. Out: HTML with a dozen short classes, `s-k` for a keyword.
//!
//! Invariant: what comes out holds exactly the characters that went in, escaped, and no element
//! but `span`. The only state is the set of syntaxes, read once.

#[cfg(not(target_family = "wasm"))]
use std::collections::HashSet;
use std::sync::OnceLock;
#[cfg(not(target_family = "wasm"))]
use std::sync::mpsc::RecvTimeoutError;
#[cfg(not(target_family = "wasm"))]
use std::sync::{Mutex, PoisonError};
#[cfg(not(target_family = "wasm"))]
use std::time::Duration;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// Code longer than this is not highlighted.
const LONGEST_CODE: usize = 200_000;
/// Code with a line longer than this is not highlighted.
const LONGEST_LINE: usize = 5_000;

/// Scopes and the classes they are shown with; of several that fit, the first in the table.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("punctuation.definition.comment", "c"),
    ("constant.character.escape", "n"),
    ("string.unquoted.plain.out.yaml", ""),
    ("string.unquoted.plain.in.yaml", ""),
    ("entity.name.tag", "t"),
    ("string", "s"),
    ("punctuation.definition.string", "s"),
    ("constant", "n"),
    ("keyword.operator", "o"),
    ("keyword", "k"),
    ("storage.type.function", "k"),
    ("storage", "k"),
    ("entity.other.attribute-name", "a"),
    ("support.type.property-name", "a"),
    ("entity.name.section", "h"),
    ("markup.heading", "h"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("support.macro", "f"),
    ("variable.function", "f"),
    ("entity.name", "y"),
    ("support.type", "y"),
    ("support.class", "y"),
    ("variable.parameter", "v"),
    ("variable.other", "v"),
    ("variable.language", "k"),
    ("markup.bold", "b"),
    ("markup.italic", "i"),
    ("markup.underline.link", "s"),
    ("markup.raw", "n"),
    ("markup.inserted", "s"),
    ("markup.deleted", "k"),
];

/// Names that authors give to languages which the set has under another name.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("javascript", "js"),
    ("tera", "jinja2"),
    ("jinja", "jinja2"),
    ("console", "bash"),
    ("shell", "bash"),
    ("typ", "typst"),
];

struct Highlighter {
    syntaxes: SyntaxSet,
    /// The table of classes, scopes read.
    classes: Vec<(Scope, &'static str)>,
    /// Code in which a syntax went round in a circle, by digest: nobody waits for it twice.
    #[cfg(not(target_family = "wasm"))]
    endless: Mutex<HashSet<blake3::Hash>>,
}

fn highlighter() -> &'static Highlighter {
    static HIGHLIGHTER: OnceLock<Highlighter> = OnceLock::new();
    HIGHLIGHTER.get_or_init(|| Highlighter {
        syntaxes: syntaxes(),
        classes: CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect(),
        #[cfg(not(target_family = "wasm"))]
        endless: Mutex::default(),
    })
}

/// Every syntax.
#[cfg(feature = "every")]
fn syntaxes() -> SyntaxSet {
    two_face::syntax::extra_newlines()
}

/// The few of a program that must be small.
#[cfg(all(feature = "few", not(feature = "every")))]
fn syntaxes() -> SyntaxSet {
    syntect::dumps::from_binary(brobygger_few::SYNTAXES)
}

/// This program knows none.
#[cfg(not(any(feature = "every", feature = "few")))]
fn syntaxes() -> SyntaxSet {
    SyntaxSet::new()
}

impl Highlighter {
    fn syntax(&self, language: &str) -> Option<&SyntaxReference> {
        let language = language.to_ascii_lowercase();
        let language = OTHER_NAMES.iter().find(|row| row.0 == language).map_or(&*language, |row| row.1);
        self.syntaxes.find_syntax_by_token(language).filter(|syntax| syntax.name != "Plain Text")
    }

    /// The class of a character under these scopes: the innermost scope that has one decides.
    fn class(&self, stack: &ScopeStack) -> &'static str {
        let of = |scope: &Scope| self.classes.iter().find(|row| row.0.is_prefix_of(*scope)).map(|row| row.1);
        stack.as_slice().iter().rev().find_map(of).unwrap_or("")
    }

    /// The code as HTML; `line_done` is called after each line.
    fn coloured(&self, syntax: &SyntaxReference, code: &str, line_done: impl Fn()) -> Option<String> {
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut out = Spans { html: String::with_capacity(code.len() * 2), class: "" };
        for line in code.split_inclusive('\n') {
            // The syntaxes expect a line break at the end of every line.
            let whole = if line.ends_with('\n') { line.to_owned() } else { format!("{line}\n") };
            let mut from = 0;
            for (at, change) in state.parse_line(&whole, &self.syntaxes).ok()? {
                let at = at.min(line.len());
                out.push(&line[from..at], || self.class(&stack));
                from = at;
                stack.apply(&change).ok()?;
            }
            out.push(&line[from..], || self.class(&stack));
            line_done();
        }
        Some(out.finish())
    }
}

/// The code as HTML, or `None` where the language is not known, the code is too large, or its syntax never comes to an
/// end of it: then it is shown as it is.
#[must_use]
pub fn highlight(code: &str, language: &str) -> Option<String> {
    if language.is_empty() || code.len() > LONGEST_CODE || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let highlighter = highlighter();
    let syntax = highlighter.syntax(language)?;
    #[cfg(target_family = "wasm")]
    return highlighter.coloured(syntax, code, || {});
    #[cfg(not(target_family = "wasm"))]
    watched(highlighter, syntax, code)
}

/// The longest that one line may take: about a thousand times what the slowest does.
#[cfg(not(target_family = "wasm"))]
const LONGEST_WAIT: Duration = Duration::from_secs(if cfg!(test) { 3 } else { 20 });

/// Highlights in a thread of its own, which is left alone where it does not get on: some syntaxes go round in a circle at
/// some lines, and take memory without end.
#[cfg(not(target_family = "wasm"))]
fn watched(highlighter: &'static Highlighter, syntax: &'static SyntaxReference, code: &str) -> Option<String> {
    let digest = blake3::hash(format!("{}\n{code}", syntax.name).as_bytes());
    let endless = || highlighter.endless.lock().unwrap_or_else(PoisonError::into_inner);
    if endless().contains(&digest) {
        return None;
    }
    let (done, ended) = std::sync::mpsc::channel();
    let (of_thread, line_done) = (code.to_owned(), done.clone());
    let work = move || {
        // Who waits no longer hears nothing.
        let html = highlighter.coloured(syntax, &of_thread, || drop(line_done.send(None)));
        drop(done.send(Some(html)));
    };
    // Where there is no thread to be had, the same is done without one.
    let Ok(thread) = std::thread::Builder::new().spawn(work) else {
        return highlighter.coloured(syntax, code, || {});
    };
    loop {
        match ended.recv_timeout(LONGEST_WAIT) {
            Ok(None) => {}
            Ok(Some(html)) => return html,
            Err(RecvTimeoutError::Timeout) => {
                endless().insert(digest);
                return None;
            }
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Ok(()) => return None,
                Err(fault) => std::panic::resume_unwind(fault),
            },
        }
    }
}

/// Text with classes; neighbours of one class share a `span`.
struct Spans {
    html: String,
    class: &'static str,
}

impl Spans {
    fn push(&mut self, text: &str, class: impl FnOnce() -> &'static str) {
        if text.is_empty() {
            return;
        }
        // Space has no colour: it stays in the span it follows.
        if !text.trim().is_empty() {
            self.turn_to(class());
        }
        for c in text.chars() {
            match c {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                _ => self.html.push(c),
            }
        }
    }

    fn turn_to(&mut self, class: &'static str) {
        if class == self.class {
            return;
        }
        if !self.class.is_empty() {
            self.html.push_str("</span>");
        }
        if !class.is_empty() {
            self.html.push_str("<span class=\"s-");
            self.html.push_str(class);
            self.html.push_str("\">");
        }
        self.class = class;
    }

    fn finish(mut self) -> String {
        self.turn_to("");
        self.html
    }
}

#[cfg(test)]
#[cfg(any(feature = "every", feature = "few"))]
mod tests {
    use super::*;

    /// The text of the HTML: tags out, entities back.
    #[cfg(feature = "every")]
    fn text(html: &str) -> String {
        let mut out = String::new();
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            out.push_str(&rest[..at]);
            rest = &rest[at + rest[at..].find('>').unwrap() + 1..];
        }
        (out + rest).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    /// The syntax of JavaScript goes round in a circle at its third line.
    #[cfg(feature = "every")]
    #[test]
    fn a_syntax_that_never_comes_to_an_end_stops_nothing() {
        let code = " */\n \"a\": \"/path\",\n /* b\n";
        assert!(highlight(code, "javascript").is_some());
        let highlighter = highlighter();
        let syntax = highlighter.syntaxes.find_syntax_by_name("JavaScript").unwrap();
        assert_eq!(watched(highlighter, syntax, code), None);
        assert!(watched(highlighter, syntax, "let a = 1;\n").is_some());
    }

    #[cfg(feature = "every")]
    #[test]
    fn the_languages_of_a_book_are_known() {
        let samples = [
            ("toml", "[book]\ntitle = \"x\" # y\n"),
            ("yaml", "kind: article\nsources: [a, b]\n"),
            ("rust", "fn main() { let x = \"a < b\"; }"),
            ("markdown", "# Overskrift\n\n*x* og `y`\n"),
            ("md", "## x\n"),
            ("bash", "for f in *.md; do echo \"$f\"; done\n"),
            ("json", "{\"a\": [1, true]}\n"),
            ("html", "<p class=\"x\">&amp;</p>\n"),
            ("css", "a:hover { color: #fff; }\n"),
            ("tera", "{% if page.title %}{{ page.title }}{% endif %}\n"),
            ("jinja2", "{% for x in y %}{{ x }}{% endfor %}\n"),
            ("python", "def f(x):\n    return x\n"),
        ];
        for (language, code) in samples {
            let html = highlight(code, language).unwrap_or_else(|| panic!("{language}"));
            assert_eq!(text(&html), code, "{language}");
            assert!(html.contains("<span class=\"s-"), "{language}: {html}");
        }
    }

    #[test]
    fn what_is_unknown_or_too_large_is_left_alone() {
        assert_eq!(highlight("x", ""), None);
        assert_eq!(highlight("x", "klingon"), None);
        assert_eq!(highlight(&"x".repeat(LONGEST_LINE + 1), "rust"), None);
        assert_eq!(highlight(&"x\n".repeat(LONGEST_CODE), "rust"), None);
    }

    #[cfg(feature = "every")]
    #[test]
    fn a_span_is_not_broken_up_without_need() {
        assert_eq!(highlight("// a b c", "rust").unwrap(), "<span class=\"s-c\">// a b c</span>");
    }
}
