//! Lines of code that are hidden: an example needs them, and nobody is to read them.
//!
//! In: a block of code as it is written. Out: what is shown of it. Invariant: what is hidden is in no document, so
//! that no form of a book shows it.

/// A fence of a block of code: what its info string says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fence {
    /// The language, the first word; may be empty.
    pub(super) language: Box<str>,
    /// `hidelines=`: the beginning of lines that are hidden.
    pub(super) hides: Option<Box<str>>,
}

impl Fence {
    pub(super) fn of(info: &str) -> Self {
        let mut words = info.split([' ', '\t', ',']);
        let language = words.next().unwrap_or_default().into();
        let hides = words.find_map(|word| word.strip_prefix("hidelines=")).filter(|beginning| !beginning.is_empty());
        Self { language, hides: hides.map(Into::into) }
    }

    /// The lines of a code that are shown; nothing where that is all of it. `by_language` has the beginnings that a book sets.
    pub(super) fn shown(&self, code: &str, by_language: &[(String, String)]) -> Option<String> {
        if &*self.language == "rust" {
            return shown_rust(code);
        }
        let set =
            || by_language.iter().find(|(language, _)| **language == *self.language).map(|(_, beginning)| &**beginning);
        let beginning = self.hides.as_deref().or_else(set)?;
        let is_hidden = |line: &str| line.trim_start().starts_with(beginning);
        code.lines().any(is_hidden).then(|| code.split_inclusive('\n').filter(|line| !is_hidden(line)).collect())
    }
}

/// Rust without the lines that rustdoc and mdBook hide: those that begin with `# `. `##` is a `#` that stands.
fn shown_rust(code: &str) -> Option<String> {
    let is_hidden = |line: &str| {
        let rest = line.trim().strip_prefix('#');
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    if !code.lines().any(|line| line.trim_start().starts_with("##") || is_hidden(line)) {
        return None;
    }
    let mut out = String::with_capacity(code.len());
    for line in code.split_inclusive('\n').filter(|line| !is_hidden(line)) {
        match line.trim_start() {
            begun if begun.starts_with("##") => out.extend([&line[..line.len() - begun.len()], &begun[1..]]),
            _ => out.push_str(line),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::Fence;

    #[test]
    fn hidden_lines_are_left_out() {
        let set = [("python".to_owned(), "~".to_owned())];
        for (info, code, shown) in [
            ("rust", "# a\nb\n#\n  # c\n## d\n#[e]\n", Some("b\n# d\n#[e]\n")),
            ("rust,ignore", "a\n", None),
            ("python", "~a\n  ~b\nc ~\n", Some("c ~\n")),
            ("python,hidelines=!!!", "!!!a\n~b\n", Some("~b\n")),
            ("sh hidelines=#", "# a\nb\n", Some("b\n")),
            ("sh", "# a\nb\n", None),
            ("", "# a\n~b\n", None),
        ] {
            assert_eq!(Fence::of(info).shown(code, &set).as_deref(), shown, "{info}");
        }
    }
}
