//! The edition's own files, and the way back.
//!
//! In: changes of an edition. Out: its files. Invariant: a change that is refused has changed nothing, and every one
//! that was made can be taken back.

use std::collections::BTreeSet;

use super::opened::Refused;
use super::protocol::{GivenSetting, RefusedFor};
use crate::config::{SettingValue, settings_by_key, with_page_back, with_removed, with_setting};
use crate::language::Language;
use crate::layer::{
    Files, PATCH, SETTINGS, ValueChange, changes_nothing, new_patch, with_page_value, with_part, with_value,
};
use crate::sink::OutPath;
use crate::source::is_text;
use crate::text::{Date, nfc, quotation};

/// So many changes can be taken back.
const MOST_STEPS: usize = 500;

/// The edition at a moment that can be gone back to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct EditStep {
    files: Files,
    /// Changes of the edition to pages that it does without now: it says them again when these are back.
    aside: Files,
    /// The units that were changed here, by their names: what the book below says of them was seen.
    seen: BTreeSet<String>,
}

/// A unit that somebody writes: a setting, a section, a value, a page.
struct WrittenUnit {
    name: String,
    /// Whether it goes on with what was written a moment ago.
    goes_on: bool,
}

impl EditStep {
    /// Takes the pictures and files away that a text named which is gone, and that nothing else names.
    fn drop_pictures_of(&mut self, content: &str, text: &[u8]) {
        let is_named = |path: &&String| name_of(path).is_some_and(|name| holds(text, name));
        let named: Vec<String> = self.files.keys().filter(is_named).cloned().collect();
        for path in named.iter().filter_map(|path| path.strip_prefix(content)) {
            self.drop_unshown(content, path);
        }
    }

    /// Takes a file of the content away that no text of the edition names.
    fn drop_unshown(&mut self, content: &str, path: &str) {
        let whole = format!("{content}{path}");
        let Some(name) = name_of(path).filter(|_| !is_text(path)) else { return };
        let is_shown =
            |(path, bytes): (&String, &std::sync::Arc<[u8]>)| (is_text(path) || path == SETTINGS) && holds(bytes, name);
        if !self.files.iter().chain(&self.aside).any(is_shown) {
            self.files.remove(&whole);
        }
    }
}

/// The name of a file in its folder.
fn name_of(path: &str) -> Option<&str> {
    path.rsplit('/').next().filter(|name| !name.is_empty())
}

fn holds(text: &[u8], name: &str) -> bool {
    text.windows(name.len()).any(|window| window == name.as_bytes())
}

/// An edition that is being made.
#[derive(Debug)]
pub(super) struct EditionFiles {
    now: EditStep,
    before: Vec<EditStep>,
    after: Vec<EditStep>,
    /// The unit that was written last: what goes on with it is no step of its own.
    writing: Option<String>,
    /// The most bytes that its files may have together.
    room: usize,
    /// The folder of the content, with a slash.
    content: String,
    language: &'static Language,
    today: Date,
}

impl EditionFiles {
    /// An edition that says nothing but what it lies on.
    pub(super) fn new(base: &str, room: usize, content: String, language: &'static Language, today: Date) -> Self {
        let settings = format!("[base]\npath = \"{base}\"\n");
        let files = Files::from([(SETTINGS.to_owned(), settings.into_bytes().into())]);
        let now = EditStep { files, ..EditStep::default() };
        Self { now, before: Vec::new(), after: Vec::new(), writing: None, room, content, language, today }
    }

    /// Goes on with other files.
    pub(super) fn open(&mut self, files: Files) {
        self.take(EditStep { files, ..EditStep::default() });
    }

    pub(super) fn files(&self) -> &Files {
        &self.now.files
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.after.is_empty()
    }

    /// Whether a unit was changed here.
    pub(super) fn has_seen(&self, unit: &str) -> bool {
        self.now.seen.contains(unit)
    }

    pub(super) fn undo(&mut self) -> Result<(), Refused> {
        let step = self.before.pop().ok_or((RefusedFor::NothingToUndo, String::new()))?;
        self.after.push(std::mem::replace(&mut self.now, step));
        self.writing = None;
        Ok(())
    }

    pub(super) fn redo(&mut self) -> Result<(), Refused> {
        let step = self.after.pop().ok_or((RefusedFor::NothingToUndo, String::new()))?;
        self.before.push(std::mem::replace(&mut self.now, step));
        self.writing = None;
        Ok(())
    }

    /// Goes on from a step, where it is another one than that which is; says whether it is.
    fn take(&mut self, step: EditStep) -> bool {
        self.writing = None;
        if step == self.now {
            return false;
        }
        if self.before.len() == MOST_STEPS {
            self.before.remove(0);
        }
        self.before.push(std::mem::replace(&mut self.now, step));
        self.after.clear();
        true
    }

    /// Makes a change.
    fn change(&mut self, make: impl FnOnce(&mut EditStep) -> Result<(), Refused>) -> Result<(), Refused> {
        let step = self.made(make)?;
        self.take(step);
        Ok(())
    }

    /// Makes a change of a unit that somebody writes; where it goes on with the one before, both are one step.
    fn write_unit(
        &mut self,
        unit: &WrittenUnit,
        make: impl FnOnce(&mut EditStep) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let step = self.made(make)?;
        if unit.goes_on && self.writing.as_ref() == Some(&unit.name) {
            self.now = step;
            self.after.clear();
        } else if self.take(step) {
            self.writing = Some(unit.name.clone());
        }
        Ok(())
    }

    /// The edition with a change, where there is room for it.
    fn made(&self, make: impl FnOnce(&mut EditStep) -> Result<(), Refused>) -> Result<EditStep, Refused> {
        let mut step = self.now.clone();
        make(&mut step)?;
        let size = |files: &Files| files.values().map(|bytes| bytes.len()).sum::<usize>();
        let is_fuller = size(&step.files) > size(&self.now.files);
        if is_fuller && size(&step.files) > self.room {
            return Err((RefusedFor::NoRoom, format!("{} MB", self.room >> 20)));
        }
        Ok(step)
    }

    /// Writes files that tell of what is there already: no step of its own.
    pub(super) fn note(&mut self, files: Vec<(String, String)>) {
        self.now.files.extend(files.into_iter().map(|(path, text)| (path, text.into_bytes().into())));
    }

    /// Writes files.
    pub(super) fn write(&mut self, files: Vec<(String, String)>) -> Result<(), Refused> {
        self.change(|step| {
            step.files.extend(files.into_iter().map(|(path, text)| (path, text.into_bytes().into())));
            Ok(())
        })
    }

    /// The text of a file; nothing where there is none.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.now.files.get(path)?).ok()
    }

    /// The text of a page that the edition brings whole.
    pub(super) fn page(&self, page: &str) -> Option<&str> {
        self.text(&self.page_path(page))
    }

    /// The text of the changes of a page.
    pub(super) fn patch(&self, page: &str) -> Option<&str> {
        self.text(&self.patch_path(page))
    }

    fn page_path(&self, page: &str) -> String {
        format!("{}{page}.md", self.content)
    }

    fn patch_path(&self, page: &str) -> String {
        format!("{}{page}{PATCH}", self.content)
    }

    pub(super) fn settings(&self) -> &str {
        self.text(SETTINGS).unwrap_or_default()
    }

    /// Changes the settings.
    fn with_settings(&self, make: impl FnOnce(&str) -> Result<String, String>) -> Result<String, Refused> {
        make(self.settings()).map_err(|detail| (RefusedFor::BadSettings, detail))
    }

    /// Sets a value of the settings; an empty text takes the key out.
    pub(super) fn set(
        &mut self,
        table: &str,
        key: &str,
        value: Option<GivenSetting>,
        goes_on: bool,
    ) -> Result<(), Refused> {
        if table == "base" || table == "edition" {
            return Err((RefusedFor::BadSettings, format!("`{table}` is the program's")));
        }
        let value = value.map(|value| match value {
            GivenSetting::Text(text) => SettingValue::Text(text),
            GivenSetting::List(texts) => SettingValue::List(texts),
        });
        let is_empty = |value: &SettingValue| match value {
            SettingValue::Text(text) => text.trim().is_empty(),
            SettingValue::List(texts) => texts.is_empty(),
        };
        let value = value.filter(|value| !is_empty(value));
        let settings = self.with_settings(|settings| with_setting(settings, table, key, value.as_ref()))?;
        let unit = WrittenUnit { name: format!("{table}.{key}"), goes_on };
        self.write_unit(&unit, |step| {
            step.files.insert(SETTINGS.to_owned(), settings.into_bytes().into());
            Ok(())
        })
    }

    /// Puts a picture in as the logo, or takes the logo away; a picture of the edition's that is shown nowhere then goes.
    pub(super) fn put_logo(&mut self, picture: Option<(&str, &[u8])>) -> Result<(), Refused> {
        let path = picture.map(|(name, _)| self.file_path(name)).transpose()?;
        let value = picture.map(|(name, _)| SettingValue::Text(nfc(name).into_owned()));
        let before = settings_by_key(self.settings()).remove("theme.logo");
        let settings = self.with_settings(|settings| with_setting(settings, "theme", "logo", value.as_ref()))?;
        let content = self.content.clone();
        self.change(|step| {
            step.files.insert(SETTINGS.to_owned(), settings.into_bytes().into());
            if let Some(SettingValue::Text(before)) = before {
                step.drop_unshown(&content, &before);
            }
            if let (Some(path), Some((_, bytes))) = (path, picture) {
                step.files.insert(path, bytes.into());
            }
            Ok(())
        })
    }

    /// Does without a page of the book. What the edition says of it is kept until it is back.
    pub(super) fn take_out(&mut self, page: &str, to: Option<&str>) -> Result<(), Refused> {
        let own = [self.page_path(page), self.patch_path(page)];
        let settings = self.with_settings(|settings| with_removed(settings, page, to))?;
        self.change(|step| {
            for path in own {
                if let Some(text) = step.files.remove(&path) {
                    step.aside.insert(path, text);
                }
            }
            step.files.insert(SETTINGS.to_owned(), settings.into_bytes().into());
            Ok(())
        })
    }

    /// Takes a page in again, with what the edition said of it.
    pub(super) fn take_back(&mut self, page: &str) -> Result<(), Refused> {
        let own = [self.page_path(page), self.patch_path(page)];
        let settings = self.with_settings(|settings| with_page_back(settings, page))?;
        self.change(|step| {
            for path in own {
                if let Some(text) = step.aside.remove(&path) {
                    step.files.entry(path).or_insert(text);
                }
            }
            step.files.insert(SETTINGS.to_owned(), settings.into_bytes().into());
            Ok(())
        })
    }

    /// Writes the change of a part, ready for its file; nothing brings the original back.
    pub(super) fn put_part(
        &mut self,
        page: &str,
        part: &str,
        text: Option<&str>,
        goes_on: bool,
    ) -> Result<(), Refused> {
        let language = self.language;
        let unit = WrittenUnit { name: format!("{page}#{part}"), goes_on };
        self.put_patch(page, &unit, |patch| with_part(patch, part, text, language))
    }

    /// Changes a value of the front matter of a page of the book.
    pub(super) fn put_value(
        &mut self,
        page: &str,
        way: &str,
        change: ValueChange<'_>,
        goes_on: bool,
    ) -> Result<(), Refused> {
        let unit = WrittenUnit { name: format!("{page}:{way}"), goes_on };
        self.put_patch(page, &unit, |patch| with_value(patch, way, change))
    }

    fn put_patch(&mut self, page: &str, unit: &WrittenUnit, make: impl FnOnce(&str) -> String) -> Result<(), Refused> {
        let before = self.patch(page).map_or_else(|| new_patch(&self.today.to_string()), str::to_owned);
        let after = make(&before);
        let path = self.patch_path(page);
        let is_nothing = changes_nothing(&after, self.language);
        self.write_unit(unit, |step| {
            if is_nothing {
                step.files.remove(&path);
            } else {
                step.files.insert(path, after.into_bytes().into());
            }
            step.seen.insert(unit.name.clone());
            Ok(())
        })
    }

    /// Writes a value of a page that the edition brings whole, or takes it out.
    pub(super) fn put_own_value(
        &mut self,
        page: &str,
        way: &str,
        value: Option<&str>,
        goes_on: bool,
    ) -> Result<(), Refused> {
        let within = |text: &str| {
            let (above, last) = way.rsplit_once('.')?;
            with_page_value(text, above, Some(&format!("{{{}: {}}}", quotation(last), value?)))
        };
        let text = self.page(page).and_then(|text| with_page_value(text, way, value).or_else(|| within(text)));
        let text = text.ok_or_else(|| (RefusedFor::NoPart, way.to_owned()))?;
        let path = self.page_path(page);
        self.write_unit(&WrittenUnit { name: format!("{page}:{way}"), goes_on }, |step| {
            step.files.insert(path, text.into_bytes().into());
            Ok(())
        })
    }

    /// Writes a page whole; nothing takes it away, with the pictures that it alone shows. Changes of parts of it are part
    /// of it then.
    pub(super) fn put_page(&mut self, page: &str, text: Option<&str>, goes_on: bool) -> Result<(), Refused> {
        let (whole, patch) = (self.page_path(page), self.patch_path(page));
        let content = self.content.clone();
        self.write_unit(&WrittenUnit { name: page.to_owned(), goes_on }, |step| {
            step.files.remove(&patch);
            match text {
                Some(text) => drop(step.files.insert(whole, text.as_bytes().into())),
                None => {
                    if let Some(before) = step.files.remove(&whole) {
                        step.drop_pictures_of(&content, &before);
                    }
                }
            }
            step.seen.insert(page.to_owned());
            Ok(())
        })
    }

    /// Brings a page of its own, and the files beside it that it shows.
    pub(super) fn bring_page(&mut self, page: &str, text: &str, beside: Vec<(String, Vec<u8>)>) -> Result<(), Refused> {
        let mut files = vec![(self.page_path(page), text.as_bytes().to_vec())];
        for (path, bytes) in beside {
            files.push((self.file_path(&path)?, bytes));
        }
        self.change(|step| {
            step.files.extend(files.into_iter().map(|(path, bytes)| (path, bytes.into())));
            step.seen.insert(page.to_owned());
            Ok(())
        })
    }

    /// Puts a file into the content.
    pub(super) fn put_file(&mut self, path: &str, bytes: &[u8]) -> Result<(), Refused> {
        let path = self.file_path(path)?;
        self.change(|step| {
            step.files.insert(path, bytes.into());
            Ok(())
        })
    }

    pub(super) fn drop_file(&mut self, path: &str) -> Result<(), Refused> {
        let path = self.file_path(path)?;
        self.change(|step| match step.files.remove(&path) {
            Some(_) => Ok(()),
            None => Err((RefusedFor::BadValue, path)),
        })
    }

    fn file_path(&self, path: &str) -> Result<String, Refused> {
        let whole = format!("{}{}", self.content, nfc(path));
        let is_hidden = path.split('/').any(|part| part.starts_with('.'));
        if is_hidden || OutPath::new(&whole).is_none() {
            return Err((RefusedFor::BadValue, path.to_owned()));
        }
        Ok(whole)
    }
}
