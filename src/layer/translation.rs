//! The translations of a book: each a book of its own, put together over the source.
//!
//! In: a book, and the folders of its translations: `content.nn/` beside `content/`, in every book of the row.
//! Out: for each language [`Layers`], the source with what is translated in the place of what it translates.
//!
//! Invariant: what is not translated is what the source has; a page that an edition has changed is
//! shown in the language of the source until the edition translates it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compose::{PATCH, REGISTERS, pages_of};
use super::edit::{Edit, edited};
use super::headings::{differs_at, headings_of, ids_of, with_id};
use super::library::{Files, LayerFiles, Layers, Library, Wanted};
use super::memo::{KeptPages, LayerMemo, MadeText, WordsOfTerm};
use super::outdated::{SourceChange, changes, source_text};
use super::page::{Depth, merged_register, patched};
use super::removed::{Gone, clear};
use super::row::BookOfRow;
use super::state::snapshot_path;
use super::titles::with_titles;
use super::units::front_of;
use crate::config::{
    BookConfig, BookLanguage, Chapter, Config, OutdatedUnit, SummaryItem, Translated, language_folder, parse_summary,
    path_named,
};
use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::kind::row_named;
use crate::said::said;
use crate::schema::Value;
use crate::source::{FileId, Layer, Source, Sources, Span, page_id};

/// Puts the translations of a book together, in the order of its settings, and says in those of every language which
/// pages the others have.
pub(super) fn translations(
    library: &mut dyn Library,
    row: &[BookOfRow],
    book: &mut Layers,
    memo: &mut LayerMemo,
) -> Vec<Diagnostic> {
    if let Some((made, languages)) = memo.find(library, row, book) {
        take(book, made, languages);
        return Vec::new();
    }
    let before = book.config.clone();
    memo.pages.begin(&before);
    let Warned { value: (made, languages), diagnostics } = put_together(library, row, book, &mut memo.pages);
    take(book, made, languages);
    let own: Vec<Files> = book.translations.iter().map(|translation| own_files(book, translation)).collect();
    for (translation, own) in book.translations.iter_mut().zip(own) {
        translation.own = own;
    }
    if diagnostics.is_empty() {
        memo.keep(library, row, book, &before);
    }
    diagnostics
}

/// Takes the translations into a book, whose settings then know what each has.
fn take(book: &mut Layers, mut made: Vec<Layers>, languages: Vec<BookLanguage>) {
    book.config.book.languages = languages;
    for (translation, language) in made.iter_mut().zip(book.config.book.languages.iter().skip(1)) {
        translation.config = book.config.in_language(language);
        translation.config.pdf.parts = parts_in(book, &translation.sources);
    }
    book.translations = made;
}

/// The translations without their settings, and the languages of the book with what is known of each.
fn put_together(
    library: &mut dyn Library,
    row: &[BookOfRow],
    book: &Layers,
    kept: &mut KeptPages,
) -> Warned<(Vec<Layers>, Vec<BookLanguage>)> {
    let mut diagnostics = Vec::new();
    let mut languages = book.config.book.languages.clone();
    let mut made: Vec<Layers> = Vec::new();
    for language in languages.iter_mut().skip(1) {
        let before = made.last().map_or(&book.sources, |before| &before.sources);
        let mut translating = Translating::new(book, language, before, kept);
        diagnostics.extend(translating.sources_taken(language));
        translating.row(library, row, language);
        translating.finish(row);
        let changes = translating.changes(library, row);
        let Translating { sources, assets, translated, diagnostics: said, .. } = translating;
        diagnostics.extend(said);
        let pages: BTreeSet<String> = translated.into_keys().collect();
        let first = first_of(&sources, &book.config, &pages);
        language.words = words_in(&sources, &book.config, &pages, kept);
        let mut outdated: BTreeMap<String, Vec<OutdatedUnit>> = BTreeMap::new();
        for change in &changes {
            outdated.entry(change.page.clone()).or_default().extend(change.for_readers());
        }
        outdated.retain(|_, units| !units.is_empty());
        language.translated = Some(Translated { pages, first, outdated });
        made.push(Layers { sources, assets, theme: book.theme.clone(), changes, ..Layers::default() });
    }
    if let Some((source, others)) = languages.split_first_mut() {
        let translated = others.iter().filter_map(|language| language.translated.as_ref());
        let pages: BTreeSet<String> = translated.flat_map(|translated| translated.pages.iter().cloned()).collect();
        source.words = words_in(&book.sources, &book.config, &pages, kept);
    }
    Warned::new((made, languages), diagnostics)
}

/// The words of the terms among these pages: the title and its synonyms.
fn words_in(
    sources: &Sources,
    config: &Config,
    pages: &BTreeSet<String>,
    kept: &mut KeptPages,
) -> BTreeMap<String, Vec<String>> {
    let among = pages_of(sources, config).into_iter().filter(|(page, _)| pages.contains(page));
    among.filter_map(|(page, file)| Some((page, kept.words(sources.get(file), words_of)?))).collect()
}

/// The words of a page as a term.
fn words_of(source: &Source) -> WordsOfTerm {
    let (_, front) = front_of(source)?;
    front.get("kind")?.text().and_then(row_named).filter(|row| row.is_term)?;
    let synonyms = match front.get("synonyms").map(|node| &node.value) {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    let synonyms = synonyms.iter().filter_map(|item| item.text().or_else(|| item.get("text")?.text()));
    Some(front.get("title")?.text().into_iter().chain(synonyms).map(str::to_owned).collect())
}

/// The titles of the parts that the printed book has, as the summary of a translation calls them.
fn parts_in(book: &Layers, translation: &Sources) -> Vec<(String, Option<Span>)> {
    if book.config.pdf.parts.is_empty() {
        return Vec::new();
    }
    let summary = format!("{}/SUMMARY.md", book.config.book.src);
    let titles = |sources: &Sources| -> Vec<String> {
        let items = sources.find(&summary).map(|source| parse_summary(source).value.items).unwrap_or_default();
        let title = |item| if let SummaryItem::Part(part) = item { Some(part.title) } else { None };
        items.into_iter().filter_map(title).collect()
    };
    let (theirs, own) = (titles(&book.sources), titles(translation));
    let part = |(title, at): &(String, Option<Span>)| {
        let place = theirs.iter().position(|other| other == title);
        (place.and_then(|place| own.get(place)).unwrap_or(title).clone(), *at)
    };
    book.config.pdf.parts.iter().map(part).collect()
}

/// The files of a translation that the source does not have, at their paths in a book that lies on nothing.
fn own_files(book: &Layers, translation: &Layers) -> Files {
    let Layers { config, sources, assets, .. } = translation;
    let BookConfig { src, language, .. } = &config.book;
    let (from, to) = (format!("{src}/"), format!("{}/", language_folder(src, language)));
    let path = |path: &str| path.strip_prefix(&from).map_or_else(|| path.to_owned(), |name| format!("{to}{name}"));
    let texts = sources.iter().filter(|source| !book.sources.has(source.id));
    let texts = texts.map(|source| (path(&source.path), Arc::from(source.text.as_bytes())));
    let others = assets.iter().filter(|(path, bytes)| book.assets.get(*path) != Some(*bytes));
    let accepted = accepted_in(book, translation);
    texts.chain(others.map(|(name, bytes)| (path(name), bytes.clone()))).chain(accepted).collect()
}

/// The snapshots of a translation in a book that lies on nothing: what it follows is the source as it is there.
fn accepted_in(book: &Layers, translation: &Layers) -> Files {
    let config = &book.config;
    let Some(translated) = translation.config.book.translation().and_then(|language| language.translated.as_ref())
    else {
        return Files::new();
    };
    let folder = language_folder(&config.book.src, &translation.config.book.language);
    let changed: BTreeMap<&str, &Option<String>> =
        translation.changes.iter().map(|change| (change.page.as_str(), &change.whole)).collect();
    let pages = pages_of(&book.sources, config);
    let text = |page: &String| match changed.get(page.as_str()) {
        Some(then) => then.as_ref().map(|then| format!("{then}\n")),
        None => Some(source_text(&book.sources, book.sources.get(*pages.get(page)?), config) + "\n"),
    };
    let pages = translated.pages.iter();
    pages
        .filter_map(|page| Some((format!("{folder}/{}", snapshot_path(page, "")), text(page)?.as_bytes().into())))
        .collect()
}

/// The page that a language begins with: `index`, else the first in the order of the book.
fn first_of(sources: &Sources, config: &Config, pages: &BTreeSet<String>) -> Option<String> {
    fn below(chapter: &Chapter, pages: &BTreeSet<String>) -> Option<String> {
        let own = chapter.target.as_deref().and_then(|target| page_id(&path_named(target)));
        own.filter(|page| pages.contains(page))
            .or_else(|| chapter.children.iter().find_map(|child| below(child, pages)))
    }
    if pages.contains("index") {
        return Some("index".into());
    }
    let summary = sources.find(&format!("{}/SUMMARY.md", config.book.src)).map(|source| parse_summary(source).value);
    let items = summary.map(|summary| summary.items).unwrap_or_default();
    let of_item = |item: &SummaryItem| match item {
        SummaryItem::Part(part) => {
            let page = part.page.as_ref().and_then(|(target, _)| page_id(&path_named(target)));
            page.filter(|page| pages.contains(page))
        }
        SummaryItem::Chapter(chapter) => below(chapter, pages),
        SummaryItem::Separator => None,
    };
    items.iter().find_map(of_item).or_else(|| pages.first().cloned())
}

struct Translating<'a> {
    book: &'a Layers,
    /// The folder of the content, with a slash.
    folder: String,
    /// That of the translation.
    own: String,
    config: Config,
    /// The pages of the source.
    pages: BTreeMap<String, FileId>,
    sources: Sources,
    assets: Files,
    /// The pages that are translated, with the height of the book in the row that did it last.
    translated: BTreeMap<String, usize>,
    /// The summaries of the translation, the lowest first.
    titles: Vec<FileId>,
    /// Results for its pages from before.
    kept: &'a mut KeptPages,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Translating<'a> {
    /// Begins with the source; `before` has all files that are known so far.
    fn new(book: &'a Layers, language: &BookLanguage, before: &Sources, kept: &'a mut KeptPages) -> Self {
        let mut config = book.config.clone();
        language.tag.clone_into(&mut config.book.language);
        // A part that is changed says by `translation` where its text comes from.
        config.content.require = Vec::new();
        Self {
            book,
            folder: format!("{}/", config.book.src),
            own: format!("{}/", language_folder(&config.book.src, &language.tag)),
            pages: pages_of(&book.sources, &config),
            config,
            sources: before.beside(&book.sources),
            assets: book.assets.clone(),
            translated: BTreeMap::new(),
            titles: Vec::new(),
            kept,
            diagnostics: Vec::new(),
        }
    }

    /// Files of the source that would lie where the site of the translation lies.
    fn sources_taken(&self, language: &BookLanguage) -> Option<Diagnostic> {
        let folder = format!("{}{}/", self.folder, language.tag);
        let texts = self.book.sources.iter().map(|source| &*source.path);
        let path = texts.chain(self.book.assets.keys().map(String::as_str)).find(|path| path.starts_with(&folder))?;
        let message = said!("the translation `{tag}` lies in the folder of this file in the site", tag = language.tag);
        Some(Diagnostic::new(Code::PathCollision, message).in_file(path).help(said!("give the folder another name")))
    }

    /// Takes in what every book of the row has translated.
    fn row(&mut self, library: &mut dyn Library, row: &[BookOfRow], language: &BookLanguage) {
        let src = self.own.trim_end_matches('/').to_owned();
        let unread = self.config.unread.clone();
        let mut found = false;
        for (height, book) in row.iter().enumerate() {
            let wanted = Wanted { src: &src, theme: None, unread: &unread, is_edition: true, is_translation: true };
            let Warned { value: files, diagnostics } = library.files(&book.folder, &wanted);
            let named = |diagnostic: Diagnostic| Diagnostic {
                path: diagnostic.path.map(|path| format!("{}{path}", book.shown)),
                ..diagnostic
            };
            self.diagnostics.extend(diagnostics.into_iter().map(named));
            let LayerFiles { mut texts, assets, .. } = files;
            found |= !texts.is_empty();
            texts.sort();
            let at_source = |(path, bytes): (String, Arc<[u8]>)| {
                (
                    path.strip_prefix(&self.own).map_or_else(|| path.clone(), |name| format!("{}{name}", self.folder)),
                    bytes,
                )
            };
            self.assets.extend(assets.into_iter().map(at_source));
            for page in &book.changed {
                self.translated.remove(page);
            }
            let is_patch = |path: &str| path.ends_with(PATCH);
            let (patches, whole): (Vec<_>, Vec<_>) = texts.into_iter().partition(|(path, _)| is_patch(path));
            for (path, text) in whole {
                self.text(&path, text, height, book.layer);
            }
            for (path, text) in patches {
                self.patch(&path, text, height, book.layer);
            }
        }
        if !found {
            let message =
                said!("the book is in `{tag}`, and there is nothing in the folder `{src}`", tag = language.tag, src);
            let said = Diagnostic::new(Code::EmptyTranslation, message).help(said!(
                "begin it with a page: `brobygger translate new PAGE --language {tag}`",
                tag = language.tag
            ));
            self.diagnostics.push(match language.at {
                Some(at) => said.at(at, said!("this language")),
                None => said.in_file("book.toml"),
            });
        }
    }

    /// Takes a text in: a page, a register, the summary, or something that they include.
    fn text(&mut self, from: &str, text: Arc<str>, height: usize, layer: Layer) {
        let Some(name) = from.strip_prefix(&self.own) else {
            if self.sources.find(from).is_none() {
                self.sources.add(layer, from, text);
            }
            return;
        };
        let path = format!("{}{name}", self.folder);
        if name == "SUMMARY.md" {
            let before = self.sources.find(&path).map(|source| source.id);
            let file = self.sources.add_translation(layer, path.clone(), from, text, None);
            self.titles.push(file);
            self.sources.find_again(&path, before);
        } else if REGISTERS.iter().any(|register| register.0 == name) {
            let lower = self.sources.find(&path).map(|source| source.id);
            let file = self.sources.add_translation(layer, path.clone(), from, text, None);
            if let Some((text, map)) = lower.and_then(|lower| self.merged(lower, file)) {
                self.sources.add_composed(layer, path, text, map);
            }
        } else if self.config.content.leave_out.iter().any(|left| left == name) {
            self.sources.add_translation(layer, path, from, text, None);
        } else if let Some(page) = page_id(name) {
            self.page(page, from, text, height, layer);
        } else {
            self.sources.add_translation(layer, path, from, text, None);
        }
    }

    /// A register over that of the source.
    fn merged(&mut self, lower: FileId, file: FileId) -> MadeText {
        let (own, source) = (self.sources.get(file), self.sources.get(lower));
        self.kept.made_of(own, source).unwrap_or_else(|| {
            let made = merged_register(&self.sources, lower, file, Depth::Values);
            let made = made.map(|(text, map)| (text.into(), map));
            self.kept.keep_made(own, source, &made);
            made
        })
    }

    fn page(&mut self, page: String, from: &str, text: Arc<str>, height: usize, layer: Layer) {
        let Some(source) = self.pages.get(&page).map(|file| self.book.sources.get(*file)) else {
            self.lacking(&page, from, text, layer);
            return;
        };
        let path = source.path.clone();
        self.sources.add_translation(layer, path, from, text, None);
        self.keep_ids(&page);
        self.translated.insert(page, height);
    }

    /// A page that translates none. An edition that removes a page of the book below need not say it of its translation.
    fn lacking(&mut self, page: &str, from: &str, text: Arc<str>, layer: Layer) {
        if layer != Layer::Book {
            return;
        }
        let file = self.sources.add_beside(layer, from.to_owned(), text);
        let help = match nearest(page, self.pages.keys().map(String::as_str)) {
            Some(near) => said!("did you mean `{near}.md`?", near),
            None => said!("write the page in `{src}` first, or take this file away", src = self.config.book.src),
        };
        let message = said!("this translates no page: the book has none called `{page}`", page);
        let at = Span { file, start: 0, end: 0 };
        self.diagnostics
            .push(Diagnostic::new(Code::TranslatesNothing, message).at(at, said!("shown nowhere")).help(help));
    }

    /// Changes parts of what a book below has translated.
    fn patch(&mut self, from: &str, text: Arc<str>, height: usize, layer: Layer) {
        let Some(name) = from.strip_prefix(&self.own).and_then(|name| name.strip_suffix(PATCH)) else { return };
        let page = page_id(&format!("{name}.md")).unwrap_or_default();
        let file = self.sources.add_beside(layer, from.to_owned(), text);
        let below = self.translated_below(&page);
        let Some(target) = below else {
            let message = said!("no book below has translated `{page}`", page);
            let at = Span { file, start: 0, end: 0 };
            let help = said!("translate the whole page: take `.patch` out of the file's name");
            self.diagnostics
                .push(Diagnostic::new(Code::UnknownTarget, message).at(at, said!("changes nothing")).help(help));
            return;
        };
        let patched = patched(&self.sources, target, file, &self.config).unpack(&mut self.diagnostics);
        if let Some((text, map)) = patched {
            let (path, shown) = (self.sources.get(target).path.clone(), self.sources.get(file).shown.clone());
            self.sources.add_translation(layer, path, &shown, text, Some(map));
            self.translated.insert(page, height);
        }
    }

    /// The translation of a page so far, also where an edition has changed the page since.
    fn translated_below(&self, page: &str) -> Option<FileId> {
        let source = self.pages.get(page)?;
        let now = self.sources.find(&self.book.sources.get(*source).path)?.id;
        (now != *source).then_some(now)
    }

    /// Makes one book of what was taken in.
    fn finish(&mut self, row: &[BookOfRow]) {
        // What an edition changed and did not translate is that of the source again.
        for (page, file) in &self.pages {
            if !self.translated.contains_key(page) {
                self.sources.find_again(&self.book.sources.get(*file).path.clone(), Some(*file));
            }
        }
        let summary = format!("{}SUMMARY.md", self.folder);
        if let Some(source) = self.book.sources.find(&summary).map(|source| source.id) {
            let is_translated = |page: &str| self.translated.contains_key(page);
            let (text, map) = with_titles(&self.sources, source, &self.titles, &is_translated);
            self.sources.add_composed(Layer::Book, summary, text, map);
        }
        self.clear(row);
    }

    /// States of the source of every page since it was translated. It is held against the book of the row that
    /// the translation belongs to: what an edition took out since is nothing to translate.
    fn changes(&self, library: &mut dyn Library, row: &[BookOfRow]) -> Vec<SourceChange> {
        let folder = self.own.trim_end_matches('/');
        let mut out = Vec::new();
        for (page, height) in &self.translated {
            let Some(book) = row.get(*height) else { continue };
            let Some(file) = book.pages.get(page) else { continue };
            let now = source_text(&self.book.sources, self.book.sources.get(*file), &self.book.config);
            let then = library.accepted(&book.folder, &format!("{folder}/{}", snapshot_path(page, "")));
            out.extend(changes(page, &now, then.as_deref(), &self.book.config));
        }
        out
    }

    /// Takes references to pages out that editions of the row do without.
    fn clear(&mut self, row: &[BookOfRow]) {
        let removed = row.iter().flat_map(|book| &book.removed);
        let mut gone = Gone { pages: BTreeMap::new(), titles: BTreeMap::new(), terms: BTreeMap::new() };
        for (removed, title) in removed.filter(|(removed, _)| !self.pages.contains_key(&removed.page)) {
            let id = &removed.page;
            gone.titles.insert(id.clone(), title.clone());
            gone.terms.insert(id.rsplit('/').next().unwrap_or(id).to_owned(), removed);
            gone.pages.insert(id.clone(), removed);
        }
        if !gone.pages.is_empty() {
            self.diagnostics.extend(clear(&mut self.sources, Layer::Book, &gone, &self.config));
        }
    }

    /// Gives the headings of a translated page the ids that those of the source have.
    fn keep_ids(&mut self, page: &str) {
        let source = self.book.sources.get(self.pages[page]);
        let Some(own) = self.sources.find(&source.path) else { return };
        let (layer, path, shown) = (own.layer, own.path.clone(), own.shown.clone());
        let made = match self.kept.made_of(own, source) {
            Some(made) => made,
            None => match with_ids(self.book, &self.sources, own, source) {
                Ok(made) => {
                    self.kept.keep_made(own, source, &made);
                    made
                }
                Err(said) => {
                    // A book below tells its own.
                    self.diagnostics.extend(Some(said).filter(|_| layer == Layer::Book));
                    None
                }
            },
        };
        if let Some((text, map)) = made {
            self.sources.add_translation(layer, path, &shown, text, Some(map));
        }
    }
}

/// A translated page with the ids of its source; nothing, and what there is to say of it, where the two cannot be held
/// against each other.
fn with_ids(book: &Layers, sources: &Sources, own: &Source, source: &Source) -> Result<MadeText, Diagnostic> {
    let ours = headings_of(own);
    if ours.iter().all(|mark| !mark.ids.is_empty()) {
        return Ok(None);
    }
    let theirs = headings_of(source);
    if let Some(at) = differs_at(&own.text, &ours, &theirs) {
        let message = said!("the headings here are not those of {source}", source = source.shown);
        let help = said!(
            "give this page the same row of headings, or write `{{#id}}` behind each: links to sections \
                    may not lead there"
        );
        let said = Diagnostic::new(Code::OtherHeadings, message).at(Span::new(own.id, at), said!("differs from here"));
        return Err(said.help(help));
    }
    let ids = ids_of(&book.sources, source, &book.config, &theirs);
    let edits: Vec<Edit> = ours
        .iter()
        .zip(ids)
        .filter(|(mark, _)| mark.ids.is_empty())
        .filter_map(|(mark, id)| Some(with_id(own, mark, &id?)))
        .collect();
    if edits.is_empty() {
        return Ok(None);
    }
    let (text, map) = edited(sources, own.id, edits);
    Ok(Some((text.into(), map)))
}
