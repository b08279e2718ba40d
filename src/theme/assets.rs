//! Styles, scripts and other files of a theme, joined and named by their hash.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::scripts::{Scripts, WORKSHOP, texts_alone};
use super::texts::Texts;
use crate::config::Accent;
use crate::language::{AnchorNames, Language};
use crate::sink::OutPath;

/// The folder of the files for print: no part of the site.
pub(super) const PRINT: &str = "pdf/";

/// The files a theme adds to a site.
#[derive(Debug, Clone)]
pub struct Assets {
    stylesheet: OutPath,
    script: OutPath,
    /// From a path in the theme (`img/logo.svg`) to the path in the site.
    names: BTreeMap<String, OutPath>,
    files: BTreeMap<OutPath, Arc<[u8]>>,
    /// Those that only the page of the workshop loads.
    of_workshop: BTreeSet<OutPath>,
}

/// The names that the script and the styles of the workshop have among the theme's files: its page alone knows where they
/// lie, so that the others are the same whether a site has a workshop or not.
const WORKSHOP_NAMES: (&str, &str) = ("js/verksted", "css/verksted");

/// The folder of the scripts that run beside a page: those of the workshop.
const WORKERS: &str = "worker/";

impl Assets {
    pub(super) fn make(
        standard: &BTreeMap<String, &'static [u8]>,
        own: &BTreeMap<String, Arc<[u8]>>,
        accent: Accent,
        texts: &Texts,
        language: &Language,
        anchors: &AnchorNames,
    ) -> Self {
        let mut all: BTreeMap<&str, &[u8]> = standard.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
        all.extend(own.iter().map(|(path, bytes)| (path.as_str(), &**bytes)));
        let mut css = format!(":root{{--aksent-lys:{};--aksent-mork:{}}}\n", accent.light.css(), accent.dark.css());
        let mut scripts = Scripts::default();
        let mut styles: BTreeMap<String, String> = BTreeMap::new();
        let mut files = BTreeMap::new();
        let mut names = BTreeMap::new();
        // Joined in the order of their names, which therefore begin with a number.
        for (path, bytes) in all {
            let text = || String::from_utf8_lossy(bytes);
            if let Some(path) = path.strip_prefix("css/") {
                // Styles in a folder are loaded with the script of that name.
                let joined = path.split_once('/').map(|(name, _)| styles.entry(name.to_owned()).or_default());
                push_lean_css(joined.unwrap_or(&mut css), &text());
            } else if let Some(path) = path.strip_prefix("js/") {
                scripts.add(path, &text());
            } else if !["templates/", "i18n/", PRINT].iter().any(|folder| path.starts_with(folder)) {
                let name = path.rsplit('/').next().unwrap_or(path);
                let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
                if let Some(out) = asset_path(stem, extension, bytes) {
                    names.insert(path.to_owned(), out.clone());
                    files.insert(out, Arc::from(bytes));
                }
            }
        }
        let mut add = |stem: &str, extension: &str, text: String| {
            let out = asset_path(stem, extension, text.as_bytes());
            out.inspect(|out| drop(files.insert(out.clone(), Arc::from(text.into_bytes()))))
        };
        let stylesheet = add("stil", "css", css);
        scripts.keep_stemmer(language.search.stemmer.map(|stemmer| stemmer.script));
        let mut loaded: BTreeMap<String, OutPath> = scripts
            .loaded(texts)
            .into_iter()
            .filter_map(|(name, text)| Some((name.clone(), add(&name, "js", text)?)))
            .collect();
        let mut styles: BTreeMap<String, OutPath> =
            styles.into_iter().filter_map(|(name, text)| Some((name.clone(), add(&name, "css", text)?))).collect();
        names.extend(loaded.iter().map(|(name, out)| (format!("js/{name}"), out.clone())));
        names.extend(styles.iter().map(|(name, out)| (format!("css/{name}"), out.clone())));
        // No script loads those of the workshop: its page names them.
        loaded.remove(WORKSHOP);
        styles.remove(WORKSHOP);
        let script = add(
            "brobygger",
            "js",
            scripts.start(texts, language.letters, anchors, &addresses(&loaded), &addresses(&styles)),
        );
        // The names are fixed and sound: neither is ever missing.
        let (Some(stylesheet), Some(script)) = (stylesheet, script) else { unreachable!("fixed names are sound") };
        let is_of_workshop =
            |path: &str| path.starts_with(WORKERS) || [WORKSHOP_NAMES.0, WORKSHOP_NAMES.1].contains(&path);
        let of_workshop = names.iter().filter(|(path, _)| is_of_workshop(path)).map(|(_, out)| out.clone()).collect();
        Self { stylesheet, script, names, files, of_workshop }
    }

    /// The stylesheet.
    #[must_use]
    pub fn stylesheet(&self) -> &OutPath {
        &self.stylesheet
    }

    /// The script.
    #[must_use]
    pub fn script(&self) -> &OutPath {
        &self.script
    }

    /// The theme's other files: from paths in the theme to paths in the site.
    pub fn names(&self) -> impl Iterator<Item = (&str, &OutPath)> {
        self.names.iter().map(|(path, out)| (path.as_str(), out))
    }

    /// Those of a site with or without the workshop.
    pub fn names_of_site(&self, has_workshop: bool) -> impl Iterator<Item = (&str, &OutPath)> {
        self.names().filter(move |(_, out)| has_workshop || !self.of_workshop.contains(*out))
    }

    /// Every file, by its path in the site.
    pub fn files(&self) -> impl Iterator<Item = (&OutPath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, &**bytes))
    }

    /// The files of a site with or without the workshop.
    pub fn of_site(&self, has_workshop: bool) -> impl Iterator<Item = (&OutPath, &[u8])> {
        self.files().filter(move |(path, _)| has_workshop || !self.of_workshop.contains(*path))
    }
}

/// The script with the texts of all scripts in a language, with its name in the site.
pub(super) fn script_of_texts(tag: &str, texts: &Texts) -> Option<(OutPath, String)> {
    let text = texts_alone(texts);
    Some((asset_path(&format!("tekster-{}", tag.to_lowercase()), "js", text.as_bytes())?, text))
}

fn addresses(files: &BTreeMap<String, OutPath>) -> BTreeMap<&str, &str> {
    files.iter().map(|(name, out)| (name.as_str(), out.as_str())).collect()
}

/// Leaves out what the browser does not read: comments, indentation and empty lines.
fn push_lean_css(out: &mut String, text: &str) {
    let (mut code, mut rest, mut quote) = (String::with_capacity(text.len()), text, None);
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest[2..].split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        // What stands after a backslash is never the end of a string.
        let taken = if c == '\\' { rest.chars().take(2).map(char::len_utf8).sum() } else { c.len_utf8() };
        match quote {
            Some(open) if open == c => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        code.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    for line in code.lines().map(str::trim).filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
}

/// Where a file of the site lies whose name says what it holds, so that a browser may keep it; nothing for names that
/// cannot be files.
#[must_use]
pub fn asset_path(stem: &str, extension: &str, bytes: &[u8]) -> Option<OutPath> {
    let hash = blake3::hash(bytes).to_hex();
    OutPath::new(&format!("assets/{stem}-{}.{extension}", &hash.as_str()[..8]))
}

#[cfg(test)]
mod tests {
    use super::push_lean_css;

    #[test]
    fn styles_lose_comments_and_keep_what_is_quoted() {
        let mut out = String::new();
        push_lean_css(
            &mut out,
            "/* En\n   to */\na{b:c}/**/\n\n  d::before{content:\"/* nei */ \\\"\"}\n/* uten slutt",
        );
        assert_eq!(out, "a{b:c}\nd::before{content:\"/* nei */ \\\"\"}\n");
    }
}
