//! Texts of front matter under names that the book declares.
//!
//! In: what a page says, by name. Out: the texts in the order in which the names are declared.
//!
//! Invariant: a name that is not declared, and one that is left out, are both told.

use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, said};
use crate::schema::ValuePlace;
use crate::vocabulary::declare;

/// The names that a book declares under a key of `ordliste.yaml`.
pub(super) struct Declared<'a> {
    pub(super) key: &'a str,
    pub(super) names: Vec<&'a str>,
}

impl Declared<'_> {
    /// The texts in order. `path`: what their place in front matter is called.
    pub(super) fn texts(
        &self,
        given: &[(Box<str>, Box<str>)],
        path: &str,
        at: ValuePlace<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Box<str>> {
        for (name, _) in given.iter().filter(|(name, _)| !self.names.contains(&&**name)) {
            let said = Diagnostic::new(Code::UnknownKey, said!("unknown key `{path}.{name}`", path, name));
            let help = declare(name, self.key, self.names.iter().copied());
            diagnostics.extend(at.key(name).span().map(|at| said.at(at, said!("not declared")).help(help)));
        }
        let find = |name: &&str| given.iter().find(|(given, _)| &**given == *name);
        let missing: Vec<&str> = self.names.iter().filter(|name| find(name).is_none()).copied().collect();
        if !missing.is_empty() {
            let missing: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
            let said = Diagnostic::new(
                Code::MissingKey,
                said!("`{path}` lacks {missing}", path, missing = missing.join(", ")),
            );
            let help = said!("add a text for each name under `{key}:` in ordliste.yaml", key = self.key);
            diagnostics.extend(at.span().map(|at| said.at(at, Phrase::default()).help(help)));
        }
        let text = |name: &&str| find(name).map_or_else(Box::default, |(_, text)| text.clone());
        self.names.iter().map(text).collect()
    }
}
