//! Finding and reading the book.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::environment::{absolute, today};
use super::terminal::Terminal;
use crate::build::{InMemory, Inputs, needed_texts};
use crate::config::{Config, parse_config, read_base};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::disk;
use crate::document::Document;
use crate::draft::fill_in;
use crate::front_matter::{self, Split};
use crate::kind::{Common, FrontRules, Kind, read_front};
use crate::language::bcp47;
use crate::layer::{self, KIT, LayerFiles, Library, Merge, Report, SNAPSHOTS, Wanted, unpack};
use crate::markdown::{self, hidden_targets};
use crate::said::{Phrase, said};
use crate::source::{FileId, Layer, Sources};
use crate::vocabulary::Vocabulary;

/// The book's folder, or words about why there is none.
pub(super) fn root(given: Option<&Path>, terminal: &Terminal) -> Option<PathBuf> {
    let found = match given {
        Some(folder) => disk::find_book(folder).filter(|found| absolute(folder).is_some_and(|given| given == *found)),
        None => disk::find_book(Path::new(".")),
    };
    if found.is_none() {
        match given {
            Some(folder) => terminal.error(&said!("there is no book.toml in {folder}", folder = folder.display())),
            None => terminal.error(&said!("there is no book.toml in this folder or above it")),
        }
        terminal.help(&said!("name the folder of a book with --book DIR"));
    }
    found
}

/// Reads the settings, those of the book below among them.
pub(super) fn settings(root: &Path, sources: &mut Sources) -> Warned<Config> {
    match disk::read_text(root, "book.toml", sources) {
        Ok(file) if read_base(sources.get(file)).value.path.is_some() => {
            let Warned { value: inputs, diagnostics } = read(root);
            *sources = inputs.sources;
            Warned::new(inputs.config, diagnostics)
        }
        Ok(file) => parse_config(sources.get(file)),
        Err(diagnostic) => Warned::new(Config::default(), vec![diagnostic]),
    }
}

/// How many books lie on each other at most where the language of one is looked for.
const DEEPEST: usize = 16;

/// The language of a book: its own settings say it, or those of the first book below that do.
pub(super) fn language(root: &Path) -> String {
    let mut cache = disk::Cache::default();
    let mut books = OnDisk::new(root, &mut cache);
    let (mut folder, mut sources) = (root.to_path_buf(), Sources::default());
    let mut language = Config::default().book.language;
    for _ in 0..DEEPEST {
        let Ok(text) = books.settings(&folder) else { break };
        let source = sources.add(Layer::Book, "book.toml", text);
        let book = parse_config(sources.get(source)).value.book;
        language = book.language;
        if book.language_at.is_some() {
            break;
        }
        let below = read_base(sources.get(source)).value.path;
        let Some(below) = below.and_then(|(path, _)| books.find(&folder, &path)) else { break };
        folder = below;
    }
    language
}

/// Reads a file wherever it lies, by its folder and its name; `help` says what to name where there is none.
pub(super) fn read_file(file: &Path, help: &Phrase, sources: &mut Sources) -> Result<FileId, Diagnostic> {
    let missing = || {
        Diagnostic::new(Code::UnreadableFile, said!("there is no file {file}", file = file.display()))
            .in_file(file.display().to_string())
            .help(help.clone())
    };
    let path = absolute(file).ok_or_else(missing)?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Err(missing());
    };
    disk::read_text(folder, name, sources)
}

/// A file as a page of a book.
pub(super) struct FilePage {
    /// The front matter that pages of every kind have.
    pub(super) common: Common,
    /// The body.
    pub(super) body: Document,
}

/// The file as a page; what is wrong with it is `check`'s business.
pub(super) fn page(sources: &Sources, id: FileId, config: &Config) -> FilePage {
    let source = sources.get(id);
    let split = front_matter::split(source).unwrap_or(Split { yaml: None, body: 0 });
    let language = config.language();
    let read = |yaml| read_front(source, &yaml, FrontRules::default(), language, &Vocabulary::default()).value;
    let (common, kind) = match split.yaml.map(read) {
        Some(front) => (front.common, front.kind),
        None => (Common::default(), Kind::Article),
    };
    let options = markdown::Options {
        raw_html: true,
        mdbook: false,
        smart_punctuation: false,
        fill_in: fill_in(&kind),
        language,
        hidelines: &[],
    };
    FilePage { common, body: markdown::parse(sources, id, split.body, &options).value }
}

/// Reads everything a build is made from; without settings that can be read, by the default ones.
pub(super) fn read(root: &Path) -> Warned<Inputs> {
    read_with(root, &mut disk::Cache::default())
}

/// The inputs of the book in a language, where one is named and the book is in several.
///
/// # Errors
/// The book is not in that language.
pub(super) fn in_language(inputs: Inputs, language: Option<&str>) -> Result<Inputs, Diagnostic> {
    let wanted = language.map(bcp47).filter(|tag| *tag != bcp47(&inputs.config.book.language));
    let Some(wanted) = wanted.filter(|_| !inputs.translations.is_empty()) else { return Ok(inputs) };
    let source = inputs.config.book.language.clone();
    let mut tags = vec![source];
    for translation in inputs.translations {
        if bcp47(&translation.config.book.language) == wanted {
            return Ok(translation);
        }
        tags.push(translation.config.book.language);
    }
    let help = said!("the languages of the book are {tags}", tags = tags.join(", "));
    let message = said!("the book is not in a language `{wanted}`", wanted);
    Err(Diagnostic::new(Code::BadConfig, message).in_file("book.toml").help(help))
}

/// As [`read`], reading only what `cache` has not kept.
pub(super) fn read_with(root: &Path, cache: &mut disk::Cache) -> Warned<Inputs> {
    let mut diagnostics = Vec::new();
    let today = today().unpack(&mut diagnostics);
    let inputs = Inputs::gather(&mut OnDisk::new(root, cache), root, today).unpack(&mut diagnostics);
    Warned::new(inputs, diagnostics)
}

/// Bytes that a program for browsers begins with.
const PROGRAM_OF_BROWSERS: &[u8] = b"\0asm";

/// Lets the site bring the workshop, where its program is named; or says why it cannot.
pub(super) fn bring_workshop(inputs: &mut Inputs, program: Option<&Path>) -> Option<Diagnostic> {
    let program = program?;
    let place = absolute(program).unwrap_or_else(|| program.to_path_buf());
    let bytes = match disk::read_packed(&place) {
        Ok(bytes) => bytes,
        Err(diagnostic) => {
            return Some(diagnostic.help(said!("name the program of the workshop, as a release has it")));
        }
    };
    if !bytes.starts_with(PROGRAM_OF_BROWSERS) {
        let message = said!("{program} is no program for browsers", program = program.display());
        let help = said!("name the program of the workshop, as a release has it");
        return Some(Diagnostic::new(Code::UnreadableFile, message).in_file(program.display().to_string()).help(help));
    }
    let packed = inputs.bring_workshop(bytes.into()).err()?;
    let message = said!("the book cannot be packed: {packed}", packed);
    Some(Diagnostic::new(Code::WriteFailed, message).help(said!("look for a file with a very long name")))
}

/// The report on the text that an edition changes.
pub(super) fn drift(root: &Path) -> Warned<Report> {
    layer::drift(&mut OnDisk::new(root, &mut disk::Cache::default()), root, &|path| accepted(root, path))
}

/// The edition when it has taken what can be taken.
pub(super) fn merge(root: &Path) -> Warned<Merge> {
    layer::merge(&mut OnDisk::new(root, &mut disk::Cache::default()), root, &|path| accepted(root, path))
}

/// A snapshot of an edition.
pub(super) fn accepted(root: &Path, path: &str) -> Option<String> {
    let mut sources = Sources::default();
    let file = disk::read_text(root, path, &mut sources).ok()?;
    Some(sources.get(file).text.trim_end_matches('\n').to_owned())
}

/// The books on this machine's disks: in folders, and packed.
pub(super) struct OnDisk<'a> {
    /// The folder of the book that is asked for.
    root: &'a Path,
    cache: &'a mut disk::Cache,
    /// Packed books, by the file they lie in.
    packed: BTreeMap<PathBuf, InMemory>,
}

impl<'a> OnDisk<'a> {
    pub(super) fn new(root: &'a Path, cache: &'a mut disk::Cache) -> Self {
        Self { root, cache, packed: BTreeMap::new() }
    }
}

/// The packed book itself: there is one in a file.
const WHOLE: &str = "";

impl Library for OnDisk<'_> {
    fn find(&mut self, from: &Path, path: &str) -> Option<PathBuf> {
        if path.ends_with(KIT) { disk::find_file(from, path) } else { disk::find_named(from, path) }
    }

    fn settings(&mut self, folder: &Path) -> Result<Arc<str>, Diagnostic> {
        if folder.display().to_string().ends_with(KIT) {
            self.cache.below(folder).asked_for(folder);
            let bytes = disk::read_packed(folder)?;
            let files = unpack(&bytes).map_err(|reason| {
                let message = said!("{folder} is no book that was packed: {reason}", folder = folder.display(), reason);
                Diagnostic::new(Code::BadBase, message).help(said!("pack the book anew with `brobygger kit`"))
            })?;
            let packed = self.packed.entry(folder.to_path_buf()).or_insert(InMemory::new(files));
            return packed.settings(Path::new(WHOLE));
        }
        let mut sources = Sources::default();
        let file = disk::read_text(folder, "book.toml", &mut sources)?;
        Ok(sources.get(file).text.clone())
    }

    fn files(&mut self, folder: &Path, wanted: &Wanted<'_>) -> Warned<LayerFiles> {
        if let Some(packed) = self.packed.get_mut(folder) {
            return packed.files(Path::new(WHOLE), wanted);
        }
        let Wanted { src, theme, unread: skip, is_edition, is_translation } = *wanted;
        let (includes, hidden) = (&needed_texts, &hidden_targets);
        let wanted = disk::WantedFiles { src, theme, includes, hidden, skip, may_lack: is_edition };
        let mut sources = Sources::default();
        let cache = match (folder == self.root, is_translation) {
            (true, false) => &mut *self.cache,
            (false, false) => self.cache.below(folder),
            (_, true) => self.cache.below(&folder.join(src)),
        };
        let Warned { value: files, diagnostics } = cache.read_book(folder, &wanted, &mut sources);
        let texts = sources.iter().filter(|source| &*source.path != "book.toml");
        let texts = texts.map(|source| (source.path.clone(), source.text.clone())).collect();
        Warned::new(LayerFiles { texts, assets: files.assets, theme: files.theme }, diagnostics)
    }

    fn accepted(&mut self, folder: &Path, path: &str) -> Option<String> {
        if let Some(packed) = self.packed.get_mut(folder) {
            return packed.accepted(Path::new(WHOLE), path);
        }
        self.cache.below(&folder.join(SNAPSHOTS)).asked_for(&folder.join(path));
        accepted(folder, path)
    }
}
