//! The interface in every language that has texts.
//!
//! In: the files `i18n/TAG.ftl` of the standard theme and of the book's own folder. Out:
//! [`Interface`], which knows the texts for a page in any language, and what is wrong with the own
//! files.
//!
//! Invariant: the texts of a language are read when the first page asks for them, and are the same
//! whoever asks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::texts::{Texts, keys_of, parsed};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, NameIndex, Warned, nearest};
use crate::language::{LAST_RESORT, Language, Languages, bcp47, negotiate};
use crate::said::said;
use crate::source::line_column;

/// The texts of a theme in every language that has some.
#[derive(Debug)]
pub struct Interface {
    known: Languages,
    spoken: Vec<Spoken>,
    /// The position of the book's language.
    book: usize,
}

/// The texts of one language.
#[derive(Debug)]
struct Spoken {
    tag: Box<str>,
    /// Its files, each of which replaces texts of those before.
    files: Vec<Arc<[u8]>>,
    texts: OnceLock<Texts>,
}

impl Spoken {
    fn of(tag: Box<str>) -> Self {
        Self { tag, files: Vec::new(), texts: OnceLock::new() }
    }
}

/// The tag that the texts of a language go by: that of its row for any name of the same language (`no`, `nb_NO`), its
/// own for a form of it (`en-US`) and for a language that no row is about.
fn texts_tag(known: &Languages, tag: &str) -> Box<str> {
    let tag = bcp47(tag);
    let is_same = |row: &&Language| row.tag == tag || row.also.contains(&&*tag) || row.locale == Some(&*tag);
    match known.find(&tag).filter(is_same) {
        Some(row) => row.tag.into(),
        None => tag.into(),
    }
}

impl Interface {
    /// Every language with a file `i18n/TAG.ftl`; a text of the folder's own file replaces the
    /// standard's with the same key.
    pub(super) fn load(standard: &Standard, own: &Own, config: &Config, folder: &str) -> Warned<Self> {
        let mut spoken: Vec<Spoken> = config.languages.rows().map(|row| Spoken::of(row.tag.into())).collect();
        let theirs = standard.iter().map(|(path, bytes)| (path, Arc::from(*bytes)));
        for (path, bytes) in theirs.chain(own.iter().map(|(path, bytes)| (path, bytes.clone()))) {
            let Some(tag) = tag_of(path) else { continue };
            let tag = texts_tag(&config.languages, tag);
            let number = spoken.iter().position(|known| known.tag == tag).unwrap_or(spoken.len());
            if number == spoken.len() {
                spoken.push(Spoken::of(tag));
            }
            spoken[number].files.push(bytes);
        }
        spoken.retain(|language| !language.files.is_empty());
        let mut interface = Self { known: config.languages.clone(), spoken, book: 0 };
        interface.book = interface.position(&config.book.language);
        if let (Some(called), Some(spoken)) = (&config.site.called, interface.spoken.get_mut(interface.book)) {
            spoken.files.push(Arc::from(naming(called).into_bytes()));
        }
        let check = Check { interface: &interface, standard, own, folder };
        let diagnostics = own.keys().filter_map(|path| tag_of(path)).flat_map(|tag| check.file(tag)).collect();
        Warned::new(interface, diagnostics)
    }

    /// Whether a language has texts of its own.
    #[must_use]
    pub fn speaks(&self, tag: &str) -> bool {
        self.find(tag).is_some()
    }

    /// The tags of all languages that have texts.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.spoken.iter().map(|spoken| &*spoken.tag)
    }

    /// The texts for a page in a language; those of another one where it has none.
    #[must_use]
    pub fn of(&self, tag: &str) -> &Texts {
        self.at(self.position(tag))
    }

    /// The texts of the book's language.
    #[must_use]
    pub fn book(&self) -> &Texts {
        self.at(self.book)
    }

    /// The tag of the texts that a page in a language has, where they are not those of the book.
    #[must_use]
    pub fn differs(&self, tag: &str) -> Option<&str> {
        let position = self.position(tag);
        self.spoken.get(position).filter(|_| position != self.book).map(|spoken| &*spoken.tag)
    }

    fn find(&self, tag: &str) -> Option<usize> {
        let at = |tag: &str| self.spoken.iter().position(|spoken| *spoken.tag == *tag);
        let of_row = || at(self.known.find(tag)?.tag);
        at(&texts_tag(&self.known, tag)).or_else(of_row).or_else(|| negotiate(tag, self.tags()))
    }

    /// The position of the texts that a page in a language has.
    pub(super) fn position(&self, tag: &str) -> usize {
        let fallback = || self.find(self.fallback(tag)?);
        self.find(tag).or_else(fallback).unwrap_or(0)
    }

    /// The language whose texts stand where one has none: that of the table which it is a form of, else the one
    /// behind that; nothing behind the last.
    fn fallback(&self, tag: &str) -> Option<&'static str> {
        let behind = |row: &Language| if row.tag == tag { row.fallback } else { Some(row.tag) };
        let fallback = self.known.find(tag).and_then(behind).unwrap_or(LAST_RESORT);
        (fallback != tag).then_some(fallback)
    }

    /// The texts at a position.
    pub(super) fn at(&self, position: usize) -> &Texts {
        let spoken = &self.spoken[position];
        spoken.texts.get_or_init(|| Texts::read(&spoken.tag, &self.files(spoken)))
    }

    /// The files of a language; behind them, so far as they lack texts, those of the languages it
    /// falls back to.
    fn files(&self, spoken: &Spoken) -> Vec<Arc<[u8]>> {
        let files_of = |tag: &str| self.find(tag).map_or(&[][..], |position| &self.spoken[position].files);
        let every = keys(files_of(LAST_RESORT));
        let mut files = spoken.files.clone();
        let mut next = self.fallback(&spoken.tag);
        while let Some(tag) = next.filter(|_| !every.is_subset(&keys(&files))) {
            files.splice(0..0, files_of(tag).iter().cloned());
            next = self.fallback(tag);
        }
        files
    }
}

/// The name of the book in texts, as Fluent has it.
fn naming(called: &str) -> String {
    format!("-book = {{ \"{}\" }}\n", called.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The files of the standard theme, by path.
type Standard = BTreeMap<String, &'static [u8]>;
/// The files of the book's own folder, by path.
type Own = BTreeMap<String, Arc<[u8]>>;

/// The language that a file of a theme is the texts of.
fn tag_of(path: &str) -> Option<&str> {
    path.strip_prefix("i18n/")?.strip_suffix(".ftl").filter(|tag| !tag.contains('/'))
}

fn keys(files: &[Arc<[u8]>]) -> BTreeSet<&str> {
    files.iter().flat_map(|bytes| keys_of(bytes).map(|(key, _)| key)).collect()
}

/// A comparison of the own files of texts with the standard's.
struct Check<'a> {
    interface: &'a Interface,
    standard: &'a Standard,
    own: &'a Own,
    folder: &'a str,
}

impl Check<'_> {
    fn file(&self, tag: &str) -> Vec<Diagnostic> {
        let path = format!("i18n/{tag}.ftl");
        let Some(bytes) = self.own.get(&path) else { return Vec::new() };
        let text = String::from_utf8_lossy(bytes);
        let place = |at: usize| format!("{}/{path}:{}", self.folder, line_column(&text, at).0);
        let mut said = Vec::new();
        for (at, why) in parsed(bytes).1 {
            let diagnostic = Diagnostic::new(Code::BadTheme, said!("this text does not parse: {why}", why));
            said.push(
                diagnostic
                    .in_file(place(at))
                    .help(said!("write `key = text`; a line that goes on begins with a space")),
            );
        }
        let known: Vec<Arc<[u8]>> = self.standard_files().collect();
        let known = keys(&known);
        let near = NameIndex::new(known.iter().copied());
        for (key, at) in keys_of(bytes).filter(|(key, _)| !known.contains(key) && !self.is_used(key)) {
            let help = match near.nearest(key) {
                Some(near) => said!("did you mean `{near}`?", near),
                None => said!("no template, script or file for print of the theme asks for it"),
            };
            let message = said!("nothing shows the text `{key}`", key);
            said.push(Diagnostic::new(Code::UnknownText, message).in_file(place(at)).help(help));
        }
        let complete: Vec<Arc<[u8]>> =
            self.standard.get(&format!("i18n/{LAST_RESORT}.ftl")).map(|bytes| Arc::from(*bytes)).into_iter().collect();
        let standard = Texts::read(LAST_RESORT, &complete);
        let own = Texts::read(tag, std::slice::from_ref(bytes));
        for (key, at) in keys_of(bytes).filter(|(key, _)| known.contains(key)) {
            let unfilled = self.unfilled(key, own.variables_of(key), standard.variables_of(key));
            said.extend(unfilled.map(|diagnostic| diagnostic.in_file(place(at))));
        }
        if !self.has_standard(tag) {
            said.extend(self.untranslated(tag, &path));
        }
        said
    }

    /// A variable of an own text that the standard's with the same key does not have, and that no own file names.
    fn unfilled(&self, key: &str, own: &[Box<str>], standard: &[Box<str>]) -> Option<Diagnostic> {
        let name = own.iter().find(|name| !standard.contains(name) && !self.is_used(name))?;
        let given: Vec<String> = standard.iter().map(|name| format!("`${name}`")).collect();
        let help = match nearest(name, standard.iter().map(|name| &**name)) {
            Some(near) => said!("did you mean `${near}`?", near),
            None if given.is_empty() => said!("it is given nothing: write the text without"),
            None => said!("it is given {given}", given = given.join(", ")),
        };
        let message = said!("the text `{key}` is not given `${name}`", key, name);
        Some(Diagnostic::new(Code::MissingVariable, message).help(help))
    }

    /// Whether the standard theme has the texts of a language, which a file of its tag changes.
    fn has_standard(&self, tag: &str) -> bool {
        let row = self.interface.known.find(tag);
        row.is_some_and(|row| self.standard.contains_key(&format!("i18n/{}.ftl", row.tag)))
    }

    fn standard_files(&self) -> impl Iterator<Item = Arc<[u8]>> {
        let of_texts = self.standard.iter().filter(|(path, _)| tag_of(path).is_some());
        of_texts.map(|(_, bytes)| Arc::from(*bytes))
    }

    /// Whether an own file asks for a text. Scripts and files for print name a key without what
    /// stands before it: `js-NAME-`, `pdf-`.
    fn is_used(&self, key: &str) -> bool {
        let short = match key.split_once('-') {
            Some(("js", rest)) => rest.split_once('-').map_or(rest, |(_, rest)| rest),
            Some(("pdf", rest)) => rest,
            _ => key,
        };
        let files = self.own.iter().filter(|(path, _)| tag_of(path).is_none());
        files.filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok()).any(|text| text.contains(short))
    }

    /// A language that the theme adds: the texts that it does not have.
    fn untranslated(&self, tag: &str, path: &str) -> Option<Diagnostic> {
        let interface = self.interface;
        let fallback = interface.find(interface.fallback(tag)?)?;
        let theirs = &interface.spoken[fallback];
        let own: Vec<Arc<[u8]>> = self.own.get(path).cloned().into_iter().collect();
        let missing: Vec<&str> = keys(&theirs.files).difference(&keys(&own)).copied().collect();
        let first = missing.first()?;
        let tag = &theirs.tag;
        let message = match missing.len() - 1 {
            0 => said!("1 text is missing, and shown in `{tag}`: `{first}`", tag, first),
            more => said!(
                "{count} texts are missing, and shown in `{tag}`: `{first}` and {more} more",
                count = more + 1,
                tag,
                first,
                more
            ),
        };
        let help = said!("add them; `themes/standard/i18n/{tag}.ftl` has them all", tag);
        Some(Diagnostic::new(Code::UntranslatedText, message).in_file(format!("{}/{path}", self.folder)).help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of a file with the variables of their texts.
    fn shape(texts: &Texts) -> BTreeMap<&str, BTreeSet<&str>> {
        texts.variables().map(|(key, names)| (key, names.collect())).collect()
    }

    #[test]
    fn every_language_of_the_standard_theme_has_all_texts_with_the_same_variables() {
        let standard = crate::theme::standard_files();
        let interface = Interface::load(&standard, &Own::new(), &Config::default(), "").value;
        let tags: Vec<&str> = interface.tags().collect();
        assert_eq!(tags, ["nb", "nn", "en"]);
        for tag in &tags {
            let alone = Texts::read(tag, &interface.spoken[interface.position(tag)].files);
            assert_eq!(shape(&alone), shape(interface.of("nb")), "{tag}");
        }
    }

    #[test]
    fn a_language_of_the_theme_has_its_own_texts_and_others_from_the_last_resort() {
        let own: Own = [("i18n/se.ftl".to_owned(), Arc::from(&b"menu = F\xc3\xa1llu\n"[..]))].into();
        let interface = Interface::load(&crate::theme::standard_files(), &own, &Config::default(), "").value;
        let texts = interface.of("se-NO");
        assert_eq!((texts.get("menu"), texts.get("search")), ("Fállu", "Search"));
        assert_eq!(interface.of("de").get("menu"), interface.of("en").get("menu"));
        assert_eq!((interface.speaks("se"), interface.speaks("de")), (true, false));
        assert_eq!((interface.differs("no"), interface.differs("nn-NO")), (None, Some("nn")));
    }

    #[test]
    fn a_file_of_texts_may_have_any_name_of_its_language() {
        for (language, file, menu, search) in [
            ("nb", "no", "F", "Søk"),
            ("no", "no", "F", "Søk"),
            ("nb", "nb_NO", "F", "Søk"),
            ("nb-NO", "nb-NO", "F", "Søk"),
            ("nn", "NN_no", "F", "Søk"),
            ("en", "en-GB", "F", "Search"),
            ("en-GB", "en-GB", "F", "Search"),
            ("en-US", "EN_us", "F", "Search"),
            ("en-US", "en", "F", "Search"),
            // What is said of one country is not said of all.
            ("en", "en-US", "Menu", "Search"),
            ("de-AT", "de", "F", "Search"),
        ] {
            let own: Own = [(format!("i18n/{file}.ftl"), Arc::from(&b"menu = F\n"[..]))].into();
            let mut config = Config::default();
            config.book.language = language.into();
            let Warned { value, diagnostics } = Interface::load(&crate::theme::standard_files(), &own, &config, "");
            assert_eq!((value.book().get("menu"), value.book().get("search")), (menu, search), "{language} {file}");
            assert_eq!(diagnostics.is_empty(), file != "de", "{language} {file}: {diagnostics:?}");
        }
    }
}
