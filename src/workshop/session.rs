//! The edition that is being made, and the book that comes of it.
//!
//! In: requests. Out: answers. Invariant: the last book without errors stays until there is another one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::edition::EditionFiles;
use super::given::{GivenValue, can_be_given};
use super::opened::{self, LIMITS, Refused};
use super::pages::{BaseBook, EditionPages, bare_heading};
use super::places::problem;
use super::protocol::{
    BuildReport, EditionState, GivenSetting, KindState, MovedUnit, NewPlace, PageState, Problem, RefusedFor,
    RemarkState, WordState, WorkshopAnswer, WorkshopRequest,
};
use crate::build::{BuildMemo, Built, InMemory, Inputs, KnownTexts};
use crate::config::{SettingValue, read_base, settings_by_key, with_setting};
use crate::diagnostic::{Diagnostic, Warned, any_error, json, sort};
use crate::import::{ImportedPage, WordRemark, import_beside};
use crate::kind::{KINDS, KindRow, row_named, sample_page};
use crate::layer::{
    Drift, Files, LayerMemo, Override, SETTINGS, SNAPSHOTS, What, Words, compared, drift, merge, pack, pages_of,
    unit_named, with_page_value,
};
use crate::said::{Catalogue, said};
use crate::sink::{MemorySink, OutPath};
use crate::source::{Layer, Source, Sources, page_id};
use crate::text::Date;
use crate::vocabulary::{Vocabulary, read_words};
use crate::write::{everything, html};

/// The name that the packed book has beside the edition.
pub const KIT_NAME: &str = "kit.zip";

/// The folder of the edition itself.
const ROOT: &str = "";

/// The largest Word file that is read: a browser holds it and all its pictures in memory.
const LARGEST_WORD_FILE: usize = 64 << 20;

/// So many bytes of what a zip may hold are left for what is noted beside an edition.
const ROOM_FOR_NOTES: usize = 8 << 20;

/// The way to the other words for a term, which are a list of texts here, and on the page have more to say.
const WORDS: &str = "synonyms";

/// Name of a page that has none yet.
const UNNAMED_PAGE: &str = "word";

type Done = Result<(WorkshopAnswer, Vec<u8>), Refused>;

/// The files beside a page, by their paths.
type FilesBeside = Vec<(String, Vec<u8>)>;

/// A page that the edition is to bring.
struct BegunPage {
    kind: String,
    page: String,
    /// Values of its front matter.
    values: BTreeMap<String, Value>,
    /// Its text; nothing: that of the sample.
    body: Option<String>,
    place: Option<NewPlace>,
    beside: FilesBeside,
}

/// A workshop: nothing is open in it at first.
#[derive(Default)]
pub struct Workshop {
    open: Option<Session>,
}

impl Workshop {
    /// Answers a request that `bytes` came along with. Whatever it is, what was there before can be had again.
    pub fn ask(&mut self, request: WorkshopRequest, bytes: &[u8]) -> (WorkshopAnswer, Vec<u8>) {
        let done = match (request, &mut self.open) {
            (WorkshopRequest::Open { today, language }, open) => {
                Session::new(bytes, &today, &language).map(|session| {
                    let session = open.insert(session);
                    (WorkshopAnswer::Edition(session.state()), Vec::new())
                })
            }
            (_, None) => Err((RefusedFor::NotOpen, String::new())),
            (request, Some(session)) => session.ask(request, bytes),
        };
        done.unwrap_or_else(|(reason, detail)| (WorkshopAnswer::Refused { reason, detail }, Vec::new()))
    }
}

/// An edition as it was built last, and what was said of it.
struct LastBuild {
    files: Files,
    inputs: Arc<Inputs>,
    /// Diagnostics of reading its files.
    read: Vec<Diagnostic>,
    /// Diagnostics of the source.
    said: Vec<Diagnostic>,
    /// All of it, with what was said of the other languages where they were built too.
    report: BuildReport,
    has_others: bool,
}

/// A book without errors, and the edition that it was made of.
struct Good {
    files: Files,
    inputs: Arc<Inputs>,
    said: Vec<Diagnostic>,
    built: Built,
    /// Whether it was built in its other languages.
    has_others: bool,
}

struct Session {
    /// The packed book, as it came.
    kit: Arc<[u8]>,
    /// Its files, in the folder of its name.
    below: Files,
    /// The texts among them.
    texts: Arc<KnownTexts>,
    base: BaseBook,
    /// Declarations of the book's own.
    vocabulary: Arc<Vocabulary>,
    edition: EditionFiles,
    today: Date,
    /// The language of what is said.
    catalogue: Catalogue,
    /// Translations that an edition which brings nothing but settings has as the one before.
    layers: LayerMemo,
    memo: BuildMemo,
    /// The pages of each language, by the folder of its site.
    rendered: BTreeMap<String, html::PageMemo>,
    last: Option<LastBuild>,
    good: Option<Good>,
    /// The pages whose text has changed, of which nobody was told yet.
    untold: BTreeSet<String>,
}

impl Session {
    fn new(kit: &[u8], today: &str, language: &str) -> Result<Self, Refused> {
        let today = Date::parse(today).ok_or_else(|| (RefusedFor::BadValue, today.to_owned()))?;
        let packed = opened::book(kit)?;
        let below: Files = packed.into_iter().map(|(path, bytes)| (format!("{KIT_NAME}/{path}"), bytes)).collect();
        let texts = Arc::new(InMemory::texts_of(&below));
        let mut library = InMemory::knowing(below.clone(), texts.clone());
        let inputs = Inputs::gather(&mut library, Path::new(KIT_NAME), today).value;
        let base = BaseBook::new(inputs.sources, inputs.config);
        let content = base.config.book.content();
        let words = base.sources.find(&format!("{content}ordliste.yaml")).map(|source| read_words(source).value);
        let room = usize::try_from(LIMITS.bytes).unwrap_or(usize::MAX).saturating_sub(kit.len() + ROOM_FOR_NOTES);
        let edition = EditionFiles::new(KIT_NAME, room, content, base.config.language(), today);
        Ok(Self {
            kit: kit.into(),
            below,
            texts,
            base,
            vocabulary: words.unwrap_or_default().vocabulary,
            edition,
            today,
            catalogue: Catalogue::in_language(language),
            layers: LayerMemo::keeping(),
            memo: BuildMemo::keeping(),
            rendered: BTreeMap::new(),
            last: None,
            good: None,
            untold: BTreeSet::new(),
        })
    }

    fn ask(&mut self, request: WorkshopRequest, bytes: &[u8]) -> Done {
        match request {
            WorkshopRequest::Open { .. } | WorkshopRequest::Edition => {}
            WorkshopRequest::OpenEdition => self.open_edition(bytes)?,
            WorkshopRequest::Set { table, key, value, goes_on } => self.edition.set(&table, &key, value, goes_on)?,
            WorkshopRequest::PutLogo { name } => self.edition.put_logo(name.as_deref().map(|name| (name, bytes)))?,
            WorkshopRequest::PutPart { page, part, text, goes_on } => {
                self.put_part(&page, &part, text.as_deref(), goes_on)?;
            }
            WorkshopRequest::PutValue { page, way, value, goes_on } => {
                self.put_value(&page, &way, value.as_ref(), goes_on)?;
            }
            WorkshopRequest::PutPage { page, text, goes_on } => self.put_page(&page, text.as_deref(), goes_on)?,
            WorkshopRequest::NewPage { kind, page, title, summary, body, values, place, word } => {
                let (body, beside) = if word {
                    let (text, beside) = self.of_word(&page, bytes)?;
                    (Some(text), beside)
                } else {
                    (body, Vec::new())
                };
                let told = [("title", title), ("summary", summary)].map(|(key, text)| (key.to_owned(), text.into()));
                let values = values.into_iter().chain(told).collect();
                self.new_page(BegunPage { kind, page, values, body, place, beside })?;
            }
            WorkshopRequest::ReadWord { name } => return self.read_word(&name, bytes),
            WorkshopRequest::PutFile { path } => self.edition.put_file(&path, bytes)?,
            WorkshopRequest::DropFile { path } => self.edition.drop_file(&path)?,
            WorkshopRequest::TakeOut { page, to } => {
                self.known(&page)?;
                self.edition.take_out(&page, to.as_deref())?;
            }
            WorkshopRequest::TakeBack { page } => self.edition.take_back(&page)?,
            WorkshopRequest::Undo => self.edition.undo()?,
            WorkshopRequest::Redo => self.edition.redo()?,
            WorkshopRequest::Accept { units } => self.accept(&units)?,
            WorkshopRequest::Merge => self.merge()?,
            WorkshopRequest::Page { page, whole } => {
                let state = self.page(&page, whole)?;
                return Ok((WorkshopAnswer::Page(state), Vec::new()));
            }
            WorkshopRequest::Build { source } => {
                let report = self.build(source);
                let changed = std::mem::take(&mut self.untold).into_iter().collect();
                return Ok((WorkshopAnswer::Built(BuildReport { changed, ..report }), Vec::new()));
            }
            WorkshopRequest::Show { page, language } => return self.show(&page, language.as_deref()),
            WorkshopRequest::File { path } => return self.file(&path),
            WorkshopRequest::Drift => {
                return Ok((WorkshopAnswer::Drift { units: self.drift().iter().map(moved).collect() }, Vec::new()));
            }
            WorkshopRequest::Layer => return self.layer(),
            WorkshopRequest::Site => return self.site(),
        }
        Ok((WorkshopAnswer::Edition(self.state()), Vec::new()))
    }

    /// The books of the row, by path.
    fn library(&self) -> InMemory {
        let mut files = self.below.clone();
        files.extend(self.edition.files().iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
        InMemory::knowing(files, self.texts.clone())
    }

    /// The pages that the edition does without.
    fn removed(&self) -> BTreeSet<String> {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, SETTINGS, self.edition.settings());
        read_base(sources.get(file)).value.remove.into_iter().map(|removed| removed.page).collect()
    }

    fn known(&self, page: &str) -> Result<(), Refused> {
        if self.base.pages.contains_key(page) { Ok(()) } else { Err((RefusedFor::NoPage, page.to_owned())) }
    }

    fn state(&self) -> EditionState {
        let config = &self.base.config;
        let settings = settings_by_key(self.edition.settings()).into_iter().map(|(key, value)| match value {
            SettingValue::Text(text) => (key, GivenSetting::Text(text)),
            SettingValue::List(texts) => (key, GivenSetting::List(texts)),
        });
        let employers = self.vocabulary.employers.iter().map(|(name, label)| (name.to_string(), label.to_string()));
        let purposes =
            self.vocabulary.purposes.iter().map(|purpose| (purpose.name.to_string(), purpose.title.to_string()));
        let removed = self.removed();
        let changes = EditionPages::new(&self.base, &self.edition, &removed);
        let inputs = self.last.as_ref().map(|last| &last.inputs);
        let summary = format!("{}SUMMARY.md", config.book.content());
        let composed = inputs.and_then(|inputs| Some((&inputs.sources, inputs.sources.find(&summary)?.id)));
        let book = inputs.map_or(&config.book, |inputs| &inputs.config.book);
        let languages: Vec<String> = book.languages.iter().map(|language| language.tag.clone()).collect();
        EditionState {
            base: config.book.title.clone(),
            languages: if languages.is_empty() { vec![book.language.clone()] } else { languages },
            settings: settings.collect(),
            kinds: KINDS.iter().map(kind_state).collect(),
            employers: employers.collect(),
            purposes: purposes.collect(),
            parts: changes.list(composed),
            files: self.edition.files().keys().cloned().collect(),
            can_undo: self.edition.can_undo(),
            can_redo: self.edition.can_redo(),
        }
    }

    /// A page as it can be changed.
    fn page(&mut self, page: &str, whole: bool) -> Result<PageState, Refused> {
        let state = EditionPages::new(&self.base, &self.edition, &self.removed()).page(page);
        let mut state = state.ok_or_else(|| (RefusedFor::NoPage, page.to_owned()))?;
        if whole && self.edition.page(page).is_none() && self.edition.patch(page).is_some() {
            state.text = self.composed(page).unwrap_or(state.text);
        }
        Ok(state)
    }

    /// The text of a page with the changes of its parts.
    fn composed(&mut self, page: &str) -> Option<String> {
        let inputs = match self.last.as_ref().filter(|last| last.files == *self.edition.files()) {
            Some(last) => last.inputs.clone(),
            None => Arc::new(self.gathered().value),
        };
        let file = *pages_of(&inputs.sources, &inputs.config).get(page)?;
        Some(inputs.sources.get(file).text.to_string())
    }

    /// The edition as it is now, put together.
    fn gathered(&mut self) -> Warned<Inputs> {
        Inputs::gather_next(&mut self.library(), Path::new(ROOT), self.today, &mut self.layers)
    }

    fn open_edition(&mut self, zip: &[u8]) -> Result<(), Refused> {
        let mut files = opened::book(zip)?;
        // It lies on the book that is open here, whichever it was made on.
        files.retain(|path, _| path != KIT_NAME && !path.starts_with(&format!("{KIT_NAME}/")));
        let settings = files.get(SETTINGS).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        if !settings_by_key(settings).contains_key("base.path") {
            return Err((RefusedFor::NoEdition, SETTINGS.to_owned()));
        }
        let path = SettingValue::Text(KIT_NAME.to_owned());
        let settings =
            with_setting(settings, "base", "path", Some(&path)).map_err(|detail| (RefusedFor::BadSettings, detail))?;
        files.insert(SETTINGS.to_owned(), settings.into_bytes().into());
        self.edition.open(files);
        Ok(())
    }

    fn put_part(&mut self, page: &str, part: &str, text: Option<&str>, goes_on: bool) -> Result<(), Refused> {
        let begun = match self.base.part(page, part) {
            Override::Part(text) => text,
            Override::Included(file) => return Err((RefusedFor::PartElsewhere, file)),
            Override::NoPage => return Err((RefusedFor::NoPage, page.to_owned())),
            Override::NoPart(_) | Override::Page(_) => return Err((RefusedFor::NoPart, part.to_owned())),
        };
        let lines = |text: &str| bare_heading(text).lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        let text = text.filter(|text| lines(text) != lines(&begun));
        let change = text.map(|text| change_of(&begun, text));
        self.edition.put_part(page, part, change.as_deref(), goes_on)
    }

    fn put_value(&mut self, page: &str, way: &str, value: Option<&Value>, goes_on: bool) -> Result<(), Refused> {
        if value.is_some_and(|value| !can_be_given(way, value)) {
            return Err((RefusedFor::BadValue, way.to_owned()));
        }
        let removed = BTreeSet::new();
        let pages = EditionPages::new(&self.base, &self.edition, &removed);
        let state = pages.page(page).ok_or_else(|| (RefusedFor::NoPage, page.to_owned()))?;
        let texts = value.filter(|_| way == WORDS).and_then(Value::as_array);
        let words = texts.map(|texts| words_of(texts, &pages.words(page, way).unwrap_or_default()));
        let given = GivenValue::new(way, value, words.as_ref(), &state.values, self.may_lack(&state.kind, way));
        if self.edition.page(page).is_some() {
            self.edition.put_own_value(page, way, given.in_own_page(), goes_on)
        } else {
            self.edition.put_value(page, way, given.change(), goes_on)
        }
    }

    /// Whether a page of a kind can be without a value.
    fn may_lack(&self, kind: &str, way: &str) -> bool {
        let config = &self.base.config;
        let steps: Vec<&str> = way.split('.').collect();
        row_named(kind).is_some_and(|row| row.may_lack(&steps, &config.content.require, config.language()))
    }

    fn put_page(&mut self, page: &str, text: Option<&str>, goes_on: bool) -> Result<(), Refused> {
        if !self.base.pages.contains_key(page) && self.edition.page(page).is_none() {
            return Err((RefusedFor::NoPage, page.to_owned()));
        }
        let original = self.base.pages.get(page).map(|file| self.base.sources.get(*file).text.clone());
        let text = text.filter(|text| original.as_deref() != Some(*text));
        self.edition.put_page(page, text, goes_on)
    }

    fn new_page(&mut self, begun: BegunPage) -> Result<(), Refused> {
        let BegunPage { kind, page, values, body, place, beside } = begun;
        let bad = |what: &str| (RefusedFor::BadValue, what.to_owned());
        let row = KINDS.iter().find(|row| row.name == kind).ok_or_else(|| bad(&kind))?;
        if !can_be_page(&page) {
            return Err(bad(&page));
        }
        if self.base.pages.contains_key(&page) || self.edition.page(&page).is_some() {
            return Err((RefusedFor::PageThere, page));
        }
        let config = &self.base.config;
        let sample = sample_page(row, &page, &config.content.require, config.language(), &self.vocabulary, self.today);
        let mut text = begun_text(&sample, body.as_deref()).ok_or_else(|| bad(&kind))?;
        let place = place.map(|place| match place {
            NewPlace::After(page) => ("after".to_owned(), page.into()),
            NewPlace::Part(title) => ("part".to_owned(), title.into()),
        });
        for (key, value) in self.signature().into_iter().chain(values).chain(place) {
            let yaml = Some(value.to_string()).filter(|_| !value.is_null());
            text = with_page_value(&text, &key, yaml.as_deref()).ok_or_else(|| bad(&key))?;
        }
        self.edition.bring_page(&page, &text, beside)
    }

    /// Who has written a new page: the organisation, which every page of its own names; before it has a name, those of the
    /// book.
    fn signature(&self) -> Option<(String, Value)> {
        let authors = &self.base.config.book.authors;
        let is_named = settings_by_key(self.edition.settings()).contains_key("organisation.name");
        let value = if is_named { Value::Null } else { Value::from(authors.clone()) };
        (is_named || !authors.is_empty()).then(|| ("authors".to_owned(), value))
    }

    /// Reads a Word file as a page of the book.
    fn word_page(&mut self, name: &str, page: &str, bytes: &[u8]) -> Result<Warned<ImportedPage>, Refused> {
        if bytes.len() > LARGEST_WORD_FILE {
            let said = said!("the file is larger than {most} MB", most = LARGEST_WORD_FILE >> 20);
            return Err((RefusedFor::BadWordFile, self.catalogue.say(&said)));
        }
        // A book with errors knows its pages as well as another one.
        let rough = if self.good().is_err() { self.last_built() } else { None };
        let Some(built) = self.good.as_ref().map(|good| &good.built).or(rough.as_ref()) else {
            return Err((RefusedFor::HasErrors, String::new()));
        };
        let content = self.base.config.book.content();
        let there = |path: &str| self.edition.files().get(&format!("{content}{path}")).map(|bytes| &**bytes);
        let Warned { value, diagnostics } = import_beside(&built.book, &there, name, bytes, page, true);
        let words = |said: &Diagnostic| {
            let help = said.help.as_ref().map(|help| format!("; {}", self.catalogue.say(help)));
            self.catalogue.say(&said.message) + &help.unwrap_or_default()
        };
        match value {
            Some(page) => Ok(Warned::new(page, diagnostics)),
            None => Err((RefusedFor::BadWordFile, diagnostics.first().map(words).unwrap_or_default())),
        }
    }

    fn read_word(&mut self, name: &str, bytes: &[u8]) -> Done {
        let Warned { value: page, diagnostics } = self.word_page(name, UNNAMED_PAGE, bytes)?;
        let none = Sources::default();
        let told = |said: &Diagnostic| Problem {
            said: json(said, &none, &self.catalogue),
            page: None,
            part: None,
            heading: None,
            way: None,
            shown_line: None,
            is_own: true,
        };
        let remark = |remark: WordRemark| RemarkState {
            sort: remark.sort.text_key(),
            author: remark.author,
            about: remark.about,
            says: remark.says,
        };
        let state = WordState {
            title: page.title,
            summary: page.summary,
            pictures: page.pictures.len(),
            problems: diagnostics.iter().map(told).collect(),
            remarks: page.remarks.into_iter().map(remark).collect(),
        };
        Ok((WorkshopAnswer::Word(state), Vec::new()))
    }

    /// The text of a Word file below the front matter of a page, and the pictures beside it, by their paths.
    fn of_word(&mut self, page: &str, bytes: &[u8]) -> Result<(String, FilesBeside), Refused> {
        let ImportedPage { body, pictures, .. } = self.word_page(page, page, bytes)?.value;
        let folder = page.rfind('/').map_or("", |slash| &page[..=slash]);
        let beside = pictures.into_iter().map(|picture| (format!("{folder}{}", picture.name), picture.bytes));
        Ok((body, beside.collect()))
    }

    /// Builds the edition as far as it has changed; its other languages may wait.
    fn build(&mut self, only_source: bool) -> BuildReport {
        if self.last.as_ref().is_none_or(|last| last.files != *self.edition.files()) {
            self.build_source();
        }
        if !only_source {
            self.build_others();
        }
        self.last.as_ref().map(|last| last.report.clone()).unwrap_or_default()
    }

    /// Builds the edition in the language of the source, and notes the pages whose text is another one now.
    fn build_source(&mut self) {
        let Warned { value: mut inputs, diagnostics: read } = self.gathered();
        inputs.set_prints(false);
        let Warned { value: built, diagnostics: said } = self.memo.source(&inputs);
        let inputs = Arc::new(inputs);
        let files = self.edition.files().clone();
        self.untold.extend(changed(self.last.as_ref().map(|last| &*last.inputs), &inputs));
        let is_sound = !any_error(&read) && !any_error(&said);
        if is_sound {
            let (files, inputs, said) = (files.clone(), inputs.clone(), said.clone());
            self.good = Some(Good { files, inputs, said, built, has_others: false });
        }
        let problems = self.problems(&inputs, &[&read, &said]);
        let report = BuildReport { is_sound, problems, changed: Vec::new() };
        self.last = Some(LastBuild { files, inputs, read, said, report, has_others: false });
    }

    /// The book as it was built last, whatever is wrong with it.
    fn last_built(&mut self) -> Option<Built> {
        let inputs = self.last.as_ref()?.inputs.clone();
        Some(self.memo.source(&inputs).value)
    }

    /// Builds the other languages of the edition as it was built last, and says what there is to say of them too.
    fn build_others(&mut self) {
        let Some(last) = self.last.as_ref().filter(|last| !last.has_others) else { return };
        let others = self.memo.others(&last.inputs, &last.said);
        let of_others: Vec<Diagnostic> = others.iter().flat_map(|other| other.said.iter().cloned()).collect();
        let problems = self.problems(&last.inputs, &[&last.read, &last.said, &of_others]);
        if let Some(good) = self.good.as_mut().filter(|good| Arc::ptr_eq(&good.inputs, &last.inputs)) {
            good.built.translations = others;
            good.has_others = true;
        }
        if let Some(last) = &mut self.last {
            last.report.problems = problems;
            last.has_others = true;
        }
    }

    /// Diagnostics, in the order of their places.
    fn problems(&self, inputs: &Inputs, said: &[&[Diagnostic]]) -> Vec<Problem> {
        let mut diagnostics = said.concat();
        sort(&mut diagnostics);
        diagnostics.iter().map(|diagnostic| problem(diagnostic, inputs, &self.catalogue)).collect()
    }

    /// The last book without errors; the edition is built where it never was.
    fn good(&mut self) -> Result<&Good, Refused> {
        if self.good.is_none() {
            self.build(true);
        }
        self.good.as_ref().ok_or((RefusedFor::HasErrors, String::new()))
    }

    /// The same, in all its languages.
    fn good_in_all(&mut self) -> Result<&Good, Refused> {
        self.good()?;
        let Self { good: Some(good), memo, .. } = self else { return Err((RefusedFor::HasErrors, String::new())) };
        if !good.has_others {
            good.built.translations = memo.others(&good.inputs, &good.said);
            good.has_others = true;
        }
        Ok(&*good)
    }

    fn show(&mut self, page: &str, language: Option<&str>) -> Done {
        let no_page = || (RefusedFor::NoPage, page.to_owned());
        let source = self.good()?.inputs.config.book.language.clone();
        let folder = language.filter(|tag| **tag != source).map(|tag| format!("{tag}/")).unwrap_or_default();
        if !folder.is_empty() {
            self.good_in_all()?;
        }
        let good = self.good.as_ref().ok_or_else(no_page)?;
        let is_old = !is_same_text(&good.files, self.edition.files());
        let built = of_language(good, &folder).ok_or_else(no_page)?;
        let path = built.book.by_id.get(page).map(|number| built.book.page(*number));
        let path = path.filter(|page| !page.abroad).map(|page| page.out.clone()).ok_or_else(no_page)?;
        let memo = self.rendered.entry(folder.clone()).or_default();
        let site = html::HtmlSite::new(&built.book, &built.theme);
        let Warned { value, diagnostics } = site.file(&path, &built.theme, memo).ok_or_else(no_page)?;
        if let Some(said) = diagnostics.into_iter().find(|said| any_error(std::slice::from_ref(said))) {
            return Err((RefusedFor::HasErrors, self.catalogue.say(&said.message)));
        }
        Ok((WorkshopAnswer::Shown { path: format!("{folder}{path}"), is_old }, value.to_vec()))
    }

    fn file(&mut self, path: &str) -> Done {
        let missing = || (RefusedFor::BadValue, path.to_owned());
        // The languages are those of the book as it is now: an edition may have others than what it lies on.
        let languages = &self.good()?.inputs.config.book.languages;
        let folders = languages.iter().skip(1).map(|language| format!("{}/", language.tag));
        let folder = folders.filter(|folder| path.starts_with(folder)).max().unwrap_or_default();
        if !folder.is_empty() {
            self.good_in_all()?;
        }
        let good = self.good.as_ref().ok_or_else(missing)?;
        let built = of_language(good, &folder).ok_or_else(missing)?;
        let below = OutPath::new(&path[folder.len()..]).ok_or_else(missing)?;
        let memo = self.rendered.entry(folder).or_default();
        let site = html::HtmlSite::new(&built.book, &built.theme);
        let file = site.file(&below, &built.theme, memo).ok_or_else(missing)?;
        Ok((WorkshopAnswer::File, file.value.to_vec()))
    }

    /// States of the units of the book below.
    fn drift(&self) -> Vec<Drift> {
        drift(&mut self.library(), Path::new(ROOT), &|path| accepted(self.edition.files(), path)).value.units
    }

    fn accept(&mut self, names: &[String]) -> Result<(), Refused> {
        let files = self.edition.files().clone();
        let accepted = |path: &str| accepted(&files, path);
        let report = drift(&mut self.library(), Path::new(ROOT), &accepted).value;
        let mut chosen = Vec::new();
        for given in names {
            let (unit, digest) = given.rsplit_once('@').unwrap_or((given, ""));
            let found = unit_named(&report.units, unit);
            let found = found.ok_or_else(|| (RefusedFor::NoPart, unit.to_owned()))?;
            if found.digest.as_deref() != Some(digest) {
                return Err((RefusedFor::OtherDigest, unit.to_owned()));
            }
            chosen.push(found);
        }
        self.edition.write(report.accept(&chosen, &accepted))
    }

    fn merge(&mut self) -> Result<(), Refused> {
        let files = self.edition.files().clone();
        let merged = merge(&mut self.library(), Path::new(ROOT), &|path| accepted(&files, path)).value;
        self.edition.write(merged.files.into_iter().collect())
    }

    /// Writes down what the book below says of what was changed here, and which pages it has: from now on what becomes
    /// of them is told.
    fn seal(&mut self) {
        let files = self.edition.files().clone();
        let accepted = |path: &str| accepted(&files, path);
        let report = drift(&mut self.library(), Path::new(ROOT), &accepted).value;
        let wanted = |drift: &&Drift| match drift.what {
            What::Part => drift.then.is_none() && drift.digest.is_some() && self.edition.has_seen(&drift.name()),
            what => what == What::Pages,
        };
        let chosen: Vec<&Drift> = report.units.iter().filter(wanted).collect();
        if !chosen.is_empty() {
            let files = report.accept(&chosen, &accepted);
            self.edition.note(files);
        }
    }

    fn layer(&mut self) -> Done {
        self.seal();
        let mut files = self.edition.files().clone();
        files.insert(KIT_NAME.to_owned(), self.kit.clone());
        zip(&files)
    }

    fn site(&mut self) -> Done {
        self.seal();
        let report = self.build(false);
        let good = self.good.as_ref().filter(|_| report.is_sound).ok_or((RefusedFor::HasErrors, String::new()))?;
        let sink = MemorySink::default();
        let Warned { value: stands, diagnostics } = everything(&good.built, &sink);
        if !stands {
            let said = diagnostics.first().map(|said| self.catalogue.say(&said.message));
            return Err((RefusedFor::HasErrors, said.unwrap_or_default()));
        }
        let files = sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes.into())).collect();
        zip(&files)
    }
}

fn kind_state(row: &KindRow) -> KindState {
    KindState {
        name: row.name,
        is_offered: row.is_offered,
        is_term: row.is_term,
        of_text: row.of_text,
        keys: row.keys.iter().map(|key| key.name).collect(),
    }
}

fn zip(files: &Files) -> Done {
    let bytes = pack(files).map_err(|detail| (RefusedFor::BadValue, detail))?;
    Ok((WorkshopAnswer::Zip { files: files.len() }, bytes))
}

/// The book in a language, by the folder of its site.
fn of_language<'g>(good: &'g Good, folder: &str) -> Option<&'g Built> {
    if folder.is_empty() {
        return Some(&good.built);
    }
    good.built.sound().find(|translation| translation.folder == folder).map(|translation| &*translation.built)
}

/// Whether two editions say the same: what is noted of the book below is no text of theirs.
fn is_same_text(one: &Files, other: &Files) -> bool {
    let is_text = |path: &str| !path.strip_prefix(SNAPSHOTS).is_some_and(|rest| rest.starts_with('/'));
    one.iter().filter(|(path, _)| is_text(path)).eq(other.iter().filter(|(path, _)| is_text(path)))
}

/// A snapshot among the files of an edition.
fn accepted(files: &Files, path: &str) -> Option<String> {
    let text = std::str::from_utf8(files.get(path)?).ok()?;
    Some(text.trim_end_matches('\n').to_owned())
}

/// The words of a list, each with what is known of it.
fn words_of(texts: &[Value], known: &[(String, Value)]) -> Value {
    let item = |text: &Value| {
        let found = known.iter().find(|(word, _)| text.as_str() == Some(word)).map(|(_, item)| item.clone());
        found.unwrap_or_else(|| serde_json::json!({ "text": text, "type": "synonym" }))
    };
    texts.iter().map(item).collect()
}

/// The change of a part, as its file has it: `begun` says what stands in braces behind the heading.
fn change_of(begun: &str, text: &str) -> String {
    let first = begun.lines().next().unwrap_or_default();
    let (heading, braces) = first.rfind(" {").map_or((first, ""), |at| first.split_at(at));
    let text = text.trim();
    if text.is_empty() {
        // The section is gone, and its heading with it.
        return format!("{heading}{}\n", braces.replace(".replace", ".remove"));
    }
    let (own, rest) = text.split_once('\n').unwrap_or((text, ""));
    if own.starts_with('#') {
        let own = own.rfind(" {").filter(|_| own.trim_end().ends_with('}')).map_or(own, |at| &own[..at]);
        format!("{}{braces}\n\n{}\n", own.trim_end(), rest.trim())
    } else {
        // Without a heading of its own it has that of the book below.
        format!("{heading}{braces}\n\n{text}\n")
    }
}

/// Whether a page can have an id: one that is no hidden file's, that can be an address, and that has no capital letters.
fn can_be_page(id: &str) -> bool {
    let is_hidden = id.split('/').any(|part| part.is_empty() || part.starts_with('.'));
    !is_hidden && OutPath::new(&format!("{id}.html")).is_some() && !id.contains(char::is_uppercase)
}

/// The text of a page that is begun, without what the program says of its keys.
fn begun_text(sample: &str, body: Option<&str>) -> Option<String> {
    let (front, rest) = sample.strip_prefix("---\n")?.split_once("\n---\n")?;
    let lines: Vec<&str> = front.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let body = body.unwrap_or(rest).trim();
    Some(format!("---\n{}\n---\n\n{body}\n", lines.join("\n")))
}

/// The pages whose text is another one than it was.
fn changed(before: Option<&Inputs>, now: &Inputs) -> Vec<String> {
    let texts = |inputs: &Inputs| -> BTreeMap<String, Arc<str>> {
        let text = |source: &Source| {
            Some((page_id(source.path.strip_prefix(&inputs.config.book.content())?)?, source.text.clone()))
        };
        inputs.sources.iter().filter_map(text).collect()
    };
    let before = before.map(texts).unwrap_or_default();
    let now = texts(now);
    let gone = before.keys().filter(|id| !now.contains_key(*id));
    let new = now.iter().filter(|(id, text)| before.get(*id) != Some(text)).map(|(id, _)| id);
    gone.chain(new).cloned().collect()
}

fn moved(drift: &Drift) -> MovedUnit {
    let difference = match (&drift.then, &drift.now) {
        (Some(then), Some(now)) => compared(then, now)
            .into_iter()
            .map(|words| match words {
                Words::Kept(text) => ('=', text.to_owned()),
                Words::Gone(text) => ('-', text.to_owned()),
                Words::New(text) => ('+', text.to_owned()),
            })
            .collect(),
        _ => Vec::new(),
    };
    MovedUnit {
        name: drift.name(),
        page: drift.page.clone(),
        unit: drift.unit.clone(),
        page_title: drift.page_title().to_owned(),
        unit_title: drift.unit_title().map(str::to_owned),
        state: drift.state.as_str(),
        is_urgent: drift.state.is_urgent(),
        is_law: drift.is_law,
        digest: drift.digest.clone(),
        then: drift.then.clone(),
        now: drift.now.clone(),
        ours: drift.ours.clone(),
        elsewhere: drift.elsewhere.clone(),
        difference,
    }
}
