//! Scripts of a theme, joined: what every page loads at start, and what is loaded when asked for.
//!
//! The files of `js/` are joined to the script of every page; those of `js/NAME/` to a script that
//! `brobygger.load("NAME")` loads, with the styles of `css/NAME/`. Each of the joined scripts is one function with the object
//! `brobygger` in it; the first also knows the addresses of the others. A script carries the texts
//! of the interface it shows: keys that begin with `js-`, or with `js-NAME-` for the script `NAME`. Every script can
//! write a day in words, by the texts that the program does it with.
//!
//! A page in another language than the book's has a script before these, with its own texts.
//!
//! Invariant: what a theme's author wrote is handed on as it is, comments too: nothing here reads JavaScript.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::texts::{DATE, MONTHS, Texts};
use crate::language::{AnchorNames, Letters};

/// The object that has the texts of a page in another language than the book's.
const OTHER_TEXTS: &str = "brobyggerTexts";

/// The name of the scripts and styles that only the page of the workshop loads.
pub(super) const WORKSHOP: &str = "verksted";

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
        joined.push_str(text.trim_end());
        joined.push('\n');
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

    /// The script of every page, which knows the `addresses` of the others and of their styles, what `letters` of
    /// the book's language are in addresses, and the names of places.
    pub(super) fn start(
        &self,
        texts: &Texts,
        letters: Letters,
        anchors: &AnchorNames,
        addresses: &BTreeMap<&str, &str>,
        styles: &BTreeMap<&str, &str>,
    ) -> String {
        let mut own = texts_of_scripts(texts);
        // Those of the workshop, too, where there is none.
        let others = self.loaded.keys().map(String::as_str).chain([WORKSHOP]).map(|name| format!("js-{name}-"));
        let others: Vec<String> = others.collect();
        own.retain(|key, _| !others.iter().any(|other| key.starts_with(other)));
        let (addresses, styles) = (as_json(addresses), as_json(styles));
        let anchors = as_json(anchors);
        let letters = as_json(&letters.address.iter().copied().collect::<BTreeMap<char, &str>>());
        let head = format!(
            "const TEXTS = Object.assign({}, window.{OTHER_TEXTS});\nconst ADDRESSES = {addresses};\nconst STYLES = {styles};\nconst ADDRESS_LETTERS = {letters};\nconst ANCHORS = {anchors};",
            as_json(&own)
        );
        function(&head, &self.start)
    }
}

/// The texts of all scripts for a page in another language than the book's: its own script, before the others.
pub(super) fn texts_alone(texts: &Texts) -> String {
    format!("window.{OTHER_TEXTS} = {};\n", as_json(&texts_of_scripts(texts)))
}

/// Texts that scripts show, those of days as if they were.
fn texts_of_scripts(texts: &Texts) -> BTreeMap<String, String> {
    let days = [DATE].into_iter().chain(MONTHS);
    let days = days.filter_map(|key| Some((format!("js-{key}"), texts.unfilled(key)?)));
    texts.with_prefix("js-").into_iter().chain(days).collect()
}

fn function(head: &str, text: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "(function () {{\n\"use strict\";\n{head}\n{text}}})();");
    out
}

/// Texts by their names have nothing that JSON cannot say.
fn as_json(texts: &impl serde::Serialize) -> String {
    serde_json::to_string(texts).unwrap_or_else(|_| "{}".into())
}
