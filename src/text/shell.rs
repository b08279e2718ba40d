//! Words as they are typed on a command line.
//!
//! In: any text. Out: the same text as one word of a command, in quotation marks where a shell would read it as something
//! else: double ones, which sh, PowerShell and the command line of Windows know alike, wherever sh reads nothing in them.

/// A text as one word of a command.
#[must_use]
pub fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,@%:#".contains(c);
    if !text.is_empty() && !text.starts_with('#') && text.chars().all(plain) {
        text.to_owned()
    } else if text.contains(['"', '\\', '$', '`', '!']) {
        format!("'{}'", text.replace('\'', "'\\''"))
    } else {
        format!("\"{text}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_read_as_something_else_stands_in_quotation_marks() {
        for plain in ["formal#mal@1f2e3d4c", "utlysning:fields.tittel.default@1f2e3d4c", "/år/bok", "100%"] {
            assert_eq!(shell_word(plain), plain);
        }
        for (text, typed) in [
            ("a:advice[not leder].say", "\"a:advice[not leder].say\""),
            ("hos oss ->a#b", "\"hos oss ->a#b\""),
            ("#a", "\"#a\""),
            ("", "\"\""),
            ("pris $5", "'pris $5'"),
            ("Oles \"side\"'s", "'Oles \"side\"'\\''s'"),
        ] {
            assert_eq!(shell_word(text), typed);
        }
    }
}
